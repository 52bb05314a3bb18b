// SPDX-License-Identifier: GPL-2.0
/* Methods config.* and log.* */

#include <errno.h>
#include <string.h>

#include "log.h"
#include "rpc.h"

static void config_error(const struct dsmipd_config_error *error, void *arg)
{
	struct json_object *object = json_object_new_object();
	struct json_object *array = arg;

	dsmipd_rpc_add_number(object, "line", error->line);
	dsmipd_rpc_add_number(object, "column", error->column);
	dsmipd_rpc_add_number(object, "width", error->width);
	json_object_object_add(object, "warning",
			       json_object_new_boolean(error->warning));
	dsmipd_rpc_add_text(object, "text", error->text);
	json_object_array_add(array, object);
}

static int config_show(struct dsmipd_rpc *rpc)
{
	rpc->result = json_object_new_object();
	dsmipd_rpc_add_text(rpc->result, "file", rpc->agent->config_path);
	json_object_object_add(rpc->result, "config",
			       dsmipd_config_show(rpc->agent->config));
	return 0;
}

/* The text comes with the request: its sender need not be allowed any file. */
static int config_check(struct dsmipd_rpc *rpc)
{
	struct dsmipd_config *config;
	struct json_object *errors;
	const char *text;
	int given;
	bool good;

	given = dsmipd_rpc_string(rpc, rpc->params, "text", &text);
	if (!given)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"text\" is missing");
	if (given < 0)
		return -1;
	errors = json_object_new_array();
	good = !dsmipd_config_parse(&config, text, strlen(text), config_error,
				    errors);
	dsmipd_config_free(config);
	rpc->result = json_object_new_object();
	json_object_object_add(rpc->result, "good",
			       json_object_new_boolean(good));
	json_object_object_add(rpc->result, "errors", errors);
	return 0;
}

static int config_reload(struct dsmipd_rpc *rpc)
{
	struct json_object *errors = json_object_new_array();
	char why[256];
	int err;

	dsmipd_notice("%s: reload of the configuration", rpc->peer);
	err = dsmipd_agent_reload(rpc->agent, config_error, errors, why,
				  sizeof(why));
	if (err) {
		rpc->data = json_object_new_object();
		dsmipd_rpc_add_text(rpc->data, "file", rpc->agent->config_path);
		json_object_object_add(rpc->data, "errors", errors);
		return dsmipd_rpc_fail(rpc, -err, "%s", why[0] ? why :
				       "there are errors in the configuration");
	}
	rpc->result = json_object_new_object();
	json_object_object_add(rpc->result, "errors", errors);
	return 0;
}

static void config_log_line(const struct dsmipd_log_line *line, void *arg)
{
	struct json_object *object = json_object_new_object();
	struct json_object *array = arg;

	json_object_object_add(object, "time",
			       json_object_new_double(line->real / 1e9));
	dsmipd_rpc_add_text(object, "level",
			    dsmipd_log_level_name(line->level));
	dsmipd_rpc_add_text(object, "text", line->text);
	json_object_array_add(array, object);
}

static int config_log_show(struct dsmipd_rpc *rpc)
{
	int64_t lines = DSMIPD_LOG_KEPT;

	if (dsmipd_rpc_number(rpc, rpc->params, "lines", 1, DSMIPD_LOG_KEPT,
			      &lines) < 0)
		return -1;
	rpc->result = json_object_new_array();
	dsmipd_log_last(lines, config_log_line, rpc->result);
	return 0;
}

static int config_log_level(struct dsmipd_rpc *rpc)
{
	const char *name, *level;
	int given;

	given = dsmipd_rpc_string(rpc, rpc->params, "level", &name);
	if (given < 0)
		return -1;
	if (given) {
		int i = DSMIPD_LOG_ERROR;

		while (i <= DSMIPD_LOG_DEBUG &&
		       strcmp(dsmipd_log_level_name(i), name))
			i++;
		if (i > DSMIPD_LOG_DEBUG)
			return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
					       "level: \"%.64s\" is none", name);
		dsmipd_log_level(i);
		dsmipd_notice("%s: log level %s", rpc->peer, name);
	}
	level = dsmipd_log_level_name(dsmipd_log_get_level());
	rpc->result = json_object_new_object();
	dsmipd_rpc_add_text(rpc->result, "level", level);
	return 0;
}

const struct dsmipd_rpc_method dsmipd_rpc_config[] = {
	{ "config.show", {}, config_show },
	{ "config.check", { "text" }, config_check },
	{ "config.reload", {}, config_reload },
	{ "log.show", { "lines" }, config_log_show },
	{ "log.level", { "level" }, config_log_level },
};

const size_t dsmipd_rpc_n_config =
	sizeof(dsmipd_rpc_config) / sizeof(dsmipd_rpc_config[0]);
