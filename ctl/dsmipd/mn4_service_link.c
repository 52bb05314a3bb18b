// SPDX-License-Identifier: GPL-2.0
/*
 * What goes past IP.  In the network of a foreign agent the node has no address
 * but its home address, or none yet, no route, and may not use ARP (RFC 5944,
 * section 4.6): it hears the agent's advertisements, with the agent's address
 * on the link, and sends there.
 */

#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ip4.h"
#include "mn4_service.h"

#define LINK_BATCH		16	/* before the loop goes round */
#define LINK_TTL_REGISTER	255	/* RFC 3024, section 4.1.1 */
#define LINK_TTL_SOLICIT	1	/* RFC 5944, section 2.2 */
#define LINK_MAX		1500

/* Whole ICMP messages of type 9. */
static int link_filter(int fd)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ICMP, 0, 6),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x3fff, 4, 0),
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
		BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, DSMIPD_MIP4_ADVERTISEMENT,
			 0, 1),
		BPF_STMT(BPF_RET | BPF_K, LINK_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog prog = {
		.len = sizeof(code) / sizeof(code[0]), .filter = code,
	};

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog,
			  sizeof(prog)) ? -errno : 0;
}

static void link_rcv(struct mn4_service *svc, const struct sockaddr_ll *who,
		     const uint8_t *data, size_t len)
{
	struct dsmipd_mn4_peer from = { .ifindex = who->sll_ifindex };
	struct dsmipd_ip4 ip4;

	if (svc->left || who->sll_pkttype == PACKET_OUTGOING ||
	    who->sll_halen != sizeof(from.mac) ||
	    !dsmipd_ip4_parse(data, len, true, &ip4) ||
	    ip4.proto != IPPROTO_ICMP)
		return;
	from.addr = ip4.src;
	memcpy(from.mac, who->sll_addr, sizeof(from.mac));
	dsmipd_mn4_advert(svc->mn, &from, ip4.data, ip4.len,
			  mn_host_time(&svc->host));
}

static void link_readable(uv_poll_t *poll, int status, int events)
{
	struct mn4_link *link = poll->data;
	uint8_t data[LINK_MAX];
	struct sockaddr_ll who;
	socklen_t who_len;
	ssize_t len;
	int i;

	(void)status;
	(void)events;
	for (i = 0; i < LINK_BATCH; i++) {
		who_len = sizeof(who);
		len = recvfrom(link->fd, data, sizeof(data), 0,
			       (struct sockaddr *)&who, &who_len);
		if (len < 0)
			break;
		link_rcv(link->svc, &who, data, len);
	}
	mn4_schedule(link->svc);
}

/**
 * mn4_link_open() - open the socket
 * @svc: the service
 *
 * Return: 0 or a negative errno.
 */
int mn4_link_open(struct mn4_service *svc)
{
	struct sockaddr_ll any = {
		.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP),
	};
	struct mn4_link *link = calloc(1, sizeof(*link));
	int err;

	if (!link)
		return -ENOMEM;
	link->svc = svc;
	link->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			  0);
	if (link->fd < 0) {
		err = -errno;
		goto err_free;
	}
	err = link_filter(link->fd);
	if (!err && bind(link->fd, (struct sockaddr *)&any, sizeof(any)))
		err = -errno;
	if (!err)
		err = uv_poll_init(&svc->base.agent->loop, &link->poll,
				   link->fd);
	if (err)
		goto err_close;
	link->poll.data = link;
	uv_poll_start(&link->poll, UV_READABLE, link_readable);
	svc->link = link;
	return 0;

err_close:
	close(link->fd);
err_free:
	free(link);
	return err;
}

static void link_closed(uv_handle_t *handle)
{
	struct mn4_link *link = handle->data;

	close(link->fd);
	free(link);
}

/**
 * mn4_link_close() - close it
 * @svc: the service
 */
void mn4_link_close(struct mn4_service *svc)
{
	if (svc->link)
		uv_close((uv_handle_t *)&svc->link->poll, link_closed);
	svc->link = NULL;
}

static int link_send(const struct mn4_service *svc, unsigned int ifindex,
		     const uint8_t *mac, const struct dsmipd_ip4 *ip4)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
		.sll_ifindex = ifindex,
		.sll_halen = DSMIPD_MN4_MAC_LEN,
	};
	uint8_t packet[LINK_MAX];
	size_t len;

	if (!svc->link)
		return -ENOTCONN;
	len = dsmipd_ip4_build(ip4, packet, sizeof(packet));
	if (!len)
		return -EMSGSIZE;
	memcpy(to.sll_addr, mac, DSMIPD_MN4_MAC_LEN);
	return sendto(svc->link->fd, packet, len, 0, (struct sockaddr *)&to,
		      sizeof(to)) < 0 ? -errno : 0;
}

/**
 * mn4_link_send() - send a message straight to a foreign agent
 * @svc: the service
 * @way: how it leaves
 * @data: the message
 * @len: its length in bytes
 *
 * Return: 0 or a negative errno.
 */
int mn4_link_send(struct mn4_service *svc, const struct dsmipd_mn4_way *way,
		  const uint8_t *data, size_t len)
{
	const struct dsmipd_ip4 ip4 = {
		.proto = IPPROTO_UDP,
		.ttl = LINK_TTL_REGISTER,
		.src = way->src,
		.dst = way->dst,
		.sport = svc->config.mn4.port,
		.dport = way->port,
		.data = data,
		.len = len,
	};

	return link_send(svc, way->ifindex, way->mac, &ip4);
}

/**
 * mn4_link_solicit() - ask for agents on a link
 * @svc: the service
 * @ifindex: device of the link
 *
 * From no address, so that nobody asks by ARP for it.
 *
 * Return: 0 or a negative errno.
 */
int mn4_link_solicit(struct mn4_service *svc, unsigned int ifindex)
{
	/* 224.0.0.2, all routers, and its group on an Ethernet. */
	static const uint8_t mac[DSMIPD_MN4_MAC_LEN] = { 1, 0, 0x5e, 0, 0, 2 };
	const struct dsmipd_mip4_advert solicitation = {
		.type = DSMIPD_MIP4_SOLICITATION,
	};
	uint8_t data[DSMIPD_MIP4_ADVERT_MAX_LEN];
	const struct dsmipd_ip4 ip4 = {
		.proto = IPPROTO_ICMP,
		.ttl = LINK_TTL_SOLICIT,
		.dst = { htonl(INADDR_ALLRTRS_GROUP) },
		.data = data,
		.len = dsmipd_mip4_advert_build(&solicitation, data,
						sizeof(data)),
	};

	return link_send(svc, ifindex, mac, &ip4);
}
