// SPDX-License-Identifier: GPL-2.0
/*
 * Registration revocation (RFC 3543): agreed upon when a node registers, and
 * sent until it is acknowledged.
 */

#include <stdlib.h>
#include <string.h>

#include "ha4_priv.h"

/* The 32-bit clock when a registration was accepted, as its reply told it. */
static uint32_t ha4_revoke_told(const struct ha4_binding *binding, int i)
{
	struct dsmipd_ha6_time then = { 0 };
	struct dsmipd_copy copy;

	dsmipd_ha4_copy_get(binding, i, &copy);
	then.real = (copy.expires - copy.lifetime) * 1000000000ull;
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
				  ha4_revoke_told(req->entry->binding,
						  req->end) :
				  ha4_clock(req->now);
}

/* The association that the other end authenticates us by. */
static bool ha4_revoke_sa(struct dsmipd_ha4 *ha,
			  const struct dsmipd_ha4_entry *entry,
			  const struct dsmipd_copy *copy,
			  struct ha4_revoking *revoking)
{
	struct dsmipd_ha4_name name = { .id = entry->subscriber, .nai = "" };
	const struct dsmipd_ha4_foreign *foreign;
	struct dsmipd_subscriber sub;

	if (!(copy->flags & DSMIPD_MIP4_RRQ_COLOCATED)) {
		foreign = dsmipd_ha4_check_foreign(&ha->config, copy->source);
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
 * @i: its care-of end point, see dsmipd_ha4_copy_get()
 *
 * If none was agreed upon, or there is no key or no memory for it, there is
 * none: the registration of the other end ends by its lifetime.
 */
void dsmipd_ha4_revoke_open(struct dsmipd_ha4 *ha,
			    struct dsmipd_ha4_entry *entry, int i)
{
	const struct ha4_binding *binding = entry->binding;
	struct ha4_revoking *revoking;
	struct dsmipd_copy copy;

	dsmipd_ha4_copy_get(binding, i, &copy);
	if (!copy.revocation_time || !ha->config.revocation_tries)
		return;
	revoking = calloc(1, sizeof(*revoking));
	if (!revoking)
		return;
	if (!ha4_revoke_sa(ha, entry, &copy, revoking)) {
		free(revoking);
		return;
	}
	revoking->path.src = copy.source;
	revoking->path.dst = binding->local;
	/* Through a NAT only the port of the registration leads back. */
	revoking->path.port = copy.nat ? copy.port : DSMIPD_MIP4_PORT;
	revoking->hoa = binding->home[0].addr.v4;
	revoking->coa = copy.claimed;
	revoking->inform = copy.inform;
	revoking->until = copy.until;
	revoking->id = ha4_revoke_told(binding, i);
	revoking->next = entry->to_revoke;
	entry->to_revoke = revoking;
}

/**
 * dsmipd_ha4_revoke_all() - prepare the revocation of all that is registered
 * @ha: home agent
 * @entry: a registration that is going to end
 */
void dsmipd_ha4_revoke_all(struct dsmipd_ha4 *ha,
			   struct dsmipd_ha4_entry *entry)
{
	int i;

	for (i = 0; i <= entry->binding->n_copy; i++)
		dsmipd_ha4_revoke_open(ha, entry, i);
}

/* Take one out of its list, with the key in it. */
static void ha4_revoke_del(struct ha4_revoking **pos)
{
	struct ha4_revoking *revoking = *pos;

	*pos = revoking->next;
	explicit_bzero(revoking, sizeof(*revoking));
	free(revoking);
}

/**
 * dsmipd_ha4_revoke_free() - free revocations and the keys in them
 * @list: the first one, or NULL
 */
void dsmipd_ha4_revoke_free(struct ha4_revoking **list)
{
	while (*list)
		ha4_revoke_del(list);
}

/* Whether there is something newer about its care-of address. */
static bool ha4_revoke_stale(const struct dsmipd_ha4_entry *entry,
			     const struct ha4_revoking *revoking)
{
	const struct ha4_revoking *new;

	for (new = entry->to_revoke; new; new = new->next)
		if (new->coa.s_addr == revoking->coa.s_addr)
			return true;
	return dsmipd_ha4_bound(entry) &&
	       dsmipd_ha4_copy_find(entry->binding, revoking->coa) >= 0;
}

/* Those of before behind them, as far as there is room. */
static void ha4_revoke_join(struct dsmipd_ha4_entry *entry)
{
	struct ha4_revoking **pos = &entry->to_revoke;
	int n = 0;

	while (*pos)
		pos = &(*pos)->next;
	*pos = entry->revoking;
	entry->revoking = entry->to_revoke;
	entry->to_revoke = NULL;
	for (pos = &entry->revoking; *pos && n < HA4_MAX_ENDS; n++)
		pos = &(*pos)->next;
	dsmipd_ha4_revoke_free(pos);
}

/**
 * dsmipd_ha4_revoke_commit() - a change has come into force
 * @entry: of the subscriber
 * @now: the time
 *
 * What was prepared is sent by the next dsmipd_ha4_tick().  Who has registered
 * again by a care-of address that is being revoked is left alone.
 */
void dsmipd_ha4_revoke_commit(struct dsmipd_ha4_entry *entry,
			      struct dsmipd_ha6_time now)
{
	struct ha4_revoking **pos = &entry->revoking;
	struct ha4_revoking *new;

	while (*pos) {
		if (ha4_revoke_stale(entry, *pos))
			ha4_revoke_del(pos);
		else
			pos = &(*pos)->next;
	}
	for (new = entry->to_revoke; new; new = new->next)
		if (!new->received)
			new->due = now.mono;
	if (entry->to_revoke)
		ha4_revoke_join(entry);
}

/**
 * dsmipd_ha4_revoke_next() - find the revocation that is due first
 * @entry: of the subscriber
 *
 * Return: the revocation, or NULL.
 */
struct ha4_revoking *
dsmipd_ha4_revoke_next(const struct dsmipd_ha4_entry *entry)
{
	struct ha4_revoking *revoking = entry->revoking;
	struct ha4_revoking *next = revoking;

	for (; revoking; revoking = revoking->next)
		if (revoking->due < next->due)
			next = revoking;
	return next;
}

static void ha4_revoke_over(struct dsmipd_ha4_entry *entry,
			    const struct ha4_revoking *revoking)
{
	struct ha4_revoking **pos = &entry->revoking;

	while (*pos != revoking)
		pos = &(*pos)->next;
	ha4_revoke_del(pos);
}

/* Doubled each time (section 3.5), and a second at least. */
static uint64_t ha4_revoke_interval(const struct dsmipd_ha4_config *config,
				    uint32_t sent)
{
	uint64_t interval = 1000ull * (config->revocation_retry ?: 1);

	return interval << (sent < 16 ? sent - 1 : 15);
}

/* Its acknowledgment must not be that of another one to the same agent. */
static uint32_t ha4_revoke_unique(const struct dsmipd_ha4_entry *entry,
				  const struct ha4_revoking *revoking,
				  uint32_t id)
{
	const struct ha4_revoking *other;

	for (other = entry->revoking; other; other = other->next)
		if (other != revoking && other->sent &&
		    other->path.src.s_addr == revoking->path.src.s_addr &&
		    (int32_t)(other->id - id) >= 0)
			id = other->id + 1;
	return id;
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
	struct ha4_revoking *revoking = dsmipd_ha4_revoke_next(entry);
	struct dsmipd_mip4 *reply = &decision->reply;
	uint32_t id = ha4_clock(now);

	if (revoking->received || revoking->until <= now.mono ||
	    revoking->sent >= ha->config.revocation_tries) {
		ha4_revoke_over(entry, revoking);
		return false;
	}
	if ((int32_t)(id - revoking->id) <= 0)
		id = revoking->id + 1;
	id = ha4_revoke_unique(entry, revoking, id);
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
 * What an acknowledgment is of: it names but home address and identifier.  Of
 * several with the same agent rather the one that has sent this last.
 */
static struct ha4_revoking *
ha4_revoke_sent(const struct dsmipd_ha4_entry *entry,
		const struct dsmipd_mip4 *mip4,
		const struct dsmipd_ha4_path *path)
{
	struct ha4_revoking *revoking = entry->revoking;
	struct ha4_revoking *found = NULL;
	uint32_t id = mip4->id;

	for (; revoking; revoking = revoking->next) {
		if (!revoking->sent ||
		    revoking->hoa.s_addr != mip4->hoa.s_addr ||
		    revoking->path.src.s_addr != path->src.s_addr ||
		    (int32_t)(id - revoking->first) < 0 ||
		    (int32_t)(revoking->id - id) < 0)
			continue;
		if (!found || revoking->id == id)
			found = revoking;
	}
	return found;
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
	struct dsmipd_ha4_entry *entry;
	struct ha4_revoking *revoking;

	entry = dsmipd_ha4_lookup_home(ha, mip4->hoa);
	revoking = entry ? ha4_revoke_sent(entry, mip4, path) : NULL;
	if (!revoking)
		return HA4_REVOKE_ACK;
	if (!dsmipd_ha4_check_verify(&revoking->sa, mip4, revoking->between,
				     data, len))
		return HA4_REVOKE_AUTH;
	ha4_revoke_over(entry, revoking);
	ha->stats.revoked++;
	if (!entry->open)
		dsmipd_ha4_timer_arm(ha, entry);
	return HA4_OK;
}
