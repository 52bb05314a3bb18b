// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4 with the switch for draft -01: its lengths, home
 * addresses with duplicate address detection, chosen prefixes, foreign agents
 * with two stacks.
 *
 * Covers: D4-01-2.1-01 D4-01-3.1-01 D4-01-3.1-02 D4-01-3.2-01 D4-01-3.2-02
 * Covers: D4-01-3.3-01 D4-01-3.3-02 D4-01-4.3-05 D4-01-4.3-06 D4-01-4.3-07
 * Covers: D4-01-4.3-09 D4-01-4.3-10 D4-01-4.3-11 D4-01-4.3-13 D4-01-4.6.1-03 D4-01-4.6.1-06
 * Covers: D4-01-4.7-02 R5454-3.3-05
 */

#include <errno.h>
#include <string.h>

#include "testing_ha4.h"

#define ON_LINK		"2001:db8:100::abcd/128"
#define OTHER		"2001:db8:100::ef/128"

/* With the draft; the home link 2001:db8:100::/64 is device 7. */
static void draft(struct testing_ha4 *t)
{
	t->config.draft = true;
	t->config.n_links = 2;
	t->config.links[0].prefix = testing_prefix("203.0.113.0/24");
	t->config.links[0].ifindex = 7;
	t->config.links[1].prefix = testing_prefix("2001:db8:100::/64");
	t->config.links[1].ifindex = 7;
	t->config.links[1].dad = true;
	testing_ha4_text(t->config.pool6, "hosts");
	testing_ha4_text(t->config.pool6_prefix, "nets");
	testing_ha4_configure(t);
}

/* Send it, and expect that an address is looked for. */
static void looks_for(struct testing_ha4 *t, const char *addr)
{
	struct dsmip_prefix expected = testing_prefix(addr);

	testing_ha4_rcv(t);
	assert_null(t->decision.reason);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DAD);
	assert_int_equal(t->decision.dad_ifindex, 7);
	assert_memory_equal(&t->decision.dad, &expected.addr.v6, 16);
}

static void done(struct testing_ha4 *t, bool duplicate)
{
	dsmipd_ha4_dad_done(t->ha, t->decision.entry, duplicate, t->now,
			    &t->decision);
	if (t->decision.verdict != DSMIPD_HA4_BIND)
		return;
	testing_ha4_answer(t);
	assert_true(dsmipd_mip4_accepted(t->reply.code));
	testing_ha4_commit(t);
}

/* Lengths are answered as they were asked, and only with the switch. */
static void lengths(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	t->rrq.draft = true;
	t->rrq.node.has_mode = true;
	testing_ha4_rcv(t);
	assert_int_not_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	draft(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_true(t->reply.draft);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_COA,
			 "2001:db8:1:10::/64");
	t->rrq.draft = false;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_false(t->reply.draft);
}

static void home_address(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	testing_ha4_prefix(t, ON_LINK);
	looks_for(t, ON_LINK);
	assert_null(testing_ha4_record(t));
	done(t, false);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, ON_LINK);
	assert_true(testing_ha4_has(t, "2001:db8:100::abcd"));
	/* It is his: once is enough.  A prefix is not looked for at all. */
	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	/* After it was given up it is looked for again. */
	t->rrq.n_prefix = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_prefix(t, ON_LINK);
	looks_for(t, ON_LINK);
	assert_non_null(testing_ha4_record(t));
	done(t, false);
	assert_int_equal(t->decision.kind, DSMIPD_HA4_REFRESH);
}

/* Without the switch it is a prefix that he was not given. */
static void home_address_without(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	t->config.draft = false;
	testing_ha4_configure(t);
	testing_ha4_prefix(t, ON_LINK);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_PROHIBITED, ON_LINK);
}

static void duplicate(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	testing_ha4_prefix(t, ON_LINK);
	testing_ha4_prefix(t, OTHER);
	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	looks_for(t, ON_LINK);
	done(t, true);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DAD);
	done(t, false);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_DAD, ON_LINK);
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_TO_HOA, OTHER);
	testing_ha4_code(t, 2, DSMIPD_MIP4_PREFIX_TO_HOA,
			 "2001:db8:1:10::/64");
	assert_false(testing_ha4_has(t, "2001:db8:100::abcd"));
	/* The answer was lost: it is the same again. */
	testing_ha4_repeated(t);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_DAD, ON_LINK);
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_TO_HOA, OTHER);
}

static void not_home_subnet(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	testing_ha4_prefix(t, "2001:db8:77::1/128");
	testing_ha4_prefix(t, "2001:db8:1:10::5/128");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_NOT_HOME,
			 "2001:db8:77::1/128");
	/* In a prefix of his own. */
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_TO_HOA,
			 "2001:db8:1:10::5/128");
}

/* No detection where there is no link, or none is wanted. */
static void no_detection(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	t->config.links[1].dad = false;
	testing_ha4_configure(t);
	testing_ha4_prefix(t, ON_LINK);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, ON_LINK);
	t->taken = testing_prefix(OTHER);
	t->rrq.n_prefix = 0;
	testing_ha4_prefix(t, OTHER);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_PROHIBITED, OTHER);
}

/* A newer request takes the place of the one that waits. */
static void newer_while_waiting(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_entry *entry;
	uint64_t id;

	draft(t);
	testing_ha4_prefix(t, ON_LINK);
	looks_for(t, ON_LINK);
	entry = t->decision.entry;
	id = t->last_id;
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason,
			    "duplicate address detection goes on");
	t->id = id - 1;
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "older than the last accepted one");
	testing_ha4_colocated(t, "198.51.100.8");
	t->last_id = id;
	testing_ha4_dropped(t, "duplicate address detection goes on");
	t->decision.entry = entry;
	done(t, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	assert_int_equal(t->decision.record.coa.v4.s_addr,
			 testing_ha4_addr("198.51.100.8").s_addr);
}

static void ended_while_waiting(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_entry *entry;

	draft(t);
	testing_ha4_prefix(t, ON_LINK);
	looks_for(t, ON_LINK);
	entry = t->decision.entry;
	t->rrq.lifetime = 0;
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	t->decision.entry = entry;
	done(t, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	assert_string_equal(t->decision.reason,
			    "ended during duplicate address detection");
	assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
	/* By order. */
	t->rrq.lifetime = 400;
	looks_for(t, ON_LINK);
	entry = t->decision.entry;
	dsmipd_ha4_remove(t->ha, 1000, t->now, &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	t->decision.entry = entry;
	done(t, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
}

/* Registered already, another address is looked for, and then all ends. */
static void removed_while_waiting(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_decision removal;
	struct dsmipd_ha4_entry *entry;

	draft(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_prefix(t, ON_LINK);
	looks_for(t, ON_LINK);
	entry = t->decision.entry;
	dsmipd_ha4_remove(t->ha, 1000, t->now, &removal);
	assert_int_equal(removal.verdict, DSMIPD_HA4_UNBIND);
	done(t, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BUSY);
	dsmipd_ha4_commit(t->ha, &removal, t->now);
	testing_ha4_wait(t, 20000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	t->decision.entry = entry;
	done(t, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_FORGOTTEN);
}

static void changed_while_waiting(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	testing_ha4_prefix(t, ON_LINK);
	looks_for(t, ON_LINK);
	t->sub[0].enabled = false;
	done(t, false);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	assert_int_equal(t->decision.reply.code, DSMIPD_MIP4_PROHIBITED);
	t->sub[0].enabled = true;
	looks_for(t, ON_LINK);
	t->lookup = -ENOENT;
	done(t, false);
	assert_string_equal(t->decision.reason,
			    "subscriber could not be looked up");
}

/* Section 4.6.1: all zero, with the length as a wish. */
static void chosen_prefix(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmip_prefix range = testing_prefix("2001:db8:3000::/44");
	struct dsmip_prefix got = { .addr.family = AF_INET6 };
	struct in6_addr first;

	draft(t);
	testing_ha4_prefix(t, "::/0");
	testing_ha4_prefix(t, "::/60");
	testing_ha4_prefix(t, "::/128");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.prefix[0].len, 56);
	assert_int_equal(t->reply.prefix[1].len, 60);
	assert_int_equal(t->reply.prefix[2].len, 128);
	assert_int_equal(t->decision.n_leases, 3);
	got.addr.v6 = t->reply.prefix[0].addr;
	got.len = 56;
	assert_true(dsmip_prefix_overlap(&range, &got));
	first = got.addr.v6;
	/* The same again, and by what they are. */
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_memory_equal(&t->reply.prefix[0].addr, &first, 16);
	memcpy(t->rrq.prefix, t->reply.prefix, sizeof(t->rrq.prefix));
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.n_leases, 3);
	assert_int_equal(t->decision.n_removed, 0);
	/* One is given up. */
	t->rrq.n_prefix = 2;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.n_released, 1);
	assert_string_equal(t->decision.released[0].pool, "hosts");
}

static void chosen_not(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	t->config.pool6_prefix[0] = 0;
	testing_ha4_text(t->config.pool6, "nowhere");
	testing_ha4_configure(t);
	testing_ha4_prefix(t, "::/64");
	testing_ha4_prefix(t, "::/128");
	testing_ha4_prefix(t, "::5/127");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.prefix[0].code,
			 DSMIPD_MIP4_PREFIX_PROHIBITED);
	assert_int_equal(t->reply.prefix[1].code,
			 DSMIPD_MIP4_PREFIX_UNSPECIFIED);
	assert_int_equal(t->reply.prefix[2].code,
			 DSMIPD_MIP4_PREFIX_UNSPECIFIED);
}

/* A lease that somebody else has is not kept for this one. */
static void chosen_but_taken(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_pool_stats stats;

	draft(t);
	t->taken = testing_prefix("2001:db8:3000::/44");
	testing_ha4_prefix(t, "::/56");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.prefix[0].code,
			 DSMIPD_MIP4_PREFIX_PROHIBITED);
	assert_int_equal(dsmipd_pools_stats(t->pools, "nets",
					    t->now.real / 1000000000, &stats),
			 0);
	assert_int_equal(stats.used, 0);
}

/* The interface identifier on the home link. */
static void chosen_address(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	testing_ha4_prefix(t, "::a8bb:ccff:fedd:eeff/128");
	looks_for(t, "2001:db8:100::a8bb:ccff:fedd:eeff");
	done(t, false);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA,
			 "2001:db8:100::a8bb:ccff:fedd:eeff/128");
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	t->config.links[1].prefix.len = 48;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->reply.prefix[0].code,
			 DSMIPD_MIP4_PREFIX_UNSPECIFIED);
}

/* Whose tunneling mode it is, is told by its place. */
static void dual_stack_foreign_agent(void **state)
{
	struct testing_ha4 *t = *state;

	draft(t);
	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA,
			 "2001:db8:1:10::/64");
	t->rrq.agent.has_mode = true;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_COA,
			 "2001:db8:1:10::/64");
	assert_false(testing_ha4_record(t)->home_tunnel);
	t->rrq.agent.has_mode = false;
	t->rrq.node.has_mode = true;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA,
			 "2001:db8:1:10::/64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(lengths),
		HA4_TEST(home_address),
		HA4_TEST(home_address_without),
		HA4_TEST(duplicate),
		HA4_TEST(not_home_subnet),
		HA4_TEST(no_detection),
		HA4_TEST(newer_while_waiting),
		HA4_TEST(ended_while_waiting),
		HA4_TEST(removed_while_waiting),
		HA4_TEST(changed_while_waiting),
		HA4_TEST(chosen_prefix),
		HA4_TEST(chosen_not),
		HA4_TEST(chosen_but_taken),
		HA4_TEST(chosen_address),
		HA4_TEST(dual_stack_foreign_agent),
	};

	return cmocka_run_group_tests_name("ha4_draft", tests, NULL, NULL);
}
