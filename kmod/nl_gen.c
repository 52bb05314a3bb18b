// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/dsmip.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "nl_gen.h"

#include <uapi/linux/dsmip.h>

/* Common nested types */
const struct nla_policy dsmip_copy_nl_policy[DSMIP_A_HOME_TUNNEL_LOCAL + 1] = {
	[DSMIP_A_COA] = { .type = NLA_BINARY, },
	[DSMIP_A_PORT] = { .type = NLA_U16, },
	[DSMIP_A_LOCAL] = { .type = NLA_BINARY, },
	[DSMIP_A_ENCAP] = NLA_POLICY_RANGE(NLA_U32, 1, 5),
	[DSMIP_A_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0xff),
	[DSMIP_A_LIFETIME] = { .type = NLA_U64, },
	[DSMIP_A_LEFT] = { .type = NLA_U64, },
	[DSMIP_A_LOCAL_PORT] = { .type = NLA_U16, },
	[DSMIP_A_IKEY] = { .type = NLA_U32, },
	[DSMIP_A_OKEY] = { .type = NLA_U32, },
	[DSMIP_A_HOME_TUNNEL] = NLA_POLICY_EXACT_LEN(4),
	[DSMIP_A_HOME_TUNNEL_LOCAL] = NLA_POLICY_EXACT_LEN(4),
};

const struct nla_policy dsmip_home_nl_policy[DSMIP_A_HOME_LEN + 1] = {
	[DSMIP_A_HOME_ADDR] = { .type = NLA_BINARY, },
	[DSMIP_A_HOME_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

/* Global operation policy for dsmip */
const struct nla_policy dsmip_binding_nl_policy[DSMIP_A_COPY + 1] = {
	[DSMIP_A_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[DSMIP_A_ID] = NLA_POLICY_MIN(NLA_U32, 1),
	[DSMIP_A_HOME] = NLA_POLICY_NESTED(dsmip_home_nl_policy),
	[DSMIP_A_COA] = { .type = NLA_BINARY, },
	[DSMIP_A_PORT] = { .type = NLA_U16, },
	[DSMIP_A_LOCAL] = { .type = NLA_BINARY, },
	[DSMIP_A_ENCAP] = NLA_POLICY_RANGE(NLA_U32, 1, 5),
	[DSMIP_A_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0xff),
	[DSMIP_A_LIFETIME] = { .type = NLA_U64, },
	[DSMIP_A_LOCAL_PORT] = { .type = NLA_U16, },
	[DSMIP_A_IKEY] = { .type = NLA_U32, },
	[DSMIP_A_OKEY] = { .type = NLA_U32, },
	[DSMIP_A_HOME_TUNNEL] = NLA_POLICY_EXACT_LEN(4),
	[DSMIP_A_HOME_TUNNEL_LOCAL] = NLA_POLICY_EXACT_LEN(4),
	[DSMIP_A_ORIGIN] = NLA_POLICY_MIN(NLA_U32, 1),
	[DSMIP_A_INGRESS] = NLA_POLICY_MIN(NLA_U32, 1),
	[DSMIP_A_COPY] = NLA_POLICY_NESTED(dsmip_copy_nl_policy),
};

/* Ops table for dsmip */
const struct genl_small_ops dsmip_nl_ops[10] = {
	{
		.cmd	= DSMIP_CMD_BINDING_NEW,
		.doit	= dsmip_nl_binding_new_doit,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= DSMIP_CMD_BINDING_DEL,
		.doit	= dsmip_nl_binding_del_doit,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= DSMIP_CMD_BINDING_GET,
		.doit	= dsmip_nl_binding_get_doit,
		.dumpit	= dsmip_nl_binding_get_dumpit,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= DSMIP_CMD_BINDING_FLUSH,
		.doit	= dsmip_nl_binding_flush_doit,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= DSMIP_CMD_STATS_GET,
		.doit	= dsmip_nl_stats_get_doit,
		.dumpit	= dsmip_nl_stats_get_dumpit,
	},
	{
		.cmd	= DSMIP_CMD_ORIGIN_GET,
		.doit	= dsmip_nl_origin_get_doit,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= DSMIP_CMD_ORIGIN_NEW,
		.doit	= dsmip_nl_origin_new_doit,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= DSMIP_CMD_FASTPATH_ADD,
		.doit	= dsmip_nl_fastpath_add_doit,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= DSMIP_CMD_FASTPATH_DEL,
		.doit	= dsmip_nl_fastpath_del_doit,
		.flags	= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd	= DSMIP_CMD_FASTPATH_GET,
		.dumpit	= dsmip_nl_fastpath_get_dumpit,
	},
};

static const struct genl_multicast_group dsmip_nl_mcgrps[] = {
	[DSMIP_NLGRP_EVENTS] = { "events", },
	[DSMIP_NLGRP_PACKETS] = { "packets", },
};
