/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a mobile node of either protocol is to its machine.
 *
 *   mn_host.c   tunnel device, home addresses, home link
 *   mn_route.c  routes and rules
 *   mn_watch.c  addresses there are, and movement
 *   mn_show.c   what users see
 */
#ifndef DSMIPD_MN_HOST_H
#define DSMIPD_MN_HOST_H

#include "agent.h"
#include "mn.h"

/* The second mobile node has the next ones. */
#define MN_MARK			0xd4000000u
#define MN_MARK_MASK		0xff000000u
#define MN_ORIGINS		64
#define MN_TABLE		4391
#define MN_TABLES		4	/* for a node, see mn_route.c */
#define MN_PRIORITY		4391
#define MN_PRIORITIES		8

#define MN_HOMES		64

/* The care-of address of the tunnel, and that of a message that is under way. */
#define MN_WAYS			2

/**
 * struct mn_way - how packets with a care-of address as source leave
 * @coa: the address, or no family
 * @ifindex: its device
 * @via: next hop of its default route, or no family
 */
struct mn_way {
	struct dsmip_addr coa;
	unsigned int ifindex;
	struct dsmip_addr via;
};

/**
 * struct mn_hop - where packets from home addresses go
 * @ifindex: a device; 0: into the tunnel
 * @via: next hop there
 */
struct mn_hop {
	unsigned int ifindex;
	struct dsmip_addr via;
};

/**
 * struct mn_host - a mobile node and its machine
 * @agent: the process
 * @name: of the service
 * @device: name of the tunnel device
 * @port: its UDP port
 * @number: among the mobile nodes of this process
 * @ifindex: of the tunnel device
 * @router: there are networks behind it
 * @hoa: home address with the length of the home prefix, or no family
 * @signaling: @hoa is that of Mobile IPv6: it is there before it is
 *	registered, and messages are sent from it
 * @ha4: IPv4 address of the home agent, or no family
 * @ha6: its IPv6 address, or no family
 * @ifs: devices that may be used; none: all
 * @n_ifs: how many
 * @changed: called after changes in the network
 * @arg: handed to @changed
 * @watch: for what changes in the network
 * @watching: @watch is in use
 * @coa: our end of the tunnel, or no family
 * @hop4: where IPv4 of home addresses goes
 * @hop6: where IPv6 goes
 * @ways: rules and routes of care-of addresses
 * @homes: home addresses and prefixes that are in force
 * @n_homes: how many
 * @home_link: device on the home link, 0: away
 * @home_added: the home address was added to it
 */
struct mn_host {
	struct dsmipd_agent *agent;
	const char *name;
	const char *device;
	uint16_t port;
	unsigned int number;
	unsigned int ifindex;
	bool router;
	struct dsmip_prefix hoa;
	bool signaling;
	struct dsmip_addr ha4;
	struct dsmip_addr ha6;
	const struct dsmipd_config_if *ifs;
	size_t n_ifs;
	dsmipd_net_change_cb changed;
	void *arg;
	struct dsmipd_net_watch watch;
	bool watching;
	struct dsmip_addr coa;
	struct mn_hop hop4;
	struct mn_hop hop6;
	struct mn_way ways[MN_WAYS];
	struct dsmip_prefix homes[MN_HOMES];
	size_t n_homes;
	unsigned int home_link;
	bool home_added;
};

/* mn_host.c */
void mn_host_init(struct mn_host *host);
struct dsmipd_mn_time mn_host_time(const struct mn_host *host);
void mn_host_warn(const struct mn_host *host, const char *what, int err);
int mn_host_device(struct mn_host *host, uint32_t origins);
void mn_host_close(struct mn_host *host);
void mn_host_homes(struct mn_host *host, const struct dsmip_prefix *homes,
		   size_t n);
void mn_host_home_link(struct mn_host *host, unsigned int ifindex);
int mn_host_tunnel(struct mn_host *host, const struct dsmip_binding *binding);
bool mn_host_traffic(struct mn_host *host, struct dsmip_traffic *traffic);

/* mn_route.c */
void mn_route_open(struct mn_host *host);
void mn_route_close(struct mn_host *host);
void mn_route_homes(struct mn_host *host, const struct dsmip_prefix *new,
		    size_t n_new);
void mn_route_hops(struct mn_host *host, const struct mn_hop *hop4,
		   const struct mn_hop *hop6);
void mn_route_away(struct mn_host *host, bool away);
void mn_route_unbound(struct mn_host *host, bool tunnel);
void mn_route_way(struct mn_host *host, const struct dsmip_addr *coa,
		  unsigned int ifindex);

/* mn_watch.c */
size_t mn_watch_look(const struct mn_host *host, struct dsmipd_mn_coa *coas);
bool mn_watch_wanted(const struct mn_host *host, unsigned int ifindex,
		     int *preference);
int mn_watch_open(struct mn_host *host);
void mn_watch_close(struct mn_host *host);

/* mn_show.c */
void mn_show_str(struct json_object *o, const char *key, const char *value);
void mn_show_int(struct json_object *o, const char *key, int64_t value);
void mn_show_bool(struct json_object *o, const char *key, bool value);
void mn_show_addr(struct json_object *o, const char *key,
		  const struct dsmip_addr *addr);
struct json_object *mn_show_homes(const struct mn_host *host);

#endif /* DSMIPD_MN_HOST_H */
