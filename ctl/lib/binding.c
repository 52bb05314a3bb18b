// SPDX-License-Identifier: GPL-2.0
/* Requests on bindings, one at a time. */

#include <errno.h>
#include <linux/netlink.h>

#include "client.h"
#include "encode.h"

/* Who hears of bindings. */
struct binding_hear {
	struct dsmip_client *client;
	dsmip_binding_cb cb;
	void *arg;
};

static int binding_take(const struct nlmsghdr *nlh, void *arg)
{
	struct binding_hear *hear = arg;
	struct dsmip_attrs_msg msg;
	int err;

	if (nlh->nlmsg_type != hear->client->family)
		return 0;
	err = dsmip_decode_msg(nlh, &msg, &hear->client->homes);
	return err ?: hear->cb(&msg.event.binding, hear->arg);
}

static int binding_talk(struct dsmip_client *client, uint8_t cmd,
			uint16_t flags, const struct dsmip_binding *binding,
			dsmip_binding_cb cb, void *arg)
{
	struct binding_hear hear = { client, cb, arg };

	return dsmip_client_talk(client, cmd, flags, binding,
				 cb ? binding_take : NULL, &hear);
}

/**
 * dsmip_binding_new() - create or exchange a binding
 * @client: the client
 * @binding: the whole of it; with an id and no home prefixes those of the old
 *	one stay
 * @mode: what happens to an old one
 * @echo: hears of the result, may be NULL
 * @arg: for @echo
 *
 * Return: 0, or a negative errno, or what @echo returned.
 */
int dsmip_binding_new(struct dsmip_client *client,
		      const struct dsmip_binding *binding, enum dsmip_mode mode,
		      dsmip_binding_cb echo, void *arg)
{
	uint16_t flags = dsmip_encode_mode(mode);

	if (echo)
		flags |= NLM_F_ECHO;
	return binding_talk(client, DSMIP_CMD_BINDING_NEW, flags, binding, echo,
			    arg);
}

/**
 * dsmip_binding_del() - delete a binding
 * @client: the client
 * @binding: its ifindex, and its id or one of its home prefixes
 *
 * Return: 0, or a negative errno.
 */
int dsmip_binding_del(struct dsmip_client *client,
		      const struct dsmip_binding *binding)
{
	return binding_talk(client, DSMIP_CMD_BINDING_DEL, 0, binding, NULL,
			    NULL);
}

/**
 * dsmip_binding_get() - get one binding
 * @client: the client
 * @key: its ifindex, and its id or one of its home prefixes
 * @cb: hears of it
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_binding_get(struct dsmip_client *client,
		      const struct dsmip_binding *key, dsmip_binding_cb cb,
		      void *arg)
{
	return binding_talk(client, DSMIP_CMD_BINDING_GET, 0, key, cb, arg);
}

/**
 * dsmip_binding_dump() - get many bindings, as they come
 * @client: the client
 * @filter: the ifindex, the home prefix, the care-of address that they must
 *	have; a home prefix without a length is an address that they serve
 * @cb: hears of each
 * @arg: for @cb
 *
 * Bindings may come and go meanwhile: see dsmip_client_interrupted().
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_binding_dump(struct dsmip_client *client,
		       const struct dsmip_binding *filter, dsmip_binding_cb cb,
		       void *arg)
{
	return binding_talk(client, DSMIP_CMD_BINDING_GET, NLM_F_DUMP, filter,
			    cb, arg);
}

/**
 * dsmip_binding_flush() - delete many bindings
 * @client: the client
 * @filter: the ifindex, and the care-of address if not all are meant
 *
 * Return: 0, or a negative errno.
 */
int dsmip_binding_flush(struct dsmip_client *client,
			const struct dsmip_binding *filter)
{
	return binding_talk(client, DSMIP_CMD_BINDING_FLUSH, 0, filter, NULL,
			    NULL);
}
