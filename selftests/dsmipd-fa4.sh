#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 900
#
# dsmipd as a foreign agent, between a mobile node and a home agent that are a
# Python program (dsmipd_fa4.py).  The home agent's end of the tunnels is the
# kernel's own; what the packets look like is tcpdump's business.
#
#   cn ── cn0 ─ ha0 ── ha ── ha1 ─ fa0 ── fa ── vis0 ─ mn0 ── mn
#
#   cn    192.0.2.2      2001:db8:1::2
#   ha1   198.51.100.1   home agent
#   fa0   198.51.100.2   care-of address
#   vis0  10.1.0.1       visited link
#   mn0   203.0.113.7    home address, which the node answers no ARP for
#         2001:db8:700::7  in its prefix
#
# Covers: R5454-3.3.2-08 R5454-3.4-01 D4-01-2-01 D4-01-2.1-01 D4-01-4.1-04
# Covers: D4-01-4.1-05 D4-01-4.4-01 D4-01-4.4-05 D4-01-4.4-06 D4-01-4.4-07

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

COA=198.51.100.2
PCAP=/tmp/fa4.pcap

# fa_config [LINES]: more settings, indented by 4
fa_config()
{
	cat <<-YAML
	control:
	  socket: $(agent_socket fa)
	store: $AGENT_DIR/fa.db
	log:
	  level: debug
	foreign-agents:
	  - name: visited
	    device: fat
	    interfaces: [vis0]
	    care-of-addresses: [$COA]
	    interval: 2s
	    timeout: 10s
	    source-rate: 100
	    home-associations:
	      - address: $HA4
	        foreign-auth:
	          spi: 300
	          key: 0x$(printf 'a%.0s' {1..16} | od -An -tx1 | tr -d ' \n')
	    node-associations:
	      - home-address: $HOA4
	        foreign-auth:
	          spi: 400
	          key: 0x$(printf 'n%.0s' {1..16} | od -An -tx1 | tr -d ' \n')
	${1:-}
	YAML
}

fa_topo()
{
	topo_home
	setup_ns fa mn
	link ha ha1 fa fa0
	link fa vis0 mn mn0
	addr ha ha1 $HA4/26
	addr fa fa0 $COA/26
	addr fa vis0 10.1.0.1/24
	addr mn mn0 $HOA4/32 2001:db8:700::7/128
	ip -n fa route add default via $HA4
	ip -n ha route add unreachable 192.0.2.77
	forwarding fa
	# The strictest: the agent has to ease it where visitors are.
	run fa sysctl -qw net.ipv4.conf.all.rp_filter=1
	run mn sysctl -qw net.ipv4.conf.mn0.arp_ignore=8
}

# mn_route MAC: the agent is the node's router, by its link-layer address
mn_route()
{
	ip -n mn neigh replace 10.1.0.1 lladdr "$1" dev mn0
	ip -n mn neigh replace fe80::1 lladdr "$1" dev mn0
	ip -n mn route replace default via 10.1.0.1 dev mn0 onlink src $HOA4
	ip -n mn route replace default via fe80::1 dev mn0
}

# ha_tunnel KIND [OPTIONS]: the home agent's end
ha_tunnel()
{
	ip -n ha link del home 2>/dev/null
	ip -n ha link add home type "$1" local $HA4 remote $COA ttl 64
	ip -n ha link set home up
	ip -n ha route replace $HOA4 dev home
}

# seen DIRECTION FILTER: whether there are such packets in the capture
seen()
{
	tcpdump -nr $PCAP "$1" 2>/dev/null | grep -c .
}

# pings CAPTURE_FILTER...: pings the node; for each filter whether it was seen
pings()
{
	local got=() filter

	capture fa fa0 $PCAP ip
	run cn ping -q -c 3 -i 0.2 -W 5 $HOA4 >/dev/null
	got+=($?)
	capture_stop
	for filter; do
		got+=("$(seen "$filter")")
	done
	echo "${got[@]}"
}

# visitor KEY: of the first visitor
visitor()
{
	agent fa -j service show | jq -r ".[0].visitors[0] | $1"
}

left_over()
{
	run fa ip -o link | grep -c ' fat[0-9]'
	run fa ip rule | grep -c ' fat[0-9]'
}

must module_load
fa_topo
must agent_start fa "$(fa_config)"

check_table "$here/dsmipd_fa4.py" agent
mn_route "$(ip -n fa -j link show vis0 | jq -r '.[0].address')"
check_table "$here/dsmipd_fa4.py" relay
check_table "$here/dsmipd_fa4.py" refusals

# Not a question for the home address, from here to the end.
capture fa vis0 /tmp/arp.pcap arp and host $HOA4
arp_pid=$capture_pid

FORWARD="proto 4 and src $HA4 and dst $COA"
BACK="proto 4 and src $COA and dst $HA4"

ha_tunnel ipip
check_eq "registered" 0 "$(dsmipd_fa4.py register 0)"
check_eq "the visitor as it is shown" "$HA4 $COA vis0 ip none true" \
	"$(visitor '[.home_agent, .coa, .interface, .encap, .reverse_tunnel, .revocation] | join(" ")')"
check_eq "in IP to the node, and back without a tunnel" "0 3 3 0" \
	"$(pings "$FORWARD" "icmp and src $HOA4 and dst $CN4" "$BACK")"
check_eq "with a reverse tunnel" 0 "$(dsmipd_fa4.py register 2)"
check_eq "in IP both ways" "0 3 0 3" \
	"$(pings "$FORWARD" "icmp and src $HOA4 and dst $CN4" "$BACK")"
check_fail "no visitor, no delivery" run ha ping -q -c 1 -W 1 -I home \
	203.0.113.8
ha_tunnel gre
check_eq "with GRE" 0 "$(dsmipd_fa4.py register 10)"
check_eq "in GRE both ways" "0 3 3" \
	"$(pings "proto 47 and src $HA4" "proto 47 and src $COA")"

# The node tunnels to the agent what is to be tunnelled further.
ha_tunnel ipip
check_eq "encapsulating delivery" 0 "$(dsmipd_fa4.py register 2 encapsulating)"
check_eq "what is plain does not go back through the tunnel" "0 3 0" \
	"$(pings "icmp and src $HOA4 and dst $CN4" "$BACK")"
ip -n mn link add own type ipip local $HOA4 remote $COA ttl 64
ip -n mn link set own up
ip -n mn route add $COA via 10.1.0.1 dev mn0 onlink src $HOA4
ip -n mn route add 192.0.2.0/25 dev own src $HOA4
check_eq "what is in a tunnel does" "0 0 3" \
	"$(pings "icmp and src $HOA4 and dst $CN4" "$BACK")"
ip -n mn link del own
check_eq "deregistered" 0 "$(dsmipd_fa4.py leave)"
check_eq "and nothing is left of it" "0 0" "$(left_over | xargs)"

check_table "$here/dsmipd_fa4.py" revoked
check_eq "nor of who was revoked" "0 0" "$(left_over | xargs)"

# A former life is over: numbers begin anew, so that nodes register again.
check_eq "registered once more" 0 "$(dsmipd_fa4.py register 2)"
agent_kill fa
must agent_start fa "$(fa_config "    draft: yes")"
check_eq "nothing is left of a former life" "0 0" "$(left_over | xargs)"

# Two stacks.
ha_tunnel ipip
ip -n ha link add home6 type sit local $HA4 remote $COA ttl 64
ip -n ha link set home6 up
ip -n ha route add 2001:db8:700::/64 dev home6
check_table "$here/dsmipd_fa4.py" draft
check_eq "the prefix as it is shown" 2001:db8:700::/64 "$(visitor '.prefixes[0]')"
capture fa fa0 $PCAP ip
check "IPv6 to the node and back" run cn ping -q -c 3 -i 0.2 -W 5 2001:db8:700::7
capture_stop
check_eq "in the tunnel both ways" "3 3" \
	"$(seen "proto 41 and src $HA4 and ip[60] == 128") $(seen "proto 41 and src $COA and ip[60] == 129")"
check_eq "IPv4 as before" "0 3" "$(pings "$FORWARD")"

# The end: the home agent learns it.
dsmipd_fa4.py await >/tmp/await &
await_pid=$!
busywait 60 grep -q ready /tmp/await
agent_stop fa
wait $await_pid
check_eq "the home agent is told" "ready revoked" "$(xargs </tmp/await)"
check_eq "nothing is left at the end" "0 0" "$(left_over | xargs)"
capture_stop "$arp_pid"
check_eq "no ARP for the home address" 0 \
	"$(tcpdump -nr /tmp/arp.pcap 2>/dev/null | grep -c .)"

test_done
