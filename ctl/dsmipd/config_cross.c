// SPDX-License-Identifier: GPL-2.0
/*
 * Whether the parts of a configuration fit each other: names and devices are
 * there once, and nobody's addresses are somebody else's.
 */

#include <stdlib.h>
#include <string.h>

#include "config_check.h"

enum cross_kind {
	CROSS_POOL,
	CROSS_LINK,
	CROSS_AGENT,
};

/* Addresses that a service has, or a pool; of a name only @name counts. */
struct cross_claim {
	enum cross_kind kind;
	size_t service;
	struct dsmip_prefix prefix;
	uint16_t port;
	const char *name;
	const char *key;
	const yaml_node_t *node;
};

struct cross_claims {
	struct cross_claim *claim;
	size_t n;
};

static const yaml_node_t *cross_node(struct dsmipd_config_reader *reader,
				     const yaml_node_t *root, const char *list,
				     size_t index, const char *key)
{
	const yaml_node_t *item;

	item = dsmipd_config_find(reader, root, list);
	item = dsmipd_config_item(reader, item, index);
	return item ? dsmipd_config_at(reader, item, key) : root;
}

/* A home agent of each protocol can have the same device and home links. */
static bool cross_both(const struct cross_claim *a, const struct cross_claim *b)
{
	return (a->service == DSMIPD_CONFIG_HA6 &&
		b->service == DSMIPD_CONFIG_HA4) ||
	       (a->service == DSMIPD_CONFIG_HA4 &&
		b->service == DSMIPD_CONFIG_HA6);
}

/* Dynamic addresses of Mobile IPv4 are those of a home link. */
static bool cross_given(const struct cross_claim *a, const struct cross_claim *b)
{
	return a->kind == CROSS_POOL && b->kind == CROSS_LINK &&
	       b->service == DSMIPD_CONFIG_HA4;
}

/* Home agents are on their links; on one address they differ by their ports. */
static bool cross_conflict(const struct cross_claim *a,
			   const struct cross_claim *b)
{
	if ((a->kind == CROSS_AGENT && b->kind == CROSS_LINK) ||
	    (a->kind == CROSS_LINK && b->kind == CROSS_AGENT))
		return false;
	if (a->kind == CROSS_AGENT && b->kind == CROSS_AGENT &&
	    a->prefix.addr.family == AF_INET && a->port != b->port)
		return false;
	if (a->kind == CROSS_LINK && b->kind == CROSS_LINK && cross_both(a, b))
		return false;
	if (cross_given(a, b) || cross_given(b, a))
		return false;
	return dsmip_prefix_overlap(&a->prefix, &b->prefix);
}

static void cross_claim(struct cross_claims *claims, enum cross_kind kind,
			size_t service, const struct dsmip_prefix *prefix,
			const char *name, const char *key,
			const yaml_node_t *node)
{
	if (!prefix->addr.family)
		return;
	claims->claim[claims->n++] = (struct cross_claim) {
		.kind = kind,
		.service = service,
		.prefix = *prefix,
		.name = name,
		.key = key,
		.node = node,
	};
}

static void cross_links(struct cross_claims *claims, size_t service,
			const char *name,
			const struct dsmipd_config_link *links, size_t n,
			struct dsmipd_config_reader *reader,
			const yaml_node_t *list)
{
	for (size_t i = 0; i < n; i++) {
		const yaml_node_t *node;

		node = dsmipd_config_item(reader, list, i) ?: list;
		cross_claim(claims, CROSS_LINK, service, &links[i].ha6.prefix,
			    name, "prefix",
			    dsmipd_config_at(reader, node, "prefix"));
	}
}

static void cross_agent(struct dsmipd_config_reader *reader,
			const yaml_node_t *root,
			const struct dsmipd_config_ha6 *ha, size_t index,
			struct cross_claims *claims)
{
	struct dsmip_prefix address = {
		.addr = { .family = AF_INET6, .v6 = ha->ha6.address },
		.len = 128,
	};
	struct dsmip_prefix local4 = {
		.addr = { .family = AF_INET, .v4 = ha->ha6.local4 },
		.len = 32,
	};

	if (!IN6_IS_ADDR_UNSPECIFIED(&ha->ha6.address))
		cross_claim(claims, CROSS_AGENT, DSMIPD_CONFIG_HA6, &address,
			    ha->name, "address",
			    cross_node(reader, root, "home-agents", index,
				       "address"));
	if (ha->ha6.local4.s_addr) {
		cross_claim(claims, CROSS_AGENT, DSMIPD_CONFIG_HA6, &local4,
			    ha->name, "local4",
			    cross_node(reader, root, "home-agents", index,
				       "local4"));
		claims->claim[claims->n - 1].port = ha->ha6.port;
	}
	cross_links(claims, DSMIPD_CONFIG_HA6, ha->name, ha->links,
		    ha->ha6.n_links, reader,
		    cross_node(reader, root, "home-agents", index, "links"));
}

static void cross_agent4(struct dsmipd_config_reader *reader,
			 const yaml_node_t *root,
			 const struct dsmipd_config_ha4 *ha, size_t index,
			 struct cross_claims *claims)
{
	struct dsmip_prefix address = {
		.addr = { .family = AF_INET, .v4 = ha->ha4.address },
		.len = 32,
	};

	if (ha->ha4.address.s_addr) {
		cross_claim(claims, CROSS_AGENT, DSMIPD_CONFIG_HA4, &address,
			    ha->name, "address",
			    cross_node(reader, root, "home-agents4", index,
				       "address"));
		claims->claim[claims->n - 1].port = DSMIPD_MIP4_PORT;
	}
	cross_links(claims, DSMIPD_CONFIG_HA4, ha->name, ha->links,
		    ha->ha4.n_links, reader,
		    cross_node(reader, root, "home-agents4", index, "links"));
}

static void cross_addresses(struct dsmipd_config_reader *reader,
			    const yaml_node_t *root,
			    const struct dsmipd_config *config)
{
	static const char *const owners[] = {
		[CROSS_POOL] = "range of pool",
		[CROSS_LINK] = "home prefix of",
		[CROSS_AGENT] = "address of",
	};
	struct cross_claims claims = {};
	char a[DSMIP_PREFIX_STRLEN], b[DSMIP_PREFIX_STRLEN];
	size_t room;

	room = config->n_pools + config->n_ha6 * (2 + DSMIPD_HA6_MAX_LINKS) +
	       config->n_ha4 * (1 + DSMIPD_HA4_MAX_LINKS);
	claims.claim = calloc(room ?: 1, sizeof(*claims.claim));
	if (!claims.claim) {
		dsmipd_config_fail(reader, root, "out of memory");
		return;
	}
	for (size_t i = 0; i < config->n_pools; i++)
		cross_claim(&claims, CROSS_POOL, DSMIPD_CONFIG_KINDS,
			    &config->pools[i].range, config->pools[i].name,
			    "range",
			    cross_node(reader, root, "pools", i, "range"));
	for (size_t i = 0; i < config->n_ha6; i++)
		cross_agent(reader, root, &config->ha6[i], i, &claims);
	for (size_t i = 0; i < config->n_ha4; i++)
		cross_agent4(reader, root, &config->ha4[i], i, &claims);
	for (size_t i = 0; i < claims.n; i++) {
		for (size_t j = 0; j < i; j++) {
			const struct cross_claim *one = &claims.claim[i];
			const struct cross_claim *other = &claims.claim[j];

			if (!cross_conflict(one, other))
				continue;
			dsmip_prefix_format(&one->prefix, a, sizeof(a));
			dsmip_prefix_format(&other->prefix, b, sizeof(b));
			dsmipd_config_fail(reader, one->node,
					   "%s: %s overlaps %s, %s \"%s\"",
					   one->key, a, b, owners[other->kind],
					   other->name);
			break;
		}
	}
	free(claims.claim);
}

/* What both have must have one IPv4 address. */
static void cross_shared(struct dsmipd_config_reader *reader,
			 const yaml_node_t *root,
			 const struct dsmipd_config *config)
{
	for (size_t i = 0; i < config->n_ha4; i++) {
		const struct dsmipd_config_ha4 *ha4 = &config->ha4[i];

		for (size_t j = 0; j < config->n_ha6; j++) {
			const struct dsmipd_config_ha6 *ha6 = &config->ha6[j];

			if (!ha4->device[0] ||
			    strcmp(ha4->device, ha6->device) ||
			    ha4->ha4.address.s_addr == ha6->ha6.local4.s_addr)
				continue;
			dsmipd_config_fail(reader,
					   cross_node(reader, root,
						      "home-agents4", i,
						      "device"),
					   "device: \"%s\" is that of \"%s\", whose \"local4\" is another address",
					   ha4->device, ha6->name);
		}
	}
}

/* Of the first two that are the same, the second is wrong. */
static void cross_unique(struct dsmipd_config_reader *reader,
			 const struct cross_claim *claim, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; claim[i].name[0] && j < i; j++) {
			if (strcmp(claim[i].name, claim[j].name) ||
			    (!strcmp(claim[i].key, "device") &&
			     cross_both(&claim[i], &claim[j])))
				continue;
			dsmipd_config_fail(reader, claim[i].node,
					   "%s: \"%s\" is there twice",
					   claim[i].key, claim[i].name);
			break;
		}
	}
}

/* Services of all kinds share their names and devices. */
static void cross_services(struct dsmipd_config_reader *reader,
			   const yaml_node_t *root,
			   const struct dsmipd_config *config, const char *key)
{
	bool device = !strcmp(key, "device");
	struct cross_claim *claim;
	size_t n = 0;

	for (size_t kind = 0; kind < DSMIPD_CONFIG_KINDS; kind++)
		n += dsmipd_config_count(config, kind);
	claim = calloc(n + 1, sizeof(*claim));
	if (!claim) {
		dsmipd_config_fail(reader, root, "out of memory");
		return;
	}
	n = 0;
	for (size_t kind = 0; kind < DSMIPD_CONFIG_KINDS; kind++) {
		const char *list = dsmipd_config_kinds[kind].list;

		for (size_t i = 0; i < dsmipd_config_count(config, kind); i++) {
			const struct dsmipd_config_service *service;

			service = dsmipd_config_service(config, kind, i);
			claim[n++] = (struct cross_claim) {
				.name = device ? service->device :
						 service->name,
				.key = key,
				.service = kind,
				.node = cross_node(reader, root, list, i, key),
			};
		}
	}
	cross_unique(reader, claim, n);
	free(claim);
}

static void cross_pools(struct dsmipd_config_reader *reader,
			const yaml_node_t *root,
			const struct dsmipd_config *config)
{
	struct cross_claim *claim;

	claim = calloc(config->n_pools + 1, sizeof(*claim));
	if (!claim) {
		dsmipd_config_fail(reader, root, "out of memory");
		return;
	}
	for (size_t i = 0; i < config->n_pools; i++)
		claim[i] = (struct cross_claim) {
			.name = config->pools[i].name,
			.key = "name",
			.node = cross_node(reader, root, "pools", i, "name"),
		};
	cross_unique(reader, claim, config->n_pools);
	free(claim);
}

/**
 * dsmipd_config_check_all() - check what the parts have to do with each other
 * @reader: what is being read
 * @node: the root
 * @base: struct dsmipd_config; what could not be read is zero in it
 */
void dsmipd_config_check_all(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base)
{
	const struct dsmipd_config *config = base;

	cross_pools(reader, node, config);
	cross_services(reader, node, config, "name");
	cross_services(reader, node, config, "device");
	cross_addresses(reader, node, config);
	cross_shared(reader, node, config);
}
