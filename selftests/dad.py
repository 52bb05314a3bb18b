#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Registrations at a home agent that looks for duplicates first.  Makes the
test points of dad.sh: text, wanted, got.

dad.py unique | adverts | duplicate | again | router | leave
"""

import socket
import sys
import time

import mip6
import netns
from mip6 import ASK, HOME, LINKLOCAL, ROUTER, home4

HA = ("2001:db8:2::1", "198.51.100.1")
MN4, MN6 = "198.51.100.130", "2001:db8:3::130"
KEY = bytes(range(16))
HOME4 = "192.0.2.77"
LINK = "2001:db8:1::"
ALL_NODES = "ff02::1"
SOLICIT, ADVERT = 135, 136


def point(text, wanted, got):
    """A test point."""
    print(text, wanted, got, sep="\t", flush=True)


def node(number):
    """The node with this home address on the home link."""
    return mip6.Node("mn", f"{LINK}{number:x}", HA, (256 + number, KEY))


# What takes no second has to be seen once in so many times: the machine may stand
# still in any of them.
TRIES = 10
AT_ONCE = 0.9


def timed(mobile, coa, **fields):
    """The status of a registration and how many seconds it took."""
    begin = time.monotonic()
    answer = mobile.register(coa, **fields)
    return answer.status if answer else None, time.monotonic() - begin


class HomeLink:
    """What is heard on the home link of neighbor discovery."""

    def __init__(self):
        with netns.inside("cn"):
            self.wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                      socket.htons(0x86dd))
        self.wire.bind(("cn0", 0x86dd))
        self.wire.setblocking(False)

    def wait(self, kind, target, count):
        """So many messages, however late, and those that come too often."""
        found = []
        end = time.monotonic() + mip6.PATIENCE
        while len(found) < count and time.monotonic() < end:
            found += self.heard(kind, target)
            time.sleep(0.05)
        time.sleep(1.5)
        return found + self.heard(kind, target)

    def heard(self, kind, target, source=None):
        """The messages of a type about an address that have come so far."""
        found = []
        while True:
            try:
                data = self.wire.recv(2048)
            except BlockingIOError:
                return found
            if len(data) < 64 or data[6] != 58 or data[40] != kind or \
                    data[48:64] != mip6.aton(target):
                continue
            if source is None or data[8:24] == mip6.aton(source):
                found.append(data)


def unique():
    """Nobody has the address: a second, and then all is drawn here."""
    home, mn = HomeLink(), node(0x77)
    status, took = timed(mn, MN6, flags=ASK | HOME | LINKLOCAL,
                         options=[home4(HOME4)])
    point("registered", 0, status)
    point("it took the second in which nobody has answered", True, took >= 0.9)
    time.sleep(3)
    probes = home.heard(SOLICIT, mn.home, "::")
    point("one question, from the unspecified address", 1, len(probes))
    status, _ = timed(mn, MN4, options=[home4(HOME4)])
    point("a handover", 0, status)
    point("nobody is asked again", [], home.heard(SOLICIT, mn.home, "::"))


def adverts():
    """Three advertisements, for the home address and the link-local one."""
    home, mn = HomeLink(), node(0x78)
    timed(mn, MN6, flags=ASK | HOME | LINKLOCAL)
    heard = home.wait(ADVERT, mn.home, 3)
    point("advertised three times", 3, len(heard))
    point("to all nodes, override, not as a router", {(ALL_NODES, 0x20)},
          {(mip6.ntoa(data[24:40]), data[44]) for data in heard})


def duplicate():
    """Somebody has the address."""
    mn = node(0x88)
    for _ in range(TRIES):
        status, took = timed(mn, MN6)
        if status != 134 or took < AT_ONCE:
            break
    point("refused", 134, status)
    point("at once", True, took < AT_ONCE)


def again():
    """The node sends again while it waits; others do not wait at all."""
    first, other = node(0x99), node(0x77)
    for _ in range(TRIES):
        first.register(MN6, timeout=0)
        status, took = timed(other, MN6)
        time.sleep(0.3)
        begin = time.monotonic()
        answer = first.register(MN4)
        rest = time.monotonic() - begin
        if took < AT_ONCE and rest < AT_ONCE:
            break
        first.register(MN4, lifetime=0)
    point("another node is answered meanwhile", 0, status)
    point("without waiting", True, took < AT_ONCE)
    point("registered", 0, answer and answer.status)
    point("the later message is answered", first.seq, answer and answer.seq)
    point("to where it came from", "udp", answer and answer.outer and
          answer.outer[2])
    point("the time did not begin anew", True, rest < AT_ONCE)


def router():
    """A mobile router says that it is one."""
    home, mn = HomeLink(), node(0xaa)
    status, _ = timed(mn, MN6, flags=ASK | HOME | ROUTER)
    point("registered", 0, status)
    point("advertised as a router", 0xa0, next(
        (data[44] for data in home.wait(ADVERT, mn.home, 1)), None))


def leave():
    """The node comes home: nothing is advertised any more."""
    home, mn = HomeLink(), node(0x66)
    status, _ = timed(mn, MN6)
    point("registered", 0, status)
    status, _ = timed(mn, MN6, lifetime=0)
    point("deregistered", 0, status)
    netns.idle()
    home.heard(ADVERT, mn.home)
    time.sleep(3)
    point("not advertised any more", 0, len(home.heard(ADVERT, mn.home)))


if __name__ == "__main__":
    {"unique": unique, "adverts": adverts, "duplicate": duplicate,
     "again": again, "router": router, "leave": leave}[sys.argv[1]]()
