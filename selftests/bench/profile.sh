#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Which functions a registration goes through, of dsmipd, its libraries and the
# kernel, and how many instructions it spends in each of them: exact, as a plugin
# has QEMU count each block of code.
#
#   profile.sh KVER [NODES [LINES]]

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/../vm/common.sh"

[ $# -ge 1 ] || vm_die "usage: profile.sh KVER [NODES [LINES]]"
bench=$VM_TOP/selftests/bench
nodes=${2:-500}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# profile_at SYMBOL: where dsmipload has it
profile_at()
{
	nm "$VM_TOP/build/dsmipload" | awk -v name="$1" '$3 == name { print $1 }'
}

gcc -O2 -Wall -Wextra -fPIC -shared -o "$work/profile.so" \
	"$bench/plugin/profile.c" || vm_die "the plugin was not built"
plugin="$work/profile.so,out=$work/blocks,symbols=$work/out"
plugin+=",agent=$VM_TOP/build/dsmipd,load=$VM_TOP/build/dsmipload"
plugin+=",begin=$(profile_at dsmipload_nodes_begin),end=$(profile_at dsmipload_report)"
DSMIP_VM_APPEND="nokaslr norandmaps" \
	DSMIP_VM_QEMU="-cpu max,-erms -plugin $plugin" \
	"$VM_DIR/run.sh" -I -c 1 -k "$1" -m 3072 -t 1200 -o "$work/logs" \
	"$bench/profile-guest.sh" "$nodes" >"$work/out" 2>&1 ||
	vm_die "$(grep -vE '^(sym|map|call) ' "$work/out" | tail -n 3)"
set -- register "$nodes" refresh $((4 * nodes)) handover $((4 * nodes)) "${3:-40}"
for part in 0 1 2; do
	echo "$1"
	"$bench/profile.py" "$work/out" "$work/blocks.$part" "$2" "${!#}"
	shift 2
done
