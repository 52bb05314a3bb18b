// SPDX-License-Identifier: GPL-2.0
/*
 * Refusals: what each status demands of the node.
 *
 * Covers: R5555-4.4.2-08
 */

#include <string.h>

#include "testing_mn6.h"

static void begin(struct testing_mn6 *t, const char *coa)
{
	testing_mn6_start(t);
	testing_mn6_net(t, coa, NULL);
}

static void with_key(struct testing_mn6 *t)
{
	testing_mn6_init(t);
	t->config.security = DSMIPD_SECURITY_AUTH;
	t->config.key.spi = 300;
	t->config.key.len = 16;
	memset(t->config.key.key, 7, 16);
}

static void sign(const struct testing_mn6 *t, struct dsmipd_mh *ack)
{
	ack->has_auth = true;
	ack->auth_subtype = 1;
	ack->auth_spi = t->config.key.spi;
	ack->auth_len = DSMIPD_AUTH_DATA_LEN;
}

static void the_home_agents_number(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	ack = testing_mn6_ack(&t, DSMIPD_MH_BAD_SEQUENCE);
	/* What is behind ours cannot have been the reason. */
	ack.sequence = 0xfff0;
	testing_mn6_rcv(&t, &ack);
	assert_int_equal(t.n_sent, 1);
	ack.sequence = 1000;
	testing_mn6_rcv(&t, &ack);
	assert_int_equal(t.n_sent, 2);
	assert_int_equal(t.update.sequence, 1001);
	testing_mn6_answer(&t, 0);
	assert_int_equal(testing_mn6_info(&t).state,
			 DSMIPD_MN6_STATE_REGISTERED);
	testing_mn6_stop(&t);
}

static void the_home_agents_clock(void **state)
{
	uint64_t day = 86400ull << 32;
	struct testing_mn6 t;
	struct dsmipd_mh ack;
	uint64_t own;

	(void)state;
	with_key(&t);
	t.config.udp = DSMIPD_MN6_UDP_FORCE;
	begin(&t, TESTING_MN4);
	own = t.update.timestamp;
	ack = testing_mn6_ack(&t, DSMIPD_MH_ID_MISMATCH);
	ack.has_timestamp = true;
	ack.timestamp = own + day;
	sign(&t, &ack);
	testing_mn6_rcv(&t, &ack);
	assert_int_equal(t.n_sent, 2);
	assert_int_equal(t.update.timestamp, own + day);
	/* It is the clock, not forced UDP. */
	assert_true(t.update.flags & DSMIPD_MH_BU_FORCE_UDP);
	/* Only once: nothing would be different. */
	ack.sequence = t.update.sequence;
	testing_mn6_rcv(&t, &ack);
	assert_int_equal(t.n_sent, 2);
	assert_int_equal(testing_mn6_info(&t).state,
			 DSMIPD_MN6_STATE_REFUSED);
	testing_mn6_stop(&t);
}

/* 144 and 129 to an update with flag F. */
static void no_forced_udp(void **state)
{
	static const uint8_t status[] = { 144, 129 };
	struct testing_mn6 t;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(status); i++) {
		testing_mn6_init(&t);
		t.config.udp = DSMIPD_MN6_UDP_FORCE;
		begin(&t, TESTING_MN4);
		testing_mn6_answer(&t, status[i]);
		assert_int_equal(t.n_sent, 2);
		assert_false(t.update.flags & DSMIPD_MH_BU_FORCE_UDP);
		/* Without the flag it is a refusal. */
		testing_mn6_answer(&t, status[i]);
		assert_int_equal(t.n_sent, 2);
		assert_int_equal(testing_mn6_info(&t).state,
				 DSMIPD_MN6_STATE_REFUSED);
		/* Another network, another try. */
		testing_mn6_net(&t, TESTING_PRIV4, NULL);
		assert_true(t.update.flags & DSMIPD_MH_BU_FORCE_UDP);
		testing_mn6_stop(&t);
	}
}

/* Refusals: the status, and when the next update is sent. */
static void refusals(void **state)
{
	static const struct {
		uint8_t status;
		uint32_t seconds;
	} cases[] = {
		{ 128, 32 }, { 129, 600 }, { 130, 32 }, { 131, 600 },
		{ 132, 600 }, { 133, 600 }, { 134, 600 }, { 140, 600 },
		{ 141, 600 }, { 142, 600 }, { 143, 32 }, { 144, 600 },
		{ 145, 600 }, { 146, 600 }, { 174, 600 }, { 255, 600 },
	};
	struct testing_mn6 t;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(cases); i++) {
		testing_mn6_init(&t);
		begin(&t, TESTING_MN6);
		testing_mn6_answer(&t, cases[i].status);
		assert_string_equal(t.did, "send");
		assert_non_null(strstr(t.event, "refused with status"));
		assert_int_equal(testing_mn6_info(&t).status, cases[i].status);
		assert_int_equal(testing_mn6_info(&t).state,
				 DSMIPD_MN6_STATE_REFUSED);
		testing_mn6_run(&t, cases[i].seconds * 1000 - 1);
		assert_int_equal(t.n_sent, 1);
		testing_mn6_run(&t, 1);
		assert_int_equal(t.n_sent, 2);
		testing_mn6_stop(&t);
	}
}

static void refusals_are_asked_less_and_less(void **state)
{
	static const uint32_t seconds[] = { 32, 64, 128, 256, 512, 600, 600 };
	struct testing_mn6 t;
	size_t i;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	for (i = 0; i < TESTING_SIZE(seconds); i++) {
		testing_mn6_answer(&t, DSMIPD_MH_NO_RESOURCES);
		assert_int_equal(dsmipd_mn6_next(t.mn) - t.now.mono,
				 seconds[i] * 1000);
		testing_mn6_run(&t, seconds[i] * 1000);
	}
	/* Somewhere else it may be granted. */
	testing_mn6_answer(&t, DSMIPD_MH_NO_RESOURCES);
	testing_mn6_forget(&t);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_stop(&t);
}

/* A refused renewal leaves the binding as it is, as long as it lives. */
static void a_refused_renewal(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	testing_mn6_run(&t, 537000);
	testing_mn6_forget(&t);
	testing_mn6_answer(&t, DSMIPD_MH_NO_RESOURCES);
	assert_string_equal(t.did, "");
	testing_mn6_run(&t, 63000);
	assert_non_null(strstr(t.did, "no-tunnel"));
	testing_mn6_stop(&t);
}

/* But that from where the node is no more is of no use. */
static void a_refused_move(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	testing_mn6_forget(&t);
	testing_mn6_answer(&t, DSMIPD_MH_PROHIBITED);
	assert_string_equal(t.did, "no-tunnel homes");
	assert_int_equal(t.n_homes, 0);
	testing_mn6_stop(&t);
}

static void a_bad_care_of_address(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN6, TESTING_MN4);
	testing_mn6_answer(&t, DSMIPD_MH_BAD_COA);
	testing_mn6_is(&t.send.coa, TESTING_MN4);
	testing_mn6_stop(&t);
}

/* RFC 6275, section 9.5.1: host or router; the binding has to go first. */
static void another_type(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	t.config.router = true;
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, DSMIPD_MH_TYPE_CHANGE);
	assert_int_equal(t.n_sent, 2);
	assert_int_equal(t.update.lifetime, 0);
	testing_mn6_answer(&t, 0);
	assert_int_equal(t.n_sent, 3);
	assert_int_equal(t.update.lifetime, 150);
	testing_mn6_answer(&t, 0);
	assert_int_equal(testing_mn6_info(&t).state,
			 DSMIPD_MN6_STATE_REGISTERED);
	testing_mn6_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_home_agents_number),
		cmocka_unit_test(the_home_agents_clock),
		cmocka_unit_test(no_forced_udp),
		cmocka_unit_test(refusals),
		cmocka_unit_test(refusals_are_asked_less_and_less),
		cmocka_unit_test(a_refused_renewal),
		cmocka_unit_test(a_refused_move),
		cmocka_unit_test(a_bad_care_of_address),
		cmocka_unit_test(another_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
