// SPDX-License-Identifier: GPL-2.0
/*
 * Nodes whose NAT has given them another address or port.
 *
 * A node cannot see that, and would find out with its next keepalive, 110 s
 * later.  The module refuses its data meanwhile, and reports them.  What the
 * home agent does is to ask, at the end point that they have come from, for the
 * binding update that moves the binding: a request of 8 bytes, to no more than
 * 20 end points a second (Documentation/netlink.rst).
 */

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha6_service.h"
#include "log.h"

/**
 * struct ha6_mismatch - hears of data from other end points
 * @poll: in the event loop
 * @monitor: events of the module
 * @svc: whose
 */
struct ha6_mismatch {
	uv_poll_t poll;
	struct dsmip_monitor *monitor;
	struct ha6_service *svc;
};

/* Whose binding it is. */
struct ha6_mismatch_node {
	struct ha6_service *svc;
	struct in6_addr hoa;
};

static int ha6_mismatch_node(const struct dsmip_binding *binding, void *arg)
{
	struct ha6_mismatch_node *node = arg;
	size_t i;

	for (i = 0; i < binding->n_home; i++) {
		const struct dsmip_prefix *home = &binding->home[i];

		if (home->addr.family != AF_INET6 ||
		    !dsmip_prefix_is_host(home) ||
		    !dsmipd_ha6_find(node->svc->ha, &home->addr.v6))
			continue;
		node->hoa = home->addr.v6;
		return 0;
	}
	return -ENOENT;
}

/* By a tag, as the answer to an update from there would go. */
static int ha6_mismatch_ask(struct ha6_service *svc,
			    struct dsmipd_ha6_decision *decision,
			    const struct dsmip_packet *packet)
{
	const struct dsmip_binding end = {
		.coa = packet->outer_src,
		.local = packet->outer_dst,
		.port = packet->outer_port,
		.encap = DSMIP_ENCAP_UDP,
	};
	int err;

	err = dsmip_origin_new(svc->home.base.agent->client, svc->home.ifindex,
			       &decision->path.src, &end,
			       &decision->path.outer.tag);
	if (!err)
		ha6_io_reply(svc, decision);
	return err;
}

static int ha6_mismatch_event(const struct dsmip_event *event, void *arg)
{
	const struct dsmip_packet *packet = &event->packet;
	const struct dsmip_binding key = {
		.ifindex = event->binding.ifindex,
		.id = event->binding.id,
	};
	struct ha6_service *svc = arg;
	struct ha6_mismatch_node node = { .svc = svc };
	char home[INET6_ADDRSTRLEN], from[DSMIP_ENDPOINT_STRLEN];
	struct dsmipd_ha6_decision *decision;
	int err;

	/* Of the other formats there is no NAT. */
	if (event->cmd != DSMIP_CMD_ENDPOINT_MISMATCH_NTF ||
	    key.ifindex != svc->home.ifindex || packet->encap != DSMIP_ENCAP_UDP ||
	    packet->outer_src.family != AF_INET)
		return 0;
	err = dsmip_binding_get(svc->home.base.agent->client, &key,
				ha6_mismatch_node, &node);
	decision = ha6_batch_next(svc);
	if (err || !dsmipd_ha6_mismatch(svc->ha, &node.hoa,
					dsmipd_agent_time(svc->home.base.agent),
					decision))
		return 0;
	err = ha6_mismatch_ask(svc, decision, packet);
	dsmipd_info("%s: %s: data from %s, asked for an update%s%s",
		    svc->home.base.name,
		    inet_ntop(AF_INET6, &node.hoa, home, sizeof(home)),
		    dsmip_endpoint_format(&packet->outer_src,
					  packet->outer_port, from,
					  sizeof(from)),
		    err ? ": " : "", err ? strerror(-err) : "");
	return 0;
}

/* Events that are lost come again, as long as the node sends. */
static void ha6_mismatch_readable(uv_poll_t *handle, int status, int events)
{
	struct ha6_mismatch *mismatch = handle->data;
	int err;

	(void)status;
	(void)events;
	do {
		err = dsmip_monitor_read(mismatch->monitor, ha6_mismatch_event,
					 mismatch->svc);
	} while (!err || err == -ENOBUFS);
}

/**
 * ha6_mismatch_open() - begin to look for nodes with another end point
 * @svc: the service
 *
 * Without it they come back with their next keepalive.
 *
 * Return: 0 or a negative errno.
 */
int ha6_mismatch_open(struct ha6_service *svc)
{
	struct ha6_mismatch *mismatch = calloc(1, sizeof(*mismatch));
	int err;

	if (!mismatch)
		return -ENOMEM;
	mismatch->svc = svc;
	err = dsmip_monitor_open(svc->home.base.agent->client,
				 DSMIP_MONITOR_PACKETS, &mismatch->monitor);
	if (err)
		goto err_free;
	err = uv_poll_init(&svc->home.base.agent->loop, &mismatch->poll,
			   dsmip_monitor_fd(mismatch->monitor));
	if (err)
		goto err_close;
	mismatch->poll.data = mismatch;
	svc->mismatch = mismatch;
	return uv_poll_start(&mismatch->poll, UV_READABLE,
			     ha6_mismatch_readable);

err_close:
	dsmip_monitor_close(mismatch->monitor);
err_free:
	free(mismatch);
	return err;
}

static void ha6_mismatch_closed(uv_handle_t *handle)
{
	free(handle->data);
}

/**
 * ha6_mismatch_close() - look no more
 * @svc: the service
 */
void ha6_mismatch_close(struct ha6_service *svc)
{
	if (!svc->mismatch)
		return;
	uv_close((uv_handle_t *)&svc->mismatch->poll, ha6_mismatch_closed);
	/* The client that it is of may not be there in the next turn. */
	dsmip_monitor_close(svc->mismatch->monitor);
	svc->mismatch = NULL;
}
