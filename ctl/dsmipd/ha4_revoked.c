// SPDX-License-Identifier: GPL-2.0
/* Revocations of foreign agents (RFC 3543). */

#include <stdlib.h>

#include "ha4_priv.h"

/*
 * How long a foreign agent may repeat a revocation, milliseconds: for as long
 * as one by default does here.
 */
#define HA4_REVOKED_MS		60000

/* What is registered through the foreign agent that a revocation is of. */
static int ha4_revoke_find(const struct ha4_binding *binding,
			   const struct dsmipd_mip4 *mip4,
			   const struct dsmipd_ha4_path *path,
			   struct dsmipd_copy *copy)
{
	int i = dsmipd_ha4_copy_find(binding, mip4->coa);

	if (i < 0)
		return -1;
	dsmipd_ha4_copy_get(binding, i, copy);
	return copy->revocation_time &&
	       !(copy->flags & DSMIPD_MIP4_RRQ_COLOCATED) &&
	       copy->source.s_addr == path->src.s_addr ? i : -1;
}

/*
 * It has come before, and simultaneous bindings have stayed: what it was about
 * looks again as it did.
 */
static bool ha4_revoke_again(const struct dsmipd_ha4_entry *entry,
			     const struct dsmipd_mip4 *mip4,
			     const struct dsmipd_ha4_path *path,
			     struct dsmipd_copy *copy)
{
	const struct ha4_revoking *revoking = entry->revoking;

	while (revoking && !(revoking->received &&
			     revoking->coa.s_addr == mip4->coa.s_addr &&
			     revoking->path.src.s_addr == path->src.s_addr))
		revoking = revoking->next;
	if (!revoking)
		return false;
	copy->revocation_time = revoking->first;
	copy->inform = revoking->inform;
	return true;
}

/*
 * A foreign agent ends what is registered through it.  The timestamp of its
 * agreement is older than that of a revocation that means this registration.
 */
static enum ha4_reason ha4_revoke_check(const struct dsmipd_ha4 *ha,
					const struct dsmipd_ha4_entry *entry,
					const struct dsmipd_mip4 *mip4,
					const struct dsmipd_ha4_path *path,
					struct dsmipd_copy *copy, int *i)
{
	struct in_addr own = ha->config.address;

	if (mip4->flags & DSMIPD_MIP4_REVOKE_BY_HOME)
		return HA4_REFLECTED;
	if (path->dst.s_addr != own.s_addr || mip4->ha.s_addr != own.s_addr ||
	    !entry)
		return HA4_REVOKE_NOTHING;
	*i = ha4_revoke_find(entry->binding, mip4, path, copy);
	if (*i < 0 && !ha4_revoke_again(entry, mip4, path, copy))
		return HA4_REVOKE_NOTHING;
	return (int32_t)((uint32_t)mip4->id - copy->revocation_time) > 0 ?
	       HA4_OK : HA4_REVOKE_OLD;
}

/* What others have beside it stays; that it has come is remembered. */
static void ha4_revoke_remember(struct dsmipd_ha4_entry *entry,
				const struct dsmipd_copy *copy,
				struct dsmipd_ha6_time now)
{
	struct ha4_revoking *revoking;

	if (!entry->binding->n_copy)
		return;
	revoking = calloc(1, sizeof(*revoking));
	if (!revoking)
		return;
	revoking->received = true;
	revoking->path.src = copy->source;
	revoking->coa = copy->claimed;
	revoking->first = copy->revocation_time;
	revoking->inform = copy->inform;
	revoking->due = now.mono + HA4_REVOKED_MS;
	revoking->next = entry->to_revoke;
	entry->to_revoke = revoking;
}

static enum ha4_reason ha4_revoke_end(struct dsmipd_ha4 *ha,
				      struct dsmipd_ha4_entry *entry, int i,
				      const struct dsmipd_copy *copy,
				      struct dsmipd_ha6_time now,
				      struct dsmipd_ha4_decision *decision)
{
	enum ha4_reason reason;

	if (entry->waiting &&
	    entry->waiting->mip4.coa.s_addr == copy->claimed.s_addr)
		entry->waiting->ended = true;
	ha4_revoke_remember(entry, copy, now);
	reason = dsmipd_ha4_binding_leave(ha, entry, i, NULL, now, decision);
	if (reason)
		dsmipd_ha4_revoke_free(&entry->to_revoke);
	return reason;
}

static void ha4_revoke_reply(const struct dsmipd_copy *copy,
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
	if (mip4->flags & DSMIPD_MIP4_REVOKE_INFORM && copy->inform)
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
	struct dsmipd_copy copy;
	enum ha4_reason reason;
	int i;

	foreign = dsmipd_ha4_check_foreign(&ha->config, decision->path.src);
	if (!foreign ||
	    !dsmipd_ha4_check_verify(&foreign->sa, mip4, DSMIPD_MIP4_FA_HA,
				     data, len))
		return HA4_REVOKE_AUTH;
	entry = dsmipd_ha4_lookup_home(ha, mip4->hoa);
	if (entry && entry->open)
		return HA4_BUSY;
	reason = ha4_revoke_check(ha, entry, mip4, &decision->path, &copy, &i);
	if (reason)
		return reason;
	decision->verdict = DSMIPD_HA4_REPLY;
	decision->hoa = mip4->hoa;
	if (dsmipd_ha4_bound(entry) && i >= 0)
		reason = ha4_revoke_end(ha, entry, i, &copy, now, decision);
	if (!reason)
		ha4_revoke_reply(&copy, foreign, mip4, decision);
	return reason;
}
