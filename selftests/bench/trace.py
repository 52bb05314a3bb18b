#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Instructions of one packet by function, from QEMU's log of executed code.

trace.py SYMBOLS LOG: SYMBOLS is the output of loop.sh
"""

import bisect
import collections
import re
import sys


def symbols(path):
    """Addresses in order, and the name at each."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if len(words) == 3 and words[0] == "sym":
                found.setdefault(int(words[1], 16), words[2])
    addresses = sorted(found)
    return addresses, [found[address] for address in addresses]


def main():
    """All."""
    addresses, names = symbols(sys.argv[1])
    count, calls = collections.Counter(), collections.Counter()
    trace = re.compile(r"^Trace \d+: \S+ \[[0-9a-f]+/([0-9a-f]+)/")
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            match = trace.match(line)
            if not match:
                continue
            address = int(match[1], 16)
            at = bisect.bisect(addresses, address) - 1
            name = names[at] if address >> 63 else "(user space)"
            count[name] += 1
            if address == addresses[at]:
                calls[name] += 1
    packets = calls["tun_get_user"]
    if not packets:
        sys.exit("trace.py: no packet in the trace")
    print(f"{sum(count.values()) / packets:9.1f} instructions a packet, "
          f"{packets} packets")
    for name, number in count.most_common():
        if number / packets >= 0.5:
            print(f"{number / packets:9.1f} {calls[name] / packets:5.2f}x "
                  f"{name}")


main()
