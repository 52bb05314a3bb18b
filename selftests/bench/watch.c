// SPDX-License-Identifier: GPL-2.0
/* What goes on behind the back of everybody: the work that ends bindings. */

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bench.h"

/* Reading the clock takes less; what takes more was not us. */
#define WATCH_GAP	1000

static void watch_policy(int policy, int priority)
{
	struct sched_param param = { .sched_priority = priority };

	if (sched_setscheduler(0, policy, &param))
		bench_die("sched_setscheduler: %m");
}

/**
 * bench_spent() - the command "spent SECONDS"
 * @argv: its arguments
 *
 * Prints the instructions that others have executed in this time, while this
 * program had nothing better to do.
 *
 * Return: exit code.
 */
int bench_spent(char **argv)
{
	uint64_t end, now, last, spent = 0;

	watch_policy(SCHED_IDLE, 0);
	last = bench_now();
	end = last + bench_number(argv[0]) * 1000000000ULL;
	while (last < end) {
		now = bench_now();
		if (now - last > WATCH_GAP)
			spent += now - last;
		last = now;
	}
	printf("%lu\n", (unsigned long)spent);
	return 0;
}

/**
 * bench_hold() - the command "hold SECONDS"
 * @argv: its arguments
 *
 * Prints for how long, in nanoseconds, a task that comes before all others has
 * had to wait for the processor at most.
 *
 * Return: exit code.
 */
int bench_hold(char **argv)
{
	struct timespec pause = { .tv_nsec = 1000000 };
	uint64_t end, now, last, most = 0;

	watch_policy(SCHED_FIFO, 50);
	last = bench_now();
	end = last + bench_number(argv[0]) * 1000000000ULL;
	while (last < end) {
		nanosleep(&pause, NULL);
		now = bench_now();
		if (now - last - pause.tv_nsec > most)
			most = now - last - pause.tv_nsec;
		last = now;
	}
	printf("%lu\n", (unsigned long)most);
	return 0;
}
