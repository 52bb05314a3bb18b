// SPDX-License-Identifier: GPL-2.0
/*
 * What the home agent does by itself: registrations end, revocations are sent
 * until they are acknowledged, and deregistered nodes are forgotten.
 */

#include <stddef.h>
#include <string.h>

#include "ha4_priv.h"

static struct dsmipd_ha4_entry *ha4_timer_entry(struct dsmipd_timer *timer)
{
	size_t off = offsetof(struct dsmipd_ha4_entry, timer);

	return (struct dsmipd_ha4_entry *)((char *)timer - off);
}

/**
 * dsmipd_ha4_timer_arm() - wait for what an entry needs next
 * @ha: home agent
 * @entry: the entry, which has a binding; who waits for duplicate address
 *	detection waits for nothing else
 */
void dsmipd_ha4_timer_arm(struct dsmipd_ha4 *ha,
			  struct dsmipd_ha4_entry *entry)
{
	const struct ha4_revoking *revoking = dsmipd_ha4_revoke_next(entry);
	uint64_t due = dsmipd_ha4_copy_next(entry->binding);

	/* It is found again by the end of the detection. */
	if (entry->waiting)
		return;
	/* Its acknowledgment is found by the home address. */
	if (revoking && (revoking->due < due || !dsmipd_ha4_bound(entry)))
		due = revoking->due;
	dsmipd_timers_set(&ha->timers, &entry->timer, due);
}

/* Its identification is not needed any more. */
static enum dsmipd_ha4_timer
ha4_timer_forget(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry,
		 struct dsmipd_ha4_decision *decision)
{
	bool stored = entry->stored;

	dsmipd_ha4_binding_record(entry, &decision->record);
	decision->hoa = decision->record.home[0].addr.v4;
	dsmipd_ha4_forget(ha, entry);
	return stored ? DSMIPD_HA4_TIMER_FORGOTTEN : DSMIPD_HA4_TIMER_NONE;
}

static enum dsmipd_ha4_timer
ha4_timer_revoke(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry,
		 struct dsmipd_ha6_time now,
		 struct dsmipd_ha4_decision *decision)
{
	bool sent = dsmipd_ha4_revoke_send(ha, entry, now, decision);

	dsmipd_ha4_timer_arm(ha, entry);
	return sent ? DSMIPD_HA4_TIMER_REVOKE : DSMIPD_HA4_TIMER_NONE;
}

/* Of several care-of end points one after the other. */
static enum ha4_reason ha4_timer_expired(struct dsmipd_ha4 *ha,
					 struct dsmipd_ha4_entry *entry,
					 struct dsmipd_ha6_time now,
					 struct dsmipd_ha4_decision *decision)
{
	int i = dsmipd_ha4_copy_over(entry->binding, now.mono);

	return i ? dsmipd_ha4_binding_leave(ha, entry, i, NULL, now, decision) :
	       dsmipd_ha4_binding_end(ha, entry, NULL, false, now, decision);
}

static enum dsmipd_ha4_timer
ha4_timer_entry_due(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry,
		    struct dsmipd_ha6_time now,
		    struct dsmipd_ha4_decision *decision)
{
	const struct ha4_revoking *revoking = dsmipd_ha4_revoke_next(entry);

	if (revoking && revoking->due <= now.mono)
		return ha4_timer_revoke(ha, entry, now, decision);
	if (!dsmipd_ha4_bound(entry))
		return ha4_timer_forget(ha, entry, decision);
	if (!ha4_timer_expired(ha, entry, now, decision))
		return DSMIPD_HA4_TIMER_EXPIRED;
	dsmipd_timers_set(&ha->timers, &entry->timer, now.mono + 1000);
	return DSMIPD_HA4_TIMER_NONE;
}

/**
 * dsmipd_ha4_tick() - do the next thing that is due
 * @ha: home agent
 * @now: the time
 * @decision: what is to be done
 *
 * To be called until it returns %DSMIPD_HA4_TIMER_NONE; how many of them are
 * done at a time is for the caller to say.
 *
 * Return: what has come due.
 */
enum dsmipd_ha4_timer dsmipd_ha4_tick(struct dsmipd_ha4 *ha,
				      struct dsmipd_ha6_time now,
				      struct dsmipd_ha4_decision *decision)
{
	enum dsmipd_ha4_timer due = DSMIPD_HA4_TIMER_NONE;
	struct dsmipd_timer *timer;

	/* What does not concern the caller is done on the way. */
	while (!due && (timer = dsmipd_timers_due(&ha->timers, now.mono))) {
		memset(decision, 0, sizeof(*decision));
		due = ha4_timer_entry_due(ha, ha4_timer_entry(timer), now,
					  decision);
	}
	return due;
}

/**
 * dsmipd_ha4_next() - when dsmipd_ha4_tick() has something to do
 * @ha: home agent
 *
 * Return: milliseconds of the monotonic clock, or UINT64_MAX for never.
 */
uint64_t dsmipd_ha4_next(const struct dsmipd_ha4 *ha)
{
	return dsmipd_timers_next(&ha->timers);
}
