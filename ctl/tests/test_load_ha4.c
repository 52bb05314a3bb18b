// SPDX-License-Identifier: GPL-2.0
/*
 * dsmipload against the home agent of Mobile IPv4, both without sockets and
 * with a clock of the test: what the one counts the other does.
 */

#include <errno.h>
#include <string.h>

#include "../dsmipload/nodes.h"
#include "ha4.h"
#include "pool.h"
#include "testing.h"

#define LOAD_NODES	100
#define LOAD_REQUESTS	4000
#define LOAD_STEP	1000000		/* nanoseconds from one to the next */

/**
 * struct load - the two
 * @config: the load
 * @nodes: the nodes
 * @stats: what they count
 * @ha: the home agent
 * @pools: its pools, none
 * @now: its clocks
 */
struct load {
	struct dsmipload_config config;
	struct dsmipload_nodes nodes;
	struct dsmipload_stats stats;
	struct dsmipd_ha4 *ha;
	struct dsmipd_pools *pools;
	struct dsmipd_ha6_time now;
};

static int load_subscriber(void *arg, const struct dsmipd_ha4_name *name,
			   struct dsmipd_subscriber *sub)
{
	struct dsmip_addr home = { .family = AF_INET, .v4 = name->hoa };
	const struct dsmipload_config *config = &((struct load *)arg)->config;
	struct dsmipd_auth_key key;
	uint64_t index = name->id - 1;

	if (!name->id &&
	    !dsmipload_load_index(&config->home4, &home, LOAD_NODES, &index))
		return -ENOENT;
	assert_true(dsmipload_load_key(config, index, &key));
	*sub = (struct dsmipd_subscriber){
		.id = index + 1, .enabled = true, .n_home4 = 1,
		.hoa = dsmipload_load_addr(&config->home, index).v6,
		.home4[0] = {
			.addr = dsmipload_load_addr(&config->home4, index),
			.len = 32,
		},
		.mip4 = {
			.spi = key.spi, .algorithm = config->algorithm,
			.len = key.len,
		},
	};
	memcpy(sub->mip4.key, key.key, key.len);
	return 0;
}

static int load_taken(void *arg, const struct dsmip_prefix *prefix,
		      int64_t subscriber)
{
	(void)arg;
	(void)prefix;
	(void)subscriber;
	return 0;
}

/* The home agent's clock is half a minute ahead. */
static void load_start(struct load *t)
{
	struct dsmipd_ha4_ops ops = { load_subscriber, load_taken, t };
	struct dsmipd_ha4_config config = {
		.max_bindings = LOAD_NODES, .max_lifetime = 3600,
		.timestamp_window = 7, .reverse = true, .nat = true,
		.keepalive = 45, .tunnel_coa = true,
	};

	memset(t, 0, sizeof(*t));
	t->config = (struct dsmipload_config){
		.protocol = DSMIPLOAD_MIP4, .nodes = LOAD_NODES,
		.home = testing_addr("2001:db8:100::1"),
		.home4 = testing_addr("10.0.0.1"),
		.agent4 = testing_addr("192.0.2.1"), .port = 434,
		.source = testing_addr("198.51.100.1"), .sources = 10,
		.first_port = 20000, .ports = 20, .auth = true,
		.algorithm = DSMIPD_MIP4_HMAC_MD5, .spi = 256, .key = "secret",
		.key_len = 6, .lifetime = 3600, .timeout = 1000, .attempts = 1,
		.mix = {
			[DSMIPLOAD_REFRESH] = 2, [DSMIPLOAD_HANDOVER] = 1,
			[DSMIPLOAD_DEREGISTER] = 1,
		},
	};
	config.address = t->config.agent4.v4;
	t->now.mono = 5000000;
	t->now.real = UINT64_C(1767225630) * DSMIPLOAD_NSEC;
	assert_int_equal(dsmipd_pools_new(&t->pools), 0);
	assert_int_equal(dsmipd_ha4_new(&t->ha, &config, &ops, t->pools), 0);
}

static void load_stop(struct load *t)
{
	dsmipload_nodes_free(&t->nodes);
	dsmipd_ha4_free(t->ha);
	dsmipd_pools_free(t->pools);
}

/* From a node to the home agent and back. */
static enum dsmipload_verdict load_exchange(struct load *t, uint32_t index)
{
	uint64_t node_time = t->now.real - 30 * DSMIPLOAD_NSEC;
	uint8_t packet[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_ha4_decision decision;
	struct dsmipload_request request;
	struct dsmipload_answer answer;
	struct dsmipd_ha4_path path;
	struct dsmipd_auth_key key;
	struct dsmipload_end end;
	size_t len;

	dsmipload_nodes_ask(&t->nodes, index, t->now.real, node_time, &request,
			    &key);
	end = dsmipload_load_end(&t->config, t->nodes.node[index].end);
	path = (struct dsmipd_ha4_path){
		end.addr.v4, t->config.agent4.v4, end.port
	};
	len = dsmipload_packet_build(&request, packet);
	assert_true(len);
	dsmipd_ha4_rcv(t->ha, &path, packet, len, t->now, &decision);
	if (decision.verdict == DSMIPD_HA4_BIND ||
	    decision.verdict == DSMIPD_HA4_UNBIND)
		dsmipd_ha4_commit(t->ha, &decision, t->now);
	assert_true(decision.has_reply);
	len = dsmipd_ha4_build(&decision, packet, sizeof(packet));
	assert_true(dsmipload_packet_parse(packet, len, &t->config, &answer));
	end.addr.v4 = decision.path.src;
	end.port = decision.path.port;
	return dsmipload_nodes_answer(&t->nodes, &answer, &end, t->now.real,
				      &index);
}

static void load_play(struct load *t)
{
	const struct dsmipload_stats *stats = &t->stats;
	uint64_t accepted = 0;
	uint32_t index;

	assert_int_equal(dsmipload_nodes_new(&t->nodes, &t->config, &t->stats), 0);
	for (int i = 0; i < LOAD_REQUESTS; i++) {
		t->now.real += LOAD_STEP;
		t->now.mono += LOAD_STEP / 1000000;
		index = dsmipload_nodes_begin(&t->nodes, t->now.real);
		while (load_exchange(t, index) == DSMIPLOAD_AGAIN)
			;
	}
	for (int kind = 0; kind < DSMIPLOAD_KINDS; kind++)
		accepted += stats->kinds[kind].accepted;
	assert_int_equal(accepted, LOAD_REQUESTS);
	assert_int_equal(t->nodes.outstanding, 0);
	/* Each learns the time once. */
	assert_int_equal(stats->resent, LOAD_NODES);
	assert_int_equal(stats->incomplete + stats->strays + stats->unsigned_ +
			 stats->misdelivered + stats->malformed, 0);
}

/* The home agent has counted the same. */
static void load_compare(struct load *t)
{
	const struct dsmipload_count *kinds = t->stats.kinds;
	struct dsmipd_ha4_stats stats;
	uint32_t registered = 0;

	dsmipd_ha4_stats(t->ha, &stats);
	assert_int_equal(stats.received, LOAD_REQUESTS + LOAD_NODES);
	assert_int_equal(stats.refused[DSMIPD_MIP4_ID_MISMATCH], LOAD_NODES);
	assert_int_equal(stats.accepted[DSMIPD_HA4_INITIAL],
			 kinds[DSMIPLOAD_REGISTER].accepted);
	assert_int_equal(stats.accepted[DSMIPD_HA4_REFRESH],
			 kinds[DSMIPLOAD_REFRESH].accepted);
	assert_int_equal(stats.accepted[DSMIPD_HA4_HANDOVER],
			 kinds[DSMIPLOAD_HANDOVER].accepted);
	assert_int_equal(stats.accepted[DSMIPD_HA4_DEREGISTRATION],
			 kinds[DSMIPLOAD_DEREGISTER].accepted);
	for (uint32_t i = 0; i < LOAD_NODES; i++)
		registered += t->nodes.node[i].registered;
	assert_int_equal(stats.bindings, registered);
	assert_true(registered && registered < LOAD_NODES);
}

/* A port is no part of a care-of address, so that a handover is to another. */
static void load_public(void **state)
{
	static struct load t;

	(void)state;
	load_start(&t);
	t.config.sources = 200;
	t.config.ports = 1;
	load_play(&t);
	load_compare(&t);
	load_stop(&t);
}

static void load_behind_nats(void **state)
{
	static struct load t;

	(void)state;
	load_start(&t);
	t.config.claim = testing_addr("192.168.0.1");
	load_play(&t);
	load_compare(&t);
	load_stop(&t);
}

/* Without UDP tunnels there is a way back only for who has no NAT. */
static void load_refused(void **state)
{
	static struct load t;
	uint32_t index;

	(void)state;
	load_start(&t);
	assert_int_equal(dsmipd_ha4_reconfigure(t.ha, &(struct dsmipd_ha4_config){
		.address = t.config.agent4.v4, .max_bindings = LOAD_NODES,
		.max_lifetime = 3600, .timestamp_window = 60, .reverse = true,
	}), 0);
	t.config.claim = testing_addr("192.168.0.1");
	assert_int_equal(dsmipload_nodes_new(&t.nodes, &t.config, &t.stats), 0);
	for (int i = 0; i < LOAD_NODES; i++) {
		index = dsmipload_nodes_begin(&t.nodes, t.now.real);
		assert_int_equal(load_exchange(&t, index), DSMIPLOAD_DONE);
	}
	assert_int_equal(t.stats.status[DSMIPD_MIP4_PROHIBITED], LOAD_NODES);
	load_stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(load_public),
		cmocka_unit_test(load_behind_nats),
		cmocka_unit_test(load_refused),
	};

	return cmocka_run_group_tests_name("load_ha4", tests, NULL, NULL);
}
