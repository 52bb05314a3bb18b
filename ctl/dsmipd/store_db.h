/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of the store share. */
#ifndef DSMIPD_STORE_DB_H
#define DSMIPD_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "store.h"

/* "DSMd" */
#define DSMIPD_STORE_APPLICATION	0x44534d64
#define DSMIPD_STORE_VERSION		3

/* Statements that are kept. */
enum dsmipd_store_stmt {
	DSMIPD_STORE_READ,
	DSMIPD_STORE_BEGIN,
	DSMIPD_STORE_COMMIT,
	DSMIPD_STORE_ROLLBACK,
	DSMIPD_STORE_SAVE,
	DSMIPD_STORE_SAVE_KEEP,
	DSMIPD_STORE_SAVE_UNDO,
	DSMIPD_STORE_SUB_ADD,
	DSMIPD_STORE_SUB_SET,
	DSMIPD_STORE_SUB_DEL,
	DSMIPD_STORE_SUB_BY_ID,
	DSMIPD_STORE_SUB_BY_NAME,
	DSMIPD_STORE_SUB_BY_HOA,
	DSMIPD_STORE_SUB_BY_HOME,
	DSMIPD_STORE_SUB_EACH,
	DSMIPD_STORE_SUB_SECURED,
	DSMIPD_STORE_SUB_COUNT,
	DSMIPD_STORE_RANGE_ADD,
	DSMIPD_STORE_RANGE_DEL,
	DSMIPD_STORE_RANGE_FIND,
	DSMIPD_STORE_RANGE_TAKEN,
	DSMIPD_STORE_RECORD_SET,
	DSMIPD_STORE_RECORD_PUT,
	DSMIPD_STORE_RECORD_DEL,
	DSMIPD_STORE_RECORD_EACH,
	DSMIPD_STORE_LEASE_SET,
	DSMIPD_STORE_LEASE_PUT,
	DSMIPD_STORE_LEASE_DEL,
	DSMIPD_STORE_LEASE_EACH,
	DSMIPD_STORE_STMT_COUNT,
};

struct dsmipd_store_cached;

/**
 * struct dsmipd_store - an open store
 * @db: the database; NULL if opening it failed
 * @fd: of the file; it has the lock that keeps a second agent away
 * @stmt: statements that were needed so far
 * @reading: there is a transaction, and it is one of dsmipd_store_read()
 * @change: counts changes of subscribers, those that were undone too
 * @cache: subscribers that were read, see store_cache.c; NULL: none yet
 * @error: words of the last failure
 */
struct dsmipd_store {
	struct sqlite3 *db;
	int fd;
	struct sqlite3_stmt *stmt[DSMIPD_STORE_STMT_COUNT];
	bool reading;
	uint64_t change;
	struct dsmipd_store_cached **cache;
	char error[512];
};

int dsmipd_store_fail(struct dsmipd_store *store, int code, const char *fmt,
		      ...) __attribute__((format(printf, 3, 4)));
int dsmipd_store_db_fail(struct dsmipd_store *store, const char *doing);
int dsmipd_store_writing(struct dsmipd_store *store);

sqlite3_stmt *dsmipd_store_stmt(struct dsmipd_store *store,
				enum dsmipd_store_stmt which);
int dsmipd_store_run(struct dsmipd_store *store, sqlite3_stmt *stmt,
		     const char *doing);
int dsmipd_store_do(struct dsmipd_store *store, enum dsmipd_store_stmt which,
		    const char *doing);
void dsmipd_store_stmt_free(struct dsmipd_store *store);

int dsmipd_store_schema_create(struct dsmipd_store *store, const char *path);
int dsmipd_store_schema_header(struct dsmipd_store *store, const char *path);
int dsmipd_store_schema_check(struct dsmipd_store *store, const char *path);
int dsmipd_store_schema_upgrade(struct dsmipd_store *store);
char *dsmipd_store_view_sql(void);

/* Room for a list of prefixes: family, length and address of each. */
#define DSMIPD_STORE_LIST_MAX	(18 * DSMIPD_RECORD_MAX_HOME)

size_t dsmipd_store_list_pack(const struct dsmip_prefix *prefix, size_t count,
			      uint8_t *buf);
bool dsmipd_store_list_unpack(const uint8_t *buf, size_t size,
			      struct dsmip_prefix *prefix, size_t max,
			      uint8_t *count);
/* Bytes of a care-of end point; room for those beside the first one. */
#define DSMIPD_STORE_COPY_SIZE	33
#define DSMIPD_STORE_COPIES_MAX	(DSMIPD_STORE_COPY_SIZE * DSMIPD_RECORD_MAX_COPY)

size_t dsmipd_store_copies_pack(const struct dsmipd_record *record,
				uint8_t *buf);
bool dsmipd_store_copies_unpack(const uint8_t *buf, size_t size,
				struct dsmipd_record *record);
void dsmipd_store_bind_addr(sqlite3_stmt *stmt, int at,
			    const struct dsmip_addr *addr);
bool dsmipd_store_column_addr(sqlite3_stmt *stmt, int at,
			      struct dsmip_addr *addr);
bool dsmipd_store_column_uint(sqlite3_stmt *stmt, int at, uint64_t max,
			      uint64_t *value);
bool dsmipd_store_column_text(sqlite3_stmt *stmt, int at, char *buf,
			      size_t size);
bool dsmipd_store_column_list(sqlite3_stmt *stmt, int at,
			      struct dsmip_prefix *prefix, size_t max,
			      uint8_t *count);

void dsmipd_store_row_bind(sqlite3_stmt *stmt,
			   const struct dsmipd_subscriber *sub);
bool dsmipd_store_row_column(sqlite3_stmt *stmt, struct dsmipd_subscriber *sub);

const struct dsmipd_subscriber *
dsmipd_store_cache_find(const struct dsmipd_store *store,
			const struct in6_addr *hoa);
void dsmipd_store_cache_put(struct dsmipd_store *store,
			    const struct dsmipd_subscriber *sub);
void dsmipd_store_cache_free(struct dsmipd_store *store);

int dsmipd_store_range_put(struct dsmipd_store *store,
			   const struct dsmipd_subscriber *sub);

#endif /* DSMIPD_STORE_DB_H */
