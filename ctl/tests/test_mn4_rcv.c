// SPDX-License-Identifier: GPL-2.0
/*
 * What a mobile node of Mobile IPv4 does about each answer, and about what is
 * no answer.
 *
 * Covers: R5454-3.9-01 R5454-3.9-03 R5454-4-01
 */

#include <string.h>

#include "testing_mn4.h"

static void begin(struct testing_mn4 *t)
{
	testing_mn4_init(t);
	testing_mn4_start(t);
	testing_mn4_net(t, TESTING_OWN);
	t->did[0] = '\0';
}

static void registering(const struct testing_mn4 *t)
{
	assert_int_equal(testing_mn4_info(t).state,
			 DSMIPD_MN4_STATE_REGISTERING);
}

/* RFC 5944, section 3.6.2.1: none of these is an answer. */
static void no_answer(void **state)
{
	const struct dsmipd_mn4_peer peer = {};
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.id ^= 1;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.hoa = testing_addr("203.0.113.8").v4;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.type = DSMIPD_MIP4_RRQ;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	dsmipd_mn4_rcv(t.mn, &peer, t.data, 10, t.now);
	registering(&t);
	testing_mn4_did(&t, "");
	assert_int_equal(testing_mn4_info(&t).malformed, 1);
	testing_mn4_stop(&t);
}

/* Without authentication, with a wrong one, and of a foreign agent that nobody
 * has asked.
 */
static void not_authentic(void **state)
{
	const struct dsmipd_mip4_sa *none[DSMIPD_MIP4_N_BETWEEN] = {};
	const struct dsmipd_mn4_peer peer = {
		.addr = testing_addr(TESTING_HA).v4,
	};
	static const uint8_t codes[] = { 0, 1, 133, 130 };
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;
	size_t i, len;

	(void)state;
	begin(&t);
	for (i = 0; i < sizeof(codes); i++) {
		rrp = testing_mn4_rrp(&t, codes[i]);
		len = dsmipd_mip4_auth_build(none, &rrp, data, sizeof(data));
		dsmipd_mn4_rcv(t.mn, &peer, data, len, t.now);
	}
	t.config.sa.key[3] ^= 1;
	testing_mn4_answer(&t, 0);
	t.config.sa.key[3] ^= 1;
	testing_mn4_answer(&t, DSMIPD_MIP4_FA_NO_RESOURCES);
	testing_mn4_answer(&t, DSMIPD_MIP4_FA_BAD_HA);
	registering(&t);
	testing_mn4_did(&t, "");
	assert_int_equal(testing_mn4_info(&t).unauthentic, 7);
	testing_mn4_answer(&t, 1);
	testing_mn4_did(&t, "homes tunnel");
	testing_mn4_stop(&t);
}

/* Code 133: the home agent's clock counts (RFC 5944, section 5.7.1). */
static void resynchronised(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;
	uint64_t first;

	(void)state;
	begin(&t);
	first = t.rrq.id;
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_ID_MISMATCH);
	rrp.id -= 3600ull << 32;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_did(&t, "send");
	assert_int_equal((first >> 32) - (t.rrq.id >> 32), 3600);
	assert_int_equal(testing_mn4_info(&t).skew, -3600);
	/* The same time again does not help. */
	testing_mn4_answer(&t, DSMIPD_MIP4_ID_MISMATCH);
	testing_mn4_did(&t, "");
	assert_int_equal(testing_mn4_info(&t).state, DSMIPD_MN4_STATE_REFUSED);
	testing_mn4_run(&t, 32000);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "send homes tunnel");
	testing_mn4_stop(&t);
}

/* Section 5.7.2: the home agent's nonce in the upper half, ours in the lower. */
static void nonces(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;
	uint32_t ours;

	(void)state;
	testing_mn4_init(&t);
	t.config.sa.replay = DSMIPD_MIP4_NONCES;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	assert_int_equal(t.rrq.id >> 32, 0);
	ours = t.rrq.id;
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_ID_MISMATCH);
	rrp.id |= 0x12345678ull << 32;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_int_equal(t.rrq.id >> 32, 0x12345678);
	assert_int_not_equal((uint32_t)t.rrq.id, ours);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.id = (uint32_t)rrp.id | 0x9abcdef0ull << 32;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_net(&t, "198.51.100.140");
	assert_int_equal(t.rrq.id >> 32, 0x9abcdef0);
	testing_mn4_stop(&t);
}

static void another_home_agent(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t);
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_UNKNOWN_HA);
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_did(&t, "");
	testing_mn4_run(&t, 600000);
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_UNKNOWN_HA);
	rrp.ha = testing_addr("192.0.2.9").v4;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_did(&t, "send send");
	testing_mn4_is(t.rrq.ha, "192.0.2.9");
	/* Not from one to the next for ever. */
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_UNKNOWN_HA);
	rrp.ha = testing_addr(TESTING_HA).v4;
	testing_mn4_rcv(&t, &rrp, "192.0.2.9");
	testing_mn4_did(&t, "");
	testing_mn4_stop(&t);
}

/* What can be helped is asked for once more, at once, as it is to be had. */
static void encapsulation(void **state)
{
	static const uint8_t codes[] = { 139, 142 };
	struct testing_mn4 t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(codes); i++) {
		testing_mn4_init(&t);
		t.config.encap = DSMIPD_MN4_ENCAP_GRE;
		testing_mn4_start(&t);
		testing_mn4_net(&t, TESTING_OWN);
		assert_true(t.rrq.flags & DSMIPD_MIP4_RRQ_GRE);
		assert_false(t.rrq.node.has_udp_request);
		testing_mn4_answer(&t, codes[i]);
		assert_false(t.rrq.flags & DSMIPD_MIP4_RRQ_GRE);
		testing_mn4_answer(&t, 0);
		assert_int_equal(t.tunnel.encap, DSMIP_ENCAP_IP);
		/* Elsewhere it may be another matter. */
		testing_mn4_net(&t, "198.51.100.140");
		assert_true(t.rrq.flags & DSMIPD_MIP4_RRQ_GRE);
		testing_mn4_answer(&t, 0);
		assert_int_equal(t.tunnel.encap, DSMIP_ENCAP_GRE);
		testing_mn4_stop(&t);
	}
	testing_mn4_init(&t);
	t.config.encap = DSMIPD_MN4_ENCAP_MINIMAL;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	assert_true(t.rrq.flags & DSMIPD_MIP4_RRQ_MINIMAL);
	testing_mn4_answer(&t, 0);
	assert_int_equal(t.tunnel.encap, DSMIP_ENCAP_MINIMAL);
	testing_mn4_stop(&t);
}

static void reverse_tunnel(void **state)
{
	struct testing_mn4 t;

	(void)state;
	testing_mn4_init(&t);
	t.config.reverse = false;
	t.config.broadcast = true;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	assert_int_equal(t.rrq.flags, DSMIPD_MIP4_RRQ_COLOCATED |
				      DSMIPD_MIP4_RRQ_BROADCAST);
	testing_mn4_answer(&t, DSMIPD_MIP4_REVERSE_NEEDED);
	assert_true(t.rrq.flags & DSMIPD_MIP4_RRQ_REVERSE);
	testing_mn4_answer(&t, DSMIPD_MIP4_REVERSE_NEEDED);
	assert_int_equal(testing_mn4_info(&t).state, DSMIPD_MN4_STATE_REFUSED);
	testing_mn4_stop(&t);
}

/* RFC 3519, section 4.3: only where the home agent says so. */
static void udp(void **state)
{
	static const struct {
		bool has;
		uint8_t code;
		uint16_t keepalive;
		uint32_t encap;
		uint32_t expected;
	} cases[] = {
		{ false, 0, 0, DSMIP_ENCAP_IP, 0 },
		{ true, 0, 0, DSMIP_ENCAP_MIPUDP, 110 },
		{ true, 63, 40, DSMIP_ENCAP_MIPUDP, 40 },
		{ true, 64, 40, DSMIP_ENCAP_IP, 0 },
		{ true, 255, 0, DSMIP_ENCAP_IP, 0 },
	};
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(cases); i++) {
		begin(&t);
		rrp = testing_mn4_rrp(&t, 0);
		rrp.node.has_udp_reply = cases[i].has;
		rrp.node.udp_code = cases[i].code;
		rrp.node.udp_keepalive = cases[i].keepalive;
		testing_mn4_rcv(&t, &rrp, TESTING_HA);
		assert_int_equal(t.tunnel.encap, cases[i].encap);
		assert_int_equal(testing_mn4_info(&t).keepalive,
				 cases[i].expected);
		testing_mn4_stop(&t);
	}
}

static void forced_udp(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	testing_mn4_init(&t);
	t.config.udp = DSMIPD_MN4_UDP_FORCE;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	assert_true(t.rrq.node.udp_force);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.node.has_udp_reply = true;
	rrp.node.udp_force = true;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_true(testing_mn4_info(&t).udp_forced);
	/* Elsewhere it is refused. */
	testing_mn4_net(&t, "198.51.100.140");
	testing_mn4_answer(&t, DSMIPD_MIP4_PROHIBITED);
	assert_true(t.rrq.node.has_udp_request);
	assert_false(t.rrq.node.udp_force);
	testing_mn4_answer(&t, DSMIPD_MIP4_PROHIBITED);
	assert_int_equal(testing_mn4_info(&t).state, DSMIPD_MN4_STATE_REFUSED);
	testing_mn4_stop(&t);

	testing_mn4_init(&t);
	t.config.udp = DSMIPD_MN4_UDP_NEVER;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	assert_false(t.rrq.node.has_udp_request);
	testing_mn4_stop(&t);
}

/* Others pass with time, or with somebody who changes something. */
static void other_codes(void **state)
{
	static const struct {
		uint8_t code;
		uint64_t wait;
	} cases[] = {
		{ 128, 32000 }, { 129, 600000 }, { 130, 32000 },
		{ 131, 600000 }, { 132, 32000 }, { 134, 600000 },
		{ 135, 600000 }, { 137, 600000 }, { 192, 600000 },
	};
	struct testing_mn4 t;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(cases); i++) {
		begin(&t);
		testing_mn4_answer(&t, cases[i].code);
		assert_int_equal(testing_mn4_info(&t).code, cases[i].code);
		assert_int_equal(dsmipd_mn4_next(t.mn) - t.now.mono,
				 cases[i].wait);
		testing_mn4_run(&t, cases[i].wait);
		testing_mn4_did(&t, "send");
		testing_mn4_stop(&t);
	}
	begin(&t);
	for (i = 0; i < 6; i++) {
		testing_mn4_answer(&t, 130);
		testing_mn4_run(&t, dsmipd_mn4_next(t.mn) - t.now.mono);
	}
	assert_int_equal(t.sent[6] - t.sent[5], 600000);
	testing_mn4_stop(&t);
}

static void accepted_for_no_time(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.lifetime = 0;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_did(&t, "");
	assert_int_equal(testing_mn4_info(&t).state, DSMIPD_MN4_STATE_REFUSED);
	testing_mn4_stop(&t);
}

/* RFC 3543: agreed on in request and reply. */
static void revocable(struct testing_mn4 *t, struct dsmipd_mip4 *revoke)
{
	struct dsmipd_mip4 rrp;

	testing_mn4_init(t);
	t->config.revocation = true;
	testing_mn4_start(t);
	testing_mn4_net(t, TESTING_OWN);
	assert_true(t->rrq.node.has_revocation);
	rrp = testing_mn4_rrp(t, 0);
	rrp.node.has_revocation = true;
	testing_mn4_rcv(t, &rrp, TESTING_HA);
	testing_mn4_forget(t);
	memset(revoke, 0, sizeof(*revoke));
	revoke->type = DSMIPD_MIP4_REVOKE;
	revoke->flags = DSMIPD_MIP4_REVOKE_BY_HOME | DSMIPD_MIP4_REVOKE_INFORM;
	revoke->hoa = t->rrq.hoa;
	revoke->ha = t->rrq.ha;
	revoke->coa = t->rrq.coa;
	revoke->id = t->rrq.node.revocation_time + 5;
}

static void revoked(void **state)
{
	struct dsmipd_mip4 revoke;
	struct testing_mn4 t;

	(void)state;
	revocable(&t, &revoke);
	testing_mn4_rcv(&t, &revoke, TESTING_HA);
	testing_mn4_did(&t, "send no-tunnel homes");
	assert_int_equal(t.rrq.type, DSMIPD_MIP4_REVOKE_ACK);
	assert_int_equal(t.rrq.flags, DSMIPD_MIP4_REVOKE_ACK_INFORM);
	assert_int_equal(t.rrq.id, revoke.id);
	testing_mn4_is(t.rrq.hoa, TESTING_HOA);
	testing_mn4_is(t.way.dst, TESTING_HA);
	testing_mn4_is(t.way.src, TESTING_OWN);
	/* Once more is nothing new, and it registers later. */
	testing_mn4_rcv(&t, &revoke, TESTING_HA);
	testing_mn4_did(&t, "");
	testing_mn4_run(&t, 32000);
	testing_mn4_did(&t, "send");
	testing_mn4_stop(&t);
}

/* Reflected, old, of another binding, not authentic, or never agreed on. */
static void not_revoked(void **state)
{
	struct dsmipd_mip4 revoke, bad;
	struct testing_mn4 t;

	(void)state;
	revocable(&t, &revoke);
	bad = revoke;
	bad.flags = 0;
	testing_mn4_rcv(&t, &bad, TESTING_HA);
	bad = revoke;
	bad.id -= 6;
	testing_mn4_rcv(&t, &bad, TESTING_HA);
	bad = revoke;
	bad.coa = testing_addr("198.51.100.140").v4;
	testing_mn4_rcv(&t, &bad, TESTING_HA);
	bad = revoke;
	t.config.sa.key[0] ^= 1;
	testing_mn4_rcv(&t, &bad, TESTING_HA);
	t.config.sa.key[0] ^= 1;
	testing_mn4_did(&t, "");
	assert_int_equal(testing_mn4_info(&t).unauthentic, 1);
	testing_mn4_net(&t, "198.51.100.140");
	testing_mn4_answer(&t, 0);
	testing_mn4_forget(&t);
	revoke.coa = t.rrq.coa;
	testing_mn4_rcv(&t, &revoke, TESTING_HA);
	testing_mn4_did(&t, "");
	testing_mn4_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_answer),
		cmocka_unit_test(not_authentic),
		cmocka_unit_test(resynchronised),
		cmocka_unit_test(nonces),
		cmocka_unit_test(another_home_agent),
		cmocka_unit_test(encapsulation),
		cmocka_unit_test(reverse_tunnel),
		cmocka_unit_test(udp),
		cmocka_unit_test(forced_udp),
		cmocka_unit_test(other_codes),
		cmocka_unit_test(accepted_for_no_time),
		cmocka_unit_test(revoked),
		cmocka_unit_test(not_revoked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
