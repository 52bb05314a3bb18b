// SPDX-License-Identifier: GPL-2.0
/* The home agent as users see it: JSON of the control socket. */

#include <arpa/inet.h>

#include "ha6_service.h"

static struct json_object *ha6_show_refused(const struct dsmipd_ha6_stats *stats)
{
	struct json_object *refused = json_object_new_object();
	unsigned int status;

	for (status = 0; status < 256; status++) {
		if (stats->refused[status])
			ha_show_add(refused, dsmipd_mh_status_name(status),
				    stats->refused[status]);
	}
	return refused;
}

/**
 * ha6_show() - state and counters of a home agent
 * @base: the service
 *
 * Return: an object; the caller frees it.
 */
struct json_object *ha6_show(struct dsmipd_service *base)
{
	struct json_object *object = json_object_new_object();
	struct json_object *accepted = json_object_new_object();
	struct json_object *reasons = json_object_new_object();
	struct ha6_service *svc = (struct ha6_service *)base;
	struct dsmipd_ha6_stats stats;
	char text[INET6_ADDRSTRLEN];

	dsmipd_ha6_stats(svc->ha, &stats);
	ha_show_text(object, "name", base->name);
	ha_show_text(object, "kind", base->ops->kind);
	ha_show_text(object, "device", svc->config.device);
	ha_show_text(object, "address",
		     inet_ntop(AF_INET6, &svc->config.ha6.address, text,
			       sizeof(text)));
	if (svc->config.ha6.local4.s_addr)
		ha_show_text(object, "local4",
			     inet_ntop(AF_INET, &svc->config.ha6.local4, text,
				       sizeof(text)));
	ha_show_add(object, "bindings", stats.bindings);
	ha_show_add(object, "peak", stats.peak);
	ha_show_add(object, "limit", svc->config.ha6.max_bindings);
	ha_show_add(object, "received", stats.received);
	ha_show_add(accepted, "initial", stats.accepted[DSMIPD_HA6_INITIAL]);
	ha_show_add(accepted, "refresh", stats.accepted[DSMIPD_HA6_REFRESH]);
	ha_show_add(accepted, "handover",
		    stats.accepted[DSMIPD_HA6_HANDOVER]);
	ha_show_add(accepted, "deregistration",
		    stats.accepted[DSMIPD_HA6_DEREGISTRATION]);
	json_object_object_add(object, "accepted", accepted);
	json_object_object_add(object, "refused", ha6_show_refused(&stats));
	ha_show_add(object, "dropped", stats.dropped);
	dsmipd_ha6_reasons(svc->ha, ha_show_reason, reasons);
	json_object_object_add(object, "reasons", reasons);
	return object;
}
