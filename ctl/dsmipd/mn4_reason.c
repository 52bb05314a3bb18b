// SPDX-License-Identifier: GPL-2.0
/*
 * What to do about a refusal (RFC 5944, section 3.6.2.3; RFC 3024, 3519).
 */

#include <arpa/inet.h>
#include <stdlib.h>

#include "auth.h"
#include "mn4_priv.h"

/* The home agent's clock is in the upper half.  Returns whether ours was another
 * one.
 */
static bool reason_resync(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp)
{
	int64_t skew;

	/* The nonce of the reply was taken already. */
	if (mn->config.sa.replay == DSMIPD_MIP4_NONCES)
		return rrp->id >> 32 != mn->sent.id >> 32;
	skew = (int64_t)(rrp->id >> 32) -
	       (int64_t)(dsmipd_auth_ntp(mn->now.real) >> 32);
	if (llabs(skew - mn->skew) <= 1)
		return false;
	mn->skew = skew;
	mn->id = 0;
	dsmipd_mn4_event(mn, "clock is %lld s behind the home agent's",
			 (long long)skew);
	return true;
}

static bool reason_other_ha(struct dsmipd_mn4 *mn,
			    const struct dsmipd_mip4 *rrp)
{
	char text[INET_ADDRSTRLEN];

	if (mn->asked_ha || !rrp->ha.s_addr ||
	    rrp->ha.s_addr == mn->sent.ha.s_addr ||
	    IN_MULTICAST(ntohl(rrp->ha.s_addr)))
		return false;
	mn->asked_ha = true;
	mn->ha = rrp->ha;
	dsmipd_mn4_event(mn, "home agent %s",
			 inet_ntop(AF_INET, &rrp->ha, text, sizeof(text)));
	return true;
}

static bool reason_shorter(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp)
{
	if (!rrp->lifetime || rrp->lifetime >= mn->sent.lifetime)
		return false;
	mn->max_lifetime = rrp->lifetime;
	return true;
}

static bool reason_plain(struct dsmipd_mn4 *mn)
{
	if (!(mn->sent.flags & (DSMIPD_MIP4_RRQ_GRE | DSMIPD_MIP4_RRQ_MINIMAL)))
		return false;
	dsmipd_mn4_event(mn, "encapsulation is not to be had, going on with IP in IP");
	mn->plain = true;
	return true;
}

static bool reason_reverse(struct dsmipd_mn4 *mn)
{
	if (mn->sent.flags & DSMIPD_MIP4_RRQ_REVERSE)
		return false;
	mn->need_reverse = true;
	return true;
}

static bool reason_unforced(struct dsmipd_mn4 *mn)
{
	if (!mn->sent.force)
		return false;
	dsmipd_mn4_event(mn, "the home agent forces no UDP");
	mn->unforced = true;
	return true;
}

/* A refusal that can be helped at once.  Returns whether it is. */
static bool reason_helped(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp)
{
	switch (rrp->code) {
	case DSMIPD_MIP4_ID_MISMATCH:
		return reason_resync(mn, rrp);
	case DSMIPD_MIP4_UNKNOWN_HA:
		return reason_other_ha(mn, rrp);
	case DSMIPD_MIP4_FA_LIFETIME:
		return reason_shorter(mn, rrp);
	case DSMIPD_MIP4_FA_ENCAP:
	case DSMIPD_MIP4_ENCAP:
	case DSMIPD_MIP4_NO_UDP:
		return reason_plain(mn);
	case DSMIPD_MIP4_FA_REVERSE_NEEDED:
	case DSMIPD_MIP4_REVERSE_NEEDED:
		return reason_reverse(mn);
	case DSMIPD_MIP4_PROHIBITED:
		return reason_unforced(mn);
	default:
		return false;
	}
}

/* Those that say nothing of us: of load, and of a way that is not there. */
static bool reason_may_pass(uint8_t code)
{
	switch (code) {
	case DSMIPD_MIP4_FA_UNSPECIFIED:
	case DSMIPD_MIP4_FA_NO_RESOURCES:
	case DSMIPD_MIP4_FA_HOME_AUTH:
	case DSMIPD_MIP4_FA_BAD_REPLY:
	case DSMIPD_MIP4_FA_BAD_COA:
	case DSMIPD_MIP4_FA_TIMEOUT:
	case DSMIPD_MIP4_FA_NET_UNREACH:
	case DSMIPD_MIP4_FA_HOST_UNREACH:
	case DSMIPD_MIP4_FA_PORT_UNREACH:
	case DSMIPD_MIP4_FA_UNREACH:
	case DSMIPD_MIP4_UNSPECIFIED:
	case DSMIPD_MIP4_NO_RESOURCES:
	case DSMIPD_MIP4_FOREIGN_AUTH:
	case DSMIPD_MIP4_ID_MISMATCH:
		return true;
	default:
		return false;
	}
}

/* An agent that refuses is not the only one, maybe.  Returns whether another
 * place is tried.
 */
static bool reason_elsewhere(struct dsmipd_mn4 *mn, uint8_t code)
{
	const struct dsmipd_mn4_from *best;

	if (!mn->sent.from.through || (dsmipd_mip4_by_home_agent(code) &&
				       code != DSMIPD_MIP4_FOREIGN_AUTH))
		return false;
	dsmipd_mn4_coa_give_up(mn);
	if (code == DSMIPD_MIP4_FA_BAD_COA) {
		dsmipd_mn4_agent_lost(mn, mn->sent.from.agent);
		dsmipd_mn4_coa_collect(mn);
	}
	best = dsmipd_mn4_coa_best(mn);
	if (!best || dsmipd_mn4_from_same(best, &mn->from))
		return false;
	dsmipd_mn4_begin(mn, DSMIPD_MN4_GOAL_REGISTER, best);
	return true;
}

/**
 * dsmipd_mn4_refused() - a request was refused
 * @mn: the node
 * @rrp: the reply, authentic
 *
 * Return: whether the next request is on its way already.
 */
bool dsmipd_mn4_refused(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp)
{
	dsmipd_mn4_event(mn, "refused with code %u: %s", rrp->code,
			 dsmipd_mip4_code_name(rrp->code));
	if (reason_helped(mn, rrp)) {
		dsmipd_mn4_again(mn);
		return true;
	}
	if (mn->goal != DSMIPD_MN4_GOAL_REGISTER)
		return false;
	if (reason_elsewhere(mn, rrp->code))
		return true;
	mn->refused = true;
	dsmipd_mn4_timer_refused(mn, reason_may_pass(rrp->code));
	return false;
}
