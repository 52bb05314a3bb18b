// SPDX-License-Identifier: GPL-2.0
/*
 * What belongs to whom.
 *
 * The ranges in home_range do not overlap: of what one subscriber has, those
 * that lie in another one of his are left out.  So whether a range is free is
 * told by one look-up: of all that begin before its end, the last one ends
 * before its beginning.
 */

#include <errno.h>
#include <string.h>

#include "store_db.h"

#define RANGE_MAX	(1 + DSMIPD_SUBSCRIBER_MAX_HOME4 + \
			 DSMIPD_SUBSCRIBER_MAX_PREFIX)

/**
 * struct store_range - addresses that follow each other
 * @first: the first one, IPv4 as ::ffff:a.b.c.d
 * @last: the last one
 * @prefix: as it was given
 */
struct store_range {
	uint8_t first[16];
	uint8_t last[16];
	const struct dsmip_prefix *prefix;
};

static void range_of(const struct dsmip_prefix *prefix,
		     struct store_range *range)
{
	unsigned int size = dsmip_addr_size(prefix->addr.family);
	unsigned int len = prefix->len;
	unsigned int bit;

	if (len > 8 * size)
		len = 8 * size;
	range->prefix = prefix;
	memset(range->first, 0, 10);
	memset(range->first + 10, 0xff, 2);
	memcpy(range->first + 16 - size, prefix->addr.bytes, size);
	memcpy(range->last, range->first, 16);
	for (bit = 128 - 8 * size + len; bit < 128; bit++) {
		range->first[bit / 8] &= ~(1 << (7 - bit % 8));
		range->last[bit / 8] |= 1 << (7 - bit % 8);
	}
}

static bool range_in(const struct store_range *range,
		     const struct store_range *other)
{
	return memcmp(other->first, range->first, 16) <= 0 &&
	       memcmp(range->last, other->last, 16) <= 0;
}

/* Add to ranges of which none is in another one. */
static size_t range_merge(struct store_range *ranges, size_t count,
			  const struct dsmip_prefix *prefix)
{
	struct store_range new;
	size_t kept = 0;
	size_t i;

	range_of(prefix, &new);
	for (i = 0; i < count; i++)
		if (range_in(&new, &ranges[i]))
			return count;
	for (i = 0; i < count; i++)
		if (!range_in(&ranges[i], &new))
			ranges[kept++] = ranges[i];
	ranges[kept++] = new;
	return kept;
}

static int range_check(struct dsmipd_store *store,
		       const struct store_range *range)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store, DSMIPD_STORE_RANGE_FIND);
	char text[DSMIP_PREFIX_STRLEN];
	int ret = 0;
	int step;

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot look for a prefix");
	sqlite3_bind_blob(stmt, 1, range->last, 16, SQLITE_STATIC);
	step = sqlite3_step(stmt);
	if (step == SQLITE_ROW && sqlite3_column_bytes(stmt, 0) == 16) {
		if (memcmp(sqlite3_column_blob(stmt, 0), range->first, 16) >= 0)
			ret = dsmipd_store_fail(store, -EEXIST,
						"%s belongs to subscriber %s",
						dsmip_prefix_format(range->prefix,
								    text,
								    sizeof(text)),
						sqlite3_column_text(stmt, 1));
	} else if (step != SQLITE_DONE) {
		ret = dsmipd_store_db_fail(store, "cannot look for a prefix");
	}
	sqlite3_reset(stmt);
	return ret;
}

/**
 * dsmipd_store_range_taken() - whether addresses belong to somebody else
 * @store: the store
 * @prefix: the addresses
 * @subscriber: who asks
 *
 * Others have what is theirs by configuration, and what they have registered by
 * the leases of a pool.
 *
 * Return: 1, 0 or a negative errno.
 */
int dsmipd_store_range_taken(struct dsmipd_store *store,
			     const struct dsmip_prefix *prefix,
			     int64_t subscriber)
{
	sqlite3_stmt *stmt = dsmipd_store_stmt(store,
					       DSMIPD_STORE_RANGE_TAKEN);
	struct store_range range;
	int ret;

	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot look for a prefix");
	range_of(prefix, &range);
	sqlite3_bind_blob(stmt, 1, range.last, 16, SQLITE_STATIC);
	sqlite3_bind_blob(stmt, 2, range.first, 16, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 3, subscriber);
	switch (sqlite3_step(stmt)) {
	case SQLITE_ROW:
		ret = 1;
		break;
	case SQLITE_DONE:
		ret = 0;
		break;
	default:
		ret = dsmipd_store_db_fail(store, "cannot look for a prefix");
	}
	sqlite3_reset(stmt);
	return ret;
}

static int range_add(struct dsmipd_store *store,
		     const struct store_range *range, int64_t subscriber)
{
	sqlite3_stmt *stmt;
	int ret;

	ret = range_check(store, range);
	if (ret)
		return ret;
	stmt = dsmipd_store_stmt(store, DSMIPD_STORE_RANGE_ADD);
	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot store a prefix");
	sqlite3_bind_blob(stmt, 1, range->first, 16, SQLITE_STATIC);
	sqlite3_bind_blob(stmt, 2, range->last, 16, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 3, subscriber);
	return dsmipd_store_run(store, stmt, "cannot store a prefix");
}

/**
 * dsmipd_store_range_put() - a subscriber has these addresses and no others
 * @store: the store, in a transaction that is undone if this fails
 * @sub: the subscriber, whose row there is
 *
 * Return: 0; -EEXIST: one of them belongs to somebody else; or another
 * negative errno.
 */
int dsmipd_store_range_put(struct dsmipd_store *store,
			   const struct dsmipd_subscriber *sub)
{
	struct dsmip_prefix hoa = { .len = 128 };
	struct store_range ranges[RANGE_MAX];
	sqlite3_stmt *stmt;
	size_t count = 0;
	size_t i;
	int ret;

	hoa.addr.family = AF_INET6;
	hoa.addr.v6 = sub->hoa;
	if (!IN6_IS_ADDR_UNSPECIFIED(&sub->hoa))
		count = range_merge(ranges, count, &hoa);
	for (i = 0; i < sub->n_home4; i++)
		count = range_merge(ranges, count, &sub->home4[i]);
	for (i = 0; i < sub->n_prefix; i++)
		count = range_merge(ranges, count, &sub->prefix[i]);

	stmt = dsmipd_store_stmt(store, DSMIPD_STORE_RANGE_DEL);
	if (!stmt)
		return dsmipd_store_db_fail(store, "cannot store prefixes");
	sqlite3_bind_int64(stmt, 1, sub->id);
	ret = dsmipd_store_run(store, stmt, "cannot store prefixes");
	for (i = 0; !ret && i < count; i++)
		ret = range_add(store, &ranges[i], sub->id);
	return ret;
}
