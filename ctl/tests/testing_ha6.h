/* SPDX-License-Identifier: GPL-2.0 */
/* A home agent with a few subscribers, and the rest of the program. */
#ifndef DSMIP_TESTING_HA6_H
#define DSMIP_TESTING_HA6_H

#include <stdio.h>

#include "ha6.h"
#include "testing.h"

/* Subscribers, see testing_ha6_begin(). */
enum testing_ha6_node {
	TESTING_HA6_ESP,	/* 2001:db8:100::1, manual SPI 0x100 */
	TESTING_HA6_AUTH,	/* 2001:db8:100::2, RFC 4285 */
	TESTING_HA6_OPEN,	/* 2001:db8:100::3, no authentication */
	TESTING_HA6_ROUTER,	/* 2001:db8:100::4, ESP by IKE, two prefixes */
	TESTING_HA6_NODES,
};

/**
 * struct testing_ha6 - a home agent under test
 * @ha: it
 * @pools: pools "addresses" of 198.18.0.0/29 and "nets" of 198.19.0.0/16
 * @config: its settings; changed ones take testing_ha6_configure()
 * @sub: subscribers
 * @lookup: what a look-up returns instead of a subscriber, if not 0
 * @now: the time
 * @path: how the next message comes
 * @bu: the next binding update; its number goes up by itself
 * @spoil: change a byte of the next message after it was signed
 * @decision: what has come out
 */
struct testing_ha6 {
	struct dsmipd_ha6 *ha;
	struct dsmipd_pools *pools;
	struct dsmipd_ha6_config config;
	struct dsmipd_subscriber sub[TESTING_HA6_NODES];
	int lookup;
	struct dsmipd_ha6_time now;
	struct dsmipd_ha6_path path;
	struct dsmipd_mh bu;
	bool spoil;
	struct dsmipd_ha6_decision decision;
};

#define HA6_TEST(name) \
	cmocka_unit_test_setup_teardown(name, testing_ha6_setup, \
					testing_ha6_teardown)

int testing_ha6_setup(void **state);
int testing_ha6_teardown(void **state);
void testing_ha6_restart(struct testing_ha6 *t);
void testing_ha6_configure(struct testing_ha6 *t);
void testing_ha6_from(struct testing_ha6 *t, enum testing_ha6_node node);
void testing_ha6_udp(struct testing_ha6 *t, const char *outer, uint16_t port,
		     const char *claimed);
void testing_ha6_native(struct testing_ha6 *t, const char *coa);
void testing_ha6_home4(struct testing_ha6 *t, const char *prefix, bool p);
void testing_ha6_prefix(struct testing_ha6 *t, const char *prefix);
void testing_ha6_wait(struct testing_ha6 *t, uint64_t ms);
void testing_ha6_rcv(struct testing_ha6 *t);
void testing_ha6_commit(struct testing_ha6 *t);
void testing_ha6_accepted(struct testing_ha6 *t, enum dsmipd_ha6_kind kind);
void testing_ha6_refused(struct testing_ha6 *t, uint8_t status,
			 const char *reason);
void testing_ha6_dropped(struct testing_ha6 *t, const char *reason);
void testing_ha6_ack4(struct testing_ha6 *t, size_t i, uint8_t status,
		      const char *prefix);
const struct dsmipd_record *testing_ha6_record(struct testing_ha6 *t);
bool testing_ha6_has(struct testing_ha6 *t, const char *home);
struct in6_addr testing_ha6_addr(const char *text);

/* Set a text that is an array. */
#define testing_ha6_text(array, text) \
	snprintf(array, sizeof(array), "%s", text)

#endif /* DSMIP_TESTING_HA6_H */
