// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent: IPv4 home addresses and prefixes, static and dynamic, and the
 * prefixes of mobile routers.
 *
 * Covers: R5555-1-01 R5555-1-02 R5555-2.5-02 R5555-2.5-03 R5555-3.1.1-05
 * Covers: R5555-3.1.1-06 R5555-3.1.1-07 R5555-3.1.1-09 R5555-3.2.1-03
 * Covers: R5555-3.2.1-04 R5555-3.2.1-05 R5555-3.2.1-08 R5555-4.2-17
 * Covers: R5555-4.4.2.1-03 R5555-4.5-01 R5555-4.5-05 R5555-4.5-11
 * Covers: R5555-4.5-12 R5555-4.5-13 R5555-4.5-14 R5555-4.5-15
 * Covers: R5555-4.5-16 R5555-4.5-17 R5555-5-02
 */

#include <stdlib.h>
#include <string.h>

#include "testing_ha6.h"

static uint64_t pool_used(struct testing_ha6 *t, const char *name)
{
	struct dsmipd_pool_stats stats;

	assert_int_equal(dsmipd_pools_stats(t->pools, name,
					    t->now.real / 1000000000, &stats),
			 0);
	return stats.used;
}

/* Whatever becomes of an IPv4 home, the IPv6 home address is registered. */
static void statuses(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_home4(t, "203.0.113.2", false);
	testing_ha6_home4(t, "203.0.113.1/24", false);
	testing_ha6_home4(t, "224.0.0.5", false);
	testing_ha6_home4(t, "127.0.0.1", false);
	testing_ha6_home4(t, "255.255.255.255", false);
	testing_ha6_home4(t, "203.0.113.1", false);
	t->bu.home4[6].len = 0;
	testing_ha6_home4(t, "203.0.113.1", false);
	t->bu.home4[7].len = 33;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_int_equal(t->decision.reply.n_ack4, 8);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "203.0.113.1/32");
	testing_ha6_ack4(t, 1, DSMIPD_MH_ACK4_INCORRECT, "203.0.113.2/0");
	testing_ha6_ack4(t, 2, DSMIPD_MH_ACK4_INCORRECT, "203.0.113.1/0");
	testing_ha6_ack4(t, 3, DSMIPD_MH_ACK4_INVALID, "224.0.0.5/0");
	testing_ha6_ack4(t, 4, DSMIPD_MH_ACK4_INVALID, "127.0.0.1/0");
	testing_ha6_ack4(t, 5, DSMIPD_MH_ACK4_INVALID, "255.255.255.255/0");
	testing_ha6_ack4(t, 6, DSMIPD_MH_ACK4_INVALID, "203.0.113.1/0");
	testing_ha6_ack4(t, 7, DSMIPD_MH_ACK4_INVALID, "203.0.113.1/0");
	assert_int_equal(testing_ha6_record(t)->n_home, 2);
}

/* One of the subscriber's own is no lease, in the range of a pool either. */
static void no_lease(void **state)
{
	struct testing_ha6 *t = *state;

	t->sub[TESTING_HA6_ESP].home4[0] = testing_prefix("198.18.0.5");
	testing_ha6_home4(t, "198.18.0.5", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.18.0.5/32");
	assert_int_equal(t->decision.n_leases, 0);
	t->bu.n_home4 = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	assert_int_equal(t->decision.n_removed, 1);
	assert_int_equal(t->decision.n_released, 0);
}

/* No option, no answer. */
static void absent(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_int_equal(t->decision.reply.n_ack4, 0);
	assert_int_equal(testing_ha6_record(t)->n_home, 1);
}

static void static_prefix(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_home4(t, "192.0.2.64/28", true);
	testing_ha6_home4(t, "192.0.2.80/28", false);
	testing_ha6_home4(t, "192.0.2.64/27", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "192.0.2.64/28");
	testing_ha6_ack4(t, 1, DSMIPD_MH_ACK4_INCORRECT, "192.0.2.80/0");
	testing_ha6_ack4(t, 2, DSMIPD_MH_ACK4_INCORRECT, "192.0.2.64/0");
	assert_true(testing_ha6_has(t, "192.0.2.64/28"));
	assert_int_equal(testing_ha6_record(t)->n_home, 2);
}

/* Twice the same is once the same. */
static void twice(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 1, DSMIPD_MH_ACK4_SUCCESS, "203.0.113.1/32");
	testing_ha6_ack4(t, 3, DSMIPD_MH_ACK4_SUCCESS, "198.18.0.1/32");
	assert_int_equal(testing_ha6_record(t)->n_home, 3);
	assert_int_equal(t->decision.n_leases, 1);
}

static void dynamic(void **state)
{
	struct testing_ha6 *t = *state;

	t->config.lease = 300;
	testing_ha6_configure(t);
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.18.0.1/32");
	assert_true(testing_ha6_has(t, "198.18.0.1"));
	/* Not longer than the lease. */
	assert_int_equal(testing_ha6_record(t)->lifetime, 300);
	assert_int_equal(t->decision.n_leases, 1);
	assert_string_equal(t->decision.leases[0].pool, "addresses");
	assert_int_equal(t->decision.lease_expires,
			 t->now.real / 1000000000 + 300);
	assert_false(t->decision.leases[0].kept);

	/* By name in what follows. */
	t->bu.n_home4 = 0;
	testing_ha6_home4(t, "198.18.0.1", false);
	testing_ha6_wait(t, 200000);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.18.0.1/32");
	assert_int_equal(t->decision.n_leases, 1);
	/* It need not be stored again. */
	assert_true(t->decision.leases[0].kept);
	testing_ha6_wait(t, 200000);
	assert_int_equal(pool_used(t, "addresses"), 1);
	/* Somebody else does not get it, not even by name. */
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_INCORRECT, "198.18.0.1/0");
	t->bu.n_home4 = 0;
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.18.0.2/32");
	assert_false(t->decision.leases[0].kept);
}

/* Who has addresses of its own, but no pool, gets these. */
static void own(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_from(t, TESTING_HA6_ROUTER);
	t->sub[TESTING_HA6_ROUTER].pool4[0] = '\0';
	t->sub[TESTING_HA6_ROUTER].pool4_prefix[0] = '\0';
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_home4(t, "0.0.0.0/24", true);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "203.0.113.4/32");
	testing_ha6_ack4(t, 1, DSMIPD_MH_ACK4_SUCCESS, "192.0.2.64/28");
	assert_int_equal(t->decision.n_leases, 0);
}

static void not_available(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmip_prefix lease;
	int i;

	/* Not allowed, no such pool, and nothing left. */
	t->sub[TESTING_HA6_ESP].pool4[0] = '\0';
	t->sub[TESTING_HA6_ESP].n_home4 = 0;
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_NO_DYNAMIC, "0.0.0.0/0");
	testing_ha6_text(t->sub[TESTING_HA6_ESP].pool4, "nowhere");
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_NO_DYNAMIC, "0.0.0.0/0");
	testing_ha6_text(t->sub[TESTING_HA6_ESP].pool4, "addresses");
	for (i = 0; i < 6; i++)
		assert_int_equal(dsmipd_pools_take(t->pools, "addresses", i, 32,
						   0, &lease), 0);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_NO_DYNAMIC, "0.0.0.0/0");
}

static void dynamic_prefix(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmip_prefix lease;
	int i;

	testing_ha6_home4(t, "0.0.0.0/28", true);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_NO_PREFIX, "0.0.0.0/0");

	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.19.0.0/28");
	assert_true(testing_ha6_has(t, "198.19.0.0/28"));
	assert_string_equal(t->decision.leases[0].pool, "nets");
	/* The flag means nothing in a refresh. */
	t->bu.n_home4 = 0;
	testing_ha6_home4(t, "198.19.0.0/28", true);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.19.0.0/28");
	assert_int_equal(testing_ha6_record(t)->n_home, 2);
	/* One of another length, where the wanted one is not to be had. */
	t->bu.n_home4 = 0;
	testing_ha6_home4(t, "0.0.0.0/16", true);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.19.16.0/20");
	/* Nothing of any length. */
	dsmipd_ha6_remove(t->ha, &t->path.src, t->now, &t->decision);
	testing_ha6_commit(t);
	t->sub[TESTING_HA6_ROUTER].id = 77;
	for (i = 0; i < 16; i++)
		dsmipd_pools_take(t->pools, "nets", i, 20, 0, &lease);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_UNSPECIFIED, "0.0.0.0/0");
}

/* What an update does not name is registered no more; the IPv6 home stays. */
static void partial_removal(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	t->bu.n_home4 = 1;
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	assert_int_equal(t->decision.n_removed, 1);
	assert_int_equal(t->decision.n_released, 1);
	assert_string_equal(t->decision.released[0].pool, "addresses");
	assert_false(testing_ha6_has(t, "198.18.0.1"));
	assert_true(testing_ha6_has(t, "203.0.113.1"));
	assert_int_equal(pool_used(t, "addresses"), 0);
	t->bu.n_home4 = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	assert_int_equal(t->decision.n_removed, 1);
	assert_int_equal(t->decision.n_released, 0);
	assert_true(testing_ha6_has(t, "2001:db8:100::1"));
	assert_int_equal(testing_ha6_record(t)->n_home, 1);
	/* It was held for this node. */
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.18.0.2/32");
	testing_ha6_from(t, TESTING_HA6_ESP);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.18.0.1/32");
}

static void deregistration(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	t->bu.n_home4 = 0;
	testing_ha6_home4(t, "198.18.0.1", false);
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_home4(t, "0.0.0.0/28", true);
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "198.18.0.1/32");
	testing_ha6_ack4(t, 1, DSMIPD_MH_ACK4_NO_DYNAMIC, "0.0.0.0/0");
	testing_ha6_ack4(t, 2, DSMIPD_MH_ACK4_NO_PREFIX, "0.0.0.0/0");
	assert_int_equal(t->decision.n_removed, 2);
	assert_int_equal(t->decision.n_released, 1);
	assert_int_equal(t->decision.n_leases, 0);
	assert_int_equal(pool_used(t, "addresses"), 0);
}

static void implicit(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_from(t, TESTING_HA6_ROUTER);
	t->bu.flags |= DSMIPD_MH_BU_ROUTER;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_int_equal(t->decision.reply.flags, DSMIPD_MH_BA_ROUTER);
	assert_true(testing_ha6_record(t)->router);
	assert_true(testing_ha6_has(t, "2001:db8:1:10::/64"));
	assert_true(testing_ha6_has(t, "2001:db8:1:20::/60"));
	t->bu.flags &= ~DSMIPD_MH_BU_ROUTER;
	testing_ha6_refused(t, DSMIPD_MH_TYPE_CHANGE,
			    "router flag has changed");
	/* To go it may be another one. */
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	assert_int_equal(t->decision.n_removed, 3);
	t->bu.lifetime = 100;
	t->bu.flags |= DSMIPD_MH_BU_ROUTER;
	t->sub[TESTING_HA6_ROUTER].n_prefix = 0;
	testing_ha6_refused(t, DSMIPD_MH_FORWARDING_FAILED,
			    "no mobile network prefix is known");
}

static void explicit_prefixes(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_from(t, TESTING_HA6_ROUTER);
	t->bu.flags |= DSMIPD_MH_BU_ROUTER;
	testing_ha6_prefix(t, "2001:db8:1:10::/64");
	testing_ha6_prefix(t, "2001:db8:1:20::/60");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_int_equal(testing_ha6_record(t)->n_home, 3);
	/* What a refresh does not name is forwarded no more. */
	t->bu.n_prefix = 1;
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	assert_int_equal(t->decision.n_removed, 1);
	assert_false(testing_ha6_has(t, "2001:db8:1:20::/60"));
	/* All or nothing. */
	testing_ha6_prefix(t, "2001:db8:1:30::/64");
	testing_ha6_refused(t, DSMIPD_MH_PREFIX_UNAUTHORIZED,
			    "mobile network prefix of somebody else");
	assert_true(testing_ha6_has(t, "2001:db8:1:10::/64"));
	/* Neither a part of one nor more than one has. */
	t->bu.prefix[1].addr = testing_ha6_addr("2001:db8:1:20::");
	testing_ha6_refused(t, DSMIPD_MH_PREFIX_UNAUTHORIZED,
			    "mobile network prefix of somebody else");
	t->bu.prefix[1].len = 0;
	testing_ha6_refused(t, DSMIPD_MH_BAD_PREFIX,
			    "invalid mobile network prefix");
	t->bu.prefix[1].len = 129;
	testing_ha6_refused(t, DSMIPD_MH_BAD_PREFIX,
			    "invalid mobile network prefix");
	t->bu.prefix[1].addr = testing_ha6_addr("ff00::");
	t->bu.prefix[1].len = 8;
	testing_ha6_refused(t, DSMIPD_MH_BAD_PREFIX,
			    "invalid mobile network prefix");
	/* Prefixes of a deregistration are ignored. */
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
}

static void no_router(void **state)
{
	struct testing_ha6 *t = *state;

	/* Prefixes without the flag mean nothing. */
	testing_ha6_prefix(t, "2001:db8:1:10::/64");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_int_equal(testing_ha6_record(t)->n_home, 1);
	assert_int_equal(t->decision.reply.flags, 0);
	dsmipd_ha6_remove(t->ha, &t->path.src, t->now, &t->decision);
	testing_ha6_commit(t);
	t->bu.flags |= DSMIPD_MH_BU_ROUTER;
	testing_ha6_refused(t, DSMIPD_MH_ROUTER_PROHIBITED,
			    "not a mobile router");
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	t->config.router = false;
	testing_ha6_configure(t);
	testing_ha6_refused(t, DSMIPD_MH_ROUTER_PROHIBITED,
			    "not a mobile router");
}

/*
 * Leases end with a second, registrations in the midst of one.  An update
 * between the two that does not come into force must not leave the lease
 * without an end.
 */
static void lease_in_the_last_second(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_pool_stats stats;

	t->now.real += 900000000;
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_wait(t, 399500);
	testing_ha6_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BIND);
	dsmipd_ha6_abort(t->ha, &t->decision, DSMIPD_MH_UNSPECIFIED, t->now);
	testing_ha6_wait(t, 500);
	assert_int_equal(dsmipd_ha6_tick(t->ha, t->now, &t->decision),
			 DSMIPD_HA6_TIMER_EXPIRED);
	testing_ha6_commit(t);
	testing_ha6_wait(t, 1000);
	assert_int_equal(dsmipd_pools_stats(t->pools, "addresses",
					    t->now.real / 1000000000, &stats),
			 0);
	assert_int_equal(stats.used, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA6_TEST(statuses),
		HA6_TEST(no_lease),
		HA6_TEST(absent),
		HA6_TEST(static_prefix),
		HA6_TEST(twice),
		HA6_TEST(dynamic),
		HA6_TEST(own),
		HA6_TEST(not_available),
		HA6_TEST(dynamic_prefix),
		HA6_TEST(partial_removal),
		HA6_TEST(deregistration),
		HA6_TEST(implicit),
		HA6_TEST(explicit_prefixes),
		HA6_TEST(no_router),
		HA6_TEST(lease_in_the_last_second),
	};

	return cmocka_run_group_tests_name("ha6_home4", tests, NULL, NULL);
}
