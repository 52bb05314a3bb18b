#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The demo of Mobile IPv4 with dual stack: dsmipd as a home agent, as a foreign
# agent and as a mobile node, which moves from a network where it has a public
# address to one behind a NAT, to the network of the foreign agent, and back, and
# keeps its addresses of both families and its connections.
#
# It ends with "demo: passed" or "demo: FAILED", and runs in a guest: make
# demo-v4, or selftests/vm/run.sh selftests/demo-v4.sh

# shellcheck source=selftests/demo_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/demo_lib.sh"

# ---- machines -------------------------------------------------------------

demo_mn_config()
{
	agent_common mn
	cat <<-YAML
	mobile-nodes4:
	  - name: mn7
	    device: dsmip0
	    identifier: mn7@example.net
	    home-address: $HOA4/24
	    home-agent: $HA4
	    prefixes: ["$HOA6/64"]
	    ipv6-tunnel: $1
	    home-auth:
	      spi: 256
	      key-file: $AGENT_DIR/key
	YAML
}

DEMO_SUBSCRIBER="mn7@example.net home $HOA4 prefix 2001:db8:100::/64 router on
mip4-spi 256 mip4-key-file $AGENT_DIR/key"

demo_agents()
{
	must agent_start ha "$(ha4_home "    keepalive: 20s")"
	# shellcheck disable=SC2086 # words
	must agent ha subscriber add $DEMO_SUBSCRIBER
	must agent_start fa "$(fa4_visited "    interval: 2s")"
	must agent_start mn "$(demo_mn_config home)"
}

demo_picture()
{
	say <<-'TEXT'

	                              network A, 198.51.100.128/26
	                                ,---------------------------.
	cn ------ ha ----------- r ----+                             |
	     home agent      Internet  |`--- nat ------------------- mn
	                               |  network B, 10.0.0.0/24     |
	                                `--- fa --------------------'
	                        foreign agent  network F, 10.9.0.0/24

	TEXT
}

# ---- signalling -----------------------------------------------------------

# exchange: what the node and the home agent have said since the last time
exchange()
{
	local line text

	while read -r line <&"$log_mn"; do
		[[ $line =~ ": "((registration request|refused|tunnel from|by foreign agent).*) ]] ||
			continue
		line "mn" "${BASH_REMATCH[1]}"
	done
	while read -r line <&"$log_ha"; do
		[[ $line =~ ": "((registered|moved|refused).*) ]] || continue
		line "ha" "${BASH_REMATCH[1]}"
	done
	text=$(shows '"\(.code_text), lifetime \(.lifetime) s; IPv6 to \(.ipv6)"')
	[ "$(shows .keepalive)" = 0 ] ||
		text+=", a keepalive every $(shows .keepalive) s"
	line "ha -> mn" "$text"
	echo
}

# ---- the story ------------------------------------------------------------

part_machines()
{
	cat <<-'TEXT'
	dsmip: IPv4 and IPv6 by Mobile IPv4
	===================================

	TEXT
	heading "The machines"
	say <<-TEXT
	Each is a network namespace of this virtual machine. The networks that
	the node is in have IPv4 only.

	cn  a correspondent: any host, which knows nothing of mobility
	ha  the home agent, router of the home networks
	fa  a foreign agent: a router that lets mobile nodes in
	mn  the mobile node. At home it is $HOA4 and $HOA6;
	    it is not at home, and moves between networks A, B and F
	TEXT
	demo_picture
	traffic_start
	must demo_module
	mn_topo
	topo_foreign
}

part_agents()
{
	heading "dsmipd, on three machines"
	say <<-TEXT
	It makes the devices, addresses and routes, and speaks Mobile IPv4 (RFC
	5944) with the extensions of RFC 5454 for IPv6.

	TEXT
	demo_agents
	print_config ha
	# shellcheck disable=SC2086 # words
	typed ha dsmipctl subscriber add $DEMO_SUBSCRIBER
	echo
	print_config fa
	print_config mn
}

part_register()
{
	heading "The node comes to network A, and registers"
	logs_start
	in_ipv4
	busywait 30 is_at $MN4 ip || demo_fail "the node does not register"
	say <<-TEXT
	It has an address of its own, which is its care-of address. IPv4 is
	carried in IPv4 to there. IPv6 is carried in IPv4 to the home address
	(code 0), and that as any other IPv4.

	TEXT
	exchange
	show ha binding
}

part_ping()
{
	heading "The correspondent reaches both home addresses"
	demo_pings
}

to_b()
{
	in_nat
	ip -n mn link set mn0 down
}

to_f()
{
	in_foreign
	ip -n mn link set mn1 down
}

to_a()
{
	in_ipv4
	ip -n mn link set mn2 down
}

part_move_to_b()
{
	move "A (own) to B (NAT)" $PRIV4 mipudp to_b
	heading "The node moves to network B, behind a NAT"
	say <<-TEXT
	Network B comes up, and the link to A is cut. The node now is $PRIV4,
	which nobody can reach from outside. Its request says so, and comes from
	another address: that is how the home agent finds the NAT. From now on
	everything is carried in UDP, port 434 (RFC 3519).

	TEXT
	exchange
	show ha binding
	show mn service show
	demo_pings
}

part_move_to_f()
{
	move "B (NAT) to F (agent)" $FA4 foreign-agent to_f
	heading "The node moves to network F, of a foreign agent"
	say <<-TEXT
	The node gets no address here. It hears the agent's advertisements, and
	registers through it, with the agent's address as its care-of address.
	The agent takes IPv4 out of the tunnel and hands it over, and sees nothing
	of IPv6: that is inside of it, to the home address (code 0).

	TEXT
	exchange
	show ha binding
	show fa service show
	demo_pings
}

part_move_to_a()
{
	move "F (agent) to A (own)" $MN4 ip to_a
	heading "The node moves back to network A"
	say <<-TEXT
	The tunnel through the agent carries the data until the home agent has
	accepted.

	TEXT
	exchange
}

coa_tunnel()
{
	agent_config mn "$(demo_mn_config care-of)"
	agent mn config reload >/dev/null
}

# is_to PLACE: IPv6 goes there
is_to()
{
	[ "$(shows .ipv6)" = "$1" ]
}

part_code_1()
{
	heading "IPv6 to the care-of address"
	say <<-TEXT
	With an address of its own the node can do without the second header. It
	offers that from now on, and the home agent makes use of it (code 1).

	TEXT
	typed mn dsmipctl config reload
	echo
	coa_tunnel
	busywait 20 is_to care-of || demo_fail "no code 1"
	exchange
	show ha binding
	demo_pings
}

demo part_machines part_agents part_register part_ping part_traffic \
	part_move_to_b part_move_to_f part_move_to_a part_code_1 part_result
