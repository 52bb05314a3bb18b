/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_SOCK_H
#define DSMIP_SOCK_H

#include <netlink/msg.h>
#include <netlink/socket.h>

#include "attrs.h"

/* A dump fills messages of this size if the reader has room for them. */
#define DSMIP_SOCK_BUFSIZE	65536

/**
 * struct dsmip_sock - a netlink socket that we ask on
 * @nl: the socket, NULL until it is needed
 * @protocol: NETLINK_*
 * @fd: its file descriptor
 * @port: its address
 * @seq: sequence number of the last request
 * @interrupted: what was dumped last changed meanwhile
 * @buf: room for what is received
 */
struct dsmip_sock {
	struct nl_sock *nl;
	int protocol;
	int fd;
	uint32_t port;
	uint32_t seq;
	bool interrupted;
	char *buf;
};

/**
 * struct dsmip_sock_walk - a walk through the messages of a datagram
 * @next: the next one
 * @left: bytes from there on; above zero at the end if they are no message
 */
struct dsmip_sock_walk {
	const char *next;
	ssize_t left;
};

/* Takes one message of an answer. */
typedef int (*dsmip_sock_cb)(const struct nlmsghdr *nlh, void *arg);

int dsmip_sock_open(struct dsmip_sock *sock, int protocol,
		    struct dsmip_error *err);
void dsmip_sock_close(struct dsmip_sock *sock);
int dsmip_sock_join(struct dsmip_sock *sock, int group,
		    struct dsmip_error *err);
int dsmip_sock_send(struct dsmip_sock *sock, const void *data, size_t len,
		    struct dsmip_error *err);
ssize_t dsmip_sock_recv(struct dsmip_sock *sock, int flags,
			struct dsmip_error *err);
struct dsmip_sock_walk dsmip_sock_walk(const struct dsmip_sock *sock,
				       ssize_t len);
const struct nlmsghdr *dsmip_sock_next(struct dsmip_sock_walk *walk);
int dsmip_sock_talk(struct dsmip_sock *sock, struct nl_msg *msg,
		    const struct dsmip_attrs_format *format, dsmip_sock_cb cb,
		    void *arg, struct dsmip_error *err);

#endif /* DSMIP_SOCK_H */
