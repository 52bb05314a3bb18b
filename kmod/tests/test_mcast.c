// SPDX-License-Identifier: GPL-2.0
/* The limits on memberships: what is beyond them is refused, whoever is in a
 * group stays there, and who leaves makes room.
 */

#include <linux/sched.h>

#include "test.h"

#include "../mcast.c"

/* As many bindings as the device can have memberships of, and one more. */
#define TEST_MCAST_COUNT	(DSMIP_MCAST_COUNT / DSMIP_MCAST_GROUPS + 1)

/* struct test_mcast - a device with bindings that may join groups */
struct test_mcast {
	struct dsmip_dev	*dsmip;
	struct dsmip_binding	*bindings;
	struct dsmip_endpoint	*endpoints;
};

static void test_mcast_free(struct test_mcast *t)
{
	kvfree(t->dsmip);
	kvfree(t->bindings);
	kvfree(t->endpoints);
}

static bool test_mcast_begin(struct kunit *test, struct test_mcast *t)
{
	unsigned int i;

	t->dsmip = kvzalloc(sizeof(*t->dsmip), GFP_KERNEL);
	t->bindings = kvcalloc(TEST_MCAST_COUNT, sizeof(*t->bindings),
			       GFP_KERNEL);
	t->endpoints = kvcalloc(TEST_MCAST_COUNT, sizeof(*t->endpoints),
				GFP_KERNEL);
	if (!t->dsmip || !t->bindings || !t->endpoints ||
	    dsmip_mcast_init(&t->dsmip->mcast)) {
		KUNIT_EXPECT_TRUE(test, false);
		test_mcast_free(t);
		return false;
	}
	t->dsmip->mcast.time = DSMIP_MCAST_TIME_MS;
	for (i = 0; i < TEST_MCAST_COUNT; i++) {
		RCU_INIT_POINTER(t->bindings[i].endpoint, &t->endpoints[i]);
		dsmip_mcast_open(t->dsmip, &t->bindings[i], true);
	}
	return true;
}

static void test_mcast_finish(struct kunit *test, struct test_mcast *t)
{
	struct dsmip_mcast *mcast = &t->dsmip->mcast;
	unsigned int i;

	for (i = 0; i < TEST_MCAST_COUNT; i++) {
		dsmip_mcast_open(t->dsmip, &t->bindings[i], false);
		cond_resched();
	}
	KUNIT_EXPECT_EQ(test, mcast->count, 0);
	KUNIT_EXPECT_TRUE(test, list_empty(&mcast->ages));
	KUNIT_EXPECT_EQ(test, atomic_read(&mcast->groups.nelems), 0);
	dsmip_mcast_stop(mcast);
	dsmip_mcast_destroy(mcast);
	test_mcast_free(t);
}

static struct dsmip_mcast_key test_mcast_key(u32 group)
{
	struct dsmip_mcast_key key = { .family = AF_INET6 };

	ipv6_addr_set(&key.addr.v6, htonl(0xff0e0000), 0, 0, htonl(group));
	return key;
}

static int test_mcast_join(struct test_mcast *t, unsigned int i, u32 group)
{
	struct dsmip_mcast_key key = test_mcast_key(group);
	int cause;

	rcu_read_lock_bh();
	cause = dsmip_mcast_join(t->dsmip, &t->bindings[i], &key);
	rcu_read_unlock_bh();
	cond_resched();
	return cause;
}

static void test_mcast_leave(struct test_mcast *t, unsigned int i, u32 group)
{
	struct dsmip_mcast_key key = test_mcast_key(group);

	rcu_read_lock_bh();
	dsmip_mcast_leave(t->dsmip, &t->bindings[i], &key);
	rcu_read_unlock_bh();
}

/* How many a packet to the group is copied for. */
static unsigned int test_mcast_members(struct test_mcast *t, u32 group)
{
	struct dsmip_mcast_key key = test_mcast_key(group);
	struct dsmip_mcast_member *member;
	struct dsmip_mcast_group *found;
	unsigned int count = 0;

	rcu_read_lock();
	found = dsmip_mcast_find(&t->dsmip->mcast, &key);
	if (found)
		hlist_for_each_entry_rcu(member, &found->members, in_group)
			count += time_before(jiffies, member->expires);
	rcu_read_unlock();
	return count;
}

/* Of one group. */
static void test_mcast_group_limit(struct kunit *test)
{
	struct test_mcast t;
	unsigned int i;
	int causes = 0;

	if (!test_mcast_begin(test, &t))
		return;
	for (i = 0; i < DSMIP_MCAST_MEMBERS; i++)
		causes |= test_mcast_join(&t, i, 1);
	KUNIT_EXPECT_EQ(test, causes, 0);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, i, 1),
			DSMIP_DROP_RX_GROUP_LIMIT);
	KUNIT_EXPECT_EQ(test, test_mcast_members(&t, 1), DSMIP_MCAST_MEMBERS);
	KUNIT_EXPECT_EQ(test, t.endpoints[i].ngroups, 0);

	/* A member may say it again, and others have other groups. */
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, test_mcast_members(&t, 1), DSMIP_MCAST_MEMBERS);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, i, 2), 0);
	KUNIT_EXPECT_EQ(test, test_mcast_members(&t, 2), 1);

	test_mcast_leave(&t, 7, 1);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, i, 1), 0);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, 7, 1),
			DSMIP_DROP_RX_GROUP_LIMIT);
	KUNIT_EXPECT_EQ(test, test_mcast_members(&t, 1), DSMIP_MCAST_MEMBERS);
	test_mcast_finish(test, &t);
}

/* Of one binding: that others have as many is no matter. */
static void test_mcast_binding_limit(struct kunit *test)
{
	struct test_mcast t;
	int causes = 0;
	u32 group;

	if (!test_mcast_begin(test, &t))
		return;
	for (group = 0; group < DSMIP_MCAST_GROUPS; group++)
		causes |= test_mcast_join(&t, 0, group);
	KUNIT_EXPECT_EQ(test, causes, 0);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, 0, group),
			DSMIP_DROP_RX_GROUP_LIMIT);
	KUNIT_EXPECT_EQ(test, test_mcast_members(&t, group), 0);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, 1, group), 0);
	test_mcast_leave(&t, 0, 5);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, 0, group), 0);
	KUNIT_EXPECT_EQ(test, test_mcast_members(&t, group), 2);
	test_mcast_finish(test, &t);
}

/* Of the device, with groups of half their size. */
static void test_mcast_device_limit(struct kunit *test)
{
	const unsigned int half = DSMIP_MCAST_MEMBERS / 2;
	const unsigned int last = TEST_MCAST_COUNT - 1;
	struct test_mcast t;
	unsigned int i, group;
	int causes = 0;

	if (!test_mcast_begin(test, &t))
		return;
	for (i = 0; i < last; i++)
		for (group = 0; group < DSMIP_MCAST_GROUPS; group++)
			causes |= test_mcast_join(&t, i, i / half *
						  DSMIP_MCAST_GROUPS + group);
	KUNIT_EXPECT_EQ(test, causes, 0);
	KUNIT_EXPECT_EQ(test, t.dsmip->mcast.count, DSMIP_MCAST_COUNT);
	/* Neither a group that there is nor a new one. */
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, last, 0),
			DSMIP_DROP_RX_GROUP_LIMIT);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, last, U32_MAX),
			DSMIP_DROP_RX_GROUP_LIMIT);
	KUNIT_EXPECT_EQ(test, test_mcast_members(&t, 0), half);
	KUNIT_EXPECT_EQ(test, test_mcast_members(&t, U32_MAX), 0);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, 0, 0), 0);

	test_mcast_leave(&t, 0, 1);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, last, U32_MAX), 0);
	KUNIT_EXPECT_EQ(test, test_mcast_join(&t, 0, 1),
			DSMIP_DROP_RX_GROUP_LIMIT);
	KUNIT_EXPECT_EQ(test, t.dsmip->mcast.count, DSMIP_MCAST_COUNT);
	test_mcast_finish(test, &t);
}

static struct kunit_case test_mcast_cases[] = {
	KUNIT_CASE(test_mcast_group_limit),
	KUNIT_CASE(test_mcast_binding_limit),
	KUNIT_CASE(test_mcast_device_limit),
	{}
};

struct kunit_suite dsmip_test_mcast = {
	.name		= "mcast",
	.test_cases	= test_mcast_cases,
};
