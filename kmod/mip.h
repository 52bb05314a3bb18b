/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_MIP_H
#define _DSMIP_MIP_H

#include <linux/types.h>

struct dsmip_outer;
struct net;
struct sk_buff;

bool dsmip_mip_rcv(struct net *net, struct sk_buff *skb, unsigned int off);
unsigned int dsmip_mip_quoted(struct sk_buff *skb, unsigned int off,
			      struct dsmip_outer *outer);

#endif /* _DSMIP_MIP_H */
