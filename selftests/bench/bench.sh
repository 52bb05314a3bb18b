#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Measures, in guests whose clock counts instructions, and reports.
#
#   bench.sh [-k KVER]... [-f FORMAT]... [PART...]
#
# PART: packets control cpus tcp signaling; all without one. Results go to build/bench/.

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/../vm/common.sh"

bench=$VM_TOP/selftests/bench
out=$VM_TOP/build/bench
kernels=() formats=() parts=(packets control cpus tcp signaling)

bench_options()
{
	local opt

	while getopts k:f: opt; do
		case $opt in
		k) kernels+=("$OPTARG") ;;
		f) formats+=("$OPTARG") ;;
		*) vm_die "usage: bench.sh [-k KVER]... [-f FORMAT]... [PART...]" ;;
		esac
	done
	shift $((OPTIND - 1))
	[ $# -eq 0 ] || parts=("$@")
	[ ${#kernels[@]} -gt 0 ] || mapfile -t kernels < <(vm_kernels)
}

# bench_guest KVER MEMORY CPUS SECONDS PART ARGUMENTS...: a part in a guest
bench_guest()
{
	local kver=$1 mem=$2 cpus=$3 limit=$4 part=$5 raw
	shift 5

	raw=$out/$kver/$part.raw
	mkdir -p "$out/$kver"
	echo "$kver: $part"
	"$VM_DIR/run.sh" -I -k "$kver" -m "$mem" -c "$cpus" -t "$limit" -o "$out/$kver/$part.logs" \
		"$bench/$part.sh" "$@" 2>&1 | tee "$raw.new" |
		sed -un "s/^# /  /p"
	[ "${PIPESTATUS[0]}" = 0 ] || {
		grep -v '^[{#]' "$raw.new" >&2
		vm_die "$part failed on $kver"
	}
	mv "$raw.new" "$raw"
}

# QEMU counts each byte of "rep movsb" as an instruction, a processor all of them
# as one: copy by words.
bench_by_words()
{
	DSMIP_VM_QEMU="${DSMIP_VM_QEMU:-} -cpu max,-erms" bench_guest "$@"
}

bench_part()
{
	local kver=$1 part=$2

	case $part in
	packets)
		bench_guest "$kver" 3072 1 3000 packets \
			1,1000,100000,1000000 1,100,1000 "${formats[@]}" ;;
	control)
		bench_guest "$kver" 3072 1 3000 control 1000000 1000 ;;
	cpus)
		bench_guest "$kver" 1536 2 1200 cpus 1000 "${formats[@]}" ;;
	tcp)
		bench_by_words "$kver" 1024 1 3000 tcp "${formats[@]}" ;;
	signaling)
		bench_by_words "$kver" 3072 1 3000 signaling 1000 100000 ;;
	*)	vm_die "no such part: $part" ;;
	esac
}

bench_options "$@"
for kver in "${kernels[@]}"; do
	for part in "${parts[@]}"; do
		bench_part "$kver" "$part"
	done
done
"$bench/report.py" "$out" "${kernels[@]}"
