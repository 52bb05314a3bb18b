/* SPDX-License-Identifier: GPL-2.0 */
/* What differs between kernels: the only #ifdefs on them. Features are looked
 * for, never versions, since stable kernels take interfaces from later ones.
 */
#ifndef _DSMIP_COMPAT_H
#define _DSMIP_COMPAT_H

#include <linux/netdevice.h>
#include <net/busy_poll.h>
#ifdef DSMIP_HAVE_NET_GSO_H
#include <net/gso.h>
#endif

#if !IS_ENABLED(CONFIG_IPV6) || !IS_ENABLED(CONFIG_NET_UDP_TUNNEL)
#error "dsmip needs CONFIG_IPV6 and CONFIG_NET_UDP_TUNNEL"
#endif
#if !IS_ENABLED(CONFIG_NF_DEFRAG_IPV6)
#error "dsmip needs CONFIG_NETFILTER and CONFIG_NF_DEFRAG_IPV6"
#endif

static inline void dsmip_compat_set_lltx(struct net_device *dev)
{
#ifdef NETIF_F_LLTX
	dev->features |= NETIF_F_LLTX;
#else
	dev->lltx = true;
#endif
}

/* Has a card's queue received it, and with it GRO seen it? */
static inline bool dsmip_compat_from_napi(const struct sk_buff *skb)
{
#ifdef CONFIG_NET_RX_BUSY_POLL
	return skb->napi_id >= MIN_NAPI_ID;
#else
	return false;
#endif
}

#endif /* _DSMIP_COMPAT_H */
