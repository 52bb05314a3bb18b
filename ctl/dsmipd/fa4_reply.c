// SPDX-License-Identifier: GPL-2.0
/*
 * Registration replies: those of home agents, which are relayed, and our own
 * (RFC 5944, section 3.7.3).
 */

#include <arpa/inet.h>
#include <string.h>

#include "fa4_priv.h"

/*
 * To the home address, although nobody on the link has it as far as ARP knows;
 * to all if there is none.  Who has a care-of address is there.
 */
static struct in_addr reply_to(const struct fa4_pending *request)
{
	if (request->flags & DSMIPD_MIP4_RRQ_COLOCATED &&
	    request->peer.addr.s_addr)
		return request->peer.addr;
	if (request->hoa.s_addr)
		return request->hoa;
	return (struct in_addr) { htonl(INADDR_BROADCAST) };
}

static void reply_send(struct dsmipd_fa4 *fa, const struct fa4_pending *request,
		       const uint8_t *data, size_t len)
{
	const struct fa4_link *link;
	struct dsmipd_fa4_action action = {
		.type = DSMIPD_FA4_SEND_NODE,
		.peer = request->peer,
		.data = data,
		.len = len,
	};

	link = dsmipd_fa4_link(fa, request->peer.ifindex);
	if (!link)
		return;
	action.peer.addr = reply_to(request);
	/* It may have asked all agents. */
	if (!dsmipd_fa4_unicast(request->peer.local))
		action.peer.local = link->link.addr;
	fa->act(&action, fa->arg);
}

/* With our authentication, if we share a key with the node. */
static size_t reply_sign(const struct dsmipd_mip4_sa *sa,
			 const struct dsmipd_mip4 *rrp, uint8_t *buf,
			 size_t len)
{
	if (!len || !sa)
		return len;
	return dsmipd_mip4_auth_sign(sa, rrp, DSMIPD_MIP4_MN_FA, buf, len) ?
		len : 0;
}

/**
 * dsmipd_fa4_refuse() - answer a request ourselves, or not at all
 * @fa: foreign agent
 * @request: it; nothing is written to it
 * @reason: why; without a code the request is dropped
 */
void dsmipd_fa4_refuse(struct dsmipd_fa4 *fa, const struct fa4_pending *request,
		       enum fa4_reason reason)
{
	const struct dsmipd_mip4_sa *sa = dsmipd_fa4_node_sa(fa, request->hoa);
	struct dsmipd_mip4 rrp = {
		.type = DSMIPD_MIP4_RRP,
		.code = dsmipd_fa4_reason_code(reason),
		.lifetime = request->lifetime,
		.hoa = request->hoa,
		.ha = request->ha,
		.id = request->id,
	};
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	char hoa[INET_ADDRSTRLEN];
	size_t len;

	if (!rrp.code)
		return dsmipd_fa4_drop(fa, reason);
	fa->reasons[reason]++;
	fa->stats.refused[rrp.code]++;
	if (reason == FA4_LIFETIME)
		rrp.lifetime = fa->config.max_lifetime;
	if (sa && !dsmipd_mip4_auth_add(sa, &rrp, DSMIPD_MIP4_MN_FA))
		return;
	len = dsmipd_mip4_build(&rrp, buf, sizeof(buf));
	len = reply_sign(sa, &rrp, buf, len);
	if (len)
		reply_send(fa, request, buf, len);
	dsmipd_fa4_event(fa, "%s refused: %s (code %u)",
			 inet_ntop(AF_INET, &request->hoa, hoa, sizeof(hoa)),
			 dsmipd_fa4_reason_text(reason), rrp.code);
}

/*
 * RFC 5944, section 3.7.3.1.  A home agent that knows us signs everything, but
 * only has to where we have.
 */
static enum fa4_reason reply_auth(struct dsmipd_fa4 *fa,
				  const struct fa4_pending *request,
				  struct in_addr home,
				  const struct dsmipd_mip4 *rrp,
				  const uint8_t *data, size_t len)
{
	const struct dsmipd_mip4_sa *sa = dsmipd_fa4_home_sa(fa, home);
	bool has = rrp->auth[DSMIPD_MIP4_FA_HA].has;

	if (has && !sa)
		return FA4_STRAY_AUTH;
	if (!has && !request->home_auth)
		return FA4_OK;
	if (!sa || !dsmipd_mip4_auth_verify(sa, rrp, DSMIPD_MIP4_FA_HA, data,
					    len))
		return FA4_HOME_AUTH;
	return FA4_OK;
}

/* RFC 2794, section 4: the name comes back, and with it the addresses. */
static enum fa4_reason reply_form(const struct fa4_pending *request,
				  const struct dsmipd_mip4 *rrp)
{
	if (!rrp->auth[DSMIPD_MIP4_MN_HA].has)
		return FA4_BAD_REPLY;
	if (!dsmipd_mip4_accepted(rrp->code))
		return FA4_OK;
	if (!request->hoa.s_addr && strcmp(request->nai, rrp->nai))
		return FA4_NAI_MISSING;
	if (!dsmipd_fa4_unicast(rrp->ha))
		return FA4_HA_MISSING;
	return dsmipd_fa4_unicast(rrp->hoa) ? FA4_OK : FA4_HOA_MISSING;
}

/* Draft -01, section 4.4: what is tunnelled to us, and not to the home address. */
static void reply_prefixes(const struct fa4_pending *request,
			   const struct dsmipd_mip4 *rrp,
			   struct dsmipd_fa4_visitor *visitor)
{
	const struct dsmipd_mip4_prefix *prefix;
	size_t i;

	for (i = 0; request->mode && i < rrp->n_prefix; i++) {
		prefix = &rrp->prefix[i];
		if (prefix->code != DSMIPD_MIP4_PREFIX_TO_COA ||
		    prefix->len > 128 || !prefix->len)
			continue;
		visitor->prefix[visitor->n_prefix++] = (struct dsmip_prefix) {
			.addr = { .family = AF_INET6, .v6 = prefix->addr },
			.len = prefix->len,
		};
	}
	visitor->native6 = visitor->n_prefix;
}

static uint16_t reply_lifetime(const struct fa4_pending *request,
			       const struct dsmipd_mip4 *rrp)
{
	return rrp->lifetime < request->lifetime ? rrp->lifetime :
		request->lifetime;
}

static enum fa4_reason reply_visitor(struct dsmipd_fa4 *fa,
				     const struct fa4_pending *request,
				     const struct dsmipd_mip4 *rrp)
{
	struct dsmipd_fa4_visitor visitor = {
		.hoa = rrp->hoa,
		.ha = rrp->ha,
		.coa = request->coa,
		.peer = request->peer,
		.colocated = request->flags & DSMIPD_MIP4_RRQ_COLOCATED,
		.gre = request->flags & DSMIPD_MIP4_RRQ_GRE,
		.reverse = request->flags & DSMIPD_MIP4_RRQ_REVERSE,
		.encapsulating = request->encapsulating,
		.lifetime = reply_lifetime(request, rrp),
		.until = FA4_NEVER,
		.revocable = request->revocation && rrp->agent.has_revocation,
	};
	struct fa4_entry *entry = dsmipd_fa4_entry(fa, rrp->hoa);

	/* Somebody else may have come while this one waited. */
	if (entry && !entry->revoking &&
	    entry->visitor.ha.s_addr != rrp->ha.s_addr)
		return FA4_OTHER_HOME;
	if ((!entry || entry->revoking) &&
	    fa->n_visitors >= fa->config.max_visitors)
		return FA4_VISITOR_LIMIT;
	if (dsmipd_fa4_is_coa(fa, rrp->hoa))
		return FA4_BAD_HOA;
	memcpy(visitor.nai, request->nai, sizeof(visitor.nai));
	if (visitor.lifetime != DSMIPD_MIP4_INFINITE)
		visitor.until = fa->now.mono + 1000ull * visitor.lifetime;
	visitor.inform = visitor.revocable && fa->config.inform &&
			 rrp->agent.revocation_inform;
	reply_prefixes(request, rrp, &visitor);
	entry = dsmipd_fa4_entry_set(fa, &visitor);
	if (!entry)
		return FA4_NO_MEMORY;
	entry->id = request->id;
	entry->home_time = rrp->agent.revocation_time;
	entry->own_time = request->revocation_time;
	return FA4_OK;
}

/* What the node has deregistered: all, or this care-of address. */
static void reply_left(struct dsmipd_fa4 *fa, const struct fa4_pending *request,
		       const struct dsmipd_mip4 *rrp)
{
	struct fa4_entry *entry = dsmipd_fa4_entry(fa, rrp->hoa);

	if (!entry || entry->revoking ||
	    entry->visitor.ha.s_addr != request->ha.s_addr)
		return;
	if (request->coa.s_addr == request->hoa.s_addr ||
	    request->coa.s_addr == entry->visitor.coa.s_addr)
		dsmipd_fa4_entry_del(fa, entry);
}

/* Up to the authentication of the home agent as it is, then ours. */
static void reply_relay(struct dsmipd_fa4 *fa,
			const struct fa4_pending *request,
			struct dsmipd_mip4 *rrp, const uint8_t *data)
{
	const struct dsmipd_mip4_sa *sa = dsmipd_fa4_node_sa(fa, request->hoa);
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	size_t len;

	memset(&rrp->agent, 0, sizeof(rrp->agent));
	memset(&rrp->auth[DSMIPD_MIP4_MN_FA], 0, sizeof(rrp->auth[0]));
	memset(&rrp->auth[DSMIPD_MIP4_FA_HA], 0, sizeof(rrp->auth[0]));
	if (sa && !dsmipd_mip4_auth_add(sa, rrp, DSMIPD_MIP4_MN_FA))
		return;
	len = dsmipd_mip4_relay(rrp, data, buf, sizeof(buf));
	len = reply_sign(sa, rrp, buf, len);
	if (!len)
		return;
	fa->stats.replies++;
	reply_send(fa, request, buf, len);
}

static enum fa4_reason reply_accepted(struct dsmipd_fa4 *fa,
				      const struct fa4_pending *request,
				      const struct dsmipd_mip4 *rrp)
{
	enum fa4_reason reason = FA4_OK;

	if (reply_lifetime(request, rrp))
		reason = reply_visitor(fa, request, rrp);
	else
		reply_left(fa, request, rrp);
	if (!reason)
		fa->stats.accepted++;
	return reason;
}

/**
 * dsmipd_fa4_reply() - a registration reply has come
 * @fa: foreign agent
 * @home: its source
 * @local: address that it came to
 * @data: the message
 * @len: its length in bytes
 */
void dsmipd_fa4_reply(struct dsmipd_fa4 *fa, struct in_addr home,
		      struct in_addr local, const uint8_t *data, size_t len)
{
	enum fa4_reason reason = FA4_BAD_REPLY;
	enum dsmipd_mip4_error error;
	struct fa4_pending *request;
	struct dsmipd_mip4 rrp;

	error = dsmipd_mip4_parse(data, len, fa->config.draft, &rrp);
	if (error == DSMIPD_MIP4_UNKNOWN_EXT)
		return dsmipd_fa4_drop(fa, FA4_UNKNOWN_EXT);
	if (error && error < DSMIPD_MIP4_BAD_EXT)
		return dsmipd_fa4_drop(fa, FA4_MALFORMED);
	request = dsmipd_fa4_pending_match(fa, home, &rrp);
	if (!request || !dsmipd_fa4_is_coa(fa, local))
		return dsmipd_fa4_drop(fa, FA4_STRAY);
	if (!error)
		reason = reply_auth(fa, request, home, &rrp, data, len);
	if (reason == FA4_STRAY_AUTH)
		return dsmipd_fa4_drop(fa, reason);
	if (!reason)
		reason = reply_form(request, &rrp);
	if (!reason && dsmipd_mip4_accepted(rrp.code))
		reason = reply_accepted(fa, request, &rrp);
	if (reason)
		dsmipd_fa4_refuse(fa, request, reason);
	else
		reply_relay(fa, request, &rrp, data);
	dsmipd_fa4_pending_del(fa, request);
}
