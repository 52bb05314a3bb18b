// SPDX-License-Identifier: GPL-2.0
/* dsmipload: histogram, packets and nodes. */

#include <stdlib.h>
#include <string.h>

#include "../dsmipload/nodes.h"
#include "testing.h"
#include "wire.h"

static struct dsmipload_config load_config(void)
{
	struct dsmipload_config config = {
		.nodes = 4,
		.home = testing_addr("2001:db8:100::1"),
		.home4 = testing_addr("10.0.0.1"),
		.agent = testing_addr("2001:db8::1"),
		.agent4 = testing_addr("192.0.2.1"),
		.port = 4191,
		.source = testing_addr("198.51.100.1"),
		.sources = 2,
		.first_port = 20000,
		.ports = 3,
		.auth = true,
		.spi = 256,
		.key = "secret",
		.key_len = 6,
		.lifetime = 3600,
		.timeout = 1000,
		.attempts = 1,
		.mix[DSMIPLOAD_REFRESH] = 1,
	};

	return config;
}

static int load_compare(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, two = *(const uint64_t *)b;

	return one < two ? -1 : one > two;
}

/* Against the sorted values themselves. */
static void load_hist(void **state)
{
	static const double quantiles[] = { 0, 0.001, 0.5, 0.99, 0.999, 1 };
	static struct dsmipload_hist hist;
	static uint64_t values[10000];
	size_t i;

	(void)state;
	assert_int_equal(dsmipload_hist_quantile(&hist, 0.5), 0);
	srandom(1);
	for (i = 0; i < TESTING_SIZE(values); i++) {
		values[i] = (uint64_t)random() << random() % 33 >>
			    random() % 31;
		dsmipload_hist_add(&hist, values[i]);
	}
	qsort(values, TESTING_SIZE(values), sizeof(*values), load_compare);
	assert_true(hist.count == TESTING_SIZE(values));
	assert_true(hist.min == values[0]);
	assert_true(hist.max == values[TESTING_SIZE(values) - 1]);
	for (i = 0; i < TESTING_SIZE(quantiles); i++) {
		size_t at = quantiles[i] * TESTING_SIZE(values);
		uint64_t exact = values[at ? at - 1 : 0];
		uint64_t got = dsmipload_hist_quantile(&hist, quantiles[i]);

		assert_true(got >= exact);
		assert_true(got - exact <= exact / 64);
	}
}

/* Each class ends where the next one begins. */
static void load_hist_classes(void **state)
{
	static struct dsmipload_hist hist;
	uint64_t value;

	(void)state;
	for (value = 0; value < 100000; value++) {
		memset(&hist, 0, sizeof(hist));
		dsmipload_hist_add(&hist, value);
		dsmipload_hist_add(&hist, UINT64_MAX);
		assert_true(dsmipload_hist_quantile(&hist, 0.5) >= value);
		assert_true(dsmipload_hist_quantile(&hist, 0.5) - value <=
			    value / 64);
		assert_true(dsmipload_hist_quantile(&hist, 1) == UINT64_MAX);
	}
}

static void load_addresses(void **state)
{
	struct dsmipload_config config = load_config();
	struct dsmip_addr addr = testing_addr("2001:db8::ffff:ffff:ffff:ffff");
	struct dsmip_addr none = {};
	struct dsmipload_end end;
	uint64_t index;

	(void)state;
	addr = dsmipload_load_addr(&addr, 1);
	/* There is no carry into the upper half: it is another network. */
	assert_true(dsmip_addr_equal(&addr, &(struct dsmip_addr){
		.family = AF_INET6, .v6 = testing_addr("2001:db8::").v6 }));
	assert_int_equal(dsmipload_load_addr(&none, 5).family, 0);
	assert_int_equal(dsmipload_load_ends(&config), 6);
	end = dsmipload_load_end(&config, 4);
	addr = testing_addr("198.51.100.2");
	assert_true(dsmip_addr_equal(&end.addr, &addr));
	assert_int_equal(end.port, 20001);
	addr = testing_addr("2001:db8:100::4");
	assert_true(dsmipload_load_index(&config.home, &addr, 4, &index));
	assert_int_equal(index, 3);
	addr = testing_addr("2001:db8:100::5");
	assert_false(dsmipload_load_index(&config.home, &addr, 4, &index));
	addr = testing_addr("2001:db8:100::");
	assert_false(dsmipload_load_index(&config.home, &addr, 4, &index));
	addr = testing_addr("2001:db8:101::1");
	assert_false(dsmipload_load_index(&config.home, &addr, 4, &index));
}

static struct dsmipload_request load_request(struct dsmipd_auth_key *key,
					     const char *coa)
{
	struct dsmipload_config config = load_config();
	struct dsmipload_request request = {
		.home = config.home,
		.home4 = config.home4,
		.agent = config.agent,
		.coa = testing_addr(coa),
		.sequence = 7,
		.lifetime = 600,
		.timestamp = 0x1122334455667788,
		.key = key,
	};

	assert_true(dsmipload_load_key(&config, 0, key));
	return request;
}

static void load_update_native(void **state)
{
	uint8_t packet[DSMIPLOAD_PACKET_MAX];
	struct dsmipload_request request;
	struct dsmipd_auth_key key;
	struct dsmipd_mh mh;
	size_t len;

	(void)state;
	request = load_request(&key, "2001:db8:3::5");
	len = dsmipload_packet_build(&request, packet);
	assert_int_equal(len % 8, 0);
	assert_int_equal(packet[0], 0x60);
	assert_int_equal(dsmipd_wire_get16(packet + 4), len - 40);
	assert_int_equal(packet[6], 60);
	assert_memory_equal(packet + 8, &request.coa.v6, 16);
	assert_memory_equal(packet + 24, &request.agent.v6, 16);
	assert_memory_equal(packet + 40, "\x87\x02\x01\x02\x00\x00\xc9\x10", 8);
	assert_memory_equal(packet + 48, &request.home.v6, 16);
	assert_int_equal(dsmipd_mh_parse(packet + 64, len - 64, &mh),
			 DSMIPD_MH_OK);
	assert_int_equal(mh.type, DSMIPD_MH_BU);
	assert_int_equal(mh.flags, DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME);
	assert_int_equal(mh.sequence, 7);
	assert_int_equal(mh.lifetime, 150);
	assert_true(mh.has_alt_coa);
	assert_false(mh.has_coa4);
	assert_memory_equal(&mh.alt_coa, &request.coa.v6, 16);
	assert_true(mh.timestamp == request.timestamp);
	assert_true(dsmipd_auth_verify(&key, &request.coa.v6, &request.home.v6,
				       &mh, packet + 64, len - 64));
	assert_int_equal(dsmipd_mh_checksum(&request.home.v6, &request.agent.v6,
					    packet + 64, len - 64), 0);
}

static void load_update_udp(void **state)
{
	struct in6_addr mapped = testing_addr("::ffff:192.168.0.9").v6;
	uint8_t packet[DSMIPLOAD_PACKET_MAX];
	struct dsmipload_request request;
	struct dsmipd_auth_key key;
	struct dsmipd_mh mh;
	size_t len;

	(void)state;
	request = load_request(&key, "192.168.0.9");
	len = dsmipload_packet_build(&request, packet);
	assert_int_equal(packet[6], 135);
	assert_memory_equal(packet + 8, &request.home.v6, 16);
	assert_int_equal(dsmipd_mh_parse(packet + 40, len - 40, &mh),
			 DSMIPD_MH_OK);
	assert_true(mh.has_coa4);
	assert_false(mh.has_alt_coa);
	assert_int_equal(mh.coa4.s_addr, request.coa.v4.s_addr);
	assert_int_equal(mh.n_home4, 1);
	assert_int_equal(mh.home4[0].addr.s_addr, request.home4.v4.s_addr);
	assert_int_equal(mh.home4[0].len, 32);
	assert_true(dsmipd_auth_verify(&key, &mapped, &request.home.v6, &mh,
				       packet + 40, len - 40));

	request.key = NULL;
	request.home4.family = 0;
	request.lifetime = 0;
	len = dsmipload_packet_build(&request, packet);
	assert_int_equal(dsmipd_mh_parse(packet + 40, len - 40, &mh),
			 DSMIPD_MH_OK);
	assert_false(mh.has_auth);
	assert_false(mh.has_timestamp);
	assert_int_equal(mh.n_home4, 0);
	assert_int_equal(mh.lifetime, 0);
}

/* An acknowledgement as a home agent sends it. */
static size_t load_ack(uint8_t *packet, struct dsmipd_mh *mh,
		       const struct in6_addr *home, const struct in6_addr *coa,
		       const struct in6_addr *signed_coa,
		       const struct dsmipd_auth_key *key)
{
	struct in6_addr agent = load_config().agent.v6;
	size_t at = coa ? 64 : 40;
	size_t len;

	if (key) {
		mh->has_auth = true;
		mh->auth_subtype = 1;
		mh->auth_spi = key->spi;
		mh->auth_len = DSMIPD_AUTH_DATA_LEN;
	}
	len = dsmipd_mh_build(mh, packet + at, DSMIPLOAD_PACKET_MAX - at);
	assert_true(len);
	if (key)
		assert_true(dsmipd_auth_sign(key, signed_coa, home, mh,
					     packet + at, len));
	dsmipd_wire_put16(packet + at + 4,
			  dsmipd_mh_checksum(&agent, home, packet + at, len));
	len += at;
	memset(packet, 0, 40);
	packet[0] = 0x60;
	dsmipd_wire_put16(packet + 4, len - 40);
	packet[6] = coa ? 43 : 135;
	memcpy(packet + 8, &agent, 16);
	memcpy(packet + 24, coa ?: home, 16);
	if (coa) {
		memcpy(packet + 40, "\x87\x02\x02\x01\x00\x00\x00\x00", 8);
		memcpy(packet + 48, home, 16);
	}
	return len;
}

static void load_answers(void **state)
{
	struct dsmipd_mh ack = { .type = DSMIPD_MH_BA, .sequence = 9 };
	struct in6_addr home = testing_addr("2001:db8:100::2").v6;
	struct in6_addr coa = testing_addr("2001:db8:3::5").v6;
	struct dsmipload_config config = load_config();
	struct dsmipload_config other = config;
	uint8_t packet[DSMIPLOAD_PACKET_MAX];
	struct dsmipload_answer answer;
	size_t len, i;
	int native;

	(void)state;
	other.agent.v6 = home;
	for (native = 0; native < 2; native++) {
		len = load_ack(packet, &ack, &home, native ? &coa : NULL, NULL,
			       NULL);
		assert_true(dsmipload_packet_parse(packet, len, &config,
						   &answer));
		assert_memory_equal(&answer.home.v6, &home, 16);
		assert_memory_equal(&answer.coa, native ? &coa : &home, 16);
		assert_int_equal(answer.mh.sequence, 9);
		assert_false(dsmipload_packet_parse(packet, len, &other,
						    &answer));
		for (i = 0; i < len; i++) {
			uint8_t *copy = malloc(i + 1);

			memcpy(copy, packet, i);
			assert_false(dsmipload_packet_parse(copy, i, &config,
							    &answer));
			free(copy);
		}
		for (i = 0; i < len; i++) {
			uint8_t *copy = malloc(len);

			memcpy(copy, packet, len);
			copy[i] ^= 0xff;
			dsmipload_packet_parse(copy, len, &config, &answer);
			free(copy);
		}
		packet[len - 1] ^= 1;
		assert_false(dsmipload_packet_parse(packet, len, &config,
						    &answer));
	}
}

static struct dsmipload_config nodes_config;
static struct dsmipload_nodes nodes;
static struct dsmipload_stats nodes_stats;

static int load_nodes_setup(void **state)
{
	(void)state;
	nodes_config = load_config();
	memset(&nodes_stats, 0, sizeof(nodes_stats));
	return dsmipload_nodes_new(&nodes, &nodes_config, &nodes_stats);
}

static int load_nodes_teardown(void **state)
{
	(void)state;
	dsmipload_nodes_free(&nodes);
	return 0;
}

static uint32_t load_begin(uint64_t now, struct dsmipload_request *request)
{
	struct dsmipd_auth_key key;
	uint32_t index = dsmipload_nodes_begin(&nodes, now);

	assert_int_not_equal(index, DSMIPLOAD_NONE);
	dsmipload_nodes_ask(&nodes, index, now, 1, request, &key);
	return index;
}

/* The home agent answers a node, signed or not. */
static enum dsmipload_verdict load_answer(uint32_t index, uint16_t sequence,
					  uint8_t status, uint64_t now,
					  int flaw)
{
	struct dsmipd_mh ack = {
		.type = DSMIPD_MH_BA, .sequence = sequence, .status = status,
	};
	struct dsmip_addr home = dsmipload_load_addr(&nodes_config.home, index);
	struct dsmip_addr coa = dsmipload_nodes_coa(&nodes, index);
	struct in6_addr mapped = testing_addr("::ffff:0.0.0.0").v6;
	uint8_t packet[DSMIPLOAD_PACKET_MAX];
	struct dsmipload_answer answer;
	struct dsmipd_auth_key key;
	struct dsmipload_end end;
	uint32_t which;
	size_t len;

	memcpy(&mapped.s6_addr[12], &coa.v4, 4);
	assert_true(dsmipload_load_key(&nodes_config, index, &key));
	end = dsmipload_load_end(&nodes_config, nodes.node[index].end);
	end.port += flaw == 1;
	len = load_ack(packet, &ack, &home.v6, NULL, &mapped,
		       flaw == 2 ? NULL : &key);
	assert_true(dsmipload_packet_parse(packet, len, &nodes_config, &answer));
	return dsmipload_nodes_answer(&nodes, &answer, &end, now, &which);
}

static void load_nodes(void **state)
{
	struct dsmipload_request request;
	uint32_t index;
	int i;

	(void)state;
	nodes_config.claim = testing_addr("192.168.0.1");
	for (i = 0; i < 4; i++) {
		index = load_begin(1000 * i, &request);
		assert_int_equal(index, i);
		assert_int_equal(nodes.node[i].kind, DSMIPLOAD_REGISTER);
		assert_int_equal(ntohl(request.coa.v4.s_addr), 0xc0a80001 + i);
	}
	assert_int_equal(dsmipload_nodes_begin(&nodes, 0), DSMIPLOAD_NONE);
	assert_int_equal(nodes.outstanding, 4);
	assert_int_equal(load_answer(2, nodes.node[2].sequence, 0, 5000, 0),
			 DSMIPLOAD_ACCEPTED);
	assert_int_equal(nodes_stats.kinds[DSMIPLOAD_REGISTER].accepted, 1);
	assert_int_equal(nodes_stats.latency.max, 3000);
	load_answer(1, nodes.node[1].sequence, 129, 5000, 0);
	assert_int_equal(nodes_stats.status[129], 1);
	assert_int_equal(nodes.outstanding, 2);

	/* What is not counted as an answer. */
	load_answer(2, nodes.node[2].sequence, 0, 5000, 0);
	load_answer(0, nodes.node[0].sequence - 1, 0, 5000, 0);
	assert_int_equal(nodes_stats.strays, 2);
	load_answer(0, nodes.node[0].sequence, 0, 5000, 1);
	assert_int_equal(nodes_stats.misdelivered, 1);
	load_answer(0, nodes.node[0].sequence, 0, 5000, 2);
	assert_int_equal(nodes_stats.unsigned_, 1);
	assert_int_equal(nodes.outstanding, 2);

	/* Who was refused registers, who was accepted refreshes. */
	assert_int_equal(load_begin(6000, &request), 2);
	assert_int_equal(nodes.node[2].kind, DSMIPLOAD_REFRESH);
	assert_int_equal(load_begin(6000, &request), 1);
	assert_int_equal(nodes.node[1].kind, DSMIPLOAD_REGISTER);
}

static void load_nodes_kinds(void **state)
{
	struct dsmipload_request request;
	uint32_t index, end;

	(void)state;
	nodes_config.mix[DSMIPLOAD_REFRESH] = 0;
	nodes_config.mix[DSMIPLOAD_HANDOVER] = 1;
	nodes.node[0].registered = true;
	end = nodes.node[0].end;
	index = load_begin(0, &request);
	assert_int_equal(nodes.node[0].kind, DSMIPLOAD_HANDOVER);
	assert_int_equal(nodes.node[0].end, end + 1);
	load_answer(index, nodes.node[0].sequence, 0, 1, 0);

	nodes_config.mix[DSMIPLOAD_HANDOVER] = 0;
	nodes_config.mix[DSMIPLOAD_DEREGISTER] = 1;
	nodes.node[1].registered = true;
	index = load_begin(0, &request);
	assert_int_equal(index, 1);
	assert_int_equal(nodes.node[1].kind, DSMIPLOAD_DEREGISTER);
	assert_int_equal(request.lifetime, 0);
	load_answer(index, nodes.node[1].sequence, 0, 1, 0);
	assert_false(nodes.node[1].registered);
}

/* A sequence number of the home agent is adopted, but once only. */
static void load_nodes_sequence(void **state)
{
	struct dsmipload_request request;
	struct dsmipd_auth_key key;

	(void)state;
	load_begin(0, &request);
	assert_int_equal(load_answer(0, 500, DSMIPD_MH_BAD_SEQUENCE, 1, 0),
			 DSMIPLOAD_AGAIN);
	dsmipload_nodes_ask(&nodes, 0, 1, 1, &request, &key);
	assert_int_equal(request.sequence, 501);
	assert_int_equal(load_answer(0, 600, DSMIPD_MH_BAD_SEQUENCE, 2, 0),
			 DSMIPLOAD_DONE);
	assert_int_equal(nodes_stats.status[135], 1);
	assert_int_equal(nodes_stats.resent, 1);
	assert_int_equal(nodes.outstanding, 0);

	dsmipload_nodes_free(&nodes);
	nodes_config.sequence = 65535;
	assert_int_equal(dsmipload_nodes_new(&nodes, &nodes_config,
					     &nodes_stats), 0);
	load_begin(0, &request);
	assert_int_equal(request.sequence, 65535);
}

static void load_nodes_timeout(void **state)
{
	struct dsmipload_request request;
	struct dsmipd_auth_key key;
	uint16_t sequence;
	uint32_t index;

	(void)state;
	nodes_config.attempts = 2;
	assert_true(dsmipload_nodes_deadline(&nodes) == UINT64_MAX);
	load_begin(0, &request);
	load_begin(1000, &request);
	assert_int_equal(dsmipload_nodes_deadline(&nodes), 1000000000);
	assert_false(dsmipload_nodes_overdue(&nodes, 999999999, &index));
	assert_true(dsmipload_nodes_overdue(&nodes, 1000000000, &index));
	assert_int_equal(index, 0);
	sequence = nodes.node[0].sequence;
	dsmipload_nodes_ask(&nodes, 0, 1000000000, 1, &request, &key);
	assert_int_equal(request.sequence, (uint16_t)(sequence + 1));
	assert_false(dsmipload_nodes_overdue(&nodes, 1000000000, &index));
	load_answer(1, nodes.node[1].sequence, 0, 5000, 0);
	/* The second attempt waits twice as long. */
	assert_true(dsmipload_nodes_deadline(&nodes) == 3000000000);
	assert_true(dsmipload_nodes_overdue(&nodes, 3000000000, &index));
	assert_int_equal(index, DSMIPLOAD_NONE);
	assert_int_equal(nodes_stats.kinds[DSMIPLOAD_REGISTER].lost, 1);
	assert_int_equal(nodes_stats.retransmitted, 1);
	assert_int_equal(nodes.outstanding, 0);
	assert_false(dsmipload_nodes_overdue(&nodes, UINT64_MAX, &index));
}

#define LOAD_NODES(name)						\
	cmocka_unit_test_setup_teardown(name, load_nodes_setup,		\
					load_nodes_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(load_hist),
		cmocka_unit_test(load_hist_classes),
		cmocka_unit_test(load_addresses),
		cmocka_unit_test(load_update_native),
		cmocka_unit_test(load_update_udp),
		cmocka_unit_test(load_answers),
		LOAD_NODES(load_nodes),
		LOAD_NODES(load_nodes_kinds),
		LOAD_NODES(load_nodes_sequence),
		LOAD_NODES(load_nodes_timeout),
	};

	return cmocka_run_group_tests_name("load", tests, NULL, NULL);
}
