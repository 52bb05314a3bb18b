// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: simultaneous bindings (RFC 5944, sections 3.4,
 * 3.6.1.2, 3.8.2.2), each with an end of its own.
 *
 * Covers: R5454-3.3-01 R5454-3.8-03
 */

#include <errno.h>

#include "testing_ha4_beside.h"

/* The earlier ones stay, up to the limit; a known one is renewed. */
static void several(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_paths(t, ONE, NULL, NULL);
	t->rrq.flags |= DSMIPD_MIP4_RRQ_GRE;
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_paths(t, ONE, TWO, NULL);
	assert_int_equal(testing_ha4_record(t)->encap, DSMIP_ENCAP_IP);
	assert_int_equal(testing_ha4_record(t)->copy[0].encap,
			 DSMIP_ENCAP_GRE);
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_GRE;
	t->rrq.flags |= DSMIPD_MIP4_RRQ_MINIMAL;
	testing_ha4_at(t, THREE, 500, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_paths(t, THREE, ONE, TWO);
	assert_int_equal(testing_ha4_record(t)->encap, DSMIP_ENCAP_MINIMAL);
	testing_ha4_colocated(t, FOUR);
	testing_ha4_refused(t, DSMIPD_MIP4_TOO_MANY_BINDINGS,
			    "limit of simultaneous bindings");
	testing_ha4_paths(t, THREE, ONE, TWO);
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_MINIMAL;
	t->rrq.flags |= DSMIPD_MIP4_RRQ_GRE;
	testing_ha4_at(t, TWO, 600, DSMIPD_HA4_REFRESH);
	testing_ha4_paths(t, TWO, ONE, THREE);
	assert_int_equal(testing_ha4_record(t)->handovers, 0);
	testing_ha4_at(t, ONE, 450, DSMIPD_HA4_HANDOVER);
	testing_ha4_paths(t, TWO, ONE, THREE);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 1);
	assert_int_equal(stats.accepted[DSMIPD_HA4_SIMULTANEOUS], 2);
}

/* Without flag S the new one takes the place of all. */
static void one_again(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, THREE, 500, DSMIPD_HA4_SIMULTANEOUS);
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_SIMULTANEOUS;
	testing_ha4_colocated(t, FOUR);
	testing_ha4_beside(t, DSMIPD_HA4_HANDOVER);
	testing_ha4_paths(t, FOUR, NULL, NULL);
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_SIMULTANEOUS;
	testing_ha4_beside(t, DSMIPD_HA4_REFRESH);
	testing_ha4_paths(t, TWO, NULL, NULL);
}

/* With another limit the next request counts; 1 is none at all. */
static void other_limits(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_at(t, TWO, 400, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, THREE, 400, DSMIPD_HA4_SIMULTANEOUS);
	t->config.simultaneous = 2;
	testing_ha4_configure(t);
	testing_ha4_at(t, TWO, 500, DSMIPD_HA4_REFRESH);
	testing_ha4_paths(t, TWO, ONE, THREE);
	testing_ha4_colocated(t, FOUR);
	testing_ha4_refused(t, DSMIPD_MIP4_TOO_MANY_BINDINGS,
			    "limit of simultaneous bindings");
	t->config.simultaneous = 1;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED_SINGLE);
	testing_ha4_paths(t, FOUR, NULL, NULL);
}

/* By its care-of address one ends, by the home address all do. */
static void deregistered(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, THREE, 500, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, ONE, 0, DSMIPD_HA4_DEREGISTRATION);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	assert_int_equal(t->decision.n_removed, 0);
	assert_int_equal(t->decision.end.coa.s_addr, t->rrq.coa.s_addr);
	assert_int_equal(t->decision.end.lifetime, 0);
	testing_ha4_paths(t, THREE, TWO, NULL);
	/* Its answer was lost. */
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
	testing_ha4_at(t, THREE, 0, DSMIPD_HA4_DEREGISTRATION);
	testing_ha4_paths(t, TWO, NULL, NULL);
	assert_true(testing_ha4_has(t, "2001:db8:1:10::/64"));
	testing_ha4_at(t, FOUR, 200, DSMIPD_HA4_SIMULTANEOUS);
	t->rrq.lifetime = 0;
	t->rrq.coa = t->rrq.hoa;
	testing_ha4_beside(t, DSMIPD_HA4_DEREGISTRATION);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	assert_int_equal(t->decision.n_removed, 2);
	assert_null(testing_ha4_record(t));
}

/* The last one of them takes the registration with it. */
static void deregistered_last(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_at(t, TWO, 5, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_wait(t, 6000);
	/* The other one is over, if nobody has said so yet. */
	testing_ha4_at(t, ONE, 0, DSMIPD_HA4_DEREGISTRATION);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	assert_null(testing_ha4_record(t));
	testing_ha4_wait(t, 100000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_FORGOTTEN);
	assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
}

static void expires(struct testing_ha4 *t, enum dsmipd_ha4_verdict verdict)
{
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_EXPIRED);
	assert_int_equal(t->decision.verdict, verdict);
	assert_false(t->decision.has_reply);
}

/* Each by itself, and all with the last one. */
static void expired(void **state)
{
	struct testing_ha4 *t = *state;
	uint64_t start = t->now.mono;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_at(t, TWO, 100, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, THREE, 200, DSMIPD_HA4_SIMULTANEOUS);
	assert_int_equal(dsmipd_ha4_next(t->ha), start + 100000);
	testing_ha4_wait(t, 100000);
	expires(t, DSMIPD_HA4_BIND);
	/* That failed: once more after a second. */
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	testing_ha4_paths(t, ONE, TWO, THREE);
	assert_int_equal(dsmipd_ha4_next(t->ha), start + 101000);
	testing_ha4_wait(t, 1000);
	expires(t, DSMIPD_HA4_BIND);
	assert_int_equal(t->decision.end.coa.s_addr,
			 testing_ha4_addr(TWO).s_addr);
	testing_ha4_commit(t);
	testing_ha4_paths(t, ONE, THREE, NULL);
	assert_int_equal(dsmipd_ha4_next(t->ha), start + 200000);
	/* One that has ended, and was not looked at yet, does not stay. */
	testing_ha4_wait(t, 100000);
	testing_ha4_at(t, FOUR, 10, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_paths(t, ONE, FOUR, NULL);
	testing_ha4_wait(t, 300000);
	expires(t, DSMIPD_HA4_UNBIND);
	testing_ha4_commit(t);
	assert_null(testing_ha4_record(t));
}

/* The last request once more is answered with what is left of its own. */
static void repeated(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	t->rrq.node.has_revocation = true;
	testing_ha4_at(t, TWO, 100, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_wait(t, 3000);
	testing_ha4_repeated(t);
	assert_int_equal(t->reply.lifetime, 97);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
	assert_int_equal(t->reply.node.revocation_time + 3,
			 dsmipd_auth_ntp(t->now.real) >> 32);
	testing_ha4_paths(t, ONE, TWO, NULL);
	/* From somewhere else it is a replay. */
	t->path.src = testing_ha4_addr(THREE);
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason,
			    "older than the last accepted one");
}

static void nonces(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_from(t, TESTING_HA4_NONCE);
	testing_ha4_sync(t);
	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, ONE, 0, DSMIPD_HA4_DEREGISTRATION);
	testing_ha4_paths(t, TWO, NULL, NULL);
	testing_ha4_at(t, THREE, 300, DSMIPD_HA4_SIMULTANEOUS);
}

/* Behind a NAT each has the port of its own; the same place is the same. */
static void behind_nat(void **state)
{
	struct testing_ha4 *t = *state;
	const struct dsmipd_record *record;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	t->rrq.lifetime = 300;
	testing_ha4_nat(t, "198.51.100.20", 40001, "10.0.0.7");
	testing_ha4_beside(t, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_nat(t, "198.51.100.20", 40002, "10.0.0.8");
	testing_ha4_beside(t, DSMIPD_HA4_SIMULTANEOUS);
	record = testing_ha4_record(t);
	assert_int_equal(record->n_copy, 2);
	assert_int_equal(record->port, 0);
	assert_int_equal(record->copy[0].port, 40002);
	assert_true(record->copy[0].nat);
	assert_int_equal(record->copy[1].port, 40001);
	assert_int_equal(record->copy[1].encap, DSMIP_ENCAP_MIPUDP);
	/* The NAT has made another mapping of one of them. */
	testing_ha4_nat(t, "198.51.100.20", 40003, "10.0.0.7");
	testing_ha4_beside(t, DSMIPD_HA4_HANDOVER);
	record = testing_ha4_record(t);
	assert_int_equal(record->n_copy, 2);
	assert_int_equal(record->copy[0].port + record->copy[1].port,
			 40002 + 40003);
	/* And this place is that of another address now. */
	testing_ha4_nat(t, "198.51.100.20", 40002, "10.0.0.9");
	testing_ha4_beside(t, DSMIPD_HA4_SIMULTANEOUS);
	record = testing_ha4_record(t);
	assert_int_equal(record->n_copy, 2);
	assert_int_equal(record->copy[0].port + record->copy[1].port,
			 40002 + 40003);
}

/* Prefixes are those of the last request; the way to them is each one's. */
static void prefixes(void **state)
{
	struct testing_ha4 *t = *state;
	const struct dsmipd_record *record;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	t->rrq.node.has_mode = true;
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_COA, "2001:db8:1:10::/64");
	record = testing_ha4_record(t);
	assert_true(record->home_tunnel);
	assert_false(record->copy[0].home_tunnel);
	assert_true(testing_ha4_has(t, "2001:db8:1:10::/64"));
	/* The path is another one now, and the prefix is not asked for. */
	t->rrq.n_prefix = 0;
	testing_ha4_prefix(t, "2001:db8:1:20::/64");
	testing_ha4_at(t, THREE, 200, DSMIPD_HA4_SIMULTANEOUS);
	assert_int_equal(t->decision.n_removed, 1);
	testing_ha4_at(t, ONE, 0, DSMIPD_HA4_DEREGISTRATION);
	testing_ha4_paths(t, TWO, THREE, NULL);
	assert_false(testing_ha4_record(t)->home_tunnel);
	assert_false(testing_ha4_has(t, "2001:db8:1:10::/64"));
	assert_true(testing_ha4_has(t, "2001:db8:1:20::/64"));
	/* Link-local packets go to the home address, whoever asks. */
	t->rrq.n_prefix = 0;
	testing_ha4_prefix(t, "fe80::5");
	t->rrq.prefix[0].len = DSMIPD_MIP4_LINKLOCAL;
	testing_ha4_at(t, FOUR, 500, DSMIPD_HA4_SIMULTANEOUS);
	record = testing_ha4_record(t);
	assert_true(record->home_tunnel);
	assert_true(record->copy[0].home_tunnel);
	assert_true(record->copy[1].home_tunnel);
}

/* Care-of addresses are those of one home address. */
static void other_home(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_subscriber *sub = &t->sub[t->node];

	sub->home4[sub->n_home4++] = testing_prefix("203.0.113.9");
	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	t->rrq.hoa = testing_ha4_addr("203.0.113.9");
	testing_ha4_text(t->rrq.nai, sub->name);
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_HANDOVER);
	testing_ha4_paths(t, TWO, NULL, NULL);
}

/* A lease lasts as long as the longest of them. */
static void leased(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_from(t, TESTING_HA4_POOL);
	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->decision.lease_expires,
			 t->decision.record.expires);
	testing_ha4_at(t, TWO, 50, DSMIPD_HA4_SIMULTANEOUS);
	assert_int_equal(t->decision.n_leases, 1);
	assert_int_equal(t->decision.lease_expires,
			 t->now.real / 1000000000 + 400);
	testing_ha4_at(t, ONE, 0, DSMIPD_HA4_DEREGISTRATION);
	assert_int_equal(t->decision.n_released, 0);
	testing_ha4_at(t, TWO, 0, DSMIPD_HA4_DEREGISTRATION);
	assert_int_equal(t->decision.n_released, 1);
}

/* Broadcasts are wanted as long as one has asked for them. */
static void broadcasts(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_record record;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	assert_false(dsmipd_ha4_broadcast(t->ha));
	t->rrq.flags |= DSMIPD_MIP4_RRQ_BROADCAST;
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	assert_true(dsmipd_ha4_broadcast(t->ha));
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_BROADCAST;
	testing_ha4_at(t, THREE, 200, DSMIPD_HA4_SIMULTANEOUS);
	assert_true(dsmipd_ha4_broadcast(t->ha));
	record = *testing_ha4_record(t);
	testing_ha4_at(t, TWO, 0, DSMIPD_HA4_DEREGISTRATION);
	assert_false(dsmipd_ha4_broadcast(t->ha));
	testing_ha4_restart(t);
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
	assert_true(dsmipd_ha4_broadcast(t->ha));
	assert_int_equal(dsmipd_ha4_supersede(t->ha, 1000, t->now), 0);
	assert_false(dsmipd_ha4_broadcast(t->ha));
}

/* The end of another care-of address is not the end of who waits. */
static void waits(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_entry *entry;
	uint64_t last;

	testing_ha4_draft_link(t);
	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_prefix(t, "2001:db8:100::5/128");
	testing_ha4_colocated(t, THREE);
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DAD);
	entry = t->decision.entry;
	testing_ha4_at(t, ONE, 0, DSMIPD_HA4_DEREGISTRATION);
	last = t->rrq.id;
	dsmipd_ha4_dad_done(t->ha, entry, false, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	testing_ha4_commit(t);
	testing_ha4_paths(t, THREE, TWO, NULL);
	assert_int_equal(testing_ha4_record(t)->timestamp, last);
	/* That of its own is. */
	t->rrq.n_prefix = 0;
	testing_ha4_prefix(t, "2001:db8:100::6/128");
	t->rrq.lifetime = 100;
	testing_ha4_colocated(t, FOUR);
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DAD);
	t->rrq.lifetime = 0;
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	dsmipd_ha4_dad_done(t->ha, entry, false, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	testing_ha4_paths(t, THREE, TWO, NULL);
}

/* After a restart they go on, those that are not over. */
static void restored(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_record record;

	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_INITIAL);
	testing_ha4_at(t, TWO, 100, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, THREE, 300, DSMIPD_HA4_SIMULTANEOUS);
	record = *testing_ha4_record(t);
	testing_ha4_wait(t, 200000);
	testing_ha4_restart(t);
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
	testing_ha4_paths(t, ONE, THREE, NULL);
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 100000);
	testing_ha4_at(t, THREE, 300, DSMIPD_HA4_REFRESH);
	testing_ha4_paths(t, THREE, ONE, NULL);
	/* The clock was set back by a day: none lasts longer than granted. */
	testing_ha4_restart(t);
	t->now.real -= 86400000000000u;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
	testing_ha4_paths(t, ONE, TWO, THREE);
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 100000);
	testing_ha4_restart(t);
	record.n_copy = DSMIPD_RECORD_MAX_COPY + 1;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), -EINVAL);
}

/* What could not be carried out leaves all as it was. */
static void aborted(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_by_agent(t, TESTING_HA4_FOREIGN, DSMIPD_HA4_INITIAL);
	testing_ha4_colocated(t, TWO);
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_NO_RESOURCES, t->now);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_NO_RESOURCES);
	testing_ha4_paths(t, TESTING_HA4_FOREIGN, NULL, NULL);
	testing_ha4_at(t, TWO, 300, DSMIPD_HA4_SIMULTANEOUS);
	t->rrq.lifetime = 0;
	testing_ha4_rcv(t);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	testing_ha4_paths(t, TESTING_HA4_FOREIGN, TWO, NULL);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BESIDE_TEST(several),
		BESIDE_TEST(one_again),
		BESIDE_TEST(other_limits),
		BESIDE_TEST(deregistered),
		BESIDE_TEST(deregistered_last),
		BESIDE_TEST(expired),
		BESIDE_TEST(repeated),
		BESIDE_TEST(nonces),
		BESIDE_TEST(behind_nat),
		BESIDE_TEST(prefixes),
		BESIDE_TEST(other_home),
		BESIDE_TEST(leased),
		BESIDE_TEST(broadcasts),
		BESIDE_TEST(waits),
		BESIDE_TEST(restored),
		BESIDE_TEST(aborted),
	};

	return cmocka_run_group_tests_name("ha4_simultaneous", tests, NULL,
					   NULL);
}
