#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A mobile node and a home agent of Mobile IPv4 by hand, with the foreign agent
of dsmipd between them.  They share nothing with dsmipd but the RFCs.  Makes the
test points of dsmipd-fa4.sh: text, wanted, got.

dsmipd_fa4.py agent: what advertisements say
dsmipd_fa4.py relay | refusals | revoked | draft
dsmipd_fa4.py register FLAGS [STYLE]: one registration; direct or encapsulating
dsmipd_fa4.py leave: one deregistration
dsmipd_fa4.py await: a home agent that acknowledges a revocation
"""

import hashlib
import hmac
import select
import socket
import struct
import sys
import time

import netns

HA, COA, LAN, HOA, CN = \
    "198.51.100.1", "198.51.100.2", "10.1.0.1", "203.0.113.7", "192.0.2.2"
NODE_HOME, NODE_AGENT, AGENT_HOME = (256, b"h" * 16), (400, b"n" * 16), \
    (300, b"a" * 16)
PREFIX = "2001:db8:700::"
SIMULTANEOUS, BROADCAST, COLOCATED, MINIMAL, GRE, REVERSE = \
    0x80, 0x40, 0x20, 0x10, 0x08, 0x02
WAIT = 30


def point(text, wanted, got):
    """A test point."""
    print(text, wanted, got, sep="\t", flush=True)


def checksum(data):
    """RFC 1071."""
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def extension(kind, data=b""):
    """Type, length, data."""
    return bytes([kind, len(data)]) + data


def authenticated(message, kind, key):
    """With an authentication extension behind it, HMAC-MD5."""
    message += bytes([kind, 20]) + struct.pack("!I", key[0])
    return message + hmac.new(key[1], message, hashlib.md5).digest()


def extensions(message, at):
    """(offset, type, data) of each."""
    while at < len(message):
        kind = message[at]
        size = message[at + 1]
        yield at, kind, message[at + 2:at + 2 + size]
        at += 2 + size


def types(message, at):
    """The types of the extensions, in their order."""
    return " ".join(str(kind) for _, kind, _ in extensions(message, at))


def find(message, at, wanted):
    """Offset and data of the first one of a type, or (0, None)."""
    for offset, kind, data in extensions(message, at):
        if kind == wanted:
            return offset, data
    return 0, None


def valid(message, at, kind, key):
    """Whether there is a valid authentication of that type."""
    offset, data = find(message, at, kind)
    if data is None or struct.unpack("!I", data[:4])[0] != key[0]:
        return False
    return hmac.new(key[1], message[:offset + 6], hashlib.md5).digest() == \
        data[4:]


class Node:
    """A mobile node on the visited link, below its own stack."""

    def __init__(self):
        with netns.inside("mn"):
            self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                      socket.htons(0x0800))
        self.sock.bind(("mn0", 0x0800))
        self.mac = self.sock.getsockname()[4]
        self.agent = None
        self.ttl = 0
        self.last = 0

    def frames(self, seconds=WAIT):
        """(MAC, source, destination, TTL, protocol, data) of what comes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not select.select([self.sock], [], [], 0.2)[0]:
                continue
            frame, address = self.sock.recvfrom(4096)
            if address[2] == socket.PACKET_OUTGOING or frame[14] != 0x45:
                continue
            total = struct.unpack("!H", frame[16:18])[0]
            yield (frame[:12], socket.inet_ntoa(frame[26:30]),
                   socket.inet_ntoa(frame[30:34]), frame[22], frame[23],
                   frame[34:14 + total])

    def advert(self, unicast=False, seconds=WAIT):
        """The next agent advertisement."""
        for macs, source, target, ttl, proto, data in self.frames(seconds):
            if proto == 1 and data[0] == 9 and \
                    (macs[:6] == self.mac) == unicast:
                self.agent = macs[6:12]
                return source, target, ttl, data
        return None

    def send(self, source, target, ttl, proto, data, mac=None):
        """A packet of it, to the agent."""
        header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(data), 0,
                             0x4000, ttl, proto, 0, socket.inet_aton(source),
                             socket.inet_aton(target))
        header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
        self.sock.send((mac or self.agent) + self.mac + b"\x08\x00" + header +
                       data)

    def ask(self, message, source=HOA, target=LAN, ttl=255, port=4434,
            mac=None):
        """A request, in UDP with a right checksum."""
        udp = struct.pack("!HHHH", port, 434, 8 + len(message), 0) + message
        pseudo = socket.inet_aton(source) + socket.inet_aton(target) + \
            struct.pack("!HH", 17, len(udp))
        udp = udp[:6] + struct.pack("!H", checksum(pseudo + udp) or 0xffff) + \
            udp[8:]
        self.send(source, target, ttl, 17, udp, mac)

    def solicit(self):
        """An agent solicitation, to all routers."""
        icmp = struct.pack("!BBHI", 10, 0, 0, 0)
        icmp = icmp[:2] + struct.pack("!H", checksum(icmp)) + icmp[4:]
        self.send(HOA, "224.0.0.2", 1, 1, icmp,
                  bytes.fromhex("01005e000002"))

    def answer(self, seconds=WAIT):
        """(source, destination, port, message) of the next reply."""
        for _, source, target, _, proto, data in self.frames(seconds):
            if proto == 17 and data[:2] == b"\x01\xb2":
                pseudo = socket.inet_aton(source) + socket.inet_aton(target) + \
                    struct.pack("!HH", 17, len(data))
                if checksum(pseudo + data):
                    return None
                return source, target, struct.unpack("!H", data[2:4])[0], \
                    data[8:]
        return None

    def request(self, flags=0, lifetime=300, hoa=HOA, ha=HA, coa=COA,
                inner=b"", outer=b"", key=NODE_AGENT):
        """A registration request, with another identification each time."""
        stamp = int((time.time() + 2208988800) * 2 ** 32)
        self.last = max(self.last + 1, stamp)
        message = struct.pack("!BBH", 1, flags, lifetime) + \
            b"".join(map(socket.inet_aton, (hoa, ha, coa))) + \
            struct.pack("!Q", self.last) + inner
        message = authenticated(message, 32, NODE_HOME) + outer
        return authenticated(message, 33, key) if key else message


class Home:
    """A home agent that says what the test wants."""

    def __init__(self):
        with netns.inside("ha"):
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind((HA, 434))
        self.peer = None

    def hear(self, seconds=WAIT):
        """The next message, or nothing."""
        if not select.select([self.sock], [], [], seconds)[0]:
            return None
        message, self.peer = self.sock.recvfrom(4096)
        return message

    def reply(self, request, code=0, inner=b"", stamp=1000, key=AGENT_HOME):
        """A reply to a request; by default with all that it asked for."""
        message = struct.pack("!BB", 3, code) + request[2:4] + request[4:12] + \
            request[16:24] + inner
        message = authenticated(message, 32, NODE_HOME)
        if find(request, 24, 34)[1] is not None and key:
            message += extension(137, struct.pack("!HI", 0x8000, stamp))
            message = authenticated(message, 34, key)
        self.sock.sendto(message, self.peer)
        return message

    def revoke(self, stamp, kind=7, flags=0xc000, key=AGENT_HOME):
        """A revocation."""
        message = struct.pack("!BBH", kind, 0, flags) + \
            b"".join(map(socket.inet_aton, (HOA, HA, COA))) + \
            struct.pack("!I", stamp)
        self.sock.sendto(authenticated(message, 34, key), (COA, 434))


def both():
    """A node that knows the agent, and a home agent."""
    node, home = Node(), Home()
    node.solicit()
    if not node.advert(unicast=True):
        sys.exit("no advertisement")
    return node, home


def register(flags="0", style="direct", lifetime=300, inner=b"", answer=b""):
    """One registration; the request as it came, and the reply."""
    node, home = both()
    node.ask(node.request(int(flags), lifetime, inner=inner, outer=extension(
        130) if style == "encapsulating" else b""))
    request = home.hear()
    if not request:
        return node, home, b"", None
    home.reply(request, inner=answer)
    return node, home, request, node.answer()


def agent():
    """Advertisements, and solicited ones."""
    node = Node()
    source, target, ttl, data = node.advert()
    point("an advertisement", f"{LAN} 224.0.0.1 1", f"{source} {target} {ttl}")
    point("its checksum, code and lifetime", "0 16 30",
          f"{checksum(data)} {data[1]} {struct.unpack('!H', data[6:8])[0]}")
    kind, size, first, lifetime, flags = struct.unpack("!BBHHH", data[16:24])
    point("its extension, with flags F, G, T, X", "16 10 1800 0x1540",
          f"{kind} {size} {lifetime} {flags:#06x}")
    point("its care-of address", COA, socket.inet_ntoa(data[24:28]))
    point("the length of its prefix", "13 01 18", data[28:31].hex(" "))
    second = struct.unpack("!H", node.advert()[3][18:20])[0]
    point("numbers go up", first + 1, second)
    node.solicit()
    got = node.advert(unicast=True)
    point("a solicitation is answered", HOA, got and got[1])


def relay():
    """One registration, looked at closely."""
    node, home = both()
    asked = node.request()
    node.ask(asked)
    request = home.hear()
    signed = find(asked, 24, 33)[0]
    point("from the care-of address", f"{COA} 434",
          f"{home.peer[0]} {home.peer[1]}")
    point("up to its authentication as it was", asked[:signed].hex(),
          request[:signed].hex())
    point("then revocations and our own", "32 137 34", types(request, 24))
    point("which is valid", True, valid(request, 24, 34, AGENT_HOME))
    sent = home.reply(request)
    source, target, port, reply = node.answer()
    signed = find(sent, 20, 32)[0] + 22
    point("the reply goes to the home address", f"{LAN} {HOA} 4434",
          f"{source} {target} {port}")
    point("as it was, too", sent[:signed].hex(), reply[:signed].hex())
    point("with an authentication for the node", "32 33", types(reply, 20))
    point("that is valid", True, valid(reply, 20, 33, NODE_AGENT))
    # Without an address yet, and to all agents.
    node.ask(node.request(), source="0.0.0.0", target="224.0.0.11",
             mac=bytes.fromhex("01005e00000b"))
    request = home.hear()
    point("from no address", "1", request and str(request[0]))
    home.reply(request, key=(300, b"x" * 16))
    reply = node.answer()
    point("a home agent that is not authentic", "68",
          reply and str(reply[3][1]))
    node.ask(node.request(), source="0.0.0.0", target="224.0.0.11",
             mac=bytes.fromhex("01005e00000b"))
    home.reply(home.hear())
    reply = node.answer()
    point("a reply to who has asked all", f"{LAN} {HOA}", reply and
          f"{reply[0]} {reply[1]}")


def refusals():
    """Codes of the foreign agent, by itself."""
    node, home = both()

    def code(wanted, text, message, **how):
        node.ask(message, **how)
        reply = node.answer()
        point(text, wanted, reply and reply[3][1])

    code(69, "lifetime too long", node.request(lifetime=1801))
    code(72, "minimal encapsulation", node.request(MINIMAL))
    code(77, "care-of address", node.request(coa="198.51.100.9"))
    code(194, "home agent address", node.request(ha="0.0.0.0"))
    code(97, "neither address nor name", node.request(hoa="0.0.0.0",
                                                      key=None))
    code(67, "authentication", node.request(key=(400, b"w" * 16)))
    code(67, "no authentication", node.request(key=None))
    code(70, "delivery style without a reverse tunnel",
         node.request(outer=extension(130)))
    code(70, "malformed extension", node.request(inner=extension(137, b"x")))
    code(76, "too distant", node.request(REVERSE), ttl=254)
    code(65, "somebody else's home agent", node.request(ha="192.0.2.1"))
    for wanted, home_agent, text in ((82, "192.0.2.1", "no home agent there"),
                                 (81, "192.0.2.77", "no way to it"),
                                 (80, "198.18.0.1", "nor to its network")):
        code(wanted, text, node.request(hoa="203.0.113.9", ha=home_agent, key=None))
    code(78, "a silent home agent", node.request())
    home.hear()
    # Nothing comes to those, and the agent goes on.
    node.ask(node.request(inner=extension(5)))
    node.ask(b"\x01\x00")
    node.ask(b"")
    code(69, "it goes on", node.request(lifetime=1801))


def revoked():
    """The home agent revokes."""
    node, home, _, _ = register()
    home.revoke(1001, flags=0x4000)
    home.revoke(1001, key=(300, b"x" * 16))
    home.revoke(999)
    point("not valid, no acknowledgment", None, home.hear(1))
    home.revoke(1001)
    ack = home.hear()
    point("the acknowledgment", "0f008000" + socket.inet_aton(HOA).hex() +
          struct.pack("!I", 1001).hex(), ack and ack[:12].hex())
    point("it is authentic", True, ack and valid(ack, 12, 34, AGENT_HOME))
    got = node.advert(unicast=True)
    point("the node is told to register again", 0,
          got and struct.unpack("!H", got[3][18:20])[0])


def draft():
    """A dual-stack foreign agent; the node has a prefix."""
    prefix = socket.inet_pton(socket.AF_INET6, PREFIX)
    asked = extension(152, bytes([1, 64]) + prefix)
    granted = extension(152, bytes([2, 1, 64, 0]) + prefix)
    _, _, request, reply = register(inner=asked, answer=granted)
    point("the agent adds what mode it has", "152 32 152 137 34",
          types(request, 24))
    point("under its authentication", True, valid(request, 24, 34, AGENT_HOME))
    offset = find(request, 24, 32)[0] + 22
    point("a Tunneling Mode extension", "98 02 03 00",
          request[offset:offset + 4].hex(" "))
    point("accepted", 0, reply and reply[3][1])


def main(what, *args):
    """As the first argument says."""
    if what == "register":
        reply = register(*args)[3]
        print(reply[3][1] if reply else "nothing")
    elif what == "leave":
        reply = register(lifetime=0)[3]
        print(reply[3][1] if reply else "nothing")
    elif what == "await":
        home = Home()
        print("ready", flush=True)
        message = home.hear(2 * WAIT)
        good = message and message[0] == 7 and \
            valid(message, 20, 34, AGENT_HOME)
        ack = struct.pack("!BBH", 15, 0, 0) + message[4:8] + message[16:20]
        home.sock.sendto(authenticated(ack, 34, AGENT_HOME), home.peer)
        print("revoked" if good else message.hex(), flush=True)
    else:
        {"agent": agent, "relay": relay, "refusals": refusals,
         "revoked": revoked, "draft": draft}[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
