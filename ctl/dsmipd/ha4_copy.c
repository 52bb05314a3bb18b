// SPDX-License-Identifier: GPL-2.0
/*
 * Simultaneous bindings (RFC 5944, sections 3.6.1.2 and 3.8.2.2): the care-of
 * end points that a registration has beside the one that its record is of.
 * That one lasts longest, so that all is over when it is; packets take its path
 * in the module, and copies of them the others.
 */

#include <string.h>

#include "ha4_priv.h"

/* Of a registration without IPv6 nobody has said which way that is to go. */
static bool ha4_copy_tunnel(bool home_tunnel, uint8_t n_home)
{
	return home_tunnel || n_home == 1;
}

/**
 * dsmipd_ha4_copy_get() - see a care-of end point of a binding
 * @binding: the binding
 * @i: which: 0 for its own, then the others
 * @copy: where it goes
 */
void dsmipd_ha4_copy_get(const struct ha4_binding *binding, int i,
			 struct dsmipd_copy *copy)
{
	if (i) {
		*copy = ha4_copies(binding)[i - 1];
		return;
	}
	*copy = (struct dsmipd_copy){
		.until = binding->until,
		.expires = binding->expires,
		.coa = binding->coa,
		.claimed = binding->claimed,
		.source = binding->source,
		.lifetime = binding->lifetime,
		.revocation_time = binding->revocation_time,
		.port = binding->port,
		.flags = binding->flags,
		.encap = binding->encap,
		.nat = binding->nat,
		.home_tunnel = ha4_copy_tunnel(binding->home_tunnel,
					       binding->n_home),
		.inform = binding->inform,
	};
}

/* The one that a record is of. */
static void ha4_copy_of(const struct dsmipd_record *record, uint64_t until,
			struct dsmipd_copy *copy)
{
	*copy = (struct dsmipd_copy){
		.until = until,
		.expires = record->expires,
		.coa = record->coa.v4,
		.claimed = record->claimed.v4,
		.source = record->source,
		.lifetime = record->lifetime,
		.revocation_time = record->revocation_time,
		.port = record->port,
		.flags = record->flags,
		.encap = record->encap,
		.nat = record->nat,
		.home_tunnel = ha4_copy_tunnel(record->home_tunnel,
					       record->n_home),
		.inform = record->inform,
	};
}

/* Make it that, and return when it ends. */
static uint64_t ha4_copy_put(struct dsmipd_record *record,
			     const struct dsmipd_copy *copy)
{
	record->expires = copy->expires;
	record->coa.v4 = copy->coa;
	record->claimed.v4 = copy->claimed;
	record->source = copy->source;
	record->lifetime = copy->lifetime;
	record->revocation_time = copy->revocation_time;
	record->port = copy->port;
	record->flags = copy->flags;
	record->encap = copy->encap;
	record->nat = copy->nat;
	record->home_tunnel = copy->home_tunnel && record->n_home > 1;
	record->inform = copy->inform;
	return copy->until;
}

/**
 * dsmipd_ha4_copy_find() - find a care-of end point of a binding
 * @binding: the binding
 * @claimed: care-of address that its request had
 *
 * Return: number for dsmipd_ha4_copy_get(), or -1.
 */
int dsmipd_ha4_copy_find(const struct ha4_binding *binding,
			 struct in_addr claimed)
{
	int i;

	if (binding->claimed.s_addr == claimed.s_addr)
		return 0;
	for (i = 0; i < binding->n_copy; i++)
		if (ha4_copies(binding)[i].claimed.s_addr == claimed.s_addr)
			return i + 1;
	return -1;
}

/**
 * dsmipd_ha4_copy_flags() - flags that any request of a binding had
 * @binding: the binding
 *
 * Return: enum dsmipd_mip4_flag.
 */
uint8_t dsmipd_ha4_copy_flags(const struct ha4_binding *binding)
{
	uint8_t flags = binding->flags;
	int i;

	for (i = 0; i < binding->n_copy; i++)
		flags |= ha4_copies(binding)[i].flags;
	return flags;
}

/**
 * dsmipd_ha4_copy_next() - when the next care-of end point ends
 * @binding: the binding
 *
 * Return: milliseconds of the monotonic clock.
 */
uint64_t dsmipd_ha4_copy_next(const struct ha4_binding *binding)
{
	uint64_t next = binding->until;
	int i;

	for (i = 0; i < binding->n_copy; i++)
		if (ha4_copies(binding)[i].until < next)
			next = ha4_copies(binding)[i].until;
	return next;
}

/**
 * dsmipd_ha4_copy_over() - find a care-of end point that has ended
 * @binding: the binding
 * @mono: milliseconds of the monotonic clock
 *
 * Return: number for dsmipd_ha4_copy_get(); 0: all have, or none has.
 */
int dsmipd_ha4_copy_over(const struct ha4_binding *binding, uint64_t mono)
{
	int i;

	if (binding->until <= mono)
		return 0;
	for (i = 0; i < binding->n_copy; i++)
		if (ha4_copies(binding)[i].until <= mono)
			return i + 1;
	return 0;
}

/**
 * dsmipd_ha4_copy_retry() - end what has ended later, since it cannot now
 * @binding: the binding
 * @mono: milliseconds of the monotonic clock
 * @retry: when then
 */
void dsmipd_ha4_copy_retry(struct ha4_binding *binding, uint64_t mono,
			   uint64_t retry)
{
	int i;

	if (binding->until <= mono)
		binding->until = retry;
	for (i = 0; i < binding->n_copy; i++)
		if (ha4_copies(binding)[i].until <= mono)
			ha4_copies(binding)[i].until = retry;
}

/* The same care-of address, or the same place: behind a NAT, the same port. */
static bool ha4_copy_same(const struct dsmipd_record *record,
			  const struct dsmipd_copy *copy)
{
	return copy->claimed.s_addr == record->claimed.v4.s_addr ||
	       (copy->coa.s_addr == record->coa.v4.s_addr &&
		copy->port == record->port);
}

/**
 * dsmipd_ha4_copy_keep() - keep the earlier care-of end points
 * @req: a request; home address and end point are in the record, where the
 *	others are put beside it
 *
 * Without flag S there are none (RFC 5944, section 3.6.1.2); nor for another
 * home address.
 *
 * Return: %HA4_OK or %HA4_SIMULTANEOUS.
 */
enum ha4_reason dsmipd_ha4_copy_keep(struct ha4_request *req)
{
	struct dsmipd_record *record = &req->decision->record;
	uint32_t most = req->ha->config.simultaneous;
	const struct ha4_binding *binding;
	bool known = false;
	int i;

	if (!(req->mip4->flags & DSMIPD_MIP4_RRQ_SIMULTANEOUS) || most < 2 ||
	    !dsmipd_ha4_bound(req->entry))
		return HA4_OK;
	binding = req->entry->binding;
	if (binding->home[0].addr.v4.s_addr != record->home[0].addr.v4.s_addr)
		return HA4_OK;
	for (i = 0; i <= binding->n_copy; i++) {
		struct dsmipd_copy copy;

		dsmipd_ha4_copy_get(binding, i, &copy);
		if (ha4_copy_same(record, &copy)) {
			known = true;
		} else if (copy.until > req->now.mono) {
			if (record->n_copy == DSMIPD_RECORD_MAX_COPY)
				return HA4_SIMULTANEOUS;
			record->copy[record->n_copy++] = copy;
			req->kept |= 1 << i;
		}
	}
	return known || record->n_copy < most ? HA4_OK : HA4_SIMULTANEOUS;
}

static bool ha4_copy_linklocal(const struct dsmipd_record *record)
{
	unsigned int i;

	for (i = 1; i < record->n_home; i++)
		if (record->home[i].addr.family == AF_INET6 &&
		    IN6_IS_ADDR_LINKLOCAL(&record->home[i].addr.v6))
			return true;
	return false;
}

static int ha4_copy_longest(const struct dsmipd_record *record)
{
	int longest = 0;
	int i;

	for (i = 1; i < record->n_copy; i++)
		if (record->copy[i].until > record->copy[longest].until)
			longest = i;
	return longest;
}

/**
 * dsmipd_ha4_copy_order() - let a record be of the end point that lasts longest
 * @record: the record; it has copies
 * @until: when its own end point ends, milliseconds of the monotonic clock
 * @own: set to its own end point
 *
 * Of the prefixes that all have in common a link-local address goes to the home
 * address (RFC 5454, section 3.7.1).
 *
 * Return: when that one ends.
 */
uint64_t dsmipd_ha4_copy_order(struct dsmipd_record *record, uint64_t until,
			       struct dsmipd_copy *own)
{
	bool linklocal = ha4_copy_linklocal(record);
	struct dsmipd_copy *longest;
	int i;

	ha4_copy_of(record, until, own);
	for (i = 0; linklocal && i < record->n_copy; i++)
		record->copy[i].home_tunnel = true;
	longest = &record->copy[ha4_copy_longest(record)];
	if (longest->until <= until)
		return until;
	until = ha4_copy_put(record, longest);
	*longest = *own;
	return until;
}

/**
 * dsmipd_ha4_copy_drop() - take an end point out of a record
 * @record: the record; it has copies
 * @i: which: 0 for its own, then the others
 * @until: when its own end point ends, milliseconds of the monotonic clock
 *
 * Return: when that ends which the record is of then.
 */
uint64_t dsmipd_ha4_copy_drop(struct dsmipd_record *record, int i,
			      uint64_t until)
{
	int at = i ? i - 1 : ha4_copy_longest(record);

	if (!i)
		until = ha4_copy_put(record, &record->copy[at]);
	record->n_copy--;
	memmove(&record->copy[at], &record->copy[at + 1],
		(record->n_copy - at) * sizeof(record->copy[0]));
	return until;
}

/**
 * dsmipd_ha4_copy_restore() - let the copies of a stored record go on
 * @record: the record; those that are over leave it
 * @until: when its own end point ends, milliseconds of the monotonic clock
 * @now: the time
 *
 * Return: when that ends which the record is of then.
 */
uint64_t dsmipd_ha4_copy_restore(struct dsmipd_record *record, uint64_t until,
				 struct dsmipd_ha6_time now)
{
	struct dsmipd_copy own;
	int i = 0;

	while (i < record->n_copy) {
		struct dsmipd_copy *copy = &record->copy[i];
		int64_t left = copy->expires - ha4_seconds(now);

		if (left <= 0) {
			dsmipd_ha4_copy_drop(record, i + 1, until);
			continue;
		}
		/* The real time clock may have been set back. */
		if (left > copy->lifetime)
			left = copy->lifetime;
		copy->until = now.mono + 1000 * left;
		i++;
	}
	return record->n_copy ? dsmipd_ha4_copy_order(record, until, &own) :
	       until;
}
