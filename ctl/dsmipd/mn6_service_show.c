// SPDX-License-Identifier: GPL-2.0
/* What users see of a mobile node. */

#include "mh.h"
#include "mn6_service.h"

static const char *const show_states[] = {
	[DSMIPD_MN6_STATE_NO_COA] = "no-network",
	[DSMIPD_MN6_STATE_REGISTERING] = "registering",
	[DSMIPD_MN6_STATE_REGISTERED] = "registered",
	[DSMIPD_MN6_STATE_AT_HOME] = "at-home",
	[DSMIPD_MN6_STATE_REFUSED] = "refused",
};

static void show_str(struct json_object *o, const char *key, const char *value)
{
	json_object_object_add(o, key, json_object_new_string(value));
}

static void show_int(struct json_object *o, const char *key, int64_t value)
{
	json_object_object_add(o, key, json_object_new_int64(value));
}

static void show_bool(struct json_object *o, const char *key, bool value)
{
	json_object_object_add(o, key, json_object_new_boolean(value));
}

static void show_addr(struct json_object *o, const char *key,
		      const struct dsmip_addr *addr)
{
	char text[DSMIP_ADDR_STRLEN];

	if (addr->family)
		show_str(o, key, dsmip_addr_format(addr, text, sizeof(text)));
}

static struct json_object *show_homes(const struct mn6_service *svc)
{
	struct json_object *array = json_object_new_array();
	char text[DSMIP_PREFIX_STRLEN];
	size_t i;

	for (i = 0; i < svc->host.n_homes; i++) {
		dsmip_prefix_format(&svc->host.homes[i], text, sizeof(text));
		json_object_array_add(array, json_object_new_string(text));
	}
	return array;
}

static void show_agent(const struct mn6_service *svc, struct json_object *o)
{
	const struct dsmipd_mn6_config *mn6 = &svc->config.mn6;
	const struct dsmip_addr ha = { .family = AF_INET6, .v6 = mn6->ha };
	const struct dsmip_addr ha4 = { .family = AF_INET, .v4 = mn6->ha4 };

	show_addr(o, "home_agent", &ha);
	if (mn6->has_ha4)
		show_addr(o, "home_agent4", &ha4);
}

static void show_tunnel(const struct dsmipd_mn6_tunnel *tunnel,
			struct json_object *o)
{
	if (!tunnel->coa.family)
		return;
	show_addr(o, "coa", &tunnel->coa);
	show_addr(o, "peer", &tunnel->peer);
	show_str(o, "encap", tunnel->udp ? "udp" : "ip");
}

static void show_info(struct mn6_service *svc, struct json_object *o)
{
	struct dsmipd_mn6_info info;

	dsmipd_mn6_info(svc->mn, mn_host_time(&svc->host), &info);
	show_str(o, "state", show_states[info.state]);
	show_agent(svc, o);
	show_tunnel(&info.tunnel, o);
	show_bool(o, "nat", info.nat);
	show_bool(o, "forced", info.forced);
	show_int(o, "refresh", info.refresh);
	json_object_object_add(o, "homes", show_homes(svc));
	show_int(o, "sequence", info.sequence);
	show_int(o, "attempts", info.attempts);
	show_int(o, "status", info.status);
	show_str(o, "status_text", dsmipd_mh_status_name(info.status));
	show_int(o, "lifetime", info.lifetime);
	show_int(o, "left", info.left);
	show_int(o, "handovers", info.handovers);
	show_int(o, "last_handover_ms", info.last_handover);
}

/**
 * mn6_show() - state of a mobile node
 * @base: the service
 *
 * Return: an object.
 */
struct json_object *mn6_show(struct dsmipd_service *base)
{
	struct mn6_service *svc = mn6_service(base);
	char hoa[DSMIP_ADDR_STRLEN];
	struct json_object *o = json_object_new_object();

	show_str(o, "name", base->name);
	show_str(o, "kind", base->ops->kind);
	show_str(o, "device", svc->config.device);
	show_str(o, "home_address",
		 dsmip_addr_format(&svc->config.mn6.hoa.addr, hoa,
				   sizeof(hoa)));
	if (svc->mn)
		show_info(svc, o);
	else
		show_str(o, "state", "no-home-agent");
	return o;
}
