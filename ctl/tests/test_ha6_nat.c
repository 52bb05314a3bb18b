// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent: care-of addresses, NAT detection and its three states, and
 * forced UDP encapsulation.
 *
 * Covers: R5555-1.3-03 R5555-1.3-04 R5555-2.3.1-03 R5555-2.3.2-01
 * Covers: R5555-2.3.2.1-06 R5555-2.3.2.2-03 R5555-2.3.2.2-04
 * Covers: R5555-2.3.2.2-05 R5555-2.3.2.2-06 R5555-3.2.2-02 R5555-3.2.2-03
 * Covers: R5555-3.2.2-05 R5555-3.2.2-08 R5555-4.1-03 R5555-4.2-04
 * Covers: R5555-4.2-05 R5555-4.2-06 R5555-4.2-07 R5555-4.2-08 R5555-4.2-11
 * Covers: R5555-4.2-13 R5555-4.2-16 R5555-4.2-18 R5555-4.5-02 R5555-4.5-07
 * Covers: R5555-4.5-08 R5555-4.5-09 R5555-4.5-10 R5555-4.5-21
 * Covers: R5555-4.5.1-04 R5555-5.1-08 R5555-5.1-17 R5555-6-01
 */

#include <stdlib.h>
#include <string.h>

#include "testing_ha6.h"

#define NEVER	DSMIPD_MH_NATD_NEVER

/* What the NAT Detection option says. */
static void expect_nat(struct testing_ha6 *t, bool force, uint32_t refresh)
{
	assert_true(t->decision.reply.has_nat);
	assert_int_equal(t->decision.reply.nat_force, force);
	assert_int_equal(t->decision.reply.nat_refresh, refresh);
}

static void expect_tunnel(struct testing_ha6 *t, const char *coa,
			  uint16_t port, uint32_t encap, bool nat)
{
	const struct dsmipd_record *record = testing_ha6_record(t);
	char text[DSMIP_ADDR_STRLEN];

	assert_non_null(record);
	assert_string_equal(dsmip_addr_format(&record->coa, text,
					      sizeof(text)), coa);
	assert_int_equal(record->port, port);
	assert_int_equal(record->encap, encap);
	assert_int_equal(record->nat, nat);
}

static void no_nat(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	expect_nat(t, false, NEVER);
	expect_tunnel(t, "198.51.100.7", 0, DSMIP_ENCAP_IP, false);
	/* The port alone does not show a NAT. */
	testing_ha6_udp(t, "198.51.100.7", 1, "198.51.100.7");
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	expect_nat(t, false, NEVER);
}

/* To the outer source, never to the address that the node told. */
static void nat(void **state)
{
	struct testing_ha6 *t = *state;
	char text[DSMIP_ADDR_STRLEN];

	testing_ha6_udp(t, "198.51.100.7", 40001, "10.0.0.7");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	expect_nat(t, false, 110);
	expect_tunnel(t, "198.51.100.7", 40001, DSMIP_ENCAP_UDP, true);
	assert_string_equal(dsmip_addr_format(&testing_ha6_record(t)->claimed,
					      text, sizeof(text)), "10.0.0.7");
	t->config.nat_refresh = 30;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	expect_nat(t, false, 30);
}

/* Our end is the address on this machine, behind a port mapping too. */
static void port_mapping(void **state)
{
	struct testing_ha6 *t = *state;
	char text[DSMIP_ADDR_STRLEN];

	t->path.outer.local = testing_addr("10.9.9.9");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_string_equal(dsmip_addr_format(&testing_ha6_record(t)->local,
					      text, sizeof(text)), "10.9.9.9");
}

static void forced_by_agent(void **state)
{
	struct testing_ha6 *t = *state;

	t->config.force_udp = true;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	expect_nat(t, true, NEVER);
	expect_tunnel(t, "198.51.100.7", 40000, DSMIP_ENCAP_UDP, false);
	testing_ha6_udp(t, "198.51.100.7", 40000, "10.0.0.7");
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	expect_nat(t, true, 110);
	/* Not in an IPv6 network. */
	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
	assert_false(t->decision.reply.has_nat);
	expect_tunnel(t, "2001:db8:f::7", 0, DSMIP_ENCAP_IP, false);
}

static void forced_by_node(void **state)
{
	struct testing_ha6 *t = *state;
	const char *reason = "UDP encapsulation is not forced";

	t->bu.flags |= DSMIPD_MH_BU_FORCE_UDP;
	testing_ha6_refused(t, DSMIPD_MH_NO_FORCED_UDP, reason);
	expect_nat(t, false, NEVER);
	t->config.refused_udp_status = DSMIPD_MH_PROHIBITED;
	testing_ha6_configure(t);
	testing_ha6_refused(t, DSMIPD_MH_PROHIBITED, reason);
	t->config.allow_forced_udp = true;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	expect_nat(t, true, NEVER);
	expect_tunnel(t, "198.51.100.7", 40000, DSMIP_ENCAP_UDP, false);
	/* The flag means nothing in an IPv6 network. */
	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
}

/* Status 144 is about UDP only without a replay protection option. */
static void forced_with_auth(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_from(t, TESTING_HA6_AUTH);
	t->bu.flags |= DSMIPD_MH_BU_FORCE_UDP;
	testing_ha6_refused(t, DSMIPD_MH_NO_FORCED_UDP,
			    "UDP encapsulation is not forced");
	assert_false(t->decision.reply.has_timestamp);
	assert_true(t->decision.sign);
}

static void without_option(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_udp(t, "198.51.100.7", 40000, NULL);
	testing_ha6_refused(t, DSMIPD_MH_UNSPECIFIED,
			    "no IPv4 care-of address option");
	expect_nat(t, false, NEVER);
	t->config.lenient_coa4 = true;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	expect_nat(t, false, 110);
	expect_tunnel(t, "198.51.100.7", 40000, DSMIP_ENCAP_UDP, true);
	/* Who deregisters need not tell it. */
	t->config.lenient_coa4 = false;
	testing_ha6_configure(t);
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	expect_nat(t, false, NEVER);
}

/* In protocol 41: without a port there can be no UDP. */
static void plain(void **state)
{
	struct testing_ha6 *t = *state;

	t->path.outer.encap = DSMIP_ENCAP_IP;
	t->path.outer.port = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_false(t->decision.reply.has_nat);
	expect_tunnel(t, "198.51.100.7", 0, DSMIP_ENCAP_IP, false);
	t->bu.flags |= DSMIPD_MH_BU_FORCE_UDP;
	t->config.allow_forced_udp = true;
	testing_ha6_configure(t);
	testing_ha6_refused(t, DSMIPD_MH_NO_FORCED_UDP,
			    "UDP encapsulation is not forced");
	t->bu.flags &= ~DSMIPD_MH_BU_FORCE_UDP;
	testing_ha6_udp(t, "198.51.100.7", 0, "10.0.0.7");
	t->path.outer.encap = DSMIP_ENCAP_IP;
	testing_ha6_refused(t, DSMIPD_MH_UNSPECIFIED,
			    "behind a NAT, but not by UDP");
	expect_nat(t, false, 110);
}

/* UDP over IPv6, for where nothing else gets through. */
static void udp6(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_udp(t, "2001:db8:f::7", 40000, NULL);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	expect_nat(t, true, NEVER);
	expect_tunnel(t, "2001:db8:f::7", 40000, DSMIP_ENCAP_UDP, false);
	t->bu.has_alt_coa = true;
	t->bu.alt_coa = testing_ha6_addr("fd00::7");
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
	expect_nat(t, true, 110);
}

/* Every answer to what came by UDP has the option, refusals too. */
static void refusals(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_udp(t, "198.51.100.7", 40000, "10.0.0.7");
	t->sub[TESTING_HA6_ESP].enabled = false;
	testing_ha6_refused(t, DSMIPD_MH_PROHIBITED, "subscriber is disabled");
	expect_nat(t, false, 110);
	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_refused(t, DSMIPD_MH_PROHIBITED, "subscriber is disabled");
	assert_false(t->decision.reply.has_nat);
}

/* What cannot be a care-of address. */
static void bad_coa(void **state)
{
	static const char *const v4[] = {
		"0.0.0.0", "127.0.0.1", "224.0.0.1", "240.0.0.1",
		"255.255.255.255", "192.0.2.1",
	};
	static const char *const v6[] = {
		"::", "::1", "ff0e::1", "fe80::1", "::ffff:192.0.2.7",
		"2001:db8::1",
	};
	struct testing_ha6 *t = *state;
	const char *reason = "care-of address cannot be one";
	size_t i;

	for (i = 0; i < TESTING_SIZE(v4); i++) {
		testing_ha6_udp(t, v4[i], 40000, "10.0.0.7");
		testing_ha6_refused(t, DSMIPD_MH_BAD_COA, reason);
	}
	/* Behind a port mapping both are ours. */
	testing_ha6_udp(t, "192.0.2.1", 40000, "10.0.0.7");
	t->path.outer.local = testing_addr("10.9.9.9");
	testing_ha6_refused(t, DSMIPD_MH_BAD_COA, reason);
	t->path.outer.coa = t->path.outer.local;
	testing_ha6_refused(t, DSMIPD_MH_BAD_COA, reason);
	for (i = 0; i < TESTING_SIZE(v6); i++) {
		testing_ha6_native(t, "2001:db8:f::7");
		t->bu.alt_coa = testing_ha6_addr(v6[i]);
		testing_ha6_refused(t, DSMIPD_MH_BAD_COA, reason);
	}
	/* An IPv4 address without the packet that shows it. */
	testing_ha6_udp(t, "198.51.100.7", 40000, "198.51.100.7");
	t->path.outer.tag = 0;
	testing_ha6_refused(t, DSMIPD_MH_BAD_COA,
			    "IPv4 care-of address without a tunnel");
}

/* Packets would go round and round. */
static void loops(void **state)
{
	struct testing_ha6 *t = *state;
	const char *reason = "care-of address is a home address";
	struct dsmipd_pool_stats pool;

	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	/* The home address of another node. */
	testing_ha6_from(t, TESTING_HA6_ESP);
	testing_ha6_native(t, "2001:db8:100::4");
	testing_ha6_refused(t, DSMIPD_MH_BAD_COA, reason);
	/* Its own IPv4 home address, and an address of its own prefix. */
	testing_ha6_udp(t, "203.0.113.1", 40000, "203.0.113.1");
	testing_ha6_home4(t, "0.0.0.0", false);
	testing_ha6_home4(t, "203.0.113.1", false);
	testing_ha6_refused(t, DSMIPD_MH_BAD_COA, reason);
	dsmipd_pools_stats(t->pools, "addresses", t->now.real / 1000000000,
			   &pool);
	assert_int_equal(pool.used, 0);
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	testing_ha6_native(t, "2001:db8:1:10::7");
	t->bu.flags |= DSMIPD_MH_BU_ROUTER;
	t->bu.n_home4 = 0;
	testing_ha6_refused(t, DSMIPD_MH_TYPE_CHANGE,
			    "router flag has changed");
	dsmipd_ha6_remove(t->ha, &t->path.src, t->now, &t->decision);
	testing_ha6_commit(t);
	testing_ha6_refused(t, DSMIPD_MH_BAD_COA, reason);
	/* Within the prefix of another mobile router a node may well be. */
	testing_ha6_native(t, "2001:db8:f::4");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_from(t, TESTING_HA6_ESP);
	testing_ha6_native(t, "2001:db8:1:10::7");
	t->bu.flags &= ~DSMIPD_MH_BU_ROUTER;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
}

/* ESP in transport mode does not protect the source of the packet. */
static void unprotected(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_native(t, "2001:db8:f::7");
	t->bu.has_alt_coa = false;
	testing_ha6_refused(t, DSMIPD_MH_UNSPECIFIED,
			    "care-of address is not protected");
	t->config.insecure = true;
	testing_ha6_configure(t);
	testing_ha6_from(t, TESTING_HA6_OPEN);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	expect_tunnel(t, "2001:db8:f::7", 0, DSMIP_ENCAP_IP, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA6_TEST(no_nat),
		HA6_TEST(nat),
		HA6_TEST(port_mapping),
		HA6_TEST(forced_by_agent),
		HA6_TEST(forced_by_node),
		HA6_TEST(forced_with_auth),
		HA6_TEST(without_option),
		HA6_TEST(plain),
		HA6_TEST(udp6),
		HA6_TEST(refusals),
		HA6_TEST(bad_coa),
		HA6_TEST(loops),
		HA6_TEST(unprotected),
	};

	return cmocka_run_group_tests_name("ha6_nat", tests, NULL, NULL);
}
