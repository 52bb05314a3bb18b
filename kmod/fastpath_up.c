// SPDX-License-Identifier: GPL-2.0
/* The fast path out of the tunnel: a packet to this tunnel end is checked,
 * decapsulated and forwarded in one go.
 */

#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/udp.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/ip6_route.h>

#include "binding.h"
#include "compat.h"
#include "device.h"
#include "fastpath_fwd.h"
#include "mtu.h"
#include "path.h"
#include "rcv.h"
#include "stats.h"
#include "trace.h"
#include "underlay.h"

/**
 * struct dsmip_fastpath_rcv - a packet on its way out of the tunnel
 * @pair: the device that its outer header is for
 * @outer: outer header
 * @inner: inner header and its binding
 * @fwd: inner header as a router sees it
 * @hop: where it goes
 * @policies: dsmip_fastpath_has_policies()
 */
struct dsmip_fastpath_rcv {
	const struct dsmip_fastpath_pair *pair;
	struct dsmip_outer		outer;
	struct dsmip_rcv_inner		inner;
	struct dsmip_fastpath_hdr	fwd;
	struct dsmip_fastpath_hop	hop;
	bool				policies;
};

/* The pair of the device that an outer header is for. An address is that of one
 * device, and a pair's is in this namespace: without one that has the address,
 * it may be one that takes any.
 */
static const struct dsmip_fastpath_pair *
dsmip_fastpath_pair_of(const struct dsmip_fastpath *fp,
		       const struct dsmip_outer *outer)
{
	const struct dsmip_fastpath_pair *pair;
	const struct dsmip_dev *dsmip;

	list_for_each_entry_rcu(pair, &fp->pairs, list) {
		dsmip = pair->dsmip;
		if (netif_running(dsmip->dev) &&
		    (!outer->dport || outer->dport == dsmip->port) &&
		    dsmip_addr_equal(dsmip_device_local(dsmip, outer->family),
				     &outer->daddr))
			return pair;
	}
	dsmip = dsmip_underlay_find(fp->net, outer, outer->dport);
	return dsmip ? dsmip_fastpath_pair(fp, dsmip) : NULL;
}

/* The outer header and whose it is; that of UDP is in the linear part. Returns
 * bytes from skb->data to the inner header, or 0 if it is not for us.
 */
static unsigned int dsmip_fastpath_outer(const struct dsmip_fastpath *fp,
					 struct sk_buff *skb,
					 const struct dsmip_fastpath_hdr *hdr,
					 struct dsmip_fastpath_rcv *rcv)
{
	struct dsmip_outer *outer = &rcv->outer;
	unsigned int off = hdr->hdr_len;
	const struct udphdr *uh;

	if (hdr->proto == IPPROTO_UDP) {
		uh = (const struct udphdr *)(skb->data + off);
		dsmip_rcv_outer(skb, hdr->family, DSMIP_ENCAP_UDP, outer);
		outer->sport = uh->source;
		outer->dport = uh->dest;
		outer->zero_csum6 = hdr->family == AF_INET6 && !uh->check;
		off += sizeof(*uh);
	} else {
		dsmip_rcv_outer(skb, hdr->family, DSMIP_ENCAP_IP, outer);
		outer->version = hdr->proto == IPPROTO_IPIP ? 4 : 6;
	}
	outer->allowed = true;
	rcv->pair = dsmip_fastpath_pair_of(fp, outer);
	return rcv->pair ? off : 0;
}

/* What a segment is must be known of each: that it is one of a tunnel. */
static bool dsmip_fastpath_is_tunnel(const struct sk_buff *skb, u8 encap)
{
	unsigned int types = SKB_GSO_IPXIP4 | SKB_GSO_IPXIP6;

	if (!skb_is_gso(skb))
		return true;
	if (encap == DSMIP_ENCAP_UDP)
		types = SKB_GSO_UDP_TUNNEL | SKB_GSO_UDP_TUNNEL_CSUM;
	return skb->encapsulation && skb_shinfo(skb)->gso_type & types;
}

/* Is the UDP datagram whole, and as it was sent? */
static bool dsmip_fastpath_udp_ok(struct sk_buff *skb,
				  const struct dsmip_fastpath_hdr *hdr)
{
	const struct udphdr *uh;

	uh = (const struct udphdr *)(skb->data + hdr->hdr_len);
	if (ntohs(uh->len) != hdr->len - hdr->hdr_len)
		return false;
	if (!uh->check || skb_csum_unnecessary(skb))
		return true;
	if (hdr->family == AF_INET)
		return !nf_ip_checksum(skb, NF_INET_LOCAL_IN, hdr->hdr_len,
				       IPPROTO_UDP);
	return !nf_ip6_checksum(skb, NF_INET_LOCAL_IN, hdr->hdr_len,
				IPPROTO_UDP);
}

/* The way on of the inner packet. @off: bytes from skb->data to its header. */
static bool dsmip_fastpath_onward(const struct dsmip_fastpath *fp,
				  struct sk_buff *skb, unsigned int off,
				  struct dsmip_fastpath_rcv *rcv)
{
	struct net_device *dev = rcv->pair->dsmip->dev;
	struct dsmip_fastpath_hdr *fwd = &rcv->fwd;
	struct dst_entry *dst;
	unsigned int mtu;

	if (!dsmip_fastpath_parse(skb, off,
				  rcv->inner.protocol == htons(ETH_P_IP) ?
				  AF_INET : AF_INET6, fwd) ||
	    (unlikely(rcv->policies) &&
	     dsmip_fastpath_policy_may_apply(fp, fwd)) ||
	    !dsmip_fastpath_may_forward(fp, skb, dev, off, fwd))
		return false;
	dst = dsmip_fastpath_route(fp, skb, dev, fwd);
	if (!dst || !dsmip_fastpath_is_forward(dst, fwd->family) ||
	    !dsmip_fastpath_find_hop(dst, fwd->family, fwd->daddr, &rcv->hop))
		return false;
	if (fwd->family == AF_INET)
		mtu = ip_dst_mtu_maybe_forward(dst, true);
	else
		mtu = max_t(unsigned int, IPV6_MIN_MTU,
			    ip6_dst_mtu_maybe_forward(dst, true));
	return fwd->len <= mtu ||
	       (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu + off));
}

/* The decision: would the packet come out of the tunnel, and can it be sent just
 * so? Changes nothing, but for the padding of the link that it cuts off.
 */
static bool dsmip_fastpath_check(const struct dsmip_fastpath *fp,
				 struct sk_buff *skb,
				 const struct dsmip_fastpath_hdr *hdr,
				 unsigned int off,
				 struct dsmip_fastpath_rcv *rcv)
{
	const struct dsmip_path *path;
	bool ce;

	if (!dsmip_fastpath_receives(skb->dev, hdr->family) ||
	    !dsmip_fastpath_is_tunnel(skb, rcv->outer.encap) ||
	    !dsmip_fastpath_is_ours(fp, skb, hdr) ||
	    pskb_trim_rcsum(skb, hdr->len))
		return false;
	skb_set_transport_header(skb, hdr->hdr_len);
	if (dsmip_rcv_check(rcv->pair->dsmip, skb, &rcv->outer, off,
			    &rcv->inner) ||
	    rcv->inner.group)
		return false;
	path = rcu_dereference(rcv->inner.binding->path);
	if (path->home_remote || path->copies ||
	    __INET_ECN_decapsulate(rcv->outer.dsfield, rcv->inner.dsfield,
				   &ce) > 1 ||
	    !dsmip_fastpath_onward(fp, skb, off, rcv) ||
	    skb_headroom(skb) + off < LL_RESERVED_SPACE(rcv->hop.dst->dev))
		return false;
	return hdr->proto != IPPROTO_UDP || dsmip_fastpath_udp_ok(skb, hdr);
}

static void dsmip_fastpath_count_rx(const struct dsmip_fastpath_pair *pair,
				    unsigned int len)
{
	struct dsmip_fastpath_stats *stats = this_cpu_ptr(pair->stats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_inc(&stats->rx_packets);
	u64_stats_add(&stats->rx_bytes, len);
	u64_stats_update_end(&stats->syncp);
}

/* The deed. Always consumes the packet. */
static enum dsmip_fastpath_verdict
dsmip_fastpath_decap(const struct dsmip_fastpath *fp, struct sk_buff *skb,
		     const struct dsmip_fastpath_rcv *rcv)
{
	struct dsmip_dev *dsmip = rcv->pair->dsmip;
	struct dsmip_binding *binding = rcv->inner.binding;
	int cause = DSMIP_DROP_RX_NOMEM;

	if (skb_try_make_writable(skb, rcv->inner.off + rcv->fwd.hdr_len))
		goto drop;
	/* What the card has said of the UDP checksum, it has not of the next. */
	if (rcv->outer.encap == DSMIP_ENCAP_UDP)
		__skb_decr_checksum_unnecessary(skb);
	cause = dsmip_rcv_decap(dsmip, skb, &rcv->inner);
	if (!cause && pskb_trim_rcsum(skb, rcv->fwd.len))
		cause = DSMIP_DROP_RX_NOMEM;
	if (unlikely(cause))
		goto drop;
	trace_dsmip_rcv(dsmip->dev, binding, skb);
	dsmip_rcv_count(dsmip, binding, skb->len);
	dsmip_fastpath_count_rx(rcv->pair, skb->len);
	skb_set_transport_header(skb, rcv->fwd.hdr_len);
	dsmip_fastpath_forward(fp, skb);
	dsmip_fastpath_output(skb, &rcv->hop);
	return DSMIP_FASTPATH_SENT;

drop:
	dsmip_stats_drop(dsmip, binding, skb, cause);
	return DSMIP_FASTPATH_DROPPED;
}

/**
 * dsmip_fastpath_up() - forward what comes out of a tunnel
 * @fp: where the packet came in
 * @skb: the packet, skb->data and network header at the outer header; consumed
 *	 unless passed
 * @hdr: the outer header
 * @policies: dsmip_fastpath_has_policies()
 * @ours: it is for a tunnel end of ours
 *
 * Context: RCU read side, softirqs disabled.
 * Return: what became of it.
 */
enum dsmip_fastpath_verdict
dsmip_fastpath_up(const struct dsmip_fastpath *fp, struct sk_buff *skb,
		  const struct dsmip_fastpath_hdr *hdr, bool policies,
		  bool *ours)
{
	struct dsmip_fastpath_rcv rcv;
	unsigned int off;

	off = dsmip_fastpath_outer(fp, skb, hdr, &rcv);
	*ours = off;
	if (!off)
		return DSMIP_FASTPATH_PASS;
	rcv.policies = policies;
	if (dsmip_fastpath_check(fp, skb, hdr, off, &rcv))
		return dsmip_fastpath_decap(fp, skb, &rcv);
	dsmip_fastpath_count_passed(rcv.pair);
	return DSMIP_FASTPATH_PASS;
}
