# SPDX-License-Identifier: GPL-2.0
"""Packets as a test wants them, right or wrong, and sockets to send them by."""

import socket
import struct

ETH_P_IP = 0x0800
ETH_P_ARP = 0x0806
ETH_P_IPV6 = 0x86dd
IPPROTO_IPIP = 4
IPV6_HDRINCL = 36


def csum(data):
    """The Internet checksum; 0 of what has a right one in it."""
    if len(data) % 2:
        data = data + b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ip4(src, dst, proto, payload=b"", tos=0, ttl=64, version=4, ihl=None,
        tot_len=None, df=False, options=b""):
    """An IPv4 header, with a right checksum whatever else is wrong."""
    if ihl is None:
        ihl = 5 + len(options) // 4
    size = 20 + len(options) + len(payload) if tot_len is None else tot_len
    head = struct.pack("!BBHHHBBH4s4s", version << 4 | ihl, tos, size, 1,
                       0x4000 if df else 0, ttl, proto, 0,
                       socket.inet_aton(src), socket.inet_aton(dst))
    return with_csum(head + options) + payload


def with_csum(head):
    """An IPv4 header with its checksum."""
    value = csum(head[:10] + bytes(2) + head[12:])
    return head[:10] + struct.pack("!H", value) + head[12:]


def forwarded(whole):
    """A packet one hop later."""
    if whole[0] >> 4 == 6:
        return whole[:7] + bytes([whole[7] - 1]) + whole[8:]
    size = (whole[0] & 15) * 4
    return with_csum(whole[:8] + bytes([whole[8] - 1]) + whole[9:size]) + \
        whole[size:]


def ip6(src, dst, proto, payload=b"", tos=0, ttl=64, version=6,
        payload_len=None):
    """An IPv6 header."""
    size = len(payload) if payload_len is None else payload_len
    return struct.pack("!IHBB", version << 28 | tos << 20, size, proto,
                       ttl) + socket.inet_pton(socket.AF_INET6, src) + \
        socket.inet_pton(socket.AF_INET6, dst) + payload


def is_ip6(address):
    """Is it one of IPv6?"""
    return ":" in address


def ip(src, dst, proto, payload=b"", **fields):
    """A header of the family of the destination."""
    make = ip6 if is_ip6(dst) else ip4
    return make(src, dst, proto, payload, **fields)


def udp(src, dst, sport, dport, payload=b"", checksum=True, bad=False):
    """A UDP header; no checksum is 0, a bad one is wrong."""
    size = 8 + len(payload)
    head = struct.pack("!HHHH", sport, dport, size, 0)
    if not checksum:
        return head + payload
    family = socket.AF_INET6 if is_ip6(dst) else socket.AF_INET
    pseudo = socket.inet_pton(family, src) + socket.inet_pton(family, dst)
    pseudo += struct.pack("!II", size, 17)
    value = csum(pseudo + head + payload) or 0xffff
    if bad:
        value ^= 0x1111
    return head[:6] + struct.pack("!H", value) + payload


def csum6(src, dst, proto, payload):
    """Checksum of what comes behind an IPv6 header."""
    pseudo = socket.inet_pton(socket.AF_INET6, src)
    pseudo += socket.inet_pton(socket.AF_INET6, dst)
    pseudo += struct.pack("!II", len(payload), proto)
    return csum(pseudo + payload)


def gre(payload, key=None, checksum=False, bad=False, flags=0, kind=None):
    """A GRE header (RFC 2784, RFC 2890); more flags than it has fields for are
    for who wants to see them refused.
    """
    if kind is None:
        kind = ETH_P_IPV6 if payload[:1] and payload[0] >> 4 == 6 \
            else ETH_P_IP
    flags |= (0x8000 if checksum else 0) | (0x2000 if key is not None else 0)
    words = b"" if key is None else struct.pack("!I", key)
    head = struct.pack("!HH", flags, kind)
    if not checksum:
        return head + words + payload
    value = csum(head + bytes(4) + words + payload) ^ (0x1111 if bad else 0)
    return head + struct.pack("!HH", value, 0) + words + payload


def mip_data(payload, proto=None, kind=4):
    """A MIP Tunnel Data header (RFC 3519, section 3.3)."""
    if proto is None:
        proto = 41 if payload[:1] and payload[0] >> 4 == 6 else 4
    return struct.pack("!BBH", kind, proto, 0) + payload


def minimal(src, dst, inner, bad=False, cut=None):
    """An IPv4 packet in minimal encapsulation (RFC 2004): one header, and what
    was changed in it behind it.
    """
    source = b"" if inner[12:16] == socket.inet_aton(src) else inner[12:16]
    head = struct.pack("!BBH4s", inner[9], 0x80 if source else 0, 0,
                       inner[16:20]) + source
    value = csum(head) ^ (0x1111 if bad else 0)
    head = head[:2] + struct.pack("!H", value) + head[4:]
    size = (inner[0] & 15) * 4
    return ip4(src, dst, 55, (head + inner[size:])[:cut], tos=inner[1],
               ttl=inner[8], options=inner[20:size])


def echo(src, dst, size=8, **fields):
    """An echo request, inner packet of most tests."""
    if not is_ip6(dst):
        body = struct.pack("!BBHHH", 8, 0, 0, 7, 1) + bytes(size)
        body = body[:2] + struct.pack("!H", csum(body)) + body[4:]
        return ip4(src, dst, 1, body, **fields)
    body = struct.pack("!BBHHH", 128, 0, 0, 7, 1) + bytes(size)
    pseudo = socket.inet_pton(socket.AF_INET6, src)
    pseudo += socket.inet_pton(socket.AF_INET6, dst)
    pseudo += struct.pack("!II", len(body), 58)
    body = body[:2] + struct.pack("!H", csum(pseudo + body)) + body[4:]
    return ip6(src, dst, 58, body, **fields)


def icmp4(kind, code, value, payload=b""):
    """An ICMP message; the value is that of its second word."""
    head = struct.pack("!BBHI", kind, code, 0, value)
    return head[:2] + struct.pack("!H", csum(head + payload)) + head[4:] + \
        payload


def icmp6(src, dst, kind, code, value, payload=b""):
    """An ICMPv6 message; the value is that of its second word."""
    head = struct.pack("!BBHI", kind, code, 0, value)
    pseudo = socket.inet_pton(socket.AF_INET6, src)
    pseudo += socket.inet_pton(socket.AF_INET6, dst)
    pseudo += struct.pack("!II", len(head) + len(payload), 58)
    return head[:2] + struct.pack("!H", csum(pseudo + head + payload)) + \
        head[4:] + payload


class Sender:
    """Sends packets with headers of their own, to where routes lead."""

    def __init__(self):
        self.v4 = socket.socket(socket.AF_INET, socket.SOCK_RAW,
                                socket.IPPROTO_RAW)
        self.v6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                                socket.IPPROTO_RAW)
        self.v6.setsockopt(socket.IPPROTO_IPV6, IPV6_HDRINCL, 1)

    def send(self, packet):
        """The destination is read from the packet."""
        if packet[0] >> 4 == 4:
            self.v4.sendto(packet, (socket.inet_ntoa(packet[16:20]), 0))
        else:
            to = socket.inet_ntop(socket.AF_INET6, packet[24:40])
            self.v6.sendto(packet, (to, 0))


def device_socket(device, dgram=True):
    """A socket that puts packets on a device as they are."""
    kind = socket.SOCK_DGRAM if dgram else socket.SOCK_RAW
    sock = socket.socket(socket.AF_PACKET, kind, 0)
    sock.bind((device, 0))
    return sock
