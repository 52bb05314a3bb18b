#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A name server for tests.

dns.py ADDRESS NAME=TYPE:VALUE...

TYPE is A, AAAA, or SRV with PRIORITY:TARGET as value.  What is not there does
not exist.
"""

import ipaddress
import socket
import struct
import sys

TYPES = {"A": 1, "AAAA": 28, "SRV": 33}


def labels(name):
    """A name on the wire."""
    parts = [part.encode() for part in name.split(".") if part]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def rdata(kind, value):
    """The data of a record."""
    if kind == "SRV":
        priority, target = value.split(":", 1)
        return struct.pack("!HHH", int(priority), 1, 0) + labels(target)
    return ipaddress.ip_address(value).packed


def read_records(words):
    """Return {(name, type): [data, ...]}."""
    records = {}
    for word in words:
        name, rest = word.split("=", 1)
        kind, value = rest.split(":", 1)
        records.setdefault((name, TYPES[kind]), []).append(rdata(kind, value))
    return records


def question(data):
    """The name and type that are asked for, and where they end."""
    parts, at = [], 12
    while data[at]:
        parts.append(data[at + 1:at + 1 + data[at]].decode().lower())
        at += 1 + data[at]
    return ".".join(parts), struct.unpack_from("!H", data, at + 1)[0], at + 5


def answer(records, data):
    """The answer to a question."""
    name, kind, end = question(data)
    found = records.get((name, kind), [])
    known = any(key[0] == name for key in records)
    flags = 0x8580 | (0 if known else 3)
    head = data[:2] + struct.pack("!HHHHH", flags, 1, len(found), 0, 0)
    body = b"".join(struct.pack("!HHHIH", 0xc00c, kind, 1, 60, len(one)) + one
                    for one in found)
    return head + data[12:end] + body


def main():
    """Answer for ever."""
    records = read_records(sys.argv[2:])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((sys.argv[1], 53))
        while True:
            data, peer = sock.recvfrom(4096)
            sock.sendto(answer(records, data), peer)


main()
