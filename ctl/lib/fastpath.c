// SPDX-License-Identifier: GPL-2.0
/* Which devices have a fast path. */

#include <linux/netlink.h>

#include "client.h"
#include "encode.h"

/* Who hears of fast paths. */
struct fastpath_hear {
	struct dsmip_client *client;
	dsmip_fastpath_cb cb;
	void *arg;
};

static int fastpath_take(const struct nlmsghdr *nlh, void *arg)
{
	struct fastpath_hear *hear = arg;
	struct dsmip_attrs_msg msg;
	int err;

	if (nlh->nlmsg_type != hear->client->family)
		return 0;
	err = dsmip_decode_msg(nlh, &msg, &hear->client->homes);
	if (err)
		return err;
	/* These are the same attributes as in a binding. */
	msg.fastpath.ifindex = msg.event.binding.ifindex;
	msg.fastpath.traffic = msg.event.binding.traffic;
	return hear->cb(&msg.fastpath, hear->arg);
}

static int fastpath_talk(struct dsmip_client *client, uint8_t cmd,
			 uint16_t flags, const struct dsmip_fastpath *fastpath,
			 dsmip_sock_cb cb, void *arg)
{
	int err;

	err = dsmip_client_resolve(client);
	if (err)
		return err;
	return dsmip_sock_talk(&client->genl,
			       dsmip_encode_fastpath(client->family, cmd, flags,
						     fastpath),
			       &dsmip_attrs_genl, cb, arg, &client->err);
}

/**
 * dsmip_fastpath_add() - let what a device receives take the fast path
 * @client: the client
 * @fastpath: the two devices
 *
 * Return: 0, or a negative errno, -EEXIST if it does so already.
 */
int dsmip_fastpath_add(struct dsmip_client *client,
		       const struct dsmip_fastpath *fastpath)
{
	return fastpath_talk(client, DSMIP_CMD_FASTPATH_ADD, 0, fastpath, NULL,
			     NULL);
}

/**
 * dsmip_fastpath_del() - no longer let it
 * @client: the client
 * @fastpath: the two devices
 *
 * Return: 0, or a negative errno, -ENOENT if it did not.
 */
int dsmip_fastpath_del(struct dsmip_client *client,
		       const struct dsmip_fastpath *fastpath)
{
	return fastpath_talk(client, DSMIP_CMD_FASTPATH_DEL, 0, fastpath, NULL,
			     NULL);
}

/**
 * dsmip_fastpath_dump() - list the devices that have a fast path
 * @client: the client
 * @filter: the two devices
 * @cb: hears of each
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_fastpath_dump(struct dsmip_client *client,
			const struct dsmip_fastpath *filter,
			dsmip_fastpath_cb cb, void *arg)
{
	struct fastpath_hear hear = { client, cb, arg };

	return fastpath_talk(client, DSMIP_CMD_FASTPATH_GET, NLM_F_DUMP, filter,
			     fastpath_take, &hear);
}
