/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_EXPIRY_H
#define _DSMIP_EXPIRY_H

#include <linux/list.h>
#include <linux/workqueue.h>

struct dsmip_binding;

/* Powers of two. The far calendar is twice as long as the longest lifetime, so
 * that no binding is ever entered into the slot that is being spread.
 */
#define DSMIP_EXPIRY_NEAR	512
#define DSMIP_EXPIRY_FAR	1024

/* RFC 6275, section 6.1.7: 16 bits in units of 4 seconds. */
#define DSMIP_EXPIRY_MAX_MS	(65535 * 4 * MSEC_PER_SEC)

/**
 * struct dsmip_expiry - calendar of the lifetimes of one device
 * @near: one slot a second, for the rest of the current 512 seconds
 * @far: one slot for each 512 seconds after these
 * @now: the second up to which the calendar has been emptied
 * @tick: jiffies at the beginning of @now
 * @count: bindings in it
 * @work: empties the slots that are due
 *
 * All under the mutex of the device.
 */
struct dsmip_expiry {
	struct hlist_head	near[DSMIP_EXPIRY_NEAR];
	struct hlist_head	far[DSMIP_EXPIRY_FAR];
	u32			now;
	unsigned long		tick;
	unsigned int		count;
	struct delayed_work	work;
};

int dsmip_expiry_wq_init(void);
void dsmip_expiry_wq_exit(void);

void dsmip_expiry_init(struct dsmip_expiry *expiry);
void dsmip_expiry_uninit(struct dsmip_expiry *expiry);
void dsmip_expiry_add(struct dsmip_expiry *expiry,
		      struct dsmip_binding *binding);
void dsmip_expiry_del(struct dsmip_expiry *expiry,
		      struct dsmip_binding *binding);

#endif /* _DSMIP_EXPIRY_H */
