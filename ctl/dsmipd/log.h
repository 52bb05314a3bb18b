/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The log: a line an event, to standard error, where systemd gives it to the
 * journal, or to syslog.  Keys never go into it.
 */
#ifndef DSMIPD_LOG_H
#define DSMIPD_LOG_H

#include <stdbool.h>

#include "config.h"

void dsmipd_log_open(bool to_syslog, enum dsmipd_log_level level);
void dsmipd_log_level(enum dsmipd_log_level level);
enum dsmipd_log_level dsmipd_log_get_level(void);
void dsmipd_log(enum dsmipd_log_level level, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#define dsmipd_err(...)		dsmipd_log(DSMIPD_LOG_ERROR, __VA_ARGS__)
#define dsmipd_warn(...)	dsmipd_log(DSMIPD_LOG_WARNING, __VA_ARGS__)
#define dsmipd_notice(...)	dsmipd_log(DSMIPD_LOG_NOTICE, __VA_ARGS__)
#define dsmipd_info(...)	dsmipd_log(DSMIPD_LOG_INFO, __VA_ARGS__)
#define dsmipd_debug(...)	dsmipd_log(DSMIPD_LOG_DEBUG, __VA_ARGS__)

#endif /* DSMIPD_LOG_H */
