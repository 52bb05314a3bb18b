// SPDX-License-Identifier: GPL-2.0
/* What waits for a time. */

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "timer.h"

#define TIMERS_MIN	1024

/**
 * dsmipd_timers_reserve() - have room, so that setting a timer cannot fail
 * @timers: those that wait
 * @n: how many there may be at a time
 *
 * Return: 0, or -ENOMEM.
 */
int dsmipd_timers_reserve(struct dsmipd_timers *timers, uint32_t n)
{
	struct dsmipd_timer **heap;
	uint32_t size = timers->size;

	if (n <= size)
		return 0;
	while (size < n)
		size = size ? 2 * size : TIMERS_MIN;
	heap = reallocarray(timers->heap, size, sizeof(*heap));
	if (!heap)
		return -ENOMEM;
	timers->heap = heap;
	timers->size = size;
	return 0;
}

/**
 * dsmipd_timers_free() - free the memory
 * @timers: those that wait; nothing is done about them
 */
void dsmipd_timers_free(struct dsmipd_timers *timers)
{
	free(timers->heap);
	*timers = (struct dsmipd_timers){ 0 };
}

static void timers_put(struct dsmipd_timers *timers, uint32_t slot,
		       struct dsmipd_timer *timer)
{
	timers->heap[slot] = timer;
	timer->slot = slot;
}

/* Put a timer where it belongs; what is in @slot may be overwritten. */
static void timers_sift(struct dsmipd_timers *timers, uint32_t slot,
			struct dsmipd_timer *timer)
{
	struct dsmipd_timer **heap = timers->heap;
	uint32_t next;

	while (slot && heap[(slot - 1) / 2]->due > timer->due) {
		timers_put(timers, slot, heap[(slot - 1) / 2]);
		slot = (slot - 1) / 2;
	}
	while ((next = 2 * slot + 1) < timers->count) {
		if (next + 1 < timers->count &&
		    heap[next + 1]->due < heap[next]->due)
			next++;
		if (heap[next]->due >= timer->due)
			break;
		timers_put(timers, slot, heap[next]);
		slot = next;
	}
	timers_put(timers, slot, timer);
}

/**
 * dsmipd_timers_set() - wait
 * @timers: those that wait; there is room
 * @timer: the timer; it may be waiting already
 * @due: until when, milliseconds of the monotonic clock
 */
void dsmipd_timers_set(struct dsmipd_timers *timers, struct dsmipd_timer *timer,
		       uint64_t due)
{
	uint32_t slot = timer->slot;

	if (slot == DSMIPD_TIMER_IDLE) {
		slot = timers->count++;
		timers->heap[slot] = timer;
	}
	timer->due = due;
	timers_sift(timers, slot, timer);
}

/**
 * dsmipd_timers_clear() - wait no more
 * @timers: those that wait
 * @timer: the timer; it may be idle
 */
void dsmipd_timers_clear(struct dsmipd_timers *timers,
			 struct dsmipd_timer *timer)
{
	struct dsmipd_timer *last;
	uint32_t slot = timer->slot;

	if (slot == DSMIPD_TIMER_IDLE)
		return;
	timer->slot = DSMIPD_TIMER_IDLE;
	last = timers->heap[--timers->count];
	if (last != timer)
		timers_sift(timers, slot, last);
}

/**
 * dsmipd_timers_due() - what has waited long enough
 * @timers: those that wait
 * @now: milliseconds of the monotonic clock
 *
 * Return: the one whose time came first, or NULL; it goes on waiting.
 */
struct dsmipd_timer *dsmipd_timers_due(const struct dsmipd_timers *timers,
				       uint64_t now)
{
	if (!timers->count || timers->heap[0]->due > now)
		return NULL;
	return timers->heap[0];
}

/**
 * dsmipd_timers_next() - when the next one is due
 * @timers: those that wait
 *
 * Return: milliseconds of the monotonic clock, or UINT64_MAX for never.
 */
uint64_t dsmipd_timers_next(const struct dsmipd_timers *timers)
{
	return timers->count ? timers->heap[0]->due : UINT64_MAX;
}
