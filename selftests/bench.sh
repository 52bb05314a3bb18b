#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a packet costs, as a ratio to the kernel's own tunnels in the same guest:
# instructions above those of the same packets sent from device to device. The
# limits are those of Documentation/performance.rst with a tenth more; times do
# not count. "make bench" measures all there is.
#
# Timeout: 1200
# Memory: 1536
# Icount: 1

if [ -e /sys/kernel/debug/kmemleak ]; then
	echo "1..0 # SKIP a debug kernel says nothing of speed"
	exit
fi
# shellcheck source=selftests/bench/lib.sh
. "$(dirname "$0")/bench/lib.sh"

SIZES=(128)
MANY=20000
declare -A insns=()

# measure NAME NS up|down FORMAT NODES
measure()
{
	insns[$1]=$(packets "$2" "$3" "$4" 128 "$5")
}

# above NAME DIRECTION FORMAT: what it has above the floor
above()
{
	local floor="floor $2 $3"

	[ "$2" = up ] || floor="floor down $(inner "$3")"
	awk "BEGIN { print ${insns[$1 $2 $3]} - ${insns[$floor]} }"
}

inner()
{
	case $1 in
	6*) echo IPv6 ;;
	*) echo IPv4 ;;
	esac
}

# at_most TEXT FIGURE BASE LIMIT
at_most()
{
	local ratio

	ratio=$(awk "BEGIN { printf \"%.3f\", $2 / $3 }")
	check "$1: $ratio, at most $4 and a tenth" \
		awk "BEGIN { exit !($ratio <= $4 * 1.1) }"
}

limit()
{
	case "$1 $2" in
	"down 6-in-UDP") echo 0.90 ;;
	"up 6-in-UDP") echo 0.95 ;;
	*) echo 1.00 ;;
	esac
}

floor_world()
{
	world floor
	run floor tc qdisc add dev h0 clsact
	run floor tc filter add dev h0 ingress matchall \
		action mirred egress redirect dev h1
}

# entry NAME NODES: all formats by the device, or by the fast path
entry()
{
	local format way

	for format in "${FORMATS[@]}"; do
		must run dsmip "$BENCH" drawn dsmip0 "$format" "$2"
		for way in down up; do
			measure "$1 $way $format" dsmip $way "$format" "$2"
		done
	done
}

bench_modules
floor_world
for format in IPv4 IPv6 "${FORMATS[@]}"; do
	for way in down up; do
		measure "floor $way $format" floor $way "$format" 1
	done
done
for peer in sit+fou ipip+fou sit ipip ip6tnl gre; do
	peer_world "$peer" "$peer"
	peer_add "$peer" "$peer" 1 1
done
for format in "${FORMATS[@]}"; do
	for way in down up; do
		measure "peer $way $format" "${PEER[$format]}" $way "$format" 1
	done
done
must module_load
dsmip_world dsmip
for n in 1 $MANY; do
	must run dsmip "$BENCH" put dsmip0 6-in-UDP 1 $n forever >/dev/null
	settle
	entry "device$n" $n
	fast_on dsmip || continue
	entry "fast$n" $n
	fast_off dsmip
done

for format in "${FORMATS[@]}"; do
	for way in down up; do
		one=$(above device1 $way "$format")
		at_most "$format $way to ${PEER[$format]}" "$one" \
			"$(above peer $way "$format")" "$(limit $way "$format")"
		at_most "$format $way, $MANY bindings to one" \
			"$(above device$MANY $way "$format")" "$one" 1.05
		[ "$format" != GRE ] && [ -v "insns[fast1 $way $format]" ] ||
			continue
		one=$(above fast1 $way "$format")
		at_most "fast path, $format $way to sit+fou" "$one" \
			"$(above peer $way 6-in-UDP)" 0.30
		at_most "fast path, $format $way, $MANY bindings to one" \
			"$(above fast$MANY $way "$format")" "$one" 1.05
	done
done
test_done
