#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds the kernel of "make check-debug" from Debian's linux-source-6.12 and
# debug.config.  It is built once: the cache has it under the hash of both.
#
#   debug-kernel.sh [build]   build it if it is not there, print its directory
#   debug-kernel.sh dir       print its directory, fail if it is not built
#   debug-kernel.sh src       print the directory of the unpacked source
#
# In the directory: release (what uname -r will say), bzImage, modules/ (an
# INSTALL_MOD_PATH), build/ (the tree that external modules are built against).

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/common.sh"

tarball=${DSMIP_LINUX_SOURCE:-/usr/src/linux-source-6.12.tar.xz}
config=$VM_DIR/debug.config

debug_need_tarball() {
	[ -r "$tarball" ] ||
		vm_die "$tarball is missing: run 'make deps-debug'"
}

# Size and time stand for the content of 150 MB; the package's version changes
# both.
debug_source_key() {
	stat -L -c '%s %Y' "$tarball" | sha256sum | cut -c 1-12
}

debug_key() {
	{
		debug_source_key
		cat "$config"
	} | sha256sum | cut -c 1-12
}

debug_dir() {
	echo "$VM_CACHE/debug-$(debug_key)"
}

# The unpacked source serves the debug kernel, the netlink generator and
# checkpatch.
debug_source() {
	local dir

	dir=$VM_CACHE/linux-$(debug_source_key)
	if [ ! -f "$dir/Makefile" ]; then
		vm_need xz tar
		(
			vm_lock source
			[ ! -f "$dir/Makefile" ] || exit 0
			echo "unpacking $tarball" >&2
			rm -rf "$dir.new"
			mkdir -p "$dir.new"
			tar -C "$dir.new" --strip-components=1 -xf "$tarball" &&
				mv "$dir.new" "$dir"
		) || vm_die "cannot unpack $tarball"
	fi
	echo "$dir"
}

# An option that Kconfig has dropped for want of another one goes unnoticed
# otherwise, and the tests with it.
debug_verify_config() {
	local line name bad=0

	while read -r line; do
		case $line in
		CONFIG_*=*)
			grep -qxF "$line" "$1/.config" && continue
			name=${line%%=*}
			;;
		'# CONFIG_'*' is not set')
			name=${line#\# }
			name=${name%% *}
			grep -q "^$name=" "$1/.config" || continue
			;;
		*)
			continue
			;;
		esac
		echo "debug.config: wanted '$line', got '$(grep -w "$name" "$1/.config")'" >&2
		bad=1
	done <"$config"
	return "$bad"
}

debug_configure() {
	make -s -C "$1" O="$2" KCONFIG_ALLCONFIG="$config" allnoconfig >/dev/null &&
		debug_verify_config "$2"
}

debug_compile() {
	local src=$1 dir=$2 log=$2/build.log

	make -C "$src" O="$dir/build" -j "${DSMIP_JOBS:-$(nproc)}" \
		KCFLAGS=-Wno-error KBUILD_BUILD_TIMESTAMP=@0 \
		KBUILD_BUILD_USER=dsmip KBUILD_BUILD_HOST=dsmip \
		bzImage modules >"$log" 2>&1 &&
	make -C "$src" O="$dir/build" INSTALL_MOD_PATH="$dir/modules" \
		INSTALL_MOD_STRIP=1 modules_install >>"$log" 2>&1 &&
	cp "$dir/build/arch/x86/boot/bzImage" "$dir/bzImage" &&
	make -s -C "$src" O="$dir/build" kernelrelease >"$dir/release"
}

# Objects are of no use to external modules, and are most of the size.
debug_trim() {
	find "$1/build" -name tools -prune -o -path "$1/build/scripts" -prune -o \
		\( -name '*.o' -o -name '*.a' -o -name '*.ko' -o -name '.*.cmd' \
		-o -name 'vmlinux*' \) -type f -print0 | xargs -0 rm -f
}

debug_build() {
	local dir src

	debug_need_tarball
	vm_need make gcc flex bison bc
	dir=$(debug_dir)
	[ ! -f "$dir/release" ] || { echo "$dir"; return; }
	vm_lock debug-kernel
	[ ! -f "$dir/release" ] || { echo "$dir"; return; }

	src=$(debug_source) || exit 1
	mkdir -p "$dir/build"
	debug_configure "$src" "$dir/build" ||
		vm_die "the debug kernel's configuration does not come out as asked for"
	echo "building the debug kernel (once, can take an hour), log: $dir/build.log" >&2
	debug_compile "$src" "$dir" || {
		grep -nE 'error|Error' "$dir/build.log" | head >&2
		vm_die "the debug kernel does not build, see $dir/build.log"
	}
	debug_trim "$dir"
	echo "$dir"
}

case ${1:-build} in
build)
	debug_build
	;;
dir)
	debug_need_tarball
	dir=$(debug_dir)
	[ -f "$dir/release" ] || vm_die "no debug kernel yet: run '$VM_DIR/debug-kernel.sh'"
	echo "$dir"
	;;
src)
	debug_need_tarball
	debug_source
	;;
*)
	vm_die "usage: debug-kernel.sh [build|dir|src]"
	;;
esac
