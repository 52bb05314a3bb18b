/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_FASTPATH_H
#define _DSMIP_FASTPATH_H

#include <linux/list.h>
#include <linux/netfilter.h>
#include <linux/notifier.h>
#include <linux/percpu.h>
#include <linux/u64_stats_sync.h>
#include <linux/workqueue.h>

struct dsmip_dev;
struct dsmip_fastpath_cache;
struct dsmip_fastpath_policies;
struct net;
struct net_device;
struct netlink_ext_ack;
struct nlattr;
struct sk_buff;

/**
 * enum dsmip_fastpath_verdict - what became of a packet
 * @DSMIP_FASTPATH_PASS: not ours, or left to the device path; untouched
 * @DSMIP_FASTPATH_SENT: sent
 * @DSMIP_FASTPATH_DROPPED: dropped, and counted
 */
enum dsmip_fastpath_verdict {
	DSMIP_FASTPATH_PASS,
	DSMIP_FASTPATH_SENT,
	DSMIP_FASTPATH_DROPPED,
};

/**
 * struct dsmip_fastpath_counts - what took the fast path
 * @rx_packets: decapsulated
 * @rx_bytes: their bytes, inner headers included
 * @tx_packets: encapsulated
 * @tx_bytes: their bytes, inner headers included
 * @passed: left to the device path
 */
struct dsmip_fastpath_counts {
	u64	rx_packets;
	u64	rx_bytes;
	u64	tx_packets;
	u64	tx_bytes;
	u64	passed;
};

/**
 * struct dsmip_fastpath_stats - the same, on one CPU
 * @rx_packets: see above
 * @rx_bytes: see above
 * @tx_packets: see above
 * @tx_bytes: see above
 * @passed: see above
 * @syncp: for readers on 32-bit machines
 */
struct dsmip_fastpath_stats {
	u64_stats_t		rx_packets;
	u64_stats_t		rx_bytes;
	u64_stats_t		tx_packets;
	u64_stats_t		tx_bytes;
	u64_stats_t		passed;
	struct u64_stats_sync	syncp;
};

/**
 * struct dsmip_fastpath_pair - a dsmip device that an ingress serves
 * @list: in the list of the ingress
 * @dsmip: the device, for as long as the pair is in the list
 * @stats: what took the fast path
 * @rcu: for the release
 */
struct dsmip_fastpath_pair {
	struct list_head		list;
	struct dsmip_dev		*dsmip;
	struct dsmip_fastpath_stats __percpu *stats;
	struct rcu_head			rcu;
};

/**
 * struct dsmip_fastpath_net - the fast path in a namespace
 * @ingresses: list of struct dsmip_fastpath; RTNL
 * @routes6: grows when a route of IPv6 changes, while there is an ingress
 * @net: the namespace
 * @policies: IPsec policies that packets may be under, as they once were
 * @policy_changes: grows when one of these comes or goes
 * @policy_watch: there is an ingress
 * @policy_work: makes @policies anew
 */
struct dsmip_fastpath_net {
	struct list_head	ingresses;
	atomic_t		routes6;
	struct net		*net;
	struct dsmip_fastpath_policies __rcu *policies;
	atomic_t		policy_changes;
	bool			policy_watch;
	struct work_struct	policy_work;
};

/**
 * struct dsmip_fastpath - a device whose received packets take the fast path
 * @list: in the list of its namespace; RTNL
 * @dev: the device
 * @net: its namespace
 * @fn: what we have there
 * @pairs: list of struct dsmip_fastpath_pair; RTNL, readers RCU
 * @cache: routes and sources that were looked up
 * @ops: the hook
 * @fib: hears of routes
 * @rcu: for the release
 */
struct dsmip_fastpath {
	struct list_head		list;
	struct net_device		*dev;
	struct net			*net;
	struct dsmip_fastpath_net	*fn;
	struct list_head		pairs;
	struct dsmip_fastpath_cache __percpu *cache;
	struct nf_hook_ops		ops;
	struct notifier_block		fib;
	struct rcu_head			rcu;
};

/**
 * struct dsmip_fastpath_config - a pair that a request is about
 * @ingress: index of the device that receives
 * @ifindex: index of the dsmip device; 0 for all, where that makes sense
 * @ingress_attr: the attribute of @ingress, to blame in a refusal
 * @ifindex_attr: the attribute of @ifindex
 */
struct dsmip_fastpath_config {
	u32			ingress;
	u32			ifindex;
	const struct nlattr	*ingress_attr;
	const struct nlattr	*ifindex_attr;
};

/* Called for each pair, RTNL held; an error ends the walk. */
typedef int (*dsmip_fastpath_cb)(const struct dsmip_fastpath *fp,
				 const struct dsmip_fastpath_pair *pair,
				 void *arg);

struct dsmip_fastpath_net *dsmip_fastpath_net_of(const struct net *net);
int dsmip_fastpath_init(void);
void dsmip_fastpath_exit(void);

int dsmip_fastpath_add(struct net *net,
		       const struct dsmip_fastpath_config *config,
		       struct netlink_ext_ack *extack);
int dsmip_fastpath_del(struct net *net,
		       const struct dsmip_fastpath_config *config,
		       struct netlink_ext_ack *extack);
int dsmip_fastpath_walk(struct net *net, dsmip_fastpath_cb cb, void *arg);
void dsmip_fastpath_read(const struct dsmip_fastpath_pair *pair,
			 struct dsmip_fastpath_counts *counts);

#endif /* _DSMIP_FASTPATH_H */
