# SPDX-License-Identifier: GPL-2.0
"""What nodes and routers say on a link: MLD, IGMP, neighbour discovery, DHCPv6.
Right unless something wrong is asked for.
"""

import struct

import packet
from netlink import address

ALERT = b"\x05\x02\0\0"
PADN = b"\x01\0"

# Types of the records of MLDv2 and IGMPv3.
IS_IN, IS_EX, TO_IN, TO_EX, ALLOW, BLOCK = range(1, 7)


def options(nexthdr, payload, opts=ALERT + PADN):
    """A header of hop-by-hop or destination options before a payload."""
    size = 2 + len(opts)
    assert size % 8 == 0
    return struct.pack("!BB", nexthdr, size // 8 - 1) + opts + payload


def icmp6(src, dst, kind, body=b"", code=0, word=0, hops=255, opts=None,
          bad=False, cut=None):
    """An ICMPv6 packet: word is the second one of its header. With opts there
    are hop-by-hop options before it; cut leaves so much of the IP payload.
    """
    message = packet.icmp6(src, dst, kind, code, word, body)
    if bad:
        message = message[:2] + bytes([message[2] ^ 0x11]) + message[3:]
    proto = 58
    if opts is not None:
        proto, message = 0, options(58, message, opts)
    return packet.ip6(src, dst, proto, message[:cut], ttl=hops)


def mld(src, dst, kind, body, word=0, **fields):
    """MLD: hop limit 1 and the router alert."""
    fields.setdefault("hops", 1)
    fields.setdefault("opts", ALERT + PADN)
    return icmp6(src, dst, kind, body, word=word, **fields)


def mld_query(src, group="::", dst="ff02::1", **fields):
    """A query of MLDv2, answered within 100 ms."""
    return mld(src, dst, 130, address(group) + b"\x02\x7d\0\0",
               word=100 << 16, **fields)


def mld_report(src, group, dst=None, **fields):
    """A report of MLDv1."""
    return mld(src, dst or group, 131, address(group), **fields)


def mld_done(src, group, **fields):
    """Done, of MLDv1."""
    return mld(src, "ff02::2", 132, address(group), **fields)


def records(*what):
    """Records of (type, group, sources...), for MLDv2 and for IGMPv3."""
    body = b""
    for kind, group, *sources in what:
        body += struct.pack("!BBH", kind, 0, len(sources)) + address(group)
        for source in sources:
            body += address(source)
    return body


def mld2(src, *what, count=None, dst="ff02::16", **fields):
    """A report of MLDv2 with these records."""
    count = len(what) if count is None else count
    return mld(src, dst, 143, records(*what), word=count, **fields)


def igmp(src, dst, kind, body, ttl=1, bad=False, cut=None, code=0):
    """IGMP; the body is what comes after the checksum."""
    message = packet.icmp4(kind, code, struct.unpack("!I", body[:4])[0],
                           body[4:])
    if bad:
        message = message[:2] + bytes([message[2] ^ 0x11]) + message[3:]
    return packet.ip4(src, dst, 2, message[:cut], ttl=ttl)


def igmp_query(src, group="0.0.0.0", dst="224.0.0.1", **fields):
    """A query of IGMPv3, answered within a tenth of a second."""
    return igmp(src, dst, 0x11, address(group) + b"\x02\x7d\0\0", code=1,
                **fields)


def igmp_report(src, group, kind=0x16, **fields):
    """A report of IGMPv1 (0x12) or IGMPv2 (0x16), or a leave (0x17)."""
    return igmp(src, "224.0.0.2" if kind == 0x17 else group, kind,
                address(group), **fields)


def igmp3(src, *what, count=None, **fields):
    """A report of IGMPv3 with these records."""
    count = len(what) if count is None else count
    return igmp(src, "224.0.0.22", 0x22, struct.pack("!HH", 0, count) +
                records(*what), **fields)


def solicit_router(src, **fields):
    """A router solicitation."""
    return icmp6(src, "ff02::2", 133, **fields)


def advertise_router(src, prefix=None, dst="ff02::1", **fields):
    """A router advertisement, with a prefix to make addresses of."""
    body = bytes(8)
    if prefix:
        body += struct.pack("!BBBBIII", 3, 4, 64, 0xc0, 3600, 3600, 0)
        body += address(prefix)
    return icmp6(src, dst, 134, body, word=64 << 24 | 1800, **fields)


def solicit(src, target, dst=None, **fields):
    """A neighbour solicitation; to the solicited-node group of the target."""
    node = "ff02::1:ff%02x:%02x%02x" % tuple(address(target)[13:])
    return icmp6(src, dst or node, 135, address(target), **fields)


def advertise(src, dst="ff02::1", **fields):
    """A neighbour advertisement."""
    return icmp6(src, dst, 136, address("fe80::1"), **fields)


def dhcp6(src, dst="ff02::1:2", sport=546, dport=547, hops=1, proto=17,
          cut=None):
    """The beginning of a DHCPv6 message."""
    message = packet.udp(src, dst, sport, dport, b"\x01\x12\x34\x56")
    return packet.ip6(src, dst, proto, message[:cut], ttl=hops)
