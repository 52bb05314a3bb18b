# SPDX-License-Identifier: GPL-2.0
"""Network namespaces: a socket stays in the one that it was made in."""

import contextlib
import ctypes
import os
import subprocess
import time

CLONE_NEWNET = 0x40000000


def _set(file):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(file.fileno(), CLONE_NEWNET):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), file.name)


def enter(namespace):
    """From here on sockets are made there."""
    with open(f"/run/netns/{namespace}", "rb") as there:
        _set(there)


@contextlib.contextmanager
def inside(namespace):
    """Sockets are made there, and behind it where they were made before."""
    with open("/proc/self/ns/net", "rb") as here:
        enter(namespace)
        try:
            yield
        finally:
            _set(here)


def idle(_pids=[]):  # pylint: disable=dangerous-default-value
    """Wait until no packet waits for a processor: then what was sent has got where
    it goes. Behind the backlog of each processor there is its ksoftirqd.
    """
    if not _pids:
        _pids.extend(subprocess.run(
            ["pgrep", "^ksoftirqd/"], check=True, capture_output=True,
            text=True).stdout.split())
    end = time.monotonic() + 60
    while time.monotonic() < end:
        busy = False
        for pid in _pids:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                busy |= ") S " not in file.read()
        with open("/proc/net/softnet_stat", encoding="ascii") as file:
            busy |= any(int(line.split()[11], 16) for line in file)
        if not busy:
            return
        time.sleep(0.01)
