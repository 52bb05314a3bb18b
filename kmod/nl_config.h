/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_NL_CONFIG_H
#define _DSMIP_NL_CONFIG_H

struct dsmip_binding_config;
struct dsmip_dev;
struct genl_info;

int dsmip_nl_config_parse(const struct dsmip_dev *dsmip,
			  struct genl_info *info,
			  struct dsmip_binding_config *config);
void dsmip_nl_config_release(struct dsmip_binding_config *config);

#endif /* _DSMIP_NL_CONFIG_H */
