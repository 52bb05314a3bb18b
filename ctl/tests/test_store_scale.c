// SPDX-License-Identifier: GPL-2.0
/* A store of many subscribers: what idle ones cost, and who is found again. */

#include <errno.h>

#include "testing_store.h"

#define STORE_SCALE_IDLE	2000

/* Steps of SQLite for one who is passed over: to read one takes far more. */
#define STORE_SCALE_STEPS	8

/* Who was found before is found as he is now, a change that was undone too. */
static void store_scale_again(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub, got;

	(void)state;
	testing_store_fill(store, 1);
	sub = testing_store_sub(1);
	assert_int_equal(dsmipd_store_subscriber_by_hoa(store, &sub.hoa, &sub),
			 0);
	sub.enabled = false;
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_set(store, &sub), 0);
	dsmipd_store_subscriber_by_hoa(store, &sub.hoa, &got);
	assert_memory_equal(&got, &sub, sizeof(sub));
	dsmipd_store_rollback(store);
	dsmipd_store_subscriber_by_hoa(store, &sub.hoa, &got);
	assert_true(got.enabled);
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_del(store, sub.id), 0);
	assert_int_equal(dsmipd_store_subscriber_by_hoa(store, &sub.hoa, &got),
			 -ENOENT);
	dsmipd_store_close(store);
}

/* Subscribers whose addresses follow each other have places of their own. */
static void store_scale_kept(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber got;
	unsigned int n, kept = 0;

	(void)state;
	testing_store_fill(store, STORE_SCALE_IDLE);
	for (n = 1; n <= STORE_SCALE_IDLE; n++) {
		struct dsmipd_subscriber sub = testing_store_sub(n);

		dsmipd_store_subscriber_by_hoa(store, &sub.hoa, &got);
		assert_memory_equal(&got.hoa, &sub.hoa, sizeof(sub.hoa));
	}
	for (n = 1; n <= STORE_SCALE_IDLE; n++) {
		struct dsmipd_subscriber sub = testing_store_sub(n);

		kept += !!dsmipd_store_cache_find(store, &sub.hoa);
	}
	assert_in_range(kept, STORE_SCALE_IDLE * 9 / 10, STORE_SCALE_IDLE);
	dsmipd_store_close(store);
}

static int store_scale_seen(const struct dsmipd_subscriber *sub, void *arg)
{
	assert_int_equal(sub->security, DSMIPD_SECURITY_IPSEC);
	++*(unsigned int *)arg;
	return 0;
}

/* A home agent begins with who has policies; the others are passed over. */
static void store_scale_secured(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub = testing_store_full_sub();
	unsigned int seen = 0;
	int steps;

	(void)state;
	testing_store_fill(store, STORE_SCALE_IDLE);
	/* The SPIs of the others follow on 256. */
	sub.esp.in.spi += 2 * STORE_SCALE_IDLE;
	sub.hoa.s6_addr32[3] = htonl(2 * STORE_SCALE_IDLE);
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	assert_int_equal(dsmipd_store_subscriber_secured(store,
							 DSMIPD_SECURITY_IPSEC,
							 store_scale_seen,
							 &seen), 0);
	assert_int_equal(seen, 1);
	steps = sqlite3_stmt_status(store->stmt[DSMIPD_STORE_SUB_SECURED],
				    SQLITE_STMTSTATUS_VM_STEP, 0);
	assert_in_range(steps, STORE_SCALE_IDLE,
			STORE_SCALE_STEPS * STORE_SCALE_IDLE);
	dsmipd_store_close(store);
}

#define STORE_SCALE(name)						\
	cmocka_unit_test_setup_teardown(name, testing_store_setup,	\
					testing_store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_SCALE(store_scale_again),
		STORE_SCALE(store_scale_kept),
		STORE_SCALE(store_scale_secured),
	};

	return cmocka_run_group_tests_name("store_scale", tests, NULL, NULL);
}
