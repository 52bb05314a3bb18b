#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The guest's half of profile.sh: registrations at dsmipd, and where everything is.
#
#   profile-guest.sh NODES

# shellcheck source=selftests/bench/agent.sh
. "$(dirname "$0")/agent.sh"

nodes=$1

must module_load
agent_world
must agent_start
must agent_subscribers "$nodes"
# What the plugin has to know, and what it does not wait for.
awk '$2 ~ /[tT]/ && $3 ~ /^(__x64_sys_(recv|send|epoll_p?wait|read$|write$|pread|pwrite|fdatasync$|fsync$|fcntl$)|finish_task_switch)/ {
	sub(/^__x64_sys_/, "", $3); print "call", $1, $3 }' /proc/kallsyms
load window 64 requests "$nodes"
load window 64 requests $((4 * nodes))
load window 64 requests $((4 * nodes)) refresh 0 handover 1
sed 's/^/map /' "/proc/$agent_pid/maps"
awk '$2 ~ /[tT]/ && $3 !~ /^__pfx_/ { print "sym", $1, $3 }' /proc/kallsyms
