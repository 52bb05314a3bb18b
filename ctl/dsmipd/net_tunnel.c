// SPDX-License-Identifier: GPL-2.0
/* Tunnel devices of the kernel's own, for those who have no use for dsmip's. */

#include <errno.h>
#include <linux/ip.h>
#include <netinet/in.h>
#include <netlink/route/link.h>
#include <netlink/route/link/inet.h>
#include <netlink/route/link/ipgre.h>
#include <netlink/route/link/ipip.h>
#include <netlink/route/link/sit.h>

#include "net_priv.h"

#define NET_TTL		64	/* of outer headers: enough to get there */

/* RFC 3704: any route to the source will do. */
#define NET_RP_LOOSE	2

static struct rtnl_link *net_tunnel_gre(const struct dsmipd_net_tunnel *tunnel)
{
	struct rtnl_link *link = rtnl_link_ipgre_alloc();

	if (!link)
		return NULL;
	rtnl_link_ipgre_set_local(link, tunnel->local.s_addr);
	rtnl_link_ipgre_set_remote(link, tunnel->remote.s_addr);
	rtnl_link_ipgre_set_ttl(link, NET_TTL);
	rtnl_link_ipgre_set_pmtudisc(link, 1);
	return link;
}

static struct rtnl_link *net_tunnel_ipip(const struct dsmipd_net_tunnel *tunnel)
{
	struct rtnl_link *link = rtnl_link_ipip_alloc();

	if (!link)
		return NULL;
	rtnl_link_ipip_set_local(link, tunnel->local.s_addr);
	rtnl_link_ipip_set_remote(link, tunnel->remote.s_addr);
	rtnl_link_ipip_set_ttl(link, NET_TTL);
	rtnl_link_ipip_set_pmtudisc(link, 1);
	return link;
}

/* The only kind that takes IPv4 and IPv6 with the same ends. */
static struct rtnl_link *net_tunnel_sit(const struct dsmipd_net_tunnel *tunnel)
{
	struct rtnl_link *link = rtnl_link_sit_alloc();

	if (!link)
		return NULL;
	rtnl_link_sit_set_proto(link, IPPROTO_IP);
	rtnl_link_sit_set_local(link, tunnel->local.s_addr);
	rtnl_link_sit_set_remote(link, tunnel->remote.s_addr);
	rtnl_link_sit_set_ttl(link, NET_TTL);
	rtnl_link_sit_set_pmtudisc(link, 1);
	return link;
}

/*
 * Our end of the tunnel is an address of the device too: of one without any, the
 * kernel takes no sources that it would not route there, however loose the
 * filter is.
 */
static int net_tunnel_address(struct dsmipd_net *net, unsigned int ifindex,
			      struct in_addr local)
{
	const struct dsmip_prefix addr = {
		.addr = { .family = AF_INET, .v4 = local }, .len = 32,
	};

	return dsmipd_net_addr_add(net, ifindex, &addr, false);
}

/**
 * dsmipd_net_tunnel_add() - make a tunnel device, and set it up
 * @net: the connection
 * @tunnel: the device
 * @ifindex: set to its number
 *
 * It forwards, and takes sources that are routed elsewhere: those of the
 * packets inside are anybody's.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_tunnel_add(struct dsmipd_net *net,
			  const struct dsmipd_net_tunnel *tunnel,
			  unsigned int *ifindex)
{
	struct rtnl_link *link;
	int err;

	link = tunnel->gre ? net_tunnel_gre(tunnel) :
	       tunnel->ipv6 ? net_tunnel_sit(tunnel) : net_tunnel_ipip(tunnel);
	if (!link)
		return -ENOMEM;
	rtnl_link_set_name(link, tunnel->ifname);
	err = rtnl_link_add(net->sock, link, NLM_F_CREATE | NLM_F_EXCL);
	rtnl_link_put(link);
	if (err)
		return dsmipd_net_errno(err);
	*ifindex = dsmipd_net_ifindex(net, tunnel->ifname);
	err = dsmipd_net_set_up(net, *ifindex);
	if (!err)
		err = net_tunnel_address(net, *ifindex, tunnel->local);
	if (!err)
		err = dsmipd_net_foreign_sources(net, *ifindex);
	if (err)
		dsmipd_net_link_del(net, *ifindex);
	return err;
}

/**
 * dsmipd_net_link_del() - remove a device
 * @net: the connection
 * @ifindex: the device
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_link_del(struct dsmipd_net *net, unsigned int ifindex)
{
	struct rtnl_link *link = rtnl_link_alloc();
	int err;

	if (!link)
		return -ENOMEM;
	rtnl_link_set_ifindex(link, ifindex);
	err = rtnl_link_delete(net->sock, link);
	rtnl_link_put(link);
	return err == -NLE_NODEV || err == -NLE_OBJ_NOTFOUND ?
		0 : dsmipd_net_errno(err);
}

/**
 * dsmipd_net_foreign_sources() - forward what comes by a device from anywhere
 * @net: the connection
 * @ifindex: the device
 *
 * Its reverse path filter gets loose, and it forwards IPv4.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_foreign_sources(struct dsmipd_net *net, unsigned int ifindex)
{
	struct rtnl_link *link, *change;
	int err;

	err = rtnl_link_get_kernel(net->sock, ifindex, NULL, &link);
	if (err)
		return dsmipd_net_errno(err);
	change = rtnl_link_alloc();
	if (!change) {
		rtnl_link_put(link);
		return -ENOMEM;
	}
	err = rtnl_link_inet_set_conf(change, IPV4_DEVCONF_RP_FILTER,
				      NET_RP_LOOSE);
	if (!err)
		err = rtnl_link_inet_set_conf(change, IPV4_DEVCONF_FORWARDING,
					      1);
	if (!err)
		err = rtnl_link_change(net->sock, link, change, 0);
	rtnl_link_put(change);
	rtnl_link_put(link);
	return dsmipd_net_errno(err);
}
