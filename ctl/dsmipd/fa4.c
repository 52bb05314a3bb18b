// SPDX-License-Identifier: GPL-2.0
/* The foreign agent: its life, and what its files share. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "fa4_priv.h"

/**
 * dsmipd_fa4_event() - tell the log
 * @fa: foreign agent
 * @fmt: as of printf()
 */
void dsmipd_fa4_event(struct dsmipd_fa4 *fa, const char *fmt, ...)
{
	struct dsmipd_fa4_action action = { .type = DSMIPD_FA4_EVENT };
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	action.text = text;
	fa->act(&action, fa->arg);
}

/**
 * dsmipd_fa4_send_home() - send a message to a home agent
 * @fa: foreign agent
 * @local: our address
 * @home: the home agent
 * @port: its UDP port, host order
 * @data: the message
 * @len: its length in bytes
 */
void dsmipd_fa4_send_home(struct dsmipd_fa4 *fa, struct in_addr local,
			  struct in_addr home, uint16_t port,
			  const uint8_t *data, size_t len)
{
	const struct dsmipd_fa4_action action = {
		.type = DSMIPD_FA4_SEND_HOME,
		.local = local,
		.home = home,
		.port = port,
		.data = data,
		.len = len,
	};

	fa->act(&action, fa->arg);
}

/**
 * dsmipd_fa4_home_sa() - the association with a home agent
 * @fa: foreign agent
 * @addr: address of the home agent
 *
 * Return: it, or NULL.
 */
const struct dsmipd_mip4_sa *dsmipd_fa4_home_sa(const struct dsmipd_fa4 *fa,
						struct in_addr addr)
{
	size_t i;

	for (i = 0; i < fa->config.n_home; i++) {
		if (fa->config.home[i].addr.s_addr == addr.s_addr)
			return &fa->config.home[i].sa;
	}
	return NULL;
}

/**
 * dsmipd_fa4_node_sa() - the association with a mobile node
 * @fa: foreign agent
 * @hoa: home address of the node
 *
 * Return: it, or NULL.
 */
const struct dsmipd_mip4_sa *dsmipd_fa4_node_sa(const struct dsmipd_fa4 *fa,
						struct in_addr hoa)
{
	size_t i;

	for (i = 0; i < fa->config.n_node; i++) {
		if (fa->config.node[i].hoa.s_addr == hoa.s_addr)
			return &fa->config.node[i].sa;
	}
	return NULL;
}

/**
 * dsmipd_fa4_is_coa() - whether an address is a care-of address that we offer
 * @fa: foreign agent
 * @addr: the address
 *
 * Return: whether it is.
 */
bool dsmipd_fa4_is_coa(const struct dsmipd_fa4 *fa, struct in_addr addr)
{
	size_t i;

	for (i = 0; i < fa->config.n_coa; i++) {
		if (fa->config.coa[i].s_addr == addr.s_addr)
			return true;
	}
	return false;
}

/**
 * dsmipd_fa4_link() - find a visited link
 * @fa: foreign agent
 * @ifindex: its device
 *
 * Return: it, or NULL.
 */
struct fa4_link *dsmipd_fa4_link(struct dsmipd_fa4 *fa, unsigned int ifindex)
{
	size_t i;

	for (i = 0; i < fa->n_link; i++) {
		if (fa->link[i].link.ifindex == ifindex)
			return &fa->link[i];
	}
	return NULL;
}

/**
 * dsmipd_fa4_unicast() - whether an address can be that of a node
 * @addr: the address
 *
 * Return: whether it can.
 */
bool dsmipd_fa4_unicast(struct in_addr addr)
{
	uint32_t host = ntohl(addr.s_addr);

	return host >> 24 && host >> 24 != IN_LOOPBACKNET &&
	       !IN_MULTICAST(host) && !IN_BADCLASS(host);
}

/**
 * dsmipd_fa4_clock() - timestamps of revocations
 * @fa: foreign agent
 *
 * Return: seconds, modulo 2^32.
 */
uint32_t dsmipd_fa4_clock(const struct dsmipd_fa4 *fa)
{
	return fa->now.real / 1000000000;
}

/**
 * dsmipd_fa4_new() - make a foreign agent
 * @fa: where it goes
 * @config: settings
 * @act: carries out what is to be done
 * @arg: handed to @act
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_fa4_new(struct dsmipd_fa4 **fa,
		   const struct dsmipd_fa4_config *config, dsmipd_fa4_cb act,
		   void *arg)
{
	struct dsmipd_fa4 *new = calloc(1, sizeof(*new));
	int err;

	if (!new)
		return -ENOMEM;
	err = dsmipd_bucket_table_new(&new->sources);
	if (err) {
		free(new);
		return err;
	}
	if (getrandom(&new->random, sizeof(new->random), 0) < 0 || !new->random)
		new->random = 1;
	new->config = *config;
	new->act = act;
	new->arg = arg;
	new->next = FA4_NEVER;
	/* RFC 3024, section 4.2.1: one a second. */
	new->distant.rate = 1;
	*fa = new;
	return 0;
}

/**
 * dsmipd_fa4_free() - end a foreign agent
 * @fa: it, or NULL; nobody is told
 */
void dsmipd_fa4_free(struct dsmipd_fa4 *fa)
{
	struct fa4_entry *entry;
	size_t i;

	if (!fa)
		return;
	while (fa->pending)
		dsmipd_fa4_pending_del(fa, fa->pending);
	for (i = 0; i < FA4_BUCKETS; i++) {
		while ((entry = fa->entry[i])) {
			fa->entry[i] = entry->next;
			free(entry);
		}
	}
	dsmipd_bucket_table_free(fa->sources);
	explicit_bzero(&fa->config, sizeof(fa->config));
	free(fa);
}

/**
 * dsmipd_fa4_reconfigure() - take over other settings
 * @fa: foreign agent
 * @config: settings
 *
 * Visitors stay until they register again.
 */
void dsmipd_fa4_reconfigure(struct dsmipd_fa4 *fa,
			    const struct dsmipd_fa4_config *config)
{
	fa->config = *config;
}

/**
 * dsmipd_fa4_rcv_home() - a message has come to a care-of address, port 434
 * @fa: foreign agent
 * @home: its source
 * @port: its port, host order
 * @local: address that it came to
 * @data: the message
 * @len: its length in bytes
 * @now: the time
 */
void dsmipd_fa4_rcv_home(struct dsmipd_fa4 *fa, struct in_addr home,
			 uint16_t port, struct in_addr local,
			 const uint8_t *data, size_t len,
			 struct dsmipd_ha6_time now)
{
	fa->now = now;
	switch (len ? data[0] : 0) {
	case DSMIPD_MIP4_RRP:
		dsmipd_fa4_reply(fa, home, local, data, len);
		break;
	case DSMIPD_MIP4_REVOKE:
	case DSMIPD_MIP4_REVOKE_ACK:
		dsmipd_fa4_revoke_rcv(fa, home, port, local, data, len);
		break;
	default:
		dsmipd_fa4_drop(fa, FA4_NO_REPLY);
	}
}

/**
 * dsmipd_fa4_remove() - end the registration of a visitor
 * @fa: foreign agent
 * @hoa: its home address
 * @now: the time
 *
 * Its home agent is told, if revocations were agreed upon.
 *
 * Return: 0, or -ENOENT if there is no such visitor.
 */
int dsmipd_fa4_remove(struct dsmipd_fa4 *fa, struct in_addr hoa,
		      struct dsmipd_ha6_time now)
{
	struct fa4_entry *entry = dsmipd_fa4_entry(fa, hoa);

	fa->now = now;
	if (!entry || entry->revoking)
		return -ENOENT;
	dsmipd_fa4_revoke(fa, entry);
	return 0;
}

/**
 * dsmipd_fa4_leave() - end the registrations of all visitors, once and for all
 * @fa: foreign agent, which is to end
 * @now: the time
 *
 * From here on it has no room for anybody, and says so.
 */
void dsmipd_fa4_leave(struct dsmipd_fa4 *fa, struct dsmipd_ha6_time now)
{
	struct fa4_entry *entry, *next;
	size_t i;

	fa->now = now;
	fa->config.max_visitors = 0;
	for (i = 0; i < FA4_BUCKETS; i++) {
		for (entry = fa->entry[i]; entry; entry = next) {
			next = entry->next;
			if (!entry->revoking)
				dsmipd_fa4_revoke(fa, entry);
		}
	}
}

/**
 * dsmipd_fa4_tick() - the time has come
 * @fa: foreign agent
 * @now: the time
 */
void dsmipd_fa4_tick(struct dsmipd_fa4 *fa, struct dsmipd_ha6_time now)
{
	fa->now = now;
	dsmipd_fa4_advert_tick(fa);
	dsmipd_fa4_pending_tick(fa);
	dsmipd_fa4_entry_tick(fa);
}

/**
 * dsmipd_fa4_next() - when dsmipd_fa4_tick() has something to do
 * @fa: foreign agent
 *
 * Return: milliseconds of the monotonic clock, or UINT64_MAX.
 */
uint64_t dsmipd_fa4_next(const struct dsmipd_fa4 *fa)
{
	uint64_t next = dsmipd_fa4_advert_next(fa);

	if (fa->pending && fa->pending->until < next)
		next = fa->pending->until;
	return fa->next < next ? fa->next : next;
}

/**
 * dsmipd_fa4_stats() - read the counters
 * @fa: foreign agent
 * @stats: where they go
 */
void dsmipd_fa4_stats(const struct dsmipd_fa4 *fa,
		      struct dsmipd_fa4_stats *stats)
{
	*stats = fa->stats;
	stats->visitors = fa->n_visitors;
	stats->pending = fa->n_pending;
}
