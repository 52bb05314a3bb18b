// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent: a first registration on a home link waits for duplicate address
 * detection, and nobody else does.
 *
 * Covers: R5555-1-02
 */

#include <stdlib.h>
#include <string.h>

#include "testing_ha6.h"

static void dad(struct testing_ha6 *t)
{
	t->config.links[0].ifindex = 3;
	t->config.links[0].dad = true;
	testing_ha6_configure(t);
}

/* Send it, and expect that it has to wait. */
static struct dsmipd_ha6_entry *expect_wait(struct testing_ha6 *t)
{
	testing_ha6_rcv(t);
	assert_null(t->decision.reason);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DAD);
	assert_false(t->decision.has_reply);
	assert_int_equal(t->decision.dad_ifindex, 3);
	assert_memory_equal(&t->decision.dad[0], &t->path.src, 16);
	assert_null(testing_ha6_record(t));
	return t->decision.entry;
}

static void done(struct testing_ha6 *t, struct dsmipd_ha6_entry *entry,
		 bool duplicate)
{
	dsmipd_ha6_dad_done(t->ha, entry, duplicate, t->now, &t->decision);
}

static void unique(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_entry *entry;

	dad(t);
	entry = expect_wait(t);
	assert_int_equal(t->decision.n_dad, 1);
	/* Somebody else waits for himself. */
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	expect_wait(t);
	testing_ha6_wait(t, 1000);
	done(t, entry, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BIND);
	assert_int_equal(t->decision.kind, DSMIPD_HA6_INITIAL);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_ACCEPTED);
	assert_int_equal(t->decision.reply.sequence, 1);
	assert_int_equal(t->decision.path.outer.port, 40000);
	testing_ha6_commit(t);
	/* What follows does not wait. */
	testing_ha6_from(t, TESTING_HA6_ESP);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
}

static void link_local(void **state)
{
	struct testing_ha6 *t = *state;
	struct in6_addr local = testing_ha6_addr("fe80::1");
	struct dsmipd_ha6_entry *entry;

	dad(t);
	t->bu.flags |= DSMIPD_MH_BU_LINKLOCAL;
	entry = expect_wait(t);
	assert_int_equal(t->decision.n_dad, 2);
	assert_memory_equal(&t->decision.dad[1], &local, 16);
	done(t, entry, false);
	testing_ha6_commit(t);
	assert_true(testing_ha6_record(t)->linklocal);
}

static void duplicate(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_entry *entry;
	struct dsmipd_ha6_stats stats;

	dad(t);
	entry = expect_wait(t);
	done(t, entry, true);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_REPLY);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_DAD_FAILED);
	assert_string_equal(t->decision.reason,
			    "duplicate of the home address");
	assert_null(testing_ha6_record(t));
	dsmipd_ha6_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 0);
	assert_int_equal(stats.refused[DSMIPD_MH_DAD_FAILED], 1);
	/* All is forgotten. */
	t->bu.sequence = 1;
	expect_wait(t);
}

/* The node sends again, and moves, while it waits. */
static void again(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_entry *entry;

	dad(t);
	entry = expect_wait(t);
	t->bu.sequence--;
	testing_ha6_dropped(t, "duplicate address detection goes on");
	testing_ha6_udp(t, "198.51.100.9", 5, "10.0.0.9");
	testing_ha6_dropped(t, "duplicate address detection goes on");
	t->bu.sequence = 1;
	testing_ha6_refused(t, DSMIPD_MH_BAD_SEQUENCE,
			    "sequence number out of window");
	assert_int_equal(t->decision.reply.sequence, 2);
	done(t, entry, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BIND);
	assert_int_equal(t->decision.reply.sequence, 2);
	assert_int_equal(t->decision.path.outer.port, 5);
	testing_ha6_commit(t);
	assert_int_equal(testing_ha6_record(t)->port, 5);
}

static void given_up(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_entry *entry;

	dad(t);
	entry = expect_wait(t);
	t->bu.lifetime = 0;
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_AGENT,
			    "nothing to deregister");
	done(t, entry, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
	assert_null(testing_ha6_record(t));
	/* By order. */
	t->bu.lifetime = 100;
	entry = expect_wait(t);
	dsmipd_ha6_remove(t->ha, &t->path.src, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
	done(t, entry, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
	/* Or not after all. */
	entry = expect_wait(t);
	t->bu.lifetime = 0;
	testing_ha6_rcv(t);
	t->bu.lifetime = 100;
	testing_ha6_dropped(t, "duplicate address detection goes on");
	done(t, entry, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BIND);
}

/* Who has deregistered waits anew, and its number is not forgotten. */
static void come_again(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_entry *entry;

	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	dad(t);
	t->bu.lifetime = 100;
	entry = expect_wait(t);
	testing_ha6_wait(t, 20000);
	assert_int_equal(dsmipd_ha6_tick(t->ha, t->now, &t->decision),
			 DSMIPD_HA6_TIMER_NONE);
	done(t, entry, true);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_DAD_FAILED);
	assert_int_equal(dsmipd_ha6_tick(t->ha, t->now, &t->decision),
			 DSMIPD_HA6_TIMER_FORGOTTEN);
	entry = expect_wait(t);
	done(t, entry, false);
	testing_ha6_commit(t);
	assert_non_null(testing_ha6_record(t));
}

/* What has changed meanwhile counts. */
static void changed(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_entry *entry;

	dad(t);
	entry = expect_wait(t);
	t->sub[TESTING_HA6_ESP].enabled = false;
	done(t, entry, false);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_PROHIBITED);
	t->sub[TESTING_HA6_ESP].enabled = true;
	entry = expect_wait(t);
	t->config.max_bindings = 0;
	testing_ha6_configure(t);
	done(t, entry, false);
	assert_int_equal(t->decision.reply.status, DSMIPD_MH_NO_RESOURCES);
	t->config.max_bindings = 10;
	testing_ha6_configure(t);
	entry = expect_wait(t);
	t->sub[TESTING_HA6_ESP].hoa = testing_ha6_addr("2001:db8:100::99");
	done(t, entry, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
}

static void signed_answer(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_entry *entry;

	dad(t);
	testing_ha6_from(t, TESTING_HA6_AUTH);
	entry = expect_wait(t);
	done(t, entry, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_BIND);
	assert_true(t->decision.sign);
	assert_true(t->decision.reply.has_timestamp);
}

/* What is refused anyway does not wait; a routed prefix has no link. */
static void no_need(void **state)
{
	struct testing_ha6 *t = *state;

	dad(t);
	t->path.outer.coa = testing_addr("224.0.0.1");
	testing_ha6_refused(t, DSMIPD_MH_BAD_COA,
			    "care-of address cannot be one");
	testing_ha6_udp(t, "198.51.100.7", 40000, "198.51.100.7");
	t->config.links[0].ifindex = 0;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA6_TEST(unique),
		HA6_TEST(link_local),
		HA6_TEST(duplicate),
		HA6_TEST(again),
		HA6_TEST(given_up),
		HA6_TEST(come_again),
		HA6_TEST(changed),
		HA6_TEST(signed_answer),
		HA6_TEST(no_need),
	};

	return cmocka_run_group_tests_name("ha6_dad", tests, NULL, NULL);
}
