#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 600
#
# dsmipd as the home agent of a node of Mobile IPv4 that is in two networks at
# once, with simultaneous bindings and broadcasts of the home link (RFC 5944).
# The node is a Python program, dsmipd_simultaneous.py, at both of its addresses.
#
#   hn ── hn0 ─ hl0 ── ha ── ha1 ─ r0 ── r ── r1 ─ mn0 ── mn
#                       │                 └── r2 ─ nat ─ mn1 ┘
#                      cn
#
#   hl0  203.0.113.65/27    home link; home addresses .70 and .71
#   hn0  203.0.113.66/27
#   mn0  198.51.100.130     by IP in IP, as a node and as a foreign agent
#   mn1  10.0.0.130         behind a NAT, by UDP
#
# Covers: R5454-3.3-01 D4-01-4.3-01

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

HOA=203.0.113.70
LINKS="    links:
      - prefix: 203.0.113.64/27
        interface: hl0"

# stored: the care-of addresses of the node, as the agent has them
stored()
{
	agent ha -j binding show home $HOA | jq -r '.[0].registration |
		[.coa, .simultaneous[]?.coa] | sort | join(" ")'
}

# bound: the same, as the module has them
bound()
{
	dsmipctl -n ha -j binding show dev dsmip0 home $HOA | jq -r '.[0] |
		[.coa, .copies[]?.coa] | sort | join(" ")'
}

# The node of dsmipd itself, that wants broadcasts.
node()
{
	agent_common mn
	cat <<-YAML
	mobile-nodes4:
	  - name: mn71
	    device: dsmip0
	    home-address: 203.0.113.71/27
	    home-agent: $HA4
	    broadcasts: yes
	    home-auth:
	      spi: 301
	      key: $AGENT_KEY
	YAML
}

# node_hears ADDRESS: a host of the home link sends to all until the node has it
node_hears()
{
	local out=/tmp/heard.$1 pid rc

	ip netns exec mn socat -u UDP-RECV:9001 "OPEN:$out,creat" &
	pid=$!
	busywait 30 sh -c "echo all | ip netns exec hn socat -u - \
		UDP-DATAGRAM:$1:9001,broadcast,so-bindtodevice=hn0 &&
		grep -q all $out"
	rc=$?
	kill $pid
	return $rc
}

node_registered()
{
	[ "$(agent mn -j service show mn71 | jq -r '.[0].state')" = registered ]
}

# mirrors: filters on the home link that copy broadcasts
mirrors()
{
	tc -n ha filter show dev hl0 ingress 2>/dev/null | grep -c mirred
}

must module_load
topo_home
topo_public
topo_nat
# A mapping that nobody uses lives for half a minute, which may not be long.
run nat sysctl -qw net.netfilter.nf_conntrack_udp_timeout=600 \
	net.netfilter.nf_conntrack_udp_timeout_stream=600
setup_ns hn
link ha hl0 hn hn0
addr ha hl0 203.0.113.65/27
addr hn hn0 203.0.113.66/27
ip -n hn route add default via 203.0.113.65
# Both networks at once: by the source address.
ip -n mn route add default via 198.51.100.129
ip -n mn route add default via 10.0.0.1 table 10
ip -n mn rule add from $PRIV4 lookup 10
must agent_start ha "$(ha4_home "$LINKS")"
must agent ha subscriber add node home $HOA mip4-spi 300 \
	mip4-key-file $AGENT_DIR/key
must agent ha subscriber add other home 203.0.113.71 mip4-spi 301 \
	mip4-key-file $AGENT_DIR/key

check_table "$here/dsmipd_simultaneous.py" several
check_eq "the agent has both" "$MN4 $NAT4" "$(stored)"
check_eq "and so has the module" "$MN4 $NAT4" "$(bound)"
agent_kill ha
must agent_start ha "$(ha4_home "$LINKS")"
check_eq "after a crash the agent has both" "$MN4 $NAT4" "$(stored)"
check_eq "and so has the module" "$MN4 $NAT4" "$(bound)"
agent_kill ha
must dsmipctl -n ha binding replace dev dsmip0 home $HOA coa $MN4 encap ip
must agent_start ha "$(ha4_home "$LINKS")"
check_eq "what the module had lost is there again" "$MN4 $NAT4" "$(bound)"
check_table "$here/dsmipd_simultaneous.py" leaves
check_eq "nobody has asked for broadcasts" 0 "$(mirrors)"
check_table "$here/dsmipd_simultaneous.py" broadcasts
check_eq "nor does anybody any more" 0 "$(mirrors)"

# The node of dsmipd.
ip -n mn link set mn1 down
must agent_start mn "$(node)"
check "a node of dsmipd" busywait 60 node_registered
check "hears what is sent to 255.255.255.255" node_hears 255.255.255.255
check "and to the broadcast address of the home network" \
	node_hears 203.0.113.95
agent_stop mn
check_eq "and leaves" 0 "$(mirrors)"
ip -n mn link set mn1 up
ip -n mn route replace default via 10.0.0.1 table 10
ip -n mn route replace default via 198.51.100.129

agent_config ha "$(ha4_home "$LINKS
    broadcast: no
    simultaneous: 1")"
check "neither is offered" agent ha config reload
check_table "$here/dsmipd_simultaneous.py" neither
check_eq "no broadcasts" 0 "$(mirrors)"
test_done
