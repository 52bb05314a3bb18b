/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_CHECK_H
#define DSMIPCTL_CHECK_H

#include "dsmipctl.h"

/**
 * enum dsmipctl_verdict - what a check has found
 * @DSMIPCTL_OK: all is well
 * @DSMIPCTL_WARN: it works, but not as it should, or not for long
 * @DSMIPCTL_FAIL: it does not work
 */
enum dsmipctl_verdict {
	DSMIPCTL_OK,
	DSMIPCTL_WARN,
	DSMIPCTL_FAIL,
};

/**
 * struct dsmipctl_check - a run of the checks
 * @ctl: the run of the program
 * @fails: checks that failed
 * @bindings: bindings on all devices
 * @mobile: the bindings are those of a mobile node: they serve any address
 * @home: bindings were found that serve home addresses
 */
struct dsmipctl_check {
	struct dsmipctl *ctl;
	unsigned int fails;
	uint64_t bindings;
	bool mobile;
	bool home;
};

void dsmipctl_check_say(struct dsmipctl_check *check,
			enum dsmipctl_verdict verdict, const char *name,
			const char *hint, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
bool dsmipctl_check_module(struct dsmipctl_check *check);
void dsmipctl_check_machine(struct dsmipctl_check *check);
void dsmipctl_check_device(struct dsmipctl_check *check,
			   const struct dsmip_link *link);
void dsmipctl_check_bindings(struct dsmipctl_check *check,
			     const struct dsmip_link *link);
bool dsmipctl_check_number(const char *path, unsigned long *value);

#endif /* DSMIPCTL_CHECK_H */
