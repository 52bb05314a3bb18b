#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Lifetimes to the millisecond, as a listener of events and a sender of packets
see them. In the home agent's namespace; makes the test points of expiry.sh.
"""

import select
import socket
import struct
import sys
import time

import packet
from jiffies import TICKS, clock
from netlink import (ATTR, CMD, NLM_F_CREATE, NLM_F_DUMP, NLM_F_REPLACE, Dsmip,
                     Refusal, ask, attrs, binding, point)
from netns import enter

HOME, MN4, HA4, CN4 = ("203.0.113.7", "198.51.100.130", "198.51.100.1",
                       "192.0.2.2")
NAMES = {number: name for name, number in CMD.items()}
SO_RCVBUFFORCE = 33
# RFC 6275, section 6.1.7: 65535 units of 4 seconds.
MOST = 65535 * 4 * 1000
# What surely comes, comes in this time on the slowest machine.
PATIENCE = 60


class Expiry:
    """Bindings with lifetimes."""

    def __init__(self):
        self.client = Dsmip()
        self.index = socket.if_nametoindex("dsmip0")
        self.events = Dsmip()
        self.events.join()
        self.events.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 25)
        self.lost = {"tx": 0, "rx": 0}
        self.number = 0
        enter("cn")
        self.out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.out.bind((CN4, 7777))
        enter("mn")
        self.into = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                  socket.htons(3))
        self.into.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 25)
        self.into.bind(("mn0", 3))
        self.sender = packet.Sender()
        enter("ha")

    def make(self, lifetime, home=HOME, flags=NLM_F_CREATE):
        """A binding; returns when it was asked for and when it was there."""
        before = clock()
        self.client.call("new", binding(
            ifindex=self.index, home=home, coa=MN4, encap="ip",
            lifetime=lifetime), flags)
        return before, clock()

    def get(self, home=HOME):
        """Attributes of the binding."""
        return dict(attrs(self.client.call(
            "get", binding(ifindex=self.index, home=home))[0]))

    def times(self, home=HOME):
        """Lifetime and what is left of it."""
        found = self.get(home)
        return [struct.unpack("=Q", found[ATTR[name]])[0]
                for name in ("lifetime", "left")]

    def heard(self, wait, ends=None):
        """Yields events as they come, until there is none for a while, or some have
        told of an end.
        """
        while ends != 0 and select.select([self.events.sock], [], [], wait)[0]:
            data = self.events.sock.recv(1 << 17)
            now = clock()
            while len(data) >= 20:
                size = struct.unpack_from("=I", data)[0]
                found = dict(attrs(data[20:size]))
                name = NAMES.get(data[16], data[16])
                data = data[(size + 3) & ~3:]
                if ends and name == "expired":
                    ends -= 1
                if ATTR["id"] in found:
                    yield now, name, struct.unpack("=I", found[ATTR["id"]])[0]

    def countdown(self):
        """What is left becomes less, as time goes by."""
        for lifetime in (100000, 511000, 512000, 513000, 1024000, 600001, MOST):
            begun, made = self.make(lifetime,
                                    flags=NLM_F_CREATE | NLM_F_REPLACE)
            asked = clock()
            granted, left = self.times()
            point(f"lifetime {lifetime}: granted", str(lifetime), str(granted))
            least = lifetime - (clock() - begun + TICKS) * 1000
            most = lifetime - (asked - made - TICKS) * 1000
            point(f"lifetime {lifetime}: left", "True",
                  str(least <= left <= most))
        begun, (_, first), made = clock(), self.times(), clock()
        time.sleep(1.5)
        asked, (_, left), end = clock(), self.times(), clock()
        point("a second and a half later", "True",
              str(asked - made - TICKS <= (first - left) / 1000 <=
                  end - begun + TICKS))
        for lifetime in (0, None):
            self.make(lifetime, flags=NLM_F_REPLACE)
            point(f"lifetime {lifetime}: for ever", "True",
                  str(not {ATTR["lifetime"], ATTR["left"]} & set(self.get())))
        self.client.call("flush", binding(ifindex=self.index))

    def pass_one(self, way):
        """Sends a packet and waits for what becomes of it; when it was sent, when
        that was known, and if it arrived.
        """
        self.number += 1
        body = struct.pack("=I", self.number)
        before = clock()
        if way == "tx":
            self.out.sendto(body, (HOME, 7777))
        else:
            self.sender.send(packet.ip4(MN4, HA4, 4, packet.ip4(
                HOME, CN4, 17, packet.udp(HOME, CN4, 7777, 7777, body))))
        where, begin = (self.into, 48) if way == "tx" else (self.out, 0)
        self.lost[way] += 1
        while clock() < before + PATIENCE:
            if select.select([where], [], [], 0.02)[0]:
                if where.recv(4096)[begin:begin + 4] == body:
                    self.lost[way] -= 1
                    return before, clock(), True
            elif self.client.drops(self.index).get(
                    f"{way}-no-binding", 0) == self.lost[way]:
                return before, clock(), False
        sys.exit(f"{way}: a packet neither arrives nor is dropped")

    def life(self, way):
        """A binding's, with packets one after the other: of each what pass_one()
        says and if the end had been told by then; and when that was.
        """
        list(self.heard(0.3))
        asked, made = self.make(1500)
        sent, event = [], None
        while clock() < made + 1.5 + PATIENCE:
            done = self.pass_one(way)
            for now, name, _ in self.heard(0):
                if name == "expired":
                    event = now
            sent.append(done + (event is not None,))
            if event and not done[2]:
                break
        return asked, made, sent, event

    def traffic(self, way):
        """Packets until the end, and none from then on. Once more if the machine
        had no time for a packet before the end, or between it and its event.
        """
        for _ in range(10):
            asked, made, sent, event = self.life(way)
            early = [1 for _, _, there, told in sent if not there and not told]
            if early and sent[0][2]:
                break
        over = [known for _, known, there, _ in sent if not there]
        point(f"{way}: before its end: lost", "0",
              str(sum(known < asked + 1.5 - TICKS for known in over)))
        point(f"{way}: there were some", "True", str(sent[0][2]))
        point(f"{way}: after it: delivered", "0",
              str(sum(there and before > made + 1.5 + TICKS
                      for before, _, there, _ in sent)))
        point(f"{way}: dropped before the event came", "True",
              str(bool(early)))
        point(f"{way}: the event came, not before its time", "True",
              str(event is not None and event >= asked + 1.5 - TICKS))

    def refreshed(self):
        """A binding that is refreshed stays, with its id, for longer than it would
        have. Begins again where the machine was late for one.
        """
        while True:
            list(self.heard(0.3))
            begun = self.make(4000)[0]
            number = self.get()[ATTR["id"]]
            late = False
            for _ in range(3):
                time.sleep(1.5)
                late |= clock() > begun + 3.5
                begun = self.make(4000, flags=NLM_F_CREATE | NLM_F_REPLACE)[0]
            if not late:
                break
            self.client.call("flush", binding(ifindex=self.index))
        point("a binding that is refreshed keeps its id", number.hex(),
              self.get()[ATTR["id"]].hex())
        names = [name for _, name, _ in self.heard(PATIENCE, 1)]
        point("events of its life",
              "created changed changed changed expired", " ".join(names))

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
            while clock() <= made + 1.1 + TICKS:
                time.sleep(0.01)
            wanted = "ok" if what == "create" else "ENOENT"
            point(f"{what} what is over", wanted, ask(function).split()[0])
            if what == "create":
                new = struct.unpack("=I", self.get()[ATTR["id"]])[0]
                events = list(self.heard(0.3))
                old = events[0][2]
                point("the new one is another", "True", str(new != old))
                point("its end is told before the new beginning", str(
                    [("created", old), ("expired", old), ("created", new)]),
                    str([event[1:] for event in events]))
            self.client.call("flush", binding(ifindex=self.index))

    def mass(self, count):
        """All of many, each once."""
        list(self.heard(0.3))
        for i in range(count):
            self.make(4000 + 1000 * (i % 2), f"10.1.{i // 256}.{i % 256} "
                      f"2001:db8:200::{i:x}")
        there = set()
        ends = {}
        for now, name, number in self.heard(PATIENCE, count):
            if name == "created":
                there.add(number)
            elif name == "expired":
                ends.setdefault(number, []).append(now)
        for now, _, number in self.heard(0.3):
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
        self.traffic("tx")
        self.traffic("rx")
        self.refreshed()
        self.absent()
        self.mass(int(sys.argv[1]))


try:
    Expiry().run()
except Refusal as refused:
    sys.exit(f"refused: {refused}")
