/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The configuration file: YAML, checked as a whole before anything of it is
 * used.  Errors say FILE:LINE:COLUMN.
 */
#ifndef DSMIPD_CONFIG_H
#define DSMIPD_CONFIG_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <json-c/json.h>

#include "fa4.h"
#include "ha4.h"
#include "ha6.h"
#include "mn4.h"
#include "mn6.h"
#include "paths.h"
#include "pool.h"

#define DSMIPD_CONFIG_MAX_IFS	16
#define DSMIPD_CONFIG_NAME_MAX	31

/**
 * struct dsmipd_config_service - what the settings of all services begin with
 * @name: of the service
 * @device: its tunnel device, or how the names of its devices begin
 */
struct dsmipd_config_service {
	char name[DSMIPD_CONFIG_NAME_MAX + 1];
	char device[IFNAMSIZ];
};

/**
 * struct dsmipd_config_link - home prefix of a home agent
 * @ha6: what the protocol needs; its ifindex is filled in when it runs
 * @ifname: home link; empty: routed
 */
struct dsmipd_config_link {
	struct dsmipd_ha6_link ha6;
	char ifname[IFNAMSIZ];
};

/**
 * struct dsmipd_config_ha6 - a home agent
 * @name: of the service
 * @device: its tunnel device, which dsmipd makes if it is not there
 * @ha6: settings of the protocol; links without their ifindex
 * @links: home prefixes, as in @ha6.links
 * @route_table: table of the routes to homes and prefixes
 */
struct dsmipd_config_ha6 {
	char name[DSMIPD_CONFIG_NAME_MAX + 1];
	char device[IFNAMSIZ];
	struct dsmipd_ha6_config ha6;
	struct dsmipd_config_link links[DSMIPD_HA6_MAX_LINKS];
	uint32_t route_table;
};

/**
 * struct dsmipd_config_ha4 - a home agent of Mobile IPv4
 * @name: of the service
 * @device: its tunnel device, which dsmipd makes if it is not there; one of
 *	Mobile IPv6 may have it too
 * @ha4: settings of the protocol; links without their ifindex
 * @links: home prefixes, as in @ha4.links
 * @route_table: table of the routes to homes and prefixes
 */
struct dsmipd_config_ha4 {
	char name[DSMIPD_CONFIG_NAME_MAX + 1];
	char device[IFNAMSIZ];
	struct dsmipd_ha4_config ha4;
	struct dsmipd_config_link links[DSMIPD_HA4_MAX_LINKS];
	uint32_t route_table;
};

/**
 * struct dsmipd_config_if - a device that a mobile node may use
 * @ifname: its name
 * @preference: higher is better
 */
struct dsmipd_config_if {
	char ifname[IFNAMSIZ];
	int preference;
};

/**
 * struct dsmipd_config_mn6 - a mobile node
 * @name: of the service
 * @device: its tunnel device
 * @mn6: settings of the protocol
 * @ha_name: DNS name of the home agent, instead of mn6.ha and mn6.ha4
 * @ha_domain: domain whose SRV record _mip6._ipv6 names the home agent
 * @ifs: devices that care-of addresses may be on; none: all but its own
 * @n_ifs: how many
 */
struct dsmipd_config_mn6 {
	char name[DSMIPD_CONFIG_NAME_MAX + 1];
	char device[IFNAMSIZ];
	struct dsmipd_mn6_config mn6;
	char ha_name[254];
	char ha_domain[254];
	struct dsmipd_config_if ifs[DSMIPD_CONFIG_MAX_IFS];
	size_t n_ifs;
};

/**
 * struct dsmipd_config_mn4 - a mobile node of Mobile IPv4
 * @name: of the service
 * @device: its tunnel device
 * @mn4: settings of the protocol, but for the seed
 * @ifs: devices that care-of addresses may be on; none: all but its own
 * @n_ifs: how many
 */
struct dsmipd_config_mn4 {
	char name[DSMIPD_CONFIG_NAME_MAX + 1];
	char device[IFNAMSIZ];
	struct dsmipd_mn4_config mn4;
	struct dsmipd_config_if ifs[DSMIPD_CONFIG_MAX_IFS];
	size_t n_ifs;
};

/**
 * struct dsmipd_config_fa4 - a foreign agent
 * @name: of the service
 * @device: how the names of its tunnel devices begin; a number follows
 * @fa4: settings of the protocol
 * @ifs: devices of visited links
 * @n_ifs: how many
 */
struct dsmipd_config_fa4 {
	char name[DSMIPD_CONFIG_NAME_MAX + 1];
	char device[IFNAMSIZ];
	struct dsmipd_fa4_config fa4;
	char ifs[DSMIPD_FA4_MAX_LINKS][IFNAMSIZ];
	size_t n_ifs;
};

/**
 * enum dsmipd_log_level - how much is logged
 */
enum dsmipd_log_level {
	DSMIPD_LOG_ERROR,
	DSMIPD_LOG_WARNING,
	DSMIPD_LOG_NOTICE,
	DSMIPD_LOG_INFO,
	DSMIPD_LOG_DEBUG,
};

/**
 * struct dsmipd_config - all of it
 * @log_level: enum dsmipd_log_level
 * @syslog: log to syslog, not to standard error
 * @socket: path of the control socket
 * @group: group that may use it; empty: root only
 * @store: path of the store
 * @pools: pools
 * @n_pools: how many
 * @ha6: home agents
 * @n_ha6: how many
 * @mn6: mobile nodes
 * @n_mn6: how many
 * @mn4: mobile nodes of Mobile IPv4
 * @n_mn4: how many
 * @fa4: foreign agents
 * @n_fa4: how many
 * @ha4: home agents of Mobile IPv4
 * @n_ha4: how many
 */
struct dsmipd_config {
	enum dsmipd_log_level log_level;
	bool syslog;
	char socket[108];
	char group[64];
	char store[256];
	struct dsmipd_pool_config *pools;
	size_t n_pools;
	struct dsmipd_config_ha6 *ha6;
	size_t n_ha6;
	struct dsmipd_config_mn6 *mn6;
	size_t n_mn6;
	struct dsmipd_config_mn4 *mn4;
	size_t n_mn4;
	struct dsmipd_config_fa4 *fa4;
	size_t n_fa4;
	struct dsmipd_config_ha4 *ha4;
	size_t n_ha4;
};

/**
 * enum dsmipd_config_service_kind - kinds of services
 * @DSMIPD_CONFIG_HA6: home agents of Mobile IPv6
 * @DSMIPD_CONFIG_MN6: mobile nodes of Mobile IPv6
 * @DSMIPD_CONFIG_MN4: mobile nodes of Mobile IPv4
 * @DSMIPD_CONFIG_FA4: foreign agents of Mobile IPv4
 * @DSMIPD_CONFIG_HA4: home agents of Mobile IPv4
 * @DSMIPD_CONFIG_KINDS: how many
 */
enum dsmipd_config_service_kind {
	DSMIPD_CONFIG_HA6,
	DSMIPD_CONFIG_MN6,
	DSMIPD_CONFIG_MN4,
	DSMIPD_CONFIG_FA4,
	DSMIPD_CONFIG_HA4,
	DSMIPD_CONFIG_KINDS,
};

/**
 * struct dsmipd_config_kind - a list of services, which are structures without
 *	pointers that begin with struct dsmipd_config_service
 * @kind: of the service
 * @list: key of the configuration
 * @what: what a service of it is, for the log
 * @items: offset of the list in struct dsmipd_config
 * @count: offset of the number of its elements
 * @size: bytes of an element
 */
struct dsmipd_config_kind {
	const char *kind;
	const char *list;
	const char *what;
	size_t items;
	size_t count;
	size_t size;
};

extern const struct dsmipd_config_kind dsmipd_config_kinds[DSMIPD_CONFIG_KINDS];

#define DSMIPD_CONFIG_PATH	"/etc/dsmip/dsmipd.yaml"
#define DSMIPD_CONFIG_SOCKET	DSMIP_PATH_SOCKET
#define DSMIPD_CONFIG_STORE	"/var/lib/dsmip/dsmipd.db"

/**
 * struct dsmipd_config_error - something wrong in a configuration
 * @line: from 1; 0: the file as a whole
 * @column: from 1
 * @width: columns that are wrong, at least 1
 * @warning: it can be used nevertheless
 * @text: what is wrong, the bad value in it
 * @source: the line of the file, valid during the callback; NULL if it is not
 *	to be shown, because there is a key in it, or if there is none
 */
struct dsmipd_config_error {
	unsigned int line;
	unsigned int column;
	unsigned int width;
	bool warning;
	char text[256];
	const char *source;
};

typedef void (*dsmipd_config_error_cb)(const struct dsmipd_config_error *error,
				       void *arg);

int dsmipd_config_read(struct dsmipd_config **config, const char *path,
		       dsmipd_config_error_cb report, void *arg);
int dsmipd_config_parse(struct dsmipd_config **config, const char *text,
			size_t len, dsmipd_config_error_cb report, void *arg);
void dsmipd_config_free(struct dsmipd_config *config);
struct json_object *dsmipd_config_show(const struct dsmipd_config *config);
void dsmipd_config_example(FILE *out);

size_t dsmipd_config_count(const struct dsmipd_config *config, size_t kind);
const struct dsmipd_config_service *
dsmipd_config_service(const struct dsmipd_config *config, size_t kind,
		      size_t index);
bool dsmipd_config_shared(const struct dsmipd_config *config,
			  const char *device);
bool dsmipd_config_home_prefix(const struct dsmipd_config *config,
			       const char *device,
			       const struct dsmip_prefix *prefix);
const struct dsmipd_config_service *
dsmipd_config_service_find(const struct dsmipd_config *config, size_t kind,
			   const char *name);

#endif /* DSMIPD_CONFIG_H */
