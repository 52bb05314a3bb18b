// SPDX-License-Identifier: GPL-2.0
/* A home agent with a few subscribers, and the rest of the program. */

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testing_ha6.h"

/* 2026-01-01, and a while after the machine was started. */
#define TESTING_HA6_REAL	1767225600000000000u
#define TESTING_HA6_MONO	5000000u

static int testing_ha6_subscriber(void *arg, const struct in6_addr *hoa,
				  const char *nai,
				  struct dsmipd_subscriber *sub)
{
	struct testing_ha6 *t = arg;
	int i;

	assert_string_equal(nai, "");
	if (t->lookup)
		return t->lookup;
	for (i = 0; i < TESTING_HA6_NODES; i++) {
		if (IN6_ARE_ADDR_EQUAL(&t->sub[i].hoa, hoa)) {
			*sub = t->sub[i];
			return 0;
		}
	}
	return -ENOENT;
}

static void testing_ha6_nodes(struct testing_ha6 *t)
{
	struct dsmipd_subscriber *sub;
	char text[64];
	int i;

	for (i = 0; i < TESTING_HA6_NODES; i++) {
		sub = &t->sub[i];
		sub->id = 1000 + i;
		sub->enabled = true;
		snprintf(sub->name, sizeof(sub->name), "node%d@example.org", i);
		snprintf(text, sizeof(text), "2001:db8:100::%d", i + 1);
		sub->hoa = testing_ha6_addr(text);
		snprintf(text, sizeof(text), "203.0.113.%d", i + 1);
		sub->home4[0] = testing_prefix(text);
		sub->n_home4 = 1;
		testing_ha6_text(sub->pool4, "addresses");
	}
	t->sub[TESTING_HA6_ESP].esp.in.spi = 0x100;
	sub = &t->sub[TESTING_HA6_AUTH];
	sub->security = DSMIPD_SECURITY_AUTH;
	sub->key = (struct dsmipd_auth_key){ .spi = 0x555, .len = 16,
		.key = "0123456789abcdef" };
	t->sub[TESTING_HA6_OPEN].security = DSMIPD_SECURITY_NONE;
	sub = &t->sub[TESTING_HA6_ROUTER];
	sub->router = true;
	sub->prefix[0] = testing_prefix("2001:db8:1:10::/64");
	sub->prefix[1] = testing_prefix("2001:db8:1:20::/60");
	sub->n_prefix = 2;
	sub->home4[1] = testing_prefix("192.0.2.64/28");
	sub->n_home4 = 2;
	testing_ha6_text(sub->pool4_prefix, "nets");
}

static void testing_ha6_pools(struct testing_ha6 *t)
{
	struct dsmipd_pool_config addresses = { .name = "addresses",
		.range = testing_prefix("198.18.0.0/29"), .len = 32,
		.hold = 600 };
	struct dsmipd_pool_config nets = { .name = "nets",
		.range = testing_prefix("198.19.0.0/16"), .len = 20,
		.hold = 600 };

	assert_int_equal(dsmipd_pools_new(&t->pools), 0);
	assert_int_equal(dsmipd_pools_add(t->pools, &addresses), 0);
	assert_int_equal(dsmipd_pools_add(t->pools, &nets), 0);
}

static void testing_ha6_start(struct testing_ha6 *t)
{
	struct dsmipd_ha6_ops ops = { testing_ha6_subscriber, t };

	testing_ha6_pools(t);
	assert_int_equal(dsmipd_ha6_new(&t->ha, &t->config, &ops, t->pools), 0);
}

static void testing_ha6_stop(struct testing_ha6 *t)
{
	dsmipd_ha6_free(t->ha);
	dsmipd_pools_free(t->pools);
}

/* A restart: nothing is there, and the monotonic clock begins anew. */
void testing_ha6_restart(struct testing_ha6 *t)
{
	testing_ha6_stop(t);
	testing_ha6_start(t);
	t->now.mono = 1000;
}

/* A home agent of 2001:db8:100::/64; node 0 comes by UDP without a NAT. */
int testing_ha6_setup(void **state)
{
	struct testing_ha6 *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	t->config.address = testing_ha6_addr("2001:db8::1");
	inet_pton(AF_INET, "192.0.2.1", &t->config.local4);
	t->config.port = 4191;
	t->config.n_links = 1;
	t->config.links[0].prefix = testing_prefix("2001:db8:100::/64");
	t->config.links[0].valid = UINT32_MAX;
	t->config.links[0].preferred = UINT32_MAX;
	t->config.max_bindings = 1000;
	t->config.max_lifetime = 3600;
	t->config.nat_refresh = 110;
	t->config.refused_udp_status = DSMIPD_MH_NO_FORCED_UDP;
	t->config.timestamp_window = 7;
	t->config.router = true;
	t->now.mono = TESTING_HA6_MONO;
	t->now.real = TESTING_HA6_REAL;
	testing_ha6_nodes(t);
	testing_ha6_start(t);
	t->bu.type = DSMIPD_MH_BU;
	t->bu.flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME;
	t->bu.lifetime = 100;
	t->bu.sequence = 1;
	testing_ha6_from(t, TESTING_HA6_ESP);
	testing_ha6_udp(t, "198.51.100.7", 40000, "198.51.100.7");
	*state = t;
	return 0;
}

int testing_ha6_teardown(void **state)
{
	struct testing_ha6 *t = *state;

	testing_ha6_stop(t);
	free(t);
	return 0;
}

void testing_ha6_configure(struct testing_ha6 *t)
{
	assert_int_equal(dsmipd_ha6_reconfigure(t->ha, &t->config), 0);
}

/* The next messages are from that node, by the same way. */
void testing_ha6_from(struct testing_ha6 *t, enum testing_ha6_node node)
{
	t->path.src = t->sub[node].hoa;
	t->path.dst = t->config.address;
	t->path.outer.inner_src.v6 = t->path.src;
	t->path.outer.spi = t->sub[node].security == DSMIPD_SECURITY_IPSEC ?
			    0x100 : 0;
	t->bu.has_auth = t->sub[node].security == DSMIPD_SECURITY_AUTH;
	t->bu.has_timestamp = t->bu.has_auth;
	t->bu.auth_subtype = 1;
	t->bu.auth_spi = t->sub[node].key.spi;
	t->bu.auth_len = DSMIPD_AUTH_DATA_LEN;
}

/* By UDP from an IPv4 network; @claimed: IPv4 Care-of Address option. */
void testing_ha6_udp(struct testing_ha6 *t, const char *outer, uint16_t port,
		     const char *claimed)
{
	struct dsmip_origin *origin = &t->path.outer;

	origin->tag = 0xd5000001;
	origin->coa = testing_addr(outer);
	origin->local = testing_addr(strchr(outer, ':') ? "2001:db8::1" :
				     "192.0.2.1");
	origin->port = port;
	origin->local_port = 4191;
	origin->encap = DSMIP_ENCAP_UDP;
	origin->inner_src.family = AF_INET6;
	origin->inner_src.v6 = t->path.src;
	t->path.hao = false;
	t->bu.has_alt_coa = false;
	t->bu.has_coa4 = claimed;
	if (claimed)
		inet_pton(AF_INET, claimed, &t->bu.coa4);
}

/* From an IPv6 network; @coa NULL: from the home link. */
void testing_ha6_native(struct testing_ha6 *t, const char *coa)
{
	t->path.outer.tag = 0;
	t->path.hao = coa;
	t->bu.has_coa4 = false;
	t->bu.has_alt_coa = coa;
	if (!coa)
		return;
	t->path.coa = testing_ha6_addr(coa);
	t->bu.alt_coa = t->path.coa;
}

/* One IPv4 Home Address option more. */
void testing_ha6_home4(struct testing_ha6 *t, const char *prefix, bool p)
{
	struct dsmip_prefix home = testing_prefix(prefix);
	struct dsmipd_mh_home4 *option = &t->bu.home4[t->bu.n_home4++];

	option->addr = home.addr.v4;
	option->len = home.len == DSMIP_LEN_NONE ? 32 : home.len;
	option->prefix = p;
}

/* One Mobile Network Prefix option more. */
void testing_ha6_prefix(struct testing_ha6 *t, const char *prefix)
{
	struct dsmip_prefix home = testing_prefix(prefix);
	struct dsmipd_mh_prefix *option = &t->bu.prefix[t->bu.n_prefix++];

	option->addr = home.addr.v6;
	option->len = home.len;
}

void testing_ha6_wait(struct testing_ha6 *t, uint64_t ms)
{
	t->now.mono += ms;
	t->now.real += ms * 1000000u;
}

static struct in6_addr testing_ha6_auth_coa(const struct testing_ha6 *t)
{
	struct in6_addr coa = {};

	if (!t->bu.has_coa4)
		return t->bu.has_alt_coa ? t->bu.alt_coa : t->path.src;
	coa.s6_addr[10] = 0xff;
	coa.s6_addr[11] = 0xff;
	memcpy(&coa.s6_addr[12], &t->bu.coa4, 4);
	return coa;
}

/* Let the binding update come in, as it is on the wire. */
void testing_ha6_rcv(struct testing_ha6 *t)
{
	struct in6_addr coa = testing_ha6_auth_coa(t);
	uint8_t *data = malloc(DSMIPD_MH_MAX_LEN);
	struct dsmipd_auth_key key;
	size_t len;

	if (t->bu.has_timestamp && !t->bu.timestamp)
		t->bu.timestamp = dsmipd_auth_ntp(t->now.real);
	len = dsmipd_mh_build(&t->bu, data, DSMIPD_MH_MAX_LEN);
	assert_true(len);
	if (t->bu.has_auth) {
		key = t->sub[TESTING_HA6_AUTH].key;
		key.spi = t->bu.auth_spi;
		assert_true(dsmipd_auth_sign(&key, &coa, &t->path.src, &t->bu,
					     data, len));
	}
	if (t->spoil)
		data[9] ^= 0x20;
	dsmipd_ha6_rcv(t->ha, &t->path, data, len, t->now, &t->decision);
	free(data);
	t->spoil = false;
	t->bu.sequence++;
	t->bu.timestamp = 0;
}

void testing_ha6_commit(struct testing_ha6 *t)
{
	dsmipd_ha6_commit(t->ha, &t->decision, t->now);
}

/* What the node gets can be read, goes to where it came from, is signed. */
static void testing_ha6_answer(struct testing_ha6 *t)
{
	struct dsmipd_ha6_decision *d = &t->decision;
	uint8_t data[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh mh;
	size_t len;

	assert_true(d->has_reply);
	len = dsmipd_mh_build(&d->reply, data, sizeof(data));
	assert_true(len);
	assert_int_equal(dsmipd_mh_parse(data, len, &mh), DSMIPD_MH_OK);
	assert_int_equal(mh.type, DSMIPD_MH_BA);
	assert_int_equal(d->reply.has_auth, d->sign);
	assert_memory_equal(&d->path.src, &t->path.src, 16);
	assert_memory_equal(&d->path.outer, &t->path.outer,
			    sizeof(t->path.outer));
	assert_int_equal(d->path.hao, t->path.hao);
	if (d->path.hao)
		assert_memory_equal(&d->path.coa, &t->path.coa, 16);
	if (d->sign)
		assert_true(dsmipd_auth_sign(&d->key, &d->auth_coa,
					     &d->path.src, &d->reply, data,
					     len));
}

/* Send it, and expect that it is accepted; then that is in force. */
void testing_ha6_accepted(struct testing_ha6 *t, enum dsmipd_ha6_kind kind)
{
	struct dsmipd_ha6_decision *d = &t->decision;
	uint16_t sequence = t->bu.sequence;

	testing_ha6_rcv(t);
	if (d->reason)
		print_error("%s\n", d->reason);
	assert_null(d->reason);
	assert_int_equal(d->verdict, kind == DSMIPD_HA6_DEREGISTRATION ?
			 DSMIPD_HA6_UNBIND : DSMIPD_HA6_BIND);
	assert_int_equal(d->kind, kind);
	testing_ha6_answer(t);
	assert_true(d->reply.status < 128);
	assert_int_equal(d->reply.sequence, sequence);
	assert_int_equal(d->reply.lifetime * 4, d->record.lifetime);
	assert_int_equal(d->record.sequence, sequence);
	testing_ha6_commit(t);
}

/* Send it, and expect a refusal; nothing has changed. */
void testing_ha6_refused(struct testing_ha6 *t, uint8_t status,
			 const char *reason)
{
	struct dsmipd_ha6_decision *d = &t->decision;
	struct dsmipd_ha6_stats before, after;

	dsmipd_ha6_stats(t->ha, &before);
	testing_ha6_rcv(t);
	dsmipd_ha6_stats(t->ha, &after);
	assert_non_null(d->reason);
	assert_string_equal(d->reason, reason);
	assert_int_equal(d->verdict, DSMIPD_HA6_REPLY);
	testing_ha6_answer(t);
	assert_int_equal(d->reply.status, status);
	assert_int_equal(d->reply.lifetime, 0);
	assert_int_equal(after.refused[status], before.refused[status] + 1);
	assert_int_equal(after.bindings, before.bindings);
}

/* Send it, and expect that it is discarded silently. */
void testing_ha6_dropped(struct testing_ha6 *t, const char *reason)
{
	struct dsmipd_ha6_stats before, after;

	dsmipd_ha6_stats(t->ha, &before);
	testing_ha6_rcv(t);
	dsmipd_ha6_stats(t->ha, &after);
	assert_non_null(t->decision.reason);
	assert_string_equal(t->decision.reason, reason);
	assert_int_equal(t->decision.verdict, DSMIPD_HA6_DROP);
	assert_false(t->decision.has_reply);
	assert_int_equal(after.dropped, before.dropped + 1);
}

/* Expect that as the answer to an IPv4 Home Address option. */
void testing_ha6_ack4(struct testing_ha6 *t, size_t i, uint8_t status,
		      const char *prefix)
{
	const struct dsmipd_mh_ack4 *ack = &t->decision.reply.ack4[i];
	char text[64];
	char addr[32];

	assert_true(i < t->decision.reply.n_ack4);
	inet_ntop(AF_INET, &ack->addr, addr, sizeof(addr));
	snprintf(text, sizeof(text), "%s/%u", addr, ack->len);
	assert_string_equal(text, prefix);
	assert_int_equal(ack->status, status);
}

/* The registration of who has sent last; NULL: none. */
const struct dsmipd_record *testing_ha6_record(struct testing_ha6 *t)
{
	return dsmipd_ha6_find(t->ha, &t->path.src);
}

/* Whether a home of the one who has sent last is registered. */
bool testing_ha6_has(struct testing_ha6 *t, const char *home)
{
	const struct dsmipd_record *record = testing_ha6_record(t);
	char text[DSMIP_PREFIX_STRLEN];
	int i;

	for (i = 0; record && i < record->n_home; i++)
		if (!strcmp(dsmip_prefix_format(&record->home[i], text,
						sizeof(text)), home))
			return true;
	return false;
}

struct in6_addr testing_ha6_addr(const char *text)
{
	return testing_addr(text).v6;
}
