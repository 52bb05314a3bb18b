#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A probe of Neighbor Unreachability Detection (RFC 4861, section 7.3) to the other
end of a tunnel, which has no link-layer addresses (RFC 4213, section 3.8):

nud.py DEVICE SOURCE TARGET [LINK-LAYER ADDRESS, hexadecimal]

Prints flags and options of the answer: "solicited" and what options there are.
"""

import select
import socket
import sys
import time

SOLICITATION, ADVERTISEMENT = 135, 136
SOLICITED = 0x40


def main():
    """One probe, again and again until it is answered."""
    device, source, target = sys.argv[1:4]
    index = socket.if_nametoindex(device)
    goal = socket.inet_pton(socket.AF_INET6, target)
    sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                         socket.IPPROTO_ICMPV6)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 255)
    sock.bind((source, 0, 0, index))
    message = bytes([SOLICITATION, 0, 0, 0, 0, 0, 0, 0]) + goal
    if len(sys.argv) > 4:
        message += b"\x01\x01" + bytes.fromhex(sys.argv[4])
    for _ in range(20):
        sock.sendto(message, (target, 0, 0, index))
        end = time.monotonic() + 1
        while (left := end - time.monotonic()) > 0:
            if not select.select([sock], [], [], left)[0]:
                break
            data = sock.recv(2048)
            if data[0] == ADVERTISEMENT and data[8:24] == goal:
                print("solicited" if data[4] & SOLICITED else "unsolicited",
                      data[24:].hex() or "none")
                return
    sys.exit("no answer")


main()
