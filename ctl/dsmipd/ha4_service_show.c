// SPDX-License-Identifier: GPL-2.0
/* A home agent of Mobile IPv4 as users see it: JSON of the control socket. */

#include <arpa/inet.h>
#include <stdio.h>

#include "ha4_service.h"

static struct json_object *ha4_show_refused(const struct dsmipd_ha4_stats *stats)
{
	struct json_object *refused = json_object_new_object();
	unsigned int code;

	for (code = 0; code < 256; code++) {
		const char *name = dsmipd_mip4_code_name(code);
		char number[8];

		if (!stats->refused[code])
			continue;
		snprintf(number, sizeof(number), "%u", code);
		ha_show_add(refused, name ?: number, stats->refused[code]);
	}
	return refused;
}

static struct json_object *ha4_show_accepted(const struct dsmipd_ha4_stats *stats)
{
	static const char *const kinds[] = {
		[DSMIPD_HA4_INITIAL] = "initial",
		[DSMIPD_HA4_REFRESH] = "refresh",
		[DSMIPD_HA4_HANDOVER] = "handover",
		[DSMIPD_HA4_DEREGISTRATION] = "deregistration",
		[DSMIPD_HA4_REVOCATION] = "revocation",
		[DSMIPD_HA4_SIMULTANEOUS] = "simultaneous",
	};
	struct json_object *accepted = json_object_new_object();
	size_t i;

	for (i = 0; i <= DSMIPD_HA4_KIND_MAX; i++)
		ha_show_add(accepted, kinds[i], stats->accepted[i]);
	return accepted;
}

/**
 * ha4_show() - state and counters of a home agent
 * @base: the service
 *
 * Return: an object; the caller frees it.
 */
struct json_object *ha4_show(struct dsmipd_service *base)
{
	struct json_object *object = json_object_new_object();
	struct json_object *reasons = json_object_new_object();
	struct ha4_service *svc = (struct ha4_service *)base;
	struct dsmipd_ha4_stats stats;
	char text[INET_ADDRSTRLEN];

	dsmipd_ha4_stats(svc->ha, &stats);
	ha_show_text(object, "name", base->name);
	ha_show_text(object, "kind", base->ops->kind);
	ha_show_text(object, "device", svc->config.device);
	ha_show_text(object, "address",
		     inet_ntop(AF_INET, &svc->config.ha4.address, text,
			       sizeof(text)));
	ha_show_add(object, "bindings", stats.bindings);
	ha_show_add(object, "peak", stats.peak);
	ha_show_add(object, "limit", svc->config.ha4.max_bindings);
	ha_show_add(object, "broadcast", stats.broadcast);
	ha_show_add(object, "received", stats.received);
	json_object_object_add(object, "accepted", ha4_show_accepted(&stats));
	json_object_object_add(object, "refused", ha4_show_refused(&stats));
	ha_show_add(object, "dropped", stats.dropped);
	ha_show_add(object, "revocations", stats.revocations);
	ha_show_add(object, "revoked", stats.revoked);
	dsmipd_ha4_reasons(svc->ha, ha_show_reason, reasons);
	json_object_object_add(object, "reasons", reasons);
	return object;
}
