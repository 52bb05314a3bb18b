// SPDX-License-Identifier: GPL-2.0
/* Subscribers in the store. */

#include <errno.h>
#include <string.h>

#include "store_db.h"

static int sub_next(struct dsmipd_store *store, sqlite3_stmt *stmt,
		    struct dsmipd_subscriber *sub)
{
	switch (sqlite3_step(stmt)) {
	case SQLITE_DONE:
		return dsmipd_store_fail(store, -ENOENT,
					 "there is no such subscriber");
	case SQLITE_ROW:
		if (dsmipd_store_row_column(stmt, sub))
			return 0;
		return dsmipd_store_fail(store, -EUCLEAN,
					 "the store is damaged: subscriber %lld",
					 sqlite3_column_int64(stmt, 0));
	default:
		return dsmipd_store_db_fail(store, "cannot read a subscriber");
	}
}

static bool sub_family(const struct dsmip_prefix *prefix, size_t count,
		       uint8_t family)
{
	while (count--) {
		if (prefix[count].addr.family != family ||
		    (prefix[count].len > dsmip_addr_bits(family) &&
		     prefix[count].len != DSMIP_LEN_NONE))
			return false;
	}
	return true;
}

/* What could not be read back is not written. */
static int sub_check(struct dsmipd_store *store,
		     const struct dsmipd_subscriber *sub)
{
	if (!sub->name[0])
		return dsmipd_store_fail(store, -EINVAL,
					 "a subscriber has no name");
	if (sub->n_home4 > DSMIPD_SUBSCRIBER_MAX_HOME4 ||
	    sub->n_prefix > DSMIPD_SUBSCRIBER_MAX_PREFIX ||
	    !sub_family(sub->home4, sub->n_home4, AF_INET) ||
	    !sub_family(sub->prefix, sub->n_prefix, AF_INET6))
		return dsmipd_store_fail(store, -EINVAL,
					 "subscriber %s has a home prefix that is none",
					 sub->name);
	if (sub->key.len > sizeof(sub->key.key) ||
	    sub->esp.in.cipher_len > DSMIPD_ESP_KEY_MAX ||
	    sub->esp.in.auth_len > DSMIPD_ESP_KEY_MAX ||
	    sub->esp.out.cipher_len > DSMIPD_ESP_KEY_MAX ||
	    sub->esp.out.auth_len > DSMIPD_ESP_KEY_MAX ||
	    sub->mip4.len > sizeof(sub->mip4.key))
		return dsmipd_store_fail(store, -EINVAL,
					 "subscriber %s has a key that is too long",
					 sub->name);
	return dsmipd_store_writing(store);
}

static int sub_put_row(struct dsmipd_store *store, enum dsmipd_store_stmt which,
		       struct dsmipd_subscriber *sub)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, which);
	int ret;

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot store a subscriber");
	dsmipd_store_row_bind(stmt, sub);
	ret = dsmipd_store_run(store, stmt, sub->name);
	sqlite3_clear_bindings(stmt);
	if (ret)
		return ret;
	if (!sqlite3_changes(store->db))
		return dsmipd_store_fail(store, -ENOENT,
					 "there is no such subscriber");
	if (which == DSMIPD_STORE_SUB_ADD)
		sub->id = sqlite3_last_insert_rowid(store->db);
	return dsmipd_store_range_put(store, sub);
}

/* The row and its ranges, or neither. */
static int sub_put(struct dsmipd_store *store, enum dsmipd_store_stmt which,
		   struct dsmipd_subscriber *sub)
{
	sqlite3_stmt *undo = dsmipd_store_stmt(store, DSMIPD_STORE_SAVE_UNDO);
	sqlite3_stmt *keep = dsmipd_store_stmt(store, DSMIPD_STORE_SAVE_KEEP);
	int ret;

	store->change++;
	if (!undo || !keep)
		return dsmipd_store_db_fail(store, "cannot store a subscriber");
	ret = dsmipd_store_do(store, DSMIPD_STORE_SAVE,
			      "cannot store a subscriber");
	if (ret)
		return ret;
	ret = sub_put_row(store, which, sub);
	/* A full disk may have ended the transaction. */
	if (sqlite3_get_autocommit(store->db))
		return ret;
	if (ret) {
		sqlite3_step(undo);
		sqlite3_reset(undo);
	}
	sqlite3_step(keep);
	sqlite3_reset(keep);
	return ret;
}

/**
 * dsmipd_store_subscriber_add() - add a subscriber
 * @store: the store, in a transaction
 * @sub: the subscriber; his id is set, or, if it is not 0, taken
 *
 * Return: 0; -EEXIST: his name, home address, SPI, or something of his
 * prefixes is somebody's; -EINVAL; or another negative errno.  Nothing is
 * written then.
 */
int dsmipd_store_subscriber_add(struct dsmipd_store *store,
				struct dsmipd_subscriber *sub)
{
	int64_t id = sub->id;
	int ret;

	ret = sub_check(store, sub);
	if (!ret)
		ret = sub_put(store, DSMIPD_STORE_SUB_ADD, sub);
	if (ret)
		sub->id = id;
	return ret;
}

/**
 * dsmipd_store_subscriber_set() - change a subscriber
 * @store: the store, in a transaction
 * @sub: what he is from now on; his id says who
 *
 * Return: 0; -ENOENT: there is none of that id; and as
 * dsmipd_store_subscriber_add().
 */
int dsmipd_store_subscriber_set(struct dsmipd_store *store,
				const struct dsmipd_subscriber *sub)
{
	struct dsmipd_subscriber copy = *sub;
	int ret;

	ret = sub_check(store, sub);
	if (!ret)
		ret = sub_put(store, DSMIPD_STORE_SUB_SET, &copy);
	explicit_bzero(&copy, sizeof(copy));
	return ret;
}

/**
 * dsmipd_store_subscriber_del() - remove a subscriber
 * @store: the store, in a transaction
 * @id: his number, which nobody gets again
 *
 * His registration and his leases go with him.
 *
 * Return: 0; -ENOENT: there is none of that id; or another negative errno.
 */
int dsmipd_store_subscriber_del(struct dsmipd_store *store, int64_t id)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_SUB_DEL);
	int ret;

	if (!stmt)
		return dsmipd_store_db_fail(store,
					    "cannot remove a subscriber");
	ret = dsmipd_store_writing(store);
	if (ret)
		return ret;
	store->change++;
	/* His keys do not outlive him. */
	dsmipd_store_cache_free(store);
	sqlite3_bind_int64(stmt, 1, id);
	ret = dsmipd_store_run(store, stmt, "cannot remove a subscriber");
	if (!ret && !sqlite3_changes(store->db))
		ret = dsmipd_store_fail(store, -ENOENT,
					"there is no such subscriber");
	return ret;
}

/* The row that a statement finds, and the statement ready for another one. */
static int sub_get(struct dsmipd_store *store, sqlite3_stmt *stmt,
		   struct dsmipd_subscriber *sub)
{
	int ret = sub_next(store, stmt, sub);

	sqlite3_reset(stmt);
	return ret;
}

/**
 * dsmipd_store_subscriber_by_id() - find a subscriber by his number
 * @store: the store
 * @id: his number
 * @sub: where he goes
 *
 * Return: 0; -ENOENT: there is none; or another negative errno.
 */
int dsmipd_store_subscriber_by_id(struct dsmipd_store *store, int64_t id,
				  struct dsmipd_subscriber *sub)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_SUB_BY_ID);

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot read a subscriber");
	sqlite3_bind_int64(stmt, 1, id);
	return sub_get(store, stmt, sub);
}

/**
 * dsmipd_store_subscriber_by_name() - find a subscriber by his name
 * @store: the store
 * @name: his name
 * @sub: where he goes
 *
 * Return: 0; -ENOENT: there is none; or another negative errno.
 */
int dsmipd_store_subscriber_by_name(struct dsmipd_store *store,
				    const char *name,
				    struct dsmipd_subscriber *sub)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_SUB_BY_NAME);

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot read a subscriber");
	sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
	return sub_get(store, stmt, sub);
}

/**
 * dsmipd_store_subscriber_by_hoa() - find a subscriber by his home address
 * @store: the store
 * @hoa: his IPv6 home address
 * @sub: where he goes
 *
 * Return: 0; -ENOENT: there is none; or another negative errno.
 */
int dsmipd_store_subscriber_by_hoa(struct dsmipd_store *store,
				   const struct in6_addr *hoa,
				   struct dsmipd_subscriber *sub)
{
	const struct dsmipd_subscriber *cached;
	sqlite3_stmt *stmt;
	int ret;

	cached = dsmipd_store_cache_find(store, hoa);
	if (cached) {
		*sub = *cached;
		return 0;
	}
	stmt = dsmipd_store_stmt(store, DSMIPD_STORE_SUB_BY_HOA);
	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot read a subscriber");
	sqlite3_bind_blob(stmt, 1, hoa, sizeof(*hoa), SQLITE_STATIC);
	ret = sub_get(store, stmt, sub);
	if (!ret)
		dsmipd_store_cache_put(store, sub);
	return ret;
}

/**
 * dsmipd_store_subscriber_by_home() - find a subscriber by what belongs to him
 * @store: the store
 * @home: an address of his home addresses and prefixes, or one that he has
 *	leased from a pool
 * @sub: where he goes
 *
 * Return: 0; -ENOENT: there is none; or another negative errno.
 */
int dsmipd_store_subscriber_by_home(struct dsmipd_store *store,
				    const struct dsmip_addr *home,
				    struct dsmipd_subscriber *sub)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_SUB_BY_HOME);
	unsigned int size = dsmip_addr_size(home->family);
	uint8_t mapped[16] = { [10] = 0xff, [11] = 0xff };

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot read a subscriber");
	memcpy(mapped + sizeof(mapped) - size, home->bytes, size);
	sqlite3_bind_blob(stmt, 1, mapped, sizeof(mapped), SQLITE_TRANSIENT);
	dsmipd_store_bind_addr(stmt, 2, home);
	sqlite3_bind_int(stmt, 3, dsmip_addr_bits(home->family));
	return sub_get(store, stmt, sub);
}

static int sub_each(struct dsmipd_store *store, sqlite3_stmt *stmt,
		    dsmipd_store_subscriber_cb cb, void *arg)
{
	struct dsmipd_subscriber sub;
	int ret;

	while (!(ret = sub_next(store, stmt, &sub))) {
		ret = cb(&sub, arg);
		if (ret)
			break;
	}
	if (ret == -ENOENT && !sqlite3_stmt_busy(stmt))
		ret = 0;
	sqlite3_reset(stmt);
	explicit_bzero(&sub, sizeof(sub));
	return ret;
}

/**
 * dsmipd_store_subscriber_each() - see many subscribers
 * @store: the store
 * @after: those with a larger number, in the order of their numbers
 * @limit: at most so many; 0: all
 * @cb: called with each; it may not call the store.  What is not 0 ends it
 * @arg: handed to @cb
 *
 * Return: 0, what @cb returned, or a negative errno.
 */
int dsmipd_store_subscriber_each(struct dsmipd_store *store, int64_t after,
				 unsigned int limit,
				 dsmipd_store_subscriber_cb cb, void *arg)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_SUB_EACH);

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot read subscribers");
	sqlite3_bind_int64(stmt, 1, after);
	sqlite3_bind_int64(stmt, 2, limit ? (int64_t)limit : -1);
	return sub_each(store, stmt, cb, arg);
}

/**
 * dsmipd_store_subscriber_secured() - see the subscribers of a kind of security
 * @store: the store
 * @security: theirs
 * @cb: called with each; it may not call the store.  What is not 0 ends it
 * @arg: handed to @cb
 *
 * The others cost next to nothing: they may be a million.
 *
 * Return: 0, what @cb returned, or a negative errno.
 */
int dsmipd_store_subscriber_secured(struct dsmipd_store *store,
				    enum dsmipd_security security,
				    dsmipd_store_subscriber_cb cb, void *arg)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_SUB_SECURED);

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot read subscribers");
	sqlite3_bind_int(stmt, 1, security);
	return sub_each(store, stmt, cb, arg);
}

/**
 * dsmipd_store_subscriber_count() - how many subscribers there are
 * @store: the store
 *
 * Return: their number, or a negative errno.
 */
int64_t dsmipd_store_subscriber_count(struct dsmipd_store *store)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_SUB_COUNT);
	int64_t count;

	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		count = sqlite3_column_int64(stmt, 0);
	else
		count = dsmipd_store_db_fail(store, "cannot count subscribers");
	sqlite3_reset(stmt);
	return count;
}
