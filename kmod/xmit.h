/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_XMIT_H
#define _DSMIP_XMIT_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <net/dsfield.h>
#include <net/inet_ecn.h>
#include <net/ipv6.h>

#include "binding.h"
#include "device.h"
#include "encap.h"
#include "linkmsg.h"
#include "path.h"
#include "route.h"

/**
 * struct dsmip_xmit_way - the way out of a packet
 * @net: namespace of the underlay
 * @path: the care-of end point
 * @dst: outer route, without a reference
 * @mtu: tunnel MTU in bytes, which is told to who sends more
 * @path_mtu: what the outer route leaves, in bytes
 * @by_home: in the tunnel to the home address first
 * @df: the outer IPv4 header gets Don't Fragment
 */
struct dsmip_xmit_way {
	struct net		*net;
	struct dsmip_path	*path;
	struct dst_entry	*dst;
	unsigned int		mtu;
	unsigned int		path_mtu;
	bool			by_home;
	bool			df;
};

int dsmip_xmit_size(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    struct dsmip_xmit_way *way);
netdev_tx_t dsmip_xmit(struct sk_buff *skb, struct net_device *dev);

/* What the fast path does as well is found here, for neither to pay for calls. */

static inline bool dsmip_xmit_is_ipv4(const struct sk_buff *skb)
{
	return skb->protocol == htons(ETH_P_IP);
}

/* ECN by the normal mode of RFC 6040, section 4.1. DSCP by the uniform model of
 * RFC 2983, or by the pipe model with a DSCP of its own.
 */
static inline u8 dsmip_xmit_dsfield(const struct dsmip_dev *dsmip,
				    const struct sk_buff *skb)
{
	u8 dscp = READ_ONCE(dsmip->dscp);
	u8 dsfield;

	dsfield = dsmip_xmit_is_ipv4(skb) ? ip_hdr(skb)->tos :
					    ipv6_get_dsfield(ipv6_hdr(skb));
	if (dscp == DSMIP_DSCP_INHERIT)
		return dsfield;
	return dscp << 2 | (dsfield & INET_ECN_MASK);
}

/* A packet from one end of the tunnel to the other: the route to the care-of
 * address leads into the tunnel (RFC 2473, section 4.1.2, RFC 2003, section 4).
 */
static inline bool dsmip_xmit_is_outer(const struct sk_buff *skb,
				       const struct dsmip_path *path)
{
	if (dsmip_xmit_is_ipv4(skb))
		return path->family == AF_INET &&
		       ip_hdr(skb)->daddr == path->coa.v4 &&
		       ip_hdr(skb)->saddr == path->local.v4;
	return path->family == AF_INET6 &&
	       ipv6_addr_equal(&ipv6_hdr(skb)->daddr, &path->coa.v6) &&
	       ipv6_addr_equal(&ipv6_hdr(skb)->saddr, &path->local.v6);
}

/* Does it go to the home address first, inside the tunnel to the care-of
 * address (RFC 5454, sections 3.3.2 and 3.3.3)? Of IPv4, broadcasts do (RFC 5944,
 * section 4.3): a foreign agent would not know whose they are.
 */
static inline bool dsmip_xmit_by_home(struct sk_buff *skb,
				      const struct dsmip_path *path)
{
	if (!path->home_remote)
		return false;
	if (dsmip_xmit_is_ipv4(skb))
		return skb->pkt_type == PACKET_BROADCAST &&
		       ip_hdr(skb)->daddr != path->home_remote;
	return !(path->flags & DSMIP_BINDING_FLAG_HOME_TUNNEL_MLD) ||
	       dsmip_linkmsg_is_membership(skb, 0);
}

/**
 * dsmip_xmit_way() - find the way out of a packet
 * @dsmip: the device
 * @skb: the packet, network header at the inner header
 * @path: where it goes
 * @way: filled in, but for what dsmip_xmit_size() says
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0 or DSMIP_DROP_TX_*.
 */
static __always_inline int dsmip_xmit_way(struct dsmip_dev *dsmip,
					  struct sk_buff *skb,
					  struct dsmip_path *path,
					  struct dsmip_xmit_way *way)
{
	bool ipv4 = dsmip_xmit_is_ipv4(skb);

	if (unlikely(dsmip_xmit_is_outer(skb, path)))
		return DSMIP_DROP_TX_LOOP;
	way->net = rcu_dereference(dsmip->underlay);
	if (unlikely(!way->net))
		return DSMIP_DROP_TX_NO_ROUTE;
	way->path = path;
	way->by_home = dsmip_xmit_by_home(skb, path);
	way->dst = dsmip_route_get(path, way->net, ipv4 || way->by_home);
	if (IS_ERR(way->dst))
		return PTR_ERR(way->dst) == -ENOMEM ? DSMIP_DROP_TX_NOMEM :
						      DSMIP_DROP_TX_NO_ROUTE;
	way->df = false;
	return 0;
}

/**
 * dsmip_xmit_headers() - put the outer headers before a packet
 * @dsmip: the device
 * @skb: the packet, skb->data, network and MAC header at the inner header;
 *	 never consumed
 * @way: its way out
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0 or DSMIP_DROP_TX_NOMEM.
 */
static inline int dsmip_xmit_headers(struct dsmip_dev *dsmip,
				     struct sk_buff *skb,
				     const struct dsmip_xmit_way *way)
{
	u8 dsfield = dsmip_xmit_dsfield(dsmip, skb);

	if ((way->by_home &&
	     dsmip_encap_home(skb, way->path, way->dst, dsfield)) ||
	    dsmip_encap_prepare(skb, way->path, way->dst))
		return DSMIP_DROP_TX_NOMEM;

	skb_scrub_packet(skb, !net_eq(way->net, dev_net(dsmip->dev)));
	skb_clear_hash_if_not_l4(skb);
	dsmip_encap_push(skb, way->path, way->dst, dsfield, way->df);
	return 0;
}

/**
 * dsmip_xmit_count() - count a packet that went into the tunnel
 * @dsmip: the device
 * @binding: whose it is, or NULL
 * @len: its bytes, inner headers included
 *
 * Context: Softirqs disabled.
 */
static inline void dsmip_xmit_count(struct dsmip_dev *dsmip,
				    struct dsmip_binding *binding,
				    unsigned int len)
{
	dev_sw_netstats_tx_add(dsmip->dev, 1, len);
	if (!binding)
		return;
	atomic64_inc(&binding->tx_packets);
	atomic64_add(len, &binding->tx_bytes);
}

#endif /* _DSMIP_XMIT_H */
