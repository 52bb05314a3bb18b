// SPDX-License-Identifier: GPL-2.0
/*
 * Registration revocation (RFC 3543): agreed upon when a node registers, sent
 * until it is acknowledged, and received from foreign agents.
 */

#include <stdlib.h>
#include <string.h>

#include "ha4_priv.h"

/* The 32-bit clock when a registration was accepted, as its reply told it. */
static uint32_t ha4_revoke_told(const struct ha4_binding *binding)
{
	struct dsmipd_ha6_time then = {
		.real = (binding->expires - binding->lifetime) * 1000000000ull,
	};

	return ha4_clock(then);
}

/**
 * dsmipd_ha4_revoke_agree() - agree upon revocations
 * @req: the request
 *
 * With whom has the care-of address: the node if it is co-located there, else
 * a foreign agent whose authentication covers what it says (section 3.2).
 */
void dsmipd_ha4_revoke_agree(struct ha4_request *req)
{
	bool colocated = req->mip4->flags & DSMIPD_MIP4_RRQ_COLOCATED;
	const struct dsmipd_ha4_config *config = &req->ha->config;
	struct dsmipd_record *record = &req->decision->record;
	struct dsmipd_mip4 *reply = &req->decision->reply;
	const struct dsmipd_mip4_part *asked;
	struct dsmipd_mip4_part *answer;

	asked = colocated ? &req->mip4->node : &req->mip4->agent;
	answer = colocated ? &reply->node : &reply->agent;
	if (!config->revocation || !asked->has_revocation ||
	    (!colocated && !req->vouched))
		return;
	/* 0 says that there is no agreement. */
	record->revocation_time = asked->revocation_time ?: 1;
	record->inform = config->inform && asked->revocation_inform;
	answer->has_revocation = true;
	answer->revocation_inform = config->inform;
	answer->revocation_time = req->repeated ?
				  ha4_revoke_told(req->entry->binding) :
				  ha4_clock(req->now);
}

/* The association that the other end authenticates us by. */
static bool ha4_revoke_sa(struct dsmipd_ha4 *ha,
			  const struct dsmipd_ha4_entry *entry,
			  struct ha4_revoking *revoking)
{
	struct dsmipd_ha4_name name = { .id = entry->subscriber, .nai = "" };
	const struct ha4_binding *binding = entry->binding;
	const struct dsmipd_ha4_foreign *foreign;
	struct dsmipd_subscriber sub;

	if (!(binding->flags & DSMIPD_MIP4_RRQ_COLOCATED)) {
		foreign = dsmipd_ha4_check_foreign(&ha->config,
						   binding->source);
		if (foreign)
			revoking->sa = foreign->sa;
		revoking->between = DSMIPD_MIP4_FA_HA;
	} else {
		if (!ha->ops.subscriber(ha->ops.arg, &name, &sub))
			revoking->sa = sub.mip4;
		revoking->between = DSMIPD_MIP4_MN_HA;
	}
	return revoking->sa.len;
}

/**
 * dsmipd_ha4_revoke_open() - prepare the revocation of a registration
 * @ha: home agent
 * @entry: a registration that is going to end, or to be another one
 *
 * If none was agreed upon, or there is no key or no memory for it, there is
 * none: the registration of the other end ends by its lifetime.
 */
void dsmipd_ha4_revoke_open(struct dsmipd_ha4 *ha,
			    struct dsmipd_ha4_entry *entry)
{
	const struct ha4_binding *binding = entry->binding;
	struct ha4_revoking *revoking;

	if (!binding->revocation_time || !ha->config.revocation_tries)
		return;
	revoking = calloc(1, sizeof(*revoking));
	if (!revoking)
		return;
	if (!ha4_revoke_sa(ha, entry, revoking)) {
		free(revoking);
		return;
	}
	revoking->path.src = binding->source;
	revoking->path.dst = binding->local;
	/* Through a NAT only the port of the registration leads back. */
	revoking->path.port = binding->nat ? binding->port : DSMIPD_MIP4_PORT;
	revoking->hoa = binding->home[0].addr.v4;
	revoking->coa = binding->claimed;
	revoking->inform = binding->inform;
	revoking->until = binding->until;
	revoking->id = ha4_revoke_told(binding);
	dsmipd_ha4_revoke_free(entry->to_revoke);
	entry->to_revoke = revoking;
}

/**
 * dsmipd_ha4_revoke_free() - free a revocation and the key in it
 * @revoking: the revocation, or NULL
 */
void dsmipd_ha4_revoke_free(struct ha4_revoking *revoking)
{
	if (revoking)
		explicit_bzero(revoking, sizeof(*revoking));
	free(revoking);
}

/**
 * dsmipd_ha4_revoke_commit() - a change has come into force
 * @entry: of the subscriber
 * @now: the time
 *
 * What was prepared is sent by the next dsmipd_ha4_tick().  Who has registered
 * again by the care-of address that is being revoked is left alone.
 */
void dsmipd_ha4_revoke_commit(struct dsmipd_ha4_entry *entry,
			      struct dsmipd_ha6_time now)
{
	struct ha4_revoking *old = entry->revoking;

	if (entry->to_revoke) {
		entry->revoking = entry->to_revoke;
		entry->to_revoke = NULL;
		entry->revoking->due = now.mono;
		dsmipd_ha4_revoke_free(old);
	} else if (old && dsmipd_ha4_bound(entry) &&
		   old->coa.s_addr == entry->binding->claimed.s_addr) {
		entry->revoking = NULL;
		dsmipd_ha4_revoke_free(old);
	}
}

/* Doubled each time (section 3.5), and a second at least. */
static uint64_t ha4_revoke_interval(const struct dsmipd_ha4_config *config,
				    uint32_t sent)
{
	uint64_t interval = 1000ull * (config->revocation_retry ?: 1);

	return interval << (sent < 16 ? sent - 1 : 15);
}

/**
 * dsmipd_ha4_revoke_send() - send a revocation, be it once more
 * @ha: home agent
 * @entry: entry whose revocation is due
 * @now: the time
 * @decision: where it goes
 *
 * Each time it has a new timestamp, newer than that of the agreement too; it is
 * never sent after the registration would have ended (section 3.3).
 *
 * Return: whether there is one; else it is over.
 */
bool dsmipd_ha4_revoke_send(struct dsmipd_ha4 *ha,
			    struct dsmipd_ha4_entry *entry,
			    struct dsmipd_ha6_time now,
			    struct dsmipd_ha4_decision *decision)
{
	struct ha4_revoking *revoking = entry->revoking;
	struct dsmipd_mip4 *reply = &decision->reply;
	uint32_t id = ha4_clock(now);

	if (revoking->until <= now.mono ||
	    revoking->sent >= ha->config.revocation_tries) {
		entry->revoking = NULL;
		dsmipd_ha4_revoke_free(revoking);
		return false;
	}
	if ((int32_t)(id - revoking->id) <= 0)
		id = revoking->id + 1;
	if (!revoking->sent)
		revoking->first = id;
	revoking->id = id;
	revoking->sent++;
	revoking->due = now.mono +
			ha4_revoke_interval(&ha->config, revoking->sent);
	reply->type = DSMIPD_MIP4_REVOKE;
	reply->flags = DSMIPD_MIP4_REVOKE_BY_HOME;
	if (revoking->inform)
		reply->flags |= DSMIPD_MIP4_REVOKE_INFORM;
	reply->hoa = revoking->hoa;
	reply->ha = revoking->path.dst;
	reply->coa = revoking->coa;
	reply->id = id;
	decision->sa[revoking->between] = revoking->sa;
	decision->path = revoking->path;
	decision->hoa = revoking->hoa;
	decision->has_reply = true;
	decision->verdict = DSMIPD_HA4_REPLY;
	ha->stats.revocations++;
	return true;
}

/*
 * A foreign agent ends what is registered through it.  The timestamp of its
 * agreement is older than that of a revocation that means this registration.
 */
static enum ha4_reason ha4_revoke_check(const struct dsmipd_ha4 *ha,
					const struct dsmipd_ha4_entry *entry,
					const struct dsmipd_mip4 *mip4,
					const struct dsmipd_ha4_path *path)
{
	struct in_addr own = ha->config.address;
	const struct ha4_binding *binding;

	if (mip4->flags & DSMIPD_MIP4_REVOKE_BY_HOME)
		return HA4_REFLECTED;
	if (path->dst.s_addr != own.s_addr || mip4->ha.s_addr != own.s_addr ||
	    !entry)
		return HA4_REVOKE_NOTHING;
	binding = entry->binding;
	if (!binding->revocation_time ||
	    binding->flags & DSMIPD_MIP4_RRQ_COLOCATED ||
	    binding->source.s_addr != path->src.s_addr ||
	    binding->claimed.s_addr != mip4->coa.s_addr)
		return HA4_REVOKE_NOTHING;
	return (int32_t)((uint32_t)mip4->id - binding->revocation_time) > 0 ?
	       HA4_OK : HA4_REVOKE_OLD;
}

static void ha4_revoke_reply(const struct dsmipd_ha4_entry *entry,
			     const struct dsmipd_ha4_foreign *foreign,
			     const struct dsmipd_mip4 *mip4,
			     struct dsmipd_ha4_decision *decision)
{
	struct dsmipd_mip4 *reply = &decision->reply;

	decision->has_reply = true;
	decision->kind = DSMIPD_HA4_REVOCATION;
	decision->sa[DSMIPD_MIP4_FA_HA] = foreign->sa;
	reply->type = DSMIPD_MIP4_REVOKE_ACK;
	reply->hoa = mip4->hoa;
	reply->id = mip4->id;
	if (mip4->flags & DSMIPD_MIP4_REVOKE_INFORM && entry->binding->inform)
		reply->flags = DSMIPD_MIP4_REVOKE_ACK_INFORM;
}

/**
 * dsmipd_ha4_revoke_rcv() - a revocation has come
 * @ha: home agent
 * @mip4: the message
 * @data: its bytes
 * @len: how many
 * @now: the time
 * @decision: what is to be done; it has the path
 *
 * If its acknowledgment was lost it comes again, and is acknowledged again.
 *
 * Return: %HA4_OK, why it is dropped, or %HA4_BUSY.
 */
enum ha4_reason dsmipd_ha4_revoke_rcv(struct dsmipd_ha4 *ha,
				      const struct dsmipd_mip4 *mip4,
				      const uint8_t *data, size_t len,
				      struct dsmipd_ha6_time now,
				      struct dsmipd_ha4_decision *decision)
{
	const struct dsmipd_ha4_foreign *foreign;
	struct dsmipd_ha4_entry *entry;
	enum ha4_reason reason;

	foreign = dsmipd_ha4_check_foreign(&ha->config, decision->path.src);
	if (!foreign ||
	    !dsmipd_ha4_check_verify(&foreign->sa, mip4, DSMIPD_MIP4_FA_HA,
				     data, len))
		return HA4_REVOKE_AUTH;
	entry = dsmipd_ha4_lookup_home(ha, mip4->hoa);
	if (entry && entry->open)
		return HA4_BUSY;
	reason = ha4_revoke_check(ha, entry, mip4, &decision->path);
	if (reason)
		return reason;
	decision->verdict = DSMIPD_HA4_REPLY;
	decision->hoa = mip4->hoa;
	if (dsmipd_ha4_bound(entry)) {
		if (entry->waiting)
			entry->waiting->ended = true;
		reason = dsmipd_ha4_binding_end(ha, entry, NULL, true, now,
						decision);
	}
	if (!reason)
		ha4_revoke_reply(entry, foreign, mip4, decision);
	return reason;
}

/**
 * dsmipd_ha4_revoke_ack() - an acknowledgment has come
 * @ha: home agent
 * @path: how it came
 * @mip4: the message
 * @data: its bytes
 * @len: how many
 *
 * That of an earlier transmission is as good as the last one.
 *
 * Return: %HA4_OK or why it is dropped.
 */
enum ha4_reason dsmipd_ha4_revoke_ack(struct dsmipd_ha4 *ha,
				      const struct dsmipd_ha4_path *path,
				      const struct dsmipd_mip4 *mip4,
				      const uint8_t *data, size_t len)
{
	uint32_t id = mip4->id;
	struct dsmipd_ha4_entry *entry;
	struct ha4_revoking *revoking;

	entry = dsmipd_ha4_lookup_home(ha, mip4->hoa);
	revoking = entry ? entry->revoking : NULL;
	if (!revoking || !revoking->sent ||
	    revoking->hoa.s_addr != mip4->hoa.s_addr ||
	    revoking->path.src.s_addr != path->src.s_addr ||
	    (int32_t)(id - revoking->first) < 0 ||
	    (int32_t)(revoking->id - id) < 0)
		return HA4_REVOKE_ACK;
	if (!dsmipd_ha4_check_verify(&revoking->sa, mip4, revoking->between,
				     data, len))
		return HA4_REVOKE_AUTH;
	entry->revoking = NULL;
	dsmipd_ha4_revoke_free(revoking);
	ha->stats.revoked++;
	if (!entry->open)
		dsmipd_ha4_timer_arm(ha, entry);
	return HA4_OK;
}
