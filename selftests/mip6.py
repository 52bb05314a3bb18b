# SPDX-License-Identifier: GPL-2.0
"""A mobile node of RFC 5555 by hand: binding updates as a test wants them, and
what comes back, read from the wire. It shares nothing with dsmipd but the RFCs.
"""

import hashlib
import hmac
import select
import socket
import struct
import time

import netns
import packet

IPPROTO_MH = 135
UPDATE, ACK, ERROR, HEARTBEAT = 5, 6, 7, 13
PORT = 4191

# Seconds that an answer may take on the slowest machine, and those after which
# there is taken to be none.
PATIENCE, SILENCE = 60.0, 3.0

# Flags of binding updates and acknowledgements
ASK, HOME, LINKLOCAL, KEY, ROUTER, FORCE = \
    0x8000, 0x4000, 0x2000, 0x1000, 0x0400, 0x0100


def aton(address):
    """The bytes of an address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.inet_pton(family, address)


def ntoa(data):
    """The text of an address."""
    return socket.inet_ntop(
        socket.AF_INET6 if len(data) == 16 else socket.AF_INET, data)


# ---- options: (type, data, n, m): alignment is n * i + m --------------------

def home4(address, length=32, prefix=False):
    """IPv4 Home Address option (RFC 5555, section 3.1.1)."""
    return (29, struct.pack("!H", length << 10 | prefix << 9) + aton(address),
            4, 0)


def coa4(address):
    """IPv4 Care-of Address option (section 3.1.2)."""
    return 32, bytes(2) + aton(address), 4, 0


def alt_coa(address):
    """Alternate Care-of Address option (RFC 6275, section 6.2.5)."""
    return 3, aton(address), 8, 6


def mnp(prefix):
    """Mobile Network Prefix option (RFC 3963, section 4.3)."""
    address, length = prefix.split("/")
    return 6, bytes([0, int(length)]) + aton(address), 8, 4


def nai(name):
    """MN Identifier option (RFC 4283)."""
    return 8, b"\1" + name.encode(), 1, 0


def replay(when=None):
    """Replay protection option (RFC 4285, section 6): NTP time."""
    when = time.time() if when is None else when
    seconds = int(when)
    fraction = int((when - seconds) * (1 << 32))
    return 10, struct.pack("!II", seconds + 2208988800 & 0xffffffff,
                           fraction), 8, 2


def mobility(kind, body, options=(), auth=None):
    """A mobility header with options; auth is (SPI, key, CoA, HoA)."""
    data = bytearray(struct.pack("!BBBBH", 59, 0, kind, 0, 0) + body)

    def pad(n, m):
        gap = (m - len(data)) % n
        if gap == 1:
            data.append(0)
        elif gap:
            data.extend(bytes([1, gap - 2]) + bytes(gap - 2))

    for what, content, n, m in options:
        pad(n, m)
        data.extend(bytes([what, len(content)]) + content)
    if auth:
        spi, key, coa, home = auth
        pad(4, 1)
        start = len(data)
        data.extend(bytes([9, 17, 1]) + struct.pack("!I", spi) + bytes(12))
        # What follows the SPI does not count, the length does.
        end = start + 7
        gap = -len(data) % 8
        total = len(data) + gap
        data[1] = total // 8 - 1
        covered = aton(coa) + aton(home) + bytes(data[:end])
        data[end:end + 12] = hmac.new(key, covered, hashlib.sha1).digest()[:12]
    pad(8, 0)
    data[1] = len(data) // 8 - 1
    return bytes(data)


def checksum(src, dst, data):
    """The same with its checksum."""
    value = packet.csum6(src, dst, IPPROTO_MH, data)
    return data[:4] + struct.pack("!H", value) + data[6:]


def update(seq, lifetime=300, flags=ASK | HOME, options=(), auth=None):
    """A binding update; lifetime in seconds."""
    return mobility(UPDATE, struct.pack("!HHH", seq, flags, lifetime // 4),
                    options, auth)


# ---- what is received -------------------------------------------------------

def options_of(data):
    """[(type, data)] without padding."""
    found = []
    while data:
        if data[0] == 0:
            data = data[1:]
            continue
        kind, length = data[0], data[1]
        assert len(data) >= 2 + length
        if kind != 1:
            found.append((kind, data[2:2 + length]))
        data = data[2 + length:]
    return found


class Message:
    """A mobility header and the headers before it."""

    def __init__(self, src, dst, data, rh2=None, outer=None):
        assert len(data) == (data[1] + 1) * 8
        value = packet.csum6(src, dst, IPPROTO_MH,
                             data[:4] + bytes(2) + data[6:])
        self.csum = value == struct.unpack_from("!H", data, 4)[0]
        self.src, self.dst, self.data = src, dst, data
        self.rh2, self.outer = rh2, outer
        self.kind = data[2]
        self.options = []
        self.status = self.seq = self.lifetime = self.flags = None
        if self.kind == ACK:
            self.status, self.flags, self.seq, self.lifetime = \
                struct.unpack_from("!BBHH", data, 6)
            self.lifetime *= 4
            self.options = options_of(data[12:])
        elif self.kind == ERROR:
            self.status = data[6]

    def option(self, kind):
        """The data of the first option of a type, or None."""
        return next((d for k, d in self.options if k == kind), None)

    def nat(self):
        """NAT Detection option: (F, refresh time), or None."""
        data = self.option(31)
        if data is None:
            return None
        flags, refresh = struct.unpack("!HI", data)
        return flags >> 15, refresh

    def ack4(self):
        """IPv4 Address Acknowledgement options: [(status, length, address)]"""
        return [(d[0], d[1] >> 2, ntoa(d[2:6]))
                for k, d in self.options if k == 30]

    def signed(self, key, coa):
        """Is the authentication option right?"""
        where = self.data.find(bytes([9, 17, 1]), 12)
        if where < 0:
            return None
        end = where + 7
        covered = bytearray(aton(coa) + aton(self.dst) + self.data[:end])
        covered[36:38] = bytes(2)
        want = hmac.new(key, bytes(covered), hashlib.sha1).digest()[:12]
        return want == self.data[end:end + 12]


def parse6(data, outer=None):
    """The mobility header in an IPv6 packet, or None."""
    if len(data) < 40 or data[0] >> 4 != 6:
        return None
    src, dst, proto = ntoa(data[8:24]), ntoa(data[24:40]), data[6]
    data = data[40:40 + struct.unpack_from("!H", data, 4)[0]]
    rh2 = None
    while proto in (43, 60) and len(data) >= 8:
        length = (data[1] + 1) * 8
        if proto == 43 and data[2] == 2:
            # The segment that is left: RFC 6275, section 6.4
            rh2, dst = dst, ntoa(data[8:24])
        proto, data = data[0], data[length:]
    if proto != IPPROTO_MH or len(data) < 8:
        return None
    return Message(src, dst, data, rh2, outer)


def parse(data):
    """The same, in whatever tunnel it came by."""
    if data[0] >> 4 == 6:
        return parse6(data)
    ihl = (data[0] & 15) * 4
    src, dst = ntoa(data[12:16]), ntoa(data[16:20])
    if data[9] == 41:
        return parse6(data[ihl:], (src, dst, "ip", 0, 0))
    if data[9] != 17:
        return None
    sport, dport = struct.unpack_from("!HH", data, ihl)
    return parse6(data[ihl + 8:], (src, dst, "udp", sport, dport))


class Node:
    """A mobile node in a namespace: ha is (IPv6, IPv4 address) of its agent."""

    def __init__(self, namespace, home, ha, auth=None):
        self.home, self.ha, self.auth = home, ha, auth
        # Each one of a node begins where the one before it was not yet.
        self.seq = int(time.time() * 16) & 0xffff
        self.last = b""
        with netns.inside(namespace):
            self.raw4 = socket.socket(socket.AF_INET, socket.SOCK_RAW,
                                      socket.IPPROTO_RAW)
            self.raw6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                                      socket.IPPROTO_RAW)
            self.wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                      socket.htons(3))

    def update(self, coa, options=(), native=False, when=None, **fields):
        """A binding update from a care-of address, and nothing else."""
        fields.setdefault("seq", self.seq)
        options = list(options)
        mapped = coa if ":" in coa else "::ffff:" + coa
        auth = None
        if self.auth:
            options.append(replay(when))
            auth = self.auth + (mapped, self.home)
        fields.setdefault("auth", auth)
        data = update(options=options, **fields)
        return checksum(self.home, self.ha[0], data)

    def send_udp(self, coa, data, sport=PORT, encap="udp"):
        """Through the tunnel, from an IPv4 address (RFC 5555, section 4.2)."""
        data = packet.ip6(self.home, self.ha[0], IPPROTO_MH, data)
        if encap == "udp":
            data = packet.udp(coa, self.ha[1], sport, PORT, data)
        proto = {"udp": 17, "ip": 41}[encap]
        self.raw4.bind((coa, 0))  # what routes go by
        self.raw4.sendto(packet.ip4(coa, self.ha[1], proto, data),
                         (self.ha[1], 0))

    def send_native(self, coa, data):
        """From an IPv6 address, with a Home Address option (RFC 6275)."""
        option = bytes([IPPROTO_MH, 2, 1, 2, 0, 0, 0xc9, 16]) + aton(self.home)
        data = packet.ip6(coa, self.ha[0], 60, option + data)
        self.raw6.sendto(data, (self.ha[0], 0))

    def receive(self, timeout=PATIENCE, kinds=(ACK, ERROR)):
        """The next message for the node on the wire, or None."""
        end = time.monotonic() + timeout
        while True:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.wire], [], [], left)[0]:
                return None
            data, where = self.wire.recvfrom(4096)
            if where[2] == socket.PACKET_OUTGOING or \
                    where[1] not in (0x0800, 0x86dd):
                continue
            message = parse(data)
            if message and message.dst == self.home and message.kind in kinds:
                return message

    def drain(self):
        """Forget what has come."""
        while select.select([self.wire], [], [], 0)[0]:
            self.wire.recv(4096)

    def register(self, coa, options=(), timeout=PATIENCE, encap="udp",
                 claimed=None, **fields):
        """Send a binding update of a family's form; return the answer."""
        self.seq = fields.pop("seq", self.seq + 1 & 0xffff)
        self.drain()
        if ":" in coa:
            data = self.update(coa, [alt_coa(coa), *options], seq=self.seq,
                               **fields)
            self.last = data
            self.send_native(coa, data)
        else:
            claimed = coa if claimed is None else claimed
            if claimed:
                options = [coa4(claimed), *options]
            data = self.update(claimed or self.home, options, seq=self.seq,
                               **fields)
            self.last = data
            self.send_udp(coa, data, encap=encap)
        return self.receive(timeout)

    def replay(self, coa, data, timeout=PATIENCE):
        """What somebody has recorded, by UDP; return the answer."""
        self.drain()
        self.send_udp(coa, data)
        return self.receive(timeout)
