// SPDX-License-Identifier: GPL-2.0
/*
 * The file of the store: how it is made, and whether it can be trusted.
 *
 * Addresses are blobs of 4 or 16 bytes in network order, lists of prefixes are
 * blobs with family (4 or 6), length and address of each; copies, if there are
 * any, has the care-of end points of simultaneous bindings as store_copy.c packs
 * them.  The views have addresses as text.  home_range has what belongs to whom,
 * as ranges that do not overlap: IPv4 addresses are in it as ::ffff:a.b.c.d.
 */

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store_db.h"

/*
 * What makes version 1 of nothing, version 2 of version 1, and so on.  Once a
 * version has been released, its step stays as it is.  The views are made anew
 * behind all of them.
 */
static const char *const schema_steps[DSMIPD_STORE_VERSION] = {
	"CREATE TABLE subscriber (\n"
	" id INTEGER PRIMARY KEY AUTOINCREMENT,\n"
	" name TEXT NOT NULL UNIQUE,\n"
	" enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),\n"
	" router INTEGER NOT NULL CHECK (router IN (0, 1)),\n"
	" security INTEGER NOT NULL CHECK (security IN (0, 1, 2)),\n"
	" hoa BLOB UNIQUE CHECK (length(hoa) = 16),\n"
	" home4 BLOB,\n"
	" prefix BLOB,\n"
	" pool4 TEXT,\n"
	" pool4_prefix TEXT,\n"
	" auth_spi INTEGER UNIQUE,\n"
	" auth_key BLOB,\n"
	" esp_in_spi INTEGER UNIQUE,\n"
	" esp_in_cipher INTEGER,\n"
	" esp_in_auth INTEGER,\n"
	" esp_in_cipher_key BLOB,\n"
	" esp_in_auth_key BLOB,\n"
	" esp_out_spi INTEGER,\n"
	" esp_out_cipher INTEGER,\n"
	" esp_out_auth INTEGER,\n"
	" esp_out_cipher_key BLOB,\n"
	" esp_out_auth_key BLOB\n"
	") STRICT;\n"
	"CREATE TABLE home_range (\n"
	" first BLOB PRIMARY KEY,\n"
	" last BLOB NOT NULL,\n"
	" subscriber INTEGER NOT NULL\n"
	"  REFERENCES subscriber ON DELETE CASCADE\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE INDEX home_range_subscriber ON home_range (subscriber);\n"
	"CREATE TABLE record (\n"
	" subscriber INTEGER PRIMARY KEY\n"
	"  REFERENCES subscriber ON DELETE CASCADE,\n"
	" proto INTEGER NOT NULL,\n"
	" sequence INTEGER NOT NULL,\n"
	" timestamp INTEGER NOT NULL,\n"
	" lifetime INTEGER NOT NULL,\n"
	" registered INTEGER NOT NULL,\n"
	" expires INTEGER NOT NULL,\n"
	" handovers INTEGER NOT NULL,\n"
	" flags INTEGER NOT NULL,\n"
	" nat INTEGER NOT NULL,\n"
	" router INTEGER NOT NULL,\n"
	" linklocal INTEGER NOT NULL,\n"
	" coa BLOB,\n"
	" port INTEGER NOT NULL,\n"
	" encap INTEGER NOT NULL,\n"
	" local BLOB,\n"
	" claimed BLOB,\n"
	" home BLOB NOT NULL\n"
	") STRICT;\n"
	"CREATE TABLE lease (\n"
	" addr BLOB NOT NULL,\n"
	" len INTEGER NOT NULL,\n"
	" pool TEXT NOT NULL,\n"
	" subscriber INTEGER NOT NULL\n"
	"  REFERENCES subscriber ON DELETE CASCADE,\n"
	" expires INTEGER NOT NULL,\n"
	" PRIMARY KEY (addr, len)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE INDEX lease_subscriber ON lease (subscriber);",

	"ALTER TABLE subscriber ADD COLUMN mip4_spi INTEGER;\n"
	"ALTER TABLE subscriber ADD COLUMN mip4_algorithm INTEGER;\n"
	"ALTER TABLE subscriber ADD COLUMN mip4_replay INTEGER;\n"
	"ALTER TABLE subscriber ADD COLUMN mip4_key BLOB;\n"
	"ALTER TABLE record ADD COLUMN\n"
	" home_tunnel INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE record ADD COLUMN source BLOB;\n"
	"ALTER TABLE record ADD COLUMN nonce INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE record ADD COLUMN\n"
	" revocation_time INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE record ADD COLUMN inform INTEGER NOT NULL DEFAULT 0;",

	"ALTER TABLE record ADD COLUMN copies BLOB;",
};

static int schema_exec(struct dsmipd_store *store, const char *sql)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return dsmipd_store_db_fail(store, "cannot make the store");
	return 0;
}

static int schema_views(struct dsmipd_store *store)
{
	char *sql = dsmipd_store_view_sql();
	int ret;

	if (!sql)
		return dsmipd_store_fail(store, -ENOMEM, "out of memory");
	ret = schema_exec(store, sql);
	sqlite3_free(sql);
	return ret;
}

/* Make the tables of this version of those of an earlier one; 0: of nothing. */
static int schema_update(struct dsmipd_store *store, uint32_t version)
{
	char pragma[64];
	int ret = 0;

	for (; !ret && version < DSMIPD_STORE_VERSION; version++)
		ret = schema_exec(store, schema_steps[version]);
	if (!ret)
		ret = schema_views(store);
	if (ret)
		return ret;
	snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %d",
		 DSMIPD_STORE_VERSION);
	return schema_exec(store, pragma);
}

/*
 * All of it in the main file, and the main file on the disk.  A page is written
 * for each record that changes, so it is small.
 */
static int schema_fill(struct dsmipd_store *store, const char *path)
{
	char pragmas[160];
	int ret;

	if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK)
		return dsmipd_store_db_fail(store, "cannot make the store");
	snprintf(pragmas, sizeof(pragmas),
		 "PRAGMA page_size = 1024;\n"
		 "PRAGMA synchronous = FULL;\n"
		 "BEGIN;\n"
		 "PRAGMA application_id = %d;", DSMIPD_STORE_APPLICATION);
	ret = schema_exec(store, pragmas);
	if (!ret)
		ret = schema_update(store, 0);
	if (!ret)
		ret = schema_exec(store, "COMMIT; PRAGMA journal_mode = WAL;");
	if (sqlite3_close(store->db) != SQLITE_OK && !ret)
		ret = dsmipd_store_fail(store, -EIO, "cannot make the store");
	store->db = NULL;
	return ret;
}

/* A new name is on the disk when its directory is. */
static int schema_rename(struct dsmipd_store *store, const char *from,
			 const char *to)
{
	char *copy = strdup(to);
	int ret = 0;
	int dir;

	if (!copy)
		return dsmipd_store_fail(store, -ENOMEM, "out of memory");
	dir = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0 || renameat2(AT_FDCWD, from, AT_FDCWD, to,
				 RENAME_NOREPLACE) || fsync(dir))
		ret = dsmipd_store_fail(store, -errno, "cannot make %s: %s", to,
					strerror(errno));
	if (dir >= 0)
		close(dir);
	free(copy);
	return ret;
}

/**
 * dsmipd_store_schema_create() - make an empty store
 * @store: the store, without a database
 * @path: its file, which is not there
 *
 * The file gets its name when it is complete.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_store_schema_create(struct dsmipd_store *store, const char *path)
{
	char *name;
	int ret;
	int fd;

	if (asprintf(&name, "%s-wal", path) < 0)
		return dsmipd_store_fail(store, -ENOMEM, "out of memory");
	ret = access(name, F_OK);
	if (!ret)
		ret = dsmipd_store_fail(store, -EUCLEAN,
					"%s is there, but not %s: part of the store is lost",
					name, path);
	free(name);
	if (ret == -EUCLEAN)
		return ret;

	if (asprintf(&name, "%s.new", path) < 0)
		return dsmipd_store_fail(store, -ENOMEM, "out of memory");
	unlink(name);
	fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		ret = dsmipd_store_fail(store, -errno, "cannot make %s: %s",
					name, strerror(errno));
		goto out;
	}
	close(fd);
	ret = schema_fill(store, name);
	if (!ret)
		ret = schema_rename(store, name, path);
	if (ret)
		unlink(name);
out:
	free(name);
	return ret;
}

static uint32_t schema_get32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static int schema_identity(struct dsmipd_store *store, const char *path,
			   uint32_t application, uint32_t version)
{
	if (application != DSMIPD_STORE_APPLICATION)
		return dsmipd_store_fail(store, -EUCLEAN,
					 "%s is a database, but not a store of dsmipd",
					 path);
	if (version > DSMIPD_STORE_VERSION)
		return dsmipd_store_fail(store, -EUCLEAN,
					 "%s is of version %u, and this dsmipd knows version %u only",
					 path, version, DSMIPD_STORE_VERSION);
	if (!version)
		return dsmipd_store_fail(store, -EUCLEAN,
					 "%s is damaged: it has no version", path);
	return 0;
}

/**
 * dsmipd_store_schema_header() - is this a store that we know?
 * @store: the store, with its file open, and without a database
 * @path: the file
 *
 * SQLite may write to a file that it opens, so this looks first.
 *
 * Return: 0, or a negative errno: -EUCLEAN if it is not.
 */
int dsmipd_store_schema_header(struct dsmipd_store *store, const char *path)
{
	static const char magic[16] = "SQLite format 3";
	uint8_t header[100];
	ssize_t n;

	n = pread(store->fd, header, sizeof(header), 0);
	if (n < 0)
		return dsmipd_store_fail(store, -errno, "cannot read %s: %s",
					 path, strerror(errno));
	if (!n)
		return dsmipd_store_fail(store, -EUCLEAN,
					 "%s is empty: what was in it is lost; remove it to begin with nothing",
					 path);
	if ((size_t)n < sizeof(header) || memcmp(header, magic, sizeof(magic)))
		return dsmipd_store_fail(store, -EUCLEAN,
					 "%s is not a store of dsmipd, or is damaged",
					 path);
	return schema_identity(store, path, schema_get32(header + 68),
			       schema_get32(header + 60));
}

static int schema_pragma(struct dsmipd_store *store, const char *pragma,
			 sqlite3_stmt **stmt)
{
	if (sqlite3_prepare_v2(store->db, pragma, -1, stmt, NULL) !=
	    SQLITE_OK || sqlite3_step(*stmt) != SQLITE_ROW)
		return dsmipd_store_db_fail(store, "cannot read the store");
	return 0;
}

static int schema_number(struct dsmipd_store *store, const char *pragma,
			 uint32_t *number)
{
	sqlite3_stmt *stmt = NULL;
	int ret;

	ret = schema_pragma(store, pragma, &stmt);
	if (!ret)
		*number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return ret;
}

/**
 * dsmipd_store_schema_check() - is a store in order?
 * @store: the store, which is not written to yet
 * @path: its file
 *
 * SQLite's quick_check: every page of every table is where it belongs, and
 * every row is what the schema says.  Indexes are not compared with their
 * tables.
 *
 * Return: 0, or a negative errno: -EUCLEAN if it is not.
 */
int dsmipd_store_schema_check(struct dsmipd_store *store, const char *path)
{
	uint32_t application = 0, version = 0;
	sqlite3_stmt *stmt = NULL;
	int ret;

	ret = schema_number(store, "PRAGMA application_id", &application);
	if (!ret)
		ret = schema_number(store, "PRAGMA user_version", &version);
	if (!ret)
		ret = schema_identity(store, path, application, version);
	if (!ret && sqlite3_db_readonly(store->db, NULL))
		ret = dsmipd_store_fail(store, -EUCLEAN,
					"%s is damaged, or of a newer SQLite: it cannot be written",
					path);
	if (!ret)
		ret = schema_pragma(store, "PRAGMA quick_check(1)", &stmt);
	if (!ret && strcmp((const char *)sqlite3_column_text(stmt, 0), "ok"))
		ret = dsmipd_store_fail(store, -EUCLEAN, "%s is damaged: %s",
					path, sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return ret;
}

/**
 * dsmipd_store_schema_upgrade() - make a store of an earlier version one of ours
 * @store: the store, which is in order and may be written to
 *
 * All of it, or nothing: the store stays what it was if this fails.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_store_schema_upgrade(struct dsmipd_store *store)
{
	uint32_t version = 0;
	int ret;

	ret = schema_number(store, "PRAGMA user_version", &version);
	if (ret || version == DSMIPD_STORE_VERSION)
		return ret;
	ret = schema_exec(store, "BEGIN IMMEDIATE");
	if (ret)
		return ret;
	ret = schema_update(store, version);
	if (!ret)
		ret = schema_exec(store, "COMMIT");
	if (ret)
		dsmipd_store_rollback(store);
	return ret;
}
