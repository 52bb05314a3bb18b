// SPDX-License-Identifier: GPL-2.0
/*
 * IPv6 prefixes: what is asked for, what is granted, and what follows from an
 * answer without (RFC 5454, sections 3.2, 3.5, 3.7; draft -01, section 4.6.1).
 */

#include <arpa/inet.h>
#include <string.h>

#include "mn4_priv.h"
#include "prefix.h"

static bool prefix_granted(const struct dsmipd_mn4_prefix *prefix)
{
	return prefix->code < DSMIPD_MIP4_PREFIX_UNSPECIFIED;
}

static void prefix_mask(struct in6_addr *addr, uint8_t len)
{
	size_t i;

	for (i = 0; i < sizeof(addr->s6_addr); i++) {
		uint8_t bits = len > 8 * i ? len - 8 * i : 0;

		if (bits < 8)
			addr->s6_addr[i] &= 0xff00 >> bits;
	}
}

/* In the draft, a prefix without its upper half asks for one. */
static bool prefix_is_wanted(const struct dsmipd_mn4 *mn,
			     const struct dsmip_prefix *prefix)
{
	static const uint8_t none[8];

	return mn->config.draft &&
	       !memcmp(&prefix->addr.v6, none, sizeof(none));
}

/**
 * dsmipd_mn4_prefix_reset() - nothing is granted, ask as configured
 * @mn: the node
 */
void dsmipd_mn4_prefix_reset(struct dsmipd_mn4 *mn)
{
	size_t i;

	for (i = 0; i < mn->config.n_prefix; i++) {
		mn->prefix[i].request = mn->config.prefix[i];
		mn->prefix[i].code = DSMIPD_MN4_NO_CODE;
	}
	mn->link_local = DSMIPD_MN4_NO_CODE;
	mn->prefix_again = 0;
}

/* Only after the home address is registered (RFC 5454, section 3.7.1). */
static bool prefix_wants_link_local(const struct dsmipd_mn4 *mn)
{
	return mn->config.link_local && mn->bound && mn->hoa.s_addr;
}

/**
 * dsmipd_mn4_prefix_fill() - put the extensions into a registration request
 * @mn: the node
 * @rrq: the request
 *
 * None to a home agent that has shown that it does not know them, until it is
 * time to ask again.  What is left out is removed (RFC 5454, section 3.8), so
 * all are in each request.
 */
void dsmipd_mn4_prefix_fill(struct dsmipd_mn4 *mn, struct dsmipd_mip4 *rrq)
{
	size_t i;

	mn->sent.prefixes = false;
	mn->sent.link_local = false;
	mn->sent.mode = false;
	if (mn->config.mode == DSMIPD_MN4_MODE_IMPLICIT ||
	    mn->prefix_again > mn->now.mono)
		return;
	for (i = 0; i < mn->config.n_prefix; i++) {
		rrq->prefix[rrq->n_prefix++] = (struct dsmipd_mip4_prefix) {
			.addr = mn->prefix[i].request.addr.v6,
			.len = mn->prefix[i].request.len,
		};
	}
	mn->sent.link_local = prefix_wants_link_local(mn);
	if (mn->sent.link_local)
		rrq->prefix[rrq->n_prefix++] = (struct dsmipd_mip4_prefix) {
			.addr = dsmipd_prefix_link_local(mn->hoa).v6,
			.len = DSMIPD_MIP4_LINKLOCAL,
		};
	mn->sent.prefixes = rrq->n_prefix;
	/* Never with an agent's address (3.5); DHCPv6 takes the tunnel to the
	 * home address (3.7.1).
	 */
	mn->sent.mode = mn->config.mode == DSMIPD_MN4_MODE_COA &&
			!mn->from.foreign && !mn->config.link_local &&
			rrq->n_prefix;
	rrq->node.has_mode = mn->sent.mode;
}

static bool prefix_same(const struct dsmip_prefix *a,
			const struct dsmipd_mip4_prefix *b)
{
	struct in6_addr addr = a->addr.v6;

	prefix_mask(&addr, a->len);
	return a->len == b->len && IN6_ARE_ADDR_EQUAL(&addr, &b->addr);
}

/* Whether a reply is to a request that names its prefix. */
static bool prefix_is_named(const struct dsmipd_mn4 *mn,
			    const struct dsmipd_mip4_prefix *reply)
{
	size_t i;

	for (i = 0; i < mn->config.n_prefix; i++) {
		if (!prefix_is_wanted(mn, &mn->prefix[i].request) &&
		    prefix_same(&mn->prefix[i].request, reply))
			return true;
	}
	return reply->len == DSMIPD_MIP4_LINKLOCAL;
}

/* The reply to a request: one with its prefix; in the draft, to one that asks
 * for any, the first that is not to another request.
 */
static int prefix_find(const struct dsmipd_mn4 *mn,
		       const struct dsmipd_mip4 *rrp, size_t i, uint64_t taken)
{
	const struct dsmip_prefix *request = &mn->prefix[i].request;
	int j;

	for (j = 0; j < rrp->n_prefix; j++) {
		if (!(taken & 1ull << j) &&
		    prefix_same(request, &rrp->prefix[j]))
			return j;
	}
	for (j = 0; j < rrp->n_prefix; j++) {
		if (!(taken & 1ull << j) && prefix_is_wanted(mn, request) &&
		    !prefix_is_named(mn, &rrp->prefix[j]))
			return j;
	}
	return -1;
}

/* The interface identifier stays that of the request. */
static void prefix_allocated(struct dsmip_prefix *request,
			     const struct dsmipd_mip4_prefix *reply)
{
	struct in6_addr addr = reply->addr;

	if (reply->len <= 64)
		memcpy(&addr.s6_addr[8], &request->addr.v6.s6_addr[8], 8);
	request->addr.v6 = addr;
	request->len = reply->len;
}

/* Returns whether to ask again at once: what was ours for a time is not. */
static bool prefix_answered(struct dsmipd_mn4 *mn, size_t i,
			    const struct dsmipd_mip4_prefix *reply)
{
	struct dsmipd_mn4_prefix *prefix = &mn->prefix[i];
	bool wanted = prefix_is_wanted(mn, &prefix->request);
	char text[DSMIP_PREFIX_STRLEN];
	bool anew;

	if (reply && reply->code < DSMIPD_MIP4_PREFIX_UNSPECIFIED &&
	    reply->len <= 128) {
		if (wanted)
			prefix_allocated(&prefix->request, reply);
		prefix->code = reply->code;
		return false;
	}
	anew = !wanted && prefix_is_wanted(mn, &mn->config.prefix[i]);
	dsmipd_mn4_event(mn, "prefix %s refused: %s",
			 dsmip_prefix_format(&prefix->request, text,
					     sizeof(text)), reply ?
			 dsmipd_mip4_prefix_code_name(reply->code) :
			 "no answer to it");
	prefix->code = reply ? reply->code : DSMIPD_MN4_NO_CODE;
	prefix->request = mn->config.prefix[i];
	return anew;
}

static void prefix_rcv_link_local(struct dsmipd_mn4 *mn,
				  const struct dsmipd_mip4 *rrp)
{
	struct dsmip_addr addr = dsmipd_prefix_link_local(mn->hoa);
	int j;

	mn->link_local = DSMIPD_MIP4_PREFIX_UNSPECIFIED;
	for (j = 0; j < rrp->n_prefix; j++) {
		if (rrp->prefix[j].len == DSMIPD_MIP4_LINKLOCAL &&
		    IN6_ARE_ADDR_EQUAL(&rrp->prefix[j].addr, &addr.v6))
			mn->link_local = rrp->prefix[j].code;
	}
	if (mn->link_local >= DSMIPD_MIP4_PREFIX_UNSPECIFIED)
		dsmipd_mn4_event(mn, "link-local address refused: %s",
				 dsmipd_mip4_prefix_code_name(mn->link_local));
}

static void prefix_unknown(struct dsmipd_mn4 *mn)
{
	dsmipd_mn4_event(mn, "the home agent knows no IPv6 prefixes");
	dsmipd_mn4_prefix_reset(mn);
	mn->prefix_again = DSMIPD_MN4_NEVER;
	if (mn->config.prefix_retry)
		mn->prefix_again = mn->now.mono +
				   1000ull * mn->config.prefix_retry;
}

/**
 * dsmipd_mn4_prefix_rcv() - take over what was granted
 * @mn: the node
 * @rrp: reply that accepts a request for prefixes
 *
 * Return: whether to ask again at once.
 */
bool dsmipd_mn4_prefix_rcv(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp)
{
	uint64_t taken = 0;
	bool again = false;
	size_t i;
	int j;

	if (!rrp->n_prefix) {
		prefix_unknown(mn);
		return false;
	}
	for (i = 0; i < mn->config.n_prefix; i++) {
		j = prefix_find(mn, rrp, i, taken);
		if (j >= 0)
			taken |= 1ull << j;
		if (prefix_answered(mn, i, j < 0 ? NULL : &rrp->prefix[j]))
			again = true;
	}
	if (mn->sent.link_local)
		prefix_rcv_link_local(mn, rrp);
	return again;
}

/**
 * dsmipd_mn4_prefix_wants_more() - whether there is more to ask for now
 * @mn: the node, registered
 *
 * Return: whether there is: the link-local address, which can only be
 *	   registered when the home address is.
 */
bool dsmipd_mn4_prefix_wants_more(const struct dsmipd_mn4 *mn)
{
	return prefix_wants_link_local(mn) && !mn->sent.link_local &&
	       mn->config.mode != DSMIPD_MN4_MODE_IMPLICIT &&
	       mn->prefix_again <= mn->now.mono;
}

/**
 * dsmipd_mn4_prefix_mode() - how IPv6 goes
 * @mn: the node, registered
 * @tunnel: the way of data, in which this is filled in
 *
 * Not all to the care-of address, none: the home agent has one mode for all of
 * them (RFC 5454, section 3.3.2).
 */
void dsmipd_mn4_prefix_mode(const struct dsmipd_mn4 *mn,
			    struct dsmipd_mn4_tunnel *tunnel)
{
	bool implicit = mn->config.mode == DSMIPD_MN4_MODE_IMPLICIT;
	bool coa = !implicit;
	size_t i;

	tunnel->ipv6 = mn->link_local < DSMIPD_MIP4_PREFIX_UNSPECIFIED;
	coa &= !tunnel->ipv6;
	for (i = 0; i < mn->config.n_prefix; i++) {
		if (!implicit && !prefix_granted(&mn->prefix[i]))
			continue;
		tunnel->ipv6 = true;
		coa &= mn->prefix[i].code == DSMIPD_MIP4_PREFIX_TO_COA;
	}
	if (!tunnel->ipv6)
		return;
	/* Section 3.5: code 1 with an agent's address is code 0; in the draft
	 * that agent knows IPv6.
	 */
	tunnel->native6 = coa && tunnel->foreign && mn->config.draft;
	tunnel->home6 = !tunnel->native6 && (!coa || tunnel->foreign);
}

static size_t prefix_collect(const struct dsmipd_mn4 *mn,
			     struct dsmip_prefix *homes)
{
	bool implicit = mn->config.mode == DSMIPD_MN4_MODE_IMPLICIT;
	size_t i, n = 0;

	homes[n].addr.family = AF_INET;
	homes[n].addr.v4 = mn->hoa;
	homes[n++].len = 32;
	for (i = 0; i < mn->config.n_prefix; i++) {
		if (!implicit && !prefix_granted(&mn->prefix[i]))
			continue;
		homes[n].addr.family = AF_INET6;
		homes[n].addr.v6 = mn->prefix[i].request.addr.v6;
		homes[n++].len = mn->prefix[i].request.len;
	}
	return n;
}

/**
 * dsmipd_mn4_prefix_tell() - tell the home addresses and prefixes, if changed
 * @mn: the node
 */
void dsmipd_mn4_prefix_tell(struct dsmipd_mn4 *mn)
{
	struct dsmipd_mn4_action action = { .type = DSMIPD_MN4_HOMES };
	struct dsmip_prefix homes[DSMIPD_MN4_MAX_HOMES];
	size_t n = 0;

	memset(homes, 0, sizeof(homes));
	if (mn->bound)
		n = prefix_collect(mn, homes);
	if (n == mn->n_homes && !memcmp(homes, mn->homes, n * sizeof(homes[0])))
		return;
	memcpy(mn->homes, homes, sizeof(homes));
	mn->n_homes = n;
	action.homes = mn->homes;
	action.n_homes = n;
	mn->act(&action, mn->arg);
}
