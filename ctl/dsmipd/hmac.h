/* SPDX-License-Identifier: GPL-2.0 */
/* Message authentication codes by OpenSSL, over data in pieces. */
#ifndef DSMIPD_HMAC_H
#define DSMIPD_HMAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#define DSMIPD_HMAC_MAX		32	/* longest code, bytes */
#define DSMIPD_HMAC_WHY_LEN	160	/* of dsmipd_hmac_usable() */

enum dsmipd_hmac_digest {
	DSMIPD_HMAC_MD5,
	DSMIPD_HMAC_SHA1,
	DSMIPD_HMAC_SHA256,
	DSMIPD_HMAC_N_DIGESTS,
};

bool dsmipd_hmac(enum dsmipd_hmac_digest digest, const void *key, size_t len,
		 const struct iovec *iov, size_t n, uint8_t *code);
bool dsmipd_hmac_hash(enum dsmipd_hmac_digest digest, const struct iovec *iov,
		      size_t n, uint8_t *hash);
size_t dsmipd_hmac_len(enum dsmipd_hmac_digest digest);
int dsmipd_hmac_usable(enum dsmipd_hmac_digest digest, char *why, size_t size);

#endif /* DSMIPD_HMAC_H */
