// SPDX-License-Identifier: GPL-2.0
/*
 * The configuration of a home agent of Mobile IPv4, alone and beside one of
 * Mobile IPv6.
 */

#include <arpa/inet.h>
#include <stdlib.h>

#include "testing_config.h"

#define KEY	"0x000102030405060708090a0b0c0d0e0f"
#define HA4	"home-agents4:\n- {name: ha4, device: dsmip4, address: 192.0.2.1,\n"
#define BOTH	HA "   local4: 192.0.2.1}\nhome-agents4:\n" \
		"- {name: ha4, device: dsmip0, address: 192.0.2.1,\n"

static void expect(const char *text, const char *expected)
{
	testing_config_expect(text, 0600, expected);
}

static void alone(void **state)
{
	struct dsmipd_config *config;
	const struct dsmipd_ha4_config *ha4;

	(void)state;
	config = testing_config_good(HA4 "   links: [{prefix: 203.0.113.0/24}, {prefix: 2001:db8:100::/64}],\n"
				     "   foreign-keys: [{address: 198.51.100.2, foreign-auth: {spi: 300, key: " KEY "}}]}\n");
	ha4 = &config->ha4[0].ha4;
	assert_int_equal(config->n_ha4, 1);
	assert_int_equal(ha4->address.s_addr, inet_addr("192.0.2.1"));
	assert_int_equal(ha4->n_links, 2);
	assert_int_equal(ha4->links[0].prefix.len, 24);
	assert_int_equal(ha4->links[1].prefix.addr.family, AF_INET6);
	assert_false(ha4->links[0].dad);
	assert_int_equal(ha4->n_foreign, 1);
	assert_int_equal(ha4->foreign[0].sa.spi, 300);
	assert_int_equal(ha4->foreign[0].sa.len, 16);
	assert_int_equal(ha4->max_lifetime, 3600);
	assert_int_equal(ha4->simultaneous, 3);
	assert_int_equal(ha4->keepalive, 110);
	assert_int_equal(ha4->timestamp_window, 7);
	assert_true(ha4->reverse && ha4->nat && ha4->revocation);
	assert_true(ha4->broadcast);
	assert_false(ha4->draft || ha4->implicit || ha4->force_udp);
	assert_int_equal(config->ha4[0].route_table, 254);
	assert_false(dsmipd_config_shared(config, "dsmip4"));
	dsmipd_config_free(config);
}

static void wrong(void **state)
{
	(void)state;
	expect("home-agents4: [{}]\n", "1:16: \"name\" is missing\n"
	       "1:16: \"device\" is missing\n1:16: \"address\" is missing\n");
	expect(HA4 "   lease: 1m}\n", "3:11: lease: 60s is shorter than \"max-lifetime\", 3600s\n");
	expect(HA4 "   max-lifetime: 65535}\n", "3:18: max-lifetime: \"65535\" is not a time from 1s to 65534s as in 300s, 5m or 1h\n");
	expect(HA4 "   simultaneous: 9}\n", "3:18: simultaneous: \"9\" is not a number from 1 to 8\n");
	expect(HA4 "   force-udp: yes, nat: no}\n", "3:15: force-udp: UDP needs \"nat\"\n");
	expect(HA4 "   require-reverse: yes, reverse: no}\n", "3:21: require-reverse: there is no \"reverse\"\n");
	expect(HA4 "   pool6: p}\n", "2:3: \"pool6\" and \"pool6-prefix\" go with \"draft\" only\n");
	expect(HA4 "   foreign-keys: [{address: 198.51.100.2, foreign-auth: {spi: 300}}]}\n", "3:57: \"key-file\" or \"key\" is missing\n");
	expect(HA4 "   links: [{prefix: 203.0.113.1/24}]}\n", "3:21: prefix: \"203.0.113.1/24\" is not a prefix with its length, and no bits set behind it\n");
	expect("pools: [{name: p, range: 192.0.2.0/24}]\n" HA4 "   }\n", "3:40: address: 192.0.2.1 overlaps 192.0.2.0/24, range of pool \"p\"\n");
}

/* A device of both, the same home links, and pools out of these. */
static void both(void **state)
{
	const struct dsmip_prefix routed = testing_prefix("203.0.113.0/24");
	const struct dsmip_prefix other = testing_prefix("203.0.113.0/25");
	struct dsmipd_config *config;

	(void)state;
	config = testing_config_good("pools: [{name: p, range: 203.0.113.128/25}]\n" BOTH
				     "   links: [{prefix: 203.0.113.0/24}, {prefix: 2001:db8:100::/64}]}\n");
	assert_true(dsmipd_config_shared(config, "dsmip0"));
	assert_false(dsmipd_config_shared(config, "dsmip1"));
	assert_true(dsmipd_config_home_prefix(config, "dsmip0", &routed));
	assert_false(dsmipd_config_home_prefix(config, "dsmip1", &routed));
	assert_false(dsmipd_config_home_prefix(config, "dsmip0", &other));
	dsmipd_config_free(config);
	expect(HA "   local4: 192.0.2.2}\nhome-agents4:\n- {name: ha4, device: dsmip0, address: 192.0.2.1}\n",
	       "6:23: device: \"dsmip0\" is that of \"ha\", whose \"local4\" is another address\n");
	expect(BOTH "   }\n- {name: more, device: dsmip0, address: 192.0.2.3}\n",
	       "8:24: device: \"dsmip0\" is there twice\n"
	       "8:24: device: \"dsmip0\" is that of \"ha\", whose \"local4\" is another address\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alone),
		cmocka_unit_test(wrong),
		cmocka_unit_test(both),
	};

	return cmocka_run_group_tests(tests, testing_config_setup,
				      testing_config_teardown);
}
