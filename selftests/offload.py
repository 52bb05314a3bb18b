#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Bytes a second of TCP: offload.py FROM TO ADDRESS [TIMES]

FROM and TO are namespaces, ADDRESS is that of TO. The median of so many connections,
one after the other. Used by offload.sh, and by bench/tcp.sh.
"""

import os
import socket
import sys
import time

from netns import enter

SECONDS = 0.7
PORT = 5009


def send(address, seconds):
    """Sends for so long."""
    client = socket.create_connection((address, PORT), 10)
    end = time.monotonic() + seconds
    data = bytes(1 << 16)
    while time.monotonic() < end:
        client.send(data)
    client.close()


def receive(server):
    """What has arrived until the end, for each second."""
    conn = server.accept()[0]
    begin = time.monotonic()
    buffer = bytearray(1 << 20)
    total = 0
    while size := conn.recv_into(buffer):
        total += size
    return int(total / (time.monotonic() - begin))


def main():
    """One connection after the other."""
    source, sink, address = sys.argv[1:4]
    times = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    enter(sink)
    server = socket.socket(socket.AF_INET6 if ":" in address else
                           socket.AF_INET)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, PORT))
    server.listen()
    enter(source)
    rates = []
    for _ in range(times):
        if not os.fork():
            send(address, SECONDS / times)
            os._exit(0)
        rates.append(receive(server))
        os.wait()
    print(sorted(rates)[times // 2])


main()
