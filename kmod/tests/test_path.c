// SPDX-License-Identifier: GPL-2.0
/* Overheads, and the check of an outer header one field after the other.
 *
 * Covers: R5555-4.5.1-05 R5454-4-02
 */

#include "test.h"

#include "../path.c"

/* A path of a test has no route. */
void dsmip_route_free(struct dsmip_route *route)
{
}

static struct dsmip_path test_path_udp4(void)
{
	struct dsmip_path path = {
		.family		= AF_INET,
		.encap		= DSMIP_ENCAP_UDP,
		.local_port	= htons(4191),
		.port		= htons(40123),
	};

	path.local.v4 = htonl(0xc0000201);
	path.coa.v4 = htonl(0xc6336409);
	dsmip_path_init(&path);
	return path;
}

static struct dsmip_outer test_path_outer(const struct dsmip_path *path)
{
	return (struct dsmip_outer) {
		.saddr	= path->coa,
		.daddr	= path->local,
		.sport	= path->port,
		.dport	= path->local_port,
		.family	= path->family,
		.encap	= path->encap,
	};
}

static void test_path_check(struct kunit *test)
{
	struct dsmip_path path = test_path_udp4();
	struct dsmip_outer outer = test_path_outer(&path);

	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer), 0);

	outer.saddr.v4 ^= htonl(1);
	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer),
			DSMIP_DROP_RX_COA);
	outer = test_path_outer(&path);
	outer.family = AF_INET6;
	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer),
			DSMIP_DROP_RX_COA);
	outer = test_path_outer(&path);
	outer.daddr.v4 ^= htonl(1);
	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer),
			DSMIP_DROP_RX_LOCAL);
	outer = test_path_outer(&path);
	outer.encap = DSMIP_ENCAP_IP;
	outer.sport = 0;
	outer.dport = 0;
	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer),
			DSMIP_DROP_RX_ENCAP);
	outer = test_path_outer(&path);
	outer.sport ^= htons(1);
	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer),
			DSMIP_DROP_RX_PORT);
	outer = test_path_outer(&path);
	outer.dport ^= htons(1);
	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer),
			DSMIP_DROP_RX_PORT);
}

static void test_path_zero_csum6(struct kunit *test)
{
	struct dsmip_path path = test_path_udp4();
	struct dsmip_outer outer;

	path.family = AF_INET6;
	outer = test_path_outer(&path);
	outer.zero_csum6 = true;
	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer),
			DSMIP_DROP_RX_CSUM);
	path.flags = DSMIP_BINDING_FLAG_ZERO_CSUM6;
	KUNIT_EXPECT_EQ(test, dsmip_path_check(&path, &outer), 0);
}

static void test_path_overhead(struct kunit *test)
{
	struct dsmip_path path = test_path_udp4();

	KUNIT_EXPECT_EQ(test, path.overhead, 28);
	path.encap = DSMIP_ENCAP_IP;
	dsmip_path_init(&path);
	KUNIT_EXPECT_EQ(test, path.overhead, 20);
	path.family = AF_INET6;
	dsmip_path_init(&path);
	KUNIT_EXPECT_EQ(test, path.overhead, 40);
	path.encap = DSMIP_ENCAP_UDP;
	dsmip_path_init(&path);
	KUNIT_EXPECT_EQ(test, path.overhead, 48);
}

/* A refresh with the same end point keeps path and route, a handover not. */
static void test_path_same(struct kunit *test)
{
	struct dsmip_path a = test_path_udp4(), b = a;

	KUNIT_EXPECT_TRUE(test, dsmip_path_same(&a, &b));
	b.port ^= htons(1);
	KUNIT_EXPECT_FALSE(test, dsmip_path_same(&a, &b));
	b = a;
	b.coa.v4 ^= htonl(1);
	KUNIT_EXPECT_FALSE(test, dsmip_path_same(&a, &b));
	b = a;
	b.local.v4 ^= htonl(1);
	KUNIT_EXPECT_FALSE(test, dsmip_path_same(&a, &b));
	b = a;
	b.encap = DSMIP_ENCAP_IP;
	KUNIT_EXPECT_FALSE(test, dsmip_path_same(&a, &b));
	b = a;
	b.flags = DSMIP_BINDING_FLAG_CSUM;
	KUNIT_EXPECT_FALSE(test, dsmip_path_same(&a, &b));
	b = a;
	b.copies = dsmip_copies_alloc(0);
	KUNIT_EXPECT_FALSE(test, dsmip_path_same(&a, &b));
	KUNIT_EXPECT_FALSE(test, dsmip_path_same(&b, &b));
	dsmip_copies_free(b.copies);
}

static void test_path_same_end(struct kunit *test)
{
	struct dsmip_path a = test_path_udp4(), b = a;

	b.local.v4 ^= htonl(1);
	b.flags = DSMIP_BINDING_FLAG_CSUM;
	KUNIT_EXPECT_TRUE(test, dsmip_path_same_end(&a, &b));
	b.port ^= htons(1);
	KUNIT_EXPECT_FALSE(test, dsmip_path_same_end(&a, &b));
	b = a;
	b.coa.v4 ^= htonl(1);
	KUNIT_EXPECT_FALSE(test, dsmip_path_same_end(&a, &b));
	b = a;
	b.keys = DSMIP_PATH_OKEY;
	KUNIT_EXPECT_FALSE(test, dsmip_path_same_end(&a, &b));
	a.keys = DSMIP_PATH_OKEY;
	b.okey = htonl(1);
	KUNIT_EXPECT_FALSE(test, dsmip_path_same_end(&a, &b));
}

static struct kunit_case test_path_cases[] = {
	KUNIT_CASE(test_path_check),
	KUNIT_CASE(test_path_zero_csum6),
	KUNIT_CASE(test_path_overhead),
	KUNIT_CASE(test_path_same),
	KUNIT_CASE(test_path_same_end),
	{}
};

struct kunit_suite dsmip_test_path = {
	.name		= "path",
	.test_cases	= test_path_cases,
};
