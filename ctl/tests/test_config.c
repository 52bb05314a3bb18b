// SPDX-License-Identifier: GPL-2.0
/* The configuration: what each error says, and where. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "testing_config.h"

static void config_expect(const char *text, const char *expected)
{
	testing_config_expect(text, 0600, expected);
}

static void syntax(void **state)
{
	(void)state;
	config_expect("a: [\n", "2:1: did not find expected node content, while parsing a flow node (since line 2)\n");
	config_expect("log:\n\tlevel: info\n", "2:1: found character that cannot start any token, while scanning for the next token (since line 2)\n");
	config_expect("a: \"\\q\"\n", "1:5: found unknown escape character, while parsing a quoted scalar (since line 1)\n");
	config_expect("store: /a\n---\nstore: /b\n", "3:1: there may be one document only\n");
	config_expect("- a\n", "1:1: keys with values are expected here\n");
	config_expect("just words\n", "1:1: keys with values are expected here\n");
	config_expect("store: *x\n", "1:8: found undefined alias\n");
	config_expect("log: &a {level: *a}\n", "1:6: level: one value is expected here\n");
	config_expect("? [a]\n: b\n", "1:3: a key is expected here\n");
	config_expect("store: \"/a\\0b\"\n", "1:8: store: there is a NUL character in the value\n");
}

static void keys(void **state)
{
	(void)state;
	config_expect("stor: /a\n", "1:1: \"stor\" is not a key that can be here; did you mean \"store\"?\n");
	config_expect("nonsense: 1\n", "1:1: \"nonsense\" is not a key that can be here\n");
	config_expect("store: /a\nstore: /b\n", "2:1: \"store\" is given twice\n");
	config_expect("log: info\n", "1:6: keys with values are expected here\n");
	config_expect("log: {level: [info]}\n", "1:14: level: one value is expected here\n");
	config_expect("pools: {name: a}\n", "1:8: pools: a list is expected here\n");
	config_expect("pools: [a]\n", "1:9: keys with values are expected here\n");
	config_expect("pools:\n- range: 192.0.2.0/24\n", "2:3: \"name\" is missing\n");
	config_expect("home-agents: [{}]\n",
		      "1:15: \"name\" is missing\n1:15: \"device\" is missing\n"
		      "1:15: \"address\" is missing\n1:15: \"links\" is missing\n");
}

static void scalars(void **state)
{
	(void)state;
	config_expect("log: {level: loud}\n", "1:14: level: \"loud\" is not \"error\", \"warning\", \"notice\", \"info\" or \"debug\"\n");
	config_expect("log: {syslog: maybe}\n", "1:15: syslog: \"maybe\" is not yes or no\n");
	config_expect("store: relative\n", "1:8: store: \"relative\" is not an absolute path of at most 255 bytes\n");
	config_expect("control: {socket: ''}\n", "1:19: socket: \"\" is not an absolute path of at most 107 bytes\n");
	config_expect("control: {group: no such group}\n", "1:18: group: \"no such group\" is not 1 to 63 characters without blanks\n");
	config_expect("control: {group: nosuchgroup}\n", "1:18: group: there is no group \"nosuchgroup\"\n");
	config_expect(HA "   port: 0}\n", "4:10: port: \"0\" is not a number from 1 to 65535\n");
	config_expect(HA "   port: 65536}\n", "4:10: port: \"65536\" is not a number from 1 to 65535\n");
	config_expect(HA "   port: -1}\n", "4:10: port: \"-1\" is not a number from 1 to 65535\n");
	config_expect(HA "   port: 1e3}\n", "4:10: port: \"1e3\" is not a number from 1 to 65535\n");
	config_expect(HA "   port: 99999999999999999999}\n", "4:10: port: \"99999999999999999999\" is not a number from 1 to 65535\n");
	config_expect(HA "   max-lifetime: 18x0}\n", "4:18: max-lifetime: \"18x0\" is not a time from 4s to 262140s as in 300s, 5m or 1h\n");
	config_expect(HA "   max-lifetime: 3s}\n", "4:18: max-lifetime: \"3s\" is not a time from 4s to 262140s as in 300s, 5m or 1h\n");
	config_expect(HA "   max-lifetime: 100h}\n", "4:18: max-lifetime: \"100h\" is not a time from 4s to 262140s as in 300s, 5m or 1h\n");
	config_expect(HA "   max-lifetime: 4.5s}\n", "4:18: max-lifetime: \"4.5s\" is not a time from 4s to 262140s as in 300s, 5m or 1h\n");
	config_expect(HA "   max-lifetime: forever}\n", "4:18: max-lifetime: \"forever\" is not a time from 4s to 262140s as in 300s, 5m or 1h\n");
	config_expect(HA "   refused-udp-status: 127}\n", "4:24: refused-udp-status: \"127\" is not a number from 128 to 255\n");
	config_expect(HA "   security: auth}\n", "4:14: security: \"auth\" is not \"required\" or \"none\"\n");
	config_expect(HA "   local4: 2001:db8::1}\n", "4:12: local4: \"2001:db8::1\" is not an IPv4 address\n");
	config_expect(HA "   other-agents: [2001:db8:100::2, fe80::1]}\n", "4:36: other-agents: \"fe80::1\" is not a unicast IPv6 address\n");
	config_expect("home-agents:\n- name: a b\n  device: way/too\n  address: ff02::1\n  links: []\n",
		      "2:9: name: \"a b\" is not a name of 1 to 31 letters, digits, \"-\", \"_\" and \".\"\n"
		      "3:11: device: \"way/too\" is not a name of a device\n"
		      "4:12: address: \"ff02::1\" is not a unicast IPv6 address\n");
	config_expect("pools: [{name: a, range: 192.0.2.1/24}]\n", "1:26: range: \"192.0.2.1/24\" is not a prefix with its length, and no bits set behind it\n");
	config_expect("pools: [{name: a, range: 192.0.2.0}]\n", "1:26: range: \"192.0.2.0\" is not a prefix with its length, and no bits set behind it\n");
	config_expect("pools: [{name: a, range: 0.0.0.0/0}]\n", "1:26: range: \"0.0.0.0/0\" is not a prefix with its length, and no bits set behind it\n");
	config_expect(MN_HA "   home4: [203.0.113.7/33]}\n", "4:12: home4: \"203.0.113.7/33\" is not an IPv4 address or prefix, dynamic or dynamic/LENGTH\n");
	config_expect(MN_HA "   home4: [dynamically]}\n", "4:12: home4: \"dynamically\" is not an IPv4 address or prefix, dynamic or dynamic/LENGTH\n");
	config_expect(MN_HA "   home4: [203.0.113.7/24]}\n", "4:12: home4: \"203.0.113.7/24\" is not an IPv4 address or prefix, dynamic or dynamic/LENGTH\n");
	config_expect(MN_HA "   router: yes, prefixes: [2001:db8::1/56]}\n", "4:28: prefixes: \"2001:db8::1/56\" is not an IPv6 prefix with its length, and no bits set behind it\n");
	config_expect("mobile-nodes:\n- {name: mn, device: dsmip1, home-address: '2001:db8:100::/64', home-agent: 2001:db8:100::1}\n",
		      "2:44: home-address: \"2001:db8:100::/64\" is not an IPv6 address with the length of its home prefix\n");
	config_expect(MN_HA "   interfaces: [{name: eth0, preference: -1001}]}\n", "4:42: preference: \"-1001\" is not a number from -1000 to 1000\n");
}

static void together(void **state)
{
	(void)state;
	config_expect("pools: [{name: a, range: 192.0.2.0/24, length: 23}]\n", "1:48: length: 23 is not from 24, the length of the range, to 32\n");
	config_expect("pools: [{name: a, range: 192.0.2.0/24, length: 33}]\n", "1:48: length: 33 is not from 24, the length of the range, to 32\n");
	config_expect("pools:\n- {name: a, range: 192.0.2.0/24}\n- {name: a, range: 192.0.2.128/25}\n- {name: c, range: 192.0.0.0/16}\n",
		      "3:10: name: \"a\" is there twice\n"
		      "3:20: range: 192.0.2.128/25 overlaps 192.0.2.0/24, range of pool \"a\"\n"
		      "4:20: range: 192.0.0.0/16 overlaps 192.0.2.0/24, range of pool \"a\"\n");
	config_expect("home-agents:\n- {name: ha, device: dsmip0, address: 2001:db8:100::1, links: []}\n", "2:63: links: there has to be one at least\n");
	config_expect(HA "   lease: 30m}\n", "4:11: lease: 1800s is shorter than \"max-lifetime\", 3600s\n");
	config_expect(HA "   max-lifetime: 2h}\n", "2:3: lease: 3600s is shorter than \"max-lifetime\", 7200s\n");
	config_expect(HA "   refresh-advice: 1h}\n", "4:20: refresh-advice: 3600s is not shorter than \"max-lifetime\", 3600s\n");
	config_expect(HA "   refresh-before: 2h}\n", "4:20: refresh-before: 7200s is not shorter than \"max-lifetime\", 3600s\n");
	config_expect(HA "   force-udp: yes}\n", "4:15: force-udp: UDP needs \"local4\"\n");
	config_expect("home-agents:\n- {name: ha, device: dsmip0, address: 2001:db8:100::1,\n   links: [{prefix: 2001:db8:100::/64, dad: yes, valid: 1h, preferred: 2h}]}\n",
		      "3:45: dad: there is no \"interface\" to look for duplicates on\n"
		      "3:72: preferred: longer than the valid lifetime\n");
	config_expect("pools: [{name: p, range: '2001:db8:100::/48', length: 64},\n  {name: q, range: 192.0.2.0/24}]\n"
		      HA "   local4: 192.0.2.1}\n",
		      "4:39: address: 2001:db8:100::1 overlaps 2001:db8:100::/48, range of pool \"p\"\n"
		      "5:21: prefix: 2001:db8:100::/64 overlaps 2001:db8:100::/48, range of pool \"p\"\n"
		      "6:12: local4: 192.0.2.1 overlaps 192.0.2.0/24, range of pool \"q\"\n");
	config_expect(HA "   local4: 192.0.2.1}\n"
		      "- {name: ha, device: dsmip0, address: 2001:db8:100::1, local4: 192.0.2.1,\n"
		      "   links: [{prefix: 2001:db8:100::/63}]}\n",
		      "5:10: name: \"ha\" is there twice\n"
		      "5:22: device: \"dsmip0\" is there twice\n"
		      "5:39: address: 2001:db8:100::1 overlaps 2001:db8:100::1, address of \"ha\"\n"
		      "5:64: local4: 192.0.2.1 overlaps 192.0.2.1, address of \"ha\"\n"
		      "6:21: prefix: 2001:db8:100::/63 overlaps 2001:db8:100::/64, home prefix of \"ha\"\n");
}

static void nodes(void **state)
{
	(void)state;
	config_expect(MN "   port: 4191}\n", "2:3: \"home-agent\", \"home-agent-name\" or \"home-agent-domain\" is missing\n");
	config_expect(MN_HA "   home-agent-name: ha.example.net}\n", "4:21: \"home-agent\" and \"home-agent-name\" exclude each other\n");
	config_expect(MN "   home-agent-domain: example.net, home-agent4: 192.0.2.1}\n", "3:49: \"home-agent4\" goes with \"home-agent\", not with \"home-agent-domain\"\n");
	config_expect(MN_HA "   security: auth}\n", "4:14: security: \"auth\" needs the key \"auth\"\n");
	config_expect(MN_HA "   auth: {spi: 256, key: '0xff'}}\n", "4:10: auth: goes with \"security: auth\" only\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 255, key: '0xff'}}\n", "4:32: spi: \"255\" is not a number from 256 to 4294967295\n");
	config_expect(MN_HA "   prefixes: ['2001:db8:7::/48']}\n", "4:14: prefixes: only a mobile router has some; \"router: yes\" is missing\n");
	config_expect("mobile-nodes:\n- {name: mn, device: dsmip1, home-address: 2001:db8:100::1/64, home-agent: 2001:db8:100::1}\n",
		      "2:44: home-address: it is that of the home agent\n");
	config_expect(MN_HA "   interfaces: [{name: dsmip1}, {name: eth0}, {name: eth0}]}\n",
		      "4:24: name: \"dsmip1\" is the tunnel device\n4:54: name: \"eth0\" is there twice\n");
}

static void several(void **state)
{
	struct dsmipd_config *config;
	char *text = NULL, *errors;
	size_t size;
	FILE *out;
	int err;

	(void)state;
	config_expect("log: {level: x}\nstore: y\npools: [{name: '', range: z}]\n",
		      "1:14: level: \"x\" is not \"error\", \"warning\", \"notice\", \"info\" or \"debug\"\n"
		      "2:8: store: \"y\" is not an absolute path of at most 255 bytes\n"
		      "3:16: name: \"\" is not a name of 1 to 63 letters, digits, \"-\", \"_\" and \".\"\n"
		      "3:27: range: \"z\" is not a prefix with its length, and no bits set behind it\n");
	/* More than there is room for. */
	out = open_memstream(&text, &size);
	for (int i = 0; i < 500; i++)
		fprintf(out, "a%d: 1\n", i);
	fclose(out);
	errors = testing_config_read(text, 0600, &config, &err);
	assert_int_equal(err, -EINVAL);
	assert_non_null(strstr(errors, "\n100:1: "));
	assert_null(strstr(errors, "\n101:1: "));
	free(errors);
	free(text);
}

static void files(void **state)
{
	struct dsmipd_config *config = NULL;
	char *errors = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&errors, &size);

	(void)state;
	assert_int_equal(dsmipd_config_read(&config, "nowhere", testing_config_collect, out), -ENOENT);
	assert_int_equal(dsmipd_config_read(&config, ".", testing_config_collect, out), -EINVAL);
	fclose(out);
	assert_string_equal(errors, "0:0: No such file or directory\n0:0: not a regular file\n");
	assert_null(config);
	free(errors);
}

static void warnings(void **state)
{
	struct dsmipd_config *config;
	char *errors;
	int err;

	(void)state;
	errors = testing_config_read(HA "   security: none}\n" MN_HA "   security: none}\n", 0600, &config, &err);
	assert_int_equal(err, 0);
	assert_string_equal(errors,
			    "4:14: warning: security: \"none\" lets anybody register as a subscriber without security, and take over its traffic\n"
			    "8:14: warning: security: \"none\" lets anybody answer as the home agent, and take over the traffic\n");
	assert_true(config->ha6[0].ha6.insecure);
	assert_int_equal(config->mn6[0].mn6.security, DSMIPD_SECURITY_NONE);
	dsmipd_config_free(config);
	free(errors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(syntax),
		cmocka_unit_test(keys),
		cmocka_unit_test(scalars),
		cmocka_unit_test(together),
		cmocka_unit_test(nodes),
		cmocka_unit_test(several),
		cmocka_unit_test(files),
		cmocka_unit_test(warnings),
	};

	return cmocka_run_group_tests(tests, testing_config_setup,
				      testing_config_teardown);
}
