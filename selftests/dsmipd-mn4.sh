#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 600
#
# dsmipd as a mobile node of Mobile IPv4: an address of its own, public and
# behind a NAT, a foreign agent, and home, with traffic of both families.  Home
# agent and foreign agent are of this test (mip4_agents.py), which judges each
# request.
#
#                       ,---- r ---- (C) 198.51.100.128/26 ---- mn0
#   cn ---- ha ---------+     |`---- nat -- (B) 10.0.0.0/24 --- mn1   mn
#            \                `----- fa --- (F) 10.9.0.0/24 --- mn2
#             `-------------- (H) 203.0.113.0/24 -------------- mn3
#
# Covers: R5454-2.1-03 R5454-3.1-03 R5454-3.5-07 R5454-3.5-08 R5454-3.5-09
# Covers: R5454-3.5-10 R5454-3.5-12 R5454-3.6-02 R5454-3.9-01 R5454-3.9-02
# Covers: R5454-3.9-03 R5454-3.9-04 R5454-3.3.2-09 R5454-3.4-01

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

# judge NS ARGUMENTS...: starts one, which says what it has heard
judge()
{
	local ns=$1
	shift

	ip netns exec "$ns" "$here/mip4_agents.py" "$@" >/tmp/"$1".json \
		2>/tmp/"$1".log &
	judge_pid[$ns]=$!
	busywait 60 grep -q ready /tmp/"$1".json
}

# heard KEY: of the last request
heard()
{
	tail -n 1 /tmp/home.json | jq -r "$1"
}

# config LINES: the node; more settings of it, indented by 4
config()
{
	mn4_node "    prefixes: [\"$HOA6/64\"]
$1"
}

# at COA ENCAP IPV6: registered there, and data pass
at()
{
	check "$1, $2: registered" busywait 60 is_at "$1" "$2"
	check_eq "$1, $2: IPv6 goes to" "$3" "$(shows .ipv6)"
	check "$1, $2: IPv4 from the correspondent" ping_all cn $HOA4
	check "$1, $2: IPv6 from the correspondent" ping_all cn $HOA6
	check "$1, $2: IPv4 of the node's own" ping_all mn $CN4
	check "$1, $2: IPv6 of the node's own" ping_all mn $CN6
}

declare -A judge_pid=()

must module_load
mn_topo
topo_foreign
topo_home_link
# The home network is that of a link here.
must dsmipctl -n ha link add dsmip0 local $HA4 local $HA6
ip -n ha link set dsmip0 up
route_add ha "$HOA4 dev dsmip0" "2001:db8:100::/48 via fe80::1 dev dsmip0"
must judge ha home dsmip0 $HA4
must judge fa foreign fa1 10.9.0.1 $FA4 $HA4
must agent_start mn "$(config "")"
check_eq "no network" no-network "$(shows .state)"

# ---- an address of its own ------------------------------------------------

in_ipv4
at $MN4 ip home
check_eq "flags D and T" 34 "$(heard .flags)"
check_eq "the prefix without the address in it" '[[64,"2001:db8:100::"]]' \
	"$(heard '.prefixes | tostring')"
check_eq "by its name" mn7@example.net "$(heard .nai)"
check "the tunnel has a link-local address" sh -c \
	"ip -n mn addr show dev dsmip0 | grep -q fe80::cb00:7107"
check_eq "what is bound to nothing goes from the home address" $HOA4 \
	"$(ip -n mn -j route get $CN4 | jq -r '.[0].prefsrc')"

# ---- behind a NAT ---------------------------------------------------------

in_nat
only mn1
at $PRIV4 mipudp home
check_eq "the interval of the home agent" 10 "$(shows .keepalive)"
check_eq "the home agent has what the NAT has made of it" $NAT4 \
	"$(dsmipctl -n ha -j binding show | jq -r '.[0].coa')"
# The NAT forgets; what is to the node gets lost until the next keepalive, which
# shows that nobody can reach it.
nat_masquerade 41000-41999
check "a NAT that has forgotten hears of it" busywait 60 ping_all cn $HOA4

# ---- a foreign agent ------------------------------------------------------

in_foreign
only mn2
at $FA4 foreign-agent home
check_eq "flag T, and not D" 2 "$(heard .flags)"
check_eq "no longer than the agent wants" 300 "$(heard .lifetime)"
check_eq "nobody is told of the home address" 1 \
	"$(run mn cat /proc/sys/net/ipv4/conf/mn2/arp_ignore)"

# ---- and back, and what the home agent may say ----------------------------

in_ipv4
only mn0
at $MN4 ip home
echo 133 >$AGENT_DIR/next
agent_config mn "$(config "    ipv6-tunnel: care-of")"
kill -HUP "${agent_pid[mn]}"
check "to the care-of address, if it is told to" busywait 60 \
	sh -c "$(declare -f heard); [ \"\$(heard .mode)\" = true ]"
at $MN4 ip care-of
check "refused once" logged mn "refused with code 133"
check "the clock is the home agent's" logged mn "clock is \(100\|[5-9][0-9]\) s behind"

# ---- home -----------------------------------------------------------------

ip -n ha route del $HOA4 dev dsmip0
must capture ha ha2 /tmp/arp.pcap arp
in_home
only mn3
check "at home" busywait 60 sh -c \
	"$(declare -f agent agent_socket dsmipctl shows); AGENT_DIR=$AGENT_DIR
	 [ \"\$(shows .state)\" = at-home ]"
check_eq "from the home address, which is the care-of address" \
	"$HOA4 $HOA4 0" "$(heard '[.src, .coa, .lifetime] | join(" ")')"
check "the home agent has no binding" sh -c \
	"! dsmipctl -n ha -o binding show | grep -q $HOA4"
check "as if there were no mobility" ping_all cn $HOA4
capture_stop
check "its neighbours were told by ARP" sh -c \
	"tcpdump -nr /tmp/arp.pcap 2>/dev/null |
	 grep -Eq '(who-has $HOA4.* tell $HOA4|Reply $HOA4 is-at)'"

# ---- the end --------------------------------------------------------------

ip -n ha route add $HOA4 dev dsmip0
in_ipv4
only mn0
check "away again" busywait 60 is_at $MN4 ip
agent_stop mn
check_eq "deregistered at the end" "$MN4 0" \
	"$(heard '[.coa, .lifetime] | join(" ")')"
check "nothing is left" sh -c "! ip -n mn link show dsmip0 2>/dev/null &&
	! ip -n mn rule | grep -q 'proto 191'"
for ns in ha fa; do
	check "nothing was wrong with what $ns has heard" \
		kill -0 "${judge_pid[$ns]}"
done
cat /tmp/home.log /tmp/foreign.log
kill "${judge_pid[@]}"
test_done
