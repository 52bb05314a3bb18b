// SPDX-License-Identifier: GPL-2.0
/* The configuration of a foreign agent of Mobile IPv4. */

#include <string.h>

#include "testing_config.h"

#define AGENT	"foreign-agents:\n- {name: visited, device: fat,\n"
#define LINK	"   interfaces: [vis0],\n"
#define COA	"   care-of-addresses: [198.51.100.2],\n"
#define FULL	AGENT LINK COA
#define KEY	"{spi: 300, key: '0x000102030405060708090a0b0c0d0e0f'}"

static void expect(const char *text, const char *expected)
{
	testing_config_expect(text, 0600, expected);
}

static void scalars(void **state)
{
	(void)state;
	expect(AGENT COA "   }\n", "2:3: \"interfaces\" is missing\n");
	expect(AGENT LINK "   }\n", "2:3: \"care-of-addresses\" is missing\n");
	expect(AGENT LINK "   care-of-addresses: ['2001:db8::1']}\n",
	       "4:24: care-of-addresses: \"2001:db8::1\" is not an IPv4 address\n");
	expect(FULL "   max-lifetime: 18h13m}\n",
	       "5:18: max-lifetime: \"18h13m\" is not a time from 1s to 65535s as in 300s, 5m or 1h\n");
	expect(FULL "   revocation-tries: 11}\n",
	       "5:22: revocation-tries: \"11\" is not a number from 1 to 10\n");
	expect(FULL "   home-associations: [{address: 192.0.2.1}]}\n",
	       "5:24: \"foreign-auth\" is missing\n");
	expect(FULL "   node-associations: [{foreign-auth: " KEY "}]}\n",
	       "5:24: \"home-address\" is missing\n");
}

static void together(void **state)
{
	(void)state;
	expect(AGENT COA "   interfaces: []}\n",
	       "4:16: interfaces: there has to be one at least\n");
	expect(AGENT COA "   interfaces: [vis0, vis0]}\n",
	       "4:16: interfaces: one is there twice\n");
	expect("foreign-agents:\n- {name: visited, device: eth, interfaces: [eth1],\n" COA "   }\n",
	       "2:27: device: \"eth1\" could be one of its tunnel devices\n");
	expect("foreign-agents:\n- {name: visited, device: atunneldevice,\n" LINK COA "   }\n",
	       "2:27: device: \"atunneldevice\" is too long to be followed by a number\n");
	expect(FULL "   reverse-tunnel: no, require-reverse-tunnel: yes}\n",
	       "5:48: require-reverse-tunnel: \"reverse-tunnel\" is no\n");
	expect(FULL "   interval: 20s}\n",
	       "2:3: advertisement-lifetime: 30s is shorter than three times \"interval\", 20s\n");
	expect(FULL "   require-node-auth: yes}\n",
	       "5:23: require-node-auth: there are no \"node-associations\"\n");
	expect(FULL "   require-home-auth: yes}\n",
	       "5:23: require-home-auth: there are no \"home-associations\"\n");
	/* Services of all kinds share their names. */
	expect(FULL "   }\nmobile-nodes:\n- {name: visited, device: dsmip1, home-address: 2001:db8:100::7/64, home-agent: 2001:db8:100::1}\n",
	       "2:10: name: \"visited\" is there twice\n");
}

static void values(void **state)
{
	struct dsmipd_config *config;
	const struct dsmipd_fa4_config *fa4;

	(void)state;
	config = testing_config_good(FULL "   home-associations: [{address: 192.0.2.1, foreign-auth: " KEY "}],\n"
				     "   node-associations: [{home-address: 203.0.113.7, foreign-auth: " KEY "}],\n"
				     "   max-lifetime: 65535s, draft: yes}\n");
	assert_int_equal(config->n_fa4, 1);
	assert_int_equal(config->fa4[0].n_ifs, 1);
	assert_string_equal(config->fa4[0].ifs[0], "vis0");
	fa4 = &config->fa4[0].fa4;
	assert_int_equal(fa4->n_coa, 1);
	assert_int_equal(fa4->n_home, 1);
	assert_int_equal(fa4->home[0].addr.s_addr, testing_addr("192.0.2.1").v4.s_addr);
	assert_int_equal(fa4->home[0].sa.spi, 300);
	assert_int_equal(fa4->home[0].sa.len, 16);
	assert_int_equal(fa4->node[0].hoa.s_addr, testing_addr("203.0.113.7").v4.s_addr);
	assert_int_equal(fa4->max_lifetime, DSMIPD_MIP4_INFINITE);
	assert_int_equal(fa4->interval, 10);
	assert_true(fa4->reverse && fa4->gre && fa4->revocation && fa4->draft);
	assert_false(fa4->required || fa4->node_auth);
	dsmipd_config_free(config);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars),
		cmocka_unit_test(together),
		cmocka_unit_test(values),
	};

	return cmocka_run_group_tests(tests, testing_config_setup,
				      testing_config_teardown);
}
