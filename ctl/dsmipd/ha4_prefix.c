// SPDX-License-Identifier: GPL-2.0
/*
 * IPv6 prefixes of a registration request (RFC 5454, section 3.3): each is
 * accepted or rejected for itself, whatever becomes of the others.
 */

#include <string.h>

#include "ha4_priv.h"
#include "prefix.h"

/* Of one subscriber too, an address belongs to one prefix only. */
static bool ha4_prefix_overlaps(const struct dsmipd_record *record,
				const struct dsmip_prefix *home)
{
	unsigned int i;

	for (i = 0; i < record->n_home; i++)
		if (dsmip_prefix_overlap(&record->home[i], home))
			return true;
	return false;
}

/* One of his own, as it was given to him: the IPv6 home address, or a prefix. */
static bool ha4_prefix_own(const struct dsmipd_subscriber *sub,
			   const struct dsmip_prefix *home)
{
	struct dsmip_prefix hoa = {
		.addr = { .family = AF_INET6, .v6 = sub->hoa },
		.len = 128,
	};

	return dsmipd_prefix_in(home, sub->prefix, sub->n_prefix) ||
	       dsmipd_prefix_equal(home, &hoa);
}

/*
 * The link-local address of the node's end of the tunnel, for DHCPv6 before
 * there are prefixes (RFC 5454, section 3.7.1); not that of ours.
 */
static uint8_t ha4_prefix_linklocal(const struct ha4_request *req,
				    const struct dsmip_prefix *home)
{
	const struct dsmip_addr ours =
		dsmipd_prefix_link_local(req->ha->config.address);
	const struct in6_addr *addr = &home->addr.v6;
	static const uint8_t none[8];

	if (!IN6_IS_ADDR_LINKLOCAL(addr) ||
	    !memcmp(addr->s6_addr + 8, none, sizeof(none)))
		return DSMIPD_MIP4_PREFIX_UNSPECIFIED;
	if (IN6_ARE_ADDR_EQUAL(addr, &ours.v6))
		return DSMIPD_MIP4_PREFIX_PROHIBITED;
	return DSMIPD_MIP4_PREFIX_TO_HOA;
}

/* Whether he may have it; the code, if so, is said later for all of them. */
static uint8_t ha4_prefix_judge(struct ha4_request *req,
				const struct dsmipd_mip4_prefix *request,
				struct dsmip_prefix *home, bool *lease)
{
	bool own;

	if (request->len == DSMIPD_MIP4_LINKLOCAL)
		return ha4_prefix_linklocal(req, home);
	if (req->ha->config.draft && !request->addr.s6_addr32[0] &&
	    !request->addr.s6_addr32[1])
		return dsmipd_ha4_draft_dynamic(req, request, home, lease);
	if (!home->len || home->len > 128 ||
	    !dsmipd_prefix_unicast(&home->addr))
		return DSMIPD_MIP4_PREFIX_UNSPECIFIED;
	*lease = dsmipd_pools_owned(req->ha->pools, home, req->sub.id);
	own = *lease || ha4_prefix_own(&req->sub, home);
	if (req->ha->config.draft && home->len == 128)
		return dsmipd_ha4_draft_address(req, home, own);
	return own ? DSMIPD_MIP4_PREFIX_TO_HOA : DSMIPD_MIP4_PREFIX_PROHIBITED;
}

/* Whether it is free: of this registration's other homes, and of all others. */
static uint8_t ha4_prefix_free(struct ha4_request *req,
			       const struct dsmip_prefix *home)
{
	const struct dsmipd_ha4_ops *ops = &req->ha->ops;
	int ret;

	if (ha4_prefix_overlaps(&req->decision->record, home))
		return DSMIPD_MIP4_PREFIX_UNSPECIFIED;
	ret = ops->taken(ops->arg, home, req->sub.id);
	if (ret < 0)
		return DSMIPD_MIP4_PREFIX_UNSPECIFIED;
	return ret ? DSMIPD_MIP4_PREFIX_PROHIBITED : DSMIPD_MIP4_PREFIX_TO_HOA;
}

/* At most one reply for a prefix (RFC 5454, section 3.3). */
static bool ha4_prefix_answered(const struct dsmipd_mip4 *mip4, uint8_t i)
{
	const struct dsmipd_mip4_prefix *a = &mip4->prefix[i];
	uint8_t j;

	for (j = 0; j < i; j++) {
		const struct dsmipd_mip4_prefix *b = &mip4->prefix[j];

		if (a->len == b->len && IN6_ARE_ADDR_EQUAL(&a->addr, &b->addr))
			return true;
	}
	return false;
}

static void ha4_prefix_request(struct ha4_request *req,
			       const struct dsmipd_mip4_prefix *request)
{
	struct dsmipd_mip4 *reply = &req->decision->reply;
	struct dsmipd_mip4_prefix *answer = &reply->prefix[reply->n_prefix++];
	struct dsmip_prefix home = {
		.addr = { .family = AF_INET6, .v6 = request->addr },
		.len = request->len,
	};
	bool lease = false;

	*answer = *request;
	if (request->len == DSMIPD_MIP4_LINKLOCAL)
		home.len = 128;
	answer->code = ha4_prefix_judge(req, request, &home, &lease);
	if (answer->code < DSMIPD_MIP4_PREFIX_UNSPECIFIED)
		answer->code = ha4_prefix_free(req, &home);
	if (answer->code >= DSMIPD_MIP4_PREFIX_UNSPECIFIED) {
		if (lease)
			dsmipd_ha4_home_reject(req, &home);
		return;
	}
	if (request->len != DSMIPD_MIP4_LINKLOCAL) {
		answer->addr = home.addr.v6;
		answer->len = home.len;
	}
	dsmipd_ha4_home_add(req, &home, lease);
}

/*
 * IPv6 may go to the care-of address if who has it says so: the node that is
 * co-located there (RFC 5454, section 3.3.2), with the draft a foreign agent
 * behind the node's authentication.  Link-local packets always go to the home
 * address (section 3.7.1), and minimal encapsulation cannot carry IPv6.
 */
static bool ha4_prefix_to_coa(const struct ha4_request *req)
{
	const struct dsmipd_ha4_config *config = &req->ha->config;
	const struct dsmipd_mip4 *mip4 = req->mip4;
	uint8_t i;

	if (!config->tunnel_coa ||
	    req->decision->record.encap == DSMIP_ENCAP_MINIMAL)
		return false;
	for (i = 0; i < mip4->n_prefix; i++)
		if (mip4->prefix[i].len == DSMIPD_MIP4_LINKLOCAL)
			return false;
	if (mip4->flags & DSMIPD_MIP4_RRQ_COLOCATED)
		return mip4->node.has_mode;
	return config->draft && mip4->agent.has_mode;
}

/* Implicit mode: all that are his, to the home address, and without a word. */
static void ha4_prefix_implicit(struct ha4_request *req)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	struct dsmip_prefix home;
	size_t i;

	if (!req->ha->config.implicit)
		return;
	for (i = 0; i <= sub->n_prefix; i++) {
		home = (struct dsmip_prefix){
			.addr = { .family = AF_INET6, .v6 = sub->hoa },
			.len = 128,
		};
		if (i < sub->n_prefix)
			home = sub->prefix[i];
		if (home.len > 128)
			home.len = 128;
		if (dsmipd_prefix_unicast(&home.addr) &&
		    !ha4_prefix_free(req, &home))
			dsmipd_ha4_home_add(req, &home, false);
	}
}

/**
 * dsmipd_ha4_prefix_answer() - answer each IPv6 Prefix Request
 * @req: the request; its IPv4 home address and encapsulation are in the record
 *
 * The answers go into the reply; what was accepted goes into the record, and
 * leases of pools are noted.  If an address has to be looked for first, @req
 * says so.
 */
void dsmipd_ha4_prefix_answer(struct ha4_request *req)
{
	struct dsmipd_record *record = &req->decision->record;
	struct dsmipd_mip4 *reply = &req->decision->reply;
	bool to_coa = ha4_prefix_to_coa(req);
	uint8_t i;

	if (!req->mip4->n_prefix)
		ha4_prefix_implicit(req);
	for (i = 0; i < req->mip4->n_prefix; i++)
		if (!ha4_prefix_answered(req->mip4, i))
			ha4_prefix_request(req, &req->mip4->prefix[i]);
	record->home_tunnel = !to_coa && record->n_home > 1;
	for (i = 0; to_coa && i < reply->n_prefix; i++)
		if (reply->prefix[i].code < DSMIPD_MIP4_PREFIX_UNSPECIFIED)
			reply->prefix[i].code = DSMIPD_MIP4_PREFIX_TO_COA;
}
