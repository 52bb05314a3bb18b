// SPDX-License-Identifier: GPL-2.0
/* Requests and answers, against a kernel of our own. */

#include <errno.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "testing_netlink.h"

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
	return dsmip_binding_dump(testing_client, &all, hear, NULL);
}

static int del(void)
{
	struct dsmip_binding key = { .ifindex = 1, .id = 7 };

	return dsmip_binding_del(testing_client, &key);
}

static void acknowledged(void **state)
{
	const struct nlmsghdr *nlh = (void *)testing_kernel.sent[0];
	struct testing_answer *answer;

	(void)state;
	/* A signal, somebody else, an answer to another request; then ours. */
	testing_add_answer()->error = EINTR;
	answer = testing_add_answer();
	answer->from = 4711;
	testing_add_ack(answer, 1, -EPERM);
	answer = testing_add_answer();
	testing_add_ack(answer, 77, -EPERM);
	testing_add_ack(answer, 1, 0);
	assert_int_equal(del(), 0);
	assert_int_equal(testing_kernel.next, testing_kernel.n);
	assert_int_equal(nlh->nlmsg_type, TESTING_FAMILY);
	assert_int_equal(nlh->nlmsg_flags, NLM_F_REQUEST | NLM_F_ACK);
	assert_int_equal(nlh->nlmsg_seq, 1);
}

static void refused(void **state)
{
	(void)state;
	testing_add_ack(testing_add_answer(), 1, -ENOENT);
	assert_int_equal(del(), -ENOENT);
	assert_int_equal(dsmip_client_error(testing_client)->code, ENOENT);
	testing_add_ack(testing_add_answer(), 2, 0);
	assert_int_equal(del(), 0);
	assert_int_equal(dsmip_client_error(testing_client)->code, 0);
}

static void broken_answers(void **state)
{
	struct testing_answer *answer;

	(void)state;
	testing_add_answer()->error = ENOBUFS;
	assert_int_equal(del(), -ENOBUFS);

	answer = testing_add_answer();
	testing_add_ack(answer, 2, 0);
	answer->flags = MSG_TRUNC;
	assert_int_equal(del(), -EMSGSIZE);

	/* A message that says it is longer than the datagram. */
	answer = testing_add_answer();
	testing_add_binding(answer, 3, 0, 1);
	((struct nlmsghdr *)answer->data)->nlmsg_len |= 0x100000;
	assert_int_equal(del(), -EBADMSG);
	testing_kernel.port = testing_client->genl.port;

	/* One that says it is shorter than its header; leftover bytes. */
	answer = testing_add_answer();
	testing_add_binding(answer, 4, 0, 1);
	((struct nlmsghdr *)answer->data)->nlmsg_len = 3;
	assert_int_equal(del(), -EBADMSG);
	testing_kernel.port = testing_client->genl.port;
	testing_kernel.n_sent = 0;
	answer = testing_add_answer();
	testing_add_binding(answer, 77, 0, 1);
	answer->len += 4;
	assert_int_equal(del(), -EBADMSG);
}

static void dumped(void **state)
{
	struct testing_answer *answer;

	(void)state;
	answer = testing_add_answer();
	testing_add_binding(answer, 1, NLM_F_MULTI, 1);
	testing_add_binding(answer, 1, NLM_F_MULTI, 2);
	answer = testing_add_answer();
	testing_add_binding(answer, 1, NLM_F_MULTI, 3);
	testing_add_message(answer, NLMSG_NOOP, 0, 1, NULL, 0);
	answer = testing_add_answer();
	testing_add_message(answer, NLMSG_DONE, NLM_F_MULTI, 1, "\0\0\0\0", 4);
	assert_int_equal(dump(), 0);
	assert_int_equal(n_heard, 3);
	assert_int_equal(heard[2], 3);
	assert_false(dsmip_client_interrupted(testing_client));
}

static void dump_interrupted(void **state)
{
	struct testing_answer *answer;

	(void)state;
	answer = testing_add_answer();
	testing_add_binding(answer, 1, NLM_F_MULTI | NLM_F_DUMP_INTR, 1);
	testing_add_message(answer, NLMSG_DONE, NLM_F_MULTI, 1, "\0\0\0\0", 4);
	assert_int_equal(dump(), 0);
	assert_true(dsmip_client_interrupted(testing_client));
	testing_add_message(testing_add_answer(), NLMSG_DONE, NLM_F_MULTI, 2, "\0\0\0\0", 4);
	assert_int_equal(dump(), 0);
	assert_false(dsmip_client_interrupted(testing_client));
}

static void dump_failed(void **state)
{
	struct testing_answer *answer;
	int error = -ENODEV;

	(void)state;
	answer = testing_add_answer();
	testing_add_binding(answer, 1, NLM_F_MULTI, 1);
	testing_add_message(answer, NLMSG_DONE, NLM_F_MULTI, 1, &error, sizeof(error));
	assert_int_equal(dump(), -ENODEV);
	/* Refused at once, by an acknowledgement. */
	testing_add_ack(testing_add_answer(), 2, -EPERM);
	assert_int_equal(dump(), -EPERM);
}

/* Who has heard enough gets no more, nor does the next request. */
static void dump_stopped(void **state)
{
	struct testing_answer *answer;

	(void)state;
	answer = testing_add_answer();
	for (uint32_t i = 1; i < 9; i++)
		testing_add_binding(answer, 1, NLM_F_MULTI, i);
	hear_until = 3;
	assert_int_equal(dump(), 1);
	hear_until = 0;
	assert_int_equal(n_heard, 3);
	testing_kernel.port = testing_client->genl.port;
	testing_add_ack(testing_add_answer(), 2, 0);
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
	const struct nlmsghdr *nlh = (void *)testing_kernel.sent[0];
	const uint32_t tags[] = { 10, 11, 12 };

	(void)state;
	n_heard = 0;
	testing_add_origin(testing_add_answer(), 1, 10);
	testing_add_origin(testing_add_answer(), 77, 99);
	testing_add_ack(testing_add_answer(), 2, -ENOENT);
	testing_add_origin(testing_add_answer(), 3, 12);
	assert_int_equal(dsmip_origins_get(testing_client, 1, tags, 3, hear_origin,
					   NULL), 0);
	assert_int_equal(n_heard, 2);
	assert_int_equal(heard[0], 10);
	assert_int_equal(heard[1], 12);
	assert_int_equal(testing_kernel.n_sent, 1);
	assert_int_equal(nlh->nlmsg_flags, NLM_F_REQUEST);
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
	struct testing_answer *answer;

	(void)state;
	/* Nobody may hear but who has the capability; a group 0 is none. */
	testing_client->group[DSMIP_MONITOR_ALL] = 0;
	assert_int_not_equal(dsmip_monitor_open(testing_client,
						DSMIP_MONITOR_ALL, &monitor),
			     0);
	/* That of the controller's family is there everywhere. */
	testing_client->group[DSMIP_MONITOR_ALL] = GENL_ID_CTRL;
	assert_int_equal(dsmip_monitor_open(testing_client,
					    DSMIP_MONITOR_ALL, &monitor), 0);
	n_heard = 0;
	answer = testing_add_answer();
	testing_add_binding(answer, 0, 0, 5);
	testing_add_message(answer, TESTING_FAMILY + 1, 0, 0, "\0\0\0\0", 4);
	testing_add_binding(answer, 0, 0, 6);
	assert_int_equal(dsmip_monitor_read(monitor, hear_event, NULL), 0);
	assert_int_equal(n_heard, 2);
	assert_int_equal(heard[1], 6);
	testing_add_answer()->error = EAGAIN;
	assert_int_equal(dsmip_monitor_read(monitor, hear_event, NULL),
			 -EAGAIN);
	testing_add_answer()->error = ENOBUFS;
	assert_int_equal(dsmip_monitor_read(monitor, hear_event, NULL),
			 -ENOBUFS);
	answer = testing_add_answer();
	testing_add_binding(answer, 0, 0, 5);
	((struct nlmsghdr *)answer->data)->nlmsg_len += 4;
	assert_int_equal(dsmip_monitor_read(monitor, hear_event, NULL),
			 -EBADMSG);
	dsmip_monitor_close(monitor);
}

static void no_module(void **state)
{
	uint32_t version;

	(void)state;
	testing_client->family = 0;
	testing_add_ack(testing_add_answer(), 1, -ENOENT);
	assert_int_equal(dsmip_client_version(testing_client, &version), -ENOENT);
	assert_string_equal(dsmip_client_error(testing_client)->text,
			    "The kernel has no netlink family \"dsmip\".");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		NETLINK_TEST(acknowledged),
		NETLINK_TEST(refused),
		NETLINK_TEST(broken_answers),
		NETLINK_TEST(dumped),
		NETLINK_TEST(dump_interrupted),
		NETLINK_TEST(dump_failed),
		NETLINK_TEST(dump_stopped),
		NETLINK_TEST(origins),
		NETLINK_TEST(monitored),
		NETLINK_TEST(no_module),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
