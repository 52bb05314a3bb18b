// SPDX-License-Identifier: GPL-2.0
/* Devices of kind "dsmip", by rtnetlink. */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>

#include "client.h"
#include "encode.h"

/* Who hears of devices. */
struct link_hear {
	dsmip_link_cb cb;
	void *arg;
};

static int link_take(const struct nlmsghdr *nlh, void *arg)
{
	struct link_hear *hear = arg;
	struct dsmip_link link;
	int err;

	if (nlh->nlmsg_type != RTM_NEWLINK)
		return 0;
	err = dsmip_decode_link(nlh, &link);
	if (err == -ENODEV)
		return 0;
	return err ?: hear->cb(&link, hear->arg);
}

static int link_talk(struct dsmip_client *client, uint16_t type, uint16_t flags,
		     const struct dsmip_link *link, dsmip_link_cb cb, void *arg)
{
	struct link_hear hear = { cb, arg };
	int err;

	err = dsmip_sock_open(&client->rtnl, NETLINK_ROUTE, &client->err);
	if (err)
		return err;
	return dsmip_sock_talk(&client->rtnl,
			       dsmip_encode_link(type, flags, link),
			       &dsmip_attrs_rtnl, cb ? link_take : NULL, &hear,
			       &client->err);
}

/**
 * dsmip_link_new() - make a device
 * @client: the client
 * @link: its name and attributes
 *
 * Return: 0, or a negative errno.
 */
int dsmip_link_new(struct dsmip_client *client, const struct dsmip_link *link)
{
	return link_talk(client, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, link,
			 NULL, NULL);
}

/**
 * dsmip_link_change() - change a device
 * @client: the client
 * @link: its name, and the attributes that are to change
 *
 * Return: 0, or a negative errno.
 */
int dsmip_link_change(struct dsmip_client *client,
		      const struct dsmip_link *link)
{
	return link_talk(client, RTM_NEWLINK, 0, link, NULL, NULL);
}

/**
 * dsmip_link_del() - delete a device
 * @client: the client
 * @ifname: its name; who calls has seen to it that it is one of ours
 *
 * Return: 0, or a negative errno.
 */
int dsmip_link_del(struct dsmip_client *client, const char *ifname)
{
	struct dsmip_link link = {};

	snprintf(link.ifname, sizeof(link.ifname), "%s", ifname);
	return link_talk(client, RTM_DELLINK, 0, &link, NULL, NULL);
}

/**
 * dsmip_link_get() - get one device
 * @client: the client
 * @ifname: its name
 * @cb: hears of it, unless it is of another kind
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_link_get(struct dsmip_client *client, const char *ifname,
		   dsmip_link_cb cb, void *arg)
{
	struct dsmip_link link = {};

	snprintf(link.ifname, sizeof(link.ifname), "%s", ifname);
	return link_talk(client, RTM_GETLINK, 0, &link, cb, arg);
}

/**
 * dsmip_link_dump() - get all devices of kind "dsmip"
 * @client: the client
 * @cb: hears of each
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_link_dump(struct dsmip_client *client, dsmip_link_cb cb, void *arg)
{
	struct dsmip_link all = {};

	return link_talk(client, RTM_GETLINK, NLM_F_DUMP, &all, cb, arg);
}
