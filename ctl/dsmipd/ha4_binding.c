// SPDX-License-Identifier: GPL-2.0
/*
 * Registrations: how they are kept, and how they change.
 *
 * A change is opened with the decision that goes to the caller, and comes into
 * force when that one has made it durable.  Until then the entry is busy and
 * has no timer.  All memory that the change takes is there when it is opened,
 * so that coming into force cannot fail.
 */

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "ha4_priv.h"

/* How long after a failure to end a registration that is over. */
#define HA4_BINDING_RETRY_MS	1000

static struct dsmip_addr ha4_binding_addr(struct in_addr addr)
{
	return (struct dsmip_addr){
		.family = addr.s_addr ? AF_INET : 0,
		.v4 = addr,
	};
}

/* Copies are aligned behind the homes. */
static size_t ha4_binding_size(const struct dsmipd_record *record)
{
	size_t size = sizeof(struct ha4_binding);

	size += record->n_home * sizeof(record->home[0]);
	if (record->n_copy)
		size += record->n_copy * sizeof(record->copy[0]) +
			_Alignof(struct dsmipd_copy);
	return size;
}

/**
 * dsmipd_ha4_binding_new() - make of a record what is kept of it
 * @record: the record
 * @until: when it ends, milliseconds of the monotonic clock
 *
 * Return: the binding, or NULL without memory.
 */
struct ha4_binding *dsmipd_ha4_binding_new(const struct dsmipd_record *record,
					   uint64_t until)
{
	size_t n = record->n_home;
	struct ha4_binding *binding;

	binding = malloc(ha4_binding_size(record));
	if (!binding)
		return NULL;
	*binding = (struct ha4_binding){
		.until = until,
		.id = record->timestamp,
		.registered = record->registered,
		.expires = record->expires,
		.coa = record->coa.v4,
		.claimed = record->claimed.v4,
		.local = record->local.v4,
		.source = record->source,
		.lifetime = record->lifetime,
		.handovers = record->handovers,
		.nonce = record->nonce,
		.revocation_time = record->revocation_time,
		.port = record->port,
		.flags = record->flags,
		.encap = record->encap,
		.nat = record->nat,
		.home_tunnel = record->home_tunnel,
		.inform = record->inform,
		.n_home = n,
		.n_copy = record->n_copy,
	};
	memcpy(binding->home, record->home, n * sizeof(binding->home[0]));
	if (record->n_copy)
		memcpy(ha4_copies(binding), record->copy,
		       record->n_copy * sizeof(record->copy[0]));
	return binding;
}

/**
 * dsmipd_ha4_binding_record() - make the record of what is kept
 * @entry: an entry with a binding
 * @record: where it goes
 */
void dsmipd_ha4_binding_record(const struct dsmipd_ha4_entry *entry,
			       struct dsmipd_record *record)
{
	const struct ha4_binding *binding = entry->binding;

	memset(record, 0, offsetof(struct dsmipd_record, copy));
	record->n_copy = binding->n_copy;
	if (binding->n_copy)
		memcpy(record->copy, ha4_copies(binding),
		       binding->n_copy * sizeof(record->copy[0]));
	record->subscriber = entry->subscriber;
	record->proto = DSMIPD_PROTO_MIPV4;
	record->n_home = binding->n_home;
	memcpy(record->home, binding->home,
	       binding->n_home * sizeof(binding->home[0]));
	record->nat = binding->nat;
	record->home_tunnel = binding->home_tunnel;
	record->inform = binding->inform;
	record->coa = ha4_binding_addr(binding->coa);
	record->claimed = ha4_binding_addr(binding->claimed);
	record->local = ha4_binding_addr(binding->local);
	record->source = binding->source;
	record->port = binding->port;
	record->flags = binding->flags;
	record->encap = binding->encap;
	record->lifetime = binding->lifetime;
	record->handovers = binding->handovers;
	record->timestamp = binding->id;
	record->nonce = binding->nonce;
	record->revocation_time = binding->revocation_time;
	record->registered = binding->registered;
	record->expires = binding->expires;
}

/**
 * dsmipd_ha4_binding_keep() - how long a deregistered node is kept
 * @ha: home agent
 *
 * A request that comes late, or once more, must not register it again for as
 * long as the clock would let it pass.
 *
 * Return: milliseconds.
 */
uint64_t dsmipd_ha4_binding_keep(const struct dsmipd_ha4 *ha)
{
	uint64_t window = 2000ull * ha->config.timestamp_window;

	return window > HA4_KEEP_MS ? window : HA4_KEEP_MS;
}

static enum ha4_reason ha4_binding_open(struct dsmipd_ha4 *ha,
					struct dsmipd_ha4_entry *entry,
					uint64_t until,
					struct dsmipd_ha4_decision *decision)
{
	const struct dsmipd_record *record = &decision->record;

	entry->open = dsmipd_ha4_binding_new(record, until);
	if (!entry->open)
		return HA4_NO_MEMORY;
	dsmipd_timers_clear(&ha->timers, &entry->timer);
	if (record->lifetime && !dsmipd_ha4_bound(entry))
		ha->n_opening++;
	decision->entry = entry;
	decision->hoa = record->home[0].addr.v4;
	decision->verdict = record->lifetime ? DSMIPD_HA4_BIND :
			    DSMIPD_HA4_UNBIND;
	return HA4_OK;
}

/**
 * dsmipd_ha4_binding_open() - begin a change
 * @ha: home agent
 * @entry: what changes; it is not busy
 * @now: the time
 * @decision: its record is what comes into force by dsmipd_ha4_commit(); of
 *	several care-of end points it is the one that has begun now
 *
 * Return: %HA4_OK or %HA4_NO_MEMORY.
 */
enum ha4_reason dsmipd_ha4_binding_open(struct dsmipd_ha4 *ha,
					struct dsmipd_ha4_entry *entry,
					struct dsmipd_ha6_time now,
					struct dsmipd_ha4_decision *decision)
{
	struct dsmipd_record *record = &decision->record;
	uint64_t left, until;

	left = record->lifetime ? 1000ull * record->lifetime :
	       dsmipd_ha4_binding_keep(ha);
	record->expires = ha4_seconds(now) + (left + 999) / 1000;
	until = now.mono + left;
	if (record->n_copy)
		until = dsmipd_ha4_copy_order(record, until, &decision->end);
	return ha4_binding_open(ha, entry, until, decision);
}

/* By a request, that is the last one from then on. */
static void ha4_binding_ended(const struct dsmipd_mip4 *mip4,
			      struct dsmipd_ha4_decision *decision)
{
	decision->kind = DSMIPD_HA4_DEREGISTRATION;
	if (!mip4)
		return;
	decision->record.timestamp = mip4->id;
	decision->record.nonce = dsmipd_ha4_check_nonce();
}

/**
 * dsmipd_ha4_binding_end() - begin the end of a registration
 * @ha: home agent
 * @entry: a registration, or what is kept of it; it is not busy
 * @mip4: the request that ends it, or NULL
 * @release: its leases are given back; else they run out
 * @now: the time
 * @decision: what is to be done
 *
 * Return: %HA4_OK or %HA4_NO_MEMORY.
 */
enum ha4_reason dsmipd_ha4_binding_end(struct dsmipd_ha4 *ha,
				       struct dsmipd_ha4_entry *entry,
				       const struct dsmipd_mip4 *mip4,
				       bool release, struct dsmipd_ha6_time now,
				       struct dsmipd_ha4_decision *decision)
{
	struct dsmipd_record *record = &decision->record;
	bool bound = dsmipd_ha4_bound(entry);
	unsigned int i;

	dsmipd_ha4_binding_record(entry, record);
	for (i = 0; bound && i < record->n_home; i++) {
		decision->removed[decision->n_removed++] = record->home[i];
		if (release)
			dsmipd_lease_note_owned(ha->pools,
						&record->home[i],
						record->subscriber,
						decision->released,
						&decision->n_released,
						DSMIPD_RECORD_MAX_HOME);
	}
	record->n_home = 1;
	record->n_copy = 0;
	record->lifetime = 0;
	ha4_binding_ended(mip4, decision);
	return dsmipd_ha4_binding_open(ha, entry, now, decision);
}

/**
 * dsmipd_ha4_binding_leave() - begin the end of a care-of end point
 * @ha: home agent
 * @entry: a registration; it is not busy
 * @i: which, see dsmipd_ha4_copy_get(); if there is no other one that lasts,
 *	the registration ends
 * @mip4: the request that ends it, or NULL
 * @now: the time
 * @decision: what is to be done
 *
 * Return: %HA4_OK or %HA4_NO_MEMORY.
 */
enum ha4_reason dsmipd_ha4_binding_leave(struct dsmipd_ha4 *ha,
					 struct dsmipd_ha4_entry *entry, int i,
					 const struct dsmipd_mip4 *mip4,
					 struct dsmipd_ha6_time now,
					 struct dsmipd_ha4_decision *decision)
{
	struct dsmipd_record *record = &decision->record;
	uint64_t until = entry->binding->until;

	dsmipd_ha4_binding_record(entry, record);
	if (record->n_copy)
		until = dsmipd_ha4_copy_drop(record, i, until);
	if (!entry->binding->n_copy || until <= now.mono)
		return dsmipd_ha4_binding_end(ha, entry, mip4, true, now,
					      decision);
	dsmipd_ha4_copy_get(entry->binding, i, &decision->end);
	decision->end.lifetime = 0;
	ha4_binding_ended(mip4, decision);
	return ha4_binding_open(ha, entry, until, decision);
}

static bool ha4_binding_broadcast(const struct ha4_binding *binding)
{
	return binding && binding->lifetime &&
	       dsmipd_ha4_copy_flags(binding) & DSMIPD_MIP4_RRQ_BROADCAST;
}

/**
 * dsmipd_ha4_binding_count() - one registration more, or less
 * @ha: home agent
 * @was: what there was, or NULL
 * @is: what there is, or NULL
 */
void dsmipd_ha4_binding_count(struct dsmipd_ha4 *ha,
			      const struct ha4_binding *was,
			      const struct ha4_binding *is)
{
	ha->stats.bindings += (is && is->lifetime) - (was && was->lifetime);
	ha->stats.broadcast += ha4_binding_broadcast(is) -
			       ha4_binding_broadcast(was);
	if (ha->stats.bindings > ha->stats.peak)
		ha->stats.peak = ha->stats.bindings;
}

/**
 * dsmipd_ha4_commit() - a decision has been made durable and carried out
 * @ha: home agent
 * @decision: verdict %DSMIPD_HA4_BIND or %DSMIPD_HA4_UNBIND
 * @now: the time
 *
 * The leases of its pools are extended and given back by this as well.
 */
void dsmipd_ha4_commit(struct dsmipd_ha4 *ha,
		       const struct dsmipd_ha4_decision *decision,
		       struct dsmipd_ha6_time now)
{
	struct dsmipd_ha4_entry *entry = decision->entry;
	bool was = dsmipd_ha4_bound(entry);
	bool is;

	dsmipd_ha4_unindex(ha, entry);
	dsmipd_ha4_binding_count(ha, entry->binding, entry->open);
	free(entry->binding);
	entry->binding = entry->open;
	entry->open = NULL;
	entry->stored = true;
	is = dsmipd_ha4_bound(entry);
	dsmipd_ha4_index(ha, entry);
	ha->n_opening -= !was && is;
	dsmipd_lease_apply(ha->pools, decision->record.subscriber,
			   decision->leases, decision->n_leases,
			   decision->lease_expires, decision->released,
			   decision->n_released, ha4_seconds(now));
	if (decision->has_reply)
		ha->stats.accepted[decision->kind]++;
	dsmipd_ha4_revoke_commit(entry, now);
	dsmipd_ha4_timer_arm(ha, entry);
}

/* What was asked for is refused; an acknowledgment just does not come. */
static void ha4_abort_reply(struct dsmipd_ha4 *ha,
			    struct dsmipd_ha4_decision *decision, uint8_t code)
{
	decision->verdict = DSMIPD_HA4_DROP;
	if (!decision->has_reply)
		return;
	decision->reason = dsmipd_ha4_reason_text(HA4_ABORTED);
	ha->reasons[HA4_ABORTED]++;
	if (decision->reply.type != DSMIPD_MIP4_RRP) {
		decision->has_reply = false;
		ha->stats.dropped++;
		return;
	}
	decision->verdict = DSMIPD_HA4_REPLY;
	dsmipd_ha4_reply_refuse(&decision->reply, code);
	ha->stats.refused[code]++;
}

/**
 * dsmipd_ha4_abort() - a decision could not be carried out
 * @ha: home agent
 * @decision: verdict %DSMIPD_HA4_BIND or %DSMIPD_HA4_UNBIND; it becomes the
 *	refusal of what was asked, or %DSMIPD_HA4_DROP if nobody has asked
 * @code: of the refusal, enum dsmipd_mip4_code
 * @now: the time
 *
 * All is as if the message had not come.  The end of a registration that is
 * over comes again by dsmipd_ha4_tick() after a second.
 */
void dsmipd_ha4_abort(struct dsmipd_ha4 *ha,
		      struct dsmipd_ha4_decision *decision, uint8_t code,
		      struct dsmipd_ha6_time now)
{
	struct dsmipd_ha4_entry *entry = decision->entry;

	if (entry->open->lifetime && !dsmipd_ha4_bound(entry))
		ha->n_opening--;
	free(entry->open);
	entry->open = NULL;
	dsmipd_ha4_revoke_free(&entry->to_revoke);
	dsmipd_ha4_home_undo(ha, entry, decision, now);
	decision->entry = NULL;
	decision->n_removed = 0;
	decision->n_leases = 0;
	decision->n_released = 0;
	ha4_abort_reply(ha, decision, code);
	if (entry->binding) {
		dsmipd_ha4_copy_retry(entry->binding, now.mono,
				      now.mono + HA4_BINDING_RETRY_MS);
		dsmipd_ha4_timer_arm(ha, entry);
	} else {
		dsmipd_ha4_forget(ha, entry);
	}
}
