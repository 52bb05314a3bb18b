// SPDX-License-Identifier: GPL-2.0
/* Messages of a mobile node of Mobile IPv4, in and out; keepalives. */

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/icmp.h>	/* after net/if.h */

#include "log.h"
#include "mn4_service.h"
#include "wire.h"

#define IO_ECHO_LEN	8

static bool io_rcv(const struct dsmipd_mip4_packet *packet, void *arg)
{
	const struct dsmipd_mn4_peer from = {
		.addr = packet->src,
		.port = packet->sport,
		.ifindex = packet->ifindex,
	};
	struct mn4_service *svc = arg;
	uint8_t type;

	if (!packet->len || svc->left)
		return false;
	type = packet->data[0];
	if (type != DSMIPD_MIP4_RRP && type != DSMIPD_MIP4_REVOKE)
		return false;
	dsmipd_mn4_rcv(svc->mn, &from, packet->data, packet->len,
		       mn_host_time(&svc->host));
	/* Another node or agent of this process may be meant. */
	return false;
}

static void io_done(void *arg)
{
	mn4_schedule(arg);
}

/* Nothing is read from it: what has come out of the tunnel is counted. */
static int io_open_icmp(void)
{
	const struct icmp_filter nothing = { .data = UINT32_MAX };
	int fd;

	fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		    IPPROTO_ICMP);
	if (fd < 0)
		return -errno;
	if (setsockopt(fd, SOL_RAW, ICMP_FILTER, &nothing, sizeof(nothing))) {
		int err = -errno;

		close(fd);
		return err;
	}
	return fd;
}

/**
 * mn4_io_open() - open the sockets
 * @svc: the service
 *
 * Return: 0 or a negative errno.
 */
int mn4_io_open(struct mn4_service *svc)
{
	const struct dsmipd_mip4_socket_ops ops = {
		.rcv = io_rcv,
		.done = io_done,
		.arg = svc,
	};

	svc->icmp = io_open_icmp();
	if (svc->icmp < 0)
		return svc->icmp;
	return dsmipd_mip4_socket_open(&svc->sock, &svc->base.agent->loop,
				       svc->config.mn4.port, &ops);
}

/**
 * mn4_io_close() - close them
 * @svc: the service
 */
void mn4_io_close(struct mn4_service *svc)
{
	dsmipd_mip4_socket_close(svc->sock);
	if (svc->icmp >= 0)
		close(svc->icmp);
	svc->icmp = -1;
}

static int io_send_udp(struct mn4_service *svc,
		       const struct dsmipd_mn4_way *way, const uint8_t *data,
		       size_t len)
{
	const struct dsmipd_mip4_packet packet = {
		.src = way->src,
		.dst = way->dst,
		.dport = way->port,
		.ifindex = way->ifindex,
		.data = data,
		.len = len,
	};
	const struct dsmip_addr coa = mn4_addr(way->src);

	/* On the home link packets take the way of any others. */
	if (!svc->host.home_link)
		mn_route_way(&svc->host, &coa, way->ifindex);
	return dsmipd_mip4_socket_send(svc->sock, &packet);
}

static int io_send_link(struct mn4_service *svc,
			const struct dsmipd_mn4_way *way, const uint8_t *data,
			size_t len)
{
	struct mn4_agent agent = { .addr = way->dst, .ifindex = way->ifindex };

	memcpy(agent.mac, way->mac, sizeof(agent.mac));
	mn4_kernel_agent(svc, &agent);
	return mn4_link_send(svc, way, data, len);
}

/**
 * mn4_io_send() - send a message
 * @svc: the service
 * @way: how it leaves
 * @data: the message
 * @len: its length in bytes
 *
 * What cannot be sent is sent again, as what is lost.
 */
void mn4_io_send(struct mn4_service *svc, const struct dsmipd_mn4_way *way,
		 const uint8_t *data, size_t len)
{
	const char *what = data[0] == DSMIPD_MIP4_RRQ ? "registration request" :
							"acknowledgment";
	char src[INET_ADDRSTRLEN], dst[INET_ADDRSTRLEN];
	int err;

	if (way->link)
		err = io_send_link(svc, way, data, len);
	else
		err = io_send_udp(svc, way, data, len);
	inet_ntop(AF_INET, &way->src, src, sizeof(src));
	inet_ntop(AF_INET, &way->dst, dst, sizeof(dst));
	if (err)
		dsmipd_warn("%s: %s from %s to %s: %s", svc->base.name, what,
			    src, dst, strerror(-err));
	else
		dsmipd_info("%s: %s from %s to %s", svc->base.name, what, src,
			    dst);
}

/**
 * mn4_io_keepalive() - keep the mapping of a NAT (RFC 3519, section 4.10)
 * @svc: the service
 *
 * An echo request through the tunnel; the answer is counted as any data.
 */
void mn4_io_keepalive(struct mn4_service *svc)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_addr = svc->tunnel.ha,
	};
	uint8_t data[IO_ECHO_LEN] = { ICMP_ECHO };
	struct iovec iov = { data, sizeof(data) };
	union {
		struct cmsghdr align;
		char buf[CMSG_SPACE(sizeof(struct in_pktinfo))];
	} control = {};
	struct msghdr msg = {
		.msg_name = (void *)&to,
		.msg_namelen = sizeof(to),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct in_pktinfo *info = (void *)CMSG_DATA(&control.align);
	uint64_t sum;

	dsmipd_wire_put16(data + 6, ++svc->echo);
	sum = dsmipd_wire_sum(data, sizeof(data));
	dsmipd_wire_put16(data + 2, dsmipd_wire_checksum(sum));
	control.align.cmsg_level = IPPROTO_IP;
	control.align.cmsg_type = IP_PKTINFO;
	control.align.cmsg_len = CMSG_LEN(sizeof(*info));
	info->ipi_ifindex = svc->host.ifindex;
	info->ipi_spec_dst = svc->tunnel.hoa;
	if (sendmsg(svc->icmp, &msg, 0) < 0)
		mn_host_warn(&svc->host, "keepalive", -errno);
}
