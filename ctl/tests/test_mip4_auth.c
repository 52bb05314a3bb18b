// SPDX-License-Identifier: GPL-2.0
/*
 * Authentication extensions of Mobile IPv4 with all algorithms, and without
 * those that OpenSSL refuses.
 *
 * Covers: R5454-3.1-03 R5454-4-01 D4-01-4.1-03 D4-01-4.1-05
 */

#include <errno.h>
#include <string.h>

#include <openssl/evp.h>

#include "mip4_auth.h"
#include "testing_mip4.h"

/* Of 16 bytes 0x0b over the request, of another program. */
static const struct vector {
	const char *name;
	uint8_t len;
	uint8_t code[32];
} vectors[DSMIPD_MIP4_N_ALGORITHMS] = {
	[DSMIPD_MIP4_HMAC_MD5] = { "hmac-md5", 16, {
		0xec, 0xe4, 0x25, 0xa1, 0x79, 0x6c, 0x57, 0x6c,
		0x6e, 0xf2, 0xb6, 0x81, 0x73, 0xea, 0xe2, 0x9e } },
	[DSMIPD_MIP4_PREFIX_SUFFIX_MD5] = { "prefix-suffix-md5", 16, {
		0xf7, 0xa4, 0xeb, 0x51, 0x3b, 0x6f, 0xad, 0xff,
		0x47, 0xdc, 0x6d, 0xb6, 0xc8, 0x71, 0x8f, 0x83 } },
	[DSMIPD_MIP4_HMAC_SHA1] = { "hmac-sha1", 20, {
		0xb4, 0x0f, 0x2e, 0x80, 0x99, 0x2b, 0x1e, 0x0a,
		0x70, 0xb0, 0xd8, 0x0b, 0xe8, 0x26, 0xc0, 0xac,
		0xcc, 0x86, 0x85, 0x67 } },
	[DSMIPD_MIP4_HMAC_SHA256] = { "hmac-sha256", 32, {
		0x6f, 0x01, 0xf6, 0xcb, 0x4e, 0x67, 0x93, 0x8e,
		0x3a, 0x0b, 0xe1, 0xfb, 0xeb, 0x4e, 0xf1, 0x4d,
		0x08, 0xee, 0xec, 0x4e, 0xc0, 0x55, 0x01, 0x4b,
		0xad, 0x2a, 0x40, 0x7c, 0xb6, 0x2b, 0xa6, 0xf4 } },
};

static void sa_init(struct dsmipd_mip4_sa *sa, uint8_t algorithm)
{
	*sa = (struct dsmipd_mip4_sa){
		.spi = 256, .algorithm = algorithm, .len = 16,
	};
	memset(sa->key, 0x0b, sa->len);
}

/* First, as what was found is kept. */
static void refused_by_the_provider(void **state)
{
	char why[DSMIPD_HMAC_WHY_LEN];
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4_sa sa;
	const struct dsmipd_mip4_sa *use[] = { &sa, NULL, NULL };
	struct dsmipd_mip4 mip4;

	(void)state;
	testing_mip4_rrq(&mip4);
	assert_true(EVP_set_default_properties(NULL, "fips=yes"));
	for (uint8_t i = 0; i < DSMIPD_MIP4_N_ALGORITHMS; i++) {
		why[0] = '\0';
		assert_int_equal(dsmipd_mip4_auth_usable(i, why, sizeof(why)), -EOPNOTSUPP);
		assert_non_null(strstr(why, "OpenSSL has no "));
		assert_non_null(strstr(why, ": "));
		sa_init(&sa, i);
		assert_int_equal(dsmipd_mip4_auth_build(use, &mip4, buf, sizeof(buf)), 0);
	}
	assert_int_equal(dsmipd_mip4_auth_usable(DSMIPD_MIP4_HMAC_MD5, why, sizeof(why)),
			 -EOPNOTSUPP);
	assert_non_null(strstr(why, " MD5 "));
	assert_int_equal(dsmipd_mip4_auth_usable(99, why, sizeof(why)), -EINVAL);
	assert_string_equal(why, "unknown algorithm 99");
	assert_true(EVP_set_default_properties(NULL, ""));
	for (uint8_t i = 0; i < DSMIPD_MIP4_N_ALGORITHMS; i++)
		assert_int_equal(dsmipd_mip4_auth_usable(i, why, sizeof(why)), 0);
}

/* A request with one extension, signed. */
static size_t signed_request(const struct dsmipd_mip4_sa *sa,
			     struct dsmipd_mip4 *mip4, uint8_t *buf)
{
	const struct dsmipd_mip4_sa *use[] = { sa, NULL, NULL };
	size_t len;

	testing_mip4_rrq(mip4);
	len = dsmipd_mip4_auth_build(use, mip4, buf, DSMIPD_MIP4_MAX_LEN);
	assert_int_equal(len, 30 + dsmipd_mip4_auth_len(sa->algorithm));
	return len;
}

static void as_another_program_has_it(void **state)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 mip4, back;
	struct dsmipd_mip4_sa sa;
	size_t len;

	(void)state;
	for (uint8_t i = 0; i < DSMIPD_MIP4_N_ALGORITHMS; i++) {
		sa_init(&sa, i);
		assert_int_equal(dsmipd_mip4_auth_len(i), vectors[i].len);
		assert_string_equal(dsmipd_mip4_algorithm_name(i), vectors[i].name);
		len = signed_request(&sa, &mip4, buf);
		assert_memory_equal(buf + 30, vectors[i].code, vectors[i].len);
		assert_int_equal(testing_mip4_parse(buf, len, false, &back), DSMIPD_MIP4_OK);
		assert_true(dsmipd_mip4_auth_verify(&sa, &back, DSMIPD_MIP4_MN_HA, buf, len));
	}
	assert_int_equal(dsmipd_mip4_auth_len(DSMIPD_MIP4_N_ALGORITHMS), 0);
	assert_null(dsmipd_mip4_algorithm_name(DSMIPD_MIP4_N_ALGORITHMS));
	assert_string_equal(dsmipd_mip4_replay_name(DSMIPD_MIP4_TIMESTAMPS), "timestamps");
	assert_string_equal(dsmipd_mip4_replay_name(DSMIPD_MIP4_NONCES), "nonces");
	assert_null(dsmipd_mip4_replay_name(DSMIPD_MIP4_N_REPLAYS));
}

/* Every bit counts, of the message and of the key. */
static void every_bit(void **state)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4_sa sa;
	struct dsmipd_mip4 mip4;
	size_t len;

	(void)state;
	for (uint8_t i = 0; i < DSMIPD_MIP4_N_ALGORITHMS; i++) {
		sa_init(&sa, i);
		len = signed_request(&sa, &mip4, buf);
		for (size_t bit = 0; bit < len * 8; bit++) {
			buf[bit / 8] ^= 1 << bit % 8;
			assert_false(dsmipd_mip4_auth_verify(&sa, &mip4, DSMIPD_MIP4_MN_HA, buf,
							     len));
			buf[bit / 8] ^= 1 << bit % 8;
		}
		for (size_t bit = 0; bit < sa.len * 8u; bit++) {
			sa.key[bit / 8] ^= 1 << bit % 8;
			assert_false(dsmipd_mip4_auth_verify(&sa, &mip4, DSMIPD_MIP4_MN_HA, buf,
							     len));
			sa.key[bit / 8] ^= 1 << bit % 8;
		}
		assert_true(dsmipd_mip4_auth_verify(&sa, &mip4, DSMIPD_MIP4_MN_HA, buf, len));
		for (uint8_t other = 0; other < DSMIPD_MIP4_N_ALGORITHMS; other++) {
			sa.algorithm = other;
			assert_int_equal(dsmipd_mip4_auth_verify(&sa, &mip4, DSMIPD_MIP4_MN_HA,
								 buf, len), other == i);
		}
	}
}

static void what_is_no_authentication(void **state)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN], *exact;
	struct dsmipd_mip4_sa sa, wrong;
	struct dsmipd_mip4 good, mip4;
	size_t len;

	(void)state;
	sa_init(&sa, DSMIPD_MIP4_HMAC_MD5);
	len = signed_request(&sa, &good, buf);
	for (size_t n = 0; n < len; n++) {
		exact = malloc(n ? n : 1);
		memcpy(exact, buf, n);
		assert_false(dsmipd_mip4_auth_verify(&sa, &good, DSMIPD_MIP4_MN_HA, exact, n));
		free(exact);
	}
	assert_false(dsmipd_mip4_auth_verify(&sa, &good, DSMIPD_MIP4_MN_FA, buf, len));
	assert_false(dsmipd_mip4_auth_verify(&sa, &good, DSMIPD_MIP4_FA_HA, buf, len));
	for (unsigned int i = 0; i < 256; i++) {
		mip4 = good;
		mip4.auth[DSMIPD_MIP4_MN_HA].len = i;
		assert_int_equal(dsmipd_mip4_auth_verify(&sa, &mip4, DSMIPD_MIP4_MN_HA, buf, len),
				 i == 16);
	}
	for (unsigned int off = 0; off < 65536; off++) {
		mip4 = good;
		mip4.auth[DSMIPD_MIP4_MN_HA].off = off;
		assert_int_equal(dsmipd_mip4_auth_verify(&sa, &mip4, DSMIPD_MIP4_MN_HA, buf, len),
				 off == 30);
	}
	wrong = sa;
	wrong.spi = 257;
	assert_false(dsmipd_mip4_auth_verify(&wrong, &good, DSMIPD_MIP4_MN_HA, buf, len));
	assert_false(dsmipd_mip4_auth_sign(&wrong, &good, DSMIPD_MIP4_MN_HA, buf, len));
	/* The longest key. */
	sa.len = DSMIPD_MIP4_KEY_MAX;
	assert_true(dsmipd_mip4_auth_sign(&sa, &good, DSMIPD_MIP4_MN_HA, buf, len));
	assert_true(dsmipd_mip4_auth_verify(&sa, &good, DSMIPD_MIP4_MN_HA, buf, len));
	wrong = sa;
	wrong.len = DSMIPD_MIP4_KEY_MAX + 1;
	assert_false(dsmipd_mip4_auth_verify(&wrong, &good, DSMIPD_MIP4_MN_HA, buf, len));
	wrong.len = 0;
	assert_false(dsmipd_mip4_auth_verify(&wrong, &good, DSMIPD_MIP4_MN_HA, buf, len));
	assert_false(dsmipd_mip4_auth_add(&wrong, &mip4, DSMIPD_MIP4_MN_HA));
	wrong = sa;
	wrong.algorithm = DSMIPD_MIP4_N_ALGORITHMS;
	assert_false(dsmipd_mip4_auth_verify(&wrong, &good, DSMIPD_MIP4_MN_HA, buf, len));
	assert_false(dsmipd_mip4_auth_add(&wrong, &mip4, DSMIPD_MIP4_MN_HA));
}

/* By way of a foreign agent: each covers what is in front of it. */
static void all_three(void **state)
{
	uint8_t visitor[DSMIPD_MIP4_MAX_LEN], relayed[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4_sa sa[DSMIPD_MIP4_N_BETWEEN];
	const struct dsmipd_mip4_sa *node[] = { &sa[0], &sa[1], NULL };
	const struct dsmipd_mip4_sa *agent[] = { NULL, NULL, &sa[2] };
	struct dsmipd_mip4 mip4, back;
	size_t len;

	(void)state;
	sa_init(&sa[0], DSMIPD_MIP4_HMAC_SHA256);
	sa_init(&sa[1], DSMIPD_MIP4_HMAC_MD5);
	sa_init(&sa[2], DSMIPD_MIP4_HMAC_SHA1);
	sa[1].spi = 300;
	sa[2].spi = 400;
	testing_mip4_rrq(&mip4);
	mip4.node.has_revocation = true;
	/* One that was left there by another message is not written. */
	testing_mip4_auth(&mip4, DSMIPD_MIP4_FA_HA);
	len = dsmipd_mip4_auth_build(node, &mip4, visitor, sizeof(visitor));
	assert_int_equal(testing_mip4_parse(visitor, len, false, &back), DSMIPD_MIP4_OK);
	assert_memory_equal(&back, &mip4, sizeof(back));
	assert_false(back.auth[DSMIPD_MIP4_FA_HA].has);
	for (size_t i = 0; i < 2; i++)
		assert_true(dsmipd_mip4_auth_verify(&sa[i], &back, i, visitor, len));

	back.agent.has_mode = true;
	len = dsmipd_mip4_auth_relay(agent, &back, visitor, relayed, sizeof(relayed));
	assert_int_equal(testing_mip4_parse(relayed, len, false, &mip4), DSMIPD_MIP4_OK);
	assert_memory_equal(&back, &mip4, sizeof(back));
	assert_false(mip4.auth[DSMIPD_MIP4_MN_FA].has);
	assert_true(dsmipd_mip4_auth_verify(&sa[0], &mip4, DSMIPD_MIP4_MN_HA, relayed, len));
	assert_true(dsmipd_mip4_auth_verify(&sa[2], &mip4, DSMIPD_MIP4_FA_HA, relayed, len));

	/* What the agent has added is under its own authentication alone. */
	relayed[mip4.node_end + 3] ^= 1;
	assert_true(dsmipd_mip4_auth_verify(&sa[0], &mip4, DSMIPD_MIP4_MN_HA, relayed, len));
	assert_false(dsmipd_mip4_auth_verify(&sa[2], &mip4, DSMIPD_MIP4_FA_HA, relayed, len));
	/* And what the node has, under both. */
	relayed[mip4.node_end + 3] ^= 1;
	relayed[20] ^= 1;
	assert_false(dsmipd_mip4_auth_verify(&sa[0], &mip4, DSMIPD_MIP4_MN_HA, relayed, len));
	assert_false(dsmipd_mip4_auth_verify(&sa[2], &mip4, DSMIPD_MIP4_FA_HA, relayed, len));
}

/* Without an association, or room, there is no message. */
static void what_cannot_be_built(void **state)
{
	struct dsmipd_mip4_sa sa = {};
	const struct dsmipd_mip4_sa *use[] = { NULL, &sa, NULL };
	uint8_t buf[DSMIPD_MIP4_MAX_LEN], out[64];
	struct dsmipd_mip4 mip4;

	(void)state;
	testing_mip4_rrq(&mip4);
	assert_int_equal(dsmipd_mip4_auth_build(use, &mip4, buf, sizeof(buf)), 0);
	assert_int_equal(dsmipd_mip4_auth_relay(use, &mip4, buf, out, sizeof(out)), 0);
	sa_init(&sa, DSMIPD_MIP4_HMAC_MD5);
	assert_int_equal(dsmipd_mip4_auth_build(use, &mip4, buf, 45), 0);
	assert_int_equal(dsmipd_mip4_auth_build(use, &mip4, buf, 46), 46);
	assert_int_equal(dsmipd_mip4_auth_relay(use, &mip4, buf, out, sizeof(out)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused_by_the_provider),
		cmocka_unit_test(as_another_program_has_it),
		cmocka_unit_test(every_bit),
		cmocka_unit_test(what_is_no_authentication),
		cmocka_unit_test(all_three),
		cmocka_unit_test(what_cannot_be_built),
	};

	return cmocka_run_group_tests_name("mip4_auth", tests, NULL, NULL);
}
