// SPDX-License-Identifier: GPL-2.0
/*
 * IPv4 home addresses and prefixes of a binding update (RFC 5555, section
 * 4.5): those of the subscriber, and those of pools.  Whatever becomes of
 * them, the IPv6 home address is registered; an IPv4 Address Acknowledgement
 * option for each tells the node.
 */

#include "ha6_priv.h"
#include "prefix.h"

static bool ha6_home4_registered(const struct dsmipd_ha6_entry *entry,
				 const struct dsmip_prefix *home)
{
	return dsmipd_ha6_bound(entry) &&
	       dsmipd_prefix_in(home, entry->binding->home,
				entry->binding->n_home);
}

static void ha6_home4_lease(struct ha6_request *req,
			    const struct dsmip_prefix *home)
{
	struct dsmipd_ha6_decision *decision = req->decision;
	size_t n = decision->n_leases;

	dsmipd_lease_note(req->ha->pools, home, decision->leases,
			  &decision->n_leases, DSMIPD_SUBSCRIBER_MAX_HOME4);
	if (decision->n_leases > n)
		decision->leases[n].kept =
			ha6_home4_registered(req->entry, home) &&
			dsmipd_pools_stored(req->ha->pools, home, req->sub.id);
}

static uint8_t ha6_home4_accept(struct ha6_request *req,
				const struct dsmip_prefix *home, bool lease,
				struct dsmipd_mh_ack4 *ack)
{
	struct dsmipd_record *record = &req->decision->record;
	uint8_t n = record->n_home;

	ack->addr = home->addr.v4;
	ack->len = home->len == DSMIP_LEN_NONE ? 32 : home->len;
	if (req->deregister)
		return DSMIPD_MH_ACK4_SUCCESS;
	dsmipd_ha6_prefix_add(record, home);
	if (lease && record->n_home > n)
		ha6_home4_lease(req, home);
	return DSMIPD_MH_ACK4_SUCCESS;
}

/* Who is not given any of a pool, but has one of its own, means that. */
static const struct dsmip_prefix *
ha6_home4_first(const struct dsmipd_subscriber *sub, bool prefix)
{
	size_t i;

	for (i = 0; i < sub->n_home4; i++)
		if (dsmip_prefix_is_host(&sub->home4[i]) != prefix)
			return &sub->home4[i];
	return NULL;
}

/* 0.0.0.0 asks for an address, with flag P for a prefix. */
static uint8_t ha6_home4_dynamic(struct ha6_request *req,
				 const struct dsmipd_mh_home4 *option,
				 struct dsmipd_mh_ack4 *ack)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	const struct dsmip_prefix *own;
	struct dsmip_prefix home;
	const char *pool;

	own = ha6_home4_first(sub, option->prefix);
	pool = option->prefix ? sub->pool4_prefix : sub->pool4;
	if (!pool[0] && own)
		return ha6_home4_accept(req, own, false, ack);
	if (!pool[0] || req->deregister)
		return option->prefix ? DSMIPD_MH_ACK4_NO_PREFIX :
		       DSMIPD_MH_ACK4_NO_DYNAMIC;
	if (dsmipd_pools_take(req->ha->pools, pool, sub->id,
			      option->prefix ? option->len : 32,
			      ha6_seconds(req->now), &home))
		return option->prefix ? DSMIPD_MH_ACK4_UNSPECIFIED :
		       DSMIPD_MH_ACK4_NO_DYNAMIC;
	return ha6_home4_accept(req, &home, true, ack);
}

/*
 * An address or prefix by name: one of the subscriber's own, or one that he
 * was given.  Flag P is for new requests, and means nothing here (3.1.1).
 */
static uint8_t ha6_home4_own(struct ha6_request *req,
			     const struct dsmipd_mh_home4 *option,
			     struct dsmipd_mh_ack4 *ack)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	struct dsmip_prefix home = {
		.addr = { .family = AF_INET, .v4 = option->addr },
		.len = option->len,
	};
	size_t i;

	if (!dsmipd_prefix_unicast(&home.addr))
		return DSMIPD_MH_ACK4_INVALID;
	for (i = 0; i < sub->n_home4; i++) {
		if (!dsmipd_prefix_equal(&sub->home4[i], &home))
			continue;
		home.addr = sub->home4[i].addr;
		return ha6_home4_accept(req, &home, false, ack);
	}
	if (dsmipd_pools_owned(req->ha->pools, &home, sub->id))
		return ha6_home4_accept(req, &home, true, ack);
	return DSMIPD_MH_ACK4_INCORRECT;
}

static uint8_t ha6_home4_option(struct ha6_request *req,
				const struct dsmipd_mh_home4 *option,
				struct dsmipd_mh_ack4 *ack)
{
	if (!option->len || option->len > 32)
		return DSMIPD_MH_ACK4_INVALID;
	if (option->addr.s_addr == INADDR_ANY)
		return ha6_home4_dynamic(req, option, ack);
	return ha6_home4_own(req, option, ack);
}

/**
 * dsmipd_ha6_home4_answer() - answer each IPv4 Home Address option
 * @req: the request
 *
 * The answers go into the reply; what was accepted goes into the record, and
 * leases of pools are noted.  A failure has length 0, and the address as it
 * was sent (RFC 5555, section 3.2.1).
 */
void dsmipd_ha6_home4_answer(struct ha6_request *req)
{
	struct dsmipd_mh *reply = &req->decision->reply;
	size_t i;

	for (i = 0; i < req->mh->n_home4; i++) {
		const struct dsmipd_mh_home4 *option = &req->mh->home4[i];
		struct dsmipd_mh_ack4 *ack = &reply->ack4[i];

		*ack = (struct dsmipd_mh_ack4){ .addr = option->addr };
		ack->status = ha6_home4_option(req, option, ack);
	}
	reply->n_ack4 = req->mh->n_home4;
}

/**
 * dsmipd_ha6_home4_compare() - find what a registration has lost
 * @req: the request, its record complete
 *
 * The new content replaces the old (RFC 5555, section 4.4.2.1): a home that
 * the message does not name is registered no more.
 */
void dsmipd_ha6_home4_compare(struct ha6_request *req)
{
	struct dsmipd_ha6_decision *decision = req->decision;
	const struct dsmipd_record *record = &decision->record;
	const struct ha6_binding *old;
	unsigned int i;

	if (!dsmipd_ha6_bound(req->entry))
		return;
	old = req->entry->binding;
	for (i = 0; i < old->n_home; i++) {
		const struct dsmip_prefix *home = &old->home[i];

		if (dsmipd_prefix_in(home, record->home, record->n_home))
			continue;
		decision->removed[decision->n_removed++] = *home;
		dsmipd_lease_note_owned(req->ha->pools, home, old->subscriber,
					decision->released,
					&decision->n_released,
					DSMIPD_SUBSCRIBER_MAX_HOME4);
	}
}

/*
 * What is registered stays leased, and that until the end that it had: leases
 * end with a second, so that it may just have been taken again, without an end.
 */
static bool ha6_home4_keep(struct dsmipd_ha6 *ha,
			   const struct dsmipd_ha6_entry *entry,
			   const struct dsmip_prefix *home)
{
	const struct ha6_binding *binding;

	if (!ha6_home4_registered(entry, home))
		return false;
	binding = entry->binding;
	dsmipd_pools_extend(ha->pools, home, binding->subscriber,
			    dsmipd_lease_end(binding->expires,
					     binding->lifetime,
					     ha->config.lease));
	return true;
}

/**
 * dsmipd_ha6_home4_undo() - give back the leases of a decision
 * @ha: home agent
 * @entry: of the node; NULL: none.  What is registered there stays leased
 * @decision: the decision that does not come into force
 * @now: the time
 */
void dsmipd_ha6_home4_undo(struct dsmipd_ha6 *ha,
			   const struct dsmipd_ha6_entry *entry,
			   const struct dsmipd_ha6_decision *decision,
			   struct dsmipd_ha6_time now)
{
	size_t i;

	for (i = 0; i < decision->n_leases; i++) {
		const struct dsmip_prefix *home = &decision->leases[i].prefix;

		if (!ha6_home4_keep(ha, entry, home))
			dsmipd_pools_give_back(ha->pools, home,
					       decision->record.subscriber,
					       ha6_seconds(now));
	}
}
