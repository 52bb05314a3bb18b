// SPDX-License-Identifier: GPL-2.0
/*
 * Duplicate address detection for others, and advertisements, on a link, which
 * is a TAP device in a network namespace of its own.
 *
 * Covers: R5555-1-02 R5555-4.5-03
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "testing_dad.h"

#define FRAME		14	/* Ethernet header */
#define MAX_FRAMES	64
#define SECOND		1000

/**
 * struct wire - a link, and who works on it
 * @tap: the other end of the link
 * @ifindex: the link
 * @loop: event loop
 * @dad: what is tested
 * @frames: what was sent, without what the kernel sends by itself
 * @len: lengths of these
 * @n: how many
 * @done: how often it was told the end
 * @duplicates: and that there is a duplicate
 */
struct wire {
	int tap;
	unsigned int ifindex;
	uv_loop_t loop;
	struct dsmipd_dad *dad;
	uint8_t frames[MAX_FRAMES][1600];
	size_t len[MAX_FRAMES];
	size_t n;
	unsigned int done;
	unsigned int duplicates;
};

static void sysctl_set(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY);

	assert_true(fd >= 0);
	assert_true(write(fd, value, strlen(value)) > 0);
	close(fd);
}

static void wire_up(struct wire *w, bool up)
{
	struct ifreq req = { .ifr_name = "wire" };
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	req.ifr_flags = up ? IFF_UP | IFF_RUNNING : 0;
	assert_int_equal(ioctl(fd, SIOCSIFFLAGS, &req), 0);
	memcpy(req.ifr_name, "lo", 3);
	req.ifr_flags = IFF_UP | IFF_LOOPBACK;
	assert_int_equal(ioctl(fd, SIOCSIFFLAGS, &req), 0);
	close(fd);
	w->ifindex = if_nametoindex("wire");
}

/* Whether the kernel has given the link its own address, for good. */
static bool wire_has_address(void)
{
	FILE *file = fopen("/proc/net/if_inet6", "r");
	bool found = false;
	unsigned int flags;
	char name[16];

	assert_non_null(file);
	while (!found && fscanf(file, "%*s %*x %*x %*x %x %15s", &flags,
				name) == 2)
		found = !strcmp(name, "wire") && !(flags & IFA_F_TENTATIVE);
	fclose(file);
	return found;
}

static void wire_address(void)
{
	int i;

	for (i = 0; i < 10000 && !wire_has_address(); i++)
		usleep(1000);
	assert_true(wire_has_address());
}

/* A namespace, a link with an address at once, and the loop. */
static int wire_setup(void **state)
{
	struct ifreq req = { .ifr_name = "wire",
			     .ifr_flags = IFF_TAP | IFF_NO_PI };
	struct wire *w;

	if (unshare(CLONE_NEWNET))
		return 0;
	w = calloc(1, sizeof(*w));
	assert_non_null(w);
	sysctl_set("/proc/sys/net/ipv6/conf/default/accept_dad", "0");
	w->tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (w->tap < 0 || ioctl(w->tap, TUNSETIFF, &req)) {
		close(w->tap);
		free(w);
		return 0;
	}
	wire_up(w, true);
	wire_address();
	assert_int_equal(uv_loop_init(&w->loop), 0);
	assert_int_equal(dsmipd_dad_open(&w->dad, &w->loop), 0);
	*state = w;
	return 0;
}

static int wire_teardown(void **state)
{
	struct wire *w = *state;

	if (!w)
		return 0;
	dsmipd_dad_close(w->dad);
	uv_run(&w->loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&w->loop), 0);
	close(w->tap);
	free(w);
	return 0;
}

/* ARP, solicitations of nobody, and advertisements; no router discovery. */
static bool wire_ours(const uint8_t *frame, size_t len)
{
	if (len < FRAME + 28)
		return false;
	if (frame[12] == 0x08 && frame[13] == 0x06)
		return true;
	return len >= FRAME + 64 && frame[12] == 0x86 && frame[13] == 0xdd &&
	       frame[FRAME + 6] == 58 &&
	       (frame[FRAME + 40] == 135 || frame[FRAME + 40] == 136);
}

/* Let time pass, until so many have been told the end. */
static void wire_run(struct wire *w, unsigned int ms, unsigned int done)
{
	uint64_t end = uv_hrtime() + ms * 1000000ull;
	ssize_t len;

	while (uv_hrtime() < end && w->done < done) {
		uv_run(&w->loop, UV_RUN_NOWAIT);
		len = read(w->tap, w->frames[w->n], sizeof(w->frames[0]));
		if (len < 0)
			usleep(1000);
		else if (wire_ours(w->frames[w->n], len) &&
			 w->n < MAX_FRAMES - 1)
			w->len[w->n++] = len;
	}
}

static void wire_send(struct wire *w, const uint8_t *packet, size_t len)
{
	uint8_t frame[200] = { 0x33, 0x33, 0, 0, 0, 1, 2, 0, 0, 0, 0, 9,
			       0x86, 0xdd };

	memcpy(frame, packet + 36, 4);
	memcpy(frame + 2, packet + 36, 4);
	frame[0] = 0x33;
	frame[1] = 0x33;
	memcpy(frame + FRAME, packet, len);
	assert_int_equal(write(w->tap, frame, FRAME + len), FRAME + len);
}

/* Make an IPv6 packet of an ICMPv6 message. */
static size_t wire_packet(uint8_t *packet, const char *src, const char *dst,
			  uint8_t hops, const uint8_t *message, size_t len)
{
	struct in6_addr from = addr6(src), to = addr6(dst);
	uint32_t sum = len + 58;
	size_t i;

	memset(packet, 0, 40);
	packet[0] = 0x60;
	packet[5] = len;
	packet[6] = 58;
	packet[7] = hops;
	memcpy(packet + 8, &from, 16);
	memcpy(packet + 24, &to, 16);
	memcpy(packet + 40, message, len);
	packet[42] = 0;
	packet[43] = 0;
	for (i = 8; i < 40 + len; i += 2)
		sum += packet[i] << 8 | packet[i + 1];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = ~((sum & 0xffff) + (sum >> 16));
	packet[42] = sum >> 8;
	packet[43] = sum;
	return 40 + len;
}

/* Somebody says that he has an address. */
static void wire_claim(struct wire *w, const char *target, uint8_t hops)
{
	struct in6_addr addr = addr6(target);
	uint8_t message[DAD_ND_MAX], packet[200];
	size_t len;

	len = dsmipd_dad_nd_advert(&addr, mac, false, message);
	len = wire_packet(packet, "fe80::9", "ff02::1", hops, message, len);
	wire_send(w, packet, len);
}

static void told(bool duplicate, void *arg)
{
	struct wire *w = arg;

	w->done++;
	w->duplicates += duplicate;
}

static void look(struct wire *w, const char *addr)
{
	struct in6_addr target = addr6(addr);

	assert_int_equal(dsmipd_dad_start(w->dad, w->ifindex, &target, 1, told,
					  w), 0);
}

#define NEEDS_WIRE(w) \
	do { \
		if (!(w)) \
			skip(); \
	} while (0)

static void unique(void **state)
{
	struct wire *w = *state;
	uint64_t begin;

	NEEDS_WIRE(w);
	begin = uv_hrtime();
	look(w, "2001:db8:100::abcd");
	wire_run(w, 5 * SECOND, 1);
	assert_int_equal(w->done, 1);
	assert_int_equal(w->duplicates, 0);
	assert_true(uv_hrtime() - begin >= 990000000);
	/* One question, to the group of the address, and the nonce aside. */
	assert_int_equal(w->n, 1);
	assert_int_equal(w->len[0], FRAME + sizeof(probe));
	assert_memory_equal(w->frames[0], "\x33\x33\xff\x00\xab\xcd", 6);
	assert_memory_equal(w->frames[0] + FRAME, probe, 42);
	assert_memory_equal(w->frames[0] + FRAME + 44, probe + 44, 22);
	/* Nobody is a member of the group any more. */
	assert_null(w->dad->member);
}

static void claimed(void **state)
{
	struct wire *w = *state;
	uint64_t begin;

	NEEDS_WIRE(w);
	look(w, "2001:db8:100::1");
	look(w, "2001:db8:100::2");
	begin = uv_hrtime();
	wire_claim(w, "2001:db8:100::1", 255);
	wire_run(w, 900, 1);
	assert_int_equal(w->done, 1);
	assert_int_equal(w->duplicates, 1);
	assert_true(uv_hrtime() - begin < 900000000);
	wire_run(w, 5 * SECOND, 2);
	assert_int_equal(w->done, 2);
	assert_int_equal(w->duplicates, 1);
}

/* Somebody else wants it as well; our own question that comes back does not. */
static void asked(void **state)
{
	struct wire *w = *state;
	uint8_t packet[200];

	NEEDS_WIRE(w);
	look(w, "2001:db8:100::abcd");
	wire_run(w, 100, 1);
	assert_int_equal(w->n, 1);
	wire_send(w, w->frames[0] + FRAME, sizeof(probe));
	wire_run(w, 100, 1);
	assert_int_equal(w->done, 0);
	/* A neighbour who looks for it has an address himself. */
	wire_packet(packet, "fe80::9", "ff02::1:ff00:abcd", 255, probe + 40,
		    24);
	wire_send(w, packet, 64);
	wire_run(w, 100, 1);
	assert_int_equal(w->done, 0);
	wire_send(w, probe, sizeof(probe));
	wire_run(w, 100, 1);
	assert_int_equal(w->duplicates, 1);
}

static void ignored(void **state)
{
	struct wire *w = *state;

	NEEDS_WIRE(w);
	look(w, "2001:db8:100::abcd");
	wire_claim(w, "2001:db8:100::abce", 255);
	wire_claim(w, "2001:db8:100::abcd", 254);
	wire_run(w, 5 * SECOND, 1);
	assert_int_equal(w->done, 1);
	assert_int_equal(w->duplicates, 0);
}

/* Two addresses of one node: one group, and one of them is enough. */
static void link_local(void **state)
{
	struct in6_addr addrs[2] = { addr6("2001:db8:100::abcd"),
				     addr6("fe80::abcd") };
	struct wire *w = *state;

	NEEDS_WIRE(w);
	assert_int_equal(dsmipd_dad_start(w->dad, w->ifindex, addrs, 2, told,
					  w), 0);
	assert_int_equal(w->dad->member->groups, 1);
	wire_run(w, 100, 1);
	assert_int_equal(w->n, 2);
	wire_claim(w, "fe80::abcd", 255);
	wire_run(w, 500, 1);
	assert_int_equal(w->done, 1);
	assert_int_equal(w->duplicates, 1);
	wire_claim(w, "2001:db8:100::abcd", 255);
	wire_run(w, SECOND, 2);
	assert_int_equal(w->done, 1);
	assert_int_equal(dsmipd_dad_start(w->dad, w->ifindex, addrs, 3, told,
					  w), -EINVAL);
}

static void cancelled(void **state)
{
	struct wire *w = *state;
	struct wire other = {};

	NEEDS_WIRE(w);
	look(w, "2001:db8:100::1");
	look(w, "2001:db8:100::2");
	dsmipd_dad_cancel(w->dad, &other);
	dsmipd_dad_cancel(w->dad, w);
	wire_claim(w, "2001:db8:100::1", 255);
	wire_run(w, 1200, 1);
	assert_int_equal(w->done, 0);
	/* One that goes on when all is closed is told nothing. */
	look(w, "2001:db8:100::3");
}

static void no_link(void **state)
{
	struct in6_addr addr = addr6("2001:db8:100::1");
	struct wire *w = *state;
	uint64_t begin;

	NEEDS_WIRE(w);
	assert_int_equal(dsmipd_dad_start(w->dad, 4711, &addr, 1, told, w),
			 -ENODEV);
	/* Where nobody can be asked there is nothing to wait for. */
	begin = uv_hrtime();
	assert_int_equal(dsmipd_dad_start(w->dad, if_nametoindex("lo"), &addr,
					  1, told, w), 0);
	assert_int_equal(w->done, 0);
	wire_run(w, 5 * SECOND, 1);
	assert_int_equal(w->done, 1);
	assert_int_equal(w->duplicates, 0);
	assert_true(uv_hrtime() - begin < 900000000);
	wire_up(w, false);
	assert_int_equal(dsmipd_dad_start(w->dad, w->ifindex, &addr, 1, told,
					  w), -ENETDOWN);
	wire_run(w, 100, 2);
	assert_int_equal(w->done, 1);
}

/* More than one socket can be a member of groups of. */
static void many(void **state)
{
	struct wire *w = *state;
	char text[64];
	int i;

	NEEDS_WIRE(w);
	for (i = 0; i < 2000; i++) {
		snprintf(text, sizeof(text), "2001:db8:100::%x", 0x1000 + i);
		look(w, text);
	}
	for (i = 0; i < 2000; i += 100) {
		snprintf(text, sizeof(text), "2001:db8:100::%x", 0x1000 + i);
		wire_claim(w, text, 255);
	}
	wire_run(w, 20 * SECOND, 2000);
	assert_int_equal(w->done, 2000);
	assert_int_equal(w->duplicates, 20);
	assert_null(w->dad->member);
}

static void advertised(void **state)
{
	struct dsmip_addr addr = testing_addr("2001:db8:100::abcd");
	struct wire *w = *state;
	size_t i;

	NEEDS_WIRE(w);
	assert_int_equal(dsmipd_dad_advertise(w->dad, w->ifindex, &addr, true),
			 0);
	wire_run(w, 3500, 1);
	assert_int_equal(w->n, DAD_ADVERTISEMENTS);
	for (i = 0; i < w->n; i++) {
		const uint8_t *packet = w->frames[i] + FRAME;

		assert_memory_equal(w->frames[i], "\x33\x33\0\0\0\1", 6);
		assert_int_equal(packet[7], 255);
		assert_int_equal(packet[8], 0xfe);
		assert_int_equal(packet[40], 136);
		assert_int_equal(packet[44], 0xa0);
		assert_memory_equal(packet + 48, addr.bytes, 16);
		assert_int_equal(packet[64], 2);
		/* The link-layer address that it says is ours. */
		assert_memory_equal(packet + 66, w->frames[i] + 6, 6);
	}
}

static void advertised4(void **state)
{
	struct dsmip_addr addr = testing_addr("203.0.113.7");
	struct wire *w = *state;
	size_t i;

	NEEDS_WIRE(w);
	assert_int_equal(dsmipd_dad_advertise(w->dad, w->ifindex, &addr, false),
			 0);
	wire_run(w, 3500, 1);
	assert_int_equal(w->n, DAD_ADVERTISEMENTS);
	for (i = 0; i < w->n; i++) {
		const uint8_t *arp = w->frames[i] + FRAME;

		assert_memory_equal(w->frames[i], "\xff\xff\xff\xff\xff\xff",
				    6);
		assert_int_equal(arp[7], 1);
		assert_memory_equal(arp + 8, w->frames[i] + 6, 6);
		assert_memory_equal(arp + 14, addr.bytes, 4);
		assert_memory_equal(arp + 24, addr.bytes, 4);
	}
}

static void withdrawn(void **state)
{
	struct dsmip_addr addr = testing_addr("2001:db8:100::abcd");
	struct dsmip_addr addr4 = testing_addr("203.0.113.7");
	struct wire *w = *state;

	NEEDS_WIRE(w);
	dsmipd_dad_advertise(w->dad, w->ifindex, &addr, true);
	dsmipd_dad_advertise(w->dad, w->ifindex, &addr4, true);
	/* Anew: the ones before count no more. */
	wire_run(w, 500, 1);
	dsmipd_dad_advertise(w->dad, w->ifindex, &addr4, true);
	dsmipd_dad_withdraw(w->dad, w->ifindex, &addr);
	dsmipd_dad_withdraw(w->dad, w->ifindex, &addr);
	wire_run(w, 3000, 1);
	assert_int_equal(w->n, 2 + DAD_ADVERTISEMENTS);
}

#define WIRE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, wire_setup, wire_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WIRE_TEST(unique),
		WIRE_TEST(claimed),
		WIRE_TEST(asked),
		WIRE_TEST(ignored),
		WIRE_TEST(link_local),
		WIRE_TEST(cancelled),
		WIRE_TEST(no_link),
		WIRE_TEST(many),
		WIRE_TEST(advertised),
		WIRE_TEST(advertised4),
		WIRE_TEST(withdrawn),
	};

	return cmocka_run_group_tests_name("dad_link", tests, NULL, NULL);
}
