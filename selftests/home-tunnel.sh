#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Code 0 of RFC 5454: IPv6 in IPv4 to the home address, and that in whatever
# carries IPv4 to the care-of address, be that the mobile node's own or that of
# a foreign agent, who never sees IPv6.
#
#   cn ─── ha ═══ outer: ha to care-of address ═══════ r ═════════ mn
#             ═══ inner: ha to home address, protocol 41 ═════════
#
# Covers: R5454-1.4-02 R5454-3.3.2-06 R5454-3.3.2-07 R5454-3.3.2-08
# Covers: R5454-3.3.2-09 R5454-3.3.2-10 R5454-3.5-07 R5454-3.5-09
# Covers: R5454-3.3.3-02 R5454-3.3.3-03 D4-01-4.3.3-01 R5454-4-02 R5454-4-03 R5454-3.4-01
# Covers: R5454-3.3.2-05 R5454-3.3.2-01 R5454-1.4-04 NAV-5.3-02 D4-01-2.3-02 D4-01-4.3.2-01
# Covers: D4-01-4.6.2-03 D4-01-4.3.2-04 D4-01-4.3.2-05 D4-01-4.5-06 NAV-3.2.1-07
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"
here=$(dirname "$0")

FA4=198.51.100.2

traffic()
{
	local what=$1

	check "$what: IPv4, cn to mn" ping_all cn $HOA4
	check "$what: IPv6, cn to mn" ping_all cn $HOA6
	check "$what: IPv4, mn to cn" ping_all mn $CN4 -s 1200
	check "$what: IPv6, mn to cn" ping_all mn $CN6 -s 1200
	check "$what: IPv6 in fragments" ping_all cn $HOA6 -s 4000
	check "$what: TCP over IPv6, cn to mn" tcp_ok cn mn $HOA6 100
	check "$what: TCP over IPv6, mn to cn" tcp_ok mn cn $CN6 100
	check "$what: nothing was dropped" no_drops ha rx_bad_source
}

must module_load
topo_home
topo_public
ha_device
ip -n cn route replace default via 2001:db8:1::1 mtu 1280
ip -n cn route replace default via 192.0.2.1 mtu lock 1280

# ---- Linux at the other end, co-located -----------------------------------

# Two tunnels to one address: the source tells which is meant.
must ip -n mn link add tun4 type ipip local $MN4 remote $HA4
must ip -n mn link add tun6 type sit local $HOA4 remote $HA4 nopmtudisc
ip -n mn link set tun4 mtu 1480 up
ip -n mn link set tun6 mtu 1280 up
addr mn tun4 $HOA4/32
addr mn tun6 $HOA6/128
ip -n mn rule add from $HOA4 lookup 100
ip -n mn route add default dev tun4 src $HOA4 table 100
ip -n mn route add default dev tun4 src $HOA4
ip -n mn route add default dev tun6 src $HOA6
must ha_bind $MN4 ip home-tunnel $HOA4
capture mn mn0 /tmp/colocated.pcap "ip src host $HA4"
traffic "Linux, co-located"
capture_stop
check_match "headers on the wire" \
	' IP:IP:IP6:ICMP6( |$)' "$(chains /tmp/colocated.pcap)"

# What is fragmented inside the tunnel to the care-of address comes out of it as
# fragments, and is put together before the second tunnel.
ip -n mn link set tun4 mtu 1000
before=$(binding_count ha $HOA6 rx.packets)
check "Linux, fragments between the two tunnels" \
	ping_all mn $CN6 -s 1232
check_match "those were fragments" '^(9|1[0-9])$' \
	"$(($(binding_count ha $HOA6 rx.packets) - before))"
ip -n mn link set tun4 mtu 1480
ip -n mn link del tun4
ip -n mn rule del from $HOA4 lookup 100
ip -n mn link del tun6

# ---- Linux at the other end, behind a foreign agent -----------------------

foreign_agent()
{
	must ip -n r link add fa type "$@" local $FA4 remote $HA4
	ip -n r link set fa up
	ip -n r route replace $HOA4 dev r1
	ip -n r route replace default dev fa table 200
}
ip -n r rule add from $HOA4 lookup 200
addr mn mn0 $HOA4/32
ip -n mn route replace default via 198.51.100.129 src $HOA4
ip -n mn route replace $HA4 via 198.51.100.129 src $HOA4
must ip -n mn link add tun6 type sit local $HOA4 remote $HA4
ip -n mn link set tun6 mtu 1280 up
addr mn tun6 $HOA6/128
ip -n mn route add default dev tun6 src $HOA6

foreign_agent ipip
must ha_bind $FA4 ip home-tunnel $HOA4
capture r r0 /tmp/fa.pcap "ip src host $HA4"
capture2=$capture_pid
capture mn mn0 /tmp/behind.pcap "ip src host $HA4"
traffic "foreign agent, ipip"
capture_stop
capture_stop "$capture2"
check_match "foreign agent: headers before it" \
	' IP:IP:IP6:ICMP6( |$)' "$(chains /tmp/fa.pcap)"
check_match "foreign agent: headers behind it" \
	' IP:IP6:ICMP6( |$)' "$(chains /tmp/behind.pcap)"
ip -n r link del fa

foreign_agent gre key 17
must ha_bind $FA4 gre key 17 home-tunnel $HOA4
traffic "foreign agent, gre"
ip -n r link del fa
ip -n r rule del from $HOA4 lookup 200
ip -n mn link del tun6
ip -n mn addr del $HOA4/32 dev mn0
ip -n r route del $HOA4 dev r1
ip -n mn route del default
ip -n mn route replace $HA4 via 198.51.100.129

# ---- both ends ours ---------------------------------------------------------

mn_device
ip -n mn route replace default dev dsmip0 src $HOA6 mtu 1280
for encap in ip udp gre mipudp minimal; do
	dsmipctl -n ha binding flush dev dsmip0
	must ha_bind $MN4 $encap home-tunnel $HOA4
	must mn_bind $MN4 $encap home-tunnel $HA4 home-tunnel-local $HOA4
	traffic "dsmip, $encap"
done

# ---- each layer is checked ------------------------------------------------

dsmipctl -n ha binding flush dev dsmip0
must ha_bind $MN4 ip home-tunnel $HOA4
must dsmipctl -n ha binding add dev dsmip0 home 203.0.113.8 \
	home 2001:db8:100::8 coa 198.51.100.131 encap ip home-tunnel 203.0.113.8
must dsmipctl -n ha binding add dev dsmip0 home 203.0.113.9 \
	home 2001:db8:100::9 coa $MN4 encap ip home-tunnel 203.0.113.9 \
	home-tunnel-mld
ip -n mn link set dsmip0 down
check_table run mn "$here/home_tunnel.py" rx

# Groups: the report comes from a link-local source, in the tunnel to the home
# address, which tells whose it is; the care-of address may be one for many.
must ha_bind $MN4 ip home-tunnel $HOA4 multicast
must dsmipctl -n ha binding replace dev dsmip0 home 203.0.113.10 \
	home 2001:db8:100::10 coa $MN4 encap ip home-tunnel 203.0.113.10 multicast
check_table run mn "$here/home_tunnel.py" report
groups()
{
	dsmipctl -n ha -d -j binding show dev dsmip0 home "$1" |
		jq -c '.[0].groups'
}
check_eq "the group is joined by whose home address it came" '["ff1e::7"]' \
	"$(groups $HOA6)"
check_eq "and by nobody else" '[]' "$(groups 2001:db8:100::10)"

# RFC 5454, section 3.3.3: of IPv6 only MLD takes the tunnel to the home address.
capture ha ha1 /tmp/mld.pcap "ip src host $HA4"
check_table run ha "$here/home_tunnel.py" mld
capture_stop
check_eq "with home-tunnel-mld, MLD goes to the home address and ping does not" \
	"1 IP:IP6:ICMP6 1 IP:IP:IP6:HBH:ICMP6" "$(chains /tmp/mld.pcap)"

# DHCPv6, with which a node asks for its prefixes: a link-local address that has
# been registered is one like others.
must dsmipctl -n ha binding add dev dsmip0 home 203.0.113.11 home fe80::77 \
	coa $MN4 encap ip home-tunnel 203.0.113.11
check_table run mn "$here/home_tunnel.py" client
capture ha ha1 /tmp/dhcp.pcap "ip src host $HA4"
check_table run ha "$here/home_tunnel.py" server
capture_stop
check_eq "DHCPv6 goes to the home address" "1 IP:IP:IP6:dhcp6" \
	"$(chains /tmp/dhcp.pcap)"

test_done
