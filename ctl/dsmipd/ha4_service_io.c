// SPDX-License-Identifier: GPL-2.0
/* Messages of nodes and foreign agents in, answers and revocations out. */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "ha4_service.h"
#include "log.h"

/* Whether an address is the broadcast address of one of our home links. */
static bool ha4_io_broadcast(const struct ha4_service *svc, struct in_addr dst,
			     unsigned int ifindex)
{
	struct in_addr addr;
	size_t i;

	for (i = 0; i < svc->home.n_links; i++) {
		const struct dsmipd_ha6_link *link = &svc->home.links[i];

		if (link->prefix.addr.family != AF_INET ||
		    link->ifindex != ifindex)
			continue;
		if (dst.s_addr == htonl(INADDR_BROADCAST))
			return true;
		if (ha4_broadcast_address(link, &addr) &&
		    dst.s_addr == addr.s_addr)
			return true;
	}
	return false;
}

/**
 * ha4_io_rcv() - a message has come
 * @packet: the message
 * @arg: the service
 *
 * Return: whether it was sent to this home agent, or to all of its link
 * (RFC 5944, section 3.6.1.2).
 */
bool ha4_io_rcv(const struct dsmipd_mip4_packet *packet, void *arg)
{
	const struct dsmipd_ha4_path path = {
		.src = packet->src, .dst = packet->dst, .port = packet->sport,
	};
	struct ha4_service *svc = arg;
	struct dsmipd_ha4_decision *decision;

	if (packet->dst.s_addr != svc->config.ha4.address.s_addr &&
	    !ha4_io_broadcast(svc, packet->dst, packet->ifindex))
		return false;
	ha_batch_begin(&svc->home);
	for (;;) {
		decision = ha4_batch_next(svc);
		dsmipd_ha4_rcv(svc->ha, &path, packet->data, packet->len,
			       dsmipd_agent_time(svc->home.base.agent),
			       decision);
		if (decision->verdict != DSMIPD_HA4_BUSY)
			break;
		ha_batch_commit(&svc->home);
	}
	ha4_batch_decided(svc);
	return true;
}

/**
 * ha4_io_reply() - send what a decision has to send
 * @svc: the service
 * @decision: the decision; its reply gets its authentication
 *
 * To exactly where the request came from, and from where it went to, or to
 * where a revocation has to go (RFC 5944, section 3.8.3.1).
 */
void ha4_io_reply(struct ha4_service *svc, struct dsmipd_ha4_decision *decision)
{
	const struct dsmipd_ha4_path *path = &decision->path;
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	const struct dsmipd_mip4_packet packet = {
		.src = path->dst,
		.dst = path->src,
		.dport = path->port,
		.data = buf,
		.len = dsmipd_ha4_build(decision, buf, sizeof(buf)),
	};
	char text[INET_ADDRSTRLEN];
	int err;

	if (!packet.len)
		return;
	err = dsmipd_mip4_socket_send(svc->sock, &packet);
	if (err)
		dsmipd_info("%s: no answer to %s: %s", svc->home.base.name,
			    inet_ntop(AF_INET, &path->src, text, sizeof(text)),
			    strerror(-err));
}
