/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_GRE_H
#define _DSMIP_GRE_H

#include <linux/types.h>

struct net;
struct sk_buff;

bool dsmip_gre_rcv(struct net *net, struct sk_buff *skb, u8 family,
		   unsigned int off);
unsigned int dsmip_gre_quoted(struct sk_buff *skb, unsigned int off);

#endif /* _DSMIP_GRE_H */
