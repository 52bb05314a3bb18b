// SPDX-License-Identifier: GPL-2.0
/*
 * Requests of the control socket: answers, refusals, and that nothing a client
 * sends does harm: the store is the same after any number of bad requests.
 */

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "rpc.h"
#include "testing_agent.h"

#define SECRET	"0x5ec12e75ec12e75ec12e75ec12e75ec1"

/* Asks; what is expected goes as far as the first "..." in it. */
static void expect(const char *request, const char *expected)
{
	char *got = testing_agent_ask(request, strlen(request));
	const char *dots = strstr(expected, "...");
	size_t len = dots ? (size_t)(dots - expected) : strlen(expected) + 1;

	assert_non_null(got);
	if (strncmp(got, expected, len))
		print_message("# %s\n# %s\n", request, got);
	assert_int_equal(strncmp(got, expected, len), 0);
	free(got);
}

#define ERROR(code, text) \
	"{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" code ",\"message\":\"" text "\"},\"id\":1}"
#define WRONG(text)	ERROR("-32602", text)
#define ADD(members)	CALL("subscriber.add", "{\"subscribers\":[{" members "}]}")
#define REFUSED(text) \
	RESULT("{\"added\":0,\"failed\":[{\"index\":0,\"code\":-32602,\"message\":\"" text "\"}]}")
#define TAKEN(text) \
	RESULT("{\"added\":0,\"failed\":[{\"index\":0,\"code\":17,\"message\":\"" text "\"}]}")

static void envelope(void **state)
{
	(void)state;
	expect("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"log.level\"}",
	       "{\"jsonrpc\":\"2.0\",\"result\":{\"level\":\"error\"},\"id\":\"a\"}");
	expect("nonsense", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"the request is no JSON\"},\"id\":null}");
	expect("", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,...");
	expect("{\"a\":1} x", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,...");
	expect("[]", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"the request is no object\"},\"id\":null}");
	expect("{}", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"\\\"jsonrpc\\\" is not \\\"2.0\\\"\"},\"id\":null}");
	expect("{\"jsonrpc\":\"1.0\",\"id\":1}", ERROR("-32600", "\\\"jsonrpc\\\" is not \\\"2.0\\\""));
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}", ERROR("-32600", "\\\"method\\\" is no string"));
	expect(CALL("nothing", "{}"), ERROR("-32601", "there is no method \\\"nothing\\\""));
	expect(CALL("log.level", "[]"), WRONG("\\\"params\\\" is no object"));
	expect(CALL("log.level", "{\"lines\":1}"), WRONG("\\\"lines\\\" is not a parameter that can be here"));
	expect("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"log.level\"}", "{\"jsonrpc\":\"2.0\",\"result\":{\"level\":\"error\"},\"id\":null}");
	assert_null(testing_agent_ask("{\"jsonrpc\":\"2.0\",\"method\":\"log.level\"}", 38));
	/* Deeper than any parameter. */
	expect(CALL("log.level", "{\"a\":[[[[[[[[]]]]]]]]}"), "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,...");
}

static void subscribers(void **state)
{
	(void)state;
	testing_agent_told[0] = '\0';
	expect(ADD("\"name\":\"mn7\",\"hoa\":\"2001:db8:100::7\",\"home4\":[\"192.0.2.7\"],\"security\":\"auth\",\"spi\":256,\"key\":\"" SECRET "\""),
	       RESULT("{\"added\":1,\"failed\":[]}"));
	expect(ADD("\"name\":\"mn8\",\"hoa\":\"2001:db8:100::8\",\"router\":true,\"prefix\":[\"2001:db8:800::/56\"],\"pool4\":\"v4\",\"pool4_prefix\":\"pd\""),
	       RESULT("{\"added\":1,\"failed\":[]}"));
	expect(CALL("subscriber.show", "{\"name\":\"mn7\"}"),
	       RESULT("{\"id\":1,\"name\":\"mn7\",\"enabled\":true,\"router\":false,\"security\":\"auth\",\"hoa\":\"2001:db8:100::7\",\"home4\":[\"192.0.2.7\"],\"prefix\":[],\"spi\":256}"));
	expect(CALL("subscriber.show", "{\"hoa\":\"2001:db8:100::8\"}"),
	       RESULT("{\"id\":2,\"name\":\"mn8\",\"enabled\":true,\"router\":true,\"security\":\"ipsec\",\"hoa\":\"2001:db8:100::8\",\"home4\":[],\"prefix\":[\"2001:db8:800::/56\"],\"pool4\":\"v4\",\"pool4_prefix\":\"pd\"}"));
	expect(CALL("subscriber.set", "{\"name\":\"mn8\",\"enabled\":false,\"pool4\":\"\"}"), RESULT("{\"id\":2,\"name\":\"mn8\",\"enabled\":false,..."));
	expect(CALL("subscriber.set", "{\"name\":\"mn8\",\"enabled\":true,\"hoa\":\"2001:db8:100::9\"}"), RESULT("{\"id\":2,..."));
	/* Another kind of security takes the key away. */
	expect(CALL("subscriber.set", "{\"name\":\"mn7\",\"security\":\"ipsec\"}"),
	       RESULT("{\"id\":1,\"name\":\"mn7\",\"enabled\":true,\"router\":false,\"security\":\"ipsec\",\"hoa\":\"2001:db8:100::7\",\"home4\":[\"192.0.2.7\"],\"prefix\":[]}"));
	expect(CALL("subscriber.list", "{\"limit\":1}"), RESULT("{\"subscribers\":[{\"id\":1,..."));
	expect(CALL("subscriber.list", "{\"after\":1}"), RESULT("{\"subscribers\":[{\"id\":2,..."));
	expect(CALL("subscriber.list", "{\"after\":2}"), RESULT("{\"subscribers\":[],\"next\":null}"));
	expect(CALL("subscriber.del", "{\"name\":\"mn8\"}"), RESULT("{\"id\":2,..."));
	expect(CALL("subscriber.del", "{\"name\":\"mn8\"}"), ERROR("2", "there is no subscriber mn8"));
	expect(CALL("subscriber.show", "{\"hoa\":\"2001:db8:100::8\"}"), ERROR("2", "there is no subscriber with this home address"));
	assert_string_equal(testing_agent_told, "+7 +8 -8 +8 -8 +9 -7 +7 -9 ");
	expect(CALL("stats", "{}"), RESULT("{\"subscribers\":1,\"services\":[{\"name\":\"home\"}]}"));
}

#define M4	"{\"id\":3,\"name\":\"m4\",\"enabled\":true,\"router\":false,\"security\":\"ipsec\",\"home4\":[\"10.4.0.4\"],\"prefix\":[]"

/* Who has no IPv6 home address, and is known by one of IPv4. */
static void subscribers_mip4(void **state)
{
	(void)state;
	expect(ADD("\"name\":\"m4\",\"home4\":[\"10.4.0.4\"],\"mip4\":{\"spi\":300,\"algorithm\":\"hmac-sha256\",\"key\":\"" SECRET "\"}"),
	       RESULT("{\"added\":1,\"failed\":[]}"));
	expect(CALL("subscriber.set", "{\"name\":\"m4\",\"mip4\":{\"replay\":\"nonces\"}}"),
	       RESULT(M4 ",\"mip4\":{\"spi\":300,\"algorithm\":\"hmac-sha256\",\"replay\":\"nonces\"}}"));
	expect(CALL("subscriber.show", "{\"hoa\":\"10.4.0.4\"}"),
	       RESULT(M4 ",\"mip4\":{\"spi\":300,\"algorithm\":\"hmac-sha256\",\"replay\":\"nonces\"}}"));
	expect(CALL("subscriber.set", "{\"name\":\"m4\",\"mip4\":null}"),
	       RESULT(M4 "}"));
	expect(CALL("subscriber.show", "{\"hoa\":\"10.4.0.5\"}"), ERROR("2", "there is no subscriber with this home address"));
	expect(CALL("subscriber.del", "{\"hoa\":\"10.4.0.4\"}"), RESULT("{..."));
}

static void refusals(void **state)
{
	(void)state;
	expect(CALL("subscriber.add", "{}"), WRONG("\\\"subscribers\\\" is missing"));
	expect(CALL("subscriber.add", "{\"subscribers\":[5]}"), REFUSED("a subscriber is no object"));
	expect(ADD("\"name\":\"x\""), REFUSED("there is no home address: \\\"hoa\\\", one in \\\"home4\\\", or \\\"pool4\\\""));
	expect(ADD("\"name\":\"x\",\"home4\":[\"10.0.0.0/24\"]"), REFUSED("there is no home address: \\\"hoa\\\", one in \\\"home4\\\", or \\\"pool4\\\""));
	expect(ADD("\"hoa\":\"2001:db8:100::20\""), REFUSED("\\\"name\\\" is missing"));
	expect(ADD("\"name\":5"), REFUSED("\\\"name\\\" is not a string"));
	expect(ADD("\"name\":\"a\\u0000b\""), REFUSED("\\\"name\\\" is not a string without NUL"));
	expect(ADD("\"name\":\"a b\",\"hoa\":\"2001:db8:100::20\""), REFUSED("name: there is more than printable ASCII in it"));
	expect(ADD("\"name\":\"x\",\"kay\":1"), REFUSED("\\\"kay\\\" is not a parameter that can be here"));
	expect(ADD("\"name\":\"x\",\"hoa\":\"192.0.2.1\""), REFUSED("\\\"hoa\\\" is not an IPv6 address"));
	expect(ADD("\"name\":\"x\",\"hoa\":\"2001:db8:200::20\""), REFUSED("hoa: 2001:db8:200::20 is in no home prefix"));
	expect(ADD("\"name\":\"x\",\"hoa\":\"2001:db8:100::1\""), REFUSED("hoa: 2001:db8:100::1 is that of home agent \\\"home\\\""));
#define X "\"name\":\"x\",\"hoa\":\"2001:db8:100::20\","
	expect(ADD(X "\"home4\":\"192.0.2.9\""), REFUSED("\\\"home4\\\" is not an array"));
	expect(ADD(X "\"home4\":[5]"), REFUSED("home4: \\\"\\\" is not an IPv4 address or prefix"));
	expect(ADD(X "\"home4\":[\"192.0.2.9/24\"]"), REFUSED("home4: 192.0.2.9/24 has bits set behind its length, or no length"));
	expect(ADD(X "\"home4\":[\"203.0.113.7\"]"), REFUSED("home4: 203.0.113.7 belongs to pool \\\"v4\\\""));
	expect(ADD(X "\"home4\":[\"192.0.2.1\"]"), REFUSED("home4: 192.0.2.1 is the address of home agent \\\"home\\\""));
	expect(ADD(X "\"home4\":[\"1.0.0.1\",\"1.0.0.2\",\"1.0.0.3\",\"1.0.0.4\",\"1.0.0.5\",\"1.0.0.6\",\"1.0.0.7\",\"1.0.0.8\",\"1.0.0.9\"]"), REFUSED("\\\"home4\\\" has more than 8 elements"));
	expect(ADD(X "\"router\":true,\"prefix\":[\"2001:db8:100::/56\"]"), REFUSED("prefix: 2001:db8:100::/56 is a home prefix of \\\"home\\\""));
	expect(ADD(X "\"prefix\":[\"2001:db8:900::/56\"]"), REFUSED("prefix: only a mobile router has some"));
	expect(ADD(X "\"pool4\":\"none\""), REFUSED("pool4: there is no pool \\\"none\\\""));
	expect(ADD(X "\"pool4\":\"pd\""), REFUSED("pool4: pool \\\"pd\\\" does not give IPv4 addresses"));
	expect(ADD(X "\"pool4_prefix\":\"v4\""), REFUSED("pool4_prefix: pool \\\"v4\\\" does not give IPv4 prefixes"));
	expect(ADD(X "\"router\":1"), REFUSED("\\\"router\\\" is not true or false"));
	expect(ADD(X "\"security\":\"magic\""), REFUSED("security: \\\"magic\\\" is not one of the words that there are"));
	expect(ADD(X "\"security\":\"auth\""), REFUSED("security: \\\"auth\\\" needs \\\"spi\\\" and \\\"key\\\""));
	expect(ADD(X "\"security\":\"auth\",\"spi\":255"), REFUSED("\\\"spi\\\" is not from 256 to 4294967295"));
	expect(ADD(X "\"security\":\"auth\",\"spi\":2.5"), REFUSED("\\\"spi\\\" is not a whole number"));
	expect(ADD(X "\"mip4\":5"), REFUSED("\\\"mip4\\\" is not an object"));
	expect(ADD(X "\"mip4\":{\"spi\":300}"), REFUSED("mip4: \\\"spi\\\" and \\\"key\\\" go together"));
	expect(ADD(X "\"mip4\":{\"key\":\"" SECRET "\"}"), REFUSED("mip4: \\\"spi\\\" and \\\"key\\\" go together"));
	expect(ADD(X "\"mip4\":{\"spi\":255,\"key\":\"" SECRET "\"}"), REFUSED("\\\"spi\\\" is not from 256 to 4294967295"));
	expect(ADD(X "\"mip4\":{\"algorithm\":\"sha3\"}"), REFUSED("algorithm: \\\"sha3\\\" is not one of the words that there are"));
	expect(ADD(X "\"mip4\":{\"replay\":\"none\"}"), REFUSED("replay: \\\"none\\\" is not one of the words that there are"));
	expect(ADD(X "\"security\":\"auth\",\"spi\":300,\"key\":\"5ec\""), REFUSED("\\\"key\\\" is not 0x and an even number of hexadecimal digits, for 1 to 64 bytes"));
	expect(ADD(X "\"key\":\"" SECRET "\""), REFUSED("\\\"spi\\\" and \\\"key\\\" go with security \\\"auth\\\" only"));
	expect(ADD(X "\"esp\":{\"in\":{}}"), REFUSED("esp: \\\"out\\\" is not an object"));
	expect(ADD(X "\"esp\":{\"in\":{},\"out\":{}}"), RESULT("{\"added\":1,\"failed\":[]}"));
	expect(CALL("subscriber.del", "{\"name\":\"x\"}"), RESULT("{..."));
	expect(ADD(X "\"esp\":{\"in\":{\"spi\":300,\"cipher_key\":\"" SECRET "\"},\"out\":{}}"), REFUSED("esp: the authentication key of \\\"in\\\" has 0 bytes, not 32"));
#undef X
	expect(ADD("\"name\":\"mn7\",\"hoa\":\"2001:db8:100::20\""), TAKEN("mn7: there is a subscriber of that name"));
	expect(ADD("\"name\":\"x\",\"hoa\":\"2001:db8:100::7\""), TAKEN("x: there is a subscriber with that home address"));
	expect(ADD("\"name\":\"x\",\"hoa\":\"2001:db8:100::20\",\"home4\":[\"192.0.2.0/28\"]"), REFUSED("home4: 192.0.2.0/28 is the address of home agent \\\"home\\\""));
	expect(ADD("\"name\":\"x\",\"hoa\":\"2001:db8:100::20\",\"home4\":[\"192.0.2.7\"]"), TAKEN("192.0.2.7 belongs to subscriber mn7"));
	expect(CALL("subscriber.set", "{\"hoa\":\"2001:db8:100::7\"}"), WRONG("\\\"name\\\" is missing"));
	expect(CALL("subscriber.set", "{\"name\":\"mn7\",\"spi\":300}"), WRONG("\\\"spi\\\" and \\\"key\\\" go with security \\\"auth\\\" only"));
	expect(CALL("subscriber.list", "{\"limit\":0}"), WRONG("\\\"limit\\\" is not from 1 to 1000"));
	expect(CALL("stats", "{}"), RESULT("{\"subscribers\":1,..."));
}

/* What is before the first failure is there, what is behind it is not. */
static void batches(void **state)
{
#define THREE "[{\"name\":\"a\",\"hoa\":\"2001:db8:100::a\"},{\"name\":\"a\",\"hoa\":\"2001:db8:100::b\"},{\"name\":\"c\",\"hoa\":\"2001:db8:100::c\"}]"
#define SECOND "\"failed\":[{\"index\":1,\"code\":17,\"message\":\"a: there is a subscriber of that name\"}]}"
	(void)state;
	testing_agent_told[0] = '\0';
	expect(CALL("subscriber.add", "{\"subscribers\":" THREE "}"), RESULT("{\"added\":1," SECOND));
	expect(CALL("subscriber.del", "{\"name\":\"a\"}"), RESULT("{..."));
	expect(CALL("subscriber.add", "{\"force\":true,\"subscribers\":" THREE "}"), RESULT("{\"added\":2," SECOND));
	expect(CALL("subscriber.del", "{\"name\":\"a\"}"), RESULT("{..."));
	expect(CALL("subscriber.del", "{\"name\":\"c\"}"), RESULT("{..."));
	assert_string_equal(testing_agent_told, "+a -a +a +c -a -c ");
}

static void others(void **state)
{
	(void)state;
	expect(CALL("pool.show", "{\"name\":\"v4\"}"), RESULT("[{\"name\":\"v4\",\"range\":\"203.0.113.0/24\",\"length\":32,\"hold\":3600,\"size\":254,\"used\":0,\"held\":0,\"free\":254}]"));
	expect(CALL("pool.show", "{\"name\":\"x\"}"), ERROR("2", "there is no pool \\\"x\\\""));
	expect(CALL("service.show", "{\"name\":\"home\"}"), RESULT("[{\"name\":\"home\"}]"));
	expect(CALL("service.show", "{\"name\":\"x\"}"), ERROR("2", "there is no service \\\"x\\\""));
	expect(CALL("binding.show", "{\"hoa\":[\"2001:db8:100::7\",\"2001:db8:100::8\"]}"), RESULT("[{\"home\":[\"2001:db8:100::7\"]},null]"));
	expect(CALL("binding.show", "{\"hoa\":[5]}"), WRONG("hoa: there is something else than an address in it"));
	expect(CALL("binding.show", "{}"), WRONG("\\\"hoa\\\" is missing"));
	expect(CALL("binding.del", "{\"hoa\":\"2001:db8:100::7\"}"), RESULT("{}"));
	expect(CALL("binding.del", "{\"hoa\":\"2001:db8:100::8\"}"), ERROR("2", "there is no registration of this home address"));
	expect(CALL("config.show", "{}"), RESULT("{\"file\":\"config\",\"config\":{\"log\":..."));
	expect(CALL("config.check", "{\"text\":\"store: x\\n\"}"), RESULT("{\"good\":false,\"errors\":[{\"line\":1,\"column\":8,\"width\":1,\"warning\":false,\"text\":\"store: \\\"x\\\" is not an absolute path of at most 255 bytes\"}]}"));
	expect(CALL("config.check", "{\"text\":\"\"}"), RESULT("{\"good\":true,\"errors\":[]}"));
	expect(CALL("log.level", "{\"level\":\"loud\"}"), WRONG("level: \\\"loud\\\" is none"));
	expect(CALL("log.level", "{\"level\":\"warning\"}"), RESULT("{\"level\":\"warning\"}"));
	expect(CALL("log.level", "{\"level\":\"error\"}"), RESULT("{\"level\":\"error\"}"));
	expect(CALL("log.show", "{\"lines\":0}"), WRONG("\\\"lines\\\" is not from 1 to 1024"));
}

/* All of it is taken over, or nothing. */
static void reloads(void **state)
{
	(void)state;
	expect(CALL("config.reload", "{}"), RESULT("{\"errors\":[]}"));
	testing_agent_config(", port: 0");
	expect(CALL("config.reload", "{}"),
	       "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":22,\"message\":\"there are errors in the configuration\",\"data\":{\"file\":\"config\",\"errors\":[{\"line\":6,...");
	testing_agent_config(", port: 5000");
	expect(CALL("config.reload", "{}"),
	       "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":16,\"message\":\"no change, please\",\"data\":{...");
	assert_int_equal(testing_agent.config->ha6[0].ha6.port, 4191);
	testing_agent_config("");
	expect(CALL("config.reload", "{}"), RESULT("{\"errors\":[]}"));
}

static uint64_t store_digest(void)
{
	const char *list = CALL("subscriber.list", "{}");
	char *text = testing_agent_ask(list, strlen(list));
	uint64_t hash = 1469598103934665603u;

	for (const char *at = text; *at; at++)
		hash = (hash ^ (uint8_t)*at) * 1099511628211u;
	free(text);
	return hash;
}

static const char *const seeds[] = {
	CALL("subscriber.show", "{\"name\":\"mn7\"}"),
	CALL("subscriber.list", "{\"after\":0,\"limit\":10}"),
	CALL("binding.show", "{\"hoa\":[\"2001:db8:100::7\"]}"),
	CALL("config.check", "{\"text\":\"home-agents:\\n- {name: x}\\n\"}"),
	CALL("log.show", "{\"lines\":10}"),
	CALL("pool.show", "{\"name\":\"v4\"}"),
	/* A subscriber that can never be added. */
	ADD("\"name\":\"mn7\",\"hoa\":\"2001:db8:100::7\",\"home4\":[\"192.0.2.7\"],\"prefix\":[\"2001:db8:900::/56\"],\"security\":\"auth\",\"spi\":256,\"key\":\"zz\",\"esp\":{\"in\":{\"spi\":1},\"out\":5}"),
	ADD("\"name\":\"mn8\",\"home4\":[\"192.0.2.7/24\"],\"mip4\":{\"spi\":256,\"algorithm\":\"hmac-md5\",\"replay\":\"nonces\",\"key\":\"0x00\"}"),
};

/* Every prefix, every byte changed, and bytes put in and taken out. */
static void mutations(void **state)
{
	const uint64_t before = store_digest();
	unsigned int seed = 1;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(seeds); i++) {
		const size_t len = strlen(seeds[i]);
		char text[1024];

		for (size_t at = 0; at < len; at++) {
			free(testing_agent_ask(seeds[i], at));
			for (int n = 0; n < 8; n++) {
				memcpy(text, seeds[i], len);
				text[at] = n ? rand_r(&seed) >> 8 : '\0';
				free(testing_agent_ask(text, len));
			}
			memcpy(text, seeds[i], at);
			memcpy(text + at, seeds[i] + at + 1, len - at - 1);
			free(testing_agent_ask(text, len - 1));
			memcpy(text, seeds[i], at);
			text[at] = "\"{}[],:0\\-"[rand_r(&seed) % 10];
			memcpy(text + at + 1, seeds[i] + at, len - at);
			free(testing_agent_ask(text, len + 1));
		}
	}
	assert_true(store_digest() == before);
}

/* No answer and no line of the log has ever had a key in it. */
static void find_secret(const struct dsmipd_log_line *line, void *arg)
{
	(void)arg;
	assert_null(strstr(line->text, "5ec12e"));
}

static void no_secrets(void **state)
{
	const char *show = CALL("subscriber.list", "{}");
	char *text;

	(void)state;
	expect(CALL("log.level", "{\"level\":\"debug\"}"), RESULT("{..."));
	expect(ADD("\"name\":\"s\",\"hoa\":\"2001:db8:100::30\",\"security\":\"auth\",\"spi\":999,\"key\":\"" SECRET "\",\"mip4\":{\"spi\":300,\"key\":\"" SECRET "\"}"), RESULT("{\"added\":1,..."));
	expect(CALL("subscriber.set", "{\"name\":\"s\",\"key\":\"" SECRET "\"}"), RESULT("{..."));
	text = testing_agent_ask(show, strlen(show));
	assert_null(strstr(text, "5ec12e"));
	free(text);
	expect(CALL("subscriber.del", "{\"name\":\"s\"}"), RESULT("{..."));
	dsmipd_log_last(DSMIPD_LOG_KEPT, find_secret, NULL);
	expect(CALL("log.level", "{\"level\":\"error\"}"), RESULT("{..."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(envelope),
		cmocka_unit_test(subscribers),
		cmocka_unit_test(subscribers_mip4),
		cmocka_unit_test(refusals),
		cmocka_unit_test(batches),
		cmocka_unit_test(others),
		cmocka_unit_test(reloads),
		cmocka_unit_test(mutations),
		cmocka_unit_test(no_secrets),
	};

	return cmocka_run_group_tests(tests, testing_agent_setup,
				      testing_agent_teardown);
}
