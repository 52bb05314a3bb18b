// SPDX-License-Identifier: GPL-2.0
/*
 * Registration requests: what is checked of them, in this order, and what goes
 * on to the home agent (RFC 5944, section 3.7.2; RFC 3024, section 4.2).
 *
 * The bits r and x are not looked at: RFC 5944, section 3.3 has them ignored.
 */

#include <string.h>

#include "fa4_priv.h"

#define FA4_TTL		255	/* RFC 3024, section 4.1.1 */

/**
 * struct fa4_request - a request that is looked at
 * @fa: foreign agent
 * @peer: who sent it
 * @rrq: the request
 * @data: its bytes
 * @len: how many
 */
struct fa4_request {
	struct dsmipd_fa4 *fa;
	const struct dsmipd_fa4_peer *peer;
	struct dsmipd_mip4 *rrq;
	const uint8_t *data;
	size_t len;
};

static bool request_colocated(const struct fa4_request *req)
{
	return req->rrq->flags & DSMIPD_MIP4_RRQ_COLOCATED;
}

/* Behind what is for the home agent there has to be its authentication. */
static enum fa4_reason request_form(const struct fa4_request *req)
{
	if (!req->rrq->auth[DSMIPD_MIP4_MN_HA].has)
		return FA4_NO_HOME_AUTH;
	/* Only a foreign agent adds one. */
	if (req->rrq->auth[DSMIPD_MIP4_FA_HA].has)
		return FA4_BAD_REQUEST;
	return FA4_OK;
}

/* RFC 5944, section 3.7.2.1: exactly one, and valid, if there is a key. */
static enum fa4_reason request_auth(const struct fa4_request *req)
{
	const struct dsmipd_mip4_sa *sa;

	sa = dsmipd_fa4_node_sa(req->fa, req->rrq->hoa);
	if (!sa)
		return req->fa->config.node_auth ? FA4_NODE_UNKNOWN : FA4_OK;
	if (!dsmipd_mip4_auth_verify(sa, req->rrq, DSMIPD_MIP4_MN_FA, req->data,
				     req->len))
		return FA4_NODE_AUTH;
	return FA4_OK;
}

static enum fa4_reason request_home(const struct fa4_request *req)
{
	const struct dsmipd_fa4 *fa = req->fa;
	const struct dsmipd_mip4 *rrq = req->rrq;

	if (!dsmipd_fa4_unicast(rrq->ha) || dsmipd_fa4_is_coa(fa, rrq->ha) ||
	    rrq->ha.s_addr == req->peer->local.s_addr)
		return FA4_BAD_HA;
	if (fa->config.home_auth && !dsmipd_fa4_home_sa(fa, rrq->ha))
		return FA4_HOME_UNKNOWN;
	if (!rrq->hoa.s_addr && !fa->config.dynamic)
		return FA4_NO_HOA;
	if (!rrq->hoa.s_addr && !rrq->nai[0])
		return FA4_NO_NAI;
	if (rrq->hoa.s_addr &&
	    (!dsmipd_fa4_unicast(rrq->hoa) ||
	     dsmipd_fa4_is_coa(fa, rrq->hoa) ||
	     rrq->hoa.s_addr == rrq->ha.s_addr ||
	     rrq->hoa.s_addr == req->peer->local.s_addr))
		return FA4_BAD_HOA;
	return FA4_OK;
}

/* Who wants to leave does not ask for anything that we might not have. */
static enum fa4_reason request_lifetime(const struct fa4_request *req)
{
	uint32_t max = req->fa->config.max_lifetime;

	/* DSMIPD_MIP4_INFINITE is the largest number, too. */
	return req->rrq->lifetime > max ? FA4_LIFETIME : FA4_OK;
}

static enum fa4_reason request_coa(const struct fa4_request *req)
{
	bool ours = dsmipd_fa4_is_coa(req->fa, req->rrq->coa);

	if (!req->rrq->lifetime)
		return FA4_OK;
	if (request_colocated(req))
		return ours || !dsmipd_fa4_unicast(req->rrq->coa) ?
			FA4_BAD_COA : FA4_OK;
	return ours ? FA4_OK : FA4_BAD_COA;
}

static enum fa4_reason request_encap(const struct fa4_request *req)
{
	uint16_t flags = req->rrq->flags;

	if (!req->rrq->lifetime || request_colocated(req))
		return FA4_OK;
	if (flags & DSMIPD_MIP4_RRQ_MINIMAL)
		return FA4_ENCAP;
	if (flags & DSMIPD_MIP4_RRQ_GRE && !req->fa->config.gre)
		return FA4_ENCAP;
	return FA4_OK;
}

/* RFC 3024, sections 3.3 and 4.2.1. */
static enum fa4_reason request_reverse(const struct fa4_request *req)
{
	const struct dsmipd_fa4_config *config = &req->fa->config;
	bool delivery = req->rrq->agent.has_delivery;
	bool reverse = req->rrq->flags & DSMIPD_MIP4_RRQ_REVERSE;

	if (delivery && !reverse)
		return FA4_DELIVERY_ALONE;
	if (!req->rrq->lifetime || request_colocated(req))
		return FA4_OK;
	if (reverse && !config->reverse)
		return FA4_NO_REVERSE;
	if (!reverse && config->require_reverse)
		return FA4_REVERSE_NEEDED;
	return delivery && !config->encapsulating ? FA4_DELIVERY : FA4_OK;
}

/* A packet from further away could not be told from one of the link. */
static enum fa4_reason request_distance(const struct fa4_request *req)
{
	if (!(req->rrq->flags & DSMIPD_MIP4_RRQ_REVERSE) ||
	    req->peer->ttl == FA4_TTL)
		return FA4_OK;
	return dsmipd_bucket_take(&req->fa->distant, req->fa->now.mono) ?
		FA4_TOO_DISTANT : FA4_DISTANT_RATE;
}

/*
 * Home addresses of visitors are unique here: packets of two that have the same
 * could not be told apart.  Whose home agent is another one might want to take
 * the traffic of the one that is there.
 */
static enum fa4_reason request_room(const struct fa4_request *req)
{
	struct dsmipd_fa4 *fa = req->fa;
	const struct fa4_entry *entry;

	if (!dsmipd_fa4_pending_room(fa, req->peer, req->rrq))
		return FA4_PENDING_LIMIT;
	if (!req->rrq->lifetime)
		return FA4_OK;
	entry = dsmipd_fa4_entry(fa, req->rrq->hoa);
	if (entry && !entry->revoking)
		return entry->visitor.ha.s_addr == req->rrq->ha.s_addr ?
			FA4_OK : FA4_OTHER_HOME;
	return fa->n_visitors >= fa->config.max_visitors ? FA4_VISITOR_LIMIT :
		FA4_OK;
}

/*
 * A copy of what another node has sent, by somebody who listens on the link:
 * the reply must not make it the visitor.
 */
static enum fa4_reason request_copy(const struct fa4_request *req)
{
	const struct fa4_entry *entry;

	if (dsmipd_fa4_pending_copy(req->fa, req->peer, req->rrq))
		return FA4_COPY;
	entry = dsmipd_fa4_entry(req->fa, req->rrq->hoa);
	if (entry && entry->id == req->rrq->id &&
	    memcmp(entry->visitor.peer.hw, req->peer->hw,
		   sizeof(req->peer->hw)))
		return FA4_COPY;
	return FA4_OK;
}

static enum fa4_reason request_check(const struct fa4_request *req)
{
	static enum fa4_reason (*const checks[])(const struct fa4_request *) = {
		request_distance,
		request_form,
		request_auth,
		request_home,
		request_lifetime,
		request_coa,
		request_encap,
		request_reverse,
		request_copy,
		request_room,
	};
	enum fa4_reason reason = FA4_OK;
	size_t i;

	for (i = 0; i < sizeof(checks) / sizeof(checks[0]) && !reason; i++)
		reason = checks[i](req);
	return reason;
}

/*
 * Dual-stack foreign agent (draft -01, section 4.4, choice 2): what IPv6 comes
 * through the tunnel is decapsulated here.  Who has a care-of address of his
 * own says for himself what he wants.
 */
static bool request_wants_mode(const struct fa4_request *req)
{
	return req->fa->config.draft && req->rrq->lifetime &&
	       !request_colocated(req) && req->rrq->n_prefix &&
	       !req->rrq->node.has_mode;
}

/*
 * The extensions between us and the home agent, in the place of those between
 * the node and us: all of them are under our authentication (section 3.7.2.2).
 */
static bool request_extend(const struct fa4_request *req,
			   struct fa4_pending *pending,
			   const struct dsmipd_mip4_sa **sa)
{
	struct dsmipd_mip4 *rrq = req->rrq;
	struct dsmipd_fa4 *fa = req->fa;

	memset(&rrq->agent, 0, sizeof(rrq->agent));
	memset(&rrq->auth[DSMIPD_MIP4_MN_FA], 0, sizeof(rrq->auth[0]));
	pending->mode = request_wants_mode(req);
	rrq->agent.has_mode = pending->mode;
	*sa = dsmipd_fa4_home_sa(fa, rrq->ha);
	/* Not for a deregistration, nor for an address that is not ours. */
	if (!*sa || !rrq->lifetime)
		return true;
	pending->home_auth = true;
	if (fa->config.revocation) {
		pending->revocation = true;
		pending->revocation_time = dsmipd_fa4_clock(fa);
		rrq->agent.has_revocation = true;
		rrq->agent.revocation_inform = fa->config.inform;
		rrq->agent.revocation_time = pending->revocation_time;
	}
	return dsmipd_mip4_auth_add(*sa, rrq, DSMIPD_MIP4_FA_HA);
}

/* RFC 5944, section 3.7.2.2: from the care-of address, if it is ours. */
static struct in_addr request_source(const struct fa4_request *req)
{
	return dsmipd_fa4_is_coa(req->fa, req->rrq->coa) ? req->rrq->coa :
		req->fa->config.coa[0];
}

static enum fa4_reason request_relay(const struct fa4_request *req)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_fa4 *fa = req->fa;
	const struct dsmipd_mip4_sa *sa;
	struct fa4_pending *pending;
	size_t len = 0;

	pending = dsmipd_fa4_pending_add(fa, req->peer, req->rrq);
	if (!pending)
		return FA4_NO_MEMORY;
	if (request_extend(req, pending, &sa))
		len = dsmipd_mip4_relay(req->rrq, req->data, buf, sizeof(buf));
	if (len && pending->home_auth &&
	    !dsmipd_mip4_auth_sign(sa, req->rrq, DSMIPD_MIP4_FA_HA, buf, len))
		len = 0;
	if (!len) {
		dsmipd_fa4_pending_del(fa, pending);
		return FA4_BAD_REQUEST;
	}
	fa->stats.relayed++;
	dsmipd_fa4_send_home(fa, request_source(req), req->rrq->ha,
			     DSMIPD_MIP4_PORT, buf, len);
	return FA4_OK;
}

static void request_refuse(const struct fa4_request *req,
			   enum fa4_reason reason)
{
	const struct fa4_pending request = {
		.peer = *req->peer,
		.flags = req->rrq->flags,
		.lifetime = req->rrq->lifetime,
		.hoa = req->rrq->hoa,
		.ha = req->rrq->ha,
		.coa = req->rrq->coa,
		.id = req->rrq->id,
	};

	dsmipd_fa4_refuse(req->fa, &request, reason);
}

/* Limits come first: what is refused here costs us nothing. */
static enum fa4_reason request_admit(struct dsmipd_fa4 *fa,
				     const struct dsmipd_fa4_peer *peer)
{
	struct in_addr source;

	if (!dsmipd_fa4_link(fa, peer->ifindex))
		return FA4_LINK;
	if (peer->addr.s_addr && !dsmipd_fa4_unicast(peer->addr))
		return FA4_SOURCE;
	/* A group is no source; what differs in cards is at the end. */
	if (peer->hw[0] & 1)
		return FA4_SOURCE;
	memcpy(&source, peer->hw + DSMIPD_FA4_HW_LEN - sizeof(source),
	       sizeof(source));
	return dsmipd_bucket_table_take(fa->sources, source,
					fa->config.source_rate, fa->now.mono) ?
		FA4_OK : FA4_RATE;
}

/**
 * dsmipd_fa4_rcv_node() - a message has come on a visited link, to port 434
 * @fa: foreign agent
 * @peer: who sent it
 * @data: the message
 * @len: its length in bytes
 * @now: the time
 */
void dsmipd_fa4_rcv_node(struct dsmipd_fa4 *fa,
			 const struct dsmipd_fa4_peer *peer,
			 const uint8_t *data, size_t len,
			 struct dsmipd_ha6_time now)
{
	enum dsmipd_mip4_error error;
	enum fa4_reason reason;
	struct dsmipd_mip4 rrq;
	struct fa4_request req = {
		.fa = fa, .peer = peer, .rrq = &rrq, .data = data, .len = len,
	};

	fa->now = now;
	reason = request_admit(fa, peer);
	if (reason)
		return dsmipd_fa4_drop(fa, reason);
	error = dsmipd_mip4_parse(data, len, fa->config.draft, &rrq);
	if (error == DSMIPD_MIP4_UNKNOWN_EXT)
		return dsmipd_fa4_drop(fa, FA4_UNKNOWN_EXT);
	if (error && error < DSMIPD_MIP4_BAD_EXT)
		return dsmipd_fa4_drop(fa, error == DSMIPD_MIP4_UNKNOWN_TYPE ?
				       FA4_NO_REQUEST : FA4_MALFORMED);
	if (rrq.type != DSMIPD_MIP4_RRQ)
		return dsmipd_fa4_drop(fa, FA4_NO_REQUEST);
	fa->stats.requests++;
	reason = error ? FA4_BAD_REQUEST : request_check(&req);
	if (!reason)
		reason = request_relay(&req);
	if (reason)
		request_refuse(&req, reason);
}
