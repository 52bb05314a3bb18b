/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_STATS_H
#define _DSMIP_STATS_H

#include <linux/percpu.h>
#include <linux/u64_stats_sync.h>
#include <uapi/linux/dsmip.h>

struct dsmip_binding;
struct dsmip_dev;
struct dsmip_outer;
struct sk_buff;

/* Causes that can be laid to one binding, see dsmip_stats_slot(). */
#define DSMIP_STATS_SLOTS	12

/**
 * struct dsmip_stats_drops - drops of a device on one CPU
 * @count: by cause, DSMIP_DROP_*
 * @syncp: for readers on 32-bit machines
 */
struct dsmip_stats_drops {
	u64_stats_t		count[DSMIP_DROP_MAX + 1];
	struct u64_stats_sync	syncp;
};

int dsmip_stats_init(struct dsmip_dev *dsmip);
void dsmip_stats_uninit(struct dsmip_dev *dsmip);
u64 dsmip_stats_read(const struct dsmip_dev *dsmip, int cause);
int dsmip_stats_slot(int cause);

void dsmip_stats_drop(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		      struct sk_buff *skb, int cause);

#endif /* _DSMIP_STATS_H */
