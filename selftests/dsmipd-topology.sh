#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 600
#
# dsmipd as a mobile router and its home agent where there is IPv6 only, and
# where there is IPv4 only: behind two NATs, with the home agent behind a port
# mapping, and without a NAT.
#
#   cn ── ha ── ha1 ─ r0 ── r ── r1 ─ mn0 ── mn ── mn2 ─ lan0 ── lan
#         └─ ha2 ─ gw ─ r3 ─┘└─ r2 ─ cgn ─ nat ─ mn1 ─┘
#
#   gw   198.51.100.66, hands UDP port 4191 on to ha2, 10.9.0.1
#   cgn  198.51.100.194, the outer NAT; nat is 100.64.0.2 there
#   lan  2001:db8:700:1::2, 203.0.113.66; mobile network prefixes
#        2001:db8:700::/56 and 203.0.113.64/29
#
# Covers: R5555-1-01 R5555-1.3-02 R5555-1.3-03 R5555-1.3-05 R5555-4.2-07
# Covers: R5555-4.5-02 R5555-4.5-04 R5555-4.5.1-02

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

MAPPED4=198.51.100.66
INSIDE4=10.9.0.1
PREFIX6=2001:db8:700::/56
PREFIX4=203.0.113.64/29
LAN6=2001:db8:700:1::2
LAN4=203.0.113.66

topo_lan()
{
	setup_ns lan
	link mn mn2 lan lan0
	addr mn mn2 2001:db8:700:1::1/64 203.0.113.65/29
	addr lan lan0 $LAN6/64 $LAN4/29
	ip -n lan route add default via 2001:db8:700:1::1
	ip -n lan route add default via 203.0.113.65
	forwarding mn
}

# nft_nat NS RULE HOOK: one rule at pre- or postrouting
nft_nat()
{
	run "$1" nft -f - <<-NFT
		table ip nat {
			chain $3 {
				type nat hook $3 priority 0;
				$2
			}
		}
	NFT
}

# A second NAT between the first one and the world.
topo_cgn()
{
	setup_ns cgn
	ip -n r link del r2
	link r r2 cgn cgn0
	link cgn cgn1 nat nat0
	addr r r2 198.51.100.193/26
	addr cgn cgn0 $NAT4/26
	addr cgn cgn1 100.64.0.1/24
	addr nat nat0 100.64.0.2/24
	ip -n nat route add default via 100.64.0.1
	ip -n cgn route add default via 198.51.100.193
	forwarding cgn
	nft_nat cgn "oifname cgn0 meta l4proto udp masquerade to :50000-50999" \
		postrouting
}

# What the home agent's provider has given it.
topo_mapping()
{
	setup_ns gw
	link ha ha2 gw gw0
	link gw gw1 r r3
	addr ha ha2 $INSIDE4/24
	addr gw gw0 10.9.0.254/24
	addr gw gw1 $MAPPED4/26
	addr r r3 198.51.100.65/26
	ip -n ha route add default via 10.9.0.254
	ip -n gw route add default via 198.51.100.65
	forwarding gw
	nft_nat gw "iifname gw1 udp dport 4191 dnat to $INSIDE4" prerouting
}

# no_family -4|-6 NS DEV...: its addresses are gone
no_family()
{
	local family=$1 ns=$2 dev
	shift 2

	for dev; do
		ip -n "$ns" "$family" addr flush dev "$dev" scope global
	done
}

# told_of KEYS: of the router's registration, as the home agent shows it
told_of()
{
	agent ha -j binding show home $HOA6 | jq -r "[.[0] | $1] | join(\" \")"
}

# router_config LINES: of the mobile router, without home4
router_config()
{
	mn_config "    router: yes"$'\n'"$MN_AUTH"$'\n'"$1" |
		sed "/home4: \[$HOA4\]\$/d"
}

# through WHAT HOME LAN CN: traffic of the router and of the network behind it
through()
{
	local what=$1 home=$2 lan=$3 cn=$4

	check "$what: to the router" ping_all cn "$home"
	check "$what: to the network behind it" ping_all cn "$lan"
	check "$what: from there" ping_all lan "$cn"
}

must module_load
mn_topo
topo_lan
(umask 077; echo $AGENT_KEY >/tmp/key)

# IPv6 only.
no_family -4 ha ha1
no_family -4 r r0 r1
no_family -4 mn mn0 mn1 mn2
no_family -4 lan lan0
# shellcheck disable=SC2119
must agent_start ha "$(ha_config | sed '/^pools:/,/length: 29/d; /local4:/d')"
must agent ha subscriber add mn7@example.net home $HOA6 home $HOA4 \
	home $PREFIX4 prefix $PREFIX6 router on \
	security auth spi 256 key-file /tmp/key
must agent_start mn "$(router_config "    prefixes: [$PREFIX6]
    home-agent: $HA6")"
in_ipv6
check "IPv6 only: registered" busywait 60 is_at $MN6 ip
check_eq "no IPv4 anywhere" "" "$(ip -n mn -4 -o addr show scope global)"
check_eq "explicit prefix" "$HOA6 $PREFIX6" "$(told_of '.home | sort[]')"
check_match "a route for it" "dev dsmip0" \
	"$(ip -n ha -6 route show $PREFIX6 proto 191)"
through "explicit" $HOA6 $LAN6 $CN6
agent_config mn "$(router_config "    home-agent: $HA6")"
sequence=$(shows .sequence)
kill -HUP "${agent_pid[mn]}"
check "implicit: registered" busywait 60 sh -c \
	"dsmipctl -n mn -S $(agent_socket mn) -j service show mn7 |
	 jq -e '.[0] | .state == \"registered\" and .sequence > $sequence'"
check_eq "the router names no prefix" $HOA6 "$(shows '.homes | join(" ")')"
check_eq "the home agent knows it" "$HOA6 $PREFIX6" \
	"$(told_of '.home | sort[]')"
through "implicit" $HOA6 $LAN6 $CN6
agent_stop mn
agent_stop ha
ip -n ha link del dsmip0

# IPv4 only, with two NATs here and a port mapping there.
topo_cgn
topo_mapping
no_family -6 r r0 r1
no_family -6 mn mn0
addr r r1 198.51.100.129/26
addr mn mn0 $MN4/26
addr mn mn1 $PRIV4/24
addr mn mn2 203.0.113.65/29
addr lan lan0 $LAN4/29
ip -n lan route replace default via 203.0.113.65
leave
MAPPING=$(ha_config "    force-udp: yes" | sed "s/local4: .*/local4: $INSIDE4/")
must agent_start ha "$(grep -v force-udp <<<"$MAPPING")"
must agent_start mn "$(router_config "    prefixes: [$PREFIX6]
    home4: [$HOA4, $PREFIX4]
    home-agent: $HA6
    home-agent4: $MAPPED4")"
in_nat
check "two NATs and a port mapping: registered" busywait 60 is_at $PRIV4 udp
check_eq "no IPv6 outside" "" "$(ip -n mn -6 -o addr show dev mn1 scope global)"
check_eq "the node knows of the NAT" "true false" \
	"$(shows '[.nat, .forced] | join(" ")')"
check_match "the home agent sees the outer one" \
	"^$NAT4 50[0-9]{3} $PRIV4 true$" \
	"$(told_of '.coa, .port, (.registration | .claimed, .nat)')"
check_eq "both families" "$HOA6 $PREFIX6 $PREFIX4 $HOA4" \
	"$(told_of '.home | sort[]')"
through "two NATs, IPv6" $HOA6 $LAN6 $CN6
through "two NATs, IPv4" $HOA4 $LAN4 $CN4

# Without a NAT the mapping lets UDP through and nothing else.
agent_now ha "$MAPPING"
in_ipv4
ip -n mn link set mn1 down
check "no NAT, but a port mapping: registered" busywait 60 is_at $MN4 udp
check_eq "UDP is forced" true "$(shows .forced)"
through "port mapping, IPv6" $HOA6 $LAN6 $CN6
through "port mapping, IPv4" $HOA4 $LAN4 $CN4

agent_stop mn
check_eq "deregistered" 0 "$(dsmipctl -n ha -j binding show | jq length)"
agent_stop ha
test_done
