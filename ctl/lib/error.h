/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_ERROR_H
#define DSMIP_ERROR_H

#include <linux/netlink.h>

#include "attrs.h"

int dsmip_error_set(struct dsmip_error *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
int dsmip_error_parse(struct dsmip_error *err, const struct nlmsghdr *nlh,
		      const struct dsmip_attrs_format *format);
int dsmip_error_parse_done(struct dsmip_error *err, const struct nlmsghdr *nlh);

#endif /* DSMIP_ERROR_H */
