// SPDX-License-Identifier: GPL-2.0
/*
 * Decisions become true here, many at a time: one transaction of the store, one
 * datagram to the module, then the answers.  An answer that says "accepted" is
 * sent when the registration would survive a power cut and the tunnel carries
 * packets, not before.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha6_service.h"
#include "log.h"

static int64_t ha6_batch_seconds(struct ha6_service *svc)
{
	return dsmipd_agent_time(svc->base.agent).real / 1000000000;
}

static void ha6_batch_log(struct ha6_service *svc,
			  const struct dsmipd_ha6_decision *decision)
{
	static const char *const kinds[] = {
		"registered", "refreshed", "moved", "deregistered",
	};
	const struct dsmipd_record *record = &decision->record;
	char home[INET6_ADDRSTRLEN], coa[DSMIP_ENDPOINT_STRLEN];

	inet_ntop(AF_INET6, &decision->path.src, home, sizeof(home));
	if (decision->reason) {
		dsmipd_info("%s: %s: refused (%u): %s", svc->base.name, home,
			    decision->reply.status, decision->reason);
		return;
	}
	/* With a million nodes a line for each refresh is no help. */
	dsmipd_log(decision->kind == DSMIPD_HA6_REFRESH ? DSMIPD_LOG_DEBUG :
							   DSMIPD_LOG_INFO,
		   "%s: %s: %s, care-of %s, %s%s, lifetime %us, sequence %u",
		   svc->base.name, home, kinds[decision->kind],
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
	if (svc->n_batch == DSMIPD_DATAGRAM_BATCH)
		ha6_batch_commit(svc);
	return &svc->batch[svc->n_batch];
}

static void ha6_batch_dad_done(bool duplicate, void *arg)
{
	struct ha6_wait **pos, *wait = arg;
	struct dsmipd_ha6_decision *decision;
	struct ha6_service *svc = wait->svc;

	decision = ha6_batch_next(svc);
	dsmipd_ha6_dad_done(svc->ha, wait->entry, duplicate,
			    dsmipd_agent_time(svc->base.agent), decision);
	for (pos = &svc->waits; *pos != wait; pos = &(*pos)->next)
		;
	*pos = wait->next;
	free(wait);
	ha6_batch_decided(svc);
	ha6_batch_commit(svc);
	ha6_batch_schedule(svc);
}

/* On a link that is down there is none to be found; else no means no. */
static void ha6_batch_dad(struct ha6_service *svc,
			  const struct dsmipd_ha6_decision *decision)
{
	struct ha6_wait *wait = calloc(1, sizeof(*wait));
	int err;

	if (!wait)
		return;
	wait->svc = svc;
	wait->entry = decision->entry;
	wait->next = svc->waits;
	svc->waits = wait;
	err = dsmipd_dad_start(svc->dad, decision->dad_ifindex, decision->dad,
			       decision->n_dad, ha6_batch_dad_done, wait);
	if (err)
		ha6_batch_dad_done(err != -ENETDOWN && err != -ENODEV, wait);
}

/**
 * ha6_batch_decided() - take in the decision that ha6_batch_next() gave room to
 * @svc: the service
 *
 * What changes nothing is done at once, the rest by ha6_batch_commit().
 */
void ha6_batch_decided(struct ha6_service *svc)
{
	struct dsmipd_ha6_decision *decision = &svc->batch[svc->n_batch];
	char home[INET6_ADDRSTRLEN];

	switch (decision->verdict) {
	case DSMIPD_HA6_BIND:
	case DSMIPD_HA6_UNBIND:
		svc->failed[svc->n_batch++] = 0;
		break;
	case DSMIPD_HA6_REPLY:
		if (decision->reason)
			ha6_batch_log(svc, decision);
		ha6_io_reply(svc, decision);
		break;
	case DSMIPD_HA6_DAD:
		ha6_batch_dad(svc, decision);
		break;
	case DSMIPD_HA6_DROP:
		inet_ntop(AF_INET6, &decision->path.src, home, sizeof(home));
		dsmipd_debug("%s: %s: dropped: %s", svc->base.name, home,
			     decision->reason ?: "no reason");
		break;
	case DSMIPD_HA6_BUSY:
		break;
	}
}

static int ha6_batch_store_leases(struct ha6_service *svc,
				  const struct dsmipd_ha6_decision *decision)
{
	struct dsmipd_lease lease = {
		.subscriber = decision->record.subscriber,
		.expires = decision->lease_expires,
	};
	size_t i;
	int err;

	for (i = 0; i < decision->n_leases; i++) {
		strcpy(lease.pool, decision->leases[i].pool);
		lease.prefix = decision->leases[i].prefix;
		err = dsmipd_store_lease_put(svc->base.agent->store, &lease);
		if (err)
			return err;
	}
	/* Kept for the node: the pool adds its hold time to the end. */
	lease.expires = ha6_batch_seconds(svc);
	for (i = 0; i < decision->n_released; i++) {
		strcpy(lease.pool, decision->released[i].pool);
		lease.prefix = decision->released[i].prefix;
		err = dsmipd_store_lease_put(svc->base.agent->store, &lease);
		if (err)
			return err;
	}
	return 0;
}

static int ha6_batch_store(struct ha6_service *svc)
{
	struct dsmipd_store *store = svc->base.agent->store;
	size_t i;
	int err;

	err = dsmipd_store_begin(store);
	if (err)
		goto err_log;
	for (i = 0; i < svc->n_batch && !err; i++) {
		err = dsmipd_store_record_put(store, &svc->batch[i].record);
		if (!err)
			err = ha6_batch_store_leases(svc, &svc->batch[i]);
	}
	if (!err)
		err = dsmipd_store_commit(store);
	if (!err)
		return 0;
	dsmipd_store_rollback(store);
err_log:
	dsmipd_err("%s: store: %s", svc->base.name, dsmipd_store_error(store));
	return err;
}

/*
 * The module has refused what is in the store already: back to what was before.
 * If that fails too, the next start finds a registration that nobody was told
 * of; it ends with its lifetime.
 */
static void ha6_batch_unstore(struct ha6_service *svc)
{
	struct dsmipd_store *store = svc->base.agent->store;
	size_t i;
	int err;

	err = dsmipd_store_begin(store);
	for (i = 0; i < svc->n_batch && !err; i++) {
		const struct dsmipd_record *old;
		int64_t subscriber;

		if (!svc->failed[i])
			continue;
		subscriber = svc->batch[i].record.subscriber;
		old = dsmipd_ha6_find(svc->ha, &svc->batch[i].path.src);
		err = old ? dsmipd_store_record_put(store, old) :
			    dsmipd_store_record_del(store, subscriber,
						    DSMIPD_PROTO_MIPV6);
	}
	if (!err)
		err = dsmipd_store_commit(store);
	if (!err)
		return;
	dsmipd_store_rollback(store);
	dsmipd_err("%s: store: %s", svc->base.name, dsmipd_store_error(store));
}

/**
 * ha6_batch_failed() - the module has refused a binding
 * @cookie: index of the decision
 * @err: why
 * @arg: the service
 */
void ha6_batch_failed(uint64_t cookie, const struct dsmip_error *err, void *arg)
{
	struct ha6_service *svc = arg;
	const struct dsmipd_ha6_decision *decision = &svc->batch[cookie];
	char home[INET6_ADDRSTRLEN];

	/* It has expired there before it did here. */
	if (decision->verdict == DSMIPD_HA6_UNBIND && err->code == ENOENT)
		return;
	svc->failed[cookie] = err->code;
	inet_ntop(AF_INET6, &decision->path.src, home, sizeof(home));
	dsmipd_warn("%s: %s: the module refuses: %s", svc->base.name, home,
		    err->text[0] ? err->text : strerror(err->code));
}

static int ha6_batch_kernel(struct ha6_service *svc)
{
	struct dsmip_binding binding;
	int64_t now = ha6_batch_seconds(svc);
	int err = 0;
	size_t i;

	for (i = 0; i < svc->n_batch && !err; i++) {
		const struct dsmipd_ha6_decision *decision = &svc->batch[i];

		ha6_kernel_binding(svc, &decision->record, now, &binding);
		if (decision->verdict == DSMIPD_HA6_BIND) {
			err = dsmip_queue_new(svc->queue, &binding,
					      DSMIP_MODE_REPLACE, i);
		} else {
			struct dsmip_binding key = {
				.ifindex = svc->ifindex,
				.home = binding.home,
				.n_home = 1,
			};

			err = dsmip_queue_del(svc->queue, &key, i);
		}
	}
	if (!err)
		err = dsmip_queue_flush(svc->queue);
	if (err)
		dsmipd_err("%s: the module does not answer: %s", svc->base.name,
			   strerror(-err));
	return err;
}

static void ha6_batch_abort(struct ha6_service *svc,
			    struct dsmipd_ha6_decision *decision, int err)
{
	bool full = err == ENOSPC || err == ENOMEM || err == EDQUOT;

	dsmipd_ha6_abort(svc->ha, decision,
			 full ? DSMIPD_MH_NO_RESOURCES : DSMIPD_MH_UNSPECIFIED,
			 dsmipd_agent_time(svc->base.agent));
	ha6_batch_log(svc, decision);
}

static void ha6_batch_finish(struct ha6_service *svc,
			     struct dsmipd_ha6_decision *decision)
{
	const struct dsmipd_record *old;

	old = dsmipd_ha6_find(svc->ha, &decision->path.src);
	ha6_kernel_homes(svc, old, decision->verdict == DSMIPD_HA6_BIND ?
				   &decision->record : NULL);
	dsmipd_ha6_commit(svc->ha, decision,
			  dsmipd_agent_time(svc->base.agent));
	ha6_batch_log(svc, decision);
}

/**
 * ha6_batch_commit() - put all decisions into force, and answer
 * @svc: the service
 */
void ha6_batch_commit(struct ha6_service *svc)
{
	bool refused = false;
	size_t i;
	int err;

	if (!svc->n_batch)
		return;
	err = ha6_batch_store(svc);
	if (!err)
		err = ha6_batch_kernel(svc);
	for (i = 0; i < svc->n_batch; i++) {
		if (err)
			svc->failed[i] = -err;
		refused |= svc->failed[i] != 0;
	}
	if (refused)
		ha6_batch_unstore(svc);
	for (i = 0; i < svc->n_batch; i++) {
		struct dsmipd_ha6_decision *decision = &svc->batch[i];

		if (svc->failed[i])
			ha6_batch_abort(svc, decision, svc->failed[i]);
		else
			ha6_batch_finish(svc, decision);
		if (decision->has_reply)
			ha6_io_reply(svc, decision);
	}
	svc->n_batch = 0;
}

/*
 * The sequence numbers of deregistered nodes.  If this fails, the next start
 * forgets them.
 */
static void ha6_batch_forget(struct ha6_service *svc,
			     const struct dsmipd_ha6_decision *decision,
			     bool *open)
{
	struct dsmipd_store *store = svc->base.agent->store;

	if (!*open)
		*open = !dsmipd_store_begin(store);
	if (*open)
		dsmipd_store_record_del(store, decision->record.subscriber,
					DSMIPD_PROTO_MIPV6);
}

static void ha6_batch_forgotten(struct ha6_service *svc, bool *open)
{
	struct dsmipd_store *store = svc->base.agent->store;

	if (*open && dsmipd_store_commit(store))
		dsmipd_store_rollback(store);
	*open = false;
}

/**
 * ha6_batch_tick() - do what has come due
 * @timer: of the service
 */
void ha6_batch_tick(uv_timer_t *timer)
{
	struct ha6_service *svc = timer->data;
	enum dsmipd_ha6_timer due;
	bool forgetting = false;

	for (;;) {
		struct dsmipd_ha6_decision *decision;

		/* The next one may begin a transaction of its own. */
		if (svc->n_batch == DSMIPD_DATAGRAM_BATCH)
			ha6_batch_forgotten(svc, &forgetting);
		decision = ha6_batch_next(svc);
		due = dsmipd_ha6_tick(svc->ha,
				      dsmipd_agent_time(svc->base.agent),
				      decision);
		if (due == DSMIPD_HA6_TIMER_NONE)
			break;
		if (due == DSMIPD_HA6_TIMER_REFRESH)
			ha6_io_reply(svc, decision);
		else if (due == DSMIPD_HA6_TIMER_FORGOTTEN)
			ha6_batch_forget(svc, decision, &forgetting);
		else
			ha6_batch_decided(svc);
	}
	ha6_batch_forgotten(svc, &forgetting);
	ha6_batch_commit(svc);
	ha6_batch_schedule(svc);
}

/**
 * ha6_batch_schedule() - wake up when the next thing is due
 * @svc: the service
 */
void ha6_batch_schedule(struct ha6_service *svc)
{
	uint64_t now = dsmipd_agent_time(svc->base.agent).mono;
	uint64_t next = dsmipd_ha6_next(svc->ha);

	if (next == UINT64_MAX)
		uv_timer_stop(&svc->timer);
	else
		uv_timer_start(&svc->timer, ha6_batch_tick,
			       next > now ? next - now : 0, 0);
}
