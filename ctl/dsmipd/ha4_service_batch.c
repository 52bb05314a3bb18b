// SPDX-License-Identifier: GPL-2.0
/* The decisions of Mobile IPv4, for ha_service_batch.c. */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "ha4_service.h"
#include "log.h"

static struct ha4_service *ha4_of(struct ha_service *svc)
{
	return (struct ha4_service *)svc;
}

/* The care-of end point that a decision is about. */
static void ha4_batch_end(const struct dsmipd_ha4_decision *decision,
			  struct dsmipd_copy *end)
{
	const struct dsmipd_record *record = &decision->record;

	*end = decision->end;
	if (end->coa.s_addr)
		return;
	end->coa = record->coa.v4;
	end->port = record->port;
	end->encap = record->encap;
	end->nat = record->nat;
	end->lifetime = record->lifetime;
}

static void ha4_batch_log(struct ha4_service *svc,
			  const struct dsmipd_ha4_decision *decision)
{
	static const char *const kinds[] = {
		[DSMIPD_HA4_INITIAL] = "registered",
		[DSMIPD_HA4_REFRESH] = "refreshed",
		[DSMIPD_HA4_HANDOVER] = "moved",
		[DSMIPD_HA4_DEREGISTRATION] = "deregistered",
		[DSMIPD_HA4_REVOCATION] = "revoked by the foreign agent",
		[DSMIPD_HA4_SIMULTANEOUS] = "registered beside others",
	};
	struct dsmip_addr addr = { .family = AF_INET };
	struct dsmipd_copy end;
	char home[INET_ADDRSTRLEN], coa[DSMIP_ENDPOINT_STRLEN];
	enum dsmipd_log_level level = DSMIPD_LOG_INFO;

	/* With a million nodes a line for each refresh is no help. */
	if (!decision->reason && decision->kind == DSMIPD_HA4_REFRESH)
		level = DSMIPD_LOG_DEBUG;
	if (level > dsmipd_log_get_level())
		return;
	inet_ntop(AF_INET, &decision->hoa, home, sizeof(home));
	if (decision->reason) {
		dsmipd_info("%s: %s: refused (%u): %s", svc->home.base.name,
			    home, decision->reply.code, decision->reason);
		return;
	}
	ha4_batch_end(decision, &end);
	addr.v4 = end.coa;
	dsmipd_log(level, "%s: %s: %s, care-of %s, %s%s, lifetime %us",
		   svc->home.base.name, home, kinds[decision->kind],
		   dsmip_endpoint_format(&addr, end.port, coa, sizeof(coa)),
		   dsmip_name_encap(end.encap), end.nat ? ", NAT" : "",
		   end.lifetime);
}

/**
 * ha4_batch_next() - where the next decision goes
 * @svc: the service
 *
 * Return: an unused decision.
 */
struct dsmipd_ha4_decision *ha4_batch_next(struct ha4_service *svc)
{
	if (svc->home.n_changes == DSMIPD_DATAGRAM_BATCH)
		ha_batch_commit(&svc->home);
	return &svc->batch[svc->home.n_changes];
}

/**
 * ha4_batch_decided() - take in the decision that ha4_batch_next() gave room to
 * @svc: the service
 *
 * What changes nothing is done at once, the rest by ha_batch_commit().
 */
void ha4_batch_decided(struct ha4_service *svc)
{
	struct dsmipd_ha4_decision *decision =
		&svc->batch[svc->home.n_changes];
	const struct ha_change change = {
		.record = &decision->record,
		.leases = decision->leases,
		.n_leases = decision->n_leases,
		.lease_expires = decision->lease_expires,
		.released = decision->released,
		.n_released = decision->n_released,
	};
	char src[INET_ADDRSTRLEN];

	switch (decision->verdict) {
	case DSMIPD_HA4_BIND:
	case DSMIPD_HA4_UNBIND:
		ha_batch_add(&svc->home, &change);
		break;
	case DSMIPD_HA4_REPLY:
		if (decision->reason)
			ha4_batch_log(svc, decision);
		ha4_io_reply(svc, decision);
		break;
	case DSMIPD_HA4_DAD:
		ha_batch_dad(&svc->home, decision->entry,
			     decision->dad_ifindex, &decision->dad, 1);
		break;
	case DSMIPD_HA4_DROP:
		inet_ntop(AF_INET, &decision->path.src, src, sizeof(src));
		dsmipd_debug("%s: message from %s dropped: %s",
			     svc->home.base.name, src,
			     decision->reason ?: "no reason");
		break;
	case DSMIPD_HA4_BUSY:
		break;
	}
}

static const struct dsmipd_record *
ha4_batch_find(struct ha_service *svc, const struct dsmipd_record *of)
{
	return dsmipd_ha4_find(ha4_of(svc)->ha, of->subscriber);
}

static const struct dsmipd_record *
ha4_batch_find_home(struct ha_service *svc, const struct dsmip_addr *home)
{
	if (home->family != AF_INET)
		return NULL;
	return dsmipd_ha4_find_home(ha4_of(svc)->ha, home->v4);
}

static int ha4_batch_each(struct ha_service *svc, dsmipd_ha4_cb cb, void *arg)
{
	return dsmipd_ha4_each(ha4_of(svc)->ha, cb, arg);
}

static int ha4_batch_restore(struct ha_service *svc,
			     const struct dsmipd_record *record)
{
	return dsmipd_ha4_restore(ha4_of(svc)->ha, record,
				  dsmipd_agent_time(svc->base.agent));
}

static void ha4_batch_finish(struct ha_service *svc, size_t index, int err)
{
	struct dsmipd_ha4_decision *decision = &ha4_of(svc)->batch[index];
	struct dsmipd_ha6_time now = dsmipd_agent_time(svc->base.agent);
	bool full = err == ENOSPC || err == ENOMEM || err == EDQUOT;

	if (err)
		dsmipd_ha4_abort(ha4_of(svc)->ha, decision,
				 full ? DSMIPD_MIP4_NO_RESOURCES :
					DSMIPD_MIP4_UNSPECIFIED, now);
	else
		dsmipd_ha4_commit(ha4_of(svc)->ha, decision, now);
	ha4_broadcast_update(ha4_of(svc));
	ha4_batch_log(ha4_of(svc), decision);
	if (decision->has_reply)
		ha4_io_reply(ha4_of(svc), decision);
}

static void ha4_batch_forget(struct ha_service *svc,
			     const struct dsmipd_record *record)
{
	struct dsmipd_ha6_time now = dsmipd_agent_time(svc->base.agent);

	if (dsmipd_ha4_supersede(ha4_of(svc)->ha, record->subscriber, now) ==
	    -EBUSY) {
		ha_batch_commit(svc);
		dsmipd_ha4_supersede(ha4_of(svc)->ha, record->subscriber, now);
	}
	ha4_broadcast_update(ha4_of(svc));
}

static void ha4_batch_dad_done(struct ha_service *svc, void *entry,
			       bool duplicate)
{
	dsmipd_ha4_dad_done(ha4_of(svc)->ha, entry, duplicate,
			    dsmipd_agent_time(svc->base.agent),
			    ha4_batch_next(ha4_of(svc)));
	ha4_batch_decided(ha4_of(svc));
}

static bool ha4_batch_tick(struct ha_service *svc)
{
	struct dsmipd_ha4_decision *decision = ha4_batch_next(ha4_of(svc));

	switch (dsmipd_ha4_tick(ha4_of(svc)->ha,
				dsmipd_agent_time(svc->base.agent),
				decision)) {
	case DSMIPD_HA4_TIMER_NONE:
		return false;
	case DSMIPD_HA4_TIMER_REVOKE:
		ha4_io_reply(ha4_of(svc), decision);
		break;
	case DSMIPD_HA4_TIMER_FORGOTTEN:
		ha_batch_forget(svc, decision->record.subscriber);
		break;
	case DSMIPD_HA4_TIMER_EXPIRED:
		ha4_batch_decided(ha4_of(svc));
		break;
	}
	return true;
}

static uint64_t ha4_batch_due(struct ha_service *svc)
{
	return dsmipd_ha4_next(ha4_of(svc)->ha);
}

/* Broadcasts go to all care-of end points, if one of them wants them. */
static bool ha4_batch_broadcast(struct ha_service *svc,
				const struct dsmipd_record *record)
{
	uint16_t flags = record->flags;
	size_t i;

	for (i = 0; i < record->n_copy; i++)
		flags |= record->copy[i].flags;
	return flags & DSMIPD_MIP4_RRQ_BROADCAST &&
	       ha4_of(svc)->config.ha4.broadcast;
}

/*
 * IPv6 by way of the home address, or, to a care-of address, what asks for
 * groups only (RFC 5454, sections 3.3.2 and 3.3.3).  A foreign agent can hand
 * broadcasts over but in a packet to the home address (RFC 5944, section 4.3).
 */
static void ha4_batch_path(const struct dsmipd_record *record, uint16_t flags,
			   bool home_tunnel, bool broadcast,
			   struct dsmip_binding *binding)
{
	binding->local = record->local;
	if (record->n_home == 1 &&
	    (!broadcast || flags & DSMIPD_MIP4_RRQ_COLOCATED))
		return;
	/* Of nodes at one foreign agent that tunnel tells who joins a group. */
	binding->home_tunnel = record->home[0].addr;
	if (record->n_home > 1 && !home_tunnel)
		binding->flags = DSMIP_BINDING_FLAG_HOME_TUNNEL_MLD;
}

static void ha4_batch_binding(struct ha_service *svc,
			      const struct dsmipd_record *record,
			      struct dsmip_binding *binding)
{
	bool broadcast = ha4_batch_broadcast(svc, record);

	ha4_batch_path(record, record->flags, record->home_tunnel, broadcast,
		       binding);
	if (record->n_home > 1)
		binding->flags |= DSMIP_BINDING_FLAG_MULTICAST;
	if (broadcast)
		binding->flags |= DSMIP_BINDING_FLAG_BROADCAST;
}

static void ha4_batch_copy(struct ha_service *svc,
			   const struct dsmipd_record *record,
			   const struct dsmipd_copy *copy,
			   struct dsmip_binding *binding)
{
	ha4_batch_path(record, copy->flags, copy->home_tunnel,
		       ha4_batch_broadcast(svc, record), binding);
}

const struct ha_proto ha4_proto = {
	.proto = DSMIPD_PROTO_MIPV4,
	.find = ha4_batch_find,
	.find_home = ha4_batch_find_home,
	.each = ha4_batch_each,
	.restore = ha4_batch_restore,
	.finish = ha4_batch_finish,
	.forget = ha4_batch_forget,
	.dad_done = ha4_batch_dad_done,
	.tick = ha4_batch_tick,
	.next = ha4_batch_due,
	.binding = ha4_batch_binding,
	.copy = ha4_batch_copy,
};
