/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What home agents of Mobile IPv6 and Mobile IPv4 have in common as services:
 *
 *   ha_service.c          home links, and what another home agent has taken over
 *   ha_service_batch.c    decisions made durable and put into force, many at a time
 *   ha_service_kernel.c   device, bindings, routes and neighbours for them
 *   ha_service_restore.c  store and kernel made to agree at the start
 *   ha_service_show.c     what users see
 *
 * Two of them, one of each protocol, may share a tunnel device.
 */
#ifndef DSMIPD_HA_SERVICE_H
#define DSMIPD_HA_SERVICE_H

#include <stdbool.h>
#include <uv.h>

#include "agent.h"
#include "dad.h"
#include "datagram.h"
#include "lease.h"

struct ha_service;

/**
 * struct ha_proto - what a protocol does
 * @proto: enum dsmipd_proto
 * @find: the registration in force of the node of another record, or NULL
 * @find_home: the registration that is known by a home address, or NULL
 * @each: go through all registrations
 * @restore: enter a registration of the store
 * @finish: a decision has come into force, or, with an errno, could not: commit
 *	or abort it, say so in the log and to the node
 * @forget: another home agent has the node: forget its registration
 * @dad_done: the search for duplicates of the node of an entry is over
 * @tick: do one thing that has come due; whether there was one
 * @next: when the next one is due, milliseconds of the monotonic clock
 * @binding: what a binding has besides care-of end point and homes, or NULL
 * @copy: what one of its other care-of end points has besides that; NULL if
 *	registrations have but one
 */
struct ha_proto {
	enum dsmipd_proto proto;
	const struct dsmipd_record *(*find)(struct ha_service *svc,
					    const struct dsmipd_record *of);
	const struct dsmipd_record *(*find_home)(struct ha_service *svc,
						 const struct dsmip_addr *home);
	int (*each)(struct ha_service *svc,
		    int (*cb)(const struct dsmipd_record *record, void *arg),
		    void *arg);
	int (*restore)(struct ha_service *svc,
		       const struct dsmipd_record *record);
	void (*finish)(struct ha_service *svc, size_t index, int err);
	void (*forget)(struct ha_service *svc,
		       const struct dsmipd_record *record);
	void (*dad_done)(struct ha_service *svc, void *entry, bool duplicate);
	bool (*tick)(struct ha_service *svc);
	uint64_t (*next)(struct ha_service *svc);
	void (*binding)(struct ha_service *svc,
			const struct dsmipd_record *record,
			struct dsmip_binding *binding);
	void (*copy)(struct ha_service *svc, const struct dsmipd_record *record,
		     const struct dsmipd_copy *copy,
		     struct dsmip_binding *binding);
};

/**
 * struct ha_change - a decision that is not in force yet
 * @record: what is registered from then on; lifetime 0: nothing
 * @leases: leases in use
 * @n_leases: how many
 * @lease_expires: until when, seconds of the real time clock
 * @released: leases that were given up
 * @n_released: how many
 * @first: the store has no registration of this subscriber, most likely
 * @failed: errno of the module, positive
 */
struct ha_change {
	const struct dsmipd_record *record;
	const struct dsmipd_lease_ref *leases;
	size_t n_leases;
	int64_t lease_expires;
	const struct dsmipd_lease_ref *released;
	size_t n_released;
	bool first;
	int failed;
};

/**
 * struct ha_wait - a node whose home address is looked for on its link
 * @svc: the service
 * @entry: of the node
 * @next: the next one
 */
struct ha_wait {
	struct ha_service *svc;
	void *entry;
	struct ha_wait *next;
};

/**
 * struct ha_service - a running home agent; the first member of its own kind
 * @base: what all services are
 * @proto: its protocol
 * @device: its tunnel device
 * @ifindex: number of it
 * @link_local: address of the device on the link that each tunnel is, or none
 * @table: routing table of what is sent to an origin; 0: it has none
 * @route_table: table of the routes to homes and prefixes
 * @links: home prefixes
 * @n_links: how many
 * @dad: duplicate address detection on home links
 * @waits: nodes that wait for it
 * @queue: requests to the module
 * @copy: other care-of end points of what ha_kernel_binding() has made last
 * @timer: the next thing without a message
 * @changes: decisions that are not in force yet
 * @n_changes: how many
 * @forgetting: a transaction has begun in which registrations are forgotten
 */
struct ha_service {
	struct dsmipd_service base;
	const struct ha_proto *proto;
	const char *device;
	unsigned int ifindex;
	struct dsmip_addr link_local;
	uint32_t table;
	uint32_t route_table;
	const struct dsmipd_ha6_link *links;
	size_t n_links;
	struct dsmipd_dad *dad;
	struct ha_wait *waits;
	struct dsmip_queue *queue;
	struct dsmip_binding copy[DSMIP_BINDING_COPIES];
	uv_timer_t timer;
	struct ha_change changes[DSMIPD_DATAGRAM_BATCH];
	size_t n_changes;
	bool forgetting;
};

/* The next hop of IPv6 in a tunnel device: else each home were a neighbour. */
extern const struct dsmip_addr ha_via;

int ha_service_open(struct ha_service *svc);
void ha_service_close(struct ha_service *svc);
void ha_service_end(struct ha_service *svc, bool keep);
int ha_service_links(struct ha_service *svc,
		     const struct dsmipd_config_link *links,
		     struct dsmipd_ha6_link *to, size_t n, char *why,
		     size_t why_size);
int64_t ha_service_seconds(struct ha_service *svc);
void ha_service_superseded(struct dsmipd_service *base,
			   const struct dsmipd_subscriber *sub,
			   const struct dsmipd_record *by,
			   unsigned int ifindex);

void ha_batch_add(struct ha_service *svc, const struct ha_change *change);
void ha_batch_begin(struct ha_service *svc);
void ha_batch_released(struct ha_service *svc, const struct ha_change *change);
void ha_batch_commit(struct ha_service *svc);
void ha_batch_forget(struct ha_service *svc, int64_t subscriber);
void ha_batch_tick(uv_timer_t *timer);
void ha_batch_schedule(struct ha_service *svc);
void ha_batch_dad(struct ha_service *svc, void *entry, unsigned int ifindex,
		  const struct in6_addr *addrs, size_t n);
void ha_batch_failed(uint64_t cookie, const struct dsmip_error *err, void *arg);

int ha_kernel_device(struct ha_service *svc, const struct dsmip_link *want,
		     struct dsmip_link *link);
bool ha_kernel_shared(const struct ha_service *svc);
int ha_kernel_routes(struct ha_service *svc, bool add);
bool ha_kernel_routed(const struct ha_service *svc,
		      const struct dsmip_prefix *home);
bool ha_kernel_is_static(const struct ha_service *svc,
			 const struct dsmip_prefix *dst);
void ha_kernel_binding(struct ha_service *svc,
		       const struct dsmipd_record *record, int64_t now,
		       struct dsmip_binding *binding);
void ha_kernel_homes(struct ha_service *svc, const struct dsmipd_record *old,
		     const struct dsmipd_record *new);
void ha_kernel_leave(struct ha_service *svc, const struct dsmipd_record *old,
		     const struct dsmipd_record *by, unsigned int ifindex);

int ha_restore(struct ha_service *svc);

void ha_show_add(struct json_object *object, const char *key, uint64_t value);
void ha_show_text(struct json_object *object, const char *key,
		  const char *value);
int ha_show_reason(const char *reason, uint64_t count, void *arg);
void ha_show_bindings(struct dsmipd_service *base, struct json_object *array);
struct json_object *ha_show_binding(struct dsmipd_service *base,
				    const struct dsmipd_subscriber *sub);

#endif /* DSMIPD_HA_SERVICE_H */
