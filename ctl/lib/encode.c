// SPDX-License-Identifier: GPL-2.0
/* Plain structs into requests. */

#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <string.h>

#include "encode.h"

/* Bytes that are enough for a request without homes and copies, for each home,
 * and for each copy.
 */
#define ENCODE_SIZE		512
#define ENCODE_HOME_SIZE	32
#define ENCODE_COPY_SIZE	160

static int encode_addr(struct nl_msg *msg, int type,
		       const struct dsmip_addr *addr)
{
	if (!addr->family)
		return 0;
	return nla_put(msg, type, dsmip_addr_size(addr->family), addr->bytes);
}

static int encode_u32(struct nl_msg *msg, int type, uint32_t value)
{
	return value ? nla_put_u32(msg, type, value) : 0;
}

static int encode_key(struct nl_msg *msg, int type, bool has, uint32_t key)
{
	return has ? nla_put_u32(msg, type, key) : 0;
}

static int encode_u8(struct nl_msg *msg, int type, bool has, uint8_t value)
{
	return has ? nla_put_u8(msg, type, value) : 0;
}

static int encode_u64(struct nl_msg *msg, int type, uint64_t value)
{
	return value ? nla_put_u64(msg, type, value) : 0;
}

static int encode_port(struct nl_msg *msg, int type, uint16_t port)
{
	return port ? nla_put_u16(msg, type, htons(port)) : 0;
}

static int encode_home(struct nl_msg *msg, const struct dsmip_prefix *home)
{
	struct nlattr *nest;
	int err;

	nest = nla_nest_start(msg, DSMIP_A_HOME | NLA_F_NESTED);
	if (!nest)
		return -1;
	err = encode_addr(msg, DSMIP_A_HOME_ADDR, &home->addr);
	if (!err && home->len != DSMIP_LEN_NONE)
		err = nla_put_u8(msg, DSMIP_A_HOME_LEN, home->len);
	return err ?: nla_nest_end(msg, nest);
}

/* The care-of end point of a binding, or one of its copies. */
static int encode_end(struct nl_msg *msg, const struct dsmip_binding *b)
{
	return encode_addr(msg, DSMIP_A_COA, &b->coa) ?:
	       encode_port(msg, DSMIP_A_PORT, b->port) ?:
	       encode_addr(msg, DSMIP_A_LOCAL, &b->local) ?:
	       encode_u32(msg, DSMIP_A_ENCAP, b->encap) ?:
	       encode_u32(msg, DSMIP_A_FLAGS, b->flags) ?:
	       encode_u64(msg, DSMIP_A_LIFETIME, b->lifetime) ?:
	       encode_port(msg, DSMIP_A_LOCAL_PORT, b->local_port) ?:
	       encode_key(msg, DSMIP_A_IKEY, b->has_ikey, b->ikey) ?:
	       encode_key(msg, DSMIP_A_OKEY, b->has_okey, b->okey) ?:
	       encode_addr(msg, DSMIP_A_HOME_TUNNEL, &b->home_tunnel) ?:
	       encode_addr(msg, DSMIP_A_HOME_TUNNEL_LOCAL,
			   &b->home_tunnel_local);
}

static int encode_copy(struct nl_msg *msg, const struct dsmip_binding *copy)
{
	struct nlattr *nest;
	int err;

	nest = nla_nest_start(msg, DSMIP_A_COPY | NLA_F_NESTED);
	if (!nest)
		return -1;
	err = encode_end(msg, copy);
	return err ?: nla_nest_end(msg, nest);
}

static int encode_binding(struct nl_msg *msg, const struct dsmip_binding *b)
{
	int err;

	err = encode_u32(msg, DSMIP_A_IFINDEX, b->ifindex) ?:
	      encode_u32(msg, DSMIP_A_ID, b->id);
	for (size_t i = 0; !err && i < b->n_home; i++)
		err = encode_home(msg, &b->home[i]);
	err = err ?: encode_end(msg, b) ?:
	      encode_u32(msg, DSMIP_A_ORIGIN, b->origin);
	for (size_t i = 0; !err && i < b->n_copy; i++)
		err = encode_copy(msg, &b->copy[i]);
	return err;
}

/**
 * dsmip_encode_genl() - build a request of the family
 * @family: number of the family
 * @cmd: DSMIP_CMD_*
 * @flags: NLM_F_*
 * @binding: its attributes; of those that are zero none is put
 *
 * Return: the request, or NULL if memory is short.
 */
struct nl_msg *dsmip_encode_genl(uint16_t family, uint8_t cmd, uint16_t flags,
				 const struct dsmip_binding *binding)
{
	struct nl_msg *msg;

	msg = nlmsg_alloc_size(ENCODE_SIZE +
			       binding->n_home * ENCODE_HOME_SIZE +
			       binding->n_copy * ENCODE_COPY_SIZE);
	if (!msg)
		return NULL;
	if (!genlmsg_put(msg, 0, 0, family, 0, flags | NLM_F_REQUEST, cmd,
			 DSMIP_GENL_VERSION) ||
	    encode_binding(msg, binding)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/**
 * dsmip_encode_fastpath() - build a request on a fast path
 * @family: number of the family
 * @cmd: DSMIP_CMD_FASTPATH_*
 * @flags: NLM_F_*
 * @fastpath: the devices; one that is zero is not put
 *
 * Return: the request, or NULL if memory is short.
 */
struct nl_msg *dsmip_encode_fastpath(uint16_t family, uint8_t cmd,
				     uint16_t flags,
				     const struct dsmip_fastpath *fastpath)
{
	struct nl_msg *msg;

	msg = nlmsg_alloc_size(ENCODE_SIZE);
	if (!msg)
		return NULL;
	if (!genlmsg_put(msg, 0, 0, family, 0, flags | NLM_F_REQUEST, cmd,
			 DSMIP_GENL_VERSION) ||
	    encode_u32(msg, DSMIP_A_IFINDEX, fastpath->ifindex) ||
	    encode_u32(msg, DSMIP_A_INGRESS, fastpath->ingress)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/**
 * dsmip_encode_mode() - flags of a request for a new binding
 * @mode: what happens to an old one
 *
 * Return: NLM_F_*.
 */
uint16_t dsmip_encode_mode(enum dsmip_mode mode)
{
	static const uint16_t flags[] = {
		[DSMIP_MODE_ADD] = NLM_F_CREATE | NLM_F_EXCL,
		[DSMIP_MODE_REPLACE] = NLM_F_CREATE | NLM_F_REPLACE,
		[DSMIP_MODE_CHANGE] = NLM_F_REPLACE,
	};

	return flags[mode];
}

static int encode_linkinfo(struct nl_msg *msg, const struct dsmip_link *link)
{
	struct nlattr *info, *data;
	int err;

	info = nla_nest_start(msg, IFLA_LINKINFO | NLA_F_NESTED);
	if (!info || nla_put_string(msg, IFLA_INFO_KIND, DSMIP_LINK_KIND))
		return -1;
	data = nla_nest_start(msg, IFLA_INFO_DATA | NLA_F_NESTED);
	if (!data)
		return -1;
	err = encode_addr(msg, IFLA_DSMIP_LOCAL4, &link->local4) ?:
	      encode_addr(msg, IFLA_DSMIP_LOCAL6, &link->local6) ?:
	      encode_port(msg, IFLA_DSMIP_PORT, link->port) ?:
	      encode_u32(msg, IFLA_DSMIP_MAX_BINDINGS, link->max_bindings) ?:
	      encode_u8(msg, IFLA_DSMIP_PMTUDISC, link->has_pmtudisc,
			link->pmtudisc) ?:
	      encode_u8(msg, IFLA_DSMIP_DSCP, link->has_dscp, link->dscp) ?:
	      encode_u8(msg, IFLA_DSMIP_DECAP_DSCP, link->has_decap_dscp,
			link->decap_dscp) ?:
	      encode_u32(msg, IFLA_DSMIP_ORIGINS, link->origins) ?:
	      encode_u32(msg, IFLA_DSMIP_ORIGIN_MARK, link->origin_mark) ?:
	      encode_u32(msg, IFLA_DSMIP_GROUP_TIME, link->group_time);
	if (err)
		return err;
	nla_nest_end(msg, data);
	nla_nest_end(msg, info);
	return 0;
}

/**
 * dsmip_encode_link() - build a request on a device
 * @type: RTM_*
 * @flags: NLM_F_*
 * @link: the device; of its attributes those that are zero are not put
 *
 * Return: the request, or NULL if memory is short.
 */
struct nl_msg *dsmip_encode_link(uint16_t type, uint16_t flags,
				 const struct dsmip_link *link)
{
	struct ifinfomsg ifi = { .ifi_index = link->ifindex };
	struct nl_msg *msg;

	msg = nlmsg_alloc_simple(type, flags | NLM_F_REQUEST);
	if (!msg)
		return NULL;
	if (nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO) ||
	    (link->ifname[0] && nla_put_string(msg, IFLA_IFNAME, link->ifname)) ||
	    (type != RTM_DELLINK && encode_linkinfo(msg, link))) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}
