// SPDX-License-Identifier: GPL-2.0
/*
 * The start: what is in the store is what was promised to nodes, and the module
 * may have more of it, less, or something else.  Bindings that are as they
 * should be are not touched, so that no packet is lost.  On a shared device
 * those of the other home agent are left to it.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha_service.h"
#include "log.h"
#include "prefix.h"

/**
 * struct ha_restore_id - a binding that the module has
 * @home: the home address that it is known by; no family if there is none
 * @id: its number
 * @wanted: the store has it, just so
 */
struct ha_restore_id {
	struct dsmip_addr home;
	uint32_t id;
	bool wanted;
};

/**
 * struct ha_restore_list - homes, sorted before something is looked for
 * @prefix: the homes
 * @n: how many
 */
struct ha_restore_list {
	struct dsmip_prefix *prefix;
	size_t n;
};

/**
 * struct ha_restore - the work
 * @svc: the service
 * @ids: bindings of the module, sorted by home address
 * @n_ids: how many
 * @routes: homes that have a route of their own
 * @others: homes of the other protocol, if there is a service of it
 * @shared: there is one, with the same device
 * @now: seconds of the real time clock
 * @restored: registrations entered
 * @added: of them, not in the module or not as they should be
 */
struct ha_restore {
	struct ha_service *svc;
	struct ha_restore_id *ids;
	size_t n_ids;
	struct ha_restore_list routes;
	struct ha_restore_list others;
	bool shared;
	int64_t now;
	size_t restored;
	size_t added;
};

/* Room for one more in an array that grows by doubling. */
static bool ha_restore_room(void **array, size_t n, size_t size)
{
	void *larger;

	if (n & (n - 1))
		return true;
	larger = realloc(*array, (n ? 2 * n : 1) * size);
	if (larger)
		*array = larger;
	return larger;
}

static int ha_restore_keep(struct ha_restore_list *list,
			   const struct dsmip_prefix *home)
{
	if (!ha_restore_room((void **)&list->prefix, list->n,
			     sizeof(*list->prefix)))
		return -ENOMEM;
	list->prefix[list->n++] = *home;
	return 0;
}

static int ha_restore_cmp_addr(const struct dsmip_addr *x,
			       const struct dsmip_addr *y)
{
	if (x->family != y->family)
		return x->family - y->family;
	return memcmp(x->bytes, y->bytes, dsmip_addr_size(x->family));
}

static int ha_restore_cmp(const void *a, const void *b)
{
	const struct ha_restore_id *x = a, *y = b;

	return ha_restore_cmp_addr(&x->home, &y->home);
}

static int ha_restore_cmp_prefix(const void *a, const void *b)
{
	const struct dsmip_prefix *x = a, *y = b;

	return ha_restore_cmp_addr(&x->addr, &y->addr) ?: x->len - y->len;
}

static void ha_restore_sort(struct ha_restore_list *list)
{
	if (list->n)
		qsort(list->prefix, list->n, sizeof(*list->prefix),
		      ha_restore_cmp_prefix);
}

static bool ha_restore_has(const struct ha_restore_list *list,
			   const struct dsmip_prefix *home)
{
	return list->n && bsearch(home, list->prefix, list->n,
				  sizeof(*list->prefix), ha_restore_cmp_prefix);
}

/* What tells a care-of end point. */
static bool ha_restore_path(const struct dsmip_binding *binding,
			    const struct dsmip_binding *wanted)
{
	return binding->encap == wanted->encap &&
	       binding->port == wanted->port &&
	       binding->flags == wanted->flags &&
	       dsmip_addr_equal(&binding->coa, &wanted->coa) &&
	       dsmip_addr_equal(&binding->home_tunnel, &wanted->home_tunnel);
}

/* No two of a binding are equal. */
static bool ha_restore_copies(const struct dsmip_binding *binding,
			      const struct dsmip_binding *wanted)
{
	size_t i, j;

	if (binding->n_copy != wanted->n_copy)
		return false;
	for (i = 0; i < wanted->n_copy; i++) {
		const struct dsmip_binding *a = &wanted->copy[i];

		for (j = 0; j < binding->n_copy; j++) {
			if (ha_restore_path(&binding->copy[j], a))
				break;
		}
		if (j == binding->n_copy)
			return false;
	}
	return true;
}

static bool ha_restore_same(const struct dsmip_binding *binding,
			    const struct dsmip_binding *wanted)
{
	size_t i;

	if (binding->n_home != wanted->n_home ||
	    !ha_restore_path(binding, wanted) ||
	    !ha_restore_copies(binding, wanted))
		return false;
	for (i = 0; i < wanted->n_home; i++) {
		if (!dsmipd_prefix_in(&wanted->home[i], binding->home,
				      binding->n_home))
			return false;
	}
	return true;
}

static int ha_restore_binding(const struct dsmip_binding *binding, void *arg)
{
	const struct dsmipd_record *record = NULL;
	struct ha_restore *restore = arg;
	struct dsmip_binding wanted;
	struct ha_restore_id *id;
	size_t i;

	for (i = 0; i < binding->n_home; i++) {
		if (ha_restore_has(&restore->others, &binding->home[i]))
			return 0;
	}
	if (!ha_restore_room((void **)&restore->ids, restore->n_ids,
			     sizeof(*id)))
		return -ENOMEM;
	id = &restore->ids[restore->n_ids++];
	memset(id, 0, sizeof(*id));
	id->id = binding->id;
	for (i = 0; i < binding->n_home && !record; i++) {
		if (!dsmip_prefix_is_host(&binding->home[i]))
			continue;
		id->home = binding->home[i].addr;
		record = restore->svc->proto->find_home(restore->svc,
							&id->home);
	}
	if (!record)
		return 0;
	ha_kernel_binding(restore->svc, record, restore->now, &wanted);
	id->wanted = ha_restore_same(binding, &wanted);
	return 0;
}

static int ha_restore_record(const struct dsmipd_record *record, void *arg)
{
	struct ha_restore_id *id, key = { .home = record->home[0].addr };
	struct ha_restore *restore = arg;
	struct ha_service *svc = restore->svc;
	struct dsmip_binding binding;

	ha_kernel_homes(svc, NULL, record);
	id = restore->n_ids ? bsearch(&key, restore->ids, restore->n_ids,
				      sizeof(*id), ha_restore_cmp) : NULL;
	if (id && id->wanted)
		return 0;
	restore->added++;
	ha_kernel_binding(svc, record, restore->now, &binding);
	return dsmip_queue_new(svc->queue, &binding, DSMIP_MODE_REPLACE, 0);
}

/* Homes of a live registration; those of the other protocol are its business. */
static int ha_restore_homes(struct ha_restore *restore,
			    const struct dsmipd_record *record)
{
	bool own = record->proto == restore->svc->proto->proto;
	int err = 0;
	size_t i;

	for (i = 0; i < record->n_home && !err; i++) {
		if (!own)
			err = ha_restore_keep(&restore->others,
					      &record->home[i]);
		if (!err && !ha_kernel_routed(restore->svc, &record->home[i]))
			err = ha_restore_keep(&restore->routes,
					      &record->home[i]);
	}
	return err;
}

static int ha_restore_stored(const struct dsmipd_record *record, void *arg)
{
	struct ha_restore *restore = arg;
	struct ha_service *svc = restore->svc;
	bool own = record->proto == svc->proto->proto;
	int err = 0;

	if (!own && !restore->shared)
		return 0;
	if (record->lifetime && record->expires > restore->now)
		err = ha_restore_homes(restore, record);
	else if (own)
		/* It may have ended while we were dead, or while we died. */
		ha_kernel_homes(svc, record, NULL);
	if (err || !own)
		return err;
	restore->restored += record->lifetime &&
			     record->expires > restore->now;
	err = svc->proto->restore(svc, record);
	/* One that cannot be is no reason to leave all others alone. */
	if (err == -EEXIST || err == -EINVAL)
		dsmipd_err("%s: a stored registration of subscriber %lld: %s",
			   svc->base.name, (long long)record->subscriber,
			   strerror(-err));
	return err == -ENOMEM ? err : 0;
}

/* Routes of a former life to homes that nobody has any more. */
static int ha_restore_route(const struct dsmipd_net_route *route, void *arg)
{
	struct ha_restore *restore = arg;
	struct ha_service *svc = restore->svc;

	if (route->ifindex != svc->ifindex ||
	    (svc->table && route->table == svc->table) ||
	    ha_kernel_is_static(svc, &route->dst) ||
	    ha_restore_has(&restore->routes, &route->dst) ||
	    (restore->shared &&
	     dsmipd_config_home_prefix(svc->base.agent->config, svc->device,
				       &route->dst)))
		return 0;
	return dsmipd_net_route_del(svc->base.agent->net, route);
}

static int ha_restore_delete(struct ha_restore *restore)
{
	struct ha_service *svc = restore->svc;
	size_t i, deleted = 0;
	int err = 0;

	for (i = 0; i < restore->n_ids && !err; i++) {
		struct dsmip_binding key = {
			.ifindex = svc->ifindex,
			.id = restore->ids[i].id,
		};

		if (restore->ids[i].wanted)
			continue;
		deleted++;
		err = dsmip_queue_del(svc->queue, &key, 0);
	}
	if (!err)
		err = dsmip_queue_flush(svc->queue);
	if (deleted)
		dsmipd_notice("%s: %zu bindings that are not in the store removed",
			      svc->base.name, deleted);
	return err;
}

/* First what is too much: it may have homes of the others. */
static int ha_restore_bindings(struct ha_restore *restore)
{
	struct dsmip_binding filter = { .ifindex = restore->svc->ifindex };
	int err;

	err = dsmip_binding_dump(restore->svc->base.agent->client, &filter,
				 ha_restore_binding, restore);
	if (err)
		return err;
	if (restore->n_ids)
		qsort(restore->ids, restore->n_ids, sizeof(*restore->ids),
		      ha_restore_cmp);
	return ha_restore_delete(restore);
}

/**
 * ha_restore() - make the state machine and the module what the store says
 * @svc: the service
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int ha_restore(struct ha_service *svc)
{
	struct dsmipd_agent *agent = svc->base.agent;
	struct ha_restore restore = {
		.svc = svc,
		.shared = dsmipd_config_shared(agent->config, svc->device),
		.now = ha_service_seconds(svc),
	};
	int err;

	err = dsmipd_store_record_each(agent->store, ha_restore_stored,
				       &restore);
	ha_restore_sort(&restore.routes);
	ha_restore_sort(&restore.others);
	if (!err)
		err = ha_restore_bindings(&restore);
	if (!err)
		err = ha_kernel_routes(svc, true);
	if (!err)
		err = svc->proto->each(svc, ha_restore_record, &restore);
	if (!err)
		err = dsmip_queue_flush(svc->queue);
	if (!err)
		err = dsmipd_net_routes(agent->net, ha_restore_route, &restore);
	if (err)
		dsmipd_err("%s: cannot restore: %s", svc->base.name,
			   strerror(-err));
	else if (restore.restored)
		dsmipd_notice("%s: %zu registrations restored, %zu bindings set",
			      svc->base.name, restore.restored, restore.added);
	free(restore.routes.prefix);
	free(restore.others.prefix);
	free(restore.ids);
	return err;
}
