// SPDX-License-Identifier: GPL-2.0
/* Home prefixes, and the prefixes of mobile routers (RFC 3963). */

#include <string.h>

#include "ha6_priv.h"
#include "prefix.h"

/**
 * dsmipd_ha6_prefix_add() - add a home to a record
 * @record: the record
 * @prefix: address or prefix; if it is there already nothing happens
 */
void dsmipd_ha6_prefix_add(struct dsmipd_record *record,
			   const struct dsmip_prefix *prefix)
{
	dsmipd_prefix_add(prefix, record->home, &record->n_home,
			  DSMIPD_RECORD_MAX_HOME);
}

/**
 * dsmipd_ha6_prefix_link() - find the home prefix of a home address
 * @config: settings of the home agent
 * @hoa: IPv6 home address
 *
 * Return: the home prefix, or NULL.
 */
const struct dsmipd_ha6_link *
dsmipd_ha6_prefix_link(const struct dsmipd_ha6_config *config,
		       const struct in6_addr *hoa)
{
	struct dsmip_addr addr = { .family = AF_INET6, .v6 = *hoa };
	size_t i;

	for (i = 0; i < config->n_links; i++)
		if (dsmipd_prefix_contains(&config->links[i].prefix, &addr))
			return &config->links[i];
	return NULL;
}

/*
 * A prefix of a mobile router's binding update: it must be one of his, as it
 * was given to him (RFC 3963, section 6.1.2).
 */
static enum ha6_reason ha6_prefix_option(struct ha6_request *req,
					 const struct dsmipd_mh_prefix *option)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	struct dsmip_prefix prefix = {
		.addr = { .family = AF_INET6, .v6 = option->addr },
		.len = option->len,
	};
	size_t i;

	if (!prefix.len || prefix.len > 128 ||
	    !dsmipd_prefix_unicast(&prefix.addr))
		return HA6_BAD_PREFIX;
	for (i = 0; i < sub->n_prefix; i++) {
		if (dsmipd_prefix_equal(&sub->prefix[i], &prefix)) {
			dsmipd_ha6_prefix_add(&req->decision->record,
					      &sub->prefix[i]);
			return HA6_OK;
		}
	}
	return HA6_FOREIGN_PREFIX;
}

/**
 * dsmipd_ha6_prefix_register() - put a mobile router's prefixes in the record
 * @req: the request
 *
 * In explicit mode the message lists them, all or none of which are accepted;
 * in implicit mode it lists none, and they are those that he has (RFC 3963,
 * section 6.2).  Without flag R prefixes in the message mean nothing.
 *
 * Return: %HA6_OK or why it is refused.
 */
enum ha6_reason dsmipd_ha6_prefix_register(struct ha6_request *req)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	enum ha6_reason reason = HA6_OK;
	size_t i;

	if (!req->decision->record.router)
		return HA6_OK;
	if (!req->ha->config.router || !sub->router)
		return HA6_NO_ROUTER;
	if (req->mh->n_prefix) {
		for (i = 0; i < req->mh->n_prefix && !reason; i++)
			reason = ha6_prefix_option(req, &req->mh->prefix[i]);
		return reason;
	}
	if (!sub->n_prefix)
		return HA6_NO_PREFIX;
	for (i = 0; i < sub->n_prefix; i++)
		dsmipd_ha6_prefix_add(&req->decision->record, &sub->prefix[i]);
	return HA6_OK;
}
