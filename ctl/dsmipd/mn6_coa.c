// SPDX-License-Identifier: GPL-2.0
/*
 * Which address is the care-of address (RFC 5555, section 4.4.1).
 *
 * In this order: one that answers are not missing at, one that is not
 * deprecated, the preferred device, IPv6, and the one that is in use.
 *
 * Where updates by IPv6 had no answer and those by IPv4 had, IPv4 comes first
 * from then on, for the whole site (48 bits of the address) and for ten
 * minutes: a node that moves inside the site does not try in vain each time,
 * which would take seconds without data.  IPv6 is tried again in another site;
 * after the ten minutes when the binding is renewed, the tunnel over IPv4
 * carrying data meanwhile; and when IPv6 comes back to a network that the node
 * has not left.
 */

#include <string.h>

#include "mn6_priv.h"

#define MN6_COA_DOMAIN_TIME	600000	/* milliseconds */
#define MN6_COA_SITE_BYTES	6

/**
 * dsmipd_mn6_coa_same() - whether two are the same address in the same network
 * @a: one
 * @b: the other
 *
 * Return: whether they are.
 */
bool dsmipd_mn6_coa_same(const struct dsmipd_mn_coa *a,
			 const struct dsmipd_mn_coa *b)
{
	return a->ifindex == b->ifindex && a->network == b->network &&
	       dsmip_addr_equal(&a->addr, &b->addr);
}

static bool coa_is6(const struct dsmipd_mn_coa *coa)
{
	return coa->addr.family == AF_INET6;
}

static struct dsmipd_mn6_candidate *
coa_candidate(struct dsmipd_mn6 *mn, const struct dsmipd_mn_coa *coa)
{
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		if (dsmipd_mn6_coa_same(&mn->candidate[i].coa, coa))
			return &mn->candidate[i];
	}
	return NULL;
}

static bool coa_has_family(const struct dsmipd_mn6 *mn, uint8_t family)
{
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		if (mn->candidate[i].coa.addr.family == family)
			return true;
	}
	return false;
}

static bool coa_is_usable(const struct dsmipd_mn6 *mn,
			  const struct dsmipd_mn_coa *coa)
{
	if (!coa->lifetime)
		return false;
	if (coa_is6(coa))
		return coa->home ||
		       !IN6_ARE_ADDR_EQUAL(&coa->addr.v6,
					   &mn->config.hoa.addr.v6);
	return coa->addr.family == AF_INET && mn->config.has_ha4;
}

/**
 * dsmipd_mn6_coa_set() - take over the addresses there are
 * @mn: the node
 * @coas: the addresses
 * @n: how many
 */
void dsmipd_mn6_coa_set(struct dsmipd_mn6 *mn,
			const struct dsmipd_mn_coa *coas, size_t n)
{
	struct dsmipd_mn6_candidate now[DSMIPD_MN_MAX_COA] = {};
	bool had6 = coa_has_family(mn, AF_INET6);
	const struct dsmipd_mn6_candidate *old;
	size_t i, count = 0;

	for (i = 0; i < n && count < DSMIPD_MN_MAX_COA; i++) {
		if (!coa_is_usable(mn, &coas[i]))
			continue;
		old = coa_candidate(mn, &coas[i]);
		now[count].coa = coas[i];
		now[count++].given_up = old ? old->given_up : 0;
	}
	memcpy(mn->candidate, now, count * sizeof(now[0]));
	mn->n_candidate = count;

	/* IPv6 has gone, the node has not: when it is back, it is repaired. */
	if (had6 && !coa_has_family(mn, AF_INET6) &&
	    coa_candidate(mn, &mn->coa))
		memset(mn->domain, 0, sizeof(mn->domain));
}

/**
 * dsmipd_mn6_coa_find() - whether an address is still there
 * @mn: the node
 * @c: the address
 *
 * Return: as it is now, or NULL.
 */
const struct dsmipd_mn_coa *dsmipd_mn6_coa_find(const struct dsmipd_mn6 *mn,
						const struct dsmipd_mn_coa *c)
{
	struct dsmipd_mn6_candidate *candidate;

	candidate = coa_candidate((struct dsmipd_mn6 *)mn, c);
	return candidate ? &candidate->coa : NULL;
}

/**
 * dsmipd_mn6_coa_home() - an address on the home link
 * @mn: the node
 *
 * RFC 5555, section 4.4.4: with IPv4 a node is never at home.
 *
 * Return: it, or NULL.
 */
const struct dsmipd_mn_coa *dsmipd_mn6_coa_home(const struct dsmipd_mn6 *mn)
{
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		if (mn->candidate[i].coa.home && coa_is6(&mn->candidate[i].coa))
			return &mn->candidate[i].coa;
	}
	return NULL;
}

static bool coa_failed_here(const struct dsmipd_mn6 *mn,
			    const struct dsmipd_mn_coa *coa)
{
	size_t i;

	if (!coa_is6(coa))
		return false;
	for (i = 0; i < DSMIPD_MN6_DOMAINS; i++) {
		if (mn->domain[i].until > mn->now.mono &&
		    !memcmp(&mn->domain[i].site, &coa->addr.v6,
			    MN6_COA_SITE_BYTES))
			return true;
	}
	return false;
}

/* Whether @a comes before @b. */
static bool coa_before(const struct dsmipd_mn6 *mn,
		       const struct dsmipd_mn6_candidate *a,
		       const struct dsmipd_mn6_candidate *b)
{
	bool failed_a = coa_failed_here(mn, &a->coa);
	bool failed_b = coa_failed_here(mn, &b->coa);

	if (a->given_up != b->given_up)
		return a->given_up < b->given_up;
	if (failed_a != failed_b)
		return failed_b;
	if (a->coa.deprecated != b->coa.deprecated)
		return b->coa.deprecated;
	if (a->coa.preference != b->coa.preference)
		return a->coa.preference > b->coa.preference;
	if (coa_is6(&a->coa) != coa_is6(&b->coa))
		return coa_is6(&a->coa);
	return dsmipd_mn6_coa_same(&a->coa, &mn->coa) &&
	       !dsmipd_mn6_coa_same(&b->coa, &mn->coa);
}

/**
 * dsmipd_mn6_coa_best() - the address to be the care-of address
 * @mn: the node
 *
 * Return: it, or NULL.
 */
const struct dsmipd_mn_coa *dsmipd_mn6_coa_best(const struct dsmipd_mn6 *mn)
{
	const struct dsmipd_mn6_candidate *best = NULL;
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		if (!best || coa_before(mn, &mn->candidate[i], best))
			best = &mn->candidate[i];
	}
	return best ? &best->coa : NULL;
}

/**
 * dsmipd_mn6_coa_tried() - whether updates from this address were in vain
 * @mn: the node
 *
 * Return: whether they were, since the last success.
 */
bool dsmipd_mn6_coa_tried(const struct dsmipd_mn6 *mn)
{
	const struct dsmipd_mn6_candidate *candidate;

	candidate = coa_candidate((struct dsmipd_mn6 *)mn, &mn->coa);
	return candidate && candidate->given_up;
}

/**
 * dsmipd_mn6_coa_tired() - whether it is another address's turn
 * @mn: the node, whose update has had no answer
 *
 * Three updates from each; once all have been tried in vain, one from each in
 * turn.
 *
 * Return: whether it is.
 */
bool dsmipd_mn6_coa_tired(const struct dsmipd_mn6 *mn)
{
	return mn->n_candidate > 1 &&
	       (mn->attempts >= DSMIPD_MN6_ATTEMPTS ||
		dsmipd_mn6_coa_tried(mn));
}

/**
 * dsmipd_mn6_coa_give_up() - updates from this care-of address have no answer
 * @mn: the node
 *
 * Three in total by IPv6, whatever the number of addresses, then IPv4.
 */
void dsmipd_mn6_coa_give_up(struct dsmipd_mn6 *mn)
{
	bool family = coa_is6(&mn->coa) && coa_has_family(mn, AF_INET);
	uint32_t most = 0;
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		struct dsmipd_mn6_candidate *c = &mn->candidate[i];

		if (dsmipd_mn6_coa_same(&c->coa, &mn->coa))
			most = c->given_up + 1;
	}
	for (i = 0; i < mn->n_candidate; i++) {
		struct dsmipd_mn6_candidate *c = &mn->candidate[i];

		if (dsmipd_mn6_coa_same(&c->coa, &mn->coa) ||
		    (family && coa_is6(&c->coa) && c->given_up < most))
			c->given_up = most;
	}
}

static void coa_remember(struct dsmipd_mn6 *mn, const struct in6_addr *addr)
{
	struct dsmipd_mn6_domain *oldest = &mn->domain[0];
	size_t i;

	for (i = 0; i < DSMIPD_MN6_DOMAINS; i++) {
		if (!memcmp(&mn->domain[i].site, addr, MN6_COA_SITE_BYTES)) {
			oldest = &mn->domain[i];
			break;
		}
		if (mn->domain[i].until < oldest->until)
			oldest = &mn->domain[i];
	}
	memset(&oldest->site, 0, sizeof(oldest->site));
	memcpy(&oldest->site, addr, MN6_COA_SITE_BYTES);
	oldest->until = mn->now.mono + MN6_COA_DOMAIN_TIME;
}

/**
 * dsmipd_mn6_coa_works() - an update from this care-of address was answered
 * @mn: the node
 */
void dsmipd_mn6_coa_works(struct dsmipd_mn6 *mn)
{
	size_t i;

	for (i = 0; i < mn->n_candidate; i++) {
		struct dsmipd_mn6_candidate *c = &mn->candidate[i];

		if (c->given_up && coa_is6(&c->coa) && !coa_is6(&mn->coa))
			coa_remember(mn, &c->coa.addr.v6);
		c->given_up = 0;
	}
	if (!coa_is6(&mn->coa))
		return;
	for (i = 0; i < DSMIPD_MN6_DOMAINS; i++) {
		if (!memcmp(&mn->domain[i].site, &mn->coa.addr.v6,
			    MN6_COA_SITE_BYTES))
			mn->domain[i].until = 0;
	}
}
