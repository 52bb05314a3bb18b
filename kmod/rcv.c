// SPDX-License-Identifier: GPL-2.0
/* The common end of every receive: inner header, source check, ECN, delivery.
 *
 * The inner source finds the binding, and the outer header must then be that
 * of the binding. This one look-up makes both checks of the specifications:
 * the outer source is the registered care-of address, and the inner source is
 * a registered home address of the same mobile node (RFC 6275, section 10.4.5,
 * RFC 3963, section 9, RFC 5454, section 4). Data never moves a binding.
 */

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/percpu.h>
#include <linux/skbuff.h>
#include <net/dsfield.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/xfrm.h>

#include "binding.h"
#include "compat.h"
#include "copies.h"
#include "device.h"
#include "linkmsg.h"
#include "origin.h"
#include "rcv.h"
#include "report.h"
#include "source.h"
#include "trace.h"

static DEFINE_PER_CPU(bool, dsmip_rcv_nested);

/* Reads the inner IPv4 header; the caller has pulled as much as one without
 * options.
 */
static int dsmip_rcv_inner4(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    const struct dsmip_outer *outer, unsigned int off,
			    struct dsmip_rcv_inner *inner)
{
	const struct iphdr *iph = (const struct iphdr *)(skb->data + off);
	unsigned int tot_len = ntohs(iph->tot_len);

	inner->off = off;
	inner->protocol = htons(ETH_P_IP);
	inner->hdr_len = sizeof(*iph);
	inner->dsfield = iph->tos;
	inner->group = ipv4_is_multicast(iph->daddr);
	if (iph->ihl < 5 || tot_len < iph->ihl * 4 || tot_len > skb->len - off)
		return DSMIP_DROP_RX_MALFORMED;
	return dsmip_source_find4(dsmip, skb, outer, off, &inner->binding);
}

static int dsmip_rcv_inner6(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    const struct dsmip_outer *outer, unsigned int off,
			    struct dsmip_rcv_inner *inner)
{
	const struct ipv6hdr *ip6h;

	if (!pskb_may_pull(skb, off + sizeof(*ip6h)))
		return DSMIP_DROP_RX_MALFORMED;
	ip6h = (const struct ipv6hdr *)(skb->data + off);
	inner->off = off;
	inner->protocol = htons(ETH_P_IPV6);
	inner->hdr_len = sizeof(*ip6h);
	inner->dsfield = ipv6_get_dsfield(ip6h);
	if (ip6h->version != 6)
		return DSMIP_DROP_RX_MALFORMED;
	inner->group = ipv6_addr_is_multicast(&ip6h->daddr);
	if (ntohs(ip6h->payload_len) > skb->len - off - sizeof(*ip6h))
		return DSMIP_DROP_RX_MALFORMED;
	return dsmip_source_find6(dsmip, skb, outer, off, &inner->binding);
}

/* What a mark of the outermost header makes of the next one, for the one after
 * that. Returns 0 or a cause.
 */
static int dsmip_rcv_ecn_between(u8 tos, u8 *outer_dsfield)
{
	bool set_ce = false;

	if (__INET_ECN_decapsulate(*outer_dsfield, tos, &set_ce) > 1)
		return DSMIP_DROP_RX_ECN;
	if (set_ce)
		tos |= INET_ECN_CE;
	else if ((tos & INET_ECN_MASK) == INET_ECN_ECT_0 &&
		 (*outer_dsfield & INET_ECN_MASK) == INET_ECN_ECT_1)
		tos ^= INET_ECN_MASK;
	*outer_dsfield = (*outer_dsfield & ~INET_ECN_MASK) |
			 (tos & INET_ECN_MASK);
	return 0;
}

static bool dsmip_rcv_is_home_tunnel(const struct iphdr *iph,
				     const struct dsmip_path *path)
{
	return iph->protocol == IPPROTO_IPV6 &&
	       iph->saddr == path->home_remote &&
	       iph->daddr == path->home_local && !ip_is_fragment(iph);
}

/* The second layer: IPv6 in the tunnel to the home address, inside the tunnel
 * to the care-of address that has just been checked (RFC 5454, section 3.3.2,
 * case 1, and section 4). What belongs into the one does not come by the other.
 */
static int dsmip_rcv_home_tunnel(struct dsmip_dev *dsmip, struct sk_buff *skb,
				 const struct dsmip_outer *outer,
				 const struct dsmip_path *path,
				 struct dsmip_rcv_inner *inner)
{
	struct dsmip_binding *binding = inner->binding;
	const struct iphdr *iph;
	int cause;

	if (inner->protocol == htons(ETH_P_IPV6))
		return path->flags & DSMIP_BINDING_FLAG_HOME_TUNNEL_MLD ?
		       0 : DSMIP_DROP_RX_ENCAP;
	iph = (const struct iphdr *)(skb->data + inner->off);
	if (!dsmip_rcv_is_home_tunnel(iph, path))
		return 0;
	inner->nested = true;
	cause = dsmip_rcv_ecn_between(iph->tos, &inner->outer_dsfield);
	if (!cause)
		cause = dsmip_rcv_inner6(dsmip, skb, outer,
					 inner->off + iph->ihl * 4, inner);
	if (!cause && inner->binding != binding)
		cause = DSMIP_DROP_RX_NO_BINDING;
	if (cause == DSMIP_DROP_RX_NO_BINDING ||
	    cause == DSMIP_DROP_RX_BAD_SOURCE)
		inner->binding = NULL;
	if (cause)
		return cause;
	if (path->flags & DSMIP_BINDING_FLAG_HOME_TUNNEL_MLD &&
	    !dsmip_linkmsg_is_membership(skb, inner->off))
		return DSMIP_DROP_RX_ENCAP;
	return 0;
}

/**
 * dsmip_rcv_check() - is this a packet that may come out of the tunnel?
 * @dsmip: the device that its outer header is for
 * @skb: the packet; not changed, but for pulling headers into the linear part
 * @outer: the outer header
 * @off: bytes from skb->data to the inner header
 * @inner: filled in
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0 or DSMIP_DROP_RX_*.
 */
int dsmip_rcv_check(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    const struct dsmip_outer *outer, unsigned int off,
		    struct dsmip_rcv_inner *inner)
{
	const struct dsmip_path *path;
	int cause;
	u8 version;

	inner->binding = NULL;
	inner->tag = 0;
	inner->protocol = 0;
	inner->off = off;
	inner->nested = false;
	inner->outer_dsfield = outer->dsfield;
	if (!pskb_may_pull(skb, off + sizeof(struct iphdr)))
		return DSMIP_DROP_RX_MALFORMED;

	version = skb->data[off] >> 4;
	if (outer->version && outer->version != version)
		return DSMIP_DROP_RX_MALFORMED;
	if (version == 4)
		cause = dsmip_rcv_inner4(dsmip, skb, outer, off, inner);
	else if (version == 6)
		cause = dsmip_rcv_inner6(dsmip, skb, outer, off, inner);
	else
		cause = DSMIP_DROP_RX_MALFORMED;
	if (cause)
		return cause;
	path = rcu_dereference(inner->binding->path);
	/* A nested mobile node comes from inside too, in a tunnel of its own. */
	if (unlikely(outer->inside) && dsmip_copies_check_home(path, outer))
		return 0;
	cause = dsmip_path_check(path, outer);
	if (unlikely(cause)) {
		path = dsmip_copies_find(path, outer);
		if (!path)
			return cause;
	}
	if (likely(!path->home_remote))
		return 0;
	return dsmip_rcv_home_tunnel(dsmip, skb, outer, path, inner);
}

/* Signalling is let in from where no binding is yet, and none is then to count
 * it: it may be somebody else's. Returns a cause as dsmip_rcv_check() does.
 */
static int dsmip_rcv_origin(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    const struct dsmip_outer *outer, unsigned int off,
			    int cause, struct dsmip_rcv_inner *inner)
{
	int origin_cause;

	/* Signalling of IPv6 is in no tunnel to an IPv4 home address. */
	if (inner->protocol != htons(ETH_P_IPV6) || inner->off != off ||
	    outer->inside)
		return cause;
	origin_cause = dsmip_origin_rcv(dsmip, skb, outer, off, cause,
					&inner->tag);
	if (origin_cause != cause)
		inner->binding = NULL;
	return origin_cause;
}

/**
 * dsmip_rcv_mark() - bring what the outer header says into the inner one
 * @skb: the packet, network header at the inner header; never consumed
 * @inner: the inner header
 * @copy: DSCP by the uniform model of RFC 2983, not by the pipe model
 *
 * RFC 6040, section 4.2. The header must not be shared with a tap.
 *
 * Context: Any.
 * Return: 0 or DSMIP_DROP_RX_*.
 */
int dsmip_rcv_mark(struct sk_buff *skb, const struct dsmip_rcv_inner *inner,
		   bool copy)
{
	u8 outer = inner->outer_dsfield;

	if (skb_ensure_writable(skb, inner->hdr_len))
		return DSMIP_DROP_RX_NOMEM;
	if (INET_ECN_decapsulate(skb, outer, inner->dsfield) > 1)
		return DSMIP_DROP_RX_ECN;
	if (!copy)
		return 0;
	if (inner->protocol == htons(ETH_P_IP)) {
		ipv4_change_dsfield(ip_hdr(skb), INET_ECN_MASK,
				    outer & ~INET_ECN_MASK);
		return 0;
	}
	/* IPv6 has no checksum of its own that would make up for it. */
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
	ipv6_change_dsfield(ipv6_hdr(skb), INET_ECN_MASK,
			    outer & ~INET_ECN_MASK);
	return 0;
}

static bool dsmip_rcv_reportable(int cause)
{
	return (cause >= DSMIP_DROP_RX_BAD_SOURCE &&
		cause <= DSMIP_DROP_RX_CSUM) || cause == DSMIP_DROP_RX_KEY;
}

static void dsmip_rcv_drop(struct dsmip_dev *dsmip, struct sk_buff *skb,
			   const struct dsmip_outer *outer,
			   const struct dsmip_rcv_inner *inner, int cause)
{
	struct dsmip_binding *binding = inner->binding;

	if (dsmip_rcv_reportable(cause))
		dsmip_notify_packet(dsmip, binding ? binding->id : 0, skb,
				    inner->off, outer, cause);
	dsmip_stats_drop(dsmip, binding, skb, cause);
}

static bool dsmip_rcv_policy(struct sk_buff *skb,
			     const struct dsmip_outer *outer)
{
	if (outer->allowed)
		return true;
	return outer->family == AF_INET ?
	       xfrm4_policy_check(NULL, XFRM_POLICY_IN, skb) :
	       xfrm6_policy_check(NULL, XFRM_POLICY_IN, skb);
}

/* Are there packets that this one could be joined with? GRO is only worth its
 * price for TCP, and only once: what a card has received has been through it with
 * the outer header on. That knows one tunnel, and not all formats.
 */
static bool dsmip_rcv_wants_gro(const struct sk_buff *skb,
				const struct dsmip_outer *outer,
				const struct dsmip_rcv_inner *inner)
{
	u8 proto = inner->protocol == htons(ETH_P_IP) ?
		   ip_hdr(skb)->protocol : ipv6_hdr(skb)->nexthdr;

	if (proto != IPPROTO_TCP || skb_is_gso(skb))
		return false;
	return inner->nested || outer->encap == DSMIP_ENCAP_MIPUDP ||
	       outer->encap == DSMIP_ENCAP_MINIMAL ||
	       !dsmip_compat_from_napi(skb);
}

/* Up the stack without a detour. A packet that then comes out of another tunnel
 * takes it, as the room on the kernel's stack does not grow. Always consumes it.
 * Returns whether it was not lost on the detour.
 */
static bool dsmip_rcv_up(struct sk_buff *skb)
{
	if (__this_cpu_read(dsmip_rcv_nested))
		return __netif_rx(skb) == NET_RX_SUCCESS;
	__this_cpu_write(dsmip_rcv_nested, true);
	netif_receive_skb(skb);
	__this_cpu_write(dsmip_rcv_nested, false);
	return true;
}

/* The packet is good: out of the tunnel with it. Always consumes it. */
static void dsmip_rcv_deliver(struct dsmip_dev *dsmip, struct sk_buff *skb,
			      const struct dsmip_outer *outer,
			      const struct dsmip_rcv_inner *inner)
{
	unsigned int len;
	bool up;
	int cause;

	if (!dsmip_rcv_policy(skb, outer)) {
		kfree_skb_reason(skb, SKB_DROP_REASON_XFRM_POLICY);
		return;
	}
	cause = dsmip_rcv_decap(dsmip, skb, inner);
	if (!cause && unlikely(inner->group))
		cause = dsmip_report_rcv(dsmip, inner->binding, skb);
	if (cause) {
		dsmip_stats_drop(dsmip, inner->binding, skb, cause);
		return;
	}

	trace_dsmip_rcv(dsmip->dev, inner->binding, skb);
	len = skb->len;
	if (dsmip_rcv_wants_gro(skb, outer, inner))
		up = gro_cells_receive(&dsmip->gro_cells, skb) ==
		     NET_RX_SUCCESS;
	else
		up = dsmip_rcv_up(skb);
	if (likely(up))
		dsmip_rcv_count(dsmip, inner->binding, len);
	else
		dsmip_stats_drop(dsmip, inner->binding, NULL,
				 DSMIP_DROP_RX_NOMEM);
}

/**
 * dsmip_rcv() - receive a packet that can only be for us
 * @dsmip: the device that its outer header is for
 * @skb: the packet, network header at the outer header; always consumed
 * @outer: the outer header
 * @hdr_len: bytes from skb->data to the inner header
 *
 * Context: RCU read side, softirqs disabled.
 */
void dsmip_rcv(struct dsmip_dev *dsmip, struct sk_buff *skb,
	       const struct dsmip_outer *outer, unsigned int hdr_len)
{
	struct dsmip_rcv_inner inner;
	int cause;

	cause = dsmip_rcv_check(dsmip, skb, outer, hdr_len, &inner);
	if (unlikely(dsmip->origins))
		cause = dsmip_rcv_origin(dsmip, skb, outer, hdr_len, cause,
					 &inner);
	if (cause)
		dsmip_rcv_drop(dsmip, skb, outer, &inner, cause);
	else
		dsmip_rcv_deliver(dsmip, skb, outer, &inner);
}

/**
 * dsmip_rcv_if_ours() - receive a packet that others may want too
 * @dsmip: the device that its outer header is for
 * @skb: the packet, network header at the outer header; consumed if ours
 * @outer: the outer header
 * @hdr_len: bytes from skb->data to the inner header
 *
 * Context: RCU read side, softirqs disabled.
 * Return: true if the packet passed all checks and was consumed.
 */
bool dsmip_rcv_if_ours(struct dsmip_dev *dsmip, struct sk_buff *skb,
		       const struct dsmip_outer *outer, unsigned int hdr_len)
{
	struct dsmip_rcv_inner inner;

	if (dsmip_rcv_check(dsmip, skb, outer, hdr_len, &inner))
		return false;
	if (unlikely(dsmip->origins))
		dsmip_rcv_origin(dsmip, skb, outer, hdr_len, 0, &inner);
	dsmip_rcv_deliver(dsmip, skb, outer, &inner);
	return true;
}
