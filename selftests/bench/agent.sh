# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the measurements of dsmipd share: the agent in one namespace, its mobile
# nodes in another one, and a store on a file system that has to write.
#
#   ha: dsmipd ── h0 ─── l0 ── load: dsmipload
#       192.0.2.1, 2001:db8:1::1      .2, ::2, and care-of 198.18.0.0/16
#
# The clock counts instructions, and never stands still: what a request takes is
# the time of many, one after the other, by their number, less what dsmipload
# takes for itself.  Its system calls and the cable are in it.

# shellcheck source=selftests/bench/lib.sh
. "$DSMIP_TOP/selftests/bench/lib.sh"

AGENT_SOCKET=/run/agent.sock

# Agent and nodes have one processor, and neither takes it from the other when it
# is woken up: as between two machines, what comes while the agent is busy waits
# in its socket.
OWN_PACE="chrt --batch 0"
NODES_OF="home 2001:db8:100::1:0 pool4 v4 key-file /run/load.key"

# A disk in memory, with ext4 and its journal.
agent_disk()
{
	must modprobe brd rd_nr=1 rd_size=1048576
	must mkfs.ext4 -q /dev/ram0
	mkdir /run/store
	must mount /dev/ram0 /run/store
}

agent_world()
{
	setup_ns ha load
	link ha h0 load l0
	addr ha h0 $AGENT4/24 $AGENT6/64
	addr load l0 192.0.2.2/24 2001:db8:1::2/64
	forwarding ha
	must ip -n load route add local 198.18.0.0/16 dev lo
	must ip -n ha route add 198.18.0.0/16 via 192.0.2.2
	agent_disk
	echo "the key of all nodes" >/run/load.key
	chmod 600 /run/load.key
	(umask 077; cat >/run/agent.yaml) <<-YAML
		control:
		  socket: $AGENT_SOCKET
		store: /run/store/agent.db
		log:
		  level: notice
		pools:
		  - name: v4
		    range: 10.64.0.0/12
		home-agents:
		  - name: home
		    device: dsmip0
		    address: $AGENT6
		    local4: $AGENT4
		    links:
		      - prefix: 2001:db8:100::/48
	YAML
}

agent_start()
{
	# shellcheck disable=SC2086
	ip netns exec ha $OWN_PACE dsmipd -c /run/agent.yaml 2>>/run/agent.log &
	agent_pid=$!
	busywait 100 command dsmipctl -S $AGENT_SOCKET service show && return
	cat /run/agent.log
	return 1
}

agent_kill()
{
	kill -KILL "$agent_pid"
	wait "$agent_pid" 2>/dev/null
}

# agent_insns: that the agent has executed, its system calls included
agent_insns()
{
	cut -d' ' -f1 "/proc/$agent_pid/schedstat"
}

# agent_count COUNT: are there so many subscribers?
agent_count()
{
	[ "$(sqlite3 /run/store/agent.db 'SELECT count(*) FROM subscriber')" \
		= "$1" ]
}

# agent_subscribers COUNT: those that are not there yet are added.  While the guest
# waits for its host the clock leaps to the next timer, and dsmipd ends a connection
# that has been silent for so long: then another one goes on.
agent_subscribers()
{
	local try

	for try in 1 2 3; do
		# shellcheck disable=SC2086
		dsmipload subscribers nodes "$1" $NODES_OF \
			socket $AGENT_SOCKET >/run/subscribers.log 2>&1
		agent_count "$1" && return
		progress "$try: $(tail -n 1 /run/subscribers.log)"
	done
	cat /run/subscribers.log /run/agent.log
	return 1
}

# load KEY VALUE...: nodes behind NATs; results are in /run/load.json.  A node's
# sequence numbers go on from where those of the run before have ended.
sequence=1
load()
{
	sequence=$((sequence + 1000))
	# shellcheck disable=SC2086,SC2154 # nodes is of who sources this
	must run load $OWN_PACE dsmipload -q -j nodes "$nodes" $NODES_OF agent $AGENT6 \
		agent4 $AGENT4 source 198.18.0.1 sources 100 ports 100 \
		claim 10.0.0.2 sequence $sequence timeout 10000 "$@" \
		>/run/load.json
	[ "$(jq '.sent - .accepted' /run/load.json)" = 0 ] || {
		progress "not all were accepted: $(cat /run/load.json)"
		exit 1
	}
}

# load_insns: for each request of the last load
load_insns()
{
	jq '(.usec - .user_usec) * 1000 / .accepted | floor' /run/load.json
}
