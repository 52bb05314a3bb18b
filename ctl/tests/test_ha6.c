// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent: registration, refresh, handover, deregistration, and that they
 * come into force by commit only.
 *
 * Covers: R5555-2.3-01 R5555-2.3.1-02 R5555-2.3.1-05 R5555-2.3.1-06
 * Covers: R5555-2.3.2.1-04 R5555-4.4.2.1-04 R5555-4.4.2.1-05 R5555-4.5-05
 * Covers: R5555-4.5-17 R5555-4.5-18 R5555-4.5-19 R5555-4.5-20
 * Covers: R5555-4.2-04 R5555-1-02
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "testing_ha6.h"

static void register_and_refresh(void **state)
{
	struct testing_ha6 *t = *state;
	const struct dsmipd_record *record;

	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_ack4(t, 0, DSMIPD_MH_ACK4_SUCCESS, "203.0.113.1/32");
	record = testing_ha6_record(t);
	assert_non_null(record);
	assert_int_equal(record->subscriber, 1000);
	assert_int_equal(record->n_home, 2);
	assert_int_equal(record->lifetime, 400);
	assert_int_equal(record->expires - record->registered, 400);
	assert_int_equal(record->encap, DSMIP_ENCAP_IP);
	assert_true(testing_ha6_has(t, "2001:db8:100::1"));
	assert_true(testing_ha6_has(t, "203.0.113.1"));

	testing_ha6_wait(t, 100000);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	record = testing_ha6_record(t);
	assert_int_equal(record->expires - record->registered, 500);
	assert_int_equal(record->handovers, 0);
	assert_int_equal(t->decision.n_removed, 0);
}

static void native(void **state)
{
	struct testing_ha6 *t = *state;
	const struct dsmipd_record *record;

	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_true(t->decision.path.hao);
	assert_false(t->decision.reply.has_nat);
	record = testing_ha6_record(t);
	assert_memory_equal(&record->coa.v6, &t->path.coa, 16);
	assert_int_equal(record->port, 0);
	assert_true(testing_ha6_has(t, "203.0.113.1"));
}

/* The Alternate Care-of Address option wins; the answer goes to the source. */
static void alternate(void **state)
{
	struct testing_ha6 *t = *state;
	struct in6_addr alt = testing_ha6_addr("2001:db8:e::7");

	testing_ha6_native(t, "2001:db8:f::7");
	t->bu.alt_coa = alt;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_memory_equal(&testing_ha6_record(t)->coa.v6, &alt, 16);
}

static void handovers(void **state)
{
	struct testing_ha6 *t = *state;
	const struct dsmipd_record *record;

	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_udp(t, "198.51.100.9", 1024, "10.0.0.9");
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
	assert_int_equal(testing_ha6_record(t)->port, 1024);
	/* A NAT that has given another port. */
	testing_ha6_udp(t, "198.51.100.9", 1025, "10.0.0.9");
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
	testing_ha6_native(t, "2001:db8:f::8");
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
	record = testing_ha6_record(t);
	assert_int_equal(record->handovers, 3);
	assert_int_equal(record->encap, DSMIP_ENCAP_IP);
	assert_false(record->nat);
}

static void deregister(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_stats stats;

	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	assert_int_equal(t->decision.n_removed, 2);
	assert_int_equal(t->decision.reply.lifetime, 0);
	assert_int_equal(t->decision.record.n_home, 1);
	assert_null(testing_ha6_record(t));
	dsmipd_ha6_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 0);
	assert_int_equal(stats.peak, 1);

	/* The acknowledgement was lost. */
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	assert_int_equal(t->decision.n_removed, 0);
	/* A late one does not bring it back. */
	t->bu.lifetime = 100;
	t->bu.sequence -= 2;
	testing_ha6_refused(t, DSMIPD_MH_BAD_SEQUENCE,
			    "sequence number out of window");
	assert_int_equal(t->decision.reply.sequence, t->bu.sequence);
	/* A newer one does. */
	t->bu.sequence++;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
}

static void deregister_nothing(void **state)
{
	struct testing_ha6 *t = *state;

	t->bu.lifetime = 0;
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_AGENT,
			    "nothing to deregister");
}

/* At home: the care-of address is the home address, or nothing else is said. */
static void return_home(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_native(t, NULL);
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	assert_false(t->decision.path.hao);

	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_native(t, NULL);
	t->bu.has_alt_coa = true;
	t->bu.alt_coa = t->path.src;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);

	/* Without an entry too it is no registration. */
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_native(t, NULL);
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_AGENT,
			    "nothing to deregister");
}

static void busy(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BIND);
	assert_null(testing_ha6_record(t));
	testing_ha6_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BUSY);
	dsmipd_ha6_remove(t->ha, &t->path.src, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BUSY);
	/* Somebody else is not. */
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
}

static void abort_first(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_pool_stats pool;

	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_rcv(t);
	assert_int_equal(t->decision.n_leases, 1);
	dsmipd_ha6_abort(t->ha, &t->decision, DSMIPD_MH_NO_RESOURCES, t->now);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_REPLY);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_NO_RESOURCES);
	assert_int_equal(t->decision.reply.n_ack4, 0);
	assert_string_equal(t->decision.reason, "could not be set up");
	assert_null(testing_ha6_record(t));
	assert_true(dsmipd_ha6_next(t->ha) == UINT64_MAX);
	dsmipd_pools_stats(t->pools, "addresses", t->now.real / 1000000000,
			   &pool);
	assert_int_equal(pool.used, 0);
	/* It has left nothing: the same number is taken again. */
	t->bu.sequence--;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
}

static void abort_later(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_pool_stats pool;
	struct dsmipd_ha6_stats stats;

	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_udp(t, "198.51.100.8", 1024, "10.0.0.8");
	testing_ha6_rcv(t);
	dsmipd_ha6_abort(t->ha, &t->decision, DSMIPD_MH_UNSPECIFIED, t->now);
	assert_int_equal(testing_ha6_record(t)->port, 0);
	assert_true(testing_ha6_has(t, "198.18.0.1"));
	dsmipd_pools_stats(t->pools, "addresses", t->now.real / 1000000000,
			   &pool);
	assert_int_equal(pool.used, 1);
	t->bu.lifetime = 0;
	testing_ha6_rcv(t);
	dsmipd_ha6_abort(t->ha, &t->decision, DSMIPD_MH_UNSPECIFIED, t->now);
	assert_non_null(testing_ha6_record(t));
	dsmipd_ha6_stats(t->ha, &stats);
	assert_int_equal(stats.refused[DSMIPD_MH_UNSPECIFIED], 2);
	assert_int_equal(stats.accepted[DSMIPD_HA6_INITIAL], 1);
	assert_int_equal(stats.accepted[DSMIPD_HA6_HANDOVER], 0);
}

static void by_order(void **state)
{
	struct testing_ha6 *t = *state;

	dsmipd_ha6_remove(t->ha, &t->path.src, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	dsmipd_ha6_remove(t->ha, &t->path.src, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_UNBIND);
	assert_false(t->decision.has_reply);
	assert_int_equal(t->decision.n_removed, 1);
	testing_ha6_commit(t);
	assert_null(testing_ha6_record(t));
}

/* Lifetimes: the limit, the prefix, and what a deprecated prefix says. */
static void lifetimes(void **state)
{
	struct testing_ha6 *t = *state;

	t->bu.lifetime = 0xffff;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_int_equal(testing_ha6_record(t)->lifetime, 3600);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_ACCEPTED);

	t->config.links[0].valid = 1003;
	t->config.links[0].preferred = 1003;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	assert_int_equal(testing_ha6_record(t)->lifetime, 1000);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_ACCEPTED);

	t->config.links[0].preferred = 900;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_ACCEPTED_PREFIX);

	t->config.links[0].valid = 0;
	testing_ha6_configure(t);
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_SUBNET,
			    "home address in no home prefix");
}

static void refresh_advice(void **state)
{
	struct testing_ha6 *t = *state;

	t->config.refresh_advice = 300;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_true(t->decision.reply.has_refresh);
	assert_int_equal(t->decision.reply.refresh, 75);
	/* Not less than the lifetime: it would say nothing. */
	t->bu.lifetime = 75;
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	assert_false(t->decision.reply.has_refresh);
}

static void limit(void **state)
{
	struct testing_ha6 *t = *state;

	t->config.max_bindings = 1;
	testing_ha6_configure(t);
	/* One that is not committed counts. */
	testing_ha6_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BIND);
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_refused(t, DSMIPD_MH_NO_RESOURCES,
			    "limit of registrations");
}

/* What was committed counts once, what was aborted not at all. */
static void limit_after(void **state)
{
	struct testing_ha6 *t = *state;

	t->config.max_bindings = 2;
	t->config.insecure = true;
	testing_ha6_configure(t);
	testing_ha6_rcv(t);
	dsmipd_ha6_abort(t->ha, &t->decision, DSMIPD_MH_NO_RESOURCES, t->now);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_from(t, TESTING_HA6_OPEN);
	testing_ha6_refused(t, DSMIPD_MH_NO_RESOURCES,
			    "limit of registrations");
	/* Who is registered is not kept from anything. */
	testing_ha6_from(t, TESTING_HA6_ESP);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
}

static int count_record(const struct dsmipd_record *record, void *arg)
{
	int *n = arg;

	assert_true(record->lifetime);
	return ++*n == 2 ? -EINTR : 0;
}

static int count_reason(const char *reason, uint64_t count, void *arg)
{
	assert_string_equal(reason, "nothing to deregister");
	*(uint64_t *)arg += count;
	return 0;
}

static void counters(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_stats stats;
	uint64_t reasons = 0;
	int n = 0;

	t->bu.lifetime = 0;
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_AGENT,
			    "nothing to deregister");
	t->bu.lifetime = 100;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	dsmipd_ha6_stats(t->ha, &stats);
	assert_int_equal(stats.received, 4);
	assert_int_equal(stats.accepted[DSMIPD_HA6_INITIAL], 2);
	assert_int_equal(stats.accepted[DSMIPD_HA6_REFRESH], 1);
	assert_int_equal(stats.bindings, 2);
	assert_int_equal(dsmipd_ha6_reasons(t->ha, count_reason, &reasons), 0);
	assert_int_equal(reasons, 1);
	assert_int_equal(dsmipd_ha6_each(t->ha, count_record, &n), -EINTR);
	assert_int_equal(n, 2);
}

/* Entries stay where the table grows, and there is no limit in its size. */
static void reconfigured(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	t->config.max_bindings = 100000;
	testing_ha6_configure(t);
	assert_non_null(testing_ha6_record(t));
	t->config.max_bindings = 0;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA6_TEST(register_and_refresh),
		HA6_TEST(native),
		HA6_TEST(alternate),
		HA6_TEST(handovers),
		HA6_TEST(deregister),
		HA6_TEST(deregister_nothing),
		HA6_TEST(return_home),
		HA6_TEST(busy),
		HA6_TEST(abort_first),
		HA6_TEST(abort_later),
		HA6_TEST(by_order),
		HA6_TEST(lifetimes),
		HA6_TEST(refresh_advice),
		HA6_TEST(limit),
		HA6_TEST(limit_after),
		HA6_TEST(counters),
		HA6_TEST(reconfigured),
	};

	return cmocka_run_group_tests_name("ha6", tests, NULL, NULL);
}
