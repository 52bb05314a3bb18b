/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ERR_H
#define _DSMIP_ERR_H

#include <linux/types.h>

struct dsmip_dev;
struct dsmip_outer;
struct net;
struct sk_buff;

/**
 * enum dsmip_err_kind - what an ICMP error from inside the path means
 * @DSMIP_ERR_NONE: nothing to the sender
 * @DSMIP_ERR_UNREACH: the care-of address cannot be reached
 * @DSMIP_ERR_TOO_BIG: the packet does not fit the path
 */
enum dsmip_err_kind {
	DSMIP_ERR_NONE,
	DSMIP_ERR_UNREACH,
	DSMIP_ERR_TOO_BIG,
};

enum dsmip_err_kind dsmip_err_kind4(u8 type, u8 code);
enum dsmip_err_kind dsmip_err_kind6(u8 type, u8 code);

struct dsmip_dev *dsmip_err_quoted(struct net *net, const struct sk_buff *skb,
				   u8 family, u8 encap,
				   struct dsmip_outer *outer);
void dsmip_err_update_pmtu(struct sk_buff *skb, u8 family, u32 info);
bool dsmip_err(struct dsmip_dev *dsmip, struct sk_buff *skb,
	       const struct dsmip_outer *outer, unsigned int off,
	       enum dsmip_err_kind kind, u32 info);

#endif /* _DSMIP_ERR_H */
