// SPDX-License-Identifier: GPL-2.0
/* One packet to many bindings.
 *
 * To a group: a copy for each member, at once. There are at most
 * DSMIP_MCAST_MEMBERS of them.
 *
 * To all on the link: queries go to every binding that may join groups, what a
 * router or neighbour has to say to every access node, and broadcasts of IPv4 to
 * who has asked for them. There may be a million of these, so that the copies are
 * made by a work, some at a time.
 */

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/xarray.h>
#include <net/dst_metadata.h>
#include <net/route.h>

#include "binding.h"
#include "device.h"
#include "endpoint.h"
#include "linkmsg.h"
#include "mcast.h"
#include "replicate.h"

/* Packets that wait, and copies made before others may have the CPU. */
#define DSMIP_REPLICATE_QUEUE		64
#define DSMIP_REPLICATE_BROADCASTS	8
#define DSMIP_REPLICATE_BATCH		64

/**
 * struct dsmip_replicate_cb - of a packet that waits, in skb->cb
 * @send: sends one copy
 * @flag: which bindings it is for
 */
struct dsmip_replicate_cb {
	void	(*send)(struct dsmip_dev *dsmip, struct sk_buff *skb,
			struct dsmip_binding *binding);
	u32	flag;
};

static struct dsmip_replicate_cb *dsmip_replicate_cb(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct dsmip_replicate_cb) >
		     sizeof_field(struct sk_buff, cb));
	return (struct dsmip_replicate_cb *)skb->cb;
}

static void dsmip_replicate_copy(struct dsmip_dev *dsmip, struct sk_buff *skb,
				 struct dsmip_binding *binding,
				 void (*send)(struct dsmip_dev *dsmip,
					      struct sk_buff *skb,
					      struct dsmip_binding *binding))
{
	struct sk_buff *copy = skb_clone(skb, GFP_ATOMIC | __GFP_NOWARN);

	if (copy)
		send(dsmip, copy, binding);
	else
		dsmip_stats_drop(dsmip, binding, NULL, DSMIP_DROP_TX_NOMEM);
}

/* The binding that a packet came from: it does not hear itself. */
static struct dsmip_binding *dsmip_replicate_source(struct dsmip_dev *dsmip,
						    const struct sk_buff *skb)
{
	if (skb->protocol == htons(ETH_P_IP))
		return dsmip_binding_lookup(dsmip, AF_INET,
					    &ip_hdr(skb)->saddr);
	return dsmip_binding_lookup(dsmip, AF_INET6, &ipv6_hdr(skb)->saddr);
}

static bool dsmip_replicate_live(const struct dsmip_mcast_member *member,
				 const struct dsmip_mcast_key *key)
{
	struct dsmip_binding *binding = member->binding;

	return time_before(jiffies, READ_ONCE(member->expires)) &&
	       dsmip_binding_alive(binding) &&
	       dsmip_mcast_scope(key->family, &key->addr,
				 rcu_dereference(binding->path)->flags);
}

static int dsmip_replicate_group(struct dsmip_dev *dsmip, struct sk_buff *skb,
				 const struct dsmip_mcast_key *key,
				 void (*send)(struct dsmip_dev *dsmip,
					      struct sk_buff *skb,
					      struct dsmip_binding *binding))
{
	struct dsmip_binding *source, *last = NULL;
	struct dsmip_mcast_member *member;
	struct dsmip_mcast_group *group;

	group = dsmip_mcast_find(&dsmip->mcast, key);
	if (!group)
		return DSMIP_DROP_TX_MULTICAST;
	source = dsmip_replicate_source(dsmip, skb);
	hlist_for_each_entry_rcu(member, &group->members, in_group) {
		if (member->binding == source ||
		    !dsmip_replicate_live(member, key))
			continue;
		if (last)
			dsmip_replicate_copy(dsmip, skb, last, send);
		last = member->binding;
	}
	if (!last)
		return DSMIP_DROP_TX_MULTICAST;
	send(dsmip, skb, last);
	return 0;
}

/**
 * dsmip_replicate_is_broadcast() - is a packet a broadcast of some link?
 * @skb: an IPv4 packet, network header at its header
 *
 * What is mirrored into the device has the type that it came with; what this host
 * sends has a route.
 *
 * Context: Any.
 * Return: true if it is.
 */
bool dsmip_replicate_is_broadcast(const struct sk_buff *skb)
{
	if (ipv4_is_lbcast(ip_hdr(skb)->daddr) ||
	    skb->pkt_type == PACKET_BROADCAST)
		return true;
	return skb_valid_dst(skb) && skb_dst(skb)->ops->family == AF_INET &&
	       skb_rtable(skb)->rt_flags & RTCF_BROADCAST;
}

/* Which bindings is a packet to all on the link for? 0: for none. */
static u32 dsmip_replicate_flag(const struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct dsmip_linkmsg msg;
	bool all;

	if (skb->protocol == htons(ETH_P_IP) &&
	    !ipv4_is_multicast(ip_hdr(skb)->daddr))
		return DSMIP_BINDING_FLAG_BROADCAST;
	all = skb->protocol == htons(ETH_P_IP) ?
	      ip_hdr(skb)->daddr == htonl(INADDR_ALLHOSTS_GROUP) :
	      ipv6_addr_equal(&ip6h->daddr, &in6addr_linklocal_allnodes);
	switch (dsmip_linkmsg_read(skb, skb_network_offset(skb), &msg)) {
	case DSMIP_LINKMSG_QUERY:
		return all ? DSMIP_BINDING_FLAG_MULTICAST : 0;
	case DSMIP_LINKMSG_RA:
	case DSMIP_LINKMSG_NS:
	case DSMIP_LINKMSG_NA:
		return IPV6_ADDR_MC_SCOPE(&ip6h->daddr) ==
		       IPV6_ADDR_SCOPE_LINKLOCAL ? DSMIP_BINDING_FLAG_ACCESS : 0;
	default:
		return 0;
	}
}

/* Takes note of whom a packet is for, and of the packet. Returns as
 * dsmip_replicate() does.
 */
static int dsmip_replicate_queue(struct dsmip_dev *dsmip, struct sk_buff *skb,
				 u32 flag,
				 void (*send)(struct dsmip_dev *dsmip,
					      struct sk_buff *skb,
					      struct dsmip_binding *binding))
{
	struct dsmip_replicate *replicate = &dsmip->replicate;
	struct sk_buff_head *queue = &replicate->queue;
	unsigned int limit = DSMIP_REPLICATE_QUEUE;

	if (flag == DSMIP_BINDING_FLAG_BROADCAST) {
		if (!xa_marked(&dsmip->bindings, dsmip_endpoint_mark(flag)))
			return DSMIP_DROP_TX_NO_BINDING;
		queue = &replicate->broadcasts;
		limit = DSMIP_REPLICATE_BROADCASTS;
		/* Whatever told that it is one, this does from here on. */
		skb->pkt_type = PACKET_BROADCAST;
	}
	if (skb_queue_len_lockless(queue) >= limit)
		return DSMIP_DROP_TX_OUTPUT;
	skb_orphan(skb);
	skb_dst_drop(skb);
	/* What was mirrored has the time that it came at; to send it then is late. */
	skb_clear_tstamp(skb);
	dsmip_replicate_cb(skb)->send = send;
	dsmip_replicate_cb(skb)->flag = flag;
	skb_queue_tail(queue, skb);
	queue_work(system_unbound_wq, &replicate->work);
	return 0;
}

/**
 * dsmip_replicate() - send a packet to all that it is for
 * @dsmip: the device
 * @skb: the packet, whose destination is a multicast or broadcast address
 * @send: sends one copy, which it always consumes
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0, the packet being consumed; or DSMIP_DROP_TX_*, the packet being
 *	   still the caller's.
 */
int dsmip_replicate(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    void (*send)(struct dsmip_dev *dsmip, struct sk_buff *skb,
				 struct dsmip_binding *binding))
{
	struct dsmip_mcast_key key = {};
	u32 flag;

	if (skb->protocol == htons(ETH_P_IP)) {
		key.family = AF_INET;
		key.addr.v4 = ip_hdr(skb)->daddr;
	} else {
		key.family = AF_INET6;
		key.addr.v6 = ipv6_hdr(skb)->daddr;
	}
	flag = dsmip_replicate_flag(skb);
	return flag ? dsmip_replicate_queue(dsmip, skb, flag, send) :
		      dsmip_replicate_group(dsmip, skb, &key, send);
}

/* Sends some copies; *idp is where to go on. Returns false after the last. */
static bool dsmip_replicate_some(struct dsmip_dev *dsmip, struct sk_buff *skb,
				 unsigned long *idp)
{
	struct dsmip_replicate_cb cb = *dsmip_replicate_cb(skb);
	xa_mark_t mark = dsmip_endpoint_mark(cb.flag);
	struct dsmip_binding *binding = NULL, *source;
	int budget;

	rcu_read_lock();
	local_bh_disable();
	source = dsmip_replicate_source(dsmip, skb);
	for (budget = DSMIP_REPLICATE_BATCH; budget; budget--) {
		binding = xa_find(&dsmip->bindings, idp, ULONG_MAX, mark);
		if (!binding)
			break;
		if (binding != source && dsmip_binding_alive(binding) &&
		    rcu_dereference(binding->path)->flags & cb.flag)
			dsmip_replicate_copy(dsmip, skb, binding, cb.send);
		if (!++*idp) {
			binding = NULL;
			break;
		}
	}
	local_bh_enable();
	rcu_read_unlock();
	return binding;
}

static void dsmip_replicate_work(struct work_struct *work)
{
	struct dsmip_replicate *replicate =
		container_of(work, struct dsmip_replicate, work);
	struct dsmip_dev *dsmip = container_of(replicate, struct dsmip_dev,
					       replicate);
	struct sk_buff *skb;
	unsigned long id;

	while ((skb = skb_dequeue(&replicate->queue) ?:
		      skb_dequeue(&replicate->broadcasts))) {
		id = 0;
		while (netif_running(dsmip->dev) &&
		       dsmip_replicate_some(dsmip, skb, &id))
			cond_resched();
		consume_skb(skb);
	}
}

/**
 * dsmip_replicate_init() - make an empty queue
 * @replicate: the queue
 *
 * Context: Process context.
 */
void dsmip_replicate_init(struct dsmip_replicate *replicate)
{
	skb_queue_head_init(&replicate->queue);
	skb_queue_head_init(&replicate->broadcasts);
	INIT_WORK(&replicate->work, dsmip_replicate_work);
}

/**
 * dsmip_replicate_stop() - send no more
 * @replicate: the queue; nothing is put into it any more
 *
 * Context: Process context, mutex of the device not held, may sleep.
 */
void dsmip_replicate_stop(struct dsmip_replicate *replicate)
{
	cancel_work_sync(&replicate->work);
	skb_queue_purge(&replicate->queue);
	skb_queue_purge(&replicate->broadcasts);
}
