// SPDX-License-Identifier: GPL-2.0
/* The store: opening, closing, transactions. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "store_db.h"

/* How long another program, a shell mostly, may keep us from writing. */
#define STORE_BUSY_MS		2000

/* Pages in the WAL before they go to their places, 4 MiB. */
#define STORE_CHECKPOINT	"4000"

/* Pages in memory, KiB: most of the records of a busy agent. */
#define STORE_CACHE		"-65536"

static int store_file(struct dsmipd_store *store, const char *path)
{
	store->fd = open(path, O_RDWR | O_CLOEXEC);
	if (store->fd < 0 && errno == ENOENT) {
		int ret = dsmipd_store_schema_create(store, path);

		if (ret)
			return ret;
		store->fd = open(path, O_RDWR | O_CLOEXEC);
	}
	if (store->fd < 0)
		return dsmipd_store_fail(store, -errno, "cannot open %s: %s",
					 path, strerror(errno));
	if (flock(store->fd, LOCK_EX | LOCK_NB))
		return dsmipd_store_fail(store, errno == EWOULDBLOCK ?
					 -EBUSY : -errno, "cannot lock %s: %s",
					 path, errno == EWOULDBLOCK ?
					 "another dsmipd has it" :
					 strerror(errno));
	return dsmipd_store_schema_header(store, path);
}

/* Nothing is written to the file before it is known to be in order. */
static int store_db(struct dsmipd_store *store, const char *path)
{
	static const char before[] =
		"PRAGMA query_only = 1; PRAGMA cache_size = " STORE_CACHE;
	static const char after[] =
		"PRAGMA query_only = 0; PRAGMA foreign_keys = 1;\n"
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;\n"
		"PRAGMA wal_autocheckpoint = " STORE_CHECKPOINT;
	int ret;

	if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE |
			    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
			    NULL) != SQLITE_OK)
		return dsmipd_store_db_fail(store, "cannot open the store");
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, STORE_BUSY_MS);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (sqlite3_exec(store->db, before, NULL, NULL, NULL) != SQLITE_OK)
		return dsmipd_store_db_fail(store, "cannot read the store");
	ret = dsmipd_store_schema_check(store, path);
	if (ret)
		return ret;
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	if (sqlite3_exec(store->db, after, NULL, NULL, NULL) != SQLITE_OK)
		return dsmipd_store_db_fail(store, "cannot use the store");
	return dsmipd_store_schema_upgrade(store);
}

/* Closing any file of the database gives up SQLite's locks: ours is last. */
static void store_shut(struct dsmipd_store *store)
{
	dsmipd_store_stmt_free(store);
	dsmipd_store_cache_free(store);
	sqlite3_close(store->db);
	store->db = NULL;
	if (store->fd >= 0)
		close(store->fd);
	store->fd = -1;
}

/**
 * dsmipd_store_open() - open the store
 * @store: where it goes; after a failure it can only say why, with
 *	dsmipd_store_error(), and be closed
 * @path: its file; made if it is not there
 *
 * Return: 0 or a negative errno: -EUCLEAN: the file is damaged, is not a store,
 * or is of a version that this program does not know, and was not touched;
 * -EBUSY: another process has it.
 */
int dsmipd_store_open(struct dsmipd_store **store, const char *path)
{
	int ret;

	*store = calloc(1, sizeof(**store));
	if (!*store)
		return -ENOMEM;
	/* One thread; it is too late, and no harm, if SQLite runs already. */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	(*store)->fd = -1;
	ret = store_file(*store, path);
	if (!ret)
		ret = store_db(*store, path);
	if (ret)
		store_shut(*store);
	return ret;
}

/**
 * dsmipd_store_close() - close the store
 * @store: the store, or NULL; an open transaction is rolled back
 */
void dsmipd_store_close(struct dsmipd_store *store)
{
	if (!store)
		return;
	store_shut(store);
	free(store);
}

/**
 * dsmipd_store_error() - why the last call failed
 * @store: the store; NULL: there was no memory for it
 *
 * Return: words, without keys.
 */
const char *dsmipd_store_error(const struct dsmipd_store *store)
{
	return store ? store->error : "out of memory";
}

/**
 * dsmipd_store_read() - begin to look many things up
 * @store: the store; nothing happens in a transaction
 *
 * Each look-up finds what the first one would have found, and does not ask
 * anew whether the file has changed; until dsmipd_store_read_end() or
 * dsmipd_store_begin().
 */
void dsmipd_store_read(struct dsmipd_store *store)
{
	if (sqlite3_get_autocommit(store->db))
		store->reading = !dsmipd_store_do(store, DSMIPD_STORE_READ,
						  "cannot begin to read");
}

/**
 * dsmipd_store_read_end() - no more is looked up at the moment
 * @store: the store; nothing happens without dsmipd_store_read()
 */
void dsmipd_store_read_end(struct dsmipd_store *store)
{
	if (store->reading &&
	    dsmipd_store_do(store, DSMIPD_STORE_COMMIT, "cannot end to read"))
		dsmipd_store_rollback(store);
	store->reading = false;
}

/**
 * dsmipd_store_begin() - begin to write
 * @store: the store
 *
 * Return: 0 or a negative errno; -EBUSY: another program is writing.
 */
int dsmipd_store_begin(struct dsmipd_store *store)
{
	dsmipd_store_read_end(store);
	if (!sqlite3_get_autocommit(store->db))
		return dsmipd_store_fail(store, -EPERM,
					 "there is a transaction already");
	return dsmipd_store_do(store, DSMIPD_STORE_BEGIN,
			       "cannot begin to write");
}

/**
 * dsmipd_store_commit() - put on the disk what was written
 * @store: the store
 *
 * Return: 0: it is on the disk; or a negative errno: nothing of it is in the
 * store, and there is no transaction any more.
 */
int dsmipd_store_commit(struct dsmipd_store *store)
{
	int ret;

	ret = dsmipd_store_writing(store);
	if (!ret)
		ret = dsmipd_store_do(store, DSMIPD_STORE_COMMIT,
				      "cannot write to the disk");
	if (ret)
		dsmipd_store_rollback(store);
	return ret;
}

/**
 * dsmipd_store_rollback() - forget what was written since
 * dsmipd_store_begin()
 * @store: the store; nothing happens without a transaction
 *
 * What dsmipd_store_error() says stays.
 */
void dsmipd_store_rollback(struct dsmipd_store *store)
{
	sqlite3_stmt *stmt;

	store->change++;
	if (sqlite3_get_autocommit(store->db))
		return;
	stmt = dsmipd_store_stmt(store, DSMIPD_STORE_ROLLBACK);
	if (stmt) {
		sqlite3_step(stmt);
		sqlite3_reset(stmt);
	}
}
