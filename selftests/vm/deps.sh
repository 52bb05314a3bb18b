#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Installs what is missing of Debian's packages, and asks nothing.
#
#   deps.sh [build] [test] [debug] [lint] [bench]    default: build test
#
# build  the module for Debian's kernels, and the tools
# test   these kernels, QEMU, and what the tests call
# debug  the source of the debug kernel and what compiles it
# lint   the checkers
# bench  what draws the figures

set -u

deps_packages() {
	case $1 in
	build)
		echo make gcc libc6-dev pkg-config kmod linux-headers-amd64 \
			linux-headers-6.12-amd64 libnl-3-dev libnl-genl-3-dev \
			libnl-route-3-dev libjson-c-dev libuv1-dev libc-ares-dev \
			libcyaml-dev libyaml-dev libsqlite3-dev libssl-dev \
			libcmocka-dev python3
		;;
	test)
		echo linux-image-amd64 linux-image-6.12-amd64 \
			qemu-system-x86 busybox-static cpio xz-utils kmod \
			iproute2 nftables iputils-ping ethtool iperf3 socat jq \
			tcpdump tshark procps python3 python3-scapy \
			python3-yaml python3-jsonschema libcap2-bin \
			bash-completion bird2 dnsmasq-base kea-dhcp6-server \
			radvd sqlite3 \
			clang libclang-rt-14-dev
		;;
	debug)
		echo linux-source-6.12 make gcc libc6-dev flex bison bc \
			libelf-dev libssl-dev xz-utils python3
		;;
	lint)
		echo linux-source-6.12 sparse shellcheck cppcheck mandoc \
			clang-format perl python3 python3-yaml
		;;
	bench)
		echo gnuplot-nox
		;;
	*)
		echo "deps.sh: there is no group '$1'" >&2
		exit 1
		;;
	esac
}

deps_missing() {
	local package

	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
			grep -qx installed || echo "$package"
	done
}

deps_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo -n "$@"
	fi
}

# A second "make" beside this one may be doing the same: wait for its lock.
deps_apt() {
	deps_root env DEBIAN_FRONTEND=noninteractive apt-get \
		-o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold "$@" \
		</dev/null
}

if ! command -v dpkg-query >/dev/null; then
	echo "deps.sh: this is not Debian; see Documentation/testing.rst" >&2
	exit 0
fi
[ $# -gt 0 ] || set -- build test
packages=$(for group in "$@"; do deps_packages "$group" || exit 1; done) || exit 1
# shellcheck disable=SC2086
missing=$(deps_missing $packages | sort -u | tr '\n' ' ')
[ -n "$missing" ] || exit 0
echo "installing: $missing"
deps_apt update -q || exit 1
# shellcheck disable=SC2086
deps_apt install -q -y --no-install-recommends $missing
