/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_RCV_H
#define _DSMIP_RCV_H

#include <linux/types.h>

struct dsmip_binding;
struct dsmip_dev;
struct dsmip_outer;
struct sk_buff;

/**
 * struct dsmip_rcv_inner - the inner header of a received packet
 * @binding: whose the inner source is, or NULL
 * @protocol: ETH_P_IP or ETH_P_IPV6, network byte order
 * @off: bytes from skb->data to the inner header
 * @hdr_len: length of the inner header without options or extensions
 * @dsfield: TOS or traffic class
 * @outer_dsfield: that of the headers before it
 * @tag: mark of the origin, if it is signalling, or 0
 * @group: the inner destination is multicast
 * @nested: it came in the tunnel to the home address, too
 */
struct dsmip_rcv_inner {
	struct dsmip_binding	*binding;
	u32			tag;
	__be16			protocol;
	unsigned int		off;
	u8			hdr_len;
	u8			dsfield;
	u8			outer_dsfield;
	bool			group;
	bool			nested;
};

void dsmip_rcv_outer(const struct sk_buff *skb, u8 family, u8 encap,
		     struct dsmip_outer *outer);
void dsmip_rcv(struct dsmip_dev *dsmip, struct sk_buff *skb,
	       const struct dsmip_outer *outer, unsigned int hdr_len);
bool dsmip_rcv_if_ours(struct dsmip_dev *dsmip, struct sk_buff *skb,
		       const struct dsmip_outer *outer, unsigned int hdr_len);

int dsmip_rcv_check(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    const struct dsmip_outer *outer, unsigned int off,
		    struct dsmip_rcv_inner *inner);
int dsmip_rcv_decap(struct dsmip_dev *dsmip, struct sk_buff *skb,
		    const struct dsmip_rcv_inner *inner);
void dsmip_rcv_count(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		     unsigned int len);

#endif /* _DSMIP_RCV_H */
