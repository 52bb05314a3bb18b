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
# correspondent meanwhile; sets lost, how many were not answered
traffic_begin()
{
	stream cn "$1" $AGENT_DIR/traffic -i 0.1
}

traffic_end()
{
	stream_end $AGENT_DIR/traffic
}

# transfer_begin NS ADDRESS: from the correspondent to a machine, until it is told
# to end; by IPv4 or IPv6, one of each at a time
transfer_begin()
{
	local family=4 to=$2 name

	case $to in
	*:*) family=6 to="[$to]" ;;
	esac
	name=/tmp/transfer$family
	rm -f $name.end $name.got
	touch $name.on
	{
		ip netns exec "$1" timeout 500 socat -u \
			"TCP$family-LISTEN:5002,reuseaddr" \
			OPEN:$name.got,creat,trunc
		touch $name.end
	} &
	while [ -e $name.on ]; do
		head -c 20000 /dev/urandom
		sleep 0.2
	done | tee $name.sent | ip netns exec cn timeout 500 socat -u - \
		"TCP$family:$to:5002,retry=600,interval=0.1" >/dev/null &
}

# transfer_end FAMILY: passes if all has arrived as it was
transfer_end()
{
	local name=/tmp/transfer$1

	rm "$name.on"
	busywait 120 test -e "$name.end" && [ -s "$name.got" ] &&
		cmp "$name.sent" "$name.got"
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

# ---- foreign agent ------------------------------------------------------

FA4=198.51.100.66

# After mn_topo: the network of a foreign agent, down at first.
topo_foreign()
{
	setup_ns fa
	link r r3 fa fa0
	link fa fa1 mn mn2
	addr r r3 198.51.100.65/26
	addr fa fa0 $FA4/26
	addr fa fa1 10.9.0.1/24
	ip -n fa route add default via 198.51.100.65
	ip -n ha route add 198.51.100.64/26 via 198.51.100.2
	forwarding fa
	ip -n mn link set mn2 down
}

# The home network, as a link; down at first.
topo_home_link()
{
	link ha ha2 mn mn3
	addr ha ha2 203.0.113.1/24
	ip -n mn link set mn3 down
}

# only DEV: the node leaves all networks but that one
only()
{
	local dev

	for dev in mn0 mn1 mn2 mn3; do
		[ "$dev" = "$1" ] || ip -n mn link set "$dev" down
	done
}

in_foreign()
{
	ip -n mn link set mn2 up
}

in_home()
{
	ip -n mn link set mn3 up
	addr mn mn3 203.0.113.99/24
	ip -n mn route replace default via 203.0.113.1 dev mn3
}

# agent_common NS: what the configuration of each agent begins with
agent_common()
{
	cat <<-YAML
	control:
	  socket: $(agent_socket "$1")
	store: $AGENT_DIR/$1.db
	log:
	  level: debug
	YAML
}

# ha4_home LINES, fa4_visited LINES, mn4_node LINES, mn4_router LINES: a home agent,
# a foreign agent, a mobile node and a mobile router of Mobile IPv4; more settings
# of them, indented by 4
ha4_home()
{
	agent_common ha
	cat <<-YAML
	home-agents4:
	  - name: home
	    device: dsmip0
	    address: $HA4
	$1
	YAML
}

fa4_visited()
{
	agent_common fa
	cat <<-YAML
	foreign-agents:
	  - name: visited
	    device: visited
	    interfaces: [fa1]
	    care-of-addresses: [$FA4]
	$1
	YAML
}

mn4_node()
{
	agent_common mn
	cat <<-YAML
	mobile-nodes4:
	  - name: mn7
	    device: dsmip0
	    identifier: mn7@example.net
	    home-address: $HOA4/24
	    home-agent: $HA4
	    home-auth:
	      spi: 256
	      key: $AGENT_KEY
	$1
	YAML
}

mn4_router()
{
	mn4_node "    router: yes
$1"
}

# agent_now NS CONFIG: other settings, while it runs
agent_now()
{
	agent_config "$1" "$2"
	must agent "$1" config reload
}

# The network behind a mobile router.
LAN6=2001:db8:700:1::2

topo_lan6()
{
	setup_ns lan
	link mn mnl lan lan0
	addr mn mnl 2001:db8:700:1::1/64
	addr lan lan0 $LAN6/64
	ip -n lan route add default via 2001:db8:700:1::1
	forwarding mn
}
