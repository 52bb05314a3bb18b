// SPDX-License-Identifier: GPL-2.0
/*
 * When to send the next registration request: again without an answer, to
 * renew; and when to send a keepalive for a NAT (RFC 3519, section 4.10).
 */

#include "mn4_priv.h"

/* RFC 5944, section 3.6.3: a second, and twice as long each time. */
#define MN4_TIMER_FIRST		1000	/* milliseconds */
#define MN4_TIMER_MAX		32000

/* Requests that are sent again after 1, 2, 4, 8, 16 and 32 s: as long before
 * its end a binding is renewed, or a quarter of a short lifetime.
 */
#define MN4_TIMER_MARGIN	63000

/* After a refusal: if it may pass, and if somebody has to change something. */
#define MN4_TIMER_SOON		32000
#define MN4_TIMER_LATE		600000

/* RFC 3519, section 4.10: no shorter than that, seconds. */
#define MN4_TIMER_KEEPALIVE_MIN	10
#define MN4_TIMER_PROBES	3

/**
 * dsmipd_mn4_timer_begin() - a new exchange begins
 * @mn: the node, with its care-of address
 */
void dsmipd_mn4_timer_begin(struct dsmipd_mn4 *mn)
{
	if (!mn->waiting)
		mn->begun = mn->now.mono;
	mn->attempts = 0;
	mn->waiting = true;
	mn->delay = MN4_TIMER_FIRST;
	if (dsmipd_mn4_coa_tried(mn))
		mn->delay = MN4_TIMER_MAX;
	mn->renew = DSMIPD_MN4_NEVER;
	mn->probe = DSMIPD_MN4_NEVER;
}

/* Whether one more may be sent, else when it may. */
static bool timer_may_send(const struct dsmipd_mn4 *mn, uint64_t *when)
{
	if (mn->n_recent < DSMIPD_MN4_RATE)
		return true;
	*when = mn->recent[mn->n_recent % DSMIPD_MN4_RATE] + 1000;
	return *when <= mn->now.mono;
}

/**
 * dsmipd_mn4_timer_send() - send a request as soon as it may be sent
 * @mn: the node
 */
void dsmipd_mn4_timer_send(struct dsmipd_mn4 *mn)
{
	uint64_t when;

	if (!timer_may_send(mn, &when)) {
		mn->due = when;
		return;
	}
	mn->recent[mn->n_recent++ % DSMIPD_MN4_RATE] = mn->now.mono;
	mn->due = mn->now.mono + mn->delay;
	mn->delay = dsmipd_mn4_min(2 * mn->delay, MN4_TIMER_MAX);
	dsmipd_mn4_send(mn, mn->attempts++);
}

/**
 * dsmipd_mn4_timer_keepalive() - something has come out of the tunnel
 * @mn: the node
 */
void dsmipd_mn4_timer_keepalive(struct dsmipd_mn4 *mn)
{
	mn->probes = 0;
	mn->probe = DSMIPD_MN4_NEVER;
	if (mn->bound && !mn->waiting && mn->keepalive &&
	    mn->tunnel.encap == DSMIP_ENCAP_MIPUDP)
		mn->probe = mn->now.mono + 1000ull * mn->keepalive;
}

/**
 * dsmipd_mn4_timer_bound() - the home agent has accepted
 * @mn: the node
 * @granted: lifetime, seconds; it counts from when the request was sent
 */
void dsmipd_mn4_timer_bound(struct dsmipd_mn4 *mn, uint16_t granted)
{
	uint16_t lifetime = dsmipd_mn4_min(granted, mn->sent.lifetime);
	uint64_t margin;

	mn->lifetime = lifetime;
	mn->expires = DSMIPD_MN4_NEVER;
	mn->renew = DSMIPD_MN4_NEVER;
	if (lifetime != DSMIPD_MIP4_INFINITE) {
		mn->expires = mn->sent.mono + 1000ull * lifetime;
		margin = dsmipd_mn4_min(MN4_TIMER_MARGIN, 250ull * lifetime);
		mn->renew = mn->expires - margin;
	}
	mn->attempts = 0;
	mn->due = DSMIPD_MN4_NEVER;
	mn->patience = 0;
	dsmipd_mn4_timer_keepalive(mn);
}

/**
 * dsmipd_mn4_timer_refused() - the request was refused
 * @mn: the node
 * @soon: it may be accepted before long; else somebody has to change something
 */
void dsmipd_mn4_timer_refused(struct dsmipd_mn4 *mn, bool soon)
{
	uint64_t first = soon ? MN4_TIMER_SOON : MN4_TIMER_LATE;

	mn->patience = mn->patience ? dsmipd_mn4_min(2ull * mn->patience,
						     MN4_TIMER_LATE) : first;
	mn->waiting = false;
	mn->attempts = 0;
	mn->due = mn->now.mono + mn->patience;
}

/**
 * dsmipd_mn4_traffic() - something has come out of the tunnel
 * @mn: the node
 * @now: when that was
 *
 * It has kept the mapping of a NAT, and shows that there is one.
 */
void dsmipd_mn4_traffic(struct dsmipd_mn4 *mn, struct dsmipd_mn_time now)
{
	if (mn->probes && now.mono < mn->probed)
		return;
	mn->now = now;
	dsmipd_mn4_timer_keepalive(mn);
}

/* No answer: the same again, or from another place. */
static void timer_again(struct dsmipd_mn4 *mn)
{
	const struct dsmipd_mn4_from *best;

	if (!mn->refused && !dsmipd_mn4_coa_tired(mn)) {
		dsmipd_mn4_timer_send(mn);
		return;
	}
	if (!mn->refused) {
		dsmipd_mn4_event(mn, "no answer to %u registration requests",
				 mn->attempts);
		dsmipd_mn4_coa_give_up(mn);
	}
	best = dsmipd_mn4_coa_best(mn);
	dsmipd_mn4_begin(mn, DSMIPD_MN4_GOAL_REGISTER, best ? best : &mn->from);
}

/*
 * A home agent that keeps the binding would catch the packets of a node that is
 * at home: it is told until the binding has ended by itself.
 */
static void timer_home(struct dsmipd_mn4 *mn)
{
	if (mn->attempts == DSMIPD_MN4_ATTEMPTS && !mn->at_home) {
		dsmipd_mn4_event(mn, "at home, but the home agent is silent");
		dsmipd_mn4_done(mn);
	}
	if (mn->at_home && mn->now.mono >= mn->home_until) {
		mn->due = DSMIPD_MN4_NEVER;
		mn->waiting = false;
		return;
	}
	mn->waiting = true;
	dsmipd_mn4_timer_send(mn);
}

static void timer_due(struct dsmipd_mn4 *mn)
{
	switch (mn->goal) {
	case DSMIPD_MN4_GOAL_NONE:
		mn->due = DSMIPD_MN4_NEVER;
		break;
	case DSMIPD_MN4_GOAL_REGISTER:
		timer_again(mn);
		break;
	case DSMIPD_MN4_GOAL_HOME:
		timer_home(mn);
		break;
	case DSMIPD_MN4_GOAL_LEAVE:
		if (mn->attempts >= DSMIPD_MN4_ATTEMPTS)
			dsmipd_mn4_done(mn);
		else
			dsmipd_mn4_timer_send(mn);
		break;
	}
}

static void timer_renew(struct dsmipd_mn4 *mn)
{
	const struct dsmipd_mn4_from *best = dsmipd_mn4_coa_best(mn);

	mn->renew = DSMIPD_MN4_NEVER;
	/* Without a network there is nothing to renew it by. */
	if (mn->goal == DSMIPD_MN4_GOAL_REGISTER)
		dsmipd_mn4_begin(mn, DSMIPD_MN4_GOAL_REGISTER,
				 best ? best : &mn->from);
}

/* The mapping is gone: a new one by a new request, and more often from now on
 * (RFC 3519, section 4.10).
 */
static void timer_unreachable(struct dsmipd_mn4 *mn)
{
	uint32_t cap = mn->keepalive / 2;

	dsmipd_mn4_event(mn, "no answer to %u keepalives", mn->probes);
	if (cap < MN4_TIMER_KEEPALIVE_MIN)
		cap = MN4_TIMER_KEEPALIVE_MIN;
	mn->keepalive_cap = cap;
	mn->probe = DSMIPD_MN4_NEVER;
	mn->probes = 0;
	if (mn->goal == DSMIPD_MN4_GOAL_REGISTER)
		dsmipd_mn4_again(mn);
}

static void timer_probe(struct dsmipd_mn4 *mn)
{
	if (mn->probes == MN4_TIMER_PROBES) {
		timer_unreachable(mn);
		return;
	}
	if (!mn->probes++)
		mn->probed = mn->now.mono;
	mn->probe = mn->now.mono + (MN4_TIMER_FIRST << (mn->probes - 1));
	dsmipd_mn4_act(mn, DSMIPD_MN4_KEEPALIVE, 0);
}

/**
 * dsmipd_mn4_tick() - do what is due
 * @mn: the node
 * @now: the clocks
 */
void dsmipd_mn4_tick(struct dsmipd_mn4 *mn, struct dsmipd_mn_time now)
{
	mn->now = now;
	if (mn->bound && mn->expires <= now.mono) {
		dsmipd_mn4_event(mn, "the binding has expired");
		dsmipd_mn4_unbind(mn);
	}
	if (dsmipd_mn4_agent_tick(mn))
		dsmipd_mn4_move(mn);
	if (mn->due <= now.mono)
		timer_due(mn);
	else if (mn->renew <= now.mono)
		timer_renew(mn);
	else if (mn->probe <= now.mono)
		timer_probe(mn);
}

/**
 * dsmipd_mn4_next() - when dsmipd_mn4_tick() is to be called
 * @mn: the node
 *
 * Return: monotonic time in milliseconds, UINT64_MAX for never.
 */
uint64_t dsmipd_mn4_next(const struct dsmipd_mn4 *mn)
{
	uint64_t next = dsmipd_mn4_min(mn->due, mn->expires);

	next = dsmipd_mn4_min(next, dsmipd_mn4_min(mn->renew, mn->probe));
	return dsmipd_mn4_min(next, dsmipd_mn4_agent_next(mn));
}
