// SPDX-License-Identifier: GPL-2.0
/*
 * A mobile node, a foreign agent and a home agent of Mobile IPv4: three state
 * machines, from the first advertisement on.
 *
 * Covers: D4-01-4.1-04 D4-01-4.4-04 D4-01-4.5-07 R5454-3.4-01 R5454-3.5-12
 */

#include <string.h>

#include "testing_fa4.h"
#include "testing_ha4.h"
#include "testing_mn4.h"

#define NET_A	"2001:db8:1:10::/64"

/**
 * struct three - all of them
 * @mn: the mobile node, in a network without an address
 * @fa: the foreign agent
 * @ha: the home agent
 */
struct three {
	struct testing_mn4 mn;
	struct testing_fa4 fa;
	struct testing_ha4 *ha;
};

static void begin(struct three *t, void **state)
{
	memset(t, 0, sizeof(*t));
	t->ha = *state;
	testing_mn4_init(&t->mn);
	t->mn.config.hoa = testing_prefix("203.0.113.1/24");
	t->mn.config.sa = t->ha->sub[0].mip4;
	t->mn.config.care = DSMIPD_MN4_CARE_AGENT;
	testing_fa4_init(&t->fa);
	t->fa.config.n_home = 1;
	t->fa.config.home[0].addr = t->ha->config.address;
	t->fa.config.home[0].sa = t->ha->config.foreign[0].sa;
	t->ha->config.foreign[0].addr = t->fa.config.coa[0];
	testing_ha4_configure(t->ha);
}

static void start(struct three *t)
{
	testing_mn4_start(&t->mn);
	testing_fa4_start(&t->fa);
	testing_mn4_set(&t->mn);
}

static void node_to_agent(struct three *t)
{
	struct dsmipd_fa4_peer peer = t->fa.peer;

	assert_true(t->mn.way.link);
	peer.addr = t->mn.way.src;
	peer.local = t->mn.way.dst;
	peer.port = t->mn.config.port;
	t->mn.n_sent = 0;
	testing_fa4_forget(&t->fa);
	dsmipd_fa4_rcv_node(t->fa.fa, &peer, t->mn.data, t->mn.len, t->fa.now);
}

static void agent_to_home(struct three *t)
{
	struct testing_ha4 *ha = t->ha;

	ha->now = t->fa.now;
	ha->path.src = t->fa.home_from;
	ha->path.dst = t->fa.home_to;
	ha->path.port = DSMIPD_MIP4_PORT;
	testing_ha4_send(ha, t->fa.home_data, t->fa.home_len);
	if (ha->decision.verdict == DSMIPD_HA4_BIND ||
	    ha->decision.verdict == DSMIPD_HA4_UNBIND)
		testing_ha4_commit(ha);
}

static void home_to_agent(struct three *t)
{
	struct dsmipd_ha4_decision *d = &t->ha->decision;
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	size_t len;

	assert_true(d->has_reply);
	len = dsmipd_ha4_build(d, data, sizeof(data));
	assert_true(len);
	testing_fa4_forget(&t->fa);
	dsmipd_fa4_rcv_home(t->fa.fa, d->path.dst, DSMIPD_MIP4_PORT,
			    d->path.src, data, len, t->fa.now);
}

static void agent_to_node(struct three *t)
{
	struct dsmipd_mn4_peer from = {
		.addr = t->fa.node_peer.local,
		.port = DSMIPD_MIP4_PORT,
		.ifindex = 2,
	};

	assert_non_null(strstr(t->fa.did, "node"));
	dsmipd_mn4_rcv(t->mn.mn, &from, t->fa.node_data, t->fa.node_len,
		       t->mn.now);
}

/* Requests go all the way, and their replies back. */
static void talk(struct three *t)
{
	while (t->mn.n_sent) {
		node_to_agent(t);
		if (!strcmp(t->fa.did, "home")) {
			agent_to_home(t);
			home_to_agent(t);
		}
		agent_to_node(t);
	}
}

static void run(struct three *t, uint64_t ms)
{
	uint64_t end = t->mn.now.mono + ms;

	while (t->mn.now.mono < end) {
		testing_fa4_forget(&t->fa);
		testing_fa4_run(&t->fa, 500);
		testing_mn4_run(&t->mn, 500);
		if (strstr(t->fa.did, "advert"))
			testing_mn4_advert(&t->mn, TESTING_FA4_LAN,
					   &t->fa.advert);
		talk(t);
	}
}

static void registered(struct three *t)
{
	assert_int_equal(testing_mn4_info(&t->mn).state,
			 DSMIPD_MN4_STATE_REGISTERED);
	assert_true(t->mn.tunnel.foreign);
	testing_mn4_is(t->mn.tunnel.coa, TESTING_FA4_COA);
	assert_non_null(testing_ha4_record(t->ha));
	testing_mn4_is(testing_ha4_record(t->ha)->coa.v4, TESTING_FA4_COA);
	testing_mn4_is(t->fa.visitor.hoa, "203.0.113.1");
}

static void lives(void **state)
{
	struct three t;

	begin(&t, state);
	testing_mn4_prefix(&t.mn, NET_A);
	start(&t);
	run(&t, 20000);
	registered(&t);
	assert_true(t.mn.tunnel.home6);
	assert_false(t.mn.tunnel.native6);
	assert_false(t.fa.visitor.native6);
	run(&t, 3600000);
	registered(&t);
	assert_int_equal(testing_ha4_tick(t.ha), DSMIPD_HA4_TIMER_NONE);
	dsmipd_mn4_deregister(t.mn.mn, t.mn.now);
	talk(&t);
	assert_null(testing_ha4_record(t.ha));
	testing_mn4_stop(&t.mn);
	testing_fa4_stop(&t.fa);
}

/* With keys of all three. */
static void all_keys(void **state)
{
	struct three t;

	begin(&t, state);
	t.mn.config.sa_agent = testing_fa4_sa(0x300, 7);
	t.fa.config.n_node = 1;
	t.fa.config.node[0].hoa = t.ha->sub[0].home4[0].addr.v4;
	t.fa.config.node[0].sa = t.mn.config.sa_agent;
	t.fa.config.node_auth = true;
	t.fa.config.home_auth = true;
	start(&t);
	run(&t, 20000);
	registered(&t);
	testing_mn4_stop(&t.mn);
	testing_fa4_stop(&t.fa);
}

/* Code 69: the foreign agent tells what is the longest. */
static void shorter(void **state)
{
	struct three t;

	begin(&t, state);
	t.mn.config.lifetime = 3000;
	start(&t);
	run(&t, 20000);
	registered(&t);
	assert_true(testing_ha4_record(t.ha)->lifetime <=
		    t.fa.config.max_lifetime);
	testing_mn4_stop(&t.mn);
	testing_fa4_stop(&t.fa);
}

/* A node without a home address, by name. */
static void dynamic_address(void **state)
{
	struct three t;

	begin(&t, state);
	testing_ha4_from(t.ha, TESTING_HA4_POOL);
	memset(&t.mn.config.hoa, 0, sizeof(t.mn.config.hoa));
	testing_ha4_text(t.mn.config.name, t.ha->sub[2].name);
	t.mn.config.sa = t.ha->sub[2].mip4;
	start(&t);
	run(&t, 20000);
	assert_int_equal(testing_mn4_info(&t.mn).state,
			 DSMIPD_MN4_STATE_REGISTERED);
	assert_int_equal(testing_mn4_info(&t.mn).hoa.s_addr,
			 testing_ha4_record(t.ha)->home[0].addr.v4.s_addr);
	testing_mn4_stop(&t.mn);
	testing_fa4_stop(&t.fa);
}

/* Draft -01: IPv6 as it is between the node and its foreign agent. */
static void dual_stack(void **state)
{
	struct three t;

	begin(&t, state);
	t.ha->config.draft = true;
	testing_ha4_configure(t.ha);
	t.fa.config.draft = true;
	t.mn.config.draft = true;
	t.mn.config.mode = DSMIPD_MN4_MODE_COA;
	testing_mn4_prefix(&t.mn, NET_A);
	start(&t);
	run(&t, 20000);
	registered(&t);
	assert_true(t.mn.tunnel.native6);
	assert_false(t.mn.tunnel.home6);
	assert_true(t.fa.visitor.native6);
	assert_false(testing_ha4_record(t.ha)->home_tunnel);
	testing_mn4_stop(&t.mn);
	testing_fa4_stop(&t.fa);
}

/* The home agent ends it, and the node finds out and comes again. */
static void revoked(void **state)
{
	struct three t;

	begin(&t, state);
	start(&t);
	run(&t, 20000);
	registered(&t);
	t.ha->now = t.fa.now;
	dsmipd_ha4_remove(t.ha->ha, 1000, t.ha->now, &t.ha->decision);
	testing_ha4_commit(t.ha);
	assert_int_equal(testing_ha4_tick(t.ha), DSMIPD_HA4_TIMER_REVOKE);
	home_to_agent(&t);
	assert_non_null(strstr(t.fa.did, "left"));
	if (strstr(t.fa.did, "advert"))
		testing_mn4_advert(&t.mn, TESTING_FA4_LAN, &t.fa.advert);
	agent_to_home(&t);
	assert_null(t.ha->decision.reason);
	talk(&t);
	run(&t, 60000);
	registered(&t);
	testing_mn4_stop(&t.mn);
	testing_fa4_stop(&t.fa);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(lives),
		HA4_TEST(all_keys),
		HA4_TEST(shorter),
		HA4_TEST(dynamic_address),
		HA4_TEST(dual_stack),
		HA4_TEST(revoked),
	};

	return cmocka_run_group_tests_name("mn4_fa4", tests, NULL, NULL);
}
