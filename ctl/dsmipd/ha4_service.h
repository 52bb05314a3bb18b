/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The home agent of Mobile IPv4 as a service: what ties its state machine (ha4.h)
 * to its socket, kernel and store.
 *
 *   ha4_service.c            life cycle
 *   ha4_service_io.c         messages in and out
 *   ha4_service_batch.c      its decisions, for ha_service_batch.c
 *   ha4_service_broadcast.c  broadcasts of the home links
 *   ha4_service_show.c       what users see
 */
#ifndef DSMIPD_HA4_SERVICE_H
#define DSMIPD_HA4_SERVICE_H

#include "ha4.h"
#include "ha_service.h"
#include "mip4_socket.h"

/**
 * struct ha4_service - a running home agent
 * @home: what all home agents are
 * @config: its settings
 * @ha: the state machine
 * @sock: its socket
 * @broadcast: broadcasts of the home links are copied into the tunnel device
 * @batch: decisions that are not in force yet
 */
struct ha4_service {
	struct ha_service home;
	struct dsmipd_config_ha4 config;
	struct dsmipd_ha4 *ha;
	struct dsmipd_mip4_socket *sock;
	bool broadcast;
	struct dsmipd_ha4_decision batch[DSMIPD_DATAGRAM_BATCH];
};

extern const struct ha_proto ha4_proto;

bool ha4_io_rcv(const struct dsmipd_mip4_packet *packet, void *arg);
void ha4_io_reply(struct ha4_service *svc,
		  struct dsmipd_ha4_decision *decision);

struct dsmipd_ha4_decision *ha4_batch_next(struct ha4_service *svc);
void ha4_batch_decided(struct ha4_service *svc);

bool ha4_broadcast_address(const struct dsmipd_ha6_link *link,
			   struct in_addr *addr);
void ha4_broadcast_clear(struct ha4_service *svc);
void ha4_broadcast_update(struct ha4_service *svc);

struct json_object *ha4_show(struct dsmipd_service *base);

#endif /* DSMIPD_HA4_SERVICE_H */
