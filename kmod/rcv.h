/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_RCV_H
#define _DSMIP_RCV_H

#include <linux/types.h>

struct dsmip_dev;
struct dsmip_outer;
struct sk_buff;

void dsmip_rcv_outer(const struct sk_buff *skb, u8 family, u8 encap,
		     struct dsmip_outer *outer);
void dsmip_rcv(struct dsmip_dev *dsmip, struct sk_buff *skb,
	       const struct dsmip_outer *outer, unsigned int hdr_len);
bool dsmip_rcv_if_ours(struct dsmip_dev *dsmip, struct sk_buff *skb,
		       const struct dsmip_outer *outer, unsigned int hdr_len);

#endif /* _DSMIP_RCV_H */
