/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_RCV_H
#define _DSMIP_RCV_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <linux/types.h>
#include <net/dsfield.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>

#include "addr.h"
#include "binding.h"
#include "device.h"
#include "path.h"

/**
 * struct dsmip_rcv_inner - the inner header of a received packet
 * @binding: whose the inner source is, or NULL
 * @protocol: ETH_P_IP or ETH_P_IPV6, network byte order
 * @off: bytes from skb->data to the inner header
 * @hdr_len: length of the inner header without options or extensions
 * @dsfield: TOS or traffic class
 * @outer_dsfield: that of the headers before it
 * @tag: mark of the origin, if it is signalling, or 0
 * @group: the inner destination is multicast
 * @nested: it came in the tunnel to the home address, too
 */
struct dsmip_rcv_inner {
	struct dsmip_binding	*binding;
	u32			tag;
	__be16			protocol;
	unsigned int		off;
	u8			hdr_len;
	u8			dsfield;
	u8			outer_dsfield;
	bool			group;
	bool			nested;
};

void dsmip_rcv(struct dsmip_dev *dsmip, struct sk_buff *skb,
	       const struct dsmip_outer *outer, unsigned int hdr_len);
bool dsmip_rcv_if_ours(struct dsmip_dev *dsmip, struct sk_buff *skb,
		       const struct dsmip_outer *outer, unsigned int hdr_len);

int dsmip_rcv_check(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    const struct dsmip_outer *outer, unsigned int off,
		    struct dsmip_rcv_inner *inner);
int dsmip_rcv_mark(struct sk_buff *skb, const struct dsmip_rcv_inner *inner,
		   bool copy);

/* What the fast path does as well is found here, for neither to pay for calls. */

/**
 * dsmip_rcv_outer() - read the outer header
 * @skb: the packet, network header at the outer header
 * @family: of the outer header, AF_INET or AF_INET6
 * @encap: enum dsmip_encap
 * @outer: filled in; without ports, key and inner version
 *
 * Context: Any.
 */
static inline void dsmip_rcv_outer(const struct sk_buff *skb, u8 family,
				   u8 encap, struct dsmip_outer *outer)
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
	outer->key = 0;
	outer->sport = 0;
	outer->dport = 0;
	outer->family = family;
	outer->encap = encap;
	outer->version = 0;
	outer->zero_csum6 = false;
	outer->has_key = false;
	outer->allowed = false;
	outer->inside = false;
}

/* The header is written to only where the outer one brings something. */
static inline int dsmip_rcv_dsfield(const struct dsmip_dev *dsmip,
				    struct sk_buff *skb,
				    const struct dsmip_rcv_inner *inner)
{
	u8 ecn = inner->outer_dsfield & INET_ECN_MASK;
	bool copy;

	copy = READ_ONCE(dsmip->decap_dscp) &&
	       (inner->outer_dsfield ^ inner->dsfield) & ~INET_ECN_MASK;
	if (likely(!copy && (ecn == INET_ECN_NOT_ECT || ecn == INET_ECN_ECT_0)))
		return 0;
	return dsmip_rcv_mark(skb, inner, copy);
}

/**
 * dsmip_rcv_decap() - take a packet out of the tunnel
 * @dsmip: the device
 * @skb: the packet, which has passed all checks; never consumed. Afterwards it
 *	 is one of the device, skb->data at the inner header.
 * @inner: the inner header
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0 or DSMIP_DROP_RX_*.
 */
static inline int dsmip_rcv_decap(struct dsmip_dev *dsmip, struct sk_buff *skb,
				  const struct dsmip_rcv_inner *inner)
{
	struct net_device *dev = dsmip->dev;

	if (iptunnel_pull_header(skb, inner->off, inner->protocol,
				 !net_eq(dev_net(skb->dev), dev_net(dev))))
		return DSMIP_DROP_RX_NOMEM;
	/* A socket found by the outer header is not that of the inner one; what
	 * comes by a hook may have been given one early.
	 */
	skb_orphan(skb);
	skb->dev = dev;
	skb->pkt_type = PACKET_HOST;
	/* After the scrub, which may clear it, and before GRO, where IPsec may
	 * take the packet.
	 */
	if (unlikely(inner->tag))
		skb->mark = inner->tag;
	skb_reset_mac_header(skb);
	skb_reset_network_header(skb);
	skb_reset_mac_len(skb);
	return dsmip_rcv_dsfield(dsmip, skb, inner);
}

/**
 * dsmip_rcv_count() - count a packet that came out of the tunnel
 * @dsmip: the device
 * @binding: whose it is, or NULL
 * @len: its bytes, inner headers included
 *
 * Context: Softirqs disabled.
 */
static inline void dsmip_rcv_count(struct dsmip_dev *dsmip,
				   struct dsmip_binding *binding,
				   unsigned int len)
{
	unsigned long now = jiffies;

	dev_sw_netstats_rx_add(dsmip->dev, len);
	if (!binding)
		return;
	atomic64_inc(&binding->rx_packets);
	atomic64_add(len, &binding->rx_bytes);
	/* Written once a tick, lest CPUs fight over it. */
	if (READ_ONCE(binding->last_rx) != now)
		WRITE_ONCE(binding->last_rx, now);
}

#endif /* _DSMIP_RCV_H */
