#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A mobile node of Mobile IPv4 by hand against the home agent of dsmipd. Makes
the test points of dsmipd-ha4.sh: text, wanted, got.

dsmipd_ha4.py prefixes | refusals | others | revoked
dsmipd_ha4.py draft: with the switch for draft -01
dsmipd_ha4.py register COA [WORD]...: one registration, prints what is answered;
	words: mode, udp, port=PORT, lifetime=SECONDS, and prefixes
"""

import json
import socket
import sys
import time

import mip4
from mip4 import COLOCATED, GRE, MINIMAL, REVERSE, SIMULTANEOUS

HA, MN4, PRIV4 = "198.51.100.1", "198.51.100.130", "10.0.0.130"
HOME4, HOME6 = "203.0.113.7", "2001:db8:100::7"
ONE, TWO, OTHERS = "2001:db8:700::/56", "2001:db8:800::/56", "2001:db8:900::/56"
KEY = bytes(range(16))
AGENT = "/run/agents/ha.sock"


def point(text, wanted, got):
    """A test point."""
    print(text, wanted, got, sep="\t", flush=True)


class Registrant:
    """A node with its home address and association."""

    def __init__(self, home=HOME4, spi=300, local=MN4, port=0, key=KEY):
        self.home, self.spi, self.local, self.key = home, spi, local, key
        self.algorithm = "hmac-md5"
        self.node = mip4.Node("mn", HA, local, port)

    def build(self, extensions=(), **fields):
        """A request, authenticated."""
        data = mip4.request(fields.pop("home", self.home),
                            fields.pop("agent", HA),
                            fields.pop("coa", self.local),
                            extensions=extensions, **fields)
        return mip4.auth(data, self.spi, self.key, self.algorithm)

    def register(self, *extensions, **fields):
        """One request, and what is answered."""
        return self.node.ask(self.build(extensions, **fields))


def told(answer):
    """What a reply says, in a line."""
    if answer is None:
        return "nothing"
    words = [f"code {answer.code} lifetime {answer.lifetime}"]
    words += [f"{code}:{prefix}" for code, prefix in answer.prefixes]
    tunnel = answer.find(44)
    if tunnel:
        words.append(f"udp {tunnel[1]} {tunnel[4] << 8 | tunnel[5]}")
    return " ".join(words)


def prefixes():
    """Prefixes are accepted, refused, and go by omission."""
    mn = Registrant()
    ident = mip4.ntp()
    answer = mn.register(ident=ident)
    point("a home address alone", "code 0 lifetime 300", told(answer))
    point("the answer is authentic", True, answer and answer.signed(KEY))
    point("it comes from where the request went to", (HA, 434),
          answer and answer.src)
    point("it has the identification of the request", ident,
          answer and answer.ident)
    both = mip4.prefix(ONE), mip4.prefix(TWO)
    point("two prefixes, by way of the home address",
          f"code 0 lifetime 300 0:{ONE} 0:{TWO}", told(mn.register(*both)))
    point("to the care-of address", f"code 0 lifetime 60 1:{ONE} 1:{TWO}",
          told(mn.register(mip4.mode(), *both, lifetime=60)))
    point("somebody else's", f"code 0 lifetime 300 9:{OTHERS}",
          told(mn.register(mip4.prefix(OTHERS))))
    point("one inside of another one", f"code 0 lifetime 300 0:{ONE} 9:"
          "2001:db8:700:1::/64", told(mn.register(
              mip4.prefix(ONE), mip4.prefix("2001:db8:700:1::/64"))))
    point("no prefix at all", "code 0 lifetime 300 8:::/0",
          told(mn.register(mip4.prefix("::/0"))))
    point("a link-local address", "code 0 lifetime 300 0:fe80::7/255",
          told(mn.register(mip4.prefix("fe80::7/255"))))
    point("deregistered", "code 0 lifetime 0", told(mn.register(lifetime=0)))


def resynchronised(answer):
    """Whether a refusal tells the agent's time, with our low bits."""
    if not answer or answer.code != 133:
        return told(answer)
    return abs((answer.ident >> 32) - (mip4.ntp() >> 32)) < 60


def refusals():
    """What is refused, and what is not even answered."""
    mn = Registrant()
    data = mn.build()
    point("registered", 0, mn.node.ask(data).code)
    point("with simultaneous bindings, of which it is the first", 0,
          mn.register(flags=COLOCATED | REVERSE | SIMULTANEOUS).code)
    point("the one before that: identification mismatch", True,
          resynchronised(mn.node.ask(data)))
    old = mip4.ntp(time.time() - 3600)
    point("an old time", True, resynchronised(mn.register(ident=old)))
    point("another home agent", 136, mn.register(agent="198.51.100.77").code)
    bad = mn.build()
    point("a wrong authenticator", "nothing or 131", "nothing or 131" if (
        got := mn.node.ask(bad[:-1] + bytes([bad[-1] ^ 1]), 1)) is None or
        got.code == 131 else got.code)
    plain = mip4.request(HOME4, HA, MN4)
    point("no authentication", "nothing", told(mn.node.ask(plain, 1)))
    mn.spi = 999
    point("an unknown SPI", "nothing", told(mn.node.ask(mn.build(), 1)))
    mn.spi = 300
    stranger = Registrant("203.0.113.99")
    point("an unknown node", "nothing",
          told(stranger.node.ask(stranger.build(), 1)))
    point("a message of an unknown kind", "nothing",
          told(mn.node.ask(b"\x63" + bytes(30), 1)))
    point("half a request", "nothing", told(mn.node.ask(plain[:20], 1)))
    point("an extension that has to be known", "nothing", told(
        mn.node.ask(mn.build([bytes([120, 2, 0, 0])]), 1)))
    point("one that need not be", 0,
          mn.register(bytes([250, 2, 0, 0])).code)


def others():
    """Other algorithms, encapsulations and addresses."""
    strong = Registrant("203.0.113.70", 301)
    strong.algorithm = "hmac-sha256"
    answer = strong.register()
    point("HMAC-SHA256, and no IPv6 home address", "code 0 lifetime 300",
          told(answer))
    point("answered with the same", True,
          answer and answer.signed(KEY, "hmac-sha256"))
    mn = Registrant()
    for flag, name in ((GRE, "GRE"), (MINIMAL, "minimal encapsulation")):
        point(name, 0, mn.register(flags=COLOCATED | REVERSE | flag).code)
    dyn = Registrant("0.0.0.0", 302)
    answer = dyn.register(mip4.nai("dyn@example.net"))
    point("a dynamic home address, by name", True, answer and
          answer.code == 0 and answer.home.startswith("203.0.113.1"))
    again = dyn.register(mip4.nai("dyn@example.net"))
    point("the same one again", answer.home, again and again.home)
    dyn.home = answer.home
    point("and by that address", 0, dyn.register().code)


def rpc(method, **params):
    """A request to the control socket."""
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(AGENT)
        sock.sendall(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method,
                                 "params": params}).encode() + b"\n")
        with sock.makefile() as answer:
            return json.loads(answer.readline())


def revoked():
    """An operator ends a registration, and the node is told."""
    mn = Registrant(port=434)
    answer = mn.register(mip4.revocation())
    point("revocations are agreed upon", 6, len(answer.find(137) or b""))
    point("ended by order", {}, rpc("binding.del", hoa=HOME4).get("result"))
    told_it = mn.node.receive()
    point("the node is told", (mip4.REVOKE, HOME4, HA, MN4), told_it and (
        told_it.kind, told_it.home, told_it.agent, told_it.coa))
    point("it is authentic", True, told_it and told_it.signed(KEY))
    again = mn.node.receive()
    point("and told again, as it does not answer", True,
          again and again.ident != told_it.ident)
    # One more may be on its way when it does.
    for _ in range(2):
        mn.node.sock.sendto(mip4.auth(
            bytes([mip4.REVOKE_ACK, 0, 0x80, 0]) + mip4.aton(HOME4) +
            again.data[16:20], 300, KEY), again.src)
        again = mn.node.receive(6)
        if not again:
            break
    point("until it does", None, again)


def draft():
    """Home addresses on the home link (draft -01)."""
    mn = Registrant("203.0.113.70", 301)
    mn.algorithm = "hmac-sha256"
    for address, code in (("2001:db8:64::99", 0), ("2001:db8:64::2", 11),
                          ("2001:db8:999::1", 10)):
        answer = mn.register(mip4.prefix(address + "/128"))
        point(f"the address {address}", f"code 0 lifetime 300 {code}:"
              f"{address}/128", told(answer))
    answer = mn.register(mip4.prefix("2001:db8:64::99/128", draft=True))
    point("with the lengths of the draft, and answered so",
          (0, True), answer and (answer.code, answer.draft))


def register(coa, *words):
    """One registration."""
    extensions, fields, port = [], {}, 0
    for word in words:
        if word == "mode":
            extensions.append(mip4.mode())
        elif word == "udp":
            extensions.append(mip4.udp())
        elif word.startswith("port="):
            port = int(word[5:])
        elif word.startswith("lifetime="):
            fields["lifetime"] = int(word[9:])
        else:
            extensions.append(mip4.prefix(word))
    mn = Registrant(local=coa, port=port)
    print(told(mn.register(*extensions, **fields)))


if __name__ == "__main__":
    {"prefixes": prefixes, "refusals": refusals, "others": others,
     "revoked": revoked, "draft": draft, "register": register}[
         sys.argv[1]](*sys.argv[2:])
