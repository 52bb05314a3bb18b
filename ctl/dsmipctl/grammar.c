// SPDX-License-Identifier: GPL-2.0
/* The grammar: keys, objects with their verbs, options. */

#include "grammar.h"

#define REQUIRED	DSMIPCTL_USE_REQUIRED
#define ANY		DSMIPCTL_USE_ANY
#define MANY		DSMIPCTL_USE_MANY
#define FIRST		DSMIPCTL_USE_FIRST
#define END		DSMIPCTL_USE_END
#define SIZE(a)		(sizeof(a) / sizeof((a)[0]))

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
	[DSMIPCTL_KEY_LIFETIME] = {
		"lifetime", "TIME", DSMIPCTL_TYPE_TIME,
		"granted lifetime; for ever by default"
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
	[DSMIPCTL_KEY_TOPIC] = {
		"topic", "OBJECT", DSMIPCTL_TYPE_TOPIC,
		"what to print help on"
	},
};

static const struct dsmipctl_verb grammar_link[] = {
	{
		"add", NULL, "make a device",
		{ { DSMIPCTL_KEY_NEW, REQUIRED | FIRST },
		  { DSMIPCTL_KEY_LOCAL, MANY },
		  { DSMIPCTL_KEY_PORT, 0 },
		  { DSMIPCTL_KEY_MAX_BINDINGS, 0 },
		  { DSMIPCTL_KEY_PMTUDISC, 0 },
		  { DSMIPCTL_KEY_GROUP_TIME, 0 },
		  { DSMIPCTL_KEY_DSCP, 0 },
		  { DSMIPCTL_KEY_DECAP_DSCP, 0 },
		  { DSMIPCTL_KEY_ORIGINS, 0 },
		  { DSMIPCTL_KEY_ORIGIN_MARK, 0 } }, 10, .run = dsmipctl_link_add
	}, {
		"set", "change", "change a device",
		{ { DSMIPCTL_KEY_DEV, REQUIRED | FIRST },
		  { DSMIPCTL_KEY_MAX_BINDINGS, ANY },
		  { DSMIPCTL_KEY_PMTUDISC, ANY },
		  { DSMIPCTL_KEY_GROUP_TIME, ANY },
		  { DSMIPCTL_KEY_DSCP, ANY },
		  { DSMIPCTL_KEY_DECAP_DSCP, ANY } }, 6, .run = dsmipctl_link_set
	}, {
		"del", "delete", "delete a device",
		{ { DSMIPCTL_KEY_DEV, REQUIRED | FIRST } }, 1,
		.run = dsmipctl_link_del
	}, {
		"show", "list", "show devices",
		{ { DSMIPCTL_KEY_DEV, FIRST } }, 1, .run = dsmipctl_link_show
	},
};

static const struct dsmipctl_verb grammar_binding[] = {
	{
		"add", NULL, "create a binding",
		{ { DSMIPCTL_KEY_DEV, 0 },
		  { DSMIPCTL_KEY_HOME, REQUIRED | MANY },
		  { DSMIPCTL_KEY_COA, END },
		  { DSMIPCTL_KEY_PORT, 0 },
		  { DSMIPCTL_KEY_LOCAL, 0 },
		  { DSMIPCTL_KEY_LOCAL_PORT, 0 },
		  { DSMIPCTL_KEY_ENCAP, END },
		  { DSMIPCTL_KEY_KEY, 0 },
		  { DSMIPCTL_KEY_IKEY, 0 },
		  { DSMIPCTL_KEY_OKEY, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL_LOCAL, 0 },
		  { DSMIPCTL_KEY_CSUM, 0 },
		  { DSMIPCTL_KEY_ZERO_CSUM6, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL_MLD, 0 },
		  { DSMIPCTL_KEY_MULTICAST, 0 },
		  { DSMIPCTL_KEY_ACCESS, 0 },
		  { DSMIPCTL_KEY_AGENT, 0 },
		  { DSMIPCTL_KEY_ALL_SCOPES, 0 },
		  { DSMIPCTL_KEY_LIFETIME, 0 },
		  { DSMIPCTL_KEY_ORIGIN, 0 } }, 21,
		.run = dsmipctl_binding_add,
		.queued = true
	}, {
		"replace", NULL, "exchange a binding, or create it",
		{ { DSMIPCTL_KEY_DEV, 0 },
		  { DSMIPCTL_KEY_ID, ANY },
		  { DSMIPCTL_KEY_HOME, ANY | MANY },
		  { DSMIPCTL_KEY_COA, END },
		  { DSMIPCTL_KEY_PORT, 0 },
		  { DSMIPCTL_KEY_LOCAL, 0 },
		  { DSMIPCTL_KEY_LOCAL_PORT, 0 },
		  { DSMIPCTL_KEY_ENCAP, END },
		  { DSMIPCTL_KEY_KEY, 0 },
		  { DSMIPCTL_KEY_IKEY, 0 },
		  { DSMIPCTL_KEY_OKEY, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL_LOCAL, 0 },
		  { DSMIPCTL_KEY_CSUM, 0 },
		  { DSMIPCTL_KEY_ZERO_CSUM6, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL_MLD, 0 },
		  { DSMIPCTL_KEY_MULTICAST, 0 },
		  { DSMIPCTL_KEY_ACCESS, 0 },
		  { DSMIPCTL_KEY_AGENT, 0 },
		  { DSMIPCTL_KEY_ALL_SCOPES, 0 },
		  { DSMIPCTL_KEY_LIFETIME, 0 },
		  { DSMIPCTL_KEY_ORIGIN, 0 } }, 22,
		.run = dsmipctl_binding_replace,
		.queued = true
	}, {
		"change", NULL, "exchange a binding that exists",
		{ { DSMIPCTL_KEY_DEV, 0 },
		  { DSMIPCTL_KEY_ID, ANY },
		  { DSMIPCTL_KEY_HOME, ANY | MANY },
		  { DSMIPCTL_KEY_COA, END },
		  { DSMIPCTL_KEY_PORT, 0 },
		  { DSMIPCTL_KEY_LOCAL, 0 },
		  { DSMIPCTL_KEY_LOCAL_PORT, 0 },
		  { DSMIPCTL_KEY_ENCAP, END },
		  { DSMIPCTL_KEY_KEY, 0 },
		  { DSMIPCTL_KEY_IKEY, 0 },
		  { DSMIPCTL_KEY_OKEY, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL_LOCAL, 0 },
		  { DSMIPCTL_KEY_CSUM, 0 },
		  { DSMIPCTL_KEY_ZERO_CSUM6, 0 },
		  { DSMIPCTL_KEY_HOME_TUNNEL_MLD, 0 },
		  { DSMIPCTL_KEY_MULTICAST, 0 },
		  { DSMIPCTL_KEY_ACCESS, 0 },
		  { DSMIPCTL_KEY_AGENT, 0 },
		  { DSMIPCTL_KEY_ALL_SCOPES, 0 },
		  { DSMIPCTL_KEY_LIFETIME, 0 },
		  { DSMIPCTL_KEY_ORIGIN, 0 } }, 22,
		.run = dsmipctl_binding_change,
		.queued = true
	}, {
		"del", "delete", "delete a binding",
		{ { DSMIPCTL_KEY_DEV, 0 },
		  { DSMIPCTL_KEY_ID, ANY },
		  { DSMIPCTL_KEY_HOME, ANY } }, 3, .run = dsmipctl_binding_del,
		.queued = true
	}, {
		"show", "list", "show bindings",
		{ { DSMIPCTL_KEY_DEV, 0 },
		  { DSMIPCTL_KEY_ID, 0 },
		  { DSMIPCTL_KEY_HOME, 0 },
		  { DSMIPCTL_KEY_COA, 0 },
		  { DSMIPCTL_KEY_ENCAP, 0 } }, 5, .run = dsmipctl_binding_show
	}, {
		"flush", NULL, "delete all bindings of a device",
		{ { DSMIPCTL_KEY_DEV, REQUIRED },
		  { DSMIPCTL_KEY_COA, 0 } }, 2, .run = dsmipctl_binding_flush
	},
};

static const struct dsmipctl_verb grammar_origin[] = {
	{
		"show", "list", "show where a signalling packet came from",
		{ { DSMIPCTL_KEY_DEV, 0 },
		  { DSMIPCTL_KEY_TAG, REQUIRED } }, 2, .run = dsmipctl_origin_show
	},
};

static const struct dsmipctl_verb grammar_stats[] = {
	{
		"show", "list", "show the counters of devices",
		{ { DSMIPCTL_KEY_DEV, FIRST } }, 1, .run = dsmipctl_stats_show
	},
};

static const struct dsmipctl_verb grammar_fastpath[] = {
	{
		"add", NULL, "let what a device receives take the fast path",
		{ { DSMIPCTL_KEY_INGRESS, REQUIRED | FIRST },
		  { DSMIPCTL_KEY_ON, MANY } }, 2, .run = dsmipctl_fastpath_add
	}, {
		"del", "delete", "no longer let it",
		{ { DSMIPCTL_KEY_INGRESS, REQUIRED | FIRST },
		  { DSMIPCTL_KEY_ON, MANY } }, 2, .run = dsmipctl_fastpath_del
	}, {
		"show", "list", "show which devices have a fast path",
		{ { DSMIPCTL_KEY_INGRESS, FIRST },
		  { DSMIPCTL_KEY_ON, MANY } }, 2, .run = dsmipctl_fastpath_show
	},
};

static const struct dsmipctl_verb grammar_monitor[] = {
	{
		"all", NULL, "print all events",
		{ { DSMIPCTL_KEY_DEV, 0 } }, 1, .run = dsmipctl_monitor_all
	}, {
		"binding", NULL, "print what happens to bindings",
		{ { DSMIPCTL_KEY_DEV, 0 } }, 1, .run = dsmipctl_monitor_binding
	}, {
		"packet", NULL, "print which packets are refused",
		{ { DSMIPCTL_KEY_DEV, 0 } }, 1, .run = dsmipctl_monitor_packet
	},
};

static const struct dsmipctl_verb grammar_check[] = {
	{
		NULL, NULL, "look for what keeps the tunnels from working",
		{ { DSMIPCTL_KEY_DEV, FIRST } }, 1, .run = dsmipctl_check_run
	},
};

static const struct dsmipctl_verb grammar_version[] = {
	{
		NULL, NULL, "print the versions of program and module",
		{ }, 0, .run = dsmipctl_version_run
	},
};

static const struct dsmipctl_verb grammar_help[] = {
	{
		NULL, NULL, "print help",
		{ { DSMIPCTL_KEY_TOPIC, FIRST } }, 1, .run = dsmipctl_help_run
	},
};

static const struct dsmipctl_verb grammar_completion[] = {
	{
		NULL, NULL, "print the completion for bash",
		{ }, 0, .run = dsmipctl_completion_run
	},
};

const struct dsmipctl_object dsmipctl_objects[] = {
	{ "link", "tunnel devices", grammar_link, SIZE(grammar_link), 3 },
	{ "binding", "home addresses and where they are",
	  grammar_binding, SIZE(grammar_binding), 4 },
	{ "origin", "where signalling packets came from",
	  grammar_origin, SIZE(grammar_origin), 0 },
	{ "stats", "counters of devices", grammar_stats, SIZE(grammar_stats), 0 },
	{ "fastpath", "devices that forward past the IP layer",
	  grammar_fastpath, SIZE(grammar_fastpath), 2 },
	{ "monitor", "events as they happen",
	  grammar_monitor, SIZE(grammar_monitor), 0 },
	{ "check", "a test of this machine's set-up",
	  grammar_check, SIZE(grammar_check), 0 },
	{ "version", "versions", grammar_version, SIZE(grammar_version), 0 },
	{ "help", "this text", grammar_help, SIZE(grammar_help), 0 },
	{ "completion", "completion for bash",
	  grammar_completion, SIZE(grammar_completion), 0 },
};

const size_t dsmipctl_n_objects = SIZE(dsmipctl_objects);

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
