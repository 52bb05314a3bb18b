// SPDX-License-Identifier: GPL-2.0
/* The home agent as users see it: JSON of the control socket. */

#include <arpa/inet.h>

#include "ha6_service.h"

static void ha6_show_add(struct json_object *object, const char *key,
			 uint64_t value)
{
	json_object_object_add(object, key, json_object_new_uint64(value));
}

static void ha6_show_text(struct json_object *object, const char *key,
			  const char *value)
{
	json_object_object_add(object, key, json_object_new_string(value));
}

static int ha6_show_reason(const char *reason, uint64_t count, void *arg)
{
	ha6_show_add(arg, reason, count);
	return 0;
}

static struct json_object *ha6_show_refused(const struct dsmipd_ha6_stats *stats)
{
	struct json_object *refused = json_object_new_object();
	unsigned int status;

	for (status = 0; status < 256; status++) {
		if (stats->refused[status])
			ha6_show_add(refused, dsmipd_mh_status_name(status),
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
	struct ha6_service *svc = ha6_service(base);
	struct dsmipd_ha6_stats stats;
	char text[INET6_ADDRSTRLEN];

	dsmipd_ha6_stats(svc->ha, &stats);
	ha6_show_text(object, "name", base->name);
	ha6_show_text(object, "kind", base->ops->kind);
	ha6_show_text(object, "device", svc->config.device);
	ha6_show_text(object, "address",
		      inet_ntop(AF_INET6, &svc->config.ha6.address, text,
				sizeof(text)));
	if (svc->config.ha6.local4.s_addr)
		ha6_show_text(object, "local4",
			      inet_ntop(AF_INET, &svc->config.ha6.local4, text,
					sizeof(text)));
	ha6_show_add(object, "bindings", stats.bindings);
	ha6_show_add(object, "peak", stats.peak);
	ha6_show_add(object, "limit", svc->config.ha6.max_bindings);
	ha6_show_add(object, "received", stats.received);
	ha6_show_add(accepted, "initial", stats.accepted[DSMIPD_HA6_INITIAL]);
	ha6_show_add(accepted, "refresh", stats.accepted[DSMIPD_HA6_REFRESH]);
	ha6_show_add(accepted, "handover",
		     stats.accepted[DSMIPD_HA6_HANDOVER]);
	ha6_show_add(accepted, "deregistration",
		     stats.accepted[DSMIPD_HA6_DEREGISTRATION]);
	json_object_object_add(object, "accepted", accepted);
	json_object_object_add(object, "refused", ha6_show_refused(&stats));
	ha6_show_add(object, "dropped", stats.dropped);
	dsmipd_ha6_reasons(svc->ha, ha6_show_reason, reasons);
	json_object_object_add(object, "reasons", reasons);
	return object;
}

/**
 * struct ha6_show_list - registrations being listed
 * @svc: the service
 * @array: where they go
 */
struct ha6_show_list {
	struct ha6_service *svc;
	struct json_object *array;
};

static struct json_object *ha6_show_homes(const struct dsmipd_record *record)
{
	struct json_object *array = json_object_new_array();
	char text[DSMIP_PREFIX_STRLEN];
	size_t i;

	for (i = 0; i < record->n_home; i++) {
		dsmip_prefix_format(&record->home[i], text, sizeof(text));
		json_object_array_add(array, json_object_new_string(text));
	}
	return array;
}

static struct json_object *ha6_show_record(struct ha6_service *svc,
					   const struct dsmipd_record *record)
{
	struct dsmipd_agent *agent = svc->base.agent;
	struct json_object *object = json_object_new_object();
	int64_t now = dsmipd_agent_time(agent).real / 1000000000;
	struct dsmipd_subscriber sub;
	char text[DSMIP_ADDR_STRLEN];

	if (!dsmipd_store_subscriber_by_id(agent->store, record->subscriber,
					   &sub))
		ha6_show_text(object, "name", sub.name);
	ha6_show_text(object, "service", svc->base.name);
	ha6_show_text(object, "proto", "mipv6");
	json_object_object_add(object, "home", ha6_show_homes(record));
	ha6_show_text(object, "coa", dsmip_addr_format(&record->coa, text,
						       sizeof(text)));
	if (record->port)
		ha6_show_add(object, "port", record->port);
	if (record->claimed.family)
		ha6_show_text(object, "claimed",
			      dsmip_addr_format(&record->claimed, text,
						sizeof(text)));
	json_object_object_add(object, "nat",
			       json_object_new_boolean(record->nat));
	ha6_show_text(object, "encap", dsmip_name_encap(record->encap));
	ha6_show_add(object, "sequence", record->sequence);
	ha6_show_add(object, "lifetime", record->lifetime);
	ha6_show_add(object, "left", record->expires > now ?
				     record->expires - now : 0);
	ha6_show_add(object, "registered", now - record->registered);
	ha6_show_add(object, "handovers", record->handovers);
	return object;
}

static int ha6_show_listed(const struct dsmipd_record *record, void *arg)
{
	struct ha6_show_list *list = arg;

	json_object_array_add(list->array, ha6_show_record(list->svc, record));
	return 0;
}

/**
 * ha6_show_bindings() - the registrations of a home agent
 * @base: the service
 * @array: an object for each is added to it
 */
void ha6_show_bindings(struct dsmipd_service *base, struct json_object *array)
{
	struct ha6_show_list list = { ha6_service(base), array };

	dsmipd_ha6_each(list.svc->ha, ha6_show_listed, &list);
}

/**
 * ha6_show_binding() - the registration of a subscriber
 * @base: the service
 * @sub: the subscriber
 *
 * Return: an object; the caller frees it.  NULL: there is none.
 */
struct json_object *ha6_show_binding(struct dsmipd_service *base,
				     const struct dsmipd_subscriber *sub)
{
	struct ha6_service *svc = ha6_service(base);
	const struct dsmipd_record *record;

	record = dsmipd_ha6_find(svc->ha, &sub->hoa);
	return record ? ha6_show_record(svc, record) : NULL;
}
