// SPDX-License-Identifier: GPL-2.0
/* IPsec policies as the fast path sees them: packets that one may be for take the
 * device path, which asks IPsec.
 *
 * Policies for signalling are for nothing that the fast path takes, and a home
 * agent has some for each node: they are passed over. Of the others a copy is
 * kept, as long as there are few. IPsec tells of every policy that comes or goes
 * before who asked for it hears of success; until the copy is made anew, all
 * packets take the device path.
 */

#include <linux/icmpv6.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <net/xfrm.h>

#include "fastpath_fwd.h"

/* Policies that are compared with each packet. */
#define DSMIP_FASTPATH_POLICIES	16
/* Policies to look at before others may have the processor, and the lock. */
#define DSMIP_FASTPATH_POLICY_SLICE	256

/**
 * struct dsmip_fastpath_policies - policies that packets may be under
 * @rcu: for the release
 * @changes: what the namespace had counted when the list was begun
 * @n: how many there are; more than fit are all to be asked for
 * @sel: whose packets each is for
 */
struct dsmip_fastpath_policies {
	struct rcu_head		rcu;
	int			changes;
	unsigned int		n;
	struct xfrm_selector	sel[DSMIP_FASTPATH_POLICIES];
};

/**
 * struct dsmip_fastpath_policy_walk - going through the policies of a namespace
 * @list: those found
 * @left: how many may be looked at in one go
 */
struct dsmip_fastpath_policy_walk {
	struct dsmip_fastpath_policies	*list;
	unsigned int			left;
};

/* Is it for messages only that the fast path does not take? The port of the
 * source stands for the type of ICMPv6.
 */
static bool dsmip_fastpath_is_signaling(const struct xfrm_selector *sel)
{
	unsigned int type;

	if (sel->proto == NEXTHDR_MOBILITY)
		return true;
	if (sel->proto != IPPROTO_ICMPV6)
		return false;
	for (type = 0; type <= U8_MAX; type++)
		if (dsmip_fastpath_takes_icmp6(type) &&
		    !((htons(type) ^ sel->sport) & sel->sport_mask))
			return false;
	return true;
}

/* A policy of a socket is for what this machine sends and gets. */
static int dsmip_fastpath_policy_add(struct xfrm_policy *policy, int dir,
				     int count, void *arg)
{
	struct dsmip_fastpath_policy_walk *walk = arg;
	struct dsmip_fastpath_policies *list = walk->list;

	if (!walk->left)
		return -EAGAIN;
	walk->left--;
	if (dir >= XFRM_POLICY_MAX ||
	    dsmip_fastpath_is_signaling(&policy->selector))
		return 0;
	if (list->n++ == ARRAY_SIZE(list->sel))
		return -E2BIG;
	list->sel[list->n - 1] = policy->selector;
	list->sel[list->n - 1].family = policy->family;
	return 0;
}

static void dsmip_fastpath_policy_list(struct net *net,
				       struct dsmip_fastpath_policies *list)
{
	struct dsmip_fastpath_policy_walk walk = { .list = list };
	struct xfrm_policy_walk at;
	int err;

	xfrm_policy_walk_init(&at, XFRM_POLICY_TYPE_ANY);
	do {
		walk.left = DSMIP_FASTPATH_POLICY_SLICE;
		err = xfrm_policy_walk(net, &at, dsmip_fastpath_policy_add,
				       &walk);
		cond_resched();
	} while (err == -EAGAIN);
	xfrm_policy_walk_done(&at, net);
}

static void dsmip_fastpath_policy_work(struct work_struct *work)
{
	struct dsmip_fastpath_net *fn;
	struct dsmip_fastpath_policies *list, *old;

	fn = container_of(work, struct dsmip_fastpath_net, policy_work);
	list = kzalloc(sizeof(*list), GFP_KERNEL);
	if (!list)
		return;
	list->changes = atomic_read_acquire(&fn->policy_changes);
	dsmip_fastpath_policy_list(fn->net, list);
	/* The work is the only writer, and does not run twice at a time. */
	old = rcu_dereference_protected(fn->policies, true);
	rcu_assign_pointer(fn->policies, list);
	if (old)
		kfree_rcu(old, rcu);
}

/**
 * dsmip_fastpath_policy_watch() - begin or end to keep the copy
 * @fn: the namespace
 * @on: packets are going to ask for it
 *
 * Context: Process context, RTNL held.
 */
void dsmip_fastpath_policy_watch(struct dsmip_fastpath_net *fn, bool on)
{
	WRITE_ONCE(fn->policy_watch, on);
	if (!on)
		return;
	smp_mb();	/* pairs with dsmip_fastpath_policy_notify() */
	schedule_work(&fn->policy_work);
}

static bool dsmip_fastpath_covers(const struct xfrm_selector *sel,
				  const struct dsmip_fastpath_hdr *hdr)
{
	return sel->family == hdr->family &&
	       (!sel->proto || sel->proto == hdr->proto) &&
	       addr_match(hdr->daddr, &sel->daddr, sel->prefixlen_d) &&
	       addr_match(hdr->saddr, &sel->saddr, sel->prefixlen_s);
}

/**
 * dsmip_fastpath_policy_listed() - may a policy be for packets like this one?
 * @fn: the namespace
 * @hdr: its header
 *
 * Ports, marks and interfaces are left out of the comparison.
 *
 * Context: RCU read side.
 * Return: true if one may be, or if that is not known.
 */
bool dsmip_fastpath_policy_listed(const struct dsmip_fastpath_net *fn,
				  const struct dsmip_fastpath_hdr *hdr)
{
	const struct dsmip_fastpath_policies *list;
	unsigned int i;

	list = rcu_dereference(fn->policies);
	if (!list || list->changes != atomic_read(&fn->policy_changes) ||
	    list->n > ARRAY_SIZE(list->sel))
		return true;
	for (i = 0; i < list->n; i++)
		if (dsmip_fastpath_covers(&list->sel[i], hdr))
			return true;
	return false;
}

/* A policy has come, was exchanged, or is gone; without one, all are. */
static int dsmip_fastpath_policy_notify(struct xfrm_policy *policy, int dir,
					const struct km_event *event)
{
	struct net *net = policy ? xp_net(policy) : event->net;
	struct dsmip_fastpath_net *fn = dsmip_fastpath_net_of(net);

	if (policy && dsmip_fastpath_is_signaling(&policy->selector))
		return 0;
	atomic_inc(&fn->policy_changes);
	smp_mb__after_atomic();	/* pairs with dsmip_fastpath_policy_watch() */
	if (READ_ONCE(fn->policy_watch))
		schedule_work(&fn->policy_work);
	return 0;
}

/* What every key manager has to have: we negotiate nothing. */
static int dsmip_fastpath_policy_acquire(struct xfrm_state *state,
					 struct xfrm_tmpl *tmpl,
					 struct xfrm_policy *policy)
{
	return -EOPNOTSUPP;
}

/* The error is that of who came before. */
static struct xfrm_policy *
dsmip_fastpath_policy_compile(struct sock *sk, int opt, u8 *data, int len,
			      int *err)
{
	return NULL;
}

static struct xfrm_mgr dsmip_fastpath_policy_mgr = {
	.acquire	= dsmip_fastpath_policy_acquire,
	.compile_policy	= dsmip_fastpath_policy_compile,
	.notify_policy	= dsmip_fastpath_policy_notify,
};

/**
 * dsmip_fastpath_policy_net_init() - a namespace begins
 * @fn: what we have there
 * @net: the namespace
 *
 * Context: Process context.
 */
void dsmip_fastpath_policy_net_init(struct dsmip_fastpath_net *fn,
				    struct net *net)
{
	fn->net = net;
	INIT_WORK(&fn->policy_work, dsmip_fastpath_policy_work);
}

/**
 * dsmip_fastpath_policy_net_exit() - a namespace ends
 * @fn: what we have there; not watched for a time of RCU
 *
 * Context: Process context, may sleep.
 */
void dsmip_fastpath_policy_net_exit(struct dsmip_fastpath_net *fn)
{
	cancel_work_sync(&fn->policy_work);
	kfree(rcu_dereference_protected(fn->policies, true));
}

/**
 * dsmip_fastpath_policy_init() - begin to hear of policies
 *
 * Context: Process context, module init; behind the namespaces.
 */
void __init dsmip_fastpath_policy_init(void)
{
	xfrm_register_km(&dsmip_fastpath_policy_mgr);
}

/**
 * dsmip_fastpath_policy_exit() - end it
 *
 * Context: Process context, may sleep; before the namespaces.
 */
void dsmip_fastpath_policy_exit(void)
{
	xfrm_unregister_km(&dsmip_fastpath_policy_mgr);
}
