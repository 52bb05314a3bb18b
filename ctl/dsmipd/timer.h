/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What waits for a time of the monotonic clock: a binary heap, which knows the
 * next one at once and takes some 20 steps to change with a million of them.
 */
#ifndef DSMIPD_TIMER_H
#define DSMIPD_TIMER_H

#include <stdint.h>

/* The slot of what waits for no time. */
#define DSMIPD_TIMER_IDLE	UINT32_MAX

/**
 * struct dsmipd_timer - a time that is waited for; a member of what waits
 * @due: it, milliseconds of the monotonic clock
 * @slot: place in the heap, or %DSMIPD_TIMER_IDLE
 */
struct dsmipd_timer {
	uint64_t due;
	uint32_t slot;
};

/**
 * struct dsmipd_timers - all that wait; zeroed it is empty
 * @heap: the next one first
 * @count: how many
 * @size: room there
 */
struct dsmipd_timers {
	struct dsmipd_timer **heap;
	uint32_t count;
	uint32_t size;
};

int dsmipd_timers_reserve(struct dsmipd_timers *timers, uint32_t n);
void dsmipd_timers_free(struct dsmipd_timers *timers);
void dsmipd_timers_set(struct dsmipd_timers *timers, struct dsmipd_timer *timer,
		       uint64_t due);
void dsmipd_timers_clear(struct dsmipd_timers *timers,
			 struct dsmipd_timer *timer);
struct dsmipd_timer *dsmipd_timers_due(const struct dsmipd_timers *timers,
				       uint64_t now);
uint64_t dsmipd_timers_next(const struct dsmipd_timers *timers);

#endif /* DSMIPD_TIMER_H */
