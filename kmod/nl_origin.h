/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_NL_ORIGIN_H
#define _DSMIP_NL_ORIGIN_H

struct dsmip_dev;
struct dsmip_path;
struct genl_info;

int dsmip_nl_origin_path(const struct dsmip_dev *dsmip, struct genl_info *info,
			 struct dsmip_path *path);
int dsmip_nl_origin_new(struct dsmip_dev *dsmip, struct genl_info *info);
int dsmip_nl_origin_reply(const struct dsmip_dev *dsmip,
			  struct genl_info *info);

#endif /* _DSMIP_NL_ORIGIN_H */
