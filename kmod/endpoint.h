/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ENDPOINT_H
#define _DSMIP_ENDPOINT_H

#include <linux/list.h>
#include <linux/xarray.h>
#include <uapi/linux/dsmip.h>

struct dsmip_binding;
struct dsmip_binding_config;
struct dsmip_dev;
struct dsmip_outer;
struct dsmip_path;
struct dsmip_prefix;
struct netlink_ext_ack;

/* What a packet may be found by its outer header for. */
#define DSMIP_ENDPOINT_FLAGS	(DSMIP_BINDING_FLAG_MULTICAST |	\
				 DSMIP_BINDING_FLAG_ACCESS |	\
				 DSMIP_BINDING_FLAG_AGENT)

/* Who has a mark, to be found among all. */
#define DSMIP_ENDPOINT_MARKED	(DSMIP_ENDPOINT_FLAGS |	\
				 DSMIP_BINDING_FLAG_BROADCAST)

/**
 * struct dsmip_endpoint - what only bindings with one of these flags have
 * @prefix: the care-of end point in the table of prefixes, or NULL; writers
 *	    only
 * @groups: list of struct dsmip_mcast_member; under the lock of struct
 *	    dsmip_mcast, as are the following
 * @ngroups: how many
 * @open: may join groups
 */
struct dsmip_endpoint {
	struct dsmip_prefix	*prefix;
	struct hlist_head	groups;
	u8			ngroups;
	bool			open;
};

/* Where all bindings with a flag are looked for; the XArray uses the first of three
 * marks, and there may be others among those with the last.
 */
static inline xa_mark_t dsmip_endpoint_mark(u32 flag)
{
	return flag == DSMIP_BINDING_FLAG_MULTICAST ? XA_MARK_1 : XA_MARK_2;
}

int dsmip_endpoint_check(struct dsmip_dev *dsmip,
			 const struct dsmip_binding *binding,
			 const struct dsmip_binding_config *config,
			 struct netlink_ext_ack *extack);
int dsmip_endpoint_insert(struct dsmip_dev *dsmip,
			  struct dsmip_binding *binding,
			  const struct dsmip_path *path,
			  struct dsmip_prefix **prefixp);
void dsmip_endpoint_cancel(struct dsmip_dev *dsmip,
			   struct dsmip_prefix *prefix);
void dsmip_endpoint_set(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
			struct dsmip_prefix *prefix);
void dsmip_endpoint_remove(struct dsmip_dev *dsmip,
			   struct dsmip_binding *binding);
void dsmip_endpoint_free(struct dsmip_binding *binding);
struct dsmip_binding *dsmip_endpoint_lookup(struct dsmip_dev *dsmip,
					    const struct dsmip_outer *outer);

#endif /* _DSMIP_ENDPOINT_H */
