// SPDX-License-Identifier: GPL-2.0
/* Messages of nodes in, answers out. */

#include <errno.h>
#include <string.h>

#include "auth.h"
#include "ha6_service.h"
#include "log.h"

/* What happens to nodes of one prefix length is read more easily than bytes. */
static const char *ha6_io_addr(const struct in6_addr *addr, char *buf)
{
	return inet_ntop(AF_INET6, addr, buf, INET6_ADDRSTRLEN);
}

static int ha6_io_origin(const struct dsmip_origin *origin, void *arg)
{
	struct ha6_service *svc = arg;
	unsigned int i;

	for (i = 0; i < svc->n_messages; i++) {
		struct ha6_message *message = &svc->messages[i];

		if (message->packet.ifindex == svc->home.ifindex &&
		    message->packet.mark == origin->tag)
			message->outer = *origin;
	}
	return 0;
}

/* One question for all that came through the tunnel. */
static void ha6_io_origins(struct ha6_service *svc)
{
	uint32_t tags[DSMIPD_DATAGRAM_BATCH];
	unsigned int i, n = 0;

	for (i = 0; i < svc->n_messages; i++) {
		const struct dsmipd_packet *packet = &svc->messages[i].packet;

		if (packet->ifindex == svc->home.ifindex && packet->mark)
			tags[n++] = packet->mark;
	}
	if (n)
		dsmip_origins_get(svc->home.base.agent->client,
				  svc->home.ifindex, tags, n, ha6_io_origin,
				  svc);
}

/*
 * How the message came.  What came through the tunnel without a tag is from a
 * registered node beyond the limit on these, or its tag has been given to
 * somebody else meanwhile: there is no answering it, the node will send another
 * one (Documentation/origins.rst).
 */
static bool ha6_io_path(struct ha6_service *svc,
			const struct ha6_message *message,
			struct dsmipd_ha6_path *path)
{
	const struct dsmipd_packet *packet = &message->packet;

	memset(path, 0, sizeof(*path));
	path->src = packet->src;
	path->dst = packet->dst;
	path->hao = packet->hao;
	path->coa = packet->coa;
	if (packet->ifindex != svc->home.ifindex)
		return true;
	path->outer = message->outer;
	return path->outer.tag && path->outer.inner_src.family == AF_INET6 &&
	       IN6_ARE_ADDR_EQUAL(&path->outer.inner_src.v6, &path->src);
}

static void ha6_io_icmp6(struct ha6_service *svc,
			 const struct dsmipd_packet *packet)
{
	struct dsmipd_icmp6 request, reply;
	uint8_t buf[DSMIPD_ICMP6_MAX_LEN];
	struct dsmipd_packet answer = {
		.proto = IPPROTO_ICMPV6,
		.src = svc->config.ha6.address,
		.dst = packet->src,
		.mark = packet->mark,
		.rh2 = packet->hao,
		.coa = packet->coa,
		.data = buf,
	};

	if (!dsmipd_icmp6_parse(packet->data, packet->len, &request) ||
	    !dsmipd_ha6_icmp6(svc->ha, &packet->src, &packet->dst, &request,
			      dsmipd_agent_time(svc->home.base.agent), &reply))
		return;
	answer.len = dsmipd_icmp6_build(&reply, buf, sizeof(buf));
	if (answer.len)
		dsmipd_signaling_send(svc->sig, &answer);
}

static void ha6_io_mh(struct ha6_service *svc,
		      const struct ha6_message *message)
{
	const struct dsmipd_packet *packet = &message->packet;
	struct dsmipd_ha6_decision *decision;
	struct dsmipd_ha6_path path;
	char text[INET6_ADDRSTRLEN];

	if (!ha6_io_path(svc, message, &path)) {
		dsmipd_debug("%s: message from %s without origin dropped",
			     svc->home.base.name, ha6_io_addr(&packet->src, text));
		return;
	}
	for (;;) {
		decision = ha6_batch_next(svc);
		dsmipd_ha6_rcv(svc->ha, &path, packet->data, packet->len,
			       dsmipd_agent_time(svc->home.base.agent), decision);
		if (decision->verdict != DSMIPD_HA6_BUSY)
			break;
		ha_batch_commit(&svc->home);
	}
	ha6_batch_decided(svc);
}

/**
 * ha6_io_rcv() - a message has come
 * @packet: the message; if it is a mobility header, ha6_io_done() looks at it
 * @arg: the service
 */
void ha6_io_rcv(const struct dsmipd_packet *packet, void *arg)
{
	struct ha6_service *svc = arg;
	struct ha6_message *message;

	if (packet->proto == IPPROTO_ICMPV6) {
		ha6_io_icmp6(svc, packet);
		return;
	}
	if (!IN6_ARE_ADDR_EQUAL(&packet->dst, &svc->config.ha6.address))
		return;
	message = &svc->messages[svc->n_messages++];
	message->packet = *packet;
	memset(&message->outer, 0, sizeof(message->outer));
}

/**
 * ha6_io_done() - no more messages at the moment
 * @arg: the service
 */
void ha6_io_done(void *arg)
{
	struct ha6_service *svc = arg;
	unsigned int i;

	ha6_io_origins(svc);
	ha_batch_begin(&svc->home);
	for (i = 0; i < svc->n_messages; i++)
		ha6_io_mh(svc, &svc->messages[i]);
	svc->n_messages = 0;
	ha_batch_commit(&svc->home);
	ha_batch_schedule(&svc->home);
}

/**
 * ha6_io_reply() - send the answer of a decision
 * @svc: the service
 * @decision: the decision; its reply gets its authentication
 *
 * To exactly where the request came from: by the tag of its origin, or by a
 * type 2 routing header if it had a Home Address option (RFC 5555, sections 4.2
 * and 5.1, RFC 6275, section 9.5.4).
 */
void ha6_io_reply(struct ha6_service *svc, struct dsmipd_ha6_decision *decision)
{
	const struct dsmipd_ha6_path *path = &decision->path;
	uint8_t buf[DSMIPD_MH_MAX_LEN];
	struct dsmipd_packet packet = {
		.proto = IPPROTO_MH,
		.src = path->dst,
		.dst = path->src,
		.mark = path->outer.tag,
		.rh2 = path->hao,
		.coa = path->coa,
		.data = buf,
	};
	char text[INET6_ADDRSTRLEN];
	int err;

	packet.len = dsmipd_mh_build(&decision->reply, buf, sizeof(buf));
	if (!packet.len)
		return;
	if (decision->sign &&
	    !dsmipd_auth_sign(&decision->key, &decision->auth_coa, &path->src,
			      &decision->reply, buf, packet.len))
		return;
	err = dsmipd_signaling_send(svc->sig, &packet);
	if (err)
		dsmipd_info("%s: no answer to %s: %s", svc->home.base.name,
			    ha6_io_addr(&path->src, text), strerror(-err));
}
