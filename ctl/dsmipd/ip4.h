/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IPv4 packets with UDP or ICMP, for who reads and writes them below the stack
 * of the kernel: its routes and its neighbour table are not asked.
 */
#ifndef DSMIPD_IP4_H
#define DSMIPD_IP4_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DSMIPD_IP4_HEAD		20	/* bytes, without options */
#define DSMIPD_IP4_UDP_HEAD	8

/**
 * struct dsmipd_ip4 - a packet
 * @proto: IPPROTO_UDP or IPPROTO_ICMP
 * @ttl: time to live
 * @src: source
 * @dst: destination
 * @sport: of UDP: source port, host order
 * @dport: of UDP: destination port, host order
 * @data: what is behind the UDP header, or the ICMP message
 * @len: its length in bytes
 */
struct dsmipd_ip4 {
	uint8_t proto;
	uint8_t ttl;
	struct in_addr src;
	struct in_addr dst;
	uint16_t sport;
	uint16_t dport;
	const uint8_t *data;
	size_t len;
};

bool dsmipd_ip4_parse(const uint8_t *data, size_t len, bool verified,
		      struct dsmipd_ip4 *ip4);
size_t dsmipd_ip4_build(const struct dsmipd_ip4 *ip4, uint8_t *buf,
			size_t size);

#endif /* DSMIPD_IP4_H */
