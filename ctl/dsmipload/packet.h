/* SPDX-License-Identifier: GPL-2.0 */
/* Packets of a mobile node, and those of its home agent. */
#ifndef DSMIPLOAD_PACKET_H
#define DSMIPLOAD_PACKET_H

#include "load.h"
#include "mh.h"

/* IPv6 header, destination options, and a message of ours. */
#define DSMIPLOAD_PACKET_MAX	512

/**
 * struct dsmipload_request - a binding update
 * @home: home address
 * @home4: IPv4 home address, or none
 * @agent: home agent
 * @coa: care-of address as the node knows it
 * @sequence: sequence number
 * @lifetime: seconds; 0: deregistration
 * @timestamp: NTP time
 * @key: NULL: there is no authentication
 */
struct dsmipload_request {
	struct in6_addr home;
	struct dsmip_addr home4;
	struct in6_addr agent;
	struct dsmip_addr coa;
	uint16_t sequence;
	uint32_t lifetime;
	uint64_t timestamp;
	const struct dsmipd_auth_key *key;
};

/**
 * struct dsmipload_answer - a message of the home agent
 * @home: home address of the node that it is for
 * @mh: the message
 * @data: its bytes
 * @len: how many
 * @coa: IPv6 destination as it was on the wire
 */
struct dsmipload_answer {
	struct in6_addr home;
	struct dsmipd_mh mh;
	const uint8_t *data;
	size_t len;
	struct in6_addr coa;
};

size_t dsmipload_packet_build(const struct dsmipload_request *request,
			      uint8_t buf[DSMIPLOAD_PACKET_MAX]);
bool dsmipload_packet_parse(const uint8_t *data, size_t len,
			    const struct in6_addr *agent,
			    struct dsmipload_answer *answer);
bool dsmipload_packet_verify(const struct dsmipload_answer *answer,
			     const struct dsmip_addr *coa,
			     const struct dsmipd_auth_key *key);

#endif /* DSMIPLOAD_PACKET_H */
