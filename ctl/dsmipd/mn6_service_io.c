// SPDX-License-Identifier: GPL-2.0
/* Messages of a mobile node, in and out. */

#include <errno.h>
#include <string.h>

#include "log.h"
#include "mh.h"
#include "mn6_service.h"

/* RFC 6275, section 12: INITIAL_SOLICIT_TIMER, PREFIX_ADV_RETRIES. */
#define IO_SOLICIT_TIMER	3000
#define IO_SOLICIT_RETRIES	3

/* The care-of address in Home Address options: that of IPv6, or none. */
static int io_set_coa(struct mn6_service *svc, const struct in6_addr *coa)
{
	const struct dsmipd_mn6_config *mn6 = &svc->config.mn6;
	int err;

	err = dsmipd_xfrm_node_coa(svc->xfrm, &mn6->hoa.addr.v6, &mn6->ha, coa);
	if (err)
		mn_host_warn(&svc->host, "home address option", err);
	return err;
}

static bool io_at_home(const struct mn6_service *svc,
		       const struct dsmipd_mn6_action *action)
{
	return dsmip_addr_equal(&action->tunnel.coa,
				&svc->config.mn6.hoa.addr);
}

/* Fills in by which way a message is to leave. */
static int io_way(struct mn6_service *svc,
		  const struct dsmipd_mn6_action *action,
		  struct dsmipd_packet *packet)
{
	const struct dsmipd_mn6_tunnel *tunnel = &action->tunnel;
	bool home = io_at_home(svc, action);
	int err;

	mn_host_home_link(&svc->host, home ? tunnel->ifindex : 0);
	if (!home)
		mn_route_way(&svc->host, &tunnel->coa, tunnel->ifindex);
	err = io_set_coa(svc, action->hao ? &tunnel->coa.v6 : NULL);
	if (err)
		return err;
	if (tunnel->coa.family == AF_INET)
		return mn6_kernel_tag(svc, &tunnel->coa, &packet->mark);
	packet->ifindex = tunnel->ifindex;
	return 0;
}

/**
 * mn6_io_send() - send a binding update
 * @svc: the service
 * @action: it
 *
 * What cannot be sent is sent again, as what is lost.
 */
void mn6_io_send(struct mn6_service *svc,
		 const struct dsmipd_mn6_action *action)
{
	struct dsmipd_packet packet = {
		.proto = IPPROTO_MH,
		.src = svc->config.mn6.hoa.addr.v6,
		.dst = svc->config.mn6.ha,
		.data = action->data,
		.len = action->len,
	};
	char coa[DSMIP_ADDR_STRLEN];
	struct dsmipd_mn6_info info;
	int err;

	err = io_way(svc, action, &packet);
	if (!err)
		err = dsmipd_signaling_send(svc->sig, &packet);
	dsmip_addr_format(&action->tunnel.coa, coa, sizeof(coa));
	dsmipd_mn6_info(svc->mn, mn_host_time(&svc->host), &info);
	if (err)
		dsmipd_warn("%s: binding update from %s: %s", svc->base.name,
			    coa, strerror(-err));
	else
		dsmipd_info("%s: binding update, sequence %u, from %s%s",
			    svc->base.name, info.sequence, coa,
			    action->tunnel.coa.family == AF_INET ? " in UDP" : "");
}

/* RFC 5555, section 2.2: with the option from an IPv4 network, too. */
static void io_solicit_send(struct mn6_service *svc)
{
	const struct in6_addr *hoa = &svc->config.mn6.hoa.addr.v6;
	const struct dsmipd_icmp6 msg = {
		.type = DSMIPD_ICMP6_PREFIX_SOL,
		.id = ++svc->solicit_id,
	};
	uint8_t data[DSMIPD_ICMP6_MAX_LEN];
	struct dsmipd_packet packet = {
		.proto = IPPROTO_ICMPV6,
		.src = *hoa,
		.dst = svc->config.mn6.ha,
		.data = data,
	};
	bool v4 = svc->tunnel.coa.family == AF_INET;
	int err = 0;

	packet.len = dsmipd_icmp6_build(&msg, data, sizeof(data));
	if (v4)
		err = io_set_coa(svc, hoa);
	else
		packet.ifindex = svc->tunnel.ifindex;
	if (!err)
		err = dsmipd_signaling_send(svc->sig, &packet);
	if (v4)
		io_set_coa(svc, NULL);
	if (err)
		mn_host_warn(&svc->host, "mobile prefix solicitation", err);
}

/**
 * mn6_io_solicit() - ask for the prefixes of the home link
 * @svc: the service
 */
void mn6_io_solicit(struct mn6_service *svc)
{
	svc->solicits = 0;
	svc->solicit = mn_host_time(&svc->host).mono;
	mn6_schedule(svc);
}

/**
 * mn6_io_tick() - ask again for prefixes
 * @svc: the service
 */
void mn6_io_tick(struct mn6_service *svc)
{
	uint64_t now = mn_host_time(&svc->host).mono;

	if (svc->solicit > now)
		return;
	svc->solicit = UINT64_MAX;
	if (!svc->tunnel.coa.family || svc->solicits > IO_SOLICIT_RETRIES)
		return;
	io_solicit_send(svc);
	svc->solicit = now + ((uint64_t)IO_SOLICIT_TIMER << svc->solicits++);
}

/* RFC 6275, section 11.4.3: an answer to our question, or news. */
static void io_prefixes(struct mn6_service *svc, const struct dsmipd_icmp6 *msg)
{
	char text[DSMIP_PREFIX_STRLEN];
	uint64_t when;
	uint8_t i;

	svc->solicit = UINT64_MAX;
	svc->solicits = 0;
	for (i = 0; i < msg->n_prefix; i++) {
		const struct dsmipd_icmp6_prefix *p = &msg->prefix[i];
		const struct dsmip_prefix prefix = {
			.addr = { .family = AF_INET6, .v6 = p->addr },
			.len = p->len,
		};

		dsmipd_notice("%s: home prefix %s, valid for %u s, preferred for %u s",
			      svc->base.name,
			      dsmip_prefix_format(&prefix, text, sizeof(text)),
			      p->valid, p->preferred);
		/* RFC 6275, section 11.4.2: ask before it ends. */
		when = mn_host_time(&svc->host).mono + 750ull * p->valid;
		if (p->valid && p->valid != UINT32_MAX &&
		    dsmip_prefix_overlap(&prefix, &svc->config.mn6.hoa) &&
		    when < svc->solicit)
			svc->solicit = when;
	}
}

static void io_icmp6(struct mn6_service *svc,
		     const struct dsmipd_packet *packet)
{
	struct dsmipd_icmp6 msg;

	if (!dsmipd_icmp6_parse(packet->data, packet->len, &msg))
		return;
	if (msg.type == DSMIPD_ICMP6_DHAAD_REPLY)
		mn6_find_rcv(svc, &msg);
	else if (msg.type == DSMIPD_ICMP6_PREFIX_ADV &&
		 IN6_ARE_ADDR_EQUAL(&packet->src, &svc->config.mn6.ha) &&
		 IN6_ARE_ADDR_EQUAL(&packet->dst,
				    &svc->config.mn6.hoa.addr.v6))
		io_prefixes(svc, &msg);
}

/**
 * mn6_io_rcv() - a message has come
 * @packet: it
 * @arg: the service
 */
void mn6_io_rcv(const struct dsmipd_packet *packet, void *arg)
{
	struct mn6_service *svc = arg;

	if (packet->proto == IPPROTO_ICMPV6)
		io_icmp6(svc, packet);
	else if (svc->mn && IN6_ARE_ADDR_EQUAL(&packet->dst,
					       &svc->config.mn6.hoa.addr.v6))
		dsmipd_mn6_rcv(svc->mn, &packet->src, packet->data, packet->len,
			       mn_host_time(&svc->host));
}
