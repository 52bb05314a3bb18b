// SPDX-License-Identifier: GPL-2.0
/* Messages of the link: what is one, and that none reaches beyond its packet. */

#include <linux/random.h>
#include <linux/slab.h>

#include "test.h"

#include "../linkmsg.c"

#define TEST_LINKMSG_ROUNDS	20000

/* A report of MLDv1 on ff0e::1, from fe80::2. */
static const u8 test_linkmsg_mld[] = {
	0x60, 0, 0, 0, 0, 32, NEXTHDR_HOP, 1,
	0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
	0xff, 0x0e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	NEXTHDR_ICMP, 0, IPV6_TLV_ROUTERALERT, 2, 0, 0, IPV6_TLV_PADN, 0,
	ICMPV6_MGM_REPORT, 0, 0, 0, 0, 0, 0, 0,
	0xff, 0x0e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
};

/* A report of IGMPv2 on 233.252.0.1, from 0.0.0.0. */
static const u8 test_linkmsg_igmp[] = {
	0x45, 0, 0, 28, 0, 0, 0, 0, 1, IPPROTO_IGMP, 0, 0,
	0, 0, 0, 0, 233, 252, 0, 1,
	DSMIP_LINKMSG_IGMP_REPORT2, 0, 0, 0, 233, 252, 0, 1,
};

/* Half of it in a page, so that nothing can count on being in one piece. */
static struct sk_buff *test_linkmsg_skb(const u8 *data, unsigned int len,
					unsigned int linear)
{
	struct sk_buff *skb = alloc_skb(256, GFP_KERNEL | __GFP_NOFAIL);
	struct page *page = alloc_page(GFP_KERNEL | __GFP_NOFAIL);

	skb_put_data(skb, data, linear);
	memcpy(page_address(page), data + linear, len - linear);
	skb_add_rx_frag(skb, 0, page, 0, len - linear, PAGE_SIZE);
	return skb;
}

static enum dsmip_linkmsg_kind test_linkmsg_kind(const u8 *data,
						 unsigned int len,
						 unsigned int linear,
						 struct dsmip_linkmsg *msg)
{
	struct sk_buff *skb = test_linkmsg_skb(data, len, linear);
	enum dsmip_linkmsg_kind kind = dsmip_linkmsg_read(skb, 0, msg);

	kfree_skb(skb);
	return kind;
}

static void test_linkmsg_one(struct kunit *test, const u8 *data,
			     unsigned int len, unsigned int off, u8 type)
{
	struct dsmip_linkmsg msg;
	unsigned int linear;

	for (linear = 0; linear < len; linear++) {
		KUNIT_EXPECT_EQ(test,
				test_linkmsg_kind(data, len, linear, &msg),
				DSMIP_LINKMSG_REPORT);
		KUNIT_EXPECT_EQ(test, msg.off, off);
		KUNIT_EXPECT_EQ(test, msg.len, len - off);
		KUNIT_EXPECT_EQ(test, msg.type, type);
		/* Cut off, while the header says it is not. */
		KUNIT_EXPECT_EQ(test,
				test_linkmsg_kind(data, linear + 1 < len ?
						  linear + 1 : len - 1,
						  linear / 2, &msg),
				DSMIP_LINKMSG_NONE);
	}
}

static void test_linkmsg_read(struct kunit *test)
{
	test_linkmsg_one(test, test_linkmsg_mld, sizeof(test_linkmsg_mld), 48,
			 ICMPV6_MGM_REPORT);
	test_linkmsg_one(test, test_linkmsg_igmp, sizeof(test_linkmsg_igmp), 20,
			 DSMIP_LINKMSG_IGMP_REPORT2);
}

static bool test_linkmsg_is_allowed(const u8 *data, unsigned int len, u32 flags)
{
	struct sk_buff *skb = test_linkmsg_skb(data, len, 0);
	bool allowed = dsmip_linkmsg_allowed(skb, 0, flags);

	kfree_skb(skb);
	return allowed;
}

static void test_linkmsg_allow(struct kunit *test)
{
	u8 data[sizeof(test_linkmsg_mld)];

	memcpy(data, test_linkmsg_mld, sizeof(data));
	KUNIT_EXPECT_TRUE(test, test_linkmsg_is_allowed(data, sizeof(data),
							DSMIP_BINDING_FLAG_MULTICAST));
	KUNIT_EXPECT_TRUE(test, test_linkmsg_is_allowed(data, sizeof(data),
							DSMIP_BINDING_FLAG_ACCESS));
	KUNIT_EXPECT_FALSE(test, test_linkmsg_is_allowed(data, sizeof(data),
							 DSMIP_BINDING_FLAG_AGENT));
	/* A group of the link is no link-local address. */
	data[8] = 0xff;
	data[9] = 0x02;
	KUNIT_EXPECT_FALSE(test, test_linkmsg_is_allowed(data, sizeof(data),
							 U32_MAX));
}

/* Whatever is in the packet: the message is in it, and has a header. */
static void test_linkmsg_random(struct kunit *test)
{
	u8 data[sizeof(test_linkmsg_mld)];
	unsigned int i, j, len, linear, found = 0;
	enum dsmip_linkmsg_kind kind;
	struct dsmip_linkmsg msg;

	for (i = 0; i < TEST_LINKMSG_ROUNDS; i++) {
		if (get_random_u32() % 2) {
			len = sizeof(test_linkmsg_mld);
			memcpy(data, test_linkmsg_mld, len);
		} else {
			len = sizeof(test_linkmsg_igmp);
			memcpy(data, test_linkmsg_igmp, len);
		}
		for (j = get_random_u32() % 4; j; j--)
			data[get_random_u32() % len] = get_random_u32();
		len -= get_random_u32() % 3;
		linear = get_random_u32() % len;
		kind = test_linkmsg_kind(data, len, linear, &msg);
		if (kind == DSMIP_LINKMSG_NONE)
			continue;
		found++;
		if (msg.off + msg.len > len || msg.len < DSMIP_LINKMSG_HEADER)
			break;
	}
	KUNIT_EXPECT_EQ(test, i, TEST_LINKMSG_ROUNDS);
	KUNIT_EXPECT_TRUE(test, found);
}

static struct kunit_case test_linkmsg_cases[] = {
	KUNIT_CASE(test_linkmsg_read),
	KUNIT_CASE(test_linkmsg_allow),
	KUNIT_CASE(test_linkmsg_random),
	{}
};

struct kunit_suite dsmip_test_linkmsg = {
	.name		= "linkmsg",
	.test_cases	= test_linkmsg_cases,
};
