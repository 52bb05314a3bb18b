// SPDX-License-Identifier: GPL-2.0
/* What a registration is to the kernel: a binding, routes, proxy neighbours. */

#include <errno.h>
#include <string.h>

#include "ha_service.h"
#include "log.h"
#include "prefix.h"

const struct dsmip_addr ha_via = {
	.family = AF_INET6,
	.v6 = { { { 0xfe, 0x80, [15] = 1 } } },
};

static bool ha_kernel_covers(const struct dsmip_prefix *outer,
			     const struct dsmip_prefix *inner)
{
	return outer->len <= inner->len &&
	       dsmipd_prefix_contains(outer, &inner->addr);
}

static const struct dsmipd_ha6_link *
ha_kernel_link(const struct ha_service *svc, const struct dsmip_prefix *home)
{
	size_t i;

	for (i = 0; i < svc->n_links; i++) {
		if (ha_kernel_covers(&svc->links[i].prefix, home))
			return &svc->links[i];
	}
	return NULL;
}

static bool ha_kernel_pooled(const struct ha_service *svc,
			     const struct dsmip_prefix *home, bool whole)
{
	const struct dsmipd_config *config = svc->base.agent->config;
	size_t i;

	for (i = 0; i < config->n_pools; i++) {
		const struct dsmip_prefix *range = &config->pools[i].range;

		if (ha_kernel_covers(range, home) &&
		    (!whole || range->len == home->len))
			return true;
	}
	return false;
}

/**
 * ha_kernel_routed() - whether a route of ha_kernel_routes() leads there
 * @svc: the service
 * @home: home address or prefix
 */
bool ha_kernel_routed(const struct ha_service *svc,
		      const struct dsmip_prefix *home)
{
	const struct dsmipd_ha6_link *link = ha_kernel_link(svc, home);

	return link ? !link->ifindex : ha_kernel_pooled(svc, home, false);
}

/**
 * ha_kernel_is_static() - whether a route is one of ha_kernel_routes()
 * @svc: the service
 * @dst: where it leads
 */
bool ha_kernel_is_static(const struct ha_service *svc,
			 const struct dsmip_prefix *dst)
{
	const struct dsmipd_ha6_link *link = ha_kernel_link(svc, dst);

	return link ? !link->ifindex && link->prefix.len == dst->len :
		      ha_kernel_pooled(svc, dst, true);
}

static int ha_kernel_route(struct ha_service *svc,
			   const struct dsmip_prefix *dst, bool add)
{
	struct dsmipd_net_route route = {
		.dst = *dst,
		.ifindex = svc->ifindex,
		.table = svc->route_table,
	};
	char text[DSMIP_PREFIX_STRLEN];
	int err;

	/* A link-local address has no route: the link is the tunnel. */
	if (dst->addr.family == AF_INET6 &&
	    IN6_IS_ADDR_LINKLOCAL(&dst->addr.v6))
		return 0;
	if (dst->addr.family == AF_INET6)
		route.via = ha_via;
	if (add)
		err = dsmipd_net_route_add(svc->base.agent->net, &route);
	else
		err = dsmipd_net_route_del(svc->base.agent->net, &route);
	if (err)
		dsmipd_err("%s: route to %s: %s", svc->base.name,
			   dsmip_prefix_format(dst, text, sizeof(text)),
			   strerror(-err));
	return err;
}

/* The address on the home link that everything for the home address goes to. */
static void ha_kernel_proxy(struct ha_service *svc,
			    const struct dsmipd_ha6_link *link,
			    const struct dsmip_addr *addr, bool router,
			    bool add)
{
	struct dsmipd_net *net = svc->base.agent->net;
	char text[DSMIP_ADDR_STRLEN];
	int err;

	if (add)
		err = dsmipd_net_proxy_add(net, link->ifindex, addr, router);
	else
		err = dsmipd_net_proxy_del(net, link->ifindex, addr);
	if (err)
		dsmipd_err("%s: proxy for %s: %s", svc->base.name,
			   dsmip_addr_format(addr, text, sizeof(text)),
			   strerror(-err));
	if (!add)
		dsmipd_dad_withdraw(svc->dad, link->ifindex, addr);
	else if (!err)
		dsmipd_dad_advertise(svc->dad, link->ifindex, addr, router);
}

/* Its neighbours on the home link send to us what is for the node. */
static void ha_kernel_defend(struct ha_service *svc,
			     const struct dsmipd_record *record,
			     const struct dsmip_prefix *home, bool add)
{
	const struct dsmipd_ha6_link *link = ha_kernel_link(svc, home);
	struct dsmip_addr linklocal = { .family = AF_INET6 };

	/* Of an IPv4 home nobody may have said where it is: with the other. */
	if (!link && home->addr.family == AF_INET)
		link = ha_kernel_link(svc, &record->home[0]);
	if (!link || !link->ifindex || !dsmip_prefix_is_host(home))
		return;
	ha_kernel_proxy(svc, link, &home->addr, record->router, add);
	if (!record->linklocal || home->addr.family != AF_INET6)
		return;
	linklocal.bytes[0] = 0xfe;
	linklocal.bytes[1] = 0x80;
	memcpy(&linklocal.bytes[8], &home->addr.bytes[8], 8);
	ha_kernel_proxy(svc, link, &linklocal, record->router, add);
}

static void ha_kernel_home(struct ha_service *svc,
			   const struct dsmipd_record *record,
			   const struct dsmip_prefix *home, bool add)
{
	if (!ha_kernel_routed(svc, home))
		ha_kernel_route(svc, home, add);
	ha_kernel_defend(svc, record, home, add);
}

static bool ha_kernel_has(const struct dsmipd_record *record,
			  const struct dsmip_prefix *home)
{
	return record && dsmipd_prefix_in(home, record->home, record->n_home);
}

/**
 * ha_kernel_homes() - routes and proxy neighbours of a changed registration
 * @svc: the service
 * @old: what was registered, or NULL
 * @new: what is registered now, or NULL
 *
 * RFC 6275, section 10.4.1; RFC 5555, section 4.5, and RFC 5944, section 4.6:
 * the same by ARP for IPv4; RFC 3963, section 6.3: routes for a routing daemon
 * to announce.
 */
void ha_kernel_homes(struct ha_service *svc, const struct dsmipd_record *old,
		     const struct dsmipd_record *new)
{
	size_t i;

	for (i = 0; old && i < old->n_home; i++) {
		if (!ha_kernel_has(new, &old->home[i]))
			ha_kernel_home(svc, old, &old->home[i], false);
	}
	for (i = 0; new && i < new->n_home; i++) {
		if (!ha_kernel_has(old, &new->home[i]))
			ha_kernel_home(svc, new, &new->home[i], true);
	}
}

/**
 * ha_kernel_leave() - another home agent has the node of a registration
 * @svc: the service
 * @old: the registration
 * @by: what is registered there, and is in the module already
 * @ifindex: its tunnel device; on ours what both have needs no other route
 */
void ha_kernel_leave(struct ha_service *svc, const struct dsmipd_record *old,
		     const struct dsmipd_record *by, unsigned int ifindex)
{
	const struct dsmip_binding key = {
		.ifindex = svc->ifindex, .home = old->home, .n_home = 1,
	};
	bool kept = ifindex == svc->ifindex;
	size_t i;

	for (i = 0; i < old->n_home; i++) {
		if (kept && ha_kernel_has(by, &old->home[i]))
			ha_kernel_defend(svc, old, &old->home[i], false);
		else
			ha_kernel_home(svc, old, &old->home[i], false);
	}
	/* One that shares no home with the new one was not exchanged for it. */
	if (!kept || !ha_kernel_has(by, &old->home[0])) {
		dsmip_queue_del(svc->queue, &key, UINT64_MAX);
		dsmip_queue_flush(svc->queue);
	}
}

/* Those that have ended are none: a lifetime of 0 would be none too. */
static void ha_kernel_copies(struct ha_service *svc,
			     const struct dsmipd_record *record, int64_t now,
			     struct dsmip_binding *binding)
{
	size_t i;

	for (i = 0; i < record->n_copy; i++) {
		struct dsmip_binding *copy = &svc->copy[binding->n_copy];

		if (record->copy[i].expires <= now)
			continue;
		memset(copy, 0, sizeof(*copy));
		copy->coa.family = AF_INET;
		copy->coa.v4 = record->copy[i].coa;
		copy->port = record->copy[i].port;
		copy->encap = record->copy[i].encap;
		copy->lifetime = (record->copy[i].expires - now) * 1000;
		if (copy->lifetime > binding->lifetime)
			copy->lifetime = binding->lifetime;
		svc->proto->copy(svc, record, &record->copy[i], copy);
		binding->n_copy++;
	}
	binding->copy = svc->copy;
}

/**
 * ha_kernel_binding() - the binding that a registration wants
 * @svc: the service; it has the other care-of end points until the next call
 * @record: the registration; @binding refers to its homes
 * @now: seconds of the real time clock
 * @binding: filled in
 */
void ha_kernel_binding(struct ha_service *svc,
		       const struct dsmipd_record *record, int64_t now,
		       struct dsmip_binding *binding)
{
	memset(binding, 0, sizeof(*binding));
	binding->ifindex = svc->ifindex;
	binding->home = record->home;
	binding->n_home = record->n_home;
	binding->coa = record->coa;
	binding->port = record->port;
	binding->encap = record->encap;
	/* Not 0 in its last second: that were for ever. */
	binding->lifetime = record->expires > now ?
			    (record->expires - now) * 1000 : 1000;
	if (svc->proto->binding)
		svc->proto->binding(svc, record, binding);
	if (record->n_copy)
		ha_kernel_copies(svc, record, now, binding);
}

static int ha_kernel_link_found(const struct dsmip_link *link, void *arg)
{
	*(struct dsmip_link *)arg = *link;
	return 0;
}

static void ha_kernel_warn(const struct ha_service *svc, int err)
{
	if (err)
		dsmipd_warn("%s: link-local address of %s: %s", svc->base.name,
			    svc->device, strerror(-err));
}

/*
 * With its link-local address, and none that the kernel makes of random bits: the
 * node knows but this one.  A machine without IPv6 has none, and need not.
 */
static int ha_kernel_up(struct ha_service *svc)
{
	const struct dsmip_prefix addr = { .addr = svc->link_local, .len = 64 };
	struct dsmipd_net *net = svc->base.agent->net;
	int err, conf;

	if (!addr.addr.family)
		return dsmipd_net_set_up(net, svc->ifindex);
	conf = dsmipd_net_conf(net, svc->ifindex, AF_INET6, "addr_gen_mode", 1);
	err = dsmipd_net_set_up(net, svc->ifindex);
	if (conf == -ENOENT)
		return err;
	ha_kernel_warn(svc, conf);
	if (!err)
		ha_kernel_warn(svc, dsmipd_net_addr_add(net, svc->ifindex,
							&addr, false));
	return err;
}

/**
 * ha_kernel_device() - have the tunnel device
 * @svc: the service; its ifindex is set, and the device has its link-local
 *	address
 * @want: how it is made if it is not there; its name is that of the service
 * @link: set to what it is; one that is there is kept with its bindings, and
 *	the caller looks whether it is the right one
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int ha_kernel_device(struct ha_service *svc, const struct dsmip_link *want,
		     struct dsmip_link *link)
{
	struct dsmip_client *client = svc->base.agent->client;
	struct dsmip_link new = *want;
	int err;

	memset(link, 0, sizeof(*link));
	strcpy(new.ifname, svc->device);
	err = dsmip_link_get(client, svc->device, ha_kernel_link_found, link);
	if (err == -ENODEV)
		err = dsmip_link_new(client, &new);
	if (!err && !link->ifindex)
		err = dsmip_link_get(client, svc->device, ha_kernel_link_found,
				     link);
	if (!err) {
		svc->ifindex = link->ifindex;
		err = ha_kernel_up(svc);
	}
	if (err)
		dsmipd_err("%s: device %s: %s", svc->base.name, svc->device,
			   dsmip_client_error(client)->text[0] ?
			   dsmip_client_error(client)->text : strerror(-err));
	return err;
}

/**
 * ha_kernel_shared() - whether another home agent runs with the same device
 * @svc: the service
 */
bool ha_kernel_shared(const struct ha_service *svc)
{
	struct dsmipd_service *service;

	for (service = svc->base.agent->services; service;
	     service = service->next) {
		/* What has registrations of others is a home agent. */
		if (service != &svc->base && service->ops->record &&
		    ((struct ha_service *)service)->ifindex == svc->ifindex)
			return true;
	}
	return false;
}

/**
 * ha_kernel_routes() - routes that do not depend on registrations
 * @svc: the service
 * @add: set them, or take them back
 *
 * To the home prefixes that are on no link, and to the pools.
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int ha_kernel_routes(struct ha_service *svc, bool add)
{
	const struct dsmipd_config *config = svc->base.agent->config;
	int err = 0;
	size_t i;

	for (i = 0; i < svc->n_links && !err; i++) {
		if (!svc->links[i].ifindex)
			err = ha_kernel_route(svc, &svc->links[i].prefix, add);
	}
	for (i = 0; i < config->n_pools && !err; i++) {
		if (!ha_kernel_link(svc, &config->pools[i].range))
			err = ha_kernel_route(svc, &config->pools[i].range,
					      add);
	}
	return err;
}
