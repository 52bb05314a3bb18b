/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_REPORT_H
#define DSMIPCTL_REPORT_H

#include "dsmipctl.h"

int dsmipctl_report_usage(struct dsmipctl *ctl, const char *hint,
			  const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
int dsmipctl_report_failure(struct dsmipctl *ctl, int code, const char *hint,
			    const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
int dsmipctl_report_kernel(struct dsmipctl *ctl, const struct dsmip_error *err);
int dsmipctl_report_client(struct dsmipctl *ctl);
int dsmipctl_report_binding(struct dsmipctl *ctl,
			    const struct dsmip_binding *b);
void dsmipctl_report_warning(struct dsmipctl *ctl, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif /* DSMIPCTL_REPORT_H */
