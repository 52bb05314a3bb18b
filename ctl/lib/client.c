// SPDX-License-Identifier: GPL-2.0
/* Opening and closing, and the way to the family's number. */

#include <errno.h>
#include <fcntl.h>
#include <linux/genetlink.h>
#include <netlink/genl/genl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "encode.h"
#include "error.h"

#define CLIENT_NETNS_DIR	"/var/run/netns"

/**
 * dsmip_netns_enter() - take the calling thread to a network namespace
 * @name: a name that "ip netns" knows, or a path
 * @err: what went wrong
 *
 * Sockets stay where they were made: enter first, then open a client.
 *
 * Return: 0, or a negative errno.
 */
int dsmip_netns_enter(const char *name, struct dsmip_error *err)
{
	char path[4096];
	int code = 0;
	int fd;

	if (strchr(name, '/'))
		snprintf(path, sizeof(path), "%s", name);
	else
		snprintf(path, sizeof(path), "%s/%s", CLIENT_NETNS_DIR, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return dsmip_error_set(err, errno,
				       "Cannot open network namespace \"%s\": %s.",
				       name, strerror(errno));
	if (setns(fd, CLONE_NEWNET))
		code = errno;
	close(fd);
	if (code)
		return dsmip_error_set(err, code,
				       "Cannot enter network namespace \"%s\": %s.",
				       name, strerror(code));
	return 0;
}

/**
 * dsmip_client_open() - make a client
 * @client: where it goes; closed with dsmip_client_close(), also after a
 *	failure, whose cause dsmip_client_error() knows
 *
 * Return: 0, or a negative errno.
 */
int dsmip_client_open(struct dsmip_client **client)
{
	struct dsmip_client *c;

	c = calloc(1, sizeof(*c));
	*client = c;
	if (!c)
		return -ENOMEM;
	return dsmip_sock_open(&c->genl, NETLINK_GENERIC, &c->err);
}

/**
 * dsmip_client_close() - end a client
 * @client: the client, may be NULL
 */
void dsmip_client_close(struct dsmip_client *client)
{
	if (!client)
		return;
	dsmip_sock_close(&client->genl);
	dsmip_sock_close(&client->rtnl);
	dsmip_decode_free(&client->homes);
	free(client);
}

/**
 * dsmip_client_error() - why the last call failed
 * @client: the client, may be NULL
 *
 * Return: the error, valid until the next call.
 */
const struct dsmip_error *dsmip_client_error(const struct dsmip_client *client)
{
	static const struct dsmip_error nomem = { .code = ENOMEM };

	return client ? &client->err : &nomem;
}

/**
 * dsmip_client_interrupted() - did the list change while it was dumped?
 * @client: the client
 *
 * Return: whether the last dump of bindings may lack some or have some twice.
 */
bool dsmip_client_interrupted(const struct dsmip_client *client)
{
	return client->genl.interrupted;
}

static void client_take_group(struct dsmip_client *client,
			      const struct nlattr *group)
{
	static const char *const names[] = {
		[DSMIP_MONITOR_ALL] = DSMIP_MCGRP_EVENTS,
		[DSMIP_MONITOR_PACKETS] = DSMIP_MCGRP_PACKETS,
	};
	struct dsmip_attrs_walk walk = dsmip_attrs_walk(nla_data(group),
							nla_len(group));
	const struct nlattr *name = NULL, *id = NULL, *nla;

	while ((nla = dsmip_attrs_next(&walk))) {
		if (nla_type(nla) == CTRL_ATTR_MCAST_GRP_NAME)
			name = nla;
		else if (nla_type(nla) == CTRL_ATTR_MCAST_GRP_ID)
			id = nla;
	}
	if (!name || !id || nla_len(id) != 4)
		return;
	for (size_t i = 0; i < DSMIP_MONITOR_GROUPS; i++)
		if ((size_t)nla_len(name) == strlen(names[i]) + 1 &&
		    !memcmp(nla_data(name), names[i], nla_len(name)))
			client->group[i] = nla_get_u32(id);
}

static void client_take_groups(struct dsmip_client *client,
			       const struct nlattr *groups)
{
	struct dsmip_attrs_walk walk = dsmip_attrs_walk(nla_data(groups),
							nla_len(groups));
	const struct nlattr *group;

	while ((group = dsmip_attrs_next(&walk)))
		client_take_group(client, group);
}

static int client_take_family(const struct nlmsghdr *nlh, void *arg)
{
	const char *data = (const char *)NLMSG_DATA(nlh) + GENL_HDRLEN;
	struct dsmip_client *client = arg;
	struct dsmip_attrs_walk walk;
	const struct nlattr *nla;

	if (nlh->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN)
		return -EBADMSG;
	walk = dsmip_attrs_walk(data, nlh->nlmsg_len - NLMSG_HDRLEN -
				GENL_HDRLEN);
	while ((nla = dsmip_attrs_next(&walk))) {
		if (nla_type(nla) == CTRL_ATTR_FAMILY_ID && nla_len(nla) == 2)
			client->family = nla_get_u16(nla);
		if (nla_type(nla) == CTRL_ATTR_VERSION && nla_len(nla) == 4)
			client->version = nla_get_u32(nla);
		if (nla_type(nla) == CTRL_ATTR_MCAST_GROUPS)
			client_take_groups(client, nla);
	}
	return 0;
}

/**
 * dsmip_client_resolve() - ask for the number of the family, once
 * @client: the client
 *
 * Return: 0, or a negative errno: -ENOENT if the module is not there.
 */
int dsmip_client_resolve(struct dsmip_client *client)
{
	static const struct dsmip_attrs_format format = { GENL_HDRLEN, NULL };
	struct nl_msg *msg;
	int err;

	if (client->family)
		return 0;
	msg = nlmsg_alloc();
	if (msg &&
	    (!genlmsg_put(msg, 0, 0, GENL_ID_CTRL, 0, NLM_F_REQUEST,
			  CTRL_CMD_GETFAMILY, 1) ||
	     nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, DSMIP_GENL_NAME))) {
		nlmsg_free(msg);
		msg = NULL;
	}
	err = dsmip_sock_talk(&client->genl, msg, &format, client_take_family,
			      client, &client->err);
	if (!err && !client->family)
		err = -ENOENT;
	if (err == -ENOENT)
		dsmip_error_set(&client->err, ENOENT,
				"The kernel has no netlink family \"%s\".",
				DSMIP_GENL_NAME);
	return err;
}

/**
 * dsmip_client_version() - version of the netlink family
 * @client: the client
 * @version: where it goes
 *
 * Return: 0, or a negative errno: -ENOENT if the module is not there.
 */
int dsmip_client_version(struct dsmip_client *client, uint32_t *version)
{
	int err = dsmip_client_resolve(client);

	if (!err)
		*version = client->version;
	return err;
}

/**
 * dsmip_client_talk() - send a request to the family and take its answer
 * @client: the client
 * @cmd: DSMIP_CMD_*
 * @flags: NLM_F_*
 * @binding: the attributes
 * @cb: takes the messages of the answer, may be NULL
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_client_talk(struct dsmip_client *client, uint8_t cmd, uint16_t flags,
		      const struct dsmip_binding *binding, dsmip_sock_cb cb,
		      void *arg)
{
	int err;

	err = dsmip_client_resolve(client);
	if (err)
		return err;
	return dsmip_sock_talk(&client->genl,
			       dsmip_encode_genl(client->family, cmd, flags,
						 binding),
			       &dsmip_attrs_genl, cb, arg, &client->err);
}
