#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds dsmip.ko for a kernel into build/KVER/.
#
#   module.sh KVER|debug [ARGUMENTS of make...]
#
# Kbuild leaves its objects beside the sources, so every kernel gets its own
# copy of these.  Only files that have changed are copied, and only these are
# compiled again.

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/common.sh"

module_sources() {
	(cd "$VM_TOP" && find Kbuild kmod uapi -type f \
		\( -name Kbuild -o -name Makefile -o -name '*.[ch]' \) | sort)
}

module_sync() {
	local file

	while read -r file; do
		cmp -s "$VM_TOP/$file" "$1/$file" && continue
		mkdir -p "$1/$(dirname "$file")" &&
			cp "$VM_TOP/$file" "$1/$file" || return
	done < <(module_sources)
}

# What is gone from the sources must not be found in the copy.
module_prune() {
	(cd "$1" && find kmod uapi -name '*.[ch]' ! -name '*.mod.c' 2>/dev/null) |
		grep -vxF -f <(module_sources) | sed "s|^|$1/|" |
		xargs -r -d '\n' rm -f
}

[ $# -gt 0 ] || vm_die "usage: module.sh KVER|debug [ARGUMENTS of make...]"
kver=$1
shift
if [ "$kver" = debug ]; then
	dir=$(vm_debug_dir) || exit 1
	kver=$(cat "$dir/release")
	tree=$dir/build
else
	tree=/lib/modules/$kver/build
fi
[ -d "$tree" ] || vm_die "no headers for $kver: run 'make deps'"

out=$VM_TOP/build/$kver
mkdir -p "$out"
exec 8>"$out/.lock"
flock 8
module_prune "$out"
module_sync "$out" || exit 1
# What modpost warns of (no description, a section mismatch) is an error too.
# BTF needs a vmlinux that the headers do not have: not worth two lines a build.
module_filter() {
	awk '
		/^Skipping BTF|^make(\[[0-9]+\])?: (Entering|Leaving)/ { next }
		/^WARNING: modpost/ { bad = 1 }
		{ print; fflush() }
		END { exit bad }'
}

make -C "$tree" M="$out" W=1 KCFLAGS=-Werror DSMIP_TESTS=m "$@" modules 2>&1 | module_filter
code=("${PIPESTATUS[@]}")
if [ "${code[*]}" != "0 0" ]; then
	rm -f "$out/dsmip.ko" "$out"/*.mod.c
	exit 1
fi
