// SPDX-License-Identifier: GPL-2.0
/*
 * Requests and answers against a kernel of our own: what is sent is kept, what
 * is received comes from a list.
 */

#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "client.h"
#include "testing.h"

#define FAMILY	0x1d

/* One call of recvmsg(). */
struct answer {
	int error;
	int flags;
	uint32_t from;
	size_t len;
	char data[8192];
};

static struct {
	struct answer answer[16];
	size_t n;
	size_t next;
	char sent[4][65536];
	size_t sent_len[4];
	size_t n_sent;
	uint32_t port;
	int monitor;
	uint32_t groups[4];
} kernel;

/* The groups that a monitor hears of. */
static uint32_t groups_of(int fd)
{
	uint32_t groups[8] = {};
	socklen_t len = sizeof(groups);

	assert_int_equal(getsockopt(fd, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS,
				    groups, &len), 0);
	return groups[0];
}

ssize_t __wrap_sendto(int fd, const void *data, size_t len, int flags,
		      const struct sockaddr *to, socklen_t to_len)
{
	(void)fd;
	(void)flags;
	(void)to;
	(void)to_len;
	assert_true(kernel.n_sent < TESTING_SIZE(kernel.sent));
	if (kernel.monitor)
		kernel.groups[kernel.n_sent] = groups_of(kernel.monitor);
	memcpy(kernel.sent[kernel.n_sent], data, len);
	kernel.sent_len[kernel.n_sent++] = len;
	return len;
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *mh, int flags)
{
	struct sockaddr_nl *from = mh->msg_name;
	struct answer *answer;

	(void)fd;
	(void)flags;
	assert_true(kernel.next < kernel.n);
	answer = &kernel.answer[kernel.next++];
	if (answer->error) {
		errno = answer->error;
		return -1;
	}
	memset(from, 0, sizeof(*from));
	from->nl_pid = answer->from;
	mh->msg_flags = answer->flags;
	memcpy(mh->msg_iov->iov_base, answer->data, answer->len);
	return answer->len;
}

static struct answer *add_answer(void)
{
	assert_true(kernel.n < TESTING_SIZE(kernel.answer));
	return &kernel.answer[kernel.n++];
}

/* Adds a message to an answer, which may have some already. */
static struct nlmsghdr *add_message(struct answer *answer, int type, int flags,
				    uint32_t seq, const void *data, size_t len)
{
	struct nlmsghdr *nlh = (void *)(answer->data + answer->len);

	*nlh = (struct nlmsghdr){
		.nlmsg_len = NLMSG_HDRLEN + len,
		.nlmsg_type = type,
		.nlmsg_flags = flags,
		.nlmsg_seq = seq,
		.nlmsg_pid = kernel.port,
	};
	if (len)
		memcpy(NLMSG_DATA(nlh), data, len);
	answer->len += NLMSG_ALIGN(nlh->nlmsg_len);
	return nlh;
}

static void add_ack(struct answer *answer, uint32_t seq, int error)
{
	struct nlmsgerr e = { .error = error, .msg = { .nlmsg_seq = seq } };

	add_message(answer, NLMSG_ERROR, NLM_F_CAPPED, seq, &e, sizeof(e));
}

static void add_attr(struct answer *answer, uint32_t seq, int flags,
		     uint8_t cmd, uint16_t type, uint32_t value)
{
	struct {
		struct genlmsghdr genl;
		struct nlattr attr;
		uint32_t value;
	} body = {
		.genl = { .cmd = cmd },
		.attr = { .nla_len = 8, .nla_type = type },
		.value = value,
	};

	add_message(answer, FAMILY, flags, seq, &body, sizeof(body));
}

static void add_binding(struct answer *answer, uint32_t seq, int flags,
			uint32_t id)
{
	add_attr(answer, seq, flags, DSMIP_CMD_BINDING_GET, DSMIP_A_ID, id);
}

static void add_origin(struct answer *answer, uint32_t seq, uint32_t tag)
{
	add_attr(answer, seq, 0, DSMIP_CMD_ORIGIN_GET, DSMIP_A_ORIGIN, tag);
}

static struct dsmip_client *client;

static int setup(void **state)
{
	(void)state;
	memset(&kernel, 0, sizeof(kernel));
	assert_int_equal(dsmip_client_open(&client), 0);
	client->family = FAMILY;
	kernel.port = client->genl.port;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	dsmip_client_close(client);
	return 0;
}

static uint32_t heard[64];
static size_t n_heard;
static int hear_until;

static int hear(const struct dsmip_binding *b, void *arg)
{
	(void)arg;
	heard[n_heard++] = b->id;
	return hear_until && (int)n_heard == hear_until ? 1 : 0;
}

static int dump(void)
{
	struct dsmip_binding all = {};

	n_heard = 0;
	return dsmip_binding_dump(client, &all, hear, NULL);
}

static int del(void)
{
	struct dsmip_binding key = { .ifindex = 1, .id = 7 };

	return dsmip_binding_del(client, &key);
}

static void acknowledged(void **state)
{
	const struct nlmsghdr *nlh = (void *)kernel.sent[0];
	struct answer *answer;

	(void)state;
	/* A signal, somebody else, an answer to another request; then ours. */
	add_answer()->error = EINTR;
	answer = add_answer();
	answer->from = 4711;
	add_ack(answer, 1, -EPERM);
	answer = add_answer();
	add_ack(answer, 77, -EPERM);
	add_ack(answer, 1, 0);
	assert_int_equal(del(), 0);
	assert_int_equal(kernel.next, kernel.n);
	assert_int_equal(nlh->nlmsg_type, FAMILY);
	assert_int_equal(nlh->nlmsg_flags, NLM_F_REQUEST | NLM_F_ACK);
	assert_int_equal(nlh->nlmsg_seq, 1);
}

static void refused(void **state)
{
	(void)state;
	add_ack(add_answer(), 1, -ENOENT);
	assert_int_equal(del(), -ENOENT);
	assert_int_equal(dsmip_client_error(client)->code, ENOENT);
	add_ack(add_answer(), 2, 0);
	assert_int_equal(del(), 0);
	assert_int_equal(dsmip_client_error(client)->code, 0);
}

static void broken_answers(void **state)
{
	struct answer *answer;

	(void)state;
	add_answer()->error = ENOBUFS;
	assert_int_equal(del(), -ENOBUFS);

	answer = add_answer();
	add_ack(answer, 2, 0);
	answer->flags = MSG_TRUNC;
	assert_int_equal(del(), -EMSGSIZE);

	/* A message that says it is longer than the datagram. */
	answer = add_answer();
	add_binding(answer, 3, 0, 1);
	((struct nlmsghdr *)answer->data)->nlmsg_len |= 0x100000;
	assert_int_equal(del(), -EBADMSG);
	kernel.port = client->genl.port;

	/* One that says it is shorter than its header; leftover bytes. */
	answer = add_answer();
	add_binding(answer, 4, 0, 1);
	((struct nlmsghdr *)answer->data)->nlmsg_len = 3;
	assert_int_equal(del(), -EBADMSG);
	kernel.port = client->genl.port;
	kernel.n_sent = 0;
	answer = add_answer();
	add_binding(answer, 77, 0, 1);
	answer->len += 4;
	assert_int_equal(del(), -EBADMSG);
}

static void dumped(void **state)
{
	struct answer *answer;

	(void)state;
	answer = add_answer();
	add_binding(answer, 1, NLM_F_MULTI, 1);
	add_binding(answer, 1, NLM_F_MULTI, 2);
	answer = add_answer();
	add_binding(answer, 1, NLM_F_MULTI, 3);
	add_message(answer, NLMSG_NOOP, 0, 1, NULL, 0);
	answer = add_answer();
	add_message(answer, NLMSG_DONE, NLM_F_MULTI, 1, "\0\0\0\0", 4);
	assert_int_equal(dump(), 0);
	assert_int_equal(n_heard, 3);
	assert_int_equal(heard[2], 3);
	assert_false(dsmip_client_interrupted(client));
}

static void dump_interrupted(void **state)
{
	struct answer *answer;

	(void)state;
	answer = add_answer();
	add_binding(answer, 1, NLM_F_MULTI | NLM_F_DUMP_INTR, 1);
	add_message(answer, NLMSG_DONE, NLM_F_MULTI, 1, "\0\0\0\0", 4);
	assert_int_equal(dump(), 0);
	assert_true(dsmip_client_interrupted(client));
	add_message(add_answer(), NLMSG_DONE, NLM_F_MULTI, 2, "\0\0\0\0", 4);
	assert_int_equal(dump(), 0);
	assert_false(dsmip_client_interrupted(client));
}

static void dump_failed(void **state)
{
	struct answer *answer;
	int error = -ENODEV;

	(void)state;
	answer = add_answer();
	add_binding(answer, 1, NLM_F_MULTI, 1);
	add_message(answer, NLMSG_DONE, NLM_F_MULTI, 1, &error, sizeof(error));
	assert_int_equal(dump(), -ENODEV);
	/* Refused at once, by an acknowledgement. */
	add_ack(add_answer(), 2, -EPERM);
	assert_int_equal(dump(), -EPERM);
}

/* Who has heard enough gets no more, nor does the next request. */
static void dump_stopped(void **state)
{
	struct answer *answer;

	(void)state;
	answer = add_answer();
	for (uint32_t i = 1; i < 9; i++)
		add_binding(answer, 1, NLM_F_MULTI, i);
	hear_until = 3;
	assert_int_equal(dump(), 1);
	hear_until = 0;
	assert_int_equal(n_heard, 3);
	kernel.port = client->genl.port;
	add_ack(add_answer(), 2, 0);
	assert_int_equal(del(), 0);
}

static int hear_origin(const struct dsmip_origin *origin, void *arg)
{
	heard[n_heard++] = origin->tag;
	return !!arg;
}

/* One datagram asks for all; one that is not known any more is left out. */
static void origins(void **state)
{
	const struct nlmsghdr *nlh = (void *)kernel.sent[0];
	const uint32_t tags[] = { 10, 11, 12 };

	(void)state;
	n_heard = 0;
	add_origin(add_answer(), 1, 10);
	add_origin(add_answer(), 77, 99);
	add_ack(add_answer(), 2, -ENOENT);
	add_origin(add_answer(), 3, 12);
	assert_int_equal(dsmip_origins_get(client, 1, tags, 3, hear_origin,
					   NULL), 0);
	assert_int_equal(n_heard, 2);
	assert_int_equal(heard[0], 10);
	assert_int_equal(heard[1], 12);
	assert_int_equal(kernel.n_sent, 1);
	assert_int_equal(nlh->nlmsg_flags, NLM_F_REQUEST);
}

static uint64_t failed[512];
static int why[512];
static size_t n_failed;

static void take_failure(uint64_t cookie, const struct dsmip_error *err,
			 void *arg)
{
	(void)arg;
	failed[n_failed] = cookie;
	why[n_failed++] = err->code;
}

static void queued(void **state)
{
	struct dsmip_prefix home = testing_prefix("203.0.113.7");
	struct dsmip_binding b = { .ifindex = 1, .home = &home, .n_home = 1 };
	struct dsmip_queue *queue;
	struct answer *answer;
	struct nlmsghdr *nlh;
	size_t left;

	(void)state;
	n_failed = 0;
	assert_int_equal(dsmip_queue_open(client, take_failure, NULL, &queue),
			 0);
	assert_int_equal(dsmip_queue_new(queue, &b, DSMIP_MODE_ADD, 100), 0);
	assert_int_equal(dsmip_queue_del(queue, &b, 101), 0);
	assert_int_equal(dsmip_queue_new(queue, &b, DSMIP_MODE_CHANGE, 102), 0);
	assert_int_equal(kernel.n_sent, 0);

	answer = add_answer();
	add_ack(answer, 99, -EPERM);
	add_ack(answer, 1, -EEXIST);
	answer = add_answer();
	add_ack(answer, 3, -ENOENT);
	assert_int_equal(dsmip_queue_flush(queue), 0);
	assert_int_equal(n_failed, 2);
	assert_int_equal(failed[0], 100);
	assert_int_equal(why[0], EEXIST);
	assert_int_equal(failed[1], 102);
	assert_int_equal(why[1], ENOENT);

	/* All in one datagram, and only the last one asks for an answer. */
	assert_int_equal(kernel.n_sent, 1);
	left = kernel.sent_len[0];
	nlh = (void *)kernel.sent[0];
	for (int i = 0; i < 3; i++) {
		assert_true(left >= nlh->nlmsg_len);
		assert_int_equal(nlh->nlmsg_seq, i + 1);
		assert_int_equal(!!(nlh->nlmsg_flags & NLM_F_ACK), i == 2);
		left -= NLMSG_ALIGN(nlh->nlmsg_len);
		nlh = (void *)((char *)nlh + NLMSG_ALIGN(nlh->nlmsg_len));
	}
	assert_int_equal(left, 0);
	assert_int_equal(dsmip_queue_flush(queue), 0);
	assert_int_equal(kernel.n_sent, 1);
	dsmip_queue_close(queue);
}

/* More than fit in a datagram, and one that fits in none. */
static void queue_full(void **state)
{
	static struct dsmip_prefix homes[2000];
	struct dsmip_binding b = { .ifindex = 1, .id = 1 };
	struct dsmip_queue *queue;

	(void)state;
	n_failed = 0;
	assert_int_equal(dsmip_queue_open(client, take_failure, NULL, &queue),
			 0);
	add_ack(add_answer(), 128, 0);
	for (uint64_t i = 1; i <= 129; i++)
		assert_int_equal(dsmip_queue_del(queue, &b, i), 0);
	assert_int_equal(kernel.n_sent, 1);

	for (size_t i = 0; i < 2000; i++)
		homes[i] = testing_prefix("2001:db8::1/128");
	b.home = homes;
	b.n_home = 2000;
	add_ack(add_answer(), 129, -ENOENT);
	add_ack(add_answer(), 130, -E2BIG);
	assert_int_equal(dsmip_queue_new(queue, &b, DSMIP_MODE_ADD, 130), 0);
	assert_int_equal(kernel.n_sent, 3);
	assert_int_equal(n_failed, 2);
	assert_int_equal(failed[0], 129);
	assert_int_equal(failed[1], 130);
	assert_int_equal(why[1], E2BIG);
	dsmip_queue_close(queue);
}

static int hear_event(const struct dsmip_event *event, void *arg)
{
	(void)arg;
	heard[n_heard++] = event->binding.id;
	return 0;
}

static void monitored(void **state)
{
	struct dsmip_monitor *monitor;
	struct answer *answer;

	(void)state;
	/* Nobody may hear but who has the capability; a group 0 is none. */
	client->group = 0;
	assert_int_not_equal(dsmip_monitor_open(client, &monitor), 0);
	/* That of the controller's family is there everywhere. */
	client->group = GENL_ID_CTRL;
	assert_int_equal(dsmip_monitor_open(client, &monitor), 0);
	n_heard = 0;
	answer = add_answer();
	add_binding(answer, 0, 0, 5);
	add_message(answer, FAMILY + 1, 0, 0, "\0\0\0\0", 4);
	add_binding(answer, 0, 0, 6);
	assert_int_equal(dsmip_monitor_read(monitor, hear_event, NULL), 0);
	assert_int_equal(n_heard, 2);
	assert_int_equal(heard[1], 6);
	add_answer()->error = EAGAIN;
	assert_int_equal(dsmip_monitor_read(monitor, hear_event, NULL),
			 -EAGAIN);
	add_answer()->error = ENOBUFS;
	assert_int_equal(dsmip_monitor_read(monitor, hear_event, NULL),
			 -ENOBUFS);
	answer = add_answer();
	add_binding(answer, 0, 0, 5);
	((struct nlmsghdr *)answer->data)->nlmsg_len += 4;
	assert_int_equal(dsmip_monitor_read(monitor, hear_event, NULL),
			 -EBADMSG);
	dsmip_monitor_close(monitor);
}

/* Who hears of one kind of event does not while a queue is sent. */
static void paused(void **state)
{
	struct dsmip_binding b = { .ifindex = 1, .id = 1 };
	struct dsmip_monitor *all, *one, *two;
	struct dsmip_queue *queue;
	uint32_t before;

	(void)state;
	client->group = GENL_ID_CTRL;
	assert_int_equal(dsmip_queue_open(client, take_failure, NULL, &queue), 0);
	assert_int_equal(dsmip_monitor_open(client, &all), 0);
	assert_int_equal(dsmip_monitor_open(client, &one), 0);
	assert_int_equal(dsmip_monitor_only(one, DSMIP_CMD_ENDPOINT_MISMATCH_NTF), 0);
	assert_int_equal(dsmip_monitor_open(client, &two), 0);
	assert_int_equal(dsmip_monitor_only(two, DSMIP_CMD_ENDPOINT_MISMATCH_NTF), 0);
	before = groups_of(dsmip_monitor_fd(one));
	assert_int_not_equal(before, 0);
	for (int i = 0; i < 3; i++) {
		static const bool hears[] = { false, false, true };
		struct dsmip_monitor *const which[] = { one, two, all };

		kernel.monitor = dsmip_monitor_fd(which[i]);
		assert_int_equal(dsmip_queue_del(queue, &b, i), 0);
		add_ack(add_answer(), i + 1, 0);
		assert_int_equal(dsmip_queue_flush(queue), 0);
		assert_int_equal(kernel.groups[i], hears[i] ? before : 0);
		assert_int_equal(groups_of(kernel.monitor), before);
	}
	kernel.monitor = 0;
	dsmip_monitor_close(one);
	dsmip_monitor_close(all);
	dsmip_monitor_close(two);
	assert_null(client->pausing);
	dsmip_queue_close(queue);
}

static void no_module(void **state)
{
	uint32_t version;

	(void)state;
	client->family = 0;
	add_ack(add_answer(), 1, -ENOENT);
	assert_int_equal(dsmip_client_version(client, &version), -ENOENT);
	assert_string_equal(dsmip_client_error(client)->text,
			    "The kernel has no netlink family \"dsmip\".");
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(acknowledged),
		TEST(refused),
		TEST(broken_answers),
		TEST(dumped),
		TEST(dump_interrupted),
		TEST(dump_failed),
		TEST(dump_stopped),
		TEST(origins),
		TEST(queued),
		TEST(queue_full),
		TEST(monitored),
		TEST(paused),
		TEST(no_module),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
