// SPDX-License-Identifier: GPL-2.0
/* Whether the values of a mobile node of Mobile IPv4 fit each other. */

#include <string.h>

#include "config_check.h"

/* By its NAI, who has no address (RFC 2794); in its home network, who does not
 * know his home agent.
 */
static void check_home(struct dsmipd_config_reader *reader,
		       const yaml_node_t *node,
		       const struct dsmipd_mn4_config *mn4)
{
	if (!mn4->hoa.addr.family && !mn4->name[0])
		dsmipd_config_fail(reader, node,
				   "without \"home-address\" there has to be an \"identifier\"");
	if (!mn4->ha.s_addr &&
	    (!mn4->hoa.addr.family || mn4->hoa.len > 30))
		dsmipd_config_fail(reader, node,
				   "without \"home-agent\" \"home-address\" has to be in a network of 4 addresses or more");
	if (mn4->hoa.addr.family && mn4->hoa.addr.v4.s_addr == mn4->ha.s_addr)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "home-address"),
				   "home-address: it is that of the home agent");
}

static bool check_asks(const struct dsmip_prefix *prefix)
{
	static const uint8_t none[8];

	return !memcmp(&prefix->addr.v6, none, sizeof(none));
}

static void check_prefixes(struct dsmipd_config_reader *reader,
			   const yaml_node_t *node,
			   const struct dsmipd_mn4_config *mn4)
{
	const yaml_node_t *list = dsmipd_config_find(reader, node, "prefixes");
	char text[DSMIP_PREFIX_STRLEN];

	for (size_t i = 0; i < mn4->n_prefix; i++) {
		const struct dsmip_prefix *prefix = &mn4->prefix[i];
		const yaml_node_t *item = dsmipd_config_item(reader, list, i);
		bool asks = check_asks(prefix);

		dsmip_prefix_format(prefix, text, sizeof(text));
		if (asks && !mn4->draft)
			dsmipd_config_fail(reader, item,
					   "prefixes: \"%s\" asks for a prefix, which takes \"draft: yes\"",
					   text);
		for (size_t j = 0; !asks && j < i; j++) {
			if (dsmip_prefix_overlap(prefix, &mn4->prefix[j]))
				dsmipd_config_fail(reader, item,
						   "prefixes: \"%s\" overlaps another one",
						   text);
		}
	}
}

static void check_udp(struct dsmipd_config_reader *reader,
		      const yaml_node_t *node,
		      const struct dsmipd_mn4_config *mn4)
{
	if (mn4->udp == DSMIPD_MN4_UDP_FORCE &&
	    mn4->encap != DSMIPD_MN4_ENCAP_IP)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "encapsulation"),
				   "encapsulation: in UDP there is only \"ip\"");
	if (mn4->link_local && mn4->mode == DSMIPD_MN4_MODE_IMPLICIT)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "link-local"),
				   "link-local: nothing is asked for with \"ipv6-tunnel: implicit\"");
}

/**
 * dsmipd_config_check_mn4() - check a mobile node
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_config_mn4
 */
void dsmipd_config_check_mn4(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base)
{
	const struct dsmipd_config_mn4 *mn = base;

	check_home(reader, node, &mn->mn4);
	check_prefixes(reader, node, &mn->mn4);
	check_udp(reader, node, &mn->mn4);
	dsmipd_config_check_ifs(reader, node, mn->ifs, mn->n_ifs, mn->device);
}
