// SPDX-License-Identifier: GPL-2.0
/* Life cycle of the service of a mobile node of Mobile IPv4. */

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "log.h"
#include "mn4_service.h"

/* RFC 3519: what was received has kept the NAT's mapping. */
static void mn4_look_for_traffic(struct mn4_service *svc)
{
	struct dsmipd_mn_time now = mn_host_time(&svc->host);
	struct dsmip_traffic traffic = {};

	if (svc->tunnel.encap != DSMIP_ENCAP_MIPUDP ||
	    !mn_host_traffic(&svc->host, &traffic) || !traffic.has_last_rx ||
	    traffic.last_rx > now.mono)
		return;
	now.mono -= traffic.last_rx;
	dsmipd_mn4_traffic(svc->mn, now);
}

static void mn4_tick(uv_timer_t *timer)
{
	struct mn4_service *svc = timer->data;

	if (svc->left) {
		dsmipd_agent_left(&svc->base);
		return;
	}
	mn4_look_for_traffic(svc);
	dsmipd_mn4_tick(svc->mn, mn_host_time(&svc->host));
	mn4_schedule(svc);
}

/**
 * mn4_schedule() - set the timer for what comes next
 * @svc: the service
 */
void mn4_schedule(struct mn4_service *svc)
{
	uint64_t now = mn_host_time(&svc->host).mono;
	uint64_t next = svc->left ? 0 : dsmipd_mn4_next(svc->mn);

	if (next == UINT64_MAX) {
		uv_timer_stop(&svc->timer);
		return;
	}
	uv_update_time(&svc->base.agent->loop);
	uv_timer_start(&svc->timer, mn4_tick, next > now ? next - now : 0, 0);
}

/* Devices that are attached to something, and may be used. */
static size_t mn4_links(struct mn4_service *svc, struct dsmipd_mn4_link *links)
{
	struct dsmipd_net *net = svc->base.agent->net;
	struct if_nameindex *all = if_nameindex();
	size_t i, n = 0;

	for (i = 0; all && all[i].if_index && n < DSMIPD_MN4_MAX_LINKS; i++) {
		struct dsmipd_mn4_link *link = &links[n];

		link->ifindex = all[i].if_index;
		if (!strcmp(all[i].if_name, "lo") ||
		    !mn_watch_wanted(&svc->host, link->ifindex,
				     &link->preference) ||
		    !dsmipd_net_up(net, link->ifindex))
			continue;
		link->network = dsmipd_net_attachment(net, link->ifindex);
		n++;
	}
	if_freenameindex(all);
	return n;
}

/* Something in the network has changed. */
static void mn4_changed(void *arg)
{
	struct dsmipd_mn4_link links[DSMIPD_MN4_MAX_LINKS];
	struct dsmipd_mn_coa coas[DSMIPD_MN_MAX_COA];
	struct mn4_service *svc = arg;
	size_t n_links, n_coas;

	n_links = mn4_links(svc, links);
	n_coas = mn_watch_look(&svc->host, coas);
	dsmipd_mn4_network(svc->mn, links, n_links, coas, n_coas,
			   mn_host_time(&svc->host));
	mn4_schedule(svc);
}

/* What the settings say of the machine. */
static void mn4_host(struct mn4_service *svc)
{
	const struct dsmipd_mn4_config *mn4 = &svc->config.mn4;
	struct mn_host *host = &svc->host;

	host->agent = svc->base.agent;
	host->name = svc->base.name;
	host->device = svc->config.device;
	host->router = mn4->router;
	host->hoa = mn4->hoa;
	/* Without a home agent, the way to the home network is meant. */
	host->ha4 = mn4->ha.s_addr ? mn4_addr(mn4->ha) : mn4->hoa.addr;
	host->ifs = svc->config.ifs;
	host->n_ifs = svc->config.n_ifs;
	host->changed = mn4_changed;
	host->arg = svc;
}

/* The home agent is told, and told again if it does not answer. */
static void mn4_leave(struct dsmipd_service *base)
{
	struct mn4_service *svc = mn4_service(base);

	mn_watch_close(&svc->host);
	dsmipd_mn4_deregister(svc->mn, mn_host_time(&svc->host));
	mn4_schedule(svc);
}

static void mn4_closed(uv_handle_t *handle)
{
	struct mn4_service *svc = handle->data;

	explicit_bzero(&svc->config, sizeof(svc->config));
	free(svc);
}

static void mn4_stop(struct dsmipd_service *base, bool keep)
{
	struct mn4_service *svc = mn4_service(base);

	mn_watch_close(&svc->host);
	if (!keep) {
		mn4_kernel_close(svc);
		mn_host_close(&svc->host);
	}
	mn4_io_close(svc);
	mn4_link_close(svc);
	dsmipd_dad_close(svc->dad);
	dsmipd_mn4_free(svc->mn);
	svc->mn = NULL;
	uv_close((uv_handle_t *)&svc->timer, mn4_closed);
}

static int mn4_new(struct mn4_service *svc,
		   const struct dsmipd_mn4_config *config)
{
	struct dsmipd_mn4_config mn4 = *config;
	int err = 0;

	if (getrandom(&mn4.seed, sizeof(mn4.seed), 0) != sizeof(mn4.seed))
		err = -EIO;
	if (!err)
		err = dsmipd_mn4_new(&svc->mn, &mn4, mn4_act, svc);
	explicit_bzero(&mn4, sizeof(mn4));
	return err;
}

/* What the kernel has of it: not while it runs. */
static bool mn4_is_fixed(const struct dsmipd_config_mn4 *a,
			 const struct dsmipd_config_mn4 *b)
{
	return !strcmp(a->device, b->device) && a->mn4.port == b->mn4.port &&
	       a->mn4.router == b->mn4.router &&
	       !memcmp(&a->mn4.hoa, &b->mn4.hoa, sizeof(a->mn4.hoa));
}

/* The state machine begins anew, and registers; data go on meanwhile. */
static int mn4_apply(struct mn4_service *svc,
		     const struct dsmipd_config_mn4 *config)
{
	struct dsmipd_mn4 *old = svc->mn;
	int err;

	err = mn4_new(svc, &config->mn4);
	if (err) {
		svc->mn = old;
		return err;
	}
	dsmipd_mn4_free(old);
	svc->config = *config;
	/* It does not know that the former one was at home. */
	if (svc->host.home_link)
		mn4_kernel_home_link(svc, 0, &svc->host.hoa);
	mn4_host(svc);
	mn4_changed(svc);
	return 0;
}

static int mn4_reload(struct dsmipd_service *base,
		      const struct dsmipd_config *config, char *why,
		      size_t why_size)
{
	struct mn4_service *svc = mn4_service(base);
	const struct dsmipd_config_mn4 *to;

	to = (const void *)dsmipd_config_service_find(config, DSMIPD_CONFIG_MN4,
						      base->name);
	if (!to)
		return -ENOENT;
	if (mn4_is_fixed(to, &svc->config))
		return mn4_apply(svc, to);
	snprintf(why, why_size,
		 "%s: device, port, home address and role cannot be changed while it runs",
		 base->name);
	return -EBUSY;
}

/* Those of "dsmipctl binding" are of a home agent. */
static void mn4_bindings(struct dsmipd_service *base, struct json_object *array)
{
	(void)base;
	(void)array;
}

static const struct dsmipd_service_ops mn4_service_ops = {
	.kind = "mn4",
	.stop = mn4_stop,
	.leave = mn4_leave,
	.reload = mn4_reload,
	.show = mn4_show,
	.bindings = mn4_bindings,
};

static int mn4_open(struct mn4_service *svc)
{
	int err;

	err = dsmipd_dad_open(&svc->dad, &svc->base.agent->loop);
	if (!err)
		err = mn4_new(svc, &svc->config.mn4);
	if (!err)
		err = mn4_io_open(svc);
	if (!err && svc->config.mn4.care != DSMIPD_MN4_CARE_COLOCATED)
		err = mn4_link_open(svc);
	if (!err)
		err = mn_watch_open(&svc->host);
	if (err)
		dsmipd_err("%s: %s", svc->base.name, strerror(-err));
	return err;
}

/**
 * dsmipd_mn4_start() - start a mobile node of Mobile IPv4
 * @agent: the process
 * @config: its settings
 * @service: set to it
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int dsmipd_mn4_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_mn4 *config,
		     struct dsmipd_service **service)
{
	struct mn4_service *svc = calloc(1, sizeof(*svc));
	int err;

	if (!svc)
		return -ENOMEM;
	svc->base.ops = &mn4_service_ops;
	svc->base.agent = agent;
	svc->base.name = svc->config.name;
	svc->config = *config;
	svc->icmp = -1;
	uv_timer_init(&agent->loop, &svc->timer);
	svc->timer.data = svc;
	mn4_host(svc);
	mn_host_init(&svc->host);
	err = mn_host_device(&svc->host, 0);
	if (!err)
		err = mn4_open(svc);
	if (err) {
		mn4_stop(&svc->base, true);
		return err;
	}
	mn4_kernel_hoa(svc);
	mn4_changed(svc);
	*service = &svc->base;
	return 0;
}
