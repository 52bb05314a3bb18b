#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A mobile node by hand against the home agent of dsmipd.  Makes the test
points of dsmipd-ha.sh: text, wanted, got.

dsmipd_ha.py formats | refusals | homes | nemo | router
dsmipd_ha.py leave: the mobile router deregisters
dsmipd_ha.py register COA [LIFETIME]: one registration, prints the status
"""

import sys

import mip6
from mip6 import ASK, FORCE, HOME, ROUTER, home4, mnp

HA = ("2001:db8:2::1", "198.51.100.1")
MN4, MN6, PRIV4, NAT4 = \
    "198.51.100.130", "2001:db8:3::130", "10.0.0.130", "198.51.100.194"
HOME6, HOME4 = "2001:db8:100::7", "203.0.113.7"
KEY = bytes(range(16))
NEVER = 0xffffffff


def point(text, wanted, got):
    """A test point."""
    print(text, wanted, got, sep="\t", flush=True)


def node(home=HOME6, spi=256, key=KEY):
    """The node with this home address."""
    return mip6.Node("mn", home, HA, (spi, key) if key else None)


def told(answer):
    """What an acknowledgement says, in a line."""
    if answer is None:
        return "nothing"
    if answer.kind != mip6.ACK:
        return f"type {answer.kind} status {answer.status}"
    words = [f"status {answer.status}"]
    if answer.status < 128:
        words.append(f"lifetime {answer.lifetime}")
    if answer.nat():
        force, refresh = answer.nat()
        words.append(f"nat {force}/{'never' if refresh == NEVER else refresh}")
    for status, length, address in answer.ack4():
        words.append(f"ack4 {status} {address}/{length}")
    return " ".join(words)


def status4(answer):
    """The status of the IPv4 address acknowledgements."""
    return " ".join(str(ack[0]) for ack in answer.ack4()) if answer else "none"


def way(answer):
    """How it came."""
    if answer is None:
        return "not"
    text = ""
    if answer.outer:
        _, dst, encap, sport, dport = answer.outer
        text = f"{encap} to {dst} {sport}:{dport}"
    if answer.rh2:
        text += f"rh2 to {answer.rh2}"
    return f"{text}{'' if answer.csum else ' bad checksum'}"


def formats():
    """A registration from each kind of network, and back."""
    mn = node()
    static = home4(HOME4)
    answer = mn.register(PRIV4, [static], lifetime=300)
    point("behind a NAT", "status 0 lifetime 300 nat 0/110 "
          f"ack4 0 {HOME4}/32", told(answer))
    point("the answer takes the way back through the NAT",
          f"udp to {PRIV4} 4191:4191", way(answer))
    point("it is signed", True, answer and answer.signed(KEY,
                                                         "::ffff:" + PRIV4))
    answer = mn.register(PRIV4, [static], lifetime=60)
    point("refreshed", f"status 0 lifetime 60 nat 0/110 ack4 0 {HOME4}/32",
          told(answer))
    answer = mn.register(MN4, [static])
    point("a public IPv4 address", "status 0 lifetime 300 nat 0/never "
          f"ack4 0 {HOME4}/32", told(answer))
    point("the answer is in UDP even so", f"udp to {MN4} 4191:4191",
          way(answer))
    answer = mn.register(MN4, [static], flags=ASK | HOME | FORCE)
    point("UDP is forced", f"status 0 lifetime 300 nat 1/never "
          f"ack4 0 {HOME4}/32", told(answer))
    answer = mn.register(MN4, [static], encap="ip")
    point("an update in plain protocol 41 is answered the same way",
          f"ip to {MN4} 0:0", way(answer))
    answer = mn.register(MN6, [static])
    point("an IPv6 network", f"status 0 lifetime 300 ack4 0 {HOME4}/32",
          told(answer))
    point("the answer has a routing header", f"rh2 to {MN6}", way(answer))
    answer = mn.register(MN6, [static], lifetime=0)
    point("deregistered", "status 0 lifetime 0", " ".join(
        told(answer).split()[:4]))


def refusals():
    """Each refusal goes back to where the request came from."""
    mn = node()
    point("registered", 0, mn.register(PRIV4).status)
    recorded = mn.last
    answer = mn.replay(PRIV4, recorded)
    point("the same bytes again", 135, answer and answer.status)
    answer = mn.replay(MN4, recorded, mip6.SILENCE)
    point("the same bytes from elsewhere", "not 0", "not 0" if answer is None
          or answer.status >= 128 else answer.status)
    point("deregistered", 0, mn.register(PRIV4, lifetime=0).status)
    answer = mn.replay(PRIV4, recorded)
    point("a recorded registration after that", 135, answer and answer.status)
    point("registered again", 0, mn.register(PRIV4).status)
    seq = mn.seq
    answer = mn.register(PRIV4, seq=seq)
    point("a sequence number again", f"135 {seq}",
          answer and f"{answer.status} {answer.seq}")
    answer = mn.register(MN4, seq=(seq - 5) & 0xffff)
    point("an old one, from elsewhere", f"135 udp to {MN4} 4191:4191",
          answer and f"{answer.status} {way(answer)}")
    mn.seq = seq
    answer = mn.register(PRIV4, when=1000000000)
    point("an old time", 144, answer and answer.status)
    answer = mn.register(PRIV4, options=[], auth=None, timeout=mip6.SILENCE)
    point("no authentication", "not 0", "not 0" if answer is None or
          answer.status >= 128 else answer.status)
    mn.auth = (256, bytes(16))
    answer = mn.register(PRIV4)
    point("a wrong key", 146, answer and answer.status)
    mn.auth = (999, KEY)
    answer = mn.register(PRIV4, timeout=mip6.SILENCE)
    point("an unknown SPI", "nothing", told(answer))
    mn.auth = (256, KEY)
    answer = mn.register(MN4, claimed="")
    point("no IPv4 care-of address option", 128, answer and answer.status)
    other = node("2001:db8:100::99", spi=256)
    point("an unknown node", "not 0", "not 0" if (
        got := other.register(PRIV4, timeout=mip6.SILENCE)) is None or got.status >= 128 else
        got.status)
    off = node("2001:db8:100::66", spi=266)
    answer = off.register(PRIV4)
    point("a node that may not", 129, answer and answer.status)
    answer = mn.register(PRIV4, [home4("203.0.113.66")])
    point("somebody else's IPv4 address", "status 0 lifetime 300 nat 0/110 "
          "ack4 130 203.0.113.66/0", told(answer))
    answer = mn.register(PRIV4, [home4("224.0.0.1")])
    point("an impossible IPv4 address", "status 0 lifetime 300 nat 0/110 "
          "ack4 131 224.0.0.1/0", told(answer))


def homes():
    """Dynamic IPv4 addresses and prefixes."""
    first, second = node("2001:db8:100::a", spi=257), node("2001:db8:100::b",
                                                         spi=258)
    answer = first.register(PRIV4, [home4("0.0.0.0")])
    leased = answer.ack4() if answer else []
    point("a dynamic address", True, len(leased) == 1 and leased[0][0] == 0 and
          leased[0][1] == 32 and leased[0][2].startswith("203.0.113.1"))
    other = second.register(PRIV4, [home4("0.0.0.0")])
    point("another one for another node", True, bool(
        other and other.ack4()[0][0] == 0 and other.ack4() != leased))
    again = first.register(MN4, [home4("0.0.0.0")])
    point("it is kept", leased, again and again.ack4())
    first.register(MN4, lifetime=0)
    again = first.register(MN4, [home4("0.0.0.0")])
    point("and given again after a deregistration", leased,
          again and again.ack4())
    answer = first.register(MN4, [home4("0.0.0.0"),
                                  home4("0.0.0.0", 29, True)])
    acks = answer.ack4() if answer else []
    point("an address and a prefix", [(0, 32), (0, 29)],
          [(status, length) for status, length, _ in acks])
    mn = node()
    answer = mn.register(MN4, [home4("0.0.0.0", 29, True)])
    point("no prefix for who may have none", "133", status4(answer))
    other = node("2001:db8:100::c", spi=259)
    answer = other.register(MN4, [home4("0.0.0.0")])
    point("no dynamic address either", "132", status4(answer))
    answer = mn.register(MN4, [home4("0.0.0.0")])
    point("who has an address of its own gets that",
          [(0, 32, HOME4)], answer and answer.ack4())


def nemo():
    """A mobile router."""
    mr = node("2001:db8:100::c", spi=259)
    router = ASK | HOME | ROUTER
    prefix = "2001:db8:700::/56"
    mr.register(MN6, lifetime=0)
    answer = mr.register(MN6, [mnp(prefix)], flags=router)
    point("explicit prefix", "0 R", answer and
          f"{answer.status} {'R' if answer.flags & 0x40 else '-'}")
    answer = mr.register(MN6, [mnp("2001:db8:701::/56")], flags=router)
    point("a prefix of somebody else", 142, answer and answer.status)
    answer = mr.register(MN6, flags=router)
    point("implicit", 0, answer and answer.status)
    answer = mr.register(MN6)
    point("it cannot become a host meanwhile", 139, answer and answer.status)
    mn = node("2001:db8:100::d", spi=260)
    answer = mn.register(MN6, flags=router)
    point("a host is no router", 140, answer and answer.status)


def router():
    """A mobile router registers its prefix."""
    mr = node("2001:db8:100::c", spi=259)
    answer = mr.register(MN6, [mnp("2001:db8:700::/56")],
                         flags=ASK | HOME | ROUTER)
    point("a mobile router with its prefix", 0, answer and answer.status)


def leave():
    """It goes home."""
    answer = node("2001:db8:100::c", spi=259).register(MN6, lifetime=0)
    sys.exit(0 if answer and answer.status == 0 else 1)


def register(coa, lifetime="300"):
    """One registration."""
    answer = node().register(coa, [home4(HOME4)], lifetime=int(lifetime))
    print("nothing" if answer is None else answer.status)


if __name__ == "__main__":
    {"formats": formats, "refusals": refusals, "homes": homes, "nemo": nemo,
     "router": router, "leave": leave, "register": register}[sys.argv[1]](*sys.argv[2:])
