/* SPDX-License-Identifier: GPL-2.0 */
/* Packets of a mobile node, and those of its home agent. */
#ifndef DSMIPLOAD_PACKET_H
#define DSMIPLOAD_PACKET_H

#include "load.h"
#include "mh.h"
#include "mip4_auth.h"

/* IPv6 header, destination options, and a message of ours. */
#define DSMIPLOAD_PACKET_MAX	512

/**
 * struct dsmipload_request - a binding update, or a registration request
 * @protocol: enum dsmipload_protocol, which of them
 * @home: IPv6 home address; of Mobile IPv4 it may be none
 * @home4: IPv4 home address, or none
 * @agent: home agent; of Mobile IPv4 its IPv4 address
 * @coa: care-of address as the node knows it
 * @nat: Mobile IPv4: the node asks for a UDP tunnel
 * @algorithm: Mobile IPv4: enum dsmipd_mip4_algorithm
 * @sequence: sequence number
 * @lifetime: seconds; 0: deregistration
 * @timestamp: NTP time; of Mobile IPv4 the identification
 * @key: NULL: there is no authentication
 */
struct dsmipload_request {
	uint8_t protocol;
	struct dsmip_addr home;
	struct dsmip_addr home4;
	struct dsmip_addr agent;
	struct dsmip_addr coa;
	bool nat;
	uint8_t algorithm;
	uint16_t sequence;
	uint32_t lifetime;
	uint64_t timestamp;
	const struct dsmipd_auth_key *key;
};

/**
 * enum dsmipload_answer_type - what a message of a home agent is
 * @DSMIPLOAD_ACK: binding acknowledgement, or registration reply
 * @DSMIPLOAD_ERROR: binding error
 * @DSMIPLOAD_OTHER: no answer to a request
 */
enum dsmipload_answer_type {
	DSMIPLOAD_ACK,
	DSMIPLOAD_ERROR,
	DSMIPLOAD_OTHER,
};

/**
 * struct dsmipload_answer - a message of the home agent
 * @type: enum dsmipload_answer_type
 * @home: home address of the node that it is for
 * @home4: its IPv4 home address, or 0.0.0.0
 * @lifetime: seconds
 * @status: its status or code
 * @accepted: the request is accepted
 * @complete: with all that was asked for
 * @behind: it is refused since its number is too old: @newer is what the home
 *	agent has
 * @exact: its number has to be that of the request
 * @number: sequence number, or the lower half of the identification
 * @newer: last sequence number, or the home agent's time, NTP seconds
 * @data: the bytes of the message
 * @len: how many
 * @coa: IPv6 destination as it was on the wire
 * @mh: the message, of Mobile IPv6
 * @mip4: the message, of Mobile IPv4
 */
struct dsmipload_answer {
	enum dsmipload_answer_type type;
	struct dsmip_addr home;
	struct dsmip_addr home4;
	uint32_t lifetime;
	uint8_t status;
	bool accepted;
	bool complete;
	bool behind;
	bool exact;
	uint32_t number;
	uint32_t newer;
	const uint8_t *data;
	size_t len;
	struct in6_addr coa;
	union {
		struct dsmipd_mh mh;
		struct dsmipd_mip4 mip4;
	};
};

size_t dsmipload_packet_build(const struct dsmipload_request *request,
			      uint8_t buf[DSMIPLOAD_PACKET_MAX]);
bool dsmipload_packet_parse(const uint8_t *data, size_t len,
			    const struct dsmipload_config *config,
			    struct dsmipload_answer *answer);
bool dsmipload_packet_verify(const struct dsmipload_config *config,
			     const struct dsmipload_answer *answer,
			     const struct dsmip_addr *coa,
			     const struct dsmipd_auth_key *key);

size_t dsmipload_packet4_build(const struct dsmipload_request *request,
			       uint8_t buf[DSMIPLOAD_PACKET_MAX]);
bool dsmipload_packet4_parse(const uint8_t *data, size_t len,
			     const struct dsmipload_config *config,
			     struct dsmipload_answer *answer);
bool dsmipload_packet4_verify(const struct dsmipload_config *config,
			      const struct dsmipload_answer *answer,
			      const struct dsmipd_auth_key *key);

#endif /* DSMIPLOAD_PACKET_H */
