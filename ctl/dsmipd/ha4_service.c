// SPDX-License-Identifier: GPL-2.0
/* Life cycle of the service of a home agent of Mobile IPv4. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha4_service.h"
#include "log.h"
#include "prefix.h"

static int ha4_service_subscriber(void *arg, const struct dsmipd_ha4_name *name,
				  struct dsmipd_subscriber *sub)
{
	struct ha4_service *svc = arg;
	struct dsmipd_store *store = svc->home.base.agent->store;
	const struct dsmip_addr home = {
		.family = AF_INET, .v4 = name->hoa
	};

	if (name->id)
		return dsmipd_store_subscriber_by_id(store, name->id, sub);
	if (name->nai && *name->nai)
		return dsmipd_store_subscriber_by_name(store, name->nai, sub);
	return dsmipd_store_subscriber_by_home(store, &home, sub);
}

static int ha4_service_taken(void *arg, const struct dsmip_prefix *prefix,
			     int64_t subscriber)
{
	struct ha4_service *svc = arg;

	return dsmipd_store_range_taken(svc->home.base.agent->store, prefix,
					subscriber);
}

static int ha4_service_unbind(struct dsmipd_service *base,
			      const struct dsmipd_subscriber *sub)
{
	struct ha4_service *svc = (struct ha4_service *)base;
	struct dsmipd_ha4_decision *decision = ha4_batch_next(svc);

	dsmipd_ha4_remove(svc->ha, sub->id, dsmipd_agent_time(base->agent),
			  decision);
	if (decision->verdict != DSMIPD_HA4_UNBIND)
		return -ENOENT;
	ha4_batch_decided(svc);
	ha_batch_commit(&svc->home);
	ha_batch_schedule(&svc->home);
	return dsmipd_ha4_find(svc->ha, sub->id) ? -EIO : 0;
}

static const struct dsmipd_record *
ha4_service_record(struct dsmipd_service *base,
		   const struct dsmipd_subscriber *sub)
{
	return dsmipd_ha4_find(((struct ha4_service *)base)->ha, sub->id);
}

static bool ha4_service_has_home(const struct dsmipd_subscriber *sub,
				 const struct dsmip_prefix *home)
{
	size_t i;

	for (i = 0; i < sub->n_home4; i++) {
		if (sub->home4[i].len == home->len &&
		    dsmip_addr_equal(&sub->home4[i].addr, &home->addr))
			return true;
	}
	return sub->pool4[0];
}

/* Who may not register any more, or not with that home address, is gone. */
static void ha4_service_changed(struct dsmipd_service *base,
				const struct dsmipd_subscriber *old,
				const struct dsmipd_subscriber *new)
{
	const struct dsmipd_record *record;

	record = old ? ha4_service_record(base, old) : NULL;
	if (record && !(new && new->enabled && new->mip4.spi &&
			ha4_service_has_home(new, &record->home[0])))
		base->ops->unbind(base, old);
}

static void ha4_service_done(void *arg)
{
	ha_batch_commit(arg);
	ha_batch_schedule(arg);
}

static void ha4_service_stop(struct dsmipd_service *base, bool keep)
{
	struct ha4_service *svc = (struct ha4_service *)base;

	if (svc->ha && !keep)
		ha4_broadcast_clear(svc);
	if (svc->ha)
		ha_service_end(&svc->home, keep);
	dsmipd_mip4_socket_close(svc->sock);
	dsmipd_ha4_free(svc->ha);
	ha_service_close(&svc->home);
}

static int ha4_service_reload(struct dsmipd_service *base,
			      const struct dsmipd_config *config, char *why,
			      size_t why_size)
{
	struct ha4_service *svc = (struct ha4_service *)base;
	const struct dsmipd_config_service *found;
	struct dsmipd_config_ha4 new;
	int err;

	found = dsmipd_config_service_find(config, DSMIPD_CONFIG_HA4,
					   base->name);
	if (!found)
		return -ENOENT;
	memcpy(&new, found, sizeof(new));
	if (strcmp(new.device, svc->config.device) ||
	    new.ha4.address.s_addr != svc->config.ha4.address.s_addr ||
	    new.route_table != svc->config.route_table) {
		snprintf(why, why_size,
			 "%s: device, address and table cannot be changed while it runs",
			 base->name);
		return -EBUSY;
	}
	err = ha_service_links(&svc->home, new.links, new.ha4.links,
			       new.ha4.n_links, why, why_size);
	if (err)
		return err;
	ha_batch_commit(&svc->home);
	err = dsmipd_ha4_reconfigure(svc->ha, &new.ha4);
	if (err) {
		snprintf(why, why_size, "%s: %s", base->name, strerror(-err));
		return err;
	}
	ha4_broadcast_clear(svc);
	svc->config = new;
	svc->home.n_links = new.ha4.n_links;
	ha4_broadcast_update(svc);
	return ha_kernel_routes(&svc->home, true);
}

static const struct dsmipd_service_ops ha4_service_ops = {
	.kind = "ha4",
	.stop = ha4_service_stop,
	.reload = ha4_service_reload,
	.show = ha4_show,
	.bindings = ha_show_bindings,
	.binding = ha_show_binding,
	.unbind = ha4_service_unbind,
	.record = ha4_service_record,
	.superseded = ha_service_superseded,
	.subscriber = ha4_service_changed,
};

static int ha4_service_device(struct ha4_service *svc)
{
	const struct dsmip_link want = {
		.local4 = { .family = AF_INET, .v4 = svc->config.ha4.address },
		.max_bindings = svc->config.ha4.max_bindings,
	};
	struct dsmip_link link;
	int err;

	err = ha_kernel_device(&svc->home, &want, &link);
	if (err || dsmip_addr_equal(&link.local4, &want.local4))
		return err;
	dsmipd_err("%s: device %s is there already, but with another IPv4 address",
		   svc->home.base.name, svc->config.device);
	return -EEXIST;
}

static int ha4_service_open(struct ha4_service *svc)
{
	const struct dsmipd_mip4_socket_ops sock = {
		.rcv = ha4_io_rcv,
		.done = ha4_service_done,
		.arg = svc,
	};
	const struct dsmipd_ha4_ops ops = {
		.subscriber = ha4_service_subscriber,
		.taken = ha4_service_taken,
		.arg = svc,
	};
	struct dsmipd_agent *agent = svc->home.base.agent;
	int err;

	err = dsmipd_ha4_new(&svc->ha, &svc->config.ha4, &ops, agent->pools);
	if (!err)
		err = ha_service_open(&svc->home);
	if (err) {
		dsmipd_err("%s: %s", svc->home.base.name, strerror(-err));
		return err;
	}
	err = ha_restore(&svc->home);
	if (err)
		return err;
	ha4_broadcast_clear(svc);
	ha4_broadcast_update(svc);
	/* Only now: what comes before is answered by a retransmission. */
	err = dsmipd_mip4_socket_open(&svc->sock, &agent->loop,
				      DSMIPD_MIP4_PORT, &sock);
	if (err)
		dsmipd_err("%s: UDP port %u: %s", svc->home.base.name,
			   DSMIPD_MIP4_PORT, strerror(-err));
	return err;
}

/**
 * dsmipd_ha4_start() - start a home agent of Mobile IPv4
 * @agent: the process
 * @config: its settings
 * @service: set to it
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int dsmipd_ha4_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_ha4 *config,
		     struct dsmipd_service **service)
{
	struct ha4_service *svc = calloc(1, sizeof(*svc));
	char why[128] = "";
	int err;

	if (!svc)
		return -ENOMEM;
	svc->config = *config;
	svc->home.base.ops = &ha4_service_ops;
	svc->home.base.agent = agent;
	svc->home.base.name = svc->config.name;
	svc->home.proto = &ha4_proto;
	svc->home.device = svc->config.device;
	svc->home.link_local = dsmipd_prefix_link_local(config->ha4.address);
	svc->home.route_table = config->route_table;
	svc->home.links = svc->config.ha4.links;
	svc->home.n_links = config->ha4.n_links;
	uv_timer_init(&agent->loop, &svc->home.timer);
	svc->home.timer.data = svc;
	err = ha_service_links(&svc->home, svc->config.links,
			       svc->config.ha4.links, svc->config.ha4.n_links,
			       why, sizeof(why));
	if (err)
		dsmipd_err("%s: %s", svc->home.base.name, why);
	if (!err)
		err = ha4_service_device(svc);
	if (!err)
		err = ha4_service_open(svc);
	if (err) {
		ha4_service_stop(&svc->home.base, true);
		return err;
	}
	ha_batch_schedule(&svc->home);
	*service = &svc->home.base;
	return 0;
}
