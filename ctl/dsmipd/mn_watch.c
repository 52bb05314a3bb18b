// SPDX-License-Identifier: GPL-2.0
/*
 * Movement: the addresses there are, after each change of links, addresses or
 * routes.  An address counts when its device has a carrier and a way to the
 * home agent, from that moment on: nothing is waited for.
 */

#include <net/if.h>
#include <string.h>

#include "mn_host.h"

/* What is found. */
struct watch_look {
	const struct mn_host *host;
	struct dsmipd_mn_coa *coa;
	size_t n;
};

/**
 * mn_watch_wanted() - whether a device may be used
 * @host: the mobile node
 * @ifindex: the device
 * @preference: set to how gladly
 *
 * Return: whether it may.
 */
bool mn_watch_wanted(const struct mn_host *host, unsigned int ifindex,
		     int *preference)
{
	char ifname[IFNAMSIZ];
	size_t i;

	*preference = 0;
	if (ifindex == host->ifindex)
		return false;
	if (!host->n_ifs)
		return true;
	if (!if_indextoname(ifindex, ifname))
		return false;
	for (i = 0; i < host->n_ifs; i++) {
		if (strcmp(host->ifs[i].ifname, ifname))
			continue;
		*preference = host->ifs[i].preference;
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
static bool watch_leads(const struct mn_host *host, unsigned int ifindex,
			uint8_t family, uint32_t *network)
{
	struct dsmipd_net *net = host->agent->net;
	uint32_t attachment = dsmipd_net_attachment(net, ifindex);
	const struct dsmip_addr *ha = family == AF_INET ? &host->ha4 :
							     &host->ha6;
	struct dsmip_addr via = {};
	struct dsmip_route route = {};

	if (!ha->family)
		return false;
	if (!dsmipd_net_default_route(net, ifindex, family, &via)) {
		if (dsmip_route_get(host->agent->client, ha, &route) ||
		    route.ifindex != ifindex)
			return false;
		via = route.gateway;
	}
	*network = watch_hash(2166136261u, &attachment, sizeof(attachment));
	*network = watch_hash(*network, via.bytes, dsmip_addr_size(via.family));
	return true;
}

/* RFC 6275, section 11.5.2; RFC 5944, section 2.4.3: the home prefix is that of
 * the link.
 */
static bool watch_is_home(const struct mn_host *host,
			  const struct dsmip_addr *addr)
{
	const struct dsmip_prefix host_prefix = {
		.addr = *addr, .len = dsmip_addr_bits(addr->family),
	};

	return host->hoa.addr.family &&
	       dsmip_prefix_overlap(&host_prefix, &host->hoa);
}

/* The home address on another device: put there by us, or it is the home link,
 * where duplicate address detection fails as long as the home agent defends it.
 */
static bool watch_is_usable(const struct mn_host *host,
			    const struct dsmipd_net_addr *addr)
{
	if (dsmip_addr_equal(&addr->addr.addr, &host->hoa.addr))
		return !host->home_added || addr->ifindex != host->home_link;
	return !addr->tentative && !addr->failed;
}

static int watch_addr(const struct dsmipd_net_addr *addr, void *arg)
{
	struct watch_look *look = arg;
	struct dsmipd_mn_coa *coa = &look->coa[look->n];
	const struct mn_host *host = look->host;

	*coa = (struct dsmipd_mn_coa) {
		.addr = addr->addr.addr,
		.ifindex = addr->ifindex,
		.home = watch_is_home(host, &addr->addr.addr),
		.deprecated = addr->deprecated,
		.lifetime = addr->valid,
	};
	if (mn_watch_wanted(host, addr->ifindex, &coa->preference) &&
	    watch_scope(&coa->addr) && watch_is_usable(host, addr) &&
	    dsmipd_net_up(host->agent->net, addr->ifindex) &&
	    watch_leads(host, addr->ifindex, coa->addr.family, &coa->network))
		look->n++;
	return look->n == DSMIPD_MN_MAX_COA;
}

/**
 * mn_watch_look() - the addresses there are
 * @host: the mobile node
 * @coas: those that could be the care-of address; %DSMIPD_MN_MAX_COA of them
 *
 * Return: how many.
 */
size_t mn_watch_look(const struct mn_host *host, struct dsmipd_mn_coa *coas)
{
	struct watch_look look = { .host = host, .coa = coas };

	dsmipd_net_addrs(host->agent->net, watch_addr, &look);
	return look.n;
}

/**
 * mn_watch_open() - begin to look for movement
 * @host: the mobile node
 *
 * Return: 0 or a negative errno.
 */
int mn_watch_open(struct mn_host *host)
{
	int err;

	if (host->watching)
		return 0;
	host->watch.changed = host->changed;
	host->watch.arg = host->arg;
	err = dsmipd_net_watch(host->agent->net, &host->watch);
	host->watching = !err;
	return err;
}

/**
 * mn_watch_close() - no longer look for movement
 * @host: the mobile node
 */
void mn_watch_close(struct mn_host *host)
{
	if (host->watching)
		dsmipd_net_unwatch(host->agent->net, &host->watch);
	host->watching = false;
}
