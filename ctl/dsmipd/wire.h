/* SPDX-License-Identifier: GPL-2.0 */
/* Integers in network order at any address, and the checksum of the Internet. */
#ifndef DSMIPD_WIRE_H
#define DSMIPD_WIRE_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t dsmipd_wire_get16(const uint8_t *data)
{
	uint16_t v;

	memcpy(&v, data, sizeof(v));
	return be16toh(v);
}

static inline uint32_t dsmipd_wire_get32(const uint8_t *data)
{
	uint32_t v;

	memcpy(&v, data, sizeof(v));
	return be32toh(v);
}

static inline uint64_t dsmipd_wire_get64(const uint8_t *data)
{
	uint64_t v;

	memcpy(&v, data, sizeof(v));
	return be64toh(v);
}

static inline void dsmipd_wire_put16(uint8_t *data, uint16_t value)
{
	value = htobe16(value);
	memcpy(data, &value, sizeof(value));
}

static inline void dsmipd_wire_put32(uint8_t *data, uint32_t value)
{
	value = htobe32(value);
	memcpy(data, &value, sizeof(value));
}

static inline void dsmipd_wire_put64(uint8_t *data, uint64_t value)
{
	value = htobe64(value);
	memcpy(data, &value, sizeof(value));
}

/* Sum of 16-bit words, the last byte of an odd number in the upper half. */
static inline uint64_t dsmipd_wire_sum(const void *data, size_t len)
{
	const uint8_t *byte = data;
	uint64_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += dsmipd_wire_get16(byte + i);
	if (len % 2)
		sum += byte[len - 1] << 8;
	return sum;
}

/* What belongs into a checksum field that is 0 in the sum (RFC 1071). */
static inline uint16_t dsmipd_wire_checksum(uint64_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

#endif /* DSMIPD_WIRE_H */
