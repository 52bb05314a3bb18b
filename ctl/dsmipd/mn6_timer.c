// SPDX-License-Identifier: GPL-2.0
/*
 * When to send the next binding update: again without an answer, to renew, or
 * to keep a NAT's mapping.
 */

#include "mn6_priv.h"

/* RFC 6275, sections 11.8, 12 and 13; milliseconds. */
#define MN6_TIMER_FIRST		1500
#define MN6_TIMER_INITIAL	1000
#define MN6_TIMER_MAX		32000

/* Updates that are sent again after 1, 2, 4, 8, 16 and 32 s: as long before its
 * end a binding is renewed, or a quarter of a short lifetime.
 */
#define MN6_TIMER_MARGIN	63000

/* Three updates to deregister, and the time for the last one's answer. */
#define MN6_TIMER_LEAVE		(7 * MN6_TIMER_INITIAL)

/* After a refusal: if it may pass, and if somebody has to change something. */
#define MN6_TIMER_SOON		32000
#define MN6_TIMER_LATE		600000

/* RFC 5555, section 6: NATKATIMEOUT, seconds. */
#define MN6_TIMER_KEEPALIVE	110

static uint64_t timer_min(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/**
 * dsmipd_mn6_timer_begin() - a new exchange begins
 * @mn: the node, with its care-of address
 */
void dsmipd_mn6_timer_begin(struct dsmipd_mn6 *mn)
{
	if (!mn->waiting)
		mn->begun = mn->now.mono;
	mn->attempts = 0;
	mn->waiting = true;
	mn->delay = mn->bound ? MN6_TIMER_INITIAL : MN6_TIMER_FIRST;
	if (mn->goal == DSMIPD_MN6_GOAL_LEAVE)
		mn->delay = MN6_TIMER_INITIAL;
	else if (dsmipd_mn6_coa_tried(mn))
		mn->delay = MN6_TIMER_MAX;
	mn->renew = DSMIPD_MN6_NEVER;
	mn->keepalive = DSMIPD_MN6_NEVER;
}

/**
 * dsmipd_mn6_timer_leave() - the node has begun to leave: that has an end
 * @mn: the node
 */
void dsmipd_mn6_timer_leave(struct dsmipd_mn6 *mn)
{
	mn->leave_by = mn->now.mono + MN6_TIMER_LEAVE;
}

/* MAX_UPDATE_RATE: whether one more may be sent, else when it may. */
static bool timer_may_send(const struct dsmipd_mn6 *mn, uint64_t *when)
{
	const struct dsmipd_mn6_update *third;

	if (mn->n_sent < DSMIPD_MN6_RATE)
		return true;
	third = &mn->sent[(mn->n_sent - DSMIPD_MN6_RATE) % DSMIPD_MN6_SENT];
	*when = third->mono + 1000;
	return *when <= mn->now.mono;
}

/**
 * dsmipd_mn6_timer_send() - send an update as soon as it may be sent
 * @mn: the node
 */
void dsmipd_mn6_timer_send(struct dsmipd_mn6 *mn)
{
	uint64_t when;

	if (!timer_may_send(mn, &when)) {
		mn->due = when;
		return;
	}
	mn->attempts++;
	mn->due = mn->now.mono + mn->delay;
	mn->delay = timer_min(2 * mn->delay, MN6_TIMER_MAX);
	dsmipd_mn6_send(mn);
}

static uint32_t timer_interval(const struct dsmipd_mn6 *mn)
{
	if (mn->refresh)
		return mn->refresh;
	return mn->config.keepalive ? mn->config.keepalive :
				      MN6_TIMER_KEEPALIVE;
}

static void timer_keepalive(struct dsmipd_mn6 *mn)
{
	mn->keepalive = DSMIPD_MN6_NEVER;
	if (mn->bound && !mn->waiting && mn->nat && mn->tunnel.udp)
		mn->keepalive = mn->now.mono + 1000ull * mn->refresh;
}

/**
 * dsmipd_mn6_timer_bound() - the home agent has accepted
 * @mn: the node
 * @sent: when the update was sent, milliseconds: the lifetime counts from there
 * @ack: what it has answered
 */
void dsmipd_mn6_timer_bound(struct dsmipd_mn6 *mn, uint64_t sent,
			    const struct dsmipd_mh *ack)
{
	uint64_t margin, advice;

	mn->lifetime = ack->lifetime * DSMIPD_MH_LIFETIME_UNIT;
	mn->expires = sent + 1000ull * mn->lifetime;
	margin = timer_min(MN6_TIMER_MARGIN, 1000ull * mn->lifetime / 4);
	mn->renew = mn->expires - margin;
	/* Advice that is not below the lifetime is none (6.2.4). */
	advice = 1000ull * ack->refresh * DSMIPD_MH_LIFETIME_UNIT;
	if (ack->has_refresh && advice && ack->refresh < ack->lifetime)
		mn->renew = timer_min(mn->renew, sent + advice);
	mn->attempts = 0;
	mn->due = DSMIPD_MN6_NEVER;
	mn->patience = 0;
	if (mn->nat)
		mn->refresh = timer_interval(mn);
	timer_keepalive(mn);
}

/**
 * dsmipd_mn6_timer_refused() - the home agent has refused
 * @mn: the node
 * @soon: it may accept before long; else somebody has to change something
 */
void dsmipd_mn6_timer_refused(struct dsmipd_mn6 *mn, bool soon)
{
	uint64_t first = soon ? MN6_TIMER_SOON : MN6_TIMER_LATE;

	mn->patience = mn->patience ? timer_min(2ull * mn->patience,
						MN6_TIMER_LATE) : first;
	mn->waiting = false;
	mn->attempts = 0;
	mn->due = mn->now.mono + mn->patience;
}

/**
 * dsmipd_mn6_traffic() - something has passed the tunnel, in either direction
 * @mn: the node
 * @now: the clocks
 *
 * RFC 5555, section 4.3: traffic keeps the mapping of a NAT.
 */
void dsmipd_mn6_traffic(struct dsmipd_mn6 *mn, struct dsmipd_mn_time now)
{
	mn->now = now;
	timer_keepalive(mn);
}

/* No answer: the same again, or from another address (RFC 5555, 4.4.1). */
static void timer_again(struct dsmipd_mn6 *mn)
{
	const struct dsmipd_mn_coa *best;
	struct dsmipd_mn_coa next;

	if (!mn->refused && !dsmipd_mn6_coa_tired(mn)) {
		dsmipd_mn6_timer_send(mn);
		return;
	}
	if (!mn->refused) {
		dsmipd_mn6_event(mn, "no answer to %u binding updates",
				 mn->attempts);
		dsmipd_mn6_coa_give_up(mn);
	}
	best = dsmipd_mn6_coa_best(mn);
	next = best ? *best : mn->coa;
	dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_REGISTER, &next);
}

/*
 * A home agent that keeps the binding would catch the packets of a node that is
 * at home: it is told until the binding has ended by itself.
 */
static void timer_home(struct dsmipd_mn6 *mn)
{
	if (mn->attempts == DSMIPD_MN6_ATTEMPTS && !mn->at_home) {
		dsmipd_mn6_event(mn, "at home, but the home agent is silent");
		dsmipd_mn6_done(mn);
	}
	if (mn->at_home && mn->now.mono >= mn->home_until) {
		mn->due = DSMIPD_MN6_NEVER;
		mn->waiting = false;
		return;
	}
	mn->waiting = true;
	dsmipd_mn6_timer_send(mn);
}

static void timer_due(struct dsmipd_mn6 *mn)
{
	switch (mn->goal) {
	case DSMIPD_MN6_GOAL_NONE:
		mn->due = DSMIPD_MN6_NEVER;
		break;
	case DSMIPD_MN6_GOAL_REGISTER:
		timer_again(mn);
		break;
	case DSMIPD_MN6_GOAL_HOME:
		timer_home(mn);
		break;
	case DSMIPD_MN6_GOAL_LEAVE:
		dsmipd_mn6_timer_send(mn);
		break;
	case DSMIPD_MN6_GOAL_AGAIN:
		if (mn->attempts >= DSMIPD_MN6_ATTEMPTS)
			dsmipd_mn6_done(mn);
		else
			dsmipd_mn6_timer_send(mn);
		break;
	}
}

static void timer_renew(struct dsmipd_mn6 *mn)
{
	const struct dsmipd_mn_coa *best = dsmipd_mn6_coa_best(mn);
	struct dsmipd_mn_coa coa = best ? *best : mn->coa;

	if (mn->goal == DSMIPD_MN6_GOAL_REGISTER) {
		dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_REGISTER, &coa);
		return;
	}
	/* Without a network there is nothing to renew it by. */
	mn->renew = DSMIPD_MN6_NEVER;
	mn->keepalive = DSMIPD_MN6_NEVER;
}

/**
 * dsmipd_mn6_tick() - do what is due
 * @mn: the node
 * @now: the clocks
 */
void dsmipd_mn6_tick(struct dsmipd_mn6 *mn, struct dsmipd_mn_time now)
{
	mn->now = now;
	if (mn->bound && mn->expires <= now.mono) {
		dsmipd_mn6_event(mn, "the binding has expired");
		dsmipd_mn6_unbind(mn);
	}
	if (mn->leave_by <= now.mono) {
		dsmipd_mn6_event(mn, "left without an answer");
		dsmipd_mn6_done(mn);
	} else if (mn->due <= now.mono) {
		timer_due(mn);
	} else if (mn->renew <= now.mono || mn->keepalive <= now.mono) {
		timer_renew(mn);
	}
}

/**
 * dsmipd_mn6_next() - when dsmipd_mn6_tick() is to be called
 * @mn: the node
 *
 * Return: monotonic time in milliseconds, UINT64_MAX for never.
 */
uint64_t dsmipd_mn6_next(const struct dsmipd_mn6 *mn)
{
	uint64_t next = timer_min(mn->due, mn->expires);

	next = timer_min(next, timer_min(mn->renew, mn->keepalive));
	return timer_min(next, mn->leave_by);
}
