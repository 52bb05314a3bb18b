#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Groups through the tunnel: a source on the home link, the kernel's multicast
# routing at the home agent, and two mobile nodes whose stacks report through
# tunnels of the kernel that they listen.
#
#   cn ── ha0 ha ═ dsmip0 ══ r ══ tun0, 4 and 6 in IPv4 ══ mn
#              (mroute)      r ══ tun0, in UDP over IPv6 ══ mn2
#
# Covers: R5454-3.3.2-17 R5454-3.3.3-01 D4-01-4.3.2-14 D4-01-4.3.2-15
# Covers: D4-01-4.3.2-16 D4-01-4.3.2-17 D4-01-4.3.2-18
# Timeout: 600

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
HOA4_2=203.0.113.8
HOA6_2=2001:db8:100::8
MN6_2=2001:db8:4::130
G4=233.252.0.1
G6=ff0e::1:2
SITE4=239.1.2.3
SITE6=ff05::1:2

topo_second()
{
	setup_ns mn2
	link r r3 mn2 mn0
	addr r r3 2001:db8:4::1/64
	addr mn2 mn0 $MN6_2/64
	ip -n ha route add 2001:db8:4::/64 via 2001:db8:2::2
	ip -n mn2 route add $HA6 via 2001:db8:4::1
}

# first [FLAG]..., second [FLAG]...: bindings of the two mobile nodes
first()
{
	must ha_bind "$MN4" ip "$@"
}

second()
{
	must dsmipctl -n ha binding replace dev dsmip0 home $HOA4_2 \
		home $HOA6_2 coa $MN6_2 encap udp "$@"
}

# background NS COMMAND...: mcast.py, until it is ended
background()
{
	local ns=$1
	shift

	ip netns exec "$ns" "$here/mcast.py" "$@" >/tmp/background &
	last=$!
}

listen()
{
	: >"/tmp/heard.$1"
	background "$1" listen "/tmp/heard.$1" "$2" "${@:3}"
	eval "listen_$1=$last"
}

unlisten()
{
	eval "kill \$listen_$1; wait \$listen_$1" 2>/dev/null
}

# groups HOME: that its binding has joined
groups()
{
	dsmipctl -n ha -d -j binding show dev dsmip0 home "$1" |
		jq -r '.[0].groups | sort | join(" ")'
}

in_groups()
{
	found=$(groups "$1")
	[ "$found" = "$2" ]
}

# joined TEXT HOME GROUPS: it is so, before long
joined()
{
	busywait 60 in_groups "$2" "$3"
	check_eq "$1" "$3" "$found"
}

# Multicast routing is up: that of IPv4, and the two of IPv6.
routes()
{
	[ "$(run ha ip mroute show | wc -l)" -eq 2 ] &&
		[ "$(run ha ip -6 mroute show | wc -l)" -eq 4 ]
}

# more NS CAUSE THAN: packets are dropped
more()
{
	[ "$(drops "$1" "$2")" -gt "$3" ]
}

# Queries, as a multicast router sends them.
ask()
{
	run ha "$here/mcast.py" query dsmip0 192.0.2.1
	run ha "$here/mcast.py" query dsmip0 fe80::1
}

heard()
{
	[ "$(sort "/tmp/heard.$1" | uniq -c | awk '{ print $2, $1 }' |
		xargs)" = "$2" ]
}

# sent TEXT "GROUP COUNT..." FIRST SECOND: the source sends so many packets to
# groups; so many go to each of the mobile nodes' bindings
sent()
{
	local text=$1 what=$2 want="$3 $4" before
	local -a list

	read -ra list <<<"$what"
	: >/tmp/heard.mn
	: >/tmp/heard.mn2
	before="$(tx $HOA4) $(tx $HOA4_2)"
	while [ ${#list[@]} -gt 0 ]; do
		run cn "$here/mcast.py" send cn0 "${list[0]}" "${list[1]}"
		list=("${list[@]:2}")
	done
	busywait 60 delivered "$before" "$want"
	check_eq "$text" "$want" "$(since "$before")"
}

tx()
{
	binding_count ha "$1" tx.packets
}

since()
{
	echo "$1 $(tx $HOA4) $(tx $HOA4_2)" |
		awk '{ print $3 - $1, $4 - $2 }'
}

delivered()
{
	[ "$(since "$1")" = "$2" ]
}

must module_load
topo_home
topo_public
topo_second
ha_device group-time 260
ip -n cn route add 224.0.0.0/4 dev cn0
first multicast
second multicast
modprobe -a fou fou6
must ip -n mn2 -6 fou add port 4191 gue
must ip -n mn link add tun0 type sit mode any local $MN4 remote $HA4 ttl 64
ip -n mn link set tun0 up
mn_home tun0
must ip -n mn2 link add tun0 type ip6tnl mode any local $MN6_2 remote $HA6 \
	hoplimit 64 encap fou encap-sport 4191 encap-dport 4191 \
	encap-udp6-csum encaplimit none
ip -n mn2 link set tun0 mtu 1280 up
addr mn2 tun0 $HOA4_2/32 $HOA6_2/128
ip -n mn2 route add default dev tun0 src $HOA4_2
ip -n mn2 route add default dev tun0 src $HOA6_2
background ha route ha0 dsmip0 $CN4 $G4 $SITE4
background ha route ha0 dsmip0 $CN6,$HOA6 $G6 $SITE6
busywait 60 routes

# ---- only who has joined

joined "nobody has joined anything" $HOA4 ""
sent "to nobody" "$G4 2 $G6 2" 0 0
check_match "which is counted" '^([4-9]|[1-9][0-9])' "$(drops ha tx_multicast)"
listen mn tun0 $G4 $G6
joined "the first node has joined" $HOA4 "$G4 $G6"
joined "the second has not" $HOA4_2 ""
sent "to the first only" "$G4 3 $G6 4" 7 0
check "they reach its socket" busywait 60 heard mn "$G4 3 $G6 4"
listen mn2 tun0 $G4 $G6
joined "the second has joined too" $HOA4_2 "$G4 $G6"
sent "to both" "$G4 2 $G6 2" 4 4
check "they reach the first" busywait 60 heard mn "$G4 2 $G6 2"
check "and the second" busywait 60 heard mn2 "$G4 2 $G6 2"
check_match "text" "^    groups .*$G4" \
	"$(dsmipctl -n ha -d binding show home $HOA4)"

# ---- a node that sends does not hear itself

before="$(tx $HOA4) $(tx $HOA4_2)"
run mn "$here/mcast.py" send tun0 $G6 3
check "from one node to the other" busywait 60 delivered "$before" "0 3"

# ---- leave

unlisten mn
joined "the first has left" $HOA4 ""
sent "to the second only" "$G4 2 $G6 2" 0 4
second
joined "without the flag it is in no group" $HOA4_2 ""
sent "to nobody" "$G4 1 $G6 1" 0 0
second multicast
unlisten mn2

# ---- a membership that is not reported anew ends

listen mn tun0 $G4 $G6
joined "joined" $HOA4 "$G4 $G6"
must dsmipctl -n ha link set dsmip0 group-time 1.5
ask
joined "and forgotten" $HOA4 ""
sent "to nobody" "$G4 1 $G6 1" 0 0
must dsmipctl -n ha link set dsmip0 group-time 260
run ha "$here/mcast.py" query dsmip0 192.0.2.1
joined "a query of IGMP is answered" $HOA4 "$G4"
run ha "$here/mcast.py" query dsmip0 fe80::1
joined "and one of MLD" $HOA4 "$G4 $G6"

# ---- a handover keeps the memberships

addr mn mn0 198.51.100.140/26
must ha_bind 198.51.100.140 ip multicast
joined "after a handover" $HOA4 "$G4 $G6"
must ha_bind "$MN4" ip multicast
unlisten mn

# ---- scopes

listen mn tun0 $SITE4 $SITE6 ff02::1:5 224.0.0.77 $G6
joined "groups of small scopes" $HOA4 "$G6"
sent "are not sent" "$SITE4 1 $SITE6 1 ff02::1:5 1 224.0.0.77 1" 0 0
first multicast all-scopes
ask
joined "but with the flag, not those of the link" $HOA4 \
	"$SITE4 $SITE6 $G6"
sent "are sent" "$SITE4 1 $SITE6 1 ff02::1:5 1 224.0.0.77 1" 2 0
before=$(drops ha tx_multicast)
run ha "$here/mcast.py" echo dsmip0 fe80::1 ff02::1:5
run ha "$here/mcast.py" echo dsmip0 192.0.2.1 224.0.0.77
check "nor if the home agent itself sends them" \
	busywait 60 more ha tx_multicast $((before + 1))
first multicast
sent "flag taken away" "$SITE4 1 $SITE6 1" 0 0
unlisten mn

# ---- dsmip at both ends: reports from ::, queries from the home agent

ip -n mn2 link del tun0
must dsmipctl -n mn2 link add dsmip0 port 4192
ip -n mn2 link set dsmip0 up
addr mn2 dsmip0 $HOA4_2/32 $HOA6_2/128
ip -n mn2 route add default dev dsmip0 src $HOA4_2
ip -n mn2 route add default dev dsmip0 src $HOA6_2
must dsmipctl -n mn2 binding add dev dsmip0 home 0.0.0.0/0 home ::/0 \
	coa $HA6 local $MN6_2 encap udp port 4191 agent
second multicast port 4192
listen mn2 dsmip0 $G4 $G6
joined "dsmip at both ends" $HOA4_2 "$G4 $G6"
sent "to the second" "$G4 2 $G6 2" 0 4
check "they reach its socket" busywait 60 heard mn2 "$G4 2 $G6 2"
must dsmipctl -n ha link set dsmip0 group-time 1
ask
joined "and forgotten" $HOA4_2 ""
must dsmipctl -n ha link set dsmip0 group-time 260
ask
joined "until queries come through" $HOA4_2 "$G4 $G6"

# ---- limits, and the end

before=$(drops ha rx_group_limit)
run mn2 "$here/mcast.py" report dsmip0 $HOA4_2 35
busywait 60 more ha rx_group_limit $((before + 4))
check_eq "no more than 32 groups" 32 "$(groups $HOA4_2 | wc -w)"
check_eq "which is counted" 5 "$(($(drops ha rx_group_limit) - before))"
check_eq "and laid to the binding" 5 \
	"$(binding_drops ha $HOA4_2 rx_group_limit)"
# Bindings come and go, get and lose the flag, while their nodes join, leave,
# and are sent packets.
storm()
{
	local i

	for ((i = 0; i < 40; i++)); do
		for flags in multicast "" "multicast all-scopes" "port 4193"; do
			echo "binding replace dev dsmip0 home $HOA4_2" \
				"home $HOA6_2 coa $MN6_2 encap udp port 4192" \
				"$flags"
		done | sed 's/port 4192 port/port/'
		echo "binding del dev dsmip0 home $HOA6_2"
		echo "link set dsmip0 group-time 0.0$((i % 9 + 1))"
	done
}
storm_over()
{
	! kill -0 "$last" && return 0
	storm | dsmipctl -n ha -force -b - >>/tmp/storm 2>&1
	return 1
}
for source in fe80::2 ::; do
	background mn2 storm dsmip0 $source 4
done
background ha flood dsmip0 $CN6 4
storm | dsmipctl -n ha -force -b - >/tmp/storm 2>&1
busywait 60 storm_over
check_eq "requests in a storm of reports" "" "$(cat /tmp/storm)"
must dsmipctl -n ha link set dsmip0 group-time 260
second multicast port 4192
check "flush" dsmipctl -n ha binding flush dev dsmip0
before=$(drops ha tx_multicast)
run cn "$here/mcast.py" send cn0 $G6 1
check "nobody is left" busywait 60 more ha tx_multicast "$before"

# 1024 members of a group, and one who wants to be.
crowd()
{
	local i

	for ((i = 0; i < 1025; i++)); do
		echo "binding add dev dsmip0 home 2001:db8:100:1::$i" \
			"coa $MN4 encap udp port $((10000 + i)) multicast"
	done
}
# counted: how many of them are in the group, and packets that were sent to all
counted()
{
	dsmipctl -n ha -s -d -j binding show dev dsmip0 | jq -r "
		[(map(select(.groups == [\"$G6\"])) | length),
		 (map(.tx.packets) | add)] | join(\" \")"
}
counted_is()
{
	found=$(counted)
	[ "$found" = "$1" ]
}
# count TEXT COUNTED: it is so, before long
count()
{
	busywait 60 counted_is "$2"
	check_eq "$1" "$2" "$found"
}
# A cable takes no more than this at once.
sysctl -qw net.core.netdev_max_backlog=2000
crowd | must dsmipctl -n ha -b -
before=$(drops ha rx_group_limit)
run mn "$here/mcast.py" many $MN4 $HA4 10000 1024 $G6
count "1024 members of one group" "1024 0"
run mn "$here/mcast.py" many $MN4 $HA4 11024 1 $G6
check "one more is refused" busywait 60 more ha rx_group_limit "$before"
check_eq "which is counted once" 1 "$(($(drops ha rx_group_limit) - before))"
check_eq "and laid to the binding" 1 \
	"$(binding_drops ha 2001:db8:100:1::1024 rx_group_limit)"
run cn "$here/mcast.py" send cn0 $G6 1
count "each member is sent a copy" "1024 1024"
check_eq "and nothing to the one refused" 0 \
	"$(binding_count ha 2001:db8:100:1::1024 tx.packets)"
check "flush of them all" dsmipctl -n ha binding flush dev dsmip0
first multicast
listen mn tun0 $G4
joined "a new binding" $HOA4 "$G4"
check "the device is deleted with its groups" ip -n ha link del dsmip0
check "and the module removed" eval "dsmipctl -n mn2 link del dsmip0 && \
	rmmod dsmip"

test_done
