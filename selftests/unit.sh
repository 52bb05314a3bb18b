#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The unit tests of the module: look-up, calendar, groups, end point, origins.
# They run when their module is loaded, and print TAP to the kernel log.

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

must modprobe ip6_udp_tunnel
must modprobe udp_tunnel
[ ! -d "/lib/modules/$(uname -r)/kernel/lib/kunit" ] || modprobe kunit enable=1

check "dsmip_test.ko: all unit tests pass" \
	insmod "$(dirname "$DSMIP_KO")/dsmip_test.ko"
log=$(dmesg | sed 's/^\[[^]]*\] *//')
check_match "prefix: longest length first" '^ *ok .*test_prefix_longest_first' "$log"
check_match "prefix: as a list that is walked from end to end" \
	'^ *ok .*test_prefix_against_list' "$log"
check_match "expiry: both sides of a turn of the calendar" \
	'^ *ok .*test_expiry_edges' "$log"
check_match "expiry: any number of lifetimes" '^ *ok .*test_expiry_random' "$log"
check_match "prefix: an end point is no home" '^ *ok .*test_prefix_endpoint' \
	"$log"
check_match "linkmsg: packets in pieces, cut off" \
	'^ *ok .*test_linkmsg_read' "$log"
check_match "linkmsg: bytes at random" '^ *ok .*test_linkmsg_random' "$log"
check_match "mcast: members of a group" \
	'^ *ok .*test_mcast_group_limit' "$log"
check_match "mcast: groups of a binding" \
	'^ *ok .*test_mcast_binding_limit' "$log"
check_match "mcast: memberships of a device" \
	'^ *ok .*test_mcast_device_limit' "$log"
check_match "path: every field of the outer header" \
	'^ *ok .*test_path_check' "$log"
check_match "copies: whose outer header it is" \
	'^ *ok .*test_copies_check' "$log"
check_match "origin: what is signalling, in packets of all lengths" \
	'^ *ok .*test_origin_lengths' "$log"
check_match "origin: an overwritten slot is not found" \
	'^ *ok .*test_origin_ring' "$log"
check_eq "no unit test failed" "" "$(grep -E '^ *not ok' <<<"$log")"
check "dsmip_test.ko can be unloaded" rmmod dsmip_test
test_done
