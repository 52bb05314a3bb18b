/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine's network by rtnetlink: addresses, routes, rules, proxy
 * neighbours, and what changes in them.  Everything that dsmipd makes carries
 * DSMIPD_NET_PROTO, so that routing daemons can redistribute it and a restart
 * can find it.
 *
 * Functions return 0 or a negative errno; making what is there and removing
 * what is not is no error.
 */
#ifndef DSMIPD_NET_H
#define DSMIPD_NET_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>
#include <uv.h>

/* Route protocol "dsmip", see /etc/iproute2/rt_protos.d/dsmip.conf. */
#define DSMIPD_NET_PROTO	191

struct dsmipd_net;

/**
 * struct dsmipd_net_addr - an address of the machine
 * @ifindex: its device
 * @addr: address and length of its subnet
 * @tentative: duplicate address detection goes on
 * @failed: duplicate address detection has found a duplicate
 * @deprecated: its preferred lifetime is over
 * @valid: valid lifetime left, seconds, or UINT32_MAX
 */
struct dsmipd_net_addr {
	unsigned int ifindex;
	struct dsmip_prefix addr;
	bool tentative;
	bool failed;
	bool deprecated;
	uint32_t valid;
};

typedef int (*dsmipd_net_addr_cb)(const struct dsmipd_net_addr *addr,
				  void *arg);

/* Something about links, addresses or routes has changed. */
typedef void (*dsmipd_net_change_cb)(void *arg);

/**
 * struct dsmipd_net_watch - somebody who wants to know of changes
 * @changed: called from the event loop, once for many changes
 * @arg: handed to it
 * @next: the next one
 */
struct dsmipd_net_watch {
	dsmipd_net_change_cb changed;
	void *arg;
	struct dsmipd_net_watch *next;
};

int dsmipd_net_open(struct dsmipd_net **net, uv_loop_t *loop);
void dsmipd_net_close(struct dsmipd_net *net);
int dsmipd_net_watch(struct dsmipd_net *net, struct dsmipd_net_watch *watch);
void dsmipd_net_unwatch(struct dsmipd_net *net,
			struct dsmipd_net_watch *watch);

unsigned int dsmipd_net_ifindex(struct dsmipd_net *net, const char *ifname);
bool dsmipd_net_up(struct dsmipd_net *net, unsigned int ifindex);
uint32_t dsmipd_net_attachment(struct dsmipd_net *net, unsigned int ifindex);
int dsmipd_net_set_up(struct dsmipd_net *net, unsigned int ifindex);
int dsmipd_net_addrs(struct dsmipd_net *net, dsmipd_net_addr_cb cb, void *arg);
int dsmipd_net_addr_add(struct dsmipd_net *net, unsigned int ifindex,
			const struct dsmip_prefix *addr, bool home);
int dsmipd_net_addr_prefer(struct dsmipd_net *net, unsigned int ifindex,
			   const struct dsmip_prefix *addr, bool home,
			   bool preferred);
int dsmipd_net_addr_del(struct dsmipd_net *net, unsigned int ifindex,
			const struct dsmip_prefix *addr);
bool dsmipd_net_default_route(struct dsmipd_net *net, unsigned int ifindex,
			      uint8_t family, struct dsmip_addr *via);

/**
 * struct dsmipd_net_route - a route by a device
 * @dst: destination
 * @ifindex: device
 * @via: next hop, or no family
 * @src: preferred source, or no family
 * @table: table; 0 is the main one
 * @metric: 0: the kernel's choice
 * @blackhole: there is no device: what goes there is discarded silently
 * @broadcast: it is an address of all on the link of the device, from where it
 *	is for us; in the local table whatever @table says
 */
struct dsmipd_net_route {
	struct dsmip_prefix dst;
	unsigned int ifindex;
	struct dsmip_addr via;
	struct dsmip_addr src;
	uint32_t table;
	uint32_t metric;
	bool blackhole;
	bool broadcast;
};

int dsmipd_net_route_add(struct dsmipd_net *net,
			 const struct dsmipd_net_route *route);
int dsmipd_net_route_del(struct dsmipd_net *net,
			 const struct dsmipd_net_route *route);
typedef int (*dsmipd_net_route_cb)(const struct dsmipd_net_route *route,
				   void *arg);
int dsmipd_net_routes(struct dsmipd_net *net, dsmipd_net_route_cb cb,
		      void *arg);

/**
 * struct dsmipd_net_rule - a routing rule
 * @family: AF_INET or AF_INET6
 * @priority: its priority
 * @table: table to look in
 * @mark: with @mask: mark of the packets; 0 with mask 0: any
 * @mask: bits of @mark that count
 * @from: source, or no family
 * @iif: name of the device that packets have come by; empty: any
 * @proto: IP protocol, 0: any
 * @no_default: default routes of the table do not count
 */
struct dsmipd_net_rule {
	uint8_t family;
	uint32_t priority;
	uint32_t table;
	uint32_t mark;
	uint32_t mask;
	struct dsmip_prefix from;
	char iif[IFNAMSIZ];
	uint8_t proto;
	bool no_default;
};

int dsmipd_net_rule_add(struct dsmipd_net *net,
			const struct dsmipd_net_rule *rule);
int dsmipd_net_rule_del(struct dsmipd_net *net,
			const struct dsmipd_net_rule *rule);
int dsmipd_net_rules_del(struct dsmipd_net *net, uint32_t priority,
			 uint32_t n);

int dsmipd_net_conf(struct dsmipd_net *net, unsigned int ifindex,
		    uint8_t family, const char *name, unsigned int value);
int dsmipd_net_neigh_add(struct dsmipd_net *net, unsigned int ifindex,
			 const struct dsmip_addr *addr, const uint8_t mac[6]);
int dsmipd_net_neigh_del(struct dsmipd_net *net, unsigned int ifindex,
			 const struct dsmip_addr *addr);

int dsmipd_net_mirror_add(struct dsmipd_net *net, unsigned int ifindex,
			  unsigned int to, const struct in_addr *dst, size_t n);
int dsmipd_net_mirror_del(struct dsmipd_net *net, unsigned int ifindex,
			  unsigned int to);

int dsmipd_net_proxy_add(struct dsmipd_net *net, unsigned int ifindex,
			 const struct dsmip_addr *addr, bool router);
int dsmipd_net_proxy_del(struct dsmipd_net *net, unsigned int ifindex,
			 const struct dsmip_addr *addr);

/**
 * struct dsmipd_net_tunnel - a tunnel device of the kernel's own
 * @ifname: its name
 * @local: our end
 * @remote: the other end
 * @gre: GRE, else IP in IP
 * @ipv6: IPv6 goes through it too
 */
struct dsmipd_net_tunnel {
	char ifname[IFNAMSIZ];
	struct in_addr local;
	struct in_addr remote;
	bool gre;
	bool ipv6;
};

int dsmipd_net_tunnel_add(struct dsmipd_net *net,
			  const struct dsmipd_net_tunnel *tunnel,
			  unsigned int *ifindex);
int dsmipd_net_link_del(struct dsmipd_net *net, unsigned int ifindex);
int dsmipd_net_foreign_sources(struct dsmipd_net *net, unsigned int ifindex);

#endif /* DSMIPD_NET_H */
