// SPDX-License-Identifier: GPL-2.0
/*
 * The attributes of the interface as tables, which the decoder and the
 * explanation of errors go by.
 */

#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stddef.h>

#include "attrs.h"

#define ATTRS_MSG(field)	offsetof(struct dsmip_attrs_msg, field)
#define ATTRS_EVENT(field)	ATTRS_MSG(event.field)
#define ATTRS_BINDING(field)	ATTRS_MSG(event.binding.field)
#define ATTRS_TRAFFIC(field)	ATTRS_MSG(event.binding.traffic.field)
#define ATTRS_PACKET(field)	ATTRS_MSG(event.packet.field)
#define ATTRS_ORIGIN(field)	ATTRS_MSG(origin.field)
#define ATTRS_FASTPATH(field)	ATTRS_MSG(fastpath.field)
#define ATTRS_PREFIX(field)	offsetof(struct dsmip_prefix, field)
#define ATTRS_LINK(field)	offsetof(struct dsmip_link, field)
#define ATTRS_SET(a)		{ (a), sizeof(a) / sizeof((a)[0]) }

static const struct dsmip_attrs_one attrs_home[] = {
	[DSMIP_A_HOME_ADDR] = { "addr", DSMIP_ATTRS_ADDR, ATTRS_PREFIX(addr) },
	[DSMIP_A_HOME_LEN] = { "len", DSMIP_ATTRS_U8, ATTRS_PREFIX(len) },
};

const struct dsmip_attrs_set dsmip_attrs_home = ATTRS_SET(attrs_home);

static const struct dsmip_attrs_one attrs_stats[] = {
	[DSMIP_A_STATS_RX_PACKETS] = {
		"rx-packets", DSMIP_ATTRS_U64, ATTRS_TRAFFIC(rx_packets)
	},
	[DSMIP_A_STATS_RX_BYTES] = {
		"rx-bytes", DSMIP_ATTRS_U64, ATTRS_TRAFFIC(rx_bytes)
	},
	[DSMIP_A_STATS_TX_PACKETS] = {
		"tx-packets", DSMIP_ATTRS_U64, ATTRS_TRAFFIC(tx_packets)
	},
	[DSMIP_A_STATS_TX_BYTES] = {
		"tx-bytes", DSMIP_ATTRS_U64, ATTRS_TRAFFIC(tx_bytes)
	},
	[DSMIP_A_STATS_LAST_RX] = {
		"last-rx", DSMIP_ATTRS_U64, ATTRS_TRAFFIC(last_rx),
		ATTRS_TRAFFIC(has_last_rx)
	},
};

static const struct dsmip_attrs_set attrs_set_stats = ATTRS_SET(attrs_stats);

static const struct dsmip_attrs_one attrs_packet[] = {
	[DSMIP_A_PACKET_CAUSE] = {
		"cause", DSMIP_ATTRS_U32, ATTRS_PACKET(cause)
	},
	[DSMIP_A_PACKET_ENCAP] = {
		"encap", DSMIP_ATTRS_U32, ATTRS_PACKET(encap)
	},
	[DSMIP_A_PACKET_INNER_SRC] = {
		"inner-src", DSMIP_ATTRS_ADDR, ATTRS_PACKET(inner_src)
	},
	[DSMIP_A_PACKET_INNER_DST] = {
		"inner-dst", DSMIP_ATTRS_ADDR, ATTRS_PACKET(inner_dst)
	},
	[DSMIP_A_PACKET_OUTER_SRC] = {
		"outer-src", DSMIP_ATTRS_ADDR, ATTRS_PACKET(outer_src)
	},
	[DSMIP_A_PACKET_OUTER_DST] = {
		"outer-dst", DSMIP_ATTRS_ADDR, ATTRS_PACKET(outer_dst)
	},
	[DSMIP_A_PACKET_OUTER_PORT] = {
		"outer-port", DSMIP_ATTRS_BE16, ATTRS_PACKET(outer_port)
	},
};

static const struct dsmip_attrs_set attrs_set_packet = ATTRS_SET(attrs_packet);

static const struct dsmip_attrs_one attrs_binding[] = {
	[DSMIP_A_IFINDEX] = {
		"ifindex", DSMIP_ATTRS_U32, ATTRS_BINDING(ifindex)
	},
	[DSMIP_A_ID] = { "id", DSMIP_ATTRS_U32, ATTRS_BINDING(id) },
	[DSMIP_A_HOME] = {
		"home", DSMIP_ATTRS_HOME, .set = &dsmip_attrs_home
	},
	[DSMIP_A_COA] = { "coa", DSMIP_ATTRS_ADDR, ATTRS_BINDING(coa) },
	[DSMIP_A_PORT] = { "port", DSMIP_ATTRS_BE16, ATTRS_BINDING(port) },
	[DSMIP_A_LOCAL] = { "local", DSMIP_ATTRS_ADDR, ATTRS_BINDING(local) },
	[DSMIP_A_ENCAP] = { "encap", DSMIP_ATTRS_U32, ATTRS_BINDING(encap) },
	[DSMIP_A_FLAGS] = { "flags", DSMIP_ATTRS_U32, ATTRS_BINDING(flags) },
	[DSMIP_A_LIFETIME] = {
		"lifetime", DSMIP_ATTRS_U64, ATTRS_BINDING(lifetime)
	},
	[DSMIP_A_LEFT] = { "left", DSMIP_ATTRS_U64, ATTRS_BINDING(left) },
	[DSMIP_A_STATS] = {
		"stats", DSMIP_ATTRS_NEST, .set = &attrs_set_stats
	},
	[DSMIP_A_DROPS] = {
		"drops", DSMIP_ATTRS_DROPS, ATTRS_TRAFFIC(drops)
	},
	[DSMIP_A_PACKET] = {
		"packet", DSMIP_ATTRS_NEST, .set = &attrs_set_packet
	},
	[DSMIP_A_SUPPRESSED] = {
		"suppressed", DSMIP_ATTRS_U64, ATTRS_EVENT(suppressed)
	},
	[DSMIP_A_BINDINGS] = {
		"bindings", DSMIP_ATTRS_U32, ATTRS_MSG(bindings)
	},
	[DSMIP_A_PREFIXES] = {
		"prefixes", DSMIP_ATTRS_U32, ATTRS_MSG(prefixes)
	},
	[DSMIP_A_LOCAL_PORT] = {
		"local-port", DSMIP_ATTRS_BE16, ATTRS_BINDING(local_port)
	},
	[DSMIP_A_IKEY] = {
		"ikey", DSMIP_ATTRS_U32, ATTRS_BINDING(ikey),
		ATTRS_BINDING(has_ikey)
	},
	[DSMIP_A_OKEY] = {
		"okey", DSMIP_ATTRS_U32, ATTRS_BINDING(okey),
		ATTRS_BINDING(has_okey)
	},
	[DSMIP_A_HOME_TUNNEL] = {
		"home-tunnel", DSMIP_ATTRS_ADDR, ATTRS_BINDING(home_tunnel)
	},
	[DSMIP_A_HOME_TUNNEL_LOCAL] = {
		"home-tunnel-local", DSMIP_ATTRS_ADDR,
		ATTRS_BINDING(home_tunnel_local)
	},
	[DSMIP_A_ORIGIN] = {
		"origin", DSMIP_ATTRS_U32, ATTRS_BINDING(origin)
	},
	[DSMIP_A_INNER_SRC] = {
		"inner-src", DSMIP_ATTRS_ADDR, ATTRS_ORIGIN(inner_src)
	},
	[DSMIP_A_SPI] = { "spi", DSMIP_ATTRS_U32, ATTRS_ORIGIN(spi) },
	[DSMIP_A_AGE] = { "age", DSMIP_ATTRS_U64, ATTRS_ORIGIN(age) },
	[DSMIP_A_GROUP] = { "group", DSMIP_ATTRS_GROUP },
	[DSMIP_A_INGRESS] = {
		"ingress", DSMIP_ATTRS_U32, ATTRS_FASTPATH(ingress)
	},
	[DSMIP_A_PASSED] = {
		"passed", DSMIP_ATTRS_U64, ATTRS_FASTPATH(passed)
	},
	/* What is in it has the numbers that the binding's own have. */
	[DSMIP_A_COPY] = {
		"copy", DSMIP_ATTRS_COPY, .set = &dsmip_attrs_binding
	},
};

const struct dsmip_attrs_set dsmip_attrs_binding = ATTRS_SET(attrs_binding);

const struct dsmip_attrs_format dsmip_attrs_genl = {
	GENL_HDRLEN, &dsmip_attrs_binding
};

static const struct dsmip_attrs_one attrs_link[] = {
	[IFLA_DSMIP_LOCAL4] = {
		"local4", DSMIP_ATTRS_ADDR, ATTRS_LINK(local4)
	},
	[IFLA_DSMIP_LOCAL6] = {
		"local6", DSMIP_ATTRS_ADDR, ATTRS_LINK(local6)
	},
	[IFLA_DSMIP_PORT] = { "port", DSMIP_ATTRS_BE16, ATTRS_LINK(port) },
	[IFLA_DSMIP_MAX_BINDINGS] = {
		"max-bindings", DSMIP_ATTRS_U32, ATTRS_LINK(max_bindings)
	},
	[IFLA_DSMIP_PMTUDISC] = {
		"pmtudisc", DSMIP_ATTRS_BOOL, ATTRS_LINK(pmtudisc),
		ATTRS_LINK(has_pmtudisc)
	},
	[IFLA_DSMIP_DSCP] = {
		"dscp", DSMIP_ATTRS_U8, ATTRS_LINK(dscp), ATTRS_LINK(has_dscp)
	},
	[IFLA_DSMIP_DECAP_DSCP] = {
		"decap-dscp", DSMIP_ATTRS_BOOL, ATTRS_LINK(decap_dscp),
		ATTRS_LINK(has_decap_dscp)
	},
	[IFLA_DSMIP_ORIGINS] = {
		"origins", DSMIP_ATTRS_U32, ATTRS_LINK(origins)
	},
	[IFLA_DSMIP_ORIGIN_MARK] = {
		"origin-mark", DSMIP_ATTRS_U32, ATTRS_LINK(origin_mark)
	},
	[IFLA_DSMIP_GROUP_TIME] = {
		"group-time", DSMIP_ATTRS_U32, ATTRS_LINK(group_time)
	},
};

const struct dsmip_attrs_set dsmip_attrs_link = ATTRS_SET(attrs_link);

static const struct dsmip_attrs_one attrs_info[] = {
	[IFLA_INFO_KIND] = { "kind", DSMIP_ATTRS_STRING },
	[IFLA_INFO_DATA] = {
		"data", DSMIP_ATTRS_NEST, .set = &dsmip_attrs_link
	},
};

static const struct dsmip_attrs_set attrs_set_info = ATTRS_SET(attrs_info);

static const struct dsmip_attrs_one attrs_ifla[] = {
	[IFLA_IFNAME] = { "dev", DSMIP_ATTRS_STRING },
	[IFLA_MTU] = { "mtu", DSMIP_ATTRS_U32, ATTRS_LINK(mtu) },
	[IFLA_LINKINFO] = {
		"linkinfo", DSMIP_ATTRS_NEST, .set = &attrs_set_info
	},
};

static const struct dsmip_attrs_set attrs_set_ifla = ATTRS_SET(attrs_ifla);

const struct dsmip_attrs_format dsmip_attrs_rtnl = {
	NLMSG_ALIGN(sizeof(struct ifinfomsg)), &attrs_set_ifla
};

/**
 * dsmip_attrs_find() - what is known of an attribute
 * @set: the set it is in
 * @type: its number
 *
 * Return: it, or NULL.
 */
const struct dsmip_attrs_one *dsmip_attrs_find(const struct dsmip_attrs_set *set,
					       unsigned int type)
{
	if (!set || type >= set->n || !set->attr[type].name)
		return NULL;
	return &set->attr[type];
}

/**
 * dsmip_attrs_walk() - begin to walk through attributes
 * @data: the first one
 * @len: bytes of all
 *
 * Return: the walk, for dsmip_attrs_next().
 */
struct dsmip_attrs_walk dsmip_attrs_walk(const void *data, size_t len)
{
	return (struct dsmip_attrs_walk){ .next = data, .left = len };
}

/**
 * dsmip_attrs_next() - go on to the next attribute
 * @walk: the walk
 *
 * The last attribute need not be padded: what is left is below zero then, which
 * nla_ok() would take for a large number.
 *
 * Return: the attribute, or NULL at the end.
 */
const struct nlattr *dsmip_attrs_next(struct dsmip_attrs_walk *walk)
{
	const struct nlattr *nla = walk->next;

	if (walk->left <= 0 || !nla_ok(nla, walk->left))
		return NULL;
	walk->next = nla_next(nla, &walk->left);
	return nla;
}
