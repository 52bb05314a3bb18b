/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_UNDERLAY_H
#define _DSMIP_UNDERLAY_H

#include <linux/list.h>
#include <linux/mutex.h>

#include "addr.h"
#include "hook.h"

struct dsmip_dev;
struct dsmip_outer;
struct net;
struct netlink_ext_ack;

/**
 * struct dsmip_underlay - what the module has in a namespace
 * @devices: tunnel ends whose outer packets travel here; RTNL, readers RCU
 * @sockets: their UDP sockets, struct dsmip_udp; RTNL
 * @hook_lock: protects @hook_users; inside of the mutex of a device
 * @hook_users: devices that need a hook
 */
struct dsmip_underlay {
	struct list_head	devices;
	struct list_head	sockets;
	struct mutex		hook_lock;	/* see above */
	unsigned int		hook_users[DSMIP_HOOK_COUNT];
};

int dsmip_underlay_init(void);
void dsmip_underlay_exit(void);

struct dsmip_underlay *dsmip_underlay(struct net *net);
int dsmip_underlay_add(struct dsmip_dev *dsmip, struct net *net,
		       struct netlink_ext_ack *extack);
void dsmip_underlay_del(struct dsmip_dev *dsmip);
struct dsmip_dev *dsmip_underlay_find(struct net *net,
				      const struct dsmip_outer *outer,
				      __be16 port);

#endif /* _DSMIP_UNDERLAY_H */
