// SPDX-License-Identifier: GPL-2.0
/* A foreign agent under test: its clock, what it does, a node, a home agent. */

#include <stdio.h>
#include <string.h>

#include "testing_fa4.h"

static void fa4_did(struct testing_fa4 *t, const char *what)
{
	size_t len = strlen(t->did);

	snprintf(t->did + len, sizeof(t->did) - len, "%s%s", len ? " " : "",
		 what);
}

static void fa4_node(struct testing_fa4 *t,
		     const struct dsmipd_fa4_action *action)
{
	t->node_peer = action->peer;
	t->node_len = action->len;
	memcpy(t->node_data, action->data, action->len);
	assert_int_equal(dsmipd_mip4_parse(action->data, action->len,
					   t->config.draft, &t->to_node),
			 DSMIPD_MIP4_OK);
	assert_int_equal(t->to_node.type, DSMIPD_MIP4_RRP);
	fa4_did(t, "node");
}

static void fa4_home(struct testing_fa4 *t,
		     const struct dsmipd_fa4_action *action)
{
	t->home_from = action->local;
	t->home_to = action->home;
	t->home_port = action->port;
	t->home_len = action->len;
	memcpy(t->home_data, action->data, action->len);
	assert_int_equal(dsmipd_mip4_parse(action->data, action->len,
					   t->config.draft, &t->to_home),
			 DSMIPD_MIP4_OK);
	fa4_did(t, "home");
}

static void fa4_act(const struct dsmipd_fa4_action *action, void *arg)
{
	struct testing_fa4 *t = arg;

	switch (action->type) {
	case DSMIPD_FA4_ADVERTISE:
		t->advert_peer = action->peer;
		assert_true(dsmipd_mip4_advert_parse(action->data, action->len,
						     &t->advert));
		fa4_did(t, "advert");
		break;
	case DSMIPD_FA4_SEND_NODE:
		fa4_node(t, action);
		break;
	case DSMIPD_FA4_SEND_HOME:
		fa4_home(t, action);
		break;
	case DSMIPD_FA4_VISITOR:
		t->visitor = *action->visitor;
		fa4_did(t, "visitor");
		break;
	case DSMIPD_FA4_LEFT:
		t->visitor = *action->visitor;
		fa4_did(t, "left");
		break;
	case DSMIPD_FA4_EVENT:
		snprintf(t->event, sizeof(t->event), "%s", action->text);
		break;
	}
}

/**
 * testing_fa4_addr() - an IPv4 address
 * @text: it in words
 *
 * Return: it.
 */
struct in_addr testing_fa4_addr(const char *text)
{
	return testing_addr(text).v4;
}

/**
 * testing_fa4_sa() - an association of the default algorithm
 * @spi: its index
 * @fill: what its key consists of
 *
 * Return: it.
 */
struct dsmipd_mip4_sa testing_fa4_sa(uint32_t spi, uint8_t fill)
{
	struct dsmipd_mip4_sa sa = { .spi = spi, .len = 16 };

	memset(sa.key, fill, sa.len);
	return sa;
}

/**
 * testing_fa4_init() - settings, and a request of a node
 * @t: the test
 */
void testing_fa4_init(struct testing_fa4 *t)
{
	memset(t, 0, sizeof(*t));
	t->config = (struct dsmipd_fa4_config) {
		.n_coa = 1, .coa = { testing_fa4_addr(TESTING_FA4_COA) },
		.max_visitors = 4, .max_pending = 4, .max_lifetime = 1800,
		.timeout = 10, .interval = 10, .advert_lifetime = 30,
		.gre = true, .reverse = true, .encapsulating = true,
		.dynamic = true, .revocation = true, .inform = true,
		.revocation_tries = 3,
	};
	t->now.mono = 1000000;
	t->now.real = 1700000000000000000;
	t->peer = (struct dsmipd_fa4_peer) {
		.ifindex = 3, .hw = { 2, 0, 0, 0, 0, 7 },
		.addr = testing_fa4_addr(TESTING_FA4_HOA),
		.local = testing_fa4_addr(TESTING_FA4_LAN),
		.port = 434, .ttl = 255,
	};
	t->rrq = (struct dsmipd_mip4) {
		.type = DSMIPD_MIP4_RRQ, .lifetime = 300,
		.hoa = testing_fa4_addr(TESTING_FA4_HOA),
		.ha = testing_fa4_addr(TESTING_FA4_HA),
		.coa = testing_fa4_addr(TESTING_FA4_COA),
		.id = 0xe8fc3a0011111111,
	};
	t->node_home = testing_fa4_sa(256, 1);
}

/**
 * testing_fa4_start() - make the agent, with a link
 * @t: the test, with its settings
 */
void testing_fa4_start(struct testing_fa4 *t)
{
	const struct dsmipd_fa4_link link = {
		.ifindex = 3, .addr = testing_fa4_addr(TESTING_FA4_LAN),
		.prefix_len = 24,
	};

	assert_int_equal(dsmipd_fa4_new(&t->fa, &t->config, fa4_act, t), 0);
	dsmipd_fa4_links(t->fa, &link, 1, t->now);
	testing_fa4_forget(t);
}

/**
 * testing_fa4_stop() - end the agent
 * @t: the test
 */
void testing_fa4_stop(struct testing_fa4 *t)
{
	dsmipd_fa4_free(t->fa);
}

/**
 * testing_fa4_forget() - forget what the agent has done
 * @t: the test
 */
void testing_fa4_forget(struct testing_fa4 *t)
{
	t->did[0] = '\0';
	t->event[0] = '\0';
	memset(&t->to_node, 0, sizeof(t->to_node));
	memset(&t->to_home, 0, sizeof(t->to_home));
}

/**
 * testing_fa4_run() - let time pass
 * @t: the test
 * @ms: milliseconds
 */
void testing_fa4_run(struct testing_fa4 *t, uint64_t ms)
{
	uint64_t end = t->now.mono + ms;

	for (;;) {
		uint64_t next = dsmipd_fa4_next(t->fa);

		if (next > end)
			next = end;
		if (next > t->now.mono) {
			t->now.real += (next - t->now.mono) * 1000000;
			t->now.mono = next;
		}
		dsmipd_fa4_tick(t->fa, t->now);
		if (t->now.mono == end && dsmipd_fa4_next(t->fa) > end)
			break;
	}
}

/**
 * testing_fa4_ask() - the node sends its request
 * @t: the test
 *
 * With another identification each time.
 */
void testing_fa4_ask(struct testing_fa4 *t)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 rrq;
	size_t len;

	t->rrq.id++;
	rrq = t->rrq;
	assert_true(dsmipd_mip4_auth_add(&t->node_home, &rrq,
					 DSMIPD_MIP4_MN_HA));
	if (t->node_agent.len)
		assert_true(dsmipd_mip4_auth_add(&t->node_agent, &rrq,
						 DSMIPD_MIP4_MN_FA));
	len = dsmipd_mip4_build(&rrq, buf, sizeof(buf));
	assert_true(len);
	assert_true(dsmipd_mip4_auth_sign(&t->node_home, &rrq,
					  DSMIPD_MIP4_MN_HA, buf, len));
	if (t->node_agent.len)
		assert_true(dsmipd_mip4_auth_sign(&t->node_agent, &rrq,
						  DSMIPD_MIP4_MN_FA, buf, len));
	dsmipd_fa4_rcv_node(t->fa, &t->peer, buf, len, t->now);
}

/**
 * testing_fa4_refused() - ask, and be refused by the foreign agent
 * @t: the test
 *
 * Return: the code, 0 if the request was relayed, -1 if it was dropped.
 */
int testing_fa4_refused(struct testing_fa4 *t)
{
	testing_fa4_forget(t);
	testing_fa4_ask(t);
	if (!t->did[0])
		return -1;
	if (!strcmp(t->did, "home"))
		return 0;
	assert_string_equal(t->did, "node");
	assert_int_equal(t->to_node.id, t->rrq.id);
	assert_false(t->to_node.auth[DSMIPD_MIP4_MN_HA].has);
	return t->to_node.code;
}

/**
 * testing_fa4_rrp() - the home agent's reply to what it was sent last
 * @t: the test
 * @code: its code
 *
 * Return: it, to be changed before testing_fa4_answer().
 */
struct dsmipd_mip4 testing_fa4_rrp(const struct testing_fa4 *t, uint8_t code)
{
	struct dsmipd_mip4 rrp = {
		.type = DSMIPD_MIP4_RRP,
		.code = code,
		.lifetime = t->rrq.lifetime,
		.hoa = t->rrq.hoa,
		.ha = t->rrq.ha,
		.id = t->rrq.id,
	};

	memcpy(rrp.nai, t->rrq.nai, sizeof(rrp.nai));
	return rrp;
}

/**
 * testing_fa4_answer() - the home agent sends a reply
 * @t: the test
 * @rrp: it
 *
 * Authenticated for the foreign agent as the request was.
 */
void testing_fa4_answer(struct testing_fa4 *t, struct dsmipd_mip4 *rrp)
{
	bool agent = t->to_home.auth[DSMIPD_MIP4_FA_HA].has;

	testing_fa4_forget(t);
	assert_true(dsmipd_mip4_auth_add(&t->node_home, rrp,
					 DSMIPD_MIP4_MN_HA));
	testing_fa4_home_says(t, rrp, agent ? &t->config.home[0].sa : NULL);
}

/**
 * testing_fa4_register() - the node asks, and is accepted
 * @t: the test
 */
void testing_fa4_register(struct testing_fa4 *t)
{
	struct dsmipd_mip4 rrp;

	testing_fa4_forget(t);
	testing_fa4_ask(t);
	assert_string_equal(t->did, "home");
	rrp = testing_fa4_rrp(t, DSMIPD_MIP4_ACCEPTED);
	rrp.agent.has_revocation = t->to_home.agent.has_revocation;
	rrp.agent.revocation_inform = t->to_home.agent.revocation_inform;
	rrp.agent.revocation_time = 5000;
	testing_fa4_answer(t, &rrp);
	assert_string_equal(t->did, rrp.lifetime ? "visitor node" :
			    "left node");
}

/**
 * testing_fa4_home_says() - the home agent sends a message
 * @t: the test
 * @msg: it; with a MN-HA authentication, that is signed too
 * @sa: association of foreign and home agent, or NULL
 */
void testing_fa4_home_says(struct testing_fa4 *t, struct dsmipd_mip4 *msg,
			   const struct dsmipd_mip4_sa *sa)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	size_t len;

	if (sa)
		assert_true(dsmipd_mip4_auth_add(sa, msg, DSMIPD_MIP4_FA_HA));
	len = dsmipd_mip4_build(msg, buf, sizeof(buf));
	assert_true(len);
	if (msg->auth[DSMIPD_MIP4_MN_HA].has)
		assert_true(dsmipd_mip4_auth_sign(&t->node_home, msg,
						  DSMIPD_MIP4_MN_HA, buf, len));
	if (sa)
		assert_true(dsmipd_mip4_auth_sign(sa, msg, DSMIPD_MIP4_FA_HA,
						  buf, len));
	dsmipd_fa4_rcv_home(t->fa, testing_fa4_addr(TESTING_FA4_HA), 4434,
			    testing_fa4_addr(TESTING_FA4_COA), buf, len,
			    t->now);
}

struct fa4_find {
	const char *text;
	uint64_t count;
};

static int fa4_find(const char *reason, uint64_t count, void *arg)
{
	struct fa4_find *find = arg;

	if (!strcmp(find->text, reason))
		find->count = count;
	return 0;
}

/**
 * testing_fa4_reason() - how often there was a reason
 * @t: the test
 * @text: the reason
 *
 * Return: how often.
 */
uint64_t testing_fa4_reason(const struct testing_fa4 *t, const char *text)
{
	struct fa4_find find = { .text = text };

	dsmipd_fa4_reasons(t->fa, fa4_find, &find);
	return find.count;
}

/**
 * testing_fa4_stats() - the counters
 * @t: the test
 *
 * Return: they.
 */
struct dsmipd_fa4_stats testing_fa4_stats(const struct testing_fa4 *t)
{
	struct dsmipd_fa4_stats stats;

	dsmipd_fa4_stats(t->fa, &stats);
	return stats;
}
