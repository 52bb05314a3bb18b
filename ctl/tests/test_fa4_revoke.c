// SPDX-License-Identifier: GPL-2.0
/* Revocations at a foreign agent (RFC 3543): from home agents, and to them. */

#include <errno.h>
#include <string.h>

#include "testing_fa4.h"

static void begin(struct testing_fa4 *t, bool inform)
{
	testing_fa4_init(t);
	t->config.n_home = 1;
	t->config.home[0].addr = testing_fa4_addr(TESTING_FA4_HA);
	t->config.home[0].sa = testing_fa4_sa(300, 3);
	t->config.inform = inform;
	testing_fa4_start(t);
	testing_fa4_register(t);
	testing_fa4_forget(t);
}

static struct dsmipd_mip4 revocation(const struct testing_fa4 *t, uint32_t id)
{
	return (struct dsmipd_mip4) {
		.type = DSMIPD_MIP4_REVOKE,
		.flags = DSMIPD_MIP4_REVOKE_BY_HOME |
			 DSMIPD_MIP4_REVOKE_INFORM,
		.hoa = t->rrq.hoa,
		.ha = t->rrq.ha,
		.coa = t->rrq.coa,
		.id = id,
	};
}

/* The visitor is gone, learns it, and the home agent learns that. */
static void by_home(void **state)
{
	struct dsmipd_mip4 msg;
	struct testing_fa4 t;

	(void)state;
	begin(&t, true);
	msg = revocation(&t, 5001);
	testing_fa4_home_says(&t, &msg, &t.config.home[0].sa);
	assert_string_equal(t.did, "advert left home");
	assert_int_equal(t.advert.sequence, 0);
	assert_memory_equal(t.advert_peer.hw, t.peer.hw, 6);
	assert_int_equal(t.to_home.type, DSMIPD_MIP4_REVOKE_ACK);
	assert_int_equal(t.to_home.id, 5001);
	assert_int_equal(t.to_home.flags, DSMIPD_MIP4_REVOKE_ACK_INFORM);
	assert_int_equal(t.home_port, 4434);
	assert_int_equal(t.home_from.s_addr, t.rrq.coa.s_addr);
	assert_true(dsmipd_mip4_auth_verify(&t.config.home[0].sa, &t.to_home,
					    DSMIPD_MIP4_FA_HA, t.home_data,
					    t.home_len));
	/* The acknowledgment was lost. */
	testing_fa4_forget(&t);
	msg = revocation(&t, 5002);
	testing_fa4_home_says(&t, &msg, &t.config.home[0].sa);
	assert_string_equal(t.did, "home");
	assert_int_equal(testing_fa4_stats(&t).revoked, 1);
	testing_fa4_stop(&t);
}

/* The home agent says whether the node is told, if that was agreed upon. */
static void in_silence(void **state)
{
	struct dsmipd_mip4 msg;
	struct testing_fa4 t;

	(void)state;
	begin(&t, true);
	msg = revocation(&t, 5001);
	msg.flags = DSMIPD_MIP4_REVOKE_BY_HOME;
	testing_fa4_home_says(&t, &msg, &t.config.home[0].sa);
	assert_string_equal(t.did, "left home");
	assert_int_equal(t.to_home.flags, 0);
	testing_fa4_stop(&t);
	begin(&t, false);
	msg = revocation(&t, 5001);
	msg.flags = DSMIPD_MIP4_REVOKE_BY_HOME;
	testing_fa4_home_says(&t, &msg, &t.config.home[0].sa);
	assert_string_equal(t.did, "advert left home");
	testing_fa4_stop(&t);
}

/* Nothing of this changes or says anything. */
static void not_valid(void **state)
{
	struct dsmipd_mip4_sa other = testing_fa4_sa(300, 9);
	struct dsmipd_mip4 msg;
	struct testing_fa4 t;

	(void)state;
	begin(&t, true);
	msg = revocation(&t, 5001);
	testing_fa4_home_says(&t, &msg, NULL);
	msg = revocation(&t, 5001);
	testing_fa4_home_says(&t, &msg, &other);
	assert_int_equal(testing_fa4_reason(&t, "revocation is not authenticated"), 2);
	msg = revocation(&t, 5001);
	msg.flags = 0;
	testing_fa4_home_says(&t, &msg, &t.config.home[0].sa);
	assert_int_equal(testing_fa4_reason(&t, "revocation that is our own"), 1);
	msg = revocation(&t, 5000);
	testing_fa4_home_says(&t, &msg, &t.config.home[0].sa);
	msg = revocation(&t, 4999);
	testing_fa4_home_says(&t, &msg, &t.config.home[0].sa);
	assert_int_equal(testing_fa4_reason(&t, "revocation is older than the registration"), 2);
	assert_string_equal(t.did, "");
	/* Of another care-of address: acknowledged, but nobody leaves. */
	msg = revocation(&t, 5001);
	msg.coa = testing_fa4_addr("198.51.100.77");
	testing_fa4_home_says(&t, &msg, &t.config.home[0].sa);
	assert_string_equal(t.did, "home");
	assert_int_equal(testing_fa4_stats(&t).visitors, 1);
	testing_fa4_stop(&t);
}

static void acknowledge(struct testing_fa4 *t, uint32_t id, uint16_t flags)
{
	struct dsmipd_mip4 ack = {
		.type = DSMIPD_MIP4_REVOKE_ACK,
		.flags = flags,
		.hoa = t->rrq.hoa,
		.id = id,
	};

	testing_fa4_home_says(t, &ack, &t->config.home[0].sa);
}

/* Told again after 1, 2, ... seconds, each time with a new time. */
static void by_us(void **state)
{
	struct testing_fa4 t;
	uint32_t id;

	(void)state;
	begin(&t, true);
	assert_int_equal(dsmipd_fa4_remove(t.fa, t.rrq.hoa, t.now), 0);
	assert_string_equal(t.did, "left home");
	assert_int_equal(t.to_home.type, DSMIPD_MIP4_REVOKE);
	assert_int_equal(t.to_home.flags, DSMIPD_MIP4_REVOKE_INFORM);
	assert_int_equal(t.to_home.coa.s_addr, t.rrq.coa.s_addr);
	assert_true(dsmipd_mip4_auth_verify(&t.config.home[0].sa, &t.to_home,
					    DSMIPD_MIP4_FA_HA, t.home_data,
					    t.home_len));
	id = t.to_home.id;
	assert_true(id > 1700000000);
	assert_int_equal(dsmipd_fa4_remove(t.fa, t.rrq.hoa, t.now), -ENOENT);
	testing_fa4_run(&t, 999);
	assert_int_equal(testing_fa4_stats(&t).revocations, 1);
	testing_fa4_run(&t, 1);
	assert_int_equal(testing_fa4_stats(&t).revocations, 2);
	assert_true(t.to_home.id > id);
	/* What was never sent is not acknowledged, the first one is well. */
	testing_fa4_forget(&t);
	acknowledge(&t, id - 1, 0);
	acknowledge(&t, id + 100, 0);
	assert_int_equal(testing_fa4_reason(&t, "acknowledgment of no revocation"), 2);
	acknowledge(&t, id, DSMIPD_MIP4_REVOKE_ACK_INFORM);
	assert_string_equal(t.did, "advert");
	testing_fa4_run(&t, 60000);
	assert_int_equal(testing_fa4_stats(&t).revocations, 2);
	testing_fa4_stop(&t);
}

static void given_up(void **state)
{
	struct testing_fa4 t;

	(void)state;
	begin(&t, true);
	dsmipd_fa4_leave(t.fa, t.now);
	testing_fa4_run(&t, 60000);
	assert_int_equal(testing_fa4_stats(&t).revocations, 3);
	testing_fa4_stop(&t);
	/* Never after the natural end. */
	begin(&t, true);
	t.rrq.lifetime = 2;
	testing_fa4_register(&t);
	dsmipd_fa4_leave(t.fa, t.now);
	testing_fa4_run(&t, 60000);
	assert_int_equal(testing_fa4_stats(&t).revocations, 2);
	testing_fa4_stop(&t);
}

/* It may come back before its home agent has answered. */
static void comes_back(void **state)
{
	struct testing_fa4 t;

	(void)state;
	begin(&t, true);
	dsmipd_fa4_remove(t.fa, t.rrq.hoa, t.now);
	testing_fa4_register(&t);
	assert_int_equal(testing_fa4_stats(&t).visitors, 1);
	testing_fa4_run(&t, 5000);
	assert_int_equal(testing_fa4_stats(&t).revocations, 1);
	assert_int_equal(testing_fa4_stats(&t).visitors, 1);
	testing_fa4_stop(&t);
}

/* Without an agreement the home agent is not told, the node is. */
static void no_agreement(void **state)
{
	struct dsmipd_mip4 msg;
	struct testing_fa4 t;

	(void)state;
	testing_fa4_init(&t);
	testing_fa4_start(&t);
	testing_fa4_register(&t);
	testing_fa4_forget(&t);
	msg = revocation(&t, 5001);
	testing_fa4_home_says(&t, &msg, NULL);
	assert_string_equal(t.did, "");
	dsmipd_fa4_remove(t.fa, t.rrq.hoa, t.now);
	assert_string_equal(t.did, "advert left");
	testing_fa4_stop(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_home),
		cmocka_unit_test(in_silence),
		cmocka_unit_test(not_valid),
		cmocka_unit_test(by_us),
		cmocka_unit_test(given_up),
		cmocka_unit_test(comes_back),
		cmocka_unit_test(no_agreement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
