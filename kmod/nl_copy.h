/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_NL_COPY_H
#define _DSMIP_NL_COPY_H

struct dsmip_binding_config;
struct dsmip_copies;
struct dsmip_dev;
struct genl_info;
struct sk_buff;

int dsmip_nl_copy_parse(const struct dsmip_dev *dsmip, struct genl_info *info,
			struct dsmip_binding_config *config);
int dsmip_nl_copy_put(struct sk_buff *msg, struct dsmip_copies *copies);

#endif /* _DSMIP_NL_COPY_H */
