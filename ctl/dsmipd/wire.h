/* SPDX-License-Identifier: GPL-2.0 */
/* Integers in network order at any address. */
#ifndef DSMIPD_WIRE_H
#define DSMIPD_WIRE_H

#include <endian.h>
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

#endif /* DSMIPD_WIRE_H */
