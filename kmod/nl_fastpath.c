// SPDX-License-Identifier: GPL-2.0
/* Netlink's side of the fast path. */

#include <net/genetlink.h>

#include "device.h"
#include "fastpath.h"
#include "nl_attr.h"
#include "nl_gen.h"

/**
 * struct dsmip_nl_fastpath_dump - where a dump is
 * @skip: pairs that have been told
 */
struct dsmip_nl_fastpath_dump {
	unsigned int	skip;
};

/**
 * struct dsmip_nl_fastpath_msg - a part of a dump
 * @skb: the message
 * @cb: request and state of the dump
 * @ifindex: of the dsmip device, or 0 for all
 * @ingress: of the device that receives, or 0 for all
 * @n: pairs that were gone through
 */
struct dsmip_nl_fastpath_msg {
	struct sk_buff		*skb;
	struct netlink_callback	*cb;
	u32			ifindex;
	u32			ingress;
	unsigned int		n;
};

static int dsmip_nl_fastpath_parse(struct genl_info *info,
				   struct dsmip_fastpath_config *config)
{
	if (GENL_REQ_ATTR_CHECK(info, DSMIP_A_INGRESS)) {
		GENL_SET_ERR_MSG(info, "No receiving device given");
		return -EINVAL;
	}
	config->ingress_attr = info->attrs[DSMIP_A_INGRESS];
	config->ingress = nla_get_u32(config->ingress_attr);
	config->ifindex_attr = info->attrs[DSMIP_A_IFINDEX];
	if (config->ifindex_attr)
		config->ifindex = nla_get_u32(config->ifindex_attr);
	return 0;
}

/**
 * dsmip_nl_fastpath_add_doit() - serve a dsmip device at a device that receives
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_fastpath_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dsmip_fastpath_config config = {};
	int err;

	err = dsmip_nl_fastpath_parse(info, &config);
	if (err)
		return err;
	if (GENL_REQ_ATTR_CHECK(info, DSMIP_A_IFINDEX)) {
		GENL_SET_ERR_MSG(info, "No device given");
		return -EINVAL;
	}
	return dsmip_fastpath_add(genl_info_net(info), &config, info->extack);
}

/**
 * dsmip_nl_fastpath_del_doit() - no longer serve one, or all
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_fastpath_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dsmip_fastpath_config config = {};
	int err;

	err = dsmip_nl_fastpath_parse(info, &config);
	if (err)
		return err;
	return dsmip_fastpath_del(genl_info_net(info), &config, info->extack);
}

static int dsmip_nl_fastpath_put_stats(struct sk_buff *msg,
				       const struct dsmip_fastpath_counts *n)
{
	struct nlattr *nest = nla_nest_start(msg, DSMIP_A_STATS);

	if (!nest ||
	    nla_put_u64_64bit(msg, DSMIP_A_STATS_RX_PACKETS, n->rx_packets,
			      DSMIP_A_STATS_PAD) ||
	    nla_put_u64_64bit(msg, DSMIP_A_STATS_RX_BYTES, n->rx_bytes,
			      DSMIP_A_STATS_PAD) ||
	    nla_put_u64_64bit(msg, DSMIP_A_STATS_TX_PACKETS, n->tx_packets,
			      DSMIP_A_STATS_PAD) ||
	    nla_put_u64_64bit(msg, DSMIP_A_STATS_TX_BYTES, n->tx_bytes,
			      DSMIP_A_STATS_PAD))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int dsmip_nl_fastpath_put(const struct dsmip_fastpath *fp,
				 const struct dsmip_fastpath_pair *pair,
				 void *arg)
{
	struct dsmip_nl_fastpath_msg *msg = arg;
	struct dsmip_nl_fastpath_dump *dump = (void *)msg->cb->ctx;
	u32 ifindex = pair->dsmip->dev->ifindex;
	struct dsmip_fastpath_counts counts;
	void *hdr;

	if (msg->n++ < dump->skip ||
	    (msg->ifindex && msg->ifindex != ifindex) ||
	    (msg->ingress && msg->ingress != fp->dev->ifindex))
		return 0;
	dsmip_fastpath_read(pair, &counts);
	hdr = genlmsg_put(msg->skb, NETLINK_CB(msg->cb->skb).portid,
			  msg->cb->nlh->nlmsg_seq, &dsmip_netlink_family,
			  NLM_F_MULTI, DSMIP_CMD_FASTPATH_GET);
	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_u32(msg->skb, DSMIP_A_IFINDEX, ifindex) ||
	    nla_put_u32(msg->skb, DSMIP_A_INGRESS, fp->dev->ifindex) ||
	    dsmip_nl_fastpath_put_stats(msg->skb, &counts) ||
	    nla_put_u64_64bit(msg->skb, DSMIP_A_PASSED, counts.passed,
			      DSMIP_A_PAD)) {
		genlmsg_cancel(msg->skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(msg->skb, hdr);
	dump->skip = msg->n;
	return 0;
}

/**
 * dsmip_nl_fastpath_get_dumpit() - tell which devices have a fast path
 * @skb: where to
 * @cb: request and state of the dump
 *
 * Context: Process context.
 * Return: length of the message, 0 at the end, or a negative error.
 */
int dsmip_nl_fastpath_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct dsmip_nl_fastpath_msg msg = { .skb = skb, .cb = cb };
	struct nlattr *attrs[DSMIP_A_INGRESS + 1];
	int err;

	err = nlmsg_parse(cb->nlh, GENL_HDRLEN, attrs, DSMIP_A_INGRESS,
			  dsmip_binding_nl_policy, cb->extack);
	if (err)
		return err;
	if (attrs[DSMIP_A_IFINDEX])
		msg.ifindex = nla_get_u32(attrs[DSMIP_A_IFINDEX]);
	if (attrs[DSMIP_A_INGRESS])
		msg.ingress = nla_get_u32(attrs[DSMIP_A_INGRESS]);
	err = dsmip_fastpath_walk(sock_net(skb->sk), dsmip_nl_fastpath_put,
				  &msg);
	return skb->len ?: err;
}
