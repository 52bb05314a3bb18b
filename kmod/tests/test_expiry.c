// SPDX-License-Identifier: GPL-2.0
/* The calendar, with time passing as fast as the test wants: moving the
 * calendar's tick and all ends back is the same as moving jiffies on.
 */

#include <linux/random.h>
#include <linux/slab.h>

#include "test.h"

/* The cases call what is only for module init otherwise. */
#undef __init
#define __init

#include "../expiry.c"

#define TEST_EXPIRY_COUNT	2000

static struct dsmip_binding *test_expiry_bindings;
static unsigned int test_expiry_ended;

/* What the calendar calls, without a netlink and without a table. */
void dsmip_binding_del(struct dsmip_dev *dsmip, struct dsmip_binding *binding)
{
	dsmip_expiry_del(&dsmip->expiry, binding);
	binding->id = ++test_expiry_ended;
}

void dsmip_notify_batch_add(struct dsmip_notify_batch *batch,
			    struct dsmip_dev *dsmip,
			    struct dsmip_binding *binding, u8 cmd)
{
}

void dsmip_notify_batch_send(struct dsmip_notify_batch *batch,
			     struct dsmip_dev *dsmip)
{
}

static void test_expiry_move(struct dsmip_dev *dsmip, unsigned long seconds)
{
	unsigned int i;

	dsmip->expiry.tick -= seconds * HZ;
	for (i = 0; i < TEST_EXPIRY_COUNT; i++)
		test_expiry_bindings[i].expires -= seconds * HZ;
}

static void test_expiry_pass(struct dsmip_dev *dsmip, unsigned long seconds)
{
	test_expiry_move(dsmip, seconds);
	while (!dsmip_expiry_run(dsmip, NULL))
		;
}

static struct dsmip_dev *test_expiry_begin(struct kunit *test)
{
	struct dsmip_dev *dsmip = kvzalloc(sizeof(*dsmip), GFP_KERNEL);

	test_expiry_ended = 0;
	test_expiry_bindings = kvcalloc(TEST_EXPIRY_COUNT,
					sizeof(*test_expiry_bindings),
					GFP_KERNEL);
	if (dsmip) {
		dsmip_expiry_init(&dsmip->expiry);
		/* Far from zero: the calendar of an old device. */
		dsmip->expiry.now = get_random_u32();
	}
	KUNIT_EXPECT_TRUE(test, dsmip && test_expiry_bindings);
	return dsmip && test_expiry_bindings ? dsmip : NULL;
}

static void test_expiry_finish(struct kunit *test, struct dsmip_dev *dsmip)
{
	if (!dsmip)
		return;
	KUNIT_EXPECT_EQ(test, dsmip->expiry.count, 0);
	dsmip_expiry_uninit(&dsmip->expiry);
	kvfree(test_expiry_bindings);
	kvfree(dsmip);
}

static void test_expiry_enter(struct dsmip_dev *dsmip, unsigned int i,
			      unsigned long seconds)
{
	test_expiry_bindings[i].expires = jiffies + seconds * HZ;
	dsmip_expiry_add(&dsmip->expiry, &test_expiry_bindings[i]);
}

/* The longest and the shortest lifetime, and those on either side of a turn. */
static void test_expiry_edges(struct kunit *test)
{
	static const u32 lifetimes[] = {
		1, 2, 511, 512, 513, 1023, 1024, 65535, 262139, 262140,
	};
	struct dsmip_dev *dsmip = test_expiry_begin(test);
	unsigned int i;

	for (i = 0; dsmip && i < ARRAY_SIZE(lifetimes); i++) {
		test_expiry_enter(dsmip, 0, lifetimes[i]);
		test_expiry_ended = 0;
		test_expiry_pass(dsmip, lifetimes[i] - 1);
		KUNIT_EXPECT_EQ(test, test_expiry_ended, 0);
		test_expiry_pass(dsmip, 2);
		KUNIT_EXPECT_EQ(test, test_expiry_ended, 1);
	}
	test_expiry_finish(test, dsmip);
}

/* Any number of lifetimes end, each in its time and in the right order. */
static void test_expiry_random(struct kunit *test)
{
	struct dsmip_dev *dsmip = test_expiry_begin(test);
	unsigned int i, step;

	for (i = 0; dsmip && i < TEST_EXPIRY_COUNT; i++)
		test_expiry_enter(dsmip, i, 1 + get_random_u32() % 262140);
	while (dsmip && dsmip->expiry.count) {
		step = 1 + get_random_u32() % 3000;
		test_expiry_pass(dsmip, step);
		for (i = 0; i < TEST_EXPIRY_COUNT; i++) {
			long left = test_expiry_bindings[i].expires - jiffies;
			bool ended = test_expiry_bindings[i].id;

			KUNIT_EXPECT_FALSE(test, ended && left > 0);
			KUNIT_EXPECT_FALSE(test, !ended && left < -2 * HZ);
		}
	}
	KUNIT_EXPECT_EQ(test, test_expiry_ended, TEST_EXPIRY_COUNT);
	test_expiry_finish(test, dsmip);
}

static void test_expiry_refresh(struct kunit *test)
{
	struct dsmip_dev *dsmip = test_expiry_begin(test);
	int i;

	if (dsmip) {
		test_expiry_enter(dsmip, 0, 600);
		for (i = 0; i < 10; i++) {
			test_expiry_pass(dsmip, 500);
			dsmip_expiry_del(&dsmip->expiry,
					 &test_expiry_bindings[0]);
			test_expiry_enter(dsmip, 0, 600);
		}
		KUNIT_EXPECT_EQ(test, test_expiry_ended, 0);
		KUNIT_EXPECT_EQ(test, dsmip->expiry.count, 1);
		test_expiry_pass(dsmip, 602);
		KUNIT_EXPECT_EQ(test, test_expiry_ended, 1);
		/* Not in a calendar any more: nothing to take out. */
		dsmip_expiry_del(&dsmip->expiry, &test_expiry_bindings[0]);
	}
	test_expiry_finish(test, dsmip);
}

/* From that second of a turn on; @first end in the first run. */
static void test_expiry_bounded_at(struct kunit *test, u32 second,
				   unsigned int first)
{
	struct dsmip_dev *dsmip = test_expiry_begin(test);
	unsigned int i;

	if (dsmip)
		dsmip->expiry.now = round_down(dsmip->expiry.now,
					       DSMIP_EXPIRY_NEAR) + second;
	for (i = 0; dsmip && i < TEST_EXPIRY_COUNT; i++)
		test_expiry_enter(dsmip, i, 3);
	if (dsmip) {
		test_expiry_move(dsmip, 10);
		KUNIT_EXPECT_FALSE(test, dsmip_expiry_run(dsmip, NULL));
		KUNIT_EXPECT_EQ(test, test_expiry_ended, first);
		while (!dsmip_expiry_run(dsmip, NULL))
			;
		KUNIT_EXPECT_EQ(test, test_expiry_ended, TEST_EXPIRY_COUNT);
	}
	test_expiry_finish(test, dsmip);
}

/* Those of the next turn are spread over it first, as many at a time. */
static void test_expiry_bounded(struct kunit *test)
{
	test_expiry_bounded_at(test, 0, DSMIP_EXPIRY_BATCH);
	test_expiry_bounded_at(test, DSMIP_EXPIRY_NEAR - 1, 0);
}

static void test_expiry_wq_begin(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, dsmip_expiry_wq_init(), 0);
}

static void test_expiry_wq_end(struct kunit *test)
{
	dsmip_expiry_wq_exit();
}

static struct kunit_case test_expiry_cases[] = {
	KUNIT_CASE(test_expiry_wq_begin),
	KUNIT_CASE(test_expiry_edges),
	KUNIT_CASE(test_expiry_random),
	KUNIT_CASE(test_expiry_refresh),
	KUNIT_CASE(test_expiry_bounded),
	KUNIT_CASE(test_expiry_wq_end),
	{}
};

struct kunit_suite dsmip_test_expiry = {
	.name		= "expiry",
	.test_cases	= test_expiry_cases,
};
