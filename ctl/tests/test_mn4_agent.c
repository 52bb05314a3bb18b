// SPDX-License-Identifier: GPL-2.0
/*
 * Foreign agents and a mobile node of Mobile IPv4.
 *
 * Covers: R5454-3.5-09 R5454-3.5-12 D4-01-4.5-07 D4-01-4.5-10
 */

#include <string.h>

#include "testing_mn4.h"

static void init(struct testing_mn4 *t)
{
	testing_mn4_init(t);
	t->config.care = DSMIPD_MN4_CARE_ANY;
	t->config.mode = DSMIPD_MN4_MODE_COA;
	testing_mn4_prefix(t, TESTING_NET);
}

/* In a network without an address, where an agent answers. */
static void begin(struct testing_mn4 *t)
{
	init(t);
	testing_mn4_start(t);
	testing_mn4_set(t);
	testing_mn4_run(t, 0);
	testing_mn4_did(t, "solicit");
	testing_mn4_agent(t, 0);
}

/* RFC 5944, section 3.6.1: from the home address, straight to the agent. */
static void registered(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t);
	assert_int_equal(t.rrq.flags, DSMIPD_MIP4_RRQ_REVERSE);
	assert_int_equal(t.rrq.lifetime, 300);
	testing_mn4_is(t.rrq.coa, TESTING_FA_COA);
	testing_mn4_is(t.rrq.ha, TESTING_HA);
	assert_false(t.rrq.node.has_udp_request);
	assert_false(t.rrq.node.has_mode);
	assert_int_equal(t.rrq.n_prefix, 1);
	testing_mn4_is(t.way.src, TESTING_HOA);
	testing_mn4_is(t.way.dst, TESTING_AGENT);
	assert_true(t.way.link);
	assert_int_equal(t.way.mac[5], 9);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "send homes tunnel");
	assert_true(t.tunnel.foreign);
	testing_mn4_is(t.tunnel.agent, TESTING_AGENT);
	assert_true(t.tunnel.home6);
	/* Adverts of the same are nothing new. */
	testing_mn4_run(&t, 10000);
	testing_mn4_agent(&t, 0);
	testing_mn4_did(&t, "");
	testing_mn4_stop(&t);
}

/* Code 1 is code 0 then; in the draft the agent knows IPv6. */
static void code_1(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;
	int draft;

	(void)state;
	for (draft = 0; draft < 2; draft++) {
		init(&t);
		t.config.draft = draft;
		testing_mn4_start(&t);
		testing_mn4_set(&t);
		testing_mn4_agent(&t, 0);
		rrp = testing_mn4_rrp(&t, 0);
		rrp.prefix[0].code = 1;
		testing_mn4_rcv(&t, &rrp, TESTING_AGENT);
		assert_true(t.tunnel.ipv6);
		assert_int_equal(t.tunnel.home6, !draft);
		assert_int_equal(t.tunnel.native6, draft);
		testing_mn4_stop(&t);
	}
}

/* An address of its own comes first; the agent is there when it goes. */
static void both(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t);
	testing_mn4_answer(&t, 0);
	testing_mn4_forget(&t);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_is(t.rrq.coa, TESTING_OWN);
	assert_true(t.rrq.node.has_mode);
	testing_mn4_answer(&t, 0);
	testing_mn4_set(&t);
	testing_mn4_is(t.rrq.coa, TESTING_FA_COA);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "send tunnel send tunnel");
	testing_mn4_stop(&t);
}

/* Flag R: not without the agent, though with an address of its own. */
static void registration_required(void **state)
{
	struct testing_mn4 t;

	(void)state;
	init(&t);
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_answer(&t, 0);
	testing_mn4_agent(&t, DSMIPD_MIP4_ADVERT_REQUIRED);
	assert_true(t.way.link);
	testing_mn4_is(t.way.src, TESTING_OWN);
	testing_mn4_is(t.way.dst, TESTING_AGENT);
	testing_mn4_is(t.rrq.coa, TESTING_OWN);
	assert_true(t.rrq.flags & DSMIPD_MIP4_RRQ_COLOCATED);
	assert_true(t.rrq.node.udp_agent);
	testing_mn4_answer(&t, 0);
	assert_false(t.tunnel.foreign);
	testing_mn4_stop(&t);
}

/* Busy, without reverse tunnels, or no foreign agent at all. */
static void of_no_use(void **state)
{
	struct dsmipd_mip4_advert advert = {
		.type = DSMIPD_MIP4_ADVERTISEMENT,
		.lifetime = 30,
		.has_agent = true,
		.flags = DSMIPD_MIP4_ADVERT_FOREIGN,
		.n_coa = 1,
	};
	struct testing_mn4 t;

	(void)state;
	init(&t);
	testing_mn4_start(&t);
	testing_mn4_set(&t);
	testing_mn4_agent(&t, DSMIPD_MIP4_ADVERT_BUSY);
	testing_mn4_advert(&t, "10.9.0.2", &advert);
	advert.flags = DSMIPD_MIP4_ADVERT_REVERSE;
	testing_mn4_advert(&t, "10.9.0.3", &advert);
	testing_mn4_did(&t, "");
	assert_int_equal(testing_mn4_info(&t).agents, 3);
	/* To those it knows a busy one is of use. */
	testing_mn4_agent(&t, 0);
	testing_mn4_answer(&t, 0);
	testing_mn4_forget(&t);
	testing_mn4_agent(&t, DSMIPD_MIP4_ADVERT_BUSY);
	testing_mn4_did(&t, "");
	testing_mn4_stop(&t);
}

/* It has forgotten its visitors: a sequence number that is small again. */
static void begun_anew(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t);
	testing_mn4_answer(&t, 0);
	testing_mn4_agent(&t, 0);
	testing_mn4_agent(&t, 0);
	testing_mn4_forget(&t);
	t.sequence = 0;
	testing_mn4_agent(&t, 0);
	testing_mn4_did(&t, "send");
	testing_mn4_answer(&t, 0);
	testing_mn4_forget(&t);
	/* The first one twice is one; later it is that of another life. */
	t.sequence = 0;
	testing_mn4_agent(&t, 0);
	testing_mn4_did(&t, "");
	testing_mn4_run(&t, 1000);
	t.sequence = 0;
	testing_mn4_agent(&t, 0);
	testing_mn4_did(&t, "send");
	testing_mn4_stop(&t);
}

/* Nothing is heard of it any more: others are asked for, less and less often. */
static void gone(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t);
	testing_mn4_answer(&t, 0);
	testing_mn4_forget(&t);
	testing_mn4_run(&t, 30000);
	assert_non_null(strstr(t.did, "no-tunnel"));
	assert_int_equal(testing_mn4_info(&t).agents, 0);
	testing_mn4_run(&t, 3000);
	testing_mn4_forget(&t);
	testing_mn4_run(&t, 600000);
	assert_in_range(strlen(t.did), 8 * 8, 8 * 20);
	/* In another network nothing is left of it. */
	testing_mn4_agent(&t, 0);
	assert_int_equal(testing_mn4_info(&t).agents, 1);
	t.link[0].network = 1;
	testing_mn4_set(&t);
	assert_int_equal(testing_mn4_info(&t).agents, 0);
	testing_mn4_stop(&t);
}

/* What the agent refuses: a shorter lifetime helps, another place, or time. */
static void refused(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t);
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_FA_LIFETIME);
	rrp.lifetime = 120;
	testing_mn4_rcv(&t, &rrp, TESTING_AGENT);
	assert_int_equal(t.rrq.lifetime, 120);
	/* Of somebody else it is no answer. */
	testing_mn4_forget(&t);
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_FA_NO_RESOURCES);
	testing_mn4_rcv(&t, &rrp, "10.9.0.66");
	testing_mn4_did(&t, "");
	assert_int_equal(testing_mn4_info(&t).state,
			 DSMIPD_MN4_STATE_REGISTERING);
	testing_mn4_answer(&t, DSMIPD_MIP4_FA_NO_RESOURCES);
	assert_int_equal(testing_mn4_info(&t).state, DSMIPD_MN4_STATE_REFUSED);
	testing_mn4_stop(&t);

	/* There is another agent. */
	begin(&t);
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_FA_TIMEOUT);
	testing_mn4_advert(&t, "10.9.0.2", &(struct dsmipd_mip4_advert) {
		.type = DSMIPD_MIP4_ADVERTISEMENT,
		.lifetime = 30,
		.has_agent = true,
		.flags = DSMIPD_MIP4_ADVERT_FOREIGN |
			 DSMIPD_MIP4_ADVERT_REVERSE,
		.n_coa = 1,
		.coa[0] = testing_addr("198.51.100.67").v4,
	});
	testing_mn4_rcv(&t, &rrp, TESTING_AGENT);
	testing_mn4_is(t.rrq.coa, "198.51.100.67");
	testing_mn4_stop(&t);

	/* Its care-of address is none any more: it is asked for a new one. */
	begin(&t);
	testing_mn4_forget(&t);
	testing_mn4_answer(&t, DSMIPD_MIP4_FA_BAD_COA);
	assert_int_equal(testing_mn4_info(&t).agents, 0);
	testing_mn4_run(&t, 1000);
	testing_mn4_did(&t, "solicit");
	testing_mn4_stop(&t);
}

/* With an association, nothing counts that the agent has not signed. */
static void association(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	init(&t);
	t.config.sa_agent = (struct dsmipd_mip4_sa) {
		.spi = 300, .algorithm = DSMIPD_MIP4_HMAC_SHA1, .len = 16,
	};
	testing_mn4_start(&t);
	testing_mn4_set(&t);
	testing_mn4_agent(&t, 0);
	assert_true(dsmipd_mip4_auth_verify(&t.config.sa_agent, &t.rrq,
					    DSMIPD_MIP4_MN_FA, t.data, t.len));
	testing_mn4_forget(&t);
	t.config.sa_agent.key[0] ^= 1;
	testing_mn4_answer(&t, 0);
	testing_mn4_answer(&t, DSMIPD_MIP4_FA_NO_RESOURCES);
	testing_mn4_did(&t, "");
	assert_int_equal(testing_mn4_info(&t).unauthentic, 2);
	t.config.sa_agent.key[0] ^= 1;
	rrp = testing_mn4_rrp(&t, 0);
	testing_mn4_rcv(&t, &rrp, TESTING_AGENT);
	testing_mn4_did(&t, "homes tunnel");
	testing_mn4_stop(&t);
}

/* RFC 5944, section 2.4.3: the home agent's own advertisement. */
static void home_agent(void **state)
{
	struct dsmipd_mip4_advert advert = {
		.type = DSMIPD_MIP4_ADVERTISEMENT,
		.lifetime = 30,
		.has_agent = true,
		.flags = DSMIPD_MIP4_ADVERT_HOME,
	};
	struct testing_mn4 t;

	(void)state;
	begin(&t);
	testing_mn4_answer(&t, 0);
	testing_mn4_forget(&t);
	/* That of another network says nothing. */
	testing_mn4_advert(&t, "10.9.0.2", &advert);
	testing_mn4_did(&t, "");
	testing_mn4_advert(&t, TESTING_HA, &advert);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "home-link send no-tunnel homes at-home");
	testing_mn4_stop(&t);

	/* By the prefix of its router. */
	begin(&t);
	testing_mn4_forget(&t);
	advert.has_prefix_len = true;
	advert.n_routers = 1;
	advert.routers[0].addr = testing_addr("203.0.113.1").v4;
	advert.routers[0].prefix_len = 24;
	testing_mn4_advert(&t, "203.0.113.1", &advert);
	testing_mn4_did(&t, "home-link send");
	testing_mn4_stop(&t);
}

/* Who has no home address yet has none to send from. */
static void dynamic_home_address(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	init(&t);
	memset(&t.config.hoa, 0, sizeof(t.config.hoa));
	strcpy(t.config.name, "mn7@example.net");
	testing_mn4_start(&t);
	testing_mn4_set(&t);
	testing_mn4_agent(&t, 0);
	testing_mn4_is(t.way.src, "0.0.0.0");
	testing_mn4_is(t.rrq.hoa, "0.0.0.0");
	assert_string_equal(t.rrq.nai, "mn7@example.net");
	rrp = testing_mn4_rrp(&t, 0);
	rrp.hoa = testing_addr(TESTING_HOA).v4;
	testing_mn4_rcv(&t, &rrp, TESTING_AGENT);
	testing_mn4_is(t.tunnel.hoa, TESTING_HOA);
	testing_mn4_stop(&t);
}

/* None of that where agents are not wanted. */
static void not_wanted(void **state)
{
	struct testing_mn4 t;

	(void)state;
	init(&t);
	t.config.care = DSMIPD_MN4_CARE_COLOCATED;
	testing_mn4_start(&t);
	testing_mn4_set(&t);
	testing_mn4_agent(&t, 0);
	testing_mn4_run(&t, 100000);
	testing_mn4_did(&t, "");
	testing_mn4_stop(&t);

	init(&t);
	t.config.care = DSMIPD_MN4_CARE_AGENT;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_run(&t, 0);
	testing_mn4_did(&t, "solicit");
	testing_mn4_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registered),
		cmocka_unit_test(code_1),
		cmocka_unit_test(both),
		cmocka_unit_test(registration_required),
		cmocka_unit_test(of_no_use),
		cmocka_unit_test(begun_anew),
		cmocka_unit_test(gone),
		cmocka_unit_test(refused),
		cmocka_unit_test(association),
		cmocka_unit_test(home_agent),
		cmocka_unit_test(dynamic_home_address),
		cmocka_unit_test(not_wanted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
