/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPD_CONFIG_CHECK_H
#define DSMIPD_CONFIG_CHECK_H

#include "config_reader.h"

void dsmipd_config_check_control(struct dsmipd_config_reader *reader,
				 const yaml_node_t *node, void *base);
void dsmipd_config_check_pool(struct dsmipd_config_reader *reader,
			      const yaml_node_t *node, void *base);
void dsmipd_config_check_link(struct dsmipd_config_reader *reader,
			      const yaml_node_t *node, void *base);
void dsmipd_config_check_ha6(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base);
void dsmipd_config_check_ha4(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base);
void dsmipd_config_check_mn6(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base);
void dsmipd_config_check_mn4(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base);
void dsmipd_config_check_ifs(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node,
			     const struct dsmipd_config_if *ifs, size_t n,
			     const char *device);
void dsmipd_config_check_auth(struct dsmipd_config_reader *reader,
			      const yaml_node_t *node, void *base);
void dsmipd_config_check_mip4_sa(struct dsmipd_config_reader *reader,
				 const yaml_node_t *node, void *base);
void dsmipd_config_check_sa(struct dsmipd_config_reader *reader,
			    const yaml_node_t *node, void *base);
void dsmipd_config_check_fa4(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base);
void dsmipd_config_check_all(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base);

#endif /* DSMIPD_CONFIG_CHECK_H */
