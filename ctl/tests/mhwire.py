#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Two judges of the codec: tshark takes apart what it builds, and it takes
apart what scapy builds. Prints TAP.

Covers: R5555-3.1.1-01 R5555-3.1.2-01 R5555-3.1.3-01 R5555-3.2.1-01
Covers: R5555-3.2.2-01
"""

import pathlib
import struct
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "tools"))

from testing_wire import Codec, done, from_peer, point, to_tshark

try:
    from scapy.all import IPv6, raw
    from scapy.fields import (BitField, ByteField, IntField, IPField,
                              ShortField)
    from scapy.layers import inet6
except ImportError:
    print("1..0 # SKIP scapy is not installed")
    sys.exit(0)

CODEC = Codec("codec")
SRC, DST, COA = "2001:db8::1", "2001:db8::2", "2001:db8:9::9"
NOW = 0xe0000000 << 32

# ---- what tshark says ----------------------------------------------------

BU = "AHLKMRPF"
FLAGS = {flag: f"mip6.bu.{flag.lower()}_flag" for flag in BU}
FLAGS["R"] = "mip6.nemo.bu.r_flag"


def update(seq, lifetime, flags, **options):
    """Fields of a binding update."""
    fields = {"mip6.mhtype": "5", "mip6.bu.seqnr": str(seq),
              "mip6.bu.lifetime": str(lifetime)}
    fields |= {name: str(int(flag in flags)) for flag, name in FLAGS.items()}
    return fields | {f"mip6.{k}": v for k, v in options.items()}


def ack(status, seq, lifetime, flags="", **options):
    """Fields of a binding acknowledgement."""
    fields = {"mip6.mhtype": "6", "mip6.ba.status": str(status),
              "mip6.ba.seqnr": str(seq), "mip6.ba.lifetime": str(lifetime),
              "mip6.ba.k_flag": str(int("K" in flags)),
              "mip6.nemo.ba.r_flag": str(int("R" in flags))}
    return fields | {f"mip6.{k}": v for k, v in options.items()}


WIRE = {
    "refresh": {"mip6.mhtype": "0", "mip6.hlen": "0"},
    "update": update(1, 15, "AHL", **{"acoa.acoa": COA}),
    "update-ipv4": update(65535, 65535, "AHF", **{
        "ipv4ha.preflen": "32,24", "ipv4ha.p_flag": "0,1",
        "ipv4ha.ha": "10.0.0.1,0.0.0.0", "ipv4coa.addr": "192.0.2.7",
        "ipv4coa.reserved": "0"}),
    "update-router": update(2, 15, "AHKR", **{
        "nemo.mnp.pfl": "48,64", "nemo.mnp.mnp": f"2001:db8:700::,{COA}",
        "acoa.acoa": COA}),
    "update-signed": update(3, 15, "AH", **{
        "mnid.subtype": "1", "mnid.identifier": "node@example.org",
        "mseg_id.timestamp": "Feb  1, 2089 11:39:44.000000000 UTC",
        "auth.subtype": "1", "auth.mobility_spi": "256"}),
    "ack": ack(0, 1, 15, **{"bra.interval": "10"}),
    "ack-ipv4": ack(0, 65535, 450, "KR", **{
        "ipv4aa.sts": "0,133", "ipv4ha.preflen": "32,0",
        "ipv4ha.ha": "10.0.0.1,10.9.0.0", "natd.f_flag": "0",
        "natd.reserved": "0", "natd.refresh_t": "110"}),
    "ack-forced": ack(0, 9, 15, **{
        "natd.f_flag": "1", "natd.reserved": "0",
        "natd.refresh_t": "4294967295"}),
    "ack-refused": ack(146, 4, 0, **{
        "mnid.identifier": "node@example.org", "auth.subtype": "1",
        "auth.mobility_spi": "257"}),
    "error": {"mip6.mhtype": "7", "mip6.be.status": "2", "mip6.be.haddr": COA},
    "heartbeat": {"mip6.mhtype": "13", "mip6.hb.r_flag": "1",
                  "mip6.hb.u_flag": "0", "mip6.hb.seqnr": "70000",
                  "mip6.rc": "5"},
    "agents-request": {"icmpv6.type": "144", "icmpv6.mip6.identifier": "7"},
    "agents-reply": {"icmpv6.type": "145", "icmpv6.mip6.identifier": "7",
                     "icmpv6.mip6.home_agent_address": f"{DST},{COA}"},
    "prefix-solicitation": {"icmpv6.type": "146",
                            "icmpv6.mip6.identifier": "8"},
    "prefix-advertisement": {
        "icmpv6.type": "147", "icmpv6.mip6.identifier": "8",
        "icmpv6.mip6.flag.m": "1", "icmpv6.mip6.flag.o": "0",
        "icmpv6.opt.prefix.length": "64,48",
        "icmpv6.opt.prefix.flag.l": "1,0", "icmpv6.opt.prefix.flag.a": "1,1",
        "icmpv6.opt.prefix.flag.r": "1,0",
        "icmpv6.opt.prefix.valid_lifetime": "86400,4294967295",
        "icmpv6.opt.prefix.preferred_lifetime": "3600,4294967295",
        "icmpv6.opt.prefix": f"{DST},2001:db8:700::"},
}


def packet(proto, name, data):
    """A message as a packet; its checksum is ours to judge, or ICMPv6's."""
    number = 135 if proto == "mh" else 58
    head = IPv6(src=SRC, dst=DST, nh=number, plen=len(data))
    checksum = inet6.in6_chksum(number, head, data)
    if proto == "mh":
        point(f"{name}: checksum", 0, checksum)
    else:
        data = data[:2] + struct.pack("!H", checksum) + data[4:]
    return IPv6(raw(head) + data)


# ---- what scapy builds ---------------------------------------------------

class Home4(inet6._MIP6OptAlign):
    """IPv4 Home Address."""
    name = "IPv4 Home Address"
    fields_desc = [ByteField("otype", 29), ByteField("olen", 6),
                   BitField("plen", 32, 6), BitField("p", 0, 1),
                   BitField("reserved", 0, 9), IPField("addr", "0.0.0.0")]
    x, y = 4, 0


class Ack4(inet6._MIP6OptAlign):
    """IPv4 Address Acknowledgement."""
    name = "IPv4 Address Acknowledgement"
    fields_desc = [ByteField("otype", 30), ByteField("olen", 6),
                   ByteField("status", 0), BitField("plen", 32, 6),
                   BitField("reserved", 0, 2), IPField("addr", "0.0.0.0")]
    x, y = 4, 0


class Nat(inet6._MIP6OptAlign):
    """NAT Detection."""
    name = "NAT Detection"
    fields_desc = [ByteField("otype", 31), ByteField("olen", 6),
                   BitField("f", 0, 1), BitField("reserved", 0, 15),
                   IntField("refresh", 0)]
    x, y = 4, 0


class Coa4(inet6._MIP6OptAlign):
    """IPv4 Care-of Address."""
    name = "IPv4 Care-of Address"
    fields_desc = [ByteField("otype", 32), ByteField("olen", 6),
                   ShortField("reserved", 0), IPField("addr", "0.0.0.0")]
    x, y = 4, 0


def scapy_messages():
    """[(text, protocol, packet, what the codec should find in it)]"""
    bu = inet6.MIP6MH_BU
    ba = inet6.MIP6MH_BA
    none = {"sequence": 0, "flags": 0, "status": 0, "lifetime": 0, "home": "::",
            "checksum": 0}
    yield ("update with IPv4 addresses", "mh",
           bu(seq=0x1234, flags="AH", reserved=0x100, mhtime=99, options=[
               Home4(addr="10.0.0.1", plen=32, reserved=0x1ff),
               Home4(plen=24, p=1), Coa4(addr="192.0.2.7", reserved=0xffff)]),
           none | {"type": 5, "sequence": 0x1234, "flags": 0xc100,
                   "lifetime": 99, "coa4": "192.0.2.7", "home4": [
                       {"addr": "10.0.0.1", "len": 32, "prefix": 0},
                       {"addr": "0.0.0.0", "len": 24, "prefix": 1}]})
    yield ("update of a router", "mh",
           bu(seq=1, flags="AHLKR", mhtime=3, options=[
               inet6.MIP6OptAltCoA(acoa=COA),
               inet6.MIP6OptMobNetPrefix(plen=48, prefix="2001:db8:700::"),
               inet6.MIP6OptMobNetPrefix(plen=64, prefix="2001:db8:701::")]),
           none | {"type": 5, "sequence": 1, "flags": 0xf400, "lifetime": 3,
                   "alt_coa": COA, "prefix": [
                       {"addr": "2001:db8:700::", "len": 48},
                       {"addr": "2001:db8:701::", "len": 64}]})
    yield ("update with authentication", "mh",
           bu(seq=7, flags="AH", mhtime=3, options=[
               inet6.MIP6OptMNID(id=b"node@example.org"),
               inet6.MIP6OptReplayProtection(timestamp=NOW),
               inet6.MIP6OptMsgAuth(mspi=256, authdata=b"A" * 12)]),
           none | {"type": 5, "sequence": 7, "flags": 0xc000, "lifetime": 3,
                   "nai": "node@example.org", "auth_subtype": 1,
                   "auth_spi": 256, "auth_off": 52, "auth_len": 12})
    yield ("update to a correspondent", "mh",
           bu(seq=8, flags="A", mhtime=3, options=[
               # Of the length that RFC 6275 says, and not scapy.
               inet6.MIP6OptNonceIndices(olen=4, hni=1, coni=2),
               inet6.MIP6OptBindingAuthData(olen=12)]),
           none | {"type": 5, "sequence": 8, "flags": 0x8000, "lifetime": 3,
                   "nonce": 1, "bind_auth": 1})
    yield ("acknowledgement with IPv4 addresses", "mh",
           ba(seq=5, status=0, flags="KR", res2=0, mhtime=450, options=[
               inet6.MIP6OptBRAdvice(rinter=10),
               Ack4(addr="10.0.0.1", plen=32, reserved=3),
               Ack4(addr="10.9.0.0", plen=0, status=132),
               Nat(refresh=110, reserved=0x7fff)]),
           none | {"type": 6, "sequence": 5, "flags": 0xc0, "lifetime": 450,
                   "refresh": 10, "nat_force": 0, "nat_refresh": 110, "ack4": [
                       {"addr": "10.0.0.1", "len": 32, "status": 0},
                       {"addr": "10.9.0.0", "len": 0, "status": 132}]})
    yield ("acknowledgement as RFC 5555, section 8, numbers it", "mh",
           ba(seq=5, options=[Ack4(otype=29, addr="10.0.0.1"),
                              Nat(f=1, refresh=0xffffffff)], flags="", res2=0),
           none | {"type": 6, "sequence": 5, "nat_force": 1,
                   "nat_refresh": 0xffffffff, "ack4": [
                       {"addr": "10.0.0.1", "len": 32, "status": 0}]})
    yield ("refusal", "mh", ba(seq=65535, status=135, flags="", res2=0),
           none | {"type": 6, "sequence": 65535, "status": 135})
    yield ("refresh request", "mh", inet6.MIP6MH_BRR(), none | {"type": 0})
    yield ("error", "mh", inet6.MIP6MH_BE(status=1, ha=COA),
           none | {"type": 7, "status": 1, "home": COA})
    yield ("home test init", "mh", inet6.MIP6MH_HoTI(cookie=b"\1" * 8),
           {"error": "unknown message type"})
    yield from scapy_icmp6()


def scapy_icmp6():
    """The same of ICMPv6."""
    none = {"router": 0, "managed": 0, "other": 0}
    yield ("agents request", "icmp6", inet6.ICMPv6HAADRequest(id=9, R=1),
           none | {"type": 144, "id": 9, "router": 1})
    yield ("agents reply", "icmp6",
           inet6.ICMPv6HAADReply(id=9, R=0, addresses=[DST, COA]),
           none | {"type": 145, "id": 9,
                   "agents": [{"addr": DST}, {"addr": COA}]})
    yield ("prefix solicitation", "icmp6", inet6.ICMPv6MPSol(id=0xffff),
           none | {"type": 146, "id": 0xffff})
    option = inet6.ICMPv6NDOptPrefixInfo(
        prefixlen=64, L=1, A=0, R=1, validlifetime=86400,
        preferredlifetime=3600, prefix=DST)
    yield ("prefix advertisement", "icmp6",
           inet6.ICMPv6MPAdv(id=1, flags=2) / option /
           inet6.ICMPv6NDOptMTU(mtu=1280) / option,
           none | {"type": 147, "id": 1, "managed": 1, "prefix": 2 * [
               {"addr": DST, "len": 64, "flags": 0xa0, "valid": 86400,
                "preferred": 3600}]})


def seconds(got):
    """scapy has its own idea of the fraction of a second."""
    stamp = got.pop("timestamp", None)
    if stamp is not None:
        point("the time", NOW >> 32, stamp >> 32)


# The dates of tshark have a comma of their own.
to_tshark(CODEC.built(), WIRE, packet,
          ("hlen", "mnid.subtype", "timestamp"))
from_peer(CODEC, "scapy", [
    (text, proto, raw(IPv6(src=SRC, dst=DST) / message)[40:], wanted)
    for text, proto, message, wanted in scapy_messages()], seconds)
done()
