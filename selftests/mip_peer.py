#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A mobile node's tunnel of a kind that Linux does not have, on a TUN device.

mip_peer.py mipudp DEV LOCAL REMOTE PORT   MIP Tunnel Data, RFC 3519, section 3.3
mip_peer.py minimal DEV LOCAL REMOTE       minimal encapsulation, RFC 2004

Says "ready" on a line, and runs until it is killed. What is received and is not
as the RFC has it ends it with a complaint.
"""

import fcntl
import select
import socket
import struct
import sys

import packet

TUNSETIFF = 0x400454ca
IFF_TUN = 1
IFF_NO_PI = 0x1000
SIZE = 65536


class MipUdp:
    """UDP to port 434, with four bytes before the packet."""

    def __init__(self, local, remote, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind((local, int(port)))
        self.sock.connect((remote, 434))
        self.sockets = [self.sock]

    def send(self, inner):
        """A packet of the TUN device."""
        nexthdr = {4: 4, 6: 41}[inner[0] >> 4]
        self.sock.send(bytes([4, nexthdr, 0, 0]) + inner)

    @staticmethod
    def receive(data):
        """A datagram of the home agent."""
        assert data[0] == 4 and data[2:4] == b"\0\0", data[:4]
        assert data[1] == {4: 4, 6: 41}[data[4] >> 4], data[:5]
        return data[4:]


class Minimal:
    """Protocol 55, and 4 and 41 for what it cannot carry."""

    def __init__(self, local, remote):
        self.local, self.remote = local, remote
        self.out = packet.Sender()
        self.sockets = [socket.socket(socket.AF_INET, socket.SOCK_RAW, proto)
                        for proto in (55, 4, 41)]
        for sock in self.sockets:
            sock.bind((local, 0))

    def send(self, inner):
        """A packet of the TUN device."""
        proto = 41 if inner[0] >> 4 == 6 else 4
        fragment = proto == 4 and (inner[6] & 0x3f or inner[7])
        if proto == 41 or fragment:
            whole = packet.ip4(self.local, self.remote, proto, inner)
        else:
            whole = packet.minimal(self.local, self.remote, inner)
        self.out.send(whole)

    @staticmethod
    def receive(data):
        """A packet of the home agent, with its header."""
        size = (data[0] & 15) * 4
        head, rest = bytearray(data[:size]), data[size:]
        if head[9] != 55:
            assert head[9] == {4: 4, 6: 41}[rest[0] >> 4]
            return rest
        assert not head[6] & 0x3f and not head[7], "a fragment in protocol 55"
        cut = 12 if rest[1] & 0x80 else 8
        assert not packet.csum(rest[:cut]), "wrong checksum"
        assert not rest[1] & 0x7f, "reserved bits"
        head[9] = rest[0]
        head[16:20] = rest[4:8]
        if cut == 12:
            head[12:16] = rest[8:12]
        head[2:4] = struct.pack("!H", len(data) - cut)
        return packet.with_csum(bytes(head)) + rest[cut:]


def main():
    """Packets go both ways."""
    kind, device = sys.argv[1:3]
    with open("/dev/net/tun", "r+b", buffering=0) as tun:
        fcntl.ioctl(tun, TUNSETIFF, struct.pack(
            "16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
        peer = {"mipudp": MipUdp, "minimal": Minimal}[kind](*sys.argv[3:])
        print("ready", flush=True)
        while True:
            ready = select.select([tun] + peer.sockets, [], [])[0]
            for one in ready:
                if one is tun:
                    peer.send(tun.read(SIZE))
                else:
                    tun.write(peer.receive(one.recv(SIZE)))


if __name__ == "__main__":
    main()
