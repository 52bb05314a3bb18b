// SPDX-License-Identifier: GPL-2.0
/*
 * Replies that come to a foreign agent, the visitor list, and advertisements.
 *
 * Covers: R5454-3.4-01 D4-01-4.4-01 D4-01-4.4-05 D4-01-4.2-02 D4-01-4.2-03
 */

#include <string.h>

#include "testing_fa4.h"

static void with_home(struct testing_fa4 *t)
{
	t->config.n_home = 1;
	t->config.home[0].addr = testing_fa4_addr(TESTING_FA4_HA);
	t->config.home[0].sa = testing_fa4_sa(300, 3);
}

/* Relayed as it is, with our authentication in the place of theirs. */
static void accepted(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	with_home(&t);
	t.config.n_node = 1;
	t.config.node[0].hoa = t.rrq.hoa;
	t.config.node[0].sa = testing_fa4_sa(400, 4);
	t.node_agent = t.config.node[0].sa;
	t.rrq.flags = DSMIPD_MIP4_RRQ_REVERSE | DSMIPD_MIP4_RRQ_GRE;
	t.rrq.agent.has_delivery = true;
	testing_fa4_start(&t);
	testing_fa4_register(&t);
	assert_true(t.visitor.gre && t.visitor.reverse);
	assert_true(t.visitor.encapsulating && !t.visitor.colocated);
	assert_true(t.visitor.revocable && t.visitor.inform);
	assert_int_equal(t.visitor.until, t.now.mono + 300000);
	assert_int_equal(t.visitor.hoa.s_addr, t.rrq.hoa.s_addr);
	assert_memory_equal(t.visitor.peer.hw, t.peer.hw, 6);
	assert_int_equal(t.node_peer.addr.s_addr, t.rrq.hoa.s_addr);
	assert_false(t.to_node.auth[DSMIPD_MIP4_FA_HA].has);
	assert_false(t.to_node.agent.has_revocation);
	assert_true(dsmipd_mip4_auth_verify(&t.node_home, &t.to_node,
					    DSMIPD_MIP4_MN_HA, t.node_data,
					    t.node_len));
	assert_true(dsmipd_mip4_auth_verify(&t.node_agent, &t.to_node,
					    DSMIPD_MIP4_MN_FA, t.node_data,
					    t.node_len));
	assert_int_equal(testing_fa4_stats(&t).accepted, 1);
	assert_int_equal(testing_fa4_stats(&t).pending, 0);
	testing_fa4_stop(&t);
}

/* The lifetime is the shorter one, and its end is the end. */
static void lifetime(void **state)
{
	struct dsmipd_mip4 rrp;
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 1);
	rrp.lifetime = 60;
	testing_fa4_answer(&t, &rrp);
	assert_int_equal(t.visitor.lifetime, 60);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	rrp.lifetime = 1000;
	testing_fa4_answer(&t, &rrp);
	assert_int_equal(t.visitor.lifetime, 300);
	testing_fa4_forget(&t);
	testing_fa4_run(&t, 299999);
	assert_null(strstr(t.did, "left"));
	testing_fa4_forget(&t);
	testing_fa4_run(&t, 1);
	assert_non_null(strstr(t.did, "left"));
	assert_int_equal(testing_fa4_stats(&t).visitors, 0);
	testing_fa4_stop(&t);
}

static void infinite(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	t.config.max_lifetime = DSMIPD_MIP4_INFINITE;
	t.rrq.lifetime = DSMIPD_MIP4_INFINITE;
	testing_fa4_start(&t);
	testing_fa4_register(&t);
	assert_int_equal(t.visitor.until, UINT64_MAX);
	testing_fa4_stop(&t);
}

/* Lifetime 0 takes away this care-of address, or all; another one not. */
static void leaves(void **state)
{
	struct dsmipd_mip4 rrp;
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	testing_fa4_register(&t);
	t.rrq.lifetime = 0;
	t.rrq.coa = testing_fa4_addr("198.51.100.77");
	testing_fa4_ask(&t);
	assert_int_equal(t.home_from.s_addr,
			 testing_fa4_addr(TESTING_FA4_COA).s_addr);
	rrp = testing_fa4_rrp(&t, 0);
	testing_fa4_answer(&t, &rrp);
	assert_string_equal(t.did, "node");
	t.rrq.coa = testing_fa4_addr(TESTING_FA4_COA);
	testing_fa4_register(&t);
	assert_int_equal(testing_fa4_stats(&t).visitors, 0);
	testing_fa4_stop(&t);
	/* An authentication that need not be there has to be right. */
	testing_fa4_init(&t);
	with_home(&t);
	t.rrq.lifetime = 0;
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	assert_false(t.to_home.auth[DSMIPD_MIP4_FA_HA].has);
	rrp = testing_fa4_rrp(&t, 0);
	dsmipd_mip4_auth_add(&t.node_home, &rrp, DSMIPD_MIP4_MN_HA);
	testing_fa4_home_says(&t, &rrp, &t.node_home);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_HOME_AUTH);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	dsmipd_mip4_auth_add(&t.node_home, &rrp, DSMIPD_MIP4_MN_HA);
	testing_fa4_home_says(&t, &rrp, &t.config.home[0].sa);
	assert_int_equal(t.to_node.code, 0);
	testing_fa4_stop(&t);
}

/* What the home agent refuses is the node's business, and changes nothing. */
static void refused(void **state)
{
	struct dsmipd_mip4 rrp;
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	testing_fa4_register(&t);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, DSMIPD_MIP4_ID_MISMATCH);
	rrp.id = 0x1234567800000000 | (uint32_t)t.rrq.id;
	testing_fa4_answer(&t, &rrp);
	assert_string_equal(t.did, "node");
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_ID_MISMATCH);
	assert_int_equal(t.to_node.id, rrp.id);
	assert_int_equal(testing_fa4_stats(&t).visitors, 1);
	testing_fa4_stop(&t);
}

/* Who was not asked, or says what was not asked, says nothing. */
static void strays(void **state)
{
	struct dsmipd_mip4 rrp;
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	rrp.id++;
	testing_fa4_answer(&t, &rrp);
	rrp = testing_fa4_rrp(&t, 0);
	rrp.hoa = testing_fa4_addr("203.0.113.66");
	testing_fa4_answer(&t, &rrp);
	assert_string_equal(t.did, "");
	/* An authentication that we cannot know is for somebody else. */
	rrp = testing_fa4_rrp(&t, 0);
	dsmipd_mip4_auth_add(&t.node_home, &rrp, DSMIPD_MIP4_MN_HA);
	testing_fa4_home_says(&t, &rrp, &t.node_home);
	assert_string_equal(t.did, "");
	assert_int_equal(testing_fa4_reason(&t, "reply to nothing that was asked"), 2);
	/* Another home agent may say who it is, after a broadcast. */
	t.rrq.ha = testing_fa4_addr("192.0.2.255");
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	testing_fa4_answer(&t, &rrp);
	assert_string_equal(t.did, "");
	rrp = testing_fa4_rrp(&t, DSMIPD_MIP4_UNKNOWN_HA);
	testing_fa4_answer(&t, &rrp);
	assert_string_equal(t.did, "node");
	testing_fa4_stop(&t);
}

/* Replies that are wrong are answered by us. */
static void wrong(void **state)
{
	struct dsmipd_mip4 rrp;
	struct testing_fa4 t;
	uint8_t len;

	(void)state;
	testing_fa4_init(&t);
	with_home(&t);
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	memset(&t.to_home, 0, sizeof(t.to_home));
	testing_fa4_answer(&t, &rrp);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_HOME_AUTH);
	testing_fa4_ask(&t);
	t.config.home[0].sa.key[0] ^= 1;
	rrp = testing_fa4_rrp(&t, 0);
	testing_fa4_answer(&t, &rrp);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_HOME_AUTH);
	t.config.home[0].sa.key[0] ^= 1;
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	testing_fa4_home_says(&t, &rrp, &t.config.home[0].sa);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_BAD_REPLY);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	rrp.ha.s_addr = 0;
	testing_fa4_answer(&t, &rrp);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_HA_MISSING);
	t.rrq.hoa.s_addr = 0;
	strcpy(t.rrq.nai, "mn7@example.net");
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	testing_fa4_answer(&t, &rrp);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_HOA_MISSING);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	rrp.nai[0] = '\0';
	testing_fa4_answer(&t, &rrp);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_NAI_MISSING);
	assert_int_equal(testing_fa4_stats(&t).visitors, 0);
	testing_fa4_ask(&t);
	for (len = 0; len < t.home_len; len++)
		dsmipd_fa4_rcv_home(t.fa, t.rrq.ha, 434, t.rrq.coa,
				    t.home_data, len, t.now);
	testing_fa4_stop(&t);
}

/* The home agent chooses the home address; the reply goes to everybody. */
static void dynamic(void **state)
{
	struct dsmipd_mip4 rrp;
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	t.rrq.hoa.s_addr = 0;
	strcpy(t.rrq.nai, "mn7@example.net");
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	rrp.hoa = testing_fa4_addr("203.0.113.130");
	testing_fa4_answer(&t, &rrp);
	assert_string_equal(t.did, "visitor node");
	assert_int_equal(t.visitor.hoa.s_addr, rrp.hoa.s_addr);
	assert_string_equal(t.visitor.nai, "mn7@example.net");
	assert_int_equal(t.node_peer.addr.s_addr, INADDR_BROADCAST);
	testing_fa4_stop(&t);
}

static void silence(void **state)
{
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	testing_fa4_run(&t, 9999);
	assert_int_equal(t.to_node.type, 0);
	testing_fa4_run(&t, 1);
	assert_int_equal(t.to_node.code, DSMIPD_MIP4_FA_TIMEOUT);
	assert_int_equal(testing_fa4_stats(&t).pending, 0);
	testing_fa4_stop(&t);
}

static void unreachable(void **state)
{
	static const struct {
		uint8_t type, code, answer;
	} cases[] = {
		{ 3, 0, DSMIPD_MIP4_FA_NET_UNREACH },
		{ 3, 1, DSMIPD_MIP4_FA_HOST_UNREACH },
		{ 3, 3, DSMIPD_MIP4_FA_PORT_UNREACH },
		{ 3, 13, DSMIPD_MIP4_FA_UNREACH },
		{ 11, 0, DSMIPD_MIP4_FA_UNREACH },
		{ 3, 4, 0 },
	};
	struct dsmipd_fa4_unreach error = {};
	struct testing_fa4 t;
	size_t i;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	for (i = 0; i < TESTING_SIZE(cases); i++) {
		testing_fa4_forget(&t);
		testing_fa4_ask(&t);
		error.home = t.rrq.ha;
		error.type = cases[i].type;
		error.code = cases[i].code;
		error.data = t.home_data;
		/* What does not show which request it is about. */
		error.len = 20;
		dsmipd_fa4_unreach(t.fa, &error, t.now);
		assert_string_equal(t.did, "home");
		error.len = 24;
		dsmipd_fa4_unreach(t.fa, &error, t.now);
		assert_int_equal(t.to_node.code, cases[i].answer);
	}
	testing_fa4_stop(&t);
}

/* Only what is accepted for the care-of address is ours to carry. */
static void dual_stack(void **state)
{
	static const uint8_t code[] = {
		DSMIPD_MIP4_PREFIX_TO_COA, DSMIPD_MIP4_PREFIX_TO_HOA,
		DSMIPD_MIP4_PREFIX_UNSPECIFIED,
	};
	struct dsmipd_mip4 rrp;
	struct testing_fa4 t;
	size_t i;

	(void)state;
	testing_fa4_init(&t);
	t.config.draft = true;
	t.rrq.n_prefix = TESTING_SIZE(code);
	for (i = 0; i < TESTING_SIZE(code); i++) {
		t.rrq.prefix[i].addr = testing_addr("2001:db8:700::").v6;
		t.rrq.prefix[i].addr.s6_addr[5] = i;
		t.rrq.prefix[i].len = 48;
	}
	testing_fa4_start(&t);
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	rrp.n_prefix = t.rrq.n_prefix;
	for (i = 0; i < TESTING_SIZE(code); i++) {
		rrp.prefix[i] = t.rrq.prefix[i];
		rrp.prefix[i].code = code[i];
	}
	testing_fa4_answer(&t, &rrp);
	assert_true(t.visitor.native6);
	assert_int_equal(t.visitor.n_prefix, 1);
	assert_int_equal(t.visitor.prefix[0].len, 48);
	/* Absent is refused. */
	testing_fa4_ask(&t);
	rrp = testing_fa4_rrp(&t, 0);
	testing_fa4_answer(&t, &rrp);
	assert_false(t.visitor.native6);
	testing_fa4_stop(&t);
}

/* Once an interval, the numbers from 0 on; a busy one says so. */
static void advertises(void **state)
{
	const struct dsmipd_fa4_link link = {
		.ifindex = 3, .addr = testing_fa4_addr(TESTING_FA4_LAN),
		.prefix_len = 24,
	};
	struct testing_fa4 t;
	uint64_t before;
	uint16_t i;

	(void)state;
	testing_fa4_init(&t);
	t.config.max_visitors = 1;
	t.config.required = true;
	testing_fa4_start(&t);
	assert_int_equal(t.advert.sequence, 0);
	assert_int_equal(t.advert.flags, DSMIPD_MIP4_ADVERT_FOREIGN |
			 DSMIPD_MIP4_ADVERT_GRE | DSMIPD_MIP4_ADVERT_REVERSE |
			 DSMIPD_MIP4_ADVERT_REVOCATION |
			 DSMIPD_MIP4_ADVERT_REQUIRED);
	assert_int_equal(t.advert.lifetime, 30);
	assert_int_equal(t.advert.reg_lifetime, 1800);
	assert_int_equal(t.advert.n_coa, 1);
	assert_int_equal(t.advert.coa[0].s_addr, t.rrq.coa.s_addr);
	assert_int_equal(t.advert.n_routers, 1);
	assert_int_equal(t.advert.routers[0].prefix_len, 24);
	assert_int_equal(t.advert_peer.addr.s_addr,
			 testing_fa4_addr("224.0.0.1").s_addr);
	for (i = 1; i < 5; i++) {
		before = t.now.mono;
		t.now.mono = dsmipd_fa4_next(t.fa);
		assert_in_range(t.now.mono - before, 7500, 10000);
		dsmipd_fa4_tick(t.fa, t.now);
		assert_int_equal(t.advert.sequence, i);
	}
	testing_fa4_register(&t);
	dsmipd_fa4_solicited(t.fa, &t.peer, t.now);
	assert_true(t.advert.flags & DSMIPD_MIP4_ADVERT_BUSY);
	assert_int_equal(t.advert.sequence, 5);
	/* The same link goes on, after a pause too. */
	dsmipd_fa4_links(t.fa, &link, 1, t.now);
	testing_fa4_run(&t, 10000);
	assert_int_equal(t.advert.sequence, 6);
	/* After the last number comes 256. */
	while (t.advert.sequence < 65535) {
		t.now.mono = dsmipd_fa4_next(t.fa);
		dsmipd_fa4_tick(t.fa, t.now);
	}
	assert_int_equal(t.advert.sequence, 65535);
	t.now.mono = dsmipd_fa4_next(t.fa);
	dsmipd_fa4_tick(t.fa, t.now);
	assert_int_equal(t.advert.sequence, 256);
	testing_fa4_stop(&t);
}

/* Each by itself, as long as they are few. */
static void solicited(void **state)
{
	struct testing_fa4 t;
	uint64_t before;
	int i;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	dsmipd_fa4_solicited(t.fa, &t.peer, t.now);
	assert_string_equal(t.did, "advert");
	assert_memory_equal(t.advert_peer.hw, t.peer.hw, 6);
	assert_int_equal(t.advert_peer.addr.s_addr, t.peer.addr.s_addr);
	for (i = 0; i < 100; i++)
		dsmipd_fa4_solicited(t.fa, &t.peer, t.now);
	assert_int_equal(testing_fa4_stats(&t).advertisements, 11);
	assert_int_equal(dsmipd_fa4_next(t.fa), t.now.mono + 1000);
	/* Who has no address, too: by its link-layer address alone. */
	testing_fa4_run(&t, 2000);
	testing_fa4_forget(&t);
	before = dsmipd_fa4_next(t.fa);
	t.peer.addr.s_addr = 0;
	dsmipd_fa4_solicited(t.fa, &t.peer, t.now);
	assert_string_equal(t.did, "advert");
	assert_memory_equal(t.advert_peer.hw, t.peer.hw, 6);
	assert_int_equal(t.advert_peer.addr.s_addr,
			 testing_fa4_addr("224.0.0.1").s_addr);
	assert_int_equal(dsmipd_fa4_next(t.fa), before);
	/* Nobody has the address of a group. */
	testing_fa4_forget(&t);
	t.peer.addr = testing_fa4_addr("224.0.0.5");
	dsmipd_fa4_solicited(t.fa, &t.peer, t.now);
	assert_string_equal(t.did, "");
	t.peer.ifindex = 9;
	dsmipd_fa4_solicited(t.fa, &t.peer, t.now);
	assert_int_equal(testing_fa4_reason(&t, "not on a visited link"), 1);
	testing_fa4_stop(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepted),
		cmocka_unit_test(lifetime),
		cmocka_unit_test(infinite),
		cmocka_unit_test(leaves),
		cmocka_unit_test(refused),
		cmocka_unit_test(strays),
		cmocka_unit_test(wrong),
		cmocka_unit_test(dynamic),
		cmocka_unit_test(silence),
		cmocka_unit_test(unreachable),
		cmocka_unit_test(dual_stack),
		cmocka_unit_test(advertises),
		cmocka_unit_test(solicited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
