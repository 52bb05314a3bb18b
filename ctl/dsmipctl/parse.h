/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_PARSE_H
#define DSMIPCTL_PARSE_H

#include "dsmipctl.h"
#include "grammar.h"

/**
 * struct dsmipctl_args - values of the keys of a command
 * @given: bit by enum dsmipctl_key_id: the key was given
 * @dev: name of the device
 * @on: names of tunnel devices
 * @n_on: how many
 * @topic: object that help is wanted on
 * @id: number of the binding
 * @home: home addresses and prefixes
 * @n_home: how many
 * @coa: care-of address
 * @port: UDP port
 * @local: addresses of this tunnel end
 * @n_local: how many
 * @encap: DSMIP_ENCAP_*
 * @flags: DSMIP_BINDING_FLAG_*
 * @lifetime: milliseconds
 * @max_bindings: limit on the number of bindings
 * @pmtudisc: the tunnel MTU follows the path MTU
 * @local_port: our UDP port
 * @ikey: GRE key of received packets
 * @okey: GRE key of sent packets
 * @home_tunnel: far end of the tunnel to the home address
 * @home_tunnel_local: our end of it
 * @dscp: DSCP of outer headers, or DSMIP_DSCP_INHERIT
 * @decap_dscp: decapsulation copies the outer DSCP inwards
 * @origins: number of origins to keep
 * @origin_mark: base of their tags
 * @origin: tag of an origin
 * @copy: what was said of each copy: the end point, flags and lifetime
 * @copies: the copies of a request, made of these
 * @n_copy: how many
 * @group_time: milliseconds
 * @name: name of a subscriber, a pool or a service
 * @prefix: mobile network prefixes
 * @n_prefix: how many
 * @pool4: pool of addresses; empty: none
 * @pool4_prefix: pool of prefixes; empty: none
 * @router: it may register prefixes
 * @enabled: it may register
 * @security: kind of security
 * @spi: index of a security association
 * @key_file: file with a key
 * @esp_file: file with manual associations
 * @mip4_spi: index of an association of Mobile IPv4; 0: none
 * @mip4_algorithm: its algorithm
 * @mip4_replay: its protection against replay
 * @mip4_key_file: file with its key
 * @file: file with a configuration
 * @lines: how many lines
 * @level: level of the log
 */
struct dsmipctl_args {
	uint64_t given;
	const char *dev;
	const char **on;
	size_t n_on;
	const char *topic;
	uint32_t id;
	struct dsmip_prefix *home;
	size_t n_home;
	struct dsmip_addr coa;
	uint16_t port;
	struct dsmip_addr local[2];
	size_t n_local;
	uint32_t encap;
	uint32_t flags;
	uint64_t lifetime;
	uint32_t max_bindings;
	bool pmtudisc;
	uint16_t local_port;
	uint32_t ikey;
	uint32_t okey;
	struct dsmip_addr home_tunnel;
	struct dsmip_addr home_tunnel_local;
	uint8_t dscp;
	bool decap_dscp;
	uint32_t origins;
	uint32_t origin_mark;
	uint32_t origin;
	struct dsmipctl_args *copy;
	struct dsmip_binding *copies;
	size_t n_copy;
	uint32_t group_time;
	const char *name;
	struct dsmip_prefix *prefix;
	size_t n_prefix;
	const char *pool4;
	const char *pool4_prefix;
	bool router;
	bool enabled;
	const char *security;
	uint32_t spi;
	const char *key_file;
	const char *esp_file;
	uint32_t mip4_spi;
	const char *mip4_algorithm;
	const char *mip4_replay;
	const char *mip4_key_file;
	const char *file;
	uint32_t lines;
	const char *level;
};

/**
 * struct dsmipctl_cmd - a command
 * @object: the object
 * @verb: what to do with it; NULL to print help on the object
 * @args: the values
 */
struct dsmipctl_cmd {
	const struct dsmipctl_object *object;
	const struct dsmipctl_verb *verb;
	struct dsmipctl_args args;
};

static inline bool dsmipctl_given(const struct dsmipctl_args *args,
				  enum dsmipctl_key_id key)
{
	return args->given & (1ull << key);
}

const struct dsmipctl_object *dsmipctl_parse_object(struct dsmipctl *ctl,
						    const char *text);
int dsmipctl_parse(struct dsmipctl *ctl, int argc, char **argv,
		   struct dsmipctl_cmd *cmd);
void dsmipctl_parse_free(struct dsmipctl_cmd *cmd);

#endif /* DSMIPCTL_PARSE_H */
