// SPDX-License-Identifier: GPL-2.0
/* Addresses of the machine, and those that it answers for (proxy neighbours). */

#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <net/if.h>
#include <netlink/route/addr.h>
#include <netlink/route/neighbour.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "net_priv.h"

static void net_addr_get(struct rtnl_addr *nl, struct dsmipd_net_addr *addr)
{
	unsigned int flags = rtnl_addr_get_flags(nl);

	memset(addr, 0, sizeof(*addr));
	addr->ifindex = rtnl_addr_get_ifindex(nl);
	dsmipd_net_from_nl(rtnl_addr_get_local(nl), &addr->addr);
	addr->addr.len = rtnl_addr_get_prefixlen(nl);
	addr->tentative = flags & IFA_F_TENTATIVE && !(flags & IFA_F_OPTIMISTIC);
	addr->failed = flags & IFA_F_DADFAILED;
	addr->deprecated = flags & IFA_F_DEPRECATED;
	addr->valid = rtnl_addr_get_valid_lifetime(nl);
}

/**
 * dsmipd_net_addrs() - the addresses of the machine
 * @net: the connection
 * @cb: called for each; what it returns other than 0 ends it
 * @arg: handed to @cb
 *
 * Return: 0, what @cb returned, or a negative errno.
 */
int dsmipd_net_addrs(struct dsmipd_net *net, dsmipd_net_addr_cb cb, void *arg)
{
	struct nl_object *object;
	struct nl_cache *cache;
	int err;

	err = rtnl_addr_alloc_cache(net->sock, &cache);
	if (err)
		return dsmipd_net_errno(err);
	for (object = nl_cache_get_first(cache); object && !err;
	     object = nl_cache_get_next(object)) {
		struct dsmipd_net_addr addr;

		net_addr_get((struct rtnl_addr *)object, &addr);
		if (addr.addr.addr.family)
			err = cb(&addr, arg);
	}
	nl_cache_free(cache);
	return err;
}

static struct rtnl_addr *net_addr_new(unsigned int ifindex,
				      const struct dsmip_prefix *addr)
{
	struct rtnl_addr *nl = rtnl_addr_alloc();
	struct nl_addr *local;

	local = dsmipd_net_to_nl(&addr->addr, addr->len);
	if (!nl || !local || rtnl_addr_set_local(nl, local)) {
		rtnl_addr_put(nl);
		nl = NULL;
	} else {
		rtnl_addr_set_ifindex(nl, ifindex);
	}
	nl_addr_put(local);
	return nl;
}

/**
 * dsmipd_net_addr_add() - give a device an address
 * @net: the connection
 * @ifindex: the device
 * @addr: address and length of its subnet
 * @home: it is a home address of a mobile node: the kernel takes packets to it
 *	from a type 2 routing header (RFC 6275, section 6.4)
 *
 * Without duplicate address detection.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_addr_add(struct dsmipd_net *net, unsigned int ifindex,
			const struct dsmip_prefix *addr, bool home)
{
	return dsmipd_net_addr_prefer(net, ifindex, addr, home, true);
}

/**
 * dsmipd_net_addr_prefer() - as dsmipd_net_addr_add(), but maybe deprecated
 * @net: the connection
 * @ifindex: the device
 * @addr: address and length of its subnet
 * @home: it is a home address of a mobile node
 * @preferred: those who do not care may get it as their source; else it is
 *	there for those who ask for it
 *
 * What is there already is changed.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_addr_prefer(struct dsmipd_net *net, unsigned int ifindex,
			   const struct dsmip_prefix *addr, bool home,
			   bool preferred)
{
	struct rtnl_addr *nl = net_addr_new(ifindex, addr);
	int err;

	if (!nl)
		return -ENOMEM;
	if (addr->addr.family == AF_INET6)
		rtnl_addr_set_flags(nl, IFA_F_NODAD |
					(home ? IFA_F_HOMEADDRESS : 0));
	if (addr->addr.family == AF_INET6) {
		rtnl_addr_set_valid_lifetime(nl, UINT32_MAX);
		rtnl_addr_set_preferred_lifetime(nl, preferred ? UINT32_MAX :
								 0);
	}
	err = rtnl_addr_add(net->sock, nl, NLM_F_REPLACE);
	rtnl_addr_put(nl);
	return err == -NLE_EXIST ? 0 : dsmipd_net_errno(err);
}

/**
 * dsmipd_net_addr_del() - take an address from a device
 * @net: the connection
 * @ifindex: the device
 * @addr: address and length of its subnet
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_addr_del(struct dsmipd_net *net, unsigned int ifindex,
			const struct dsmip_prefix *addr)
{
	struct rtnl_addr *nl = net_addr_new(ifindex, addr);
	int err;

	if (!nl)
		return -ENOMEM;
	err = rtnl_addr_delete(net->sock, nl, 0);
	rtnl_addr_put(nl);
	return err == -NLE_NOADDR || err == -NLE_NODEV ? 0 :
							 dsmipd_net_errno(err);
}

static struct rtnl_neigh *net_proxy_new(unsigned int ifindex,
					const struct dsmip_addr *addr,
					bool router)
{
	struct rtnl_neigh *neigh = rtnl_neigh_alloc();
	struct nl_addr *dst;

	dst = dsmipd_net_to_nl(addr, dsmip_addr_bits(addr->family));
	if (!neigh || !dst || rtnl_neigh_set_dst(neigh, dst)) {
		rtnl_neigh_put(neigh);
		neigh = NULL;
	} else {
		rtnl_neigh_set_ifindex(neigh, ifindex);
		rtnl_neigh_set_flags(neigh, NTF_PROXY |
					    (router ? NTF_ROUTER : 0));
		rtnl_neigh_set_state(neigh, NUD_PERMANENT);
	}
	nl_addr_put(dst);
	return neigh;
}

/**
 * dsmipd_net_conf() - set what a device does, unless it does so already
 * @net: the connection
 * @ifindex: the device
 * @family: AF_INET or AF_INET6
 * @name: name of the setting
 * @value: 0 to 9
 *
 * Where it cannot be written the administrator may have done it.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_conf(struct dsmipd_net *net, unsigned int ifindex,
		    uint8_t family, const char *name, unsigned int value)
{
	char path[96], ifname[IF_NAMESIZE], now = 0, wanted = '0' + value;
	int fd, err = 0;

	(void)net;
	if (!if_indextoname(ifindex, ifname))
		return -errno;
	snprintf(path, sizeof(path), "/proc/sys/net/ipv%d/conf/%s/%s",
		 family == AF_INET ? 4 : 6, ifname, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (read(fd, &now, 1) < 0)
		err = -errno;
	close(fd);
	if (err || now == wanted)
		return err;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, &wanted, 1) < 0)
		err = -errno;
	close(fd);
	return err;
}

/**
 * dsmipd_net_proxy_add() - answer for an address on a link (ARP, ND)
 * @net: the connection
 * @ifindex: device of the link
 * @addr: the address
 * @router: it is that of a router
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_proxy_add(struct dsmipd_net *net, unsigned int ifindex,
			 const struct dsmip_addr *addr, bool router)
{
	struct rtnl_neigh *neigh;
	int err = 0;

	/* The kernel answers for nobody by Neighbor Discovery unless it is told
	 * to; for ARP it needs no such thing.
	 */
	if (addr->family == AF_INET6)
		err = dsmipd_net_conf(net, ifindex, AF_INET6, "proxy_ndp", 1);
	if (err)
		return err;
	neigh = net_proxy_new(ifindex, addr, router);
	if (!neigh)
		return -ENOMEM;
	err = rtnl_neigh_add(net->sock, neigh, NLM_F_CREATE | NLM_F_REPLACE);
	rtnl_neigh_put(neigh);
	return dsmipd_net_errno(err);
}

/**
 * dsmipd_net_proxy_del() - do not answer for an address any more
 * @net: the connection
 * @ifindex: device of the link
 * @addr: the address
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_proxy_del(struct dsmipd_net *net, unsigned int ifindex,
			 const struct dsmip_addr *addr)
{
	struct rtnl_neigh *neigh = net_proxy_new(ifindex, addr, false);
	int err;

	if (!neigh)
		return -ENOMEM;
	err = rtnl_neigh_delete(net->sock, neigh, 0);
	rtnl_neigh_put(neigh);
	return err == -NLE_OBJ_NOTFOUND ? 0 : dsmipd_net_errno(err);
}

/**
 * dsmipd_net_neigh_add() - say where a neighbour is, without asking the link
 * @net: the connection
 * @ifindex: device of the link
 * @addr: address of the neighbour
 * @mac: its address on the link, of an Ethernet
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_neigh_add(struct dsmipd_net *net, unsigned int ifindex,
			 const struct dsmip_addr *addr, const uint8_t mac[6])
{
	struct rtnl_neigh *neigh = net_proxy_new(ifindex, addr, false);
	struct nl_addr *lladdr = nl_addr_build(AF_LLC, mac, 6);
	int err = -NLE_NOMEM;

	if (neigh && lladdr) {
		rtnl_neigh_unset_flags(neigh, NTF_PROXY);
		rtnl_neigh_set_lladdr(neigh, lladdr);
		err = rtnl_neigh_add(net->sock, neigh,
				     NLM_F_CREATE | NLM_F_REPLACE);
	}
	nl_addr_put(lladdr);
	rtnl_neigh_put(neigh);
	return dsmipd_net_errno(err);
}

/**
 * dsmipd_net_neigh_del() - forget where a neighbour is
 * @net: the connection
 * @ifindex: device of the link
 * @addr: address of the neighbour
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_neigh_del(struct dsmipd_net *net, unsigned int ifindex,
			 const struct dsmip_addr *addr)
{
	struct rtnl_neigh *neigh = net_proxy_new(ifindex, addr, false);
	int err;

	if (!neigh)
		return -ENOMEM;
	rtnl_neigh_unset_flags(neigh, NTF_PROXY);
	err = rtnl_neigh_delete(net->sock, neigh, 0);
	rtnl_neigh_put(neigh);
	return err == -NLE_OBJ_NOTFOUND ? 0 : dsmipd_net_errno(err);
}
