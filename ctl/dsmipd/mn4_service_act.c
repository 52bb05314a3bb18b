// SPDX-License-Identifier: GPL-2.0
/* Carries out what the state machine of a mobile node of Mobile IPv4 wants. */

#include <arpa/inet.h>
#include <string.h>

#include "log.h"
#include "mn4_service.h"

static void act_log_tunnel(const struct mn4_service *svc,
			   const struct dsmipd_mn4_tunnel *tunnel)
{
	char coa[INET_ADDRSTRLEN], ha[INET_ADDRSTRLEN];
	const char *ipv6 = "";

	if (tunnel->ipv6)
		ipv6 = tunnel->native6 ? ", IPv6 as it is" :
		       tunnel->home6 ? ", IPv6 to the home address" :
				       ", IPv6 to the care-of address";
	inet_ntop(AF_INET, &tunnel->coa, coa, sizeof(coa));
	inet_ntop(AF_INET, &tunnel->ha, ha, sizeof(ha));
	if (tunnel->foreign)
		dsmipd_notice("%s: by foreign agent %s to %s%s",
			      svc->base.name, coa, ha, ipv6);
	else
		dsmipd_notice("%s: tunnel from %s to %s, %s%s", svc->base.name,
			      coa, ha, dsmip_name_encap(tunnel->encap), ipv6);
}

static void act_tunnel(struct mn4_service *svc,
		       const struct dsmipd_mn4_tunnel *tunnel)
{
	mn4_kernel_tunnel(svc, tunnel);
	/* Without one, new connections go without mobility. */
	mn_route_unbound(&svc->host, tunnel->coa.s_addr);
	if (tunnel->coa.s_addr)
		act_log_tunnel(svc, tunnel);
	else
		dsmipd_notice("%s: no tunnel", svc->base.name);
}

static void act_homes(struct mn4_service *svc,
		      const struct dsmip_prefix *homes, size_t n)
{
	char text[DSMIP_PREFIX_STRLEN];
	size_t i;

	mn_host_homes(&svc->host, homes, n);
	for (i = 0; i < n; i++)
		dsmipd_info("%s: home %s", svc->base.name,
			    dsmip_prefix_format(&homes[i], text, sizeof(text)));
	if (!n)
		dsmipd_info("%s: no home addresses", svc->base.name);
}

static void act_solicit(struct mn4_service *svc, unsigned int ifindex)
{
	int err = mn4_link_solicit(svc, ifindex);

	if (err)
		mn_host_warn(&svc->host, "agent solicitation", err);
}

/**
 * mn4_act() - do something for the state machine
 * @action: what
 * @arg: the service
 */
void mn4_act(const struct dsmipd_mn4_action *action, void *arg)
{
	static const struct dsmipd_mn4_tunnel none;
	struct mn4_service *svc = arg;

	switch (action->type) {
	case DSMIPD_MN4_SEND:
		mn4_io_send(svc, &action->way, action->data, action->len);
		break;
	case DSMIPD_MN4_TUNNEL:
		act_tunnel(svc, &action->tunnel);
		break;
	case DSMIPD_MN4_NO_TUNNEL:
		act_tunnel(svc, &none);
		break;
	case DSMIPD_MN4_HOMES:
		act_homes(svc, action->homes, action->n_homes);
		break;
	case DSMIPD_MN4_HOME_LINK:
		mn4_kernel_home_link(svc, action->ifindex, action->homes);
		break;
	case DSMIPD_MN4_AT_HOME:
		dsmipd_notice("%s: at home", svc->base.name);
		break;
	case DSMIPD_MN4_LEFT:
		svc->left = true;
		break;
	case DSMIPD_MN4_SOLICIT:
		act_solicit(svc, action->ifindex);
		break;
	case DSMIPD_MN4_KEEPALIVE:
		mn4_io_keepalive(svc);
		break;
	case DSMIPD_MN4_EVENT:
		dsmipd_notice("%s: %s", svc->base.name, action->text);
		break;
	}
}
