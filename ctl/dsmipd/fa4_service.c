// SPDX-License-Identifier: GPL-2.0
/* Life cycle of a foreign agent's service. */

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fa4_service.h"
#include "log.h"

/* Foreign agents of this process; tells their tables and rules apart. */
static unsigned int fa4_count;

/**
 * fa4_warn() - log what the kernel has refused
 * @svc: the service
 * @what: what it was about
 * @err: negative errno
 */
void fa4_warn(const struct fa4_service *svc, const char *what, int err)
{
	dsmipd_warn("%s: %s: %s", svc->base.name, what, strerror(-err));
}

static void fa4_tick(uv_timer_t *timer)
{
	struct fa4_service *svc = timer->data;

	dsmipd_fa4_tick(svc->fa, dsmipd_agent_time(svc->base.agent));
	fa4_schedule(svc);
}

/* All home agents know, or have been told often enough. */
static void fa4_left(uv_timer_t *timer)
{
	struct fa4_service *svc = timer->data;

	dsmipd_agent_left(&svc->base);
}

/**
 * fa4_schedule() - set the timer for what comes next
 * @svc: the service
 */
void fa4_schedule(struct fa4_service *svc)
{
	uint64_t now = dsmipd_agent_time(svc->base.agent).mono;
	uint64_t next = dsmipd_fa4_next(svc->fa);

	uv_update_time(&svc->base.agent->loop);
	if (svc->leaving && !dsmipd_fa4_revoking(svc->fa)) {
		uv_timer_start(&svc->timer, fa4_left, 0, 0);
		return;
	}
	if (next == UINT64_MAX) {
		uv_timer_stop(&svc->timer);
		return;
	}
	uv_timer_start(&svc->timer, fa4_tick, next > now ? next - now : 0, 0);
}

static void fa4_act_visitor(struct fa4_service *svc,
			    const struct dsmipd_fa4_visitor *visitor,
			    bool left)
{
	char hoa[INET_ADDRSTRLEN], ha[INET_ADDRSTRLEN];

	if (left)
		fa4_kernel_left(svc, visitor);
	else
		fa4_kernel_visitor(svc, visitor);
	dsmipd_info("%s: visitor %s of home agent %s %s", svc->base.name,
		    inet_ntop(AF_INET, &visitor->hoa, hoa, sizeof(hoa)),
		    inet_ntop(AF_INET, &visitor->ha, ha, sizeof(ha)),
		    left ? "left" : "registered");
}

static void fa4_act(const struct dsmipd_fa4_action *action, void *arg)
{
	struct fa4_service *svc = arg;

	switch (action->type) {
	case DSMIPD_FA4_ADVERTISE:
		fa4_link_send(svc, action, true);
		break;
	case DSMIPD_FA4_SEND_NODE:
		fa4_link_send(svc, action, false);
		break;
	case DSMIPD_FA4_SEND_HOME:
		fa4_home_send(svc, action);
		break;
	case DSMIPD_FA4_VISITOR:
		fa4_act_visitor(svc, action->visitor, false);
		break;
	case DSMIPD_FA4_LEFT:
		fa4_act_visitor(svc, action->visitor, true);
		break;
	case DSMIPD_FA4_EVENT:
		dsmipd_info("%s: %s", svc->base.name, action->text);
		break;
	}
}

/**
 * fa4_closed() - a handle of the service is closed
 * @handle: the handle; the last one frees the service
 */
void fa4_closed(uv_handle_t *handle)
{
	struct fa4_service *svc = handle->data;

	if (--svc->handles)
		return;
	explicit_bzero(&svc->config, sizeof(svc->config));
	free(svc);
}

/*
 * The visitor list is not kept: without it what is in the kernel is of no use
 * to anybody, and nodes register again as soon as they see that.
 */
static void fa4_stop(struct dsmipd_service *base, bool keep)
{
	struct fa4_service *svc = fa4_service(base);

	(void)keep;
	if (svc->watching)
		dsmipd_net_unwatch(base->agent->net, &svc->watch);
	fa4_kernel_clear(svc);
	fa4_home_close(svc);
	fa4_link_close(svc);
	dsmipd_fa4_free(svc->fa);
	svc->fa = NULL;
	uv_close((uv_handle_t *)&svc->timer, fa4_closed);
}

static void fa4_leave(struct dsmipd_service *base)
{
	struct fa4_service *svc = fa4_service(base);

	dsmipd_fa4_leave(svc->fa, dsmipd_agent_time(base->agent));
	svc->leaving = true;
	fa4_schedule(svc);
}

/* What is in the kernel has been made by these. */
static bool fa4_is_fixed(const struct dsmipd_config_fa4 *a,
			 const struct dsmipd_config_fa4 *b)
{
	return !strcmp(a->device, b->device) && a->n_ifs == b->n_ifs &&
	       !memcmp(a->ifs, b->ifs, sizeof(a->ifs)) &&
	       a->fa4.n_coa == b->fa4.n_coa &&
	       !memcmp(a->fa4.coa, b->fa4.coa, sizeof(a->fa4.coa)) &&
	       a->fa4.draft == b->fa4.draft;
}

static int fa4_reload(struct dsmipd_service *base,
		      const struct dsmipd_config *config, char *why,
		      size_t why_size)
{
	struct fa4_service *svc = fa4_service(base);
	const struct dsmipd_config_fa4 *new;

	new = (const void *)dsmipd_config_service_find(config,
						       DSMIPD_CONFIG_FA4,
						       base->name);
	if (!new)
		return -ENOENT;
	if (!fa4_is_fixed(new, &svc->config)) {
		snprintf(why, why_size,
			 "%s: device, interfaces, care-of addresses and draft cannot be changed while it runs",
			 base->name);
		return -EBUSY;
	}
	svc->config = *new;
	dsmipd_fa4_reconfigure(svc->fa, &new->fa4);
	fa4_schedule(svc);
	return 0;
}

static const struct dsmipd_service_ops fa4_service_ops = {
	.kind = "fa4",
	.stop = fa4_stop,
	.leave = fa4_leave,
	.reload = fa4_reload,
	.show = fa4_show,
	.bindings = fa4_show_bindings,
};

static int fa4_open(struct fa4_service *svc)
{
	int err;

	err = dsmipd_fa4_new(&svc->fa, &svc->config.fa4, fa4_act, svc);
	if (err) {
		fa4_warn(svc, "start", err);
		return err;
	}
	fa4_tunnel_clear(svc);
	fa4_tunnel_prepare(svc);
	err = fa4_home_open(svc);
	if (!err)
		err = fa4_link_open(svc);
	if (err)
		return err;
	svc->watch.changed = fa4_link_changed;
	svc->watch.arg = svc;
	err = dsmipd_net_watch(svc->base.agent->net, &svc->watch);
	if (err) {
		fa4_warn(svc, "rtnetlink", err);
		return err;
	}
	svc->watching = true;
	fa4_link_changed(svc);
	return 0;
}

/**
 * dsmipd_fa4_start() - start a foreign agent
 * @agent: the process
 * @config: its settings
 * @service: set to it
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int dsmipd_fa4_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_fa4 *config,
		     struct dsmipd_service **service)
{
	struct fa4_service *svc = calloc(1, sizeof(*svc));
	int err;

	if (!svc)
		return -ENOMEM;
	svc->base.ops = &fa4_service_ops;
	svc->base.agent = agent;
	svc->base.name = svc->config.name;
	svc->config = *config;
	svc->number = fa4_count++;
	svc->icmp_fd = -1;
	uv_timer_init(&agent->loop, &svc->timer);
	svc->timer.data = svc;
	svc->handles = 1;
	err = fa4_open(svc);
	if (err) {
		fa4_stop(&svc->base, false);
		return err;
	}
	*service = &svc->base;
	return 0;
}
