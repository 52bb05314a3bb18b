// SPDX-License-Identifier: GPL-2.0
/*
 * UDP sockets of Mobile IPv4 in the event loop.  They are bound to a port and to
 * no address: the destination of what is received, and the source of what is
 * sent, come and go as control messages.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "datagram.h"
#include "log.h"
#include "mip4.h"
#include "mip4_socket.h"

#define MIP4_SOCKET_RCVBUF	(8 << 20)	/* bytes: many nodes at once */

/**
 * struct mip4_port - a socket that some share
 * @poll: its handle in the loop
 * @fd: the socket
 * @users: who has it
 * @room: for what is received
 */
struct mip4_port {
	uv_poll_t poll;
	int fd;
	struct dsmipd_mip4_socket *users;
	struct dsmipd_datagram room[DSMIPD_DATAGRAM_BATCH];
};

/**
 * struct dsmipd_mip4_socket - what a user has of it
 * @port: the socket
 * @ops: his functions
 * @next: the next user
 */
struct dsmipd_mip4_socket {
	struct mip4_port *port;
	struct dsmipd_mip4_socket_ops ops;
	struct dsmipd_mip4_socket *next;
};

/* That of port 434. */
static struct mip4_port *mip4_port_shared;

static void mip4_socket_control(struct dsmipd_mip4_packet *packet,
				struct msghdr *hdr)
{
	struct in_pktinfo info;
	struct cmsghdr *cmsg;

	for (cmsg = CMSG_FIRSTHDR(hdr); cmsg; cmsg = CMSG_NXTHDR(hdr, cmsg)) {
		if (cmsg->cmsg_level != IPPROTO_IP ||
		    cmsg->cmsg_type != IP_PKTINFO ||
		    cmsg->cmsg_len < CMSG_LEN(sizeof(info)))
			continue;
		memcpy(&info, CMSG_DATA(cmsg), sizeof(info));
		packet->dst = info.ipi_addr;
		packet->ifindex = info.ipi_ifindex;
	}
}

static void mip4_socket_rcv(struct dsmipd_datagram *datagram,
			    struct msghdr *hdr, size_t len, void *arg)
{
	struct mip4_port *port = arg;
	struct dsmipd_mip4_packet packet = {
		.src = datagram->from.in.sin_addr,
		.sport = ntohs(datagram->from.in.sin_port),
		.data = datagram->data,
		.len = len,
	};
	struct dsmipd_mip4_socket *user;

	mip4_socket_control(&packet, hdr);
	for (user = port->users; user; user = user->next) {
		if (user->ops.rcv(&packet, user->ops.arg))
			return;
	}
}

static void mip4_socket_readable(uv_poll_t *handle, int status, int events)
{
	struct mip4_port *port = (struct mip4_port *)handle;
	struct dsmipd_mip4_socket *user;
	int n;

	(void)status;
	(void)events;
	n = dsmipd_datagram_rcv(port->fd, port->room, mip4_socket_rcv, port);
	if (n < 0 && n != -EAGAIN)
		dsmipd_debug("Mobile IPv4 socket: %s", strerror(-n));
	if (n <= 0)
		return;
	for (user = port->users; user; user = user->next) {
		if (user->ops.done)
			user->ops.done(user->ops.arg);
	}
}

static int mip4_port_bind(int fd, uint16_t port)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET, .sin_port = htons(port)
	};

	if (dsmipd_datagram_set(fd, IPPROTO_IP, IP_PKTINFO, 1) ||
	    dsmipd_datagram_set(fd, SOL_SOCKET, SO_BROADCAST, 1) ||
	    dsmipd_datagram_set(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0) ||
	    bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return -errno;
	/* No harm is done where this is not allowed. */
	dsmipd_datagram_set(fd, SOL_SOCKET, SO_RCVBUFFORCE, MIP4_SOCKET_RCVBUF);
	return 0;
}

static int mip4_port_open(struct mip4_port **port, uv_loop_t *loop,
			  uint16_t number)
{
	struct mip4_port *new = calloc(1, sizeof(*new));
	int ret;

	if (!new)
		return -ENOMEM;
	new->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (new->fd < 0) {
		ret = -errno;
		goto err_free;
	}
	ret = mip4_port_bind(new->fd, number);
	if (!ret)
		ret = uv_poll_init(loop, &new->poll, new->fd);
	if (ret)
		goto err_close;
	new->poll.data = new;
	ret = uv_poll_start(&new->poll, UV_READABLE, mip4_socket_readable);
	*port = new;
	return ret;

err_close:
	close(new->fd);
err_free:
	free(new);
	return ret;
}

/**
 * dsmipd_mip4_socket_open() - open a socket, or share that of port 434
 * @sock: where it goes
 * @loop: event loop that it is read in
 * @port: UDP port, host order; 0: one that is free
 * @ops: who wants what is read; none of them may close a socket
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_mip4_socket_open(struct dsmipd_mip4_socket **sock, uv_loop_t *loop,
			    uint16_t port,
			    const struct dsmipd_mip4_socket_ops *ops)
{
	struct dsmipd_mip4_socket **at, *new = calloc(1, sizeof(*new));
	int ret;

	if (!new)
		return -ENOMEM;
	new->ops = *ops;
	new->port = port == DSMIPD_MIP4_PORT ? mip4_port_shared : NULL;
	if (!new->port) {
		ret = mip4_port_open(&new->port, loop, port);
		if (ret) {
			free(new);
			return ret;
		}
	}
	if (port == DSMIPD_MIP4_PORT)
		mip4_port_shared = new->port;
	for (at = &new->port->users; *at; at = &(*at)->next)
		;
	*at = new;
	*sock = new;
	return 0;
}

static void mip4_port_closed(uv_handle_t *handle)
{
	struct mip4_port *port = handle->data;

	close(port->fd);
	free(port);
}

/**
 * dsmipd_mip4_socket_close() - close it; nothing is called any more
 * @sock: the socket, or NULL
 */
void dsmipd_mip4_socket_close(struct dsmipd_mip4_socket *sock)
{
	struct dsmipd_mip4_socket **at;
	struct mip4_port *port;

	if (!sock)
		return;
	port = sock->port;
	for (at = &port->users; *at != sock; at = &(*at)->next)
		;
	*at = sock->next;
	free(sock);
	if (port->users)
		return;
	if (port == mip4_port_shared)
		mip4_port_shared = NULL;
	uv_close((uv_handle_t *)&port->poll, mip4_port_closed);
}

/**
 * dsmipd_mip4_socket_port() - the port of a socket
 * @sock: the socket
 *
 * Return: the port, host order; 0 if it cannot be told.
 */
uint16_t dsmipd_mip4_socket_port(const struct dsmipd_mip4_socket *sock)
{
	struct sockaddr_in addr;
	socklen_t len = sizeof(addr);

	if (getsockname(sock->port->fd, (struct sockaddr *)&addr, &len))
		return 0;
	return ntohs(addr.sin_port);
}

/**
 * dsmipd_mip4_socket_join() - receive what is sent to a group
 * @sock: the socket
 * @ifindex: device that it is sent on
 * @group: the group, such as 224.0.0.11, all mobility agents
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_mip4_socket_join(struct dsmipd_mip4_socket *sock,
			    unsigned int ifindex, struct in_addr group)
{
	const struct ip_mreqn mreq = {
		.imr_multiaddr = group,
		.imr_ifindex = ifindex,
	};

	if (setsockopt(sock->port->fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &mreq,
		       sizeof(mreq)) && errno != EADDRINUSE)
		return -errno;
	return 0;
}

/**
 * dsmipd_mip4_socket_send() - send a message
 * @sock: the socket; its port is the source port
 * @packet: the message
 *
 * Context: does not wait.
 * Return: 0, -EAGAIN if there is no room at the moment, or another negative
 * errno.
 */
int dsmipd_mip4_socket_send(struct dsmipd_mip4_socket *sock,
			    const struct dsmipd_mip4_packet *packet)
{
	const struct in_pktinfo info = {
		.ipi_ifindex = packet->ifindex,
		.ipi_spec_dst = packet->src,
	};
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(packet->dport),
		.sin_addr = packet->dst,
	};
	struct iovec iov = { (void *)packet->data, packet->len };
	union dsmipd_datagram_control control = {};
	struct msghdr hdr = {
		.msg_name = &to,
		.msg_namelen = sizeof(to),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
	};
	int ttl = packet->ttl;

	dsmipd_datagram_put(&hdr, IPPROTO_IP, IP_PKTINFO, &info, sizeof(info));
	if (ttl)
		dsmipd_datagram_put(&hdr, IPPROTO_IP, IP_TTL, &ttl,
				    sizeof(ttl));
	return sendmsg(sock->port->fd, &hdr, MSG_DONTWAIT) < 0 ? -errno : 0;
}
