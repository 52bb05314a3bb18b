#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs the tests: those of the host, and every selftests/*.sh on every kernel,
# each in a virtual machine of its own, three at a time: each of them waits for
# a quarter of its time.
#
#   check.sh [--debug] [--kernel KVER]... [--jobs N] [--list] [PATTERN...]
#
# A PATTERN is a part of a test's name, or a glob for all of it.  In the head
# of a test, "# Timeout: SECONDS" and "# Memory: MIB" ask for more than usual,
# "# Icount: 1" for a clock that counts instructions (run.sh -I), and
# "# Fastpath: 1" for a second run, on the last kernel, with the fast path on.
#
# The clock of a guest goes on while the host is busy elsewhere, and one point in
# ten thousand is lost to that.  Hence what has failed is run again at the end, by
# itself, where at most two tests have and the kernel did not complain.  Both
# runs are shown; what fails twice has failed.

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/common.sh"

logs=$VM_TOP/build/logs
times=$logs/.times
kernels=() patterns=() debug=0 jobs=3 list=0 guests=0
queue=()
total=0 finished=0
passed=0 failed=0 skipped=0
again=() recovered=0 complained=0
declare -A running=() began=() counts=()

check_options() {
	while [ $# -gt 0 ]; do
		case $1 in
		--debug) debug=1 ;;
		--kernel) kernels+=("${2:?}"); shift ;;
		--jobs) jobs=${2:?}; shift ;;
		--list) list=1 ;;
		-*) vm_die "usage: check.sh [--debug] [--kernel KVER]... [--jobs N] [--list] [PATTERN...]" ;;
		*) patterns+=("$1") ;;
		esac
		shift
	done
	if [ "$debug" = 1 ] && [ ${#kernels[@]} -eq 0 ]; then
		kernels=(debug)
	elif [ ${#kernels[@]} -eq 0 ]; then
		mapfile -t kernels < <(vm_kernels)
	fi
	[ ${#kernels[@]} -gt 0 ] || vm_die "no kernel to test on: run 'make deps'"
}

check_wanted() {
	local pattern

	[ ${#patterns[@]} -gt 0 ] || return 0
	for pattern in "${patterns[@]}"; do
		# shellcheck disable=SC2053
		[[ $1 == *"$pattern"* || $1 == $pattern ]] && return 0
	done
	return 1
}

# A job is "KERNEL FILE", or "KERNEL/fastpath FILE"; the kernel "host" means:
# here.
check_collect() {
	local file kernel

	for file in "$VM_DIR"/test-*.sh "$VM_TOP"/build/tests/*; do
		[ "$debug" = 0 ] && [ -f "$file" ] && [ -x "$file" ] || continue
		check_wanted "$(basename "$file")" && queue+=("host $file")
	done
	for file in "$VM_TOP"/selftests/*.sh; do
		check_is_test "$file" && check_wanted "$(basename "$file")" || continue
		for kernel in "${kernels[@]}"; do
			queue+=("$kernel $file")
			guests=1
		done
		[ -z "$(check_head "$file" Fastpath)" ] ||
			queue+=("$kernel/fastpath $file")
	done
	total=${#queue[@]}
	[ "$total" -gt 0 ] || vm_die "no test matches: ${patterns[*]}"
}

# The tools that live beside the tests are no tests.
check_is_test() {
	[ -x "$1" ] || return 1
	case ${1##*/} in
	lib.sh|lint.sh|ynl.sh|demo.sh|demo-v4.sh) return 1 ;;
	esac
}

# Longest first, by what it took the last time: the end is not spent waiting
# for one long test.  A test that is new counts as long.
check_sort() {
	local job took

	mkdir -p "${times%/*}"
	touch "$times"
	mapfile -t queue < <(for job in "${queue[@]}"; do
		took=$(grep -F "|$job|" "$times" | tail -n 1 | cut -d'|' -f1)
		echo "${took:-9999}|$job"
	done | sort -t'|' -k1,1nr -s | cut -d'|' -f2-)
}

check_remember() {
	local took=$1 job=$2

	grep -vF "|$job|" "$times" >"$times.$$"
	echo "$took|$job|" >>"$times.$$"
	mv "$times.$$" "$times"
}

# check_head FILE WORD: what "# WORD: VALUE" in a test's head says
check_head() {
	head -n 40 "$1" | grep -a "^# $2:" | head -n 1 | sed "s/^# $2:[ ]*\([0-9]*\).*/\1/"
}

# Of KERNEL/fastpath beside KERNEL, not in it: there is a test of that name.
check_logdir() {
	local kernel=$1 file=$2

	echo "$logs/${kernel/\//-}/$(basename "$file" .sh)"
}

check_start() {
	local job=${1%% *} file=${1#* } kernel dir limit memory options

	kernel=${job%/fastpath}
	dir=$(check_logdir "$job" "$file")
	rm -rf "$dir"
	mkdir -p "$dir"
	limit=$(check_head "$file" Timeout)
	limit=${limit:-600}
	[ "$kernel" != debug ] || limit=$((limit * 4))
	memory=$(check_head "$file" Memory)
	options=(-t "$limit" -o "$dir")
	[ -z "$memory" ] || options+=(-m "$memory")
	[ -z "$(check_head "$file" Icount)" ] || options+=(-I -c 1)
	[ "$job" = "$kernel" ] || options+=(-e DSMIP_FASTPATH=1)

	if [ "$kernel" = host ]; then
		CMOCKA_MESSAGE_OUTPUT=TAP timeout -k 5 "$limit" "$file" \
			</dev/null >"$dir/output.log" 2>"$dir/errors.log" &
	else
		"$VM_DIR/run.sh" -k "$kernel" "${options[@]}" "$file" \
			</dev/null >/dev/null 2>"$dir/errors.log" &
	fi
	running[$!]=$1
	began[$!]=$EPOCHSECONDS
}

check_failure() {
	local dir=$1

	grep -aE -A 8 '^not ok' "$dir/output.log" | head -n 60 | sed 's/^/      /'
	echo "    --- the end of $dir/output.log"
	tail -n 15 "$dir/output.log" | sed 's/^/      /'
	if [ -s "$dir/errors.log" ]; then
		echo "    --- $dir/errors.log"
		tail -n 25 "$dir/errors.log" | sed 's/^/      /'
	fi
	if [ -s "$dir/splats.log" ]; then
		echo "    --- $dir/kernel.log from the first splat on"
		sed -n "$(sed -n '1s/^kernel.log:\([0-9]*\):.*/\1/p' "$dir/splats.log"),+40p" \
			"$dir/kernel.log" | sed 's/^/      /'
		grep -aA 20 'unreferenced object' "$dir/leaks.log" | head -n 60 |
			sed 's/^/      /'
	fi
}

check_finish() {
	local pid=$1 code=$2 job dir took ok bad skip problem word what

	job=${running[$pid]}
	took=$((EPOCHSECONDS - began[$pid]))
	unset "running[$pid]"
	dir=$(check_logdir "${job%% *}" "${job#* }")
	read -r ok bad skip problem < <(awk -v code="$code" -f "$VM_DIR/tap.awk" \
		"$dir/output.log")
	finished=$((finished + 1))
	check_remember "$took" "$job"

	word=ok
	what="$ok ok"
	[ "$skip" = 0 ] || what+=", $skip skipped"
	[ "$bad" = 0 ] || what+=", $bad not ok"
	[ -z "$problem" ] || what+=", $problem"
	[ "$bad" = 0 ] && [ -z "$problem" ] || word=FAIL
	printf '[%*d/%d] %-4s %s  %s  %s  (%d s)\n' ${#total} "$finished" "$total" \
		"$word" "$(basename "${job#* }")" "${job%% *}" "$what" "$took"
	[ -z "$problem" ] || bad=$((bad + 1))
	counts[$job]="$ok $bad $skip"
	check_count 1 "$job"
	[ "$word" = FAIL ] || return
	check_failure "$dir"
	[ ! -s "$dir/splats.log" ] || complained=1
	again+=("$job")
}

# check_count SIGN JOB: adds what a job counts to the sums, or takes it off
check_count() {
	local sign=$1 ok bad skip

	read -r ok bad skip <<<"${counts[$2]}"
	passed=$((passed + sign * ok))
	failed=$((failed + sign * bad))
	skipped=$((skipped + sign * skip))
}

check_run() {
	local job pid

	for job in "${queue[@]}"; do
		while [ ${#running[@]} -ge "$jobs" ]; do
			wait -n -p pid "${!running[@]}"
			check_finish "$pid" $?
		done
		check_start "$job"
	done
	while [ ${#running[@]} -gt 0 ]; do
		wait -n -p pid "${!running[@]}"
		check_finish "$pid" $?
	done
}

check_again() {
	local job dir

	queue=("${again[@]}") jobs=1 again=()
	[ "$complained" = 0 ] && [ ${#queue[@]} -gt 0 ] && [ ${#queue[@]} -le 2 ] || return
	echo "Once more, by itself:"
	for job in "${queue[@]}"; do
		check_count -1 "$job"
		dir=$(check_logdir "${job%% *}" "${job#* }")
		rm -rf "$dir.failed"
		mv "$dir" "$dir.failed"
	done
	finished=0
	total=${#queue[@]}
	check_run
	recovered=$((total - ${#again[@]}))
}

check_stop() {
	[ ${#running[@]} -eq 0 ] || kill "${!running[@]}" 2>/dev/null
	wait
}

# The module must be there: a test without it says nothing about it.
check_modules() {
	local kernel kver

	for kernel in "${kernels[@]}"; do
		kver=$kernel
		if [ "$kernel" = debug ]; then
			kver=$(cat "$(vm_debug_dir)/release") || exit 1
		fi
		[ -f "$VM_TOP/build/$kver/dsmip.ko" ] ||
			vm_die "build/$kver/dsmip.ko is missing: run 'make modules'"
	done
}

# Two drivers in one tree do not share logs.
check_logs() {
	local n=1

	while :; do
		mkdir -p "$logs" || exit 1
		exec 7>"$logs/.lock"
		flock -n 7 && break
		n=$((n + 1))
		logs=$VM_TOP/build/logs/$n
	done
}

check_options "$@"
check_collect
check_logs
check_sort
if [ "$list" = 1 ]; then
	printf '%s\n' "${queue[@]}"
	exit
fi
[ "$guests" = 0 ] || check_modules
trap check_stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
check_run
check_again
[ "$recovered" = 0 ] ||
	echo "Passed only when run again: $recovered, their first logs are in TEST.failed/"
printf '%d passed, %d failed' "$passed" "$failed"
[ "$skipped" = 0 ] || printf ', %d skipped' "$skipped"
echo
[ "$failed" = 0 ]
