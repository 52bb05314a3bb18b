// SPDX-License-Identifier: GPL-2.0
/* The fast path: which devices have it, and what they have for it.
 *
 * A device whose received packets take it is called an ingress here. It serves
 * some dsmip devices of its namespace, each of which makes a pair with it. All
 * of it is changed under RTNL, also when one of the devices goes away; packets
 * read it under RCU.
 */

#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/fib_notifier.h>
#include <net/ip_fib.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "device.h"
#include "fastpath.h"
#include "fastpath_fwd.h"

static unsigned int dsmip_fastpath_id __read_mostly;

/**
 * dsmip_fastpath_net_of() - what we have in a namespace
 * @net: the namespace
 *
 * Context: Any.
 * Return: that.
 */
struct dsmip_fastpath_net *dsmip_fastpath_net_of(const struct net *net)
{
	return net_generic(net, dsmip_fastpath_id);
}

/* A route that goes away changes nothing that readers could notice but this. */
static int dsmip_fastpath_fib(struct notifier_block *nb, unsigned long event,
			      void *ptr)
{
	struct dsmip_fastpath *fp = container_of(nb, struct dsmip_fastpath,
						 fib);
	const struct fib_notifier_info *info = ptr;

	if (info->family == AF_INET6)
		atomic_inc(&fp->fn->routes6);
	return NOTIFY_DONE;
}

static void dsmip_fastpath_free(struct dsmip_fastpath *fp)
{
	dsmip_fastpath_cache_flush(fp->cache);
	free_percpu(fp->cache);
	kfree(fp);
}

static void dsmip_fastpath_release(struct rcu_head *rcu)
{
	dsmip_fastpath_free(container_of(rcu, struct dsmip_fastpath, rcu));
}

/* Makes an ingress that is not yet one. That it hears of routes takes RTNL, which
 * the caller must not hold.
 */
static struct dsmip_fastpath *dsmip_fastpath_make(struct net *net,
						  struct netlink_ext_ack *extack)
{
	struct dsmip_fastpath *fp;
	int err;

	fp = kzalloc(sizeof(*fp), GFP_KERNEL);
	if (!fp)
		return ERR_PTR(-ENOMEM);
	fp->cache = alloc_percpu(struct dsmip_fastpath_cache);
	if (!fp->cache) {
		kfree(fp);
		return ERR_PTR(-ENOMEM);
	}
	fp->net = net;
	fp->fn = dsmip_fastpath_net_of(net);
	INIT_LIST_HEAD(&fp->pairs);
	fp->ops.hook = dsmip_fastpath_hook;
	fp->ops.priv = fp;
	fp->ops.pf = NFPROTO_NETDEV;
	fp->ops.hooknum = NF_NETDEV_INGRESS;
	/* Behind filters, which so see all packets. */
	fp->ops.priority = INT_MAX;
	fp->fib.notifier_call = dsmip_fastpath_fib;
	err = register_fib_notifier(net, &fp->fib, NULL, extack);
	if (err) {
		dsmip_fastpath_free(fp);
		return ERR_PTR(err);
	}
	/* Nobody has counted until now. */
	atomic_inc(&fp->fn->routes6);
	return fp;
}

/* The other way: one that never became one. */
static void dsmip_fastpath_unmake(struct dsmip_fastpath *fp)
{
	unregister_fib_notifier(fp->net, &fp->fib);
	dsmip_fastpath_free(fp);
}

static struct dsmip_fastpath *
dsmip_fastpath_find(const struct dsmip_fastpath_net *fn, u32 ingress)
{
	struct dsmip_fastpath *fp;

	list_for_each_entry(fp, &fn->ingresses, list)
		if (fp->dev->ifindex == ingress)
			return fp;
	return NULL;
}

static int dsmip_fastpath_start(struct dsmip_fastpath *fp,
				struct net_device *dev)
{
	int err;

	fp->dev = dev;
	fp->ops.dev = dev;
	err = nf_register_net_hook(fp->net, &fp->ops);
	if (err)
		return err;
	if (list_empty(&fp->fn->ingresses))
		dsmip_fastpath_policy_watch(fp->fn, true);
	list_add_tail(&fp->list, &fp->fn->ingresses);
	return 0;
}

static void dsmip_fastpath_stop(struct dsmip_fastpath *fp)
{
	list_del(&fp->list);
	if (list_empty(&fp->fn->ingresses))
		dsmip_fastpath_policy_watch(fp->fn, false);
	nf_unregister_net_hook(fp->net, &fp->ops);
	unregister_fib_notifier(fp->net, &fp->fib);
	call_rcu(&fp->rcu, dsmip_fastpath_release);
}

static void dsmip_fastpath_pair_release(struct rcu_head *rcu)
{
	struct dsmip_fastpath_pair *pair;

	pair = container_of(rcu, struct dsmip_fastpath_pair, rcu);
	free_percpu(pair->stats);
	kfree(pair);
}

static int dsmip_fastpath_join(struct dsmip_fastpath *fp,
			       struct dsmip_dev *dsmip)
{
	struct dsmip_fastpath_pair *pair;

	pair = kzalloc(sizeof(*pair), GFP_KERNEL);
	if (!pair)
		return -ENOMEM;
	pair->dsmip = dsmip;
	pair->stats = netdev_alloc_pcpu_stats(struct dsmip_fastpath_stats);
	if (!pair->stats) {
		kfree(pair);
		return -ENOMEM;
	}
	list_add_tail_rcu(&pair->list, &fp->pairs);
	return 0;
}

/* Takes a dsmip device from an ingress, or with NULL all. Returns true if there
 * was one. An ingress that serves none is no longer one.
 */
static bool dsmip_fastpath_part(struct dsmip_fastpath *fp,
				const struct dsmip_dev *dsmip)
{
	struct dsmip_fastpath_pair *pair, *next;
	bool found = false;

	list_for_each_entry_safe(pair, next, &fp->pairs, list) {
		if (dsmip && pair->dsmip != dsmip)
			continue;
		list_del_rcu(&pair->list);
		call_rcu(&pair->rcu, dsmip_fastpath_pair_release);
		found = true;
	}
	if (list_empty(&fp->pairs))
		dsmip_fastpath_stop(fp);
	return found;
}

static int dsmip_fastpath_check_ingress(const struct net_device *dev,
					const struct nlattr *attr,
					struct netlink_ext_ack *extack)
{
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "No device has this index");
		return -ENODEV;
	}
	if (dev->flags & IFF_LOOPBACK || dsmip_device_is(dev)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A device of this kind can have no fast path");
		return -EOPNOTSUPP;
	}
	return 0;
}

static int dsmip_fastpath_check_dsmip(const struct net *net,
				      const struct net_device *dev,
				      const struct nlattr *attr,
				      struct netlink_ext_ack *extack)
{
	const struct dsmip_dev *dsmip;

	if (!dev || !dsmip_device_is(dev)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "No dsmip device has this index");
		return -ENODEV;
	}
	dsmip = netdev_priv(dev);
	if (rtnl_dereference(dsmip->underlay) != net) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Outer packets travel in another namespace");
		return -EOPNOTSUPP;
	}
	return 0;
}

/* @fresh: taken over, if a new ingress is needed; then NULL. */
static int dsmip_fastpath_add_rtnl(struct dsmip_fastpath **fresh,
				   const struct dsmip_fastpath_config *config,
				   struct netlink_ext_ack *extack)
{
	struct dsmip_fastpath *fp = *fresh;
	struct net_device *dev, *tunnel;
	int err;

	ASSERT_RTNL();

	dev = __dev_get_by_index(fp->net, config->ingress);
	tunnel = __dev_get_by_index(fp->net, config->ifindex);
	err = dsmip_fastpath_check_ingress(dev, config->ingress_attr, extack);
	if (!err)
		err = dsmip_fastpath_check_dsmip(fp->net, tunnel,
						 config->ifindex_attr, extack);
	if (err)
		return err;
	fp = dsmip_fastpath_find(fp->fn, config->ingress);
	if (fp && dsmip_fastpath_pair(fp, netdev_priv(tunnel))) {
		NL_SET_ERR_MSG_ATTR(extack, config->ifindex_attr,
				    "They have a fast path already");
		return -EEXIST;
	}
	if (!fp) {
		fp = *fresh;
		err = dsmip_fastpath_start(fp, dev);
		if (err)
			return err;
		*fresh = NULL;
	}
	err = dsmip_fastpath_join(fp, netdev_priv(tunnel));
	if (list_empty(&fp->pairs))
		dsmip_fastpath_stop(fp);
	return err;
}

/**
 * dsmip_fastpath_add() - begin to serve a dsmip device at an ingress
 * @net: namespace of both
 * @config: the two devices
 * @extack: why it was refused
 *
 * Context: Process context, may sleep, takes RTNL.
 * Return: 0 or a negative error.
 */
int dsmip_fastpath_add(struct net *net,
		       const struct dsmip_fastpath_config *config,
		       struct netlink_ext_ack *extack)
{
	struct dsmip_fastpath *fresh;
	int err;

	fresh = dsmip_fastpath_make(net, extack);
	if (IS_ERR(fresh))
		return PTR_ERR(fresh);
	rtnl_lock();
	err = dsmip_fastpath_add_rtnl(&fresh, config, extack);
	rtnl_unlock();
	if (fresh)
		dsmip_fastpath_unmake(fresh);
	return err;
}

/**
 * dsmip_fastpath_del() - no longer serve a dsmip device at an ingress, or all
 * @net: namespace of both
 * @config: the two devices
 * @extack: why it was refused
 *
 * Context: Process context, may sleep, takes RTNL.
 * Return: 0, or -ENOENT if it was not served there.
 */
int dsmip_fastpath_del(struct net *net,
		       const struct dsmip_fastpath_config *config,
		       struct netlink_ext_ack *extack)
{
	const struct net_device *tunnel = NULL;
	struct dsmip_fastpath *fp;
	bool found = false;

	rtnl_lock();
	fp = dsmip_fastpath_find(dsmip_fastpath_net_of(net), config->ingress);
	if (config->ifindex)
		tunnel = __dev_get_by_index(net, config->ifindex);
	if (fp && (tunnel || !config->ifindex))
		found = dsmip_fastpath_part(fp, tunnel ? netdev_priv(tunnel) :
							 NULL);
	rtnl_unlock();
	if (found)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, config->ingress_attr,
			    "They have no fast path");
	return -ENOENT;
}

/**
 * dsmip_fastpath_walk() - go through all pairs of a namespace
 * @net: the namespace
 * @cb: called for each
 * @arg: for @cb
 *
 * Context: Process context, takes RTNL.
 * Return: 0, or what @cb returned.
 */
int dsmip_fastpath_walk(struct net *net, dsmip_fastpath_cb cb, void *arg)
{
	const struct dsmip_fastpath_net *fn = dsmip_fastpath_net_of(net);
	const struct dsmip_fastpath_pair *pair;
	const struct dsmip_fastpath *fp;
	int err = 0;

	rtnl_lock();
	list_for_each_entry(fp, &fn->ingresses, list) {
		list_for_each_entry(pair, &fp->pairs, list) {
			err = cb(fp, pair, arg);
			if (err)
				goto unlock;
		}
	}
unlock:
	rtnl_unlock();
	return err;
}

/**
 * dsmip_fastpath_read() - read what took the fast path
 * @pair: a device at an ingress
 * @counts: the sums over all CPUs
 *
 * Context: Any.
 */
void dsmip_fastpath_read(const struct dsmip_fastpath_pair *pair,
			 struct dsmip_fastpath_counts *counts)
{
	const struct dsmip_fastpath_stats *stats;
	struct dsmip_fastpath_counts one;
	unsigned int start;
	int cpu;

	memset(counts, 0, sizeof(*counts));
	for_each_possible_cpu(cpu) {
		stats = per_cpu_ptr(pair->stats, cpu);
		do {
			start = u64_stats_fetch_begin(&stats->syncp);
			one.rx_packets = u64_stats_read(&stats->rx_packets);
			one.rx_bytes = u64_stats_read(&stats->rx_bytes);
			one.tx_packets = u64_stats_read(&stats->tx_packets);
			one.tx_bytes = u64_stats_read(&stats->tx_bytes);
			one.passed = u64_stats_read(&stats->passed);
		} while (u64_stats_fetch_retry(&stats->syncp, start));
		counts->rx_packets += one.rx_packets;
		counts->rx_bytes += one.rx_bytes;
		counts->tx_packets += one.tx_packets;
		counts->tx_bytes += one.tx_bytes;
		counts->passed += one.passed;
	}
}

/* Either device may go away, or to another namespace, which is the same. */
static int dsmip_fastpath_netdev(struct notifier_block *nb,
				 unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct dsmip_fastpath_net *fn;
	struct dsmip_fastpath *fp, *next;

	if (event != NETDEV_UNREGISTER)
		return NOTIFY_DONE;
	fn = dsmip_fastpath_net_of(dev_net(dev));
	list_for_each_entry_safe(fp, next, &fn->ingresses, list) {
		if (fp->dev == dev)
			dsmip_fastpath_part(fp, NULL);
		else if (dsmip_device_is(dev))
			dsmip_fastpath_part(fp, netdev_priv(dev));
	}
	return NOTIFY_DONE;
}

static struct notifier_block dsmip_fastpath_notifier = {
	.notifier_call	= dsmip_fastpath_netdev,
};

static int __net_init dsmip_fastpath_net_init(struct net *net)
{
	struct dsmip_fastpath_net *fn = dsmip_fastpath_net_of(net);

	INIT_LIST_HEAD(&fn->ingresses);
	dsmip_fastpath_policy_net_init(fn, net);
	return 0;
}

/* Routes hold on to the namespace, and are given back in callbacks, which the
 * underlay waits for.
 */
static void __net_exit dsmip_fastpath_net_pre_exit(struct net *net)
{
	struct dsmip_fastpath_net *fn = dsmip_fastpath_net_of(net);
	struct dsmip_fastpath *fp, *next;

	/* Nothing is added any more to a namespace that is going away. */
	if (list_empty(&fn->ingresses))
		return;
	rtnl_lock();
	list_for_each_entry_safe(fp, next, &fn->ingresses, list)
		dsmip_fastpath_part(fp, NULL);
	rtnl_unlock();
	rcu_barrier();
}

static void __net_exit dsmip_fastpath_net_exit(struct net *net)
{
	dsmip_fastpath_policy_net_exit(dsmip_fastpath_net_of(net));
}

static struct pernet_operations dsmip_fastpath_net_ops = {
	.init		= dsmip_fastpath_net_init,
	.pre_exit	= dsmip_fastpath_net_pre_exit,
	.exit		= dsmip_fastpath_net_exit,
	.id		= &dsmip_fastpath_id,
	.size		= sizeof(struct dsmip_fastpath_net),
};

/**
 * dsmip_fastpath_init() - be able to serve devices
 *
 * Context: Process context, module init.
 * Return: 0 or a negative error.
 */
int __init dsmip_fastpath_init(void)
{
	int err;

	err = register_pernet_device(&dsmip_fastpath_net_ops);
	if (err)
		return err;
	err = register_netdevice_notifier(&dsmip_fastpath_notifier);
	if (err)
		unregister_pernet_device(&dsmip_fastpath_net_ops);
	else
		dsmip_fastpath_policy_init();
	return err;
}

/**
 * dsmip_fastpath_exit() - no longer serve any device
 *
 * The notifier is told of the end of every device as it leaves.
 *
 * Context: Process context, may sleep, without netlink.
 */
void dsmip_fastpath_exit(void)
{
	dsmip_fastpath_policy_exit();
	unregister_netdevice_notifier(&dsmip_fastpath_notifier);
	unregister_pernet_device(&dsmip_fastpath_net_ops);
}
