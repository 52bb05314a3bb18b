// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent address discovery and mobile prefixes: bytes written down by
 * hand, cut off, wrong, and back again.
 */

#include <stdlib.h>
#include <string.h>

#include "icmp6.h"
#include "testing.h"

static bool parse(const uint8_t *data, size_t len, struct dsmipd_icmp6 *msg)
{
	uint8_t *exact = malloc(len ? len : 1);
	bool good;

	assert_non_null(exact);
	if (len)
		memcpy(exact, data, len);
	good = dsmipd_icmp6_parse(len ? exact : exact + 1, len, msg);
	free(exact);
	return good;
}

static const uint8_t advertisement[] = {
	147, 0, 0, 0, 0x12, 0x34, 0x40, 0x00,
	3, 4, 64, 0xe0, 0x00, 0x01, 0x51, 0x80,
	0x00, 0x00, 0x0e, 0x10, 0, 0, 0, 0,
	0x20, 0x01, 0x0d, 0xb8, 0x01, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	3, 4, 48, 0x40, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0,
	0x20, 0x01, 0x0d, 0xb8, 0x02, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};

static const uint8_t reply[] = {
	145, 0, 0, 0, 0xab, 0xcd, 0x80, 0x00,
	0x20, 0x01, 0x0d, 0xb8, 0x01, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	0x20, 0x01, 0x0d, 0xb8, 0x01, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
};

static const struct {
	const uint8_t *data;
	size_t len;
	struct dsmipd_icmp6 msg;
} messages[] = {
	{ (const uint8_t[]){ 144, 0, 0, 0, 0x12, 0x34, 0x80, 0 }, 8,
	  { .type = 144, .id = 0x1234, .router = true } },
	{ (const uint8_t[]){ 144, 0, 0, 0, 0xff, 0xff, 0, 0 }, 8,
	  { .type = 144, .id = 0xffff } },
	{ (const uint8_t[]){ 145, 0, 0, 0, 0, 1, 0, 0 }, 8, { .type = 145, .id = 1 } },
	{ reply, sizeof(reply),
	  { .type = 145, .id = 0xabcd, .router = true, .n_agents = 2,
	    .agents = { { .s6_addr = { 0x20, 1, 0xd, 0xb8, 1, [15] = 1 } },
			{ .s6_addr = { 0x20, 1, 0xd, 0xb8, 1, [15] = 2 } } } } },
	{ (const uint8_t[]){ 146, 0, 0, 0, 0, 9, 0, 0 }, 8, { .type = 146, .id = 9 } },
	{ (const uint8_t[]){ 147, 0, 0, 0, 0, 9, 0xc0, 0 }, 8,
	  { .type = 147, .id = 9, .managed = true, .other = true } },
	{ advertisement, sizeof(advertisement),
	  { .type = 147, .id = 0x1234, .other = true, .n_prefix = 2,
	    .prefix = {
		{ { .s6_addr = { 0x20, 1, 0xd, 0xb8, 1, [15] = 1 } }, 64, 0xe0,
		  86400, 3600 },
		{ { .s6_addr = { 0x20, 1, 0xd, 0xb8, 2 } }, 48, 0x40,
		  UINT32_MAX, UINT32_MAX } } } },
};

static void both_ways(void **state)
{
	uint8_t buf[DSMIPD_ICMP6_MAX_LEN];
	struct dsmipd_icmp6 msg;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(messages); i++) {
		assert_int_equal(dsmipd_icmp6_build(&messages[i].msg, buf, sizeof(buf)),
				 messages[i].len);
		assert_memory_equal(buf, messages[i].data, messages[i].len);
		assert_true(parse(buf, messages[i].len, &msg));
		assert_memory_equal(&msg, &messages[i].msg, sizeof(msg));
		for (size_t size = 0; size < messages[i].len; size++) {
			uint8_t *exact = malloc(size ? size : 1);

			assert_int_equal(dsmipd_icmp6_build(&messages[i].msg, exact, size), 0);
			free(exact);
		}
	}
}

static void read_back(const struct dsmipd_icmp6 *msg)
{
	uint8_t buf[DSMIPD_ICMP6_MAX_LEN];
	struct dsmipd_icmp6 back;
	size_t len = dsmipd_icmp6_build(msg, buf, sizeof(buf));

	assert_true(len);
	assert_true(parse(buf, len, &back));
	assert_memory_equal(&back, msg, sizeof(back));
}

static void cut_off_and_wrong(void **state)
{
	uint8_t copy[sizeof(advertisement)];
	struct dsmipd_icmp6 msg;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(messages); i++) {
		size_t len = messages[i].len;

		for (size_t n = 0; n < len; n++) {
			bool whole = n == 8 || (n > 8 && messages[i].data[0] == 145 &&
						n % 16 == 8) ||
				     (n > 8 && messages[i].data[0] == 147 && n % 32 == 8);

			assert_int_equal(parse(messages[i].data, n, &msg), whole);
		}
		memcpy(copy, messages[i].data, len);
		for (size_t at = 0; at < len; at++) {
			for (unsigned int value = 0; value < 256; value++) {
				copy[at] = value;
				if (parse(copy, len, &msg))
					read_back(&msg);
			}
			copy[at] = messages[i].data[at];
		}
	}
}

static void what_is_refused(void **state)
{
	static const struct {
		size_t len;
		uint8_t data[48];
	} bad[] = {
		{ 8, { 143 } }, { 8, { 148 } }, { 8, { 133 } }, { 8, { 144, 1 } },
		/* Options: none of 0 bytes, none beyond the end, none wrong. */
		{ 16, { 147, [8] = 3, 0 } },
		{ 16, { 147, [8] = 3, 1 } },
		{ 16, { 147, [8] = 9, 2 } },
		{ 9, { 147, [8] = 9 } },
		{ 48, { 147, [8] = 3, 5 } },
		{ 40, { 147, [8] = 3, 4, 129 } },
		{ 25, { 145 } },
	};
	uint8_t buf[DSMIPD_ICMP6_MAX_LEN];
	struct dsmipd_icmp6 msg;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(bad); i++)
		assert_false(parse(bad[i].data, bad[i].len, &msg));
	msg = (struct dsmipd_icmp6){ .type = 145, .n_agents = DSMIPD_ICMP6_MAX_AGENTS + 1 };
	assert_int_equal(dsmipd_icmp6_build(&msg, buf, sizeof(buf)), 0);
	msg = (struct dsmipd_icmp6){ .type = 147, .n_prefix = DSMIPD_ICMP6_MAX_PREFIX + 1 };
	assert_int_equal(dsmipd_icmp6_build(&msg, buf, sizeof(buf)), 0);
	msg = (struct dsmipd_icmp6){ .type = 148 };
	assert_int_equal(dsmipd_icmp6_build(&msg, buf, sizeof(buf)), 0);
}

/* The first ones of many; options of other kinds between them are skipped. */
static void more_than_there_is_room_for(void **state)
{
	uint8_t data[8 + 20 * 40] = { 145 };
	struct dsmipd_icmp6 msg;

	(void)state;
	for (size_t i = 0; i < 20; i++)
		data[8 + 16 * i] = i;
	assert_true(parse(data, 8 + 20 * 16, &msg));
	assert_int_equal(msg.n_agents, DSMIPD_ICMP6_MAX_AGENTS);
	assert_int_equal(msg.agents[15].s6_addr[0], 15);

	memset(data, 0, sizeof(data));
	data[0] = 147;
	for (size_t i = 0; i < 20; i++) {
		memcpy(data + 8 + 40 * i, (uint8_t[]){ 200, 1 }, 2);
		memcpy(data + 16 + 40 * i, (uint8_t[]){ 3, 4, i }, 3);
	}
	assert_true(parse(data, sizeof(data), &msg));
	assert_int_equal(msg.n_prefix, DSMIPD_ICMP6_MAX_PREFIX);
	assert_int_equal(msg.prefix[15].len, 15);
}

/* RFC 2526, section 2. */
static void anycast(void **state)
{
	static const struct {
		const char *prefix;
		uint8_t len;
		const char *addr;
	} any[] = {
		{ "2001:db8:1:2::", 64, "2001:db8:1:2:fdff:ffff:ffff:fffe" },
		{ "2001:db8:1::", 48, "2001:db8:1:ffff:ffff:ffff:ffff:fffe" },
		{ "2001:db8:1:2:8000::", 65, "2001:db8:1:2:ffff:ffff:ffff:fffe" },
		{ "2001:db8::", 120, "2001:db8::fe" },
		{ "2001:db8::", 121, "2001:db8::7e" },
		{ "2001:db8::80", 121, "2001:db8::fe" },
	};
	struct in6_addr prefix, addr, want;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(any); i++) {
		prefix = testing_addr(any[i].prefix).v6;
		want = testing_addr(any[i].addr).v6;
		dsmipd_icmp6_anycast(&prefix, any[i].len, &addr);
		assert_memory_equal(&addr, &want, sizeof(addr));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways),
		cmocka_unit_test(cut_off_and_wrong),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(more_than_there_is_room_for),
		cmocka_unit_test(anycast),
	};

	return cmocka_run_group_tests_name("icmp6", tests, NULL, NULL);
}
