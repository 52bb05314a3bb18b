// SPDX-License-Identifier: GPL-2.0
/* Whether the values of a home agent of Mobile IPv4 fit each other. */

#include "config_check.h"
#include "hmac.h"
#include "mip4_auth.h"

static void check_foreign(struct dsmipd_config_reader *reader,
			  const yaml_node_t *list,
			  const struct dsmipd_ha4_config *ha4)
{
	char why[DSMIPD_HMAC_WHY_LEN];

	for (size_t i = 0; i < ha4->n_foreign; i++) {
		const yaml_node_t *item;

		item = dsmipd_config_item(reader, list, i) ?: list;
		if (dsmipd_mip4_auth_usable(ha4->foreign[i].sa.algorithm, why,
					    sizeof(why)))
			dsmipd_config_fail(reader, item, "foreign-keys: %s",
					   why);
	}
}

/**
 * dsmipd_config_check_ha4() - check a home agent of Mobile IPv4
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_config_ha4
 */
void dsmipd_config_check_ha4(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base)
{
	struct dsmipd_config_ha4 *ha = base;
	struct dsmipd_ha4_config *ha4 = &ha->ha4;

	for (size_t i = 0; i < ha4->n_links; i++)
		ha4->links[i] = ha->links[i].ha6;
	check_foreign(reader, dsmipd_config_at(reader, node, "foreign-keys"),
		      ha4);
	if (ha4->lease < ha4->max_lifetime)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "lease"),
				   "lease: %us is shorter than \"max-lifetime\", %us",
				   ha4->lease, ha4->max_lifetime);
	if (ha4->force_udp && !ha4->nat)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "force-udp"),
				   "force-udp: UDP needs \"nat\"");
	if (ha4->require_reverse && !ha4->reverse)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node,
						    "require-reverse"),
				   "require-reverse: there is no \"reverse\"");
	if (!ha4->draft && (ha4->pool6[0] || ha4->pool6_prefix[0]))
		dsmipd_config_fail(reader, node,
				   "\"pool6\" and \"pool6-prefix\" go with \"draft\" only");
}
