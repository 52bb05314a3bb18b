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
#include <netinet/ip.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mn4_service.h"
#include "wire.h"

#define LINK_BATCH		16	/* before the loop goes round */
#define LINK_IP_LEN		20
#define LINK_UDP_LEN		8
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

/* The ICMP message of a packet; NULL if it is none that is whole. */
static const uint8_t *link_icmp(const uint8_t *data, size_t len,
				size_t *icmp_len)
{
	size_t head, total;

	if (len < LINK_IP_LEN || data[0] >> 4 != 4)
		return NULL;
	head = (data[0] & 0xf) * 4;
	total = dsmipd_wire_get16(data + 2);
	if (head < LINK_IP_LEN || total < head || total > len ||
	    data[offsetof(struct iphdr, protocol)] != IPPROTO_ICMP)
		return NULL;
	*icmp_len = total - head;
	return data + head;
}

static void link_rcv(struct mn4_service *svc, const struct sockaddr_ll *who,
		     const uint8_t *data, size_t len)
{
	struct dsmipd_mn4_peer from = { .ifindex = who->sll_ifindex };
	const uint8_t *icmp;
	size_t icmp_len;

	icmp = link_icmp(data, len, &icmp_len);
	if (!icmp || svc->left || who->sll_pkttype == PACKET_OUTGOING ||
	    who->sll_halen != sizeof(from.mac))
		return;
	memcpy(&from.addr, data + offsetof(struct iphdr, saddr),
	       sizeof(from.addr));
	memcpy(from.mac, who->sll_addr, sizeof(from.mac));
	dsmipd_mn4_advert(svc->mn, &from, icmp, icmp_len,
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

/* An IP header for what is behind it already. */
static void link_head(uint8_t *head, uint8_t proto, uint8_t ttl,
		      struct in_addr src, struct in_addr dst, size_t len)
{
	memset(head, 0, LINK_IP_LEN);
	head[0] = 0x45;
	dsmipd_wire_put16(head + 2, LINK_IP_LEN + len);
	head[offsetof(struct iphdr, ttl)] = ttl;
	head[offsetof(struct iphdr, protocol)] = proto;
	memcpy(head + offsetof(struct iphdr, saddr), &src, sizeof(src));
	memcpy(head + offsetof(struct iphdr, daddr), &dst, sizeof(dst));
	dsmipd_wire_put16(head + offsetof(struct iphdr, check),
			  dsmipd_wire_checksum(dsmipd_wire_sum(head,
							       LINK_IP_LEN)));
}

static int link_send(const struct mn4_service *svc, unsigned int ifindex,
		     const uint8_t *mac, const uint8_t *data, size_t len)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
		.sll_ifindex = ifindex,
		.sll_halen = DSMIPD_MN4_MAC_LEN,
	};

	if (!svc->link)
		return -ENOTCONN;
	memcpy(to.sll_addr, mac, DSMIPD_MN4_MAC_LEN);
	return sendto(svc->link->fd, data, len, 0, (struct sockaddr *)&to,
		      sizeof(to)) < 0 ? -errno : 0;
}

/* Over the pseudo header too; 0 means none (RFC 768). */
static uint16_t link_udp_checksum(const struct dsmipd_mn4_way *way,
				  const uint8_t *udp, size_t len)
{
	uint64_t sum = dsmipd_wire_sum(udp, len);
	uint16_t check;

	sum += dsmipd_wire_sum((const uint8_t *)&way->src, sizeof(way->src));
	sum += dsmipd_wire_sum((const uint8_t *)&way->dst, sizeof(way->dst));
	sum += IPPROTO_UDP + len;
	check = dsmipd_wire_checksum(sum);
	return check ? check : 0xffff;
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
	uint8_t packet[LINK_MAX] = {}, *udp = packet + LINK_IP_LEN;
	size_t udp_len = LINK_UDP_LEN + len;

	if (LINK_IP_LEN + udp_len > sizeof(packet))
		return -EMSGSIZE;
	link_head(packet, IPPROTO_UDP, LINK_TTL_REGISTER, way->src, way->dst,
		  udp_len);
	dsmipd_wire_put16(udp, svc->config.mn4.port);
	dsmipd_wire_put16(udp + 2, way->port);
	dsmipd_wire_put16(udp + 4, udp_len);
	memcpy(udp + LINK_UDP_LEN, data, len);
	dsmipd_wire_put16(udp + 6, link_udp_checksum(way, udp, udp_len));
	return link_send(svc, way->ifindex, way->mac, packet,
			 LINK_IP_LEN + udp_len);
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
	const struct in_addr routers = { htonl(0xe0000002) };
	const struct dsmipd_mip4_advert solicitation = {
		.type = DSMIPD_MIP4_SOLICITATION,
	};
	uint8_t packet[LINK_IP_LEN + DSMIPD_MIP4_ADVERT_MAX_LEN];
	const struct in_addr none = {};
	size_t len;

	len = dsmipd_mip4_advert_build(&solicitation, packet + LINK_IP_LEN,
				       sizeof(packet) - LINK_IP_LEN);
	link_head(packet, IPPROTO_ICMP, LINK_TTL_SOLICIT, none, routers, len);
	return link_send(svc, ifindex, mac, packet, LINK_IP_LEN + len);
}
