// SPDX-License-Identifier: GPL-2.0
/* Where signalling packets came from. */

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/msg.h>
#include <string.h>

#include "client.h"
#include "encode.h"
#include "error.h"

/* Requests in one datagram; one has some 40 bytes. */
#define ORIGIN_REQUESTS		64
#define ORIGIN_BYTES		8192

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

/* The requests for as many tags as fit; returns how many, or a negative errno. */
static int origin_ask(struct dsmip_client *client, uint32_t ifindex,
		      const uint32_t *tags, unsigned int n)
{
	char buf[ORIGIN_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
	struct dsmip_sock *sock = &client->genl;
	unsigned int asked = 0;
	size_t len = 0;

	while (asked < n && asked < ORIGIN_REQUESTS) {
		struct dsmip_binding key = {
			.ifindex = ifindex, .origin = tags[asked],
		};
		struct nlmsghdr *nlh = (struct nlmsghdr *)(buf + len);
		size_t size;

		size = dsmip_encode_request(nlh, sizeof(buf) - len,
					    client->family,
					    DSMIP_CMD_ORIGIN_GET, 0, &key);
		if (!size)
			break;
		nlh->nlmsg_seq = ++sock->seq;
		nlh->nlmsg_pid = sock->port;
		len += size;
		asked++;
	}
	return dsmip_sock_send(sock, buf, len, &client->err) ?: (int)asked;
}

/* Each request has one answer: the origin, or an error where there is none. */
static int origin_answers(struct origin_hear *hear, unsigned int left)
{
	struct dsmip_client *client = hear->client;
	struct dsmip_sock *sock = &client->genl;
	uint32_t first = sock->seq - left + 1;
	uint32_t asked = left;

	while (left) {
		struct dsmip_sock_walk walk;
		const struct nlmsghdr *nlh;
		ssize_t len;
		int ret;

		len = dsmip_sock_recv(sock, 0, &client->err);
		if (len < 0)
			return len;
		walk = dsmip_sock_walk(sock, len);
		while (left && (nlh = dsmip_sock_next(&walk))) {
			if (nlh->nlmsg_pid != sock->port ||
			    nlh->nlmsg_seq - first >= asked)
				continue;
			left--;
			ret = origin_take(nlh, hear);
			if (ret)
				return ret;
		}
		if (left && walk.left > 0)
			return dsmip_error_set(&client->err, EBADMSG,
					       "The kernel has sent a malformed message.");
	}
	return 0;
}

/**
 * dsmip_origins_get() - find out where many signalling packets came from
 * @client: the client
 * @ifindex: the device that they were received by
 * @tags: their marks
 * @n: how many
 * @cb: hears of each origin that has not been overwritten; what it returns
 *	other than 0 ends this
 * @arg: for @cb
 *
 * Return: 0, or a negative errno, or what @cb returned.
 */
int dsmip_origins_get(struct dsmip_client *client, uint32_t ifindex,
		      const uint32_t *tags, unsigned int n, dsmip_origin_cb cb,
		      void *arg)
{
	struct origin_hear hear = { client, cb, arg };
	int ret = dsmip_client_resolve(client);

	while (n && !ret) {
		int asked = origin_ask(client, ifindex, tags, n);

		if (asked < 0)
			return asked;
		ret = origin_answers(&hear, asked);
		tags += asked;
		n -= asked;
	}
	return ret;
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
