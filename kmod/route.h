/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ROUTE_H
#define _DSMIP_ROUTE_H

#include <linux/types.h>
#include <net/dst.h>

#include "path.h"

struct net;

/**
 * struct dsmip_route - a resolved outer route
 * @dst: the route, with a reference
 * @cookie: for dst_check()
 * @rcu: for the release
 */
struct dsmip_route {
	struct dst_entry	*dst;
	u32			cookie;
	struct rcu_head		rcu;
};

struct dst_entry *dsmip_route_resolve(struct dsmip_path *path, struct net *net,
				      bool ipv4);
void dsmip_route_flush(struct dsmip_path *path);
void dsmip_route_free(struct dsmip_route *route);

/* Without UDP or GRE the two families are two protocols, for which there may be
 * two IPsec policies: each has a route of its own.
 */
static inline struct dsmip_route __rcu **
dsmip_route_slot(struct dsmip_path *path, bool ipv4)
{
	return ipv4 && (path->encap == DSMIP_ENCAP_IP ||
			path->encap == DSMIP_ENCAP_MINIMAL) ?
	       &path->route4 : &path->route6;
}

/**
 * dsmip_route_get() - the outer route of a path
 * @path: the path
 * @net: namespace of the underlay
 * @ipv4: the inner packet is IPv4, not IPv6
 *
 * Context: RCU read side, softirqs disabled.
 * Return: the route, without a reference: it is good until the end of the RCU
 *	   read side. ERR_PTR(-ENOMEM) without memory, another error pointer
 *	   where there is no route.
 */
static inline struct dst_entry *dsmip_route_get(struct dsmip_path *path,
						struct net *net, bool ipv4)
{
	struct dsmip_route *route;

	route = rcu_dereference(*dsmip_route_slot(path, ipv4));
	if (likely(route && dst_check(route->dst, route->cookie)))
		return route->dst;
	return dsmip_route_resolve(path, net, ipv4);
}

#endif /* _DSMIP_ROUTE_H */
