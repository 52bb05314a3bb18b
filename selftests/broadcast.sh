#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Broadcasts of the home link (RFC 5944, section 4.3): tc mirrors them into the
# device, and each node that has asked for them hears them. One is at a care-of
# address of its own, one behind a foreign agent, which is two tunnels of Linux's
# own: to the home agent, and inside of it to the home address.
#
#                          ┌─ r1 ══ mn              UDP, dsmip0
#   cn ── ha ═ dsmip0 ═ r ─┤
#      home link           └─ r3 ══ fa ── node      IP in IP, in IP in IP
#
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
FA4=198.51.100.66
HOA4_2=203.0.113.8
LINK4=192.0.2.127

topo_agent()
{
	setup_ns fa node
	link r r3 fa out0
	link fa in0 node net0
	addr r r3 198.51.100.65/26
	addr fa out0 $FA4/26
	addr fa in0 10.0.7.1/24
	addr node net0 10.0.7.2/24
	forwarding fa
	route_add ha "198.51.100.64/26 via 198.51.100.2"
	route_add fa "$HA4 via 198.51.100.65" "$HOA4_2 via 10.0.7.2"
	ip -n fa link add tun0 type ipip local $FA4 remote $HA4
	ip -n fa link set tun0 up
	route_add node "default via 10.0.7.1"
	ip -n node link add tun0 type ipip local $HOA4_2 remote $HA4
	ip -n node link set tun0 up
	addr node tun0 $HOA4_2/32
	run node ip route add broadcast $LINK4 dev tun0 table local
}

# What tc is told is what an agent tells it: what was a broadcast on the home link.
mirror()
{
	modprobe -a sch_ingress cls_flower act_mirred
	run ha tc qdisc add dev ha0 clsact &&
		run ha tc filter add dev ha0 ingress protocol ip flower \
			dst_mac ff:ff:ff:ff:ff:ff action mirred egress mirror \
			dev dsmip0
}

ready()
{
	[ "$(head -n 1 "/tmp/heard.$1" 2>/dev/null)" = ready ]
}

# listen NS...: in the background
listen()
{
	local ns

	for ns; do
		rm -f "/tmp/heard.$ns"
		ip netns exec "$ns" "$here/broadcast.py" listen "/tmp/heard.$ns" &
		busywait 60 ready "$ns"
	done
}

# heard: by mn and by node, from the host on the home link
heard()
{
	grep -c "^$CN4\$" /tmp/heard.mn /tmp/heard.node | cut -d: -f2 | xargs
}

since()
{
	read -r now now2 <<<"$(heard)"
	echo "$((now - ${1% *})) $((now2 - ${1#* }))"
}

since_is()
{
	[ "$(since "$1")" = "$2" ]
}

# sent TEXT WANTED DEST: of three so many come to mn, and to node. An echo through
# the same tunnel shows that what was to come has come.
sent()
{
	local text=$1 want=$2 to=$3 before

	before=$(heard)
	run cn "$here/broadcast.py" send cn0 "$to" 3
	busywait 20 since_is "$before" "$want"
	ping_all cn $HOA4 >/dev/null
	check_eq "$text" "$want" "$(since "$before")"
}

# node_bind [FLAG]...: the node behind the foreign agent
node_bind()
{
	must dsmipctl -n ha binding replace dev dsmip0 home $HOA4_2 coa $FA4 \
		encap ip home-tunnel $HOA4_2 "$@"
}

must module_load
topo_home
topo_public
topo_agent
ha_device
mn_device
run mn ip route add broadcast $LINK4 dev dsmip0 table local
must mirror
must mn_bind $MN4 udp
must ha_bind $MN4 udp
node_bind
listen mn node

no_binding=$(drops ha tx_no_binding)
sent "nobody has asked for broadcasts" "0 0" $LINK4
check_eq "they are counted" 3 $(($(drops ha tx_no_binding) - no_binding))
must ha_bind $MN4 udp broadcast
sent "one has: a broadcast of the link" "3 0" $LINK4
sent "one has: to all" "3 0" 255.255.255.255
node_bind broadcast
must ha_bind $MN4 udp
capture fa out0 /tmp/nested.pcap "ip proto 4"
sent "the other one has: a broadcast of the link" "0 3" $LINK4
sent "the other one has: to all" "0 3" 255.255.255.255
# It has no way back, and needs none here.
run cn ping -q -c 3 -i 0.1 -W 1 $HOA4_2 >/dev/null
capture_stop
check_eq "behind a foreign agent they are first for the home address" \
	"6 $HA4,$HA4,$CN4 $FA4,$HOA4_2" "$(tshark -r /tmp/nested.pcap -Y udp \
		-T fields -e ip.src -e ip.dst 2>/dev/null | sed \
		"s/,$LINK4\$//; s/,255.255.255.255\$//; s/\t/ /" | sort |
		uniq -c | xargs)"
check_eq "data are not" "3 $HA4,$CN4 $FA4,$HOA4_2" "$(tshark -r \
	/tmp/nested.pcap -Y "icmp.type == 8" -T fields -e ip.src -e ip.dst \
		2>/dev/null | tr '\t' ' ' | sort | uniq -c | xargs)"
must ha_bind $MN4 udp broadcast
sent "both have" "3 3" $LINK4

# By the tunnel to the home address at a care-of address of one's own.
must ha_bind $MN4 udp broadcast home-tunnel $HOA4
must mn_bind $MN4 udp home-tunnel $HA4 home-tunnel-local $HOA4
sent "in a tunnel to the home address, to dsmip" "3 3" $LINK4
must mn_bind $MN4 udp home-tunnel $CN4 home-tunnel-local $HOA4
sent "which has to come from where it is said to" "0 3" $LINK4
must ha_bind $MN4 udp broadcast
must mn_bind $MN4 udp

# Nobody hears himself: the source is in a binding.
must dsmipctl -n ha binding replace dev dsmip0 home $HOA4 home $HOA6 \
	home $CN4/32 coa $MN4 encap udp broadcast
sent "not to the node that it is from" "0 3" $LINK4
must ha_bind $MN4 udp broadcast

# What this host sends into the device.
ip -n ha route add broadcast 203.0.113.255 dev dsmip0 table local
before=$(binding_count ha $HOA4_2 tx.packets)
run ha "$here/broadcast.py" send dsmip0 203.0.113.255 3
run ha "$here/broadcast.py" send dsmip0 255.255.255.255 3
more()
{
	[ "$(binding_count ha $HOA4_2 tx.packets)" -ge "$1" ]
}
check "what the home agent itself sends" busywait 20 more $((before + 6))

# With several care-of addresses (RFC 5944, section 3.4), to each in its own form.
before=$(binding_count ha $HOA4 tx.packets)
must ha_bind $MN4 udp broadcast copy $FA4 encap ip home-tunnel $HOA4_2
node_bind
sent "to several care-of addresses" "3 3" $LINK4
check "none was refused" no_drops ha tx_no_binding

test_done
