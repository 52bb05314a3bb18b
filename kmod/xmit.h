/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_XMIT_H
#define _DSMIP_XMIT_H

#include <linux/netdevice.h>

netdev_tx_t dsmip_xmit(struct sk_buff *skb, struct net_device *dev);

#endif /* _DSMIP_XMIT_H */
