// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: what ends by itself, comes back at the start, ends
 * by order, and gives way to another protocol.
 *
 * Covers: R5454-3.8-01 D4-01-4.3-12 D4-01-4.7-01
 */

#include <errno.h>
#include <string.h>

#include "testing_ha4.h"

static void expires(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 400000);
	testing_ha4_wait(t, 399999);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	testing_ha4_wait(t, 1);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_EXPIRED);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	assert_false(t->decision.has_reply);
	assert_int_equal(t->decision.n_removed, 2);
	assert_int_equal(t->decision.hoa.s_addr, t->rrq.hoa.s_addr);
	assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
	/* It could not be done: a second later again. */
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	testing_ha4_wait(t, 1000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_EXPIRED);
	testing_ha4_commit(t);
	assert_null(testing_ha4_record(t));
	testing_ha4_wait(t, 14000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_FORGOTTEN);
	assert_int_equal(t->decision.record.subscriber, 1000);
	assert_int_equal(t->decision.record.proto, DSMIPD_PROTO_MIPV4);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
}

/* A lease ends with its registration, and is not given back by expiry. */
static void lease_expires(void **state)
{
	struct testing_ha4 *t = *state;

	t->config.lease = 100;
	testing_ha4_configure(t);
	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.lifetime, 100);
	testing_ha4_wait(t, 100000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_EXPIRED);
	assert_int_equal(t->decision.n_released, 0);
	testing_ha4_commit(t);
}

/*
 * Leases end with a second, registrations in the midst of one.  A request
 * between the two that is refused must not leave the lease without an end.
 */
static void lease_in_the_last_second(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_pool_stats stats;

	t->now.real += 900000000;
	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_wait(t, 399500);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	t->rrq.flags |= DSMIPD_MIP4_RRQ_GRE;
	testing_ha4_refused(t, DSMIPD_MIP4_ENCAP,
			    "encapsulation is not offered");
	assert_non_null(testing_ha4_record(t));
	testing_ha4_wait(t, 500);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_EXPIRED);
	testing_ha4_commit(t);
	testing_ha4_wait(t, 1000);
	assert_int_equal(dsmipd_pools_stats(t->pools, "addresses",
					    t->now.real / 1000000000, &stats),
			 0);
	assert_int_equal(stats.used, 0);
}

static void restores(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_record record;
	struct dsmipd_ha4_stats stats;
	struct dsmip_prefix lease;

	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_prefix(t, "2001:db8:100::3/128");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	record = *testing_ha4_record(t);
	testing_ha4_wait(t, 100000);
	testing_ha4_restart(t);
	lease = record.home[0];
	assert_int_equal(dsmipd_pools_enter(t->pools, "addresses", &lease,
					    record.subscriber, record.expires),
			 0);
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), -EEXIST);
	assert_memory_equal(testing_ha4_record(t), &record, sizeof(record));
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 300000);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 1);
	/* The last identification is known. */
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason, "clocks differ too much");
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->reply.hoa.s_addr, lease.addr.v4.s_addr);
	/* Its home address, of somebody else. */
	record.subscriber++;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), -EEXIST);
}

static void restores_not(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_record record;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	record = *testing_ha4_record(t);
	testing_ha4_restart(t);
	record.proto = DSMIPD_PROTO_MIPV6;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), -EINVAL);
	record.proto = DSMIPD_PROTO_MIPV4;
	record.n_home = 0;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), -EINVAL);
	record.n_home = DSMIPD_RECORD_MAX_HOME + 1;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), -EINVAL);
	record.n_home = 1;
	record.home[0].addr.family = AF_INET6;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), -EINVAL);
	record.home[0].addr.family = AF_INET;
	testing_ha4_wait(t, 400000);
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), -ESTALE);
	/* The clock was set back by a day: not longer than was granted. */
	t->now.real -= 86400000000000u;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 400000);
}

/* That a node has deregistered survives, and keeps old requests away. */
static void restores_deregistered(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_record record;
	struct dsmipd_ha4_stats stats;
	uint64_t late;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	late = t->last_id + 1;
	testing_ha4_wait(t, 1000);
	t->rrq.lifetime = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
	record = t->decision.record;
	testing_ha4_restart(t);
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
	assert_null(testing_ha4_record(t));
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 0);
	t->rrq.lifetime = 400;
	t->id = late;
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "older than the last accepted one");
	testing_ha4_wait(t, 1000);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

/* After the restart the node's next nonce is the right one. */
static void restores_nonce(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_record record;

	testing_ha4_from(t, TESTING_HA4_NONCE);
	testing_ha4_sync(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	record = *testing_ha4_record(t);
	testing_ha4_restart(t);
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
}

static void removed(void **state)
{
	struct testing_ha4 *t = *state;

	dsmipd_ha4_remove(t->ha, 1000, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	assert_string_equal(t->decision.reason, "nothing to end");
	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	dsmipd_ha4_remove(t->ha, 1002, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	assert_int_equal(t->decision.n_removed, 1);
	assert_int_equal(t->decision.n_released, 1);
	testing_ha4_commit(t);
	assert_null(testing_ha4_record(t));
	/* The node may come again. */
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

/* A request that was heard does not take the registration back. */
static void superseded(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;

	assert_int_equal(dsmipd_ha4_supersede(t->ha, 1000, t->now), 0);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(dsmipd_ha4_supersede(t->ha, 1000, t->now), 0);
	assert_null(testing_ha4_record(t));
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 0);
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason,
			    "older than the last accepted one");
	assert_int_equal(dsmipd_ha4_supersede(t->ha, 1000, t->now), 0);
	/* The node comes back. */
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(dsmipd_ha4_supersede(t->ha, 1000, t->now), 0);
	/* Its record is not ours to delete. */
	testing_ha4_wait(t, 20000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(expires),
		HA4_TEST(lease_expires),
		HA4_TEST(lease_in_the_last_second),
		HA4_TEST(restores),
		HA4_TEST(restores_not),
		HA4_TEST(restores_deregistered),
		HA4_TEST(restores_nonce),
		HA4_TEST(removed),
		HA4_TEST(superseded),
	};

	return cmocka_run_group_tests_name("ha4_timer", tests, NULL, NULL);
}
