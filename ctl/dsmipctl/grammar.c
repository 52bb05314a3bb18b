// SPDX-License-Identifier: GPL-2.0
/* The grammar: objects with their verbs. */

#include "grammar.h"

#define REQUIRED	DSMIPCTL_USE_REQUIRED
#define ANY		DSMIPCTL_USE_ANY
#define MANY		DSMIPCTL_USE_MANY
#define FIRST		DSMIPCTL_USE_FIRST
#define END		DSMIPCTL_USE_END
#define COPY		DSMIPCTL_USE_COPY
#define SIZE(a)		(sizeof(a) / sizeof((a)[0]))

static const struct dsmipctl_use grammar_dev[] = {
	{ DSMIPCTL_KEY_DEV, FIRST },
};

static const struct dsmipctl_use grammar_link_add[] = {
	{ DSMIPCTL_KEY_NEW, REQUIRED | FIRST },
	{ DSMIPCTL_KEY_LOCAL, MANY },
	{ DSMIPCTL_KEY_PORT, 0 },
	{ DSMIPCTL_KEY_MAX_BINDINGS, 0 },
	{ DSMIPCTL_KEY_PMTUDISC, 0 },
	{ DSMIPCTL_KEY_GROUP_TIME, 0 },
	{ DSMIPCTL_KEY_DSCP, 0 },
	{ DSMIPCTL_KEY_DECAP_DSCP, 0 },
	{ DSMIPCTL_KEY_ORIGINS, 0 },
	{ DSMIPCTL_KEY_ORIGIN_MARK, 0 },
};

static const struct dsmipctl_use grammar_link_set[] = {
	{ DSMIPCTL_KEY_DEV, REQUIRED | FIRST },
	{ DSMIPCTL_KEY_MAX_BINDINGS, ANY },
	{ DSMIPCTL_KEY_PMTUDISC, ANY },
	{ DSMIPCTL_KEY_GROUP_TIME, ANY },
	{ DSMIPCTL_KEY_DSCP, ANY },
	{ DSMIPCTL_KEY_DECAP_DSCP, ANY },
};

static const struct dsmipctl_use grammar_link_del[] = {
	{ DSMIPCTL_KEY_DEV, REQUIRED | FIRST },
};

static const struct dsmipctl_verb grammar_link[] = {
	{
		"add", NULL, "make a device",
		grammar_link_add, SIZE(grammar_link_add),
		.run = dsmipctl_link_add
	}, {
		"set", "change", "change a device",
		grammar_link_set, SIZE(grammar_link_set),
		.run = dsmipctl_link_set
	}, {
		"del", "delete", "delete a device",
		grammar_link_del, SIZE(grammar_link_del),
		.run = dsmipctl_link_del
	}, {
		"show", "list", "show devices",
		grammar_dev, SIZE(grammar_dev),
		.run = dsmipctl_link_show
	},
};

static const struct dsmipctl_use grammar_binding_add[] = {
	{ DSMIPCTL_KEY_DEV, 0 },
	{ DSMIPCTL_KEY_HOME, REQUIRED | MANY },
	{ DSMIPCTL_KEY_COA, END },
	{ DSMIPCTL_KEY_PORT, COPY },
	{ DSMIPCTL_KEY_LOCAL, COPY },
	{ DSMIPCTL_KEY_LOCAL_PORT, COPY },
	{ DSMIPCTL_KEY_ENCAP, END | COPY },
	{ DSMIPCTL_KEY_KEY, COPY },
	{ DSMIPCTL_KEY_IKEY, COPY },
	{ DSMIPCTL_KEY_OKEY, COPY },
	{ DSMIPCTL_KEY_HOME_TUNNEL, COPY },
	{ DSMIPCTL_KEY_HOME_TUNNEL_LOCAL, COPY },
	{ DSMIPCTL_KEY_CSUM, COPY },
	{ DSMIPCTL_KEY_ZERO_CSUM6, COPY },
	{ DSMIPCTL_KEY_HOME_TUNNEL_MLD, COPY },
	{ DSMIPCTL_KEY_MULTICAST, 0 },
	{ DSMIPCTL_KEY_ACCESS, 0 },
	{ DSMIPCTL_KEY_AGENT, 0 },
	{ DSMIPCTL_KEY_ALL_SCOPES, 0 },
	{ DSMIPCTL_KEY_BROADCAST, 0 },
	{ DSMIPCTL_KEY_LIFETIME, COPY },
	{ DSMIPCTL_KEY_ORIGIN, 0 },
	{ DSMIPCTL_KEY_COPY, MANY },
};

static const struct dsmipctl_use grammar_binding_replace[] = {
	{ DSMIPCTL_KEY_DEV, 0 },
	{ DSMIPCTL_KEY_ID, ANY },
	{ DSMIPCTL_KEY_HOME, ANY | MANY },
	{ DSMIPCTL_KEY_COA, END },
	{ DSMIPCTL_KEY_PORT, COPY },
	{ DSMIPCTL_KEY_LOCAL, COPY },
	{ DSMIPCTL_KEY_LOCAL_PORT, COPY },
	{ DSMIPCTL_KEY_ENCAP, END | COPY },
	{ DSMIPCTL_KEY_KEY, COPY },
	{ DSMIPCTL_KEY_IKEY, COPY },
	{ DSMIPCTL_KEY_OKEY, COPY },
	{ DSMIPCTL_KEY_HOME_TUNNEL, COPY },
	{ DSMIPCTL_KEY_HOME_TUNNEL_LOCAL, COPY },
	{ DSMIPCTL_KEY_CSUM, COPY },
	{ DSMIPCTL_KEY_ZERO_CSUM6, COPY },
	{ DSMIPCTL_KEY_HOME_TUNNEL_MLD, COPY },
	{ DSMIPCTL_KEY_MULTICAST, 0 },
	{ DSMIPCTL_KEY_ACCESS, 0 },
	{ DSMIPCTL_KEY_AGENT, 0 },
	{ DSMIPCTL_KEY_ALL_SCOPES, 0 },
	{ DSMIPCTL_KEY_BROADCAST, 0 },
	{ DSMIPCTL_KEY_LIFETIME, COPY },
	{ DSMIPCTL_KEY_ORIGIN, 0 },
	{ DSMIPCTL_KEY_COPY, MANY },
};

static const struct dsmipctl_use grammar_binding_del[] = {
	{ DSMIPCTL_KEY_DEV, 0 },
	{ DSMIPCTL_KEY_ID, ANY },
	{ DSMIPCTL_KEY_HOME, ANY },
};

static const struct dsmipctl_use grammar_binding_show[] = {
	{ DSMIPCTL_KEY_DEV, 0 },
	{ DSMIPCTL_KEY_ID, 0 },
	{ DSMIPCTL_KEY_HOME, 0 },
	{ DSMIPCTL_KEY_COA, 0 },
	{ DSMIPCTL_KEY_ENCAP, 0 },
};

static const struct dsmipctl_use grammar_binding_flush[] = {
	{ DSMIPCTL_KEY_DEV, REQUIRED },
	{ DSMIPCTL_KEY_COA, 0 },
};

static const struct dsmipctl_verb grammar_binding[] = {
	{
		"add", NULL, "create a binding",
		grammar_binding_add, SIZE(grammar_binding_add),
		.run = dsmipctl_binding_add,
		.queued = true
	}, {
		"replace", NULL, "exchange a binding, or create it",
		grammar_binding_replace, SIZE(grammar_binding_replace),
		.run = dsmipctl_binding_replace,
		.queued = true
	}, {
		"change", NULL, "exchange a binding that exists",
		grammar_binding_replace, SIZE(grammar_binding_replace),
		.run = dsmipctl_binding_change,
		.queued = true
	}, {
		"del", "delete", "delete a binding",
		grammar_binding_del, SIZE(grammar_binding_del),
		.run = dsmipctl_binding_del,
		.queued = true
	}, {
		"show", "list", "show bindings",
		grammar_binding_show, SIZE(grammar_binding_show),
		.run = dsmipctl_binding_show
	}, {
		"flush", NULL, "delete all bindings of a device",
		grammar_binding_flush, SIZE(grammar_binding_flush),
		.run = dsmipctl_binding_flush
	},
};

static const struct dsmipctl_use grammar_origin_show[] = {
	{ DSMIPCTL_KEY_DEV, 0 },
	{ DSMIPCTL_KEY_TAG, REQUIRED },
};

static const struct dsmipctl_verb grammar_origin[] = {
	{
		"show", "list", "show where a signalling packet came from",
		grammar_origin_show, SIZE(grammar_origin_show),
		.run = dsmipctl_origin_show
	},
};

static const struct dsmipctl_verb grammar_stats[] = {
	{
		"show", "list", "show the counters of devices",
		grammar_dev, SIZE(grammar_dev),
		.run = dsmipctl_stats_show
	},
};

static const struct dsmipctl_use grammar_fastpath_change[] = {
	{ DSMIPCTL_KEY_INGRESS, REQUIRED | FIRST },
	{ DSMIPCTL_KEY_ON, MANY },
};

static const struct dsmipctl_use grammar_fastpath_show[] = {
	{ DSMIPCTL_KEY_INGRESS, FIRST },
	{ DSMIPCTL_KEY_ON, MANY },
};

static const struct dsmipctl_verb grammar_fastpath[] = {
	{
		"add", NULL, "let what a device receives take the fast path",
		grammar_fastpath_change, SIZE(grammar_fastpath_change),
		.run = dsmipctl_fastpath_add
	}, {
		"del", "delete", "no longer let it",
		grammar_fastpath_change, SIZE(grammar_fastpath_change),
		.run = dsmipctl_fastpath_del
	}, {
		"show", "list", "show which devices have a fast path",
		grammar_fastpath_show, SIZE(grammar_fastpath_show),
		.run = dsmipctl_fastpath_show
	},
};

static const struct dsmipctl_use grammar_events[] = {
	{ DSMIPCTL_KEY_DEV, 0 },
};

static const struct dsmipctl_verb grammar_monitor[] = {
	{
		"all", NULL, "print all events",
		grammar_events, SIZE(grammar_events),
		.run = dsmipctl_monitor_all
	}, {
		"binding", NULL, "print what happens to bindings",
		grammar_events, SIZE(grammar_events),
		.run = dsmipctl_monitor_binding
	}, {
		"packet", NULL, "print which packets are refused",
		grammar_events, SIZE(grammar_events),
		.run = dsmipctl_monitor_packet
	},
};

static const struct dsmipctl_verb grammar_check[] = {
	{
		NULL, NULL, "look for what keeps the tunnels from working",
		grammar_dev, SIZE(grammar_dev),
		.run = dsmipctl_check_run
	},
};

static const struct dsmipctl_use grammar_subscriber_add[] = {
	{ DSMIPCTL_KEY_NAME, REQUIRED | FIRST },
	{ DSMIPCTL_KEY_HOME, MANY },
	{ DSMIPCTL_KEY_MOBILE_PREFIX, MANY },
	{ DSMIPCTL_KEY_POOL4, 0 },
	{ DSMIPCTL_KEY_POOL4_PREFIX, 0 },
	{ DSMIPCTL_KEY_ROUTER, 0 },
	{ DSMIPCTL_KEY_ENABLED, 0 },
	{ DSMIPCTL_KEY_SECURITY, 0 },
	{ DSMIPCTL_KEY_SPI, 0 },
	{ DSMIPCTL_KEY_KEY_FILE, 0 },
	{ DSMIPCTL_KEY_ESP_FILE, 0 },
	{ DSMIPCTL_KEY_MIP4_SPI, 0 },
	{ DSMIPCTL_KEY_MIP4_ALGORITHM, 0 },
	{ DSMIPCTL_KEY_MIP4_REPLAY, 0 },
	{ DSMIPCTL_KEY_MIP4_KEY_FILE, 0 },
};

static const struct dsmipctl_use grammar_subscriber_set[] = {
	{ DSMIPCTL_KEY_NAME, REQUIRED | FIRST },
	{ DSMIPCTL_KEY_HOME, ANY | MANY },
	{ DSMIPCTL_KEY_MOBILE_PREFIX, ANY | MANY },
	{ DSMIPCTL_KEY_POOL4, ANY },
	{ DSMIPCTL_KEY_POOL4_PREFIX, ANY },
	{ DSMIPCTL_KEY_ROUTER, ANY },
	{ DSMIPCTL_KEY_ENABLED, ANY },
	{ DSMIPCTL_KEY_SECURITY, ANY },
	{ DSMIPCTL_KEY_SPI, ANY },
	{ DSMIPCTL_KEY_KEY_FILE, ANY },
	{ DSMIPCTL_KEY_ESP_FILE, ANY },
	{ DSMIPCTL_KEY_MIP4_SPI, ANY },
	{ DSMIPCTL_KEY_MIP4_ALGORITHM, ANY },
	{ DSMIPCTL_KEY_MIP4_REPLAY, ANY },
	{ DSMIPCTL_KEY_MIP4_KEY_FILE, ANY },
};

static const struct dsmipctl_use grammar_subscriber_del[] = {
	{ DSMIPCTL_KEY_NAME, FIRST | ANY },
	{ DSMIPCTL_KEY_HOME, ANY },
};

static const struct dsmipctl_use grammar_subscriber_show[] = {
	{ DSMIPCTL_KEY_NAME, FIRST },
	{ DSMIPCTL_KEY_HOME, 0 },
};

static const struct dsmipctl_verb grammar_subscriber[] = {
	{
		"add", NULL, "let a mobile node register",
		grammar_subscriber_add, SIZE(grammar_subscriber_add),
		.run = dsmipctl_subscriber_add,
		.grouped = true
	}, {
		"set", "change", "change what it may register, and how",
		grammar_subscriber_set, SIZE(grammar_subscriber_set),
		.run = dsmipctl_subscriber_set
	}, {
		"del", "delete", "delete it and its registration",
		grammar_subscriber_del, SIZE(grammar_subscriber_del),
		.run = dsmipctl_subscriber_del
	}, {
		"show", "list", "show subscribers",
		grammar_subscriber_show, SIZE(grammar_subscriber_show),
		.run = dsmipctl_subscriber_show
	},
};

static const struct dsmipctl_use grammar_name[] = {
	{ DSMIPCTL_KEY_NAME, FIRST },
};

static const struct dsmipctl_verb grammar_pool[] = {
	{
		"show", "list", "show pools of addresses, and how full they are",
		grammar_name, SIZE(grammar_name),
		.run = dsmipctl_pool_show
	},
};

static const struct dsmipctl_verb grammar_service[] = {
	{
		"show", "list", "show agents and mobile nodes",
		grammar_name, SIZE(grammar_name),
		.run = dsmipctl_service_show
	},
};

static const struct dsmipctl_use grammar_config_check[] = {
	{ DSMIPCTL_KEY_FILE, REQUIRED | FIRST },
};

static const struct dsmipctl_verb grammar_config[] = {
	{
		"show", "list", "show the configuration in force",
		NULL, 0,
		.run = dsmipctl_config_show
	}, {
		"check", NULL, "look for errors in a configuration",
		grammar_config_check, SIZE(grammar_config_check),
		.run = dsmipctl_config_check
	}, {
		"reload", NULL, "read the configuration again",
		NULL, 0,
		.run = dsmipctl_config_reload
	},
};

static const struct dsmipctl_use grammar_log_show[] = {
	{ DSMIPCTL_KEY_LINES, FIRST },
};

static const struct dsmipctl_use grammar_log_level[] = {
	{ DSMIPCTL_KEY_LEVEL, FIRST },
};

static const struct dsmipctl_verb grammar_log[] = {
	{
		"show", "list", "show the last lines of the log",
		grammar_log_show, SIZE(grammar_log_show),
		.run = dsmipctl_log_show
	}, {
		"level", NULL, "show or set how much is logged",
		grammar_log_level, SIZE(grammar_log_level),
		.run = dsmipctl_log_level
	},
};

static const struct dsmipctl_verb grammar_version[] = {
	{
		NULL, NULL, "print the versions of program and module",
		NULL, 0,
		.run = dsmipctl_version_run
	},
};

static const struct dsmipctl_use grammar_topic[] = {
	{ DSMIPCTL_KEY_TOPIC, FIRST },
};

static const struct dsmipctl_verb grammar_help[] = {
	{
		NULL, NULL, "print help",
		grammar_topic, SIZE(grammar_topic),
		.run = dsmipctl_help_run
	},
};

static const struct dsmipctl_verb grammar_completion[] = {
	{
		NULL, NULL, "print the completion for bash",
		NULL, 0,
		.run = dsmipctl_completion_run
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
	{ "subscriber", "mobile nodes that dsmipd knows",
	  grammar_subscriber, SIZE(grammar_subscriber), 3 },
	{ "pool", "pools of addresses", grammar_pool, SIZE(grammar_pool), 0 },
	{ "service", "agents and mobile nodes of dsmipd",
	  grammar_service, SIZE(grammar_service), 0 },
	{ "config", "configuration of dsmipd",
	  grammar_config, SIZE(grammar_config), 0 },
	{ "log", "log of dsmipd", grammar_log, SIZE(grammar_log), 0 },
	{ "version", "versions", grammar_version, SIZE(grammar_version), 0 },
	{ "help", "this text", grammar_help, SIZE(grammar_help), 0 },
	{ "completion", "completion for bash",
	  grammar_completion, SIZE(grammar_completion), 0 },
};

const size_t dsmipctl_n_objects = SIZE(dsmipctl_objects);
