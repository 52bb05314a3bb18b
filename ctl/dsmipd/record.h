/* SPDX-License-Identifier: GPL-2.0 */
/* An accepted registration, as the home agent keeps, stores and shows it. */
#ifndef DSMIPD_RECORD_H
#define DSMIPD_RECORD_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "subscriber.h"

/* The IPv6 home address, IPv4 homes and prefixes. */
#define DSMIPD_RECORD_MAX_HOME	(1 + DSMIPD_SUBSCRIBER_MAX_HOME4 + \
				 DSMIPD_SUBSCRIBER_MAX_PREFIX)

/**
 * enum dsmipd_proto - what a registration was made with
 * @DSMIPD_PROTO_MIPV6: RFC 5555
 * @DSMIPD_PROTO_MIPV4: RFC 5454
 */
enum dsmipd_proto {
	DSMIPD_PROTO_MIPV6,
	DSMIPD_PROTO_MIPV4,
};

/* Care-of end points that a registration may have beside the first one. */
#define DSMIPD_RECORD_MAX_COPY	DSMIP_BINDING_COPIES

/**
 * struct dsmipd_copy - a care-of end point of simultaneous bindings (RFC 5944)
 * @until: when it ends, milliseconds of the monotonic clock; not stored
 * @expires: as in struct dsmipd_record, as all that follows
 * @coa: see there, of IPv4
 * @claimed: see there, of IPv4
 * @source: see there
 * @lifetime: see there
 * @revocation_time: see there
 * @port: see there
 * @flags: see there, enum dsmipd_mip4_flag
 * @encap: see there
 * @nat: see there
 * @home_tunnel: see there
 * @inform: see there
 */
struct dsmipd_copy {
	uint64_t until;
	int64_t expires;
	struct in_addr coa;
	struct in_addr claimed;
	struct in_addr source;
	uint32_t lifetime;
	uint32_t revocation_time;
	uint16_t port;
	uint8_t flags;
	uint8_t encap;
	bool nat;
	bool home_tunnel;
	bool inform;
};

/**
 * struct dsmipd_record - an accepted registration
 * @subscriber: its row
 * @proto: enum dsmipd_proto
 * @home: home addresses and prefixes: first the home address that it is known
 *	by, of IPv6, or with Mobile IPv4 of IPv4
 * @n_home: how many
 * @coa: care-of end point: the address that packets are sent to
 * @claimed: IPv4 address that the node says it has; other than @coa behind a
 *	NAT; no family if it told none
 * @local: our end of the tunnel
 * @port: UDP port of the end point, host order; 0 without UDP
 * @encap: DSMIP_ENCAP_*
 * @nat: a NAT was found
 * @router: registered with flag R
 * @linklocal: registered with flag L
 * @home_tunnel: IPv6 goes by way of the IPv4 home address (RFC 5454, code 0)
 * @flags: of the binding update, enum dsmipd_mh_bu_flag, or of the registration
 *	request, enum dsmipd_mip4_flag
 * @sequence: last accepted sequence number
 * @timestamp: last accepted NTP time of RFC 4285, or identification of RFC 5944
 * @lifetime: granted, seconds; 0: deregistered, kept for the sequence number
 * @registered: when, seconds of the real time clock
 * @expires: when it ends, seconds of the real time clock
 * @handovers: changes of the care-of end point since the first registration
 * @source: with Mobile IPv4 the source of the registration request; revocations
 *	go there
 * @nonce: with Mobile IPv4 and nonces that of the home agent, for the next
 *	request
 * @revocation_time: timestamp of the other end's Revocation Support (RFC 3543);
 *	0: revocations were not agreed upon
 * @inform: both ends agreed that the node is told of a revocation
 * @n_copy: number of @copy
 * @copy: with Mobile IPv4 care-of end points beside the one that all of this is
 *	of; that is the one that lasts longest
 */
struct dsmipd_record {
	int64_t subscriber;
	uint8_t proto;
	uint8_t n_home;
	bool nat;
	bool router;
	bool linklocal;
	bool home_tunnel;
	struct dsmip_prefix home[DSMIPD_RECORD_MAX_HOME];
	struct dsmip_addr coa;
	struct dsmip_addr claimed;
	struct dsmip_addr local;
	uint16_t port;
	uint16_t flags;
	uint16_t sequence;
	uint32_t encap;
	uint32_t lifetime;
	uint32_t handovers;
	uint64_t timestamp;
	int64_t registered;
	int64_t expires;
	struct in_addr source;
	uint32_t nonce;
	uint32_t revocation_time;
	bool inform;
	uint8_t n_copy;
	struct dsmipd_copy copy[DSMIPD_RECORD_MAX_COPY];
};

#endif /* DSMIPD_RECORD_H */
