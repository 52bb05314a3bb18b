#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Bindings made, exchanged, dumped and expired: instructions and bytes each,
# beside those of sit devices.
#
#   control.sh BINDINGS DEVICES

# shellcheck source=selftests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

bindings=$1 devices=$2
# Those whose end is watched instruction by instruction.
ended=$((bindings < 50000 ? bindings : 50000))

# used: bytes that the kernel has for its own, of slab, vmalloc and all else
used()
{
	sleep 20
	awk '/^(Slab|VmallocUsed|PageTables|Percpu|KernelStack):/ { n += $2 }
		END { printf "%d\n", n * 1024 }' /proc/meminfo
}

# control ENTRY OPERATION COUNT INSNS [BYTES]
control()
{
	printf '{"entry":"%s","operation":"%s","bindings":%d,"insns":%s,' \
		"$1" "$2" "$3" "$4"
	printf '"bytes":%s}\n' "${5:-null}"
}

# each COUNT COMMAND...: instructions for each of them
each()
{
	local count=$1 begin=${EPOCHREALTIME/./}
	shift

	must "$@" >/dev/null
	echo $(((${EPOCHREALTIME/./} - begin) * 1000 / count))
}

sit_devices()
{
	local before insns node

	peer_world sit sit
	before=$(used)
	peer_config_all >/run/add
	insns=$(each "$devices" ip -n sit -batch /run/add)
	control peer create "$devices" "$insns" \
		$((($(used) - before) / devices))
	for ((node = 1; node <= devices; node++)); do
		echo "link set t$node type sit remote 10.129.$((node >> 8)).$((node & 255))"
	done >/run/set
	control peer replace "$devices" \
		"$(each "$devices" ip -n sit -batch /run/set)"
	control peer dump "$devices" "$(each "$devices" ip -n sit link show)"
	for ((node = 1; node <= devices; node++)); do
		echo "link del t$node"
	done >/run/del
	control peer expire "$devices" \
		"$(each "$devices" ip -n sit -batch /run/del)"
}

peer_config_all()
{
	local node

	for ((node = 1; node <= devices; node++)); do
		echo "link add t$node up $(peer_config sit "$node")"
	done
}

put()
{
	must run dsmip "$BENCH" put dsmip0 "$@"
}

# An agent reads all bindings while others are exchanged: it gets each of them, and
# the kernel does not call the dump an inconsistent one.
dump_while_changing()
{
	local count

	(while [ ! -e /run/enough ]; do
		put 6-in-4 1 1000 forever
	done) >/run/exchanged &
	count=$(run dsmip "$BENCH" dump dsmip0)
	touch /run/enough
	wait $!
	count=${count#* }
	progress "a dump of $count, and $(wc -l </run/exchanged) times 1000" \
		"exchanged meanwhile"
	[ "$count" = "$bindings" ] || exit 1
	control device dump-changing "$count" null
}

dsmip_bindings()
{
	local before insns all quiet

	dsmip_world dsmip
	before=$(used)
	progress "$bindings bindings: create"
	insns=$(put 6-in-UDP 1 "$bindings" forever)
	control device create "$bindings" "$insns" \
		$((($(used) - before) / bindings))
	progress "a packet to each"
	must run dsmip "$BENCH" visit h0 6-in-UDP "$bindings"
	control device activate "$bindings" null \
		$((($(used) - before) / bindings))
	progress "refresh, replace, dump"
	control device refresh "$bindings" "$(put 6-in-UDP 1 "$bindings" forever)"
	control device replace "$bindings" "$(put 6-in-4 1 "$bindings" forever)"
	read -r insns all <<<"$(run dsmip "$BENCH" dump dsmip0)"
	control device dump "$all" "$insns"
	dump_while_changing

	progress "expire"
	put 6-in-4 1 "$bindings" minute >/dev/null
	control device hold "$bindings" "$(run dsmip "$BENCH" hold 150)"
	run dsmip "$BENCH" dump dsmip0 2>/dev/null && exit 1
	progress "expire, instruction by instruction"
	quiet=$("$BENCH" spent 1)
	put 6-in-4 1 "$ended" 2 >/dev/null
	all=$("$BENCH" spent 4)
	control device expire "$ended" $(((all - 4 * quiet) / ended))
}

bench_modules
must module_load
dsmip_bindings
progress "$devices devices of sit"
sit_devices
