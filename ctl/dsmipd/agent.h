/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of the running agent share, and what a service is. */
#ifndef DSMIPD_AGENT_H
#define DSMIPD_AGENT_H

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json.h>
#include <uv.h>

#include "config.h"
#include "net.h"
#include "pool.h"
#include "store.h"

struct dsmipd_service;
struct dsmipd_control;

/**
 * struct dsmipd_service_ops - a kind of service
 * @kind: as in dsmipd_config_kinds
 * @stop: end it, give everything back; @keep: leave bindings, routes and
 *	devices as they are, for the next start
 * @leave: tell others that it ends, and say dsmipd_agent_left() from the event
 *	loop when they know, or do not answer; NULL: there is nobody to tell
 * @reload: take over changed settings, or change nothing and return a
 *	negative errno with words in @why
 * @show: state and statistics, for "dsmipctl service show"
 * @bindings: append its registrations to an array
 * @binding: the registration of a subscriber as in that array, or NULL, for
 *	"dsmipctl binding"; NULL: it has so few that @bindings will do
 * @subscriber: a subscriber was added (@old NULL) or changed, or is going to be
 *	deleted from the store (@new NULL); NULL: it does not matter
 * @unbind: end the registration of a subscriber, 0 or a negative errno;
 *	NULL: it has none
 * @record: the registration of a subscriber, or NULL; valid until the next call
 *	of any function of the service; NULL: it has none of others
 * @superseded: its node has registered with another service, as @by says, and
 *	the binding of @ifindex has been exchanged: forget the registration of
 *	a subscriber, and take back what @by does not keep; NULL: see @record
 */
struct dsmipd_service_ops {
	const char *kind;
	void (*stop)(struct dsmipd_service *service, bool keep);
	void (*leave)(struct dsmipd_service *service);
	int (*reload)(struct dsmipd_service *service,
		      const struct dsmipd_config *config, char *why,
		      size_t why_size);
	struct json_object *(*show)(struct dsmipd_service *service);
	void (*bindings)(struct dsmipd_service *service,
			 struct json_object *array);
	struct json_object *(*binding)(struct dsmipd_service *service,
				       const struct dsmipd_subscriber *sub);
	int (*unbind)(struct dsmipd_service *service,
		      const struct dsmipd_subscriber *sub);
	const struct dsmipd_record *
		(*record)(struct dsmipd_service *service,
			  const struct dsmipd_subscriber *sub);
	void (*superseded)(struct dsmipd_service *service,
			   const struct dsmipd_subscriber *sub,
			   const struct dsmipd_record *by,
			   unsigned int ifindex);
	void (*subscriber)(struct dsmipd_service *service,
			   const struct dsmipd_subscriber *old,
			   const struct dsmipd_subscriber *new);
};

/**
 * struct dsmipd_service - a running service; the first member of its own kind
 * @ops: its kind
 * @agent: what it runs in
 * @name: by configuration
 * @next: the next one
 */
struct dsmipd_service {
	const struct dsmipd_service_ops *ops;
	struct dsmipd_agent *agent;
	const char *name;
	struct dsmipd_service *next;
};

/**
 * struct dsmipd_agent - the process
 * @loop: event loop
 * @config: configuration in force
 * @config_path: where it is from
 * @store: what survives
 * @pools: pools of addresses
 * @net: addresses, routes and neighbours of the machine
 * @client: connection to the module
 * @services: all that run
 * @leaving: those that have been told to leave, and have not left yet
 * @ending: the process ends when these have left
 * @control: the control socket
 */
struct dsmipd_agent {
	uv_loop_t loop;
	struct dsmipd_config *config;
	const char *config_path;
	struct dsmipd_store *store;
	struct dsmipd_pools *pools;
	struct dsmipd_net *net;
	struct dsmip_client *client;
	struct dsmipd_service *services;
	struct dsmipd_service *leaving;
	bool ending;
	struct dsmipd_control *control;
};

/* They print to the log why they failed, and return a negative errno. */
int dsmipd_ha6_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_ha6 *config,
		     struct dsmipd_service **service);
int dsmipd_mn6_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_mn6 *config,
		     struct dsmipd_service **service);
int dsmipd_mn4_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_mn4 *config,
		     struct dsmipd_service **service);
int dsmipd_fa4_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_fa4 *config,
		     struct dsmipd_service **service);
int dsmipd_ha4_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_ha4 *config,
		     struct dsmipd_service **service);

int dsmipd_agent_start(struct dsmipd_agent *agent, struct dsmipd_config *config,
		       const char *path);
void dsmipd_agent_stop(struct dsmipd_agent *agent);
int dsmipd_agent_start_service(struct dsmipd_agent *agent, size_t kind,
			       const struct dsmipd_config_service *config,
			       struct dsmipd_service **service);
void dsmipd_agent_stop_service(struct dsmipd_agent *agent,
			       struct dsmipd_service *service, bool keep);
void dsmipd_agent_leave_service(struct dsmipd_agent *agent,
				struct dsmipd_service *service);
void dsmipd_agent_left(struct dsmipd_service *service);
void dsmipd_agent_hurry(struct dsmipd_agent *agent);
void dsmipd_agent_end(struct dsmipd_agent *agent);
int dsmipd_agent_read(struct dsmipd_config **config, const char *path,
		      dsmipd_config_error_cb report, void *arg);
int dsmipd_agent_reload(struct dsmipd_agent *agent,
			dsmipd_config_error_cb report, void *arg, char *why,
			size_t why_size);
const char *dsmipd_version(void);
struct dsmipd_ha6_time dsmipd_agent_time(struct dsmipd_agent *agent);

#endif /* DSMIPD_AGENT_H */
