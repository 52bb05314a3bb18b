/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_REPLICATE_H
#define _DSMIP_REPLICATE_H

#include <linux/skbuff.h>
#include <linux/workqueue.h>

struct dsmip_binding;
struct dsmip_dev;

/**
 * struct dsmip_replicate - packets to all bindings of a kind
 * @queue: messages of the link, which go first
 * @broadcasts: broadcasts of IPv4
 * @work: sends them
 */
struct dsmip_replicate {
	struct sk_buff_head	queue;
	struct sk_buff_head	broadcasts;
	struct work_struct	work;
};

void dsmip_replicate_init(struct dsmip_replicate *replicate);
void dsmip_replicate_stop(struct dsmip_replicate *replicate);
bool dsmip_replicate_is_broadcast(const struct sk_buff *skb);
int dsmip_replicate(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    void (*send)(struct dsmip_dev *dsmip, struct sk_buff *skb,
				 struct dsmip_binding *binding));

#endif /* _DSMIP_REPLICATE_H */
