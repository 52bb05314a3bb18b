// SPDX-License-Identifier: GPL-2.0
/* Messages: which they are, and the way of a registration request. */

#include <stdlib.h>
#include <string.h>

#include "ha4_priv.h"

/* A foreign agent speaks for many nodes. */
#define HA4_FOREIGN_FACTOR	16

/* Before anything that costs: no source has more than its share. */
static bool ha4_rcv_limit(struct dsmipd_ha4 *ha, struct in_addr src,
			  struct dsmipd_ha6_time now)
{
	uint32_t rate = ha->config.source_rate;

	if (dsmipd_ha4_check_foreign(&ha->config, src))
		rate *= HA4_FOREIGN_FACTOR;
	return dsmipd_bucket_table_take(ha->sources, src, rate, now.mono);
}

/*
 * Another request of a node whose last one waits for duplicate address
 * detection: the detection goes on, and what is newer is what will be
 * answered.  Who gives up is not registered; the end of another care-of address
 * is not that.
 */
static enum ha4_reason ha4_rcv_waiting(struct ha4_request *req)
{
	struct ha4_waiting *waiting = req->entry->waiting;
	struct in_addr coa = req->mip4->coa;

	if (!req->mip4->lifetime) {
		if (coa.s_addr == req->mip4->hoa.s_addr ||
		    coa.s_addr == waiting->mip4.coa.s_addr)
			waiting->ended = true;
		return dsmipd_ha4_deregister(req);
	}
	waiting->ended = false;
	waiting->mip4 = *req->mip4;
	waiting->path = *req->path;
	waiting->vouched = req->vouched;
	return HA4_DAD_RUNS;
}

static void ha4_rcv_request(struct ha4_request *req)
{
	enum ha4_reason reason = dsmipd_ha4_check(req);

	if (reason == HA4_BUSY) {
		req->decision->verdict = DSMIPD_HA4_BUSY;
		return;
	}
	req->ha->stats.received++;
	if (!reason && req->entry && req->entry->waiting)
		reason = ha4_rcv_waiting(req);
	else if (!reason)
		reason = req->mip4->lifetime ? dsmipd_ha4_register(req) :
			 dsmipd_ha4_deregister(req);
	if (reason)
		dsmipd_ha4_reply_finish(req, reason);
	else if (req->decision->verdict == DSMIPD_HA4_REPLY)
		req->ha->stats.accepted[req->decision->kind]++;
}

static void ha4_rcv_revocation(struct ha4_request *req)
{
	struct dsmipd_ha4_decision *decision = req->decision;
	enum ha4_reason reason;

	if (req->mip4->type == DSMIPD_MIP4_REVOKE)
		reason = dsmipd_ha4_revoke_rcv(req->ha, req->mip4, req->data,
					       req->len, req->now, decision);
	else
		reason = dsmipd_ha4_revoke_ack(req->ha, req->path, req->mip4,
					       req->data, req->len);
	if (reason == HA4_BUSY)
		decision->verdict = DSMIPD_HA4_BUSY;
	else if (reason)
		dsmipd_ha4_reply_drop(req->ha, reason, decision);
}

/* What is wrong behind the fixed part can be told to who is authentic. */
static enum ha4_reason ha4_rcv_parse(struct ha4_request *req,
				     struct dsmipd_mip4 *mip4)
{
	enum dsmipd_mip4_error error;

	error = dsmipd_mip4_parse(req->data, req->len, req->ha->config.draft,
				  mip4);
	if (error == DSMIPD_MIP4_UNKNOWN_TYPE)
		return HA4_NO_REQUEST;
	if (error && error < DSMIPD_MIP4_BAD_EXT)
		return HA4_MALFORMED;
	if (mip4->type == DSMIPD_MIP4_RRP)
		return HA4_NO_REQUEST;
	if (error && mip4->type != DSMIPD_MIP4_RRQ)
		return HA4_MALFORMED;
	req->malformed = error;
	return HA4_OK;
}

/**
 * dsmipd_ha4_rcv() - a message has come
 * @ha: home agent
 * @path: how it came
 * @data: the message
 * @len: its length in bytes
 * @now: the time
 * @decision: what is to be done
 */
void dsmipd_ha4_rcv(struct dsmipd_ha4 *ha, const struct dsmipd_ha4_path *path,
		    const uint8_t *data, size_t len, struct dsmipd_ha6_time now,
		    struct dsmipd_ha4_decision *decision)
{
	struct dsmipd_mip4 mip4;
	struct ha4_request req = {
		.ha = ha,
		.path = path,
		.mip4 = &mip4,
		.data = data,
		.len = len,
		.now = now,
		.decision = decision,
	};
	enum ha4_reason reason = HA4_RATE;

	memset(decision, 0, sizeof(*decision));
	decision->path = *path;
	if (ha4_rcv_limit(ha, path->src, now))
		reason = ha4_rcv_parse(&req, &mip4);
	if (reason)
		return dsmipd_ha4_reply_drop(ha, reason, decision);
	if (mip4.type == DSMIPD_MIP4_RRQ)
		ha4_rcv_request(&req);
	else
		ha4_rcv_revocation(&req);
}

/* The subscriber may have been changed while the node waited. */
static enum ha4_reason ha4_rcv_resume(struct ha4_request *req)
{
	struct dsmipd_ha4_name name = {
		.id = req->entry->subscriber,
		.nai = "",
	};
	const struct dsmipd_ha4_ops *ops = &req->ha->ops;

	if (req->entry->waiting->ended)
		return HA4_GONE;
	if (ops->subscriber(ops->arg, &name, &req->sub))
		return HA4_LOOKUP;
	req->authenticated = true;
	req->foreign = dsmipd_ha4_check_foreign(&req->ha->config,
						req->path->src);
	if (!req->sub.enabled)
		return HA4_DISABLED;
	return dsmipd_ha4_register(req);
}

/**
 * dsmipd_ha4_dad_done() - duplicate address detection has ended
 * @ha: home agent
 * @entry: of the decision with the verdict %DSMIPD_HA4_DAD
 * @duplicate: somebody else has the address
 * @now: the time
 * @decision: what is to be done about the last request of the node: it may be
 *	%DSMIPD_HA4_DAD for another address, and %DSMIPD_HA4_BUSY too
 */
void dsmipd_ha4_dad_done(struct dsmipd_ha4 *ha, struct dsmipd_ha4_entry *entry,
			 bool duplicate, struct dsmipd_ha6_time now,
			 struct dsmipd_ha4_decision *decision)
{
	struct ha4_waiting *waiting = entry->waiting;
	struct ha4_request req = {
		.ha = ha,
		.path = &waiting->path,
		.mip4 = &waiting->mip4,
		.now = now,
		.entry = entry,
		.decision = decision,
		.vouched = waiting->vouched,
	};
	enum ha4_reason reason;

	memset(decision, 0, sizeof(*decision));
	decision->path = waiting->path;
	if (entry->open) {
		decision->verdict = DSMIPD_HA4_BUSY;
		return;
	}
	if (waiting->n_tested < DSMIPD_MIP4_MAX_PREFIX)
		waiting->tested[waiting->n_tested++] = (struct ha4_tested){
			.addr = waiting->addr,
			.duplicate = duplicate,
		};
	else
		waiting->ended = true;
	reason = ha4_rcv_resume(&req);
	if (!reason && decision->verdict == DSMIPD_HA4_DAD)
		return;
	if (reason)
		dsmipd_ha4_reply_finish(&req, reason);
	entry->waiting = NULL;
	free(waiting);
	if (entry->open)
		return;
	if (entry->binding)
		dsmipd_ha4_timer_arm(ha, entry);
	else
		dsmipd_ha4_forget(ha, entry);
}
