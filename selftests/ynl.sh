#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The netlink interface is written down in Documentation/netlink/specs, and the
# kernel's own generator makes the rest of it.
#
#   ynl.sh gen     renew uapi/linux/dsmip.h, kmod/nl_gen.c and kmod/nl_gen.h
#   ynl.sh check   fail if they are not what the generator makes
#   ynl.sh path    print the directory of tools/net/ynl, for its cli.py
#
# The generator is the one in Debian's linux-source-6.12.  It wants to live in
# a kernel tree: it looks for a MAINTAINERS file to make the names in its
# headers relative to (and never ends without one), and for the schema two
# directories above the spec.  So it gets a small tree of copies.

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/vm/common.sh"

spec=Documentation/netlink/specs/dsmip.yaml

ynl_source() {
	"$VM_DIR/debug-kernel.sh" src
}

ynl_run() {
	/usr/bin/python3 "$src/tools/net/ynl/ynl-gen-c.py" \
		--spec "$tree/$spec" "$@"
}

# Generates all three files below $tree.
ynl_generate() {
	mkdir -p "$tree/${spec%/*}" "$tree/kmod" "$tree/uapi/linux"
	: >"$tree/MAINTAINERS"
	cp "$src"/Documentation/netlink/*.yaml "$tree/Documentation/netlink/"
	cp "$VM_TOP/$spec" "$tree/$spec"
	ynl_run --mode uapi --header -o "$tree/uapi/linux/dsmip.h" &&
	ynl_run --mode kernel --header -o "$tree/kmod/nl_gen.h" &&
	ynl_run --mode kernel --source -o "$tree/kmod/nl_gen.c"
}

ynl_check() {
	local file bad=0

	for file in uapi/linux/dsmip.h kmod/nl_gen.c kmod/nl_gen.h; do
		diff -u --label "$file" --label "$file (generated)" \
			"$VM_TOP/$file" "$tree/$file" || bad=1
	done
	return "$bad"
}

ynl_install() {
	local file

	for file in uapi/linux/dsmip.h kmod/nl_gen.c kmod/nl_gen.h; do
		mkdir -p "$VM_TOP/${file%/*}"
		cmp -s "$tree/$file" "$VM_TOP/$file" && continue
		cp "$tree/$file" "$VM_TOP/$file"
		echo "renewed $file"
	done
}

src=$(ynl_source) || exit 1
case ${1:-} in
path)
	echo "$src/tools/net/ynl"
	exit
	;;
gen|check)
	;;
*)
	vm_die "usage: ynl.sh gen|check|path"
	;;
esac

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
ynl_generate || vm_die "the generator failed"
if [ "$1" = gen ]; then
	ynl_install
else
	ynl_check
fi
