#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 600
#
# dsmipd as a mobile node that returns to its home link, and that asks for the
# prefixes of the home link from an IPv4 network.
#
#   mn ── mn2 ─ ha2 ── ha      the home link, 2001:db8:100::/64
#
# Covers: R5555-2.2-01 R5555-2.2-03 R5555-4.4.2.1-01 R5555-4.4.2.1-05

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

AT_HOME=2001:db8:100::99

home_link()
{
	link ha ha2 mn mn2
	addr ha ha2 2001:db8:100::1/64
	ip -n mn link set mn2 down
}

# A home link, and a prefix that is soon deprecated: status 1.
home_config()
{
	# shellcheck disable=SC2119
	ha_config | sed 's|prefix: 2001:db8:100::/48|prefix: 2001:db8:100::/64\
        interface: ha2\
        dad: no\
        valid: 1h\
        preferred: 100s|'
}

plug_in()
{
	ip -n mn link set mn2 up
	addr mn mn2 $AT_HOME/64
	ip -n mn route replace default via 2001:db8:100::1 dev mn2 metric 512
}

is_home()
{
	[ "$(shows .state)" = at-home ]
}

bindings()
{
	dsmipctl -n "$1" -j binding show | jq length
}

must module_load
mn_topo
home_link
must agent_start ha "$(home_config)"
(umask 077; echo $AGENT_KEY >/tmp/key)
must agent ha subscriber add mn7@example.net home $HOA6 home $HOA4 \
	security auth spi 256 key-file /tmp/key
must agent_start mn "$(mn_config "$MN_AGENT"$'\n'"$MN_AUTH")"

capture ha ha1 /tmp/solicit.pcap udp port 4191
in_nat
check "registered behind a NAT" busywait 60 is_at $PRIV4 udp
check_eq "but there is something about the prefix" 1 "$(shows .status)"
check "it is told of the prefix" busywait 60 logged mn \
	"home prefix 2001:db8:100:"
capture_stop
check_eq "asked from the home address, with a Home Address option" $HOA6 \
	"$(tshark -r /tmp/solicit.pcap -d udp.port==4191,ipv6 \
		-Y 'icmpv6.type == 146 && ipv6.opt.type == 0xc9' -T fields \
		-e ipv6.src_host 2>/dev/null | sort -u)"
check "away: IPv6" ping_all cn $HOA6

plug_in
check "at home" busywait 60 is_home
check_eq "the home agent has no binding" 0 "$(bindings ha)"
check_eq "nor has the node" 0 "$(bindings mn)"
check "at home: IPv6" busywait 60 ping_all cn $HOA6
check_eq "without a tunnel" mn2 \
	"$(ip -n mn -j route get $CN6 | jq -r '.[0].dev')"
check "at home: of its own" ping_all mn $CN6 -I $HOA6

ip -n mn link set mn2 down
check "away again" busywait 60 is_at $PRIV4 udp
check "away again: IPv6" busywait 60 ping_all cn $HOA6
check "away again: IPv4" ping_all cn $HOA4

agent_stop mn
agent_stop ha
test_done
