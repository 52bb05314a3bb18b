// SPDX-License-Identifier: GPL-2.0
/* Many requests in few datagrams, against a kernel of our own. */

#include <errno.h>
#include <string.h>

#include "testing_netlink.h"

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
	struct testing_answer *answer;
	struct nlmsghdr *nlh;
	size_t left;

	(void)state;
	n_failed = 0;
	assert_int_equal(dsmip_queue_open(testing_client, take_failure, NULL, &queue),
			 0);
	assert_int_equal(dsmip_queue_new(queue, &b, DSMIP_MODE_ADD, 100), 0);
	assert_int_equal(dsmip_queue_del(queue, &b, 101), 0);
	assert_int_equal(dsmip_queue_new(queue, &b, DSMIP_MODE_CHANGE, 102), 0);
	assert_int_equal(testing_kernel.n_sent, 0);

	answer = testing_add_answer();
	testing_add_ack(answer, 99, -EPERM);
	testing_add_ack(answer, 1, -EEXIST);
	answer = testing_add_answer();
	testing_add_ack(answer, 3, -ENOENT);
	assert_int_equal(dsmip_queue_flush(queue), 0);
	assert_int_equal(n_failed, 2);
	assert_int_equal(failed[0], 100);
	assert_int_equal(why[0], EEXIST);
	assert_int_equal(failed[1], 102);
	assert_int_equal(why[1], ENOENT);

	/* All in one datagram, and only the last one asks for an answer. */
	assert_int_equal(testing_kernel.n_sent, 1);
	left = testing_kernel.sent_len[0];
	nlh = (void *)testing_kernel.sent[0];
	for (int i = 0; i < 3; i++) {
		assert_true(left >= nlh->nlmsg_len);
		assert_int_equal(nlh->nlmsg_seq, i + 1);
		assert_int_equal(!!(nlh->nlmsg_flags & NLM_F_ACK), i == 2);
		left -= NLMSG_ALIGN(nlh->nlmsg_len);
		nlh = (void *)((char *)nlh + NLMSG_ALIGN(nlh->nlmsg_len));
	}
	assert_int_equal(left, 0);
	assert_int_equal(dsmip_queue_flush(queue), 0);
	assert_int_equal(testing_kernel.n_sent, 1);
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
	assert_int_equal(dsmip_queue_open(testing_client, take_failure, NULL, &queue),
			 0);
	testing_add_ack(testing_add_answer(), 128, 0);
	for (uint64_t i = 1; i <= 129; i++)
		assert_int_equal(dsmip_queue_del(queue, &b, i), 0);
	assert_int_equal(testing_kernel.n_sent, 1);

	for (size_t i = 0; i < 2000; i++)
		homes[i] = testing_prefix("2001:db8::1/128");
	b.home = homes;
	b.n_home = 2000;
	testing_add_ack(testing_add_answer(), 129, -ENOENT);
	testing_add_ack(testing_add_answer(), 130, -E2BIG);
	assert_int_equal(dsmip_queue_new(queue, &b, DSMIP_MODE_ADD, 130), 0);
	assert_int_equal(testing_kernel.n_sent, 3);
	assert_int_equal(n_failed, 2);
	assert_int_equal(failed[0], 129);
	assert_int_equal(failed[1], 130);
	assert_int_equal(why[1], E2BIG);
	dsmip_queue_close(queue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		NETLINK_TEST(queued),
		NETLINK_TEST(queue_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
