/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_HOME_H
#define _DSMIP_HOME_H

#include <linux/list.h>

struct dsmip_binding;
struct dsmip_binding_config;
struct dsmip_dev;

int dsmip_home_make(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		    const struct dsmip_binding_config *config,
		    struct hlist_head *homes);
int dsmip_home_insert(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		      struct hlist_head *homes);
void dsmip_home_drop(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		     const struct dsmip_binding_config *config);
void dsmip_home_free(struct hlist_head *homes);

#endif /* _DSMIP_HOME_H */
