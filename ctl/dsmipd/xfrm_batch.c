// SPDX-License-Identifier: GPL-2.0
/*
 * Many messages to XFRM in one datagram.  The kernel carries them out one after
 * the other and answers those that fail, and the last one.  A message belongs to
 * somebody, an owner, for whom it failed: what was done of the rest is his
 * matter.
 */

#include <errno.h>
#include <linux/xfrm.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "sock.h"
#include "xfrm_batch.h"

/* Of two associations that replace others, and five policies: 4 KiB for one. */
#define BATCH_BYTES		65536
#define BATCH_MESSAGES		256

/**
 * struct dsmipd_xfrm_batch - messages that wait to be sent
 * @sock: the socket
 * @n: how many messages
 * @len: their bytes
 * @owner: whose the next messages are
 * @owners: whose these are
 * @last: the last one
 * @failed: owners of messages that have failed
 * @n_failed: how many
 * @buf: the messages
 */
struct dsmipd_xfrm_batch {
	struct dsmip_sock sock;
	unsigned int n;
	size_t len;
	int64_t owner;
	int64_t owners[BATCH_MESSAGES];
	struct nlmsghdr *last;
	int64_t *failed;
	size_t n_failed;
	char buf[BATCH_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
};

/**
 * dsmipd_xfrm_batch_open() - make a batch
 * @batch: where it goes
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_xfrm_batch_open(struct dsmipd_xfrm_batch **batch)
{
	struct dsmipd_xfrm_batch *b = calloc(1, sizeof(*b));
	struct dsmip_error why;
	int err;

	if (!b)
		return -ENOMEM;
	err = dsmip_sock_open(&b->sock, NETLINK_XFRM, &why);
	if (err) {
		free(b);
		return err;
	}
	*batch = b;
	return 0;
}

/**
 * dsmipd_xfrm_batch_close() - end a batch; what waits in it is not sent
 * @batch: the batch, or NULL
 */
void dsmipd_xfrm_batch_close(struct dsmipd_xfrm_batch *batch)
{
	if (!batch)
		return;
	dsmip_sock_close(&batch->sock);
	free(batch->failed);
	explicit_bzero(batch->buf, sizeof(batch->buf));
	free(batch);
}

static int batch_fail(struct dsmipd_xfrm_batch *batch, int64_t owner)
{
	size_t n = batch->n_failed;
	int64_t *larger;

	if (n && batch->failed[n - 1] == owner)
		return 0;
	if (!(n & (n - 1))) {
		larger = realloc(batch->failed, (n ? 2 * n : 1) * sizeof(owner));
		if (!larger)
			return -ENOMEM;
		batch->failed = larger;
	}
	batch->failed[batch->n_failed++] = owner;
	return 0;
}

static int batch_fail_all(struct dsmipd_xfrm_batch *batch)
{
	int err = 0;

	for (unsigned int i = 0; i < batch->n && !err; i++)
		err = batch_fail(batch, batch->owners[i]);
	return err;
}

/* To delete what is not there is no failure. */
static bool batch_good(const struct nlmsgerr *answer)
{
	return !answer->error || (answer->error == -ESRCH &&
				  answer->msg.nlmsg_type == XFRM_MSG_DELSA);
}

/* Returns 1 if this was the answer to the last message, or a negative errno. */
static int batch_answer(struct dsmipd_xfrm_batch *batch,
			const struct nlmsghdr *nlh)
{
	uint32_t back = batch->sock.seq - nlh->nlmsg_seq;
	const struct nlmsgerr *answer = NLMSG_DATA(nlh);
	int err = 0;

	if (nlh->nlmsg_pid != batch->sock.port || back >= batch->n ||
	    nlh->nlmsg_type != NLMSG_ERROR ||
	    nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*answer)))
		return 0;
	if (!batch_good(answer))
		err = batch_fail(batch, batch->owners[batch->n - 1 - back]);
	return err ?: !back;
}

static int batch_answers(struct dsmipd_xfrm_batch *batch)
{
	struct dsmip_error why;
	int ret = 0;

	while (!ret) {
		struct dsmip_sock_walk walk;
		const struct nlmsghdr *nlh;
		ssize_t len;

		len = dsmip_sock_recv(&batch->sock, 0, &why);
		if (len < 0)
			return len;
		walk = dsmip_sock_walk(&batch->sock, len);
		while (!ret && (nlh = dsmip_sock_next(&walk)))
			ret = batch_answer(batch, nlh);
	}
	return ret < 0 ? ret : 0;
}

/**
 * dsmipd_xfrm_batch_flush() - send what waits, and take the answers
 * @batch: the batch; empty afterwards
 *
 * If messages or answers are lost, all of them have failed.
 *
 * Return: 0 or -ENOMEM: who has failed is not known.
 */
int dsmipd_xfrm_batch_flush(struct dsmipd_xfrm_batch *batch)
{
	struct dsmip_error why;
	int err;

	if (!batch->n)
		return 0;
	batch->last->nlmsg_flags |= NLM_F_ACK;
	err = dsmip_sock_send(&batch->sock, batch->buf, batch->len, &why) ?:
	      batch_answers(batch);
	if (err)
		err = batch_fail_all(batch);
	batch->n = 0;
	batch->len = 0;
	return err;
}

/**
 * dsmipd_xfrm_batch_next() - somebody else's messages follow
 * @batch: the batch
 * @owner: his number
 */
void dsmipd_xfrm_batch_next(struct dsmipd_xfrm_batch *batch, int64_t owner)
{
	batch->owner = owner;
}

static bool batch_room(const struct dsmipd_xfrm_batch *batch, size_t size)
{
	return batch->n < BATCH_MESSAGES && batch->len + size <= BATCH_BYTES;
}

/**
 * dsmipd_xfrm_batch_add() - append a message
 * @batch: the batch; what waits is sent if there is no room
 * @nlh: the message
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_xfrm_batch_add(struct dsmipd_xfrm_batch *batch,
			  const struct nlmsghdr *nlh)
{
	size_t size = NLMSG_ALIGN(nlh->nlmsg_len);
	int err;

	if (!batch_room(batch, size)) {
		err = dsmipd_xfrm_batch_flush(batch);
		if (err)
			return err;
	}
	if (!batch_room(batch, size))
		return -EMSGSIZE;
	batch->last = (struct nlmsghdr *)(batch->buf + batch->len);
	memcpy(batch->last, nlh, nlh->nlmsg_len);
	batch->last->nlmsg_seq = ++batch->sock.seq;
	batch->last->nlmsg_pid = batch->sock.port;
	batch->owners[batch->n++] = batch->owner;
	batch->len += size;
	return 0;
}

/**
 * dsmipd_xfrm_batch_failed() - who has messages that failed
 * @batch: the batch, flushed
 * @owners: set to their numbers, in the order of the messages
 *
 * Return: how many.
 */
size_t dsmipd_xfrm_batch_failed(const struct dsmipd_xfrm_batch *batch,
				const int64_t **owners)
{
	*owners = batch->failed;
	return batch->n_failed;
}
