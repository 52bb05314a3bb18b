// SPDX-License-Identifier: GPL-2.0
/* Events: what happens to bindings, and packets that were refused.
 *
 * A listener whose buffer overflows is told so by its socket (ENOBUFS) and can
 * make up for it by a dump. Packet events are what a flood of spoofed packets
 * would be multiplied by, so that a device sends a bounded number of them a
 * second and says how many it held back.
 */

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/jiffies.h>

#include "binding.h"
#include "device.h"
#include "nl_attr.h"
#include "nl_gen.h"

/* Packet events a second and device. */
#define DSMIP_NOTIFY_RATE	20

/**
 * dsmip_notify_init() - make a rate limit
 * @notify: the rate limit, zeroed
 *
 * Context: Any.
 */
void dsmip_notify_init(struct dsmip_notify *notify)
{
	spin_lock_init(&notify->lock);
	notify->stamp = jiffies;
}

/**
 * dsmip_notify_suppressed() - packet events held back in all
 * @notify: the rate limit
 *
 * Context: Any.
 * Return: how many.
 */
u64 dsmip_notify_suppressed(const struct dsmip_notify *notify)
{
	return atomic64_read(&notify->suppressed);
}

static bool dsmip_notify_spent(const struct dsmip_notify *notify)
{
	unsigned long stamp = READ_ONCE(notify->stamp);

	return READ_ONCE(notify->sent) >= DSMIP_NOTIFY_RATE &&
	       time_in_range(jiffies, stamp, stamp + HZ - 1);
}

/* May one more packet event be sent? In a flood the answer is found without
 * the lock, lest all CPUs wait for it.
 */
static bool dsmip_notify_allow(struct dsmip_notify *notify)
{
	bool allow = false;

	if (!dsmip_notify_spent(notify)) {
		spin_lock(&notify->lock);
		if (!time_in_range(jiffies, notify->stamp,
				   notify->stamp + HZ - 1)) {
			WRITE_ONCE(notify->stamp, jiffies);
			WRITE_ONCE(notify->sent, 0);
		}
		allow = notify->sent < DSMIP_NOTIFY_RATE;
		if (allow)
			WRITE_ONCE(notify->sent, notify->sent + 1);
		spin_unlock(&notify->lock);
	}
	if (!allow)
		atomic64_inc(&notify->suppressed);
	return allow;
}

/* Events that were held back since the last one that told of them. */
static u64 dsmip_notify_held(struct dsmip_notify *notify)
{
	u64 suppressed, held;

	spin_lock(&notify->lock);
	suppressed = atomic64_read(&notify->suppressed);
	held = suppressed - notify->told;
	notify->told = suppressed;
	spin_unlock(&notify->lock);
	return held;
}

static bool dsmip_notify_listeners(const struct dsmip_dev *dsmip,
				   unsigned int group)
{
	return genl_has_listeners(&dsmip_netlink_family, dev_net(dsmip->dev),
				  group);
}

static void dsmip_notify_send(const struct dsmip_dev *dsmip,
			      struct sk_buff *msg, unsigned int group,
			      gfp_t gfp)
{
	genlmsg_multicast_netns(&dsmip_netlink_family, dev_net(dsmip->dev), msg,
				0, group, gfp);
}

/* Packet events are for both groups: who waits for these alone does not make
 * each change of a binding an event.
 */
static void dsmip_notify_send_packet(const struct dsmip_dev *dsmip,
				     struct sk_buff *msg)
{
	struct sk_buff *copy = skb_clone(msg, GFP_ATOMIC | __GFP_NOWARN);

	if (copy)
		dsmip_notify_send(dsmip, copy, DSMIP_NLGRP_PACKETS, GFP_ATOMIC);
	dsmip_notify_send(dsmip, msg, DSMIP_NLGRP_EVENTS, GFP_ATOMIC);
}

/**
 * dsmip_notify_batch_send() - send what has been gathered
 * @batch: the datagram; empty afterwards
 * @dsmip: the device
 *
 * Context: Process context, mutex of the device held.
 */
void dsmip_notify_batch_send(struct dsmip_notify_batch *batch,
			     struct dsmip_dev *dsmip)
{
	if (batch->skb)
		dsmip_notify_send(dsmip, batch->skb, DSMIP_NLGRP_EVENTS,
				  GFP_KERNEL);
	batch->skb = NULL;
}

/**
 * dsmip_notify_batch_add() - add a binding event to a datagram
 * @batch: the datagram; sent when it is full
 * @dsmip: the device
 * @binding: the binding, which may die after this
 * @cmd: DSMIP_CMD_BINDING_*_NTF
 *
 * Without memory the event is lost; a lifetime is still to be ended in time.
 *
 * Context: Process context, mutex of the device held.
 */
void dsmip_notify_batch_add(struct dsmip_notify_batch *batch,
			    struct dsmip_dev *dsmip,
			    struct dsmip_binding *binding, u8 cmd)
{
	if (!dsmip_notify_listeners(dsmip, DSMIP_NLGRP_EVENTS))
		return;
	if (batch->skb &&
	    !dsmip_nl_attr_put_binding(batch->skb, dsmip, binding, 0, 0, 0,
				       cmd))
		return;

	dsmip_notify_batch_send(batch, dsmip);
	batch->skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (batch->skb)
		dsmip_nl_attr_put_binding(batch->skb, dsmip, binding, 0, 0, 0,
					  cmd);
}

/**
 * dsmip_notify_binding() - send a binding event
 * @dsmip: the device
 * @binding: the binding
 * @cmd: DSMIP_CMD_BINDING_*_NTF
 *
 * Context: Process context, mutex of the device held.
 */
void dsmip_notify_binding(struct dsmip_dev *dsmip,
			  struct dsmip_binding *binding, u8 cmd)
{
	struct dsmip_notify_batch batch;

	dsmip_notify_batch_init(&batch);
	dsmip_notify_batch_add(&batch, dsmip, binding, cmd);
	dsmip_notify_batch_send(&batch, dsmip);
}

/* The inner header may be cut short where nobody could read it. */
static int dsmip_notify_put_inner(struct sk_buff *msg,
				  const struct sk_buff *skb, unsigned int off)
{
	struct ipv6hdr _ip6h, *ip6h;
	struct iphdr _iph, *iph;

	iph = skb_header_pointer(skb, off, sizeof(_iph), &_iph);
	if (!iph)
		return 0;
	if (iph->version == 4)
		return dsmip_nl_attr_put_addr(msg, DSMIP_A_PACKET_INNER_SRC,
					      AF_INET, &iph->saddr) ?:
		       dsmip_nl_attr_put_addr(msg, DSMIP_A_PACKET_INNER_DST,
					      AF_INET, &iph->daddr);
	ip6h = skb_header_pointer(skb, off, sizeof(_ip6h), &_ip6h);
	if (!ip6h)
		return 0;
	return dsmip_nl_attr_put_addr(msg, DSMIP_A_PACKET_INNER_SRC, AF_INET6,
				      &ip6h->saddr) ?:
	       dsmip_nl_attr_put_addr(msg, DSMIP_A_PACKET_INNER_DST, AF_INET6,
				      &ip6h->daddr);
}

static int dsmip_notify_put_packet(struct sk_buff *msg,
				   const struct sk_buff *skb, unsigned int off,
				   const struct dsmip_outer *outer, int cause)
{
	struct nlattr *nest = nla_nest_start(msg, DSMIP_A_PACKET);

	if (!nest ||
	    nla_put_u32(msg, DSMIP_A_PACKET_CAUSE, cause) ||
	    nla_put_u32(msg, DSMIP_A_PACKET_ENCAP, outer->encap) ||
	    dsmip_notify_put_inner(msg, skb, off) ||
	    dsmip_nl_attr_put_addr(msg, DSMIP_A_PACKET_OUTER_SRC,
				   outer->family, &outer->saddr) ||
	    dsmip_nl_attr_put_addr(msg, DSMIP_A_PACKET_OUTER_DST,
				   outer->family, &outer->daddr))
		return -EMSGSIZE;
	if (dsmip_encap_is_udp(outer->encap) &&
	    nla_put_be16(msg, DSMIP_A_PACKET_OUTER_PORT, outer->sport))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/**
 * dsmip_notify_packet() - report a packet that the source check refused
 * @dsmip: the device
 * @id: binding that the inner source belongs to, or 0
 * @skb: the packet
 * @off: bytes from skb->data to the inner header
 * @outer: outer header
 * @cause: DSMIP_DROP_RX_*
 *
 * RFC 5454, section 4 and RFC 3024, section 4.3: log it, with both addresses.
 *
 * Context: RCU read side, softirqs disabled.
 */
void dsmip_notify_packet(struct dsmip_dev *dsmip, u32 id,
			 const struct sk_buff *skb, unsigned int off,
			 const struct dsmip_outer *outer, int cause)
{
	struct sk_buff *msg;
	void *hdr;

	if ((!dsmip_notify_listeners(dsmip, DSMIP_NLGRP_EVENTS) &&
	     !dsmip_notify_listeners(dsmip, DSMIP_NLGRP_PACKETS)) ||
	    !dsmip_notify_allow(&dsmip->notify))
		return;
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_ATOMIC | __GFP_NOWARN);
	if (!msg)
		return;
	hdr = genlmsg_put(msg, 0, 0, &dsmip_netlink_family, 0,
			  id ? DSMIP_CMD_ENDPOINT_MISMATCH_NTF :
			       DSMIP_CMD_SOURCE_VIOLATION_NTF);
	if (!hdr ||
	    nla_put_u32(msg, DSMIP_A_IFINDEX, dsmip->dev->ifindex) ||
	    (id && nla_put_u32(msg, DSMIP_A_ID, id)) ||
	    dsmip_notify_put_packet(msg, skb, off, outer, cause) ||
	    nla_put_u64_64bit(msg, DSMIP_A_SUPPRESSED,
			      dsmip_notify_held(&dsmip->notify), DSMIP_A_PAD)) {
		nlmsg_free(msg);
		return;
	}
	genlmsg_end(msg, hdr);
	dsmip_notify_send_packet(dsmip, msg);
}
