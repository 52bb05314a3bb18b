// SPDX-License-Identifier: GPL-2.0
/*
 * Registration requests (RFC 5944, section 3.6.1; RFC 3519, section 4.2; RFC
 * 5454, section 3.5) and the acknowledgment of a revocation (RFC 3543).
 */

#include <string.h>

#include "auth.h"
#include "mn4_priv.h"

/**
 * dsmipd_mn4_clock() - the 32-bit clock of revocation
 * @mn: the node
 *
 * Return: seconds since 1900, as the home agent has them, never 0.
 */
uint32_t dsmipd_mn4_clock(const struct dsmipd_mn4 *mn)
{
	uint32_t clock = (dsmipd_auth_ntp(mn->now.real) >> 32) + mn->skew;

	return clock ? clock : 1;
}

static uint16_t send_lifetime(const struct dsmipd_mn4 *mn)
{
	uint32_t seconds = mn->config.lifetime;

	if (mn->goal != DSMIPD_MN4_GOAL_REGISTER)
		return 0;
	if (mn->from.coa.lifetime < seconds)
		seconds = mn->from.coa.lifetime;
	if (mn->from.through && mn->from.lifetime && mn->from.lifetime < seconds)
		seconds = mn->from.lifetime;
	if (mn->max_lifetime && mn->max_lifetime < seconds)
		seconds = mn->max_lifetime;
	return seconds ? seconds : 1;
}

/* What a foreign agent does not offer is not asked for. */
static uint16_t send_encap(const struct dsmipd_mn4 *mn)
{
	bool foreign = mn->from.foreign;

	if (mn->plain)
		return 0;
	if (mn->config.encap == DSMIPD_MN4_ENCAP_GRE &&
	    (!foreign || mn->from.flags & DSMIPD_MIP4_ADVERT_GRE))
		return DSMIPD_MIP4_RRQ_GRE;
	if (mn->config.encap == DSMIPD_MN4_ENCAP_MINIMAL &&
	    (!foreign || mn->from.flags & DSMIPD_MIP4_ADVERT_MINIMAL))
		return DSMIPD_MIP4_RRQ_MINIMAL;
	return 0;
}

static uint16_t send_flags(const struct dsmipd_mn4 *mn)
{
	uint16_t flags = 0;

	if (mn->goal == DSMIPD_MN4_GOAL_HOME)
		return 0;
	if (!mn->from.foreign)
		flags |= DSMIPD_MIP4_RRQ_COLOCATED;
	if (mn->goal != DSMIPD_MN4_GOAL_REGISTER)
		return flags;
	if (mn->config.reverse || mn->need_reverse)
		flags |= DSMIPD_MIP4_RRQ_REVERSE;
	if (mn->config.broadcast)
		flags |= DSMIPD_MIP4_RRQ_BROADCAST;
	return flags | send_encap(mn);
}

/* RFC 3519, section 4.2: with an address of its own only; by way of an agent
 * that demands it, with flag R.  GRE in UDP is not offered.
 */
static void send_fill_udp(struct dsmipd_mn4 *mn, struct dsmipd_mip4 *rrq)
{
	struct dsmipd_mn4_sent *sent = &mn->sent;

	sent->udp = mn->config.udp != DSMIPD_MN4_UDP_NEVER &&
		    !mn->from.foreign && rrq->lifetime && !send_encap(mn);
	sent->force = sent->udp && mn->config.udp == DSMIPD_MN4_UDP_FORCE &&
		      !mn->unforced;
	rrq->node.has_udp_request = sent->udp;
	rrq->node.udp_force = sent->force;
	rrq->node.udp_agent = sent->udp && mn->from.through;
}

static void send_fill_revocation(struct dsmipd_mn4 *mn, struct dsmipd_mip4 *rrq)
{
	mn->sent.revocation = 0;
	if (!mn->config.revocation || mn->from.foreign || !rrq->lifetime)
		return;
	mn->sent.revocation = dsmipd_mn4_clock(mn);
	rrq->node.has_revocation = true;
	rrq->node.revocation_inform = true;
	rrq->node.revocation_time = mn->sent.revocation;
}

static void send_fill(struct dsmipd_mn4 *mn, struct dsmipd_mip4 *rrq)
{
	memset(rrq, 0, sizeof(*rrq));
	rrq->type = DSMIPD_MIP4_RRQ;
	rrq->flags = send_flags(mn);
	rrq->lifetime = send_lifetime(mn);
	rrq->hoa = mn->hoa;
	rrq->ha = mn->ha;
	rrq->coa = mn->from.coa.addr.v4;
	rrq->id = mn->id;
	rrq->draft = mn->config.draft;
	memcpy(rrq->nai, mn->config.name, sizeof(rrq->nai));
	send_fill_udp(mn, rrq);
	send_fill_revocation(mn, rrq);
	mn->sent.prefixes = false;
	if (rrq->lifetime)
		dsmipd_mn4_prefix_fill(mn, rrq);
}

/* splitmix64 */
static uint32_t send_random(struct dsmipd_mn4 *mn)
{
	uint64_t z = mn->random += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z >> 32;
}

/* RFC 5944, section 5.7: a timestamp above all earlier ones, or the home
 * agent's nonce and one of ours.
 */
static uint64_t send_next_id(struct dsmipd_mn4 *mn)
{
	uint64_t id;

	if (mn->config.sa.replay == DSMIPD_MIP4_NONCES)
		return (uint64_t)mn->nonce << 32 | send_random(mn);
	id = dsmipd_auth_ntp(mn->now.real) + ((uint64_t)mn->skew << 32);
	return id > mn->id ? id : mn->id + 1;
}

static void send_way(const struct dsmipd_mn4 *mn, struct dsmipd_mn4_way *way)
{
	memset(way, 0, sizeof(*way));
	way->src = mn->from.foreign ? mn->hoa : mn->from.coa.addr.v4;
	way->dst = mn->ha;
	way->port = DSMIPD_MIP4_PORT;
	way->ifindex = mn->from.coa.ifindex;
	if (!mn->from.through)
		return;
	way->dst = mn->from.agent;
	way->link = true;
	memcpy(way->mac, mn->from.mac, sizeof(way->mac));
}

static bool send_build(struct dsmipd_mn4 *mn, struct dsmipd_mip4 *rrq)
{
	const struct dsmipd_mip4_sa *sa[DSMIPD_MIP4_N_BETWEEN] = {
		[DSMIPD_MIP4_MN_HA] = &mn->config.sa,
	};

	if (mn->from.through && mn->config.sa_agent.len)
		sa[DSMIPD_MIP4_MN_FA] = &mn->config.sa_agent;
	mn->sent.len = dsmipd_mip4_auth_build(sa, rrq, mn->sent.data,
					      sizeof(mn->sent.data));
	return mn->sent.len;
}

static void send_act(struct dsmipd_mn4 *mn, const struct dsmipd_mn4_way *way,
		     const uint8_t *data, size_t len)
{
	struct dsmipd_mn4_action action = {
		.type = DSMIPD_MN4_SEND,
		.way = *way,
		.data = data,
		.len = len,
	};

	mn->act(&action, mn->arg);
}

static bool send_new(struct dsmipd_mn4 *mn)
{
	struct dsmipd_mn4_sent *sent = &mn->sent;
	struct dsmipd_mip4 rrq;

	mn->id = send_next_id(mn);
	sent->used = false;
	send_fill(mn, &rrq);
	if (!send_build(mn, &rrq)) {
		dsmipd_mn4_event(mn, "cannot make a registration request");
		return false;
	}
	sent->used = true;
	sent->id = mn->id;
	sent->goal = mn->goal;
	sent->from = mn->from;
	sent->lifetime = rrq.lifetime;
	sent->ha = rrq.ha;
	sent->flags = rrq.flags;
	send_way(mn, &sent->way);
	return true;
}

/**
 * dsmipd_mn4_send() - send a registration request
 * @mn: the node
 * @again: the last one had no answer: with nonces it is repeated as it is (RFC
 *	5944, section 3.6.3)
 */
void dsmipd_mn4_send(struct dsmipd_mn4 *mn, bool again)
{
	struct dsmipd_mn4_sent *sent = &mn->sent;

	again = again && sent->used &&
		mn->config.sa.replay == DSMIPD_MIP4_NONCES;
	if (!again && !send_new(mn))
		return;
	sent->mono = mn->now.mono;
	send_act(mn, &sent->way, sent->data, sent->len);
}

/**
 * dsmipd_mn4_send_ack() - acknowledge a revocation
 * @mn: the node
 * @to: who has sent it
 * @revoke: the revocation
 */
void dsmipd_mn4_send_ack(struct dsmipd_mn4 *mn,
			 const struct dsmipd_mn4_peer *to,
			 const struct dsmipd_mip4 *revoke)
{
	const struct dsmipd_mip4_sa *sa[DSMIPD_MIP4_N_BETWEEN] = {
		[DSMIPD_MIP4_MN_HA] = &mn->config.sa,
	};
	struct dsmipd_mip4 ack = {
		.type = DSMIPD_MIP4_REVOKE_ACK,
		.hoa = revoke->hoa,
		.id = revoke->id,
	};
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mn4_way way;
	size_t len;

	if (revoke->flags & DSMIPD_MIP4_REVOKE_INFORM)
		ack.flags = DSMIPD_MIP4_REVOKE_ACK_INFORM;
	send_way(mn, &way);
	way.link = false;
	way.dst = to->addr;
	way.port = to->port;
	len = dsmipd_mip4_auth_build(sa, &ack, data, sizeof(data));
	if (len)
		send_act(mn, &way, data, len);
}
