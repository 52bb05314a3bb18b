# SPDX-License-Identifier: GPL-2.0
"""What the judges of codecs share: TAP, a codec as another program, tshark."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

count = 0
failed = 0


def point(text, wanted, got):
    """One test point."""
    global count, failed
    count += 1
    if wanted != got:
        failed += 1
        print(f"# wanted: {wanted}\n# got:    {got}")
    print(f"{'' if wanted == got else 'not '}ok {count} - {text}")


def done():
    """The end."""
    print(f"1..{count}")
    sys.exit(failed > 0)


class Codec:
    """One of the programs in tools/."""

    def __init__(self, name):
        top = pathlib.Path(__file__).resolve().parent.parent
        self.path = top / "tools" / name

    def built(self):
        """What it builds: [(protocol, name, bytes)]."""
        out = subprocess.run([self.path, "build"], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
        return [(proto, name, bytes.fromhex(data)) for proto, name, data in
                (line.split() for line in out.splitlines())]

    def parsed(self, messages):
        """What it finds in [(protocol, bytes)]."""
        lines = [f"{proto} {data.hex()}" for proto, data in messages]
        out = subprocess.run([self.path, "parse"], check=True, text=True,
                             input="\n".join(lines),
                             stdout=subprocess.PIPE).stdout
        return [json.loads(line) for line in out.splitlines()]


def tshark(file, *options):
    """Lines of tshark's output."""
    out = subprocess.run(["tshark", "-r", file, *options], check=True,
                         text=True, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL,
                         env=os.environ | {"TZ": "UTC"}).stdout
    return out.splitlines()


def to_tshark(messages, wire, packet, also=()):
    """What a codec builds, on a wire: wire has the fields of each message by
    its name, packet() makes a packet of it, and fields that end as one of
    also says may be there too."""
    from scapy.all import wrpcap

    point("every message is looked at", sorted(wire),
          sorted(name for _, name, _ in messages))
    packets = [packet(*message) for message in messages]
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        wrpcap(file.name, packets)
        names = sorted({field for fields in wire.values() for field in fields})
        options = [word for name in names for word in ("-e", name)]
        lines = tshark(file.name, "-T", "fields", "-E", "separator=/t",
                       "-E", "occurrence=a", "-E", "aggregator=,", *options)
        point("none of them is malformed", [], tshark(
            file.name, "-Y", "_ws.malformed or _ws.expert"))
    for (_, name, _), line in zip(messages, lines):
        got = dict(zip(names, line.split("\t")))
        point(f"{name}: as tshark reads it", wire[name],
              {field: got[field] for field in wire[name]})
        point(f"{name}: and nothing else", [],
              [field for field in names if got[field] and
               field not in wire[name] and not field.endswith(also)])


def from_peer(codec, peer, messages, prepare=lambda got: None):
    """What another program builds, [(text, protocol, bytes, what the codec
    should find)], after prepare()."""
    found = codec.parsed([(proto, data) for _, proto, data, _ in messages])
    for (text, _, _, wanted), got in zip(messages, found):
        prepare(got)
        point(f"{text}: as {peer} built it", wanted, got)
    point("all of them", len(messages), len(found))
