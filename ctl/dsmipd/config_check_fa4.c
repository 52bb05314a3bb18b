// SPDX-License-Identifier: GPL-2.0
/* Whether the values of a foreign agent fit each other. */

#include <string.h>

#include "config_check.h"

#define FA4_NUMBER_LEN	3	/* digits behind the name of a tunnel device */

static void fa4_fail(struct dsmipd_config_reader *reader,
		     const yaml_node_t *node, const char *key, const char *text)
{
	dsmipd_config_fail(reader, dsmipd_config_at(reader, node, key),
			   "%s: %s", key, text);
}

/* Devices of such names are made, and removed. */
static void fa4_check_devices(struct dsmipd_config_reader *reader,
			      const yaml_node_t *node,
			      const struct dsmipd_config_fa4 *fa)
{
	size_t len = strlen(fa->device);

	if (len + FA4_NUMBER_LEN >= sizeof(fa->device))
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "device"),
				   "device: \"%s\" is too long to be followed by a number",
				   fa->device);
	for (size_t i = 0; i < fa->n_ifs; i++) {
		const char *rest = fa->ifs[i] + len;

		if (!strncmp(fa->ifs[i], fa->device, len) &&
		    strspn(rest, "0123456789") == strlen(rest))
			dsmipd_config_fail(reader,
					   dsmipd_config_at(reader, node,
							    "device"),
					   "device: \"%s\" could be one of its tunnel devices",
					   fa->ifs[i]);
		for (size_t j = 0; j < i; j++) {
			if (!strcmp(fa->ifs[i], fa->ifs[j]))
				fa4_fail(reader, node, "interfaces",
					 "one is there twice");
		}
	}
}

/**
 * dsmipd_config_check_fa4() - check a foreign agent
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_config_fa4
 */
void dsmipd_config_check_fa4(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base)
{
	const struct dsmipd_config_fa4 *fa = base;

	if (!fa->n_ifs)
		fa4_fail(reader, node, "interfaces",
			 "there has to be one at least");
	if (!fa->fa4.n_coa)
		fa4_fail(reader, node, "care-of-addresses",
			 "there has to be one at least");
	fa4_check_devices(reader, node, fa);
	if (fa->fa4.require_reverse && !fa->fa4.reverse)
		fa4_fail(reader, node, "require-reverse-tunnel",
			 "\"reverse-tunnel\" is no");
	/* RFC 5944, section 2.1: two may be lost. */
	if (fa->fa4.advert_lifetime < 3 * fa->fa4.interval)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node,
						    "advertisement-lifetime"),
				   "advertisement-lifetime: %us is shorter than three times \"interval\", %us",
				   fa->fa4.advert_lifetime, fa->fa4.interval);
	if (fa->fa4.node_auth && !fa->fa4.n_node)
		fa4_fail(reader, node, "require-node-auth",
			 "there are no \"node-associations\"");
	if (fa->fa4.home_auth && !fa->fa4.n_home)
		fa4_fail(reader, node, "require-home-auth",
			 "there are no \"home-associations\"");
}
