// SPDX-License-Identifier: GPL-2.0
/*
 * A kernel of our own behind netlink: what is sent is kept, what is received
 * comes from a list.
 */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "testing_netlink.h"

struct testing_kernel testing_kernel;
struct dsmip_client *testing_client;

ssize_t __wrap_sendto(int fd, const void *data, size_t len, int flags,
		      const struct sockaddr *to, socklen_t to_len)
{
	(void)fd;
	(void)flags;
	(void)to;
	(void)to_len;
	assert_true(testing_kernel.n_sent < TESTING_SIZE(testing_kernel.sent));
	memcpy(testing_kernel.sent[testing_kernel.n_sent], data, len);
	testing_kernel.sent_len[testing_kernel.n_sent++] = len;
	return len;
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *mh, int flags)
{
	struct sockaddr_nl *from = mh->msg_name;
	struct testing_answer *answer;

	(void)fd;
	(void)flags;
	assert_true(testing_kernel.next < testing_kernel.n);
	answer = &testing_kernel.answer[testing_kernel.next++];
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

struct testing_answer *testing_add_answer(void)
{
	assert_true(testing_kernel.n < TESTING_SIZE(testing_kernel.answer));
	return &testing_kernel.answer[testing_kernel.n++];
}

/* Adds a message to an answer, which may have some already. */
struct nlmsghdr *testing_add_message(struct testing_answer *answer, int type,
				     int flags, uint32_t seq, const void *data,
				     size_t len)
{
	struct nlmsghdr *nlh = (void *)(answer->data + answer->len);

	*nlh = (struct nlmsghdr){
		.nlmsg_len = NLMSG_HDRLEN + len,
		.nlmsg_type = type,
		.nlmsg_flags = flags,
		.nlmsg_seq = seq,
		.nlmsg_pid = testing_kernel.port,
	};
	if (len)
		memcpy(NLMSG_DATA(nlh), data, len);
	answer->len += NLMSG_ALIGN(nlh->nlmsg_len);
	return nlh;
}

void testing_add_ack(struct testing_answer *answer, uint32_t seq, int error)
{
	struct nlmsgerr e = { .error = error, .msg = { .nlmsg_seq = seq } };

	testing_add_message(answer, NLMSG_ERROR, NLM_F_CAPPED, seq, &e, sizeof(e));
}

static void testing_add_attr(struct testing_answer *answer, uint32_t seq,
			     int flags, uint8_t cmd, uint16_t type,
			     uint32_t value)
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

	testing_add_message(answer, TESTING_FAMILY, flags, seq, &body, sizeof(body));
}

void testing_add_binding(struct testing_answer *answer, uint32_t seq, int flags,
			 uint32_t id)
{
	testing_add_attr(answer, seq, flags, DSMIP_CMD_BINDING_GET, DSMIP_A_ID,
			 id);
}

void testing_add_origin(struct testing_answer *answer, uint32_t seq, uint32_t tag)
{
	testing_add_attr(answer, seq, 0, DSMIP_CMD_ORIGIN_GET, DSMIP_A_ORIGIN, tag);
}

int testing_netlink_setup(void **state)
{
	(void)state;
	memset(&testing_kernel, 0, sizeof(testing_kernel));
	assert_int_equal(dsmip_client_open(&testing_client), 0);
	testing_client->family = TESTING_FAMILY;
	testing_kernel.port = testing_client->genl.port;
	return 0;
}

int testing_netlink_teardown(void **state)
{
	(void)state;
	dsmip_client_close(testing_client);
	return 0;
}
