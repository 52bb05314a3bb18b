// SPDX-License-Identifier: GPL-2.0
/*
 * What draft-ietf-mip4-dsmipv4-01 has and RFC 5454 has not: home addresses on
 * a home link, with duplicate address detection (section 4.3), and prefixes
 * and addresses that the home agent chooses (section 4.6.1).
 */

#include "ha4_priv.h"
#include "prefix.h"

/* Prefix length of a link that interface identifiers fit in. */
#define HA4_DRAFT_LINK_LEN	64

static const struct dsmipd_ha6_link *
ha4_draft_link(const struct dsmipd_ha4_config *config,
	       const struct dsmip_addr *addr)
{
	size_t i;

	for (i = 0; i < config->n_links; i++)
		if (dsmipd_prefix_contains(&config->links[i].prefix, addr))
			return &config->links[i];
	return NULL;
}

/* No detection for what is registered, or was looked for already. */
static uint8_t ha4_draft_dad(struct ha4_request *req,
			     const struct dsmipd_ha6_link *link,
			     const struct dsmip_prefix *home)
{
	const struct dsmipd_ha4_entry *entry = req->entry;
	const struct ha4_waiting *waiting;
	size_t i;

	if (!link->dad || !link->ifindex)
		return DSMIPD_MIP4_PREFIX_TO_HOA;
	if (dsmipd_ha4_bound(entry) &&
	    dsmipd_prefix_in(home, entry->binding->home,
			     entry->binding->n_home))
		return DSMIPD_MIP4_PREFIX_TO_HOA;
	waiting = entry ? entry->waiting : NULL;
	for (i = 0; waiting && i < waiting->n_tested; i++)
		if (IN6_ARE_ADDR_EQUAL(&waiting->tested[i].addr,
				       &home->addr.v6))
			return waiting->tested[i].duplicate ?
			       DSMIPD_MIP4_PREFIX_DAD :
			       DSMIPD_MIP4_PREFIX_TO_HOA;
	/* When it was answered, it had failed. */
	if (req->repeated)
		return DSMIPD_MIP4_PREFIX_DAD;
	if (!req->dad) {
		req->dad = true;
		req->dad_link = link;
		req->decision->dad = home->addr.v6;
	}
	return DSMIPD_MIP4_PREFIX_TO_HOA;
}

/**
 * dsmipd_ha4_draft_address() - judge a home address
 * @req: the request
 * @home: the address
 * @own: it is the subscriber's
 *
 * On a home link any address that nobody has may be registered.
 *
 * Return: code of the reply.
 */
uint8_t dsmipd_ha4_draft_address(struct ha4_request *req,
				 const struct dsmip_prefix *home, bool own)
{
	const struct dsmipd_ha6_link *link;
	size_t i;

	link = ha4_draft_link(&req->ha->config, &home->addr);
	if (link)
		return ha4_draft_dad(req, link, home);
	for (i = 0; i < req->sub.n_prefix && !own; i++)
		own = dsmipd_prefix_contains(&req->sub.prefix[i], &home->addr);
	return own ? DSMIPD_MIP4_PREFIX_TO_HOA : DSMIPD_MIP4_PREFIX_NOT_HOME;
}

/* ::IID: the interface identifier on the first home link that it fits. */
static uint8_t ha4_draft_interface(struct ha4_request *req,
				   struct dsmip_prefix *home)
{
	const struct dsmipd_ha4_config *config = &req->ha->config;
	const struct dsmipd_ha6_link *link;
	size_t i;

	for (i = 0; i < config->n_links; i++) {
		link = &config->links[i];
		if (link->prefix.addr.family != AF_INET6 ||
		    link->prefix.len != HA4_DRAFT_LINK_LEN)
			continue;
		home->addr.v6.s6_addr32[0] = link->prefix.addr.v6.s6_addr32[0];
		home->addr.v6.s6_addr32[1] = link->prefix.addr.v6.s6_addr32[1];
		return ha4_draft_dad(req, link, home);
	}
	return DSMIPD_MIP4_PREFIX_UNSPECIFIED;
}

/**
 * dsmipd_ha4_draft_dynamic() - choose a prefix or an address
 * @req: the request
 * @request: what is asked for: :: with a length, a wish only, or the interface
 *	identifier of an address
 * @home: where it goes
 * @lease: set if it is of a pool
 *
 * Return: code of the reply.
 */
uint8_t dsmipd_ha4_draft_dynamic(struct ha4_request *req,
				 const struct dsmipd_mip4_prefix *request,
				 struct dsmip_prefix *home, bool *lease)
{
	const struct dsmipd_ha4_config *config = &req->ha->config;
	struct dsmipd_pools *pools = req->ha->pools;
	int64_t now = ha4_seconds(req->now);
	const char *pool;
	int err;

	if (!IN6_IS_ADDR_UNSPECIFIED(&request->addr))
		return request->len == 128 ? ha4_draft_interface(req, home) :
		       DSMIPD_MIP4_PREFIX_UNSPECIFIED;
	pool = request->len == 128 ? config->pool6 : config->pool6_prefix;
	if (!pool[0])
		return DSMIPD_MIP4_PREFIX_PROHIBITED;
	err = dsmipd_pools_take(pools, pool, req->sub.id, request->len, now,
				home);
	/* The length is a wish. */
	if (err && request->len)
		err = dsmipd_pools_take(pools, pool, req->sub.id, 0, now, home);
	if (err)
		return DSMIPD_MIP4_PREFIX_UNSPECIFIED;
	*lease = true;
	return DSMIPD_MIP4_PREFIX_TO_HOA;
}
