# SPDX-License-Identifier: GPL-2.0
"""Network namespaces: a socket stays in the one that it was made in."""

import contextlib
import ctypes
import os

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
