// SPDX-License-Identifier: GPL-2.0
/*
 * What is of Mobile IPv4 in the kernel.
 *
 * With a care-of address of its own the node has one binding to its home agent,
 * for all addresses.  With that of a foreign agent, IPv4 goes to the agent as
 * to any router, and comes from it so; IPv6 is in IPv4 between home address and
 * home agent, which is a binding with the home address as local one.  Broadcasts
 * of the home network come in there as well (RFC 5944, section 4.3).
 */

#include <errno.h>
#include <string.h>

#include "log.h"
#include "mn4_service.h"
#include "prefix.h"

#define KERNEL_HOMES	3

/**
 * mn4_kernel_hoa() - give the device the home address
 * @svc: the service
 *
 * It has to be there before it is registered: answers by a foreign agent are
 * to it.
 */
void mn4_kernel_hoa(struct mn4_service *svc)
{
	const struct dsmip_prefix hoa = {
		.addr = svc->host.hoa.addr, .len = 32,
	};
	int err;

	if (!hoa.addr.family)
		return;
	err = dsmipd_net_addr_add(svc->base.agent->net, svc->host.ifindex, &hoa,
				  true);
	if (err)
		mn_host_warn(&svc->host, "home address", err);
}

/* Whom packets out of the tunnel may be from. */
static size_t kernel_homes(const struct mn4_service *svc,
			   const struct dsmipd_mn4_tunnel *tunnel,
			   struct dsmip_prefix *homes)
{
	size_t n = 0;

	memset(homes, 0, KERNEL_HOMES * sizeof(*homes));
	if (!tunnel->foreign || svc->config.mn4.broadcast)
		homes[n++].addr.family = AF_INET;
	if (!tunnel->ipv6 || tunnel->native6)
		return n;
	homes[n++].addr.family = AF_INET6;
	if (svc->config.mn4.link_local)
		homes[n++] = (struct dsmip_prefix) {
			.addr = dsmipd_prefix_link_local(tunnel->ha),
			.len = 128,
		};
	return n;
}

static void kernel_bind_own(const struct mn4_service *svc,
			    const struct dsmipd_mn4_tunnel *tunnel,
			    struct dsmip_binding *binding)
{
	binding->local = mn4_addr(tunnel->coa);
	binding->encap = tunnel->encap;
	if (tunnel->encap == DSMIP_ENCAP_MIPUDP) {
		binding->port = DSMIPD_MIP4_PORT;
		binding->local_port = svc->config.mn4.port;
	}
	if (!tunnel->ipv6)
		return;
	/* With code 1 only membership reports go to the home address. */
	binding->home_tunnel = mn4_addr(tunnel->ha);
	binding->home_tunnel_local = mn4_addr(tunnel->hoa);
	if (!tunnel->home6)
		binding->flags |= DSMIP_BINDING_FLAG_HOME_TUNNEL_MLD;
}

/* What is sent to all of the home network is for us, out of the tunnel. */
static void kernel_broadcast(struct mn4_service *svc, bool on)
{
	const struct dsmip_prefix *hoa = &svc->config.mn4.hoa;
	struct dsmipd_net *net = svc->base.agent->net;
	struct dsmipd_net_route route = {
		.dst = { .addr = hoa->addr, .len = 32 },
		.ifindex = svc->host.ifindex,
		.broadcast = true,
	};
	int err;

	if (!hoa->addr.family || hoa->len > 30)
		return;
	route.dst.addr.v4.s_addr |= htonl(UINT32_MAX >> hoa->len);
	err = on && svc->config.mn4.broadcast ?
	      dsmipd_net_route_add(net, &route) :
	      dsmipd_net_route_del(net, &route);
	if (err)
		mn_host_warn(&svc->host, "broadcasts", err);
}

static void kernel_bind(struct mn4_service *svc,
			const struct dsmipd_mn4_tunnel *tunnel)
{
	struct dsmip_prefix homes[KERNEL_HOMES];
	struct dsmip_binding binding = {
		.ifindex = svc->host.ifindex,
		.home = homes,
		.n_home = kernel_homes(svc, tunnel, homes),
		.coa = mn4_addr(tunnel->ha),
		.local = mn4_addr(tunnel->hoa),
		.encap = DSMIP_ENCAP_IP,
	};

	kernel_broadcast(svc, tunnel->coa.s_addr);
	if (!tunnel->coa.s_addr || !binding.n_home) {
		mn_host_tunnel(&svc->host, NULL);
		return;
	}
	if (!tunnel->foreign)
		kernel_bind_own(svc, tunnel, &binding);
	if (tunnel->ipv6)
		binding.flags |= DSMIP_BINDING_FLAG_AGENT;
	mn_host_tunnel(&svc->host, &binding);
}

/* The address that the kernel makes of that of an Ethernet (RFC 4291, app. A). */
static struct dsmip_addr kernel_agent6(const uint8_t *mac)
{
	return (struct dsmip_addr) {
		.family = AF_INET6,
		.v6 = { .s6_addr = { 0xfe, 0x80, [8] = mac[0] ^ 2, mac[1],
				     mac[2], 0xff, 0xfe, mac[3], mac[4],
				     mac[5] } },
	};
}

/* What is to the home agent leaves by the foreign agent, if there is one. */
static void kernel_hops(struct mn4_service *svc,
			const struct dsmipd_mn4_tunnel *tunnel)
{
	struct mn_hop hop4 = {}, hop6 = {};

	if (tunnel->foreign) {
		hop4.ifindex = tunnel->ifindex;
		hop4.via = mn4_addr(tunnel->agent);
	}
	if (tunnel->native6) {
		hop6.ifindex = tunnel->ifindex;
		if (!dsmipd_net_default_route(svc->base.agent->net,
					      tunnel->ifindex, AF_INET6,
					      &hop6.via) ||
		    !hop6.via.family)
			hop6.via = kernel_agent6(tunnel->mac);
	}
	mn_route_hops(&svc->host, &hop4, &hop6);
}

/* RFC 5454, section 3.6: the tunnel is a link, and has link-local addresses. */
static void kernel_tunnel_addr(struct mn4_service *svc,
			       const struct dsmipd_mn4_tunnel *tunnel)
{
	const struct dsmip_prefix addr = {
		.addr = dsmipd_prefix_link_local(tunnel->hoa), .len = 64,
	};
	int err;

	if (!tunnel->ipv6)
		return;
	err = dsmipd_net_addr_add(svc->base.agent->net, svc->host.ifindex,
				  &addr, false);
	if (err)
		mn_host_warn(&svc->host, "link-local address", err);
}

/**
 * mn4_kernel_tunnel() - data take this way
 * @svc: the service
 * @tunnel: the way; without a care-of address: none
 */
void mn4_kernel_tunnel(struct mn4_service *svc,
		       const struct dsmipd_mn4_tunnel *tunnel)
{
	struct dsmip_addr coa = {};

	if (tunnel->coa.s_addr && !tunnel->foreign)
		coa = mn4_addr(tunnel->coa);
	svc->tunnel = *tunnel;
	svc->host.coa = coa;
	kernel_bind(svc, tunnel);
	if (!tunnel->coa.s_addr)
		return;
	if (!svc->host.hoa.addr.family)
		svc->host.hoa = (struct dsmip_prefix) {
			.addr = mn4_addr(tunnel->hoa), .len = 32,
		};
	if (coa.family)
		mn_route_way(&svc->host, &coa, tunnel->ifindex);
	kernel_tunnel_addr(svc, tunnel);
	kernel_hops(svc, tunnel);
}

static bool kernel_agent_alone(const struct mn4_service *svc,
			       const struct mn4_agent *agent)
{
	size_t i;

	for (i = 0; i < MN4_AGENTS; i++) {
		if (&svc->agents[i] != agent &&
		    svc->agents[i].ifindex == agent->ifindex)
			return false;
	}
	return true;
}

static void kernel_agent_del(struct mn4_service *svc, struct mn4_agent *agent)
{
	struct dsmipd_net *net = svc->base.agent->net;
	const struct dsmipd_net_route route = {
		.dst = { .addr = mn4_addr(agent->addr), .len = 32 },
		.ifindex = agent->ifindex,
	};

	if (!agent->addr.s_addr)
		return;
	dsmipd_net_route_del(net, &route);
	dsmipd_net_neigh_del(net, agent->ifindex, &route.dst.addr);
	if (kernel_agent_alone(svc, agent))
		dsmipd_net_conf(net, agent->ifindex, AF_INET, "arp_ignore", 0);
	memset(agent, 0, sizeof(*agent));
}

static void kernel_agent_add(struct mn4_service *svc,
			     const struct mn4_agent *agent)
{
	struct dsmipd_net *net = svc->base.agent->net;
	const struct dsmipd_net_route route = {
		.dst = { .addr = mn4_addr(agent->addr), .len = 32 },
		.ifindex = agent->ifindex,
	};
	int err;

	/* RFC 5944, section 4.6: nobody there is told of the home address. */
	err = dsmipd_net_conf(net, agent->ifindex, AF_INET, "arp_ignore", 1);
	if (err)
		mn_host_warn(&svc->host, "arp_ignore", err);
	err = dsmipd_net_neigh_add(net, agent->ifindex, &route.dst.addr,
				   agent->mac);
	if (!err)
		err = dsmipd_net_route_add(net, &route);
	if (err)
		mn_host_warn(&svc->host, "foreign agent", err);
}

/**
 * mn4_kernel_agent() - a foreign agent is about to be asked
 * @svc: the service
 * @agent: the agent
 *
 * The kernel has to know the way to it, without ARP.  That of the tunnel stays.
 */
void mn4_kernel_agent(struct mn4_service *svc, const struct mn4_agent *agent)
{
	struct mn4_agent *slot = NULL;
	size_t i;

	for (i = 0; i < MN4_AGENTS; i++) {
		if (!memcmp(&svc->agents[i], agent, sizeof(*agent)))
			return;
		if (!svc->tunnel.foreign ||
		    svc->agents[i].addr.s_addr != svc->tunnel.agent.s_addr)
			slot = &svc->agents[i];
	}
	if (!slot)
		slot = &svc->agents[0];
	kernel_agent_del(svc, slot);
	*slot = *agent;
	kernel_agent_add(svc, slot);
}

/**
 * mn4_kernel_home_link() - the node is on its home link, or not any more
 * @svc: the service
 * @ifindex: device on the home link, 0: away
 * @hoa: home address with the length of the home prefix
 *
 * Its neighbours have the home agent in their ARP caches: the node tells them
 * before it tells the home agent (RFC 5944, section 4.6).
 */
void mn4_kernel_home_link(struct mn4_service *svc, unsigned int ifindex,
			  const struct dsmip_prefix *hoa)
{
	int err;

	if (!ifindex) {
		dsmipd_dad_withdraw(svc->dad, svc->host.home_link, &hoa->addr);
		mn_host_home_link(&svc->host, 0);
		return;
	}
	svc->host.hoa = *hoa;
	mn_host_home_link(&svc->host, ifindex);
	err = dsmipd_dad_advertise(svc->dad, ifindex, &hoa->addr, false);
	if (err)
		mn_host_warn(&svc->host, "gratuitous ARP", err);
}

/**
 * mn4_kernel_close() - take back what is not on the tunnel device
 * @svc: the service
 */
void mn4_kernel_close(struct mn4_service *svc)
{
	size_t i;

	for (i = 0; i < MN4_AGENTS; i++)
		kernel_agent_del(svc, &svc->agents[i]);
}
