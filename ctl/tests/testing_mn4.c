// SPDX-License-Identifier: GPL-2.0
/* A mobile node of Mobile IPv4 under test: its clock, what it does, and agents. */

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "testing_mn4.h"

static const struct dsmipd_mip4_sa *mn4_sa(const struct testing_mn4 *t)
{
	return &t->config.sa;
}

static void mn4_did(struct testing_mn4 *t, const char *what)
{
	size_t len = strlen(t->did);

	snprintf(t->did + len, sizeof(t->did) - len, "%s%s", len ? " " : "",
		 what);
}

/* What is sent can be read, and is authentic. */
static void mn4_sent(struct testing_mn4 *t,
		     const struct dsmipd_mn4_action *action)
{
	assert_true(t->n_sent < TESTING_MN4_SENDS);
	t->sent[t->n_sent++] = t->now.mono;
	memcpy(t->data, action->data, action->len);
	t->len = action->len;
	assert_int_equal(dsmipd_mip4_parse(t->data, t->len, t->config.draft,
					   &t->rrq), DSMIPD_MIP4_OK);
	assert_true(dsmipd_mip4_auth_verify(mn4_sa(t), &t->rrq,
					    DSMIPD_MIP4_MN_HA, t->data,
					    t->len));
	t->way = action->way;
	mn4_did(t, "send");
}

static void mn4_act(const struct dsmipd_mn4_action *action, void *arg)
{
	struct testing_mn4 *t = arg;

	switch (action->type) {
	case DSMIPD_MN4_SEND:
		mn4_sent(t, action);
		break;
	case DSMIPD_MN4_TUNNEL:
		assert_int_not_equal(action->tunnel.coa.s_addr, 0);
		t->tunnel = action->tunnel;
		mn4_did(t, "tunnel");
		break;
	case DSMIPD_MN4_NO_TUNNEL:
		memset(&t->tunnel, 0, sizeof(t->tunnel));
		mn4_did(t, "no-tunnel");
		break;
	case DSMIPD_MN4_HOMES:
		t->n_homes = action->n_homes;
		memcpy(t->homes, action->homes,
		       action->n_homes * sizeof(t->homes[0]));
		mn4_did(t, "homes");
		break;
	case DSMIPD_MN4_HOME_LINK:
		mn4_did(t, action->ifindex ? "home-link" : "away");
		break;
	case DSMIPD_MN4_AT_HOME:
		mn4_did(t, "at-home");
		break;
	case DSMIPD_MN4_LEFT:
		mn4_did(t, "left");
		break;
	case DSMIPD_MN4_SOLICIT:
		mn4_did(t, "solicit");
		break;
	case DSMIPD_MN4_KEEPALIVE:
		mn4_did(t, "keepalive");
		break;
	case DSMIPD_MN4_EVENT:
		assert_non_null(action->text);
		snprintf(t->event, sizeof(t->event), "%s", action->text);
		break;
	}
}

/**
 * testing_mn4_init() - settings of a node with addresses of its own only
 * @t: the test
 */
void testing_mn4_init(struct testing_mn4 *t)
{
	memset(t, 0, sizeof(*t));
	t->config.hoa = testing_prefix(TESTING_HOA "/24");
	t->config.ha = testing_addr(TESTING_HA).v4;
	t->config.port = DSMIPD_MIP4_PORT;
	t->config.lifetime = 600;
	t->config.reverse = true;
	t->config.keepalive = 110;
	t->config.care = DSMIPD_MN4_CARE_COLOCATED;
	t->config.sa.spi = 256;
	t->config.sa.algorithm = DSMIPD_MIP4_HMAC_SHA256;
	t->config.sa.len = 16;
	t->config.seed = 1;
	t->link[0].ifindex = 2;
	t->n_link = 1;
	t->now.mono = 1000000;
	t->now.real = 1700000000000000000;
}

/**
 * testing_mn4_start() - make the node
 * @t: the test, with its settings
 */
void testing_mn4_start(struct testing_mn4 *t)
{
	assert_int_equal(dsmipd_mn4_new(&t->mn, &t->config, mn4_act, t), 0);
}

/**
 * testing_mn4_stop() - end the node
 * @t: the test
 */
void testing_mn4_stop(struct testing_mn4 *t)
{
	dsmipd_mn4_free(t->mn);
}

/**
 * testing_mn4_forget() - forget what the node has done
 * @t: the test
 */
void testing_mn4_forget(struct testing_mn4 *t)
{
	t->did[0] = '\0';
	t->event[0] = '\0';
	t->n_sent = 0;
}

/**
 * testing_mn4_coa() - one address more
 * @t: the test
 * @addr: the address
 *
 * Return: it, to be changed before testing_mn4_set().
 */
struct dsmipd_mn_coa *testing_mn4_coa(struct testing_mn4 *t, const char *addr)
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
 * testing_mn4_set() - the node learns of the addresses; there are none again
 * @t: the test
 */
void testing_mn4_set(struct testing_mn4 *t)
{
	dsmipd_mn4_network(t->mn, t->link, t->n_link, t->coa, t->n_coa, t->now);
	t->n_coa = 0;
}

/**
 * testing_mn4_net() - the node is in a network with this address
 * @t: the test
 * @addr: the address, or NULL
 */
void testing_mn4_net(struct testing_mn4 *t, const char *addr)
{
	if (addr)
		testing_mn4_coa(t, addr);
	testing_mn4_set(t);
}

/**
 * testing_mn4_run() - let time pass
 * @t: the test
 * @ms: how much, milliseconds
 */
void testing_mn4_run(struct testing_mn4 *t, uint64_t ms)
{
	uint64_t end = t->now.mono + ms;
	uint64_t next;

	for (next = dsmipd_mn4_next(t->mn); next <= end;
	     next = dsmipd_mn4_next(t->mn)) {
		if (next > t->now.mono) {
			t->now.real += (next - t->now.mono) * 1000000;
			t->now.mono = next;
		}
		dsmipd_mn4_tick(t->mn, t->now);
		assert_true(dsmipd_mn4_next(t->mn) > t->now.mono);
	}
	t->now.real += (end - t->now.mono) * 1000000;
	t->now.mono = end;
}

/**
 * testing_mn4_advert() - an agent advertises itself
 * @t: the test
 * @from: address of the agent
 * @advert: what it says
 */
void testing_mn4_advert(struct testing_mn4 *t, const char *from,
			const struct dsmipd_mip4_advert *advert)
{
	struct dsmipd_mn4_peer peer = {
		.addr = testing_addr(from).v4,
		.ifindex = 2,
		.mac = { 2, 0, 0, 0, 0, 9 },
	};
	uint8_t data[DSMIPD_MIP4_ADVERT_MAX_LEN];
	size_t len;

	len = dsmipd_mip4_advert_build(advert, data, sizeof(data));
	assert_int_not_equal(len, 0);
	dsmipd_mn4_advert(t->mn, &peer, data, len, t->now);
}

/**
 * testing_mn4_agent() - the foreign agent of all tests advertises itself
 * @t: the test
 * @flags: beside F and T
 */
void testing_mn4_agent(struct testing_mn4 *t, uint16_t flags)
{
	struct dsmipd_mip4_advert advert = {
		.type = DSMIPD_MIP4_ADVERTISEMENT,
		.code = DSMIPD_MIP4_ADVERT_AGENT,
		.lifetime = 30,
		.has_agent = true,
		.sequence = t->sequence++,
		.reg_lifetime = 300,
		.flags = flags | DSMIPD_MIP4_ADVERT_FOREIGN |
			 DSMIPD_MIP4_ADVERT_REVERSE,
		.n_coa = 1,
	};

	advert.coa[0] = testing_addr(TESTING_FA_COA).v4;
	testing_mn4_advert(t, TESTING_AGENT, &advert);
}

/**
 * testing_mn4_rrp() - a reply to the last request
 * @t: the test
 * @code: its code
 *
 * Return: it, to be changed before testing_mn4_rcv(); it accepts all prefixes,
 *	   to the care-of address if that was offered.
 */
struct dsmipd_mip4 testing_mn4_rrp(const struct testing_mn4 *t, uint8_t code)
{
	struct dsmipd_mip4 rrp = {
		.type = DSMIPD_MIP4_RRP,
		.code = code,
		.lifetime = dsmipd_mip4_accepted(code) ? t->rrq.lifetime : 0,
		.hoa = t->rrq.hoa,
		.ha = t->rrq.ha,
		.id = t->rrq.id,
		.draft = t->rrq.draft,
	};
	size_t i;

	for (i = 0; i < t->rrq.n_prefix && dsmipd_mip4_accepted(code); i++) {
		rrp.prefix[i] = t->rrq.prefix[i];
		rrp.prefix[i].code = t->rrq.node.has_mode;
		rrp.n_prefix++;
	}
	return rrp;
}

/**
 * testing_mn4_rcv() - the node hears from its home agent or a foreign agent
 * @t: the test
 * @mip4: the message; signed by the home agent if its code is of it
 * @from: who has sent it
 */
void testing_mn4_rcv(struct testing_mn4 *t, struct dsmipd_mip4 *mip4,
		     const char *from)
{
	const struct dsmipd_mn4_peer peer = {
		.addr = testing_addr(from).v4, .port = 434, .ifindex = 2,
	};
	const struct dsmipd_mip4_sa *sa[DSMIPD_MIP4_N_BETWEEN] = {};
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
	size_t len;

	if (mip4->type != DSMIPD_MIP4_RRP ||
	    dsmipd_mip4_by_home_agent(mip4->code))
		sa[DSMIPD_MIP4_MN_HA] = mn4_sa(t);
	if (t->way.link && t->config.sa_agent.len)
		sa[DSMIPD_MIP4_MN_FA] = &t->config.sa_agent;
	len = dsmipd_mip4_auth_build(sa, mip4, data, sizeof(data));
	assert_int_not_equal(len, 0);
	dsmipd_mn4_rcv(t->mn, &peer, data, len, t->now);
}

/**
 * testing_mn4_answer() - the last request is answered
 * @t: the test
 * @code: with this code
 */
void testing_mn4_answer(struct testing_mn4 *t, uint8_t code)
{
	struct dsmipd_mip4 rrp = testing_mn4_rrp(t, code);

	testing_mn4_rcv(t, &rrp, t->way.link ? TESTING_AGENT : TESTING_HA);
}

/**
 * testing_mn4_info() - what the node shows
 * @t: the test
 *
 * Return: it.
 */
struct dsmipd_mn4_info testing_mn4_info(const struct testing_mn4 *t)
{
	struct dsmipd_mn4_info info;

	dsmipd_mn4_info(t->mn, t->now, &info);
	return info;
}

/**
 * testing_mn4_is() - compare an address
 * @addr: the address
 * @text: what it should be
 */
void testing_mn4_is(struct in_addr addr, const char *text)
{
	char buf[INET_ADDRSTRLEN];

	assert_string_equal(inet_ntop(AF_INET, &addr, buf, sizeof(buf)), text);
}

/**
 * testing_mn4_did() - compare what the node has done, and forget it
 * @t: the test
 * @did: what it should have done
 */
void testing_mn4_did(struct testing_mn4 *t, const char *did)
{
	assert_string_equal(t->did, did);
	testing_mn4_forget(t);
}

/**
 * testing_mn4_prefix() - the node wants a prefix
 * @t: the test, before its start
 * @text: the prefix, or an address in it
 */
void testing_mn4_prefix(struct testing_mn4 *t, const char *text)
{
	t->config.prefix[t->config.n_prefix++] = testing_prefix(text);
}
