// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: what comes in whatever order.  Changed bytes are
 * never accepted; nonsense that is authentic, and all else that can happen,
 * leaves registrations, indexes and pools in agreement.
 *
 * Covers: R5454-4-01 D4-01-5-01
 */

#include <stdlib.h>
#include <string.h>

#include "testing_ha4.h"

#define MODEL_STEPS	20000

/**
 * struct model - what is remembered between the steps
 * @t: the home agent
 * @seed: of the random numbers
 * @open: decisions that are not committed, by node
 * @is_open: there is one
 * @dad: entry that waits for duplicate address detection, by node
 */
struct model {
	struct testing_ha4 *t;
	uint32_t seed;
	struct dsmipd_ha4_decision open[TESTING_HA4_NODES];
	bool is_open[TESTING_HA4_NODES];
	struct dsmipd_ha4_entry *dad[TESTING_HA4_NODES];
};

static uint32_t model_random(struct model *m, uint32_t n)
{
	m->seed = m->seed * 1664525 + 1013904223;
	return (m->seed >> 8) % n;
}

static uint32_t model_clock(const struct model *m)
{
	return dsmipd_auth_ntp(m->t->now.real) >> 32;
}

/* All that an implementation could put into a request. */
static void full(struct testing_ha4 *t)
{
	testing_ha4_text(t->rrq.nai, t->sub[t->node].name);
	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_prefix(t, "fe80::5");
	t->rrq.node.has_mode = true;
	t->rrq.node.has_revocation = true;
	t->rrq.node.has_udp_request = true;
}

static void changed_bytes(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;
	size_t i;
	int bit;

	full(t);
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	for (i = 0; i < t->len; i++) {
		for (bit = 0; bit < 8; bit++) {
			t->data[i] ^= 1 << bit;
			testing_ha4_send(t, t->data, t->len);
			t->data[i] ^= 1 << bit;
			assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
			assert_false(t->decision.has_reply);
		}
	}
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.dropped, 8 * t->len);
	testing_ha4_send(t, t->data, t->len);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_BIND);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
}

static void model_prefixes(struct model *m)
{
	static const char *const prefixes[] = {
		"2001:db8:1:10::/64", "2001:db8:1:20::/60",
		"2001:db8:1:20::/64", "2001:db8:100::1/128",
		"2001:db8:100::99/128", "2001:db8:100::2/128", "fe80::1",
		"fe80::2", "::/0", "::/60", "::/128", "::77/128", "::1/3",
		"2001:db8:3000::/56", "2001:db8:9::/48", "ff02::1",
	};
	uint32_t n = model_random(m, 5);
	uint32_t i;

	m->t->rrq.n_prefix = 0;
	while (n--) {
		i = model_random(m, TESTING_SIZE(prefixes));
		testing_ha4_prefix(m->t, prefixes[i]);
	}
}

static void model_part(struct model *m, struct dsmipd_mip4_part *part)
{
	memset(part, 0, sizeof(*part));
	part->has_mode = model_random(m, 2);
	part->has_revocation = model_random(m, 2);
	part->revocation_inform = model_random(m, 2);
	part->revocation_time = model_clock(m) - model_random(m, 3);
	part->has_udp_request = !model_random(m, 4);
	part->udp_force = model_random(m, 2);
	part->udp_agent = !model_random(m, 4);
}

/* By one of several ways. */
static void model_way(struct model *m)
{
	struct testing_ha4 *t = m->t;

	switch (model_random(m, 6)) {
	case 0:
		testing_ha4_agent(t, TESTING_HA4_FOREIGN);
		break;
	case 1:
		testing_ha4_agent(t, TESTING_HA4_STRANGE);
		break;
	case 2:
		testing_ha4_nat(t, "198.51.100.20", 40001, "10.0.0.7");
		break;
	case 3:
		testing_ha4_colocated(t, "203.0.113.1");
		break;
	default:
		testing_ha4_colocated(t, "198.51.100.7");
	}
}

static void model_request(struct model *m)
{
	struct testing_ha4 *t = m->t;

	t->rrq.flags = model_random(m, 256) & ~1 & ~4;
	testing_ha4_from(t, model_random(m, TESTING_HA4_NODES));
	model_part(m, &t->rrq.node);
	model_part(m, &t->rrq.agent);
	model_way(m);
	model_prefixes(m);
	t->rrq.lifetime = model_random(m, 4) ? model_random(m, 100) : 0;
	if (model_random(m, 2))
		testing_ha4_text(t->rrq.nai, t->sub[t->node].name);
	if (t->rrq.nai[0] && !model_random(m, 4))
		t->rrq.hoa.s_addr = INADDR_ANY;
	testing_ha4_rcv(t);
}

/* A decision stays open for a while, or not. */
static void model_decided(struct model *m)
{
	struct dsmipd_ha4_decision *d = &m->t->decision;
	int node;

	/* Whose key it is signed with. */
	if (d->has_reply && d->sa[DSMIPD_MIP4_MN_HA].len)
		m->t->node = d->sa[DSMIPD_MIP4_MN_HA].spi - 0x100;
	if (d->verdict == DSMIPD_HA4_REPLY)
		testing_ha4_answer(m->t);
	if (d->verdict == DSMIPD_HA4_DAD) {
		node = m->t->node;
		assert_true(!m->dad[node] || m->dad[node] == d->entry);
		m->dad[node] = d->entry;
	}
	if (d->verdict == DSMIPD_HA4_BIND || d->verdict == DSMIPD_HA4_UNBIND) {
		node = d->record.subscriber - 1000;
		assert_false(m->is_open[node]);
		m->open[node] = *d;
		m->is_open[node] = true;
		if (d->has_reply)
			testing_ha4_answer(m->t);
	}
}

static void model_close(struct model *m, int node)
{
	struct testing_ha4 *t = m->t;

	if (!m->is_open[node])
		return;
	m->is_open[node] = false;
	if (model_random(m, 3))
		dsmipd_ha4_commit(t->ha, &m->open[node], t->now);
	else
		dsmipd_ha4_abort(t->ha, &m->open[node],
				 DSMIPD_MIP4_UNSPECIFIED, t->now);
}

static void model_dad(struct model *m, int node)
{
	struct dsmipd_ha4_entry *entry = m->dad[node];
	struct testing_ha4 *t = m->t;

	if (!entry)
		return;
	t->node = node;
	dsmipd_ha4_dad_done(t->ha, entry, model_random(m, 2), t->now,
			    &t->decision);
	if (t->decision.verdict != DSMIPD_HA4_BUSY)
		m->dad[node] = NULL;
	model_decided(m);
}

static void model_revocation(struct model *m, uint8_t type)
{
	const struct dsmipd_mip4_sa *sa = &m->t->config.foreign[0].sa;
	struct testing_ha4 *t = m->t;
	struct dsmipd_mip4 mip4 = {
		.type = type,
		.hoa = t->sub[model_random(m, 2)].home4[0].addr.v4,
		.ha = t->config.address,
		.coa = testing_ha4_addr(TESTING_HA4_FOREIGN),
		.id = (uint32_t)(model_clock(m) + model_random(m, 3) - 1),
	};

	assert_true(dsmipd_mip4_auth_add(sa, &mip4, DSMIPD_MIP4_FA_HA));
	t->len = dsmipd_mip4_build(&mip4, t->data, sizeof(t->data));
	assert_true(t->len);
	assert_true(dsmipd_mip4_auth_sign(sa, &mip4, DSMIPD_MIP4_FA_HA,
					  t->data, t->len));
	t->path.src = mip4.coa;
	t->path.dst = t->config.address;
	t->path.port = DSMIPD_MIP4_PORT;
	testing_ha4_send(t, t->data, t->len);
	model_decided(m);
}

static void model_tick(struct model *m)
{
	struct testing_ha4 *t = m->t;

	testing_ha4_wait(t, model_random(m, 20000));
	while (testing_ha4_tick(t))
		model_decided(m);
}

static void model_order(struct model *m, int node)
{
	struct testing_ha4 *t = m->t;

	if (model_random(m, 2)) {
		dsmipd_ha4_remove(t->ha, 1000 + node, t->now, &t->decision);
		model_decided(m);
	} else {
		dsmipd_ha4_supersede(t->ha, 1000 + node, t->now);
	}
}

static void model_step(struct model *m)
{
	int node = model_random(m, TESTING_HA4_NODES);

	switch (model_random(m, 16)) {
	case 0:
	case 1:
	case 2:
		model_close(m, node);
		break;
	case 3:
	case 4:
		model_dad(m, node);
		break;
	case 5:
		model_tick(m);
		break;
	case 6:
		model_order(m, node);
		break;
	case 7:
		model_revocation(m, DSMIPD_MIP4_REVOKE);
		break;
	case 8:
		model_revocation(m, DSMIPD_MIP4_REVOKE_ACK);
		break;
	default:
		model_request(m);
		model_decided(m);
	}
}

/* The path lasts longest, and no two care-of end points are one. */
static void model_copies(const struct dsmipd_record *record)
{
	int i, j;

	assert_true(record->n_copy <= 2);
	for (i = 0; i < record->n_copy; i++) {
		const struct dsmipd_copy *copy = &record->copy[i];

		assert_true(copy->lifetime && copy->coa.s_addr);
		assert_true(copy->expires <= record->expires);
		assert_int_not_equal(copy->claimed.s_addr,
				     record->claimed.v4.s_addr);
		for (j = 0; j < i; j++)
			assert_int_not_equal(copy->claimed.s_addr,
					     record->copy[j].claimed.s_addr);
	}
}

static int model_count(const struct dsmipd_record *record, void *arg)
{
	assert_true(record->lifetime && record->n_home);
	model_copies(record);
	assert_int_equal(record->home[0].addr.family, AF_INET);
	(*(uint32_t *)arg)++;
	return 0;
}

/* Indexes and counters say the same. */
static void model_agrees(struct model *m)
{
	struct testing_ha4 *t = m->t;
	struct dsmipd_ha4_stats stats;
	uint32_t by_hoa = 0;
	uint32_t bound = 0;
	int i;

	for (i = 0; i < TESTING_HA4_NODES; i++) {
		const struct dsmipd_record *record;
		struct in_addr hoa;

		record = dsmipd_ha4_find(t->ha, 1000 + i);
		if (!record)
			continue;
		bound++;
		hoa = record->home[0].addr.v4;
		record = dsmipd_ha4_find_home(t->ha, hoa);
		assert_non_null(record);
		assert_int_equal(record->subscriber, 1000 + i);
	}
	dsmipd_ha4_each(t->ha, model_count, &by_hoa);
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, bound);
	assert_int_equal(by_hoa, bound);
}

/* When all is over, nobody has anything. */
static void model_ends(struct model *m)
{
	static const char *const pools[] = { "addresses", "hosts", "nets" };
	struct testing_ha4 *t = m->t;
	struct dsmipd_pool_stats stats;
	size_t i;
	int n;

	for (n = 0; n < 100; n++) {
		for (i = 0; i < TESTING_HA4_NODES; i++) {
			model_dad(m, i);
			model_close(m, i);
		}
		testing_ha4_wait(t, 100000);
		while (testing_ha4_tick(t))
			model_decided(m);
	}
	assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
	model_agrees(m);
	for (i = 0; i < TESTING_SIZE(pools); i++) {
		assert_int_equal(dsmipd_pools_stats(t->pools, pools[i],
						    t->now.real / 1000000000,
						    &stats), 0);
		assert_int_equal(stats.used, 0);
	}
}

static void model_configure(struct testing_ha4 *t)
{
	t->config.draft = true;
	t->config.gre = true;
	t->config.minimal = true;
	t->config.allow_forced_udp = true;
	t->config.max_bindings = 2;
	t->config.simultaneous = 3;
	t->config.n_links = 1;
	t->config.links[0].prefix = testing_prefix("2001:db8:100::/64");
	t->config.links[0].ifindex = 7;
	t->config.links[0].dad = true;
	testing_ha4_text(t->config.pool6, "hosts");
	testing_ha4_text(t->config.pool6_prefix, "nets");
	testing_ha4_configure(t);
}

static void anything(void **state)
{
	struct model *m = calloc(1, sizeof(*m));
	struct dsmipd_ha4_stats stats;
	int i;

	assert_non_null(m);
	m->t = *state;
	m->seed = 4;
	model_configure(m->t);
	for (i = 0; i < MODEL_STEPS; i++) {
		model_step(m);
		model_agrees(m);
	}
	dsmipd_ha4_stats(m->t->ha, &stats);
	for (i = 0; i <= DSMIPD_HA4_KIND_MAX; i++)
		assert_int_not_equal(stats.accepted[i], 0);
	assert_int_not_equal(stats.revoked, 0);
	model_ends(m);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(changed_bytes),
		HA4_TEST(anything),
	};

	return cmocka_run_group_tests_name("ha4_model", tests, NULL, NULL);
}
