/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The foreign agent as a service: what ties its state machine (fa4.h) to sockets
 * and kernel.
 *
 *   fa4_service.c         life cycle
 *   fa4_service_link.c    visited links: packets of nodes, and to them
 *   fa4_service_home.c    messages of home agents, and errors about ours
 *   fa4_service_kernel.c  what happens to the packets of visitors
 *   fa4_service_tunnel.c  tunnel devices
 *   fa4_service_show.c    what users see
 */
#ifndef DSMIPD_FA4_SERVICE_H
#define DSMIPD_FA4_SERVICE_H

#include <stdbool.h>
#include <uv.h>

#include "agent.h"
#include "datagram.h"
#include "fa4.h"
#include "mip4_socket.h"

/* The second foreign agent has the next ones. */
#define FA4_TABLE		434000
#define FA4_TABLES		1024
#define FA4_PRIORITY		4340
#define FA4_PRIORITIES		8

/* Two tables for each: down to the visitors, and up to the home agent. */
#define FA4_MAX_TUNNELS		(FA4_TABLES / 2)

/**
 * struct fa4_visited - a visited link
 * @svc: the service
 * @poll: socket in the loop; data points here
 * @fd: packet socket, -1: none
 * @ifname: device
 * @ifindex: its number
 * @up: it is up and has an address
 * @attachment: as of dsmipd_net_attachment(), when that was seen
 */
struct fa4_visited {
	struct fa4_service *svc;
	uv_poll_t poll;
	int fd;
	const char *ifname;
	unsigned int ifindex;
	bool up;
	uint32_t attachment;
};

/**
 * struct fa4_tunnel - a tunnel to a home agent, or from a visitor to us
 * @next: the next one
 * @dev: the device
 * @ifindex: its number
 * @number: it has the tables of that number
 * @users: visitors that use it
 */
struct fa4_tunnel {
	struct fa4_tunnel *next;
	struct dsmipd_net_tunnel dev;
	unsigned int ifindex;
	unsigned int number;
	unsigned int users;
};

/**
 * struct fa4_guest - what the kernel has of a visitor
 * @next: the next one
 * @visitor: who it is
 * @tunnel: to its home agent
 * @own: from the node to us, of encapsulating delivery style; or NULL
 */
struct fa4_guest {
	struct fa4_guest *next;
	struct dsmipd_fa4_visitor visitor;
	struct fa4_tunnel *tunnel;
	struct fa4_tunnel *own;
};

/**
 * struct fa4_service - a running foreign agent
 * @base: what all services are
 * @config: its settings
 * @number: among the foreign agents of this process
 * @fa: the state machine
 * @sock: messages on port 434
 * @icmp: errors about what we have sent, in the loop
 * @icmp_fd: its socket, -1: none
 * @icmp_open: @icmp is in the loop
 * @watch: for addresses of visited links
 * @watching: @watch is in use
 * @timer: the next thing without a message
 * @handles: of the loop that are not closed yet
 * @leaving: home agents are being told that all is over
 * @links: visited links
 * @n_links: how many
 * @tunnels: tunnels that there are
 * @guests: visitors that there are
 * @room: for what is received
 */
struct fa4_service {
	struct dsmipd_service base;
	struct dsmipd_config_fa4 config;
	unsigned int number;
	struct dsmipd_fa4 *fa;
	struct dsmipd_mip4_socket *sock;
	uv_poll_t icmp;
	int icmp_fd;
	bool icmp_open;
	struct dsmipd_net_watch watch;
	bool watching;
	uv_timer_t timer;
	unsigned int handles;
	bool leaving;
	struct fa4_visited links[DSMIPD_FA4_MAX_LINKS];
	size_t n_links;
	struct fa4_tunnel *tunnels;
	struct fa4_guest *guests;
	struct dsmipd_datagram room[DSMIPD_DATAGRAM_BATCH];
};

static inline struct fa4_service *fa4_service(struct dsmipd_service *base)
{
	return (struct fa4_service *)base;
}

/* fa4_service.c */
void fa4_warn(const struct fa4_service *svc, const char *what, int err);
void fa4_schedule(struct fa4_service *svc);
void fa4_closed(uv_handle_t *handle);

/* fa4_service_link.c */
int fa4_link_open(struct fa4_service *svc);
void fa4_link_close(struct fa4_service *svc);
void fa4_link_changed(void *arg);
void fa4_link_send(struct fa4_service *svc,
		   const struct dsmipd_fa4_action *action, bool advert);

/* fa4_service_home.c */
int fa4_home_open(struct fa4_service *svc);
void fa4_home_close(struct fa4_service *svc);
void fa4_home_send(struct fa4_service *svc,
		   const struct dsmipd_fa4_action *action);

/* fa4_service_kernel.c */
void fa4_kernel_visitor(struct fa4_service *svc,
			const struct dsmipd_fa4_visitor *visitor);
void fa4_kernel_left(struct fa4_service *svc,
		     const struct dsmipd_fa4_visitor *visitor);
void fa4_kernel_restore(struct fa4_service *svc, unsigned int ifindex);
void fa4_kernel_clear(struct fa4_service *svc);

/* fa4_service_tunnel.c */
struct fa4_tunnel *fa4_tunnel_get(struct fa4_service *svc,
				  struct in_addr local, struct in_addr remote,
				  bool gre, bool own);
void fa4_tunnel_put(struct fa4_service *svc, struct fa4_tunnel *tunnel);
uint32_t fa4_tunnel_down(const struct fa4_service *svc,
			 const struct fa4_tunnel *tunnel);
uint32_t fa4_tunnel_up(const struct fa4_service *svc,
		       const struct fa4_tunnel *tunnel);
void fa4_tunnel_clear(struct fa4_service *svc);
void fa4_tunnel_prepare(struct fa4_service *svc);

/* fa4_service_show.c */
struct json_object *fa4_show(struct dsmipd_service *base);
void fa4_show_bindings(struct dsmipd_service *base, struct json_object *array);

#endif /* DSMIPD_FA4_SERVICE_H */
