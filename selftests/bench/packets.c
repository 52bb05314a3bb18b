// SPDX-License-Identifier: GPL-2.0
/* Instructions per packet.
 *
 * A TAP device is the network card: a frame that is written to it is received
 * and forwarded before the call returns, and the clock of the guest counts
 * executed instructions.  What the write itself costs is part of the floor.
 */

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench.h"

/* Timer interrupts fall into some rounds, and these do not count. */
#define PACKETS_ROUND	32
#define PACKETS_ROUNDS	(BENCH_PACKETS / PACKETS_ROUND)

/**
 * bench_tap_open() - open a TAP device
 * @name: the device
 * @mac: where its address goes
 *
 * Return: file descriptor that frames are written to.
 */
int bench_tap_open(const char *name, uint8_t mac[6])
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);

	if (fd < 0)
		bench_die("/dev/net/tun: %m");
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	if (ioctl(fd, TUNSETIFF, &ifr) || ioctl(fd, SIOCGIFHWADDR, &ifr))
		bench_die("%s: %m", name);
	memcpy(mac, ifr.ifr_hwaddr.sa_data, 6);
	/* That the link is there the kernel says within a second, and forgets its
	 * routes then: not while packets are counted.
	 */
	sleep(2);
	return fd;
}

/* Packets that have left by a device. */
static unsigned long packets_left(const char *name)
{
	size_t len = strlen(name);
	unsigned long count = 0;
	char line[512], *at;
	FILE *file = fopen("/proc/self/net/dev", "r");

	if (!file)
		bench_die("/proc/self/net/dev: %m");
	while (fgets(line, sizeof(line), file)) {
		at = line + strspn(line, " ");
		if (!strncmp(at, name, len) && at[len] == ':')
			sscanf(at + len + 1,
			       "%*u %*u %*u %*u %*u %*u %*u %*u %*u %lu",
			       &count);
	}
	fclose(file);
	return count;
}

/**
 * bench_frames_send() - send frames, one after the other
 * @fd: TAP device
 * @frames: the frames
 * @count: how many
 */
void bench_frames_send(int fd, const struct bench_frame *frames, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (write(fd, frames[i].data, frames[i].len) !=
		    (ssize_t)frames[i].len)
			bench_die("write: %m");
}

static int packets_compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/**
 * bench_middle() - the mean of the middle half of figures
 * @took: the figures; they are sorted
 * @n: how many, a multiple of 4
 *
 * Return: the mean.
 */
double bench_middle(uint64_t *took, size_t n)
{
	uint64_t sum = 0;
	size_t i;

	qsort(took, n, sizeof(took[0]), packets_compare);
	for (i = n / 4; i < n * 3 / 4; i++)
		sum += took[i];
	return (double)sum / (n / 2);
}

static double packets_measure(int fd, const struct bench_frame *frames)
{
	uint64_t took[PACKETS_ROUNDS], begin;
	size_t i;

	for (i = 0; i < PACKETS_ROUNDS; i++) {
		begin = bench_now();
		bench_frames_send(fd, frames + i * PACKETS_ROUND, PACKETS_ROUND);
		took[i] = bench_now() - begin;
	}
	return bench_middle(took, PACKETS_ROUNDS) / PACKETS_ROUND;
}

/**
 * bench_packets() - the command "packets IN OUT up|down FORMAT SIZE NODES"
 * @argv: its arguments; IN is a TAP device, OUT the device that all packets
 *	  leave by
 *
 * Prints instructions per packet.
 *
 * Return: exit code.
 */
int bench_packets(char **argv)
{
	const struct bench_format *format = bench_format(argv[3]);
	static struct bench_frame frames[BENCH_PACKETS];
	static uint32_t draw[BENCH_PACKETS];
	bool up = !strcmp(argv[2], "up");
	unsigned long before, left;
	unsigned int tries = 5;
	uint8_t mac[6];
	double insns;
	size_t i;
	int fd;

	fd = bench_tap_open(argv[0], mac);
	bench_draw(bench_number(argv[5]), draw);
	for (i = 0; i < BENCH_PACKETS; i++)
		bench_frame_make(format, up, bench_number(argv[4]), draw[i],
				 mac, &frames[i]);

	/* Outer routes are looked up by the first packet to each node. */
	bench_frames_send(fd, frames, BENCH_PACKETS);
	/* What the kernel sends of its own, a report of MLD say, leaves as well. */
	do {
		before = packets_left(argv[1]);
		insns = packets_measure(fd, frames);
		left = packets_left(argv[1]) - before;
	} while (left > BENCH_PACKETS && --tries);
	if (left != BENCH_PACKETS)
		bench_die("%lu of %d packets have left", left, BENCH_PACKETS);
	printf("%.1f\n", insns);
	return 0;
}

/**
 * bench_visit() - the command "visit IN FORMAT NODES"
 * @argv: its arguments, as for bench_packets()
 *
 * Sends a packet to each node, so that each binding is an active one.
 *
 * Return: exit code.
 */
int bench_visit(char **argv)
{
	const struct bench_format *format = bench_format(argv[1]);
	uint32_t node, nodes = bench_number(argv[2]);
	struct bench_frame frame;
	uint8_t mac[6];
	int fd;

	fd = bench_tap_open(argv[0], mac);
	for (node = 1; node <= nodes; node++) {
		bench_frame_make(format, false, 128, node, mac, &frame);
		bench_frames_send(fd, &frame, 1);
		free(frame.data);
	}
	return 0;
}

/**
 * bench_loop() - the command "loop IN up|down FORMAT SIZE"
 * @argv: its arguments, as for bench_packets()
 *
 * Sends the same packet for ever, for trace.sh.
 *
 * Return: never.
 */
int bench_loop(char **argv)
{
	const struct bench_format *format = bench_format(argv[2]);
	struct bench_frame frame;
	uint8_t mac[6];
	int fd;

	fd = bench_tap_open(argv[0], mac);
	bench_frame_make(format, !strcmp(argv[1], "up"), bench_number(argv[3]),
			 1, mac, &frame);
	for (;;)
		bench_frames_send(fd, &frame, 1);
}
