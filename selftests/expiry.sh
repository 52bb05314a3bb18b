#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A lifetime ends when it is over: no packet passes from then on, whether or
# not somebody has come to collect the binding, and the event comes soon after.
#
# Covers: NAV-3.2.5-03 NAV-5.5.4-16 R5454-3.3-06 R5454-3.8-01
# Covers: D4-01-4.7-01

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")

must module_load
topo_home
topo_public
ha_device

check_table run ha "$here/expiry.py" 3000

# As the command line has it.
must dsmipctl -n ha binding add dev dsmip0 home $HOA4 coa $MN4 encap udp \
	lifetime 5m
check_eq "five minutes" true "$(dsmipctl -n ha -j binding show dev dsmip0 |
	jq '.[0] | .lifetime == 300 and .left <= 300 and .left > 200')"
check_fail "more than there can be" dsmipctl -n ha binding replace dev dsmip0 \
	home $HOA4 coa $MN4 encap udp lifetime 262141
check "a lifetime of a second" dsmipctl -n ha binding replace dev dsmip0 \
	home $HOA4 coa $MN4 encap udp lifetime 1
gone()
{
	[ "$(dsmipctl -n ha -j binding show dev dsmip0)" = "[]" ]
}
check "is over soon" busywait 60 gone
check_eq "for ever" "[null,null]" "$(dsmipctl -n ha -j binding add dev dsmip0 \
	home $HOA4 coa $MN4 encap udp lifetime 0 >/dev/null
	dsmipctl -n ha -j binding show dev dsmip0 |
	jq -c '.[0] | [.lifetime, .left]')"

test_done
