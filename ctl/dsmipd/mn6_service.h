/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mobile node as a service: what ties its state machine (mn6.h) to sockets,
 * kernel and DNS.
 *
 *   mn6_service.c         life cycle
 *   mn6_service_act.c     carries out what the state machine wants
 *   mn6_service_io.c      messages in and out
 *   mn6_service_kernel.c  binding, IPv6 home address
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
#include "mn_host.h"
#include "signaling.h"
#include "xfrm.h"

struct mn6_find;

/**
 * struct mn6_service - a running mobile node
 * @base: what all services are
 * @config: its settings
 * @started: settings as it was started with, and without what was found since
 * @host: what it is to the machine
 * @mn: the state machine; NULL as long as no home agent is known
 * @sig: its sockets
 * @xfrm: security associations and policies
 * @timer: the next thing without a message
 * @left: it was told to leave, and the home agent knows, or will not
 * @find: looks for the home agent
 * @tunnel: what data take; without a family: none
 * @solicits: mobile prefix solicitations without an answer
 * @solicit_id: identifier of the last one
 * @solicit: when to send the next one, or UINT64_MAX
 */
struct mn6_service {
	struct dsmipd_service base;
	struct dsmipd_config_mn6 config;
	struct dsmipd_config_mn6 started;
	struct mn_host host;
	struct dsmipd_mn6 *mn;
	struct dsmipd_signaling *sig;
	struct dsmipd_xfrm *xfrm;
	uv_timer_t timer;
	bool left;
	struct mn6_find *find;
	struct dsmipd_mn6_tunnel tunnel;
	unsigned int solicits;
	uint16_t solicit_id;
	uint64_t solicit;
};

static inline struct mn6_service *mn6_service(struct dsmipd_service *base)
{
	return (struct mn6_service *)base;
}

/* mn6_service.c */
void mn6_schedule(struct mn6_service *svc);
int mn6_run(struct mn6_service *svc);
void mn6_watch_changed(void *arg);

/* mn6_service_act.c */
void mn6_act(const struct dsmipd_mn6_action *action, void *arg);

/* mn6_service_io.c */
void mn6_io_rcv(const struct dsmipd_packet *packet, void *arg);
void mn6_io_send(struct mn6_service *svc,
		 const struct dsmipd_mn6_action *action);
void mn6_io_solicit(struct mn6_service *svc);
void mn6_io_tick(struct mn6_service *svc);

/* mn6_service_kernel.c */
int mn6_kernel_hoa(struct mn6_service *svc, bool preferred);
void mn6_kernel_tunnel(struct mn6_service *svc,
		       const struct dsmipd_mn6_tunnel *tunnel);
int mn6_kernel_tag(struct mn6_service *svc, const struct dsmip_addr *coa,
		   uint32_t *tag);

/* mn6_service_find.c */
int mn6_find_open(struct mn6_service *svc);
void mn6_find_close(struct mn6_service *svc);
void mn6_find_changed(struct mn6_service *svc);
void mn6_find_rcv(struct mn6_service *svc, const struct dsmipd_icmp6 *msg);

/* mn6_service_show.c */
struct json_object *mn6_show(struct dsmipd_service *base);

#endif /* DSMIPD_MN6_SERVICE_H */
