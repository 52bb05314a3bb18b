// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: encapsulation, reverse tunnels, care-of
 * addresses, and tunnels through NATs (RFC 3024, RFC 3519).
 *
 * Covers: R5454-3.9-01 D4-01-4.8-01
 */

#include <string.h>

#include "testing_ha4.h"

static void encapsulation(void **state)
{
	struct testing_ha4 *t = *state;

	t->rrq.flags |= DSMIPD_MIP4_RRQ_GRE;
	testing_ha4_refused(t, DSMIPD_MIP4_ENCAP,
			    "encapsulation is not offered");
	t->rrq.flags ^= DSMIPD_MIP4_RRQ_GRE | DSMIPD_MIP4_RRQ_MINIMAL;
	testing_ha4_refused(t, DSMIPD_MIP4_ENCAP,
			    "encapsulation is not offered");
	t->config.gre = true;
	t->config.minimal = true;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->decision.record.encap, DSMIP_ENCAP_MINIMAL);
	t->rrq.flags ^= DSMIPD_MIP4_RRQ_GRE | DSMIPD_MIP4_RRQ_MINIMAL;
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_int_equal(t->decision.record.encap, DSMIP_ENCAP_GRE);
	t->rrq.flags |= DSMIPD_MIP4_RRQ_MINIMAL;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.record.encap, DSMIP_ENCAP_GRE);
}

static void reverse_tunnel(void **state)
{
	struct testing_ha4 *t = *state;

	t->config.require_reverse = true;
	testing_ha4_configure(t);
	testing_ha4_refused(t, DSMIPD_MIP4_REVERSE_NEEDED,
			    "reverse tunnel is mandatory");
	t->rrq.flags |= DSMIPD_MIP4_RRQ_REVERSE;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_true(t->decision.record.flags & DSMIPD_MIP4_RRQ_REVERSE);
	t->config.require_reverse = false;
	t->config.reverse = false;
	testing_ha4_configure(t);
	testing_ha4_refused(t, DSMIPD_MIP4_NO_REVERSE,
			    "reverse tunnel is not offered");
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_REVERSE;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
}

/* Broadcasts are not refused: the flag is kept for who can do it. */
static void broadcast(void **state)
{
	struct testing_ha4 *t = *state;

	t->rrq.flags |= DSMIPD_MIP4_RRQ_BROADCAST;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_true(testing_ha4_record(t)->flags & DSMIPD_MIP4_RRQ_BROADCAST);
}

static void care_of_addresses(void **state)
{
	static const char *const bad[] = {
		"0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255",
		TESTING_HA4_ADDRESS,
	};
	struct testing_ha4 *t = *state;
	size_t i;

	for (i = 0; i < TESTING_SIZE(bad); i++) {
		t->rrq.coa = testing_ha4_addr(bad[i]);
		testing_ha4_refused(t, DSMIPD_MIP4_UNSPECIFIED,
				    "care-of address cannot be one");
	}
	t->rrq.coa = t->rrq.hoa;
	testing_ha4_refused(t, DSMIPD_MIP4_UNSPECIFIED,
			    "care-of address is a home address");
	testing_ha4_colocated(t, "198.51.100.7");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	/* That of somebody who is registered. */
	testing_ha4_from(t, TESTING_HA4_POOL);
	t->rrq.coa = testing_ha4_addr("203.0.113.1");
	testing_ha4_refused(t, DSMIPD_MIP4_UNSPECIFIED,
			    "care-of address is a home address");
}

/* RFC 3519, section 4.4: found, as the source is not the care-of address. */
static void nat_found(void **state)
{
	struct testing_ha4 *t = *state;
	const struct dsmipd_record *record;

	t->config.nat_lifetime = 60;
	testing_ha4_configure(t);
	testing_ha4_nat(t, "198.51.100.20", 40001, "10.0.0.7");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_true(t->reply.node.has_udp_reply);
	assert_int_equal(t->reply.node.udp_code, DSMIPD_MIP4_UDP_WILL_DO);
	assert_false(t->reply.node.udp_force);
	assert_int_equal(t->reply.node.udp_keepalive, 45);
	assert_int_equal(t->reply.lifetime, 60);
	record = testing_ha4_record(t);
	assert_true(record->nat);
	assert_int_equal(record->encap, DSMIP_ENCAP_MIPUDP);
	assert_int_equal(record->port, 40001);
	assert_int_equal(record->coa.v4.s_addr, t->path.src.s_addr);
	assert_int_equal(record->claimed.v4.s_addr, t->rrq.coa.s_addr);
	testing_ha4_repeated(t);
	assert_true(t->reply.node.has_udp_reply);
	/* It has given another port. */
	t->path.port = 40002;
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_int_equal(testing_ha4_record(t)->port, 40002);
	/* With a public address the lifetime is not cut. */
	testing_ha4_colocated(t, "198.51.100.7");
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_int_equal(t->reply.lifetime, 400);
	assert_int_equal(t->reply.node.udp_code, DSMIPD_MIP4_UDP_DECLINED);
	assert_int_equal(testing_ha4_record(t)->encap, DSMIP_ENCAP_IP);
	assert_int_equal(testing_ha4_record(t)->port, 0);
	/* Who does not ask is not answered. */
	t->rrq.node.has_udp_request = false;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_false(t->reply.node.has_udp_reply);
}

static void nat_switched_off(void **state)
{
	struct testing_ha4 *t = *state;

	t->config.nat = false;
	t->config.allow_forced_udp = true;
	t->config.force_udp = true;
	testing_ha4_configure(t);
	testing_ha4_nat(t, "198.51.100.20", 40001, "10.0.0.7");
	testing_ha4_refused(t, DSMIPD_MIP4_PROHIBITED, "behind a NAT");
	testing_ha4_nat(t, "198.51.100.7", 40001, "198.51.100.7");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.node.udp_code, DSMIPD_MIP4_UDP_DECLINED);
	t->rrq.node.udp_force = true;
	testing_ha4_refused(t, DSMIPD_MIP4_PROHIBITED,
			    "UDP encapsulation is not forced");
}

static void nat_forced(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_nat(t, "198.51.100.7", 40001, "198.51.100.7");
	t->rrq.node.udp_force = true;
	testing_ha4_refused(t, DSMIPD_MIP4_PROHIBITED,
			    "UDP encapsulation is not forced");
	t->config.allow_forced_udp = true;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.node.udp_code, DSMIPD_MIP4_UDP_WILL_DO);
	assert_true(t->reply.node.udp_force);
	assert_int_equal(t->decision.record.encap, DSMIP_ENCAP_MIPUDP);
	assert_int_equal(t->decision.record.port, 40001);
	assert_false(t->decision.record.nat);
	/* By order of the home agent. */
	t->rrq.node.udp_force = false;
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	t->config.force_udp = true;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_true(t->reply.node.udp_force);
}

/* In UDP there is IP, and nothing else. */
static void nat_encapsulation(void **state)
{
	static const uint8_t refused[] = { IPPROTO_GRE, 55, IPPROTO_IPV6, 1 };
	struct testing_ha4 *t = *state;
	size_t i;

	t->config.gre = true;
	testing_ha4_configure(t);
	testing_ha4_nat(t, "198.51.100.20", 40001, "10.0.0.7");
	for (i = 0; i < sizeof(refused); i++) {
		t->rrq.node.udp_encap = refused[i];
		testing_ha4_refused(t, DSMIPD_MIP4_NO_UDP,
				    "encapsulation is not offered in UDP");
	}
	t->rrq.node.udp_encap = IPPROTO_IPIP;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	/* What the extension says counts for more than the flags. */
	t->rrq.flags |= DSMIPD_MIP4_RRQ_GRE;
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	assert_int_equal(t->decision.record.encap, DSMIP_ENCAP_MIPUDP);
	t->rrq.node.udp_encap = 0;
	testing_ha4_refused(t, DSMIPD_MIP4_NO_UDP,
			    "encapsulation is not offered in UDP");
}

/* Who asks has to have the care-of address. */
static void nat_of_whom(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	t->rrq.node.has_udp_request = true;
	testing_ha4_refused(t, DSMIPD_MIP4_BAD_REQUEST,
			    "UDP tunnel request of who has no care-of address");
	t->rrq.node.has_udp_request = false;
	t->rrq.agent.has_udp_request = true;
	t->rrq.flags |= DSMIPD_MIP4_RRQ_COLOCATED;
	testing_ha4_refused(t, DSMIPD_MIP4_BAD_REQUEST,
			    "UDP tunnel request of who has no care-of address");
	/* A foreign agent behind a NAT. */
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	t->rrq.coa = testing_ha4_addr("10.0.0.1");
	t->path.port = 1024;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_false(t->reply.node.has_udp_reply);
	assert_true(t->reply.agent.has_udp_reply);
	assert_int_equal(t->reply.agent.udp_code, DSMIPD_MIP4_UDP_WILL_DO);
	assert_int_equal(t->decision.record.port, 1024);
	assert_int_equal(t->decision.record.coa.v4.s_addr, t->path.src.s_addr);
	/* Behind the node's authentication anybody can say so. */
	testing_ha4_agent(t, TESTING_HA4_STRANGE);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	assert_false(t->reply.agent.has_udp_reply);
	assert_int_equal(t->decision.record.encap, DSMIP_ENCAP_IP);
}

/* By way of a foreign agent that only wants to see it: not offered. */
static void nat_half_bound(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_nat(t, TESTING_HA4_STRANGE, 434, "198.51.100.7");
	t->rrq.node.udp_agent = true;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->reply.node.udp_code, DSMIPD_MIP4_UDP_DECLINED);
	assert_int_equal(t->decision.record.encap, DSMIP_ENCAP_IP);
	assert_int_equal(t->decision.record.coa.v4.s_addr,
			 t->rrq.coa.s_addr);
}

/* Deregistration does not depend on the way. */
static void nat_deregister(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_nat(t, "198.51.100.20", 40001, "10.0.0.7");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	t->rrq.lifetime = 0;
	t->path.port = 40002;
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
	assert_null(testing_ha4_record(t));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(encapsulation),
		HA4_TEST(reverse_tunnel),
		HA4_TEST(broadcast),
		HA4_TEST(care_of_addresses),
		HA4_TEST(nat_found),
		HA4_TEST(nat_switched_off),
		HA4_TEST(nat_forced),
		HA4_TEST(nat_encapsulation),
		HA4_TEST(nat_of_whom),
		HA4_TEST(nat_half_bound),
		HA4_TEST(nat_deregister),
	};

	return cmocka_run_group_tests_name("ha4_encap", tests, NULL, NULL);
}
