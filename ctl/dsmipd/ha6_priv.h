/* SPDX-License-Identifier: GPL-2.0 */
/* What the files ha6*.c share, and nobody else. */
#ifndef DSMIPD_HA6_PRIV_H
#define DSMIPD_HA6_PRIV_H

#include "bucket.h"
#include "ha6.h"
#include "timer.h"

/* RFC 6275, section 12: MAX_DELETE_BCE_TIMEOUT, in milliseconds. */
#define HA6_KEEP_MS		10000

/* Why a message was dropped or refused; ha6_reason.c has text and status. */
enum ha6_reason {
	HA6_OK,
	HA6_MALFORMED,
	HA6_NOT_OURS,
	HA6_NO_REQUEST,
	HA6_BAD_SOURCE,
	HA6_BAD_ORIGIN,
	HA6_NO_HOME_REGISTRATION,
	HA6_NONCE,
	HA6_LOOKUP,
	HA6_STRANGER,
	HA6_OTHER_NAME,
	HA6_NO_ESP,
	HA6_NO_AUTH,
	HA6_ERROR_LIMIT,
	HA6_UNKNOWN_TYPE,
	HA6_DAD_RUNS,
	HA6_GONE,
	HA6_AUTH_FAILED,
	HA6_NO_TIMESTAMP,
	HA6_CLOCK,
	HA6_REPLAYED,
	HA6_NOT_HOME_AGENT,
	HA6_INSECURE,
	HA6_DISABLED,
	HA6_PROXY,
	HA6_SEQUENCE,
	HA6_NO_BINDING,
	HA6_NOT_HOME,
	HA6_NO_ALT_COA,
	HA6_NO_COA4,
	HA6_NATIVE_COA4,
	HA6_NAT_PLAIN,
	HA6_BAD_COA,
	HA6_LOOP,
	HA6_FORCED_UDP,
	HA6_NO_ROUTER,
	HA6_TYPE_CHANGE,
	HA6_BAD_PREFIX,
	HA6_FOREIGN_PREFIX,
	HA6_NO_PREFIX,
	HA6_LIMIT,
	HA6_NO_MEMORY,
	HA6_DUPLICATE,
	HA6_ABORTED,
	HA6_REASONS,
};

/**
 * struct ha6_binding - a registration as it is kept
 * @until: when it ends, milliseconds of the monotonic clock
 * @subscriber: from here on as in struct dsmipd_record
 * @registered: see there
 * @expires: see there
 * @timestamp: see there
 * @coa: see there
 * @claimed: see there
 * @local: see there
 * @lifetime: see there
 * @handovers: see there
 * @port: see there
 * @flags: see there
 * @sequence: see there
 * @encap: see there
 * @nat: see there
 * @router: see there
 * @linklocal: see there
 * @n_home: number of @home
 * @home: IPv4 homes and prefixes; the IPv6 home address is that of the entry
 *
 * There may be a million of these.
 */
struct ha6_binding {
	uint64_t until;
	int64_t subscriber;
	int64_t registered;
	int64_t expires;
	uint64_t timestamp;
	struct dsmip_addr coa;
	struct dsmip_addr claimed;
	struct dsmip_addr local;
	uint32_t lifetime;
	uint32_t handovers;
	uint16_t port;
	uint16_t flags;
	uint16_t sequence;
	uint8_t encap;
	bool nat;
	bool router;
	bool linklocal;
	uint8_t n_home;
	struct dsmip_prefix home[];
};

/**
 * struct ha6_waiting - a binding update that waits for the end of duplicate
 *	address detection
 * @mh: the message, the last one of them
 * @path: how it came
 * @ended: the node has given up, or somebody has done so for it
 */
struct ha6_waiting {
	struct dsmipd_mh mh;
	struct dsmipd_ha6_path path;
	bool ended;
};

/**
 * struct dsmipd_ha6_entry - a home address
 * @hoa: it
 * @next: in the same bucket
 * @timer: when there is something to do
 * @advertised: when prefixes were last told, milliseconds
 * @binding: registration in force; lifetime 0: deregistered; NULL: none yet
 * @open: registration that is not committed; there is one as long as the entry
 *	is busy
 * @waiting: for duplicate address detection, or NULL
 * @asked: a binding refresh request was sent for @binding
 * @called: when one was last sent to another end point than that of @binding,
 *	lower half of the milliseconds
 */
struct dsmipd_ha6_entry {
	struct in6_addr hoa;
	struct dsmipd_ha6_entry *next;
	struct dsmipd_timer timer;
	uint64_t advertised;
	struct ha6_binding *binding;
	struct ha6_binding *open;
	struct ha6_waiting *waiting;
	bool asked;
	uint32_t called;
};

/**
 * struct dsmipd_ha6 - a home agent
 * @config: settings
 * @ops: the rest of the program
 * @pools: pools of addresses
 * @table: entries by home address
 * @mask: number of its buckets, less one
 * @seed: of the hash function
 * @n_entries: entries, those that are kept for a sequence number too
 * @n_opening: first registrations that are not committed
 * @timers: entries that wait; there is room for all of them always
 * @errors: limit of what strangers are answered: errors and heartbeats
 * @discovery: limit of home agent address discovery
 * @stats: counters
 * @reasons: counters by enum ha6_reason
 * @scratch: what dsmipd_ha6_find() returns
 */
struct dsmipd_ha6 {
	struct dsmipd_ha6_config config;
	struct dsmipd_ha6_ops ops;
	struct dsmipd_pools *pools;
	struct dsmipd_ha6_entry **table;
	uint32_t mask;
	uint64_t seed;
	uint32_t n_entries;
	uint32_t n_opening;
	struct dsmipd_timers timers;
	struct dsmipd_bucket errors;
	struct dsmipd_bucket discovery;
	struct dsmipd_ha6_stats stats;
	uint64_t reasons[HA6_REASONS];
	struct dsmipd_record *scratch;
};

/**
 * struct ha6_request - a binding update that is being looked at
 * @ha: home agent
 * @path: how it came
 * @mh: the message
 * @data: its bytes, only until it is authenticated
 * @len: how many
 * @now: the time
 * @sub: whose it is
 * @link: prefix of its home address
 * @entry: of its home address; NULL: none
 * @decision: what comes out; its record is filled in on the way
 * @deregister: it ends a registration
 * @authenticated: it is from the subscriber
 * @checked: no duplicate of the address was found
 * @udp: it came by UDP
 * @nat: there is a NAT on its way
 * @forced: UDP encapsulation without a need
 */
struct ha6_request {
	struct dsmipd_ha6 *ha;
	const struct dsmipd_ha6_path *path;
	const struct dsmipd_mh *mh;
	const uint8_t *data;
	size_t len;
	struct dsmipd_ha6_time now;
	struct dsmipd_subscriber sub;
	const struct dsmipd_ha6_link *link;
	struct dsmipd_ha6_entry *entry;
	struct dsmipd_ha6_decision *decision;
	bool deregister;
	bool authenticated;
	bool checked;
	bool udp;
	bool nat;
	bool forced;
};

/* ha6.c */
struct dsmipd_ha6_entry *dsmipd_ha6_lookup(const struct dsmipd_ha6 *ha,
					   const struct in6_addr *hoa);
struct dsmipd_ha6_entry *dsmipd_ha6_insert(struct dsmipd_ha6 *ha,
					   const struct in6_addr *hoa);
void dsmipd_ha6_forget(struct dsmipd_ha6 *ha, struct dsmipd_ha6_entry *entry);
bool dsmipd_ha6_bound(const struct dsmipd_ha6_entry *entry);
uint16_t dsmipd_ha6_sequence(const struct dsmipd_ha6_entry *entry);

/* ha6_binding.c */
struct ha6_binding *dsmipd_ha6_binding_new(const struct dsmipd_record *record,
					   uint64_t until);
void dsmipd_ha6_binding_record(const struct dsmipd_ha6_entry *entry,
			       struct dsmipd_record *record);
enum ha6_reason dsmipd_ha6_binding_open(struct dsmipd_ha6 *ha,
					struct dsmipd_ha6_entry *entry,
					struct dsmipd_ha6_time now,
					struct dsmipd_ha6_decision *decision);
enum ha6_reason dsmipd_ha6_binding_end(struct dsmipd_ha6 *ha,
				       struct dsmipd_ha6_entry *entry,
				       const struct dsmipd_mh *mh, bool release,
				       struct dsmipd_ha6_time now,
				       struct dsmipd_ha6_decision *decision);

/* ha6_check.c */
enum ha6_reason dsmipd_ha6_check(struct ha6_request *req);

/* ha6_home4.c */
void dsmipd_ha6_home4_answer(struct ha6_request *req);
void dsmipd_ha6_home4_compare(struct ha6_request *req);
void dsmipd_ha6_home4_undo(struct dsmipd_ha6 *ha,
			   const struct dsmipd_ha6_entry *entry,
			   const struct dsmipd_ha6_decision *decision,
			   struct dsmipd_ha6_time now);

/* ha6_nat.c */
void dsmipd_ha6_nat_auth_coa(const struct dsmipd_ha6_path *path,
			     const struct dsmipd_mh *mh, struct in6_addr *coa);
void dsmipd_ha6_nat_detect(struct ha6_request *req);
enum ha6_reason dsmipd_ha6_nat_coa(struct ha6_request *req);

/* ha6_prefix.c */
void dsmipd_ha6_prefix_add(struct dsmipd_record *record,
			   const struct dsmip_prefix *prefix);
enum ha6_reason dsmipd_ha6_prefix_register(struct ha6_request *req);
const struct dsmipd_ha6_link *
dsmipd_ha6_prefix_link(const struct dsmipd_ha6_config *config,
		       const struct in6_addr *hoa);

/* ha6_reason.c */
const char *dsmipd_ha6_reason_text(enum ha6_reason reason);
uint8_t dsmipd_ha6_reason_status(const struct dsmipd_ha6 *ha,
				 enum ha6_reason reason);

/* ha6_register.c */
enum ha6_reason dsmipd_ha6_register(struct ha6_request *req);
enum ha6_reason dsmipd_ha6_deregister(struct ha6_request *req);

/* ha6_reply.c */
void dsmipd_ha6_reply_accept(struct ha6_request *req, uint8_t status);
void dsmipd_ha6_reply_finish(struct ha6_request *req, enum ha6_reason reason);
void dsmipd_ha6_reply_refuse(struct dsmipd_mh *reply, uint8_t status);

/* ha6_timer.c */
void dsmipd_ha6_timer_arm(struct dsmipd_ha6 *ha,
			  struct dsmipd_ha6_entry *entry);

static inline int64_t ha6_seconds(struct dsmipd_ha6_time now)
{
	return (int64_t)(now.real / 1000000000u);
}

#endif /* DSMIPD_HA6_PRIV_H */
