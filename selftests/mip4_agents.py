#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A home agent and a foreign agent of Mobile IPv4, for the mobile node: what it
sends is read and judged here by nobody's code but this.

mip4_agents.py home DEV ADDRESS    answers by the words in the file "next", and
                                   has bindings made on the dsmip device DEV
mip4_agents.py foreign DEV ADDRESS COA HOME    advertises itself on DEV, relays,
                                               and has an IP tunnel to HOME

Each request is a line of JSON on standard output.  What is not as the RFCs have
it ends the program with a complaint.
"""

import hmac
import json
import os
import pathlib
import select
import socket
import struct
import subprocess
import sys
import time

KEY = bytes(range(16))
NTP = 2208988800
NEXT = pathlib.Path("/run/agents/next")
REVERSE, DIRECT, GRE = 0x02, 0x20, 0x08
IP_PKTINFO, ETH_IP = 8, 0x0800
# Seconds, much more than a message is on its way on the slowest machine.
AHEAD = 100


def command(*words):
    """Run a command of the machine."""
    subprocess.run([str(word) for word in words], check=True,
                   stdout=subprocess.DEVNULL)


def address(data):
    """An address as text."""
    family = socket.AF_INET if len(data) == 4 else socket.AF_INET6
    return socket.inet_ntop(family, data)


def extensions(data, at):
    """Type, offset and data of each."""
    found = []
    while at < len(data):
        kind, length = data[at], data[at + 1]
        assert at + 2 + length <= len(data), data[at:]
        found.append((kind, at, data[at + 2:at + 2 + length]))
        at += 2 + length
    return found


def check_auth(data, found, kind):
    """The authenticator covers all up to its SPI; what it is for is before it."""
    at, auth = next((at, auth) for k, at, auth in found if k == kind)
    assert len(auth) == 20 and auth[:4] == struct.pack("!L", 256), auth
    assert auth[4:] == hmac.digest(KEY, data[:at + 6], "md5"), "authenticator"
    return at


def read(data):
    """A registration request of the node as a dictionary."""
    flags, life, hoa, ha, coa, ident = struct.unpack_from("!xBH4s4s4sQ", data)
    found = extensions(data, 24)
    end = check_auth(data, found, 32)
    rrq = {"flags": flags, "lifetime": life, "hoa": address(hoa),
           "ha": address(ha), "coa": address(coa), "id": ident,
           "kinds": [kind for kind, _, _ in found], "prefixes": []}
    assert not flags & 0x05, "reserved flags"
    for kind, at, ext in found:
        assert at <= end or kind in (33, 34), f"{kind} is not authenticated"
        if kind == 131:
            rrq["nai"] = ext.decode()
        elif kind == 144:
            # Subtype and reserved, F and R, encapsulation 0 (RFC 5454, 3.9).
            assert len(ext) == 6 and ext[0:2] == b"\0\0", ext
            assert ext[3] == 0 and ext[4:] == b"\0\0", ext
            rrq["udp"] = ext[2]
        elif kind == 152 and ext[0] == 1:
            assert len(ext) == 18, ext
            rrq["prefixes"].append([ext[1], address(ext[2:])])
            check_prefix(ext[1], ext[2:])
        elif kind == 152:
            assert ext == b"\3\0" and flags & DIRECT, ext
            rrq["mode"] = True
    return rrq


def check_prefix(length, prefix):
    """Bits beyond its length are zero (RFC 5454, section 2.1)."""
    if length <= 128:
        bits = int.from_bytes(prefix, "big")
        assert not bits & ((1 << (128 - length)) - 1), prefix


class Home:
    """A home agent with one node."""

    def __init__(self, dev, local):
        self.dev, self.local = dev, local
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind((local, 434))
        self.last = 0
        self.homes = []

    def run(self):
        """Answer, for ever."""
        while True:
            data, sender = self.sock.recvfrom(2048)
            if data[0] != 1:
                continue
            rrq = read(data)
            rrq["src"], rrq["port"] = sender
            assert rrq["ha"] == self.local, rrq
            # Each one is above all before it (RFC 5944, section 5.7.1).
            assert rrq["id"] > self.last, "identification"
            assert abs((rrq["id"] >> 32) - NTP - time.time()) < 2 * AHEAD, "clock"
            self.last = rrq["id"]
            print(json.dumps(rrq), flush=True)
            self.sock.sendto(self.answer(rrq, sender), sender)

    def code(self):
        """What to answer, by the test."""
        if not NEXT.exists():
            return 0
        code = int(NEXT.read_text(encoding="ascii"))
        NEXT.unlink()
        return code

    def answer(self, rrq, sender):
        """The reply, when what it says has been done."""
        code, ident, ext = self.code(), rrq["id"], b""
        if code == 133:
            ident = int(time.time() + NTP + AHEAD) << 32 | ident & 0xffffffff
        if code < 2:
            ext = self.bind(rrq, sender) if rrq["lifetime"] else self.unbind()
        reply = struct.pack("!BBH4s4sQ", 3, code, min(rrq["lifetime"], 120),
                            socket.inet_aton(rrq["hoa"]),
                            socket.inet_aton(self.local), ident) + ext
        reply += struct.pack("!BBL", 32, 20, 256)
        return reply + hmac.digest(KEY, reply, "md5")

    def bind(self, rrq, sender):
        """Make the binding; the extensions that say so."""
        words, ext = ["encap", "ip"], b""
        coa = rrq["coa"]
        if "udp" in rrq and sender[0] != coa:
            coa = sender[0]
            words = ["encap", "mipudp", "port", sender[1]]
            ext += struct.pack("!BBBBHH", 44, 6, 0, 0, 0, 10)
        for length, prefix in rrq["prefixes"]:
            code = 1 if rrq.get("mode") else 0
            ext += struct.pack("!BBBBBB16s", 152, 20, 2, code, length, 0,
                               socket.inet_pton(socket.AF_INET6, prefix))
        if rrq["prefixes"]:
            words += ["home-tunnel", rrq["hoa"]]
        if rrq.get("mode"):
            words += ["home-tunnel-mld"]
        self.homes = [rrq["hoa"]]
        self.homes += [f"{p}/{n}" for n, p in rrq["prefixes"] if n < 129]
        command("dsmipctl", "binding", "replace", "dev", self.dev,
                *[w for home in self.homes for w in ("home", home)],
                "coa", coa, *words)
        return ext

    def unbind(self):
        """At home, or gone."""
        if self.homes:
            command("dsmipctl", "binding", "del", "dev", self.dev, "home",
                    self.homes[0])
        self.homes = []
        return b""


class Foreign:
    """A foreign agent on one link, with one home agent."""

    def __init__(self, dev, local, coa, home):
        self.dev, self.local, self.coa, self.home = dev, local, coa, home
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("", 434))
        self.icmp = socket.socket(socket.AF_INET, socket.SOCK_RAW,
                                  socket.IPPROTO_ICMP)
        here = socket.inet_aton(local)
        self.icmp.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, here)
        self.icmp.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                             socket.inet_aton("224.0.0.2") + here)
        self.link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                  socket.htons(ETH_IP))
        self.link.bind((dev, ETH_IP))
        self.sequence = 0
        self.visitors = {}
        command("ip", "link", "add", "home", "type", "ipip", "local", coa,
                "remote", home)
        command("ip", "link", "set", "home", "up")
        command("ip", "route", "add", "default", "dev", "home", "table", 100)
        command("ip", "rule", "add", "iif", dev, "lookup", 100)

    def advertise(self):
        """RFC 5944, section 2.1: F and T."""
        data = struct.pack("!BBHBBH4sL", 9, 16, 0, 1, 2, 6,
                           socket.inet_aton(self.local), 0)
        data += struct.pack("!BBHHH4s", 16, 10, self.sequence, 300, 0x1100,
                            socket.inet_aton(self.coa))
        self.sequence += 1
        total = sum(struct.unpack(f"!{len(data) // 2}H", data))
        while total >> 16:
            total = (total & 0xffff) + (total >> 16)
        data = data[:2] + struct.pack("!H", total ^ 0xffff) + data[4:]
        self.icmp.sendto(data, ("224.0.0.1", 0))

    def request(self, frame):
        """A frame of the node: relay it, and remember who it was."""
        if frame[14] != 0x45 or frame[23] != socket.IPPROTO_UDP:
            return
        port, to = struct.unpack_from("!HH", frame, 34)
        total = struct.unpack_from("!H", frame, 16)[0]
        data = frame[42:14 + total]
        if to != 434 or not data or data[0] != 1:
            return
        # TTL 255 (RFC 3024, section 4.1.1), from the home address, to us.
        assert frame[22] == 255, frame[22]
        assert address(frame[30:34]) == self.local, frame
        rrq = read(data)
        assert address(frame[26:30]) == rrq["hoa"], rrq
        assert rrq["coa"] == self.coa and not rrq["flags"] & DIRECT, rrq
        assert rrq["flags"] & REVERSE and "mode" not in rrq, rrq
        assert "udp" not in rrq, rrq
        mac = ":".join(f"{byte:02x}" for byte in frame[6:12])
        self.visitors[rrq["hoa"]] = (port, mac)
        self.udp.sendto(data, (self.home, 434))

    def reply(self, data):
        """Of the home agent: relay it."""
        hoa = address(data[4:8])
        port, mac = self.visitors[hoa]
        command("ip", "neigh", "replace", hoa, "lladdr", mac, "dev", self.dev,
                "nud", "permanent")
        command("ip", "route", "replace", hoa, "dev", self.dev)
        self.udp.sendto(data, (hoa, port))

    def run(self):
        """Advertise every second, and relay."""
        due = 0.0
        while True:
            if time.monotonic() >= due:
                self.advertise()
                due = time.monotonic() + 1
            ready, _, _ = select.select([self.udp, self.link, self.icmp], [],
                                        [], max(0, due - time.monotonic()))
            if self.link in ready:
                self.request(self.link.recv(2048))
            if self.udp in ready:
                data, sender = self.udp.recvfrom(2048)
                if sender[0] == self.home and data[0] == 3:
                    self.reply(data)
            if self.icmp in ready:
                packet = self.icmp.recv(2048)
                if packet[20] == 10:
                    due = 0.0


def main():
    """One of both."""
    os.umask(0o077)
    role = Home if sys.argv[1] == "home" else Foreign
    agent = role(*sys.argv[2:])
    print("ready", flush=True)
    agent.run()


main()
