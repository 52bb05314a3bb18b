/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ENCAP_H
#define _DSMIP_ENCAP_H

#include <linux/types.h>

struct dsmip_path;
struct dst_entry;
struct sk_buff;

int dsmip_encap_prepare(struct sk_buff *skb, const struct dsmip_path *path,
			const struct dst_entry *dst);
void dsmip_encap_push(struct sk_buff *skb, const struct dsmip_path *path,
		      struct dst_entry *dst, u8 dsfield, bool df);

#endif /* _DSMIP_ENCAP_H */
