// SPDX-License-Identifier: GPL-2.0
/*
 * Mobility header messages that are refused, options that are skipped, all ways
 * to cut a message off, and all bytes that may be wrong in it.
 */

#include <stdio.h>
#include <string.h>

#include "testing_mh.h"

static void what_is_refused(void **state)
{
	static const struct {
		enum dsmipd_mh_error error;
		size_t len;
		uint8_t data[64];
	} bad[] = {
		{ DSMIPD_MH_SHORT, 0, {} },
		{ DSMIPD_MH_SHORT, 7, { 0x3b, 0, 0 } },
		{ DSMIPD_MH_BAD_PROTO, 16, { 0x3a, 1, 5 } },
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 2, 5 } },
		/* The types that are known, with less than they need. */
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 0, 5 } },
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 0, 6 } },
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 1, 7 } },
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 0, 13 } },
		{ DSMIPD_MH_UNKNOWN_TYPE, 16, { 0x3b, 1, 1 } },
		{ DSMIPD_MH_UNKNOWN_TYPE, 16, { 0x3b, 1, 4 } },
		{ DSMIPD_MH_UNKNOWN_TYPE, 8, { 0x3b, 0, 8 } },
		{ DSMIPD_MH_UNKNOWN_TYPE, 8, { 0x3b, 0, 255 } },
		/* An option beyond the end, of the message or of the bytes. */
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 1, 5, [12] = 1, 3 } },
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 1, 5, [12] = 29, 6 } },
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 1, 5, [12] = 0, 0, 0, 200 } },
		{ DSMIPD_MH_SHORT, 16, { 0x3b, 1, 5, [12] = 99, 255 } },
		/* Lengths that an option cannot have. */
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 5, [12] = 29, 5 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 5, [12] = 29, 7 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 5, [12] = 29, 0 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 5, [12] = 32, 4 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 6, [12] = 29, 4 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 6, [12] = 30, 5 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 6, [12] = 31, 4 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 6, [12] = 2, 4 } },
		{ DSMIPD_MH_BAD_OPTION, 32, { 0x3b, 3, 5, [12] = 3, 15 } },
		{ DSMIPD_MH_BAD_OPTION, 32, { 0x3b, 3, 5, [12] = 4, 2 } },
		{ DSMIPD_MH_BAD_OPTION, 32, { 0x3b, 3, 5, [12] = 5, 0 } },
		{ DSMIPD_MH_BAD_OPTION, 32, { 0x3b, 3, 5, [12] = 6, 17 } },
		{ DSMIPD_MH_BAD_OPTION, 32, { 0x3b, 3, 5, [12] = 10, 7 } },
		{ DSMIPD_MH_BAD_OPTION, 32, { 0x3b, 3, 5, [12] = 9, 4 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 13, [12] = 28, 2 } },
		/* A name without a letter, and one with a zero byte. */
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 5, [12] = 8, 0 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 5, [12] = 8, 1, 1 } },
		{ DSMIPD_MH_BAD_OPTION, 24, { 0x3b, 2, 5, [12] = 8, 4, 1, 'a', 0, 'b' } },
		/* Twice. */
		{ DSMIPD_MH_BAD_OPTION, 40, { 0x3b, 4, 5, [12] = 32, 6, [20] = 32, 6 } },
		{ DSMIPD_MH_BAD_OPTION, 40, { 0x3b, 4, 6, [12] = 31, 6, [20] = 31, 6 } },
		{ DSMIPD_MH_BAD_OPTION, 40, { 0x3b, 4, 6, [12] = 2, 2, [16] = 2, 2 } },
		{ DSMIPD_MH_BAD_OPTION, 56, { 0x3b, 6, 5, [12] = 3, 16, [30] = 3, 16 } },
		{ DSMIPD_MH_BAD_OPTION, 40, { 0x3b, 4, 5, [12] = 10, 8, [22] = 10, 8 } },
		{ DSMIPD_MH_BAD_OPTION, 40, { 0x3b, 4, 5, [12] = 4, 4, [18] = 4, 4 } },
		{ DSMIPD_MH_BAD_OPTION, 40, { 0x3b, 4, 5, [12] = 5, 4, [18] = 5, 4 } },
		{ DSMIPD_MH_BAD_OPTION, 40, { 0x3b, 4, 13, [12] = 28, 4, [18] = 28, 4 } },
		{ DSMIPD_MH_BAD_OPTION, 40,
		  { 0x3b, 4, 5, [12] = 8, 2, 1, 'a', 8, 2, 1, 'b' } },
		{ DSMIPD_MH_BAD_OPTION, 40,
		  { 0x3b, 4, 5, [12] = 9, 5, 1, [19] = 9, 5, 1 } },
		/* Behind the authentication between node and home agent. */
		{ DSMIPD_MH_BAD_OPTION, 40,
		  { 0x3b, 4, 5, [12] = 9, 5, 1, [19] = 0, 32, 6 } },
	};
	struct dsmipd_mh mh;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(bad); i++) {
		enum dsmipd_mh_error error = testing_mh_parse(bad[i].data, bad[i].len, &mh);

		if (error != bad[i].error)
			print_message("# case %zu\n", i);
		assert_int_equal(error, bad[i].error);
	}
}

/* What is not known, or has no meaning here, is skipped. */
static void what_is_skipped(void **state)
{
	static const struct {
		size_t len;
		uint8_t data[64];
	} skip[] = {
		{ 24, { 0x3b, 2, 5, [12] = 99, 3, 1, 2, 3 } },
		{ 24, { 0x3b, 2, 5, [12] = 7, 10 } },
		{ 24, { 0x3b, 2, 5, [12] = 17, 10 } },
		{ 24, { 0x3b, 2, 5, [12] = 255, 0, 255, 0, 255, 0, 255, 4 } },
		{ 24, { 0x3b, 2, 5, [12] = 2, 10 } },
		{ 24, { 0x3b, 2, 5, [12] = 31, 1 } },
		{ 24, { 0x3b, 2, 6, [12] = 32, 1 } },
		{ 24, { 0x3b, 2, 6, [12] = 3, 10 } },
		{ 24, { 0x3b, 2, 13, [12] = 32, 1 } },
		{ 24, { 0x3b, 2, 0, [8] = 32, 1 } },
		{ 24, { 0x3b, 2, 0, [8] = 28, 1 } },
		/* A name of another kind. */
		{ 24, { 0x3b, 2, 5, [12] = 8, 4, 2, 0, 0, 0 } },
	};
	struct dsmipd_mh mh, want;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(skip); i++) {
		memset(&want, 0, sizeof(want));
		want.type = skip[i].data[2];
		if (testing_mh_parse(skip[i].data, skip[i].len, &mh))
			print_message("# case %zu\n", i);
		assert_int_equal(testing_mh_parse(skip[i].data, skip[i].len, &mh), DSMIPD_MH_OK);
		assert_memory_equal(&mh, &want, sizeof(mh));
	}
}

/* What follows is found, however long it is. */
static void skipped_of_all_lengths(void **state)
{
	uint8_t data[288] = { 0x3b, 35, 5 };
	struct dsmipd_mh mh;

	(void)state;
	for (unsigned int len = 0; len < 256; len++) {
		memset(data + 12, 0xff, len + 2);
		memset(data + 14 + len, 0, sizeof(data) - 14 - len);
		data[13] = len;
		memcpy(data + 14 + len, testing_bu_v4 + 28, 8);
		assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
		assert_true(mh.has_coa4);
		assert_int_equal(mh.coa4.s_addr, testing_addr4("192.0.2.7").s_addr);
	}
}

/* RFC 4285, 5: with one of the AAA server behind the one that counts. */
static void two_authentications(void **state)
{
	static const uint8_t data[] = {
		0x3b, 0x04, 0x05, 0x00, 0x00, 0x00, 0x00, 0x01,
		0x80, 0x00, 0x00, 0x0f, 0x00, 0x09, 0x07, 0x01,
		0x00, 0x00, 0x01, 0x01, 0xaa, 0xbb, 0x01, 0x01,
		0x00, 0x09, 0x06, 0x02, 0x00, 0x00, 0x00, 0x03,
		0xcc, 0x00, 0x01, 0x04, 0x00, 0x00, 0x00, 0x00,
	};
	uint8_t other[sizeof(data)];
	struct dsmipd_mh mh;

	(void)state;
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_int_equal(mh.auth_subtype, 1);
	assert_int_equal(mh.auth_spi, 0x101);
	assert_int_equal(mh.auth_off, 20);
	assert_int_equal(mh.auth_len, 2);
	/* The other one alone is told of. */
	memcpy(other, data, sizeof(data));
	other[13] = 99;
	assert_int_equal(testing_mh_parse(other, sizeof(other), &mh), DSMIPD_MH_OK);
	assert_true(mh.has_auth);
	assert_int_equal(mh.auth_subtype, 2);
	/* In the wrong order the same one counts. */
	memcpy(other, data, sizeof(data));
	other[15] = 2;
	other[27] = 1;
	assert_int_equal(testing_mh_parse(other, sizeof(other), &mh), DSMIPD_MH_OK);
	assert_int_equal(mh.auth_subtype, 1);
	assert_int_equal(mh.auth_spi, 3);
	assert_int_equal(mh.auth_off, 32);
}

static void too_many(void **state)
{
	uint8_t data[DSMIPD_MH_MAX_LEN] = { 0x3b, 255, 5 };
	struct dsmipd_mh mh;

	(void)state;
	for (size_t i = 0; i <= DSMIPD_MH_MAX_HOME4; i++)
		memcpy(data + 12 + 8 * i, (uint8_t[]){ 29, 6, 0x80 }, 3);
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_TOO_MANY);
	data[12] = 99;
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_int_equal(mh.n_home4, DSMIPD_MH_MAX_HOME4);
	data[2] = 6;
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_int_equal(mh.n_ack4, DSMIPD_MH_MAX_HOME4);
	data[12] = 30;
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_TOO_MANY);

	data[2] = 5;
	memset(data + 12, 0, sizeof(data) - 12);
	for (size_t i = 0; i <= DSMIPD_MH_MAX_PREFIX; i++)
		memcpy(data + 12 + 20 * i, (uint8_t[]){ 6, 18 }, 2);
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_TOO_MANY);
	data[12] = 99;
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_int_equal(mh.n_prefix, DSMIPD_MH_MAX_PREFIX);
}

static void the_longest_name(void **state)
{
	uint8_t data[280] = { 0x3b, 34, 5, [12] = 8, DSMIPD_MH_MAX_NAI + 1, 1 };
	struct dsmipd_mh mh;

	(void)state;
	memset(data + 15, 'x', DSMIPD_MH_MAX_NAI);
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_int_equal(strlen(mh.nai), DSMIPD_MH_MAX_NAI);
	data[13]++;
	data[15 + DSMIPD_MH_MAX_NAI] = 'x';
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_BAD_OPTION);
}

/* RFC 8200, 4.7: what is behind a message without a next header. */
static void bytes_behind_the_message(void **state)
{
	uint8_t data[sizeof(testing_bu_v4) + 16];
	struct dsmipd_mh mh, want;

	(void)state;
	testing_mh_bu(&want);
	memset(data, 0xff, sizeof(data));
	memcpy(data, testing_bu_v4, sizeof(testing_bu_v4));
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_memory_equal(&mh, &want, sizeof(mh));
}

/* Built again from what was read, it is read as the same. */
static void read_back(const struct dsmipd_mh *mh)
{
	uint8_t buf[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh sent = *mh;
	struct dsmipd_mh back;
	size_t len;

	len = dsmipd_mh_build(&sent, buf, sizeof(buf));
	assert_true(len);
	assert_int_equal(len % 8, 0);
	assert_int_equal(len, (buf[1] + 1) * 8);
	sent.has_nonce = false;
	sent.has_bind_auth = false;
	assert_int_equal(testing_mh_parse(buf, len, &back), DSMIPD_MH_OK);
	assert_memory_equal(&back, &sent, sizeof(back));
}

static void every_truncation(const uint8_t *data, size_t len)
{
	struct dsmipd_mh mh;

	for (size_t n = 0; n < len; n++)
		assert_int_equal(testing_mh_parse(data, n, &mh), DSMIPD_MH_SHORT);
	assert_int_equal(testing_mh_parse(data, len, &mh), DSMIPD_MH_OK);
}

/* Cut off, with a header length that hides it: only whole options pass. */
static void every_shorter_header(const uint8_t *data, size_t len)
{
	uint8_t copy[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh mh;

	memcpy(copy, data, len);
	for (size_t n = 8; n < len; n += 8) {
		copy[1] = n / 8 - 1;
		if (testing_mh_parse(copy, n, &mh) == DSMIPD_MH_OK)
			read_back(&mh);
	}
}

static void every_mutation(const uint8_t *data, size_t len)
{
	uint8_t copy[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh mh;

	memcpy(copy, data, len);
	for (size_t i = 0; i < len; i++) {
		for (unsigned int value = 0; value < 256; value++) {
			copy[i] = value;
			if (testing_mh_parse(copy, len, &mh) == DSMIPD_MH_OK)
				read_back(&mh);
		}
		copy[i] = data[i];
	}
}

static void cut_off_and_wrong(void **state)
{
	uint8_t buf[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh mh;
	size_t len;

	(void)state;
	every_truncation(testing_bu_v4, sizeof(testing_bu_v4));
	every_truncation(testing_ba_v4, sizeof(testing_ba_v4));
	every_mutation(testing_bu_v4, sizeof(testing_bu_v4));
	every_mutation(testing_ba_v4, sizeof(testing_ba_v4));
	testing_mh_everything(&mh);
	len = dsmipd_mh_build(&mh, buf, sizeof(buf));
	assert_true(len > 1000);
	read_back(&mh);
	every_truncation(buf, len);
	every_shorter_header(buf, len);
	mh.n_prefix = 1;
	mh.n_home4 = 1;
	snprintf(mh.nai, sizeof(mh.nai), "node@example");
	len = dsmipd_mh_build(&mh, buf, sizeof(buf));
	every_truncation(buf, len);
	every_shorter_header(buf, len);
	every_mutation(buf, len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(what_is_skipped),
		cmocka_unit_test(skipped_of_all_lengths),
		cmocka_unit_test(two_authentications),
		cmocka_unit_test(too_many),
		cmocka_unit_test(the_longest_name),
		cmocka_unit_test(bytes_behind_the_message),
		cmocka_unit_test(cut_off_and_wrong),
	};

	return cmocka_run_group_tests_name("mhbad", tests, NULL, NULL);
}
