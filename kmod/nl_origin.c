// SPDX-License-Identifier: GPL-2.0
/* Netlink's side of the origins: what is asked of one, a binding that is made
 * from one, and one that is made by request.
 */

#include <linux/jiffies.h>
#include <net/genetlink.h>

#include "device.h"
#include "nl_attr.h"
#include "nl_config.h"
#include "nl_origin.h"
#include "origin.h"
#include "path.h"

static int dsmip_nl_origin_kept(const struct dsmip_dev *dsmip,
				struct genl_info *info,
				const struct nlattr *attr)
{
	if (dsmip->origins)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr, "Device keeps no origins");
	return -EOPNOTSUPP;
}

static int dsmip_nl_origin_find(const struct dsmip_dev *dsmip,
				struct genl_info *info,
				struct dsmip_origin *origin)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_ORIGIN];
	int err;

	if (GENL_REQ_ATTR_CHECK(info, DSMIP_A_ORIGIN)) {
		GENL_SET_ERR_MSG(info, "No origin given");
		return -EINVAL;
	}
	err = dsmip_nl_origin_kept(dsmip, info, attr);
	if (err)
		return err;
	err = dsmip_origin_find(dsmip, nla_get_u32(attr), origin);
	if (err)
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "No origin has this tag, or none any more");
	return err;
}

/**
 * dsmip_nl_origin_path() - the care-of end point that a request names by origin
 * @dsmip: the device
 * @info: attributes of the request
 * @path: zeroed; with family, encapsulation, addresses and ports
 *
 * The packet came to the device, which has its local address, and from where
 * an answer can be sent to: only a copy of the origin is made here.
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_origin_path(const struct dsmip_dev *dsmip, struct genl_info *info,
			 struct dsmip_path *path)
{
	static const u8 same[] = {
		DSMIP_A_COA, DSMIP_A_PORT, DSMIP_A_LOCAL, DSMIP_A_ENCAP,
		DSMIP_A_LOCAL_PORT, DSMIP_A_IKEY, DSMIP_A_OKEY,
	};
	struct dsmip_origin origin;
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(same); i++) {
		if (!info->attrs[same[i]])
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[same[i]],
				    "The origin tells this already");
		return -EINVAL;
	}
	err = dsmip_nl_origin_find(dsmip, info, &origin);
	if (err)
		return err;
	dsmip_origin_path(dsmip, &origin, path);
	return 0;
}

static int dsmip_nl_origin_home(struct genl_info *info,
				struct dsmip_origin *origin)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_HOME];
	struct dsmip_prefix_key key;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, DSMIP_A_HOME)) {
		GENL_SET_ERR_MSG(info, "No home address given");
		return -EINVAL;
	}
	err = dsmip_nl_attr_home(attr, &key, NULL, info->extack);
	if (err)
		return err;
	if (key.family != AF_INET6 || key.len != dsmip_addr_bits(AF_INET6)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Signalling is with an IPv6 address");
		return -EINVAL;
	}
	origin->inner_saddr = key.addr.v6;
	return 0;
}

static int dsmip_nl_origin_parse(const struct dsmip_dev *dsmip,
				 struct genl_info *info,
				 struct dsmip_origin *origin)
{
	struct dsmip_path path = {};
	int err;

	err = dsmip_nl_config_end(dsmip, info, &path);
	if (err)
		return err;
	if (path.encap != DSMIP_ENCAP_IP && path.encap != DSMIP_ENCAP_UDP) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DSMIP_A_ENCAP],
				    "Signalling is in IP or UDP");
		return -EINVAL;
	}
	origin->saddr = path.coa;
	origin->daddr = path.local;
	origin->sport = path.port;
	origin->family = path.family;
	origin->encap = path.encap;
	return 0;
}

static int dsmip_nl_origin_put(struct sk_buff *msg,
			       const struct dsmip_dev *dsmip,
			       const struct dsmip_origin *origin)
{
	u64 age = jiffies_to_msecs(jiffies - origin->stamp);

	if (nla_put_u32(msg, DSMIP_A_IFINDEX, dsmip->dev->ifindex) ||
	    nla_put_u32(msg, DSMIP_A_ORIGIN, origin->tag) ||
	    dsmip_nl_attr_put_addr(msg, DSMIP_A_COA, origin->family,
				   &origin->saddr) ||
	    dsmip_nl_attr_put_addr(msg, DSMIP_A_LOCAL, origin->family,
				   &origin->daddr) ||
	    nla_put_u32(msg, DSMIP_A_ENCAP, origin->encap) ||
	    nla_put_in6_addr(msg, DSMIP_A_INNER_SRC, &origin->inner_saddr) ||
	    nla_put_u64_64bit(msg, DSMIP_A_AGE, age, DSMIP_A_PAD))
		return -EMSGSIZE;
	if (origin->encap == DSMIP_ENCAP_UDP &&
	    (nla_put_be16(msg, DSMIP_A_PORT, origin->sport) ||
	     nla_put_be16(msg, DSMIP_A_LOCAL_PORT, dsmip->port)))
		return -EMSGSIZE;
	if (origin->spi &&
	    nla_put_u32(msg, DSMIP_A_SPI, ntohl(origin->spi)))
		return -EMSGSIZE;
	return 0;
}

static int dsmip_nl_origin_send(const struct dsmip_dev *dsmip,
				struct genl_info *info,
				const struct dsmip_origin *origin, u8 cmd)
{
	struct sk_buff *msg;
	void *hdr;

	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &dsmip_netlink_family, 0, cmd);
	if (!hdr || dsmip_nl_origin_put(msg, dsmip, origin)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

/**
 * dsmip_nl_origin_new() - make an origin, and tell its tag
 * @dsmip: the device
 * @info: attributes of the request
 *
 * A mobile node sends its binding update from a new care-of address while the
 * binding carries data (RFC 5555, section 5.1): it is by the mark that these
 * are told apart.
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_origin_new(struct dsmip_dev *dsmip, struct genl_info *info)
{
	struct dsmip_origin origin = {};
	int err;

	err = dsmip_nl_origin_kept(dsmip, info, NULL) ?:
	      dsmip_nl_origin_home(info, &origin) ?:
	      dsmip_nl_origin_parse(dsmip, info, &origin);
	if (err)
		return err;
	dsmip_origin_add(dsmip, &origin);
	return dsmip_nl_origin_send(dsmip, info, &origin,
				    DSMIP_CMD_ORIGIN_NEW);
}

/**
 * dsmip_nl_origin_reply() - tell where a packet came from
 * @dsmip: the device
 * @info: attributes of the request
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_origin_reply(const struct dsmip_dev *dsmip, struct genl_info *info)
{
	struct dsmip_origin origin;
	int err;

	err = dsmip_nl_origin_find(dsmip, info, &origin);
	return err ?: dsmip_nl_origin_send(dsmip, info, &origin,
					   DSMIP_CMD_ORIGIN_GET);
}
