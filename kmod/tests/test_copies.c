// SPDX-License-Identifier: GPL-2.0
/* Which of several end points a header belongs to, and which of them count. */

#include <linux/slab.h>

#include "test.h"

#include "../copies.c"

/* A path of a test has no route. */
void dsmip_route_flush(struct dsmip_path *path)
{
}

static struct dsmip_path test_copies_path(u32 coa)
{
	struct dsmip_path path = {
		.family		= AF_INET,
		.encap		= DSMIP_ENCAP_GRE,
		.keys		= DSMIP_PATH_IKEY,
		.ikey		= htonl(coa),
	};

	dsmip_addr_set_v4(&path.local, htonl(0xc0000201));
	dsmip_addr_set_v4(&path.coa, htonl(coa));
	return path;
}

/* Three end points: the path 1, a copy 2 for ever and a copy 3 that has been. */
static bool test_copies_make(struct kunit *test, struct dsmip_path *path)
{
	*path = test_copies_path(1);
	path->copies = dsmip_copies_alloc(2);
	KUNIT_EXPECT_TRUE(test, path->copies);
	if (!path->copies)
		return false;
	KUNIT_EXPECT_EQ(test, path->copies->n, 2);
	path->copies->copy[0].path = test_copies_path(2);
	path->copies->copy[0].path.home_remote = htonl(7);
	path->copies->copy[0].path.home_local = htonl(8);
	path->copies->copy[1].path = test_copies_path(3);
	path->copies->copy[1].lifetime = 1;
	path->copies->copy[1].expires = get_jiffies_64() - 1;
	return true;
}

static struct dsmip_outer test_copies_outer(u32 coa)
{
	const struct dsmip_path path = test_copies_path(coa);

	return (struct dsmip_outer) {
		.saddr		= path.coa,
		.daddr		= path.local,
		.family		= path.family,
		.encap		= path.encap,
		.has_key	= true,
		.key		= path.ikey,
	};
}

static const struct dsmip_path *test_copies_find(const struct dsmip_path *path,
						 u32 coa)
{
	struct dsmip_outer outer = test_copies_outer(coa);

	return dsmip_copies_find(path, &outer);
}

static void test_copies_check(struct kunit *test)
{
	struct dsmip_copy *copy;
	struct dsmip_path main;

	main = test_copies_path(1);
	KUNIT_EXPECT_FALSE(test, test_copies_find(&main, 2));
	if (!test_copies_make(test, &main))
		return;
	copy = main.copies->copy;
	KUNIT_EXPECT_PTR_EQ(test, test_copies_find(&main, 2), &copy[0].path);
	KUNIT_EXPECT_FALSE(test, test_copies_find(&main, 3));
	copy[1].expires = get_jiffies_64() + 1000 * HZ;
	KUNIT_EXPECT_PTR_EQ(test, test_copies_find(&main, 3), &copy[1].path);
	KUNIT_EXPECT_FALSE(test, test_copies_find(&main, 4));
	dsmip_copies_free(main.copies);
}

/* The end points of one and the same node are not mixed. */
static void test_copies_mixed(struct kunit *test)
{
	struct dsmip_outer outer = test_copies_outer(2);
	struct dsmip_path main;

	if (!test_copies_make(test, &main))
		return;
	outer.key = htonl(1);
	KUNIT_EXPECT_FALSE(test, dsmip_copies_find(&main, &outer));
	/* Of a packet of ours, another key than that of received ones is right. */
	KUNIT_EXPECT_PTR_EQ(test, dsmip_copies_quoted(&main, &outer),
			    &main.copies->copy[0].path);
	outer = test_copies_outer(1);
	KUNIT_EXPECT_PTR_EQ(test, dsmip_copies_quoted(&main, &outer), &main);
	outer = test_copies_outer(3);
	KUNIT_EXPECT_FALSE(test, dsmip_copies_quoted(&main, &outer));
	dsmip_copies_free(main.copies);
}

static void test_copies_addresses(struct kunit *test)
{
	union dsmip_addr addr = {};
	struct dsmip_outer outer;
	struct dsmip_path main;

	if (!test_copies_make(test, &main))
		return;
	KUNIT_EXPECT_TRUE(test, dsmip_copies_local(main.copies, AF_INET,
						   &main.local.v4));
	KUNIT_EXPECT_FALSE(test, dsmip_copies_local(main.copies, AF_INET6,
						    &main.local));
	dsmip_addr_set_v4(&addr, htonl(2));
	KUNIT_EXPECT_TRUE(test, dsmip_copies_coa(main.copies, AF_INET, &addr));
	KUNIT_EXPECT_FALSE(test, dsmip_copies_coa(NULL, AF_INET, &addr));
	KUNIT_EXPECT_FALSE(test, dsmip_copies_coa(main.copies, AF_INET6, &addr));
	dsmip_addr_set_v4(&addr, htonl(3));
	KUNIT_EXPECT_FALSE(test, dsmip_copies_coa(main.copies, AF_INET, &addr));

	outer = test_copies_outer(7);
	KUNIT_EXPECT_FALSE(test, dsmip_copies_check_home(&main, &outer));
	outer.daddr.v4 = htonl(8);
	KUNIT_EXPECT_TRUE(test, dsmip_copies_check_home(&main, &outer));
	dsmip_copies_free(main.copies);
}

static struct kunit_case test_copies_cases[] = {
	KUNIT_CASE(test_copies_check),
	KUNIT_CASE(test_copies_mixed),
	KUNIT_CASE(test_copies_addresses),
	{}
};

struct kunit_suite dsmip_test_copies = {
	.name		= "copies",
	.test_cases	= test_copies_cases,
};
