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

#include "mn_host.h"

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

static uint32_t route_table(const struct mn_host *host)
{
	return MN_TABLE + host->number * MN_TABLES;
}

static uint32_t route_table_way(const struct mn_host *host, size_t i)
{
	return route_table(host) + 1 + i;
}

static void route_set(struct mn_host *host,
		      const struct dsmipd_net_route *route, bool add)
{
	struct dsmipd_net *net = host->agent->net;
	int err;

	err = add ? dsmipd_net_route_add(net, route) :
		    dsmipd_net_route_del(net, route);
	if (err && add)
		mn_host_warn(host, "route", err);
}

static void route_rule(struct mn_host *host, unsigned int which,
		       struct dsmipd_net_rule rule, bool add)
{
	struct dsmipd_net *net = host->agent->net;
	int err;

	rule.priority = MN_PRIORITY + host->number * MN_PRIORITIES + which;
	err = add ? dsmipd_net_rule_add(net, &rule) :
		    dsmipd_net_rule_del(net, &rule);
	if (err && add)
		mn_host_warn(host, "rule", err);
}

static struct dsmip_prefix route_host(const struct dsmip_addr *addr)
{
	return (struct dsmip_prefix) {
		.addr = *addr,
		.len = dsmip_addr_bits(addr->family),
	};
}

static void route_signaling(struct mn_host *host, bool add)
{
	const struct dsmipd_net_rule tag = {
		.family = AF_INET6,
		.table = route_table(host),
		.mark = MN_MARK - (host->number << 24),
		.mask = MN_MARK_MASK,
	};
	const struct dsmipd_net_rule native = {
		.family = AF_INET6,
		.table = ROUTE_MAIN,
		.from = route_host(&host->hoa.addr),
		.proto = IPPROTO_MH,
	};

	route_rule(host, ROUTE_TAG, tag, add);
	route_rule(host, ROUTE_SIGNALING, native, add);
}

/* The default route of home addresses, with this one as source; or none. */
static void route_default(struct mn_host *host, uint8_t family,
			  const struct dsmip_addr *home, bool add)
{
	const struct mn_hop *hop = family == AF_INET ? &host->hop4 :
						       &host->hop6;
	struct dsmipd_net_route route = {
		.dst.addr.family = family,
		.ifindex = hop->ifindex,
		.via = hop->via,
		.table = route_table(host),
	};

	if (home)
		route.src = *home;
	if (!hop->ifindex) {
		route.ifindex = host->ifindex;
		if (family == AF_INET6)
			route.via = route_via6;
	}
	route_set(host, &route, add);
}

/* Without the bits beyond its length. */
static struct dsmip_prefix route_network(const struct dsmip_prefix *home)
{
	struct dsmip_prefix network = *home;
	unsigned int i;

	for (i = home->len; i < dsmip_addr_bits(home->addr.family); i++)
		network.addr.bytes[i / 8] &= ~(0x80 >> i % 8);
	return network;
}

static void route_from(struct mn_host *host,
		       const struct dsmip_prefix *home, bool add)
{
	struct dsmipd_net_rule rule = {
		.family = home->addr.family,
		.from = route_network(home),
		.table = ROUTE_MAIN,
		.no_default = true,
	};

	/* Between the networks of a mobile router there is no tunnel. */
	if (host->router || !dsmip_prefix_is_host(home))
		route_rule(host, ROUTE_HOME_MAIN, rule, add);
	rule.no_default = false;
	rule.table = route_table(host);
	route_rule(host, ROUTE_HOME, rule, add);
}

/* The first address of a family, or none; whether there is anything of it. */
static bool route_first(const struct dsmip_prefix *homes, size_t n,
			uint8_t family, const struct dsmip_addr **addr)
{
	bool any = false;
	size_t i;

	*addr = NULL;
	for (i = 0; i < n; i++) {
		if (homes[i].addr.family != family)
			continue;
		any = true;
		if (!*addr && (dsmip_prefix_is_host(&homes[i]) ||
			       !dsmip_prefix_is_network(&homes[i])))
			*addr = &homes[i].addr;
	}
	return any;
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

/* That of the home address of Mobile IPv6 is always there. */
static void route_defaults(struct mn_host *host, uint8_t family,
			   const struct dsmip_prefix *new, size_t n_new)
{
	const struct dsmip_addr *first, *had;
	bool any, was;

	if (host->signaling && family == host->hoa.addr.family)
		return;
	was = route_first(host->homes, host->n_homes, family, &had);
	any = route_first(new, n_new, family, &first);
	if (was && !any)
		route_default(host, family, had, false);
	if (any)
		route_default(host, family, first, true);
}

/**
 * mn_route_homes() - home addresses and prefixes have changed
 * @host: the mobile node
 * @new: they are
 * @n_new: how many, at most %MN_HOMES
 *
 * The home address of Mobile IPv6 is of mn_route_open().
 */
void mn_route_homes(struct mn_host *host, const struct dsmip_prefix *new,
		    size_t n_new)
{
	const struct dsmip_prefix hoa = route_host(&host->hoa.addr);
	size_t n = host->signaling;
	size_t i;

	for (i = 0; i < host->n_homes; i++) {
		if (!route_has(new, n_new, &host->homes[i]) &&
		    !route_has(&hoa, n, &host->homes[i]))
			route_from(host, &host->homes[i], false);
	}
	for (i = 0; i < n_new; i++) {
		if (!route_has(host->homes, host->n_homes, &new[i]) &&
		    !route_has(&hoa, n, &new[i]))
			route_from(host, &new[i], true);
	}
	route_defaults(host, AF_INET, new, n_new);
	route_defaults(host, AF_INET6, new, n_new);
	if (n_new)
		memcpy(host->homes, new, n_new * sizeof(new[0]));
	host->n_homes = n_new;
}

/**
 * mn_route_hops() - where packets from home addresses go from now on
 * @host: the mobile node
 * @hop4: those of IPv4
 * @hop6: those of IPv6
 */
void mn_route_hops(struct mn_host *host, const struct mn_hop *hop4,
		   const struct mn_hop *hop6)
{
	host->hop4 = *hop4;
	host->hop6 = *hop6;
	route_defaults(host, AF_INET, host->homes, host->n_homes);
	route_defaults(host, AF_INET6, host->homes, host->n_homes);
}

/**
 * mn_route_away() - where packets from the home address of Mobile IPv6 go
 * @host: the mobile node
 * @away: into the tunnel; else as any others, by the home link
 */
void mn_route_away(struct mn_host *host, bool away)
{
	const struct dsmip_prefix hoa = route_host(&host->hoa.addr);

	if (host->signaling)
		route_from(host, &hoa, away);
}

/**
 * mn_route_unbound() - where packets go that have not asked for an address
 * @host: the mobile node
 * @tunnel: into the tunnel
 */
void mn_route_unbound(struct mn_host *host, bool tunnel)
{
	static const uint8_t families[] = { AF_INET, AF_INET6 };
	struct dsmipd_net_rule rule = {};
	size_t i;

	for (i = 0; i < sizeof(families); i++) {
		rule.family = families[i];
		rule.table = ROUTE_MAIN;
		rule.no_default = true;
		route_rule(host, ROUTE_ALL_MAIN, rule, tunnel);
		rule.table = route_table(host);
		rule.no_default = false;
		route_rule(host, ROUTE_ALL, rule, tunnel);
	}
}

/* The kernel forgets routes when their device is down, or has no address. */
static void route_way_default(struct mn_host *host, size_t i, bool add)
{
	const struct mn_way *way = &host->ways[i];
	const struct dsmipd_net_route route = {
		.dst.addr.family = way->coa.family,
		.ifindex = way->ifindex,
		.via = way->via,
		.table = route_table_way(host, i),
	};

	if (way->via.family)
		route_set(host, &route, add);
}

static void route_way_rules(struct mn_host *host, size_t i, bool add)
{
	const struct mn_way *way = &host->ways[i];
	struct dsmipd_net_rule rule = {
		.family = way->coa.family,
		.from = route_host(&way->coa),
		.table = ROUTE_MAIN,
		.no_default = way->via.family,
	};

	if (!way->coa.family)
		return;
	route_rule(host, ROUTE_COA_MAIN, rule, add);
	if (!way->via.family)
		return;
	rule.no_default = false;
	rule.table = route_table_way(host, i);
	route_rule(host, ROUTE_COA, rule, add);
}

/* The one to be exchanged: that of this address, else one of no tunnel. */
static size_t route_way_slot(const struct mn_host *host,
			     const struct dsmip_addr *coa)
{
	size_t i, slot = 0;

	for (i = 0; i < MN_WAYS; i++) {
		if (dsmip_addr_equal(&host->ways[i].coa, coa))
			return i;
		if (!dsmip_addr_equal(&host->ways[i].coa, &host->coa))
			slot = i;
	}
	return slot;
}

/**
 * mn_route_way() - packets from a care-of address leave by its device
 * @host: the mobile node
 * @coa: the address
 * @ifindex: its device
 *
 * That of the tunnel stays.
 */
void mn_route_way(struct mn_host *host, const struct dsmip_addr *coa,
		  unsigned int ifindex)
{
	struct mn_way way = { .coa = *coa, .ifindex = ifindex };
	size_t i = route_way_slot(host, coa);

	dsmipd_net_default_route(host->agent->net, ifindex, coa->family,
				 &way.via);
	if (dsmip_addr_equal(&way.coa, &host->ways[i].coa) &&
	    dsmip_addr_equal(&way.via, &host->ways[i].via) &&
	    way.ifindex == host->ways[i].ifindex) {
		route_way_default(host, i, true);
		return;
	}
	route_way_rules(host, i, false);
	route_way_default(host, i, false);
	host->ways[i] = way;
	route_way_default(host, i, true);
	route_way_rules(host, i, true);
}

/**
 * mn_route_open() - what is needed to signal
 * @host: the mobile node, with a device that is up
 */
void mn_route_open(struct mn_host *host)
{
	if (!host->signaling)
		return;
	route_signaling(host, true);
	route_default(host, AF_INET6, &host->hoa.addr, true);
	mn_route_away(host, true);
}

static int route_close(const struct dsmipd_net_route *route, void *arg)
{
	struct mn_host *host = arg;

	if (route->table - route_table(host) < MN_TABLES)
		route_set(host, route, false);
	return 0;
}

/**
 * mn_route_close() - take everything back
 * @host: the mobile node
 *
 * Also what a former life has left, which may have been in other networks.
 */
void mn_route_close(struct mn_host *host)
{
	uint32_t priority = MN_PRIORITY + host->number * MN_PRIORITIES;
	struct dsmipd_net *net = host->agent->net;
	int err;

	err = dsmipd_net_rules_del(net, priority, MN_PRIORITIES);
	if (!err)
		err = dsmipd_net_routes(net, route_close, host);
	if (err)
		mn_host_warn(host, "rules and routes", err);
	memset(host->ways, 0, sizeof(host->ways));
	host->n_homes = 0;
}
