// SPDX-License-Identifier: GPL-2.0
/*
 * Prints the frequency of this machine's time stamp counter, in kHz.
 *
 * A guest under TCG sees the host's counter, and has to measure it against an
 * emulated timer.  On a busy host it can be wrong by a factor of 30; then its
 * clock runs, and its watchdogs bark.  So run.sh tells it.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <x86intrin.h>

struct tsc_sample {
	int64_t ns;
	uint64_t tsc;
	int64_t width;
};

static int64_t tsc_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_RAW, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

/* The best of many: one that nothing has come in between. */
static struct tsc_sample tsc_sample(void)
{
	struct tsc_sample best = { .width = INT64_MAX };
	int i;

	for (i = 0; i < 200; i++) {
		int64_t before = tsc_now();
		uint64_t tsc = __rdtsc();
		int64_t width = tsc_now() - before;

		if (width < best.width) {
			best.ns = before + width / 2;
			best.tsc = tsc;
			best.width = width;
		}
	}
	return best;
}

int main(void)
{
	const struct timespec pause = { .tv_nsec = 200000000 };
	struct tsc_sample first, last;

	first = tsc_sample();
	nanosleep(&pause, NULL);
	last = tsc_sample();
	printf("%.0f\n", (double)(last.tsc - first.tsc) * 1e6 / (last.ns - first.ns));
	return 0;
}
