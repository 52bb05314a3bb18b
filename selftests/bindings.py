#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What binding.sh needs many requests or packets for, in few processes.

bindings.py echo: what the kernel answers to a request with NLM_F_ECHO
bindings.py churn COUNT: dumps while bindings come and go beside COUNT others
bindings.py handover COUNT: numbered packets while the binding is exchanged
bindings.py ended COUNT: numbered packets before and after its end
Makes test points, in the home agent's namespace.
"""

import os
import signal
import socket
import struct
import sys
import time

from jiffies import TICKS, clock
from netlink import (ATTR, NLM_F_CREATE, NLM_F_DUMP, NLM_F_DUMP_INTR,
                     NLM_F_ECHO, NLM_F_REPLACE, Dsmip, attrs, binding,
                     point)
from netns import enter, idle

HOME = "203.0.113.7"
MN4, MN6 = "198.51.100.130", "2001:db8:3::130"
BOTH = NLM_F_CREATE | NLM_F_REPLACE


def number(answer):
    """The id in an answer."""
    for kind, value in attrs(answer):
        if kind == ATTR["id"]:
            return struct.unpack("=I", value)[0]
    return 0


def child(work):
    """A process that works until it is killed, and has begun."""
    begun, begin = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            work()
            os.write(begin, b"x")
            while True:
                work()
        finally:
            os._exit(1)
    os.close(begin)
    os.read(begun, 1)
    os.close(begun)
    return pid


def end(pid):
    """Kills it; it must not have come to an end by itself."""
    gone = os.waitpid(pid, os.WNOHANG)[0]
    if not gone:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    point("what went on meanwhile did to the end", "0", str(gone))


def echo(client, index):
    """The answer is the binding; without the flag there is none."""
    one = {"ifindex": index, "coa": MN4, "encap": "udp"}
    got = client.call("new", binding(home="203.0.113.60", **one), NLM_F_CREATE)
    point("no echo that was not asked for", "0", str(len(got)))
    got = client.call("new", binding(home="203.0.113.61", **one),
                      NLM_F_CREATE | NLM_F_ECHO)
    point("one echo", "1", str(len(got)))
    asked = client.call("get", binding(ifindex=index, home="203.0.113.61"))
    point("the echo is the binding", asked[0].hex(), got[0].hex())
    again = client.call("new", binding(home="203.0.113.61 203.0.113.62", **one),
                        NLM_F_REPLACE | NLM_F_ECHO)
    point("an exchange keeps the id", str(number(got[0])),
          str(number(again[0])))
    point("the echo has all homes", "2",
          str(sum(kind == ATTR["home"] for kind, _ in attrs(again[0]))))

    seen = []
    for _ in range(20):
        got = client.call("new", binding(home="203.0.113.63", **one),
                          NLM_F_CREATE | NLM_F_ECHO)
        seen.append(number(got[0]))
        client.call("del", binding(ifindex=index, id=seen[-1]))
    point("no id is used again at once", str(sorted(set(seen))), str(seen))


def churn(client, index, count):
    """Those that stay come once each in every dump."""
    def ids():
        got = [number(answer) for answer in client.call(
            "get", binding(ifindex=index), NLM_F_DUMP)]
        return got, bool(client.flags & NLM_F_DUMP_INTR)

    stay, interrupted = ids()
    point("bindings", str(count), str(len(stay)))
    point("each once", str(count), str(len(set(stay))))
    point("nothing has disturbed the dump", "False", str(interrupted))

    mine = {}

    def come_and_go():
        if not mine:
            mine["client"] = Dsmip()
            mine["next"] = 0
        home = f"198.18.{mine['next'] % 200}.1"
        mine["next"] += 1
        one = binding(ifindex=index, home=home)
        mine["client"].call("new", one + binding(coa=MN4, encap="ip"),
                            NLM_F_CREATE)
        mine["client"].call("del", one)

    pid = child(come_and_go)
    wrong = told = 0
    stay = set(stay)
    for _ in range(4):
        got, interrupted = ids()
        told += interrupted
        wrong += not stay <= set(got) or len(set(got)) != len(got)
    end(pid)
    point("dumps while bindings come and go that lack one or have one twice",
          "0", str(wrong))
    point("such a dump says that it was disturbed", "True", str(told > 0))


class Handover:
    """One process has a socket in each namespace."""

    # What the receiver makes of an outer header, and what makes the header.
    WAYS = [((4, 17, 4191), {"coa": MN4, "encap": "udp"}),
            ((6, 17, 4191), {"coa": MN6, "encap": "udp"}),
            ((4, 47, 0), {"coa": MN4, "encap": "gre"}),
            ((6, 47, 0), {"coa": MN6, "encap": "gre", "okey": 7}),
            ((4, 17, 434), {"coa": MN4, "encap": "mipudp"}),
            ((4, 4, 0), {"coa": MN4, "encap": "ip"}),
            ((6, 4, 0), {"coa": MN6, "encap": "ip"}),
            ((4, 17, 5001), {"coa": MN4, "encap": "udp", "port": 5001,
                             "flags": 1}),
            ((6, 17, 5002), {"coa": MN6, "encap": "udp", "port": 5002,
                             "flags": 2})]

    def __init__(self, client, index):
        self.client, self.index = client, index
        enter("cn")
        self.out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        enter("mn")
        self.into = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                  socket.htons(3))
        self.into.setsockopt(socket.SOL_SOCKET, 33, 1 << 25)
        self.into.bind(("mn0", 3))
        self.into.settimeout(1)
        enter("ha")

    def exchange(self, way, client=None):
        """The next path."""
        fields = self.WAYS[way % len(self.WAYS)][1]
        (client or self.client).call("new", binding(
            ifindex=self.index, home=HOME, **fields), NLM_F_REPLACE)

    def send(self, sequence, port=7777):
        """A numbered packet."""
        self.out.sendto(struct.pack("=I", sequence), (HOME, port))

    @staticmethod
    def parse(data):
        """Way and number, or None for what is not one of ours."""
        if data[0] >> 4 == 4:
            way, data = (4, data[9]), data[20:]
        else:
            way, data = (6, data[6]), data[40:]
        port = 0
        if way[1] == 17:
            port, data = struct.unpack_from("!H", data, 2)[0], data[8:]
        if port == 434:
            data = data[4:]
        if way[1] == 47:
            data = data[8 if data[0] & 0x20 else 4:]
        if way[1] not in (4, 17, 47) or len(data) != 32 or data[9] != 17:
            return None
        return way + (port,), struct.unpack_from("=I", data, 28)[0]

    def received(self, most):
        """All that comes, until there is a pause."""
        idle()
        found = []
        try:
            while len(found) < most:
                data, where = self.into.recvfrom(4096)
                one = self.parse(data) if where[2] != 4 else None
                if one:
                    found.append(one)
        except TimeoutError:
            pass
        return found

    def ordered(self, count):
        """A packet after an exchange goes the new way."""
        ways = []
        for sequence in range(count):
            if sequence % 5 == 0:
                self.exchange(sequence // 5)
            ways.append(self.WAYS[sequence // 5 % len(self.WAYS)][0])
            self.send(sequence)
        found = self.received(count + 10)
        point("numbered packets, an exchange after each fifth: all arrive once",
              str(count), str(len({one for _, one in found})))
        point("none twice", str(count), str(len(found)))
        wrong = 0
        for way, sequence in found:
            after = ways[min(sequence + 5, count - 1)]
            wrong += way not in (ways[sequence], after)
        point("packets that went another way than that of their time", "0",
              str(wrong))
        point("ways that were gone", str(len(self.WAYS)),
              str(len({way for way, _ in found})))

    def raced(self, count):
        """Packets while another process exchanges without a pause."""
        mine = {}

        def exchange():
            if not mine:
                mine["client"] = Dsmip()
                mine["way"] = 0
            self.exchange(mine["way"], mine["client"])
            mine["way"] += 1
        pid = child(exchange)
        for sequence in range(count):
            self.send(sequence)
        end(pid)
        found = self.received(count + 10)
        point("packets while the binding is exchanged all the time: all arrive",
              str(count), str(len({one for _, one in found})))
        known = {way for way, _ in self.WAYS}
        point("on ways that there are", "0",
              str(sum(way not in known for way, _ in found)))
        point("on more than one", "True",
              str(len({way for way, _ in found}) > 1))

    def ended(self, text, count, end):
        """After the end of the binding nothing is sent, before all is."""
        self.exchange(0)
        for sequence in range(count):
            self.send(sequence)
        found = [one for _, one in self.received(count)]
        point(f"{text}: all that came before arrive", str(count),
              str(sum(one < count for one in found)))
        last = end(count)
        for sequence in range(last, last + count):
            self.send(sequence)
        found = [one for _, one in self.received(3 * count)]
        point(f"{text}: nothing that came after", "0",
              str(sum(one >= last for one in found)))

    def delete(self, count):
        """The binding is deleted."""
        self.client.call("del", binding(ifindex=self.index, home=HOME))
        return count

    def flush(self, count):
        """All bindings are."""
        self.client.call("flush", binding(ifindex=self.index))
        return count

    def expire(self, count):
        """Its lifetime ends while packets are sent."""
        self.client.call("new", binding(
            ifindex=self.index, home=HOME, lifetime=300, **self.WAYS[0][1]),
            NLM_F_REPLACE)
        end = clock() + 0.3 + TICKS
        while clock() <= end:
            self.send(count)
            count += 1
            time.sleep(0.005)
        return count

    def run(self, count):
        """Exchanges."""
        self.ordered(count // 4)
        self.raced(count)

    def ends(self, count):
        """All ends that a binding can come to."""
        for text, end in (("deleted", self.delete), ("flushed", self.flush),
                          ("expired", self.expire)):
            self.client.call("new", binding(
                ifindex=self.index, home=HOME, **self.WAYS[0][1]),
                NLM_F_CREATE | NLM_F_REPLACE)
            self.ended(text, count, end)


def main():
    """One of them."""
    client = Dsmip()
    index = socket.if_nametoindex("dsmip0")
    mode = sys.argv[1]
    if mode == "echo":
        echo(client, index)
    elif mode == "churn":
        churn(client, index, int(sys.argv[2]))
    elif mode == "ended":
        Handover(client, index).ends(int(sys.argv[2]))
    else:
        Handover(client, index).run(int(sys.argv[2]))


main()
