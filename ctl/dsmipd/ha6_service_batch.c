// SPDX-License-Identifier: GPL-2.0
/* The decisions of Mobile IPv6, for ha_service_batch.c. */

#include <arpa/inet.h>
#include <errno.h>

#include "ha6_service.h"
#include "log.h"

static struct ha6_service *ha6_of(struct ha_service *svc)
{
	return (struct ha6_service *)svc;
}

static void ha6_batch_log(struct ha6_service *svc,
			  const struct dsmipd_ha6_decision *decision)
{
	static const char *const kinds[] = {
		"registered", "refreshed", "moved", "deregistered",
	};
	const struct dsmipd_record *record = &decision->record;
	char home[INET6_ADDRSTRLEN], coa[DSMIP_ENDPOINT_STRLEN];
	enum dsmipd_log_level level = DSMIPD_LOG_INFO;

	/* With a million nodes a line for each refresh is no help. */
	if (!decision->reason && decision->kind == DSMIPD_HA6_REFRESH)
		level = DSMIPD_LOG_DEBUG;
	/* Nor is the text of addresses that nobody reads. */
	if (level > dsmipd_log_get_level())
		return;
	inet_ntop(AF_INET6, &decision->path.src, home, sizeof(home));
	if (decision->reason) {
		dsmipd_info("%s: %s: refused (%u): %s", svc->home.base.name, home,
			    decision->reply.status, decision->reason);
		return;
	}
	dsmipd_log(level, "%s: %s: %s, care-of %s, %s%s, lifetime %us, sequence %u",
		   svc->home.base.name, home, kinds[decision->kind],
		   dsmip_endpoint_format(&record->coa, record->port, coa,
					 sizeof(coa)),
		   dsmip_name_encap(record->encap), record->nat ? ", NAT" : "",
		   record->lifetime, record->sequence);
}

/**
 * ha6_batch_next() - where the next decision goes
 * @svc: the service
 *
 * Return: an unused decision.
 */
struct dsmipd_ha6_decision *ha6_batch_next(struct ha6_service *svc)
{
	if (svc->home.n_changes == DSMIPD_DATAGRAM_BATCH)
		ha_batch_commit(&svc->home);
	return &svc->batch[svc->home.n_changes];
}

/**
 * ha6_batch_decided() - take in the decision that ha6_batch_next() gave room to
 * @svc: the service
 *
 * What changes nothing is done at once, the rest by ha_batch_commit().
 */
void ha6_batch_decided(struct ha6_service *svc)
{
	struct dsmipd_ha6_decision *decision =
		&svc->batch[svc->home.n_changes];
	const struct ha_change change = {
		.record = &decision->record,
		.leases = decision->leases,
		.n_leases = decision->n_leases,
		.lease_expires = decision->lease_expires,
		.released = decision->released,
		.n_released = decision->n_released,
		.first = decision->verdict == DSMIPD_HA6_BIND &&
			 decision->kind == DSMIPD_HA6_INITIAL,
	};
	char home[INET6_ADDRSTRLEN];

	switch (decision->verdict) {
	case DSMIPD_HA6_BIND:
	case DSMIPD_HA6_UNBIND:
		ha_batch_add(&svc->home, &change);
		break;
	case DSMIPD_HA6_REPLY:
		if (decision->reason)
			ha6_batch_log(svc, decision);
		ha6_io_reply(svc, decision);
		break;
	case DSMIPD_HA6_DAD:
		ha_batch_dad(&svc->home, decision->entry,
			     decision->dad_ifindex, decision->dad,
			     decision->n_dad);
		break;
	case DSMIPD_HA6_DROP:
		inet_ntop(AF_INET6, &decision->path.src, home, sizeof(home));
		dsmipd_debug("%s: %s: dropped: %s", svc->home.base.name, home,
			     decision->reason ?: "no reason");
		break;
	case DSMIPD_HA6_BUSY:
		break;
	}
}

static const struct dsmipd_record *
ha6_batch_find(struct ha_service *svc, const struct dsmipd_record *of)
{
	return dsmipd_ha6_find(ha6_of(svc)->ha, &of->home[0].addr.v6);
}

static const struct dsmipd_record *
ha6_batch_find_home(struct ha_service *svc, const struct dsmip_addr *home)
{
	if (home->family != AF_INET6)
		return NULL;
	return dsmipd_ha6_find(ha6_of(svc)->ha, &home->v6);
}

static int ha6_batch_each(struct ha_service *svc, dsmipd_ha6_cb cb, void *arg)
{
	return dsmipd_ha6_each(ha6_of(svc)->ha, cb, arg);
}

static int ha6_batch_restore(struct ha_service *svc,
			     const struct dsmipd_record *record)
{
	return dsmipd_ha6_restore(ha6_of(svc)->ha, record,
				  dsmipd_agent_time(svc->base.agent));
}

static void ha6_batch_finish(struct ha_service *svc, size_t index, int err)
{
	struct dsmipd_ha6_decision *decision = &ha6_of(svc)->batch[index];
	struct dsmipd_ha6_time now = dsmipd_agent_time(svc->base.agent);
	bool full = err == ENOSPC || err == ENOMEM || err == EDQUOT;

	if (err)
		dsmipd_ha6_abort(ha6_of(svc)->ha, decision,
				 full ? DSMIPD_MH_NO_RESOURCES :
					DSMIPD_MH_UNSPECIFIED, now);
	else
		dsmipd_ha6_commit(ha6_of(svc)->ha, decision, now);
	ha6_batch_log(ha6_of(svc), decision);
	if (decision->has_reply)
		ha6_io_reply(ha6_of(svc), decision);
}

static void ha6_batch_left(struct ha_service *svc,
			   const struct dsmipd_ha6_decision *decision,
			   struct dsmipd_ha6_time now)
{
	const struct ha_change change = {
		.record = &decision->record,
		.released = decision->released,
		.n_released = decision->n_released,
	};

	ha_batch_released(svc, &change);
	dsmipd_ha6_commit(ha6_of(svc)->ha, decision, now);
}

/* As if it had deregistered: its sequence number is kept, in memory. */
static void ha6_batch_forget(struct ha_service *svc,
			     const struct dsmipd_record *record)
{
	struct dsmipd_ha6_decision *decision = ha6_batch_next(ha6_of(svc));
	struct dsmipd_ha6_time now = dsmipd_agent_time(svc->base.agent);

	dsmipd_ha6_remove(ha6_of(svc)->ha, &record->home[0].addr.v6, now,
			  decision);
	if (decision->verdict == DSMIPD_HA6_UNBIND)
		ha6_batch_left(svc, decision, now);
}

static void ha6_batch_dad_done(struct ha_service *svc, void *entry,
			       bool duplicate)
{
	dsmipd_ha6_dad_done(ha6_of(svc)->ha, entry, duplicate,
			    dsmipd_agent_time(svc->base.agent),
			    ha6_batch_next(ha6_of(svc)));
	ha6_batch_decided(ha6_of(svc));
}

static bool ha6_batch_tick(struct ha_service *svc)
{
	struct dsmipd_ha6_decision *decision = ha6_batch_next(ha6_of(svc));

	switch (dsmipd_ha6_tick(ha6_of(svc)->ha,
				dsmipd_agent_time(svc->base.agent),
				decision)) {
	case DSMIPD_HA6_TIMER_NONE:
		return false;
	case DSMIPD_HA6_TIMER_REFRESH:
		ha6_io_reply(ha6_of(svc), decision);
		break;
	case DSMIPD_HA6_TIMER_FORGOTTEN:
		ha_batch_forget(svc, decision->record.subscriber);
		break;
	case DSMIPD_HA6_TIMER_EXPIRED:
		ha6_batch_decided(ha6_of(svc));
		break;
	}
	return true;
}

static uint64_t ha6_batch_due(struct ha_service *svc)
{
	return dsmipd_ha6_next(ha6_of(svc)->ha);
}

const struct ha_proto ha6_proto = {
	.proto = DSMIPD_PROTO_MIPV6,
	.find = ha6_batch_find,
	.find_home = ha6_batch_find_home,
	.each = ha6_batch_each,
	.restore = ha6_batch_restore,
	.finish = ha6_batch_finish,
	.forget = ha6_batch_forget,
	.dad_done = ha6_batch_dad_done,
	.tick = ha6_batch_tick,
	.next = ha6_batch_due,
};
