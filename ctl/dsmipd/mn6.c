// SPDX-License-Identifier: GPL-2.0
/*
 * The mobile node's life: from network to network, home, and away.
 *
 * The tunnel stays as it is until the home agent has accepted the new care-of
 * address (RFC 5555, section 5.1): until then it sends to the old one, which may
 * still be reached.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mn6_priv.h"

/**
 * dsmipd_mn6_act() - have something done that needs no more words
 * @mn: the node
 * @type: what
 */
void dsmipd_mn6_act(struct dsmipd_mn6 *mn, enum dsmipd_mn6_action_type type)
{
	struct dsmipd_mn6_action action = { .type = type };

	mn->act(&action, mn->arg);
}

/**
 * dsmipd_mn6_event() - tell the log
 * @mn: the node
 * @fmt: as of printf()
 */
void dsmipd_mn6_event(struct dsmipd_mn6 *mn, const char *fmt, ...)
{
	struct dsmipd_mn6_action action = { .type = DSMIPD_MN6_EVENT };
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	action.text = text;
	mn->act(&action, mn->arg);
}

static bool mn6_tunnel_same(const struct dsmipd_mn6_tunnel *a,
			    const struct dsmipd_mn6_tunnel *b)
{
	return a->udp == b->udp && a->ifindex == b->ifindex &&
	       dsmip_addr_equal(&a->coa, &b->coa) &&
	       dsmip_addr_equal(&a->peer, &b->peer);
}

/**
 * dsmipd_mn6_tell_tunnel() - from now on data take this way
 * @mn: the node
 * @tunnel: the way; without a family: there is none
 */
void dsmipd_mn6_tell_tunnel(struct dsmipd_mn6 *mn,
			    const struct dsmipd_mn6_tunnel *tunnel)
{
	struct dsmipd_mn6_action action = { .type = DSMIPD_MN6_TUNNEL };

	if (mn6_tunnel_same(&mn->tunnel, tunnel))
		return;
	mn->tunnel = *tunnel;
	if (!tunnel->coa.family)
		action.type = DSMIPD_MN6_NO_TUNNEL;
	action.tunnel = *tunnel;
	mn->act(&action, mn->arg);
}

/**
 * dsmipd_mn6_unbind() - there is no binding any more
 * @mn: the node
 */
void dsmipd_mn6_unbind(struct dsmipd_mn6 *mn)
{
	static const struct dsmipd_mn6_tunnel none;

	mn->bound = false;
	mn->lifetime = 0;
	mn->expires = DSMIPD_MN6_NEVER;
	mn->renew = DSMIPD_MN6_NEVER;
	mn->keepalive = DSMIPD_MN6_NEVER;
	mn->nat = false;
	mn->forced = false;
	mn->refresh = 0;
	dsmipd_mn6_tell_tunnel(mn, &none);
}

/**
 * dsmipd_mn6_begin() - send binding updates, the first one now
 * @mn: the node
 * @goal: what for
 * @coa: from where
 */
void dsmipd_mn6_begin(struct dsmipd_mn6 *mn, enum dsmipd_mn6_goal goal,
		      const struct dsmipd_mn_coa *coa)
{
	if (!dsmipd_mn6_coa_same(coa, &mn->coa)) {
		mn->unforced = false;
		mn->patience = 0;
	}
	mn->goal = goal;
	mn->coa = *coa;
	mn->refused = false;
	mn->at_home = false;
	dsmipd_mn6_timer_begin(mn);
	dsmipd_mn6_timer_send(mn);
}

static void mn6_begin_home(struct dsmipd_mn6 *mn,
			   const struct dsmipd_mn_coa *link)
{
	struct dsmipd_mn_coa coa = *link;

	coa.addr = mn->config.hoa.addr;
	if (mn->goal == DSMIPD_MN6_GOAL_HOME &&
	    dsmipd_mn6_coa_same(&coa, &mn->coa))
		return;
	dsmipd_mn6_event(mn, "on the home link");
	mn->home_until = mn->bound ? mn->expires : 0;
	dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_HOME, &coa);
}

static void mn6_lost(struct dsmipd_mn6 *mn)
{
	static const struct dsmipd_mn6_tunnel none;

	if (mn->goal != DSMIPD_MN6_GOAL_NONE)
		dsmipd_mn6_event(mn, "no care-of address");
	mn->goal = DSMIPD_MN6_GOAL_NONE;
	mn->waiting = false;
	mn->due = DSMIPD_MN6_NEVER;
	memset(&mn->coa, 0, sizeof(mn->coa));
	/* The home agent has the binding still, and addresses stay ours. */
	dsmipd_mn6_tell_tunnel(mn, &none);
}

/**
 * dsmipd_mn6_move() - send updates from the best address, if it is another one
 * @mn: the node
 */
void dsmipd_mn6_move(struct dsmipd_mn6 *mn)
{
	const struct dsmipd_mn_coa *home = dsmipd_mn6_coa_home(mn);
	const struct dsmipd_mn_coa *best = dsmipd_mn6_coa_best(mn);

	if (mn->goal == DSMIPD_MN6_GOAL_LEAVE)
		return;
	if (home)
		mn6_begin_home(mn, home);
	else if (!best)
		mn6_lost(mn);
	else if (mn->goal != DSMIPD_MN6_GOAL_REGISTER ||
		 !dsmipd_mn6_coa_same(best, &mn->coa))
		dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_REGISTER, best);
	else
		mn->coa = *best;
}

/**
 * dsmipd_mn6_done() - the binding that was to be removed is gone
 * @mn: the node
 */
void dsmipd_mn6_done(struct dsmipd_mn6 *mn)
{
	mn->waiting = false;
	mn->due = DSMIPD_MN6_NEVER;
	mn->leave_by = DSMIPD_MN6_NEVER;
	dsmipd_mn6_unbind(mn);
	if (mn->goal == DSMIPD_MN6_GOAL_AGAIN) {
		mn->goal = DSMIPD_MN6_GOAL_NONE;
		dsmipd_mn6_move(mn);
		return;
	}
	dsmipd_mn6_home4_reset(mn);
	dsmipd_mn6_home4_tell(mn);
	if (mn->goal == DSMIPD_MN6_GOAL_HOME) {
		if (!mn->at_home)
			dsmipd_mn6_act(mn, DSMIPD_MN6_AT_HOME);
		mn->at_home = true;
		return;
	}
	mn->goal = DSMIPD_MN6_GOAL_NONE;
	dsmipd_mn6_act(mn, DSMIPD_MN6_LEFT);
}

/**
 * dsmipd_mn6_coas() - these are the addresses there are
 * @mn: the node
 * @coas: addresses that could be the care-of address, all of them
 * @n: how many; those beyond %DSMIPD_MN_MAX_COA are left out
 * @now: the clocks
 */
void dsmipd_mn6_coas(struct dsmipd_mn6 *mn, const struct dsmipd_mn_coa *coas,
		     size_t n, struct dsmipd_mn_time now)
{
	mn->now = now;
	dsmipd_mn6_coa_set(mn, coas, n);
	dsmipd_mn6_move(mn);
}

/**
 * dsmipd_mn6_force_udp() - data are lost on their way, ask for UDP
 * @mn: the node
 * @now: the clocks
 *
 * RFC 5555, section 4.4.1: where firewalls let no IP in IP through.
 */
void dsmipd_mn6_force_udp(struct dsmipd_mn6 *mn, struct dsmipd_mn_time now)
{
	struct dsmipd_mn_coa coa = mn->coa;

	mn->now = now;
	mn->force = true;
	mn->unforced = false;
	if (mn->goal == DSMIPD_MN6_GOAL_REGISTER && !mn->tunnel.udp)
		dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_REGISTER, &coa);
}

/**
 * dsmipd_mn6_deregister() - remove the binding; mobility is no longer wanted
 * @mn: the node
 * @now: the clocks
 *
 * Ends with %DSMIPD_MN6_LEFT, in this call if there is nothing to be removed or
 * no network to do it by, and at the latest when three updates have had no
 * answer.  A registration without an answer yet may have made a binding.
 */
void dsmipd_mn6_deregister(struct dsmipd_mn6 *mn, struct dsmipd_mn_time now)
{
	struct dsmipd_mn_coa coa = mn->coa;

	mn->now = now;
	if (mn->goal == DSMIPD_MN6_GOAL_LEAVE)
		return;
	if (mn->goal != DSMIPD_MN6_GOAL_NONE && (mn->bound || mn->waiting)) {
		dsmipd_mn6_timer_leave(mn);
		dsmipd_mn6_begin(mn, DSMIPD_MN6_GOAL_LEAVE, &coa);
		return;
	}
	mn->goal = DSMIPD_MN6_GOAL_LEAVE;
	dsmipd_mn6_done(mn);
}

static enum dsmipd_mn6_state mn6_state(const struct dsmipd_mn6 *mn)
{
	if (mn->goal == DSMIPD_MN6_GOAL_NONE)
		return DSMIPD_MN6_STATE_NO_COA;
	if (mn->goal == DSMIPD_MN6_GOAL_HOME)
		return DSMIPD_MN6_STATE_AT_HOME;
	if (mn->refused)
		return DSMIPD_MN6_STATE_REFUSED;
	return mn->bound ? DSMIPD_MN6_STATE_REGISTERED :
			   DSMIPD_MN6_STATE_REGISTERING;
}

/**
 * dsmipd_mn6_info() - what there is to show
 * @mn: the node
 * @now: the clocks
 * @info: filled in
 */
void dsmipd_mn6_info(const struct dsmipd_mn6 *mn, struct dsmipd_mn_time now,
		     struct dsmipd_mn6_info *info)
{
	memset(info, 0, sizeof(*info));
	info->state = mn6_state(mn);
	info->tunnel = mn->tunnel;
	info->nat = mn->nat;
	info->forced = mn->forced;
	info->refresh = mn->refresh;
	info->sequence = mn->sequence;
	info->attempts = mn->waiting ? mn->attempts : 0;
	info->status = mn->status;
	info->lifetime = mn->lifetime;
	if (mn->bound && mn->expires > now.mono)
		info->left = (mn->expires - now.mono) / 1000;
	info->handovers = mn->handovers;
	info->last_handover = mn->last_handover;
}

/**
 * dsmipd_mn6_new() - make a mobile node
 * @mn: set to it
 * @config: its settings, copied
 * @sequence: of the last binding update that was ever sent
 * @act: carries out what is to be done; must not call into the node
 * @arg: handed to @act
 *
 * Return: 0 or -ENOMEM.
 */
int dsmipd_mn6_new(struct dsmipd_mn6 **mn,
		   const struct dsmipd_mn6_config *config, uint16_t sequence,
		   dsmipd_mn6_cb act, void *arg)
{
	*mn = calloc(1, sizeof(**mn));
	if (!*mn)
		return -ENOMEM;
	(*mn)->config = *config;
	(*mn)->sequence = sequence;
	(*mn)->act = act;
	(*mn)->arg = arg;
	(*mn)->due = DSMIPD_MN6_NEVER;
	(*mn)->leave_by = DSMIPD_MN6_NEVER;
	(*mn)->expires = DSMIPD_MN6_NEVER;
	(*mn)->renew = DSMIPD_MN6_NEVER;
	(*mn)->keepalive = DSMIPD_MN6_NEVER;
	dsmipd_mn6_home4_reset(*mn);
	return 0;
}

/**
 * dsmipd_mn6_free() - forget a mobile node
 * @mn: the node, or NULL
 */
void dsmipd_mn6_free(struct dsmipd_mn6 *mn)
{
	if (!mn)
		return;
	explicit_bzero(&mn->config, sizeof(mn->config));
	free(mn);
}
