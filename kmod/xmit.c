// SPDX-License-Identifier: GPL-2.0
/* Transmit decisions: parse, look-up, ECN, errors back to the sender.
 *
 * The TTL is none of our business: who forwards a packet into the tunnel has
 * decremented it, and the tunnel is one hop (RFC 4213, section 3.3, RFC 5555,
 * section 4.1.1).
 */

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/percpu.h>
#include <net/dsfield.h>
#include <net/icmp.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/dst.h>
#include <net/dst_metadata.h>
#include <net/ip.h>

#include "binding.h"
#include "compat.h"
#include "copies.h"
#include "device.h"
#include "encap.h"
#include "linkmsg.h"
#include "mtu.h"
#include "origin.h"
#include "replicate.h"
#include "route.h"
#include "trace.h"
#include "xmit.h"

/* A mobile network may be nested in another one of the same home agent, so that
 * an outer packet comes back to the device; each level takes kernel stack.
 */
#define DSMIP_XMIT_DEPTH	3

static DEFINE_PER_CPU(unsigned int, dsmip_xmit_depth);

/* Is there a whole header of IP? What is no IP, and what a packet socket says is
 * IP and is not, is none. Returns 0 or a cause.
 */
static int dsmip_xmit_parse(struct sk_buff *skb)
{
	bool whole = false;

	if (skb->protocol == htons(ETH_P_IPV6))
		whole = pskb_network_may_pull(skb, sizeof(struct ipv6hdr)) &&
			ipv6_hdr(skb)->version == 6;
	else if (dsmip_xmit_is_ipv4(skb))
		whole = pskb_network_may_pull(skb, sizeof(struct iphdr)) &&
			ip_hdr(skb)->version == 4;
	return whole ? 0 : DSMIP_DROP_TX_MALFORMED;
}

/* Finds the binding by the inner destination. Returns 0 or a cause. */
static int dsmip_xmit_lookup(struct dsmip_dev *dsmip,
			     const struct sk_buff *skb,
			     struct dsmip_binding **binding)
{
	const void *daddr = dsmip_xmit_is_ipv4(skb) ?
			    (const void *)&ip_hdr(skb)->daddr :
			    &ipv6_hdr(skb)->daddr;
	u8 family = dsmip_xmit_is_ipv4(skb) ? AF_INET : AF_INET6;
	bool many;

	*binding = dsmip_binding_lookup(dsmip, family, daddr);
	if (likely(*binding))
		return 0;
	many = dsmip_xmit_is_ipv4(skb) ?
	       ipv4_is_multicast(ip_hdr(skb)->daddr) ||
	       dsmip_replicate_is_broadcast(skb) :
	       ipv6_addr_is_multicast(&ipv6_hdr(skb)->daddr);
	return many ? DSMIP_DROP_TX_MULTICAST : DSMIP_DROP_TX_NO_BINDING;
}

/* Tells the sender what became of its packet. */
static void dsmip_xmit_error(struct sk_buff *skb, int cause, unsigned int mtu)
{
	if (cause == DSMIP_DROP_TX_TOO_BIG && dsmip_xmit_is_ipv4(skb))
		icmp_ndo_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED,
			      htonl(mtu));
	else if (cause == DSMIP_DROP_TX_TOO_BIG)
		icmpv6_ndo_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
	else if (cause != DSMIP_DROP_TX_NO_BINDING &&
		 cause != DSMIP_DROP_TX_NO_ROUTE)
		return;
	else if (dsmip_xmit_is_ipv4(skb))
		icmp_ndo_send(skb, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0);
	else
		icmpv6_ndo_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH,
				0);
}

static int dsmip_xmit_out(struct net *net, struct sk_buff *skb,
			  const struct dsmip_path *path)
{
	int err;

	__this_cpu_inc(dsmip_xmit_depth);
	if (path->family == AF_INET)
		err = ip_local_out(net, NULL, skb);
	else
		err = ip6_local_out(net, NULL, skb);
	__this_cpu_dec(dsmip_xmit_depth);
	return err;
}

static int dsmip_xmit_fragment(struct net *net, struct sock *sk,
			       struct sk_buff *skb)
{
	return dsmip_xmit(skb, skb->dev);
}

/* RFC 3519, section 4.6: what is too large for the path is fragmented before
 * encapsulation, as a NAT may lose fragments. Only the network layer can do so,
 * for what it has routed to us.
 */
static __always_inline bool
dsmip_xmit_wants_fragments(const struct dsmip_dev *dsmip,
			   const struct sk_buff *skb,
			   const struct dsmip_xmit_way *way)
{
	return way->path->encap == DSMIP_ENCAP_MIPUDP &&
	       dsmip_xmit_is_ipv4(skb) &&
	       !dsmip_mtu_fits(skb, way->path_mtu) && !skb_is_gso(skb) &&
	       skb_valid_dst(skb) && skb_dst(skb)->dev == dsmip->dev;
}

/* Always consumes the packet. */
static void dsmip_xmit_fragments(struct dsmip_dev *dsmip, struct sk_buff *skb,
				 unsigned int path_mtu)
{
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	IPCB(skb)->frag_max_size = path_mtu;
	if (ip_do_fragment(dev_net(dsmip->dev), skb->sk, skb,
			   dsmip_xmit_fragment))
		dsmip_stats_drop(dsmip, NULL, NULL, DSMIP_DROP_TX_NOMEM);
}

/* Encapsulates and sends one packet that fits. Returns 0, the packet being on
 * its way, or a cause, the packet being still ours.
 */
static int dsmip_xmit_encap(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    struct dsmip_binding *binding,
			    const struct dsmip_xmit_way *way)
{
	unsigned int len = skb->len;
	int err;

	trace_dsmip_xmit(dsmip->dev, binding, skb);
	err = dsmip_xmit_headers(dsmip, skb, way);
	if (err)
		return err;
	err = dsmip_xmit_out(way->net, skb, way->path);
	if (likely(!net_xmit_eval(err)))
		dsmip_xmit_count(dsmip, binding, len);
	else
		dsmip_stats_drop(dsmip, binding, NULL, DSMIP_DROP_TX_OUTPUT);
	return 0;
}

/* Two tunnels, or a header that is mixed with the packet's own, is more than a
 * packet can tell of itself: it is segmented before. Returns as
 * dsmip_xmit_encap(); a cause goes with the packet as a whole.
 */
static int dsmip_xmit_segments(struct dsmip_dev *dsmip, struct sk_buff *skb,
			       struct dsmip_binding *binding,
			       const struct dsmip_xmit_way *way)
{
	struct sk_buff *segs, *seg, *next;
	int cause;

	segs = skb_gso_segment(skb, dsmip->dev->features & ~NETIF_F_GSO_MASK);
	if (IS_ERR_OR_NULL(segs))
		return DSMIP_DROP_TX_NOMEM;
	consume_skb(skb);
	skb_list_walk_safe(segs, seg, next) {
		skb_mark_not_on_list(seg);
		cause = dsmip_xmit_encap(dsmip, seg, binding, way);
		if (cause)
			dsmip_stats_drop(dsmip, binding, seg, cause);
	}
	return 0;
}

/**
 * dsmip_xmit_size() - may a packet go its way, as large as it is?
 * @dsmip: the device
 * @skb: the packet, network header at the inner header
 * @way: its way; what is missing there is filled in
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0 or DSMIP_DROP_TX_TOO_BIG.
 */
int dsmip_xmit_size(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    struct dsmip_xmit_way *way)
{
	struct dsmip_mtu size;

	way->path_mtu = dsmip_mtu_path(way->path, way->dst, way->by_home);
	dsmip_mtu_get(dsmip, skb, way->path_mtu, &size);
	way->mtu = size.mtu;
	way->df = size.df;
	return size.must_fit && !dsmip_mtu_fits(skb, size.mtu) ?
	       DSMIP_DROP_TX_TOO_BIG : 0;
}

/* Sends a packet whose path is known. @binding: it counts there, or NULL.
 * Returns 0, the packet being on its way, or a cause, the packet being still
 * ours.
 */
static int dsmip_xmit_path(struct dsmip_dev *dsmip, struct sk_buff *skb,
			   struct dsmip_path *path,
			   struct dsmip_binding *binding, unsigned int *mtu)
{
	struct dsmip_xmit_way way;
	int cause;

	if (unlikely(__this_cpu_read(dsmip_xmit_depth) >= DSMIP_XMIT_DEPTH))
		return DSMIP_DROP_TX_LOOP;
	cause = dsmip_xmit_way(dsmip, skb, path, &way);
	if (!cause && !dsmip_mtu_is_small(dsmip, skb))
		cause = dsmip_xmit_size(dsmip, skb, &way);
	if (cause == DSMIP_DROP_TX_TOO_BIG)
		*mtu = way.mtu;
	if (cause)
		return cause;
	if (skb_is_gso(skb) &&
	    (way.by_home || path->encap == DSMIP_ENCAP_MINIMAL))
		return dsmip_xmit_segments(dsmip, skb, binding, &way);
	if (unlikely(dsmip_xmit_wants_fragments(dsmip, skb, &way))) {
		dsmip_xmit_fragments(dsmip, skb, way.path_mtu);
		return 0;
	}
	return dsmip_xmit_encap(dsmip, skb, binding, &way);
}

/**
 * struct dsmip_xmit_narrow - the narrowest of several ways
 * @mtu: smallest tunnel MTU that a packet is too big for
 * @fragment: smallest size that it has to be cut to, and may
 */
struct dsmip_xmit_narrow {
	unsigned int	mtu;
	unsigned int	fragment;
};

static void dsmip_xmit_narrow(struct dsmip_dev *dsmip, struct sk_buff *skb,
			      struct dsmip_path *path,
			      struct dsmip_xmit_narrow *narrow)
{
	struct dsmip_xmit_way way;

	/* What keeps it from this way will be counted, and is not its size. */
	if (dsmip_xmit_way(dsmip, skb, path, &way))
		return;
	if (dsmip_xmit_size(dsmip, skb, &way))
		narrow->mtu = min(narrow->mtu, way.mtu);
	else if (dsmip_xmit_wants_fragments(dsmip, skb, &way))
		narrow->fragment = min(narrow->fragment, way.path_mtu);
}

/* Sends a copy that nobody is told about if it fails. Always consumes it. Returns
 * whether it is on its way.
 */
static bool dsmip_xmit_copy(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    struct dsmip_path *path,
			    struct dsmip_binding *binding)
{
	unsigned int mtu = 0;
	int cause = DSMIP_DROP_TX_NOMEM;

	if (skb)
		cause = dsmip_xmit_path(dsmip, skb, path, binding, &mtu);
	if (unlikely(cause))
		dsmip_stats_drop(dsmip, binding, skb, cause);
	return !cause;
}

/* Sends a packet to each of several end points (RFC 5944, section 3.4), or to
 * none: what one of them has no room for is refused or fragmented before it
 * becomes many, by the narrowest way. Its sender hears of one error at most, and
 * of none if some end point was reached. Returns as dsmip_xmit_path() does.
 */
static noinline_for_stack int
dsmip_xmit_several(struct dsmip_dev *dsmip, struct sk_buff *skb,
		   struct dsmip_path *path, struct dsmip_binding *binding,
		   unsigned int *mtu)
{
	struct dsmip_xmit_narrow narrow = { UINT_MAX, UINT_MAX };
	struct dsmip_copy *copy = NULL;
	bool sent = false;
	int cause;

	dsmip_xmit_narrow(dsmip, skb, path, &narrow);
	while ((copy = dsmip_copies_next(path->copies, copy)))
		dsmip_xmit_narrow(dsmip, skb, &copy->path, &narrow);
	if (narrow.mtu != UINT_MAX) {
		*mtu = narrow.mtu;
		return DSMIP_DROP_TX_TOO_BIG;
	}
	if (narrow.fragment != UINT_MAX) {
		dsmip_xmit_fragments(dsmip, skb, narrow.fragment);
		return 0;
	}
	while ((copy = dsmip_copies_next(path->copies, copy)))
		sent |= dsmip_xmit_copy(dsmip, skb_clone(skb, GFP_ATOMIC |
							      __GFP_NOWARN),
					&copy->path, binding);
	cause = dsmip_xmit_path(dsmip, skb, path, binding, mtu);
	if (!cause || !sent)
		return cause;
	dsmip_stats_drop(dsmip, binding, skb, cause);
	return 0;
}

/* Sends a packet whose binding is known. Where nodes are nested, an outer packet
 * goes to the end point that lasts longest alone: else each level would multiply.
 * Returns as dsmip_xmit_path() does.
 */
static inline int dsmip_xmit_ends(struct dsmip_dev *dsmip, struct sk_buff *skb,
				  struct dsmip_binding *binding,
				  unsigned int *mtu)
{
	struct dsmip_path *path = rcu_dereference(binding->path);

	if (unlikely(path->copies) && !__this_cpu_read(dsmip_xmit_depth))
		return dsmip_xmit_several(dsmip, skb, path, binding, mtu);
	return dsmip_xmit_path(dsmip, skb, path, binding, mtu);
}

static int dsmip_xmit_binding(struct dsmip_dev *dsmip, struct sk_buff *skb,
			      struct dsmip_binding **binding, unsigned int *mtu)
{
	int cause = dsmip_xmit_lookup(dsmip, skb, binding);

	return cause ?: dsmip_xmit_ends(dsmip, skb, *binding, mtu);
}

/* Sends an answer to where the request came from, whatever binding there is.
 * The mark has done its work: the outer packet might pass here again. Returns
 * as dsmip_xmit_path() does.
 */
static noinline_for_stack int dsmip_xmit_origin(struct dsmip_dev *dsmip,
						struct sk_buff *skb,
						unsigned int *mtu)
{
	struct dsmip_path path = {};
	int cause;

	cause = dsmip_origin_xmit(dsmip, skb, &path);
	if (cause)
		return cause;
	skb->mark = 0;
	cause = dsmip_xmit_path(dsmip, skb, &path, NULL, mtu);
	dsmip_route_flush(&path);
	return cause;
}

/* One of those that a packet for many bindings became. Always consumes it. */
static void dsmip_xmit_one(struct dsmip_dev *dsmip, struct sk_buff *skb,
			   struct dsmip_binding *binding)
{
	unsigned int mtu = 0;
	int cause;

	cause = dsmip_xmit_ends(dsmip, skb, binding, &mtu);
	/* One packet must not be answered by as many errors as there are nodes. */
	if (unlikely(cause))
		dsmip_stats_drop(dsmip, binding, skb, cause);
}

/**
 * dsmip_xmit() - send a packet to the mobile nodes or home agent it is for
 * @skb: the packet; always consumed
 * @dev: the device
 *
 * Context: Softirqs disabled.
 * Return: NETDEV_TX_OK.
 */
netdev_tx_t dsmip_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct dsmip_dev *dsmip = netdev_priv(dev);
	struct dsmip_binding *binding = NULL;
	unsigned int mtu = 0;
	int cause;

	/* The core holds only the _bh flavour, which does not count as this. */
	rcu_read_lock();
	cause = dsmip_xmit_parse(skb);
	if (!cause && unlikely(dsmip_origin_tagged(dsmip, skb)))
		cause = dsmip_xmit_origin(dsmip, skb, &mtu);
	else if (!cause)
		cause = dsmip_xmit_binding(dsmip, skb, &binding, &mtu);
	if (unlikely(cause == DSMIP_DROP_TX_MULTICAST))
		cause = dsmip_replicate(dsmip, skb, dsmip_xmit_one);
	if (unlikely(cause)) {
		dsmip_xmit_error(skb, cause, mtu);
		dsmip_stats_drop(dsmip, binding, skb, cause);
	}
	rcu_read_unlock();
	return NETDEV_TX_OK;
}
