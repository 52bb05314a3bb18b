// SPDX-License-Identifier: GPL-2.0
/* dsmipbench: what a shell script cannot measure.  See bench.sh. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"

static const struct {
	const char *name;
	int args;
	int (*run)(char **argv);
} commands[] = {
	{ "packets",	6, bench_packets },
	{ "visit",	3, bench_visit },
	{ "loop",	4, bench_loop },
	{ "pair",	5, bench_pair },
	{ "put",	5, bench_put },
	{ "drawn",	3, bench_drawn },
	{ "dump",	1, bench_dump },
	{ "spent",	1, bench_spent },
	{ "hold",	1, bench_hold },
};

/**
 * bench_now() - the clock of the guest
 *
 * Return: nanoseconds; where QEMU counts instructions, one is one.
 */
uint64_t bench_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/**
 * bench_number() - an argument that is a number
 * @text: the argument
 *
 * Return: the number, at least 1; without one the program ends.
 */
uint32_t bench_number(const char *text)
{
	unsigned long number;
	char *end;

	errno = 0;
	number = strtoul(text, &end, 10);
	if (errno || *end || !number || number > UINT32_MAX)
		bench_die("not a number: %s", text);
	return number;
}

/**
 * bench_die() - end the program with an error
 * @format: what is wrong, as for printf()
 */
void bench_die(const char *format, ...)
{
	va_list args;

	fputs("dsmipbench: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

int main(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(argv[1], commands[i].name) &&
		    argc - 2 == commands[i].args)
			return commands[i].run(argv + 2);
	bench_die("no such command, or not its arguments");
}
