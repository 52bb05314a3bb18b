// SPDX-License-Identifier: GPL-2.0
/*
 * What is in a binding update, and how it is sent.
 *
 * Covers: R5555-2-01 R5555-2.3.1-01 R5555-2.3.2.1-01 R5555-2.3.2.1-02
 * Covers: R5555-2.3.2.1-03 R5555-2.3.2.2-02 R5555-2.5-01 R5555-3.1.1-03
 * Covers: R5555-3.1.1-10 R5555-3.1.2-03 R5555-3.1.3-02 R5555-3.1.3-03
 * Covers: R5555-4.1-07 R5555-4.2-02 R5555-4.2-03 R5555-4.2-12 R5555-4.4.2-01
 * Covers: R5555-4.4.2-02 R5555-4.4.2-03 R5555-4.4.2-04 R5555-4.4.2-05
 * Covers: R5555-4.4.2-06 R5555-4.4.1-05 R5555-4.4.3-02 R5555-5-06 R5555-5-07
 * Covers: R5555-5.1-03
 */

#include <string.h>

#include "testing_mn6.h"

#define BASIC	(DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME)

static void from_ipv6(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_home4(&t, "203.0.113.7", 32, false);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	assert_int_equal(t.update.flags, BASIC);
	assert_int_equal(t.update.lifetime, 150);
	assert_int_equal(t.update.sequence, 0xffff);
	assert_true(t.update.has_alt_coa);
	assert_memory_equal(&t.update.alt_coa, &t.send.coa.v6, 16);
	assert_false(t.update.has_coa4);
	assert_int_equal(t.update.n_home4, 1);
	assert_int_equal(t.update.home4[0].len, 32);
	assert_false(t.update.home4[0].prefix);
	assert_true(t.hao);
	assert_false(t.send.udp);
	testing_mn6_is(&t.send.peer, TESTING_HA6);
	testing_mn6_stop(&t);
}

/* No Home Address option: the home address is the source. */
static void from_ipv4(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_home4(&t, "203.0.113.7", 32, false);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_PRIV4, NULL);
	assert_int_equal(t.update.flags, BASIC);
	assert_false(t.update.has_alt_coa);
	assert_true(t.update.has_coa4);
	assert_memory_equal(&t.update.coa4, &t.send.coa.v4, 4);
	assert_int_equal(t.update.n_home4, 1);
	assert_false(t.hao);
	assert_true(t.send.udp);
	testing_mn6_is(&t.send.peer, TESTING_HA4);
	testing_mn6_stop(&t);
}

/* Every one, also where the first has shown that there is no NAT. */
static void always_in_udp_from_ipv4(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	testing_mn6_answer(&t, 0);
	assert_false(t.tunnel.udp);
	testing_mn6_run(&t, 537000);
	assert_int_equal(t.n_sent, 2);
	assert_true(t.send.udp);
	testing_mn6_stop(&t);
}

static void requests_for_ipv4(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_home4(&t, "0.0.0.0", 32, false);
	testing_mn6_home4(&t, "0.0.0.0", 28, true);
	testing_mn6_home4(&t, "203.0.113.16", 29, true);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	assert_int_equal(t.update.n_home4, 3);
	assert_int_equal(t.update.home4[0].addr.s_addr, INADDR_ANY);
	assert_int_equal(t.update.home4[0].len, 32);
	assert_false(t.update.home4[0].prefix);
	assert_int_equal(t.update.home4[1].addr.s_addr, INADDR_ANY);
	assert_int_equal(t.update.home4[1].len, 28);
	assert_true(t.update.home4[1].prefix);
	assert_int_equal(t.update.home4[2].len, 29);
	testing_mn6_stop(&t);
}

static void of_a_router(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	t.config.router = true;
	t.config.prefix[0].addr = testing_addr("2001:db8:200::").v6;
	t.config.prefix[0].len = 56;
	t.config.n_prefix = 1;
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	assert_int_equal(t.update.flags, BASIC | DSMIPD_MH_BU_ROUTER);
	assert_int_equal(t.update.n_prefix, 1);
	assert_int_equal(t.update.prefix[0].len, 56);
	/* All of them each time, since the old ones are forgotten. */
	testing_mn6_answer(&t, 0);
	testing_mn6_run(&t, 537000);
	assert_int_equal(t.update.n_prefix, 1);
	testing_mn6_stop(&t);
}

static void forced_udp_from_ipv4_only(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	t.config.udp = DSMIPD_MN6_UDP_FORCE;
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	assert_int_equal(t.update.flags, BASIC | DSMIPD_MH_BU_FORCE_UDP);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	assert_int_equal(t.update.flags, BASIC);
	testing_mn6_stop(&t);
}

/* Lost packets are reported from above: the last resort. */
static void forced_udp_for_lost_packets(void **state)
{
	static const char *const coas[] = { TESTING_MN4, TESTING_MN6 };
	struct testing_mn6 t;
	struct dsmipd_mh ack;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(coas); i++) {
		testing_mn6_init(&t);
		testing_mn6_start(&t);
		testing_mn6_net(&t, coas[i], NULL);
		assert_int_equal(t.update.flags, BASIC);
		testing_mn6_answer(&t, 0);
		assert_false(t.tunnel.udp);
		dsmipd_mn6_force_udp(t.mn, t.now);
		assert_int_equal(t.update.flags,
				 BASIC | DSMIPD_MH_BU_FORCE_UDP);
		ack = testing_mn6_ack(&t, 0);
		ack.has_nat = true;
		ack.nat_force = true;
		ack.nat_refresh = DSMIPD_MH_NATD_NEVER;
		testing_mn6_rcv(&t, &ack);
		testing_mn6_is(&t.tunnel.coa, coas[i]);
		assert_true(t.tunnel.udp);
		testing_mn6_stop(&t);
	}
}

/* The harness checks each; the time has to move on. */
static void signed_by_option(void **state)
{
	struct testing_mn6 t;
	uint64_t first;

	(void)state;
	testing_mn6_init(&t);
	memcpy(t.config.name, "mn1@example.org", 16);
	t.config.security = DSMIPD_SECURITY_AUTH;
	t.config.key.spi = 300;
	t.config.key.len = 16;
	memset(t.config.key.key, 7, 16);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN4, NULL);
	assert_string_equal(t.update.nai, "mn1@example.org");
	assert_true(t.update.has_auth);
	assert_int_equal(t.update.auth_spi, 300);
	assert_true(t.update.has_timestamp);
	first = t.update.timestamp;
	assert_int_equal(first, dsmipd_auth_ntp(t.now.real));
	testing_mn6_run(&t, 1500);
	assert_int_equal(t.n_sent, 2);
	assert_true(t.update.timestamp > first);
	testing_mn6_stop(&t);
}

static void without_a_name(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	assert_string_equal(t.update.nai, "");
	assert_false(t.update.has_auth);
	assert_false(t.update.has_timestamp);
	testing_mn6_stop(&t);
}

/* As large as an update can be: nothing is left out. */
static void all_at_once(void **state)
{
	struct testing_mn6 t;
	size_t i;

	(void)state;
	testing_mn6_init(&t);
	memset(t.config.name, 'n', sizeof(t.config.name) - 1);
	t.config.security = DSMIPD_SECURITY_AUTH;
	t.config.key.spi = 300;
	t.config.key.len = 16;
	t.config.router = true;
	for (i = 0; i < DSMIPD_MH_MAX_PREFIX; i++) {
		t.config.prefix[i].addr = testing_addr("2001:db8:200::").v6;
		t.config.prefix[i].addr.s6_addr[7] = i;
		t.config.prefix[i].len = 64;
		t.config.n_prefix++;
	}
	for (i = 0; i < DSMIPD_MH_MAX_HOME4; i++)
		testing_mn6_home4(&t, "0.0.0.0", 32, false);
	testing_mn6_start(&t);
	testing_mn6_net(&t, TESTING_MN6, NULL);
	assert_int_equal(t.n_sent, 1);
	assert_int_equal(t.update.n_prefix, DSMIPD_MH_MAX_PREFIX);
	assert_int_equal(t.update.n_home4, DSMIPD_MH_MAX_HOME4);
	testing_mn6_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_ipv6),
		cmocka_unit_test(from_ipv4),
		cmocka_unit_test(always_in_udp_from_ipv4),
		cmocka_unit_test(requests_for_ipv4),
		cmocka_unit_test(of_a_router),
		cmocka_unit_test(forced_udp_from_ipv4_only),
		cmocka_unit_test(forced_udp_for_lost_packets),
		cmocka_unit_test(signed_by_option),
		cmocka_unit_test(without_a_name),
		cmocka_unit_test(all_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
