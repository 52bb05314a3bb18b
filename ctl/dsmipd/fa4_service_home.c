// SPDX-License-Identifier: GPL-2.0
/*
 * Messages of home agents, on the socket of port 434, and errors about what we
 * have sent to them, on a raw one: who has sent what from the shared socket is
 * not known there.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fa4_service.h"
#include "ip4.h"
#include "log.h"
#include "wire.h"

/* linux/icmp.h, which does not go with net/if.h; types that do not pass. */
#define HOME_ICMP_FILTER	1
#define HOME_ICMP_HEAD		8	/* in front of what an error quotes */
#define HOME_UDP_HEAD		8

static bool home_visited(const struct fa4_service *svc, unsigned int ifindex)
{
	for (size_t i = 0; i < svc->n_links; i++) {
		if (svc->links[i].ifindex == ifindex)
			return true;
	}
	return false;
}

static bool home_coa(const struct fa4_service *svc, struct in_addr addr)
{
	for (size_t i = 0; i < svc->config.fa4.n_coa; i++) {
		if (svc->config.fa4.coa[i].s_addr == addr.s_addr)
			return true;
	}
	return false;
}

/* Requests on visited links were read below, see fa4_service_link.c. */
static bool home_rcv(const struct dsmipd_mip4_packet *packet, void *arg)
{
	struct fa4_service *svc = arg;

	if (packet->len && packet->data[0] == DSMIPD_MIP4_RRQ)
		return home_visited(svc, packet->ifindex);
	if (!home_coa(svc, packet->dst))
		return false;
	dsmipd_fa4_rcv_home(svc->fa, packet->src, packet->sport, packet->dst,
			    packet->data, packet->len,
			    dsmipd_agent_time(svc->base.agent));
	return true;
}

static void home_done(void *arg)
{
	fa4_schedule(arg);
}

/*
 * Our packet as it came back: its IPv4 header, that of UDP, and as much as there
 * is behind it, none of it sure to be there.
 */
static bool home_quoted(const struct fa4_service *svc, const uint8_t *data,
			size_t len, struct dsmipd_fa4_unreach *error)
{
	struct in_addr src;
	size_t head;

	if (len < DSMIPD_IP4_HEAD || data[0] >> 4 != 4 ||
	    data[9] != IPPROTO_UDP)
		return false;
	head = 4 * (data[0] & 0xf);
	if (head < DSMIPD_IP4_HEAD || len < head + HOME_UDP_HEAD)
		return false;
	memcpy(&src, data + 12, sizeof(src));
	memcpy(&error->home, data + 16, sizeof(error->home));
	data += head;
	if (!home_coa(svc, src) ||
	    dsmipd_wire_get16(data) != DSMIPD_MIP4_PORT ||
	    dsmipd_wire_get16(data + 2) != DSMIPD_MIP4_PORT)
		return false;
	error->data = data + HOME_UDP_HEAD;
	error->len = len - head - HOME_UDP_HEAD;
	return true;
}

static void home_icmp(struct dsmipd_datagram *datagram, struct msghdr *hdr,
		      size_t len, void *arg)
{
	struct dsmipd_fa4_unreach error = {};
	struct fa4_service *svc = arg;
	struct dsmipd_ip4 ip4;

	(void)hdr;
	if (!dsmipd_ip4_parse(datagram->data, len, true, &ip4) ||
	    ip4.proto != IPPROTO_ICMP || ip4.len < HOME_ICMP_HEAD)
		return;
	error.type = ip4.data[0];
	error.code = ip4.data[1];
	if (home_quoted(svc, ip4.data + HOME_ICMP_HEAD,
			ip4.len - HOME_ICMP_HEAD, &error))
		dsmipd_fa4_unreach(svc->fa, &error,
				   dsmipd_agent_time(svc->base.agent));
}

static void home_icmp_readable(uv_poll_t *poll, int status, int events)
{
	struct fa4_service *svc = poll->data;

	(void)status;
	(void)events;
	dsmipd_datagram_rcv(svc->icmp_fd, svc->room, home_icmp, svc);
	fa4_schedule(svc);
}

static int home_icmp_open(struct fa4_service *svc)
{
	const uint32_t filter = ~(1u << ICMP_DEST_UNREACH |
				  1u << ICMP_TIME_EXCEEDED);
	int err;

	svc->icmp_fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			      IPPROTO_ICMP);
	if (svc->icmp_fd < 0 ||
	    setsockopt(svc->icmp_fd, SOL_RAW, HOME_ICMP_FILTER, &filter,
		       sizeof(filter)))
		return -errno;
	err = uv_poll_init(&svc->base.agent->loop, &svc->icmp, svc->icmp_fd);
	if (err)
		return err;
	svc->icmp_open = true;
	svc->handles++;
	svc->icmp.data = svc;
	return uv_poll_start(&svc->icmp, UV_READABLE, home_icmp_readable);
}

/**
 * fa4_home_open() - listen to home agents
 * @svc: the service
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int fa4_home_open(struct fa4_service *svc)
{
	const struct dsmipd_mip4_socket_ops ops = {
		.rcv = home_rcv,
		.done = home_done,
		.arg = svc,
	};
	int err;

	err = dsmipd_mip4_socket_open(&svc->sock, &svc->base.agent->loop,
				      DSMIPD_MIP4_PORT, &ops);
	if (!err)
		err = home_icmp_open(svc);
	if (err)
		fa4_warn(svc, "socket", err);
	return err;
}

static void home_icmp_closed(uv_handle_t *handle)
{
	struct fa4_service *svc = handle->data;

	close(svc->icmp_fd);
	fa4_closed(handle);
}

/**
 * fa4_home_close() - listen no more
 * @svc: the service
 */
void fa4_home_close(struct fa4_service *svc)
{
	dsmipd_mip4_socket_close(svc->sock);
	svc->sock = NULL;
	if (svc->icmp_open)
		uv_close((uv_handle_t *)&svc->icmp, home_icmp_closed);
	else if (svc->icmp_fd >= 0)
		close(svc->icmp_fd);
}

/**
 * fa4_home_send() - send a message to a home agent
 * @svc: the service
 * @action: of the state machine
 *
 * What cannot be sent is as what is lost.
 */
void fa4_home_send(struct fa4_service *svc,
		   const struct dsmipd_fa4_action *action)
{
	const struct dsmipd_mip4_packet packet = {
		.src = action->local,
		.dst = action->home,
		.dport = action->port,
		.data = action->data,
		.len = action->len,
	};
	char home[INET_ADDRSTRLEN];
	int err;

	err = dsmipd_mip4_socket_send(svc->sock, &packet);
	if (err)
		dsmipd_info("%s: no message to home agent %s: %s",
			    svc->base.name,
			    inet_ntop(AF_INET, &action->home, home,
				      sizeof(home)), strerror(-err));
}
