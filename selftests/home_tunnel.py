#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The two layers of a tunnel to the home address, right and wrong.

In the mobile node's namespace: home_tunnel.py rx, report or client; in the home
agent's: home_tunnel.py mld or server.
Makes test points of home-tunnel.sh.
"""

import struct
import sys
import time

import linkmsg
import packet
from drops import CN, HA, LOOKS, MN, Receive
from netlink import point

HOA4 = "203.0.113.7"
HOA6 = "2001:db8:100::7"
CARRIER = (4, "ip", 7, 0)


def layered(inner, outer_src=MN[4], src=HOA4, dst=HA[4], outer_tos=0, tos=0,
            proto=41, **fields):
    """IPv4 to the care-of address, IPv4 to the home address, and a packet."""
    mid = packet.ip4(src, dst, proto, inner, tos=tos, **fields)
    return packet.ip4(outer_src, HA[4], 4, mid, tos=outer_tos)


class Layers(Receive):
    """What comes to the home agent."""

    def layers(self, text, whole, cause, home=HOA6, laid=False):
        """Two packets are dropped for a cause."""
        def send():
            for _ in range(2):
                self.sender.send(whole)
        self.judge.expect(f"{text}: {cause}", send, (
            f"{cause}:2", f"{cause}:2" if laid else "none"), home=home)

    def through(self, text, whole, home=HOA6):
        """A packet is delivered."""
        client, index = self.judge.client, self.judge.index["dsmip0"]
        before = client.rx_packets(index, home)

        def send():
            self.sender.send(whole)
            for _ in range(LOOKS):
                if client.rx_packets(index, home) != before:
                    break
                time.sleep(0.02)
        self.judge.expect(text, send, ("none", "none"), home=home)
        point(f"{text}: delivered", "1",
              str(client.rx_packets(index, home) - before))

    def run(self):
        """All."""
        echo = packet.echo(HOA6, CN[6])
        self.through("both layers right", layered(echo))
        self.through("IPv4 has one layer", packet.ip4(
            MN[4], HA[4], 4, packet.echo(HOA4, CN[4])))
        self.layers("IPv6 without the layer of the home address",
                    packet.ip4(MN[4], HA[4], 41, echo), "rx-encap", laid=True)
        self.layers("from another care-of address", layered(
            echo, outer_src="198.51.100.131"), "rx-coa", laid=True)
        self.layers("from the home address of another one", layered(
            echo, src="203.0.113.8"), "rx-coa", home="2001:db8:100::8",
            laid=True)
        self.layers("IPv6 of another one", layered(
            packet.echo("2001:db8:100::8", CN[6])), "rx-no-binding")
        self.layers("IPv6 of nobody", layered(
            packet.echo("2001:db8:100::99", CN[6])), "rx-no-binding")
        for src in ("fe80::1", "ff02::1", "::1", "::"):
            self.layers(f"IPv6 from {src}", layered(
                packet.echo(src, CN[6])), "rx-bad-source")
        for size in (0, 1, 39):
            self.layers(f"{size} bytes of IPv6", layered(echo[:size]),
                        "rx-malformed")
        self.layers("IPv4 that says it is IPv6", layered(
            packet.echo(HOA4, CN[4], size=64)), "rx-malformed")
        self.layers("payload beyond the end", layered(packet.echo(
            HOA6, CN[6], payload_len=1000)), "rx-malformed")
        self.through("elsewhere it is an ordinary IPv4 packet", layered(
            echo, dst=CN[4]))
        self.marks()
        self.mld_only(packet.echo("2001:db8:100::9", CN[6]))

    def marks(self):
        """RFC 6040 at each layer: the outermost mark comes through, unless
        what it comes to is not capable of ECN.
        """
        for outer, mid, inner, works in (
                (3, 2, 2, True), (3, 0, 2, False), (3, 2, 0, False),
                (0, 3, 2, True), (0, 3, 0, False), (3, 3, 3, True),
                (1, 2, 2, True)):
            whole = layered(packet.echo(HOA6, CN[6], tos=inner),
                            outer_tos=outer, tos=mid)
            text = f"ECN {outer} around {mid} around {inner}"
            if works:
                self.through(text, whole)
            else:
                self.layers(text, whole, "rx-ecn", laid=True)

    def mld_only(self, echo):
        """A binding whose tunnel to the home address is for MLD."""
        home = "2001:db8:100::9"
        self.through("MLD only: other IPv6 without that layer",
                     packet.ip4(MN[4], HA[4], 41, echo), home)
        self.layers("MLD only: other IPv6 with that layer",
                    layered(echo, src="203.0.113.9"), "rx-encap", home=home,
                    laid=True)
        hop = struct.pack("!BBBBHBB", 58, 0, 5, 2, 0, 1, 0)
        report = packet.icmp6(home, "ff02::16", 143, 0, 0)
        self.through("MLD only: MLD with that layer", layered(
            packet.ip6(home, "ff02::16", 0, hop + report, ttl=1),
            src="203.0.113.9"), home)


def report():
    """A membership report with a link-local source, in both layers."""
    layers = Layers()
    src, dst = "fe80::1", "ff02::16"
    hop = struct.pack("!BBBBHBB", 58, 0, 5, 2, 0, 1, 0)
    record = struct.pack("!BBH", 4, 0, 0) + bytes.fromhex(
        "ff1e000000000000000000000000000" + "7")
    message = packet.icmp6(src, dst, 143, 0, 1, record)
    whole = packet.ip6(src, dst, 0, hop + message, ttl=1)
    layers.through("MLD report from a link-local source", layered(whole))
    layers.layers("the same of somebody without the flag", layered(
        whole, outer_src="198.51.100.131", src="203.0.113.8"),
        "rx-bad-source")
    layers.layers("the same without the layer of the home address",
                  packet.ip4(MN[4], HA[4], 41, whole), "rx-bad-source")


def mld():
    """An MLD query and a ping to the node, put on the device."""
    sock = packet.device_socket("dsmip0")
    home = "2001:db8:100::9"
    hop = struct.pack("!BBBBHBB", 58, 0, 5, 2, 0, 1, 0)
    query = packet.icmp6(CN[6], home, 130, 0, 0, bytes(16))
    for data in (packet.ip6(CN[6], home, 0, hop + query, ttl=1),
                 packet.echo(CN[6], home)):
        sock.sendto(data, ("dsmip0", packet.ETH_P_IPV6))


def client():
    """A DHCPv6 client with a link-local address that is registered."""
    layers = Layers()
    solicit = linkmsg.dhcp6("fe80::77")
    layers.through("DHCPv6 in both layers", layered(
        solicit, src="203.0.113.11"), "fe80::77")
    layers.layers("DHCPv6 without the layer of the home address",
                  packet.ip4(MN[4], HA[4], 41, solicit), "rx-encap",
                  home="fe80::77", laid=True)


def server():
    """A DHCPv6 server's answer to it, put on the device."""
    sock = packet.device_socket("dsmip0")
    sock.sendto(linkmsg.dhcp6("fe80::1", "fe80::77", 547, 546, hops=64),
                ("dsmip0", packet.ETH_P_IPV6))


if __name__ == "__main__":
    {"mld": mld, "report": report, "client": client, "server": server,
     "rx": lambda: Layers().run()}[sys.argv[1]]()
