// SPDX-License-Identifier: GPL-2.0
/* The run: when requests are sent, and until when. */

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "net.h"
#include "nodes.h"
#include "report.h"

/* Requests that are sent before answers are looked at. */
#define RUN_BURST	32

static atomic_bool run_stopped;

/**
 * struct run - a run
 * @config: the load
 * @net: the sockets
 * @nodes: the nodes
 * @stats: what has become of it
 * @acks: where acknowledgements are written to, or NULL
 * @begin: when it began, nanoseconds
 * @end: when the last request is sent, nanoseconds
 * @tell: when the next progress line is due, nanoseconds
 * @sent: requests so far
 * @error: what keeps it from going on, a negative errno
 */
struct run {
	const struct dsmipload_config *config;
	struct dsmipload_net *net;
	struct dsmipload_nodes nodes;
	struct dsmipload_stats stats;
	FILE *acks;
	uint64_t begin;
	uint64_t end;
	uint64_t tell;
	uint64_t sent;
	int error;
};

static void run_stop(int number)
{
	(void)number;
	run_stopped = true;
}

static uint64_t run_clock(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * DSMIPLOAD_NSEC + now.tv_nsec;
}

static uint64_t run_now(void)
{
	return run_clock(CLOCK_MONOTONIC);
}

static void run_ask(struct run *run, uint32_t index)
{
	uint8_t packet[DSMIPLOAD_PACKET_MAX];
	struct dsmipload_request request;
	struct dsmipd_auth_key key;
	struct dsmipload_end end;
	size_t len;
	int ret;

	dsmipload_nodes_ask(&run->nodes, index, run_now(),
			    run_clock(CLOCK_REALTIME), &request, &key);
	end = dsmipload_load_end(run->config, run->nodes.node[index].end);
	len = dsmipload_packet_build(&request, packet);
	ret = len ? dsmipload_net_send(run->net, &end, packet, len) : -EINVAL;
	if (ret == -EAGAIN)
		run->stats.unsent++;
	else if (ret && !run->error)
		run->error = ret;
}

/* Who, number, lifetime, from where, and its IPv4 home address. */
static void run_accepted(struct run *run, const struct dsmipload_answer *answer,
			 const struct dsmipload_end *end)
{
	char text[3][DSMIP_ADDR_STRLEN];

	if (!run->acks)
		return;
	fprintf(run->acks, "%s %u %u %s %u %s\n",
		dsmip_addr_format(&answer->home, text[0], sizeof(text[0])),
		answer->number, answer->lifetime,
		dsmip_addr_format(&end->addr, text[1], sizeof(text[1])),
		end->port,
		dsmip_addr_format(&answer->home4, text[2], sizeof(text[2])));
}

static void run_received(const uint8_t *data, size_t len,
			 const struct dsmipload_end *end, void *arg)
{
	struct dsmipload_answer answer;
	struct run *run = arg;
	uint32_t index;

	if (!dsmipload_packet_parse(data, len, run->config, &answer)) {
		/* In IPv6 everything that passes the device is seen. */
		run->stats.malformed += end->port != 0;
		return;
	}
	switch (dsmipload_nodes_answer(&run->nodes, &answer, end, run_now(),
				       &index)) {
	case DSMIPLOAD_ACCEPTED:
		run_accepted(run, &answer, end);
		break;
	case DSMIPLOAD_AGAIN:
		run_ask(run, index);
		break;
	case DSMIPLOAD_DONE:
		break;
	}
}

static bool run_ended(const struct run *run, uint64_t now)
{
	return run_stopped || run->error || now >= run->end ||
	       (run->config->requests && run->sent >= run->config->requests);
}

/* When the next request is due; a window has no time. */
static uint64_t run_due(const struct run *run)
{
	uint64_t rate = run->config->rate;

	if (!rate)
		return 0;
	return run->begin + run->sent / rate * DSMIPLOAD_NSEC +
	       run->sent % rate * DSMIPLOAD_NSEC / rate;
}

static bool run_may_send(const struct run *run)
{
	return run->nodes.idle.first != DSMIPLOAD_NONE &&
	       (!run->config->window ||
		run->nodes.outstanding < run->config->window);
}

static void run_send(struct run *run)
{
	unsigned int burst;

	for (burst = 0; burst < RUN_BURST; burst++) {
		uint64_t now = run_now();
		uint64_t due = run_due(run);

		if (run_ended(run, now) || now < due || !run_may_send(run))
			return;
		run->sent++;
		run_ask(run, dsmipload_nodes_begin(&run->nodes, due ?: now));
	}
}

static void run_overdue(struct run *run)
{
	uint64_t now = run_now();
	uint32_t index;

	while (dsmipload_nodes_overdue(&run->nodes, now, &index))
		if (index != DSMIPLOAD_NONE)
			run_ask(run, index);
}

static int run_wait(struct run *run)
{
	uint64_t until = dsmipload_nodes_deadline(&run->nodes);
	uint64_t now = run_now();

	if (!run_ended(run, now) && run_may_send(run) && run_due(run) < until)
		until = run_due(run);
	if (run->end > now && run->end < until)
		until = run->end;
	if (run->tell < until)
		until = run->tell;
	return dsmipload_net_wait(run->net, until > now ? until - now : 0,
				  run_received, run);
}

static void run_tell(struct run *run)
{
	uint64_t now = run_now();

	if (now < run->tell)
		return;
	run->tell += DSMIPLOAD_NSEC;
	if (!run->config->quiet)
		dsmipload_report_progress(&run->stats,
					  (now - run->begin) / DSMIPLOAD_NSEC);
}

/* Until all that was sent is answered or lost. */
static void run_loop(struct run *run)
{
	int ret;

	while (!run->error && !run_stopped) {
		run_send(run);
		if (run_ended(run, run_now()) && !run->nodes.outstanding)
			break;
		ret = run_wait(run);
		if (ret && ret != -EINTR)
			run->error = ret;
		run_overdue(run);
		run_tell(run);
	}
}

/* Each line is there as soon as the acknowledgement is. */
static int run_open(struct run *run)
{
	if (run->config->acks) {
		run->acks = fopen(run->config->acks, "ae");
		if (!run->acks) {
			fprintf(stderr, "Error: acks: %s: %s\n",
				run->config->acks, strerror(errno));
			return -errno;
		}
		setvbuf(run->acks, NULL, _IOLBF, BUFSIZ);
	}
	return dsmipload_net_open(&run->net, run->config);
}

static void run_close(struct run *run)
{
	dsmipload_net_close(run->net);
	dsmipload_nodes_free(&run->nodes);
	if (run->acks && fclose(run->acks))
		fprintf(stderr, "Error: acks: %s\n", strerror(errno));
}

static void run_signals(void)
{
	struct sigaction action = { .sa_handler = run_stop };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

/**
 * dsmipload_run() - play the nodes
 * @config: the load
 *
 * Return: exit code: 0, or 1 if it failed or nothing was accepted.
 */
int dsmipload_run(const struct dsmipload_config *config)
{
	static struct run run;
	uint64_t accepted;
	uint64_t stop;

	run.config = config;
	if (dsmipload_nodes_new(&run.nodes, config, &run.stats)) {
		fprintf(stderr, "Error: there is no memory for the nodes\n");
		return 1;
	}
	if (run_open(&run)) {
		run_close(&run);
		return 1;
	}
	run_signals();
	run.begin = run_now();
	run.end = config->seconds ?
		  run.begin + config->seconds * DSMIPLOAD_NSEC : UINT64_MAX;
	run.tell = run.begin + DSMIPLOAD_NSEC;
	run_loop(&run);
	stop = run_now();
	/* The kernel's own figure is of samples, a few hundred in a second. */
	run.stats.user = (stop - run.begin - dsmipload_net_kernel(run.net)) /
			 1000;
	accepted = dsmipload_report(config, &run.stats, stop - run.begin);
	if (run.error)
		fprintf(stderr, "Error: cannot send: %s\n",
			strerror(-run.error));
	run_close(&run);
	return run.error || !accepted;
}
