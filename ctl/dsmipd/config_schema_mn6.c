// SPDX-License-Identifier: GPL-2.0
/* The keys of a mobile node of Mobile IPv6. */

#include "config_table.h"

static const char *const schema_security_mn[] = {
	"ipsec", "auth", "none", NULL
};

static const char *const schema_udp[] = { "auto", "force", NULL };
static const char *const schema_ciphers[] = { "null", "aes-cbc", NULL };
static const char *const schema_auths[] = { "hmac-sha1", "hmac-sha256", NULL };

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
const struct dsmipd_config_map dsmipd_config_map_if =
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
		"interfaces", .map = &dsmipd_config_map_if,
		.help = "devices that care-of addresses may be on; by default all but its own",
		ARRAY(struct dsmipd_config_mn6, ifs, n_ifs),
	},
};

const struct dsmipd_config_map dsmipd_config_map_mn6 = {
	.keys = schema_mn6, .n_keys = SIZE(schema_mn6),
	.size = sizeof(struct dsmipd_config_mn6),
	.check = dsmipd_config_check_mn6,
};
