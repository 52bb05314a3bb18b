// SPDX-License-Identifier: GPL-2.0
/* Forwarding as the fast path does it: what a router looks at in a header, a
 * neighbour, the hop limit.
 *
 * All of it says yes to what it fully understands, and no to anything else,
 * which the kernel's own forwarding then deals with. What it says yes to, that
 * would forward: every check of ip_rcv(), ip_forward(), ip6_rcv() and
 * ip6_forward() is made here, or makes the packet one to say no to.
 */

#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/addrconf.h>
#include <net/arp.h>
#include <net/dsfield.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ndisc.h>
#include <net/neighbour.h>
#include <net/route.h>

#include "device.h"
#include "fastpath_fwd.h"

/* An IPv4 header without options, of no fragment. */
static bool dsmip_fastpath_parse4(struct sk_buff *skb, unsigned int off,
				  struct dsmip_fastpath_hdr *hdr)
{
	const struct iphdr *iph;

	if (!pskb_may_pull(skb, off + sizeof(*iph)))
		return false;
	iph = (const struct iphdr *)(skb->data + off);
	if (*(const u8 *)iph != 0x45 || ip_is_fragment(iph))
		return false;
	hdr->len = ntohs(iph->tot_len);
	if (hdr->len < sizeof(*iph) || hdr->len > skb->len - off ||
	    ip_fast_csum(iph, sizeof(*iph) >> 2))
		return false;
	hdr->saddr = &iph->saddr;
	hdr->daddr = &iph->daddr;
	hdr->family = AF_INET;
	hdr->hdr_len = sizeof(*iph);
	hdr->proto = iph->protocol;
	hdr->ttl = iph->ttl;
	hdr->dsfield = iph->tos;
	return true;
}

/* An IPv6 header without an extension header, of no jumbogram. Mobility headers
 * are signalling.
 */
static bool dsmip_fastpath_parse6(struct sk_buff *skb, unsigned int off,
				  struct dsmip_fastpath_hdr *hdr)
{
	const struct ipv6hdr *ip6h;

	if (!pskb_may_pull(skb, off + sizeof(*ip6h)))
		return false;
	ip6h = (const struct ipv6hdr *)(skb->data + off);
	if (ip6h->version != 6 || !ip6h->payload_len ||
	    ipv6_ext_hdr(ip6h->nexthdr) || ip6h->nexthdr == NEXTHDR_MOBILITY)
		return false;
	hdr->len = ntohs(ip6h->payload_len) + sizeof(*ip6h);
	if (hdr->len > skb->len - off)
		return false;
	hdr->saddr = &ip6h->saddr;
	hdr->daddr = &ip6h->daddr;
	hdr->family = AF_INET6;
	hdr->hdr_len = sizeof(*ip6h);
	hdr->proto = ip6h->nexthdr;
	hdr->ttl = ip6h->hop_limit;
	hdr->dsfield = ipv6_get_dsfield(ip6h);
	return true;
}

/**
 * dsmip_fastpath_parse() - read an IP header
 * @skb: the packet; not changed, but for pulling headers into the linear part
 * @off: bytes from skb->data to the header
 * @family: AF_INET or AF_INET6
 * @hdr: filled in
 *
 * Context: Softirqs disabled.
 * Return: true if the header is right, and a plain one.
 */
bool dsmip_fastpath_parse(struct sk_buff *skb, unsigned int off, u8 family,
			  struct dsmip_fastpath_hdr *hdr)
{
	return family == AF_INET ? dsmip_fastpath_parse4(skb, off, hdr) :
				   dsmip_fastpath_parse6(skb, off, hdr);
}

static bool dsmip_fastpath_source4(__be32 saddr)
{
	return !ipv4_is_multicast(saddr) && !ipv4_is_lbcast(saddr) &&
	       !ipv4_is_zeronet(saddr) && !ipv4_is_loopback(saddr);
}

/* Neither of a link nor of a group, nor one of ::/64: unspecified, loopback,
 * IPv4-mapped.
 */
static bool dsmip_fastpath_unicast6(const struct in6_addr *addr)
{
	return !ipv6_addr_is_multicast(addr) && !dsmip_addr_link_local(addr) &&
	       (addr->s6_addr32[0] || addr->s6_addr32[1]);
}

static bool dsmip_fastpath_icmp6_ok(const struct sk_buff *skb,
				    unsigned int off,
				    const struct dsmip_fastpath_hdr *hdr)
{
	u8 _type, *type;

	type = skb_header_pointer(skb, off + hdr->hdr_len, sizeof(_type),
				  &_type);
	return type && dsmip_fastpath_takes_icmp6(*type);
}

/* Of IPv4 the device says if it forwards, of IPv6 the machine does. */
static bool dsmip_fastpath_forwards(const struct dsmip_fastpath *fp,
				    const struct net_device *dev, u8 family)
{
	struct in_device *in_dev;

	if (family == AF_INET) {
		in_dev = __in_dev_get_rcu(dev);
		return in_dev && IN_DEV_FORWARD(in_dev);
	}
	return READ_ONCE(fp->net->ipv6.devconf_all->forwarding) &&
	       dsmip_fastpath_receives(dev, family);
}

/**
 * dsmip_fastpath_may_forward() - may a packet with this header be forwarded?
 * @fp: where it came in
 * @skb: the packet
 * @dev: the device that it comes by, or is going to come by
 * @off: bytes from skb->data to the header
 * @hdr: the header
 *
 * Context: RCU read side.
 * Return: false if it may not be, or if that takes more to say; the route is
 *	   still to be looked at.
 */
bool dsmip_fastpath_may_forward(const struct dsmip_fastpath *fp,
				const struct sk_buff *skb,
				const struct net_device *dev, unsigned int off,
				const struct dsmip_fastpath_hdr *hdr)
{
	if (hdr->ttl <= 1 || !dsmip_fastpath_forwards(fp, dev, hdr->family))
		return false;
	if (hdr->family == AF_INET)
		return dsmip_fastpath_source4(*(const __be32 *)hdr->saddr);
	return dsmip_fastpath_unicast6(hdr->saddr) &&
	       dsmip_fastpath_unicast6(hdr->daddr) &&
	       (hdr->proto != IPPROTO_ICMPV6 ||
		dsmip_fastpath_icmp6_ok(skb, off, hdr));
}

static struct neighbour *dsmip_fastpath_neigh4(const struct dst_entry *dst,
					       __be32 daddr, bool *crossing)
{
	const struct rtable *rt = container_of(dst, struct rtable, dst);

	if (rt->rt_gw_family == AF_INET6) {
		*crossing = true;
		return __ipv6_neigh_lookup_noref(dst->dev, &rt->rt_gw6);
	}
	if (rt->rt_gw_family == AF_INET)
		daddr = rt->rt_gw4;
	return __ipv4_neigh_lookup_noref(dst->dev, (__force u32)daddr);
}

/**
 * dsmip_fastpath_find_hop() - find the neighbour that a route leads to
 * @dst: the route; no other is looked for
 * @family: AF_INET or AF_INET6
 * @daddr: destination address, struct in_addr or struct in6_addr
 * @hop: filled in
 *
 * Context: RCU read side, softirqs disabled.
 * Return: true if a packet can be sent there and then.
 */
bool dsmip_fastpath_find_hop(struct dst_entry *dst, u8 family,
			     const void *daddr,
			     struct dsmip_fastpath_hop *hop)
{
	if (dst_xfrm(dst) || dst->lwtstate || dsmip_device_is(dst->dev))
		return false;
	hop->dst = dst;
	hop->crossing = false;
	if (family == AF_INET)
		hop->neigh = dsmip_fastpath_neigh4(dst,
						   *(const __be32 *)daddr,
						   &hop->crossing);
	else
		hop->neigh = __ipv6_neigh_lookup_noref(dst->dev,
						       rt6_nexthop(dst_rt6_info(dst),
								   daddr));
	return hop->neigh && READ_ONCE(hop->neigh->nud_state) & NUD_VALID;
}

/**
 * dsmip_fastpath_forward() - what forwarding changes in a packet
 * @fp: where it came in
 * @skb: the packet, network header at the header that is forwarded by, which is
 *	 writable
 *
 * Context: Any.
 */
void dsmip_fastpath_forward(const struct dsmip_fastpath *fp,
			    struct sk_buff *skb)
{
	skb_orphan(skb);
	skb_forward_csum(skb);
	if (skb->protocol == htons(ETH_P_IPV6)) {
		ipv6_hdr(skb)->hop_limit--;
		return;
	}
	ip_decrease_ttl(ip_hdr(skb));
	if (READ_ONCE(fp->net->ipv4.sysctl_ip_fwd_update_priority))
		skb->priority = rt_tos2priority(ip_hdr(skb)->tos);
}

/**
 * dsmip_fastpath_output() - send a packet to a neighbour
 * @skb: the packet, skb->data and network header at the outermost header;
 *	 always consumed
 * @hop: where it goes
 *
 * Context: RCU read side, softirqs disabled.
 * Return: as dev_queue_xmit().
 */
int dsmip_fastpath_output(struct sk_buff *skb,
			  const struct dsmip_fastpath_hop *hop)
{
	skb->dev = hop->dst->dev;
	skb_clear_tstamp(skb);
	skb_dst_set_noref(skb, hop->dst);
	return neigh_output(hop->neigh, skb, hop->crossing);
}
