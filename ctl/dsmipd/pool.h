/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pools of addresses and prefixes.  They live in memory; the leases are in the
 * store, from where they are entered again at the start.  A lease that was
 * given up or has expired is held for a while, so that the same node gets the
 * same address again, and nobody else gets it at once.
 *
 * A node has one lease of each length from a pool: taking again gives the same
 * one.  The ranges of two pools do not overlap.
 *
 * Functions return 0 or a negative errno.  Times are seconds of the real time
 * clock.
 */
#ifndef DSMIPD_POOL_H
#define DSMIPD_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "subscriber.h"

struct dsmipd_pools;

/**
 * struct dsmipd_pool_config - a pool
 * @name: its name
 * @range: the addresses that it is cut from
 * @len: prefix length of what it gives: 32 or 128 for addresses; the shortest,
 *	and what is given where no other length is asked for
 * @hold: how long a lease is kept for its node after its end, seconds
 */
struct dsmipd_pool_config {
	char name[DSMIPD_POOL_NAME_MAX + 1];
	struct dsmip_prefix range;
	uint8_t len;
	uint32_t hold;
};

/**
 * struct dsmipd_pool_stats - how full a pool is
 * @size: leases of the pool's own length that it can give; UINT64_MAX: so many
 *	or more
 * @used: leases in use
 * @held: leases kept for their nodes
 * @free: leases of the pool's own length that it can still give
 */
struct dsmipd_pool_stats {
	uint64_t size;
	uint64_t used;
	uint64_t held;
	uint64_t free;
};

int dsmipd_pools_new(struct dsmipd_pools **pools);
void dsmipd_pools_free(struct dsmipd_pools *pools);
int dsmipd_pools_add(struct dsmipd_pools *pools,
		     const struct dsmipd_pool_config *config);
int dsmipd_pools_del(struct dsmipd_pools *pools, const char *name);
size_t dsmipd_pools_count(const struct dsmipd_pools *pools);
const struct dsmipd_pool_config *
dsmipd_pools_config(const struct dsmipd_pools *pools, size_t index);
int dsmipd_pools_stats(struct dsmipd_pools *pools, const char *name,
		       int64_t now, struct dsmipd_pool_stats *stats);

int dsmipd_pools_enter(struct dsmipd_pools *pools, const char *name,
		       const struct dsmip_prefix *prefix, int64_t subscriber,
		       int64_t expires);
int dsmipd_pools_take(struct dsmipd_pools *pools, const char *name,
		      int64_t subscriber, uint8_t len, int64_t now,
		      struct dsmip_prefix *prefix);
int dsmipd_pools_extend(struct dsmipd_pools *pools,
			const struct dsmip_prefix *prefix, int64_t subscriber,
			int64_t expires);
int dsmipd_pools_give_back(struct dsmipd_pools *pools,
			   const struct dsmip_prefix *prefix,
			   int64_t subscriber, int64_t now);
bool dsmipd_pools_stored(const struct dsmipd_pools *pools,
			 const struct dsmip_prefix *prefix, int64_t subscriber);
bool dsmipd_pools_owned(const struct dsmipd_pools *pools,
			const struct dsmip_prefix *prefix, int64_t subscriber);

#endif /* DSMIPD_POOL_H */
