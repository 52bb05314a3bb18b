/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_XMIT_H
#define _DSMIP_XMIT_H

#include <linux/netdevice.h>

struct dsmip_binding;
struct dsmip_dev;
struct dsmip_path;
struct dst_entry;

/**
 * struct dsmip_xmit_way - the way out of a packet
 * @net: namespace of the underlay
 * @path: the care-of end point
 * @dst: outer route, without a reference
 * @mtu: tunnel MTU in bytes, which is told to who sends more
 * @path_mtu: what the outer route leaves, in bytes
 * @by_home: in the tunnel to the home address first
 * @df: the outer IPv4 header gets Don't Fragment
 */
struct dsmip_xmit_way {
	struct net		*net;
	struct dsmip_path	*path;
	struct dst_entry	*dst;
	unsigned int		mtu;
	unsigned int		path_mtu;
	bool			by_home;
	bool			df;
};

int dsmip_xmit_way(struct dsmip_dev *dsmip, struct sk_buff *skb,
		   struct dsmip_path *path, struct dsmip_xmit_way *way);
int dsmip_xmit_size(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    struct dsmip_xmit_way *way);
int dsmip_xmit_headers(struct dsmip_dev *dsmip, struct sk_buff *skb,
		       const struct dsmip_xmit_way *way);
void dsmip_xmit_count(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		      unsigned int len);
netdev_tx_t dsmip_xmit(struct sk_buff *skb, struct net_device *dev);

#endif /* _DSMIP_XMIT_H */
