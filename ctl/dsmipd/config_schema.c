// SPDX-License-Identifier: GPL-2.0
/* The keys of the configuration. */

#include "config.h"
#include "config_check.h"
#include "config_schema.h"

#define SIZE(a)			(sizeof(a) / sizeof((a)[0]))
#define OF(type, member)	(((type *)NULL)->member)
/* A value, and a list with its counter. */
#define AT(type, member)	.offset = offsetof(type, member), \
				.size = sizeof(OF(type, member))
#define LIST(type, member, n)	.list = true, \
				.offset = offsetof(type, member), \
				.size = sizeof(OF(type, member)[0]), \
				.count = offsetof(type, n)
#define ARRAY(type, member, n)	LIST(type, member, n), \
				.room = SIZE(OF(type, member))
#define SECRET(type, member, n)	AT(type, member), \
				.len = (ptrdiff_t)offsetof(type, n) - \
				       (ptrdiff_t)offsetof(type, member)
#define MAP(keys_, type)	{ .keys = keys_, .n_keys = SIZE(keys_), \
				  .size = sizeof(type) }

#define LIFETIME_MIN		4		/* RFC 6275, 6.1.7: units of 4 s */
#define LIFETIME_MAX		(4 * 65535)
#define SPI_MIN			256		/* RFC 4303, 2.1; RFC 4285, 5.1 */

static const char *const schema_levels[] = {
	"error", "warning", "notice", "info", "debug", NULL
};

static const char *const schema_security_ha[] = { "required", "none", NULL };
static const char *const schema_security_mn[] = {
	"ipsec", "auth", "none", NULL
};

static const char *const schema_udp[] = { "auto", "force", NULL };
static const char *const schema_ciphers[] = { "null", "aes-cbc", NULL };
static const char *const schema_auths[] = { "hmac-sha1", "hmac-sha256", NULL };

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

static const struct dsmipd_config_key schema_link4[] = {
	{
		"prefix", &dsmipd_config_prefix4, .required = true,
		.help = "prefix of the link: home addresses are in it",
		.sample = "198.51.100.0/24",
		AT(struct dsmipd_config_link, ha6.prefix),
	}, {
		"interface", &dsmipd_config_device, .required = true,
		.help = "the link, where home addresses are defended by ARP",
		.sample = "eth0",
		AT(struct dsmipd_config_link, ifname),
	},
};

static const struct dsmipd_config_map schema_map_link4 = {
	.keys = schema_link4, .n_keys = SIZE(schema_link4),
	.size = sizeof(struct dsmipd_config_link),
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
		"ipv4-links", .map = &schema_map_link4,
		.help = "home links of IPv4; other IPv4 homes are routed",
		ARRAY(struct dsmipd_config_ha6, links4, n_links4),
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

static const struct dsmipd_config_key schema_auth[] = {
	{
		"spi", &dsmipd_config_number, .required = true,
		.help = "index of the security association",
		.min = SPI_MIN, .max = UINT32_MAX, .sample = "256",
		AT(struct dsmipd_auth_key, spi),
	}, {
		"key-file", &dsmipd_config_secret_file,
		.help = "file with the key, which others must not be able to read",
		.sample = "/etc/dsmip/mn7.key",
		SECRET(struct dsmipd_auth_key, key, len),
	}, {
		"key", &dsmipd_config_secret,
		.help = "the key itself, in a configuration that not everybody can read",
		SECRET(struct dsmipd_auth_key, key, len),
	},
};

static const struct dsmipd_config_key schema_sa[] = {
	{
		"spi", &dsmipd_config_number, .required = true,
		.help = "index of the security association",
		.min = SPI_MIN, .max = UINT32_MAX,
		AT(struct dsmipd_esp_sa, spi),
	}, {
		"cipher", &dsmipd_config_word, .preset = "aes-cbc",
		.help = "cipher", .words = schema_ciphers,
		AT(struct dsmipd_esp_sa, cipher),
	}, {
		"cipher-key-file", &dsmipd_config_secret_file,
		.help = "file with its key",
		SECRET(struct dsmipd_esp_sa, cipher_key, cipher_len),
	}, {
		"cipher-key", &dsmipd_config_secret,
		.help = "its key",
		SECRET(struct dsmipd_esp_sa, cipher_key, cipher_len),
	}, {
		"auth", &dsmipd_config_word, .preset = "hmac-sha256",
		.help = "authentication", .words = schema_auths,
		AT(struct dsmipd_esp_sa, auth),
	}, {
		"auth-key-file", &dsmipd_config_secret_file,
		.help = "file with its key",
		SECRET(struct dsmipd_esp_sa, auth_key, auth_len),
	}, {
		"auth-key", &dsmipd_config_secret,
		.help = "its key",
		SECRET(struct dsmipd_esp_sa, auth_key, auth_len),
	},
};

static const struct dsmipd_config_map schema_map_sa = {
	.keys = schema_sa, .n_keys = SIZE(schema_sa),
	.size = sizeof(struct dsmipd_esp_sa), .check = dsmipd_config_check_sa,
};

static const struct dsmipd_config_key schema_esp[] = {
	{
		"in", .map = &schema_map_sa, .required = true,
		.help = "of what this machine receives",
		AT(struct dsmipd_esp, in),
	}, {
		"out", .map = &schema_map_sa, .required = true,
		.help = "of what it sends",
		AT(struct dsmipd_esp, out),
	},
};

static const struct dsmipd_config_key schema_if[] = {
	{
		"name", &dsmipd_config_device, .required = true,
		.help = "name of the device", .sample = "eth0",
		AT(struct dsmipd_config_if, ifname),
	}, {
		"preference", &dsmipd_config_number, .preset = "0",
		.help = "the device with the highest is used",
		.min = -1000, .max = 1000,
		AT(struct dsmipd_config_if, preference),
	},
};

static const struct dsmipd_config_map schema_map_auth = {
	.keys = schema_auth, .n_keys = SIZE(schema_auth),
	.size = sizeof(struct dsmipd_auth_key),
	.check = dsmipd_config_check_auth,
};

static const struct dsmipd_config_map schema_map_esp =
	MAP(schema_esp, struct dsmipd_esp);
static const struct dsmipd_config_map schema_map_if =
	MAP(schema_if, struct dsmipd_config_if);

static const struct dsmipd_config_key schema_mn6[] = {
	{
		"name", &dsmipd_config_name, .required = true,
		.help = "name of the service", .sample = "mn7",
		AT(struct dsmipd_config_mn6, name),
	}, {
		"device", &dsmipd_config_device, .required = true,
		.help = "tunnel device, which is made if it is not there",
		.sample = "dsmip1",
		AT(struct dsmipd_config_mn6, device),
	}, {
		"identifier", &dsmipd_config_text,
		.help = "NAI for the Mobile Node Identifier option; by default none is sent",
		.sample = "mn7@example.net",
		AT(struct dsmipd_config_mn6, mn6.name),
	}, {
		"home-address", &dsmipd_config_home6, .required = true,
		.help = "IPv6 home address, with the length of the home prefix",
		.sample = "2001:db8:100::7/64",
		AT(struct dsmipd_config_mn6, mn6.hoa),
	}, {
		"home-agent", &dsmipd_config_addr6,
		.help = "IPv6 address of the home agent",
		.sample = "2001:db8:100::1",
		AT(struct dsmipd_config_mn6, mn6.ha),
	}, {
		"home-agent4", &dsmipd_config_addr4,
		.help = "its IPv4 address; by default it has none",
		.sample = "192.0.2.1",
		AT(struct dsmipd_config_mn6, mn6.ha4),
	}, {
		"home-agent-name", &dsmipd_config_text,
		.help = "DNS name of the home agent, instead of its addresses",
		AT(struct dsmipd_config_mn6, ha_name),
	}, {
		"home-agent-domain", &dsmipd_config_text,
		.help = "domain whose SRV record _mip6._ipv6 names the home agent",
		AT(struct dsmipd_config_mn6, ha_domain),
	}, {
		"port", &dsmipd_config_number, .preset = "4191",
		.help = "UDP port of the home agent",
		.min = 1, .max = UINT16_MAX,
		AT(struct dsmipd_config_mn6, mn6.port),
	}, {
		"home4", &dsmipd_config_home4,
		.help = "IPv4 home addresses and prefixes that are wanted; dynamic asks for one",
		.sample = "dynamic",
		ARRAY(struct dsmipd_config_mn6, mn6.home4, mn6.n_home4),
	}, {
		"prefixes", &dsmipd_config_network,
		.help = "IPv6 mobile network prefixes (explicit mode)",
		ARRAY(struct dsmipd_config_mn6, mn6.prefix, mn6.n_prefix),
	}, {
		"router", &dsmipd_config_bool, .preset = "no",
		.help = "mobile router, flag R",
		AT(struct dsmipd_config_mn6, mn6.router),
	}, {
		"lifetime", &dsmipd_config_time, .preset = "10m",
		.help = "lifetime that is asked for",
		.min = LIFETIME_MIN, .max = LIFETIME_MAX,
		AT(struct dsmipd_config_mn6, mn6.lifetime),
	}, {
		"udp", &dsmipd_config_word, .preset = "auto",
		.help = "UDP in IPv4 networks: behind a NAT or if told so; or always",
		.words = schema_udp,
		AT(struct dsmipd_config_mn6, mn6.udp),
	}, {
		"literal-nat", &dsmipd_config_bool, .preset = "no",
		.help = "the NAT Detection option alone means UDP",
		AT(struct dsmipd_config_mn6, mn6.literal_nat),
	}, {
		"keepalive", &dsmipd_config_time, .preset = "110s",
		.help = "interval of NAT keepalives when the home agent tells none",
		.min = 1, .max = LIFETIME_MAX,
		AT(struct dsmipd_config_mn6, mn6.keepalive),
	}, {
		"home4-retry", &dsmipd_config_time, .preset = "1h",
		.help = "time until IPv4 is asked for again where it was ignored; 0: never",
		.max = INT32_MAX,
		AT(struct dsmipd_config_mn6, mn6.home4_retry),
	}, {
		"security", &dsmipd_config_word, .preset = "ipsec",
		.help = "how the node authenticates itself",
		.words = schema_security_mn, .sample = "auth",
		AT(struct dsmipd_config_mn6, mn6.security),
	}, {
		"auth", .sample = "", .map = &schema_map_auth,
		.help = "security association of the authentication option",
		AT(struct dsmipd_config_mn6, mn6.key),
	}, {
		"esp", .map = &schema_map_esp,
		.help = "manual security associations; by default IKE sees to them",
		AT(struct dsmipd_config_mn6, mn6.esp),
	}, {
		"interfaces", .map = &schema_map_if,
		.help = "devices that care-of addresses may be on; by default all but its own",
		ARRAY(struct dsmipd_config_mn6, ifs, n_ifs),
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

static const struct dsmipd_config_map schema_map_ha6 = {
	.keys = schema_ha6, .n_keys = SIZE(schema_ha6),
	.size = sizeof(struct dsmipd_config_ha6),
	.check = dsmipd_config_check_ha6,
};

static const struct dsmipd_config_map schema_map_mn6 = {
	.keys = schema_mn6, .n_keys = SIZE(schema_mn6),
	.size = sizeof(struct dsmipd_config_mn6),
	.check = dsmipd_config_check_mn6,
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
		"home-agents", .sample = "", .map = &schema_map_ha6,
		.help = "home agents of Mobile IPv6",
		LIST(struct dsmipd_config, ha6, n_ha6),
	}, {
		"mobile-nodes", .map = &schema_map_mn6,
		.help = "mobile nodes of Mobile IPv6",
		LIST(struct dsmipd_config, mn6, n_mn6),
	},
};

const struct dsmipd_config_map dsmipd_config_root = {
	.keys = schema_root, .n_keys = SIZE(schema_root),
	.size = sizeof(struct dsmipd_config), .check = dsmipd_config_check_all,
};
