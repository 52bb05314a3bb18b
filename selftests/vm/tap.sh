# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # used by who sources it
#
# Points of the tests of the harness.  Sourced, never run.

count=0 failed=0

# check NAME COMMAND...: a point; what the command prints should say why not
check() {
	local name=$1

	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		failed=1
	fi
}
