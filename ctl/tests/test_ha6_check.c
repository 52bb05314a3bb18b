// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent: who is let in, who is refused, and who gets no answer at all.
 *
 * Covers: R5555-4.5-06 R5555-5-01 R5555-5-05 R5555-5.1-17 R5555-5.2.1-05
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "testing_ha6.h"

#define OUT_OF_WINDOW	"sequence number out of window"
#define STRANGER	"home address of no subscriber"
#define UNROUTABLE	"home address is not a routable address"

static void malformed(void **state)
{
	static const uint8_t data[16] = { 59, 1, DSMIPD_MH_BU };
	struct testing_ha6 *t = *state;
	size_t len;

	for (len = 0; len < sizeof(data); len++) {
		dsmipd_ha6_rcv(t->ha, &t->path, data, len, t->now,
			       &t->decision);
		assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
		assert_string_equal(t->decision.reason, "malformed message");
	}
}

static void other_messages(void **state)
{
	struct testing_ha6 *t = *state;

	t->bu.has_auth = false;
	t->bu.type = DSMIPD_MH_BA;
	testing_ha6_dropped(t, "not a message to a home agent");
	t->bu.type = DSMIPD_MH_BRR;
	testing_ha6_dropped(t, "not a message to a home agent");
	t->bu.type = DSMIPD_MH_BE;
	testing_ha6_dropped(t, "not a message to a home agent");
}

/* A binding error of status 2, to where it came from, and not too many. */
static void unknown_type(void **state)
{
	static const uint8_t data[8] = { 59, 0, 1 };
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_decision *d = &t->decision;
	int n = 0;

	testing_ha6_native(t, "2001:db8:f::7");
	dsmipd_ha6_rcv(t->ha, &t->path, data, sizeof(data), t->now, d);
	assert_int_equal(d->verdict, DSMIPD_HA6_REPLY);
	assert_int_equal(d->reply.type, DSMIPD_MH_BE);
	assert_int_equal(d->reply.status, 2);
	assert_memory_equal(&d->reply.home, &t->path.src, 16);
	assert_memory_equal(&d->path.src, &t->path.coa, 16);
	assert_false(d->path.hao);

	testing_ha6_udp(t, "198.51.100.7", 40000, "198.51.100.7");
	dsmipd_ha6_rcv(t->ha, &t->path, data, sizeof(data), t->now, d);
	assert_memory_equal(&d->reply.home, &in6addr_any, 16);
	assert_memory_equal(&d->path, &t->path, sizeof(t->path));

	do {
		dsmipd_ha6_rcv(t->ha, &t->path, data, sizeof(data), t->now, d);
	} while (d->verdict == DSMIPD_HA6_REPLY && ++n < 1000);
	assert_true(n > 10 && n < 1000);
	assert_string_equal(d->reason, "too many messages of strangers");
	testing_ha6_wait(t, 1000);
	dsmipd_ha6_rcv(t->ha, &t->path, data, sizeof(data), t->now, d);
	assert_int_equal(d->verdict, DSMIPD_HA6_REPLY);

	t->path.src = testing_ha6_addr("ff02::1");
	dsmipd_ha6_rcv(t->ha, &t->path, data, sizeof(data), t->now, d);
	assert_int_equal(d->verdict, DSMIPD_HA6_DROP);
}

static void heartbeat(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_ha6_decision *d = &t->decision;

	t->config.restart = 42;
	testing_ha6_configure(t);
	t->bu.type = DSMIPD_MH_HEARTBEAT;
	t->bu.flags = 0;
	t->bu.sequence = 0x12345678;
	testing_ha6_rcv(t);
	assert_int_equal(d->verdict, DSMIPD_HA6_REPLY);
	assert_int_equal(d->reply.type, DSMIPD_MH_HEARTBEAT);
	assert_int_equal(d->reply.sequence, 0x12345678);
	assert_int_equal(d->reply.flags, 1);
	assert_true(d->reply.has_restart);
	assert_int_equal(d->reply.restart, 42);
	assert_memory_equal(&d->path, &t->path, sizeof(t->path));
	t->bu.flags = 1;
	testing_ha6_dropped(t, "not a message to a home agent");
	t->bu.flags = 2;
	testing_ha6_dropped(t, "not a message to a home agent");
}

static void form(void **state)
{
	static const char *const sources[] = {
		"::", "::1", "ff0e::1", "fe80::1", "::ffff:192.0.2.7",
		"2001:db8::1",
	};
	struct testing_ha6 *t = *state;
	size_t i;

	t->path.dst = testing_ha6_addr("2001:db8::2");
	testing_ha6_dropped(t, "not to the address of the home agent");
	t->path.dst = t->config.address;
	for (i = 0; i < TESTING_SIZE(sources); i++) {
		t->path.src = testing_ha6_addr(sources[i]);
		testing_ha6_dropped(t, UNROUTABLE);
	}
	testing_ha6_from(t, TESTING_HA6_ESP);
	/* A registration at a correspondent node. */
	t->bu.flags = DSMIPD_MH_BU_ACK;
	testing_ha6_dropped(t, "not a home registration");
	/* Flag A does not matter: home registrations are always answered. */
	t->bu.flags = DSMIPD_MH_BU_HOME;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
}

/* What the tunnel says has to be about the very message. */
static void origin(void **state)
{
	struct testing_ha6 *t = *state;
	const char *reason = "source is not that of the tunnel's packet";

	t->path.outer.inner_src = testing_addr("2001:db8:100::4");
	testing_ha6_dropped(t, reason);
	t->path.outer.inner_src.v6 = t->path.src;
	t->path.hao = true;
	t->path.coa = testing_ha6_addr("2001:db8:f::7");
	testing_ha6_dropped(t, reason);
	/* A Home Address option that says nothing else is let be. */
	t->path.coa = t->path.src;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_true(t->decision.path.hao);
}

static void nonce(void **state)
{
	/* A BU with flags A and H, and a Nonce Indices option. */
	static const uint8_t data[] = {
		59, 2, 5, 0, 0, 0, 0, 1, 0xc0, 0, 0, 100,
		4, 4, 0, 1, 0, 2, 1, 4, 0, 0, 0, 0,
	};
	struct testing_ha6 *t = *state;

	dsmipd_ha6_rcv(t->ha, &t->path, data, sizeof(data), t->now,
		       &t->decision);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
	assert_string_equal(t->decision.reason,
			    "nonce indices in a home registration");
}

/* Who has not shown who he is cannot find out who there is. */
static void strangers(void **state)
{
	struct testing_ha6 *t = *state;

	t->path.src = testing_ha6_addr("2001:db8:100::99");
	t->path.outer.inner_src.v6 = t->path.src;
	t->path.outer.spi = 0;
	testing_ha6_dropped(t, STRANGER);
	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_dropped(t, STRANGER);
	/* Under ESP somebody has let him in. */
	testing_ha6_udp(t, "198.51.100.7", 40000, "198.51.100.7");
	t->path.outer.spi = 0x777;
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_AGENT,
			    "not a home agent of that node");
	t->path.src = testing_ha6_addr("2001:db8:200::99");
	t->path.outer.inner_src.v6 = t->path.src;
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_SUBNET,
			    "home address in no home prefix");
	/* In a laboratory there are no secrets. */
	t->config.insecure = true;
	testing_ha6_configure(t);
	t->path.outer.spi = 0;
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_SUBNET,
			    "home address in no home prefix");
}

static void lookup(void **state)
{
	struct testing_ha6 *t = *state;

	t->lookup = -EIO;
	testing_ha6_dropped(t, "subscriber could not be looked up");
	t->lookup = 0;
	testing_ha6_text(t->bu.nai, "node1@example.org");
	testing_ha6_dropped(t, "home address of another subscriber");
	testing_ha6_text(t->bu.nai, "node0@example.org");
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
}

static void not_home(void **state)
{
	struct testing_ha6 *t = *state;

	t->sub[TESTING_HA6_ESP].hoa = testing_ha6_addr("2001:db8:200::1");
	testing_ha6_from(t, TESTING_HA6_ESP);
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_SUBNET,
			    "home address in no home prefix");
}

static void disabled(void **state)
{
	struct testing_ha6 *t = *state;

	t->sub[TESTING_HA6_ESP].enabled = false;
	testing_ha6_refused(t, DSMIPD_MH_PROHIBITED, "subscriber is disabled");
	t->sub[TESTING_HA6_ESP].enabled = true;
	t->bu.flags |= DSMIPD_MH_BU_PROXY;
	testing_ha6_refused(t, DSMIPD_MH_PROHIBITED, "proxy registration");
}

static void esp(void **state)
{
	struct testing_ha6 *t = *state;
	const char *reason = "not under ESP of the subscriber";

	t->path.outer.spi = 0;
	testing_ha6_dropped(t, reason);
	t->path.outer.spi = 0x101;
	testing_ha6_dropped(t, reason);
	t->path.outer.spi = 0x100;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	/* An association of IKE has any SPI, but there has to be one. */
	testing_ha6_from(t, TESTING_HA6_ROUTER);
	t->path.outer.spi = 0;
	testing_ha6_dropped(t, reason);
	t->path.outer.spi = 0xabcdef;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
}

static void none(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_from(t, TESTING_HA6_OPEN);
	testing_ha6_refused(t, DSMIPD_MH_PROHIBITED,
			    "subscriber without authentication");
	t->config.insecure = true;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_false(t->decision.sign);
	/* The others still have to authenticate themselves. */
	testing_ha6_from(t, TESTING_HA6_ESP);
	t->path.outer.spi = 0;
	testing_ha6_dropped(t, "not under ESP of the subscriber");
}

/* Without a care-of address in the message it is the home address. */
static void auth_without_coa(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_from(t, TESTING_HA6_AUTH);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	testing_ha6_udp(t, "198.51.100.7", 40000, NULL);
	testing_ha6_wait(t, 1);
	testing_ha6_refused(t, DSMIPD_MH_UNSPECIFIED,
			    "no IPv4 care-of address option");
	assert_true(t->decision.sign);
	assert_memory_equal(&t->decision.auth_coa, &t->path.src, 16);
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
}

static void auth(void **state)
{
	struct testing_ha6 *t = *state;
	const char *missing = "no authentication option of the subscriber";

	testing_ha6_from(t, TESTING_HA6_AUTH);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_true(t->decision.sign);
	assert_int_equal(t->decision.reply.auth_spi, 0x555);
	assert_true(t->decision.reply.has_timestamp);

	t->spoil = true;
	testing_ha6_refused(t, DSMIPD_MH_AUTH_FAILED, "authentication failed");
	assert_false(t->decision.sign);
	t->bu.auth_spi = 0x556;
	testing_ha6_dropped(t, missing);
	t->bu.has_auth = false;
	testing_ha6_dropped(t, missing);

	testing_ha6_from(t, TESTING_HA6_AUTH);
	testing_ha6_native(t, "2001:db8:f::7");
	testing_ha6_wait(t, 1);
	testing_ha6_accepted(t, DSMIPD_HA6_HANDOVER);
	/* The care-of address is in the signature, option or not. */
	t->bu.has_alt_coa = false;
	testing_ha6_refused(t, DSMIPD_MH_AUTH_FAILED, "authentication failed");
}

/* The clock is told by the upper half; what was not understood remains. */
static void clocks(void **state)
{
	struct testing_ha6 *t = *state;
	struct dsmipd_mh *reply = &t->decision.reply;
	uint64_t now, sent;

	testing_ha6_from(t, TESTING_HA6_AUTH);
	t->bu.has_timestamp = false;
	testing_ha6_refused(t, DSMIPD_MH_ID_REQUIRED,
			    "no replay protection option");
	assert_true(t->decision.sign);
	t->bu.has_timestamp = true;
	now = dsmipd_auth_ntp(t->now.real);
	sent = dsmipd_auth_ntp(t->now.real + 7100000000u);
	t->bu.timestamp = sent;
	testing_ha6_refused(t, DSMIPD_MH_ID_MISMATCH, "clocks differ too much");
	assert_true(reply->has_timestamp);
	assert_int_equal(reply->timestamp >> 32, now >> 32);
	assert_int_equal((uint32_t)reply->timestamp, (uint32_t)sent);
	t->bu.timestamp = dsmipd_auth_ntp(t->now.real - 7100000000u);
	testing_ha6_refused(t, DSMIPD_MH_ID_MISMATCH, "clocks differ too much");
	t->bu.timestamp = dsmipd_auth_ntp(t->now.real + 6900000000u);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	/* A newer number does not make an older time good. */
	testing_ha6_refused(t, DSMIPD_MH_ID_MISMATCH,
			    "older than the last accepted one");
	testing_ha6_wait(t, 7000);
	testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
}

/* A deregistered node is kept for as long as the clock lets old ones pass. */
static void replay(void **state)
{
	struct testing_ha6 *t = *state;
	uint64_t stamp;

	testing_ha6_from(t, TESTING_HA6_AUTH);
	stamp = dsmipd_auth_ntp(t->now.real + 6900000000u);
	t->bu.timestamp = stamp - 1000;
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	t->bu.lifetime = 0;
	t->bu.timestamp = stamp;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	testing_ha6_wait(t, 13800);
	assert_int_equal(dsmipd_ha6_tick(t->ha, t->now, &t->decision),
			 DSMIPD_HA6_TIMER_NONE);
	t->bu.lifetime = 100;
	t->bu.sequence = 1;
	t->bu.timestamp = stamp - 1000;
	testing_ha6_refused(t, DSMIPD_MH_BAD_SEQUENCE, OUT_OF_WINDOW);
	testing_ha6_wait(t, 200);
	assert_int_equal(dsmipd_ha6_tick(t->ha, t->now, &t->decision),
			 DSMIPD_HA6_TIMER_FORGOTTEN);
	t->bu.sequence = 1;
	t->bu.timestamp = stamp - 1000;
	testing_ha6_refused(t, DSMIPD_MH_ID_MISMATCH, "clocks differ too much");
}

/* Half of all numbers are newer; without an entry all are. */
static void sequences(void **state)
{
	static const uint16_t lasts[] = { 0, 1, 0x7fff, 0x8000, 0xffff };
	struct testing_ha6 *t = *state;
	size_t i;

	for (i = 0; i < TESTING_SIZE(lasts); i++) {
		uint16_t last = lasts[i];

		t->bu.sequence = last;
		t->bu.lifetime = 100;
		testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
		t->bu.sequence = last;
		testing_ha6_refused(t, DSMIPD_MH_BAD_SEQUENCE, OUT_OF_WINDOW);
		assert_int_equal(t->decision.reply.sequence, last);
		t->bu.sequence = (uint16_t)(last - 1);
		testing_ha6_refused(t, DSMIPD_MH_BAD_SEQUENCE, OUT_OF_WINDOW);
		t->bu.sequence = (uint16_t)(last + 0x8000);
		testing_ha6_refused(t, DSMIPD_MH_BAD_SEQUENCE, OUT_OF_WINDOW);
		assert_int_equal(t->decision.reply.sequence, last);
		t->bu.sequence = (uint16_t)(last + 0x7fff);
		testing_ha6_accepted(t, DSMIPD_HA6_REFRESH);
		t->bu.sequence = (uint16_t)(last + 0x8000);
		t->bu.lifetime = 0;
		testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
		testing_ha6_wait(t, 10000);
		assert_int_equal(dsmipd_ha6_tick(t->ha, t->now, &t->decision),
				 DSMIPD_HA6_TIMER_FORGOTTEN);
	}
}

/* Security goes first: a forged message learns nothing of the number. */
static void order(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_from(t, TESTING_HA6_AUTH);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	t->bu.sequence = 1;
	t->spoil = true;
	testing_ha6_refused(t, DSMIPD_MH_AUTH_FAILED, "authentication failed");
	assert_int_equal(t->decision.reply.sequence, 1);
	t->sub[TESTING_HA6_AUTH].enabled = false;
	t->spoil = true;
	testing_ha6_refused(t, DSMIPD_MH_AUTH_FAILED, "authentication failed");
	t->path.outer.coa = testing_addr("224.0.0.1");
	testing_ha6_refused(t, DSMIPD_MH_PROHIBITED, "subscriber is disabled");
}

/* What anybody can make us say is limited; who is authenticated is not. */
static void refusal_limit(void **state)
{
	struct testing_ha6 *t = *state;
	int i;

	testing_ha6_from(t, TESTING_HA6_AUTH);
	for (i = 0; i < 1000; i++) {
		t->spoil = true;
		testing_ha6_rcv(t);
		if (t->decision.verdict == DSMIPD_HA6_DROP)
			break;
	}
	assert_true(i > 10 && i < 1000);
	assert_string_equal(t->decision.reason,
			    "too many messages of strangers");
	t->bu.lifetime = 0;
	testing_ha6_refused(t, DSMIPD_MH_NOT_HOME_AGENT,
			    "nothing to deregister");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA6_TEST(malformed),
		HA6_TEST(other_messages),
		HA6_TEST(unknown_type),
		HA6_TEST(heartbeat),
		HA6_TEST(form),
		HA6_TEST(origin),
		HA6_TEST(nonce),
		HA6_TEST(strangers),
		HA6_TEST(lookup),
		HA6_TEST(not_home),
		HA6_TEST(disabled),
		HA6_TEST(esp),
		HA6_TEST(none),
		HA6_TEST(auth),
		HA6_TEST(auth_without_coa),
		HA6_TEST(clocks),
		HA6_TEST(replay),
		HA6_TEST(sequences),
		HA6_TEST(order),
		HA6_TEST(refusal_limit),
	};

	return cmocka_run_group_tests_name("ha6_check", tests, NULL, NULL);
}
