#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Lifetimes to the millisecond, as a listener of events and a sender of packets
see them. In the home agent's namespace; makes the test points of expiry.sh.
"""

import os
import select
import socket
import struct
import sys
import time

import packet
from netlink import (ATTR, CMD, NLM_F_CREATE, NLM_F_DUMP, NLM_F_REPLACE, Dsmip,
                     Refusal, ask, attrs, binding, point)
from netns import enter

HOME, MN4, HA4, CN4 = ("203.0.113.7", "198.51.100.130", "198.51.100.1",
                       "192.0.2.2")
NAMES = {number: name for name, number in CMD.items()}
SO_RCVBUFFORCE = 33
# RFC 6275, section 6.1.7: 65535 units of 4 seconds.
MOST = 65535 * 4 * 1000
# The calendar works by the second, and a slow machine is late.
LATE = 8 if os.path.exists("/sys/kernel/debug/kmemleak") else 3


class Expiry:
    """Bindings with lifetimes."""

    def __init__(self):
        self.client = Dsmip()
        self.index = socket.if_nametoindex("dsmip0")
        self.events = Dsmip()
        self.events.join()
        self.events.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 25)
        enter("cn")
        self.out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        enter("mn")
        self.into = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                  socket.htons(3))
        self.into.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 25)
        self.into.bind(("mn0", 3))
        self.sender = packet.Sender()
        enter("ha")

    def make(self, lifetime, home=HOME, flags=NLM_F_CREATE):
        """A binding; returns when it was asked for and when it was there."""
        before = time.monotonic()
        self.client.call("new", binding(
            ifindex=self.index, home=home, coa=MN4, encap="ip",
            lifetime=lifetime), flags)
        return before, time.monotonic()

    def get(self, home=HOME):
        """Attributes of the binding."""
        return dict(attrs(self.client.call(
            "get", binding(ifindex=self.index, home=home))[0]))

    def times(self, home=HOME):
        """Lifetime and what is left of it."""
        found = self.get(home)
        return [struct.unpack("=Q", found[ATTR[name]])[0]
                for name in ("lifetime", "left")]

    def heard(self, wait):
        """Yields events as they come, until there is none for a while."""
        while select.select([self.events.sock], [], [], wait)[0]:
            data = self.events.sock.recv(1 << 17)
            now = time.monotonic()
            while len(data) >= 20:
                size = struct.unpack_from("=I", data)[0]
                found = dict(attrs(data[20:size]))
                name = NAMES.get(data[16], data[16])
                data = data[(size + 3) & ~3:]
                if ATTR["id"] in found:
                    yield now, name, struct.unpack("=I", found[ATTR["id"]])[0]

    def countdown(self):
        """What is left becomes less, as time goes by."""
        for lifetime in (1000, 511000, 512000, 513000, 1024000, 600001, MOST):
            begun, made = self.make(lifetime,
                                    flags=NLM_F_CREATE | NLM_F_REPLACE)
            asked = time.monotonic()
            granted, left = self.times()
            point(f"lifetime {lifetime}: granted", str(lifetime), str(granted))
            least = lifetime - (time.monotonic() - begun) * 1000 - 50
            most = lifetime - (asked - made) * 1000 + 50
            point(f"lifetime {lifetime}: left", "True",
                  str(least <= left <= most))
        first = self.times()[1]
        time.sleep(1.5)
        point("a second and a half later", "True",
              str(1450 <= first - self.times()[1] <= 1500 + LATE * 1000))
        for lifetime in (0, None):
            self.make(lifetime, flags=NLM_F_REPLACE)
            point(f"lifetime {lifetime}: for ever", "True",
                  str(not {ATTR["lifetime"], ATTR["left"]} & set(self.get())))
        self.client.call("flush", binding(ifindex=self.index))

    def arrived(self):
        """Numbers of the packets that the mobile node has got."""
        found = set()
        while select.select([self.into], [], [], 0.2)[0]:
            data = self.into.recv(4096)
            if data[9] == 4 and len(data) == 52 and data[29] == 17:
                found.add(struct.unpack_from("=I", data, 48)[0])
        return found

    def traffic(self):
        """Packets until the end, and none from then on."""
        list(self.heard(0.3))
        asked, made = self.make(1500)
        sent, event = [], None
        up = packet.ip4(MN4, HA4, 4, packet.echo(HOME, CN4))
        while not event and time.monotonic() - made < 1.5 + LATE + 5:
            before = time.monotonic()
            self.out.sendto(struct.pack("=I", len(sent)), (HOME, 7777))
            self.sender.send(up)
            sent.append((before, time.monotonic()))
            for now, name, _ in self.heard(0.01):
                if name == "expired":
                    event = now
        got = self.arrived()
        alive = {i for i, (_, after) in enumerate(sent) if after < asked + 1.5}
        # Ends are rounded up to the next jiffy.
        dead = {i for i, (before, _) in enumerate(sent)
                if before > made + 1.5 + 0.01}
        point("packets that were sent in its lifetime: lost", "0",
              str(len(alive - got)))
        point("there were some", "True", str(len(alive) > 5))
        point("packets that were sent after it: delivered", "0",
              str(len(dead & got)))
        drops = self.client.drops(self.index)
        point("they were dropped before the event came", "True",
              str(len(dead) > 0 and
                  len(dead) <= drops.get("tx-no-binding", 0) <=
                  len(sent) - len(alive)))
        point("those of the mobile node too", "True",
              str(len(dead) <= drops.get("rx-no-binding", 0) <=
                  len(sent) - len(alive)))
        point("the event came", "True", str(event is not None))
        late = (event or 1e9) - made - 1.5
        point("not before its time, nor late", "True",
              str(-0.05 <= late <= LATE))

    def refreshed(self):
        """A binding that is refreshed stays, with its id."""
        list(self.heard(0.3))
        self.make(2000)
        number = self.get()[ATTR["id"]]
        for _ in range(4):
            time.sleep(1)
            self.make(2000, flags=NLM_F_REPLACE)
        point("a binding that is refreshed keeps its id", number.hex(),
              self.get()[ATTR["id"]].hex())
        names = [name for _, name, _ in self.heard(2 + LATE)]
        point("events of its life", "created changed changed changed changed "
              "expired", " ".join(names))

    def absent(self):
        """Over, though nobody has come to collect it."""
        for what, function in (
                ("get", lambda: self.get()),
                ("delete", lambda: self.client.call("del", binding(
                    ifindex=self.index, home=HOME))),
                ("exchange", lambda: self.make(0, flags=NLM_F_REPLACE)),
                ("create", lambda: self.make(0))):
            list(self.heard(0.3))
            _, made = self.make(1100)
            old = struct.unpack("=I", self.get()[ATTR["id"]])[0]
            time.sleep(max(0, made + 1.12 - time.monotonic()))
            wanted = "ok" if what == "create" else "ENOENT"
            point(f"{what} what is over", wanted, ask(function).split()[0])
            if what != "create":
                list(self.heard(LATE))
                continue
            new = struct.unpack("=I", self.get()[ATTR["id"]])[0]
            point("the new one is another", "True", str(new != old))
            point("its end is told before the new beginning",
                  str([("created", old), ("expired", old), ("created", new)]),
                  str([(name, number)
                       for _, name, number in self.heard(LATE)]))
        self.client.call("flush", binding(ifindex=self.index))

    def mass(self, count):
        """All of many, each once."""
        list(self.heard(0.3))
        for i in range(count):
            self.make(4000 + 1000 * (i % 2), f"10.1.{i // 256}.{i % 256} "
                      f"2001:db8:200::{i:x}")
        there = set()
        ends = {}
        for now, name, number in self.heard(5 + LATE):
            if name == "created":
                there.add(number)
            elif name == "expired":
                ends.setdefault(number, []).append(now)
        point("bindings that were made", str(count), str(len(there)))
        point("and have ended", "True", str(there == set(ends)))
        point("each once", "0", str(sum(len(at) - 1 for at in ends.values())))
        point("none is left", "0", str(len(self.client.call(
            "get", binding(ifindex=self.index), NLM_F_DUMP))))
        stats = dict(attrs(self.client.call("stats", binding(
            ifindex=self.index))[0]))
        point("nor counted", "0 0", " ".join(
            str(struct.unpack("=I", stats[ATTR[name]])[0])
            for name in ("bindings", "prefixes")))

    def run(self):
        """All."""
        self.countdown()
        self.traffic()
        self.refreshed()
        self.absent()
        self.mass(int(sys.argv[1]))


try:
    Expiry().run()
except Refusal as refused:
    sys.exit(f"refused: {refused}")
