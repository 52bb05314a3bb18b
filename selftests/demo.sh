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

demo_dir=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=selftests/dsmipd.sh
. "$demo_dir/dsmipd.sh"

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
	agent "$ns" "$@" | indent
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

# Network A is mn0 with an IPv6 address, network C is mn0 with one of IPv4.
demo_topology()
{
	mn_topo
	ip -n mn addr del $MN4/26 dev mn0
}

demo_module()
{
	[ -d /sys/module/dsmip ] || module_load
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

# ---- traffic --------------------------------------------------------------

# It starts early, for that takes a while, and waits for its first command.
traffic_start()
{
	export HOA4 HOA6 CN4 CN6 HA4
	mkfifo $DEMO_FILE.ask $DEMO_FILE.answer
	/usr/bin/python3 -ESs "$demo_dir/demo.py" <$DEMO_FILE.ask >$DEMO_FILE.answer &
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

# What the home agent's module says, and what the agents do, from now on.
logs_start()
{
	mkfifo $DEMO_FILE.events
	dsmipctl -n ha -j monitor packet >$DEMO_FILE.events &
	demo_monitor=$!
	exec {demo_events}<$DEMO_FILE.events
	exec {log_ha}<$AGENT_DIR/ha.log {log_mn}<$AGENT_DIR/mn.log
}

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

# line WHO WHAT
line()
{
	# shellcheck disable=SC2086 # words
	wrap "     $(printf '%-10s' "$1")" "               " "" $2
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
	local down_lost down_ms up_lost up_ms tunnel

	read -r _ down_lost down_ms _ up_lost up_ms tunnel <<<"$2"
	[ -n "${tunnel:-}" ] || demo_fail "no figures of the loss"
	printf '     %-20s %6s %5s ms %8s %5s ms %10s ms\n' "$1" "$down_lost" \
		"$down_ms" "$up_lost" "$up_ms" "$tunnel"
}

# move COA ENCAP COMMAND...: to a network; sets answer to what it has cost. That
# the node notices is up to dsmipd.
move()
{
	local coa=$1 encap=$2 bytes
	shift 2

	traffic moving
	"$@"
	busywait 20 is_at "$coa" "$encap" ||
		demo_fail "the node does not register from $coa"
	traffic progress
	bytes=$answer
	traffic moved
	loss="$answer $(shows .last_handover_ms)"
	traffic progress
	[ "$answer" -gt "$bytes" ] || demo_fail "the transfer hangs at $coa"
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
	    it is not at home, and moves between networks A, B and C
	TEXT
	demo_picture
	traffic_start
	must demo_module
	demo_topology
}

# print_config NS: of its agent, but for what is not needed to see it work
print_config()
{
	typed "$1" dsmipd -c "$AGENT_DIR/$1.yaml"
	sed -n '/^home-agents:/,$p; /^mobile-nodes:/,$p' "$AGENT_DIR/$1.yaml" |
		indent
	echo
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

part_traffic()
{
	heading "Traffic that will last over all moves"
	say <<-TEXT
	- a TCP transfer from cn to $HOA6
	- a stream of 50 numbered packets a second from cn to $HOA4
	  ("down"), and another one from there to cn ("up"), to count losses

	TEXT
	traffic start
	sleep 1
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
	move $PRIV4 udp to_b
	loss_to_b=$loss
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
	move $MN4 ip to_c
	loss_to_c=$loss
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
	move $MN6 ip to_a
	loss_to_a=$loss
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
	Lost of 50 packets a second, and the longest gap; and how long the node
	waited from its first update to the new tunnel:

	TEXT
	printf '     %-20s %15s %17s %13s\n' "" "down (to mn)" "up (from mn)" \
		"registration"
	print_loss "A (IPv6) to B (NAT)" "$loss_to_b"
	print_loss "B (NAT) to C (IPv4)" "$loss_to_c"
	print_loss "C (IPv4) to A (IPv6)" "$loss_to_a"
}

demo()
{
	[ -n "${DSMIP_VM:-}" ] ||
		demo_fail "this has to run in a virtual machine: make demo"
	trap demo_end EXIT
	trap '' PIPE # traffic() tells what has happened
	part_machines
	part_agents
	part_register
	part_ping
	part_traffic
	part_move_to_b
	part_liars
	part_move_to_c
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
