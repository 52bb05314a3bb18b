// SPDX-License-Identifier: GPL-2.0
/*
 * From where the node registers: an address of its own, or by a foreign agent.
 *
 * In this order: where answers are not missing, the preferred device, an address
 * of its own, and what is in use.
 */

#include <string.h>

#include "mn4_priv.h"

/**
 * dsmipd_mn4_from_same() - whether two are the same place
 * @a: one
 * @b: the other
 *
 * Return: whether they are; an agent that has begun anew is another one.
 */
bool dsmipd_mn4_from_same(const struct dsmipd_mn4_from *a,
			  const struct dsmipd_mn4_from *b)
{
	return a->coa.ifindex == b->coa.ifindex &&
	       a->coa.network == b->coa.network && a->foreign == b->foreign &&
	       a->through == b->through &&
	       a->agent.s_addr == b->agent.s_addr &&
	       a->restarts == b->restarts &&
	       dsmip_addr_equal(&a->coa.addr, &b->coa.addr);
}

/* Foreign agents that take nobody new are of use to those they know. */
static bool coa_agent_is_usable(const struct dsmipd_mn4 *mn,
				const struct dsmipd_mn4_agent *agent)
{
	const struct dsmipd_mip4_advert *advert = &agent->advert;

	if (!(advert->flags & DSMIPD_MIP4_ADVERT_FOREIGN) || !advert->n_coa)
		return false;
	if (mn->config.reverse && !(advert->flags & DSMIPD_MIP4_ADVERT_REVERSE))
		return false;
	return !(advert->flags & DSMIPD_MIP4_ADVERT_BUSY) ||
	       (mn->bound && mn->bound_from.agent.s_addr == agent->addr.s_addr);
}

static void coa_by_agent(const struct dsmipd_mn4_agent *agent,
			 struct dsmipd_mn4_from *from)
{
	from->through = true;
	from->agent = agent->addr;
	memcpy(from->mac, agent->mac, sizeof(from->mac));
	from->restarts = agent->restarts;
	from->flags = agent->advert.flags;
	from->lifetime = agent->advert.reg_lifetime;
}

/* RFC 5944, section 2.1.1, flag R: not without the agent, even with an address
 * of one's own.
 */
static const struct dsmipd_mn4_agent *
coa_demanded(const struct dsmipd_mn4 *mn, const struct dsmipd_mn_coa *coa)
{
	size_t i;

	for (i = 0; i < mn->n_agent; i++) {
		const struct dsmipd_mn4_agent *agent = &mn->agent[i];

		if (agent->link.ifindex == coa->ifindex &&
		    agent->advert.flags & DSMIPD_MIP4_ADVERT_REQUIRED &&
		    coa_agent_is_usable(mn, agent))
			return agent;
	}
	return NULL;
}

static void coa_add(struct dsmipd_mn4_candidate *list, size_t *n,
		    const struct dsmipd_mn4 *mn,
		    const struct dsmipd_mn4_from *from)
{
	size_t i;

	list[*n].from = *from;
	list[*n].given_up = 0;
	for (i = 0; i < mn->n_candidate; i++) {
		if (dsmipd_mn4_from_same(&mn->candidate[i].from, from))
			list[*n].given_up = mn->candidate[i].given_up;
	}
	(*n)++;
}

static void coa_collect_own(const struct dsmipd_mn4 *mn,
			    struct dsmipd_mn4_candidate *list, size_t *n)
{
	const struct dsmipd_mn4_agent *agent;
	size_t i;

	if (mn->config.care == DSMIPD_MN4_CARE_AGENT)
		return;
	for (i = 0; i < mn->n_coa; i++) {
		struct dsmipd_mn4_from from = { .coa = mn->coa[i] };

		if (!from.coa.lifetime || from.coa.home ||
		    from.coa.addr.v4.s_addr == mn->hoa.s_addr)
			continue;
		agent = coa_demanded(mn, &from.coa);
		if (agent)
			coa_by_agent(agent, &from);
		coa_add(list, n, mn, &from);
	}
}

static void coa_collect_agents(const struct dsmipd_mn4 *mn,
			       struct dsmipd_mn4_candidate *list, size_t *n)
{
	size_t i;

	if (mn->config.care == DSMIPD_MN4_CARE_COLOCATED)
		return;
	for (i = 0; i < mn->n_agent; i++) {
		const struct dsmipd_mn4_agent *agent = &mn->agent[i];
		struct dsmipd_mn4_from from = {
			.coa = {
				.addr = { .family = AF_INET },
				.ifindex = agent->link.ifindex,
				.network = agent->link.network,
				.preference = agent->link.preference,
				.lifetime = UINT32_MAX,
			},
			.foreign = true,
		};

		if (!coa_agent_is_usable(mn, agent))
			continue;
		from.coa.addr.v4 = agent->advert.coa[0];
		coa_by_agent(agent, &from);
		coa_add(list, n, mn, &from);
	}
}

/**
 * dsmipd_mn4_coa_collect() - from where the node could register now
 * @mn: the node
 */
void dsmipd_mn4_coa_collect(struct dsmipd_mn4 *mn)
{
	struct dsmipd_mn4_candidate list[DSMIPD_MN4_MAX_FROM];
	size_t n = 0;

	coa_collect_own(mn, list, &n);
	coa_collect_agents(mn, list, &n);
	memcpy(mn->candidate, list, n * sizeof(list[0]));
	mn->n_candidate = n;
}

/* Whether @a comes before @b. */
static bool coa_before(const struct dsmipd_mn4 *mn,
		       const struct dsmipd_mn4_candidate *a,
		       const struct dsmipd_mn4_candidate *b)
{
	bool mine_a = dsmipd_mn4_from_same(&a->from, &mn->from);
	bool mine_b = dsmipd_mn4_from_same(&b->from, &mn->from);

	if (a->given_up != b->given_up)
		return a->given_up < b->given_up;
	if (a->from.coa.preference != b->from.coa.preference)
		return a->from.coa.preference > b->from.coa.preference;
	if (a->from.foreign != b->from.foreign)
		return b->from.foreign;
	return mine_a && !mine_b;
}

/**
 * dsmipd_mn4_coa_best() - from where to register
 * @mn: the node
 *
 * Return: it, or NULL.
 */
const struct dsmipd_mn4_from *dsmipd_mn4_coa_best(const struct dsmipd_mn4 *mn)
{
	const struct dsmipd_mn4_candidate *best = NULL;
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		if (!best || coa_before(mn, &mn->candidate[i], best))
			best = &mn->candidate[i];
	}
	return best ? &best->from : NULL;
}

/**
 * dsmipd_mn4_coa_home() - whether the node is on its home link
 * @mn: the node
 * @home: filled in, its home address as care-of address
 *
 * Return: whether it is.
 */
bool dsmipd_mn4_coa_home(const struct dsmipd_mn4 *mn,
			 struct dsmipd_mn4_from *home)
{
	size_t i;

	if (!mn->hoa.s_addr)
		return false;
	memset(home, 0, sizeof(*home));
	home->coa.addr.family = AF_INET;
	home->coa.addr.v4 = mn->hoa;
	home->coa.lifetime = UINT32_MAX;
	for (i = 0; i < mn->n_coa; i++) {
		if (!mn->coa[i].home)
			continue;
		home->coa.ifindex = mn->coa[i].ifindex;
		home->coa.network = mn->coa[i].network;
		return true;
	}
	for (i = 0; i < mn->n_agent; i++) {
		if (!dsmipd_mn4_agent_is_home(mn, &mn->agent[i]))
			continue;
		home->coa.ifindex = mn->agent[i].link.ifindex;
		home->coa.network = mn->agent[i].link.network;
		return true;
	}
	return false;
}

/**
 * dsmipd_mn4_coa_tried() - whether requests from this place were in vain
 * @mn: the node
 *
 * Return: whether they were, since the last success.
 */
bool dsmipd_mn4_coa_tried(const struct dsmipd_mn4 *mn)
{
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		if (dsmipd_mn4_from_same(&mn->candidate[i].from, &mn->from))
			return mn->candidate[i].given_up;
	}
	return false;
}

/**
 * dsmipd_mn4_coa_tired() - whether it is another place's turn
 * @mn: the node, whose request has had no answer
 *
 * Return: whether it is.
 */
bool dsmipd_mn4_coa_tired(const struct dsmipd_mn4 *mn)
{
	return mn->n_candidate > 1 &&
	       (mn->attempts >= DSMIPD_MN4_ATTEMPTS ||
		dsmipd_mn4_coa_tried(mn));
}

/**
 * dsmipd_mn4_coa_give_up() - requests from this place are in vain
 * @mn: the node
 */
void dsmipd_mn4_coa_give_up(struct dsmipd_mn4 *mn)
{
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		if (dsmipd_mn4_from_same(&mn->candidate[i].from, &mn->from))
			mn->candidate[i].given_up++;
	}
}

/**
 * dsmipd_mn4_coa_works() - a request from this place was accepted
 * @mn: the node
 */
void dsmipd_mn4_coa_works(struct dsmipd_mn4 *mn)
{
	size_t i;

	for (i = 0; i < mn->n_candidate; i++)
		mn->candidate[i].given_up = 0;
}
