#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What there are events of, for events.sh.

In the mobile node's namespace:
events.py kinds: one packet for each cause that is reported
events.py flood COUNT: so many from nobody
In the home agent's:
events.py exchange COUNT: one large binding, exchanged so often
events.py packets: what comes where only packets are listened to, one event
"""

import socket
import sys

import packet
from netlink import NLM_F_CREATE, NLM_F_REPLACE, Dsmip, binding

HA4, HA6 = "198.51.100.1", "2001:db8:2::1"
MN4, MN6 = "198.51.100.130", "2001:db8:3::130"
HOME4, HOME6 = "203.0.113.7", "2001:db8:100::7"
CN4, CN6 = "192.0.2.2", "2001:db8:1::2"


def udp(src, dst, sport, inner, **fields):
    """A packet in UDP."""
    return packet.ip(src, dst, 17, packet.udp(src, dst, sport, 4191, inner,
                                              **fields))


def kinds():
    """In the order in which events.sh wants to hear of them."""
    echo4, echo6 = packet.echo(HOME4, CN4), packet.echo(HOME6, CN6)
    nobody = packet.echo("2001:db8:100::99", CN6)
    yield udp(MN4, HA4, 4191, packet.echo("127.0.0.1", CN4))
    yield udp(MN4, HA4, 4191, nobody)
    yield packet.ip(MN6, HA6, 41, nobody)
    yield udp("198.51.100.131", HA4, 4191, echo4)
    yield udp(MN4, HA4, 4192, echo6)
    yield packet.ip(MN4, HA4, 41, echo6)
    yield udp(MN6, HA6, 4191, packet.echo("203.0.113.8", CN4), checksum=False)


def exchange(count):
    """As many homes as there can be make large events."""
    client = Dsmip()
    one = binding(ifindex=socket.if_nametoindex("dsmip0"),
                  home=" ".join(f"10.0.0.{i}" for i in range(100)), coa=MN4,
                  encap="ip")
    for _ in range(count):
        client.call("new", one, NLM_F_CREATE | NLM_F_REPLACE)


def packets():
    """A binding has changed before the packet comes."""
    listener = Dsmip()
    listener.join("packets")
    listener.sock.settimeout(300)
    exchange(1)
    print("changed", flush=True)
    print(listener.sock.recv(65536)[16])


def main():
    """One of them."""
    if sys.argv[1] == "exchange":
        exchange(int(sys.argv[2]))
        return
    if sys.argv[1] == "packets":
        packets()
        return
    sender = packet.Sender()
    if sys.argv[1] == "kinds":
        for one in kinds():
            sender.send(one)
        return
    one = udp(MN4, HA4, 4191, packet.echo("203.0.113.99", CN4))
    for _ in range(int(sys.argv[2])):
        sender.send(one)


main()
