#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The netlink interface refuses what is wrong: with the right error, a text for
# it and the attribute to blame, and without a change. It tells nobody without
# the rights where a mobile node is, and is not impressed by requests at random.

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
seed=${FUZZ_SEED:-4191}
links()
{
	dsmipctl -n ha -j -d link show
}

must module_load
setup_ns ha cn
must dsmipctl -n ha link add dsmip0 local $HA4 local $HA6
must dsmipctl -n cn link add dsmip3 local 198.51.100.6
ip -n cn link set dsmip3 netns ha
ip -n ha link add up0 type dummy
must dsmipctl -n ha link add dsmip1
must dsmipctl -n ha link add dsmip2 local 198.51.100.5 max-bindings 2 \
	origins 4

before=$(links)
check_table run ha "$here/refusals.py" table
check_eq "no device was changed" "$before" "$(links)"

index=$(run ha cat /sys/class/net/dsmip0/ifindex)
all="new ok, get ok, dump ok, del ok, flush ok, stats ok, origin EOPNOTSUPP"
all+=", origin-new EOPNOTSUPP, fastpath-add EOPNOTSUPP, fastpath-del ENOENT, fastpath-get ok"
all+=", events ok, packets ok"
none="new EPERM, get EPERM, dump EPERM, del EPERM, flush EPERM, stats ok"
none+=", origin EPERM, origin-new EPERM, fastpath-add EPERM, fastpath-del EPERM"
none+=", fastpath-get ok, events EPERM, packets EPERM"
nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all)
before=$(dsmipctl -n ha -j binding show)
check_eq "a user without rights may read counters only" "$none" \
	"$(run ha "${nobody[@]}" "$here/refusals.py" rights "$index")"
check_eq "nor more as root of a user namespace" "$none" \
	"$(run ha "${nobody[@]}" unshare -r "$here/refusals.py" rights "$index")"
check_eq "and has changed nothing" "$before" "$(dsmipctl -n ha -j binding show)"
check_eq "he may do all in a network namespace of his own" "ok"$'\n'"$all" \
	"$(run ha "${nobody[@]}" unshare -rn "$here/refusals.py" alone)"
check_eq "root of the namespace may" "$all" \
	"$(run ha "$here/refusals.py" rights "$index")"
unseen="new ENODEV, get ENODEV, dump ok, del ENODEV, flush ENODEV, stats ENODEV"
unseen+=", origin ENODEV, origin-new ENODEV, fastpath-add ENODEV"
unseen+=", fastpath-del ENOENT, fastpath-get ok, events ok, packets ok"
check_eq "from another namespace the device is not seen" "$unseen" \
	"$(run cn "$here/refusals.py" rights "$index")"
check_eq "nor what is in it" "[]" "$(dsmipctl -n cn -j binding show)"

test_log "requests at random, seed $seed"
check_eq "random requests: some granted, some refused, bindings left" \
	"True True True" "$(run ha "$here/refusals.py" fuzz "$seed" 3000)"
check "the device can be flushed" dsmipctl -n ha binding flush dev dsmip0
check_eq "and is empty" 0 \
	"$(dsmipctl -n ha -j binding show dev dsmip0 | jq length)"
check "and deleted" dsmipctl -n ha link del dsmip0
check "the module can be removed" rmmod dsmip

test_done
