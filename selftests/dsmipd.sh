# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the tests of dsmipd share, on top of lib.sh: agents in namespaces, their
# configurations and subscribers.

# shellcheck source=selftests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PATH=$PATH:$(dirname "${BASH_SOURCE[0]}")
AGENT_DIR=/run/agents
AGENT_KEY=0x000102030405060708090a0b0c0d0e0f

declare -A agent_pid=()

mkdir -p $AGENT_DIR
(umask 077; echo $AGENT_KEY >$AGENT_DIR/key)

# The socket of the agent in a namespace.
agent_socket()
{
	echo "$AGENT_DIR/$1.sock"
}

# agent NS ARGUMENTS...: dsmipctl against the agent of a namespace
agent()
{
	local ns=$1
	shift

	dsmipctl -n "$ns" -S "$(agent_socket "$ns")" "$@"
}

# agent_start NS CONFIG: start a dsmipd, until it answers
agent_start()
{
	local ns=$1 config=$AGENT_DIR/$1.yaml

	(umask 077; cat >"$config" <<<"$2")
	ip netns exec "$ns" dsmipd -c "$config" 2>>"$AGENT_DIR/$ns.log" &
	agent_pid[$ns]=$!
	busywait 120 agent "$ns" service show && return
	cat "$AGENT_DIR/$ns.log"
	return 1
}

# agent_kill NS: without warning
agent_kill()
{
	kill -KILL "${agent_pid[$1]}"
	wait "${agent_pid[$1]}" 2>/dev/null
}

# agent_restart NS: ends as for "systemctl restart", without the start
agent_restart()
{
	kill -USR1 "${agent_pid[$1]}"
	wait "${agent_pid[$1]}"
}

# agent_stop NS: as systemd does
agent_stop()
{
	kill -TERM "${agent_pid[$1]}"
	wait "${agent_pid[$1]}"
}

# subscriber NS NAME home ADDRESS [KEY VALUE]...: one that has the key of mip6.py
subscriber()
{
	local ns=$1
	shift

	agent "$ns" subscriber add "$@" security auth key-file $AGENT_DIR/key
}

# ha_config [LINES]: a home agent in the topology of lib.sh; more settings of it,
# indented by 4
ha_config()
{
	cat <<-YAML
	control:
	  socket: $(agent_socket ha)
	store: $AGENT_DIR/ha.db
	log:
	  level: debug
	pools:
	  - name: v4-main
	    range: 203.0.113.128/26
	  - name: v4-prefix
	    range: 203.0.113.192/26
	    length: 29
	home-agents:
	  - name: home
	    device: dsmip0
	    address: $HA6
	    local4: $HA4
	    links:
	      - prefix: 2001:db8:100::/48
	${1:-}
	YAML
}

# traffic_begin ADDRESS, traffic_end: pings ten times a second from the
# correspondent meanwhile; how many were not answered
traffic_begin()
{
	ip netns exec cn ping -q -i 0.1 "$1" >$AGENT_DIR/traffic &
	traffic_pid=$!
}

traffic_end()
{
	sleep 1
	kill -INT "$traffic_pid"
	wait "$traffic_pid"
	awk '/packets transmitted/ { print $1 - $4 }' $AGENT_DIR/traffic
}

# ---- mobile node --------------------------------------------------------

# mn_config LINES: a mobile node; more settings of it, indented by 4
mn_config()
{
	cat <<-YAML
	control:
	  socket: $(agent_socket mn)
	store: $AGENT_DIR/mn.db
	log:
	  level: debug
	mobile-nodes:
	  - name: mn7
	    device: dsmip0
	    identifier: mn7@example.net
	    home-address: $HOA6/64
	    home4: [$HOA4]
	$1
	YAML
}

# shows KEY: of the mobile node
shows()
{
	agent mn -j service show mn7 | jq -r ".[0] | $1"
}

# is_at COA ENCAP: registered there
is_at()
{
	[ "$(shows '[.state, .coa, .encap] | join(" ")')" = "registered $1 $2" ]
}

# logged NS TEXT
logged()
{
	grep -q "$2" "$AGENT_DIR/$1.log"
}

# agent_config NS CONFIG: for the next reload
agent_config()
{
	cat <<<"$2" >"$AGENT_DIR/$1.yaml"
}

# The networks of the node: one at a time.
leave()
{
	ip -n mn link set mn0 down
	ip -n mn link set mn1 down
}

in_ipv6()
{
	ip -n mn link set mn0 up
	addr mn mn0 $MN6/64
	ip -n mn route replace default via 2001:db8:3::1 dev mn0 metric 1024
}

in_ipv4()
{
	ip -n mn link set mn0 up
	ip -n mn route replace default via 198.51.100.129 dev mn0 metric 100
}

in_nat()
{
	ip -n mn link set mn1 up
	ip -n mn route replace default via 10.0.0.1 dev mn1 metric 200
}

# As mn_config has it.
# shellcheck disable=SC2034
{
	MN_AGENT="    home-agent: $HA6
    home-agent4: $HA4"
	MN_AUTH="    security: auth
    auth:
      spi: 256
      key: $AGENT_KEY"
}

# The topology of lib.sh without the routes that it gives the node.
mn_topo()
{
	topo_home
	topo_public
	topo_nat 40000-40999
	ip -n mn route del $HA4
	ip -n mn route del $HA6
	leave
}
