// SPDX-License-Identifier: GPL-2.0
/* A home agent of Mobile IPv4 with a few subscribers, and the rest. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testing_ha4.h"

/* 2026-01-01, and a while after the machine was started. */
#define TESTING_HA4_REAL	1767225600000000000u
#define TESTING_HA4_MONO	5000000u

static const struct dsmipd_mip4_sa testing_ha4_foreign_sa = {
	.spi = 0x200, .len = 16, .key = "foreign-and-home",
};

static bool testing_ha4_is(const struct dsmipd_subscriber *sub,
			   const struct dsmipd_ha4_name *name)
{
	size_t i;

	if (name->id)
		return name->id == sub->id;
	if (name->nai[0])
		return !strcmp(name->nai, sub->name);
	for (i = 0; i < sub->n_home4; i++)
		if (sub->home4[i].addr.v4.s_addr == name->hoa.s_addr)
			return true;
	return false;
}

static int testing_ha4_subscriber(void *arg,
				  const struct dsmipd_ha4_name *name,
				  struct dsmipd_subscriber *sub)
{
	struct testing_ha4 *t = arg;
	int i;

	if (t->lookup)
		return t->lookup;
	for (i = 0; i < TESTING_HA4_NODES; i++) {
		if (testing_ha4_is(&t->sub[i], name)) {
			*sub = t->sub[i];
			return 0;
		}
	}
	return -ENOENT;
}

static int testing_ha4_taken(void *arg, const struct dsmip_prefix *prefix,
			     int64_t subscriber)
{
	struct testing_ha4 *t = arg;

	assert_true(prefix->len && prefix->len <= 128);
	assert_int_equal(subscriber, t->sub[t->node].id);
	if (t->taken.addr.family == AF_INET)
		return -EIO;
	return t->taken.addr.family &&
	       dsmip_prefix_overlap(&t->taken, prefix);
}

static void testing_ha4_nodes(struct testing_ha4 *t)
{
	struct dsmipd_subscriber *sub;
	char text[64];
	int i;

	for (i = 0; i < TESTING_HA4_NODES; i++) {
		sub = &t->sub[i];
		sub->id = 1000 + i;
		sub->enabled = true;
		snprintf(sub->name, sizeof(sub->name), "node%d@example.org", i);
		snprintf(text, sizeof(text), "2001:db8:100::%d", i + 1);
		sub->hoa = testing_addr(text).v6;
		snprintf(text, sizeof(text), "203.0.113.%d", i + 1);
		sub->home4[0] = testing_prefix(text);
		sub->n_home4 = 1;
		sub->mip4 = (struct dsmipd_mip4_sa){ .spi = 0x100 + i,
			.len = 16, .key = "0123456789abcdef" };
	}
	sub = &t->sub[TESTING_HA4_CLOCK];
	sub->prefix[0] = testing_prefix("2001:db8:1:10::/64");
	sub->prefix[1] = testing_prefix("2001:db8:1:20::/60");
	sub->prefix[2] = testing_prefix("2001:db8:1:20::/64");
	sub->n_prefix = 3;
	sub = &t->sub[TESTING_HA4_NONCE];
	sub->mip4.replay = DSMIPD_MIP4_NONCES;
	sub->mip4.algorithm = DSMIPD_MIP4_HMAC_SHA256;
	sub = &t->sub[TESTING_HA4_POOL];
	sub->n_home4 = 0;
	testing_ha4_text(sub->pool4, "addresses");
}

static void testing_ha4_pools(struct testing_ha4 *t)
{
	struct dsmipd_pool_config pools[] = {
		{ .name = "addresses", .len = 32, .hold = 600,
		  .range = testing_prefix("198.18.0.0/30") },
		{ .name = "hosts", .len = 128, .hold = 600,
		  .range = testing_prefix("2001:db8:200::/120") },
		{ .name = "nets", .len = 56, .hold = 600,
		  .range = testing_prefix("2001:db8:3000::/44") },
	};
	size_t i;

	assert_int_equal(dsmipd_pools_new(&t->pools), 0);
	for (i = 0; i < TESTING_SIZE(pools); i++)
		assert_int_equal(dsmipd_pools_add(t->pools, &pools[i]), 0);
}

static void testing_ha4_start(struct testing_ha4 *t)
{
	struct dsmipd_ha4_ops ops = {
		testing_ha4_subscriber, testing_ha4_taken, t };

	testing_ha4_pools(t);
	assert_int_equal(dsmipd_ha4_new(&t->ha, &t->config, &ops, t->pools), 0);
}

static void testing_ha4_stop(struct testing_ha4 *t)
{
	dsmipd_ha4_free(t->ha);
	dsmipd_pools_free(t->pools);
}

/* A restart: nothing is there, and the monotonic clock begins anew. */
void testing_ha4_restart(struct testing_ha4 *t)
{
	testing_ha4_stop(t);
	testing_ha4_start(t);
	t->now.mono = 1000;
}

static void testing_ha4_config(struct dsmipd_ha4_config *config)
{
	config->address = testing_ha4_addr(TESTING_HA4_ADDRESS);
	config->n_foreign = 1;
	config->foreign[0].addr = testing_ha4_addr(TESTING_HA4_FOREIGN);
	config->foreign[0].sa = testing_ha4_foreign_sa;
	config->max_bindings = 1000;
	config->max_lifetime = 3600;
	config->timestamp_window = 7;
	config->reverse = true;
	config->nat = true;
	config->keepalive = 45;
	config->tunnel_coa = true;
	config->revocation = true;
	config->inform = true;
	config->revocation_retry = 1;
	config->revocation_tries = 4;
}

/* Node 0 is co-located at 198.51.100.7, without a NAT. */
int testing_ha4_setup(void **state)
{
	struct testing_ha4 *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	testing_ha4_config(&t->config);
	t->now.mono = TESTING_HA4_MONO;
	t->now.real = TESTING_HA4_REAL;
	testing_ha4_nodes(t);
	testing_ha4_start(t);
	t->rrq.type = DSMIPD_MIP4_RRQ;
	t->rrq.lifetime = 400;
	t->rrq.ha = t->config.address;
	testing_ha4_from(t, TESTING_HA4_CLOCK);
	testing_ha4_colocated(t, "198.51.100.7");
	*state = t;
	return 0;
}

int testing_ha4_teardown(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_stop(t);
	free(t);
	return 0;
}

void testing_ha4_configure(struct testing_ha4 *t)
{
	assert_int_equal(dsmipd_ha4_reconfigure(t->ha, &t->config), 0);
}

/* With draft -01, and a home link on which duplicates are looked for. */
void testing_ha4_draft_link(struct testing_ha4 *t)
{
	t->config.draft = true;
	t->config.n_links = 1;
	t->config.links[0].prefix = testing_prefix("2001:db8:100::/64");
	t->config.links[0].ifindex = 7;
	t->config.links[0].dad = true;
	testing_ha4_configure(t);
}

void testing_ha4_wait(struct testing_ha4 *t, uint64_t ms)
{
	t->now.mono += ms;
	t->now.real += ms * 1000000u;
}

/* Let a message come in as it is. */
void testing_ha4_send(struct testing_ha4 *t, const uint8_t *data, size_t len)
{
	/* In memory of its own size, so that nothing is read behind it. */
	uint8_t *copy = malloc(len ?: 1);

	assert_non_null(copy);
	memcpy(copy, data, len);
	dsmipd_ha4_rcv(t->ha, &t->path, copy, len, t->now, &t->decision);
	free(copy);
}

static uint64_t testing_ha4_next_id(struct testing_ha4 *t)
{
	const struct dsmipd_subscriber *sub = &t->sub[t->node];
	uint64_t id = dsmipd_auth_ntp(t->now.real);

	if (t->id)
		return t->id;
	if (sub->mip4.replay == DSMIPD_MIP4_NONCES)
		return (t->reply.id & 0xffffffff00000000u) |
		       (uint32_t)(t->last_id + 1);
	return id > t->last_id ? id : t->last_id + 1;
}

/* Let the request come in, as it is on the wire. */
void testing_ha4_rcv(struct testing_ha4 *t)
{
	const struct dsmipd_mip4_sa *node = &t->sub[t->node].mip4;
	const struct dsmipd_mip4_sa *foreign = &testing_ha4_foreign_sa;
	struct dsmipd_mip4 *rrq = &t->rrq;

	rrq->id = testing_ha4_next_id(t);
	t->last_id = rrq->id;
	t->id = 0;
	memset(rrq->auth, 0, sizeof(rrq->auth));
	if (!t->unsigned_node)
		assert_true(dsmipd_mip4_auth_add(node, rrq, DSMIPD_MIP4_MN_HA));
	if (t->foreign)
		assert_true(dsmipd_mip4_auth_add(foreign, rrq,
						 DSMIPD_MIP4_FA_HA));
	t->len = dsmipd_mip4_build(rrq, t->data, sizeof(t->data));
	assert_true(t->len);
	if (!t->unsigned_node)
		assert_true(dsmipd_mip4_auth_sign(node, rrq, DSMIPD_MIP4_MN_HA,
						  t->data, t->len));
	t->data[t->spoil] ^= t->spoil ? 0x20 : 0;
	if (t->foreign)
		assert_true(dsmipd_mip4_auth_sign(foreign, rrq,
						  DSMIPD_MIP4_FA_HA, t->data,
						  t->len));
	t->spoil = 0;
	testing_ha4_send(t, t->data, t->len);
}

void testing_ha4_commit(struct testing_ha4 *t)
{
	dsmipd_ha4_commit(t->ha, &t->decision, t->now);
}

/* What goes out can be read, and is authentic; it goes where it should. */
void testing_ha4_answer(struct testing_ha4 *t)
{
	const struct dsmipd_mip4_sa *node = &t->sub[t->node].mip4;
	struct dsmipd_ha4_decision *d = &t->decision;
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	size_t len;

	assert_true(d->has_reply);
	len = dsmipd_ha4_build(d, data, sizeof(data));
	assert_true(len);
	assert_int_equal(dsmipd_mip4_parse(data, len, t->config.draft,
					   &t->reply), DSMIPD_MIP4_OK);
	if (t->reply.auth[DSMIPD_MIP4_MN_HA].has)
		assert_true(dsmipd_mip4_auth_verify(node, &t->reply,
						    DSMIPD_MIP4_MN_HA, data,
						    len));
	if (t->reply.auth[DSMIPD_MIP4_FA_HA].has)
		assert_true(dsmipd_mip4_auth_verify(&testing_ha4_foreign_sa,
						    &t->reply,
						    DSMIPD_MIP4_FA_HA, data,
						    len));
	assert_memory_equal(&d->path.dst, &t->config.address, 4);
}

static void testing_ha4_reply(struct testing_ha4 *t)
{
	testing_ha4_answer(t);
	assert_int_equal(t->reply.type, DSMIPD_MIP4_RRP);
	assert_true(t->reply.auth[DSMIPD_MIP4_MN_HA].has);
	assert_int_equal(t->reply.auth[DSMIPD_MIP4_FA_HA].has,
			 t->path.src.s_addr ==
			 testing_ha4_addr(TESTING_HA4_FOREIGN).s_addr);
	assert_int_equal((uint32_t)t->reply.id, (uint32_t)t->rrq.id);
	assert_memory_equal(&t->reply.ha, &t->config.address, 4);
	assert_memory_equal(&t->decision.path.src, &t->path.src, 4);
	assert_int_equal(t->decision.path.port, t->path.port);
	assert_string_equal(t->reply.nai, t->rrq.nai);
	if (t->rrq.hoa.s_addr)
		assert_memory_equal(&t->reply.hoa, &t->rrq.hoa, 4);
}

/* What the home agent has in store is the answer to nonces. */
void testing_ha4_sync(struct testing_ha4 *t)
{
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "not the nonce that was told");
}

/* Send it, and expect that it is accepted; then that is in force. */
void testing_ha4_accepted(struct testing_ha4 *t, enum dsmipd_ha4_kind kind)
{
	struct dsmipd_ha4_decision *d = &t->decision;

	testing_ha4_rcv(t);
	if (d->reason)
		print_error("%s\n", d->reason);
	assert_null(d->reason);
	assert_int_equal(d->verdict, kind == DSMIPD_HA4_DEREGISTRATION ?
			 DSMIPD_HA4_UNBIND : DSMIPD_HA4_BIND);
	assert_int_equal(d->kind, kind);
	testing_ha4_reply(t);
	assert_true(dsmipd_mip4_accepted(t->reply.code));
	assert_int_equal(t->reply.lifetime, d->record.lifetime);
	assert_true(t->reply.lifetime <= t->rrq.lifetime);
	assert_int_equal(d->record.proto, DSMIPD_PROTO_MIPV4);
	assert_int_equal(d->record.timestamp, t->rrq.id);
	testing_ha4_commit(t);
}

/* Send the very bytes again, and expect an answer that changes nothing. */
void testing_ha4_repeated(struct testing_ha4 *t)
{
	testing_ha4_send(t, t->data, t->len);
	assert_null(t->decision.reason);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_REPLY);
	testing_ha4_reply(t);
	assert_true(dsmipd_mip4_accepted(t->reply.code));
}

/* Send it, and expect a refusal; nothing has changed. */
void testing_ha4_refused(struct testing_ha4 *t, uint8_t code,
			 const char *reason)
{
	struct dsmipd_ha4_decision *d = &t->decision;
	struct dsmipd_ha4_stats before, after;

	dsmipd_ha4_stats(t->ha, &before);
	testing_ha4_rcv(t);
	dsmipd_ha4_stats(t->ha, &after);
	assert_non_null(d->reason);
	assert_string_equal(d->reason, reason);
	assert_int_equal(d->verdict, DSMIPD_HA4_REPLY);
	testing_ha4_reply(t);
	assert_int_equal(t->reply.code, code);
	assert_int_equal(t->reply.lifetime, 0);
	assert_int_equal(t->reply.n_prefix, 0);
	assert_int_equal(d->n_leases, 0);
	assert_int_equal(after.refused[code], before.refused[code] + 1);
	assert_int_equal(after.bindings, before.bindings);
}

/* Send it, and expect that it is discarded silently. */
void testing_ha4_dropped(struct testing_ha4 *t, const char *reason)
{
	struct dsmipd_ha4_stats before, after;
	uint64_t count = testing_ha4_reason(t, reason);

	dsmipd_ha4_stats(t->ha, &before);
	testing_ha4_rcv(t);
	dsmipd_ha4_stats(t->ha, &after);
	assert_non_null(t->decision.reason);
	assert_string_equal(t->decision.reason, reason);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	assert_false(t->decision.has_reply);
	assert_int_equal(after.dropped, before.dropped + 1);
	assert_int_equal(after.bindings, before.bindings);
	assert_int_equal(testing_ha4_reason(t, reason), count + 1);
}

/* Expect that as the answer to a prefix request. */
void testing_ha4_code(struct testing_ha4 *t, size_t i, uint8_t code,
		      const char *prefix)
{
	const struct dsmipd_mip4_prefix *answer = &t->reply.prefix[i];
	struct dsmip_prefix expected = testing_prefix(prefix);

	assert_true(i < t->reply.n_prefix);
	assert_memory_equal(&answer->addr, &expected.addr.v6, 16);
	assert_int_equal(answer->len, expected.len);
	assert_int_equal(answer->code, code);
}

/* The registration of who has sent last; NULL: none. */
const struct dsmipd_record *testing_ha4_record(struct testing_ha4 *t)
{
	return dsmipd_ha4_find(t->ha, t->sub[t->node].id);
}

/* Whether a home of the one who has sent last is registered. */
bool testing_ha4_has(struct testing_ha4 *t, const char *home)
{
	const struct dsmipd_record *record = testing_ha4_record(t);
	char text[DSMIP_PREFIX_STRLEN];
	int i;

	for (i = 0; record && i < record->n_home; i++)
		if (!strcmp(dsmip_prefix_format(&record->home[i], text,
						sizeof(text)), home))
			return true;
	return false;
}

enum dsmipd_ha4_timer testing_ha4_tick(struct testing_ha4 *t)
{
	return dsmipd_ha4_tick(t->ha, t->now, &t->decision);
}

struct testing_ha4_count {
	const char *reason;
	uint64_t count;
};

static int testing_ha4_count(const char *reason, uint64_t count, void *arg)
{
	struct testing_ha4_count *c = arg;

	if (!strcmp(reason, c->reason))
		c->count = count;
	return 0;
}

/* How often that was the reason. */
uint64_t testing_ha4_reason(struct testing_ha4 *t, const char *reason)
{
	struct testing_ha4_count count = { reason };

	assert_int_equal(dsmipd_ha4_reasons(t->ha, testing_ha4_count, &count),
			 0);
	return count.count;
}

struct in_addr testing_ha4_addr(const char *text)
{
	return testing_addr(text).v4;
}
