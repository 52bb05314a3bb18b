// SPDX-License-Identifier: GPL-2.0
/*
 * Formats: neighbor solicitations of duplicate address detection (RFC 4862,
 * section 5.4; RFC 7527), unsolicited neighbor advertisements (RFC 4861,
 * section 7.2.6), and ARP announcements.
 */

#include <netinet/icmp6.h>
#include <netinet/ip6.h>
#include <string.h>

#include "dad_priv.h"
#include "wire.h"

#define DAD_ND_HOPS		255	/* nobody has forwarded it */
#define DAD_ND_MESSAGE		24	/* solicitation and advertisement */
#define DAD_ND_UNIT		8	/* of the length of an option */
#define DAD_ND_OPT_NONCE	14
#define DAD_ND_IP6		40	/* IPv6 header */
#define DAD_ND_ARP		28	/* ARP of Ethernet and IPv4 */

enum dad_nd_offset {
	DAD_ND_TYPE		= 0,
	DAD_ND_CODE		= 1,
	DAD_ND_CHECKSUM		= 2,
	DAD_ND_FLAGS		= 4,
	DAD_ND_TARGET		= 8,
	DAD_ND_IP6_PAYLOAD	= 4,
	DAD_ND_IP6_NEXT		= 6,
	DAD_ND_IP6_HOPS		= 7,
	DAD_ND_IP6_DST		= 24,
	DAD_ND_ARP_SENDER_MAC	= 8,
	DAD_ND_ARP_SENDER	= 14,
	DAD_ND_ARP_TARGET	= 24,
};

enum dad_nd_flag {
	DAD_ND_ROUTER		= 0x80,
	DAD_ND_SOLICITED	= 0x40,
	DAD_ND_OVERRIDE		= 0x20,
};

static const struct in6_addr dad_nd_group_prefix = {
	.s6_addr = { 0xff, 0x02, [11] = 1, 0xff },
};

/**
 * dsmipd_dad_nd_group() - solicited-node multicast address
 * @addr: address
 * @group: where its group goes (RFC 4291, section 2.7.1)
 */
void dsmipd_dad_nd_group(const struct in6_addr *addr, struct in6_addr *group)
{
	*group = dad_nd_group_prefix;
	memcpy(&group->s6_addr[13], &addr->s6_addr[13], 3);
}

/* Of an IPv6 packet without extension headers. */
static uint16_t dad_nd_checksum(const uint8_t *packet, size_t len)
{
	return dsmipd_wire_checksum(len - DAD_ND_IP6 + IPPROTO_ICMPV6 +
				    dsmipd_wire_sum(packet + 8, len - 8));
}

/**
 * dsmipd_dad_nd_probe() - write a solicitation that asks who has an address
 * @target: the address
 * @nonce: to know it again if it comes back
 * @buf: where it goes, an IPv6 packet
 *
 * Return: its length in bytes.
 */
size_t dsmipd_dad_nd_probe(const struct in6_addr *target,
			   const uint8_t nonce[DAD_NONCE_LEN],
			   uint8_t buf[DAD_ND_MAX])
{
	size_t len = DAD_ND_IP6 + DAD_ND_MESSAGE + DAD_ND_UNIT;
	uint8_t *message = buf + DAD_ND_IP6;
	uint8_t *option = message + DAD_ND_MESSAGE;
	struct in6_addr group;

	memset(buf, 0, len);
	buf[0] = 6 << 4;
	dsmipd_wire_put16(buf + DAD_ND_IP6_PAYLOAD, len - DAD_ND_IP6);
	buf[DAD_ND_IP6_NEXT] = IPPROTO_ICMPV6;
	buf[DAD_ND_IP6_HOPS] = DAD_ND_HOPS;
	dsmipd_dad_nd_group(target, &group);
	memcpy(buf + DAD_ND_IP6_DST, &group, sizeof(group));
	message[DAD_ND_TYPE] = ND_NEIGHBOR_SOLICIT;
	memcpy(message + DAD_ND_TARGET, target, sizeof(*target));
	option[0] = DAD_ND_OPT_NONCE;
	option[1] = 1;
	memcpy(option + 2, nonce, DAD_NONCE_LEN);
	dsmipd_wire_put16(message + DAD_ND_CHECKSUM,
			  dad_nd_checksum(buf, len));
	return len;
}

/**
 * dsmipd_dad_nd_advert() - write an advertisement that nobody has asked for
 * @target: address that is to be sent to us
 * @mac: our link-layer address
 * @router: flag R: it is a mobile router's (RFC 3963, section 6.2)
 * @buf: where it goes, an ICMPv6 message without a checksum
 *
 * Return: its length in bytes.
 */
size_t dsmipd_dad_nd_advert(const struct in6_addr *target,
			    const uint8_t mac[DAD_MAC_LEN], bool router,
			    uint8_t buf[DAD_ND_MAX])
{
	uint8_t *option = buf + DAD_ND_MESSAGE;

	memset(buf, 0, DAD_ND_MESSAGE + DAD_ND_UNIT);
	buf[DAD_ND_TYPE] = ND_NEIGHBOR_ADVERT;
	buf[DAD_ND_FLAGS] = DAD_ND_OVERRIDE | (router ? DAD_ND_ROUTER : 0);
	memcpy(buf + DAD_ND_TARGET, target, sizeof(*target));
	option[0] = ND_OPT_TARGET_LINKADDR;
	option[1] = 1;
	memcpy(option + 2, mac, DAD_MAC_LEN);
	return DAD_ND_MESSAGE + DAD_ND_UNIT;
}

/**
 * dsmipd_dad_nd_arp() - write an ARP announcement
 * @addr: IPv4 address that is to be sent to us
 * @mac: our link-layer address
 * @buf: where it goes: a request whose sender and target are @addr (RFC 5944,
 *	section 4.6, RFC 5227, section 2.3)
 *
 * Return: its length in bytes.
 */
size_t dsmipd_dad_nd_arp(const struct in_addr *addr,
			 const uint8_t mac[DAD_MAC_LEN],
			 uint8_t buf[DAD_ND_MAX])
{
	/* Ethernet, IPv4, length 6, length 4, request. */
	static const uint8_t head[] = { 0, 1, 8, 0, 6, 4, 0, 1 };

	memset(buf, 0, DAD_ND_ARP);
	memcpy(buf, head, sizeof(head));
	memcpy(buf + DAD_ND_ARP_SENDER_MAC, mac, DAD_MAC_LEN);
	memcpy(buf + DAD_ND_ARP_SENDER, addr, sizeof(*addr));
	memcpy(buf + DAD_ND_ARP_TARGET, addr, sizeof(*addr));
	return DAD_ND_ARP;
}

/* Options are whole, and a probe does not tell who has sent it. */
static bool dad_nd_options(const uint8_t *data, size_t len, bool probe,
			   struct dad_nd *nd)
{
	size_t size;

	while (len) {
		if (len < 2)
			return false;
		size = data[1] * DAD_ND_UNIT;
		if (!size || size > len)
			return false;
		if (probe && data[0] == ND_OPT_SOURCE_LINKADDR)
			return false;
		if (data[0] == DAD_ND_OPT_NONCE && size == DAD_ND_UNIT) {
			nd->has_nonce = true;
			memcpy(nd->nonce, data + 2, DAD_NONCE_LEN);
		}
		data += size;
		len -= size;
	}
	return true;
}

/**
 * dsmipd_dad_nd_parse() - read what another node says of an address
 * @data: ICMPv6 message, its checksum verified
 * @len: its length in bytes
 * @src: its source
 * @dst: its destination
 * @hops: its hop limit
 * @nd: what it says
 *
 * Return: whether it is a valid message (RFC 4861, sections 7.1.1 and 7.1.2) of
 * a node that has the address or wants it.  Who only looks for the address of
 * a neighbour has a source address himself.
 */
bool dsmipd_dad_nd_parse(const uint8_t *data, size_t len,
			 const struct in6_addr *src, const struct in6_addr *dst,
			 int hops, struct dad_nd *nd)
{
	bool probe;

	memset(nd, 0, sizeof(*nd));
	if (hops != DAD_ND_HOPS || len < DAD_ND_MESSAGE || data[DAD_ND_CODE])
		return false;
	memcpy(&nd->target, data + DAD_ND_TARGET, sizeof(nd->target));
	if (IN6_IS_ADDR_MULTICAST(&nd->target))
		return false;
	probe = data[DAD_ND_TYPE] == ND_NEIGHBOR_SOLICIT;
	if (probe) {
		if (!IN6_IS_ADDR_UNSPECIFIED(src) ||
		    memcmp(dst, &dad_nd_group_prefix, 13))
			return false;
	} else if (data[DAD_ND_TYPE] != ND_NEIGHBOR_ADVERT ||
		   (IN6_IS_ADDR_MULTICAST(dst) &&
		    (data[DAD_ND_FLAGS] & DAD_ND_SOLICITED))) {
		return false;
	}
	return dad_nd_options(data + DAD_ND_MESSAGE, len - DAD_ND_MESSAGE,
			      probe, nd);
}
