/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The grammar of the command line as tables.  The parser, the help texts, the
 * completion and the check of the manual page go by them.
 */
#ifndef DSMIPCTL_GRAMMAR_H
#define DSMIPCTL_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dsmipctl;
struct dsmipctl_args;

/**
 * enum dsmipctl_type - what follows a key
 * @DSMIPCTL_TYPE_FLAG: nothing; the key is the name of a flag of the binding
 * @DSMIPCTL_TYPE_DEV: name of a device of ours
 * @DSMIPCTL_TYPE_NETDEV: name of any device
 * @DSMIPCTL_TYPE_NEW: name of a device that is to be made
 * @DSMIPCTL_TYPE_ADDR: an address
 * @DSMIPCTL_TYPE_PREFIX: an address or a prefix
 * @DSMIPCTL_TYPE_U16: a number of 16 bits, not 0
 * @DSMIPCTL_TYPE_U32: a number of 32 bits, not 0
 * @DSMIPCTL_TYPE_MARK: a mark, hexadecimal with 0x before it or decimal, not 0
 * @DSMIPCTL_TYPE_ENCAP: an encapsulation
 * @DSMIPCTL_TYPE_TIME: a time
 * @DSMIPCTL_TYPE_ONOFF: on or off
 * @DSMIPCTL_TYPE_DSCP: a DSCP, or inherit
 * @DSMIPCTL_TYPE_NAME: a name
 * @DSMIPCTL_TYPE_MOBILE_PREFIX: a prefix of IPv6, or none
 * @DSMIPCTL_TYPE_SECURITY: a kind of security
 * @DSMIPCTL_TYPE_SPI: an SPI, or none
 * @DSMIPCTL_TYPE_ALGORITHM: an algorithm of Mobile IPv4
 * @DSMIPCTL_TYPE_REPLAY: a protection against replay of Mobile IPv4
 * @DSMIPCTL_TYPE_FILE: a file
 * @DSMIPCTL_TYPE_LEVEL: a level of the log
 * @DSMIPCTL_TYPE_TOPIC: an object
 */
enum dsmipctl_type {
	DSMIPCTL_TYPE_FLAG,
	DSMIPCTL_TYPE_DEV,
	DSMIPCTL_TYPE_NETDEV,
	DSMIPCTL_TYPE_NEW,
	DSMIPCTL_TYPE_ADDR,
	DSMIPCTL_TYPE_PREFIX,
	DSMIPCTL_TYPE_U16,
	DSMIPCTL_TYPE_U32,
	DSMIPCTL_TYPE_MARK,
	DSMIPCTL_TYPE_ENCAP,
	DSMIPCTL_TYPE_TIME,
	DSMIPCTL_TYPE_ONOFF,
	DSMIPCTL_TYPE_DSCP,
	DSMIPCTL_TYPE_NAME,
	DSMIPCTL_TYPE_MOBILE_PREFIX,
	DSMIPCTL_TYPE_SECURITY,
	DSMIPCTL_TYPE_SPI,
	DSMIPCTL_TYPE_ALGORITHM,
	DSMIPCTL_TYPE_REPLAY,
	DSMIPCTL_TYPE_FILE,
	DSMIPCTL_TYPE_LEVEL,
	DSMIPCTL_TYPE_TOPIC,
};

enum dsmipctl_key_id {
	DSMIPCTL_KEY_DEV,
	DSMIPCTL_KEY_NEW,
	DSMIPCTL_KEY_INGRESS,
	DSMIPCTL_KEY_ON,
	DSMIPCTL_KEY_ID,
	DSMIPCTL_KEY_HOME,
	DSMIPCTL_KEY_COA,
	DSMIPCTL_KEY_PORT,
	DSMIPCTL_KEY_LOCAL,
	DSMIPCTL_KEY_LOCAL_PORT,
	DSMIPCTL_KEY_ENCAP,
	DSMIPCTL_KEY_KEY,
	DSMIPCTL_KEY_IKEY,
	DSMIPCTL_KEY_OKEY,
	DSMIPCTL_KEY_HOME_TUNNEL,
	DSMIPCTL_KEY_HOME_TUNNEL_LOCAL,
	DSMIPCTL_KEY_CSUM,
	DSMIPCTL_KEY_ZERO_CSUM6,
	DSMIPCTL_KEY_HOME_TUNNEL_MLD,
	DSMIPCTL_KEY_MULTICAST,
	DSMIPCTL_KEY_ACCESS,
	DSMIPCTL_KEY_AGENT,
	DSMIPCTL_KEY_ALL_SCOPES,
	DSMIPCTL_KEY_BROADCAST,
	DSMIPCTL_KEY_LIFETIME,
	DSMIPCTL_KEY_COPY,
	DSMIPCTL_KEY_MAX_BINDINGS,
	DSMIPCTL_KEY_PMTUDISC,
	DSMIPCTL_KEY_GROUP_TIME,
	DSMIPCTL_KEY_DSCP,
	DSMIPCTL_KEY_DECAP_DSCP,
	DSMIPCTL_KEY_ORIGINS,
	DSMIPCTL_KEY_ORIGIN_MARK,
	DSMIPCTL_KEY_ORIGIN,
	DSMIPCTL_KEY_TAG,
	DSMIPCTL_KEY_NAME,
	DSMIPCTL_KEY_MOBILE_PREFIX,
	DSMIPCTL_KEY_POOL4,
	DSMIPCTL_KEY_POOL4_PREFIX,
	DSMIPCTL_KEY_ROUTER,
	DSMIPCTL_KEY_ENABLED,
	DSMIPCTL_KEY_SECURITY,
	DSMIPCTL_KEY_SPI,
	DSMIPCTL_KEY_KEY_FILE,
	DSMIPCTL_KEY_ESP_FILE,
	DSMIPCTL_KEY_MIP4_SPI,
	DSMIPCTL_KEY_MIP4_ALGORITHM,
	DSMIPCTL_KEY_MIP4_REPLAY,
	DSMIPCTL_KEY_MIP4_KEY_FILE,
	DSMIPCTL_KEY_FILE,
	DSMIPCTL_KEY_LINES,
	DSMIPCTL_KEY_LEVEL,
	DSMIPCTL_KEY_TOPIC,
	DSMIPCTL_N_KEYS,
};

/**
 * struct dsmipctl_key - a word that takes a value
 * @name: the word
 * @arg: what stands for the value in help texts, NULL if there is none
 * @type: what the value is
 * @help: what it means
 */
struct dsmipctl_key {
	const char *name;
	const char *arg;
	enum dsmipctl_type type;
	const char *help;
};

/* How a verb takes a key. */
#define DSMIPCTL_USE_REQUIRED	0x01	/* it cannot do without */
#define DSMIPCTL_USE_ANY	0x02	/* one of those marked so must be there */
#define DSMIPCTL_USE_MANY	0x04	/* may be given again */
#define DSMIPCTL_USE_FIRST	0x08	/* the key itself may be left out */
#define DSMIPCTL_USE_END	0x10	/* required, unless an origin tells it */
#define DSMIPCTL_USE_COPY	0x20	/* behind "copy" it is for that copy */

/**
 * struct dsmipctl_use - a key of a verb
 * @key: the key
 * @how: DSMIPCTL_USE_*
 */
struct dsmipctl_use {
	enum dsmipctl_key_id key;
	unsigned int how;
};

/**
 * struct dsmipctl_verb - what can be done with an object
 * @name: the word; NULL if the object has no verbs
 * @alias: another word, or NULL
 * @help: what it does
 * @use: its keys
 * @n_use: how many
 * @run: does it, and returns an exit code
 * @queued: many of a batch may be on their way to the module at once
 * @grouped: many of a batch go to dsmipd in one request
 */
struct dsmipctl_verb {
	const char *name;
	const char *alias;
	const char *help;
	const struct dsmipctl_use *use;
	size_t n_use;
	int (*run)(struct dsmipctl *ctl, const struct dsmipctl_args *args);
	bool queued;
	bool grouped;
};

/**
 * struct dsmipctl_object - what something can be done with
 * @name: the word
 * @help: what it is
 * @verb: what can be done with it
 * @n_verb: how many
 * @otherwise: the verb that is meant when none is given
 */
struct dsmipctl_object {
	const char *name;
	const char *help;
	const struct dsmipctl_verb *verb;
	size_t n_verb;
	size_t otherwise;
};

/**
 * struct dsmipctl_option - an option
 * @name: its short name
 * @alias: its long name, or NULL
 * @arg: what stands for its value in help texts, or NULL
 * @help: what it does
 */
struct dsmipctl_option {
	const char *name;
	const char *alias;
	const char *arg;
	const char *help;
};

enum dsmipctl_option_id {
	DSMIPCTL_OPT_JSON,
	DSMIPCTL_OPT_PRETTY,
	DSMIPCTL_OPT_STATS,
	DSMIPCTL_OPT_DETAILS,
	DSMIPCTL_OPT_ONELINE,
	DSMIPCTL_OPT_4,
	DSMIPCTL_OPT_6,
	DSMIPCTL_OPT_NETNS,
	DSMIPCTL_OPT_SOCKET,
	DSMIPCTL_OPT_TIMESTAMPS,
	DSMIPCTL_OPT_WAIT,
	DSMIPCTL_OPT_COLOR,
	DSMIPCTL_OPT_BATCH,
	DSMIPCTL_OPT_FORCE,
	DSMIPCTL_OPT_VERSION,
	DSMIPCTL_OPT_HELP,
	DSMIPCTL_N_OPTIONS,
};

extern const struct dsmipctl_key dsmipctl_keys[DSMIPCTL_N_KEYS];
extern const struct dsmipctl_option dsmipctl_options[DSMIPCTL_N_OPTIONS];
/* What words there are for some values, and a final NULL. */
extern const char *const dsmipctl_securities[];
extern const char *const dsmipctl_levels[];
extern const char *const dsmipctl_algorithms[];
extern const char *const dsmipctl_replays[];

extern const struct dsmipctl_object dsmipctl_objects[];
extern const size_t dsmipctl_n_objects;

/* What the table calls; each is in the file of its object. */
int dsmipctl_link_add(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_link_set(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_link_del(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_link_show(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_binding_add(struct dsmipctl *ctl,
			 const struct dsmipctl_args *args);
int dsmipctl_binding_replace(struct dsmipctl *ctl,
			     const struct dsmipctl_args *args);
int dsmipctl_binding_change(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args);
int dsmipctl_binding_del(struct dsmipctl *ctl,
			 const struct dsmipctl_args *args);
int dsmipctl_binding_show(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args);
int dsmipctl_binding_flush(struct dsmipctl *ctl,
			   const struct dsmipctl_args *args);
int dsmipctl_origin_show(struct dsmipctl *ctl,
			 const struct dsmipctl_args *args);
int dsmipctl_stats_show(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_fastpath_add(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args);
int dsmipctl_fastpath_del(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args);
int dsmipctl_fastpath_show(struct dsmipctl *ctl,
			   const struct dsmipctl_args *args);
int dsmipctl_monitor_all(struct dsmipctl *ctl,
			 const struct dsmipctl_args *args);
int dsmipctl_monitor_binding(struct dsmipctl *ctl,
			     const struct dsmipctl_args *args);
int dsmipctl_monitor_packet(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args);
int dsmipctl_check_run(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_subscriber_add(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args);
int dsmipctl_subscriber_set(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args);
int dsmipctl_subscriber_del(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args);
int dsmipctl_subscriber_show(struct dsmipctl *ctl,
			     const struct dsmipctl_args *args);
int dsmipctl_pool_show(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_service_show(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args);
int dsmipctl_config_show(struct dsmipctl *ctl,
			 const struct dsmipctl_args *args);
int dsmipctl_config_check(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args);
int dsmipctl_config_reload(struct dsmipctl *ctl,
			   const struct dsmipctl_args *args);
int dsmipctl_log_show(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_log_level(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_version_run(struct dsmipctl *ctl,
			 const struct dsmipctl_args *args);
int dsmipctl_help_run(struct dsmipctl *ctl, const struct dsmipctl_args *args);
int dsmipctl_completion_run(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args);

#endif /* DSMIPCTL_GRAMMAR_H */
