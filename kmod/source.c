// SPDX-License-Identifier: GPL-2.0
/* Whose is the inner source of a received packet? Mostly a home address or
 * prefix tells; a few messages of the link come from addresses that are
 * nobody's, and then only the tunnel does.
 */

#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <net/addrconf.h>

#include "binding.h"
#include "copies.h"
#include "device.h"
#include "endpoint.h"
#include "linkmsg.h"
#include "source.h"

static bool dsmip_source_bad4(__be32 saddr)
{
	return ipv4_is_multicast(saddr) || ipv4_is_loopback(saddr) ||
	       ipv4_is_lbcast(saddr) || ipv4_is_zeronet(saddr) ||
	       ipv4_is_linklocal_169(saddr);
}

/* RFC 4213, section 3.6: multicast, loopback, IPv4-compatible and IPv4-mapped
 * addresses; link-local ones are nobody's home address.
 */
static bool dsmip_source_bad6(const struct in6_addr *saddr)
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
static int dsmip_source_exception(struct dsmip_dev *dsmip,
				  const struct sk_buff *skb,
				  const struct dsmip_outer *outer,
				  unsigned int off,
				  struct dsmip_binding **binding)
{
	struct dsmip_binding *sender = *binding;
	const struct dsmip_path *path;

	if (!sender)
		sender = dsmip_endpoint_lookup(dsmip, outer);
	if (!sender)
		return DSMIP_DROP_RX_BAD_SOURCE;
	path = rcu_dereference(sender->path);
	if (!dsmip_linkmsg_allowed(skb, off, path->flags))
		return DSMIP_DROP_RX_BAD_SOURCE;
	*binding = sender;
	return 0;
}

/* Has a node registered its link-local address (RFC 5454, section 3.7.1)? */
static bool dsmip_source_link_local(struct dsmip_dev *dsmip,
				    const struct in6_addr *saddr,
				    struct dsmip_binding **binding)
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
	*binding = prefix->binding;
	return true;
}

/* An address of this host: nobody else has it, whatever the prefix. */
static bool dsmip_source_own(const struct dsmip_dev *dsmip,
			     const struct dsmip_prefix *prefix, const void *saddr)
{
	struct net *net = dev_net(dsmip->dev);
	const struct dsmip_path *path;
	u8 family = prefix->key.family;

	path = rcu_dereference(prefix->binding->path);
	if (path->family == family &&
	    !memcmp(&path->local, saddr, dsmip_addr_size(family)))
		return true;
	if (unlikely(path->copies) &&
	    dsmip_copies_local(path->copies, family, saddr))
		return true;
	if (family == AF_INET)
		return __ip_dev_find(net, *(const __be32 *)saddr, false);
	return ipv6_chk_addr(net, saddr, NULL, 0);
}

/* Whose is the inner source? A host address needs no second question. */
static int dsmip_source_owner(struct dsmip_dev *dsmip, u8 family,
			      const void *saddr,
			      struct dsmip_binding **binding)
{
	struct dsmip_prefix *prefix;

	prefix = dsmip_binding_lookup_prefix(dsmip, family, saddr);
	if (!prefix)
		return DSMIP_DROP_RX_NO_BINDING;
	if (prefix->key.len != dsmip_addr_bits(family) &&
	    dsmip_source_own(dsmip, prefix, saddr))
		return DSMIP_DROP_RX_BAD_SOURCE;
	*binding = prefix->binding;
	return 0;
}

/**
 * dsmip_source_find4() - whose is the inner source of an IPv4 packet?
 * @dsmip: the device
 * @skb: the packet
 * @outer: the outer header
 * @off: bytes from skb->data to the inner header, which is in the linear part
 * @binding: NULL; then the binding, if there is one, whose path is still to be
 *	     compared
 *
 * Context: RCU read side.
 * Return: 0 or DSMIP_DROP_RX_*.
 */
int dsmip_source_find4(struct dsmip_dev *dsmip, const struct sk_buff *skb,
		       const struct dsmip_outer *outer, unsigned int off,
		       struct dsmip_binding **binding)
{
	const struct iphdr *iph = (const struct iphdr *)(skb->data + off);

	if (unlikely(dsmip_source_bad4(iph->saddr)))
		return dsmip_source_exception(dsmip, skb, outer, off, binding);
	return dsmip_source_owner(dsmip, AF_INET, &iph->saddr, binding);
}

/**
 * dsmip_source_find6() - whose is the inner source of an IPv6 packet?
 * @dsmip: the device
 * @skb: the packet
 * @outer: the outer header
 * @off: bytes from skb->data to the inner header, which is in the linear part
 * @binding: the binding, if there is one; its path is still to be compared. If
 *	     another layer has told before whose the tunnel is, that binding;
 *	     else NULL.
 *
 * Context: RCU read side.
 * Return: 0 or DSMIP_DROP_RX_*.
 */
int dsmip_source_find6(struct dsmip_dev *dsmip, const struct sk_buff *skb,
		       const struct dsmip_outer *outer, unsigned int off,
		       struct dsmip_binding **binding)
{
	const struct ipv6hdr *ip6h = (const struct ipv6hdr *)(skb->data + off);

	if (likely(!dsmip_source_bad6(&ip6h->saddr)))
		return dsmip_source_owner(dsmip, AF_INET6, &ip6h->saddr,
					  binding);
	if (dsmip_source_link_local(dsmip, &ip6h->saddr, binding))
		return 0;
	return dsmip_source_exception(dsmip, skb, outer, off, binding);
}
