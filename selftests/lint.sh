#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# All that can be said of the sources without running them.  One line a check;
# what a failed check has to say follows it, and is in build/logs/lint/.
#
#   lint.sh [CHECK...]

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/vm/common.sh"
cd "$VM_TOP" || exit 1

logs=build/logs/lint
failed=0

# lint_files DIRECTORY... -- EXTENSION...: those that somebody has written
lint_files() {
	local dirs=() names=(-false)

	while [ "$1" != -- ]; do
		[ ! -e "$1" ] || dirs+=("$1")
		shift
	done
	shift
	for ext in "$@"; do
		names+=(-o -name "*.$ext")
	done
	[ ${#dirs[@]} -gt 0 ] || return
	find "${dirs[@]}" -type f \( "${names[@]}" \) \
		! -name 'nl_gen.[ch]' ! -path uapi/linux/dsmip.h | sort
}

lint_source() {
	selftests/vm/debug-kernel.sh src
}

# Ignored everywhere:
#   TYPO_SPELLING	"acknowledgement" is what the RFCs say
#   CAMELCASE		the names of other people's libraries
# in the module:
#   LINUX_VERSION_CODE	has a check of its own below, that allows compat.h
#   in trace.h, what TRACE_EVENT looks like everywhere in the kernel
# in user space, where this is the kernel's rule and not ours:
#   PREFER_KERNEL_TYPES	uint32_t is the name there
#   PREFER_DEFINED_ATTRIBUTE_MACRO, ARRAY_SIZE, BIT_MACRO, STRCPY	no such macros
#   MACRO_ARG_REUSE, MACRO_ARG_PRECEDENCE	tables take offset and size of a member
# in unit tests, whose tables of input and output read best with a case a line:
#   LONG_LINE, LONG_LINE_STRING, REPEATED_WORD, EMBEDDED_FUNCTION_NAME
#   MACRO_WITH_FLOW_CONTROL	an assertion is one
#   AVOID_EXTERNS	what the linker wraps has no header
#   COMPLEX_MACRO	bytes that many messages begin with
#
# checkpatch leaves a cache where it is called: that is in $logs.
lint_checkpatch() {
	local src pl both=TYPO_SPELLING,CAMELCASE user tests

	user=PREFER_KERNEL_TYPES,PREFER_DEFINED_ATTRIBUTE_MACRO,ARRAY_SIZE,BIT_MACRO
	user+=,STRCPY,MACRO_ARG_REUSE,MACRO_ARG_PRECEDENCE
	tests=LONG_LINE,LONG_LINE_STRING,REPEATED_WORD,EMBEDDED_FUNCTION_NAME
	tests+=,MACRO_WITH_FLOW_CONTROL,AVOID_EXTERNS,COMPLEX_MACRO
	src=$(lint_source) || return
	pl=(lint_call_checkpatch "$src" --no-tree --strict --terse --show-types
	    --no-summary --max-line-length=100)
	lint_files kmod -- c h | grep -v -e '/trace\.h$' -e /tests/ |
		"${pl[@]}" --ignore "$both,LINUX_VERSION_CODE"
	lint_files kmod -- h | grep '/trace\.h$' |
		"${pl[@]}" --ignore "$both,OPEN_ENDED_LINE,PARENTHESIS_ALIGNMENT"
	lint_files ctl -- c h | grep -v /tests/ | "${pl[@]}" --ignore "$both,$user"
	lint_files kmod ctl -- c h | grep /tests/ |
		"${pl[@]}" --ignore "$both,$user,$tests"
}

lint_call_checkpatch() {
	local src=$1

	shift
	(sed "s|^|$VM_TOP/|" | (cd "$logs" && xargs -r env GIT_DIR=/nonexistent \
		"$src/scripts/checkpatch.pl" --root="$src" "$@" -f)) |
		sed "s|^$VM_TOP/||"
}

lint_sparse() {
	local kernel log=$logs/sparse.build

	for kernel in $(vm_kernels); do
		if ! selftests/vm/module.sh "$kernel" C=2 \
			CF=-D__CHECK_ENDIAN__ >"$log" 2>&1; then
			echo "$kernel: does not build"
			grep -m 20 -E 'error|warning' "$log"
		fi
		grep -E "(kmod|uapi)/[^ ]*\.[ch]:[0-9]+:[0-9]+: (warning|error)" "$log" |
			sed "s|^.*build/|build/|" | sort -u
	done
}

lint_kernel_doc() {
	local src

	src=$(lint_source) || return
	lint_files kmod ctl/lib -- c h | xargs -r "$src/scripts/kernel-doc" -none
}

lint_cppcheck() {
	lint_files ctl -- c | xargs -r cppcheck --quiet --std=c11 --inline-suppr \
		--enable=warning,portability --suppress=missingIncludeSystem \
		-I ctl -I ctl/lib -I . -I uapi
}

# A warning is what shellcheck thinks wrong; below that it is taste.
lint_shellcheck() {
	lint_files selftests ctl -- sh |
		xargs -r shellcheck -x -S warning .ci/run selftests/vm/init
}

lint_python() {
	local file

	lint_files selftests ctl -- py | while read -r file; do
		/usr/bin/python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' \
			"$file" || echo "$file: does not parse"
	done
}

lint_ynl() {
	selftests/ynl.sh check
}

lint_man() {
	[ ! -d Documentation/man ] ||
		find Documentation/man -name '*.[1-9]' -print0 |
		xargs -r0 mandoc -T lint -W warning
}

# The unit without what is not installed here; 30 is an exposure of 3.0.
lint_systemd() {
	local unit=$logs/dsmipd.service

	command -v systemd-analyze >/dev/null || return
	sed -e 's|@PREFIX@/sbin/dsmipd|/bin/true|; /^Documentation=/d' \
		ctl/systemd/dsmipd.service.in >"$unit"
	systemd-analyze verify --man=no "$unit" 2>&1 | grep dsmipd
	systemd-analyze security --offline=yes --threshold=30 "$unit" \
		>"$logs/systemd.security" 2>&1 ||
		tail -n 1 "$logs/systemd.security"
}

lint_length() {
	lint_files kmod ctl -- c | xargs -r wc -l |
		awk '$2 != "total" && $1 >= 500 { print $2 ": " $1 " lines" }'
}

# Features are detected, versions are not compared.
lint_version() {
	lint_files kmod -- c h | grep -v '/compat\.h$' |
		xargs -r grep -nE 'LINUX_VERSION_CODE|KERNEL_VERSION'
}

lint_spdx() {
	local file

	git ls-files -co --exclude-standard | while read -r file; do
		case $file in
		*.tsv|*.json|*.bin|*.pcap|*.png|*.svg|*.md|LICENSES/*|*COPYING*) continue ;;
		esac
		[ ! -f "$file" ] || head -n 3 "$file" |
			grep -qa SPDX-License-Identifier || echo "$file: no SPDX line"
	done
}

# lint_step NAME TEXT: a check is silent when it has nothing to say.
lint_step() {
	local name=$1 log=$logs/$1.log

	case " $wanted " in
	"  "|*" $name "*) ;;
	*) return ;;
	esac
	"lint_$name" >"$log" 2>&1
	if [ ! -s "$log" ]; then
		printf '  ok    %-12s %s\n' "$name" "$2"
		return
	fi
	printf '  FAIL  %-12s %s\n' "$name" "$2"
	head -n 40 "$log" | sed 's/^/        /'
	[ "$(wc -l <"$log")" -le 40 ] || echo "        ... all of it in $log"
	failed=$((failed + 1))
}

# Only a figure: not every line that clang-format would write is better.
lint_format() {
	local count=0

	command -v clang-format >/dev/null || return
	count=$(lint_files kmod ctl -- c h |
		xargs -r clang-format --dry-run 2>&1 | grep -c 'warning:')
	printf '  note  %-12s clang-format would change %d places\n' format "$count"
}

wanted=$*
mkdir -p "$logs"
lint_step checkpatch "the kernel's style, strict"
lint_step sparse "types, byte order and locks, on all kernels"
lint_step kernel_doc "comments on functions"
lint_step cppcheck "user space"
lint_step shellcheck "shell scripts"
lint_step python "Python parses"
lint_step ynl "generated files are what the specification makes"
lint_step man "man pages"
lint_step systemd "the unit, and how exposed it is"
lint_step length "no source file of 500 lines or more"
lint_step version "no kernel version outside compat.h"
lint_step spdx "a license line in every file"
[ -n "$wanted" ] || lint_format
if [ "$failed" = 0 ]; then
	echo "lint: passed"
else
	echo "lint: FAILED ($failed)"
	exit 1
fi
