#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 900
#
# dsmipd as the home agent of Mobile IPv4, of a mobile node that is a Python
# program (mip4.py) in the topology of lib.sh, with a home link.  One subscriber
# goes from Mobile IPv4 to Mobile IPv6 and back.
#
#   hn ── hn0 ─ hl0 ── ha ── ha1 ─ r0 ── r ── r1 ─ mn0 ── mn
#                                        └── r2 ─ nat ─ mn1 ┘
#
#   hl0  203.0.113.65/27  2001:db8:64::1/64   home link, towards hn
#   hn0  203.0.113.66/27  2001:db8:64::2/64
#
# Covers: R5454-1.2-01 R5454-1.4-03 R5454-2-01 R5454-2.1-01
# Covers: R5454-3.3.1-01 R5454-4-01 R5454-4-03 R5454-5-01 D4-01-4.3-09
# Covers: D4-01-4.3-10 D4-01-4.3-11 D4-01-4.3.1-01 D4-01-4.3.1-03
# Covers: D4-01-4.3.2-03 D4-01-4.7-02

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

ONE=2001:db8:700::/56
TWO=2001:db8:800::/56
HOA_ONE=2001:db8:700::7
HOA_LINK=203.0.113.70

# ha4_config [LINES]: home agents of both protocols with one device; more
# settings of that of Mobile IPv4, indented by 4
ha4_config()
{
	ha_config ""
	cat <<-YAML
	home-agents4:
	  - name: home4
	    device: dsmip0
	    address: $HA4
	    links:
	      - prefix: 203.0.113.64/27
	        interface: hl0
	      - prefix: 203.0.113.0/26
	      - prefix: 2001:db8:64::/64
	        interface: hl0
	${1:-}
	YAML
}

# mip4_subscriber NAME SPI KEY VALUE...
mip4_subscriber()
{
	local name=$1 spi=$2
	shift 2

	agent ha subscriber add "$name" "$@" mip4-spi "$spi" \
		mip4-key-file $AGENT_DIR/key
}

register()
{
	"$here/dsmipd_ha4.py" register "$@"
}

# told_of KEY: of the node's registration, as the agent shows it
told_of()
{
	agent ha -j binding show home $HOA4 | jq -r ".[0].$1"
}

homes()
{
	told_of 'home | sort | join(" ")'
}

# registrations: how many bindings the module has of the node
registrations()
{
	dsmipctl -n ha -j binding show dev dsmip0 |
		jq --arg a $HOA4 --arg b $HOA6 \
		   '[.[] | select(.home | index($a) or index($b))] | length'
}

both_families()
{
	ping_all cn $HOA4 >/dev/null && ping_all cn $HOA_ONE
}

routed()
{
	ip -n ha -6 route show "$1" proto 191
}

must module_load
topo_home
topo_public
topo_nat
setup_ns hn
link ha hl0 hn hn0
addr ha hl0 203.0.113.65/27 2001:db8:64::1/64
addr hn hn0 203.0.113.66/27 2001:db8:64::2/64
ip -n hn route add default via 203.0.113.65
mn_device
addr mn dsmip0 $HOA_LINK/32 $HOA_ONE/128
# Both networks at once: by the source address.
ip -n mn route add default via 10.0.0.1 table 10
ip -n mn rule add from $PRIV4 lookup 10
# Keepalives go through the tunnel.
ip -n mn route add default dev dsmip0 table 11
ip -n mn rule add from $HOA4 to $HA4 lookup 11
must agent_start ha "$(ha4_config)"
must mip4_subscriber mn7 300 home $HOA6 home $HOA4 prefix $ONE prefix $TWO \
	router on security auth spi 256 key-file $AGENT_DIR/key
must mip4_subscriber link 301 home $HOA_LINK mip4-algorithm hmac-sha256
must mip4_subscriber dyn@example.net 302 pool4 v4-main
must mip4_subscriber other 303 home 203.0.113.8 prefix 2001:db8:900::/56 \
	router on
capture ha ha1 /tmp/ha4.pcap 'udp port 434 and udp[8] != 4'

check_table "$here/dsmipd_ha4.py" prefixes
check_table "$here/dsmipd_ha4.py" refusals
check_table "$here/dsmipd_ha4.py" others
check_table "$here/dsmipd_ha4.py" revoked

# What was promised is what the module does.
check_eq "IPv6 by way of the home address" \
	"code 0 lifetime 300 0:$ONE 0:$TWO" "$(register $MN4 $ONE $TWO)"
must mn_bind $MN4 ip home-tunnel $HA4 home-tunnel-local $HOA4
check "traffic by way of the home address" both_families
check_match "routes for the prefixes" "^$ONE via fe80::1 dev dsmip0" \
	"$(routed $ONE)"
check_eq "one of them left out" "code 0 lifetime 300 0:$ONE" \
	"$(register $MN4 $ONE)"
check_eq "is registered no more" "$ONE $HOA4" "$(homes)"
check_eq "and not routed" "" "$(routed $TWO)"
check_eq "IPv6 to the care-of address" "code 0 lifetime 300 1:$ONE" \
	"$(register $MN4 mode $ONE)"
must mn_bind $MN4 ip
check "traffic to the care-of address" both_families
mn_via mn1
check_eq "registered behind the NAT" \
	"code 0 lifetime 300 0:$ONE udp 0 110" \
	"$(register $PRIV4 udp port=4434 $ONE)"
check_match "the binding has the address and port of the NAT" \
	"^$NAT4 4[0-9]{4} mipudp$" \
	"$(told_of coa) $(told_of port) $(told_of encap)"
must mn_bind $PRIV4 mipudp local-port 4434 home-tunnel $HA4 \
	home-tunnel-local $HOA4
check "traffic behind the NAT" both_families
check "a keepalive is answered" ping_all mn $HA4 -I $HOA4
mn_via mn0

# The agent dies, and comes back.
must test "$(register $MN4 $ONE)" = "code 0 lifetime 300 0:$ONE"
must mn_bind $MN4 ip home-tunnel $HA4 home-tunnel-local $HOA4
traffic_begin $HOA_ONE
agent_kill ha
sleep 1
must agent_start ha "$(ha4_config)"
check_eq "the registration is back" "mipv4 $MN4" \
	"$(told_of registration.proto) $(told_of coa)"
traffic_end
check_eq "no packet was lost" 0 "$lost"
agent_kill ha
dsmipctl -n ha binding del dev dsmip0 home $HOA4
dsmipctl -n ha binding add dev dsmip0 home 203.0.113.44 coa $MN4 encap ip
must agent_start ha "$(ha4_config)"
check "what the module had lost is there again" both_families
check_eq "and what it had too much is not" "" \
	"$(dsmipctl -n ha -o binding show dev dsmip0 home 203.0.113.44)"

# One subscriber, the other protocol, and back, with a transfer.
transfer_begin mn $HOA4
check_eq "the same node with Mobile IPv6" 0 "$(dsmipd_ha.py register $MN6)"
must mn_bind $MN6 ip
check_eq "is registered once, and so" "mipv6 $MN6 1" \
	"$(told_of registration.proto) $(told_of coa) $(registrations)"
check "traffic with Mobile IPv6" ping_all cn $HOA4
check_eq "and with Mobile IPv4 again" "code 0 lifetime 300 0:$ONE" \
	"$(register $MN4 $ONE)"
must mn_bind $MN4 ip home-tunnel $HA4 home-tunnel-local $HOA4
check_eq "is registered once, and so" "mipv4 $MN4 1" \
	"$(told_of registration.proto) $(told_of coa) $(registrations)"
check "traffic with Mobile IPv4" both_families
check "the transfer has survived" transfer_end 4
agent_kill ha
must agent_start ha "$(ha4_config)"
check_eq "after a crash it is still so" "mipv4 $MN4 1" \
	"$(told_of registration.proto) $(told_of coa) $(registrations)"

# The lengths that the draft has are malformed to tshark, so it judges before.
capture_stop
check_eq "tshark has nothing to say against the messages" "" \
	"$(tshark -r /tmp/ha4.pcap -Y 'ip.src == 198.51.100.1 and (_ws.malformed or _ws.expert.severity >= warning)' \
		2>&1 | grep -v '^Running as user')"
check_match "and has seen replies and revocations" "3 7" \
	"$(tshark -r /tmp/ha4.pcap -Y 'ip.src == 198.51.100.1' -T fields \
		-e mip.type 2>/dev/null | sort -u | xargs)"

# The home link, and draft -01.
agent_config ha "$(ha4_config "    draft: yes")"
check "draft -01 is switched on" agent ha config reload
check_table "$here/dsmipd_ha4.py" draft
check_match "the home link is told where the home addresses are" \
	"$HOA_LINK dev hl0 +proxy" "$(ip -n ha neigh show proxy)"
check "a neighbour on the home link reaches the node" \
	ping_all hn $HOA_LINK
test_done
