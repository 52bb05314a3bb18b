// SPDX-License-Identifier: GPL-2.0
/* Binding acknowledgements (RFC 6275, section 9.5.4; RFC 5555, 3.2). */

#include <string.h>

#include "ha6_priv.h"

/*
 * Three states in every answer to what came by UDP: a NAT and how often its
 * state has to be refreshed, UDP encapsulation by order, or neither.
 */
static void ha6_reply_nat(const struct ha6_request *req,
			  struct dsmipd_mh *reply)
{
	reply->has_nat = req->udp || req->nat;
	reply->nat_force = req->forced;
	reply->nat_refresh = req->nat ? req->ha->config.nat_refresh :
			     DSMIPD_MH_NATD_NEVER;
}

/*
 * Status 144 has two meanings: it is about the clock if there is a replay
 * protection option, so that it must not be there if it is about UDP.  Of the
 * clock the node learns by the upper half (RFC 4285, section 6).
 */
static void ha6_reply_timestamp(const struct ha6_request *req,
				enum ha6_reason reason,
				struct dsmipd_mh *reply)
{
	uint64_t clock = dsmipd_auth_ntp(req->now.real);

	if (!req->mh->has_timestamp || !req->authenticated ||
	    reason == HA6_FORCED_UDP)
		return;
	reply->has_timestamp = true;
	reply->timestamp = req->mh->timestamp;
	if (reason == HA6_CLOCK || reason == HA6_REPLAYED)
		reply->timestamp = (clock & 0xffffffff00000000u) |
				   (req->mh->timestamp & 0xffffffffu);
}

/* Only who is authenticated gets a signature, and it goes to who has asked. */
static void ha6_reply_base(struct ha6_request *req, enum ha6_reason reason)
{
	struct dsmipd_ha6_decision *decision = req->decision;
	struct dsmipd_mh *reply = &decision->reply;

	decision->has_reply = true;
	reply->type = DSMIPD_MH_BA;
	reply->sequence = req->mh->sequence;
	ha6_reply_nat(req, reply);
	ha6_reply_timestamp(req, reason, reply);
	if (!req->authenticated || req->sub.security != DSMIPD_SECURITY_AUTH)
		return;
	decision->sign = true;
	decision->key = req->sub.key;
	dsmipd_ha6_nat_auth_coa(req->path, req->mh, &decision->auth_coa);
	reply->has_auth = true;
	reply->auth_subtype = 1;
	reply->auth_spi = req->sub.key.spi;
	reply->auth_len = DSMIPD_AUTH_DATA_LEN;
}

/**
 * dsmipd_ha6_reply_accept() - acknowledge what is accepted
 * @req: the request; its decision's record is complete, and the answers about
 *	IPv4 homes are in the reply
 * @status: 0 or 1
 */
void dsmipd_ha6_reply_accept(struct ha6_request *req, uint8_t status)
{
	uint32_t advice = req->ha->config.refresh_advice;
	struct dsmipd_ha6_decision *decision = req->decision;
	struct dsmipd_mh *reply = &decision->reply;

	ha6_reply_base(req, HA6_OK);
	reply->status = status;
	reply->lifetime = decision->record.lifetime / DSMIPD_MH_LIFETIME_UNIT;
	if (req->mh->flags & DSMIPD_MH_BU_ROUTER)
		reply->flags = DSMIPD_MH_BA_ROUTER;
	if (advice >= DSMIPD_MH_LIFETIME_UNIT &&
	    advice < decision->record.lifetime) {
		reply->has_refresh = true;
		reply->refresh = advice / DSMIPD_MH_LIFETIME_UNIT;
	}
}

/**
 * dsmipd_ha6_reply_refuse() - make a refusal of an acknowledgement
 * @reply: the acknowledgement
 * @status: 128 or more
 */
void dsmipd_ha6_reply_refuse(struct dsmipd_mh *reply, uint8_t status)
{
	reply->status = status;
	reply->lifetime = 0;
	reply->flags = 0;
	reply->has_refresh = false;
	reply->n_ack4 = 0;
}

/* Who sends much without a name is not answered more than so often. */
static enum ha6_reason ha6_reply_limit(struct ha6_request *req,
				       enum ha6_reason reason)
{
	if (req->authenticated ||
	    dsmipd_bucket_take(&req->ha->errors, req->now.mono))
		return reason;
	return HA6_ERROR_LIMIT;
}

/**
 * dsmipd_ha6_reply_finish() - refuse or drop a binding update
 * @req: the request
 * @reason: why
 */
void dsmipd_ha6_reply_finish(struct ha6_request *req, enum ha6_reason reason)
{
	struct dsmipd_ha6_decision *decision = req->decision;
	struct dsmipd_ha6 *ha = req->ha;
	uint8_t status;

	if (dsmipd_ha6_reason_status(ha, reason))
		reason = ha6_reply_limit(req, reason);
	status = dsmipd_ha6_reason_status(ha, reason);
	ha->reasons[reason]++;
	decision->reason = dsmipd_ha6_reason_text(reason);
	decision->n_removed = 0;
	decision->n_leases = 0;
	decision->n_released = 0;
	if (!status) {
		decision->verdict = DSMIPD_HA6_DROP;
		ha->stats.dropped++;
		return;
	}
	ha->stats.refused[status]++;
	decision->verdict = DSMIPD_HA6_REPLY;
	ha6_reply_base(req, reason);
	dsmipd_ha6_reply_refuse(&decision->reply, status);
	if (reason == HA6_SEQUENCE)
		decision->reply.sequence = dsmipd_ha6_sequence(req->entry);
}
