# SPDX-License-Identifier: GPL-2.0
"""A clock to compare with what the kernel measures in jiffies."""

import time

CLOCK_MONOTONIC_COARSE = 6
# It and the jiffies are apart by less than two ticks of 4 ms, and ends are rounded
# up to the next.
TICKS = 0.012


def clock():
    """Seconds, as of the latest tick: however late a busy machine is with its
    ticks, jiffies and this clock are together.
    """
    return time.clock_gettime(CLOCK_MONOTONIC_COARSE)
