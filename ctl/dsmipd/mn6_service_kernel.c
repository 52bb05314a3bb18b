// SPDX-License-Identifier: GPL-2.0
/*
 * What is of Mobile IPv6 in the kernel.  An update that takes another way than
 * data is sent by an origin of its own, and the answer comes in as signalling
 * does.
 */

#include <errno.h>
#include <string.h>

#include "log.h"
#include "mn6_service.h"

static const struct dsmip_prefix kernel_everything[] = {
	{ .addr.family = AF_INET },
	{ .addr.family = AF_INET6 },
};

/**
 * mn6_kernel_hoa() - give the device the IPv6 home address
 * @svc: the service
 * @preferred: those who do not care get it as their source
 *
 * It has to be there before it is registered: updates are sent from it.
 *
 * Return: 0 or a negative errno.
 */
int mn6_kernel_hoa(struct mn6_service *svc, bool preferred)
{
	const struct dsmip_prefix hoa = { svc->config.mn6.hoa.addr, 128 };
	int err;

	err = dsmipd_net_addr_prefer(svc->base.agent->net, svc->host.ifindex,
				     &hoa, true, preferred);
	if (err)
		mn_host_warn(&svc->host, "home address", err);
	return err;
}

static struct dsmip_binding kernel_binding(const struct mn6_service *svc,
					   const struct dsmipd_mn6_tunnel *t)
{
	return (struct dsmip_binding) {
		.ifindex = svc->host.ifindex,
		.home = kernel_everything,
		.n_home = 2,
		.coa = t->peer,
		.local = t->coa,
		.port = t->udp ? svc->config.mn6.port : 0,
		.encap = t->udp ? DSMIP_ENCAP_UDP : DSMIP_ENCAP_IP,
	};
}

/**
 * mn6_kernel_tunnel() - data take this way
 * @svc: the service
 * @tunnel: the way; without a family: none
 */
void mn6_kernel_tunnel(struct mn6_service *svc,
		       const struct dsmipd_mn6_tunnel *tunnel)
{
	struct dsmip_binding binding = kernel_binding(svc, tunnel);

	svc->tunnel = *tunnel;
	svc->host.coa = tunnel->coa;
	mn_host_tunnel(&svc->host, tunnel->coa.family ? &binding : NULL);
}

/**
 * mn6_kernel_tag() - a mark by which an update leaves in UDP
 * @svc: the service
 * @coa: IPv4 care-of address that it is sent from
 * @tag: set to it
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int mn6_kernel_tag(struct mn6_service *svc, const struct dsmip_addr *coa,
		   uint32_t *tag)
{
	struct dsmip_client *client = svc->base.agent->client;
	const struct dsmip_binding end = {
		.coa = { .family = AF_INET, .v4 = svc->config.mn6.ha4 },
		.local = *coa,
		.port = svc->config.mn6.port,
		.encap = DSMIP_ENCAP_UDP,
	};
	int err;

	err = dsmip_origin_new(client, svc->host.ifindex, &svc->config.mn6.ha, &end,
			       tag);
	if (err)
		dsmipd_err("%s: way of an update: %s", svc->base.name,
			   dsmip_client_error(client)->text);
	return err;
}
