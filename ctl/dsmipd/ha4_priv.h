/* SPDX-License-Identifier: GPL-2.0 */
/* What the files ha4*.c share, and nobody else. */
#ifndef DSMIPD_HA4_PRIV_H
#define DSMIPD_HA4_PRIV_H

#include <stddef.h>

#include "bucket.h"
#include "ha4.h"
#include "timer.h"

/* How long a deregistered node is kept at least, milliseconds. */
#define HA4_KEEP_MS		10000

/* Care-of end points of a registration; unacknowledged revocations of one. */
#define HA4_MAX_ENDS		(1 + DSMIPD_RECORD_MAX_COPY)

/* How long the nonce is kept of who is not registered, milliseconds. */
#define HA4_NONCE_MS		60000

/* Why a message was dropped or refused; ha4_reason.c has text and code. */
enum ha4_reason {
	HA4_OK,
	HA4_RATE,
	HA4_MALFORMED,
	HA4_NO_REQUEST,
	HA4_BAD_SOURCE,
	HA4_LOOKUP,
	HA4_STRANGER,
	HA4_NO_AUTH,
	HA4_AUTH_FAILED,
	HA4_AUTH_FAILED_AGENT,
	HA4_DISABLED,
	HA4_CLOCK,
	HA4_REPLAYED,
	HA4_NONCE,
	HA4_AGENT_UNKNOWN,
	HA4_AGENT_AUTH,
	HA4_BROADCAST,
	HA4_OTHER_AGENT,
	HA4_BAD_EXTENSION,
	HA4_NOT_HOME,
	HA4_HOA_TAKEN,
	HA4_POOL,
	HA4_ENCAP,
	HA4_NO_REVERSE,
	HA4_REVERSE_NEEDED,
	HA4_UDP_PLACE,
	HA4_NAT,
	HA4_FORCED_UDP,
	HA4_UDP_ENCAP,
	HA4_BAD_COA,
	HA4_LOOP,
	HA4_LIMIT,
	HA4_SIMULTANEOUS,
	HA4_NO_MEMORY,
	HA4_DAD_RUNS,
	HA4_GONE,
	HA4_NO_BINDING,
	HA4_REFLECTED,
	HA4_REVOKE_AUTH,
	HA4_REVOKE_NOTHING,
	HA4_REVOKE_OLD,
	HA4_REVOKE_ACK,
	HA4_ABORTED,
	HA4_REASONS,
	HA4_BUSY,	/* none: it has to come again */
};

/**
 * struct ha4_binding - a registration as it is kept
 * @until: when it ends, milliseconds of the monotonic clock
 * @id: identification of the last request
 * @registered: from here on as in struct dsmipd_record
 * @expires: see there
 * @coa: see there
 * @claimed: see there
 * @local: see there
 * @source: see there
 * @lifetime: see there
 * @handovers: see there
 * @nonce: see there
 * @revocation_time: see there
 * @port: see there
 * @flags: see there
 * @encap: see there
 * @nat: see there
 * @home_tunnel: see there
 * @inform: see there
 * @n_home: number of @home
 * @n_copy: care-of end points beside this one; they are behind @home, see
 *	ha4_copies()
 * @home: that of IPv4 first
 *
 * There may be a million of these.
 */
struct ha4_binding {
	uint64_t until;
	uint64_t id;
	int64_t registered;
	int64_t expires;
	struct in_addr coa;
	struct in_addr claimed;
	struct in_addr local;
	struct in_addr source;
	uint32_t lifetime;
	uint32_t handovers;
	uint32_t nonce;
	uint32_t revocation_time;
	uint16_t port;
	uint8_t flags;
	uint8_t encap;
	bool nat : 1;
	bool home_tunnel : 1;
	bool inform : 1;
	uint8_t n_home;
	uint8_t n_copy;
	struct dsmip_prefix home[];
};

/**
 * struct ha4_tested - a result of duplicate address detection
 * @addr: the address
 * @duplicate: somebody else has it
 */
struct ha4_tested {
	struct in6_addr addr;
	bool duplicate;
};

/**
 * struct ha4_waiting - a request that waits for the end of duplicate address
 *	detection
 * @mip4: the message, the last one of them
 * @path: how it came
 * @vouched: a foreign agent has authenticated it
 * @ended: the node has given up, or somebody has done so for it
 * @addr: what is being looked for
 * @n_tested: number of @tested
 * @tested: what was looked for
 */
struct ha4_waiting {
	struct dsmipd_mip4 mip4;
	struct dsmipd_ha4_path path;
	bool vouched;
	bool ended;
	struct in6_addr addr;
	size_t n_tested;
	struct ha4_tested tested[DSMIPD_MIP4_MAX_PREFIX];
};

/**
 * struct ha4_revoking - a registration that the other end is told the end of
 * @next: the next one of the subscriber
 * @received: the other end has told us; nothing is sent, but if it tells us
 *	again that is acknowledged again
 * @path: where to
 * @hoa: home address
 * @coa: foreign domain address
 * @between: whose authentication
 * @sa: the association
 * @inform: flag I
 * @first: revocation identifier that was sent first; @received: timestamp of
 *	the agreement
 * @id: revocation identifier that was sent last, at first the timestamp of the
 *	agreement
 * @sent: how often it was sent
 * @due: when the next one is sent, milliseconds of the monotonic clock;
 *	@received: when it is forgotten
 * @until: when the registration would have ended
 */
struct ha4_revoking {
	struct ha4_revoking *next;
	bool received;
	struct dsmipd_ha4_path path;
	struct in_addr hoa;
	struct in_addr coa;
	enum dsmipd_mip4_between between;
	struct dsmipd_mip4_sa sa;
	bool inform;
	uint32_t first;
	uint32_t id;
	uint32_t sent;
	uint64_t due;
	uint64_t until;
};

/**
 * struct dsmipd_ha4_entry - a subscriber
 * @subscriber: number of his row
 * @next: in the same bucket by subscriber
 * @next_hoa: in the same bucket by home address, if @binding has one
 * @timer: when there is something to do
 * @binding: registration in force; lifetime 0: deregistered, or only a nonce;
 *	NULL: none
 * @open: registration that is not committed; there is one as long as the entry
 *	is busy
 * @waiting: for duplicate address detection, or NULL
 * @revoking: revocations that are not acknowledged
 * @to_revoke: those that join them when @open comes into force
 * @stored: @binding is in the store
 */
struct dsmipd_ha4_entry {
	int64_t subscriber;
	struct dsmipd_ha4_entry *next;
	struct dsmipd_ha4_entry *next_hoa;
	struct dsmipd_timer timer;
	struct ha4_binding *binding;
	struct ha4_binding *open;
	struct ha4_waiting *waiting;
	struct ha4_revoking *revoking;
	struct ha4_revoking *to_revoke;
	bool stored;
};

/**
 * struct dsmipd_ha4 - a home agent
 * @config: settings
 * @ops: the rest of the program
 * @pools: pools of addresses
 * @table: entries by subscriber
 * @by_hoa: entries with a home address by that
 * @mask: number of buckets of either, less one
 * @seed: of the hash functions
 * @n_entries: entries, those that are kept for an identification too
 * @n_opening: first registrations that are not committed
 * @timers: entries that wait; there is room for all of them always
 * @sources: limit of each source
 * @stats: counters
 * @reasons: counters by enum ha4_reason
 * @scratch: what dsmipd_ha4_find() returns
 */
struct dsmipd_ha4 {
	struct dsmipd_ha4_config config;
	struct dsmipd_ha4_ops ops;
	struct dsmipd_pools *pools;
	struct dsmipd_ha4_entry **table;
	struct dsmipd_ha4_entry **by_hoa;
	uint32_t mask;
	uint64_t seed;
	uint32_t n_entries;
	uint32_t n_opening;
	struct dsmipd_timers timers;
	struct dsmipd_bucket_table *sources;
	struct dsmipd_ha4_stats stats;
	uint64_t reasons[HA4_REASONS];
	struct dsmipd_record *scratch;
};

/**
 * struct ha4_request - a registration request that is being looked at
 * @ha: home agent
 * @path: how it came
 * @mip4: the message
 * @data: its bytes, only until it is authenticated
 * @len: how many
 * @malformed: what is behind the fixed part is not as it should be
 * @now: the time
 * @sub: whose it is
 * @foreign: association with who has sent it, or NULL
 * @entry: of the subscriber; NULL: none
 * @decision: what comes out; its record is filled in on the way
 * @authenticated: it is from the subscriber
 * @vouched: a foreign agent has authenticated it
 * @repeated: it is the accepted one once more
 * @end: of that, its care-of end point: number for dsmipd_ha4_copy_get()
 * @kept: care-of end points of the binding that stay beside the new one, a bit
 *	of each
 * @dad: an address has to be looked for first
 * @dad_link: where
 */
struct ha4_request {
	struct dsmipd_ha4 *ha;
	const struct dsmipd_ha4_path *path;
	const struct dsmipd_mip4 *mip4;
	const uint8_t *data;
	size_t len;
	bool malformed;
	struct dsmipd_ha6_time now;
	struct dsmipd_subscriber sub;
	const struct dsmipd_ha4_foreign *foreign;
	struct dsmipd_ha4_entry *entry;
	struct dsmipd_ha4_decision *decision;
	bool authenticated;
	bool vouched;
	bool repeated;
	uint8_t end;
	uint8_t kept;
	bool dad;
	const struct dsmipd_ha6_link *dad_link;
};

/* ha4.c */
struct dsmipd_ha4_entry *dsmipd_ha4_lookup(const struct dsmipd_ha4 *ha,
					   int64_t subscriber);
struct dsmipd_ha4_entry *dsmipd_ha4_lookup_home(const struct dsmipd_ha4 *ha,
						struct in_addr hoa);
struct dsmipd_ha4_entry *dsmipd_ha4_insert(struct dsmipd_ha4 *ha,
					   int64_t subscriber);
void dsmipd_ha4_index(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry);
void dsmipd_ha4_unindex(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry);
void dsmipd_ha4_forget(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry);
bool dsmipd_ha4_bound(const struct dsmipd_ha4_entry *entry);

/* ha4_binding.c */
struct ha4_binding *dsmipd_ha4_binding_new(const struct dsmipd_record *record,
					   uint64_t until);
void dsmipd_ha4_binding_record(const struct dsmipd_ha4_entry *entry,
			       struct dsmipd_record *record);
uint64_t dsmipd_ha4_binding_keep(const struct dsmipd_ha4 *ha);
enum ha4_reason dsmipd_ha4_binding_open(struct dsmipd_ha4 *ha,
					struct dsmipd_ha4_entry *entry,
					struct dsmipd_ha6_time now,
					struct dsmipd_ha4_decision *decision);
enum ha4_reason dsmipd_ha4_binding_end(struct dsmipd_ha4 *ha,
				       struct dsmipd_ha4_entry *entry,
				       const struct dsmipd_mip4 *mip4,
				       bool release, struct dsmipd_ha6_time now,
				       struct dsmipd_ha4_decision *decision);
enum ha4_reason dsmipd_ha4_binding_leave(struct dsmipd_ha4 *ha,
					 struct dsmipd_ha4_entry *entry, int i,
					 const struct dsmipd_mip4 *mip4,
					 struct dsmipd_ha6_time now,
					 struct dsmipd_ha4_decision *decision);
void dsmipd_ha4_binding_count(struct dsmipd_ha4 *ha,
			      const struct ha4_binding *was,
			      const struct ha4_binding *is);

/* ha4_check.c */
uint32_t dsmipd_ha4_check_nonce(void);
bool dsmipd_ha4_check_verify(const struct dsmipd_mip4_sa *sa,
			     const struct dsmipd_mip4 *mip4,
			     enum dsmipd_mip4_between between,
			     const uint8_t *data, size_t len);
enum ha4_reason dsmipd_ha4_check(struct ha4_request *req);
const struct dsmipd_ha4_foreign *
dsmipd_ha4_check_foreign(const struct dsmipd_ha4_config *config,
			 struct in_addr addr);

/* ha4_copy.c */
void dsmipd_ha4_copy_get(const struct ha4_binding *binding, int i,
			 struct dsmipd_copy *copy);
int dsmipd_ha4_copy_find(const struct ha4_binding *binding,
			 struct in_addr claimed);
uint8_t dsmipd_ha4_copy_flags(const struct ha4_binding *binding);
uint64_t dsmipd_ha4_copy_next(const struct ha4_binding *binding);
int dsmipd_ha4_copy_over(const struct ha4_binding *binding, uint64_t mono);
void dsmipd_ha4_copy_retry(struct ha4_binding *binding, uint64_t mono,
			   uint64_t retry);
enum ha4_reason dsmipd_ha4_copy_keep(struct ha4_request *req);
uint64_t dsmipd_ha4_copy_order(struct dsmipd_record *record, uint64_t until,
			       struct dsmipd_copy *own);
uint64_t dsmipd_ha4_copy_drop(struct dsmipd_record *record, int i,
			      uint64_t until);
uint64_t dsmipd_ha4_copy_restore(struct dsmipd_record *record, uint64_t until,
				 struct dsmipd_ha6_time now);

/* ha4_home.c */
enum ha4_reason dsmipd_ha4_home_choose(struct ha4_request *req);
void dsmipd_ha4_home_add(struct ha4_request *req,
			 const struct dsmip_prefix *home, bool lease);
void dsmipd_ha4_home_reject(struct ha4_request *req,
			    const struct dsmip_prefix *home);
void dsmipd_ha4_home_compare(struct ha4_request *req);
void dsmipd_ha4_home_undo(struct dsmipd_ha4 *ha,
			  const struct dsmipd_ha4_entry *entry,
			  const struct dsmipd_ha4_decision *decision,
			  struct dsmipd_ha6_time now);

/* ha4_nat.c */
enum ha4_reason dsmipd_ha4_nat_encap(struct ha4_request *req);

/* ha4_prefix.c */
void dsmipd_ha4_prefix_answer(struct ha4_request *req);

/* ha4_draft.c */
uint8_t dsmipd_ha4_draft_dynamic(struct ha4_request *req,
				 const struct dsmipd_mip4_prefix *request,
				 struct dsmip_prefix *home, bool *lease);
uint8_t dsmipd_ha4_draft_address(struct ha4_request *req,
				 const struct dsmip_prefix *home, bool own);

/* ha4_reason.c */
const char *dsmipd_ha4_reason_text(enum ha4_reason reason);
uint8_t dsmipd_ha4_reason_code(enum ha4_reason reason);

/* ha4_register.c */
enum ha4_reason dsmipd_ha4_register(struct ha4_request *req);
enum ha4_reason dsmipd_ha4_deregister(struct ha4_request *req);

/* ha4_reply.c */
void dsmipd_ha4_reply_accept(struct ha4_request *req, uint32_t lifetime);
void dsmipd_ha4_reply_finish(struct ha4_request *req, enum ha4_reason reason);
void dsmipd_ha4_reply_refuse(struct dsmipd_mip4 *reply, uint8_t code);
void dsmipd_ha4_reply_drop(struct dsmipd_ha4 *ha, enum ha4_reason reason,
			   struct dsmipd_ha4_decision *decision);

/* ha4_revoke.c */
void dsmipd_ha4_revoke_agree(struct ha4_request *req);
void dsmipd_ha4_revoke_open(struct dsmipd_ha4 *ha,
			    struct dsmipd_ha4_entry *entry, int i);
void dsmipd_ha4_revoke_all(struct dsmipd_ha4 *ha,
			   struct dsmipd_ha4_entry *entry);
void dsmipd_ha4_revoke_free(struct ha4_revoking **list);
void dsmipd_ha4_revoke_commit(struct dsmipd_ha4_entry *entry,
			      struct dsmipd_ha6_time now);
struct ha4_revoking *
dsmipd_ha4_revoke_next(const struct dsmipd_ha4_entry *entry);
bool dsmipd_ha4_revoke_send(struct dsmipd_ha4 *ha,
			    struct dsmipd_ha4_entry *entry,
			    struct dsmipd_ha6_time now,
			    struct dsmipd_ha4_decision *decision);
enum ha4_reason dsmipd_ha4_revoke_ack(struct dsmipd_ha4 *ha,
				      const struct dsmipd_ha4_path *path,
				      const struct dsmipd_mip4 *mip4,
				      const uint8_t *data, size_t len);

/* ha4_revoked.c */
enum ha4_reason dsmipd_ha4_revoke_rcv(struct dsmipd_ha4 *ha,
				      const struct dsmipd_mip4 *mip4,
				      const uint8_t *data, size_t len,
				      struct dsmipd_ha6_time now,
				      struct dsmipd_ha4_decision *decision);

/* ha4_timer.c */
void dsmipd_ha4_timer_arm(struct dsmipd_ha4 *ha,
			  struct dsmipd_ha4_entry *entry);

/* Care-of end points of a binding beside its own. */
static inline struct dsmipd_copy *ha4_copies(const struct ha4_binding *binding)
{
	size_t size = binding->n_home * sizeof(binding->home[0]);
	size_t align = _Alignof(struct dsmipd_copy);

	size = (offsetof(struct ha4_binding, home) + size + align - 1) &
	       ~(align - 1);
	return (struct dsmipd_copy *)((char *)binding + size);
}

static inline int64_t ha4_seconds(struct dsmipd_ha6_time now)
{
	return (int64_t)(now.real / 1000000000u);
}

/* The 32-bit clock of revocations. */
static inline uint32_t ha4_clock(struct dsmipd_ha6_time now)
{
	return dsmipd_auth_ntp(now.real) >> 32;
}

#endif /* DSMIPD_HA4_PRIV_H */
