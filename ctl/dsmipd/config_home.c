// SPDX-License-Identifier: GPL-2.0
/* Home agents in a configuration that share a device. */

#include <string.h>

#include "config.h"
#include "prefix.h"

/* One of each protocol. */
static const size_t home_kinds[] = { DSMIPD_CONFIG_HA6, DSMIPD_CONFIG_HA4 };

#define HOME_KINDS	(sizeof(home_kinds) / sizeof(home_kinds[0]))

/**
 * dsmipd_config_shared() - whether two home agents have a tunnel device
 * @config: the configuration
 * @device: name of the device
 *
 * Return: whether they do.
 */
bool dsmipd_config_shared(const struct dsmipd_config *config,
			  const char *device)
{
	size_t found = 0;

	for (size_t k = 0; k < HOME_KINDS; k++) {
		size_t n = dsmipd_config_count(config, home_kinds[k]);

		for (size_t i = 0; i < n; i++) {
			const struct dsmipd_config_service *service;

			service = dsmipd_config_service(config, home_kinds[k],
							i);
			found += !strcmp(service->device, device);
		}
	}
	return found > 1;
}

static bool home_routed(const struct dsmipd_config_link *links, size_t n,
			const struct dsmip_prefix *prefix)
{
	for (size_t i = 0; i < n; i++) {
		if (!links[i].ifname[0] &&
		    dsmipd_prefix_equal(&links[i].ha6.prefix, prefix))
			return true;
	}
	return false;
}

/**
 * dsmipd_config_home_prefix() - whether a home agent routes a home prefix
 * @config: the configuration
 * @device: name of its tunnel device
 * @prefix: the prefix
 *
 * Return: whether one with that device has it, and on no home link.
 */
bool dsmipd_config_home_prefix(const struct dsmipd_config *config,
			       const char *device,
			       const struct dsmip_prefix *prefix)
{
	for (size_t i = 0; i < config->n_ha6; i++) {
		if (!strcmp(config->ha6[i].device, device) &&
		    home_routed(config->ha6[i].links,
				config->ha6[i].ha6.n_links, prefix))
			return true;
	}
	for (size_t i = 0; i < config->n_ha4; i++) {
		if (!strcmp(config->ha4[i].device, device) &&
		    home_routed(config->ha4[i].links,
				config->ha4[i].ha4.n_links, prefix))
			return true;
	}
	return false;
}
