// SPDX-License-Identifier: GPL-2.0
/* Dumps. They go by id, which never changes: a binding that is there all the
 * time comes exactly once, whatever happens to others meanwhile. If bindings
 * came or went, the dump says so (NLM_F_DUMP_INTR).
 */

#include "binding.h"
#include "copies.h"
#include "device.h"
#include "nl_attr.h"
#include "nl_gen.h"

/**
 * struct dsmip_dump - where a dump goes on
 * @ifindex: device that is being dumped, or after which it goes on
 * @id: binding to begin with in this device, 0 for the next device
 * @seq: of this device, when the dump left off
 * @intr: bindings came or went meanwhile
 */
struct dsmip_dump {
	u32	ifindex;
	u32	id;
	u32	seq;
	bool	intr;
};

/**
 * struct dsmip_dump_filter - what is asked for
 * @ifindex: one device, or 0
 * @coa: care-of address, if @coa_family is not 0
 * @coa_family: AF_INET, AF_INET6 or 0
 * @home: address or prefix, if @home.family is not 0
 * @lookup: the binding that serves the address @home
 */
struct dsmip_dump_filter {
	u32			ifindex;
	union dsmip_addr	coa;
	u8			coa_family;
	struct dsmip_prefix_key	home;
	bool			lookup;
};

static int dsmip_dump_filter(const struct netlink_callback *cb,
			     struct dsmip_dump_filter *filter)
{
	struct nlattr *attrs[DSMIP_A_LIFETIME + 1];
	bool has_len = false;
	int err;

	memset(filter, 0, sizeof(*filter));
	err = nlmsg_parse(cb->nlh, GENL_HDRLEN, attrs, DSMIP_A_LIFETIME,
			  dsmip_binding_nl_policy, cb->extack);
	if (err)
		return err;
	if (attrs[DSMIP_A_IFINDEX])
		filter->ifindex = nla_get_u32(attrs[DSMIP_A_IFINDEX]);
	if (attrs[DSMIP_A_COA])
		err = dsmip_nl_attr_addr(attrs[DSMIP_A_COA], &filter->coa,
					 &filter->coa_family, cb->extack);
	if (!err && attrs[DSMIP_A_HOME])
		err = dsmip_nl_attr_home(attrs[DSMIP_A_HOME], &filter->home,
					 &has_len, cb->extack);
	filter->lookup = !has_len;
	return err;
}

static bool dsmip_dump_wants(const struct dsmip_dev *dsmip,
			     const struct dsmip_binding *binding,
			     const struct dsmip_dump_filter *filter)
{
	const struct dsmip_path *path;

	if (!dsmip_binding_alive(binding))
		return false;
	if (!filter->coa_family)
		return true;
	path = rcu_dereference_protected(binding->path,
					 lockdep_is_held(&dsmip->lock));
	return (path->family == filter->coa_family &&
		dsmip_addr_equal(&path->coa, &filter->coa)) ||
	       dsmip_copies_coa(path->copies, filter->coa_family, &filter->coa);
}

/* From here on every message says so, and the last one by the core. */
static void dsmip_dump_interrupt(struct netlink_callback *cb)
{
	struct dsmip_dump *dump = (void *)cb->ctx;

	dump->intr = true;
	cb->prev_seq = 1;
	cb->seq = 2;
}

static int dsmip_dump_one(struct sk_buff *msg, struct netlink_callback *cb,
			  struct dsmip_dev *dsmip,
			  struct dsmip_binding *binding,
			  const struct dsmip_dump_filter *filter)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)skb_tail_pointer(msg);
	const struct dsmip_dump *dump = (void *)cb->ctx;
	int err;

	if (!dsmip_dump_wants(dsmip, binding, filter))
		return 0;
	err = dsmip_nl_attr_put_binding(msg, dsmip, binding,
					NETLINK_CB(cb->skb).portid,
					cb->nlh->nlmsg_seq, NLM_F_MULTI,
					DSMIP_CMD_BINDING_GET);
	if (!err && dump->intr)
		nlh->nlmsg_flags |= NLM_F_DUMP_INTR;
	return err;
}

/* A home address is in at most one binding of a device. */
static int dsmip_dump_home(struct sk_buff *msg, struct netlink_callback *cb,
			   struct dsmip_dev *dsmip,
			   const struct dsmip_dump_filter *filter)
{
	struct dsmip_binding *binding;

	rcu_read_lock();
	if (filter->lookup)
		binding = dsmip_binding_lookup(dsmip, filter->home.family,
					       &filter->home.addr);
	else
		binding = dsmip_binding_find(dsmip, &filter->home);
	rcu_read_unlock();
	return binding ? dsmip_dump_one(msg, cb, dsmip, binding, filter) : 0;
}

static int dsmip_dump_device(struct sk_buff *msg, struct netlink_callback *cb,
			     struct dsmip_dev *dsmip,
			     const struct dsmip_dump_filter *filter)
{
	struct dsmip_dump *dump = (void *)cb->ctx;
	struct dsmip_binding *binding;
	unsigned long id;
	int err;

	if (dump->id && dump->seq != dsmip->seq)
		dsmip_dump_interrupt(cb);
	dump->seq = dsmip->seq;
	if (filter->home.family)
		return dsmip_dump_home(msg, cb, dsmip, filter);
	xa_for_each_start(&dsmip->bindings, id, binding, dump->id) {
		err = dsmip_dump_one(msg, cb, dsmip, binding, filter);
		if (err) {
			dump->id = id;
			return err;
		}
	}
	return 0;
}

/* The device to go on with: the one that was not finished, or the next. */
static struct dsmip_dev *dsmip_dump_next(struct net *net,
					 struct netlink_callback *cb,
					 u32 wanted)
{
	struct dsmip_dump *dump = (void *)cb->ctx;
	struct dsmip_dev *dsmip;

	if (dump->id) {
		dsmip = dsmip_device_get(net, dump->ifindex);
		if (dsmip)
			return dsmip;
		/* It went away in the middle; others are still there. */
		dsmip_dump_interrupt(cb);
		dump->id = 0;
	}
	if (!wanted)
		dsmip = dsmip_device_get_next(net, dump->ifindex);
	else
		dsmip = dump->ifindex ? NULL : dsmip_device_get(net, wanted);
	if (dsmip)
		dump->ifindex = dsmip->dev->ifindex;
	return dsmip;
}

/**
 * dsmip_nl_binding_get_dumpit() - tell about all bindings, or some
 * @skb: where to
 * @cb: request and state of the dump
 *
 * Context: Process context.
 * Return: length of the message, 0 at the end, or a negative error.
 */
int dsmip_nl_binding_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	struct net *net = sock_net(skb->sk);
	struct dsmip_dump *dump = (void *)cb->ctx;
	struct dsmip_dump_filter filter;
	struct dsmip_dev *dsmip;
	int err;

	err = dsmip_dump_filter(cb, &filter);
	if (err)
		return err;
	while ((dsmip = dsmip_dump_next(net, cb, filter.ifindex))) {
		mutex_lock(&dsmip->lock);
		err = dsmip_dump_device(skb, cb, dsmip, &filter);
		mutex_unlock(&dsmip->lock);
		dsmip_device_put(dsmip);
		if (err)
			return skb->len ?: err;
		dump->id = 0;
	}
	if (filter.ifindex && !dump->ifindex) {
		NL_SET_ERR_MSG(cb->extack, "No dsmip device has this index");
		return -ENODEV;
	}
	return skb->len;
}

/**
 * dsmip_nl_stats_get_dumpit() - tell the counters of all devices
 * @skb: where to
 * @cb: request and state of the dump
 *
 * Context: Process context.
 * Return: length of the message, 0 at the end, or a negative error.
 */
int dsmip_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct net *net = sock_net(skb->sk);
	struct dsmip_dump *dump = (void *)cb->ctx;
	struct dsmip_dev *dsmip;
	int err;

	while ((dsmip = dsmip_device_get_next(net, dump->ifindex))) {
		err = dsmip_nl_attr_put_stats(skb, dsmip,
					      NETLINK_CB(cb->skb).portid,
					      cb->nlh->nlmsg_seq, NLM_F_MULTI);
		if (!err)
			dump->ifindex = dsmip->dev->ifindex;
		dsmip_device_put(dsmip);
		if (err)
			return skb->len ?: err;
	}
	return skb->len;
}
