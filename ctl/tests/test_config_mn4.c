// SPDX-License-Identifier: GPL-2.0
/* The configuration of a mobile node of Mobile IPv4. */

#include <string.h>

#include "testing_config.h"

#define NODE	"mobile-nodes4:\n- {name: mn, device: dsmip1,\n"
#define AUTH	"   home-auth: {spi: 256, key: '0x000102030405060708090a0b0c0d0e0f'},\n"
#define FULL	NODE AUTH "   home-address: 203.0.113.7/24, home-agent: 192.0.2.1,\n"

static void expect(const char *text, const char *expected)
{
	testing_config_expect(text, 0600, expected);
}

static void scalars(void **state)
{
	(void)state;
	expect(NODE "   home-agent: 192.0.2.1}\n",
	       "2:3: \"home-auth\" is missing\n");
	expect(NODE AUTH "   home-address: 203.0.113.0/24}\n",
	       "4:18: home-address: \"203.0.113.0/24\" is not an IPv4 address with the length of its home prefix\n");
	expect(NODE AUTH "   home-address: 224.0.0.9/24}\n",
	       "4:18: home-address: \"224.0.0.9/24\" is not an IPv4 address with the length of its home prefix\n");
	expect(NODE AUTH "   home-address: '2001:db8::7/64'}\n",
	       "4:18: home-address: \"2001:db8::7/64\" is not an IPv4 address with the length of its home prefix\n");
	expect(FULL "   prefixes: [fe80::/64, 192.0.2.0/24]}\n",
	       "5:15: prefixes: \"fe80::/64\" is not an IPv6 prefix with its length, or an address in it\n"
	       "5:26: prefixes: \"192.0.2.0/24\" is not an IPv6 prefix with its length, or an address in it\n");
	expect(FULL "   lifetime: 65535s}\n",
	       "5:14: lifetime: \"65535s\" is not a time from 4s to 65534s as in 300s, 5m or 1h\n");
	expect(FULL "   keepalive: 9s}\n",
	       "5:15: keepalive: \"9s\" is not a time from 10s to 65535s as in 300s, 5m or 1h\n");
	expect(FULL "   udp: yes}\n",
	       "5:9: udp: \"yes\" is not \"auto\", \"force\" or \"never\"\n");
	expect(NODE "   home-auth: {spi: 255, key: '0xff'}}\n",
	       "3:21: spi: \"255\" is not a number from 256 to 4294967295\n");
	expect(FULL "   foreign-auth: {spi: 300, key: '0xff', replay: nonces}}\n",
	       "5:42: \"replay\" is not a key that can be here\n");
}

static void together(void **state)
{
	(void)state;
	expect(NODE AUTH "   home-agent: 192.0.2.1}\n",
	       "2:3: without \"home-address\" there has to be an \"identifier\"\n");
	expect(NODE AUTH "   identifier: mn@example.net}\n",
	       "2:3: without \"home-agent\" \"home-address\" has to be in a network of 4 addresses or more\n");
	expect(NODE AUTH "   home-address: 203.0.113.7/32}\n",
	       "2:3: without \"home-agent\" \"home-address\" has to be in a network of 4 addresses or more\n");
	expect(NODE AUTH "   home-address: 203.0.113.7/24, home-agent: 203.0.113.7}\n",
	       "4:18: home-address: it is that of the home agent\n");
	expect(FULL "   prefixes: ['::/56']}\n",
	       "5:15: prefixes: \"::/56\" asks for a prefix, which takes \"draft: yes\"\n");
	expect(FULL "   prefixes: ['2001:db8:7::7/48', '2001:db8:7:1::/64']}\n",
	       "5:35: prefixes: \"2001:db8:7:1::/64\" overlaps another one\n");
	expect(FULL "   udp: force, encapsulation: gre}\n",
	       "5:31: encapsulation: in UDP there is only \"ip\"\n");
	expect(FULL "   ipv6-tunnel: implicit, link-local: yes}\n",
	       "5:39: link-local: nothing is asked for with \"ipv6-tunnel: implicit\"\n");
	expect(FULL "   interfaces: [{name: dsmip1}]}\n",
	       "5:24: name: \"dsmip1\" is the tunnel device\n");
	expect(FULL "   foreign-auth: {spi: 300}}\n",
	       "5:18: \"key-file\" or \"key\" is missing\n");
	expect(FULL "   port: 434}\n- {name: mn, device: dsmip2, home-address: 203.0.113.8/24,\n" AUTH "   port: 435}\n",
	       "6:10: name: \"mn\" is there twice\n");
}

static void presets(void **state)
{
	struct dsmipd_config *config = testing_config_good(FULL "   port: 434}\n");
	const struct dsmipd_mn4_config *mn = &config->mn4[0].mn4;

	(void)state;
	assert_int_equal(config->n_mn4, 1);
	assert_int_equal(mn->hoa.len, 24);
	assert_int_equal(mn->port, 434);
	assert_int_equal(mn->lifetime, 600);
	assert_int_equal(mn->keepalive, 110);
	assert_int_equal(mn->prefix_retry, 3600);
	assert_int_equal(mn->udp, DSMIPD_MN4_UDP_AUTO);
	assert_int_equal(mn->care, DSMIPD_MN4_CARE_ANY);
	assert_int_equal(mn->mode, DSMIPD_MN4_MODE_HOME);
	assert_int_equal(mn->encap, DSMIPD_MN4_ENCAP_IP);
	assert_true(mn->reverse);
	assert_true(mn->revocation);
	assert_false(mn->draft);
	assert_int_equal(mn->sa.algorithm, DSMIPD_MIP4_HMAC_MD5);
	assert_int_equal(mn->sa.replay, DSMIPD_MIP4_TIMESTAMPS);
	assert_int_equal(mn->sa.len, 16);
	assert_int_equal(mn->sa_agent.len, 0);
	dsmipd_config_free(config);
}

static void values(void **state)
{
	static const char text[] = NODE
		"   identifier: mn@example.net, home-agent: 192.0.2.1, draft: yes,\n"
		"   prefixes: ['2001:db8:107::7/64', '::/56', '::9/128'],\n"
		"   ipv6-tunnel: care-of, care-of: foreign-agent, udp: never,\n"
		"   encapsulation: minimal, router: yes, reverse-tunnel: no,\n"
		"   broadcasts: yes, revocation: no, link-local: yes,\n"
		"   home-auth: {spi: 300, key: '0xff', algorithm: hmac-sha256,\n"
		"               replay: nonces},\n"
		"   foreign-auth: {spi: 301, key: '0xfe', algorithm: hmac-sha1},\n"
		"   interfaces: [{name: eth0, preference: 5}]}\n";
	struct dsmipd_config *config = testing_config_good(text);
	const struct dsmipd_mn4_config *mn = &config->mn4[0].mn4;

	(void)state;
	assert_int_equal(mn->hoa.addr.family, AF_UNSPEC);
	assert_int_equal(mn->n_prefix, 3);
	assert_int_equal(mn->prefix[0].addr.bytes[15], 7);
	assert_int_equal(mn->prefix[1].len, 56);
	assert_int_equal(mn->mode, DSMIPD_MN4_MODE_COA);
	assert_int_equal(mn->care, DSMIPD_MN4_CARE_AGENT);
	assert_int_equal(mn->udp, DSMIPD_MN4_UDP_NEVER);
	assert_int_equal(mn->encap, DSMIPD_MN4_ENCAP_MINIMAL);
	assert_true(mn->router && mn->broadcast && mn->link_local && mn->draft);
	assert_false(mn->reverse || mn->revocation);
	assert_int_equal(mn->sa.replay, DSMIPD_MIP4_NONCES);
	assert_int_equal(mn->sa.algorithm, DSMIPD_MIP4_HMAC_SHA256);
	assert_int_equal(mn->sa_agent.algorithm, DSMIPD_MIP4_HMAC_SHA1);
	assert_int_equal(mn->sa_agent.key[0], 0xfe);
	assert_int_equal(config->mn4[0].ifs[0].preference, 5);
	dsmipd_config_free(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars),
		cmocka_unit_test(together),
		cmocka_unit_test(presets),
		cmocka_unit_test(values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
