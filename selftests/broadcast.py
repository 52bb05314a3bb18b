#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Broadcasts of IPv4.

broadcast.py send DEV DEST COUNT	so many datagrams by a device
broadcast.py listen FILE		write down whom each one came from, on any
"""

import socket
import sys

PORT = 9001


def sender(dev):
    """A socket that may send them."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, dev.encode())
    return sock


def send(dev, dest, count):
    """Datagrams, each with its number."""
    sock = sender(dev)
    for number in range(int(count)):
        sock.sendto(b"%d" % number, (dest, PORT))


def listen(path):
    """Writes a line for each datagram: the source."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    sock.bind(("", PORT))
    with open(path, "a", encoding="ascii") as out:
        print("ready", file=out, flush=True)
        while True:
            print(sock.recvfrom(2000)[1][0], file=out, flush=True)


if __name__ == "__main__":
    {"send": send, "listen": listen}[sys.argv[1]](*sys.argv[2:])
