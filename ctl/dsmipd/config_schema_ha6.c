// SPDX-License-Identifier: GPL-2.0
/* The keys of a home agent of Mobile IPv6. */

#include "config_table.h"

static const char *const schema_security_ha[] = { "required", "none", NULL };

static const struct dsmipd_config_key schema_link[] = {
	{
		"prefix", &dsmipd_config_prefix6, .required = true,
		.help = "home prefix: home addresses are in it",
		.sample = "2001:db8:100::/64",
		AT(struct dsmipd_config_link, ha6.prefix),
	}, {
		"interface", &dsmipd_config_device,
		.help = "home link, where home addresses are defended; none: routed",
		AT(struct dsmipd_config_link, ifname),
	}, {
		"dad", &dsmipd_config_bool,
		.help = "look for duplicates of new home addresses; by default on home links",
		AT(struct dsmipd_config_link, ha6.dad),
	}, {
		"valid", &dsmipd_config_time, .preset = "forever",
		.help = "valid lifetime of the prefix",
		.min = 1, .max = UINT32_MAX,
		AT(struct dsmipd_config_link, ha6.valid),
	}, {
		"preferred", &dsmipd_config_time, .preset = "forever",
		.help = "preferred lifetime of the prefix",
		.min = 1, .max = UINT32_MAX,
		AT(struct dsmipd_config_link, ha6.preferred),
	},
};

static const struct dsmipd_config_map schema_map_link = {
	.keys = schema_link, .n_keys = SIZE(schema_link),
	.size = sizeof(struct dsmipd_config_link),
	.check = dsmipd_config_check_link,
};

static const struct dsmipd_config_key schema_ha6[] = {
	{
		"name", &dsmipd_config_name, .required = true,
		.help = "name of the service", .sample = "home",
		AT(struct dsmipd_config_ha6, name),
	}, {
		"device", &dsmipd_config_device, .required = true,
		.help = "tunnel device, which is made if it is not there",
		.sample = "dsmip0",
		AT(struct dsmipd_config_ha6, device),
	}, {
		"address", &dsmipd_config_addr6, .required = true,
		.help = "IPv6 address of the home agent",
		.sample = "2001:db8:100::1",
		AT(struct dsmipd_config_ha6, ha6.address),
	}, {
		"local4", &dsmipd_config_addr4,
		.help = "IPv4 address of this machine, for nodes in IPv4 networks",
		.sample = "192.0.2.1",
		AT(struct dsmipd_config_ha6, ha6.local4),
	}, {
		"port", &dsmipd_config_number, .preset = "4191",
		.help = "UDP port", .min = 1, .max = UINT16_MAX,
		AT(struct dsmipd_config_ha6, ha6.port),
	}, {
		"links", .sample = "", .map = &schema_map_link, .required = true,
		.help = "home prefixes",
		ARRAY(struct dsmipd_config_ha6, links, ha6.n_links),
	}, {
		"other-agents", &dsmipd_config_addr6,
		.help = "home agents of the same links, the best first, for discovery",
		ARRAY(struct dsmipd_config_ha6, ha6.other_agents,
		      ha6.n_other_agents),
	}, {
		"security", &dsmipd_config_word, .preset = "required",
		.help = "authentication of subscribers; none: those without may register",
		.words = schema_security_ha,
		AT(struct dsmipd_config_ha6, ha6.insecure),
	}, {
		"max-bindings", &dsmipd_config_number, .preset = "1048576",
		.help = "limit; beyond it status 130",
		.min = 1, .max = UINT32_MAX,
		AT(struct dsmipd_config_ha6, ha6.max_bindings),
	}, {
		"max-lifetime", &dsmipd_config_time, .preset = "1h",
		.help = "longest lifetime of a registration",
		.min = LIFETIME_MIN, .max = LIFETIME_MAX,
		AT(struct dsmipd_config_ha6, ha6.max_lifetime),
	}, {
		"lease", &dsmipd_config_time, .preset = "1h",
		.help = "lifetime of a dynamic IPv4 address or prefix",
		.min = LIFETIME_MIN, .max = INT32_MAX,
		AT(struct dsmipd_config_ha6, ha6.lease),
	}, {
		"nat-refresh", &dsmipd_config_time, .preset = "110s",
		.help = "refresh time that is told behind a NAT",
		.min = 1, .max = INT32_MAX,
		AT(struct dsmipd_config_ha6, ha6.nat_refresh),
	}, {
		"force-udp", &dsmipd_config_bool, .preset = "no",
		.help = "always force UDP, flag F in the NAT Detection option",
		AT(struct dsmipd_config_ha6, ha6.force_udp),
	}, {
		"allow-forced-udp", &dsmipd_config_bool, .preset = "yes",
		.help = "a node may ask for UDP where there is no NAT",
		AT(struct dsmipd_config_ha6, ha6.allow_forced_udp),
	}, {
		"refused-udp-status", &dsmipd_config_number, .preset = "144",
		.help = "status that says that it may not; 129 by RFC 5844",
		.min = 128, .max = UINT8_MAX,
		AT(struct dsmipd_config_ha6, ha6.refused_udp_status),
	}, {
		"lenient-coa4", &dsmipd_config_bool, .preset = "no",
		.help = "no IPv4 Care-of Address option in UDP means a NAT, not refusal",
		AT(struct dsmipd_config_ha6, ha6.lenient_coa4),
	}, {
		"refresh-advice", &dsmipd_config_time, .preset = "0",
		.help = "refresh interval advised in acknowledgements; 0: none",
		.max = LIFETIME_MAX,
		AT(struct dsmipd_config_ha6, ha6.refresh_advice),
	}, {
		"refresh-before", &dsmipd_config_time, .preset = "0",
		.help = "ask for a refresh that long before a registration ends; 0: never",
		.max = LIFETIME_MAX,
		AT(struct dsmipd_config_ha6, ha6.refresh_before),
	}, {
		"timestamp-window", &dsmipd_config_time, .preset = "7s",
		.help = "how much the clocks of the authentication option may differ",
		.min = 1, .max = 3600,
		AT(struct dsmipd_config_ha6, ha6.timestamp_window),
	}, {
		"router", &dsmipd_config_bool, .preset = "yes",
		.help = "mobile routers may register",
		AT(struct dsmipd_config_ha6, ha6.router),
	}, {
		"route-table", &dsmipd_config_number, .preset = "254",
		.help = "table of the routes to home addresses and prefixes",
		.min = 1, .max = UINT32_MAX,
		AT(struct dsmipd_config_ha6, route_table),
	},
};

const struct dsmipd_config_map dsmipd_config_map_ha6 = {
	.keys = schema_ha6, .n_keys = SIZE(schema_ha6),
	.size = sizeof(struct dsmipd_config_ha6),
	.check = dsmipd_config_check_ha6,
};
