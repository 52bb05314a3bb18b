// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent: what happens by itself, what survives a restart, and that
 * many nodes are no trouble.
 *
 * Covers: R5555-2.3-01 R5555-2.5-03 R5555-4.4.2.1-05
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "testing_ha6.h"

#define MANY	100000

static enum dsmipd_ha6_timer tick(struct testing_ha6 *t)
{
	return dsmipd_ha6_tick(t->ha, t->now, &t->decision);
}

static void expires(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_pool_stats pool;

	assert_true(dsmipd_ha6_next(t->ha) == UINT64_MAX);
	t->config.lease = 1000;
	testing_ha6_configure(t);
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_int_equal(dsmipd_ha6_next(t->ha), t->now.mono + 400000);
	testing_ha6_wait(t, 399999);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_NONE);
	testing_ha6_wait(t, 1);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_EXPIRED);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_UNBIND);
	assert_false(t->decision.has_reply);
	assert_int_equal(t->decision.n_removed, 2);
	assert_int_equal(t->decision.record.lifetime, 0);
	assert_memory_equal(&t->decision.path.src, &t->path.src, 16);
	/* It is tried again if that fails. */
	dsmipd_ha6_abort(t->ha, &t->decision, DSMIPD_MH_UNSPECIFIED, t->now);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_NONE);
	testing_ha6_wait(t, 1000);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_EXPIRED);
	testing_ha6_commit(t);
	assert_null(testing_ha6_record(t));
	/* The lease goes on. */
	assert_int_equal(t->decision.n_released, 0);
	dsmipd_pools_stats(t->pools, "addresses", t->now.real / 1000000000,
			   &pool);
	assert_int_equal(pool.used, 1);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_NONE);
	testing_ha6_wait(t, 10000);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_FORGOTTEN);
	assert_int_equal(t->decision.record.subscriber, 1000);
	assert_memory_equal(&t->decision.record.home[0].addr.v6, &t->path.src,
			    16);
	assert_true(dsmipd_ha6_next(t->ha) == UINT64_MAX);
}

/* One that is busy does not expire; the refresh wins. */
static void busy(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_wait(t, 399999);
	testing_ha6_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BIND);
	testing_ha6_wait(t, 10000);
	assert_true(dsmipd_ha6_next(t->ha) == UINT64_MAX);
	dsmipd_ha6_commit(t->ha, &t->decision, t->now);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_NONE);
	assert_non_null(testing_ha6_record(t));
}

static bool mismatch(struct testing_ha6 *t)
{
	return dsmipd_ha6_mismatch(t->ha, &t->path.src, t->now, &t->decision);
}

/* RFC 5555, section 4.3: the node is to send an update when its NAT has given
 * it another port, which only the home agent can see.
 */
static void another_end_point(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_decision *d = &t->decision;
	struct dsmipd_record before;

	assert_false(mismatch(t));
	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_false(mismatch(t));
	testing_ha6_udp(t, "198.51.100.7", 40000, "10.0.0.7");
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
	before = *testing_ha6_record(t);
	assert_true(mismatch(t));
	assert_int_equal(d->verdict, DSMIPD_HA6_REPLY);
	assert_true(d->has_reply);
	assert_int_equal(d->reply.type, DSMIPD_MH_BRR);
	assert_memory_equal(&d->path.src, &t->path.src, 16);
	assert_memory_equal(&d->path.dst, &t->config.address, 16);
	assert_false(d->path.hao);
	/* Data move nothing. */
	assert_memory_equal(&before, testing_ha6_record(t), sizeof(before));
	/* Once a second. */
	testing_ha6_wait(t, 999);
	assert_false(mismatch(t));
	testing_ha6_wait(t, 1);
	assert_true(mismatch(t));
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	testing_ha6_wait(t, 2000);
	assert_false(mismatch(t));
}

static void refresh_requests(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_decision *d = &t->decision;

	t->config.refresh_before = 60;
	testing_ha6_configure(t);
	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_wait(t, 339999);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_NONE);
	testing_ha6_wait(t, 1);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_REFRESH);
	assert_int_equal(d->verdict, DSMIPD_HA6_REPLY);
	assert_true(d->has_reply);
	assert_int_equal(d->reply.type, DSMIPD_MH_BRR);
	assert_memory_equal(&d->path.src, &t->path.src, 16);
	assert_memory_equal(&d->path.dst, &t->config.address, 16);
	assert_true(d->path.hao);
	assert_memory_equal(&d->path.coa, &t->path.coa, 16);
	assert_int_equal(d->path.outer.tag, 0);
	/* Once. */
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_NONE);
	assert_int_equal(dsmipd_ha6_next(t->ha), t->now.mono + 60000);
	testing_ha6_udp(t, "198.51.100.7", 40000, "10.0.0.7");
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
	testing_ha6_wait(t, 340000);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_REFRESH);
	assert_false(d->path.hao);
	testing_ha6_wait(t, 60000);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_EXPIRED);
	testing_ha6_commit(t);
	/* Not for what is shorter. */
	t->bu.lifetime = 15;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_wait(t, 59999);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_NONE);
	testing_ha6_wait(t, 1);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_EXPIRED);
	testing_ha6_commit(t);
}

/* The store hears of the end of a lease when no registration has it any more. */
static void leases_run_out(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_pool_stats pool;
	struct dsmipd_record record;
	struct dsmip_prefix lease;
	int64_t first, end;

	t->config.lease = 500;
	testing_ha6_configure(t);
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	first = t->decision.lease_expires;
	testing_ha6_wait(t, 200000);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	end = t->decision.lease_expires;
	assert_int_equal(end, first + 200);
	record = t->decision.record;
	lease = t->decision.leases[0].prefix;
	testing_ha6_wait(t, 1000 * record.lifetime);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_EXPIRED);
	assert_int_equal(t->decision.n_leases, 1);
	assert_false(t->decision.leases[0].kept);
	assert_int_equal(t->decision.lease_expires, end);
	testing_ha6_commit(t);

	/* Of one that ended while nobody was there the record says so. */
	testing_ha6_restart(t);
	assert_int_equal(dsmipd_pools_enter(t->pools, "addresses", &lease,
					    record.subscriber, first), 0);
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), -ESTALE);
	dsmipd_pools_stats(t->pools, "addresses", end + 599, &pool);
	assert_int_equal(pool.held, 1);
	dsmipd_pools_stats(t->pools, "addresses", end + 600, &pool);
	assert_int_equal(pool.held, 0);
}

static void restored(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_record record, after;
	struct dsmipd_pool_stats pool;
	struct dsmip_prefix lease;

	testing_ha6_from(t, TESTING_HA6_ROUTER);
	t->bu.flags |= DSMIPD_MH_BU_ROUTER | DSMIPD_MH_BU_LINKLOCAL;
	testing_ha6_udp(t, "198.51.100.7", 40000, "10.0.0.7");
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_udp(t, "198.51.100.8", 40001, "10.0.0.7");
	testing_ha6_wait(t, 1000);
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
	record = t->decision.record;
	lease = t->decision.leases[0].prefix;
	testing_ha6_wait(t, 100000);
	testing_ha6_restart(t);
	assert_int_equal(dsmipd_pools_enter(t->pools, "addresses", &lease,
					    record.subscriber,
					    record.expires), 0);
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), 0);
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), -EEXIST);
	assert_non_null(testing_ha6_record(t));
	after = *testing_ha6_record(t);
	assert_memory_equal(&after, &record, sizeof(record));
	dsmipd_pools_stats(t->pools, "addresses", t->now.real / 1000000000,
			   &pool);
	assert_int_equal(pool.used, 1);
	/* Its number and its time go on. */
	t->bu.sequence--;
	testing_ha6_refused(t, DSMIPD_MH_BAD_SEQUENCE,
			    "sequence number out of window");
	testing_ha6_wait(t, 300000);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_EXPIRED);
	testing_ha6_commit(t);
}

static void restored_refused(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_record record;

	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	record = t->decision.record;
	testing_ha6_wait(t, 400000);
	testing_ha6_restart(t);
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), -ESTALE);
	/* The real time clock was set back by a year. */
	t->now.real -= 365ull * 86400 * 1000000000;
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), 0);
	assert_int_equal(dsmipd_ha6_next(t->ha), t->now.mono + 400000);
	record.n_home = 0;
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), -EINVAL);
	record.n_home = DSMIPD_RECORD_MAX_HOME + 1;
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), -EINVAL);
	record.n_home = 1;
	record.home[0].addr.family = AF_INET;
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), -EINVAL);
}

/* The number of a deregistered node survives too. */
static void restored_number(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_record record;

	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	record = t->decision.record;
	testing_ha6_wait(t, 4000);
	testing_ha6_restart(t);
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), 0);
	assert_null(testing_ha6_record(t));
	t->bu.lifetime = 100;
	t->bu.sequence = 1;
	testing_ha6_refused(t, DSMIPD_MH_BAD_SEQUENCE,
			    "sequence number out of window");
	testing_ha6_wait(t, 6000);
	assert_int_equal(tick(t), DSMIPD_HA6_TIMER_FORGOTTEN);
	assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), -ESTALE);
}

static uint32_t many_lifetime(uint32_t i)
{
	return 1 + i * 2654435761u % 3600;
}

/* Many of them, restored, and ended in the order of their times. */
static void many(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_record record;
	struct dsmipd_ha6_stats stats;
	uint64_t last = 0;
	uint32_t i;

	t->config.max_bindings = MANY;
	testing_ha6_configure(t);
	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	record = t->decision.record;
	record.expires = t->now.real / 1000000000;
	for (i = 0; i < MANY; i++) {
		record.home[0].addr.v6.s6_addr32[3] = htonl(i + 0x10000);
		record.lifetime = many_lifetime(i);
		record.expires = t->now.real / 1000000000 + record.lifetime;
		assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), 0);
	}
	for (i = 0; i < MANY; i += 997) {
		record.home[0].addr.v6.s6_addr32[3] = htonl(i + 0x10000);
		assert_non_null(dsmipd_ha6_find(t->ha,
						&record.home[0].addr.v6));
	}
	dsmipd_ha6_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, MANY + 1);
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_refused(t, DSMIPD_MH_NO_RESOURCES,
			    "limit of registrations");
	testing_ha6_wait(t, 3600000);
	while (tick(t) == DSMIPD_HA6_TIMER_EXPIRED) {
		assert_true(t->decision.record.subscriber == 1000);
		testing_ha6_commit(t);
		last++;
	}
	assert_int_equal(last, MANY + 1);
	dsmipd_ha6_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 0);
	assert_int_equal(stats.peak, MANY + 1);
}

/* The heap against a list that is searched. */
static void in_order(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_record record;
	struct in6_addr *hoa = &record.home[0].addr.v6;
	uint64_t due[300];
	unsigned int i, n;
	uint64_t next;

	srand(5555);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	record = t->decision.record;
	dsmipd_ha6_remove(t->ha, &t->path.src, t->now, &t->decision);
	testing_ha6_commit(t);
	for (i = 0; i < TESTING_SIZE(due); i++) {
		record.lifetime = 1 + rand() % 500;
		record.expires = t->now.real / 1000000000 + record.lifetime;
		hoa->s6_addr32[3] = htonl(i + 0x10000);
		assert_int_equal(dsmipd_ha6_restore(t->ha, &record, t->now), 0);
		due[i] = t->now.mono + 1000ull * record.lifetime;
	}
	for (n = 0; n < 5000; n++) {
		for (i = 0, next = UINT64_MAX; i < TESTING_SIZE(due); i++)
			if (due[i] < next)
				next = due[i];
		if (dsmipd_ha6_next(t->ha) > t->now.mono)
			assert_true(dsmipd_ha6_next(t->ha) <= next);
		switch (tick(t)) {
		case DSMIPD_HA6_TIMER_EXPIRED:
			i = ntohl(t->decision.record.home[0].addr.v6
				  .s6_addr32[3]) - 0x10000;
			assert_true(i < TESTING_SIZE(due));
			assert_int_equal(due[i], next);
			due[i] = UINT64_MAX;
			testing_ha6_commit(t);
			break;
		case DSMIPD_HA6_TIMER_FORGOTTEN:
			break;
		default:
			/* Some are ended before their time. */
			i = rand() % TESTING_SIZE(due);
			hoa->s6_addr32[3] = htonl(i + 0x10000);
			dsmipd_ha6_remove(t->ha, hoa, t->now, &t->decision);
			if (t->decision.verdict == DSMIPD_HA6_UNBIND)
				testing_ha6_commit(t);
			due[i] = UINT64_MAX;
			testing_ha6_wait(t, 500);
		}
	}
	assert_true(dsmipd_ha6_next(t->ha) == UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA6_TEST(expires),
		HA6_TEST(busy),
		HA6_TEST(another_end_point),
		HA6_TEST(refresh_requests),
		HA6_TEST(leases_run_out),
		HA6_TEST(restored),
		HA6_TEST(restored_refused),
		HA6_TEST(restored_number),
		HA6_TEST(many),
		HA6_TEST(in_order),
	};

	return cmocka_run_group_tests_name("ha6_timer", tests, NULL, NULL);
}
