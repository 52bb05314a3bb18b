// SPDX-License-Identifier: GPL-2.0
/* The entrance of minimal encapsulation (RFC 2004): there is only one IPv4
 * header, and what has been changed in it stands behind it.
 */

#include <linux/ip.h>
#include <linux/skbuff.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/xfrm.h>

#include "device.h"
#include "encap.h"
#include "minimal.h"
#include "path.h"
#include "rcv.h"
#include "stats.h"
#include "underlay.h"

/* Reads the minimal header at @off. Returns its length, or 0 if there is none
 * that is right.
 */
static unsigned int dsmip_minimal_read(struct sk_buff *skb, unsigned int off,
				       struct dsmip_minimal_hdr *hdr)
{
	const struct dsmip_minimal_hdr *there;
	unsigned int len = DSMIP_MINIMAL_SHORT;

	if (!pskb_may_pull(skb, off + len))
		return 0;
	there = (const struct dsmip_minimal_hdr *)(skb->data + off);
	if (there->flags & DSMIP_MINIMAL_SOURCE)
		len = sizeof(*there);
	if (!pskb_may_pull(skb, off + len))
		return 0;
	there = (const struct dsmip_minimal_hdr *)(skb->data + off);
	if (ip_compute_csum(there, len))
		return 0;
	memcpy(hdr, there, len);
	return len;
}

/* Makes the original header again, before the data. Returns its offset from
 * skb->data, or 0 if the packet is malformed.
 */
static unsigned int dsmip_minimal_restore(struct sk_buff *skb, unsigned int off)
{
	struct dsmip_minimal_hdr hdr;
	struct iphdr *iph;
	unsigned int len;

	len = dsmip_minimal_read(skb, off, &hdr);
	if (!len || skb_ensure_writable(skb, off + len))
		return 0;
	memmove(skb->data + len, skb->data, off);
	iph = (struct iphdr *)(skb->data + len);
	iph->protocol = hdr.protocol;
	iph->daddr = hdr.daddr;
	if (hdr.flags & DSMIP_MINIMAL_SOURCE)
		iph->saddr = hdr.saddr;
	iph->tot_len = htons(ntohs(iph->tot_len) - len);
	ip_send_check(iph);
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
	return len;
}

/**
 * dsmip_minimal_rcv() - receive minimal encapsulation
 * @net: namespace in which it was received
 * @skb: the packet, skb->data and network header at the IPv4 header; consumed
 *	 if ours. Nobody else has this protocol: all that has our address is.
 * @off: bytes from skb->data to the minimal header
 *
 * Context: RCU read side, softirqs disabled.
 * Return: true if the packet was consumed.
 */
bool dsmip_minimal_rcv(struct net *net, struct sk_buff *skb, unsigned int off)
{
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;
	unsigned int inner;

	dsmip_rcv_outer(skb, AF_INET, DSMIP_ENCAP_MINIMAL, &outer);
	outer.version = 4;
	dsmip = dsmip_underlay_find(net, &outer, 0);
	if (!dsmip)
		return false;
	/* Now, as the header will be another one. */
	if (!xfrm4_policy_check(NULL, XFRM_POLICY_IN, skb)) {
		kfree_skb_reason(skb, SKB_DROP_REASON_XFRM_POLICY);
		return true;
	}
	outer.allowed = true;
	inner = dsmip_minimal_restore(skb, off);
	if (inner)
		dsmip_rcv(dsmip, skb, &outer, inner);
	else
		dsmip_stats_drop(dsmip, NULL, skb, DSMIP_DROP_RX_MALFORMED);
	return true;
}
