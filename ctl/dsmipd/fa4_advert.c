// SPDX-License-Identifier: GPL-2.0
/* Agent advertisements: what they say, and when (RFC 5944, section 2). */

#include <arpa/inet.h>
#include <string.h>

#include "fa4_priv.h"

/* RFC 5944, section 2.3: not more than one a second to everybody. */
#define ADVERT_GAP		1000

/* What single nodes are answered, a second on a link. */
#define ADVERT_SOLICITED	10

static uint64_t advert_random(struct dsmipd_fa4 *fa)
{
	fa->random ^= fa->random << 13;
	fa->random ^= fa->random >> 7;
	fa->random ^= fa->random << 17;
	return fa->random;
}

/* Neighbouring agents must not fall into step: three quarters, or up to all. */
static uint64_t advert_interval(struct dsmipd_fa4 *fa)
{
	uint64_t quarter = 250ull * fa->config.interval;

	return 3 * quarter + advert_random(fa) % (quarter + 1);
}

static uint16_t advert_flags(const struct dsmipd_fa4 *fa)
{
	const struct dsmipd_fa4_config *config = &fa->config;
	uint16_t flags = DSMIPD_MIP4_ADVERT_FOREIGN;

	if (config->required)
		flags |= DSMIPD_MIP4_ADVERT_REQUIRED;
	if (fa->n_visitors >= config->max_visitors)
		flags |= DSMIPD_MIP4_ADVERT_BUSY;
	if (config->gre)
		flags |= DSMIPD_MIP4_ADVERT_GRE;
	if (config->reverse)
		flags |= DSMIPD_MIP4_ADVERT_REVERSE;
	if (config->revocation)
		flags |= DSMIPD_MIP4_ADVERT_REVOCATION;
	return flags;
}

static void advert_send(struct dsmipd_fa4 *fa, const struct fa4_link *link,
			const struct dsmipd_fa4_peer *peer, uint16_t sequence)
{
	struct dsmipd_mip4_advert advert = {
		.type = DSMIPD_MIP4_ADVERTISEMENT,
		.code = DSMIPD_MIP4_ADVERT_AGENT,
		.lifetime = fa->config.advert_lifetime,
		.has_prefix_len = true,
		.has_agent = true,
		.sequence = sequence,
		.reg_lifetime = fa->config.max_lifetime,
		.flags = advert_flags(fa),
		.n_routers = 1,
		.n_coa = fa->config.n_coa,
	};
	uint8_t data[DSMIPD_MIP4_ADVERT_MAX_LEN];
	struct dsmipd_fa4_action action = {
		.type = DSMIPD_FA4_ADVERTISE,
		.peer = *peer,
		.data = data,
	};

	advert.routers[0].addr = link->link.addr;
	advert.routers[0].prefix_len = link->link.prefix_len;
	memcpy(advert.coa, fa->config.coa, sizeof(advert.coa));
	action.peer.ifindex = link->link.ifindex;
	action.peer.local = link->link.addr;
	action.len = dsmipd_mip4_advert_build(&advert, data, sizeof(data));
	if (!action.len)
		return;
	fa->stats.advertisements++;
	fa->act(&action, fa->arg);
}

/* To all systems on the link, by its multicast address (RFC 1112). */
static void advert_all(struct dsmipd_fa4 *fa, struct fa4_link *link)
{
	const struct dsmipd_fa4_peer all = {
		.hw = { 0x01, 0x00, 0x5e, 0x00, 0x00, 0x01 },
		.addr.s_addr = htonl(INADDR_ALLHOSTS_GROUP),
	};

	advert_send(fa, link, &all, link->sequence);
	link->sequence = dsmipd_mip4_advert_next(link->sequence);
	link->due = fa->now.mono + advert_interval(fa);
}

/**
 * dsmipd_fa4_links() - the visited links, or what has changed of them
 * @fa: foreign agent
 * @links: all that are up and have an address
 * @n: how many, at most %DSMIPD_FA4_MAX_LINKS
 * @now: the time
 *
 * On a link that is new an advertisement is sent at once; its numbers go on
 * where they were if it only had another address.
 */
void dsmipd_fa4_links(struct dsmipd_fa4 *fa,
		      const struct dsmipd_fa4_link *links, size_t n,
		      struct dsmipd_ha6_time now)
{
	struct fa4_link new[DSMIPD_FA4_MAX_LINKS] = {};
	const struct fa4_link *old;
	size_t i;

	fa->now = now;
	for (i = 0; i < n; i++) {
		old = dsmipd_fa4_link(fa, links[i].ifindex);
		if (old)
			new[i] = *old;
		else
			new[i].due = now.mono;
		new[i].link = links[i];
		new[i].solicited.rate = ADVERT_SOLICITED;
	}
	memcpy(fa->link, new, sizeof(fa->link));
	fa->n_link = n;
	dsmipd_fa4_advert_tick(fa);
}

/**
 * dsmipd_fa4_solicited() - an agent solicitation has come
 * @fa: foreign agent
 * @peer: who sent it
 * @now: the time
 *
 * It is answered at once, and alone: who has no address yet hears what is to all
 * systems by its link-layer address.  After many others the next advertisement
 * to all is the answer, which comes soon.
 */
void dsmipd_fa4_solicited(struct dsmipd_fa4 *fa,
			  const struct dsmipd_fa4_peer *peer,
			  struct dsmipd_ha6_time now)
{
	struct fa4_link *link = dsmipd_fa4_link(fa, peer->ifindex);
	struct dsmipd_fa4_peer to = *peer;

	fa->now = now;
	if (!link)
		return dsmipd_fa4_drop(fa, FA4_LINK);
	fa->stats.solicitations++;
	if (!to.addr.s_addr)
		to.addr.s_addr = htonl(INADDR_ALLHOSTS_GROUP);
	else if (!dsmipd_fa4_unicast(to.addr))
		return;
	if (dsmipd_bucket_take(&link->solicited, now.mono)) {
		advert_send(fa, link, &to, link->sequence);
		link->sequence = dsmipd_mip4_advert_next(link->sequence);
		return;
	}
	if (link->due > now.mono + ADVERT_GAP)
		link->due = now.mono + ADVERT_GAP;
}

/**
 * dsmipd_fa4_advert_restart() - have a visitor register again
 * @fa: foreign agent
 * @visitor: the visitor
 *
 * An advertisement with the number 0, to it alone, looks to it as if we had
 * forgotten all registrations (RFC 3543, section 4.1).
 */
void dsmipd_fa4_advert_restart(struct dsmipd_fa4 *fa,
			       const struct dsmipd_fa4_visitor *visitor)
{
	const struct fa4_link *link;

	link = dsmipd_fa4_link(fa, visitor->peer.ifindex);
	if (link)
		advert_send(fa, link, &visitor->peer, 0);
}

/**
 * dsmipd_fa4_advert_tick() - send the advertisements that are due
 * @fa: foreign agent
 */
void dsmipd_fa4_advert_tick(struct dsmipd_fa4 *fa)
{
	size_t i;

	for (i = 0; i < fa->n_link; i++) {
		if (fa->link[i].due <= fa->now.mono)
			advert_all(fa, &fa->link[i]);
	}
}

/**
 * dsmipd_fa4_advert_next() - when the next advertisement is due
 * @fa: foreign agent
 *
 * Return: milliseconds of the monotonic clock, or FA4_NEVER.
 */
uint64_t dsmipd_fa4_advert_next(const struct dsmipd_fa4 *fa)
{
	uint64_t next = FA4_NEVER;
	size_t i;

	for (i = 0; i < fa->n_link; i++) {
		if (fa->link[i].due < next)
			next = fa->link[i].due;
	}
	return next;
}
