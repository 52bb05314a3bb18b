/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_NOTIFY_H
#define _DSMIP_NOTIFY_H

#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct dsmip_binding;
struct dsmip_dev;
struct dsmip_outer;
struct sk_buff;

/**
 * struct dsmip_notify - rate limit of the packet events of a device
 * @lock: protects the rest, taken in softirq
 * @stamp: jiffies when the second of @sent began
 * @sent: events in this second
 * @told: how many of @suppressed events have told of
 * @suppressed: events held back in all, without the lock
 */
struct dsmip_notify {
	spinlock_t	lock;	/* the rest of the structure */
	unsigned long	stamp;
	unsigned int	sent;
	u64		told;
	atomic64_t	suppressed;
};

/**
 * struct dsmip_notify_batch - several binding events in one datagram
 * @skb: the datagram so far, or NULL
 */
struct dsmip_notify_batch {
	struct sk_buff	*skb;
};

static inline void dsmip_notify_batch_init(struct dsmip_notify_batch *batch)
{
	batch->skb = NULL;
}

void dsmip_notify_init(struct dsmip_notify *notify);
u64 dsmip_notify_suppressed(const struct dsmip_notify *notify);

void dsmip_notify_batch_add(struct dsmip_notify_batch *batch,
			    struct dsmip_dev *dsmip,
			    struct dsmip_binding *binding, u8 cmd);
void dsmip_notify_batch_send(struct dsmip_notify_batch *batch,
			     struct dsmip_dev *dsmip);
void dsmip_notify_binding(struct dsmip_dev *dsmip,
			  struct dsmip_binding *binding, u8 cmd);
void dsmip_notify_packet(struct dsmip_dev *dsmip, u32 id,
			 const struct sk_buff *skb, unsigned int off,
			 const struct dsmip_outer *outer, int cause);

#endif /* _DSMIP_NOTIFY_H */
