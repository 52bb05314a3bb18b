#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The guest's half of trace.sh: tells where the symbols are, and sends the same
# packet for ever.
#
#   loop.sh device|peer up|down FORMAT

# shellcheck source=selftests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

entry=$1 direction=$2 format=$3

bench_modules
if [ "$entry" = peer ]; then
	peer_world ha "${PEER[$format]}"
	peer_add ha "${PEER[$format]}" 1 1
else
	must module_load
	dsmip_world ha
	run ha "$BENCH" put dsmip0 "$format" 1 1 forever
	[ "$entry" = device ] || must dsmipctl -n ha fastpath add dev h0
fi
awk '$2 ~ /[tTwW]/ { print "sym", $1, $3 }' /proc/kallsyms
packets ha "$direction" "$format" 128 1 | sed 's/^/insns /'
echo looping
run ha "$BENCH" loop h0 "$direction" "$format" 128
