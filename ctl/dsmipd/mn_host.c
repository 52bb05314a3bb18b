// SPDX-License-Identifier: GPL-2.0
/*
 * What a mobile node is to the kernel: a device, one binding to the home agent,
 * home addresses.
 *
 * The device has no local address, since that of the tunnel changes; the
 * binding has it.
 */

#include <errno.h>
#include <string.h>

#include "log.h"
#include "mn_host.h"

/* Mobile nodes of this process; tells their marks and tables apart. */
static unsigned int host_count;

static const struct dsmip_prefix host_everything = { .addr.family = AF_INET };

/**
 * mn_host_init() - give a mobile node its number
 * @host: it, zero but for its settings
 */
void mn_host_init(struct mn_host *host)
{
	host->number = host_count++;
}

/**
 * mn_host_time() - the clocks
 * @host: the mobile node
 *
 * Return: the time now.
 */
struct dsmipd_mn_time mn_host_time(const struct mn_host *host)
{
	struct dsmipd_ha6_time now = dsmipd_agent_time(host->agent);

	return (struct dsmipd_mn_time) { .mono = now.mono, .real = now.real };
}

/**
 * mn_host_warn() - log what the kernel has refused
 * @host: the mobile node
 * @what: what it was about
 * @err: negative errno
 */
void mn_host_warn(const struct mn_host *host, const char *what, int err)
{
	dsmipd_warn("%s: %s: %s", host->name, what, strerror(-err));
}

static int host_link(const struct dsmip_link *link, void *arg)
{
	*(struct dsmip_link *)arg = *link;
	return 0;
}

/* One of a former life has the binding still, and is taken over. */
static int host_link_is_ours(const struct mn_host *host,
			     const struct dsmip_link *link, uint32_t origins)
{
	if (!link->local4.family && !link->local6.family &&
	    link->port == host->port && link->origins == origins &&
	    link->origin_mark == MN_MARK - (host->number << 24))
		return 0;
	dsmipd_err("%s: device %s has other settings than it should have; remove it",
		   host->name, host->device);
	return -EEXIST;
}

/**
 * mn_host_device() - make the tunnel device, unless it is there
 * @host: the mobile node
 * @origins: origins of signalling packets that it keeps
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int mn_host_device(struct mn_host *host, uint32_t origins)
{
	struct dsmip_client *client = host->agent->client;
	struct dsmip_link link = {
		.port = host->port,
		.origins = origins,
		.origin_mark = MN_MARK - (host->number << 24),
	};
	int err;

	strcpy(link.ifname, host->device);
	err = dsmip_link_new(client, &link);
	if (err == -EEXIST) {
		err = dsmip_link_get(client, host->device, host_link, &link);
		if (!err)
			err = host_link_is_ours(host, &link, origins);
		if (err == -EEXIST)
			return err;
	}
	if (err) {
		dsmipd_err("%s: device %s: %s", host->name, host->device,
			   dsmip_client_error(client)->text);
		return err;
	}
	host->ifindex = dsmipd_net_ifindex(host->agent->net, host->device);
	err = dsmipd_net_set_up(host->agent->net, host->ifindex);
	if (err)
		mn_host_warn(host, "device", err);
	return err;
}

/**
 * mn_host_close() - take everything back that would not be without us
 * @host: the mobile node
 */
void mn_host_close(struct mn_host *host)
{
	if (!host->ifindex)
		return;
	mn_host_home_link(host, 0);
	mn_route_close(host);
	dsmip_link_del(host->agent->client, host->device);
}

/* Addresses of a former life, and those that are not granted any more. */
struct host_stale {
	const struct mn_host *host;
	const struct dsmip_prefix *homes;
	size_t n;
	struct dsmip_prefix stale[MN_HOMES];
	size_t n_stale;
};

static int host_stale(const struct dsmipd_net_addr *addr, void *arg)
{
	const struct dsmip_addr *a = &addr->addr.addr;
	struct host_stale *stale = arg;
	size_t i;

	if (addr->ifindex != stale->host->ifindex ||
	    stale->n_stale == MN_HOMES ||
	    dsmip_addr_equal(a, &stale->host->hoa.addr) ||
	    (a->family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&a->v6)))
		return 0;
	for (i = 0; i < stale->n; i++) {
		if (dsmip_addr_equal(&stale->homes[i].addr, a))
			return 0;
	}
	stale->stale[stale->n_stale++] = addr->addr;
	return 0;
}

/* An address, or one in a prefix; not a prefix alone. */
static bool host_is_addr(const struct dsmip_prefix *home)
{
	return dsmip_prefix_is_host(home) || !dsmip_prefix_is_network(home);
}

static void host_addr(struct mn_host *host, const struct dsmip_prefix *home)
{
	const struct dsmip_prefix addr = {
		.addr = home->addr, .len = dsmip_addr_bits(home->addr.family),
	};
	int err;

	if (!host_is_addr(home) ||
	    (host->signaling && dsmip_addr_equal(&home->addr, &host->hoa.addr)))
		return;
	err = dsmipd_net_addr_add(host->agent->net, host->ifindex, &addr, true);
	if (err)
		mn_host_warn(host, "home address", err);
}

/**
 * mn_host_homes() - home addresses and prefixes have changed
 * @host: the mobile node
 * @homes: all that there are now
 * @n: how many
 *
 * The addresses go to the tunnel device; prefixes are for the networks inside
 * of a mobile router, which are not our business.
 */
void mn_host_homes(struct mn_host *host, const struct dsmip_prefix *homes,
		   size_t n)
{
	struct host_stale stale = { .host = host, .homes = homes, .n = n };
	struct dsmipd_net *net = host->agent->net;
	size_t i;

	for (i = 0; i < n; i++)
		host_addr(host, &homes[i]);
	mn_route_homes(host, homes, n);
	dsmipd_net_addrs(net, host_stale, &stale);
	for (i = 0; i < stale.n_stale; i++)
		dsmipd_net_addr_del(net, host->ifindex, &stale.stale[i]);
}

struct host_has {
	const struct dsmip_addr *addr;
	unsigned int ifindex;
};

static int host_has(const struct dsmipd_net_addr *addr, void *arg)
{
	const struct host_has *has = arg;

	return addr->ifindex == has->ifindex &&
	       dsmip_addr_equal(&addr->addr.addr, has->addr);
}

/**
 * mn_host_home_link() - the node is on its home link, or not any more
 * @host: the mobile node
 * @ifindex: device on the home link, 0: away
 *
 * The home address is to be there, without duplicate address detection: the
 * home agent defends it until it hears that the node is back (RFC 6275, section
 * 11.5.5).
 */
void mn_host_home_link(struct mn_host *host, unsigned int ifindex)
{
	struct host_has has = { &host->hoa.addr, ifindex };
	struct dsmipd_net *net = host->agent->net;
	int err;

	if (ifindex == host->home_link)
		return;
	if (host->home_added)
		dsmipd_net_addr_del(net, host->home_link, &host->hoa);
	if (!ifindex)
		mn_route_away(host, true);
	host->home_link = ifindex;
	host->home_added = false;
	if (!ifindex || dsmipd_net_addrs(net, host_has, &has))
		return;
	err = dsmipd_net_addr_add(net, ifindex, &host->hoa, true);
	if (err)
		mn_host_warn(host, "home address on the home link", err);
	host->home_added = !err;
}

/**
 * mn_host_tunnel() - data take this way
 * @host: the mobile node
 * @binding: the way to the home agent; NULL: none
 *
 * One exchange, in which no packet is lost.
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int mn_host_tunnel(struct mn_host *host, const struct dsmip_binding *binding)
{
	const struct dsmip_binding all = { .ifindex = host->ifindex };
	struct dsmip_client *client = host->agent->client;
	int err;

	if (binding)
		err = dsmip_binding_new(client, binding, DSMIP_MODE_REPLACE,
					NULL, NULL);
	else
		err = dsmip_binding_flush(client, &all);
	if (err)
		dsmipd_err("%s: tunnel: %s", host->name,
			   dsmip_client_error(client)->text);
	return err;
}

static int host_traffic(const struct dsmip_binding *binding, void *arg)
{
	*(struct dsmip_traffic *)arg = binding->traffic;
	return 0;
}

/**
 * mn_host_traffic() - what has passed the tunnel
 * @host: the mobile node
 * @traffic: filled in
 *
 * Return: whether there is a tunnel.
 */
bool mn_host_traffic(struct mn_host *host, struct dsmip_traffic *traffic)
{
	const struct dsmip_binding key = {
		.ifindex = host->ifindex,
		.home = &host_everything,
		.n_home = 1,
	};

	return host->coa.family &&
	       !dsmip_binding_get(host->agent->client, &key, host_traffic,
				  traffic);
}
