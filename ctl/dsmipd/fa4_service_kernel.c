// SPDX-License-Identifier: GPL-2.0
/*
 * What happens to the packets of visitors.
 *
 *   to it     from the tunnel of its home agent: a route to its home address in
 *             the tunnel's table "down", by the link; and a permanent neighbour,
 *             since the node must not answer ARP for that address
 *   from it   with a reverse tunnel: a rule, from its home address and its link
 *             (or from the tunnel that it has to us) to the table "up"
 *
 * Nothing of this is seen by packets of others: a home agent can only have sent
 * to its own nodes what comes out of its tunnel, whatever home addresses it says
 * they have.
 *
 * The IPv6 of a visitor of a dual-stack foreign agent goes the same ways.  Its
 * prefixes have a next hop that nobody has to ask for, either.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fa4_service.h"
#include "log.h"

#define KERNEL_EUI_FFFE		3	/* RFC 4291, appendix A */

static void kernel_check(const struct fa4_service *svc, const char *what,
			 int err, bool add)
{
	if (err && add)
		fa4_warn(svc, what, err);
}

static const char *kernel_link(const struct fa4_service *svc,
			       unsigned int ifindex)
{
	for (size_t i = 0; i < svc->n_links; i++) {
		if (svc->links[i].ifindex == ifindex)
			return svc->links[i].ifname;
	}
	return "";
}

/* Link-local address of a card; that it has this one does not matter. */
static struct dsmip_addr kernel_linklocal(const uint8_t *hw)
{
	struct dsmip_addr addr = { .family = AF_INET6 };
	uint8_t *id = addr.bytes + 8;

	addr.bytes[0] = 0xfe;
	addr.bytes[1] = 0x80;
	memcpy(id, hw, KERNEL_EUI_FFFE);
	id[0] ^= 2;
	id[KERNEL_EUI_FFFE] = 0xff;
	id[KERNEL_EUI_FFFE + 1] = 0xfe;
	memcpy(id + KERNEL_EUI_FFFE + 2, hw + KERNEL_EUI_FFFE,
	       DSMIPD_FA4_HW_LEN - KERNEL_EUI_FFFE);
	return addr;
}

static void kernel_neigh(struct fa4_service *svc,
			 const struct fa4_guest *guest,
			 const struct dsmip_addr *addr, bool add)
{
	const struct dsmipd_fa4_peer *peer = &guest->visitor.peer;
	struct dsmipd_net *net = svc->base.agent->net;
	int err;

	err = add ? dsmipd_net_neigh_add(net, peer->ifindex, addr, peer->hw) :
		    dsmipd_net_neigh_del(net, peer->ifindex, addr);
	kernel_check(svc, "visitor as a neighbour", err, add);
}

static void kernel_route(struct fa4_service *svc,
			 const struct fa4_guest *guest,
			 const struct dsmip_prefix *dst,
			 const struct dsmip_addr *via, bool add)
{
	struct dsmipd_net *net = svc->base.agent->net;
	struct dsmipd_net_route route = {
		.dst = *dst,
		.ifindex = guest->visitor.peer.ifindex,
		.table = fa4_tunnel_down(svc, guest->tunnel),
	};
	int err;

	if (via)
		route.via = *via;
	err = add ? dsmipd_net_route_add(net, &route) :
		    dsmipd_net_route_del(net, &route);
	kernel_check(svc, "route to a visitor", err, add);
}

static void kernel_rule(struct fa4_service *svc, const struct fa4_guest *guest,
			const struct dsmip_prefix *from, const char *iif,
			bool add)
{
	struct dsmipd_net *net = svc->base.agent->net;
	struct dsmipd_net_rule rule = {
		.family = from->addr.family,
		.priority = FA4_PRIORITY + svc->number * FA4_PRIORITIES,
		.table = fa4_tunnel_up(svc, guest->tunnel),
		.from = *from,
	};
	int err;

	snprintf(rule.iif, sizeof(rule.iif), "%s", iif);
	err = add ? dsmipd_net_rule_add(net, &rule) :
		    dsmipd_net_rule_del(net, &rule);
	kernel_check(svc, "rule for a visitor", err, add);
}

static void kernel_ipv4(struct fa4_service *svc, const struct fa4_guest *guest,
			bool add)
{
	const struct dsmipd_fa4_visitor *visitor = &guest->visitor;
	const struct dsmip_prefix hoa = {
		.addr = { .family = AF_INET, .v4 = visitor->hoa }, .len = 32,
	};

	if (add)
		kernel_neigh(svc, guest, &hoa.addr, true);
	kernel_route(svc, guest, &hoa, NULL, add);
	if (!add)
		kernel_neigh(svc, guest, &hoa.addr, false);
	if (guest->own)
		kernel_rule(svc, guest, &hoa, guest->own->dev.ifname, add);
	else if (visitor->reverse && !visitor->encapsulating)
		kernel_rule(svc, guest, &hoa,
			    kernel_link(svc, visitor->peer.ifindex), add);
}

/* All of it goes back through the tunnel (draft -01, section 4.4). */
static void kernel_ipv6(struct fa4_service *svc, const struct fa4_guest *guest,
			bool add)
{
	const struct dsmipd_fa4_visitor *visitor = &guest->visitor;
	struct dsmip_addr via = kernel_linklocal(visitor->peer.hw);

	if (!visitor->native6)
		return;
	if (add)
		kernel_neigh(svc, guest, &via, true);
	for (size_t i = 0; i < visitor->n_prefix; i++) {
		kernel_route(svc, guest, &visitor->prefix[i], &via, add);
		kernel_rule(svc, guest, &visitor->prefix[i],
			    kernel_link(svc, visitor->peer.ifindex), add);
	}
	if (!add)
		kernel_neigh(svc, guest, &via, false);
}

static void kernel_take(struct fa4_service *svc, struct fa4_guest *guest)
{
	const struct dsmipd_fa4_visitor *visitor = &guest->visitor;

	if (visitor->colocated)
		return;
	guest->tunnel = fa4_tunnel_get(svc, visitor->coa, visitor->ha,
				       visitor->gre, false);
	if (!guest->tunnel)
		return;
	if (visitor->encapsulating)
		guest->own = fa4_tunnel_get(svc, visitor->coa, visitor->hoa,
					    false, true);
	kernel_ipv4(svc, guest, true);
	kernel_ipv6(svc, guest, true);
}

static void kernel_give(struct fa4_service *svc, struct fa4_guest *guest)
{
	if (!guest->tunnel)
		return;
	kernel_ipv4(svc, guest, false);
	kernel_ipv6(svc, guest, false);
	fa4_tunnel_put(svc, guest->own);
	fa4_tunnel_put(svc, guest->tunnel);
	guest->own = NULL;
	guest->tunnel = NULL;
}

/* Whether a registration is a mere renewal. */
static bool kernel_same(const struct dsmipd_fa4_visitor *a,
			const struct dsmipd_fa4_visitor *b)
{
	return a->ha.s_addr == b->ha.s_addr && a->coa.s_addr == b->coa.s_addr &&
	       a->peer.ifindex == b->peer.ifindex &&
	       !memcmp(a->peer.hw, b->peer.hw, sizeof(a->peer.hw)) &&
	       a->colocated == b->colocated && a->gre == b->gre &&
	       a->reverse == b->reverse &&
	       a->encapsulating == b->encapsulating &&
	       a->native6 == b->native6 && a->n_prefix == b->n_prefix &&
	       !memcmp(a->prefix, b->prefix,
		       a->n_prefix * sizeof(a->prefix[0]));
}

static struct fa4_guest **kernel_find(struct fa4_service *svc,
				      struct in_addr hoa)
{
	struct fa4_guest **at = &svc->guests;

	while (*at && (*at)->visitor.hoa.s_addr != hoa.s_addr)
		at = &(*at)->next;
	return at;
}

/**
 * fa4_kernel_visitor() - a visitor has registered
 * @svc: the service
 * @visitor: the visitor
 *
 * The tunnel that it had is given back last: mostly it is the one it has now.
 */
void fa4_kernel_visitor(struct fa4_service *svc,
			const struct dsmipd_fa4_visitor *visitor)
{
	struct fa4_guest *guest = *kernel_find(svc, visitor->hoa);
	struct fa4_tunnel *kept = NULL;

	if (guest && kernel_same(&guest->visitor, visitor)) {
		guest->visitor = *visitor;
		return;
	}
	if (!guest) {
		guest = calloc(1, sizeof(*guest));
		if (!guest) {
			fa4_warn(svc, "visitor", -ENOMEM);
			return;
		}
		guest->next = svc->guests;
		svc->guests = guest;
	}
	kept = guest->tunnel;
	if (kept)
		kept->users++;
	kernel_give(svc, guest);
	guest->visitor = *visitor;
	kernel_take(svc, guest);
	fa4_tunnel_put(svc, kept);
}

/**
 * fa4_kernel_left() - a visitor is not registered any more
 * @svc: the service
 * @visitor: the visitor
 */
void fa4_kernel_left(struct fa4_service *svc,
		     const struct dsmipd_fa4_visitor *visitor)
{
	struct fa4_guest **at = kernel_find(svc, visitor->hoa);
	struct fa4_guest *guest = *at;

	if (!guest)
		return;
	*at = guest->next;
	kernel_give(svc, guest);
	free(guest);
}

/**
 * fa4_kernel_restore() - a visited link is up again
 * @svc: the service
 * @ifindex: its device
 *
 * With it the kernel has lost the routes to visitors, and forgotten them as
 * neighbours.
 */
void fa4_kernel_restore(struct fa4_service *svc, unsigned int ifindex)
{
	const struct fa4_guest *guest;

	for (guest = svc->guests; guest; guest = guest->next) {
		if (!guest->tunnel || guest->visitor.peer.ifindex != ifindex)
			continue;
		kernel_ipv4(svc, guest, true);
		kernel_ipv6(svc, guest, true);
	}
}

/**
 * fa4_kernel_clear() - no visitors any more
 * @svc: the service
 */
void fa4_kernel_clear(struct fa4_service *svc)
{
	struct fa4_guest *guest;

	while ((guest = svc->guests)) {
		svc->guests = guest->next;
		kernel_give(svc, guest);
		free(guest);
	}
}
