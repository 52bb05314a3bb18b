/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_FASTPATH_FWD_H
#define _DSMIP_FASTPATH_FWD_H

#include <linux/icmpv6.h>
#include <linux/inetdevice.h>
#include <linux/percpu.h>
#include <linux/rtnetlink.h>
#include <linux/types.h>
#include <linux/xfrm.h>
#include <net/addrconf.h>
#include <net/ip6_route.h>
#include <net/net_namespace.h>
#include <net/route.h>

#include "addr.h"
#include "fastpath.h"

struct dst_entry;
struct neighbour;

/* Each is a power of two. */
#define DSMIP_FASTPATH_ROUTES	256
#define DSMIP_FASTPATH_SOURCES	64

/**
 * struct dsmip_fastpath_route - an input route
 * @daddr: destination that it was looked up for
 * @dst: the route, with a reference, or NULL
 * @cookie: for dst_check()
 * @iif: device that packets come in by
 * @family: AF_INET or AF_INET6
 */
struct dsmip_fastpath_route {
	union dsmip_addr	daddr;
	struct dst_entry	*dst;
	u32			cookie;
	int			iif;
	u8			family;
};

/**
 * struct dsmip_fastpath_source - an IPv4 source that is not an address of ours
 * @saddr: the source
 * @seen: dsmip_fastpath_seen() when that was so
 */
struct dsmip_fastpath_source {
	__be32	saddr;
	u32	seen;
};

/**
 * struct dsmip_fastpath_own - an address of ours
 * @daddr: the address
 * @seen: dsmip_fastpath_seen() when that was so
 * @iif: device that packets come in by
 */
struct dsmip_fastpath_own {
	union dsmip_addr	daddr;
	u32			seen;
	int			iif;
};

/**
 * struct dsmip_fastpath_cache - what one CPU has looked up
 * @routes: by a hash of destination and device
 * @sources: by a hash of the source
 * @own: of IPv4 and of IPv6
 */
struct dsmip_fastpath_cache {
	struct dsmip_fastpath_route	routes[DSMIP_FASTPATH_ROUTES];
	struct dsmip_fastpath_source	sources[DSMIP_FASTPATH_SOURCES];
	struct dsmip_fastpath_own	own[2];
};

/**
 * struct dsmip_fastpath_hdr - an IP header as a router sees it
 * @saddr: source address; this and the next until headers are pulled again
 * @daddr: destination address
 * @len: bytes from the header to the end of the packet
 * @family: AF_INET or AF_INET6
 * @hdr_len: bytes of the header
 * @proto: what comes behind it
 * @ttl: TTL or hop limit
 * @dsfield: TOS or traffic class
 */
struct dsmip_fastpath_hdr {
	const void	*saddr;
	const void	*daddr;
	unsigned int	len;
	u8		family;
	u8		hdr_len;
	u8		proto;
	u8		ttl;
	u8		dsfield;
};

/**
 * struct dsmip_fastpath_hop - where a packet goes next
 * @dst: route, without a reference
 * @neigh: neighbour, without a reference
 * @crossing: the next hop is of the other family
 */
struct dsmip_fastpath_hop {
	struct dst_entry	*dst;
	struct neighbour	*neigh;
	bool			crossing;
};

unsigned int dsmip_fastpath_hook(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state);
bool dsmip_fastpath_parse(struct sk_buff *skb, unsigned int off, u8 family,
			  struct dsmip_fastpath_hdr *hdr);
bool dsmip_fastpath_may_forward(const struct dsmip_fastpath *fp,
				const struct sk_buff *skb,
				const struct net_device *dev, unsigned int off,
				const struct dsmip_fastpath_hdr *hdr);
bool dsmip_fastpath_is_martian(const struct dsmip_fastpath *fp, __be32 saddr);
struct dst_entry *dsmip_fastpath_route(const struct dsmip_fastpath *fp,
				       struct sk_buff *skb,
				       struct net_device *dev,
				       const struct dsmip_fastpath_hdr *hdr);
bool dsmip_fastpath_is_ours(const struct dsmip_fastpath *fp,
			    struct sk_buff *skb,
			    const struct dsmip_fastpath_hdr *hdr);
bool dsmip_fastpath_find_hop(struct dst_entry *dst, u8 family,
			     const void *daddr,
			     struct dsmip_fastpath_hop *hop);
void dsmip_fastpath_forward(const struct dsmip_fastpath *fp,
			    struct sk_buff *skb);
int dsmip_fastpath_output(struct sk_buff *skb,
			  const struct dsmip_fastpath_hop *hop);
void dsmip_fastpath_cache_flush(struct dsmip_fastpath_cache __percpu *cache);

bool dsmip_fastpath_policy_listed(const struct dsmip_fastpath_net *fn,
				  const struct dsmip_fastpath_hdr *hdr);
void dsmip_fastpath_policy_watch(struct dsmip_fastpath_net *fn, bool on);
void dsmip_fastpath_policy_net_init(struct dsmip_fastpath_net *fn,
				    struct net *net);
void dsmip_fastpath_policy_net_exit(struct dsmip_fastpath_net *fn);
void dsmip_fastpath_policy_init(void);
void dsmip_fastpath_policy_exit(void);

enum dsmip_fastpath_verdict
dsmip_fastpath_down(const struct dsmip_fastpath *fp, struct sk_buff *skb,
		    const struct dsmip_fastpath_hdr *hdr);
enum dsmip_fastpath_verdict
dsmip_fastpath_up(const struct dsmip_fastpath *fp, struct sk_buff *skb,
		  const struct dsmip_fastpath_hdr *hdr, bool policies,
		  bool *ours);

/**
 * dsmip_fastpath_seen() - a number that changes with the routes
 * @fp: where packets come in
 * @family: AF_INET or AF_INET6
 *
 * Neither of the kernel's two numbers for IPv6 tells all alone: what the routing
 * tables count does not change with a route that goes, what we count does not
 * with the next hop of one that stays.
 *
 * Context: Any.
 * Return: never 0.
 */
static inline u32 dsmip_fastpath_seen(const struct dsmip_fastpath *fp, u8 family)
{
	u32 count;

	if (family == AF_INET)
		count = rt_genid_ipv4(fp->net);
	else
		count = rt_genid_ipv6(fp->net) + atomic_read(&fp->fn->routes6);
	return count << 1 | 1;
}

/**
 * dsmip_fastpath_receives() - does a device take packets of a family?
 * @dev: the device
 * @family: AF_INET or AF_INET6
 *
 * Context: RCU read side.
 * Return: true if it does.
 */
static inline bool dsmip_fastpath_receives(const struct net_device *dev,
					   u8 family)
{
	const struct inet6_dev *idev;

	if (family == AF_INET)
		return __in_dev_get_rcu(dev);
	idev = __in6_dev_get(dev);
	return idev && !READ_ONCE(idev->cnf.disable_ipv6);
}

/**
 * dsmip_fastpath_is_forward() - does a route lead to one other machine?
 * @dst: the route
 * @family: AF_INET or AF_INET6
 *
 * Context: Any.
 * Return: true if it does.
 */
static inline bool dsmip_fastpath_is_forward(const struct dst_entry *dst,
					     u8 family)
{
	if (dst->error || dst->lwtstate)
		return false;
	if (family == AF_INET)
		return container_of(dst, struct rtable, dst)->rt_type ==
		       RTN_UNICAST;
	return !(dst_rt6_info(dst)->rt6i_flags &
		 (RTF_LOCAL | RTF_ANYCAST | RTF_REJECT));
}

/* Errors and echoes. The other messages of ICMPv6 are signalling, of neighbours,
 * groups and prefixes, maybe for us.
 */
static inline bool dsmip_fastpath_takes_icmp6(u8 type)
{
	return type <= ICMPV6_PARAMPROB || type == ICMPV6_ECHO_REQUEST ||
	       type == ICMPV6_ECHO_REPLY;
}

/* Has IPsec anything to say, of any packet? RCU read side. */
static inline bool dsmip_fastpath_has_policies(const struct dsmip_fastpath *fp)
{
	const struct netns_xfrm *xfrm = &fp->net->xfrm;
	unsigned int n = 0;
	int dir;

	for (dir = XFRM_POLICY_IN; dir <= XFRM_POLICY_FWD; dir++)
		n |= READ_ONCE(xfrm->policy_count[dir]) |
		     (READ_ONCE(xfrm->policy_default[dir]) ^
		      XFRM_USERPOLICY_ACCEPT);
	return n;
}

/* If so, may it have something to say of a packet with this header? Then it has to
 * be asked. RCU read side.
 */
static inline bool
dsmip_fastpath_policy_may_apply(const struct dsmip_fastpath *fp,
				const struct dsmip_fastpath_hdr *hdr)
{
	int dir;

	for (dir = XFRM_POLICY_IN; dir <= XFRM_POLICY_FWD; dir++)
		if (READ_ONCE(fp->net->xfrm.policy_default[dir]) !=
		    XFRM_USERPOLICY_ACCEPT)
			return true;
	return dsmip_fastpath_policy_listed(fp->fn, hdr);
}

/* RTNL held, or RCU read side. */
static inline const struct dsmip_fastpath_pair *
dsmip_fastpath_pair(const struct dsmip_fastpath *fp,
		    const struct dsmip_dev *dsmip)
{
	const struct dsmip_fastpath_pair *pair;

	list_for_each_entry_rcu(pair, &fp->pairs, list, lockdep_rtnl_is_held())
		if (pair->dsmip == dsmip)
			return pair;
	return NULL;
}

static inline void
dsmip_fastpath_count_passed(const struct dsmip_fastpath_pair *pair)
{
	struct dsmip_fastpath_stats *stats = this_cpu_ptr(pair->stats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_inc(&stats->passed);
	u64_stats_update_end(&stats->syncp);
}

#endif /* _DSMIP_FASTPATH_FWD_H */
