// SPDX-License-Identifier: GPL-2.0
/* ICMP errors from inside the path: they teach the outer route its MTU, and the
 * sender of the inner packet is told what it can make sense of (RFC 2003,
 * section 4; RFC 2473, section 8; RFC 4213, section 3.4).
 *
 * Who sends an error quotes the packet it is about. As a sender can be told
 * only if the inner header is in the quotation, and as anybody can make up an
 * error, the inner destination has to belong to a binding that sends to where
 * the quoted outer header leads.
 */

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <net/dst.h>
#include <net/icmp.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/route.h>

#include "binding.h"
#include "copies.h"
#include "device.h"
#include "err.h"
#include "mtu.h"
#include "route.h"
#include "underlay.h"

/**
 * dsmip_err_kind4() - what does an ICMP error mean?
 * @type: ICMP type
 * @code: ICMP code
 *
 * Context: Any.
 * Return: see enum dsmip_err_kind. A port that is unreachable means the other
 *	   end's socket or a NAT's mapping, which is between the tunnel ends.
 */
enum dsmip_err_kind dsmip_err_kind4(u8 type, u8 code)
{
	if (type == ICMP_TIME_EXCEEDED)
		return code == ICMP_EXC_TTL ? DSMIP_ERR_UNREACH :
					      DSMIP_ERR_NONE;
	if (type != ICMP_DEST_UNREACH)
		return DSMIP_ERR_NONE;
	switch (code) {
	case ICMP_FRAG_NEEDED:
		return DSMIP_ERR_TOO_BIG;
	case ICMP_PORT_UNREACH:
	case ICMP_SR_FAILED:
		return DSMIP_ERR_NONE;
	default:
		return DSMIP_ERR_UNREACH;
	}
}

/**
 * dsmip_err_kind6() - what does an ICMPv6 error mean?
 * @type: ICMPv6 type
 * @code: ICMPv6 code
 *
 * A parameter problem is one of our encapsulation, about which the sender can
 * do nothing but take the care-of address as unreachable.
 *
 * Context: Any.
 * Return: see enum dsmip_err_kind.
 */
enum dsmip_err_kind dsmip_err_kind6(u8 type, u8 code)
{
	switch (type) {
	case ICMPV6_PKT_TOOBIG:
		return DSMIP_ERR_TOO_BIG;
	case ICMPV6_DEST_UNREACH:
		return code == ICMPV6_PORT_UNREACH ? DSMIP_ERR_NONE :
						     DSMIP_ERR_UNREACH;
	case ICMPV6_TIME_EXCEED:
		return code == ICMPV6_EXC_HOPLIMIT ? DSMIP_ERR_UNREACH :
						     DSMIP_ERR_NONE;
	case ICMPV6_PARAMPROB:
		return DSMIP_ERR_UNREACH;
	default:
		return DSMIP_ERR_NONE;
	}
}

/**
 * dsmip_err_quoted() - the device that sent a quoted packet
 * @net: namespace in which the error was received
 * @skb: the error, skb->data at the quoted outer header, which is there
 * @family: of it, AF_INET or AF_INET6
 * @encap: enum dsmip_encap
 * @outer: the quoted outer header as seen from the other end, without ports
 *
 * Context: RCU read side.
 * Return: the device, or NULL.
 */
struct dsmip_dev *dsmip_err_quoted(struct net *net, const struct sk_buff *skb,
				   u8 family, u8 encap,
				   struct dsmip_outer *outer)
{
	const struct ipv6hdr *ip6h = (const struct ipv6hdr *)skb->data;
	const struct iphdr *iph = (const struct iphdr *)skb->data;

	memset(outer, 0, sizeof(*outer));
	outer->family = family;
	outer->encap = encap;
	if (family == AF_INET) {
		outer->saddr.v4 = iph->daddr;
		outer->daddr.v4 = iph->saddr;
	} else {
		outer->saddr.v6 = ip6h->daddr;
		outer->daddr.v6 = ip6h->saddr;
	}
	return dsmip_underlay_find(net, outer, 0);
}

/**
 * dsmip_err_update_pmtu() - take over the path MTU that an error brings
 * @skb: the error, skb->data at the quoted outer header
 * @family: of it, AF_INET or AF_INET6
 * @info: the MTU; host byte order from IPv4, network byte order from IPv6, as
 *	  error handlers get it
 *
 * Context: Softirqs disabled.
 */
void dsmip_err_update_pmtu(struct sk_buff *skb, u8 family, u32 info)
{
	struct net *net = dev_net(skb->dev);

	if (family == AF_INET)
		ipv4_update_pmtu(skb, net, info, 0,
				 ((const struct iphdr *)skb->data)->protocol);
	else
		ip6_update_pmtu(skb, net, (__force __be32)info, 0, 0,
				sock_net_uid(net, NULL));
}

/* The packet that is quoted, as if it were about to be sent once more. */
static struct sk_buff *dsmip_err_inner(const struct dsmip_dev *dsmip,
				       struct sk_buff *skb, unsigned int off,
				       u8 version)
{
	struct sk_buff *inner = skb_clone(skb, GFP_ATOMIC);

	if (!inner)
		return NULL;
	skb_scrub_packet(inner, true);
	__skb_pull(inner, off);
	skb_reset_network_header(inner);
	inner->dev = dsmip->dev;
	inner->protocol = version == 4 ? htons(ETH_P_IP) : htons(ETH_P_IPV6);
	memset(inner->cb, 0, sizeof(inner->cb));
	return inner;
}

static void dsmip_err_send4(const struct dsmip_dev *dsmip, struct sk_buff *skb,
			    unsigned int mtu)
{
	struct flowi4 fl4 = {
		.daddr = ip_hdr(skb)->daddr,
		.flowi4_oif = dsmip->dev->ifindex,
	};
	struct rtable *rt;

	/* ICMP takes the namespace and not much else from the route. */
	rt = ip_route_output_key(dev_net(dsmip->dev), &fl4);
	if (IS_ERR(rt))
		return;
	skb_dst_set(skb, &rt->dst);
	if (mtu)
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
	else
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0);
}

static void dsmip_err_send6(struct sk_buff *skb, unsigned int mtu)
{
	if (mtu)
		icmpv6_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
	else
		icmpv6_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH, 0);
}

/* The MTU to tell the sender of a packet that was too big, or 0 if it fits: the
 * next one will be fragmented on its way.
 */
static unsigned int dsmip_err_mtu(struct dsmip_dev *dsmip,
				  const struct sk_buff *inner,
				  struct dsmip_path *path, bool by_home)
{
	struct net *net = rcu_dereference(dsmip->underlay);
	bool ipv4 = inner->protocol == htons(ETH_P_IP);
	struct dst_entry *dst;
	struct dsmip_mtu mtu;
	unsigned int len;

	if (!net)
		return 0;
	dst = dsmip_route_get(path, net, ipv4 || by_home);
	if (IS_ERR(dst))
		return 0;
	dsmip_mtu_get(dsmip, inner, dsmip_mtu_path(path, dst, by_home), &mtu);
	len = ipv4 ? ntohs(ip_hdr(inner)->tot_len) :
		     ntohs(ipv6_hdr(inner)->payload_len) + sizeof(struct ipv6hdr);
	return mtu.must_fit && len > mtu.mtu ? mtu.mtu : 0;
}

static void dsmip_err_relay(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    struct dsmip_path *path, unsigned int off,
			    bool by_home, enum dsmip_err_kind kind)
{
	u8 version = skb->data[off] >> 4;
	struct sk_buff *inner;
	unsigned int mtu = 0;

	inner = dsmip_err_inner(dsmip, skb, off, version);
	if (!inner)
		return;
	if (kind == DSMIP_ERR_TOO_BIG)
		mtu = dsmip_err_mtu(dsmip, inner, path, by_home);
	if (kind == DSMIP_ERR_UNREACH || mtu) {
		if (version == 4)
			dsmip_err_send4(dsmip, inner, mtu);
		else
			dsmip_err_send6(inner, mtu);
	}
	kfree_skb(inner);
}

static struct dsmip_binding *dsmip_err_binding(struct dsmip_dev *dsmip,
					       struct sk_buff *skb,
					       unsigned int off)
{
	const void *daddr;

	if (!pskb_may_pull(skb, off + sizeof(struct iphdr)))
		return NULL;
	switch (skb->data[off] >> 4) {
	case 4:
		daddr = &((const struct iphdr *)(skb->data + off))->daddr;
		return dsmip_binding_lookup(dsmip, AF_INET, daddr);
	case 6:
		if (!pskb_may_pull(skb, off + sizeof(struct ipv6hdr)))
			return NULL;
		daddr = &((const struct ipv6hdr *)(skb->data + off))->daddr;
		return dsmip_binding_lookup(dsmip, AF_INET6, daddr);
	default:
		return NULL;
	}
}

/* Behind the header of the tunnel to the home address, if there is one. Nobody is
 * told about a broadcast: 0.
 */
static unsigned int dsmip_err_home_tunnel(struct sk_buff *skb,
					  const struct dsmip_path *path,
					  unsigned int off)
{
	const struct iphdr *iph = (const struct iphdr *)(skb->data + off);
	unsigned int behind = off + iph->ihl * 4;

	if (!path->home_remote || iph->version != 4 || iph->ihl < 5 ||
	    iph->daddr != path->home_remote || iph->saddr != path->home_local)
		return off;
	if (iph->protocol == IPPROTO_IPIP)
		return 0;
	if (iph->protocol != IPPROTO_IPV6)
		return off;
	return pskb_may_pull(skb, behind + sizeof(struct ipv6hdr)) ? behind : 0;
}

/**
 * dsmip_err() - act on an ICMP error about a packet of ours
 * @dsmip: the device that sent it
 * @skb: the error, skb->data at the quoted outer header; not consumed
 * @outer: quoted outer header, see dsmip_err_quoted(); with ports
 * @off: bytes from skb->data to the quoted inner header
 * @kind: see dsmip_err_kind4() and dsmip_err_kind6()
 * @info: path MTU of DSMIP_ERR_TOO_BIG, see dsmip_err_update_pmtu()
 *
 * Context: RCU read side, softirqs disabled.
 * Return: false if no binding has sent what is quoted.
 */
bool dsmip_err(struct dsmip_dev *dsmip, struct sk_buff *skb,
	       const struct dsmip_outer *outer, unsigned int off,
	       enum dsmip_err_kind kind, u32 info)
{
	struct dsmip_path *path, *main;
	struct dsmip_binding *binding;
	unsigned int inner;

	binding = dsmip_err_binding(dsmip, skb, off);
	if (!binding)
		return false;
	main = rcu_dereference(binding->path);
	path = dsmip_copies_quoted(main, outer);
	if (!path)
		return false;
	if (kind == DSMIP_ERR_TOO_BIG)
		dsmip_err_update_pmtu(skb, outer->family, info);
	/* One end point that is gone of several: the others got the packet. */
	if (kind == DSMIP_ERR_UNREACH && main->copies)
		return true;
	inner = dsmip_err_home_tunnel(skb, path, off);
	if (inner && kind != DSMIP_ERR_NONE)
		dsmip_err_relay(dsmip, skb, path, inner, inner != off, kind);
	return true;
}
