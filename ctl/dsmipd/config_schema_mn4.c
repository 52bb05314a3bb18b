// SPDX-License-Identifier: GPL-2.0
/* The keys of a mobile node of Mobile IPv4. */

#include "config_table.h"

/* RFC 5944, section 3.3: 65535 is for ever. */
#define MN4_LIFETIME_MAX	65534
/* RFC 3519, section 4.10 */
#define MN4_KEEPALIVE_MIN	10

static const char *const schema_udp[] = { "auto", "force", "never", NULL };
static const char *const schema_encap[] = { "ip", "gre", "minimal", NULL };
static const char *const schema_mode[] = { "home", "care-of", "implicit", NULL };
static const char *const schema_care[] = {
	"any", "co-located", "foreign-agent", NULL
};

static const struct dsmipd_config_key schema_mn4[] = {
	{
		"name", &dsmipd_config_name, .required = true,
		.help = "name of the service", .sample = "mn8",
		AT(struct dsmipd_config_mn4, name),
	}, {
		"device", &dsmipd_config_device, .required = true,
		.help = "tunnel device, which is made if it is not there",
		.sample = "dsmip2",
		AT(struct dsmipd_config_mn4, device),
	}, {
		"identifier", &dsmipd_config_text,
		.help = "NAI for the NAI extension; by default none is sent",
		.sample = "mn8@example.net",
		AT(struct dsmipd_config_mn4, mn4.name),
	}, {
		"home-address", &dsmipd_config_hoa4,
		.help = "home address with the length of the home prefix; none: asks for one",
		.sample = "203.0.113.8/24",
		AT(struct dsmipd_config_mn4, mn4.hoa),
	}, {
		"home-agent", &dsmipd_config_addr4,
		.help = "address of the home agent; by default it is asked for in the home network",
		.sample = "192.0.2.1",
		AT(struct dsmipd_config_mn4, mn4.ha),
	}, {
		"port", &dsmipd_config_number, .preset = "434",
		.help = "UDP port of the node",
		.min = 1, .max = UINT16_MAX,
		AT(struct dsmipd_config_mn4, mn4.port),
	}, {
		"prefixes", &dsmipd_config_inside6,
		.help = "IPv6 prefixes that are wanted; of an address, the prefix it is in",
		.sample = "2001:db8:108::8/64",
		ARRAY(struct dsmipd_config_mn4, mn4.prefix, mn4.n_prefix),
	}, {
		"ipv6-tunnel", &dsmipd_config_word, .preset = "home",
		.help = "where IPv6 is tunnelled to; implicit: prefixes are not asked for",
		.words = schema_mode,
		AT(struct dsmipd_config_mn4, mn4.mode),
	}, {
		"link-local", &dsmipd_config_bool, .preset = "no",
		.help = "register the link-local address of the tunnel, for DHCPv6",
		AT(struct dsmipd_config_mn4, mn4.link_local),
	}, {
		"router", &dsmipd_config_bool, .preset = "no",
		.help = "the prefixes are those of networks behind the node",
		AT(struct dsmipd_config_mn4, mn4.router),
	}, {
		"draft", &dsmipd_config_bool, .preset = "no",
		.help = "as in draft-ietf-mip4-dsmipv4-01; a prefix of zeros asks for one",
		AT(struct dsmipd_config_mn4, mn4.draft),
	}, {
		"reverse-tunnel", &dsmipd_config_bool, .preset = "yes",
		.help = "what the node sends goes by its home agent, flag T",
		AT(struct dsmipd_config_mn4, mn4.reverse),
	}, {
		"broadcasts", &dsmipd_config_bool, .preset = "no",
		.help = "broadcasts of the home network are wanted, flag B",
		AT(struct dsmipd_config_mn4, mn4.broadcast),
	}, {
		"encapsulation", &dsmipd_config_word, .preset = "ip",
		.help = "encapsulation that is asked for where there is no NAT",
		.words = schema_encap,
		AT(struct dsmipd_config_mn4, mn4.encap),
	}, {
		"lifetime", &dsmipd_config_time, .preset = "10m",
		.help = "lifetime that is asked for",
		.min = 4, .max = MN4_LIFETIME_MAX,
		AT(struct dsmipd_config_mn4, mn4.lifetime),
	}, {
		"udp", &dsmipd_config_word, .preset = "auto",
		.help = "UDP with a care-of address of its own: behind a NAT; always; or never",
		.words = schema_udp,
		AT(struct dsmipd_config_mn4, mn4.udp),
	}, {
		"keepalive", &dsmipd_config_time, .preset = "110s",
		.help = "interval of NAT keepalives when the home agent tells none",
		.min = MN4_KEEPALIVE_MIN, .max = UINT16_MAX,
		AT(struct dsmipd_config_mn4, mn4.keepalive),
	}, {
		"prefix-retry", &dsmipd_config_time, .preset = "1h",
		.help = "time until IPv6 is asked for again where it was ignored; 0: never",
		.max = INT32_MAX,
		AT(struct dsmipd_config_mn4, mn4.prefix_retry),
	}, {
		"care-of", &dsmipd_config_word, .preset = "any",
		.help = "which care-of addresses; any: its own before foreign agents'",
		.words = schema_care,
		AT(struct dsmipd_config_mn4, mn4.care),
	}, {
		"revocation", &dsmipd_config_bool, .preset = "yes",
		.help = "the home agent may revoke a registration",
		AT(struct dsmipd_config_mn4, mn4.revocation),
	}, {
		"home-auth", .sample = "", .map = &dsmipd_config_map_mip4_sa,
		.help = "security association with the home agent",
		.required = true,
		AT(struct dsmipd_config_mn4, mn4.sa),
	}, {
		"foreign-auth", .map = &dsmipd_config_map_mip4_agent_sa,
		.help = "security association with foreign agents; by default there is none",
		AT(struct dsmipd_config_mn4, mn4.sa_agent),
	}, {
		"interfaces", .map = &dsmipd_config_map_if,
		.help = "devices that care-of addresses may be on; by default all but its own",
		ARRAY(struct dsmipd_config_mn4, ifs, n_ifs),
	},
};

const struct dsmipd_config_map dsmipd_config_map_mn4 = {
	.keys = schema_mn4, .n_keys = SIZE(schema_mn4),
	.size = sizeof(struct dsmipd_config_mn4),
	.check = dsmipd_config_check_mn4,
};
