/* SPDX-License-Identifier: GPL-2.0 */
/* A home agent of Mobile IPv4 with a few subscribers, and the rest. */
#ifndef DSMIP_TESTING_HA4_H
#define DSMIP_TESTING_HA4_H

#include <stdio.h>

#include "ha4.h"
#include "testing.h"

/* Subscribers, see testing_ha4_setup(). */
enum testing_ha4_node {
	TESTING_HA4_CLOCK,	/* 203.0.113.1, timestamps, two prefixes */
	TESTING_HA4_NONCE,	/* 203.0.113.2, nonces, HMAC-SHA256 */
	TESTING_HA4_POOL,	/* of a pool, known by name only */
	TESTING_HA4_NODES,
};

#define TESTING_HA4_ADDRESS	"192.0.2.1"
#define TESTING_HA4_FOREIGN	"198.51.100.1"	/* shares a key */
#define TESTING_HA4_STRANGE	"198.51.100.2"	/* does not */

/**
 * struct testing_ha4 - a home agent under test
 * @ha: it
 * @pools: pools "addresses" of 198.18.0.0/30, "hosts" of 2001:db8:200::/120,
 *	"nets" of 2001:db8:3000::/44
 * @config: its settings; changed ones take testing_ha4_configure()
 * @sub: subscribers
 * @node: who sends
 * @lookup: what a look-up returns instead of a subscriber, if not 0
 * @taken: a prefix of somebody else, if it has a family
 * @now: the time
 * @path: how the next message comes
 * @rrq: the next request
 * @id: its identification; 0: one that is right
 * @last_id: of the last one
 * @foreign: sign it as the foreign agent
 * @unsigned_node: do not sign it as the node
 * @spoil: change a byte of the next message after it was signed
 * @data: what was sent last
 * @len: its length
 * @decision: what has come out
 * @reply: what the other end reads of it
 */
struct testing_ha4 {
	struct dsmipd_ha4 *ha;
	struct dsmipd_pools *pools;
	struct dsmipd_ha4_config config;
	struct dsmipd_subscriber sub[TESTING_HA4_NODES];
	enum testing_ha4_node node;
	int lookup;
	struct dsmip_prefix taken;
	struct dsmipd_ha6_time now;
	struct dsmipd_ha4_path path;
	struct dsmipd_mip4 rrq;
	uint64_t id;
	uint64_t last_id;
	bool foreign;
	bool unsigned_node;
	size_t spoil;
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	size_t len;
	struct dsmipd_ha4_decision decision;
	struct dsmipd_mip4 reply;
};

#define HA4_TEST(name) \
	cmocka_unit_test_setup_teardown(name, testing_ha4_setup, \
					testing_ha4_teardown)

int testing_ha4_setup(void **state);
int testing_ha4_teardown(void **state);
void testing_ha4_restart(struct testing_ha4 *t);
void testing_ha4_configure(struct testing_ha4 *t);
void testing_ha4_draft_link(struct testing_ha4 *t);
void testing_ha4_from(struct testing_ha4 *t, enum testing_ha4_node node);
void testing_ha4_colocated(struct testing_ha4 *t, const char *coa);
void testing_ha4_nat(struct testing_ha4 *t, const char *src, uint16_t port,
		     const char *claimed);
void testing_ha4_agent(struct testing_ha4 *t, const char *agent);
void testing_ha4_prefix(struct testing_ha4 *t, const char *prefix);
void testing_ha4_wait(struct testing_ha4 *t, uint64_t ms);
void testing_ha4_sync(struct testing_ha4 *t);
void testing_ha4_send(struct testing_ha4 *t, const uint8_t *data, size_t len);
void testing_ha4_rcv(struct testing_ha4 *t);
void testing_ha4_commit(struct testing_ha4 *t);
void testing_ha4_answer(struct testing_ha4 *t);
void testing_ha4_accepted(struct testing_ha4 *t, enum dsmipd_ha4_kind kind);
void testing_ha4_repeated(struct testing_ha4 *t);
void testing_ha4_refused(struct testing_ha4 *t, uint8_t code,
			 const char *reason);
void testing_ha4_dropped(struct testing_ha4 *t, const char *reason);
void testing_ha4_code(struct testing_ha4 *t, size_t i, uint8_t code,
		      const char *prefix);
const struct dsmipd_record *testing_ha4_record(struct testing_ha4 *t);
bool testing_ha4_has(struct testing_ha4 *t, const char *home);
enum dsmipd_ha4_timer testing_ha4_tick(struct testing_ha4 *t);
uint64_t testing_ha4_reason(struct testing_ha4 *t, const char *reason);
struct in_addr testing_ha4_addr(const char *text);

/* Set a text that is an array. */
#define testing_ha4_text(array, text) \
	snprintf(array, sizeof(array), "%s", text)

#endif /* DSMIP_TESTING_HA4_H */
