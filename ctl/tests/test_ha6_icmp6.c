// SPDX-License-Identifier: GPL-2.0
/*
 * Home agent: mobile prefixes and home agent address discovery.
 *
 * Covers: R5555-1-02 R5555-2.2-02
 */

#include <stdlib.h>
#include <string.h>

#include "testing_ha6.h"

static struct dsmipd_icmp6 reply;

static bool ask(struct testing_ha6 *t, uint8_t type, bool router,
		const char *src, const char *dst)
{
	struct dsmipd_icmp6 request = { .type = type, .id = 0x1234,
		.router = router };
	struct in6_addr from = testing_ha6_addr(src);
	struct in6_addr to = testing_ha6_addr(dst);

	return dsmipd_ha6_icmp6(t->ha, &from, &to, &request, t->now, &reply);
}

static bool solicit(struct testing_ha6 *t, const char *src)
{
	return ask(t, DSMIPD_ICMP6_PREFIX_SOL, false, src, "2001:db8::1");
}

static void links(struct testing_ha6 *t)
{
	struct dsmipd_ha6_link *link = t->config.links;

	t->config.n_links = 3;
	link[0].ifindex = 3;
	link[1].ifindex = 3;
	link[1].prefix = testing_prefix("2001:db8::/64");
	link[1].valid = 1000;
	link[1].preferred = 500;
	link[2].ifindex = 4;
	link[2].prefix = testing_prefix("2001:db8:200::/64");
	testing_ha6_configure(t);
}

static void prefixes(void **state)
{
	struct testing_ha6 *t = *state;
	struct in6_addr prefix = testing_ha6_addr("2001:db8:100::");

	links(t);
	/* Only who is registered is told. */
	assert_false(solicit(t, "2001:db8:100::1"));
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_true(solicit(t, "2001:db8:100::1"));
	assert_int_equal(reply.type, DSMIPD_ICMP6_PREFIX_ADV);
	assert_int_equal(reply.id, 0x1234);
	assert_int_equal(reply.n_prefix, 2);
	assert_memory_equal(&reply.prefix[0].addr, &prefix, 16);
	assert_int_equal(reply.prefix[0].len, 64);
	assert_int_equal(reply.prefix[0].flags, 0xc0);
	assert_true(reply.prefix[0].valid == UINT32_MAX);
	/* With flag R the address of the home agent. */
	assert_memory_equal(&reply.prefix[1].addr, &t->config.address, 16);
	assert_int_equal(reply.prefix[1].flags, 0xe0);
	assert_int_equal(reply.prefix[1].valid, 1000);
	assert_int_equal(reply.prefix[1].preferred, 500);
	/* Once a second. */
	testing_ha6_wait(t, 999);
	assert_false(solicit(t, "2001:db8:100::1"));
	testing_ha6_wait(t, 1);
	assert_true(solicit(t, "2001:db8:100::1"));
	testing_ha6_wait(t, 1000);
	assert_false(ask(t, DSMIPD_ICMP6_PREFIX_SOL, false, "2001:db8:100::1",
			 "2001:db8::2"));
	t->bu.lifetime = 0;
	testing_ha6_accepted(t, DSMIPD_HA6_DEREGISTRATION);
	assert_false(solicit(t, "2001:db8:100::1"));
}

/* A routed prefix has no link that it would share. */
static void routed(void **state)
{
	struct testing_ha6 *t = *state;

	links(t);
	t->config.links[0].ifindex = 0;
	t->config.links[1].ifindex = 0;
	testing_ha6_configure(t);
	testing_ha6_accepted(t, DSMIPD_HA6_INITIAL);
	assert_true(solicit(t, "2001:db8:100::1"));
	assert_int_equal(reply.n_prefix, 1);
}

static bool discover(struct testing_ha6 *t, bool router, const char *dst)
{
	return ask(t, DSMIPD_ICMP6_DHAAD_REQUEST, router, "2001:db8:f::7", dst);
}

static void agents(void **state)
{
	struct testing_ha6 *t = *state;
	int i, n;

	t->config.n_other_agents = DSMIPD_ICMP6_MAX_AGENTS;
	for (i = 0; i < DSMIPD_ICMP6_MAX_AGENTS; i++) {
		t->config.other_agents[i] = testing_ha6_addr("2001:db8::100");
		t->config.other_agents[i].s6_addr[15] += i;
	}
	links(t);
	assert_true(discover(t, false, "2001:db8:100:0:fdff:ffff:ffff:fffe"));
	assert_int_equal(reply.type, DSMIPD_ICMP6_DHAAD_REPLY);
	assert_int_equal(reply.id, 0x1234);
	assert_false(reply.router);
	assert_int_equal(reply.n_agents, DSMIPD_ICMP6_MAX_AGENTS);
	assert_memory_equal(&reply.agents[0], &t->config.address, 16);
	assert_memory_equal(&reply.agents[1], &t->config.other_agents[0],
			    15 * 16);
	assert_true(discover(t, true, "2001:db8:200:0:fdff:ffff:ffff:fffe"));
	assert_true(reply.router);
	t->config.router = false;
	testing_ha6_configure(t);
	assert_true(discover(t, true, "2001:db8:200:0:fdff:ffff:ffff:fffe"));
	assert_false(reply.router);
	assert_false(discover(t, true, "2001:db8:300:0:fdff:ffff:ffff:fffe"));
	assert_false(discover(t, false, "2001:db8::1"));
	/* The answer is longer than the question, so not for a flood. */
	for (n = 0; n < 1000; n++)
		if (!discover(t, 0, "2001:db8:100:0:fdff:ffff:ffff:fffe"))
			break;
	assert_true(n > 10 && n < 1000);
	testing_ha6_wait(t, 100);
	assert_true(discover(t, 0, "2001:db8:100:0:fdff:ffff:ffff:fffe"));
}

static void nothing(void **state)
{
	struct testing_ha6 *t = *state;

	assert_false(ask(t, DSMIPD_ICMP6_PREFIX_ADV, false, "2001:db8:100::1",
			 "2001:db8::1"));
	assert_false(ask(t, DSMIPD_ICMP6_DHAAD_REPLY, false, "2001:db8:100::1",
			 "2001:db8::1"));
	assert_false(ask(t, DSMIPD_ICMP6_DHAAD_REQUEST, false, "ff02::1",
			 "2001:db8:100:0:fdff:ffff:ffff:fffe"));
	assert_false(ask(t, DSMIPD_ICMP6_DHAAD_REQUEST, false, "::",
			 "2001:db8:100:0:fdff:ffff:ffff:fffe"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HA6_TEST(prefixes),
		HA6_TEST(routed),
		HA6_TEST(agents),
		HA6_TEST(nothing),
	};

	return cmocka_run_group_tests_name("ha6_icmp6", tests, NULL, NULL);
}
