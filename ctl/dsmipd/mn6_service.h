/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mobile node as a service: what ties its state machine (mn6.h) to sockets,
 * kernel and DNS.
 *
 *   mn6_service.c         life cycle
 *   mn6_service_act.c     carries out what the state machine wants
 *   mn6_service_io.c      messages in and out
 *   mn6_service_kernel.c  device, binding, home addresses
 *   mn6_service_route.c   routes and rules
 *   mn6_service_watch.c   addresses there are, and movement
 *   mn6_service_find.c    who the home agent is: by DNS or discovery
 *   mn6_service_show.c    what users see
 */
#ifndef DSMIPD_MN6_SERVICE_H
#define DSMIPD_MN6_SERVICE_H

#include <stdbool.h>
#include <uv.h>

#include "agent.h"
#include "icmp6.h"
#include "mn6.h"
#include "signaling.h"
#include "xfrm.h"

/* The second mobile node has the next ones. */
#define MN6_MARK		0xd4000000u
#define MN6_MARK_MASK		0xff000000u
#define MN6_ORIGINS		64
#define MN6_TABLE		4391
#define MN6_TABLES		4	/* for a node, see mn6_service_route.c */
#define MN6_PRIORITY		4391
#define MN6_PRIORITIES		8

#define MN6_HOMES		(1 + DSMIPD_MH_MAX_HOME4 + DSMIPD_MH_MAX_PREFIX)

/* The care-of address of the tunnel, and that of an update that is under way. */
#define MN6_WAYS		2

struct mn6_find;

/**
 * struct mn6_way - how packets with a care-of address as source leave
 * @coa: the address, or no family
 * @ifindex: its device
 * @via: next hop of its default route, or no family
 */
struct mn6_way {
	struct dsmip_addr coa;
	unsigned int ifindex;
	struct dsmip_addr via;
};

/**
 * struct mn6_service - a running mobile node
 * @base: what all services are
 * @config: its settings
 * @started: settings as it was started with, and without what was found since
 * @number: among the mobile nodes of this process
 * @ifindex: its tunnel device
 * @mn: the state machine; NULL as long as no home agent is known
 * @sig: its sockets
 * @xfrm: security associations and policies
 * @watch: for what changes in the network
 * @watching: @watch is in use
 * @timer: the next thing without a message
 * @left: it was told to leave, and the home agent knows, or will not
 * @find: looks for the home agent
 * @tunnel: what data take; without a family: none
 * @ways: rules and routes of care-of addresses
 * @homes: home addresses and prefixes that are in force
 * @n_homes: how many
 * @home_link: device on the home link, 0: away
 * @home_added: the home address was added to it
 * @solicits: mobile prefix solicitations without an answer
 * @solicit_id: identifier of the last one
 * @solicit: when to send the next one, or UINT64_MAX
 */
struct mn6_service {
	struct dsmipd_service base;
	struct dsmipd_config_mn6 config;
	struct dsmipd_config_mn6 started;
	unsigned int number;
	unsigned int ifindex;
	struct dsmipd_mn6 *mn;
	struct dsmipd_signaling *sig;
	struct dsmipd_xfrm *xfrm;
	struct dsmipd_net_watch watch;
	bool watching;
	uv_timer_t timer;
	bool left;
	struct mn6_find *find;
	struct dsmipd_mn6_tunnel tunnel;
	struct mn6_way ways[MN6_WAYS];
	struct dsmip_prefix homes[MN6_HOMES];
	size_t n_homes;
	unsigned int home_link;
	bool home_added;
	unsigned int solicits;
	uint16_t solicit_id;
	uint64_t solicit;
};

static inline struct mn6_service *mn6_service(struct dsmipd_service *base)
{
	return (struct mn6_service *)base;
}

/* mn6_service.c */
struct dsmipd_mn_time mn6_time(const struct mn6_service *svc);
void mn6_schedule(struct mn6_service *svc);
int mn6_run(struct mn6_service *svc);
void mn6_warn(const struct mn6_service *svc, const char *what, int err);

/* mn6_service_act.c */
void mn6_act(const struct dsmipd_mn6_action *action, void *arg);

/* mn6_service_io.c */
void mn6_io_rcv(const struct dsmipd_packet *packet, void *arg);
void mn6_io_send(struct mn6_service *svc,
		 const struct dsmipd_mn6_action *action);
void mn6_io_solicit(struct mn6_service *svc);
void mn6_io_tick(struct mn6_service *svc);

/* mn6_service_kernel.c */
int mn6_kernel_device(struct mn6_service *svc);
int mn6_kernel_hoa(struct mn6_service *svc, bool preferred);
void mn6_kernel_tunnel(struct mn6_service *svc,
		       const struct dsmipd_mn6_tunnel *tunnel);
void mn6_kernel_homes(struct mn6_service *svc,
		      const struct dsmip_prefix *homes, size_t n);
int mn6_kernel_tag(struct mn6_service *svc, const struct dsmip_addr *coa,
		   uint32_t *tag);
void mn6_kernel_home_link(struct mn6_service *svc, unsigned int ifindex);
bool mn6_kernel_traffic(struct mn6_service *svc, struct dsmip_traffic *traffic);

/* mn6_service_route.c */
int mn6_route_open(struct mn6_service *svc);
void mn6_route_close(struct mn6_service *svc);
void mn6_route_homes(struct mn6_service *svc, const struct dsmip_prefix *old,
		     size_t n_old, const struct dsmip_prefix *new,
		     size_t n_new);
void mn6_route_away(struct mn6_service *svc, bool away);
void mn6_route_unbound(struct mn6_service *svc, bool tunnel);
void mn6_route_way(struct mn6_service *svc, const struct dsmip_addr *coa,
		   unsigned int ifindex);

/* mn6_service_watch.c */
void mn6_watch_changed(void *arg);
int mn6_watch_open(struct mn6_service *svc);
void mn6_watch_close(struct mn6_service *svc);

/* mn6_service_find.c */
int mn6_find_open(struct mn6_service *svc);
void mn6_find_close(struct mn6_service *svc);
void mn6_find_changed(struct mn6_service *svc);
void mn6_find_rcv(struct mn6_service *svc, const struct dsmipd_icmp6 *msg);

/* mn6_service_show.c */
struct json_object *mn6_show(struct dsmipd_service *base);

#endif /* DSMIPD_MN6_SERVICE_H */
