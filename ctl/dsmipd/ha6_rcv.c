// SPDX-License-Identifier: GPL-2.0
/* Messages: which they are, and the way of a binding update. */

#include <stdlib.h>
#include <string.h>

#include "ha6_priv.h"

/* RFC 5847, bits of the flags. */
#define HA6_HEARTBEAT_RESPONSE		1
#define HA6_HEARTBEAT_UNSOLICITED	2

static void ha6_rcv_drop(struct dsmipd_ha6 *ha, enum ha6_reason reason,
			 struct dsmipd_ha6_decision *decision)
{
	ha->reasons[reason]++;
	ha->stats.dropped++;
	decision->verdict = DSMIPD_HA6_DROP;
	decision->reason = dsmipd_ha6_reason_text(reason);
}

static bool ha6_rcv_answerable(const struct in6_addr *addr)
{
	return !IN6_IS_ADDR_UNSPECIFIED(addr) && !IN6_IS_ADDR_MULTICAST(addr);
}

/*
 * Say that a type is not known (RFC 6275, section 9.3.3), to the source as it
 * was on the wire and without a routing header.
 */
static void ha6_rcv_unknown(struct dsmipd_ha6 *ha,
			    const struct dsmipd_ha6_path *path,
			    struct dsmipd_ha6_time now,
			    struct dsmipd_ha6_decision *decision)
{
	const struct in6_addr *source = path->hao ? &path->coa : &path->src;

	if (!ha6_rcv_answerable(source))
		return ha6_rcv_drop(ha, HA6_BAD_SOURCE, decision);
	if (!dsmipd_bucket_take(&ha->errors, now.mono))
		return ha6_rcv_drop(ha, HA6_ERROR_LIMIT, decision);
	ha->reasons[HA6_UNKNOWN_TYPE]++;
	decision->reason = dsmipd_ha6_reason_text(HA6_UNKNOWN_TYPE);
	decision->verdict = DSMIPD_HA6_REPLY;
	decision->has_reply = true;
	decision->reply.type = DSMIPD_MH_BE;
	decision->reply.status = 2;
	if (path->hao)
		decision->reply.home = path->src;
	decision->path.src = *source;
	decision->path.hao = false;
}

/* Show that the home agent is there, and since when (RFC 5847, section 3). */
static void ha6_rcv_heartbeat(struct dsmipd_ha6 *ha,
			      const struct dsmipd_ha6_path *path,
			      const struct dsmipd_mh *mh,
			      struct dsmipd_ha6_time now,
			      struct dsmipd_ha6_decision *decision)
{
	if (mh->flags & (HA6_HEARTBEAT_RESPONSE | HA6_HEARTBEAT_UNSOLICITED))
		return ha6_rcv_drop(ha, HA6_NO_REQUEST, decision);
	if (!ha6_rcv_answerable(&path->src))
		return ha6_rcv_drop(ha, HA6_BAD_SOURCE, decision);
	if (!dsmipd_ha6_bound(dsmipd_ha6_lookup(ha, &path->src)) &&
	    !dsmipd_bucket_take(&ha->errors, now.mono))
		return ha6_rcv_drop(ha, HA6_ERROR_LIMIT, decision);
	decision->verdict = DSMIPD_HA6_REPLY;
	decision->has_reply = true;
	decision->reply.type = DSMIPD_MH_HEARTBEAT;
	decision->reply.flags = HA6_HEARTBEAT_RESPONSE;
	decision->reply.sequence = mh->sequence;
	decision->reply.has_restart = true;
	decision->reply.restart = ha->config.restart;
}

/*
 * Another binding update of a node whose first one waits for duplicate address
 * detection: the detection goes on, and what is newer is what will be
 * answered.  Who gives up is not registered, and is told so.
 */
static enum ha6_reason ha6_rcv_waiting(struct ha6_request *req)
{
	struct ha6_waiting *waiting = req->entry->waiting;

	waiting->mh = *req->mh;
	waiting->path = *req->path;
	waiting->ended = req->deregister;
	return req->deregister ? HA6_NO_BINDING : HA6_DAD_RUNS;
}

static void ha6_rcv_update(struct ha6_request *req)
{
	enum ha6_reason reason;

	req->entry = dsmipd_ha6_lookup(req->ha, &req->path->src);
	if (req->entry && req->entry->open) {
		req->decision->verdict = DSMIPD_HA6_BUSY;
		return;
	}
	req->ha->stats.received++;
	dsmipd_ha6_nat_detect(req);
	reason = dsmipd_ha6_check(req);
	if (!reason && req->entry && req->entry->waiting)
		reason = ha6_rcv_waiting(req);
	else if (!reason)
		reason = req->deregister ? dsmipd_ha6_deregister(req) :
			 dsmipd_ha6_register(req);
	if (reason)
		dsmipd_ha6_reply_finish(req, reason);
}

/**
 * dsmipd_ha6_rcv() - a mobility header has come
 * @ha: home agent
 * @path: how it came
 * @data: the message, its checksum verified
 * @len: its length in bytes
 * @now: the time
 * @decision: what is to be done
 */
void dsmipd_ha6_rcv(struct dsmipd_ha6 *ha, const struct dsmipd_ha6_path *path,
		    const uint8_t *data, size_t len, struct dsmipd_ha6_time now,
		    struct dsmipd_ha6_decision *decision)
{
	struct ha6_request req = {
		.ha = ha,
		.path = path,
		.data = data,
		.len = len,
		.now = now,
		.decision = decision,
	};
	enum dsmipd_mh_error error;
	struct dsmipd_mh mh;

	memset(decision, 0, sizeof(*decision));
	decision->path = *path;
	error = dsmipd_mh_parse(data, len, &mh);
	if (error == DSMIPD_MH_UNKNOWN_TYPE)
		return ha6_rcv_unknown(ha, path, now, decision);
	if (error)
		return ha6_rcv_drop(ha, HA6_MALFORMED, decision);
	switch (mh.type) {
	case DSMIPD_MH_BU:
		req.mh = &mh;
		ha6_rcv_update(&req);
		break;
	case DSMIPD_MH_HEARTBEAT:
		ha6_rcv_heartbeat(ha, path, &mh, now, decision);
		break;
	default:
		ha6_rcv_drop(ha, HA6_NO_REQUEST, decision);
	}
}

/* The subscriber may have been changed while the node waited. */
static enum ha6_reason ha6_rcv_resume(struct ha6_request *req, bool duplicate)
{
	const struct dsmipd_ha6_ops *ops = &req->ha->ops;
	int ret;

	ret = ops->subscriber(ops->arg, &req->path->src, "", &req->sub);
	if (ret)
		return HA6_LOOKUP;
	req->authenticated = true;
	if (!req->sub.enabled)
		return HA6_DISABLED;
	if (duplicate)
		return HA6_DUPLICATE;
	return dsmipd_ha6_register(req);
}

/**
 * dsmipd_ha6_dad_done() - duplicate address detection has ended
 * @ha: home agent
 * @entry: of the decision with the verdict %DSMIPD_HA6_DAD
 * @duplicate: somebody else has one of the addresses
 * @now: the time
 * @decision: what is to be done about the last binding update of the node
 */
void dsmipd_ha6_dad_done(struct dsmipd_ha6 *ha, struct dsmipd_ha6_entry *entry,
			 bool duplicate, struct dsmipd_ha6_time now,
			 struct dsmipd_ha6_decision *decision)
{
	struct ha6_waiting *waiting = entry->waiting;
	enum ha6_reason reason = HA6_GONE;
	struct ha6_request req = {
		.ha = ha,
		.path = &waiting->path,
		.mh = &waiting->mh,
		.now = now,
		.entry = entry,
		.decision = decision,
		.checked = true,
	};

	memset(decision, 0, sizeof(*decision));
	decision->path = waiting->path;
	entry->waiting = NULL;
	dsmipd_ha6_nat_detect(&req);
	if (!waiting->ended)
		reason = ha6_rcv_resume(&req, duplicate);
	if (reason) {
		dsmipd_ha6_reply_finish(&req, reason);
		if (entry->binding)
			dsmipd_ha6_timer_arm(ha, entry);
		else
			dsmipd_ha6_forget(ha, entry);
	}
	free(waiting);
}
