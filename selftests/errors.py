#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A router on the path answers what it sees with each ICMP error there is, and
the correspondent says what it is told: errors.py FORMAT on|off

The expected answers are those of RFC 2003, section 4, RFC 2473, section 8, and
RFC 4213, sections 3.2 and 3.4. Makes the test points of errors.sh.
"""

import os
import select
import socket
import struct
import sys
import time

import packet
from netlink import point
from netns import enter, idle

CN = {4: "192.0.2.2", 6: "2001:db8:1::2"}
HOME = {4: "203.0.113.7", 6: "2001:db8:100::7"}
HA = {4: "198.51.100.1", 6: "2001:db8:2::1"}
ROUTER = {4: "198.51.100.2", 6: "2001:db8:2::2"}
MTU = 1340
# Seconds that something may take on the slowest machine.
PATIENCE = 60

# Bytes that each format puts before a packet of each family.
OVERHEAD = {"ip4": 20, "ip6": 40, "udp4": 28, "udp6": 48, "gre4": 24,
            "key4": 28, "gre6": 44, "mipudp": 32, "minimal": 20, "home": 20,
            "homeudp": 28, "homemld": 20}
OUTER6 = ("ip6", "udp6", "gre6")
HOME_TUNNEL = ("home", "homeudp")

UNREACH = {4: (3, 1), 6: (1, 3)}

# What the router says, by outer family: type, code, is the sender told?
ERRORS = {
    4: [("network unreachable", 3, 0, True), ("host unreachable", 3, 1, True),
        ("protocol unreachable", 3, 2, True),
        ("port unreachable", 3, 3, False),
        ("source route failed", 3, 5, False),
        ("administratively prohibited", 3, 13, True),
        ("source quench", 4, 0, False), ("redirect", 5, 1, False),
        ("time exceeded", 11, 0, True), ("reassembly time", 11, 1, False),
        ("parameter problem", 12, 0, False)],
    6: [("no route", 1, 0, True), ("prohibited", 1, 1, True),
        ("address unreachable", 1, 3, True), ("port unreachable", 1, 4, False),
        ("hop limit exceeded", 3, 0, True), ("reassembly time", 3, 1, False),
        ("parameter problem", 4, 0, True)],
}


class Errors:
    """The router, the correspondent, and a packet between them."""

    def __init__(self, form, pmtudisc):
        self.form = form
        self.dynamic = pmtudisc == "on"
        self.outer = 6 if form in OUTER6 else 4
        enter("r")
        self.sender = packet.Sender()
        self.tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                 socket.htons(3))
        self.tap.bind(("r0", 3))
        enter("cn")
        self.cn = packet.Sender()
        self.heard = {
            4: socket.socket(socket.AF_INET, socket.SOCK_RAW,
                             socket.IPPROTO_ICMP),
            6: socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                             socket.IPPROTO_ICMPV6)}

    def seen(self, inner):
        """The outer packet of the next inner packet that is sent."""
        while select.select([self.tap], [], [], 0)[0]:
            self.tap.recv(65536)
        self.cn.send(inner)
        end = time.monotonic() + PATIENCE
        while select.select([self.tap], [], [],
                            max(0, end - time.monotonic()))[0]:
            data, where = self.tap.recvfrom(65536)
            if where[2] != socket.PACKET_OUTGOING and self.from_ha(data):
                return data
        return None

    def from_ha(self, data):
        """Is it an outer packet?"""
        if data[0] >> 4 != self.outer:
            return False
        if self.outer == 4:
            return data[12:16] == socket.inet_aton(HA[4]) and data[9] != 1
        return data[8:24] == socket.inet_pton(socket.AF_INET6, HA[6]) and \
            data[6] != 58

    def told(self, family, wait=0):
        """The error that the correspondent gets, with its second word and the
        beginning of what it quotes; None if there is none.
        """
        end = time.monotonic() + wait
        while select.select([self.heard[family]], [], [],
                            max(0, end - time.monotonic()))[0]:
            data = self.heard[family].recv(65536)
            if family == 4:
                data = data[(data[0] & 15) * 4:]
            kind, code, _, value = struct.unpack_from("!BBHI", data)
            if (family == 4 and kind in (3, 11, 12)) or \
                    (family == 6 and kind < 128):
                return kind, code, value, data[8:]
        return None

    def answer(self, quoted, kind, code, value):
        """The router's error."""
        src, dst = ROUTER[self.outer], HA[self.outer]
        if self.outer == 4:
            self.sender.send(packet.ip4(src, dst, 1, packet.icmp4(
                kind, code, value, quoted)))
        else:
            self.sender.send(packet.ip6(src, dst, 58, packet.icmp6(
                src, dst, kind, code, value, quoted)))

    def overhead(self, family):
        """Outer bytes before an inner packet."""
        if family == 6 and self.form in HOME_TUNNEL:
            return OVERHEAD[self.form] + 20
        return OVERHEAD[self.form]

    def expect(self, text, family, inner, answer, wanted):
        """One test point: what the correspondent gets for an error."""
        outer = self.seen(inner)
        if outer is None:
            point(f"{text}: there is an outer packet", "yes", "no")
            return
        while self.told(family):
            pass
        self.answer(outer[:576], *answer)
        idle()
        got = self.told(family, 0 if wanted == "nothing" else PATIENCE)
        words = "nothing"
        if got:
            words = "{} {} {}".format(*got[:3])
            # RFC 1812, section 4.3.2.3: as much as fits, at least this.
            if got[3][:28] != packet.forwarded(inner)[:28]:
                words += ", not quoting what was sent"
        point(text, wanted, words)

    def unreachable(self, family):
        """Errors that say that it cannot be reached, and others."""
        for text, kind, code, is_told in ERRORS[self.outer]:
            # Of minimal encapsulation no inner header is quoted.
            if self.form == "minimal" and family == 4:
                is_told = False
            wanted = "{} {} 0".format(*UNREACH[family]) if is_told \
                else "nothing"
            inner = packet.echo(CN[family], HOME[family], size=64)
            self.expect(f"{self.name(family)}, {text}", family, inner,
                        (kind, code, 0), wanted)

    def too_big(self, family, size, told):
        """An MTU on the path, for a packet of a size."""
        over = 28 if family == 4 else 48
        fields = {"df": True} if family == 4 else {}
        inner = packet.echo(CN[family], HOME[family], size=size - over,
                            **fields)
        kind, code = (3, 4) if self.outer == 4 else (2, 0)
        wanted = "nothing"
        if told:
            mtu = MTU - self.overhead(family)
            if family == 6:
                mtu = max(mtu, 1280)
            wanted = f"{'3 4' if family == 4 else '2 0'} {mtu}"
        os.system("for n in ha cn; do ip -n $n route flush cache; "
                  "ip -n $n -6 route flush cache; done")
        self.expect(f"{self.name(family)}, {size} bytes, path MTU {MTU}",
                    family, inner, (kind, code, MTU), wanted)

    def name(self, family):
        """What is tested."""
        return f"{family} in {self.form}" + (", dynamic" if self.dynamic
                                             else "")

    def run(self):
        """All."""
        for family in (4, 6):
            if not self.dynamic:
                self.unreachable(family)
            told = family == 4 or self.dynamic
            if self.form == "minimal" and family == 4:
                told = False
            self.too_big(family, 1400, told)
            self.too_big(family, 1270, False)


if __name__ == "__main__":
    Errors(*sys.argv[1:]).run()
