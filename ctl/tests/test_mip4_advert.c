// SPDX-License-Identifier: GPL-2.0
/*
 * Agent advertisements and solicitations: bytes written down by hand, cut off,
 * wrong, and back again.
 */

#include <stdlib.h>
#include <string.h>

#include "mip4_advert.h"
#include "testing.h"
#include "wire.h"

/* With the right checksum. */
static bool parse(const uint8_t *data, size_t len,
		  struct dsmipd_mip4_advert *advert)
{
	uint8_t *exact = malloc(len ? len : 1);
	bool good;

	assert_non_null(exact);
	if (len)
		memcpy(exact, data, len);
	if (len >= 4) {
		dsmipd_wire_put16(exact + 2, 0);
		dsmipd_wire_put16(exact + 2, dsmipd_wire_checksum(dsmipd_wire_sum(exact, len)));
	}
	good = dsmipd_mip4_advert_parse(len ? exact : exact + 1, len, advert);
	free(exact);
	return good;
}

static const uint8_t foreign[] = {
	9, 16, 0xe3, 0x7e, 1, 2, 0, 9,
	203, 0, 113, 1, 0xff, 0xff, 0xff, 0xff,
	16, 14, 1, 2, 7, 8, 0x95, 0x40, 203, 0, 113, 1, 192, 0, 2, 7,
	19, 1, 24, 0,
};

static const uint8_t home[] = {
	9, 0, 0x0f, 0x31, 2, 2, 7, 8,
	198, 51, 100, 1, 0, 0, 0, 7, 203, 0, 113, 1, 0, 0, 0, 0,
	16, 6, 0, 0, 0xff, 0xff, 0x68, 0x80,
};

static const struct {
	const uint8_t *data;
	size_t len;
	struct dsmipd_mip4_advert advert;
} messages[] = {
	{ (const uint8_t[]){ 10, 0, 0xf5, 0xff, 0, 0, 0, 0 }, 8, { .type = 10 } },
	{ (const uint8_t[]){ 9, 0, 0xf4, 0xf6, 0, 2, 2, 7 }, 8, { .type = 9, .lifetime = 519 } },
	{ foreign, sizeof(foreign),
	  { .type = 9, .code = 16, .lifetime = 9, .has_prefix_len = true,
	    .has_agent = true, .sequence = 258, .reg_lifetime = 1800,
	    .flags = DSMIPD_MIP4_ADVERT_REQUIRED | DSMIPD_MIP4_ADVERT_FOREIGN |
		     DSMIPD_MIP4_ADVERT_GRE | DSMIPD_MIP4_ADVERT_REVERSE |
		     DSMIPD_MIP4_ADVERT_REVOCATION,
	    .n_routers = 1, .n_coa = 2 } },
	{ home, sizeof(home),
	  { .type = 9, .lifetime = 1800, .has_agent = true,
	    .reg_lifetime = 65535,
	    .flags = DSMIPD_MIP4_ADVERT_BUSY | DSMIPD_MIP4_ADVERT_HOME |
		     DSMIPD_MIP4_ADVERT_MINIMAL | DSMIPD_MIP4_ADVERT_UDP,
	    .n_routers = 2 } },
};

/* The addresses, which are no constants. */
static void message(size_t i, struct dsmipd_mip4_advert *advert)
{
	*advert = messages[i].advert;
	if (messages[i].data == foreign) {
		advert->routers[0].addr = testing_addr("203.0.113.1").v4;
		advert->routers[0].preference = -1;
		advert->routers[0].prefix_len = 24;
		advert->coa[0] = testing_addr("203.0.113.1").v4;
		advert->coa[1] = testing_addr("192.0.2.7").v4;
	} else if (messages[i].data == home) {
		advert->routers[0].addr = testing_addr("198.51.100.1").v4;
		advert->routers[0].preference = 7;
		advert->routers[1].addr = testing_addr("203.0.113.1").v4;
	}
}

static void both_ways(void **state)
{
	struct dsmipd_mip4_advert advert, back;
	uint8_t buf[DSMIPD_MIP4_ADVERT_MAX_LEN];

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(messages); i++) {
		message(i, &advert);
		assert_int_equal(dsmipd_mip4_advert_build(&advert, buf, sizeof(buf)),
				 messages[i].len);
		assert_true(dsmipd_mip4_advert_parse(buf, messages[i].len, &back));
		assert_memory_equal(&back, &advert, sizeof(back));
		assert_memory_equal(buf, messages[i].data, messages[i].len);
		for (size_t size = 0; size <= messages[i].len; size++) {
			uint8_t *exact = malloc(size ? size : 1);

			assert_int_equal(dsmipd_mip4_advert_build(&advert, exact, size),
					 size == messages[i].len ? size : 0);
			free(exact);
		}
	}
}

static void read_back(const struct dsmipd_mip4_advert *advert)
{
	uint8_t buf[DSMIPD_MIP4_ADVERT_MAX_LEN];
	struct dsmipd_mip4_advert back;
	size_t len = dsmipd_mip4_advert_build(advert, buf, sizeof(buf));

	assert_true(len);
	assert_int_equal(len % 2, 0);
	assert_true(dsmipd_mip4_advert_parse(buf, len, &back));
	assert_memory_equal(&back, advert, sizeof(back));
}

static void cut_off_and_wrong(void **state)
{
	struct dsmipd_mip4_advert advert;
	uint8_t copy[sizeof(foreign)];

	(void)state;
	for (size_t n = 0; n < sizeof(foreign); n++)
		assert_int_equal(parse(foreign, n, &advert), n == 16 || n == 32 || n == 35);
	for (size_t i = 0; i < TESTING_SIZE(messages); i++) {
		memcpy(copy, messages[i].data, messages[i].len);
		for (size_t at = 0; at < messages[i].len; at++) {
			for (unsigned int value = 0; value < 256; value++) {
				copy[at] = value;
				if (parse(copy, messages[i].len, &advert))
					read_back(&advert);
			}
			copy[at] = messages[i].data[at];
		}
	}
	/* One bit anywhere, and the checksum is wrong. */
	memcpy(copy, foreign, sizeof(foreign));
	assert_true(dsmipd_mip4_advert_parse(copy, sizeof(copy), &advert));
	for (size_t bit = 0; bit < 8 * sizeof(copy); bit++) {
		copy[bit / 8] ^= 1 << bit % 8;
		assert_false(dsmipd_mip4_advert_parse(copy, sizeof(copy), &advert));
		copy[bit / 8] ^= 1 << bit % 8;
	}
}

static void what_is_refused(void **state)
{
	static const struct {
		size_t len;
		uint8_t data[48];
	} bad[] = {
		{ 7, { 10 } }, { 8, { 8 } }, { 8, { 11 } }, { 8, { 10, 16 } },
		{ 8, { 9, 1 } }, { 8, { 9, 15 } },
		/* Routers without room, or of less than an address and a word. */
		{ 15, { 9, 0, 0, 0, 1, 2 } }, { 16, { 9, 0, 0, 0, 1, 1 } },
		{ 16, { 9, 0, 0, 0, 1, 0 } }, { 16, { 9, 0, 0, 0, 255, 255 } },
		/* What has to be known, and what is beyond the end. */
		{ 10, { 9, [8] = 1, 0 } }, { 10, { 9, [8] = 24, 0 } }, { 10, { 9, [8] = 127, 0 } },
		{ 9, { 9, [8] = 200 } }, { 10, { 9, [8] = 200, 1 } },
		/* Of a length that it cannot have, or twice. */
		{ 15, { 9, [8] = 16, 5 } }, { 18, { 9, [8] = 16, 8 } },
		{ 24, { 9, [8] = 16, 6, [16] = 16, 6 } },
		{ 11, { 9, [8] = 19, 1, 8 } }, { 12, { 9, [8] = 19, 0, 19, 0 } },
		{ 18, { 9, 0, 0, 0, 1, 2, [16] = 19, 0 } },
		{ 20, { 9, 0, 0, 0, 1, 2, [16] = 19, 2 } },
		{ 19, { 9, 0, 0, 0, 1, 2, [16] = 19, 1, 33 } },
	};
	uint8_t buf[DSMIPD_MIP4_ADVERT_MAX_LEN];
	struct dsmipd_mip4_advert advert;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(bad); i++)
		if (parse(bad[i].data, bad[i].len, &advert))
			fail_msg("case %zu", i);
	advert = (struct dsmipd_mip4_advert){ .type = 9, .n_routers = 9 };
	assert_int_equal(dsmipd_mip4_advert_build(&advert, buf, sizeof(buf)), 0);
	advert = (struct dsmipd_mip4_advert){ .type = 9, .n_coa = 9 };
	assert_int_equal(dsmipd_mip4_advert_build(&advert, buf, sizeof(buf)), 0);
	advert = (struct dsmipd_mip4_advert){ .type = 9, .code = 3 };
	assert_int_equal(dsmipd_mip4_advert_build(&advert, buf, sizeof(buf)), 0);
	advert = (struct dsmipd_mip4_advert){ .type = 8 };
	assert_int_equal(dsmipd_mip4_advert_build(&advert, buf, sizeof(buf)), 0);
	advert = (struct dsmipd_mip4_advert){ .type = 10, .code = 16 };
	assert_int_equal(dsmipd_mip4_advert_build(&advert, buf, sizeof(buf)), 0);
}

/* The first ones of many, larger entries, and what is skipped between. */
static void more_than_there_is_room_for(void **state)
{
	uint8_t data[8 + 12 * 12 + 2 + 12 + 2 + 6 + 4 * 12 + 4] = { 9, 0, 0, 0, 12, 3 };
	struct dsmipd_mip4_advert advert;
	size_t at = 8;

	(void)state;
	for (size_t i = 0; i < 12; i++, at += 12)
		data[at] = i + 1;
	memcpy(data + at, (uint8_t[]){ 0, 200, 1, 7 }, 4);
	at += 4;
	memcpy(data + at, (uint8_t[]){ 19, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, 14);
	at += 14;
	memcpy(data + at, (uint8_t[]){ 16, 6 + 4 * 12, 0, 5, 0, 6, 0xff, 0xff }, 8);
	for (size_t i = 0; i < 12; i++)
		data[at + 8 + 4 * i] = 100 + i;
	assert_int_equal(at + 8 + 48, sizeof(data));
	assert_true(parse(data, sizeof(data), &advert));
	assert_int_equal(advert.n_routers, DSMIPD_MIP4_ADVERT_MAX_ROUTERS);
	assert_int_equal(advert.n_coa, DSMIPD_MIP4_ADVERT_MAX_COA);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(*(uint8_t *)&advert.routers[i].addr, i + 1);
		assert_int_equal(advert.routers[i].prefix_len, i + 1);
		assert_int_equal(*(uint8_t *)&advert.coa[i], 100 + i);
	}
	assert_int_equal(advert.flags, 0xfdc0);
	read_back(&advert);
}

/* What need not be known, at the very end, and the longest prefix. */
static void what_is_skipped(void **state)
{
	static const uint8_t data[] = {
		9, 0, 0, 0, 1, 2, 0, 9, 203, 0, 113, 1, 0, 0, 0, 0, 19, 1, 32, 128, 0,
	};
	struct dsmipd_mip4_advert advert;

	(void)state;
	assert_true(parse(data, sizeof(data), &advert));
	assert_true(advert.has_prefix_len);
	assert_int_equal(advert.routers[0].prefix_len, 32);
	assert_false(advert.has_agent);
}

/* RFC 5944, 2.3.2: small numbers come once, but for an agent begun anew. */
static void sequence(void **state)
{
	uint16_t last = 0, next;

	(void)state;
	for (unsigned int i = 0; i < 200000; i++, last = next) {
		next = dsmipd_mip4_advert_next(last);
		assert_true(next == last + 1 || (last == 65535 && next == 256));
		assert_false(dsmipd_mip4_advert_restarted(last, next));
	}
	assert_true(dsmipd_mip4_advert_restarted(1, 0));
	assert_true(dsmipd_mip4_advert_restarted(65535, 255));
	assert_false(dsmipd_mip4_advert_restarted(5, 5));
	assert_false(dsmipd_mip4_advert_restarted(300, 299));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways),
		cmocka_unit_test(cut_off_and_wrong),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(more_than_there_is_room_for),
		cmocka_unit_test(what_is_skipped),
		cmocka_unit_test(sequence),
	};

	return cmocka_run_group_tests_name("mip4_advert", tests, NULL, NULL);
}
