// SPDX-License-Identifier: GPL-2.0
/*
 * Pools of addresses and prefixes.
 *
 * Covers: R5555-3.2.1-06 R5555-4.5-13
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pool.h"
#include "testing.h"

#define POOL_TEST_NOW	1000
#define POOL_TEST_HOLD	60

static struct dsmipd_pools *pool_test_new(const char *range, uint8_t len)
{
	struct dsmipd_pool_config config = {
		.name = "p",
		.range = testing_prefix(range),
		.len = len,
		.hold = POOL_TEST_HOLD,
	};
	struct dsmipd_pools *pools;

	assert_int_equal(dsmipd_pools_new(&pools), 0);
	assert_int_equal(dsmipd_pools_add(pools, &config), 0);
	return pools;
}

static void pool_test_take(struct dsmipd_pools *pools, int64_t subscriber,
			   uint8_t len, int64_t now, const char *expected)
{
	char text[DSMIP_PREFIX_STRLEN];
	struct dsmip_prefix prefix;

	assert_int_equal(dsmipd_pools_take(pools, "p", subscriber, len, now,
					   &prefix), 0);
	dsmip_prefix_format(&prefix, text, sizeof(text));
	assert_string_equal(text, expected);
	assert_true(dsmipd_pools_owned(pools, &prefix, subscriber));
	assert_false(dsmipd_pools_owned(pools, &prefix, subscriber + 1));
}

static void pool_test_full(struct dsmipd_pools *pools, int64_t subscriber,
			   uint8_t len, int64_t now)
{
	struct dsmip_prefix prefix;

	assert_int_equal(dsmipd_pools_take(pools, "p", subscriber, len, now,
					   &prefix), -ENOSPC);
}

static void pool_test_stats(struct dsmipd_pools *pools, int64_t now,
			    uint64_t size, uint64_t used, uint64_t held,
			    uint64_t left)
{
	struct dsmipd_pool_stats stats;

	assert_int_equal(dsmipd_pools_stats(pools, "p", now, &stats), 0);
	assert_true(stats.size == size);
	assert_true(stats.used == used);
	assert_true(stats.held == held);
	assert_true(stats.free == left);
}

/* Hosts of an IPv4 range do not get its network and broadcast address. */
static void pool_test_hosts(void **state)
{
	struct dsmipd_pools *pools = pool_test_new("192.0.2.8/29", 32);
	struct dsmip_prefix prefix;

	(void)state;
	pool_test_stats(pools, POOL_TEST_NOW, 6, 0, 0, 6);
	pool_test_take(pools, 1, 0, POOL_TEST_NOW, "192.0.2.9");
	pool_test_take(pools, 2, 32, POOL_TEST_NOW, "192.0.2.10");
	pool_test_take(pools, 3, 24, POOL_TEST_NOW, "192.0.2.11");
	pool_test_take(pools, 1, 0, POOL_TEST_NOW, "192.0.2.9");
	pool_test_take(pools, 4, 63, POOL_TEST_NOW, "192.0.2.14");
	pool_test_take(pools, 5, 0, POOL_TEST_NOW, "192.0.2.12");
	pool_test_take(pools, 6, 0, POOL_TEST_NOW, "192.0.2.13");
	pool_test_full(pools, 7, 0, POOL_TEST_NOW);
	pool_test_stats(pools, POOL_TEST_NOW, 6, 6, 0, 0);
	prefix = testing_prefix("192.0.2.8");
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 9, 5000),
			 -EEXIST);
	dsmipd_pools_free(pools);

	pools = pool_test_new("192.0.2.8/31", 32);
	pool_test_take(pools, 1, 0, POOL_TEST_NOW, "192.0.2.8");
	pool_test_take(pools, 2, 0, POOL_TEST_NOW, "192.0.2.9");
	pool_test_full(pools, 3, 0, POOL_TEST_NOW);
	dsmipd_pools_free(pools);

	pools = pool_test_new("192.0.2.8", 32);
	pool_test_take(pools, 1, 0, POOL_TEST_NOW, "192.0.2.8");
	pool_test_full(pools, 3, 0, POOL_TEST_NOW);
	dsmipd_pools_free(pools);

	pools = pool_test_new("2001:db8::/126", 128);
	pool_test_take(pools, 1, 0, POOL_TEST_NOW, "2001:db8::1");
	pool_test_take(pools, 2, 0, POOL_TEST_NOW, "2001:db8::2");
	pool_test_take(pools, 3, 0, POOL_TEST_NOW, "2001:db8::3");
	pool_test_full(pools, 4, 0, POOL_TEST_NOW);
	dsmipd_pools_free(pools);
}

/* A longer prefix is cut to size, a shorter one is not given. */
static void pool_test_lengths(void **state)
{
	struct dsmipd_pools *pools = pool_test_new("10.0.0.0/22", 24);

	(void)state;
	pool_test_stats(pools, POOL_TEST_NOW, 4, 0, 0, 4);
	pool_test_take(pools, 1, 0, POOL_TEST_NOW, "10.0.0.0/24");
	pool_test_take(pools, 2, 28, POOL_TEST_NOW, "10.0.1.0/28");
	pool_test_stats(pools, POOL_TEST_NOW, 4, 2, 0, 2);
	pool_test_take(pools, 3, 26, POOL_TEST_NOW, "10.0.1.64/26");
	pool_test_take(pools, 4, 16, POOL_TEST_NOW, "10.0.2.0/24");
	pool_test_take(pools, 5, 32, POOL_TEST_NOW, "10.0.1.16");
	pool_test_take(pools, 6, 22, POOL_TEST_NOW, "10.0.3.0/24");
	pool_test_full(pools, 7, 0, POOL_TEST_NOW);
	pool_test_stats(pools, POOL_TEST_NOW, 4, 6, 0, 0);
	pool_test_take(pools, 7, 25, POOL_TEST_NOW, "10.0.1.128/25");
	pool_test_full(pools, 8, 25, POOL_TEST_NOW);
	pool_test_take(pools, 8, 30, POOL_TEST_NOW, "10.0.1.20/30");
	/* Another length is another lease. */
	pool_test_take(pools, 2, 30, POOL_TEST_NOW, "10.0.1.24/30");
	pool_test_take(pools, 2, 28, POOL_TEST_NOW, "10.0.1.0/28");
	dsmipd_pools_free(pools);
}

/* In use, then held for its node, then anybody's. */
static void pool_test_held(void **state)
{
	struct dsmipd_pools *pools = pool_test_new("192.0.2.8/30", 32);
	struct dsmip_prefix one = testing_prefix("192.0.2.9");
	struct dsmip_prefix two = testing_prefix("192.0.2.10");

	(void)state;
	pool_test_take(pools, 1, 0, 1000, "192.0.2.9");
	pool_test_take(pools, 2, 0, 1000, "192.0.2.10");
	assert_int_equal(dsmipd_pools_extend(pools, &one, 1, 1100), 0);
	assert_int_equal(dsmipd_pools_extend(pools, &two, 1, 1100), -ENOENT);
	assert_int_equal(dsmipd_pools_extend(pools, &two, 2, 1200), 0);
	assert_int_equal(dsmipd_pools_extend(pools, &two, 2, 1150), 0);
	pool_test_stats(pools, 1099, 2, 2, 0, 0);
	pool_test_stats(pools, 1100, 2, 1, 1, 0);
	pool_test_stats(pools, 1150, 2, 0, 2, 0);
	pool_test_full(pools, 3, 0, 1159);
	pool_test_take(pools, 1, 0, 1159, "192.0.2.9");
	pool_test_stats(pools, 1160, 2, 1, 1, 0);
	pool_test_stats(pools, 1210, 2, 1, 0, 1);
	pool_test_take(pools, 3, 0, 1210, "192.0.2.10");
	assert_false(dsmipd_pools_owned(pools, &two, 2));
	assert_int_equal(dsmipd_pools_give_back(pools, &two, 2, 1300), -ENOENT);
	assert_int_equal(dsmipd_pools_give_back(pools, &two, 3, 1300), 0);
	/* It is given back once only. */
	assert_int_equal(dsmipd_pools_give_back(pools, &two, 3, 1350), 0);
	pool_test_stats(pools, 1359, 2, 1, 1, 0);
	pool_test_stats(pools, 1360, 2, 1, 0, 1);
	dsmipd_pools_free(pools);
}

/* What the store remembers is taken, whatever its length. */
static void pool_test_entered(void **state)
{
	struct dsmipd_pools *pools = pool_test_new("10.0.0.0/22", 24);
	struct dsmip_prefix prefix = testing_prefix("10.0.0.0/23");

	(void)state;
	assert_int_equal(dsmipd_pools_enter(pools, "q", &prefix, 1, 2000),
			 -ENOENT);
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 1, 2000), 0);
	pool_test_stats(pools, POOL_TEST_NOW, 4, 0, 1, 2);
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 1, 2000),
			 -EEXIST);
	prefix = testing_prefix("10.0.1.17");
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 1, 2000),
			 -EEXIST);
	prefix = testing_prefix("10.0.0.0/22");
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 1, 2000),
			 -EEXIST);
	prefix = testing_prefix("10.0.2.129");
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 5, 2000), 0);
	pool_test_stats(pools, POOL_TEST_NOW, 4, 0, 2, 1);
	pool_test_take(pools, 2, 0, POOL_TEST_NOW, "10.0.3.0/24");
	pool_test_full(pools, 3, 0, POOL_TEST_NOW);
	assert_int_equal(dsmipd_pools_extend(pools, &prefix, 5, 3000), 0);
	pool_test_stats(pools, POOL_TEST_NOW, 4, 2, 1, 0);
	pool_test_stats(pools, 2000, 4, 2, 1, 0);
	pool_test_stats(pools, 2000 + POOL_TEST_HOLD, 4, 2, 0, 2);

	prefix = testing_prefix("10.0.4.0/24");
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 1, 2000),
			 -EINVAL);
	prefix = testing_prefix("10.0.0.0/21");
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 1, 2000),
			 -EINVAL);
	prefix = testing_prefix("10.0.0.1/24");
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 1, 2000),
			 -EINVAL);
	dsmipd_pools_free(pools);
}

static int pool_test_add(struct dsmipd_pools *pools, const char *name,
			 const char *range, uint8_t len)
{
	struct dsmipd_pool_config config = {
		.range = testing_prefix(range),
		.len = len,
	};

	snprintf(config.name, sizeof(config.name), "%s", name);
	return dsmipd_pools_add(pools, &config);
}

static void pool_test_set(void **state)
{
	struct dsmipd_pools *pools = pool_test_new("10.0.0.0/22", 24);
	struct dsmip_prefix prefix;

	(void)state;
	assert_int_equal(pool_test_add(pools, "", "10.1.0.0/22", 24), -EINVAL);
	assert_int_equal(pool_test_add(pools, "q", "10.1.0.0/22", 21), -EINVAL);
	assert_int_equal(pool_test_add(pools, "q", "10.1.0.0/22", 33), -EINVAL);
	assert_int_equal(pool_test_add(pools, "q", "10.1.1.0/22", 24), -EINVAL);
	assert_int_equal(pool_test_add(pools, "p", "10.1.0.0/22", 24), -EEXIST);
	assert_int_equal(pool_test_add(pools, "q", "10.0.0.0/8", 24), -EEXIST);
	assert_int_equal(pool_test_add(pools, "q", "10.0.2.0/24", 24), -EEXIST);
	assert_int_equal(pool_test_add(pools, "q", "a00::/24", 64), 0);
	assert_int_equal(dsmipd_pools_count(pools), 2);
	assert_string_equal(dsmipd_pools_config(pools, 1)->name, "q");
	assert_null(dsmipd_pools_config(pools, 2));
	assert_int_equal(dsmipd_pools_take(pools, "r", 1, 0, 0, &prefix),
			 -ENOENT);

	/* The same pool again has another hold time. */
	assert_int_equal(dsmipd_pools_config(pools, 0)->hold, POOL_TEST_HOLD);
	assert_int_equal(pool_test_add(pools, "p", "10.0.0.0/22", 24), 0);
	assert_int_equal(dsmipd_pools_config(pools, 0)->hold, 0);
	pool_test_take(pools, 1, 0, POOL_TEST_NOW, "10.0.0.0/24");
	assert_int_equal(dsmipd_pools_del(pools, "p"), -EBUSY);
	prefix = testing_prefix("10.0.0.0/24");
	assert_int_equal(dsmipd_pools_give_back(pools, &prefix, 1, 1000), 0);
	pool_test_stats(pools, 1000, 4, 0, 0, 4);
	assert_int_equal(dsmipd_pools_del(pools, "p"), 0);
	assert_int_equal(dsmipd_pools_del(pools, "p"), -ENOENT);
	assert_string_equal(dsmipd_pools_config(pools, 0)->name, "q");
	dsmipd_pools_free(pools);
}

/* Ranges that no bitmap would hold. */
static void pool_test_large(void **state)
{
	struct dsmipd_pools *pools = pool_test_new("10.0.0.0/8", 32);
	struct dsmip_prefix prefix;
	uint64_t i;

	(void)state;
	for (i = 1; i <= 100000; i++) {
		assert_int_equal(dsmipd_pools_take(pools, "p", i, 0, 0,
						   &prefix), 0);
		assert_true(be32toh(prefix.addr.v4.s_addr) == 0x0a000000 + i);
	}
	pool_test_stats(pools, 0, (1 << 24) - 2, 100000, 0,
			(1 << 24) - 100002);
	dsmipd_pools_free(pools);

	pools = pool_test_new("2001:db8::/32", 64);
	prefix = testing_prefix("2001:db8:ffff:ffff::/64");
	assert_int_equal(dsmipd_pools_enter(pools, "p", &prefix, 1, 9999), 0);
	pool_test_take(pools, 1, 0, 0, "2001:db8:ffff:ffff::/64");
	pool_test_take(pools, 2, 0, 0, "2001:db8:ffff:fffe::/64");
	pool_test_take(pools, 3, 56, 0, "2001:db8:ffff:fffc::/64");
	pool_test_stats(pools, 0, 1ULL << 32, 3, 0, (1ULL << 32) - 3);
	dsmipd_pools_free(pools);

	pools = pool_test_new("2001:db8::/64", 128);
	pool_test_take(pools, 1, 0, 0, "2001:db8::1");
	pool_test_stats(pools, 0, UINT64_MAX, 1, 0, UINT64_MAX);
	dsmipd_pools_free(pools);

	pools = pool_test_new("::/0", 128);
	pool_test_take(pools, 1, 0, 0, "::1");
	pool_test_stats(pools, 0, UINT64_MAX, 1, 0, UINT64_MAX);
	dsmipd_pools_free(pools);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pool_test_hosts),
		cmocka_unit_test(pool_test_lengths),
		cmocka_unit_test(pool_test_held),
		cmocka_unit_test(pool_test_entered),
		cmocka_unit_test(pool_test_set),
		cmocka_unit_test(pool_test_large),
	};

	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
