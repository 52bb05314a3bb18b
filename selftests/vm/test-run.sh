#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh itself: does what happens in a guest come back as it should?  Boots
# five guests with the newest kernel; none of them needs dsmip.ko.
#
# Timeout: 600

set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kernel=$("$here/kernels.sh" -n)
# shellcheck source=selftests/vm/tap.sh
. "$here/tap.sh"

script() {
	cat >"$work/$1.sh"
	chmod +x "$work/$1.sh"
}

# start NAME [OPTIONS of run.sh...] [-- ARGS of the script...]
start() {
	local name=$1 options=()

	shift
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	[ $# -eq 0 ] || shift
	"$here/run.sh" -k "$kernel" -o "$work/$name" "${options[@]}" \
		"$work/$name.sh" "$@" >"$work/$name.out" 2>"$work/$name.err" &
}

is() {
	[ "$1" = "$2" ] && return
	echo "# expected '$2', got '$1'"
	return 1
}

has() {
	grep -qF -- "$2" "$work/$1" && return
	echo "# no '$2' in $1:"
	sed 's/^/# /' "$work/$1"
	return 1
}

test_plain() {
	local code other

	script plain <<-'SCRIPT'
		#!/bin/bash
		echo "kernel=$(uname -r) args=$#:$2 var=$VAR"
		echo "cwd=$([ "$PWD" = "$DSMIP_TOP" ] && echo top) ko=$DSMIP_KO"
		echo "path=${PATH%%:*} vm=$DSMIP_VM"
		ip link add sit7 type sit local 192.0.2.1 && echo "autoload works"
		touch /usr/only-here && echo "overlay is writable"
		echo "stderr" >/dev/stderr
		sleep 1000 &
		exit 3
	SCRIPT
	# Two at a time: the second sees nothing of the first.
	cp "$work/plain.sh" "$work/other.sh"
	start plain -e 'VAR=a "b" $c' -- one 'two  words'
	code=$!
	start other
	other=$!
	wait "$code"
	check "exit code" is $? 3
	wait "$other"
	check "exit code of a second guest at the same time" is $? 3
	check "kernel" has plain.out "kernel=$kernel "
	check "arguments and environment" has plain.out \
		'args=2:two  words var=a "b" $c'
	check "working directory and module" has plain.out \
		"cwd=top ko=$top/build/$kernel/dsmip.ko"
	check "path" has plain.out "path=$top/build vm=1"
	check "module autoload" has plain.out 'autoload works'
	check "standard error" has plain.out 'stderr'
	check "the root file system is writable" has plain.out 'overlay is'
	check "and the host's is not" test ! -e /usr/only-here
	check "kernel log" has plain/kernel.log 'Linux version'
}

test_time_out() {
	script hang <<-'SCRIPT'
		#!/bin/bash
		trap '' TERM INT
		echo before
		while :; do sleep 1; done
	SCRIPT
	start hang -t 10
}

test_panic() {
	script panic <<-'SCRIPT'
		#!/bin/bash
		echo ok before the crash
		sleep 1
		echo c >/proc/sysrq-trigger
		sleep 60
	SCRIPT
	start panic
}

echo "TAP version 13"
if [ -z "$kernel" ]; then
	echo "1..0 # SKIP no kernel to test with"
	exit 4
fi
test_plain
test_time_out
hang=$!
test_panic
wait $!
check "a panic is a splat" is $? 125
check "what was printed before is there" has panic.out 'ok before the crash'
check "and says so" has panic.err 'Kernel panic'
wait "$hang"
check "time-out" is $? 124
check "what was printed before is there" has hang.out before
"$here/run.sh" -k 0.0.0-none "$work/plain.sh" 2>/dev/null
check "a kernel that is not there" is $? 126
echo "1..$count"
exit "$failed"
