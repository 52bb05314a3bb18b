// SPDX-License-Identifier: GPL-2.0
/* Plain structs into requests. */

#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "encode.h"
#include "put.h"

/* Bytes that are enough for a request without homes and copies, for each home,
 * and for each copy.
 */
#define ENCODE_SIZE		512
#define ENCODE_HOME_SIZE	32
#define ENCODE_COPY_SIZE	160

static void encode_addr(struct dsmip_put *put, int type,
			const struct dsmip_addr *addr)
{
	if (addr->family)
		dsmip_put_attr(put, type, addr->bytes,
			       dsmip_addr_size(addr->family));
}

static void encode_u32(struct dsmip_put *put, int type, uint32_t value)
{
	if (value)
		dsmip_put_u32(put, type, value);
}

static void encode_key(struct dsmip_put *put, int type, bool has, uint32_t key)
{
	if (has)
		dsmip_put_u32(put, type, key);
}

static void encode_u8(struct dsmip_put *put, int type, bool has, uint8_t value)
{
	if (has)
		dsmip_put_u8(put, type, value);
}

static void encode_u64(struct dsmip_put *put, int type, uint64_t value)
{
	if (value)
		dsmip_put_u64(put, type, value);
}

static void encode_port(struct dsmip_put *put, int type, uint16_t port)
{
	if (port)
		dsmip_put_u16(put, type, htons(port));
}

static void encode_home(struct dsmip_put *put, const struct dsmip_prefix *home)
{
	struct nlattr *nest;

	nest = dsmip_put_attr(put, DSMIP_A_HOME | NLA_F_NESTED, NULL, 0);
	encode_addr(put, DSMIP_A_HOME_ADDR, &home->addr);
	if (home->len != DSMIP_LEN_NONE)
		dsmip_put_u8(put, DSMIP_A_HOME_LEN, home->len);
	dsmip_put_nested(put, nest);
}

/* The care-of end point of a binding, or one of its copies. */
static void encode_end(struct dsmip_put *put, const struct dsmip_binding *b)
{
	encode_addr(put, DSMIP_A_COA, &b->coa);
	encode_port(put, DSMIP_A_PORT, b->port);
	encode_addr(put, DSMIP_A_LOCAL, &b->local);
	encode_u32(put, DSMIP_A_ENCAP, b->encap);
	encode_u32(put, DSMIP_A_FLAGS, b->flags);
	encode_u64(put, DSMIP_A_LIFETIME, b->lifetime);
	encode_port(put, DSMIP_A_LOCAL_PORT, b->local_port);
	encode_key(put, DSMIP_A_IKEY, b->has_ikey, b->ikey);
	encode_key(put, DSMIP_A_OKEY, b->has_okey, b->okey);
	encode_addr(put, DSMIP_A_HOME_TUNNEL, &b->home_tunnel);
	encode_addr(put, DSMIP_A_HOME_TUNNEL_LOCAL, &b->home_tunnel_local);
}

static void encode_copy(struct dsmip_put *put, const struct dsmip_binding *copy)
{
	struct nlattr *nest;

	nest = dsmip_put_attr(put, DSMIP_A_COPY | NLA_F_NESTED, NULL, 0);
	encode_end(put, copy);
	dsmip_put_nested(put, nest);
}

static void encode_binding(struct dsmip_put *put, const struct dsmip_binding *b)
{
	encode_u32(put, DSMIP_A_IFINDEX, b->ifindex);
	encode_u32(put, DSMIP_A_ID, b->id);
	for (size_t i = 0; i < b->n_home; i++)
		encode_home(put, &b->home[i]);
	encode_end(put, b);
	encode_u32(put, DSMIP_A_ORIGIN, b->origin);
	for (size_t i = 0; i < b->n_copy; i++)
		encode_copy(put, &b->copy[i]);
}

/* Up to where the attributes begin. */
static void encode_header(struct dsmip_put *put, uint16_t type, uint16_t flags,
			  const void *fixed, size_t len)
{
	struct nlmsghdr *nlh = dsmip_put_bytes(put, NLMSG_HDRLEN);
	void *behind = dsmip_put_bytes(put, len);

	if (!behind)
		return;
	*nlh = (struct nlmsghdr){
		.nlmsg_type = type, .nlmsg_flags = flags | NLM_F_REQUEST,
	};
	memcpy(behind, fixed, len);
}

static void encode_command(struct dsmip_put *put, uint16_t family, uint8_t cmd,
			   uint16_t flags)
{
	const struct genlmsghdr genl = {
		.cmd = cmd, .version = DSMIP_GENL_VERSION,
	};

	encode_header(put, family, flags, &genl, sizeof(genl));
}

/* Returns the length of the message, or 0 if it has no room. */
static size_t encode_finish(struct dsmip_put *put)
{
	if (put->full)
		return 0;
	((struct nlmsghdr *)put->buf)->nlmsg_len = put->len;
	return put->len;
}

/**
 * dsmip_encode_request() - build a request of the family where there is room
 * @buf: where it goes, aligned as a netlink message has to be
 * @room: bytes there
 * @family: number of the family
 * @cmd: DSMIP_CMD_*
 * @flags: NLM_F_*
 * @binding: its attributes; of those that are zero none is put
 *
 * Return: its length, a multiple of the alignment; 0 if there is no room.
 */
size_t dsmip_encode_request(void *buf, size_t room, uint16_t family,
			    uint8_t cmd, uint16_t flags,
			    const struct dsmip_binding *binding)
{
	struct dsmip_put put = { .buf = buf, .room = room };

	encode_command(&put, family, cmd, flags);
	encode_binding(&put, binding);
	return encode_finish(&put);
}

/* A message of libnl's that is written into afterwards. */
static struct nl_msg *encode_alloc(struct dsmip_put *put, size_t size)
{
	struct nl_msg *msg = nlmsg_alloc_size(size);

	if (msg)
		*put = (struct dsmip_put){
			.buf = (char *)nlmsg_hdr(msg), .room = size,
		};
	return msg;
}

static struct nl_msg *encode_done(struct nl_msg *msg, struct dsmip_put *put)
{
	if (encode_finish(put))
		return msg;
	nlmsg_free(msg);
	return NULL;
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
	struct dsmip_put put;
	struct nl_msg *msg;

	msg = encode_alloc(&put, ENCODE_SIZE +
			   binding->n_home * ENCODE_HOME_SIZE +
			   binding->n_copy * ENCODE_COPY_SIZE);
	if (!msg)
		return NULL;
	encode_command(&put, family, cmd, flags);
	encode_binding(&put, binding);
	return encode_done(msg, &put);
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
	struct dsmip_put put;
	struct nl_msg *msg;

	msg = encode_alloc(&put, ENCODE_SIZE);
	if (!msg)
		return NULL;
	encode_command(&put, family, cmd, flags);
	encode_u32(&put, DSMIP_A_IFINDEX, fastpath->ifindex);
	encode_u32(&put, DSMIP_A_INGRESS, fastpath->ingress);
	return encode_done(msg, &put);
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

static void encode_string(struct dsmip_put *put, int type, const char *text)
{
	dsmip_put_attr(put, type, text, strlen(text) + 1);
}

static void encode_linkdata(struct dsmip_put *put,
			    const struct dsmip_link *link)
{
	encode_addr(put, IFLA_DSMIP_LOCAL4, &link->local4);
	encode_addr(put, IFLA_DSMIP_LOCAL6, &link->local6);
	encode_port(put, IFLA_DSMIP_PORT, link->port);
	encode_u32(put, IFLA_DSMIP_MAX_BINDINGS, link->max_bindings);
	encode_u8(put, IFLA_DSMIP_PMTUDISC, link->has_pmtudisc,
		  link->pmtudisc);
	encode_u8(put, IFLA_DSMIP_DSCP, link->has_dscp, link->dscp);
	encode_u8(put, IFLA_DSMIP_DECAP_DSCP, link->has_decap_dscp,
		  link->decap_dscp);
	encode_u32(put, IFLA_DSMIP_ORIGINS, link->origins);
	encode_u32(put, IFLA_DSMIP_ORIGIN_MARK, link->origin_mark);
	encode_u32(put, IFLA_DSMIP_GROUP_TIME, link->group_time);
}

static void encode_linkinfo(struct dsmip_put *put,
			    const struct dsmip_link *link)
{
	struct nlattr *info, *data;

	info = dsmip_put_attr(put, IFLA_LINKINFO | NLA_F_NESTED, NULL, 0);
	encode_string(put, IFLA_INFO_KIND, DSMIP_LINK_KIND);
	data = dsmip_put_attr(put, IFLA_INFO_DATA | NLA_F_NESTED, NULL, 0);
	encode_linkdata(put, link);
	dsmip_put_nested(put, data);
	dsmip_put_nested(put, info);
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
	struct dsmip_put put;
	struct nl_msg *msg;

	msg = encode_alloc(&put, ENCODE_SIZE);
	if (!msg)
		return NULL;
	encode_header(&put, type, flags, &ifi, sizeof(ifi));
	if (link->ifname[0])
		encode_string(&put, IFLA_IFNAME, link->ifname);
	if (type != RTM_DELLINK)
		encode_linkinfo(&put, link);
	return encode_done(msg, &put);
}
