// SPDX-License-Identifier: GPL-2.0
/*
 * Movement: the addresses there are, after each change of links, addresses or
 * routes.  An address counts when its device has a carrier and a way to the
 * home agent, from that moment on: nothing is waited for.
 */

#include <net/if.h>
#include <string.h>

#include "mn6_service.h"

/**
 * struct watch_look - what is found
 * @svc: the service
 * @coa: addresses
 * @n: how many
 */
struct watch_look {
	struct mn6_service *svc;
	struct dsmipd_mn_coa coa[DSMIPD_MN_MAX_COA];
	size_t n;
};

/* Whether the device may be used, and how gladly. */
static bool watch_wanted(const struct mn6_service *svc, unsigned int ifindex,
			 int *preference)
{
	char ifname[IFNAMSIZ];
	size_t i;

	*preference = 0;
	if (ifindex == svc->ifindex)
		return false;
	if (!svc->config.n_ifs)
		return true;
	if (!if_indextoname(ifindex, ifname))
		return false;
	for (i = 0; i < svc->config.n_ifs; i++) {
		if (strcmp(svc->config.ifs[i].ifname, ifname))
			continue;
		*preference = svc->config.ifs[i].preference;
		return true;
	}
	return false;
}

static bool watch_scope(const struct dsmip_addr *addr)
{
	uint32_t v4 = ntohl(addr->v4.s_addr);

	if (addr->family == AF_INET6)
		return !IN6_IS_ADDR_LINKLOCAL(&addr->v6) &&
		       !IN6_IS_ADDR_LOOPBACK(&addr->v6) &&
		       !IN6_IS_ADDR_MULTICAST(&addr->v6);
	return v4 >> 24 != 127 && v4 >> 16 != 0xa9fe;
}

static uint32_t watch_hash(uint32_t hash, const void *data, size_t len)
{
	const uint8_t *byte = data;

	while (len--)
		hash = (hash ^ *byte++) * 16777619u;
	return hash;
}

/* Whether the device leads to the home agent; @network tells its networks apart. */
static bool watch_leads(const struct mn6_service *svc, unsigned int ifindex,
			uint8_t family, uint32_t *network)
{
	struct dsmipd_net *net = svc->base.agent->net;
	uint32_t attachment = dsmipd_net_attachment(net, ifindex);
	struct dsmip_addr via = {}, ha = { .family = family };
	struct dsmip_route route = {};

	if (!dsmipd_net_default_route(net, ifindex, family, &via)) {
		if (family == AF_INET6)
			ha.v6 = svc->config.mn6.ha;
		else
			ha.v4 = svc->config.mn6.ha4;
		if (dsmip_route_get(svc->base.agent->client, &ha, &route) ||
		    route.ifindex != ifindex)
			return false;
		via = route.gateway;
	}
	*network = watch_hash(2166136261u, &attachment, sizeof(attachment));
	*network = watch_hash(*network, via.bytes, dsmip_addr_size(via.family));
	return true;
}

/* RFC 6275, section 11.5.2: the home prefix is that of the link. */
static bool watch_is_home(const struct mn6_service *svc,
			  const struct dsmip_addr *addr)
{
	const struct dsmip_prefix *hoa = &svc->config.mn6.hoa;
	unsigned int i;

	if (addr->family != AF_INET6)
		return false;
	for (i = 0; i < hoa->len; i++) {
		if ((addr->v6.s6_addr[i / 8] ^ hoa->addr.v6.s6_addr[i / 8]) &
		    0x80 >> i % 8)
			return false;
	}
	return true;
}

/* The home address on another device: put there by us, or it is the home link,
 * where duplicate address detection fails as long as the home agent defends it.
 */
static bool watch_is_usable(const struct mn6_service *svc,
			    const struct dsmipd_net_addr *addr)
{
	if (dsmip_addr_equal(&addr->addr.addr, &svc->config.mn6.hoa.addr))
		return !svc->home_added || addr->ifindex != svc->home_link;
	return !addr->tentative && !addr->failed;
}

static int watch_addr(const struct dsmipd_net_addr *addr, void *arg)
{
	struct watch_look *look = arg;
	struct dsmipd_mn_coa *coa = &look->coa[look->n];
	const struct mn6_service *svc = look->svc;

	*coa = (struct dsmipd_mn_coa) {
		.addr = addr->addr.addr,
		.ifindex = addr->ifindex,
		.home = watch_is_home(svc, &addr->addr.addr),
		.deprecated = addr->deprecated,
		.lifetime = addr->valid,
	};
	if (watch_wanted(svc, addr->ifindex, &coa->preference) &&
	    watch_scope(&coa->addr) && watch_is_usable(svc, addr) &&
	    dsmipd_net_up(svc->base.agent->net, addr->ifindex) &&
	    watch_leads(svc, addr->ifindex, coa->addr.family, &coa->network))
		look->n++;
	return look->n == DSMIPD_MN_MAX_COA;
}

/**
 * mn6_watch_changed() - something in the network has changed
 * @arg: the service
 */
void mn6_watch_changed(void *arg)
{
	struct watch_look look = { .svc = arg };
	struct mn6_service *svc = arg;

	if (!svc->mn) {
		mn6_find_changed(svc);
		return;
	}
	dsmipd_net_addrs(svc->base.agent->net, watch_addr, &look);
	dsmipd_mn6_coas(svc->mn, look.coa, look.n, mn6_time(svc));
	mn6_schedule(svc);
}

/**
 * mn6_watch_open() - begin to look for movement
 * @svc: the service
 *
 * Return: 0 or a negative errno.
 */
int mn6_watch_open(struct mn6_service *svc)
{
	int err;

	if (svc->watching)
		return 0;
	svc->watch.changed = mn6_watch_changed;
	svc->watch.arg = svc;
	err = dsmipd_net_watch(svc->base.agent->net, &svc->watch);
	svc->watching = !err;
	return err;
}

/**
 * mn6_watch_close() - no longer look for movement
 * @svc: the service
 */
void mn6_watch_close(struct mn6_service *svc)
{
	if (svc->watching)
		dsmipd_net_unwatch(svc->base.agent->net, &svc->watch);
	svc->watching = false;
}
