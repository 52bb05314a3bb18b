// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4 without memory: a request is refused with 130, all
 * is as it was, and the next one is accepted.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "testing_ha4.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_reallocarray(void *ptr, size_t n, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_reallocarray(void *ptr, size_t n, size_t size);

/* Allocations that still succeed; below 0 all do. */
static int left = -1;

static bool fails(void)
{
	return left >= 0 && !left--;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_reallocarray(void *ptr, size_t n, size_t size)
{
	return fails() ? NULL : __real_reallocarray(ptr, n, size);
}

static void no_home_agent(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_ops ops = { 0 };
	struct dsmipd_ha4 *ha = NULL;
	int err = -ENOMEM;
	int i;

	for (i = 0; err; i++) {
		left = i;
		err = dsmipd_ha4_new(&ha, &t->config, &ops, t->pools);
		left = -1;
		if (err)
			assert_int_equal(err, -ENOMEM);
	}
	assert_true(i > 4);
	dsmipd_ha4_free(ha);
	dsmipd_ha4_free(NULL);
	t->config.max_bindings = 100000;
	for (i = 0; i < 2; i++) {
		left = i;
		assert_int_equal(dsmipd_ha4_reconfigure(t->ha, &t->config),
				 -ENOMEM);
	}
	left = -1;
	testing_ha4_configure(t);
}

/*
 * Send the request with one allocation after the other failing; the first one
 * is of the test.  Each is tried twice: the room for timers, once there, stays.
 * Return how often it was refused for that.
 */
static int refusals(struct testing_ha4 *t)
{
	struct dsmipd_ha4_stats before, after;
	int refused = 0;
	int i;

	for (i = 2; i < 16; i++) {
		dsmipd_ha4_stats(t->ha, &before);
		left = i / 2;
		testing_ha4_rcv(t);
		left = -1;
		if (!t->decision.reason)
			break;
		assert_string_equal(t->decision.reason, "no memory");
		assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
		testing_ha4_answer(t);
		assert_int_equal(t->reply.code, DSMIPD_MIP4_NO_RESOURCES);
		dsmipd_ha4_stats(t->ha, &after);
		assert_int_equal(after.bindings, before.bindings);
		refused++;
	}
	assert_null(t->decision.reason);
	return refused;
}

static void registrations(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	t->rrq.agent.has_revocation = true;
	/* Room for the timer twice, the entry, the binding. */
	assert_int_equal(refusals(t), 4);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	testing_ha4_commit(t);
	/* The revocation may fail, the binding may not. */
	testing_ha4_colocated(t, "198.51.100.7");
	assert_int_equal(refusals(t), 0);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	left = 2;
	testing_ha4_rcv(t);
	left = -1;
	assert_string_equal(t->decision.reason, "no memory");
	assert_int_equal(testing_ha4_record(t)->coa.v4.s_addr,
			 testing_ha4_addr(TESTING_HA4_FOREIGN).s_addr);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	t->rrq.lifetime = 0;
	assert_int_equal(refusals(t), 2);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	testing_ha4_commit(t);
}

/* With several care-of end points one may fail to end. */
static void simultaneous(void **state)
{
	struct testing_ha4 *t = *state;

	t->config.simultaneous = 2;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_colocated(t, "198.51.100.8");
	t->rrq.flags |= DSMIPD_MIP4_RRQ_SIMULTANEOUS;
	assert_int_equal(refusals(t), 2);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	testing_ha4_commit(t);
	t->rrq.lifetime = 0;
	assert_int_equal(refusals(t), 2);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	assert_int_equal(testing_ha4_record(t)->n_copy, 1);
	t->rrq.lifetime = 100;
	testing_ha4_rcv(t);
	testing_ha4_commit(t);
	testing_ha4_wait(t, 100000);
	left = 0;
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	left = -1;
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 1000);
}

static void nonce(void **state)
{
	struct testing_ha4 *t = *state;
	int i;

	testing_ha4_from(t, TESTING_HA4_NONCE);
	for (i = 2; i < 6; i++) {
		left = i / 2;
		testing_ha4_rcv(t);
		left = -1;
		assert_string_equal(t->decision.reason, "no memory");
		assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
	}
	testing_ha4_sync(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

static void detection(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_draft_link(t);
	testing_ha4_prefix(t, "2001:db8:100::5/128");
	assert_int_equal(refusals(t), 5);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DAD);
	left = 0;
	dsmipd_ha4_dad_done(t->ha, t->decision.entry, false, t->now,
			    &t->decision);
	left = -1;
	assert_string_equal(t->decision.reason, "no memory");
	assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
}

/* What ends by itself, or by order. */
static void ends(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_record record;
	int i;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	record = *testing_ha4_record(t);
	left = 0;
	dsmipd_ha4_remove(t->ha, 1000, t->now, &t->decision);
	left = -1;
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	assert_non_null(testing_ha4_record(t));
	testing_ha4_wait(t, 400000);
	left = 0;
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	left = -1;
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 1000);
	testing_ha4_wait(t, 1000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_EXPIRED);
	testing_ha4_commit(t);
	testing_ha4_restart(t);
	record.expires = t->now.real / 1000000000 + 400;
	for (i = 0; i < 4; i++) {
		left = i / 2;
		assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now),
				 -ENOMEM);
	}
	left = -1;
	assert_int_equal(dsmipd_ha4_restore(t->ha, &record, t->now), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(no_home_agent),
		HA4_TEST(registrations),
		HA4_TEST(simultaneous),
		HA4_TEST(nonce),
		HA4_TEST(detection),
		HA4_TEST(ends),
	};

	return cmocka_run_group_tests_name("ha4_nomem", tests, NULL, NULL);
}
