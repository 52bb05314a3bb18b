/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_MCAST_H
#define _DSMIP_MCAST_H

#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "addr.h"

struct dsmip_binding;
struct dsmip_dev;
struct sk_buff;

/* RFC 3810, section 9.4, RFC 3376, section 8.4: the default robustness and
 * intervals make this the time for which a report is good.
 */
#define DSMIP_MCAST_TIME_MS	260000

/* Groups of one binding, members of one group (so many copies are made of a
 * packet at once), and memberships of one device.
 */
#define DSMIP_MCAST_GROUPS	32
#define DSMIP_MCAST_MEMBERS	1024
#define DSMIP_MCAST_COUNT	262144

/**
 * struct dsmip_mcast_key - a group
 * @addr: its address
 * @family: AF_INET or AF_INET6
 */
struct dsmip_mcast_key {
	union dsmip_addr	addr;
	u32			family;
};

/**
 * struct dsmip_mcast_group - a group with members
 * @node: in the hash of groups
 * @key: which group
 * @members: list of struct dsmip_mcast_member, read under RCU
 * @count: how many
 * @rcu: for the release
 */
struct dsmip_mcast_group {
	struct rhash_head	node;
	struct dsmip_mcast_key	key;
	struct hlist_head	members;
	unsigned int		count;
	struct rcu_head		rcu;
};

/**
 * struct dsmip_mcast_member - a binding in a group
 * @in_group: in the list of the group, read under RCU
 * @in_binding: in the list of the binding
 * @age: in the list of all of the device
 * @group: the group
 * @binding: the binding
 * @expires: when it ends if it is not reported anew, in jiffies
 * @rcu: for the release
 */
struct dsmip_mcast_member {
	struct hlist_node		in_group;
	struct hlist_node		in_binding;
	struct list_head		age;
	struct dsmip_mcast_group	*group;
	struct dsmip_binding		*binding;
	unsigned long			expires;
	struct rcu_head			rcu;
};

/**
 * struct dsmip_mcast - the memberships of one device
 * @lock: held by every writer of what follows, and of the lists of groups that
 *	  bindings have; taken in softirq
 * @groups: the groups with members
 * @ages: all memberships, the one that was reported least recently first
 * @count: how many
 * @time: how long a report is good, in milliseconds; without the lock
 * @work: ends what has not been reported anew
 */
struct dsmip_mcast {
	spinlock_t		lock;	/* the rest, see above */
	struct rhashtable	groups;
	struct list_head	ages;
	unsigned int		count;
	u32			time;
	struct delayed_work	work;
};

int dsmip_mcast_init(struct dsmip_mcast *mcast);
void dsmip_mcast_stop(struct dsmip_mcast *mcast);
void dsmip_mcast_destroy(struct dsmip_mcast *mcast);

bool dsmip_mcast_scope(u8 family, const void *addr, u32 flags);
int dsmip_mcast_join(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		     const struct dsmip_mcast_key *key);
void dsmip_mcast_leave(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		       const struct dsmip_mcast_key *key);
void dsmip_mcast_open(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		      bool open);
struct dsmip_mcast_group *dsmip_mcast_find(struct dsmip_mcast *mcast,
					   const struct dsmip_mcast_key *key);
int dsmip_mcast_put(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		    struct sk_buff *msg);

#endif /* _DSMIP_MCAST_H */
