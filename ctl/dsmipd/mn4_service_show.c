// SPDX-License-Identifier: GPL-2.0
/* What users see of a mobile node of Mobile IPv4. */

#include "mn4_service.h"

static const char *const show_states[] = {
	[DSMIPD_MN4_STATE_NO_COA] = "no-network",
	[DSMIPD_MN4_STATE_REGISTERING] = "registering",
	[DSMIPD_MN4_STATE_REGISTERED] = "registered",
	[DSMIPD_MN4_STATE_AT_HOME] = "at-home",
	[DSMIPD_MN4_STATE_REFUSED] = "refused",
};

static void show_addr4(struct json_object *o, const char *key,
		       struct in_addr addr)
{
	const struct dsmip_addr text = mn4_addr(addr);

	if (addr.s_addr)
		mn_show_addr(o, key, &text);
}

static const char *show_ipv6(const struct dsmipd_mn4_tunnel *tunnel)
{
	if (!tunnel->ipv6)
		return "none";
	if (tunnel->native6)
		return "native";
	return tunnel->home6 ? "home" : "care-of";
}

static void show_tunnel(const struct dsmipd_mn4_tunnel *tunnel,
			struct json_object *o)
{
	if (!tunnel->coa.s_addr)
		return;
	show_addr4(o, "coa", tunnel->coa);
	show_addr4(o, "peer", tunnel->ha);
	mn_show_str(o, "encap", tunnel->foreign ? "foreign-agent" :
			    dsmip_name_encap(tunnel->encap));
	show_addr4(o, "foreign_agent", tunnel->agent);
	mn_show_str(o, "ipv6", show_ipv6(tunnel));
}

static struct json_object *show_prefixes(const struct dsmipd_mn4_info *info)
{
	struct json_object *array = json_object_new_array();
	char text[DSMIP_PREFIX_STRLEN];
	size_t i;

	for (i = 0; i < info->n_prefix; i++) {
		struct json_object *o = json_object_new_object();
		uint16_t code = info->prefix_code[i];

		mn_show_str(o, "prefix",
			    dsmip_prefix_format(&info->prefix[i], text,
						sizeof(text)));
		if (code != DSMIPD_MN4_NO_CODE) {
			mn_show_int(o, "code", code);
			mn_show_str(o, "code_text",
				    dsmipd_mip4_prefix_code_name(code));
		}
		json_object_array_add(array, o);
	}
	return array;
}

static void show_counters(const struct dsmipd_mn4_info *info,
			  struct json_object *o)
{
	mn_show_int(o, "keepalive", info->keepalive);
	mn_show_int(o, "attempts", info->attempts);
	mn_show_int(o, "code", info->code);
	mn_show_str(o, "code_text", dsmipd_mip4_code_name(info->code));
	mn_show_int(o, "skew", info->skew);
	mn_show_int(o, "lifetime", info->lifetime);
	mn_show_int(o, "left", info->left);
	mn_show_int(o, "agents", info->agents);
	mn_show_int(o, "handovers", info->handovers);
	mn_show_int(o, "last_handover_ms", info->last_handover);
	mn_show_int(o, "malformed", info->malformed);
	mn_show_int(o, "unauthentic", info->unauthentic);
}

/**
 * mn4_show() - state of a mobile node
 * @base: the service
 *
 * Return: an object.
 */
struct json_object *mn4_show(struct dsmipd_service *base)
{
	struct json_object *o = json_object_new_object();
	struct mn4_service *svc = mn4_service(base);
	struct dsmipd_mn4_info info;

	dsmipd_mn4_info(svc->mn, mn_host_time(&svc->host), &info);
	mn_show_str(o, "name", base->name);
	mn_show_str(o, "kind", base->ops->kind);
	mn_show_str(o, "device", svc->config.device);
	show_addr4(o, "home_address", info.hoa);
	mn_show_str(o, "state", show_states[info.state]);
	show_addr4(o, "home_agent", info.ha);
	show_tunnel(&info.tunnel, o);
	mn_show_bool(o, "forced", info.udp_forced);
	json_object_object_add(o, "homes", mn_show_homes(&svc->host));
	json_object_object_add(o, "prefixes", show_prefixes(&info));
	show_counters(&info, o);
	return o;
}
