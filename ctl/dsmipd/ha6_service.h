/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The home agent of Mobile IPv6 as a service: what ties its state machine (ha6.h)
 * to sockets, kernel and store.
 *
 *   ha6_service.c         life cycle
 *   ha6_service_io.c      messages in and out
 *   ha6_service_batch.c   its decisions, for ha_service_batch.c
 *   ha6_service_kernel.c  its device, and routing of answers
 *   ha6_service_mismatch.c nodes whose NAT has given them another port
 *   ha6_service_show.c    what users see
 */
#ifndef DSMIPD_HA6_SERVICE_H
#define DSMIPD_HA6_SERVICE_H

#include <stdbool.h>
#include <uv.h>

#include "ha6.h"
#include "ha_service.h"
#include "signaling.h"
#include "xfrm.h"

/* Of routing rules and tables; the second home agent has the next one. */
#define HA6_TABLE	4191
#define HA6_PRIORITY	4191
#define HA6_MARK	0xd5000000u
#define HA6_MARK_MASK	0xff000000u
#define HA6_ORIGINS	65536

struct ha6_mismatch;

/**
 * struct ha6_message - a mobility header that was received
 * @packet: the message; its data are the socket's
 * @outer: how it came through the tunnel; without a tag if it did not, or if
 *	that is not known any more
 */
struct ha6_message {
	struct dsmipd_packet packet;
	struct dsmip_origin outer;
};

/**
 * struct ha6_service - a running home agent
 * @home: what all home agents are
 * @config: its settings
 * @mark: of the origins of the device, upper eight bits
 * @ha: the state machine
 * @sig: its sockets
 * @xfrm: security associations and policies
 * @mismatch: hears of nodes with another end point, or NULL
 * @batch: decisions that are not in force yet
 * @n_messages: number of @messages
 * @messages: what has been read and not been looked at
 */
struct ha6_service {
	struct ha_service home;
	struct dsmipd_config_ha6 config;
	uint32_t mark;
	struct dsmipd_ha6 *ha;
	struct dsmipd_signaling *sig;
	struct dsmipd_xfrm *xfrm;
	struct ha6_mismatch *mismatch;
	struct dsmipd_ha6_decision batch[DSMIPD_DATAGRAM_BATCH];
	unsigned int n_messages;
	struct ha6_message messages[DSMIPD_DATAGRAM_BATCH];
};

extern const struct ha_proto ha6_proto;

void ha6_io_rcv(const struct dsmipd_packet *packet, void *arg);
void ha6_io_done(void *arg);
void ha6_io_reply(struct ha6_service *svc,
		  struct dsmipd_ha6_decision *decision);

struct dsmipd_ha6_decision *ha6_batch_next(struct ha6_service *svc);
void ha6_batch_decided(struct ha6_service *svc);

int ha6_kernel_device(struct ha6_service *svc);
int ha6_kernel_answers(struct ha6_service *svc, bool add);

int ha6_mismatch_open(struct ha6_service *svc);
void ha6_mismatch_close(struct ha6_service *svc);

struct json_object *ha6_show(struct dsmipd_service *base);

#endif /* DSMIPD_HA6_SERVICE_H */
