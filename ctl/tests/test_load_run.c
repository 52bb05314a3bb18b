// SPDX-License-Identifier: GPL-2.0
/* dsmipload over real sockets, with a home agent that is a child of the test. */

#include <json-c/json.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../dsmipload/options.h"
#include "../dsmipload/packet.h"
#include "testing.h"
#include "wire.h"

#define RUN_NODES	64

/**
 * struct run_agent - a home agent
 * @config: the nodes that it serves
 * @fd: its socket
 * @drop: it does not hear every so many packets
 * @refuse: status that it answers to each fourth node
 * @work: microseconds that each answer takes
 * @ahead: its time in Mobile IPv4, seconds from ours
 * @id: last identifications
 * @sequence: last sequence numbers
 * @known: it has registered the node
 */
struct run_agent {
	struct dsmipload_config config;
	int fd;
	unsigned int drop;
	uint8_t refuse;
	unsigned int work;
	unsigned int ahead;
	uint64_t id[RUN_NODES];
	uint16_t sequence[RUN_NODES];
	bool known[RUN_NODES];
};

static struct in6_addr run_mapped(const struct in_addr *addr)
{
	struct in6_addr mapped = testing_addr("::ffff:0.0.0.0").v6;

	memcpy(&mapped.s6_addr[12], addr, sizeof(*addr));
	return mapped;
}

static uint8_t run_status(struct run_agent *agent, uint64_t index,
			  const struct dsmipd_mh *mh)
{
	if (agent->refuse && index % 4 == 0)
		return agent->refuse;
	if (agent->known[index] &&
	    (int16_t)(mh->sequence - agent->sequence[index]) <= 0)
		return DSMIPD_MH_BAD_SEQUENCE;
	agent->known[index] = true;
	agent->sequence[index] = mh->sequence;
	return 0;
}

static void run_answer(struct run_agent *agent, const uint8_t *packet,
		       size_t len, const struct sockaddr_in *from)
{
	struct dsmipd_mh mh, ack = { .type = DSMIPD_MH_BA };
	uint8_t answer[256] = { 0x60, 0, 0, 0, 0, 0, 135, 64 };
	struct dsmipd_auth_key key;
	struct dsmip_addr from_home = { .family = AF_INET6 };
	struct in6_addr home, coa;
	uint64_t index;

	memcpy(&home, packet + 8, sizeof(home));
	from_home.v6 = home;
	if (dsmipd_mh_parse(packet + 40, len - 40, &mh) != DSMIPD_MH_OK ||
	    !dsmipload_load_index(&agent->config.home, &from_home, RUN_NODES,
				  &index) ||
	    !dsmipload_load_key(&agent->config, index, &key))
		_exit(2);
	coa = run_mapped(&mh.coa4);
	if (!dsmipd_auth_verify(&key, &coa, &home, &mh, packet + 40, len - 40))
		_exit(3);
	ack.status = run_status(agent, index, &mh);
	ack.sequence = ack.status == DSMIPD_MH_BAD_SEQUENCE ?
		       agent->sequence[index] : mh.sequence;
	ack.has_auth = true;
	ack.auth_subtype = 1;
	ack.auth_spi = key.spi;
	ack.auth_len = DSMIPD_AUTH_DATA_LEN;
	len = dsmipd_mh_build(&ack, answer + 40, sizeof(answer) - 40);
	dsmipd_auth_sign(&key, &coa, &home, &ack, answer + 40, len);
	dsmipd_wire_put16(answer + 44,
			  dsmipd_mh_checksum(&agent->config.agent.v6, &home,
					     answer + 40, len));
	dsmipd_wire_put16(answer + 4, len);
	memcpy(answer + 8, &agent->config.agent.v6, 16);
	memcpy(answer + 24, &home, 16);
	sendto(agent->fd, answer, 40 + len, 0, (const struct sockaddr *)from,
	       sizeof(*from));
}

/* RFC 5944, 5.7.1, without a tolerance: newer than the last one is enough. */
static uint8_t run_code4(struct run_agent *agent, uint64_t index,
			 struct dsmipd_mip4 *reply)
{
	uint64_t now = (uint64_t)(time(NULL) + 2208988800 + agent->ahead) << 32;

	if (agent->refuse && index % 4 == 0)
		return agent->refuse;
	if (reply->id <= agent->id[index] ||
	    reply->id + (UINT64_C(60) << 32) < now) {
		reply->id = now | (reply->id & UINT32_MAX);
		return DSMIPD_MIP4_ID_MISMATCH;
	}
	agent->id[index] = reply->id;
	return DSMIPD_MIP4_ACCEPTED;
}

static void run_answer4(struct run_agent *agent, const uint8_t *packet,
			size_t len, const struct sockaddr_in *from)
{
	struct dsmip_addr home = { .family = AF_INET };
	struct dsmipd_mip4_sa sa = { .algorithm = agent->config.algorithm };
	const struct dsmipd_mip4_sa *use[DSMIPD_MIP4_N_BETWEEN] = { &sa };
	struct dsmipd_mip4 request, reply = { .type = DSMIPD_MIP4_RRP };
	struct dsmipd_auth_key key;
	uint8_t answer[256];
	uint64_t index;

	if (dsmipd_mip4_parse(packet, len, false, &request) != DSMIPD_MIP4_OK)
		_exit(2);
	home.v4 = request.hoa;
	if (!dsmipload_load_index(&agent->config.home4, &home, RUN_NODES,
				  &index) ||
	    !dsmipload_load_key(&agent->config, index, &key))
		_exit(3);
	sa.spi = key.spi;
	sa.len = key.len;
	memcpy(sa.key, key.key, key.len);
	if (!dsmipd_mip4_auth_verify(&sa, &request, DSMIPD_MIP4_MN_HA, packet,
				     len))
		_exit(4);
	reply.hoa = request.hoa;
	reply.ha = request.ha;
	reply.id = request.id;
	reply.code = run_code4(agent, index, &reply);
	reply.node.has_udp_reply = request.node.has_udp_request;
	reply.n_prefix = request.n_prefix;
	reply.prefix[0] = request.prefix[0];
	len = dsmipd_mip4_auth_build(use, &reply, answer, sizeof(answer));
	sendto(agent->fd, answer, len, 0, (const struct sockaddr *)from,
	       sizeof(*from));
}

static void run_serve(struct run_agent *agent)
{
	unsigned int count = 0;

	for (;;) {
		struct sockaddr_in from;
		socklen_t size = sizeof(from);
		uint8_t packet[2048];
		ssize_t len;

		len = recvfrom(agent->fd, packet, sizeof(packet), 0,
			       (struct sockaddr *)&from, &size);
		if (len < 24)
			_exit(1);
		if (agent->drop && ++count % agent->drop == 0)
			continue;
		usleep(agent->work);
		if (agent->config.protocol == DSMIPLOAD_MIP4)
			run_answer4(agent, packet, len, &from);
		else
			run_answer(agent, packet, len, &from);
	}
}

static pid_t run_agent_start(struct run_agent *agent, uint16_t *port)
{
	struct sockaddr_in addr = { .sin_family = AF_INET };
	socklen_t size = sizeof(addr);
	pid_t pid;

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	agent->fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_int_equal(bind(agent->fd, (struct sockaddr *)&addr, size), 0);
	assert_int_equal(getsockname(agent->fd, (struct sockaddr *)&addr,
				     &size), 0);
	*port = ntohs(addr.sin_port);
	pid = fork();
	if (!pid)
		run_serve(agent);
	close(agent->fd);
	return pid;
}

/* The configuration refers to the words. */
static struct dsmipload_config run_parse(const char *line)
{
	struct dsmipload_config config;
	static char copy[1024];
	char *argv[64] = { "dsmipload" };
	int argc = 1;
	char *word;

	snprintf(copy, sizeof(copy), "%s", line);
	for (word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	assert_int_equal(dsmipload_options(argc, argv, &config), DSMIPLOAD_RUN);
	return config;
}

/* Run it in a child; its JSON is the result. */
static struct json_object *run_load(struct run_agent *agent, const char *more)
{
	static char text[8192];
	struct json_object *result;
	char line[1024], key[] = P_tmpdir "/dsmip-load.XXXXXX";
	uint16_t port;
	size_t len = 0;
	ssize_t got;
	int fds[2], fd, status;
	pid_t server, pid;

	fd = mkstemp(key);
	assert_int_equal(write(fd, "secret\n", 7), 7);
	close(fd);
	snprintf(line, sizeof(line), "-j -q nodes %d home 2001:db8:100::1 agent 2001:db8::1 agent4 127.0.0.1 source 127.0.0.2 sources 4 first-port 21000 ports 3 key-file %s %s",
		 RUN_NODES, key, more);
	agent->config = run_parse(line);
	assert_int_equal(unlink(key), 0);
	server = run_agent_start(agent, &port);
	agent->config.port = port;
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		dup2(fds[1], STDOUT_FILENO);
		status = dsmipload_run(&agent->config);
		fflush(stdout);
		_exit(status);
	}
	close(fds[1]);
	while ((got = read(fds[0], text + len, sizeof(text) - 1 - len)) > 0)
		len += got;
	text[len] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	kill(server, SIGKILL);
	assert_int_equal(waitpid(server, NULL, 0), server);
	assert_int_equal(status, 0);
	result = json_tokener_parse(text);
	assert_non_null(result);
	return result;
}

/* A number at the end of a way through objects. */
static int64_t run_get(struct json_object *object, const char *one,
		       const char *two, const char *three)
{
	const char *const way[] = { one, two, three };
	size_t i;

	for (i = 0; i < 3 && way[i]; i++)
		if (!json_object_object_get_ex(object, way[i], &object))
			fail_msg("there is no \"%s\"", way[i]);
	return json_object_get_int64(object);
}

static void run_each_once(void **state)
{
	struct run_agent agent = {};
	struct json_object *json;

	(void)state;
	json = run_load(&agent, "window 8 timeout 20000");
	assert_int_equal(run_get(json, "sent", NULL, NULL), RUN_NODES);
	assert_int_equal(run_get(json, "accepted", NULL, NULL), RUN_NODES);
	assert_int_equal(run_get(json, "kinds", "register", "accepted"),
			 RUN_NODES);
	assert_int_equal(run_get(json, "latency_usec", "count", NULL),
			 RUN_NODES);
	assert_int_equal(run_get(json, "misdelivered", NULL, NULL), 0);
	json_object_put(json);
}

static void run_mixed(void **state)
{
	struct run_agent agent = {};
	struct json_object *json;

	(void)state;
	json = run_load(&agent, "window 64 requests 2000 refresh 2 handover 1 deregister 1 claim 192.168.0.1 home4 10.0.0.1 timeout 20000");
	assert_int_equal(run_get(json, "accepted", NULL, NULL), 2000);
	assert_true(run_get(json, "kinds", "refresh", "accepted") > 300);
	assert_true(run_get(json, "kinds", "handover", "accepted") > 100);
	assert_true(run_get(json, "kinds", "deregister", "accepted") > 100);
	assert_int_equal(run_get(json, "strays", NULL, NULL), 0);
	assert_int_equal(run_get(json, "misdelivered", NULL, NULL), 0);
	assert_int_equal(run_get(json, "unsigned", NULL, NULL), 0);
	json_object_put(json);
}

static void run_acks(void **state)
{
	char path[] = P_tmpdir "/load-acks-XXXXXX", words[128];
	struct run_agent agent = {};
	struct json_object *json;
	unsigned int lines = 0;
	int fd = mkstemp(path);
	FILE *file;
	int c;

	(void)state;
	assert_true(fd >= 0);
	snprintf(words, sizeof(words), "requests 300 deregister 1 pool4 v4 timeout 20000 acks %s",
		 path);
	json = run_load(&agent, words);
	assert_int_equal(run_get(json, "accepted", NULL, NULL), 300);
	json_object_put(json);
	file = fdopen(fd, "r");
	assert_non_null(file);
	while ((c = getc(file)) != EOF)
		lines += c == '\n';
	fclose(file);
	unlink(path);
	assert_int_equal(lines, 300);
}

static void run_lossy(void **state)
{
	struct run_agent agent = { .drop = 10 };
	struct json_object *json;
	int64_t lost;

	(void)state;
	json = run_load(&agent, "requests 500 timeout 2000");
	assert_int_equal(run_get(json, "sent", NULL, NULL), 500);
	/* On a slow machine some answers are late as well. */
	lost = run_get(json, "lost", NULL, NULL);
	assert_in_range(lost, 50, 100);
	assert_int_equal(run_get(json, "accepted", NULL, NULL), 500 - lost);
	json_object_put(json);
	json = run_load(&agent, "requests 500 timeout 100 attempts 6");
	assert_int_equal(run_get(json, "lost", NULL, NULL), 0);
	assert_int_equal(run_get(json, "accepted", NULL, NULL), 500);
	assert_true(run_get(json, "retransmitted", NULL, NULL) >= 50);
	json_object_put(json);
}

static void run_refused(void **state)
{
	struct run_agent agent = { .refuse = DSMIPD_MH_PROHIBITED };
	struct json_object *json;
	size_t i;

	(void)state;
	/* These have been here before, with newer numbers half of the time. */
	for (i = 0; i < RUN_NODES; i++) {
		agent.known[i] = true;
		agent.sequence[i] = i * 1021;
	}
	json = run_load(&agent, "window 8 timeout 20000");
	assert_int_equal(run_get(json, "accepted", NULL, NULL),
			 RUN_NODES * 3 / 4);
	assert_int_equal(run_get(json, "refused", NULL, NULL), RUN_NODES / 4);
	assert_int_equal(run_get(json, "status", "129", NULL), RUN_NODES / 4);
	assert_true(run_get(json, "resent", NULL, NULL) > 8);
	json_object_put(json);
}

/* All kinds of requests of Mobile IPv4, behind NATs, to a clock ahead of us. */
static void run_mip4(void **state)
{
	struct run_agent agent = { .ahead = 1000 };
	struct json_object *json;

	(void)state;
	json = run_load(&agent, "protocol mip4 home4 10.0.0.1 window 64 requests 2000 refresh 2 handover 1 deregister 1 claim 192.168.0.1 algorithm hmac-sha1 timeout 20000");
	assert_int_equal(run_get(json, "accepted", NULL, NULL), 2000);
	assert_int_equal(run_get(json, "resent", NULL, NULL), RUN_NODES);
	assert_true(run_get(json, "kinds", "refresh", "accepted") > 300);
	assert_true(run_get(json, "kinds", "handover", "accepted") > 100);
	assert_true(run_get(json, "kinds", "deregister", "accepted") > 100);
	assert_int_equal(run_get(json, "incomplete", NULL, NULL), 0);
	assert_int_equal(run_get(json, "misdelivered", NULL, NULL), 0);
	assert_int_equal(run_get(json, "unsigned", NULL, NULL), 0);
	json_object_put(json);
}

static void run_mip4_refused(void **state)
{
	struct run_agent agent = { .refuse = DSMIPD_MIP4_NO_RESOURCES, .drop = 8 };
	struct json_object *json;

	(void)state;
	json = run_load(&agent, "protocol mip4 home4 10.0.0.1 timeout 100 attempts 6");
	assert_int_equal(run_get(json, "accepted", NULL, NULL), RUN_NODES * 3 / 4);
	assert_int_equal(run_get(json, "refused", NULL, NULL), RUN_NODES / 4);
	assert_int_equal(run_get(json, "status", "130", NULL), RUN_NODES / 4);
	assert_true(run_get(json, "retransmitted", NULL, NULL) >= 8);
	assert_int_equal(run_get(json, "lost", NULL, NULL), 0);
	json_object_put(json);
}

/*
 * Twice as fast as the home agent is: with a rate the queue is in the latency,
 * with a window it is not.
 */
static void run_open_loop(void **state)
{
	struct run_agent agent = { .work = 4000 };
	struct json_object *json;
	int64_t open, closed;

	(void)state;
	json = run_load(&agent, "rate 500 requests 250 timeout 60000");
	assert_int_equal(run_get(json, "accepted", NULL, NULL), 250);
	open = run_get(json, "latency_usec", "p99", NULL);
	json_object_put(json);
	json = run_load(&agent, "window 1 requests 250 timeout 60000");
	closed = run_get(json, "latency_usec", "p50", NULL);
	json_object_put(json);
	assert_true(closed >= 4000);
	/* The last one was due after 0.5 s and is served after 1 s. */
	assert_true(open > 300000);
	assert_true(open > 20 * closed);
}

static void run_wrong(const char *line)
{
	struct dsmipload_config config;
	char *copy = strdup(line);
	char *argv[64] = { "dsmipload" };
	int argc = 1;
	char *word;

	for (word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	assert_int_equal(dsmipload_options(argc, argv, &config),
			 DSMIPLOAD_WRONG);
	free(copy);
}

static void run_options(void **state)
{
	struct dsmipload_config config;

	(void)state;
	config = run_parse("run home 2001:db8::1 agent 2001:db8::2 source 2001:db8::3 security none rate 7 time 3");
	assert_int_equal(config.rate, 7);
	assert_int_equal(config.seconds, 3);
	assert_int_equal(config.window, 0);
	assert_int_equal(config.requests, 0);
	assert_false(config.auth);
	run_wrong("");
	run_wrong("nonsense");
	run_wrong("home");
	run_wrong("home 192.0.2.1 security none");
	run_wrong("home ::1 home ::1 security none agent ::2 source ::3");
	run_wrong("home ::1 agent ::2 source ::3");
	run_wrong("home ::1 agent ::2 source ::3 key-file /nonexistent");
	run_wrong("home ::1 agent ::2 source 192.0.2.1 security none");
	run_wrong("home ::1 agent ::2 source ::3 security none nodes 0");
	run_wrong("home ::1 agent ::2 source ::3 security none nodes 1x");
	run_wrong("home ::1 agent ::2 source ::3 security none rate 1 window 1");
	run_wrong("home ::1 agent ::2 source ::3 security none refresh 0");
	run_wrong("home ::1 agent ::2 source ::3 security none claim 10.0.0.1");
	run_wrong("-x home ::1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(run_each_once),
		cmocka_unit_test(run_mixed),
		cmocka_unit_test(run_acks),
		cmocka_unit_test(run_lossy),
		cmocka_unit_test(run_refused),
		cmocka_unit_test(run_mip4),
		cmocka_unit_test(run_mip4_refused),
		cmocka_unit_test(run_open_loop),
		cmocka_unit_test(run_options),
	};

	return cmocka_run_group_tests_name("load_run", tests, NULL, NULL);
}
