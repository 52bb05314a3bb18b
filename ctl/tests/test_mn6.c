// SPDX-License-Identifier: GPL-2.0
/*
 * A mobile node's life: moving, returning home, leaving.
 *
 * Covers: R5555-4.4.2.1-01 R5555-4.4.2.1-05 R5555-4.4.4-03 R5555-5.1-05
 * Covers: R5555-1.3-02 R5555-2.3.1-04
 */

#include <string.h>

#include "testing_mn6.h"

static void begin(struct testing_mn6 *t)
{
	testing_mn6_init(t);
	testing_mn6_start(t);
}

static void registered(struct testing_mn6 *t, const char *coa)
{
	begin(t);
	testing_mn6_net(t, coa, NULL);
	testing_mn6_answer(t, 0);
	testing_mn6_forget(t);
}

/* IPv6, private and public IPv4, and back. */
static void data_stay_until_the_answer(void **state)
{
	static const char *const coas[] = {
		TESTING_MN6, TESTING_PRIV4, TESTING_MN4, TESTING_MN6,
	};
	struct dsmipd_mn6_info info;
	struct testing_mn6 t;
	size_t i;

	(void)state;
	registered(&t, coas[0]);
	for (i = 1; i < TESTING_SIZE(coas); i++) {
		testing_mn6_run(&t, 1000);
		testing_mn6_net(&t, coas[i], NULL);
		testing_mn6_is(&t.send.coa, coas[i]);
		testing_mn6_is(&t.tunnel.coa, coas[i - 1]);
		testing_mn6_run(&t, 80);
		testing_mn6_answer(&t, 0);
		testing_mn6_is(&t.tunnel.coa, coas[i]);
		assert_string_equal(t.did, "send tunnel");
		testing_mn6_forget(&t);
	}
	info = testing_mn6_info(&t);
	assert_int_equal(info.handovers, 3);
	assert_int_equal(info.last_handover, 80);
	testing_mn6_stop(&t);
}

/* The same address in another network: there may be another NAT. */
static void the_same_address_elsewhere(void **state)
{
	struct testing_mn6 t;

	(void)state;
	registered(&t, TESTING_PRIV4);
	testing_mn6_net(&t, TESTING_PRIV4, NULL);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_coa(&t, TESTING_PRIV4)->network = 1;
	testing_mn6_set(&t);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_stop(&t);
}

/* Home addresses stay, so that connections do. */
static void no_network_for_a_while(void **state)
{
	struct testing_mn6 t;

	(void)state;
	registered(&t, TESTING_MN6);
	testing_mn6_set(&t);
	assert_string_equal(t.did, "no-tunnel");
	assert_int_equal(testing_mn6_info(&t).state, DSMIPD_MN6_STATE_NO_COA);
	assert_int_equal(t.n_homes, 1);
	testing_mn6_run(&t, 599000);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	testing_mn6_answer(&t, 0);
	assert_string_equal(t.did, "no-tunnel send tunnel");
	testing_mn6_set(&t);
	testing_mn6_run(&t, 10000000);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_stop(&t);
}

static void no_network_at_first(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	assert_int_equal(dsmipd_mn6_next(t.mn), UINT64_MAX);
	testing_mn6_set(&t);
	testing_mn6_run(&t, 100000);
	assert_string_equal(t.did, "");
	testing_mn6_stop(&t);
}

static void go_home(struct testing_mn6 *t)
{
	testing_mn6_coa(t, "2001:db8:100::99")->home = true;
	testing_mn6_set(t);
}

/* From the home address itself, without options; data stay until the answer. */
static void returning_home(void **state)
{
	struct testing_mn6 t;

	(void)state;
	registered(&t, TESTING_MN6);
	go_home(&t);
	assert_string_equal(t.did, "send");
	testing_mn6_is(&t.send.coa, TESTING_HOA);
	assert_int_equal(t.send.ifindex, 2);
	assert_false(t.hao);
	assert_false(t.update.has_alt_coa);
	assert_int_equal(t.update.lifetime, 0);
	assert_int_equal(t.update.flags,
			 DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME);
	testing_mn6_answer(&t, 0);
	assert_string_equal(t.did, "send no-tunnel homes at-home");
	assert_int_equal(t.n_homes, 0);
	assert_int_equal(testing_mn6_info(&t).state,
			 DSMIPD_MN6_STATE_AT_HOME);
	/* And away again. */
	testing_mn6_run(&t, 1000000);
	testing_mn6_forget(&t);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	testing_mn6_answer(&t, 0);
	assert_string_equal(t.did, "send tunnel homes");
	testing_mn6_stop(&t);
}

/* The home agent may not have a binding. */
static void home_without_a_binding(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	go_home(&t);
	testing_mn6_answer(&t, DSMIPD_MH_NOT_HOME_AGENT);
	assert_string_equal(t.did, "send at-home");
	testing_mn6_run(&t, 1000000);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_stop(&t);
}

/* It would catch our packets, as long as it has the binding. */
static void home_and_nobody_answers(void **state)
{
	struct testing_mn6 t;

	(void)state;
	registered(&t, TESTING_MN6);
	go_home(&t);
	testing_mn6_run(&t, 7000);
	assert_string_equal(t.did, "send send send no-tunnel homes at-home send");
	testing_mn6_forget(&t);
	testing_mn6_run(&t, 10000000);
	assert_in_range(t.n_sent, 15, 22);
	assert_null(strstr(t.did, "at-home"));
	testing_mn6_stop(&t);
}

static void a_number_that_is_too_low_at_home(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	begin(&t);
	go_home(&t);
	ack = testing_mn6_ack(&t, DSMIPD_MH_BAD_SEQUENCE);
	ack.sequence = 500;
	testing_mn6_rcv(&t, &ack);
	assert_int_equal(t.update.sequence, 501);
	assert_int_equal(t.update.lifetime, 0);
	testing_mn6_answer(&t, 0);
	assert_string_equal(t.did, "send send at-home");
	testing_mn6_stop(&t);
}

static void never_at_home_by_ipv4(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	testing_mn6_coa(&t, TESTING_MN4)->home = true;
	testing_mn6_set(&t);
	assert_int_equal(t.update.lifetime, 150);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_stop(&t);
}

static void leaving(void **state)
{
	static const char *const coas[] = { TESTING_MN6, TESTING_MN4 };
	struct testing_mn6 t;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(coas); i++) {
		registered(&t, coas[i]);
		dsmipd_mn6_deregister(t.mn, t.now);
		assert_string_equal(t.did, "send");
		assert_int_equal(t.update.lifetime, 0);
		assert_int_equal(t.update.n_home4, 0);
		assert_int_equal(t.hao, i == 0);
		testing_mn6_is(&t.send.coa, coas[i]);
		/* New networks are of no interest any more. */
		testing_mn6_net(&t, "2001:db8:4::1", NULL);
		testing_mn6_answer(&t, 0);
		assert_string_equal(t.did, "send no-tunnel homes left");
		testing_mn6_run(&t, 1000000);
		assert_int_equal(t.n_sent, 1);
		testing_mn6_stop(&t);
	}
}

static void leaving_without_an_answer(void **state)
{
	struct testing_mn6 t;

	(void)state;
	registered(&t, TESTING_MN6);
	dsmipd_mn6_deregister(t.mn, t.now);
	dsmipd_mn6_deregister(t.mn, t.now);
	testing_mn6_run(&t, 7000);
	assert_string_equal(t.did, "send send send no-tunnel homes left");
	testing_mn6_stop(&t);
}

static void leaving_without_a_binding(void **state)
{
	struct testing_mn6 t;

	(void)state;
	begin(&t);
	dsmipd_mn6_deregister(t.mn, t.now);
	assert_string_equal(t.did, "left");
	testing_mn6_stop(&t);
}

/* What was sent last may have been accepted, and its answer lost. */
static void leaving_before_the_first_answer(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	/* One that has often been in vain is tried every 32 s. */
	testing_mn6_run(&t, 300000);
	testing_mn6_forget(&t);
	dsmipd_mn6_deregister(t.mn, t.now);
	assert_int_equal(t.update.lifetime, 0);
	testing_mn6_run(&t, 7000);
	assert_string_equal(t.did, "send send send left");
	testing_mn6_stop(&t);
}

/* Whoever answers cannot keep it from leaving. */
static void leaving_has_an_end(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;
	size_t i;

	(void)state;
	registered(&t, TESTING_MN6);
	dsmipd_mn6_deregister(t.mn, t.now);
	for (i = 0; i < 14; i++) {
		ack = testing_mn6_ack(&t, DSMIPD_MH_BAD_SEQUENCE);
		ack.sequence = t.update.sequence + 1;
		testing_mn6_rcv(&t, &ack);
		testing_mn6_run(&t, 500);
	}
	assert_non_null(strstr(t.did, "no-tunnel homes left"));
	assert_in_range(t.n_sent, 3, 15);
	testing_mn6_forget(&t);
	testing_mn6_run(&t, 1000000);
	assert_int_equal(t.n_sent, 0);
	testing_mn6_stop(&t);
}

static void leaving_on_the_home_link(void **state)
{
	struct testing_mn6 t;

	(void)state;
	registered(&t, TESTING_MN6);
	testing_mn6_coa(&t, "2001:db8:100::99")->home = true;
	testing_mn6_set(&t);
	testing_mn6_forget(&t);
	dsmipd_mn6_deregister(t.mn, t.now);
	assert_string_equal(t.did, "send");
	testing_mn6_is(&t.send.coa, TESTING_HOA);
	assert_false(t.hao);
	assert_false(t.update.has_alt_coa);
	testing_mn6_answer(&t, 0);
	assert_string_equal(t.did, "send no-tunnel homes left");
	testing_mn6_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaving_before_the_first_answer),
		cmocka_unit_test(leaving_has_an_end),
		cmocka_unit_test(leaving_on_the_home_link),
		cmocka_unit_test(data_stay_until_the_answer),
		cmocka_unit_test(the_same_address_elsewhere),
		cmocka_unit_test(no_network_for_a_while),
		cmocka_unit_test(no_network_at_first),
		cmocka_unit_test(returning_home),
		cmocka_unit_test(home_without_a_binding),
		cmocka_unit_test(home_and_nobody_answers),
		cmocka_unit_test(a_number_that_is_too_low_at_home),
		cmocka_unit_test(never_at_home_by_ipv4),
		cmocka_unit_test(leaving),
		cmocka_unit_test(leaving_without_an_answer),
		cmocka_unit_test(leaving_without_a_binding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
