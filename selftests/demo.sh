#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The demo: dsmipd as a home agent and as a mobile node, which moves from an IPv6
# network to one with private IPv4 addresses behind a NAT, to one of plain IPv4,
# and back, and keeps its addresses and connections.
#
#   demo.sh         the whole of it; ends with "demo: passed" or "demo: FAILED"
#   demo.sh --up    only the machines and the first registration, for "make
#                   shell", which sources this file
#
# It runs in a guest: make demo, or selftests/vm/run.sh selftests/demo.sh

# shellcheck source=selftests/demo_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/demo_lib.sh"

# ---- machines -------------------------------------------------------------

# Network A is mn0 with an IPv6 address, network C is mn0 with one of IPv4.
demo_topology()
{
	mn_topo
	ip -n mn addr del $MN4/26 dev mn0
}

DEMO_AUTH="    security: auth
    auth:
      spi: 256
      key-file: $AGENT_DIR/key"

# shellcheck disable=SC2119 # no more settings
demo_agents()
{
	must agent_start ha "$(ha_config)" &&
		must subscriber ha mn7@example.net home $HOA6 home $HOA4 \
			spi 256 &&
		must agent_start mn "$(mn_config "$MN_AGENT"$'\n'"$DEMO_AUTH")"
}

# In a subshell: an interactive one would speak of its jobs.
demo_up()
{
	demo_mode=up
	if [ ! -e /run/netns/mn ]; then
		demo_module
		demo_topology
		(demo_agents) || return
		in_ipv6
		must busywait 30 is_at $MN6 ip || return
	fi
	cat <<-TEXT

	Network namespaces: cn, the correspondent; ha, the home agent; r, the
	Internet; nat; mn, the mobile node, which is in the IPv6 network. dsmipd
	runs at ha and mn; "agent NAMESPACE ..." is dsmipctl there.

	  run cn ping $HOA4                its IPv4 home address
	  run cn ping $HOA6            its IPv6 home address
	  agent mn service show                  what the node thinks
	  agent ha binding                       where it is
	  agent ha -s -d binding                 the same with counters
	  agent ha log show                      what was said
	  dsmipctl -n ha monitor &               events of the module

	  in_nat; ip -n mn link set mn0 down     the node moves behind the NAT
	  in_ipv6; ip -n mn link set mn1 down    and back

	TEXT
}

demo_picture()
{
	say <<-'TEXT'

	                              network A, 2001:db8:3::/64, or
	                              network C, 198.51.100.128/26
	                                ,---------------------------.
	cn ------ ha ----------- r ----+                             +---- mn
	     home agent      Internet   `--- nat -------------------'
	                              network B, 10.0.0.0/24

	TEXT
}

# ---- signalling ----------------------------------------------------------

# exchange: what the agents have said to each other since the last time
exchange()
{
	local line sequence status nat refresh lifetime

	while read -r line <&"$log_mn"; do
		[[ $line == *"binding update"* ]] || continue
		line "mn -> ha" "binding update${line#*binding update}"
	done
	while read -r line <&"$log_ha"; do
		[[ $line =~ ": "((registered|moved|refused).*) ]] || continue
		line "ha" "${BASH_REMATCH[1]}"
	done
	IFS=$'\t' read -r sequence status nat refresh lifetime <<<"$(shows \
		'[.sequence, .status_text, .nat, .refresh, .lifetime] | @tsv')"
	line="$status, sequence $sequence, lifetime $lifetime s"
	[ "$nat" = false ] || line+=", NAT found, refresh $refresh s"
	line "ha -> mn" "$line"
	echo
}

# ---- the story ------------------------------------------------------------

part_machines()
{
	cat <<-'TEXT'
	dsmip: a mobile node keeps its addresses and its connections
	============================================================

	TEXT
	heading "The machines"
	say <<-TEXT
	Each is a network namespace of this virtual machine:

	cn  a correspondent: any host, which knows nothing of mobility
	ha  the home agent, router of the home networks
	mn  the mobile node. At home it is $HOA4 and $HOA6;
	    it is not at home, and moves between networks A, B and C
	TEXT
	demo_picture
	traffic_start
	must demo_module
	demo_topology
}

part_agents()
{
	heading "dsmipd, on both ends"
	say <<-TEXT
	It makes the devices, addresses and routes, and speaks Mobile IPv6 with
	the other end. The home agent has to know the node, and both a key.

	TEXT
	demo_agents
	print_config ha
	typed ha dsmipctl subscriber add mn7@example.net home $HOA6 home $HOA4 \
		security auth spi 256 key-file $AGENT_DIR/key
	echo
	print_config mn
}

part_register()
{
	heading "The node comes to network A, and registers"
	logs_start
	in_ipv6
	busywait 30 is_at $MN6 ip || demo_fail "the node does not register"
	say <<-TEXT
	In a network with IPv6 the packets are carried as they are: IP in IPv6.

	TEXT
	exchange
	show ha binding
}

part_ping()
{
	heading "The correspondent reaches both home addresses"
	demo_pings
	show ha -s -d binding
}

to_b()
{
	in_nat
	ip -n mn link set mn0 down
}

to_c()
{
	addr mn mn0 $MN4/26
	in_ipv4
	ip -n mn link set mn1 down
}

to_a()
{
	in_ipv6
	ip -n mn addr del $MN4/26 dev mn0
}

part_move_to_b()
{
	move "A (IPv6) to B (NAT)" $PRIV4 udp to_b
	heading "The node moves to network B, behind a NAT"
	say <<-TEXT
	Network B comes up, and the link to A is cut. The node now is $PRIV4,
	which nobody can reach from outside. It sends its update in UDP from port
	4191. The home agent sees another address than the one in the update:
	that is how it finds the NAT, and registers what the NAT has made of it.

	TEXT
	exchange
	show ha binding
	show mn service show
	demo_pings
}

part_move_to_c()
{
	move "B (NAT) to C (IPv4)" $MN4 ip to_c
	heading "The node moves to network C, of public IPv4 only"
	say <<-TEXT
	The update comes in UDP again, but no NAT is found: from now on packets
	are carried in IPv4 without UDP.

	TEXT
	exchange
	show ha binding
	demo_pings
}

part_move_to_a()
{
	move "C (IPv4) to A (IPv6)" $MN6 ip to_a
	heading "The node moves back to network A"
	say <<-TEXT
	IPv6 is preferred as soon as it is there. The old tunnel carries the data
	until the home agent has accepted.

	TEXT
	exchange
	show ha binding
}

part_liars()
{
	local before count

	heading "Packets that lie about their source"
	say <<-TEXT
	A host on the Internet sends the home agent packets for cn that
	claim to be from $HOA4. The address is right, the place is not:

	TEXT
	demo_drops rx-coa
	before=$drops
	traffic liar elsewhere
	count=$answer
	event '"outer_src":"198.51.100.2"'
	typed ha dsmipctl -j monitor packet
	print_event
	demo_drops rx-coa
	[ $((drops - before)) = "$count" ] ||
		demo_fail "$count packets from the wrong place, $((drops - before)) refused"

	say <<-TEXT
	The node itself sends packets from 203.0.113.99, which is not its
	address. The place is right, the address is not:

	TEXT
	demo_drops rx-no-binding
	before=$drops
	traffic liar itself
	count=$answer
	event '"source-violation"'
	print_event
	demo_drops rx-no-binding
	[ $((drops - before)) = "$count" ] ||
		demo_fail "$count packets from a wrong address, $((drops - before)) refused"

	say <<-TEXT
	Each was dropped and counted by its cause. What can be laid to one
	binding is counted there too:

	TEXT
	show ha stats
	show ha -s -d binding
}

if [ "${1:-}" = --up ]; then
	demo_up
else
	demo part_machines part_agents part_register part_ping part_traffic \
		part_move_to_b part_liars part_move_to_c part_move_to_a \
		part_result
fi
