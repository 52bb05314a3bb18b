#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Which functions a packet goes through, and how many instructions it spends in
# each of them: exact, since QEMU logs each one for a moment.
#
#   trace.sh KVER device|fastpath|peer up|down FORMAT

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/../vm/common.sh"

[ $# -eq 4 ] || vm_die "usage: trace.sh KVER device|fastpath|peer up|down FORMAT"
vm_need socat
bench=$VM_TOP/selftests/bench
work=$(mktemp -d)
guest=

trace_cleanup()
{
	[ -z "$guest" ] || kill "$guest" 2>/dev/null
	wait
	rm -rf "$work"
}
trap trace_cleanup EXIT

# trace_say COMMAND: to QEMU's monitor
trace_say()
{
	echo "$1" | socat - "UNIX-CONNECT:$work/monitor" >/dev/null
}

DSMIP_VM_QEMU="-monitor unix:$work/monitor,server=on,wait=off -D $work/log" \
	"$VM_DIR/run.sh" -I -c 1 -k "$1" -t 600 -o "$work/logs" \
	"$bench/loop.sh" "$2" "$3" "$4" >"$work/out" 2>&1 &
guest=$!
until grep -qs ^looping "$work/out"; do
	kill -0 "$guest" 2>/dev/null || vm_die "$(tail -n 3 "$work/out")"
	sleep 0.5
done
sleep 2
trace_say "stop"
trace_say "singlestep on"
trace_say "log exec,nochain"
trace_say "cont"
sleep 2
trace_say "stop"
trace_say "log none"
echo "$*: $(sed -n 's/^insns //p' "$work/out") without a trace"
"$bench/trace.py" "$work/out" "$work/log"
