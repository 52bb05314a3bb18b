/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/dsmip.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_DSMIP_GEN_H
#define _LINUX_DSMIP_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/dsmip.h>

/* Common nested types */
extern const struct nla_policy dsmip_copy_nl_policy[DSMIP_A_HOME_TUNNEL_LOCAL + 1];
extern const struct nla_policy dsmip_home_nl_policy[DSMIP_A_HOME_LEN + 1];

/* Global operation policy for dsmip */
extern const struct nla_policy dsmip_binding_nl_policy[DSMIP_A_COPY + 1];

/* Ops table for dsmip */
extern const struct genl_small_ops dsmip_nl_ops[10];

int dsmip_nl_binding_new_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_binding_del_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_binding_get_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_binding_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int dsmip_nl_binding_flush_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int dsmip_nl_origin_get_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_origin_new_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_fastpath_add_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_fastpath_del_doit(struct sk_buff *skb, struct genl_info *info);
int dsmip_nl_fastpath_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);

enum {
	DSMIP_NLGRP_EVENTS,
	DSMIP_NLGRP_PACKETS,
};

#endif /* _LINUX_DSMIP_GEN_H */
