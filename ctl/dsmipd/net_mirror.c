// SPDX-License-Identifier: GPL-2.0
/*
 * Broadcasts of a link copied into another device, by a filter of the kernel
 * (clsact, flower, mirred).  libnl has no mirred that lets other filters have
 * the packet as well, so the messages are made here.
 */

#include <errno.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include <netinet/in.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "net_priv.h"

/* Behind the filters of others, and of each target one of its own. */
#define NET_MIRROR_PRIO(to)	(0xff00 | ((to) & 0xff))

static struct nl_msg *net_mirror_msg(int type, int flags,
				     const struct tcmsg *tc)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, flags);

	if (!msg)
		return NULL;
	if (!nlmsg_append(msg, (void *)tc, sizeof(*tc), NLMSG_ALIGNTO))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

static int net_mirror_send(struct dsmipd_net *net, struct nl_msg *msg)
{
	return dsmipd_net_errno(nl_send_sync(net->sock, msg));
}

/*
 * What the filters are attached to.  The link may have it already; and it stays,
 * since others may have attached theirs to it meanwhile.
 */
static int net_mirror_qdisc(struct dsmipd_net *net, unsigned int ifindex)
{
	const struct tcmsg tc = {
		.tcm_family = AF_UNSPEC,
		.tcm_ifindex = ifindex,
		.tcm_handle = TC_H_MAKE(TC_H_CLSACT, 0),
		.tcm_parent = TC_H_CLSACT,
	};
	struct nl_msg *msg;
	int err;

	msg = net_mirror_msg(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, &tc);
	if (!msg)
		return -ENOMEM;
	if (nla_put_string(msg, TCA_KIND, "clsact")) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	err = net_mirror_send(net, msg);
	return err == -EEXIST ? 0 : err;
}

static struct tcmsg net_mirror_filter(unsigned int ifindex, unsigned int to,
				      uint32_t handle)
{
	return (struct tcmsg){
		.tcm_family = AF_UNSPEC,
		.tcm_ifindex = ifindex,
		.tcm_handle = handle,
		.tcm_parent = TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS),
		.tcm_info = TC_H_MAKE(NET_MIRROR_PRIO(to) << 16,
				      htons(ETH_P_IP)),
	};
}

/* A copy of the packet leaves by the device; the packet goes on. */
static int net_mirror_action(struct nl_msg *msg, unsigned int to)
{
	const struct tc_mirred mirred = {
		.action = TC_ACT_UNSPEC,
		.eaction = TCA_EGRESS_MIRROR,
		.ifindex = to,
	};
	struct nlattr *actions, *action, *options;

	actions = nla_nest_start(msg, TCA_FLOWER_ACT);
	action = actions ? nla_nest_start(msg, 1) : NULL;
	if (!action || nla_put_string(msg, TCA_ACT_KIND, "mirred"))
		return -ENOMEM;
	options = nla_nest_start(msg, TCA_ACT_OPTIONS);
	if (!options ||
	    nla_put(msg, TCA_MIRRED_PARMS, sizeof(mirred), &mirred))
		return -ENOMEM;
	nla_nest_end(msg, options);
	nla_nest_end(msg, action);
	nla_nest_end(msg, actions);
	return 0;
}

/* What is sent to all of the link in both headers. */
static int net_mirror_match(struct nl_msg *msg, struct in_addr dst,
			    unsigned int to)
{
	static const uint8_t all[ETH_ALEN] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff
	};
	struct nlattr *options;

	if (nla_put_string(msg, TCA_KIND, "flower"))
		return -ENOMEM;
	options = nla_nest_start(msg, TCA_OPTIONS);
	if (!options ||
	    nla_put(msg, TCA_FLOWER_KEY_ETH_DST, ETH_ALEN, all) ||
	    nla_put(msg, TCA_FLOWER_KEY_ETH_DST_MASK, ETH_ALEN, all) ||
	    nla_put_u16(msg, TCA_FLOWER_KEY_ETH_TYPE, htons(ETH_P_IP)) ||
	    nla_put_u32(msg, TCA_FLOWER_KEY_IPV4_DST, dst.s_addr) ||
	    nla_put_u32(msg, TCA_FLOWER_KEY_IPV4_DST_MASK, UINT32_MAX) ||
	    net_mirror_action(msg, to))
		return -ENOMEM;
	nla_nest_end(msg, options);
	return 0;
}

static int net_mirror_add(struct dsmipd_net *net, unsigned int ifindex,
			  unsigned int to, uint32_t handle, struct in_addr dst)
{
	const struct tcmsg tc = net_mirror_filter(ifindex, to, handle);
	struct nl_msg *msg;

	msg = net_mirror_msg(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, &tc);
	if (!msg)
		return -ENOMEM;
	if (!net_mirror_match(msg, dst, to))
		return net_mirror_send(net, msg);
	nlmsg_free(msg);
	return -ENOMEM;
}

/**
 * dsmipd_net_mirror_del() - copy broadcasts no more
 * @net: the connection
 * @ifindex: the link
 * @to: the other device
 *
 * What the filters were attached to stays.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_mirror_del(struct dsmipd_net *net, unsigned int ifindex,
			  unsigned int to)
{
	const struct tcmsg tc = net_mirror_filter(ifindex, to, 0);
	struct nl_msg *msg = net_mirror_msg(RTM_DELTFILTER, 0, &tc);
	int err;

	if (!msg)
		return -ENOMEM;
	/* Of another kind it is not ours. */
	if (nla_put_string(msg, TCA_KIND, "flower")) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	err = net_mirror_send(net, msg);
	/* Without anything to attach it to there is no filter either. */
	return err == -ENOENT || err == -EINVAL || err == -ENODEV ||
	       err == -EOPNOTSUPP ? 0 : err;
}

/**
 * dsmipd_net_mirror_add() - copy broadcasts of a link into another device
 * @net: the connection
 * @ifindex: the link
 * @to: the other device; there are no filters for it on that link
 * @dst: addresses that they are sent to
 * @n: how many
 *
 * Return: 0 or a negative errno; then there are none.
 */
int dsmipd_net_mirror_add(struct dsmipd_net *net, unsigned int ifindex,
			  unsigned int to, const struct in_addr *dst, size_t n)
{
	int err = net_mirror_qdisc(net, ifindex);
	size_t i;

	for (i = 0; i < n && !err; i++)
		err = net_mirror_add(net, ifindex, to, i + 1, dst[i]);
	if (err)
		dsmipd_net_mirror_del(net, ifindex, to);
	return err;
}
