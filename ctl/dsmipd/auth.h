/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The authentication protocol of RFC 4285: an authentication option instead of
 * IPsec, over the bytes as they were received.
 */
#ifndef DSMIPD_AUTH_H
#define DSMIPD_AUTH_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mh.h"

#define DSMIPD_AUTH_DATA_LEN	12	/* the first 96 bits */
#define DSMIPD_AUTH_KEY_MAX	64

/**
 * struct dsmipd_auth_key - a mobility security association
 * @spi: its index, 256 or more
 * @len: length of the key in bytes
 * @key: the key
 */
struct dsmipd_auth_key {
	uint32_t spi;
	uint8_t len;
	uint8_t key[DSMIPD_AUTH_KEY_MAX];
};

bool dsmipd_auth_verify(const struct dsmipd_auth_key *key,
			const struct in6_addr *coa, const struct in6_addr *hoa,
			const struct dsmipd_mh *mh, const uint8_t *data,
			size_t len);
bool dsmipd_auth_sign(const struct dsmipd_auth_key *key,
		      const struct in6_addr *coa, const struct in6_addr *hoa,
		      const struct dsmipd_mh *mh, uint8_t *data, size_t len);
uint64_t dsmipd_auth_ntp(uint64_t realtime_ns);
int64_t dsmipd_auth_ntp_diff(uint64_t a, uint64_t b);

#endif /* DSMIPD_AUTH_H */
