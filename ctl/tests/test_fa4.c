// SPDX-License-Identifier: GPL-2.0
/*
 * Requests that come to a foreign agent: what it refuses, and what it relays.
 *
 * Covers: R5454-3.4-01 D4-01-4.1-04 D4-01-4.1-05 D4-01-4.4-02 D4-01-4.4-03
 * Covers: D4-01-4.4-04 D4-01-4.4-08 D4-01-3.3-02
 */

#include <string.h>

#include "testing_fa4.h"

static void with_home(struct testing_fa4 *t)
{
	t->config.n_home = 1;
	t->config.home[0].addr = testing_fa4_addr(TESTING_FA4_HA);
	t->config.home[0].sa = testing_fa4_sa(300, 3);
}

static void with_prefix(struct testing_fa4 *t)
{
	t->rrq.n_prefix = 1;
	t->rrq.prefix[0].addr = testing_addr("2001:db8:700::").v6;
	t->rrq.prefix[0].len = 56;
}

/* What the node has signed for the home agent is not touched. */
static void relays(void **state)
{
	struct dsmipd_mip4_sa agent = testing_fa4_sa(400, 4);
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	t.config.n_node = 1;
	t.config.node[0].hoa = t.rrq.hoa;
	t.config.node[0].sa = agent;
	t.node_agent = agent;
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	assert_string_equal(t.did, "home");
	assert_int_equal(t.home_from.s_addr, t.rrq.coa.s_addr);
	assert_int_equal(t.home_to.s_addr, t.rrq.ha.s_addr);
	assert_int_equal(t.home_port, 434);
	assert_int_equal(t.to_home.id, t.rrq.id);
	assert_false(t.to_home.auth[DSMIPD_MIP4_MN_FA].has);
	assert_false(t.to_home.auth[DSMIPD_MIP4_FA_HA].has);
	assert_false(t.to_home.agent.has_revocation);
	assert_true(dsmipd_mip4_auth_verify(&t.node_home, &t.to_home,
					    DSMIPD_MIP4_MN_HA, t.home_data,
					    t.home_len));
	testing_fa4_stop(&t);
}

/* Ours behind theirs, and under our key; not when the node leaves. */
static void signs_for_home(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	with_home(&t);
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	assert_true(t.to_home.agent.has_revocation);
	assert_true(t.to_home.agent.revocation_inform);
	assert_int_equal(t.to_home.agent.revocation_time, 1700000000);
	assert_true(dsmipd_mip4_auth_verify(&t.config.home[0].sa, &t.to_home,
					    DSMIPD_MIP4_FA_HA, t.home_data,
					    t.home_len));
	t.rrq.lifetime = 0;
	testing_fa4_ask(&t);
	assert_false(t.to_home.auth[DSMIPD_MIP4_FA_HA].has);
	assert_false(t.to_home.agent.has_revocation);
	testing_fa4_stop(&t);
}

static void authenticates_node(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	t.config.n_node = 1;
	t.config.node[0].hoa = t.rrq.hoa;
	t.config.node[0].sa = testing_fa4_sa(400, 4);
	testing_fa4_start(&t);
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_NODE_AUTH);
	/* The refusal is authenticated, too. */
	assert_true(dsmipd_mip4_auth_verify(&t.config.node[0].sa, &t.to_node,
					    DSMIPD_MIP4_MN_FA, t.node_data,
					    t.node_len));
	t.node_agent = testing_fa4_sa(400, 5);
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_NODE_AUTH);
	t.node_agent = testing_fa4_sa(401, 4);
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_NODE_AUTH);
	t.node_agent = testing_fa4_sa(400, 4);
	assert_int_equal(testing_fa4_refused(&t), 0);
	/* Of whom we know nothing it does not matter, unless it has to. */
	t.rrq.hoa = testing_fa4_addr("203.0.113.8");
	assert_int_equal(testing_fa4_refused(&t), 0);
	t.config.node_auth = true;
	dsmipd_fa4_reconfigure(t.fa, &t.config);
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_NODE_AUTH);
	testing_fa4_stop(&t);
}

/* One request after the other, each wrong in one way. */
static void codes(void **state)
{
	static const struct {
		const char *hoa, *ha, *coa;
		uint16_t flags, lifetime;
		int code;
	} cases[] = {
		{ .code = 0 },
		{ .lifetime = 1801, .code = DSMIPD_MIP4_FA_LIFETIME },
		{ .lifetime = 65535, .code = DSMIPD_MIP4_FA_LIFETIME },
		{ .flags = DSMIPD_MIP4_RRQ_MINIMAL, .code = DSMIPD_MIP4_FA_ENCAP },
		{ .flags = DSMIPD_MIP4_RRQ_GRE, .code = 0 },
		{ .flags = DSMIPD_MIP4_RRQ_REVERSE, .code = 0 },
		{ .coa = "198.51.100.3", .code = DSMIPD_MIP4_FA_BAD_COA },
		{ .coa = "198.51.100.2", .flags = DSMIPD_MIP4_RRQ_COLOCATED, .code = DSMIPD_MIP4_FA_BAD_COA },
		{ .coa = "10.1.0.99", .flags = DSMIPD_MIP4_RRQ_COLOCATED, .code = 0 },
		{ .coa = "10.1.0.99", .flags = DSMIPD_MIP4_RRQ_COLOCATED | DSMIPD_MIP4_RRQ_MINIMAL, .code = 0 },
		{ .ha = "0.0.0.0", .code = DSMIPD_MIP4_FA_BAD_HA },
		{ .ha = "255.255.255.255", .code = DSMIPD_MIP4_FA_BAD_HA },
		{ .ha = "224.0.0.11", .code = DSMIPD_MIP4_FA_BAD_HA },
		{ .ha = "198.51.100.2", .code = DSMIPD_MIP4_FA_BAD_HA },
		{ .ha = "10.1.0.1", .code = DSMIPD_MIP4_FA_BAD_HA },
		{ .hoa = "0.0.0.0", .code = DSMIPD_MIP4_FA_NAI_MISSING },
		{ .hoa = "224.1.2.3", .code = DSMIPD_MIP4_FA_PROHIBITED },
		{ .hoa = "198.51.100.2", .code = DSMIPD_MIP4_FA_PROHIBITED },
		{ .hoa = "192.0.2.1", .code = DSMIPD_MIP4_FA_PROHIBITED },
	};
	struct testing_fa4 t;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(cases); i++) {
		testing_fa4_init(&t);
		testing_fa4_start(&t);
		if (cases[i].hoa)
			t.rrq.hoa = testing_fa4_addr(cases[i].hoa);
		if (cases[i].ha)
			t.rrq.ha = testing_fa4_addr(cases[i].ha);
		if (cases[i].coa)
			t.rrq.coa = testing_fa4_addr(cases[i].coa);
		if (cases[i].lifetime)
			t.rrq.lifetime = cases[i].lifetime;
		t.rrq.flags = cases[i].flags;
		assert_int_equal(testing_fa4_refused(&t), cases[i].code);
		if (cases[i].code == DSMIPD_MIP4_FA_LIFETIME)
			assert_int_equal(t.to_node.lifetime, 1800);
		if (cases[i].code)
			assert_int_equal(testing_fa4_stats(&t).refused[cases[i].code], 1);
		testing_fa4_stop(&t);
	}
}

/* What it does not have is not granted. */
static void settings(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	t.config.gre = false;
	t.config.reverse = false;
	t.config.encapsulating = false;
	t.config.dynamic = false;
	testing_fa4_start(&t);
	t.rrq.flags = DSMIPD_MIP4_RRQ_GRE;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_ENCAP);
	t.rrq.flags = DSMIPD_MIP4_RRQ_REVERSE;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_NO_REVERSE);
	t.rrq.agent.has_delivery = true;
	t.rrq.flags = 0;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_BAD_REQUEST);
	t.config.reverse = true;
	t.config.require_reverse = true;
	dsmipd_fa4_reconfigure(t.fa, &t.config);
	t.rrq.flags = DSMIPD_MIP4_RRQ_REVERSE;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_DELIVERY);
	t.rrq.agent.has_delivery = false;
	t.rrq.flags = 0;
	assert_int_equal(testing_fa4_refused(&t),
			 DSMIPD_MIP4_FA_REVERSE_NEEDED);
	/* Who leaves needs nothing. */
	t.rrq.lifetime = 0;
	assert_int_equal(testing_fa4_refused(&t), 0);
	t.rrq.hoa.s_addr = 0;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_NO_HOA);
	t.rrq.hoa = testing_fa4_addr("203.0.113.9");
	t.config.home_auth = true;
	dsmipd_fa4_reconfigure(t.fa, &t.config);
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_PROHIBITED);
	testing_fa4_stop(&t);
}

/* RFC 3024, section 4.2.1: one that is too distant is told so once a second. */
static void distance(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	t.peer.ttl = 254;
	assert_int_equal(testing_fa4_refused(&t), 0);
	t.rrq.flags = DSMIPD_MIP4_RRQ_REVERSE;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_TOO_DISTANT);
	assert_int_equal(testing_fa4_refused(&t), -1);
	t.now.mono += 1000;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_TOO_DISTANT);
	t.peer.ttl = 255;
	assert_int_equal(testing_fa4_refused(&t), 0);
	testing_fa4_stop(&t);
}

/* Where a reply goes to. */
static void destination(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	t.rrq.lifetime = 9999;
	t.peer.port = 5555;
	t.peer.addr.s_addr = 0;
	t.peer.local = testing_fa4_addr("224.0.0.11");
	testing_fa4_refused(&t);
	assert_int_equal(t.node_peer.addr.s_addr, t.rrq.hoa.s_addr);
	assert_int_equal(t.node_peer.local.s_addr,
			 testing_fa4_addr(TESTING_FA4_LAN).s_addr);
	assert_int_equal(t.node_peer.port, 5555);
	assert_memory_equal(t.node_peer.hw, t.peer.hw, 6);
	t.rrq.hoa.s_addr = 0;
	strcpy(t.rrq.nai, "mn7@example.net");
	testing_fa4_refused(&t);
	assert_int_equal(t.node_peer.addr.s_addr, INADDR_BROADCAST);
	t.rrq.flags = DSMIPD_MIP4_RRQ_COLOCATED;
	t.peer.addr = testing_fa4_addr("10.1.0.99");
	testing_fa4_refused(&t);
	assert_int_equal(t.node_peer.addr.s_addr, t.peer.addr.s_addr);
	testing_fa4_stop(&t);
}

static void limits(void **state)
{
	struct testing_fa4 t;
	uint8_t i;

	(void)state;
	testing_fa4_init(&t);
	t.config.max_visitors = 2;
	testing_fa4_start(&t);
	for (i = 0; i < 2; i++) {
		t.peer.hw[5] = i;
		t.rrq.hoa = testing_fa4_addr(i ? "203.0.113.1" : "203.0.113.2");
		testing_fa4_register(&t);
	}
	/* Who is here may renew, who is not has no room. */
	assert_int_equal(testing_fa4_refused(&t), 0);
	t.rrq.hoa = testing_fa4_addr("203.0.113.3");
	t.peer.hw[5] = 3;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_NO_RESOURCES);
	t.rrq.lifetime = 0;
	for (i = 3; i < 6; i++) {
		t.peer.hw[5] = i;
		assert_int_equal(testing_fa4_refused(&t), 0);
	}
	assert_int_equal(testing_fa4_stats(&t).pending, 4);
	t.peer.hw[5] = 6;
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_NO_RESOURCES);
	/* Who asks again takes no more room. */
	t.peer.hw[5] = 5;
	assert_int_equal(testing_fa4_refused(&t), 0);
	assert_int_equal(testing_fa4_stats(&t).pending, 4);
	testing_fa4_stop(&t);
}

/* Many requests of one card cost nothing, and nobody else. */
static void rate(void **state)
{
	struct testing_fa4 t;
	int i;

	(void)state;
	testing_fa4_init(&t);
	t.config.source_rate = 3;
	testing_fa4_start(&t);
	for (i = 0; i < 3; i++)
		assert_int_equal(testing_fa4_refused(&t), 0);
	assert_int_equal(testing_fa4_refused(&t), -1);
	assert_int_equal(testing_fa4_reason(&t, "too many messages of one node"), 1);
	t.peer.hw[5] = 8;
	assert_int_equal(testing_fa4_refused(&t), 0);
	testing_fa4_stop(&t);
}

/* Who repeats what he has heard on the link does not become the visitor. */
static void copies(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	t.peer.hw[5] = 66;
	t.rrq.id--;
	assert_int_equal(testing_fa4_refused(&t), -1);
	t.peer.hw[5] = 7;
	testing_fa4_register(&t);
	t.peer.hw[5] = 66;
	t.rrq.id--;
	assert_int_equal(testing_fa4_refused(&t), -1);
	assert_int_equal(testing_fa4_reason(&t, "copy of a request of another node"), 2);
	/* Nor who has another home agent that says anything. */
	t.rrq.ha = testing_fa4_addr("192.0.2.66");
	assert_int_equal(testing_fa4_refused(&t), DSMIPD_MIP4_FA_PROHIBITED);
	testing_fa4_stop(&t);
}

static void hostile(void **state)
{
	uint8_t data[] = { 1, 0, 0, 60, 203, 0, 113, 7, 192, 0, 2, 1,
			   198, 51, 100, 2, 1, 2, 3, 4, 5, 6, 7, 8, 5, 1, 0 };
	struct testing_fa4 t;
	size_t len;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	/* No length of it is answered: an extension that must be known. */
	for (len = 0; len <= sizeof(data); len++)
		if (len != 24)
			dsmipd_fa4_rcv_node(t.fa, &t.peer, data, len, t.now);
	assert_string_equal(t.did, "");
	assert_int_equal(testing_fa4_reason(&t, "unknown extension that must be known"), 1);
	/* Nobody can authenticate this to a home agent. */
	dsmipd_fa4_rcv_node(t.fa, &t.peer, data, 24, t.now);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_BAD_REQUEST);
	testing_fa4_forget(&t);
	data[0] = DSMIPD_MIP4_REVOKE;
	dsmipd_fa4_rcv_node(t.fa, &t.peer, data, 24, t.now);
	t.peer.ifindex = 4;
	data[0] = DSMIPD_MIP4_RRQ;
	dsmipd_fa4_rcv_node(t.fa, &t.peer, data, 24, t.now);
	t.peer.ifindex = 3;
	t.peer.addr = testing_fa4_addr("127.0.0.1");
	dsmipd_fa4_rcv_node(t.fa, &t.peer, data, 24, t.now);
	t.peer.addr.s_addr = 0;
	t.peer.hw[0] = 1;
	dsmipd_fa4_rcv_node(t.fa, &t.peer, data, 24, t.now);
	assert_string_equal(t.did, "");
	testing_fa4_stop(&t);
}

/* The extension of a dual-stack foreign agent, by the switch only. */
static void tunneling_mode(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	with_home(&t);
	with_prefix(&t);
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	assert_false(t.to_home.agent.has_mode);
	assert_int_equal(t.to_home.n_prefix, 1);
	t.config.draft = true;
	dsmipd_fa4_reconfigure(t.fa, &t.config);
	testing_fa4_ask(&t);
	assert_true(t.to_home.agent.has_mode);
	assert_false(t.to_home.node.has_mode);
	assert_true(dsmipd_mip4_auth_verify(&t.config.home[0].sa, &t.to_home,
					    DSMIPD_MIP4_FA_HA, t.home_data,
					    t.home_len));
	/* Flag R, and a care-of address of its own. */
	t.config.required = true;
	dsmipd_fa4_reconfigure(t.fa, &t.config);
	t.rrq.flags = DSMIPD_MIP4_RRQ_COLOCATED;
	t.rrq.coa = testing_fa4_addr("10.1.0.99");
	testing_fa4_ask(&t);
	assert_false(t.to_home.agent.has_mode);
	testing_fa4_stop(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(relays),
		cmocka_unit_test(signs_for_home),
		cmocka_unit_test(authenticates_node),
		cmocka_unit_test(codes),
		cmocka_unit_test(settings),
		cmocka_unit_test(distance),
		cmocka_unit_test(destination),
		cmocka_unit_test(limits),
		cmocka_unit_test(rate),
		cmocka_unit_test(copies),
		cmocka_unit_test(hostile),
		cmocka_unit_test(tunneling_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
