/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The authentication extensions of Mobile IPv4 (RFC 5944, section 3.5), over
 * the bytes as they were received.
 */
#ifndef DSMIPD_MIP4_AUTH_H
#define DSMIPD_MIP4_AUTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hmac.h"
#include "mip4.h"

#define DSMIPD_MIP4_SPI_MIN	256	/* those below are reserved */
#define DSMIPD_MIP4_KEY_MAX	64

/**
 * enum dsmipd_mip4_algorithm - how an authenticator is computed
 * @DSMIPD_MIP4_HMAC_MD5: the default (RFC 5944, section 3.5.1), 16 bytes
 * @DSMIPD_MIP4_PREFIX_SUFFIX_MD5: MD5 of key, data and key (RFC 2002), 16 bytes
 * @DSMIPD_MIP4_HMAC_SHA1: 20 bytes
 * @DSMIPD_MIP4_HMAC_SHA256: 32 bytes
 * @DSMIPD_MIP4_N_ALGORITHMS: how many there are
 */
enum dsmipd_mip4_algorithm {
	DSMIPD_MIP4_HMAC_MD5,
	DSMIPD_MIP4_PREFIX_SUFFIX_MD5,
	DSMIPD_MIP4_HMAC_SHA1,
	DSMIPD_MIP4_HMAC_SHA256,
	DSMIPD_MIP4_N_ALGORITHMS,
};

/**
 * enum dsmipd_mip4_replay - what the identification is (RFC 5944, section 5.7)
 * @DSMIPD_MIP4_TIMESTAMPS: NTP time, the default
 * @DSMIPD_MIP4_NONCES: a nonce of each side
 * @DSMIPD_MIP4_N_REPLAYS: how many there are
 */
enum dsmipd_mip4_replay {
	DSMIPD_MIP4_TIMESTAMPS,
	DSMIPD_MIP4_NONCES,
	DSMIPD_MIP4_N_REPLAYS,
};

/**
 * struct dsmipd_mip4_sa - a mobility security association
 * @spi: its index, %DSMIPD_MIP4_SPI_MIN or more
 * @algorithm: enum dsmipd_mip4_algorithm
 * @replay: enum dsmipd_mip4_replay; of no meaning to an association with a
 *	foreign agent
 * @len: length of the key in bytes; 0: there is no association
 * @key: the key
 */
struct dsmipd_mip4_sa {
	uint32_t spi;
	uint8_t algorithm;
	uint8_t replay;
	uint8_t len;
	uint8_t key[DSMIPD_MIP4_KEY_MAX];
};

size_t dsmipd_mip4_auth_len(uint8_t algorithm);
size_t dsmipd_mip4_auth_build(const struct dsmipd_mip4_sa *const *sa,
			      struct dsmipd_mip4 *mip4, uint8_t *buf,
			      size_t size);
size_t dsmipd_mip4_auth_relay(const struct dsmipd_mip4_sa *const *sa,
			      struct dsmipd_mip4 *mip4, const uint8_t *data,
			      uint8_t *buf, size_t size);
bool dsmipd_mip4_auth_add(const struct dsmipd_mip4_sa *sa,
			  struct dsmipd_mip4 *mip4,
			  enum dsmipd_mip4_between between);
bool dsmipd_mip4_auth_verify(const struct dsmipd_mip4_sa *sa,
			     const struct dsmipd_mip4 *mip4,
			     enum dsmipd_mip4_between between,
			     const uint8_t *data, size_t len);
bool dsmipd_mip4_auth_sign(const struct dsmipd_mip4_sa *sa,
			   const struct dsmipd_mip4 *mip4,
			   enum dsmipd_mip4_between between,
			   uint8_t *data, size_t len);
int dsmipd_mip4_auth_usable(uint8_t algorithm, char *why, size_t size);
const char *dsmipd_mip4_algorithm_name(uint8_t algorithm);
const char *dsmipd_mip4_replay_name(uint8_t replay);

#endif /* DSMIPD_MIP4_AUTH_H */
