// SPDX-License-Identifier: GPL-2.0
/* Frames as a home agent gets them: plain ones of a correspondent (down), and
 * encapsulated ones of a mobile node (up).
 */

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define FRAME_DISCARD	9	/* the discard service */

static uint32_t frame_sum(const void *data, size_t len, uint32_t sum)
{
	const uint8_t *bytes = data;
	size_t i;

	for (i = 0; i < len; i++)
		sum += i & 1 ? bytes[i] : bytes[i] << 8;
	return sum;
}

static uint16_t frame_fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(~sum);
}

static void *frame_ipv4(uint8_t *at, size_t size, uint8_t proto,
			const struct dsmip_addr *saddr,
			const struct dsmip_addr *daddr)
{
	struct iphdr *iph = (struct iphdr *)at;

	*iph = (struct iphdr) {
		.version	= 4,
		.ihl		= 5,
		.tot_len	= htons(size),
		.frag_off	= htons(IP_DF),
		.ttl		= 64,
		.protocol	= proto,
		.saddr		= saddr->v4.s_addr,
		.daddr		= daddr->v4.s_addr,
	};
	iph->check = frame_fold(frame_sum(iph, sizeof(*iph), 0));
	return iph + 1;
}

static void *frame_ipv6(uint8_t *at, size_t size, uint8_t proto,
			const struct dsmip_addr *saddr,
			const struct dsmip_addr *daddr)
{
	struct ip6_hdr *ip6h = (struct ip6_hdr *)at;

	*ip6h = (struct ip6_hdr) {
		.ip6_flow	= htonl(6 << 28),
		.ip6_plen	= htons(size - sizeof(*ip6h)),
		.ip6_nxt	= proto,
		.ip6_hlim	= 64,
		.ip6_src	= saddr->v6,
		.ip6_dst	= daddr->v6,
	};
	return ip6h + 1;
}

static void *frame_ip(uint8_t *at, size_t size, uint8_t proto,
		      const struct dsmip_addr *saddr,
		      const struct dsmip_addr *daddr)
{
	if (saddr->family == AF_INET)
		return frame_ipv4(at, size, proto, saddr, daddr);
	return frame_ipv6(at, size, proto, saddr, daddr);
}

/* A datagram of the node's, or for it. Returns its end. */
static uint8_t *frame_datagram(uint8_t *at, size_t size,
			       const struct dsmip_addr *saddr,
			       const struct dsmip_addr *daddr)
{
	size_t addr_len = dsmip_addr_size(saddr->family);
	struct udphdr *uh = frame_ip(at, size, IPPROTO_UDP, saddr, daddr);
	size_t len = at + size - (uint8_t *)uh;
	uint32_t sum = IPPROTO_UDP + len;

	*uh = (struct udphdr) {
		.source	= htons(FRAME_DISCARD),
		.dest	= htons(FRAME_DISCARD),
		.len	= htons(len),
	};
	memset(uh + 1, 0x5a, len - sizeof(*uh));
	sum = frame_sum(saddr->bytes, addr_len, sum);
	sum = frame_sum(daddr->bytes, addr_len, sum);
	uh->check = frame_fold(frame_sum(uh, len, sum));
	return at + size;
}

static uint16_t frame_ethertype(uint8_t family)
{
	return htons(family == AF_INET ? ETH_P_IP : ETH_P_IPV6);
}

/* What is between outer and inner IP header. */
static size_t frame_between(const struct bench_format *format)
{
	switch (format->encap) {
	case DSMIP_ENCAP_UDP:
		return sizeof(struct udphdr);
	case DSMIP_ENCAP_GRE:
		return 4;
	default:
		return 0;
	}
}

static uint8_t frame_proto(const struct bench_format *format)
{
	switch (format->encap) {
	case DSMIP_ENCAP_UDP:
		return IPPROTO_UDP;
	case DSMIP_ENCAP_GRE:
		return IPPROTO_GRE;
	default:
		return format->inner == AF_INET ? IPPROTO_IPIP : IPPROTO_IPV6;
	}
}

/* The outer headers of an inner packet of that size. Returns their end. */
static uint8_t *frame_outer(uint8_t *at, const struct bench_format *format,
			    size_t size, uint32_t node)
{
	size_t between = frame_between(format);
	struct dsmip_addr coa;
	uint16_t *words;

	size += between + (format->outer == AF_INET ? sizeof(struct iphdr) :
						      sizeof(struct ip6_hdr));
	bench_coa(format->outer, node, &coa);
	words = frame_ip(at, size, frame_proto(format), &coa,
			 bench_agent(format->outer));
	if (format->encap == DSMIP_ENCAP_UDP) {
		words[0] = htons(DSMIP_PORT_DEFAULT);
		words[1] = htons(DSMIP_PORT_DEFAULT);
		words[2] = htons(size - sizeof(struct iphdr));
		words[3] = 0;
	} else if (format->encap == DSMIP_ENCAP_GRE) {
		words[0] = 0;
		words[1] = frame_ethertype(format->inner);
	}
	return (uint8_t *)words + between;
}

/**
 * bench_frame_make() - make a frame
 * @format: the encapsulation
 * @up: encapsulated, from a node to the correspondent; else plain, to a node
 * @size: bytes of the inner packet
 * @node: the node
 * @mac: where the frame goes
 * @frame: the frame; its data is allocated
 */
void bench_frame_make(const struct bench_format *format, bool up, size_t size,
		      uint32_t node, const uint8_t mac[6],
		      struct bench_frame *frame)
{
	const struct dsmip_addr *peer = bench_peer(format->inner);
	bool outer = up && format->outer;
	struct ethhdr *eth;
	struct dsmip_addr home;
	uint8_t *at;

	frame->data = calloc(1, size + 128);
	if (!frame->data)
		bench_die("out of memory");
	eth = (struct ethhdr *)frame->data;
	memcpy(eth->h_dest, mac, ETH_ALEN);
	eth->h_source[0] = 2;
	eth->h_proto = frame_ethertype(outer ? format->outer : format->inner);

	at = (uint8_t *)(eth + 1);
	bench_home(format->inner, node, &home);
	if (outer)
		at = frame_outer(at, format, size, node);
	if (up)
		at = frame_datagram(at, size, &home, peer);
	else
		at = frame_datagram(at, size, peer, &home);
	frame->len = at - frame->data;
}
