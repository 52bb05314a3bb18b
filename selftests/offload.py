#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Bytes a second of one TCP connection: offload.py FROM TO ADDRESS

FROM and TO are namespaces, ADDRESS is that of TO. Used by offload.sh.
"""

import os
import socket
import sys
import time

from netns import enter

SECONDS = 0.7
PORT = 5009


def main():
    """Sends for a while; what has arrived by then counts."""
    source, sink, address = sys.argv[1:]
    enter(sink)
    server = socket.socket(socket.AF_INET6)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, PORT))
    server.listen()
    enter(source)
    if not os.fork():
        client = socket.create_connection((address, PORT), 10)
        end = time.monotonic() + SECONDS
        data = bytes(1 << 16)
        while time.monotonic() < end:
            client.send(data)
        client.close()
        os._exit(0)
    conn = server.accept()[0]
    begin = time.monotonic()
    buffer = bytearray(1 << 20)
    total = 0
    while size := conn.recv_into(buffer):
        total += size
    print(int(total / (time.monotonic() - begin)))
    os.wait()


main()
