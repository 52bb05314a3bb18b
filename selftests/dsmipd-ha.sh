#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 900
#
# dsmipd as the home agent of a mobile node that is a Python program (mip6.py)
# in the topology of lib.sh: each kind of network, refusals, dynamic IPv4
# addresses, mobile routers, crashes.
#
# Covers: R5555-2.3-01 R5555-2.3.1-02 R5555-2.3.1-03 R5555-2.3.1-05
# Covers: R5555-2.3.1-06 R5555-2.3.2.1-04 R5555-2.3.2.1-05 R5555-2.3.2.1-06
# Covers: R5555-2.3.2.2-03 R5555-2.3.2.2-04 R5555-2.3.2.2-05 R5555-2.3.2.2-06
# Covers: R5555-4.2-04 R5555-4.2-05 R5555-4.2-06 R5555-4.2-07 R5555-4.2-08
# Covers: R5555-4.2-13 R5555-4.2-17 R5555-4.2-18 R5555-4.5-01 R5555-4.5-02
# Covers: R5555-4.5-06 R5555-4.5-07 R5555-4.5-17 R5555-4.5-18 R5555-4.5-19
# Covers: R5555-4.5-20 R5555-4.5-21 R5555-5-02 R5555-5.1-17

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

PREFIX=2001:db8:700::/56

# The mobile node's own end is set by hand.
ping_home()
{
	ping_all cn $HOA6 >/dev/null && ping_all cn $HOA4
}

# told_of KEY: of the node's registration, as the agent shows it
told_of()
{
	agent ha -j binding show home $HOA6 | jq -r ".[0].$1"
}

must module_load
topo_home
topo_public
topo_nat
mn_device
# Both networks at once: by the source address.
ip -n mn route add default via 10.0.0.1 table 10
ip -n mn rule add from $PRIV4 lookup 10
must agent_start ha "$(ha_config)"
must subscriber ha mn7 home $HOA6 home $HOA4 spi 256
must subscriber ha a home 2001:db8:100::a pool4 v4-main \
	pool4-prefix v4-prefix spi 257
must subscriber ha b home 2001:db8:100::b pool4 v4-main spi 258
must subscriber ha mr home 2001:db8:100::c prefix $PREFIX router on spi 259
must subscriber ha other home 2001:db8:100::d home 203.0.113.66 spi 260
must subscriber ha off home 2001:db8:100::66 spi 266 enabled off

check_table "$here/dsmipd_ha.py" formats
check_table "$here/dsmipd_ha.py" refusals
# counted REASON...: each is among what the agent has counted
counted()
{
	agent ha -j service show home | jq -r '.[0].reasons | keys[]' \
		>$AGENT_DIR/reasons
	for reason; do
		grep -Fx "$reason" $AGENT_DIR/reasons || echo "not: $reason"
	done
}
check_eq "each is counted, by its reason" "" "$(counted \
	"sequence number out of window" "clocks differ too much" \
	"authentication failed" "no IPv4 care-of address option" \
	"no authentication option of the subscriber" \
	"home address of no subscriber" "subscriber is disabled" |
	grep ^not)"
check_eq "and by its status" true "$(agent ha -j service show home |
	jq '[.[0].refused | .["sequence number out of window"] >= 4,
		.["authentication failed"] >= 1] | all')"
check_table "$here/dsmipd_ha.py" homes
check_table "$here/dsmipd_ha.py" nemo

# What was promised is what the module does.
mn_via mn1
check_eq "registered behind the NAT" 0 "$(dsmipd_ha.py register $PRIV4)"
check_match "the binding has the address and port of the NAT" \
	"^$NAT4 4[0-9]{4} udp$" \
	"$(told_of coa) $(told_of port) $(told_of encap)"
must mn_bind $PRIV4 udp
check "traffic behind the NAT" ping_home
mn_via mn0
check_eq "registered with a public address" 0 "$(dsmipd_ha.py register $MN4)"
must mn_bind $MN4 ip
check "traffic in IPv4" ping_home
check_eq "registered in IPv6" 0 "$(dsmipd_ha.py register $MN6)"
must mn_bind $MN6 ip
check "traffic in IPv6" ping_home

# The agent dies, and comes back.
traffic_begin $HOA6
agent_kill ha
sleep 1
check "the kernel goes on while the agent is dead" ping_home
must agent_start ha "$(ha_config)"
check_eq "the registration is back" "$MN6" "$(told_of coa)"
traffic_end
check_eq "no packet was lost" 0 "$lost"

# A binding that nobody has registered is not kept, one that is missing is set.
agent_kill ha
dsmipctl -n ha binding del dev dsmip0 home $HOA6
dsmipctl -n ha binding add dev dsmip0 home 2001:db8:100::dead coa $MN6 encap ip
must agent_start ha "$(ha_config)"
check "what the module had lost is there again" ping_home
check_eq "and what it had too much is not" "" \
	"$(dsmipctl -n ha -o binding show dev dsmip0 home 2001:db8:100::dead)"

test_done
