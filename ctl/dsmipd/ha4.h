/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The home agent of Mobile IPv4 with dual stack (RFC 5454, 5944, 3024, 3519,
 * 3543; by switch draft-ietf-mip4-dsmipv4-01): what to do about a message, and
 * when to do something without one.
 *
 * It knows no socket, no file and no clock: a message and the time go in, a
 * decision comes out.  The caller makes it durable, sets up the kernel, and
 * then says dsmipd_ha4_commit(), or dsmipd_ha4_abort() if that failed; only
 * then the answer is sent.  Between the two the subscriber's entry is busy, and
 * a second message of his is refused with DSMIPD_HA4_BUSY: commit first.
 *
 * A subscriber has one registration, that of one IPv4 home address and what
 * goes with it.  It has one care-of end point, or, with simultaneous bindings
 * (flag S), several, each with a lifetime, an encapsulation and an agreement
 * upon revocations of its own; homes and identification are those of all.
 */
#ifndef DSMIPD_HA4_H
#define DSMIPD_HA4_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "ha6.h"
#include "mip4.h"
#include "mip4_auth.h"
#include "pool.h"
#include "record.h"

struct dsmipd_ha4;
struct dsmipd_ha4_entry;

#define DSMIPD_HA4_MAX_LINKS	16
#define DSMIPD_HA4_MAX_FOREIGN	64

/**
 * struct dsmipd_ha4_foreign - a foreign agent that we share a key with
 * @addr: source of its messages
 * @sa: association between foreign and home agent (RFC 5944, section 3.5.4)
 */
struct dsmipd_ha4_foreign {
	struct in_addr addr;
	struct dsmipd_mip4_sa sa;
};

/**
 * struct dsmipd_ha4_config - settings of a home agent
 * @address: IPv4 address of the home agent: signalling, and its end of tunnels
 * @links: home prefixes of IPv4 and IPv6: what is on a link is defended there;
 *	their lifetimes mean nothing here
 * @n_links: how many
 * @foreign: foreign agents with an association
 * @n_foreign: how many
 * @max_bindings: limit; beyond it code 130
 * @simultaneous: care-of end points of a registration; beyond it code 135.  0
 *	and 1: simultaneous bindings are not offered, code 1
 * @max_lifetime: seconds, at most 65534
 * @nat_lifetime: the same behind a NAT; 0: no other (RFC 3519, section 5.2)
 * @lease: lifetime of a dynamic address in seconds; 0: that of the registration
 * @timestamp_window: how much the clocks may differ, seconds (7)
 * @source_rate: messages a second from one address, before any authenticator is
 *	computed; 0: no limit
 * @gre: GRE may be asked for (G); else code 139
 * @minimal: minimal encapsulation may be asked for (M); else code 139
 * @reverse: reverse tunnels may be asked for (T); else code 137
 * @require_reverse: they have to be; else code 138
 * @broadcast: broadcasts of the home links are sent to nodes that ask for them
 *	(B); said here for the service, since no code refuses them
 * @nat: tunnels through UDP behind a NAT (RFC 3519); else code 129 there
 * @allow_forced_udp: a node may force them (F); else code 129
 * @force_udp: force them on everybody who can
 * @keepalive: interval told behind a NAT, seconds; 0: the node's default (110)
 * @tunnel_coa: IPv6 may go to a co-located care-of address; else always to the
 *	home address (code 0)
 * @implicit: who asks for no prefixes has all of his (RFC 5454, section 1.4)
 * @draft: as in draft -01: its lengths, home addresses of length 128 with
 *	duplicate address detection, codes 10 and 11, dynamic prefixes, foreign
 *	agents with two stacks
 * @pool6: draft: pool of addresses, asked for as ::/128; empty: none
 * @pool6_prefix: draft: pool of prefixes, asked for as ::/0 or another length;
 *	empty: none
 * @revocation: agree upon revocations (RFC 3543)
 * @inform: agree that nodes are told of them (I)
 * @revocation_retry: seconds before the first repetition, doubled from then on
 *	(1 at least)
 * @revocation_tries: how often a revocation is sent at most
 */
struct dsmipd_ha4_config {
	struct in_addr address;
	size_t n_links;
	struct dsmipd_ha6_link links[DSMIPD_HA4_MAX_LINKS];
	size_t n_foreign;
	struct dsmipd_ha4_foreign foreign[DSMIPD_HA4_MAX_FOREIGN];
	uint32_t max_bindings;
	uint32_t simultaneous;
	uint32_t max_lifetime;
	uint32_t nat_lifetime;
	uint32_t lease;
	uint32_t timestamp_window;
	uint32_t source_rate;
	bool gre;
	bool minimal;
	bool reverse;
	bool require_reverse;
	bool broadcast;
	bool nat;
	bool allow_forced_udp;
	bool force_udp;
	uint16_t keepalive;
	bool tunnel_coa;
	bool implicit;
	bool draft;
	char pool6[DSMIPD_POOL_NAME_MAX + 1];
	char pool6_prefix[DSMIPD_POOL_NAME_MAX + 1];
	bool revocation;
	bool inform;
	uint32_t revocation_retry;
	uint32_t revocation_tries;
};

/**
 * struct dsmipd_ha4_name - who a subscriber is
 * @id: number of his row, or 0: not known
 * @nai: his name, or empty: not known
 * @hoa: IPv4 home address, with neither of the others
 */
struct dsmipd_ha4_name {
	int64_t id;
	const char *nai;
	struct in_addr hoa;
};

/**
 * struct dsmipd_ha4_ops - what is asked of the rest
 * @subscriber: find a subscriber; 0, -ENOENT, or another negative errno (then
 *	the message is not answered)
 * @taken: whether an IPv6 address or prefix overlaps with what belongs to
 *	another subscriber, or is registered for one by any protocol; 1, 0 or a
 *	negative errno (then the prefix is rejected)
 * @arg: handed to them
 */
struct dsmipd_ha4_ops {
	int (*subscriber)(void *arg, const struct dsmipd_ha4_name *name,
			  struct dsmipd_subscriber *sub);
	int (*taken)(void *arg, const struct dsmip_prefix *prefix,
		     int64_t subscriber);
	void *arg;
};

/**
 * struct dsmipd_ha4_path - between which ends a message goes
 * @src: address of the other end; of an answer, its destination
 * @dst: our address; of an answer, its source
 * @port: UDP port of the other end, host order
 */
struct dsmipd_ha4_path {
	struct in_addr src;
	struct in_addr dst;
	uint16_t port;
};

/**
 * enum dsmipd_ha4_verdict - what to do
 * @DSMIPD_HA4_DROP: nothing
 * @DSMIPD_HA4_REPLY: send @reply; nothing has changed
 * @DSMIPD_HA4_BIND: store @record, set the binding, commit, send @reply if there
 *	is one
 * @DSMIPD_HA4_UNBIND: store @record (lifetime 0), remove the binding, commit,
 *	send @reply if there is one
 * @DSMIPD_HA4_DAD: look for duplicates of @dad on @dad_ifindex, then call
 *	dsmipd_ha4_dad_done()
 * @DSMIPD_HA4_BUSY: commit what is open, then come again
 */
enum dsmipd_ha4_verdict {
	DSMIPD_HA4_DROP,
	DSMIPD_HA4_REPLY,
	DSMIPD_HA4_BIND,
	DSMIPD_HA4_UNBIND,
	DSMIPD_HA4_DAD,
	DSMIPD_HA4_BUSY,
};

/**
 * enum dsmipd_ha4_kind - kind of a registration, for logs and counters
 * @DSMIPD_HA4_INITIAL: there was none
 * @DSMIPD_HA4_REFRESH: from the same care-of end point
 * @DSMIPD_HA4_HANDOVER: from another one
 * @DSMIPD_HA4_DEREGISTRATION: it has ended
 * @DSMIPD_HA4_REVOCATION: it has ended by order of the foreign agent
 * @DSMIPD_HA4_SIMULTANEOUS: from another one, and the earlier ones stay
 * @DSMIPD_HA4_KIND_MAX: the last kind
 */
enum dsmipd_ha4_kind {
	DSMIPD_HA4_INITIAL,
	DSMIPD_HA4_REFRESH,
	DSMIPD_HA4_HANDOVER,
	DSMIPD_HA4_DEREGISTRATION,
	DSMIPD_HA4_REVOCATION,
	DSMIPD_HA4_SIMULTANEOUS,
	DSMIPD_HA4_KIND_MAX = DSMIPD_HA4_SIMULTANEOUS,
};

/**
 * struct dsmipd_ha4_decision - what to do about a message
 * @verdict: enum dsmipd_ha4_verdict
 * @reason: why it was dropped or refused, a text without variables, that
 *	statistics count by; NULL if it was accepted
 * @kind: enum dsmipd_ha4_kind
 * @has_reply: there is something to send: what dsmipd_ha4_build() makes
 * @reply: it: a registration reply, a revocation or its acknowledgment
 * @sa: what it is authenticated with, by enum dsmipd_mip4_between
 * @path: where it goes, of whatever decision: how the message came, but for
 *	the broadcast address
 * @hoa: home address that all this is about, 0.0.0.0 if not known
 * @entry: of the subscriber; the caller only hands it back
 * @record: what is to be stored: home addresses and prefixes, that of IPv4
 *	first.  Deregistered, it says by @expires how long: until then an old
 *	request must not come to life again
 * @end: of several care-of end points the one that all this is about; its
 *	lifetime is 0 if it has ended.  0.0.0.0: there is one only, or all
 * @removed: homes that were registered and are not any more
 * @n_removed: how many
 * @leases: addresses and prefixes of pools that are in use now, to be stored
 *	with @lease_expires
 * @n_leases: how many
 * @released: leases that were given up, to be stored with their hold time
 * @n_released: how many
 * @lease_expires: seconds of the real time clock
 * @dad: address to look for
 * @dad_ifindex: where
 */
struct dsmipd_ha4_decision {
	enum dsmipd_ha4_verdict verdict;
	const char *reason;
	enum dsmipd_ha4_kind kind;
	bool has_reply;
	struct dsmipd_mip4 reply;
	struct dsmipd_mip4_sa sa[DSMIPD_MIP4_N_BETWEEN];
	struct dsmipd_ha4_path path;
	struct in_addr hoa;
	struct dsmipd_ha4_entry *entry;
	struct dsmipd_record record;
	struct dsmipd_copy end;
	size_t n_removed;
	struct dsmip_prefix removed[DSMIPD_RECORD_MAX_HOME];
	size_t n_leases;
	struct dsmipd_lease_ref leases[DSMIPD_RECORD_MAX_HOME];
	size_t n_released;
	struct dsmipd_lease_ref released[DSMIPD_RECORD_MAX_HOME];
	int64_t lease_expires;
	struct in6_addr dad;
	unsigned int dad_ifindex;
};

int dsmipd_ha4_new(struct dsmipd_ha4 **ha,
		   const struct dsmipd_ha4_config *config,
		   const struct dsmipd_ha4_ops *ops,
		   struct dsmipd_pools *pools);
void dsmipd_ha4_free(struct dsmipd_ha4 *ha);
int dsmipd_ha4_reconfigure(struct dsmipd_ha4 *ha,
			   const struct dsmipd_ha4_config *config);

int dsmipd_ha4_restore(struct dsmipd_ha4 *ha,
		       const struct dsmipd_record *record,
		       struct dsmipd_ha6_time now);

void dsmipd_ha4_rcv(struct dsmipd_ha4 *ha, const struct dsmipd_ha4_path *path,
		    const uint8_t *data, size_t len, struct dsmipd_ha6_time now,
		    struct dsmipd_ha4_decision *decision);
void dsmipd_ha4_dad_done(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry,
			 bool duplicate, struct dsmipd_ha6_time now,
			 struct dsmipd_ha4_decision *decision);
void dsmipd_ha4_remove(struct dsmipd_ha4 *ha, int64_t subscriber,
		       struct dsmipd_ha6_time now,
		       struct dsmipd_ha4_decision *decision);
int dsmipd_ha4_supersede(struct dsmipd_ha4 *ha, int64_t subscriber,
			 struct dsmipd_ha6_time now);
void dsmipd_ha4_commit(struct dsmipd_ha4 *ha,
		       const struct dsmipd_ha4_decision *decision,
		       struct dsmipd_ha6_time now);
void dsmipd_ha4_abort(struct dsmipd_ha4 *ha,
		      struct dsmipd_ha4_decision *decision, uint8_t code,
		      struct dsmipd_ha6_time now);
size_t dsmipd_ha4_build(struct dsmipd_ha4_decision *decision, uint8_t *data,
			size_t size);

/**
 * enum dsmipd_ha4_timer - what has come due
 * @DSMIPD_HA4_TIMER_NONE: nothing
 * @DSMIPD_HA4_TIMER_EXPIRED: a registration has ended: the decision is an
 *	%DSMIPD_HA4_UNBIND without a reply; or one of several care-of end
 *	points: an %DSMIPD_HA4_BIND without a reply
 * @DSMIPD_HA4_TIMER_REVOKE: send @reply, a revocation.  The first one is due
 *	as soon as the end of the registration is committed
 * @DSMIPD_HA4_TIMER_FORGOTTEN: the identification of a deregistered node is
 *	not needed any more: delete @record, if it is one of Mobile IPv4.  There
 *	is nothing to commit
 */
enum dsmipd_ha4_timer {
	DSMIPD_HA4_TIMER_NONE,
	DSMIPD_HA4_TIMER_EXPIRED,
	DSMIPD_HA4_TIMER_REVOKE,
	DSMIPD_HA4_TIMER_FORGOTTEN,
};

enum dsmipd_ha4_timer dsmipd_ha4_tick(struct dsmipd_ha4 *ha,
				      struct dsmipd_ha6_time now,
				      struct dsmipd_ha4_decision *decision);
uint64_t dsmipd_ha4_next(const struct dsmipd_ha4 *ha);

const struct dsmipd_record *dsmipd_ha4_find(const struct dsmipd_ha4 *ha,
					    int64_t subscriber);
const struct dsmipd_record *dsmipd_ha4_find_home(const struct dsmipd_ha4 *ha,
						 struct in_addr hoa);
typedef int (*dsmipd_ha4_cb)(const struct dsmipd_record *record, void *arg);
bool dsmipd_ha4_broadcast(const struct dsmipd_ha4 *ha);
int dsmipd_ha4_each(const struct dsmipd_ha4 *ha, dsmipd_ha4_cb cb, void *arg);

/**
 * struct dsmipd_ha4_stats - counters
 * @received: registration requests
 * @accepted: of them, by kind; revocations of foreign agents too
 * @refused: by code
 * @dropped: messages that were not answered
 * @revocations: sent, repetitions too
 * @revoked: acknowledged
 * @bindings: at present
 * @peak: most bindings at a time
 * @broadcast: at present those that broadcasts are wanted by
 */
struct dsmipd_ha4_stats {
	uint64_t received;
	uint64_t accepted[DSMIPD_HA4_KIND_MAX + 1];
	uint64_t refused[256];
	uint64_t dropped;
	uint64_t revocations;
	uint64_t revoked;
	uint32_t bindings;
	uint32_t peak;
	uint32_t broadcast;
};

void dsmipd_ha4_stats(const struct dsmipd_ha4 *ha,
		      struct dsmipd_ha4_stats *stats);
typedef int (*dsmipd_ha4_reason_cb)(const char *reason, uint64_t count,
				    void *arg);
int dsmipd_ha4_reasons(const struct dsmipd_ha4 *ha, dsmipd_ha4_reason_cb cb,
		       void *arg);

#endif /* DSMIPD_HA4_H */
