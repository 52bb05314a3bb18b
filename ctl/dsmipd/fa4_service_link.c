// SPDX-License-Identifier: GPL-2.0
/*
 * Visited links.  What nodes send is read from packet sockets, before the kernel
 * routes it: their sources are home addresses, or 0.0.0.0, which it has no use
 * for; and the link-layer address that a packet comes from is what answers go
 * to, with no question by ARP (RFC 5944, section 4.6).
 */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fa4_service.h"
#include "ip4.h"
#include "log.h"
#include "mip4_advert.h"

#define LINK_TTL_ADVERT		1	/* RFC 5944, section 2.1 */
#define LINK_TTL_REPLY		255

/* UDP to port 434 and router solicitations, no fragments. */
static const struct sock_filter link_filter[] = {
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x3fff, 9, 0),
	BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ICMP, 3, 0),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 5),
	BPF_STMT(BPF_LD | BPF_H | BPF_IND, 2),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, DSMIPD_MIP4_PORT, 2, 3),
	BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, DSMIPD_MIP4_SOLICITATION, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, 0xffff),
	BPF_STMT(BPF_RET | BPF_K, 0),
};

/* The card or the stack has verified the checksum, or it is not there yet. */
static bool link_verified(struct msghdr *hdr)
{
	struct tpacket_auxdata aux;
	struct cmsghdr *cmsg;

	for (cmsg = CMSG_FIRSTHDR(hdr); cmsg; cmsg = CMSG_NXTHDR(hdr, cmsg)) {
		if (cmsg->cmsg_level != SOL_PACKET ||
		    cmsg->cmsg_type != PACKET_AUXDATA ||
		    cmsg->cmsg_len < CMSG_LEN(sizeof(aux)))
			continue;
		memcpy(&aux, CMSG_DATA(cmsg), sizeof(aux));
		return aux.tp_status & (TP_STATUS_CSUMNOTREADY |
					TP_STATUS_CSUM_VALID);
	}
	return false;
}

static void link_rcv(struct dsmipd_datagram *datagram, struct msghdr *hdr,
		     size_t len, void *arg)
{
	const struct sockaddr_ll *from = &datagram->from.ll;
	struct fa4_visited *link = arg;
	struct fa4_service *svc = link->svc;
	struct dsmipd_mip4_advert advert;
	struct dsmipd_fa4_peer peer = { .ifindex = link->ifindex };
	struct dsmipd_ip4 ip4;

	if (from->sll_pkttype == PACKET_OUTGOING ||
	    from->sll_pkttype == PACKET_OTHERHOST ||
	    from->sll_halen != sizeof(peer.hw) ||
	    !dsmipd_ip4_parse(datagram->data, len, link_verified(hdr), &ip4))
		return;
	memcpy(peer.hw, from->sll_addr, sizeof(peer.hw));
	peer.addr = ip4.src;
	peer.local = ip4.dst;
	peer.port = ip4.sport;
	peer.ttl = ip4.ttl;
	if (ip4.proto == IPPROTO_UDP)
		dsmipd_fa4_rcv_node(svc->fa, &peer, ip4.data, ip4.len,
				    dsmipd_agent_time(svc->base.agent));
	else if (dsmipd_mip4_advert_parse(ip4.data, ip4.len, &advert) &&
		 advert.type == DSMIPD_MIP4_SOLICITATION)
		dsmipd_fa4_solicited(svc->fa, &peer,
				     dsmipd_agent_time(svc->base.agent));
}

static void link_readable(uv_poll_t *poll, int status, int events)
{
	struct fa4_visited *link = poll->data;

	(void)events;
	/* The device has gone down; the next address will tell. */
	if (status)
		uv_poll_start(poll, UV_READABLE, link_readable);
	dsmipd_datagram_rcv(link->fd, link->svc->room, link_rcv, link);
	fa4_schedule(link->svc);
}

/* Groups of all routers and of all mobility agents. */
static int link_join(const struct fa4_visited *link, uint8_t group)
{
	const struct packet_mreq mreq = {
		.mr_ifindex = link->ifindex,
		.mr_type = PACKET_MR_MULTICAST,
		.mr_alen = DSMIPD_FA4_HW_LEN,
		.mr_address = { 0x01, 0x00, 0x5e, 0x00, 0x00, group },
	};

	return setsockopt(link->fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &mreq,
			  sizeof(mreq));
}

static int link_bind(struct fa4_visited *link)
{
	const struct sock_fprog program = {
		.len = sizeof(link_filter) / sizeof(link_filter[0]),
		.filter = (struct sock_filter *)link_filter,
	};
	const struct sockaddr_ll addr = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
		.sll_ifindex = link->ifindex,
	};

	if (setsockopt(link->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		       sizeof(program)) ||
	    dsmipd_datagram_set(link->fd, SOL_PACKET, PACKET_AUXDATA, 1) ||
	    link_join(link, 2) || link_join(link, 11) ||
	    bind(link->fd, (struct sockaddr *)&addr, sizeof(addr)))
		return -errno;
	return 0;
}

static int link_open(struct fa4_visited *link)
{
	struct fa4_service *svc = link->svc;
	int err;

	link->ifindex = dsmipd_net_ifindex(svc->base.agent->net, link->ifname);
	if (!link->ifindex)
		return -ENODEV;
	err = dsmipd_net_foreign_sources(svc->base.agent->net, link->ifindex);
	if (err)
		return err;
	/* No protocol yet: nothing comes before there is a filter. */
	link->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			  0);
	if (link->fd < 0)
		return -errno;
	err = link_bind(link);
	if (!err)
		err = uv_poll_init(&svc->base.agent->loop, &link->poll,
				   link->fd);
	if (err) {
		close(link->fd);
		link->fd = -1;
		return err;
	}
	svc->handles++;
	link->poll.data = link;
	return uv_poll_start(&link->poll, UV_READABLE, link_readable);
}

static void link_closed(uv_handle_t *handle)
{
	struct fa4_visited *link = handle->data;

	close(link->fd);
	handle->data = link->svc;
	fa4_closed(handle);
}

/* Visited links that are up, each with its first address. */
struct link_look {
	struct fa4_service *svc;
	struct dsmipd_fa4_link link[DSMIPD_FA4_MAX_LINKS];
	size_t n;
};

static int link_addr(const struct dsmipd_net_addr *addr, void *arg)
{
	struct link_look *look = arg;
	size_t i;

	if (addr->addr.addr.family != AF_INET)
		return 0;
	for (i = 0; i < look->n; i++) {
		if (look->link[i].ifindex == addr->ifindex)
			return 0;
	}
	for (i = 0; i < look->svc->n_links; i++) {
		if (look->svc->links[i].ifindex != addr->ifindex)
			continue;
		look->link[look->n++] = (struct dsmipd_fa4_link) {
			.ifindex = addr->ifindex,
			.addr = addr->addr.addr.v4,
			.prefix_len = addr->addr.len,
		};
		break;
	}
	return 0;
}

/*
 * Only what was not up before, or for a while not, be it too short to be seen:
 * restoring is a change of routes, too.
 */
static void link_restore(struct fa4_service *svc, const struct link_look *look)
{
	for (size_t i = 0; i < svc->n_links; i++) {
		struct fa4_visited *link = &svc->links[i];
		uint32_t attachment;
		bool up = false;

		for (size_t j = 0; j < look->n; j++)
			up |= look->link[j].ifindex == link->ifindex;
		attachment = dsmipd_net_attachment(svc->base.agent->net,
						   link->ifindex);
		if (up && (!link->up || link->attachment != attachment))
			fa4_kernel_restore(svc, link->ifindex);
		link->up = up;
		link->attachment = attachment;
	}
}

/**
 * fa4_link_changed() - see which visited links are up, and their addresses
 * @arg: the service
 */
void fa4_link_changed(void *arg)
{
	struct fa4_service *svc = arg;
	struct dsmipd_net *net = svc->base.agent->net;
	struct link_look look = { .svc = svc };
	size_t i, n = 0;

	dsmipd_net_addrs(net, link_addr, &look);
	for (i = 0; i < look.n; i++) {
		if (dsmipd_net_up(net, look.link[i].ifindex))
			look.link[n++] = look.link[i];
	}
	look.n = n;
	link_restore(svc, &look);
	dsmipd_fa4_links(svc->fa, look.link, n,
			 dsmipd_agent_time(svc->base.agent));
	fa4_schedule(svc);
}

/**
 * fa4_link_open() - listen on the visited links
 * @svc: the service
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int fa4_link_open(struct fa4_service *svc)
{
	int err = 0;

	for (size_t i = 0; i < svc->config.n_ifs && !err; i++) {
		struct fa4_visited *link = &svc->links[svc->n_links++];

		link->svc = svc;
		link->fd = -1;
		link->ifname = svc->config.ifs[i];
		err = link_open(link);
		if (err)
			fa4_warn(svc, link->ifname, err);
	}
	return err;
}

/**
 * fa4_link_close() - listen no more
 * @svc: the service
 */
void fa4_link_close(struct fa4_service *svc)
{
	for (size_t i = 0; i < svc->n_links; i++) {
		if (svc->links[i].fd >= 0)
			uv_close((uv_handle_t *)&svc->links[i].poll,
				 link_closed);
	}
}

/**
 * fa4_link_send() - send a packet to a node, or to all on its link
 * @svc: the service
 * @action: of the state machine, with the message
 * @advert: it is an advertisement, not a reply
 */
void fa4_link_send(struct fa4_service *svc,
		   const struct dsmipd_fa4_action *action, bool advert)
{
	const struct dsmipd_fa4_peer *peer = &action->peer;
	const struct dsmipd_ip4 ip4 = {
		.proto = advert ? IPPROTO_ICMP : IPPROTO_UDP,
		.ttl = advert ? LINK_TTL_ADVERT : LINK_TTL_REPLY,
		.src = peer->local,
		.dst = peer->addr,
		.sport = DSMIPD_MIP4_PORT,
		.dport = peer->port,
		.data = action->data,
		.len = action->len,
	};
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
		.sll_ifindex = peer->ifindex,
		.sll_halen = sizeof(peer->hw),
	};
	uint8_t buf[DSMIPD_MIP4_MAX_LEN + DSMIPD_IP4_HEAD +
		    DSMIPD_IP4_UDP_HEAD];
	size_t len = dsmipd_ip4_build(&ip4, buf, sizeof(buf));
	struct fa4_visited *link = svc->links;

	while (link < svc->links + svc->n_links &&
	       link->ifindex != peer->ifindex)
		link++;
	if (!len || link == svc->links + svc->n_links)
		return;
	memcpy(to.sll_addr, peer->hw, sizeof(peer->hw));
	if (sendto(link->fd, buf, len, MSG_DONTWAIT, (struct sockaddr *)&to,
		   sizeof(to)) < 0)
		dsmipd_debug("%s: %s: %s", svc->base.name, link->ifname,
			     strerror(errno));
}
