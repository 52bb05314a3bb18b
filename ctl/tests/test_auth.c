// SPDX-License-Identifier: GPL-2.0
/* The authentication option of RFC 4285, and its clock. */

#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "testing.h"

#define SEC	INT64_C(1000000000)

/* From a name, at a time, with SPI 256; the data are at 36. */
static const uint8_t update[] = {
	0x3b, 0x05, 0x05, 0x00, 0x00, 0x00, 0x00, 0x07,
	0xc0, 0x00, 0x00, 0x0f, 0x08, 0x04, 0x01, 'a',
	'@', 'b', 0x0a, 0x08, 0x01, 0x02, 0x03, 0x04,
	0x05, 0x06, 0x07, 0x08, 0x00, 0x09, 0x11, 0x01,
	0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};

/* HMAC-SHA1 of care-of address, home address and 36 bytes, another program's. */
static const struct vector {
	uint8_t key_len;
	uint8_t key[64];
	uint8_t data[DSMIPD_AUTH_DATA_LEN];
} vectors[] = {
	{ 16, { 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b,
		0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b },
	  { 0xf3, 0xd1, 0xcc, 0x0c, 0x93, 0x19, 0x84, 0x67,
	    0x61, 0x3c, 0x50, 0x98 } },
	{ 64, { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
		16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
		32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
		48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63 },
	  { 0xfc, 0x8a, 0x62, 0x63, 0x6b, 0xca, 0xd4, 0x3e,
	    0xa5, 0x77, 0x86, 0x59 } },
};

struct side {
	struct dsmipd_auth_key key;
	struct in6_addr coa;
	struct in6_addr hoa;
	struct dsmipd_mh mh;
	uint8_t data[sizeof(update)];
};

static void side_init(struct side *s, const struct vector *v)
{
	memset(s, 0, sizeof(*s));
	s->key.spi = 256;
	s->key.len = v->key_len;
	memcpy(s->key.key, v->key, v->key_len);
	s->coa = testing_addr("::ffff:192.0.2.7").v6;
	s->hoa = testing_addr("2001:db8:100::7").v6;
	memcpy(s->data, update, sizeof(update));
	assert_int_equal(dsmipd_mh_parse(s->data, sizeof(s->data), &s->mh),
			 DSMIPD_MH_OK);
}

static bool verify(const struct side *s, size_t len)
{
	uint8_t *exact = malloc(len ? len : 1);
	bool good;

	memcpy(exact, s->data, len);
	good = dsmipd_auth_verify(&s->key, &s->coa, &s->hoa, &s->mh, exact, len);
	free(exact);
	return good;
}

static bool sign(struct side *s)
{
	return dsmipd_auth_sign(&s->key, &s->coa, &s->hoa, &s->mh, s->data,
				sizeof(s->data));
}

static void as_another_program_has_it(void **state)
{
	struct side s;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(vectors); i++) {
		side_init(&s, &vectors[i]);
		assert_false(verify(&s, sizeof(s.data)));
		assert_true(sign(&s));
		assert_memory_equal(s.data + 36, vectors[i].data, 12);
		assert_memory_equal(s.data, update, 36);
		assert_true(verify(&s, sizeof(s.data)));
	}
}

/* Every bit counts, but for those of the checksum. */
static void every_bit(void **state)
{
	struct side s;

	(void)state;
	side_init(&s, &vectors[0]);
	assert_true(sign(&s));
	for (size_t i = 0; i < sizeof(s.data) * 8; i++) {
		s.data[i / 8] ^= 1 << i % 8;
		assert_int_equal(verify(&s, sizeof(s.data)),
				 i / 8 == 4 || i / 8 == 5);
		s.data[i / 8] ^= 1 << i % 8;
	}
	for (size_t i = 0; i < 128; i++) {
		s.coa.s6_addr[i / 8] ^= 1 << i % 8;
		assert_false(verify(&s, sizeof(s.data)));
		s.coa.s6_addr[i / 8] ^= 1 << i % 8;
		s.hoa.s6_addr[i / 8] ^= 1 << i % 8;
		assert_false(verify(&s, sizeof(s.data)));
		s.hoa.s6_addr[i / 8] ^= 1 << i % 8;
		s.key.key[i / 8] ^= 1 << i % 8;
		assert_false(verify(&s, sizeof(s.data)));
		s.key.key[i / 8] ^= 1 << i % 8;
	}
	assert_true(verify(&s, sizeof(s.data)));
}

static void what_is_no_authentication(void **state)
{
	struct side good, s;

	(void)state;
	side_init(&good, &vectors[0]);
	assert_true(sign(&good));
	for (size_t len = 0; len < sizeof(good.data); len++)
		assert_false(verify(&good, len));
	s = good;
	s.mh.has_auth = false;
	assert_false(verify(&s, sizeof(s.data)));
	s = good;
	s.mh.auth_subtype = 2;
	assert_false(verify(&s, sizeof(s.data)));
	s = good;
	s.mh.auth_spi = 257;
	assert_false(verify(&s, sizeof(s.data)));
	assert_false(sign(&s));
	for (unsigned int len = 0; len < 256; len++) {
		s = good;
		s.mh.auth_len = len;
		assert_int_equal(verify(&s, sizeof(s.data)), len == 12);
	}
	for (unsigned int off = 0; off < 65536; off++) {
		s.mh = good.mh;
		s.mh.auth_off = off;
		assert_int_equal(verify(&s, sizeof(s.data)), off == 36);
	}
	s = good;
	s.key.len = 0;
	assert_false(verify(&s, sizeof(s.data)));
	s.key.len = DSMIPD_AUTH_KEY_MAX + 1;
	assert_false(verify(&s, sizeof(s.data)));
}

static void ntp_time(void **state)
{
	uint64_t now = UINT64_C(1700000000) * SEC;

	(void)state;
	/* 1970, in seconds since 1900. */
	assert_int_equal(dsmipd_auth_ntp(0), UINT64_C(2208988800) << 32);
	assert_int_equal(dsmipd_auth_ntp(SEC / 2),
			 UINT64_C(2208988800) << 32 | 0x80000000);
	assert_int_equal(dsmipd_auth_ntp(SEC - 1) & 0xffffffff, 4294967291);
	/* The next era begins on 7 February 2036, 6:28:16. */
	assert_int_equal(dsmipd_auth_ntp(UINT64_C(2085978496) * SEC), 0);

	assert_int_equal(dsmipd_auth_ntp_diff(dsmipd_auth_ntp(now + 7 * SEC),
					      dsmipd_auth_ntp(now)), 7 * SEC);
	assert_int_equal(dsmipd_auth_ntp_diff(dsmipd_auth_ntp(now),
					      dsmipd_auth_ntp(now + 7 * SEC)),
			 -7 * SEC);
	assert_int_equal(dsmipd_auth_ntp_diff(UINT64_C(3) << 32,
					      UINT64_C(0xfffffffe) << 32),
			 5 * SEC);
	assert_int_equal(dsmipd_auth_ntp_diff(UINT64_C(0xfffffffe) << 32,
					      UINT64_C(3) << 32), -5 * SEC);
	assert_int_equal(dsmipd_auth_ntp_diff(5, 5), 0);
	/* As far away as it goes. */
	assert_true(dsmipd_auth_ntp_diff(0, UINT64_C(1) << 63) < 0);
	assert_true(dsmipd_auth_ntp_diff(INT64_MAX, 0) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_another_program_has_it),
		cmocka_unit_test(every_bit),
		cmocka_unit_test(what_is_no_authentication),
		cmocka_unit_test(ntp_time),
	};

	return cmocka_run_group_tests_name("auth", tests, NULL, NULL);
}
