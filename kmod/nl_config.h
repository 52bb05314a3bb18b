/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_NL_CONFIG_H
#define _DSMIP_NL_CONFIG_H

#include <linux/types.h>

struct dsmip_binding_config;
struct dsmip_dev;
struct dsmip_path;
struct genl_info;

int dsmip_nl_config_parse(const struct dsmip_dev *dsmip,
			  struct genl_info *info,
			  struct dsmip_binding_config *config);
int dsmip_nl_config_end(const struct dsmip_dev *dsmip, struct genl_info *info,
			struct dsmip_path *path);
int dsmip_nl_config_home_tunnel(struct genl_info *info,
				struct dsmip_path *path);
int dsmip_nl_config_lifetime(struct genl_info *info, u32 *lifetime);
void dsmip_nl_config_release(struct dsmip_binding_config *config);

#endif /* _DSMIP_NL_CONFIG_H */
