// SPDX-License-Identifier: GPL-2.0
/* Carries out what the state machine of a mobile node wants. */

#include "log.h"
#include "mn6_service.h"

static void act_tunnel(struct mn6_service *svc,
		       const struct dsmipd_mn6_tunnel *tunnel)
{
	char coa[DSMIP_ADDR_STRLEN], peer[DSMIP_ADDR_STRLEN];

	mn6_kernel_tunnel(svc, tunnel);
	if (!tunnel->coa.family) {
		/* New connections go without mobility. */
		mn6_kernel_hoa(svc, false);
		mn_route_unbound(&svc->host, false);
		dsmipd_notice("%s: no tunnel", svc->base.name);
		return;
	}
	mn_route_way(&svc->host, &tunnel->coa, tunnel->ifindex);
	mn6_kernel_hoa(svc, true);
	mn_route_unbound(&svc->host, true);
	dsmipd_notice("%s: tunnel from %s to %s%s", svc->base.name,
		      dsmip_addr_format(&tunnel->coa, coa, sizeof(coa)),
		      dsmip_addr_format(&tunnel->peer, peer, sizeof(peer)),
		      tunnel->udp ? " in UDP" : "");
}

static void act_homes(struct mn6_service *svc,
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

/**
 * mn6_act() - do something for the state machine
 * @action: what
 * @arg: the service
 */
void mn6_act(const struct dsmipd_mn6_action *action, void *arg)
{
	static const struct dsmipd_mn6_tunnel none;
	struct mn6_service *svc = arg;

	switch (action->type) {
	case DSMIPD_MN6_SEND:
		mn6_io_send(svc, action);
		break;
	case DSMIPD_MN6_TUNNEL:
		act_tunnel(svc, &action->tunnel);
		break;
	case DSMIPD_MN6_NO_TUNNEL:
		act_tunnel(svc, &none);
		break;
	case DSMIPD_MN6_HOMES:
		act_homes(svc, action->homes, action->n_homes);
		break;
	case DSMIPD_MN6_AT_HOME:
		mn_route_away(&svc->host, false);
		dsmipd_notice("%s: at home", svc->base.name);
		break;
	case DSMIPD_MN6_LEFT:
		svc->left = true;
		break;
	case DSMIPD_MN6_SOLICIT:
		mn6_io_solicit(svc);
		break;
	case DSMIPD_MN6_EVENT:
		dsmipd_notice("%s: %s", svc->base.name, action->text);
		break;
	}
}
