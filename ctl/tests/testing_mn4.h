/* SPDX-License-Identifier: GPL-2.0 */
/* A mobile node of Mobile IPv4 under test: its clock, what it does, and agents. */
#ifndef DSMIP_TESTING_MN4_H
#define DSMIP_TESTING_MN4_H

#include "mn4.h"
#include "testing.h"

#define TESTING_MN4_SENDS	64

/* Addresses of all tests. */
#define TESTING_HA	"192.0.2.1"
#define TESTING_HOA	"203.0.113.7"
#define TESTING_OWN	"198.51.100.130"
#define TESTING_PRIVATE	"10.0.0.130"
#define TESTING_AGENT	"10.9.0.1"
#define TESTING_FA_COA	"198.51.100.66"
#define TESTING_NET	"2001:db8:107::/64"
#define TESTING_INSIDE	"2001:db8:108::7/64"

/**
 * struct testing_mn4 - a mobile node under test
 * @mn: it
 * @config: its settings; to be changed before testing_mn4_start()
 * @now: the clocks
 * @link: devices that are attached
 * @n_link: how many
 * @coa: the addresses it has
 * @n_coa: how many
 * @sequence: of the next advertisement
 * @did: what it did, by name, since testing_mn4_forget(): "send", "tunnel",
 *	"no-tunnel", "homes", "home-link", "away", "at-home", "left", "solicit",
 *	"keepalive"; with a blank between
 * @event: the last event
 * @n_sent: messages sent
 * @sent: when, milliseconds
 * @data: the last one
 * @len: its length
 * @rrq: the last one, read
 * @way: how it was sent
 * @tunnel: of data
 * @n_homes: how many home addresses and prefixes
 * @homes: they
 */
struct testing_mn4 {
	struct dsmipd_mn4 *mn;
	struct dsmipd_mn4_config config;
	struct dsmipd_mn_time now;
	struct dsmipd_mn4_link link[4];
	size_t n_link;
	struct dsmipd_mn_coa coa[8];
	size_t n_coa;
	uint16_t sequence;
	char did[512];
	char event[256];
	size_t n_sent;
	uint64_t sent[TESTING_MN4_SENDS];
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	size_t len;
	struct dsmipd_mip4 rrq;
	struct dsmipd_mn4_way way;
	struct dsmipd_mn4_tunnel tunnel;
	size_t n_homes;
	struct dsmip_prefix homes[DSMIPD_MN4_MAX_HOMES];
};

void testing_mn4_init(struct testing_mn4 *t);
void testing_mn4_start(struct testing_mn4 *t);
void testing_mn4_stop(struct testing_mn4 *t);
void testing_mn4_forget(struct testing_mn4 *t);
struct dsmipd_mn_coa *testing_mn4_coa(struct testing_mn4 *t, const char *addr);
void testing_mn4_set(struct testing_mn4 *t);
void testing_mn4_net(struct testing_mn4 *t, const char *addr);
void testing_mn4_run(struct testing_mn4 *t, uint64_t ms);
void testing_mn4_agent(struct testing_mn4 *t, uint16_t flags);
void testing_mn4_advert(struct testing_mn4 *t, const char *from,
			const struct dsmipd_mip4_advert *advert);
struct dsmipd_mip4 testing_mn4_rrp(const struct testing_mn4 *t, uint8_t code);
void testing_mn4_rcv(struct testing_mn4 *t, struct dsmipd_mip4 *mip4,
		     const char *from);
void testing_mn4_answer(struct testing_mn4 *t, uint8_t code);
struct dsmipd_mn4_info testing_mn4_info(const struct testing_mn4 *t);
void testing_mn4_is(struct in_addr addr, const char *text);
void testing_mn4_did(struct testing_mn4 *t, const char *did);
void testing_mn4_prefix(struct testing_mn4 *t, const char *text);

#endif /* DSMIP_TESTING_MN4_H */
