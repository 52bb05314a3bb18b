// SPDX-License-Identifier: GPL-2.0
/*
 * A foreign agent and a home agent of Mobile IPv4 with each other, and a node
 * that both serve: nothing between them but the bytes of their messages.
 *
 * Covers: R5454-3.4-01 D4-01-3.3-02 D4-01-4.1-05 D4-01-4.4-02
 */

#include <string.h>

#include "testing_fa4.h"
#include "testing_ha4.h"

#define NET_A	"2001:db8:1:10::/64"

/**
 * struct pair - both
 * @fa: the foreign agent, and the node
 * @ha: the home agent
 */
struct pair {
	struct testing_fa4 fa;
	struct testing_ha4 *ha;
};

static void begin(struct pair *p, void **state)
{
	memset(p, 0, sizeof(*p));
	p->ha = *state;
	testing_fa4_init(&p->fa);
	p->fa.config.n_home = 1;
	p->fa.config.home[0].addr = p->ha->config.address;
	p->fa.config.home[0].sa = p->ha->config.foreign[0].sa;
	p->fa.node_home = p->ha->sub[0].mip4;
	p->fa.rrq.hoa = p->ha->sub[0].home4[0].addr.v4;
	p->fa.peer.addr = p->fa.rrq.hoa;
	p->ha->config.foreign[0].addr = p->fa.rrq.coa;
	testing_ha4_configure(p->ha);
}

static void prefix(struct pair *p, const char *text)
{
	struct dsmip_prefix home = testing_prefix(text);

	p->fa.rrq.prefix[p->fa.rrq.n_prefix].addr = home.addr.v6;
	p->fa.rrq.prefix[p->fa.rrq.n_prefix++].len = home.len;
}

static void to_agent(struct pair *p)
{
	struct dsmipd_ha4_decision *d = &p->ha->decision;
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	size_t len;

	assert_true(d->has_reply);
	assert_int_equal(d->path.src.s_addr, p->fa.rrq.coa.s_addr);
	assert_int_equal(d->path.port, DSMIPD_MIP4_PORT);
	len = dsmipd_ha4_build(d, data, sizeof(data));
	assert_true(len);
	dsmipd_fa4_rcv_home(p->fa.fa, d->path.dst, DSMIPD_MIP4_PORT,
			    d->path.src, data, len, p->fa.now);
}

/* What the foreign agent has sent last arrives. */
static void to_home(struct pair *p)
{
	struct testing_ha4 *ha = p->ha;

	ha->now = p->fa.now;
	ha->path.src = p->fa.home_from;
	ha->path.dst = p->fa.home_to;
	ha->path.port = DSMIPD_MIP4_PORT;
	testing_ha4_send(ha, p->fa.home_data, p->fa.home_len);
	if (ha->decision.verdict == DSMIPD_HA4_BIND ||
	    ha->decision.verdict == DSMIPD_HA4_UNBIND)
		testing_ha4_commit(ha);
}

/* The node asks, and that goes to the home agent and back. */
static void ask(struct pair *p)
{
	uint64_t clock = dsmipd_auth_ntp(p->fa.now.real);

	if (p->fa.rrq.id < clock)
		p->fa.rrq.id = clock;
	testing_fa4_forget(&p->fa);
	testing_fa4_ask(&p->fa);
	assert_string_equal(p->fa.did, "home");
	to_home(p);
	testing_fa4_forget(&p->fa);
	to_agent(p);
}

static void registered(struct pair *p)
{
	ask(p);
	assert_string_equal(p->fa.did, "visitor node");
	assert_int_equal(p->fa.to_node.code, DSMIPD_MIP4_ACCEPTED);
	assert_non_null(testing_ha4_record(p->ha));
	assert_int_equal(testing_ha4_record(p->ha)->coa.v4.s_addr,
			 p->fa.rrq.coa.s_addr);
}

static void begin_registered(struct pair *p, void **state)
{
	begin(p, state);
	testing_fa4_start(&p->fa);
	registered(p);
	assert_true(p->fa.visitor.revocable);
	assert_true(testing_ha4_record(p->ha)->inform);
}

static void lives(void **state)
{
	struct pair p;

	begin(&p, state);
	prefix(&p, NET_A);
	testing_fa4_start(&p.fa);
	registered(&p);
	/* The foreign agent has no part in IPv6. */
	assert_false(p.fa.visitor.native6);
	assert_int_equal(p.fa.to_node.prefix[0].code,
			 DSMIPD_MIP4_PREFIX_TO_HOA);
	assert_true(testing_ha4_record(p.ha)->home_tunnel);
	testing_fa4_run(&p.fa, 100000);
	registered(&p);
	p.fa.rrq.lifetime = 0;
	ask(&p);
	assert_string_equal(p.fa.did, "left node");
	assert_null(testing_ha4_record(p.ha));
	testing_fa4_stop(&p.fa);
}

/* Without a key between them there is no revocation, and all else. */
static void no_key(void **state)
{
	struct pair p;

	begin(&p, state);
	p.fa.config.n_home = 0;
	p.ha->config.n_foreign = 0;
	testing_ha4_configure(p.ha);
	testing_fa4_start(&p.fa);
	registered(&p);
	assert_false(p.fa.visitor.revocable);
	testing_fa4_stop(&p.fa);
}

/* The home agent does not know the foreign agent's key. */
static void wrong_key(void **state)
{
	struct pair p;

	begin(&p, state);
	p.fa.config.home[0].sa.key[0] ^= 1;
	testing_fa4_start(&p.fa);
	testing_fa4_ask(&p.fa);
	to_home(&p);
	p.fa.rrq.id = dsmipd_auth_ntp(p.fa.now.real);
	testing_fa4_ask(&p.fa);
	to_home(&p);
	assert_int_equal(p.ha->decision.reply.code,
			 DSMIPD_MIP4_FOREIGN_AUTH);
	assert_null(testing_ha4_record(p.ha));
	testing_fa4_stop(&p.fa);
}

/* A visitor that is not who he says: the home agent tells the foreign one. */
static void wrong_node(void **state)
{
	struct pair p;

	begin(&p, state);
	p.fa.node_home.key[0] ^= 1;
	testing_fa4_start(&p.fa);
	ask(&p);
	assert_string_equal(p.fa.did, "node");
	assert_int_equal(p.fa.to_node.code, DSMIPD_MIP4_NODE_AUTH);
	testing_fa4_stop(&p.fa);
}

/* By order at the home agent, in the very second of the registration. */
static void revoked_by_home(void **state)
{
	struct dsmipd_ha4_stats stats;
	struct pair p;

	begin_registered(&p, state);
	dsmipd_ha4_remove(p.ha->ha, 1000, p.ha->now, &p.ha->decision);
	testing_ha4_commit(p.ha);
	assert_int_equal(testing_ha4_tick(p.ha), DSMIPD_HA4_TIMER_REVOKE);
	testing_fa4_forget(&p.fa);
	to_agent(&p);
	assert_non_null(strstr(p.fa.did, "left"));
	assert_non_null(strstr(p.fa.did, "home"));
	to_home(&p);
	assert_null(p.ha->decision.reason);
	dsmipd_ha4_stats(p.ha->ha, &stats);
	assert_int_equal(stats.revoked, 1);
	testing_fa4_stop(&p.fa);
}

/* The same at the foreign agent. */
static void revoked_by_foreign(void **state)
{
	struct pair p;

	begin_registered(&p, state);
	testing_fa4_forget(&p.fa);
	assert_int_equal(dsmipd_fa4_remove(p.fa.fa, p.fa.rrq.hoa, p.fa.now), 0);
	assert_true(dsmipd_fa4_revoking(p.fa.fa));
	/* The acknowledgment is lost: it comes again. */
	to_home(&p);
	assert_null(testing_ha4_record(p.ha));
	testing_fa4_forget(&p.fa);
	testing_fa4_run(&p.fa, 3000);
	to_home(&p);
	assert_int_equal(p.ha->decision.verdict, DSMIPD_HA4_REPLY);
	to_agent(&p);
	assert_false(dsmipd_fa4_revoking(p.fa.fa));
	/* The node may come again. */
	registered(&p);
	testing_fa4_stop(&p.fa);
}

/* The node has gone on: the foreign agent learns that it has left. */
static void moved_on(void **state)
{
	struct testing_ha4 *ha = *state;
	struct pair p;

	begin_registered(&p, state);
	testing_ha4_wait(ha, 1000);
	testing_ha4_colocated(ha, "198.51.100.77");
	testing_ha4_accepted(ha, DSMIPD_HA4_HANDOVER);
	assert_int_equal(testing_ha4_tick(ha), DSMIPD_HA4_TIMER_REVOKE);
	testing_fa4_forget(&p.fa);
	to_agent(&p);
	assert_non_null(strstr(p.fa.did, "left"));
	testing_fa4_stop(&p.fa);
}

/* Draft -01: a foreign agent with two stacks. */
static void dual_stack(void **state)
{
	struct pair p;

	begin(&p, state);
	p.ha->config.draft = true;
	testing_ha4_configure(p.ha);
	p.fa.config.draft = true;
	p.fa.rrq.draft = true;
	prefix(&p, NET_A);
	testing_fa4_start(&p.fa);
	registered(&p);
	assert_int_equal(p.fa.to_node.prefix[0].code,
			 DSMIPD_MIP4_PREFIX_TO_COA);
	assert_true(p.fa.visitor.native6);
	assert_int_equal(p.fa.visitor.n_prefix, 1);
	assert_false(testing_ha4_record(p.ha)->home_tunnel);
	/* The home agent may have no such switch: to the home address. */
	p.ha->config.tunnel_coa = false;
	testing_ha4_configure(p.ha);
	registered(&p);
	assert_false(p.fa.visitor.native6);
	assert_true(testing_ha4_record(p.ha)->home_tunnel);
	testing_fa4_stop(&p.fa);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(lives),
		HA4_TEST(no_key),
		HA4_TEST(wrong_key),
		HA4_TEST(wrong_node),
		HA4_TEST(revoked_by_home),
		HA4_TEST(revoked_by_foreign),
		HA4_TEST(moved_on),
		HA4_TEST(dual_stack),
	};

	return cmocka_run_group_tests_name("fa4_ha4", tests, NULL, NULL);
}
