#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two customers with the same private home addresses on one home agent: two
# devices, each in a VRF, or in a namespace, of its own; all outer packets
# travel in one and the same underlay.
#
#   cn ───ha0┐ red:  dsmip0, 198.51.100.1 ┐          ┌── mn   198.51.100.130
#            │ ha                         ├─ ha1 ─ r ┤
#   cn2 ──ha2┘ blue: dsmip1, 198.51.100.3 ┘          └── mn2  198.51.100.66
#
#   home addresses of both: 10.0.0.7, fd00::7; networks of both correspondents:
#   192.0.2.0/25, 2001:db8:1::/64
#
# Covers: NAV-3.2.1-04

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

HA4B=198.51.100.3
HA6B=2001:db8:2::3
HOME4=10.0.0.7
HOME6=fd00::7

topology()
{
	topo_home
	topo_public
	setup_ns cn2 mn2
	link cn2 cn0 ha ha2
	addr cn2 cn0 $CN4/25 $CN6/64
	ip -n cn2 route add default via 192.0.2.1
	ip -n cn2 route add default via 2001:db8:1::1
	link r r3 mn2 mn0
	addr r r3 198.51.100.65/26 2001:db8:4::1/64
	addr mn2 mn0 198.51.100.66/26 2001:db8:4::66/64
	addr ha ha1 $HA4B/26 $HA6B/64
	ip -n ha route add 198.51.100.64/26 via 198.51.100.2
	ip -n ha route add 2001:db8:4::/64 via 2001:db8:2::2
	ip -n mn2 route add default via 198.51.100.65
	ip -n mn2 route add default via 2001:db8:4::1
	ip -n mn route add $HA4B via 198.51.100.129
	node mn $HA4 $HA6 $MN4 $MN6
	node mn2 $HA4B $HA6B 198.51.100.66 2001:db8:4::66
}

# node NS HA4 HA6 LOCAL4 LOCAL6: a mobile node of Linux's own tunnels, of which
# the one that the other end uses at the moment answers
node()
{
	local ns=$1

	must ip -n "$ns" link add ip4 type sit mode any local "$4" remote "$2"
	must ip -n "$ns" link add ip6 type ip6tnl mode any local "$5" \
		remote "$3" encaplimit none
	must ip -n "$ns" link add gre4 type gre local "$4" remote "$2"
	for dev in ip4 ip6 gre4; do
		ip -n "$ns" link set $dev mtu 1280 up
	done
	addr "$ns" lo $HOME4/32 $HOME6/128
}

# node_by NS DEV: its traffic goes that way
node_by()
{
	ip -n "$1" route replace 192.0.2.0/25 dev "$2" src $HOME4
	ip -n "$1" route replace 2001:db8:1::/64 dev "$2" src $HOME6
}

# bind NS DEV COA ENCAP: as its only binding
bind()
{
	dsmipctl -n "$1" binding replace dev "$2" home $HOME4 home $HOME6 \
		coa "$3" encap "$4"
}

# packets NS DEV: received from the mobile node
packets()
{
	dsmipctl -n "$1" -s -j binding show dev "$2" | jq '.[0].rx.packets'
}

# traffic WHAT NS0 NS1: of the devices dsmip0 and dsmip1
traffic()
{
	local what=$1 ns0=$2 ns1=$3 before0 before1

	before0=$(packets "$ns0" dsmip0)
	before1=$(packets "$ns1" dsmip1)
	check "$what: cn, IPv4" ping_all cn $HOME4 -c 4
	check "$what: cn, IPv6" ping_all cn $HOME6 -c 4 -s 1200
	check "$what: cn2, IPv4" ping_all cn2 $HOME4 -c 2
	check "$what: cn2, IPv6" ping_all cn2 $HOME6 -c 2 -s 1200
	check_eq "$what: each at the node of its customer" "8 4" \
		"$(($(packets "$ns0" dsmip0) - before0)) $(($(packets "$ns1" dsmip1) - before1))"
}

formats()
{
	local what=$1 ns0=$2 ns1=$3 encap

	for encap in ip gre; do
		must bind "$ns0" dsmip0 $MN4 $encap
		must bind "$ns1" dsmip1 198.51.100.66 $encap
		node_by mn "${encap}4"
		node_by mn2 "${encap}4"
		traffic "$what, $encap over IPv4" "$ns0" "$ns1"
	done
	must bind "$ns0" dsmip0 $MN6 ip
	must bind "$ns1" dsmip1 2001:db8:4::66 ip
	node_by mn ip6
	node_by mn2 ip6
	traffic "$what, ip over IPv6" "$ns0" "$ns1"
}

# causes NS: what dsmip0 has dropped; but Linux may look for routers on its tunnels
causes()
{
	dsmipctl -n "$1" -j stats show dev dsmip0 |
		jq -c '.[0].drops | keys - ["rx_bad_source"]'
}

# What is said to senders is said in their own world.
errors()
{
	local what=$1 ns0=$2

	must bind "$ns0" dsmip0 $MN4 ip
	check_eq "$what: the MTU" 1280 "$(told cn $HOME4 1400)"
	check_eq "$what: the MTU of IPv6" 1280 "$(told cn $HOME6 1400)"
	check_match "$what: nobody has this address" 'Host Unreachable' \
		"$(run cn ping -n -c 1 -W 20 10.0.0.99)"
	check_match "$what: nobody has this IPv6 address" 'Address unreachable' \
		"$(run cn ping -n -c 1 -W 20 fd00::99)"
	ip -n r route add unreachable $MN4
	check_match "$what: error from inside the path" 'Host Unreachable' \
		"$(run cn ping -n -c 1 -W 20 $HOME4)"
	check_match "$what: error from inside the path, IPv6" \
		'Address unreachable' "$(run cn ping -n -c 1 -W 20 $HOME6)"
	ip -n r route del unreachable $MN4
}

must module_load
modprobe -a sit ip6_tunnel ip_gre
topology
# unlimited NS: as many errors as it takes
unlimited()
{
	run "$1" sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
}
sysctl -qw net.ipv4.route.error_cost=0
unlimited r
unlimited ha

# ---- VRFs

modprobe vrf
n=0
for vrf in red blue; do
	must ip -n ha link add $vrf type vrf table $((10 + n))
	ip -n ha link set $vrf up
	n=$((n + 1))
done
must dsmipctl -n ha link add dsmip0 local $HA4 local $HA6
must dsmipctl -n ha link add dsmip1 local $HA4B local $HA6B
ip -n ha link set ha0 vrf red
ip -n ha link set ha2 vrf blue
check "a device is enslaved to a VRF" ip -n ha link set dsmip0 vrf red
check "another one to another" ip -n ha link set dsmip1 vrf blue
addr ha ha0 192.0.2.1/25 2001:db8:1::1/64
addr ha ha2 192.0.2.1/25 2001:db8:1::1/64
for dev in dsmip0 dsmip1; do
	vrf=red
	[ $dev = dsmip0 ] || vrf=blue
	ip -n ha link set $dev up
	ip -n ha route add 10.0.0.0/24 dev $dev vrf $vrf
	ip -n ha route add fd00::/64 via fe80::1 dev $dev vrf $vrf
done
formats VRF ha ha
errors VRF ha
check_eq "VRF: nothing was dropped but what had to be" \
	'["tx_no_binding"]' "$(causes ha)"

# ---- namespaces

ip -n ha link set ha0 nomaster
ip -n ha link set ha2 nomaster
setup_ns red blue
for ns in red blue; do
	dev=dsmip0 if=ha0
	[ $ns = red ] || dev=dsmip1 if=ha2
	ip -n ha link set $dev nomaster
	check "$dev moves to namespace $ns" ip -n ha link set $dev netns $ns
	ip -n ha link set $if netns $ns
	ip -n $ns link set $if up
	ip -n $ns link set $dev up
	addr $ns $if 192.0.2.1/25 2001:db8:1::1/64
	ip -n $ns route add 10.0.0.0/24 dev $dev
	ip -n $ns route add fd00::/64 via fe80::1 dev $dev
	forwarding $ns
	unlimited $ns
done
formats namespaces red blue
errors namespaces red
check_eq "namespaces: nothing was dropped but what had to be" \
	'["tx_no_binding"]' "$(causes red)"

test_done
