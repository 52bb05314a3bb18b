// SPDX-License-Identifier: GPL-2.0
/* The home agent: its life, and its entries by home address. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "ha6_priv.h"

#define HA6_MIN_BUCKETS		256
#define HA6_MAX_BUCKETS		(1u << 21)

/* Messages a second: answers to strangers, and addresses of home agents. */
#define HA6_ERROR_RATE		100
#define HA6_DISCOVERY_RATE	50

/* Home addresses differ in few bits; the seed keeps their buckets secret. */
static uint32_t ha6_hash(const struct dsmipd_ha6 *ha,
			 const struct in6_addr *hoa)
{
	uint64_t a, b;

	memcpy(&a, hoa->s6_addr, sizeof(a));
	memcpy(&b, hoa->s6_addr + sizeof(a), sizeof(b));
	a = (a ^ ha->seed) * 0x9e3779b97f4a7c15u;
	a = (a ^ (a >> 32) ^ b) * 0xd6e8feb86659fd93u;
	a = (a ^ (a >> 32) ^ ha->seed) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(a >> 32) & ha->mask;
}

static uint32_t ha6_buckets(uint32_t max_bindings)
{
	uint32_t n = HA6_MIN_BUCKETS;

	while (n < max_bindings && n < HA6_MAX_BUCKETS)
		n *= 2;
	return n;
}

/* Make the table as large as the limit of bindings wants it. */
static int ha6_resize(struct dsmipd_ha6 *ha, uint32_t max_bindings)
{
	struct dsmipd_ha6_entry **old = ha->table;
	uint32_t n = ha6_buckets(max_bindings);
	struct dsmipd_ha6_entry **table;
	uint32_t n_old, i;

	n_old = old ? ha->mask + 1 : 0;
	if (n == n_old)
		return 0;
	table = calloc(n, sizeof(*table));
	if (!table)
		return -ENOMEM;
	ha->table = table;
	ha->mask = n - 1;
	for (i = 0; i < n_old; i++) {
		while (old[i]) {
			struct dsmipd_ha6_entry *entry = old[i];
			uint32_t h = ha6_hash(ha, &entry->hoa);

			old[i] = entry->next;
			entry->next = table[h];
			table[h] = entry;
		}
	}
	free(old);
	return 0;
}

/**
 * dsmipd_ha6_new() - make a home agent
 * @ha: where it goes
 * @config: settings, copied
 * @ops: the rest of the program, copied
 * @pools: pools of IPv4 addresses and prefixes; they outlive it
 *
 * Return: 0, or a negative errno.
 */
int dsmipd_ha6_new(struct dsmipd_ha6 **ha,
		   const struct dsmipd_ha6_config *config,
		   const struct dsmipd_ha6_ops *ops,
		   struct dsmipd_pools *pools)
{
	struct dsmipd_ha6 *new = calloc(1, sizeof(*new));
	int ret = -ENOMEM;

	if (!new)
		return -ENOMEM;
	new->config = *config;
	new->ops = *ops;
	new->pools = pools;
	new->errors.rate = HA6_ERROR_RATE;
	new->discovery.rate = HA6_DISCOVERY_RATE;
	if (getrandom(&new->seed, sizeof(new->seed), 0) != sizeof(new->seed))
		goto err_free;
	new->scratch = calloc(1, sizeof(*new->scratch));
	if (!new->scratch)
		goto err_free;
	ret = ha6_resize(new, config->max_bindings);
	if (ret)
		goto err_free;
	*ha = new;
	return 0;

err_free:
	free(new->scratch);
	free(new);
	return ret;
}

static void ha6_entry_free(struct dsmipd_ha6_entry *entry)
{
	free(entry->binding);
	free(entry->open);
	free(entry->waiting);
	free(entry);
}

/**
 * dsmipd_ha6_free() - end a home agent
 * @ha: home agent, or NULL
 */
void dsmipd_ha6_free(struct dsmipd_ha6 *ha)
{
	struct dsmipd_ha6_entry *entry;
	uint32_t i;

	if (!ha)
		return;
	for (i = 0; i <= ha->mask; i++) {
		while ((entry = ha->table[i])) {
			ha->table[i] = entry->next;
			ha6_entry_free(entry);
		}
	}
	free(ha->table);
	dsmipd_timers_free(&ha->timers);
	free(ha->scratch);
	free(ha);
}

/**
 * dsmipd_ha6_reconfigure() - take over other settings
 * @ha: home agent
 * @config: all settings, copied
 *
 * Registrations stay as they were granted, beyond a lower limit too; their
 * next update is judged by the new settings.
 *
 * Return: 0, or a negative errno; then nothing has changed.
 */
int dsmipd_ha6_reconfigure(struct dsmipd_ha6 *ha,
			   const struct dsmipd_ha6_config *config)
{
	int ret = ha6_resize(ha, config->max_bindings);

	if (!ret)
		ha->config = *config;
	return ret;
}

/**
 * dsmipd_ha6_lookup() - find the entry of a home address
 * @ha: home agent
 * @hoa: home address
 *
 * Return: the entry, or NULL.
 */
struct dsmipd_ha6_entry *dsmipd_ha6_lookup(const struct dsmipd_ha6 *ha,
					   const struct in6_addr *hoa)
{
	struct dsmipd_ha6_entry *entry = ha->table[ha6_hash(ha, hoa)];

	while (entry && !IN6_ARE_ADDR_EQUAL(&entry->hoa, hoa))
		entry = entry->next;
	return entry;
}

/**
 * dsmipd_ha6_insert() - make an entry
 * @ha: home agent
 * @hoa: home address; it has no entry
 *
 * What happens to the entry later needs no memory for the timer.
 *
 * Return: the entry, or NULL without memory.
 */
struct dsmipd_ha6_entry *dsmipd_ha6_insert(struct dsmipd_ha6 *ha,
					   const struct in6_addr *hoa)
{
	uint32_t h = ha6_hash(ha, hoa);
	struct dsmipd_ha6_entry *entry;

	if (dsmipd_timers_reserve(&ha->timers, ha->n_entries + 1))
		return NULL;
	entry = calloc(1, sizeof(*entry));
	if (!entry)
		return NULL;
	entry->hoa = *hoa;
	entry->timer.slot = DSMIPD_TIMER_IDLE;
	entry->next = ha->table[h];
	ha->table[h] = entry;
	ha->n_entries++;
	return entry;
}

/**
 * dsmipd_ha6_forget() - remove an entry and all it has
 * @ha: home agent
 * @entry: the entry
 */
void dsmipd_ha6_forget(struct dsmipd_ha6 *ha, struct dsmipd_ha6_entry *entry)
{
	struct dsmipd_ha6_entry **link = &ha->table[ha6_hash(ha, &entry->hoa)];

	while (*link != entry)
		link = &(*link)->next;
	*link = entry->next;
	ha->n_entries--;
	dsmipd_timers_clear(&ha->timers, &entry->timer);
	ha6_entry_free(entry);
}

/**
 * dsmipd_ha6_bound() - whether a node is registered
 * @entry: its entry, or NULL
 *
 * Return: whether it is; a deregistered one that is kept for its sequence
 * number is not.
 */
bool dsmipd_ha6_bound(const struct dsmipd_ha6_entry *entry)
{
	return entry && entry->binding && entry->binding->lifetime;
}

/**
 * dsmipd_ha6_sequence() - last sequence number of a node
 * @entry: its entry
 *
 * Return: the one accepted last; while duplicate address detection goes on,
 * that of the binding update that waits.
 */
uint16_t dsmipd_ha6_sequence(const struct dsmipd_ha6_entry *entry)
{
	return entry->waiting ? entry->waiting->mh.sequence :
	       entry->binding->sequence;
}

/**
 * dsmipd_ha6_find() - find a registration
 * @ha: home agent
 * @hoa: IPv6 home address
 *
 * Return: the registration, valid until the next call of any function of this
 * home agent, or NULL.
 */
const struct dsmipd_record *dsmipd_ha6_find(const struct dsmipd_ha6 *ha,
					    const struct in6_addr *hoa)
{
	struct dsmipd_ha6_entry *entry = dsmipd_ha6_lookup(ha, hoa);

	if (!dsmipd_ha6_bound(entry))
		return NULL;
	dsmipd_ha6_binding_record(entry, ha->scratch);
	return ha->scratch;
}

/**
 * dsmipd_ha6_each() - go through all registrations
 * @ha: home agent
 * @cb: called for each; another value than 0 ends it.  It may change nothing
 * @arg: handed to it
 *
 * Return: what @cb has returned last, or 0.
 */
int dsmipd_ha6_each(const struct dsmipd_ha6 *ha, dsmipd_ha6_cb cb, void *arg)
{
	struct dsmipd_ha6_entry *entry;
	struct dsmipd_record record;
	int ret = 0;
	uint32_t i;

	for (i = 0; i <= ha->mask; i++) {
		for (entry = ha->table[i]; entry; entry = entry->next) {
			if (!dsmipd_ha6_bound(entry))
				continue;
			dsmipd_ha6_binding_record(entry, &record);
			ret = cb(&record, arg);
			if (ret)
				return ret;
		}
	}
	return 0;
}

/**
 * dsmipd_ha6_stats() - read the counters
 * @ha: home agent
 * @stats: where they go
 */
void dsmipd_ha6_stats(const struct dsmipd_ha6 *ha,
		      struct dsmipd_ha6_stats *stats)
{
	*stats = ha->stats;
}
