// SPDX-License-Identifier: GPL-2.0
/*
 * Registration and deregistration of who has been let in (RFC 5944, section
 * 3.8.2.2; RFC 5454, sections 3.3 and 3.8).
 */

#include <stdlib.h>
#include <string.h>

#include "ha4_priv.h"

/* Infinity would be 65535. */
#define HA4_REGISTER_LONGEST	65534u

/*
 * A request that had to wait may not be the last one: of another care-of address
 * there may have been one meanwhile.
 */
static uint64_t ha4_register_id(const struct ha4_request *req)
{
	const struct dsmipd_ha4_entry *entry = req->entry;
	uint64_t id = req->mip4->id;

	if (entry && entry->waiting && entry->binding &&
	    (int64_t)(entry->binding->id - id) > 0)
		return entry->binding->id;
	return id;
}

/* What does not depend on what is asked for. */
static void ha4_register_record(struct ha4_request *req)
{
	struct dsmipd_record *record = &req->decision->record;

	record->subscriber = req->sub.id;
	record->proto = DSMIPD_PROTO_MIPV4;
	record->flags = req->mip4->flags;
	record->timestamp = ha4_register_id(req);
	record->source = req->path->src;
	record->registered = ha4_seconds(req->now);
	if (req->sub.mip4.replay == DSMIPD_MIP4_NONCES)
		record->nonce = dsmipd_ha4_check_nonce();
}

/* What can be refused without having done anything but leased an address. */
static enum ha4_reason ha4_register_check(struct ha4_request *req)
{
	const struct dsmipd_ha4 *ha = req->ha;
	enum ha4_reason reason;

	if (!dsmipd_ha4_bound(req->entry) &&
	    ha->stats.bindings + ha->n_opening >= ha->config.max_bindings)
		return HA4_LIMIT;
	reason = dsmipd_ha4_home_choose(req) ?: dsmipd_ha4_nat_encap(req);
	return reason ?: dsmipd_ha4_copy_keep(req);
}

/* What is kept of a request until it is known whether an address is free. */
static struct ha4_waiting *ha4_register_waiting(struct ha4_request *req)
{
	struct ha4_waiting *waiting;

	if (req->entry && req->entry->waiting)
		return req->entry->waiting;
	waiting = calloc(1, sizeof(*waiting));
	if (waiting && !req->entry)
		req->entry = dsmipd_ha4_insert(req->ha, req->sub.id);
	if (!req->entry) {
		free(waiting);
		return NULL;
	}
	req->entry->waiting = waiting;
	return waiting;
}

/* Let it wait for duplicate address detection (draft -01, section 4.3). */
static enum ha4_reason ha4_register_wait(struct ha4_request *req)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	struct ha4_waiting *waiting = ha4_register_waiting(req);

	if (!waiting)
		return HA4_NO_MEMORY;
	if (req->mip4 != &waiting->mip4) {
		waiting->mip4 = *req->mip4;
		waiting->path = *req->path;
		waiting->vouched = req->vouched;
	}
	waiting->addr = decision->dad;
	dsmipd_timers_clear(&req->ha->timers, &req->entry->timer);
	dsmipd_ha4_home_undo(req->ha, req->entry, decision, req->now);
	decision->n_leases = 0;
	decision->n_removed = 0;
	decision->verdict = DSMIPD_HA4_DAD;
	decision->entry = req->entry;
	decision->dad_ifindex = req->dad_link->ifindex;
	return HA4_OK;
}

static uint32_t ha4_register_min(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/*
 * Not longer than asked for, than the lease of a dynamic address, than the
 * operator wants, than a NAT is trusted (RFC 3519, section 5.2).
 */
static void ha4_register_lifetime(struct ha4_request *req)
{
	const struct dsmipd_ha4_config *config = &req->ha->config;
	struct dsmipd_ha4_decision *decision = req->decision;
	uint32_t lifetime = req->mip4->lifetime;

	lifetime = ha4_register_min(lifetime, HA4_REGISTER_LONGEST);
	lifetime = ha4_register_min(lifetime, config->max_lifetime ?: 1);
	if (decision->record.nat && config->nat_lifetime)
		lifetime = ha4_register_min(lifetime, config->nat_lifetime);
	if (decision->n_leases && config->lease)
		lifetime = ha4_register_min(lifetime, config->lease);
	decision->record.lifetime = lifetime;
	decision->lease_expires = ha4_seconds(req->now) +
				  (config->lease ?: lifetime);
}

/* What has become of the registration that was there. */
static void ha4_register_history(struct ha4_request *req)
{
	struct dsmipd_record *record = &req->decision->record;
	const struct ha4_binding *binding;
	struct dsmipd_copy old;
	int i;

	req->decision->kind = DSMIPD_HA4_INITIAL;
	if (!dsmipd_ha4_bound(req->entry))
		return;
	binding = req->entry->binding;
	req->decision->kind = DSMIPD_HA4_REFRESH;
	record->registered = binding->registered;
	record->handovers = binding->handovers;
	i = dsmipd_ha4_copy_find(binding, req->mip4->coa);
	if (i < 0 && record->n_copy) {
		req->decision->kind = DSMIPD_HA4_SIMULTANEOUS;
		return;
	}
	dsmipd_ha4_copy_get(binding, i < 0 ? 0 : i, &old);
	if (record->coa.v4.s_addr != old.coa.s_addr ||
	    record->port != old.port || record->encap != old.encap) {
		req->decision->kind = DSMIPD_HA4_HANDOVER;
		record->handovers++;
	}
}

/* The care-of addresses of before had agents that may want to know. */
static void ha4_register_leave(struct ha4_request *req)
{
	const struct ha4_binding *binding;
	struct dsmipd_copy old;
	int i;

	if (!dsmipd_ha4_bound(req->entry))
		return;
	binding = req->entry->binding;
	for (i = 0; i <= binding->n_copy; i++) {
		if (req->kept & 1 << i)
			continue;
		dsmipd_ha4_copy_get(binding, i, &old);
		if (!(old.flags & DSMIPD_MIP4_RRQ_COLOCATED) &&
		    old.claimed.s_addr != req->mip4->coa.s_addr)
			dsmipd_ha4_revoke_open(req->ha, req->entry, i);
	}
}

static enum ha4_reason ha4_register_open(struct ha4_request *req)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	struct dsmipd_ha4_entry *entry = req->entry;
	enum ha4_reason reason;

	if (!entry)
		entry = dsmipd_ha4_insert(req->ha, req->sub.id);
	if (!entry)
		return HA4_NO_MEMORY;
	ha4_register_leave(req);
	reason = dsmipd_ha4_binding_open(req->ha, entry, req->now, decision);
	/* A lease lasts as long as what is registered. */
	if (decision->record.expires > decision->lease_expires)
		decision->lease_expires = decision->record.expires;
	if (!reason)
		return HA4_OK;
	dsmipd_ha4_revoke_free(&entry->to_revoke);
	if (!req->entry)
		dsmipd_ha4_forget(req->ha, entry);
	return reason;
}

/* The same answer again, with what is left of the lifetime. */
static enum ha4_reason ha4_register_again(struct ha4_request *req)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	struct dsmipd_copy copy;
	uint64_t left = 0;

	dsmipd_ha4_copy_get(req->entry->binding, req->end, &copy);
	if (copy.until > req->now.mono)
		left = (copy.until - req->now.mono) / 1000;
	dsmipd_ha4_home_undo(req->ha, req->entry, decision, req->now);
	decision->n_leases = 0;
	decision->n_removed = 0;
	decision->n_released = 0;
	decision->verdict = DSMIPD_HA4_REPLY;
	decision->kind = DSMIPD_HA4_REFRESH;
	dsmipd_ha4_reply_accept(req, ha4_register_min(left, copy.lifetime));
	return HA4_OK;
}

/**
 * dsmipd_ha4_register() - register a node, or its new care-of address
 * @req: the request, checked
 *
 * Return: %HA4_OK, and the decision says what is to be done; or why it is
 * refused.
 */
enum ha4_reason dsmipd_ha4_register(struct ha4_request *req)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	enum ha4_reason reason;
	uint32_t lifetime;

	ha4_register_record(req);
	reason = ha4_register_check(req);
	if (reason)
		goto err_undo;
	dsmipd_ha4_prefix_answer(req);
	dsmipd_ha4_revoke_agree(req);
	if (req->repeated)
		return ha4_register_again(req);
	if (req->dad)
		return ha4_register_wait(req);
	ha4_register_lifetime(req);
	ha4_register_history(req);
	dsmipd_ha4_home_compare(req);
	lifetime = decision->record.lifetime;
	reason = ha4_register_open(req);
	if (reason)
		goto err_undo;
	dsmipd_ha4_reply_accept(req, lifetime);
	return HA4_OK;

err_undo:
	dsmipd_ha4_home_undo(req->ha, req->entry, decision, req->now);
	return reason;
}

/* Nothing is registered by this care-of address: it is not any more. */
static enum ha4_reason ha4_deregister_nothing(struct ha4_request *req)
{
	struct dsmipd_ha4_entry *entry = req->entry;

	if (entry && entry->binding && !dsmipd_ha4_bound(entry)) {
		entry->binding->id = req->mip4->id;
		entry->binding->nonce = dsmipd_ha4_check_nonce();
	}
	req->decision->verdict = DSMIPD_HA4_REPLY;
	req->decision->kind = DSMIPD_HA4_DEREGISTRATION;
	req->decision->hoa = req->mip4->hoa;
	dsmipd_ha4_reply_accept(req, 0);
	return HA4_OK;
}

/**
 * dsmipd_ha4_deregister() - end the registration of a node
 * @req: the request, checked
 *
 * With the home address as care-of address it ends all, with another one what
 * is registered by that; simultaneous bindings by others stay.  If its reply was
 * lost, the node asks again, and is told so again.  Flags and prefixes do not
 * matter.
 *
 * Return: %HA4_OK, and the decision says what is to be done; or why it is
 * refused.
 */
enum ha4_reason dsmipd_ha4_deregister(struct ha4_request *req)
{
	const struct dsmipd_mip4 *mip4 = req->mip4;
	struct dsmipd_ha4_entry *entry = req->entry;
	enum ha4_reason reason;
	struct in_addr hoa;
	int i;

	if (!dsmipd_ha4_bound(entry))
		return ha4_deregister_nothing(req);
	hoa = entry->binding->home[0].addr.v4;
	if (mip4->hoa.s_addr && mip4->hoa.s_addr != hoa.s_addr)
		return ha4_deregister_nothing(req);
	i = dsmipd_ha4_copy_find(entry->binding, mip4->coa);
	if (mip4->coa.s_addr == hoa.s_addr) {
		ha4_register_leave(req);
		reason = dsmipd_ha4_binding_end(req->ha, entry, mip4, true,
						req->now, req->decision);
	} else if (i >= 0) {
		reason = dsmipd_ha4_binding_leave(req->ha, entry, i, mip4,
						  req->now, req->decision);
	} else {
		return ha4_deregister_nothing(req);
	}
	if (reason) {
		dsmipd_ha4_revoke_free(&entry->to_revoke);
		return reason;
	}
	dsmipd_ha4_reply_accept(req, 0);
	return HA4_OK;
}
