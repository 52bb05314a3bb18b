#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 900
#
# Many mobile nodes at dsmipd, played by dsmipload in the place of mn in the
# topology of lib.sh: registrations, refreshes, handovers, deregistrations; in
# IPv4 with and without NATs, and with answers that are lost on their way; in
# IPv6; the same nodes with Mobile IPv4; and a kill in the middle of a storm.
#
# Covers: R5555-4.5-05

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

NODES=200
NODES_OF="nodes $NODES home 2001:db8:100::1:1 home4 10.7.0.1
	key-file $AGENT_DIR/load.key"

# load WORDS...: results are in $AGENT_DIR/load.json
load()
{
	# shellcheck disable=SC2086
	ip netns exec mn dsmipload -q -j $NODES_OF agent $HA6 agent4 $HA4 \
		timeout 2000 attempts 6 "$@" >$AGENT_DIR/load.json 2>$AGENT_DIR/load.err ||
		test_log "$(cat $AGENT_DIR/load.err)"
}

# loaded EXPRESSION: of the results
loaded()
{
	jq -c "$1" $AGENT_DIR/load.json
}

# loaded_all TEXT COUNT: so many were sent, and all accepted; guests are slow,
# so that some are sent more than once
loaded_all()
{
	check_eq "$1" "[$2,$2,0,0,0]" \
		"$(loaded '[.sent,.accepted,.misdelivered,.unsigned,.malformed]')"
}

# Agents of both protocols, without a line in the log for each registration, and
# a pool that is large enough.
quiet_config()
{
	# shellcheck disable=SC2119
	ha_config | sed "s/level: debug/level: notice/
		s|^pools:|pools:\n  - name: v4-load\n    range: 10.8.0.0/22|"
	cat <<-YAML
	home-agents4:
	  - name: home4
	    device: dsmip0
	    address: $HA4
	    links:
	      - prefix: 10.7.0.0/16
	YAML
}

stored()
{
	sqlite3 -cmd '.timeout 60000' $AGENT_DIR/ha.db "SELECT count(*) FROM records $1"
}

bindings()
{
	dsmipctl -n ha -j binding show dev dsmip0 | jq length
}

must module_load
topo_home
topo_public
# What routes lead to mn is local there.
for net in 198.18.0.0/24 2001:db8:e::/64; do
	must ip -n mn route add local $net dev lo
done
must ip -n ha route add 198.18.0.0/24 via 198.51.100.2
must ip -n r route add 198.18.0.0/24 via $MN4
must ip -n ha route add 2001:db8:e::/64 via 2001:db8:2::2
must ip -n r route add 2001:db8:e::/64 via $MN6
echo "the key of all nodes" >$AGENT_DIR/load.key
must agent_start ha "$(quiet_config)"

# shellcheck disable=SC2086
check_eq "subscribers are added" "$NODES subscribers added" \
	"$(dsmipload subscribers protocol mip4 $NODES_OF \
		socket "$(agent_socket ha)" 2>&1)"
# shellcheck disable=SC2086
check_match "and not twice" "$NODES not added" \
	"$(dsmipload subscribers $NODES_OF socket "$(agent_socket ha)" 2>&1)"

load source 198.18.0.1 sources 50 ports 2 sequence 1
loaded_all "registrations of IPv4 networks" $NODES
check_eq "their bindings" $NODES "$(bindings)"
check_eq "their records" $NODES "$(stored 'WHERE lifetime > 0 AND NOT nat')"

load source 198.18.0.1 sources 2 ports 20 claim 10.0.0.2 sequence 100
loaded_all "registrations behind NATs" $NODES
check_eq "the NATs are found" $NODES "$(stored 'WHERE nat')"

# What the home agent sends: a tenth is lost, a tenth comes twice, all of it late
# and in another order.
must run ha tc qdisc add dev ha1 root netem delay 20ms 20ms loss 10% duplicate 10%
load source 198.18.0.1 sources 50 ports 2 claim 10.0.0.2 sequence 200
loaded_all "registrations whose answers are lost, doubled and reordered" $NODES
check_eq "some nodes have asked again, some answers came twice" "true,true" \
	"$(loaded '"\(.retransmitted > 0),\(.strays > 0)"' | tr -d '"')"
check_eq "with a binding for each" $NODES "$(bindings)"
must run ha tc qdisc del dev ha1 root

load source 2001:db8:e::1 sources $NODES
loaded_all "registrations of IPv6 networks" $NODES
check_eq "care-of addresses" $NODES "$(stored "WHERE coa LIKE '2001:db8:e:%'")"

load protocol mip4 source 198.18.0.1 sources 50 ports 2
loaded_all "the same nodes with Mobile IPv4" $NODES
check_eq "with all that they have asked for" 0 "$(loaded .incomplete)"
check_eq "their bindings are the only ones" $NODES "$(bindings)"
check_eq "and so are their records" $NODES \
	"$(stored "WHERE lifetime > 0 AND proto = 'mipv4' AND NOT nat")"

load protocol mip4 source 198.18.0.1 sources 2 ports 20 claim 10.0.0.2 \
	requests 600 handover 1 deregister 1
loaded_all "Mobile IPv4 behind NATs: handovers, deregistrations" 600
check_eq "there are some of each kind" true \
	"$(loaded '[.kinds[].accepted > 20] | all')"
check_eq "with UDP tunnels" 0 "$(loaded .incomplete)"

load source 198.18.0.1 sources 50 ports 4 requests 1000 handover 1 deregister 1
loaded_all "refreshes, handovers, deregistrations" 1000
check_eq "there are some of each" true \
	"$(loaded '[.kinds[].accepted > 50] | all')"

load source 198.18.0.1 sources 50 ports 4 rate 20 requests 100
loaded_all "a hundred, twenty a second" 100
test_log "latency in microseconds: $(loaded .latency_usec)"

# Killed in the middle of a storm, and killed again, the agent comes back.  What
# it has acknowledged is in its store, whatever it was doing; addresses are of a
# pool, and nobody has that of another node.  These nodes are others than above.
NODES_OF="nodes $NODES home 2001:db8:100::2:1 pool4 v4-load spi 10000
	key-file $AGENT_DIR/load.key"
# shellcheck disable=SC2086
check_eq "subscribers with a pool are added" "$NODES subscribers added" \
	"$(dsmipload subscribers $NODES_OF socket "$(agent_socket ha)" 2>&1)"
load source 198.18.0.1 sources 50 ports 4 claim 10.0.0.2 acks /tmp/acks \
	refresh 2 handover 3 deregister 1 time 20 &
load_pid=$!
# acknowledged COUNT: so many have been by now
acknowledged()
{
	[ "$(wc -l </tmp/acks)" -ge "$1" ]
}
busywait 60 acknowledged 150
for storm in first second; do
	sleep 4
	agent_kill ha
	# What it has sent is read by then.
	sleep 0.5
	test_log "$storm time: $(wc -l </tmp/acks) acknowledgements"
	check_table "$here/dsmipd_acks.py" /tmp/acks $AGENT_DIR/ha.db
	must agent_start ha "$(quiet_config)"
done
wait $load_pid
check_eq "the nodes go on" "[0,0,0]" "$(loaded '[.lost,.unsigned,.misdelivered]')"
test_log "$(loaded '{sent,accepted,retransmitted,resent,rate,latency_usec}')"
check_table "$here/dsmipd_acks.py" /tmp/acks $AGENT_DIR/ha.db
dsmipctl -n ha -j binding show dev dsmip0 |
	jq -r '.[] | "\(.coa) \(.port // 0)"' | sort >$AGENT_DIR/module
sqlite3 -separator ' ' $AGENT_DIR/ha.db \
	'SELECT coa, port FROM records WHERE lifetime > 0' |
	sort >$AGENT_DIR/store
check "the module has the end points of the store" \
	diff $AGENT_DIR/module $AGENT_DIR/store

test_done
