// SPDX-License-Identifier: GPL-2.0
/* Care-of end points of simultaneous bindings between structures and a blob. */

#include <string.h>

#include "store_db.h"
#include "wire.h"

/* Bits of what is yes or no. */
enum {
	COPY_NAT = 1,
	COPY_HOME_TUNNEL = 2,
	COPY_INFORM = 4,
};

/* Where a value is, all of them in network order. */
enum {
	COPY_COA = 0,
	COPY_CLAIMED = 4,
	COPY_SOURCE = 8,
	COPY_EXPIRES = 12,
	COPY_LIFETIME = 20,
	COPY_REVOCATION = 24,
	COPY_PORT = 28,
	COPY_FLAGS = 30,
	COPY_ENCAP = 31,
	COPY_BITS = 32,
};

/**
 * dsmipd_store_copies_pack() - write the copies of a registration as a blob
 * @record: the registration
 * @buf: where it goes; room for DSMIPD_STORE_COPIES_MAX bytes
 *
 * Return: bytes written.
 */
size_t dsmipd_store_copies_pack(const struct dsmipd_record *record,
				uint8_t *buf)
{
	uint8_t *at = buf;
	unsigned int i;

	for (i = 0; i < record->n_copy; i++) {
		const struct dsmipd_copy *copy = &record->copy[i];

		memcpy(at + COPY_COA, &copy->coa, 4);
		memcpy(at + COPY_CLAIMED, &copy->claimed, 4);
		memcpy(at + COPY_SOURCE, &copy->source, 4);
		dsmipd_wire_put64(at + COPY_EXPIRES, copy->expires);
		dsmipd_wire_put32(at + COPY_LIFETIME, copy->lifetime);
		dsmipd_wire_put32(at + COPY_REVOCATION, copy->revocation_time);
		dsmipd_wire_put16(at + COPY_PORT, copy->port);
		at[COPY_FLAGS] = copy->flags;
		at[COPY_ENCAP] = copy->encap;
		at[COPY_BITS] = (copy->nat ? COPY_NAT : 0) |
				(copy->home_tunnel ? COPY_HOME_TUNNEL : 0) |
				(copy->inform ? COPY_INFORM : 0);
		at += DSMIPD_STORE_COPY_SIZE;
	}
	return at - buf;
}

/**
 * dsmipd_store_copies_unpack() - read the copies of a registration from a blob
 * @buf: the blob
 * @size: its bytes
 * @record: where they go
 *
 * Return: whether they are some.
 */
bool dsmipd_store_copies_unpack(const uint8_t *buf, size_t size,
				struct dsmipd_record *record)
{
	record->n_copy = 0;
	if (size % DSMIPD_STORE_COPY_SIZE || size > DSMIPD_STORE_COPIES_MAX)
		return false;
	for (; size; size -= DSMIPD_STORE_COPY_SIZE) {
		struct dsmipd_copy *copy = &record->copy[record->n_copy++];
		uint8_t bits = buf[COPY_BITS];

		memcpy(&copy->coa, buf + COPY_COA, 4);
		memcpy(&copy->claimed, buf + COPY_CLAIMED, 4);
		memcpy(&copy->source, buf + COPY_SOURCE, 4);
		copy->expires = dsmipd_wire_get64(buf + COPY_EXPIRES);
		copy->lifetime = dsmipd_wire_get32(buf + COPY_LIFETIME);
		copy->revocation_time = dsmipd_wire_get32(buf +
							  COPY_REVOCATION);
		copy->port = dsmipd_wire_get16(buf + COPY_PORT);
		copy->flags = buf[COPY_FLAGS];
		copy->encap = buf[COPY_ENCAP];
		copy->nat = bits & COPY_NAT;
		copy->home_tunnel = bits & COPY_HOME_TUNNEL;
		copy->inform = bits & COPY_INFORM;
		if (bits & ~(COPY_NAT | COPY_HOME_TUNNEL | COPY_INFORM))
			return false;
		buf += DSMIPD_STORE_COPY_SIZE;
	}
	return true;
}
