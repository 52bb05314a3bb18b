// SPDX-License-Identifier: GPL-2.0
/*
 * What a mobile node is to the kernel: a device, one binding to the home agent,
 * home addresses.
 *
 * The device has no local address, since that of the tunnel changes; the
 * binding has it.  An update that takes another way than data is sent by an
 * origin of its own, and the answer comes in as signalling does.
 */

#include <errno.h>
#include <string.h>

#include "log.h"
#include "mn6_service.h"

static const struct dsmip_prefix kernel_everything[] = {
	{ .addr.family = AF_INET },
	{ .addr.family = AF_INET6 },
};

static int kernel_link(const struct dsmip_link *link, void *arg)
{
	*(struct dsmip_link *)arg = *link;
	return 0;
}

/* One of a former life has the binding still, and is taken over. */
static int kernel_link_is_ours(const struct mn6_service *svc,
			       const struct dsmip_link *link)
{
	if (!link->local4.family && !link->local6.family &&
	    link->port == svc->config.mn6.port &&
	    link->origins == MN6_ORIGINS &&
	    link->origin_mark == MN6_MARK - (svc->number << 24))
		return 0;
	dsmipd_err("%s: device %s has other settings than it should have; remove it",
		   svc->base.name, svc->config.device);
	return -EEXIST;
}

/**
 * mn6_kernel_device() - make the tunnel device, unless it is there
 * @svc: the service
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int mn6_kernel_device(struct mn6_service *svc)
{
	struct dsmip_client *client = svc->base.agent->client;
	struct dsmip_link link = {
		.port = svc->config.mn6.port,
		.origins = MN6_ORIGINS,
		.origin_mark = MN6_MARK - (svc->number << 24),
	};
	int err;

	memcpy(link.ifname, svc->config.device, sizeof(link.ifname));
	err = dsmip_link_new(client, &link);
	if (err == -EEXIST) {
		err = dsmip_link_get(client, svc->config.device, kernel_link,
				     &link);
		if (!err)
			err = kernel_link_is_ours(svc, &link);
		if (err == -EEXIST)
			return err;
	}
	if (err) {
		dsmipd_err("%s: device %s: %s", svc->base.name,
			   svc->config.device, dsmip_client_error(client)->text);
		return err;
	}
	svc->ifindex = dsmipd_net_ifindex(svc->base.agent->net,
					  svc->config.device);
	err = dsmipd_net_set_up(svc->base.agent->net, svc->ifindex);
	if (err)
		mn6_warn(svc, "device", err);
	return err;
}

/**
 * mn6_kernel_hoa() - give the device the IPv6 home address
 * @svc: the service
 * @preferred: those who do not care get it as their source
 *
 * It has to be there before it is registered: updates are sent from it.
 *
 * Return: 0 or a negative errno.
 */
int mn6_kernel_hoa(struct mn6_service *svc, bool preferred)
{
	const struct dsmip_prefix hoa = { svc->config.mn6.hoa.addr, 128 };
	int err;

	err = dsmipd_net_addr_prefer(svc->base.agent->net, svc->ifindex, &hoa,
				     true, preferred);
	if (err)
		mn6_warn(svc, "home address", err);
	return err;
}

static struct dsmip_binding kernel_binding(const struct mn6_service *svc,
					   const struct dsmipd_mn6_tunnel *t)
{
	return (struct dsmip_binding) {
		.ifindex = svc->ifindex,
		.home = kernel_everything,
		.n_home = 2,
		.coa = t->peer,
		.local = t->coa,
		.port = t->udp ? svc->config.mn6.port : 0,
		.encap = t->udp ? DSMIP_ENCAP_UDP : DSMIP_ENCAP_IP,
	};
}

/**
 * mn6_kernel_tunnel() - data take this way
 * @svc: the service
 * @tunnel: the way; without a family: none
 *
 * One exchange, in which no packet is lost.
 */
void mn6_kernel_tunnel(struct mn6_service *svc,
		       const struct dsmipd_mn6_tunnel *tunnel)
{
	struct dsmip_client *client = svc->base.agent->client;
	struct dsmip_binding binding = kernel_binding(svc, tunnel);
	int err;

	svc->tunnel = *tunnel;
	if (tunnel->coa.family) {
		err = dsmip_binding_new(client, &binding, DSMIP_MODE_REPLACE,
					NULL, NULL);
	} else {
		binding = (struct dsmip_binding) { .ifindex = svc->ifindex };
		err = dsmip_binding_flush(client, &binding);
	}
	if (err)
		dsmipd_err("%s: tunnel: %s", svc->base.name,
			   dsmip_client_error(client)->text);
}

/* Addresses of a former life, and those that are not granted any more. */
struct kernel_stale {
	struct mn6_service *svc;
	const struct dsmip_prefix *homes;
	size_t n;
	struct dsmip_prefix stale[MN6_HOMES];
	size_t n_stale;
};

static int kernel_stale(const struct dsmipd_net_addr *addr, void *arg)
{
	struct kernel_stale *stale = arg;
	size_t i;

	if (addr->ifindex != stale->svc->ifindex ||
	    addr->addr.addr.family != AF_INET || stale->n_stale == MN6_HOMES)
		return 0;
	for (i = 0; i < stale->n; i++) {
		if (dsmip_addr_equal(&stale->homes[i].addr, &addr->addr.addr))
			return 0;
	}
	stale->stale[stale->n_stale++] = addr->addr;
	return 0;
}

/**
 * mn6_kernel_homes() - home addresses and prefixes have changed
 * @svc: the service
 * @homes: all that there are now
 * @n: how many
 *
 * The addresses go to the tunnel device; prefixes are for the networks inside
 * of a mobile router, which are not our business.
 */
void mn6_kernel_homes(struct mn6_service *svc,
		      const struct dsmip_prefix *homes, size_t n)
{
	struct kernel_stale stale = { .svc = svc, .homes = homes, .n = n };
	struct dsmipd_net *net = svc->base.agent->net;
	size_t i;
	int err;

	for (i = 0; i < n; i++) {
		if (homes[i].addr.family != AF_INET ||
		    !dsmip_prefix_is_host(&homes[i]))
			continue;
		err = dsmipd_net_addr_add(net, svc->ifindex, &homes[i], true);
		if (err)
			mn6_warn(svc, "home address", err);
	}
	mn6_route_homes(svc, svc->homes, svc->n_homes, homes, n);
	dsmipd_net_addrs(net, kernel_stale, &stale);
	for (i = 0; i < stale.n_stale; i++)
		dsmipd_net_addr_del(net, svc->ifindex, &stale.stale[i]);
	memcpy(svc->homes, homes, n * sizeof(homes[0]));
	svc->n_homes = n;
}

/**
 * mn6_kernel_tag() - a mark by which an update leaves in UDP
 * @svc: the service
 * @coa: IPv4 care-of address that it is sent from
 * @tag: set to it
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int mn6_kernel_tag(struct mn6_service *svc, const struct dsmip_addr *coa,
		   uint32_t *tag)
{
	struct dsmip_client *client = svc->base.agent->client;
	const struct dsmip_binding end = {
		.coa = { .family = AF_INET, .v4 = svc->config.mn6.ha4 },
		.local = *coa,
		.port = svc->config.mn6.port,
		.encap = DSMIP_ENCAP_UDP,
	};
	int err;

	err = dsmip_origin_new(client, svc->ifindex, &svc->config.mn6.ha, &end,
			       tag);
	if (err)
		dsmipd_err("%s: way of an update: %s", svc->base.name,
			   dsmip_client_error(client)->text);
	return err;
}

struct kernel_has {
	const struct dsmip_addr *addr;
	unsigned int ifindex;
};

static int kernel_has(const struct dsmipd_net_addr *addr, void *arg)
{
	const struct kernel_has *has = arg;

	return addr->ifindex == has->ifindex &&
	       dsmip_addr_equal(&addr->addr.addr, has->addr);
}

/**
 * mn6_kernel_home_link() - the node is on its home link, or not any more
 * @svc: the service
 * @ifindex: device on the home link, 0: away
 *
 * The home address is to be there, without duplicate address detection: the
 * home agent defends it until it hears that the node is back (RFC 6275, section
 * 11.5.5).
 */
void mn6_kernel_home_link(struct mn6_service *svc, unsigned int ifindex)
{
	const struct dsmip_prefix *hoa = &svc->config.mn6.hoa;
	struct dsmipd_net *net = svc->base.agent->net;
	struct kernel_has has = { &hoa->addr, ifindex };
	int err;

	if (ifindex == svc->home_link)
		return;
	if (svc->home_added)
		dsmipd_net_addr_del(net, svc->home_link, hoa);
	svc->home_link = ifindex;
	svc->home_added = false;
	if (!ifindex || dsmipd_net_addrs(net, kernel_has, &has))
		return;
	err = dsmipd_net_addr_add(net, ifindex, hoa, true);
	if (err)
		mn6_warn(svc, "home address on the home link", err);
	svc->home_added = !err;
}

static int kernel_traffic(const struct dsmip_binding *binding, void *arg)
{
	*(struct dsmip_traffic *)arg = binding->traffic;
	return 0;
}

/**
 * mn6_kernel_traffic() - what has passed the tunnel
 * @svc: the service
 * @traffic: filled in
 *
 * Return: whether there is a tunnel.
 */
bool mn6_kernel_traffic(struct mn6_service *svc, struct dsmip_traffic *traffic)
{
	const struct dsmip_binding key = {
		.ifindex = svc->ifindex,
		.home = &kernel_everything[1],
		.n_home = 1,
	};

	return svc->tunnel.coa.family &&
	       !dsmip_binding_get(svc->base.agent->client, &key,
				  kernel_traffic, traffic);
}
