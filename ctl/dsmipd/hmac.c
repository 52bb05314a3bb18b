// SPDX-License-Identifier: GPL-2.0
/* Message authentication codes by OpenSSL. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "hmac.h"

static const struct hmac_digest {
	const char *name;
	size_t len;
} hmac_digests[DSMIPD_HMAC_N_DIGESTS] = {
	[DSMIPD_HMAC_MD5] = { "MD5", 16 },
	[DSMIPD_HMAC_SHA1] = { "SHA1", 20 },
	[DSMIPD_HMAC_SHA256] = { "SHA256", 32 },
};

/* Made once: to look the algorithm up takes longer than to use it. */
static EVP_MAC_CTX *hmac_ctx(enum dsmipd_hmac_digest digest)
{
	static EVP_MAC_CTX *ctxs[DSMIPD_HMAC_N_DIGESTS];
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST,
						 (char *)
						 hmac_digests[digest].name, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC_CTX *ctx;
	EVP_MAC *mac;

	if (ctxs[digest])
		return ctxs[digest];
	mac = EVP_MAC_fetch(NULL, OSSL_MAC_NAME_HMAC, NULL);
	if (!mac)
		return NULL;
	ctx = EVP_MAC_CTX_new(mac);
	EVP_MAC_free(mac);
	if (ctx && !EVP_MAC_CTX_set_params(ctx, params)) {
		EVP_MAC_CTX_free(ctx);
		return NULL;
	}
	ctxs[digest] = ctx;
	return ctx;
}

/* Contexts that have a key: an answer has that of its request, at least. */
#define HMAC_KEYED	4096u
#define HMAC_KEY_MAX	64

/**
 * struct hmac_keyed - a context, and what it is for
 * @ctx: the context, or NULL
 * @digest: its hash function
 * @len: bytes of @key; 0: none
 * @key: its key
 */
struct hmac_keyed {
	EVP_MAC_CTX *ctx;
	enum dsmipd_hmac_digest digest;
	size_t len;
	uint8_t key[HMAC_KEY_MAX];
};

static struct hmac_keyed *hmac_slot(const uint8_t *key, size_t len)
{
	static struct hmac_keyed keyed[HMAC_KEYED];
	uint32_t hash = 0;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ key[i]) * 16777619u;
	return &keyed[(hash ^ hash >> 16) % HMAC_KEYED];
}

/*
 * OpenSSL before 3.0.3 says that it begins anew with the key that a context has,
 * and goes on with what is in it.
 */
static bool hmac_keeps_key(void)
{
	return OpenSSL_version_num() >= 0x30000030ul;
}

/* A context that begins with a key: half of an HMAC of a message is that. */
static EVP_MAC_CTX *hmac_begin(enum dsmipd_hmac_digest digest,
			       const uint8_t *key, size_t len)
{
	EVP_MAC_CTX *ctx = hmac_ctx(digest);
	struct hmac_keyed *slot;

	if (!ctx)
		return NULL;
	if (!len || len > HMAC_KEY_MAX || !hmac_keeps_key())
		return EVP_MAC_init(ctx, key, len, NULL) ? ctx : NULL;
	slot = hmac_slot(key, len);
	if (slot->len == len && slot->digest == digest &&
	    !memcmp(slot->key, key, len))
		return EVP_MAC_init(slot->ctx, NULL, 0, NULL) ? slot->ctx :
								NULL;
	slot->len = 0;
	if (!slot->ctx || slot->digest != digest) {
		EVP_MAC_CTX_free(slot->ctx);
		slot->ctx = EVP_MAC_CTX_dup(ctx);
		slot->digest = digest;
	}
	if (!slot->ctx || !EVP_MAC_init(slot->ctx, key, len, NULL))
		return NULL;
	OPENSSL_cleanse(slot->key, sizeof(slot->key));
	slot->len = len;
	memcpy(slot->key, key, len);
	return slot->ctx;
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
 * Context: one thread.
 * Return: whether it was computed.
 */
bool dsmipd_hmac(enum dsmipd_hmac_digest digest, const void *key, size_t len,
		 const struct iovec *iov, size_t n, uint8_t *code)
{
	EVP_MAC_CTX *ctx = hmac_begin(digest, key, len);
	size_t done;

	if (!ctx)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!EVP_MAC_update(ctx, iov[i].iov_base, iov[i].iov_len))
			return false;
	return EVP_MAC_final(ctx, code, &done, DSMIPD_HMAC_MAX) &&
	       done == dsmipd_hmac_len(digest);
}

/* As hmac_ctx(). */
static EVP_MD *hmac_md(enum dsmipd_hmac_digest digest)
{
	static EVP_MD *mds[DSMIPD_HMAC_N_DIGESTS];

	if (!mds[digest])
		mds[digest] = EVP_MD_fetch(NULL, hmac_digests[digest].name,
					   NULL);
	return mds[digest];
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
	EVP_MD *md = hmac_md(digest);
	EVP_MD_CTX *ctx;
	bool good;

	if (!md)
		return false;
	ctx = EVP_MD_CTX_new();
	good = ctx && EVP_DigestInit_ex2(ctx, md, NULL);
	for (size_t i = 0; good && i < n; i++)
		good = EVP_DigestUpdate(ctx, iov[i].iov_base, iov[i].iov_len);
	good = good && EVP_DigestFinal_ex(ctx, hash, NULL);
	EVP_MD_CTX_free(ctx);
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
	if (hmac_ctx(digest) && hmac_md(digest))
		return 0;
	reason = ERR_reason_error_string(ERR_peek_last_error());
	snprintf(why, size, "OpenSSL has no %s here%s%s",
		 hmac_digests[digest].name, reason ? ": " : "",
		 reason ? reason : "");
	return -EOPNOTSUPP;
}
