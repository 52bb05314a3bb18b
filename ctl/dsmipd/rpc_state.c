// SPDX-License-Identifier: GPL-2.0
/* Methods that show what runs: version, stats, pool.*, service.*, binding.* */

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "rpc.h"

#define STATE_MAX_BINDINGS	1000	/* in a request */

static int state_version(struct dsmipd_rpc *rpc)
{
	rpc->result = json_object_new_object();
	dsmipd_rpc_add_text(rpc->result, "version", dsmipd_version());
	dsmipd_rpc_add_number(rpc->result, "pid", getpid());
	return 0;
}

static struct json_object *state_pool(struct dsmipd_agent *agent,
				      const struct dsmipd_pool_config *pool)
{
	struct json_object *object = json_object_new_object();
	struct dsmipd_pool_stats stats = {};
	char range[DSMIP_PREFIX_STRLEN];

	dsmip_prefix_format(&pool->range, range, sizeof(range));
	dsmipd_rpc_add_text(object, "name", pool->name);
	dsmipd_rpc_add_text(object, "range", range);
	dsmipd_rpc_add_number(object, "length", pool->len);
	dsmipd_rpc_add_number(object, "hold", pool->hold);
	if (!dsmipd_pools_stats(agent->pools, pool->name, time(NULL), &stats)) {
		dsmipd_rpc_add_number(object, "size", stats.size);
		dsmipd_rpc_add_number(object, "used", stats.used);
		dsmipd_rpc_add_number(object, "held", stats.held);
		dsmipd_rpc_add_number(object, "free", stats.free);
	}
	return object;
}

static int state_pool_show(struct dsmipd_rpc *rpc)
{
	struct dsmipd_agent *agent = rpc->agent;
	const char *name = NULL;

	if (dsmipd_rpc_string(rpc, rpc->params, "name", &name) < 0)
		return -1;
	rpc->result = json_object_new_array();
	for (size_t i = 0; i < dsmipd_pools_count(agent->pools); i++) {
		const struct dsmipd_pool_config *pool;

		pool = dsmipd_pools_config(agent->pools, i);
		if (!name || !strcmp(name, pool->name))
			json_object_array_add(rpc->result,
					      state_pool(agent, pool));
	}
	if (name && !json_object_array_length(rpc->result))
		return dsmipd_rpc_fail(rpc, ENOENT, "there is no pool \"%.64s\"",
				       name);
	return 0;
}

static int state_service_show(struct dsmipd_rpc *rpc)
{
	struct dsmipd_service *service;
	const char *name = NULL;

	if (dsmipd_rpc_string(rpc, rpc->params, "name", &name) < 0)
		return -1;
	rpc->result = json_object_new_array();
	for (service = rpc->agent->services; service; service = service->next) {
		if (!name || !strcmp(name, service->name))
			json_object_array_add(rpc->result,
					      service->ops->show(service));
	}
	if (name && !json_object_array_length(rpc->result))
		return dsmipd_rpc_fail(rpc, ENOENT,
				       "there is no service \"%.64s\"", name);
	return 0;
}

/* A service that cannot look for one registration has few. */
static struct json_object *state_search(struct dsmipd_service *service,
					const char *hoa)
{
	struct json_object *array = json_object_new_array();
	struct json_object *found = NULL;

	service->ops->bindings(service, array);
	for (size_t i = 0; i < json_object_array_length(array); i++) {
		struct json_object *item = json_object_array_get_idx(array, i);
		struct json_object *home;

		if (!json_object_object_get_ex(item, "home", &home) ||
		    !json_object_is_type(home, json_type_array))
			continue;
		home = json_object_array_get_idx(home, 0);
		if (home && !strcmp(json_object_get_string(home), hoa))
			found = json_object_get(item);
	}
	json_object_put(array);
	return found;
}

static struct json_object *state_binding(struct dsmipd_agent *agent,
					 const struct dsmip_addr *home)
{
	struct dsmipd_service *service;
	struct json_object *found = NULL;
	char text[DSMIP_ADDR_STRLEN];
	struct dsmipd_subscriber sub;
	bool known;

	dsmip_addr_format(home, text, sizeof(text));
	known = !dsmipd_store_subscriber_by_home(agent->store, home, &sub);
	for (service = agent->services; service && !found;
	     service = service->next) {
		if (!service->ops->binding)
			found = state_search(service, text);
		else if (known)
			found = service->ops->binding(service, &sub);
	}
	explicit_bzero(&sub, sizeof(sub));
	return found;
}

/* The answer has an element for each home address, null where there is none. */
static int state_binding_show(struct dsmipd_rpc *rpc)
{
	struct json_object *array, *result;
	int given;

	given = dsmipd_rpc_array(rpc, rpc->params, "hoa", STATE_MAX_BINDINGS,
				 &array);
	if (!given)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"hoa\" is missing");
	if (given < 0)
		return -1;
	result = json_object_new_array();
	for (size_t i = 0; i < json_object_array_length(array); i++) {
		struct json_object *item = json_object_array_get_idx(array, i);
		struct dsmip_addr home;

		if (!json_object_is_type(item, json_type_string) ||
		    !dsmip_addr_parse(json_object_get_string(item), &home)) {
			json_object_put(result);
			return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
					       "hoa: there is something else than an address in it");
		}
		json_object_array_add(result, state_binding(rpc->agent, &home));
	}
	rpc->result = result;
	return 0;
}

static int state_binding_del(struct dsmipd_rpc *rpc)
{
	struct dsmipd_service *service;
	struct dsmipd_subscriber sub;
	struct dsmip_addr home;
	int given, err;

	given = dsmipd_rpc_home(rpc, rpc->params, "hoa", &home);
	if (!given)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"hoa\" is missing");
	if (given < 0)
		return -1;
	err = dsmipd_store_subscriber_by_home(rpc->agent->store, &home, &sub);
	if (err && err != -ENOENT)
		return dsmipd_rpc_fail_store(rpc, err);
	for (service = err ? NULL : rpc->agent->services, err = -ENOENT;
	     service && err == -ENOENT; service = service->next) {
		if (service->ops->unbind)
			err = service->ops->unbind(service, &sub);
	}
	explicit_bzero(&sub, sizeof(sub));
	if (err == -ENOENT)
		return dsmipd_rpc_fail(rpc, ENOENT,
				       "there is no registration of this home address");
	if (err)
		return dsmipd_rpc_fail(rpc, -err, "%s", strerror(-err));
	dsmipd_notice("%s: a registration was ended", rpc->peer);
	rpc->result = json_object_new_object();
	return 0;
}

static int state_stats(struct dsmipd_rpc *rpc)
{
	struct dsmipd_store *store = rpc->agent->store;
	struct json_object *services;
	int64_t count;

	count = dsmipd_store_subscriber_count(store);
	if (count < 0)
		return dsmipd_rpc_fail_store(rpc, count);
	if (state_service_show(rpc))
		return -1;
	services = rpc->result;
	rpc->result = json_object_new_object();
	dsmipd_rpc_add_number(rpc->result, "subscribers", count);
	json_object_object_add(rpc->result, "services", services);
	return 0;
}

const struct dsmipd_rpc_method dsmipd_rpc_state[] = {
	{ "version", {}, state_version },
	{ "stats", {}, state_stats },
	{ "pool.show", { "name" }, state_pool_show },
	{ "service.show", { "name" }, state_service_show },
	{ "binding.show", { "hoa" }, state_binding_show },
	{ "binding.del", { "hoa" }, state_binding_del },
};

const size_t dsmipd_rpc_n_state =
	sizeof(dsmipd_rpc_state) / sizeof(dsmipd_rpc_state[0]);
