// SPDX-License-Identifier: GPL-2.0
/*
 * Requests that were relayed and wait for their replies, in the order of time
 * (RFC 5944, section 3.7.1).
 */

#include <netinet/ip_icmp.h>
#include <stdlib.h>
#include <string.h>

#include "fa4_priv.h"

/* Of one node there is one request at a time: the last one. */
static bool pending_same(const struct fa4_pending *pending,
			 const struct dsmipd_fa4_peer *peer,
			 const struct dsmipd_mip4 *rrq)
{
	return pending->peer.ifindex == peer->ifindex &&
	       !memcmp(pending->peer.hw, peer->hw, sizeof(peer->hw)) &&
	       pending->hoa.s_addr == rrq->hoa.s_addr &&
	       !strcmp(pending->nai, rrq->nai);
}

static struct fa4_pending *pending_find(const struct dsmipd_fa4 *fa,
					const struct dsmipd_fa4_peer *peer,
					const struct dsmipd_mip4 *rrq)
{
	struct fa4_pending *pending;

	for (pending = fa->pending; pending; pending = pending->next) {
		if (pending_same(pending, peer, rrq))
			return pending;
	}
	return NULL;
}

/**
 * dsmipd_fa4_pending_room() - whether one more request may wait
 * @fa: foreign agent
 * @peer: who sent it
 * @rrq: the request
 *
 * Return: whether it may; who asks again takes no more room.
 */
bool dsmipd_fa4_pending_room(const struct dsmipd_fa4 *fa,
			     const struct dsmipd_fa4_peer *peer,
			     const struct dsmipd_mip4 *rrq)
{
	return fa->n_pending < fa->config.max_pending ||
	       pending_find(fa, peer, rrq);
}

/**
 * dsmipd_fa4_pending_copy() - whether somebody else's request is the same
 * @fa: foreign agent
 * @peer: who sent it
 * @rrq: the request
 *
 * Return: whether one with that identification waits, of another node.
 */
bool dsmipd_fa4_pending_copy(const struct dsmipd_fa4 *fa,
			     const struct dsmipd_fa4_peer *peer,
			     const struct dsmipd_mip4 *rrq)
{
	struct fa4_pending *pending;

	for (pending = fa->pending; pending; pending = pending->next) {
		if (pending->id == rrq->id &&
		    pending->hoa.s_addr == rrq->hoa.s_addr &&
		    memcmp(pending->peer.hw, peer->hw, sizeof(peer->hw)))
			return true;
	}
	return false;
}

/**
 * dsmipd_fa4_pending_add() - have a request wait
 * @fa: foreign agent
 * @peer: who sent it
 * @rrq: the request
 *
 * An earlier request of the same node is forgotten.
 *
 * Return: the entry, or NULL without memory.
 */
struct fa4_pending *dsmipd_fa4_pending_add(struct dsmipd_fa4 *fa,
					   const struct dsmipd_fa4_peer *peer,
					   const struct dsmipd_mip4 *rrq)
{
	struct fa4_pending *old = pending_find(fa, peer, rrq);
	struct fa4_pending *new = calloc(1, sizeof(*new));
	struct fa4_pending **at = &fa->pending;

	if (!new)
		return NULL;
	if (old)
		dsmipd_fa4_pending_del(fa, old);
	new->until = fa->now.mono + 1000ull * fa->config.timeout;
	new->peer = *peer;
	new->flags = rrq->flags;
	new->lifetime = rrq->lifetime;
	new->hoa = rrq->hoa;
	new->ha = rrq->ha;
	new->coa = rrq->coa;
	new->id = rrq->id;
	memcpy(new->nai, rrq->nai, sizeof(new->nai));
	new->encapsulating = rrq->agent.has_delivery;
	while (*at && (*at)->until <= new->until)
		at = &(*at)->next;
	new->next = *at;
	*at = new;
	fa->n_pending++;
	return new;
}

/**
 * dsmipd_fa4_pending_match() - find the request that a reply belongs to
 * @fa: foreign agent
 * @home: source of the reply
 * @rrp: the reply
 *
 * By the low half of the identification, and the home address or, where that
 * was asked for, the name (RFC 5944, section 3.7.3.1; RFC 2794, section 4).  It
 * comes from the home agent that was asked; another one may only say who it is,
 * after a request to all of its network.
 *
 * Return: the request, or NULL.
 */
struct fa4_pending *dsmipd_fa4_pending_match(struct dsmipd_fa4 *fa,
					     struct in_addr home,
					     const struct dsmipd_mip4 *rrp)
{
	struct fa4_pending *pending;

	for (pending = fa->pending; pending; pending = pending->next) {
		if ((uint32_t)pending->id != (uint32_t)rrp->id)
			continue;
		if (pending->hoa.s_addr &&
		    pending->hoa.s_addr != rrp->hoa.s_addr)
			continue;
		if (!pending->hoa.s_addr && rrp->nai[0] &&
		    strcmp(pending->nai, rrp->nai))
			continue;
		if (pending->ha.s_addr != home.s_addr &&
		    rrp->code != DSMIPD_MIP4_UNKNOWN_HA)
			continue;
		return pending;
	}
	return NULL;
}

/**
 * dsmipd_fa4_pending_del() - forget a request
 * @fa: foreign agent
 * @pending: it
 */
void dsmipd_fa4_pending_del(struct dsmipd_fa4 *fa, struct fa4_pending *pending)
{
	struct fa4_pending **at = &fa->pending;

	while (*at != pending)
		at = &(*at)->next;
	*at = pending->next;
	fa->n_pending--;
	free(pending);
}

/**
 * dsmipd_fa4_pending_tick() - tell those who have waited for too long
 * @fa: foreign agent
 */
void dsmipd_fa4_pending_tick(struct dsmipd_fa4 *fa)
{
	struct fa4_pending *pending;

	while (fa->pending && fa->pending->until <= fa->now.mono) {
		pending = fa->pending;
		dsmipd_fa4_refuse(fa, pending, FA4_TIMEOUT);
		dsmipd_fa4_pending_del(fa, pending);
	}
}

static enum fa4_reason pending_unreach(const struct dsmipd_fa4_unreach *error)
{
	if (error->type != ICMP_DEST_UNREACH)
		return FA4_UNREACH;
	switch (error->code) {
	case ICMP_NET_UNREACH:
		return FA4_NET_UNREACH;
	case ICMP_HOST_UNREACH:
		return FA4_HOST_UNREACH;
	case ICMP_PORT_UNREACH:
		return FA4_PORT_UNREACH;
	case ICMP_FRAG_NEEDED:
		return FA4_OK;
	default:
		return FA4_UNREACH;
	}
}

/**
 * dsmipd_fa4_unreach() - an ICMP error has come about a relayed request
 * @fa: foreign agent
 * @error: it
 * @now: the time
 *
 * RFC 5944, section 3.7.3.1; codes 80 to 88.  An error that does not show which
 * request it is about could be anybody's: the request times out, then.
 */
void dsmipd_fa4_unreach(struct dsmipd_fa4 *fa,
			const struct dsmipd_fa4_unreach *error,
			struct dsmipd_ha6_time now)
{
	enum fa4_reason reason = pending_unreach(error);
	struct fa4_pending *pending = fa->pending;
	struct dsmipd_mip4 rrq;

	fa->now = now;
	dsmipd_mip4_parse(error->data, error->len, fa->config.draft, &rrq);
	if (!reason || rrq.type != DSMIPD_MIP4_RRQ || !rrq.id)
		return;
	while (pending && (pending->id != rrq.id ||
			   pending->hoa.s_addr != rrq.hoa.s_addr ||
			   pending->ha.s_addr != error->home.s_addr))
		pending = pending->next;
	if (!pending)
		return;
	dsmipd_fa4_refuse(fa, pending, reason);
	dsmipd_fa4_pending_del(fa, pending);
}
