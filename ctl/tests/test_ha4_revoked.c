// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: revocation (RFC 3543), as it is received.
 */

#include "testing_ha4_revoke.h"

static struct dsmipd_mip4 revocation(struct testing_ha4 *t, uint32_t id)
{
	struct dsmipd_mip4 mip4 = {
		.type = DSMIPD_MIP4_REVOKE,
		.flags = DSMIPD_MIP4_REVOKE_INFORM,
		.hoa = t->rrq.hoa,
		.ha = t->config.address,
		.coa = t->rrq.coa,
		.id = id,
	};

	return mip4;
}

static void dropped(struct testing_ha4 *t, const char *reason)
{
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	assert_non_null(t->decision.reason);
	assert_string_equal(t->decision.reason, reason);
	assert_non_null(testing_ha4_record(t));
}

static void received(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;
	struct dsmipd_mip4 mip4;

	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_agreed(t);
	mip4 = revocation(t, 1001);
	testing_ha4_from_agent(t, &mip4);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	assert_int_equal(t->decision.kind, DSMIPD_HA4_REVOCATION);
	assert_int_equal(t->decision.n_removed, 2);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.type, DSMIPD_MIP4_REVOKE_ACK);
	assert_int_equal(t->reply.id, 1001);
	assert_int_equal(t->reply.hoa.s_addr, t->rrq.hoa.s_addr);
	assert_int_equal(t->reply.flags, DSMIPD_MIP4_REVOKE_ACK_INFORM);
	assert_true(t->reply.auth[DSMIPD_MIP4_FA_HA].has);
	testing_ha4_commit(t);
	assert_null(testing_ha4_record(t));
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.accepted[DSMIPD_HA4_REVOCATION], 1);
	/* The acknowledgment was lost: it comes again, with a new timestamp. */
	mip4 = revocation(t, 1002);
	testing_ha4_from_agent(t, &mip4);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.id, 1002);
	/* Nothing is sent by us. */
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
}

static void received_wrong(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_mip4 mip4;

	testing_ha4_agreed(t);
	/* From before this registration: a replay. */
	mip4 = revocation(t, 1000);
	testing_ha4_from_agent(t, &mip4);
	dropped(t, "revocation from before the registration");
	/* Our own, sent back. */
	mip4 = revocation(t, 1001);
	mip4.flags |= DSMIPD_MIP4_REVOKE_BY_HOME;
	testing_ha4_from_agent(t, &mip4);
	dropped(t, "revocation of our own");
	mip4 = revocation(t, 1001);
	mip4.coa = testing_ha4_addr("198.51.100.9");
	testing_ha4_from_agent(t, &mip4);
	dropped(t, "revocation of no registration");
	mip4 = revocation(t, 1001);
	mip4.ha = testing_ha4_addr("192.0.2.2");
	testing_ha4_from_agent(t, &mip4);
	dropped(t, "revocation of no registration");
	mip4 = revocation(t, 1001);
	mip4.hoa = testing_ha4_addr("203.0.113.2");
	testing_ha4_from_agent(t, &mip4);
	dropped(t, "revocation of no registration");
	/* Not authentic, or of somebody else. */
	mip4 = revocation(t, 1001);
	testing_ha4_from_agent(t, &mip4);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	dropped(t, "could not be set up");
	t->data[5] ^= 1;
	testing_ha4_send(t, t->data, t->len);
	dropped(t, TESTING_HA4_AUTH_OF_AGENT);
	t->data[5] ^= 1;
	t->path.src = testing_ha4_addr(TESTING_HA4_STRANGE);
	testing_ha4_send(t, t->data, t->len);
	dropped(t, TESTING_HA4_AUTH_OF_AGENT);
	testing_ha4_send(t, t->data, 20);
	dropped(t, TESTING_HA4_AUTH_OF_AGENT);
}

/* Of what was not agreed upon, or is not through that agent any more. */
static void received_of_others(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_mip4 mip4;

	testing_ha4_agreed(t);
	mip4 = revocation(t, 1001);
	testing_ha4_colocated(t, "198.51.100.7");
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	t->path.src = testing_ha4_addr(TESTING_HA4_FOREIGN);
	testing_ha4_from_agent(t, &mip4);
	dropped(t, "revocation of no registration");
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	t->rrq.agent.has_revocation = false;
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	mip4 = revocation(t, 1001);
	testing_ha4_from_agent(t, &mip4);
	dropped(t, "revocation of no registration");
}

static void received_while_busy(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_decision open;
	struct dsmipd_mip4 mip4;

	testing_ha4_agreed(t);
	testing_ha4_rcv(t);
	open = t->decision;
	mip4 = revocation(t, 1001);
	testing_ha4_from_agent(t, &mip4);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BUSY);
	dsmipd_ha4_commit(t->ha, &open, t->now);
	testing_ha4_from_agent(t, &mip4);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	testing_ha4_commit(t);
}

/* While an address of the node is looked for, and one that is cut off. */
static void received_while_waiting(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_entry *entry;
	struct dsmipd_mip4 mip4;

	testing_ha4_agreed(t);
	testing_ha4_draft_link(t);
	testing_ha4_prefix(t, "2001:db8:100::5/128");
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DAD);
	entry = t->decision.entry;
	mip4 = revocation(t, (dsmipd_auth_ntp(t->now.real) >> 32) + 1);
	mip4.id = (uint32_t)mip4.id;
	testing_ha4_from_agent(t, &mip4);
	assert_string_equal(t->decision.reason,
			    "revocation from before the registration");
	mip4.id = 1001;
	testing_ha4_from_agent(t, &mip4);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	testing_ha4_commit(t);
	dsmipd_ha4_dad_done(t->ha, entry, false, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	assert_null(testing_ha4_record(t));
	testing_ha4_send(t, t->data, t->len - 5);
	assert_string_equal(t->decision.reason, "malformed message");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(received),
		HA4_TEST(received_wrong),
		HA4_TEST(received_of_others),
		HA4_TEST(received_while_busy),
		HA4_TEST(received_while_waiting),
	};

	return cmocka_run_group_tests_name("ha4_revoked", tests, NULL, NULL);
}
