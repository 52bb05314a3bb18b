#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # job_* come from the job file
#
# Process 1 of a guest.  Makes the place that a user would find after a boot,
# runs the script, reports its exit code and switches the machine off.
#
# The ways out, virtio ports that run.sh reads: "output" has what the script
# prints, "status" our own words to run.sh, "leaks" kmemleak's report.

# shellcheck source=/dev/null
. /run/dsmip-vm/job

export PATH=$job_top/build:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root LANG=C.UTF-8 TERM=${TERM:-dumb}
export DSMIP_VM=1 DSMIP_TOP=$job_top DSMIP_KVER=$job_kver DSMIP_KO=$job_ko

# Sets port to the device of the virtio port of that name.
guest_port() {
	local file name

	for file in /sys/class/virtio-ports/*/name; do
		read -r name <"$file" || continue
		[ "$name" = "$1" ] || continue
		file=${file%/name}
		port=/dev/${file##*/}
		return
	done
}

guest_off() {
	/run/dsmip-vm/busybox poweroff -f
	# Without ACPI there is no power to switch off, but -no-reboot.
	/run/dsmip-vm/busybox reboot -f
}

# kmemleak leaves objects alone that are younger than 5 seconds.
guest_leaks() {
	local leaks=/sys/kernel/debug/kmemleak

	[ -w "$leaks" ] || return 0
	echo scan >"$leaks" 2>/dev/null || return
	sleep 6
	echo scan >"$leaks"
	guest_port leaks
	cat "$leaks" >"$port"
}

# The script writes to a pipe and not to the port: a port can be opened once
# only, and scripts do write to /dev/stdout.  What the script leaves running in
# the background does not keep us waiting.
guest_run() {
	local fifo=/run/dsmip-vm/output port pump code i

	mkfifo "$fifo"
	guest_port output
	cat "$fifo" >"$port" &
	pump=$!
	if [ -x "${job_cmd[0]}" ]; then
		setsid "${job_cmd[@]}"
	else
		setsid bash "${job_cmd[@]}"
	fi >"$fifo" 2>&1 </dev/null
	code=$?
	for ((i = 0; i < 20; i++)); do
		kill -0 "$pump" 2>/dev/null || break
		sleep 0.1
	done
	return "$code"
}

guest_shell() {
	if [ -n "${job_cmd[0]}" ]; then
		setsid -c bash "${job_cmd[@]}"
	else
		setsid -c bash -i
	fi </dev/ttyS1 >/dev/ttyS1 2>&1
}

guest_main() {
	local code i

	guest_port status
	exec 9>"$port"
	echo started >&9
	echo "dsmip-vm: start ${job_cmd[*]}" >/dev/kmsg
	cd "$job_top" || exit
	for ((i = 0; i < ${#job_env[@]}; i++)); do
		export "${job_env[i]?}"
	done
	if [ "$job_interactive" = 1 ]; then
		guest_shell
	else
		guest_run
	fi
	code=$?
	echo "dsmip-vm: end, exit code $code" >/dev/kmsg
	echo "exit $code" >&9
	guest_leaks
	echo scanned >&9
}

{ guest_main; } 2>/dev/kmsg
guest_off
