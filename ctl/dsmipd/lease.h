/* SPDX-License-Identifier: GPL-2.0 */
/* Leases of pools in the decisions of home agents. */
#ifndef DSMIPD_LEASE_H
#define DSMIPD_LEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pool.h"

/**
 * struct dsmipd_lease_ref - a lease as it is stored
 * @pool: name of the pool
 * @prefix: what is leased
 * @kept: the registration before has it too, so that the store says so
 */
struct dsmipd_lease_ref {
	char pool[DSMIPD_POOL_NAME_MAX + 1];
	struct dsmip_prefix prefix;
	bool kept;
};

void dsmipd_lease_note(const struct dsmipd_pools *pools,
		       const struct dsmip_prefix *home,
		       struct dsmipd_lease_ref *list, size_t *n, size_t max);
void dsmipd_lease_note_owned(const struct dsmipd_pools *pools,
			     const struct dsmip_prefix *home,
			     int64_t subscriber,
			     struct dsmipd_lease_ref *list, size_t *n,
			     size_t max);
void dsmipd_lease_apply(struct dsmipd_pools *pools, int64_t subscriber,
			const struct dsmipd_lease_ref *leases, size_t n_leases,
			int64_t expires,
			const struct dsmipd_lease_ref *released,
			size_t n_released, int64_t now);
int64_t dsmipd_lease_end(int64_t expires, uint32_t lifetime, uint32_t lease);

#endif /* DSMIPD_LEASE_H */
