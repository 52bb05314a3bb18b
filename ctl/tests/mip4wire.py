#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Three judges of the codec of Mobile IPv4: a reader of its own, which knows
extension 152 and all authenticators, and tshark take apart what it builds; and
it takes apart what scapy builds. Prints TAP.

Covers: R5454-2-01 R5454-2.1-01 R5454-2.1-02 R5454-2.2-01 R5454-2.2-02
Covers: R5454-2.3-01 R5454-5-01 D4-01-3.1-01 D4-01-3.2-01 D4-01-3.3-01
"""

import hashlib
import hmac
import ipaddress
import pathlib
import struct
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "tools"))

from testing_wire import Codec, done, from_peer, point, to_tshark

try:
    from scapy.all import ICMP, IP, Raw, UDP, raw
    from scapy.layers import mobileip
except ImportError:
    print("1..0 # SKIP scapy is not installed")
    sys.exit(0)

CODEC = Codec("codec4")
HOA, HA, COA, FA = "10.0.0.1", "198.51.100.1", "192.0.2.7", "203.0.113.1"
NET, LOCAL = "2001:db8:700::", "fe80::a00:1"
ID = 0xe000000080000001

# ---- an own reader -------------------------------------------------------

ALGORITHMS = {
    "hmac-md5": lambda key, data: hmac.digest(key, data, "md5"),
    "md5": lambda key, data: hashlib.md5(key + data + key).digest(),
    "hmac-sha1": lambda key, data: hmac.digest(key, data, "sha1"),
    "hmac-sha256": lambda key, data: hmac.digest(key, data, "sha256"),
}
FIXED = {1: "!BBH4s4s4sQ", 3: "!BBH4s4sQ", 7: "!BBH4s4s4sL", 15: "!BBH4sL"}


def addr(data):
    """An address, of either family."""
    return str(ipaddress.ip_address(data))


def algorithm(data, at, spi, code):
    """The algorithm that has made an authenticator."""
    key = bytes((spi + i) & 0xff for i in range(16))
    names = [name for name, function in ALGORITHMS.items()
             if function(key, data[:at]) == code]
    return names[0] if names else "wrong"


def read_one(message, at, kind, data):
    """An extension as a tuple, its type first."""
    if kind in (32, 33, 34):
        spi = int.from_bytes(data[:4], "big")
        return kind, spi, algorithm(message, at + 6, spi, data[4:])
    if kind == 131:
        return kind, data.decode()
    if kind == 137:
        return kind, *struct.unpack("!HL", data)
    if kind == 144:
        return kind, *struct.unpack("!BBBBH", data)
    if kind == 44:
        return kind, *struct.unpack("!BBHH", data)
    if kind == 152 and data[0] == 1:
        return kind, 1, data[1], addr(data[2:18])
    if kind == 152 and data[0] == 2:
        return kind, 2, data[1], data[2], data[3], addr(data[4:20])
    if kind == 152 and data[0] == 3:
        return kind, *data
    assert kind == 130 and not data
    return (kind,)


def read(message, draft):
    """The fixed part and the extensions of a message."""
    form = FIXED[message[0]]
    at = struct.calcsize(form)
    fixed = [addr(field) if isinstance(field, bytes) else field
             for field in struct.unpack(form, message[:at])]
    extensions = []
    while at < len(message):
        kind, length = message[at], message[at + 1]
        if kind == 152 and draft:
            length -= 2
        data = message[at + 2:at + 2 + length]
        assert len(data) == length
        extensions.append(read_one(message, at, kind, data))
        at += 2 + length
    return fixed, extensions


MIP4 = {
    "request": ([1, 0x22, 600, HOA, HA, COA, ID], [
        (131, "node@example.org"), (152, 1, 40, NET), (152, 1, 255, LOCAL),
        (152, 3, 0), (32, 256, "hmac-md5")]),
    "request-nat": ([1, 0x68, 65535, "0.0.0.0", HA, COA, ID], [
        (131, "n"), (144, 0, 0, 0x80, 47, 0), (137, 0x8000, 0xe0000001),
        (32, 0xfffffffe, "hmac-sha256")]),
    "request-visitor": ([1, 0x92, 60, HOA, HA, FA, ID], [
        (152, 1, 128, NET), (32, 257, "md5"), (130,), (33, 258, "hmac-sha1")]),
    "request-relayed": ([1, 0, 60, HOA, HA, FA, ID], [
        (152, 1, 0, "::"), (32, 257, "hmac-sha1"), (152, 3, 0),
        (144, 0, 0, 0x40, 0, 0), (137, 0, 1), (34, 259, "hmac-md5")]),
    "request-draft": ([1, 0, 60, HOA, HA, FA, ID], [
        (152, 1, 64, NET), (152, 3, 0), (32, 257, "hmac-md5"), (152, 3, 0)]),
    "request-end": ([1, 0, 0, HOA, HA, HOA, ID], [(32, 256, "hmac-md5")]),
    "reply": ([3, 0, 600, HOA, HA, ID], [
        (131, "node@example.org"), (152, 2, 1, 40, 0, NET),
        (152, 2, 0, 255, 0, LOCAL), (152, 2, 9, 48, 0, NET),
        (44, 0, 0, 0x8000, 110), (137, 0, 2), (32, 256, "hmac-sha256")]),
    "reply-mismatch": ([3, 133, 0, HOA, HA, ID], [(32, 256, "hmac-md5")]),
    "reply-to-agent": ([3, 1, 60, HOA, HA, ID], [
        (32, 256, "hmac-md5"), (44, 0, 64, 0, 0), (137, 0, 3),
        (34, 259, "hmac-sha1")]),
    "reply-relayed": ([3, 0, 60, HOA, HA, ID], [
        (32, 256, "hmac-md5"), (33, 258, "hmac-md5")]),
    "reply-of-agent": ([3, 69, 1800, HOA, HA, ID], [(33, 258, "hmac-md5")]),
    "reply-draft": ([3, 0, 60, HOA, HA, ID], [
        (152, 2, 10, 64, 0, NET), (152, 2, 11, 128, 0, NET),
        (32, 256, "hmac-md5")]),
    "revocation": ([7, 0, 0xc000, HOA, HA, FA, 0xe0000002], [
        (34, 259, "hmac-md5")]),
    "revocation-node": ([7, 0, 0x8000, HOA, HA, COA, 5], [
        (131, "node@example.org"), (32, 256, "hmac-sha1")]),
    "revocation-ack": ([15, 0, 0x8000, HOA, 0xe0000002], [
        (34, 259, "hmac-md5")]),
}


def to_reader(messages):
    """What the codec builds, for the reader."""
    point("every message is read", sorted(MIP4),
          sorted(name for _, name, _ in messages))
    for _, name, data in messages:
        point(f"{name}: as an own reader has it", MIP4[name],
              read(data, "draft" in name))


# ---- what tshark says ----------------------------------------------------

RRQ = ("mip.type", "mip.flags", "mip.life", "mip.homeaddr", "mip.haaddr",
       "mip.coa")
RRP = ("mip.type", "mip.code", "mip.life", "mip.homeaddr", "mip.haaddr")
REVOKE = ("mip.type", "mip.rev.reserved", "mip.flags2", "mip.homeaddr",
          "mip.rev.hda", "mip.rev.fda", "mip.revid")
ACK = ("mip.type", "mip.ack.reserved", "mip.flags2", "mip.homeaddr",
       "mip.revid")
NAMES = {1: RRQ, 3: RRP, 7: REVOKE, 15: ACK}
EXTENSIONS = {
    32: ("mip.auth.spi",), 33: ("mip.auth.spi",), 34: ("mip.auth.spi",),
    131: ("mip.nai",), 137: ("mip.ext.rev.flags", "mip.ext.rev.tstamp"),
    144: ("mip.ext.utrq.subtype", "mip.ext.utrq.reserved1",
          "mip.ext.utrq.flags", "mip.ext.utrq.encaptype",
          "mip.ext.utrq.reserved3"),
    44: ("mip.ext.utrp.subtype", "mip.ext.utrp.code", "mip.ext.utrp.flags",
         "mip.ext.utrp.keepalive"),
}
HEX = {"mip.flags": 4, "mip.flags2": 6, "mip.auth.spi": 10,
       "mip.rev.reserved": 4, "mip.ack.reserved": 4, "mip.ext.rev.flags": 6,
       "mip.ext.utrq.reserved1": 4, "mip.ext.utrq.flags": 4,
       "mip.ext.utrq.reserved3": 6, "mip.ext.utrp.flags": 6}


def text(name, value):
    """A value as tshark writes it."""
    return f"{value:#0{HEX[name]}x}" if name in HEX else str(value)


def ipv6(extension):
    """152 as bytes, as tshark leaves it."""
    if extension[1] == 3:
        return bytes(extension[1:]).hex()
    return (bytes(extension[1:-1]) +
            ipaddress.ip_address(extension[-1]).packed).hex()


def fields(fixed, extensions):
    """All fields of a message."""
    wire = {name: [text(name, value)]
            for name, value in zip(NAMES[fixed[0]], fixed)}
    for extension in extensions:
        wire.setdefault("mip.ext.type", []).append(str(extension[0]))
        for name, value in zip(EXTENSIONS.get(extension[0], ()),
                               extension[1:]):
            wire.setdefault(name, []).append(text(name, value))
        if extension[0] in (130, 152):
            data = "<MISSING>" if extension[0] == 130 else ipv6(extension)
            wire.setdefault("mip.extension", []).append(data)
    return {name: ",".join(values) for name, values in wire.items()}


WIRE = {name: fields(*message) for name, message in MIP4.items()
        if "draft" not in name} | {
    "solicitation": {"icmp.type": "10", "icmp.code": "0",
                     "icmp.checksum.status": "1"},
    "advertisement-foreign": {
        "icmp.type": "9", "icmp.code": "16", "icmp.checksum.status": "1",
        "icmp.num_addrs": "1", "icmp.lifetime": "9",
        "icmp.router_address": FA, "icmp.pref_level": "-1",
        "icmp.mip.type": "16,19,0", "icmp.mip.length": "14,1",
        "icmp.mip.seq": "258", "icmp.mip.life": "1800",
        "icmp.mip.flags": "0x9540", "icmp.mip.coa": f"{FA},{COA}",
        "icmp.mip.prefixlength": "24"},
    "advertisement-home": {
        "icmp.type": "9", "icmp.code": "0", "icmp.checksum.status": "1",
        "icmp.num_addrs": "2", "icmp.lifetime": "1800",
        "icmp.router_address": f"{HA},{FA}", "icmp.pref_level": "7,0",
        "icmp.mip.type": "16", "icmp.mip.length": "6", "icmp.mip.seq": "0",
        "icmp.mip.life": "65535", "icmp.mip.flags": "0x6880"},
}


def packet(proto, _, data):
    """A message as a packet."""
    if proto == "mip4":
        return IP(src=COA, dst=HA) / UDP(sport=434, dport=434) / Raw(data)
    return IP(src=FA, dst="224.0.0.1", ttl=1, proto=1) / Raw(data)


# ---- what scapy builds ---------------------------------------------------

def extension(kind, data):
    """An extension, which scapy does not know."""
    return Raw(bytes([kind, len(data)]) + data)


def scapy_mip4():
    """[(text, packet, what the codec should find in it)]"""
    none = {"code": 0, "flags": 0, "coa": "0.0.0.0"}
    net = ipaddress.ip_address("2001:db8:7ff:ffff::1").packed
    auth = struct.pack("!L", 300) + bytes(16)
    yield ("request with reserved bits",
           mobileip.MobileIP(type=1) / mobileip.MobileIPRRQ(
               flags=0xff, lifetime=7, homeaddr=HOA, haaddr=HA, coaddr=COA,
               id=ID) / extension(152, b"\1\x28" + net) /
           extension(200, b"") / Raw(b"\0") / extension(152, b"\3\xff") /
           extension(152, b"\4\1\2\3") / extension(32, auth),
           none | {"type": 1, "flags": 0xfa, "lifetime": 7, "hoa": HOA,
                   "ha": HA, "coa": COA, "id": ID, "node": {"mode": 1},
                   "prefix": [{"addr": NET, "len": 40, "code": 0}],
                   "auth": [{"between": 0, "spi": 300, "off": 63,
                             "len": 16}]})
    yield ("reply with reserved bits",
           mobileip.MobileIP(type=3) / mobileip.MobileIPRRP(
               code=0, lifetime=9, homeaddr=HOA, haaddr=HA, id=ID) /
           extension(152, b"\2\1\x28\xff" + net) /
           extension(44, b"\0\x05\xff\xff\0\x3c") / extension(32, auth) /
           extension(137, b"\x7f\xff\0\0\0\1"),
           none | {"type": 3, "lifetime": 9, "hoa": HOA, "ha": HA, "id": ID,
                   "node": {"code": 5, "keepalive": 60, "force": 1},
                   "agent": {"inform": 0, "time": 1},
                   "prefix": [{"addr": NET, "len": 40, "code": 1}],
                   "auth": [{"between": 0, "spi": 300, "off": 56,
                             "len": 16}]})
    yield ("request with what must be known", mobileip.MobileIP(type=1) /
           mobileip.MobileIPRRQ() / extension(127, b"\0"),
           {"error": "unknown extension that must be known"})
    yield ("tunnel data", mobileip.MobileIP(type=4) /
           mobileip.MobileIPTunnelData(), {"error": "unknown message type"})


def scapy_adverts():
    """The same of ICMP."""
    router = ipaddress.ip_address(FA).packed
    coa = ipaddress.ip_address(COA).packed
    agent = struct.pack("!HHH", 255, 60, 0xffff) + coa
    yield ("solicitation", ICMP(type=10), {"type": 10, "code": 0,
                                           "lifetime": 0})
    yield ("advertisement", ICMP(type=9, code=16, unused=0x0203001e) /
           Raw(router + b"\0\0\0\1" + bytes(4) + router + b"\0\0\0\2" +
               bytes(4)) / extension(19, b"\x18\x20") / extension(200, b"x") /
           extension(16, agent),
           {"type": 9, "code": 16, "lifetime": 30, "sequence": 255,
            "reg_lifetime": 60, "flags": 0xfdc0, "coa": [{"addr": COA}],
            "routers": [{"addr": FA, "preference": 1, "prefix_len": 24},
                        {"addr": FA, "preference": 2, "prefix_len": 32}]})
    yield ("advertisement of a router that is no agent",
           ICMP(type=9, unused=0x01020708) / Raw(router + b"\x80\0\0\0"),
           {"type": 9, "code": 0, "lifetime": 1800,
            "routers": [{"addr": FA, "preference": 0x80000000}]})
    yield ("advertisement with what must be known",
           ICMP(type=9, unused=0x00020000) / extension(24, b"challenge"),
           {"error": "malformed"})


built = CODEC.built()
to_reader([message for message in built if message[0] == "mip4"])
# tshark knows no draft.
to_tshark([message for message in built if "draft" not in message[1]], WIRE,
          packet)
from_peer(CODEC, "scapy", [(name, "mip4", raw(message), wanted)
                           for name, message, wanted in scapy_mip4()])
from_peer(CODEC, "scapy", [(name, "mip4_advert", raw(message), wanted)
                           for name, message, wanted in scapy_adverts()])
done()
