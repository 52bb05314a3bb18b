// SPDX-License-Identifier: GPL-2.0
/*
 * Registrations: how they are kept, and how they change.
 *
 * A change is opened with the decision that goes to the caller, and comes into
 * force when that one has made it durable.  Until then the entry is busy and
 * has no timer.  All memory that the change takes is there when it is opened,
 * so that coming into force cannot fail.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha6_priv.h"

/* How long after a failure to end a registration that is over. */
#define HA6_BINDING_RETRY_MS	1000

/**
 * dsmipd_ha6_binding_new() - make of a record what is kept of it
 * @record: the record, the IPv6 home address first
 * @until: when it ends, milliseconds of the monotonic clock
 *
 * Return: the binding, or NULL without memory.
 */
struct ha6_binding *dsmipd_ha6_binding_new(const struct dsmipd_record *record,
					   uint64_t until)
{
	size_t n = record->n_home - 1;
	struct ha6_binding *binding;

	binding = malloc(sizeof(*binding) + n * sizeof(binding->home[0]));
	if (!binding)
		return NULL;
	*binding = (struct ha6_binding){
		.until = until,
		.subscriber = record->subscriber,
		.registered = record->registered,
		.expires = record->expires,
		.timestamp = record->timestamp,
		.coa = record->coa,
		.claimed = record->claimed,
		.local = record->local,
		.lifetime = record->lifetime,
		.handovers = record->handovers,
		.port = record->port,
		.flags = record->flags,
		.sequence = record->sequence,
		.encap = record->encap,
		.nat = record->nat,
		.router = record->router,
		.linklocal = record->linklocal,
		.n_home = n,
	};
	memcpy(binding->home, record->home + 1, n * sizeof(binding->home[0]));
	return binding;
}

/**
 * dsmipd_ha6_binding_record() - make the record of what is kept
 * @entry: an entry with a binding
 * @record: where it goes
 */
void dsmipd_ha6_binding_record(const struct dsmipd_ha6_entry *entry,
			       struct dsmipd_record *record)
{
	const struct ha6_binding *binding = entry->binding;

	memset(record, 0, sizeof(*record));
	record->subscriber = binding->subscriber;
	record->proto = DSMIPD_PROTO_MIPV6;
	record->n_home = 1 + binding->n_home;
	record->nat = binding->nat;
	record->router = binding->router;
	record->linklocal = binding->linklocal;
	record->home[0].addr.family = AF_INET6;
	record->home[0].addr.v6 = entry->hoa;
	record->home[0].len = 128;
	memcpy(record->home + 1, binding->home,
	       binding->n_home * sizeof(binding->home[0]));
	record->coa = binding->coa;
	record->claimed = binding->claimed;
	record->local = binding->local;
	record->port = binding->port;
	record->flags = binding->flags;
	record->sequence = binding->sequence;
	record->encap = binding->encap;
	record->lifetime = binding->lifetime;
	record->handovers = binding->handovers;
	record->timestamp = binding->timestamp;
	record->registered = binding->registered;
	record->expires = binding->expires;
}

/*
 * How long a deregistered node is kept (RFC 6275, section 9.5.1): a binding
 * update that comes late must not register it again.  One with a timestamp
 * could do so for as long as the clock lets it pass.
 */
static uint64_t ha6_binding_keep(const struct dsmipd_ha6 *ha,
				 const struct dsmipd_record *record)
{
	uint64_t window = 2000ull * ha->config.timestamp_window;

	return record->timestamp && window > HA6_KEEP_MS ? window : HA6_KEEP_MS;
}

/**
 * dsmipd_ha6_binding_open() - begin a change
 * @ha: home agent
 * @entry: what changes; it is not busy
 * @now: the time
 * @decision: its record is what comes into force by dsmipd_ha6_commit()
 *
 * Return: %HA6_OK or %HA6_NO_MEMORY.
 */
enum ha6_reason dsmipd_ha6_binding_open(struct dsmipd_ha6 *ha,
					struct dsmipd_ha6_entry *entry,
					struct dsmipd_ha6_time now,
					struct dsmipd_ha6_decision *decision)
{
	struct dsmipd_record *record = &decision->record;
	uint64_t left;

	left = record->lifetime ? 1000ull * record->lifetime :
	       ha6_binding_keep(ha, record);
	record->expires = ha6_seconds(now) + (left + 999) / 1000;
	entry->open = dsmipd_ha6_binding_new(record, now.mono + left);
	if (!entry->open)
		return HA6_NO_MEMORY;
	dsmipd_timers_clear(&ha->timers, &entry->timer);
	if (record->lifetime && !dsmipd_ha6_bound(entry))
		ha->n_opening++;
	decision->entry = entry;
	decision->verdict = record->lifetime ? DSMIPD_HA6_BIND :
			    DSMIPD_HA6_UNBIND;
	return HA6_OK;
}

/**
 * dsmipd_ha6_binding_end() - begin the end of a registration
 * @ha: home agent
 * @entry: a registration; it is not busy
 * @mh: the binding update that ends it, or NULL
 * @release: its leases are given back; else they run out
 * @now: the time
 * @decision: zeroed; what is to be done
 *
 * Return: %HA6_OK or %HA6_NO_MEMORY.
 */
enum ha6_reason dsmipd_ha6_binding_end(struct dsmipd_ha6 *ha,
				       struct dsmipd_ha6_entry *entry,
				       const struct dsmipd_mh *mh, bool release,
				       struct dsmipd_ha6_time now,
				       struct dsmipd_ha6_decision *decision)
{
	struct dsmipd_record *record = &decision->record;
	bool bound = dsmipd_ha6_bound(entry);
	unsigned int i;

	decision->path.src = entry->hoa;
	dsmipd_ha6_binding_record(entry, record);
	for (i = 0; bound && i < record->n_home; i++) {
		decision->removed[decision->n_removed++] = record->home[i];
		dsmipd_lease_note_owned(ha->pools, &record->home[i],
					record->subscriber,
					release ? decision->released :
						  decision->leases,
					release ? &decision->n_released :
						  &decision->n_leases,
					DSMIPD_SUBSCRIBER_MAX_HOME4);
	}
	decision->lease_expires = dsmipd_lease_end(record->expires,
						   record->lifetime,
						   ha->config.lease);
	record->n_home = 1;
	record->lifetime = 0;
	if (mh) {
		record->sequence = mh->sequence;
		if (mh->has_timestamp)
			record->timestamp = mh->timestamp;
	}
	decision->kind = DSMIPD_HA6_DEREGISTRATION;
	return dsmipd_ha6_binding_open(ha, entry, now, decision);
}

/* One registration more, or less. */
static void ha6_binding_count(struct dsmipd_ha6 *ha, bool was, bool is)
{
	ha->stats.bindings += is - was;
	if (ha->stats.bindings > ha->stats.peak)
		ha->stats.peak = ha->stats.bindings;
}

/**
 * dsmipd_ha6_commit() - a decision has been made durable and carried out
 * @ha: home agent
 * @decision: verdict %DSMIPD_HA6_BIND or %DSMIPD_HA6_UNBIND
 * @now: the time
 *
 * The leases of its pools are extended and given back by this as well.
 */
void dsmipd_ha6_commit(struct dsmipd_ha6 *ha,
		       const struct dsmipd_ha6_decision *decision,
		       struct dsmipd_ha6_time now)
{
	struct dsmipd_ha6_entry *entry = decision->entry;
	bool was = dsmipd_ha6_bound(entry);

	free(entry->binding);
	entry->binding = entry->open;
	entry->open = NULL;
	entry->asked = false;
	ha->n_opening -= !was && dsmipd_ha6_bound(entry);
	ha6_binding_count(ha, was, dsmipd_ha6_bound(entry));
	dsmipd_lease_apply(ha->pools, decision->record.subscriber,
			   decision->leases, decision->n_leases,
			   decision->lease_expires, decision->released,
			   decision->n_released, ha6_seconds(now));
	if (decision->has_reply)
		ha->stats.accepted[decision->kind]++;
	dsmipd_ha6_timer_arm(ha, entry);
}

/**
 * dsmipd_ha6_abort() - a decision could not be carried out
 * @ha: home agent
 * @decision: verdict %DSMIPD_HA6_BIND or %DSMIPD_HA6_UNBIND; it becomes the
 *	refusal of what was asked, or %DSMIPD_HA6_DROP if nobody has asked
 * @status: of the refusal, enum dsmipd_mh_status
 * @now: the time
 *
 * All is as if the message had not come.  The end of a registration that is
 * over comes again by dsmipd_ha6_tick() after a second.
 */
void dsmipd_ha6_abort(struct dsmipd_ha6 *ha,
		      struct dsmipd_ha6_decision *decision, uint8_t status,
		      struct dsmipd_ha6_time now)
{
	struct dsmipd_ha6_entry *entry = decision->entry;

	if (entry->open->lifetime && !dsmipd_ha6_bound(entry))
		ha->n_opening--;
	free(entry->open);
	entry->open = NULL;
	dsmipd_ha6_home4_undo(ha, entry, decision, now);
	decision->entry = NULL;
	decision->n_removed = 0;
	decision->n_leases = 0;
	decision->n_released = 0;
	decision->verdict = DSMIPD_HA6_DROP;
	if (decision->has_reply) {
		decision->verdict = DSMIPD_HA6_REPLY;
		decision->reason = dsmipd_ha6_reason_text(HA6_ABORTED);
		dsmipd_ha6_reply_refuse(&decision->reply, status);
		ha->stats.refused[status]++;
		ha->reasons[HA6_ABORTED]++;
	}
	if (!entry->binding)
		dsmipd_ha6_forget(ha, entry);
	else if (entry->binding->until > now.mono)
		dsmipd_ha6_timer_arm(ha, entry);
	else
		dsmipd_timers_set(&ha->timers, &entry->timer,
				  now.mono + HA6_BINDING_RETRY_MS);
}

/* In the store a lease has the end that it had when it was not registered. */
static void ha6_binding_restore_leases(struct dsmipd_ha6 *ha,
				       const struct dsmipd_record *record)
{
	int64_t end = dsmipd_lease_end(record->expires, record->lifetime,
				       ha->config.lease);
	unsigned int i;

	for (i = 1; record->lifetime && i < record->n_home; i++)
		dsmipd_pools_extend(ha->pools, &record->home[i],
				    record->subscriber, end);
}

/**
 * dsmipd_ha6_restore() - enter a registration of the store
 * @ha: home agent
 * @record: the record
 * @now: the time
 *
 * Its lifetime has gone on meanwhile.  Leases of pools have to be entered
 * there before; they are in use again by this, or have been until it ended.
 *
 * Return: 0; -ESTALE: it is over, and can be deleted; -EEXIST: of that home
 * address there is one already; -EINVAL: the record cannot be; -ENOMEM.
 */
int dsmipd_ha6_restore(struct dsmipd_ha6 *ha,
		       const struct dsmipd_record *record,
		       struct dsmipd_ha6_time now)
{
	int64_t left = record->expires - ha6_seconds(now);
	struct dsmipd_ha6_entry *entry;
	int64_t most;

	if (!record->n_home || record->n_home > DSMIPD_RECORD_MAX_HOME ||
	    record->home[0].addr.family != AF_INET6)
		return -EINVAL;
	ha6_binding_restore_leases(ha, record);
	if (left <= 0)
		return -ESTALE;
	if (dsmipd_ha6_lookup(ha, &record->home[0].addr.v6))
		return -EEXIST;
	/* The real time clock may have been set back. */
	most = record->lifetime ?: ha6_binding_keep(ha, record) / 1000;
	if (left > most)
		left = most;
	entry = dsmipd_ha6_insert(ha, &record->home[0].addr.v6);
	if (!entry)
		return -ENOMEM;
	entry->binding = dsmipd_ha6_binding_new(record,
						now.mono + 1000 * left);
	if (!entry->binding) {
		dsmipd_ha6_forget(ha, entry);
		return -ENOMEM;
	}
	ha6_binding_count(ha, false, dsmipd_ha6_bound(entry));
	dsmipd_ha6_timer_arm(ha, entry);
	return 0;
}

/**
 * dsmipd_ha6_remove() - end a registration by order
 * @ha: home agent
 * @hoa: IPv6 home address
 * @now: the time
 * @decision: what is to be done: %DSMIPD_HA6_UNBIND without an answer;
 *	%DSMIPD_HA6_DROP: there is none; %DSMIPD_HA6_BUSY
 */
void dsmipd_ha6_remove(struct dsmipd_ha6 *ha, const struct in6_addr *hoa,
		       struct dsmipd_ha6_time now,
		       struct dsmipd_ha6_decision *decision)
{
	struct dsmipd_ha6_entry *entry = dsmipd_ha6_lookup(ha, hoa);
	enum ha6_reason reason = HA6_NO_BINDING;

	memset(decision, 0, sizeof(*decision));
	decision->path.src = *hoa;
	if (entry && entry->open) {
		decision->verdict = DSMIPD_HA6_BUSY;
		return;
	}
	if (entry && entry->waiting)
		entry->waiting->ended = true;
	if (dsmipd_ha6_bound(entry))
		reason = dsmipd_ha6_binding_end(ha, entry, NULL, true, now,
						decision);
	decision->reason = dsmipd_ha6_reason_text(reason);
}
