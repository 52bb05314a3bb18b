#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Simultaneous bindings (RFC 5944, section 3.4): one node at three care-of addresses,
# each in another format, and each end point in a namespace of its own, so that it
# can be told which of them has had a packet. Two of them are tunnels of Linux's own.
#
#                          ┌─ r1 ══ UDP over IPv4 ══ mn    dsmip0
#   cn ── ha ═ dsmip0 ═ r ─┼─ r3 ══ GRE over IPv4 ══ mn2   gre1
#                          └─ r4 ══ IP over IPv6 ═══ mn3   tun1
#
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

MN2_4=198.51.100.66
MN3_6=2001:db8:5::66
SECOND4=198.51.100.131
NESTED4=10.77.0.1
ENDS="mn mn2 mn3"

# end NS DEV: a tunnel of the kernel, that all home addresses are on
end()
{
	local ns=$1 dev=$2

	ip -n "$ns" link set "$dev" up
	addr "$ns" "$dev" $HOA4/32 $HOA6/128
	route_add "$ns" "default dev $dev src $HOA4" "default dev $dev src $HOA6"
}

topo_ends()
{
	setup_ns mn2 mn3
	link r r3 mn2 out0
	link r r4 mn3 out0
	addr r r3 198.51.100.65/26
	addr mn2 out0 $MN2_4/26
	addr r r4 2001:db8:5::1/64
	addr mn3 out0 $MN3_6/64
	route_add ha "198.51.100.64/26 via 198.51.100.2" \
		"2001:db8:5::/64 via 2001:db8:2::2"
	route_add mn2 "$HA4 via 198.51.100.65"
	route_add mn3 "$HA6 via 2001:db8:5::1"
	ip -n mn2 link add gre1 type gre local $MN2_4 remote $HA4 key 7
	ip -n mn3 link add tun1 type ip6tnl mode any local $MN3_6 remote $HA6 \
		encaplimit none
	end mn2 gre1
	end mn3 tun1
}

# bind COPY...: the node, with mn as the first of its end points
bind()
{
	must ha_bind $MN4 udp "$@"
}

gre=(copy "$MN2_4" encap gre key 7)
six=(copy "$MN3_6" encap ip)

# echoes: requests that have come to each end point, of IPv4 and of IPv6
echoes()
{
	local ns

	for ns in $ENDS; do
		run "$ns" awk '
			$1 == "Icmp:" && $10 + 0 == $10 { sum += $10 }
			$1 == "Icmp6InEchos" { sum += $2 }
			END { print sum }' /proc/net/snmp /proc/net/snmp6
	done | xargs
}

# since BEFORE: echoes that have come meanwhile
since()
{
	paste -d' ' <(xargs -n1 <<<"$1") <(echoes | xargs -n1) |
		awk '{ print $2 - $1 }' | xargs
}

since_is()
{
	[ "$(since "$1")" = "$2" ]
}

# arrive TEXT WANTED ADDRESS [OPTIONS]: of three requests so many come to each
arrive()
{
	local text=$1 want=$2 to=$3 before

	shift 3
	before=$(echoes)
	ping_all cn "$to" "$@" >/dev/null
	busywait 20 since_is "$before" "$want"
	check_eq "$text" "$want" "$(since "$before")"
}

# refused TEXT NS CAUSE: what it sends is, for this cause
refused()
{
	local text=$1 ns=$2 cause=$3 before

	before=$(binding_drops ha $HOA4 "$cause")
	check_fail "$text" ping_ok "$ns" $CN4 -c 1 -W 1
	check_eq "$text: $cause" 1 \
		$(($(binding_drops ha $HOA4 "$cause") - before))
}

# unreachable NS: how often it was told so
unreachable()
{
	run "$1" awk '$1 == "Icmp:" && $5 + 0 == $5 { print $5 }' /proc/net/snmp
}

# told_gone NS BEFORE ADDRESS: has one more packet been answered so? Routers and
# hosts limit how many of them are.
told_gone()
{
	run cn ping -q -c 1 -W 1 "$3" >/dev/null
	[ "$(unreachable "$1")" -gt "$2" ]
}

copies()
{
	dsmipctl -n ha -j binding show dev dsmip0 home $HOA4 |
		jq -r '[.[0].copies // [] | .[] | .coa + " " + .encap] | join(" ")'
}

copies_are()
{
	[ "$(copies)" = "$1" ]
}

must module_load
topo_home
topo_public
topo_ends
ha_device
mn_device
must mn_bind $MN4 udp

bind csum "${gre[@]}" "${six[@]}"
check_eq "the copies are told" "$MN2_4 gre $MN3_6 ip" "$(copies)"
check_eq "and by care-of address found" 1 "$(dsmipctl -n ha -j binding show \
	dev dsmip0 coa $MN3_6 | jq length)"
before=$(binding_count ha $HOA4 tx.packets)
arrive "IPv4 comes to each" "3 3 3" $HOA4
arrive "IPv6 comes to each" "3 3 3" $HOA6
check_eq "and was counted so often" 18 \
	$(($(binding_count ha $HOA4 tx.packets) - before))
arrive "IPv4 in fragments" "3 3 3" $HOA4 -s 3000
# The sender learns from the first one of IPv6.
run cn ping -q -c 1 -W 1 -s 3000 $HOA6 >/dev/null
arrive "IPv6 in fragments" "3 3 3" $HOA6 -s 3000
for ns in $ENDS; do
	check "IPv4 from $ns" ping_all "$ns" $CN4
	check "IPv6 from $ns" ping_all "$ns" $CN6
done
check_eq "none of it was refused" "0 0 0 0" "$(for cause in rx_coa rx_encap \
	rx_local rx_key; do drops ha $cause; done | xargs)"

# The narrowest way counts, and is told once; a router on the way tells it too.
ip -n ha link set dsmip0 mtu 1480
ip -n ha route replace 198.51.100.64/26 via 198.51.100.2 mtu 1400
check_eq "the narrowest way tells the MTU: IPv4" 1372 "$(told cn $HOA4 1460)"
before=$(echoes)
run cn ping -q -c 3 -i 0.1 -W 1 -M "do" -s 1420 $HOA4 >/dev/null 2>&1
check_eq "what is too big for one comes to none" "0 0 0" "$(since "$before")"
ip -n ha route replace 198.51.100.64/26 via 198.51.100.2
ip -n r link set r3 mtu 1340
ip -n mn2 link set out0 mtu 1340
check_eq "so does an error out of that way" 1312 "$(told cn $HOA4 1460)"
ip -n r link set r3 mtu 1500
ip -n mn2 link set out0 mtu 1500
forget ha cn

# MIP Tunnel Data is cut before it is put into a tunnel: once for all of them.
ip -n ha link set dsmip0 mtu 1500
must ha_bind $MN4 mipudp "${gre[@]}"
must mn_bind $MN4 mipudp
before=$(binding_count ha $HOA4 tx.packets)
arrive "MIP Tunnel Data beside GRE" "3 3 0" $HOA4
arrive "cut for one of them, it comes to each" "3 3 0" $HOA4 -s 1472 -M dont
check_eq "in so many packets" $((3 * 2 + 3 * 2 * 2)) \
	$(($(binding_count ha $HOA4 tx.packets) - before))
must mn_bind $MN4 udp

# Both end points on the node that it is: what comes twice is nothing to TCP.
addr mn mn0 $SECOND4/26
ip -n mn link add gre1 type gre local $SECOND4 remote $HA4
ip -n mn link set gre1 up
bind copy $SECOND4 encap gre
check "TCP over IPv4 with two care-of addresses" tcp_ok cn mn $HOA4 2000
check "TCP over IPv6 with two care-of addresses" tcp_ok cn mn $HOA6 2000
check "TCP back" tcp_ok mn cn $CN4 2000

# An exchange has what it says, and nothing of before.
bind "${six[@]}"
arrive "an exchange takes an end point away" "3 0 3" $HOA4
check_fail "and from there nothing is taken" ping_ok mn2 $CN4 -c 1 -W 1
bind
arrive "or all but the first" "3 0 0" $HOA6
refused "and nothing from another" mn3 rx_coa

# One that cannot be reached is no matter as long as another can.
bind "${gre[@]}" copy 10.99.0.1 encap ip
arrive "one without a route keeps no other from it" "3 3 0" $HOA4
check_eq "but is counted" 3 "$(binding_drops ha $HOA4 tx_no_route)"
must ha_bind 10.99.0.1 ip "${gre[@]}" "${six[@]}"
arrive "nor does the first one" "0 3 3" $HOA6

# One that is gone, says a router: that is for the sender only if there is no other.
ip -n r route add unreachable $MN2_4/32
bind "${gre[@]}"
before=$(unreachable cn)
check "one of two is gone" busywait 60 told_gone ha "$(unreachable ha)" $HOA4
check_eq "the sender is not told" 0 $(($(unreachable cn) - before))
must ha_bind $MN2_4 gre key 7
check "the only one is gone: it is" busywait 60 told_gone cn "$before" $HOA4
ip -n r route del unreachable $MN2_4/32

# Nested in another one with copies: not more of them at each level.
route_add ha "$NESTED4 dev dsmip0"
must dsmipctl -n ha binding add dev dsmip0 home $NESTED4 coa $MN4 encap udp \
	"${gre[@]}"
must ha_bind $NESTED4 ip "${gre[@]}"
before=$(binding_count ha $HOA4 tx.packets)
nested=$(binding_count ha $NESTED4 tx.packets)
run cn ping -q -c 3 -i 0.1 -W 1 $HOA4 >/dev/null
check_eq "nested: a packet to each end point" 6 \
	$(($(binding_count ha $HOA4 tx.packets) - before))
check_eq "nested: and to one of those that one of them is behind" 3 \
	$(($(binding_count ha $NESTED4 tx.packets) - nested))
must dsmipctl -n ha binding del dev dsmip0 home $NESTED4

# Each has its own lifetime.
bind lifetime 600 "${gre[@]}" "${six[@]}" lifetime 1
check "a copy ends" busywait 60 copies_are "$MN2_4 gre"
arrive "and gets nothing then" "3 3 0" $HOA4
refused "nor is anything taken from there" mn3 rx_coa
check "the others remain" ping_all mn2 $CN6
bind lifetime 600 "${gre[@]}" lifetime 1
check "the last copy ends" busywait 60 copies_are ""
arrive "and the binding is as any" "3 0 0" $HOA4

test_done
