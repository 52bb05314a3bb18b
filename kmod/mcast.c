// SPDX-License-Identifier: GPL-2.0
/* Who has joined which group.
 *
 * A group has a list of the bindings that have joined it, one object each; the
 * same object is in the list of the groups of its binding, and in the list of
 * all of the device. As a report is good for the same time whoever sends it,
 * that list is in the order in which they end, and one work for the device does
 * where a timer for each would have to be stopped and started with every
 * report.
 *
 * Reports come in softirq, bindings end under the mutex of the device: hence a
 * lock of its own, the innermost. Readers are under RCU, and compare the time
 * themselves. A binding leaves all its groups when it ends, before its grace
 * period, and joins none afterwards.
 */

#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <net/netlink.h>

#include "binding.h"
#include "device.h"
#include "endpoint.h"
#include "mcast.h"

/* Memberships ended before others may have the lock. */
#define DSMIP_MCAST_BATCH	256

static const struct rhashtable_params dsmip_mcast_params = {
	.head_offset		= offsetof(struct dsmip_mcast_group, node),
	.key_offset		= offsetof(struct dsmip_mcast_group, key),
	.key_len		= sizeof_field(struct dsmip_mcast_group, key),
	.automatic_shrinking	= true,
};

static bool dsmip_mcast_scope4(__be32 addr, u32 flags)
{
	if (!ipv4_is_multicast(addr) || ipv4_is_local_multicast(addr))
		return false;
	/* RFC 2365: 239.0.0.0/8 is scoped by administration. */
	return (addr & htonl(0xff000000)) != htonl(0xef000000) ||
	       flags & DSMIP_BINDING_FLAG_ALL_SCOPES;
}

static bool dsmip_mcast_scope6(const struct in6_addr *addr, u32 flags)
{
	if (!ipv6_addr_is_multicast(addr) ||
	    IPV6_ADDR_MC_SCOPE(addr) <= IPV6_ADDR_SCOPE_LINKLOCAL)
		return false;
	return IPV6_ADDR_MC_SCOPE(addr) >= IPV6_ADDR_SCOPE_GLOBAL ||
	       flags & DSMIP_BINDING_FLAG_ALL_SCOPES;
}

/**
 * dsmip_mcast_scope() - is a group one that a binding is sent?
 * @family: AF_INET or AF_INET6
 * @addr: struct in_addr or struct in6_addr
 * @flags: enum dsmip_binding_flag
 *
 * RFC 6275, section 10.4.2: groups of the link never, and those of scopes below
 * global not without the flag.
 *
 * Context: Any.
 */
bool dsmip_mcast_scope(u8 family, const void *addr, u32 flags)
{
	if (!(flags & DSMIP_BINDING_FLAG_MULTICAST))
		return false;
	return family == AF_INET ?
	       dsmip_mcast_scope4(*(const __be32 *)addr, flags) :
	       dsmip_mcast_scope6(addr, flags);
}

/**
 * dsmip_mcast_find() - find a group
 * @mcast: the memberships of the device
 * @key: the group
 *
 * Context: RCU read side, or @mcast->lock held.
 * Return: the group, or NULL if nobody is in it.
 */
struct dsmip_mcast_group *dsmip_mcast_find(struct dsmip_mcast *mcast,
					   const struct dsmip_mcast_key *key)
{
	return rhashtable_lookup_fast(&mcast->groups, key, dsmip_mcast_params);
}

static struct dsmip_mcast_group *
dsmip_mcast_group_make(struct dsmip_mcast *mcast,
		       const struct dsmip_mcast_key *key)
{
	struct dsmip_mcast_group *group;

	group = kzalloc(sizeof(*group), GFP_ATOMIC | __GFP_NOWARN);
	if (!group)
		return NULL;
	group->key = *key;
	if (rhashtable_insert_fast(&mcast->groups, &group->node,
				   dsmip_mcast_params)) {
		kfree(group);
		return NULL;
	}
	return group;
}

static void dsmip_mcast_group_put(struct dsmip_mcast *mcast,
				  struct dsmip_mcast_group *group)
{
	if (group->count)
		return;
	rhashtable_remove_fast(&mcast->groups, &group->node,
			       dsmip_mcast_params);
	kfree_rcu(group, rcu);
}

static struct dsmip_endpoint *dsmip_mcast_endpoint(struct dsmip_mcast *mcast,
						   struct dsmip_binding *binding)
{
	return rcu_dereference_check(binding->endpoint,
				     lockdep_is_held(&mcast->lock));
}

static struct dsmip_mcast_member *
dsmip_mcast_member(const struct dsmip_endpoint *endpoint,
		   const struct dsmip_mcast_key *key)
{
	struct dsmip_mcast_member *member;

	hlist_for_each_entry(member, &endpoint->groups, in_binding)
		if (!memcmp(&member->group->key, key, sizeof(*key)))
			return member;
	return NULL;
}

static void dsmip_mcast_member_end(struct dsmip_mcast *mcast,
				   struct dsmip_endpoint *endpoint,
				   struct dsmip_mcast_member *member)
{
	hlist_del_rcu(&member->in_group);
	hlist_del(&member->in_binding);
	list_del(&member->age);
	endpoint->ngroups--;
	mcast->count--;
	member->group->count--;
	dsmip_mcast_group_put(mcast, member->group);
	kfree_rcu(member, rcu);
}

static void dsmip_mcast_arm(struct dsmip_mcast *mcast)
{
	struct dsmip_mcast_member *first;
	long left;

	first = list_first_entry_or_null(&mcast->ages,
					 struct dsmip_mcast_member, age);
	if (!first)
		return;
	left = first->expires - jiffies;
	queue_delayed_work(system_unbound_wq, &mcast->work, max_t(long, left, 1));
}

static void dsmip_mcast_refresh(struct dsmip_mcast *mcast,
				struct dsmip_mcast_member *member)
{
	WRITE_ONCE(member->expires,
		   jiffies + msecs_to_jiffies(READ_ONCE(mcast->time)));
	list_move_tail(&member->age, &mcast->ages);
}

static int dsmip_mcast_member_make(struct dsmip_mcast *mcast,
				   struct dsmip_endpoint *endpoint,
				   struct dsmip_binding *binding,
				   const struct dsmip_mcast_key *key)
{
	struct dsmip_mcast_group *group = dsmip_mcast_find(mcast, key);
	struct dsmip_mcast_member *member;

	if (endpoint->ngroups >= DSMIP_MCAST_GROUPS ||
	    mcast->count >= DSMIP_MCAST_COUNT ||
	    (group && group->count >= DSMIP_MCAST_MEMBERS))
		return DSMIP_DROP_RX_GROUP_LIMIT;
	member = kzalloc(sizeof(*member), GFP_ATOMIC | __GFP_NOWARN);
	if (!member)
		return DSMIP_DROP_RX_NOMEM;
	if (!group)
		group = dsmip_mcast_group_make(mcast, key);
	if (!group) {
		kfree(member);
		return DSMIP_DROP_RX_NOMEM;
	}

	member->group = group;
	member->binding = binding;
	INIT_LIST_HEAD(&member->age);
	dsmip_mcast_refresh(mcast, member);
	hlist_add_head(&member->in_binding, &endpoint->groups);
	hlist_add_head_rcu(&member->in_group, &group->members);
	group->count++;
	endpoint->ngroups++;
	mcast->count++;
	dsmip_mcast_arm(mcast);
	return 0;
}

/**
 * dsmip_mcast_join() - a binding has reported that it is in a group
 * @dsmip: the device
 * @binding: the binding
 * @key: the group
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0, or DSMIP_DROP_RX_* if it cannot be.
 */
int dsmip_mcast_join(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		     const struct dsmip_mcast_key *key)
{
	struct dsmip_mcast *mcast = &dsmip->mcast;
	struct dsmip_mcast_member *member;
	struct dsmip_endpoint *endpoint;
	int cause = 0;

	spin_lock(&mcast->lock);
	endpoint = dsmip_mcast_endpoint(mcast, binding);
	if (endpoint && endpoint->open) {
		member = dsmip_mcast_member(endpoint, key);
		if (member)
			dsmip_mcast_refresh(mcast, member);
		else
			cause = dsmip_mcast_member_make(mcast, endpoint,
							binding, key);
	}
	spin_unlock(&mcast->lock);
	return cause;
}

/**
 * dsmip_mcast_leave() - a binding has reported that it has left a group
 * @dsmip: the device
 * @binding: the binding
 * @key: the group
 *
 * A tunnel has one node at its far end, so that nobody else need be asked.
 *
 * Context: RCU read side, softirqs disabled.
 */
void dsmip_mcast_leave(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		       const struct dsmip_mcast_key *key)
{
	struct dsmip_mcast *mcast = &dsmip->mcast;
	struct dsmip_mcast_member *member = NULL;
	struct dsmip_endpoint *endpoint;

	spin_lock(&mcast->lock);
	endpoint = dsmip_mcast_endpoint(mcast, binding);
	if (endpoint)
		member = dsmip_mcast_member(endpoint, key);
	if (member)
		dsmip_mcast_member_end(mcast, endpoint, member);
	spin_unlock(&mcast->lock);
}

/**
 * dsmip_mcast_open() - may a binding join groups?
 * @dsmip: the device
 * @binding: the binding, which has an end point
 * @open: if not, it leaves those that it is in
 *
 * Context: Mutex of the device held.
 */
void dsmip_mcast_open(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		      bool open)
{
	struct dsmip_mcast *mcast = &dsmip->mcast;
	struct dsmip_mcast_member *member;
	struct dsmip_endpoint *endpoint;
	struct hlist_node *next;

	spin_lock_bh(&mcast->lock);
	endpoint = dsmip_mcast_endpoint(mcast, binding);
	endpoint->open = open;
	if (!open)
		hlist_for_each_entry_safe(member, next, &endpoint->groups,
					  in_binding)
			dsmip_mcast_member_end(mcast, endpoint, member);
	spin_unlock_bh(&mcast->lock);
}

/**
 * dsmip_mcast_put() - write the groups of a binding into a message
 * @dsmip: the device
 * @binding: the binding
 * @msg: the message
 *
 * Context: Process context, mutex of the device held.
 * Return: 0, or -EMSGSIZE if they do not fit; those that did are there.
 */
int dsmip_mcast_put(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		    struct sk_buff *msg)
{
	const struct dsmip_mcast_member *member;
	const struct dsmip_mcast_key *key;
	struct dsmip_endpoint *endpoint;
	int err = 0;

	if (!rcu_access_pointer(binding->endpoint))
		return 0;
	spin_lock_bh(&dsmip->mcast.lock);
	endpoint = dsmip_mcast_endpoint(&dsmip->mcast, binding);
	hlist_for_each_entry(member, &endpoint->groups, in_binding) {
		key = &member->group->key;
		if (time_after_eq(jiffies, member->expires))
			continue;
		err = nla_put(msg, DSMIP_A_GROUP, dsmip_addr_size(key->family),
			      &key->addr);
		if (err)
			break;
	}
	spin_unlock_bh(&dsmip->mcast.lock);
	return err;
}

/* Returns false if there may be more to do at once. */
static bool dsmip_mcast_sweep(struct dsmip_mcast *mcast)
{
	struct dsmip_mcast_member *member;
	int budget = DSMIP_MCAST_BATCH;

	lockdep_assert_held(&mcast->lock);

	while (!list_empty(&mcast->ages)) {
		member = list_first_entry(&mcast->ages,
					  struct dsmip_mcast_member, age);
		if (time_before(jiffies, member->expires))
			break;
		if (!budget--)
			return false;
		dsmip_mcast_member_end(mcast,
				       dsmip_mcast_endpoint(mcast,
							    member->binding),
				       member);
	}
	dsmip_mcast_arm(mcast);
	return true;
}

static void dsmip_mcast_work(struct work_struct *work)
{
	struct dsmip_mcast *mcast = container_of(to_delayed_work(work),
						 struct dsmip_mcast, work);
	bool done;

	do {
		spin_lock_bh(&mcast->lock);
		done = dsmip_mcast_sweep(mcast);
		spin_unlock_bh(&mcast->lock);
		cond_resched();
	} while (!done);
}

/**
 * dsmip_mcast_init() - make an empty set of memberships
 * @mcast: the memberships, zeroed but for the time
 *
 * Context: Process context.
 * Return: 0 or a negative error.
 */
int dsmip_mcast_init(struct dsmip_mcast *mcast)
{
	spin_lock_init(&mcast->lock);
	INIT_LIST_HEAD(&mcast->ages);
	INIT_DELAYED_WORK(&mcast->work, dsmip_mcast_work);
	return rhashtable_init(&mcast->groups, &dsmip_mcast_params);
}

/**
 * dsmip_mcast_stop() - stop the work of an empty set of memberships
 * @mcast: the memberships; nobody joins any more
 *
 * Context: Process context, mutex of the device not held, may sleep.
 */
void dsmip_mcast_stop(struct dsmip_mcast *mcast)
{
	cancel_delayed_work_sync(&mcast->work);
}

/**
 * dsmip_mcast_destroy() - release an empty set of memberships
 * @mcast: the memberships; nobody reads them any more
 *
 * Context: Process context, may sleep.
 */
void dsmip_mcast_destroy(struct dsmip_mcast *mcast)
{
	WARN_ON_ONCE(mcast->count);
	rhashtable_destroy(&mcast->groups);
}
