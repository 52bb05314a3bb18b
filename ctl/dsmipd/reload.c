// SPDX-License-Identifier: GPL-2.0
/*
 * Taking over a new configuration: all of it, or nothing.  What can be refused
 * is done first, and undone when something after it is refused: new pools,
 * services that change, new services.  What is gone cannot fail any more, and
 * comes last.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agent.h"
#include "control.h"
#include "log.h"
#include "notify.h"

/**
 * struct reload - a change of the configuration
 * @agent: the agent
 * @from: configuration in force
 * @to: the new one
 * @pools: new pools that have been added
 * @services: services that have been told
 * @started: services that have been started
 * @n_started: how many
 * @why: why it is refused
 * @why_size: room there
 */
struct reload {
	struct dsmipd_agent *agent;
	const struct dsmipd_config *from;
	const struct dsmipd_config *to;
	size_t pools;
	size_t services;
	struct dsmipd_service **started;
	size_t n_started;
	char *why;
	size_t why_size;
};

static int reload_refuse(struct reload *reload, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static int reload_refuse(struct reload *reload, int err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reload->why, reload->why_size, fmt, ap);
	va_end(ap);
	return err;
}

static const struct dsmipd_pool_config *
reload_pool(const struct dsmipd_config *config, const char *name)
{
	for (size_t i = 0; i < config->n_pools; i++) {
		if (!strcmp(config->pools[i].name, name))
			return &config->pools[i];
	}
	return NULL;
}

/* Settings of a service, of whatever kind. */
static const void *reload_settings(const struct dsmipd_config *config,
				   const struct dsmipd_service *service,
				   size_t *size)
{
	size_t kind = 0;

	while (strcmp(dsmipd_config_kinds[kind].kind, service->ops->kind))
		kind++;
	*size = dsmipd_config_kinds[kind].size;
	return dsmipd_config_service_find(config, kind, service->name);
}

/* A pool can only go when nobody has anything of it. */
static int reload_check_pools(struct reload *reload)
{
	for (size_t i = 0; i < reload->from->n_pools; i++) {
		const struct dsmipd_pool_config *old = &reload->from->pools[i];
		const struct dsmipd_pool_config *new;
		struct dsmipd_pool_stats stats = {};

		new = reload_pool(reload->to, old->name);
		if (new && !memcmp(new, old, sizeof(*new)))
			continue;
		if (new)
			return reload_refuse(reload, -EBUSY,
					     "pool \"%s\" cannot be changed: remove it, reload, and add it again",
					     old->name);
		dsmipd_pools_stats(reload->agent->pools, old->name, time(NULL),
				   &stats);
		if (stats.used || stats.held)
			return reload_refuse(reload, -EBUSY,
					     "pool \"%s\" cannot be removed: %llu leases are in use or held",
					     old->name, (unsigned long long)
					     (stats.used + stats.held));
	}
	return 0;
}

static int reload_check(struct reload *reload)
{
	if (reload->agent->ending)
		return reload_refuse(reload, -ESHUTDOWN, "dsmipd is ending");
	if (strcmp(reload->from->store, reload->to->store))
		return reload_refuse(reload, -EBUSY,
				     "\"store\" changes with a restart only");
	if (strcmp(reload->from->socket, reload->to->socket))
		return reload_refuse(reload, -EBUSY,
				     "the socket changes with a restart only");
	return reload_check_pools(reload);
}

static int reload_add_pools(struct reload *reload)
{
	for (; reload->pools < reload->to->n_pools; reload->pools++) {
		const struct dsmipd_pool_config *pool;
		int err;

		pool = &reload->to->pools[reload->pools];
		if (reload_pool(reload->from, pool->name))
			continue;
		err = dsmipd_pools_add(reload->agent->pools, pool);
		if (err)
			return reload_refuse(reload, err, "pool \"%s\": %s",
					     pool->name, strerror(-err));
	}
	return 0;
}

static int reload_services(struct reload *reload)
{
	struct dsmipd_service *service;

	for (service = reload->agent->services; service;
	     service = service->next, reload->services++) {
		const void *old, *new;
		size_t size;
		int err;

		old = reload_settings(reload->from, service, &size);
		new = reload_settings(reload->to, service, &size);
		if (!new || !memcmp(old, new, size))
			continue;
		err = service->ops->reload(service, reload->to, reload->why,
					   reload->why_size);
		if (err)
			return err;
	}
	return 0;
}

/* The reason is in the log. */
static int reload_refuse_start(struct reload *reload, int err, const char *name)
{
	return reload_refuse(reload, err, "\"%s\" cannot be started: %s; see the log",
			     name, strerror(-err));
}

static int reload_start_kind(struct reload *reload, size_t kind)
{
	for (size_t i = 0; i < dsmipd_config_count(reload->to, kind); i++) {
		const struct dsmipd_config_service *service;
		struct dsmipd_service **at;
		int err;

		service = dsmipd_config_service(reload->to, kind, i);
		if (dsmipd_config_service_find(reload->from, kind,
					       service->name))
			continue;
		at = &reload->started[reload->n_started];
		err = dsmipd_agent_start_service(reload->agent, kind, service,
						 at);
		if (err)
			return reload_refuse_start(reload, err, service->name);
		reload->n_started++;
	}
	return 0;
}

static int reload_start(struct reload *reload)
{
	size_t kind, n = 1;
	int err = 0;

	for (kind = 0; kind < DSMIPD_CONFIG_KINDS; kind++)
		n += dsmipd_config_count(reload->to, kind);
	/* What is new may want devices that they still have. */
	dsmipd_agent_hurry(reload->agent);
	reload->started = calloc(n, sizeof(*reload->started));
	if (!reload->started)
		return reload_refuse(reload, -ENOMEM, "out of memory");
	for (kind = 0; !err && kind < DSMIPD_CONFIG_KINDS; kind++)
		err = reload_start_kind(reload, kind);
	return err;
}

static void reload_undo(struct reload *reload)
{
	struct dsmipd_service *service;
	char why[256] = "";

	while (reload->n_started)
		dsmipd_agent_stop_service(reload->agent,
					  reload->started[--reload->n_started],
					  false);
	for (service = reload->agent->services; service && reload->services;
	     service = service->next, reload->services--) {
		size_t size;

		if (!reload_settings(reload->to, service, &size))
			continue;
		if (service->ops->reload(service, reload->from, why,
					 sizeof(why)))
			dsmipd_err("%s does not take its former settings back: %s",
				   service->name, why);
	}
	while (reload->pools) {
		const char *name = reload->to->pools[--reload->pools].name;

		if (!reload_pool(reload->from, name))
			dsmipd_pools_del(reload->agent->pools, name);
	}
}

/* What is gone. */
static void reload_finish(struct reload *reload)
{
	struct dsmipd_service *service = reload->agent->services;

	while (service) {
		struct dsmipd_service *next = service->next;
		size_t size;

		if (!reload_settings(reload->to, service, &size)) {
			dsmipd_notice("%s stopped", service->name);
			dsmipd_agent_leave_service(reload->agent, service);
		}
		service = next;
	}
	for (size_t i = 0; i < reload->from->n_pools; i++) {
		const char *name = reload->from->pools[i].name;

		if (!reload_pool(reload->to, name))
			dsmipd_pools_del(reload->agent->pools, name);
	}
}

static int reload_apply(struct dsmipd_agent *agent,
			struct dsmipd_config *config, char *why,
			size_t why_size)
{
	struct reload reload = {
		.agent = agent,
		.from = agent->config,
		.to = config,
		.why = why,
		.why_size = why_size,
	};
	int err;

	err = reload_check(&reload);
	if (!err)
		err = reload_add_pools(&reload);
	if (!err)
		err = reload_services(&reload);
	if (!err)
		err = reload_start(&reload);
	if (!err && agent->control)
		err = dsmipd_control_group(agent->control, config->group, why,
					   why_size);
	if (err) {
		reload_undo(&reload);
	} else {
		reload_finish(&reload);
		dsmipd_log_open(config->syslog, config->log_level);
		dsmipd_config_free(agent->config);
		agent->config = config;
	}
	free(reload.started);
	return err;
}

/* A configuration that is being read: what is wrong goes into the log. */
struct reload_read {
	const char *path;
	dsmipd_config_error_cb report;
	void *arg;
};

static void reload_error(const struct dsmipd_config_error *error, void *arg)
{
	enum dsmipd_log_level level = DSMIPD_LOG_ERROR;
	const struct reload_read *read = arg;

	if (error->warning)
		level = DSMIPD_LOG_WARNING;
	if (error->line)
		dsmipd_log(level, "%s:%u:%u: %s", read->path, error->line,
			   error->column, error->text);
	else
		dsmipd_log(level, "%s: %s", read->path, error->text);
	if (read->report)
		read->report(error, read->arg);
}

/**
 * dsmipd_agent_read() - read a configuration, and log what is wrong with it
 * @config: where the configuration goes, NULL after an error
 * @path: the file
 * @report: called with each error and warning too; may be NULL
 * @arg: handed to @report
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_agent_read(struct dsmipd_config **config, const char *path,
		      dsmipd_config_error_cb report, void *arg)
{
	struct reload_read read = {
		.path = path, .report = report, .arg = arg
	};

	return dsmipd_config_read(config, path, reload_error, &read);
}

/**
 * dsmipd_agent_reload() - read the configuration again, and take it over
 * @agent: the agent
 * @report: called with each error and warning; may be NULL
 * @arg: handed to @report
 * @why: why it is not taken over, or empty if that was reported
 * @why_size: room there
 *
 * It is taken over as a whole, or nothing changes.  Services must not hold on
 * to the configuration that they were started with.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_agent_reload(struct dsmipd_agent *agent,
			dsmipd_config_error_cb report, void *arg, char *why,
			size_t why_size)
{
	struct dsmipd_config *config;
	int err;

	why[0] = '\0';
	dsmipd_notify_reloading();
	err = dsmipd_agent_read(&config, agent->config_path, report, arg);
	if (!err) {
		err = reload_apply(agent, config, why, why_size);
		if (err)
			dsmipd_config_free(config);
	}
	if (!err)
		dsmipd_notice("configuration reloaded");
	else if (why[0])
		dsmipd_err("configuration not changed: %s", why);
	else
		dsmipd_err("configuration not changed");
	dsmipd_notify_ready();
	return err;
}
