// SPDX-License-Identifier: GPL-2.0
/* What users see of a foreign agent. */

#include <arpa/inet.h>

#include "fa4_service.h"
#include "mip4.h"
#include "rpc.h"

static void show_int(struct json_object *o, const char *key, int64_t value)
{
	json_object_object_add(o, key, json_object_new_int64(value));
}

static void show_addr4(struct json_object *o, const char *key,
		       struct in_addr addr)
{
	char text[INET_ADDRSTRLEN];

	dsmipd_rpc_add_text(o, key, inet_ntop(AF_INET, &addr, text,
					      sizeof(text)));
}

static const char *show_mode(const struct dsmipd_fa4_visitor *visitor)
{
	if (visitor->colocated)
		return "co-located";
	if (!visitor->reverse)
		return "none";
	return visitor->encapsulating ? "encapsulating" : "direct";
}

static void show_link(const struct dsmipd_fa4_peer *peer,
		      struct json_object *o)
{
	char hw[3 * DSMIPD_FA4_HW_LEN], ifname[IFNAMSIZ];
	size_t i;

	if (if_indextoname(peer->ifindex, ifname))
		dsmipd_rpc_add_text(o, "interface", ifname);
	for (i = 0; i < DSMIPD_FA4_HW_LEN; i++)
		snprintf(hw + 3 * i, 4, "%02x%s", peer->hw[i],
			 i + 1 < DSMIPD_FA4_HW_LEN ? ":" : "");
	dsmipd_rpc_add_text(o, "lladdr", hw);
}

struct show_visitors {
	struct json_object *array;
	uint64_t now;
};

static int show_visitor(const struct dsmipd_fa4_visitor *visitor, void *arg)
{
	struct json_object *o = json_object_new_object();
	struct json_object *prefixes = json_object_new_array();
	const struct show_visitors *show = arg;
	char text[DSMIP_PREFIX_STRLEN];
	size_t i;

	show_addr4(o, "home_address", visitor->hoa);
	if (visitor->nai[0])
		dsmipd_rpc_add_text(o, "identifier", visitor->nai);
	show_addr4(o, "home_agent", visitor->ha);
	show_addr4(o, "coa", visitor->coa);
	show_link(&visitor->peer, o);
	dsmipd_rpc_add_text(o, "encap", visitor->gre ? "gre" : "ip");
	dsmipd_rpc_add_text(o, "reverse_tunnel", show_mode(visitor));
	for (i = 0; i < visitor->n_prefix; i++) {
		dsmip_prefix_format(&visitor->prefix[i], text, sizeof(text));
		json_object_array_add(prefixes, json_object_new_string(text));
	}
	json_object_object_add(o, "prefixes", prefixes);
	json_object_object_add(o, "revocation",
			       json_object_new_boolean(visitor->revocable));
	show_int(o, "lifetime", visitor->lifetime);
	if (visitor->until != UINT64_MAX)
		show_int(o, "left", visitor->until > show->now ?
			 (visitor->until - show->now) / 1000 : 0);
	json_object_array_add(show->array, o);
	return 0;
}

static struct json_object *show_refused(const struct dsmipd_fa4_stats *stats)
{
	struct json_object *o = json_object_new_object();

	for (int i = 0; i < 256; i++) {
		if (stats->refused[i])
			show_int(o, dsmipd_mip4_code_name(i),
				 stats->refused[i]);
	}
	return o;
}

static int show_reason(const char *reason, uint64_t count, void *arg)
{
	show_int(arg, reason, count);
	return 0;
}

static struct json_object *show_stats(struct fa4_service *svc)
{
	struct json_object *reasons = json_object_new_object();
	struct json_object *o = json_object_new_object();
	struct dsmipd_fa4_stats stats;

	dsmipd_fa4_stats(svc->fa, &stats);
	show_int(o, "visitors", stats.visitors);
	show_int(o, "pending", stats.pending);
	show_int(o, "advertisements", stats.advertisements);
	show_int(o, "solicitations", stats.solicitations);
	show_int(o, "requests", stats.requests);
	show_int(o, "relayed", stats.relayed);
	show_int(o, "replies", stats.replies);
	show_int(o, "accepted", stats.accepted);
	json_object_object_add(o, "refused", show_refused(&stats));
	show_int(o, "dropped", stats.dropped);
	show_int(o, "revocations", stats.revocations);
	show_int(o, "revoked", stats.revoked);
	dsmipd_fa4_reasons(svc->fa, show_reason, reasons);
	json_object_object_add(o, "reasons", reasons);
	return o;
}

/**
 * fa4_show() - state of a foreign agent
 * @base: the service
 *
 * Return: an object.
 */
struct json_object *fa4_show(struct dsmipd_service *base)
{
	struct fa4_service *svc = fa4_service(base);
	struct json_object *o = json_object_new_object();
	struct show_visitors show = {
		.array = json_object_new_array(),
		.now = dsmipd_agent_time(base->agent).mono,
	};
	struct json_object *links = json_object_new_array();
	size_t i;

	dsmipd_rpc_add_text(o, "name", base->name);
	dsmipd_rpc_add_text(o, "kind", base->ops->kind);
	dsmipd_rpc_add_text(o, "device", svc->config.device);
	for (i = 0; i < svc->config.n_ifs; i++) {
		const char *ifname = svc->config.ifs[i];

		json_object_array_add(links, json_object_new_string(ifname));
	}
	json_object_object_add(o, "interfaces", links);
	dsmipd_fa4_each(svc->fa, show_visitor, &show);
	json_object_object_add(o, "visitors", show.array);
	json_object_object_add(o, "stats", show_stats(svc));
	return o;
}

/**
 * fa4_show_bindings() - append registrations to an array
 * @base: the service
 * @array: the array; those of "dsmipctl binding" are of a home agent
 */
void fa4_show_bindings(struct dsmipd_service *base, struct json_object *array)
{
	(void)base;
	(void)array;
}
