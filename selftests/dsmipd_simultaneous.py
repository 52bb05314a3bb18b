#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A mobile node of Mobile IPv4 in two places at once, by hand. Makes the test
points of dsmipd-simultaneous.sh: text, wanted, got.

dsmipd_simultaneous.py several | leaves | broadcasts | neither
"""

import os
import select
import socket
import sys
import time

import mip4
import netns
import packet
from dsmipd_ha4 import HA, MN4, PRIV4, Registrant, point, told
from mip4 import BROADCAST, COLOCATED, REVERSE, SIMULTANEOUS

HOME, OTHER = "203.0.113.70", "203.0.113.71"
CN, CN_PORT = "192.0.2.2", 7000
ALL, LINK = "255.255.255.255", "203.0.113.95"
NODE_PORT, LINK_PORT = 4434, 9000
S = COLOCATED | REVERSE | SIMULTANEOUS


class Public:
    """The place without a NAT: IP in IP, at a raw socket."""

    def __init__(self):
        self.mn = Registrant(HOME, 300, MN4)
        with netns.inside("mn"):
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, 4)
            self.sock.bind((MN4, 0))

    def receive(self):
        """A packet out of the tunnel."""
        return self.sock.recv(4096)[20:]

    def send(self, inner):
        """A packet into the tunnel."""
        self.sock.sendto(inner, (HA, 0))


class Private:
    """The place behind a NAT: UDP, at the socket of the registration."""

    def __init__(self, home=HOME, spi=300, port=NODE_PORT):
        self.mn = Registrant(home, spi, PRIV4, port)
        self.sock = self.mn.node.sock

    def receive(self):
        """A packet out of the tunnel; empty: it was something else."""
        data = self.sock.recv(4096)
        return data[4:] if data[:4] == b"\4\4\0\0" else b""

    def send(self, inner):
        """A packet into the tunnel."""
        self.sock.sendto(b"\4\4\0\0" + inner, (HA, 434))


def arrivals(places, token, wanted):
    """What has come to each place with these bytes in it, until all is there
    that is wanted, and what else comes for a little while."""
    got = [[] for _ in places]
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if all(len(one) >= n for one, n in zip(got, wanted)):
            end = min(end, time.monotonic() + 0.5)
        ready, _, _ = select.select([place.sock for place in places], [], [],
                                    0.1)
        for i, place in enumerate(places):
            if place.sock in ready and token in (inner := place.receive()):
                got[i].append(inner)
    return got


def counts(places, token, wanted):
    """How many have come to each place."""
    return [len(one) for one in arrivals(places, token, wanted)]


def down(places, wanted):
    """A packet of the correspondent to the home address: where it arrives."""
    token = os.urandom(16)
    with netns.inside("cn"):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.sendto(token, (HOME, 9))
    return counts(places, token, wanted)


def up(places):
    """A packet from each place to the correspondent: which arrive."""
    with netns.inside("cn"):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind((CN, CN_PORT))
    sock.settimeout(20)
    got = []
    for place in places:
        token = os.urandom(16)
        place.send(packet.ip4(HOME, CN, socket.IPPROTO_UDP, packet.udp(
            HOME, CN, 9, CN_PORT, token)))
        data, src = sock.recvfrom(4096)
        got.append(data == token and src[0] == HOME)
    return got


def several():
    """Two care-of addresses, and a third one too many with a limit of 3."""
    public, private = Public(), Private()
    both = [public, private]
    point("one care-of address", "code 0 lifetime 300",
          told(public.mn.register(flags=S)))
    point("another one, behind a NAT", "code 0 lifetime 200 udp 0 110",
          told(private.mn.register(mip4.udp(), flags=S, lifetime=200)))
    point("what is sent to the node arrives at both", [1, 1],
          down(both, [1, 1]))
    point("it may send from both", [True, True], up(both))
    third, fourth = "198.51.100.140", "198.51.100.141"
    point("a third one", 0, public.mn.register(flags=S, coa=third).code)
    point("a fourth one is too many", 135,
          public.mn.register(flags=S, coa=fourth).code)
    point("one that is known is none more", 0,
          public.mn.register(flags=S).code)
    point("the third one ends", "code 0 lifetime 0",
          told(public.mn.register(flags=S, coa=third, lifetime=0)))
    point("the others do not", [1, 1], down(both, [1, 1]))


def leaves():
    """After crashes: one leaves, the other one stays; then it is alone."""
    public, private = Public(), Private()
    both = [public, private]
    point("after that all is as it was", [1, 1], down(both, [1, 1]))
    point("and both ways", [True, True], up(both))
    point("the first one is deregistered", "code 0 lifetime 0",
          told(public.mn.register(flags=S, lifetime=0)))
    point("the other one stays", [0, 1], down(both, [0, 1]))
    point("it comes back", "code 0 lifetime 300",
          told(public.mn.register(flags=S)))
    point("to both", [1, 1], down(both, [1, 1]))
    point("without flag S it is alone", "code 0 lifetime 300",
          told(public.mn.register()))
    point("so it is", [1, 0], down(both, [1, 0]))
    point("at home", "code 0 lifetime 0",
          told(public.mn.register(coa=HOME, lifetime=0, flags=0)))


def forms(inner):
    """The headers of a packet, from the outside."""
    words = []
    while inner[9] == 4:
        words.append(f"{mip4.ntoa(inner[12:16])} {mip4.ntoa(inner[16:20])}")
        inner = inner[20:]
    words.append(f"{mip4.ntoa(inner[12:16])} {mip4.ntoa(inner[16:20])}")
    return ", ".join(words)


def broadcast(places, to, wanted):
    """A host of the home link sends a broadcast: what arrives where."""
    token = os.urandom(16)
    with netns.inside("hn"):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"hn0")
        sock.bind(("203.0.113.66", 0))
    sock.sendto(token, (to, LINK_PORT))
    return [[forms(inner) for inner in one]
            for one in arrivals(places, token, wanted)]


def back(place, to):
    """The node sends a broadcast: how often it has it back. One of the link
    behind it is certain to have come later."""
    token = os.urandom(16)
    place.send(packet.ip4(HOME, to, socket.IPPROTO_UDP, packet.udp(
        HOME, to, 9, LINK_PORT, token)))
    up([place])
    return len(arrivals([place], token, [0])[0])


def broadcasts():
    """Those of the home link go to who asks for them."""
    public, other = Public(), Private(OTHER, 301)
    places = [public, other]
    flags = COLOCATED | REVERSE
    point("a node that wants none", 0,
          other.mn.register(mip4.udp(), flags=flags).code)
    point("one that wants them", 0,
          public.mn.register(flags=flags | BROADCAST).code)
    for to in (ALL, LINK):
        point(f"to {to}", [[f"203.0.113.66 {to}"], []],
              broadcast(places, to, [1, 0]))
    point("its own does not come back", 0, back(public, LINK))
    point("by a foreign agent", 0,
          public.mn.register(flags=REVERSE | BROADCAST).code)
    for to in (ALL, LINK):
        point(f"to {to}, in a packet to the home address",
              [[f"{HA} {HOME}, 203.0.113.66 {to}"], []],
              broadcast(places, to, [1, 0]))
    private = Private(port=NODE_PORT + 1)
    point("at two places", 0,
          private.mn.register(mip4.udp(), flags=S | BROADCAST).code)
    point("each gets them in its own way",
          [[f"{HA} {HOME}, 203.0.113.66 {LINK}"], [f"203.0.113.66 {LINK}"]],
          broadcast([public, private], LINK, [1, 1]))
    point("deregistered", 0,
          public.mn.register(coa=HOME, lifetime=0, flags=0).code)
    other.mn.register(coa=OTHER, lifetime=0, flags=0)


def neither():
    """By configuration there are neither simultaneous bindings nor broadcasts."""
    public = Public()
    point("with flag S", 1, public.mn.register(flags=S | BROADCAST).code)
    point("no broadcasts", [[]], broadcast([public], LINK, [0]))


if __name__ == "__main__":
    {"several": several, "leaves": leaves, "broadcasts": broadcasts,
     "neither": neither}[sys.argv[1]]()
