#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 600
#
# dsmipd three times, as home agent, as foreign agent and as a mobile router of
# Mobile IPv4, with nobody else's messages.  The router has two IPv6 prefixes,
# and goes from network to network, and home, with connections that survive.
#
#                  ,---- r ---- (C) 198.51.100.128/26 ---- mn0
#   cn ---- ha ----+     |`---- nat -- (B) 10.0.0.0/24 --- mn1   mn ── mnl ─ lan0 ── lan
#            \           `----- fa --- (F) 10.9.0.0/24 --- mn2
#             `--------- (H) 203.0.113.0/24 -------------- mn3
#
#   lan  2001:db8:700:1::2; the prefixes are 2001:db8:100::/64, of the router's
#        own address, and 2001:db8:700::/56
#
# Covers: R5454-1.4-03 R5454-1.4-04 R5454-3.3.2-08 R5454-3.5-07 R5454-3.5-08
# Covers: R5454-3.9-01 D4-01-4.4-05 D4-01-4.4-06 D4-01-4.5-07

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

PREFIX=2001:db8:700::/56
# home LINES, router LINES: configurations; more settings,
# indented by 4
home()
{
	ha4_home "    links:
      - prefix: 203.0.113.0/24
        interface: ha2
$1"
}

router()
{
	mn4_router "    prefixes: [\"$HOA6/64\", \"$PREFIX\"]
$1"
}

# at COA ENCAP IPV6: registered there, both prefixes, and data pass
at()
{
	check "$1, $2: registered" busywait 60 is_at "$1" "$2"
	check "$1, $2: IPv6 goes to: $3" busywait 60 is_to "$3"
	check "$1, $2: IPv4 to the router" ping_all cn $HOA4
	check "$1, $2: IPv6 to the router" ping_all cn $HOA6
	check "$1, $2: IPv6 to the network behind it" ping_all cn $LAN6
	check "$1, $2: and from there" ping_all lan $CN6
}

# is_to PLACE: IPv6 goes there
is_to()
{
	[ "$(shows .ipv6)" = "$1" ]
}

at_home()
{
	[ "$(shows .state)" = at-home ]
}

must module_load
mn_topo
topo_foreign
topo_home_link
topo_lan6
must agent_start ha "$(home "")"
must agent ha subscriber add mn7@example.net home $HOA4 \
	prefix 2001:db8:100::/64 prefix $PREFIX router on \
	mip4-spi 256 mip4-key-file $AGENT_DIR/key
must agent_start fa "$(fa4_visited "")"
check "the foreign agent does not wait for modules when a visitor comes" \
	test -d /sys/module/ipip -a -d /sys/module/ip_gre
must agent_start mn "$(router "")"

in_ipv4
at $MN4 ip home
check_eq "both prefixes at the home agent" \
	"2001:db8:100::/64 $PREFIX $HOA4" \
	"$(agent ha -j binding show | jq -r '.[0].home | sort | join(" ")')"
check_match "and a route for that of the network" "^$PREFIX via .* dev dsmip0" \
	"$(ip -n ha -6 route show $PREFIX)"
transfer_begin lan $LAN6
transfer_begin mn $HOA4

in_nat
only mn1
at $PRIV4 mipudp home
in_foreign
only mn2
at $FA4 foreign-agent home
test_log "requests relayed, handover in ms: $(agent fa -j service show |
	jq -r '.[0].stats.relayed') $(shows .last_handover_ms)"

# Code 1: by its own address, behind the NAT, and, with draft -01, by an agent
# that has both protocols.
in_ipv4
only mn0
agent_now mn "$(router "    ipv6-tunnel: care-of")"
at $MN4 ip care-of
in_nat
only mn1
at $PRIV4 mipudp care-of
agent_now ha "$(home "    draft: yes")"
agent_stop fa
must agent_start fa "$(fa4_visited "    draft: yes")"
agent_now mn "$(router "    ipv6-tunnel: care-of
    draft: yes")"
in_foreign
only mn2
at $FA4 foreign-agent native
check "the transfer to the network has survived" transfer_end 6

# Home.
must capture ha ha2 /tmp/arp.pcap arp
check_match "the home agent defends the home address" "$HOA4 dev ha2 +proxy" \
	"$(ip -n ha neigh show proxy)"
in_home
only mn3
check "at home" busywait 60 at_home
check_eq "no binding is left" 0 "$(dsmipctl -n ha -j binding show | jq length)"
check_eq "nor is the home address defended" "" "$(ip -n ha neigh show proxy)"
check "as if there were no mobility" ping_all cn $HOA4
capture_stop
check "its neighbours were told by ARP" sh -c \
	"tcpdump -enr /tmp/arp.pcap 2>/dev/null |
	 grep -Eq '(who-has $HOA4.* tell $HOA4|Reply $HOA4 is-at)'"
in_ipv4
only mn0
at $MN4 ip care-of
check "the transfer to the router has survived" transfer_end 4

agent_stop mn
check_eq "deregistered" 0 "$(dsmipctl -n ha -j binding show | jq length)"
agent_stop fa
check_eq "no visitor is left" "" "$(run fa ip -o link show type ipip |
	grep -v tunl0)"
[ $test_failed -eq 0 ] || cat $AGENT_DIR/*.log
test_done
