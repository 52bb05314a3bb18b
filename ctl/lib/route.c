// SPDX-License-Identifier: GPL-2.0
/* Addresses and routes of the machine, as far as the tunnels stand on them. */

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "client.h"

/* Their attributes are not ours to explain. */
static const struct dsmip_attrs_format route_format;

/* Who hears of addresses. */
struct route_hear {
	dsmip_ifaddr_cb cb;
	void *arg;
};

static bool route_take_attr(const struct nlattr *nla, uint8_t family,
			    struct dsmip_addr *addr)
{
	if (nla_len(nla) != (int)dsmip_addr_size(family) || !nla_len(nla))
		return false;
	memset(addr, 0, sizeof(*addr));
	addr->family = family;
	memcpy(addr->bytes, nla_data(nla), nla_len(nla));
	return true;
}

static int route_take_ifaddr(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifaddrmsg *ifa = NLMSG_DATA(nlh);
	struct dsmip_ifaddr addr = { .usable = true };
	struct route_hear *hear = arg;
	struct dsmip_attrs_walk walk;
	const struct nlattr *nla;
	bool local = false;

	if (nlh->nlmsg_type != RTM_NEWADDR ||
	    nlh->nlmsg_len < NLMSG_SPACE(sizeof(*ifa)))
		return 0;
	addr.ifindex = ifa->ifa_index;
	addr.usable = !(ifa->ifa_flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED));
	walk = dsmip_attrs_walk((const char *)ifa + NLMSG_ALIGN(sizeof(*ifa)),
				nlh->nlmsg_len - NLMSG_SPACE(sizeof(*ifa)));
	while ((nla = dsmip_attrs_next(&walk))) {
		if (nla_type(nla) == IFA_LOCAL)
			local = route_take_attr(nla, ifa->ifa_family,
						&addr.addr);
		else if (nla_type(nla) == IFA_ADDRESS && !local)
			route_take_attr(nla, ifa->ifa_family, &addr.addr);
	}
	return addr.addr.family ? hear->cb(&addr, hear->arg) : 0;
}

/**
 * dsmip_route_addrs() - get the addresses of the machine
 * @client: the client
 * @cb: hears of each
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_route_addrs(struct dsmip_client *client, dsmip_ifaddr_cb cb,
		      void *arg)
{
	struct route_hear hear = { cb, arg };
	struct ifaddrmsg ifa = {};
	struct nl_msg *msg;
	int err;

	err = dsmip_sock_open(&client->rtnl, NETLINK_ROUTE, &client->err);
	if (err)
		return err;
	msg = nlmsg_alloc_simple(RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP);
	if (msg && nlmsg_append(msg, &ifa, sizeof(ifa), NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return dsmip_sock_talk(&client->rtnl, msg, &route_format,
			       route_take_ifaddr, &hear, &client->err);
}

static int route_take_route(const struct nlmsghdr *nlh, void *arg)
{
	const struct rtmsg *rtm = NLMSG_DATA(nlh);
	struct dsmip_route *route = arg;
	struct dsmip_attrs_walk walk;
	const struct nlattr *nla;

	if (nlh->nlmsg_type != RTM_NEWROUTE ||
	    nlh->nlmsg_len < NLMSG_SPACE(sizeof(*rtm)) ||
	    rtm->rtm_type != RTN_UNICAST)
		return 0;
	walk = dsmip_attrs_walk((const char *)rtm + NLMSG_ALIGN(sizeof(*rtm)),
				nlh->nlmsg_len - NLMSG_SPACE(sizeof(*rtm)));
	while ((nla = dsmip_attrs_next(&walk))) {
		if (nla_type(nla) == RTA_OIF && nla_len(nla) == 4)
			route->ifindex = nla_get_u32(nla);
		else if (nla_type(nla) == RTA_GATEWAY)
			route_take_attr(nla, rtm->rtm_family, &route->gateway);
	}
	return 0;
}

/**
 * dsmip_route_get() - ask where packets to an address go
 * @client: the client
 * @addr: the address
 * @route: where the answer goes
 *
 * Return: 0, also if they go nowhere; or a negative errno.
 */
int dsmip_route_get(struct dsmip_client *client, const struct dsmip_addr *addr,
		    struct dsmip_route *route)
{
	struct rtmsg rtm = {
		.rtm_family = addr->family,
		.rtm_dst_len = dsmip_addr_bits(addr->family),
	};
	struct nl_msg *msg;
	int err;

	memset(route, 0, sizeof(*route));
	err = dsmip_sock_open(&client->rtnl, NETLINK_ROUTE, &client->err);
	if (err)
		return err;
	msg = nlmsg_alloc_simple(RTM_GETROUTE, NLM_F_REQUEST);
	if (msg && (nlmsg_append(msg, &rtm, sizeof(rtm), NLMSG_ALIGNTO) ||
		    nla_put(msg, RTA_DST, dsmip_addr_size(addr->family),
			    addr->bytes))) {
		nlmsg_free(msg);
		msg = NULL;
	}
	err = dsmip_sock_talk(&client->rtnl, msg, &route_format,
			      route_take_route, route, &client->err);
	if (err == -ENETUNREACH || err == -EHOSTUNREACH || err == -EACCES ||
	    err == -EINVAL)
		return 0;
	return err;
}
