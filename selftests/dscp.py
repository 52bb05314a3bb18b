#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What headers of tunnel packets are marked with, and what is made of the marks.
Makes the test points of dscp.sh.
"""

import select
import socket
import struct
import subprocess
import sys
import time

import packet
from netlink import Dsmip, point
from netns import enter

HOMES = {4: "203.0.113.7", 6: "2001:db8:100::7"}
CNS = {4: "192.0.2.2", 6: "2001:db8:1::2"}
HA = ("198.51.100.1", "2001:db8:2::1")
PATIENCE = 30
# CS5 outside, which is 40, with ECT(0), ECT(1) and CE.
CS5 = 40 << 2
# RFC 6040: ECT(1) outside of ECT(0) becomes ECT(1) inside.
OUT = {("off", 2): 0xba, ("off", 1): 0xb9, ("off", 3): 0xbb,
       ("on", 2): 0xa2, ("on", 1): 0xa1, ("on", 3): 0xa3}


def ctl(ns, *words):
    """A dsmipctl in a namespace, without which the test cannot go on."""
    subprocess.run(("dsmipctl", "-n", ns) + words, check=True)


def listener(ns, device):
    """A socket that sees all packets of a device."""
    enter(ns)
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
    sock.bind((device, 3))
    return sock


def sender(ns):
    """A sender of packets in a namespace."""
    enter(ns)
    return packet.Sender()


def mark(whole):
    """TOS or traffic class."""
    if whole[0] >> 4 == 4:
        return whole[1]
    return (whole[0] & 15) << 4 | whole[1] >> 4


def hops(whole):
    """TTL or hop limit."""
    return whole[8] if whole[0] >> 4 == 4 else whole[7]


def marked(whole, value):
    """The packet with another TOS or traffic class."""
    if whole[0] >> 4 == 4:
        return packet.with_csum(whole[:1] + bytes([value]) + whole[2:20]) + \
            whole[20:]
    return bytes([0x60 | value >> 4, (value & 15) << 4 | whole[1] & 15]) + \
        whole[2:]


def payload(whole):
    """Protocol and payload of an IP packet without options."""
    if whole[0] >> 4 == 4:
        return whole[9], whole[20:]
    return whole[6], whole[40:]


def checked(whole):
    """A tunnel packet with the checksum that was left to its device."""
    proto, rest = payload(whole)
    if whole[0] >> 4 == 4 or proto != 17:
        return whole
    src, dst = (socket.inet_ntop(socket.AF_INET6, whole[at:at + 16])
                for at in (8, 24))
    sport, dport = struct.unpack_from("!HH", rest)
    return whole[:40] + packet.udp(src, dst, sport, dport, rest[8:])


def inner(whole):
    """The packet in one of any of the formats, or nothing."""
    proto, rest = payload(whole)
    if proto == 47:
        return rest[4:]
    if proto == 17:
        sport, dport = struct.unpack_from("!HH", rest)
        # 4 bytes of RFC 3519, with the type of its data messages.
        if 434 in (sport, dport):
            return rest[12:] if rest[8] == 4 else None
        return rest[8:] if 4191 in (sport, dport) else None
    return rest if proto in (4, 41) else None


def numbered(whole):
    """Which request this is, if it is one."""
    proto, rest = payload(whole)
    if (proto, rest[:1]) in ((1, b"\x08"), (58, b"\x80")):
        return struct.unpack_from("!H", rest, 6)[0]
    return None


class Marks:
    """The path from the correspondent to the mobile node, and who listens on it.
    """

    def __init__(self):
        self.cn = sender("cn")
        self.router = sender("r")
        self.wire = listener("r", "r0")
        self.node = listener("mn", "dsmip0")
        self.number = 0
        self.left = set()

    def request(self, family, tos):
        """An echo request of the correspondent, with its number."""
        self.number += 1
        word = 7 << 16 | self.number
        src, dst = CNS[family], HOMES[family]
        if family == 4:
            body = packet.icmp4(8, 0, word)
        else:
            body = packet.icmp6(src, dst, 128, 0, word)
        return packet.ip(src, dst, 1 if family == 4 else 58, body, tos=tos)

    def find(self, sock, look):
        """The first packet that a socket sees of which something is found in it.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if select.select([sock], [], [], 1)[0]:
                found = look(sock.recv(65536))
                if found:
                    return found
        sys.exit(f"request {self.number} does not come")

    def on_wire(self, whole):
        """The tunnel packet that has the newest request in it."""
        held = inner(whole)
        return whole if held and numbered(held) == self.number else None

    def at_node(self, whole):
        """The newest request."""
        return whole if numbered(whole) == self.number else None

    def sent(self, family, tos):
        """The tunnel packet of a request, when its way has been tried."""
        self.cn.send(self.request(family, tos))
        return self.find(self.wire, self.on_wire)

    def into(self, dscp):
        """Marks outside and inside of requests, in the order of their making."""
        ctl("ha", "link", "set", "dsmip0", "dscp", dscp)
        marks = []
        for family, tos in ((4, 0xba), (6, 0xba), (4, 0xb9)):
            whole = self.sent(family, tos)
            marks += [mark(whole), mark(inner(whole))]
            self.left.add((hops(inner(whole)),
                           hops(self.find(self.node, self.at_node))))
        return " ".join(f"{value:#04x}" for value in marks)

    def passed(self, family, tos, outer):
        """What the mobile node gets when the path has changed the outer mark: the
        tunnel packet comes a second time.
        """
        whole = self.sent(family, tos)
        self.find(self.node, self.at_node)
        self.router.send(marked(checked(whole), outer))
        return mark(self.find(self.node, self.at_node))

    def out(self, copy):
        """Marks inside behind the tunnel."""
        ctl("mn", "link", "set", "dsmip0", "decap-dscp", copy)
        for ecn in (2, 1, 3):
            wanted = OUT[copy, ecn]
            yield wanted, [self.passed(family, 0xba, CS5 | ecn)
                           for family in (4, 6)]
        if copy == "on":
            yield 0xa0, [self.passed(4, 0xb8, CS5 | 2)]

    def format(self, coa, encap):
        """All of one format."""
        for dscp, outer in (("inherit", (0xba, 0xba, 0xb9)),
                            ("10", (0x2a, 0x2a, 0x29)), ("0", (2, 2, 1))):
            wanted = " ".join(f"{a:#04x} {b:#04x}" for a, b in
                              zip(outer, (0xba, 0xba, 0xb9)))
            point(f"{coa} {encap}: into the tunnel, DSCP {dscp}", wanted,
                  self.into(dscp))
        ctl("ha", "link", "set", "dsmip0", "dscp", "inherit")
        # Made with 64, and forwarded once.
        point(f"{coa} {encap}: hops left in the tunnel and behind it",
              "{(63, 63)}", str(self.left))
        for copy in ("off", "on"):
            wanted, got = [], []
            for value, marks in self.out(copy):
                wanted += [value] * len(marks)
                got += marks
            point(f"{coa} {encap}: out of the tunnel, decap-dscp {copy}",
                  " ".join(f"{value:#04x}" for value in wanted),
                  " ".join(f"{value:#04x}" for value in got))
        ctl("mn", "link", "set", "dsmip0", "decap-dscp", "off")

    def congested(self):
        """CE around what is not capable of ECN: of all packets the only one that
        is dropped.
        """
        enter("mn")
        client, index = Dsmip(), socket.if_nametoindex("dsmip0")
        self.router.send(marked(self.sent(4, 0xb8), CS5 | 3))
        end = time.monotonic() + PATIENCE
        while not client.drops(index) and time.monotonic() < end:
            time.sleep(0.02)
        point("CE around what is not capable of ECN is dropped",
              "{'rx-ecn': 1}", str(client.drops(index)))

    def run(self, formats):
        """All formats."""
        for coa, encap in formats:
            ha = HA[":" in coa]
            ctl("ha", "binding", "replace", "dev", "dsmip0",
                "home", HOMES[4], "home", HOMES[6], "coa", coa, "encap", encap)
            ctl("mn", "binding", "replace", "dev", "dsmip0", "home", "0.0.0.0/0",
                "home", "::/0", "coa", ha, "local", coa, "encap", encap)
            self.format(coa, encap)
        self.congested()


Marks().run([words.split() for words in sys.argv[1:]])
