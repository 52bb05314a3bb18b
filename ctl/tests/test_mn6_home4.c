// SPDX-License-Identifier: GPL-2.0
/*
 * IPv4 home addresses and prefixes at the node.
 *
 * Covers: R5555-2.3.1-07 R5555-2.3.1-08 R5555-3.1.1-04 R5555-3.1.1-06
 * Covers: R5555-3.2.1-05 R5555-3.2.1-06 R5555-4.4.2-09 R5555-4.4.2-12
 * Covers: R5555-4.4.2-13 R5555-4.4.2-14 R5555-4.4.2-15 R5555-4.4-01
 */

#include <string.h>

#include "testing_mn6.h"

static void begin(struct testing_mn6 *t)
{
	testing_mn6_start(t);
	testing_mn6_net(t, TESTING_MN4, NULL);
}

static void one(struct testing_mn6 *t, const char *addr)
{
	testing_mn6_init(t);
	testing_mn6_home4(t, addr, 32, false);
	begin(t);
}

/* The home agent answers the last update: this address with this status. */
static void answer(struct testing_mn6 *t, const char *addr, uint8_t len,
		   uint8_t status)
{
	struct dsmipd_mh ack = testing_mn6_ack(t, 0);

	ack.ack4[0].addr = testing_addr(addr).v4;
	ack.ack4[0].len = len;
	ack.ack4[0].status = status;
	testing_mn6_rcv(t, &ack);
}

static void renew(struct testing_mn6 *t)
{
	testing_mn6_forget(t);
	testing_mn6_run(t, 537000);
	assert_int_equal(t->n_sent, 1);
}

static void both_are_bound(void **state)
{
	struct testing_mn6 t;

	(void)state;
	one(&t, "203.0.113.7");
	answer(&t, "203.0.113.7", 32, 0);
	assert_int_equal(t.n_homes, 2);
	testing_mn6_is(&t.homes[0].addr, TESTING_HOA);
	testing_mn6_is(&t.homes[1].addr, "203.0.113.7");
	assert_int_equal(t.homes[1].len, 32);
	testing_mn6_stop(&t);
}

static void what_was_given_is_asked_for(void **state)
{
	struct testing_mn6 t;

	(void)state;
	one(&t, "0.0.0.0");
	answer(&t, "203.0.113.50", 32, 0);
	testing_mn6_is(&t.homes[1].addr, "203.0.113.50");
	renew(&t);
	assert_int_equal(t.update.home4[0].addr.s_addr,
			 testing_addr("203.0.113.50").v4.s_addr);
	answer(&t, "203.0.113.50", 32, 0);
	/* It is the same: no need to tell. */
	assert_null(strstr(t.did, "homes"));
	testing_mn6_stop(&t);
}

static void another_length_than_wanted(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_home4(&t, "0.0.0.0", 24, true);
	begin(&t);
	answer(&t, "203.0.113.16", 28, 0);
	assert_int_equal(t.homes[1].len, 28);
	renew(&t);
	assert_int_equal(t.update.home4[0].len, 28);
	testing_mn6_stop(&t);
}

static void refused(void **state)
{
	static const uint8_t status[] = { 128, 129, 130, 131, 132, 133, 255 };
	struct testing_mn6 t;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(status); i++) {
		one(&t, "203.0.113.7");
		answer(&t, "203.0.113.7", 0, status[i]);
		assert_int_equal(t.n_homes, 1);
		testing_mn6_is(&t.homes[0].addr, TESTING_HOA);
		assert_int_equal(t.n_sent, 1);
		assert_non_null(strstr(t.event, "203.0.113.7/32 refused"));
		/* Asked for again when the binding is renewed. */
		renew(&t);
		assert_int_equal(t.update.n_home4, 1);
		testing_mn6_stop(&t);
	}
}

/* The lease of a dynamic one has ended: a new one is asked for at once. */
static void lost(void **state)
{
	struct testing_mn6 t;

	(void)state;
	one(&t, "0.0.0.0");
	answer(&t, "203.0.113.50", 32, 0);
	renew(&t);
	answer(&t, "203.0.113.50", 0, 130);
	assert_int_equal(t.n_homes, 1);
	assert_int_equal(t.n_sent, 2);
	assert_int_equal(t.update.home4[0].addr.s_addr, INADDR_ANY);
	/* No more than once. */
	answer(&t, "0.0.0.0", 0, 132);
	assert_int_equal(t.n_sent, 2);
	testing_mn6_stop(&t);
}

static void without_the_option(struct testing_mn6 *t)
{
	struct dsmipd_mh ack = testing_mn6_ack(t, 0);

	ack.n_ack4 = 0;
	testing_mn6_rcv(t, &ack);
	assert_int_equal(t->n_homes, 1);
}

static void a_home_agent_without_ipv4(void **state)
{
	struct testing_mn6 t;

	(void)state;
	one(&t, "203.0.113.7");
	without_the_option(&t);
	assert_int_equal(testing_mn6_info(&t).state,
			 DSMIPD_MN6_STATE_REGISTERED);
	renew(&t);
	assert_int_equal(t.update.n_home4, 0);
	testing_mn6_stop(&t);
}

static void asked_again_after_a_time(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_home4(&t, "203.0.113.7", 32, false);
	t.config.home4_retry = 1000;
	begin(&t);
	without_the_option(&t);
	renew(&t);
	assert_int_equal(t.update.n_home4, 0);
	testing_mn6_answer(&t, 0);
	renew(&t);
	assert_int_equal(t.update.n_home4, 1);
	testing_mn6_answer(&t, 0);
	assert_int_equal(t.n_homes, 2);
	testing_mn6_stop(&t);
}

/* Answers in another order, fewer of them, and two requests without address. */
static void several(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_home4(&t, "0.0.0.0", 32, false);
	testing_mn6_home4(&t, "203.0.113.7", 32, false);
	testing_mn6_home4(&t, "0.0.0.0", 28, true);
	begin(&t);
	ack = testing_mn6_ack(&t, 0);
	ack.ack4[0].addr = testing_addr("203.0.113.50").v4;
	ack.ack4[2].addr = testing_addr("198.18.0.0").v4;
	testing_mn6_rcv(&t, &ack);
	assert_int_equal(t.n_homes, 4);
	testing_mn6_is(&t.homes[1].addr, "203.0.113.50");
	testing_mn6_is(&t.homes[2].addr, "203.0.113.7");
	testing_mn6_is(&t.homes[3].addr, "198.18.0.0");
	assert_int_equal(t.homes[3].len, 28);

	renew(&t);
	ack = testing_mn6_ack(&t, 0);
	ack.ack4[0] = ack.ack4[2];
	ack.n_ack4 = 2;
	testing_mn6_rcv(&t, &ack);
	assert_int_equal(t.n_homes, 3);
	testing_mn6_is(&t.homes[1].addr, "203.0.113.7");
	testing_mn6_is(&t.homes[2].addr, "198.18.0.0");
	testing_mn6_stop(&t);
}

/* Success that cannot be one. */
static void nonsense(void **state)
{
	struct testing_mn6 t;

	(void)state;
	one(&t, "0.0.0.0");
	answer(&t, "0.0.0.0", 32, 0);
	assert_int_equal(t.n_homes, 1);
	renew(&t);
	answer(&t, "203.0.113.7", 0, 0);
	assert_int_equal(t.n_homes, 1);
	renew(&t);
	answer(&t, "203.0.113.7", 33, 0);
	assert_int_equal(t.n_homes, 1);
	testing_mn6_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_are_bound),
		cmocka_unit_test(what_was_given_is_asked_for),
		cmocka_unit_test(another_length_than_wanted),
		cmocka_unit_test(refused),
		cmocka_unit_test(lost),
		cmocka_unit_test(a_home_agent_without_ipv4),
		cmocka_unit_test(asked_again_after_a_time),
		cmocka_unit_test(several),
		cmocka_unit_test(nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
