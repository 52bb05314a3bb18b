// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: registration, refresh, handover, deregistration,
 * dynamic home addresses, and that all comes into force by commit only.
 *
 * Covers: R5454-3.3-01 R5454-3.3-06 R5454-3.8-01 R5454-3.8-02 D4-01-4.3-01
 * Covers: D4-01-4.7-01
 */

#include <errno.h>
#include <string.h>

#include "testing_ha4.h"

static void register_and_refresh(void **state)
{
	struct testing_ha4 *t = *state;
	const struct dsmipd_record *record;
	struct dsmipd_ha4_stats stats;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
	assert_int_equal(t->reply.lifetime, 400);
	assert_int_equal(t->reply.id, t->rrq.id);
	record = testing_ha4_record(t);
	assert_non_null(record);
	assert_int_equal(record->n_home, 1);
	assert_true(testing_ha4_has(t, "203.0.113.1"));
	assert_int_equal(record->coa.v4.s_addr, t->rrq.coa.s_addr);
	assert_int_equal(record->claimed.v4.s_addr, t->rrq.coa.s_addr);
	assert_int_equal(record->local.v4.s_addr, t->config.address.s_addr);
	assert_int_equal(record->source.s_addr, t->path.src.s_addr);
	assert_int_equal(record->encap, DSMIP_ENCAP_IP);
	assert_int_equal(record->port, 0);
	assert_int_equal(record->flags, DSMIPD_MIP4_RRQ_COLOCATED);
	assert_int_equal(record->expires - record->registered, 400);
	assert_false(record->nat || record->home_tunnel || record->inform);

	testing_ha4_wait(t, 300000);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	record = dsmipd_ha4_find_home(t->ha, t->rrq.hoa);
	assert_non_null(record);
	assert_int_equal(record->expires - record->registered, 700);
	assert_int_equal(record->handovers, 0);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.received, 2);
	assert_int_equal(stats.accepted[DSMIPD_HA4_INITIAL], 1);
	assert_int_equal(stats.accepted[DSMIPD_HA4_REFRESH], 1);
	assert_int_equal(stats.bindings, 1);
}

/* Never more than was asked for, nor than the operator wants; no infinity. */
static void lifetimes(void **state)
{
	struct testing_ha4 *t = *state;

	t->rrq.lifetime = 3601;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.lifetime, 3600);
	t->config.max_lifetime = 100000;
	testing_ha4_configure(t);
	t->rrq.lifetime = DSMIPD_MIP4_INFINITE;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->reply.lifetime, 65534);
	t->rrq.lifetime = 1;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->reply.lifetime, 1);
}

static void handovers(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_colocated(t, "198.51.100.8");
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_int_equal(testing_ha4_record(t)->handovers, 2);
	assert_int_equal(testing_ha4_record(t)->flags, 0);
	/* A foreign agent without a key. */
	testing_ha4_agent(t, TESTING_HA4_STRANGE);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_int_equal(testing_ha4_record(t)->coa.v4.s_addr,
			 t->path.src.s_addr);
}

/* Simultaneous bindings are not offered: the last one counts. */
static void simultaneous(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;

	t->rrq.flags |= DSMIPD_MIP4_RRQ_SIMULTANEOUS;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED_SINGLE);
	testing_ha4_colocated(t, "198.51.100.8");
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED_SINGLE);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 1);
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_SIMULTANEOUS;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
}

/* At home: all ends.  A late request does not bring it back. */
static void deregister(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;
	uint64_t late;

	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	late = t->last_id + 1;
	testing_ha4_wait(t, 2000);
	testing_ha4_colocated(t, "203.0.113.1");
	t->rrq.lifetime = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
	assert_int_equal(t->decision.n_removed, 2);
	assert_int_equal(t->decision.record.lifetime, 0);
	assert_int_equal(t->decision.record.n_home, 1);
	assert_int_equal(t->reply.n_prefix, 0);
	assert_null(testing_ha4_record(t));
	assert_null(dsmipd_ha4_find_home(t->ha, t->rrq.hoa));
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 0);
	assert_int_equal(stats.peak, 1);

	/* The reply was lost. */
	testing_ha4_rcv(t);
	assert_null(t->decision.reason);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
	t->rrq.lifetime = 400;
	testing_ha4_colocated(t, "198.51.100.7");
	t->id = late;
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "older than the last accepted one");
	testing_ha4_wait(t, 2000);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

/* Another care-of address than home or the registered one ends nothing. */
static void deregister_one(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	t->rrq.lifetime = 0;
	testing_ha4_colocated(t, "198.51.100.9");
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
	assert_int_equal(t->reply.lifetime, 0);
	assert_non_null(testing_ha4_record(t));
	testing_ha4_colocated(t, "198.51.100.7");
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
	assert_null(testing_ha4_record(t));
}

static void deregister_stranger(void **state)
{
	struct testing_ha4 *t = *state;

	t->rrq.lifetime = 0;
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
}

/* RFC 5944, section 3.8.2.2: a repetition does not live longer. */
static void repetition(void **state)
{
	struct testing_ha4 *t = *state;
	int64_t expires;

	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_prefix(t, "2001:db8:9::/64");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	expires = testing_ha4_record(t)->expires;
	testing_ha4_wait(t, 5000);
	testing_ha4_repeated(t);
	assert_int_equal(t->reply.lifetime, 395);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA,
			 "2001:db8:1:10::/64");
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_PROHIBITED,
			 "2001:db8:9::/64");
	assert_int_equal(testing_ha4_record(t)->expires, expires);
	/* From elsewhere it is a replay. */
	t->path.src = testing_ha4_addr("198.51.100.66");
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason,
			    "older than the last accepted one");
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
}

/* Between decision and commit the node is busy; abort is as if nothing was. */
static void busy_and_abort(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_decision open;
	struct dsmipd_ha4_stats stats;

	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	open = t->decision;
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BUSY);
	dsmipd_ha4_remove(t->ha, 1000, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BUSY);
	assert_int_equal(dsmipd_ha4_supersede(t->ha, 1000, t->now), -EBUSY);
	assert_null(testing_ha4_record(t));

	t->decision = open;
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_NO_RESOURCES,
			 t->now);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_NO_RESOURCES);
	assert_int_equal(t->reply.lifetime, 0);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.received, 1);
	assert_int_equal(stats.bindings, 0);
	assert_int_equal(stats.refused[DSMIPD_MIP4_NO_RESOURCES], 1);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);

	testing_ha4_colocated(t, "198.51.100.8");
	testing_ha4_rcv(t);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	assert_int_equal(testing_ha4_record(t)->coa.v4.s_addr,
			 testing_ha4_addr("198.51.100.7").s_addr);
}

/* RFC 5944, section 3.8.2.2, and RFC 2794: 0.0.0.0 and a name. */
static void dynamic_address(void **state)
{
	struct testing_ha4 *t = *state;
	struct in_addr hoa;

	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	hoa = t->reply.hoa;
	assert_int_equal(t->decision.n_leases, 1);
	assert_string_equal(t->decision.leases[0].pool, "addresses");
	assert_int_equal(t->decision.lease_expires - t->decision.record.expires,
			 0);
	/* The same once more, by name, and by its address without a name. */
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->reply.hoa.s_addr, hoa.s_addr);
	t->rrq.hoa = hoa;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	t->rrq.nai[0] = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	t->rrq.lifetime = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
	assert_int_equal(t->decision.n_released, 1);
	/* It is held for him. */
	t->rrq.lifetime = 400;
	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.hoa.s_addr, hoa.s_addr);
}

/* Who has an address of his own and no pool gets that. */
static void dynamic_own(void **state)
{
	struct testing_ha4 *t = *state;

	t->rrq.hoa.s_addr = INADDR_ANY;
	testing_ha4_text(t->rrq.nai, t->sub[0].name);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.hoa.s_addr,
			 testing_ha4_addr("203.0.113.1").s_addr);
	assert_int_equal(t->decision.n_leases, 0);
	t->sub[0].n_home4 = 0;
	testing_ha4_refused(t, DSMIPD_MIP4_PROHIBITED,
			    "home address of somebody else");
}

static void pool_is_empty(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmip_prefix left;
	int64_t other;

	for (other = 1; !dsmipd_pools_take(t->pools, "addresses", other, 32,
					   t->now.real / 1000000000u, &left);)
		other++;
	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_refused(t, DSMIPD_MIP4_NO_RESOURCES,
			    "no home address is free");
}

/* A subscriber has one registration: another home address replaces it. */
static void other_address(void **state)
{
	struct testing_ha4 *t = *state;

	t->sub[0].home4[1] = testing_prefix("203.0.113.99");
	t->sub[0].n_home4 = 2;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	t->rrq.hoa = testing_ha4_addr("203.0.113.99");
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.n_removed, 1);
	assert_true(testing_ha4_has(t, "203.0.113.99"));
	assert_false(testing_ha4_has(t, "203.0.113.1"));
	assert_null(dsmipd_ha4_find_home(t->ha,
					 testing_ha4_addr("203.0.113.1")));
	assert_non_null(dsmipd_ha4_find_home(t->ha, t->rrq.hoa));
	/* Of the other one nothing is registered that could end. */
	t->rrq.hoa = testing_ha4_addr("203.0.113.1");
	t->rrq.lifetime = 0;
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
	assert_true(testing_ha4_has(t, "203.0.113.99"));
	t->rrq.lifetime = 400;
	/* What somebody has is not given to another one, whoever says so. */
	t->sub[1].home4[0] = testing_prefix("203.0.113.99");
	t->sub[0].n_home4 = 1;
	t->sub[1].mip4.replay = DSMIPD_MIP4_TIMESTAMPS;
	testing_ha4_from(t, TESTING_HA4_NONCE);
	testing_ha4_text(t->rrq.nai, t->sub[1].name);
	testing_ha4_refused(t, DSMIPD_MIP4_PROHIBITED,
			    "home address is in use");
}

static int count_one(const struct dsmipd_record *record, void *arg)
{
	assert_int_equal(record->proto, DSMIPD_PROTO_MIPV4);
	(*(int *)arg)++;
	return 0;
}

/* The tables grow with the limit; nobody is lost. */
static void many(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_record record;
	int n = 0;
	int i;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	record = *testing_ha4_record(t);
	for (i = 1; i < 2000; i++) {
		record.subscriber = 5000 + i;
		record.home[0].addr.v4.s_addr = htonl(0x0a000000 + i);
		assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
	}
	t->config.max_bindings = 100000;
	testing_ha4_configure(t);
	assert_int_equal(dsmipd_ha4_each(t->ha, count_one, &n), 0);
	assert_int_equal(n, 2000);
	for (i = 1; i < 2000; i++) {
		struct in_addr hoa = { htonl(0x0a000000 + i) };

		assert_non_null(dsmipd_ha4_find(t->ha, 5000 + i));
		assert_non_null(dsmipd_ha4_find_home(t->ha, hoa));
	}
}

static void limit(void **state)
{
	struct testing_ha4 *t = *state;

	t->config.max_bindings = 1;
	testing_ha4_configure(t);
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	testing_ha4_commit(t);
	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_refused(t, DSMIPD_MIP4_NO_RESOURCES,
			    "limit of registrations");
	testing_ha4_from(t, TESTING_HA4_CLOCK);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(register_and_refresh),
		HA4_TEST(lifetimes),
		HA4_TEST(handovers),
		HA4_TEST(simultaneous),
		HA4_TEST(deregister),
		HA4_TEST(deregister_one),
		HA4_TEST(deregister_stranger),
		HA4_TEST(repetition),
		HA4_TEST(busy_and_abort),
		HA4_TEST(dynamic_address),
		HA4_TEST(dynamic_own),
		HA4_TEST(pool_is_empty),
		HA4_TEST(other_address),
		HA4_TEST(many),
		HA4_TEST(limit),
	};

	return cmocka_run_group_tests_name("ha4", tests, NULL, NULL);
}
