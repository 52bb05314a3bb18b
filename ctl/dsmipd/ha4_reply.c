// SPDX-License-Identifier: GPL-2.0
/* Registration replies (RFC 5944, section 3.8.3). */

#include <string.h>

#include "ha4_priv.h"

/*
 * The identification: of timestamps the one that was sent, but for the upper
 * half if that is wrong; of nonces the next one of ours in the upper half (RFC
 * 5944, section 5.7).
 */
static uint64_t ha4_reply_id(const struct ha4_request *req,
			     enum ha4_reason reason)
{
	const struct dsmipd_ha4_entry *entry = req->entry;
	uint64_t low = req->mip4->id & 0xffffffffu;
	uint32_t high;

	if (req->sub.mip4.replay != DSMIPD_MIP4_NONCES) {
		if (reason != HA4_CLOCK && reason != HA4_REPLAYED)
			return req->mip4->id;
		high = dsmipd_auth_ntp(req->now.real) >> 32;
	} else if (entry && entry->binding) {
		high = entry->binding->nonce;
	} else {
		high = 0;
	}
	if (!reason && req->decision->verdict != DSMIPD_HA4_REPLY &&
	    req->sub.mip4.replay == DSMIPD_MIP4_NONCES)
		high = req->decision->record.nonce;
	return (uint64_t)high << 32 | low;
}

/* Signed for the node, and for a foreign agent that shares a key with us. */
static void ha4_reply_base(struct ha4_request *req, enum ha4_reason reason)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	struct dsmipd_mip4 *reply = &decision->reply;

	decision->has_reply = true;
	reply->type = DSMIPD_MIP4_RRP;
	reply->hoa = decision->hoa.s_addr ? decision->hoa : req->mip4->hoa;
	reply->ha = req->ha->config.address;
	reply->id = ha4_reply_id(req, reason);
	reply->draft = req->mip4->draft;
	memcpy(reply->nai, req->mip4->nai, sizeof(reply->nai));
	decision->path.dst = req->ha->config.address;
	decision->sa[DSMIPD_MIP4_MN_HA] = req->sub.mip4;
	if (req->foreign)
		decision->sa[DSMIPD_MIP4_FA_HA] = req->foreign->sa;
}

/**
 * dsmipd_ha4_reply_accept() - say that a request is accepted
 * @req: the request; its decision has a verdict, and the answers about IPv6
 *	prefixes and UDP are in the reply
 * @lifetime: granted, seconds
 */
void dsmipd_ha4_reply_accept(struct ha4_request *req, uint32_t lifetime)
{
	struct dsmipd_mip4 *reply = &req->decision->reply;

	ha4_reply_base(req, HA4_OK);
	reply->lifetime = lifetime;
	reply->code = DSMIPD_MIP4_ACCEPTED;
	if (lifetime && req->mip4->flags & DSMIPD_MIP4_RRQ_SIMULTANEOUS &&
	    req->ha->config.simultaneous < 2)
		reply->code = DSMIPD_MIP4_ACCEPTED_SINGLE;
}

/**
 * dsmipd_ha4_reply_refuse() - make a refusal of a reply
 * @reply: the reply
 * @code: 128 or more
 */
void dsmipd_ha4_reply_refuse(struct dsmipd_mip4 *reply, uint8_t code)
{
	reply->code = code;
	reply->lifetime = 0;
	reply->n_prefix = 0;
	reply->node = (struct dsmipd_mip4_part){ 0 };
	reply->agent = (struct dsmipd_mip4_part){ 0 };
}

/**
 * dsmipd_ha4_reply_drop() - discard a message silently
 * @ha: home agent
 * @reason: why
 * @decision: becomes that
 */
void dsmipd_ha4_reply_drop(struct dsmipd_ha4 *ha, enum ha4_reason reason,
			   struct dsmipd_ha4_decision *decision)
{
	ha->reasons[reason]++;
	ha->stats.dropped++;
	decision->verdict = DSMIPD_HA4_DROP;
	decision->has_reply = false;
	decision->reason = dsmipd_ha4_reason_text(reason);
}

/* Whoever has heard the refused request must not be able to use it later. */
static void ha4_reply_renew(struct ha4_request *req, enum ha4_reason reason)
{
	if (req->authenticated && reason != HA4_NONCE &&
	    req->sub.mip4.replay == DSMIPD_MIP4_NONCES && req->entry &&
	    req->entry->binding && !req->repeated)
		req->entry->binding->nonce = dsmipd_ha4_check_nonce();
}

/**
 * dsmipd_ha4_reply_finish() - refuse or drop a registration request
 * @req: the request
 * @reason: why
 */
void dsmipd_ha4_reply_finish(struct ha4_request *req, enum ha4_reason reason)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	uint8_t code = dsmipd_ha4_reason_code(reason);
	struct dsmipd_ha4 *ha = req->ha;

	decision->n_removed = 0;
	decision->n_leases = 0;
	decision->n_released = 0;
	if (!code)
		return dsmipd_ha4_reply_drop(ha, reason, decision);
	ha->reasons[reason]++;
	ha->stats.refused[code]++;
	decision->reason = dsmipd_ha4_reason_text(reason);
	decision->verdict = DSMIPD_HA4_REPLY;
	ha4_reply_renew(req, reason);
	decision->hoa = req->mip4->hoa;
	ha4_reply_base(req, reason);
	dsmipd_ha4_reply_refuse(&decision->reply, code);
}

/**
 * dsmipd_ha4_build() - write what is to be sent
 * @decision: a decision that has a reply
 * @data: where it goes
 * @size: bytes there, %DSMIPD_MIP4_MAX_LEN is enough
 *
 * Return: its length in bytes; 0 if it cannot be written, or not be signed.
 */
size_t dsmipd_ha4_build(struct dsmipd_ha4_decision *decision, uint8_t *data,
			size_t size)
{
	const struct dsmipd_mip4_sa *sa[DSMIPD_MIP4_N_BETWEEN] = { 0 };
	int i;

	for (i = 0; i < DSMIPD_MIP4_N_BETWEEN; i++)
		if (decision->sa[i].len)
			sa[i] = &decision->sa[i];
	return dsmipd_mip4_auth_build(sa, &decision->reply, data, size);
}
