#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Prints the lines of kernel logs by which a kernel says that something is
# wrong with it.  Exit code 1 when there are any.
#
# Injected allocation failures ("FAULT_INJECTION: forcing a failure", "page
# allocation failure") have back traces too and are none: hence no pattern for
# "Call Trace".

set -u

splat_patterns() {
	cat <<-'PATTERNS'
	\bWARNING: (CPU|possible|suspicious|inconsistent|bad unlock|held lock|lock held|at )
	\bWARNING: .* at .*\.[ch]:[0-9]+
	\bWARNING: nested lock
	\bWARNING: stack going
	\bWARNING: kernel stack
	\bBUG:[[:space:]]
	\bkernel BUG at
	\bOops(:|\b.*\[#)
	general protection fault
	Unable to handle kernel
	unable to handle (kernel|page fault)
	Kernel panic - not syncing
	possible circular locking
	possible recursive locking
	possible irq lock inversion
	possible deadlock
	possible unsafe locking scenario
	inconsistent lock state
	inconsistent \{[^}]*\} -> \{
	suspicious RCU usage
	suspicious rcu_dereference
	Illegal context switch in RCU
	Voluntary context switch within RCU
	bad unlock balance
	lock held when returning to user space
	held lock freed
	DEBUG_LOCKS_WARN_ON
	INFO: trying to register non-static key
	INFO: lockdep is turned off
	sleeping function called from invalid context
	scheduling while atomic
	\bKASAN:
	\bKCSAN:
	\bKFENCE:
	\bKMSAN:
	\bUBSAN:
	list_(add|del) corruption
	unreferenced object
	kmemleak: [0-9]+ new suspected
	self-detected stall on CPU
	detected stalls on CPUs
	detected expedited stalls
	rcu.* stall
	soft lockup
	hard LOCKUP
	blocked for more than [0-9]+ seconds
	\brefcount_t:
	unregister_netdevice: waiting for
	ODEBUG: .*object\b.*(type|stack)
	ref_tracker:[[:space:]]
	leaked reference
	Slab corruption
	Redzone overwritten
	Poison overwritten
	Object already free
	bad page state
	Bad page (state|map)
	Bad rss-counter
	double fault
	stack segment
	divide error
	invalid opcode
	stack-protector: Kernel stack is corrupted
	detected buffer overflow
	memcpy: detected field-spanning write
	kernel tried to execute
	PATTERNS
}

# Without a carriage return, or "$" in a pattern would not match.
splat_scan() {
	local file found=1

	for file in "$@"; do
		tr -d '\r' <"$file" | grep -nE -f <(splat_patterns) |
			sed "s|^|${file##*/}:|"
		[ "${PIPESTATUS[1]}" -ne 0 ] || found=0
	done
	[ "$found" -ne 0 ]
}

[ $# -gt 0 ] || set -- /dev/stdin
splat_scan "$@"
