// SPDX-License-Identifier: GPL-2.0
/*
 * The configuration: what each error says and where, defaults, a full file,
 * what is shown of it, and that keys are not.
 *
 * Covers: R5555-2-02 R5555-3.2.2-08 R5555-6-01
 */

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "config_schema.h"
#include "testing.h"

#define KEY32	"0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define KEY20	"0x000102030405060708090a0b0c0d0e0f10111213"
#define KEY16	"0x000102030405060708090a0b0c0d0e0f"

static char dir[] = P_tmpdir "/ctl-config-XXXXXX";

static int config_setup(void **state)
{
	(void)state;
	return !mkdtemp(dir) || chdir(dir);
}

static int config_teardown(void **state)
{
	(void)state;
	return chdir("/") || rmdir(dir);
}

static void config_write(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "we");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(name, mode), 0);
}

static void config_collect(const struct dsmipd_config_error *error, void *arg)
{
	if (error->source)
		assert_true(error->column <= strlen(error->source) + 1);
	assert_true(error->width > 0);
	fprintf(arg, "%u:%u:%s %s\n", error->line, error->column,
		error->warning ? " warning:" : "", error->text);
}

/* Reads a file; the errors, a line each, are to be freed. */
static char *config_read(const char *text, mode_t mode,
			 struct dsmipd_config **config, int *err)
{
	char *errors = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&errors, &size);

	config_write("FILE", text, mode);
	*err = dsmipd_config_read(config, "FILE", config_collect, out);
	fclose(out);
	assert_true(*err ? !*config : !!*config);
	unlink("FILE");
	return errors;
}

static void config_expect_mode(const char *text, mode_t mode,
			       const char *expected)
{
	struct dsmipd_config *config;
	char *errors;
	int err;

	errors = config_read(text, mode, &config, &err);
	assert_string_equal(errors, expected);
	assert_true(err < 0);
	free(errors);
}

static void config_expect(const char *text, const char *expected)
{
	config_expect_mode(text, 0600, expected);
}

/* A home agent, and a mobile node, but for what is tested. */
#define HA	"home-agents:\n- {name: ha, device: dsmip0, address: 2001:db8:100::1,\n" \
		"   links: [{prefix: 2001:db8:100::/64}],\n"
#define MN	"mobile-nodes:\n- {name: mn, device: dsmip1, home-address: 2001:db8:100::7/64,\n"
#define MN_HA	MN "   home-agent: 2001:db8:100::1,\n"

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
	config_expect("log: &a {level: *a}\n", "1:17: level: one value is expected here\n");
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

/* No error has a key in it, nor shows the line that it is in. */
static void no_source(const struct dsmipd_config_error *error, void *arg)
{
	(*(unsigned int *)arg)++;
	assert_null(strstr(error->text, "5ec"));
	assert_true(!error->source || !strstr(error->source, "5ec"));
}

static void secrets(void **state)
{
	static const char *const bad[] = {
		MN_HA "   security: auth, auth: {spi: 5, key: '0x5ec'}}\n",
		MN_HA "   security: auth, auth: {spi: 256, key: 5ec}}\n",
		MN_HA "   security: auth, auth: {spi: 256, key: [0x5ec]}}\n",
		MN_HA "   security: auth, auth: {spi: 256, key : 0x5ecg, port: 3}}\n",
	};
	struct dsmipd_config *config;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(bad); i++) {
		unsigned int n = 0;

		config_write("FILE", bad[i], 0600);
		assert_int_equal(dsmipd_config_read(&config, "FILE", no_source,
						    &n), -EINVAL);
		assert_true(n);
	}
	unlink("FILE");
	config_expect(MN_HA "   security: auth, auth: {spi: 256}}\n", "4:26: \"key-file\" or \"key\" is missing\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key: '0xabc'}}\n", "4:42: key: the value is not 0x and an even number of hexadecimal digits, for 1 to 64 bytes\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key: 'secret'}}\n", "4:42: key: the value is not 0x and an even number of hexadecimal digits, for 1 to 64 bytes\n");
	config_expect_mode(MN_HA "   security: auth, auth: {spi: 256, key: '0xabcd'}}\n", 0644,
			   "4:42: key: there may be no key in a file that everybody can read\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key-file: k}}\n", "4:47: key-file: \"k\" is not an absolute path\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key-file: /nowhere/k}}\n", "4:47: key-file: \"/nowhere/k\" cannot be opened: No such file or directory\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key-file: /dev/null}}\n", "4:47: key-file: \"/dev/null\" is not a regular file\n");
}

static void expect_key_file(const char *content, mode_t mode, const char *why)
{
	char text[512], expected[512], path[256];

	snprintf(path, sizeof(path), "%s/key", dir);
	config_write("key", content, mode);
	snprintf(text, sizeof(text), MN_HA "   security: auth, auth: {spi: 256, key-file: %s}}\n", path);
	if (why) {
		snprintf(expected, sizeof(expected), "4:47: key-file: \"%s\" %s\n", path, why);
		config_expect_mode(text, 0644, expected);
	} else {
		struct dsmipd_config *config;
		char *errors;
		int err;

		errors = config_read(text, 0644, &config, &err);
		assert_string_equal(errors, "");
		assert_int_equal(config->mn6[0].mn6.key.len, 16);
		assert_int_equal(config->mn6[0].mn6.key.key[15], 15);
		free(errors);
		dsmipd_config_free(config);
	}
	unlink("key");
}

static void key_files(void **state)
{
	static const char digits[] = "has to hold 0x and an even number of hexadecimal digits, for 1 to 64 bytes";
	char big[2048];

	(void)state;
	expect_key_file(KEY16 "\n", 0600, NULL);
	expect_key_file(KEY16 " \r\n\n", 0640, NULL);
	expect_key_file(KEY16 "\n", 0644, "can be read or written by others (mode 0644)");
	expect_key_file(KEY16 "\n", 0602, "can be read or written by others (mode 0602)");
	expect_key_file("", 0600, digits);
	expect_key_file("0x", 0600, digits);
	expect_key_file("secret", 0600, digits);
	expect_key_file(KEY16 "\n" KEY16 "\n", 0600, digits);
	memset(big, 'a', sizeof(big));
	big[sizeof(big) - 1] = '\0';
	expect_key_file(big, 0600, "cannot be read, or is too long");
}

static void associations(void **state)
{
	(void)state;
	config_expect(MN_HA "   esp: {in: {spi: 256, cipher-key: '" KEY16 "', auth-key: '" KEY32 "'}}}\n", "4:9: \"out\" is missing\n");
	config_expect(MN_HA "   esp:\n     {in: {spi: 256, cipher-key: '" KEY20 "', auth-key: '" KEY32 "'},\n"
		      "     out: {spi: 256, cipher: 'null', cipher-key: '" KEY16 "', auth: hmac-sha1, auth-key: '" KEY32 "'}}}\n",
		      "5:11: cipher: the key has 20 bytes, aes-cbc takes 16, 24 or 32\n"
		      "6:11: auth: the key has 32 bytes, hmac-sha1 takes 20\n"
		      "6:50: cipher: \"null\" takes no key\n");
	config_expect(MN_HA "   security: none, esp: {in: {spi: 256, cipher: 'null', auth-key: '" KEY32 "'},\n"
		      "     out: {spi: 257, cipher: 'null', auth-key: '" KEY20 "'}}}\n",
		      "5:11: auth: the key has 20 bytes, hmac-sha256 takes 32\n");
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
	errors = config_read(text, 0600, &config, &err);
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
	assert_int_equal(dsmipd_config_read(&config, "nowhere", config_collect, out), -ENOENT);
	assert_int_equal(dsmipd_config_read(&config, ".", config_collect, out), -EINVAL);
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
	errors = config_read(HA "   security: none}\n" MN_HA "   security: none}\n", 0600, &config, &err);
	assert_int_equal(err, 0);
	assert_string_equal(errors,
			    "4:14: warning: security: \"none\" lets anybody register as a subscriber without security, and take over its traffic\n"
			    "8:14: warning: security: \"none\" lets anybody answer as the home agent, and take over the traffic\n");
	assert_true(config->ha6[0].ha6.insecure);
	assert_int_equal(config->mn6[0].mn6.security, DSMIPD_SECURITY_NONE);
	dsmipd_config_free(config);
	free(errors);
}

static struct dsmipd_config *config_good(const char *text)
{
	struct dsmipd_config *config;
	char *errors;
	int err;

	errors = config_read(text, 0600, &config, &err);
	assert_string_equal(errors, "");
	assert_int_equal(err, 0);
	free(errors);
	return config;
}

/* RFC 5555, section 6, RFC 4285, section 5.2, and what we have chosen. */
static void defaults(void **state)
{
	struct dsmipd_config *config = config_good("");

	(void)state;
	assert_int_equal(config->log_level, DSMIPD_LOG_INFO);
	assert_string_equal(config->socket, "/run/dsmip/dsmipd.sock");
	assert_string_equal(config->store, "/var/lib/dsmip/dsmipd.db");
	assert_string_equal(config->group, "");
	assert_int_equal(config->n_pools + config->n_ha6 + config->n_mn6, 0);
	dsmipd_config_free(config);

	config = config_good("pools: [{name: p, range: 192.0.2.0/24}, {name: q, range: '2001:db8::/40'}]\n"
			     HA "}\n" MN_HA "}\n");
	assert_int_equal(config->pools[0].len, 32);
	assert_int_equal(config->pools[0].hold, 3600);
	assert_int_equal(config->pools[1].len, 128);
	assert_int_equal(config->ha6[0].ha6.port, 4191);
	assert_int_equal(config->ha6[0].ha6.nat_refresh, 110);
	assert_int_equal(config->ha6[0].ha6.refused_udp_status, 144);
	assert_int_equal(config->ha6[0].ha6.timestamp_window, 7);
	assert_int_equal(config->ha6[0].ha6.max_bindings, 1048576);
	assert_int_equal(config->ha6[0].ha6.max_lifetime, 3600);
	assert_int_equal(config->ha6[0].ha6.lease, 3600);
	assert_int_equal(config->ha6[0].ha6.refresh_advice, 0);
	assert_int_equal(config->ha6[0].route_table, 254);
	assert_true(config->ha6[0].ha6.allow_forced_udp);
	assert_true(config->ha6[0].ha6.router);
	assert_false(config->ha6[0].ha6.force_udp);
	assert_false(config->ha6[0].ha6.lenient_coa4);
	assert_false(config->ha6[0].ha6.insecure);
	assert_false(config->ha6[0].links[0].ha6.dad);
	assert_int_equal(config->ha6[0].ha6.links[0].valid, UINT32_MAX);
	assert_int_equal(config->ha6[0].ha6.links[0].preferred, UINT32_MAX);
	assert_int_equal(config->mn6[0].mn6.port, 4191);
	assert_int_equal(config->mn6[0].mn6.keepalive, 110);
	assert_int_equal(config->mn6[0].mn6.lifetime, 600);
	assert_int_equal(config->mn6[0].mn6.home4_retry, 3600);
	assert_int_equal(config->mn6[0].mn6.security, DSMIPD_SECURITY_IPSEC);
	assert_int_equal(config->mn6[0].mn6.udp, DSMIPD_MN6_UDP_AUTO);
	assert_false(config->mn6[0].mn6.has_ha4);
	dsmipd_config_free(config);
}

static const char config_full[] =
	"log:\n  level: debug\n  syslog: on\n"
	"control:\n  socket: /tmp/s\n  group: root\n"
	"store: \"/tmp/db\"\n"
	"pools:\n"
	"  - {name: v4, range: 203.0.113.0/24, length: 28, hold: 2m}\n"
	"home-agents:\n"
	"  - name: home-1\n    device: dsmip0\n    address: 2001:db8:100::1\n"
	"    local4: 192.0.2.1\n    port: 4192\n    links:\n"
	"      - prefix: 2001:db8:100::/64\n        interface: eth1\n"
	"        valid: 30d\n        preferred: 7d\n"
	"      - {prefix: 2001:db8:101::/64, interface: eth2, dad: no}\n"
	"    other-agents: [2001:db8:100::2, 2001:db8:100::3]\n"
	"    max-bindings: 10\n    max-lifetime: 10m\n    lease: 1d\n"
	"    nat-refresh: 30\n    force-udp: yes\n    allow-forced-udp: false\n"
	"    refused-udp-status: 129\n    lenient-coa4: true\n"
	"    refresh-advice: 5m\n    refresh-before: 10s\n"
	"    timestamp-window: 3s\n    router: no\n    route-table: 100\n"
	"mobile-nodes:\n"
	"  - name: mn-7\n    device: dsmip1\n    identifier: mn7@example.net\n"
	"    home-address: 2001:db8:200::7/64\n    home-agent: 2001:db8:200::1\n"
	"    home-agent4: 192.0.2.9\n    port: 4193\n"
	"    home4: [203.0.113.7, 198.51.100.0/24, dynamic, dynamic/28]\n"
	"    router: yes\n    prefixes: ['2001:db8:700::/56']\n"
	"    lifetime: 420\n    udp: force\n    literal-nat: yes\n"
	"    keepalive: 60\n    home4-retry: 0\n    security: ipsec\n"
	"    esp:\n"
	"      in: {spi: 300, cipher-key: '" KEY16 "', auth-key: '" KEY32 "'}\n"
	"      out: {spi: 301, cipher: 'null', auth: hmac-sha1, auth-key: '" KEY20 "'}\n"
	"    interfaces:\n      - {name: eth0, preference: 10}\n"
	"      - {name: wwan0, preference: -10}\n";

static void full_agent(const struct dsmipd_config *config)
{
	const struct dsmipd_ha6_config *ha = &config->ha6[0].ha6;
	char text[INET6_ADDRSTRLEN];

	assert_int_equal(config->n_ha6, 1);
	assert_string_equal(config->ha6[0].name, "home-1");
	assert_string_equal(config->ha6[0].device, "dsmip0");
	assert_int_equal(ha->local4.s_addr, inet_addr("192.0.2.1"));
	assert_int_equal(ha->port, 4192);
	assert_int_equal(ha->n_links, 2);
	assert_true(ha->links[0].dad);
	assert_int_equal(ha->links[0].valid, 30 * 86400);
	assert_int_equal(ha->links[0].preferred, 7 * 86400);
	assert_false(ha->links[1].dad);
	assert_string_equal(config->ha6[0].links[1].ifname, "eth2");
	assert_int_equal(ha->n_other_agents, 2);
	assert_string_equal(inet_ntop(AF_INET6, &ha->other_agents[1], text,
				      sizeof(text)), "2001:db8:100::3");
	assert_int_equal(ha->max_bindings, 10);
	assert_int_equal(ha->max_lifetime, 600);
	assert_int_equal(ha->lease, 86400);
	assert_int_equal(ha->nat_refresh, 30);
	assert_true(ha->force_udp && !ha->allow_forced_udp);
	assert_int_equal(ha->refused_udp_status, 129);
	assert_true(ha->lenient_coa4 && !ha->router);
	assert_int_equal(ha->refresh_advice, 300);
	assert_int_equal(ha->refresh_before, 10);
	assert_int_equal(ha->timestamp_window, 3);
	assert_int_equal(config->ha6[0].route_table, 100);
}

static void full_node(const struct dsmipd_config *config)
{
	const struct dsmipd_mn6_config *mn = &config->mn6[0].mn6;

	assert_int_equal(config->n_mn6, 1);
	assert_string_equal(mn->name, "mn7@example.net");
	assert_int_equal(mn->hoa.len, 64);
	assert_true(mn->has_ha4);
	assert_int_equal(mn->n_home4, 4);
	assert_int_equal(mn->home4[0].len, 32);
	assert_false(mn->home4[0].prefix);
	assert_int_equal(mn->home4[1].len, 24);
	assert_true(mn->home4[1].prefix);
	assert_int_equal(mn->home4[2].addr.s_addr, 0);
	assert_false(mn->home4[2].prefix);
	assert_int_equal(mn->home4[3].len, 28);
	assert_true(mn->home4[3].prefix);
	assert_true(mn->router);
	assert_int_equal(mn->n_prefix, 1);
	assert_int_equal(mn->prefix[0].len, 56);
	assert_int_equal(mn->lifetime, 420);
	assert_int_equal(mn->udp, DSMIPD_MN6_UDP_FORCE);
	assert_true(mn->literal_nat);
	assert_int_equal(mn->keepalive, 60);
	assert_int_equal(mn->home4_retry, 0);
	assert_int_equal(mn->esp.in.spi, 300);
	assert_int_equal(mn->esp.in.cipher_len, 16);
	assert_int_equal(mn->esp.in.auth, DSMIPD_ESP_AUTH_HMAC_SHA256);
	assert_int_equal(mn->esp.out.cipher, DSMIPD_ESP_CIPHER_NULL);
	assert_int_equal(mn->esp.out.auth_len, 20);
	assert_int_equal(config->mn6[0].n_ifs, 2);
	assert_int_equal(config->mn6[0].ifs[1].preference, -10);
}

static void full(void **state)
{
	struct dsmipd_config *config = config_good(config_full);
	struct json_object *shown;
	const char *text;

	(void)state;
	assert_int_equal(config->log_level, DSMIPD_LOG_DEBUG);
	assert_true(config->syslog);
	assert_string_equal(config->group, "root");
	assert_string_equal(config->store, "/tmp/db");
	assert_int_equal(config->pools[0].len, 28);
	assert_int_equal(config->pools[0].hold, 120);
	full_agent(config);
	full_node(config);
	shown = dsmipd_config_show(config);
	text = json_object_to_json_string_ext(shown, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	assert_non_null(strstr(text, "\"home4\":[\"203.0.113.7/32\",\"198.51.100.0/24\",\"dynamic\",\"dynamic/28\"]"));
	assert_non_null(strstr(text, "\"valid\":2592000"));
	assert_non_null(strstr(text, "\"valid\":\"forever\""));
	assert_non_null(strstr(text, "\"preference\":-10"));
	assert_null(strstr(text, "0001020304"));
	assert_null(strstr(text, "key"));
	json_object_put(shown);
	dsmipd_config_free(config);
}

/* The same text gives the same bytes: reloading compares them. */
static void same(void **state)
{
	struct dsmipd_config *a = config_good(config_full);
	struct dsmipd_config *b = config_good(config_full);

	(void)state;
	assert_memory_equal(a->ha6, b->ha6, sizeof(*a->ha6));
	assert_memory_equal(a->mn6, b->mn6, sizeof(*a->mn6));
	assert_memory_equal(a->pools, b->pools, sizeof(*a->pools));
	dsmipd_config_free(a);
	dsmipd_config_free(b);
}

static void example(void **state)
{
	struct dsmipd_config *config;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	dsmipd_config_example(out);
	fclose(out);
	config = config_good(text);
	assert_int_equal(config->n_ha6, 1);
	assert_int_equal(config->n_pools, 1);
	dsmipd_config_free(config);
	free(text);
}

/* A text from elsewhere: files with keys are not for its sender to try. */
static void texts(void **state)
{
	static const char text[] = MN_HA "   security: auth, auth: {spi: 256, key-file: /etc/shadow}}\n";
	struct dsmipd_config *config;

	(void)state;
	assert_int_equal(dsmipd_config_parse(&config, text, strlen(text),
					     config_collect, stderr), 0);
	assert_int_equal(config->mn6[0].mn6.key.key[0], 0);
	dsmipd_config_free(config);
}

/* Every prefix and every changed byte is read or refused, and no more. */
static void ignore(const struct dsmipd_config_error *error, void *arg)
{
	(void)error;
	(void)arg;
}

static void mutations(void **state)
{
	const size_t len = strlen(config_full);
	struct dsmipd_config *config;
	char *text = strdup(config_full);
	unsigned int seed = 1;

	(void)state;
	for (size_t i = 0; i < len; i += 7) {
		dsmipd_config_parse(&config, text, i, ignore, NULL);
		dsmipd_config_free(config);
	}
	for (size_t i = 0; i < len; i++) {
		char old = text[i];

		text[i] = rand_r(&seed) >> 8;
		dsmipd_config_parse(&config, text, len, ignore, NULL);
		dsmipd_config_free(config);
		text[i] = old;
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(syntax),
		cmocka_unit_test(keys),
		cmocka_unit_test(scalars),
		cmocka_unit_test(together),
		cmocka_unit_test(nodes),
		cmocka_unit_test(secrets),
		cmocka_unit_test(key_files),
		cmocka_unit_test(associations),
		cmocka_unit_test(several),
		cmocka_unit_test(files),
		cmocka_unit_test(warnings),
		cmocka_unit_test(defaults),
		cmocka_unit_test(full),
		cmocka_unit_test(same),
		cmocka_unit_test(example),
		cmocka_unit_test(texts),
		cmocka_unit_test(mutations),
	};

	return cmocka_run_group_tests(tests, config_setup, config_teardown);
}
