// SPDX-License-Identifier: GPL-2.0
/*
 * Which care-of address, and the fallback to IPv4.
 *
 * Covers: R5555-4.4.1-01 R5555-4.4.1-02 R5555-4.4.1-03 R5555-4.4.1-04
 * Covers: R5555-4.4.1-06 R5555-4.4.2-07 R5555-4.4.4-02 R5555-2.3.1-09
 * Covers: R5555-1.3-06
 */

#include <string.h>

#include "testing_mn6.h"

static void begin(struct testing_mn6 *t)
{
	testing_mn6_init(t);
	testing_mn6_start(t);
}

static void ipv6_is_preferred(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_net(&t, TESTING_MN4, TESTING_MN6);
	testing_mn6_is(&t.send.coa, TESTING_MN6);
	assert_false(t.send.udp);
	testing_mn6_answer(&t, 0);
	testing_mn6_is(&t.tunnel.coa, TESTING_MN6);
	assert_false(t.tunnel.udp);
	testing_mn6_stop(&t);
}

static void ipv4_where_there_is_nothing_else(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_is(&t.send.peer, TESTING_HA4);
	assert_true(t.send.udp);
	testing_mn6_stop(&t);
}

static void no_ipv4_to_an_agent_without(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	t.config.has_ha4 = false;
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	assert_int_equal(t.n_sent, 0);
	assert_int_equal(testing_mn6_info(&t).state, DSMIPD_MN6_STATE_NO_COA);
	testing_mn6_stop(&t);
}

/* Three by IPv6, at 0, 1.5 and 4.5 s; then IPv4 with the same back-off. */
static void three_attempts_then_ipv4(void **state)
{
	static const uint64_t at[] = { 0, 1500, 4500, 10500, 12000, 15000 };
	struct testing_mn6 t;
	uint64_t start;
	size_t i;

	(void)state;
	begin(&t);
	start = t.now.mono;
	testing_mn6_net(&t, TESTING_MN4, TESTING_MN6);
	testing_mn6_run(&t, 10499);
	assert_int_equal(t.n_sent, 3);
	testing_mn6_is(&t.send.coa, TESTING_MN6);
	testing_mn6_run(&t, 5000);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	assert_int_equal(t.n_sent, TESTING_SIZE(at));
	for (i = 0; i < TESTING_SIZE(at); i++)
		assert_int_equal(t.sent[i] - start, at[i]);
	testing_mn6_answer(&t, 0);
	testing_mn6_is(&t.tunnel.coa, TESTING_MN4);
	testing_mn6_stop(&t);
}

/* In total, whatever the number of IPv6 addresses. */
static void three_attempts_with_two_addresses(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_coa(&t, "2001:db8:3::131");
	testing_mn6_net(&t, TESTING_MN4, TESTING_MN6);
	testing_mn6_run(&t, 10500);
	assert_int_equal(t.n_sent, 4);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_stop(&t);
}

static void next_ipv6_address_where_there_is_no_ipv4(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_net(&t, TESTING_MN6, "2001:db8:3::131");
	testing_mn6_is(&t.send.coa, TESTING_MN6);
	testing_mn6_run(&t, 10500);
	testing_mn6_is(&t.send.coa, "2001:db8:3::131");
	testing_mn6_stop(&t);
}

/* A silent home agent: all addresses in turn, every 32 s. */
static void all_in_turn(void **state)
{
	struct testing_mn6 t;
	uint64_t last;

	(void)state;
	begin(&t);
	testing_mn6_net(&t, TESTING_MN4, TESTING_MN6);
	testing_mn6_run(&t, 10500 + 10500);
	testing_mn6_is(&t.send.coa, TESTING_MN6);
	last = t.sent[t.n_sent - 1];
	testing_mn6_run(&t, 32000);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	assert_int_equal(t.sent[t.n_sent - 1] - last, 32000);
	testing_mn6_run(&t, 32000);
	testing_mn6_is(&t.send.coa, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	testing_mn6_is(&t.tunnel.coa, TESTING_MN6);
	testing_mn6_stop(&t);
}

/* IPv6 has failed, IPv4 has not. */
static void fall_back(struct testing_mn6 *t)
{
	begin(t);
	testing_mn6_net(t, TESTING_MN4, TESTING_MN6);
	testing_mn6_run(t, 10500);
	testing_mn6_answer(t, 0);
	testing_mn6_is(&t->tunnel.coa, TESTING_MN4);
	testing_mn6_forget(t);
}

static void family_stays_in_the_same_site(void **state)
{
	struct testing_mn6 t;

	(void)state;
	fall_back(&t);
	testing_mn6_net(&t, "198.51.100.140", "2001:db8:3:7::130");
	testing_mn6_is(&t.send.coa, "198.51.100.140");
	testing_mn6_answer(&t, 0);
	testing_mn6_run(&t, 1000);
	/* Through a network without IPv6, too. */
	testing_mn6_net(&t, TESTING_PRIV4, NULL);
	testing_mn6_answer(&t, 0);
	testing_mn6_net(&t, TESTING_MN4, TESTING_MN6);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_stop(&t);
}

static void ipv6_again_in_another_site(void **state)
{
	struct testing_mn6 t;

	(void)state;
	fall_back(&t);
	testing_mn6_net(&t, "198.51.100.140", "2001:db8:33::130");
	testing_mn6_is(&t.send.coa, "2001:db8:33::130");
	testing_mn6_stop(&t);
}

static void ipv6_again_when_it_is_repaired(void **state)
{
	struct testing_mn6 t;

	(void)state;
	fall_back(&t);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_net(&t, TESTING_MN4, TESTING_MN6);
	testing_mn6_is(&t.send.coa, TESTING_MN6);
	testing_mn6_is(&t.tunnel.coa, TESTING_MN4);
	testing_mn6_stop(&t);
}

/* When the binding is renewed, and data go by IPv4 all the time. */
static void ipv6_again_after_ten_minutes(void **state)
{
	struct testing_mn6 t;

	(void)state;
	fall_back(&t);
	testing_mn6_run(&t, 537000);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_answer(&t, 0);
	testing_mn6_forget(&t);
	testing_mn6_run(&t, 537000);
	testing_mn6_is(&t.send.coa, TESTING_MN6);
	testing_mn6_is(&t.tunnel.coa, TESTING_MN4);
	assert_string_equal(t.did, "send");
	/* In vain: data have not noticed. */
	testing_mn6_run(&t, 7000);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_answer(&t, 0);
	assert_null(strstr(t.did, "tunnel"));
	testing_mn6_stop(&t);
}

static void one_that_works_is_kept(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	testing_mn6_answer(&t, 0);
	testing_mn6_forget(&t);
	testing_mn6_net(&t, "2001:db8:3::131", TESTING_MN6);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_stop(&t);
}

static void next_one_when_it_is_gone(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_net(&t, TESTING_MN6, "2001:db8:3::131");
	testing_mn6_answer(&t, 0);
	testing_mn6_net(&t, "2001:db8:3::131", TESTING_MN4);
	testing_mn6_is(&t.send.coa, "2001:db8:3::131");
	testing_mn6_stop(&t);
}

static void deprecated_ones_are_last(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_coa(&t, TESTING_MN6)->deprecated = true;
	testing_mn6_net(&t, TESTING_MN4, NULL);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_answer(&t, 0);
	testing_mn6_coa(&t, TESTING_MN6)->deprecated = true;
	testing_mn6_set(&t);
	testing_mn6_is(&t.send.coa, TESTING_MN6);
	testing_mn6_stop(&t);
}

static void devices_have_a_preference(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_coa(&t, TESTING_MN6);
	testing_mn6_coa(&t, TESTING_MN4)->preference = 1;
	testing_mn6_set(&t);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_stop(&t);
}

static void addresses_without_a_life_are_none(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_coa(&t, TESTING_MN6)->lifetime = 0;
	testing_mn6_set(&t);
	testing_mn6_net(&t, TESTING_HOA, NULL);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_stop(&t);
}

static void too_many_addresses(void **state)
{
	struct dsmipd_mn_coa coas[40] = {};
	struct testing_mn6 t;
	size_t i;

	(void)state;
	begin(&t);
	for (i = 0; i < TESTING_SIZE(coas); i++) {
		coas[i].addr = testing_addr(TESTING_MN6);
		coas[i].addr.v6.s6_addr[15] = i;
		coas[i].lifetime = UINT32_MAX;
	}
	dsmipd_mn6_coas(t.mn, coas, TESTING_SIZE(coas), t.now);
	testing_mn6_is(&t.send.coa, "2001:db8:3::100");
	testing_mn6_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ipv6_is_preferred),
		cmocka_unit_test(ipv4_where_there_is_nothing_else),
		cmocka_unit_test(no_ipv4_to_an_agent_without),
		cmocka_unit_test(three_attempts_then_ipv4),
		cmocka_unit_test(three_attempts_with_two_addresses),
		cmocka_unit_test(next_ipv6_address_where_there_is_no_ipv4),
		cmocka_unit_test(all_in_turn),
		cmocka_unit_test(family_stays_in_the_same_site),
		cmocka_unit_test(ipv6_again_in_another_site),
		cmocka_unit_test(ipv6_again_when_it_is_repaired),
		cmocka_unit_test(ipv6_again_after_ten_minutes),
		cmocka_unit_test(one_that_works_is_kept),
		cmocka_unit_test(next_one_when_it_is_gone),
		cmocka_unit_test(deprecated_ones_are_last),
		cmocka_unit_test(devices_have_a_preference),
		cmocka_unit_test(addresses_without_a_life_are_none),
		cmocka_unit_test(too_many_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
