// SPDX-License-Identifier: GPL-2.0
/*
 * Many requests in one datagram.  The kernel carries them out one after the
 * other while we send, and answers those that fail; only the last one asks for
 * an answer in any case, and so tells the end.  Sequence numbers say which
 * request an answer is for.
 */

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "encode.h"
#include "error.h"

/* So few that their errors have room in the smallest receive buffer. */
#define QUEUE_LEN	128
#define QUEUE_BYTES	32768

/**
 * struct dsmip_queue - requests that wait to be sent
 * @client: the client
 * @failed: hears of those that fail
 * @arg: for @failed
 * @n: how many wait
 * @cookie: their names
 * @last: the last one
 * @len: bytes of all
 * @buf: the requests
 */
struct dsmip_queue {
	struct dsmip_client *client;
	dsmip_queue_cb failed;
	void *arg;
	unsigned int n;
	uint64_t cookie[QUEUE_LEN];
	struct nlmsghdr *last;
	size_t len;
	char buf[QUEUE_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
};

/**
 * dsmip_queue_open() - make a queue
 * @client: the client; it may be asked other things while the queue is empty
 * @failed: hears of requests that failed
 * @arg: for @failed
 * @queue: where it goes
 *
 * Return: 0, or a negative errno.
 */
int dsmip_queue_open(struct dsmip_client *client, dsmip_queue_cb failed,
		     void *arg, struct dsmip_queue **queue)
{
	int err;

	err = dsmip_client_resolve(client);
	if (err)
		return err;
	*queue = calloc(1, sizeof(**queue));
	if (!*queue)
		return dsmip_error_set(&client->err, ENOMEM, NULL);
	(*queue)->client = client;
	(*queue)->failed = failed;
	(*queue)->arg = arg;
	return 0;
}

/* A single request that is longer than the queue goes alone. */
static int queue_alone(struct dsmip_queue *queue, uint8_t cmd, uint16_t flags,
		       const struct dsmip_binding *binding, uint64_t cookie)
{
	struct dsmip_client *client = queue->client;

	if (dsmip_client_talk(client, cmd, flags, binding, NULL, NULL))
		queue->failed(cookie, &client->err, queue->arg);
	return 0;
}

static int queue_add(struct dsmip_queue *queue, uint8_t cmd, uint16_t flags,
		     const struct dsmip_binding *binding, uint64_t cookie)
{
	struct dsmip_sock *sock = &queue->client->genl;
	struct nlmsghdr *nlh;
	size_t size = 0;
	int err;

	for (;;) {
		nlh = (struct nlmsghdr *)(queue->buf + queue->len);
		if (queue->n < QUEUE_LEN)
			size = dsmip_encode_request(nlh,
						    QUEUE_BYTES - queue->len,
						    queue->client->family, cmd,
						    flags, binding);
		if (size)
			break;
		if (!queue->n)
			return queue_alone(queue, cmd, flags, binding, cookie);
		err = dsmip_queue_flush(queue);
		if (err)
			return err;
	}
	nlh->nlmsg_seq = ++sock->seq;
	nlh->nlmsg_pid = sock->port;
	queue->last = nlh;
	queue->cookie[queue->n++] = cookie;
	queue->len += size;
	return 0;
}

/**
 * dsmip_queue_new() - queue the creation or exchange of a binding
 * @queue: the queue; sent when it is full
 * @binding: as for dsmip_binding_new()
 * @mode: what happens to an old one
 * @cookie: what the request is called if it fails
 *
 * Return: 0, or a negative errno if the queue could not be sent.
 */
int dsmip_queue_new(struct dsmip_queue *queue,
		    const struct dsmip_binding *binding, enum dsmip_mode mode,
		    uint64_t cookie)
{
	return queue_add(queue, DSMIP_CMD_BINDING_NEW, dsmip_encode_mode(mode),
			 binding, cookie);
}

/**
 * dsmip_queue_del() - queue the deletion of a binding
 * @queue: the queue; sent when it is full
 * @binding: as for dsmip_binding_del()
 * @cookie: what the request is called if it fails
 *
 * Return: 0, or a negative errno if the queue could not be sent.
 */
int dsmip_queue_del(struct dsmip_queue *queue,
		    const struct dsmip_binding *binding, uint64_t cookie)
{
	return queue_add(queue, DSMIP_CMD_BINDING_DEL, 0, binding, cookie);
}

/* Returns whether this was the answer to the last request. */
static bool queue_answer(struct dsmip_queue *queue, const struct nlmsghdr *nlh)
{
	struct dsmip_sock *sock = &queue->client->genl;
	uint32_t back = sock->seq - nlh->nlmsg_seq;
	struct dsmip_error err;

	if (nlh->nlmsg_pid != sock->port || back >= queue->n ||
	    nlh->nlmsg_type != NLMSG_ERROR)
		return false;
	if (dsmip_error_parse(&err, nlh, &dsmip_attrs_genl))
		queue->failed(queue->cookie[queue->n - 1 - back], &err,
			      queue->arg);
	return !back;
}

static int queue_answers(struct dsmip_queue *queue)
{
	struct dsmip_sock *sock = &queue->client->genl;

	for (;;) {
		struct dsmip_sock_walk walk;
		const struct nlmsghdr *nlh;
		ssize_t n;

		n = dsmip_sock_recv(sock, 0, &queue->client->err);
		if (n < 0)
			return n;
		walk = dsmip_sock_walk(sock, n);
		while ((nlh = dsmip_sock_next(&walk))) {
			if (queue_answer(queue, nlh))
				return 0;
		}
		if (walk.left > 0)
			return dsmip_error_set(&queue->client->err, EBADMSG,
					       "The kernel has sent a malformed message.");
	}
}

/**
 * dsmip_queue_flush() - send what waits, and take the answers
 * @queue: the queue; empty afterwards
 *
 * Return: 0, or a negative errno if the requests or the answers were lost.
 */
int dsmip_queue_flush(struct dsmip_queue *queue)
{
	struct dsmip_client *client = queue->client;
	int err;

	if (!queue->n)
		return 0;
	queue->last->nlmsg_flags |= NLM_F_ACK;
	err = dsmip_sock_send(&client->genl, queue->buf, queue->len,
			      &client->err) ?:
	      queue_answers(queue);
	queue->n = 0;
	queue->len = 0;
	return err;
}

/**
 * dsmip_queue_close() - end a queue
 * @queue: the queue, may be NULL; what waits in it is not sent
 */
void dsmip_queue_close(struct dsmip_queue *queue)
{
	free(queue);
}
