// SPDX-License-Identifier: GPL-2.0
/*
 * Who may register at all: what is checked of a binding update before anything
 * is done about it, in this order.  Who is not authenticated learns nothing
 * about subscribers and their sequence numbers.
 */

#include <errno.h>
#include <string.h>

#include "ha6_priv.h"
#include "prefix.h"

/* RFC 6275, section 9.5.1; what is wrong here is discarded silently. */
static enum ha6_reason ha6_check_form(struct ha6_request *req)
{
	const struct dsmipd_ha6_path *path = req->path;
	const struct dsmipd_mh *mh = req->mh;
	struct dsmip_addr hoa = { .family = AF_INET6, .v6 = path->src };
	const struct in6_addr *source = path->hao ? &path->coa : &path->src;

	if (!IN6_ARE_ADDR_EQUAL(&path->dst, &req->ha->config.address))
		return HA6_NOT_OURS;
	if (!dsmipd_prefix_unicast(&hoa) ||
	    IN6_ARE_ADDR_EQUAL(&path->src, &path->dst) ||
	    IN6_IS_ADDR_UNSPECIFIED(source) || IN6_IS_ADDR_MULTICAST(source))
		return HA6_BAD_SOURCE;
	/* Within the tunnel the source is the home address, whatever else. */
	if (path->outer.tag &&
	    (path->outer.inner_src.family != AF_INET6 ||
	     !IN6_ARE_ADDR_EQUAL(&path->outer.inner_src.v6, &path->src) ||
	     !IN6_ARE_ADDR_EQUAL(source, &path->src)))
		return HA6_BAD_ORIGIN;
	if (!(mh->flags & DSMIPD_MH_BU_HOME))
		return HA6_NO_HOME_REGISTRATION;
	return mh->has_nonce ? HA6_NONCE : HA6_OK;
}

/* A stranger is answered if he had to show who he is, or nobody has to. */
static enum ha6_reason ha6_check_stranger(const struct ha6_request *req)
{
	const struct dsmip_origin *outer = &req->path->outer;

	if (!req->ha->config.insecure && !(outer->tag && outer->spi))
		return HA6_STRANGER;
	if (!dsmipd_ha6_prefix_link(&req->ha->config, &req->path->src))
		return HA6_NOT_HOME;
	return HA6_NOT_HOME_AGENT;
}

static enum ha6_reason ha6_check_subscriber(struct ha6_request *req)
{
	const struct dsmipd_ha6_ops *ops = &req->ha->ops;
	int ret;

	ret = ops->subscriber(ops->arg, &req->path->src, "", &req->sub);
	if (ret == -ENOENT)
		return ha6_check_stranger(req);
	if (ret)
		return HA6_LOOKUP;
	if (req->mh->nai[0] && strcmp(req->mh->nai, req->sub.name))
		return HA6_OTHER_NAME;
	return HA6_OK;
}

/*
 * Of what did not come through the tunnel the kernel's policy has seen to it
 * that it was under ESP.  Through the tunnel the origin tells.
 */
static bool ha6_check_esp(const struct ha6_request *req)
{
	const struct dsmip_origin *outer = &req->path->outer;
	uint32_t spi = req->sub.esp.in.spi;

	return !outer->tag || (outer->spi && (!spi || spi == outer->spi));
}

/* RFC 4285, section 5. */
static enum ha6_reason ha6_check_auth(const struct ha6_request *req)
{
	const struct dsmipd_auth_key *key = &req->sub.key;
	const struct dsmipd_mh *mh = req->mh;
	struct in6_addr coa;

	if (!mh->has_auth || mh->auth_subtype != 1 || !key->len ||
	    mh->auth_spi != key->spi)
		return HA6_NO_AUTH;
	dsmipd_ha6_nat_auth_coa(req->path, mh, &coa);
	if (!dsmipd_auth_verify(key, &coa, &req->path->src, mh, req->data,
				req->len))
		return HA6_AUTH_FAILED;
	return HA6_OK;
}

static enum ha6_reason ha6_check_security(struct ha6_request *req)
{
	enum ha6_reason reason = HA6_OK;

	switch (req->sub.security) {
	case DSMIPD_SECURITY_IPSEC:
		if (!ha6_check_esp(req))
			reason = HA6_NO_ESP;
		break;
	case DSMIPD_SECURITY_AUTH:
		reason = ha6_check_auth(req);
		break;
	case DSMIPD_SECURITY_NONE:
		if (!req->ha->config.insecure)
			reason = HA6_INSECURE;
		break;
	}
	req->authenticated = !reason;
	return reason;
}

static enum ha6_reason ha6_check_admission(struct ha6_request *req)
{
	if (!req->sub.enabled)
		return HA6_DISABLED;
	return req->mh->flags & DSMIPD_MH_BU_PROXY ? HA6_PROXY : HA6_OK;
}

/* RFC 4285, section 6: the clocks agree. */
static enum ha6_reason ha6_check_clock(struct ha6_request *req)
{
	int64_t window = req->ha->config.timestamp_window;
	int64_t diff;

	if (req->sub.security != DSMIPD_SECURITY_AUTH)
		return HA6_OK;
	if (!req->mh->has_timestamp)
		return HA6_NO_TIMESTAMP;
	diff = dsmipd_auth_ntp_diff(req->mh->timestamp,
				    dsmipd_auth_ntp(req->now.real));
	return diff > window * 1000000000 || diff < -window * 1000000000 ?
	       HA6_CLOCK : HA6_OK;
}

/*
 * The number is newer than the last one, modulo 2^16: half of all numbers are
 * (RFC 6275, section 9.5.1).  It is the last one too while duplicate address
 * detection goes on, and for a while after a deregistration.
 */
static enum ha6_reason ha6_check_sequence(struct ha6_request *req)
{
	const struct dsmipd_ha6_entry *entry = req->entry;
	const struct dsmipd_mh *mh = req->mh;
	uint16_t last;

	if (!entry)
		return HA6_OK;
	last = dsmipd_ha6_sequence(entry);
	if (entry->waiting && mh->sequence == last)
		return HA6_DAD_RUNS;
	if ((int16_t)(mh->sequence - last) <= 0)
		return HA6_SEQUENCE;
	if (req->sub.security == DSMIPD_SECURITY_AUTH && entry->binding &&
	    dsmipd_auth_ntp_diff(mh->timestamp,
				 entry->binding->timestamp) <= 0)
		return HA6_REPLAYED;
	return HA6_OK;
}

/**
 * dsmipd_ha6_check() - check a binding update before anything is done about it
 * @req: the request; its subscriber and whether it is authenticated are set
 *
 * Return: %HA6_OK or why it is dropped or refused.
 */
enum ha6_reason dsmipd_ha6_check(struct ha6_request *req)
{
	static enum ha6_reason (*const checks[])(struct ha6_request *req) = {
		ha6_check_form,
		ha6_check_subscriber,
		ha6_check_security,
		ha6_check_admission,
		ha6_check_clock,
		ha6_check_sequence,
	};
	enum ha6_reason reason = HA6_OK;
	size_t i;

	for (i = 0; i < sizeof(checks) / sizeof(checks[0]) && !reason; i++)
		reason = checks[i](req);
	return reason;
}
