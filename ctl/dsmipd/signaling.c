// SPDX-License-Identifier: GPL-2.0
/*
 * Two raw sockets in the event loop.  Messages are read many at a time; what
 * the kernel has taken off a packet comes along as control messages.
 */

#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/ip6.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "datagram.h"
#include "icmp6.h"
#include "log.h"
#include "mh.h"
#include "signaling.h"
#include "wire.h"

#define SIGNALING_RCVBUF	(8 << 20)	/* bytes: many nodes at once */

#define SIGNALING_HAO		201	/* RFC 6275, section 6.3 */
#define SIGNALING_HAO_LEN	16
#define SIGNALING_RH2_SIZE	24	/* RFC 6275, section 6.4 */
#define SIGNALING_RH2_ADDR	8
#define SIGNALING_MH_CHECKSUM	4	/* offset of the checksum */
#define SIGNALING_MH_FIRST	8	/* bytes that every message has */

/**
 * struct signaling_socket - one of the two sockets
 * @poll: its handle in the loop; data points to the whole
 * @fd: the socket
 * @proto: IPPROTO_MH or IPPROTO_ICMPV6
 */
struct signaling_socket {
	uv_poll_t poll;
	int fd;
	uint8_t proto;
};

struct dsmipd_signaling {
	struct dsmipd_signaling_ops ops;
	struct signaling_socket mh;
	struct signaling_socket icmp6;
	unsigned int handles;
	struct dsmipd_datagram buffer[DSMIPD_DATAGRAM_BATCH];
};

/* The address on the wire: the kernel has put it in the place of the other. */
static void signaling_read_hao(struct dsmipd_packet *packet,
			       const uint8_t *header, size_t len)
{
	size_t off = 2;

	while (off < len) {
		size_t room = len - off;

		if (header[off] == IP6OPT_PAD1) {
			off++;
			continue;
		}
		if (room < 2 || room - 2 < header[off + 1])
			return;
		if (header[off] == SIGNALING_HAO &&
		    header[off + 1] == SIGNALING_HAO_LEN) {
			packet->hao = true;
			memcpy(&packet->coa, header + off + 2,
			       sizeof(packet->coa));
			return;
		}
		off += 2 + header[off + 1];
	}
}

static void signaling_read_control(struct dsmipd_packet *packet,
				   struct msghdr *msg)
{
	struct in6_pktinfo info;
	struct cmsghdr *cmsg;

	for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
		const uint8_t *data = CMSG_DATA(cmsg);
		size_t len = cmsg->cmsg_len - CMSG_LEN(0);

		if (cmsg->cmsg_level == SOL_SOCKET &&
		    cmsg->cmsg_type == SO_MARK && len >= sizeof(packet->mark))
			memcpy(&packet->mark, data, sizeof(packet->mark));
		if (cmsg->cmsg_level != IPPROTO_IPV6)
			continue;
		if (cmsg->cmsg_type == IPV6_PKTINFO && len >= sizeof(info)) {
			memcpy(&info, data, sizeof(info));
			packet->dst = info.ipi6_addr;
			packet->ifindex = info.ipi6_ifindex;
		} else if (cmsg->cmsg_type == IPV6_DSTOPTS) {
			signaling_read_hao(packet, data, len);
		}
	}
}

/* That of ICMPv6 was looked at by the kernel. */
static bool signaling_checksum_good(const struct dsmipd_packet *packet)
{
	size_t len;

	if (packet->proto != IPPROTO_MH)
		return true;
	if (packet->len < SIGNALING_MH_FIRST)
		return false;
	len = (packet->data[1] + 1u) * 8;
	return len <= packet->len &&
	       !dsmipd_mh_checksum(&packet->src, &packet->dst, packet->data,
				   len);
}

static void signaling_rcv_one(struct dsmipd_datagram *datagram,
			      struct msghdr *hdr, size_t len, void *arg)
{
	struct signaling_socket *socket = arg;
	struct dsmipd_signaling *sig = socket->poll.data;
	struct dsmipd_packet packet = {
		.proto = socket->proto,
		.src = datagram->from.in6.sin6_addr,
		.data = datagram->data,
		.len = len,
	};

	signaling_read_control(&packet, hdr);
	if (signaling_checksum_good(&packet))
		sig->ops.rcv(&packet, sig->ops.arg);
}

static void signaling_readable(uv_poll_t *handle, int status, int events)
{
	struct signaling_socket *socket = (struct signaling_socket *)handle;
	struct dsmipd_signaling *sig = handle->data;
	int n;

	(void)status;
	(void)events;
	n = dsmipd_datagram_rcv(socket->fd, sig->buffer, signaling_rcv_one,
				socket);
	if (n > 0)
		sig->ops.done(sig->ops.arg);
	else if (n < 0 && n != -EAGAIN)
		dsmipd_warn("signalling socket: %s", strerror(-n));
}

/* The checksum of a mobility header is ours, in both directions. */
static int signaling_set_proto(int fd, uint8_t proto)
{
	struct icmp6_filter filter;

	if (proto == IPPROTO_MH)
		return dsmipd_datagram_set(fd, IPPROTO_IPV6, IPV6_CHECKSUM, -1);
	ICMP6_FILTER_SETBLOCKALL(&filter);
	for (int type = DSMIPD_ICMP6_DHAAD_REQUEST;
	     type <= DSMIPD_ICMP6_PREFIX_ADV; type++)
		ICMP6_FILTER_SETPASS(type, &filter);
	return setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter,
			  sizeof(filter));
}

static int signaling_socket_open(struct dsmipd_signaling *sig, uv_loop_t *loop,
				 struct signaling_socket *s, uint8_t proto)
{
	int ret;

	s->proto = proto;
	s->fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		       proto);
	if (s->fd < 0)
		return -errno;
	if (signaling_set_proto(s->fd, proto) ||
	    dsmipd_datagram_set(s->fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1) ||
	    dsmipd_datagram_set(s->fd, IPPROTO_IPV6, IPV6_RECVDSTOPTS, 1) ||
	    dsmipd_datagram_set(s->fd, SOL_SOCKET, SO_RCVMARK, 1)) {
		ret = -errno;
		goto err_close;
	}
	/* No harm is done where this is not allowed. */
	dsmipd_datagram_set(s->fd, SOL_SOCKET, SO_RCVBUFFORCE, SIGNALING_RCVBUF);
	ret = uv_poll_init(loop, &s->poll, s->fd);
	if (ret)
		goto err_close;
	s->poll.data = sig;
	sig->handles++;
	return uv_poll_start(&s->poll, UV_READABLE, signaling_readable);

err_close:
	close(s->fd);
	return ret;
}

/**
 * dsmipd_signaling_open() - open the sockets
 * @sig: where they go
 * @loop: event loop that they are read in
 * @ops: who wants what is read; none of them may close the sockets
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_signaling_open(struct dsmipd_signaling **sig, uv_loop_t *loop,
			  const struct dsmipd_signaling_ops *ops)
{
	struct dsmipd_signaling *s = calloc(1, sizeof(*s));
	int ret;

	if (!s)
		return -ENOMEM;
	s->ops = *ops;
	ret = signaling_socket_open(s, loop, &s->mh, IPPROTO_MH);
	if (!ret)
		ret = signaling_socket_open(s, loop, &s->icmp6,
					    IPPROTO_ICMPV6);
	if (ret) {
		dsmipd_signaling_close(s);
		return ret;
	}
	*sig = s;
	return 0;
}

static void signaling_closed(uv_handle_t *handle)
{
	struct signaling_socket *socket = (struct signaling_socket *)handle;
	struct dsmipd_signaling *sig = handle->data;

	close(socket->fd);
	if (!--sig->handles)
		free(sig);
}

/**
 * dsmipd_signaling_close() - close the sockets; nothing is called any more
 * @sig: the sockets, or NULL
 *
 * Their memory is freed when the loop has run once more.
 */
void dsmipd_signaling_close(struct dsmipd_signaling *sig)
{
	if (!sig)
		return;
	if (!sig->handles) {
		free(sig);
		return;
	}
	if (sig->handles > 1)
		uv_close((uv_handle_t *)&sig->icmp6.poll, signaling_closed);
	uv_close((uv_handle_t *)&sig->mh.poll, signaling_closed);
}

/* The kernel exchanges the address in it with the destination. */
static void signaling_put_rh2(struct msghdr *msg, const struct in6_addr *coa)
{
	uint8_t header[SIGNALING_RH2_SIZE] = {
		[1] = SIGNALING_RH2_SIZE / 8 - 1,
		[2] = 2,	/* routing type */
		[3] = 1,	/* segments left */
	};

	memcpy(header + SIGNALING_RH2_ADDR, coa, sizeof(*coa));
	dsmipd_datagram_put(msg, IPPROTO_IPV6, IPV6_RTHDR, header,
			    sizeof(header));
}

static void signaling_put_checksum(const struct dsmipd_packet *packet,
				   uint8_t *data)
{
	uint16_t sum;

	memset(data + SIGNALING_MH_CHECKSUM, 0, sizeof(sum));
	sum = dsmipd_mh_checksum(&packet->src, &packet->dst, data, packet->len);
	dsmipd_wire_put16(data + SIGNALING_MH_CHECKSUM, sum);
}

/**
 * dsmipd_signaling_anycast() - receive what is sent to an anycast address
 * @sig: the sockets
 * @ifindex: device that has it
 * @addr: the address
 *
 * As home agent address discovery does (RFC 6275, section 10.5).
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_signaling_anycast(struct dsmipd_signaling *sig,
			     unsigned int ifindex, const struct in6_addr *addr)
{
	const struct ipv6_mreq mreq = {
		.ipv6mr_multiaddr = *addr,
		.ipv6mr_interface = ifindex,
	};

	if (setsockopt(sig->icmp6.fd, IPPROTO_IPV6, IPV6_JOIN_ANYCAST, &mreq,
		       sizeof(mreq)))
		return -errno;
	return 0;
}

/**
 * dsmipd_signaling_send() - send a message
 * @sig: the sockets
 * @packet: the message; its checksum is computed here
 *
 * Context: does not wait.
 * Return: 0, -EAGAIN if there is no room at the moment, or another negative
 * errno.
 */
int dsmipd_signaling_send(struct dsmipd_signaling *sig,
			  const struct dsmipd_packet *packet)
{
	const struct in6_pktinfo info = { packet->src, packet->ifindex };
	struct sockaddr_in6 to = { .sin6_family = AF_INET6 };
	const struct signaling_socket *socket;
	union dsmipd_datagram_control control = {};
	uint8_t data[DSMIPD_DATAGRAM_ROOM];
	struct iovec iov = { data, packet->len };
	struct msghdr msg = {
		.msg_name = &to,
		.msg_namelen = sizeof(to),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
	};

	if (packet->len < SIGNALING_MH_FIRST || packet->len > sizeof(data))
		return -EMSGSIZE;
	memcpy(data, packet->data, packet->len);
	to.sin6_addr = packet->dst;
	if (IN6_IS_ADDR_LINKLOCAL(&packet->dst))
		to.sin6_scope_id = packet->ifindex;
	dsmipd_datagram_put(&msg, IPPROTO_IPV6, IPV6_PKTINFO, &info,
			    sizeof(info));
	if (packet->mark)
		dsmipd_datagram_put(&msg, SOL_SOCKET, SO_MARK, &packet->mark,
				    sizeof(packet->mark));
	if (packet->rh2)
		signaling_put_rh2(&msg, &packet->coa);
	if (packet->proto == IPPROTO_MH)
		signaling_put_checksum(packet, data);
	socket = packet->proto == IPPROTO_MH ? &sig->mh : &sig->icmp6;
	return sendmsg(socket->fd, &msg, MSG_DONTWAIT) < 0 ? -errno : 0;
}
