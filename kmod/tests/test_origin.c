// SPDX-License-Identifier: GPL-2.0
/* What is taken for signalling, the ring of origins, and its rate. */

#include <linux/random.h>
#include <linux/skbuff.h>

#include "test.h"

#include "../origin.c"

#define TEST_ORIGIN_OFF		8	/* as behind a UDP header */
#define TEST_ORIGIN_SPI		0x100

/* No end point of a test is one. */
bool dsmip_addr_reserved(u8 family, const union dsmip_addr *addr, u8 len)
{
	return false;
}

static unsigned int test_origin_packet(u8 *data, u8 nexthdr, u8 option_nexthdr)
{
	struct ipv6hdr *ip6h = (struct ipv6hdr *)(data + TEST_ORIGIN_OFF);
	unsigned int len = TEST_ORIGIN_OFF + sizeof(*ip6h);

	memset(ip6h, 0, sizeof(*ip6h));
	ip6h->version = 6;
	ip6h->nexthdr = nexthdr;
	ip6h->saddr.s6_addr[15] = 7;
	ip6h->daddr.s6_addr[15] = 1;
	if (nexthdr == NEXTHDR_DEST) {
		memset(data + len, 0, 16);
		data[len] = option_nexthdr;
		data[len + 1] = 1;
		len += 16;
	}
	memset(data + len, 0, 16);
	data[len + 2] = TEST_ORIGIN_SPI >> 8;
	len += 16;
	ip6h->payload_len = htons(len - TEST_ORIGIN_OFF - sizeof(*ip6h));
	return len;
}

/* The packet with only its inner IPv6 header in the linear part. */
static struct sk_buff *test_origin_skb(const u8 *data, unsigned int len)
{
	unsigned int linear = TEST_ORIGIN_OFF + sizeof(struct ipv6hdr);
	struct sk_buff *skb = alloc_skb(linear, GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	if (!skb || !page) {
		kfree_skb(skb);
		if (page)
			put_page(page);
		return NULL;
	}
	skb_put_data(skb, data, linear);
	memcpy(page_address(page), data + linear, len - linear);
	skb_add_rx_frag(skb, 0, page, 0, len - linear, PAGE_SIZE);
	return skb;
}

static bool test_origin_is(struct kunit *test, const u8 *data, unsigned int len,
			   struct dsmip_origin_inner *inner)
{
	struct sk_buff *skb = test_origin_skb(data, len);
	bool is;

	KUNIT_EXPECT_TRUE(test, skb);
	if (!skb)
		return false;
	is = dsmip_origin_parse(skb, TEST_ORIGIN_OFF, inner);
	kfree_skb(skb);
	return is;
}

static void test_origin_parse(struct kunit *test)
{
	struct dsmip_origin_inner inner;
	unsigned int len, header;
	u8 data[128];

	for (header = 0; header < 256; header++) {
		bool signalling = header == NEXTHDR_ESP ||
				  header == NEXTHDR_MOBILITY;

		len = test_origin_packet(data, NEXTHDR_DEST, header);
		KUNIT_EXPECT_EQ(test, test_origin_is(test, data, len, &inner),
				signalling);
		if (header == NEXTHDR_DEST)
			continue;
		len = test_origin_packet(data, header, 0);
		KUNIT_EXPECT_EQ(test, test_origin_is(test, data, len, &inner),
				signalling);
		if (!signalling)
			continue;
		KUNIT_EXPECT_EQ(test, inner.esp, header == NEXTHDR_ESP);
		KUNIT_EXPECT_EQ(test, ntohl(inner.spi),
				inner.esp ? TEST_ORIGIN_SPI : 0);
		KUNIT_EXPECT_EQ(test, (int)inner.saddr.s6_addr[15], 7);
		KUNIT_EXPECT_EQ(test, (int)inner.daddr.s6_addr[15], 1);
	}
}

/* Every length that the inner header may claim, and any bytes behind it. */
static void test_origin_lengths(struct kunit *test)
{
	struct dsmip_origin_inner inner;
	unsigned int len, claim, i;
	struct ipv6hdr *ip6h;
	u8 data[128];

	ip6h = (struct ipv6hdr *)(data + TEST_ORIGIN_OFF);
	for (claim = 1; claim <= 32; claim++) {
		len = test_origin_packet(data, NEXTHDR_DEST, NEXTHDR_ESP);
		ip6h->payload_len = htons(claim);
		len = TEST_ORIGIN_OFF + sizeof(*ip6h) + claim;
		KUNIT_EXPECT_EQ(test, test_origin_is(test, data, len, &inner),
				claim >= 16 + sizeof(struct ip_esp_hdr));
	}
	for (i = 0; i < 5000; i++) {
		claim = 1 + get_random_u32() % 64;
		get_random_bytes(data, sizeof(data));
		ip6h->nexthdr = NEXTHDR_DEST;
		ip6h->payload_len = htons(claim);
		if (i & 1)
			data[TEST_ORIGIN_OFF + sizeof(*ip6h)] = NEXTHDR_ESP;
		len = TEST_ORIGIN_OFF + sizeof(*ip6h) + claim;
		if (test_origin_is(test, data, len, &inner))
			KUNIT_EXPECT_TRUE(test, claim >= 16);
	}
}

static struct dsmip_dev *test_origin_begin(struct kunit *test, u32 size)
{
	struct dsmip_dev *dsmip = kvzalloc(sizeof(*dsmip), GFP_KERNEL);

	KUNIT_EXPECT_TRUE(test, dsmip);
	if (!dsmip)
		return NULL;
	dsmip->norigins = size;
	dsmip->origin_mark = DSMIP_ORIGIN_MARK;
	KUNIT_EXPECT_EQ(test, dsmip_origin_init(dsmip), 0);
	if (dsmip->origins)
		return dsmip;
	kvfree(dsmip);
	return NULL;
}

static void test_origin_end(struct dsmip_dev *dsmip)
{
	dsmip_origin_uninit(dsmip);
	kvfree(dsmip);
}

static u32 test_origin_write(struct dsmip_dev *dsmip, u16 port,
			     bool registered)
{
	struct dsmip_origin_inner inner = {};
	struct dsmip_outer outer = {
		.family	= AF_INET,
		.encap	= DSMIP_ENCAP_UDP,
		.sport	= htons(port),
	};
	u32 tag;

	local_bh_disable();
	tag = dsmip_origin_write(dsmip->origins, &outer, &inner,
				 registered);
	local_bh_enable();
	return tag;
}

/* The last ones are found, all others are not: over the end of the numbers. */
static void test_origin_ring(struct kunit *test)
{
	static const u32 starts[] = { 0, 0xfffffa, 0xfffffffa, 0x123456 };
	struct dsmip_dev *dsmip = test_origin_begin(test, 8);
	struct dsmip_origin origin;
	unsigned int i, j, port;
	u32 tags[100];

	if (!dsmip)
		return;
	for (i = 0; i < ARRAY_SIZE(starts); i++) {
		dsmip->origins->seq = starts[i];
		for (port = 0; port < ARRAY_SIZE(tags); port++) {
			dsmip->origins->registered.tokens = 1;
			tags[port] = test_origin_write(dsmip, port + 1, true);
			KUNIT_EXPECT_EQ(test, tags[port] >> 24, 0xd5);
			for (j = 0; j <= port; j++) {
				int err = dsmip_origin_find(dsmip, tags[j],
							    &origin);

				KUNIT_EXPECT_EQ(test, err,
						j + 8 > port ? 0 : -ENOENT);
				if (!err)
					KUNIT_EXPECT_EQ(test, j + 1,
							ntohs(origin.sport));
			}
		}
		KUNIT_EXPECT_EQ(test, dsmip_origin_find(dsmip, tags[99] + 1,
							&origin), -ENOENT);
	}
	KUNIT_EXPECT_EQ(test, dsmip_origin_find(dsmip, 0, &origin), -ENOENT);
	test_origin_end(dsmip);
}

/* Those that are asked for are in the same ring, and no limit is for them. */
static void test_origin_add(struct kunit *test)
{
	struct dsmip_dev *dsmip = test_origin_begin(test, 8);
	struct dsmip_origin origin = { .sport = htons(4191) };
	struct dsmip_origin found;
	u32 before, after;

	if (!dsmip)
		return;
	before = test_origin_write(dsmip, 1, true);
	dsmip->origins->registered.tokens = 1;
	dsmip->origins->strangers.tokens = 0;
	dsmip_origin_add(dsmip, &origin);
	after = test_origin_write(dsmip, 2, true);
	KUNIT_EXPECT_EQ(test, origin.tag, before + 1);
	KUNIT_EXPECT_EQ(test, after, before + 2);
	KUNIT_EXPECT_EQ(test, dsmip_origin_find(dsmip, origin.tag, &found), 0);
	KUNIT_EXPECT_EQ(test, ntohs(found.sport), 4191);
	KUNIT_EXPECT_EQ(test, dsmip->origins->strangers.tokens, 0);
	test_origin_end(dsmip);
}

static void test_origin_pass(struct dsmip_dev *dsmip, unsigned long time)
{
	dsmip->origins->strangers.stamp -= time;
}

static unsigned int test_origin_burst(struct dsmip_dev *dsmip)
{
	unsigned int n = 0;

	while (n < 100000 && test_origin_write(dsmip, 1, false))
		n++;
	return n;
}

static void test_origin_rate(struct kunit *test)
{
	struct dsmip_dev *dsmip = test_origin_begin(test, 4096);
	unsigned int n;

	if (!dsmip)
		return;
	/* Some real time may pass meanwhile. */
	n = test_origin_burst(dsmip);
	KUNIT_EXPECT_TRUE(test, n >= 1024 && n < 1500);
	KUNIT_EXPECT_TRUE(test, test_origin_write(dsmip, 1, true));
	test_origin_pass(dsmip, HZ / 2);
	n = test_origin_burst(dsmip);
	KUNIT_EXPECT_TRUE(test, n >= 512 && n < 900);
	/* A long silence is no credit. */
	test_origin_pass(dsmip, 1000 * HZ);
	n = test_origin_burst(dsmip);
	KUNIT_EXPECT_TRUE(test, n >= 1024 && n < 1500);
	test_origin_end(dsmip);
}

static struct kunit_case test_origin_cases[] = {
	KUNIT_CASE(test_origin_parse),
	KUNIT_CASE(test_origin_lengths),
	KUNIT_CASE(test_origin_ring),
	KUNIT_CASE(test_origin_add),
	KUNIT_CASE(test_origin_rate),
	{}
};

struct kunit_suite dsmip_test_origin = {
	.name		= "dsmip_origin",
	.test_cases	= test_origin_cases,
};
