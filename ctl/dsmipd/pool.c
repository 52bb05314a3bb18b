// SPDX-License-Identifier: GPL-2.0
/* Pools of addresses and prefixes. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pool_lease.h"

#define POOL_NEVER	INT64_MAX

struct dsmipd_pools {
	struct dsmipd_pool **pool;
	size_t count;
};

static bool pool_normalise(struct dsmip_prefix *prefix)
{
	unsigned int bits = dsmip_addr_bits(prefix->addr.family);
	unsigned int bit;

	if (prefix->len == DSMIP_LEN_NONE)
		prefix->len = bits;
	if (!bits || prefix->len > bits)
		return false;
	for (bit = prefix->len; bit < bits; bit++)
		if (prefix->addr.bytes[bit / 8] >> (7 - bit % 8) & 1)
			return false;
	return true;
}

/* Is a prefix of this length or longer in the range? */
static bool pool_covers(const struct dsmip_prefix *range,
			const struct dsmip_prefix *prefix)
{
	unsigned int whole = range->len / 8;
	unsigned int rest = range->len % 8;

	return range->addr.family == prefix->addr.family &&
	       range->len <= prefix->len &&
	       !memcmp(range->addr.bytes, prefix->addr.bytes, whole) &&
	       (!rest || !((range->addr.bytes[whole] ^
			    prefix->addr.bytes[whole]) >> (8 - rest)));
}

static struct dsmipd_pool *pool_by_name(const struct dsmipd_pools *pools,
					const char *name)
{
	size_t i;

	for (i = 0; i < pools->count; i++)
		if (!strcmp(pools->pool[i]->config.name, name))
			return pools->pool[i];
	return NULL;
}

/* The lease that a subscriber has of a prefix, and its pool. */
static struct dsmipd_pool_lease *pool_find(const struct dsmipd_pools *pools,
					   const struct dsmip_prefix *prefix,
					   int64_t subscriber,
					   struct dsmipd_pool **pool)
{
	struct dsmip_prefix key = *prefix;
	size_t i;

	if (!pool_normalise(&key))
		return NULL;
	for (i = 0; i < pools->count; i++) {
		*pool = pools->pool[i];
		if (pool_covers(&(*pool)->config.range, &key))
			return dsmipd_pool_lease_find(*pool, &key, subscriber);
	}
	return NULL;
}

static void pool_free(struct dsmipd_pool *pool)
{
	dsmipd_pool_lease_free(pool);
	free(pool);
}

/**
 * dsmipd_pools_new() - make a set of pools
 * @pools: where it goes; empty
 *
 * Return: 0 or -ENOMEM.
 */
int dsmipd_pools_new(struct dsmipd_pools **pools)
{
	*pools = calloc(1, sizeof(**pools));
	return *pools ? 0 : -ENOMEM;
}

/**
 * dsmipd_pools_free() - free a set of pools
 * @pools: the pools, or NULL
 */
void dsmipd_pools_free(struct dsmipd_pools *pools)
{
	size_t i;

	if (!pools)
		return;
	for (i = 0; i < pools->count; i++)
		pool_free(pools->pool[i]);
	free(pools->pool);
	free(pools);
}

static int pool_check(const struct dsmipd_pools *pools,
		      const struct dsmipd_pool_config *config)
{
	struct dsmip_prefix range = config->range;
	size_t i;

	if (!config->name[0] || !pool_normalise(&range) ||
	    config->len < range.len ||
	    config->len > dsmip_addr_bits(range.addr.family))
		return -EINVAL;
	for (i = 0; i < pools->count; i++) {
		const struct dsmipd_pool_config *other =
			&pools->pool[i]->config;

		if (!strcmp(other->name, config->name) ||
		    pool_covers(&other->range, &range) ||
		    pool_covers(&range, &other->range))
			return -EEXIST;
	}
	return 0;
}

static int pool_append(struct dsmipd_pools *pools, struct dsmipd_pool *pool)
{
	struct dsmipd_pool **more;

	more = realloc(pools->pool, (pools->count + 1) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	pools->pool = more;
	more[pools->count++] = pool;
	return 0;
}

static bool pool_same(const struct dsmipd_pool_config *a,
		      const struct dsmipd_pool_config *b)
{
	struct dsmip_prefix range = b->range;

	return pool_normalise(&range) && a->len == b->len &&
	       a->range.len == range.len &&
	       dsmip_addr_equal(&a->range.addr, &range.addr);
}

/**
 * dsmipd_pools_add() - add a pool, or change how long one holds its leases
 * @pools: the pools
 * @config: settings; a pool of the same name, range and length that is there
 *	takes over the hold time
 *
 * Return: 0; -EINVAL: no name, or a range or length that cannot be; -EEXIST:
 * of that name or of these addresses there is another pool; -ENOMEM.
 */
int dsmipd_pools_add(struct dsmipd_pools *pools,
		     const struct dsmipd_pool_config *config)
{
	struct dsmipd_pool *pool = pool_by_name(pools, config->name);
	int ret;

	if (pool && pool_same(&pool->config, config)) {
		pool->config.hold = config->hold;
		return 0;
	}
	ret = pool_check(pools, config);
	if (ret)
		return ret;
	pool = calloc(1, sizeof(*pool));
	if (!pool)
		return -ENOMEM;
	pool->config = *config;
	pool_normalise(&pool->config.range);
	ret = dsmipd_pool_lease_init(pool);
	if (!ret)
		ret = pool_append(pools, pool);
	if (ret)
		pool_free(pool);
	return ret;
}

/**
 * dsmipd_pools_del() - remove a pool
 * @pools: the pools
 * @name: its name
 *
 * Return: 0; -ENOENT: there is none of that name; -EBUSY: leases are in use.
 */
int dsmipd_pools_del(struct dsmipd_pools *pools, const char *name)
{
	struct dsmipd_pool *pool = pool_by_name(pools, name);
	size_t i;

	if (!pool)
		return -ENOENT;
	if (pool->used)
		return -EBUSY;
	for (i = 0; pools->pool[i] != pool; i++)
		;
	memmove(&pools->pool[i], &pools->pool[i + 1],
		(--pools->count - i) * sizeof(*pools->pool));
	pool_free(pool);
	return 0;
}

/**
 * dsmipd_pools_count() - how many pools there are
 * @pools: the pools
 *
 * Return: their number.
 */
size_t dsmipd_pools_count(const struct dsmipd_pools *pools)
{
	return pools->count;
}

/**
 * dsmipd_pools_config() - settings of a pool
 * @pools: the pools
 * @index: from 0
 *
 * Return: the settings, good until a pool is removed; NULL if there are not so
 * many pools.
 */
const struct dsmipd_pool_config *
dsmipd_pools_config(const struct dsmipd_pools *pools, size_t index)
{
	return index < pools->count ? &pools->pool[index]->config : NULL;
}

/**
 * dsmipd_pools_stats() - how full a pool is
 * @pools: the pools
 * @name: name of the pool
 * @now: seconds of the real time clock
 * @stats: where it goes
 *
 * Return: 0, or -ENOENT: there is no pool of that name.
 */
int dsmipd_pools_stats(struct dsmipd_pools *pools, const char *name,
		       int64_t now, struct dsmipd_pool_stats *stats)
{
	struct dsmipd_pool *pool = pool_by_name(pools, name);

	if (!pool)
		return -ENOENT;
	dsmipd_pool_lease_expire(pool, now);
	stats->size = pool->size;
	stats->used = pool->used;
	stats->held = pool->heap.count - pool->used;
	stats->free = pool->left;
	return 0;
}

/**
 * dsmipd_pools_enter() - enter a lease of the store
 * @pools: the pools
 * @name: name of the pool
 * @prefix: what is leased; it need not be of the pool's length
 * @subscriber: who has it
 * @expires: when its use ends, as in struct dsmipd_lease
 *
 * It is held until then and for the hold time of the pool; whether it is in use
 * is for dsmipd_pools_extend() to say.
 *
 * Return: 0; -ENOENT: there is no pool of that name; -EINVAL: it is not of the
 * pool's range; -EEXIST: it, or a part of it, is taken; -ENOMEM.
 */
int dsmipd_pools_enter(struct dsmipd_pools *pools, const char *name,
		       const struct dsmip_prefix *prefix, int64_t subscriber,
		       int64_t expires)
{
	struct dsmipd_pool *pool = pool_by_name(pools, name);
	struct dsmip_prefix key = *prefix;

	if (!pool)
		return -ENOENT;
	if (!pool_normalise(&key) || !pool_covers(&pool->config.range, &key))
		return -EINVAL;
	if (expires > POOL_NEVER - pool->config.hold)
		expires = POOL_NEVER - pool->config.hold;
	return dsmipd_pool_lease_add(pool, &key, subscriber,
				     expires + pool->config.hold, false);
}

/**
 * dsmipd_pools_take() - lease an address or prefix
 * @pools: the pools
 * @name: name of the pool
 * @subscriber: who wants it
 * @len: prefix length that he wants; 0: any.  One that is shorter than the
 *	pool's own, or no length at all, is replaced by the pool's own (RFC
 *	5555, section 3.2.1)
 * @now: seconds of the real time clock
 * @prefix: where it goes
 *
 * What the subscriber has of that length, in use or held, he gets again.  It
 * is in use until it is given back, or until the time that
 * dsmipd_pools_extend() sets.
 *
 * Return: 0; -ENOENT: there is no pool of that name; -ENOSPC: nothing is free;
 * -ENOMEM.
 */
int dsmipd_pools_take(struct dsmipd_pools *pools, const char *name,
		      int64_t subscriber, uint8_t len, int64_t now,
		      struct dsmip_prefix *prefix)
{
	struct dsmipd_pool *pool = pool_by_name(pools, name);
	struct dsmipd_pool_lease *own;
	struct dsmip_prefix block;
	int ret;

	if (!pool)
		return -ENOENT;
	block = pool->config.range;
	block.len = pool->config.len;
	if (len > block.len && len <= dsmip_addr_bits(block.addr.family))
		block.len = len;
	dsmipd_pool_lease_expire(pool, now);
	own = dsmipd_pool_lease_of(pool, subscriber, block.len);
	if (own) {
		if (!own->used)
			dsmipd_pool_lease_use(pool, own, POOL_NEVER);
		*prefix = own->prefix;
		return 0;
	}
	ret = dsmipd_pool_tree_room(&pool->tree, block.addr.bytes, block.len);
	if (!ret)
		ret = dsmipd_pool_lease_add(pool, &block, subscriber,
					    POOL_NEVER, true);
	if (!ret)
		*prefix = block;
	return ret;
}

/**
 * dsmipd_pools_extend() - a lease is in use until a time
 * @pools: the pools
 * @prefix: what is leased
 * @subscriber: who has it
 * @expires: until when; after that it is held.  The store has been told
 *
 * Return: 0, or -ENOENT: the subscriber does not have it.
 */
int dsmipd_pools_extend(struct dsmipd_pools *pools,
			const struct dsmip_prefix *prefix, int64_t subscriber,
			int64_t expires)
{
	struct dsmipd_pool_lease *lease;
	struct dsmipd_pool *pool;

	lease = pool_find(pools, prefix, subscriber, &pool);
	if (!lease)
		return -ENOENT;
	dsmipd_pool_lease_use(pool, lease, expires);
	lease->stored = true;
	return 0;
}

/**
 * dsmipd_pools_give_back() - a lease is not in use any more
 * @pools: the pools
 * @prefix: what is leased
 * @subscriber: who has it
 * @now: seconds of the real time clock
 *
 * It is held for the hold time of its pool.
 *
 * Return: 0, or -ENOENT: the subscriber does not have it.
 */
int dsmipd_pools_give_back(struct dsmipd_pools *pools,
			   const struct dsmip_prefix *prefix,
			   int64_t subscriber, int64_t now)
{
	struct dsmipd_pool_lease *lease;
	struct dsmipd_pool *pool;

	lease = pool_find(pools, prefix, subscriber, &pool);
	if (!lease)
		return -ENOENT;
	if (lease->used)
		dsmipd_pool_lease_hold(pool, lease, now);
	dsmipd_pool_lease_expire(pool, now);
	return 0;
}

/**
 * dsmipd_pools_owned() - does a subscriber have a lease?
 * @pools: the pools
 * @prefix: what is leased
 * @subscriber: who may have it
 *
 * Return: whether he has just this, in use or held.
 */
bool dsmipd_pools_owned(const struct dsmipd_pools *pools,
			const struct dsmip_prefix *prefix, int64_t subscriber)
{
	struct dsmipd_pool *pool;

	return pool_find(pools, prefix, subscriber, &pool);
}

/**
 * dsmipd_pools_stored() - is a lease in the store?
 * @pools: the pools
 * @prefix: what is leased
 * @subscriber: who has it
 *
 * Return: whether the store has it, be its end another one there.
 */
bool dsmipd_pools_stored(const struct dsmipd_pools *pools,
			 const struct dsmip_prefix *prefix, int64_t subscriber)
{
	const struct dsmipd_pool_lease *lease;
	struct dsmipd_pool *pool;

	lease = pool_find(pools, prefix, subscriber, &pool);
	return lease && lease->stored;
}
