# SPDX-License-Identifier: GPL-2.0
"""A mobile node of RFC 5944 and 5454 by hand: registration requests as a test
wants them, and what comes back. It shares nothing with dsmipd but the RFCs.
"""

import hashlib
import hmac
import os
import select
import socket
import struct
import time

import netns

REQUEST, REPLY, DATA, REVOKE, REVOKE_ACK = 1, 3, 4, 7, 15
PORT = 434

# Seconds that an answer may take on the slowest machine.
PATIENCE = 60.0

# Flags of a request
SIMULTANEOUS, BROADCAST, COLOCATED, MINIMAL, GRE, REVERSE = \
    0x80, 0x40, 0x20, 0x10, 0x08, 0x02

DIGESTS = {"hmac-md5": hashlib.md5, "hmac-sha256": hashlib.sha256}


def aton(address):
    """The bytes of an address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.inet_pton(family, address)


def ntoa(data):
    """The text of an address."""
    return socket.inet_ntop(
        socket.AF_INET6 if len(data) == 16 else socket.AF_INET, data)


def ntp(when=None):
    """An identification: NTP time, its low bits random."""
    when = time.time() if when is None else when
    fraction = int(when % 1 * (1 << 24)) << 8 | os.urandom(1)[0]
    return (int(when) + 2208988800 & 0xffffffff) << 32 | fraction


# ---- extensions: bytes ------------------------------------------------------

def prefix(text, draft=False):
    """IPv6 Prefix Request (RFC 5454, section 2.1); the draft counts all."""
    address, length = text.split("/")
    return bytes([152, 20 if draft else 18, 1, int(length)]) + aton(address)


def mode():
    """IPv6 Tunneling Mode (section 2.3)."""
    return bytes([152, 2, 3, 0])


def nai(name):
    """Mobile Node NAI (RFC 2794)."""
    return bytes([131, len(name)]) + name.encode()


def udp(force=False, encap=0):
    """UDP Tunnel Request (RFC 3519, section 3.1)."""
    return bytes([144, 6, 0, 0, 0x80 if force else 0, encap, 0, 0])


def revocation(when=None):
    """Revocation Support (RFC 3543, section 3.2)."""
    when = int(time.time()) if when is None else when
    return bytes([137, 6, 0x80, 0]) + struct.pack("!I", when & 0xffffffff)


def auth(data, spi, key, algorithm="hmac-md5", kind=32):
    """The data with an authentication behind it (RFC 5944, section 3.5)."""
    digest = DIGESTS[algorithm]
    data += bytes([kind, 4 + digest().digest_size]) + struct.pack("!I", spi)
    return data + hmac.new(key, data, digest).digest()


def request(home, agent, coa, lifetime=300, flags=COLOCATED | REVERSE,
            ident=None, extensions=()):
    """A registration request (section 3.3), not authenticated yet."""
    return struct.pack("!BBH4s4s4sQ", REQUEST, flags, lifetime, aton(home),
                       aton(agent), aton(coa),
                       ntp() if ident is None else ident) + b"".join(extensions)


class Message:
    """A reply or revocation, as it was received."""

    def __init__(self, data, src, dst):
        self.data, self.src, self.dst = data, src, dst
        self.kind, self.code = data[0], data[1]
        self.extensions, self.prefixes, self.draft = [], [], False
        at = 20
        if self.kind == REPLY:
            self.lifetime, home, agent, self.ident = \
                struct.unpack("!H4s4sQ", data[2:20])
            self.home, self.agent = ntoa(home), ntoa(agent)
        elif self.kind == REVOKE:
            self.flags, home, domain, foreign, self.ident = \
                struct.unpack("!H4s4s4sI", data[2:20])
            self.home, self.agent, self.coa = \
                ntoa(home), ntoa(domain), ntoa(foreign)
        while at < len(data):
            size = data[at + 1]
            # The draft counts type and length too.
            if data[at] == 152 and size == 22 and data[at + 2] == 2:
                self.draft, size = True, 20
            assert at + 2 + size <= len(data), data.hex()
            self.extensions.append((data[at], data[at + 2:at + 2 + size], at))
            at += 2 + size
        for kind, body, _ in self.extensions:
            # Subtype, code, prefix length, reserved, prefix (RFC 5454, 2.2)
            if kind == 152 and body[0] == 2:
                assert len(body) == 20 and not body[3], body.hex()
                self.prefixes.append((body[1], f"{ntoa(body[4:])}/{body[2]}"))

    def find(self, kind):
        """The bytes of an extension, or None."""
        return next((body for found, body, _ in self.extensions
                     if found == kind), None)

    def signed(self, key, algorithm="hmac-md5", kind=32):
        """Whether its authentication is the right one."""
        for found, body, at in self.extensions:
            if found == kind:
                return hmac.compare_digest(
                    body[4:], hmac.new(key, self.data[:at + 6],
                                       DIGESTS[algorithm]).digest())
        return False


class Node:
    """A mobile node in a namespace, at a care-of address."""

    def __init__(self, namespace, agent, local, sport=0):
        self.agent = agent
        with netns.inside(namespace):
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.sock.bind((local, sport))

    def ask(self, data, timeout=PATIENCE, to=None):
        """Send a message, and wait for what comes back; or None."""
        self.sock.sendto(data, (to or self.agent, PORT))
        return self.receive(timeout)

    def receive(self, timeout=PATIENCE):
        """The next message, or None."""
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.sock], [], [], left)[0]:
                break
            data, src = self.sock.recvfrom(4096)
            if data[0] in (REPLY, REVOKE):
                return Message(data, src, self.sock.getsockname())
        return None
