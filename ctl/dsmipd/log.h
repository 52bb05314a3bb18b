/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The log: a line an event, to standard error, where systemd gives it to the
 * journal, or to syslog.  Keys never go into it.  The last lines are kept for
 * "dsmipctl log show".
 */
#ifndef DSMIPD_LOG_H
#define DSMIPD_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"

#define DSMIPD_LOG_LINE_MAX	512	/* bytes of a line, with the final NUL */
#define DSMIPD_LOG_KEPT		1024	/* lines */

/**
 * struct dsmipd_log_line - a line that is kept
 * @real: when, nanoseconds since 1970
 * @level: enum dsmipd_log_level
 * @text: what happened
 */
struct dsmipd_log_line {
	uint64_t real;
	enum dsmipd_log_level level;
	char text[DSMIPD_LOG_LINE_MAX];
};

typedef void (*dsmipd_log_cb)(const struct dsmipd_log_line *line, void *arg);

void dsmipd_log_open(bool to_syslog, enum dsmipd_log_level level);
void dsmipd_log_level(enum dsmipd_log_level level);
enum dsmipd_log_level dsmipd_log_get_level(void);
const char *dsmipd_log_level_name(enum dsmipd_log_level level);
void dsmipd_log(enum dsmipd_log_level level, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void dsmipd_log_last(unsigned int n, dsmipd_log_cb cb, void *arg);

#define dsmipd_err(...)		dsmipd_log(DSMIPD_LOG_ERROR, __VA_ARGS__)
#define dsmipd_warn(...)	dsmipd_log(DSMIPD_LOG_WARNING, __VA_ARGS__)
#define dsmipd_notice(...)	dsmipd_log(DSMIPD_LOG_NOTICE, __VA_ARGS__)
#define dsmipd_info(...)	dsmipd_log(DSMIPD_LOG_INFO, __VA_ARGS__)
#define dsmipd_debug(...)	dsmipd_log(DSMIPD_LOG_DEBUG, __VA_ARGS__)

#endif /* DSMIPD_LOG_H */
