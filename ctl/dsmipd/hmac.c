// SPDX-License-Identifier: GPL-2.0
/* Message authentication codes by OpenSSL. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "hmac.h"

#define HMAC_BLOCK	64	/* bytes: of all of these functions */
#define HMAC_GATHER	512	/* bytes that are hashed at once */
#define HMAC_IPAD	0x36	/* RFC 2104, section 2 */
#define HMAC_OPAD	0x5c

static const struct hmac_digest {
	const char *name;
	size_t len;
} hmac_digests[DSMIPD_HMAC_N_DIGESTS] = {
	[DSMIPD_HMAC_MD5] = { "MD5", 16 },
	[DSMIPD_HMAC_SHA1] = { "SHA1", 20 },
	[DSMIPD_HMAC_SHA256] = { "SHA256", 32 },
};

/* Made once: to look the algorithm up takes longer than to use it. */
static EVP_MD *hmac_md(enum dsmipd_hmac_digest digest)
{
	static EVP_MD *mds[DSMIPD_HMAC_N_DIGESTS];

	if (!mds[digest])
		mds[digest] = EVP_MD_fetch(NULL, hmac_digests[digest].name,
					   NULL);
	return mds[digest];
}

static EVP_MD_CTX *hmac_begin(enum dsmipd_hmac_digest digest)
{
	static EVP_MD_CTX *ctxs[DSMIPD_HMAC_N_DIGESTS];
	EVP_MD *md = hmac_md(digest);

	if (md && !ctxs[digest])
		ctxs[digest] = EVP_MD_CTX_new();
	return md && ctxs[digest] &&
	       EVP_DigestInit_ex2(ctxs[digest], md, NULL) ? ctxs[digest] : NULL;
}

/**
 * struct hmac_gather - small pieces of data, until there are enough
 * @ctx: what hashes them
 * @used: bytes of @buf
 * @good: nothing has gone wrong yet
 * @buf: the pieces
 */
struct hmac_gather {
	EVP_MD_CTX *ctx;
	size_t used;
	bool good;
	uint8_t buf[HMAC_GATHER];
};

static void hmac_flush(struct hmac_gather *gather)
{
	gather->good = gather->good &&
		       EVP_DigestUpdate(gather->ctx, gather->buf, gather->used);
	gather->used = 0;
}

/* A call of OpenSSL takes as long as to hash a dozen bytes. */
static void hmac_put(struct hmac_gather *gather, const void *data, size_t len)
{
	if (len > sizeof(gather->buf) - gather->used)
		hmac_flush(gather);
	if (len > sizeof(gather->buf)) {
		gather->good = gather->good &&
			       EVP_DigestUpdate(gather->ctx, data, len);
	} else if (len) {
		memcpy(gather->buf + gather->used, data, len);
		gather->used += len;
	}
}

static bool hmac_end(struct hmac_gather *gather, uint8_t *hash)
{
	hmac_flush(gather);
	return gather->good && EVP_DigestFinal_ex(gather->ctx, hash, NULL);
}

/**
 * dsmipd_hmac_hash() - a hash without a key
 * @digest: the hash function
 * @iov: the data
 * @n: in how many pieces they are
 * @hash: where the hash goes, %DSMIPD_HMAC_MAX bytes; as long as
 *	dsmipd_hmac_len() says
 *
 * Context: one thread.
 * Return: whether it was computed.
 */
bool dsmipd_hmac_hash(enum dsmipd_hmac_digest digest, const struct iovec *iov,
		      size_t n, uint8_t *hash)
{
	struct hmac_gather gather;
	bool good;

	gather.ctx = hmac_begin(digest);
	gather.used = 0;
	gather.good = gather.ctx;
	for (size_t i = 0; i < n; i++)
		hmac_put(&gather, iov[i].iov_base, iov[i].iov_len);
	good = hmac_end(&gather, hash);
	/* One of the pieces may be a key (RFC 2002's keyed MD5). */
	explicit_bzero(gather.buf, sizeof(gather.buf));
	return good;
}

/* A key that is longer than a block is replaced by its hash. */
static bool hmac_key(enum dsmipd_hmac_digest digest, const void *key,
		     size_t len, uint8_t block[HMAC_BLOCK])
{
	const struct iovec iov = { (void *)key, len };

	memset(block, 0, HMAC_BLOCK);
	if (len > HMAC_BLOCK)
		return dsmipd_hmac_hash(digest, &iov, 1, block);
	memcpy(block, key, len);
	return true;
}

static void hmac_pad(const uint8_t key[HMAC_BLOCK], uint8_t pad,
		     uint8_t block[HMAC_BLOCK])
{
	for (size_t i = 0; i < HMAC_BLOCK; i++)
		block[i] = key[i] ^ pad;
}

/**
 * dsmipd_hmac() - an HMAC (RFC 2104)
 * @digest: its hash function
 * @key: the key
 * @len: its length in bytes, not 0
 * @iov: the data
 * @n: in how many pieces they are
 * @code: where the code goes, %DSMIPD_HMAC_MAX bytes; as long as
 *	dsmipd_hmac_len() says
 *
 * From hashes, as OpenSSL's own takes several times as long to be given a key
 * as to hash a message, and each subscriber has another one.
 *
 * Context: one thread.
 * Return: whether it was computed.
 */
bool dsmipd_hmac(enum dsmipd_hmac_digest digest, const void *key, size_t len,
		 const struct iovec *iov, size_t n, uint8_t *code)
{
	uint8_t block[HMAC_BLOCK], pad[HMAC_BLOCK];
	struct hmac_gather gather;
	bool good;

	good = hmac_key(digest, key, len, block);
	gather.ctx = hmac_begin(digest);
	gather.used = 0;
	gather.good = good && gather.ctx;
	hmac_pad(block, HMAC_IPAD, pad);
	hmac_put(&gather, pad, sizeof(pad));
	for (size_t i = 0; i < n; i++)
		hmac_put(&gather, iov[i].iov_base, iov[i].iov_len);
	good = hmac_end(&gather, code) && hmac_begin(digest);
	hmac_pad(block, HMAC_OPAD, pad);
	hmac_put(&gather, pad, sizeof(pad));
	hmac_put(&gather, code, dsmipd_hmac_len(digest));
	good = good && hmac_end(&gather, code);
	explicit_bzero(block, sizeof(block));
	explicit_bzero(pad, sizeof(pad));
	explicit_bzero(gather.buf, HMAC_BLOCK);
	return good;
}

/**
 * dsmipd_hmac_len() - how long codes and hashes are
 * @digest: the hash function
 *
 * Context: any.
 * Return: bytes.
 */
size_t dsmipd_hmac_len(enum dsmipd_hmac_digest digest)
{
	return hmac_digests[digest].len;
}

/**
 * dsmipd_hmac_usable() - whether OpenSSL has a hash function here
 * @digest: the hash function
 * @why: where the reason goes, if not
 * @size: room there; DSMIPD_HMAC_WHY_LEN is enough
 *
 * A provider for FIPS 140 has no MD5.
 *
 * Context: one thread.
 * Return: 0, or %-EOPNOTSUPP.
 */
int dsmipd_hmac_usable(enum dsmipd_hmac_digest digest, char *why, size_t size)
{
	const char *reason;

	ERR_clear_error();
	if (hmac_begin(digest))
		return 0;
	reason = ERR_reason_error_string(ERR_peek_last_error());
	snprintf(why, size, "OpenSSL has no %s here%s%s",
		 hmac_digests[digest].name, reason ? ": " : "",
		 reason ? reason : "");
	return -EOPNOTSUPP;
}
