// SPDX-License-Identifier: GPL-2.0
/* Statements of the store, and what their failures mean. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "store_db.h"

#define STORE_SUB_FIELDS						\
	"name, enabled, router, security, hoa, home4, prefix,\n"	\
	"pool4, pool4_prefix, auth_spi, auth_key,\n"			\
	"esp_in_spi, esp_in_cipher, esp_in_auth,\n"			\
	"esp_in_cipher_key, esp_in_auth_key,\n"				\
	"esp_out_spi, esp_out_cipher, esp_out_auth,\n"			\
	"esp_out_cipher_key, esp_out_auth_key,\n"			\
	"mip4_spi, mip4_algorithm, mip4_replay, mip4_key"
#define STORE_SUB_SELECT						\
	"SELECT id, " STORE_SUB_FIELDS " FROM subscriber "
#define STORE_RECORD_COLUMNS						\
	"subscriber, proto, sequence, timestamp, lifetime, registered,\n"\
	"expires, handovers, flags, nat, router, linklocal, coa, port,\n"\
	"encap, local, claimed, home, home_tunnel, source, nonce,\n"	\
	"revocation_time, inform, copies"
#define STORE_RECORD_SET						\
	"SET proto = ?2, sequence = ?3, timestamp = ?4,\n"		\
	"lifetime = ?5, registered = ?6, expires = ?7,\n"		\
	"handovers = ?8, flags = ?9, nat = ?10, router = ?11,\n"	\
	"linklocal = ?12, coa = ?13, port = ?14, encap = ?15,\n"	\
	"local = ?16, claimed = ?17, home = ?18, home_tunnel = ?19,\n"	\
	"source = ?20, nonce = ?21, revocation_time = ?22,\n"		\
	"inform = ?23, copies = ?24\n"

static const char *const store_sql[DSMIPD_STORE_STMT_COUNT] = {
	[DSMIPD_STORE_READ] = "BEGIN",
	[DSMIPD_STORE_BEGIN] = "BEGIN IMMEDIATE",
	[DSMIPD_STORE_COMMIT] = "COMMIT",
	[DSMIPD_STORE_ROLLBACK] = "ROLLBACK",
	[DSMIPD_STORE_SAVE] = "SAVEPOINT one",
	[DSMIPD_STORE_SAVE_KEEP] = "RELEASE one",
	[DSMIPD_STORE_SAVE_UNDO] = "ROLLBACK TO one",
	[DSMIPD_STORE_SUB_ADD] =
		"INSERT INTO subscriber (id, " STORE_SUB_FIELDS ") VALUES\n"
		"(nullif(?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,\n"
		"?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,\n"
		"?23, ?24, ?25, ?26)",
	[DSMIPD_STORE_SUB_SET] =
		"UPDATE subscriber SET (" STORE_SUB_FIELDS ") =\n"
		"(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,\n"
		"?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,\n"
		"?23, ?24, ?25, ?26)\n"
		"WHERE id = ?1",
	[DSMIPD_STORE_SUB_DEL] = "DELETE FROM subscriber WHERE id = ?1",
	[DSMIPD_STORE_SUB_BY_ID] = STORE_SUB_SELECT "WHERE id = ?1",
	[DSMIPD_STORE_SUB_BY_NAME] = STORE_SUB_SELECT "WHERE name = ?1",
	[DSMIPD_STORE_SUB_BY_HOA] = STORE_SUB_SELECT "WHERE hoa = ?1",
	/* What is his own, or else leased to him; see store_range.c. */
	[DSMIPD_STORE_SUB_BY_HOME] =
		STORE_SUB_SELECT "WHERE id = coalesce(\n"
		"(SELECT iif(last >= ?1, subscriber, NULL) FROM home_range\n"
		" WHERE first <= ?1 ORDER BY first DESC LIMIT 1),\n"
		"(SELECT subscriber FROM lease WHERE addr = ?2 AND len = ?3))",
	[DSMIPD_STORE_SUB_EACH] =
		STORE_SUB_SELECT "WHERE id > ?1 ORDER BY id LIMIT ?2",
	[DSMIPD_STORE_SUB_SECURED] =
		STORE_SUB_SELECT "WHERE security = ?1 ORDER BY id",
	[DSMIPD_STORE_SUB_COUNT] = "SELECT count(*) FROM subscriber",
	[DSMIPD_STORE_RANGE_ADD] =
		"INSERT INTO home_range (first, last, subscriber)\n"
		"VALUES (?1, ?2, ?3)",
	[DSMIPD_STORE_RANGE_DEL] =
		"DELETE FROM home_range WHERE subscriber = ?1",
	[DSMIPD_STORE_RANGE_FIND] =
		"SELECT last, name FROM home_range\n"
		"JOIN subscriber ON id = subscriber WHERE first <= ?1\n"
		"ORDER BY first DESC LIMIT 1",
	[DSMIPD_STORE_RANGE_TAKEN] =
		"SELECT 1 FROM (SELECT last, subscriber FROM home_range\n"
		" WHERE first <= ?2 ORDER BY first DESC LIMIT 1)\n"
		" WHERE last >= ?2 AND subscriber <> ?3 UNION ALL\n"
		"SELECT 1 FROM home_range\n"
		" WHERE first > ?2 AND first <= ?1 AND subscriber <> ?3\n"
		"LIMIT 1",
	[DSMIPD_STORE_RECORD_SET] =
		"UPDATE record " STORE_RECORD_SET "WHERE subscriber = ?1",
	[DSMIPD_STORE_RECORD_PUT] =
		"INSERT INTO record (" STORE_RECORD_COLUMNS ") VALUES\n"
		"(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,\n"
		"?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)\n"
		"ON CONFLICT DO UPDATE " STORE_RECORD_SET,
	[DSMIPD_STORE_RECORD_DEL] =
		"DELETE FROM record WHERE subscriber = ?1 AND proto = ?2",
	[DSMIPD_STORE_RECORD_EACH] =
		"SELECT " STORE_RECORD_COLUMNS " FROM record\n"
		"ORDER BY subscriber",
	[DSMIPD_STORE_LEASE_SET] =
		"UPDATE lease SET expires = ?5 WHERE addr = ?1 AND len = ?2\n"
		"AND pool = ?3 AND subscriber = ?4",
	[DSMIPD_STORE_LEASE_PUT] =
		"INSERT INTO lease (addr, len, pool, subscriber, expires)\n"
		"VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET\n"
		"pool = ?3, subscriber = ?4, expires = ?5",
	[DSMIPD_STORE_LEASE_DEL] =
		"DELETE FROM lease WHERE addr = ?1 AND len = ?2",
	[DSMIPD_STORE_LEASE_EACH] =
		"SELECT pool, addr, len, subscriber, expires FROM lease\n"
		"ORDER BY addr, len",
};

/* What is unique, and how to say that it is not. */
static const struct {
	const char *column;
	const char *text;
} store_unique[] = {
	{ "subscriber.id", "there is a subscriber of that number" },
	{ "subscriber.name", "there is a subscriber of that name" },
	{ "subscriber.hoa", "there is a subscriber with that home address" },
	{ "subscriber.auth_spi", "there is a subscriber with that SPI" },
	{ "subscriber.esp_in_spi", "there is a subscriber with that ESP SPI" },
};

/**
 * dsmipd_store_fail() - say why something failed
 * @store: the store
 * @code: negative errno
 * @fmt: words, as for printf()
 *
 * Return: @code.
 */
int dsmipd_store_fail(struct dsmipd_store *store, int code, const char *fmt,
		      ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(store->error, sizeof(store->error), fmt, args);
	va_end(args);
	return code;
}

static int store_errno(int code)
{
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
			return -ENOENT;
		return code == SQLITE_CONSTRAINT_UNIQUE ||
		       code == SQLITE_CONSTRAINT_PRIMARYKEY ||
		       code == SQLITE_CONSTRAINT_ROWID ? -EEXIST : -EINVAL;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_ERROR:	/* a table is not what it was made as */
		return -EUCLEAN;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return -EACCES;
	case SQLITE_TOOBIG:
	case SQLITE_RANGE:
	case SQLITE_MISMATCH:
		return -EINVAL;
	default:
		return -EIO;
	}
}

/**
 * dsmipd_store_db_fail() - say why SQLite failed
 * @store: the store
 * @doing: what was being done
 *
 * Return: a negative errno.
 */
int dsmipd_store_db_fail(struct dsmipd_store *store, const char *doing)
{
	const char *why = sqlite3_errmsg(store->db);
	int code = sqlite3_extended_errcode(store->db);
	int error = sqlite3_system_errno(store->db);
	size_t i;

	if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
		return dsmipd_store_fail(store, -ENOENT,
					 "%s: there is no such subscriber",
					 doing);
	if (store_errno(code) == -EEXIST)
		for (i = 0; i < sizeof(store_unique) / sizeof(*store_unique);
		     i++)
			if (strstr(why, store_unique[i].column))
				why = store_unique[i].text;
	if (code == SQLITE_BUSY)
		why = "another program is writing to it";
	if ((code & 0xff) == SQLITE_IOERR && error)
		return dsmipd_store_fail(store, -error, "%s: %s (%s)", doing,
					 why, strerror(error));
	return dsmipd_store_fail(store, store_errno(code), "%s: %s", doing,
				 why);
}

/**
 * dsmipd_store_writing() - is there a transaction to write in?
 * @store: the store
 *
 * Return: 0, or -EPERM.
 */
int dsmipd_store_writing(struct dsmipd_store *store)
{
	if (store->reading || sqlite3_get_autocommit(store->db))
		return dsmipd_store_fail(store, -EPERM,
					 "there is no transaction");
	return 0;
}

/**
 * dsmipd_store_stmt() - a statement that is kept
 * @store: the store
 * @which: which one
 *
 * Return: the statement, ready to bind; NULL if it cannot be made, see
 * dsmipd_store_db_fail().
 */
sqlite3_stmt *dsmipd_store_stmt(struct dsmipd_store *store,
				enum dsmipd_store_stmt which)
{
	if (!store->stmt[which])
		sqlite3_prepare_v3(store->db, store_sql[which], -1,
				   SQLITE_PREPARE_PERSISTENT,
				   &store->stmt[which], NULL);
	return store->stmt[which];
}

/**
 * dsmipd_store_run() - execute a statement without a result
 * @store: the store
 * @stmt: the statement
 * @doing: what it does, for the error text
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_store_run(struct dsmipd_store *store, sqlite3_stmt *stmt,
		     const char *doing)
{
	int ret = 0;

	if (sqlite3_step(stmt) != SQLITE_DONE)
		ret = dsmipd_store_db_fail(store, doing);
	sqlite3_reset(stmt);
	return ret;
}

/**
 * dsmipd_store_do() - execute a statement that takes nothing
 * @store: the store
 * @which: which one
 * @doing: what it does, for the error text
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_store_do(struct dsmipd_store *store, enum dsmipd_store_stmt which,
		    const char *doing)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, which);

	if (!stmt)
		return dsmipd_store_db_fail(store, doing);
	return dsmipd_store_run(store, stmt, doing);
}

/**
 * dsmipd_store_stmt_free() - give up all statements
 * @store: the store
 */
void dsmipd_store_stmt_free(struct dsmipd_store *store)
{
	size_t i;

	for (i = 0; i < DSMIPD_STORE_STMT_COUNT; i++) {
		sqlite3_finalize(store->stmt[i]);
		store->stmt[i] = NULL;
	}
}
