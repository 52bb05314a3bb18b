// SPDX-License-Identifier: GPL-2.0
/* Multicast listener discovery, as far as the data path has to know it. */

#include <linux/icmpv6.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <net/ipv6.h>

#include "mld.h"

/**
 * dsmip_mld_is() - is a packet a message of MLD?
 * @skb: the packet
 * @off: bytes from skb->data to its IPv6 header, which is there
 *
 * RFC 2710 and RFC 3810: ICMPv6 behind a hop-by-hop header with a router alert.
 *
 * Context: Any.
 * Return: true if it is a query, a report or a done message.
 */
bool dsmip_mld_is(const struct sk_buff *skb, unsigned int off)
{
	struct ipv6hdr _ip6h, *ip6h;
	u8 _type, *type;
	__be16 frag_off;
	u8 nexthdr;
	int start;

	ip6h = skb_header_pointer(skb, off, sizeof(_ip6h), &_ip6h);
	if (!ip6h || ip6h->nexthdr != NEXTHDR_HOP)
		return false;
	nexthdr = ip6h->nexthdr;
	start = ipv6_skip_exthdr(skb, off + sizeof(*ip6h), &nexthdr, &frag_off);
	if (start < 0 || nexthdr != IPPROTO_ICMPV6)
		return false;
	type = skb_header_pointer(skb, start, sizeof(_type), &_type);
	if (!type)
		return false;
	switch (*type) {
	case ICMPV6_MGM_QUERY:
	case ICMPV6_MGM_REPORT:
	case ICMPV6_MGM_REDUCTION:
	case ICMPV6_MLD2_REPORT:
		return true;
	default:
		return false;
	}
}
