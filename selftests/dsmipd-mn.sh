#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 900
#
# dsmipd as a mobile node, and its home agent: IPv6, NAT, plain IPv4 and back,
# with traffic all the time; the fallback to IPv4; signalling that gets lost.
#
# Covers: R5555-2.3.2.2-07 R5555-4.1-07 R5555-4.2-09 R5555-4.2-10
# Covers: R5555-4.2-11 R5555-4.2-12 R5555-4.4.1-01 R5555-4.4.1-03
# Covers: R5555-4.4.2.1-01 R5555-4.4.3-01 R5555-4.4.3-03 R5555-4.4.3-04
# Covers: R5555-4.4.3-05 R5555-4.4.3-06 R5555-5.1-04 R5555-5.1-05 R5555-5.1-06
# Covers: R5555-5.1-07 R5555-4.5.1-07 R5555-1.3-02 R5555-1.3-03 R5555-1.3-05
# Covers: R5555-4.3-02 R5555-4.4.1-04

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

# moved WHAT COA ENCAP COMMAND...: to a network, with data, both networks being
# there
moved()
{
	local what=$1 coa=$2 encap=$3 n4 n6
	shift 3

	stream cn $HOA6 /tmp/data6 -i 0.02
	stream cn $HOA4 /tmp/data4 -i 0.02
	sleep 0.5
	"$@"
	check "$what: registered" busywait 60 is_at "$coa" "$encap"
	stream_end /tmp/data6
	n6=$lost
	stream_end /tmp/data4
	n4=$lost
	test_log "$what: $(shows .last_handover_ms) ms from the update to the tunnel, lost $n6 of IPv6 and $n4 of IPv4 at 20 ms"
	check "$what: less than three seconds of it" \
		test "$n6" -lt 150 -a "$n4" -lt 150
	check "$what: IPv6 from the correspondent" ping_all cn $HOA6
	check "$what: IPv4 from the correspondent" ping_all cn $HOA4
	check "$what: IPv6 of the node's own" ping_all mn $CN6
	check "$what: IPv4 of the node's own" ping_all mn $CN4
}

must module_load
mn_topo
# shellcheck disable=SC2119
must agent_start ha "$(ha_config)"
(umask 077; echo $AGENT_KEY >/tmp/key)
must agent ha subscriber add mn7@example.net home $HOA6 home $HOA4 \
	security auth spi 256 key-file /tmp/key
must agent_start mn "$(mn_config "$MN_AGENT"$'\n'"$MN_AUTH")"
check_eq "no network" no-network "$(shows .state)"

in_ipv6
check "registered by IPv6" busywait 60 is_at $MN6 ip
check "the home addresses are on the device" \
	sh -c "ip -n mn addr show dev dsmip0 | grep -q $HOA6 &&
	       ip -n mn addr show dev dsmip0 | grep -q $HOA4"
check_eq "what is bound to nothing goes from the home address" $HOA6 \
	"$(ip -n mn -j route get $CN6 | jq -r '.[0].prefsrc')"
check_eq "also of IPv4" $HOA4 \
	"$(ip -n mn -j route get $CN4 | jq -r '.[0].prefsrc')"
check_eq "but not to neighbours" mn0 \
	"$(ip -n mn -j route get 2001:db8:3::1 | jq -r '.[0].dev')"
check_eq "nor from the care-of address" mn0 \
	"$(ip -n mn -j route get $HA6 from $MN6 | jq -r '.[0].dev')"
check "IPv6" ping_all cn $HOA6
check "IPv4" ping_all cn $HOA4

# Make before break: the new network is there before the old one is gone.
to_nat()
{
	in_nat
	ip -n mn addr del $MN6/64 dev mn0
	ip -n mn addr del $MN4/26 dev mn0
}

to_ipv4()
{
	addr mn mn0 $MN4/26
	in_ipv4
	ip -n mn link set mn1 down
}

to_ipv6()
{
	in_ipv6
}

moved "IPv6 to NAT" $PRIV4 udp to_nat
moved "NAT to IPv4" $MN4 ip to_ipv4
moved "IPv4 to IPv6" $MN6 ip to_ipv6

# The NAT forgets, and gives another port.  The home agent takes nothing from
# there, but asks there for an update.
told_port()
{
	dsmipctl -n ha -j binding show dev dsmip0 | jq '.[0].port'
}

asked()
{
	grep -c "asked for an update" $AGENT_DIR/ha.log
}

moved "IPv6 to NAT again" $PRIV4 udp to_nat
check_match "the port is one of the NAT's" '^40[0-9]{3}$' "$(told_port)"
check_eq "nobody was asked up to now" 0 "$(asked)"
nat_masquerade 41000-41999
run mn ping -q -c 1 -W 1 $CN6 >/dev/null
check "a NAT has forgotten: the next packet of the node's own is enough" \
	busywait 60 logged mn "the home agent asks for an update"
check "data pass" busywait 60 ping_all cn $HOA6
check_match "by the new port" '^41[0-9]{3}$' "$(told_port)"
check "asked once, or again where that was slow" test "$(asked)" -le 3

# Signalling by IPv6 gets lost: three times, then IPv4, for all of that site.
must run r nft -f - <<-NFT
	table ip6 outage {
		chain forward {
			type filter hook forward priority 0;
			ip6 nexthdr { 60, 135 } counter drop
		}
	}
NFT
to_ipv4
check "to IPv4 without IPv6" busywait 60 is_at $MN4 ip
to_ipv6
check "data stay while IPv6 is tried" ping_all cn $HOA6
check "three times in vain, then IPv4 stays" busywait 60 logged mn \
	"no answer to 3 binding updates"
check "by IPv4" busywait 60 is_at $MN4 ip
by_ipv6()
{
	run r nft -j list table ip6 outage |
		jq '[.. | .counter? | values | .packets] | add'
}
check_eq "three updates by IPv6" 3 "$(by_ipv6)"
run mn sysctl -qw net.ipv4.conf.all.promote_secondaries=1
addr mn mn0 2001:db8:3:1::131/64
ip -n mn addr del $MN6/64 dev mn0
addr mn mn0 198.51.100.131/26
ip -n mn addr del $MN4/26 dev mn0
check "the next one in this site is by IPv4" busywait 60 \
	is_at 198.51.100.131 ip
check_eq "at once" 3 "$(by_ipv6)"
run r nft delete table ip6 outage

# A bad network: loss, duplicates, delay, another order.
must run r tc qdisc add dev r0 root netem delay 50ms 30ms loss 30% \
	duplicate 20% reorder 25%
must run mn tc qdisc add dev mn1 root netem delay 20ms 20ms loss 30%
in_nat
ip -n mn addr flush dev mn0 scope global
check "registered nevertheless" busywait 400 is_at $PRIV4 udp
run r tc qdisc del dev r0 root
run mn tc qdisc del dev mn1 root
check "and data pass" busywait 60 ping_all cn $HOA4

# nothing_left: what the node has left in its kernel
nothing_left()
{
	ip -n mn link show dsmip0 2>/dev/null
	for family in -4 -6; do
		ip -n mn $family rule | grep 'proto 191'
		ip -n mn $family route show table all proto 191
	done
}

# known_to_ha: the home agent has a binding
known_to_ha()
{
	dsmipctl -n ha -o binding show | grep -q $HOA6
}

# deaf [MATCH]: what is from the node, or this of it, does not get to the home agent
deaf()
{
	run r nft -f - <<-NFT
		table inet deaf {
			chain forward {
				type filter hook forward priority 0;
				ip daddr $HA4 ${1:-} counter drop
				ip6 daddr $HA6 counter drop
			}
		}
	NFT
}

deaf_dropped()
{
	run r nft -j list table inet deaf |
		jq -e '[.. | .counter? | values | .packets] | add > 0'
}

# A restart keeps the tunnel, also one in another network.
MN_CONFIG=$(mn_config "$MN_AGENT"$'\n'"$MN_AUTH")
agent_restart mn
check "to be started again: the tunnel is kept" ping_all cn $HOA6
must agent_start mn "$MN_CONFIG"
check "and taken over" busywait 60 is_at $PRIV4 udp
agent_kill mn
to_ipv4
must agent_start mn "$MN_CONFIG"
check "killed, and started in another network" busywait 60 is_at $MN4 ip

# Without mobility everything is as before.
agent_config mn "$(mn_config "" | sed '/^mobile-nodes/,$d')"
kill -HUP "${agent_pid[mn]}"
check "taken out of the configuration, the device is gone" \
	busywait 60 sh -c "! ip -n mn link show dsmip0"
check_eq "and the rest" "" "$(nothing_left)"
check_fail "the home agent has heard of it" known_to_ha
agent_stop mn

# What is said at the end gets lost, and is said again.
must agent_start mn "$MN_CONFIG"
check "registered again" busywait 60 is_at $MN4 ip
deaf "udp dport 4191 limit rate 1/day burst 1 packets"
kill -TERM "${agent_pid[mn]}"
check "deregistered in vain" busywait 60 deaf_dropped
run r nft delete table inet deaf
wait "${agent_pid[mn]}"
test_ok $? "it ends well"
check_eq "and leaves nothing" "" "$(nothing_left)"
check_fail "the home agent has heard of it the next time" known_to_ha

# Nobody hears it.
must agent_start mn "$MN_CONFIG"
check "registered once more" busywait 60 is_at $MN4 ip
deaf
agent_stop mn
test_ok $? "it ends without an answer"
check "after three times" logged mn "left without an answer"
check_eq "and leaves nothing" "" "$(nothing_left)"
check "but for the binding at the home agent" known_to_ha

agent_stop ha
test_done
