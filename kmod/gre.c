// SPDX-License-Identifier: GPL-2.0
/* The GRE entrance (RFC 2784, RFC 2890): version 0 with checksum and key.
 *
 * The protocol has one owner in the kernel, and if that is loaded, what is not
 * ours is its business: it has tunnels of its own, and answers for what nobody
 * wants. Without it, what has our address is counted, reported and discarded in
 * silence, as RFC 3024, section 4.3 demands.
 */

#include <linux/skbuff.h>
#include <net/gre.h>
#include <net/protocol.h>

#include "device.h"
#include "gre.h"
#include "path.h"
#include "rcv.h"
#include "stats.h"
#include "underlay.h"

/* RFC 2784, section 2.3: a packet with one of the bits 1 to 5 that is not
 * implemented is discarded. We do not ask for sequence numbers.
 */
#define DSMIP_GRE_REFUSED	(GRE_ROUTING | GRE_SEQ | GRE_STRICT | \
				 cpu_to_be16(0x0400))

static unsigned int dsmip_gre_len(__be16 flags)
{
	return sizeof(struct gre_base_hdr) + (flags & GRE_CSUM ? 4 : 0) +
	       (flags & GRE_KEY ? 4 : 0);
}

static u8 dsmip_gre_inner_version(__be16 protocol)
{
	switch (protocol) {
	case htons(ETH_P_IP):
		return 4;
	case htons(ETH_P_IPV6):
		return 6;
	default:
		return 0;
	}
}

/* The GRE header at @off and whatever is optional in it, in the linear part. */
static const struct gre_base_hdr *dsmip_gre_pull(struct sk_buff *skb,
						 unsigned int off)
{
	const struct gre_base_hdr *greh;

	if (!pskb_may_pull(skb, off + sizeof(*greh)))
		return NULL;
	greh = (const struct gre_base_hdr *)(skb->data + off);
	if (!pskb_may_pull(skb, off + dsmip_gre_len(greh->flags)))
		return NULL;
	return (const struct gre_base_hdr *)(skb->data + off);
}

static bool dsmip_gre_csum_ok(struct sk_buff *skb, unsigned int off)
{
	bool ok;

	skb_pull_rcsum(skb, off);
	ok = !skb_checksum_simple_validate(skb);
	if (ok)
		skb_checksum_try_convert(skb, IPPROTO_GRE, null_compute_pseudo);
	skb_push_rcsum(skb, off);
	return ok;
}

/* Reads the header into @outer. Returns the offset of the inner header, or 0 if
 * the header is malformed.
 */
static unsigned int dsmip_gre_parse(struct sk_buff *skb, unsigned int off,
				    struct dsmip_outer *outer)
{
	const struct gre_base_hdr *greh = dsmip_gre_pull(skb, off);
	const __be32 *option;
	unsigned int len;

	if (!greh || greh->flags & DSMIP_GRE_REFUSED)
		return 0;
	outer->version = dsmip_gre_inner_version(greh->protocol);
	if (!outer->version)
		return 0;
	len = dsmip_gre_len(greh->flags);
	option = (const __be32 *)(greh + 1);
	if (greh->flags & GRE_CSUM)
		option++;
	outer->has_key = greh->flags & GRE_KEY;
	if (outer->has_key)
		outer->key = *option;
	if (greh->flags & GRE_CSUM && !dsmip_gre_csum_ok(skb, off))
		return 0;
	return off + len;
}

static bool dsmip_gre_is_version0(const struct sk_buff *skb, unsigned int off)
{
	__be16 _flags, *flags;

	flags = skb_header_pointer(skb, off, sizeof(_flags), &_flags);
	return flags && !(*flags & GRE_VERSION);
}

static bool dsmip_gre_shared(u8 family)
{
	if (family == AF_INET)
		return rcu_access_pointer(inet_protos[IPPROTO_GRE]);
	return rcu_access_pointer(inet6_protos[IPPROTO_GRE]);
}

/**
 * dsmip_gre_rcv() - receive GRE
 * @net: namespace in which it was received
 * @skb: the packet, skb->data and network header at the outer header; consumed
 *	 if ours
 * @family: of the outer header, AF_INET or AF_INET6
 * @off: bytes from skb->data to the GRE header
 *
 * Context: RCU read side, softirqs disabled.
 * Return: true if the packet was consumed.
 */
bool dsmip_gre_rcv(struct net *net, struct sk_buff *skb, u8 family,
		   unsigned int off)
{
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;
	unsigned int inner;

	/* Version 1 is that of PPTP. */
	if (!dsmip_gre_is_version0(skb, off))
		return false;
	dsmip_rcv_outer(skb, family, DSMIP_ENCAP_GRE, &outer);
	dsmip = dsmip_underlay_find(net, &outer, 0);
	if (!dsmip)
		return false;
	inner = dsmip_gre_parse(skb, off, &outer);
	if (dsmip_gre_shared(family))
		return inner && dsmip_rcv_if_ours(dsmip, skb, &outer, inner);
	if (inner)
		dsmip_rcv(dsmip, skb, &outer, inner);
	else
		dsmip_stats_drop(dsmip, NULL, skb, DSMIP_DROP_RX_MALFORMED);
	return true;
}

/**
 * dsmip_gre_quoted() - find the inner header of GRE in an ICMP error
 * @skb: the error, skb->data at the quoted outer header
 * @off: bytes from there to the GRE header
 *
 * Context: Any.
 * Return: bytes from skb->data to the inner header, or 0.
 */
unsigned int dsmip_gre_quoted(struct sk_buff *skb, unsigned int off)
{
	const struct gre_base_hdr *greh = dsmip_gre_pull(skb, off);

	return greh ? off + dsmip_gre_len(greh->flags) : 0;
}
