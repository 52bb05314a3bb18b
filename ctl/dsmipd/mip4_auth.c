// SPDX-License-Identifier: GPL-2.0
/* The authentication extensions of Mobile IPv4 (RFC 5944, section 3.5). */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>

#include "mip4_auth.h"

static const struct mip4_auth_algorithm {
	const char *name;
	enum dsmipd_hmac_digest digest;
	bool keyed;	/* key, data, key; not an HMAC */
} mip4_auth_algorithms[DSMIPD_MIP4_N_ALGORITHMS] = {
	[DSMIPD_MIP4_HMAC_MD5] = { "hmac-md5", DSMIPD_HMAC_MD5 },
	[DSMIPD_MIP4_PREFIX_SUFFIX_MD5] = {
		"prefix-suffix-md5", DSMIPD_HMAC_MD5, true
	},
	[DSMIPD_MIP4_HMAC_SHA1] = { "hmac-sha1", DSMIPD_HMAC_SHA1 },
	[DSMIPD_MIP4_HMAC_SHA256] = { "hmac-sha256", DSMIPD_HMAC_SHA256 },
};

static const struct mip4_auth_algorithm *mip4_auth_algorithm(uint8_t algorithm)
{
	return algorithm < DSMIPD_MIP4_N_ALGORITHMS ?
	       &mip4_auth_algorithms[algorithm] : NULL;
}

/**
 * dsmipd_mip4_auth_len() - how long authenticators are
 * @algorithm: enum dsmipd_mip4_algorithm
 *
 * Context: any.
 * Return: bytes; 0 if the algorithm is not known.
 */
size_t dsmipd_mip4_auth_len(uint8_t algorithm)
{
	const struct mip4_auth_algorithm *alg = mip4_auth_algorithm(algorithm);

	return alg ? dsmipd_hmac_len(alg->digest) : 0;
}

/* Whether there is an extension of this association, all in @len bytes. */
static bool mip4_auth_has(const struct dsmipd_mip4_sa *sa,
			  const struct dsmipd_mip4_auth *auth, size_t len)
{
	return auth->has && auth->spi == sa->spi && auth->len &&
	       auth->len == dsmipd_mip4_auth_len(sa->algorithm) &&
	       auth->off + (size_t)auth->len <= len &&
	       sa->len && sa->len <= sizeof(sa->key);
}

/* RFC 5944, section 3.5.1: over all in front of the authenticator. */
static bool mip4_auth_compute(const struct dsmipd_mip4_sa *sa,
			      const uint8_t *data, size_t len, uint8_t *code)
{
	const struct mip4_auth_algorithm *alg = mip4_auth_algorithm(sa->algorithm);
	struct iovec key = { (void *)sa->key, sa->len };
	struct iovec iov[] = { key, { (void *)data, len }, key };

	if (alg->keyed)
		return dsmipd_hmac_hash(alg->digest, iov, 3, code);
	return dsmipd_hmac(alg->digest, sa->key, sa->len, &iov[1], 1, code);
}

/**
 * dsmipd_mip4_auth_add() - have a message authenticated when it is built
 * @sa: security association with who will receive it
 * @mip4: the message
 * @between: which extension
 *
 * Context: any.
 * Return: whether there is such an association.
 */
bool dsmipd_mip4_auth_add(const struct dsmipd_mip4_sa *sa,
			  struct dsmipd_mip4 *mip4,
			  enum dsmipd_mip4_between between)
{
	size_t len = dsmipd_mip4_auth_len(sa->algorithm);

	if (!len || !sa->len)
		return false;
	mip4->auth[between] = (struct dsmipd_mip4_auth){
		.has = true, .spi = sa->spi, .len = len,
	};
	return true;
}

/**
 * dsmipd_mip4_auth_verify() - whether a message is authentic
 * @sa: security association with its sender
 * @mip4: the message as it was parsed
 * @between: which extension
 * @data: its bytes as they were received
 * @len: how many
 *
 * Context: one thread.
 * Return: whether it has the extension, of this association, with the right
 * authenticator.
 */
bool dsmipd_mip4_auth_verify(const struct dsmipd_mip4_sa *sa,
			     const struct dsmipd_mip4 *mip4,
			     enum dsmipd_mip4_between between,
			     const uint8_t *data, size_t len)
{
	const struct dsmipd_mip4_auth *auth = &mip4->auth[between];
	uint8_t code[DSMIPD_HMAC_MAX];

	return mip4_auth_has(sa, auth, len) &&
	       mip4_auth_compute(sa, data, auth->off, code) &&
	       !CRYPTO_memcmp(code, data + auth->off, auth->len);
}

/**
 * dsmipd_mip4_auth_sign() - write an authenticator
 * @sa: security association with who will receive it
 * @mip4: the message as it was built
 * @between: which extension; MN-HA before the others, which cover it
 * @data: its bytes
 * @len: how many
 *
 * Context: one thread.
 * Return: whether it was written.
 */
bool dsmipd_mip4_auth_sign(const struct dsmipd_mip4_sa *sa,
			   const struct dsmipd_mip4 *mip4,
			   enum dsmipd_mip4_between between,
			   uint8_t *data, size_t len)
{
	const struct dsmipd_mip4_auth *auth = &mip4->auth[between];
	uint8_t code[DSMIPD_HMAC_MAX];

	if (!mip4_auth_has(sa, auth, len) ||
	    !mip4_auth_compute(sa, data, auth->off, code))
		return false;
	memcpy(data + auth->off, code, auth->len);
	return true;
}

/* One after the other; 0: it cannot be. */
static size_t mip4_auth_finish(const struct dsmipd_mip4_sa *const *sa,
			       const struct dsmipd_mip4 *mip4, size_t first,
			       uint8_t *buf, size_t len)
{
	for (size_t i = first; len && i < DSMIPD_MIP4_N_BETWEEN; i++)
		if (sa[i] && !dsmipd_mip4_auth_sign(sa[i], mip4, i, buf, len))
			return 0;
	return len;
}

/* Those from @first on are the ones that @sa says; false: it cannot be. */
static bool mip4_auth_begin(const struct dsmipd_mip4_sa *const *sa,
			    struct dsmipd_mip4 *mip4, size_t first)
{
	for (size_t i = first; i < DSMIPD_MIP4_N_BETWEEN; i++) {
		memset(&mip4->auth[i], 0, sizeof(mip4->auth[i]));
		if (sa[i] && !dsmipd_mip4_auth_add(sa[i], mip4, i))
			return false;
	}
	return true;
}

/**
 * dsmipd_mip4_auth_build() - write a message with all its authenticators
 * @sa: by enum dsmipd_mip4_between: security associations with who will
 *	receive it, NULL for no such extension; DSMIPD_MIP4_N_BETWEEN of them
 * @mip4: the message
 * @buf: where it goes
 * @size: room there; DSMIPD_MIP4_MAX_LEN is always enough
 *
 * Context: one thread.
 * Return: its length in bytes, or 0 if it could not be built or authenticated.
 */
size_t dsmipd_mip4_auth_build(const struct dsmipd_mip4_sa *const *sa,
			      struct dsmipd_mip4 *mip4, uint8_t *buf,
			      size_t size)
{
	if (!mip4_auth_begin(sa, mip4, DSMIPD_MIP4_MN_HA))
		return 0;
	return mip4_auth_finish(sa, mip4, DSMIPD_MIP4_MN_HA, buf,
				dsmipd_mip4_build(mip4, buf, size));
}

/**
 * dsmipd_mip4_auth_relay() - write what a foreign agent sends on
 * @sa: as in dsmipd_mip4_auth_build(); that of MN-HA is not looked at
 * @mip4: the message, as in dsmipd_mip4_relay()
 * @data: its bytes as they were received
 * @buf: where it goes; not the same bytes
 * @size: room there
 *
 * Context: one thread.
 * Return: its length in bytes, or 0 if it could not be built or authenticated.
 */
size_t dsmipd_mip4_auth_relay(const struct dsmipd_mip4_sa *const *sa,
			      struct dsmipd_mip4 *mip4, const uint8_t *data,
			      uint8_t *buf, size_t size)
{
	if (!mip4_auth_begin(sa, mip4, DSMIPD_MIP4_MN_FA))
		return 0;
	return mip4_auth_finish(sa, mip4, DSMIPD_MIP4_MN_FA, buf,
				dsmipd_mip4_relay(mip4, data, buf, size));
}

/**
 * dsmipd_mip4_auth_usable() - whether OpenSSL can do an algorithm here
 * @algorithm: enum dsmipd_mip4_algorithm
 * @why: where the reason goes, if not
 * @size: room there; DSMIPD_HMAC_WHY_LEN is enough
 *
 * Context: one thread.
 * Return: 0, %-EOPNOTSUPP, or %-EINVAL if it is not known.
 */
int dsmipd_mip4_auth_usable(uint8_t algorithm, char *why, size_t size)
{
	const struct mip4_auth_algorithm *alg = mip4_auth_algorithm(algorithm);

	if (!alg) {
		snprintf(why, size, "unknown algorithm %u", algorithm);
		return -EINVAL;
	}
	return dsmipd_hmac_usable(alg->digest, why, size);
}

/**
 * dsmipd_mip4_algorithm_name() - name of an algorithm, as configuration has it
 * @algorithm: enum dsmipd_mip4_algorithm
 *
 * Context: any.
 * Return: the name; NULL if it is not known.
 */
const char *dsmipd_mip4_algorithm_name(uint8_t algorithm)
{
	const struct mip4_auth_algorithm *alg = mip4_auth_algorithm(algorithm);

	return alg ? alg->name : NULL;
}

/**
 * dsmipd_mip4_replay_name() - name of a replay protection
 * @replay: enum dsmipd_mip4_replay
 *
 * Context: any.
 * Return: the name, as configuration has it; NULL if it is not known.
 */
const char *dsmipd_mip4_replay_name(uint8_t replay)
{
	static const char *const names[DSMIPD_MIP4_N_REPLAYS] = {
		[DSMIPD_MIP4_TIMESTAMPS] = "timestamps",
		[DSMIPD_MIP4_NONCES] = "nonces",
	};

	return replay < DSMIPD_MIP4_N_REPLAYS ? names[replay] : NULL;
}
