// SPDX-License-Identifier: GPL-2.0
/*
 * A clock for tests of times: one that stands still while the process does.
 */

#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define STEP	20000000	/* nanoseconds */

/*
 * In the place of that of the C library, for libuv: time goes on while this process
 * runs, and by no more than a step where it was not let run meanwhile.
 */
int clock_gettime(clockid_t id, struct timespec *ts)
{
	static int64_t last, now;
	int64_t real;
	int ret;

	ret = syscall(SYS_clock_gettime, id, ts);
	if (ret || (id != CLOCK_MONOTONIC && id != CLOCK_MONOTONIC_COARSE))
		return ret;
	real = ts->tv_sec * 1000000000ll + ts->tv_nsec;
	if (!last)
		now = real;
	else if (real > last)
		now += real - last < STEP ? real - last : STEP;
	last = real > last ? real : last;
	ts->tv_sec = now / 1000000000;
	ts->tv_nsec = now % 1000000000;
	return 0;
}
