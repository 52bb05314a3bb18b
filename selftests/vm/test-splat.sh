#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# splat.sh must find what kernels say when they are ill, and nothing else.

set -u
splat=$(dirname "$0")/splat.sh
count=0 failed=0

# test_log EXPECTED(0 clean, 1 found) NAME, the log on stdin
test_log() {
	local want=$1 name=$2 got out

	out=$("$splat" /dev/stdin)
	got=$?
	count=$((count + 1))
	if [ "$got" = "$want" ]; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		echo "# expected $want, got $got: $out"
		failed=1
	fi
}

bad() {
	test_log 1 "found: ${1:0:60}" <<<"[   12.345678] $1"
}

good() {
	test_log 0 "clean: ${1:0:60}" <<<"[   12.345678] $1"
}

echo "TAP version 13"
bad 'WARNING: CPU: 1 PID: 204 at net/core/dev.c:1234 dev_x+0x1/0x2 [dsmip]'
bad 'WARNING: possible circular locking dependency detected'
bad 'WARNING: possible recursive locking detected'
bad 'WARNING: possible irq lock inversion dependency detected'
bad 'WARNING: inconsistent lock state'
bad 'inconsistent {SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W} usage.'
bad 'WARNING: suspicious RCU usage'
bad 'kmod/prefix.c:12 suspicious rcu_dereference_check() usage!'
bad 'WARNING: bad unlock balance detected!'
bad 'WARNING: lock held when returning to user space!'
bad 'INFO: trying to register non-static key.'
bad 'BUG: sleeping function called from invalid context at mm/slab.h:3'
bad 'BUG: scheduling while atomic: ip/123/0x00000200'
bad 'BUG: kernel NULL pointer dereference, address: 0000000000000008'
bad 'BUG: KASAN: slab-use-after-free in dsmip_prefix_find+0x1/0x2 [dsmip]'
bad 'BUG: soft lockup - CPU#0 stuck for 26s! [ip:99]'
bad 'BUG: unable to handle page fault for address: ffffdeadbeef'
bad 'kernel BUG at net/core/skbuff.c:192!'
bad 'Oops: 0000 [#1] PREEMPT SMP NOPTI'
bad 'Oops: general protection fault, probably for non-canonical address'
bad 'general protection fault: 0000 [#1] SMP'
bad 'Kernel panic - not syncing: sysrq triggered crash'
bad 'UBSAN: shift-out-of-bounds in kmod/prefix.c:40:2'
bad 'refcount_t: underflow; use-after-free.'
bad 'rcu: INFO: rcu_preempt self-detected stall on CPU'
bad 'rcu: INFO: rcu_sched detected stalls on CPUs/tasks:'
bad 'INFO: task ip:123 blocked for more than 120 seconds.'
bad 'unregister_netdevice: waiting for dsmip0 to become free. Usage count = 2'
bad 'ODEBUG: free active (active state 0) object: 00 object type: timer_list'
bad 'ODEBUG: activate active (active state 1) object type: rcu_head'
bad 'ref_tracker: dsmip0@0000 has 1/1 users at'
bad 'ref_tracker: reference already released.'
bad 'kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)'
bad 'list_add corruption. prev->next should be next (0000)'
bad 'memcpy: detected field-spanning write (size 20) of single field'
bad 'watchdog: BUG: soft lockup - CPU#1 stuck for 22s!'
bad 'BUG: workqueue lockup - pool cpus=0 node=0'
bad 'BUG kmalloc-64 (Tainted: G O): Poison overwritten'
bad 'leaked dst 00000000 refcnt 1: WARNING: CPU: 0 PID: 1 at net/core/dst.c:1'
bad 'kernel tried to execute NX-protected page - exploit attempt?'
bad 'DEBUG_LOCKS_WARN_ON(lock->magic != lock)'
test_log 1 'found: a leak in the report of kmemleak' <<-'LOG'
	unreferenced object 0xffff888004a3c000 (size 64):
	  comm "ip", pid 201, jiffies 4294900000
LOG
test_log 1 'found: a line that ends in CR LF' \
	< <(printf '[ 1.0] WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\r\n')
test_log 1 'found: a line with level and thread' \
	<<<'<4>[ 1.0][ T12] BUG: KASAN: stack-out-of-bounds in f'

good 'Linux version 6.1.0-56-amd64 (debian-kernel@lists.debian.org)'
good 'dsmip: loading out-of-tree module taints kernel.'
good 'dsmip: module verification failed: signature and/or required key missing'
good 'FAULT_INJECTION: forcing a failure.'
good 'ip: page allocation failure: order:0, mode:0x400dc0(GFP_KERNEL_ACCOUNT)'
good 'Call Trace:'
good ' <TASK>'
good 'ACPI: PM: Preparing to enter system sleep state S5'
good 'Kernel command line: console=ttyS0 panic=-1 oops=panic'
good 'rcu: Hierarchical RCU implementation.'
good 'rcu: 	RCU lockdep checking is enabled.'
good 'kasan: KernelAddressSanitizer initialized'
good 'kmemleak: Kernel memory leak detector initialized (mem pool available: 15)'
good 'ODEBUG: selftest passed'
good 'ODEBUG: 6 of 6 active objects replaced'
good 'Lock dependency validator: Copyright (c) 2006 Red Hat, Inc.'
good '... MAX_LOCKDEP_SUBCLASSES:  8'
good 'Spectre V2 : WARNING: Unprivileged eBPF is enabled with eIBRS on'
good 'clocksource: timekeeping watchdog on CPU1: Marking clocksource tsc'
good 'dsmip0: expired 3 bindings'
good 'debug: unmapping init [mem 0xfff-0xfff]'
good 'KASLR disabled'
good 'pci 0000:00:01.0: quirk: [io  0x0600-0x063f] claimed by PIIX4 ACPI'
test_log 0 'clean: an empty log' </dev/null
echo "1..$count"
exit "$failed"
