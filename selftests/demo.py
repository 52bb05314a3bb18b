#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The traffic of demo.sh: two numbered streams, one transfer, two liars.

One process with sockets in three network namespaces (a socket stays in the one
that it was made in), since starting a program takes long in an emulated
machine.  It takes one command a line, and answers each with one line:

    start       open the sockets and begin
    moving      a handover begins now
    moved       answer when both streams are steady again: for each of "down"
                and "up" packets lost and milliseconds of the longest gap
    progress    bytes received of the transfer
    liar PLACE  send packets that have to be refused: the node's address from
                elsewhere, or somebody else's address from the node
    finish      answer when the transfer is over: bytes, digest of what was
                sent, digest of what was received, streams' strangers
"""

import hashlib
import os
import selectors
import socket
import struct
import sys
import time

import packet
from netns import enter

HOME4, HOME6 = os.environ["HOA4"], os.environ["HOA6"]
PEER4, PEER6 = os.environ["CN4"], os.environ["CN6"]
AGENT4 = os.environ["HA4"]
STRANGER4 = "203.0.113.99"
STREAM_PORT, FILE_PORT, TUNNEL_PORT = 7000, 8000, 4191

INTERVAL = 0.02             # between two packets of a stream: 50 a second
CHUNK = 8000                # bytes of the transfer for each of these
AT_LEAST = 4_000_000        # bytes, however early "finish" comes
STEADY = 0.5                # seconds without a loss after a handover
PATIENCE = 20.0             # seconds to wait for anything
LIES = 5
IP_TRANSPARENT = 19


def make(namespace, family, kind):
    """Make a socket in a namespace."""
    enter(namespace)
    sock = socket.socket(family, kind)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return sock


class Stream:
    """Numbered packets from one machine to another."""

    def __init__(self, source, sender, sink, receiver):
        self.destination = (receiver, STREAM_PORT)
        self.tx = make(source, socket.AF_INET, socket.SOCK_DGRAM)
        self.tx.bind((sender, 0))
        self.rx = make(sink, socket.AF_INET, socket.SOCK_DGRAM)
        self.rx.bind(self.destination)
        self.rx.setblocking(False)
        self.sent = []          # when each number was sent
        self.came = {}          # when each number came
        self.strangers = 0
        self.begin = 0.0

    def send(self, now):
        """Send the next packet."""
        data = struct.pack("!8sI", b"numbered", len(self.sent))
        self.sent.append(now)
        try:
            self.tx.sendto(data, self.destination)
        except OSError:
            pass                # an ICMP error about an earlier one: a loss

    def receive(self, now):
        """Take what has come."""
        while True:
            try:
                data = self.rx.recv(2048)
            except OSError:
                return
            if data[:8] == b"numbered":
                self.came[struct.unpack("!I", data[8:])[0]] = now
            else:
                self.strangers += 1

    def steady(self, now):
        """Has everything of late arrived, but for what may be on its way?"""
        count = len(self.sent)
        late = [number for number in range(max(0, count - 200), count)
                if now - 2 * STEADY < self.sent[number] < now - STEADY]
        return len(late) > STEADY / INTERVAL / 3 and all(
            number in self.came for number in late)

    def loss(self, now):
        """Return packets lost since the beginning, and the longest gap in ms.

        The gap is what the numbers say, 20 ms for each: the clock would also
        count the time that an emulated machine did not let us run.
        """
        lost = longest = run = 0
        for number, when in enumerate(self.sent):
            if not self.begin - INTERVAL <= when < now - STEADY:
                continue
            run = 0 if number in self.came else run + 1
            lost += run > 0
            longest = max(longest, run)
        return lost, round(longest * INTERVAL * 1000)


class Transfer:
    """A file of no fixed size, over TCP, to the node's IPv6 home address."""

    def __init__(self):
        self.listener = make("mn", socket.AF_INET6, socket.SOCK_STREAM)
        self.listener.bind((HOME6, FILE_PORT))
        self.listener.listen(1)
        self.tx = make("cn", socket.AF_INET6, socket.SOCK_STREAM)
        self.tx.settimeout(PATIENCE)
        self.tx.connect((HOME6, FILE_PORT))
        self.tx.setblocking(False)
        self.rx, _ = self.listener.accept()
        self.rx.setblocking(False)
        self.pending = b""
        self.sent = hashlib.sha256()
        self.received = hashlib.sha256()
        self.bytes_sent = self.bytes_received = 0
        self.ending = self.closed = self.over = False

    def send(self):
        """Send some more, unless the window is closed; end when it is time."""
        if self.closed:
            return
        if not self.pending and self.ending and self.bytes_sent >= AT_LEAST:
            self.tx.shutdown(socket.SHUT_WR)
            self.closed = True
            return
        self.pending = self.pending or os.urandom(CHUNK)
        try:
            count = self.tx.send(self.pending)
        except BlockingIOError:
            return
        self.sent.update(self.pending[:count])
        self.bytes_sent += count
        self.pending = self.pending[count:]

    def receive(self):
        """Take what has come."""
        try:
            data = self.rx.recv(1 << 16)
        except BlockingIOError:
            return
        self.received.update(data)
        self.bytes_received += len(data)
        self.over = not data


def forged():
    """Return an IPv4 packet that claims to be the node's."""
    return packet.ip4(HOME4, PEER4, 17, packet.udp(
        HOME4, PEER4, 5, STREAM_PORT, b"I am the node"))


def lie(place):
    """Send packets that the home agent has to refuse."""
    if place == "elsewhere":
        sock = make("r", socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("", TUNNEL_PORT))
        data, to = forged(), (AGENT4, TUNNEL_PORT)
    else:
        sock = make("mn", socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.IPPROTO_IP, IP_TRANSPARENT, 1)
        sock.bind((STRANGER4, 0))
        data, to = b"I am somebody else", (PEER4, STREAM_PORT)
    with sock:
        for _ in range(LIES):
            sock.sendto(data, to)
    return LIES


class Traffic:
    """The loop."""

    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.down = self.up = self.transfer = None
        self.waiting = None     # answers the command, or returns None
        self.asked = 0.0        # when it was asked
        self.next = 0.0
        self.text = b""

    def start(self):
        """Open everything."""
        self.down = Stream("cn", PEER4, "mn", HOME4)
        self.up = Stream("mn", HOME4, "cn", PEER4)
        self.transfer = Transfer()
        for sock in (self.down.rx, self.up.rx, self.transfer.rx):
            self.selector.register(sock, selectors.EVENT_READ)
        self.next = time.monotonic()
        return "started"

    def moved(self):
        """The loss, once it is over."""
        now = time.monotonic()
        if now < self.asked + 2 * STEADY or not (
                self.down.steady(now) and self.up.steady(now)):
            return None
        return "down {} {} up {} {}".format(*self.down.loss(now), *self.up.loss(now))

    def finished(self):
        """The transfer, once it is over."""
        if not self.transfer.over:
            return None
        return (f"{self.transfer.bytes_received} {self.transfer.sent.hexdigest()} "
                f"{self.transfer.received.hexdigest()} "
                f"{self.up.strangers + self.down.strangers}")

    def wait(self, answer):
        """Answer later."""
        self.waiting = answer
        self.asked = time.monotonic()

    def command(self, words):
        """Do what a line asks for."""
        if words[0] == "start":
            return self.start()
        if words[0] == "moving":
            self.down.begin = self.up.begin = time.monotonic()
            return "ready"
        if words[0] == "progress":
            return self.transfer.bytes_received
        if words[0] == "liar":
            return lie(words[1])
        if words[0] == "moved":
            self.wait(self.moved)
        elif words[0] == "finish":
            self.transfer.ending = True
            self.wait(self.finished)
        return None

    def tick(self):
        """Send what is due, and answer what was waited for."""
        now = time.monotonic()
        if now - self.next > STEADY:
            self.next = now     # this process was not let run: no burst now
        while self.transfer and self.next <= now:
            self.down.send(now)
            self.up.send(now)
            self.transfer.send()
            self.next += INTERVAL
        answer = self.waiting and self.waiting()
        if not answer and self.waiting and now > self.asked + PATIENCE:
            answer = "timeout"
        if answer:
            self.waiting = None
            print(answer, flush=True)

    def receive(self):
        """Take what has come, packets before commands."""
        events = [key.fileobj for key, _ in self.selector.select(INTERVAL / 4)]
        now = time.monotonic()
        for fileobj in events:
            if fileobj is sys.stdin:
                continue
            if fileobj is self.down.rx:
                self.down.receive(now)
            elif fileobj is self.up.rx:
                self.up.receive(now)
            else:
                self.transfer.receive()
                if self.transfer.over:
                    self.selector.unregister(fileobj)
        return sys.stdin in events

    def run(self):
        """Go on until the commands end."""
        self.selector.register(sys.stdin, selectors.EVENT_READ)
        while True:
            if self.receive():
                data = os.read(0, 4096)
                if not data:
                    return
                *lines, self.text = (self.text + data).split(b"\n")
                for line in lines:
                    answer = self.command(line.decode().split())
                    if answer is not None:
                        print(answer, flush=True)
            self.tick()


Traffic().run()
