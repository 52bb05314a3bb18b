// SPDX-License-Identifier: GPL-2.0
/*
 * Registration and deregistration of who has been let in (RFC 6275, sections
 * 10.3.1 and 10.3.2; RFC 3963, section 6.2; RFC 5555, section 4.5).
 */

#include <stdlib.h>
#include <string.h>

#include "ha6_priv.h"
#include "prefix.h"

/* What does not depend on what is asked for. */
static void ha6_register_record(struct ha6_request *req)
{
	struct dsmipd_record *record = &req->decision->record;
	const struct dsmipd_mh *mh = req->mh;

	record->subscriber = req->sub.id;
	record->proto = DSMIPD_PROTO_MIPV6;
	record->n_home = 1;
	record->home[0].addr.family = AF_INET6;
	record->home[0].addr.v6 = req->path->src;
	record->home[0].len = 128;
	record->flags = mh->flags;
	record->router = mh->flags & DSMIPD_MH_BU_ROUTER;
	record->linklocal = mh->flags & DSMIPD_MH_BU_LINKLOCAL;
	record->sequence = mh->sequence;
	if (mh->has_timestamp)
		record->timestamp = mh->timestamp;
	record->registered = ha6_seconds(req->now);
}

/* What can be refused without having done anything. */
static enum ha6_reason ha6_register_check(struct ha6_request *req)
{
	const struct dsmipd_record *record = &req->decision->record;
	const struct dsmipd_ha6 *ha = req->ha;
	enum ha6_reason reason;

	req->link = dsmipd_ha6_prefix_link(&ha->config, &req->path->src);
	if (!req->link || req->link->valid < DSMIPD_MH_LIFETIME_UNIT)
		return HA6_NOT_HOME;
	reason = dsmipd_ha6_nat_coa(req);
	if (reason)
		return reason;
	if (!dsmipd_ha6_bound(req->entry)) {
		if (ha->stats.bindings + ha->n_opening >=
		    ha->config.max_bindings)
			return HA6_LIMIT;
	} else if (req->entry->binding->router != record->router) {
		return HA6_TYPE_CHANGE;
	}
	return dsmipd_ha6_prefix_register(req);
}

/*
 * Let a first registration on a home link wait for duplicate address detection
 * (RFC 6275, section 10.3.1), of the link-local address too if the node says
 * that it has the same interface identifier.
 */
static enum ha6_reason ha6_register_wait(struct ha6_request *req)
{
	struct dsmipd_ha6_decision *decision = req->decision;
	struct dsmipd_ha6_entry *entry = req->entry;
	struct ha6_waiting *waiting;

	waiting = calloc(1, sizeof(*waiting));
	if (waiting && !entry)
		entry = dsmipd_ha6_insert(req->ha, &req->path->src);
	if (!entry) {
		free(waiting);
		return HA6_NO_MEMORY;
	}
	waiting->mh = *req->mh;
	waiting->path = *req->path;
	dsmipd_timers_clear(&req->ha->timers, &entry->timer);
	entry->waiting = waiting;
	decision->verdict = DSMIPD_HA6_DAD;
	decision->entry = entry;
	decision->dad_ifindex = req->link->ifindex;
	decision->dad[decision->n_dad++] = entry->hoa;
	if (decision->record.linklocal) {
		struct in6_addr *local = &decision->dad[decision->n_dad++];

		*local = entry->hoa;
		memset(local->s6_addr, 0, 8);
		local->s6_addr[0] = 0xfe;
		local->s6_addr[1] = 0x80;
	}
	return HA6_OK;
}

/* Packets to a home would be sent to itself, round and round. */
static bool ha6_register_loops(const struct dsmipd_record *record)
{
	unsigned int i;

	for (i = 0; i < record->n_home; i++)
		if (dsmipd_prefix_contains(&record->home[i], &record->coa))
			return true;
	return false;
}

static uint32_t ha6_register_min(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/*
 * Not longer than asked for, than the home prefix is valid, than the lease of
 * a dynamic IPv4 address (RFC 5555, section 2.5), than the operator wants.
 */
static void ha6_register_lifetime(struct ha6_request *req)
{
	const struct dsmipd_ha6_config *config = &req->ha->config;
	struct dsmipd_ha6_decision *decision = req->decision;
	uint32_t lifetime = DSMIPD_MH_LIFETIME_UNIT * req->mh->lifetime;

	lifetime = ha6_register_min(lifetime, config->max_lifetime);
	lifetime = ha6_register_min(lifetime, req->link->valid);
	if (decision->n_leases && config->lease)
		lifetime = ha6_register_min(lifetime, config->lease);
	lifetime -= lifetime % DSMIPD_MH_LIFETIME_UNIT;
	if (!lifetime)
		lifetime = DSMIPD_MH_LIFETIME_UNIT;
	decision->record.lifetime = lifetime;
	decision->lease_expires = ha6_seconds(req->now) +
				  (config->lease ?: lifetime);
}

/* What has become of the registration that was there. */
static void ha6_register_history(struct ha6_request *req)
{
	struct dsmipd_record *record = &req->decision->record;
	const struct ha6_binding *old;

	req->decision->kind = DSMIPD_HA6_INITIAL;
	if (!dsmipd_ha6_bound(req->entry))
		return;
	old = req->entry->binding;
	req->decision->kind = DSMIPD_HA6_REFRESH;
	record->registered = old->registered;
	record->handovers = old->handovers;
	if (!dsmip_addr_equal(&record->coa, &old->coa) ||
	    record->port != old->port || record->encap != old->encap) {
		req->decision->kind = DSMIPD_HA6_HANDOVER;
		record->handovers++;
	}
}

static enum ha6_reason ha6_register_open(struct ha6_request *req)
{
	struct dsmipd_ha6_entry *entry = req->entry;
	enum ha6_reason reason = HA6_NO_MEMORY;

	if (!entry)
		entry = dsmipd_ha6_insert(req->ha, &req->path->src);
	if (!entry)
		return HA6_NO_MEMORY;
	reason = dsmipd_ha6_binding_open(req->ha, entry, req->now,
					 req->decision);
	if (reason && !req->entry)
		dsmipd_ha6_forget(req->ha, entry);
	return reason;
}

/**
 * dsmipd_ha6_register() - register a node, or its new care-of address
 * @req: the request, checked
 *
 * Return: %HA6_OK, and the decision says what is to be done; or why it is
 * refused.
 */
enum ha6_reason dsmipd_ha6_register(struct ha6_request *req)
{
	struct dsmipd_ha6_decision *decision = req->decision;
	enum ha6_reason reason;
	uint8_t status;

	ha6_register_record(req);
	reason = ha6_register_check(req);
	if (reason)
		return reason;
	if (req->link->dad && req->link->ifindex && !req->checked &&
	    !dsmipd_ha6_bound(req->entry))
		return ha6_register_wait(req);
	dsmipd_ha6_home4_answer(req);
	ha6_register_lifetime(req);
	ha6_register_history(req);
	dsmipd_ha6_home4_compare(req);
	reason = ha6_register_loops(&decision->record) ? HA6_LOOP :
		 ha6_register_open(req);
	if (reason) {
		dsmipd_ha6_home4_undo(req->ha, req->entry, decision, req->now);
		return reason;
	}
	status = req->link->preferred < decision->record.lifetime ?
		 DSMIPD_MH_ACCEPTED_PREFIX : DSMIPD_MH_ACCEPTED;
	dsmipd_ha6_reply_accept(req, status);
	return HA6_OK;
}

/**
 * dsmipd_ha6_deregister() - end all registrations of a node
 * @req: the request, checked
 *
 * Flags and prefixes do not matter (RFC 3963, section 6.7).  If its
 * acknowledgement was lost, the node asks again, and is told so again.
 *
 * Return: %HA6_OK, and the decision says what is to be done; or why it is
 * refused.
 */
enum ha6_reason dsmipd_ha6_deregister(struct ha6_request *req)
{
	enum ha6_reason reason;

	if (!req->entry || !req->entry->binding)
		return HA6_NO_BINDING;
	reason = dsmipd_ha6_binding_end(req->ha, req->entry, req->mh, true,
					req->now, req->decision);
	if (reason)
		return reason;
	dsmipd_ha6_home4_answer(req);
	dsmipd_ha6_reply_accept(req, DSMIPD_MH_ACCEPTED);
	return HA6_OK;
}
