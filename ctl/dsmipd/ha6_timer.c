// SPDX-License-Identifier: GPL-2.0
/*
 * What the home agent does by itself: registrations end, binding refresh
 * requests are sent before, and deregistered nodes are forgotten.
 */

#include <stddef.h>
#include <string.h>

#include "ha6_priv.h"

/* Between requests to an end point that is not registered; milliseconds. */
#define HA6_TIMER_CALL		1000

static struct dsmipd_ha6_entry *ha6_timer_entry(struct dsmipd_timer *timer)
{
	size_t off = offsetof(struct dsmipd_ha6_entry, timer);

	return (struct dsmipd_ha6_entry *)((char *)timer - off);
}

/**
 * dsmipd_ha6_timer_arm() - wait for what a registration needs next
 * @ha: home agent
 * @entry: its entry, which has a binding
 */
void dsmipd_ha6_timer_arm(struct dsmipd_ha6 *ha,
			  struct dsmipd_ha6_entry *entry)
{
	const struct ha6_binding *binding = entry->binding;
	uint64_t before = 1000ull * ha->config.refresh_before;

	if (entry->asked || 1000ull * binding->lifetime <= before ||
	    binding->until < before)
		before = 0;
	dsmipd_timers_set(&ha->timers, &entry->timer, binding->until - before);
}

/* A binding refresh request (RFC 6275, section 6.1.2). */
static void ha6_timer_request(const struct dsmipd_ha6 *ha,
			      const struct dsmipd_ha6_entry *entry,
			      struct dsmipd_ha6_decision *decision)
{
	dsmipd_ha6_binding_record(entry, &decision->record);
	decision->verdict = DSMIPD_HA6_REPLY;
	decision->has_reply = true;
	decision->reply.type = DSMIPD_MH_BRR;
	decision->path.src = entry->hoa;
	decision->path.dst = ha->config.address;
}

/* Ask for a refresh, by the way of the data. */
static void ha6_timer_ask(struct dsmipd_ha6 *ha,
			  struct dsmipd_ha6_entry *entry,
			  struct dsmipd_ha6_decision *decision)
{
	const struct ha6_binding *binding = entry->binding;

	entry->asked = true;
	dsmipd_ha6_timer_arm(ha, entry);
	ha6_timer_request(ha, entry, decision);
	if (binding->coa.family == AF_INET6 &&
	    binding->encap == DSMIP_ENCAP_IP) {
		decision->path.hao = true;
		decision->path.coa = binding->coa.v6;
	}
}

/**
 * dsmipd_ha6_mismatch() - data of a node have come from another end point
 * @ha: home agent
 * @hoa: home address of the node, network order
 * @now: the time
 * @decision: a binding refresh request, if there is to be one; the caller says
 *	where it goes
 *
 * A NAT has given it another port: the node is asked there for the update that
 * tells it.  Nothing else is done, since everybody could have sent such data,
 * and he is asked once a second at most (RFC 6275, section 13,
 * INITIAL_BINDACK_TIMEOUT).
 *
 * Return: whether there is something to be sent.
 */
bool dsmipd_ha6_mismatch(struct dsmipd_ha6 *ha, const struct in6_addr *hoa,
			 struct dsmipd_ha6_time now,
			 struct dsmipd_ha6_decision *decision)
{
	struct dsmipd_ha6_entry *entry = dsmipd_ha6_lookup(ha, hoa);
	uint32_t mono = now.mono;

	if (!entry || entry->open || !dsmipd_ha6_bound(entry) ||
	    entry->binding->encap != DSMIP_ENCAP_UDP ||
	    mono - entry->called < HA6_TIMER_CALL)
		return false;
	memset(decision, 0, sizeof(*decision));
	entry->called = mono;
	ha6_timer_request(ha, entry, decision);
	return true;
}

/**
 * dsmipd_ha6_tick() - do the next thing that is due
 * @ha: home agent
 * @now: the time
 * @decision: what is to be done
 *
 * To be called until it returns %DSMIPD_HA6_TIMER_NONE; how many of them are
 * done at a time is for the caller to say.
 *
 * Return: what has come due.
 */
enum dsmipd_ha6_timer dsmipd_ha6_tick(struct dsmipd_ha6 *ha,
				      struct dsmipd_ha6_time now,
				      struct dsmipd_ha6_decision *decision)
{
	struct dsmipd_timer *timer = dsmipd_timers_due(&ha->timers, now.mono);
	struct dsmipd_ha6_entry *entry;

	if (!timer)
		return DSMIPD_HA6_TIMER_NONE;
	memset(decision, 0, sizeof(*decision));
	entry = ha6_timer_entry(timer);
	decision->path.src = entry->hoa;
	if (!dsmipd_ha6_bound(entry)) {
		dsmipd_ha6_binding_record(entry, &decision->record);
		dsmipd_ha6_forget(ha, entry);
		return DSMIPD_HA6_TIMER_FORGOTTEN;
	}
	if (entry->binding->until > now.mono) {
		ha6_timer_ask(ha, entry, decision);
		return DSMIPD_HA6_TIMER_REFRESH;
	}
	if (dsmipd_ha6_binding_end(ha, entry, NULL, false, now, decision)) {
		dsmipd_timers_set(&ha->timers, &entry->timer, now.mono + 1000);
		return DSMIPD_HA6_TIMER_NONE;
	}
	return DSMIPD_HA6_TIMER_EXPIRED;
}

/**
 * dsmipd_ha6_next() - when dsmipd_ha6_tick() has something to do
 * @ha: home agent
 *
 * Return: milliseconds of the monotonic clock, or UINT64_MAX for never.
 */
uint64_t dsmipd_ha6_next(const struct dsmipd_ha6 *ha)
{
	return dsmipd_timers_next(&ha->timers);
}
