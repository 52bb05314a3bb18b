# SPDX-License-Identifier: GPL-2.0
#
# Judges what a test has printed.  One line comes out:
#
#	PASSED FAILED SKIPPED PROBLEM
#
# where PROBLEM is empty, or what is wrong with the file as a whole.  Indented
# lines are those of subtests and do not count.  cmocka prints a plan for each
# group of tests, and they add up.  "-v code=N" is the test's exit code.

function problem(text)
{
	problems = problems (problems == "" ? "" : ", ") text
}

/^1\.\.[0-9]+/ {
	plans++
	n = $1
	sub(/^1\.\./, "", n)
	planned += n
	if (n == 0 && toupper($0) ~ /#[ \t]*SKIP/)
		skipped_all = 1
	next
}

/^(not )?ok([ \t]|$)/ {
	if (toupper($0) ~ /#[ \t]*SKIP/)
		skipped++
	else if ($1 == "not")
		failed++
	else
		passed++
	next
}

/^Bail out!/ {
	problem($0)
}

END {
	points = passed + failed + skipped
	if (code == 124)
		problem("time-out")
	else if (code == 125)
		problem("kernel splat")
	else if (code == 126)
		problem("the guest did not boot, or went away")
	else if (skipped_all && points == 0)
		skipped = 1
	else if (code > 128)
		problem("killed by signal " code - 128)
	else if (code != 0 && failed == 0)
		problem("exit code " code)

	if (plans == 0)
		problem(points ? "no plan" : "no TAP at all")
	else if (planned != points && !skipped_all)
		problem("planned " planned ", saw " points)
	else if (points == 0 && !skipped_all)
		problem("no test in it")
	printf "%d %d %d %s\n", passed, failed, skipped, problems
}
