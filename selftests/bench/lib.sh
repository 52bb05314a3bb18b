# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the measurements share, in a guest whose clock counts instructions:
# a home agent between two devices, and the tunnels that it is measured against.
#
#   frames ──► h0 (TAP) ── ha ── h1 (dummy) ──► nowhere
#
#   h1              192.0.2.1            2001:db8:1::1    home agent
#   correspondent   203.0.113.2          2001:db8:3::2
#   home addresses  10.0.0.0/9           2001:db8:e000::/48
#   care-of         10.128.0.0/9         2001:db8:f000::/48
#
# All frames come in by h0 and leave by h1, whatever their direction, so that
# only what is between the two differs.

# shellcheck source=selftests/lib.sh
. "$DSMIP_TOP/selftests/lib.sh"

BENCH=$DSMIP_TOP/build/bench/dsmipbench
AGENT4=192.0.2.1
AGENT6=2001:db8:1::1
FOU=(encap fou encap-sport 4191 encap-dport 4191)

# What a format is compared with.
# shellcheck disable=SC2034 # used by who sources it
declare -A PEER=(
	[6-in-UDP]=sit+fou [4-in-UDP]=ipip+fou [6-in-4]=sit [4-in-4]=ipip
	[4-in-6]=ip6tnl [6-in-6]=ip6tnl [GRE]=gre
)
# shellcheck disable=SC2034
FORMATS=(6-in-UDP 4-in-UDP 6-in-4 4-in-4 4-in-6 6-in-6 GRE)

# progress TEXT: where we are; results go to standard output
progress()
{
	echo "# $*"
}

# What is not loaded by its use; what is measured against must be there before
# the module is, and without it.
bench_modules()
{
	must modprobe -a tun dummy sch_ingress cls_matchall act_mirred \
		sit ipip ip6_tunnel ip_gre fou nf_flow_table_inet \
		nft_flow_offload
}

# world NS: a home agent
world()
{
	local ns=$1 net

	setup_ns "$ns"
	run "$ns" sysctl -qw net.ipv6.conf.all.accept_dad=0 \
		net.ipv6.conf.default.accept_dad=0 \
		net.ipv6.conf.default.addr_gen_mode=1
	forwarding "$ns"
	ip -n "$ns" tuntap add dev h0 mode tap
	ip -n "$ns" link add h1 type dummy
	ip -n "$ns" link set h1 arp on up
	ip -n "$ns" link set h0 up
	addr "$ns" h1 $AGENT4/24 $AGENT6/64
	for net in 192.0.2.254 2001:db8:1::fe; do
		ip -n "$ns" neigh add $net lladdr 02:00:00:00:00:99 dev h1 \
			nud permanent
	done
	for net in 203.0.113.0/24 10.128.0.0/9; do
		ip -n "$ns" route add $net via 192.0.2.254
	done
	for net in 2001:db8:3::/48 2001:db8:f000::/48; do
		ip -n "$ns" route add $net via 2001:db8:1::fe
	done
}

# packets NS up|down FORMAT SIZE NODES: instructions for each
packets()
{
	local ns=$1
	shift

	run "$ns" "$BENCH" packets h0 h1 "$@" || kill $$
}

# record ENTRY PEER NODES NS up|down FORMAT SIZE: a line of results
record()
{
	local entry=$1 peer=$2 nodes=$3 ns=$4
	shift 4

	printf '{"direction":"%s","format":"%s","size":%d,"entry":"%s",' \
		"$@" "$entry"
	printf '"peer":"%s","bindings":%d,"insns":%s}\n' "$peer" "$nodes" \
		"$(packets "$ns" "$@" "$nodes")"
}

# both ENTRY PEER NODES NS FORMAT SIZE...: both directions, all sizes
both()
{
	local entry=$1 peer=$2 nodes=$3 ns=$4 format=$5 size
	shift 5

	for size; do
		record "$entry" "$peer" "$nodes" "$ns" down "$format" "$size"
		record "$entry" "$peer" "$nodes" "$ns" up "$format" "$size"
	done
}

# The same frames, from device to device.
floors()
{
	local format

	world floor
	run floor tc qdisc add dev h0 clsact
	run floor tc filter add dev h0 ingress matchall \
		action mirred egress redirect dev h1
	for format; do
		both floor "" 1 floor "$format" "${SIZES[@]}"
	done
}

# peer_link PEER LOCAL REMOTE: arguments of "ip link add"
peer_link()
{
	local ends="local $2 remote $3"

	case $1 in
	sit|ipip|gre) echo "type $1 $ends" ;;
	sit+fou|ipip+fou) echo "type ${1%+fou} $ends ${FOU[*]}" ;;
	ip6tnl) echo "type ip6tnl mode any encaplimit none $ends" ;;
	esac
}

# peer_config PEER NODE: the same, of the agent's device for a node
peer_config()
{
	local peer=$1 node=$2 coa

	case $peer in
	ip6tnl)
		coa=$(printf '2001:db8:f000::%x:%x' $((node >> 16)) \
			$((node & 65535)))
		peer_link "$peer" $AGENT6 "$coa" ;;
	*)
		coa=10.$((128 + (node >> 16))).$((node >> 8 & 255)).$((node & 255))
		peer_link "$peer" $AGENT4 $coa ;;
	esac
}

# peer_add NS PEER FROM TO: tunnel devices, and the routes to their nodes
peer_add()
{
	local ns=$1 peer=$2 node

	for ((node = $3; node <= $4; node++)); do
		echo "link add t$node $(peer_config "$peer" "$node")"
		echo "link set t$node up"
		case $peer in
		ipip*|gre|ip6tnl) echo "route add 10.$((node >> 16)).$((node >> 8 & 255)).$((node & 255)) dev t$node" ;;
		esac
		case $peer in
		sit*|ip6tnl) printf 'route add 2001:db8:e000::%x:%x dev t%d\n' \
			$((node >> 16)) $((node & 65535)) "$node" ;;
		esac
	done | ip -n "$ns" -batch -
}

# peer_fou NS add|del PEER: what comes by UDP is for that one, if it is for any
peer_fou()
{
	case $3 in
	sit+fou) must ip -n "$1" fou "$2" port 4191 ipproto 41 ;;
	ipip+fou) must ip -n "$1" fou "$2" port 4191 ipproto 4 ;;
	esac
}

# peer_world NS PEER
peer_world()
{
	world "$1"
	peer_fou "$1" add "$2"
}

# dsmip_world NS: the device; its bindings are to be put there
dsmip_world()
{
	world "$1"
	must dsmipctl -n "$1" link add dsmip0 local $AGENT4 local $AGENT6
	ip -n "$1" link set dsmip0 mtu 1440 up
	ip -n "$1" route add 10.0.0.0/9 dev dsmip0
	ip -n "$1" route add 2001:db8:e000::/48 via fe80::1 dev dsmip0
}

# fast_on NS, fast_off NS: the fast path; fails where there is none
fast_on()
{
	dsmipctl help fastpath >/dev/null 2>&1 || return
	must dsmipctl -n "$1" fastpath add dev h0
}

fast_off()
{
	must dsmipctl -n "$1" fastpath del dev h0
}

# A hash table that has just grown moves its entries in the background.
settle()
{
	sleep 5
}
