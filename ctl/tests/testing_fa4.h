/* SPDX-License-Identifier: GPL-2.0 */
/* A foreign agent under test: its clock, what it does, a node, a home agent. */
#ifndef DSMIP_TESTING_FA4_H
#define DSMIP_TESTING_FA4_H

#include "fa4.h"
#include "testing.h"

/* Addresses of all tests. */
#define TESTING_FA4_COA	"198.51.100.2"
#define TESTING_FA4_LAN	"10.1.0.1"
#define TESTING_FA4_HA	"192.0.2.1"
#define TESTING_FA4_HOA	"203.0.113.7"

/**
 * struct testing_fa4 - a foreign agent under test
 * @fa: it
 * @config: its settings; to be changed before testing_fa4_start()
 * @now: the clocks
 * @peer: the node
 * @rrq: its request, to be changed before testing_fa4_ask()
 * @node_home: its key with the home agent
 * @node_agent: its key with the foreign agent; without length: none
 * @did: what was done, by name, since testing_fa4_forget(): "advert", "node",
 *	"home", "visitor", "left"; with a blank between
 * @event: the last event
 * @to_node: last message to the node
 * @node_peer: where it went
 * @node_data: its bytes
 * @node_len: how many
 * @to_home: last message to the home agent
 * @home_from: its source
 * @home_to: its destination
 * @home_port: and its port
 * @home_data: its bytes
 * @home_len: how many
 * @advert: last advertisement
 * @advert_peer: where it went
 * @visitor: last visitor that came or left
 */
struct testing_fa4 {
	struct dsmipd_fa4 *fa;
	struct dsmipd_fa4_config config;
	struct dsmipd_ha6_time now;
	struct dsmipd_fa4_peer peer;
	struct dsmipd_mip4 rrq;
	struct dsmipd_mip4_sa node_home;
	struct dsmipd_mip4_sa node_agent;
	char did[256];
	char event[256];
	struct dsmipd_mip4 to_node;
	struct dsmipd_fa4_peer node_peer;
	uint8_t node_data[DSMIPD_MIP4_MAX_LEN];
	size_t node_len;
	struct dsmipd_mip4 to_home;
	struct in_addr home_from;
	struct in_addr home_to;
	uint16_t home_port;
	uint8_t home_data[DSMIPD_MIP4_MAX_LEN];
	size_t home_len;
	struct dsmipd_mip4_advert advert;
	struct dsmipd_fa4_peer advert_peer;
	struct dsmipd_fa4_visitor visitor;
};

struct in_addr testing_fa4_addr(const char *text);
struct dsmipd_mip4_sa testing_fa4_sa(uint32_t spi, uint8_t fill);
void testing_fa4_init(struct testing_fa4 *t);
void testing_fa4_start(struct testing_fa4 *t);
void testing_fa4_stop(struct testing_fa4 *t);
void testing_fa4_forget(struct testing_fa4 *t);
void testing_fa4_run(struct testing_fa4 *t, uint64_t ms);
void testing_fa4_ask(struct testing_fa4 *t);
int testing_fa4_refused(struct testing_fa4 *t);
struct dsmipd_mip4 testing_fa4_rrp(const struct testing_fa4 *t, uint8_t code);
void testing_fa4_answer(struct testing_fa4 *t, struct dsmipd_mip4 *rrp);
void testing_fa4_register(struct testing_fa4 *t);
void testing_fa4_home_says(struct testing_fa4 *t, struct dsmipd_mip4 *msg,
			   const struct dsmipd_mip4_sa *sa);
uint64_t testing_fa4_reason(const struct testing_fa4 *t, const char *text);
struct dsmipd_fa4_stats testing_fa4_stats(const struct testing_fa4 *t);

#endif /* DSMIP_TESTING_FA4_H */
