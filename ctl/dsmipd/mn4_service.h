/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mobile node of Mobile IPv4 as a service: what ties its state machine
 * (mn4.h) to sockets and kernel.
 *
 *   mn4_service.c         life cycle
 *   mn4_service_act.c     carries out what the state machine wants
 *   mn4_service_io.c      messages in and out
 *   mn4_service_link.c    what goes past IP: to foreign agents, and from them
 *   mn4_service_kernel.c  binding, foreign agents, home link
 *   mn4_service_show.c    what users see
 */
#ifndef DSMIPD_MN4_SERVICE_H
#define DSMIPD_MN4_SERVICE_H

#include <stdbool.h>
#include <uv.h>

#include "agent.h"
#include "dad.h"
#include "mip4_socket.h"
#include "mn4.h"
#include "mn_host.h"

/* That of the tunnel, and one that is asked. */
#define MN4_AGENTS		2

/**
 * struct mn4_agent - a foreign agent that the kernel knows
 * @addr: its address; 0.0.0.0: none
 * @ifindex: device that leads to it
 * @mac: its address on the link
 */
struct mn4_agent {
	struct in_addr addr;
	unsigned int ifindex;
	uint8_t mac[DSMIPD_MN4_MAC_LEN];
};

/**
 * struct mn4_link - the socket for what goes past IP
 * @poll: in the loop
 * @fd: the socket
 * @svc: whose
 */
struct mn4_link {
	uv_poll_t poll;
	int fd;
	struct mn4_service *svc;
};

/**
 * struct mn4_service - a running mobile node
 * @base: what all services are
 * @config: its settings
 * @host: what it is to the machine
 * @mn: the state machine
 * @sock: its UDP socket
 * @link: socket for what goes past IP, or NULL
 * @icmp: socket of keepalives, or -1
 * @dad: for ARP on the home link
 * @timer: the next thing without a message
 * @left: it was told to leave, and the home agent knows, or will not
 * @tunnel: what data take; without a care-of address: none
 * @agents: foreign agents that the kernel knows
 * @echo: sequence number of the last keepalive
 */
struct mn4_service {
	struct dsmipd_service base;
	struct dsmipd_config_mn4 config;
	struct mn_host host;
	struct dsmipd_mn4 *mn;
	struct dsmipd_mip4_socket *sock;
	struct mn4_link *link;
	int icmp;
	struct dsmipd_dad *dad;
	uv_timer_t timer;
	bool left;
	struct dsmipd_mn4_tunnel tunnel;
	struct mn4_agent agents[MN4_AGENTS];
	uint16_t echo;
};

static inline struct mn4_service *mn4_service(struct dsmipd_service *base)
{
	return (struct mn4_service *)base;
}

static inline struct dsmip_addr mn4_addr(struct in_addr addr)
{
	return (struct dsmip_addr) { .family = AF_INET, .v4 = addr };
}

/* mn4_service.c */
void mn4_schedule(struct mn4_service *svc);

/* mn4_service_act.c */
void mn4_act(const struct dsmipd_mn4_action *action, void *arg);

/* mn4_service_io.c */
int mn4_io_open(struct mn4_service *svc);
void mn4_io_close(struct mn4_service *svc);
void mn4_io_send(struct mn4_service *svc, const struct dsmipd_mn4_way *way,
		 const uint8_t *data, size_t len);
void mn4_io_keepalive(struct mn4_service *svc);

/* mn4_service_link.c */
int mn4_link_open(struct mn4_service *svc);
void mn4_link_close(struct mn4_service *svc);
int mn4_link_send(struct mn4_service *svc, const struct dsmipd_mn4_way *way,
		  const uint8_t *data, size_t len);
int mn4_link_solicit(struct mn4_service *svc, unsigned int ifindex);

/* mn4_service_kernel.c */
void mn4_kernel_hoa(struct mn4_service *svc);
void mn4_kernel_tunnel(struct mn4_service *svc,
		       const struct dsmipd_mn4_tunnel *tunnel);
void mn4_kernel_agent(struct mn4_service *svc,
		      const struct mn4_agent *agent);
void mn4_kernel_home_link(struct mn4_service *svc, unsigned int ifindex,
			  const struct dsmip_prefix *hoa);
void mn4_kernel_close(struct mn4_service *svc);

/* mn4_service_show.c */
struct json_object *mn4_show(struct dsmipd_service *base);

#endif /* DSMIPD_MN4_SERVICE_H */
