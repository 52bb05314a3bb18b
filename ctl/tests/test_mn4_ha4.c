// SPDX-License-Identifier: GPL-2.0
/*
 * A mobile node and a home agent of Mobile IPv4 with each other: two state
 * machines, and between them nothing but the bytes of their messages.
 *
 * Covers: R5454-1.4-03 R5454-3.3-02 R5454-3.7.1-03 R5454-3.7.1-04
 * Covers: R5454-3.9-01 D4-01-4.6.1-01 D4-01-4.6.1-03 D4-01-4.6.1-04
 */

#include <string.h>

#include "testing_ha4.h"
#include "testing_mn4.h"

#define NET_A	"2001:db8:1:10::/64"
#define NET_B	"2001:db8:1:20::/60"

/**
 * struct pair - both
 * @mn: the mobile node
 * @ha: the home agent
 * @skew: how far its clock is ahead, seconds
 * @nat: address that the source becomes on the way, or NULL
 * @lose: replies that are lost
 * @requests: that have come
 */
struct pair {
	struct testing_mn4 mn;
	struct testing_ha4 *ha;
	int64_t skew;
	const char *nat;
	int lose;
	int requests;
};

static void begin(struct pair *p, void **state)
{
	memset(p, 0, sizeof(*p));
	p->ha = *state;
	testing_mn4_init(&p->mn);
	p->mn.config.hoa = testing_prefix("203.0.113.1/24");
	p->mn.config.sa = p->ha->sub[0].mip4;
}

static void ha_time(struct pair *p)
{
	p->ha->now.mono = p->mn.now.mono;
	p->ha->now.real = p->mn.now.real + p->skew * 1000000000;
}

static void to_node(struct pair *p)
{
	struct dsmipd_mn4_peer from = { .port = DSMIPD_MIP4_PORT,
		.ifindex = 2 };
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	size_t len;

	if (!p->ha->decision.has_reply || p->lose-- > 0)
		return;
	len = dsmipd_ha4_build(&p->ha->decision, data, sizeof(data));
	assert_true(len);
	from.addr = p->ha->decision.path.dst;
	dsmipd_mn4_rcv(p->mn.mn, &from, data, len, p->mn.now);
}

/* The answers go out when what they say is in force. */
static void decided(struct pair *p)
{
	struct testing_ha4 *ha = p->ha;

	while (ha->decision.verdict == DSMIPD_HA4_DAD)
		dsmipd_ha4_dad_done(ha->ha, ha->decision.entry, false, ha->now,
				    &ha->decision);
	if (ha->decision.verdict == DSMIPD_HA4_BIND ||
	    ha->decision.verdict == DSMIPD_HA4_UNBIND)
		testing_ha4_commit(ha);
	to_node(p);
}

/* Until neither has anything to say. */
static void talk(struct pair *p)
{
	struct testing_ha4 *ha = p->ha;

	while (p->mn.n_sent) {
		p->mn.n_sent = 0;
		p->requests++;
		ha_time(p);
		ha->path.src = p->nat ? testing_ha4_addr(p->nat) :
			       p->mn.way.src;
		ha->path.port = p->nat ? 40001 : p->mn.config.port;
		ha->path.dst = p->mn.way.dst;
		testing_ha4_send(ha, p->mn.data, p->mn.len);
		decided(p);
	}
}

static void run(struct pair *p, uint64_t ms)
{
	uint64_t end = p->mn.now.mono + ms;

	while (p->mn.now.mono < end) {
		testing_mn4_run(&p->mn, 500);
		talk(p);
	}
}

static void attach(struct pair *p, const char *addr)
{
	testing_mn4_net(&p->mn, addr);
	talk(p);
	run(p, 10000);
}

static void registered(struct pair *p, const char *coa)
{
	const struct dsmipd_record *record;

	assert_int_equal(testing_mn4_info(&p->mn).state,
			 DSMIPD_MN4_STATE_REGISTERED);
	record = testing_ha4_record(p->ha);
	assert_non_null(record);
	assert_int_equal(record->coa.v4.s_addr, testing_ha4_addr(coa).s_addr);
	assert_int_equal(record->home_tunnel, p->mn.tunnel.home6);
}

static void lives(void **state)
{
	struct pair p;

	begin(&p, state);
	testing_mn4_prefix(&p.mn, NET_A);
	testing_mn4_prefix(&p.mn, NET_B);
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_int_equal(p.requests, 1);
	assert_true(testing_ha4_has(p.ha, NET_A));
	assert_true(testing_ha4_has(p.ha, NET_B));
	assert_true(p.mn.tunnel.ipv6);
	/* It refreshes by itself, for a day. */
	run(&p, 86400000);
	registered(&p, "198.51.100.7");
	assert_int_equal(testing_ha4_tick(p.ha), DSMIPD_HA4_TIMER_NONE);
	attach(&p, "198.51.100.8");
	registered(&p, "198.51.100.8");
	assert_int_equal(testing_ha4_record(p.ha)->handovers, 1);
	dsmipd_mn4_deregister(p.mn.mn, p.mn.now);
	talk(&p);
	assert_null(testing_ha4_record(p.ha));
	testing_mn4_stop(&p.mn);
}

/* The node's clock is wrong: 133 tells it the time. */
static void clocks(void **state)
{
	static const int64_t skews[] = { 3600, -3600, 86400 * 365 };
	struct pair p;
	size_t i;

	for (i = 0; i < TESTING_SIZE(skews); i++) {
		begin(&p, state);
		p.skew = skews[i];
		testing_mn4_start(&p.mn);
		attach(&p, "198.51.100.7");
		registered(&p, "198.51.100.7");
		dsmipd_mn4_deregister(p.mn.mn, p.mn.now);
		talk(&p);
		assert_null(testing_ha4_record(p.ha));
		testing_mn4_stop(&p.mn);
		testing_ha4_restart(p.ha);
	}
}

static void nonces(void **state)
{
	struct pair p;

	begin(&p, state);
	testing_ha4_from(p.ha, TESTING_HA4_NONCE);
	p.mn.config.hoa = testing_prefix("203.0.113.2/24");
	p.mn.config.sa = p.ha->sub[1].mip4;
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	attach(&p, "198.51.100.8");
	registered(&p, "198.51.100.8");
	run(&p, 3600000);
	registered(&p, "198.51.100.8");
	/* Replies are lost. */
	p.lose = 2;
	attach(&p, "198.51.100.9");
	registered(&p, "198.51.100.9");
	dsmipd_mn4_deregister(p.mn.mn, p.mn.now);
	talk(&p);
	assert_null(testing_ha4_record(p.ha));
	testing_mn4_stop(&p.mn);
}

static void lost_replies(void **state)
{
	struct pair p;

	begin(&p, state);
	p.lose = 3;
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_int_equal(p.requests, 4);
	testing_mn4_stop(&p.mn);
}

static void behind_nat(void **state)
{
	struct pair p;

	begin(&p, state);
	testing_mn4_prefix(&p.mn, NET_A);
	p.mn.config.mode = DSMIPD_MN4_MODE_COA;
	p.nat = "198.51.100.20";
	testing_mn4_start(&p.mn);
	attach(&p, "10.0.0.7");
	registered(&p, "198.51.100.20");
	assert_int_equal(testing_ha4_record(p.ha)->encap, DSMIP_ENCAP_MIPUDP);
	assert_int_equal(p.mn.tunnel.encap, DSMIP_ENCAP_MIPUDP);
	assert_int_equal(testing_mn4_info(&p.mn).keepalive, 45);
	assert_false(p.mn.tunnel.home6);
	/* And out of it again. */
	p.nat = NULL;
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_int_equal(p.mn.tunnel.encap, DSMIP_ENCAP_IP);
	testing_mn4_stop(&p.mn);
}

static void forced_udp(void **state)
{
	struct pair p;

	begin(&p, state);
	p.ha->config.allow_forced_udp = true;
	testing_ha4_configure(p.ha);
	p.mn.config.udp = DSMIPD_MN4_UDP_FORCE;
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_int_equal(p.mn.tunnel.encap, DSMIP_ENCAP_MIPUDP);
	assert_true(testing_mn4_info(&p.mn).udp_forced);
	testing_mn4_stop(&p.mn);
}

static void encapsulations(void **state)
{
	static const struct {
		enum dsmipd_mn4_encap asked;
		uint32_t encap;
		bool home6;
	} cases[] = {
		{ DSMIPD_MN4_ENCAP_IP, DSMIP_ENCAP_IP, false },
		{ DSMIPD_MN4_ENCAP_GRE, DSMIP_ENCAP_GRE, false },
		{ DSMIPD_MN4_ENCAP_MINIMAL, DSMIP_ENCAP_MINIMAL, true },
	};
	struct pair p;
	size_t i;

	for (i = 0; i < TESTING_SIZE(cases); i++) {
		begin(&p, state);
		p.ha->config.gre = true;
		p.ha->config.minimal = true;
		testing_ha4_configure(p.ha);
		testing_mn4_prefix(&p.mn, NET_A);
		p.mn.config.mode = DSMIPD_MN4_MODE_COA;
		p.mn.config.encap = cases[i].asked;
		testing_mn4_start(&p.mn);
		attach(&p, "198.51.100.7");
		registered(&p, "198.51.100.7");
		assert_int_equal(p.mn.tunnel.encap, cases[i].encap);
		assert_int_equal(p.mn.tunnel.home6, cases[i].home6);
		testing_mn4_stop(&p.mn);
		testing_ha4_restart(p.ha);
	}
}

/* Nobody has told the node which home agent it has. */
static void discovers(void **state)
{
	struct pair p;

	begin(&p, state);
	p.mn.config.ha.s_addr = INADDR_ANY;
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_int_equal(p.requests, 2);
	testing_mn4_is(testing_mn4_info(&p.mn).ha, TESTING_HA4_ADDRESS);
	testing_mn4_stop(&p.mn);
}

static void dynamic_address(void **state)
{
	struct pair p;

	begin(&p, state);
	testing_ha4_from(p.ha, TESTING_HA4_POOL);
	memset(&p.mn.config.hoa, 0, sizeof(p.mn.config.hoa));
	testing_ha4_text(p.mn.config.name, p.ha->sub[2].name);
	p.mn.config.sa = p.ha->sub[2].mip4;
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_int_equal(testing_mn4_info(&p.mn).hoa.s_addr,
			 testing_ha4_record(p.ha)->home[0].addr.v4.s_addr);
	attach(&p, "198.51.100.8");
	registered(&p, "198.51.100.8");
	testing_mn4_stop(&p.mn);
}

/* For DHCPv6: the link-local address first. */
static void link_local(void **state)
{
	struct pair p;

	begin(&p, state);
	p.mn.config.link_local = true;
	p.mn.config.mode = DSMIPD_MN4_MODE_COA;
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_true(testing_ha4_record(p.ha)->n_home == 2);
	assert_true(p.mn.tunnel.ipv6);
	assert_true(p.mn.tunnel.home6);
	testing_mn4_stop(&p.mn);
}

/* Draft -01: a prefix and an address that the home agent chooses. */
static void chosen(void **state)
{
	struct pair p;

	begin(&p, state);
	p.ha->config.draft = true;
	p.ha->config.n_links = 1;
	p.ha->config.links[0].prefix = testing_prefix("2001:db8:100::/64");
	p.ha->config.links[0].ifindex = 7;
	p.ha->config.links[0].dad = true;
	testing_ha4_text(p.ha->config.pool6_prefix, "nets");
	testing_ha4_configure(p.ha);
	testing_mn4_prefix(&p.mn, "::/56");
	testing_mn4_prefix(&p.mn, "::77/128");
	p.mn.config.draft = true;
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_true(testing_ha4_has(p.ha, "2001:db8:100::77"));
	assert_int_equal(testing_ha4_record(p.ha)->n_home, 3);
	assert_int_equal(p.mn.n_homes, 3);
	/* What it has got it keeps. */
	attach(&p, "198.51.100.8");
	registered(&p, "198.51.100.8");
	assert_int_equal(testing_ha4_record(p.ha)->n_home, 3);
	assert_int_equal(p.ha->decision.n_removed, 0);
	testing_mn4_stop(&p.mn);
}

/* Section 3.3 of RFC 3543, co-located: the node learns that it is out. */
static void revoked(void **state)
{
	struct dsmipd_ha4_stats stats;
	struct pair p;

	begin(&p, state);
	p.mn.config.revocation = true;
	testing_mn4_start(&p.mn);
	attach(&p, "198.51.100.7");
	registered(&p, "198.51.100.7");
	assert_int_not_equal(testing_ha4_record(p.ha)->revocation_time, 0);
	ha_time(&p);
	dsmipd_ha4_remove(p.ha->ha, 1000, p.ha->now, &p.ha->decision);
	testing_ha4_commit(p.ha);
	assert_int_equal(testing_ha4_tick(p.ha), DSMIPD_HA4_TIMER_REVOKE);
	to_node(&p);
	assert_int_equal(p.mn.n_sent, 1);
	assert_int_equal(p.mn.rrq.type, DSMIPD_MIP4_REVOKE_ACK);
	talk(&p);
	dsmipd_ha4_stats(p.ha->ha, &stats);
	assert_int_equal(stats.revoked, 1);
	testing_mn4_stop(&p.mn);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(lives),
		HA4_TEST(clocks),
		HA4_TEST(nonces),
		HA4_TEST(lost_replies),
		HA4_TEST(behind_nat),
		HA4_TEST(forced_udp),
		HA4_TEST(encapsulations),
		HA4_TEST(discovers),
		HA4_TEST(dynamic_address),
		HA4_TEST(link_local),
		HA4_TEST(chosen),
		HA4_TEST(revoked),
	};

	return cmocka_run_group_tests_name("mn4_ha4", tests, NULL, NULL);
}
