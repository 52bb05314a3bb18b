/* SPDX-License-Identifier: GPL-2.0 */
/* A kernel of our own behind netlink; the test is linked with --wrap. */
#ifndef DSMIP_TESTING_NETLINK_H
#define DSMIP_TESTING_NETLINK_H

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

#include "client.h"
#include "testing.h"

#define TESTING_FAMILY	0x1d

/* One call of recvmsg(). */
struct testing_answer {
	int error;
	int flags;
	uint32_t from;
	size_t len;
	char data[8192];
};

/* What it will answer, and what it was sent. */
struct testing_kernel {
	struct testing_answer answer[16];
	size_t n;
	size_t next;
	char sent[4][65536];
	size_t sent_len[4];
	size_t n_sent;
	uint32_t port;
};

extern struct testing_kernel testing_kernel;
extern struct dsmip_client *testing_client;

#define NETLINK_TEST(name) \
	cmocka_unit_test_setup_teardown(name, testing_netlink_setup, \
					testing_netlink_teardown)

int testing_netlink_setup(void **state);
int testing_netlink_teardown(void **state);
struct testing_answer *testing_add_answer(void);
struct nlmsghdr *testing_add_message(struct testing_answer *answer, int type,
				     int flags, uint32_t seq, const void *data,
				     size_t len);
void testing_add_ack(struct testing_answer *answer, uint32_t seq, int error);
void testing_add_binding(struct testing_answer *answer, uint32_t seq, int flags,
			 uint32_t id);
void testing_add_origin(struct testing_answer *answer, uint32_t seq,
			uint32_t tag);

#endif /* DSMIP_TESTING_NETLINK_H */
