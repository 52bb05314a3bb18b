// SPDX-License-Identifier: GPL-2.0
/* A mobile node under test: its clock, what it does, and a home agent. */

#include <stdio.h>
#include <string.h>

#include "testing_mn6.h"

static void mn6_did(struct testing_mn6 *t, const char *what)
{
	size_t len = strlen(t->did);

	snprintf(t->did + len, sizeof(t->did) - len, "%s%s", len ? " " : "",
		 what);
}

static struct in6_addr mn6_coa6(const struct dsmip_addr *addr)
{
	char text[64] = "::ffff:";

	if (addr->family == AF_INET6)
		return addr->v6;
	dsmip_addr_format(addr, text + 7, sizeof(text) - 7);
	return testing_addr(text).v6;
}

static void mn6_sent(struct testing_mn6 *t,
		     const struct dsmipd_mn6_action *action)
{
	struct in6_addr coa = mn6_coa6(&action->tunnel.coa);

	assert_true(t->n_sent < TESTING_MN6_SENDS);
	t->sent[t->n_sent++] = t->now.mono;
	assert_int_equal(dsmipd_mh_parse(action->data, action->len,
					 &t->update), DSMIPD_MH_OK);
	assert_int_equal(t->update.type, DSMIPD_MH_BU);
	t->send = action->tunnel;
	t->hao = action->hao;
	if (t->config.security == DSMIPD_SECURITY_AUTH)
		assert_true(dsmipd_auth_verify(&t->config.key, &coa,
					       &t->config.hoa.addr.v6,
					       &t->update, action->data,
					       action->len));
	mn6_did(t, "send");
}

static void mn6_act(const struct dsmipd_mn6_action *action, void *arg)
{
	struct testing_mn6 *t = arg;

	switch (action->type) {
	case DSMIPD_MN6_SEND:
		mn6_sent(t, action);
		break;
	case DSMIPD_MN6_TUNNEL:
		assert_int_not_equal(action->tunnel.coa.family, AF_UNSPEC);
		t->tunnel = action->tunnel;
		mn6_did(t, "tunnel");
		break;
	case DSMIPD_MN6_NO_TUNNEL:
		memset(&t->tunnel, 0, sizeof(t->tunnel));
		mn6_did(t, "no-tunnel");
		break;
	case DSMIPD_MN6_HOMES:
		t->n_homes = action->n_homes;
		memcpy(t->homes, action->homes,
		       action->n_homes * sizeof(t->homes[0]));
		mn6_did(t, "homes");
		break;
	case DSMIPD_MN6_AT_HOME:
		mn6_did(t, "at-home");
		break;
	case DSMIPD_MN6_LEFT:
		mn6_did(t, "left");
		break;
	case DSMIPD_MN6_SOLICIT:
		mn6_did(t, "solicit");
		break;
	case DSMIPD_MN6_EVENT:
		assert_non_null(action->text);
		snprintf(t->event, sizeof(t->event), "%s", action->text);
		break;
	}
}

/**
 * testing_mn6_init() - settings of a node with a home agent of both families
 * @t: the test
 */
void testing_mn6_init(struct testing_mn6 *t)
{
	memset(t, 0, sizeof(*t));
	t->config.hoa = testing_prefix(TESTING_HOA "/64");
	t->config.ha = testing_addr(TESTING_HA6).v6;
	t->config.ha4 = testing_addr(TESTING_HA4).v4;
	t->config.has_ha4 = true;
	t->config.port = 4191;
	t->config.lifetime = 600;
	t->config.security = DSMIPD_SECURITY_NONE;
	t->now.mono = 1000000;
	t->now.real = 1700000000000000000;
}

/**
 * testing_mn6_start() - make the node
 * @t: the test, with its settings
 */
void testing_mn6_start(struct testing_mn6 *t)
{
	assert_int_equal(dsmipd_mn6_new(&t->mn, &t->config, 0xfffe, mn6_act, t),
			 0);
}

/**
 * testing_mn6_stop() - end the node
 * @t: the test
 */
void testing_mn6_stop(struct testing_mn6 *t)
{
	dsmipd_mn6_free(t->mn);
}

/**
 * testing_mn6_forget() - forget what the node has done
 * @t: the test
 */
void testing_mn6_forget(struct testing_mn6 *t)
{
	t->did[0] = '\0';
	t->event[0] = '\0';
	t->n_sent = 0;
}

/**
 * testing_mn6_coa() - one address more
 * @t: the test
 * @addr: the address
 *
 * Return: it, to be changed before testing_mn6_set().
 */
struct dsmipd_mn_coa *testing_mn6_coa(struct testing_mn6 *t, const char *addr)
{
	struct dsmipd_mn_coa *coa = &t->coa[t->n_coa++];

	assert_true(t->n_coa <= TESTING_SIZE(t->coa));
	memset(coa, 0, sizeof(*coa));
	coa->addr = testing_addr(addr);
	coa->ifindex = 2;
	coa->lifetime = UINT32_MAX;
	return coa;
}

/**
 * testing_mn6_set() - the node learns of the addresses; there are none again
 * @t: the test
 */
void testing_mn6_set(struct testing_mn6 *t)
{
	dsmipd_mn6_coas(t->mn, t->coa, t->n_coa, t->now);
	t->n_coa = 0;
}

/**
 * testing_mn6_net() - the node is in a network with these addresses
 * @t: the test
 * @a: an address, or NULL
 * @b: another one, or NULL
 */
void testing_mn6_net(struct testing_mn6 *t, const char *a, const char *b)
{
	if (a)
		testing_mn6_coa(t, a);
	if (b)
		testing_mn6_coa(t, b);
	testing_mn6_set(t);
}

/**
 * testing_mn6_run() - let time pass
 * @t: the test
 * @ms: how much, milliseconds
 */
void testing_mn6_run(struct testing_mn6 *t, uint64_t ms)
{
	uint64_t end = t->now.mono + ms;
	uint64_t next;

	for (next = dsmipd_mn6_next(t->mn); next <= end;
	     next = dsmipd_mn6_next(t->mn)) {
		if (next > t->now.mono) {
			t->now.real += (next - t->now.mono) * 1000000;
			t->now.mono = next;
		}
		dsmipd_mn6_tick(t->mn, t->now);
		assert_true(dsmipd_mn6_next(t->mn) > t->now.mono);
	}
	t->now.real += (end - t->now.mono) * 1000000;
	t->now.mono = end;
}

/**
 * testing_mn6_ack() - an acknowledgement to the last update
 * @t: the test
 * @status: its status
 *
 * Return: it, to be changed before testing_mn6_rcv(); with the options that RFC
 *	   5555 demands where there is no NAT.
 */
struct dsmipd_mh testing_mn6_ack(const struct testing_mn6 *t, uint8_t status)
{
	struct dsmipd_mh ack = {
		.type = DSMIPD_MH_BA,
		.status = status,
		.sequence = t->update.sequence,
		.lifetime = status < 128 ? t->update.lifetime : 0,
	};
	size_t i;

	if (t->update.flags & DSMIPD_MH_BU_ROUTER)
		ack.flags |= DSMIPD_MH_BA_ROUTER;
	if (t->send.udp) {
		ack.has_nat = true;
		ack.nat_refresh = DSMIPD_MH_NATD_NEVER;
	}
	for (i = 0; i < t->update.n_home4 && status < 128; i++) {
		ack.ack4[i].addr = t->update.home4[i].addr;
		ack.ack4[i].len = t->update.home4[i].len;
		ack.n_ack4++;
	}
	return ack;
}

/**
 * testing_mn6_rcv() - the node hears from its home agent
 * @t: the test
 * @mh: the message; signed if it is an acknowledgement with an option for it
 */
void testing_mn6_rcv(struct testing_mn6 *t, struct dsmipd_mh *mh)
{
	struct in6_addr coa = mn6_coa6(&t->send.coa);
	uint8_t data[DSMIPD_MH_MAX_LEN];
	size_t len;

	len = dsmipd_mh_build(mh, data, sizeof(data));
	assert_int_not_equal(len, 0);
	if (mh->has_auth)
		assert_true(dsmipd_auth_sign(&t->config.key, &coa,
					     &t->config.hoa.addr.v6, mh, data,
					     len));
	dsmipd_mn6_rcv(t->mn, &t->config.ha, data, len, t->now);
}

/**
 * testing_mn6_answer() - the home agent answers the last update
 * @t: the test
 * @status: with this status
 */
void testing_mn6_answer(struct testing_mn6 *t, uint8_t status)
{
	struct dsmipd_mh ack = testing_mn6_ack(t, status);

	testing_mn6_rcv(t, &ack);
}

/**
 * testing_mn6_info() - what the node shows
 * @t: the test
 *
 * Return: it.
 */
struct dsmipd_mn6_info testing_mn6_info(const struct testing_mn6 *t)
{
	struct dsmipd_mn6_info info;

	dsmipd_mn6_info(t->mn, t->now, &info);
	return info;
}

/**
 * testing_mn6_is() - compare an address
 * @addr: the address
 * @text: what it should be; NULL: none
 */
void testing_mn6_is(const struct dsmip_addr *addr, const char *text)
{
	char buf[DSMIP_ADDR_STRLEN] = "none";

	if (addr->family)
		dsmip_addr_format(addr, buf, sizeof(buf));
	assert_string_equal(buf, text ? text : "none");
}

/**
 * testing_mn6_home4() - the node wants an IPv4 home address or prefix
 * @t: the test, before its start
 * @addr: the address
 * @len: prefix length
 * @prefix: a prefix
 */
void testing_mn6_home4(struct testing_mn6 *t, const char *addr, uint8_t len,
		       bool prefix)
{
	struct dsmipd_mh_home4 *home = &t->config.home4[t->config.n_home4++];

	home->addr = testing_addr(addr).v4;
	home->len = len;
	home->prefix = prefix;
}
