// SPDX-License-Identifier: GPL-2.0
/*
 * Associations of many subscribers at once, against a kernel of our own: what
 * is sent is kept, and answered as the test wants it.
 */

#include <errno.h>
#include <linux/netlink.h>
#include <linux/xfrm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "testing.h"
#include "xfrm.h"

#define SUBSCRIBERS	100
/* In: an old association and a new one, three policies; out: two of these. */
#define MESSAGES	9

static struct {
	unsigned int datagrams;
	unsigned int messages;
	unsigned int of[64];
	unsigned int acks;
	bool silent;
	char answer[65536] __attribute__((aligned(NLMSG_ALIGNTO)));
	size_t len;
	int64_t refuse;
	uint16_t refuse_type;
	uint32_t port;
} kernel;

/* The number of a subscriber is the last half of his address. */
static int64_t kernel_owner(const struct nlmsghdr *nlh)
{
	struct xfrm_userpolicy_info policy;
	struct xfrm_usersa_info state;
	const struct xfrm_selector *sel;

	if (nlh->nlmsg_type == XFRM_MSG_NEWSA) {
		memcpy(&state, NLMSG_DATA(nlh), sizeof(state));
		sel = &state.sel;
	} else {
		memcpy(&policy, NLMSG_DATA(nlh), sizeof(policy));
		sel = &policy.sel;
	}
	/* The home agent is the other end. */
	return ntohl(sel->saddr.a6[3] == htonl(1) ? sel->daddr.a6[3] :
						    sel->saddr.a6[3]);
}

static void kernel_answer(const struct nlmsghdr *nlh, int error)
{
	struct nlmsghdr *answer = (void *)(kernel.answer + kernel.len);
	struct nlmsgerr *err = NLMSG_DATA(answer);

	*answer = (struct nlmsghdr){
		.nlmsg_len = NLMSG_LENGTH(sizeof(*err)),
		.nlmsg_type = NLMSG_ERROR,
		.nlmsg_flags = NLM_F_CAPPED,
		.nlmsg_seq = nlh->nlmsg_seq,
		.nlmsg_pid = nlh->nlmsg_pid,
	};
	*err = (struct nlmsgerr){ .error = error, .msg = *nlh };
	kernel.len += NLMSG_ALIGN(answer->nlmsg_len);
	assert_in_range(kernel.len, 0, sizeof(kernel.answer));
}

static int kernel_error(const struct nlmsghdr *nlh)
{
	/* Nothing is there at first. */
	if (nlh->nlmsg_type == XFRM_MSG_DELSA)
		return -ESRCH;
	return nlh->nlmsg_type == kernel.refuse_type &&
	       kernel_owner(nlh) == kernel.refuse ? -EINVAL : 0;
}

ssize_t __wrap_sendto(int fd, const void *data, size_t len, int flags,
		      const struct sockaddr *to, socklen_t to_len)
{
	const struct nlmsghdr *nlh = data;
	size_t left = len;

	(void)fd;
	(void)flags;
	(void)to;
	(void)to_len;
	kernel.datagrams++;
	for (; NLMSG_OK(nlh, left); nlh = NLMSG_NEXT(nlh, left)) {
		int error = kernel_error(nlh);

		kernel.messages++;
		kernel.of[nlh->nlmsg_type]++;
		kernel.acks += !!(nlh->nlmsg_flags & NLM_F_ACK);
		if (error || nlh->nlmsg_flags & NLM_F_ACK)
			kernel_answer(nlh, error);
	}
	assert_int_equal(left, 0);
	return len;
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *mh, int flags)
{
	struct sockaddr_nl *from = mh->msg_name;
	size_t len = kernel.len;

	(void)fd;
	(void)flags;
	kernel.len = 0;
	if (kernel.silent) {
		errno = ENOBUFS;
		return -1;
	}
	assert_int_not_equal(len, 0);
	memset(from, 0, sizeof(*from));
	mh->msg_flags = 0;
	memcpy(mh->msg_iov->iov_base, kernel.answer, len);
	return len;
}

static int64_t failed[SUBSCRIBERS + 1];
static size_t n_failed;

static void note(int64_t owner, void *arg)
{
	assert_ptr_equal(arg, &kernel);
	assert_in_range(n_failed, 0, SUBSCRIBERS);
	failed[n_failed++] = owner;
}

/* Sets up the associations of all subscribers. */
static void all(struct dsmipd_xfrm *xfrm)
{
	const struct in6_addr agent = testing_addr("2001:db8::1").v6;
	struct in6_addr hoa = testing_addr("2001:db8:1::").v6;
	struct dsmipd_esp esp = {
		.in = { .cipher = DSMIPD_ESP_CIPHER_NULL, .auth = DSMIPD_ESP_AUTH_HMAC_SHA1,
			.auth_len = 20 },
	};

	n_failed = 0;
	assert_int_equal(dsmipd_xfrm_many(xfrm), 0);
	for (uint32_t i = 1; i <= SUBSCRIBERS; i++) {
		uint32_t number = htonl(1000 + i);

		memcpy(&hoa.s6_addr[12], &number, sizeof(number));
		esp.out = esp.in;
		esp.in.spi = 10000 + i;
		esp.out.spi = 20000 + i;
		dsmipd_xfrm_many_next(xfrm, 1000 + i);
		assert_int_equal(dsmipd_xfrm_esp_add(xfrm, &agent, &hoa, &esp), 0);
	}
	assert_int_equal(dsmipd_xfrm_many_end(xfrm, note, &kernel), 0);
}

static void many_in_few_datagrams(void **state)
{
	all(*state);
	assert_int_equal(n_failed, 0);
	assert_int_equal(kernel.messages, MESSAGES * SUBSCRIBERS);
	assert_int_equal(kernel.of[XFRM_MSG_NEWSA], 2 * SUBSCRIBERS);
	assert_int_equal(kernel.of[XFRM_MSG_UPDPOLICY], 5 * SUBSCRIBERS);
	assert_in_range(kernel.datagrams, 1, SUBSCRIBERS / 10);
	/* Only the last one of each asks for an answer. */
	assert_int_equal(kernel.acks, kernel.datagrams);
}

/* Who has one message that is refused, whichever it is, and nobody else. */
static void one_is_refused(void **state)
{
	static const uint16_t types[] = { XFRM_MSG_NEWSA, XFRM_MSG_UPDPOLICY };

	for (size_t i = 0; i < 2 * SUBSCRIBERS; i++) {
		kernel.refuse = 1001 + i / 2;
		kernel.refuse_type = types[i % 2];
		all(*state);
		assert_int_equal(n_failed, 1);
		assert_int_equal(failed[0], kernel.refuse);
	}
}

static void answers_are_lost(void **state)
{
	kernel.silent = true;
	all(*state);
	assert_in_range(n_failed, SUBSCRIBERS, SUBSCRIBERS + 1);
}

static int setup(void **state)
{
	struct dsmipd_xfrm *xfrm;

	memset(&kernel, 0, sizeof(kernel));
	assert_int_equal(dsmipd_xfrm_open(&xfrm), 0);
	*state = xfrm;
	return 0;
}

static int teardown(void **state)
{
	dsmipd_xfrm_close(*state);
	return 0;
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(many_in_few_datagrams),
		TEST(one_is_refused),
		TEST(answers_are_lost),
	};

	return cmocka_run_group_tests_name("xfrm_batch", tests, NULL, NULL);
}
