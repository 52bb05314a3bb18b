# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # used by who sources it
#
# What the programs of the harness share: where things are, and which kernels
# there are.  Sourced, never run.

VM_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
VM_TOP=$(cd "$VM_DIR/../.." && pwd -P)
VM_CACHE=${DSMIP_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/dsmip}

vm_die() {
	echo "${0##*/}: $*" >&2
	exit 1
}

# The tools that a host must have; apt package names are in the Makefile.
vm_need() {
	local tool

	for tool in "$@"; do
		command -v "$tool" >/dev/null ||
			vm_die "$tool is missing: run 'make deps'"
	done
}

# /usr/sbin is not in every user's PATH, and modprobe and depmod live there.
PATH=$PATH:/usr/sbin:/sbin

# The installed kernels that can boot in the harness, oldest first: those with
# 9p, which the cloud kernels lack, and with headers to build a module.
vm_kernels() {
	local image kver

	for image in /boot/vmlinuz-*; do
		kver=${image#/boot/vmlinuz-}
		case $kver in
		*cloud*|*.old|'*') continue ;;
		esac
		[ -r "$image" ] || continue
		compgen -G "/lib/modules/$kver/kernel/fs/9p/9p.ko*" >/dev/null || continue
		[ -d "/lib/modules/$kver/build" ] || continue
		echo "$kver"
	done | sort -V
}

# The debug kernel is known by its directory in the cache, see debug-kernel.sh.
vm_debug_dir() {
	"$VM_DIR/debug-kernel.sh" dir
}

# Waits for a lock in the cache and then holds it until the shell ends.
vm_lock() {
	local fd

	mkdir -p "$VM_CACHE"
	exec {fd}>"$VM_CACHE/$1.lock"
	flock "$fd"
}
