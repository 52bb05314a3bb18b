// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: IPv6 prefixes (RFC 5454, section 3.3).  Each is
 * accepted or rejected for itself; what is not asked for again is gone.
 *
 * Covers: D4-01-4.2-02
 * Covers: R5454-1.2-01 R5454-1.4-01 R5454-1.4-03 R5454-2.1-02 R5454-2.1-04
 * Covers: R5454-2.2-02 R5454-2.2-05 R5454-3.3-02 R5454-3.3-03 R5454-3.3-04
 * Covers: R5454-3.3-05 R5454-3.3-07 R5454-3.3-08 R5454-3.3.2-01 R5454-3.3.2-05
 * Covers: R5454-3.3.2-13 R5454-3.7-01 R5454-3.7.1-05 R5454-3.8-03 D4-01-2.3-01
 * Covers: D4-01-4.3-02 D4-01-4.3-03 D4-01-4.3-04 D4-01-4.3.2-01 D4-01-4.3.2-08
 */

#include <string.h>

#include "testing_ha4.h"

#define NET_A	"2001:db8:1:10::/64"
#define NET_B	"2001:db8:1:20::/60"
/* Of the device, made of 192.0.2.1. */
#define OURS	"fe80::c000:201"

static void no_prefixes(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.n_prefix, 0);
	assert_int_equal(t->decision.record.n_home, 1);
	assert_false(t->decision.record.home_tunnel);
}

static void several(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, NET_A);
	testing_ha4_prefix(t, "2001:db8:9::/64");
	testing_ha4_prefix(t, NET_B);
	testing_ha4_prefix(t, "2001:db8:100::1/128");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.n_prefix, 4);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, NET_A);
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_PROHIBITED,
			 "2001:db8:9::/64");
	testing_ha4_code(t, 2, DSMIPD_MIP4_PREFIX_TO_HOA, NET_B);
	/* Its IPv6 home address is a prefix like any other. */
	testing_ha4_code(t, 3, DSMIPD_MIP4_PREFIX_TO_HOA,
			 "2001:db8:100::1/128");
	assert_int_equal(t->decision.record.n_home, 4);
	assert_true(t->decision.record.home_tunnel);
	assert_true(testing_ha4_has(t, NET_A));
	assert_true(testing_ha4_has(t, NET_B));
}

/* A part of what is his is not what he was given; more is not either. */
static void not_as_given(void **state)
{
	static const char *const wrong[] = {
		"2001:db8:1:10::/65", "2001:db8:1:10::/63", "2001:db8:1::/48",
		"2001:db8:1:21::/64", "2001:db8:100::2/128",
	};
	struct testing_ha4 *t = *state;
	size_t i;

	for (i = 0; i < TESTING_SIZE(wrong); i++)
		testing_ha4_prefix(t, wrong[i]);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	for (i = 0; i < TESTING_SIZE(wrong); i++)
		assert_int_equal(t->reply.prefix[i].code,
				 DSMIPD_MIP4_PREFIX_PROHIBITED);
	assert_int_equal(t->decision.record.n_home, 1);
}

/* What cannot be a prefix; by this no address is chosen (RFC 5454, 3.3). */
static void not_a_prefix(void **state)
{
	static const char *const wrong[] = {
		"::/0", "::/64", "::1/128", "ff00::/8", "fe80::/64",
		"::ffff:192.0.2.0/120",
	};
	struct testing_ha4 *t = *state;
	size_t i;

	for (i = 0; i < TESTING_SIZE(wrong); i++)
		testing_ha4_prefix(t, wrong[i]);
	testing_ha4_prefix(t, NET_A);
	t->rrq.prefix[i].len = 129;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	for (i = 0; i <= TESTING_SIZE(wrong); i++)
		assert_int_equal(t->reply.prefix[i].code,
				 DSMIPD_MIP4_PREFIX_UNSPECIFIED);
	assert_int_equal(t->decision.record.n_home, 1);
}

/* Bits beyond the length do not count; a prefix is answered once. */
static void twice(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmip_addr host = testing_addr("2001:db8:1:10::77");

	testing_ha4_prefix(t, NET_A);
	testing_ha4_prefix(t, NET_A);
	testing_ha4_rcv(t);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	t->rrq.prefix[1].addr = host.v6;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.n_prefix, 1);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, NET_A);
	assert_int_equal(t->decision.record.n_home, 2);
}

/* An address belongs to one prefix, and to one node. */
static void overlapping(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, "2001:db8:1:20::/64");
	testing_ha4_prefix(t, NET_B);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA,
			 "2001:db8:1:20::/64");
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_UNSPECIFIED, NET_B);
	/* The wider one instead: what was there is no obstacle. */
	t->rrq.n_prefix = 0;
	testing_ha4_prefix(t, NET_B);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, NET_B);
	assert_int_equal(t->decision.n_removed, 1);
	/* A part of it is somebody else's. */
	t->taken = testing_prefix("2001:db8:1:2f::/64");
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_PROHIBITED, NET_B);
	assert_false(testing_ha4_has(t, NET_B));
	/* It cannot be said. */
	t->taken = testing_prefix("192.0.2.0/24");
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_UNSPECIFIED, NET_B);
}

static void omitted(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, NET_A);
	testing_ha4_prefix(t, NET_B);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	t->rrq.n_prefix = 1;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.n_removed, 1);
	assert_true(testing_ha4_has(t, NET_A));
	assert_false(testing_ha4_has(t, NET_B));
	t->rrq.n_prefix = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.n_removed, 1);
	assert_int_equal(testing_ha4_record(t)->n_home, 1);
	assert_false(testing_ha4_record(t)->home_tunnel);
}

/* A refused request leaves all as it was. */
static void refused_as_a_whole(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, NET_A);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	t->rrq.n_prefix = 0;
	testing_ha4_prefix(t, NET_B);
	t->rrq.flags |= DSMIPD_MIP4_RRQ_GRE;
	testing_ha4_refused(t, DSMIPD_MIP4_ENCAP,
			    "encapsulation is not offered");
	assert_true(testing_ha4_has(t, NET_A));
	assert_false(testing_ha4_has(t, NET_B));
}

static void tunnel_to_coa(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, NET_A);
	testing_ha4_prefix(t, "2001:db8:9::/64");
	t->rrq.node.has_mode = true;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_COA, NET_A);
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_PROHIBITED,
			 "2001:db8:9::/64");
	assert_false(testing_ha4_record(t)->home_tunnel);
	/* By way of a foreign agent, which would drop it. */
	testing_ha4_agent(t, TESTING_HA4_STRANGE);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, NET_A);
	assert_true(testing_ha4_record(t)->home_tunnel);
	/* What a foreign agent adds means nothing without the draft. */
	t->rrq.node.has_mode = false;
	t->rrq.agent.has_mode = true;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, NET_A);
}

/* The home agent need not; and behind a NAT it may. */
static void tunnel_to_coa_or_not(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, NET_A);
	t->rrq.node.has_mode = true;
	testing_ha4_nat(t, "198.51.100.20", 40001, "10.0.0.7");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_COA, NET_A);
	assert_int_equal(testing_ha4_record(t)->encap, DSMIP_ENCAP_MIPUDP);
	t->config.tunnel_coa = false;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, NET_A);
}

/* GRE can carry IPv6, minimal encapsulation cannot. */
static void tunnel_to_coa_encap(void **state)
{
	struct testing_ha4 *t = *state;

	t->config.gre = true;
	t->config.minimal = true;
	testing_ha4_configure(t);
	testing_ha4_prefix(t, NET_A);
	t->rrq.node.has_mode = true;
	t->rrq.flags |= DSMIPD_MIP4_RRQ_GRE;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_COA, NET_A);
	t->rrq.flags ^= DSMIPD_MIP4_RRQ_GRE | DSMIPD_MIP4_RRQ_MINIMAL;
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, NET_A);
	assert_int_equal(testing_ha4_record(t)->encap, DSMIP_ENCAP_MINIMAL);
	assert_true(testing_ha4_record(t)->home_tunnel);
}

/* Length 255, before there are prefixes, and beside them. */
static void link_local(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, "fe80::c000:207");
	t->rrq.node.has_mode = true;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_HOA, "fe80::c000:207");
	assert_true(testing_ha4_has(t, "fe80::c000:207"));
	assert_true(testing_ha4_record(t)->home_tunnel);
	testing_ha4_prefix(t, NET_A);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_TO_HOA, NET_A);
	/* Without it the prefix may go to the care-of address. */
	t->rrq.n_prefix = 0;
	testing_ha4_prefix(t, NET_A);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_TO_COA, NET_A);
	assert_false(testing_ha4_has(t, "fe80::c000:207"));
}

static void link_local_wrong(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, "2001:db8::1");
	testing_ha4_prefix(t, "fe80::");
	testing_ha4_prefix(t, "ff02::1");
	testing_ha4_prefix(t, "fe80::1");
	t->taken = testing_prefix("fe80::1/128");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_UNSPECIFIED, "2001:db8::1");
	testing_ha4_code(t, 1, DSMIPD_MIP4_PREFIX_UNSPECIFIED, "fe80::");
	testing_ha4_code(t, 2, DSMIPD_MIP4_PREFIX_UNSPECIFIED, "ff02::1");
	testing_ha4_code(t, 3, DSMIPD_MIP4_PREFIX_PROHIBITED, "fe80::1");
	assert_int_equal(t->decision.record.n_home, 1);
}

/* The home agent's own address on the tunnel is nobody else's. */
static void link_local_of_the_agent(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_prefix(t, OURS);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	testing_ha4_code(t, 0, DSMIPD_MIP4_PREFIX_PROHIBITED, OURS);
	assert_int_equal(t->decision.record.n_home, 1);
}

/* Section 1.4: who asks for nothing has all, to his home address. */
static void implicit(void **state)
{
	struct testing_ha4 *t = *state;

	t->config.implicit = true;
	testing_ha4_configure(t);
	t->sub[0].prefix[2] = testing_prefix("2001:db8:1:77::1");
	testing_ha4_agent(t, TESTING_HA4_STRANGE);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.n_prefix, 0);
	assert_true(testing_ha4_has(t, NET_A));
	assert_true(testing_ha4_has(t, NET_B));
	assert_true(testing_ha4_has(t, "2001:db8:100::1"));
	assert_true(testing_ha4_has(t, "2001:db8:1:77::1"));
	assert_true(testing_ha4_record(t)->home_tunnel);
	/* Who asks is in explicit mode. */
	testing_ha4_prefix(t, NET_A);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.record.n_home, 2);
	/* What somebody else has got is left out. */
	t->rrq.n_prefix = 0;
	t->taken = testing_prefix(NET_A);
	memset(&t->sub[0].hoa, 0, sizeof(t->sub[0].hoa));
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.record.n_home, 3);
	assert_true(testing_ha4_has(t, NET_B));
}

/* As many as a message has. */
static void most(void **state)
{
	struct testing_ha4 *t = *state;
	char text[32];
	int i;

	for (i = 0; i < DSMIPD_MIP4_MAX_PREFIX; i++) {
		snprintf(text, sizeof(text), "2001:db8:2:%x::/64", i);
		t->sub[0].prefix[i] = testing_prefix(text);
		testing_ha4_prefix(t, text);
	}
	t->sub[0].n_prefix = i;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.n_prefix, DSMIPD_MIP4_MAX_PREFIX);
	for (i = 0; i < t->reply.n_prefix; i++)
		assert_int_equal(t->reply.prefix[i].code,
				 DSMIPD_MIP4_PREFIX_TO_HOA);
	assert_int_equal(testing_ha4_record(t)->n_home,
			 1 + DSMIPD_MIP4_MAX_PREFIX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(no_prefixes),
		HA4_TEST(several),
		HA4_TEST(not_as_given),
		HA4_TEST(not_a_prefix),
		HA4_TEST(twice),
		HA4_TEST(overlapping),
		HA4_TEST(omitted),
		HA4_TEST(refused_as_a_whole),
		HA4_TEST(tunnel_to_coa),
		HA4_TEST(tunnel_to_coa_or_not),
		HA4_TEST(tunnel_to_coa_encap),
		HA4_TEST(link_local),
		HA4_TEST(link_local_wrong),
		HA4_TEST(link_local_of_the_agent),
		HA4_TEST(implicit),
		HA4_TEST(most),
	};

	return cmocka_run_group_tests_name("ha4_prefix", tests, NULL, NULL);
}
