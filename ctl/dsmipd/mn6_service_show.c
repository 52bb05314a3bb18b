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

static void show_agent(const struct mn6_service *svc, struct json_object *o)
{
	const struct dsmipd_mn6_config *mn6 = &svc->config.mn6;
	const struct dsmip_addr ha = { .family = AF_INET6, .v6 = mn6->ha };
	const struct dsmip_addr ha4 = { .family = AF_INET, .v4 = mn6->ha4 };

	mn_show_addr(o, "home_agent", &ha);
	if (mn6->has_ha4)
		mn_show_addr(o, "home_agent4", &ha4);
}

static void show_tunnel(const struct dsmipd_mn6_tunnel *tunnel,
			struct json_object *o)
{
	if (!tunnel->coa.family)
		return;
	mn_show_addr(o, "coa", &tunnel->coa);
	mn_show_addr(o, "peer", &tunnel->peer);
	mn_show_str(o, "encap", tunnel->udp ? "udp" : "ip");
}

static void show_info(struct mn6_service *svc, struct json_object *o)
{
	struct dsmipd_mn6_info info;

	dsmipd_mn6_info(svc->mn, mn_host_time(&svc->host), &info);
	mn_show_str(o, "state", show_states[info.state]);
	show_agent(svc, o);
	show_tunnel(&info.tunnel, o);
	mn_show_bool(o, "nat", info.nat);
	mn_show_bool(o, "forced", info.forced);
	mn_show_int(o, "refresh", info.refresh);
	json_object_object_add(o, "homes", mn_show_homes(&svc->host));
	mn_show_int(o, "sequence", info.sequence);
	mn_show_int(o, "attempts", info.attempts);
	mn_show_int(o, "status", info.status);
	mn_show_str(o, "status_text", dsmipd_mh_status_name(info.status));
	mn_show_int(o, "lifetime", info.lifetime);
	mn_show_int(o, "left", info.left);
	mn_show_int(o, "handovers", info.handovers);
	mn_show_int(o, "last_handover_ms", info.last_handover);
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

	mn_show_str(o, "name", base->name);
	mn_show_str(o, "kind", base->ops->kind);
	mn_show_str(o, "device", svc->config.device);
	mn_show_str(o, "home_address",
		    dsmip_addr_format(&svc->config.mn6.hoa.addr, hoa,
				      sizeof(hoa)));
	if (svc->mn)
		show_info(svc, o);
	else
		mn_show_str(o, "state", "no-home-agent");
	return o;
}
