// SPDX-License-Identifier: GPL-2.0
/*
 * The sockets of the nodes.
 *
 * In IPv4 there is one UDP socket a port, for all addresses: what it sends gets
 * its source address by IP_PKTINFO, which also tells what it receives came to.
 *
 * In IPv6 packets go out by a raw socket as they are.  The kernel accepts a
 * routing header of type 2 for none but its own home address, so answers are
 * taken from the device.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "net.h"
#include "packet.h"

#define NET_BATCH	32
#define NET_EVENTS	64
#define NET_PACKET	2048
#define NET_BUFFER	(8 << 20)

/**
 * struct dsmipload_net - the sockets
 * @config: the load
 * @epoll: tells what has come
 * @sock: in IPv4 by port, in IPv6 the one that sends and the one that receives
 * @count: how many
 * @kernel: nanoseconds that system calls have taken
 * @msg: room for messages that are received
 * @iov: theirs
 * @from: theirs
 * @control: theirs
 * @packet: theirs
 */
struct dsmipload_net {
	const struct dsmipload_config *config;
	int epoll;
	int *sock;
	size_t count;
	uint64_t kernel;
	struct mmsghdr msg[NET_BATCH];
	struct iovec iov[NET_BATCH];
	struct sockaddr_ll from[NET_BATCH];
	uint8_t control[NET_BATCH][CMSG_SPACE(sizeof(struct in_pktinfo))]
		__attribute__((aligned(8)));
	uint8_t packet[NET_BATCH][NET_PACKET];
};

/* Called before a system call and after it; errno is that of the call. */
static uint64_t net_clock(void)
{
	struct timespec now;
	int err = errno;

	clock_gettime(CLOCK_MONOTONIC, &now);
	errno = err;
	return now.tv_sec * DSMIPLOAD_NSEC + now.tv_nsec;
}

static int net_fail(const char *what)
{
	int err = -errno;

	fprintf(stderr, "Error: %s: %s\n", what, strerror(errno));
	return err;
}

static int net_socket(struct dsmipload_net *net, int family, int type,
		      int protocol)
{
	int size = NET_BUFFER;
	int fd;

	fd = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
	if (fd < 0)
		return net_fail("socket");
	net->sock[net->count++] = fd;
	/* More than the limit of the system needs CAP_NET_ADMIN. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	return fd;
}

static int net_watch(struct dsmipload_net *net, int fd, uint32_t port)
{
	struct epoll_event event = {
		.events = EPOLLIN,
		.data.u64 = (uint64_t)port << 32 | fd,
	};

	if (epoll_ctl(net->epoll, EPOLL_CTL_ADD, fd, &event))
		return net_fail("epoll");
	return 0;
}

static int net_open4(struct dsmipload_net *net, uint16_t port)
{
	struct sockaddr_in any = {
		.sin_family = AF_INET, .sin_port = htons(port),
	};
	int one = 1;
	char what[32];
	int fd;

	fd = net_socket(net, AF_INET, SOCK_DGRAM, 0);
	if (fd < 0)
		return fd;
	if (setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof(one)))
		return net_fail("IP_PKTINFO");
	if (bind(fd, (struct sockaddr *)&any, sizeof(any))) {
		snprintf(what, sizeof(what), "UDP port %u", port);
		return net_fail(what);
	}
	return net_watch(net, fd, port);
}

static int net_open6(struct dsmipload_net *net)
{
	/* Next header 43 (routing) or 135 (mobility). */
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 6),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 43, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 135, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, NET_PACKET),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog filter = { sizeof(code) / sizeof(*code), code };
	int fd;

	fd = net_socket(net, AF_INET6, SOCK_RAW, IPPROTO_RAW);
	if (fd < 0)
		return fd;
	fd = net_socket(net, AF_PACKET, SOCK_DGRAM, htons(ETH_P_IPV6));
	if (fd < 0)
		return fd;
	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
		       sizeof(filter)))
		return net_fail("socket filter");
	return net_watch(net, fd, 0);
}

static int net_open(struct dsmipload_net *net)
{
	const struct dsmipload_config *config = net->config;
	bool native = config->source.family == AF_INET6;
	uint64_t i;
	int ret = 0;

	net->sock = calloc(native ? 2 : config->ports, sizeof(*net->sock));
	if (!net->sock)
		return -ENOMEM;
	net->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (net->epoll < 0)
		return net_fail("epoll");
	if (native)
		return net_open6(net);
	for (i = 0; i < config->ports && !ret; i++)
		ret = net_open4(net, config->first_port + i);
	return ret;
}

/**
 * dsmipload_net_open() - open the sockets
 * @net: where they go
 * @config: the load
 *
 * Return: 0, or a negative errno after the reason has been printed.
 */
int dsmipload_net_open(struct dsmipload_net **net,
		       const struct dsmipload_config *config)
{
	int ret;

	*net = calloc(1, sizeof(**net));
	if (!*net)
		return -ENOMEM;
	(*net)->config = config;
	(*net)->epoll = -1;
	ret = net_open(*net);
	if (ret) {
		dsmipload_net_close(*net);
		*net = NULL;
	}
	return ret;
}

/**
 * dsmipload_net_close() - close the sockets
 * @net: the sockets, or NULL
 */
void dsmipload_net_close(struct dsmipload_net *net)
{
	if (!net)
		return;
	while (net->count)
		close(net->sock[--net->count]);
	if (net->epoll >= 0)
		close(net->epoll);
	free(net->sock);
	free(net);
}

static ssize_t net_send4(struct dsmipload_net *net,
			 const struct dsmipload_end *end, const uint8_t *data,
			 size_t len)
{
	struct sockaddr_in agent = {
		.sin_family = AF_INET, .sin_port = htons(net->config->port),
		.sin_addr = net->config->agent4.v4,
	};
	struct iovec iov = { (void *)data, len };
	union {
		char buf[CMSG_SPACE(sizeof(struct in_pktinfo))];
		struct cmsghdr align;
	} control = {};
	struct msghdr msg = {
		.msg_name = &agent, .msg_namelen = sizeof(agent),
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control.buf),
	};
	struct in_pktinfo info = { .ipi_spec_dst = end->addr.v4 };
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

	cmsg->cmsg_level = IPPROTO_IP;
	cmsg->cmsg_type = IP_PKTINFO;
	cmsg->cmsg_len = CMSG_LEN(sizeof(info));
	memcpy(CMSG_DATA(cmsg), &info, sizeof(info));
	return sendmsg(net->sock[end->port - net->config->first_port], &msg, 0);
}

/**
 * dsmipload_net_send() - send a packet
 * @net: the sockets
 * @end: where it comes from
 * @data: the IPv6 packet
 * @len: its length
 *
 * Return: 0; -EAGAIN: the kernel has no room; or another negative errno.
 */
int dsmipload_net_send(struct dsmipload_net *net,
		       const struct dsmipload_end *end, const uint8_t *data,
		       size_t len)
{
	struct sockaddr_in6 agent = {
		.sin6_family = AF_INET6, .sin6_addr = net->config->agent.v6,
	};
	uint64_t before = net_clock();
	ssize_t sent;

	if (end->addr.family == AF_INET)
		sent = net_send4(net, end, data, len);
	else
		sent = sendto(net->sock[0], data, len, 0,
			      (struct sockaddr *)&agent, sizeof(agent));
	net->kernel += net_clock() - before;
	if (sent >= 0)
		return 0;
	return errno == ENOBUFS || errno == ECONNREFUSED ? -EAGAIN : -errno;
}

/* Where a message came to; of IPv6 the packet itself tells. */
static bool net_end(struct dsmipload_net *net, int i, struct dsmipload_end *end)
{
	struct msghdr *msg = &net->msg[i].msg_hdr;
	struct cmsghdr *cmsg;
	struct in_pktinfo info;

	if (!end->port) {
		end->addr.family = AF_INET6;
		if (net->msg[i].msg_len < 40)
			return false;
		memcpy(&end->addr.v6, net->packet[i] + 24, 16);
		return net->from[i].sll_pkttype != PACKET_OUTGOING;
	}
	for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
		if (cmsg->cmsg_level != IPPROTO_IP ||
		    cmsg->cmsg_type != IP_PKTINFO)
			continue;
		memcpy(&info, CMSG_DATA(cmsg), sizeof(info));
		end->addr.family = AF_INET;
		end->addr.v4 = info.ipi_addr;
		return true;
	}
	return false;
}

static void net_receive(struct dsmipload_net *net, int fd, uint16_t port,
			dsmipload_net_cb cb, void *arg)
{
	uint64_t before;
	int count, i;

	for (i = 0; i < NET_BATCH; i++) {
		struct msghdr *msg = &net->msg[i].msg_hdr;

		net->iov[i] = (struct iovec){ net->packet[i], NET_PACKET };
		*msg = (struct msghdr){
			.msg_name = &net->from[i],
			.msg_namelen = sizeof(net->from[i]),
			.msg_iov = &net->iov[i], .msg_iovlen = 1,
			.msg_control = net->control[i],
			.msg_controllen = sizeof(net->control[i]),
		};
	}
	before = net_clock();
	count = recvmmsg(fd, net->msg, NET_BATCH, 0, NULL);
	net->kernel += net_clock() - before;
	for (i = 0; i < count; i++) {
		struct dsmipload_end end = { .port = port };

		if (net_end(net, i, &end))
			cb(net->packet[i], net->msg[i].msg_len, &end, arg);
	}
}

/**
 * dsmipload_net_kernel() - how long system calls took
 * @net: the sockets
 *
 * Return: nanoseconds, with those that were waited for packets.
 */
uint64_t dsmipload_net_kernel(const struct dsmipload_net *net)
{
	return net->kernel;
}

/**
 * dsmipload_net_wait() - wait for packets, and take those that come
 * @net: the sockets
 * @nsec: how long at most, nanoseconds
 * @cb: called with each packet
 * @arg: handed to @cb
 *
 * Return: 0, or a negative errno; -EINTR: a signal has come.
 */
int dsmipload_net_wait(struct dsmipload_net *net, uint64_t nsec,
		       dsmipload_net_cb cb, void *arg)
{
	struct timespec timeout = {
		nsec / DSMIPLOAD_NSEC, nsec % DSMIPLOAD_NSEC
	};
	struct epoll_event events[NET_EVENTS];
	uint64_t before = net_clock();
	int count, i;

	count = epoll_pwait2(net->epoll, events, NET_EVENTS, &timeout, NULL);
	net->kernel += net_clock() - before;
	if (count < 0)
		return -errno;
	for (i = 0; i < count; i++)
		net_receive(net, (int)(uint32_t)events[i].data.u64,
			    events[i].data.u64 >> 32, cb, arg);
	return 0;
}
