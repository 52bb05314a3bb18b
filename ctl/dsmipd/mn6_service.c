// SPDX-License-Identifier: GPL-2.0
/* Life cycle of a mobile node's service. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mn6_service.h"

/* RFC 5555, section 4.3: what was received has kept the NAT's mapping. */
static void mn6_look_for_traffic(struct mn6_service *svc)
{
	struct dsmipd_mn_time now = mn_host_time(&svc->host);
	struct dsmip_traffic traffic = {};

	if (!svc->tunnel.udp || !mn_host_traffic(&svc->host, &traffic) ||
	    !traffic.has_last_rx || traffic.last_rx > now.mono)
		return;
	now.mono -= traffic.last_rx;
	dsmipd_mn6_traffic(svc->mn, now);
}

static void mn6_tick(uv_timer_t *timer)
{
	struct mn6_service *svc = timer->data;

	if (svc->left) {
		dsmipd_agent_left(&svc->base);
		return;
	}
	if (svc->mn) {
		mn6_look_for_traffic(svc);
		dsmipd_mn6_tick(svc->mn, mn_host_time(&svc->host));
	}
	mn6_io_tick(svc);
	mn6_schedule(svc);
}

/**
 * mn6_schedule() - set the timer for what comes next
 * @svc: the service
 */
void mn6_schedule(struct mn6_service *svc)
{
	uint64_t now = mn_host_time(&svc->host).mono;
	uint64_t next = svc->left ? 0 : svc->solicit;

	if (svc->mn && dsmipd_mn6_next(svc->mn) < next)
		next = dsmipd_mn6_next(svc->mn);
	if (next == UINT64_MAX) {
		uv_timer_stop(&svc->timer);
		return;
	}
	uv_update_time(&svc->base.agent->loop);
	uv_timer_start(&svc->timer, mn6_tick, next > now ? next - now : 0, 0);
}

static void mn6_done(void *arg)
{
	mn6_schedule(arg);
}

static int mn6_esp(struct mn6_service *svc)
{
	const struct dsmipd_mn6_config *mn6 = &svc->config.mn6;

	if (mn6->security != DSMIPD_SECURITY_IPSEC)
		return 0;
	return dsmipd_xfrm_esp_add(svc->xfrm, &mn6->hoa.addr.v6, &mn6->ha,
				   &mn6->esp);
}

/**
 * mn6_watch_changed() - something in the network has changed
 * @arg: the service
 */
void mn6_watch_changed(void *arg)
{
	struct dsmipd_mn_coa coas[DSMIPD_MN_MAX_COA];
	struct mn6_service *svc = arg;
	size_t n;

	if (!svc->mn) {
		mn6_find_changed(svc);
		return;
	}
	n = mn_watch_look(&svc->host, coas);
	dsmipd_mn6_coas(svc->mn, coas, n, mn_host_time(&svc->host));
	mn6_schedule(svc);
}

/* What the settings say of the machine; the home agent may be found later. */
static void mn6_host(struct mn6_service *svc)
{
	const struct dsmipd_mn6_config *mn6 = &svc->config.mn6;
	struct mn_host *host = &svc->host;

	host->agent = svc->base.agent;
	host->name = svc->base.name;
	host->device = svc->config.device;
	host->port = mn6->port;
	host->router = mn6->router;
	host->hoa = mn6->hoa;
	host->signaling = true;
	host->ha6.family = AF_INET6;
	host->ha6.v6 = mn6->ha;
	host->ha4.family = mn6->has_ha4 ? AF_INET : AF_UNSPEC;
	host->ha4.v4 = mn6->ha4;
	host->ifs = svc->config.ifs;
	host->n_ifs = svc->config.n_ifs;
	host->changed = mn6_watch_changed;
	host->arg = svc;
}

/**
 * mn6_run() - the home agent is known: register
 * @svc: the service
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int mn6_run(struct mn6_service *svc)
{
	struct dsmipd_mn_time now = mn_host_time(&svc->host);
	int err;

	mn6_host(svc);
	err = mn6_esp(svc);
	if (err) {
		dsmipd_err("%s: IPsec: %s", svc->base.name, strerror(-err));
		return err;
	}
	/* Any number will do: the home agent tells the right one. */
	err = dsmipd_mn6_new(&svc->mn, &svc->config.mn6, now.real >> 30,
			     mn6_act, svc);
	if (!err)
		err = mn_watch_open(&svc->host);
	if (err) {
		mn_host_warn(&svc->host, "start", err);
		return err;
	}
	mn6_watch_changed(svc);
	return 0;
}

/* The home agent is told, and told again if it does not answer. */
static void mn6_leave(struct dsmipd_service *base)
{
	struct mn6_service *svc = mn6_service(base);

	mn_watch_close(&svc->host);
	mn6_find_close(svc);
	svc->solicit = UINT64_MAX;
	if (svc->mn)
		dsmipd_mn6_deregister(svc->mn, mn_host_time(&svc->host));
	else
		svc->left = true;
	mn6_schedule(svc);
}

/* What is in the kernel, and would not be without us. */
static void mn6_give_back(struct mn6_service *svc)
{
	const struct dsmipd_mn6_config *mn6 = &svc->config.mn6;

	if (svc->mn)
		dsmipd_mn6_deregister(svc->mn, mn_host_time(&svc->host));
	mn_host_close(&svc->host);
	if (!svc->xfrm)
		return;
	dsmipd_xfrm_node_coa(svc->xfrm, &mn6->hoa.addr.v6, &mn6->ha, NULL);
	dsmipd_xfrm_node_del(svc->xfrm, &mn6->hoa.addr.v6);
	if (svc->mn && mn6->security == DSMIPD_SECURITY_IPSEC)
		dsmipd_xfrm_esp_del(svc->xfrm, &mn6->hoa.addr.v6, &mn6->ha,
				    &mn6->esp);
}

static void mn6_closed(uv_handle_t *handle)
{
	struct mn6_service *svc = handle->data;

	explicit_bzero(&svc->config, sizeof(svc->config));
	explicit_bzero(&svc->started, sizeof(svc->started));
	free(svc);
}

static void mn6_stop(struct dsmipd_service *base, bool keep)
{
	struct mn6_service *svc = mn6_service(base);

	mn_watch_close(&svc->host);
	mn6_find_close(svc);
	if (!keep)
		mn6_give_back(svc);
	dsmipd_signaling_close(svc->sig);
	dsmipd_xfrm_close(svc->xfrm);
	dsmipd_mn6_free(svc->mn);
	svc->mn = NULL;
	uv_close((uv_handle_t *)&svc->timer, mn6_closed);
}

/* What the kernel has of it, or a key: not while it runs. */
static bool mn6_is_fixed(const struct dsmipd_config_mn6 *a,
			 const struct dsmipd_config_mn6 *b)
{
	return !strcmp(a->device, b->device) && a->mn6.port == b->mn6.port &&
	       a->mn6.router == b->mn6.router &&
	       !memcmp(&a->mn6.hoa, &b->mn6.hoa, sizeof(a->mn6.hoa)) &&
	       IN6_ARE_ADDR_EQUAL(&a->mn6.ha, &b->mn6.ha) &&
	       !strcmp(a->ha_name, b->ha_name) &&
	       !strcmp(a->ha_domain, b->ha_domain) &&
	       a->mn6.security == b->mn6.security &&
	       !memcmp(&a->mn6.esp, &b->mn6.esp, sizeof(a->mn6.esp));
}

/* The state machine begins anew, and registers; data go on meanwhile. */
static int mn6_apply(struct mn6_service *svc,
		     const struct dsmipd_config_mn6 *config)
{
	struct dsmipd_mn6_config mn6 = config->mn6;
	struct dsmipd_mn6_info info;
	struct dsmipd_mn6 *mn;
	int err;

	if (IN6_IS_ADDR_UNSPECIFIED(&mn6.ha)) {
		mn6.ha = svc->config.mn6.ha;
		mn6.ha4 = svc->config.mn6.ha4;
		mn6.has_ha4 = svc->config.mn6.has_ha4;
	}
	if (svc->mn) {
		dsmipd_mn6_info(svc->mn, mn_host_time(&svc->host), &info);
		err = dsmipd_mn6_new(&mn, &mn6, info.sequence, mn6_act, svc);
		if (err)
			return err;
		dsmipd_mn6_free(svc->mn);
		svc->mn = mn;
	}
	svc->started = *config;
	svc->config = *config;
	svc->config.mn6 = mn6;
	mn6_host(svc);
	mn6_watch_changed(svc);
	return 0;
}

static int mn6_reload(struct dsmipd_service *base,
		      const struct dsmipd_config *config, char *why,
		      size_t why_size)
{
	struct mn6_service *svc = mn6_service(base);
	size_t i;

	for (i = 0; i < config->n_mn6; i++) {
		if (!strcmp(config->mn6[i].name, base->name))
			break;
	}
	if (i == config->n_mn6)
		return -ENOENT;
	if (!memcmp(&config->mn6[i], &svc->started, sizeof(svc->started)))
		return 0;
	if (mn6_is_fixed(&config->mn6[i], &svc->started))
		return mn6_apply(svc, &config->mn6[i]);
	snprintf(why, why_size,
		 "%s: device, port, home address, home agent, role and security cannot be changed while it runs",
		 base->name);
	return -EBUSY;
}

/* Those of "dsmipctl binding" are of a home agent. */
static void mn6_bindings(struct dsmipd_service *base, struct json_object *array)
{
	(void)base;
	(void)array;
}

static const struct dsmipd_service_ops mn6_service_ops = {
	.kind = "mn6",
	.stop = mn6_stop,
	.leave = mn6_leave,
	.reload = mn6_reload,
	.show = mn6_show,
	.bindings = mn6_bindings,
};

static int mn6_open(struct mn6_service *svc)
{
	const struct dsmipd_signaling_ops ops = {
		.rcv = mn6_io_rcv,
		.done = mn6_done,
		.arg = svc,
	};
	int err;

	err = mn6_kernel_hoa(svc, false);
	if (!err)
		mn_route_open(&svc->host);
	if (!err)
		err = dsmipd_xfrm_open(&svc->xfrm);
	if (!err)
		err = dsmipd_xfrm_node_add(svc->xfrm,
					   &svc->config.mn6.hoa.addr.v6);
	if (!err)
		err = dsmipd_signaling_open(&svc->sig, &svc->base.agent->loop,
					    &ops);
	if (err)
		dsmipd_err("%s: %s", svc->base.name, strerror(-err));
	return err;
}

/**
 * dsmipd_mn6_start() - start a mobile node
 * @agent: the process
 * @config: its settings
 * @service: set to it
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int dsmipd_mn6_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_mn6 *config,
		     struct dsmipd_service **service)
{
	struct mn6_service *svc = calloc(1, sizeof(*svc));
	int err;

	if (!svc)
		return -ENOMEM;
	svc->base.ops = &mn6_service_ops;
	svc->base.agent = agent;
	svc->base.name = svc->config.name;
	svc->config = *config;
	svc->started = *config;
	svc->solicit = UINT64_MAX;
	uv_timer_init(&agent->loop, &svc->timer);
	svc->timer.data = svc;
	mn6_host(svc);
	mn_host_init(&svc->host);
	err = mn_host_device(&svc->host, MN_ORIGINS);
	if (!err)
		err = mn6_open(svc);
	if (!err && IN6_IS_ADDR_UNSPECIFIED(&svc->config.mn6.ha))
		err = mn6_find_open(svc);
	else if (!err)
		err = mn6_run(svc);
	if (err) {
		mn6_stop(&svc->base, true);
		return err;
	}
	*service = &svc->base;
	return 0;
}
