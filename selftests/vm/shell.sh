#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A prompt in a guest that has dsmip.ko loaded and the demo's network up.
#
#   shell.sh [KVER|debug]

set -u

shell_host() {
	local here

	here=$(cd "$(dirname "$0")" && pwd)
	exec "$here/run.sh" -i -k "${1:-$("$here/kernels.sh" -n)}" \
		-o "$here/../../build/logs/shell" -e "TERM=${TERM:-dumb}" \
		-e "SHELL_SIZE=$(stty size 2>/dev/null)" "$here/shell.sh"
}

# The module is not where modprobe looks, but what it needs is.
shell_load() {
	local needs

	needs=$(modinfo -F depends "$DSMIP_KO" | tr ',' ' ')
	# shellcheck disable=SC2086
	[ -z "$needs" ] || modprobe -a $needs
	insmod "$DSMIP_KO"
}

shell_guest() {
	local rows cols rc=/run/dsmip-vm/bashrc

	read -r rows cols <<<"${SHELL_SIZE:-}"
	[ -z "${cols:-}" ] || stty rows "$rows" cols "$cols"
	grep -q '^dsmip ' /proc/modules || shell_load
	cat >"$rc" <<-'RC'
		PS1='dsmip:\w\$ '
		. /usr/share/bash-completion/bash_completion 2>/dev/null
		if [ -e selftests/demo.sh ]; then
			. selftests/demo.sh --up
		fi
		set +eu
		ip netns list
		echo "The module is $DSMIP_KO; Ctrl-D ends the guest."
	RC
	bash --rcfile "$rc" -i
}

if [ -n "${DSMIP_VM:-}" ]; then
	shell_guest
else
	shell_host "$@"
fi
