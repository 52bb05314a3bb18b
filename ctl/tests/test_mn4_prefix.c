// SPDX-License-Identifier: GPL-2.0
/*
 * IPv6 prefixes of a mobile node of Mobile IPv4: what is asked for, and what
 * follows from answers.
 *
 * Covers: R5454-2.1-03 R5454-2.2-02 R5454-2.2-06 R5454-2.3-02 R5454-3.1-01
 * Covers: R5454-3.1-02 R5454-3.2-04 R5454-3.5-01 R5454-3.5-02 R5454-3.5-03
 * Covers: R5454-3.5-04 R5454-3.5-05 R5454-3.5-06 R5454-3.5-07 R5454-3.5-08
 * Covers: R5454-3.5-09 R5454-3.5-10 R5454-3.5-11 R5454-3.5-12 R5454-1.4-01
 * Covers: R5454-1.4-03 R5454-1.4-04 R5454-3.7.1-01 R5454-3.7.1-02
 * Covers: R5454-3.7.1-03 R5454-3.7.1-05 R5454-3.7.1-06 R5454-5-02
 * Covers: R5454-3.2-01 D4-01-3.2-02 D4-01-4.5-01 D4-01-4.5-02 D4-01-4.5-03
 * Covers: D4-01-4.5-04 D4-01-4.5-05 D4-01-4.5-08 D4-01-4.5-09 D4-01-4.6.1-01
 * Covers: D4-01-4.6.1-02 D4-01-4.6.1-04 D4-01-4.6.1-05 D4-01-4.2-01
 * Covers: D4-01-4.2-03 D4-01-3.2-03 D4-01-4.6.2-02 D4-01-4.6.2-03
 * Covers: R5454-3.2-02 R5454-3.2-03
 */

#include <string.h>

#include "testing_mn4.h"

static void begin(struct testing_mn4 *t, enum dsmipd_mn4_mode mode)
{
	testing_mn4_init(t);
	t->config.mode = mode;
	t->config.prefix_retry = 3600;
	testing_mn4_prefix(t, TESTING_NET);
	testing_mn4_prefix(t, TESTING_INSIDE);
}

static void asked(struct testing_mn4 *t)
{
	testing_mn4_start(t);
	testing_mn4_net(t, TESTING_OWN);
}

static void is_prefix(const struct dsmipd_mip4_prefix *prefix, const char *text)
{
	struct dsmip_addr addr = testing_addr(text);

	assert_memory_equal(&prefix->addr, &addr.v6, sizeof(addr.v6));
}

/* Code 0: all in the tunnel to the home address. */
static void to_the_home_address(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t, DSMIPD_MN4_MODE_HOME);
	asked(&t);
	assert_int_equal(t.rrq.n_prefix, 2);
	assert_false(t.rrq.node.has_mode);
	is_prefix(&t.rrq.prefix[0], "2001:db8:107::");
	/* Without the address in it. */
	is_prefix(&t.rrq.prefix[1], "2001:db8:108::");
	assert_int_equal(t.rrq.prefix[1].len, 64);
	testing_mn4_answer(&t, 0);
	assert_true(t.tunnel.ipv6);
	assert_true(t.tunnel.home6);
	assert_int_equal(t.n_homes, 3);
	assert_int_equal(t.homes[2].addr.bytes[15], 7);
	/* In each request again: what is left out is removed. */
	testing_mn4_net(&t, TESTING_PRIVATE);
	assert_int_equal(t.rrq.n_prefix, 2);
	testing_mn4_stop(&t);
}

/* Code 1: to the care-of address; but all or none. */
static void to_the_coa(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t, DSMIPD_MN4_MODE_COA);
	asked(&t);
	assert_true(t.rrq.node.has_mode);
	testing_mn4_answer(&t, 0);
	assert_true(t.tunnel.ipv6);
	assert_false(t.tunnel.home6);
	assert_false(t.tunnel.native6);
	testing_mn4_net(&t, TESTING_PRIVATE);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.prefix[1].code = 0;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_true(t.tunnel.home6);
	testing_mn4_stop(&t);
}

/* 2 to 7 accept, and are as 0; from 8 on they refuse, and so does no answer. */
static void codes(void **state)
{
	static const struct {
		uint8_t code;
		bool granted;
	} cases[] = {
		{ 0, true }, { 2, true }, { 7, true }, { 8, false },
		{ 9, false }, { 10, false }, { 11, false }, { 255, false },
	};
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(cases); i++) {
		begin(&t, DSMIPD_MN4_MODE_HOME);
		asked(&t);
		rrp = testing_mn4_rrp(&t, 0);
		rrp.prefix[0].code = cases[i].code;
		rrp.n_prefix = 1;
		testing_mn4_rcv(&t, &rrp, TESTING_HA);
		assert_int_equal(t.n_homes, 1 + cases[i].granted);
		assert_int_equal(t.tunnel.ipv6, cases[i].granted);
		assert_int_equal(testing_mn4_info(&t).prefix_code[0],
				 cases[i].code);
		assert_int_equal(testing_mn4_info(&t).prefix_code[1],
				 DSMIPD_MN4_NO_CODE);
		testing_mn4_stop(&t);
	}
}

/* Another length, another prefix: no answers to our requests. */
static void not_ours(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t, DSMIPD_MN4_MODE_HOME);
	asked(&t);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.prefix[0].len = 60;
	rrp.prefix[1].addr = testing_addr("2001:db8:109::").v6;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_int_equal(t.n_homes, 1);
	assert_false(t.tunnel.ipv6);
	testing_mn4_stop(&t);
}

/* Refused as a whole, whatever it says of prefixes. */
static void the_header_counts(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t, DSMIPD_MN4_MODE_HOME);
	asked(&t);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.code = DSMIPD_MIP4_NO_RESOURCES;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_did(&t, "send");
	assert_int_equal(testing_mn4_info(&t).state, DSMIPD_MN4_STATE_REFUSED);
	assert_int_equal(testing_mn4_info(&t).prefix_code[0],
			 DSMIPD_MN4_NO_CODE);
	testing_mn4_stop(&t);
}

/* In another order they are. */
static void any_order(void **state)
{
	struct dsmipd_mip4_prefix first;
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t, DSMIPD_MN4_MODE_HOME);
	asked(&t);
	rrp = testing_mn4_rrp(&t, 0);
	first = rrp.prefix[0];
	rrp.prefix[0] = rrp.prefix[1];
	rrp.prefix[1] = first;
	rrp.prefix[1].code = 9;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_int_equal(testing_mn4_info(&t).prefix_code[0], 9);
	assert_int_equal(testing_mn4_info(&t).prefix_code[1], 0);
	testing_mn4_stop(&t);
}

/* No answer to any: this home agent knows nothing of it, and is not asked for
 * some time; IPv4 goes on.
 */
static void an_old_home_agent(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	begin(&t, DSMIPD_MN4_MODE_HOME);
	asked(&t);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.n_prefix = 0;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	testing_mn4_did(&t, "send homes tunnel");
	assert_false(t.tunnel.ipv6);
	testing_mn4_net(&t, TESTING_PRIVATE);
	assert_int_equal(t.rrq.n_prefix, 0);
	testing_mn4_answer(&t, 0);
	t.now.mono += 3600000;
	testing_mn4_net(&t, TESTING_OWN);
	assert_int_equal(t.rrq.n_prefix, 2);
	testing_mn4_stop(&t);
}

static void implicit(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t, DSMIPD_MN4_MODE_IMPLICIT);
	asked(&t);
	assert_int_equal(t.rrq.n_prefix, 0);
	assert_false(t.rrq.node.has_mode);
	testing_mn4_answer(&t, 0);
	assert_int_equal(t.n_homes, 3);
	assert_true(t.tunnel.ipv6);
	assert_true(t.tunnel.home6);
	testing_mn4_stop(&t);
}

/* RFC 5454, section 3.7.1: first the home address, then the link-local one. */
static void link_local(void **state)
{
	struct testing_mn4 t;

	(void)state;
	begin(&t, DSMIPD_MN4_MODE_COA);
	t.config.link_local = true;
	asked(&t);
	assert_int_equal(t.rrq.n_prefix, 2);
	assert_false(t.rrq.node.has_mode);
	testing_mn4_answer(&t, 0);
	testing_mn4_did(&t, "send homes tunnel send");
	assert_int_equal(t.rrq.n_prefix, 3);
	assert_int_equal(t.rrq.prefix[2].len, DSMIPD_MIP4_LINKLOCAL);
	is_prefix(&t.rrq.prefix[2], "fe80::" TESTING_HOA);
	testing_mn4_answer(&t, 0);
	assert_true(t.tunnel.home6);
	/* It stays in all others. */
	testing_mn4_net(&t, TESTING_PRIVATE);
	assert_int_equal(t.rrq.n_prefix, 3);
	testing_mn4_stop(&t);
}

static void link_local_alone(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	testing_mn4_init(&t);
	t.config.link_local = true;
	asked(&t);
	testing_mn4_answer(&t, 0);
	assert_false(t.tunnel.ipv6);
	assert_int_equal(t.rrq.n_prefix, 1);
	testing_mn4_answer(&t, 0);
	assert_true(t.tunnel.ipv6);
	/* Refused: no more than that. */
	testing_mn4_net(&t, TESTING_PRIVATE);
	testing_mn4_forget(&t);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.prefix[0].code = 9;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_false(t.tunnel.ipv6);
	testing_mn4_did(&t, "tunnel");
	testing_mn4_stop(&t);
}

/* Draft -01, section 4.6.1: one that is given, and asked for by name then. */
static void allocated(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	testing_mn4_init(&t);
	t.config.draft = true;
	testing_mn4_prefix(&t, TESTING_NET);
	testing_mn4_prefix(&t, "::/56");
	testing_mn4_prefix(&t, "::7/128");
	asked(&t);
	assert_true(t.rrq.draft);
	assert_int_equal(t.rrq.n_prefix, 3);
	is_prefix(&t.rrq.prefix[2], "::7");
	rrp = testing_mn4_rrp(&t, 0);
	rrp.prefix[1].addr = testing_addr("2001:db8:300::").v6;
	rrp.prefix[1].len = 60;
	rrp.prefix[2].addr = testing_addr("2001:db8:100::7").v6;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_int_equal(t.n_homes, 4);
	assert_int_equal(t.homes[2].len, 60);
	assert_int_equal(t.homes[3].len, 128);
	testing_mn4_net(&t, TESTING_PRIVATE);
	is_prefix(&t.rrq.prefix[1], "2001:db8:300::");
	is_prefix(&t.rrq.prefix[2], "2001:db8:100::7");
	/* Not ours any more: another one is asked for, at once. */
	rrp = testing_mn4_rrp(&t, 0);
	rrp.prefix[1].code = 8;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	is_prefix(&t.rrq.prefix[1], "::");
	assert_int_equal(t.rrq.prefix[1].len, 56);
	testing_mn4_stop(&t);
}

/* Without the draft, a reply is to what was asked for, and to nothing else. */
static void nothing_is_allocated(void **state)
{
	struct testing_mn4 t;
	struct dsmipd_mip4 rrp;

	(void)state;
	testing_mn4_init(&t);
	testing_mn4_prefix(&t, "::/56");
	asked(&t);
	assert_false(t.rrq.draft);
	rrp = testing_mn4_rrp(&t, 0);
	rrp.prefix[0].addr = testing_addr("2001:db8:300::").v6;
	testing_mn4_rcv(&t, &rrp, TESTING_HA);
	assert_int_equal(t.n_homes, 1);
	testing_mn4_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(to_the_home_address),
		cmocka_unit_test(to_the_coa),
		cmocka_unit_test(codes),
		cmocka_unit_test(not_ours),
		cmocka_unit_test(the_header_counts),
		cmocka_unit_test(any_order),
		cmocka_unit_test(an_old_home_agent),
		cmocka_unit_test(implicit),
		cmocka_unit_test(link_local),
		cmocka_unit_test(link_local_alone),
		cmocka_unit_test(allocated),
		cmocka_unit_test(nothing_is_allocated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
