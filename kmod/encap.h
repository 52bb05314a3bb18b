/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ENCAP_H
#define _DSMIP_ENCAP_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <net/dst.h>

#include "path.h"

#define DSMIP_MIP_PORT		434	/* RFC 5944, section 3 */
#define DSMIP_MIP_DATA		4	/* RFC 3519, section 3.3 */
#define DSMIP_IPPROTO_MINIMAL	55	/* RFC 2004, section 3 */

/**
 * struct dsmip_mip_data_hdr - MIP Tunnel Data message header (RFC 3519, 3.3)
 * @type: DSMIP_MIP_DATA
 * @nexthdr: protocol number of what follows
 * @reserved: sent as 0, ignored
 */
struct dsmip_mip_data_hdr {
	u8	type;
	u8	nexthdr;
	__be16	reserved;
};

/**
 * struct dsmip_minimal_hdr - minimal forwarding header (RFC 2004, section 3.1)
 * @protocol: of the original header
 * @flags: DSMIP_MINIMAL_SOURCE or 0
 * @check: checksum of this header
 * @daddr: of the original header
 * @saddr: of the original header; only there with DSMIP_MINIMAL_SOURCE
 */
struct dsmip_minimal_hdr {
	u8	protocol;
	u8	flags;
	__sum16	check;
	__be32	daddr;
	__be32	saddr;
};

#define DSMIP_MINIMAL_SOURCE	0x80
#define DSMIP_MINIMAL_SHORT	offsetof(struct dsmip_minimal_hdr, saddr)

int dsmip_encap_home(struct sk_buff *skb, const struct dsmip_path *path,
		     const struct dst_entry *dst, u8 dsfield);
int dsmip_encap_describe(struct sk_buff *skb, const struct dsmip_path *path);
void dsmip_encap_push(struct sk_buff *skb, struct dsmip_path *path,
		      struct dst_entry *dst, u8 dsfield, bool df);
void dsmip_encap_finish(struct sk_buff *skb);

/**
 * dsmip_encap_room() - make room for outer headers, that nobody else sees
 * @skb: the packet; never consumed
 * @path: where it goes
 * @dst: outer route
 * @more: bytes besides those of the path
 *
 * Context: Any.
 * Return: 0, or a negative error without memory.
 */
static inline int dsmip_encap_room(struct sk_buff *skb,
				   const struct dsmip_path *path,
				   const struct dst_entry *dst,
				   unsigned int more)
{
	return skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) +
				 dst->header_len + path->overhead + more);
}

/**
 * dsmip_encap_prepare() - make room for outer headers and describe the inner
 * @skb: as for dsmip_encap_describe(), with or without what that is about
 * @path: where it goes
 * @dst: outer route
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0, or a negative error without memory.
 */
static inline int dsmip_encap_prepare(struct sk_buff *skb,
				      const struct dsmip_path *path,
				      const struct dst_entry *dst)
{
	int err;

	err = dsmip_encap_room(skb, path, dst, 0);
	if (unlikely(err))
		return err;
	if (skb_is_gso(skb) || skb->ip_summed == CHECKSUM_PARTIAL)
		return dsmip_encap_describe(skb, path);
	/* Nothing is left to a device: there is no need to tell it anything. */
	skb->ip_summed = CHECKSUM_NONE;
	skb->encapsulation = 0;
	return 0;
}

#endif /* _DSMIP_ENCAP_H */
