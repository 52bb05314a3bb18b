/* SPDX-License-Identifier: GPL-2.0 */
/* A pool with its leases. */
#ifndef DSMIPD_POOL_LEASE_H
#define DSMIPD_POOL_LEASE_H

#include "pool.h"
#include "pool_heap.h"
#include "pool_tree.h"

/**
 * struct dsmipd_pool - a pool
 * @config: its settings
 * @tree: its addresses, with their leases
 * @index: its leases by subscriber and length, of tsearch()
 * @heap: its leases by time
 * @size: leases of its own length that it can give
 * @left: leases of its own length that are free
 * @used: leases in use
 */
struct dsmipd_pool {
	struct dsmipd_pool_config config;
	struct dsmipd_pool_tree tree;
	void *index;
	struct dsmipd_pool_heap heap;
	uint64_t size;
	uint64_t left;
	uint64_t used;
};

int dsmipd_pool_lease_init(struct dsmipd_pool *pool);
void dsmipd_pool_lease_free(struct dsmipd_pool *pool);
int dsmipd_pool_lease_add(struct dsmipd_pool *pool,
			  const struct dsmip_prefix *prefix, int64_t subscriber,
			  int64_t until, bool used);
struct dsmipd_pool_lease *
dsmipd_pool_lease_find(const struct dsmipd_pool *pool,
		       const struct dsmip_prefix *prefix, int64_t subscriber);
struct dsmipd_pool_lease *
dsmipd_pool_lease_of(const struct dsmipd_pool *pool, int64_t subscriber,
		     uint8_t len);
void dsmipd_pool_lease_use(struct dsmipd_pool *pool,
			   struct dsmipd_pool_lease *lease, int64_t until);
void dsmipd_pool_lease_hold(struct dsmipd_pool *pool,
			    struct dsmipd_pool_lease *lease, int64_t end);
void dsmipd_pool_lease_expire(struct dsmipd_pool *pool, int64_t now);

#endif /* DSMIPD_POOL_LEASE_H */
