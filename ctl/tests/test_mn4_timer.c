// SPDX-License-Identifier: GPL-2.0
/*
 * Sending again, renewing, and keeping a NAT's mapping.
 *
 * Covers: R5454-3.9-04 R5454-3.8-01
 */

#include <string.h>

#include "testing_mn4.h"

static void begin(struct testing_mn4 *t)
{
	testing_mn4_init(t);
	testing_mn4_start(t);
	testing_mn4_net(t, TESTING_OWN);
}

static void behind_nat(struct testing_mn4 *t, uint16_t keepalive)
{
	struct dsmipd_mip4 rrp;

	testing_mn4_net(t, TESTING_PRIVATE);
	rrp = testing_mn4_rrp(t, 0);
	rrp.node.has_udp_reply = true;
	rrp.node.udp_keepalive = keepalive;
	testing_mn4_rcv(t, &rrp, TESTING_HA);
	testing_mn4_forget(t);
}

/* RFC 5944, section 3.6.3: a second, twice as long each time, each with a new
 * identification.
 */
static void back_off(void **state)
{
	static const uint64_t at[] = {
		0, 1000, 3000, 7000, 15000, 31000, 63000, 95000, 127000,
	};
	struct testing_mn4 t;
	uint64_t id = 0;
	size_t i;

	(void)state;
	begin(&t);
	for (i = 0; i < TESTING_SIZE(at); i++) {
		assert_int_equal(t.n_sent, i + 1);
		assert_int_equal(t.sent[i] - t.sent[0], at[i]);
		assert_true(t.rrq.id > id);
		id = t.rrq.id;
		testing_mn4_run(&t, dsmipd_mn4_next(t.mn) - t.now.mono);
	}
	testing_mn4_stop(&t);
}

/* With nonces the message is the same. */
static void the_same_again(void **state)
{
	uint8_t first[DSMIPD_MIP4_MAX_LEN];
	struct testing_mn4 t;
	size_t i;

	(void)state;
	testing_mn4_init(&t);
	t.config.sa.replay = DSMIPD_MIP4_NONCES;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	memcpy(first, t.data, t.len);
	for (i = 0; i < 4; i++) {
		testing_mn4_run(&t, 1000 << i);
		assert_int_equal(t.n_sent, i + 2);
		assert_memory_equal(first, t.data, t.len);
	}
	/* From elsewhere it is another one. */
	testing_mn4_net(&t, "198.51.100.140");
	assert_memory_not_equal(first, t.data, t.len);
	testing_mn4_stop(&t);
}

static void at_most_three_a_second(void **state)
{
	static const char *const coas[] = { TESTING_OWN, TESTING_PRIVATE };
	struct testing_mn4 t;
	size_t i;

	(void)state;
	begin(&t);
	for (i = 1; i < 20; i++) {
		testing_mn4_run(&t, 100);
		testing_mn4_net(&t, coas[i % 2]);
	}
	assert_in_range(t.n_sent, 5, 6);
	for (i = 3; i < t.n_sent; i++)
		assert_true(t.sent[i] - t.sent[i - 3] >= 1000);
	/* The last network is not forgotten. */
	testing_mn4_run(&t, 1000);
	testing_mn4_is(t.rrq.coa, TESTING_PRIVATE);
	testing_mn4_stop(&t);
}

static void renewed_before_its_end(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t);
	testing_mn4_answer(&t, 0);
	testing_mn4_forget(&t);
	testing_mn4_run(&t, 536000);
	assert_int_equal(t.n_sent, 0);
	testing_mn4_run(&t, 1000);
	testing_mn4_answer(&t, 0);
	/* Nothing has changed. */
	testing_mn4_did(&t, "send");
	assert_int_equal(testing_mn4_info(&t).left, 600);
	/* And without an answer it ends. */
	testing_mn4_run(&t, 600000);
	assert_non_null(strstr(t.did, "no-tunnel"));
	assert_int_equal(testing_mn4_info(&t).state,
			 DSMIPD_MN4_STATE_REGISTERING);
	testing_mn4_stop(&t);
}

static void infinite(void **state)
{
	struct testing_mn4 t;

	(void)state;
	testing_mn4_init(&t);
	t.config.lifetime = DSMIPD_MIP4_INFINITE;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_answer(&t, 0);
	assert_int_equal(dsmipd_mn4_next(t.mn), UINT64_MAX);
	testing_mn4_stop(&t);
}

/* Not longer than the address lives. */
static void short_lived_address(void **state)
{
	struct testing_mn4 t;

	(void)state;
	testing_mn4_init(&t);
	testing_mn4_start(&t);
	testing_mn4_coa(&t, TESTING_OWN)->lifetime = 90;
	testing_mn4_set(&t);
	assert_int_equal(t.rrq.lifetime, 90);
	testing_mn4_stop(&t);
}

/* RFC 3519, section 4.10 */
static void keepalives(void **state)
{
	struct testing_mn4 t;

	(void)state;
	testing_mn4_init(&t);
	testing_mn4_start(&t);
	behind_nat(&t, 0);
	testing_mn4_run(&t, 109999);
	testing_mn4_did(&t, "");
	testing_mn4_run(&t, 1);
	testing_mn4_did(&t, "keepalive");
	testing_mn4_run(&t, 50);
	dsmipd_mn4_traffic(t.mn, t.now);
	testing_mn4_run(&t, 109999);
	testing_mn4_did(&t, "");
	/* Any data do. */
	dsmipd_mn4_traffic(t.mn, t.now);
	testing_mn4_run(&t, 60000);
	testing_mn4_did(&t, "");
	testing_mn4_run(&t, 50000);
	testing_mn4_did(&t, "keepalive");
	testing_mn4_stop(&t);
}

/* A mapping that is gone: a new request, and shorter intervals, but none below
 * ten seconds.
 */
static void lost_mapping(void **state)
{
	static const uint32_t intervals[] = { 20, 10, 10 };
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;
	size_t i;

	(void)state;
	testing_mn4_init(&t);
	testing_mn4_start(&t);
	behind_nat(&t, 40);
	for (i = 0; i < TESTING_SIZE(intervals); i++) {
		testing_mn4_run(&t, dsmipd_mn4_next(t.mn) - t.now.mono + 7000);
		testing_mn4_did(&t, "keepalive keepalive keepalive send");
		rrp = testing_mn4_rrp(&t, 0);
		rrp.node.has_udp_reply = true;
		rrp.node.udp_keepalive = 40;
		testing_mn4_rcv(&t, &rrp, TESTING_HA);
		assert_int_equal(testing_mn4_info(&t).keepalive, intervals[i]);
	}
	/* What came before the first of them is no answer. */
	testing_mn4_run(&t, 10000);
	t.now.mono -= 5000;
	dsmipd_mn4_traffic(t.mn, t.now);
	t.now.mono += 5000;
	testing_mn4_run(&t, 7000);
	testing_mn4_did(&t, "keepalive keepalive keepalive send");
	testing_mn4_stop(&t);
}

/* Two addresses: three requests from each, then one from each in turn. */
static void another_address(void **state)
{
	struct testing_mn4 t;
	size_t i;

	(void)state;
	testing_mn4_init(&t);
	testing_mn4_start(&t);
	testing_mn4_coa(&t, TESTING_OWN)->preference = 1;
	testing_mn4_coa(&t, TESTING_PRIVATE);
	testing_mn4_set(&t);
	testing_mn4_is(t.rrq.coa, TESTING_OWN);
	testing_mn4_run(&t, 7000);
	testing_mn4_is(t.rrq.coa, TESTING_PRIVATE);
	testing_mn4_run(&t, 7000);
	for (i = 0; i < 4; i++) {
		testing_mn4_is(t.rrq.coa, i % 2 ? TESTING_PRIVATE : TESTING_OWN);
		testing_mn4_run(&t, 32000);
	}
	testing_mn4_answer(&t, 0);
	testing_mn4_is(t.tunnel.coa, TESTING_OWN);
	testing_mn4_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(back_off),
		cmocka_unit_test(the_same_again),
		cmocka_unit_test(at_most_three_a_second),
		cmocka_unit_test(renewed_before_its_end),
		cmocka_unit_test(infinite),
		cmocka_unit_test(short_lived_address),
		cmocka_unit_test(keepalives),
		cmocka_unit_test(lost_mapping),
		cmocka_unit_test(another_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
