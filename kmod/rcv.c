// SPDX-License-Identifier: GPL-2.0
/* The common end of every receive: inner header, source check, ECN, delivery.
 *
 * The inner source finds the binding, and the outer header must then be that
 * of the binding. This one look-up makes both checks of the specifications:
 * the outer source is the registered care-of address, and the inner source is
 * a registered home address of the same mobile node (RFC 6275, section 10.4.5,
 * RFC 3963, section 9, RFC 5454, section 4). Data never moves a binding.
 */

#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <net/addrconf.h>
#include <net/dsfield.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/xfrm.h>

#include "binding.h"
#include "device.h"
#include "endpoint.h"
#include "linkmsg.h"
#include "rcv.h"
#include "report.h"
#include "trace.h"

/**
 * struct dsmip_rcv_inner - the inner header of a received packet
 * @binding: whose the inner source is, or NULL
 * @protocol: ETH_P_IP or ETH_P_IPV6, network byte order
 * @hdr_len: length of the inner header without options or extensions
 * @dsfield: TOS or traffic class
 * @group: the inner destination is multicast
 */
struct dsmip_rcv_inner {
	struct dsmip_binding	*binding;
	__be16			protocol;
	u8			hdr_len;
	u8			dsfield;
	bool			group;
};

static bool dsmip_rcv_bad_source4(__be32 saddr)
{
	return ipv4_is_multicast(saddr) || ipv4_is_loopback(saddr) ||
	       ipv4_is_lbcast(saddr) || ipv4_is_zeronet(saddr) ||
	       ipv4_is_linklocal_169(saddr);
}

/* RFC 4213, section 3.6: multicast, loopback, IPv4-compatible and IPv4-mapped
 * addresses; link-local ones are nobody's home address.
 */
static bool dsmip_rcv_bad_source6(const struct in6_addr *saddr)
{
	if (!saddr->s6_addr32[0] && !saddr->s6_addr32[1])
		return !saddr->s6_addr32[2] ||
		       saddr->s6_addr32[2] == htonl(0xffff);
	return ipv6_addr_is_multicast(saddr) ||
	       dsmip_addr_link_local(saddr);
}

/* An inner source that is in no binding: only the tunnel can tell whose the
 * packet is.
 */
static int dsmip_rcv_exception(struct dsmip_dev *dsmip,
			       const struct sk_buff *skb,
			       const struct dsmip_outer *outer,
			       unsigned int off, struct dsmip_rcv_inner *inner)
{
	struct dsmip_binding *binding = dsmip_endpoint_lookup(dsmip, outer);
	const struct dsmip_path *path;

	if (!binding)
		return DSMIP_DROP_RX_BAD_SOURCE;
	path = rcu_dereference(binding->path);
	if (!dsmip_linkmsg_allowed(skb, off, path->flags))
		return DSMIP_DROP_RX_BAD_SOURCE;
	inner->binding = binding;
	return 0;
}

/* Has a node registered its link-local address (RFC 5454, section 3.7.1)? */
static bool dsmip_rcv_link_local(struct dsmip_dev *dsmip,
				 const struct in6_addr *saddr,
				 struct dsmip_rcv_inner *inner)
{
	struct dsmip_prefix_key key = {
		.addr.v6	= *saddr,
		.family		= AF_INET6,
		.len		= dsmip_addr_bits(AF_INET6),
	};
	struct dsmip_prefix *prefix;

	if (!dsmip_addr_link_local(saddr))
		return false;
	prefix = dsmip_prefix_find(&dsmip->prefixes, &key);
	if (!prefix || !dsmip_binding_alive(prefix->binding))
		return false;
	inner->binding = prefix->binding;
	return true;
}

/* An address of this host: nobody else has it, whatever the prefix. */
static bool dsmip_rcv_own(const struct dsmip_dev *dsmip,
			  const struct dsmip_prefix *prefix, const void *saddr)
{
	struct net *net = dev_net(dsmip->dev);
	const struct dsmip_path *path;
	u8 family = prefix->key.family;

	path = rcu_dereference(prefix->binding->path);
	if (path->family == family &&
	    !memcmp(&path->local, saddr, dsmip_addr_size(family)))
		return true;
	if (family == AF_INET)
		return __ip_dev_find(net, *(const __be32 *)saddr, false);
	return ipv6_chk_addr(net, saddr, NULL, 0);
}

/* Whose is the inner source? A host address needs no second question. */
static int dsmip_rcv_owner(struct dsmip_dev *dsmip, u8 family,
			   const void *saddr, struct dsmip_rcv_inner *inner)
{
	struct dsmip_prefix *prefix;

	prefix = dsmip_binding_lookup_prefix(dsmip, family, saddr);
	if (!prefix)
		return DSMIP_DROP_RX_NO_BINDING;
	if (prefix->key.len != dsmip_addr_bits(family) &&
	    dsmip_rcv_own(dsmip, prefix, saddr))
		return DSMIP_DROP_RX_BAD_SOURCE;
	inner->binding = prefix->binding;
	return 0;
}

/* Reads the inner IPv4 header. @off is that of the inner header from skb->data;
 * the caller has pulled as much as an IPv4 header.
 */
static int dsmip_rcv_inner4(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    const struct dsmip_outer *outer, unsigned int off,
			    struct dsmip_rcv_inner *inner)
{
	const struct iphdr *iph = (const struct iphdr *)(skb->data + off);
	unsigned int tot_len = ntohs(iph->tot_len);

	inner->protocol = htons(ETH_P_IP);
	inner->hdr_len = sizeof(*iph);
	inner->dsfield = iph->tos;
	inner->group = ipv4_is_multicast(iph->daddr);
	if (iph->ihl < 5 || tot_len < iph->ihl * 4 || tot_len > skb->len - off)
		return DSMIP_DROP_RX_MALFORMED;
	if (unlikely(dsmip_rcv_bad_source4(iph->saddr)))
		return dsmip_rcv_exception(dsmip, skb, outer, off, inner);
	return dsmip_rcv_owner(dsmip, AF_INET, &iph->saddr, inner);
}

static int dsmip_rcv_inner6(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    const struct dsmip_outer *outer, unsigned int off,
			    struct dsmip_rcv_inner *inner)
{
	const struct ipv6hdr *ip6h;

	if (!pskb_may_pull(skb, off + sizeof(*ip6h)))
		return DSMIP_DROP_RX_MALFORMED;
	ip6h = (const struct ipv6hdr *)(skb->data + off);
	inner->protocol = htons(ETH_P_IPV6);
	inner->hdr_len = sizeof(*ip6h);
	inner->dsfield = ipv6_get_dsfield(ip6h);
	inner->group = ipv6_addr_is_multicast(&ip6h->daddr);
	if (ntohs(ip6h->payload_len) > skb->len - off - sizeof(*ip6h))
		return DSMIP_DROP_RX_MALFORMED;
	if (likely(!dsmip_rcv_bad_source6(&ip6h->saddr)))
		return dsmip_rcv_owner(dsmip, AF_INET6, &ip6h->saddr, inner);
	if (dsmip_rcv_link_local(dsmip, &ip6h->saddr, inner))
		return 0;
	return dsmip_rcv_exception(dsmip, skb, outer, off, inner);
}

/* Is this a packet that may come out of the tunnel? Changes nothing, but for
 * pulling headers into the linear part.
 */
static int dsmip_rcv_check(struct dsmip_dev *dsmip, struct sk_buff *skb,
			   const struct dsmip_outer *outer, unsigned int off,
			   struct dsmip_rcv_inner *inner)
{
	int cause;
	u8 version;

	inner->binding = NULL;
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
	return dsmip_path_check(rcu_dereference(inner->binding->path), outer);
}

/* RFC 6040, section 4.2. The header is written to only where the outer one
 * brings a mark, and then it must not be shared with a tap.
 */
static int dsmip_rcv_ecn(struct sk_buff *skb, const struct dsmip_outer *outer,
			 const struct dsmip_rcv_inner *inner)
{
	u8 ecn = outer->dsfield & INET_ECN_MASK;

	if (ecn == INET_ECN_NOT_ECT || ecn == INET_ECN_ECT_0)
		return 0;
	if (skb_ensure_writable(skb, inner->hdr_len))
		return DSMIP_DROP_RX_NOMEM;
	if (INET_ECN_decapsulate(skb, outer->dsfield, inner->dsfield) > 1)
		return DSMIP_DROP_RX_ECN;
	return 0;
}

static bool dsmip_rcv_reportable(int cause)
{
	return cause >= DSMIP_DROP_RX_BAD_SOURCE &&
	       cause <= DSMIP_DROP_RX_CSUM;
}

static void dsmip_rcv_drop(struct dsmip_dev *dsmip, struct sk_buff *skb,
			   const struct dsmip_outer *outer, unsigned int off,
			   struct dsmip_binding *binding, int cause)
{
	if (dsmip_rcv_reportable(cause))
		dsmip_notify_packet(dsmip, binding ? binding->id : 0, skb, off,
				    outer, cause);
	dsmip_stats_drop(dsmip, binding, skb, cause);
}

static void dsmip_rcv_count(struct dsmip_dev *dsmip,
			    struct dsmip_binding *binding, unsigned int len)
{
	unsigned long now = jiffies;

	dev_sw_netstats_rx_add(dsmip->dev, len);
	atomic64_inc(&binding->rx_packets);
	atomic64_add(len, &binding->rx_bytes);
	/* Written once a tick, lest CPUs fight over it. */
	if (READ_ONCE(binding->last_rx) != now)
		WRITE_ONCE(binding->last_rx, now);
}

/* UDP has made this check before it gave us the packet. */
static bool dsmip_rcv_policy(struct sk_buff *skb,
			     const struct dsmip_outer *outer)
{
	if (outer->encap == DSMIP_ENCAP_UDP)
		return true;
	return outer->family == AF_INET ?
	       xfrm4_policy_check(NULL, XFRM_POLICY_IN, skb) :
	       xfrm6_policy_check(NULL, XFRM_POLICY_IN, skb);
}

/* The packet is good: out of the tunnel with it. Always consumes it. */
static void dsmip_rcv_deliver(struct dsmip_dev *dsmip, struct sk_buff *skb,
			      const struct dsmip_outer *outer, unsigned int off,
			      const struct dsmip_rcv_inner *inner)
{
	struct net_device *dev = dsmip->dev;
	unsigned int len;
	int cause;

	if (!dsmip_rcv_policy(skb, outer)) {
		kfree_skb_reason(skb, SKB_DROP_REASON_XFRM_POLICY);
		return;
	}
	if (iptunnel_pull_header(skb, off, inner->protocol,
				 !net_eq(dev_net(skb->dev), dev_net(dev)))) {
		dsmip_stats_drop(dsmip, inner->binding, skb,
				 DSMIP_DROP_RX_NOMEM);
		return;
	}
	skb->dev = dev;
	skb->pkt_type = PACKET_HOST;
	skb_reset_mac_header(skb);
	skb_reset_network_header(skb);
	skb_reset_mac_len(skb);

	cause = dsmip_rcv_ecn(skb, outer, inner);
	if (!cause && unlikely(inner->group))
		cause = dsmip_report_rcv(dsmip, inner->binding, skb);
	if (cause) {
		dsmip_stats_drop(dsmip, inner->binding, skb, cause);
		return;
	}

	trace_dsmip_rcv(dev, inner->binding, skb);
	len = skb->len;
	if (likely(gro_cells_receive(&dsmip->gro_cells, skb) == NET_RX_SUCCESS))
		dsmip_rcv_count(dsmip, inner->binding, len);
	else
		dsmip_stats_drop(dsmip, inner->binding, NULL,
				 DSMIP_DROP_RX_NOMEM);
}

/**
 * dsmip_rcv_outer() - read the outer header
 * @skb: the packet, network header at the outer header
 * @family: of the outer header, AF_INET or AF_INET6
 * @encap: enum dsmip_encap
 * @outer: filled in; without port and inner version
 *
 * Context: Any.
 */
void dsmip_rcv_outer(const struct sk_buff *skb, u8 family, u8 encap,
		     struct dsmip_outer *outer)
{
	if (family == AF_INET) {
		dsmip_addr_set_v4(&outer->saddr, ip_hdr(skb)->saddr);
		dsmip_addr_set_v4(&outer->daddr, ip_hdr(skb)->daddr);
		outer->dsfield = ip_hdr(skb)->tos;
	} else {
		outer->saddr.v6 = ipv6_hdr(skb)->saddr;
		outer->daddr.v6 = ipv6_hdr(skb)->daddr;
		outer->dsfield = ipv6_get_dsfield(ipv6_hdr(skb));
	}
	outer->sport = 0;
	outer->family = family;
	outer->encap = encap;
	outer->version = 0;
	outer->zero_csum6 = false;
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
	if (cause)
		dsmip_rcv_drop(dsmip, skb, outer, hdr_len, inner.binding,
			       cause);
	else
		dsmip_rcv_deliver(dsmip, skb, outer, hdr_len, &inner);
}

/**
 * dsmip_rcv_if_ours() - receive a packet that other tunnels may want too
 * @dsmip: the device that its outer header is for
 * @skb: the packet, skb->data at the inner header, network header at the
 *	 outer; consumed if ours
 * @outer: the outer header
 *
 * Context: RCU read side, softirqs disabled.
 * Return: true if the packet passed all checks and was consumed.
 */
bool dsmip_rcv_if_ours(struct dsmip_dev *dsmip, struct sk_buff *skb,
		       const struct dsmip_outer *outer)
{
	struct dsmip_rcv_inner inner;

	if (dsmip_rcv_check(dsmip, skb, outer, 0, &inner))
		return false;
	dsmip_rcv_deliver(dsmip, skb, outer, 0, &inner);
	return true;
}
