// SPDX-License-Identifier: GPL-2.0
/*
 * The start: what is in the store is what was promised to nodes, and the module
 * may have more of it, less, or something else.  Bindings that are as they
 * should be are not touched, so that no packet is lost.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha6_service.h"
#include "log.h"

/**
 * struct ha6_restore_id - a binding that the module has
 * @hoa: its IPv6 home address
 * @id: its number
 * @wanted: the store has it, just so
 */
struct ha6_restore_id {
	struct in6_addr hoa;
	uint32_t id;
	bool wanted;
};

/**
 * struct ha6_restore - the work
 * @svc: the service
 * @ids: bindings of the module, sorted by home address
 * @n_ids: how many
 * @routes: homes and prefixes that have a route of their own, sorted
 * @n_routes: how many
 * @now: seconds of the real time clock
 * @restored: registrations entered
 * @added: of them, not in the module or not as they should be
 */
struct ha6_restore {
	struct ha6_service *svc;
	struct ha6_restore_id *ids;
	size_t n_ids;
	struct dsmip_prefix *routes;
	size_t n_routes;
	int64_t now;
	size_t restored;
	size_t added;
};

/* Room for one more in an array that grows by doubling. */
static bool ha6_restore_room(void **array, size_t n, size_t size)
{
	void *larger;

	if (n & (n - 1))
		return true;
	larger = realloc(*array, (n ? 2 * n : 1) * size);
	if (larger)
		*array = larger;
	return larger;
}

static bool ha6_restore_same(const struct dsmip_binding *binding,
			     const struct dsmip_binding *wanted)
{
	size_t i, j;

	if (binding->n_home != wanted->n_home ||
	    binding->encap != wanted->encap || binding->port != wanted->port ||
	    !dsmip_addr_equal(&binding->coa, &wanted->coa))
		return false;
	for (i = 0; i < wanted->n_home; i++) {
		for (j = 0; j < binding->n_home; j++) {
			if (binding->home[j].len == wanted->home[i].len &&
			    dsmip_addr_equal(&binding->home[j].addr,
					     &wanted->home[i].addr))
				break;
		}
		if (j == binding->n_home)
			return false;
	}
	return true;
}

static int ha6_restore_binding(const struct dsmip_binding *binding, void *arg)
{
	const struct dsmipd_record *record = NULL;
	struct ha6_restore *restore = arg;
	struct dsmip_binding wanted;
	struct ha6_restore_id *id;
	size_t i;

	if (!ha6_restore_room((void **)&restore->ids, restore->n_ids,
			      sizeof(*id)))
		return -ENOMEM;
	id = &restore->ids[restore->n_ids++];
	memset(id, 0, sizeof(*id));
	id->id = binding->id;
	for (i = 0; i < binding->n_home && !record; i++) {
		if (binding->home[i].addr.family != AF_INET6)
			continue;
		id->hoa = binding->home[i].addr.v6;
		record = dsmipd_ha6_find(restore->svc->ha, &id->hoa);
	}
	if (!record)
		return 0;
	ha6_kernel_binding(restore->svc, record, restore->now, &wanted);
	id->wanted = ha6_restore_same(binding, &wanted);
	return 0;
}

static int ha6_restore_cmp(const void *a, const void *b)
{
	const struct ha6_restore_id *x = a, *y = b;

	return memcmp(&x->hoa, &y->hoa, sizeof(x->hoa));
}

static int ha6_restore_cmp_route(const void *a, const void *b)
{
	const struct dsmip_prefix *x = a, *y = b;

	if (x->addr.family != y->addr.family)
		return x->addr.family - y->addr.family;
	return memcmp(x->addr.bytes, y->addr.bytes,
		      dsmip_addr_size(x->addr.family)) ?: x->len - y->len;
}

static int ha6_restore_record(const struct dsmipd_record *record, void *arg)
{
	struct ha6_restore_id *id, key = { .hoa = record->home[0].addr.v6 };
	struct ha6_restore *restore = arg;
	struct ha6_service *svc = restore->svc;
	struct dsmip_binding binding;
	size_t i;

	for (i = 0; i < record->n_home; i++) {
		if (ha6_kernel_routed(svc, &record->home[i]))
			continue;
		if (!ha6_restore_room((void **)&restore->routes,
				      restore->n_routes,
				      sizeof(*restore->routes)))
			return -ENOMEM;
		restore->routes[restore->n_routes++] = record->home[i];
	}
	ha6_kernel_homes(svc, NULL, record);
	id = bsearch(&key, restore->ids, restore->n_ids, sizeof(*id),
		     ha6_restore_cmp);
	if (id && id->wanted)
		return 0;
	restore->added++;
	ha6_kernel_binding(svc, record, restore->now, &binding);
	return dsmip_queue_new(svc->queue, &binding, DSMIP_MODE_REPLACE, 0);
}

static int ha6_restore_stored(const struct dsmipd_record *record, void *arg)
{
	struct ha6_restore *restore = arg;
	int err;

	if (record->proto != DSMIPD_PROTO_MIPV6)
		return 0;
	/* It may have ended while we were dead, or while we died. */
	if (!record->lifetime || record->expires <= restore->now)
		ha6_kernel_homes(restore->svc, record, NULL);
	else
		restore->restored++;
	err = dsmipd_ha6_restore(restore->svc->ha, record,
				 dsmipd_agent_time(restore->svc->base.agent));
	/* One that cannot be is no reason to leave all others alone. */
	if (err == -EEXIST || err == -EINVAL)
		dsmipd_err("%s: a stored registration of subscriber %lld: %s",
			   restore->svc->base.name,
			   (long long)record->subscriber, strerror(-err));
	return err == -ENOMEM ? err : 0;
}

/* Routes of a former life to homes that nobody has any more. */
static int ha6_restore_route(const struct dsmipd_net_route *route, void *arg)
{
	struct ha6_restore *restore = arg;
	struct ha6_service *svc = restore->svc;

	if (route->ifindex != svc->ifindex || route->table == svc->table ||
	    ha6_kernel_is_static(svc, &route->dst) ||
	    bsearch(&route->dst, restore->routes, restore->n_routes,
		    sizeof(*restore->routes), ha6_restore_cmp_route))
		return 0;
	return dsmipd_net_route_del(svc->base.agent->net, route);
}

static int ha6_restore_delete(struct ha6_restore *restore)
{
	struct ha6_service *svc = restore->svc;
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

/**
 * ha6_restore() - make the state machine and the module what the store says
 * @svc: the service
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int ha6_restore(struct ha6_service *svc)
{
	struct dsmipd_agent *agent = svc->base.agent;
	struct dsmip_binding filter = { .ifindex = svc->ifindex };
	struct ha6_restore restore = {
		.svc = svc,
		.now = dsmipd_agent_time(agent).real / 1000000000,
	};
	int err;

	err = dsmipd_store_record_each(agent->store, ha6_restore_stored,
				       &restore);
	if (!err)
		err = dsmip_binding_dump(agent->client, &filter,
					 ha6_restore_binding, &restore);
	if (!err) {
		qsort(restore.ids, restore.n_ids, sizeof(*restore.ids),
		      ha6_restore_cmp);
		/* First what is too much: it may have homes of the others. */
		err = ha6_restore_delete(&restore);
	}
	if (!err)
		err = ha6_kernel_routes(svc);
	if (!err)
		err = dsmipd_ha6_each(svc->ha, ha6_restore_record, &restore);
	if (!err)
		err = dsmip_queue_flush(svc->queue);
	if (!err) {
		qsort(restore.routes, restore.n_routes, sizeof(*restore.routes),
		      ha6_restore_cmp_route);
		err = dsmipd_net_routes(agent->net, ha6_restore_route,
					&restore);
	}
	if (err)
		dsmipd_err("%s: cannot restore: %s", svc->base.name,
			   strerror(-err));
	else if (restore.restored)
		dsmipd_notice("%s: %zu registrations restored, %zu bindings set",
			      svc->base.name, restore.restored, restore.added);
	free(restore.routes);
	free(restore.ids);
	return err;
}
