/* SPDX-License-Identifier: GPL-2.0 */
/* What the files config_schema*.c write their tables with. */
#ifndef DSMIPD_CONFIG_TABLE_H
#define DSMIPD_CONFIG_TABLE_H

#include "config.h"
#include "config_check.h"
#include "config_schema.h"

#define SIZE(a)			(sizeof(a) / sizeof((a)[0]))
#define OF(type, member)	(((type *)NULL)->member)
/* A value, and a list with its counter. */
#define AT(type, member)	.offset = offsetof(type, member), \
				.size = sizeof(OF(type, member))
#define LIST(type, member, n)	.list = true, \
				.offset = offsetof(type, member), \
				.size = sizeof(OF(type, member)[0]), \
				.count = offsetof(type, n)
#define ARRAY(type, member, n)	LIST(type, member, n), \
				.room = SIZE(OF(type, member))
#define SECRET(type, member, n)	AT(type, member), \
				.len = (ptrdiff_t)offsetof(type, n) - \
				       (ptrdiff_t)offsetof(type, member)
#define MAP(keys_, type)	{ .keys = keys_, .n_keys = SIZE(keys_), \
				  .size = sizeof(type) }

#define LIFETIME_MIN		4		/* RFC 6275, 6.1.7: units of 4 s */
#define LIFETIME_MAX		(4 * 65535)
#define SPI_MIN			256		/* RFC 4303, 2.1; RFC 4285, 5.1 */

extern const struct dsmipd_config_map dsmipd_config_map_ha6;
extern const struct dsmipd_config_map dsmipd_config_map_mn6;
extern const struct dsmipd_config_map dsmipd_config_map_mn4;
extern const struct dsmipd_config_map dsmipd_config_map_if;
extern const struct dsmipd_config_map dsmipd_config_map_fa4;
extern const struct dsmipd_config_map dsmipd_config_map_ha4;
extern const struct dsmipd_config_map dsmipd_config_map_mip4_sa;
extern const struct dsmipd_config_map dsmipd_config_map_mip4_agent_sa;

#endif /* DSMIPD_CONFIG_TABLE_H */
