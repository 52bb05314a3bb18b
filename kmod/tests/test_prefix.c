// SPDX-License-Identifier: GPL-2.0
/* The look-up, against a list that is walked from end to end. */

#include <linux/random.h>

#include "test.h"

/* The cases call what is only for module init otherwise. */
#undef __init
#define __init

#include "../prefix.c"

#define TEST_PREFIX_COUNT	500
#define TEST_PREFIX_PROBES	5000

/* Nothing here looks into a binding: its address is its name. */
static struct dsmip_binding *test_prefix_binding(unsigned long name)
{
	return (struct dsmip_binding *)(name * sizeof(long));
}

/* Not on the stack: there is a work item in it. */
static struct dsmip_prefix_table *test_prefix_table(struct kunit *test)
{
	struct dsmip_prefix_table *table;

	table = kzalloc(sizeof(*table), GFP_KERNEL | __GFP_NOFAIL);
	KUNIT_EXPECT_EQ(test, dsmip_prefix_table_init(table), 0);
	return table;
}

static void test_prefix_table_free(struct dsmip_prefix_table *table)
{
	dsmip_prefix_table_destroy(table);
	kfree(table);
}

static void test_prefix_add(struct kunit *test, struct dsmip_prefix_table *table,
			    const struct dsmip_prefix_key *key,
			    struct dsmip_binding *binding)
{
	struct dsmip_prefix *prefix = dsmip_prefix_alloc(key);

	KUNIT_EXPECT_TRUE(test, prefix);
	if (!prefix)
		return;
	prefix->binding = binding;
	KUNIT_EXPECT_EQ(test, dsmip_prefix_insert(table, prefix), 0);
}

static void test_prefix_del(struct dsmip_prefix_table *table,
			    const struct dsmip_prefix_key *key)
{
	struct dsmip_prefix *prefix = dsmip_prefix_find(table, key);

	dsmip_prefix_remove(table, prefix);
	dsmip_prefix_free_rcu(prefix);
}

static struct dsmip_binding *
test_prefix_lookup_below(struct dsmip_prefix_table *table,
			 const struct dsmip_prefix_key *key, u8 below)
{
	struct dsmip_prefix *prefix;

	rcu_read_lock();
	prefix = dsmip_prefix_lookup(table, key->family, &key->addr, below);
	rcu_read_unlock();
	return prefix ? prefix->binding : NULL;
}

static struct dsmip_binding *
test_prefix_lookup(struct dsmip_prefix_table *table,
		   const struct dsmip_prefix_key *key)
{
	return test_prefix_lookup_below(table, key, U8_MAX);
}

static struct dsmip_prefix_key test_prefix_key4(u32 addr, u8 len)
{
	struct dsmip_prefix_key key = { .family = AF_INET, .len = len };

	key.addr.v4 = htonl(addr);
	return key;
}

/* Few different bits, so that random addresses often match. */
static struct dsmip_prefix_key test_prefix_random(void)
{
	static const u8 lens4[] = { 32, 28, 24, 20, 16, 12, 8, 0 };
	static const u8 lens6[] = { 128, 127, 64, 63, 48, 33, 32, 0 };
	struct dsmip_prefix_key key = {};
	u8 which = get_random_u8() % DSMIP_PREFIX_LENGTHS;
	int i;

	if (get_random_u8() & 1) {
		key.family = AF_INET;
		key.len = lens4[which];
		key.addr.v4 = htonl(get_random_u32() & 0x11131317);
		return key;
	}
	key.family = AF_INET6;
	key.len = lens6[which];
	for (i = 0; i < 4; i++)
		key.addr.v6.s6_addr32[i] = htonl(get_random_u32() & 0x00010003);
	return key;
}

static bool test_prefix_covers(const struct dsmip_prefix_key *prefix,
			       const struct dsmip_prefix_key *addr)
{
	struct dsmip_prefix_key masked = *addr;

	if (prefix->family != addr->family)
		return false;
	masked.len = prefix->len;
	dsmip_prefix_key_mask(&masked);
	return !memcmp(&masked, prefix, sizeof(masked));
}

static struct dsmip_binding *
test_prefix_naive(const struct dsmip_prefix_key *keys, unsigned int count,
		  const struct dsmip_prefix_key *addr)
{
	int best = -1;
	unsigned int i;

	for (i = 0; i < count; i++)
		if (test_prefix_covers(&keys[i], addr) &&
		    (best < 0 || keys[i].len > keys[best].len))
			best = i;
	return best < 0 ? NULL : test_prefix_binding(best + 1);
}

static void test_prefix_against_list(struct kunit *test)
{
	struct dsmip_prefix_table *table = test_prefix_table(test);
	struct dsmip_prefix_key *keys, addr;
	unsigned int i, count = 0;

	keys = kcalloc(TEST_PREFIX_COUNT, sizeof(*keys), GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, keys);
	if (!keys)
		return;
	for (i = 0; i < TEST_PREFIX_COUNT; i++) {
		keys[count] = test_prefix_random();
		dsmip_prefix_key_mask(&keys[count]);
		if (dsmip_prefix_find(table, &keys[count]))
			continue;
		test_prefix_add(test, table, &keys[count],
				test_prefix_binding(count + 1));
		count++;
	}
	/* With a part of them gone again, lengths have to go as well. */
	while (count > TEST_PREFIX_COUNT / 20) {
		for (i = 0; i < TEST_PREFIX_PROBES / 10; i++) {
			addr = test_prefix_random();
			KUNIT_EXPECT_PTR_EQ(test,
					    test_prefix_lookup(table, &addr),
					    test_prefix_naive(keys, count,
							      &addr));
		}
		for (i = 0; i < count / 3 + 1; i++)
			test_prefix_del(table, &keys[--count]);
	}
	while (count)
		test_prefix_del(table, &keys[--count]);
	test_prefix_table_free(table);
	kfree(keys);
}

static void test_prefix_longest_first(struct kunit *test)
{
	const struct dsmip_prefix_key net = test_prefix_key4(0x0a000000, 8);
	const struct dsmip_prefix_key any = test_prefix_key4(0, 0);
	const struct dsmip_prefix_key host = test_prefix_key4(0x0a010203, 32);
	struct dsmip_prefix_table *table = test_prefix_table(test);

	KUNIT_EXPECT_PTR_EQ(test, test_prefix_lookup(table, &host), NULL);
	test_prefix_add(test, table, &any, test_prefix_binding(1));
	test_prefix_add(test, table, &net, test_prefix_binding(2));
	test_prefix_add(test, table, &host, test_prefix_binding(3));
	KUNIT_EXPECT_PTR_EQ(test, test_prefix_lookup(table, &host),
			    test_prefix_binding(3));
	KUNIT_EXPECT_PTR_EQ(test, test_prefix_lookup_below(table, &host, 32),
			    test_prefix_binding(2));
	KUNIT_EXPECT_PTR_EQ(test, test_prefix_lookup_below(table, &host, 0),
			    NULL);
	test_prefix_del(table, &host);
	KUNIT_EXPECT_PTR_EQ(test, test_prefix_lookup(table, &host),
			    test_prefix_binding(2));
	test_prefix_del(table, &net);
	KUNIT_EXPECT_PTR_EQ(test, test_prefix_lookup(table, &host),
			    test_prefix_binding(1));
	test_prefix_del(table, &any);
	KUNIT_EXPECT_EQ(test, table->count, 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&table->lens4), 0);
	test_prefix_table_free(table);
}

static void test_prefix_lengths_limit(struct kunit *test)
{
	struct dsmip_prefix_key keys[DSMIP_PREFIX_LENGTHS + 1];
	struct dsmip_prefix_table *table = test_prefix_table(test);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		keys[i] = test_prefix_key4(0x80000000, 8 + i);
	KUNIT_EXPECT_TRUE(test, dsmip_prefix_len_fits(table, keys,
						      DSMIP_PREFIX_LENGTHS));
	KUNIT_EXPECT_FALSE(test, dsmip_prefix_len_fits(table, keys,
						       ARRAY_SIZE(keys)));
	for (i = 0; i < DSMIP_PREFIX_LENGTHS; i++)
		test_prefix_add(test, table, &keys[i], test_prefix_binding(1));
	KUNIT_EXPECT_TRUE(test, dsmip_prefix_len_fits(table, keys, 1));
	KUNIT_EXPECT_FALSE(test, dsmip_prefix_len_fits(table, &keys[i], 1));
	while (i--)
		test_prefix_del(table, &keys[i]);
	test_prefix_table_free(table);
}

/* An end point is in the same table, and is no home. */
static void test_prefix_endpoint(struct kunit *test)
{
	struct dsmip_prefix_key home = test_prefix_key4(0x0a010203, 32);
	struct dsmip_prefix_table *table = test_prefix_table(test);
	struct dsmip_prefix_key end = home;

	end.family |= DSMIP_PREFIX_ENDPOINT;
	test_prefix_add(test, table, &end, test_prefix_binding(1));
	KUNIT_EXPECT_TRUE(test, dsmip_prefix_find(table, &end));
	KUNIT_EXPECT_EQ(test, table->count, 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&table->lens4), 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&table->lens6), 0);
	KUNIT_EXPECT_PTR_EQ(test, test_prefix_lookup(table, &home), NULL);
	test_prefix_add(test, table, &home, test_prefix_binding(2));
	KUNIT_EXPECT_PTR_EQ(test, test_prefix_lookup(table, &home),
			    test_prefix_binding(2));
	test_prefix_del(table, &end);
	KUNIT_EXPECT_EQ(test, table->count, 1);
	test_prefix_del(table, &home);
	test_prefix_table_free(table);
}

static void test_prefix_host_bits(struct kunit *test)
{
	struct dsmip_prefix_key key = test_prefix_key4(0x0a010203, 24);

	KUNIT_EXPECT_TRUE(test, dsmip_prefix_key_mask(&key));
	KUNIT_EXPECT_EQ(test, ntohl(key.addr.v4), 0x0a010200);
	KUNIT_EXPECT_FALSE(test, dsmip_prefix_key_mask(&key));
}

static void test_prefix_begin(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, dsmip_prefix_cache_init(), 0);
}

static void test_prefix_end(struct kunit *test)
{
	rcu_barrier();
	dsmip_prefix_cache_exit();
}

static struct kunit_case test_prefix_cases[] = {
	KUNIT_CASE(test_prefix_begin),
	KUNIT_CASE(test_prefix_host_bits),
	KUNIT_CASE(test_prefix_longest_first),
	KUNIT_CASE(test_prefix_lengths_limit),
	KUNIT_CASE(test_prefix_endpoint),
	KUNIT_CASE(test_prefix_against_list),
	KUNIT_CASE(test_prefix_end),
	{}
};

struct kunit_suite dsmip_test_prefix = {
	.name		= "prefix",
	.test_cases	= test_prefix_cases,
};
