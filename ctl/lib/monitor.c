// SPDX-License-Identifier: GPL-2.0
/* Events, on a socket of their own. */

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "client.h"

/**
 * struct dsmip_monitor - who hears of events
 * @sock: hears them
 * @family: number of the family
 * @homes: room for the home prefixes of what is received
 */
struct dsmip_monitor {
	struct dsmip_sock sock;
	uint16_t family;
	struct dsmip_decode_homes homes;
};

/**
 * dsmip_monitor_open() - begin to hear of events
 * @client: who knows the family; it has our error, and is free for requests
 * @group: which ones: all, or those of packets
 * @monitor: where it goes
 *
 * Return: 0, or a negative errno.
 */
int dsmip_monitor_open(struct dsmip_client *client,
		       enum dsmip_monitor_group group,
		       struct dsmip_monitor **monitor)
{
	struct dsmip_monitor *m;
	int err;

	err = dsmip_client_resolve(client);
	if (err)
		return err;
	m = calloc(1, sizeof(*m));
	if (!m)
		return -ENOMEM;
	m->family = client->family;
	err = dsmip_sock_open(&m->sock, NETLINK_GENERIC, &client->err) ?:
	      dsmip_sock_join(&m->sock, client->group[group], &client->err);
	if (err)
		dsmip_monitor_close(m);
	else
		*monitor = m;
	return err;
}

/**
 * dsmip_monitor_fd() - what to wait at for events
 * @monitor: the monitor
 *
 * Return: a file descriptor.
 */
int dsmip_monitor_fd(const struct dsmip_monitor *monitor)
{
	return monitor->sock.fd;
}

/**
 * dsmip_monitor_read() - take the events of one datagram
 * @monitor: the monitor
 * @cb: hears of them
 * @arg: for @cb
 *
 * Return: 0, -EAGAIN if there are none, -ENOBUFS if some were lost: what is
 * known has to be dumped again; another negative errno, or what @cb returned.
 */
int dsmip_monitor_read(struct dsmip_monitor *monitor, dsmip_event_cb cb,
		       void *arg)
{
	struct dsmip_sock_walk walk;
	const struct nlmsghdr *nlh;
	struct dsmip_attrs_msg msg;
	struct dsmip_error why;
	ssize_t n;
	int err;

	n = dsmip_sock_recv(&monitor->sock, MSG_DONTWAIT, &why);
	if (n < 0)
		return n;
	walk = dsmip_sock_walk(&monitor->sock, n);
	while ((nlh = dsmip_sock_next(&walk))) {
		if (nlh->nlmsg_type != monitor->family)
			continue;
		err = dsmip_decode_msg(nlh, &msg, &monitor->homes) ?:
		      cb(&msg.event, arg);
		if (err)
			return err;
	}
	return walk.left > 0 ? -EBADMSG : 0;
}

/**
 * dsmip_monitor_close() - hear no more
 * @monitor: the monitor, may be NULL
 */
void dsmip_monitor_close(struct dsmip_monitor *monitor)
{
	if (!monitor)
		return;
	dsmip_sock_close(&monitor->sock);
	dsmip_decode_free(&monitor->homes);
	free(monitor);
}
