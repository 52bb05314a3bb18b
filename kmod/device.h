/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_DEVICE_H
#define _DSMIP_DEVICE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/xarray.h>
#include <net/gro_cells.h>

#include "addr.h"
#include "expiry.h"
#include "mcast.h"
#include "notify.h"
#include "prefix.h"
#include "replicate.h"

#define DSMIP_PORT		4191	/* RFC 5555, section 8 */
#define DSMIP_MTU		1280	/* RFC 4213, section 3.2.1 */
#define DSMIP_MAX_BINDINGS	1048576
#define DSMIP_DSCP_INHERIT	64	/* one more than a DSCP can be */

struct dsmip_origins;
struct dsmip_stats_drops;

/**
 * struct dsmip_dev - one tunnel end
 * @dev: its net_device
 * @underlay: namespace that outer packets travel in, the one the device was
 *	      made in; NULL once that namespace is going away
 * @local4: our IPv4 address, or 0
 * @local6: our IPv6 address, or ::
 * @port: our UDP port, network byte order
 * @udp_open: has its UDP sockets; RTNL
 * @pmtudisc: the tunnel MTU follows the path MTU
 * @dscp: DSCP of outer headers, or DSMIP_DSCP_INHERIT
 * @decap_dscp: decapsulation copies the outer DSCP inwards
 * @norigins: number of origins, 0 or a power of two
 * @origin_mark: upper eight bits of their tags
 * @origins: where signalling packets came from, or NULL
 * @prefixes: home addresses and prefixes
 * @mcast: who has joined which group; has a lock of its own
 * @replicate: packets that are for many bindings
 * @drops: drops by cause
 * @gro_cells: receive queues
 * @notify: rate limit of packet events
 * @underlay_list: in the list of devices of the underlay's namespace
 * @lock: held by every writer of what follows, and of @prefixes
 * @dying: the device is going away, no new bindings
 * @hooks: what dsmip_hook_get() has been asked for, DSMIP_HOOK_*
 * @bindings: by id
 * @next_id: where the search for the next free id begins
 * @nbindings: number of bindings
 * @max_bindings: limit on @nbindings
 * @seq: changes with every binding that comes or goes, for dumps
 * @expiry: calendar of lifetimes
 */
struct dsmip_dev {
	struct net_device		*dev;
	struct net __rcu		*underlay;
	union dsmip_addr		local4;
	union dsmip_addr		local6;
	__be16				port;
	bool				udp_open;
	bool				pmtudisc;
	u8				dscp;
	bool				decap_dscp;
	u32				norigins;
	u32				origin_mark;
	struct dsmip_origins		*origins;
	struct dsmip_prefix_table	prefixes;
	struct dsmip_mcast		mcast;
	struct dsmip_replicate		replicate;
	struct dsmip_stats_drops __percpu *drops;
	struct gro_cells		gro_cells;
	struct dsmip_notify		notify;
	struct list_head		underlay_list;

	struct mutex			lock;	/* writers, see above */
	bool				dying;
	u8				hooks;
	struct xarray			bindings;
	u32				next_id;
	u32				nbindings;
	u32				max_bindings;
	u32				seq;
	struct dsmip_expiry		expiry;
};

/* A device with neither address takes any, and its bindings name their own. */
static inline bool dsmip_device_any(const struct dsmip_dev *dsmip)
{
	return !dsmip->local4.v4 && ipv6_addr_any(&dsmip->local6.v6);
}

static inline const union dsmip_addr *
dsmip_device_local(const struct dsmip_dev *dsmip, u8 family)
{
	return family == AF_INET ? &dsmip->local4 : &dsmip->local6;
}

int dsmip_device_init(void);
void dsmip_device_exit(void);

bool dsmip_device_is(const struct net_device *dev);
struct dsmip_dev *dsmip_device_get(struct net *net, u32 ifindex);
struct dsmip_dev *dsmip_device_get_next(struct net *net, u32 ifindex);
void dsmip_device_put(struct dsmip_dev *dsmip);

#endif /* _DSMIP_DEVICE_H */
