#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Requests at random on one device, for lifecycle.sh.

control.py SEED SECONDS: right ones, from several processes at once
control.py make COUNT LIFETIME: so many bindings
"""

import random
import socket
import sys
import time

from netlink import (NLM_F_CREATE, NLM_F_DUMP, NLM_F_REPLACE, Dsmip, Refusal,
                     binding)

# What each process has to have done, and how long it may take on a slow machine.
ALL = {"new", "del", "get", "stats"}
LIMIT = 120

# What comes of two processes that mean the same binding.
EXPECTED = {"EEXIST", "ENOENT", "ELOOP", "EAFNOSUPPORT"}


def make(client, index, count, lifetime):
    """Bindings with a home address of each family."""
    for i in range(count):
        client.call("new", binding(
            ifindex=index, home=f"10.2.{i // 256}.{i % 256} "
            f"2001:db8:200::{i:x}", coa="198.51.100.130", encap="udp",
            lifetime=lifetime), NLM_F_CREATE)


def control(client, index, seed, seconds):
    """Until the time is over and all has been done; a refusal that makes no sense
    is an error."""
    pick = random.Random(seed)
    done = {}
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end or (
            now < end + LIMIT and not ALL <= set(done)):
        homes = " ".join(sorted({
            pick.choice(("10.3.0.", "2001:db8:300::")) +
            str(pick.randrange(60)) for _ in range(pick.randrange(1, 5))}))
        one = binding(
            ifindex=index, home=homes,
            coa=pick.choice(("198.51.100.130", "2001:db8:3::130")),
            encap=pick.choice(("ip", "udp", "gre", "mipudp", "minimal")),
            lifetime=pick.choice((0, 0, 500, 1000, 600000)))
        cmd, raw, flags = pick.choice((
            ("new", one, NLM_F_CREATE),
            ("new", one, NLM_F_REPLACE),
            ("new", one, NLM_F_CREATE | NLM_F_REPLACE),
            ("del", binding(ifindex=index, home=homes.split()[0]), 0),
            ("get", binding(ifindex=index, home=homes.split()[0]), 0),
            ("get", b"", NLM_F_DUMP),
            ("stats", b"", NLM_F_DUMP)))
        if pick.random() < 0.01:
            cmd, raw, flags = "flush", binding(ifindex=index), 0
        try:
            client.call(cmd, raw, flags)
            done[cmd] = done.get(cmd, 0) + 1
        except Refusal as refusal:
            if refusal.name not in EXPECTED:
                raise
    print(f"seed {seed}:", *sorted(done.items()))
    return ALL <= set(done)


def main():
    """One of them."""
    client = Dsmip()
    index = socket.if_nametoindex("dsmip0")
    if sys.argv[1] == "make":
        make(client, index, int(sys.argv[2]), int(sys.argv[3]))
        return 0
    return 0 if control(client, index, int(sys.argv[1]),
                        float(sys.argv[2])) else 1


sys.exit(main())
