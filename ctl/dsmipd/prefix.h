/* SPDX-License-Identifier: GPL-2.0 */
/* Addresses and prefixes: what lies in what, and what can be sent to. */
#ifndef DSMIPD_PREFIX_H
#define DSMIPD_PREFIX_H

#include <stdbool.h>
#include <stddef.h>

#include <dsmip/libdsmip.h>

bool dsmipd_prefix_contains(const struct dsmip_prefix *prefix,
			    const struct dsmip_addr *addr);
bool dsmipd_prefix_equal(const struct dsmip_prefix *a,
			 const struct dsmip_prefix *b);
bool dsmipd_prefix_in(const struct dsmip_prefix *prefix,
		      const struct dsmip_prefix *list, size_t n);
bool dsmipd_prefix_unicast(const struct dsmip_addr *addr);
struct dsmip_addr dsmipd_prefix_link_local(struct in_addr addr);
bool dsmipd_prefix_add(const struct dsmip_prefix *prefix,
		       struct dsmip_prefix *list, uint8_t *n, size_t max);

#endif /* DSMIPD_PREFIX_H */
