// SPDX-License-Identifier: GPL-2.0
/* From the text of a request to the answer. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "rpc.h"

/* No parameter is nested deeper. */
#define RPC_MAX_DEPTH		8

/**
 * dsmipd_rpc_fail() - say why a request is refused
 * @rpc: the request
 * @code: DSMIPD_RPC_* or a positive errno
 * @fmt: why
 *
 * Return: -1.
 */
int dsmipd_rpc_fail(struct dsmipd_rpc *rpc, int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(rpc->text, sizeof(rpc->text), fmt, ap);
	va_end(ap);
	rpc->code = code;
	return -1;
}

/**
 * dsmipd_rpc_fail_store() - pass on why the store refuses something
 * @rpc: the request
 * @err: negative errno of the store
 *
 * Return: -1.
 */
int dsmipd_rpc_fail_store(struct dsmipd_rpc *rpc, int err)
{
	return dsmipd_rpc_fail(rpc, -err, "%s",
			       dsmipd_store_error(rpc->agent->store));
}

/**
 * dsmipd_rpc_known() - are all members of an object known?
 * @rpc: the request
 * @object: the object
 * @names: the names that there are, and a final NULL
 *
 * Return: whether they are; else the request has failed.
 */
bool dsmipd_rpc_known(struct dsmipd_rpc *rpc, struct json_object *object,
		      const char *const *names)
{
	json_object_object_foreach(object, name, value) {
		size_t i = 0;

		(void)value;
		while (names[i] && strcmp(names[i], name))
			i++;
		if (names[i])
			continue;
		dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				"\"%.64s\" is not a parameter that can be here",
				name);
		return false;
	}
	return true;
}

static const struct dsmipd_rpc_method *rpc_find(const char *name)
{
	const struct {
		const struct dsmipd_rpc_method *methods;
		size_t n;
	} tables[] = {
		{ dsmipd_rpc_subscriber, dsmipd_rpc_n_subscriber },
		{ dsmipd_rpc_config, dsmipd_rpc_n_config },
		{ dsmipd_rpc_state, dsmipd_rpc_n_state },
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (size_t j = 0; j < tables[i].n; j++) {
			if (!strcmp(tables[i].methods[j].name, name))
				return &tables[i].methods[j];
		}
	}
	return NULL;
}

static int rpc_run(struct dsmipd_rpc *rpc, struct json_object *request)
{
	const struct dsmipd_rpc_method *method;
	struct json_object *member;
	const char *name;

	if (!json_object_object_get_ex(request, "jsonrpc", &member) ||
	    !json_object_is_type(member, json_type_string) ||
	    strcmp(json_object_get_string(member), "2.0"))
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_REQUEST,
				       "\"jsonrpc\" is not \"2.0\"");
	if (!json_object_object_get_ex(request, "method", &member) ||
	    !json_object_is_type(member, json_type_string))
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_REQUEST,
				       "\"method\" is no string");
	name = json_object_get_string(member);
	method = rpc_find(name);
	if (!method)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_METHOD,
				       "there is no method \"%.64s\"", name);
	if (json_object_object_get_ex(request, "params", &rpc->params)) {
		if (!json_object_is_type(rpc->params, json_type_object))
			return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
					       "\"params\" is no object");
		if (!dsmipd_rpc_known(rpc, rpc->params, method->params))
			return -1;
	}
	return method->run(rpc);
}

static struct json_object *rpc_error(struct dsmipd_rpc *rpc)
{
	struct json_object *error = json_object_new_object();

	json_object_object_add(error, "code", json_object_new_int(rpc->code));
	dsmipd_rpc_add_text(error, "message", rpc->text);
	if (rpc->data)
		json_object_object_add(error, "data", rpc->data);
	return error;
}

/* An id is a string, a number or null; anything else is answered with null. */
static struct json_object *rpc_id(struct json_object *request, bool *wanted)
{
	struct json_object *id = NULL;

	*wanted = !json_object_is_type(request, json_type_object) ||
		  json_object_object_get_ex(request, "id", &id);
	if (json_object_is_type(id, json_type_object) ||
	    json_object_is_type(id, json_type_array))
		id = NULL;
	return json_object_get(id);
}

/**
 * dsmipd_rpc_answer() - carry out a request
 * @agent: the agent
 * @peer: who has sent it, for the log
 * @text: the request, one JSON object
 * @len: bytes of it
 *
 * Return: the answer, or NULL if none is wanted.
 */
struct json_object *dsmipd_rpc_answer(struct dsmipd_agent *agent,
				      const char *peer, const char *text,
				      size_t len)
{
	struct json_tokener *tokener = json_tokener_new_ex(RPC_MAX_DEPTH);
	struct dsmipd_rpc rpc = { .agent = agent, .peer = peer };
	struct json_object *request = NULL;
	struct json_object *answer, *id;
	bool wanted = true;

	if (tokener) {
		json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
				       JSON_TOKENER_VALIDATE_UTF8);
		request = json_tokener_parse_ex(tokener, text, len);
	}
	if (!tokener || json_tokener_get_error(tokener) != json_tokener_success)
		dsmipd_rpc_fail(&rpc, DSMIPD_RPC_PARSE, "the request is no JSON");
	else if (!json_object_is_type(request, json_type_object))
		dsmipd_rpc_fail(&rpc, DSMIPD_RPC_REQUEST,
				"the request is no object");
	if (tokener)
		json_tokener_free(tokener);
	id = rpc_id(request, &wanted);
	if (!rpc.code)
		rpc_run(&rpc, request);
	json_object_put(request);

	answer = json_object_new_object();
	dsmipd_rpc_add_text(answer, "jsonrpc", "2.0");
	if (rpc.code) {
		json_object_put(rpc.result);
		json_object_object_add(answer, "error", rpc_error(&rpc));
	} else {
		json_object_object_add(answer, "result", rpc.result);
	}
	json_object_object_add(answer, "id", id);
	/* What is no request cannot say that it wants no answer either. */
	if (wanted || rpc.code == DSMIPD_RPC_REQUEST)
		return answer;
	json_object_put(answer);
	return NULL;
}
