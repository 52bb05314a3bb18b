#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Instructions of a registration by process, system call and function.

profile.py SYMBOLS BLOCKS REQUESTS LINES: SYMBOLS is the output of profile-guest.sh,
BLOCKS that of plugin/profile.c
"""

import bisect
import collections
import pathlib
import subprocess
import sys

BASE = 0x555555554000
PROCESSES = ("another", "dsmipd", "dsmipload")


class Table:
    """Names by address."""

    def __init__(self, pairs):
        found = {}
        for address, name in pairs:
            found.setdefault(address, name)
        self.addresses = sorted(found)
        self.names = [found[address] for address in self.addresses]

    def name(self, address):
        """The symbol that an address is in."""
        at = bisect.bisect(self.addresses, address) - 1
        return self.names[at] if at >= 0 else "?"


def program(path, *options):
    """The symbols of an ELF file."""
    text = subprocess.run(["nm", *options, path], capture_output=True,
                          text=True, check=False).stdout
    lines = [line.split() for line in text.splitlines()]
    return Table((int(words[0], 16), words[2]) for words in lines
                 if len(words) == 3 and words[1] in "tTwWi")


class Symbols:
    """All that a block may be of."""

    def __init__(self, path):
        top = pathlib.Path(__file__).resolve().parents[2] / "build"
        self.own = {n: program(top / PROCESSES[n]) for n in (1, 2)}
        self.libraries = []
        kernel = []
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                words = line.split()
                if words[:1] == ["sym"] and len(words) == 3:
                    kernel.append((int(words[1], 16), words[2]))
                elif words[:1] == ["map"] and "r-xp" in words:
                    self.library(words)
        self.kernel = Table(kernel)

    def library(self, words):
        """One that dsmipd has."""
        first, last = (int(end, 16) for end in words[1].split("-"))
        name = words[-1]
        table = program(name, "-D") if name.startswith("/") else Table([])
        self.libraries.append((first, last, int(words[3], 16),
                               pathlib.Path(name).name, table))

    def name(self, address, whose):
        """Where a block is."""
        if address >> 63:
            return self.kernel.name(address)
        if whose in self.own:
            return f"{PROCESSES[whose]}:" \
                   f"{self.own[whose].name(address - BASE)}"
        for first, last, offset, name, table in self.libraries:
            if first <= address < last:
                return f"{name}:{table.name(address - first + offset)}"
        return "?"


def main():
    """All."""
    symbols = Symbols(sys.argv[1])
    requests, lines = int(sys.argv[3]), int(sys.argv[4])
    calls = {0: "no system call"}
    places, functions = collections.Counter(), collections.Counter()
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words[0] == "call":
                calls[int(words[1])] = words[2]
                continue
            address = int(words[0], 16)
            whose, insns, process, call, count = (int(w) for w in words[1:])
            place = calls[call] if address >> 63 else "user space"
            places[PROCESSES[process], place] += insns * count
            functions[symbols.name(address, whose)] += insns * count
    print(f"{sum(places.values()) / requests:10.1f} instructions")
    for (process, place), number in places.most_common():
        if number / requests >= 1:
            print(f"{number / requests:10.1f} {process}, {place}")
    for name, number in functions.most_common(lines):
        print(f"{number / requests:10.1f} {name}")


main()
