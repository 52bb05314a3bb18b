// SPDX-License-Identifier: GPL-2.0
/* Leases of a pool in the order of their times. */

#include <errno.h>
#include <stdlib.h>

#include "pool_heap.h"

static void pool_heap_put(struct dsmipd_pool_heap *heap,
			  struct dsmipd_pool_lease *lease, size_t slot)
{
	heap->lease[slot] = lease;
	lease->slot = slot;
}

/* Bring a lease that is in the wrong place to the right one. */
static void pool_heap_sift(struct dsmipd_pool_heap *heap,
			   struct dsmipd_pool_lease *lease)
{
	size_t slot = lease->slot;
	size_t next;

	while (slot && lease->due < heap->lease[(slot - 1) / 2]->due) {
		pool_heap_put(heap, heap->lease[(slot - 1) / 2], slot);
		slot = (slot - 1) / 2;
	}
	while ((next = 2 * slot + 1) < heap->count) {
		if (next + 1 < heap->count &&
		    heap->lease[next + 1]->due < heap->lease[next]->due)
			next++;
		if (lease->due <= heap->lease[next]->due)
			break;
		pool_heap_put(heap, heap->lease[next], slot);
		slot = next;
	}
	pool_heap_put(heap, lease, slot);
}

/**
 * dsmipd_pool_heap_add() - add a lease
 * @heap: the heap
 * @lease: the lease
 *
 * Return: 0 or -ENOMEM.
 */
int dsmipd_pool_heap_add(struct dsmipd_pool_heap *heap,
			 struct dsmipd_pool_lease *lease)
{
	if (heap->count == heap->room) {
		size_t room = heap->room ? 2 * heap->room : 16;
		struct dsmipd_pool_lease **more;

		more = realloc(heap->lease, room * sizeof(*more));
		if (!more)
			return -ENOMEM;
		heap->lease = more;
		heap->room = room;
	}
	lease->due = lease->until;
	lease->slot = heap->count;
	heap->lease[heap->count++] = lease;
	pool_heap_sift(heap, lease);
	return 0;
}

/**
 * dsmipd_pool_heap_move() - a lease has got another time
 * @heap: the heap
 * @lease: the lease
 */
void dsmipd_pool_heap_move(struct dsmipd_pool_heap *heap,
			   struct dsmipd_pool_lease *lease)
{
	lease->due = lease->until;
	pool_heap_sift(heap, lease);
}

/**
 * dsmipd_pool_heap_del() - remove a lease
 * @heap: the heap
 * @lease: the lease
 */
void dsmipd_pool_heap_del(struct dsmipd_pool_heap *heap,
			  struct dsmipd_pool_lease *lease)
{
	struct dsmipd_pool_lease *last = heap->lease[--heap->count];

	if (last == lease)
		return;
	last->slot = lease->slot;
	heap->lease[last->slot] = last;
	pool_heap_sift(heap, last);
}

/**
 * dsmipd_pool_heap_first() - the lease with the earliest time
 * @heap: the heap
 *
 * Return: the lease, NULL if there is none.
 */
struct dsmipd_pool_lease *
dsmipd_pool_heap_first(const struct dsmipd_pool_heap *heap)
{
	return heap->count ? heap->lease[0] : NULL;
}

/**
 * dsmipd_pool_heap_free() - free the memory of a heap
 * @heap: the heap; what is in it is not freed
 */
void dsmipd_pool_heap_free(struct dsmipd_pool_heap *heap)
{
	free(heap->lease);
	heap->lease = NULL;
	heap->count = 0;
	heap->room = 0;
}
