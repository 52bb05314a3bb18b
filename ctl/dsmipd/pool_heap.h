/* SPDX-License-Identifier: GPL-2.0 */
/* Leases of a pool in the order of their times: a binary heap. */
#ifndef DSMIPD_POOL_HEAP_H
#define DSMIPD_POOL_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

/**
 * struct dsmipd_pool_lease - a lease
 * @subscriber: who has it
 * @until: when it is not in use, or not held, any more
 * @due: what the heap takes for @until: that or earlier
 * @slot: where it is in the heap
 * @prefix: what is leased
 * @used: it is in use, and not held only
 * @stored: the store has it, with whatever end
 */
struct dsmipd_pool_lease {
	int64_t subscriber;
	int64_t until;
	int64_t due;
	size_t slot;
	struct dsmip_prefix prefix;
	bool used;
	bool stored;
};

/**
 * struct dsmipd_pool_heap - leases, the earliest one first
 * @lease: the heap
 * @count: leases in it
 * @room: leases that it has memory for
 */
struct dsmipd_pool_heap {
	struct dsmipd_pool_lease **lease;
	size_t count;
	size_t room;
};

int dsmipd_pool_heap_add(struct dsmipd_pool_heap *heap,
			 struct dsmipd_pool_lease *lease);
void dsmipd_pool_heap_move(struct dsmipd_pool_heap *heap,
			   struct dsmipd_pool_lease *lease);
void dsmipd_pool_heap_del(struct dsmipd_pool_heap *heap,
			  struct dsmipd_pool_lease *lease);
struct dsmipd_pool_lease *
dsmipd_pool_heap_first(const struct dsmipd_pool_heap *heap);
void dsmipd_pool_heap_free(struct dsmipd_pool_heap *heap);

#endif /* DSMIPD_POOL_HEAP_H */
