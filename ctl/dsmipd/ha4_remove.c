// SPDX-License-Identifier: GPL-2.0
/*
 * Registrations that come and go without a message of the node: at the start,
 * by order, and when another protocol takes over.
 */

#include <errno.h>
#include <string.h>

#include "ha4_priv.h"

static bool ha4_restore_valid(const struct dsmipd_record *record)
{
	return record->proto == DSMIPD_PROTO_MIPV4 && record->n_home &&
	       record->n_home <= DSMIPD_RECORD_MAX_HOME &&
	       record->n_copy <= DSMIPD_RECORD_MAX_COPY &&
	       record->home[0].addr.family == AF_INET;
}

static int ha4_restore_entry(struct dsmipd_ha4 *ha,
			     const struct dsmipd_record *record, uint64_t until)
{
	struct dsmipd_ha4_entry *entry;

	entry = dsmipd_ha4_insert(ha, record->subscriber);
	if (!entry)
		return -ENOMEM;
	entry->binding = dsmipd_ha4_binding_new(record, until);
	if (!entry->binding) {
		dsmipd_ha4_forget(ha, entry);
		return -ENOMEM;
	}
	entry->stored = true;
	dsmipd_ha4_index(ha, entry);
	dsmipd_ha4_binding_count(ha, NULL, entry->binding);
	dsmipd_ha4_timer_arm(ha, entry);
	return 0;
}

/* Its copies have gone on too. */
static int ha4_restore_copies(struct dsmipd_ha4 *ha,
			      const struct dsmipd_record *record,
			      uint64_t until, struct dsmipd_ha6_time now)
{
	struct dsmipd_record live = *record;

	until = dsmipd_ha4_copy_restore(&live, until, now);
	return ha4_restore_entry(ha, &live, until);
}

/**
 * dsmipd_ha4_restore() - enter a registration of the store
 * @ha: home agent
 * @record: the record
 * @now: the time
 *
 * Its lifetime has gone on meanwhile.  Leases of pools have to be entered
 * there before; they are in use again by this.
 *
 * Return: 0; -ESTALE: it is over, and can be deleted; -EEXIST: of that
 * subscriber or home address there is one already; -EINVAL: the record cannot
 * be; -ENOMEM.
 */
int dsmipd_ha4_restore(struct dsmipd_ha4 *ha,
		       const struct dsmipd_record *record,
		       struct dsmipd_ha6_time now)
{
	int64_t left = record->expires - ha4_seconds(now);
	int64_t most, lease;
	uint64_t until;
	unsigned int i;
	int err;

	if (!ha4_restore_valid(record))
		return -EINVAL;
	if (left <= 0)
		return -ESTALE;
	if (dsmipd_ha4_lookup(ha, record->subscriber) ||
	    (record->lifetime &&
	     dsmipd_ha4_find_home(ha, record->home[0].addr.v4)))
		return -EEXIST;
	/* The real time clock may have been set back. */
	most = record->lifetime ?: dsmipd_ha4_binding_keep(ha) / 1000;
	if (left > most)
		left = most;
	until = now.mono + 1000 * left;
	err = record->n_copy ? ha4_restore_copies(ha, record, until, now) :
	      ha4_restore_entry(ha, record, until);
	if (err || !record->lifetime)
		return err;
	lease = record->expires - record->lifetime;
	lease += ha->config.lease ?: record->lifetime;
	for (i = 0; i < record->n_home; i++)
		dsmipd_pools_extend(ha->pools, &record->home[i],
				    record->subscriber, lease);
	return 0;
}

/**
 * dsmipd_ha4_remove() - end a registration by order
 * @ha: home agent
 * @subscriber: number of his row
 * @now: the time
 * @decision: what is to be done: %DSMIPD_HA4_UNBIND without an answer;
 *	%DSMIPD_HA4_DROP: there is none; %DSMIPD_HA4_BUSY
 *
 * If revocations were agreed upon, dsmipd_ha4_tick() has one to send as soon
 * as this is committed.
 */
void dsmipd_ha4_remove(struct dsmipd_ha4 *ha, int64_t subscriber,
		       struct dsmipd_ha6_time now,
		       struct dsmipd_ha4_decision *decision)
{
	struct dsmipd_ha4_entry *entry = dsmipd_ha4_lookup(ha, subscriber);
	enum ha4_reason reason = HA4_NO_BINDING;

	memset(decision, 0, sizeof(*decision));
	if (entry && entry->open) {
		decision->verdict = DSMIPD_HA4_BUSY;
		return;
	}
	if (entry && entry->waiting)
		entry->waiting->ended = true;
	if (dsmipd_ha4_bound(entry)) {
		dsmipd_ha4_revoke_all(ha, entry);
		reason = dsmipd_ha4_binding_end(ha, entry, NULL, true, now,
						decision);
	}
	if (reason && entry)
		dsmipd_ha4_revoke_free(&entry->to_revoke);
	decision->reason = dsmipd_ha4_reason_text(reason);
}

/**
 * dsmipd_ha4_supersede() - another protocol has registered a subscriber
 * @ha: home agent
 * @subscriber: number of his row
 * @now: the time
 *
 * Store and binding are that protocol's already, and are left alone.  What is
 * kept is only the identification: an old request must not take them back.
 *
 * Return: 0, also if there is no registration; -EBUSY: commit what is open,
 * then come again.
 */
int dsmipd_ha4_supersede(struct dsmipd_ha4 *ha, int64_t subscriber,
			 struct dsmipd_ha6_time now)
{
	struct dsmipd_ha4_entry *entry = dsmipd_ha4_lookup(ha, subscriber);

	if (!entry)
		return 0;
	if (entry->open)
		return -EBUSY;
	if (entry->waiting)
		entry->waiting->ended = true;
	entry->stored = false;
	if (!dsmipd_ha4_bound(entry))
		return 0;
	dsmipd_ha4_revoke_all(ha, entry);
	dsmipd_ha4_binding_count(ha, entry->binding, NULL);
	entry->binding->lifetime = 0;
	entry->binding->n_copy = 0;
	entry->binding->until = now.mono + dsmipd_ha4_binding_keep(ha);
	dsmipd_ha4_revoke_commit(entry, now);
	if (!entry->waiting)
		dsmipd_ha4_timer_arm(ha, entry);
	return 0;
}
