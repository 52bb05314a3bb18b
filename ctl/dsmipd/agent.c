// SPDX-License-Identifier: GPL-2.0
/* The parts of the agent: in which order they begin, and end. */

#include <errno.h>
#include <string.h>
#include <time.h>

#include "agent.h"
#include "log.h"

/* Leases that are in the store but do not fit the pools as they are now. */
struct agent_leases {
	struct dsmipd_pools *pools;
	uint64_t n;
	uint64_t orphans;
	char pool[DSMIPD_POOL_NAME_MAX + 1];
};

static int agent_lease(const struct dsmipd_lease *lease, void *arg)
{
	struct agent_leases *leases = arg;
	int err;

	leases->n++;
	err = dsmipd_pools_enter(leases->pools, lease->pool, &lease->prefix,
				 lease->subscriber, lease->expires);
	if (!err || err == -ENOMEM)
		return err;
	leases->orphans++;
	strcpy(leases->pool, lease->pool);
	return 0;
}

static int agent_pools(struct dsmipd_agent *agent)
{
	const struct dsmipd_config *config = agent->config;
	struct agent_leases leases = {};
	int err;

	err = dsmipd_pools_new(&agent->pools);
	for (size_t i = 0; !err && i < config->n_pools; i++) {
		err = dsmipd_pools_add(agent->pools, &config->pools[i]);
		if (err)
			dsmipd_err("pool %s: %s", config->pools[i].name,
				   strerror(-err));
	}
	if (err)
		return err;
	leases.pools = agent->pools;
	err = dsmipd_store_lease_each(agent->store, agent_lease, &leases);
	if (err) {
		dsmipd_err("the leases cannot be read: %s",
			   dsmipd_store_error(agent->store));
		return err;
	}
	if (leases.orphans)
		dsmipd_warn("%llu leases fit no pool, one of them of pool %s",
			    (unsigned long long)leases.orphans, leases.pool);
	return 0;
}

static void agent_link(struct dsmipd_agent *agent,
		       struct dsmipd_service *service)
{
	struct dsmipd_service **at = &agent->services;

	while (*at)
		at = &(*at)->next;
	service->next = NULL;
	*at = service;
}

static int agent_start_ha6(struct dsmipd_agent *agent, const void *config,
			   struct dsmipd_service **service)
{
	return dsmipd_ha6_start(agent, config, service);
}

static int agent_start_mn6(struct dsmipd_agent *agent, const void *config,
			   struct dsmipd_service **service)
{
	return dsmipd_mn6_start(agent, config, service);
}

static int agent_start_mn4(struct dsmipd_agent *agent, const void *config,
			   struct dsmipd_service **service)
{
	return dsmipd_mn4_start(agent, config, service);
}

static int agent_start_fa4(struct dsmipd_agent *agent, const void *config,
			   struct dsmipd_service **service)
{
	return dsmipd_fa4_start(agent, config, service);
}

static int agent_start_ha4(struct dsmipd_agent *agent, const void *config,
			   struct dsmipd_service **service)
{
	return dsmipd_ha4_start(agent, config, service);
}

static int (*const agent_starts[DSMIPD_CONFIG_KINDS])(struct dsmipd_agent *,
						      const void *,
						      struct dsmipd_service **) = {
	[DSMIPD_CONFIG_HA6] = agent_start_ha6,
	[DSMIPD_CONFIG_MN6] = agent_start_mn6,
	[DSMIPD_CONFIG_MN4] = agent_start_mn4,
	[DSMIPD_CONFIG_FA4] = agent_start_fa4,
	[DSMIPD_CONFIG_HA4] = agent_start_ha4,
};

/**
 * dsmipd_agent_start_service() - start a service
 * @agent: the agent
 * @kind: enum dsmipd_config_service_kind
 * @config: its settings
 * @service: where the service goes
 *
 * Return: 0 or a negative errno; why is in the log.
 */
int dsmipd_agent_start_service(struct dsmipd_agent *agent, size_t kind,
			       const struct dsmipd_config_service *config,
			       struct dsmipd_service **service)
{
	int err = agent_starts[kind](agent, config, service);

	if (err)
		return err;
	agent_link(agent, *service);
	dsmipd_notice("%s %s started", dsmipd_config_kinds[kind].what,
		      config->name);
	return 0;
}

static void agent_unlink(struct dsmipd_service **at,
			 struct dsmipd_service *service)
{
	while (*at != service)
		at = &(*at)->next;
	*at = service->next;
}

/**
 * dsmipd_agent_stop_service() - stop a service
 * @agent: the agent
 * @service: the service; freed
 * @keep: leave what it has made in the kernel
 */
void dsmipd_agent_stop_service(struct dsmipd_agent *agent,
			       struct dsmipd_service *service, bool keep)
{
	agent_unlink(&agent->services, service);
	service->ops->stop(service, keep);
}

/**
 * dsmipd_agent_leave_service() - stop a service for good, as soon as others know
 * @agent: the agent
 * @service: the service; the next dsmipd_agent_left() frees it
 *
 * Until then it is none of those that run.
 */
void dsmipd_agent_leave_service(struct dsmipd_agent *agent,
				struct dsmipd_service *service)
{
	if (!service->ops->leave) {
		dsmipd_agent_stop_service(agent, service, false);
		return;
	}
	agent_unlink(&agent->services, service);
	service->next = agent->leaving;
	agent->leaving = service;
	service->ops->leave(service);
}

/**
 * dsmipd_agent_left() - a service has nobody to tell any more
 * @service: the service; freed, with all that it has made in the kernel
 */
void dsmipd_agent_left(struct dsmipd_service *service)
{
	struct dsmipd_agent *agent = service->agent;

	agent_unlink(&agent->leaving, service);
	dsmipd_notice("%s has left", service->name);
	service->ops->stop(service, false);
	if (agent->ending && !agent->leaving)
		uv_stop(&agent->loop);
}

/**
 * dsmipd_agent_hurry() - wait no longer for services that are leaving
 * @agent: the agent
 */
void dsmipd_agent_hurry(struct dsmipd_agent *agent)
{
	while (agent->leaving)
		dsmipd_agent_left(agent->leaving);
}

/**
 * dsmipd_agent_end() - end the event loop when all have left who have to
 * @agent: the agent
 *
 * A second call waits for nobody.
 */
void dsmipd_agent_end(struct dsmipd_agent *agent)
{
	struct dsmipd_service *service, *next;

	if (agent->ending)
		dsmipd_agent_hurry(agent);
	agent->ending = true;
	for (service = agent->services; service; service = next) {
		next = service->next;
		if (service->ops->leave)
			dsmipd_agent_leave_service(agent, service);
	}
	if (!agent->leaving)
		uv_stop(&agent->loop);
}

static int agent_services_of(struct dsmipd_agent *agent, size_t kind)
{
	const struct dsmipd_config *config = agent->config;
	const struct dsmipd_config_service *settings;
	struct dsmipd_service *service;
	int err = 0;

	for (size_t i = 0; !err && i < dsmipd_config_count(config, kind); i++) {
		settings = dsmipd_config_service(config, kind, i);
		err = dsmipd_agent_start_service(agent, kind, settings,
						 &service);
	}
	return err;
}

static int agent_services(struct dsmipd_agent *agent)
{
	int err;

	for (size_t kind = 0; kind < DSMIPD_CONFIG_KINDS; kind++) {
		err = agent_services_of(agent, kind);
		if (err)
			return err;
	}
	if (!agent->services)
		dsmipd_warn("%s has no services", agent->config_path);
	return 0;
}

static int agent_open(struct dsmipd_agent *agent)
{
	const char *path = agent->config->store;
	int err;

	err = dsmipd_store_open(&agent->store, path);
	if (err) {
		dsmipd_err("store %s: %s", path, agent->store ?
			   dsmipd_store_error(agent->store) : strerror(-err));
		return err;
	}
	err = dsmip_client_open(&agent->client);
	if (err) {
		dsmipd_err("no connection to the module dsmip: %s",
			   agent->client ?
			   dsmip_client_error(agent->client)->text :
			   strerror(-err));
		return err;
	}
	err = dsmipd_net_open(&agent->net, &agent->loop);
	if (err)
		dsmipd_err("rtnetlink: %s", strerror(-err));
	return err;
}

/**
 * dsmipd_agent_start() - open everything and start the services
 * @agent: the agent, zero but for its loop
 * @config: configuration; the agent's own from now on
 * @path: where it is from
 *
 * Return: 0, or a negative errno and why is in the log; dsmipd_agent_stop()
 * has to be called in both cases.
 */
int dsmipd_agent_start(struct dsmipd_agent *agent, struct dsmipd_config *config,
		       const char *path)
{
	int err;

	agent->config = config;
	agent->config_path = path;
	err = agent_open(agent);
	if (!err)
		err = agent_pools(agent);
	if (!err)
		err = agent_services(agent);
	return err;
}

/**
 * dsmipd_agent_stop() - stop the services and close everything
 * @agent: the agent
 *
 * Of those that have not left, bindings and routes stay in the kernel, which
 * keeps forwarding; the next start takes them over.
 */
void dsmipd_agent_stop(struct dsmipd_agent *agent)
{
	dsmipd_agent_hurry(agent);
	while (agent->services)
		dsmipd_agent_stop_service(agent, agent->services, true);
	if (agent->net)
		dsmipd_net_close(agent->net);
	dsmip_client_close(agent->client);
	if (agent->pools)
		dsmipd_pools_free(agent->pools);
	if (agent->store)
		dsmipd_store_close(agent->store);
	dsmipd_config_free(agent->config);
}

static uint64_t agent_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

/**
 * dsmipd_agent_time() - the clocks
 * @agent: the agent
 *
 * Return: the time now.
 */
struct dsmipd_ha6_time dsmipd_agent_time(struct dsmipd_agent *agent)
{
	(void)agent;
	return (struct dsmipd_ha6_time) {
		.mono = agent_clock(CLOCK_BOOTTIME) / 1000000,
		.real = agent_clock(CLOCK_REALTIME),
	};
}
