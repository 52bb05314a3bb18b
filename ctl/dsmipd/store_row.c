// SPDX-License-Identifier: GPL-2.0
/* A subscriber as a row of its table. */

#include <string.h>

#include "store_db.h"

static void row_bind_uint(sqlite3_stmt *stmt, int at, uint32_t value)
{
	if (value)
		sqlite3_bind_int64(stmt, at, value);
	else
		sqlite3_bind_null(stmt, at);
}

static void row_bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	if (*text)
		sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, at);
}

static void row_bind_blob(sqlite3_stmt *stmt, int at, const void *blob,
			  size_t size)
{
	if (size)
		sqlite3_bind_blob(stmt, at, blob, size, SQLITE_TRANSIENT);
	else
		sqlite3_bind_null(stmt, at);
}

static void row_bind_esp(sqlite3_stmt *stmt, int at,
			 const struct dsmipd_esp_sa *sa)
{
	int i;

	if (!sa->spi) {
		for (i = 0; i < 5; i++)
			sqlite3_bind_null(stmt, at + i);
		return;
	}
	sqlite3_bind_int64(stmt, at, sa->spi);
	sqlite3_bind_int(stmt, at + 1, sa->cipher);
	sqlite3_bind_int(stmt, at + 2, sa->auth);
	row_bind_blob(stmt, at + 3, sa->cipher_key, sa->cipher_len);
	row_bind_blob(stmt, at + 4, sa->auth_key, sa->auth_len);
}

static void row_bind_mip4(sqlite3_stmt *stmt, int at,
			  const struct dsmipd_mip4_sa *sa)
{
	int i;

	if (!sa->spi) {
		for (i = 0; i < 4; i++)
			sqlite3_bind_null(stmt, at + i);
		return;
	}
	sqlite3_bind_int64(stmt, at, sa->spi);
	sqlite3_bind_int(stmt, at + 1, sa->algorithm);
	sqlite3_bind_int(stmt, at + 2, sa->replay);
	row_bind_blob(stmt, at + 3, sa->key, sa->len);
}

/**
 * dsmipd_store_row_bind() - give a subscriber to a statement
 * @stmt: a statement with all columns of the table
 * @sub: the subscriber, who stays until the statement is executed
 */
void dsmipd_store_row_bind(sqlite3_stmt *stmt,
			   const struct dsmipd_subscriber *sub)
{
	static const struct in6_addr none = IN6ADDR_ANY_INIT;
	uint8_t list[DSMIPD_STORE_LIST_MAX];
	size_t size;

	sqlite3_bind_int64(stmt, 1, sub->id);
	row_bind_text(stmt, 2, sub->name);
	sqlite3_bind_int(stmt, 3, sub->enabled);
	sqlite3_bind_int(stmt, 4, sub->router);
	sqlite3_bind_int(stmt, 5, sub->security);
	size = memcmp(&sub->hoa, &none, sizeof(none)) ? sizeof(sub->hoa) : 0;
	row_bind_blob(stmt, 6, &sub->hoa, size);
	size = dsmipd_store_list_pack(sub->home4, sub->n_home4, list);
	row_bind_blob(stmt, 7, list, size);
	size = dsmipd_store_list_pack(sub->prefix, sub->n_prefix, list);
	row_bind_blob(stmt, 8, list, size);
	row_bind_text(stmt, 9, sub->pool4);
	row_bind_text(stmt, 10, sub->pool4_prefix);
	row_bind_uint(stmt, 11, sub->key.spi);
	row_bind_blob(stmt, 12, sub->key.key, sub->key.len);
	row_bind_esp(stmt, 13, &sub->esp.in);
	row_bind_esp(stmt, 18, &sub->esp.out);
	row_bind_mip4(stmt, 23, &sub->mip4);
}

static bool row_column_key(sqlite3_stmt *stmt, int at, uint8_t *key,
			   size_t max, uint8_t *len)
{
	const void *blob = sqlite3_column_blob(stmt, at);
	size_t size = sqlite3_column_bytes(stmt, at);

	if (size > max)
		return false;
	if (size)
		memcpy(key, blob, size);
	*len = size;
	return true;
}

static bool row_column_esp(sqlite3_stmt *stmt, int at,
			   struct dsmipd_esp_sa *sa)
{
	uint64_t spi, cipher, auth;

	if (!dsmipd_store_column_uint(stmt, at, UINT32_MAX, &spi) ||
	    !dsmipd_store_column_uint(stmt, at + 1,
				      DSMIPD_ESP_CIPHER_AES_CBC, &cipher) ||
	    !dsmipd_store_column_uint(stmt, at + 2,
				      DSMIPD_ESP_AUTH_HMAC_SHA256, &auth))
		return false;
	sa->spi = spi;
	sa->cipher = cipher;
	sa->auth = auth;
	return row_column_key(stmt, at + 3, sa->cipher_key,
			      sizeof(sa->cipher_key), &sa->cipher_len) &&
	       row_column_key(stmt, at + 4, sa->auth_key,
			      sizeof(sa->auth_key), &sa->auth_len);
}

static bool row_column_mip4(sqlite3_stmt *stmt, int at,
			    struct dsmipd_mip4_sa *sa)
{
	uint64_t spi, algorithm, replay;

	if (!dsmipd_store_column_uint(stmt, at, UINT32_MAX, &spi) ||
	    !dsmipd_store_column_uint(stmt, at + 1, DSMIPD_MIP4_N_ALGORITHMS - 1,
				      &algorithm) ||
	    !dsmipd_store_column_uint(stmt, at + 2, DSMIPD_MIP4_N_REPLAYS - 1,
				      &replay))
		return false;
	sa->spi = spi;
	sa->algorithm = algorithm;
	sa->replay = replay;
	return row_column_key(stmt, at + 3, sa->key, sizeof(sa->key),
			      &sa->len);
}

/**
 * dsmipd_store_row_column() - read a subscriber
 * @stmt: a statement with a row of all columns
 * @sub: where he goes
 *
 * Return: whether the row is a subscriber.
 */
bool dsmipd_store_row_column(sqlite3_stmt *stmt, struct dsmipd_subscriber *sub)
{
	uint64_t enabled, router, security, spi;
	struct dsmip_addr hoa;

	memset(sub, 0, sizeof(*sub));
	sub->id = sqlite3_column_int64(stmt, 0);
	if (!dsmipd_store_column_text(stmt, 1, sub->name, sizeof(sub->name)) ||
	    !dsmipd_store_column_uint(stmt, 2, 1, &enabled) ||
	    !dsmipd_store_column_uint(stmt, 3, 1, &router) ||
	    !dsmipd_store_column_uint(stmt, 4, DSMIPD_SECURITY_NONE,
				      &security) ||
	    !dsmipd_store_column_addr(stmt, 5, &hoa) ||
	    hoa.family == AF_INET ||
	    !dsmipd_store_column_list(stmt, 6, sub->home4,
				      DSMIPD_SUBSCRIBER_MAX_HOME4,
				      &sub->n_home4) ||
	    !dsmipd_store_column_list(stmt, 7, sub->prefix,
				      DSMIPD_SUBSCRIBER_MAX_PREFIX,
				      &sub->n_prefix) ||
	    !dsmipd_store_column_text(stmt, 8, sub->pool4,
				      sizeof(sub->pool4)) ||
	    !dsmipd_store_column_text(stmt, 9, sub->pool4_prefix,
				      sizeof(sub->pool4_prefix)) ||
	    !dsmipd_store_column_uint(stmt, 10, UINT32_MAX, &spi) ||
	    !row_column_key(stmt, 11, sub->key.key, sizeof(sub->key.key),
			    &sub->key.len) ||
	    !row_column_esp(stmt, 12, &sub->esp.in) ||
	    !row_column_esp(stmt, 17, &sub->esp.out) ||
	    !row_column_mip4(stmt, 22, &sub->mip4))
		return false;
	sub->enabled = enabled;
	sub->router = router;
	sub->security = security;
	sub->hoa = hoa.v6;
	sub->key.spi = spi;
	return true;
}
