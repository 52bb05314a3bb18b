#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Packets with something between the outer header and that of the tunnel, for
options.sh. Run in the mobile node's namespace.

Whoever is on the way, and the home agent itself, may write into options; an
inner packet is never another one for that, but for minimal encapsulation: there
the options are the packet's own, as is the TTL.
"""

import select
import socket
import time

import packet
from drops import CARRIERS, CN, HA, HOMES, Receive
from netlink import point
from netns import inside

NOP, END = b"\1", b"\0"
ALERT4 = b"\x94\4\0\0"
RECORD = b"\7\x0b\4" + bytes(8) + NOP
STAMP = b"\x44\x0c\5\0" + bytes(8)
UNKNOWN4 = b"\x5e\4\xca\xfe"
LOOSE = b"\x83\7\x08" + bytes(4) + NOP

OPTIONS4 = [
    ("no operation", NOP * 4),
    ("40 bytes of it", NOP * 40),
    ("router alert", ALERT4),
    ("unknown option", UNKNOWN4),
    ("end, and padding", NOP + END * 3),
]
# What others write into.
WRITTEN4 = [
    ("record route", RECORD),
    ("timestamp", STAMP),
    ("all of them", ALERT4 + RECORD + STAMP + UNKNOWN4 + NOP * 4),
]

HOP, DEST, FRAGMENT = 0, 60, 44
PAD6 = b"\1\4" + bytes(4)
LIMIT = b"\4\1\4"
ALERT6 = b"\5\2\0\0"
UNKNOWN6 = b"\x1e\4\xca\xfe\xca\xfe"

HEADERS6 = [
    ("hop-by-hop padding", [(HOP, PAD6)]),
    ("hop-by-hop router alert", [(HOP, ALERT6 + b"\1\0")]),
    ("unknown hop-by-hop option", [(HOP, UNKNOWN6)]),
    ("padding", [(DEST, PAD6)]),
    ("encapsulation limit", [(DEST, LIMIT + b"\1\1\0")]),
    ("unknown option", [(DEST, UNKNOWN6)]),
    ("16 bytes of options", [(DEST, UNKNOWN6 + LIMIT + b"\1\3\0\0\0")]),
    ("both headers", [(HOP, ALERT6 + b"\1\0"), (DEST, LIMIT + b"\1\1\0")]),
]
# RFC 8200, section 4.2: 01 in the highest bits is to discard in silence.
DISCARD = b"\x5e\4\xca\xfe\xca\xfe"


class Options(Receive):
    """All of it."""

    def __init__(self):
        super().__init__()
        with inside("ha"):
            self.tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                     socket.htons(3))
            self.tap.bind(("dsmip0", 3))
        self.tap.setblocking(False)

    def taken(self, wait):
        """The next packet that comes out of the tunnel."""
        end = time.monotonic() + wait
        while select.select([self.tap], [], [],
                            max(0, end - time.monotonic()))[0]:
            data, where = self.tap.recvfrom(2048)
            if where[2] != socket.PACKET_OUTGOING:
                return data.hex()
        return "nothing"

    def comes(self, text, carrier, inner, wanted, **outer):
        """A packet that comes out as it went in, or does not come out; the
        module refuses none.
        """
        index = self.judge.index["dsmip0"]
        drops = self.judge.client.drops(index)
        while self.taken(0) != "nothing":
            pass
        self.sender.send(self.wrap(carrier, inner, **outer))
        got = self.taken(30 if wanted else 0.5)
        point(text, f"{wanted.hex() if wanted else 'nothing'} none",
              f"{got} " + self.judge.delta(drops,
                                           self.judge.client.drops(index)))

    def over4(self, carrier, inner):
        """IPv4 options."""
        tunnel, host = carrier[1:3]
        name = f"{inner} in {tunnel} over IPv4"
        ends = CN[inner], HOMES[inner] + str(host)
        if tunnel == "minimal" and inner == 4:
            for text, options in OPTIONS4:
                whole = packet.echo(*reversed(ends), options=options)
                self.comes(f"{name}, {text}", carrier, whole,
                           packet.forwarded(whole))
            return
        whole = packet.echo(*reversed(ends))
        for text, options in OPTIONS4 + WRITTEN4:
            self.comes(f"{name}, {text}", carrier, whole, whole, ahead=options)
        self.source_route(name, carrier, whole)

    def source_route(self, name, carrier, whole):
        """That is for the host to allow or not."""
        for allowed in (1, 0):
            with inside("ha"), open(
                    "/proc/sys/net/ipv4/conf/all/accept_source_route", "w",
                    encoding="ascii") as knob:
                knob.write(str(allowed))
            self.comes(f"{name}, source route, "
                       f"{'' if allowed else 'not '}allowed", carrier, whole,
                       whole if allowed else None, ahead=LOOSE)

    def over6(self, carrier, inner):
        """Extension headers."""
        tunnel, host = carrier[1:3]
        name = f"{inner} in {tunnel} over IPv6"
        whole = packet.echo(HOMES[inner] + str(host), CN[inner])
        for text, headers in HEADERS6:
            self.comes(f"{name}, {text}", carrier, whole, whole, ahead=headers)
        self.comes(f"{name}, fragment header", carrier, whole, whole,
                   ahead=[(FRAGMENT, b"\0\0\0\0\0\1")])
        for text, header in (("hop-by-hop option", HOP), ("option", DEST)):
            self.comes(f"{name}, {text} that says discard", carrier, whole,
                       None, ahead=[(header, DISCARD)])

    def home_tunnel(self):
        """IPv4 options of the second layer."""
        whole = packet.echo(HOMES[6] + "30", CN[6])
        for text, options in OPTIONS4 + WRITTEN4:
            self.comes(f"6 in the tunnel to the home address, {text}",
                       CARRIERS[0], packet.ip4(HOMES[4] + "30", HA[4], 41,
                                               whole, options=options),
                       whole, sport=5030)

    def run(self):
        """All."""
        self.home_tunnel()
        for carrier in CARRIERS:
            for inner in (4, 6):
                if carrier[0] == 4:
                    self.over4(carrier, inner)
                else:
                    self.over6(carrier, inner)


if __name__ == "__main__":
    Options().run()
