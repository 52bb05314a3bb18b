// SPDX-License-Identifier: GPL-2.0
/* The visitor list (RFC 5944, section 3.7.1). */

#include <stdlib.h>
#include <string.h>

#include "fa4_priv.h"

static uint32_t visitor_hash(struct in_addr hoa)
{
	uint32_t h = hoa.s_addr * 0x9e3779b1u;

	return (h ^ (h >> 16)) & (FA4_BUCKETS - 1);
}

/**
 * dsmipd_fa4_entry() - find a visitor
 * @fa: foreign agent
 * @hoa: its home address
 *
 * Return: its entry, of one too that is revoked; or NULL.
 */
struct fa4_entry *dsmipd_fa4_entry(struct dsmipd_fa4 *fa, struct in_addr hoa)
{
	struct fa4_entry *entry = fa->entry[visitor_hash(hoa)];

	while (entry && entry->visitor.hoa.s_addr != hoa.s_addr)
		entry = entry->next;
	return entry;
}

/**
 * dsmipd_fa4_entry_set() - a visitor has registered
 * @fa: foreign agent
 * @visitor: it, in place of what was known of that home address
 *
 * Return: its entry, or NULL without memory.
 */
struct fa4_entry *dsmipd_fa4_entry_set(struct dsmipd_fa4 *fa,
				       const struct dsmipd_fa4_visitor *visitor)
{
	struct fa4_entry *entry = dsmipd_fa4_entry(fa, visitor->hoa);
	struct dsmipd_fa4_action action = {
		.type = DSMIPD_FA4_VISITOR,
	};
	uint32_t h = visitor_hash(visitor->hoa);

	if (!entry) {
		entry = calloc(1, sizeof(*entry));
		if (!entry)
			return NULL;
		entry->next = fa->entry[h];
		fa->entry[h] = entry;
		fa->n_visitors++;
	} else if (entry->revoking) {
		fa->n_visitors++;
	}
	entry->revoking = false;
	entry->visitor = *visitor;
	entry->due = visitor->until;
	if (entry->due < fa->next)
		fa->next = entry->due;
	action.visitor = &entry->visitor;
	fa->act(&action, fa->arg);
	return entry;
}

/**
 * dsmipd_fa4_entry_left() - a visitor is not registered any more
 * @fa: foreign agent
 * @entry: its entry, which stays
 */
void dsmipd_fa4_entry_left(struct dsmipd_fa4 *fa, struct fa4_entry *entry)
{
	struct dsmipd_fa4_action action = {
		.type = DSMIPD_FA4_LEFT,
		.visitor = &entry->visitor,
	};

	fa->n_visitors--;
	fa->act(&action, fa->arg);
}

/**
 * dsmipd_fa4_entry_del() - forget a visitor
 * @fa: foreign agent
 * @entry: its entry
 */
void dsmipd_fa4_entry_del(struct dsmipd_fa4 *fa, struct fa4_entry *entry)
{
	struct fa4_entry **at = &fa->entry[visitor_hash(entry->visitor.hoa)];

	if (!entry->revoking)
		dsmipd_fa4_entry_left(fa, entry);
	while (*at != entry)
		at = &(*at)->next;
	*at = entry->next;
	free(entry);
}

/* The end of a registration ends the telling of its revocation, too. */
static void visitor_due(struct dsmipd_fa4 *fa, struct fa4_entry *entry)
{
	if (entry->revoking && entry->visitor.until > fa->now.mono)
		dsmipd_fa4_revoke_again(fa, entry);
	else
		dsmipd_fa4_entry_del(fa, entry);
}

/**
 * dsmipd_fa4_entry_tick() - see to the entries whose time has come
 * @fa: foreign agent
 */
void dsmipd_fa4_entry_tick(struct dsmipd_fa4 *fa)
{
	struct fa4_entry *entry, *next;
	size_t i;

	if (fa->next > fa->now.mono)
		return;
	for (i = 0; i < FA4_BUCKETS; i++) {
		for (entry = fa->entry[i]; entry; entry = next) {
			next = entry->next;
			if (entry->due <= fa->now.mono)
				visitor_due(fa, entry);
		}
	}
	fa->next = FA4_NEVER;
	for (i = 0; i < FA4_BUCKETS; i++) {
		for (entry = fa->entry[i]; entry; entry = entry->next)
			if (entry->due < fa->next)
				fa->next = entry->due;
	}
}

/**
 * dsmipd_fa4_each() - go through all visitors
 * @fa: foreign agent
 * @cb: called for each; another value than 0 ends it.  It may change nothing
 * @arg: handed to it
 *
 * Return: what @cb has returned last, or 0.
 */
int dsmipd_fa4_each(const struct dsmipd_fa4 *fa, dsmipd_fa4_visitor_cb cb,
		    void *arg)
{
	const struct fa4_entry *entry;
	int ret = 0;
	size_t i;

	for (i = 0; i < FA4_BUCKETS && !ret; i++) {
		for (entry = fa->entry[i]; entry && !ret; entry = entry->next)
			if (!entry->revoking)
				ret = cb(&entry->visitor, arg);
	}
	return ret;
}

/**
 * dsmipd_fa4_revoking() - whether home agents have to be told of something
 * @fa: foreign agent
 *
 * Return: whether there is a revocation that is not acknowledged.
 */
bool dsmipd_fa4_revoking(const struct dsmipd_fa4 *fa)
{
	const struct fa4_entry *entry;
	size_t i;

	for (i = 0; i < FA4_BUCKETS; i++) {
		for (entry = fa->entry[i]; entry; entry = entry->next)
			if (entry->revoking)
				return true;
	}
	return false;
}
