// SPDX-License-Identifier: GPL-2.0
/* Where signalling packets came from. */

#include <linux/netlink.h>

#include "client.h"

/* Who hears of an origin. */
struct origin_hear {
	struct dsmip_client *client;
	dsmip_origin_cb cb;
	void *arg;
};

static int origin_take(const struct nlmsghdr *nlh, void *arg)
{
	struct origin_hear *hear = arg;
	const struct dsmip_binding *b;
	struct dsmip_attrs_msg msg;
	int err;

	if (nlh->nlmsg_type != hear->client->family)
		return 0;
	err = dsmip_decode_msg(nlh, &msg, &hear->client->homes);
	if (err)
		return err;
	/* These are the same attributes as in a binding. */
	b = &msg.event.binding;
	msg.origin.ifindex = b->ifindex;
	msg.origin.tag = b->origin;
	msg.origin.coa = b->coa;
	msg.origin.local = b->local;
	msg.origin.port = b->port;
	msg.origin.local_port = b->local_port;
	msg.origin.encap = b->encap;
	return hear->cb(&msg.origin, hear->arg);
}

/**
 * dsmip_origin_get() - find out where a signalling packet came from
 * @client: the client
 * @ifindex: the device that it was received by
 * @tag: its mark
 * @cb: hears of the origin
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, -ENOENT if the origin has been overwritten,
 * or what @cb returned.
 */
int dsmip_origin_get(struct dsmip_client *client, uint32_t ifindex,
		     uint32_t tag, dsmip_origin_cb cb, void *arg)
{
	struct dsmip_binding key = { .ifindex = ifindex, .origin = tag };
	struct origin_hear hear = { client, cb, arg };

	return dsmip_client_talk(client, DSMIP_CMD_ORIGIN_GET, 0, &key,
				 origin_take, &hear);
}

static int origin_tag(const struct dsmip_origin *origin, void *arg)
{
	uint32_t *tag = arg;

	*tag = origin->tag;
	return 0;
}

/**
 * dsmip_origin_new() - make an origin: where a message is to be sent to
 * @client: the client
 * @ifindex: the device
 * @to: destination of the message
 * @end: care-of address, local address, port and encapsulation, no more
 * @tag: set to the mark that a message has to have
 *
 * Return: 0 or a negative errno.
 */
int dsmip_origin_new(struct dsmip_client *client, uint32_t ifindex,
		     const struct in6_addr *to, const struct dsmip_binding *end,
		     uint32_t *tag)
{
	struct dsmip_prefix home = {
		.addr.family = AF_INET6,
		.addr.v6 = *to,
		.len = 128,
	};
	struct dsmip_binding request = {
		.ifindex = ifindex,
		.home = &home,
		.n_home = 1,
		.coa = end->coa,
		.local = end->local,
		.port = end->port,
		.encap = end->encap,
	};
	struct origin_hear hear = { client, origin_tag, tag };

	return dsmip_client_talk(client, DSMIP_CMD_ORIGIN_NEW, 0, &request,
				 origin_take, &hear);
}
