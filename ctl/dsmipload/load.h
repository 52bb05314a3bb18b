/* SPDX-License-Identifier: GPL-2.0 */
/* What the load is, and what has become of it. */
#ifndef DSMIPLOAD_LOAD_H
#define DSMIPLOAD_LOAD_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "auth.h"
#include "hist.h"

#define DSMIPLOAD_MAX_NODES	1000000
#define DSMIPLOAD_MAX_PORTS	4096
#define DSMIPLOAD_MAX_ATTEMPTS	6
#define DSMIPLOAD_KEY_LEN	20
#define DSMIPLOAD_NSEC		1000000000ULL

/* Whose protocol the nodes speak. */
enum dsmipload_protocol {
	DSMIPLOAD_MIP6,
	DSMIPLOAD_MIP4,
};

/* What a node asks for. */
enum dsmipload_kind {
	DSMIPLOAD_REGISTER,
	DSMIPLOAD_REFRESH,
	DSMIPLOAD_HANDOVER,
	DSMIPLOAD_DEREGISTER,
	DSMIPLOAD_KINDS,
};

/**
 * struct dsmipload_config - the load
 * @protocol: enum dsmipload_protocol
 * @nodes: how many mobile nodes
 * @home: IPv6 home address of the first one; the next ones follow; no family,
 *	of Mobile IPv4 only: they have none
 * @home4: IPv4 home address of the first one; no family: they have none
 * @pool4: pool that they get IPv4 home addresses from, instead; or NULL
 * @agent: IPv6 address of the home agent
 * @agent4: its IPv4 address; no family: nodes are in IPv6 networks
 * @port: its UDP port
 * @source: first care-of address; its family is that of the networks
 * @sources: how many addresses
 * @first_port: first UDP port of the nodes
 * @ports: how many ports each address has
 * @claim: behind NATs: what the first node thinks that its address is; no
 *	family: there are no NATs
 * @auth: nodes authenticate themselves (RFC 4285; in Mobile IPv4 they do)
 * @algorithm: of Mobile IPv4: enum dsmipd_mip4_algorithm
 * @spi: SPI of the first node; the next ones follow
 * @key: what the keys of all nodes are made from
 * @key_len: bytes of @key
 * @lifetime: that is asked for, seconds
 * @sequence: of the first binding update of each node; 0: any
 * @rate: requests a second, whatever becomes of them; 0: not by time
 * @window: requests without an answer at a time; 0: not by window
 * @requests: end after so many; 0: no limit
 * @seconds: end after so many seconds; 0: no limit
 * @timeout: wait so long for an answer, milliseconds; twice as long after each
 *	further attempt
 * @attempts: how often a request is sent at most
 * @mix: shares of what registered nodes do
 * @socket: control socket of dsmipd that subscribers are added by; NULL: they
 *	are printed
 * @acks: file that acknowledgements are written to; NULL: they are not
 * @json: results are JSON
 * @quiet: there is no progress line
 */
struct dsmipload_config {
	uint8_t protocol;
	uint64_t nodes;
	struct dsmip_addr home;
	struct dsmip_addr home4;
	const char *pool4;
	struct dsmip_addr agent;
	struct dsmip_addr agent4;
	uint64_t port;
	struct dsmip_addr source;
	uint64_t sources;
	uint64_t first_port;
	uint64_t ports;
	struct dsmip_addr claim;
	uint8_t auth;
	uint8_t algorithm;
	uint64_t spi;
	uint8_t key[64];
	size_t key_len;
	uint64_t lifetime;
	uint64_t sequence;
	uint64_t rate;
	uint64_t window;
	uint64_t requests;
	uint64_t seconds;
	uint64_t timeout;
	uint64_t attempts;
	uint64_t mix[DSMIPLOAD_KINDS];
	const char *socket;
	const char *acks;
	bool json;
	bool quiet;
};

/**
 * struct dsmipload_count - what has become of requests of a kind
 * @sent: requests, each counted once
 * @accepted: answered with a status that accepts
 * @refused: answered with another one
 * @lost: not answered
 */
struct dsmipload_count {
	uint64_t sent;
	uint64_t accepted;
	uint64_t refused;
	uint64_t lost;
};

/**
 * struct dsmipload_stats - what has become of the load
 * @kinds: by kind
 * @status: refusals by status
 * @retransmitted: requests that were sent again
 * @resent: requests that were sent again because the home agent had seen a
 *	newer sequence number, or has another time
 * @incomplete: requests that were accepted without the UDP tunnel or the IPv6
 *	address that was asked for
 * @errors: binding error messages
 * @strays: answers that nobody waited for any more
 * @misdelivered: answers that came to another address or port than that of the
 *	request
 * @unsigned_: answers without the right authentication
 * @malformed: packets that are no answer at all
 * @unsent: packets that the kernel did not take
 * @user: processor time that the generator took for itself, without its system
 *	calls, microseconds
 * @latency: nanoseconds from when a request was to be sent until it was
 *	accepted or refused
 */
struct dsmipload_stats {
	struct dsmipload_count kinds[DSMIPLOAD_KINDS];
	uint64_t status[256];
	uint64_t retransmitted;
	uint64_t resent;
	uint64_t incomplete;
	uint64_t errors;
	uint64_t strays;
	uint64_t misdelivered;
	uint64_t unsigned_;
	uint64_t malformed;
	uint64_t unsent;
	uint64_t user;
	struct dsmipload_hist latency;
};

/**
 * struct dsmipload_end - an end point of nodes
 * @addr: care-of address
 * @port: UDP port, host order; 0 of IPv6
 */
struct dsmipload_end {
	struct dsmip_addr addr;
	uint16_t port;
};

struct dsmip_addr dsmipload_load_addr(const struct dsmip_addr *first,
				      uint64_t index);
bool dsmipload_load_index(const struct dsmip_addr *first,
			  const struct dsmip_addr *addr, uint64_t count,
			  uint64_t *index);
const struct dsmip_addr *
dsmipload_load_first(const struct dsmipload_config *config);
struct dsmipload_end dsmipload_load_end(const struct dsmipload_config *config,
					uint64_t index);
uint64_t dsmipload_load_ends(const struct dsmipload_config *config);
bool dsmipload_load_key(const struct dsmipload_config *config, uint64_t index,
			struct dsmipd_auth_key *key);
const char *dsmipload_load_kind(enum dsmipload_kind kind);

int dsmipload_run(const struct dsmipload_config *config);
int dsmipload_subscribers(const struct dsmipload_config *config);

#endif /* DSMIPLOAD_LOAD_H */
