#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Groups: who listens, who sends, who routes between.

mcast.py listen FILE DEV GROUP...	join, and write down what comes
mcast.py send DEV GROUP COUNT		so many datagrams to the group
mcast.py route IN OUT SOURCE GROUP...	multicast routes, until it is killed
mcast.py query DEV SOURCE		ask everybody which groups he is in
mcast.py report DEV SOURCE COUNT	say that so many groups are joined
mcast.py many SOURCE DEST PORT COUNT GROUP
					so many nodes, each with a port of its
					own from this one on, say that they
					have joined, in UDP over IPv4
mcast.py advertise DEV SOURCE PREFIX	a router advertisement
mcast.py storm DEV SOURCE SECONDS	join and leave at random
mcast.py flood DEV SOURCE SECONDS	packets to these groups
mcast.py echo DEV SOURCE DEST		an echo request
mcast.py dhcp DEV SOURCE DEST		a DHCPv6 server's message
mcast.py client DEV			a DHCPv6 client's
"""

import random
import select
import socket
import struct
import sys
import time

import linkmsg
import packet

PORT = 9000
SIZE = 100

# linux/mroute.h, linux/mroute6.h
MRT_INIT, MRT_ADD_VIF, MRT_ADD_MFC = 200, 202, 204
VIFF_USE_IFINDEX = 8
MAXVIFS = 32


def family_of(address):
    """AF_INET6 or AF_INET."""
    return socket.AF_INET6 if packet.is_ip6(address) else socket.AF_INET


def raw(address):
    """An address as bytes."""
    return socket.inet_pton(family_of(address), address)


def join(dev, group):
    """A socket that has joined a group on a device."""
    family = family_of(group)
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    index = socket.if_nametoindex(dev)
    if family == socket.AF_INET:
        sock.bind((group, PORT))
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                        raw(group) + struct.pack("=4si", bytes(4), index))
    else:
        sock.bind((group, PORT, 0, index))
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                        raw(group) + struct.pack("=i", index))
    return sock


def listen(path, dev, *groups):
    """Writes a line for each datagram: the group."""
    socks = {join(dev, group): group for group in groups}
    with open(path, "a", encoding="ascii") as out:
        while True:
            for sock in select.select(list(socks), [], [])[0]:
                sock.recv(2000)
                print(socks[sock], file=out, flush=True)


def send(dev, group, count):
    """Datagrams that live for 8 hops."""
    family = family_of(group)
    sock = socket.socket(family, socket.SOCK_DGRAM)
    index = socket.if_nametoindex(dev)
    if family == socket.AF_INET:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 8)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                        struct.pack("=4s4si", bytes(4), bytes(4), index))
    else:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 8)
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
    for _ in range(int(count)):
        sock.sendto(bytes(SIZE), (group, PORT))


def route4(came, out, source, groups):
    """IPv4: interface 0 is where packets come from, 1 where they go."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_IGMP)
    sock.setsockopt(socket.IPPROTO_IP, MRT_INIT, 1)
    for vif, dev in enumerate((came, out)):
        sock.setsockopt(socket.IPPROTO_IP, MRT_ADD_VIF, struct.pack(
            "=HBBIi4s", vif, VIFF_USE_IFINDEX, 1, 0,
            socket.if_nametoindex(dev), bytes(4)))
    ttls = bytes([0, 1]) + bytes(MAXVIFS - 2)
    for group in groups:
        sock.setsockopt(socket.IPPROTO_IP, MRT_ADD_MFC, struct.pack(
            "=4s4sH32s2xIIIi", raw(source), raw(group), 0, ttls, 0, 0, 0, 0))
    return sock


def route6(came, out, source, groups):
    """IPv6; and what comes from the second interface goes back to it."""
    sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                         socket.IPPROTO_ICMPV6)
    sock.setsockopt(socket.IPPROTO_IPV6, MRT_INIT, 1)
    for mif, dev in enumerate((came, out)):
        sock.setsockopt(socket.IPPROTO_IPV6, MRT_ADD_VIF, struct.pack(
            "=HBBH2xI", mif, 0, 1, socket.if_nametoindex(dev), 0))

    def sockaddr(address):
        return struct.pack("=HHI16sI", socket.AF_INET6, 0, 0, raw(address), 0)
    for parent, origin in enumerate(source.split(",")):
        for group in groups:
            sock.setsockopt(socket.IPPROTO_IPV6, MRT_ADD_MFC, struct.pack(
                "=28s28sH2x8I", sockaddr(origin), sockaddr(group), parent,
                2, *[0] * 7))
    return sock


def route(came, out, source, *groups):
    """Kernel routes last as long as the socket."""
    make = route6 if packet.is_ip6(source) else route4
    sock = make(came, out, source, groups)
    print("ready", flush=True)
    while sock:
        time.sleep(1000)


def put(dev, data):
    """A packet on a device, as it is."""
    proto = packet.ETH_P_IPV6 if data[0] >> 4 == 6 else packet.ETH_P_IP
    packet.device_socket(dev).sendto(data, (dev, proto))


def query(dev, source):
    """A general query."""
    make = linkmsg.mld_query if packet.is_ip6(source) else linkmsg.igmp_query
    put(dev, make(source))


def report(dev, source, count):
    """IGMPv2 or MLDv1, one report a group."""
    for i in range(int(count)):
        if packet.is_ip6(source):
            put(dev, linkmsg.mld_report(source, f"ff0e::{i + 1:x}:1"))
        else:
            put(dev, linkmsg.igmp_report(source, f"233.252.1.{i + 1}"))


def many(source, dest, port, count, group):
    """A port is as good as a node."""
    sender = packet.Sender()
    inner = linkmsg.mld_report("fe80::2", group)
    for i in range(int(count)):
        sender.send(packet.ip4(source, dest, 17, packet.udp(
            source, dest, int(port) + i, 4191, inner)))


def advertise(dev, source, prefix):
    """To all nodes."""
    put(dev, linkmsg.advertise_router(source, prefix))


def often(dev, source, seconds, *makers):
    """As fast as it goes, 20 groups."""
    sock = packet.device_socket(dev)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        group = f"ff0e::{random.randrange(20) + 1:x}"
        make = random.choice(makers)
        sock.sendto(make(source, group), (dev, packet.ETH_P_IPV6))


def storm(dev, source, seconds):
    """Reports."""
    often(dev, source, seconds, linkmsg.mld_report, linkmsg.mld_done)


def flood(dev, source, seconds):
    """Data, and a query now and then."""
    often(dev, source, seconds, *[packet.echo] * 9,
          lambda src, _: linkmsg.mld_query("fe80::1"))


def echo(dev, source, dest):
    """For one hop."""
    put(dev, packet.echo(source, dest, ttl=1))


def dhcp(dev, source, dest):
    """Of a server, which may have any hop limit."""
    put(dev, linkmsg.dhcp6(source, dest, 547, 546, hops=64))


def client(dev):
    """By an ordinary socket: hop limit 1, link-local source."""
    sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    index = socket.if_nametoindex(dev)
    sock.bind(("::", 546))
    sock.sendto(b"\x01\x12\x34\x56", ("ff02::1:2", 547, 0, index))


if __name__ == "__main__":
    {"listen": listen, "send": send, "route": route, "query": query,
     "report": report, "many": many, "advertise": advertise, "dhcp": dhcp,
     "echo": echo, "storm": storm, "flood": flood,
     "client": client}[sys.argv[1]](*sys.argv[2:])
