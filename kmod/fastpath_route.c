// SPDX-License-Identifier: GPL-2.0
/* The input routes of the fast path: each CPU has a small table of those that it
 * has looked up. What the kernel says of a route's age is asked every time.
 */

#include <linux/hash.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/skbuff.h>
#include <net/dst.h>
#include <net/ip6_route.h>
#include <net/route.h>

#include "fastpath_fwd.h"

/**
 * dsmip_fastpath_is_martian() - is a source address one of our own?
 * @fp: where the packet came in
 * @saddr: its source address
 *
 * Context: Softirqs disabled.
 * Return: true if it is. IPv6 does not ask.
 */
bool dsmip_fastpath_is_martian(const struct dsmip_fastpath *fp, __be32 saddr)
{
	struct dsmip_fastpath_cache *cache = this_cpu_ptr(fp->cache);
	u32 seen = dsmip_fastpath_seen(fp, AF_INET);
	struct dsmip_fastpath_source *source;

	source = &cache->sources[hash_32((__force u32)saddr,
					 ilog2(DSMIP_FASTPATH_SOURCES))];
	if (likely(source->saddr == saddr && source->seen == seen))
		return false;
	smp_rmb();	/* the routes are newer than their number */
	if (inet_addr_type(fp->net, saddr) == RTN_LOCAL)
		return true;
	source->saddr = saddr;
	source->seen = seen;
	return false;
}

/* The packet is not one of ours to change: it gets no route. Returns the route
 * with a reference, or NULL.
 */
static struct dst_entry *
dsmip_fastpath_lookup4(struct sk_buff *skb, struct net_device *dev,
		       const struct dsmip_fastpath_hdr *hdr)
{
	struct dst_entry *dst = NULL;

	if (ip_route_input_noref(skb, *(const __be32 *)hdr->daddr,
				 *(const __be32 *)hdr->saddr,
				 hdr->dsfield, dev))
		return NULL;
	if (skb_dst_force(skb))
		dst = skb_dst(skb);
	skb->_skb_refdst = 0;
	return dst;
}

static struct dst_entry *
dsmip_fastpath_lookup6(const struct dsmip_fastpath *fp, struct sk_buff *skb,
		       struct net_device *dev,
		       const struct dsmip_fastpath_hdr *hdr)
{
	struct flowi6 fl6 = {
		.flowi6_iif	= dev->ifindex,
		.daddr		= *(const struct in6_addr *)hdr->daddr,
		.saddr		= *(const struct in6_addr *)hdr->saddr,
		.flowi6_mark	= skb->mark,
		.flowi6_proto	= hdr->proto,
	};

	return ip6_route_input_lookup(fp->net, dev, &fl6, skb,
				      RT6_LOOKUP_F_HAS_SADDR);
}

static void dsmip_fastpath_addr(union dsmip_addr *addr, u8 family,
				const void *from)
{
	if (family == AF_INET)
		dsmip_addr_set_v4(addr, *(const __be32 *)from);
	else
		addr->v6 = *(const struct in6_addr *)from;
}

static struct dst_entry *
dsmip_fastpath_resolve(const struct dsmip_fastpath *fp,
		       struct dsmip_fastpath_route *route, struct sk_buff *skb,
		       struct net_device *dev,
		       const struct dsmip_fastpath_hdr *hdr)
{
	struct dst_entry *dst;

	if (hdr->family == AF_INET)
		dst = dsmip_fastpath_lookup4(skb, dev, hdr);
	else
		dst = dsmip_fastpath_lookup6(fp, skb, dev, hdr);
	if (!dst)
		return NULL;
	dst_release(route->dst);
	dsmip_fastpath_addr(&route->daddr, hdr->family, hdr->daddr);
	route->dst = dst;
	route->iif = dev->ifindex;
	route->family = hdr->family;
	route->cookie = 0;
	if (hdr->family == AF_INET6)
		route->cookie = rt6_get_cookie(dst_rt6_info(dst));
	return dst;
}

static u32 dsmip_fastpath_fold(const struct dsmip_fastpath_hdr *hdr)
{
	const __be32 *words = hdr->daddr;

	if (hdr->family == AF_INET)
		return (__force u32)words[0];
	return (__force u32)(words[0] ^ words[1] ^ words[2] ^ words[3]);
}

static bool dsmip_fastpath_is_to(const struct dsmip_fastpath_hdr *hdr,
				 const union dsmip_addr *daddr)
{
	if (hdr->family == AF_INET)
		return *(const __be32 *)hdr->daddr == daddr->v4;
	return ipv6_addr_equal(hdr->daddr, &daddr->v6);
}

/**
 * dsmip_fastpath_route() - the input route of a packet
 * @fp: where packets come in
 * @skb: the packet; it gets no route
 * @dev: the device that it comes by, or is going to come by
 * @hdr: its header
 *
 * Each CPU has a table of its own, with a place for each hash of a destination.
 *
 * Context: RCU read side, softirqs disabled.
 * Return: the route, without a reference, or NULL if there is none. Maybe it is
 *	   one to nowhere.
 */
struct dst_entry *dsmip_fastpath_route(const struct dsmip_fastpath *fp,
				       struct sk_buff *skb,
				       struct net_device *dev,
				       const struct dsmip_fastpath_hdr *hdr)
{
	struct dsmip_fastpath_cache *cache = this_cpu_ptr(fp->cache);
	struct dsmip_fastpath_route *route;
	u32 hash = dsmip_fastpath_fold(hdr) ^ dev->ifindex;

	route = &cache->routes[hash_32(hash, ilog2(DSMIP_FASTPATH_ROUTES))];
	if (likely(route->dst && route->iif == dev->ifindex &&
		   route->family == hdr->family &&
		   dsmip_fastpath_is_to(hdr, &route->daddr) &&
		   dst_check(route->dst, route->cookie)))
		return route->dst;
	return dsmip_fastpath_resolve(fp, route, skb, dev, hdr);
}

static bool dsmip_fastpath_is_local(const struct dst_entry *dst, u8 family)
{
	if (dst->error || dst->lwtstate)
		return false;
	if (family == AF_INET)
		return container_of(dst, struct rtable, dst)->rt_type ==
		       RTN_LOCAL;
	return dst_rt6_info(dst)->rt6i_flags & RTF_LOCAL;
}

/**
 * dsmip_fastpath_is_ours() - is a packet for an address of this machine?
 * @fp: where it came in
 * @skb: the packet
 * @hdr: its header
 *
 * There are few such addresses: each CPU remembers the last one of each family,
 * until any route of the family changes.
 *
 * Context: RCU read side, softirqs disabled.
 * Return: true if it is.
 */
bool dsmip_fastpath_is_ours(const struct dsmip_fastpath *fp,
			    struct sk_buff *skb,
			    const struct dsmip_fastpath_hdr *hdr)
{
	u32 seen = dsmip_fastpath_seen(fp, hdr->family);
	struct dsmip_fastpath_own *own;
	const struct dst_entry *dst;

	own = this_cpu_ptr(&fp->cache->own[hdr->family == AF_INET6]);
	if (likely(own->seen == seen && own->iif == skb->dev->ifindex &&
		   dsmip_fastpath_is_to(hdr, &own->daddr)))
		return true;
	smp_rmb();	/* the routes are newer than their number */
	dst = dsmip_fastpath_route(fp, skb, skb->dev, hdr);
	if (!dst || !dsmip_fastpath_is_local(dst, hdr->family))
		return false;
	dsmip_fastpath_addr(&own->daddr, hdr->family, hdr->daddr);
	own->iif = skb->dev->ifindex;
	own->seen = seen;
	return true;
}

/**
 * dsmip_fastpath_cache_flush() - give the routes of a cache back
 * @cache: the cache, which no reader can see
 *
 * Context: Any.
 */
void dsmip_fastpath_cache_flush(struct dsmip_fastpath_cache __percpu *cache)
{
	unsigned int i;
	int cpu;

	for_each_possible_cpu(cpu)
		for (i = 0; i < DSMIP_FASTPATH_ROUTES; i++)
			dst_release(per_cpu_ptr(cache, cpu)->routes[i].dst);
}
