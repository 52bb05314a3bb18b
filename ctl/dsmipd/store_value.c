// SPDX-License-Identifier: GPL-2.0
/* Addresses, numbers and texts between structures and columns. */

#include <string.h>

#include "store_db.h"

/**
 * dsmipd_store_list_pack() - write a list of prefixes as a blob
 * @prefix: the prefixes
 * @count: how many, at most DSMIPD_RECORD_MAX_HOME
 * @buf: where it goes; room for DSMIPD_STORE_LIST_MAX bytes
 *
 * Return: bytes written.
 */
size_t dsmipd_store_list_pack(const struct dsmip_prefix *prefix, size_t count,
			      uint8_t *buf)
{
	uint8_t *at = buf;
	size_t i;

	for (i = 0; i < count; i++) {
		unsigned int size = dsmip_addr_size(prefix[i].addr.family);
		unsigned int len = prefix[i].len;

		*at++ = size == 4 ? 4 : 6;
		*at++ = len == DSMIP_LEN_NONE ? 8 * size : len;
		memcpy(at, prefix[i].addr.bytes, size);
		at += size;
	}
	return at - buf;
}

static bool value_addr(const uint8_t *bytes, size_t size,
		       struct dsmip_addr *addr)
{
	memset(addr, 0, sizeof(*addr));
	if (size != 4 && size != 16)
		return !size;
	addr->family = size == 4 ? AF_INET : AF_INET6;
	memcpy(addr->bytes, bytes, size);
	return true;
}

/**
 * dsmipd_store_list_unpack() - read a list of prefixes from a blob
 * @buf: the blob
 * @size: its bytes
 * @prefix: where they go
 * @max: room there
 * @count: where their number goes
 *
 * Return: whether it is a list.
 */
bool dsmipd_store_list_unpack(const uint8_t *buf, size_t size,
			      struct dsmip_prefix *prefix, size_t max,
			      uint8_t *count)
{
	*count = 0;
	while (size) {
		unsigned int bytes;

		if (size < 2 || *count == max || (*buf != 4 && *buf != 6))
			return false;
		bytes = *buf == 4 ? 4 : 16;
		if (size < 2 + bytes || buf[1] > 8 * bytes)
			return false;
		prefix->len = buf[1];
		value_addr(buf + 2, bytes, &prefix->addr);
		buf += 2 + bytes;
		size -= 2 + bytes;
		prefix++;
		++*count;
	}
	return true;
}

/**
 * dsmipd_store_bind_addr() - give an address to a statement
 * @stmt: the statement
 * @at: number of the parameter
 * @addr: the address, which stays where it is until the statement is executed;
 *	without a family NULL is bound
 */
void dsmipd_store_bind_addr(sqlite3_stmt *stmt, int at,
			    const struct dsmip_addr *addr)
{
	unsigned int size = dsmip_addr_size(addr->family);

	if (size)
		sqlite3_bind_blob(stmt, at, addr->bytes, size, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, at);
}

/**
 * dsmipd_store_column_addr() - read an address
 * @stmt: a statement with a row
 * @at: number of the column
 * @addr: where it goes; NULL has no family
 *
 * Return: whether it is an address or NULL.
 */
bool dsmipd_store_column_addr(sqlite3_stmt *stmt, int at,
			      struct dsmip_addr *addr)
{
	const void *blob = sqlite3_column_blob(stmt, at);

	return value_addr(blob, sqlite3_column_bytes(stmt, at), addr);
}

/**
 * dsmipd_store_column_uint() - read a number
 * @stmt: a statement with a row
 * @at: number of the column
 * @max: the largest one that it may be
 * @value: where it goes; NULL is 0
 *
 * Return: whether it is in its bounds.
 */
bool dsmipd_store_column_uint(sqlite3_stmt *stmt, int at, uint64_t max,
			      uint64_t *value)
{
	*value = sqlite3_column_int64(stmt, at);
	return *value <= max;
}

/**
 * dsmipd_store_column_text() - read a text
 * @stmt: a statement with a row
 * @at: number of the column
 * @buf: where it goes; NULL is an empty text
 * @size: room there
 *
 * Return: whether there is room for it.
 */
bool dsmipd_store_column_text(sqlite3_stmt *stmt, int at, char *buf,
			      size_t size)
{
	const unsigned char *text = sqlite3_column_text(stmt, at);
	size_t len = sqlite3_column_bytes(stmt, at);

	if (len >= size)
		return false;
	if (len)
		memcpy(buf, text, len);
	buf[len] = '\0';
	return strlen(buf) == len;
}

/**
 * dsmipd_store_column_list() - read a list of prefixes
 * @stmt: a statement with a row
 * @at: number of the column
 * @prefix: where they go
 * @max: room there
 * @count: where their number goes
 *
 * Return: whether it is a list.
 */
bool dsmipd_store_column_list(sqlite3_stmt *stmt, int at,
			      struct dsmip_prefix *prefix, size_t max,
			      uint8_t *count)
{
	const void *blob = sqlite3_column_blob(stmt, at);

	return dsmipd_store_list_unpack(blob, sqlite3_column_bytes(stmt, at),
					prefix, max, count);
}
