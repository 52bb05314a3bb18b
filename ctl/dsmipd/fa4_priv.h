/* SPDX-License-Identifier: GPL-2.0 */
/* What the files fa4*.c share, and nobody else. */
#ifndef DSMIPD_FA4_PRIV_H
#define DSMIPD_FA4_PRIV_H

#include "bucket.h"
#include "fa4.h"

#define FA4_NEVER		UINT64_MAX
#define FA4_BUCKETS		1024	/* of visitors, a power of 2 */

/* RFC 3543, section 3.3: at most one message a second about a registration. */
#define FA4_REVOKE_FIRST	1000

/* Why a message was dropped or refused; fa4_reason.c has text and code. */
enum fa4_reason {
	FA4_OK,
	FA4_MALFORMED,
	FA4_UNKNOWN_EXT,
	FA4_NO_REQUEST,
	FA4_NO_REPLY,
	FA4_RATE,
	FA4_LINK,
	FA4_SOURCE,
	FA4_STRAY,
	FA4_STRAY_AUTH,
	FA4_DISTANT_RATE,
	FA4_COPY,
	FA4_REVOKE_AUTH,
	FA4_REVOKE_REFLECTED,
	FA4_REVOKE_OLD,
	FA4_REVOKE_STRAY,
	FA4_NO_MEMORY,
	FA4_BAD_REQUEST,
	FA4_NO_HOME_AUTH,
	FA4_BAD_HOA,
	FA4_OTHER_HOME,
	FA4_NODE_AUTH,
	FA4_NODE_UNKNOWN,
	FA4_TOO_DISTANT,
	FA4_LIFETIME,
	FA4_ENCAP,
	FA4_NO_REVERSE,
	FA4_REVERSE_NEEDED,
	FA4_DELIVERY_ALONE,
	FA4_DELIVERY,
	FA4_BAD_COA,
	FA4_BAD_HA,
	FA4_HOME_UNKNOWN,
	FA4_NO_HOA,
	FA4_NO_NAI,
	FA4_PENDING_LIMIT,
	FA4_VISITOR_LIMIT,
	FA4_TIMEOUT,
	FA4_HOME_AUTH,
	FA4_BAD_REPLY,
	FA4_NAI_MISSING,
	FA4_HA_MISSING,
	FA4_HOA_MISSING,
	FA4_NET_UNREACH,
	FA4_HOST_UNREACH,
	FA4_PORT_UNREACH,
	FA4_UNREACH,
	FA4_REASONS,
};

/**
 * struct fa4_link - a visited link
 * @link: what the rest knows of it
 * @sequence: number of the next advertisement
 * @due: when it is sent, milliseconds
 * @solicited: limit of what solicitations are answered by
 */
struct fa4_link {
	struct dsmipd_fa4_link link;
	uint16_t sequence;
	uint64_t due;
	struct dsmipd_bucket solicited;
};

/**
 * struct fa4_pending - a request that was relayed, and waits for its reply
 * @next: the next one, later than this
 * @until: when it has waited for too long, milliseconds
 * @peer: who sent it
 * @flags: enum dsmipd_mip4_rrq_flag
 * @lifetime: asked for
 * @hoa: home address, 0.0.0.0: it asks for one
 * @ha: home agent
 * @coa: care-of address
 * @id: identification
 * @nai: name, or empty
 * @encapsulating: it asked for encapsulating delivery style
 * @home_auth: we added a FA-HA authentication, and want one back
 * @mode: we added a Tunneling Mode extension
 * @revocation_time: timestamp of the Revocation Support that we added
 * @revocation: we did
 */
struct fa4_pending {
	struct fa4_pending *next;
	uint64_t until;
	struct dsmipd_fa4_peer peer;
	uint16_t flags;
	uint16_t lifetime;
	struct in_addr hoa;
	struct in_addr ha;
	struct in_addr coa;
	uint64_t id;
	char nai[DSMIPD_MIP4_MAX_NAI + 1];
	bool encapsulating;
	bool home_auth;
	bool mode;
	bool revocation;
	uint32_t revocation_time;
};

/**
 * struct fa4_entry - an entry of the visitor list
 * @next: in the same bucket
 * @visitor: what the rest knows of it
 * @id: identification of the last request
 * @home_time: timestamp in the home agent's Revocation Support, or of its last
 *	revocation
 * @own_time: the last one of ours
 * @first_time: that of the first revocation of ours
 * @revoking: it has left; the home agent is told until it acknowledges
 * @tries: how often it was told
 * @due: when it is told again, milliseconds
 */
struct fa4_entry {
	struct fa4_entry *next;
	struct dsmipd_fa4_visitor visitor;
	uint64_t id;
	uint32_t home_time;
	uint32_t own_time;
	uint32_t first_time;
	bool revoking;
	uint32_t tries;
	uint64_t due;
};

/**
 * struct dsmipd_fa4 - a foreign agent
 * @config: settings
 * @act: carries out what is to be done
 * @arg: handed to it
 * @now: time of the event that is being dealt with
 * @random: state of a generator of numbers, for the times of advertisements
 * @n_link: number of @link
 * @link: visited links
 * @sources: limit of each link-layer address
 * @distant: limit of answers to those who are too distant
 * @pending: requests that wait, the one that waits longest first
 * @n_pending: how many
 * @entry: visitors by home address
 * @n_visitors: how many, without those that are revoked
 * @next: not before then an entry has to be looked at, milliseconds
 * @stats: counters
 * @reasons: how often, by enum fa4_reason
 */
struct dsmipd_fa4 {
	struct dsmipd_fa4_config config;
	dsmipd_fa4_cb act;
	void *arg;
	struct dsmipd_ha6_time now;
	uint64_t random;
	size_t n_link;
	struct fa4_link link[DSMIPD_FA4_MAX_LINKS];
	struct dsmipd_bucket_table *sources;
	struct dsmipd_bucket distant;
	struct fa4_pending *pending;
	uint32_t n_pending;
	struct fa4_entry *entry[FA4_BUCKETS];
	uint32_t n_visitors;
	uint64_t next;
	struct dsmipd_fa4_stats stats;
	uint64_t reasons[FA4_REASONS];
};

/* fa4.c */
void dsmipd_fa4_event(struct dsmipd_fa4 *fa, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void dsmipd_fa4_send_home(struct dsmipd_fa4 *fa, struct in_addr local,
			  struct in_addr home, uint16_t port,
			  const uint8_t *data, size_t len);
const struct dsmipd_mip4_sa *dsmipd_fa4_home_sa(const struct dsmipd_fa4 *fa,
						struct in_addr addr);
const struct dsmipd_mip4_sa *dsmipd_fa4_node_sa(const struct dsmipd_fa4 *fa,
						struct in_addr hoa);
bool dsmipd_fa4_is_coa(const struct dsmipd_fa4 *fa, struct in_addr addr);
struct fa4_link *dsmipd_fa4_link(struct dsmipd_fa4 *fa, unsigned int ifindex);
bool dsmipd_fa4_unicast(struct in_addr addr);
uint32_t dsmipd_fa4_clock(const struct dsmipd_fa4 *fa);

/* fa4_advert.c */
void dsmipd_fa4_advert_tick(struct dsmipd_fa4 *fa);
uint64_t dsmipd_fa4_advert_next(const struct dsmipd_fa4 *fa);
void dsmipd_fa4_advert_restart(struct dsmipd_fa4 *fa,
			       const struct dsmipd_fa4_visitor *visitor);

/* fa4_pending.c */
struct fa4_pending *dsmipd_fa4_pending_add(struct dsmipd_fa4 *fa,
					   const struct dsmipd_fa4_peer *peer,
					   const struct dsmipd_mip4 *rrq);
struct fa4_pending *dsmipd_fa4_pending_match(struct dsmipd_fa4 *fa,
					     struct in_addr home,
					     const struct dsmipd_mip4 *rrp);
bool dsmipd_fa4_pending_room(const struct dsmipd_fa4 *fa,
			     const struct dsmipd_fa4_peer *peer,
			     const struct dsmipd_mip4 *rrq);
bool dsmipd_fa4_pending_copy(const struct dsmipd_fa4 *fa,
			     const struct dsmipd_fa4_peer *peer,
			     const struct dsmipd_mip4 *rrq);
void dsmipd_fa4_pending_del(struct dsmipd_fa4 *fa, struct fa4_pending *pending);
void dsmipd_fa4_pending_tick(struct dsmipd_fa4 *fa);

/* fa4_reason.c */
const char *dsmipd_fa4_reason_text(enum fa4_reason reason);
uint8_t dsmipd_fa4_reason_code(enum fa4_reason reason);
void dsmipd_fa4_drop(struct dsmipd_fa4 *fa, enum fa4_reason reason);

/* fa4_reply.c */
void dsmipd_fa4_refuse(struct dsmipd_fa4 *fa, const struct fa4_pending *request,
		       enum fa4_reason reason);
void dsmipd_fa4_reply(struct dsmipd_fa4 *fa, struct in_addr home,
		      struct in_addr local, const uint8_t *data, size_t len);

/* fa4_revoke.c */
void dsmipd_fa4_revoke(struct dsmipd_fa4 *fa, struct fa4_entry *entry);
void dsmipd_fa4_revoke_again(struct dsmipd_fa4 *fa, struct fa4_entry *entry);
void dsmipd_fa4_revoke_rcv(struct dsmipd_fa4 *fa, struct in_addr home,
			   uint16_t port, struct in_addr local,
			   const uint8_t *data, size_t len);

/* fa4_visitor.c */
struct fa4_entry *dsmipd_fa4_entry(struct dsmipd_fa4 *fa, struct in_addr hoa);
struct fa4_entry *dsmipd_fa4_entry_set(struct dsmipd_fa4 *fa,
				       const struct dsmipd_fa4_visitor *visitor);
void dsmipd_fa4_entry_left(struct dsmipd_fa4 *fa, struct fa4_entry *entry);
void dsmipd_fa4_entry_del(struct dsmipd_fa4 *fa, struct fa4_entry *entry);
void dsmipd_fa4_entry_tick(struct dsmipd_fa4 *fa);

#endif /* DSMIPD_FA4_PRIV_H */
