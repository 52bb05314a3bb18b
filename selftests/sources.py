#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Packets with inner sources that are nobody's home address, for sources.sh.

Run in the mobile node's namespace.
"""

import os
import random
import subprocess
import time

import linkmsg
import packet
from drops import CN, HA, LOOKS, MN, Receive
from linkmsg import ALERT, IS_EX, PADN, TO_EX
from netlink import FLAGS, point

CSUM, ZERO_CSUM6, MULTICAST, ACCESS, AGENT, ALL_SCOPES = (
    1 << FLAGS.index(name) for name in (
        "csum", "zero-csum6", "multicast", "access", "agent", "all-scopes"))
NAMES = {0: "no flag", MULTICAST: "multicast", ACCESS: "access",
         AGENT: "agent"}
GROUP4, GROUP6 = "233.252.0.1", "ff0e::1:2"
LINK_LOCAL, ANY = "fe80::2", "::"

# Message, which flags it needs from a link-local source, and from ::.
BOTH = MULTICAST | ACCESS
ROUTER = ACCESS | AGENT
MESSAGES = [
    ("MLDv2 report", BOTH, BOTH,
     lambda src: linkmsg.mld2(src, (IS_EX, GROUP6))),
    ("MLDv1 report", BOTH, BOTH, lambda src: linkmsg.mld_report(src, GROUP6)),
    ("MLDv1 done", BOTH, BOTH, lambda src: linkmsg.mld_done(src, GROUP6)),
    ("MLD query", AGENT, 0, linkmsg.mld_query),
    ("router solicitation", ACCESS, ACCESS, linkmsg.solicit_router),
    ("router advertisement", AGENT, 0, linkmsg.advertise_router),
    ("neighbour solicitation", ROUTER, ROUTER,
     lambda src: linkmsg.solicit(src, "fe80::1")),
    ("neighbour advertisement", ROUTER, 0, linkmsg.advertise),
    ("redirect", 0, 0, lambda src: linkmsg.icmp6(
        src, "fe80::1", 137, bytes(32))),
    ("DHCPv6 of a client", ACCESS, 0, linkmsg.dhcp6),
    ("DHCPv6 of a server", AGENT, 0, lambda src: linkmsg.dhcp6(
        src, "fe80::1", 547, 546, hops=64)),
    ("echo request", 0, 0, lambda src: packet.echo(src, CN[6])),
    ("echo request to a group", 0, 0,
     lambda src: packet.echo(src, GROUP6, ttl=1)),
]

# None of these is as the protocols send it, from a link-local source.
WRONG = [
    ("MLD with hop limit 2", linkmsg.mld2("fe80::2", (IS_EX, GROUP6), hops=2)),
    ("MLD with hop limit 255",
     linkmsg.mld2("fe80::2", (IS_EX, GROUP6), hops=255)),
    ("MLD without a router alert",
     linkmsg.mld2("fe80::2", (IS_EX, GROUP6), opts=b"\x01\x04" + bytes(4))),
    ("MLD without options",
     linkmsg.mld2("fe80::2", (IS_EX, GROUP6), opts=None)),
    ("MLD with another alert", linkmsg.mld2(
        "fe80::2", (IS_EX, GROUP6), opts=b"\x05\x02\0\x01" + PADN)),
    ("MLD with a short alert", linkmsg.mld2(
        "fe80::2", (IS_EX, GROUP6), opts=b"\x05\x01\0" + b"\x01\x01\0")),
    ("MLD with an unknown option", linkmsg.mld2(
        "fe80::2", (IS_EX, GROUP6),
        opts=ALERT + PADN + b"\x1e\x06" + bytes(6))),
    ("MLD with an option beyond the header", linkmsg.mld2(
        "fe80::2", (IS_EX, GROUP6), opts=ALERT + b"\x01\x09")),
    ("MLD with half an option", linkmsg.mld2(
        "fe80::2", (IS_EX, GROUP6), opts=ALERT + b"\0\x01")),
    ("MLD with many options", linkmsg.mld2(
        "fe80::2", (IS_EX, GROUP6), opts=ALERT + bytes(66))),
    ("MLD to one node",
     linkmsg.mld2("fe80::2", (IS_EX, GROUP6), dst="fe80::1")),
    ("MLD of an unknown type",
     linkmsg.mld("fe80::2", "ff02::16", 144, bytes(24))),
    ("neighbour solicitation with hop limit 254",
     linkmsg.solicit("fe80::2", "fe80::1", hops=254)),
    ("neighbour solicitation with options",
     linkmsg.solicit("fe80::2", "fe80::1", opts=ALERT + PADN)),
    ("neighbour solicitation with a code",
     linkmsg.solicit("fe80::2", "fe80::1", code=1)),
    ("DHCPv6 with hop limit 2", linkmsg.dhcp6("fe80::2", hops=2)),
    ("DHCPv6 from another port", linkmsg.dhcp6("fe80::2", sport=545)),
    ("DHCPv6 to another port", linkmsg.dhcp6("fe80::2", dport=548)),
    ("ports of DHCPv6 with TCP", linkmsg.dhcp6("fe80::2", proto=6)),
    ("ports of DHCPv6, 7 bytes", linkmsg.dhcp6("fe80::2", cut=7)),
    ("ports of DHCPv6, 11 bytes", linkmsg.dhcp6("fe80::2", cut=11)),
    ("a fragment", packet.ip6("fe80::2", "fe80::1", 44,
                              b"\x3a\0\0\x01\0\0\0\x01" + bytes(8), ttl=255)),
    ("destination options", packet.ip6(
        "fe80::2", "fe80::1", 60, linkmsg.options(58, linkmsg.solicit(
            "fe80::2", "fe80::1")[40:], b"\x01\x04" + bytes(4)), ttl=255)),
    ("no next header", packet.ip6("fe80::2", "fe80::1", 59, ttl=255)),
    ("ICMPv6 without a header", packet.ip6("fe80::2", "fe80::1", 58, ttl=255)),
    ("options without a header", packet.ip6("fe80::2", "fe80::1", 0, ttl=1)),
]


class Sources(Receive):
    """All of it. A binding is named by the port that its packets come from."""

    CARRIER = (4, "udp")

    def __init__(self):
        super().__init__()
        self.homes = {}

    @staticmethod
    def ctl(*words):
        """dsmipctl in the home agent's namespace."""
        subprocess.run(["dsmipctl", "-n", "ha", "binding", *words], check=True)

    def bind(self, port, flags, *more, coa=MN[4], home=None):
        """Makes or exchanges the binding with this port."""
        self.homes.setdefault(port, home or f"2001:db8:100::{port}")
        words = ["replace", "dev", "dsmip0", "home", self.homes[port],
                 "coa", coa, "encap", "udp", "port", str(port), *more]
        for name, bit in (("multicast", MULTICAST), ("access", ACCESS),
                          ("agent", AGENT), ("all-scopes", ALL_SCOPES)):
            if flags & bit:
                words.append(name)
        self.ctl(*words)

    def accept(self, text, port, inner, **outer):
        """It is delivered, and laid to the binding."""
        self.good(text, self.CARRIER, inner, self.homes[port], sport=port,
                  **outer)

    def refuse(self, text, port, inner, cause="rx-bad-source", **more):
        """It is dropped."""
        self.drop(text, self.CARRIER, inner, cause, count=1, sport=port,
                  **more)

    def matrix(self):
        """Which flag is for which message."""
        ports = {0: 5000, MULTICAST: 5001, ACCESS: 5002, AGENT: 5003}
        for flag, port in ports.items():
            self.bind(port, flag)
        for name, local, unspecified, make in MESSAGES:
            for src, flags in ((LINK_LOCAL, local), (ANY, unspecified)):
                for flag, port in ports.items():
                    act = self.accept if flag & flags else self.refuse
                    act(f"{name} from {src}, {NAMES[flag]}", port, make(src))
        for src in ("ff02::1", "::1", "::ffff:192.0.2.1", "febf::1"):
            act = self.accept if src == "febf::1" else self.refuse
            act(f"MLD report from {src}", 5001,
                linkmsg.mld2(src, (IS_EX, GROUP6)))
        report = linkmsg.igmp3("0.0.0.0", (IS_EX, GROUP4))
        for flag, port in ports.items():
            act = self.accept if flag == MULTICAST else self.refuse
            act(f"IGMPv3 report from 0.0.0.0, {NAMES[flag]}", port, report)
        for text, inner in (
                ("IGMP query", linkmsg.igmp_query("0.0.0.0")),
                ("IGMP with TTL 2", linkmsg.igmp3(
                    "0.0.0.0", (IS_EX, GROUP4), ttl=2)),
                ("IGMP of 7 bytes", linkmsg.igmp_report(
                    "0.0.0.0", GROUP4, cut=7)),
                ("DHCP", packet.ip4("0.0.0.0", "255.255.255.255", 17,
                                    packet.udp("0.0.0.0", "255.255.255.255",
                                               68, 67)))):
            self.refuse(f"{text} from 0.0.0.0", 5001, inner)
        self.refuse("IGMP from 169.254.1.1", 5001,
                    linkmsg.igmp3("169.254.1.1", (IS_EX, GROUP4)))

    def wrong(self):
        """From where all that there is may come."""
        self.bind(5004, MULTICAST | ACCESS | AGENT)
        for text, inner in WRONG:
            self.refuse(text, 5004, inner)
        home = {"laid": False, "home": self.homes[5004]}
        whole = linkmsg.mld2(LINK_LOCAL, (TO_EX, GROUP6), (TO_EX, "ff0e::3",
                                                           CN[6]))
        self.accept("a whole report", 5004, whole)
        size = len(whole) - 40
        for cut in range(0, size, 3):
            inner = linkmsg.mld2(LINK_LOCAL, (TO_EX, GROUP6), (
                TO_EX, "ff0e::3", CN[6]), cut=cut)
            self.refuse(f"{cut} of {size} bytes of a report", 5004, inner,
                        "rx-malformed" if cut >= 16 else "rx-bad-source",
                        **home)
        self.refuse("a report shorter than its header says", 5004, whole[:-1],
                    "rx-malformed", **home)
        for text, inner in (
                ("more records than there are", linkmsg.mld2(
                    LINK_LOCAL, (TO_EX, GROUP6), count=2)),
                ("65535 records", linkmsg.mld2(
                    LINK_LOCAL, (TO_EX, GROUP6), count=65535)),
                ("wrong checksum", linkmsg.mld2(
                    LINK_LOCAL, (TO_EX, GROUP6), bad=True)),
                ("MLDv1 without a group", linkmsg.mld(
                    LINK_LOCAL, "ff02::2", 132, bytes(15)))):
            self.refuse(f"MLD: {text}", 5004, inner, "rx-malformed", **home)
        for text, inner in (
                ("more records than there are", linkmsg.igmp3(
                    "0.0.0.0", (TO_EX, GROUP4), count=2)),
                ("half a record", linkmsg.igmp3(
                    "0.0.0.0", (TO_EX, GROUP4), cut=13)),
                ("wrong checksum", linkmsg.igmp_report(
                    "0.0.0.0", GROUP4, bad=True))):
            self.refuse(f"IGMP: {text}", 5004, inner, "rx-malformed", **home)

    def tunnels(self):
        """The one tunnel that it may come from."""
        report = linkmsg.mld2(LINK_LOCAL, (IS_EX, GROUP6))
        self.refuse("report from another address", 5001, report,
                    src="198.51.100.131")
        self.refuse("report from another port", 5999, report)
        self.drop("report in another encapsulation", (4, "ip"), report,
                  "rx-bad-source", count=1)
        self.ctl("replace", "dev", "dsmip1", "home", "2001:db8:300::1", "coa",
                 MN[4], "local", "198.51.100.3", "encap", "udp", "port",
                 "5005", "multicast")
        self.good("report to the local address", self.CARRIER, report,
                  "2001:db8:300::1", "dsmip1", sport=5005, dst="198.51.100.3")
        self.drop("report over IPv6 of the same binding", (6, "udp"), report,
                  "rx-bad-source", count=1, device="dsmip1", sport=5005,
                  src=MN[6], dst="2001:db8:2::3")
        self.bind(5006, MULTICAST, coa=MN[6])
        self.accept("report over IPv6", 5006, report, src=MN[6], dst=HA[6])
        self.refuse("report over IPv6 without a checksum", 5006, report,
                    "rx-csum", laid=True, home=self.homes[5006], src=MN[6],
                    dst=HA[6], checksum=False)
        self.ctl("replace", "dev", "dsmip0", "home", "2001:db8:100::99", "coa",
                 MN[4], "encap", "ip", "multicast")
        self.good("report in IP in IP", (4, "ip"), report, "2001:db8:100::99")

    def handover(self):
        """The tunnel goes with the binding."""
        report = linkmsg.mld2(LINK_LOCAL, (IS_EX, GROUP6))
        self.homes[5010] = self.homes[5001]
        self.bind(5010, MULTICAST)
        self.refuse("report from the old end point", 5001, report)
        self.accept("report from the new end point", 5010, report)
        self.bind(5002, ACCESS, home=self.homes[5002])
        self.homes[5011] = self.homes[5002]
        self.bind(5011, ACCESS)
        self.homes[5002] = self.homes[5003]
        self.bind(5002, MULTICAST)
        self.accept("end point of another, who has left it", 5002, report)
        self.bind(5002, 0)
        self.refuse("flag taken away", 5002, report)
        self.bind(5002, MULTICAST)
        self.accept("flag given again", 5002, report)
        self.ctl("del", "dev", "dsmip0", "home", self.homes[5002])
        self.refuse("binding deleted", 5002, report)

    def registered(self):
        """RFC 5454, section 3.7.1: a node may register its link-local
        address, and uses it like any other.
        """
        self.bind(5020, 0, home="fe80::77")
        echo = packet.echo("fe80::77", CN[6])
        self.accept("registered link-local address", 5020, echo)
        self.refuse("another link-local address", 5020,
                    packet.echo("fe80::78", CN[6]))
        self.refuse("registered link-local address, another port", 5021, echo,
                    "rx-port", laid=True, home="fe80::77")
        self.accept("DHCPv6 from it", 5020, linkmsg.dhcp6("fe80::77"))

    def own(self):
        """Addresses of the home agent itself, within a prefix."""
        for i, (prefix, mine, other) in enumerate((
                ("192.0.2.0/25", "192.0.2.1", "192.0.2.77"),
                ("2001:db8:1::/64", "2001:db8:1::1", "2001:db8:1::77"),
                ("198.51.100.0/24", HA[4], "198.51.100.77"),
                ("2001:db8:2::/48", HA[6], "2001:db8:2::77"))):
            self.bind(5030 + i, 0, home=prefix)
            family = 6 if packet.is_ip6(mine) else 4
            self.refuse(f"source {mine}, which is the host's", 5030 + i,
                        packet.echo(mine, CN[family]))
            self.accept(f"source {other}, in the same prefix", 5030 + i,
                        packet.echo(other, CN[family]))
        self.bind(5034, 0, home="126.0.0.0/7")
        self.refuse("source 127.0.0.1", 5034, packet.echo("127.0.0.1", CN[4]))
        self.bind(5035, 0, home="::/0")
        self.refuse("source fe80::2, within ::/0", 5035,
                    packet.echo(LINK_LOCAL, CN[6]))

    def fuzz(self, seed, count=300):
        """Messages with some bytes changed: each is delivered or dropped for
        one cause, and whoever joined by one of them leaves with the binding.
        """
        pick = random.Random(seed)
        self.bind(5040, MULTICAST | ACCESS | AGENT | ALL_SCOPES)
        seeds = [make(LINK_LOCAL) for _, _, _, make in MESSAGES]
        seeds += [linkmsg.mld2(ANY, (IS_EX, GROUP6), (TO_EX, "ff05::3", CN[6])),
                  linkmsg.igmp3("0.0.0.0", (IS_EX, GROUP4)),
                  linkmsg.igmp_report("0.0.0.0", GROUP4)]
        client, index = self.judge.client, self.judge.index["dsmip0"]

        def total():
            return sum(client.drops(index).values()) + \
                client.rx_packets(index, self.homes[5040])
        before = total()
        for _ in range(count):
            inner = bytearray(pick.choice(seeds))
            for _ in range(pick.randrange(4)):
                inner[pick.randrange(len(inner))] = pick.randrange(256)
            self.sender.send(self.wrap(self.CARRIER, bytes(inner), sport=5040))
        for _ in range(LOOKS):
            if total() - before >= count:
                break
            time.sleep(0.02)
        point(f"bytes at random, seed {seed}", str(count),
              str(total() - before))

    def run(self):
        """All."""
        self.matrix()
        self.wrong()
        self.tunnels()
        self.handover()
        self.registered()
        self.own()
        self.fuzz(int(os.environ.get("FUZZ_SEED", "4191")))


if __name__ == "__main__":
    Sources().run()
