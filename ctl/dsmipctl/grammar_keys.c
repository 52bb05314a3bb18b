// SPDX-License-Identifier: GPL-2.0
/* The grammar: keys and options. */

#include "grammar.h"

const char *const dsmipctl_securities[] = { "ipsec", "auth", "none", NULL };
const char *const dsmipctl_algorithms[] = {
	"hmac-md5", "prefix-suffix-md5", "hmac-sha1", "hmac-sha256", NULL
};

const char *const dsmipctl_replays[] = { "timestamps", "nonces", NULL };
const char *const dsmipctl_levels[] = {
	"error", "warning", "notice", "info", "debug", NULL
};

const struct dsmipctl_key dsmipctl_keys[DSMIPCTL_N_KEYS] = {
	[DSMIPCTL_KEY_DEV] = {
		"dev", "DEV", DSMIPCTL_TYPE_DEV,
		"device; binding commands do without where there is only one"
	},
	[DSMIPCTL_KEY_NEW] = {
		"dev", "DEV", DSMIPCTL_TYPE_NEW, "name of the device"
	},
	[DSMIPCTL_KEY_INGRESS] = {
		"dev", "DEV", DSMIPCTL_TYPE_NETDEV,
		"device that receives the packets"
	},
	[DSMIPCTL_KEY_ON] = {
		"on", "DEV", DSMIPCTL_TYPE_DEV,
		"tunnel device of these packets; all there are by default"
	},
	[DSMIPCTL_KEY_ID] = {
		"id", "ID", DSMIPCTL_TYPE_U32,
		"number of the binding on its device, given by the kernel"
	},
	[DSMIPCTL_KEY_HOME] = {
		"home", "PREFIX", DSMIPCTL_TYPE_PREFIX,
		"home address or prefix"
	},
	[DSMIPCTL_KEY_COA] = {
		"coa", "ADDRESS", DSMIPCTL_TYPE_ADDR, "care-of address"
	},
	[DSMIPCTL_KEY_PORT] = {
		"port", "PORT", DSMIPCTL_TYPE_U16,
		"UDP port; by default 4191, of encap mipudp 434"
	},
	[DSMIPCTL_KEY_LOCAL] = {
		"local", "ADDRESS", DSMIPCTL_TYPE_ADDR,
		"address of this tunnel end"
	},
	[DSMIPCTL_KEY_LOCAL_PORT] = {
		"local-port", "PORT", DSMIPCTL_TYPE_U16,
		"our UDP port of encap mipudp, 434 by default"
	},
	[DSMIPCTL_KEY_ENCAP] = {
		"encap", "ENCAP", DSMIPCTL_TYPE_ENCAP,
		"encapsulation: ip, udp, gre, mipudp or minimal"
	},
	[DSMIPCTL_KEY_KEY] = {
		"key", "KEY", DSMIPCTL_TYPE_U32, "GRE key of both directions"
	},
	[DSMIPCTL_KEY_IKEY] = {
		"ikey", "KEY", DSMIPCTL_TYPE_U32, "GRE key of received packets"
	},
	[DSMIPCTL_KEY_OKEY] = {
		"okey", "KEY", DSMIPCTL_TYPE_U32, "GRE key of sent packets"
	},
	[DSMIPCTL_KEY_HOME_TUNNEL] = {
		"home-tunnel", "ADDRESS", DSMIPCTL_TYPE_ADDR,
		"IPv6 goes in IPv4 to this address, and that to the care-of address"
	},
	[DSMIPCTL_KEY_HOME_TUNNEL_LOCAL] = {
		"home-tunnel-local", "ADDRESS", DSMIPCTL_TYPE_ADDR,
		"our end of that tunnel; the local address by default"
	},
	[DSMIPCTL_KEY_CSUM] = {
		"csum", NULL, DSMIPCTL_TYPE_FLAG,
		"send UDP over IPv4 with a checksum"
	},
	[DSMIPCTL_KEY_ZERO_CSUM6] = {
		"zero-csum6", NULL, DSMIPCTL_TYPE_FLAG,
		"send and accept UDP over IPv6 without a checksum"
	},
	[DSMIPCTL_KEY_HOME_TUNNEL_MLD] = {
		"home-tunnel-mld", NULL, DSMIPCTL_TYPE_FLAG,
		"of IPv6, only MLD goes to the home address first"
	},
	[DSMIPCTL_KEY_MULTICAST] = {
		"multicast", NULL, DSMIPCTL_TYPE_FLAG,
		"the far end may join groups"
	},
	[DSMIPCTL_KEY_ACCESS] = {
		"access", NULL, DSMIPCTL_TYPE_FLAG,
		"the far end is an access node"
	},
	[DSMIPCTL_KEY_AGENT] = {
		"agent", NULL, DSMIPCTL_TYPE_FLAG,
		"the far end is the home agent, and a router"
	},
	[DSMIPCTL_KEY_ALL_SCOPES] = {
		"all-scopes", NULL, DSMIPCTL_TYPE_FLAG,
		"groups of scopes below global too"
	},
	[DSMIPCTL_KEY_BROADCAST] = {
		"broadcast", NULL, DSMIPCTL_TYPE_FLAG,
		"IPv4 broadcasts into the device go there too"
	},
	[DSMIPCTL_KEY_LIFETIME] = {
		"lifetime", "TIME", DSMIPCTL_TYPE_TIME,
		"granted lifetime; for ever by default"
	},
	[DSMIPCTL_KEY_COPY] = {
		"copy", "ADDRESS", DSMIPCTL_TYPE_ADDR,
		"one more care-of address; what is said after it is of that one"
	},
	[DSMIPCTL_KEY_MAX_BINDINGS] = {
		"max-bindings", "NUMBER", DSMIPCTL_TYPE_U32,
		"limit on the number of bindings"
	},
	[DSMIPCTL_KEY_PMTUDISC] = {
		"pmtudisc", "on|off", DSMIPCTL_TYPE_ONOFF,
		"the tunnel MTU follows the path MTU"
	},
	[DSMIPCTL_KEY_DSCP] = {
		"dscp", "DSCP", DSMIPCTL_TYPE_DSCP,
		"DSCP of outer headers: 0 to 63, or inherit"
	},
	[DSMIPCTL_KEY_DECAP_DSCP] = {
		"decap-dscp", "on|off", DSMIPCTL_TYPE_ONOFF,
		"decapsulation copies the outer DSCP inwards"
	},
	[DSMIPCTL_KEY_ORIGINS] = {
		"origins", "NUMBER", DSMIPCTL_TYPE_U32,
		"origins of signalling packets to keep, a power of two"
	},
	[DSMIPCTL_KEY_ORIGIN_MARK] = {
		"origin-mark", "MARK", DSMIPCTL_TYPE_MARK,
		"mark of these packets, 0xd5000000 by default"
	},
	[DSMIPCTL_KEY_ORIGIN] = {
		"origin", "TAG", DSMIPCTL_TYPE_MARK,
		"end point that a packet with this mark came from"
	},
	[DSMIPCTL_KEY_TAG] = {
		"tag", "TAG", DSMIPCTL_TYPE_MARK, "mark of the packet"
	},
	[DSMIPCTL_KEY_GROUP_TIME] = {
		"group-time", "TIME", DSMIPCTL_TYPE_TIME,
		"how long a report of a group is good"
	},
	[DSMIPCTL_KEY_NAME] = {
		"name", "NAME", DSMIPCTL_TYPE_NAME,
		"name of the subscriber (its NAI), pool or service"
	},
	[DSMIPCTL_KEY_MOBILE_PREFIX] = {
		"prefix", "PREFIX", DSMIPCTL_TYPE_MOBILE_PREFIX,
		"mobile network prefix of IPv6, or none"
	},
	[DSMIPCTL_KEY_POOL4] = {
		"pool4", "POOL", DSMIPCTL_TYPE_NAME,
		"pool of dynamic IPv4 home addresses, or none"
	},
	[DSMIPCTL_KEY_POOL4_PREFIX] = {
		"pool4-prefix", "POOL", DSMIPCTL_TYPE_NAME,
		"pool of dynamic IPv4 prefixes, or none"
	},
	[DSMIPCTL_KEY_ROUTER] = {
		"router", "on|off", DSMIPCTL_TYPE_ONOFF,
		"it may register prefixes"
	},
	[DSMIPCTL_KEY_ENABLED] = {
		"enabled", "on|off", DSMIPCTL_TYPE_ONOFF, "it may register"
	},
	[DSMIPCTL_KEY_SECURITY] = {
		"security", "SECURITY", DSMIPCTL_TYPE_SECURITY,
		"how it authenticates itself: ipsec, auth or none"
	},
	[DSMIPCTL_KEY_SPI] = {
		"spi", "SPI", DSMIPCTL_TYPE_U32,
		"index of the security association of security auth"
	},
	[DSMIPCTL_KEY_KEY_FILE] = {
		"key-file", "FILE", DSMIPCTL_TYPE_FILE,
		"file with its key, - for stdin"
	},
	[DSMIPCTL_KEY_ESP_FILE] = {
		"esp-file", "FILE", DSMIPCTL_TYPE_FILE,
		"file with manual associations of security ipsec, - for stdin"
	},
	[DSMIPCTL_KEY_MIP4_SPI] = {
		"mip4-spi", "SPI", DSMIPCTL_TYPE_SPI,
		"index of the association of Mobile IPv4, or none"
	},
	[DSMIPCTL_KEY_MIP4_ALGORITHM] = {
		"mip4-algorithm", "ALGORITHM", DSMIPCTL_TYPE_ALGORITHM,
		"its algorithm, hmac-md5 by default"
	},
	[DSMIPCTL_KEY_MIP4_REPLAY] = {
		"mip4-replay", "REPLAY", DSMIPCTL_TYPE_REPLAY,
		"what protects it against replay: timestamps or nonces"
	},
	[DSMIPCTL_KEY_MIP4_KEY_FILE] = {
		"mip4-key-file", "FILE", DSMIPCTL_TYPE_FILE,
		"file with its key, - for stdin"
	},
	[DSMIPCTL_KEY_FILE] = {
		"file", "FILE", DSMIPCTL_TYPE_FILE, "a configuration"
	},
	[DSMIPCTL_KEY_LINES] = {
		"lines", "NUMBER", DSMIPCTL_TYPE_U32, "how many lines"
	},
	[DSMIPCTL_KEY_LEVEL] = {
		"level", "LEVEL", DSMIPCTL_TYPE_LEVEL,
		"error, warning, notice, info or debug"
	},
	[DSMIPCTL_KEY_TOPIC] = {
		"topic", "OBJECT", DSMIPCTL_TYPE_TOPIC,
		"what to print help on"
	},
};

const struct dsmipctl_option dsmipctl_options[DSMIPCTL_N_OPTIONS] = {
	[DSMIPCTL_OPT_JSON] = { "j", "json", NULL, "print JSON" },
	[DSMIPCTL_OPT_PRETTY] = { "p", "pretty", NULL, "indent JSON" },
	[DSMIPCTL_OPT_STATS] = { "s", "statistics", NULL, "print counters" },
	[DSMIPCTL_OPT_DETAILS] = { "d", "details", NULL, "print everything" },
	[DSMIPCTL_OPT_ONELINE] = {
		"o", "oneline", NULL, "print each object on one line"
	},
	[DSMIPCTL_OPT_4] = {
		"4", NULL, NULL, "only bindings with an IPv4 care-of address"
	},
	[DSMIPCTL_OPT_6] = {
		"6", NULL, NULL, "only bindings with an IPv6 care-of address"
	},
	[DSMIPCTL_OPT_NETNS] = {
		"n", "netns", "NETNS", "work in a network namespace"
	},
	[DSMIPCTL_OPT_SOCKET] = {
		"S", "socket", "PATH", "control socket of dsmipd"
	},
	[DSMIPCTL_OPT_TIMESTAMPS] = {
		"ts", "timestamps", NULL, "print the time of events"
	},
	[DSMIPCTL_OPT_WAIT] = {
		"w", "wait", "TIME", "end the monitor after a time"
	},
	[DSMIPCTL_OPT_COLOR] = {
		"c", "color", "=auto|always|never", "when to colour"
	},
	[DSMIPCTL_OPT_BATCH] = {
		"b", "batch", "FILE", "read commands from a file, - for stdin"
	},
	[DSMIPCTL_OPT_FORCE] = {
		"force", NULL, NULL, "go on with a batch after failures"
	},
	[DSMIPCTL_OPT_VERSION] = {
		"V", "Version", NULL, "print the version"
	},
	[DSMIPCTL_OPT_HELP] = { "h", "help", NULL, "print help" },
};
