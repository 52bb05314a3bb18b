// SPDX-License-Identifier: GPL-2.0
/* Home agents as users see them: JSON of the control socket. */

#include <string.h>

#include "ha_service.h"

/**
 * ha_show_add() - add a number
 * @object: where it goes
 * @key: its name
 * @value: the number
 */
void ha_show_add(struct json_object *object, const char *key, uint64_t value)
{
	json_object_object_add(object, key, json_object_new_uint64(value));
}

/**
 * ha_show_text() - add a string
 * @object: where it goes
 * @key: its name
 * @value: the string
 */
void ha_show_text(struct json_object *object, const char *key,
		  const char *value)
{
	json_object_object_add(object, key, json_object_new_string(value));
}

/**
 * ha_show_reason() - add how often something was dropped or refused
 * @reason: why
 * @count: how often
 * @arg: the object that it goes into
 *
 * Return: 0.
 */
int ha_show_reason(const char *reason, uint64_t count, void *arg)
{
	ha_show_add(arg, reason, count);
	return 0;
}

/**
 * struct ha_show_list - registrations being listed
 * @svc: the service
 * @array: where they go
 */
struct ha_show_list {
	struct ha_service *svc;
	struct json_object *array;
};

static struct json_object *ha_show_homes(const struct dsmipd_record *record)
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

static void ha_show_ends(struct json_object *object,
			 const struct dsmipd_record *record)
{
	char text[DSMIP_ADDR_STRLEN];

	ha_show_text(object, "coa", dsmip_addr_format(&record->coa, text,
						      sizeof(text)));
	if (record->port)
		ha_show_add(object, "port", record->port);
	if (record->claimed.family)
		ha_show_text(object, "claimed",
			     dsmip_addr_format(&record->claimed, text,
					       sizeof(text)));
	json_object_object_add(object, "nat",
			       json_object_new_boolean(record->nat));
	ha_show_text(object, "encap", dsmip_name_encap(record->encap));
	if (record->proto == DSMIPD_PROTO_MIPV4)
		json_object_object_add(object, "home_tunnel",
				       json_object_new_boolean(record->home_tunnel));
	else
		ha_show_add(object, "sequence", record->sequence);
}

/* What it has beside the first one; each ends by itself. */
static struct json_object *ha_show_copies(const struct dsmipd_record *record,
					  int64_t now)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < record->n_copy; i++) {
		struct json_object *object = json_object_new_object();
		const struct dsmipd_copy *copy = &record->copy[i];
		struct dsmipd_record one = {
			.proto = record->proto,
			.coa = { .family = AF_INET, .v4 = copy->coa },
			.claimed = { .family = AF_INET, .v4 = copy->claimed },
			.port = copy->port,
			.nat = copy->nat,
			.encap = copy->encap,
			.home_tunnel = copy->home_tunnel && record->n_home > 1,
		};

		ha_show_ends(object, &one);
		ha_show_add(object, "lifetime", copy->lifetime);
		ha_show_add(object, "left", copy->expires > now ?
					    copy->expires - now : 0);
		json_object_array_add(array, object);
	}
	return array;
}

static struct json_object *ha_show_record(struct ha_service *svc,
					  const struct dsmipd_record *record)
{
	struct dsmipd_store *store = svc->base.agent->store;
	struct json_object *object = json_object_new_object();
	int64_t now = ha_service_seconds(svc);
	struct dsmipd_subscriber sub;

	if (!dsmipd_store_subscriber_by_id(store, record->subscriber, &sub))
		ha_show_text(object, "name", sub.name);
	explicit_bzero(&sub, sizeof(sub));
	ha_show_text(object, "service", svc->base.name);
	ha_show_text(object, "proto", record->proto == DSMIPD_PROTO_MIPV4 ?
				      "mipv4" : "mipv6");
	json_object_object_add(object, "home", ha_show_homes(record));
	ha_show_ends(object, record);
	ha_show_add(object, "lifetime", record->lifetime);
	ha_show_add(object, "left", record->expires > now ?
				    record->expires - now : 0);
	ha_show_add(object, "registered", now - record->registered);
	ha_show_add(object, "handovers", record->handovers);
	if (record->n_copy)
		json_object_object_add(object, "simultaneous",
				       ha_show_copies(record, now));
	return object;
}

static int ha_show_listed(const struct dsmipd_record *record, void *arg)
{
	struct ha_show_list *list = arg;

	json_object_array_add(list->array, ha_show_record(list->svc, record));
	return 0;
}

/**
 * ha_show_bindings() - the registrations of a home agent
 * @base: the service
 * @array: an object for each is added to it
 */
void ha_show_bindings(struct dsmipd_service *base, struct json_object *array)
{
	struct ha_show_list list = { (struct ha_service *)base, array };

	list.svc->proto->each(list.svc, ha_show_listed, &list);
}

/**
 * ha_show_binding() - the registration of a subscriber
 * @base: the service
 * @sub: the subscriber
 *
 * Return: an object; the caller frees it.  NULL: there is none.
 */
struct json_object *ha_show_binding(struct dsmipd_service *base,
				    const struct dsmipd_subscriber *sub)
{
	struct ha_service *svc = (struct ha_service *)base;
	const struct dsmipd_record *record = base->ops->record(base, sub);

	return record ? ha_show_record(svc, record) : NULL;
}
