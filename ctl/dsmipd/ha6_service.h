/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The home agent as a service: what ties its state machine (ha6.h) to sockets,
 * kernel and store.
 *
 *   ha6_service.c         life cycle
 *   ha6_service_io.c      messages in and out
 *   ha6_service_batch.c   decisions made durable and put into force, many at a time
 *   ha6_service_kernel.c  bindings, routes and neighbours for them
 *   ha6_service_mismatch.c nodes whose NAT has given them another port
 *   ha6_service_restore.c store and kernel made to agree at the start
 *   ha6_service_show.c    what users see
 */
#ifndef DSMIPD_HA6_SERVICE_H
#define DSMIPD_HA6_SERVICE_H

#include <stdbool.h>
#include <uv.h>

#include "agent.h"
#include "dad.h"
#include "datagram.h"
#include "ha6.h"
#include "signaling.h"
#include "xfrm.h"

/* Of routing rules and tables; the second home agent has the next one. */
#define HA6_TABLE	4191
#define HA6_PRIORITY	4191
#define HA6_MARK	0xd5000000u
#define HA6_MARK_MASK	0xff000000u
#define HA6_ORIGINS	4096

struct ha6_service;
struct ha6_mismatch;

/**
 * struct ha6_wait - a node whose home address is looked for on its link
 * @svc: the service
 * @entry: of the node
 * @next: the next one
 */
struct ha6_wait {
	struct ha6_service *svc;
	struct dsmipd_ha6_entry *entry;
	struct ha6_wait *next;
};

/**
 * struct ha6_service - a running home agent
 * @base: what all services are
 * @config: its settings
 * @ifindex: its tunnel device
 * @mark: of the origins of the device, upper eight bits
 * @table: routing table of what is sent to an origin
 * @ha: the state machine
 * @sig: its sockets
 * @xfrm: security associations and policies
 * @mismatch: hears of nodes with another end point, or NULL
 * @dad: duplicate address detection on home links
 * @waits: nodes that wait for it
 * @queue: requests to the module
 * @timer: the next thing without a message
 * @batch: decisions that are not in force yet
 * @failed: of these, by index: errno of the module, positive
 * @n_batch: how many
 */
struct ha6_service {
	struct dsmipd_service base;
	struct dsmipd_config_ha6 config;
	unsigned int ifindex;
	uint32_t mark;
	uint32_t table;
	struct dsmipd_ha6 *ha;
	struct dsmipd_signaling *sig;
	struct dsmipd_xfrm *xfrm;
	struct ha6_mismatch *mismatch;
	struct dsmipd_dad *dad;
	struct ha6_wait *waits;
	struct dsmip_queue *queue;
	uv_timer_t timer;
	struct dsmipd_ha6_decision batch[DSMIPD_DATAGRAM_BATCH];
	int failed[DSMIPD_DATAGRAM_BATCH];
	size_t n_batch;
};

static inline struct ha6_service *ha6_service(struct dsmipd_service *base)
{
	return (struct ha6_service *)base;
}

void ha6_io_rcv(const struct dsmipd_packet *packet, void *arg);
void ha6_io_reply(struct ha6_service *svc,
		  struct dsmipd_ha6_decision *decision);

struct dsmipd_ha6_decision *ha6_batch_next(struct ha6_service *svc);
void ha6_batch_decided(struct ha6_service *svc);
void ha6_batch_commit(struct ha6_service *svc);
void ha6_batch_failed(uint64_t cookie, const struct dsmip_error *err,
		      void *arg);
void ha6_batch_tick(uv_timer_t *timer);
void ha6_batch_schedule(struct ha6_service *svc);

int ha6_kernel_device(struct ha6_service *svc);
int ha6_kernel_routes(struct ha6_service *svc);
void ha6_kernel_no_routes(struct ha6_service *svc);
bool ha6_kernel_routed(const struct ha6_service *svc,
		       const struct dsmip_prefix *home);
bool ha6_kernel_is_static(const struct ha6_service *svc,
			  const struct dsmip_prefix *dst);
void ha6_kernel_binding(const struct ha6_service *svc,
			const struct dsmipd_record *record, int64_t now,
			struct dsmip_binding *binding);
void ha6_kernel_homes(struct ha6_service *svc, const struct dsmipd_record *old,
		      const struct dsmipd_record *new);

int ha6_mismatch_open(struct ha6_service *svc);
void ha6_mismatch_close(struct ha6_service *svc);

int ha6_restore(struct ha6_service *svc);

struct json_object *ha6_show(struct dsmipd_service *base);
void ha6_show_bindings(struct dsmipd_service *base, struct json_object *array);
struct json_object *ha6_show_binding(struct dsmipd_service *base,
				     const struct dsmipd_subscriber *sub);

#endif /* DSMIPD_HA6_SERVICE_H */
