#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs a script on a kernel in a virtual machine, and brings back its output
# and its exit code.

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/common.sh"

run_usage() {
	cat <<-'USAGE'
	usage: run.sh [-k KVER|debug] [-t SECONDS] [-o OUTDIR] [-m MEM] [-c CPUS]
	              [-i] [-I] [-e VAR=VALUE]... [SCRIPT [ARGS...]]

	  -k  kernel, default the newest installed one
	  -t  time limit in seconds, default 300; without limit with -i
	  -o  where the logs go, default build/logs/NAME-KVER
	  -m  memory in MiB, default 1024 (debug: 1536)
	  -c  processors, default 2
	  -i  interactive: SCRIPT, or a shell, has this terminal
	  -I  count instructions: the guest's clock goes on by a nanosecond with
	      each, and by nothing else (QEMU's -icount); never with KVM
	  -e  put VAR=VALUE into the script's environment

	Exit code: the script's, or 124 time-out, 125 kernel splat, 126 the guest
	did not boot, 127 wrong usage.
	USAGE
	exit 127
}

run_options() {
	local opt OPTIND=1

	kernel='' limit='' outdir='' mem='' cpus=2 interactive=0 icount=0 env=()
	while getopts k:t:o:m:c:iIe:h opt; do
		case $opt in
		k) kernel=$OPTARG ;;
		t) limit=$OPTARG ;;
		o) outdir=$OPTARG ;;
		m) mem=$OPTARG ;;
		c) cpus=$OPTARG ;;
		i) interactive=1 ;;
		I) icount=1 ;;
		e) env+=("$OPTARG") ;;
		*) run_usage ;;
		esac
	done
	shift $((OPTIND - 1))
	cmd=("$@")
	if [ "$interactive" = 0 ] && [ $# -eq 0 ]; then
		run_usage
	fi
	if [ "$interactive" = 1 ]; then
		limit=${limit:-0}
	fi
	limit=${limit:-300}
	if [ $# -gt 0 ]; then
		[ -f "$1" ] || vm_die "no such script: $1"
		cmd[0]=$(realpath "$1")
	fi
}

# Sets kver, image, modules (empty: what is installed), ko, machine and extra,
# more for the kernel's command line.
run_kernel() {
	local dir

	machine=pc extra=''
	case $kernel in
	debug)
		dir=$(vm_debug_dir) || exit 126
		kver=$(cat "$dir/release")
		image=$dir/bzImage
		modules=$dir/modules/lib/modules/$kver
		mem=${mem:-1536}
		# The table of interrupt lines of QEMU's other machine is a
		# program; with all that checks on it takes half a minute.
		machine=q35
		# KUnit is off unless somebody asks for it.
		extra=kunit.enable=1
		;;
	*)
		kver=${kernel:-$(vm_kernels | tail -n 1)}
		image=/boot/vmlinuz-$kver
		modules=''
		;;
	esac
	if [ ! -r "$image" ]; then
		echo "run.sh: no kernel $kver, $image is not there" >&2
		exit 126
	fi
	mem=${mem:-1024}
	ko=$VM_TOP/build/$kver/dsmip.ko
}

# Sets boot to the kernel as QEMU is to start it: as an ELF file, for to unpack one
# under TCG takes two to four seconds.  Debian's have the entry for that (PVH); where
# it cannot be had, the image does.
run_unpack() {
	local key elf tool at

	boot=$image
	[ "$kernel" != debug ] || return 0
	grep -qx CONFIG_PVH=y "/boot/config-$kver" 2>/dev/null || return 0
	key=$(ls -l --time-style=+%s "$image" | sha256sum | cut -c 1-16)
	elf=$VM_CACHE/vmlinux/$kver-$key
	if [ ! -f "$elf" ]; then
		mkdir -p "${elf%/*}"
		while IFS=: read -r at tool; do
			tail -c "+$((at + 1))" "$image" | "$tool" -dcq 2>/dev/null \
				>"$elf.$$"
			run_is_elf "$elf.$$" && break
		done < <(run_magics)
		run_is_elf "$elf.$$" || : >"$elf.$$"
		mv "$elf.$$" "$elf"
	fi
	[ ! -s "$elf" ] || boot=$elf
}

# Where in the image something packed may begin, and by what it is unpacked.
run_magics() {
	local -x LC_ALL=C

	grep -aobP '\xfd7zXZ' "$image" | sed 's/:.*/:xz/'
	grep -aobP '\x28\xb5\x2f\xfd' "$image" | sed 's/:.*/:zstd/'
}

run_is_elf() {
	head -c 4 "$1" | grep -q 'ELF'
}

# Two runs never share a directory: who comes second takes the next name.
run_outdir() {
	local base n=1

	base=${outdir:-$VM_TOP/build/logs/$(basename "${cmd[0]:-shell}" .sh)-$kver}
	outdir=$base
	while :; do
		mkdir -p "$outdir" || exit 126
		exec 8>"$outdir/.lock"
		flock -n 8 && break
		n=$((n + 1))
		outdir=$base.$n
	done
	outdir=$(realpath "$outdir")
	rm -f "$outdir"/{output,kernel,leaks,status,qemu,splats}.log
	touch "$outdir"/{output,kernel,leaks,status,qemu,splats}.log
}

# The initramfs depends on the kernel and on our init, nothing else, and is
# made once.
run_initrd() {
	local key tmp mod name n=0 files

	initrd=$VM_CACHE/initrd
	mkdir -p "$initrd"
	files=$(for mod in virtio_pci 9pnet_virtio 9p overlay virtio_console; do
		run_modprobe "$mod"
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }')
	# shellcheck disable=SC2086
	key=$({ cat "$VM_DIR/init"; ls -l --time-style=+%s "$image" $files; } |
		sha256sum | cut -c 1-16)
	initrd=$initrd/$kver-$key
	[ ! -f "$initrd" ] || return 0

	tmp=$(mktemp -d)
	mkdir -p "$tmp"/{bin,dev,lib,proc,sys}
	cp "$(command -v busybox)" "$tmp/bin/"
	install -m 755 "$VM_DIR/init" "$tmp/init"
	for mod in $files; do
		n=$((n + 1))
		name=$(basename "$mod")
		name=$(printf '%02d-%s.ko' "$n" "${name%%.ko*}")
		case $mod in
		*.xz) xz -dc "$mod" >"$tmp/lib/$name" ;;
		*.zst) zstd -qdc "$mod" >"$tmp/lib/$name" ;;
		*) cp "$mod" "$tmp/lib/$name" ;;
		esac
	done
	(cd "$tmp" && find . | cpio -o -H newc -R 0:0 --quiet) >"$initrd.$$"
	mv "$initrd.$$" "$initrd"
	rm -rf "$tmp"
}

run_modprobe() {
	if [ -n "$modules" ]; then
		modprobe -d "${modules%/lib/modules/*}" -S "$kver" --show-depends "$1"
	else
		modprobe -S "$kver" --show-depends "$1"
	fi 2>/dev/null
}

# What this run is about goes into a second archive behind the first one, so
# that no other guest can see it.
run_job() {
	local item

	work=$(mktemp -d)
	{
		printf 'job_top=%s\n' "${VM_TOP@Q}"
		printf 'job_kver=%s\n' "${kver@Q}"
		printf 'job_ko=%s\n' "${ko@Q}"
		printf 'job_modules=%s\n' "${modules@Q}"
		printf 'job_interactive=%s\n' "$interactive"
		item=${cmd[0]:-}
		printf 'job_script=%s\n' "${item@Q}"
		# What follows is for bash, and init has only a plain shell.
		echo "[ -n \"\$BASH_VERSION\" ] || return 0"
		printf 'job_cmd=('
		for item in "${cmd[@]}"; do printf ' %s' "${item@Q}"; done
		printf ' )\njob_env=('
		for item in "${env[@]}"; do printf ' %s' "${item@Q}"; done
		printf ' )\n'
	} >"$work/job"
	{
		cat "$initrd"
		(cd "$work" && echo job | cpio -o -H newc --quiet)
	} >"$work/initrd"
}

# KVM only where a guest has been seen to boot with it: /dev/kvm may be there
# and not work.  The answer holds until the host is booted again.
run_accel() {
	local boot answer

	# One thread for all processors: with a thread for each, QEMU 7.2 lets a
	# guest run into the int3 of its own jump label patching.
	accel=tcg,thread=single
	[ "$icount" = 0 ] && [ -w /dev/kvm ] || return 0
	boot=$(cat /proc/sys/kernel/random/boot_id)
	answer=$VM_CACHE/kvm-$boot
	if [ ! -f "$answer" ]; then
		(
			vm_lock kvm
			[ ! -f "$answer" ] || exit
			rm -f "$VM_CACHE"/kvm-*-*
			run_probe_kvm >"$answer.new"
			mv "$answer.new" "$answer"
		)
	fi
	accel=$(cat "$answer")
}

# What tsc.c says, once for each boot of the host.  Where the clock counts
# instructions, so does this one.
run_tsc() {
	local answer

	if [ "$icount" = 1 ]; then
		echo 1000000
		return
	fi
	answer=$VM_CACHE/tsc-$(cat /proc/sys/kernel/random/boot_id)
	if [ ! -s "$answer" ]; then
		rm -f "$VM_CACHE"/tsc-*-*
		gcc -O1 -o "$work/tsc" "$VM_DIR/tsc.c" 2>/dev/null &&
			"$work/tsc" >"$answer.$$" && mv "$answer.$$" "$answer"
	fi
	cat "$answer" 2>/dev/null
}

run_probe_kvm() {
	{
		timeout -k 2 20 qemu-system-x86_64 -accel kvm -cpu max -m 512 \
			-nodefaults -display none -no-reboot \
			-serial "file:$work/probe" \
			-kernel "$image" -initrd "$work/initrd" \
			-append 'console=ttyS0 loglevel=7 panic=-1 dsmip_probe'
	} </dev/null >/dev/null 2>&1
	if grep -q 'dsmip-vm: probe passed' "$work/probe" 2>/dev/null; then
		echo kvm
	else
		echo tcg,thread=single
	fi
}

# shellcheck disable=SC2054 # the commas are QEMU's
run_qemu_args() {
	local cpu khz

	# The timer is not checked: on a busy host the check can fail, and then the
	# guest panics.  mitigations=off because TCG pays for each of them and has none of the
	# processors' bugs.
	append="console=ttyS0,115200 loglevel=7 panic=-1 oops=panic"
	append+=" random.trust_cpu=on no_timer_check net.ifnames=0"
	if [ "$accel" != kvm ]; then
		khz=$(run_tsc)
		append+=" tsc=reliable ${khz:+tsc_early_khz=$khz}"
	fi
	# What a host does that stands still for half a minute is no fault of the guest.
	append+=" rcupdate.rcu_cpu_stall_timeout=60 watchdog_thresh=60"
	# Figures are those of the kernel and the processor as they come.  Elsewhere,
	# TCG translates a program anew at each address it is loaded to, and walks
	# each level of the page tables: with programs where they were the last time,
	# and four levels, a test takes two thirds of the time.
	cpu=max
	if [ "$icount" = 0 ]; then
		append+=" mitigations=off apparmor=0"
		if [ "$accel" != kvm ]; then
			cpu=max,-la57
			append+=" norandmaps"
		fi
	fi
	append+=" $extra ${DSMIP_VM_APPEND:-}"
	args=(
		-M "$machine" -accel "$accel" -cpu "$cpu" -smp "$cpus" -m "$mem"
		-nodefaults -display none -no-reboot
		-kernel "$boot" -initrd "$work/initrd" -append "$append"
		-fsdev "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap"
		-device virtio-9p-pci,fsdev=root,mount_tag=root
		-serial "file:$outdir/kernel.log"
		-device virtio-serial-pci
		-chardev "file,id=status,path=$outdir/status.log"
		-device virtserialport,chardev=status,name=status
		-chardev "file,id=leaks,path=$outdir/leaks.log"
		-device virtserialport,chardev=leaks,name=leaks
		-pidfile "$work/pid"
	)
	if [ "$icount" = 1 ]; then
		args+=(-icount "shift=0,sleep=off")
	fi
	# shellcheck disable=SC2206 # many words
	args+=(${DSMIP_VM_QEMU:-})
	if [ "$interactive" = 1 ]; then
		args+=(-serial mon:stdio)
	else
		args+=(-chardev file,id=output,path=/dev/stdout
		       -device virtserialport,chardev=output,name=output)
	fi
}

run_filter() {
	sed -u -e 's/\r//g' -e 's/\x1b\[[0-9;?]*[A-Za-z]//g' -e 's/\x1b[()][A-Z0-9]//g'
}

run_kill() {
	local pid

	pid=$(cat "$work/pid" 2>/dev/null)
	[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null
}

run_cleanup() {
	run_kill
	[ -z "${watch:-}" ] || kill "$watch" 2>/dev/null
	rm -rf "$work"
}

# Ends a guest that takes too long.  The boot and the search for leaks have
# time of their own: how long they take says nothing about the script.
run_watch() {
	local left=600 state=boot

	while [ "$left" -gt 0 ]; do
		sleep 0.5 & wait $!
		case $state in
		boot)
			grep -q '^started' "$outdir/status.log" &&
				state=script left=$((limit * 2 + 1)) ;;
		script)
			grep -q '^exit' "$outdir/status.log" &&
				state=leaks left=1200 ;;
		leaks)
			grep -q '^scanned' "$outdir/status.log" &&
				state=off left=20 ;;
		esac
		[ "$limit" = 0 ] || left=$((left - 1))
	done
	[ "$state" = off ] || echo "$state" >"$work/late"
	run_kill
}

# QEMU runs in the background, for a trap has to wait for what is in front.
run_guest() {
	run_watch >/dev/null 2>&1 &
	watch=$!
	if [ "$interactive" = 1 ]; then
		qemu-system-x86_64 "${args[@]}" 2>"$outdir/qemu.log"
	else
		qemu-system-x86_64 "${args[@]}" </dev/null 2>"$outdir/qemu.log" |
			run_filter | tee "$outdir/output.log" &
		wait $!
	fi
}

# Turns what is in the logs into our exit code, and says why it is not 0.
run_verdict() {
	local code late

	late=$(cat "$work/late" 2>/dev/null)
	code=$(sed -n 's/^exit //p' "$outdir/status.log")
	if ! "$VM_DIR/splat.sh" "$outdir/kernel.log" "$outdir/leaks.log" \
		>"$outdir/splats.log"; then
		run_say "kernel splat on $kver:"
		sed 's/^/# /' "$outdir/splats.log" >&2
		exit 125
	fi
	if ! grep -q '^started' "$outdir/status.log"; then
		run_say "the guest with $kver did not boot:"
		tail -q -n 5 "$outdir/qemu.log" "$outdir/kernel.log" | sed 's/^/# /' >&2
		exit 126
	fi
	case $late in
	script)
		run_say "time-out after $limit s on $kver"
		exit 124
		;;
	leaks)
		run_say "the search for leaks does not end on $kver"
		exit 126
		;;
	esac
	if [ -z "$code" ]; then
		run_say "the guest with $kver went away"
		exit 126
	fi
	exit "$code"
}

run_say() {
	echo "# vm: $* (logs: $outdir)" >&2
}

run_options "$@"
vm_need qemu-system-x86_64 busybox cpio modprobe flock
run_kernel
run_outdir
run_initrd
run_job
trap run_cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
run_accel
run_unpack
run_qemu_args
run_guest
run_verdict
