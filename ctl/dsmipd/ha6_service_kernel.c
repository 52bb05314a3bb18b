// SPDX-License-Identifier: GPL-2.0
/* What a home agent of Mobile IPv6 has in the kernel of its own. */

#include <errno.h>
#include <string.h>

#include "ha6_service.h"
#include "log.h"

/**
 * ha6_kernel_device() - have the tunnel device
 * @svc: the service; its ifindex is set
 *
 * One that is there is kept with its bindings, if it is the right one.
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int ha6_kernel_device(struct ha6_service *svc)
{
	const struct dsmipd_ha6_config *ha6 = &svc->config.ha6;
	const struct dsmip_link want = {
		.local4 = { .family = ha6->local4.s_addr ? AF_INET : 0,
			    .v4 = ha6->local4 },
		.local6 = { .family = AF_INET6, .v6 = ha6->address },
		.port = ha6->port,
		.max_bindings = ha6->max_bindings,
		.origins = HA6_ORIGINS,
		.origin_mark = svc->mark,
	};
	struct dsmip_link link;
	int err;

	err = ha_kernel_device(&svc->home, &want, &link);
	if (err)
		return err;
	if (!link.origins ||
	    !IN6_ARE_ADDR_EQUAL(&link.local6.v6, &ha6->address)) {
		dsmipd_err("%s: device %s is there already, but %s",
			   svc->home.base.name, svc->config.device,
			   link.origins ? "with another local address" :
					  "keeps no origins");
		return -EEXIST;
	}
	svc->mark = link.origin_mark;
	return 0;
}

/**
 * ha6_kernel_answers() - routing of answers to origins
 * @svc: the service
 * @add: set it up, or take it back
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int ha6_kernel_answers(struct ha6_service *svc, bool add)
{
	const struct dsmipd_net_rule rule = {
		.family = AF_INET6,
		.priority = HA6_PRIORITY,
		.table = svc->home.table,
		.mark = svc->mark,
		.mask = HA6_MARK_MASK,
	};
	const struct dsmipd_net_route marked = {
		.dst.addr.family = AF_INET6,
		.ifindex = svc->home.ifindex,
		.via = ha_via,
		.table = svc->home.table,
	};
	struct dsmipd_net *net = svc->home.base.agent->net;
	int err;

	err = add ? dsmipd_net_route_add(net, &marked) :
		    dsmipd_net_route_del(net, &marked);
	if (!err)
		err = add ? dsmipd_net_rule_add(net, &rule) :
			    dsmipd_net_rule_del(net, &rule);
	if (err)
		dsmipd_err("%s: rule for answers: %s", svc->home.base.name,
			   strerror(-err));
	return err;
}
