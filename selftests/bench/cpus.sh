#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two processors that forward at the same time, each for nodes of its own: does
# a packet cost more than where one forwards alone?
#
#   cpus.sh NODES [FORMAT...]

# shellcheck source=selftests/bench/pair.sh
. "$(dirname "$0")/pair.sh"

nodes=$1
shift
[ $# -eq 0 ] || FORMATS=("$@")

# pairs ENTRY NS FORMAT: both ways, by one processor and by two
pairs()
{
	local entry=$1 ns=$2 format=$3 way cpus insns

	for way in down up; do
		for cpus in 1 2; do
			insns=$(run "$ns" "$BENCH" pair $way "$format" 128 \
				"$nodes" $cpus) || kill $$
			printf '{"cpus":%d,"direction":"%s","format":"%s",' \
				$cpus $way "$format"
			printf '"size":128,"entry":"%s","bindings":%d,' \
				"$entry" "$nodes"
			printf '"insns":%s}\n' "$insns"
		done
	done
}

bench_modules
progress "floor"
pair_floor floor
for format in IPv4 IPv6 "${FORMATS[@]}"; do
	pairs floor floor "$format"
done
must module_load
pair_dsmip dsmip
for format in "${FORMATS[@]}"; do
	progress "$format"
	must run dsmip "$BENCH" put dsmip0 "$format" 1 "$nodes" forever \
		>/dev/null
	settle
	pairs device dsmip "$format"
	[ "$format" != GRE ] || continue
	pair_fast_on dsmip
	pairs fastpath dsmip "$format"
	pair_fast_off dsmip
done
