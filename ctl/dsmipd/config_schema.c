// SPDX-License-Identifier: GPL-2.0
/* The keys of the configuration; those of the services are in their own files. */

#include "config_table.h"

static const char *const schema_levels[] = {
	"error", "warning", "notice", "info", "debug", NULL
};

static const struct dsmipd_config_key schema_log[] = {
	{
		"level", &dsmipd_config_word, .preset = "info",
		.help = "least important lines that are logged",
		.words = schema_levels, AT(struct dsmipd_config, log_level),
	}, {
		"syslog", &dsmipd_config_bool, .preset = "no",
		.help = "log to syslog, not to standard error and the journal",
		AT(struct dsmipd_config, syslog),
	},
};

static const struct dsmipd_config_key schema_control[] = {
	{
		"socket", &dsmipd_config_path, .preset = DSMIPD_CONFIG_SOCKET,
		.help = "path of the socket that dsmipctl talks to",
		AT(struct dsmipd_config, socket),
	}, {
		"group", &dsmipd_config_text,
		.help = "group that may use it; by default the user of dsmipd, and root",
		AT(struct dsmipd_config, group),
	},
};

static const struct dsmipd_config_key schema_pool[] = {
	{
		"name", &dsmipd_config_name, .required = true,
		.help = "name of the pool", .sample = "v4-main",
		AT(struct dsmipd_pool_config, name),
	}, {
		"range", &dsmipd_config_range, .required = true,
		.help = "addresses that it is cut from",
		.sample = "203.0.113.0/24",
		AT(struct dsmipd_pool_config, range),
	}, {
		"length", &dsmipd_config_number, .min = 1, .max = 128,
		.help = "prefix length of what it gives; by default addresses",
		AT(struct dsmipd_pool_config, len),
	}, {
		"hold", &dsmipd_config_time, .preset = "1h", .max = INT32_MAX,
		.help = "how long a lease is kept for its node after its end",
		AT(struct dsmipd_pool_config, hold),
	},
};

static const struct dsmipd_config_map schema_map_log =
	MAP(schema_log, struct dsmipd_config);

static const struct dsmipd_config_map schema_map_control = {
	.keys = schema_control, .n_keys = SIZE(schema_control),
	.size = sizeof(struct dsmipd_config),
	.check = dsmipd_config_check_control,
};

static const struct dsmipd_config_map schema_map_pool = {
	.keys = schema_pool, .n_keys = SIZE(schema_pool),
	.size = sizeof(struct dsmipd_pool_config),
	.check = dsmipd_config_check_pool,
};

static const struct dsmipd_config_key schema_root[] = {
	{
		"log", .map = &schema_map_log,
		.help = "what is logged, and where",
		.size = sizeof(struct dsmipd_config),
	}, {
		"control", .map = &schema_map_control,
		.help = "the socket that dsmipctl talks to",
		.size = sizeof(struct dsmipd_config),
	}, {
		"store", &dsmipd_config_path, .preset = DSMIPD_CONFIG_STORE,
		.help = "file with subscribers, registrations and leases",
		AT(struct dsmipd_config, store),
	}, {
		"pools", .sample = "", .map = &schema_map_pool,
		.help = "pools of addresses and prefixes",
		LIST(struct dsmipd_config, pools, n_pools),
	}, {
		"home-agents", .sample = "", .map = &dsmipd_config_map_ha6,
		.help = "home agents of Mobile IPv6",
		LIST(struct dsmipd_config, ha6, n_ha6),
	}, {
		"mobile-nodes", .map = &dsmipd_config_map_mn6,
		.help = "mobile nodes of Mobile IPv6",
		LIST(struct dsmipd_config, mn6, n_mn6),
	}, {
		"mobile-nodes4", .map = &dsmipd_config_map_mn4,
		.help = "mobile nodes of Mobile IPv4",
		LIST(struct dsmipd_config, mn4, n_mn4),
	}, {
		"foreign-agents", .map = &dsmipd_config_map_fa4,
		.help = "foreign agents of Mobile IPv4",
		LIST(struct dsmipd_config, fa4, n_fa4),
	}, {
		"home-agents4", .map = &dsmipd_config_map_ha4,
		.help = "home agents of Mobile IPv4",
		LIST(struct dsmipd_config, ha4, n_ha4),
	},
};

const struct dsmipd_config_map dsmipd_config_root = {
	.keys = schema_root, .n_keys = SIZE(schema_root),
	.size = sizeof(struct dsmipd_config), .check = dsmipd_config_check_all,
};
