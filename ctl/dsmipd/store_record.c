// SPDX-License-Identifier: GPL-2.0
/* Registrations and leases in the store. */

#include <errno.h>
#include <string.h>

#include "store_db.h"

/* Where lists are while a statement has them. */
struct record_room {
	uint8_t list[DSMIPD_STORE_LIST_MAX];
	uint8_t copies[DSMIPD_STORE_COPIES_MAX];
};

static void record_bind(sqlite3_stmt *stmt, const void *what,
			struct record_room *room)
{
	const struct dsmipd_record *record = what;
	size_t size;

	size = dsmipd_store_list_pack(record->home, record->n_home,
				      room->list);
	sqlite3_bind_int64(stmt, 1, record->subscriber);
	sqlite3_bind_int(stmt, 2, record->proto);
	sqlite3_bind_int(stmt, 3, record->sequence);
	sqlite3_bind_int64(stmt, 4, record->timestamp);
	sqlite3_bind_int64(stmt, 5, record->lifetime);
	sqlite3_bind_int64(stmt, 6, record->registered);
	sqlite3_bind_int64(stmt, 7, record->expires);
	sqlite3_bind_int64(stmt, 8, record->handovers);
	sqlite3_bind_int(stmt, 9, record->flags);
	sqlite3_bind_int(stmt, 10, record->nat);
	sqlite3_bind_int(stmt, 11, record->router);
	sqlite3_bind_int(stmt, 12, record->linklocal);
	dsmipd_store_bind_addr(stmt, 13, &record->coa);
	sqlite3_bind_int(stmt, 14, record->port);
	sqlite3_bind_int64(stmt, 15, record->encap);
	dsmipd_store_bind_addr(stmt, 16, &record->local);
	dsmipd_store_bind_addr(stmt, 17, &record->claimed);
	sqlite3_bind_blob(stmt, 18, room->list, size, SQLITE_STATIC);
	sqlite3_bind_int(stmt, 19, record->home_tunnel);
	if (record->source.s_addr)
		sqlite3_bind_blob(stmt, 20, &record->source,
				  sizeof(record->source), SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, 20);
	sqlite3_bind_int64(stmt, 21, record->nonce);
	sqlite3_bind_int64(stmt, 22, record->revocation_time);
	sqlite3_bind_int(stmt, 23, record->inform);
	if (record->n_copy)
		sqlite3_bind_blob(stmt, 24, room->copies,
				  dsmipd_store_copies_pack(record,
							   room->copies),
				  SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, 24);
}

static bool record_copies(sqlite3_stmt *stmt, struct dsmipd_record *record)
{
	const void *blob = sqlite3_column_blob(stmt, 23);

	return dsmipd_store_copies_unpack(blob, sqlite3_column_bytes(stmt, 23),
					  record);
}

static bool record_column(sqlite3_stmt *stmt, struct dsmipd_record *record)
{
	uint64_t proto, sequence, lifetime, handovers, flags, nat, router;
	uint64_t linklocal, port, encap, home_tunnel, nonce, revocation_time;
	struct dsmip_addr source;
	uint64_t inform;

	memset(record, 0, sizeof(*record));
	if (!dsmipd_store_column_uint(stmt, 1, DSMIPD_PROTO_MIPV4, &proto) ||
	    !dsmipd_store_column_uint(stmt, 2, UINT16_MAX, &sequence) ||
	    !dsmipd_store_column_uint(stmt, 4, UINT32_MAX, &lifetime) ||
	    !dsmipd_store_column_uint(stmt, 7, UINT32_MAX, &handovers) ||
	    !dsmipd_store_column_uint(stmt, 8, UINT16_MAX, &flags) ||
	    !dsmipd_store_column_uint(stmt, 9, 1, &nat) ||
	    !dsmipd_store_column_uint(stmt, 10, 1, &router) ||
	    !dsmipd_store_column_uint(stmt, 11, 1, &linklocal) ||
	    !dsmipd_store_column_addr(stmt, 12, &record->coa) ||
	    !dsmipd_store_column_uint(stmt, 13, UINT16_MAX, &port) ||
	    !dsmipd_store_column_uint(stmt, 14, UINT32_MAX, &encap) ||
	    !dsmipd_store_column_addr(stmt, 15, &record->local) ||
	    !dsmipd_store_column_addr(stmt, 16, &record->claimed) ||
	    !dsmipd_store_column_list(stmt, 17, record->home,
				      DSMIPD_RECORD_MAX_HOME,
				      &record->n_home) ||
	    !dsmipd_store_column_uint(stmt, 18, 1, &home_tunnel) ||
	    !dsmipd_store_column_addr(stmt, 19, &source) ||
	    source.family == AF_INET6 ||
	    !dsmipd_store_column_uint(stmt, 20, UINT32_MAX, &nonce) ||
	    !dsmipd_store_column_uint(stmt, 21, UINT32_MAX,
				      &revocation_time) ||
	    !dsmipd_store_column_uint(stmt, 22, 1, &inform) ||
	    !record_copies(stmt, record))
		return false;
	record->subscriber = sqlite3_column_int64(stmt, 0);
	record->timestamp = sqlite3_column_int64(stmt, 3);
	record->registered = sqlite3_column_int64(stmt, 5);
	record->expires = sqlite3_column_int64(stmt, 6);
	record->proto = proto;
	record->sequence = sequence;
	record->lifetime = lifetime;
	record->handovers = handovers;
	record->flags = flags;
	record->nat = nat;
	record->router = router;
	record->linklocal = linklocal;
	record->home_tunnel = home_tunnel;
	record->source = source.v4;
	record->nonce = nonce;
	record->revocation_time = revocation_time;
	record->inform = inform;
	record->port = port;
	record->encap = encap;
	return true;
}

/**
 * struct record_kind - how something is stored in the place of what was there
 * @set: statement that changes it
 * @put: statement that does so too, or adds it
 * @bind: gives a statement its values; they may point into the room
 * @doing: words
 */
struct record_kind {
	enum dsmipd_store_stmt set;
	enum dsmipd_store_stmt put;
	void (*bind)(sqlite3_stmt *stmt, const void *what,
		     struct record_room *room);
	const char *doing;
};

/* What changes most of the time takes half as long by the first statement. */
static int record_store(struct dsmipd_store *store,
			const struct record_kind *kind, const void *what,
			bool first)
{
	enum dsmipd_store_stmt which = first ? kind->put : kind->set;
	struct record_room room;
	int ret;

	ret = dsmipd_store_writing(store);
	while (!ret) {
		sqlite3_stmt *stmt = dsmipd_store_stmt(store, which);

		if (!stmt)
			return dsmipd_store_db_fail(store, kind->doing);
		kind->bind(stmt, what, &room);
		ret = dsmipd_store_run(store, stmt, kind->doing);
		if (which == kind->put || sqlite3_changes(store->db))
			break;
		which = kind->put;
	}
	return ret;
}

static const struct record_kind record_record = {
	.set = DSMIPD_STORE_RECORD_SET,
	.put = DSMIPD_STORE_RECORD_PUT,
	.bind = record_bind,
	.doing = "cannot store a registration",
};

/**
 * dsmipd_store_record_put() - store a registration, in the place of the one
 * before
 * @store: the store, in a transaction
 * @record: the registration; one with lifetime 0 stays there for its sequence
 *	number
 * @first: there is none, most likely
 *
 * Return: 0; -ENOENT: there is no such subscriber; or another negative errno.
 */
int dsmipd_store_record_put(struct dsmipd_store *store,
			    const struct dsmipd_record *record, bool first)
{
	if (record->n_home > DSMIPD_RECORD_MAX_HOME)
		return dsmipd_store_fail(store, -EINVAL,
					 "a registration has too many homes");
	if (record->n_copy > DSMIPD_RECORD_MAX_COPY)
		return dsmipd_store_fail(store, -EINVAL,
					 "a registration has too many care-of addresses");
	return record_store(store, &record_record, record, first);
}

/**
 * dsmipd_store_record_del() - forget a registration
 * @store: the store, in a transaction
 * @subscriber: whose
 * @proto: enum dsmipd_proto; one made with another stays
 *
 * Return: 0; -ENOENT: there is none; or another negative errno.
 */
int dsmipd_store_record_del(struct dsmipd_store *store, int64_t subscriber,
			    enum dsmipd_proto proto)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_RECORD_DEL);
	int ret;

	if (!stmt)
		return dsmipd_store_db_fail(store,
					    "cannot remove a registration");
	ret = dsmipd_store_writing(store);
	if (ret)
		return ret;
	sqlite3_bind_int64(stmt, 1, subscriber);
	sqlite3_bind_int(stmt, 2, proto);
	ret = dsmipd_store_run(store, stmt, "cannot remove a registration");
	if (!ret && !sqlite3_changes(store->db))
		ret = dsmipd_store_fail(store, -ENOENT,
					"there is no such registration");
	return ret;
}

/**
 * dsmipd_store_record_each() - see all registrations
 * @store: the store
 * @cb: called with each, by number of the subscriber; it may not call the
 *	store.  What is not 0 ends it
 * @arg: handed to @cb
 *
 * Return: 0, what @cb returned, or a negative errno.
 */
int dsmipd_store_record_each(struct dsmipd_store *store,
			     dsmipd_store_record_cb cb, void *arg)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_RECORD_EACH);
	struct dsmipd_record record;
	int step = SQLITE_ERROR;
	int ret = 0;

	while (stmt && !ret && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (record_column(stmt, &record))
			ret = cb(&record, arg);
		else
			ret = dsmipd_store_fail(store, -EUCLEAN,
						"the store is damaged: registration of subscriber %lld",
						sqlite3_column_int64(stmt, 0));
	}
	if (!ret && step != SQLITE_DONE)
		ret = dsmipd_store_db_fail(store, "cannot read registrations");
	sqlite3_reset(stmt);
	return ret;
}

static uint8_t lease_len(const struct dsmip_prefix *prefix)
{
	return prefix->len == DSMIP_LEN_NONE ?
	       dsmip_addr_bits(prefix->addr.family) : prefix->len;
}

static void lease_bind(sqlite3_stmt *stmt, const void *what,
		       struct record_room *room)
{
	const struct dsmipd_lease *lease = what;

	(void)room;
	dsmipd_store_bind_addr(stmt, 1, &lease->prefix.addr);
	sqlite3_bind_int(stmt, 2, lease_len(&lease->prefix));
	sqlite3_bind_text(stmt, 3, lease->pool, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 4, lease->subscriber);
	sqlite3_bind_int64(stmt, 5, lease->expires);
}

static const struct record_kind record_lease = {
	.set = DSMIPD_STORE_LEASE_SET,
	.put = DSMIPD_STORE_LEASE_PUT,
	.bind = lease_bind,
	.doing = "cannot store a lease",
};

/**
 * dsmipd_store_lease_put() - store a lease
 * @store: the store, in a transaction
 * @lease: the lease, in the place of any other one of that address and length
 * @first: there is none, most likely
 *
 * Return: 0; -ENOENT: there is no such subscriber; or another negative errno.
 */
int dsmipd_store_lease_put(struct dsmipd_store *store,
			   const struct dsmipd_lease *lease, bool first)
{
	return record_store(store, &record_lease, lease, first);
}

/**
 * dsmipd_store_lease_del() - forget a lease
 * @store: the store, in a transaction
 * @prefix: what is leased
 *
 * Return: 0; -ENOENT: there is none; or another negative errno.
 */
int dsmipd_store_lease_del(struct dsmipd_store *store,
			   const struct dsmip_prefix *prefix)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_LEASE_DEL);
	int ret;

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot remove a lease");
	ret = dsmipd_store_writing(store);
	if (ret)
		return ret;
	dsmipd_store_bind_addr(stmt, 1, &prefix->addr);
	sqlite3_bind_int(stmt, 2, lease_len(prefix));
	ret = dsmipd_store_run(store, stmt, "cannot remove a lease");
	if (!ret && !sqlite3_changes(store->db))
		ret = dsmipd_store_fail(store, -ENOENT,
					"there is no such lease");
	return ret;
}

static bool lease_column(sqlite3_stmt *stmt, struct dsmipd_lease *lease)
{
	uint64_t len;

	memset(lease, 0, sizeof(*lease));
	if (!dsmipd_store_column_text(stmt, 0, lease->pool,
				      sizeof(lease->pool)) ||
	    !dsmipd_store_column_addr(stmt, 1, &lease->prefix.addr) ||
	    !lease->prefix.addr.family ||
	    !dsmipd_store_column_uint(stmt, 2,
				      dsmip_addr_bits(lease->prefix.addr.family),
				      &len))
		return false;
	lease->prefix.len = len;
	lease->subscriber = sqlite3_column_int64(stmt, 3);
	lease->expires = sqlite3_column_int64(stmt, 4);
	return true;
}

/**
 * dsmipd_store_lease_each() - see all leases
 * @store: the store
 * @cb: called with each, by address; it may not call the store.  What is not 0
 *	ends it
 * @arg: handed to @cb
 *
 * Return: 0, what @cb returned, or a negative errno.
 */
int dsmipd_store_lease_each(struct dsmipd_store *store,
			    dsmipd_store_lease_cb cb, void *arg)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_LEASE_EACH);
	struct dsmipd_lease lease;
	int step = SQLITE_ERROR;
	int ret = 0;

	while (stmt && !ret && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (lease_column(stmt, &lease))
			ret = cb(&lease, arg);
		else
			ret = dsmipd_store_fail(store, -EUCLEAN,
						"the store is damaged: a lease of subscriber %lld",
						sqlite3_column_int64(stmt, 3));
	}
	if (!ret && step != SQLITE_DONE)
		ret = dsmipd_store_db_fail(store, "cannot read leases");
	sqlite3_reset(stmt);
	return ret;
}
