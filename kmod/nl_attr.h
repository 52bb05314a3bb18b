/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_NL_ATTR_H
#define _DSMIP_NL_ATTR_H

#include <net/genetlink.h>

#include "addr.h"
#include "prefix.h"

struct dsmip_binding;
struct dsmip_dev;
struct dsmip_path;

/* The whole netlink interface fits in this one family. */
extern struct genl_family dsmip_netlink_family;

int dsmip_nl_attr_addr(const struct nlattr *attr, union dsmip_addr *addr,
		       u8 *family, struct netlink_ext_ack *extack);
int dsmip_nl_attr_home(const struct nlattr *attr, struct dsmip_prefix_key *key,
		       bool *has_len, struct netlink_ext_ack *extack);

int dsmip_nl_attr_put_addr(struct sk_buff *msg, int type, u8 family,
			   const void *addr);
int dsmip_nl_attr_put_path(struct sk_buff *msg, const struct dsmip_path *path,
			   u32 flags);
int dsmip_nl_attr_put_lifetime(struct sk_buff *msg, u32 lifetime, u64 left);
int dsmip_nl_attr_put_binding(struct sk_buff *msg,
			      struct dsmip_dev *dsmip,
			      struct dsmip_binding *binding, u32 portid,
			      u32 seq, int flags, u8 cmd);
int dsmip_nl_attr_put_stats(struct sk_buff *msg, struct dsmip_dev *dsmip,
			    u32 portid, u32 seq, int flags);

#endif /* _DSMIP_NL_ATTR_H */
