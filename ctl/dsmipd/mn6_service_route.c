// SPDX-License-Identifier: GPL-2.0
/*
 * Routes and rules of a mobile node.
 *
 * Table T has default routes into the tunnel, with the home addresses as
 * source.  Rules, in this order (T, W and W + 1 are tables of our own):
 *
 *   0  what has a tag of the device    T     updates from an IPv4 network
 *   1  mobility headers, from home     main  updates from an IPv6 network; XFRM
 *                                            routes them by the care-of address
 *   2  from a care-of address          main, but for its default route
 *   3  the same                        W     the default route of its device
 *   4  from a home address or prefix   main, but for ...  (of a router)
 *   5  the same                        T
 *   6  everything                      main, but for its default route
 *   7  everything                      T
 *
 * 2 and 3 are for the outer packets, and for programs that ask for an address
 * of the visited network: a DHCP client renews its lease past the tunnel.  6
 * and 7 are there while there is a tunnel: what has not asked for an address
 * goes into the tunnel, but to neighbours, and where main has a route other
 * than a default route.  So neighbour discovery, DHCP and a resolver on the
 * link go on; a resolver elsewhere in the visited network is asked from the
 * home address.  Without a tunnel new connections go as if there were no
 * mobility, and those of home addresses wait (5): they never leave otherwise.
 */

#include <errno.h>
#include <string.h>

#include "mn6_service.h"

#define ROUTE_MAIN	254

enum {
	ROUTE_TAG,
	ROUTE_SIGNALING,
	ROUTE_COA_MAIN,
	ROUTE_COA,
	ROUTE_HOME_MAIN,
	ROUTE_HOME,
	ROUTE_ALL_MAIN,
	ROUTE_ALL,
};

/* One next hop for all, else each destination were a neighbour. */
static const struct dsmip_addr route_via6 = {
	.family = AF_INET6,
	.v6 = { { { 0xfe, 0x80, [15] = 1 } } },
};

static uint32_t route_table(const struct mn6_service *svc)
{
	return MN6_TABLE + svc->number * MN6_TABLES;
}

static uint32_t route_table_way(const struct mn6_service *svc, size_t i)
{
	return route_table(svc) + 1 + i;
}

static void route_set(struct mn6_service *svc,
		      const struct dsmipd_net_route *route, bool add)
{
	struct dsmipd_net *net = svc->base.agent->net;
	int err;

	err = add ? dsmipd_net_route_add(net, route) :
		    dsmipd_net_route_del(net, route);
	if (err && add)
		mn6_warn(svc, "route", err);
}

static void route_rule(struct mn6_service *svc, unsigned int which,
		       struct dsmipd_net_rule rule, bool add)
{
	struct dsmipd_net *net = svc->base.agent->net;
	int err;

	rule.priority = MN6_PRIORITY + svc->number * MN6_PRIORITIES + which;
	err = add ? dsmipd_net_rule_add(net, &rule) :
		    dsmipd_net_rule_del(net, &rule);
	if (err && add)
		mn6_warn(svc, "rule", err);
}

static struct dsmip_prefix route_host(const struct dsmip_addr *addr)
{
	return (struct dsmip_prefix) {
		.addr = *addr,
		.len = dsmip_addr_bits(addr->family),
	};
}

static void route_signaling(struct mn6_service *svc, bool add)
{
	const struct dsmipd_net_rule tag = {
		.family = AF_INET6,
		.table = route_table(svc),
		.mark = MN6_MARK - (svc->number << 24),
		.mask = MN6_MARK_MASK,
	};
	const struct dsmipd_net_rule native = {
		.family = AF_INET6,
		.table = ROUTE_MAIN,
		.from = route_host(&svc->config.mn6.hoa.addr),
		.proto = IPPROTO_MH,
	};

	route_rule(svc, ROUTE_TAG, tag, add);
	route_rule(svc, ROUTE_SIGNALING, native, add);
}

/* The default route into the tunnel, from this home address. */
static void route_default(struct mn6_service *svc,
			  const struct dsmip_addr *home, bool add)
{
	struct dsmipd_net_route route = {
		.dst.addr.family = home->family,
		.ifindex = svc->ifindex,
		.src = *home,
		.table = route_table(svc),
	};

	if (home->family == AF_INET6)
		route.via = route_via6;
	route_set(svc, &route, add);
}

static void route_from(struct mn6_service *svc,
		       const struct dsmip_prefix *home, bool add)
{
	struct dsmipd_net_rule rule = {
		.family = home->addr.family,
		.from = *home,
		.table = ROUTE_MAIN,
		.no_default = true,
	};

	/* Between the networks of a mobile router there is no tunnel. */
	if (svc->config.mn6.router || !dsmip_prefix_is_host(home))
		route_rule(svc, ROUTE_HOME_MAIN, rule, add);
	rule.no_default = false;
	rule.table = route_table(svc);
	route_rule(svc, ROUTE_HOME, rule, add);
}

static const struct dsmip_addr *route_first4(const struct dsmip_prefix *homes,
					     size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (homes[i].addr.family == AF_INET &&
		    dsmip_prefix_is_host(&homes[i]))
			return &homes[i].addr;
	}
	return NULL;
}

static bool route_has(const struct dsmip_prefix *homes, size_t n,
		      const struct dsmip_prefix *home)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (homes[i].len == home->len &&
		    dsmip_addr_equal(&homes[i].addr, &home->addr))
			return true;
	}
	return false;
}

/**
 * mn6_route_homes() - home addresses and prefixes have changed
 * @svc: the service
 * @old: they were
 * @n_old: how many
 * @new: they are
 * @n_new: how many
 *
 * The IPv6 home address is of mn6_route_open().
 */
void mn6_route_homes(struct mn6_service *svc, const struct dsmip_prefix *old,
		     size_t n_old, const struct dsmip_prefix *new,
		     size_t n_new)
{
	const struct dsmip_prefix hoa = route_host(&svc->config.mn6.hoa.addr);
	const struct dsmip_addr *first = route_first4(new, n_new);
	const struct dsmip_addr *had = route_first4(old, n_old);
	size_t i;

	if (had && !first)
		route_default(svc, had, false);
	for (i = 0; i < n_old; i++) {
		if (!route_has(new, n_new, &old[i]) &&
		    !route_has(&hoa, 1, &old[i]))
			route_from(svc, &old[i], false);
	}
	for (i = 0; i < n_new; i++) {
		if (!route_has(old, n_old, &new[i]) &&
		    !route_has(&hoa, 1, &new[i]))
			route_from(svc, &new[i], true);
	}
	if (first)
		route_default(svc, first, true);
}

/**
 * mn6_route_away() - where packets from the IPv6 home address go
 * @svc: the service
 * @away: into the tunnel; else as any others, by the home link
 */
void mn6_route_away(struct mn6_service *svc, bool away)
{
	const struct dsmip_prefix hoa = route_host(&svc->config.mn6.hoa.addr);

	route_from(svc, &hoa, away);
}

/**
 * mn6_route_unbound() - where packets go that have not asked for an address
 * @svc: the service
 * @tunnel: into the tunnel
 */
void mn6_route_unbound(struct mn6_service *svc, bool tunnel)
{
	static const uint8_t families[] = { AF_INET, AF_INET6 };
	struct dsmipd_net_rule rule = {};
	size_t i;

	for (i = 0; i < sizeof(families); i++) {
		rule.family = families[i];
		rule.table = ROUTE_MAIN;
		rule.no_default = true;
		route_rule(svc, ROUTE_ALL_MAIN, rule, tunnel);
		rule.table = route_table(svc);
		rule.no_default = false;
		route_rule(svc, ROUTE_ALL, rule, tunnel);
	}
}

/* The kernel forgets routes when their device is down, or has no address. */
static void route_way_default(struct mn6_service *svc, size_t i, bool add)
{
	const struct mn6_way *way = &svc->ways[i];
	const struct dsmipd_net_route route = {
		.dst.addr.family = way->coa.family,
		.ifindex = way->ifindex,
		.via = way->via,
		.table = route_table_way(svc, i),
	};

	if (way->via.family)
		route_set(svc, &route, add);
}

static void route_way_rules(struct mn6_service *svc, size_t i, bool add)
{
	const struct mn6_way *way = &svc->ways[i];
	struct dsmipd_net_rule rule = {
		.family = way->coa.family,
		.from = route_host(&way->coa),
		.table = ROUTE_MAIN,
		.no_default = way->via.family,
	};

	if (!way->coa.family)
		return;
	route_rule(svc, ROUTE_COA_MAIN, rule, add);
	if (!way->via.family)
		return;
	rule.no_default = false;
	rule.table = route_table_way(svc, i);
	route_rule(svc, ROUTE_COA, rule, add);
}

/* The one to be exchanged: that of this address, else one of no tunnel. */
static size_t route_way_slot(const struct mn6_service *svc,
			     const struct dsmip_addr *coa)
{
	size_t i, slot = 0;

	for (i = 0; i < MN6_WAYS; i++) {
		if (dsmip_addr_equal(&svc->ways[i].coa, coa))
			return i;
		if (!dsmip_addr_equal(&svc->ways[i].coa, &svc->tunnel.coa))
			slot = i;
	}
	return slot;
}

/**
 * mn6_route_way() - packets from a care-of address leave by its device
 * @svc: the service
 * @coa: the address
 * @ifindex: its device
 *
 * That of the tunnel stays.
 */
void mn6_route_way(struct mn6_service *svc, const struct dsmip_addr *coa,
		   unsigned int ifindex)
{
	struct mn6_way way = { .coa = *coa, .ifindex = ifindex };
	size_t i = route_way_slot(svc, coa);

	dsmipd_net_default_route(svc->base.agent->net, ifindex, coa->family,
				 &way.via);
	if (dsmip_addr_equal(&way.coa, &svc->ways[i].coa) &&
	    dsmip_addr_equal(&way.via, &svc->ways[i].via) &&
	    way.ifindex == svc->ways[i].ifindex) {
		route_way_default(svc, i, true);
		return;
	}
	route_way_rules(svc, i, false);
	route_way_default(svc, i, false);
	svc->ways[i] = way;
	route_way_default(svc, i, true);
	route_way_rules(svc, i, true);
}

/**
 * mn6_route_open() - what is needed to signal
 * @svc: the service, with a device that is up
 *
 * Return: 0.
 */
int mn6_route_open(struct mn6_service *svc)
{
	route_signaling(svc, true);
	route_default(svc, &svc->config.mn6.hoa.addr, true);
	mn6_route_away(svc, true);
	return 0;
}

static int route_close(const struct dsmipd_net_route *route, void *arg)
{
	struct mn6_service *svc = arg;

	if (route->table - route_table(svc) < MN6_TABLES)
		route_set(svc, route, false);
	return 0;
}

/**
 * mn6_route_close() - take everything back
 * @svc: the service
 *
 * Also what a former life has left, which may have been in other networks.
 */
void mn6_route_close(struct mn6_service *svc)
{
	uint32_t priority = MN6_PRIORITY + svc->number * MN6_PRIORITIES;
	struct dsmipd_net *net = svc->base.agent->net;
	int err;

	err = dsmipd_net_rules_del(net, priority, MN6_PRIORITIES);
	if (!err)
		err = dsmipd_net_routes(net, route_close, svc);
	if (err)
		mn6_warn(svc, "rules and routes", err);
	memset(svc->ways, 0, sizeof(svc->ways));
}
