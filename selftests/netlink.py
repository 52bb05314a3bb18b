# SPDX-License-Identifier: GPL-2.0
"""A netlink client for tests. Nothing of it is shared with what it tests."""

import errno
import socket
import struct

# Of two names for one number, the one that the kernel has.
NAMES = dict(errno.errorcode) | {errno.EOPNOTSUPP: "EOPNOTSUPP"}

NETLINK_ROUTE = 0
NETLINK_GENERIC = 16
SOL_NETLINK = 270
NETLINK_ADD_MEMBERSHIP = 1
NETLINK_CAP_ACK = 10
NETLINK_EXT_ACK = 11

NLMSG_ERROR = 2
NLMSG_DONE = 3
NLM_F_REQUEST = 0x1
NLM_F_MULTI = 0x2
NLM_F_ACK = 0x4
NLM_F_ECHO = 0x8
NLM_F_DUMP_INTR = 0x10
NLM_F_REPLACE = 0x100
NLM_F_EXCL = 0x200
NLM_F_CREATE = 0x400
NLM_F_DUMP = 0x300
NLM_F_CAPPED = 0x100
NLM_F_ACK_TLVS = 0x200
NLA_F_NESTED = 0x8000
NLA_TYPE_MASK = 0x3fff

NLMSGERR_ATTR_MSG = 1
NLMSGERR_ATTR_OFFS = 2
NLMSGERR_ATTR_MISS_TYPE = 5

GENL_ID_CTRL = 16
CTRL_CMD_GETFAMILY = 3
CTRL_ATTR_FAMILY_ID = 1
CTRL_ATTR_FAMILY_NAME = 2
CTRL_ATTR_MCAST_GROUPS = 7

RTM_NEWLINK = 16
IFLA_IFNAME = 3
IFLA_LINKINFO = 18
IFLA_INFO_KIND = 1
IFLA_INFO_DATA = 2
LINK = {"local4": 1, "local6": 2, "port": 3, "max-bindings": 4, "pmtudisc": 5,
        "dscp": 6, "decap-dscp": 7, "origins": 8, "origin-mark": 9,
        "group-time": 10}

# Numbers are written out here, so that one that changes is found out.
CMD = {"new": 1, "del": 2, "get": 3, "flush": 4, "stats": 5, "created": 6,
       "changed": 7, "deleted": 8, "expired": 9, "source-violation": 10,
       "endpoint-mismatch": 11, "origin": 12, "origin-new": 13,
       "fastpath-add": 14, "fastpath-del": 15, "fastpath-get": 16}
ATTR = {"ifindex": 1, "id": 2, "home": 3, "coa": 4, "port": 5, "local": 6,
        "encap": 7, "flags": 8, "lifetime": 9, "left": 10, "stats": 11,
        "drops": 12, "packet": 13, "suppressed": 14, "bindings": 15,
        "prefixes": 16, "pad": 17, "local-port": 18, "ikey": 19, "okey": 20,
        "home-tunnel": 21, "home-tunnel-local": 22, "origin": 23,
        "inner-src": 24, "spi": 25, "age": 26, "group": 27,
        "ingress": 28, "passed": 29, "copy": 30}
HOME = {"addr": 1, "len": 2}
FLAGS = ("csum", "zero-csum6", "home-tunnel-mld", "multicast", "access", "agent",
         "all-scopes", "broadcast")
ENCAP = {"ip": 1, "udp": 2, "gre": 3, "mipudp": 4, "minimal": 5}
DROPS = ["", "", "rx-malformed", "rx-bad-source", "rx-no-binding", "rx-encap",
         "rx-local", "rx-coa", "rx-port", "rx-csum", "rx-ecn", "rx-nomem",
         "tx-malformed", "tx-no-binding", "tx-multicast", "tx-no-route",
         "tx-loop", "tx-too-big", "tx-nomem", "tx-output", "rx-key",
         "rx-origin-limit", "tx-origin", "rx-group-limit"]


def pack_attr(kind, value):
    """One attribute, padded."""
    raw = struct.pack("=HH", len(value) + 4, kind) + value
    return raw + bytes(-len(raw) % 4)


def attrs(data):
    """Type and value of each attribute; stops at what is none."""
    off = 0
    while off + 4 <= len(data):
        size, kind = struct.unpack_from("=HH", data, off)
        if size < 4 or off + size > len(data):
            return
        yield kind & NLA_TYPE_MASK, data[off + 4:off + size]
        off += (size + 3) & ~3


def address(text):
    """An address as bytes."""
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    return socket.inet_pton(family, text)


def home(text):
    """A home address, or prefix with its length, as an attribute."""
    addr, _, length = text.partition("/")
    nest = pack_attr(HOME["addr"], address(addr))
    if length:
        nest += pack_attr(HOME["len"], struct.pack("=B", int(length)))
    return pack_attr(ATTR["home"] | NLA_F_NESTED, nest)


def binding(**fields):
    """Attributes of a binding from Python values; None leaves one out."""
    raw = b""
    for name, value in fields.items():
        kind = ATTR[name.replace("_", "-")]
        if value is None:
            continue
        if isinstance(value, bytes):
            raw += pack_attr(kind, value)
        elif name == "home":
            for one in value.split():
                raw += home(one)
        elif name == "copy":
            for one in value:
                raw += pack_attr(kind | NLA_F_NESTED, binding(**one))
        elif name in ("coa", "local", "home_tunnel", "home_tunnel_local"):
            raw += pack_attr(kind, address(value))
        elif name in ("port", "local_port"):
            raw += pack_attr(kind, struct.pack("!H", value))
        elif name == "lifetime":
            raw += pack_attr(kind, struct.pack("=Q", value))
        elif name == "encap" and isinstance(value, str):
            raw += pack_attr(kind, struct.pack("=I", ENCAP[value]))
        else:
            raw += pack_attr(kind, struct.pack("=I", value))
    return raw


class Refusal(Exception):
    """What the kernel says to a request that it does not grant."""

    def __init__(self, number, text="-", attr="-"):
        super().__init__(text)
        self.name = NAMES.get(number, str(number))
        self.text = text
        self.attr = attr

    def __str__(self):
        return f"{self.name} | {self.text} | {self.attr}"


class Netlink:
    """A netlink socket, for one request at a time."""

    def __init__(self, proto=NETLINK_GENERIC):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, proto)
        self.sock.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, 1)
        self.sock.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.sock.bind((0, 0))
        self.sock.settimeout(20)
        self.header = 20 if proto == NETLINK_GENERIC else 32
        self.seq = 0
        self.flags = 0

    def _path(self, request, off):
        """Where in a request an offset is: types of attributes, with dots."""
        names, start, end = [], self.header, len(request)
        while start + 4 <= end:
            size, kind = struct.unpack_from("=HH", request, start)
            if not start <= off < start + max(size, 4):
                start += (max(size, 4) + 3) & ~3
                continue
            names.append(self.name(names, kind & NLA_TYPE_MASK))
            if off == start:
                break
            start, end = start + 4, start + size
        return ".".join(names) or "?"

    @staticmethod
    def name(_parents, kind):
        """What an attribute is called."""
        return str(kind)

    def _refusal(self, number, flags, request, tlvs):
        text = attr = "-"
        if flags & NLM_F_ACK_TLVS:
            for kind, value in attrs(tlvs):
                if kind == NLMSGERR_ATTR_MSG:
                    text = value.rstrip(b"\0").decode()
                elif kind == NLMSGERR_ATTR_OFFS:
                    attr = self._path(request, struct.unpack("=I", value)[0])
                elif kind == NLMSGERR_ATTR_MISS_TYPE:
                    kind = struct.unpack("=I", value)[0]
                    attr = "no " + self.name([], kind)
        return Refusal(-number, text, attr)

    def send(self, kind, flags, payload, length=None):
        """Sends one message; returns it as it was sent."""
        self.seq += 1
        request = struct.pack("=IHHII", length or 16 + len(payload), kind,
                              flags, self.seq, 0) + payload
        self.sock.send(request)
        return request

    def receive(self, request):
        """Yields all answers, from type and payload, until the last."""
        while True:
            data = self.sock.recv(1 << 17)
            while len(data) >= 16:
                size, kind, flags, seq, _ = struct.unpack_from("=IHHII", data)
                message, data = data[16:size], data[(size + 3) & ~3:]
                if seq != self.seq:
                    continue
                self.flags |= flags
                if kind not in (NLMSG_ERROR, NLMSG_DONE):
                    yield kind, message
                    continue
                number = struct.unpack_from("=i", message)[0]
                if number:
                    tlvs = message[20 if kind == NLMSG_ERROR else 4:]
                    raise self._refusal(number, flags, request, tlvs)
                return

    def request(self, kind, flags, payload, length=None):
        """All answers to a request; raises Refusal."""
        self.flags = 0
        request = self.send(kind, flags | NLM_F_REQUEST | NLM_F_ACK, payload,
                            length)
        return list(self.receive(request))


class Dsmip(Netlink):
    """A client of the family."""

    def __init__(self):
        super().__init__()
        ask = struct.pack("=BBH", CTRL_CMD_GETFAMILY, 1, 0)
        ask += pack_attr(CTRL_ATTR_FAMILY_NAME, b"dsmip\0")
        for _, message in self.request(GENL_ID_CTRL, 0, ask):
            found = dict(attrs(message[4:]))
            self.family = struct.unpack("=H", found[CTRL_ATTR_FAMILY_ID])[0]
            groups = found[CTRL_ATTR_MCAST_GROUPS]
            self.groups = {}
            for _, group in attrs(groups):
                group = dict(attrs(group))
                name = group[1].rstrip(b"\0").decode()
                self.groups[name] = struct.unpack("=I", group[2])[0]

    @staticmethod
    def name(parents, kind):
        names = HOME if parents == ["home"] else \
            ATTR if parents in ([], ["copy"]) else {}
        return {number: name for name, number in names.items()}.get(
            kind, str(kind))

    def call(self, cmd, raw=b"", flags=0, version=1, reserved=0):
        """All answers to a command, without their headers."""
        cmd = CMD.get(cmd, cmd)
        payload = struct.pack("=BBH", cmd, version, reserved) + raw
        return [message[4:] for _, message in
                self.request(self.family, flags, payload)]

    def join(self, group="events"):
        """Become a listener of the events, or of those of packets."""
        self.sock.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
                             self.groups[group])

    def drops(self, ifindex):
        """Drops of a device by cause, without those that are 0."""
        answer = self.call("stats", binding(ifindex=ifindex))[0]
        return _drops(answer)

    def binding_drops(self, ifindex, address_):
        """Drops of the binding of a home address."""
        answer = self.call("get", binding(ifindex=ifindex, home=address_))[0]
        return _drops(answer)

    def rx_packets(self, ifindex, address_):
        """Packets that a binding has received."""
        answer = self.call("get", binding(ifindex=ifindex, home=address_))[0]
        stats = dict(attrs(dict(attrs(answer))[ATTR["stats"]]))
        return struct.unpack("=Q", stats[1])[0]


def _drops(answer):
    nest = dict(attrs(answer))[ATTR["drops"]]
    return {DROPS[kind]: struct.unpack("=Q", value)[0]
            for kind, value in attrs(nest) if kind > 1}


def new_link(route, name, data, kind=b"dsmip", flags=NLM_F_CREATE | NLM_F_EXCL):
    """Make or change a link of our kind from the raw IFLA_INFO_DATA."""
    info = pack_attr(IFLA_INFO_KIND, kind)
    info += pack_attr(IFLA_INFO_DATA | NLA_F_NESTED, data)
    payload = struct.pack("=BBHiII", 0, 0, 0, 0, 0, 0)
    payload += pack_attr(IFLA_IFNAME, name.encode() + b"\0")
    payload += pack_attr(IFLA_LINKINFO | NLA_F_NESTED, info)
    return route.request(RTM_NEWLINK, flags, payload)


def ask(function, *args, **kwargs):
    """What comes of it, in words: "ok", or a refusal."""
    try:
        function(*args, **kwargs)
    except Refusal as refusal:
        return str(refusal)
    except OSError as error:
        return errno.errorcode[error.errno]
    return "ok"


def point(text, wanted, got):
    """One test point for check_table of lib.sh."""
    print(text, wanted if wanted != "" else "-", got if got != "" else "-",
          sep="\t", flush=True)

