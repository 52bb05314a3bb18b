// SPDX-License-Identifier: GPL-2.0
/* Leases of pools in the decisions of home agents. */

#include <stdio.h>

#include "lease.h"
#include "prefix.h"

/* The name that leases are stored by: there may be no subscriber any more. */
static const char *lease_pool(const struct dsmipd_pools *pools,
			      const struct dsmip_prefix *home)
{
	const struct dsmipd_pool_config *config;
	size_t i;

	for (i = 0; (config = dsmipd_pools_config(pools, i)); i++)
		if (dsmipd_prefix_contains(&config->range, &home->addr))
			return config->name;
	return NULL;
}

/**
 * dsmipd_lease_note() - append a lease to a list
 * @pools: the pools; without one that has it nothing happens
 * @home: what is leased
 * @list: the list
 * @n: its length
 * @max: room there; there is enough for all homes of a registration
 */
void dsmipd_lease_note(const struct dsmipd_pools *pools,
		       const struct dsmip_prefix *home,
		       struct dsmipd_lease_ref *list, size_t *n, size_t max)
{
	const char *pool = lease_pool(pools, home);

	if (!pool || *n == max)
		return;
	list[*n].kept = false;
	snprintf(list[*n].pool, sizeof(list[*n].pool), "%s", pool);
	list[(*n)++].prefix = *home;
}

/**
 * dsmipd_lease_note_owned() - append a home to a list if it is a lease
 * @pools: the pools
 * @home: home of a registration
 * @subscriber: whose it has to be
 * @list: the list
 * @n: its length
 * @max: room there; there is enough for all homes of a registration
 */
void dsmipd_lease_note_owned(const struct dsmipd_pools *pools,
			     const struct dsmip_prefix *home,
			     int64_t subscriber,
			     struct dsmipd_lease_ref *list, size_t *n,
			     size_t max)
{
	if (dsmipd_pools_owned(pools, home, subscriber))
		dsmipd_lease_note(pools, home, list, n, max);
}

/**
 * dsmipd_lease_apply() - the leases of a decision come into force
 * @pools: the pools
 * @subscriber: whose they are
 * @leases: in use now
 * @n_leases: how many
 * @expires: until when, seconds of the real time clock
 * @released: given up
 * @n_released: how many
 * @now: seconds of the real time clock
 */
void dsmipd_lease_apply(struct dsmipd_pools *pools, int64_t subscriber,
			const struct dsmipd_lease_ref *leases, size_t n_leases,
			int64_t expires,
			const struct dsmipd_lease_ref *released,
			size_t n_released, int64_t now)
{
	size_t i;

	for (i = 0; i < n_leases; i++)
		dsmipd_pools_extend(pools, &leases[i].prefix, subscriber,
				    expires);
	for (i = 0; i < n_released; i++)
		dsmipd_pools_give_back(pools, &released[i].prefix, subscriber,
				       now);
}

/**
 * dsmipd_lease_end() - when the leases of a registration end
 * @expires: when it ends itself, seconds of the real time clock
 * @lifetime: its lifetime in seconds
 * @lease: seconds that a lease lasts; 0: as long as the registration
 *
 * Return: the end of its leases, seconds of the real time clock.
 */
int64_t dsmipd_lease_end(int64_t expires, uint32_t lifetime, uint32_t lease)
{
	return expires - lifetime + (lease ?: lifetime);
}
