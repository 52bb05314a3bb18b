// SPDX-License-Identifier: GPL-2.0
/* Calendar queue: any number of lifetimes, one delayed work a device.
 *
 * A timer for each of a million bindings would be a million softirq callbacks
 * and as many that have to be stopped one by one. Here a lifetime is a list
 * node in the slot of the second after it ends. The near calendar has a slot
 * for each second of the current 512, the far one a slot for each 512 seconds
 * that follow; when the near one has been used up, the next far slot is spread
 * over it. A binding moves at most once.
 *
 * Nothing depends on the work being in time: readers compare the lifetime
 * themselves. The work takes the mutex for a bounded number of bindings at a
 * time, and never RTNL, so that it can be cancelled under it.
 */

#include <linux/jiffies.h>
#include <linux/sched.h>

#include "binding.h"
#include "device.h"
#include "expiry.h"

/* Bindings handled before others may have the CPU and the mutex. */
#define DSMIP_EXPIRY_BATCH	1024

static struct workqueue_struct *dsmip_expiry_wq __read_mostly;

/**
 * dsmip_expiry_wq_init() - make the workqueue of all calendars
 *
 * Context: Process context, module init.
 * Return: 0 or -ENOMEM.
 */
int __init dsmip_expiry_wq_init(void)
{
	dsmip_expiry_wq = alloc_workqueue("dsmip", WQ_UNBOUND, 0);
	return dsmip_expiry_wq ? 0 : -ENOMEM;
}

/**
 * dsmip_expiry_wq_exit() - destroy the workqueue
 *
 * Context: Process context, with all devices gone.
 */
void dsmip_expiry_wq_exit(void)
{
	destroy_workqueue(dsmip_expiry_wq);
}

/* The first second that begins after @expires. */
static u32 dsmip_expiry_second(const struct dsmip_expiry *expiry,
			       unsigned long expires)
{
	long left = expires - expiry->tick;

	return left < 0 ? expiry->now : expiry->now + left / HZ + 1;
}

static struct hlist_head *dsmip_expiry_slot(struct dsmip_expiry *expiry,
					    u32 second)
{
	u32 turn = second / DSMIP_EXPIRY_NEAR;

	if (turn == expiry->now / DSMIP_EXPIRY_NEAR)
		return &expiry->near[second % DSMIP_EXPIRY_NEAR];
	return &expiry->far[turn % DSMIP_EXPIRY_FAR];
}

static void dsmip_expiry_insert(struct dsmip_expiry *expiry,
				struct dsmip_binding *binding)
{
	u32 second = dsmip_expiry_second(expiry, binding->expires);

	hlist_add_head(&binding->calendar, dsmip_expiry_slot(expiry, second));
}

static void dsmip_expiry_arm(struct dsmip_expiry *expiry)
{
	queue_delayed_work(dsmip_expiry_wq, &expiry->work, HZ);
}

/* A calendar that was empty has nothing to catch up with. */
static void dsmip_expiry_start(struct dsmip_expiry *expiry)
{
	expiry->tick = jiffies;
	dsmip_expiry_arm(expiry);
}

/**
 * dsmip_expiry_add() - enter a binding with a lifetime into the calendar
 * @expiry: the calendar
 * @binding: with its end set, not in the calendar
 *
 * Context: Mutex of the device held.
 */
void dsmip_expiry_add(struct dsmip_expiry *expiry,
		      struct dsmip_binding *binding)
{
	if (!expiry->count++)
		dsmip_expiry_start(expiry);
	dsmip_expiry_insert(expiry, binding);
}

/**
 * dsmip_expiry_del() - take a binding out of the calendar
 * @expiry: the calendar
 * @binding: the binding; may be in no calendar
 *
 * Context: Mutex of the device held.
 */
void dsmip_expiry_del(struct dsmip_expiry *expiry,
		      struct dsmip_binding *binding)
{
	if (hlist_unhashed(&binding->calendar))
		return;
	hlist_del_init(&binding->calendar);
	expiry->count--;
}

/* Spreads the far slot of the current 512 seconds over the near calendar. */
static bool dsmip_expiry_spread(struct dsmip_expiry *expiry, int *budget)
{
	u32 turn = expiry->now / DSMIP_EXPIRY_NEAR;
	struct hlist_head *slot = &expiry->far[turn % DSMIP_EXPIRY_FAR];
	struct dsmip_binding *binding;

	while (!hlist_empty(slot)) {
		if (!(*budget)--)
			return false;
		binding = hlist_entry(slot->first, struct dsmip_binding,
				      calendar);
		hlist_del_init(&binding->calendar);
		dsmip_expiry_insert(expiry, binding);
	}
	return true;
}

static bool dsmip_expiry_empty(struct dsmip_dev *dsmip, int *budget,
			       struct dsmip_notify_batch *batch)
{
	struct dsmip_expiry *expiry = &dsmip->expiry;
	struct hlist_head *slot;
	struct dsmip_binding *binding;

	slot = &expiry->near[expiry->now % DSMIP_EXPIRY_NEAR];
	while (!hlist_empty(slot)) {
		if (!(*budget)--)
			return false;
		binding = hlist_entry(slot->first, struct dsmip_binding,
				      calendar);
		dsmip_notify_batch_add(batch, dsmip, binding,
				       DSMIP_CMD_BINDING_EXPIRED_NTF);
		dsmip_binding_del(dsmip, binding);
	}
	return true;
}

/* Returns false if there is more to do at once. */
static bool dsmip_expiry_run(struct dsmip_dev *dsmip,
			     struct dsmip_notify_batch *batch)
{
	struct dsmip_expiry *expiry = &dsmip->expiry;
	int budget = DSMIP_EXPIRY_BATCH;

	for (;;) {
		if (!dsmip_expiry_spread(expiry, &budget) ||
		    !dsmip_expiry_empty(dsmip, &budget, batch))
			return false;
		if (!expiry->count ||
		    time_before(jiffies, expiry->tick + HZ))
			return true;
		expiry->tick += HZ;
		expiry->now++;
	}
}

static void dsmip_expiry_work(struct work_struct *work)
{
	struct dsmip_expiry *expiry = container_of(to_delayed_work(work),
						   struct dsmip_expiry, work);
	struct dsmip_dev *dsmip = container_of(expiry, struct dsmip_dev,
					       expiry);
	struct dsmip_notify_batch batch;
	bool done;

	do {
		dsmip_notify_batch_init(&batch);
		mutex_lock(&dsmip->lock);
		done = dsmip_expiry_run(dsmip, &batch);
		if (done && expiry->count)
			dsmip_expiry_arm(expiry);
		dsmip_notify_batch_send(&batch, dsmip);
		mutex_unlock(&dsmip->lock);
		cond_resched();
	} while (!done);
}

/**
 * dsmip_expiry_init() - make an empty calendar
 * @expiry: the calendar, zeroed
 *
 * Context: Process context.
 */
void dsmip_expiry_init(struct dsmip_expiry *expiry)
{
	INIT_DELAYED_WORK(&expiry->work, dsmip_expiry_work);
}

/**
 * dsmip_expiry_uninit() - stop the work of an empty calendar
 * @expiry: the calendar; nobody enters a binding any more
 *
 * Context: Process context, mutex of the device not held, may sleep.
 */
void dsmip_expiry_uninit(struct dsmip_expiry *expiry)
{
	cancel_delayed_work_sync(&expiry->work);
}
