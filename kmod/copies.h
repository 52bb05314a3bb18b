/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_COPIES_H
#define _DSMIP_COPIES_H

#include <linux/jiffies.h>
#include <linux/types.h>
#include <uapi/linux/dsmip.h>

#include "path.h"

/* So many that one netlink message about a binding fits in one page, with as many
 * homes less for each.
 */
#define DSMIP_COPIES_MAX	7
#define DSMIP_COPIES_HOMES	4

/* What is said of each end point; other flags are those of the binding. */
#define DSMIP_COPIES_FLAGS	(DSMIP_BINDING_FLAG_CSUM |		\
				 DSMIP_BINDING_FLAG_ZERO_CSUM6 |	\
				 DSMIP_BINDING_FLAG_HOME_TUNNEL_MLD)

/**
 * struct dsmip_copy - one more care-of end point of a binding
 * @path: how to reach it, with all flags of the binding; no copies of its own
 * @expires: end of the lifetime in jiffies of 64 bits, if there is a @lifetime:
 *	     nobody takes the end point away before the binding is exchanged
 * @lifetime: granted lifetime in milliseconds, 0 is that of the binding
 */
struct dsmip_copy {
	struct dsmip_path	path;
	u64			expires;
	u32			lifetime;
};

/**
 * struct dsmip_copies - the care-of end points that a binding has beside its path
 * @n: how many
 * @copy: the end points
 *
 * RFC 5944, section 3.4 (simultaneous bindings). They belong to the path, and are
 * exchanged and released with it.
 */
struct dsmip_copies {
	unsigned int		n;
	struct dsmip_copy	copy[];
};

/* One whose lifetime is over counts as absent. */
static inline bool dsmip_copy_alive(const struct dsmip_copy *copy)
{
	return !copy->lifetime ||
	       time_before64(get_jiffies_64(), copy->expires);
}

/**
 * dsmip_copies_next() - which end point comes next?
 * @copies: the copies
 * @copy: one of them, or NULL to begin with the first
 *
 * Context: RCU read side, or mutex of the device held.
 * Return: the next one that is alive, or NULL.
 */
static inline struct dsmip_copy *
dsmip_copies_next(struct dsmip_copies *copies, struct dsmip_copy *copy)
{
	copy = copy ? copy + 1 : copies->copy;
	while (copy < copies->copy + copies->n && !dsmip_copy_alive(copy))
		copy++;
	return copy < copies->copy + copies->n ? copy : NULL;
}

struct dsmip_copies *dsmip_copies_alloc(unsigned int n);
void dsmip_copies_free(struct dsmip_copies *copies);
void dsmip_copies_flush_routes(struct dsmip_copies *copies);
const struct dsmip_path *dsmip_copies_find(const struct dsmip_path *path,
					   const struct dsmip_outer *outer);
bool dsmip_copies_check_home(const struct dsmip_path *path,
			     const struct dsmip_outer *outer);
struct dsmip_path *dsmip_copies_quoted(struct dsmip_path *path,
				       const struct dsmip_outer *outer);
bool dsmip_copies_local(const struct dsmip_copies *copies, u8 family,
			const void *addr);
bool dsmip_copies_coa(struct dsmip_copies *copies, u8 family,
		      const union dsmip_addr *addr);

#endif /* _DSMIP_COPIES_H */
