// SPDX-License-Identifier: GPL-2.0
/* Life cycle of the home agent's service. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ha6_service.h"
#include "hmac.h"
#include "log.h"

/* Home agents of this process; tells their marks and tables apart. */
static unsigned int ha6_count;

static int ha6_service_subscriber(void *arg, const struct in6_addr *hoa,
				  const char *nai,
				  struct dsmipd_subscriber *sub)
{
	struct ha6_service *svc = arg;
	struct dsmipd_store *store = svc->home.base.agent->store;

	if (IN6_IS_ADDR_UNSPECIFIED(hoa))
		return dsmipd_store_subscriber_by_name(store, nai, sub);
	return dsmipd_store_subscriber_by_hoa(store, hoa, sub);
}

/* What is known of it must be under ESP, or it does not reach us. */
static void ha6_service_esp(struct ha6_service *svc,
			    const struct dsmipd_subscriber *sub)
{
	int err;

	if (sub->security != DSMIPD_SECURITY_IPSEC ||
	    IN6_IS_ADDR_UNSPECIFIED(&sub->hoa))
		return;
	err = dsmipd_xfrm_esp_add(svc->xfrm, &svc->config.ha6.address,
				  &sub->hoa, &sub->esp);
	if (err)
		dsmipd_err("%s: %s: IPsec: %s", svc->home.base.name, sub->name,
			   strerror(-err));
}

static int ha6_service_esp_each(const struct dsmipd_subscriber *sub, void *arg)
{
	struct ha6_service *svc = arg;

	dsmipd_xfrm_many_next(svc->xfrm, sub->id);
	ha6_service_esp(svc, sub);
	return 0;
}

/* Alone he is told why, and nothing of him is left. */
static void ha6_service_esp_failed(int64_t id, void *arg)
{
	struct ha6_service *svc = arg;
	struct dsmipd_subscriber sub;

	if (dsmipd_store_subscriber_by_id(svc->home.base.agent->store, id,
					  &sub))
		return;
	ha6_service_esp(svc, &sub);
	explicit_bzero(&sub, sizeof(sub));
}

static int ha6_service_esp_all(struct ha6_service *svc)
{
	int err, sent;

	err = dsmipd_xfrm_many(svc->xfrm);
	if (!err)
		err = dsmipd_store_subscriber_secured(svc->home.base.agent->store,
						      DSMIPD_SECURITY_IPSEC,
						      ha6_service_esp_each,
						      svc);
	sent = dsmipd_xfrm_many_end(svc->xfrm, ha6_service_esp_failed, svc);
	return err ?: sent;
}

/* Who has another home address now, or may not register any more, is gone. */
static void ha6_service_changed(struct dsmipd_service *base,
				const struct dsmipd_subscriber *old,
				const struct dsmipd_subscriber *new)
{
	struct ha6_service *svc = (struct ha6_service *)base;

	if (old && old->security == DSMIPD_SECURITY_IPSEC &&
	    !IN6_IS_ADDR_UNSPECIFIED(&old->hoa))
		dsmipd_xfrm_esp_del(svc->xfrm, &svc->config.ha6.address,
				    &old->hoa, &old->esp);
	if (new)
		ha6_service_esp(svc, new);
	if (old && !(new && new->enabled &&
		     IN6_ARE_ADDR_EQUAL(&old->hoa, &new->hoa)))
		base->ops->unbind(base, old);
}

static int ha6_service_unbind(struct dsmipd_service *base,
			      const struct dsmipd_subscriber *sub)
{
	struct ha6_service *svc = (struct ha6_service *)base;
	struct dsmipd_ha6_decision *decision = ha6_batch_next(svc);

	dsmipd_ha6_remove(svc->ha, &sub->hoa, dsmipd_agent_time(base->agent),
			  decision);
	if (decision->verdict != DSMIPD_HA6_UNBIND)
		return -ENOENT;
	ha6_batch_decided(svc);
	ha_batch_commit(&svc->home);
	ha_batch_schedule(&svc->home);
	return dsmipd_ha6_find(svc->ha, &sub->hoa) ? -EIO : 0;
}

static const struct dsmipd_record *
ha6_service_record(struct dsmipd_service *base,
		   const struct dsmipd_subscriber *sub)
{
	return dsmipd_ha6_find(((struct ha6_service *)base)->ha, &sub->hoa);
}

static void ha6_service_stop(struct dsmipd_service *base, bool keep)
{
	struct ha6_service *svc = (struct ha6_service *)base;

	if (svc->ha) {
		if (!keep && svc->home.ifindex)
			ha6_kernel_answers(svc, false);
		ha_service_end(&svc->home, keep);
	}
	if (svc->xfrm && !keep)
		dsmipd_xfrm_agent_del(svc->xfrm, &svc->config.ha6.address);
	ha6_mismatch_close(svc);
	dsmipd_signaling_close(svc->sig);
	dsmipd_xfrm_close(svc->xfrm);
	dsmipd_ha6_free(svc->ha);
	ha_service_close(&svc->home);
}

static int ha6_service_reload(struct dsmipd_service *base,
			      const struct dsmipd_config *config, char *why,
			      size_t why_size)
{
	struct ha6_service *svc = (struct ha6_service *)base;
	struct dsmipd_config_ha6 new;
	size_t i;
	int err;

	for (i = 0; i < config->n_ha6; i++) {
		if (!strcmp(config->ha6[i].name, base->name))
			break;
	}
	if (i == config->n_ha6)
		return -ENOENT;
	new = config->ha6[i];
	if (strcmp(new.device, svc->config.device) ||
	    !IN6_ARE_ADDR_EQUAL(&new.ha6.address, &svc->config.ha6.address) ||
	    new.ha6.local4.s_addr != svc->config.ha6.local4.s_addr ||
	    new.ha6.port != svc->config.ha6.port ||
	    new.route_table != svc->config.route_table) {
		snprintf(why, why_size,
			 "%s: device, addresses, port and table cannot be changed while it runs",
			 base->name);
		return -EBUSY;
	}
	err = ha_service_links(&svc->home, new.links, new.ha6.links,
			       new.ha6.n_links, why, why_size);
	if (err)
		return err;
	ha_batch_commit(&svc->home);
	err = dsmipd_ha6_reconfigure(svc->ha, &new.ha6);
	if (err) {
		snprintf(why, why_size, "%s: %s", base->name, strerror(-err));
		return err;
	}
	svc->config = new;
	svc->home.n_links = new.ha6.n_links;
	return ha_kernel_routes(&svc->home, true);
}

static const struct dsmipd_service_ops ha6_service_ops = {
	.kind = "ha6",
	.stop = ha6_service_stop,
	.reload = ha6_service_reload,
	.show = ha6_show,
	.bindings = ha_show_bindings,
	.binding = ha_show_binding,
	.unbind = ha6_service_unbind,
	.record = ha6_service_record,
	.superseded = ha_service_superseded,
	.subscriber = ha6_service_changed,
};

/* Nodes ask the anycast address of home agents; they do not need to. */
static void ha6_service_discovery(struct ha6_service *svc)
{
	struct in6_addr anycast;
	size_t i;
	int err;

	for (i = 0; i < svc->config.ha6.n_links; i++) {
		const struct dsmipd_ha6_link *link = &svc->config.ha6.links[i];

		dsmipd_icmp6_anycast(&link->prefix.addr.v6, link->prefix.len,
				     &anycast);
		err = dsmipd_signaling_anycast(svc->sig, link->ifindex ?:
						svc->home.ifindex, &anycast);
		if (err)
			dsmipd_notice("%s: no home agent address discovery: %s",
				      svc->home.base.name, strerror(-err));
	}
}

/* OpenSSL looks for the function when it is asked for it: not at a message. */
static void ha6_service_hmac(struct ha6_service *svc)
{
	char why[DSMIPD_HMAC_WHY_LEN];

	if (dsmipd_hmac_usable(DSMIPD_HMAC_SHA1, why, sizeof(why)))
		dsmipd_warn("%s: no authentication by RFC 4285: %s",
			    svc->home.base.name, why);
}

static int ha6_service_open(struct ha6_service *svc)
{
	const struct dsmipd_signaling_ops sig = {
		.rcv = ha6_io_rcv,
		.done = ha6_io_done,
		.arg = svc,
	};
	const struct dsmipd_ha6_ops ops = {
		.subscriber = ha6_service_subscriber,
		.arg = svc,
	};
	struct dsmipd_agent *agent = svc->home.base.agent;
	int err;

	err = dsmipd_ha6_new(&svc->ha, &svc->config.ha6, &ops, agent->pools);
	if (!err)
		err = ha_service_open(&svc->home);
	if (!err)
		err = dsmipd_xfrm_open(&svc->xfrm);
	if (!err)
		err = dsmipd_xfrm_agent_add(svc->xfrm,
					    &svc->config.ha6.address);
	if (!err)
		err = ha6_service_esp_all(svc);
	if (err) {
		dsmipd_err("%s: %s", svc->home.base.name, strerror(-err));
		return err;
	}
	err = ha_restore(&svc->home);
	if (!err)
		err = ha6_kernel_answers(svc, true);
	if (err)
		return err;
	/* Only now: what comes before is answered by a retransmission. */
	err = dsmipd_signaling_open(&svc->sig, &agent->loop, &sig);
	if (err) {
		dsmipd_err("%s: sockets: %s", svc->home.base.name, strerror(-err));
		return err;
	}
	ha6_service_hmac(svc);
	ha6_service_discovery(svc);
	err = ha6_mismatch_open(svc);
	if (err)
		dsmipd_warn("%s: no events of the module: %s", svc->home.base.name,
			    strerror(-err));
	return 0;
}

/**
 * dsmipd_ha6_start() - start a home agent
 * @agent: the process
 * @config: its settings
 * @service: set to it
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int dsmipd_ha6_start(struct dsmipd_agent *agent,
		     const struct dsmipd_config_ha6 *config,
		     struct dsmipd_service **service)
{
	struct ha6_service *svc = calloc(1, sizeof(*svc));
	char why[128] = "";
	int err;

	if (!svc)
		return -ENOMEM;
	svc->home.base.ops = &ha6_service_ops;
	svc->home.base.agent = agent;
	svc->home.base.name = svc->config.name;
	svc->config = *config;
	svc->mark = HA6_MARK + (ha6_count << 24);
	svc->home.proto = &ha6_proto;
	svc->home.device = svc->config.device;
	svc->home.table = HA6_TABLE + ha6_count++;
	svc->home.route_table = config->route_table;
	svc->home.links = svc->config.ha6.links;
	svc->home.n_links = config->ha6.n_links;
	uv_timer_init(&agent->loop, &svc->home.timer);
	svc->home.timer.data = svc;
	err = ha_service_links(&svc->home, svc->config.links,
			       svc->config.ha6.links, svc->config.ha6.n_links,
			       why, sizeof(why));
	if (err)
		dsmipd_err("%s: %s", svc->home.base.name, why);
	if (!err)
		err = ha6_kernel_device(svc);
	if (!err)
		err = ha6_service_open(svc);
	if (err) {
		ha6_service_stop(&svc->home.base, true);
		return err;
	}
	ha_batch_schedule(&svc->home);
	*service = &svc->home.base;
	return 0;
}
