#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Devices, namespaces and the module itself may go away at any time, with
# packets on their way, and nothing is left of them.
#
# Timeout: 600

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
seed=${CONTROL_SEED:-5555}
flows=()

# Packets both ways, many of them, until traffic_stop; not as many as would go,
# since all else would then stand still on a slow machine.
traffic_start()
{
	local to

	for to in $HOA4 $HOA6; do
		ip netns exec cn ping -q -i 0.005 -s 500 $to >/dev/null 2>&1 &
		flows+=($!)
	done
	for to in $CN4 $CN6; do
		ip netns exec mn ping -q -i 0.005 $to >/dev/null 2>&1 &
		flows+=($!)
	done
	sleep 0.5
}

traffic_stop()
{
	[ ${#flows[@]} -eq 0 ] && return
	kill "${flows[@]}" 2>/dev/null
	wait "${flows[@]}" 2>/dev/null
	flows=()
}

refcnt()
{
	cat /sys/module/dsmip/refcnt
}

# objects: those of all our caches. Stock kernels merge caches that are alike, so
# that others' objects are among them.
objects()
{
	local cache sum=0

	for cache in dsmip_binding dsmip_path dsmip_prefix; do
		echo 1 >/sys/kernel/slab/$cache/shrink
		sum=$((sum + $(cut -d ' ' -f 1 /sys/kernel/slab/$cache/objects)))
	done
	echo $sum
}

# nothing_left: a few objects of others may have come, thousands of ours not
nothing_left()
{
	local now

	now=$(objects)
	echo "objects: $now, before: $objects"
	[ "$now" -le $((objects + slack)) ]
}

# is_removed: unloads the module, with nothing of it in use any more
is_removed()
{
	check "$1: no objects are left" busywait 60 nothing_left
	check_eq "$1: nobody holds the module" 0 "$(refcnt)"
	check "$1: the module can be removed" rmmod dsmip
	check_fail "$1: and is gone" test -d /sys/module/dsmip
	must module_load
}

# up [ENCAP]: both ends
up()
{
	ha_device
	mn_device
	must ha_bind $MN4 "${1:-udp}"
	must mn_bind $MN4 "${1:-udp}"
}

works()
{
	check "$1: IPv4 passes" ping_ok cn $HOA4
	check "$1: IPv6 passes" ping_ok cn $HOA6
}

# A namespace that is deleted takes its end of a cable with it later.
no_cable()
{
	! ip -n r link show r0
}

down()
{
	ip -n ha link del dsmip0
	ip -n mn link del dsmip0
}

must module_load
objects=$(objects)
slack=1000
[ "$objects" -gt 0 ] || slack=0
topo_home
topo_public

for _ in 1 2 3 4 5 6 7 8 9 10; do
	rmmod dsmip && module_load || break
done
check "loaded and removed ten times" test -d /sys/module/dsmip

# ---- with packets on their way

up gre
works "by a hook"
traffic_start
check "the module is removed with traffic by a hook" rmmod dsmip
traffic_stop
must module_load

up
works "before all"
traffic_start
check "the module is removed with traffic" rmmod dsmip
check_fail "the devices are gone" ip -n ha link show dsmip0
traffic_stop
must module_load

up ip
traffic_start
check "a device is deleted with traffic" ip -n ha link del dsmip0
traffic_stop
ip -n mn link del dsmip0
is_removed "device deleted"

up
traffic_start
for _ in 1 2 3 4 5; do
	ip -n ha link set dsmip0 down
	ip -n ha link set dsmip0 up
done
traffic_stop
ip -n ha route add 203.0.113.0/24 dev dsmip0
ip -n ha route add 2001:db8:100::/48 via fe80::1 dev dsmip0
works "after five times down and up"

traffic_start
ip -n ha link del ha1
no_route()
{
	[ "$(drops ha tx_no_route)" -gt 0 ]
}
check "without the underlay there is no route" busywait 60 no_route
traffic_stop
link ha ha1 r r0
addr ha ha1 $HA4/26 $HA6/64
addr r r0 198.51.100.2/26 2001:db8:2::2/64
ip -n ha route add 198.51.100.128/25 via 198.51.100.2
ip -n ha route add 2001:db8:3::/64 via 2001:db8:2::2
works "with the underlay back again"

traffic_start
ip -n r route add 203.0.113.0/24 dev lo
ip -n ha route change 198.51.100.128/25 via 198.51.100.2 mtu 1400
ip -n ha addr del $HA4/26 dev ha1
addr ha ha1 $HA4/26
ip -n ha route replace 198.51.100.128/25 via 198.51.100.2
traffic_stop
works "after the address was away"
down
is_removed "underlay changed"

# ---- namespaces

up
traffic_start
ip netns del ha
traffic_stop
ip -n mn link del dsmip0
is_removed "namespace destroyed"
ip netns del cn
topo_home
busywait 60 no_cable
link ha ha1 r r0
addr ha ha1 $HA4/26 $HA6/64
addr r r0 198.51.100.2/26 2001:db8:2::2/64
ip -n ha route add 198.51.100.128/25 via 198.51.100.2
ip -n ha route add 2001:db8:3::/64 via 2001:db8:2::2

# The device is moved to the correspondent; outer packets stay where they were.
up
ip -n ha link set dsmip0 netns cn
ip -n cn link set dsmip0 up
ip -n cn route add 203.0.113.0/24 dev dsmip0
ip -n cn route add 2001:db8:100::/48 via fe80::1 dev dsmip0
works "device in another namespace"
check_eq "its bindings moved with it" 1 \
	"$(dsmipctl -n cn -j binding show dev dsmip0 | jq length)"
traffic_start
ip netns del ha
sleep 1
traffic_stop
check "the device stays without its underlay" ip -n cn link show dsmip0
check_match "it cannot begin to receive by a hook" \
	'Encapsulation cannot be received' "$(dsmipctl -n cn binding add \
		dev dsmip0 home 203.0.113.77 coa $MN4 encap gre 2>&1)"
gone()
{
	run cn ping -q -c 1 -W 1 $HOA4
	[ "$(drops cn tx_no_route)" -gt 0 ]
}
check "and has no route" busywait 60 gone
check "it can be set down" ip -n cn link set dsmip0 down
check_fail "and not up again" ip -n cn link set dsmip0 up
check "and deleted" ip -n cn link del dsmip0
ip -n mn link del dsmip0
is_removed "underlay destroyed"

made=0
for i in $(seq 50); do
	ip netns add n$i
	dsmipctl -n n$i -b - <<-BATCH && made=$((made + 1))
		link add dsmip0 local 192.0.2.$i local 2001:db8::$i
		binding add home $HOA4 home $HOA6 coa 198.51.100.$i encap udp lifetime 600
	BATCH
	ip -n n$i link set dsmip0 up
done
check_eq "fifty devices in fifty namespaces" 50 $made
for i in $(seq 50); do
	ip netns del n$i
done
is_removed "fifty namespaces"

# ---- many at once

ip netns del cn
topo_home
busywait 60 no_cable
link ha ha1 r r0
addr ha ha1 $HA4/26 $HA6/64
addr r r0 198.51.100.2/26 2001:db8:2::2/64
ip -n ha route add 198.51.100.128/25 via 198.51.100.2
ip -n ha route add 2001:db8:3::/64 via 2001:db8:2::2
up
must run ha "$here/control.py" make 5000 3000
sleep 1.5
check "a device with 5000 lifetimes that end" ip -n ha link del dsmip0
ip -n mn link del dsmip0
is_removed "5000 lifetimes"

test_log "four processes, seeds from $seed"
up
traffic_start
pids=()
for i in 1 2 3 4; do
	ip netns exec ha "$here/control.py" $((seed + i)) 10 >/tmp/control.$i \
		2>&1 &
	pids+=($!)
done
for i in 1 2 3 4; do
	rc=0
	wait "${pids[i - 1]}" || rc=1
	test_log "$(cat /tmp/control.$i)"
	test_ok $rc "control process $i has done its work"
done
traffic_stop
must ha_bind $MN4 udp
works "after it"
for i in 1 2; do
	ip netns exec ha "$here/control.py" $((seed + i)) 5 >/dev/null 2>&1 &
done
traffic_start
check "a device is deleted in the middle of it" ip -n ha link del dsmip0
traffic_stop
wait
ip -n mn link del dsmip0
is_removed "control and traffic"

test_done
