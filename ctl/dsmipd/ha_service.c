// SPDX-License-Identifier: GPL-2.0
/* Home agents as services: what both protocols begin and end with. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha_service.h"
#include "log.h"

/**
 * ha_service_seconds() - the time
 * @svc: the service
 *
 * Return: seconds of the real time clock.
 */
int64_t ha_service_seconds(struct ha_service *svc)
{
	return dsmipd_agent_time(svc->base.agent).real / 1000000000;
}

/**
 * ha_service_open() - open what all home agents have
 * @svc: the service
 *
 * Return: 0 or a negative errno.
 */
int ha_service_open(struct ha_service *svc)
{
	struct dsmipd_agent *agent = svc->base.agent;
	int err;

	err = dsmip_queue_open(agent->client, ha_batch_failed, svc,
			       &svc->queue);
	if (!err)
		err = dsmipd_dad_open(&svc->dad, &agent->loop);
	return err;
}

static int ha_service_gone(const struct dsmipd_record *record, void *arg)
{
	struct ha_service *svc = arg;
	struct dsmip_binding key = {
		.ifindex = svc->ifindex, .home = record->home, .n_home = 1,
	};

	ha_kernel_homes(svc, record, NULL);
	return ha_kernel_shared(svc) ?
	       dsmip_queue_del(svc->queue, &key, UINT64_MAX) : 0;
}

/**
 * ha_service_end() - take back what the kernel has of it
 * @svc: the service, with its state machine
 * @keep: leave it for the next start
 *
 * Of a device that is shared only what is its own.
 */
void ha_service_end(struct ha_service *svc, bool keep)
{
	if (keep || !svc->ifindex || !svc->queue)
		return;
	svc->proto->each(svc, ha_service_gone, svc);
	dsmip_queue_flush(svc->queue);
	if (ha_kernel_shared(svc))
		return;
	ha_kernel_routes(svc, false);
	dsmip_link_del(svc->base.agent->client, svc->device);
}

static void ha_service_closed(uv_handle_t *handle)
{
	struct ha_service *svc = handle->data;
	struct ha_wait *wait;

	while ((wait = svc->waits)) {
		svc->waits = wait->next;
		free(wait);
	}
	free(svc);
}

/**
 * ha_service_close() - close what all home agents have
 * @svc: the service, the beginning of its allocation; freed when the loop has
 *	run once more
 */
void ha_service_close(struct ha_service *svc)
{
	dsmipd_dad_close(svc->dad);
	if (svc->queue)
		dsmip_queue_close(svc->queue);
	uv_close((uv_handle_t *)&svc->timer, ha_service_closed);
}

/**
 * ha_service_links() - find the home links
 * @svc: the service
 * @links: as they are configured, by name of the device
 * @to: where they go, with the numbers
 * @n: how many
 * @why: words about a failure
 * @why_size: room there
 *
 * Return: 0 or a negative errno.
 */
int ha_service_links(struct ha_service *svc,
		     const struct dsmipd_config_link *links,
		     struct dsmipd_ha6_link *to, size_t n, char *why,
		     size_t why_size)
{
	struct dsmipd_net *net = svc->base.agent->net;
	size_t i;

	for (i = 0; i < n; i++) {
		const char *ifname = links[i].ifname;

		to[i] = links[i].ha6;
		if (!ifname[0])
			continue;
		to[i].ifindex = dsmipd_net_ifindex(net, ifname);
		if (!to[i].ifindex) {
			snprintf(why, why_size, "there is no device %s",
				 ifname);
			return -ENODEV;
		}
	}
	return 0;
}

/**
 * ha_service_superseded() - the node is registered with another home agent
 * @base: the service
 * @sub: whose node it is
 * @by: what is registered there
 * @ifindex: its tunnel device
 */
void ha_service_superseded(struct dsmipd_service *base,
			   const struct dsmipd_subscriber *sub,
			   const struct dsmipd_record *by,
			   unsigned int ifindex)
{
	struct ha_service *svc = (struct ha_service *)base;
	const struct dsmipd_record *found = base->ops->record(base, sub);
	struct dsmipd_record old;

	if (!found)
		return;
	old = *found;
	ha_kernel_leave(svc, &old, by, ifindex);
	svc->proto->forget(svc, &old);
	ha_batch_schedule(svc);
	dsmipd_info("%s: %s: registered with another home agent, as %s",
		    base->name, sub->name,
		    by->proto == DSMIPD_PROTO_MIPV4 ? "mipv4" : "mipv6");
}
