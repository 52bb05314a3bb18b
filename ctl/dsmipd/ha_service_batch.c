// SPDX-License-Identifier: GPL-2.0
/*
 * Decisions become true here, many at a time: one transaction of the store, one
 * datagram to the module, then the answers.  An answer that says "accepted" is
 * sent when the registration would survive a power cut and the tunnel carries
 * packets, not before.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha_service.h"
#include "log.h"

/**
 * ha_batch_add() - a decision is to come into force with ha_batch_commit()
 * @svc: the service; there is room
 * @change: the decision; what it points to stays until then
 */
void ha_batch_add(struct ha_service *svc, const struct ha_change *change)
{
	svc->changes[svc->n_changes] = *change;
	svc->changes[svc->n_changes++].failed = 0;
}

static void ha_batch_dad_done(bool duplicate, void *arg)
{
	struct ha_wait **pos, *wait = arg;
	struct ha_service *svc = wait->svc;
	void *entry = wait->entry;

	for (pos = &svc->waits; *pos != wait; pos = &(*pos)->next)
		;
	*pos = wait->next;
	free(wait);
	svc->proto->dad_done(svc, entry, duplicate);
	ha_batch_commit(svc);
	ha_batch_schedule(svc);
}

/**
 * ha_batch_dad() - look for duplicates of home addresses
 * @svc: the service
 * @entry: of the node, handed to the protocol's dad_done()
 * @ifindex: home link; if it is down there is none to be found, else no means
 *	no
 * @addrs: the addresses
 * @n: how many
 */
void ha_batch_dad(struct ha_service *svc, void *entry, unsigned int ifindex,
		  const struct in6_addr *addrs, size_t n)
{
	struct ha_wait *wait = calloc(1, sizeof(*wait));
	int err;

	if (!wait)
		return;
	wait->svc = svc;
	wait->entry = entry;
	wait->next = svc->waits;
	svc->waits = wait;
	err = dsmipd_dad_start(svc->dad, ifindex, addrs, n, ha_batch_dad_done,
			       wait);
	if (err)
		ha_batch_dad_done(err != -ENETDOWN && err != -ENODEV, wait);
}

static int ha_batch_store_leases(struct ha_service *svc,
				 const struct ha_change *change)
{
	struct dsmipd_lease lease = {
		.subscriber = change->record->subscriber,
		.expires = change->lease_expires,
	};
	size_t i;
	int err;

	for (i = 0; i < change->n_leases; i++) {
		/* The record says how long that of a registration lasts. */
		if (change->leases[i].kept)
			continue;
		strcpy(lease.pool, change->leases[i].pool);
		lease.prefix = change->leases[i].prefix;
		err = dsmipd_store_lease_put(svc->base.agent->store, &lease,
					     change->first);
		if (err)
			return err;
	}
	/* Kept for the node: the pool adds its hold time to the end. */
	lease.expires = ha_service_seconds(svc);
	for (i = 0; i < change->n_released; i++) {
		strcpy(lease.pool, change->released[i].pool);
		lease.prefix = change->released[i].prefix;
		err = dsmipd_store_lease_put(svc->base.agent->store, &lease,
					     false);
		if (err)
			return err;
	}
	return 0;
}

static int ha_batch_store(struct ha_service *svc)
{
	struct dsmipd_store *store = svc->base.agent->store;
	size_t i;
	int err;

	err = dsmipd_store_begin(store);
	if (err)
		goto err_log;
	for (i = 0; i < svc->n_changes && !err; i++) {
		err = dsmipd_store_record_put(store, svc->changes[i].record,
					      svc->changes[i].first);
		if (!err)
			err = ha_batch_store_leases(svc, &svc->changes[i]);
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

/* What another home agent has of the node. */
static const struct dsmipd_record *
ha_batch_elsewhere(struct ha_service *svc, const struct dsmipd_subscriber *sub)
{
	const struct dsmipd_record *found = NULL;
	struct dsmipd_service *service;

	for (service = svc->base.agent->services; service && !found;
	     service = service->next) {
		if (service != &svc->base && service->ops->record)
			found = service->ops->record(service, sub);
	}
	return found;
}

static int ha_batch_unstore_one(struct ha_service *svc,
				const struct dsmipd_record *record)
{
	struct dsmipd_store *store = svc->base.agent->store;
	const struct dsmipd_record *old = svc->proto->find(svc, record);
	struct dsmipd_subscriber sub;

	if (!old && !dsmipd_store_subscriber_by_id(store, record->subscriber,
						   &sub)) {
		old = ha_batch_elsewhere(svc, &sub);
		explicit_bzero(&sub, sizeof(sub));
	}
	return old ? dsmipd_store_record_put(store, old, false) :
		     dsmipd_store_record_del(store, record->subscriber,
					     svc->proto->proto);
}

/* The end of a transaction that nobody waits for; @err: how it went so far. */
static void ha_batch_stored(struct ha_service *svc, int err)
{
	struct dsmipd_store *store = svc->base.agent->store;

	if (!err)
		err = dsmipd_store_commit(store);
	if (!err)
		return;
	dsmipd_store_rollback(store);
	dsmipd_err("%s: store: %s", svc->base.name, dsmipd_store_error(store));
}

/*
 * The module has refused what is in the store already: back to what was before.
 * If that fails too, the next start finds a registration that nobody was told
 * of; it ends with its lifetime.
 */
static void ha_batch_unstore(struct ha_service *svc)
{
	struct dsmipd_store *store = svc->base.agent->store;
	size_t i;
	int err;

	err = dsmipd_store_begin(store);
	for (i = 0; i < svc->n_changes && !err; i++) {
		if (svc->changes[i].failed)
			err = ha_batch_unstore_one(svc, svc->changes[i].record);
	}
	ha_batch_stored(svc, err);
}

/**
 * ha_batch_failed() - the module has refused a binding
 * @cookie: index of the decision
 * @err: why
 * @arg: the service
 */
void ha_batch_failed(uint64_t cookie, const struct dsmip_error *err, void *arg)
{
	struct ha_service *svc = arg;
	const struct dsmipd_record *record;
	char home[DSMIP_PREFIX_STRLEN];

	if (cookie >= svc->n_changes)
		return;
	record = svc->changes[cookie].record;
	/* It has expired there before it did here. */
	if (!record->lifetime && err->code == ENOENT)
		return;
	svc->changes[cookie].failed = err->code;
	dsmipd_warn("%s: %s: the module refuses: %s", svc->base.name,
		    dsmip_prefix_format(&record->home[0], home, sizeof(home)),
		    err->text[0] ? err->text : strerror(err->code));
}

static int ha_batch_kernel(struct ha_service *svc)
{
	int64_t now = ha_service_seconds(svc);
	struct dsmip_binding binding;
	int err = 0;
	size_t i;

	for (i = 0; i < svc->n_changes && !err; i++) {
		const struct dsmipd_record *record = svc->changes[i].record;

		if (record->lifetime) {
			ha_kernel_binding(svc, record, now, &binding);
			err = dsmip_queue_new(svc->queue, &binding,
					      DSMIP_MODE_REPLACE, i);
		} else {
			struct dsmip_binding key = {
				.ifindex = svc->ifindex,
				.home = record->home,
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

static bool ha_batch_alone(const struct ha_service *svc)
{
	const struct dsmipd_service *service = svc->base.agent->services;

	while (service && (service == &svc->base || !service->ops->superseded))
		service = service->next;
	return !service;
}

/* One who was not registered here may be so with another home agent. */
static void ha_batch_supersede(struct ha_service *svc,
			       const struct dsmipd_record *record)
{
	struct dsmipd_agent *agent = svc->base.agent;
	struct dsmipd_service *service;
	struct dsmipd_subscriber sub;

	if (ha_batch_alone(svc) ||
	    dsmipd_store_subscriber_by_id(agent->store, record->subscriber,
					  &sub))
		return;
	for (service = agent->services; service; service = service->next) {
		if (service != &svc->base && service->ops->superseded)
			service->ops->superseded(service, &sub, record,
						 svc->ifindex);
	}
	explicit_bzero(&sub, sizeof(sub));
}

static void ha_batch_finish(struct ha_service *svc, size_t index)
{
	const struct ha_change *change = &svc->changes[index];
	const struct dsmipd_record *old;

	if (!change->failed) {
		const struct dsmipd_record *record = change->record;

		old = svc->proto->find(svc, record);
		if (!old && record->lifetime)
			ha_batch_supersede(svc, record);
		ha_kernel_homes(svc, old, record->lifetime ? record : NULL);
	}
	svc->proto->finish(svc, index, change->failed);
}

/**
 * ha_batch_begin() - messages follow that subscribers are looked up for
 * @svc: the service; ha_batch_commit() follows too
 */
void ha_batch_begin(struct ha_service *svc)
{
	dsmipd_store_read(svc->base.agent->store);
}

/**
 * ha_batch_commit() - put all decisions into force, and answer
 * @svc: the service
 */
void ha_batch_commit(struct ha_service *svc)
{
	bool refused = false;
	size_t i;
	int err;

	dsmipd_store_read_end(svc->base.agent->store);
	if (!svc->n_changes)
		return;
	err = ha_batch_store(svc);
	if (!err)
		err = ha_batch_kernel(svc);
	for (i = 0; i < svc->n_changes; i++) {
		if (err)
			svc->changes[i].failed = -err;
		refused |= svc->changes[i].failed != 0;
	}
	if (refused)
		ha_batch_unstore(svc);
	for (i = 0; i < svc->n_changes; i++)
		ha_batch_finish(svc, i);
	svc->n_changes = 0;
}

/**
 * ha_batch_released() - leases of a registration that ended elsewhere
 * @svc: the service
 * @change: the end of the registration
 *
 * If this fails, the next start holds them as long as it did before.
 */
void ha_batch_released(struct ha_service *svc, const struct ha_change *change)
{
	struct dsmipd_store *store = svc->base.agent->store;
	int err;

	if (!change->n_released)
		return;
	err = dsmipd_store_begin(store);
	if (!err)
		err = ha_batch_store_leases(svc, change);
	ha_batch_stored(svc, err);
}

/**
 * ha_batch_forget() - what was kept of a deregistered node is not needed
 * @svc: the service
 * @subscriber: whose node it is
 *
 * If this fails, the next start forgets it.
 */
void ha_batch_forget(struct ha_service *svc, int64_t subscriber)
{
	struct dsmipd_store *store = svc->base.agent->store;

	if (!svc->forgetting)
		svc->forgetting = !dsmipd_store_begin(store);
	if (svc->forgetting)
		dsmipd_store_record_del(store, subscriber, svc->proto->proto);
}

static void ha_batch_forgotten(struct ha_service *svc)
{
	struct dsmipd_store *store = svc->base.agent->store;

	if (svc->forgetting && dsmipd_store_commit(store))
		dsmipd_store_rollback(store);
	svc->forgetting = false;
}

/**
 * ha_batch_tick() - do what has come due
 * @timer: of the service
 */
void ha_batch_tick(uv_timer_t *timer)
{
	struct ha_service *svc = timer->data;

	do {
		/* The next one may begin a transaction of its own. */
		if (svc->n_changes == DSMIPD_DATAGRAM_BATCH)
			ha_batch_forgotten(svc);
	} while (svc->proto->tick(svc));
	ha_batch_forgotten(svc);
	ha_batch_commit(svc);
	ha_batch_schedule(svc);
}

/**
 * ha_batch_schedule() - wake up when the next thing is due
 * @svc: the service
 */
void ha_batch_schedule(struct ha_service *svc)
{
	uint64_t now = dsmipd_agent_time(svc->base.agent).mono;
	uint64_t next = svc->proto->next(svc);

	if (next == UINT64_MAX)
		uv_timer_stop(&svc->timer);
	else
		uv_timer_start(&svc->timer, ha_batch_tick,
			       next > now ? next - now : 0, 0);
}
