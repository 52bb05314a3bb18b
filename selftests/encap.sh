#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every format, dsmip at both ends: small and large packets, TCP, both ways.
#
#   cn ─── ha ═══ dsmip0 ═══ r ═══ dsmip0 ═══ mn
#
#            outer IPv4                  outer IPv6
#   ip       4 in 4, 6 in 4              4 in 6, 6 in 6
#   udp      4 in UDP, 6 in UDP, with    4 in UDP, 6 in UDP, with
#            and without a checksum      and without a checksum
#   gre      4 in GRE, 6 in GRE, with    4 in GRE, 6 in GRE, with
#            and without a key           and without a key
#   mipudp   4 and 6 in MIP Tunnel Data
#   minimal  4 in minimal, 6 in 4
#
# Covers: R5555-1-01 R5555-2.3.1-03 R5555-2.3.1-04 R5555-2.3.2.1-05
# Covers: R5555-4.1-01 R5555-4.1-06 R5555-4.2-11 R5555-4.4.3-01
# Covers: R5555-4.4.3-02 R5555-4.4.3-03 R5555-4.4.3-04
# Covers: R5555-4.5.1-01 R5555-4.5.1-02 R5555-4.5.1-03 R5555-4.6-01
# Covers: R5454-3.3.2-03 R5454-3.3.2-11 R5454-3.3.2-12 R5454-3.5-08
# Covers: D4-01-4.3.2-06 D4-01-4.3.2-07 D4-01-4.5-08
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

# traffic WHAT: all sizes, both ways, on a binding that has seen no packet
traffic()
{
	local what=$1

	check "$what: IPv4, cn to mn" ping_all cn $HOA4 -c 4
	check "$what: IPv6, cn to mn" ping_all cn $HOA6 -c 6
	check_eq "$what: counters of the binding" "10 960 10 960" "$(counters)"
	check "$what: IPv4, mn to cn" ping_all mn $CN4 -s 1200 -c 2
	check "$what: IPv6, mn to cn" ping_all mn $CN6 -s 1200 -c 2
	check "$what: IPv4 in fragments" ping_all cn $HOA4 -s 4000 -c 2
	check "$what: IPv6 in fragments" ping_all cn $HOA6 -s 4000 -c 2
}

counters()
{
	dsmipctl -n ha -s -j binding show |
		jq -r '.[0] | [.rx.packets, .rx.bytes, .tx.packets, .tx.bytes] |
			join(" ")'
}

# large_in FILE: packets that no link would take
large_in()
{
	tcpdump -nr "$1" 'greater 2000' 2>/dev/null | wc -l
}

# GSO: the sender's large packet is cut behind the tunnel. GRO: packets of the
# mobile node are joined before it.
tcp()
{
	local what=$1

	capture ha ha1 /tmp/tcp.pcap "src host $HA4 or src host $HA6"
	check "$what: TCP over IPv4, cn to mn" tcp_ok cn mn $HOA4
	check "$what: TCP over IPv6, cn to mn" tcp_ok cn mn $HOA6
	capture_stop
	case $what in
	minimal*) check_eq "$what: packets are cut before" 0 \
		"$(large_in /tmp/tcp.pcap)" ;;
	*) check "$what: large packets reach the link whole" \
		[ "$(large_in /tmp/tcp.pcap)" -gt 0 ] ;;
	esac

	check "$what: TCP over IPv4, mn to cn" tcp_ok mn cn $CN4
	check "$what: TCP over IPv6, mn to cn" tcp_ok mn cn $CN6
}

# The device counts what its bindings count, and ip shows the same.
device_counters()
{
	local stats

	stats=$(dsmipctl -n ha -j stats show dev dsmip0)
	check_eq "ip shows the device's counters" \
		"$(jq -c '.[0] | [.rx, .tx | .packets, .bytes]' <<<"$stats")" \
		"$(ip -n ha -s -j link show dev dsmip0 |
			jq -c '.[0].stats64 | [.rx, .tx | .packets, .bytes]')"
	check_match "the device counts too" '^[1-9]' \
		"$(jq '.[0].rx.packets' <<<"$stats")"
}

offload()
{
	run ha ethtool -K ha1 "$@" >/dev/null
	run mn ethtool -K mn0 "$@" >/dev/null
}

must module_load
topo_home
topo_public
ha_device
mn_device
# Fragments are the sender's here; what the home agent says of large packets
# is in mtu.sh.
ip -n cn route replace default via 2001:db8:1::1 mtu 1280
ip -n mn route replace default dev dsmip0 src $HOA6 mtu 1280

# name           care-of address and encapsulation
table="
ip_over_IPv4     $MN4 ip
ip_over_IPv6     $MN6 ip
udp_over_IPv4    $MN4 udp
udp_with_csum    $MN4 udp csum
udp_over_IPv6    $MN6 udp
udp_zero_csum6   $MN6 udp zero-csum6
gre_over_IPv4    $MN4 gre
gre_with_key     $MN4 gre key 7
gre_over_IPv6    $MN6 gre
gre6_with_key    $MN6 gre key 4294967295
mipudp_over_IPv4 $MN4 mipudp
mipudp_with_csum $MN4 mipudp csum
minimal_over_IPv4 $MN4 minimal
"
while read -r name args; do
	[ -n "$name" ] || continue
	read -ra coa <<<"$args"
	dsmipctl -n ha binding flush dev dsmip0
	must ha_bind "${coa[@]}"
	must mn_bind "${coa[@]}"
	traffic "$name"
	case $name in
	*_over_*) tcp "$name" ;;
	esac
done <<<"$table"
device_counters

# An agent may be connected to the other one by the very ports of the tunnel: its
# socket is found for what comes, and has nothing to do with what is inside.
must both_bind $MN4 mipudp
for end in "ha $HA4 $MN4" "mn $MN4 $HA4"; do
	read -r ns from to <<<"$end"
	ip netns exec "$ns" /usr/bin/python3 -c '
import socket, sys, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind((sys.argv[1], 434))
sock.connect((sys.argv[2], 434))
print("ready", flush=True)
time.sleep(600)' "$from" "$to" >"/tmp/agent.$ns" &
	must busywait 60 grep -q ready "/tmp/agent.$ns"
done
check "mipudp beside connected agents: IPv4" ping_all cn $HOA4 -c 4
check "mipudp beside connected agents: TCP over IPv4" tcp_ok cn mn $HOA4
check "mipudp beside connected agents: TCP over IPv6" tcp_ok mn cn $CN6

# Checksums and segments made in software, and joined by GRO on arrival.
offload tx off tso off gso off gro on
for args in "$MN4 ip" "$MN4 udp csum" "$MN6 udp"; do
	read -ra coa <<<"$args"
	must ha_bind "${coa[@]}"
	must mn_bind "${coa[@]}"
	check "$args, no offload: TCP over IPv4, cn to mn" tcp_ok cn mn $HOA4
	capture ha dsmip0 /tmp/gro.pcap src host $HOA6
	check "$args, no offload: TCP over IPv6, mn to cn" tcp_ok mn cn $CN6
	capture_stop
	# The fast path does not come by dsmip0.
	[ -n "${DSMIP_FASTPATH:-}" ] ||
		check "$args, no offload: packets are joined ($(large_in /tmp/gro.pcap))" \
			[ "$(large_in /tmp/gro.pcap)" -gt 0 ]
done

check "the home agent dropped nothing" no_drops ha
check "the mobile node dropped nothing" no_drops mn

# A tunnel end of one family only.
dsmipctl -n ha link del dsmip0
must dsmipctl -n ha link add dsmip0 local $HA6
ip -n ha link set dsmip0 up
ip -n ha route add 203.0.113.0/24 dev dsmip0
ip -n ha route add 2001:db8:100::/48 via fe80::1 dev dsmip0
ha_bind $MN6 ip
mn_bind $MN6 ip
check "only an IPv6 end: IPv4" ping_all cn $HOA4
check "only an IPv6 end: IPv6" ping_all cn $HOA6
check_fail "only an IPv6 end: no IPv4 care-of address" ha_bind $MN4 ip

dsmipctl -n ha link del dsmip0
must dsmipctl -n ha link add dsmip0 local $HA4
ip -n ha link set dsmip0 up
ip -n ha route add 203.0.113.0/24 dev dsmip0
ip -n ha route add 2001:db8:100::/48 via fe80::1 dev dsmip0
ha_bind $MN4 udp
mn_bind $MN4 udp
check "only an IPv4 end: IPv4" ping_all cn $HOA4
check "only an IPv4 end: IPv6" ping_all cn $HOA6
check_fail "only an IPv4 end: no IPv6 care-of address" ha_bind $MN6 ip

test_done
