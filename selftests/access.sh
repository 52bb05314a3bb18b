#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# An access node of NetMIP4: to its node the access network looks like a bridge
# to the home agent. Traffic control takes all IPv6 from the one device and puts
# it on the other; dsmip carries it.
#
#   cn ─── ha ═══ dsmip0 ═══ r ═══ dsmip0 mn ── an1 ═ tc ═ host0 host
#
# Covers: NAV-1-04 NAV-3.2.1-03 NAV-3.2.2-15 NAV-3.2.2-22 NAV-5.2.2-02
# Covers: NAV-5.2.2-08 NAV-5.2.2-09

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
PREFIX=2001:db8:100:aa::

mac()
{
	ip -n "$1" -j link show "$2" | jq -r '.[0].address'
}

# seen FILE FILTER: how many packets
seen()
{
	tcpdump -nr "$1" "$2" 2>/dev/null | wc -l
}

# seen_one TEXT FILE FILTER: one at least
seen_one()
{
	check_match "$1" '^[1-9]' "$(seen "$2" "$3")"
}

link_local()
{
	ip -n host -j -6 addr show dev host0 scope link |
		jq -er '.[0].addr_info[0].local'
}

# access [FLAG]...: the home agent's binding
access()
{
	must dsmipctl -n ha binding replace dev dsmip0 home $PREFIX/64 \
		home "$host_ll" coa $MN4 encap ip "$@"
}

bridge()
{
	ip -n mn link set dsmip0 mtu 1500
	run mn tc qdisc add dev an1 clsact
	run mn tc filter add dev an1 ingress protocol ipv6 matchall \
		action mirred egress redirect dev dsmip0
	run mn tc qdisc add dev dsmip0 clsact
	run mn tc filter add dev dsmip0 ingress protocol ipv6 matchall \
		action vlan push_eth dst_mac "$(mac host host0)" \
		src_mac "$(mac mn an1)" pipe \
		action mirred egress redirect dev an1
}

has_address()
{
	ip -n host -6 addr show dev host0 scope global | grep -q "${PREFIX%:}"
}

settled()
{
	[ -z "$(ip -n host -6 addr show dev host0 tentative)" ]
}

advertised()
{
	run ha "$here/mcast.py" advertise dsmip0 fe80::1 $PREFIX
	has_address
}

refused()
{
	[ "$(drops ha rx_bad_source)" -gt "$before" ]
}

must module_load
topo_home
topo_public
setup_ns host
link mn an1 host host0
ip -n host link set host0 down
run host sysctl -qw net.ipv6.conf.host0.accept_ra=1
run mn sysctl -qw net.ipv6.conf.an1.disable_ipv6=1
# The address that it will have, as it has it without anybody there.
ip -n host link set host0 up
busywait 60 link_local
host_ll=$(link_local)
ip -n host link set host0 down
ha_device
addr ha dsmip0 fe80::1/64
access access
must dsmipctl -n mn link add dsmip0
ip -n mn link set dsmip0 up
must dsmipctl -n mn binding add dev dsmip0 home ::/0 coa $HA4 local $MN4 \
	encap ip agent
must bridge

# ---- a node comes up: duplicate address detection, router solicitation, MLD

capture ha dsmip0 /tmp/ha.pcap ip6
ip -n host link set host0 up
check "its address is configured by what the home agent advertises" \
	busywait 60 advertised
check "and is its own" busywait 60 settled
run host "$here/mcast.py" client host0
must ip -n host neigh replace fe80::1 lladdr "$(mac mn an1)" dev host0
check "it reaches the correspondent" ping_all host $CN6 -c 3 -t 7
capture_stop
seen_one "neighbour solicitation from ::, hop limit 255" /tmp/ha.pcap \
	'src host :: and icmp6 and ip6[40] == 135 and ip6[7] == 255'
seen_one "router solicitation" /tmp/ha.pcap \
	'icmp6 and ip6[40] == 133 and ip6[7] == 255 and dst host ff02::2'
seen_one "MLD with its options" /tmp/ha.pcap \
	'ip6[6] == 0 and ip6[7] == 1 and dst host ff02::16'
seen_one "DHCPv6" /tmp/ha.pcap 'udp dst port 547 and dst host ff02::1:2'
seen_one "what it sends keeps its hop limit" /tmp/ha.pcap \
	"icmp6 and ip6[40] == 128 and ip6[7] == 7 and dst host $CN6"
check_eq "all of it" 0 "$(seen /tmp/ha.pcap \
	"icmp6 and ip6[40] == 128 and ip6[7] != 7 and dst host $CN6")"
check_eq "nothing was refused" 0 "$(drops ha rx_bad_source)"

# ---- to the node

capture host host0 /tmp/host.pcap ip6
run ha "$here/mcast.py" advertise dsmip0 fe80::1 $PREFIX
run ha "$here/mcast.py" dhcp dsmip0 fe80::1 "$host_ll"
check "the correspondent reaches it" ping_all cn "$(ip -n host -j -6 addr \
	show dev host0 scope global | jq -r '.[0].addr_info[0].local')" \
	-c 2 -i 0.1 -t 9
capture_stop
seen_one "router advertisement, hop limit 255" /tmp/host.pcap \
	'icmp6 and ip6[40] == 134 and ip6[7] == 255'
seen_one "DHCPv6 to its link-local address" /tmp/host.pcap \
	"udp dst port 546 and dst host $host_ll and ip6[7] == 64"
seen_one "an echo request, as it left the home agent" /tmp/host.pcap \
	"icmp6 and ip6[40] == 128 and ip6[7] == 8"
check_eq "an address for the link layer" "$(mac mn an1)" \
	"$(tcpdump -enr /tmp/host.pcap 'icmp6 and ip6[40] == 128 and ip6[7] == 8' \
	2>/dev/null | awk '{ print $2; exit }')"

# ---- without the flag, nothing that has no home address as its source

access
before=$(drops ha rx_bad_source)
ip -n host link set host0 down
ip -n host link set host0 up
check "refused without the flag" busywait 60 refused
test_done
