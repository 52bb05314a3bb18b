// SPDX-License-Identifier: GPL-2.0
/* The namespace that outer packets travel in: which of our devices a received
 * outer header belongs to, and what to do when the namespace goes away before
 * a device that has been moved out of it.
 */

#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "binding.h"
#include "device.h"
#include "udp.h"
#include "underlay.h"

static unsigned int dsmip_underlay_id __read_mostly;

/**
 * dsmip_underlay() - what the module has in a namespace
 * @net: the namespace
 *
 * Context: Any.
 * Return: never NULL.
 */
struct dsmip_underlay *dsmip_underlay(struct net *net)
{
	return net_generic(net, dsmip_underlay_id);
}

static bool dsmip_underlay_clash(const struct dsmip_dev *a,
				 const struct dsmip_dev *b)
{
	if (dsmip_device_any(a) || dsmip_device_any(b))
		return dsmip_device_any(a) && dsmip_device_any(b);
	return (a->local4.v4 && a->local4.v4 == b->local4.v4) ||
	       (!ipv6_addr_any(&a->local6.v6) &&
		dsmip_addr_equal(&a->local6, &b->local6));
}

/**
 * dsmip_underlay_add() - make a device known in the namespace it is made in
 * @dsmip: the device, with its addresses
 * @net: the namespace
 * @extack: why it was refused
 *
 * Protocols 4 and 41 have no ports, so that an address is that of one device.
 *
 * Context: Process context, RTNL held.
 * Return: 0, or -EADDRINUSE if another device has one of its addresses.
 */
int dsmip_underlay_add(struct dsmip_dev *dsmip, struct net *net,
		       struct netlink_ext_ack *extack)
{
	struct dsmip_underlay *underlay = dsmip_underlay(net);
	struct dsmip_dev *other;

	ASSERT_RTNL();

	list_for_each_entry(other, &underlay->devices, underlay_list) {
		if (!dsmip_underlay_clash(dsmip, other))
			continue;
		NL_SET_ERR_MSG(extack,
			       "Another dsmip device has this local address");
		return -EADDRINUSE;
	}
	rcu_assign_pointer(dsmip->underlay, net);
	list_add_tail_rcu(&dsmip->underlay_list, &underlay->devices);
	return 0;
}

/* Netlink, which may be about to ask for a hook, has no RTNL. */
static void dsmip_underlay_leave(struct dsmip_dev *dsmip)
{
	mutex_lock(&dsmip->lock);
	dsmip_hook_put(dsmip);
	RCU_INIT_POINTER(dsmip->underlay, NULL);
	mutex_unlock(&dsmip->lock);
}

/**
 * dsmip_underlay_del() - take a device out of the namespace it was made in
 * @dsmip: the device, down; readers may see it for a grace period
 *
 * Context: Process context, RTNL held.
 */
void dsmip_underlay_del(struct dsmip_dev *dsmip)
{
	ASSERT_RTNL();

	if (!rtnl_dereference(dsmip->underlay))
		return;
	list_del_rcu(&dsmip->underlay_list);
	dsmip_underlay_leave(dsmip);
}

/**
 * dsmip_underlay_find() - find the device that an outer header is for
 * @net: namespace in which the packet was received
 * @outer: outer header
 * @port: UDP destination port, network byte order; 0 without UDP
 *
 * Context: RCU read side.
 * Return: the device with this local address, else the one that takes any
 *	   address, else NULL. It is up.
 */
struct dsmip_dev *dsmip_underlay_find(struct net *net,
				      const struct dsmip_outer *outer,
				      __be16 port)
{
	struct dsmip_dev *dsmip, *any = NULL;

	list_for_each_entry_rcu(dsmip, &dsmip_underlay(net)->devices,
				underlay_list) {
		if (!netif_running(dsmip->dev) || (port && port != dsmip->port))
			continue;
		if (dsmip_addr_equal(dsmip_device_local(dsmip, outer->family),
				     &outer->daddr))
			return dsmip;
		if (dsmip_device_any(dsmip))
			any = dsmip;
	}
	return any;
}

static int __net_init dsmip_underlay_net_init(struct net *net)
{
	struct dsmip_underlay *underlay = dsmip_underlay(net);

	INIT_LIST_HEAD(&underlay->devices);
	INIT_LIST_HEAD(&underlay->sockets);
	mutex_init(&underlay->hook_lock);
	return 0;
}

/* Devices that were moved elsewhere stay, without an underlay: their routes and
 * sockets hold on to this namespace and have to go. A packet in flight may
 * still be resolving a route, hence the order.
 */
static void __net_exit dsmip_underlay_net_pre_exit(struct net *net)
{
	struct dsmip_underlay *underlay = dsmip_underlay(net);
	struct dsmip_dev *dsmip, *next;

	/* Nothing is added any more to a namespace that is going away. */
	if (list_empty(&underlay->devices))
		return;

	rtnl_lock();
	list_for_each_entry(dsmip, &underlay->devices, underlay_list) {
		dsmip_udp_close(dsmip);
		dsmip_underlay_leave(dsmip);
	}
	synchronize_net();
	list_for_each_entry_safe(dsmip, next, &underlay->devices,
				 underlay_list) {
		dsmip_binding_flush_routes(dsmip);
		list_del_rcu(&dsmip->underlay_list);
	}
	rtnl_unlock();
	/* Routes are given back in callbacks, and destroyed in another one
	 * after that, which the namespace has to outlive: it waits once.
	 */
	rcu_barrier();
}

static struct pernet_operations dsmip_underlay_net_ops = {
	.init		= dsmip_underlay_net_init,
	.pre_exit	= dsmip_underlay_net_pre_exit,
	.id		= &dsmip_underlay_id,
	.size		= sizeof(struct dsmip_underlay),
};

/**
 * dsmip_underlay_init() - begin to follow namespaces
 *
 * Context: Process context, module init.
 * Return: 0 or a negative error.
 */
int __init dsmip_underlay_init(void)
{
	return register_pernet_device(&dsmip_underlay_net_ops);
}

/**
 * dsmip_underlay_exit() - no longer follow namespaces
 *
 * Context: Process context, with all devices gone.
 */
void dsmip_underlay_exit(void)
{
	unregister_pernet_device(&dsmip_underlay_net_ops);
}
