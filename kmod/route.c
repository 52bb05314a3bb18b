// SPDX-License-Identifier: GPL-2.0
/* One cached outer route for each path that is in use.
 *
 * The kernel's dst_cache is 40 bytes for each possible CPU, which at a million
 * bindings and 64 CPUs is gigabytes. Here all CPUs share one entry, which is
 * read under RCU and exchanged as a whole when the route went stale: dst and
 * cookie have to go together, for a cookie is only right for its own dst.
 */

#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/dst.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/route.h>

#include "encap.h"
#include "path.h"
#include "route.h"

/**
 * dsmip_route_free() - release a route that no reader can see
 * @route: the route, or NULL
 *
 * Context: Any.
 */
void dsmip_route_free(struct dsmip_route *route)
{
	if (!route)
		return;
	dst_release(route->dst);
	kfree(route);
}

static void dsmip_route_release(struct rcu_head *rcu)
{
	dsmip_route_free(container_of(rcu, struct dsmip_route, rcu));
}

static void dsmip_route_exchange(struct dsmip_route __rcu **slot,
				 struct dsmip_route *route)
{
	route = unrcu_pointer(xchg(slot, RCU_INITIALIZER(route)));
	if (route)
		call_rcu(&route->rcu, dsmip_route_release);
}

/**
 * dsmip_route_flush() - forget the routes of a path
 * @path: the path
 *
 * Context: Any; the path cannot go away.
 */
void dsmip_route_flush(struct dsmip_path *path)
{
	dsmip_route_exchange(&path->route4, NULL);
	dsmip_route_exchange(&path->route6, NULL);
}

static u8 dsmip_route_proto(const struct dsmip_path *path, bool ipv4)
{
	switch (path->encap) {
	case DSMIP_ENCAP_UDP:
	case DSMIP_ENCAP_MIPUDP:
		return IPPROTO_UDP;
	case DSMIP_ENCAP_GRE:
		return IPPROTO_GRE;
	case DSMIP_ENCAP_MINIMAL:
		return ipv4 ? DSMIP_IPPROTO_MINIMAL : IPPROTO_IPV6;
	default:
		return ipv4 ? IPPROTO_IPIP : IPPROTO_IPV6;
	}
}

static struct dst_entry *dsmip_route_lookup4(const struct dsmip_path *path,
					     struct net *net, u8 proto)
{
	struct flowi4 fl4 = {
		.daddr		= path->coa.v4,
		.saddr		= path->local.v4,
		.flowi4_proto	= proto,
		.fl4_sport	= path->local_port,
		.fl4_dport	= path->port,
	};
	struct rtable *rt;

	rt = ip_route_output_key(net, &fl4);
	return IS_ERR(rt) ? ERR_CAST(rt) : &rt->dst;
}

static struct dst_entry *dsmip_route_lookup6(const struct dsmip_path *path,
					     struct net *net, u8 proto)
{
	struct flowi6 fl6 = {
		.daddr		= path->coa.v6,
		.saddr		= path->local.v6,
		.flowi6_proto	= proto,
		.fl6_sport	= path->local_port,
		.fl6_dport	= path->port,
	};

	/* Unlike that of IPv4, the look-up takes any source address. */
	if (!ipv6_chk_addr(net, &path->local.v6, NULL, 0))
		return ERR_PTR(-EADDRNOTAVAIL);
	return ip6_dst_lookup_flow(net, NULL, &fl6, NULL);
}

/**
 * dsmip_route_resolve() - look the outer route of a path up, and keep it
 * @path: the path
 * @net: namespace of the underlay
 * @ipv4: the inner packet is IPv4, not IPv6
 *
 * Context: RCU read side, softirqs disabled.
 * Return: as dsmip_route_get().
 */
struct dst_entry *dsmip_route_resolve(struct dsmip_path *path, struct net *net,
				      bool ipv4)
{
	u8 proto = dsmip_route_proto(path, ipv4);
	struct dsmip_route *route;
	struct dst_entry *dst;

	route = kmalloc(sizeof(*route), GFP_ATOMIC | __GFP_NOWARN);
	if (!route)
		return ERR_PTR(-ENOMEM);

	if (path->family == AF_INET)
		dst = dsmip_route_lookup4(path, net, proto);
	else
		dst = dsmip_route_lookup6(path, net, proto);
	if (IS_ERR(dst)) {
		kfree(route);
		return dst;
	}

	route->dst = dst;
	route->cookie = 0;
	if (path->family == AF_INET6)
		route->cookie = rt6_get_cookie(container_of(dst,
							    struct rt6_info,
							    dst));
	dsmip_route_exchange(dsmip_route_slot(path, ipv4), route);
	return dst;
}
