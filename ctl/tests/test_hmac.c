// SPDX-License-Identifier: GPL-2.0
/* Message authentication codes: what OpenSSL has, whatever the pieces. */

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "hmac.h"
#include "testing.h"

#define HMAC_DATA	1700

static const struct {
	enum dsmipd_hmac_digest digest;
	const char *name;
} digests[] = {
	{ DSMIPD_HMAC_MD5, "MD5" },
	{ DSMIPD_HMAC_SHA1, "SHA1" },
	{ DSMIPD_HMAC_SHA256, "SHA256" },
};

static uint8_t data[HMAC_DATA];

static int fill(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = i * i + (i >> 3);
	return 0;
}

/* In pieces that are shorter and longer than what is gathered. */
static size_t pieces(size_t len, size_t piece, struct iovec *iov)
{
	size_t n = 0, off = 0;

	while (off < len) {
		size_t size = len - off < piece ? len - off : piece;

		iov[n++] = (struct iovec){ data + off, size };
		iov[n++] = (struct iovec){ NULL, 0 };
		off += size;
	}
	return n;
}

static void as_openssl_has_it(void **state)
{
	static const size_t keys[] = { 1, 16, 20, 63, 64, 65, 200 };
	static const size_t lens[] = { 0, 1, 55, 64, 447, 448, 449, 960, HMAC_DATA };
	static const size_t sizes[] = { 1, 16, 100, 512, 513, HMAC_DATA };
	uint8_t code[DSMIPD_HMAC_MAX], want[EVP_MAX_MD_SIZE];
	struct iovec iov[2 * HMAC_DATA];

	(void)state;
	for (size_t i = 0; i < 3 * 7 * 9 * 6; i++) {
		size_t d = i % 3, key = keys[i / 3 % 7], len = lens[i / 21 % 9];
		const EVP_MD *md = EVP_get_digestbyname(digests[d].name);
		unsigned int size;

		assert_true(dsmipd_hmac(digests[d].digest, data + 5, key, iov,
					pieces(len, sizes[i / 189], iov), code));
		assert_non_null(HMAC(md, data + 5, key, data, len, want, &size));
		assert_int_equal(size, dsmipd_hmac_len(digests[d].digest));
		assert_memory_equal(code, want, size);
		assert_true(dsmipd_hmac_hash(digests[d].digest, iov,
					     pieces(len, sizes[i / 189], iov), code));
		assert_true(EVP_Digest(data, len, want, &size, md, NULL));
		assert_memory_equal(code, want, size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_openssl_has_it),
	};

	return cmocka_run_group_tests_name("hmac", tests, fill, NULL);
}
