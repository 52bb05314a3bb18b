// SPDX-License-Identifier: GPL-2.0
/*
 * What the home agent says (RFC 6275, section 11.7.3; RFC 5555, section 4.4.2;
 * RFC 3963, section 5.3).
 */

#include <stdlib.h>
#include <string.h>

#include "mn6_priv.h"

static bool rcv_is_newer(uint16_t a, uint16_t b)
{
	return (int16_t)(a - b) > 0;
}

static struct dsmipd_mn6_update *rcv_update(struct dsmipd_mn6 *mn,
					    uint16_t sequence)
{
	size_t i;

	for (i = 0; i < DSMIPD_MN6_SENT; i++) {
		if (mn->sent[i].used && mn->sent[i].sequence == sequence)
			return &mn->sent[i];
	}
	return NULL;
}

/*
 * The update that is answered.  Status 135 carries the last number that the
 * home agent has accepted, and is for the last update; it is old news if that
 * number is behind ours.
 */
static struct dsmipd_mn6_update *rcv_answered(struct dsmipd_mn6 *mn,
					      const struct dsmipd_mh *ack)
{
	struct dsmipd_mn6_update *update;

	if (ack->status != DSMIPD_MH_BAD_SEQUENCE) {
		update = rcv_update(mn, ack->sequence);
	} else {
		update = rcv_update(mn, mn->sequence);
		if (rcv_is_newer(mn->sequence, ack->sequence))
			return NULL;
	}
	if (!update || update->goal != mn->goal ||
	    !dsmipd_mn6_coa_same(&update->coa, &mn->coa))
		return NULL;
	return update;
}

/* Once answered, it and all older ones are not answered any more. */
static void rcv_forget(struct dsmipd_mn6 *mn, uint16_t sequence)
{
	size_t i;

	for (i = 0; i < DSMIPD_MN6_SENT; i++) {
		if (!rcv_is_newer(mn->sent[i].sequence, sequence))
			mn->sent[i].used = false;
	}
}

/* With IPsec it is the kernel's policy that lets nothing else in. */
static bool rcv_is_authentic(const struct dsmipd_mn6 *mn,
			     const struct dsmipd_mn6_update *update,
			     const struct dsmipd_mh *ack, const uint8_t *data,
			     size_t len)
{
	struct in6_addr coa = dsmipd_mn6_coa6(&update->coa.addr);

	return mn->config.security != DSMIPD_SECURITY_AUTH ||
	       dsmipd_auth_verify(&mn->config.key, &coa,
				  &mn->config.hoa.addr.v6, ack, data, len);
}

/* RFC 5555, section 4.4.2, where option and refresh time contradict each other:
 * a refresh time says that there is a NAT, unless the option is taken literally.
 */
static void rcv_nat(struct dsmipd_mn6 *mn, const struct dsmipd_mh *ack,
		    struct dsmipd_mn6_tunnel *tunnel)
{
	bool v4 = tunnel->coa.family == AF_INET;

	mn->nat = false;
	mn->forced = ack->has_nat && ack->nat_force;
	mn->refresh = 0;
	if (ack->has_nat && (v4 || mn->forced) &&
	    ack->nat_refresh != DSMIPD_MH_NATD_NEVER) {
		mn->nat = true;
		mn->refresh = ack->nat_refresh;
	}
	tunnel->udp = mn->nat || mn->forced ||
		      (v4 && ack->has_nat && mn->config.literal_nat);
}

static void rcv_handover(struct dsmipd_mn6 *mn, bool first)
{
	if (!first && dsmipd_mn6_coa_same(&mn->bound_coa, &mn->coa))
		return;
	mn->last_handover = mn->now.mono - mn->begun;
	if (!first)
		mn->handovers++;
	mn->bound_coa = mn->coa;
}

static void rcv_registered(struct dsmipd_mn6 *mn,
			   const struct dsmipd_mn6_update *update,
			   const struct dsmipd_mh *ack)
{
	struct dsmipd_mn6_tunnel tunnel = {
		.coa = mn->coa.addr,
		.peer = dsmipd_mn6_peer(mn, mn->coa.addr.family),
		.ifindex = mn->coa.ifindex,
	};
	bool first = !mn->bound_coa.addr.family;
	bool again = false;

	mn->bound = true;
	mn->waiting = false;
	mn->router = update->router && ack->flags & DSMIPD_MH_BA_ROUTER;
	if (update->router && !mn->router)
		dsmipd_mn6_event(mn, "the home agent forwards no prefixes");
	rcv_nat(mn, ack, &tunnel);
	if (update->home4)
		again = dsmipd_mn6_home4_rcv(mn, ack);
	dsmipd_mn6_tell_tunnel(mn, &tunnel);
	rcv_handover(mn, first);
	dsmipd_mn6_coa_works(mn);
	dsmipd_mn6_timer_bound(mn, update->mono, ack);
	dsmipd_mn6_home4_tell(mn);
	if (ack->status == DSMIPD_MH_ACCEPTED_PREFIX)
		dsmipd_mn6_act(mn, DSMIPD_MN6_SOLICIT);
	if (again)
		dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_REGISTER, &update->coa);
}

static void rcv_accepted(struct dsmipd_mn6 *mn,
			 const struct dsmipd_mn6_update *update,
			 const struct dsmipd_mh *ack)
{
	if (update->goal != DSMIPD_MN6_GOAL_REGISTER) {
		dsmipd_mn6_done(mn);
	} else if (ack->lifetime) {
		rcv_registered(mn, update, ack);
	} else {
		dsmipd_mn6_event(mn, "accepted, but for no time");
		mn->refused = true;
		dsmipd_mn6_timer_refused(mn, true);
		dsmipd_mn6_unbind(mn);
	}
}

/* Whether trying again before long may help. */
static bool rcv_may_pass(uint8_t status)
{
	return status == DSMIPD_MH_UNSPECIFIED ||
	       status == DSMIPD_MH_NO_RESOURCES ||
	       status == DSMIPD_MH_FORWARDING_FAILED;
}

/* The binding may live on at the home agent; but not to where we are now. */
static void rcv_keep_old(struct dsmipd_mn6 *mn)
{
	if (mn->bound && !dsmipd_mn6_coa_find(mn, &mn->bound_coa))
		dsmipd_mn6_unbind(mn);
	if (mn->bound)
		return;
	dsmipd_mn6_home4_reset(mn);
	dsmipd_mn6_home4_tell(mn);
}

static void rcv_refused(struct dsmipd_mn6 *mn, uint8_t status)
{
	const struct dsmipd_mn_coa *next;
	struct dsmipd_mn_coa coa;

	dsmipd_mn6_event(mn, "refused with status %u: %s", status,
			 dsmipd_mh_status_name(status));
	if (status == DSMIPD_MH_BAD_COA) {
		dsmipd_mn6_coa_give_up(mn);
		next = dsmipd_mn6_coa_best(mn);
		if (next && !dsmipd_mn6_coa_same(next, &mn->coa)) {
			coa = *next;
			dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_REGISTER, &coa);
			return;
		}
	}
	mn->refused = true;
	dsmipd_mn6_timer_refused(mn, rcv_may_pass(status));
	rcv_keep_old(mn);
}

/*
 * RFC 4285, section 6: an authentic refusal tells the home agent's time, in the
 * upper half.  Returns whether ours was another one.
 */
static bool rcv_resync(struct dsmipd_mn6 *mn, const struct dsmipd_mh *ack)
{
	int64_t skew;

	skew = (int64_t)(ack->timestamp >> 32) -
	       (int64_t)(dsmipd_auth_ntp(mn->now.real) >> 32);
	if (llabs(skew - mn->skew) <= 1)
		return false;
	mn->skew = skew;
	dsmipd_mn6_event(mn, "clock is %lld s behind the home agent's",
			 (long long)skew);
	return true;
}

/* 144 has two meanings, RFC 5844 has 129 for one of them. */
static bool rcv_is_unforced(const struct dsmipd_mn6_update *update,
			    const struct dsmipd_mh *ack)
{
	if (!update->force)
		return false;
	return ack->status == DSMIPD_MH_PROHIBITED ||
	       (ack->status == DSMIPD_MH_NO_FORCED_UDP && !ack->has_timestamp);
}

/* A refusal that can be helped at once. Returns whether it was. */
static bool rcv_helped(struct dsmipd_mn6 *mn,
		       const struct dsmipd_mn6_update *update,
		       const struct dsmipd_mh *ack)
{
	enum dsmipd_mn6_goal goal = mn->goal;
	struct dsmipd_mn_coa coa = mn->coa;

	if (ack->status == DSMIPD_MH_BAD_SEQUENCE) {
		mn->sequence = ack->sequence;
	} else if (rcv_is_unforced(update, ack)) {
		dsmipd_mn6_event(mn, "the home agent forces no UDP");
		mn->unforced = true;
	} else if (ack->status == DSMIPD_MH_ID_MISMATCH && ack->has_timestamp) {
		if (!rcv_resync(mn, ack))
			return false;
	} else if (ack->status == DSMIPD_MH_TYPE_CHANGE &&
		   goal == DSMIPD_MN6_GOAL_REGISTER) {
		goal = DSMIPD_MN6_GOAL_AGAIN;
	} else {
		return false;
	}
	dsmipd_mn6_begin(mn, goal, &coa);
	return true;
}

static void rcv_ack(struct dsmipd_mn6 *mn, const struct dsmipd_mh *ack,
		    const uint8_t *data, size_t len)
{
	const struct dsmipd_mn6_update *found = rcv_answered(mn, ack);
	struct dsmipd_mn6_update update;

	if (!found)
		return;
	if (!rcv_is_authentic(mn, found, ack, data, len)) {
		dsmipd_mn6_event(mn, "acknowledgement with status %u is not authentic",
				 ack->status);
		return;
	}
	update = *found;
	rcv_forget(mn, update.sequence);
	mn->status = ack->status;
	if (ack->status < DSMIPD_MH_UNSPECIFIED)
		rcv_accepted(mn, &update, ack);
	else if (rcv_helped(mn, &update, ack))
		return;
	else if (update.goal == DSMIPD_MN6_GOAL_REGISTER)
		rcv_refused(mn, ack->status);
	else if (ack->status == DSMIPD_MH_NOT_HOME_AGENT)
		dsmipd_mn6_done(mn);
}

static void rcv_renew(struct dsmipd_mn6 *mn, const char *why)
{
	struct dsmipd_mn_coa coa = mn->coa;

	if (mn->goal != DSMIPD_MN6_GOAL_REGISTER || mn->waiting)
		return;
	dsmipd_mn6_event(mn, "%s", why);
	dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_REGISTER, &coa);
}

/* RFC 6275, section 11.3.6. It is not authentic, and no more than a hint. */
static void rcv_error(struct dsmipd_mn6 *mn, const struct dsmipd_mh *mh)
{
	if (!IN6_ARE_ADDR_EQUAL(&mh->home, &mn->config.hoa.addr.v6))
		return;
	if (mh->status == 1)
		rcv_renew(mn, "the home agent has no binding");
	else if (mh->status == 2)
		dsmipd_mn6_event(mn, "the home agent knows no binding updates");
}

/**
 * dsmipd_mn6_rcv() - a mobility message has come
 * @mn: the node
 * @src: its source, network order
 * @data: the message
 * @len: its length in bytes
 * @now: the clocks
 */
void dsmipd_mn6_rcv(struct dsmipd_mn6 *mn, const struct in6_addr *src,
		    const uint8_t *data, size_t len,
		    struct dsmipd_mn_time now)
{
	struct dsmipd_mh mh;

	mn->now = now;
	if (!IN6_ARE_ADDR_EQUAL(src, &mn->config.ha) ||
	    dsmipd_mh_parse(data, len, &mh))
		return;
	switch (mh.type) {
	case DSMIPD_MH_BA:
		rcv_ack(mn, &mh, data, len);
		break;
	case DSMIPD_MH_BRR:
		rcv_renew(mn, "the home agent asks for an update");
		break;
	case DSMIPD_MH_BE:
		rcv_error(mn, &mh);
		break;
	default:
		break;
	}
}
