# SPDX-License-Identifier: GPL-2.0
"""What has to hold, and whether it does: the limits of Documentation/performance.rst."""

SIZE = 128
MANY = 1000000
# Down and up, above the floor, to the kernel's own tunnel.
DEVICE = {"6-in-UDP": {"down": 0.90, "up": 0.95}}
# To sit over fou, whatever the format.
FAST = 0.30
NODES = 1.05
# To the kernel's own tunnel.
TCP = 1.05
# Instructions, bytes, and instructions again: a nanosecond is one.
CONTROL = {"create": ("insns", 12000), "activate": ("bytes", 512),
           "hold": ("insns", 10000000)}
# Of one registration, agent, kernel and store; and p99 of the wait for it, at half
# of the most that is possible to that of one alone.
REGISTRATIONS = ("register", "refresh", "handover")
REGISTRATION = 100000
WAIT = 10.0


class Figures:
    """The packets of one kernel."""

    def __init__(self, records):
        self.found = {}
        for r in records:
            if r.get("size") == SIZE and "cpus" not in r:
                self.found[r["direction"], r["format"], r["entry"],
                           r["bindings"], r["peer"]] = r["above_floor"]

    def of(self, way, name, entry, count=1, peer=None):
        """Instructions above the floor, or None."""
        for key, above in self.found.items():
            if key[:4] == (way, name, entry, count) and \
                    peer in (None, key[4]):
                return above
        return None


def ratios(records):
    """Text, figure, base and limit of what is compared."""
    figures = Figures(records)
    names = dict.fromkeys(r["format"] for r in records
                          if r.get("entry") == "device" and "size" in r)
    plain = figures.of("down", "IPv6", "peer", peer="forwarding")
    for name in names:
        for way in ("down", "up"):
            device = figures.of(way, name, "device")
            yield (f"{name} {way}, device to the kernel's tunnel", device,
                   figures.of(way, name, "peer"),
                   DEVICE.get(name, {}).get(way, 1.0))
            yield (f"{name} {way}, device, a million to one",
                   figures.of(way, name, "device", MANY), device, NODES)
            if name == "GRE":
                continue
            fast = figures.of(way, name, "fastpath")
            yield (f"{name} {way}, fast path to sit+fou", fast,
                   figures.of(way, "6-in-UDP", "peer"), FAST)
            yield (f"{name} {way}, fast path to IPv6 forwarding", fast,
                   plain, 1.0)
            yield (f"{name} {way}, fast path, a million to one",
                   figures.of(way, name, "fastpath", MANY), fast, NODES)


def registrations(records):
    """Text, figure and limit of what dsmipd takes."""
    waits = {r["wait"]: r["p99"] for r in records if "wait" in r}
    for record in records:
        if record.get("signaling") in REGISTRATIONS:
            yield (f"{record['signaling']}, {record['subscribers']} "
                   "subscribers, insns", record["insns"], REGISTRATION)
    if len(waits) == 2:
        yield ("wait at half of the load to the least",
               round(waits["half"] / waits["unloaded"], 2), WAIT)


def goals(records):
    """Text, figure and limit of each that was measured."""
    for text, figure, base, limit in ratios(records):
        if figure is not None and base:
            yield text, round(figure / base, 3), limit
    for record in records:
        entry, operation = record.get("entry"), record.get("operation")
        if entry == "device" and operation in CONTROL:
            key, limit = CONTROL[operation]
            yield f"{operation}, {key}", record[key], limit
        if record.get("cpus") == 2:
            yield (f"{record['format']} {record['direction']}, {entry}, "
                   "two processors to one", record["ratio"], NODES)
        if "tcp" in record and entry != "peer":
            yield (f"{record['format']} {record['tcp']}, {entry}, TCP, tso "
                   f"{record['tso']}", record["ratio"], TCP)
    yield from registrations(records)


def goals_table(records):
    """Those, and which of them are missed."""
    for text, figure, limit in goals(records):
        yield (f"{text:48} {figure:>9} {limit:>9} "
               f"{'missed' if figure > limit else 'met'}")
