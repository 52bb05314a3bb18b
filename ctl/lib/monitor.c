// SPDX-License-Identifier: GPL-2.0
/* Events, on a socket of their own. */

#include <errno.h>
#include <linux/filter.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "client.h"

/**
 * struct dsmip_monitor - who hears of events
 * @sock: hears them
 * @family: number of the family
 * @homes: room for the home prefixes of what is received
 * @client: who knows the family
 * @next: the next one that pauses with the client's queues
 */
struct dsmip_monitor {
	struct dsmip_sock sock;
	uint16_t family;
	struct dsmip_decode_homes homes;
	struct dsmip_client *client;
	struct dsmip_monitor *next;
};

/**
 * dsmip_monitor_open() - begin to hear of events
 * @client: who knows the family; it has our error, and is free for requests
 * @monitor: where it goes
 *
 * Return: 0, or a negative errno.
 */
int dsmip_monitor_open(struct dsmip_client *client,
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
	m->client = client;
	err = dsmip_sock_open(&m->sock, NETLINK_GENERIC, &client->err) ?:
	      dsmip_sock_join(&m->sock, client->group, &client->err);
	if (err)
		dsmip_monitor_close(m);
	else
		*monitor = m;
	return err;
}

/**
 * dsmip_monitor_only() - hear of one kind of event, and be woken up by no other
 * @monitor: the monitor
 * @cmd: DSMIP_CMD_*_NTF, not one of changed bindings
 *
 * While a queue of the client's is sent it hears nothing: the module writes an
 * event for each binding that changes as long as anybody hears of any, which
 * takes it half as long as the change.
 *
 * Return: 0, or a negative errno.
 */
int dsmip_monitor_only(struct dsmip_monitor *monitor, uint8_t cmd)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS,
			 NLMSG_HDRLEN + offsetof(struct genlmsghdr, cmd)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, cmd, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog program = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code,
	};

	if (setsockopt(monitor->sock.fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		       sizeof(program)))
		return -errno;
	monitor->next = monitor->client->pausing;
	monitor->client->pausing = monitor;
	return 0;
}

/**
 * dsmip_client_pause() - before and after requests that make many events
 * @client: the client; its monitors of one kind of event hear nothing meanwhile
 * @pause: before
 *
 * If the group cannot be joined again, that is tried with the next requests.
 */
void dsmip_client_pause(struct dsmip_client *client, bool pause)
{
	int option = pause ? NETLINK_DROP_MEMBERSHIP : NETLINK_ADD_MEMBERSHIP;
	const struct dsmip_monitor *monitor;

	for (monitor = client->pausing; monitor; monitor = monitor->next)
		setsockopt(monitor->sock.fd, SOL_NETLINK, option,
			   &client->group, sizeof(client->group));
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
 * @monitor: the monitor, may be NULL; its client is closed after it
 */
void dsmip_monitor_close(struct dsmip_monitor *monitor)
{
	struct dsmip_monitor **pos;

	if (!monitor)
		return;
	for (pos = &monitor->client->pausing; *pos; pos = &(*pos)->next) {
		if (*pos == monitor) {
			*pos = monitor->next;
			break;
		}
	}
	dsmip_sock_close(&monitor->sock);
	dsmip_decode_free(&monitor->homes);
	free(monitor);
}
