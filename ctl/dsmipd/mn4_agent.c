// SPDX-License-Identifier: GPL-2.0
/*
 * Agents of the networks the node is in: by their advertisements, which are
 * asked for where a network is new (RFC 5944, sections 2.3 and 2.4).
 */

#include <string.h>

#include "mn4_priv.h"

/* RFC 1256: three solicitations at first; then less and less often, as long as
 * there is nowhere to register (RFC 5944, section 2.4).  Milliseconds.
 */
#define MN4_AGENT_SOLICIT	1000
#define MN4_AGENT_FIRST		3
#define MN4_AGENT_SOLICIT_MAX	60000

/* RFC 5944, section 2.3: an agent does not send more often.  Milliseconds. */
#define MN4_AGENT_TWICE		1000

static struct dsmipd_mn4_agent *agent_find(struct dsmipd_mn4 *mn,
					   struct in_addr addr,
					   unsigned int ifindex)
{
	size_t i;

	for (i = 0; i < mn->n_agent; i++) {
		if (mn->agent[i].addr.s_addr == addr.s_addr &&
		    mn->agent[i].link.ifindex == ifindex)
			return &mn->agent[i];
	}
	return NULL;
}

static void agent_del(struct dsmipd_mn4 *mn, struct dsmipd_mn4_agent *agent)
{
	size_t i = agent - mn->agent;

	mn->n_agent--;
	memmove(agent, agent + 1, (mn->n_agent - i) * sizeof(*agent));
}

static const struct dsmipd_mn4_link *agent_link(const struct dsmipd_mn4 *mn,
						unsigned int ifindex)
{
	size_t i;

	for (i = 0; i < mn->n_link; i++) {
		if (mn->link[i].ifindex == ifindex)
			return &mn->link[i];
	}
	return NULL;
}

static bool agent_is_there(const struct dsmipd_mn4 *mn,
			   const struct dsmipd_mn4_link *link)
{
	const struct dsmipd_mn4_link *now = agent_link(mn, link->ifindex);

	return now && now->network == link->network;
}

static bool agent_wanted(const struct dsmipd_mn4 *mn)
{
	return mn->config.care != DSMIPD_MN4_CARE_COLOCATED;
}

/**
 * dsmipd_mn4_agent_links() - these are the networks there are
 * @mn: the node
 * @links: devices that are attached
 * @n: how many, at most %DSMIPD_MN4_MAX_LINKS
 */
void dsmipd_mn4_agent_links(struct dsmipd_mn4 *mn,
			    const struct dsmipd_mn4_link *links, size_t n)
{
	bool fresh = false;
	size_t i;

	for (i = 0; i < n; i++)
		fresh |= !agent_is_there(mn, &links[i]);
	mn->n_link = n;
	if (n)
		memcpy(mn->link, links, n * sizeof(links[0]));
	for (i = mn->n_agent; i > 0; i--) {
		if (!agent_is_there(mn, &mn->agent[i - 1].link))
			agent_del(mn, &mn->agent[i - 1]);
	}
	if (!n)
		mn->solicit = DSMIPD_MN4_NEVER;
	if (!fresh || !agent_wanted(mn) || mn->goal == DSMIPD_MN4_GOAL_LEAVE)
		return;
	mn->solicits = 0;
	mn->solicit = mn->now.mono;
}

/* Out of those that there is no room for, the one that ends first. */
static struct dsmipd_mn4_agent *agent_new(struct dsmipd_mn4 *mn)
{
	struct dsmipd_mn4_agent *oldest = &mn->agent[0];
	size_t i;

	if (mn->n_agent < DSMIPD_MN4_MAX_AGENTS)
		return &mn->agent[mn->n_agent++];
	for (i = 1; i < mn->n_agent; i++) {
		if (mn->agent[i].expires < oldest->expires)
			oldest = &mn->agent[i];
	}
	return oldest;
}

/* Two in a row with the number 0 are from two lives, unless it is one twice. */
static bool agent_has_restarted(const struct dsmipd_mn4 *mn,
				const struct dsmipd_mn4_agent *agent,
				const struct dsmipd_mip4_advert *advert)
{
	uint64_t heard = agent->expires - 1000ull * agent->advert.lifetime;

	if (!agent->advert.sequence && !advert->sequence)
		return mn->now.mono - heard >= MN4_AGENT_TWICE;
	return dsmipd_mip4_advert_restarted(agent->advert.sequence,
					    advert->sequence);
}

static void agent_heard(struct dsmipd_mn4 *mn,
			const struct dsmipd_mn4_link *link,
			const struct dsmipd_mn4_peer *from,
			const struct dsmipd_mip4_advert *advert)
{
	struct dsmipd_mn4_agent *agent;
	uint32_t restarts = 0;

	agent = agent_find(mn, from->addr, from->ifindex);
	if (agent) {
		restarts = agent->restarts;
		if (agent_has_restarted(mn, agent, advert)) {
			dsmipd_mn4_event(mn, "the agent has begun anew");
			restarts++;
		}
	} else {
		agent = agent_new(mn);
	}
	agent->addr = from->addr;
	memcpy(agent->mac, from->mac, sizeof(agent->mac));
	agent->link = *link;
	agent->advert = *advert;
	agent->expires = mn->now.mono + 1000ull * advert->lifetime;
	agent->restarts = restarts;
}

/**
 * dsmipd_mn4_advert() - an agent advertisement has come
 * @mn: the node
 * @from: who has sent it
 * @data: the ICMP message
 * @len: its length in bytes
 * @now: the clocks
 */
void dsmipd_mn4_advert(struct dsmipd_mn4 *mn,
		       const struct dsmipd_mn4_peer *from, const uint8_t *data,
		       size_t len, struct dsmipd_mn_time now)
{
	const struct dsmipd_mn4_link *link = agent_link(mn, from->ifindex);
	struct dsmipd_mip4_advert advert;
	struct dsmipd_mn4_agent *agent;

	mn->now = now;
	if (!link || !agent_wanted(mn) || !from->addr.s_addr ||
	    !dsmipd_mip4_advert_parse(data, len, &advert) ||
	    advert.type != DSMIPD_MIP4_ADVERTISEMENT || !advert.has_agent)
		return;
	agent = agent_find(mn, from->addr, from->ifindex);
	if (advert.lifetime)
		agent_heard(mn, link, from, &advert);
	else if (agent)
		agent_del(mn, agent);
	mn->solicits = MN4_AGENT_FIRST;
	mn->solicit = DSMIPD_MN4_NEVER;
	dsmipd_mn4_move(mn);
}

/**
 * dsmipd_mn4_agent_lost() - an agent says that its care-of address is none
 * @mn: the node
 * @addr: address of the agent
 *
 * It is asked for a new advertisement.
 */
void dsmipd_mn4_agent_lost(struct dsmipd_mn4 *mn, struct in_addr addr)
{
	size_t i;

	for (i = mn->n_agent; i > 0; i--) {
		if (mn->agent[i - 1].addr.s_addr == addr.s_addr)
			agent_del(mn, &mn->agent[i - 1]);
	}
	mn->solicits = 0;
	mn->solicit = mn->now.mono + MN4_AGENT_SOLICIT;
}

static uint64_t agent_solicit_delay(const struct dsmipd_mn4 *mn)
{
	uint64_t delay = MN4_AGENT_SOLICIT;
	uint32_t i;

	for (i = MN4_AGENT_FIRST; i < mn->solicits; i++)
		delay = dsmipd_mn4_min(2 * delay, MN4_AGENT_SOLICIT_MAX);
	return delay;
}

static void agent_solicit(struct dsmipd_mn4 *mn)
{
	size_t i;

	for (i = 0; i < mn->n_link; i++)
		dsmipd_mn4_act(mn, DSMIPD_MN4_SOLICIT, mn->link[i].ifindex);
	mn->solicits++;
	mn->solicit = DSMIPD_MN4_NEVER;
	if (mn->solicits < MN4_AGENT_FIRST || !mn->n_candidate)
		mn->solicit = mn->now.mono + agent_solicit_delay(mn);
}

/**
 * dsmipd_mn4_agent_tick() - do what is due
 * @mn: the node
 *
 * Return: whether an agent is gone.
 */
bool dsmipd_mn4_agent_tick(struct dsmipd_mn4 *mn)
{
	bool gone = false;
	size_t i;

	for (i = mn->n_agent; i > 0; i--) {
		if (mn->agent[i - 1].expires > mn->now.mono)
			continue;
		agent_del(mn, &mn->agent[i - 1]);
		gone = true;
	}
	if (gone && mn->goal != DSMIPD_MN4_GOAL_LEAVE) {
		mn->solicits = 0;
		mn->solicit = mn->now.mono;
	}
	if (mn->solicit <= mn->now.mono)
		agent_solicit(mn);
	return gone;
}

/**
 * dsmipd_mn4_agent_next() - when dsmipd_mn4_agent_tick() is to be called
 * @mn: the node
 *
 * Return: monotonic time in milliseconds, UINT64_MAX for never.
 */
uint64_t dsmipd_mn4_agent_next(const struct dsmipd_mn4 *mn)
{
	uint64_t next = mn->solicit;
	size_t i;

	for (i = 0; i < mn->n_agent; i++)
		next = dsmipd_mn4_min(next, mn->agent[i].expires);
	return next;
}

static bool agent_is_in(struct in_addr addr, struct in_addr net, uint8_t len)
{
	uint32_t mask = len ? htonl(UINT32_MAX << (32 - len)) : 0;

	return !((addr.s_addr ^ net.s_addr) & mask);
}

/**
 * dsmipd_mn4_agent_is_home() - whether an agent is on the home link
 * @mn: the node
 * @agent: the agent
 *
 * RFC 5944, section 2.4.3: it is our home agent, or serves our home prefix.
 *
 * Return: whether it is.
 */
bool dsmipd_mn4_agent_is_home(const struct dsmipd_mn4 *mn,
			      const struct dsmipd_mn4_agent *agent)
{
	const struct dsmipd_mip4_advert *advert = &agent->advert;
	uint8_t i;

	if (!(advert->flags & DSMIPD_MIP4_ADVERT_HOME) || !mn->hoa.s_addr)
		return false;
	if (agent->addr.s_addr == mn->ha.s_addr)
		return true;
	for (i = 0; i < advert->n_routers; i++) {
		const struct dsmipd_mip4_router *router = &advert->routers[i];

		if (router->addr.s_addr == mn->ha.s_addr ||
		    (advert->has_prefix_len && router->prefix_len >= 1 &&
		     router->prefix_len <= 32 &&
		     agent_is_in(mn->hoa, router->addr, router->prefix_len)))
			return true;
	}
	return false;
}
