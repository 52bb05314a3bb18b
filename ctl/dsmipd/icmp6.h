/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ICMPv6 messages of Mobile IPv6 and their codec: home agent address
 * discovery and mobile prefixes (RFC 6275, sections 6.5 to 6.8).
 */
#ifndef DSMIPD_ICMP6_H
#define DSMIPD_ICMP6_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DSMIPD_ICMP6_DHAAD_REQUEST	144
#define DSMIPD_ICMP6_DHAAD_REPLY	145
#define DSMIPD_ICMP6_PREFIX_SOL		146
#define DSMIPD_ICMP6_PREFIX_ADV		147

#define DSMIPD_ICMP6_MAX_AGENTS		16
#define DSMIPD_ICMP6_MAX_PREFIX		16
#define DSMIPD_ICMP6_MAX_LEN		1280

/**
 * struct dsmipd_icmp6_prefix - Prefix Information option
 * @addr: prefix; with the R flag the whole address of the home agent
 * @len: prefix length
 * @flags: L 0x80, A 0x40, R 0x20
 * @valid: valid lifetime, seconds
 * @preferred: preferred lifetime, seconds
 */
struct dsmipd_icmp6_prefix {
	struct in6_addr addr;
	uint8_t len;
	uint8_t flags;
	uint32_t valid;
	uint32_t preferred;
};

/**
 * struct dsmipd_icmp6 - a message
 * @type: DSMIPD_ICMP6_*
 * @id: identifier
 * @router: 144, 145: flag R, mobile routers (RFC 3963, section 7)
 * @managed: 147: flag M
 * @other: 147: flag O
 * @n_agents: number of @agents
 * @n_prefix: number of @prefix
 * @agents: 145: home agents, best first
 * @prefix: 147: prefixes
 */
struct dsmipd_icmp6 {
	uint8_t type;
	uint16_t id;
	bool router;
	bool managed;
	bool other;
	uint8_t n_agents;
	uint8_t n_prefix;
	struct in6_addr agents[DSMIPD_ICMP6_MAX_AGENTS];
	struct dsmipd_icmp6_prefix prefix[DSMIPD_ICMP6_MAX_PREFIX];
};

bool dsmipd_icmp6_parse(const uint8_t *data, size_t len,
			struct dsmipd_icmp6 *msg);
size_t dsmipd_icmp6_build(const struct dsmipd_icmp6 *msg, uint8_t *buf,
			  size_t size);
void dsmipd_icmp6_anycast(const struct in6_addr *prefix, uint8_t len,
			  struct in6_addr *addr);

#endif /* DSMIPD_ICMP6_H */
