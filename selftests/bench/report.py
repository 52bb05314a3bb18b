#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What was measured, as a table, as bench.json and as a plot.

report.py DIRECTORY KVER...: reads DIRECTORY/KVER/*.raw
"""

import json
import pathlib
import subprocess
import sys

from goals import goals, goals_table


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
        self.floors = {self.place(r): r["insns"]
                       for r in self.records if r.get("entry") == "floor"}

    @staticmethod
    def place(record):
        """What a figure and its floor have in common."""
        return (record["direction"], record["format"], record["size"],
                record.get("cpus"))

    def floor(self, record):
        """Frames that come in plain have the floor of their family."""
        name = record["format"]
        if record["direction"] == "down":
            name = inner(name)
        return self.floors[self.place(record | {"format": name})]

    def above(self, with_cpus):
        """Figures of packets, and what they have above the floor."""
        found = [r for r in self.records
                 if "direction" in r and r["entry"] != "floor" and
                 ("cpus" in r) == with_cpus]
        for record in found:
            record["floor"] = self.floor(record)
            record["above"] = record["insns"] - record["floor"]
        return found

    def packets(self):
        """Figures of packets, as in bench.json."""
        found = self.above(False)
        single = {}
        for record in found:
            if record["entry"] == "peer" and record["bindings"] == 1:
                single[record["direction"], record["format"], record["size"],
                       record["peer"]] = record["above"]
        return [self.packet(r, single) for r in found]

    def packet(self, record, single):
        """One of them. The ratio is that to the peer with one tunnel."""
        base = single[record["direction"], record["format"], record["size"],
                      record["peer"]]
        return self.figure(record, ("direction", "format", "entry", "peer",
                                    "bindings", "size"), base)

    def figure(self, record, keys, base):
        """What is said of a record of packets; the ratio is that to the base."""
        return {
            "kernel": self.kernel,
            **{key: record[key] for key in keys},
            "insns": round(record["insns"], 1),
            "floor": round(record["floor"], 1),
            "above_floor": round(record["above"], 1),
            "ratio": round(record["above"] / base, 3),
        }

    def cpus(self):
        """Figures of processors. The ratio is that to one of them alone."""
        found = self.above(True)
        alone = {(r["direction"], r["format"], r["entry"]): r["above"]
                 for r in found if r["cpus"] == 1}
        return [self.figure(r, ("cpus", "direction", "format", "entry",
                                "bindings", "size"),
                            alone[r["direction"], r["format"], r["entry"]])
                for r in found]

    def tcp(self):
        """Figures of TCP: instructions for 1024 bytes; the ratio is that of these."""
        found = self.all_with("tcp")
        peers = {(r["tcp"], r["format"], r["tso"]): r["rate"]
                 for r in found if r["entry"] == "peer"}
        for record in found:
            rate = record.pop("rate")
            base = peers[record["tcp"], record["format"], record["tso"]]
            record["insns"] = round(1024e9 / rate, 1)
            record["ratio"] = round(base / rate, 3)
        return found

    def control(self):
        """Figures of operations, as in bench.json."""
        return self.all_with("operation")

    def all_with(self, key):
        """Figures that have it, as in bench.json."""
        return [{"kernel": self.kernel, **r} for r in self.records
                if key in r]


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


CPUS = "{format:9} {direction:4} {entry:8} {cpus:>4} {insns:>9} " \
       "{above_floor:>12} {ratio:>6}"


def cpus_table(records):
    """What a packet costs where one processor forwards, and where two do."""
    yield CPUS.format(**{key: key for key in (
        "format", "entry", "cpus", "insns", "ratio")},
        direction="dir", above_floor="above floor")
    for record in records:
        yield CPUS.format(**record)


def filled(record):
    """A dash for what was not measured."""
    return {key: "-" if value is None else value
            for key, value in record.items()}


CONTROL = "{operation:13} {entry:8} {bindings:>8} {insns:>9} {bytes:>9}"


def control_table(records):
    """Operations; the device of the kernel's that it is compared with is sit."""
    yield CONTROL.format(**{key: key for key in (
        "operation", "entry", "bindings", "insns", "bytes")})
    for record in records:
        yield CONTROL.format(**filled(record))


TCP = "{format:9} {tcp:4} {tso:3} {entry:8} {peer:10} {insns:>9} {ratio:>6}"


def tcp_table(records):
    """TCP, sorted by what belongs together."""
    yield TCP.format(**{key: key for key in (
        "format", "tso", "entry", "peer", "insns", "ratio")}, tcp="dir")
    order = {}
    for record in records:
        order.setdefault(record["format"], len(order))
    for record in sorted(records, key=lambda r: (
            order[r["format"]], r["tcp"], r["tso"])):
        yield TCP.format(**record)


SIGNALING = "{signaling:9} {subscribers:>11} {insns:>12} {agent:>12}"


def signaling_table(records, waits):
    """Registrations, and how long nodes wait for them."""
    yield SIGNALING.format(**{key: key for key in (
        "signaling", "subscribers", "insns", "agent")})
    for record in records:
        yield SIGNALING.format(**filled(record))
    for wait in waits:
        yield (f"{wait['wait']:9} {wait['rate']:>7} a second: p50 "
               f"{wait['p50']} us, p99 {wait['p99']} us")


def find(packets, **wanted):
    """The figure above the floor of the one that is wanted, or "-"."""
    for record in packets:
        if all(record[key] == value for key, value in wanted.items()):
            return record["above_floor"]
    return "-"


def bars(packets, way):
    """Lines for the plot of formats."""
    names = dict.fromkeys(r["format"] for r in packets
                          if r["entry"] == "device")
    for name in names:
        yield " ".join([name] + [str(find(
            packets, format=name, entry=entry, bindings=1, size=128,
            direction=way)) for entry in ("peer", "device", "fastpath")])


def curves(packets, way):
    """Lines for the plot of nodes, a block for each curve."""
    for entry in ("peer", "device", "fastpath"):
        lines = [f"{r['bindings']} {r['above_floor']}" for r in packets
                 if (r["format"], r["entry"], r["size"], r["direction"]) ==
                 ("6-in-UDP", entry, 128, way)]
        yield "\n".join(lines or ["1 NaN"]) + "\n\n"


def plot(directory, kernel, packets):
    """SVG and PNG."""
    work = directory / kernel
    for way in ("down", "up"):
        (work / f"formats.{way}").write_text(
            "\n".join(bars(packets, way)) + "\n", encoding="utf-8")
        (work / f"nodes.{way}").write_text(
            "\n".join(curves(packets, way)), encoding="utf-8")
    short = ".".join(kernel.split(".")[:2])
    plain, table6 = (find(packets, format="IPv6", peer=peer, size=128)
                     for peer in ("forwarding", "flowtable"))
    subprocess.run(
        ["gnuplot", "-e", f"out='{directory}'; kernel='{short}'; "
         f"formats='{work}/formats'; nodes='{work}/nodes'; "
         f"forwarding={plain}; flowtable={table6}",
         pathlib.Path(__file__).with_name("plot.gp")], check=True)


def sections(kernel):
    """Titles, figures, and the lines that show them."""
    packets, cpus = kernel.packets(), kernel.cpus()
    control, tcp = kernel.control(), kernel.tcp()
    signaling = kernel.all_with("signaling")
    waits = kernel.all_with("wait")
    return (
        ("instructions per packet", packets, table(packets)),
        ("instructions per packet, by processors", cpus, cpus_table(cpus)),
        ("instructions and bytes for each", control, control_table(control)),
        ("instructions for 1024 bytes of TCP", tcp, tcp_table(tcp)),
        ("instructions for each, at dsmipd", signaling + waits,
         signaling_table(signaling, waits)),
    )


def main():
    """All."""
    directory = pathlib.Path(sys.argv[1])
    everything, text, reached = [], [], []
    for name in sys.argv[2:]:
        kernel, found = Kernel(directory, name), []
        for title, records, lines in sections(kernel):
            if records:
                found += records
                text += [f"{name}: {title}", *lines, ""]
        text += [f"{name}: what has to hold", *goals_table(found), ""]
        reached += [figure <= limit for _, figure, limit in goals(found)]
        everything += found
        if kernel.packets():
            plot(directory, name, kernel.packets())
    (directory / "bench.json").write_text(
        json.dumps(everything, indent=1) + "\n", encoding="utf-8")
    (directory / "table.txt").write_text("\n".join(text), encoding="utf-8")
    print("\n".join(text))
    print(f"bench: {len(everything)} figures in {directory}/bench.json, "
          f"{sum(reached)} of {len(reached)} goals reached")


main()
