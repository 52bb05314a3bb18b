// SPDX-License-Identifier: GPL-2.0
/* Limits on messages a second, of all together and of each IPv4 source. */

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include "bucket.h"

/*
 * Sources are kept in sets; where a set is full, the one that was silent for
 * longest makes room.  Its memory is all that strangers can take.
 */
#define BUCKET_SETS	1024	/* a power of 2 */
#define BUCKET_WAYS	4

/**
 * struct bucket_slot - a source
 * @source: its address; 0.0.0.0: unused
 * @bucket: its limit
 */
struct bucket_slot {
	struct in_addr source;
	struct dsmipd_bucket bucket;
};

/**
 * struct dsmipd_bucket_table - limits of sources
 * @seed: of the hash function, so that nobody can choose whom to push out
 * @slot: sources
 */
struct dsmipd_bucket_table {
	uint64_t seed;
	struct bucket_slot slot[BUCKET_SETS][BUCKET_WAYS];
};

/**
 * dsmipd_bucket_take() - may a message pass?
 * @bucket: limit on messages a second
 * @now: monotonic clock, milliseconds
 *
 * Return: whether it may; then it counts.
 */
bool dsmipd_bucket_take(struct dsmipd_bucket *bucket, uint64_t now)
{
	uint64_t full = 1000ull * bucket->rate;
	uint64_t passed = now - bucket->last;

	bucket->level = passed >= 1000 ? full :
			bucket->level + passed * bucket->rate;
	if (bucket->level > full)
		bucket->level = full;
	bucket->last = now;
	if (bucket->level < 1000)
		return false;
	bucket->level -= 1000;
	return true;
}

/**
 * dsmipd_bucket_table_new() - make a table of sources
 * @table: where it goes
 *
 * Return: 0, or a negative errno.
 */
int dsmipd_bucket_table_new(struct dsmipd_bucket_table **table)
{
	struct dsmipd_bucket_table *new = calloc(1, sizeof(*new));

	if (!new)
		return -ENOMEM;
	if (getrandom(&new->seed, sizeof(new->seed), 0) != sizeof(new->seed)) {
		free(new);
		return -EIO;
	}
	*table = new;
	return 0;
}

/**
 * dsmipd_bucket_table_free() - end a table
 * @table: the table, or NULL
 */
void dsmipd_bucket_table_free(struct dsmipd_bucket_table *table)
{
	free(table);
}

static struct bucket_slot *bucket_find(struct dsmipd_bucket_table *table,
				       struct in_addr source)
{
	uint64_t h = (source.s_addr ^ table->seed) * 0x9e3779b97f4a7c15u;
	struct bucket_slot *set, *oldest;
	int i;

	h = (h ^ (h >> 32) ^ table->seed) * 0xd6e8feb86659fd93u;
	set = table->slot[(h >> 32) & (BUCKET_SETS - 1)];
	oldest = set;
	for (i = 0; i < BUCKET_WAYS; i++) {
		if (set[i].source.s_addr == source.s_addr)
			return &set[i];
		if (set[i].bucket.last < oldest->bucket.last)
			oldest = &set[i];
	}
	*oldest = (struct bucket_slot){ .source = source };
	return oldest;
}

/**
 * dsmipd_bucket_table_take() - may a message of a source pass?
 * @table: the table
 * @source: IPv4 address that it came from
 * @rate: messages a second; 0: as many as there are
 * @now: monotonic clock, milliseconds
 *
 * Return: whether it may; then it counts.
 */
bool dsmipd_bucket_table_take(struct dsmipd_bucket_table *table,
			      struct in_addr source, uint32_t rate,
			      uint64_t now)
{
	struct bucket_slot *slot;

	if (!rate)
		return true;
	slot = bucket_find(table, source);
	if (slot->bucket.rate != rate) {
		slot->bucket.rate = rate;
		slot->bucket.level = 1000ull * rate;
		slot->bucket.last = now;
	}
	return dsmipd_bucket_take(&slot->bucket, now);
}
