// SPDX-License-Identifier: GPL-2.0
/* The keys of a home agent of Mobile IPv4. */

#include "config_table.h"

#define HA4_LIFETIME_MAX	(DSMIPD_MIP4_INFINITE - 1)

static const struct dsmipd_config_key schema_link4[] = {
	{
		"prefix", &dsmipd_config_range, .required = true,
		.help = "home prefix of IPv4 or, in draft mode, of IPv6",
		.sample = "203.0.113.0/24",
		AT(struct dsmipd_config_link, ha6.prefix),
	}, {
		"interface", &dsmipd_config_device,
		.help = "home link, where home addresses are defended; none: routed",
		AT(struct dsmipd_config_link, ifname),
	}, {
		"dad", &dsmipd_config_bool,
		.help = "look for duplicates of new IPv6 home addresses; by default on home links",
		AT(struct dsmipd_config_link, ha6.dad),
	},
};

static const struct dsmipd_config_map schema_map_link4 = {
	.keys = schema_link4, .n_keys = SIZE(schema_link4),
	.size = sizeof(struct dsmipd_config_link),
	.check = dsmipd_config_check_link,
};

static const struct dsmipd_config_key schema_foreign[] = {
	{
		"address", &dsmipd_config_addr4, .required = true,
		.help = "source of the requests that it relays",
		.sample = "198.51.100.130",
		AT(struct dsmipd_ha4_foreign, addr),
	}, {
		"foreign-auth", .map = &dsmipd_config_map_mip4_agent_sa,
		.help = "security association between foreign and home agent",
		.required = true,
		AT(struct dsmipd_ha4_foreign, sa),
	},
};

static const struct dsmipd_config_map schema_map_foreign =
	MAP(schema_foreign, struct dsmipd_ha4_foreign);

static const struct dsmipd_config_key schema_ha4[] = {
	{
		"name", &dsmipd_config_name, .required = true,
		.help = "name of the service", .sample = "home4",
		AT(struct dsmipd_config_ha4, name),
	}, {
		"device", &dsmipd_config_device, .required = true,
		.help = "tunnel device; that of a ha6 service, if they share an IPv4 address",
		.sample = "dsmip0",
		AT(struct dsmipd_config_ha4, device),
	}, {
		"address", &dsmipd_config_addr4, .required = true,
		.help = "IPv4 address of the home agent", .sample = "192.0.2.1",
		AT(struct dsmipd_config_ha4, ha4.address),
	}, {
		"links", .map = &schema_map_link4,
		.help = "home prefixes",
		ARRAY(struct dsmipd_config_ha4, links, ha4.n_links),
	}, {
		"foreign-keys", .map = &schema_map_foreign,
		.help = "foreign agents with a security association",
		ARRAY(struct dsmipd_config_ha4, ha4.foreign, ha4.n_foreign),
	}, {
		"max-bindings", &dsmipd_config_number, .preset = "1048576",
		.help = "limit; beyond it code 130",
		.min = 1, .max = UINT32_MAX,
		AT(struct dsmipd_config_ha4, ha4.max_bindings),
	}, {
		"simultaneous", &dsmipd_config_number, .preset = "3",
		.help = "care-of addresses of a node at a time, flag S; beyond it code 135",
		.min = 1, .max = 1 + DSMIPD_RECORD_MAX_COPY,
		AT(struct dsmipd_config_ha4, ha4.simultaneous),
	}, {
		"max-lifetime", &dsmipd_config_time, .preset = "1h",
		.help = "longest lifetime of a registration",
		.min = 1, .max = HA4_LIFETIME_MAX,
		AT(struct dsmipd_config_ha4, ha4.max_lifetime),
	}, {
		"nat-lifetime", &dsmipd_config_time, .preset = "0",
		.help = "the same behind a NAT; 0: no other",
		.max = HA4_LIFETIME_MAX,
		AT(struct dsmipd_config_ha4, ha4.nat_lifetime),
	}, {
		"lease", &dsmipd_config_time, .preset = "1h",
		.help = "lifetime of a dynamic address or prefix",
		.min = 1, .max = INT32_MAX,
		AT(struct dsmipd_config_ha4, ha4.lease),
	}, {
		"timestamp-window", &dsmipd_config_time, .preset = "7s",
		.help = "how much the clocks may differ",
		.min = 1, .max = 3600,
		AT(struct dsmipd_config_ha4, ha4.timestamp_window),
	}, {
		"source-rate", &dsmipd_config_number, .preset = "1000",
		.help = "messages a second from one address; 0: no limit",
		.max = 1000000,
		AT(struct dsmipd_config_ha4, ha4.source_rate),
	}, {
		"gre", &dsmipd_config_bool, .preset = "yes",
		.help = "GRE may be asked for, flag G",
		AT(struct dsmipd_config_ha4, ha4.gre),
	}, {
		"minimal", &dsmipd_config_bool, .preset = "yes",
		.help = "minimal encapsulation may be asked for, flag M",
		AT(struct dsmipd_config_ha4, ha4.minimal),
	}, {
		"reverse", &dsmipd_config_bool, .preset = "yes",
		.help = "reverse tunnels may be asked for, flag T",
		AT(struct dsmipd_config_ha4, ha4.reverse),
	}, {
		"require-reverse", &dsmipd_config_bool, .preset = "no",
		.help = "they have to be",
		AT(struct dsmipd_config_ha4, ha4.require_reverse),
	}, {
		"broadcast", &dsmipd_config_bool, .preset = "yes",
		.help = "broadcasts of the home links go to who asks for them, flag B",
		AT(struct dsmipd_config_ha4, ha4.broadcast),
	}, {
		"nat", &dsmipd_config_bool, .preset = "yes",
		.help = "tunnels through UDP behind a NAT (RFC 3519)",
		AT(struct dsmipd_config_ha4, ha4.nat),
	}, {
		"allow-forced-udp", &dsmipd_config_bool, .preset = "yes",
		.help = "a node may ask for UDP where there is no NAT",
		AT(struct dsmipd_config_ha4, ha4.allow_forced_udp),
	}, {
		"force-udp", &dsmipd_config_bool, .preset = "no",
		.help = "force UDP on all who can",
		AT(struct dsmipd_config_ha4, ha4.force_udp),
	}, {
		"keepalive", &dsmipd_config_time, .preset = "110s",
		.help = "interval of keepalives that is told behind a NAT; 0: the node's own",
		.max = UINT16_MAX,
		AT(struct dsmipd_config_ha4, ha4.keepalive),
	}, {
		"tunnel-coa", &dsmipd_config_bool, .preset = "yes",
		.help = "IPv6 may go to the care-of address; else to the home address",
		AT(struct dsmipd_config_ha4, ha4.tunnel_coa),
	}, {
		"implicit", &dsmipd_config_bool, .preset = "no",
		.help = "who asks for no IPv6 prefixes has all of his",
		AT(struct dsmipd_config_ha4, ha4.implicit),
	}, {
		"draft", &dsmipd_config_bool, .preset = "no",
		.help = "as in draft-ietf-mip4-dsmipv4-01",
		AT(struct dsmipd_config_ha4, ha4.draft),
	}, {
		"pool6", &dsmipd_config_text,
		.help = "draft mode: pool of IPv6 home addresses",
		AT(struct dsmipd_config_ha4, ha4.pool6),
	}, {
		"pool6-prefix", &dsmipd_config_text,
		.help = "draft mode: pool of IPv6 prefixes",
		AT(struct dsmipd_config_ha4, ha4.pool6_prefix),
	}, {
		"revocation", &dsmipd_config_bool, .preset = "yes",
		.help = "agree upon revocations (RFC 3543)",
		AT(struct dsmipd_config_ha4, ha4.revocation),
	}, {
		"inform", &dsmipd_config_bool, .preset = "yes",
		.help = "agree that nodes are told of them, flag I",
		AT(struct dsmipd_config_ha4, ha4.inform),
	}, {
		"revocation-retry", &dsmipd_config_time, .preset = "1s",
		.help = "time before the first repetition of a revocation, doubled from then on",
		.min = 1, .max = 3600,
		AT(struct dsmipd_config_ha4, ha4.revocation_retry),
	}, {
		"revocation-tries", &dsmipd_config_number, .preset = "5",
		.help = "how often a revocation is sent at most",
		.min = 1, .max = 32,
		AT(struct dsmipd_config_ha4, ha4.revocation_tries),
	}, {
		"route-table", &dsmipd_config_number, .preset = "254",
		.help = "table of the routes to home addresses and prefixes",
		.min = 1, .max = UINT32_MAX,
		AT(struct dsmipd_config_ha4, route_table),
	},
};

const struct dsmipd_config_map dsmipd_config_map_ha4 = {
	.keys = schema_ha4, .n_keys = SIZE(schema_ha4),
	.size = sizeof(struct dsmipd_config_ha4),
	.check = dsmipd_config_check_ha4,
};
