// SPDX-License-Identifier: GPL-2.0
/*
 * Requests and their answers.  libnl has the sockets and builds the messages;
 * answers are read here, for libnl keeps the extended acknowledgement from its
 * users and would give up at the first of several errors in a datagram.
 */

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/errno.h>
#include <netlink/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "error.h"
#include "sock.h"

/* Room for events, and for the errors of a datagram full of requests. */
#define SOCK_RCVBUF	(8 << 20)

/* More than is allowed to all if we may, else as much as is. */
static void sock_grow(int fd)
{
	int size = SOCK_RCVBUF;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

/**
 * dsmip_sock_open() - make a socket, if there is none yet
 * @sock: the socket
 * @protocol: NETLINK_*
 * @err: what went wrong
 *
 * Return: 0, or a negative errno.
 */
int dsmip_sock_open(struct dsmip_sock *sock, int protocol,
		    struct dsmip_error *err)
{
	int on = 1;

	if (sock->nl)
		return 0;
	sock->protocol = protocol;
	sock->buf = malloc(DSMIP_SOCK_BUFSIZE);
	sock->nl = nl_socket_alloc();
	if (!sock->nl || !sock->buf) {
		dsmip_sock_close(sock);
		return dsmip_error_set(err, ENOMEM, NULL);
	}
	if (nl_connect(sock->nl, protocol) < 0) {
		int code = errno ?: EPROTO;

		dsmip_sock_close(sock);
		return dsmip_error_set(err, code, "Cannot open a netlink socket: %s.",
				       strerror(code));
	}
	sock->fd = nl_socket_get_fd(sock->nl);
	sock->port = nl_socket_get_local_port(sock->nl);
	setsockopt(sock->fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	sock_grow(sock->fd);
	return 0;
}

/**
 * dsmip_sock_close() - close a socket
 * @sock: the socket, open or not
 */
void dsmip_sock_close(struct dsmip_sock *sock)
{
	if (sock->nl)
		nl_socket_free(sock->nl);
	free(sock->buf);
	sock->nl = NULL;
	sock->buf = NULL;
}

/**
 * dsmip_sock_join() - hear a multicast group
 * @sock: the socket
 * @group: the group
 * @err: what went wrong
 *
 * Return: 0, or a negative errno.
 */
int dsmip_sock_join(struct dsmip_sock *sock, int group, struct dsmip_error *err)
{
	if (setsockopt(sock->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
		       sizeof(group)))
		return dsmip_error_set(err, errno, NULL);
	return 0;
}

/**
 * dsmip_sock_send() - send a datagram to the kernel
 * @sock: the socket
 * @data: one or more messages
 * @len: their bytes
 * @err: what went wrong
 *
 * Return: 0, or a negative errno.
 */
int dsmip_sock_send(struct dsmip_sock *sock, const void *data, size_t len,
		    struct dsmip_error *err)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	for (;;) {
		if (sendto(sock->fd, data, len, 0, (struct sockaddr *)&kernel,
			   sizeof(kernel)) >= 0)
			return 0;
		if (errno != EINTR)
			return dsmip_error_set(err, errno, NULL);
	}
}

/**
 * dsmip_sock_recv() - receive a datagram of the kernel into the buffer
 * @sock: the socket
 * @flags: MSG_*
 * @err: what went wrong
 *
 * Return: its bytes, or a negative errno.
 */
ssize_t dsmip_sock_recv(struct dsmip_sock *sock, int flags,
			struct dsmip_error *err)
{
	struct iovec iov = { sock->buf, DSMIP_SOCK_BUFSIZE };
	struct sockaddr_nl from;
	struct msghdr mh = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	ssize_t n;

	for (;;) {
		mh.msg_name = &from;
		mh.msg_namelen = sizeof(from);
		n = recvmsg(sock->fd, &mh, flags);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return dsmip_error_set(err, errno, NULL);
		/* Any process may send to us; only the kernel is believed. */
		if (from.nl_pid)
			continue;
		if (mh.msg_flags & MSG_TRUNC)
			return dsmip_error_set(err, EMSGSIZE, NULL);
		return n;
	}
}

/**
 * dsmip_sock_walk() - begin to walk through what was received
 * @sock: the socket
 * @len: bytes that were received
 *
 * Return: the walk, for dsmip_sock_next().
 */
struct dsmip_sock_walk dsmip_sock_walk(const struct dsmip_sock *sock,
				       ssize_t len)
{
	return (struct dsmip_sock_walk){ .next = sock->buf, .left = len };
}

/**
 * dsmip_sock_next() - go on to the next message
 * @walk: the walk
 *
 * Return: the message, or NULL at the end.
 */
const struct nlmsghdr *dsmip_sock_next(struct dsmip_sock_walk *walk)
{
	const struct nlmsghdr *nlh = (const void *)walk->next;

	if (walk->left < (ssize_t)sizeof(*nlh) ||
	    nlh->nlmsg_len < sizeof(*nlh) ||
	    (ssize_t)nlh->nlmsg_len > walk->left)
		return NULL;
	walk->next += NLMSG_ALIGN(nlh->nlmsg_len);
	walk->left -= NLMSG_ALIGN(nlh->nlmsg_len);
	return nlh;
}

/* How a request goes on. */
struct sock_talk {
	struct dsmip_sock *sock;
	const struct dsmip_attrs_format *format;
	dsmip_sock_cb cb;
	void *arg;
	struct dsmip_error *err;
	int ret;
};

/* Returns whether the message was the last one of the answer. */
static bool sock_one(struct sock_talk *talk, const struct nlmsghdr *nlh)
{
	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		talk->sock->interrupted = true;
	switch (nlh->nlmsg_type) {
	case NLMSG_NOOP:
		return false;
	case NLMSG_OVERRUN:
		talk->ret = dsmip_error_set(talk->err, ENOBUFS, NULL);
		return true;
	case NLMSG_ERROR:
		talk->ret = dsmip_error_parse(talk->err, nlh, talk->format);
		return true;
	case NLMSG_DONE:
		talk->ret = dsmip_error_parse_done(talk->err, nlh);
		return true;
	}
	if (talk->cb)
		talk->ret = talk->cb(nlh, talk->arg);
	if (talk->ret < 0)
		dsmip_error_set(talk->err, -talk->ret, NULL);
	return talk->ret;
}

/*
 * Leaves what is still to come of an abandoned dump behind: the socket could
 * not begin another one before its end.
 */
static void sock_reset(struct dsmip_sock *sock)
{
	uint32_t seq = sock->seq;
	struct dsmip_error err;

	dsmip_sock_close(sock);
	dsmip_sock_open(sock, sock->protocol, &err);
	sock->seq = seq;
}

static int sock_answer(struct sock_talk *talk)
{
	struct dsmip_sock *sock = talk->sock;

	for (;;) {
		struct dsmip_sock_walk walk;
		const struct nlmsghdr *nlh;
		ssize_t n;

		n = dsmip_sock_recv(sock, 0, talk->err);
		if (n < 0)
			return n;
		walk = dsmip_sock_walk(sock, n);
		while ((nlh = dsmip_sock_next(&walk))) {
			if (nlh->nlmsg_seq != sock->seq ||
			    nlh->nlmsg_pid != sock->port)
				continue;
			if (!sock_one(talk, nlh))
				continue;
			if (talk->ret && nlh->nlmsg_type >= NLMSG_MIN_TYPE)
				sock_reset(sock);
			return talk->ret;
		}
		if (walk.left > 0) {
			sock_reset(sock);
			return dsmip_error_set(talk->err, EBADMSG,
					       "The kernel has sent a malformed message.");
		}
	}
}

/**
 * dsmip_sock_talk() - send a request and take its answer
 * @sock: the socket
 * @msg: the request, which is consumed; NULL is an error of memory
 * @format: where its attributes begin
 * @cb: takes the messages of the answer, may be NULL; what it returns other
 *	than 0 ends the answer and is returned
 * @arg: for @cb
 * @err: what went wrong
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_sock_talk(struct dsmip_sock *sock, struct nl_msg *msg,
		    const struct dsmip_attrs_format *format, dsmip_sock_cb cb,
		    void *arg, struct dsmip_error *err)
{
	struct sock_talk talk = {
		.sock = sock,
		.format = format,
		.cb = cb,
		.arg = arg,
		.err = err,
	};
	struct nlmsghdr *nlh;
	int ret;

	if (!msg)
		return dsmip_error_set(err, ENOMEM, NULL);
	memset(err, 0, sizeof(*err));
	sock->interrupted = false;
	nlh = nlmsg_hdr(msg);
	nlh->nlmsg_seq = ++sock->seq;
	nlh->nlmsg_pid = sock->port;
	nlh->nlmsg_flags |= NLM_F_ACK;
	ret = dsmip_sock_send(sock, nlh, nlh->nlmsg_len, err);
	nlmsg_free(msg);
	return ret ?: sock_answer(&talk);
}
