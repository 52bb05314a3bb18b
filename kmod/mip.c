// SPDX-License-Identifier: GPL-2.0
/* The entrance of MIP Tunnel Data (RFC 3519, section 3.3): UDP with a header of
 * four bytes. Port 434 is shared with the messages of Mobile IPv4, which are
 * the agent's and have other types in their first byte.
 */

#include <linux/ip.h>
#include <linux/udp.h>
#include <net/ip.h>

#include "device.h"
#include "encap.h"
#include "mip.h"
#include "path.h"
#include "rcv.h"
#include "stats.h"
#include "underlay.h"

#define DSMIP_MIP_LEN	(sizeof(struct udphdr) + \
			 sizeof(struct dsmip_mip_data_hdr))

/* UDP header and data header at @off, if that is what they are. */
static const struct udphdr *dsmip_mip_pull(struct sk_buff *skb,
					   unsigned int off)
{
	const struct dsmip_mip_data_hdr *hdr;
	const struct udphdr *uh;

	if (!pskb_may_pull(skb, off + DSMIP_MIP_LEN))
		return NULL;
	uh = (const struct udphdr *)(skb->data + off);
	hdr = (const struct dsmip_mip_data_hdr *)(uh + 1);
	return hdr->type == DSMIP_MIP_DATA ? uh : NULL;
}

/* As UDP does it, so that a checksum of the outer packet that has been verified
 * is not taken for that of the inner one.
 */
static bool dsmip_mip_csum_ok(struct sk_buff *skb, unsigned int off)
{
	const struct udphdr *uh;
	bool ok;

	skb_pull_rcsum(skb, off);
	uh = (const struct udphdr *)skb->data;
	ok = !skb_checksum_validate_zero_check(skb, IPPROTO_UDP, uh->check,
					       inet_compute_pseudo);
	if (ok && uh->check)
		skb_checksum_try_convert(skb, IPPROTO_UDP, inet_compute_pseudo);
	skb_push_rcsum(skb, off);
	return ok;
}

/* Several datagrams in one, by GRO for somebody else? Of a tunnel's packet that
 * is what is inside.
 */
static bool dsmip_mip_is_many(const struct sk_buff *skb)
{
	unsigned int type = skb_shinfo(skb)->gso_type;

	return skb_is_gso(skb) && type & (SKB_GSO_UDP_L4 | SKB_GSO_FRAGLIST) &&
	       !(type & (SKB_GSO_UDP_TUNNEL | SKB_GSO_UDP_TUNNEL_CSUM));
}

/* The length that UDP tells counts, and what is behind it is not data. Returns
 * false for a datagram that is not whole, or that is several in one.
 */
static bool dsmip_mip_trim(struct sk_buff *skb, unsigned int off,
			   const struct udphdr *uh)
{
	unsigned int len = ntohs(uh->len);

	if (dsmip_mip_is_many(skb))
		return false;
	return len >= DSMIP_MIP_LEN && len <= skb->len - off &&
	       !pskb_trim_rcsum(skb, off + len);
}

/* Next header 4 and 41; with others a binding would have to be of GRE or minimal
 * encapsulation inside UDP, which is not offered.
 */
static u8 dsmip_mip_version(const struct udphdr *uh)
{
	const struct dsmip_mip_data_hdr *hdr = (const void *)(uh + 1);

	switch (hdr->nexthdr) {
	case IPPROTO_IPIP:
		return 4;
	case IPPROTO_IPV6:
		return 6;
	default:
		return 0;
	}
}

/* Fills in what @outer lacks. Returns false if the datagram is malformed. */
static bool dsmip_mip_parse(struct sk_buff *skb, unsigned int off,
			    struct dsmip_outer *outer)
{
	const struct udphdr *uh = (const struct udphdr *)(skb->data + off);

	outer->sport = uh->source;
	outer->dport = uh->dest;
	outer->version = dsmip_mip_version(uh);
	return outer->version && dsmip_mip_trim(skb, off, uh) &&
	       dsmip_mip_csum_ok(skb, off);
}

/**
 * dsmip_mip_rcv() - receive MIP Tunnel Data
 * @net: namespace in which it was received
 * @skb: a UDP datagram, skb->data and network header at the IPv4 header;
 *	 consumed if ours
 * @off: bytes from skb->data to the UDP header
 *
 * What comes to port 434 as data can be for nobody else. At a mobile node it
 * comes from there, to a port that is shared with whatever else may use it.
 *
 * Context: RCU read side, softirqs disabled.
 * Return: true if the packet was consumed.
 */
bool dsmip_mip_rcv(struct net *net, struct sk_buff *skb, unsigned int off)
{
	const struct udphdr *uh = dsmip_mip_pull(skb, off);
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;
	bool to_agent, good;

	if (!uh)
		return false;
	to_agent = uh->dest == htons(DSMIP_MIP_PORT);
	if (!to_agent && uh->source != htons(DSMIP_MIP_PORT))
		return false;
	dsmip_rcv_outer(skb, AF_INET, DSMIP_ENCAP_MIPUDP, &outer);
	dsmip = dsmip_underlay_find(net, &outer, 0);
	if (!dsmip)
		return false;
	good = dsmip_mip_parse(skb, off, &outer);
	if (!to_agent)
		return good && dsmip_rcv_if_ours(dsmip, skb, &outer,
						 off + DSMIP_MIP_LEN);
	if (good)
		dsmip_rcv(dsmip, skb, &outer, off + DSMIP_MIP_LEN);
	else
		dsmip_stats_drop(dsmip, NULL, skb, DSMIP_DROP_RX_MALFORMED);
	return true;
}

/**
 * dsmip_mip_quoted() - find the inner header of MIP Tunnel Data in an ICMP error
 * @skb: the error, skb->data at the quoted outer header
 * @off: bytes from there to the UDP header
 * @outer: its ports are filled in as seen from the other end
 *
 * Context: Any.
 * Return: bytes from skb->data to the inner header, or 0.
 */
unsigned int dsmip_mip_quoted(struct sk_buff *skb, unsigned int off,
			      struct dsmip_outer *outer)
{
	const struct udphdr *uh = dsmip_mip_pull(skb, off);

	if (!uh)
		return 0;
	outer->sport = uh->dest;
	outer->dport = uh->source;
	return off + DSMIP_MIP_LEN;
}
