// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets and timer of duplicate address detection and advertisements.
 *
 * All detections take the same time, and all advertisements have the same
 * distance, so that each kind is a queue, and one timer waits for the first of
 * both.
 */

#include <errno.h>
#include <netinet/icmp6.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dad_priv.h"

#define DAD_MESSAGE	2048	/* longer ones are none */
#define DAD_BATCH	512	/* messages, before others have their turn */
#define DAD_RCVBUF	(1 << 20)	/* bytes: a link with many nodes */

/* Control messages, where the first one is aligned. */
union dad_control {
	struct cmsghdr first;
	uint8_t room[128];
};

static void dad_rcv(struct dsmipd_dad *dad, struct msghdr *msg, size_t len)
{
	const struct sockaddr_in6 *from = msg->msg_name;
	struct in6_pktinfo info = {};
	struct cmsghdr *cmsg;
	struct dad_nd nd;
	int hops = 0;

	for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
		if (cmsg->cmsg_level != IPPROTO_IPV6)
			continue;
		if (cmsg->cmsg_type == IPV6_PKTINFO &&
		    cmsg->cmsg_len >= CMSG_LEN(sizeof(info)))
			memcpy(&info, CMSG_DATA(cmsg), sizeof(info));
		else if (cmsg->cmsg_type == IPV6_HOPLIMIT &&
			 cmsg->cmsg_len >= CMSG_LEN(sizeof(hops)))
			memcpy(&hops, CMSG_DATA(cmsg), sizeof(hops));
	}
	if (dsmipd_dad_nd_parse(msg->msg_iov->iov_base, len, &from->sin6_addr,
				&info.ipi6_addr, hops, &nd))
		dsmipd_dad_run_heard(dad, info.ipi6_ifindex, &nd);
}

static void dad_read(struct dsmipd_dad *dad)
{
	uint8_t data[DAD_MESSAGE];
	int i;

	for (i = 0; i < DAD_BATCH; i++) {
		struct iovec iov = { .iov_base = data,
				     .iov_len = sizeof(data) };
		struct sockaddr_in6 from = {};
		union dad_control control;
		struct msghdr msg = {
			.msg_name = &from,
			.msg_namelen = sizeof(from),
			.msg_iov = &iov,
			.msg_iovlen = 1,
			.msg_control = &control,
			.msg_controllen = sizeof(control),
		};
		ssize_t len = recvmsg(dad->icmp, &msg, MSG_DONTWAIT);

		if (len < 0)
			break;
		if (!(msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
			dad_rcv(dad, &msg, len);
	}
}

static void dad_readable(uv_poll_t *handle, int status, int events)
{
	struct dsmipd_dad *dad = handle->data;

	(void)status;
	(void)events;
	dad_read(dad);
	dsmipd_dad_schedule(dad);
}

/* What has come in time counts, also if the loop was late to read it. */
static void dad_due(uv_timer_t *timer)
{
	struct dsmipd_dad *dad = timer->data;

	dad_read(dad);
	dsmipd_dad_run_due(dad);
	dsmipd_dad_advert_due(dad);
	dsmipd_dad_schedule(dad);
}

/**
 * dsmipd_dad_schedule() - wake up when the next thing is due
 * @dad: all of it
 */
void dsmipd_dad_schedule(struct dsmipd_dad *dad)
{
	struct dad_advert *advert = TAILQ_FIRST(&dad->adverts);
	struct dad_run *run = TAILQ_FIRST(&dad->runs);
	uint64_t now = uv_now(dad->loop);
	uint64_t due = UINT64_MAX;

	if (run)
		due = run->due;
	if (advert && advert->due < due)
		due = advert->due;
	if (due == UINT64_MAX)
		uv_timer_stop(&dad->timer);
	else
		uv_timer_start(&dad->timer, dad_due, due > now ? due - now : 0,
			       0);
}

static int dad_set(int fd, int name, int value)
{
	return setsockopt(fd, IPPROTO_IPV6, name, &value, sizeof(value));
}

static int dad_sockets(struct dsmipd_dad *dad)
{
	struct icmp6_filter filter;
	int room = DAD_RCVBUF;

	ICMP6_FILTER_SETBLOCKALL(&filter);
	ICMP6_FILTER_SETPASS(ND_NEIGHBOR_SOLICIT, &filter);
	ICMP6_FILTER_SETPASS(ND_NEIGHBOR_ADVERT, &filter);
	dad->icmp = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			   IPPROTO_ICMPV6);
	if (dad->icmp < 0)
		return -errno;
	if (setsockopt(dad->icmp, IPPROTO_ICMPV6, ICMP6_FILTER, &filter,
		       sizeof(filter)) ||
	    dad_set(dad->icmp, IPV6_RECVPKTINFO, 1) ||
	    dad_set(dad->icmp, IPV6_RECVHOPLIMIT, 1) ||
	    dad_set(dad->icmp, IPV6_MULTICAST_HOPS, 255) ||
	    dad_set(dad->icmp, IPV6_MULTICAST_LOOP, 0))
		return -errno;
	/* No harm is done where this is not allowed. */
	setsockopt(dad->icmp, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	/* Protocol 0: it sends, and receives nothing. */
	dad->packet = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return dad->packet < 0 ? -errno : 0;
}

static int dad_handles(struct dsmipd_dad *dad, uv_loop_t *loop)
{
	int ret;

	ret = uv_timer_init(loop, &dad->timer);
	if (ret)
		return ret;
	dad->timer.data = dad;
	dad->handles++;
	ret = uv_poll_init(loop, &dad->poll, dad->icmp);
	if (ret)
		return ret;
	dad->poll.data = dad;
	dad->handles++;
	return uv_poll_start(&dad->poll, UV_READABLE, dad_readable);
}

/**
 * dsmipd_dad_open() - be ready to look for duplicates and to advertise
 * @dad: where it goes
 * @loop: event loop that it works in
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_dad_open(struct dsmipd_dad **dad, uv_loop_t *loop)
{
	struct dsmipd_dad *new = calloc(1, sizeof(*new));
	int ret;

	if (!new)
		return -ENOMEM;
	new->loop = loop;
	new->icmp = -1;
	new->packet = -1;
	TAILQ_INIT(&new->runs);
	TAILQ_INIT(&new->adverts);
	ret = dad_sockets(new);
	if (!ret)
		ret = dad_handles(new, loop);
	if (ret) {
		dsmipd_dad_close(new);
		return ret;
	}
	*dad = new;
	return 0;
}

static void dad_free(struct dsmipd_dad *dad)
{
	if (dad->icmp >= 0)
		close(dad->icmp);
	if (dad->packet >= 0)
		close(dad->packet);
	free(dad);
}

static void dad_closed(uv_handle_t *handle)
{
	struct dsmipd_dad *dad = handle->data;

	if (!--dad->handles)
		dad_free(dad);
}

/**
 * dsmipd_dad_close() - end all of it; nothing is called any more
 * @dad: it, or NULL; not from what it calls
 *
 * Its memory is freed when the loop has run once more.
 */
void dsmipd_dad_close(struct dsmipd_dad *dad)
{
	if (!dad)
		return;
	dsmipd_dad_run_flush(dad);
	dsmipd_dad_advert_flush(dad);
	if (!dad->handles) {
		dad_free(dad);
		return;
	}
	if (dad->handles > 1)
		uv_close((uv_handle_t *)&dad->poll, dad_closed);
	uv_close((uv_handle_t *)&dad->timer, dad_closed);
}
