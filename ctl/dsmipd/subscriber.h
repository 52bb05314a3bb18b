/* SPDX-License-Identifier: GPL-2.0 */
/* Who may register, with which addresses, and how he shows that it is he. */
#ifndef DSMIPD_SUBSCRIBER_H
#define DSMIPD_SUBSCRIBER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "auth.h"
#include "mip4_auth.h"

#define DSMIPD_SUBSCRIBER_NAME_MAX	253
#define DSMIPD_SUBSCRIBER_MAX_HOME4	8
#define DSMIPD_SUBSCRIBER_MAX_PREFIX	32
#define DSMIPD_POOL_NAME_MAX		63

/**
 * enum dsmipd_security - how a subscriber's signalling is authenticated
 * @DSMIPD_SECURITY_IPSEC: ESP in transport mode; the kernel's policy sees to
 *	it that nothing else arrives
 * @DSMIPD_SECURITY_AUTH: the authentication option of RFC 4285
 * @DSMIPD_SECURITY_NONE: not at all, for laboratories
 */
enum dsmipd_security {
	DSMIPD_SECURITY_IPSEC,
	DSMIPD_SECURITY_AUTH,
	DSMIPD_SECURITY_NONE,
};

#define DSMIPD_ESP_KEY_MAX		64

enum dsmipd_esp_cipher {
	DSMIPD_ESP_CIPHER_NULL,
	DSMIPD_ESP_CIPHER_AES_CBC,
};

enum dsmipd_esp_auth {
	DSMIPD_ESP_AUTH_HMAC_SHA1,
	DSMIPD_ESP_AUTH_HMAC_SHA256,
};

/**
 * struct dsmipd_esp_sa - a manual security association, one direction
 * @spi: its index, 256 or more; 0: there is none
 * @cipher: enum dsmipd_esp_cipher
 * @auth: enum dsmipd_esp_auth
 * @cipher_len: bytes of @cipher_key
 * @auth_len: bytes of @auth_key
 * @cipher_key: key of the cipher
 * @auth_key: key of the authentication
 */
struct dsmipd_esp_sa {
	uint32_t spi;
	enum dsmipd_esp_cipher cipher;
	enum dsmipd_esp_auth auth;
	uint8_t cipher_len;
	uint8_t auth_len;
	uint8_t cipher_key[DSMIPD_ESP_KEY_MAX];
	uint8_t auth_key[DSMIPD_ESP_KEY_MAX];
};

/**
 * struct dsmipd_esp - manual security associations between node and agent
 * @in: of what this machine receives
 * @out: of what it sends
 */
struct dsmipd_esp {
	struct dsmipd_esp_sa in;
	struct dsmipd_esp_sa out;
};

/**
 * struct dsmipd_subscriber - a mobile node that is known
 * @id: number of its row
 * @name: NAI, unique, NUL-terminated
 * @enabled: it may register
 * @router: it may register prefixes (mobile router)
 * @security: how it authenticates itself
 * @hoa: IPv6 home address, unique; :: is none, then there is one of IPv4
 * @n_home4: number of @home4
 * @home4: IPv4 home addresses and prefixes of its own
 * @n_prefix: number of @prefix
 * @prefix: IPv6 mobile network prefixes of its own
 * @pool4: pool of dynamic IPv4 home addresses; empty: not allowed
 * @pool4_prefix: pool of dynamic IPv4 prefixes; empty: not allowed
 * @key: of %DSMIPD_SECURITY_AUTH
 * @esp: of %DSMIPD_SECURITY_IPSEC, as the home agent sees it; without SPIs
 *	the associations are somebody else's work (IKE)
 * @mip4: association of Mobile IPv4 between node and home agent (RFC 5944,
 *	section 1.6); SPI 0: it may not register with that
 */
struct dsmipd_subscriber {
	int64_t id;
	char name[DSMIPD_SUBSCRIBER_NAME_MAX + 1];
	bool enabled;
	bool router;
	enum dsmipd_security security;
	struct in6_addr hoa;
	uint8_t n_home4;
	struct dsmip_prefix home4[DSMIPD_SUBSCRIBER_MAX_HOME4];
	uint8_t n_prefix;
	struct dsmip_prefix prefix[DSMIPD_SUBSCRIBER_MAX_PREFIX];
	char pool4[DSMIPD_POOL_NAME_MAX + 1];
	char pool4_prefix[DSMIPD_POOL_NAME_MAX + 1];
	struct dsmipd_auth_key key;
	struct dsmipd_esp esp;
	struct dsmipd_mip4_sa mip4;
};

#endif /* DSMIPD_SUBSCRIBER_H */
