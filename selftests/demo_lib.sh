# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the demos share, on top of dsmipd.sh: how they speak, traffic that lasts
# over all moves, and what a move has cost.

demo_dir=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=selftests/dsmipd.sh
. "$demo_dir/dsmipd.sh"

DEMO_FILE=/run/demo

# What the moves were, and what each has cost.
demo_moves=()
demo_losses=()

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

demo_module()
{
	[ -d /sys/module/dsmip ] || module_load
}

# print_config NS: of its agent, but for what is not needed to see it work
print_config()
{
	typed "$1" dsmipd -c "$AGENT_DIR/$1.yaml"
	sed -n '/^home-agents4\{0,1\}:/,$p; /^mobile-nodes4\{0,1\}:/,$p
		/^foreign-agents:/,$p' "$AGENT_DIR/$1.yaml" | indent
	echo
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
	# shellcheck disable=SC2034 # for exchange()
	exec {log_ha}<$AGENT_DIR/ha.log {log_mn}<$AGENT_DIR/mn.log
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

# move TEXT COA ENCAP COMMAND...: to a network; remembers what it has cost. That
# the node notices is up to dsmipd.
move()
{
	local text=$1 coa=$2 encap=$3 bytes
	shift 3

	traffic moving
	"$@"
	busywait 20 is_at "$coa" "$encap" ||
		demo_fail "the node does not register from $coa"
	traffic progress
	bytes=$answer
	traffic moved
	demo_moves+=("$text")
	demo_losses+=("$answer $(shows .last_handover_ms)")
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
	# shellcheck disable=SC2034 # the answer
	[[ $text =~ $1\ ([0-9]+) ]] && drops=${BASH_REMATCH[1]}
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

part_result()
{
	local bytes sent received strangers move

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
	for move in "${!demo_moves[@]}"; do
		print_loss "${demo_moves[$move]}" "${demo_losses[$move]}"
	done
}

# demo PART...: tells the parts of a story, in order
demo()
{
	local part

	[ -n "${DSMIP_VM:-}" ] ||
		demo_fail "this has to run in a virtual machine: make demo"
	trap demo_end EXIT
	trap '' PIPE # traffic() tells what has happened
	for part; do
		"$part"
	done
	demo_end
	echo
	echo "demo: passed"
	exit 0
}
