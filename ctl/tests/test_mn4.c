// SPDX-License-Identifier: GPL-2.0
/*
 * The life of a mobile node of Mobile IPv4: moving, returning home, leaving.
 *
 * Covers: R5454-1.3-01 R5454-3.1-03 R5454-3.8-01
 */

#include <string.h>

#include "testing_mn4.h"

static void begin(struct testing_mn4 *t)
{
	testing_mn4_init(t);
	testing_mn4_start(t);
}

static void registered(struct testing_mn4 *t, const char *coa)
{
	begin(t);
	testing_mn4_net(t, coa);
	testing_mn4_answer(t, 0);
	testing_mn4_forget(t);
}

/* RFC 5944, section 3.6.1: what is in a request, and where it goes. */
static void a_request(void **state)
{
	struct testing_mn4 t;

	(void)state;
	testing_mn4_init(&t);
	strcpy(t.config.name, "mn7@example.net");
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	assert_int_equal(t.rrq.type, DSMIPD_MIP4_RRQ);
	assert_int_equal(t.rrq.flags, DSMIPD_MIP4_RRQ_COLOCATED |
				      DSMIPD_MIP4_RRQ_REVERSE);
	assert_int_equal(t.rrq.lifetime, 600);
	testing_mn4_is(t.rrq.hoa, TESTING_HOA);
	testing_mn4_is(t.rrq.ha, TESTING_HA);
	testing_mn4_is(t.rrq.coa, TESTING_OWN);
	/* NTP time: seconds since 1900. */
	assert_int_equal(t.rrq.id >> 32, 1700000000 + 2208988800u);
	assert_string_equal(t.rrq.nai, "mn7@example.net");
	assert_true(t.rrq.node.has_udp_request);
	assert_false(t.rrq.node.udp_force);
	assert_false(t.rrq.node.udp_agent);
	assert_int_equal(t.rrq.node.udp_encap, 0);
	assert_false(t.rrq.node.has_mode);
	assert_int_equal(t.rrq.n_prefix, 0);
	testing_mn4_is(t.way.src, TESTING_OWN);
	testing_mn4_is(t.way.dst, TESTING_HA);
	assert_int_equal(t.way.port, 434);
	assert_false(t.way.link);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "send homes tunnel");
	testing_mn4_is(t.tunnel.coa, TESTING_OWN);
	assert_int_equal(t.tunnel.encap, DSMIP_ENCAP_IP);
	assert_false(t.tunnel.ipv6);
	assert_int_equal(t.n_homes, 1);
	testing_mn4_stop(&t);
}

/* The lifetime counts from when the request was sent, and is the shorter one. */
static void lifetime(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_run(&t, 500);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.lifetime = 1000;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_int_equal(testing_mn4_info(&t).lifetime, 600);
	assert_int_equal(testing_mn4_info(&t).left, 599);
	testing_mn4_stop(&t);

	begin(&t);
	testing_mn4_net(&t, TESTING_OWN);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.lifetime = 60;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_int_equal(testing_mn4_info(&t).lifetime, 60);
	testing_mn4_stop(&t);
}

static void data_stay_until_the_answer(void **state)
{
	static const char *const coas[] = {
		TESTING_OWN, TESTING_PRIVATE, "198.51.100.131", TESTING_OWN,
	};
	struct dsmipd_mn4_info info;
	struct testing_mn4 t;
	size_t i;

	(void)state;
	registered(&t, coas[0]);
	for (i = 1; i < TESTING_SIZE(coas); i++) {
		testing_mn4_run(&t, 1000);
		testing_mn4_net(&t, coas[i]);
		testing_mn4_is(t.rrq.coa, coas[i]);
		testing_mn4_is(t.tunnel.coa, coas[i - 1]);
		testing_mn4_run(&t, 80);
		testing_mn4_answer(&t, 0);
		testing_mn4_is(t.tunnel.coa, coas[i]);
		testing_mn4_did(&t, "send tunnel");
	}
	info = testing_mn4_info(&t);
	assert_int_equal(info.handovers, 3);
	assert_int_equal(info.last_handover, 80);
	testing_mn4_stop(&t);
}

/* The same address in another network: there may be another NAT. */
static void the_same_address_elsewhere(void **state)
{
	struct testing_mn4 t;

	(void)state;
	registered(&t, TESTING_PRIVATE);
	testing_mn4_net(&t, TESTING_PRIVATE);
	assert_int_equal(t.n_sent, 0);
	testing_mn4_coa(&t, TESTING_PRIVATE)->network = 1;
	testing_mn4_set(&t);
	assert_int_equal(t.n_sent, 1);
	testing_mn4_stop(&t);
}

/* Home addresses stay, so that connections do. */
static void no_network_for_a_while(void **state)
{
	struct testing_mn4 t;

	(void)state;
	registered(&t, TESTING_OWN);
	testing_mn4_set(&t);
	testing_mn4_did(&t, "no-tunnel");
	assert_int_equal(testing_mn4_info(&t).state, DSMIPD_MN4_STATE_NO_COA);
	assert_int_equal(t.n_homes, 1);
	testing_mn4_run(&t, 599000);
	assert_int_equal(t.n_sent, 0);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "send tunnel");
	testing_mn4_set(&t);
	testing_mn4_run(&t, 10000000);
	assert_int_equal(t.n_sent, 0);
	testing_mn4_stop(&t);
}

static void go_home(struct testing_mn4 *t)
{
	testing_mn4_coa(t, "203.0.113.99")->home = true;
	testing_mn4_set(t);
}

/* RFC 5944, section 4.6: the neighbours first, then the home agent, from the
 * home address, which is the care-of address.
 */
static void returning_home(void **state)
{
	struct testing_mn4 t;

	(void)state;
	registered(&t, TESTING_OWN);
	go_home(&t);
	testing_mn4_is(t.way.src, TESTING_HOA);
	testing_mn4_is(t.way.dst, TESTING_HA);
	testing_mn4_is(t.rrq.coa, TESTING_HOA);
	assert_int_equal(t.rrq.lifetime, 0);
	assert_int_equal(t.rrq.flags, 0);
	assert_false(t.rrq.node.has_udp_request);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "home-link send no-tunnel homes at-home");
	assert_int_equal(t.n_homes, 0);
	assert_int_equal(testing_mn4_info(&t).state,
			 DSMIPD_MN4_STATE_AT_HOME);
	/* And away again. */
	testing_mn4_run(&t, 1000000);
	assert_int_equal(t.n_sent, 0);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "away send homes tunnel");
	testing_mn4_stop(&t);
}

static void home_and_nobody_answers(void **state)
{
	struct testing_mn4 t;

	(void)state;
	registered(&t, TESTING_OWN);
	go_home(&t);
	testing_mn4_run(&t, 7000);
	testing_mn4_did(&t, "home-link send send send no-tunnel homes at-home send");
	/* As long as the home agent may have the binding. */
	testing_mn4_run(&t, 10000000);
	assert_in_range(t.n_sent, 15, 22);
	assert_null(strstr(t.did, "at-home"));
	testing_mn4_stop(&t);
}

static void resynchronised_at_home(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t);
	go_home(&t);
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_ID_MISMATCH);
	rrp.id += 5000ull << 32;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_int_equal(t.rrq.lifetime, 0);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "home-link send send at-home");
	testing_mn4_stop(&t);
}

static void leaving(void **state)
{
	struct testing_mn4 t;

	(void)state;
	registered(&t, TESTING_OWN);
	dsmipd_mn4_deregister(t.mn, t.now);
	assert_int_equal(t.rrq.lifetime, 0);
	assert_int_equal(t.rrq.flags, DSMIPD_MIP4_RRQ_COLOCATED);
	testing_mn4_is(t.rrq.coa, TESTING_OWN);
	/* New networks are of no interest any more. */
	testing_mn4_net(&t, "198.51.100.140");
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "send no-tunnel homes left");
	testing_mn4_run(&t, 1000000);
	assert_int_equal(t.n_sent, 0);
	testing_mn4_stop(&t);
}

static void leaving_without_an_answer(void **state)
{
	struct testing_mn4 t;

	(void)state;
	registered(&t, TESTING_OWN);
	dsmipd_mn4_deregister(t.mn, t.now);
	dsmipd_mn4_deregister(t.mn, t.now);
	testing_mn4_run(&t, 7000);
	testing_mn4_did(&t, "send send send no-tunnel homes left");
	testing_mn4_stop(&t);
}

static void leaving_without_a_binding(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t);
	dsmipd_mn4_deregister(t.mn, t.now);
	testing_mn4_did(&t, "left");
	testing_mn4_stop(&t);
}

/* RFC 2794: no home address yet; it stays the one that was given. */
static void a_dynamic_home_address(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	testing_mn4_init(&t);
	memset(&t.config.hoa, 0, sizeof(t.config.hoa));
	strcpy(t.config.name, "mn7@example.net");
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_is(t.rrq.hoa, "0.0.0.0");
	rrp = testing_mn4_rrp(&t, 0);
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_string_equal(t.event, "accepted, but without a home address");
	testing_mn4_run(&t, 32000);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.hoa = testing_addr("203.0.113.40").v4;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_is(t.tunnel.hoa, "203.0.113.40");
	testing_mn4_net(&t, "198.51.100.140");
	testing_mn4_is(t.rrq.hoa, "203.0.113.40");
	testing_mn4_stop(&t);
}

/* RFC 5944, section 3.6.1.2: who does not know his home agent asks all. */
static void an_unknown_home_agent(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	testing_mn4_init(&t);
	t.config.ha.s_addr = 0;
	testing_mn4_start(&t);
	testing_mn4_net(&t, TESTING_OWN);
	testing_mn4_is(t.rrq.ha, "203.0.113.255");
	testing_mn4_is(t.way.dst, "203.0.113.255");
	rrp = testing_mn4_rrp(&t, DSMIPD_MIP4_UNKNOWN_HA);
	rrp.ha = testing_addr(TESTING_HA).v4;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_is(t.rrq.ha, TESTING_HA);
	testing_mn4_is(t.way.dst, TESTING_HA);
	testing_mn4_answer(&t, 0);
	testing_mn4_is(t.tunnel.ha, TESTING_HA);
	testing_mn4_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request),
		cmocka_unit_test(lifetime),
		cmocka_unit_test(data_stay_until_the_answer),
		cmocka_unit_test(the_same_address_elsewhere),
		cmocka_unit_test(no_network_for_a_while),
		cmocka_unit_test(returning_home),
		cmocka_unit_test(home_and_nobody_answers),
		cmocka_unit_test(resynchronised_at_home),
		cmocka_unit_test(leaving),
		cmocka_unit_test(leaving_without_an_answer),
		cmocka_unit_test(leaving_without_a_binding),
		cmocka_unit_test(a_dynamic_home_address),
		cmocka_unit_test(an_unknown_home_agent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
