#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Packets that have to be dropped, and what the counters say of each.

In the mobile node's namespace: drops.py rx, drops.py burst, drops.py origin
On its way there: drops.py node
In the home agent's: drops.py tx, drops.py nomem
Makes the test points of drops.sh.
"""

import os
import socket
import struct
import sys
import time

import linkmsg
import packet
from netlink import Dsmip, point
from netns import enter, idle, inside

HA = {4: "198.51.100.1", 6: "2001:db8:2::1"}
MN = {4: "198.51.100.130", 6: "2001:db8:3::130"}
ELSEWHERE = {4: "198.51.100.131", 6: "2001:db8:3::131"}
LOCAL = {4: "198.51.100.3", 6: "2001:db8:2::3"}
NOT_LOCAL = {4: "198.51.100.4", 6: "2001:db8:2::4"}
CN = {4: "192.0.2.2", 6: "2001:db8:1::2"}
HOMES = {4: "203.0.113.", 6: "2001:db8:100::"}

# Outer family, encapsulation, and the end of the home addresses; drops.sh has
# made a binding for each, on dsmip0 and on dsmip1.
CARRIERS = [(4, "udp", 11, 65), (6, "udp", 12, 66),
            (4, "ip", 13, 67), (6, "ip", 14, 68),
            (4, "gre", 17, 69), (6, "gre", 18, 70),
            (4, "key", 19, 71), (6, "key", 20, 72),
            (4, "mipudp", 21, 73), (4, "minimal", 22, 74)]
UDP = ("udp", "mipudp")
ONLY4 = ("mipudp", "minimal")
ZERO_CSUM6 = 15
KEY = 0x80000009
# At 20 ms each: what surely comes has come by then, on the slowest machine.
LOOKS = 1500
MULTICAST = 23

BAD_SOURCES = {
    4: ["224.0.0.1", "239.1.2.3", "127.0.0.1", "0.0.0.0",
        "255.255.255.255", "169.254.1.1"],
    6: ["ff02::1", "ff0e::1:2", "::1", "::", "fe80::1", "febf::1",
        "::ffff:203.0.113.11", "::203.0.113.11"],
}


def malformed(inner, home, tunnel):
    """Inner packets that are none, with what is wrong with them; with IP in IP
    the kernel itself takes what has no whole header.
    """
    good = packet.echo(home, CN[inner])
    for version in (0, 5, 15):
        yield f"version {version}", bytes([version << 4 | 5]) + good[1:]
    if inner == 4:
        yield "header length 4", packet.echo(home, CN[4], ihl=4)
        yield "total length 19", packet.echo(home, CN[4], tot_len=19)
        yield "options beyond total length", packet.echo(
            home, CN[4], ihl=15, tot_len=len(good))
        yield "total length beyond the end", packet.echo(
            home, CN[4], tot_len=len(good) + 1)
    else:
        yield "payload length beyond the end", packet.echo(
            home, CN[6], payload_len=len(good) - 39)
        yield "payload length 65535", packet.echo(
            home, CN[6], payload_len=65535)
    if tunnel != "ip":
        for size in (0, 1, 19) if inner == 4 else (20, 39):
            yield f"{size} bytes", good[:size]


class Judge:
    """Sends packets and says what the counters of the home agent say."""

    def __init__(self, namespace):
        self.index = {}
        with inside(namespace):
            self.client = Dsmip()
            for index, name in socket.if_nameindex():
                if name.startswith("dsmip"):
                    self.index[name] = index
            self.icmp = os.open("/proc/net/snmp", os.O_RDONLY)
            self.icmp6 = os.open("/proc/net/snmp6", os.O_RDONLY)

    def read(self, device, home):
        """Drops of the device, and of the binding with the home."""
        index = self.index[device]
        mine = self.client.binding_drops(index, home) if home else {}
        return self.client.drops(index), mine

    @staticmethod
    def delta(before, after):
        """In words."""
        return " ".join(f"{cause}:{after[cause] - before.get(cause, 0)}"
                        for cause in sorted(after)
                        if after[cause] != before.get(cause, 0)) or "none"

    def expect(self, text, send, wanted, device="dsmip0", home=None):
        """One test point. wanted: device drops and binding drops."""
        before = self.read(device, home)
        send()
        if wanted[0] == "none":
            idle()
        for _ in range(LOOKS):
            after = self.read(device, home)
            got = tuple(self.delta(*both) for both in zip(before, after))
            if wanted[0] == "none" or got == wanted:
                break
            time.sleep(0.02)
        point(text, "device {} binding {}".format(*wanted),
              "device {} binding {}".format(*got))

    def errors_sent(self):
        """ICMP errors that left the home agent."""
        total = 0
        text = os.pread(self.icmp, 1 << 16, 0).decode()
        lines = [line.split() for line in text.splitlines()
                 if line.startswith("Icmp:")]
        for name, value in zip(*lines):
            if name in ("OutDestUnreachs", "OutTimeExcds", "OutParmProbs",
                        "OutRedirects"):
                total += int(value)
        text = os.pread(self.icmp6, 1 << 16, 0).decode()
        for line in text.splitlines():
            name, value = line.split()
            if name in ("Icmp6OutDestUnreachs", "Icmp6OutPktTooBigs",
                        "Icmp6OutTimeExcds", "Icmp6OutParmProblems",
                        "Icmp6OutRedirects"):
                total += int(value)
        return total


class Receive:
    """What comes to the home agent."""

    def __init__(self):
        self.judge = Judge("ha")
        self.sender = packet.Sender()

    def wrap(self, carrier, inner, src=None, dst=None, sport=None, tos=0,
             encap=None, proto=None, ahead=None, **fields):
        """Puts the outer headers of a carrier before an inner packet. Ahead of
        the tunnel header there are options of IPv4, or headers of options.
        """
        outer, tunnel = carrier[:2]
        src = src or MN[outer]
        dst = dst or HA[outer]
        encap = encap or tunnel
        if proto is None:
            proto = 41 if inner[0] >> 4 == 6 else 4
        if encap == "minimal" and proto == 4:
            return packet.minimal(src, dst, inner, **fields)
        if encap in UDP:
            port = 4191
            if encap == "mipudp":
                port = 434
                inner = packet.mip_data(inner, proto)
            inner = packet.udp(src, dst, sport or port, port, inner, **fields)
            proto = 17
        elif encap in ("gre", "key"):
            kind = packet.ETH_P_IPV6 if proto == 41 else packet.ETH_P_IP
            fields = {"kind": kind} | fields
            if encap == "key":
                fields = {"key": KEY} | fields
            inner = packet.gre(inner, **fields)
            proto = 47
        if not packet.is_ip6(dst):
            return packet.ip4(src, dst, proto, inner, tos=tos,
                              options=ahead or b"")
        for header, opts in reversed(ahead or ()):
            inner = linkmsg.options(proto, inner, opts)
            proto = header
        return packet.ip6(src, dst, proto, inner, tos=tos)

    def drop(self, text, carrier, inner, cause, laid=False, count=2,
             device="dsmip0", home=None, **outer):
        """count packets are dropped for a cause, or for none that we count;
        laid: the binding of the home counts them too.
        """
        whole = self.wrap(carrier, inner, **outer)

        def send():
            for _ in range(count):
                self.sender.send(whole)
        wanted = f"{cause}:{count}" if cause else "none"
        self.judge.expect(f"{text}: {cause or 'not ours'}", send,
                          (wanted, wanted if laid else "none"), device, home)

    def good(self, text, carrier, inner, home, device="dsmip0", **outer):
        """A packet that is delivered: the judge is not one who refuses all."""
        index = self.judge.index[device]
        client = self.judge.client
        before = client.rx_packets(index, home)
        drops = client.drops(index)
        self.sender.send(self.wrap(carrier, inner, **outer))
        for _ in range(LOOKS):
            if client.rx_packets(index, home) != before:
                break
            time.sleep(0.02)
        point(f"{text}: delivered", "1 none",
              f"{client.rx_packets(index, home) - before} "
              f"{self.judge.delta(drops, client.drops(index))}")

    def carrier(self, carrier, inner):
        """All that can be wrong in one encapsulation."""
        outer, tunnel, host, other = carrier
        name = f"{inner} in {tunnel} over IPv{outer}"
        home = HOMES[inner] + str(host)
        echo = packet.echo(home, CN[inner])

        def drop(text, what, cause, **more):
            self.drop(f"{name}: {text}", carrier, what, cause, **more)

        self.good(name, carrier, echo, home)
        # Of minimal encapsulation there is no inner header that could differ.
        merged = tunnel == "minimal" and inner == 4
        if not merged:
            self.good(f"{name}: bytes behind the packet", carrier,
                      echo + b"tail", home)
            for text, bad in malformed(
                    inner, home, "ip" if tunnel == "minimal" else tunnel):
                drop(text, bad, "rx-malformed", proto=41 if inner == 6 else 4)
        for src in BAD_SOURCES[inner]:
            drop(f"source {src}", packet.echo(src, CN[inner]), "rx-bad-source")
        drop("source of nobody", packet.echo(HOMES[inner] + "99", CN[inner]),
             "rx-no-binding", count=3)
        laid = {"laid": True, "home": home}
        drop("from another care-of address", echo, "rx-coa", count=3,
             src=ELSEWHERE[outer], **laid)
        wrong = 10 - outer
        if tunnel not in ONLY4:
            drop("from the other family", echo, "rx-coa", src=MN[wrong],
                 dst=HA[wrong], **laid)
        if tunnel in UDP:
            drop("from another port", echo, "rx-port", sport=4192, **laid)
        if tunnel in ("gre", "key"):
            drop("with another key", echo, "rx-key", key=KEY + 1, **laid)
        if tunnel == "key":
            drop("without a key", echo, "rx-key", encap="gre", **laid)
        drop("in another encapsulation", echo, "rx-encap",
             encap="ip" if tunnel == "udp" else "udp", **laid)
        if not merged:
            drop("outer header marked CE", echo, "rx-ecn", tos=3, **laid)
            self.good(f"{name}: both marked CE", carrier,
                      packet.echo(home, CN[inner], tos=3), home, tos=3)

        home = HOMES[inner] + str(other)
        echo = packet.echo(home, CN[inner])
        self.good(f"{name}, any local address", carrier, echo, home, "dsmip1",
                  dst=LOCAL[outer])
        drop("to another local address", echo, "rx-local", device="dsmip1",
             home=home, laid=True, dst=NOT_LOCAL[outer])

    def checksums(self):
        """UDP checksums are for the binding to say over IPv6."""
        for inner in (4, 6):
            with_csum, without = [HOMES[inner] + str(host)
                                  for host in (CARRIERS[1][2], ZERO_CSUM6)]
            echo = packet.echo(with_csum, CN[inner])
            self.drop(f"{inner} in UDP over IPv6 without a checksum",
                      CARRIERS[1], echo, "rx-csum", laid=True, home=with_csum,
                      checksum=False)
            self.drop(f"{inner} in UDP over IPv6 with a wrong checksum",
                      CARRIERS[1], echo, None, home=with_csum, bad=True)
            echo = packet.echo(without, CN[inner])
            self.good(f"{inner} in UDP over IPv6 without a checksum, allowed",
                      CARRIERS[1], echo, without, checksum=False)
            self.good(f"{inner} in UDP over IPv6, need not be without",
                      CARRIERS[1], echo, without)
            home = HOMES[inner] + str(CARRIERS[0][2])
            echo = packet.echo(home, CN[inner])
            self.good(f"{inner} in UDP over IPv4 without a checksum",
                      CARRIERS[0], echo, home, checksum=False)
            self.drop(f"{inner} in UDP over IPv4 with a wrong checksum",
                      CARRIERS[0], echo, None, home=home, bad=True)

    def headers(self):
        """What can be wrong between the outer and the inner header."""
        for carrier in CARRIERS[4:8]:
            outer, tunnel, host, _ = carrier
            name = f"{tunnel} over IPv{outer}"
            home = HOMES[4] + str(host)
            echo = packet.echo(home, CN[4])
            self.good(f"{name}, checksum", carrier, echo, home, checksum=True)
            for text, fields in (
                    ("wrong checksum", {"checksum": True, "bad": True}),
                    ("routing", {"flags": 0x4000}),
                    ("sequence number", {"flags": 0x1000}),
                    ("strict source route", {"flags": 0x0800}),
                    ("bit 5", {"flags": 0x0400}),
                    ("an Ethernet frame", {"kind": 0x6558}),
                    ("IPv6 that says it is IPv4",
                     {"kind": packet.ETH_P_IPV6})):
                self.drop(f"{name}, {text}", carrier, echo, "rx-malformed",
                          **fields)
            self.good(f"{name}, bit 6 is ignored", carrier, echo, home,
                      flags=0x0200)
            for size in range(8):
                whole = packet.gre(echo, key=1, checksum=True)[:size]
                if size < 2:
                    continue
                self.whole(f"{name}, {size} bytes of the header", packet.ip(
                    MN[outer], HA[outer], 47, whole), "rx-malformed")
        self.mobile_ip()

    def mobile_ip(self):
        """MIP Tunnel Data, and minimal encapsulation."""
        carrier = CARRIERS[8]
        home = HOMES[4] + str(carrier[2])
        echo = packet.echo(home, CN[4])
        for proto in (0, 17, 47, 55, 255):
            self.drop(f"mipudp, next header {proto}", carrier, echo,
                      "rx-malformed", proto=proto)
        self.good("mipudp without a checksum", carrier, echo, home,
                  checksum=False)
        self.drop("mipudp, wrong checksum", carrier, echo, "rx-malformed",
                  bad=True)
        data = packet.udp(MN[4], HA[4], 434, 434, packet.mip_data(echo))
        for text, size in (("more than there is", len(data) + 1),
                           ("less than the header", 11)):
            head = data[:4] + size.to_bytes(2, "big") + bytes(2)
            self.whole(f"mipudp, a length of {text}", packet.ip(
                MN[4], HA[4], 17, head + data[8:]), "rx-malformed")

        carrier = CARRIERS[9]
        home = HOMES[4] + str(carrier[2])
        echo = packet.echo(home, CN[4])
        self.drop("minimal, wrong checksum", carrier, echo, "rx-malformed",
                  bad=True)
        for size in (0, 1, 7, 8, 11):
            self.drop(f"minimal, {size} bytes of the header", carrier, echo,
                      "rx-malformed", cut=size)

    def whole(self, text, whole, cause):
        """Two packets as they are."""
        def send():
            for _ in range(2):
                self.sender.send(whole)
        self.judge.expect(f"{text}: {cause}", send, (f"{cause}:2", "none"))

    def truncated(self):
        """IP in IP without a whole inner header."""
        for carrier in CARRIERS[2:4]:
            for inner, proto, sizes in ((4, 4, (0, 1, 19)), (6, 41, (0, 39))):
                home = HOMES[inner] + str(carrier[2])
                echo = packet.echo(home, CN[inner])
                for size in sizes:
                    self.drop(f"{size} bytes of {inner} in IPv{carrier[0]}",
                              carrier, echo[:size], None, proto=proto)

    def groups(self):
        """One more group than a binding may join."""
        home = HOMES[6] + str(MULTICAST)
        groups = [(linkmsg.TO_EX, f"ff0e::{i + 1:x}") for i in range(32)]
        self.good("32 groups", CARRIERS[0], linkmsg.mld2("fe80::2", *groups),
                  home, sport=5017)
        self.good("the same again", CARRIERS[0],
                  linkmsg.mld_report("fe80::2", "ff0e::1"), home, sport=5017)
        self.drop("one more", CARRIERS[0],
                  linkmsg.mld_report("fe80::2", "ff0e::99"), "rx-group-limit",
                  laid=True, home=home, sport=5017)

    def silence(self, errors):
        """RFC 3024, section 4.3: silently discarded."""
        point("nothing was sent back", "0",
              str(self.judge.errors_sent() - errors))
        for family in (4, 6):
            errors = self.judge.errors_sent()
            self.sender.send(packet.ip(MN[family], HA[family], 17, packet.udp(
                MN[family], HA[family], 9, 9)))
            for _ in range(LOOKS):
                if self.judge.errors_sent() != errors:
                    break
                time.sleep(0.02)
            point(f"the judge sees an ICMPv{family} error", "1",
                  str(self.judge.errors_sent() - errors))

    def run(self):
        """All."""
        errors = self.judge.errors_sent()
        for carrier in CARRIERS:
            for inner in (4, 6):
                self.carrier(carrier, inner)
        self.checksums()
        self.headers()
        self.truncated()
        self.groups()
        self.silence(errors)


class Burst:
    """More packets at once than the backlog takes: TCP in a format that is not
    joined before decapsulation, all that takes the queue of GRO behind it.
    """

    COUNT = 16
    HOST = 16
    PORT = 5000
    UDP_SEGMENT = 103

    def run(self):
        """Sends them, and says how many came through and how many did not."""
        judge = Judge("ha")
        index = judge.index["dsmip0"]
        home = HOMES[4] + str(self.HOST)
        # A segment without flags, of no connection.
        segment = struct.pack("!HHIIHHHH", 7, 7, 1, 1, 5 << 12, 100, 0, 0)
        inner = packet.mip_data(packet.ip4(home, CN[4], 6, segment))
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind((MN[4], self.PORT))
        sock.setsockopt(socket.IPPROTO_UDP, self.UDP_SEGMENT, len(inner))
        sock.sendto(inner * self.COUNT, (HA[4], 434))
        for _ in range(LOOKS):
            delivered = judge.client.rx_packets(index, home)
            dropped = judge.client.drops(index).get("rx-nomem", 0)
            if delivered + dropped >= self.COUNT:
                break
            time.sleep(0.02)
        point("more than the backlog takes: all are delivered or counted",
              str(self.COUNT), str(delivered + dropped))
        point("more than the backlog takes: rx-nomem", "True",
              str(dropped > 0))


class Transmit:
    """What is put on the device and cannot be sent."""

    def __init__(self):
        self.judge = Judge("ha")
        self.dgram = packet.device_socket("dsmip0")
        self.raw = packet.device_socket("dsmip0", dgram=False)

    def drop(self, text, proto, data, cause, count=2, raw=False):
        """count packets are dropped for a cause."""
        sock = self.raw if raw else self.dgram

        def send():
            for _ in range(count):
                sock.sendto(data, ("dsmip0", proto))
        self.judge.expect(f"{text}: {cause}", send, (f"{cause}:{count}", "none"))

    def run(self):
        """All."""
        echo4 = packet.echo(CN[4], HOMES[4] + "11")
        echo6 = packet.echo(CN[6], HOMES[6] + "11")
        for text, proto, data in (
                ("IPv4, 1 byte", packet.ETH_P_IP, b"\x45"),
                ("IPv4, 19 bytes", packet.ETH_P_IP, echo4[:19]),
                ("IPv6, 39 bytes", packet.ETH_P_IPV6, echo6[:39]),
                ("IPv6 that says it is IPv4", packet.ETH_P_IP, echo6),
                ("IPv4 that says it is IPv6", packet.ETH_P_IPV6,
                 echo4 + bytes(20)),
                ("version 5", packet.ETH_P_IP, b"\x55" + echo4[1:]),
                ("version 0", packet.ETH_P_IPV6, bytes(60)),
                ("ARP", packet.ETH_P_ARP, bytes(28)),
                ("IPv4 as ARP", packet.ETH_P_ARP, echo4),
                ("no protocol", 0, b"\x55" + bytes(59)),
                ("no protocol, 1 byte", 0, b"\x55")):
            for raw in (False, True):
                kind = "raw" if raw else "datagram"
                self.drop(f"{text}, {kind}", proto, data, "tx-malformed",
                          raw=raw)
        for to in ("224.0.0.5", "239.1.2.3", "ff02::1", "ff0e::1:2"):
            family = 6 if packet.is_ip6(to) else 4
            proto = packet.ETH_P_IPV6 if family == 6 else packet.ETH_P_IP
            self.drop(f"to {to}", proto, packet.echo(CN[family], to),
                      "tx-multicast")


class Origins:
    """Signalling of nobody, and an answer to it that comes too late."""

    COUNT = 100
    SO_MARK = 36

    def receive(self, client, index):
        """More than the home agent wants; sent from the mobile node."""
        sender = packet.Sender()
        before = client.drops(index).get("rx-origin-limit", 0)
        header = struct.pack("!BBBBH", 59, 1, 5, 0, 0) + bytes(10)
        inner = packet.ip6(HOMES[6] + "99", "2001:db8:1::1", 135, header)
        for _ in range(self.COUNT):
            sender.send(packet.ip(MN[4], HA[4], 17, packet.udp(
                MN[4], HA[4], 5000, 4191, inner)))
        for _ in range(LOOKS):
            got = client.drops(index).get("rx-origin-limit", 0) - before
            if got:
                break
            time.sleep(0.02)
        point("more signalling than the ring is for: rx-origin-limit", "True",
              str(0 < got < self.COUNT))

    def run(self):
        """Both."""
        judge = Judge("ha")
        self.receive(judge.client, judge.index["dsmip0"])
        enter("ha")
        sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, self.SO_MARK,
                        struct.pack("=I", 0xd5000001))

        def send():
            for _ in range(3):
                sock.sendto(b"late", (HOMES[6] + "11", 9))
        judge.expect("an answer whose origin is not known: tx-origin", send,
                     ("tx-origin:3", "none"), home=HOMES[6] + "11")


class Node:
    """What comes to a mobile node: only its home agent's packets count."""

    HOME = {4: "203.0.113.7", 6: "2001:db8:100::7"}
    # Where the type of ICMP is, and what it is of a request and of a reply.
    ECHO = {4: (20, 8, 0), 6: (40, 128, 129)}

    def __init__(self):
        self.judge = Judge("mn")
        self.sender = packet.Sender()
        with inside("mn"):
            self.tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                     socket.htons(3))
            self.tap.bind(("dsmip0", 3))
        self.tap.settimeout(0.5)

    def send(self, inner, src=HA[4], sport=4191, proto=17):
        """Two packets to the care-of address."""
        if proto == 17:
            inner = packet.udp(src, MN[4], sport, 4191, inner)
        for _ in range(2):
            self.sender.send(packet.ip4(src, MN[4], proto, inner))

    def sent(self, wanted=None):
        """Replies and requests that the node has sent, when there are no more, and
        those that are wanted.
        """
        replies = requests = 0
        end = time.monotonic() + 30
        while True:
            try:
                data, where = self.tap.recvfrom(2048)
            except TimeoutError:
                got = f"{replies} {requests}"
                if wanted in (None, got) or time.monotonic() > end:
                    return got
                continue
            off, request, reply = self.ECHO[data[0] >> 4]
            if where[2] == socket.PACKET_OUTGOING:
                replies += data[off] == reply
                requests += data[off] == request

    def destination(self, family):
        """Only a home address is answered for, and nothing is sent on."""
        for text, to, wanted in (
                ("its home address", self.HOME[family], "2 0"),
                ("somebody else", HOMES[family] + "8", "0 0")):
            self.sent()
            self.send(packet.echo(CN[family], to))
            point(f"mobile node, IPv{family} to {text}: replies, and sent on",
                  wanted, self.sent(wanted))

    def run(self):
        """All."""
        for family in (4, 6):
            self.destination(family)
            echo = packet.echo(CN[family], self.HOME[family])
            own = packet.echo(self.HOME[family], CN[family])
            for text, cause, inner, fields in (
                    ("from its home agent", None, echo, {}),
                    ("from somebody else", "rx-coa", echo,
                     {"src": ELSEWHERE[4]}),
                    ("from another port", "rx-port", echo, {"sport": 4192}),
                    ("in another encapsulation", "rx-encap", echo,
                     {"proto": 41 if family == 6 else 4}),
                    ("from its own home address", "rx-bad-source", own, {})):
                wanted = f"{cause}:2" if cause else "none"
                laid = wanted if cause != "rx-bad-source" else "none"
                self.judge.expect(
                    f"mobile node, IPv{family} {text}: {cause or 'delivered'}",
                    lambda inner=inner, fields=fields:
                    self.send(inner, **fields), (wanted, laid),
                    home=CN[family])


class NoMemory(Transmit):
    """No memory for an outer route: a kernel with failslab is told to let down
    this task, whenever it cannot wait for memory.
    """

    FAILSLAB = "/sys/kernel/debug/failslab/"

    @staticmethod
    def write(path, value):
        """Sets a knob."""
        with open(path, "w", encoding="ascii") as knob:
            knob.write(value)

    def run(self):
        """Packets to a binding that has not got a route yet."""
        for name, value in (("task-filter", "Y"), ("ignore-gfp-wait", "Y"),
                            ("verbose", "0"), ("interval", "1"),
                            ("times", "-1"), ("probability", "100")):
            self.write(self.FAILSLAB + name, value)
        for family, proto in ((4, packet.ETH_P_IP), (6, packet.ETH_P_IPV6)):
            data = packet.echo(CN[family], HOMES[family] + "51")

            def send():
                self.write("/proc/self/make-it-fail", "1")
                for _ in range(3):
                    self.dgram.sendto(data, ("dsmip0", proto))
                self.write("/proc/self/make-it-fail", "0")
            self.judge.expect(f"IPv{family}, no memory for a route: tx-nomem",
                              send, ("tx-nomem:3", "none"))


if __name__ == "__main__":
    {"rx": Receive, "tx": Transmit, "burst": Burst, "origin": Origins,
     "node": Node, "nomem": NoMemory}[sys.argv[1]]().run()
