// SPDX-License-Identifier: GPL-2.0
/* The keys of a foreign agent of Mobile IPv4. */

#include "config_table.h"

static const struct dsmipd_config_key schema_fa4_home[] = {
	{
		"address", &dsmipd_config_addr4, .required = true,
		.help = "address of the home agent",
		.sample = "192.0.2.1",
		AT(struct dsmipd_fa4_home, addr),
	}, {
		"foreign-auth", .map = &dsmipd_config_map_mip4_agent_sa, .required = true,
		.help = "security association with it",
		AT(struct dsmipd_fa4_home, sa),
	},
};

static const struct dsmipd_config_map schema_map_fa4_home =
	MAP(schema_fa4_home, struct dsmipd_fa4_home);

static const struct dsmipd_config_key schema_fa4_node[] = {
	{
		"home-address", &dsmipd_config_addr4, .required = true,
		.help = "home address of the mobile node",
		.sample = "203.0.113.7",
		AT(struct dsmipd_fa4_node, hoa),
	}, {
		"foreign-auth", .map = &dsmipd_config_map_mip4_agent_sa, .required = true,
		.help = "security association with it",
		AT(struct dsmipd_fa4_node, sa),
	},
};

static const struct dsmipd_config_map schema_map_fa4_node =
	MAP(schema_fa4_node, struct dsmipd_fa4_node);

static const struct dsmipd_config_key schema_fa4[] = {
	{
		"name", &dsmipd_config_name, .required = true,
		.help = "name of the service",
		.sample = "visited",
		AT(struct dsmipd_config_fa4, name),
	}, {
		"device", &dsmipd_config_device, .required = true,
		.help = "how the names of its tunnel devices begin; a number follows",
		.sample = "visited",
		AT(struct dsmipd_config_fa4, device),
	}, {
		"interfaces", &dsmipd_config_device, .required = true,
		.help = "devices of the visited links",
		ARRAY(struct dsmipd_config_fa4, ifs, n_ifs),
	}, {
		"care-of-addresses", &dsmipd_config_addr4, .required = true,
		.help = "care-of addresses that are offered",
		ARRAY(struct dsmipd_config_fa4, fa4.coa,
		      fa4.n_coa),
	}, {
		"home-associations", .map = &schema_map_fa4_home,
		.help = "home agents with a security association",
		ARRAY(struct dsmipd_config_fa4, fa4.home, fa4.n_home),
	}, {
		"node-associations", .map = &schema_map_fa4_node,
		.help = "mobile nodes with a security association",
		ARRAY(struct dsmipd_config_fa4, fa4.node, fa4.n_node),
	}, {
		"max-visitors", &dsmipd_config_number, .preset = "1000",
		.help = "limit; beyond it code 66",
		.min = 1, .max = 100000,
		AT(struct dsmipd_config_fa4, fa4.max_visitors),
	}, {
		"max-pending", &dsmipd_config_number, .preset = "256",
		.help = "limit of requests that wait for their reply; beyond it code 66",
		.min = 1, .max = 65536,
		AT(struct dsmipd_config_fa4, fa4.max_pending),
	}, {
		"max-lifetime", &dsmipd_config_time, .preset = "30m",
		.help = "longest lifetime of a registration; 65535s is for ever",
		.min = 1, .max = UINT16_MAX,
		AT(struct dsmipd_config_fa4, fa4.max_lifetime),
	}, {
		"timeout", &dsmipd_config_time, .preset = "10s",
		.help = "how long a request waits for its reply; then code 78",
		.min = 1, .max = 600,
		AT(struct dsmipd_config_fa4, fa4.timeout),
	}, {
		"interval", &dsmipd_config_time, .preset = "10s",
		.help = "time between advertisements",
		.min = 1, .max = 1800,
		AT(struct dsmipd_config_fa4, fa4.interval),
	}, {
		"advertisement-lifetime", &dsmipd_config_time, .preset = "30s",
		.help = "how long an advertisement is true",
		.min = 3, .max = 9000,
		AT(struct dsmipd_config_fa4, fa4.advert_lifetime),
	}, {
		"source-rate", &dsmipd_config_number, .preset = "10",
		.help = "requests a second from one link-layer address; 0: no limit",
		.min = 0, .max = 100000,
		AT(struct dsmipd_config_fa4, fa4.source_rate),
	}, {
		"registration-required", &dsmipd_config_bool, .preset = "no",
		.help = "who has a care-of address of its own has to register too, flag R",
		AT(struct dsmipd_config_fa4, fa4.required),
	}, {
		"gre", &dsmipd_config_bool, .preset = "yes",
		.help = "GRE may be asked for",
		AT(struct dsmipd_config_fa4, fa4.gre),
	}, {
		"reverse-tunnel", &dsmipd_config_bool, .preset = "yes",
		.help = "reverse tunnels may be asked for",
		AT(struct dsmipd_config_fa4, fa4.reverse),
	}, {
		"require-reverse-tunnel", &dsmipd_config_bool, .preset = "no",
		.help = "reverse tunnels have to be asked for",
		AT(struct dsmipd_config_fa4, fa4.require_reverse),
	}, {
		"encapsulating-delivery", &dsmipd_config_bool, .preset = "yes",
		.help = "nodes may tunnel to the foreign agent what goes into reverse tunnels",
		AT(struct dsmipd_config_fa4, fa4.encapsulating),
	}, {
		"dynamic-home-address", &dsmipd_config_bool, .preset = "yes",
		.help = "who has no home address yet may register",
		AT(struct dsmipd_config_fa4, fa4.dynamic),
	}, {
		"require-node-auth", &dsmipd_config_bool, .preset = "no",
		.help = "only mobile nodes with a security association may register",
		AT(struct dsmipd_config_fa4, fa4.node_auth),
	}, {
		"require-home-auth", &dsmipd_config_bool, .preset = "no",
		.help = "only home agents with a security association are relayed to",
		AT(struct dsmipd_config_fa4, fa4.home_auth),
	}, {
		"revocation", &dsmipd_config_bool, .preset = "yes",
		.help = "agree upon revocations with home agents",
		AT(struct dsmipd_config_fa4, fa4.revocation),
	}, {
		"inform", &dsmipd_config_bool, .preset = "yes",
		.help = "let the home agent decide whether a node learns of a revocation",
		AT(struct dsmipd_config_fa4, fa4.inform),
	}, {
		"revocation-tries", &dsmipd_config_number, .preset = "4",
		.help = "how often a revocation is sent at most",
		.min = 1, .max = 10,
		AT(struct dsmipd_config_fa4, fa4.revocation_tries),
	}, {
		"draft", &dsmipd_config_bool, .preset = "no",
		.help = "foreign agent with two stacks, as in draft-ietf-mip4-dsmipv4-01",
		AT(struct dsmipd_config_fa4, fa4.draft),
	},
};

const struct dsmipd_config_map dsmipd_config_map_fa4 = {
	.keys = schema_fa4, .n_keys = SIZE(schema_fa4),
	.size = sizeof(struct dsmipd_config_fa4),
	.check = dsmipd_config_check_fa4,
};
