/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_MINIMAL_H
#define _DSMIP_MINIMAL_H

#include <linux/types.h>

struct net;
struct sk_buff;

bool dsmip_minimal_rcv(struct net *net, struct sk_buff *skb, unsigned int off);

#endif /* _DSMIP_MINIMAL_H */
