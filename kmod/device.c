// SPDX-License-Identifier: GPL-2.0
/* The net_device and its rtnetlink kind: one tunnel end, any number of
 * bindings.
 *
 * Order of the end: the device goes down and closes its sockets, it leaves the
 * underlay, its bindings end and the calendar stops (all in ndo_uninit or
 * before it, under RTNL); when the last reference is gone, what packets in
 * flight may still have used is released (priv_destructor).
 */

#include <linux/if_arp.h>
#include <linux/inetdevice.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/ip_tunnels.h>
#include <net/rtnetlink.h>

#include "binding.h"
#include "compat.h"
#include "device.h"
#include "origin.h"
#include "stats.h"
#include "udp.h"
#include "underlay.h"
#include "xmit.h"

#define DSMIP_DEVICE_FEATURES	(NETIF_F_SG | NETIF_F_FRAGLIST |	\
				 NETIF_F_HIGHDMA | NETIF_F_HW_CSUM |	\
				 NETIF_F_RXCSUM | NETIF_F_GSO_SOFTWARE)

/* Outer headers: IPv6 and UDP, or IPv6 and GRE with a key, are the most without
 * a tunnel to the home address.
 */
#define DSMIP_DEVICE_OVERHEAD	(sizeof(struct ipv6hdr) + sizeof(struct udphdr))

static const struct nla_policy dsmip_device_policy[IFLA_DSMIP_MAX + 1] = {
	[IFLA_DSMIP_LOCAL4]		= NLA_POLICY_EXACT_LEN(4),
	[IFLA_DSMIP_LOCAL6]		= NLA_POLICY_EXACT_LEN(16),
	[IFLA_DSMIP_PORT]		= { .type = NLA_BE16 },
	[IFLA_DSMIP_MAX_BINDINGS]	= NLA_POLICY_MIN(NLA_U32, 1),
	[IFLA_DSMIP_PMTUDISC]		= NLA_POLICY_MAX(NLA_U8, 1),
	[IFLA_DSMIP_DSCP]		= NLA_POLICY_MAX(NLA_U8, DSMIP_DSCP_INHERIT),
	[IFLA_DSMIP_DECAP_DSCP]		= NLA_POLICY_MAX(NLA_U8, 1),
	[IFLA_DSMIP_ORIGINS]		= { .type = NLA_U32 },
	[IFLA_DSMIP_ORIGIN_MARK]	= { .type = NLA_U32 },
	[IFLA_DSMIP_GROUP_TIME]		= NLA_POLICY_MIN(NLA_U32, 1),
};

static int dsmip_device_dev_init(struct net_device *dev)
{
	struct dsmip_dev *dsmip = netdev_priv(dev);
	int err;

	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	if (!dev->tstats)
		return -ENOMEM;
	err = dsmip_stats_init(dsmip);
	if (err)
		goto err_tstats;
	err = gro_cells_init(&dsmip->gro_cells, dev);
	if (err)
		goto err_stats;
	err = dsmip_origin_init(dsmip);
	if (err)
		goto err_gro_cells;
	err = dsmip_prefix_table_init(&dsmip->prefixes);
	if (err)
		goto err_origin;
	err = dsmip_mcast_init(&dsmip->mcast);
	if (err)
		goto err_prefixes;
	dsmip_replicate_init(&dsmip->replicate);
	return 0;

err_prefixes:
	dsmip_prefix_table_destroy(&dsmip->prefixes);
err_origin:
	dsmip_origin_uninit(dsmip);
err_gro_cells:
	gro_cells_destroy(&dsmip->gro_cells);
err_stats:
	dsmip_stats_uninit(dsmip);
err_tstats:
	free_percpu(dev->tstats);
	dev->tstats = NULL;
	return err;
}

static void dsmip_device_dev_uninit(struct net_device *dev)
{
	struct dsmip_dev *dsmip = netdev_priv(dev);

	dsmip_underlay_del(dsmip);
	mutex_lock(&dsmip->lock);
	dsmip->dying = true;
	dsmip_binding_del_all(dsmip);
	mutex_unlock(&dsmip->lock);
	dsmip_expiry_uninit(&dsmip->expiry);
	dsmip_mcast_stop(&dsmip->mcast);
	dsmip_replicate_stop(&dsmip->replicate);
}

static void dsmip_device_destructor(struct net_device *dev)
{
	struct dsmip_dev *dsmip = netdev_priv(dev);

	dsmip_mcast_destroy(&dsmip->mcast);
	dsmip_prefix_table_destroy(&dsmip->prefixes);
	gro_cells_destroy(&dsmip->gro_cells);
	dsmip_origin_uninit(dsmip);
	dsmip_stats_uninit(dsmip);
	free_percpu(dev->tstats);
	xa_destroy(&dsmip->bindings);
	mutex_destroy(&dsmip->lock);
}

/* Packets between two mobile nodes come from the device and go to it: a
 * redirect would tell the node to leave the tunnel. IPv6 sends none without a
 * link-local address, and without one it does not look for routers either.
 */
static void dsmip_device_quiet(struct net_device *dev)
{
	struct in_device *in_dev = __in_dev_get_rtnl(dev);
	struct inet6_dev *in6_dev = __in6_dev_get(dev);

	if (in_dev) {
		IN_DEV_CONF_SET(in_dev, SEND_REDIRECTS, false);
		IPV4_DEVCONF_ALL(dev_net(dev), SEND_REDIRECTS) = false;
	}
	if (in6_dev)
		in6_dev->cnf.addr_gen_mode = IN6_ADDR_GEN_MODE_NONE;
}

static int dsmip_device_dev_open(struct net_device *dev)
{
	dsmip_device_quiet(dev);
	return dsmip_udp_open(netdev_priv(dev));
}

static int dsmip_device_dev_stop(struct net_device *dev)
{
	dsmip_udp_close(netdev_priv(dev));
	return 0;
}

static const struct net_device_ops dsmip_device_ops = {
	.ndo_init		= dsmip_device_dev_init,
	.ndo_uninit		= dsmip_device_dev_uninit,
	.ndo_open		= dsmip_device_dev_open,
	.ndo_stop		= dsmip_device_dev_stop,
	.ndo_start_xmit		= dsmip_xmit,
	.ndo_get_stats64	= dev_get_tstats64,
};

static const struct device_type dsmip_device_type = {
	.name	= "dsmip",
};

static void dsmip_device_setup(struct net_device *dev)
{
	dev->netdev_ops = &dsmip_device_ops;
	dev->header_ops = &ip_tunnel_header_ops;
	SET_NETDEV_DEVTYPE(dev, &dsmip_device_type);
	dev->needs_free_netdev = true;
	dev->priv_destructor = dsmip_device_destructor;
	dev->type = ARPHRD_NONE;
	dev->flags = IFF_POINTOPOINT | IFF_NOARP;
	dev->priv_flags |= IFF_NO_QUEUE;
	dev->features |= DSMIP_DEVICE_FEATURES;
	dev->hw_features |= DSMIP_DEVICE_FEATURES;
	dsmip_compat_set_lltx(dev);
	/* What drivers leave free anyway: asking for more (LL_MAX_HEADER) would
	 * make the stack move every forwarded packet.
	 */
	dev->needed_headroom = ETH_HLEN + DSMIP_DEVICE_OVERHEAD;
	dev->mtu = DSMIP_MTU;
	dev->min_mtu = ETH_MIN_MTU;
	dev->max_mtu = IP_MAX_MTU - DSMIP_DEVICE_OVERHEAD -
		       sizeof(struct iphdr);
	netif_keep_dst(dev);
	netdev_lockdep_set_classes(dev);
}

static int dsmip_device_validate_local(const struct nlattr *attr, u8 family,
				       struct netlink_ext_ack *extack)
{
	union dsmip_addr local = {};

	if (!attr)
		return 0;
	nla_memcpy(&local, attr, sizeof(local));
	if (!dsmip_addr_reserved(family, &local, dsmip_addr_bits(family)))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "Not an address that can be a tunnel end");
	return -EINVAL;
}

static int dsmip_device_validate(struct nlattr *tb[], struct nlattr *data[],
				 struct netlink_ext_ack *extack)
{
	int err;

	if (!data)
		return 0;
	if (data[IFLA_DSMIP_PORT] && !nla_get_be16(data[IFLA_DSMIP_PORT])) {
		NL_SET_ERR_MSG_ATTR(extack, data[IFLA_DSMIP_PORT], "Port is 0");
		return -EINVAL;
	}
	err = dsmip_origin_validate(data, extack);
	if (err)
		return err;
	err = dsmip_device_validate_local(data[IFLA_DSMIP_LOCAL4], AF_INET,
					  extack);
	if (err)
		return err;
	return dsmip_device_validate_local(data[IFLA_DSMIP_LOCAL6], AF_INET6,
					   extack);
}

/* What may be changed while bindings are there. */
static void dsmip_device_configure(struct dsmip_dev *dsmip,
				   struct nlattr *data[])
{
	if (data[IFLA_DSMIP_MAX_BINDINGS])
		WRITE_ONCE(dsmip->max_bindings,
			   nla_get_u32(data[IFLA_DSMIP_MAX_BINDINGS]));
	if (data[IFLA_DSMIP_PMTUDISC])
		WRITE_ONCE(dsmip->pmtudisc,
			   nla_get_u8(data[IFLA_DSMIP_PMTUDISC]));
	if (data[IFLA_DSMIP_DSCP])
		WRITE_ONCE(dsmip->dscp, nla_get_u8(data[IFLA_DSMIP_DSCP]));
	if (data[IFLA_DSMIP_DECAP_DSCP])
		WRITE_ONCE(dsmip->decap_dscp,
			   nla_get_u8(data[IFLA_DSMIP_DECAP_DSCP]));
	if (data[IFLA_DSMIP_GROUP_TIME])
		WRITE_ONCE(dsmip->mcast.time,
			   nla_get_u32(data[IFLA_DSMIP_GROUP_TIME]));
}

static int dsmip_device_newlink(struct net *src_net, struct net_device *dev,
				struct nlattr *tb[], struct nlattr *data[],
				struct netlink_ext_ack *extack)
{
	struct dsmip_dev *dsmip = netdev_priv(dev);
	int err;

	dsmip->dev = dev;
	dsmip->port = htons(DSMIP_PORT);
	dsmip->max_bindings = DSMIP_MAX_BINDINGS;
	dsmip->dscp = DSMIP_DSCP_INHERIT;
	dsmip->mcast.time = DSMIP_MCAST_TIME_MS;
	mutex_init(&dsmip->lock);
	xa_init_flags(&dsmip->bindings, XA_FLAGS_ALLOC1);
	dsmip_notify_init(&dsmip->notify);
	dsmip_expiry_init(&dsmip->expiry);
	if (data) {
		if (data[IFLA_DSMIP_LOCAL4])
			dsmip->local4.v4 =
				nla_get_in_addr(data[IFLA_DSMIP_LOCAL4]);
		if (data[IFLA_DSMIP_LOCAL6])
			dsmip->local6.v6 =
				nla_get_in6_addr(data[IFLA_DSMIP_LOCAL6]);
		if (data[IFLA_DSMIP_PORT])
			dsmip->port = nla_get_be16(data[IFLA_DSMIP_PORT]);
		dsmip_origin_configure(dsmip, data);
		dsmip_device_configure(dsmip, data);
	}

	err = dsmip_underlay_add(dsmip, src_net, extack);
	if (err)
		return err;
	err = register_netdevice(dev);
	if (err) {
		dsmip_underlay_del(dsmip);
		synchronize_net();
		return err;
	}
	return 0;
}

static bool dsmip_device_differs(const struct dsmip_dev *dsmip,
				 struct nlattr *data[])
{
	if (data[IFLA_DSMIP_LOCAL4] &&
	    nla_get_in_addr(data[IFLA_DSMIP_LOCAL4]) != dsmip->local4.v4)
		return true;
	if (data[IFLA_DSMIP_LOCAL6] &&
	    nla_memcmp(data[IFLA_DSMIP_LOCAL6], &dsmip->local6.v6,
		       sizeof(dsmip->local6.v6)))
		return true;
	return data[IFLA_DSMIP_PORT] &&
	       nla_get_be16(data[IFLA_DSMIP_PORT]) != dsmip->port;
}

static int dsmip_device_changelink(struct net_device *dev, struct nlattr *tb[],
				   struct nlattr *data[],
				   struct netlink_ext_ack *extack)
{
	struct dsmip_dev *dsmip = netdev_priv(dev);

	if (!data)
		return 0;
	if (dsmip_device_differs(dsmip, data)) {
		NL_SET_ERR_MSG(extack,
			       "Local addresses and port cannot be changed");
		return -EOPNOTSUPP;
	}
	if (dsmip_origin_differs(dsmip, data)) {
		NL_SET_ERR_MSG(extack, "Origins cannot be changed");
		return -EOPNOTSUPP;
	}
	dsmip_device_configure(dsmip, data);
	return 0;
}

static size_t dsmip_device_get_size(const struct net_device *dev)
{
	return nla_total_size(sizeof(struct in_addr)) +
	       nla_total_size(sizeof(struct in6_addr)) +
	       nla_total_size(sizeof(__be16)) +
	       nla_total_size(sizeof(u32)) +
	       nla_total_size(sizeof(u8)) * 3 +
	       nla_total_size(sizeof(u32)) +
	       dsmip_origin_size();
}

static int dsmip_device_fill_info(struct sk_buff *skb,
				  const struct net_device *dev)
{
	const struct dsmip_dev *dsmip = netdev_priv(dev);

	if (dsmip->local4.v4 &&
	    nla_put_in_addr(skb, IFLA_DSMIP_LOCAL4, dsmip->local4.v4))
		return -EMSGSIZE;
	if (!ipv6_addr_any(&dsmip->local6.v6) &&
	    nla_put_in6_addr(skb, IFLA_DSMIP_LOCAL6, &dsmip->local6.v6))
		return -EMSGSIZE;
	if (nla_put_be16(skb, IFLA_DSMIP_PORT, dsmip->port) ||
	    nla_put_u32(skb, IFLA_DSMIP_MAX_BINDINGS, dsmip->max_bindings) ||
	    nla_put_u8(skb, IFLA_DSMIP_PMTUDISC, dsmip->pmtudisc) ||
	    nla_put_u8(skb, IFLA_DSMIP_DSCP, dsmip->dscp) ||
	    nla_put_u8(skb, IFLA_DSMIP_DECAP_DSCP, dsmip->decap_dscp) ||
	    nla_put_u32(skb, IFLA_DSMIP_GROUP_TIME, dsmip->mcast.time))
		return -EMSGSIZE;
	return dsmip_origin_fill(skb, dsmip);
}

static struct net *dsmip_device_get_link_net(const struct net_device *dev)
{
	const struct dsmip_dev *dsmip = netdev_priv(dev);
	struct net *net = rtnl_dereference(dsmip->underlay);

	return net ?: dev_net(dev);
}

static struct rtnl_link_ops dsmip_device_link_ops __read_mostly = {
	.kind		= "dsmip",
	.maxtype	= IFLA_DSMIP_MAX,
	.policy		= dsmip_device_policy,
	.priv_size	= sizeof(struct dsmip_dev),
	.setup		= dsmip_device_setup,
	.validate	= dsmip_device_validate,
	.newlink	= dsmip_device_newlink,
	.changelink	= dsmip_device_changelink,
	.get_size	= dsmip_device_get_size,
	.fill_info	= dsmip_device_fill_info,
	.get_link_net	= dsmip_device_get_link_net,
};

/**
 * dsmip_device_is() - is a device one of ours?
 * @dev: the device
 *
 * Context: Any.
 * Return: true if it is of kind dsmip.
 */
bool dsmip_device_is(const struct net_device *dev)
{
	return dev->netdev_ops == &dsmip_device_ops;
}

static struct dsmip_dev *dsmip_device_hold(struct net_device *dev)
{
	dev_hold(dev);
	return netdev_priv(dev);
}

/**
 * dsmip_device_get() - find a device of ours
 * @net: its namespace
 * @ifindex: its index
 *
 * Context: Process context.
 * Return: the device with a reference, or NULL.
 */
struct dsmip_dev *dsmip_device_get(struct net *net, u32 ifindex)
{
	struct dsmip_dev *dsmip = NULL;
	struct net_device *dev;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(net, ifindex);
	if (dev && dsmip_device_is(dev))
		dsmip = dsmip_device_hold(dev);
	rcu_read_unlock();
	return dsmip;
}

/**
 * dsmip_device_get_next() - find the device of ours that comes next
 * @net: namespace
 * @ifindex: index after which to look
 *
 * Context: Process context.
 * Return: the device with the next larger index, with a reference, or NULL.
 */
struct dsmip_dev *dsmip_device_get_next(struct net *net, u32 ifindex)
{
	struct net_device *dev, *next = NULL;
	struct dsmip_dev *dsmip = NULL;

	rcu_read_lock();
	for_each_netdev_rcu(net, dev) {
		if (!dsmip_device_is(dev) || dev->ifindex <= ifindex)
			continue;
		if (!next || dev->ifindex < next->ifindex)
			next = dev;
	}
	if (next)
		dsmip = dsmip_device_hold(next);
	rcu_read_unlock();
	return dsmip;
}

/**
 * dsmip_device_put() - give a reference back
 * @dsmip: the device
 *
 * Context: Any.
 */
void dsmip_device_put(struct dsmip_dev *dsmip)
{
	dev_put(dsmip->dev);
}

/**
 * dsmip_device_init() - make the link kind known
 *
 * Context: Process context, module init.
 * Return: 0 or a negative error.
 */
int __init dsmip_device_init(void)
{
	return rtnl_link_register(&dsmip_device_link_ops);
}

/**
 * dsmip_device_exit() - end all devices
 *
 * Context: Process context, may sleep.
 */
void dsmip_device_exit(void)
{
	rtnl_link_unregister(&dsmip_device_link_ops);
}

MODULE_ALIAS_RTNL_LINK("dsmip");
