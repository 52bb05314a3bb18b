// SPDX-License-Identifier: GPL-2.0
/* The objects "service" and "pool". */

#include "args.h"
#include "daemon.h"
#include "render_any.h"
#include "table.h"

static int service_ask(struct dsmipctl *ctl, const char *method,
		       const struct dsmipctl_args *args,
		       struct json_object **result)
{
	struct json_object *params = NULL;

	*result = NULL;
	if (args->name) {
		params = json_object_new_object();
		json_object_object_add(params, "name",
				       json_object_new_string(args->name));
	}
	return dsmipctl_daemon_call(ctl, method, params, result);
}

/**
 * dsmipctl_service_show() - show home agents, foreign agents and mobile nodes
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_service_show(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct json_object *services;
	int err;

	err = service_ask(ctl, "service.show", args, &services);
	if (!err && json_object_is_type(services, json_type_array))
		err = dsmipctl_render_all(ctl, services);
	json_object_put(services);
	return err;
}

/**
 * dsmipctl_pool_show() - show pools of addresses
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_pool_show(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	static const struct {
		const char *title;
		const char *member;
	} columns[] = {
		{ "POOL", "name" }, { "RANGE", "range" }, { "LENGTH", "length" },
		{ "SIZE", "size" }, { "USED", "used" }, { "HELD", "held" },
		{ "FREE", "free" },
	};
	const size_t n = sizeof(columns) / sizeof(columns[0]);
	struct dsmipctl_table *table;
	struct json_object *pools;
	int err;

	err = service_ask(ctl, "pool.show", args, &pools);
	if (err || !json_object_is_type(pools, json_type_array)) {
		json_object_put(pools);
		return err;
	}
	table = dsmipctl_table_open(ctl);
	if (!table)
		dsmipctl_render_all(ctl, pools);
	for (size_t i = 0; i < n; i++)
		dsmipctl_table_column(table, columns[i].title, i > 1);
	for (size_t i = 0; table && i < json_object_array_length(pools); i++) {
		struct json_object *pool = json_object_array_get_idx(pools, i);

		for (size_t j = 0; j < n; j++)
			dsmipctl_table_cell(table, DSMIPCTL_INK_NONE, "%s",
					    dsmipctl_render_member(pool,
								   columns[j].member));
	}
	dsmipctl_table_close(table);
	json_object_put(pools);
	return 0;
}
