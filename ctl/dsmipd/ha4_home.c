// SPDX-License-Identifier: GPL-2.0
/*
 * Home addresses of a registration request, those of the subscriber and those
 * of pools (RFC 5944, section 3.8.2.2), and what becomes of their leases.
 */

#include "ha4_priv.h"
#include "prefix.h"

/**
 * dsmipd_ha4_home_add() - put a home into the record
 * @req: the request
 * @home: address or prefix
 * @lease: it is of a pool
 */
void dsmipd_ha4_home_add(struct ha4_request *req,
			 const struct dsmip_prefix *home, bool lease)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	struct dsmipd_record *record = &decision->record;

	if (dsmipd_prefix_add(home, record->home, &record->n_home,
			      DSMIPD_RECORD_MAX_HOME) && lease)
		dsmipd_lease_note(req->ha->pools, home, decision->leases,
				  &decision->n_leases, DSMIPD_RECORD_MAX_HOME);
}

/*
 * What is registered stays leased, and that until the end that it had: leases
 * end with a second, so that it may just have been taken again, without an end.
 */
static bool ha4_home_keep(struct dsmipd_ha4 *ha,
			  const struct dsmipd_ha4_entry *entry,
			  const struct dsmip_prefix *home)
{
	const struct ha4_binding *binding;

	if (!dsmipd_ha4_bound(entry))
		return false;
	binding = entry->binding;
	if (!dsmipd_prefix_in(home, binding->home, binding->n_home))
		return false;
	dsmipd_pools_extend(ha->pools, home, entry->subscriber,
			    binding->expires - binding->lifetime +
			    (ha->config.lease ?: binding->lifetime));
	return true;
}

/**
 * dsmipd_ha4_home_reject() - give back what was leased in vain
 * @req: the request
 * @home: address or prefix of a pool; if it is in the record already, or
 *	registered, it stays leased
 */
void dsmipd_ha4_home_reject(struct ha4_request *req,
			    const struct dsmip_prefix *home)
{
	const struct dsmipd_record *record = &req->decision->record;

	if (dsmipd_prefix_in(home, record->home, record->n_home) ||
	    ha4_home_keep(req->ha, req->entry, home))
		return;
	dsmipd_pools_give_back(req->ha->pools, home, req->sub.id,
			       ha4_seconds(req->now));
}

static bool ha4_home_free(const struct ha4_request *req, struct in_addr hoa)
{
	const struct dsmipd_ha4_entry *other;

	other = dsmipd_ha4_lookup_home(req->ha, hoa);
	return !dsmipd_ha4_bound(other) || other == req->entry;
}

static enum ha4_reason ha4_home_take(struct ha4_request *req,
				     const struct dsmip_prefix *home,
				     bool lease)
{
	if (!ha4_home_free(req, home->addr.v4)) {
		if (lease)
			dsmipd_ha4_home_reject(req, home);
		return HA4_HOA_TAKEN;
	}
	dsmipd_ha4_home_add(req, home, lease);
	req->decision->hoa = home->addr.v4;
	return HA4_OK;
}

/* 0.0.0.0 asks for an address: one of the pool, or the first one of his own. */
static enum ha4_reason ha4_home_dynamic(struct ha4_request *req)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	struct dsmip_prefix home;
	size_t i;

	if (sub->pool4[0]) {
		if (dsmipd_pools_take(req->ha->pools, sub->pool4, sub->id, 32,
				      ha4_seconds(req->now), &home))
			return HA4_POOL;
		return ha4_home_take(req, &home, true);
	}
	for (i = 0; i < sub->n_home4; i++)
		if (dsmip_prefix_is_host(&sub->home4[i]))
			return ha4_home_take(req, &sub->home4[i], false);
	return HA4_NOT_HOME;
}

/**
 * dsmipd_ha4_home_choose() - find the IPv4 home address
 * @req: the request; the home address becomes the first one of the record
 *
 * Return: %HA4_OK or why it is refused.
 */
enum ha4_reason dsmipd_ha4_home_choose(struct ha4_request *req)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	struct dsmip_prefix home = {
		.addr = { .family = AF_INET, .v4 = req->mip4->hoa },
		.len = 32,
	};

	if (home.addr.v4.s_addr == INADDR_ANY)
		return ha4_home_dynamic(req);
	if (dsmipd_prefix_in(&home, sub->home4, sub->n_home4))
		return ha4_home_take(req, &home, false);
	if (dsmipd_pools_owned(req->ha->pools, &home, sub->id))
		return ha4_home_take(req, &home, true);
	return HA4_NOT_HOME;
}

/**
 * dsmipd_ha4_home_compare() - find what a registration has lost
 * @req: the request, its record complete
 *
 * What the message does not name is registered no more (RFC 5454, section
 * 3.8).
 */
void dsmipd_ha4_home_compare(struct ha4_request *req)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	const struct dsmipd_record *record = &decision->record;
	const struct ha4_binding *old;
	unsigned int i;

	if (!dsmipd_ha4_bound(req->entry))
		return;
	old = req->entry->binding;
	for (i = 0; i < old->n_home; i++) {
		const struct dsmip_prefix *home = &old->home[i];

		if (dsmipd_prefix_in(home, record->home, record->n_home))
			continue;
		decision->removed[decision->n_removed++] = *home;
		dsmipd_lease_note_owned(req->ha->pools, home, req->sub.id,
					decision->released,
					&decision->n_released,
					DSMIPD_RECORD_MAX_HOME);
	}
}

/**
 * dsmipd_ha4_home_undo() - give back the leases of a decision
 * @ha: home agent
 * @entry: of the subscriber; NULL: none.  What is registered there stays
 *	leased
 * @decision: the decision that does not come into force
 * @now: the time
 */
void dsmipd_ha4_home_undo(struct dsmipd_ha4 *ha,
			  const struct dsmipd_ha4_entry *entry,
			  const struct dsmipd_ha4_decision *decision,
			  struct dsmipd_ha6_time now)
{
	size_t i;

	for (i = 0; i < decision->n_leases; i++) {
		const struct dsmip_prefix *home = &decision->leases[i].prefix;

		if (!ha4_home_keep(ha, entry, home))
			dsmipd_pools_give_back(ha->pools, home,
					       decision->record.subscriber,
					       ha4_seconds(now));
	}
}
