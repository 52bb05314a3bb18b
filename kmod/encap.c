// SPDX-License-Identifier: GPL-2.0
/* Outer headers: the one place that knows the formats going out. */

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <net/dst.h>
#include <net/gre.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ip6_route.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/route.h>
#include <net/udp.h>

#include "encap.h"
#include "path.h"

/* Identifiers that a path takes at once. */
#define DSMIP_ENCAP_IDENTS	32

static bool dsmip_encap_udp_csum(const struct dsmip_path *path)
{
	if (path->family == AF_INET)
		return path->flags & DSMIP_BINDING_FLAG_CSUM;
	return !(path->flags & DSMIP_BINDING_FLAG_ZERO_CSUM6);
}

/* What the last segment must be told about the headers that are put before. */
static int dsmip_encap_gso_type(const struct dsmip_path *path)
{
	if (dsmip_encap_is_udp(path->encap))
		return dsmip_encap_udp_csum(path) ? SKB_GSO_UDP_TUNNEL_CSUM :
						    SKB_GSO_UDP_TUNNEL;
	if (path->encap == DSMIP_ENCAP_GRE)
		return SKB_GSO_GRE;
	return path->family == AF_INET ? SKB_GSO_IPXIP4 : SKB_GSO_IPXIP6;
}

static u8 dsmip_encap_inner_proto(const struct sk_buff *skb)
{
	return skb->protocol == htons(ETH_P_IP) ? IPPROTO_IPIP : IPPROTO_IPV6;
}

/* RFC 2004, section 1: not for fragments. What has options would need them in
 * two places, and takes the same way out: IP in IP.
 */
static bool dsmip_encap_is_minimal(const struct sk_buff *skb,
				   const struct dsmip_path *path)
{
	return path->encap == DSMIP_ENCAP_MINIMAL &&
	       skb->protocol == htons(ETH_P_IP) && ip_hdr(skb)->ihl == 5 &&
	       !ip_is_fragment(ip_hdr(skb));
}

/* The kernel has one counter of identifiers for all packets between two
 * addresses (RFC 6864, section 4.3), and asking it means a hash and mostly a
 * random number: a path asks for some at a time.
 */
static void dsmip_encap_ident(struct iphdr *iph, struct net *net,
			      struct dsmip_path *path, u16 count)
{
	int old = atomic_read(&path->idents);
	u16 next;

	do {
		if ((u32)old >> 16 < count) {
			__ip_select_ident(net, iph, count + DSMIP_ENCAP_IDENTS);
			next = ntohs(iph->id) + count;
			atomic_set(&path->idents,
				   DSMIP_ENCAP_IDENTS << 16 | next);
			return;
		}
		next = old + count;
	} while (!atomic_try_cmpxchg(&path->idents, &old,
				     ((old >> 16) - count) << 16 | next));
	iph->id = htons((u16)old);
}

/* As ip4_dst_hoplimit(), which enters a read side of its own. */
static u8 dsmip_encap_ttl(const struct dst_entry *dst)
{
	return dst_metric_raw(dst, RTAX_HOPLIMIT) ?:
	       READ_ONCE(dev_net(dst->dev)->ipv4.sysctl_ip_default_ttl);
}

/* Without the identifier. */
static inline void dsmip_encap_push_ipv4(struct sk_buff *skb,
					 const struct dst_entry *dst,
					 __be32 saddr, __be32 daddr, u8 proto,
					 u8 dsfield, bool df)
{
	struct iphdr *iph;

	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	__skb_push(skb, sizeof(*iph));
	skb_reset_network_header(skb);
	iph = ip_hdr(skb);
	iph->version = 4;
	iph->ihl = sizeof(*iph) >> 2;
	iph->tos = dsfield;
	iph->frag_off = df ? htons(IP_DF) : 0;
	iph->ttl = dsmip_encap_ttl(dst);
	iph->protocol = proto;
	iph->saddr = saddr;
	iph->daddr = daddr;
	skb->protocol = htons(ETH_P_IP);
}

/**
 * dsmip_encap_home() - put a packet into the tunnel to the home address
 * @skb: the packet, no GSO, network header at its IP header; never consumed. An
 *	 IPv4 packet to the home address afterwards.
 * @path: where it goes
 * @dst: outer route
 * @dsfield: TOS of the header
 *
 * RFC 5454, section 3.3.2, and for broadcasts RFC 5944, section 4.3: always
 * protocol 41 or 4, whatever carries the result to the care-of address. Don't
 * Fragment is clear, as for a static tunnel MTU (RFC 4213, section 3.2.1).
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0, or a negative error without memory.
 */
int dsmip_encap_home(struct sk_buff *skb, const struct dsmip_path *path,
		     const struct dst_entry *dst, u8 dsfield)
{
	u8 proto = dsmip_encap_inner_proto(skb);
	int err;

	err = dsmip_encap_room(skb, path, dst, sizeof(struct iphdr));
	if (err)
		return err;
	/* A packet can tell a device of one tunnel only. */
	if (skb->ip_summed == CHECKSUM_PARTIAL) {
		err = skb_checksum_help(skb);
		if (err)
			return err;
	}
	skb_reset_transport_header(skb);
	dsmip_encap_push_ipv4(skb, dst, path->home_local, path->home_remote,
			      proto, dsfield, false);
	skb_reset_mac_header(skb);
	__ip_select_ident(dev_net(dst->dev), ip_hdr(skb), 1);
	dsmip_encap_finish(skb);
	return 0;
}

/**
 * dsmip_encap_describe() - tell a device of the inner packet of an outer one
 * @skb: the packet, with segments or a checksum that are left to a device;
 *	 network header at the inner header; never consumed. No GSO for minimal
 *	 encapsulation, which cannot be described.
 * @path: where it goes
 *
 * Segmentation over UDP and GRE needs the inner protocol as an ethertype: by
 * protocol number UDP would want a GSO type of IP in IP as well.
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0, or a negative error without memory.
 */
int dsmip_encap_describe(struct sk_buff *skb, const struct dsmip_path *path)
{
	int err;

	if (dsmip_encap_is_minimal(skb, path))
		return skb_checksum_help(skb);
	err = iptunnel_handle_offloads(skb, dsmip_encap_gso_type(path));
	if (err)
		return err;
	if (dsmip_encap_is_udp(path->encap) || path->encap == DSMIP_ENCAP_GRE)
		skb_set_inner_protocol(skb, skb->protocol);
	else
		skb_set_inner_ipproto(skb, dsmip_encap_inner_proto(skb));
	return 0;
}

static void dsmip_encap_push_mip_data(struct sk_buff *skb)
{
	struct dsmip_mip_data_hdr *hdr;
	u8 proto = dsmip_encap_inner_proto(skb);

	hdr = __skb_push(skb, sizeof(*hdr));
	hdr->type = DSMIP_MIP_DATA;
	hdr->nexthdr = proto;
	hdr->reserved = 0;
}

static void dsmip_encap_push_gre(struct sk_buff *skb,
				 const struct dsmip_path *path)
{
	struct gre_base_hdr *greh;
	__be16 flags = 0;

	if (path->keys & DSMIP_PATH_OKEY) {
		*(__be32 *)__skb_push(skb, sizeof(path->okey)) = path->okey;
		flags = GRE_KEY;
	}
	greh = __skb_push(skb, sizeof(*greh));
	skb_reset_transport_header(skb);
	greh->flags = flags;
	greh->protocol = skb->protocol;
}

/* The header stays the packet's own, but for where it leads, and what is
 * changed goes behind it (RFC 2004, section 3).
 */
static void dsmip_encap_push_minimal(struct sk_buff *skb,
				     const struct dsmip_path *path)
{
	bool source = ip_hdr(skb)->saddr != path->local.v4;
	unsigned int len = source ? sizeof(struct dsmip_minimal_hdr) :
				    DSMIP_MINIMAL_SHORT;
	struct dsmip_minimal_hdr *hdr;
	struct iphdr *iph;

	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	__skb_push(skb, len);
	memmove(skb->data, skb->data + len, sizeof(*iph));
	skb_reset_network_header(skb);
	skb_set_transport_header(skb, sizeof(*iph));
	iph = ip_hdr(skb);
	hdr = (struct dsmip_minimal_hdr *)(iph + 1);
	hdr->protocol = iph->protocol;
	hdr->flags = source ? DSMIP_MINIMAL_SOURCE : 0;
	hdr->check = 0;
	hdr->daddr = iph->daddr;
	if (source)
		hdr->saddr = iph->saddr;
	hdr->check = ip_compute_csum(hdr, len);
	iph->protocol = DSMIP_IPPROTO_MINIMAL;
	iph->saddr = path->local.v4;
	iph->daddr = path->coa.v4;
}

static void dsmip_encap_push_udp(struct sk_buff *skb,
				 const struct dsmip_path *path)
{
	struct udphdr *uh;

	__skb_push(skb, sizeof(*uh));
	skb_reset_transport_header(skb);
	uh = udp_hdr(skb);
	uh->source = path->local_port;
	uh->dest = path->port;
	uh->len = htons(skb->len);
	uh->check = 0;
	if (!dsmip_encap_udp_csum(path))
		return;
	if (path->family == AF_INET)
		udp_set_csum(false, skb, path->local.v4, path->coa.v4,
			     skb->len);
	else
		udp6_set_csum(false, skb, &path->local.v6, &path->coa.v6,
			      skb->len);
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
 * 5555, section 4.1 (4 and 6 in UDP), RFC 2784 and RFC 2890 (GRE), RFC 3519,
 * section 3.3 and RFC 5454, section 3.9 (MIP Tunnel Data), RFC 2004 (minimal).
 * Lengths and the IPv4 checksum are filled in by ip_local_out() or
 * ip6_local_out(), which the packet is ready for.
 *
 * Context: RCU read side, softirqs disabled.
 */
void dsmip_encap_push(struct sk_buff *skb, struct dsmip_path *path,
		      struct dst_entry *dst, u8 dsfield, bool df)
{
	u8 proto = dsmip_encap_inner_proto(skb);

	skb_dst_set_noref(skb, dst);
	switch (path->encap) {
	case DSMIP_ENCAP_MIPUDP:
		dsmip_encap_push_mip_data(skb);
		fallthrough;
	case DSMIP_ENCAP_UDP:
		dsmip_encap_push_udp(skb, path);
		proto = IPPROTO_UDP;
		break;
	case DSMIP_ENCAP_GRE:
		dsmip_encap_push_gre(skb, path);
		proto = IPPROTO_GRE;
		break;
	case DSMIP_ENCAP_MINIMAL:
		if (dsmip_encap_is_minimal(skb, path)) {
			dsmip_encap_push_minimal(skb, path);
			return;
		}
		fallthrough;
	default:
		skb_reset_transport_header(skb);
	}

	if (path->family == AF_INET) {
		dsmip_encap_push_ipv4(skb, dst, path->local.v4, path->coa.v4,
				      proto, dsfield,
				      df && !ip_mtu_locked(dst));
		dsmip_encap_ident(ip_hdr(skb), dev_net(dst->dev), path,
				  skb_shinfo(skb)->gso_segs ?: 1);
	} else {
		dsmip_encap_push_ipv6(skb, path, dst, proto, dsfield);
	}
}

/**
 * dsmip_encap_finish() - fill in what the output functions would have
 * @skb: the packet after dsmip_encap_push(), no longer than IP can tell
 *
 * For who sends a packet without ip_local_out() and ip6_local_out().
 *
 * Context: Any.
 */
void dsmip_encap_finish(struct sk_buff *skb)
{
	struct iphdr *iph;

	if (skb->protocol == htons(ETH_P_IPV6)) {
		ipv6_hdr(skb)->payload_len = htons(skb->len -
						   sizeof(struct ipv6hdr));
		return;
	}
	iph = ip_hdr(skb);
	iph->tot_len = htons(skb->len);
	ip_send_check(iph);
}
