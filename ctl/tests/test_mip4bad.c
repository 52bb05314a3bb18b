// SPDX-License-Identifier: GPL-2.0
/*
 * Mobile IPv4 messages that are refused, extensions that are skipped, out of
 * order or twice, all ways to cut a message off, and all bytes that may be wrong
 * in it.
 *
 * Covers: R5454-2-01 R5454-5-01
 */

#include "testing_mip4.h"

#define RRQ	TESTING_MIP4_RRQ
#define RRP	TESTING_MIP4_RRP
#define AUTH	TESTING_MIP4_AUTH
#define PREFIX(sub, len) 0x98, len, sub, 0x40, TESTING_MIP4_NET

static void what_is_refused(void **state)
{
	static const struct {
		enum dsmipd_mip4_error error;
		size_t len;
		uint8_t data[128];
	} bad[] = {
		{ DSMIPD_MIP4_SHORT, 0, {} },
		{ DSMIPD_MIP4_SHORT, 23, { RRQ } },
		{ DSMIPD_MIP4_SHORT, 19, { RRP } },
		{ DSMIPD_MIP4_SHORT, 19, { 7 } },
		{ DSMIPD_MIP4_SHORT, 11, { 15 } },
		{ DSMIPD_MIP4_SHORT, 1, { 1 } },
		{ DSMIPD_MIP4_UNKNOWN_TYPE, 24, { 0 } },
		{ DSMIPD_MIP4_UNKNOWN_TYPE, 24, { 2 } },
		{ DSMIPD_MIP4_UNKNOWN_TYPE, 24, { 4 } },
		{ DSMIPD_MIP4_UNKNOWN_TYPE, 24, { 16 } },
		{ DSMIPD_MIP4_UNKNOWN_TYPE, 24, { 255 } },
		/* An extension beyond the end. */
		{ DSMIPD_MIP4_SHORT, 25, { RRQ, 200 } },
		{ DSMIPD_MIP4_SHORT, 26, { RRQ, 200, 1 } },
		{ DSMIPD_MIP4_SHORT, 27, { RRQ, 0, 0, 131 } },
		{ DSMIPD_MIP4_SHORT, 30, { RRQ, 32, 20 } },
		/* What has to be known, here. */
		{ DSMIPD_MIP4_UNKNOWN_EXT, 26, { RRQ, 1, 0 } },
		{ DSMIPD_MIP4_UNKNOWN_EXT, 26, { RRQ, 127, 0 } },
		{ DSMIPD_MIP4_UNKNOWN_EXT, 30, { RRQ, 36, 4 } },
		{ DSMIPD_MIP4_UNKNOWN_EXT, 32, { RRQ, 48, 6 } },
		{ DSMIPD_MIP4_UNKNOWN_EXT, 32, { RRQ, 44, 6 } },
		{ DSMIPD_MIP4_UNKNOWN_EXT, 28, { RRP, 44, 6, 1 } },
		{ DSMIPD_MIP4_UNKNOWN_EXT, 28, { 7, [20] = 44, 6 } },
		/* Behind the authentication as well. */
		{ DSMIPD_MIP4_UNKNOWN_EXT, 48, { RRQ, AUTH(32), 1, 0 } },
		{ DSMIPD_MIP4_UNKNOWN_EXT, 48, { RRQ, AUTH(34), 1, 0 } },
		/* Authentication without an authenticator, and twice. */
		{ DSMIPD_MIP4_BAD_AUTH, 26, { RRQ, 32, 0 } },
		{ DSMIPD_MIP4_BAD_AUTH, 29, { RRQ, 33, 3 } },
		{ DSMIPD_MIP4_BAD_AUTH, 30, { RRQ, 34, 4 } },
		{ DSMIPD_MIP4_BAD_AUTH, 68, { RRQ, AUTH(32), AUTH(32) } },
		{ DSMIPD_MIP4_BAD_AUTH, 68, { RRQ, AUTH(33), AUTH(33) } },
		{ DSMIPD_MIP4_BAD_AUTH, 68, { RRQ, AUTH(34), AUTH(34) } },
		/* Behind what would have to cover it. */
		{ DSMIPD_MIP4_BAD_ORDER, 68, { RRQ, AUTH(33), AUTH(32) } },
		{ DSMIPD_MIP4_BAD_ORDER, 68, { RRQ, AUTH(34), AUTH(32) } },
		{ DSMIPD_MIP4_BAD_ORDER, 49, { RRQ, AUTH(34), 131, 1, 'n' } },
		{ DSMIPD_MIP4_BAD_ORDER, 72,
		  { RRQ, AUTH(32), AUTH(34), 0x98, 2, 3, 0 } },
		{ DSMIPD_MIP4_BAD_ORDER, 70, { RRQ, AUTH(32), AUTH(33), 130, 0 } },
		{ DSMIPD_MIP4_BAD_ORDER, 76,
		  { RRQ, AUTH(32), AUTH(33), 137, 6 } },
		/* Lengths that an extension cannot have. */
		{ DSMIPD_MIP4_BAD_EXT, 44, { RRQ, PREFIX(1, 17) } },
		{ DSMIPD_MIP4_BAD_EXT, 45, { RRQ, PREFIX(1, 19) } },
		{ DSMIPD_MIP4_BAD_EXT, 46, { RRQ, PREFIX(1, 20) } },
		{ DSMIPD_MIP4_BAD_EXT, 41, { RRP, PREFIX(2, 19) } },
		{ DSMIPD_MIP4_BAD_EXT, 43, { RRP, PREFIX(2, 21) } },
		{ DSMIPD_MIP4_BAD_EXT, 44, { RRP, PREFIX(2, 22) } },
		{ DSMIPD_MIP4_BAD_EXT, 26, { RRQ, 0x98, 0 } },
		{ DSMIPD_MIP4_BAD_EXT, 27, { RRQ, 0x98, 1, 3 } },
		{ DSMIPD_MIP4_BAD_EXT, 29, { RRQ, 0x98, 3, 3 } },
		{ DSMIPD_MIP4_BAD_EXT, 30, { RRQ, 0x98, 4, 3 } },
		{ DSMIPD_MIP4_BAD_EXT, 26, { RRQ, 144, 0 } },
		{ DSMIPD_MIP4_BAD_EXT, 31, { RRQ, 144, 5 } },
		{ DSMIPD_MIP4_BAD_EXT, 33, { RRQ, 144, 7 } },
		{ DSMIPD_MIP4_BAD_EXT, 22, { RRP, 44, 0 } },
		{ DSMIPD_MIP4_BAD_EXT, 27, { RRP, 44, 5 } },
		{ DSMIPD_MIP4_BAD_EXT, 29, { RRP, 44, 7 } },
		{ DSMIPD_MIP4_BAD_EXT, 31, { RRQ, 137, 5 } },
		{ DSMIPD_MIP4_BAD_EXT, 33, { RRQ, 137, 7 } },
		{ DSMIPD_MIP4_BAD_EXT, 49, { RRQ, AUTH(32), 130, 1 } },
		/* A name without a letter, one with a zero byte, a long one. */
		{ DSMIPD_MIP4_BAD_EXT, 26, { RRQ, 131, 0 } },
		{ DSMIPD_MIP4_BAD_EXT, 29, { RRQ, 131, 3, 'a', 0, 'b' } },
		/* Twice. */
		{ DSMIPD_MIP4_BAD_EXT, 30, { RRQ, 131, 1, 'a', 131, 1, 'b' } },
		{ DSMIPD_MIP4_BAD_EXT, 32, { RRQ, 0x98, 2, 3, 0, 0x98, 2, 3, 0 } },
		{ DSMIPD_MIP4_BAD_EXT, 40, { RRQ, [24] = 144, 6, [32] = 144, 6 } },
		{ DSMIPD_MIP4_BAD_EXT, 40, { RRQ, [24] = 137, 6, [32] = 137, 6 } },
		{ DSMIPD_MIP4_BAD_EXT, 36, { RRP, [20] = 44, 6, [28] = 44, 6 } },
		{ DSMIPD_MIP4_BAD_EXT, 50, { RRQ, AUTH(32), 130, 0, 130, 0 } },
	};
	struct dsmipd_mip4 mip4;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(bad); i++) {
		enum dsmipd_mip4_error error =
			testing_mip4_parse(bad[i].data, bad[i].len, false, &mip4);

		if (error != bad[i].error)
			print_message("# case %zu\n", i);
		assert_int_equal(error, bad[i].error);
		assert_int_equal(mip4.type, bad[i].len ? bad[i].data[0] : 0);
	}
}

/* What is malformed hides nothing of what its sender is known by. */
static void still_authentic(void **state)
{
	static const uint8_t data[] = {
		RRQ, 137, 1, 0, 131, 1, 'n', 0x98, 2, 3, 0, 0x98, 2, 3, 0,
		AUTH(32), 137, 2, 0, 0, AUTH(34),
	};
	struct dsmipd_mip4 mip4;

	(void)state;
	assert_int_equal(testing_mip4_parse(data, sizeof(data), false, &mip4),
			 DSMIPD_MIP4_BAD_EXT);
	assert_string_equal(mip4.nai, "n");
	assert_int_equal(mip4.coa.s_addr, testing_addr("192.0.2.7").v4.s_addr);
	assert_int_equal(mip4.auth[DSMIPD_MIP4_MN_HA].off, 44);
	assert_int_equal(mip4.node_end, 60);
	assert_int_equal(mip4.auth[DSMIPD_MIP4_FA_HA].off, 70);
	assert_int_equal(mip4.auth[DSMIPD_MIP4_FA_HA].spi, 256);
	/* But not what makes it doubtful who that is. */
	assert_true(DSMIPD_MIP4_BAD_AUTH < DSMIPD_MIP4_BAD_EXT);
	assert_true(DSMIPD_MIP4_UNKNOWN_EXT < DSMIPD_MIP4_BAD_EXT);
}

/* What need not be known, or has no meaning here, is skipped. */
static void what_is_skipped(void **state)
{
	static const struct {
		size_t len;
		uint8_t data[96];
	} skip[] = {
		{ 24, { RRQ } },
		{ 27, { RRQ, 0, 0, 0 } },
		{ 26, { RRQ, 128, 0 } },
		{ 26, { RRQ, 255, 0 } },
		{ 29, { RRQ, 148, 3, 1, 2, 3 } },
		{ 31, { RRQ, 0, 200, 1, 0, 0, 200, 0 } },
		/* Of another subtype, in another message, at another place. */
		{ 28, { RRQ, 0x98, 2, 4, 0 } },
		{ 28, { RRQ, 0x98, 2, 0, 0 } },
		{ 46, { RRQ, 0x98, 20, 2 } },
		{ 32, { RRQ, 144, 6, 1 } },
		{ 26, { RRQ, 130, 0 } },
		{ 24, { RRP, 0x98, 2, 3, 0 } },
		{ 40, { RRP, 0x98, 18, 1 } },
		{ 28, { RRP, 144, 6 } },
		{ 22, { RRP, 130, 0 } },
		{ 28, { 7, [20] = 137, 6 } },
		{ 40, { 7, [20] = 0x98, 18, 1 } },
		{ 20, { 15, [12] = 144, 6 } },
		/* RFC 3519, 3.1.3: bits that are reserved for a later sense. */
		{ 32, { RRQ, 144, 6, 0, 0, 0x80, 0, 0, 1 } },
		{ 32, { RRQ, 144, 6, 0, 0, 0x80, 0, 1, 0 } },
	};
	struct dsmipd_mip4 mip4, want;
	enum dsmipd_mip4_error error;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(skip); i++) {
		size_t fixed = skip[i].data[0] == 1 ? 24 : skip[i].data[0] == 15 ? 12 : 20;

		assert_int_equal(testing_mip4_parse(skip[i].data, fixed, false, &want),
				 DSMIPD_MIP4_OK);
		error = testing_mip4_parse(skip[i].data, skip[i].len, false, &mip4);
		if (error)
			print_message("# case %zu\n", i);
		assert_int_equal(error, DSMIPD_MIP4_OK);
		assert_memory_equal(&mip4, &want, sizeof(mip4));
	}
}

/* The same extension is another's on the other side of the authentication. */
static void where_it_is(void **state)
{
	static const uint8_t data[] = {
		RRQ, AUTH(32), 131, 1, 'n', PREFIX(1, 18), 0x98, 2, 3, 0,
		137, 6, 0x80, 0, 0, 0, 0, 1, 144, 6, 0, 0, 0x40, 4, 0, 0,
		200, 1, 0, 0, AUTH(34), 201, 0, 0,
	};
	uint8_t moved[sizeof(data)];
	struct dsmipd_mip4 mip4;
	size_t node;

	(void)state;
	assert_int_equal(testing_mip4_parse(data, sizeof(data), false, &mip4), DSMIPD_MIP4_OK);
	assert_string_equal(mip4.nai, "");
	assert_int_equal(mip4.n_prefix, 0);
	assert_int_equal(mip4.node_end, 46);
	assert_false(mip4.node.has_mode || mip4.node.has_revocation || mip4.node.has_udp_request);
	assert_true(mip4.agent.has_mode && mip4.agent.has_revocation);
	assert_true(mip4.agent.has_udp_request && mip4.agent.udp_agent);

	/* All of it in front. */
	node = sizeof(data) - 24 - 22 - 22 - 3;
	memcpy(moved, data, 24);
	memcpy(moved + 24, data + 46, node);
	memcpy(moved + 24 + node, data + 24, 22);
	memcpy(moved + 46 + node, data + 46 + node, 25);
	assert_int_equal(testing_mip4_parse(moved, sizeof(data), false, &mip4), DSMIPD_MIP4_OK);
	assert_string_equal(mip4.nai, "n");
	assert_int_equal(mip4.n_prefix, 1);
	assert_int_equal(mip4.node_end, 46 + node);
	assert_false(mip4.agent.has_mode || mip4.agent.has_revocation ||
		     mip4.agent.has_udp_request);
	assert_true(mip4.node.has_mode && mip4.node.has_revocation && mip4.node.has_udp_request);
	assert_int_equal(mip4.auth[DSMIPD_MIP4_FA_HA].off + 16 + 3, sizeof(data));
}

/* Twice is once too often, but once on each side is right. */
static void once_on_each_side(void **state)
{
	static const uint8_t one[] = { 137, 6, 0, 0, 0, 0, 0, 1 };
	uint8_t data[24 + 8 + 22 + 16] = { RRQ };
	struct dsmipd_mip4 mip4;

	(void)state;
	memcpy(data + 24, one, 8);
	memcpy(data + 32, (uint8_t[]){ AUTH(32) }, 22);
	memcpy(data + 54, one, 8);
	memcpy(data + 62, one, 8);
	assert_int_equal(testing_mip4_parse(data, 62, false, &mip4), DSMIPD_MIP4_OK);
	assert_true(mip4.node.has_revocation && mip4.agent.has_revocation);
	assert_int_equal(testing_mip4_parse(data, 70, false, &mip4), DSMIPD_MIP4_BAD_EXT);
	/* The same prefix twice is for the home agent to answer, once. */
	memcpy(data + 24, (uint8_t[]){ PREFIX(1, 18), PREFIX(1, 18) }, 40);
	assert_int_equal(testing_mip4_parse(data, 64, false, &mip4), DSMIPD_MIP4_OK);
	assert_int_equal(mip4.n_prefix, 2);
}

/* Each of 256 types, at each place: what is found behind it is the same. */
static void unknown_of_all_types_and_lengths(void **state)
{
	uint8_t data[24 + 2 + 255 + 22] = { RRQ };
	struct dsmipd_mip4 mip4;

	(void)state;
	for (unsigned int type = 153; type < 256; type++) {
		for (unsigned int len = 0; len < 256; len += type == 255 ? 1 : 51) {
			data[24] = type;
			data[25] = len;
			memset(data + 26, 0xff, len);
			memcpy(data + 26 + len, (uint8_t[]){ AUTH(32) }, 22);
			assert_int_equal(testing_mip4_parse(data, 48 + len, false, &mip4),
					 DSMIPD_MIP4_OK);
			assert_int_equal(mip4.auth[DSMIPD_MIP4_MN_HA].off, 32 + len);
		}
	}
	for (unsigned int type = 1; type < 128; type++) {
		if (type >= 32 && type <= 34)
			continue;
		data[24] = type;
		data[25] = 0;
		memcpy(data + 26, (uint8_t[]){ AUTH(32) }, 22);
		assert_int_equal(testing_mip4_parse(data, 48, false, &mip4),
				 DSMIPD_MIP4_UNKNOWN_EXT);
	}
}

static void too_many(void **state)
{
	uint8_t data[24 + 20 * (DSMIPD_MIP4_MAX_PREFIX + 1) + 22] = { RRQ };
	struct dsmipd_mip4 mip4;
	size_t at = 24;

	(void)state;
	for (; at + 20 + 22 <= sizeof(data); at += 20)
		memcpy(data + at, (uint8_t[]){ PREFIX(1, 18) }, 20);
	memcpy(data + at, (uint8_t[]){ AUTH(32) }, 22);
	assert_int_equal(testing_mip4_parse(data, sizeof(data), false, &mip4),
			 DSMIPD_MIP4_TOO_MANY);
	assert_int_equal(mip4.n_prefix, DSMIPD_MIP4_MAX_PREFIX);
	assert_true(mip4.auth[DSMIPD_MIP4_MN_HA].has);
	data[26] = 99;
	assert_int_equal(testing_mip4_parse(data, sizeof(data), false, &mip4), DSMIPD_MIP4_OK);
}

static void the_longest_name(void **state)
{
	uint8_t data[24 + 2 + 255] = { RRQ, 131, DSMIPD_MIP4_MAX_NAI };
	struct dsmipd_mip4 mip4;

	(void)state;
	memset(data + 26, 'x', 255);
	assert_int_equal(testing_mip4_parse(data, 26 + DSMIPD_MIP4_MAX_NAI, false, &mip4),
			 DSMIPD_MIP4_OK);
	assert_int_equal(strlen(mip4.nai), DSMIPD_MIP4_MAX_NAI);
	for (unsigned int len = DSMIPD_MIP4_MAX_NAI + 1; len < 256; len++) {
		data[25] = len;
		assert_int_equal(testing_mip4_parse(data, 26 + len, false, &mip4),
				 DSMIPD_MIP4_BAD_EXT);
		assert_string_equal(mip4.nai, "");
	}
}

/* Offsets have 16 bits; no authentication is taken beyond them. */
static void longer_than_any_datagram(void **state)
{
	uint8_t *data = calloc(1, UINT16_MAX + 1);
	struct dsmipd_mip4 mip4;
	size_t at = 24;

	(void)state;
	assert_non_null(data);
	memcpy(data, (uint8_t[]){ RRQ }, 24);
	for (; at + 257 + 22 < UINT16_MAX; at += 257)
		memcpy(data + at, (uint8_t[]){ 200, 255 }, 2);
	memcpy(data + at, (uint8_t[]){ AUTH(32) }, 22);
	assert_int_equal(testing_mip4_parse(data, UINT16_MAX, false, &mip4), DSMIPD_MIP4_OK);
	assert_int_equal(mip4.node_end, at + 22);
	memset(data + at, 0, 22);
	at = UINT16_MAX - 22;
	memcpy(data + at, (uint8_t[]){ AUTH(32) }, 22);
	assert_int_equal(testing_mip4_parse(data, UINT16_MAX, false, &mip4), DSMIPD_MIP4_OK);
	assert_int_equal(mip4.node_end, UINT16_MAX);
	data[at] = 0;
	memcpy(data + at + 1, (uint8_t[]){ AUTH(32) }, 22);
	assert_int_equal(testing_mip4_parse(data, UINT16_MAX + 1, false, &mip4),
			 DSMIPD_MIP4_BAD_AUTH);
	free(data);
}

/* Built again from what was read, it is read as the same. */
static void read_back(const struct dsmipd_mip4 *mip4)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 sent = *mip4;
	struct dsmipd_mip4 back;
	size_t len;

	len = dsmipd_mip4_build(&sent, buf, sizeof(buf));
	assert_true(len);
	assert_int_equal(testing_mip4_parse(buf, len, true, &back), DSMIPD_MIP4_OK);
	assert_memory_equal(&back, &sent, sizeof(back));
}

/* Cut off between two extensions it is whole, anywhere else it is not. */
static void every_truncation(const uint8_t *data, size_t len, bool draft)
{
	size_t end = data[0] == 1 ? 24 : data[0] == 15 ? 12 : 20;
	struct dsmipd_mip4 mip4;

	for (size_t n = 0; n < len; n++) {
		enum dsmipd_mip4_error error = testing_mip4_parse(data, n, draft, &mip4);

		assert_int_equal(error, n == end ? DSMIPD_MIP4_OK : DSMIPD_MIP4_SHORT);
		if (n == end)
			end += data[end] ? 2 + data[end + 1] -
					   (draft && data[end] == 0x98 ? 2 : 0) : 1;
	}
	assert_int_equal(end, len);
}

static void every_mutation(const uint8_t *data, size_t len, bool draft)
{
	uint8_t copy[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 mip4;

	memcpy(copy, data, len);
	for (size_t i = 0; i < len; i++) {
		for (unsigned int value = 0; value < 256; value++) {
			copy[i] = value;
			if (!testing_mip4_parse(copy, len, draft, &mip4))
				read_back(&mip4);
		}
		copy[i] = data[i];
	}
}

static void cut_off_and_wrong(void **state)
{
	static const uint8_t types[] = {
		DSMIPD_MIP4_RRQ, DSMIPD_MIP4_RRP, DSMIPD_MIP4_REVOKE, DSMIPD_MIP4_REVOKE_ACK,
	};
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 mip4;
	size_t len;

	(void)state;
	testing_mip4_everything(&mip4);
	len = dsmipd_mip4_build(&mip4, buf, sizeof(buf));
	assert_true(len > 1000);
	read_back(&mip4);
	every_truncation(buf, len, false);
	mip4.n_prefix = 1;
	strcpy(mip4.nai, "n@a");
	mip4.auth[DSMIPD_MIP4_MN_HA].len = 16;
	for (unsigned int i = 0; i < 8; i++) {
		mip4.draft = i & 4;
		mip4.type = types[i & 3];
		len = dsmipd_mip4_build(&mip4, buf, sizeof(buf));
		every_truncation(buf, len, mip4.draft);
		every_mutation(buf, len, mip4.draft);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(still_authentic),
		cmocka_unit_test(what_is_skipped),
		cmocka_unit_test(where_it_is),
		cmocka_unit_test(once_on_each_side),
		cmocka_unit_test(unknown_of_all_types_and_lengths),
		cmocka_unit_test(too_many),
		cmocka_unit_test(the_longest_name),
		cmocka_unit_test(longer_than_any_datagram),
		cmocka_unit_test(cut_off_and_wrong),
	};

	return cmocka_run_group_tests_name("mip4bad", tests, NULL, NULL);
}
