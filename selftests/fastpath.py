#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Packets for fastpath.sh, and what became of them.

MAC is that of the home agent, towards who sends.

fastpath.py down MAC                   to the home addresses, from cn
fastpath.py up FORMAT                  out of tunnels, from mn
fastpath.py segments ADDRESS...        a packet of ten segments, by UDP GSO
fastpath.py unusual down|up MAC        from cn or mn: what became of each, in ha
fastpath.py show FILE                  what was captured, without what may differ
"""

import ctypes
import socket
import struct
import sys

import netlink
import packet
from netns import idle

HA4, HA6 = "198.51.100.1", "2001:db8:2::1"
MN4, MN6 = "198.51.100.130", "2001:db8:3::130"
CN4, CN6 = "192.0.2.2", "2001:db8:1::2"
HOA4, HOA6 = "203.0.113.7", "2001:db8:100::7"
PAIRS = ((CN4, HOA4), (CN6, HOA6))
MARKS = (0, 1, 2, 3, 0xb8, 0xbb)
SIZES = (0, 1, 18, 100, 555, 1100)
SOL_UDP, UDP_SEGMENT = 17, 103
IP_MTU_DISCOVER, IP_PMTUDISC_DO = 10, 2


def datagrams(src, dst):
    """One of each size and each mark, with checksum and without, and TCP."""
    for size in SIZES:
        for tos in MARKS:
            data = packet.udp(src, dst, 4000 + size, 4000 + tos,
                              bytes(i & 255 for i in range(size)),
                              checksum=tos != 1 or ":" in dst)
            yield packet.ip(src, dst, 17, data, tos=tos, ttl=33)
    tcp = struct.pack("!HHIIBBHHH", 4000, 4000, 1, 2, 0x50, 0x10, 9, 0, 0)
    yield packet.ip(src, dst, 6, tcp + bytes(40), ttl=2)
    yield packet.echo(src, dst, ttl=255)
    yield packet.ip(src, dst, 132, bytes(32))
    yield packet.ip(src, dst, 50, bytes(64))
    if ":" not in dst:
        yield packet.ip4(src, dst, 17, packet.udp(src, dst, 4, 4, bytes(900)),
                         df=True)


def send_down(mac):
    """From the correspondent, one frame with the padding of Ethernet."""
    sender = packet.Sender()
    for src, dst in PAIRS:
        for data in datagrams(src, dst):
            sender.send(data)
    frames = packet.device_socket("cn0")
    for (src, dst), kind in zip(PAIRS, (packet.ETH_P_IP, packet.ETH_P_IPV6)):
        data = packet.ip(src, dst, 17, packet.udp(src, dst, 5, 5, b"x"))
        frames.sendto(data + b"\xaa" * 17,
                      ("cn0", kind, 0, 0, bytes.fromhex(mac)))
    for _, dst in PAIRS:
        send_segments(dst)


def carry(case, inner):
    """An inner packet in a format, as the mobile node sends it."""
    outer, encap = case.split(".")
    src, dst = (MN4, HA4) if outer == "4" else (MN6, HA6)
    tos = inner[1] if inner[0] >> 4 == 4 else \
        struct.unpack("!H", inner[:2])[0] >> 4 & 255
    proto = 4 if inner[0] >> 4 == 4 else 41
    if encap == "ip":
        return packet.ip(src, dst, proto, inner, tos=tos)
    data = packet.udp(src, dst, 4191, 4191, inner, checksum=encap != "udp0")
    return packet.ip(src, dst, 17, data, tos=tos)


def send_up(case):
    """Inner packets in a format; ECN marks of the outer header besides."""
    sender = packet.Sender()
    for src, dst in PAIRS:
        for data in datagrams(dst, src):
            sender.send(carry(case, data))


def send_segments(to):
    """One send, ten datagrams."""
    family = socket.AF_INET6 if ":" in to else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.bind(("", 5555))
    if family == socket.AF_INET:
        sock.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO)
    sock.setsockopt(SOL_UDP, UDP_SEGMENT, 1000)
    sock.sendto(bytes(i // 1000 for i in range(9500)), (to, 5556))


def options(kind):
    """A header of options of IPv6, with padding in it."""
    return bytes((kind, 0, 1, 4, 0, 0, 0, 0))


def unusual_down():
    """What the fast path leaves alone, on its way to the mobile node."""
    data4 = packet.udp(CN4, HOA4, 7, 7, bytes(64))
    data6 = packet.udp(CN6, HOA6, 7, 7, bytes(64))
    good4 = packet.ip4(CN4, HOA4, 17, data4)
    # The end of the list of options adds nothing to the checksum.
    yield "IPv4 options", packet.ip4(CN4, HOA4, 17, bytes(4) + data4, ihl=6)
    yield "an IPv4 fragment", fragment4(good4, 0x2000)
    yield "the last IPv4 fragment", fragment4(good4, 5)
    yield "TTL 1", packet.ip4(CN4, HOA4, 17, data4, ttl=1)
    yield "a wrong IPv4 checksum", good4[:10] + b"\x12\x34" + good4[12:]
    yield "too large for the tunnel, Don't Fragment", \
        packet.ip4(CN4, HOA4, 17, bytes(1400), df=True)
    yield "too large for the path", packet.ip4(CN4, HOA4, 17, bytes(1478))
    yield "our own address as source", packet.ip4(HA4, HOA4, 17, data4)
    yield "a loopback source", packet.ip4("127.0.0.9", HOA4, 17, data4)
    yield "a multicast source", packet.ip4("224.0.0.9", HOA4, 17, data4)
    yield "an IPv4 group", packet.ip4(CN4, "239.1.1.1", 17, data4)
    yield "an IPv4 length beyond the packet", \
        packet.ip4(CN4, HOA4, 17, data4, tot_len=400)
    yield "nobody's IPv4 home address", \
        packet.ip4(CN4, "203.0.113.99", 17, data4)
    yield "hop limit 1", packet.ip6(CN6, HOA6, 17, data6, ttl=1)
    yield "hop-by-hop options", \
        packet.ip6(CN6, HOA6, 0, options(17) + data6)
    yield "destination options", \
        packet.ip6(CN6, HOA6, 60, options(17) + data6)
    yield "a routing header", packet.ip6(
        CN6, HOA6, 43, bytes((17, 2, 4, 0)) + bytes(20) + data6)
    yield "an IPv6 fragment", packet.ip6(
        CN6, HOA6, 44, struct.pack("!BBHI", 17, 0, 1, 9) + data6)
    yield "a mobility header", packet.ip6(CN6, HOA6, 135, bytes(16))
    yield "too large for the tunnel", \
        packet.ip6(CN6, HOA6, 17, bytes(1400))
    yield "a link-local source", packet.ip6("fe80::5", HOA6, 17, data6)
    yield "no source", packet.ip6("::", HOA6, 17, data6)
    yield "the loopback address as source", \
        packet.ip6("::1", HOA6, 17, data6)
    yield "an IPv4-mapped source", \
        packet.ip6("::ffff:192.0.2.2", HOA6, 17, data6)
    yield "a link-local destination", packet.ip6(CN6, "fe80::7", 17, data6)
    yield "an IPv6 group", packet.ip6(CN6, "ff0e::7", 17, data6)
    yield "a neighbour solicitation", packet.ip6(
        CN6, HOA6, 58, packet.icmp6(CN6, HOA6, 135, 0, 0, socket.inet_pton(
            socket.AF_INET6, HOA6)), ttl=255)
    yield "an IPv6 length beyond the packet", \
        packet.ip6(CN6, HOA6, 17, data6, payload_len=400)
    yield "nobody's IPv6 home address", \
        packet.ip6(CN6, "2001:db8:100::99", 17, data6)


def fragment4(data, bits):
    """The same packet as a fragment: flags and offset, and their checksum."""
    old, csum = struct.unpack("!HH", data[6:8] + data[10:12])
    total = (~csum & 0xffff) + (~old & 0xffff) + bits
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return data[:6] + struct.pack("!H", bits) + data[8:10] + \
        struct.pack("!H", ~total & 0xffff) + data[12:]


def unusual_up():
    """What it leaves alone on the way from the mobile node."""
    udp4 = packet.udp(HOA4, CN4, 7, 7, bytes(64))
    udp6 = packet.udp(HOA6, CN6, 7, 7, bytes(64))
    in4 = packet.ip4(HOA4, CN4, 17, udp4)
    in6 = packet.ip6(HOA6, CN6, 17, udp6)

    def out(inner, sport=4191, src=MN4, **fields):
        data = packet.udp(src, HA4, sport, 4191, inner, checksum=False)
        return packet.ip4(src, HA4, 17, data, **fields)

    yield "another source port", out(in4, sport=4192)
    yield "another care-of address", out(in4, src="198.51.100.131")
    yield "another encapsulation", packet.ip4(MN4, HA4, 4, in4)
    yield "a source in no binding", \
        out(packet.ip4("203.0.113.9", CN4, 17, udp4))
    yield "an IPv6 source in no binding", \
        out(packet.ip6("2001:db8:100::9", CN6, 17, udp6))
    yield "a loopback source inside", \
        out(packet.ip4("127.0.0.1", CN4, 17, udp4))
    yield "a link-local source inside", \
        out(packet.ip6("fe80::9", CN6, 17, udp6))
    yield "TTL 1 inside", out(packet.ip4(HOA4, CN4, 17, udp4, ttl=1))
    yield "hop limit 1 inside", out(packet.ip6(HOA6, CN6, 17, udp6, ttl=1))
    yield "IPv4 options inside", \
        out(packet.ip4(HOA4, CN4, 17, bytes(4) + udp4, ihl=6))
    yield "a fragment inside", out(fragment4(in4, 0x2000))
    yield "a wrong IPv4 checksum inside", \
        out(in4[:10] + b"\x12\x34" + in4[12:])
    yield "hop-by-hop options inside", \
        out(packet.ip6(HOA6, CN6, 0, options(17) + udp6))
    yield "destination options inside", \
        out(packet.ip6(HOA6, CN6, 60, options(17) + udp6))
    yield "a mobility header for the agent", \
        out(packet.ip6(HOA6, HA6, 135, bytes(16)))
    yield "for the agent itself", out(packet.ip4(HOA4, HA4, 17, udp4))
    yield "for another home address", \
        out(packet.ip4(HOA4, "203.0.113.8", 17, udp4))
    yield "for a group", out(packet.ip4(HOA4, "239.1.1.1", 17, udp4))
    yield "for the limited broadcast", \
        out(packet.ip4(HOA4, "255.255.255.255", 17, udp4))
    yield "for where no route leads", \
        out(packet.ip4(HOA4, "100.64.0.1", 17, udp4))
    yield "too large for the way on", \
        out(packet.ip4(HOA4, "192.0.2.130", 17, bytes(1100), df=True))
    yield "a length beyond the packet inside", \
        out(packet.ip4(HOA4, CN4, 17, udp4, tot_len=400))
    yield "neither IPv4 nor IPv6 inside", out(b"\x50" + in4[1:])
    yield "nothing inside", out(b"")
    yield "outer CE, inner not capable of ECN", out(in4, tos=3)
    yield "a wrong UDP checksum", packet.ip4(
        MN4, HA4, 17, packet.udp(MN4, HA4, 4191, 4191, in4, bad=True))
    yield "a UDP length that is not that of the packet", packet.ip4(
        MN4, HA4, 17, packet.udp(MN4, HA4, 4191, 4191, in4, checksum=False) +
        bytes(8))
    yield "outer IPv4 options", packet.ip4(
        MN4, HA4, 17, bytes(4) + packet.udp(MN4, HA4, 4191, 4191, in4,
                                            checksum=False), ihl=6)
    yield "an outer fragment", fragment4(out(in4), 0x2000)


def elsewhere(namespace, device):
    """A socket on a device of another namespace; we come back."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net", "rb") as home, \
            open(f"/run/netns/{namespace}", "rb") as there:
        if libc.setns(there.fileno(), 0):
            raise OSError(ctypes.get_errno(), "setns")
        sock = packet.device_socket(device)
        if libc.setns(home.fileno(), 0):
            raise OSError(ctypes.get_errno(), "setns")
    return sock


def fast_packets(client, direction):
    """Packets that took the fast path in a direction."""
    kind = 3 if direction == "down" else 1
    total = 0
    for answer in client.call("fastpath-get", flags=netlink.NLM_F_DUMP):
        stats = dict(netlink.attrs(dict(netlink.attrs(answer))[
            netlink.ATTR["stats"]]))
        total += struct.unpack("=Q", stats[kind])[0]
    return total


def unusual(direction, mac):
    """Sends each, past the sender's own routes. Says of each how many packets
    took the fast path and what was dropped.
    """
    client = netlink.Dsmip()
    index = socket.if_nametoindex("dsmip0")
    namespace, dev = ("cn", "cn0") if direction == "down" else ("mn", "mn0")
    cases = unusual_down() if direction == "down" else unusual_up()
    sock = elsewhere(namespace, dev)
    for name, data in cases:
        fast, drops = fast_packets(client, direction), client.drops(index)
        kind = packet.ETH_P_IP if data[0] >> 4 == 4 else packet.ETH_P_IPV6
        sock.sendto(data, (dev, kind, 0, 0, bytes.fromhex(mac)))
        idle()
        after = client.drops(index)
        new = {cause: count - drops.get(cause, 0)
               for cause, count in after.items()
               if count != drops.get(cause, 0)}
        print(name, fast_packets(client, direction) - fast, sorted(new.items()),
              sep="\t")


def plain(data):
    """A packet without the identifications and header checksums of IPv4, all
    the way in.
    """
    if not data:
        return data
    if data[0] >> 4 == 4:
        size = (data[0] & 15) * 4
        head = data[:4] + bytes(2) + data[6:10] + bytes(2) + data[12:size]
        proto = data[9]
    elif data[0] >> 4 == 6:
        size, proto, head = 40, data[6], data[:40]
    else:
        return data
    if proto in (4, 41):
        return head + plain(data[size:])
    if proto == 17 and data[size + 2:size + 4] == b"\x10\x5f":
        return head + data[size:size + 8] + plain(data[size + 8:])
    return head + data[size:]


def show(path):
    """One line a packet, in an order that does not depend on processors."""
    with open(path, "rb") as file:
        raw = file.read()
    at, lines = 24, []
    while at < len(raw):
        size = struct.unpack("<I", raw[at + 8:at + 12])[0]
        frame = raw[at + 16:at + 16 + size]
        at += 16 + size
        lines.append(frame[:14].hex() + " " + plain(frame[14:]).hex())
    print("\n".join(sorted(lines)))


def main():
    """One of them."""
    verb, args = sys.argv[1], sys.argv[2:]
    if verb == "down":
        send_down(args[0])
    elif verb == "up":
        send_up(args[0])
    elif verb == "segments":
        for address in args:
            send_segments(address)
    elif verb == "unusual":
        unusual(*args)
    else:
        show(args[0])


main()
