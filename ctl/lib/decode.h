/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_DECODE_H
#define DSMIP_DECODE_H

#include <linux/netlink.h>

#include "attrs.h"

/**
 * struct dsmip_decode_homes - room for what there may be many of, used again and
 * again
 * @prefix: the prefixes
 * @n: how many there are
 * @room: how many there is room for
 * @group: the groups
 * @n_group: how many there are
 * @group_room: how many there is room for
 * @copy: the copies
 * @n_copy: how many there are
 * @copy_room: how many there is room for
 */
struct dsmip_decode_homes {
	struct dsmip_prefix *prefix;
	size_t n;
	size_t room;
	struct dsmip_addr *group;
	size_t n_group;
	size_t group_room;
	struct dsmip_binding *copy;
	size_t n_copy;
	size_t copy_room;
};

void dsmip_decode_free(struct dsmip_decode_homes *homes);
int dsmip_decode_attrs(const struct dsmip_attrs_set *set, const void *data,
		       size_t len, void *object,
		       struct dsmip_decode_homes *homes);
int dsmip_decode_msg(const struct nlmsghdr *nlh, struct dsmip_attrs_msg *msg,
		     struct dsmip_decode_homes *homes);
int dsmip_decode_link(const struct nlmsghdr *nlh, struct dsmip_link *link);

#endif /* DSMIP_DECODE_H */
