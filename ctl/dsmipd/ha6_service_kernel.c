// SPDX-License-Identifier: GPL-2.0
/* What a registration is to the kernel: a binding, routes, proxy neighbours. */

#include <errno.h>
#include <string.h>

#include "ha6_service.h"
#include "log.h"

/* IPv6 has one next hop for all: else each home address were a neighbour. */
static const struct dsmip_addr ha6_via = {
	.family = AF_INET6,
	.v6 = { { { 0xfe, 0x80, [15] = 1 } } },
};

static bool ha6_kernel_covers(const struct dsmip_prefix *outer,
			      const struct dsmip_prefix *inner)
{
	unsigned int bytes = outer->len / 8, bits = outer->len % 8;

	if (outer->addr.family != inner->addr.family || outer->len > inner->len)
		return false;
	if (memcmp(outer->addr.bytes, inner->addr.bytes, bytes))
		return false;
	return !bits || !((outer->addr.bytes[bytes] ^ inner->addr.bytes[bytes]) >>
			  (8 - bits));
}

static const struct dsmipd_ha6_link *
ha6_kernel_link(const struct ha6_service *svc, const struct dsmip_prefix *home)
{
	const struct dsmipd_config_ha6 *config = &svc->config;
	size_t i;

	for (i = 0; i < config->ha6.n_links; i++) {
		if (ha6_kernel_covers(&config->ha6.links[i].prefix, home))
			return &config->ha6.links[i];
	}
	for (i = 0; i < config->n_links4; i++) {
		if (ha6_kernel_covers(&config->links4[i].ha6.prefix, home))
			return &config->links4[i].ha6;
	}
	return NULL;
}

/**
 * ha6_kernel_routed() - whether a route of ha6_kernel_routes() leads there
 * @svc: the service
 * @home: home address or prefix
 */
bool ha6_kernel_routed(const struct ha6_service *svc,
		       const struct dsmip_prefix *home)
{
	const struct dsmipd_config *config = svc->base.agent->config;
	const struct dsmipd_ha6_link *link = ha6_kernel_link(svc, home);
	size_t i;

	if (link)
		return !link->ifindex;
	for (i = 0; i < config->n_pools; i++) {
		if (ha6_kernel_covers(&config->pools[i].range, home))
			return true;
	}
	return false;
}

/**
 * ha6_kernel_is_static() - whether a route is one of ha6_kernel_routes()
 * @svc: the service
 * @dst: where it leads
 */
bool ha6_kernel_is_static(const struct ha6_service *svc,
			  const struct dsmip_prefix *dst)
{
	const struct dsmipd_config *config = svc->base.agent->config;
	const struct dsmipd_ha6_link *link = ha6_kernel_link(svc, dst);
	size_t i;

	if (link)
		return !link->ifindex && link->prefix.len == dst->len;
	for (i = 0; i < config->n_pools; i++) {
		if (config->pools[i].range.len == dst->len &&
		    ha6_kernel_covers(&config->pools[i].range, dst))
			return true;
	}
	return false;
}

static int ha6_kernel_route(struct ha6_service *svc,
			    const struct dsmip_prefix *dst, bool add)
{
	struct dsmipd_net_route route = {
		.dst = *dst,
		.ifindex = svc->ifindex,
		.table = svc->config.route_table,
	};
	char text[DSMIP_PREFIX_STRLEN];
	int err;

	if (dst->addr.family == AF_INET6)
		route.via = ha6_via;
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
static void ha6_kernel_proxy(struct ha6_service *svc,
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

static void ha6_kernel_home(struct ha6_service *svc,
			    const struct dsmipd_record *record,
			    const struct dsmip_prefix *home, bool add)
{
	const struct dsmipd_ha6_link *link = ha6_kernel_link(svc, home);
	struct dsmip_addr linklocal = { .family = AF_INET6 };

	if (!ha6_kernel_routed(svc, home))
		ha6_kernel_route(svc, home, add);
	if (!link || !link->ifindex || !dsmip_prefix_is_host(home))
		return;
	ha6_kernel_proxy(svc, link, &home->addr, record->router, add);
	if (!record->linklocal || home->addr.family != AF_INET6)
		return;
	linklocal.bytes[0] = 0xfe;
	linklocal.bytes[1] = 0x80;
	memcpy(&linklocal.bytes[8], &home->addr.bytes[8], 8);
	ha6_kernel_proxy(svc, link, &linklocal, record->router, add);
}

static bool ha6_kernel_has(const struct dsmipd_record *record,
			   const struct dsmip_prefix *home)
{
	size_t i;

	for (i = 0; record && i < record->n_home; i++) {
		if (record->home[i].len == home->len &&
		    dsmip_addr_equal(&record->home[i].addr, &home->addr))
			return true;
	}
	return false;
}

/**
 * ha6_kernel_homes() - routes and proxy neighbours of a changed registration
 * @svc: the service
 * @old: what was registered, or NULL
 * @new: what is registered now, or NULL
 *
 * RFC 6275, section 10.4.1; RFC 5555, section 4.5: the same by ARP for IPv4;
 * RFC 3963, section 6.3: routes for a routing daemon to announce.
 */
void ha6_kernel_homes(struct ha6_service *svc, const struct dsmipd_record *old,
		      const struct dsmipd_record *new)
{
	size_t i;

	for (i = 0; old && i < old->n_home; i++) {
		if (!ha6_kernel_has(new, &old->home[i]))
			ha6_kernel_home(svc, old, &old->home[i], false);
	}
	for (i = 0; new && i < new->n_home; i++) {
		if (!ha6_kernel_has(old, &new->home[i]))
			ha6_kernel_home(svc, new, &new->home[i], true);
	}
}

/**
 * ha6_kernel_binding() - the binding that a registration wants
 * @svc: the service
 * @record: the registration; @binding refers to its homes
 * @now: seconds of the real time clock
 * @binding: filled in
 */
void ha6_kernel_binding(const struct ha6_service *svc,
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
	if (record->expires > now)
		binding->lifetime = (record->expires - now) * 1000;
}

static int ha6_kernel_link_found(const struct dsmip_link *link, void *arg)
{
	*(struct dsmip_link *)arg = *link;
	return 0;
}

static int ha6_kernel_device_new(struct ha6_service *svc)
{
	const struct dsmipd_ha6_config *ha6 = &svc->config.ha6;
	struct dsmip_link link = {
		.local4 = { .family = ha6->local4.s_addr ? AF_INET : 0,
			    .v4 = ha6->local4 },
		.local6 = { .family = AF_INET6, .v6 = ha6->address },
		.port = ha6->port,
		.max_bindings = ha6->max_bindings,
		.origins = HA6_ORIGINS,
		.origin_mark = svc->mark,
	};

	strcpy(link.ifname, svc->config.device);
	return dsmip_link_new(svc->base.agent->client, &link);
}

/**
 * ha6_kernel_device() - have the tunnel device
 * @svc: the service; its ifindex is set
 *
 * One that is there is kept with its bindings, if it is the right one.
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int ha6_kernel_device(struct ha6_service *svc)
{
	struct dsmip_client *client = svc->base.agent->client;
	const char *name = svc->config.device;
	struct dsmip_link link = { 0 };
	int err;

	err = dsmip_link_get(client, name, ha6_kernel_link_found, &link);
	if (err == -ENODEV)
		err = ha6_kernel_device_new(svc);
	if (!err && !link.ifindex)
		err = dsmip_link_get(client, name, ha6_kernel_link_found,
				     &link);
	if (err) {
		dsmipd_err("%s: device %s: %s", svc->base.name, name,
			   dsmip_client_error(client)->text);
		return err;
	}
	if (!link.origins || !IN6_ARE_ADDR_EQUAL(&link.local6.v6,
						 &svc->config.ha6.address)) {
		dsmipd_err("%s: device %s is there already, but %s", svc->base.name,
			   name, link.origins ? "with another local address" :
						"keeps no origins");
		return -EEXIST;
	}
	svc->ifindex = link.ifindex;
	svc->mark = link.origin_mark;
	return dsmipd_net_set_up(svc->base.agent->net, svc->ifindex);
}

static int ha6_kernel_static(struct ha6_service *svc, bool add)
{
	const struct dsmipd_config *config = svc->base.agent->config;
	const struct dsmipd_ha6_config *ha6 = &svc->config.ha6;
	struct dsmipd_net_rule rule = {
		.family = AF_INET6,
		.priority = HA6_PRIORITY,
		.table = svc->table,
		.mark = svc->mark,
		.mask = HA6_MARK_MASK,
	};
	struct dsmipd_net_route marked = {
		.dst.addr.family = AF_INET6,
		.ifindex = svc->ifindex,
		.via = ha6_via,
		.table = svc->table,
	};
	struct dsmipd_net *net = svc->base.agent->net;
	size_t i;
	int err;

	err = add ? dsmipd_net_route_add(net, &marked) :
		    dsmipd_net_route_del(net, &marked);
	if (!err)
		err = add ? dsmipd_net_rule_add(net, &rule) :
			    dsmipd_net_rule_del(net, &rule);
	if (err)
		dsmipd_err("%s: rule for answers: %s", svc->base.name,
			   strerror(-err));
	for (i = 0; i < ha6->n_links && !err; i++) {
		if (!ha6->links[i].ifindex)
			err = ha6_kernel_route(svc, &ha6->links[i].prefix, add);
	}
	for (i = 0; i < config->n_pools && !err; i++) {
		if (!ha6_kernel_link(svc, &config->pools[i].range))
			err = ha6_kernel_route(svc, &config->pools[i].range,
					       add);
	}
	return err;
}

/**
 * ha6_kernel_routes() - routes that do not depend on registrations
 * @svc: the service
 *
 * To the home prefixes and pools, and of answers to origins.
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int ha6_kernel_routes(struct ha6_service *svc)
{
	return ha6_kernel_static(svc, true);
}

/**
 * ha6_kernel_no_routes() - take them back
 * @svc: the service
 */
void ha6_kernel_no_routes(struct ha6_service *svc)
{
	ha6_kernel_static(svc, false);
}
