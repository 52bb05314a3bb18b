// SPDX-License-Identifier: GPL-2.0
/* Bindings made, exchanged and dumped, as an agent does it: by the library, many
 * requests in one datagram.  What the library itself takes is in the figures.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

/* Milliseconds in which all bindings are made, before the first one ends. */
#define BINDINGS_MINUTE	60000

static void bindings_must(struct dsmip_client *client, int err)
{
	if (err)
		bench_die("%s", dsmip_client_error(client)->text);
}

static void bindings_failed(uint64_t cookie, const struct dsmip_error *err,
			    void *arg)
{
	(void)arg;
	bench_die("node %lu: %s", (unsigned long)cookie,
		  *err->text ? err->text : strerror(err->code));
}

static struct dsmip_client *bindings_open(const char *dev, uint32_t *ifindex)
{
	struct dsmip_client *client;

	*ifindex = if_nametoindex(dev);
	if (!*ifindex)
		bench_die("%s: %m", dev);
	if (dsmip_client_open(&client))
		bench_die("no client");
	return client;
}

static struct dsmip_queue *bindings_queue(struct dsmip_client *client)
{
	struct dsmip_queue *queue;

	bindings_must(client, dsmip_queue_open(client, bindings_failed, NULL,
					       &queue));
	return queue;
}

/* Each node has one home address of each family. */
static void bindings_put(struct dsmip_client *client, struct dsmip_queue *queue,
			 uint32_t ifindex, const struct bench_format *format,
			 uint32_t node, uint64_t lifetime)
{
	struct dsmip_prefix home[2] = { { .len = 32 }, { .len = 128 } };
	struct dsmip_binding binding = {
		.ifindex	= ifindex,
		.home		= home,
		.n_home		= 2,
		.local		= *bench_agent(format->outer),
		.encap		= format->encap,
		.lifetime	= lifetime,
	};

	bench_home(AF_INET, node, &home[0].addr);
	bench_home(AF_INET6, node, &home[1].addr);
	bench_coa(format->outer, node, &binding.coa);
	bindings_must(client, dsmip_queue_new(queue, &binding,
					      DSMIP_MODE_REPLACE, node));
}

/**
 * bench_put() - the command "put DEV FORMAT FROM TO LIFETIME"
 * @argv: its arguments; LIFETIME is in seconds, or "forever", or "minute": the
 *	  lifetimes end within a minute from then on
 *
 * Makes or exchanges the bindings of nodes, and prints instructions for each.
 *
 * Return: exit code.
 */
int bench_put(char **argv)
{
	const struct bench_format *format = bench_format(argv[1]);
	uint32_t from = bench_number(argv[2]), to = bench_number(argv[3]);
	bool minute = !strcmp(argv[4], "minute");
	uint64_t lifetime = 0, begin, took;
	struct dsmip_client *client;
	struct dsmip_queue *queue;
	uint32_t ifindex, node;

	if (!minute && strcmp(argv[4], "forever"))
		lifetime = bench_number(argv[4]) * 1000ULL;
	client = bindings_open(argv[0], &ifindex);
	queue = bindings_queue(client);
	begin = bench_now();
	for (node = from; node <= to; node++) {
		if (minute)
			lifetime = BINDINGS_MINUTE + node % 60000 -
				   (bench_now() - begin) / 1000000;
		bindings_put(client, queue, ifindex, format, node, lifetime);
	}
	bindings_must(client, dsmip_queue_flush(queue));
	took = bench_now() - begin;
	dsmip_queue_close(queue);
	dsmip_client_close(client);
	printf("%.1f\n", (double)took / (to - from + 1));
	return 0;
}

/**
 * bench_drawn() - the command "drawn DEV FORMAT NODES"
 * @argv: its arguments
 *
 * Exchanges the bindings of those nodes that the command "packets" draws.
 *
 * Return: exit code.
 */
int bench_drawn(char **argv)
{
	const struct bench_format *format = bench_format(argv[1]);
	static uint32_t draw[BENCH_PACKETS];
	struct dsmip_client *client;
	struct dsmip_queue *queue;
	uint32_t ifindex;
	size_t i;

	bench_draw(bench_number(argv[2]), draw);
	client = bindings_open(argv[0], &ifindex);
	queue = bindings_queue(client);
	for (i = 0; i < BENCH_PACKETS; i++)
		bindings_put(client, queue, ifindex, format, draw[i], 0);
	bindings_must(client, dsmip_queue_flush(queue));
	dsmip_queue_close(queue);
	dsmip_client_close(client);
	return 0;
}

static int bindings_count(const struct dsmip_binding *binding, void *arg)
{
	(void)binding;
	++*(uint64_t *)arg;
	return 0;
}

/**
 * bench_dump() - the command "dump DEV"
 * @argv: its arguments
 *
 * Prints instructions for each binding, and how many there were.
 *
 * Return: exit code.
 */
int bench_dump(char **argv)
{
	struct dsmip_binding filter = {};
	struct dsmip_client *client;
	uint64_t begin, count = 0;

	client = bindings_open(argv[0], &filter.ifindex);
	begin = bench_now();
	bindings_must(client, dsmip_binding_dump(client, &filter,
						 bindings_count, &count));
	if (!count)
		bench_die("no bindings");
	printf("%.1f %lu\n", (double)(bench_now() - begin) / count,
	       (unsigned long)count);
	dsmip_client_close(client);
	return 0;
}
