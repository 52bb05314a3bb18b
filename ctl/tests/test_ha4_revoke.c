// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: revocation (RFC 3543), as it is sent.
 *
 * Covers: R5454-3.3-01 R5454-3.8-02 D4-01-4.3-01
 */

#include "testing_ha4_revoke.h"

/* What is due is a revocation to that address. */
static uint32_t sent(struct testing_ha4 *t, const char *to, uint16_t port)
{
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_REVOKE);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.type, DSMIPD_MIP4_REVOKE);
	assert_true(t->reply.flags & DSMIPD_MIP4_REVOKE_BY_HOME);
	assert_int_equal(t->decision.path.src.s_addr,
			 testing_ha4_addr(to).s_addr);
	assert_int_equal(t->decision.path.port, port);
	assert_int_equal(t->reply.ha.s_addr, t->config.address.s_addr);
	return t->reply.id;
}

static void remove_by_order(struct testing_ha4 *t)
{
	dsmipd_ha4_remove(t->ha, t->sub[t->node].id, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	assert_false(t->decision.has_reply);
	testing_ha4_commit(t);
	assert_null(testing_ha4_record(t));
}

/* Who asks, who may, and who has to be authentic. */
static void agreement(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_false(t->reply.node.has_revocation);
	t->rrq.node.has_revocation = true;
	t->rrq.node.revocation_time = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_true(t->reply.node.has_revocation);
	assert_true(t->reply.node.revocation_inform);
	assert_int_equal(t->reply.node.revocation_time,
			 dsmipd_auth_ntp(t->now.real) >> 32);
	assert_int_not_equal(testing_ha4_record(t)->revocation_time, 0);
	assert_false(testing_ha4_record(t)->inform);
	testing_ha4_wait(t, 3000);
	testing_ha4_repeated(t);
	assert_true(t->reply.node.has_revocation);
	assert_int_equal(t->reply.node.revocation_time + 3,
			 dsmipd_auth_ntp(t->now.real) >> 32);
	/* A node that is not co-located must not; an agent without a key. */
	testing_ha4_agent(t, TESTING_HA4_STRANGE);
	t->rrq.agent.has_revocation = true;
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_false(t->reply.node.has_revocation);
	assert_false(t->reply.agent.has_revocation);
	assert_int_equal(testing_ha4_record(t)->revocation_time, 0);
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_true(t->reply.agent.has_revocation);
	t->config.revocation = false;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_false(t->reply.agent.has_revocation);
}

/* Sections 3.3 and 3.5: doubled intervals, a new timestamp each time. */
static void retransmission(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;
	uint32_t last = 0;
	uint64_t start;
	uint32_t id;
	int i;

	testing_ha4_agreed(t);
	remove_by_order(t);
	start = t->now.mono;
	for (i = 0; i < 4; i++) {
		id = sent(t, TESTING_HA4_FOREIGN, 434);
		assert_true(id > last);
		last = id;
		assert_true(t->reply.flags & DSMIPD_MIP4_REVOKE_INFORM);
		assert_int_equal(t->reply.hoa.s_addr, t->rrq.hoa.s_addr);
		assert_int_equal(t->reply.coa.s_addr, t->rrq.coa.s_addr);
		assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
		assert_int_equal(dsmipd_ha4_next(t->ha),
				 t->now.mono + (1000 << i));
		testing_ha4_wait(t, 1000 << i);
	}
	assert_int_equal(t->now.mono - start, 15000);
	/* It was told often enough; then the node is forgotten. */
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_FORGOTTEN);
	assert_int_equal(t->decision.record.subscriber, 1000);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.revocations, 4);
	assert_int_equal(stats.revoked, 0);
}

/* In the second of the agreement: all the same it is newer. */
static void at_once(void **state)
{
	struct testing_ha4 *t = *state;
	uint32_t told;

	testing_ha4_agreed(t);
	told = t->reply.agent.revocation_time;
	remove_by_order(t);
	assert_int_equal(sent(t, TESTING_HA4_FOREIGN, 434), told + 1);
	testing_ha4_wait(t, 1000);
	assert_int_equal(sent(t, TESTING_HA4_FOREIGN, 434), told + 2);
}

/* The clock was set back: the identifier goes on all the same. */
static void clock_set_back(void **state)
{
	struct testing_ha4 *t = *state;
	uint32_t id;

	testing_ha4_agreed(t);
	remove_by_order(t);
	id = sent(t, TESTING_HA4_FOREIGN, 434);
	testing_ha4_wait(t, 1000);
	t->now.real -= 5000000000u;
	assert_int_equal(sent(t, TESTING_HA4_FOREIGN, 434), id + 1);
}

/* Never after the registration would have ended by itself. */
static void not_after_the_end(void **state)
{
	struct testing_ha4 *t = *state;

	t->rrq.lifetime = 2;
	testing_ha4_agreed(t);
	remove_by_order(t);
	sent(t, TESTING_HA4_FOREIGN, 434);
	testing_ha4_wait(t, 1000);
	sent(t, TESTING_HA4_FOREIGN, 434);
	testing_ha4_wait(t, 2000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	/* Nor for one that has. */
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_wait(t, 2000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_EXPIRED);
	testing_ha4_commit(t);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
}

static void acknowledged(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_mip4 ack = { .type = DSMIPD_MIP4_REVOKE_ACK };
	struct dsmipd_ha4_stats stats;
	uint32_t first;

	testing_ha4_agreed(t);
	ack.hoa = t->rrq.hoa;
	remove_by_order(t);
	first = sent(t, TESTING_HA4_FOREIGN, 434);
	testing_ha4_wait(t, 1000);
	ack.id = sent(t, TESTING_HA4_FOREIGN, 434) + 1;
	testing_ha4_from_agent(t, &ack);
	assert_string_equal(t->decision.reason,
			    "acknowledgment of no revocation");
	ack.id = first - 1;
	testing_ha4_from_agent(t, &ack);
	assert_string_equal(t->decision.reason,
			    "acknowledgment of no revocation");
	/* Not authentic; from elsewhere; of the first transmission. */
	ack.id = first;
	testing_ha4_from_agent(t, &ack);
	assert_null(t->decision.reason);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.revoked, 1);
	testing_ha4_wait(t, 3000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	testing_ha4_from_agent(t, &ack);
	assert_string_equal(t->decision.reason,
			    "acknowledgment of no revocation");
}

static void acknowledged_by_others(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_mip4 ack = { .type = DSMIPD_MIP4_REVOKE_ACK };

	testing_ha4_agreed(t);
	ack.hoa = t->rrq.hoa;
	remove_by_order(t);
	ack.id = sent(t, TESTING_HA4_FOREIGN, 434);
	t->path.src = testing_ha4_addr(TESTING_HA4_STRANGE);
	testing_ha4_from_agent(t, &ack);
	assert_string_equal(t->decision.reason,
			    "acknowledgment of no revocation");
	t->path.src = testing_ha4_addr(TESTING_HA4_FOREIGN);
	t->data[t->len - 1] ^= 1;
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason,
			    TESTING_HA4_AUTH_OF_AGENT);
	testing_ha4_wait(t, 1000);
	sent(t, TESTING_HA4_FOREIGN, 434);
}

/* A co-located node, behind a NAT: by the port that leads back. */
static void colocated(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_mip4 ack = { .type = DSMIPD_MIP4_REVOKE_ACK };

	t->rrq.node.has_revocation = true;
	testing_ha4_nat(t, "198.51.100.20", 40001, "10.0.0.7");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	remove_by_order(t);
	ack.id = sent(t, "198.51.100.20", 40001);
	assert_true(t->reply.auth[DSMIPD_MIP4_MN_HA].has);
	assert_false(t->reply.auth[DSMIPD_MIP4_FA_HA].has);
	ack.hoa = t->rrq.hoa;
	assert_true(dsmipd_mip4_auth_add(&t->sub[0].mip4, &ack,
					 DSMIPD_MIP4_MN_HA));
	t->len = dsmipd_mip4_build(&ack, t->data, sizeof(t->data));
	assert_true(dsmipd_mip4_auth_sign(&t->sub[0].mip4, &ack,
					  DSMIPD_MIP4_MN_HA, t->data, t->len));
	testing_ha4_send(t, t->data, t->len);
	assert_null(t->decision.reason);
}

/* The node has moved: its old foreign agent is told; a node itself is not. */
static void moved(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agreed(t);
	testing_ha4_colocated(t, "198.51.100.7");
	t->rrq.node.has_revocation = true;
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	sent(t, TESTING_HA4_FOREIGN, 434);
	assert_int_equal(t->reply.coa.s_addr,
			 testing_ha4_addr(TESTING_HA4_FOREIGN).s_addr);
	/* It is there again before that one has answered. */
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	testing_ha4_wait(t, 1000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	/* Home: by itself, not through the agent. */
	testing_ha4_colocated(t, "203.0.113.1");
	t->rrq.lifetime = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
	sent(t, TESTING_HA4_FOREIGN, 434);
}

/* By way of the agent itself there is nothing to tell it. */
static void deregistered(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agreed(t);
	t->rrq.lifetime = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
}

/* Another protocol has taken over. */
static void superseded(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agreed(t);
	assert_int_equal(dsmipd_ha4_supersede(t->ha, 1000, t->now), 0);
	assert_null(testing_ha4_record(t));
	sent(t, TESTING_HA4_FOREIGN, 434);
	/* Its record is not ours to delete. */
	testing_ha4_wait(t, 100000);
	while (testing_ha4_tick(t) == DSMIPD_HA4_TIMER_REVOKE)
		testing_ha4_wait(t, 100000);
	assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
}

static void no_key_any_more(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agreed(t);
	t->config.n_foreign = 0;
	testing_ha4_configure(t);
	remove_by_order(t);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(agreement),
		HA4_TEST(retransmission),
		HA4_TEST(at_once),
		HA4_TEST(clock_set_back),
		HA4_TEST(not_after_the_end),
		HA4_TEST(acknowledged),
		HA4_TEST(acknowledged_by_others),
		HA4_TEST(colocated),
		HA4_TEST(moved),
		HA4_TEST(deregistered),
		HA4_TEST(superseded),
		HA4_TEST(no_key_any_more),
	};

	return cmocka_run_group_tests_name("ha4_revoke", tests, NULL, NULL);
}
