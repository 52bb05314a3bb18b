/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_MTU_H
#define _DSMIP_MTU_H

#include <linux/ip.h>
#include <linux/skbuff.h>
#include <linux/types.h>
#include <net/dst.h>

#include "device.h"
#include "path.h"

/**
 * struct dsmip_mtu - may a packet be sent, and how?
 * @mtu: tunnel MTU in bytes, for the inner packet
 * @df: the outer IPv4 header gets Don't Fragment
 * @must_fit: a larger packet is refused, not fragmented
 */
struct dsmip_mtu {
	unsigned int	mtu;
	bool		df;
	bool		must_fit;
};

/**
 * dsmip_mtu_path() - what the outer route leaves for a packet
 * @path: where it goes
 * @dst: outer route
 * @by_home: it takes the tunnel to the home address
 *
 * Context: Any.
 * Return: bytes.
 */
static inline unsigned int dsmip_mtu_path(const struct dsmip_path *path,
					  const struct dst_entry *dst,
					  bool by_home)
{
	return dst_mtu(dst) - path->overhead - by_home * sizeof(struct iphdr);
}

/* Does a packet fit whatever the path may be, and is that all there is to know?
 * What every link of IPv6 carries does, unless the path decides on Don't Fragment.
 */
static inline bool dsmip_mtu_is_small(const struct dsmip_dev *dsmip,
				      const struct sk_buff *skb)
{
	return skb->protocol == htons(ETH_P_IPV6) &&
	       skb->len <= IPV6_MIN_MTU && !READ_ONCE(dsmip->pmtudisc);
}

void dsmip_mtu_get(const struct dsmip_dev *dsmip, const struct sk_buff *skb,
		   unsigned int path_mtu, struct dsmip_mtu *mtu);
bool dsmip_mtu_fits(const struct sk_buff *skb, unsigned int mtu);

#endif /* _DSMIP_MTU_H */
