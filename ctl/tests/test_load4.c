// SPDX-License-Identifier: GPL-2.0
/* dsmipload: nodes of Mobile IPv4, and their subscribers. */

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../dsmipload/nodes.h"
#include "../dsmipload/options.h"
#include "testing_agent.h"

#define LOAD4_NOW	(INT64_C(1700000000) * 1000000000)

static struct dsmipload_config config;
static struct dsmipload_nodes nodes;
static struct dsmipload_stats stats;

static int setup(void **state)
{
	(void)state;
	config = (struct dsmipload_config){
		.protocol = DSMIPLOAD_MIP4,
		.nodes = 4,
		.home = testing_addr("2001:db8:100::1"),
		.home4 = testing_addr("10.0.0.1"),
		.agent4 = testing_addr("192.0.2.1"),
		.port = 434,
		.source = testing_addr("198.51.100.1"),
		.sources = 2,
		.first_port = 20000,
		.ports = 3,
		.auth = true,
		.algorithm = DSMIPD_MIP4_HMAC_SHA256,
		.spi = 256,
		.key = "secret",
		.key_len = 6,
		.lifetime = 3600,
		.timeout = 1000,
		.attempts = 1,
		.mix[DSMIPLOAD_REFRESH] = 1,
	};
	memset(&stats, 0, sizeof(stats));
	return dsmipload_nodes_new(&nodes, &config, &stats);
}

static int teardown(void **state)
{
	(void)state;
	dsmipload_nodes_free(&nodes);
	return 0;
}

static struct dsmipd_mip4_sa association(uint32_t index)
{
	struct dsmipd_mip4_sa sa = { .algorithm = config.algorithm };
	struct dsmipd_auth_key key;

	assert_true(dsmipload_load_key(&config, index, &key));
	sa.spi = key.spi;
	sa.len = key.len;
	memcpy(sa.key, key.key, key.len);
	return sa;
}

/* A node asks, and this is what the home agent gets. */
static uint32_t ask(uint64_t now, struct dsmipd_mip4 *mip4)
{
	uint32_t index = dsmipload_nodes_begin(&nodes, now);
	uint8_t packet[DSMIPLOAD_PACKET_MAX];
	struct dsmipload_request request;
	struct dsmipd_auth_key key;
	struct dsmipd_mip4_sa sa;
	size_t len;

	assert_int_not_equal(index, DSMIPLOAD_NONE);
	dsmipload_nodes_ask(&nodes, index, now, LOAD4_NOW + now, &request, &key);
	len = dsmipload_packet_build(&request, packet);
	assert_int_equal(dsmipd_mip4_parse(packet, len, false, mip4), DSMIPD_MIP4_OK);
	sa = association(index);
	assert_true(dsmipd_mip4_auth_verify(&sa, mip4, DSMIPD_MIP4_MN_HA, packet, len));
	return index;
}

/* The reply to a request, to be changed. */
static struct dsmipd_mip4 reply_to(const struct dsmipd_mip4 *request)
{
	struct dsmipd_mip4 reply = {
		.type = DSMIPD_MIP4_RRP, .lifetime = 60, .hoa = request->hoa,
		.code = DSMIPD_MIP4_ACCEPTED_SINGLE, .ha = request->ha,
		.id = request->id, .n_prefix = request->n_prefix,
		.node.has_udp_reply = request->node.has_udp_request,
	};

	memcpy(reply.prefix, request->prefix, sizeof(reply.prefix));
	return reply;
}

static enum dsmipload_verdict answer(uint32_t index, struct dsmipd_mip4 *reply,
				     int flaw)
{
	const struct dsmipd_mip4_sa *use[DSMIPD_MIP4_N_BETWEEN] = {};
	struct dsmipd_mip4_sa sa = association(index);
	uint8_t packet[DSMIPLOAD_PACKET_MAX];
	struct dsmipload_answer answer;
	struct dsmipload_end end;
	uint32_t which;
	size_t len;

	use[DSMIPD_MIP4_MN_HA] = flaw == 2 ? NULL : &sa;
	len = dsmipd_mip4_auth_build(use, reply, packet, sizeof(packet));
	end = dsmipload_load_end(&config, nodes.node[index].end);
	end.port += flaw == 1;
	assert_true(dsmipload_packet_parse(packet, len, &config, &answer));
	return dsmipload_nodes_answer(&nodes, &answer, &end, 5000, &which);
}

static void what_is_asked_for(void **state)
{
	struct dsmipd_mip4 mip4;

	(void)state;
	assert_int_equal(ask(0, &mip4), 0);
	assert_int_equal(mip4.type, DSMIPD_MIP4_RRQ);
	assert_int_equal(mip4.flags, DSMIPD_MIP4_RRQ_COLOCATED | DSMIPD_MIP4_RRQ_REVERSE);
	assert_int_equal(mip4.lifetime, 3600);
	assert_int_equal(mip4.hoa.s_addr, testing_addr("10.0.0.1").v4.s_addr);
	assert_int_equal(mip4.ha.s_addr, testing_addr("192.0.2.1").v4.s_addr);
	assert_int_equal(mip4.coa.s_addr, testing_addr("198.51.100.1").v4.s_addr);
	assert_int_equal(mip4.id >> 32, 1700000000 + 2208988800);
	assert_int_equal(mip4.n_prefix, 1);
	assert_int_equal(mip4.prefix[0].len, 128);
	assert_memory_equal(&mip4.prefix[0].addr, &config.home.v6, 16);
	assert_true(mip4.node.has_mode);
	assert_false(mip4.node.has_udp_request);

	/* Without IPv6, and behind a NAT. */
	config.home.family = 0;
	config.claim = testing_addr("192.168.0.1");
	dsmipload_nodes_free(&nodes);
	assert_int_equal(dsmipload_nodes_new(&nodes, &config, &stats), 0);
	ask(0, &mip4);
	ask(0, &mip4);
	assert_int_equal(mip4.hoa.s_addr, testing_addr("10.0.0.2").v4.s_addr);
	assert_int_equal(mip4.coa.s_addr, testing_addr("192.168.0.2").v4.s_addr);
	assert_int_equal(mip4.n_prefix, 0);
	assert_false(mip4.node.has_mode);
	assert_true(mip4.node.has_udp_request);
}

static void what_an_answer_means(void **state)
{
	struct dsmipd_mip4 request[4], reply;

	(void)state;
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(ask(1000 * i, &request[i]), i);
	reply = reply_to(&request[2]);
	assert_int_equal(answer(2, &reply, 0), DSMIPLOAD_ACCEPTED);
	assert_int_equal(stats.kinds[DSMIPLOAD_REGISTER].accepted, 1);
	assert_int_equal(stats.latency.max, 3000);
	reply = reply_to(&request[1]);
	reply.code = DSMIPD_MIP4_PROHIBITED;
	answer(1, &reply, 0);
	assert_int_equal(stats.status[DSMIPD_MIP4_PROHIBITED], 1);
	assert_int_equal(nodes.outstanding, 2);

	/* What is not counted as an answer. */
	reply = reply_to(&request[2]);
	answer(2, &reply, 0);
	reply = reply_to(&request[0]);
	reply.id++;
	answer(0, &reply, 0);
	assert_int_equal(stats.strays, 2);
	reply.id--;
	answer(0, &reply, 1);
	assert_int_equal(stats.misdelivered, 1);
	answer(0, &reply, 2);
	assert_int_equal(stats.unsigned_, 1);
	reply.hoa = testing_addr("10.0.0.5").v4;
	answer(0, &reply, 0);
	assert_int_equal(stats.malformed, 1);
	reply = request[0];
	answer(0, &reply, 0);
	assert_int_equal(nodes.outstanding, 2);

	/* Who was refused registers, who was accepted refreshes. */
	assert_int_equal(ask(6000, &request[2]), 2);
	assert_int_equal(nodes.node[2].kind, DSMIPLOAD_REFRESH);
	assert_int_equal(ask(6000, &request[1]), 1);
	assert_int_equal(nodes.node[1].kind, DSMIPLOAD_REGISTER);
}

/* The upper half of the identification is the node's own affair. */
static void only_the_lower_half_counts(void **state)
{
	struct dsmipd_mip4 request, reply;

	(void)state;
	ask(0, &request);
	reply = reply_to(&request);
	reply.id ^= UINT64_C(1) << 40;
	answer(0, &reply, 0);
	assert_int_equal(stats.kinds[DSMIPLOAD_REGISTER].accepted, 1);
}

static void kinds(void **state)
{
	struct dsmipd_mip4 request, reply;

	(void)state;
	config.mix[DSMIPLOAD_REFRESH] = 0;
	config.mix[DSMIPLOAD_HANDOVER] = 1;
	nodes.node[0].registered = true;
	ask(0, &request);
	assert_int_equal(nodes.node[0].kind, DSMIPLOAD_HANDOVER);
	assert_int_equal(nodes.node[0].end, 1);
	reply = reply_to(&request);
	answer(0, &reply, 0);

	config.mix[DSMIPLOAD_HANDOVER] = 0;
	config.mix[DSMIPLOAD_DEREGISTER] = 1;
	nodes.node[1].registered = true;
	ask(0, &request);
	assert_int_equal(nodes.node[1].kind, DSMIPLOAD_DEREGISTER);
	assert_int_equal(request.lifetime, 0);
	reply = reply_to(&request);
	reply.n_prefix = 0;
	answer(1, &reply, 0);
	assert_false(nodes.node[1].registered);
	assert_int_equal(stats.incomplete, 0);
}

/* The time of the home agent is adopted, once a request, and kept. */
static void another_clock(void **state)
{
	struct dsmipload_request again;
	struct dsmipd_mip4 request, reply;
	struct dsmipd_auth_key key;

	(void)state;
	for (int skew = -100; skew <= 100; skew += 200) {
		setup(NULL);
		ask(0, &request);
		reply = reply_to(&request);
		reply.code = DSMIPD_MIP4_ID_MISMATCH;
		reply.id += (uint64_t)skew << 32;
		assert_int_equal(answer(0, &reply, 0), DSMIPLOAD_AGAIN);
		dsmipload_nodes_ask(&nodes, 0, 0, LOAD4_NOW, &again, &key);
		assert_int_equal((int64_t)(again.timestamp - request.id) >> 32, skew);
		reply.id = again.timestamp;
		assert_int_equal(answer(0, &reply, 0), DSMIPLOAD_DONE);
		assert_int_equal(stats.status[DSMIPD_MIP4_ID_MISMATCH], 1);
		assert_int_equal(stats.resent, 1);
		assert_int_equal(nodes.outstanding, 0);
		nodes.node[0].registered = true;
		for (uint32_t i = 1; i < 4; i++)
			ask(0, &reply);
		ask(0, &reply);
		assert_int_equal((int64_t)(reply.id - request.id) >> 32, skew);
		dsmipload_nodes_free(&nodes);
	}
	setup(NULL);
}

/* Accepted, but there is no way for the packets. */
static void without_what_was_asked_for(void **state)
{
	struct dsmipd_mip4 request[4], reply;

	(void)state;
	config.claim = testing_addr("192.168.0.1");
	for (uint32_t i = 0; i < 4; i++)
		ask(0, &request[i]);
	reply = reply_to(&request[0]);
	answer(0, &reply, 0);
	assert_int_equal(stats.incomplete, 0);
	reply = reply_to(&request[1]);
	reply.node.udp_code = DSMIPD_MIP4_UDP_DECLINED;
	answer(1, &reply, 0);
	assert_int_equal(stats.incomplete, 1);
	reply = reply_to(&request[2]);
	reply.node.has_udp_reply = false;
	answer(2, &reply, 0);
	assert_int_equal(stats.incomplete, 2);
	reply = reply_to(&request[3]);
	reply.prefix[0].code = DSMIPD_MIP4_PREFIX_PROHIBITED;
	answer(3, &reply, 0);
	assert_int_equal(stats.incomplete, 3);
	assert_int_equal(stats.kinds[DSMIPLOAD_REGISTER].accepted, 4);
}

static enum dsmipload_command parse(const char *line, struct dsmipload_config *out)
{
	char *copy = strdup(line);
	char *argv[64] = { "dsmipload" };
	enum dsmipload_command command;
	int argc = 1;

	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	command = dsmipload_options(argc, argv, out);
	free(copy);
	return command;
}

static void options(void **state)
{
	static const char *const wrong[] = {
		"protocol mip5",
		"protocol mip4 key-file @ agent4 192.0.2.1 source 192.0.2.2",
		"protocol mip4 key-file @ home ::1 agent4 192.0.2.1 source 192.0.2.2",
		"protocol mip4 key-file @ home4 10.0.0.1 source 192.0.2.2",
		"protocol mip4 key-file @ home4 10.0.0.1 agent4 192.0.2.1",
		"protocol mip4 key-file @ home4 10.0.0.1 agent4 192.0.2.1 source ::1",
		"protocol mip4 home4 10.0.0.1 agent4 192.0.2.1 source 192.0.2.2",
		"protocol mip4 home4 10.0.0.1 agent4 192.0.2.1 source 192.0.2.2 security none",
		"protocol mip4 key-file @ home4 10.0.0.1 agent4 192.0.2.1 source 192.0.2.2 lifetime 65535",
		"protocol mip4 key-file @ home4 10.0.0.1 agent4 192.0.2.1 source 192.0.2.2 algorithm md4",
	};
	char name[] = P_tmpdir "/dsmip-load4.XXXXXX", line[512];
	struct dsmipload_config got;
	int fd = mkstemp(name);

	(void)state;
	assert_int_equal(write(fd, "secret\n", 7), 7);
	close(fd);
	snprintf(line, sizeof(line), "protocol mip4 key-file %s home4 10.0.0.1 agent4 192.0.2.1 source 192.0.2.2",
		 name);
	assert_int_equal(parse(line, &got), DSMIPLOAD_RUN);
	assert_int_equal(got.protocol, DSMIPLOAD_MIP4);
	assert_int_equal(got.port, 434);
	assert_int_equal(got.algorithm, DSMIPD_MIP4_HMAC_MD5);
	strcat(line, " port 1434 algorithm prefix-suffix-md5 home 2001:db8::1 claim 10.1.0.1 lifetime 65534");
	assert_int_equal(parse(line, &got), DSMIPLOAD_RUN);
	assert_int_equal(got.port, 1434);
	assert_int_equal(got.algorithm, DSMIPD_MIP4_PREFIX_SUFFIX_MD5);
	assert_int_equal(parse("home ::1 agent ::2 source ::3 security none", &got), DSMIPLOAD_RUN);
	assert_int_equal(got.port, 4191);
	for (size_t i = 0; i < TESTING_SIZE(wrong); i++) {
		const char *at = strchr(wrong[i], '@');

		if (at)
			snprintf(line, sizeof(line), "%.*s%s%s", (int)(at - wrong[i]), wrong[i],
				 name, at + 1);
		else
			snprintf(line, sizeof(line), "%s", wrong[i]);
		if (parse(line, &got) != DSMIPLOAD_WRONG)
			fail_msg("'%s' is taken", line);
	}
	unlink(name);
}

/* What dsmipload prints for dsmipd. */
static const char *printed(void)
{
	char name[] = P_tmpdir "/dsmip-load4.XXXXXX";
	int fd = mkstemp(name), out;
	static char text[8192];
	ssize_t len;

	unlink(name);
	fflush(stdout);
	out = dup(STDOUT_FILENO);
	dup2(fd, STDOUT_FILENO);
	assert_int_equal(dsmipload_subscribers(&config), 0);
	dup2(out, STDOUT_FILENO);
	close(out);
	len = pread(fd, text, sizeof(text) - 1, 0);
	close(fd);
	assert_true(len > 0);
	text[len] = '\0';
	return text;
}

static void subscriber(struct json_object *json, size_t index, const char *expected)
{
	struct json_object *params, *array;

	assert_true(json_object_object_get_ex(json, "params", &params));
	assert_true(json_object_object_get_ex(params, "subscribers", &array));
	assert_int_equal(json_object_array_length(array), 4);
	assert_string_equal(json_object_to_json_string_ext(json_object_array_get_idx(array, index),
							   JSON_C_TO_STRING_PLAIN), expected);
}

static void subscribers(void **state)
{
	char expected[512], key[2 * DSMIPLOAD_KEY_LEN + 1];
	struct dsmipd_mip4_sa sa;
	struct json_object *json;

	(void)state;
	for (int both = 1; both >= 0; both--) {
		if (!both)
			config.home.family = 0;
		sa = association(1);
		for (int i = 0; i < sa.len; i++)
			snprintf(key + 2 * i, 3, "%02x", sa.key[i]);
		if (both)
			snprintf(expected, sizeof(expected), "{\"name\":\"2001:db8:100::2\",\"hoa\":\"2001:db8:100::2\",\"security\":\"auth\",\"spi\":257,\"key\":\"0x%s\",\"mip4\":{\"algorithm\":\"hmac-sha256\",\"spi\":257,\"key\":\"0x%s\"},\"home4\":[\"10.0.0.2\"]}",
				 key, key);
		else
			snprintf(expected, sizeof(expected), "{\"name\":\"10.0.0.2\",\"mip4\":{\"algorithm\":\"hmac-sha256\",\"spi\":257,\"key\":\"0x%s\"},\"home4\":[\"10.0.0.2\"]}",
				 key);
		json = json_tokener_parse(printed());
		assert_non_null(json);
		subscriber(json, 1, expected);
		json_object_put(json);
	}
}

/* And dsmipd takes them, with the associations that the nodes have. */
static void subscribers_of_dsmipd(void **state)
{
	struct dsmipd_subscriber sub;
	struct dsmipd_mip4_sa sa;
	const char *text;
	char *answer;

	(void)state;
	for (int both = 1; both >= 0; both--) {
		setup(NULL);
		config.nodes = 3;
		config.home = testing_addr("2001:db8:100::a");
		if (!both) {
			config.home.family = 0;
			config.home4 = testing_addr("10.1.0.1");
			config.spi = 512;
		}
		text = printed();
		answer = testing_agent_ask(text, strlen(text));
		assert_string_equal(answer, "{\"jsonrpc\":\"2.0\",\"result\":{\"added\":3,\"failed\":[]},\"id\":0}");
		free(answer);
		sa = association(1);
		assert_int_equal(dsmipd_store_subscriber_by_name(testing_agent.store, both ?
								 "2001:db8:100::b" : "10.1.0.2",
								 &sub), 0);
		assert_memory_equal(&sub.mip4, &sa, sizeof(sa));
		assert_int_equal(sub.home4[0].addr.v4.s_addr,
				 testing_addr(both ? "10.0.0.2" : "10.1.0.2").v4.s_addr);
		teardown(NULL);
	}
}

/* Cut off, or any byte wrong, nothing is read that is not there. */
static void malformed(void **state)
{
	struct dsmipd_mip4 request, reply;
	const struct dsmipd_mip4_sa *use[DSMIPD_MIP4_N_BETWEEN] = {};
	struct dsmipd_mip4_sa sa = association(0);
	const struct dsmipd_auth_key key = {};
	const struct dsmip_addr coa = {};
	uint8_t packet[DSMIPLOAD_PACKET_MAX];
	struct dsmipload_answer got;
	uint8_t *copy;
	size_t len;

	(void)state;
	use[DSMIPD_MIP4_MN_HA] = &sa;
	ask(0, &request);
	reply = reply_to(&request);
	len = dsmipd_mip4_auth_build(use, &reply, packet, sizeof(packet));
	for (size_t n = 0; n <= len; n++) {
		copy = malloc(n ? n : 1);
		memcpy(copy, packet, n);
		if (dsmipload_packet_parse(copy, n, &config, &got))
			assert_false(dsmipload_packet_verify(&config, &got, &coa, &key));
		free(copy);
	}
	packet[0] = 99;
	assert_false(dsmipload_packet_parse(packet, len, &config, &got));
}

#define LOAD4(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOAD4(what_is_asked_for),
		LOAD4(what_an_answer_means),
		LOAD4(only_the_lower_half_counts),
		LOAD4(kinds),
		cmocka_unit_test_teardown(another_clock, teardown),
		LOAD4(without_what_was_asked_for),
		cmocka_unit_test(options),
		LOAD4(subscribers),
		cmocka_unit_test_setup_teardown(subscribers_of_dsmipd, testing_agent_setup,
						testing_agent_teardown),
		LOAD4(malformed),
	};

	return cmocka_run_group_tests_name("load4", tests, NULL, NULL);
}
