#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's own YNL client speaks our netlink family from its specification
# alone: nothing of our programs is needed, and what the two say is the same.
#
# Covers: R5555-1-01

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

if ! ynl=$(selftests/ynl.sh path 2>/dev/null) || [ ! -f "$ynl/lib/ynl.py" ]; then
	echo "1..0 # SKIP no tools/net/ynl: linux-source is not installed"
	exit 0
fi

must module_load
topo_home
topo_public
ha_device
mn_device
must ha_bind $MN4 udp csum lifetime 300
must mn_bind $MN4 udp
must dsmipctl -n ha binding add dev dsmip0 home 203.0.113.16/28 \
	home 2001:db8:100:700::/64 home 2001:db8:100::8 coa $MN6 encap ip
ping_ok cn $HOA4 >/dev/null
ping_ok cn 203.0.113.20 -c 1 -W 1 >/dev/null

# Prints a line for each comparison: what, wanted, got, with tabs between them.
cat >/tmp/client.py <<'PYTHON'
import errno
import ipaddress
import json
import subprocess
import sys
import time

ynl, spec, schema, ifindex = sys.argv[1:]
ifindex = int(ifindex)
sys.path.insert(0, ynl)
from lib import YnlFamily, Netlink, NlError


def compare(what, wanted, got):
    wanted, got = (json.dumps(x, sort_keys=True, default=sorted)
                   for x in (wanted, got))
    print(what, wanted, got, sep="\t")


def dsmipctl(*args):
    out = subprocess.run(("dsmipctl", "-j", "-s") + args, check=True,
                         stdout=subprocess.PIPE).stdout
    return json.loads(out)


def address(text):
    return ipaddress.ip_address(text).packed


def ours(binding):
    """What dsmipctl says, in the form of both."""
    drops = {k: v for k, v in binding["drops"].items() if v}
    return [binding["id"], sorted(binding["home"]), binding["coa"],
            binding["port"] or None, binding["local"], binding["encap"],
            sorted(binding["flags"]), float(binding["lifetime"] or 0),
            binding["rx"]["packets"], binding["tx"]["bytes"], drops]


def theirs(binding):
    """What YNL says, in the form of both."""
    home = []
    for entry in binding["home"]:
        bits = ipaddress.ip_address(entry["addr"]).max_prefixlen
        length = entry.get("len", bits)
        home.append(entry["addr"] if length == bits else
                    f"{entry['addr']}/{length}")
    drops = {k.replace("-", "_"): v
             for k, v in (binding.get("drops") or {}).items() if k != "pad"}
    return [binding["id"], sorted(home), binding["coa"], binding.get("port"),
            binding["local"], binding["encap"],
            sorted(binding.get("flags", [])),
            binding.get("lifetime", 0) / 1000,
            binding["stats"]["rx-packets"], binding["stats"]["tx-bytes"],
            drops]


def refusal(call, *args):
    try:
        call(*args)
    except NlError as err:
        extack = err.nl_msg.extack or {}
        return [errno.errorcode[-err.nl_msg.error], extack.get("msg"),
                extack.get("bad-attr")]
    return None


family = YnlFamily(spec, schema)
# The client gets lost when an event comes between request and answer.
listener = YnlFamily(spec, schema)
listener.ntf_subscribe("events")

shown = dsmipctl("binding", "show", "dev", "dsmip0")
compare("dump of a device", [ours(b) for b in shown],
        [theirs(b) for b in family.dump("binding-get", {"ifindex": ifindex})])
compare("dump of all", [ours(b) for b in shown],
        [theirs(b) for b in family.dump("binding-get", {})])
compare("dump by care-of address", [ours(shown[1])],
        [theirs(b) for b in family.dump("binding-get", {
            "ifindex": ifindex, "coa": address(shown[1]["coa"])})])
compare("by id", ours(shown[0]), theirs(family.do("binding-get", {
    "ifindex": ifindex, "id": shown[0]["id"]})))
compare("by home prefix", ours(shown[1]), theirs(family.do("binding-get", {
    "ifindex": ifindex, "home": {"addr": address("203.0.113.16"), "len": 28}})))
compare("the one that serves an address", ours(shown[1]),
        theirs(family.do("binding-get", {
            "ifindex": ifindex, "home": {"addr": address("203.0.113.20")}})))

request = {"ifindex": ifindex, "coa": address("198.51.100.131"),
           "home": [{"addr": address("203.0.113.9")},
                    {"addr": address("2001:db8:100:900::"), "len": 56}],
           "port": 40123, "encap": "udp", "flags": ["csum"], "lifetime": 60000}
create = [Netlink.NLM_F_CREATE, Netlink.NLM_F_EXCL, 0x8]
made = family.do("binding-new", dict(request), list(create))
now = dsmipctl("binding", "show", "home", "203.0.113.9")
compare("a new binding, echoed", [ours(b) for b in now], [theirs(made)])
compare("which has what was asked for",
        [["2001:db8:100:900::/56", "203.0.113.9"], "198.51.100.131", 40123,
         "udp", ["csum"], 60.0], theirs(made)[1:4] + theirs(made)[5:8])
compare("a second one is refused, with a reason",
        ["EEXIST", "Home address is in a binding already", ".home"],
        refusal(family.do, "binding-new", dict(request), create[:2]))
request["port"] = 40124
family.do("binding-new", dict(request),
          [Netlink.NLM_F_CREATE, Netlink.NLM_F_REPLACE])
compare("exchanged", [made["id"], 40124], (lambda b: [b["id"], b["port"]])(
    dsmipctl("binding", "show", "home", "203.0.113.9")[0]))
family.do("binding-del", {"ifindex": ifindex, "id": made["id"]})
compare("deleted", [], [b for b in dsmipctl("binding", "show")
                        if b["id"] == made["id"]])
gone = refusal(family.do, "binding-get", {"ifindex": ifindex,
                                          "id": made["id"]})
compare("what is gone is not found", "ENOENT", gone and gone[0])
long = {"addr": address("2001:db8::"), "len": 129}
compare("what the policy refuses is named", ["ERANGE", ".home.len"],
        refusal(family.do, "binding-get", {
            "ifindex": ifindex, "home": long})[::2])

stats = family.do("stats-get", {"ifindex": ifindex})
own = dsmipctl("stats", "show", "dev", "dsmip0")[0]
compare("counters of the device",
        [own["bindings"], own["prefixes"], own["rx"]["packets"],
         own["tx"]["bytes"], own["drops"]],
        [stats["bindings"], stats["prefixes"], stats["stats"]["rx-packets"],
         stats["stats"]["tx-bytes"],
         {k.replace("-", "_"): v for k, v in (stats.get("drops") or {}).items()
          if k != "pad"}])
compare("counters of all devices", [ifindex],
        [s["ifindex"] for s in family.dump("stats-get", {})])

# A packet from a port that is not the binding's.
family.do("binding-new", {
    "ifindex": ifindex, "id": shown[0]["id"], "port": 4000, "encap": "udp",
    "coa": address(shown[0]["coa"])}, [Netlink.NLM_F_REPLACE])
subprocess.run(("ip", "netns", "exec", "mn", "ping", "-q", "-c", "1", "-W", "1",
                "192.0.2.2"), stdout=subprocess.DEVNULL, check=False)
family.do("binding-flush", {"ifindex": ifindex})
compare("flushed", [], dsmipctl("binding", "show"))
time.sleep(0.2)
listener.check_ntf()
events = listener.async_msg_queue
compare("events", ["binding-created-ntf", "binding-changed-ntf",
                   "binding-deleted-ntf", "binding-changed-ntf",
                   "endpoint-mismatch-ntf", "binding-deleted-ntf",
                   "binding-deleted-ntf"], [e["name"] for e in events])
compare("event of a binding", theirs(made)[:6],
        theirs(events[0]["msg"])[:6])
packet = [e["msg"] for e in events if e["name"] == "endpoint-mismatch-ntf"][0]
compare("event of a packet",
        [shown[0]["id"], "198.51.100.130", 4191, "203.0.113.7", "192.0.2.2"],
        [packet["id"]] + [packet["packet"][k] for k in (
            "outer-src", "outer-port", "inner-src", "inner-dst")])
PYTHON

ifindex=$(ip -n ha -j link show dev dsmip0 | jq '.[0].ifindex')
rc=0
run ha /usr/bin/python3 /tmp/client.py "$ynl" \
	Documentation/netlink/specs/dsmip.yaml \
	"${ynl%/tools/*}/Documentation/netlink/genetlink-legacy.yaml" \
	"$ifindex" >/tmp/compared 2>/tmp/client.err || rc=1
while IFS=$'\t' read -r what wanted got; do
	check_eq "$what" "$wanted" "$got"
done </tmp/compared
[ $rc -eq 0 ] || test_log "$(cat /tmp/client.err)"
test_ok $rc "the client came to its end"

test_done
