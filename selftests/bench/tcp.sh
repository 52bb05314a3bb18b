#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# TCP through the device and through the kernel's own tunnels, with segmentation
# and receive offload at work: bytes a second, by a clock of instructions.
#
#   cn ─ cn0 ── ha0 ─ ha ═ ha1 ── r0 ═ r ═ r1 ── mn0 ═ mn
#
# The other end of the tunnel is the kernel's own in all of them. Cables take large
# packets as they are (tso on), or such packets are cut in front of each cable and
# joined behind it (tso off).
#
#   tcp.sh [FORMAT...]

# shellcheck source=selftests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -eq 0 ] || FORMATS=("$@")
# Of the tunnels, and of paths without one.
MTU=1400
# Of a packet that TCP hands down: its own choice depends on when it is told of what
# has arrived, and would be in the figures.
SEGMENTS=16
# A window that no queue on the way is too short for: nothing is sent twice.
WINDOW=262144
# Connections, of which the one in the middle counts.
TIMES=7
CABLES=(cn/cn0 ha/ha0 ha/ha1 r/r0 r/r1 mn/mn0)

tcp_world()
{
	local ns

	topo_home
	topo_public
	addr mn lo $HOA4/32 $HOA6/128
	ip -n cn link set cn0 gso_max_segs $SEGMENTS
	ip -n mn link set mn0 gso_max_segs $SEGMENTS
	for ns in cn mn; do
		run $ns sysctl -qw net.ipv4.tcp_rmem="4096 $WINDOW $WINDOW"
	done
}

# tso on|off: of all cables
tso()
{
	local cable

	for cable in "${CABLES[@]}"; do
		must run "${cable%/*}" ethtool -K "${cable#*/}" tso "$1" gro on
	done
}

# tcp_record ENTRY PEER FORMAT TSO: a line of results for each direction
tcp_record()
{
	local cn=$CN4 node=$HOA4 way rate

	case $3 in
	6*|IPv6) cn=$CN6 node=$HOA6 ;;
	esac
	for way in "down cn mn $node" "up mn cn $cn"; do
		# shellcheck disable=SC2086 # words
		rate=$("$DSMIP_TOP/selftests/offload.py" ${way#* } $TIMES) || kill $$
		printf '{"tcp":"%s","format":"%s","entry":"%s","peer":"%s",' \
			"${way%% *}" "$3" "$1" "$2"
		printf '"tso":"%s","rate":%d}\n' "$4" "$rate"
	done
}

# tcp_records ENTRY PEER FORMAT
tcp_records()
{
	local way

	for way in on off; do
		tso $way
		tcp_record "$@" $way
	done
}

# No tunnel, and packets as small as in one.
tcp_forwarding()
{
	local format

	progress "TCP: forwarding"
	route_add ha "$HOA4 via 198.51.100.2" "$HOA6 via 2001:db8:2::2"
	route_add r "$HOA4 via $MN4" "$HOA6 via $MN6" "default via $HA4" \
		"default via $HA6"
	route_add mn "default via 198.51.100.129 src $HOA4 mtu $MTU" \
		"default via 2001:db8:3::1 src $HOA6 mtu $MTU"
	for format in IPv4 IPv6; do
		tcp_records peer forwarding $format
	done
	printf 'route del %s\n' $HOA4 $HOA6 | ip -n ha -force -batch -
	printf 'route del %s\n' $HOA4 $HOA6 default | ip -n r -force -batch -
	ip -n r -6 route del default
}

# tcp_node FORMAT: the other end of the tunnel
tcp_node()
{
	local peer=${PEER[$1]} local=$MN4 agent=$HA4

	[ "$peer" != ip6tnl ] || local=$MN6 agent=$HA6
	peer_fou mn add "$peer"
	# shellcheck disable=SC2046 # words
	must ip -n mn link add t0 mtu $MTU gso_max_segs $SEGMENTS up \
		$(peer_link "$peer" $local $agent)
	ip -n mn route replace default dev t0 src $HOA4
	ip -n mn -6 route replace default dev t0 src $HOA6
}

tcp_node_del()
{
	ip -n mn link del t0
	peer_fou mn del "${PEER[$1]}"
}

# tcp_routes DEV: the home agent's, to the node
tcp_routes()
{
	ip -n ha route replace $HOA4 dev "$1"
	ip -n ha -6 route replace $HOA6 dev "$1"
}

tcp_peer()
{
	local format=$1 peer=${PEER[$1]} local=$HA4 coa=$MN4

	[ "$peer" != ip6tnl ] || local=$HA6 coa=$MN6
	tcp_node "$format"
	peer_fou ha add "$peer"
	# shellcheck disable=SC2046 # words
	must ip -n ha link add t0 mtu $MTU up \
		$(peer_link "$peer" $local $coa)
	tcp_routes t0
	tcp_records peer "$peer" "$format"
	ip -n ha link del t0
	peer_fou ha del "$peer"
	tcp_node_del "$format"
}

tcp_device()
{
	local format=$1 peer=${PEER[$1]} coa=$MN4 encap=ip

	case $format in
	*UDP) encap="udp port 4191" ;;
	GRE) encap=gre ;;
	*-in-6) coa=$MN6 ;;
	esac
	tcp_node "$format"
	# shellcheck disable=SC2086 # words
	must ha_bind $coa $encap
	tcp_records device "$peer" "$format"
	if [ "$format" != GRE ]; then
		must dsmipctl -n ha fastpath add dev ha0
		must dsmipctl -n ha fastpath add dev ha1
		tcp_records fastpath "$peer" "$format"
		must dsmipctl -n ha fastpath del dev ha0
		must dsmipctl -n ha fastpath del dev ha1
	fi
	tcp_node_del "$format"
}

bench_modules
tcp_world
tcp_forwarding
for format in "${FORMATS[@]}"; do
	progress "TCP: ${PEER[$format]}, $format"
	tcp_peer "$format"
done
must module_load
ha_device
ip -n ha link set dsmip0 mtu $MTU
tcp_routes dsmip0
for format in "${FORMATS[@]}"; do
	progress "TCP: dsmip, $format"
	tcp_device "$format"
done
