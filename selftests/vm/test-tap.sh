#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# tap.awk must take nothing for a success that is none.

set -u
awk=$(dirname "$0")/tap.awk
count=0 failed=0

# judge NAME EXIT-CODE "PASSED FAILED SKIPPED PROBLEM", the output on stdin
judge() {
	local got

	got=$(awk -v code="$2" -f "$awk")
	got=${got% }
	count=$((count + 1))
	if [ "$got" = "$3" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		echo "# expected '$3', got '$got'"
		failed=1
	fi
}

lines() {
	printf '%s\n' "$@"
}

echo "TAP version 13"
judge "all is well" 0 "2 0 0" < <(lines "1..2" "ok 1 - a" "ok 2 - b")
judge "the plan at the end" 0 "2 0 0" < <(lines "ok 1" "ok 2 - b" "1..2")
judge "two groups of cmocka" 0 "3 0 0" < <(lines 1..1 "ok 1" 1..2 "ok 1" "ok 2")
judge "one fails" 1 "1 1 0" < <(lines 1..2 "ok 1 - a" "not ok 2 - b" "# why")
judge "one fails and the exit code is 0" 0 "1 1 0" < <(lines 1..2 "ok 1" "not ok 2")
judge "one is skipped" 0 "1 0 1" < <(lines 1..2 "ok 1" "ok 2 - b # SKIP no tool")
judge "all are skipped" 4 "0 0 1" < <(lines "1..0 # SKIP not on this kernel")
judge "subtests do not count" 0 "1 0 0" < <(lines 1..1 "    not ok 1 - in it" "ok 1")
judge "text does not count" 0 "1 0 0" < <(lines "okay 3" "# ok 2" 1..1 "ok 1 - a")
judge "no output" 0 "0 0 0 no TAP at all" </dev/null
judge "no plan" 0 "1 0 0 no plan" < <(lines "ok 1 - a")
judge "too few" 0 "1 0 0 planned 2, saw 1" < <(lines 1..2 "ok 1 - a")
judge "too many" 0 "2 0 0 planned 1, saw 2" < <(lines 1..1 "ok 1" "ok 2")
judge "an empty plan" 0 "0 0 0 no test in it" < <(lines 1..0)
judge "the exit code" 1 "1 0 0 exit code 1" < <(lines 1..1 "ok 1 - a")
judge "killed" 139 "1 0 0 killed by signal 11" < <(lines 1..1 "ok 1 - a")
judge "time-out" 124 "1 0 0 time-out" < <(lines 1..1 "ok 1 - a")
judge "splat" 125 "1 0 0 kernel splat" < <(lines 1..1 "ok 1 - a")
judge "bail out" 0 "1 0 0 Bail out! no memory" < <(lines 1..1 "ok 1" "Bail out! no memory")
judge "a splat in a skipped file" 125 "0 0 0 kernel splat" < <(lines "1..0 # SKIP")
echo "1..$count"
exit "$failed"
