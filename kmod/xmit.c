// SPDX-License-Identifier: GPL-2.0
/* Transmit decisions: parse, look-up, size, ECN, errors back to the sender.
 *
 * The TTL is none of our business: who forwards a packet into the tunnel has
 * decremented it, and the tunnel is one hop (RFC 4213, section 3.3, RFC 5555,
 * section 4.1.1).
 */

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/percpu.h>
#include <net/dsfield.h>
#include <net/icmp.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/dst.h>

#include "binding.h"
#include "compat.h"
#include "device.h"
#include "encap.h"
#include "replicate.h"
#include "route.h"
#include "trace.h"
#include "xmit.h"

/* A mobile network may be nested in another one of the same home agent, so that
 * an outer packet comes back to the device; each level takes kernel stack.
 */
#define DSMIP_XMIT_DEPTH	3

static DEFINE_PER_CPU(unsigned int, dsmip_xmit_depth);

/**
 * struct dsmip_xmit_size - may the packet be sent, and how?
 * @mtu: tunnel MTU, for the inner packet
 * @df: the outer IPv4 header gets Don't Fragment
 * @must_fit: a larger packet is refused, not fragmented
 */
struct dsmip_xmit_size {
	unsigned int	mtu;
	bool		df;
	bool		must_fit;
};

static bool dsmip_xmit_is_ipv4(const struct sk_buff *skb)
{
	return skb->protocol == htons(ETH_P_IP);
}

/* Finds the binding by the inner destination. Returns 0 or a cause. */
static int dsmip_xmit_lookup(struct dsmip_dev *dsmip, struct sk_buff *skb,
			     struct dsmip_binding **binding)
{
	__be16 protocol;
	bool multicast;

	if (!pskb_inet_may_pull(skb))
		return DSMIP_DROP_TX_MALFORMED;
	/* 0 is what is no IP, and what a packet socket may send as. */
	protocol = ip_tunnel_parse_protocol(skb);
	if (!protocol || protocol != skb->protocol)
		return DSMIP_DROP_TX_MALFORMED;

	if (dsmip_xmit_is_ipv4(skb)) {
		*binding = dsmip_binding_lookup(dsmip, AF_INET,
						&ip_hdr(skb)->daddr);
		multicast = ipv4_is_multicast(ip_hdr(skb)->daddr);
	} else {
		*binding = dsmip_binding_lookup(dsmip, AF_INET6,
						&ipv6_hdr(skb)->daddr);
		multicast = ipv6_addr_is_multicast(&ipv6_hdr(skb)->daddr);
	}
	if (*binding)
		return 0;
	return multicast ? DSMIP_DROP_TX_MULTICAST : DSMIP_DROP_TX_NO_BINDING;
}

/* Inner IPv4: Don't Fragment goes outwards (RFC 2003, section 3.1), and is what
 * makes a packet have to fit the path.
 */
static void dsmip_xmit_size4(const struct dsmip_dev *dsmip,
			     const struct sk_buff *skb, unsigned int path_mtu,
			     struct dsmip_xmit_size *size)
{
	size->mtu = READ_ONCE(dsmip->dev->mtu);
	size->df = ip_hdr(skb)->frag_off & htons(IP_DF);
	size->must_fit = size->df;
	if (size->df)
		size->mtu = min(size->mtu, path_mtu);
}

/* Inner IPv6: RFC 4213, section 3.2. With a static tunnel MTU routers on the
 * way may fragment. With a dynamic one they may not, unless the path is too
 * narrow for IPv6.
 */
static void dsmip_xmit_size6(const struct dsmip_dev *dsmip,
			     unsigned int path_mtu,
			     struct dsmip_xmit_size *size)
{
	size->mtu = max_t(unsigned int, READ_ONCE(dsmip->dev->mtu),
			  IPV6_MIN_MTU);
	size->df = READ_ONCE(dsmip->pmtudisc) && path_mtu >= IPV6_MIN_MTU;
	size->must_fit = true;
	if (READ_ONCE(dsmip->pmtudisc))
		size->mtu = clamp_t(unsigned int, path_mtu, IPV6_MIN_MTU,
				    size->mtu);
}

static bool dsmip_xmit_fits(const struct sk_buff *skb, unsigned int mtu)
{
	return skb->len <= mtu ||
	       (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu));
}

/* Tells the sender what became of its packet. */
static void dsmip_xmit_error(struct sk_buff *skb, int cause, unsigned int mtu)
{
	if (cause == DSMIP_DROP_TX_TOO_BIG && dsmip_xmit_is_ipv4(skb))
		icmp_ndo_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED,
			      htonl(mtu));
	else if (cause == DSMIP_DROP_TX_TOO_BIG)
		icmpv6_ndo_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
	else if (cause != DSMIP_DROP_TX_NO_BINDING &&
		 cause != DSMIP_DROP_TX_NO_ROUTE)
		return;
	else if (dsmip_xmit_is_ipv4(skb))
		icmp_ndo_send(skb, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0);
	else
		icmpv6_ndo_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH,
				0);
}

static u8 dsmip_xmit_dsfield(const struct sk_buff *skb)
{
	/* All of it: the uniform model of RFC 2983 for DSCP, the normal mode
	 * of RFC 6040, section 4.1, for ECN.
	 */
	return dsmip_xmit_is_ipv4(skb) ? ip_hdr(skb)->tos :
					 ipv6_get_dsfield(ipv6_hdr(skb));
}

/* A packet from one end of the tunnel to the other: the route to the care-of
 * address leads into the tunnel (RFC 2473, section 4.1.2, RFC 2003, section 4).
 */
static bool dsmip_xmit_is_outer(const struct sk_buff *skb,
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

static int dsmip_xmit_out(struct net *net, struct sk_buff *skb,
			  const struct dsmip_path *path)
{
	int err;

	__this_cpu_inc(dsmip_xmit_depth);
	if (path->family == AF_INET)
		err = ip_local_out(net, NULL, skb);
	else
		err = ip6_local_out(net, NULL, skb);
	__this_cpu_dec(dsmip_xmit_depth);
	return err;
}

static void dsmip_xmit_count(struct dsmip_dev *dsmip,
			     struct dsmip_binding *binding, unsigned int len)
{
	dev_sw_netstats_tx_add(dsmip->dev, 1, len);
	atomic64_inc(&binding->tx_packets);
	atomic64_add(len, &binding->tx_bytes);
}

/* Sends a packet whose binding is known. Returns 0, the packet being on its
 * way, or a cause, the packet being still ours.
 */
static int dsmip_xmit_binding(struct dsmip_dev *dsmip, struct sk_buff *skb,
			      struct dsmip_binding *binding, unsigned int *mtu)
{
	struct dsmip_path *path = rcu_dereference(binding->path);
	struct net *net = rcu_dereference(dsmip->underlay);
	struct dsmip_xmit_size size;
	unsigned int len, path_mtu;
	struct dst_entry *dst;
	u8 dsfield;
	int err;

	if (unlikely(__this_cpu_read(dsmip_xmit_depth) >= DSMIP_XMIT_DEPTH ||
		     dsmip_xmit_is_outer(skb, path)))
		return DSMIP_DROP_TX_LOOP;
	if (unlikely(!net))
		return DSMIP_DROP_TX_NO_ROUTE;
	dst = dsmip_route_get(path, net, dsmip_xmit_is_ipv4(skb));
	if (IS_ERR(dst))
		return PTR_ERR(dst) == -ENOMEM ? DSMIP_DROP_TX_NOMEM :
						 DSMIP_DROP_TX_NO_ROUTE;

	path_mtu = dst_mtu(dst) - path->overhead;
	if (dsmip_xmit_is_ipv4(skb))
		dsmip_xmit_size4(dsmip, skb, path_mtu, &size);
	else
		dsmip_xmit_size6(dsmip, path_mtu, &size);
	if (size.must_fit && !dsmip_xmit_fits(skb, size.mtu)) {
		*mtu = size.mtu;
		return DSMIP_DROP_TX_TOO_BIG;
	}

	if (dsmip_encap_prepare(skb, path, dst))
		return DSMIP_DROP_TX_NOMEM;

	trace_dsmip_xmit(dsmip->dev, binding, skb);
	dsfield = dsmip_xmit_dsfield(skb);
	len = skb->len;
	skb_scrub_packet(skb, !net_eq(net, dev_net(dsmip->dev)));
	skb_clear_hash_if_not_l4(skb);
	dsmip_encap_push(skb, path, dst, dsfield, size.df);
	err = dsmip_xmit_out(net, skb, path);
	if (likely(!net_xmit_eval(err)))
		dsmip_xmit_count(dsmip, binding, len);
	else
		dsmip_stats_drop(dsmip, binding, NULL, DSMIP_DROP_TX_OUTPUT);
	return 0;
}

static void dsmip_xmit_drop(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    struct dsmip_binding *binding, int cause,
			    unsigned int mtu)
{
	dsmip_xmit_error(skb, cause, mtu);
	dsmip_stats_drop(dsmip, binding, skb, cause);
}

/* One of the copies of a packet that is for many. Always consumes it. */
static void dsmip_xmit_copy(struct dsmip_dev *dsmip, struct sk_buff *skb,
			    struct dsmip_binding *binding)
{
	unsigned int mtu = 0;
	int cause;

	cause = dsmip_xmit_binding(dsmip, skb, binding, &mtu);
	if (unlikely(cause))
		dsmip_xmit_drop(dsmip, skb, binding, cause, mtu);
}

/**
 * dsmip_xmit() - send a packet to the mobile nodes or home agent it is for
 * @skb: the packet; always consumed
 * @dev: the device
 *
 * Context: Softirqs disabled.
 * Return: NETDEV_TX_OK.
 */
netdev_tx_t dsmip_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct dsmip_dev *dsmip = netdev_priv(dev);
	struct dsmip_binding *binding = NULL;
	unsigned int mtu = 0;
	int cause;

	/* The core holds only the _bh flavour, which does not count as this. */
	rcu_read_lock();
	cause = dsmip_xmit_lookup(dsmip, skb, &binding);
	if (!cause)
		cause = dsmip_xmit_binding(dsmip, skb, binding, &mtu);
	else if (cause == DSMIP_DROP_TX_MULTICAST)
		cause = dsmip_replicate(dsmip, skb, dsmip_xmit_copy);
	if (unlikely(cause))
		dsmip_xmit_drop(dsmip, skb, binding, cause, mtu);
	rcu_read_unlock();
	return NETDEV_TX_OK;
}
