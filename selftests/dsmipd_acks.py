#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What a home agent has acknowledged, against its store.  Makes test points:
text, wanted, got.

dsmipd_acks.py ACKS STORE: a file of "dsmipload acks", and the database
"""

import collections
import sqlite3
import sys

Ack = collections.namedtuple("Ack", "home sequence lifetime coa port home4")


def read(path):
    """The acknowledgements, in the order in which they came."""
    with open(path, encoding="ascii") as file:
        for line in file:
            if line.endswith("\n"):
                home, sequence, lifetime, coa, port, home4 = line.split()
                yield Ack(home, int(sequence), int(lifetime), coa, int(port),
                          home4)


def records(database):
    """Registrations by name, which is the home address."""
    rows = database.execute(
        "SELECT name, sequence, lifetime, coa, port FROM records")
    return {name: (sequence, lifetime, coa, port or 0)
            for name, sequence, lifetime, coa, port in rows}


def wrong(ack, record):
    """What is wrong with the registration after this acknowledgement, or None.

    It may be ahead: what was stored was not always acknowledged in time.  That of
    a deregistered node is kept for ten seconds only."""
    if record is None:
        return "no record" if ack.lifetime else None
    sequence, lifetime, coa, port = record
    ahead = (sequence - ack.sequence) & 0xffff
    if ahead >= 0x8000:
        return f"record of {sequence}"
    if ahead:
        return None
    if bool(lifetime) != bool(ack.lifetime):
        return f"lifetime {lifetime}"
    if ack.lifetime and (coa, port) != (ack.coa, ack.port):
        return f"care-of {coa} {port}"
    return None


def main():
    """All."""
    database = sqlite3.connect(f"file:{sys.argv[2]}?mode=ro", uri=True)
    stored, acks = records(database), list(read(sys.argv[1]))
    last = {ack.home: ack for ack in acks}
    bad = [f"{ack}: {why}" for ack in last.values()
           if (why := wrong(ack, stored.get(ack.home)))]
    owners = collections.defaultdict(set)
    for ack in acks:
        if ack.home4 != "0.0.0.0":
            owners[ack.home4].add(ack.home)
    twice = [f"{addr}: {homes}" for addr, homes in owners.items()
             if len(homes) > 1]
    leases = {addr: name for addr, name in
              database.execute("SELECT addr, name FROM leases")}
    lost = [f"{addr}: {homes} {leases.get(addr)}"
            for addr, homes in owners.items()
            if leases.get(addr) not in homes]
    for text, found in (
            ("no acknowledged registration is lost", bad),
            ("no address was given twice", twice),
            ("no lease is lost", lost)):
        print(text, "-", "; ".join(found[:3]) or "-", sep="\t")
    print("there are acknowledgements of each kind", "True True True",
          f"{len(acks) > 100} {any(a.lifetime for a in acks)} "
          f"{bool(owners)}", sep="\t")


main()
