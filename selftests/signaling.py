#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The two ends of signaling.sh, told what to do by this program.

signaling.py native: prints the test points, and writes down what should have
been on the wire, a line a packet, to /tmp/wire
signaling.py tunnel: through the tunnel, from behind a NAT
"""

import socket
import struct
import subprocess
import sys
import threading
import time

from netlink import point
from origin import inside

HA6 = "2001:db8:2::1"
MN6 = "2001:db8:3::130"
MN6B = "2001:db8:3::131"
HOA6 = "2001:db8:100::7"
NOBODY = "2001:db8:100::99"
MH, ICMP6 = 135, 58
REFRESH, UPDATE, ACK, ERROR, HEARTBEAT = 0, 5, 6, 7, 13
SOL, ADV = 146, 147
IN, OUT = 0x100, 0x200
IPV6_CHECKSUM = 7
# Seconds: a module for a cipher may have to be loaded first, on a slow machine.
LIMIT = 60.0


class Peer:
    """One of the ends, in a namespace."""

    def __init__(self, namespace):
        self.lines = []
        self.new = threading.Condition()
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", namespace, "build/tools/signaling_peer"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        threading.Thread(target=self.read, daemon=True).start()
        assert self.wait("did") == "did open"

    def read(self):
        """Collect what it prints."""
        for line in self.process.stdout:
            with self.new:
                self.lines.append(line.rstrip())
                self.new.notify()

    def wait(self, word, seconds=LIMIT):
        """The next line that begins with this word, or "nothing"."""
        end = time.monotonic() + seconds
        with self.new:
            while True:
                for i, line in enumerate(self.lines):
                    if line.startswith(word):
                        return self.lines.pop(i)
                if not self.new.wait(max(end - time.monotonic(), 0)):
                    return "nothing"

    def ask(self, *words):
        """Tell it to do something; what came of it."""
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        return self.wait("did")[4:]

    def do(self, *words):
        """The same, where nothing may go wrong."""
        result = self.ask(*words)
        assert result == "Success", f"{words}: {result}"

    def received(self, seconds=LIMIT):
        """What it received next: type, number, source, destination, care-of
        address; and the mark."""
        line = self.wait("rcv", seconds)
        return line if line == "nothing" else line.split(" ", 1)[1]

    def close(self):
        """Let it end by itself."""
        self.process.stdin.close()
        return self.process.wait(30)


class Both:
    """Home agent and mobile node."""

    def __init__(self):
        self.ha = Peer("ha")
        self.mn = Peer("mn")
        self.number = 0
        self.updates = 0
        self.wire = []

    def exchange(self, name, coa, up, down, esp=None):
        """A message up and its answer down; as they should be on the wire."""
        self.number += 1
        self.updates += up == UPDATE
        proto = MH if up == UPDATE else ICMP6
        self.mn.do("send", up, self.number, HOA6, HA6)
        point(f"{name}: to the home agent",
              f"{proto}/{up} {self.number} {HOA6} {HA6} {coa or '-'} 00000000",
              self.ha.received())
        self.ha.do("send", down, self.number, HA6, HOA6, coa or "-")
        point(f"{name}: to the node",
              f"{proto}/{down} {self.number} {HA6} {HOA6} - 00000000",
              self.mn.received())
        self.sent(coa, proto, up, down, esp)

    def sent(self, coa, proto, up, down, esp):
        """source, destination, next header; home address in an option, what
        follows it; in a routing header, what follows it; SPI or type"""
        inner = 50 if esp else proto
        for out, kind, spi in ((True, up, OUT), (False, down, IN)):
            ends = [coa or HOA6, HA6] if out else [HA6, coa or HOA6]
            nxt = (60 if out else 43) if coa else inner
            hao = [HOA6, inner] if coa and out else ["", ""]
            rh2 = [HOA6, inner] if coa and not out else ["", ""]
            what = f"0x{spi:08x}" if esp else kind
            self.wire.append("|".join(
                str(v) for v in ends + [nxt] + hao + rh2 + [what]))

    def refused(self, name, receiver):
        """Nothing has come."""
        point(name, "nothing", receiver.received(2.0))

    def close(self):
        """Both end well, and nothing was left over."""
        for name, peer in (("home agent", self.ha), ("node", self.mn)):
            point(f"the {name} ends", 0, peer.close())
            point(f"nothing else came to the {name}", [], peer.lines)


def kernel_socket(namespace):
    """The kernel itself looks at the checksums of what comes here."""
    with inside(namespace):
        return socket.socket(socket.AF_INET6, socket.SOCK_RAW, MH)


def kernel_received(sock):
    """How many messages it found right."""
    count = 0
    sock.settimeout(0.5)
    try:
        while True:
            sock.recv(2048)
            count += 1
    except TimeoutError:
        return count


def raw(kind, data=bytes(13)):
    """A message of 16 bytes; its checksum is somebody else's work."""
    return struct.pack("!BBB", 59, 1, kind) + data


def native_plain(both):
    """A Home Address option, and a routing header."""
    both.ha.do("agent", HA6)
    both.mn.do("node", HOA6)
    both.mn.do("coa", HOA6, HA6, MN6)
    for up, down, name in ((UPDATE, ACK, "update"), (SOL, ADV, "prefixes")):
        both.exchange(f"{name}, native", MN6, up, down)
    both.mn.do("coa", HOA6, HA6, MN6B)
    both.exchange("update, after a move", MN6B, UPDATE, ACK)
    both.mn.do("coa", HOA6, HA6, "-")
    both.exchange("update, at home", None, UPDATE, ACK)
    both.exchange("prefixes, at home", None, SOL, ADV)


def native_esp(both, cipher, name, how):
    """The same, under ESP, set up alone or as one of many."""
    both.ha.do(how, HA6, HOA6, OUT, IN, cipher)
    both.mn.do(how, HOA6, HA6, IN, OUT, cipher)
    both.mn.do("coa", HOA6, HA6, MN6)
    both.exchange(f"{name}, update", MN6, UPDATE, ACK, True)
    both.exchange(f"{name}, prefixes", MN6, SOL, ADV, True)
    both.mn.do("coa", HOA6, HA6, MN6B)
    both.exchange(f"{name}, update after a move", MN6B, UPDATE, ACK, True)
    both.exchange(f"{name}, prefixes after a move", MN6B, SOL, ADV, True)
    both.mn.do("coa", HOA6, HA6, "-")
    both.exchange(f"{name}, update at home", None, UPDATE, ACK, True)


def native_unprotected(both):
    """Who has to use ESP, and does not."""
    both.mn.do("noesp", HOA6, HA6, IN, OUT, "aes")
    for coa in (MN6, "-"):
        both.mn.do("coa", HOA6, HA6, coa)
        for kind in (UPDATE, HEARTBEAT, 99):
            sock = kernel_socket("mn")
            sock.bind((HOA6, 0))
            sock.sendto(raw(kind), (HA6, 0))
        both.mn.do("send", SOL, 1, HOA6, HA6)
    both.refused("nothing unprotected comes to the home agent", both.ha)
    both.ha.do("noesp", HA6, HOA6, OUT, IN, "aes")
    both.mn.do("coa", HOA6, HA6, MN6)
    both.mn.do("esp", HOA6, HA6, IN, OUT, "aes")
    for kind in (ACK, ADV):
        both.ha.do("send", kind, 1, HA6, HOA6, MN6)
        both.ha.do("send", kind, 1, HA6, HOA6)
    both.refused("nothing unprotected comes to the node", both.mn)
    both.mn.do("noesp", HOA6, HA6, IN, OUT, "aes")
    # Of somebody's whose associations are made by another program.
    both.ha.do("esp", HA6, HOA6, 0, 0, "null")
    both.mn.do("send", UPDATE, 1, HOA6, HA6)
    both.refused("without associations nothing comes in", both.ha)
    both.ha.ask("send", ACK, 1, HA6, HOA6, MN6)
    both.refused("and nothing goes out", both.mn)
    both.ha.do("noesp", HA6, HOA6, 0, 0, "null")


def native_wrong(both):
    """Checksums, types, headers that nobody has asked for."""
    sock = kernel_socket("mn")
    sock.bind((MN6, 0))
    sock.sendto(raw(77), (HA6, 0))
    point("a type that nobody knows comes up",
          f"{MH}/77 0 {MN6} {HA6} - 00000000", both.ha.received())
    sock.setsockopt(socket.IPPROTO_IPV6, IPV6_CHECKSUM, -1)
    sock.sendto(raw(UPDATE), (HA6, 0))
    both.refused("one with a wrong checksum does not", both.ha)
    both.mn.do("coa", HOA6, HA6, MN6)
    both.ha.do("noagent", HA6)
    both.mn.do("send", UPDATE, 1, HOA6, HA6)
    both.refused("no Home Address option where it was not asked for", both.ha)
    both.mn.do("nonode", HOA6)
    both.ha.do("send", ACK, 1, HA6, HOA6, MN6)
    both.refused("no routing header where it was not asked for", both.mn)
    both.mn.do("coa", HOA6, HA6, "-")
    for peer in (both.ha, both.mn):
        peer.do("noagent", HA6)
        peer.do("nonode", HOA6)
    point("a source that is not ours", True,
          both.mn.ask("send", UPDATE, 1, NOBODY, HA6) != "Success")


def native():
    """Everything without a tunnel."""
    both = Both()
    watch = {name: kernel_socket(name) for name in ("ha", "mn")}
    native_plain(both)
    for cipher, name in (("null", "ESP with SHA-1"),
                         ("aes", "ESP with AES and SHA-256")):
        native_esp(both, cipher, name, "esp")
        native_esp(both, cipher, f"{name}, once more", "manyesp")
    for name, sock in watch.items():
        point(f"{name}: the kernel finds the checksums right", both.updates,
              kernel_received(sock))
    with open("/tmp/wire", "w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in both.wire)
    native_unprotected(both)
    native_wrong(both)
    both.close()


def tunnel():
    """From an IPv4 network: no option, no routing header, but a mark."""
    both = Both()
    both.ha.do("agent", HA6)
    both.mn.do("node", HOA6)
    for esp in (False, True):
        name = "through the tunnel, ESP" if esp else "through the tunnel"
        if esp:
            both.ha.do("esp", HA6, HOA6, OUT, IN, "aes")
            both.mn.do("esp", HOA6, HA6, IN, OUT, "aes")
        both.mn.do("send", UPDATE, 7, HOA6, HA6)
        got = both.ha.received().rsplit(" ", 1)
        point(f"{name}: to the home agent",
              f"{MH}/{UPDATE} 7 {HOA6} {HA6} -", got[0])
        point(f"{name}: with the mark of an origin", "d5", got[-1][:2])
        both.ha.do("send", ACK, 7, HA6, HOA6, "-", "0x" + got[-1])
        point(f"{name}: to the node",
              f"{MH}/{ACK} 7 {HA6} {HOA6} - 00000000", both.mn.received())
    both.ha.do("noesp", HA6, HOA6, OUT, IN, "aes")
    both.mn.do("noesp", HOA6, HA6, IN, OUT, "aes")
    both.ha.do("noagent", HA6)
    both.mn.do("nonode", HOA6)
    both.close()


if __name__ == "__main__":
    {"native": native, "tunnel": tunnel}[sys.argv[1]]()
