// SPDX-License-Identifier: GPL-2.0
/* What home agents share: limits on messages a second, and timers. */

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "bucket.h"
#include "testing.h"
#include "timer.h"

static unsigned int taken(struct dsmipd_bucket_table *table, uint32_t source,
			  uint32_t rate, uint64_t now, unsigned int tries)
{
	struct in_addr addr = { htonl(source) };
	unsigned int n = 0;

	while (tries--)
		n += dsmipd_bucket_table_take(table, addr, rate, now);
	return n;
}

static void bucket(void **state)
{
	struct dsmipd_bucket bucket = { .rate = 3 };
	int i;

	(void)state;
	for (i = 0; i < 3; i++)
		assert_true(dsmipd_bucket_take(&bucket, 5000));
	assert_false(dsmipd_bucket_take(&bucket, 5000));
	assert_false(dsmipd_bucket_take(&bucket, 5333));
	assert_true(dsmipd_bucket_take(&bucket, 5334));
	assert_false(dsmipd_bucket_take(&bucket, 5334));
	/* Silence is not saved up beyond a second's worth. */
	for (i = 0; i < 3; i++)
		assert_true(dsmipd_bucket_take(&bucket, 100000));
	assert_false(dsmipd_bucket_take(&bucket, 100000));
}

/* Each source has its own; 0 is no limit; another rate begins anew. */
static void sources(void **state)
{
	struct dsmipd_bucket_table *table;

	(void)state;
	assert_int_equal(dsmipd_bucket_table_new(&table), 0);
	assert_int_equal(taken(table, 1, 5, 1000, 20), 5);
	assert_int_equal(taken(table, 2, 5, 1000, 20), 5);
	assert_int_equal(taken(table, 1, 0, 1000, 20), 20);
	assert_int_equal(taken(table, 1, 5, 1200, 20), 1);
	assert_int_equal(taken(table, 1, 8, 1200, 20), 8);
	dsmipd_bucket_table_free(table);
	dsmipd_bucket_table_free(NULL);
}

/* Any number of sources: who goes on sending is not forgotten. */
static void many_sources(void **state)
{
	struct dsmipd_bucket_table *table;
	uint32_t i;

	(void)state;
	assert_int_equal(dsmipd_bucket_table_new(&table), 0);
	for (i = 0; i < 20000; i++) {
		assert_int_equal(taken(table, 0x0a000000 + i, 2, 1000 + i, 3),
				 2);
		if (i % 100 == 0)
			taken(table, 1, 1, 1000 + i, 1);
	}
	assert_int_equal(taken(table, 1, 1, 1000 + i - 100, 3), 0);
	dsmipd_bucket_table_free(table);
}

#define N_TIMERS	3000

/* Whatever is set, set again and cleared: it comes in order. */
static void timers(void **state)
{
	struct dsmipd_timer *timer = calloc(N_TIMERS, sizeof(*timer));
	struct dsmipd_timers timers = { 0 };
	struct dsmipd_timer *due;
	uint64_t last = 0;
	int left = 0;
	int i;

	(void)state;
	assert_non_null(timer);
	assert_int_equal(dsmipd_timers_next(&timers), UINT64_MAX);
	assert_null(dsmipd_timers_due(&timers, UINT64_MAX));
	assert_int_equal(dsmipd_timers_reserve(&timers, N_TIMERS), 0);
	srand(1);
	for (i = 0; i < N_TIMERS; i++) {
		timer[i].slot = DSMIPD_TIMER_IDLE;
		dsmipd_timers_set(&timers, &timer[i], rand() % 1000);
	}
	for (i = 0; i < N_TIMERS; i += 2)
		dsmipd_timers_set(&timers, &timer[i], rand() % 1000);
	for (i = 0; i < N_TIMERS; i += 3) {
		dsmipd_timers_clear(&timers, &timer[i]);
		dsmipd_timers_clear(&timers, &timer[i]);
	}
	while ((due = dsmipd_timers_due(&timers, 1000))) {
		assert_true(due->due >= last);
		assert_int_equal(due->due, dsmipd_timers_next(&timers));
		last = due->due;
		assert_null(dsmipd_timers_due(&timers, last - 1));
		dsmipd_timers_clear(&timers, due);
		left++;
	}
	assert_int_equal(left, N_TIMERS - N_TIMERS / 3);
	dsmipd_timers_free(&timers);
	free(timer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bucket),
		cmocka_unit_test(sources),
		cmocka_unit_test(many_sources),
		cmocka_unit_test(timers),
	};

	return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
