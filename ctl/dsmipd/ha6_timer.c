// SPDX-License-Identifier: GPL-2.0
/*
 * What the home agent does by itself: registrations end, binding refresh
 * requests are sent before, and deregistered nodes are forgotten.
 *
 * Who waits is in a binary heap, which knows the next one at once and takes
 * some 20 steps to change with a million entries.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha6_priv.h"

#define HA6_TIMER_MIN		1024

/**
 * dsmipd_ha6_timer_reserve() - have room for one entry more
 * @ha: home agent
 *
 * Return: 0, or -ENOMEM.
 */
int dsmipd_ha6_timer_reserve(struct dsmipd_ha6 *ha)
{
	struct dsmipd_ha6_entry **heap;
	uint32_t size;

	if (ha->n_entries < ha->heap_size)
		return 0;
	size = ha->heap_size ? 2 * ha->heap_size : HA6_TIMER_MIN;
	heap = reallocarray(ha->heap, size, sizeof(*heap));
	if (!heap)
		return -ENOMEM;
	ha->heap = heap;
	ha->heap_size = size;
	return 0;
}

static void ha6_timer_put(struct dsmipd_ha6 *ha, uint32_t slot,
			  struct dsmipd_ha6_entry *entry)
{
	ha->heap[slot] = entry;
	entry->slot = slot;
}

/* Put an entry where it belongs; what is in @slot may be overwritten. */
static void ha6_timer_sift(struct dsmipd_ha6 *ha, uint32_t slot,
			   struct dsmipd_ha6_entry *entry)
{
	struct dsmipd_ha6_entry **heap = ha->heap;
	uint32_t next;

	while (slot && heap[(slot - 1) / 2]->due > entry->due) {
		ha6_timer_put(ha, slot, heap[(slot - 1) / 2]);
		slot = (slot - 1) / 2;
	}
	while ((next = 2 * slot + 1) < ha->n_heap) {
		if (next + 1 < ha->n_heap &&
		    heap[next + 1]->due < heap[next]->due)
			next++;
		if (heap[next]->due >= entry->due)
			break;
		ha6_timer_put(ha, slot, heap[next]);
		slot = next;
	}
	ha6_timer_put(ha, slot, entry);
}

/**
 * dsmipd_ha6_timer_set() - let an entry wait
 * @ha: home agent
 * @entry: the entry; it may be waiting already
 * @due: until when, milliseconds of the monotonic clock
 */
void dsmipd_ha6_timer_set(struct dsmipd_ha6 *ha, struct dsmipd_ha6_entry *entry,
			  uint64_t due)
{
	uint32_t slot = entry->slot;

	if (slot == HA6_NO_SLOT) {
		slot = ha->n_heap++;
		ha->heap[slot] = entry;
	}
	entry->due = due;
	ha6_timer_sift(ha, slot, entry);
}

/**
 * dsmipd_ha6_timer_clear() - let an entry wait no more
 * @ha: home agent
 * @entry: the entry
 */
void dsmipd_ha6_timer_clear(struct dsmipd_ha6 *ha,
			    struct dsmipd_ha6_entry *entry)
{
	struct dsmipd_ha6_entry *last;
	uint32_t slot = entry->slot;

	if (slot == HA6_NO_SLOT)
		return;
	entry->slot = HA6_NO_SLOT;
	last = ha->heap[--ha->n_heap];
	if (last != entry)
		ha6_timer_sift(ha, slot, last);
}

/**
 * dsmipd_ha6_timer_arm() - wait for what a registration needs next
 * @ha: home agent
 * @entry: its entry, which has a binding
 */
void dsmipd_ha6_timer_arm(struct dsmipd_ha6 *ha,
			  struct dsmipd_ha6_entry *entry)
{
	const struct ha6_binding *binding = entry->binding;
	uint64_t before = 1000ull * ha->config.refresh_before;

	if (entry->asked || 1000ull * binding->lifetime <= before ||
	    binding->until < before)
		before = 0;
	dsmipd_ha6_timer_set(ha, entry, binding->until - before);
}

/* Ask for a refresh (RFC 6275, section 6.1.2), by the way of the data. */
static void ha6_timer_ask(struct dsmipd_ha6 *ha,
			  struct dsmipd_ha6_entry *entry,
			  struct dsmipd_ha6_decision *decision)
{
	const struct ha6_binding *binding = entry->binding;

	entry->asked = true;
	dsmipd_ha6_timer_arm(ha, entry);
	dsmipd_ha6_binding_record(entry, &decision->record);
	decision->verdict = DSMIPD_HA6_REPLY;
	decision->has_reply = true;
	decision->reply.type = DSMIPD_MH_BRR;
	decision->path.dst = ha->config.address;
	if (binding->coa.family == AF_INET6 &&
	    binding->encap == DSMIP_ENCAP_IP) {
		decision->path.hao = true;
		decision->path.coa = binding->coa.v6;
	}
}

/**
 * dsmipd_ha6_tick() - do the next thing that is due
 * @ha: home agent
 * @now: the time
 * @decision: what is to be done
 *
 * To be called until it returns %DSMIPD_HA6_TIMER_NONE; how many of them are
 * done at a time is for the caller to say.
 *
 * Return: what has come due.
 */
enum dsmipd_ha6_timer dsmipd_ha6_tick(struct dsmipd_ha6 *ha,
				      struct dsmipd_ha6_time now,
				      struct dsmipd_ha6_decision *decision)
{
	struct dsmipd_ha6_entry *entry;

	if (!ha->n_heap || ha->heap[0]->due > now.mono)
		return DSMIPD_HA6_TIMER_NONE;
	memset(decision, 0, sizeof(*decision));
	entry = ha->heap[0];
	decision->path.src = entry->hoa;
	if (!dsmipd_ha6_bound(entry)) {
		dsmipd_ha6_binding_record(entry, &decision->record);
		dsmipd_ha6_forget(ha, entry);
		return DSMIPD_HA6_TIMER_FORGOTTEN;
	}
	if (entry->binding->until > now.mono) {
		ha6_timer_ask(ha, entry, decision);
		return DSMIPD_HA6_TIMER_REFRESH;
	}
	if (dsmipd_ha6_binding_end(ha, entry, NULL, false, now, decision)) {
		dsmipd_ha6_timer_set(ha, entry, now.mono + 1000);
		return DSMIPD_HA6_TIMER_NONE;
	}
	return DSMIPD_HA6_TIMER_EXPIRED;
}

/**
 * dsmipd_ha6_next() - when dsmipd_ha6_tick() has something to do
 * @ha: home agent
 *
 * Return: milliseconds of the monotonic clock, or UINT64_MAX for never.
 */
uint64_t dsmipd_ha6_next(const struct dsmipd_ha6 *ha)
{
	return ha->n_heap ? ha->heap[0]->due : UINT64_MAX;
}
