#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check.sh itself: how tests are counted, and what it does about those that fail.
# In a tree of its own, with tests of the host alone.

set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=selftests/vm/tap.sh
. "$here/tap.sh"

# new: a tree without tests
new() {
	rm -rf "$work/tree"
	mkdir -p "$work/tree/selftests" "$work/tree/build/tests"
	cp -r "$here" "$work/tree/selftests/vm"
	rm "$work"/tree/selftests/vm/test-*.sh
}

# add NAME FAILURES: a test of two points; one of them fails as often as this
add() {
	cat >"$work/tree/build/tests/$1" <<-SCRIPT
		#!/bin/bash
		echo x >>"$work/tree/$1.runs"
		echo 1..2
		echo ok 1 - steady
		[ \$(wc -l <"$work/tree/$1.runs") -gt $2 ] || printf 'not '
		echo ok 2 - not so steady
	SCRIPT
	chmod +x "$work/tree/build/tests/$1"
}

run() {
	"$work/tree/selftests/vm/check.sh" --kernel none >"$work/out" 2>&1
}

shown() {
	sed 's/^/# /' "$work/out"
	return 1
}

# ends LINE: is it the last one?
ends() {
	[ "$(tail -n 1 "$work/out")" = "$1" ] || shown
}

says() {
	grep -qE -- "$1" "$work/out" || shown
}

runs() {
	[ "$(wc -l <"$work/tree/$1.runs")" = "$2" ]
}

fails() {
	! "$@"
}

test_good() {
	new
	add a 0
	add b 0
	check "good tests: exit code" run
	check "good tests: the sum" ends "4 passed, 0 failed"
	check "good tests: each is run once" runs a 1
	check "good tests: nothing else is said" fails says again
}

test_recovers() {
	new
	add a 0
	add b 1
	check "one fails once: exit code" run
	check "one fails once: the sum is that of the second run" \
		ends "4 passed, 0 failed"
	check "one fails once: it is said" says 'FAIL b .* 1 ok, 1 not ok'
	check "one fails once: and in the end" says '^Passed only when run again: 1'
	check "one fails once: the other is not run again" runs a 1
	check "one fails once: its log is kept" \
		grep -q '^not ok 2' "$work/tree/build/logs/host/b.failed/output.log"
}

test_fails() {
	new
	add a 1
	add b 2
	check "one fails twice: exit code" fails run
	check "one fails twice: the sum" ends "3 passed, 1 failed"
	check "one fails twice: no third time" runs b 2
}

test_many() {
	new
	add a 1
	add b 1
	add c 1
	check "three fail: exit code" fails run
	check "three fail: the sum" ends "3 passed, 3 failed"
	check "three fail: none is run again" runs c 1
}

test_good
test_recovers
test_fails
test_many
echo "1..$count"
exit "$failed"
