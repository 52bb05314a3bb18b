/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ENCAP_H
#define _DSMIP_ENCAP_H

#include <linux/stddef.h>
#include <linux/types.h>

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

struct dsmip_path;
struct dst_entry;
struct sk_buff;

int dsmip_encap_room(struct sk_buff *skb, const struct dsmip_path *path,
		     const struct dst_entry *dst);
int dsmip_encap_home(struct sk_buff *skb, const struct dsmip_path *path,
		     const struct dst_entry *dst, u8 dsfield);
int dsmip_encap_prepare(struct sk_buff *skb, const struct dsmip_path *path,
			const struct dst_entry *dst);
void dsmip_encap_push(struct sk_buff *skb, struct dsmip_path *path,
		      struct dst_entry *dst, u8 dsfield, bool df);
void dsmip_encap_finish(struct sk_buff *skb);

#endif /* _DSMIP_ENCAP_H */
