/* SPDX-License-Identifier: GPL-2.0 */
/* A mobile node under test: its clock, what it does, and a home agent. */
#ifndef DSMIP_TESTING_MN6_H
#define DSMIP_TESTING_MN6_H

#include "mn6.h"
#include "testing.h"

#define TESTING_MN6_SENDS	64

/* Addresses of all tests. */
#define TESTING_HA6	"2001:db8:1::1"
#define TESTING_HA4	"192.0.2.1"
#define TESTING_HOA	"2001:db8:100::7"
#define TESTING_MN6	"2001:db8:3::130"
#define TESTING_MN4	"198.51.100.130"
#define TESTING_PRIV4	"10.0.0.130"

/**
 * struct testing_mn6 - a mobile node under test
 * @mn: it
 * @config: its settings; to be changed before testing_mn6_start()
 * @now: the clocks
 * @coa: the addresses it has
 * @n_coa: how many
 * @did: what it did, by name, since testing_mn6_forget(): "send", "tunnel",
 *	"no-tunnel", "homes", "at-home", "left", "solicit"; with a blank between
 * @event: the last event
 * @n_sent: updates sent
 * @sent: when, milliseconds
 * @update: the last one
 * @send: how it was sent
 * @tunnel: of data
 * @n_homes: how many home addresses and prefixes
 * @homes: they
 */
struct testing_mn6 {
	struct dsmipd_mn6 *mn;
	struct dsmipd_mn6_config config;
	struct dsmipd_mn_time now;
	struct dsmipd_mn_coa coa[8];
	size_t n_coa;
	char did[256];
	char event[256];
	size_t n_sent;
	uint64_t sent[TESTING_MN6_SENDS];
	struct dsmipd_mh update;
	struct dsmipd_mn6_tunnel send;
	bool hao;
	struct dsmipd_mn6_tunnel tunnel;
	size_t n_homes;
	struct dsmip_prefix homes[64];
};

void testing_mn6_init(struct testing_mn6 *t);
void testing_mn6_start(struct testing_mn6 *t);
void testing_mn6_stop(struct testing_mn6 *t);
void testing_mn6_forget(struct testing_mn6 *t);
struct dsmipd_mn_coa *testing_mn6_coa(struct testing_mn6 *t, const char *addr);
void testing_mn6_set(struct testing_mn6 *t);
void testing_mn6_net(struct testing_mn6 *t, const char *a, const char *b);
void testing_mn6_run(struct testing_mn6 *t, uint64_t ms);
struct dsmipd_mh testing_mn6_ack(const struct testing_mn6 *t, uint8_t status);
void testing_mn6_rcv(struct testing_mn6 *t, struct dsmipd_mh *mh);
void testing_mn6_answer(struct testing_mn6 *t, uint8_t status);
struct dsmipd_mn6_info testing_mn6_info(const struct testing_mn6 *t);
void testing_mn6_is(const struct dsmip_addr *addr, const char *text);
void testing_mn6_home4(struct testing_mn6 *t, const char *addr, uint8_t len,
		       bool prefix);

#endif /* DSMIP_TESTING_MN6_H */
