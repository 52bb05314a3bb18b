/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The home agent of Mobile IPv6 with dual stack (RFC 5555, 6275, 3963): what
 * to do about a message, and when to do something without one.
 *
 * It knows no socket, no file and no clock: a message and the time go in, a
 * decision comes out.  The caller makes it durable, sets up the kernel, and
 * then says dsmipd_ha6_commit(), or dsmipd_ha6_abort() if that failed; only
 * then the answer is sent.  Between the two the node's entry is busy, and a
 * second message of that node is refused with DSMIPD_HA6_BUSY: commit first.
 */
#ifndef DSMIPD_HA6_H
#define DSMIPD_HA6_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "icmp6.h"
#include "lease.h"
#include "mh.h"
#include "pool.h"
#include "record.h"

struct dsmipd_ha6;
struct dsmipd_ha6_entry;

#define DSMIPD_HA6_MAX_LINKS	16

/**
 * struct dsmipd_ha6_link - home prefix
 * @prefix: home addresses are in it
 * @ifindex: home link, where the home addresses are defended and duplicate
 *	addresses looked for; 0: routed, there is no link
 * @dad: look for duplicates before the first acknowledgement
 * @valid: remaining valid lifetime of the prefix in seconds, or UINT32_MAX
 * @preferred: remaining preferred lifetime in seconds, or UINT32_MAX
 */
struct dsmipd_ha6_link {
	struct dsmip_prefix prefix;
	unsigned int ifindex;
	bool dad;
	uint32_t valid;
	uint32_t preferred;
};

/**
 * struct dsmipd_ha6_config - settings of a home agent
 * @address: IPv6 address of the home agent
 * @local4: IPv4 address that nodes send to, as it is on this machine
 * @port: UDP port, host order
 * @links: home prefixes; an IPv6 home address lies in one of them
 * @n_links: how many
 * @other_agents: home agents of the same links, best first, for DHAAD
 * @n_other_agents: how many
 * @max_bindings: limit; beyond it status 130
 * @max_lifetime: seconds
 * @lease: lifetime of a dynamic IPv4 address in seconds
 * @nat_refresh: refresh time told behind a NAT, seconds (NATKATIMEOUT, 110)
 * @force_udp: always force UDP (flag F in the NAT Detection option)
 * @allow_forced_udp: a node may ask for it; else status 144
 * @refused_udp_status: the status that says so (144; RFC 5844 has 129)
 * @lenient_coa4: a UDP update without IPv4 Care-of Address option is taken as
 *	from behind a NAT instead of being refused
 * @refresh_advice: told in acknowledgements, seconds; 0: none
 * @refresh_before: send a binding refresh request that many seconds before a
 *	binding ends; 0: never
 * @timestamp_window: how much the clocks of RFC 4285 may differ, seconds (7)
 * @router: mobile routers may register
 * @insecure: subscribers without authentication may register; else status 129
 * @restart: told in heartbeats (RFC 5847); another one after a restart that
 *	has lost the registrations
 */
struct dsmipd_ha6_config {
	struct in6_addr address;
	struct in_addr local4;
	uint16_t port;
	size_t n_links;
	struct dsmipd_ha6_link links[DSMIPD_HA6_MAX_LINKS];
	size_t n_other_agents;
	struct in6_addr other_agents[DSMIPD_ICMP6_MAX_AGENTS];
	uint32_t max_bindings;
	uint32_t max_lifetime;
	uint32_t lease;
	uint32_t nat_refresh;
	bool force_udp;
	bool allow_forced_udp;
	uint8_t refused_udp_status;
	bool lenient_coa4;
	uint32_t refresh_advice;
	uint32_t refresh_before;
	uint32_t timestamp_window;
	bool router;
	bool insecure;
	uint32_t restart;
};

/**
 * struct dsmipd_ha6_time - the clocks
 * @mono: monotonic, milliseconds
 * @real: real time, nanoseconds since 1970
 */
struct dsmipd_ha6_time {
	uint64_t mono;
	uint64_t real;
};

/**
 * struct dsmipd_ha6_ops - what is asked of the rest
 * @subscriber: find who has an IPv6 home address, or, with @nai not empty and
 *	@hoa unspecified, that name; 0, -ENOENT, or another negative errno
 *	(then the message is not answered)
 * @arg: handed to them
 */
struct dsmipd_ha6_ops {
	int (*subscriber)(void *arg, const struct in6_addr *hoa,
			  const char *nai, struct dsmipd_subscriber *sub);
	void *arg;
};

/**
 * struct dsmipd_ha6_path - how a message came, and how its answer goes back
 * @src: IPv6 source, the home address from a Home Address option in its place
 * @dst: IPv6 destination
 * @hao: there was a Home Address option; an answer has a routing header type 2
 * @coa: with @hao: IPv6 source as it was on the wire
 * @outer: it came through the tunnel: its origin; tag 0 if it did not
 */
struct dsmipd_ha6_path {
	struct in6_addr src;
	struct in6_addr dst;
	bool hao;
	struct in6_addr coa;
	struct dsmip_origin outer;
};

/**
 * enum dsmipd_ha6_verdict - what to do
 * @DSMIPD_HA6_DROP: nothing
 * @DSMIPD_HA6_REPLY: send @reply; nothing has changed
 * @DSMIPD_HA6_BIND: store @record, set the binding, commit, send @reply
 * @DSMIPD_HA6_UNBIND: store @record (lifetime 0), remove the binding, commit,
 *	send @reply if there is one
 * @DSMIPD_HA6_DAD: look for duplicates of @dad on @dad_ifindex, then call
 *	dsmipd_ha6_dad_done()
 * @DSMIPD_HA6_BUSY: commit what is open, then come again
 */
enum dsmipd_ha6_verdict {
	DSMIPD_HA6_DROP,
	DSMIPD_HA6_REPLY,
	DSMIPD_HA6_BIND,
	DSMIPD_HA6_UNBIND,
	DSMIPD_HA6_DAD,
	DSMIPD_HA6_BUSY,
};

/**
 * enum dsmipd_ha6_kind - kind of a registration, for logs and counters
 * @DSMIPD_HA6_INITIAL: there was none
 * @DSMIPD_HA6_REFRESH: from the same care-of end point
 * @DSMIPD_HA6_HANDOVER: from another one
 * @DSMIPD_HA6_DEREGISTRATION: it has ended
 * @DSMIPD_HA6_KIND_MAX: the last kind
 */
enum dsmipd_ha6_kind {
	DSMIPD_HA6_INITIAL,
	DSMIPD_HA6_REFRESH,
	DSMIPD_HA6_HANDOVER,
	DSMIPD_HA6_DEREGISTRATION,
	DSMIPD_HA6_KIND_MAX = DSMIPD_HA6_DEREGISTRATION,
};

/**
 * struct dsmipd_ha6_decision - what to do about a message
 * @verdict: enum dsmipd_ha6_verdict
 * @reason: why it was dropped or refused, a text without variables, that
 *	statistics count by; NULL if it was accepted
 * @kind: enum dsmipd_ha6_kind
 * @has_reply: there is something to send
 * @reply: it, mostly an acknowledgement; authenticated if @sign
 * @sign: @reply is to be signed with @key
 * @key: of RFC 4285
 * @auth_coa: care-of address that goes into the signature
 * @path: where the answer goes; its source is the home address, of whatever
 *	decision, but in a binding error
 * @entry: of the node; the caller only hands it back
 * @record: what is to be stored.  Deregistered, it says by @expires how long:
 *	until then an old binding update must not come to life again
 * @removed: homes that were registered and are not any more
 * @n_removed: how many
 * @leases: addresses and prefixes of pools that are in use now, or left to their
 *	end; to be stored with @lease_expires if the store has them not
 * @n_leases: how many
 * @released: leases that were given up, to be stored with their hold time
 * @n_released: how many
 * @lease_expires: seconds of the real time clock
 * @dad: addresses to look for
 * @n_dad: how many: the home address, and with flag L the link-local one
 * @dad_ifindex: where
 */
struct dsmipd_ha6_decision {
	enum dsmipd_ha6_verdict verdict;
	const char *reason;
	enum dsmipd_ha6_kind kind;
	bool has_reply;
	struct dsmipd_mh reply;
	bool sign;
	struct dsmipd_auth_key key;
	struct in6_addr auth_coa;
	struct dsmipd_ha6_path path;
	struct dsmipd_ha6_entry *entry;
	struct dsmipd_record record;
	size_t n_removed;
	struct dsmip_prefix removed[DSMIPD_RECORD_MAX_HOME];
	size_t n_leases;
	struct dsmipd_lease_ref leases[DSMIPD_SUBSCRIBER_MAX_HOME4];
	size_t n_released;
	struct dsmipd_lease_ref released[DSMIPD_SUBSCRIBER_MAX_HOME4];
	int64_t lease_expires;
	size_t n_dad;
	struct in6_addr dad[2];
	unsigned int dad_ifindex;
};

int dsmipd_ha6_new(struct dsmipd_ha6 **ha,
		   const struct dsmipd_ha6_config *config,
		   const struct dsmipd_ha6_ops *ops,
		   struct dsmipd_pools *pools);
void dsmipd_ha6_free(struct dsmipd_ha6 *ha);
int dsmipd_ha6_reconfigure(struct dsmipd_ha6 *ha,
			   const struct dsmipd_ha6_config *config);

int dsmipd_ha6_restore(struct dsmipd_ha6 *ha,
		       const struct dsmipd_record *record,
		       struct dsmipd_ha6_time now);

void dsmipd_ha6_rcv(struct dsmipd_ha6 *ha, const struct dsmipd_ha6_path *path,
		    const uint8_t *data, size_t len, struct dsmipd_ha6_time now,
		    struct dsmipd_ha6_decision *decision);
void dsmipd_ha6_dad_done(struct dsmipd_ha6 *ha, struct dsmipd_ha6_entry *entry,
			 bool duplicate, struct dsmipd_ha6_time now,
			 struct dsmipd_ha6_decision *decision);
void dsmipd_ha6_remove(struct dsmipd_ha6 *ha, const struct in6_addr *hoa,
		       struct dsmipd_ha6_time now,
		       struct dsmipd_ha6_decision *decision);
void dsmipd_ha6_commit(struct dsmipd_ha6 *ha,
		       const struct dsmipd_ha6_decision *decision,
		       struct dsmipd_ha6_time now);
void dsmipd_ha6_abort(struct dsmipd_ha6 *ha,
		      struct dsmipd_ha6_decision *decision, uint8_t status,
		      struct dsmipd_ha6_time now);

bool dsmipd_ha6_icmp6(struct dsmipd_ha6 *ha, const struct in6_addr *src,
		      const struct in6_addr *dst,
		      const struct dsmipd_icmp6 *request,
		      struct dsmipd_ha6_time now, struct dsmipd_icmp6 *reply);

/**
 * enum dsmipd_ha6_timer - what has come due
 * @DSMIPD_HA6_TIMER_NONE: nothing
 * @DSMIPD_HA6_TIMER_EXPIRED: a registration has ended: the decision is an
 *	%DSMIPD_HA6_UNBIND without a reply
 * @DSMIPD_HA6_TIMER_REFRESH: send @reply (a binding refresh request)
 * @DSMIPD_HA6_TIMER_FORGOTTEN: the sequence number of a deregistered node is
 *	not needed any more: delete @record.  There is nothing to commit
 */
enum dsmipd_ha6_timer {
	DSMIPD_HA6_TIMER_NONE,
	DSMIPD_HA6_TIMER_EXPIRED,
	DSMIPD_HA6_TIMER_REFRESH,
	DSMIPD_HA6_TIMER_FORGOTTEN,
};

bool dsmipd_ha6_mismatch(struct dsmipd_ha6 *ha, const struct in6_addr *hoa,
			 struct dsmipd_ha6_time now,
			 struct dsmipd_ha6_decision *decision);
enum dsmipd_ha6_timer dsmipd_ha6_tick(struct dsmipd_ha6 *ha,
				      struct dsmipd_ha6_time now,
				      struct dsmipd_ha6_decision *decision);
uint64_t dsmipd_ha6_next(const struct dsmipd_ha6 *ha);

const struct dsmipd_record *dsmipd_ha6_find(const struct dsmipd_ha6 *ha,
					    const struct in6_addr *hoa);
typedef int (*dsmipd_ha6_cb)(const struct dsmipd_record *record, void *arg);
int dsmipd_ha6_each(const struct dsmipd_ha6 *ha, dsmipd_ha6_cb cb, void *arg);

/**
 * struct dsmipd_ha6_stats - counters
 * @received: binding updates
 * @accepted: of them, by kind
 * @refused: by status
 * @dropped: not answered
 * @bindings: at present
 * @peak: most bindings at a time
 */
struct dsmipd_ha6_stats {
	uint64_t received;
	uint64_t accepted[DSMIPD_HA6_KIND_MAX + 1];
	uint64_t refused[256];
	uint64_t dropped;
	uint32_t bindings;
	uint32_t peak;
};

void dsmipd_ha6_stats(const struct dsmipd_ha6 *ha,
		      struct dsmipd_ha6_stats *stats);
typedef int (*dsmipd_ha6_reason_cb)(const char *reason, uint64_t count,
				    void *arg);
int dsmipd_ha6_reasons(const struct dsmipd_ha6 *ha, dsmipd_ha6_reason_cb cb,
		       void *arg);

#endif /* DSMIPD_HA6_H */
