/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The foreign agent of Mobile IPv4 (RFC 5944, 3024, 3543; by switch the one with
 * two stacks of draft-ietf-mip4-dsmipv4-01): whom it serves, what it says, and
 * what it tells home agents.
 *
 * It knows no socket and no clock: events and the time go in, actions come out
 * by a callback, in the order in which they are to be carried out.
 */
#ifndef DSMIPD_FA4_H
#define DSMIPD_FA4_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "ha6.h"
#include "mip4.h"
#include "mip4_advert.h"
#include "mip4_auth.h"

struct dsmipd_fa4;

#define DSMIPD_FA4_MAX_LINKS	16
#define DSMIPD_FA4_MAX_HOMES	64
#define DSMIPD_FA4_MAX_NODES	64
#define DSMIPD_FA4_HW_LEN	6

/**
 * struct dsmipd_fa4_home - a home agent that we share a key with
 * @addr: its address
 * @sa: association between foreign and home agent (RFC 5944, section 3.5.4)
 */
struct dsmipd_fa4_home {
	struct in_addr addr;
	struct dsmipd_mip4_sa sa;
};

/**
 * struct dsmipd_fa4_node - a mobile node that we share a key with
 * @hoa: its home address
 * @sa: association between mobile node and foreign agent (section 3.5.3)
 */
struct dsmipd_fa4_node {
	struct in_addr hoa;
	struct dsmipd_mip4_sa sa;
};

/**
 * struct dsmipd_fa4_config - settings of a foreign agent
 * @coa: care-of addresses that are offered
 * @n_coa: how many
 * @home: home agents with an association
 * @n_home: how many
 * @node: mobile nodes with an association
 * @n_node: how many
 * @max_visitors: limit; beyond it code 66, and flag B in advertisements
 * @max_pending: limit of requests that wait for their reply; beyond it code 66
 * @max_lifetime: longest registration, seconds, or %DSMIPD_MIP4_INFINITE;
 *	beyond it code 69
 * @timeout: how long a request waits for its reply, seconds; then code 78
 * @interval: between advertisements, seconds
 * @advert_lifetime: how long an advertisement is true, seconds
 * @source_rate: requests a second from one link-layer address, before any
 *	authenticator is computed; 0: no limit
 * @required: who has a care-of address of his own has to register here too
 *	(flag R)
 * @gre: GRE may be asked for (flag G); else code 72
 * @reverse: reverse tunnels may be asked for (flag T); else code 74
 * @require_reverse: they have to be; else code 75
 * @encapsulating: encapsulating delivery style may be asked for; else code 79
 * @dynamic: who has no home address yet may register; else code 96
 * @node_auth: mobile nodes without an association may not register: code 67
 * @home_auth: nor those whose home agent has none: code 65
 * @revocation: agree upon revocations with home agents (RFC 3543)
 * @inform: agree that nodes are told of them (I)
 * @revocation_tries: how often a revocation is sent at most
 * @draft: dual-stack foreign agent (draft -01, section 4.4)
 */
struct dsmipd_fa4_config {
	size_t n_coa;
	struct in_addr coa[DSMIPD_MIP4_ADVERT_MAX_COA];
	size_t n_home;
	struct dsmipd_fa4_home home[DSMIPD_FA4_MAX_HOMES];
	size_t n_node;
	struct dsmipd_fa4_node node[DSMIPD_FA4_MAX_NODES];
	uint32_t max_visitors;
	uint32_t max_pending;
	uint32_t max_lifetime;
	uint32_t timeout;
	uint32_t interval;
	uint32_t advert_lifetime;
	uint32_t source_rate;
	bool required;
	bool gre;
	bool reverse;
	bool require_reverse;
	bool encapsulating;
	bool dynamic;
	bool node_auth;
	bool home_auth;
	bool revocation;
	bool inform;
	uint32_t revocation_tries;
	bool draft;
};

/**
 * struct dsmipd_fa4_link - a visited link
 * @ifindex: device
 * @addr: our address on it
 * @prefix_len: length of its subnet
 */
struct dsmipd_fa4_link {
	unsigned int ifindex;
	struct in_addr addr;
	uint8_t prefix_len;
};

/**
 * struct dsmipd_fa4_peer - a node on a visited link, or one to be
 * @ifindex: the link
 * @hw: its link-layer address; it is the only way to reach it, since nobody
 *	may ask for its home address by ARP
 * @addr: its address: source of what it sent, destination of what it gets
 * @local: ours: the reverse
 * @port: its UDP port, host order
 * @ttl: of what it sent
 */
struct dsmipd_fa4_peer {
	unsigned int ifindex;
	uint8_t hw[DSMIPD_FA4_HW_LEN];
	struct in_addr addr;
	struct in_addr local;
	uint16_t port;
	uint8_t ttl;
};

/**
 * struct dsmipd_fa4_visitor - a mobile node that is registered by way of us
 * @hoa: its home address
 * @ha: its home agent
 * @coa: care-of address: one of ours, or with @colocated its own
 * @peer: where it is
 * @nai: its name, or empty
 * @colocated: it decapsulates for itself: there is nothing to do for its
 *	packets (flag D)
 * @gre: the tunnel is GRE, else IP in IP
 * @reverse: what it sends goes back through the tunnel
 * @encapsulating: that is, what it sends in a tunnel of its own to us
 * @native6: IPv6 of @prefix comes through the tunnel, is delivered as it is, and
 *	goes back through the tunnel (draft -01)
 * @n_prefix: number of @prefix
 * @prefix: its IPv6 addresses and prefixes
 * @lifetime: granted, seconds, or %DSMIPD_MIP4_INFINITE
 * @until: end of the registration, milliseconds of the monotonic clock, or
 *	UINT64_MAX
 * @revocable: revocations were agreed upon
 * @inform: and that the node is told of them
 */
struct dsmipd_fa4_visitor {
	struct in_addr hoa;
	struct in_addr ha;
	struct in_addr coa;
	struct dsmipd_fa4_peer peer;
	char nai[DSMIPD_MIP4_MAX_NAI + 1];
	bool colocated;
	bool gre;
	bool reverse;
	bool encapsulating;
	bool native6;
	uint8_t n_prefix;
	struct dsmip_prefix prefix[DSMIPD_MIP4_MAX_PREFIX];
	uint16_t lifetime;
	uint64_t until;
	bool revocable;
	bool inform;
};

/**
 * enum dsmipd_fa4_action_type - what is to be done
 * @DSMIPD_FA4_ADVERTISE: send @data, ICMP, with TTL 1 to @peer; with peer.addr
 *	224.0.0.1 to all on the link
 * @DSMIPD_FA4_SEND_NODE: send @data in UDP from port 434 to @peer
 * @DSMIPD_FA4_SEND_HOME: send @data in UDP from port 434 of @local to @home
 * @DSMIPD_FA4_VISITOR: set up the data path of @visitor, of whom there may be
 *	one already: the same home address
 * @DSMIPD_FA4_LEFT: take down the data path of @visitor
 * @DSMIPD_FA4_EVENT: something for the log: @text
 */
enum dsmipd_fa4_action_type {
	DSMIPD_FA4_ADVERTISE,
	DSMIPD_FA4_SEND_NODE,
	DSMIPD_FA4_SEND_HOME,
	DSMIPD_FA4_VISITOR,
	DSMIPD_FA4_LEFT,
	DSMIPD_FA4_EVENT,
};

/**
 * struct dsmipd_fa4_action - something to be done
 * @type: enum dsmipd_fa4_action_type
 * @peer: of ADVERTISE and SEND_NODE
 * @local: of SEND_HOME: care-of address
 * @home: of SEND_HOME: home agent
 * @port: of SEND_HOME: its UDP port, host order
 * @data: the message
 * @len: its length in bytes
 * @visitor: of VISITOR and LEFT
 * @text: of EVENT
 */
struct dsmipd_fa4_action {
	enum dsmipd_fa4_action_type type;
	struct dsmipd_fa4_peer peer;
	struct in_addr local;
	struct in_addr home;
	uint16_t port;
	const uint8_t *data;
	size_t len;
	const struct dsmipd_fa4_visitor *visitor;
	const char *text;
};

typedef void (*dsmipd_fa4_cb)(const struct dsmipd_fa4_action *action,
			      void *arg);

/**
 * struct dsmipd_fa4_unreach - an ICMP error about what was sent to a home agent
 * @home: the home agent
 * @type: of the error
 * @code: of it
 * @data: what came back of our message, maybe nothing
 * @len: its length in bytes
 */
struct dsmipd_fa4_unreach {
	struct in_addr home;
	uint8_t type;
	uint8_t code;
	const uint8_t *data;
	size_t len;
};

/**
 * struct dsmipd_fa4_stats - counters
 * @advertisements: sent
 * @solicitations: received
 * @requests: received
 * @relayed: requests that were relayed
 * @replies: relayed
 * @accepted: of them, those that accept
 * @refused: what we have refused, by code
 * @dropped: messages that were not answered
 * @revocations: sent, repetitions too
 * @revoked: revocations received, and valid
 * @visitors: at present
 * @pending: requests that wait, at present
 */
struct dsmipd_fa4_stats {
	uint64_t advertisements;
	uint64_t solicitations;
	uint64_t requests;
	uint64_t relayed;
	uint64_t replies;
	uint64_t accepted;
	uint64_t refused[256];
	uint64_t dropped;
	uint64_t revocations;
	uint64_t revoked;
	uint32_t visitors;
	uint32_t pending;
};

int dsmipd_fa4_new(struct dsmipd_fa4 **fa,
		   const struct dsmipd_fa4_config *config, dsmipd_fa4_cb act,
		   void *arg);
void dsmipd_fa4_free(struct dsmipd_fa4 *fa);
void dsmipd_fa4_reconfigure(struct dsmipd_fa4 *fa,
			    const struct dsmipd_fa4_config *config);

void dsmipd_fa4_links(struct dsmipd_fa4 *fa,
		      const struct dsmipd_fa4_link *links, size_t n,
		      struct dsmipd_ha6_time now);
void dsmipd_fa4_solicited(struct dsmipd_fa4 *fa,
			  const struct dsmipd_fa4_peer *peer,
			  struct dsmipd_ha6_time now);
void dsmipd_fa4_rcv_node(struct dsmipd_fa4 *fa,
			 const struct dsmipd_fa4_peer *peer,
			 const uint8_t *data, size_t len,
			 struct dsmipd_ha6_time now);
void dsmipd_fa4_rcv_home(struct dsmipd_fa4 *fa, struct in_addr home,
			 uint16_t port, struct in_addr local,
			 const uint8_t *data, size_t len,
			 struct dsmipd_ha6_time now);
void dsmipd_fa4_unreach(struct dsmipd_fa4 *fa,
			const struct dsmipd_fa4_unreach *error,
			struct dsmipd_ha6_time now);
int dsmipd_fa4_remove(struct dsmipd_fa4 *fa, struct in_addr hoa,
		      struct dsmipd_ha6_time now);
void dsmipd_fa4_leave(struct dsmipd_fa4 *fa, struct dsmipd_ha6_time now);
bool dsmipd_fa4_revoking(const struct dsmipd_fa4 *fa);
void dsmipd_fa4_tick(struct dsmipd_fa4 *fa, struct dsmipd_ha6_time now);
uint64_t dsmipd_fa4_next(const struct dsmipd_fa4 *fa);

typedef int (*dsmipd_fa4_visitor_cb)(const struct dsmipd_fa4_visitor *visitor,
				     void *arg);
int dsmipd_fa4_each(const struct dsmipd_fa4 *fa, dsmipd_fa4_visitor_cb cb,
		    void *arg);
void dsmipd_fa4_stats(const struct dsmipd_fa4 *fa,
		      struct dsmipd_fa4_stats *stats);
typedef int (*dsmipd_fa4_reason_cb)(const char *reason, uint64_t count,
				    void *arg);
int dsmipd_fa4_reasons(const struct dsmipd_fa4 *fa, dsmipd_fa4_reason_cb cb,
		       void *arg);

#endif /* DSMIPD_FA4_H */
