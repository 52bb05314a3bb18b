// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: revocation (RFC 3543) of simultaneous bindings,
 * each told to and by its own care-of domain.
 *
 * Covers: R5454-3.3-01
 */

#include <arpa/inet.h>

#include "testing_ha4_beside.h"

/* What is due is a revocation to that agent. */
static void told(struct testing_ha4 *t, const char *agent)
{
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_REVOKE);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.type, DSMIPD_MIP4_REVOKE);
	assert_int_equal(t->decision.path.src.s_addr,
			 testing_ha4_addr(agent).s_addr);
	assert_int_equal(t->reply.coa.s_addr, testing_ha4_addr(agent).s_addr);
}

static void acknowledges(struct testing_ha4 *t, const char *agent)
{
	struct dsmipd_mip4 ack = {
		.type = DSMIPD_MIP4_REVOKE_ACK,
		.hoa = t->reply.hoa,
		.id = t->reply.id,
	};

	t->path.src = testing_ha4_addr(agent);
	testing_ha4_from_agent(t, &ack);
	assert_null(t->decision.reason);
}

/* Every care-of domain is told, and acknowledges for itself (RFC 3543). */
static void revoked_by_order(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;

	testing_ha4_by_agent(t, TESTING_HA4_FOREIGN, DSMIPD_HA4_INITIAL);
	testing_ha4_by_agent(t, TESTING_HA4_STRANGE, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, ONE, 400, DSMIPD_HA4_SIMULTANEOUS);
	dsmipd_ha4_remove(t->ha, 1000, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	testing_ha4_commit(t);
	assert_null(testing_ha4_record(t));
	told(t, TESTING_HA4_FOREIGN);
	acknowledges(t, TESTING_HA4_FOREIGN);
	told(t, TESTING_HA4_STRANGE);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	testing_ha4_wait(t, 1000);
	told(t, TESTING_HA4_STRANGE);
	acknowledges(t, TESTING_HA4_STRANGE);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.revocations, 3);
	assert_int_equal(stats.revoked, 2);
}

/* So when the node moves on without flag S; who stays is left alone. */
static void revoked_by_leaving(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_by_agent(t, TESTING_HA4_FOREIGN, DSMIPD_HA4_INITIAL);
	testing_ha4_by_agent(t, TESTING_HA4_STRANGE, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_at(t, ONE, 500, DSMIPD_HA4_SIMULTANEOUS);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_SIMULTANEOUS;
	testing_ha4_beside(t, DSMIPD_HA4_REFRESH);
	told(t, TESTING_HA4_FOREIGN);
	told(t, TESTING_HA4_STRANGE);
	/* By one of them it comes back. */
	testing_ha4_by_agent(t, TESTING_HA4_STRANGE, DSMIPD_HA4_SIMULTANEOUS);
	testing_ha4_wait(t, 1000);
	told(t, TESTING_HA4_FOREIGN);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	testing_ha4_paths(t, TESTING_HA4_STRANGE, ONE, NULL);
}

/* Another protocol has the node. */
static void superseded(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_by_agent(t, TESTING_HA4_FOREIGN, DSMIPD_HA4_INITIAL);
	testing_ha4_by_agent(t, TESTING_HA4_STRANGE, DSMIPD_HA4_SIMULTANEOUS);
	assert_int_equal(dsmipd_ha4_supersede(t->ha, 1000, t->now), 0);
	assert_null(testing_ha4_record(t));
	told(t, TESTING_HA4_FOREIGN);
	told(t, TESTING_HA4_STRANGE);
	testing_ha4_by_agent(t, TESTING_HA4_FOREIGN, DSMIPD_HA4_INITIAL);
	testing_ha4_paths(t, TESTING_HA4_FOREIGN, NULL, NULL);
}

static void from_agent(struct testing_ha4 *t, const char *agent, uint32_t id)
{
	struct dsmipd_mip4 mip4 = {
		.type = DSMIPD_MIP4_REVOKE,
		.flags = DSMIPD_MIP4_REVOKE_INFORM,
		.hoa = t->rrq.hoa,
		.ha = t->config.address,
		.coa = testing_ha4_addr(agent),
		.id = id,
	};

	t->path.src = mip4.coa;
	testing_ha4_from_agent(t, &mip4);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.type, DSMIPD_MIP4_REVOKE_ACK);
	assert_int_equal(t->reply.id, id);
	assert_int_equal(t->reply.flags, DSMIPD_MIP4_REVOKE_ACK_INFORM);
}

/* One agent ends what is by it; told again, it hears so again. */
static void revoked_by_agent(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_by_agent(t, TESTING_HA4_FOREIGN, DSMIPD_HA4_INITIAL);
	testing_ha4_by_agent(t, TESTING_HA4_STRANGE, DSMIPD_HA4_SIMULTANEOUS);
	from_agent(t, TESTING_HA4_FOREIGN, 1001);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	assert_int_equal(t->decision.kind, DSMIPD_HA4_REVOCATION);
	testing_ha4_commit(t);
	testing_ha4_paths(t, TESTING_HA4_STRANGE, NULL, NULL);
	from_agent(t, TESTING_HA4_FOREIGN, 1002);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	/* That is over in a minute; a new registration is not meant by it. */
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 60000);
	testing_ha4_by_agent(t, TESTING_HA4_FOREIGN, DSMIPD_HA4_SIMULTANEOUS);
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 400000);
	from_agent(t, TESTING_HA4_STRANGE, 1001);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	assert_int_equal(testing_ha4_record(t)->n_copy, 1);
	from_agent(t, TESTING_HA4_STRANGE, 1002);
	testing_ha4_commit(t);
	testing_ha4_wait(t, 60000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 340000);
	from_agent(t, TESTING_HA4_FOREIGN, 1001);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	testing_ha4_commit(t);
	from_agent(t, TESTING_HA4_FOREIGN, 1003);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
}

/* Many that do not answer are not remembered for ever. */
static void unanswered(void **state)
{
	struct testing_ha4 *t = *state;
	int i, n = 0;

	t->config.n_foreign = 20;
	for (i = 0; i < 20; i++) {
		t->config.foreign[i].addr.s_addr = htonl(0xc6336480 + i);
		t->config.foreign[i].sa = t->config.foreign[0].sa;
	}
	testing_ha4_configure(t);
	for (i = 0; i < 20; i++) {
		char text[INET_ADDRSTRLEN];

		inet_ntop(AF_INET, &t->config.foreign[i].addr, text,
			  sizeof(text));
		testing_ha4_by_agent(t, text, i ? DSMIPD_HA4_SIMULTANEOUS :
			 DSMIPD_HA4_INITIAL);
		t->rrq.flags &= ~DSMIPD_MIP4_RRQ_SIMULTANEOUS;
		testing_ha4_beside(t, DSMIPD_HA4_REFRESH);
	}
	while (testing_ha4_tick(t) == DSMIPD_HA4_TIMER_REVOKE)
		n++;
	assert_int_equal(n, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BESIDE_TEST(revoked_by_order),
		BESIDE_TEST(revoked_by_leaving),
		BESIDE_TEST(superseded),
		BESIDE_TEST(revoked_by_agent),
		BESIDE_TEST(unanswered),
	};

	return cmocka_run_group_tests_name("ha4_beside_revoke", tests, NULL,
					   NULL);
}
