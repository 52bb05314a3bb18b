// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent of Mobile IPv4: who may register.  Authentication, identification
 * by timestamps and by nonces, foreign agents, and what strangers learn and
 * cost: nothing.
 *
 * Covers: R5454-3.3-01 D4-01-4.3-01 D4-01-4.3-08 D4-01-5-01
 */

#include <errno.h>
#include <string.h>

#include "testing_ha4.h"

#define SILENT_AUTH	"no authentication of the subscriber"
#define SILENT_FAILED	"authentication failed"

static void strangers(void **state)
{
	struct testing_ha4 *t = *state;

	t->rrq.hoa = testing_ha4_addr("203.0.113.200");
	testing_ha4_dropped(t, "no subscriber");
	t->rrq.hoa.s_addr = INADDR_ANY;
	testing_ha4_dropped(t, "no subscriber");
	testing_ha4_text(t->rrq.nai, "nobody@example.org");
	testing_ha4_dropped(t, "no subscriber");
	testing_ha4_from(t, TESTING_HA4_CLOCK);
	t->lookup = -EIO;
	testing_ha4_dropped(t, "subscriber could not be looked up");
	t->lookup = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

/* Of an SPI, a key, or whether there is one, nobody learns anything. */
static void not_authentic(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_mip4_sa sa = t->sub[0].mip4;
	size_t spoil;

	t->unsigned_node = true;
	testing_ha4_dropped(t, SILENT_AUTH);
	t->unsigned_node = false;
	/* Any byte of what counts. */
	for (spoil = 1; spoil < 24; spoil++) {
		if (spoil >= 4 && spoil < 8)
			continue;
		t->spoil = spoil;
		testing_ha4_dropped(t, SILENT_FAILED);
	}
	/* The SPI, and the authenticator. */
	t->spoil = 29;
	testing_ha4_dropped(t, SILENT_AUTH);
	t->spoil = 45;
	testing_ha4_dropped(t, SILENT_FAILED);
	t->sub[0].mip4.len = 0;
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason, SILENT_AUTH);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	t->sub[0].mip4 = sa;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

/* A foreign agent that is authentic learns that its visitor is not. */
static void visitor_not_authentic(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	t->spoil = 2;
	testing_ha4_refused(t, DSMIPD_MIP4_NODE_AUTH,
			    "authentication failed, but not the foreign agent's");
	testing_ha4_agent(t, TESTING_HA4_STRANGE);
	t->spoil = 2;
	testing_ha4_dropped(t, SILENT_FAILED);
}

/* Whatever is cut off, nothing comes of it. */
static void truncated(void **state)
{
	struct testing_ha4 *t = *state;
	struct dsmipd_ha4_stats stats;
	size_t len;

	testing_ha4_prefix(t, "2001:db8:1:10::/64");
	testing_ha4_rcv(t);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	for (len = 0; len < t->len; len++) {
		testing_ha4_send(t, t->data, len);
		assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
		assert_non_null(t->decision.reason);
	}
	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.bindings, 0);
	assert_int_equal(stats.dropped, t->len);
}

static void other_messages(void **state)
{
	static const uint8_t types[] = { 0, 2, 4, 5, 16, 255 };
	struct testing_ha4 *t = *state;
	uint8_t data[64] = { DSMIPD_MIP4_RRP };
	size_t i;

	testing_ha4_send(t, data, 20);
	assert_string_equal(t->decision.reason,
			    "not a message to a home agent");
	for (i = 0; i < sizeof(types); i++) {
		data[0] = types[i];
		testing_ha4_send(t, data, sizeof(data));
		assert_string_equal(t->decision.reason,
				    "not a message to a home agent");
		assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	}
}

static void bad_sources(void **state)
{
	static const char *const sources[] = {
		"0.0.0.0", "127.0.0.1", "224.0.0.11", "255.255.255.255",
		TESTING_HA4_ADDRESS,
	};
	struct testing_ha4 *t = *state;
	size_t i;

	for (i = 0; i < TESTING_SIZE(sources); i++) {
		t->path.src = testing_ha4_addr(sources[i]);
		testing_ha4_dropped(t, "source cannot be answered");
	}
	testing_ha4_colocated(t, "198.51.100.7");
	t->path.port = 0;
	testing_ha4_dropped(t, "source cannot be answered");
}

/* RFC 5944, section 5.7.1, and the resynchronisation of its section 3.8.3. */
static void timestamps(void **state)
{
	struct testing_ha4 *t = *state;
	uint64_t clock = dsmipd_auth_ntp(t->now.real);

	t->id = clock - (8ull << 32);
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "clocks differ too much");
	assert_int_equal(t->reply.id >> 32, clock >> 32);
	t->id = clock + (8ull << 32);
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "clocks differ too much");
	assert_null(testing_ha4_record(t));
	t->id = clock + (6ull << 32);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	/* Older than the last one, though the clocks agree; or the same. */
	t->id = clock;
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "older than the last accepted one");
	assert_int_equal(t->reply.id >> 32, clock >> 32);
	t->id = clock + (6ull << 32);
	testing_ha4_colocated(t, "198.51.100.8");
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "older than the last accepted one");
	t->id = clock + (6ull << 32) + 1;
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
}

/* What was accepted stays the last one beyond the end of a registration. */
static void replayed_after_end(void **state)
{
	struct testing_ha4 *t = *state;
	uint64_t id;

	t->rrq.lifetime = 2;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	id = t->last_id;
	testing_ha4_wait(t, 2000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_EXPIRED);
	testing_ha4_commit(t);
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason,
			    "older than the last accepted one");
	assert_int_equal(t->decision.reply.id & 0xffffffff, id & 0xffffffff);
	/* And then the clock says so. */
	testing_ha4_wait(t, 14000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_FORGOTTEN);
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason, "clocks differ too much");
}

/* RFC 5944, section 5.7.2. */
static void nonces(void **state)
{
	struct testing_ha4 *t = *state;
	uint64_t first;

	testing_ha4_from(t, TESTING_HA4_NONCE);
	testing_ha4_sync(t);
	first = t->reply.id >> 32;
	assert_null(testing_ha4_record(t));
	/* He who asks again is told the same: nobody can push it out. */
	t->id = 7;
	testing_ha4_sync(t);
	assert_int_equal(t->reply.id >> 32, first);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_int_equal(t->rrq.id >> 32, first);
	assert_int_equal(t->reply.id >> 32, t->decision.record.nonce);
	assert_int_not_equal(t->reply.id >> 32, first);
	/* The reply was lost: the message is repeated unchanged. */
	testing_ha4_repeated(t);
	assert_int_equal(t->reply.id >> 32, testing_ha4_record(t)->nonce);
	testing_ha4_accepted(t, DSMIPD_HA4_REFRESH);
	/* An old one from elsewhere. */
	t->id = first << 32 | 99;
	testing_ha4_colocated(t, "198.51.100.66");
	testing_ha4_sync(t);
	assert_int_equal(testing_ha4_record(t)->coa.v4.s_addr,
			 testing_ha4_addr("198.51.100.7").s_addr);
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	t->rrq.lifetime = 0;
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
	/* The registration of before does not come back. */
	t->id = first << 32 | 100;
	t->rrq.lifetime = 400;
	testing_ha4_sync(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

/* A refused request cannot be used later by who has heard it. */
static void nonce_of_refused(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_from(t, TESTING_HA4_NONCE);
	testing_ha4_sync(t);
	t->rrq.flags |= DSMIPD_MIP4_RRQ_GRE;
	testing_ha4_refused(t, DSMIPD_MIP4_ENCAP,
			    "encapsulation is not offered");
	t->config.gre = true;
	testing_ha4_configure(t);
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason, "not the nonce that was told");
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

/* Who was told a nonce and does not come is forgotten. */
static void nonce_is_forgotten(void **state)
{
	struct testing_ha4 *t = *state;
	uint64_t first;

	testing_ha4_from(t, TESTING_HA4_NONCE);
	testing_ha4_sync(t);
	first = t->reply.id;
	assert_int_equal(dsmipd_ha4_next(t->ha), t->now.mono + 60000);
	testing_ha4_wait(t, 60000);
	assert_int_equal(testing_ha4_tick(t), DSMIPD_HA4_TIMER_NONE);
	assert_int_equal(dsmipd_ha4_next(t->ha), UINT64_MAX);
	testing_ha4_sync(t);
	assert_int_not_equal(t->reply.id >> 32, first >> 32);
}

/* RFC 5944, section 3.8.2.1: exactly one valid one of who shares a key. */
static void foreign_agents(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	t->foreign = false;
	testing_ha4_refused(t, DSMIPD_MIP4_FOREIGN_AUTH,
			    "authentication of the foreign agent failed");
	t->foreign = true;
	testing_ha4_rcv(t);
	testing_ha4_commit(t);
	testing_ha4_wait(t, 1000);
	testing_ha4_rcv(t);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	t->data[t->len - 1] ^= 1;
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason,
			    "authentication of the foreign agent failed");
	/* Nobody shares a key with that one. */
	t->path.src = testing_ha4_addr(TESTING_HA4_STRANGE);
	testing_ha4_dropped(t, "authentication of an unknown foreign agent");
	/* The node is told before that its clock is wrong. */
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	t->foreign = false;
	t->id = 1;
	testing_ha4_refused(t, DSMIPD_MIP4_ID_MISMATCH,
			    "clocks differ too much");
}

/* Section 3.5.4: deregistrations need none; a wrong one is none. */
static void foreign_agent_deregisters(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	t->rrq.lifetime = 0;
	testing_ha4_rcv(t);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_UNBIND);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	t->data[t->len - 1] ^= 1;
	testing_ha4_send(t, t->data, t->len);
	assert_string_equal(t->decision.reason,
			    "authentication of the foreign agent failed");
	t->foreign = false;
	testing_ha4_accepted(t, DSMIPD_HA4_DEREGISTRATION);
}

/* Who looks for a home agent learns its address. */
static void other_home_agents(void **state)
{
	struct testing_ha4 *t = *state;

	t->path.dst = testing_ha4_addr("192.0.2.255");
	testing_ha4_refused(t, DSMIPD_MIP4_UNKNOWN_HA,
			    "to no address of the home agent");
	t->path.dst = t->config.address;
	t->rrq.ha = testing_ha4_addr("192.0.2.2");
	testing_ha4_refused(t, DSMIPD_MIP4_UNKNOWN_HA, "to another home agent");
	t->rrq.ha = t->reply.ha;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

static void home_addresses(void **state)
{
	struct testing_ha4 *t = *state;

	testing_ha4_text(t->rrq.nai, t->sub[0].name);
	t->rrq.hoa = testing_ha4_addr("203.0.113.2");
	testing_ha4_refused(t, DSMIPD_MIP4_PROHIBITED,
			    "home address of somebody else");
	t->rrq.hoa = testing_ha4_addr("203.0.113.1");
	t->sub[0].enabled = false;
	testing_ha4_refused(t, DSMIPD_MIP4_PROHIBITED,
			    "subscriber is disabled");
	t->sub[0].enabled = true;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
}

/* An extension twice: only who is authentic is told. */
static void poorly_formed(void **state)
{
	struct testing_ha4 *t = *state;
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 rrq;

	t->rrq.node.has_revocation = true;
	testing_ha4_rcv(t);
	dsmipd_ha4_abort(t->ha, &t->decision, DSMIPD_MIP4_UNSPECIFIED, t->now);
	assert_int_equal(t->data[24], 137);
	memcpy(data, t->data, 32);
	memcpy(data + 32, t->data + 24, t->len - 24);
	testing_ha4_send(t, data, t->len + 8);
	assert_string_equal(t->decision.reason, SILENT_FAILED);
	assert_int_equal(t->decision.verdict, DSMIPD_HA4_DROP);
	rrq = t->rrq;
	rrq.auth[DSMIPD_MIP4_MN_HA].off += 8;
	assert_true(dsmipd_mip4_auth_sign(&t->sub[0].mip4, &rrq,
					  DSMIPD_MIP4_MN_HA, data, t->len + 8));
	testing_ha4_send(t, data, t->len + 8);
	assert_string_equal(t->decision.reason, "malformed extension");
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_BAD_REQUEST);
}

/* Before any authenticator is computed; the others are not held up. */
static void rate_of_a_source(void **state)
{
	struct testing_ha4 *t = *state;
	int i;

	t->config.source_rate = 5;
	testing_ha4_configure(t);
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	t->spoil = 2;
	testing_ha4_dropped(t, SILENT_FAILED);
	for (i = 0; i < 3; i++)
		testing_ha4_send(t, t->data, t->len);
	testing_ha4_dropped(t, "too many messages of a source");
	/* Somebody else. */
	testing_ha4_colocated(t, "198.51.100.8");
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	/* A foreign agent speaks for many. */
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	for (i = 0; i < 80; i++) {
		testing_ha4_accepted(t, i ? DSMIPD_HA4_REFRESH :
				     DSMIPD_HA4_HANDOVER);
	}
	testing_ha4_dropped(t, "too many messages of a source");
	testing_ha4_wait(t, 200);
	testing_ha4_colocated(t, "198.51.100.7");
	testing_ha4_accepted(t, DSMIPD_HA4_HANDOVER);
	testing_ha4_dropped(t, "too many messages of a source");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA4_TEST(strangers),
		HA4_TEST(not_authentic),
		HA4_TEST(visitor_not_authentic),
		HA4_TEST(truncated),
		HA4_TEST(other_messages),
		HA4_TEST(bad_sources),
		HA4_TEST(timestamps),
		HA4_TEST(replayed_after_end),
		HA4_TEST(nonces),
		HA4_TEST(nonce_of_refused),
		HA4_TEST(nonce_is_forgotten),
		HA4_TEST(foreign_agents),
		HA4_TEST(foreign_agent_deregisters),
		HA4_TEST(other_home_agents),
		HA4_TEST(home_addresses),
		HA4_TEST(poorly_formed),
		HA4_TEST(rate_of_a_source),
	};

	return cmocka_run_group_tests_name("ha4_check", tests, NULL, NULL);
}
