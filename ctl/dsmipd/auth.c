// SPDX-License-Identifier: GPL-2.0
/* The authentication protocol of RFC 4285 between node and home agent. */

#include <string.h>

#include <openssl/crypto.h>

#include "auth.h"
#include "hmac.h"

#define AUTH_MN_HA		1		/* subtype */
#define AUTH_CHECKSUM		4		/* offset of the checksum */
#define AUTH_CHECKSUM_END	6
#define AUTH_NTP_EPOCH		2208988800u	/* seconds from 1900 to 1970 */
#define AUTH_NSEC		1000000000u

/* Whether there is an authentication option of this association. */
static bool auth_has(const struct dsmipd_auth_key *key,
		     const struct dsmipd_mh *mh, size_t len)
{
	return mh->has_auth && mh->auth_subtype == AUTH_MN_HA &&
	       mh->auth_spi == key->spi &&
	       mh->auth_len == DSMIPD_AUTH_DATA_LEN &&
	       mh->auth_off >= AUTH_CHECKSUM_END &&
	       mh->auth_off + (size_t)mh->auth_len <= len &&
	       key->len && key->len <= sizeof(key->key);
}

/* RFC 4285, section 5.1: over all up to the SPI, with a checksum of 0. */
static bool auth_compute(const struct dsmipd_auth_key *key,
			 const struct in6_addr *coa, const struct in6_addr *hoa,
			 const struct dsmipd_mh *mh, const uint8_t *data,
			 uint8_t mac[DSMIPD_HMAC_MAX])
{
	static const uint8_t checksum[AUTH_CHECKSUM_END - AUTH_CHECKSUM];
	struct iovec iov[] = {
		{ (void *)coa->s6_addr, sizeof(*coa) },
		{ (void *)hoa->s6_addr, sizeof(*hoa) },
		{ (void *)data, AUTH_CHECKSUM },
		{ (void *)checksum, sizeof(checksum) },
		{ (void *)(data + AUTH_CHECKSUM_END),
		  mh->auth_off - AUTH_CHECKSUM_END },
	};

	return dsmipd_hmac(DSMIPD_HMAC_SHA1, key->key, key->len, iov,
			   sizeof(iov) / sizeof(iov[0]), mac);
}

/**
 * dsmipd_auth_verify() - whether a message is authentic (RFC 4285, section 5.1)
 * @key: security association with its sender
 * @coa: care-of address; of an IPv4 one the IPv4-mapped address
 * @hoa: home address
 * @mh: the message as it was parsed
 * @data: its bytes as they were received
 * @len: how many
 *
 * Context: one thread.
 * Return: whether it has an authentication option between node and home agent
 * of this association, with the right data.
 */
bool dsmipd_auth_verify(const struct dsmipd_auth_key *key,
			const struct in6_addr *coa, const struct in6_addr *hoa,
			const struct dsmipd_mh *mh, const uint8_t *data,
			size_t len)
{
	uint8_t mac[DSMIPD_HMAC_MAX];

	return auth_has(key, mh, len) &&
	       auth_compute(key, coa, hoa, mh, data, mac) &&
	       !CRYPTO_memcmp(mac, data + mh->auth_off, DSMIPD_AUTH_DATA_LEN);
}

/**
 * dsmipd_auth_sign() - write the data of the authentication option
 * @key: security association with who will receive it
 * @coa: care-of address; of an IPv4 one the IPv4-mapped address
 * @hoa: home address
 * @mh: the message as it was built, with an authentication option between
 *	node and home agent (subtype 1) of DSMIPD_AUTH_DATA_LEN bytes, and the
 *	SPI of @key
 * @data: its bytes; the checksum has to be computed after this
 * @len: how many
 *
 * Context: one thread.
 * Return: whether the data were written.
 */
bool dsmipd_auth_sign(const struct dsmipd_auth_key *key,
		      const struct in6_addr *coa, const struct in6_addr *hoa,
		      const struct dsmipd_mh *mh, uint8_t *data, size_t len)
{
	uint8_t mac[DSMIPD_HMAC_MAX];

	if (!auth_has(key, mh, len) ||
	    !auth_compute(key, coa, hoa, mh, data, mac))
		return false;
	memcpy(data + mh->auth_off, mac, DSMIPD_AUTH_DATA_LEN);
	return true;
}

/**
 * dsmipd_auth_ntp() - the time of a replay protection option
 * @realtime_ns: nanoseconds since 1970
 *
 * Context: any.
 * Return: seconds since 1900 modulo 2^32, and 32 bits of their fraction.
 */
uint64_t dsmipd_auth_ntp(uint64_t realtime_ns)
{
	uint64_t seconds = realtime_ns / AUTH_NSEC + AUTH_NTP_EPOCH;
	uint64_t fraction = (realtime_ns % AUTH_NSEC << 32) / AUTH_NSEC;

	return seconds << 32 | fraction;
}

/**
 * dsmipd_auth_ntp_diff() - how much later a time is
 * @a: NTP time
 * @b: NTP time, less than 68 years away, be it in another era
 *
 * Context: any.
 * Return: @a - @b in nanoseconds.
 */
int64_t dsmipd_auth_ntp_diff(uint64_t a, uint64_t b)
{
	uint64_t diff = a - b;
	bool later = !(diff >> 63);
	uint64_t ns;

	if (!later)
		diff = -diff;
	ns = (diff >> 32) * AUTH_NSEC;
	ns += (diff & 0xffffffff) * AUTH_NSEC >> 32;
	return later ? (int64_t)ns : -(int64_t)ns;
}
