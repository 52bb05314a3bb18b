// SPDX-License-Identifier: GPL-2.0
/*
 * A pool with its leases.
 *
 * A lease is found in three ways: by its address in the pool's tree, by its
 * node and length in the pool's index, and by the time when something is to be
 * done about it in the pool's heap.  The heap may know a time that is too
 * early, for a lease that was extended meanwhile; it is put right when that
 * time comes, so that extending costs nothing.
 */

#include <errno.h>
#include <search.h>
#include <stdlib.h>

#include "pool_lease.h"

/* Who has the addresses that nobody may have. */
static char pool_reserved;

static int pool_compare(const void *a, const void *b)
{
	const struct dsmipd_pool_lease *one = a, *two = b;

	if (one->subscriber != two->subscriber)
		return one->subscriber < two->subscriber ? -1 : 1;
	return (int)one->prefix.len - two->prefix.len;
}

/*
 * How many leases of the pool's own length a block takes away: none, if it is
 * longer and cut from one that was no longer whole.  Where there are more than
 * can be counted nobody counts.
 */
static uint64_t pool_weight(const struct dsmipd_pool *pool, uint8_t len,
			    uint8_t free_len)
{
	unsigned int bits = pool->config.len;

	if (pool->size == UINT64_MAX)
		return 0;
	if (len > bits)
		return free_len <= bits;
	return 1ULL << (bits - len);
}

static int pool_reserve(struct dsmipd_pool *pool, bool last)
{
	struct dsmip_prefix host = pool->config.range;
	unsigned int bit;
	int ret;

	host.len = pool->config.len;
	for (bit = pool->config.range.len; last && bit < host.len; bit++)
		host.addr.bytes[bit / 8] |= 1 << (7 - bit % 8);
	ret = dsmipd_pool_tree_add(&pool->tree, host.addr.bytes, host.len,
				   &pool_reserved);
	if (ret < 0)
		return ret;
	pool->size -= pool_weight(pool, host.len, ret);
	pool->left = pool->size;
	return 0;
}

/**
 * dsmipd_pool_lease_init() - make a pool ready to lease
 * @pool: the pool, zero but for its settings, which are in order
 *
 * Hosts are not given the network and the broadcast address of an IPv4 range,
 * nor the subnet-router anycast address of an IPv6 range (RFC 4291, section
 * 2.6.1).  A range of one or two addresses has none of these.
 *
 * Return: 0 or -ENOMEM.
 */
int dsmipd_pool_lease_init(struct dsmipd_pool *pool)
{
	const struct dsmip_prefix *range = &pool->config.range;
	unsigned int bits = pool->config.len - range->len;
	int ret;

	pool->tree.len = range->len;
	pool->size = bits < 64 ? 1ULL << bits : UINT64_MAX;
	pool->left = pool->size;
	if (pool->config.len != dsmip_addr_bits(range->addr.family) || bits < 2)
		return 0;
	ret = pool_reserve(pool, false);
	if (!ret && range->addr.family == AF_INET)
		ret = pool_reserve(pool, true);
	return ret;
}

static void pool_keep_node(void *node)
{
	(void)node;
}

/**
 * dsmipd_pool_lease_free() - forget all leases of a pool
 * @pool: the pool, of no use any more
 */
void dsmipd_pool_lease_free(struct dsmipd_pool *pool)
{
	struct dsmipd_pool_lease *lease;

	tdestroy(pool->index, pool_keep_node);
	dsmipd_pool_tree_free(&pool->tree);
	while ((lease = dsmipd_pool_heap_first(&pool->heap))) {
		dsmipd_pool_heap_del(&pool->heap, lease);
		free(lease);
	}
	dsmipd_pool_heap_free(&pool->heap);
}

static void pool_forget(struct dsmipd_pool *pool,
			struct dsmipd_pool_lease *lease)
{
	struct dsmipd_pool_lease **indexed;
	int free_len;

	free_len = dsmipd_pool_tree_del(&pool->tree, lease->prefix.addr.bytes,
					lease->prefix.len);
	pool->left += pool_weight(pool, lease->prefix.len, free_len);
	indexed = tfind(lease, &pool->index, pool_compare);
	if (indexed && *indexed == lease)
		tdelete(lease, &pool->index, pool_compare);
	dsmipd_pool_heap_del(&pool->heap, lease);
	pool->used -= lease->used;
	free(lease);
}

/**
 * dsmipd_pool_lease_add() - make a lease
 * @pool: the pool
 * @prefix: what is leased, in the range of the pool
 * @subscriber: who gets it
 * @until: when it is not in use, or not held, any more
 * @used: it is in use, and not held only; if not, it is of the store
 *
 * Return: 0; -EEXIST: it, or a part of it, is taken; -ENOMEM.
 */
int dsmipd_pool_lease_add(struct dsmipd_pool *pool,
			  const struct dsmip_prefix *prefix, int64_t subscriber,
			  int64_t until, bool used)
{
	struct dsmipd_pool_lease *lease = calloc(1, sizeof(*lease));
	int ret;

	if (!lease)
		return -ENOMEM;
	lease->subscriber = subscriber;
	lease->prefix = *prefix;
	lease->until = until;
	lease->used = used;
	lease->stored = !used;
	ret = dsmipd_pool_heap_add(&pool->heap, lease);
	if (ret)
		goto err_free;
	ret = dsmipd_pool_tree_add(&pool->tree, prefix->addr.bytes, prefix->len,
				   lease);
	if (ret < 0)
		goto err_heap_del;
	pool->left -= pool_weight(pool, prefix->len, ret);
	pool->used += used;
	if (!tsearch(lease, &pool->index, pool_compare)) {
		pool_forget(pool, lease);
		return -ENOMEM;
	}
	return 0;

err_heap_del:
	dsmipd_pool_heap_del(&pool->heap, lease);
err_free:
	free(lease);
	return ret;
}

/**
 * dsmipd_pool_lease_find() - find a lease
 * @pool: the pool
 * @prefix: what is leased, in the range of the pool
 * @subscriber: who has it
 *
 * Return: the lease; NULL if the subscriber does not have it.
 */
struct dsmipd_pool_lease *
dsmipd_pool_lease_find(const struct dsmipd_pool *pool,
		       const struct dsmip_prefix *prefix, int64_t subscriber)
{
	struct dsmipd_pool_lease *lease;
	void *owner;

	owner = dsmipd_pool_tree_find(&pool->tree, prefix->addr.bytes,
				      prefix->len);
	if (!owner || owner == &pool_reserved)
		return NULL;
	lease = owner;
	return lease->subscriber == subscriber ? lease : NULL;
}

/**
 * dsmipd_pool_lease_of() - find what a subscriber has of a length
 * @pool: the pool
 * @subscriber: who has it
 * @len: prefix length
 *
 * Return: the lease; NULL if the subscriber has none of that length.
 */
struct dsmipd_pool_lease *
dsmipd_pool_lease_of(const struct dsmipd_pool *pool, int64_t subscriber,
		     uint8_t len)
{
	struct dsmipd_pool_lease key = { .subscriber = subscriber };
	struct dsmipd_pool_lease **lease;

	key.prefix.len = len;
	lease = tfind(&key, &pool->index, pool_compare);
	return lease ? *lease : NULL;
}

/**
 * dsmipd_pool_lease_use() - a lease is in use until a time
 * @pool: the pool
 * @lease: one of its leases
 * @until: seconds of the real time clock
 */
void dsmipd_pool_lease_use(struct dsmipd_pool *pool,
			   struct dsmipd_pool_lease *lease, int64_t until)
{
	pool->used += !lease->used;
	lease->used = true;
	lease->until = until;
	if (lease->until < lease->due)
		dsmipd_pool_heap_move(&pool->heap, lease);
}

/**
 * dsmipd_pool_lease_hold() - a lease is not in use any more, but held
 * @pool: the pool
 * @lease: one of its leases
 * @end: when it ended, seconds of the real time clock
 */
void dsmipd_pool_lease_hold(struct dsmipd_pool *pool,
			    struct dsmipd_pool_lease *lease, int64_t end)
{
	pool->used -= lease->used;
	lease->used = false;
	lease->until = end + pool->config.hold;
	dsmipd_pool_heap_move(&pool->heap, lease);
}

/**
 * dsmipd_pool_lease_expire() - do what has come due
 * @pool: the pool
 * @now: seconds of the real time clock
 */
void dsmipd_pool_lease_expire(struct dsmipd_pool *pool, int64_t now)
{
	struct dsmipd_pool_lease *lease;

	while ((lease = dsmipd_pool_heap_first(&pool->heap)) &&
	       lease->due <= now) {
		if (lease->until > now)
			dsmipd_pool_heap_move(&pool->heap, lease);
		else if (lease->used)
			dsmipd_pool_lease_hold(pool, lease, lease->until);
		else
			pool_forget(pool, lease);
	}
}
