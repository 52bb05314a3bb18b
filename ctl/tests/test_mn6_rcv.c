// SPDX-License-Identifier: GPL-2.0
/*
 * What the home agent says, and messages that are to be ignored.
 *
 * Covers: R5555-4.2-09 R5555-4.2-11 R5555-3.2.2-04 R5555-4.4.2-10
 * Covers: R5555-4.4.2-11 R5555-4.4.3-05 R5555-2-03 R5555-2.3.2-01
 */

#include <string.h>

#include "testing_mn6.h"

static void begin(struct testing_mn6 *t, const char *coa)
{
	testing_mn6_start(t);
	testing_mn6_net(t, coa, NULL);
}

static void with_key(struct testing_mn6 *t)
{
	testing_mn6_init(t);
	t->config.security = DSMIPD_SECURITY_AUTH;
	t->config.key.spi = 300;
	t->config.key.len = 16;
	memset(t->config.key.key, 7, 16);
}

static void sign(const struct testing_mn6 *t, struct dsmipd_mh *ack)
{
	ack->has_auth = true;
	ack->auth_subtype = 1;
	ack->auth_spi = t->config.key.spi;
	ack->auth_len = DSMIPD_AUTH_DATA_LEN;
}

/* F, refresh time, the literal reading: the encapsulation (RFC 5555, 4.4.2). */
static void nat_detection(void **state)
{
	static const struct {
		bool option, force, literal;
		uint32_t refresh;
		bool udp, nat;
	} cases[] = {
		{ false, false, false, 0, false, false },
		{ true, false, false, DSMIPD_MH_NATD_NEVER, false, false },
		{ true, false, true, DSMIPD_MH_NATD_NEVER, true, false },
		{ true, false, false, 110, true, true },
		{ true, false, false, 0, true, true },
		{ true, true, false, DSMIPD_MH_NATD_NEVER, true, false },
		{ true, true, false, 60, true, true },
	};
	struct testing_mn6 t;
	struct dsmipd_mh ack;
	size_t i;

	(void)state;
	for (i = 0; i < TESTING_SIZE(cases); i++) {
		testing_mn6_init(&t);
		t.config.literal_nat = cases[i].literal;
		begin(&t, TESTING_MN4);
		ack = testing_mn6_ack(&t, 0);
		ack.has_nat = cases[i].option;
		ack.nat_force = cases[i].force;
		ack.nat_refresh = cases[i].refresh;
		testing_mn6_rcv(&t, &ack);
		assert_int_equal(t.tunnel.udp, cases[i].udp);
		assert_int_equal(testing_mn6_info(&t).nat, cases[i].nat);
		assert_int_equal(testing_mn6_info(&t).forced, cases[i].force);
		testing_mn6_is(&t.tunnel.peer, TESTING_HA4);
		testing_mn6_stop(&t);
	}
}

static void tunnel_before_addresses(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	assert_string_equal(t.did, "send tunnel homes");
	assert_int_equal(t.n_homes, 1);
	assert_int_equal(t.homes[0].len, 128);
	testing_mn6_is(&t.homes[0].addr, TESTING_HOA);
	assert_int_equal(testing_mn6_info(&t).state,
			 DSMIPD_MN6_STATE_REGISTERED);
	testing_mn6_stop(&t);
}

/* Nothing of it may be taken for an answer. */
static void what_is_no_answer(void **state)
{
	struct in6_addr other = testing_addr("2001:db8:1::2").v6;
	uint8_t data[DSMIPD_MH_MAX_LEN];
	struct testing_mn6 t;
	struct dsmipd_mh ack;
	size_t len, i;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	ack = testing_mn6_ack(&t, 0);
	len = dsmipd_mh_build(&ack, data, sizeof(data));
	dsmipd_mn6_rcv(t.mn, &other, data, len, t.now);
	for (i = 0; i < len; i++)
		dsmipd_mn6_rcv(t.mn, &t.config.ha, data, i, t.now);
	ack.sequence++;
	testing_mn6_rcv(&t, &ack);
	assert_string_equal(t.did, "send");
	testing_mn6_stop(&t);
}

static void an_answer_counts_once(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	testing_mn6_forget(&t);
	testing_mn6_run(&t, 100000);
	testing_mn6_answer(&t, 0);
	testing_mn6_answer(&t, 128);
	assert_string_equal(t.did, "");
	assert_int_equal(testing_mn6_info(&t).left, 500);
	testing_mn6_stop(&t);
}

/* The answer to the first of two updates is as good. */
static void a_late_answer(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh first;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	first = testing_mn6_ack(&t, 0);
	testing_mn6_run(&t, 2000);
	assert_int_equal(t.n_sent, 2);
	testing_mn6_rcv(&t, &first);
	assert_string_equal(t.did, "send send tunnel homes");
	testing_mn6_answer(&t, 0);
	assert_string_equal(t.did, "send send tunnel homes");
	assert_int_equal(testing_mn6_info(&t).left, 599);
	testing_mn6_stop(&t);
}

/* The node has moved on; so will the home agent. */
static void an_answer_for_another_address(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh first;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	first = testing_mn6_ack(&t, 0);
	testing_mn6_net(&t, "2001:db8:3::131", NULL);
	testing_mn6_rcv(&t, &first);
	assert_string_equal(t.did, "send send");
	testing_mn6_stop(&t);
}

static void only_authentic_answers(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	with_key(&t);
	begin(&t, TESTING_MN4);
	testing_mn6_answer(&t, 0);
	assert_string_equal(t.did, "send");
	assert_string_equal(t.event,
			    "acknowledgement with status 0 is not authentic");
	ack = testing_mn6_ack(&t, 0);
	sign(&t, &ack);
	t.config.key.key[0]++;
	testing_mn6_rcv(&t, &ack);
	assert_string_equal(t.did, "send");
	t.config.key.key[0]--;
	testing_mn6_rcv(&t, &ack);
	assert_string_equal(t.did, "send tunnel homes");
	testing_mn6_stop(&t);
}

static void accepted_for_no_time(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	ack = testing_mn6_ack(&t, 0);
	ack.lifetime = 0;
	testing_mn6_rcv(&t, &ack);
	assert_string_equal(t.did, "send");
	assert_int_equal(testing_mn6_info(&t).state,
			 DSMIPD_MN6_STATE_REFUSED);
	testing_mn6_stop(&t);
}

static void prefixes_are_to_be_asked_for(void **state)
{
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, DSMIPD_MH_ACCEPTED_PREFIX);
	assert_string_equal(t.did, "send tunnel homes solicit");
	testing_mn6_stop(&t);
}

/* RFC 3963, section 5.3: without flag R nothing is forwarded to the prefixes. */
static void no_prefixes_without_flag(void **state)
{
	struct testing_mn6 t;
	struct dsmipd_mh ack;

	(void)state;
	testing_mn6_init(&t);
	t.config.router = true;
	t.config.prefix[0].addr = testing_addr("2001:db8:200::").v6;
	t.config.prefix[0].len = 56;
	t.config.n_prefix = 1;
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	assert_int_equal(t.n_homes, 2);
	assert_int_equal(t.homes[1].len, 56);
	testing_mn6_run(&t, 537000);
	ack = testing_mn6_ack(&t, 0);
	ack.flags = 0;
	testing_mn6_rcv(&t, &ack);
	assert_int_equal(t.n_homes, 1);
	assert_string_equal(t.event, "the home agent forwards no prefixes");
	testing_mn6_stop(&t);
}

static void refresh_request(void **state)
{
	struct dsmipd_mh brr = { .type = DSMIPD_MH_BRR };
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	testing_mn6_rcv(&t, &brr);
	assert_int_equal(t.n_sent, 1);
	testing_mn6_answer(&t, 0);
	testing_mn6_rcv(&t, &brr);
	assert_int_equal(t.n_sent, 2);
	testing_mn6_stop(&t);
}

static void binding_error(void **state)
{
	struct dsmipd_mh be = { .type = DSMIPD_MH_BE, .status = 1 };
	struct testing_mn6 t;

	(void)state;
	testing_mn6_init(&t);
	begin(&t, TESTING_MN6);
	testing_mn6_answer(&t, 0);
	be.home = testing_addr("2001:db8:100::8").v6;
	testing_mn6_rcv(&t, &be);
	assert_int_equal(t.n_sent, 1);
	be.home = testing_addr(TESTING_HOA).v6;
	testing_mn6_rcv(&t, &be);
	assert_int_equal(t.n_sent, 2);
	/* The binding is what it was until the answer. */
	assert_null(strstr(t.did, "no-tunnel"));
	testing_mn6_answer(&t, 0);
	be.status = 2;
	testing_mn6_rcv(&t, &be);
	assert_int_equal(t.n_sent, 2);
	assert_string_equal(t.event, "the home agent knows no binding updates");
	testing_mn6_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nat_detection),
		cmocka_unit_test(tunnel_before_addresses),
		cmocka_unit_test(what_is_no_answer),
		cmocka_unit_test(an_answer_counts_once),
		cmocka_unit_test(a_late_answer),
		cmocka_unit_test(an_answer_for_another_address),
		cmocka_unit_test(only_authentic_answers),
		cmocka_unit_test(accepted_for_no_time),
		cmocka_unit_test(prefixes_are_to_be_asked_for),
		cmocka_unit_test(no_prefixes_without_flag),
		cmocka_unit_test(refresh_request),
		cmocka_unit_test(binding_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
