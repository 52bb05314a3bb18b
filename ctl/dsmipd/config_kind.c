// SPDX-License-Identifier: GPL-2.0
/* The lists of services in a configuration. */

#include <string.h>

#include "config.h"

#define KIND(kind_, list_, what_)	{ \
		.kind = #kind_, .list = list_, .what = what_, \
		.items = offsetof(struct dsmipd_config, kind_), \
		.count = offsetof(struct dsmipd_config, n_##kind_), \
		.size = sizeof(struct dsmipd_config_##kind_), \
	}

const struct dsmipd_config_kind dsmipd_config_kinds[DSMIPD_CONFIG_KINDS] = {
	[DSMIPD_CONFIG_HA6] = KIND(ha6, "home-agents", "home agent"),
	[DSMIPD_CONFIG_MN6] = KIND(mn6, "mobile-nodes", "mobile node"),
	[DSMIPD_CONFIG_MN4] = KIND(mn4, "mobile-nodes4", "mobile node"),
	[DSMIPD_CONFIG_FA4] = KIND(fa4, "foreign-agents", "foreign agent"),
	[DSMIPD_CONFIG_HA4] = KIND(ha4, "home-agents4", "home agent"),
};

/**
 * dsmipd_config_count() - how many services of a kind there are
 * @config: the configuration
 * @kind: enum dsmipd_config_service_kind
 *
 * Return: how many.
 */
size_t dsmipd_config_count(const struct dsmipd_config *config, size_t kind)
{
	return *(const size_t *)((const uint8_t *)config +
				 dsmipd_config_kinds[kind].count);
}

/**
 * dsmipd_config_service() - settings of a service
 * @config: the configuration
 * @kind: enum dsmipd_config_service_kind
 * @index: below dsmipd_config_count()
 *
 * Return: what all kinds begin with.
 */
const struct dsmipd_config_service *
dsmipd_config_service(const struct dsmipd_config *config, size_t kind,
		      size_t index)
{
	const struct dsmipd_config_kind *k = &dsmipd_config_kinds[kind];
	const uint8_t *items;

	memcpy(&items, (const uint8_t *)config + k->items, sizeof(items));
	return (const void *)(items + index * k->size);
}

/**
 * dsmipd_config_service_find() - settings of the service with a name
 * @config: the configuration
 * @kind: enum dsmipd_config_service_kind
 * @name: its name
 *
 * Return: what all kinds begin with, or NULL.
 */
const struct dsmipd_config_service *
dsmipd_config_service_find(const struct dsmipd_config *config, size_t kind,
			   const char *name)
{
	for (size_t i = 0; i < dsmipd_config_count(config, kind); i++) {
		const struct dsmipd_config_service *service;

		service = dsmipd_config_service(config, kind, i);
		if (!strcmp(service->name, name))
			return service;
	}
	return NULL;
}
