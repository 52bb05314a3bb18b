// SPDX-License-Identifier: GPL-2.0
/* Counters of devices. */

#include <linux/netlink.h>

#include "client.h"

/* Who hears of counters. */
struct stats_hear {
	struct dsmip_client *client;
	dsmip_stats_cb cb;
	void *arg;
};

static int stats_take(const struct nlmsghdr *nlh, void *arg)
{
	struct stats_hear *hear = arg;
	struct dsmip_attrs_msg msg;
	struct dsmip_stats stats;
	int err;

	if (nlh->nlmsg_type != hear->client->family)
		return 0;
	err = dsmip_decode_msg(nlh, &msg, &hear->client->homes);
	if (err)
		return err;
	stats = (struct dsmip_stats){
		.ifindex = msg.event.binding.ifindex,
		.bindings = msg.bindings,
		.prefixes = msg.prefixes,
		.suppressed = msg.event.suppressed,
		.traffic = msg.event.binding.traffic,
	};
	return hear->cb(&stats, hear->arg);
}

/**
 * dsmip_stats_get() - get the counters of one device
 * @client: the client
 * @ifindex: the device
 * @cb: hears of them
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_stats_get(struct dsmip_client *client, uint32_t ifindex,
		    dsmip_stats_cb cb, void *arg)
{
	struct dsmip_binding key = { .ifindex = ifindex };
	struct stats_hear hear = { client, cb, arg };

	return dsmip_client_talk(client, DSMIP_CMD_STATS_GET, 0, &key,
				 stats_take, &hear);
}

/**
 * dsmip_stats_dump() - get the counters of all devices
 * @client: the client
 * @cb: hears of them, device by device
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_stats_dump(struct dsmip_client *client, dsmip_stats_cb cb, void *arg)
{
	struct stats_hear hear = { client, cb, arg };
	struct dsmip_binding all = {};

	return dsmip_client_talk(client, DSMIP_CMD_STATS_GET, NLM_F_DUMP, &all,
				 stats_take, &hear);
}
