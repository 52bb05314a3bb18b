#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Requests that have to be refused, with error, text and attribute to blame.

refusals.py table: all refusals there are; makes the test points of netlink.sh
refusals.py rights: what becomes of each command
refusals.py alone: a namespace of one's own
refusals.py fuzz SEED COUNT: requests at random
"""

import os
import random
import re
import socket
import struct
import sys
from glob import glob

from netlink import (ATTR, CMD, FLAGS, HOME, LINK, NETLINK_ROUTE, NLA_F_NESTED,
                     NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL,
                     NLM_F_REPLACE, NLM_F_REQUEST, NLM_F_ACK, Dsmip, Netlink,
                     Refusal, address, ask, attrs, binding, home, new_link,
                     pack_attr, point)

MULTICAST, ACCESS, AGENT = (1 << FLAGS.index(name) for name in
                            ("multicast", "access", "agent"))
HA4, HA6 = "198.51.100.1", "2001:db8:2::1"
MN4, MN6 = "198.51.100.130", "2001:db8:3::130"
TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")

BAD_HOMES = ["224.0.0.1", "239.0.0.0/8", "127.0.0.1", "127.0.0.0/8", "0.0.0.0",
             "255.255.255.255", "169.254.1.1", "169.254.0.0/16", "ff02::1",
             "ff00::/8", "::1", "::", "fe80::/10", "fe80::/64",
             "fe80::2/127", "::ffff:203.0.113.7", "::ffff:0:0/96"]
BAD_ENDS = ["224.0.0.1", "127.0.0.1", "0.0.0.0", "255.255.255.255",
            "169.254.1.1", "ff02::1", "::1", "::", "fe80::1",
            "::ffff:198.51.100.130"]

NOT_HOME = "Not an address that can be a home address"
NOT_COA = "Not an address that can be a care-of address"
NOT_END = "Not an address that can be a tunnel end"
NO_DEVICE = "No dsmip device has this index"
LENGTH = "Address is not 4 or 16 bytes long"
UNKNOWN = "Unknown attribute type"
UNSUPPORTED = "Unsupported attribute"
BAD_LENGTH = "invalid attribute length"
RANGE = "integer out of range"
LEFTOVER = "bytes leftover after parsing attributes"


class Table:
    """Requests, and what has to be said to them."""

    def __init__(self):
        self.client = Dsmip()
        self.route = Netlink(NETLINK_ROUTE)
        self.index = [socket.if_nametoindex(f"dsmip{i}") for i in range(3)]
        self.texts = set()

    def refuse(self, what, wanted, function, *args, **kwargs):
        """One test point: refused as wanted, and nothing has changed."""
        before = self.client.call("get", flags=NLM_F_DUMP)
        got = ask(function, *args, **kwargs)
        if self.client.call("get", flags=NLM_F_DUMP) != before:
            got += " | and changed something"
        self.texts.add(wanted.split(" | ")[1])
        point(what, wanted, got)

    def call(self, what, wanted, cmd, raw=b"", flags=0, **more):
        """A command that is refused."""
        self.refuse(what, wanted, self.client.call, cmd, raw, flags, **more)

    def new(self, what, wanted, extra=b"", how=NLM_F_CREATE, **fields):
        """A binding that is refused; what is not given is right."""
        right = {"ifindex": self.index[0], "home": "203.0.113.99",
                 "coa": MN4, "encap": "udp"}
        right.update(fields)
        self.call(what, wanted, "new", binding(**right) + extra, how)

    def devices(self):
        """Which device?"""
        base = {"home": "203.0.113.99", "coa": MN4, "encap": "udp"}
        cases = {"new": (base, NLM_F_CREATE), "del": ({"id": 1}, 0),
                 "get": ({"id": 1}, 0), "flush": ({}, 0), "stats": ({}, 0),
                 "origin": ({"origin": 1}, 0)}
        for cmd, (fields, flags) in cases.items():
            self.call(f"{cmd} without a device",
                      "EINVAL | No device given | no ifindex", cmd,
                      binding(**fields), flags)
            for index in (1, 4000000000):
                self.call(f"{cmd} on device {index}",
                          f"ENODEV | {NO_DEVICE} | ifindex", cmd,
                          binding(ifindex=index, **fields), flags)
            self.call(f"{cmd} on device 0", f"ERANGE | {RANGE} | ifindex", cmd,
                      binding(ifindex=0, **fields), flags)
        try:
            got = "ok"
            self.client.call("get", binding(ifindex=1), NLM_F_DUMP)
        except Refusal as refusal:
            got = f"{refusal.name} | {refusal.text}"
        point("dump of device 1", f"ENODEV | {NO_DEVICE}", got)

    def homes(self):
        """Home addresses and prefixes."""
        for text in BAD_HOMES:
            self.new(f"home {text}", f"EINVAL | {NOT_HOME} | home", home=text)
        self.new("no home", "EINVAL | No home address given | -", home=None)
        self.new("home twice", "EINVAL | Home address given twice | home",
                 home="203.0.113.99 203.0.113.98 203.0.113.99")
        self.new("home twice, as address and as prefix",
                 "EINVAL | Home address given twice | home",
                 home="203.0.113.99 203.0.113.99/32")
        self.new("101 homes",
                 "E2BIG | More than 100 home addresses and prefixes | home",
                 home=" ".join(f"203.0.113.{i + 100}" for i in range(101)))
        for text in ("203.0.113.1/24", "2001:db8:100::1/64", "1.0.0.0/0"):
            self.new(f"home {text}",
                     "EINVAL | Home prefix has host bits set | home.addr",
                     home=text)
        self.new("home with 33 bits",
                 "EINVAL | Prefix length is more than 32 | home.len",
                 home="203.0.113.99/33")
        self.new("home with 129 bits", f"ERANGE | {RANGE} | home.len",
                 home="2001:db8:100::/129")

        def nest(*parts, flag=NLA_F_NESTED):
            return pack_attr(ATTR["home"] | flag, b"".join(parts))
        addr = pack_attr(HOME["addr"], address("203.0.113.99"))
        for size in (0, 3, 5, 15, 17, 200):
            self.new(f"home of {size} bytes", f"EINVAL | {LENGTH} | home.addr",
                     nest(pack_attr(HOME["addr"], bytes(size))), home=None)
        self.new("home without an address",
                 "EINVAL | Home has no address | home", nest(), home=None)
        self.new("home with a length only",
                 "EINVAL | Home has no address | home",
                 nest(pack_attr(HOME["len"], b"\x20")), home=None)
        self.new("home with an unknown attribute",
                 f"EINVAL | {UNKNOWN} | home.3",
                 nest(addr, pack_attr(3, b"\0")), home=None)
        self.new("home with a length of 2 bytes",
                 f"EINVAL | {BAD_LENGTH} | home.len",
                 nest(addr, pack_attr(HOME["len"], b"\x20\0")), home=None)
        self.new("home that is not nested", "EINVAL | NLA_F_NESTED is missing "
                 "| home", nest(addr, flag=0), home=None)
        for size in (0, 3, 9, 65535):
            self.new(f"home with an attribute that is {size} bytes long",
                     f"EINVAL | {LEFTOVER} | -",
                     nest(struct.pack("=HH", size, 1), bytes(4)), home=None)
        self.new("second home is wrong", f"EINVAL | {LENGTH} | home.addr",
                 nest(pack_attr(HOME["addr"], bytes(3))))

    def ends(self):
        """Care-of and local address."""
        for text in BAD_ENDS:
            self.new(f"care-of address {text}", f"EINVAL | {NOT_COA} | coa",
                     coa=text)
            family = MN6 if ":" in text else MN4
            self.new(f"local address {text}", f"EINVAL | {NOT_END} | local",
                     ifindex=self.index[1], coa=family, local=text)
        for name in ("coa", "local"):
            for size in (0, 3, 5, 15, 17):
                self.new(f"{name} of {size} bytes", f"EINVAL | {LENGTH} | {name}",
                         **{name: bytes(size)})
        self.new("no care-of address",
                 "EINVAL | No care-of address given | no coa", coa=None)
        self.new("family that the device has not", "EADDRNOTAVAIL | Device has "
                 "no local address of this family | coa",
                 ifindex=self.index[2], coa=MN6)
        self.new("no local address at all", "EADDRNOTAVAIL | Device has no "
                 "local address and none is given | -", ifindex=self.index[1])
        for coa, local in ((MN4, HA6), (MN6, HA4)):
            self.new(f"from {local} to {coa}", "EAFNOSUPPORT | Local and "
                     "care-of address are of two families | local",
                     coa=coa, local=local)
        for coa, local in ((MN4, "198.51.100.9"), (MN6, "2001:db8:2::9")):
            self.new(f"local address {local}", "EADDRNOTAVAIL | Device has "
                     "another local address | local", coa=coa, local=local)
        for coa in (HA4, HA6):
            self.new(f"{coa} to itself", "ELOOP | Care-of address is the local "
                     "address | coa", coa=coa)
        self.new("home is care-of address", "ELOOP | Care-of address is the "
                 "home address | coa", home=MN4)
        self.new("one of the homes is care-of address", "ELOOP | Care-of "
                 "address is the home address | coa",
                 home="2001:db8:100::99 " + MN6, coa=MN6)

    def formats(self):
        """Encapsulation, port, flags, lifetime."""
        self.new("no encapsulation", "EINVAL | No encapsulation given | "
                 "no encap", encap=None)
        for encap in (0, 6, 255, 0xffffffff):
            self.new(f"encapsulation {encap}", f"ERANGE | {RANGE} | encap",
                     encap=encap)
        self.new("port 0", "EINVAL | Port is 0 | port", port=0)
        for encap in ("ip", "gre", "minimal"):
            for port in (0, 4191):
                self.new(f"{encap} with port {port}", "EINVAL | Encapsulation "
                         "has no such port | port", encap=encap, port=port)
        for encap in ("ip", "udp", "gre", "minimal"):
            self.new(f"{encap} with our port", "EINVAL | Encapsulation has no "
                     "such port | local-port", encap=encap, local_port=434)
        self.new("mipudp with our port 0", "EINVAL | Port is 0 | local-port",
                 encap="mipudp", local_port=0)
        for encap in ("mipudp", "minimal"):
            self.new(f"{encap} over IPv6", "EAFNOSUPPORT | Encapsulation is "
                     "over IPv4 only | encap", encap=encap, coa=MN6)
        for encap in ("ip", "udp", "mipudp", "minimal"):
            for key in ("ikey", "okey"):
                self.new(f"{encap} with {key}", "EINVAL | Encapsulation has no "
                         f"keys | {key}", encap=encap, **{key: 0})
        wrong = "EINVAL | Flag is not for this encapsulation and family | flags"
        for coa, encap, flags in ((MN4, "udp", 2), (MN4, "udp", 3),
                                  (MN6, "udp", 1), (MN6, "udp", 3),
                                  (MN4, "ip", 1), (MN4, "ip", 2),
                                  (MN6, "ip", 1), (MN6, "ip", 2),
                                  (MN4, "gre", 1), (MN6, "gre", 2),
                                  (MN4, "mipudp", 2), (MN4, "minimal", 1),
                                  (MN4, "udp", 4), (MN6, "udp", 4)):
            self.new(f"flags {flags} with {encap} to {coa}", wrong, coa=coa,
                     encap=encap, flags=flags)
        for flags in (9, 0x13):
            self.new(f"flags {flags} to {MN6}", wrong, coa=MN6, flags=flags)
        self.new("all-scopes alone", "EINVAL | all-scopes without multicast | "
                 "flags", flags=64)
        for flags in (1 << len(FLAGS), 0x80000000):
            self.new(f"flags {flags:#x}",
                     "EINVAL | reserved bit set | flags", flags=flags)
        for lifetime in (262140001, 1 << 32, (1 << 64) - 1):
            self.new(f"lifetime {lifetime}", "ERANGE | Lifetime is more than "
                     "262140 seconds | lifetime", lifetime=lifetime)

    def home_tunnels(self):
        """The tunnel to the home address."""
        self.new("home tunnel without its far end", "EINVAL | No tunnel to the "
                 "home address given | home-tunnel-local",
                 home_tunnel_local="203.0.113.99")
        self.new("home tunnel to an IPv6 care-of address", "EAFNOSUPPORT | "
                 "Care-of address is not IPv4 | home-tunnel", coa=MN6,
                 home_tunnel="203.0.113.99")
        for end in BAD_ENDS:
            if ":" in end:
                continue
            self.new(f"home tunnel to {end}", f"EINVAL | {NOT_END} | "
                     "home-tunnel", home_tunnel=end)
            self.new(f"home tunnel from {end}", f"EINVAL | {NOT_END} | "
                     "home-tunnel-local", home_tunnel="203.0.113.99",
                     home_tunnel_local=end)
        same = "ELOOP | Tunnel to the home address has one end twice | home-tunnel"
        self.new("home tunnel to ourselves", same, home_tunnel=HA4)
        self.new("home tunnel from and to one address", same,
                 home_tunnel="203.0.113.99", home_tunnel_local="203.0.113.99")

    def copies(self):
        """More care-of end points."""
        right = {"coa": "198.51.100.131", "encap": "udp"}

        def copy(what, wanted, *more, **fields):
            one = right | {name.rstrip("_"): value
                           for name, value in fields.items()}
            self.new(f"copy {what}", wanted, lifetime=5000, copy=[one, *more])

        copy("without a care-of address",
             "EINVAL | No care-of address given | no coa", coa=None)
        copy("without an encapsulation",
             "EINVAL | No encapsulation given | no encap", encap=None)
        copy("at a wrong address", f"EINVAL | {NOT_COA} | copy.coa",
             coa="224.0.0.1")
        copy("from another local address", "EADDRNOTAVAIL | Device has another "
             "local address | copy.local", local="198.51.100.9")
        copy("with a key", "EINVAL | Encapsulation has no keys | copy.ikey",
             ikey=1)
        copy("with its far end at home only", "EINVAL | No tunnel to the home "
             "address given | copy.home-tunnel-local",
             home_tunnel_local="203.0.113.99")
        copy("to ourselves", "ELOOP | Care-of address is the local address | "
             "copy.coa", coa=HA4)
        copy("to the home address", "ELOOP | Care-of address is the home "
             "address | copy.coa", coa="203.0.113.99")
        copy("that is the binding's own", "EEXIST | Care-of end point given "
             "twice | copy.coa", coa=MN4)
        copy("that is there twice", "EEXIST | Care-of end point given twice | "
             "copy.coa", right | {"flags": 1})
        for flag in FLAGS[3:]:
            copy(f"with flag {flag}", "EINVAL | Flag is of the binding, not of "
                 "a copy | copy.flags", flags=1 << FLAGS.index(flag))
        copy("with a flag that is not for it", "EINVAL | Flag is not for this "
             "encapsulation and family | copy.flags", flags=2)
        copy("for longer than the binding", "ERANGE | Copy would outlast its "
             "binding | copy.lifetime", lifetime=5001)
        copy("for too long", "ERANGE | Lifetime is more than 262140 seconds | "
             "copy.lifetime", lifetime=262140001)
        copy("of which something is left", "EINVAL | What is left follows from "
             "the lifetime | copy.left", left=bytes(8))
        copy("with an id", f"EINVAL | {UNSUPPORTED} | copy.id", id=1)
        copy("with a copy", f"EINVAL | {UNKNOWN} | copy.copy", copy=[right])
        self.new("copy that is not nested", "EINVAL | NLA_F_NESTED is missing "
                 "| copy", pack_attr(ATTR["copy"], b""))

        def many(count):
            return [right | {"port": 5001 + i} for i in range(count)]
        self.new("8 copies", "E2BIG | More than 7 copies | copy", copy=many(8))
        homes = " ".join(f"203.0.113.{i + 100}" for i in range(73))
        room = "E2BIG | Too many home addresses for so many copies | copy.coa"
        self.new("73 homes and 7 copies", room, home=homes, copy=many(7))
        self.client.call("new", binding(
            ifindex=self.index[0], home=homes, coa=MN4, encap="udp",
            copy=many(6)), NLM_F_CREATE)
        answer = dict(attrs(self.client.call("get", binding(
            ifindex=self.index[0], home="203.0.113.100"))[0]))
        self.new("7 copies for 73 homes that are there", room,
                 how=NLM_F_REPLACE, home=None, copy=many(7),
                 id=struct.unpack("=I", answer[ATTR["id"]])[0])
        self.client.call("del", binding(ifindex=self.index[0],
                                        home="203.0.113.100"))

    def owners(self):
        """Whose binding, and is there one?"""
        replace = NLM_F_REPLACE
        both = NLM_F_CREATE | NLM_F_REPLACE
        self.new("neither create nor replace", "EINVAL | Neither NLM_F_CREATE "
                 "nor NLM_F_REPLACE | -", how=0)
        self.new("create with an id", "EINVAL | The kernel gives a new binding "
                 "its id | id", id=77)
        self.new("replace with id 0", f"ERANGE | {RANGE} | id", how=replace,
                 id=0)
        for flags in (replace, both):
            self.new("replace what is not there, by id",
                     "ENOENT | No binding has this id | id", how=flags,
                     id=77, home=None)
        self.new("replace what is not there, by home",
                 "ENOENT | No binding has this home address | home",
                 how=replace)
        for text in ("203.0.113.7", "203.0.113.99 2001:db8:100::7"):
            self.new(f"{text} is somebody's", "EEXIST | Home address is in a "
                     "binding already | home", home=text)
        for fields in ({"home": "203.0.113.7 203.0.113.8"},
                       {"home": "203.0.113.99 203.0.113.8 2001:db8:100::7"},
                       {"id": 1, "home": "203.0.113.8"}):
            for flags in (replace, both):
                self.new(f"replace with {fields['home']}", "EEXIST | Home "
                         "address is in another binding | home", how=flags,
                         **fields)
        for cmd in ("del", "get"):
            device = {"ifindex": self.index[0]}
            self.call(f"{cmd} nobody", "EINVAL | Neither id nor home address "
                      "given | -", cmd, binding(**device))
            self.call(f"{cmd} by an id that is not there",
                      "ENOENT | No binding has this id | id", cmd,
                      binding(id=77, **device))
            self.call(f"{cmd} by a home that is not there", "ENOENT | No "
                      "binding has this home address | home", cmd,
                      binding(home="203.0.113.99", **device))
            self.call(f"{cmd} by a prefix that is not there", "ENOENT | No "
                      "binding has this home address | home", cmd,
                      binding(home="203.0.113.0/24", **device))
            self.call(f"{cmd} by half a home", f"EINVAL | {LENGTH} | home.addr",
                      cmd, binding(**device) + pack_attr(
                          ATTR["home"] | NLA_F_NESTED,
                          pack_attr(HOME["addr"], bytes(2))))
        self.call("del by an address that a prefix serves", "ENOENT | No "
                  "binding has this home address | home", "del",
                  binding(ifindex=self.index[0], home="203.0.113.129"))
        self.call("flush with half a care-of address",
                  f"EINVAL | {LENGTH} | coa", "flush",
                  binding(ifindex=self.index[0], coa=bytes(2)))

    def endpoints(self):
        """Two bindings that packets could not be told apart by."""
        text = "EEXIST | Packets of another binding come from there too | coa"
        for flags in (MULTICAST, ACCESS, AGENT):
            self.client.call("new", binding(
                ifindex=self.index[0], home="203.0.113.90", coa=MN4,
                encap="udp", port=5001, flags=flags),
                NLM_F_CREATE | NLM_F_REPLACE)
            self.new(f"end point of flags {flags}, by multicast", text,
                     port=5001, flags=MULTICAST)
            self.new(f"end point of flags {flags}, by access", text,
                     port=5001, flags=ACCESS)
        self.client.call("new", binding(
            ifindex=self.index[0], home="203.0.113.91", coa=MN4, encap="udp",
            port=5002, flags=MULTICAST), NLM_F_CREATE)
        self.new("moves to the end point of another", text,
                 how=NLM_F_REPLACE, home="203.0.113.91", port=5001, flags=MULTICAST)
        for host in ("203.0.113.90", "203.0.113.91"):
            self.client.call("del", binding(ifindex=self.index[0], home=host))

    def limits(self):
        """Number of bindings, and of prefix lengths."""
        for host in ("203.0.113.1", "203.0.113.2"):
            self.client.call("new", binding(
                ifindex=self.index[2], home=host, coa=MN4, encap="ip"),
                NLM_F_CREATE)
        self.new("a third of two", "ENOSPC | Limit of bindings of the device "
                 "reached | -", ifindex=self.index[2])
        for length in range(25, 33):
            self.client.call("new", binding(
                ifindex=self.index[1], home=f"10.{length}.0.0/{length}",
                coa=MN4, local=HA4, encap="ip"), NLM_F_CREATE)
            self.client.call("new", binding(
                ifindex=self.index[1], home=f"2001:db8:{length}::/{length + 24}",
                coa=MN4, local=HA4, encap="ip"), NLM_F_CREATE)
        for text, flags in (("10.0.0.0/24", NLM_F_CREATE),
                            ("2001:db8::/32", NLM_F_CREATE),
                            ("10.25.0.0/25 10.0.0.0/24", NLM_F_REPLACE)):
            self.new(f"a ninth length: {text}", "ENOSPC | More than 8 different "
                     "prefix lengths in a family | home", how=flags,
                     ifindex=self.index[1], home=text, local=HA4, encap="ip")

    def origins(self):
        """Origins of signalling packets; dsmip2 keeps some."""
        for index, errno, text in (
                (0, "EOPNOTSUPP", "Device keeps no origins"),
                (2, "ENOENT", "No origin has this tag, or none any more")):
            self.call(f"origin of dsmip{index}", f"{errno} | {text} | origin",
                      "origin", binding(ifindex=self.index[index],
                                        origin=0xd5000001))
            self.new(f"binding from an origin of dsmip{index}",
                     f"{errno} | {text} | origin", ifindex=self.index[index],
                     origin=0xd5000001, coa=None, encap=None)
        for tag in (1, 0xd4000001, 0xffffffff):
            self.call(f"origin {tag:#x}", "ENOENT | No origin has this tag, or "
                      "none any more | origin", "origin",
                      binding(ifindex=self.index[2], origin=tag))
        self.call("no origin", "EINVAL | No origin given | no origin",
                  "origin", binding(ifindex=self.index[2]))
        for cmd in ("new", "origin"):
            self.call(f"{cmd} with origin 0", f"ERANGE | {RANGE} | origin",
                      cmd, binding(ifindex=self.index[2], home="203.0.113.99",
                                   origin=0), NLM_F_CREATE * (cmd == "new"))
        for name, value in (("coa", MN4), ("port", 4191), ("local", HA4),
                            ("encap", "udp"), ("local-port", bytes(2)),
                            ("ikey", 1), ("okey", 1)):
            fields = {"coa": None, "encap": None, name: value}
            self.new(f"origin and {name}", "EINVAL | The origin tells this "
                     f"already | {name}", origin=0xd5000001, **fields)

    def made_origins(self):
        """Origins that no packet has come from."""
        right = {"ifindex": self.index[2], "home": "2001:db8:100::50",
                 "coa": MN4, "encap": "udp"}
        for what, wanted, fields in (
                ("on a device without any",
                 "EOPNOTSUPP | Device keeps no origins | -",
                 {"ifindex": self.index[0]}),
                ("without a home",
                 "EINVAL | No home address given | no home", {"home": None}),
                ("of an IPv4 home",
                 "EINVAL | Signalling is with an IPv6 address | home",
                 {"home": "203.0.113.50"}),
                ("of a prefix",
                 "EINVAL | Signalling is with an IPv6 address | home",
                 {"home": "2001:db8:100::/64"}),
                ("in GRE", "EINVAL | Signalling is in IP or UDP | encap",
                 {"encap": "gre"})):
            self.call(f"origin made {what}", wanted, "origin-new",
                      binding(**right | fields))

    def fastpaths(self):
        """Two devices that can have no fast path, or have none."""
        index = {name: socket.if_nametoindex(name)
                 for name in ("up0", "lo", "dsmip3")}
        right = {"ingress": index["up0"], "ifindex": self.index[0]}
        self.client.call("fastpath-add", binding(**right))
        for cmd in ("fastpath-add", "fastpath-del"):
            self.call(f"{cmd} without a receiving device",
                      "EINVAL | No receiving device given | no ingress", cmd,
                      binding(ifindex=self.index[0]))
            self.call(f"{cmd} of device 0", f"ERANGE | {RANGE} | ingress", cmd,
                      binding(ifindex=self.index[0], ingress=0))
        for what, wanted, fields in (
                ("without a tunnel device",
                 "EINVAL | No device given | no ifindex", {"ifindex": None}),
                ("at no device", "ENODEV | No device has this index | ingress",
                 {"ingress": 4000000000}),
                ("on no device", f"ENODEV | {NO_DEVICE} | ifindex",
                 {"ifindex": 4000000000}),
                ("on another kind of device", f"ENODEV | {NO_DEVICE} | ifindex",
                 {"ifindex": index["up0"]}),
                ("at the loopback device", "EOPNOTSUPP | A device of this kind "
                 "can have no fast path | ingress", {"ingress": index["lo"]}),
                ("at a tunnel device", "EOPNOTSUPP | A device of this kind "
                 "can have no fast path | ingress", {"ingress": self.index[1]}),
                ("with another namespace below", "EOPNOTSUPP | Outer packets "
                 "travel in another namespace | ifindex",
                 {"ifindex": index["dsmip3"]}),
                ("twice", "EEXIST | They have a fast path already | ifindex",
                 {})):
            self.call(f"fast path {what}", wanted, "fastpath-add",
                      binding(**right | fields))
        for what, fields in (("where there is none", {"ingress": index["lo"]}),
                             ("of another device", {"ifindex": self.index[1]}),
                             ("of no device", {"ifindex": 4000000000})):
            self.call(f"end of a fast path {what}",
                      "ENOENT | They have no fast path | ingress",
                      "fastpath-del", binding(**right | fields))
        self.client.call("fastpath-del", binding(ingress=index["up0"]))
        self.call("end of a fast path that has ended",
                  "ENOENT | They have no fast path | ingress", "fastpath-del",
                  binding(ingress=index["up0"]))

    def messages(self):
        """What is no message of ours at all."""
        for kind in (*range(10, 18), *range(24, 28), 29, 31, 1000, 0x3fff, 0):
            name = self.client.name([], kind)
            text = UNSUPPORTED if 0 < kind < 31 else UNKNOWN
            self.new(f"attribute {name}", f"EINVAL | {text} | {name}",
                     pack_attr(kind, bytes(8)))
        for name, size in (("ifindex", 4), ("id", 4), ("port", 2),
                           ("encap", 4), ("flags", 4), ("lifetime", 8),
                           ("local-port", 2), ("ikey", 4), ("okey", 4),
                           ("home-tunnel", 4), ("home-tunnel-local", 4),
                           ("origin", 4), ("ingress", 4)):
            text = f"EINVAL | {BAD_LENGTH}"
            if name.startswith("home-tunnel"):
                text = "ERANGE | binary attribute size out of range"
            for wrong in (0, size - 1, size + 1):
                self.new(f"{name} of {wrong} bytes", f"{text} | {name}", **{
                    "how": NLM_F_REPLACE, name: bytes(wrong)})
        self.new("attribute with the nested flag",
                 "EINVAL | NLA_F_NESTED not expected | coa",
                 pack_attr(ATTR["coa"] | NLA_F_NESTED, address(MN4)), coa=None)
        for size in (0, 3, 5, 65535):
            self.new(f"last attribute is {size} bytes long",
                     f"EINVAL | {LEFTOVER} | -",
                     struct.pack("=HH", size, ATTR["flags"]))
        self.call("flags of a kind that no command has",
                  "EINVAL | ambiguous or reserved bits set in nlmsg_flags | -",
                  "del", binding(ifindex=self.index[0], id=1), NLM_F_REPLACE)
        self.call("reserved bytes of the header", "EINVAL | genlmsghdr.reserved"
                  " field is not 0 | -", "get",
                  binding(ifindex=self.index[0], id=1), reserved=1)
        for cmd in (0, 6, 9, 11, 17, 255):
            self.call(f"command {cmd}", "EOPNOTSUPP | - | -", cmd,
                      binding(ifindex=self.index[0], id=1))
        for cmd in ("new", "del", "flush", "origin", "origin-new",
                    "fastpath-add", "fastpath-del"):
            self.call(f"dump by {cmd}", "EOPNOTSUPP | - | -", cmd,
                      binding(ifindex=self.index[0]), NLM_F_DUMP)
        for size in (16, 18, 19):
            self.refuse(f"message of {size} bytes", "EINVAL | - | -",
                        self.client.request, self.client.family, 0, bytes(8),
                        size)

    def link(self, what, wanted, name="dsmip9", flags=NLM_F_CREATE | NLM_F_EXCL,
             extra=b"", **fields):
        """A device that is refused, or a change of one."""
        raw = b"".join(pack_attr(LINK[key.replace("_", "-")], value)
                       for key, value in fields.items())
        self.refuse(what, wanted, new_link, self.route, name, raw + extra,
                    flags=flags)

    def links(self):
        """Devices. 18.2 is IFLA_LINKINFO with IFLA_INFO_DATA."""
        for text in ("224.0.0.1", "0.0.0.0", "255.255.255.255"):
            self.link(f"device with local {text}",
                      f"EINVAL | {NOT_END} | 18.2.1", local4=address(text))
        for text in ("::", "ff02::1", "fe80::1", "::ffff:198.51.100.1"):
            self.link(f"device with local {text}",
                      f"EINVAL | {NOT_END} | 18.2.2", local6=address(text))
        self.link("device with port 0", "EINVAL | Port is 0 | 18.2.3",
                  port=bytes(2))
        clash = "EADDRINUSE | Another dsmip device has this local address | -"
        self.link("device with an address of another", clash,
                  local4=address(HA4))
        self.link("device with an IPv6 address of another", clash,
                  local4=address("198.51.100.77"), local6=address(HA6))
        self.link("another device for any address", clash)
        for text, name, fields in (
                ("another IPv4 address", "dsmip0",
                 {"local4": address("198.51.100.77")}),
                ("another IPv6 address", "dsmip0", {"local6": address(MN6)}),
                ("an IPv4 address", "dsmip1", {"local4": address(MN4)}),
                ("another port", "dsmip0", {"port": b"\x10\x60"}),
                ("a new limit and another port", "dsmip0",
                 {"max-bindings": struct.pack("=I", 9), "port": b"\x10\x60"})):
            self.link(f"change to {text}", "EOPNOTSUPP | Local addresses and "
                      "port cannot be changed | -", name, flags=0, **fields)
        for number in (3, 4095, 65537, 131072, 0x80000000):
            self.link(f"device with {number} origins", "EINVAL | Number of "
                      "origins is not a power of two up to 65536 | 18.2.8",
                      origins=struct.pack("=I", number))
        for mark in (0, 1, 0xd5000001, 0xd5800000):
            self.link(f"device with origin mark {mark:#x}", "EINVAL | Mark of "
                      "origins has other bits than the upper eight | 18.2.9",
                      **{"origin-mark": struct.pack("=I", mark)})
        for name, field, value in (("dsmip0", "origins", 4),
                                   ("dsmip2", "origins", 8),
                                   ("dsmip2", "origins", 0),
                                   ("dsmip2", "origin-mark", 0xd6000000)):
            self.link(f"change to {field} {value:#x}", "EOPNOTSUPP | Origins "
                      "cannot be changed | -", name, flags=0,
                      **{field: struct.pack("=I", value)})
        for name, value in (("max-bindings", bytes(4)), ("pmtudisc", b"\2"),
                            ("dscp", b"\x41"), ("decap-dscp", b"\2"),
                            ("group-time", bytes(4))):
            for flags, device in ((NLM_F_CREATE, "dsmip9"), (0, "dsmip0")):
                self.link(f"{name} out of range", f"ERANGE | {RANGE} | "
                          f"18.2.{LINK[name]}", device, flags, **{name: value})
        self.link("device with a long IPv4 address",
                  "ERANGE | binary attribute size out of range | 18.2.1",
                  local4=bytes(5))
        self.link("device with a short IPv6 address",
                  "ERANGE | binary attribute size out of range | 18.2.2",
                  local6=bytes(15))
        point("no device was made", "OSError", index_of("dsmip9"))

    def sources(self):
        """Texts that the sources have."""
        found = set()
        for path in glob(os.path.join(TOP, "kmod", "*.c")):
            with open(path, encoding="utf-8") as source:
                text = source.read()
            for call in re.findall(r"NL_SET_ERR_MSG\w*\(.*?\);", text, re.S):
                found.add("".join(re.findall(r'"([^"]*)"', call)))
        return found

    def run(self):
        """All."""
        for fields in ({"home": "203.0.113.7 2001:db8:100::7", "coa": MN4,
                        "encap": "udp"},
                       {"home": "203.0.113.8 203.0.113.128/25", "coa": MN6,
                        "encap": "ip"}):
            self.client.call("new", binding(ifindex=self.index[0], **fields),
                             NLM_F_CREATE)
        self.devices()
        self.homes()
        self.ends()
        self.formats()
        self.home_tunnels()
        self.copies()
        self.owners()
        self.origins()
        self.made_origins()
        self.endpoints()
        self.fastpaths()
        self.messages()
        self.limits()
        self.links()
        # A request that waits for the mutex while the device goes away; the
        # other is in lifecycle.sh.
        self.texts.add("Device is going away")
        self.texts.add("Encapsulation cannot be received")
        point("every text of the sources has been seen", "",
              ", ".join(sorted(self.sources() - self.texts)))


def index_of(name):
    """Index of a device, or the error."""
    try:
        return str(socket.if_nametoindex(name))
    except OSError:
        return "OSError"


def rights():
    """What becomes of each command with the rights that one has."""
    client = Dsmip()
    index = int(sys.argv[2])
    one = binding(ifindex=index, home="203.0.113.50", coa=MN4, encap="ip")
    for name, cmd, raw, flags in (
            ("new", "new", one, NLM_F_CREATE),
            ("get", "get", binding(ifindex=index, id=1), 0),
            ("dump", "get", b"", NLM_F_DUMP),
            ("del", "del", binding(ifindex=index, id=1), 0),
            ("flush", "flush", binding(ifindex=index), 0),
            ("stats", "stats", binding(ifindex=index), 0),
            ("origin", "origin", binding(ifindex=index, origin=1), 0),
            ("origin-new", "origin-new",
             binding(ifindex=index, home="2001:db8:100::50", coa=MN4,
                     encap="udp"), 0),
            ("fastpath-add", "fastpath-add",
             binding(ifindex=index, ingress=index), 0),
            ("fastpath-del", "fastpath-del",
             binding(ifindex=index, ingress=index), 0),
            ("fastpath-get", "fastpath-get", b"", NLM_F_DUMP)):
        print(name, ask(client.call, cmd, raw, flags).split()[0], end=", ")
    print("events", ask(client.join), end=", ")
    print("packets", ask(client.join, "packets"))


def alone():
    """Somebody without rights can do all in a namespace of his own."""
    print(ask(new_link, Netlink(NETLINK_ROUTE), "dsmip0",
              pack_attr(LINK["local4"], address(HA4))))
    sys.argv[2:] = [str(socket.if_nametoindex("dsmip0"))]
    rights()


class Fuzz:
    """Requests at random."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.client = Dsmip()
        self.index = socket.if_nametoindex("dsmip0")
        self.up0 = socket.if_nametoindex("up0")

    def garbage(self, most):
        """Bytes."""
        size = self.random.choice((0, 1, 2, 3, 4, 4, 8, 16, 16,
                                   self.random.randrange(most)))
        return self.random.randbytes(size)

    def home(self):
        """A home, mostly right."""
        pick = self.random
        addr = pick.choice((address(f"203.0.113.{pick.randrange(20)}"),
                            address(f"2001:db8:100::{pick.randrange(20)}"),
                            self.garbage(30)))
        nest = pack_attr(HOME["addr"], addr)
        if pick.random() < 0.4:
            nest += pack_attr(HOME["len"], pick.choice(
                (b"\x20", b"\x80", b"\x18", b"\0", self.garbage(4))))
        if pick.random() < 0.1:
            nest += pack_attr(pick.randrange(5), self.garbage(20))
        flag = 0 if pick.random() < 0.05 else NLA_F_NESTED
        return pack_attr(ATTR["home"] | flag, nest)

    def copy(self):
        """A copy, sometimes right."""
        pick = self.random
        nest = b"".join(self.right(name) for name in (
            "coa", "encap", "port", "local", "flags", "lifetime", "okey",
            "home_tunnel", "id") if pick.random() < (
                0.95 if name in ("coa", "encap") else 0.1))
        if pick.random() < 0.1:
            nest += pack_attr(pick.randrange(32), self.garbage(20))
        return pack_attr(ATTR["copy"] | NLA_F_NESTED, nest)

    def right(self, name):
        """A value that may well be right."""
        pick = self.random
        if name == "home":
            return self.home()
        if name == "copy":
            return self.copy()
        return binding(**{name: {
            "ifindex": self.index,
            "id": pick.randrange(1, 40),
            "coa": pick.choice((MN4, MN6, HA4, "198.51.100.131")),
            "local": pick.choice((HA4, HA6)),
            "port": pick.randrange(65536),
            "encap": pick.randrange(1, 6),
            "flags": pick.randrange(1 << len(FLAGS)),
            "local_port": pick.randrange(65536),
            "ikey": pick.randrange(1 << 32),
            "okey": pick.randrange(1 << 32),
            "home_tunnel": pick.choice(("203.0.113.7", HA4, "127.0.0.1")),
            "home_tunnel_local": pick.choice(("203.0.113.7", HA4)),
            "lifetime": pick.choice((0, 1, 1000, 600000, 1 << 40)),
            "origin": pick.choice((0, 1, 0xd5000000, 0xd5ffffff)),
            "ingress": pick.choice((self.index, self.up0, 0)),
        }[name]})

    def message(self):
        """Command, attributes, flags."""
        pick = self.random
        cmd = pick.choice(("new",) * 8 + ("del", "get", "get", "stats") +
                          ("fastpath-add", "fastpath-del",
                           pick.randrange(17)))
        if cmd == CMD["flush"] and pick.random() < 0.9:
            cmd = "new"
        raw = b""
        for name in ("ifindex", "id", "home", "home", "coa", "encap", "port",
                     "local", "flags", "lifetime", "local_port", "ikey",
                     "okey", "home_tunnel", "home_tunnel_local",
                     "origin", "ingress", "copy", "copy"):
            likely = {"ifindex": 0.97, "home": 0.6, "coa": 0.9,
                      "encap": 0.9, "origin": 0.02, "ingress": 0.3}.get(name, 0.08)
            if pick.random() < likely:
                raw += self.right(name)
        while pick.random() < 0.15:
            raw += pack_attr(pick.choice((pick.randrange(30),
                                          pick.randrange(65536))),
                             self.garbage(60))
        if pick.random() < 0.05:
            raw = raw[:pick.randrange(len(raw) + 1)]
        flags = pick.choice((0, NLM_F_CREATE, NLM_F_CREATE, NLM_F_REPLACE,
                             NLM_F_CREATE | NLM_F_REPLACE,
                             NLM_F_CREATE | NLM_F_REPLACE | NLM_F_ECHO,
                             NLM_F_DUMP, pick.randrange(65536)))
        return cmd, raw, flags & ~(NLM_F_REQUEST | NLM_F_ACK)

    def run(self, count):
        """Says how many were granted and how many refused."""
        granted = 0
        for _ in range(count):
            granted += ask(self.client.call, *self.message()) == "ok"
        left = len(self.client.call("get", flags=NLM_F_DUMP))
        print(f"{granted > 0} {granted < count} {left > 0}")
        print(f"{granted} of {count} granted, {left} bindings left",
              file=sys.stderr)


if __name__ == "__main__":
    MODE = sys.argv[1]
    if MODE == "fuzz":
        Fuzz(int(sys.argv[2])).run(int(sys.argv[3]))
    else:
        {"table": lambda: Table().run(), "rights": rights,
         "alone": alone}[MODE]()
