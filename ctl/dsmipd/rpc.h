/* SPDX-License-Identifier: GPL-2.0 */
/*
 * JSON-RPC 2.0: requests of the control socket, and what answers them.  A
 * request that is wrong in any way gets an error, and changes nothing.
 */
#ifndef DSMIPD_RPC_H
#define DSMIPD_RPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "agent.h"

/* Errors of JSON-RPC itself; all others are positive errnos. */
#define DSMIPD_RPC_PARSE	(-32700)
#define DSMIPD_RPC_REQUEST	(-32600)
#define DSMIPD_RPC_METHOD	(-32601)
#define DSMIPD_RPC_PARAMS	(-32602)

/**
 * struct dsmipd_rpc - a request
 * @agent: what it is about
 * @peer: who has sent it, for the log
 * @params: its parameters, an object or NULL
 * @result: the answer
 * @code: why there is none, 0 if there is
 * @text: the same in words
 * @data: more about it, or NULL
 */
struct dsmipd_rpc {
	struct dsmipd_agent *agent;
	const char *peer;
	struct json_object *params;
	struct json_object *result;
	int code;
	char text[512];
	struct json_object *data;
};

/**
 * struct dsmipd_rpc_method - a method
 * @name: its name
 * @params: names of its parameters, and a final NULL
 * @run: does it: sets the result, or returns dsmipd_rpc_fail()
 */
struct dsmipd_rpc_method {
	const char *name;
	const char *params[20];
	int (*run)(struct dsmipd_rpc *rpc);
};

struct json_object *dsmipd_rpc_answer(struct dsmipd_agent *agent,
				      const char *peer, const char *text,
				      size_t len);
int dsmipd_rpc_fail(struct dsmipd_rpc *rpc, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
int dsmipd_rpc_fail_store(struct dsmipd_rpc *rpc, int err);
bool dsmipd_rpc_known(struct dsmipd_rpc *rpc, struct json_object *object,
		      const char *const *names);

/* Parameters: 1 if it was given, 0 if not, -1 if it is wrong. */
int dsmipd_rpc_string(struct dsmipd_rpc *rpc, struct json_object *object,
		      const char *name, const char **value);
int dsmipd_rpc_bool(struct dsmipd_rpc *rpc, struct json_object *object,
		    const char *name, bool *value);
int dsmipd_rpc_number(struct dsmipd_rpc *rpc, struct json_object *object,
		      const char *name, int64_t min, int64_t max,
		      int64_t *value);
int dsmipd_rpc_array(struct dsmipd_rpc *rpc, struct json_object *object,
		     const char *name, size_t max, struct json_object **value);
int dsmipd_rpc_hoa(struct dsmipd_rpc *rpc, struct json_object *object,
		   const char *name, struct in6_addr *value);
int dsmipd_rpc_home(struct dsmipd_rpc *rpc, struct json_object *object,
		    const char *name, struct dsmip_addr *value);

void dsmipd_rpc_add_text(struct json_object *object, const char *name,
			 const char *text);
void dsmipd_rpc_add_number(struct json_object *object, const char *name,
			   uint64_t number);

extern const struct dsmipd_rpc_method dsmipd_rpc_subscriber[];
extern const size_t dsmipd_rpc_n_subscriber;
extern const struct dsmipd_rpc_method dsmipd_rpc_config[];
extern const size_t dsmipd_rpc_n_config;
extern const struct dsmipd_rpc_method dsmipd_rpc_state[];
extern const size_t dsmipd_rpc_n_state;

#endif /* DSMIPD_RPC_H */
