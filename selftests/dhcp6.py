#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A DHCPv6 client that asks for a prefix (RFC 8415, section 6.3), on the link that
the tunnel of a mobile router is:

dhcp6.py delegate DEVICE ADDRESS            prints the prefix and the server's DUID
dhcp6.py renew DEVICE ADDRESS PREFIX DUID   prints them again
"""

import os
import select
import socket
import struct
import sys
import time

SOLICIT, ADVERTISE, REQUEST, RENEW, REPLY = 1, 2, 3, 5, 7
CLIENTID, SERVERID, ELAPSED, IA_PD, IAPREFIX = 1, 2, 8, 25, 26
SERVERS = "ff02::1:2"

# The link-layer address of nobody (section 11.4).
DUID = bytes.fromhex("00030001020000000007")
IAID = 7


def option(code, data):
    """One option (section 21.1)."""
    return struct.pack("!HH", code, len(data)) + data


def options(data):
    """Those that follow each other, as pairs."""
    while data:
        code, size = struct.unpack("!HH", data[:4])
        assert len(data) >= 4 + size, data.hex()
        yield code, data[4:4 + size]
        data = data[4 + size:]


def ia_pd(prefix=None):
    """An association for prefixes, with one or none (section 21.21)."""
    inner = b""
    if prefix:
        address, length = prefix.split("/")
        inner = option(IAPREFIX, struct.pack("!IIB", 0, 0, int(length)) +
                       socket.inet_pton(socket.AF_INET6, address))
    return option(IA_PD, struct.pack("!III", IAID, 0, 0) + inner)


def delegated(message):
    """The prefix in a message, or None."""
    for code, data in options(message[4:]):
        if code != IA_PD:
            continue
        for inner, body in options(data[12:]):
            if inner == IAPREFIX and struct.unpack("!I", body[4:8])[0]:
                return "{}/{}".format(socket.inet_ntop(
                    socket.AF_INET6, body[9:25]), body[8])
    return None


class Client:
    """A client with one link-local address."""

    def __init__(self, device, address):
        index = socket.if_nametoindex(device)
        self.sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.sock.bind((address, 546, 0, index))
        self.servers = (SERVERS, 547, 0, index)

    def ask(self, kind, wanted, body):
        """Send a message, again and again, until there is an answer."""
        number = os.urandom(3)
        message = bytes([kind]) + number + option(CLIENTID, DUID) + \
            option(ELAPSED, bytes(2)) + body
        for _ in range(30):
            self.sock.sendto(message, self.servers)
            end = time.monotonic() + 1
            while (left := end - time.monotonic()) > 0:
                if not select.select([self.sock], [], [], left)[0]:
                    break
                data = self.sock.recv(4096)
                if data[0] == wanted and data[1:4] == number:
                    return data
        sys.exit(f"no answer to {kind}")


def main():
    """One exchange, or two."""
    what, device, address = sys.argv[1:4]
    client = Client(device, address)
    if what == "delegate":
        offer = client.ask(SOLICIT, ADVERTISE, ia_pd())
        prefix, server = delegated(offer), dict(options(offer[4:]))[SERVERID]
        kind = REQUEST
    else:
        prefix, server = sys.argv[4], bytes.fromhex(sys.argv[5])
        kind = RENEW
    reply = client.ask(kind, REPLY, option(SERVERID, server) + ia_pd(prefix))
    print(delegated(reply), server.hex())


main()
