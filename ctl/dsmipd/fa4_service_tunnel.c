// SPDX-License-Identifier: GPL-2.0
/*
 * Tunnel devices of a foreign agent, those of the kernel: one for each home
 * agent, care-of address and encapsulation, as long as a visitor uses it.
 *
 * Those of dsmip have one binding whose homes are everything (that to the home
 * agent), so that a device would be needed for each home agent too, and two
 * devices cannot have the same care-of address.  ipip and gre look for both ends
 * of a tunnel, and all that is left to do is routing.
 *
 * A tunnel has two tables:
 *
 *   down  what comes out of it: the visitors of that home agent, by their link;
 *         all else is discarded silently (RFC 5944, section 4.2.2)
 *   up    what visitors send goes into it
 *
 * and one rule, from the device to the table "down".  What comes out of a tunnel
 * from a visitor to us (RFC 3024, section 5.2) has a table "down" where there is
 * nothing: a rule of the visitor says where that goes.
 */

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fa4_service.h"
#include "log.h"

#define TUNNEL_DIGITS	3	/* of the number of a device */

enum {
	TUNNEL_VISITOR,		/* as fa4_service_kernel.c has it */
	TUNNEL_DOWN,
};

/**
 * fa4_tunnel_down() - table of what comes out of a tunnel
 * @svc: the service
 * @tunnel: the tunnel
 *
 * Return: its number.
 */
uint32_t fa4_tunnel_down(const struct fa4_service *svc,
			 const struct fa4_tunnel *tunnel)
{
	return FA4_TABLE + svc->number * FA4_TABLES + 2 * tunnel->number;
}

/**
 * fa4_tunnel_up() - table of what goes into a tunnel
 * @svc: the service
 * @tunnel: the tunnel
 *
 * Return: its number.
 */
uint32_t fa4_tunnel_up(const struct fa4_service *svc,
		       const struct fa4_tunnel *tunnel)
{
	return fa4_tunnel_down(svc, tunnel) + 1;
}

static int tunnel_route(struct fa4_service *svc,
			const struct fa4_tunnel *tunnel, uint8_t family,
			bool add)
{
	struct dsmipd_net *net = svc->base.agent->net;
	const struct dsmipd_net_route down = {
		.dst = { .addr.family = family },
		.table = fa4_tunnel_down(svc, tunnel),
		.blackhole = true,
	};
	const struct dsmipd_net_route up = {
		.dst = { .addr.family = family },
		.ifindex = tunnel->ifindex,
		.table = fa4_tunnel_up(svc, tunnel),
	};
	struct dsmipd_net_rule rule = {
		.family = family,
		.priority = FA4_PRIORITY + svc->number * FA4_PRIORITIES +
			    TUNNEL_DOWN,
		.table = fa4_tunnel_down(svc, tunnel),
	};
	int err;

	memcpy(rule.iif, tunnel->dev.ifname, sizeof(rule.iif));
	if (!add) {
		dsmipd_net_rule_del(net, &rule);
		dsmipd_net_route_del(net, &down);
		return 0;
	}
	err = dsmipd_net_route_add(net, &down);
	if (!err)
		err = dsmipd_net_route_add(net, &up);
	if (!err)
		err = dsmipd_net_rule_add(net, &rule);
	return err;
}

static int tunnel_routes(struct fa4_service *svc,
			 const struct fa4_tunnel *tunnel, bool add)
{
	int err = tunnel_route(svc, tunnel, AF_INET, add);

	if (!err && svc->config.fa4.draft)
		err = tunnel_route(svc, tunnel, AF_INET6, add);
	return err;
}

/* The lowest number that is free. */
static bool tunnel_number(const struct fa4_service *svc, unsigned int *number)
{
	const struct fa4_tunnel *tunnel;

	for (*number = 0; *number < FA4_MAX_TUNNELS; (*number)++) {
		tunnel = svc->tunnels;
		while (tunnel && tunnel->number != *number)
			tunnel = tunnel->next;
		if (!tunnel)
			return true;
	}
	return false;
}

static struct fa4_tunnel *tunnel_find(const struct fa4_service *svc,
				      const struct dsmipd_net_tunnel *dev)
{
	struct fa4_tunnel *tunnel;

	for (tunnel = svc->tunnels; tunnel; tunnel = tunnel->next) {
		if (tunnel->dev.local.s_addr == dev->local.s_addr &&
		    tunnel->dev.remote.s_addr == dev->remote.s_addr &&
		    tunnel->dev.gre == dev->gre)
			return tunnel;
	}
	return NULL;
}

static struct fa4_tunnel *tunnel_new(struct fa4_service *svc,
				     const struct dsmipd_net_tunnel *dev)
{
	struct fa4_tunnel *tunnel = calloc(1, sizeof(*tunnel));
	int err;

	if (!tunnel || !tunnel_number(svc, &tunnel->number)) {
		fa4_warn(svc, "tunnel", -ENOSPC);
		free(tunnel);
		return NULL;
	}
	tunnel->dev = *dev;
	snprintf(tunnel->dev.ifname, sizeof(tunnel->dev.ifname), "%.*s%u",
		 IFNAMSIZ - TUNNEL_DIGITS - 1, svc->config.device,
		 tunnel->number);
	err = dsmipd_net_tunnel_add(svc->base.agent->net, &tunnel->dev,
				    &tunnel->ifindex);
	if (err) {
		fa4_warn(svc, tunnel->dev.ifname, err);
		free(tunnel);
		return NULL;
	}
	tunnel->next = svc->tunnels;
	svc->tunnels = tunnel;
	err = tunnel_routes(svc, tunnel, true);
	if (!err)
		return tunnel;
	fa4_warn(svc, "routes of a tunnel", err);
	tunnel->users = 1;
	fa4_tunnel_put(svc, tunnel);
	return NULL;
}

/**
 * fa4_tunnel_get() - have a tunnel
 * @svc: the service
 * @local: our end
 * @remote: the other one
 * @gre: GRE, else IP in IP
 * @own: from a visitor to us: IPv4 only
 *
 * Return: the tunnel, to be given back by fa4_tunnel_put(), or NULL after saying
 * why in the log.
 */
struct fa4_tunnel *fa4_tunnel_get(struct fa4_service *svc,
				  struct in_addr local, struct in_addr remote,
				  bool gre, bool own)
{
	const struct dsmipd_net_tunnel dev = {
		.local = local,
		.remote = remote,
		.gre = gre,
		.ipv6 = svc->config.fa4.draft && !own,
	};
	struct fa4_tunnel *tunnel = tunnel_find(svc, &dev);

	if (!tunnel)
		tunnel = tunnel_new(svc, &dev);
	if (tunnel)
		tunnel->users++;
	return tunnel;
}

/**
 * fa4_tunnel_put() - give a tunnel back
 * @svc: the service
 * @tunnel: the tunnel, or NULL; gone if nobody else uses it
 */
void fa4_tunnel_put(struct fa4_service *svc, struct fa4_tunnel *tunnel)
{
	struct fa4_tunnel **at = &svc->tunnels;

	if (!tunnel || --tunnel->users)
		return;
	while (*at != tunnel)
		at = &(*at)->next;
	*at = tunnel->next;
	tunnel_routes(svc, tunnel, false);
	dsmipd_net_link_del(svc->base.agent->net, tunnel->ifindex);
	free(tunnel);
}

/**
 * fa4_tunnel_prepare() - make a tunnel of each kind, and remove it
 * @svc: the service
 *
 * With the first one the kernel loads the module for its kind, which may take
 * longer than a node waits before it asks again.  What is missing is told at the
 * start, and not when there is a visitor.
 */
void fa4_tunnel_prepare(struct fa4_service *svc)
{
	const struct dsmipd_fa4_config *config = &svc->config.fa4;
	const struct in_addr any = {};

	fa4_tunnel_put(svc, fa4_tunnel_get(svc, config->coa[0], any, false,
					   false));
	if (config->draft)
		fa4_tunnel_put(svc, fa4_tunnel_get(svc, config->coa[0], any,
						   false, true));
	if (config->gre)
		fa4_tunnel_put(svc, fa4_tunnel_get(svc, config->coa[0], any,
						   true, false));
}

/* A route to a visitor goes with what is known of it as a neighbour. */
static int tunnel_clear_route(const struct dsmipd_net_route *route, void *arg)
{
	const struct fa4_service *svc = arg;
	struct dsmipd_net *net = svc->base.agent->net;
	uint32_t first = FA4_TABLE + svc->number * FA4_TABLES;

	if (route->table - first >= FA4_TABLES)
		return 0;
	dsmipd_net_route_del(net, route);
	if (route->dst.len)
		dsmipd_net_neigh_del(net, route->ifindex, route->via.family ?
				     &route->via : &route->dst.addr);
	return 0;
}

static bool tunnel_is_ours(const struct fa4_service *svc, const char *ifname)
{
	size_t len = strlen(svc->config.device);

	return !strncmp(ifname, svc->config.device, len) && ifname[len] &&
	       ifname[len + strspn(ifname + len, "0123456789")] == '\0';
}

/**
 * fa4_tunnel_clear() - remove what a former life has left
 * @svc: the service
 *
 * Who was a visitor then registers again: advertisements tell it that there is
 * nothing left of its registration, by their numbers.
 */
void fa4_tunnel_clear(struct fa4_service *svc)
{
	struct dsmipd_net *net = svc->base.agent->net;
	struct if_nameindex *ifs = if_nameindex();

	dsmipd_net_rules_del(net, FA4_PRIORITY + svc->number * FA4_PRIORITIES,
			     FA4_PRIORITIES);
	dsmipd_net_routes(net, tunnel_clear_route, svc);
	for (size_t i = 0; ifs && ifs[i].if_index; i++) {
		if (tunnel_is_ours(svc, ifs[i].if_name))
			dsmipd_net_link_del(net, ifs[i].if_index);
	}
	if (ifs)
		if_freenameindex(ifs);
}
