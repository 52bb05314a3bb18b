#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The demo: a mobile node moves from an IPv6 network to one with private IPv4
# addresses behind a NAT, and back, and keeps its addresses and connections.
#
#   demo.sh         the whole of it; ends with "demo: passed" or "demo: FAILED"
#   demo.sh --up    only the machines and the first registration, for "make
#                   shell", which sources this file
#
# It runs in a guest: make demo, or selftests/vm/run.sh selftests/demo.sh

demo_dir=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=selftests/lib.sh
. "$demo_dir/lib.sh"

DEMO_LIFETIME=300
DEMO_FILE=/run/demo

# ---- how it speaks --------------------------------------------------------

demo_step=0

# heading TEXT
heading()
{
	demo_step=$((demo_step + 1))
	printf '%d. %s\n\n' "$demo_step" "$1"
}

# Without other programs: starting one takes long in an emulated machine.

# say: what is on stdin, indented
say()
{
	local line

	while IFS= read -r line; do
		echo "${line:+   $line}"
	done
}

# indent: the same for what a command says
indent()
{
	local line

	while IFS= read -r line; do
		echo "${line:+       $line}"
	done
}

# wrap FIRST NEXT END WORDS...: lines that begin with FIRST or NEXT; all but the
# last end with END
wrap()
{
	local line=$1 next=$2 end=$3 word
	shift 3

	for word; do
		if [ $((${#line} + ${#word})) -gt 76 ]; then
			echo "${line% }$end"
			line=$next
		fi
		line+="$word "
	done
	echo "${line% }"
}

# typed NS COMMAND...: the command as one would type it on that machine
typed()
{
	local ns=$1
	shift

	wrap "     $ns# " "            " " \\" "$@"
}

# show NS ARGUMENTS...: dsmipctl on that machine, and what it says
show()
{
	local ns=$1
	shift

	typed "$ns" dsmipctl "$@"
	dsmipctl -n "$ns" "$@" | indent
	echo
}

demo_end()
{
	[ -z "${demo_traffic:-}" ] || kill "$demo_traffic" 2>/dev/null
	[ -z "${demo_monitor:-}" ] || kill "$demo_monitor" 2>/dev/null
}

demo_fail()
{
	if [ "${demo_mode:-}" = up ]; then
		echo "demo: $* failed" >&2
		return 1
	fi
	demo_end
	echo
	echo "demo: FAILED: $*"
	exit 1
}

# lib.sh's, without TAP
must()
{
	"$@" && return
	demo_fail "$*"
}

# ---- machines -------------------------------------------------------------

# What lib.sh draws. Network A is one of IPv6 only, and its router keeps its
# address while the network is out of order.
demo_topology()
{
	topo_home
	topo_public
	topo_nat
	ip -n mn addr del $MN4/26 dev mn0
	ip -n mn route replace $HA4 via 10.0.0.1
	run r sysctl -qw net.ipv6.conf.r1.keep_addr_on_down=1
}

demo_module()
{
	[ -d /sys/module/dsmip ] || module_load
}

# The command lines of the registrations; $1 is the UDP port that the NAT gave.
demo_homes="home $HOA4 home $HOA6"
demo_ha_at_a="binding replace $demo_homes coa $MN6 encap ip lifetime $DEMO_LIFETIME"
demo_mn_at_a="binding replace home 0.0.0.0/0 home ::/0 coa $HA6 local $MN6 encap ip"
demo_mn_at_b="binding replace home 0.0.0.0/0 home ::/0 coa $HA4 local $PRIV4 encap udp"
demo_ha_at_b()
{
	echo "binding replace $demo_homes coa $NAT4 port $1 encap udp" \
		"lifetime $DEMO_LIFETIME"
}

# shellcheck disable=SC2086 # words
demo_register_at_a()
{
	must dsmipctl -n ha $demo_ha_at_a
	must dsmipctl -n mn $demo_mn_at_a
}

demo_up()
{
	demo_mode=up
	if [ ! -e /run/netns/mn ]; then
		demo_module
		demo_topology
		ha_device
		mn_device
		demo_register_at_a
		must run cn ping -q -c 1 -W 5 $HOA6 >/dev/null || return
	fi
	cat <<-TEXT

	Network namespaces: cn, the correspondent; ha, the home agent; r, the
	Internet; nat; mn, the mobile node, which is in the IPv6 network.

	  run cn ping $HOA4                its IPv4 home address
	  run cn ping $HOA6            its IPv6 home address
	  dsmipctl -n ha binding                 where it is
	  dsmipctl -n ha -s -d binding           the same with counters
	  dsmipctl -n ha stats                   drops by cause
	  dsmipctl -n ha monitor &               events

	The node moves behind the NAT; after that, "run mn ping $CN4" makes
	an event with the address and port to register at ha:

	  dsmipctl -n mn $demo_mn_at_b

	TEXT
}

demo_picture()
{
	say <<-'TEXT'

	                                   network A, IPv6 only
	                                ,---------------------------.
	cn ------ ha ----------- r ----+                             +---- mn
	     home agent      Internet   `--- nat ---- 10.0.0.0/24 ---'
	                                   network B, private IPv4

	TEXT
}

# ---- traffic --------------------------------------------------------------

# It starts early, for that takes a while, and waits for its first command.
traffic_start()
{
	export HOA4 HOA6 CN4 CN6 HA4
	mkfifo $DEMO_FILE.ask $DEMO_FILE.answer
	/usr/bin/python3 -IS "$demo_dir/demo.py" <$DEMO_FILE.ask >$DEMO_FILE.answer &
	demo_traffic=$!
	exec {demo_ask}>$DEMO_FILE.ask {demo_answer}<$DEMO_FILE.answer
}

# traffic COMMAND...: sets answer
traffic()
{
	echo "$*" >&"$demo_ask"
	read -r -t 60 answer <&"$demo_answer" ||
		demo_fail "the traffic stopped: no answer to '$*'"
	[ "$answer" != timeout ] || demo_fail "no traffic after '$*'"
}

# The commands of a handover go to a dsmipctl that is there already, as they
# would with an agent that has its netlink socket open.
handover_start()
{
	exec {demo_ha}> >(exec dsmipctl -n ha -b -)
	exec {demo_mn}> >(exec dsmipctl -n mn -b -)
	mkfifo $DEMO_FILE.events
	dsmipctl -n ha -j monitor packet >$DEMO_FILE.events &
	demo_monitor=$!
	exec {demo_events}<$DEMO_FILE.events
}

# event PATTERN: waits for one that matches; sets event
event()
{
	while read -r -t 20 event <&"$demo_events"; do
		[[ $event =~ $1 ]] && return
	done
	demo_fail "no event $1"
}

print_event()
{
	# shellcheck disable=SC2086 # words
	wrap "       " "        " "" ${event//,/, }
	echo
}

# print_loss TEXT ANSWER
print_loss()
{
	local down_lost down_ms up_lost up_ms

	read -r _ down_lost down_ms _ up_lost up_ms <<<"$2"
	[ -n "${up_ms:-}" ] || demo_fail "no figures of the loss"
	printf '     %-20s %9s %8s ms %9s %8s ms\n' "$1" "$down_lost" \
		"$down_ms" "$up_lost" "$up_ms"
}

demo_pings()
{
	local to

	for to in $HOA4 $HOA6; do
		typed cn ping -c 3 -i 0.2 "$to"
		run cn ping -q -c 3 -i 0.2 -W 5 "$to" >$DEMO_FILE.ping ||
			demo_fail "$to does not answer"
		grep transmitted $DEMO_FILE.ping | indent
	done
	echo
}

# demo_drops CAUSE: sets drops, those of the home agent
demo_drops()
{
	local text

	text=$(dsmipctl -n ha stats)
	drops=0
	[[ $text =~ $1\ ([0-9]+) ]] && drops=${BASH_REMATCH[1]}
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
	    it is not at home, and moves between networks A and B
	TEXT
	demo_picture
	traffic_start
	must demo_module
	demo_topology
}

part_devices()
{
	heading "One tunnel device at each end"
	say <<-'TEXT'
	A device serves any number of nodes. The home agent has its addresses
	on it; the node has none, for its care-of address changes.

	TEXT
	typed ha dsmipctl link add dsmip0 local $HA4 local $HA6
	typed ha ip link set dsmip0 up
	typed ha ip route add 203.0.113.0/24 dev dsmip0
	typed ha ip route add 2001:db8:100::/48 via fe80::1 dev dsmip0
	ha_device
	echo
	typed mn dsmipctl link add dsmip0
	typed mn ip link set dsmip0 up
	typed mn ip addr add $HOA4/32 dev dsmip0
	typed mn ip addr add $HOA6/128 dev dsmip0
	typed mn ip route add default dev dsmip0 src $HOA4
	typed mn ip -6 route add default dev dsmip0 src $HOA6
	mn_device
	echo
	show ha link
}

# shellcheck disable=SC2086 # words
part_register()
{
	heading "The node is in network A, and registers"
	say <<-TEXT
	A binding joins home addresses to the care-of address. In a network
	with IPv6 the packets are carried as they are: IP in IPv6.
	(This version has no signalling agent: registering is done by hand.)

	TEXT
	typed ha dsmipctl $demo_ha_at_a
	typed mn dsmipctl $demo_mn_at_a
	demo_register_at_a
	handover_start
	echo
	show ha binding
	show mn binding
}

part_ping()
{
	heading "The correspondent reaches both home addresses"
	demo_pings
	show ha -s -d binding
}

part_traffic()
{
	heading "Traffic that will last over both moves"
	say <<-TEXT
	- a TCP transfer from cn to $HOA6
	- a stream of 50 numbered packets a second from cn to $HOA4
	  ("down"), and another one from there to cn ("up"), to count losses

	TEXT
	traffic start
	sleep 1
}

# The node is first: its packets are what opens the NAT's port. The story is
# told afterwards.
# shellcheck disable=SC2046,SC2086 # words
part_move_to_b()
{
	local port bytes

	traffic progress
	bytes=$answer
	traffic moving
	echo "$demo_mn_at_b" >&"$demo_mn"
	event '"endpoint-mismatch".*"encap":"udp"'
	[[ $event =~ \"outer_src\":\"$NAT4\".*\"outer_port\":([0-9]+) ]] ||
		demo_fail "strange event $event"
	port=${BASH_REMATCH[1]}
	demo_ha_at_b "$port" >&"$demo_ha"
	traffic moved
	loss_to_b=$answer

	heading "The node moves to network B, behind a NAT"
	say <<-TEXT
	The node now is $PRIV4, which nobody can reach from outside. It sends
	everything in UDP from port 4191, and the NAT makes an address and a
	port of its own of that:

	TEXT
	typed mn dsmipctl $demo_mn_at_b
	echo
	say <<-TEXT
	The home agent refuses such packets: they come from where the node is
	not registered. It reports the first ones, and that is how the mapped
	port is learned here:

	TEXT
	typed ha dsmipctl -j monitor packet
	print_event
	say <<-TEXT
	The operator, who has been waiting for the node to move, registers the
	new place. (Data alone never moves a binding: anybody can send such a
	packet. It takes an agent, or an operator, who knows better.)

	TEXT
	typed ha dsmipctl $(demo_ha_at_b "$port")
	echo
	show ha binding
	demo_pings
	traffic progress
	[ "$answer" -gt "$bytes" ] || demo_fail "the transfer hangs in network B"
}

part_a_is_gone()
{
	local before after

	heading "Network A is switched off"
	say <<-TEXT
	Nothing depends on the old network any more, and the transfer goes on:

	TEXT
	typed r ip link set r1 down
	ip -n r link set r1 down
	traffic progress
	before=$answer
	sleep 1
	traffic progress
	after=$answer
	echo "       bytes received: $before, and a second later $after"
	echo
	[ "$after" -gt "$before" ] || demo_fail "the transfer hangs without network A"
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
	traffic liar itself
	event '"source-violation"'
	print_event
	demo_drops rx-no-binding
	[ "$drops" = "$answer" ] ||
		demo_fail "$answer packets from a wrong address, $drops refused"

	say <<-TEXT
	Each was dropped and counted by its cause; rx-coa counts the packets of
	the move as well. What can be laid to one binding is counted there too:

	TEXT
	show ha stats
	show ha -s -d binding
}

# shellcheck disable=SC2086 # words
part_move_to_a()
{
	heading "The node moves back to network A"
	ip -n r link set r1 up
	busywait 20 run mn ping -c 1 -W 1 -I $MN6 $HA6 ||
		demo_fail "network A does not come up again"
	traffic moving
	echo "$demo_mn_at_a" >&"$demo_mn"
	echo "$demo_ha_at_a" >&"$demo_ha"
	traffic moved
	loss_to_a=$answer
	say <<-TEXT
	This time the address is known beforehand, and both ends change at once:

	TEXT
	typed r ip link set r1 up
	typed mn dsmipctl $demo_mn_at_a
	typed ha dsmipctl $demo_ha_at_a
	echo
	show ha binding
	show mn binding
}

part_result()
{
	local bytes sent received strangers

	heading "The end of the transfer"
	traffic finish
	read -r bytes sent received strangers <<<"$answer"
	say <<-TEXT
	$bytes bytes received
	SHA-256 of what was sent:     ${sent:0:32}...
	SHA-256 of what was received: ${received:0:32}...

	TEXT
	[ "$sent" = "$received" ] || demo_fail "the transfer is damaged"
	[ "$strangers" = 0 ] || demo_fail "$strangers forged packets got through"

	say <<-TEXT
	The same TCP connection all the time, and not a forged packet at cn.
	Lost of 50 packets a second, and the longest gap:

	TEXT
	printf '     %-20s %21s %21s\n' "" "down (to mn)" "up (from mn)"
	print_loss "A (IPv6) to B (NAT)" "$loss_to_b"
	print_loss "B (NAT) to A (IPv6)" "$loss_to_a"
	echo
	say <<-TEXT
	The exchange of a binding loses nothing by itself. What is lost was on
	its way while one end knew of the move and the other one did not yet.
	TEXT
}

demo()
{
	[ -n "${DSMIP_VM:-}" ] ||
		demo_fail "this has to run in a virtual machine: make demo"
	trap demo_end EXIT
	part_machines
	part_devices
	part_register
	part_ping
	part_traffic
	part_move_to_b
	part_a_is_gone
	part_liars
	part_move_to_a
	part_result
	demo_end
	echo
	echo "demo: passed"
	exit 0
}

if [ "${1:-}" = --up ]; then
	demo_up
else
	demo
fi
