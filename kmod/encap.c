// SPDX-License-Identifier: GPL-2.0
/* Outer headers: the one place that knows the formats going out. */

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ip6_route.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/route.h>
#include <net/udp.h>

#include "encap.h"
#include "path.h"

static bool dsmip_encap_udp_csum(const struct dsmip_path *path)
{
	if (path->family == AF_INET)
		return path->flags & DSMIP_BINDING_FLAG_CSUM;
	return !(path->flags & DSMIP_BINDING_FLAG_ZERO_CSUM6);
}

/* What the last segment must be told about the headers that are put before. */
static int dsmip_encap_gso_type(const struct dsmip_path *path)
{
	if (path->encap == DSMIP_ENCAP_UDP)
		return dsmip_encap_udp_csum(path) ? SKB_GSO_UDP_TUNNEL_CSUM :
						    SKB_GSO_UDP_TUNNEL;
	return path->family == AF_INET ? SKB_GSO_IPXIP4 : SKB_GSO_IPXIP6;
}

static u8 dsmip_encap_inner_proto(const struct sk_buff *skb)
{
	return skb->protocol == htons(ETH_P_IP) ? IPPROTO_IPIP : IPPROTO_IPV6;
}

/**
 * dsmip_encap_prepare() - make room for outer headers and describe the inner
 * @skb: the packet, skb->data and network header at the inner header; never
 *	 consumed
 * @path: where it goes
 * @dst: outer route
 *
 * Segmentation over UDP needs the inner protocol as an ethertype: by protocol
 * number it would want a GSO type of IP in IP as well.
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0, or a negative error without memory.
 */
int dsmip_encap_prepare(struct sk_buff *skb, const struct dsmip_path *path,
			const struct dst_entry *dst)
{
	int err;

	err = skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) +
				dst->header_len + path->overhead);
	if (err)
		return err;
	err = iptunnel_handle_offloads(skb, dsmip_encap_gso_type(path));
	if (err)
		return err;
	if (path->encap == DSMIP_ENCAP_UDP)
		skb_set_inner_protocol(skb, skb->protocol);
	else
		skb_set_inner_ipproto(skb, dsmip_encap_inner_proto(skb));
	return 0;
}

static void dsmip_encap_push_udp(struct sk_buff *skb,
				 const struct dsmip_path *path)
{
	bool nocheck = !dsmip_encap_udp_csum(path);
	struct udphdr *uh;

	__skb_push(skb, sizeof(*uh));
	skb_reset_transport_header(skb);
	uh = udp_hdr(skb);
	uh->source = path->local_port;
	uh->dest = path->port;
	uh->len = htons(skb->len);
	uh->check = 0;
	if (path->family == AF_INET)
		udp_set_csum(nocheck, skb, path->local.v4, path->coa.v4,
			     skb->len);
	else
		udp6_set_csum(nocheck, skb, &path->local.v6, &path->coa.v6,
			      skb->len);
}

static void dsmip_encap_push_ipv4(struct sk_buff *skb,
				  const struct dsmip_path *path,
				  struct dst_entry *dst, u8 proto, u8 dsfield,
				  bool df)
{
	struct net *net = dev_net(dst->dev);
	struct iphdr *iph;

	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	__skb_push(skb, sizeof(*iph));
	skb_reset_network_header(skb);
	iph = ip_hdr(skb);
	iph->version = 4;
	iph->ihl = sizeof(*iph) >> 2;
	iph->tos = dsfield;
	iph->frag_off = df && !ip_mtu_locked(dst) ? htons(IP_DF) : 0;
	iph->ttl = ip4_dst_hoplimit(dst);
	iph->protocol = proto;
	iph->saddr = path->local.v4;
	iph->daddr = path->coa.v4;
	__ip_select_ident(net, iph, skb_shinfo(skb)->gso_segs ?: 1);
	skb->protocol = htons(ETH_P_IP);
}

static void dsmip_encap_push_ipv6(struct sk_buff *skb,
				  const struct dsmip_path *path,
				  struct dst_entry *dst, u8 proto, u8 dsfield)
{
	struct ipv6hdr *ip6h;

	memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
	__skb_push(skb, sizeof(*ip6h));
	skb_reset_network_header(skb);
	ip6h = ipv6_hdr(skb);
	ip6_flow_hdr(ip6h, dsfield, 0);
	ip6h->nexthdr = proto;
	ip6h->hop_limit = ip6_dst_hoplimit(dst);
	ip6h->saddr = path->local.v6;
	ip6h->daddr = path->coa.v6;
	skb->protocol = htons(ETH_P_IPV6);
	/* The packet fits, or is one that has to be fragmented here. */
	skb->ignore_df = 1;
}

/**
 * dsmip_encap_push() - put the outer headers before a packet
 * @skb: the packet after dsmip_encap_prepare(), scrubbed; never consumed
 * @path: where it goes
 * @dst: outer route, good until the end of the RCU read side
 * @dsfield: TOS or traffic class of the outer header
 * @df: outer IPv4 header with Don't Fragment
 *
 * Formats: RFC 2003 (4 in 4), RFC 4213 (6 in 4), RFC 2473 (4 and 6 in 6), RFC
 * 5555, section 4.1 (4 and 6 in UDP). Lengths and the IPv4 checksum are filled
 * in by ip_local_out() or ip6_local_out(), which the packet is ready for.
 *
 * Context: RCU read side, softirqs disabled.
 */
void dsmip_encap_push(struct sk_buff *skb, const struct dsmip_path *path,
		      struct dst_entry *dst, u8 dsfield, bool df)
{
	u8 proto = dsmip_encap_inner_proto(skb);

	if (path->encap == DSMIP_ENCAP_UDP) {
		dsmip_encap_push_udp(skb, path);
		proto = IPPROTO_UDP;
	} else {
		skb_reset_transport_header(skb);
	}

	if (path->family == AF_INET)
		dsmip_encap_push_ipv4(skb, path, dst, proto, dsfield, df);
	else
		dsmip_encap_push_ipv6(skb, path, dst, proto, dsfield);
	skb_dst_set_noref(skb, dst);
}
