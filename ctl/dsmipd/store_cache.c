// SPDX-License-Identifier: GPL-2.0
/*
 * Subscribers that have been asked for, by home address, as they were read: to
 * take one out of the database again costs more than anything else that the
 * agent does for a registration of his.
 *
 * All of them are out of date with any change of any subscriber, so that there
 * is nothing to be found out about what has changed.
 */

#include <stdlib.h>
#include <string.h>

#include "store_db.h"

/* A power of two; with all of them in use, 60 MB. */
#define CACHE_SLOTS	32768u

/**
 * struct dsmipd_store_cached - a subscriber in the cache
 * @change: number of the change of the store that he was read after
 * @sub: the subscriber
 */
struct dsmipd_store_cached {
	uint64_t change;
	struct dsmipd_subscriber sub;
};

/*
 * Addresses of subscribers only: who chooses them gains nothing by it.  They
 * differ in their last bytes, the upper ones of b, which only the second
 * multiplication brings down.
 */
static unsigned int cache_slot(const struct in6_addr *hoa)
{
	uint64_t a, b;

	memcpy(&a, hoa->s6_addr, sizeof(a));
	memcpy(&b, hoa->s6_addr + sizeof(a), sizeof(b));
	a = (a ^ (a >> 32) ^ b) * 0x9e3779b97f4a7c15u;
	a = (a ^ (a >> 32)) * 0xd6e8feb86659fd93u;
	return (a >> 32) % CACHE_SLOTS;
}

/**
 * dsmipd_store_cache_find() - find a subscriber who was read before
 * @store: the store
 * @hoa: his home address
 *
 * Return: the subscriber as he is, until the next call, or NULL: he has to be
 * read.
 */
const struct dsmipd_subscriber *
dsmipd_store_cache_find(const struct dsmipd_store *store,
			const struct in6_addr *hoa)
{
	const struct dsmipd_store_cached *cached;

	if (!store->cache)
		return NULL;
	cached = store->cache[cache_slot(hoa)];
	return cached && cached->change == store->change &&
	       IN6_ARE_ADDR_EQUAL(&cached->sub.hoa, hoa) ? &cached->sub : NULL;
}

/**
 * dsmipd_store_cache_put() - keep a subscriber who was read
 * @store: the store
 * @sub: the subscriber; without memory he is not kept
 */
void dsmipd_store_cache_put(struct dsmipd_store *store,
			    const struct dsmipd_subscriber *sub)
{
	struct dsmipd_store_cached **slot;

	if (!store->cache)
		store->cache = calloc(CACHE_SLOTS, sizeof(*store->cache));
	if (!store->cache)
		return;
	slot = &store->cache[cache_slot(&sub->hoa)];
	if (!*slot)
		*slot = malloc(sizeof(**slot));
	if (!*slot)
		return;
	(*slot)->change = store->change;
	(*slot)->sub = *sub;
}

/**
 * dsmipd_store_cache_free() - forget all subscribers, and their keys
 * @store: the store
 */
void dsmipd_store_cache_free(struct dsmipd_store *store)
{
	unsigned int i;

	for (i = 0; store->cache && i < CACHE_SLOTS; i++) {
		if (store->cache[i])
			explicit_bzero(store->cache[i],
				       sizeof(*store->cache[i]));
		free(store->cache[i]);
	}
	free(store->cache);
	store->cache = NULL;
}
