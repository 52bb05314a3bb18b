/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests share. */
#ifndef DSMIP_TESTING_H
#define DSMIP_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dsmipctl.h"

/**
 * struct testing - a run of the program inside of a test
 * @ctl: the run
 * @out: what it has printed
 * @err: its errors
 * @code: its exit code
 */
struct testing {
	struct dsmipctl ctl;
	char *out;
	char *err;
	size_t out_size;
	size_t err_size;
	int code;
};

void testing_begin(struct testing *t);
void testing_end(struct testing *t);
void testing_free(struct testing *t);
void testing_run(struct testing *t, const char *line);
void testing_expect(const char *line, int code, const char *out,
		    const char *err);
void testing_equal(const char *text, const char *expected);
char *testing_read(const char *name);
struct dsmip_prefix testing_prefix(const char *text);
struct dsmip_addr testing_addr(const char *text);

#define TESTING_SIZE(a)		(sizeof(a) / sizeof((a)[0]))

#endif /* DSMIP_TESTING_H */
