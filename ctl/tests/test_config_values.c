// SPDX-License-Identifier: GPL-2.0
/*
 * The configuration: keys of security associations, defaults, a full file, what
 * is shown of it, and mutations of it.
 *
 * Covers: R5555-2-02 R5555-3.2.2-08 R5555-6-01
 */

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "testing_config.h"

#define KEY32	"0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define KEY20	"0x000102030405060708090a0b0c0d0e0f10111213"
#define KEY16	"0x000102030405060708090a0b0c0d0e0f"

static void config_expect(const char *text, const char *expected)
{
	testing_config_expect(text, 0600, expected);
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

		testing_config_write("FILE", bad[i], 0600);
		assert_int_equal(dsmipd_config_read(&config, "FILE", no_source,
						    &n), -EINVAL);
		assert_true(n);
	}
	unlink("FILE");
	config_expect(MN_HA "   security: auth, auth: {spi: 256}}\n", "4:26: \"key-file\" or \"key\" is missing\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key: '0xabc'}}\n", "4:42: key: the value is not 0x and an even number of hexadecimal digits, for 1 to 64 bytes\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key: 'secret'}}\n", "4:42: key: the value is not 0x and an even number of hexadecimal digits, for 1 to 64 bytes\n");
	testing_config_expect(MN_HA "   security: auth, auth: {spi: 256, key: '0xabcd'}}\n", 0644,
			   "4:42: key: there may be no key in a file that everybody can read\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key-file: k}}\n", "4:47: key-file: \"k\" is not an absolute path\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key-file: /nowhere/k}}\n", "4:47: key-file: \"/nowhere/k\" cannot be opened: No such file or directory\n");
	config_expect(MN_HA "   security: auth, auth: {spi: 256, key-file: /dev/null}}\n", "4:47: key-file: \"/dev/null\" is not a regular file\n");
}

static void expect_key_file(const char *content, mode_t mode, const char *why)
{
	char text[512], expected[512], path[256];

	snprintf(path, sizeof(path), "%s/key", testing_config_dir);
	testing_config_write("key", content, mode);
	snprintf(text, sizeof(text), MN_HA "   security: auth, auth: {spi: 256, key-file: %s}}\n", path);
	if (why) {
		snprintf(expected, sizeof(expected), "4:47: key-file: \"%s\" %s\n", path, why);
		testing_config_expect(text, 0644, expected);
	} else {
		struct dsmipd_config *config;
		char *errors;
		int err;

		errors = testing_config_read(text, 0644, &config, &err);
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

/* RFC 5555, section 6, RFC 4285, section 5.2, and what we have chosen. */
static void defaults(void **state)
{
	struct dsmipd_config *config = testing_config_good("");

	(void)state;
	assert_int_equal(config->log_level, DSMIPD_LOG_INFO);
	assert_string_equal(config->socket, "/run/dsmip/dsmipd.sock");
	assert_string_equal(config->store, "/var/lib/dsmip/dsmipd.db");
	assert_string_equal(config->group, "");
	assert_int_equal(config->n_pools + config->n_ha6 + config->n_mn6, 0);
	dsmipd_config_free(config);

	config = testing_config_good("pools: [{name: p, range: 192.0.2.0/24}, {name: q, range: '2001:db8::/40'}]\n"
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
	struct dsmipd_config *config = testing_config_good(config_full);
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
	struct dsmipd_config *a = testing_config_good(config_full);
	struct dsmipd_config *b = testing_config_good(config_full);

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
	config = testing_config_good(text);
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
					     testing_config_collect, stderr), 0);
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
		cmocka_unit_test(secrets),
		cmocka_unit_test(key_files),
		cmocka_unit_test(associations),
		cmocka_unit_test(defaults),
		cmocka_unit_test(full),
		cmocka_unit_test(same),
		cmocka_unit_test(example),
		cmocka_unit_test(texts),
		cmocka_unit_test(mutations),
	};

	return cmocka_run_group_tests(tests, testing_config_setup,
				      testing_config_teardown);
}
