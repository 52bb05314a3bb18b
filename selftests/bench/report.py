#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What was measured, as a table and as bench.json.

report.py DIRECTORY KVER...: reads DIRECTORY/KVER/*.raw
"""

import json
import pathlib
import sys


def inner(name):
    """Family of the inner header of a format."""
    return "IPv6" if name.startswith(("6", "IPv6")) else "IPv4"


class Kernel:
    """The results of one kernel."""

    def __init__(self, directory, kernel):
        self.kernel = kernel
        self.records = []
        for path in sorted(pathlib.Path(directory, kernel).glob("*.raw")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("{"):
                    self.records.append(json.loads(line))
        self.floors = {(r["direction"], r["format"], r["size"]): r["insns"]
                       for r in self.records if r.get("entry") == "floor"}

    def floor(self, record):
        """Frames that come in plain have the floor of their family."""
        name = record["format"]
        if record["direction"] == "down":
            name = inner(name)
        return self.floors[record["direction"], name, record["size"]]

    def packets(self):
        """Figures of packets, as in bench.json."""
        found = [r for r in self.records
                 if "direction" in r and r["entry"] != "floor"]
        single = {}
        for record in found:
            record["floor"] = self.floor(record)
            record["above"] = record["insns"] - record["floor"]
            if record["entry"] == "peer" and record["bindings"] == 1:
                single[record["direction"], record["format"], record["size"],
                       record["peer"]] = record["above"]
        return [self.packet(r, single) for r in found]

    def packet(self, record, single):
        """One of them. The ratio is that to the peer with one tunnel."""
        base = single[record["direction"], record["format"], record["size"],
                      record["peer"]]
        return {
            "kernel": self.kernel,
            "direction": record["direction"],
            "format": record["format"],
            "entry": record["entry"],
            "peer": record["peer"],
            "bindings": record["bindings"],
            "size": record["size"],
            "insns": round(record["insns"], 1),
            "floor": round(record["floor"], 1),
            "above_floor": round(record["above"], 1),
            "ratio": round(record["above"] / base, 3),
        }

    def control(self):
        """Figures of operations, as in bench.json."""
        return [dict(kernel=self.kernel, **r) for r in self.records
                if "operation" in r]


PACKET = "{format:9} {direction:4} {size:>5} {entry:8} {peer:10} " \
         "{bindings:>8} {insns:>9} {above_floor:>12} {ratio:>6}"


def table(records):
    """Packets, sorted by what belongs together."""
    yield PACKET.format(**{key: key for key in (
        "format", "size", "entry", "peer", "bindings", "insns", "ratio")},
        direction="dir", above_floor="above floor")
    order = {}
    for record in records:
        order.setdefault(record["format"], len(order))
    for record in sorted(records, key=lambda r: (
            order[r["format"]], r["direction"], r["size"])):
        yield PACKET.format(**record)


def main():
    """All."""
    directory = pathlib.Path(sys.argv[1])
    everything, text = [], []
    for name in sys.argv[2:]:
        kernel = Kernel(directory, name)
        packets, control = kernel.packets(), kernel.control()
        everything += packets + control
        text.append(f"{name}: instructions per packet")
        text += table(packets)
        text.append("")
    (directory / "bench.json").write_text(
        json.dumps(everything, indent=1) + "\n", encoding="utf-8")
    (directory / "table.txt").write_text("\n".join(text), encoding="utf-8")
    print("\n".join(text))
    print(f"bench: {len(everything)} figures in {directory}/bench.json")


main()
