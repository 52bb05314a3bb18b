// SPDX-License-Identifier: GPL-2.0
/*
 * Sending again, renewing, and keeping a NAT's mapping.
 *
 * Covers: R5555-4.3-01 R5555-4.3-02 R5555-4.3-03 R5555-4.3-04 R5555-4.3-05
 * Covers: R5555-4.3-06 R5555-3.2.2-07 R5555-2.3.2.2-07 R5555-6-01
 */

#include <string.h>

#include "testing_mn6.h"

static void begin(struct testing_mn6 *t, const char *coa)
{
	testing_mn6_init(t);
	testing_mn6_start(t);
	testing_mn6_net(t, coa, NULL);
}

/* Registered behind a NAT, with this refresh time. */
static void behind_nat(struct testing_mn6 *t, uint32_t refresh)
{
	struct dsmipd_mh ack;

	testing_mn6_start(t);
	testing_mn6_net(t, TESTING_PRIV4, NULL);
	ack = testing_mn6_ack(t, 0);
	ack.nat_refresh = refresh;
	testing_mn6_rcv(t, &ack);
	testing_mn6_forget(t);
}

static void back_off(void **state)
{
	static const uint64_t at[] = {
		0, 1500, 4500, 10500, 22500, 46500, 78500, 110500, 142500,
	};
	struct testing_mn6 t;
	uint16_t first;
	size_t i;

	(void)state;
	begin(&t, TESTING_MN6);
	first = t.update.sequence;
	testing_mn6_run(&t, 150000);
	assert_int_equal(t.n_sent, TESTING_SIZE(at));
	for (i = 0; i < TESTING_SIZE(at); i++)
		assert_int_equal(t.sent[i] - t.sent[0], at[i]);
	/* Each has a number of its own. */
	assert_int_equal((uint16_t)(t.update.sequence - first),
			 TESTING_SIZE(at) - 1);
	testing_mn6_stop(&t);
}

static void back_off_with_a_binding(void **state)
{
	static const uint64_t at[] = { 0, 1000, 3000, 7000, 15000, 31000 };
	struct testing_mn6 t;
	size_t i;

	(void)state;
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	testing_mn6_forget(&t);
	testing_mn6_run(&t, 537000 + 40000);
	assert_int_equal(t.n_sent, TESTING_SIZE(at));
	for (i = 0; i < TESTING_SIZE(at); i++)
		assert_int_equal(t.sent[i] - t.sent[0], at[i]);
	testing_mn6_stop(&t);
}

static void at_most_three_a_second(void **state)
{
	static const char *const coas[] = { TESTING_MN6, TESTING_MN4 };
	struct testing_mn6 t;
	size_t i;

	(void)state;
	begin(&t, TESTING_MN6);
	for (i = 1; i < 20; i++) {
		testing_mn6_run(&t, 100);
		testing_mn6_net(&t, coas[i % 2], NULL);
	}
	assert_in_range(t.n_sent, 5, 6);
	for (i = 3; i < t.n_sent; i++)
		assert_true(t.sent[i] - t.sent[i - 3] >= 1000);
	/* The last network is not forgotten. */
	testing_mn6_run(&t, 1000);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_stop(&t);
}

static void renewed_before_its_end(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	testing_mn6_forget(&t);
	testing_mn6_run(&t, 536999);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_run(&t, 1);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_answer(&t, 0);
	assert_int_equal(testing_mn6_info(&t).left, 600);
	testing_mn6_stop(&t);
}

/* The lifetime that was granted, counted from when the update was sent. */
static void lifetime_is_what_was_granted(void **state)
{
	struct dsmipd_mn6_info info;
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	begin(&t, TESTING_MN6);
	ack = testing_mn6_ack(&t, 0);
	ack.lifetime = 10;
	testing_mn6_run(&t, 500);
	testing_mn6_rcv(&t, &ack);
	info = testing_mn6_info(&t);
	assert_int_equal(info.lifetime, 40);
	assert_int_equal(info.left, 39);
	testing_mn6_forget(&t);
	testing_mn6_run(&t, 29500);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_run(&t, 10000);
	assert_non_null(strstr(t.did, "no-tunnel"));
	assert_int_equal(testing_mn6_info(&t).state,
			 DSMIPD_MN6_STATE_REGISTERING);
	testing_mn6_stop(&t);
}

static void advice_of_the_home_agent(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	begin(&t, TESTING_MN6);
	ack = testing_mn6_ack(&t, 0);
	ack.has_refresh = true;
	ack.refresh = 25;
	testing_mn6_rcv(&t, &ack);
	testing_mn6_forget(&t);
	testing_mn6_run(&t, 99999);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_run(&t, 1);
	assert_int_equal(t.n_sent, 1);
	/* What is not below the lifetime is none. */
	ack = testing_mn6_ack(&t, 0);
	ack.has_refresh = true;
	ack.refresh = 150;
	testing_mn6_rcv(&t, &ack);
	testing_mn6_run(&t, 536999);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_stop(&t);
}

static void keepalive_of_the_home_agent(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	behind_nat(&t, 25);
	testing_mn6_run(&t, 24999);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_run(&t, 1);
	assert_int_equal(t.n_sent, 1);
	assert_int_equal(t.update.lifetime, 150);
	assert_true(t.send.udp);
	testing_mn6_stop(&t);
}

static void keepalive_is_repeated(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	behind_nat(&t, 25);
	testing_mn6_run(&t, 25000 + 1000 + 2000);
	assert_int_equal(t.n_sent, 3);
	testing_mn6_stop(&t);
}

static void keepalive_by_default(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	behind_nat(&t, 0);
	assert_int_equal(testing_mn6_info(&t).refresh, 110);
	testing_mn6_run(&t, 109999);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_run(&t, 1);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_stop(&t);
}

static void keepalive_by_configuration(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	t.config.keepalive = 20;
	behind_nat(&t, 0);
	testing_mn6_run(&t, 20000);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_stop(&t);
}

static void no_keepalive_without_nat(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	behind_nat(&t, DSMIPD_MH_NATD_NEVER);
	assert_false(testing_mn6_info(&t).nat);
	testing_mn6_run(&t, 536999);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_stop(&t);
}

/* UDP all the same, if the home agent forces it. */
static void no_keepalive_when_only_forced(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	begin(&t, TESTING_MN4);
	ack = testing_mn6_ack(&t, 0);
	ack.nat_force = true;
	testing_mn6_rcv(&t, &ack);
	testing_mn6_forget(&t);
	assert_true(t.tunnel.udp);
	testing_mn6_run(&t, 536999);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_stop(&t);
}

static void traffic_is_as_good(void **state)
{
	struct testing_mn6 t;
	int i;

	(void)state;
	testing_mn6_init(&t);
	behind_nat(&t, 25);
	for (i = 0; i < 10; i++) {
		testing_mn6_run(&t, 20000);
		dsmipd_mn6_traffic(t.mn, t.now);
	}
	assert_int_equal(t.n_sent, 0);
	testing_mn6_run(&t, 25000);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_stop(&t);
}

/* While an answer is missing the back-off counts, not traffic. */
static void traffic_does_not_hide_silence(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	behind_nat(&t, 25);
	testing_mn6_run(&t, 25000);
	dsmipd_mn6_traffic(t.mn, t.now);
	testing_mn6_run(&t, 1000);
	assert_int_equal(t.n_sent, 2);
	testing_mn6_stop(&t);
}

static void lifetimes_that_are_no_multiple(void **state)
{
	static const struct {
		uint32_t config, coa;
		uint16_t sent;
	} cases[] = {
		{ 600, UINT32_MAX, 150 },
		{ 600, 41, 10 },
		{ 1, UINT32_MAX, 1 },
		{ 1000000, UINT32_MAX, 65535 },
	};
	struct testing_mn6 t;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(cases); i++) {
		testing_mn6_init(&t);
		t.config.lifetime = cases[i].config;
		testing_mn6_start(&t);
		testing_mn6_coa(&t, TESTING_MN6)->lifetime = cases[i].coa;
		testing_mn6_set(&t);
		assert_int_equal(t.update.lifetime, cases[i].sent);
		testing_mn6_stop(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(back_off),
		cmocka_unit_test(back_off_with_a_binding),
		cmocka_unit_test(at_most_three_a_second),
		cmocka_unit_test(renewed_before_its_end),
		cmocka_unit_test(lifetime_is_what_was_granted),
		cmocka_unit_test(advice_of_the_home_agent),
		cmocka_unit_test(keepalive_of_the_home_agent),
		cmocka_unit_test(keepalive_is_repeated),
		cmocka_unit_test(keepalive_by_default),
		cmocka_unit_test(keepalive_by_configuration),
		cmocka_unit_test(no_keepalive_without_nat),
		cmocka_unit_test(no_keepalive_when_only_forced),
		cmocka_unit_test(traffic_is_as_good),
		cmocka_unit_test(traffic_does_not_hide_silence),
		cmocka_unit_test(lifetimes_that_are_no_multiple),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
