// SPDX-License-Identifier: GPL-2.0
/*
 * The mobile node's life: from network to network, home, and away.
 *
 * The tunnel stays as it is until the home agent has accepted the new care-of
 * address: until then it sends to the old one, which may still be reached.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mn4_priv.h"

/**
 * dsmipd_mn4_act() - have something done that needs no more words
 * @mn: the node
 * @type: what
 * @ifindex: a device, or 0
 */
void dsmipd_mn4_act(struct dsmipd_mn4 *mn, enum dsmipd_mn4_action_type type,
		    unsigned int ifindex)
{
	struct dsmip_prefix home = {
		.addr = { .family = AF_INET, .v4 = mn->hoa },
		.len = mn->config.hoa.addr.family ? mn->config.hoa.len : 32,
	};
	struct dsmipd_mn4_action action = {
		.type = type,
		.ifindex = ifindex,
		.homes = &home,
		.n_homes = 1,
	};

	mn->act(&action, mn->arg);
}

/**
 * dsmipd_mn4_event() - tell the log
 * @mn: the node
 * @fmt: as of printf()
 */
void dsmipd_mn4_event(struct dsmipd_mn4 *mn, const char *fmt, ...)
{
	struct dsmipd_mn4_action action = { .type = DSMIPD_MN4_EVENT };
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	action.text = text;
	mn->act(&action, mn->arg);
}

/**
 * dsmipd_mn4_tell_tunnel() - from now on data take this way
 * @mn: the node
 * @tunnel: the way, with zero in its gaps; without a care-of address: none
 */
void dsmipd_mn4_tell_tunnel(struct dsmipd_mn4 *mn,
			    const struct dsmipd_mn4_tunnel *tunnel)
{
	struct dsmipd_mn4_action action = { .type = DSMIPD_MN4_TUNNEL };

	if (!memcmp(&mn->tunnel, tunnel, sizeof(*tunnel)))
		return;
	memcpy(&mn->tunnel, tunnel, sizeof(*tunnel));
	if (!tunnel->coa.s_addr)
		action.type = DSMIPD_MN4_NO_TUNNEL;
	action.tunnel = *tunnel;
	mn->act(&action, mn->arg);
}

/**
 * dsmipd_mn4_unbind() - there is no binding any more
 * @mn: the node
 */
void dsmipd_mn4_unbind(struct dsmipd_mn4 *mn)
{
	static const struct dsmipd_mn4_tunnel none;

	mn->bound = false;
	mn->lifetime = 0;
	mn->expires = DSMIPD_MN4_NEVER;
	mn->renew = DSMIPD_MN4_NEVER;
	mn->probe = DSMIPD_MN4_NEVER;
	mn->keepalive = 0;
	mn->udp_forced = false;
	mn->revocation = 0;
	dsmipd_mn4_tell_tunnel(mn, &none);
}

/* What was found out about the way from one place says nothing of another. */
static void mn4_elsewhere(struct dsmipd_mn4 *mn)
{
	mn->max_lifetime = 0;
	mn->plain = false;
	mn->need_reverse = false;
	mn->unforced = false;
	mn->asked_ha = false;
	mn->patience = 0;
	mn->keepalive_cap = 0;
}

static void mn4_home_link(struct dsmipd_mn4 *mn, unsigned int ifindex)
{
	if (mn->home_link == ifindex)
		return;
	mn->home_link = ifindex;
	dsmipd_mn4_act(mn, DSMIPD_MN4_HOME_LINK, ifindex);
}

/**
 * dsmipd_mn4_begin() - send requests, the first one now
 * @mn: the node
 * @goal: what for
 * @from: from where
 */
void dsmipd_mn4_begin(struct dsmipd_mn4 *mn, enum dsmipd_mn4_goal goal,
		      const struct dsmipd_mn4_from *from)
{
	const struct dsmipd_mn4_from copy = *from;

	if (!dsmipd_mn4_from_same(&copy, &mn->from))
		mn4_elsewhere(mn);
	mn->goal = goal;
	mn->from = copy;
	mn->refused = false;
	mn->at_home = false;
	/* Its neighbours are to know before the home agent (RFC 5944, 4.6). */
	mn4_home_link(mn, goal == DSMIPD_MN4_GOAL_HOME ? copy.coa.ifindex : 0);
	dsmipd_mn4_timer_begin(mn);
	dsmipd_mn4_timer_send(mn);
}

/**
 * dsmipd_mn4_again() - ask the same once more, at once
 * @mn: the node
 */
void dsmipd_mn4_again(struct dsmipd_mn4 *mn)
{
	dsmipd_mn4_begin(mn, mn->goal, &mn->from);
}

static void mn4_begin_home(struct dsmipd_mn4 *mn,
			   const struct dsmipd_mn4_from *home)
{
	if (mn->goal == DSMIPD_MN4_GOAL_HOME &&
	    dsmipd_mn4_from_same(home, &mn->from))
		return;
	dsmipd_mn4_event(mn, "on the home link");
	mn->home_until = mn->bound ? mn->expires : 0;
	dsmipd_mn4_begin(mn, DSMIPD_MN4_GOAL_HOME, home);
}

static void mn4_lost(struct dsmipd_mn4 *mn)
{
	static const struct dsmipd_mn4_tunnel none;

	if (mn->goal != DSMIPD_MN4_GOAL_NONE)
		dsmipd_mn4_event(mn, "no care-of address");
	mn->goal = DSMIPD_MN4_GOAL_NONE;
	mn->waiting = false;
	mn->due = DSMIPD_MN4_NEVER;
	mn->probe = DSMIPD_MN4_NEVER;
	memset(&mn->from, 0, sizeof(mn->from));
	/* The home agent has the binding still, and addresses stay ours. */
	dsmipd_mn4_tell_tunnel(mn, &none);
	mn4_home_link(mn, 0);
}

/**
 * dsmipd_mn4_move() - register from the best place, if it is another one
 * @mn: the node
 */
void dsmipd_mn4_move(struct dsmipd_mn4 *mn)
{
	const struct dsmipd_mn4_from *best;
	struct dsmipd_mn4_from home;

	if (mn->goal == DSMIPD_MN4_GOAL_LEAVE)
		return;
	dsmipd_mn4_coa_collect(mn);
	best = dsmipd_mn4_coa_best(mn);
	if (dsmipd_mn4_coa_home(mn, &home))
		mn4_begin_home(mn, &home);
	else if (!best)
		mn4_lost(mn);
	else if (mn->goal != DSMIPD_MN4_GOAL_REGISTER ||
		 !dsmipd_mn4_from_same(best, &mn->from))
		dsmipd_mn4_begin(mn, DSMIPD_MN4_GOAL_REGISTER, best);
	else
		mn->from = *best;
}

/**
 * dsmipd_mn4_done() - the binding that was to be removed is gone
 * @mn: the node
 */
void dsmipd_mn4_done(struct dsmipd_mn4 *mn)
{
	mn->waiting = false;
	mn->due = DSMIPD_MN4_NEVER;
	dsmipd_mn4_unbind(mn);
	dsmipd_mn4_prefix_reset(mn);
	dsmipd_mn4_prefix_tell(mn);
	if (mn->goal == DSMIPD_MN4_GOAL_HOME) {
		if (!mn->at_home)
			dsmipd_mn4_act(mn, DSMIPD_MN4_AT_HOME, 0);
		mn->at_home = true;
		return;
	}
	mn->goal = DSMIPD_MN4_GOAL_NONE;
	dsmipd_mn4_act(mn, DSMIPD_MN4_LEFT, 0);
}

/**
 * dsmipd_mn4_network() - these are the networks and addresses there are
 * @mn: the node
 * @links: devices that are attached; agents are asked for on new ones
 * @n_links: how many; those beyond %DSMIPD_MN4_MAX_LINKS are left out
 * @coas: IPv4 addresses that could be the care-of address, all of them
 * @n_coas: how many; those beyond %DSMIPD_MN_MAX_COA are left out
 * @now: the clocks
 */
void dsmipd_mn4_network(struct dsmipd_mn4 *mn,
			const struct dsmipd_mn4_link *links, size_t n_links,
			const struct dsmipd_mn_coa *coas, size_t n_coas,
			struct dsmipd_mn_time now)
{
	mn->now = now;
	if (n_links > DSMIPD_MN4_MAX_LINKS)
		n_links = DSMIPD_MN4_MAX_LINKS;
	mn->n_coa = n_coas < DSMIPD_MN_MAX_COA ? n_coas : DSMIPD_MN_MAX_COA;
	if (mn->n_coa)
		memcpy(mn->coa, coas, mn->n_coa * sizeof(coas[0]));
	dsmipd_mn4_agent_links(mn, links, n_links);
	dsmipd_mn4_move(mn);
}

/**
 * dsmipd_mn4_deregister() - remove the binding; mobility is no longer wanted
 * @mn: the node
 * @now: the clocks
 *
 * Ends with %DSMIPD_MN4_LEFT, in this call if there is nothing to be removed,
 * and at the latest after three requests without an answer.
 */
void dsmipd_mn4_deregister(struct dsmipd_mn4 *mn, struct dsmipd_mn_time now)
{
	mn->now = now;
	if (mn->goal == DSMIPD_MN4_GOAL_LEAVE)
		return;
	mn->solicit = DSMIPD_MN4_NEVER;
	if (mn->bound && mn->goal != DSMIPD_MN4_GOAL_NONE) {
		dsmipd_mn4_begin(mn, DSMIPD_MN4_GOAL_LEAVE, &mn->from);
		return;
	}
	mn->goal = DSMIPD_MN4_GOAL_LEAVE;
	dsmipd_mn4_done(mn);
}

static enum dsmipd_mn4_state mn4_state(const struct dsmipd_mn4 *mn)
{
	if (mn->goal == DSMIPD_MN4_GOAL_NONE)
		return DSMIPD_MN4_STATE_NO_COA;
	if (mn->goal == DSMIPD_MN4_GOAL_HOME)
		return DSMIPD_MN4_STATE_AT_HOME;
	if (mn->refused)
		return DSMIPD_MN4_STATE_REFUSED;
	return mn->bound ? DSMIPD_MN4_STATE_REGISTERED :
			   DSMIPD_MN4_STATE_REGISTERING;
}

/**
 * dsmipd_mn4_info() - what there is to show
 * @mn: the node
 * @now: the clocks
 * @info: filled in
 */
void dsmipd_mn4_info(const struct dsmipd_mn4 *mn, struct dsmipd_mn_time now,
		     struct dsmipd_mn4_info *info)
{
	size_t i;

	memset(info, 0, sizeof(*info));
	info->state = mn4_state(mn);
	info->tunnel = mn->tunnel;
	info->hoa = mn->hoa;
	info->ha = mn->ha;
	info->udp_forced = mn->udp_forced;
	info->keepalive = mn->keepalive;
	info->attempts = mn->waiting ? mn->attempts : 0;
	info->code = mn->code;
	info->skew = mn->skew;
	info->lifetime = mn->lifetime;
	if (mn->bound && mn->expires > now.mono)
		info->left = mn->expires == DSMIPD_MN4_NEVER ? UINT32_MAX :
			     (mn->expires - now.mono) / 1000;
	info->agents = mn->n_agent;
	info->handovers = mn->handovers;
	info->last_handover = mn->last_handover;
	info->malformed = mn->malformed;
	info->unauthentic = mn->unauthentic;
	info->n_prefix = mn->config.n_prefix;
	for (i = 0; i < mn->config.n_prefix; i++) {
		info->prefix[i] = mn->prefix[i].request;
		info->prefix_code[i] = mn->prefix[i].code;
	}
}

/* RFC 5944, section 3.6.1.2: who does not know his home agent asks all. */
static struct in_addr mn4_first_ha(const struct dsmipd_mn4_config *config)
{
	struct in_addr ha = config->hoa.addr.v4;

	if (config->ha.s_addr || config->hoa.len >= 32)
		return config->ha;
	ha.s_addr |= htonl(UINT32_MAX >> config->hoa.len);
	return ha;
}

/**
 * dsmipd_mn4_new() - make a mobile node
 * @mn: set to it
 * @config: its settings, copied
 * @act: carries out what is to be done; must not call into the node
 * @arg: handed to @act
 *
 * Return: 0 or -ENOMEM.
 */
int dsmipd_mn4_new(struct dsmipd_mn4 **mn,
		   const struct dsmipd_mn4_config *config, dsmipd_mn4_cb act,
		   void *arg)
{
	*mn = calloc(1, sizeof(**mn));
	if (!*mn)
		return -ENOMEM;
	(*mn)->config = *config;
	(*mn)->act = act;
	(*mn)->arg = arg;
	if (config->hoa.addr.family)
		(*mn)->hoa = config->hoa.addr.v4;
	(*mn)->ha = mn4_first_ha(config);
	(*mn)->random = config->seed;
	(*mn)->solicit = DSMIPD_MN4_NEVER;
	(*mn)->due = DSMIPD_MN4_NEVER;
	(*mn)->expires = DSMIPD_MN4_NEVER;
	(*mn)->renew = DSMIPD_MN4_NEVER;
	(*mn)->probe = DSMIPD_MN4_NEVER;
	dsmipd_mn4_prefix_reset(*mn);
	return 0;
}

/**
 * dsmipd_mn4_free() - forget a mobile node
 * @mn: the node, or NULL
 */
void dsmipd_mn4_free(struct dsmipd_mn4 *mn)
{
	if (!mn)
		return;
	explicit_bzero(&mn->config, sizeof(mn->config));
	free(mn);
}
