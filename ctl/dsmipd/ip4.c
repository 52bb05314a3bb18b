// SPDX-License-Identifier: GPL-2.0
/* IPv4 packets with UDP or ICMP (RFC 791, 768, 792). */

#include <string.h>

#include "ip4.h"
#include "wire.h"

enum ip4_offset {
	IP4_VERSION	= 0,
	IP4_TOTAL	= 2,
	IP4_FRAGMENT	= 6,
	IP4_TTL		= 8,
	IP4_PROTO	= 9,
	IP4_CHECKSUM	= 10,
	IP4_SRC		= 12,
	IP4_DST		= 16,
	IP4_UDP_SPORT	= 0,
	IP4_UDP_DPORT	= 2,
	IP4_UDP_LEN	= 4,
	IP4_UDP_CHECKSUM = 6,
};

#define IP4_IS_FRAGMENT		0x3fff	/* more of them, or not the first */
#define IP4_NO_FRAGMENTS	0x4000
#define IP4_MAX			65535

/* Addresses, protocol and length go into the sum of UDP. */
static uint16_t ip4_udp_checksum(const uint8_t *ip, const uint8_t *udp,
				 size_t len)
{
	uint64_t sum = IPPROTO_UDP + len;

	sum += dsmipd_wire_sum(ip + IP4_SRC, 2 * sizeof(struct in_addr));
	return dsmipd_wire_checksum(sum + dsmipd_wire_sum(udp, len));
}

static bool ip4_parse_udp(const uint8_t *ip, const uint8_t *data, size_t len,
			  bool verified, struct dsmipd_ip4 *ip4)
{
	size_t udp_len;

	if (len < DSMIPD_IP4_UDP_HEAD)
		return false;
	udp_len = dsmipd_wire_get16(data + IP4_UDP_LEN);
	if (udp_len < DSMIPD_IP4_UDP_HEAD || udp_len > len)
		return false;
	if (!verified && dsmipd_wire_get16(data + IP4_UDP_CHECKSUM) &&
	    ip4_udp_checksum(ip, data, udp_len))
		return false;
	ip4->sport = dsmipd_wire_get16(data + IP4_UDP_SPORT);
	ip4->dport = dsmipd_wire_get16(data + IP4_UDP_DPORT);
	ip4->data = data + DSMIPD_IP4_UDP_HEAD;
	ip4->len = udp_len - DSMIPD_IP4_UDP_HEAD;
	return true;
}

/**
 * dsmipd_ip4_parse() - read a packet
 * @data: first byte of the IPv4 header
 * @len: bytes there are; there may be padding behind the packet
 * @verified: the checksum of UDP has been verified, or will be computed by the
 *	card, as of what comes from this machine
 * @ip4: where it goes; its data are in @data
 *
 * A checksum of UDP that is 0 is none.  That of ICMP is not looked at.
 *
 * Context: any.
 * Return: whether it is a whole packet with UDP or ICMP, and its lengths and
 * checksums are right.
 */
bool dsmipd_ip4_parse(const uint8_t *data, size_t len, bool verified,
		      struct dsmipd_ip4 *ip4)
{
	size_t head, total;

	if (len < DSMIPD_IP4_HEAD || data[IP4_VERSION] >> 4 != 4)
		return false;
	head = 4 * (data[IP4_VERSION] & 0xf);
	total = dsmipd_wire_get16(data + IP4_TOTAL);
	if (head < DSMIPD_IP4_HEAD || head > total || total > len)
		return false;
	if (dsmipd_wire_checksum(dsmipd_wire_sum(data, head)) ||
	    dsmipd_wire_get16(data + IP4_FRAGMENT) & IP4_IS_FRAGMENT)
		return false;
	ip4->proto = data[IP4_PROTO];
	ip4->ttl = data[IP4_TTL];
	memcpy(&ip4->src, data + IP4_SRC, sizeof(ip4->src));
	memcpy(&ip4->dst, data + IP4_DST, sizeof(ip4->dst));
	ip4->data = data + head;
	ip4->len = total - head;
	if (ip4->proto == IPPROTO_UDP)
		return ip4_parse_udp(data, data + head, total - head, verified,
				     ip4);
	return ip4->proto == IPPROTO_ICMP;
}

static void ip4_build_udp(const struct dsmipd_ip4 *ip4, const uint8_t *ip,
			  uint8_t *udp)
{
	size_t len = DSMIPD_IP4_UDP_HEAD + ip4->len;
	uint16_t checksum;

	dsmipd_wire_put16(udp + IP4_UDP_SPORT, ip4->sport);
	dsmipd_wire_put16(udp + IP4_UDP_DPORT, ip4->dport);
	dsmipd_wire_put16(udp + IP4_UDP_LEN, len);
	memcpy(udp + DSMIPD_IP4_UDP_HEAD, ip4->data, ip4->len);
	checksum = ip4_udp_checksum(ip, udp, len);
	/* 0 would be none. */
	dsmipd_wire_put16(udp + IP4_UDP_CHECKSUM, checksum ?: 0xffff);
}

/**
 * dsmipd_ip4_build() - write a packet
 * @ip4: it
 * @buf: where it goes
 * @size: room there
 *
 * It is not to be fragmented.
 *
 * Context: any.
 * Return: its length in bytes, or 0 if there is not enough room.
 */
size_t dsmipd_ip4_build(const struct dsmipd_ip4 *ip4, uint8_t *buf,
			size_t size)
{
	size_t head = DSMIPD_IP4_HEAD;
	size_t total;
	uint64_t sum;

	if (ip4->proto == IPPROTO_UDP)
		head += DSMIPD_IP4_UDP_HEAD;
	total = head + ip4->len;
	if (ip4->len > IP4_MAX || total > IP4_MAX || total > size)
		return 0;
	memset(buf, 0, head);
	buf[IP4_VERSION] = 0x45;
	dsmipd_wire_put16(buf + IP4_TOTAL, total);
	dsmipd_wire_put16(buf + IP4_FRAGMENT, IP4_NO_FRAGMENTS);
	buf[IP4_TTL] = ip4->ttl;
	buf[IP4_PROTO] = ip4->proto;
	memcpy(buf + IP4_SRC, &ip4->src, sizeof(ip4->src));
	memcpy(buf + IP4_DST, &ip4->dst, sizeof(ip4->dst));
	sum = dsmipd_wire_sum(buf, DSMIPD_IP4_HEAD);
	dsmipd_wire_put16(buf + IP4_CHECKSUM, dsmipd_wire_checksum(sum));
	if (ip4->proto == IPPROTO_UDP)
		ip4_build_udp(ip4, buf, buf + DSMIPD_IP4_HEAD);
	else
		memcpy(buf + DSMIPD_IP4_HEAD, ip4->data, ip4->len);
	return total;
}
