#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Many nodes of one home agent: traffic between them, networks behind them and
# inside of each other.
#
#                         ┌─ r1 ══ mn ── lan   203.0.113.16/28
#                         │        │           2001:db8:100:700::/56
#   cn ── ha ═ dsmip0 ═ r ┤        └─ nest0
#                         │             ║ nested: mn2 moves there
#                         └─ r3 ══ mn2 ─┘
#
# Covers: R5555-1-01 R5555-4.5.1-05 R5454-3.3.2-14 R5454-4-03
# Covers: NAV-3.1.1-07

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

MN2_4=198.51.100.66
MN2_6=2001:db8:4::66
HOA2_4=203.0.113.8
HOA2_6=2001:db8:100::8
LAN4=203.0.113.18
LAN6=2001:db8:100:700::2

topo_nodes()
{
	setup_ns mn2 lan
	link r r3 mn2 out0
	link mn lan0 lan lan1
	link mn nest0 mn2 nest1
	addr r r3 198.51.100.65/26 2001:db8:4::1/64
	addr mn2 out0 $MN2_4/26 $MN2_6/64
	ip -n ha route add 198.51.100.64/26 via 198.51.100.2
	ip -n ha route add 2001:db8:4::/64 via 2001:db8:2::2
	ip -n mn2 route add $HA4 via 198.51.100.65
	ip -n mn2 route add $HA6 via 2001:db8:4::1
	addr mn lan0 203.0.113.17/29 2001:db8:100:700::1/64
	addr lan lan1 $LAN4/29 $LAN6/64
	ip -n lan route add default via 203.0.113.17
	ip -n lan route add default via 2001:db8:100:700::1
	addr mn nest0 203.0.113.25/29 2001:db8:100:701::1/64
	addr mn2 nest1 203.0.113.26/29 2001:db8:100:701::2/64
	forwarding mn
}

# node2_bind LOCAL ENCAP: mn2 and its home agent agree
node2_bind()
{
	local local=$1 encap=$2 ha=$HA4

	case $local in
	*:*) ha=$HA6 ;;
	esac
	must dsmipctl -n ha binding replace dev dsmip0 home $HOA2_4 \
		home $HOA2_6 coa "$local" encap "$encap"
	must dsmipctl -n mn2 binding replace dev dsmip0 home 0.0.0.0/0 \
		home ::/0 coa $ha local "$local" encap "$encap"
}

count()
{
	binding_count ha "$@"
}

must module_load
topo_home
topo_public
topo_nodes
ha_device
mn_device
must dsmipctl -n mn2 link add dsmip0
ip -n mn2 link set dsmip0 up
addr mn2 dsmip0 $HOA2_4/32 $HOA2_6/128
ip -n mn2 route add default dev dsmip0 src $HOA2_4
ip -n mn2 route add default dev dsmip0 src $HOA2_6

# Node to node, by whatever way each of them is reached. The device is the
# incoming and the outgoing one: a redirect would be sent for a neighbour.
capture ha dsmip0 /tmp/redirect.pcap \
	'icmp[0] == 5 or (icmp6 and ip6[40] == 137)'
for formats in "$MN4 ip $MN2_4 udp" "$MN6 udp $MN2_4 ip" "$MN4 udp $MN2_6 ip"; do
	read -r coa encap coa2 encap2 <<<"$formats"
	must ha_bind "$coa" "$encap"
	must mn_bind "$coa" "$encap"
	node2_bind "$coa2" "$encap2"
	check "node to node, $formats: IPv4" ping_all mn $HOA2_4
	check "node to node, $formats: IPv6" ping_all mn $HOA2_6
	check "node to node, $formats: IPv4 back" ping_all mn2 $HOA4 -s 1200
	check "node to node, $formats: IPv6 back" ping_all mn2 $HOA6 -s 1200
done
check "node to node: TCP" tcp_ok mn mn2 $HOA2_6
capture_stop
check_eq "no redirects" 0 \
	"$(tcpdump -nr /tmp/redirect.pcap 2>/dev/null | wc -l)"
check_match "node to node: not past the home agent" ' dev dsmip0 ' \
	"$(ip -n mn route get $HOA2_4)"

# A network behind a node.
must ha_bind $MN4 udp
must mn_bind $MN4 udp
check_fail "a network that is not registered: IPv4" ping_ok cn $LAN4 -c 1 -W 1
check_fail "a network that is not registered: IPv6" ping_ok lan $CN6 -c 1 -W 1
check_match "nobody's addresses are dropped on their way in" '^[1-9]' \
	"$(drops ha rx_no_binding)"
must ha_bind $MN4 udp home 203.0.113.16/28 home 2001:db8:100:700::/56
check "mobile router, cn to its network: IPv4" ping_all cn $LAN4
check "mobile router, cn to its network: IPv6" ping_all cn $LAN6
check "mobile router, its network to cn: IPv4" ping_all lan $CN4
check "mobile router, its network to cn: IPv6" ping_all lan $CN6
check "mobile router, network to the other node" ping_all lan $HOA2_6
check "mobile router, TCP to its network" tcp_ok cn lan $LAN6

# The longest prefix wins: a host of one node in a network of another.
node2_bind $MN2_4 udp
must dsmipctl -n ha binding replace dev dsmip0 home $HOA2_4 home $HOA2_6 \
	home $LAN4 home $LAN6 coa $MN2_4 encap udp
addr mn2 dsmip0 $LAN4/32 $LAN6/128
before=$(count $HOA4 tx.packets)
before2=$(count $HOA2_4 tx.packets)
check "a host of another node in this network: IPv4" ping_all cn $LAN4
check "a host of another node in this network: IPv6" ping_all cn $LAN6
check_eq "it goes to the other node" "6 0" \
	"$(($(count $HOA2_4 tx.packets) - before2)) $(($(count $HOA4 tx.packets) - before))"
check "the rest of the network is not concerned" ping_all cn 203.0.113.17
check_fail "its source address is now the other node's" \
	ping_ok lan $CN4 -c 1 -W 1
node2_bind $MN2_4 udp
addr_del()
{
	ip -n mn2 addr del $LAN4/32 dev dsmip0
	ip -n mn2 addr del $LAN6/128 dev dsmip0
}
addr_del
check "without the longer prefix it is the network's again: IPv4" \
	ping_all cn $LAN4
check "without the longer prefix it is the network's again: IPv6" \
	ping_all lan $CN6

# Nested: the care-of address of mn2 is a home address of mn. What mn2 sends to
# the home agent goes through the tunnel of mn, and the other way round.
for family in -4 -6; do
	ip -n mn $family rule add iif nest0 lookup 100
	ip -n mn $family route add default dev dsmip0 table 100
done
ip -n mn2 route replace $HA4 via 203.0.113.25
ip -n mn2 route replace $HA6 via 2001:db8:100:701::1
for nested in "203.0.113.26 udp" "203.0.113.26 ip" "2001:db8:100:701::2 ip" \
	"2001:db8:100:701::2 udp"; do
	# shellcheck disable=SC2086
	node2_bind $nested
	before=$(count $HOA4 tx.packets)
	check "nested, $nested: cn to mn2, IPv4" ping_all cn $HOA2_4
	check "nested, $nested: cn to mn2, IPv6" ping_all cn $HOA2_6
	check "nested, $nested: mn2 to cn, IPv4" ping_all mn2 $CN4 -s 1100
	check "nested, $nested: mn2 to cn, IPv6" ping_all mn2 $CN6 -s 1100
	check_eq "nested, $nested: all in the tunnel of mn" 12 \
		$(($(count $HOA4 tx.packets) - before))
	run cn ping -q -c 2 -i 0.2 -W 1 -s 4000 $HOA2_6 >/dev/null
	check "nested, $nested: cn to mn2, in fragments" \
		ping_all cn $HOA2_6 -s 4000
done
check "nothing was dropped for nesting" [ "$(drops ha tx_loop)" = 0 ]

# Two thousand bindings, most of them somewhere else.
for ((i = 0; i < 2000; i++)); do
	printf 'binding add dev dsmip0 home 10.99.%d.%d ' $((i / 256)) $((i % 256))
	printf 'home 2001:db8:100:a%03x::/64 coa 198.51.100.%d encap udp\n' $i \
		$((i % 10 ? 140 : 130))
done >/tmp/many
check "2000 bindings from a batch" dsmipctl -n ha -b /tmp/many
check_eq "2002 bindings are there" 2002 \
	"$(dsmipctl -n ha -j stats show dev dsmip0 | jq '.[0].bindings')"
check_eq "and are listed" 2002 \
	"$(dsmipctl -n ha -j binding show dev dsmip0 | jq length)"
ip -n ha route add 10.99.0.0/16 dev dsmip0
ip -n mn route add local 10.99.0.0/16 dev lo
ip -n mn route add local 2001:db8:100:a000::/52 dev lo
for host in 10.99.0.0 10.99.3.242 10.99.7.198 \
	2001:db8:100:a000::1 2001:db8:100:a3e8::1 2001:db8:100:a7c6::ffff; do
	check "one of many: $host" ping_all cn $host
done
check_fail "one that is somewhere else" ping_ok cn 10.99.7.199 -c 1 -W 1
check_eq "each has its own counters" 6 \
	"$(count 10.99.7.198 rx.packets)"

test_done
