// SPDX-License-Identifier: GPL-2.0
/* What nodes and routers say on a link: membership, neighbour discovery,
 * DHCPv6. A tunnel is such a link, and these are the packets that may come out
 * of it with an inner source that is nobody's home address.
 *
 * Taken is only what is exactly as the protocols send it: the hop limit that
 * says that no router has forwarded it, the router alert where there has to be
 * one, and no other extension header. Nothing is changed, nothing is pulled.
 */

#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/mld.h>
#include <net/ndisc.h>
#include <uapi/linux/dsmip.h>

#include "addr.h"
#include "linkmsg.h"

#define DSMIP_LINKMSG_DHCP_CLIENT_PORT	546
#define DSMIP_LINKMSG_DHCP_SERVER_PORT	547

/* A router alert is 4 bytes: somebody who sends more options wants more than
 * to tell what he listens to.
 */
#define DSMIP_LINKMSG_OPTIONS	64

/* Padding and the router alert for MLD, RFC 2711; nothing else. */
static bool dsmip_linkmsg_alert(const u8 *opt, int left)
{
	bool alert = false;
	int len;

	while (left > 0) {
		len = opt[0] == IPV6_TLV_PAD1 ? 1 : left < 2 ? 0 : opt[1] + 2;
		if (!len || len > left)
			return false;
		if (opt[0] == IPV6_TLV_ROUTERALERT && len == 4 &&
		    !opt[2] && !opt[3])
			alert = true;
		else if (opt[0] != IPV6_TLV_PAD1 && opt[0] != IPV6_TLV_PADN)
			return false;
		opt += len;
		left -= len;
	}
	return alert;
}

/* Steps over the hop-by-hop options before MLD. @msg->off is there, @msg->len
 * the rest of the packet. Returns what comes next, or -1.
 */
static int dsmip_linkmsg_options(const struct sk_buff *skb,
				 struct dsmip_linkmsg *msg)
{
	u8 _hdr[DSMIP_LINKMSG_OPTIONS];
	const u8 *hdr;
	int len;

	if (msg->len < 8)
		return -1;
	hdr = skb_header_pointer(skb, msg->off, 2, _hdr);
	if (!hdr)
		return -1;
	len = (hdr[1] + 1) * 8;
	if (len > sizeof(_hdr) || len > msg->len)
		return -1;
	hdr = skb_header_pointer(skb, msg->off, len, _hdr);
	if (!hdr || !dsmip_linkmsg_alert(hdr + 2, len - 2))
		return -1;
	msg->off += len;
	msg->len -= len;
	return hdr[0];
}

static enum dsmip_linkmsg_kind dsmip_linkmsg_mld(u8 type)
{
	switch (type) {
	case ICMPV6_MGM_QUERY:
		return DSMIP_LINKMSG_QUERY;
	case ICMPV6_MGM_REPORT:
	case ICMPV6_MGM_REDUCTION:
	case ICMPV6_MLD2_REPORT:
		return DSMIP_LINKMSG_REPORT;
	default:
		return DSMIP_LINKMSG_NONE;
	}
}

static enum dsmip_linkmsg_kind dsmip_linkmsg_ndisc(u8 type)
{
	switch (type) {
	case NDISC_ROUTER_SOLICITATION:
		return DSMIP_LINKMSG_RS;
	case NDISC_ROUTER_ADVERTISEMENT:
		return DSMIP_LINKMSG_RA;
	case NDISC_NEIGHBOUR_SOLICITATION:
		return DSMIP_LINKMSG_NS;
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
		return DSMIP_LINKMSG_NA;
	default:
		return DSMIP_LINKMSG_NONE;
	}
}

/* MLD has hop limit 1 and the router alert, neighbour discovery 255 and no
 * options.
 */
static enum dsmip_linkmsg_kind
dsmip_linkmsg_icmp6(const struct sk_buff *skb, struct dsmip_linkmsg *msg,
		    u8 hop_limit, bool alert)
{
	struct icmp6hdr _icmp6h, *icmp6h;

	if (msg->len < sizeof(*icmp6h))
		return DSMIP_LINKMSG_NONE;
	icmp6h = skb_header_pointer(skb, msg->off, sizeof(_icmp6h), &_icmp6h);
	if (!icmp6h)
		return DSMIP_LINKMSG_NONE;
	msg->type = icmp6h->icmp6_type;
	if (alert && hop_limit == 1)
		return dsmip_linkmsg_mld(msg->type);
	if (!alert && hop_limit == 255 && !icmp6h->icmp6_code)
		return dsmip_linkmsg_ndisc(msg->type);
	return DSMIP_LINKMSG_NONE;
}

/* A client has hop limit 1 or 255 (NetMIP4, section 3.2.2); a server answers it
 * with any.
 */
static enum dsmip_linkmsg_kind dsmip_linkmsg_dhcp(const struct sk_buff *skb,
						  struct dsmip_linkmsg *msg,
						  u8 hop_limit)
{
	struct udphdr _uh, *uh;

	if (msg->len < sizeof(*uh))
		return DSMIP_LINKMSG_NONE;
	uh = skb_header_pointer(skb, msg->off, sizeof(_uh), &_uh);
	if (!uh || ntohs(uh->len) < sizeof(*uh) || ntohs(uh->len) > msg->len)
		return DSMIP_LINKMSG_NONE;
	if (uh->source == htons(DSMIP_LINKMSG_DHCP_CLIENT_PORT) &&
	    uh->dest == htons(DSMIP_LINKMSG_DHCP_SERVER_PORT) &&
	    (hop_limit == 1 || hop_limit == 255))
		return DSMIP_LINKMSG_DHCP_CLIENT;
	if (uh->source == htons(DSMIP_LINKMSG_DHCP_SERVER_PORT) &&
	    uh->dest == htons(DSMIP_LINKMSG_DHCP_CLIENT_PORT))
		return DSMIP_LINKMSG_DHCP_SERVER;
	return DSMIP_LINKMSG_NONE;
}

static enum dsmip_linkmsg_kind dsmip_linkmsg_read6(const struct sk_buff *skb,
						   unsigned int off,
						   struct dsmip_linkmsg *msg)
{
	struct ipv6hdr _ip6h, *ip6h;
	bool alert = false;
	int nexthdr;

	ip6h = skb_header_pointer(skb, off, sizeof(_ip6h), &_ip6h);
	if (!ip6h)
		return DSMIP_LINKMSG_NONE;
	msg->off = off + sizeof(*ip6h);
	msg->len = ntohs(ip6h->payload_len);
	if (msg->len > skb->len - msg->off)
		return DSMIP_LINKMSG_NONE;

	nexthdr = ip6h->nexthdr;
	if (nexthdr == NEXTHDR_HOP) {
		nexthdr = dsmip_linkmsg_options(skb, msg);
		alert = true;
	}
	if (nexthdr == NEXTHDR_ICMP)
		return dsmip_linkmsg_icmp6(skb, msg, ip6h->hop_limit, alert);
	if (nexthdr == NEXTHDR_UDP && !alert)
		return dsmip_linkmsg_dhcp(skb, msg, ip6h->hop_limit);
	return DSMIP_LINKMSG_NONE;
}

static enum dsmip_linkmsg_kind dsmip_linkmsg_igmp(u8 type)
{
	switch (type) {
	case DSMIP_LINKMSG_IGMP_QUERY:
		return DSMIP_LINKMSG_QUERY;
	case DSMIP_LINKMSG_IGMP_REPORT1:
	case DSMIP_LINKMSG_IGMP_REPORT2:
	case DSMIP_LINKMSG_IGMP_REPORT3:
	case DSMIP_LINKMSG_IGMP_LEAVE:
		return DSMIP_LINKMSG_REPORT;
	default:
		return DSMIP_LINKMSG_NONE;
	}
}

static enum dsmip_linkmsg_kind dsmip_linkmsg_read4(const struct sk_buff *skb,
						   unsigned int off,
						   struct dsmip_linkmsg *msg)
{
	struct iphdr _iph, *iph;
	u8 _type, *type;

	iph = skb_header_pointer(skb, off, sizeof(_iph), &_iph);
	if (!iph || iph->ihl < 5 || iph->protocol != IPPROTO_IGMP ||
	    iph->ttl != 1 || ip_is_fragment(iph))
		return DSMIP_LINKMSG_NONE;
	if (ntohs(iph->tot_len) < iph->ihl * 4 + DSMIP_LINKMSG_HEADER ||
	    ntohs(iph->tot_len) > skb->len - off)
		return DSMIP_LINKMSG_NONE;
	msg->off = off + iph->ihl * 4;
	msg->len = ntohs(iph->tot_len) - iph->ihl * 4;
	type = skb_header_pointer(skb, msg->off, sizeof(_type), &_type);
	if (!type)
		return DSMIP_LINKMSG_NONE;
	msg->type = *type;
	return dsmip_linkmsg_igmp(msg->type);
}

static u8 dsmip_linkmsg_version(const struct sk_buff *skb, unsigned int off)
{
	u8 _first, *first;

	first = skb_header_pointer(skb, off, sizeof(_first), &_first);
	return first ? *first >> 4 : 0;
}

/**
 * dsmip_linkmsg_read() - which message of the link is in a packet?
 * @skb: the packet; not changed
 * @off: bytes from skb->data to the IP header; @skb is not shorter
 * @msg: filled in unless there is none
 *
 * Context: Any.
 * Return: the kind. Of the message itself only the first 8 bytes are there for
 *	   certain.
 */
enum dsmip_linkmsg_kind dsmip_linkmsg_read(const struct sk_buff *skb,
					   unsigned int off,
					   struct dsmip_linkmsg *msg)
{
	switch (dsmip_linkmsg_version(skb, off)) {
	case 4:
		return dsmip_linkmsg_read4(skb, off, msg);
	case 6:
		return dsmip_linkmsg_read6(skb, off, msg);
	default:
		return DSMIP_LINKMSG_NONE;
	}
}

/**
 * dsmip_linkmsg_is_membership() - is a packet a message of MLD or IGMP?
 * @skb: the packet; not changed
 * @off: bytes from skb->data to the IP header; @skb is not shorter
 *
 * Context: Any.
 * Return: true if it is a query, a report, a done or a leave message.
 */
bool dsmip_linkmsg_is_membership(const struct sk_buff *skb, unsigned int off)
{
	enum dsmip_linkmsg_kind kind;
	struct dsmip_linkmsg msg;

	kind = dsmip_linkmsg_read(skb, off, &msg);
	return kind == DSMIP_LINKMSG_QUERY || kind == DSMIP_LINKMSG_REPORT;
}

/* The flags of which a binding needs one for such a packet to be received. @any:
 * the source is the unspecified address, not a link-local one.
 */
static u32 dsmip_linkmsg_flags(enum dsmip_linkmsg_kind kind, bool any)
{
	switch (kind) {
	case DSMIP_LINKMSG_REPORT:
		return DSMIP_BINDING_FLAG_MULTICAST | DSMIP_BINDING_FLAG_ACCESS;
	case DSMIP_LINKMSG_RS:
		return DSMIP_BINDING_FLAG_ACCESS;
	case DSMIP_LINKMSG_NS:
		return DSMIP_BINDING_FLAG_ACCESS | DSMIP_BINDING_FLAG_AGENT;
	case DSMIP_LINKMSG_NA:
		return any ? 0 : DSMIP_BINDING_FLAG_ACCESS |
				 DSMIP_BINDING_FLAG_AGENT;
	case DSMIP_LINKMSG_DHCP_CLIENT:
		return any ? 0 : DSMIP_BINDING_FLAG_ACCESS;
	case DSMIP_LINKMSG_QUERY:
	case DSMIP_LINKMSG_RA:
	case DSMIP_LINKMSG_DHCP_SERVER:
		return any ? 0 : DSMIP_BINDING_FLAG_AGENT;
	default:
		return 0;
	}
}

/* RFC 3376, section 4.2.13: a report may come from 0.0.0.0. */
static bool dsmip_linkmsg_allowed4(const struct sk_buff *skb, unsigned int off,
				   enum dsmip_linkmsg_kind kind, u32 flags)
{
	struct iphdr _iph, *iph;

	iph = skb_header_pointer(skb, off, sizeof(_iph), &_iph);
	return iph && !iph->saddr && ipv4_is_multicast(iph->daddr) &&
	       kind == DSMIP_LINKMSG_REPORT &&
	       flags & DSMIP_BINDING_FLAG_MULTICAST;
}

static bool dsmip_linkmsg_allowed6(const struct sk_buff *skb, unsigned int off,
				   enum dsmip_linkmsg_kind kind, u32 flags)
{
	struct ipv6hdr _ip6h, *ip6h;
	bool any;

	ip6h = skb_header_pointer(skb, off, sizeof(_ip6h), &_ip6h);
	if (!ip6h)
		return false;
	any = ipv6_addr_any(&ip6h->saddr);
	if (!any && !dsmip_addr_link_local(&ip6h->saddr))
		return false;
	/* Membership is told to all who follow it, never to one node. */
	if ((kind == DSMIP_LINKMSG_REPORT || kind == DSMIP_LINKMSG_QUERY) &&
	    !ipv6_addr_is_multicast(&ip6h->daddr))
		return false;
	return flags & dsmip_linkmsg_flags(kind, any);
}

/**
 * dsmip_linkmsg_allowed() - may a packet have a source that is in no binding?
 * @skb: the packet; not changed
 * @off: bytes from skb->data to the inner IP header, which is there
 * @flags: of the binding that the outer header belongs to
 *
 * Context: Any.
 * Return: true for what the specifications make an exception for: membership
 *	   (RFC 6275, section 10.4.3; RFC 3376), neighbour discovery, MLD and
 *	   DHCPv6 from an access node (NetMIP4, section 3.2.2), and what a home
 *	   agent has to say as a router.
 */
bool dsmip_linkmsg_allowed(const struct sk_buff *skb, unsigned int off,
			   u32 flags)
{
	enum dsmip_linkmsg_kind kind;
	struct dsmip_linkmsg msg;

	kind = dsmip_linkmsg_read(skb, off, &msg);
	if (kind == DSMIP_LINKMSG_NONE)
		return false;
	if (dsmip_linkmsg_version(skb, off) == 4)
		return dsmip_linkmsg_allowed4(skb, off, kind, flags);
	return dsmip_linkmsg_allowed6(skb, off, kind, flags);
}
