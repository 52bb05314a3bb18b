// SPDX-License-Identifier: GPL-2.0
/*
 * Broadcasts of the home links for nodes that have asked for them (RFC 5944,
 * section 4.3): the kernel copies them into the tunnel device as long as there
 * is such a node, and the module sends them on to the bindings that say so.
 * What comes out of the tunnel is sent on a link, and not received from it: it
 * does not come back.
 */

#include <string.h>

#include "ha4_service.h"
#include "log.h"

/**
 * ha4_broadcast_address() - broadcast address of a home link
 * @link: the link
 * @addr: set to it
 *
 * Return: whether it has one.
 */
bool ha4_broadcast_address(const struct dsmipd_ha6_link *link,
			   struct in_addr *addr)
{
	if (link->prefix.addr.family != AF_INET || link->prefix.len > 30 ||
	    !link->ifindex)
		return false;
	addr->s_addr = link->prefix.addr.v4.s_addr |
		       htonl(UINT32_MAX >> link->prefix.len);
	return true;
}

/* Addresses of all prefixes of a link, if this one is the first of it. */
static size_t broadcast_addresses(const struct ha4_service *svc, size_t first,
				  struct in_addr *dst)
{
	const struct dsmipd_ha6_link *links = svc->home.links;
	size_t i, n = 0;

	dst[n++].s_addr = htonl(INADDR_BROADCAST);
	for (i = 0; i < svc->home.n_links; i++) {
		if (links[i].ifindex != links[first].ifindex ||
		    !ha4_broadcast_address(&links[i], &dst[n]))
			continue;
		if (n++ == 1 && i != first)
			return 0;
	}
	return n > 1 ? n : 0;
}

static void broadcast_link(struct ha4_service *svc, size_t i, bool on)
{
	unsigned int ifindex = svc->home.links[i].ifindex;
	struct dsmipd_net *net = svc->home.base.agent->net;
	struct in_addr dst[1 + DSMIPD_HA4_MAX_LINKS];
	size_t n = broadcast_addresses(svc, i, dst);
	int err;

	if (!n)
		return;
	if (on)
		err = dsmipd_net_mirror_add(net, ifindex, svc->home.ifindex,
					    dst, n);
	else
		err = dsmipd_net_mirror_del(net, ifindex, svc->home.ifindex);
	if (err)
		dsmipd_err("%s: broadcasts of %s: %s", svc->home.base.name,
			   svc->config.links[i].ifname, strerror(-err));
}

/**
 * ha4_broadcast_clear() - copy no broadcasts
 * @svc: the service, with its links and device
 *
 * Those of a former life neither.
 */
void ha4_broadcast_clear(struct ha4_service *svc)
{
	size_t i;

	for (i = 0; i < svc->home.n_links; i++)
		broadcast_link(svc, i, false);
	svc->broadcast = false;
}

/**
 * ha4_broadcast_update() - copy broadcasts if somebody wants them
 * @svc: the service
 */
void ha4_broadcast_update(struct ha4_service *svc)
{
	bool on = svc->config.ha4.broadcast && dsmipd_ha4_broadcast(svc->ha);
	size_t i;

	if (on == svc->broadcast)
		return;
	if (!on)
		return ha4_broadcast_clear(svc);
	svc->broadcast = true;
	for (i = 0; i < svc->home.n_links; i++)
		broadcast_link(svc, i, true);
}
