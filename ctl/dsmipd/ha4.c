// SPDX-License-Identifier: GPL-2.0
/* The home agent: its life, and its entries by subscriber and home address. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "ha4_priv.h"

#define HA4_MIN_BUCKETS		256
#define HA4_MAX_BUCKETS		(1u << 21)

/* Addresses differ in few bits; the seed keeps their buckets secret. */
static uint32_t ha4_hash(const struct dsmipd_ha4 *ha, uint64_t key)
{
	key = (key ^ ha->seed) * 0x9e3779b97f4a7c15u;
	key = (key ^ (key >> 32) ^ ha->seed) * 0xd6e8feb86659fd93u;
	return (uint32_t)(key >> 32) & ha->mask;
}

/* Who has got but a nonce has no home address yet. */
static struct in_addr ha4_entry_hoa(const struct dsmipd_ha4_entry *entry)
{
	return entry->binding ? entry->binding->home[0].addr.v4 :
	       (struct in_addr){ INADDR_ANY };
}

static uint32_t ha4_buckets(uint32_t max_bindings)
{
	uint32_t n = HA4_MIN_BUCKETS;

	while (n < max_bindings && n < HA4_MAX_BUCKETS)
		n *= 2;
	return n;
}

/* Enter again what was in the smaller table. */
static void ha4_rehash(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry **old,
		       uint32_t n_old)
{
	struct dsmipd_ha4_entry *entry;
	uint32_t i, h;

	for (i = 0; i < n_old; i++) {
		while ((entry = old[i])) {
			old[i] = entry->next;
			h = ha4_hash(ha, entry->subscriber);
			entry->next = ha->table[h];
			ha->table[h] = entry;
			dsmipd_ha4_index(ha, entry);
		}
	}
}

/* Make the tables as large as the limit of bindings wants them. */
static int ha4_resize(struct dsmipd_ha4 *ha, uint32_t max_bindings)
{
	uint32_t n_old = ha->table ? ha->mask + 1 : 0;
	struct dsmipd_ha4_entry **old = ha->table;
	struct dsmipd_ha4_entry **table, **by_hoa;
	uint32_t n = ha4_buckets(max_bindings);

	if (n == n_old)
		return 0;
	table = calloc(n, sizeof(*table));
	by_hoa = calloc(n, sizeof(*by_hoa));
	if (!table || !by_hoa) {
		free(table);
		free(by_hoa);
		return -ENOMEM;
	}
	free(ha->by_hoa);
	ha->table = table;
	ha->by_hoa = by_hoa;
	ha->mask = n - 1;
	ha4_rehash(ha, old, n_old);
	free(old);
	return 0;
}

/**
 * dsmipd_ha4_new() - make a home agent
 * @ha: where it goes
 * @config: settings, copied
 * @ops: the rest of the program, copied
 * @pools: pools of addresses and prefixes; they outlive it
 *
 * Return: 0, or a negative errno.
 */
int dsmipd_ha4_new(struct dsmipd_ha4 **ha,
		   const struct dsmipd_ha4_config *config,
		   const struct dsmipd_ha4_ops *ops,
		   struct dsmipd_pools *pools)
{
	struct dsmipd_ha4 *new = calloc(1, sizeof(*new));
	int ret = -ENOMEM;

	if (!new)
		return -ENOMEM;
	new->config = *config;
	new->ops = *ops;
	new->pools = pools;
	if (getrandom(&new->seed, sizeof(new->seed), 0) != sizeof(new->seed))
		goto err_free;
	new->scratch = calloc(1, sizeof(*new->scratch));
	if (!new->scratch)
		goto err_free;
	ret = dsmipd_bucket_table_new(&new->sources);
	if (ret)
		goto err_free;
	ret = ha4_resize(new, config->max_bindings);
	if (ret)
		goto err_free;
	*ha = new;
	return 0;

err_free:
	dsmipd_bucket_table_free(new->sources);
	free(new->scratch);
	free(new);
	return ret;
}

static void ha4_entry_free(struct dsmipd_ha4_entry *entry)
{
	dsmipd_ha4_revoke_free(&entry->revoking);
	dsmipd_ha4_revoke_free(&entry->to_revoke);
	free(entry->binding);
	free(entry->open);
	free(entry->waiting);
	free(entry);
}

/**
 * dsmipd_ha4_free() - end a home agent
 * @ha: home agent, or NULL
 */
void dsmipd_ha4_free(struct dsmipd_ha4 *ha)
{
	struct dsmipd_ha4_entry *entry;
	uint32_t i;

	if (!ha)
		return;
	for (i = 0; i <= ha->mask; i++) {
		while ((entry = ha->table[i])) {
			ha->table[i] = entry->next;
			ha4_entry_free(entry);
		}
	}
	dsmipd_timers_free(&ha->timers);
	dsmipd_bucket_table_free(ha->sources);
	free(ha->table);
	free(ha->by_hoa);
	free(ha->scratch);
	explicit_bzero(&ha->config, sizeof(ha->config));
	free(ha);
}

/**
 * dsmipd_ha4_reconfigure() - take over other settings
 * @ha: home agent
 * @config: all settings, copied
 *
 * Registrations stay as they were granted, beyond a lower limit too; their
 * next request is judged by the new settings.
 *
 * Return: 0, or a negative errno; then nothing has changed.
 */
int dsmipd_ha4_reconfigure(struct dsmipd_ha4 *ha,
			   const struct dsmipd_ha4_config *config)
{
	int ret = ha4_resize(ha, config->max_bindings);

	if (!ret)
		ha->config = *config;
	return ret;
}

/**
 * dsmipd_ha4_lookup() - find the entry of a subscriber
 * @ha: home agent
 * @subscriber: number of his row
 *
 * Return: the entry, or NULL.
 */
struct dsmipd_ha4_entry *dsmipd_ha4_lookup(const struct dsmipd_ha4 *ha,
					   int64_t subscriber)
{
	struct dsmipd_ha4_entry *entry = ha->table[ha4_hash(ha, subscriber)];

	while (entry && entry->subscriber != subscriber)
		entry = entry->next;
	return entry;
}

/**
 * dsmipd_ha4_lookup_home() - find the entry of a home address
 * @ha: home agent
 * @hoa: IPv4 home address
 *
 * Return: the entry that is registered; else one that was, or NULL.
 */
struct dsmipd_ha4_entry *dsmipd_ha4_lookup_home(const struct dsmipd_ha4 *ha,
						struct in_addr hoa)
{
	struct dsmipd_ha4_entry *entry = ha->by_hoa[ha4_hash(ha, hoa.s_addr)];
	struct dsmipd_ha4_entry *was = NULL;

	for (; entry; entry = entry->next_hoa) {
		if (ha4_entry_hoa(entry).s_addr != hoa.s_addr)
			continue;
		if (dsmipd_ha4_bound(entry))
			return entry;
		was = entry;
	}
	return was;
}

/**
 * dsmipd_ha4_insert() - make an entry
 * @ha: home agent
 * @subscriber: number of his row; he has no entry
 *
 * What happens to the entry later needs no memory for the timer.
 *
 * Return: the entry, or NULL without memory.
 */
struct dsmipd_ha4_entry *dsmipd_ha4_insert(struct dsmipd_ha4 *ha,
					   int64_t subscriber)
{
	uint32_t h = ha4_hash(ha, subscriber);
	struct dsmipd_ha4_entry *entry;

	if (dsmipd_timers_reserve(&ha->timers, ha->n_entries + 1))
		return NULL;
	entry = calloc(1, sizeof(*entry));
	if (!entry)
		return NULL;
	entry->subscriber = subscriber;
	entry->timer.slot = DSMIPD_TIMER_IDLE;
	entry->next = ha->table[h];
	ha->table[h] = entry;
	ha->n_entries++;
	return entry;
}

/**
 * dsmipd_ha4_index() - let an entry be found by its home address
 * @ha: home agent
 * @entry: the entry; it may have none
 */
void dsmipd_ha4_index(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry)
{
	struct in_addr hoa = ha4_entry_hoa(entry);
	uint32_t h = ha4_hash(ha, hoa.s_addr);

	entry->next_hoa = NULL;
	if (hoa.s_addr == INADDR_ANY)
		return;
	entry->next_hoa = ha->by_hoa[h];
	ha->by_hoa[h] = entry;
}

/**
 * dsmipd_ha4_unindex() - let an entry be found by its home address no more
 * @ha: home agent
 * @entry: the entry; it may have none
 */
void dsmipd_ha4_unindex(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry)
{
	struct in_addr hoa = ha4_entry_hoa(entry);
	struct dsmipd_ha4_entry **link;

	if (hoa.s_addr == INADDR_ANY)
		return;
	link = &ha->by_hoa[ha4_hash(ha, hoa.s_addr)];
	while (*link != entry)
		link = &(*link)->next_hoa;
	*link = entry->next_hoa;
	entry->next_hoa = NULL;
}

/**
 * dsmipd_ha4_forget() - remove an entry and all it has
 * @ha: home agent
 * @entry: the entry
 */
void dsmipd_ha4_forget(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry)
{
	struct dsmipd_ha4_entry **link;

	dsmipd_ha4_unindex(ha, entry);
	link = &ha->table[ha4_hash(ha, entry->subscriber)];
	while (*link != entry)
		link = &(*link)->next;
	*link = entry->next;
	ha->n_entries--;
	dsmipd_timers_clear(&ha->timers, &entry->timer);
	ha4_entry_free(entry);
}

/**
 * dsmipd_ha4_bound() - whether a node is registered
 * @entry: its entry, or NULL
 *
 * Return: whether it is; a deregistered one that is kept for its
 * identification is not.
 */
bool dsmipd_ha4_bound(const struct dsmipd_ha4_entry *entry)
{
	return entry && entry->binding && entry->binding->lifetime;
}

static const struct dsmipd_record *
ha4_find_record(const struct dsmipd_ha4 *ha,
		const struct dsmipd_ha4_entry *entry)
{
	if (!dsmipd_ha4_bound(entry))
		return NULL;
	dsmipd_ha4_binding_record(entry, ha->scratch);
	return ha->scratch;
}

/**
 * dsmipd_ha4_find() - find the registration of a subscriber
 * @ha: home agent
 * @subscriber: number of his row
 *
 * Return: the registration, valid until the next call of any function of this
 * home agent, or NULL.
 */
const struct dsmipd_record *dsmipd_ha4_find(const struct dsmipd_ha4 *ha,
					    int64_t subscriber)
{
	return ha4_find_record(ha, dsmipd_ha4_lookup(ha, subscriber));
}

/**
 * dsmipd_ha4_find_home() - find the registration of a home address
 * @ha: home agent
 * @hoa: IPv4 home address
 *
 * Return: the registration, valid until the next call of any function of this
 * home agent, or NULL.
 */
const struct dsmipd_record *dsmipd_ha4_find_home(const struct dsmipd_ha4 *ha,
						 struct in_addr hoa)
{
	return ha4_find_record(ha, dsmipd_ha4_lookup_home(ha, hoa));
}

/**
 * dsmipd_ha4_each() - go through all registrations
 * @ha: home agent
 * @cb: called for each; another value than 0 ends it.  It may change nothing
 * @arg: handed to it
 *
 * Return: what @cb has returned last, or 0.
 */
int dsmipd_ha4_each(const struct dsmipd_ha4 *ha, dsmipd_ha4_cb cb, void *arg)
{
	struct dsmipd_ha4_entry *entry;
	struct dsmipd_record record;
	int ret = 0;
	uint32_t i;

	for (i = 0; i <= ha->mask && !ret; i++) {
		for (entry = ha->by_hoa[i]; entry && !ret;
		     entry = entry->next_hoa) {
			if (!dsmipd_ha4_bound(entry))
				continue;
			dsmipd_ha4_binding_record(entry, &record);
			ret = cb(&record, arg);
		}
	}
	return ret;
}

/**
 * dsmipd_ha4_broadcast() - whether a node wants broadcasts
 * @ha: home agent
 *
 * Return: whether one that is registered does.
 */
bool dsmipd_ha4_broadcast(const struct dsmipd_ha4 *ha)
{
	return ha->stats.broadcast;
}

/**
 * dsmipd_ha4_stats() - read the counters
 * @ha: home agent
 * @stats: where they go
 */
void dsmipd_ha4_stats(const struct dsmipd_ha4 *ha,
		      struct dsmipd_ha4_stats *stats)
{
	*stats = ha->stats;
}
