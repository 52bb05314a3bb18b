// SPDX-License-Identifier: GPL-2.0
/* Prefix and home agent discovery (RFC 6275, sections 10.5 and 10.6). */

#include <string.h>

#include "ha6_priv.h"
#include "prefix.h"

/* At most one advertisement a second and node (RFC 6275, section 10.6.2). */
#define HA6_ADVERTISE_MS	1000

#define HA6_PREFIX_ONLINK	0x80
#define HA6_PREFIX_AUTO		0x40
#define HA6_PREFIX_ROUTER	0x20

static void ha6_icmp6_prefix(const struct dsmipd_ha6_config *config,
			     const struct dsmipd_ha6_link *link,
			     struct dsmipd_icmp6 *reply)
{
	struct dsmip_addr own = { .family = AF_INET6, .v6 = config->address };
	struct dsmipd_icmp6_prefix *prefix = &reply->prefix[reply->n_prefix++];

	prefix->addr = link->prefix.addr.v6;
	prefix->len = link->prefix.len;
	prefix->flags = HA6_PREFIX_ONLINK | HA6_PREFIX_AUTO;
	prefix->valid = link->valid;
	prefix->preferred = link->preferred;
	if (dsmipd_prefix_contains(&link->prefix, &own)) {
		prefix->addr = config->address;
		prefix->flags |= HA6_PREFIX_ROUTER;
	}
}

/* All prefixes of the link that the node's home address is on. */
static bool ha6_icmp6_advertise(struct dsmipd_ha6 *ha,
				const struct in6_addr *src,
				struct dsmipd_ha6_time now,
				struct dsmipd_icmp6 *reply)
{
	const struct dsmipd_ha6_config *config = &ha->config;
	const struct dsmipd_ha6_link *home;
	struct dsmipd_ha6_entry *entry;
	size_t i;

	entry = dsmipd_ha6_lookup(ha, src);
	home = dsmipd_ha6_prefix_link(config, src);
	if (!dsmipd_ha6_bound(entry) || !home)
		return false;
	if (entry->advertised &&
	    now.mono - entry->advertised < HA6_ADVERTISE_MS)
		return false;
	entry->advertised = now.mono;
	reply->type = DSMIPD_ICMP6_PREFIX_ADV;
	for (i = 0; i < config->n_links; i++) {
		const struct dsmipd_ha6_link *link = &config->links[i];

		if (link == home ||
		    (link->ifindex && link->ifindex == home->ifindex))
			ha6_icmp6_prefix(config, link, reply);
	}
	return true;
}

static bool ha6_icmp6_anycast(const struct dsmipd_ha6_config *config,
			      const struct in6_addr *dst)
{
	struct in6_addr anycast;
	size_t i;

	for (i = 0; i < config->n_links; i++) {
		const struct dsmip_prefix *prefix = &config->links[i].prefix;

		dsmipd_icmp6_anycast(&prefix->addr.v6, prefix->len, &anycast);
		if (IN6_ARE_ADDR_EQUAL(&anycast, dst))
			return true;
	}
	return false;
}

/*
 * The answer is longer than the question, and whoever asks is answered: so
 * only so often.  Flag R says that the agents take mobile routers (RFC 3963,
 * section 7).
 */
static bool ha6_icmp6_discover(struct dsmipd_ha6 *ha,
			       const struct dsmipd_icmp6 *request,
			       struct dsmipd_ha6_time now,
			       struct dsmipd_icmp6 *reply)
{
	const struct dsmipd_ha6_config *config = &ha->config;
	size_t i;

	if (!dsmipd_bucket_take(&ha->discovery, now.mono))
		return false;
	reply->type = DSMIPD_ICMP6_DHAAD_REPLY;
	reply->router = request->router && config->router;
	reply->agents[reply->n_agents++] = config->address;
	for (i = 0; i < config->n_other_agents &&
	     reply->n_agents < DSMIPD_ICMP6_MAX_AGENTS; i++)
		reply->agents[reply->n_agents++] = config->other_agents[i];
	return true;
}

/**
 * dsmipd_ha6_icmp6() - an ICMPv6 message of Mobile IPv6 has come
 * @ha: home agent
 * @src: IPv6 source, the home address from a Home Address option in its place
 * @dst: IPv6 destination
 * @request: the message
 * @now: the time
 * @reply: the answer, from the home agent's address to @src; with a routing
 *	header if there was a Home Address option
 *
 * Return: whether there is one.
 */
bool dsmipd_ha6_icmp6(struct dsmipd_ha6 *ha, const struct in6_addr *src,
		      const struct in6_addr *dst,
		      const struct dsmipd_icmp6 *request,
		      struct dsmipd_ha6_time now, struct dsmipd_icmp6 *reply)
{
	struct dsmip_addr addr = { .family = AF_INET6, .v6 = *src };

	if (!dsmipd_prefix_unicast(&addr))
		return false;
	memset(reply, 0, sizeof(*reply));
	reply->id = request->id;
	switch (request->type) {
	case DSMIPD_ICMP6_PREFIX_SOL:
		return IN6_ARE_ADDR_EQUAL(dst, &ha->config.address) &&
		       ha6_icmp6_advertise(ha, src, now, reply);
	case DSMIPD_ICMP6_DHAAD_REQUEST:
		return ha6_icmp6_anycast(&ha->config, dst) &&
		       ha6_icmp6_discover(ha, request, now, reply);
	default:
		return false;
	}
}
