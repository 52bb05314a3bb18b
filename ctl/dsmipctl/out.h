/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_OUT_H
#define DSMIPCTL_OUT_H

#include <json-c/json.h>

#include "dsmipctl.h"

/* What a text is, which decides its colour. */
enum dsmipctl_ink {
	DSMIPCTL_INK_NONE,
	DSMIPCTL_INK_HEAD,
	DSMIPCTL_INK_DEV,
	DSMIPCTL_INK_IPV4,
	DSMIPCTL_INK_IPV6,
	DSMIPCTL_INK_GOOD,
	DSMIPCTL_INK_WARN,
	DSMIPCTL_INK_BAD,
};

/**
 * struct dsmipctl_hold - output that is held back until it is known to be good
 * @real: where it will go; NULL if nothing is held back
 * @buf: what is held back
 * @size: how much that is
 */
struct dsmipctl_hold {
	FILE *real;
	char *buf;
	size_t size;
};

void dsmipctl_out_begin(struct dsmipctl *ctl);
void dsmipctl_out_item(struct dsmipctl *ctl, struct json_object *item);
void dsmipctl_out_end(struct dsmipctl *ctl);
void dsmipctl_out_abort(struct dsmipctl *ctl);
void dsmipctl_out_line(struct dsmipctl *ctl, struct json_object *item);
int dsmipctl_out_nothing(struct dsmipctl *ctl, int code);

void dsmipctl_out_settle(struct dsmipctl *ctl);
enum dsmipctl_ink dsmipctl_out_ink_of(const struct dsmip_addr *addr);
void dsmipctl_out_text(struct dsmipctl *ctl, enum dsmipctl_ink ink,
		       const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

void dsmipctl_hold_begin(struct dsmipctl *ctl, struct dsmipctl_hold *hold);
void dsmipctl_hold_check(struct dsmipctl *ctl, struct dsmipctl_hold *hold);
bool dsmipctl_hold_drop(struct dsmipctl *ctl, struct dsmipctl_hold *hold);
void dsmipctl_hold_end(struct dsmipctl *ctl, struct dsmipctl_hold *hold);

#endif /* DSMIPCTL_OUT_H */
