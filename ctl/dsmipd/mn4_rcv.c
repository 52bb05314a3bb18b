// SPDX-License-Identifier: GPL-2.0
/*
 * What the home agent and foreign agents say (RFC 5944, section 3.6.2; RFC 3519,
 * section 4.3; RFC 3543, section 4.2; RFC 5454, section 3.5).
 */

#include <string.h>

#include "mn4_priv.h"

/* RFC 5944, section 3.6.2.1: what accepts, or is of the home agent, has to be
 * authentic; what a foreign agent says, if there is an association with it, and
 * else it has to come from there.
 */
static bool rcv_is_authentic(const struct dsmipd_mn4 *mn,
			     const struct dsmipd_mn4_peer *from,
			     const struct dsmipd_mip4 *rrp,
			     const uint8_t *data, size_t len)
{
	const struct dsmipd_mn4_from *place = &mn->sent.from;
	const struct dsmipd_mip4_sa *agent = &mn->config.sa_agent;

	if (place->through && agent->len &&
	    !dsmipd_mip4_auth_verify(agent, rrp, DSMIPD_MIP4_MN_FA, data, len))
		return false;
	if (dsmipd_mip4_by_home_agent(rrp->code))
		return dsmipd_mip4_auth_verify(&mn->config.sa, rrp,
					       DSMIPD_MIP4_MN_HA, data, len);
	return place->through && from->addr.s_addr == place->agent.s_addr;
}

/* Whether it answers the last request: the lower half of its identification. */
static bool rcv_is_answer(const struct dsmipd_mn4 *mn,
			  const struct dsmipd_mip4 *rrp)
{
	const struct dsmipd_mn4_sent *sent = &mn->sent;

	return sent->used && (uint32_t)sent->id == (uint32_t)rrp->id &&
	       sent->goal == mn->goal &&
	       dsmipd_mn4_from_same(&sent->from, &mn->from) &&
	       (!mn->hoa.s_addr || !rrp->hoa.s_addr ||
		rrp->hoa.s_addr == mn->hoa.s_addr);
}

static void rcv_handover(struct dsmipd_mn4 *mn, bool first)
{
	if (!first && dsmipd_mn4_from_same(&mn->bound_from, &mn->from))
		return;
	mn->last_handover = mn->now.mono - mn->begun;
	if (!first)
		mn->handovers++;
	mn->bound_from = mn->from;
}

/* RFC 3519, section 4.3: UDP only where the home agent says so. */
static void rcv_encap(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp,
		      struct dsmipd_mn4_tunnel *tunnel)
{
	const struct dsmipd_mip4_part *part = &rrp->node;

	mn->udp_forced = false;
	mn->keepalive = 0;
	tunnel->encap = DSMIP_ENCAP_IP;
	if (mn->sent.flags & DSMIPD_MIP4_RRQ_GRE)
		tunnel->encap = DSMIP_ENCAP_GRE;
	else if (mn->sent.flags & DSMIPD_MIP4_RRQ_MINIMAL)
		tunnel->encap = DSMIP_ENCAP_MINIMAL;
	if (!mn->sent.udp || !part->has_udp_reply ||
	    part->udp_code >= DSMIPD_MIP4_UDP_DECLINED)
		return;
	tunnel->encap = DSMIP_ENCAP_MIPUDP;
	mn->udp_forced = part->udp_force;
	mn->keepalive = part->udp_keepalive ? part->udp_keepalive :
					      mn->config.keepalive;
	if (mn->keepalive_cap && mn->keepalive_cap < mn->keepalive)
		mn->keepalive = mn->keepalive_cap;
}

static void rcv_tunnel(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp,
		       struct dsmipd_mn4_tunnel *tunnel)
{
	const struct dsmipd_mn4_from *place = &mn->sent.from;

	memset(tunnel, 0, sizeof(*tunnel));
	tunnel->coa = place->coa.addr.v4;
	tunnel->ha = mn->ha;
	tunnel->hoa = mn->hoa;
	tunnel->ifindex = place->coa.ifindex;
	tunnel->foreign = place->foreign;
	mn->keepalive = 0;
	mn->udp_forced = false;
	if (place->foreign) {
		tunnel->agent = place->agent;
		memcpy(tunnel->mac, place->mac, sizeof(tunnel->mac));
	} else {
		rcv_encap(mn, rrp, tunnel);
	}
	dsmipd_mn4_prefix_mode(mn, tunnel);
}

static void rcv_registered(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp)
{
	bool first = !mn->bound_from.coa.addr.family;
	struct dsmipd_mn4_tunnel tunnel;
	bool again = false;

	mn->bound = true;
	mn->waiting = false;
	mn->hoa = rrp->hoa;
	if (rrp->ha.s_addr)
		mn->ha = rrp->ha;
	mn->asked_ha = false;
	mn->revocation = rrp->node.has_revocation ? mn->sent.revocation : 0;
	if (mn->sent.prefixes)
		again = dsmipd_mn4_prefix_rcv(mn, rrp);
	rcv_tunnel(mn, rrp, &tunnel);
	/* Addresses first: what comes out of the tunnel is to them. */
	dsmipd_mn4_prefix_tell(mn);
	dsmipd_mn4_tell_tunnel(mn, &tunnel);
	rcv_handover(mn, first);
	dsmipd_mn4_coa_works(mn);
	dsmipd_mn4_timer_bound(mn, rrp->lifetime);
	if (again || dsmipd_mn4_prefix_wants_more(mn))
		dsmipd_mn4_again(mn);
}

static void rcv_useless(struct dsmipd_mn4 *mn, const char *why)
{
	dsmipd_mn4_event(mn, "accepted, but %s", why);
	mn->refused = true;
	dsmipd_mn4_timer_refused(mn, true);
	dsmipd_mn4_unbind(mn);
}

static void rcv_accepted(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp)
{
	if (mn->goal != DSMIPD_MN4_GOAL_REGISTER)
		dsmipd_mn4_done(mn);
	else if (!rrp->lifetime)
		rcv_useless(mn, "for no time");
	else if (!rrp->hoa.s_addr || IN_MULTICAST(ntohl(rrp->hoa.s_addr)))
		rcv_useless(mn, "without a home address");
	else
		rcv_registered(mn, rrp);
}

/*
 * The old binding may be in force still, and its care-of address with it; else
 * there is no tunnel any more.
 */
static void rcv_keep_old(struct dsmipd_mn4 *mn)
{
	static const struct dsmipd_mn4_tunnel none;

	if (!mn->bound || !dsmipd_mn4_from_same(&mn->bound_from, &mn->from))
		dsmipd_mn4_tell_tunnel(mn, &none);
}

static void rcv_reply(struct dsmipd_mn4 *mn, const struct dsmipd_mn4_peer *from,
		      const struct dsmipd_mip4 *rrp, const uint8_t *data,
		      size_t len)
{
	if (!rcv_is_answer(mn, rrp))
		return;
	if (!rcv_is_authentic(mn, from, rrp, data, len)) {
		mn->unauthentic++;
		dsmipd_mn4_event(mn, "reply with code %u is not authentic",
				 rrp->code);
		return;
	}
	mn->sent.used = false;
	mn->code = rrp->code;
	if (dsmipd_mip4_by_home_agent(rrp->code))
		mn->nonce = rrp->id >> 32;
	if (dsmipd_mip4_accepted(rrp->code))
		rcv_accepted(mn, rrp);
	else if (!dsmipd_mn4_refused(mn, rrp) && mn->refused)
		rcv_keep_old(mn);
}

/* Of the binding there is, and after it: nothing reflected, nothing old (RFC
 * 3543, sections 3.3 and 3.5).
 */
static bool rcv_is_revoked(const struct dsmipd_mn4 *mn,
			   const struct dsmipd_mip4 *revoke)
{
	return mn->bound && mn->revocation &&
	       revoke->flags & DSMIPD_MIP4_REVOKE_BY_HOME &&
	       revoke->hoa.s_addr == mn->hoa.s_addr &&
	       revoke->ha.s_addr == mn->ha.s_addr &&
	       revoke->coa.s_addr == mn->bound_from.coa.addr.v4.s_addr &&
	       (int32_t)((uint32_t)revoke->id - mn->revocation) >= 0;
}

static void rcv_revoke(struct dsmipd_mn4 *mn,
		       const struct dsmipd_mn4_peer *from,
		       const struct dsmipd_mip4 *revoke, const uint8_t *data,
		       size_t len)
{
	if (!rcv_is_revoked(mn, revoke))
		return;
	if (!dsmipd_mip4_auth_verify(&mn->config.sa, revoke, DSMIPD_MIP4_MN_HA,
				     data, len)) {
		mn->unauthentic++;
		return;
	}
	dsmipd_mn4_event(mn, "the home agent has revoked the registration");
	dsmipd_mn4_send_ack(mn, from, revoke);
	dsmipd_mn4_unbind(mn);
	dsmipd_mn4_prefix_reset(mn);
	dsmipd_mn4_prefix_tell(mn);
	if (mn->goal != DSMIPD_MN4_GOAL_REGISTER)
		return;
	mn->sent.used = false;
	mn->refused = true;
	dsmipd_mn4_timer_refused(mn, true);
}

/**
 * dsmipd_mn4_rcv() - a message has come to our port
 * @mn: the node
 * @from: who has sent it
 * @data: the message
 * @len: its length in bytes
 * @now: the clocks
 *
 * What is malformed is counted, and what is not for us is ignored.
 */
void dsmipd_mn4_rcv(struct dsmipd_mn4 *mn, const struct dsmipd_mn4_peer *from,
		    const uint8_t *data, size_t len, struct dsmipd_mn_time now)
{
	enum dsmipd_mip4_error error;
	struct dsmipd_mip4 mip4;

	mn->now = now;
	error = dsmipd_mip4_parse(data, len, mn->config.draft, &mip4);
	if (error) {
		mn->malformed += error != DSMIPD_MIP4_UNKNOWN_TYPE;
		return;
	}
	if (mip4.type == DSMIPD_MIP4_RRP)
		rcv_reply(mn, from, &mip4, data, len);
	else if (mip4.type == DSMIPD_MIP4_REVOKE)
		rcv_revoke(mn, from, &mip4, data, len);
}
