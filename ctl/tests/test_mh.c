// SPDX-License-Identifier: GPL-2.0
/*
 * Mobility header messages: bytes that were written down by hand, both ways.
 *
 * Covers: R5555-3.1.1-01 R5555-3.1.1-02 R5555-3.1.1-06 R5555-3.1.1-08
 * Covers: R5555-3.1.2-01 R5555-3.1.2-02 R5555-3.1.3-01
 * Covers: R5555-3.2.1-01 R5555-3.2.1-02 R5555-3.2.1-04 R5555-3.2.1-07
 * Covers: R5555-3.2.2-01 R5555-3.2.2-06
 */

#include <stdlib.h>
#include <string.h>

#include "testing_mh.h"

static void update_from_ipv4(void **state)
{
	struct dsmipd_mh mh, want;
	uint8_t buf[64];

	(void)state;
	testing_mh_bu(&want);
	assert_int_equal(dsmipd_mh_build(&want, buf, sizeof(buf)),
			 sizeof(testing_bu_v4));
	assert_memory_equal(buf, testing_bu_v4, sizeof(testing_bu_v4));
	assert_int_equal(testing_mh_parse(testing_bu_v4, sizeof(testing_bu_v4), &mh), DSMIPD_MH_OK);
	assert_memory_equal(&mh, &want, sizeof(mh));
}

static void acknowledgement(void **state)
{
	struct dsmipd_mh mh, want;
	uint8_t buf[64];

	(void)state;
	testing_mh_ba(&want);
	assert_int_equal(dsmipd_mh_build(&want, buf, sizeof(buf)),
			 sizeof(testing_ba_v4));
	assert_memory_equal(buf, testing_ba_v4, sizeof(testing_ba_v4));
	assert_int_equal(testing_mh_parse(testing_ba_v4, sizeof(testing_ba_v4), &mh), DSMIPD_MH_OK);
	assert_memory_equal(&mh, &want, sizeof(mh));
}

/* RFC 5555, 3.2.2: forced without a NAT. */
static void nat_detection_forced(void **state)
{
	static const uint8_t ba[] = {
		0x3b, 0x02, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x01, 0x00, 0x0a, 0x1f, 0x06, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0x01, 0x02, 0x00, 0x00,
	};
	struct dsmipd_mh mh;
	uint8_t buf[64];

	(void)state;
	assert_int_equal(testing_mh_parse(ba, sizeof(ba), &mh), DSMIPD_MH_OK);
	assert_true(mh.has_nat && mh.nat_force);
	assert_int_equal(mh.nat_refresh, DSMIPD_MH_NATD_NEVER);
	/* The reserved bits that came are not sent back. */
	assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)), sizeof(ba));
	assert_int_equal(buf[14], 0x80);
	assert_int_equal(buf[15], 0x00);
}

/* All reserved bits set: nothing changes. */
static void reserved_bits(void **state)
{
	struct dsmipd_mh mh, want;
	uint8_t data[sizeof(testing_bu_v4)];

	(void)state;
	memcpy(data, testing_bu_v4, sizeof(data));
	data[3] = 0xff;
	data[14] |= 0x01;
	data[15] = 0xff;
	data[22] |= 0x01;
	data[23] = 0xff;
	data[30] = 0xff;
	data[31] = 0xff;
	testing_mh_bu(&want);
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_memory_equal(&mh, &want, sizeof(mh));

	assert_int_equal(testing_mh_parse(testing_ba_v4, sizeof(testing_ba_v4), &want), DSMIPD_MH_OK);
	memcpy(data, testing_ba_v4, sizeof(data));
	data[19] |= 0x03;
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_int_equal(mh.ack4[0].len, 32);
}

/* RFC 5555, section 8, numbers the acknowledgement as the address. */
static void acknowledgement_of_type_29(void **state)
{
	struct dsmipd_mh mh, want;
	uint8_t data[sizeof(testing_ba_v4)];

	(void)state;
	testing_mh_ba(&want);
	memcpy(data, testing_ba_v4, sizeof(data));
	data[16] = 29;
	data[24] = 29;
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_memory_equal(&mh, &want, sizeof(mh));
	/* In an update it is none, and has no meaning. */
	memcpy(data, testing_bu_v4, sizeof(testing_bu_v4));
	data[12] = 30;
	assert_int_equal(testing_mh_parse(data, sizeof(testing_bu_v4), &mh), DSMIPD_MH_OK);
	assert_int_equal(mh.n_ack4, 0);
	assert_int_equal(mh.n_home4, 1);
}

/* Every bit by itself: none is taken for another. */
static void update_flags(void **state)
{
	uint8_t data[sizeof(testing_bu_v4)];
	struct dsmipd_mh mh;

	(void)state;
	memcpy(data, testing_bu_v4, sizeof(data));
	for (unsigned int bit = 0; bit < 16; bit++) {
		uint16_t flags = 1u << bit;

		data[8] = flags >> 8;
		data[9] = flags;
		assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
		assert_int_equal(mh.flags, flags);
		assert_true(dsmipd_mh_build(&mh, data, sizeof(data)));
		assert_int_equal(data[8] << 8 | data[9], flags);
	}
	assert_int_equal(DSMIPD_MH_BU_ACK, 0x8000);
	assert_int_equal(DSMIPD_MH_BU_HOME, 0x4000);
	assert_int_equal(DSMIPD_MH_BU_LINKLOCAL, 0x2000);
	assert_int_equal(DSMIPD_MH_BU_KEY, 0x1000);
	assert_int_equal(DSMIPD_MH_BU_MAP, 0x0800);
	assert_int_equal(DSMIPD_MH_BU_ROUTER, 0x0400);
	assert_int_equal(DSMIPD_MH_BU_PROXY, 0x0200);
	assert_int_equal(DSMIPD_MH_BU_FORCE_UDP, 0x0100);
}

static void native_update(void **state)
{
	static const uint8_t want[] = {
		0x3b, 0x04, 0x05, 0x00, 0x00, 0x00, 0x00, 0x01,
		0xe0, 0x00, 0x00, 0x0f, 0x01, 0x00, 0x03, 0x10,
		0x20, 0x01, 0x0d, 0xb8, 0x00, 0x09, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x09,
		0x1d, 0x06, 0x80, 0x00, 0x0a, 0x00, 0x00, 0x01,
	};
	struct dsmipd_mh mh = {
		.type = DSMIPD_MH_BU, .sequence = 1, .flags = 0xe000,
		.lifetime = 15, .has_alt_coa = true, .n_home4 = 1,
		.alt_coa = testing_addr6("2001:db8:9::9"),
		.home4 = { { testing_addr4("10.0.0.1"), 32, false } },
	}, back;
	uint8_t buf[64];

	(void)state;
	assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)), sizeof(want));
	assert_memory_equal(buf, want, sizeof(want));
	assert_int_equal(testing_mh_parse(want, sizeof(want), &back), DSMIPD_MH_OK);
	assert_memory_equal(&back, &mh, sizeof(mh));
}

/* RFC 3963, 4.3: at 8n+4, which is where the options begin. */
static void router_update(void **state)
{
	static const uint8_t want[] = {
		0x3b, 0x03, 0x05, 0x00, 0x00, 0x00, 0x00, 0x01,
		0xc4, 0x00, 0x00, 0x0f, 0x06, 0x12, 0x00, 0x30,
		0x20, 0x01, 0x0d, 0xb8, 0x07, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	};
	struct dsmipd_mh mh = {
		.type = DSMIPD_MH_BU, .sequence = 1, .flags = 0xc400,
		.lifetime = 15, .n_prefix = 1,
		.prefix = { { testing_addr6("2001:db8:700::"), 48 } },
	}, back;
	uint8_t buf[64];

	(void)state;
	assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)), sizeof(want));
	assert_memory_equal(buf, want, sizeof(want));
	assert_int_equal(testing_mh_parse(want, sizeof(want), &back), DSMIPD_MH_OK);
	assert_memory_equal(&back, &mh, sizeof(mh));
}

/* RFC 4283, 4285: the name, the time at 8n+2, the authentication at 4n+1. */
static void authenticated(void **state)
{
	static const uint8_t want[] = {
		0x3b, 0x05, 0x05, 0x00, 0x00, 0x00, 0x00, 0x07,
		0xc0, 0x00, 0x00, 0x0f, 0x08, 0x04, 0x01, 'a',
		'@', 'b', 0x0a, 0x08, 0x01, 0x02, 0x03, 0x04,
		0x05, 0x06, 0x07, 0x08, 0x00, 0x09, 0x11, 0x01,
		0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	};
	struct dsmipd_mh mh = {
		.type = DSMIPD_MH_BU, .sequence = 7, .flags = 0xc000,
		.lifetime = 15, .nai = "a@b", .has_timestamp = true,
		.timestamp = 0x0102030405060708, .has_auth = true,
		.auth_subtype = 1, .auth_spi = 256, .auth_len = 12,
	}, back;
	uint8_t buf[64];

	(void)state;
	assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)), 48);
	assert_int_equal(mh.auth_off, 36);
	assert_memory_equal(buf, want, sizeof(want));
	assert_int_equal(testing_mh_parse(want, sizeof(want), &back), DSMIPD_MH_OK);
	assert_memory_equal(&back, &mh, sizeof(mh));
}

static void the_other_messages(void **state)
{
	static const struct {
		size_t len;
		uint8_t data[32];
		struct dsmipd_mh mh;
	} other[] = {
		{ 8, { 0x3b, 0, 0, 0, 0, 0, 0, 0 }, { .type = DSMIPD_MH_BRR } },
		{ 24, { 0x3b, 2, 7, 0, 0, 0, 2, 0, 0x20, 1, 0x0d, 0xb8, 0, 1, 0, 0,
			0, 0, 0, 0, 0, 0, 0, 7 },
		  { .type = DSMIPD_MH_BE, .status = 2,
		    .home.s6_addr = { 0x20, 1, 0x0d, 0xb8, 0, 1, [15] = 7 } } },
		{ 16, { 0x3b, 1, 13, 0, 0, 0, 0, 2, 0xde, 0xad, 0xbe, 0xef,
			1, 2, 0, 0 },
		  { .type = DSMIPD_MH_HEARTBEAT, .flags = 2,
		    .sequence = 0xdeadbeef } },
		{ 24, { 0x3b, 2, 13, 0, 0, 0, 0, 1, 0, 0, 0, 5, 1, 0, 28, 4,
			0xca, 0xfe, 0, 1, 1, 2, 0, 0 },
		  { .type = DSMIPD_MH_HEARTBEAT, .flags = 1, .sequence = 5,
		    .has_restart = true, .restart = 0xcafe0001 } },
		{ 16, { 0x3b, 1, 5, 0, 0, 0, 0, 3, 0x80, 0, 0, 0, 1, 2, 0, 0 },
		  { .type = DSMIPD_MH_BU, .sequence = 3, .flags = 0x8000 } },
		{ 16, { 0x3b, 1, 6, 0, 0, 0, 135, 0, 0xff, 0xff, 0, 0, 1, 2, 0, 0 },
		  { .type = DSMIPD_MH_BA, .status = 135, .sequence = 65535 } },
	};
	struct dsmipd_mh mh;
	uint8_t buf[64];

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(other); i++) {
		mh = other[i].mh;
		assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)), other[i].len);
		assert_memory_equal(buf, other[i].data, other[i].len);
		assert_int_equal(testing_mh_parse(buf, other[i].len, &mh), DSMIPD_MH_OK);
		assert_memory_equal(&mh, &other[i].mh, sizeof(mh));
	}
}

/* Those of a correspondent node are told of and not sent. */
static void options_of_correspondents(void **state)
{
	static const uint8_t data[] = {
		0x3b, 0x03, 0x05, 0x00, 0x00, 0x00, 0x00, 0x01,
		0x80, 0x00, 0x00, 0x0f, 0x04, 0x04, 0x00, 0x01,
		0x00, 0x02, 0x05, 0x0c, 1, 2, 3, 4,
		5, 6, 7, 8, 9, 10, 11, 12,
	};
	struct dsmipd_mh mh;
	uint8_t buf[64];

	(void)state;
	assert_int_equal(testing_mh_parse(data, sizeof(data), &mh), DSMIPD_MH_OK);
	assert_true(mh.has_nonce);
	assert_true(mh.has_bind_auth);
	assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)), 16);
}

/* RFC 6275, 6.2.1: each option of each combination where it belongs. */
static void check_alignment(const uint8_t *data, size_t len, size_t off)
{
	static const struct {
		uint8_t align, at;
	} of[256] = {
		[2] = { 2, 0 }, [3] = { 8, 6 }, [6] = { 8, 4 }, [9] = { 4, 1 },
		[10] = { 8, 2 }, [28] = { 4, 2 }, [29] = { 4, 0 },
		[30] = { 4, 0 }, [31] = { 4, 0 }, [32] = { 4, 0 },
	};

	while (off < len) {
		uint8_t type = data[off];

		if (!type) {
			off++;
			continue;
		}
		if (of[type].align)
			assert_int_equal(off % of[type].align, of[type].at);
		off += 2 + data[off + 1];
	}
	assert_int_equal(off, len);
}

static void alignment(void **state)
{
	uint8_t buf[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh full, mh;
	size_t len;

	(void)state;
	testing_mh_everything(&full);
	for (unsigned int bits = 0; bits < 4096; bits++) {
		mh = full;
		mh.type = bits & 1 ? DSMIPD_MH_BA : DSMIPD_MH_BU;
		mh.has_alt_coa = bits & 2;
		mh.has_coa4 = bits & 4;
		mh.has_timestamp = bits & 8;
		mh.has_auth = bits & 16;
		mh.has_refresh = bits & 32;
		mh.has_nat = bits & 32;
		mh.n_home4 = bits >> 6 & 3;
		mh.n_ack4 = bits >> 6 & 3;
		mh.n_prefix = bits >> 8 & 3;
		mh.nai[bits >> 10 & 3] = '\0';
		len = dsmipd_mh_build(&mh, buf, sizeof(buf));
		assert_true(len && len % 8 == 0);
		check_alignment(buf, len, 12);
	}
	mh = (struct dsmipd_mh){ .type = DSMIPD_MH_HEARTBEAT, .has_restart = true };
	check_alignment(buf, dsmipd_mh_build(&mh, buf, sizeof(buf)), 12);
}

/* No byte is written that there is no room for, and none is needed in vain. */
static void room(void **state)
{
	uint8_t buf[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh mh;
	size_t len;

	(void)state;
	testing_mh_everything(&mh);
	len = dsmipd_mh_build(&mh, buf, sizeof(buf));
	for (size_t size = 0; size <= len; size++) {
		uint8_t *exact = malloc(size ? size : 1);
		size_t n = dsmipd_mh_build(&mh, size ? exact : exact + 1, size);

		assert_int_equal(n, size == len ? len : 0);
		free(exact);
	}
	for (unsigned int type = 0; type < 256; type++) {
		mh = (struct dsmipd_mh){ .type = type };
		assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)) != 0,
				 type == 0 || (type >= 5 && type <= 7) || type == 13);
	}
	mh = (struct dsmipd_mh){ .type = DSMIPD_MH_BU, .has_auth = true, .auth_len = 250 };
	assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)), 272);
	mh.auth_len = 251;
	assert_int_equal(dsmipd_mh_build(&mh, buf, sizeof(buf)), 0);
}

/* Added up by hand, in 16-bit words. */
static void checksum(void **state)
{
	static const uint8_t brr[] = { 0x3b, 0, 0, 0, 0, 0, 0, 0 };
	struct in6_addr src = testing_addr6("2001:db8::1");
	struct in6_addr dst = testing_addr6("2001:db8::2");
	uint8_t data[sizeof(testing_bu_v4)];
	uint16_t sum;

	(void)state;
	/*
	 * 2001 + 0db8 + 1 + 2001 + 0db8 + 2 + length 8 + protocol 0087 + 3b00
	 * = 9704, whose complement is 68fb.
	 */
	assert_int_equal(dsmipd_mh_checksum(&src, &dst, brr, sizeof(brr)), 0x68fb);
	memcpy(data, testing_bu_v4, sizeof(data));
	sum = dsmipd_mh_checksum(&src, &dst, data, sizeof(data));
	data[4] = sum >> 8;
	data[5] = sum;
	assert_int_equal(dsmipd_mh_checksum(&src, &dst, data, sizeof(data)), 0);
	for (size_t i = 0; i < sizeof(data); i++) {
		data[i] ^= 0x10;
		assert_int_not_equal(dsmipd_mh_checksum(&src, &dst, data, sizeof(data)), 0);
		data[i] ^= 0x10;
	}
	dst.s6_addr[15]++;
	assert_int_not_equal(dsmipd_mh_checksum(&src, &dst, data, sizeof(data)), 0);
}

static void names(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 256; i++) {
		assert_true(strlen(dsmipd_mh_status_name(i)) > 3);
		assert_true(strlen(dsmipd_mh_ack4_status_name(i)) > 3);
		assert_true(strlen(dsmipd_mh_error_name(i)) > 3);
	}
	assert_string_equal(dsmipd_mh_status_name(0), "accepted");
	assert_string_equal(dsmipd_mh_status_name(2), "accepted");
	assert_string_equal(dsmipd_mh_status_name(255), "refused");
	assert_string_equal(dsmipd_mh_status_name(135), "sequence number out of window");
	assert_string_equal(dsmipd_mh_ack4_status_name(132),
			    "dynamic IPv4 home address not available");
	assert_string_equal(dsmipd_mh_ack4_status_name(200), "refused");
	assert_string_equal(dsmipd_mh_error_name(DSMIPD_MH_SHORT), "message is too short");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(update_from_ipv4),
		cmocka_unit_test(acknowledgement),
		cmocka_unit_test(nat_detection_forced),
		cmocka_unit_test(reserved_bits),
		cmocka_unit_test(acknowledgement_of_type_29),
		cmocka_unit_test(update_flags),
		cmocka_unit_test(native_update),
		cmocka_unit_test(router_update),
		cmocka_unit_test(authenticated),
		cmocka_unit_test(the_other_messages),
		cmocka_unit_test(options_of_correspondents),
		cmocka_unit_test(alignment),
		cmocka_unit_test(room),
		cmocka_unit_test(checksum),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("mh", tests, NULL, NULL);
}
