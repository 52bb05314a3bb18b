/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_SOURCE_H
#define _DSMIP_SOURCE_H

struct dsmip_binding;
struct dsmip_dev;
struct dsmip_outer;
struct sk_buff;

int dsmip_source_find4(struct dsmip_dev *dsmip, const struct sk_buff *skb,
		       const struct dsmip_outer *outer, unsigned int off,
		       struct dsmip_binding **binding);
int dsmip_source_find6(struct dsmip_dev *dsmip, const struct sk_buff *skb,
		       const struct dsmip_outer *outer, unsigned int off,
		       struct dsmip_binding **binding);

#endif /* _DSMIP_SOURCE_H */
