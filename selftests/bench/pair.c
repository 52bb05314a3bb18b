// SPDX-License-Identifier: GPL-2.0
/* Processors that forward at the same time, each for nodes of its own.
 *
 * All instructions move the one clock of the guest, whichever processor executes
 * them: the time from the first packet to the last is the sum of what all have
 * executed. An idle processor executes nothing.
 */

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define PAIR_CPUS	2
/* What else the kernel does falls into some rounds, and these do not count. */
#define PAIR_ROUNDS	8
#define PAIR_ROUND	2048

/**
 * struct pair_cpu - one of them
 * @cpu: its number
 * @fd: where it puts its frames
 * @frames: these
 * @start: all begin a round together
 * @begin: when it did, in nanoseconds, of each round
 * @end: when it was done
 */
struct pair_cpu {
	int cpu;
	int fd;
	struct bench_frame frames[BENCH_PACKETS];
	pthread_barrier_t *start;
	uint64_t begin[PAIR_ROUNDS];
	uint64_t end[PAIR_ROUNDS];
};

static void pair_pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		bench_die("processor %d: %m", cpu);
}

static void *pair_run(void *arg)
{
	struct pair_cpu *cpu = arg;
	size_t i;

	pair_pin(cpu->cpu);
	/* Each processor has caches of its own to be filled. */
	bench_frames_send(cpu->fd, cpu->frames, BENCH_PACKETS);
	for (i = 0; i < PAIR_ROUNDS; i++) {
		pthread_barrier_wait(cpu->start);
		cpu->begin[i] = bench_now();
		bench_frames_send(cpu->fd, cpu->frames + i % 2 * PAIR_ROUND,
				  PAIR_ROUND);
		cpu->end[i] = bench_now();
	}
	return NULL;
}

/* The nodes of a processor: every second one. */
static void pair_prepare(struct pair_cpu *cpu, char **argv)
{
	const struct bench_format *format = bench_format(argv[1]);
	bool up = !strcmp(argv[0], "up");
	uint32_t draw[BENCH_PACKETS];
	uint8_t mac[6];
	size_t i;

	cpu->fd = bench_tap_open(cpu->cpu ? "h2" : "h0", mac);
	bench_draw(bench_number(argv[3]) / PAIR_CPUS, draw);
	for (i = 0; i < BENCH_PACKETS; i++)
		bench_frame_make(format, up, bench_number(argv[2]),
				 (draw[i] - 1) * PAIR_CPUS + cpu->cpu + 1, mac,
				 &cpu->frames[i]);
}

/* From the first packet of a round to its last. */
static double pair_took(const struct pair_cpu *cpus, size_t n)
{
	uint64_t took[PAIR_ROUNDS], begin, end;
	size_t i, j;

	for (i = 0; i < PAIR_ROUNDS; i++) {
		begin = cpus[0].begin[i];
		end = cpus[0].end[i];
		for (j = 1; j < n; j++) {
			if (cpus[j].begin[i] < begin)
				begin = cpus[j].begin[i];
			if (cpus[j].end[i] > end)
				end = cpus[j].end[i];
		}
		took[i] = end - begin;
	}
	return bench_middle(took, PAIR_ROUNDS);
}

/**
 * bench_pair() - the command "pair up|down FORMAT SIZE NODES CPUS"
 * @argv: its arguments; the processors put their frames into h0 and h2
 *
 * Prints instructions per packet, of all processors together.
 *
 * Return: exit code.
 */
int bench_pair(char **argv)
{
	uint32_t n = bench_number(argv[4]), i;
	static struct pair_cpu cpus[PAIR_CPUS];
	pthread_t threads[PAIR_CPUS];
	pthread_barrier_t start;

	if (n > PAIR_CPUS)
		bench_die("more than %d processors", PAIR_CPUS);
	pthread_barrier_init(&start, NULL, n);
	for (i = 0; i < n; i++) {
		cpus[i].cpu = i;
		cpus[i].start = &start;
		pair_prepare(&cpus[i], argv);
		if (pthread_create(&threads[i], NULL, pair_run, &cpus[i]))
			bench_die("no thread");
	}
	for (i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	printf("%.1f\n", pair_took(cpus, n) / n / PAIR_ROUND);
	return 0;
}
