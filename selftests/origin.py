#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""An agent that registers mobile nodes, the node itself, and who pretends to
be one: all in one process, each with sockets of its own namespace. Makes the
test points of origin.sh.

origin.py exchange NAME COA ENCAP PORTS [HOME]: a binding update and its answer
origin.py tag: a binding update; prints its mark
origin.py ring | spoof | flood
"""

import os
import socket
import struct
import sys
import time

import packet
from netlink import (ATTR, NLM_F_CREATE, Dsmip, ask, attrs, binding, point)
from netns import idle, inside

HA = {4: "198.51.100.1", 6: "2001:db8:2::1"}
MN = {4: "198.51.100.130", 6: "2001:db8:3::130"}
HAADDR = "2001:db8:1::1"
HOME = "2001:db8:100::7"  # with IPsec
PLAIN = "2001:db8:100::8"  # without
NOBODY = "2001:db8:100::99"
BASE = 0xd5000000
SPI = 0x100

IPPROTO_MH = 135
SO_MARK = 36
SO_RCVMARK = 75
# Seconds that something may take on the slowest machine.
PATIENCE = 60.0
UPDATE, ACK = 5, 6
ENCAPS = {1: "ip", 2: "udp"}


def mobility(kind, seq, status=0):
    """A mobility header; the socket makes the checksum."""
    if kind == UPDATE:
        body = struct.pack("!HHH", seq, 0xc000, 100)
    else:
        body = struct.pack("!BBHH", status, 0, seq, 100)
    return struct.pack("!BBBBH", 59, 1, kind, 0, 0) + body + b"\1\2\0\0"


def mobility_raw(src, dst, seq):
    """The same with a checksum, for packets made by hand."""
    raw = mobility(UPDATE, seq)
    value = packet.csum6(src, dst, IPPROTO_MH, raw)
    return raw[:4] + struct.pack("!H", value) + raw[6:]


class Node:
    """The mobile node: sends binding updates and waits for answers."""

    def __init__(self, home=HOME):
        self.home = home
        with inside("mn"):
            self.sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                                      IPPROTO_MH)
            self.sock.bind((home, 0))

    def update(self, seq):
        """A binding update to the home agent."""
        self.sock.sendto(mobility(UPDATE, seq), (HAADDR, 0))

    def answers(self, seconds=PATIENCE, count=1):
        """Sequence numbers of the acknowledgements that come."""
        got = []
        end = time.monotonic() + seconds
        while len(got) < count:
            self.sock.settimeout(max(end - time.monotonic(), 0.001))
            try:
                data = self.sock.recv(2048)
            except TimeoutError:
                break
            if data[2] == ACK:
                got.append(struct.unpack_from("!H", data, 8)[0])
        return got


class Agent:
    """Knows of a binding update what the kernel tells of its mark."""

    def __init__(self):
        with inside("ha"):
            self.sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                                      IPPROTO_MH)
            self.client = Dsmip()
            self.index = socket.if_nametoindex("dsmip0")
        self.sock.bind((HAADDR, 0))
        self.sock.setsockopt(socket.SOL_SOCKET, SO_RCVMARK, 1)
        self.sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)

    def receive(self, seconds=PATIENCE):
        """Sequence number, source and mark of an update; or None."""
        end = time.monotonic() + seconds
        while True:
            self.sock.settimeout(max(end - time.monotonic(), 0.001))
            try:
                data, anc, _, src = self.sock.recvmsg(2048, 512)
            except TimeoutError:
                return None
            if data[2] == UPDATE:
                break
        mark = index = 0
        for level, kind, value in anc:
            if (level, kind) == (socket.SOL_SOCKET, SO_MARK):
                mark = struct.unpack("=I", value)[0]
            elif (level, kind) == (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO):
                index = struct.unpack("=16sI", value)[1]
        assert index == self.index
        return struct.unpack_from("!H", data, 6)[0], src[0], mark

    def origin(self, tag):
        """What the kernel says of a tag, in words."""
        answer = dict(attrs(self.client.call(
            "origin", binding(ifindex=self.index, origin=tag))[0]))
        coa, local = (socket.inet_ntop(
            socket.AF_INET if len(answer[ATTR[name]]) == 4 else
            socket.AF_INET6, answer[ATTR[name]]) for name in ("coa", "local"))

        def number(name, form):
            if ATTR[name] not in answer:
                return None
            return struct.unpack(form, answer[ATTR[name]])[0]
        assert number("ifindex", "=I") == self.index
        assert number("origin", "=I") == tag
        assert number("age", "=Q") < 60000
        return {"coa": coa, "local": local, "port": number("port", "!H"),
                "local_port": number("local-port", "!H"),
                "encap": ENCAPS[number("encap", "=I")],
                "inner_src": socket.inet_ntop(socket.AF_INET6,
                                              answer[ATTR["inner-src"]]),
                "spi": number("spi", "=I")}

    def answer(self, to, seq, tag):
        """An acknowledgement to where the update with the tag came from."""
        mark = [(socket.SOL_SOCKET, SO_MARK, struct.pack("=I", tag))]
        self.sock.sendmsg([mobility(ACK, seq)], mark, 0, (to, 0))

    def drops(self):
        """Of the device, by cause."""
        return self.client.drops(self.index)

    def delta(self, before):
        """What has been dropped since, in words."""
        after = self.drops()
        return " ".join(f"{cause}:{after[cause] - before.get(cause, 0)}"
                        for cause in sorted(after)
                        if after[cause] != before.get(cause, 0)) or "none"


def tagged(tag):
    """Is it one of the device's marks?"""
    return tag & 0xff000000 == BASE


def exchange():
    """One update and its answer; who sent it, and by which way?"""
    name, coa, encap, ports = sys.argv[2:6]
    home = sys.argv[6] if len(sys.argv) > 6 else HOME
    low, high = (int(port) for port in ports.split("-"))
    node, agent = Node(home), Agent()
    before = agent.drops()
    seq = os.getpid() & 0xffff
    node.update(seq)
    got = agent.receive()
    if not got:
        point(f"{name}: the update arrives", "yes", agent.delta(before))
        return
    point(f"{name}: the update arrives as it was sent, and with a mark",
          f"({seq}, '{home}') True", f"{got[:2]} {tagged(got[2])}")
    origin = agent.origin(got[2])
    udp = encap == "udp"
    port = origin.pop("port")
    point(f"{name}: the port is that outside of the NAT", True,
          low <= port <= high if udp else port is None)
    point(f"{name}: the outer header", {
        "coa": coa, "local": HA[6 if packet.is_ip6(coa) else 4],
        "local_port": 4191 if udp else None, "encap": encap,
        "inner_src": home, "spi": SPI if home == HOME else None}, origin)
    agent.answer(got[1], seq, got[2])
    point(f"{name}: the acknowledgement arrives", [seq], node.answers())
    point(f"{name}: nothing is dropped", "none", agent.delta(before))


def tag():
    """For the shell."""
    node, agent = Node(), Agent()
    node.update(1)
    got = agent.receive()
    print(f"{got[2]:#x}" if got else "none")


def ring():
    """Four slots, six updates. The node has a binding to another place, where
    an answer with an old tag would arrive.
    """
    node, agent = Node(), Agent()
    tags = []
    for seq in range(6):
        node.update(seq)
        got = agent.receive()
        tags.append(got[2] if got else 0)
    point("six updates have six tags", "6 True",
          f"{len(set(tags))} {all(map(tagged, tags))}")
    point("the last four are known", "yes yes yes yes no no", " ".join(
        "yes" if ask(agent.origin, one) == "ok" else "no"
        for one in tags[2:] + tags[:2]))
    gone = "ENOENT | No origin has this tag, or none any more | origin"
    point("of the others, not even the slot", f"{gone} / {gone}", " / ".join(
        ask(agent.origin, one) for one in tags[:2]))
    point("no binding is made of them", gone, ask(
        agent.client.call, "new", binding(ifindex=agent.index,
                                          home="203.0.113.50",
                                          origin=tags[0]), NLM_F_CREATE))
    before = agent.drops()
    for seq, one in enumerate(tags[:2] + [BASE | (tags[5] + 1) & 0xffffff]):
        agent.answer(HOME, 100 + seq, one)
    point("answers with such tags go nowhere", "[] tx-origin:3",
          f"{node.answers(1)} {agent.delta(before)}")
    before = agent.drops()
    agent.answer(PLAIN, 110, tags[5])
    point("nor is one sent to another node", "[] tx-origin:1",
          f"{Node(PLAIN).answers(1)} {agent.delta(before)}")
    for seq in range(2, 6):
        agent.answer(HOME, 120 + seq, tags[seq])
    point("answers with the others arrive", "[122, 123, 124, 125]",
          node.answers(count=4))
    agent.answer(HOME, 130, 0)
    point("one without a tag goes by the binding", "[130]", node.answers())


class Stranger:
    """Sends from where nobody is registered."""

    def __init__(self, agent):
        self.agent = agent
        with inside("mn"):
            self.sender = packet.Sender()

    def outer(self, inner, src="198.51.100.131", dst=HA[4], sport=5000,
              **fields):
        """An inner packet in UDP."""
        return packet.ip(src, dst, 17, packet.udp(src, dst, sport, 4191, inner,
                                                  **fields))

    def drop(self, text, inner, wanted, count=2, **fields):
        """One test point: dropped for that cause, and not seen by the agent."""
        before = self.agent.drops()
        whole = inner if fields.pop("whole", False) else \
            self.outer(inner, **fields)
        for _ in range(count):
            self.sender.send(whole)
        for _ in range(1500):
            if self.agent.delta(before) == f"{wanted}:{count}":
                break
            time.sleep(0.02)
        got = self.agent.receive(0.05)
        point(f"{text}: {wanted}", f"{wanted}:{count} None",
              f"{self.agent.delta(before)} {got}")

    def arrives(self, text, inner, home, **fields):
        """One test point: the agent gets it, with a mark."""
        before = self.agent.drops()
        self.sender.send(self.outer(inner, **fields))
        got = self.agent.receive()
        got = (got[1], tagged(got[2])) if got else None
        point(text, f"('{home}', True) none",
              f"{got} {self.agent.delta(before)}")


def signal(src, seq=1, dst=HAADDR, options=b"", **fields):
    """A packet with a binding update."""
    proto = 60 if options else IPPROTO_MH
    return packet.ip6(src, dst, proto,
                      options + mobility_raw(src, dst, seq), **fields)


def destopt(nexthdr, size=0):
    """Destination options: one that nobody knows and everybody skips."""
    return bytes([nexthdr, size, 0x1e, min(4 + 8 * size, 255)]) + \
        bytes(4 + 8 * size)


def spoof():
    """What is let in, and what only looks like that. HOME has a binding, to
    another end point.
    """
    stranger = Stranger(Agent())
    drop, arrives = stranger.drop, stranger.arrives
    arrives("a mobility header of nobody", signal(NOBODY), NOBODY)
    arrives("a mobility header behind destination options",
            signal(PLAIN, options=destopt(IPPROTO_MH, 3)), PLAIN)
    for src, cause in ((NOBODY, "rx-no-binding"), (HOME, "rx-coa")):
        for proto in (0, 4, 6, 17, 41, 43, 44, 51, 58, 59, 139, 253):
            drop(f"next header {proto} from {src}", packet.ip6(
                src, HAADDR, proto, bytes(64)), cause)
        for proto in (0, 6, 17, 43, 44, 58, 59, 60):
            drop(f"destination options, then {proto}, from {src}", packet.ip6(
                src, HAADDR, 60, destopt(proto) + bytes(64)), cause)
        drop(f"mobility header to somebody else, from {src}",
             signal(src, dst="2001:db8:1::2"), cause)
        for text, spi in (("without a security association", SPI + 7),
                          ("in tunnel mode", SPI + 8)):
            drop(f"ESP {text}, from {src}", packet.ip6(
                src, HAADDR, 50, struct.pack("!II", spi, 1) + bytes(64)),
                cause)
    nobody = "rx-no-binding"
    drop("half a mobility header", packet.ip6(NOBODY, HAADDR, 135, bytes(7)),
         nobody)
    drop("no mobility header", packet.ip6(NOBODY, HAADDR, 135), nobody)
    drop("half an ESP header", packet.ip6(
        NOBODY, HAADDR, 50, struct.pack("!I", SPI) + bytes(3)), nobody)
    drop("one byte of destination options",
         packet.ip6(NOBODY, HAADDR, 60, bytes([135])), nobody)
    drop("destination options beyond the end", packet.ip6(
        NOBODY, HAADDR, 60, destopt(135, 255)[:16]), nobody)
    drop("a mobility header beyond the payload", packet.ip6(
        NOBODY, HAADDR, 60, destopt(135) + mobility(UPDATE, 1),
        payload_len=12), nobody)
    drop("payload length beyond the end", signal(NOBODY, payload_len=999),
         "rx-malformed")
    for src in ("ff02::1", "::1", "fe80::1", "::ffff:203.0.113.1"):
        drop(f"from {src}", signal(src), "rx-bad-source")
    for src in (HAADDR, HA[6]):
        drop(f"from the home agent's own {src}", signal(src), "rx-bad-source")
    drop("from port 0", signal(NOBODY), nobody, sport=0)
    v6 = {"src": "2001:db8:3::131", "dst": HA[6]}
    arrives("over UDP over IPv6", signal(NOBODY), NOBODY, **v6)
    drop("over UDP over IPv6 without a checksum", signal(NOBODY), nobody,
         checksum=False, **v6)


def flood():
    """Much of what cannot be told from signalling: 16 a second get through."""
    agent = Agent()
    registered = Node()
    stranger = Stranger(agent)
    body = struct.pack("!II", SPI, 1) + os.urandom(64)
    before = agent.drops()
    start = time.monotonic()
    for i in range(400):
        stranger.sender.send(stranger.outer(
            packet.ip6(f"2001:db8:100::{i + 256:x}", HAADDR, 50, body),
            src=f"198.51.100.{131 + i % 50}", sport=1024 + i))
    idle()
    limited = agent.drops().get("rx-origin-limit", 0) - \
        before.get("rx-origin-limit", 0)
    most = 16 + 16 * (time.monotonic() - start) + 1
    point("a flood is limited", True, 0 < 400 - limited <= most)
    point("for one cause", f"rx-origin-limit:{limited}", agent.delta(before))
    for seq in range(10):
        stranger.sender.send(stranger.outer(signal(NOBODY)))
        registered.update(seq)
    seen = set()
    while got := agent.receive(1):
        if got[1] == HOME and tagged(got[2]):
            seen.add(got[0])
    point("what comes from a registered end point is not", 10, len(seen))
    start = time.monotonic()
    for seq in range(10, 70):
        registered.update(seq)
    seen = {False: 0, True: 0}
    while got := agent.receive(1):
        if got[1] == HOME:
            seen[bool(tagged(got[2]))] += 1
    most = 16 + 16 * (time.monotonic() - start) + 1
    point("a flood from there comes in", 60, seen[False] + seen[True])
    point("and has a limit for tags of its own", True, 0 < seen[True] <= most)


def main():
    """One of them."""
    {"exchange": exchange, "tag": tag, "ring": ring, "spoof": spoof,
     "flood": flood}[sys.argv[1]]()


if __name__ == "__main__":
    main()
