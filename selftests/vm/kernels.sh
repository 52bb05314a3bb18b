#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Prints the installed kernels that the tests can run on, one a line, oldest
# first.  With -n only the newest.

set -u
# shellcheck source=selftests/vm/common.sh
. "$(dirname "$0")/common.sh"

if [ "${1:-}" = -n ]; then
	vm_kernels | tail -n 1
else
	vm_kernels
fi
