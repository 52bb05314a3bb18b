#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A mobile node behind a NAT, and a NAT that forgets.
#
#   cn ─── ha ═══ dsmip0 ═══ r ─── nat ─── sit over fou, dsmip ═══ mn
#                               ▲       10.0.0.130
#              198.51.100.194:40000...  UDP 4191
#
# The home agent only sees the outside of the NAT. It is told the port by the
# registration; here the test learns it from what the module reports.
#
# Covers: R5555-1.3-03 R5555-2.3.2.2-04 R5555-2.3.2.2-05
# Covers: R5555-4.2-07 R5555-4.2-08 R5555-4.2-10 R5555-4.4.3-03 R5555-4.4.3-04
# Covers: R5555-4.5-21 R5555-4.5.1-02 R5555-4.5.1-03 R5555-4.5.1-05
# Covers: R5555-4.5.1-06
# Timeout: 600
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

# learn FIELD: what the home agent reports of a packet that it refuses, as the
# mobile node sends one
learn()
{
	local field=$1 pid

	dsmipctl -n ha -j -w 30 monitor packet >/tmp/events &
	pid=$!
	for _ in {1..60}; do
		run mn ping -q -c 1 -W 0.2 $CN4 >/dev/null
		[ ! -s /tmp/events ] || break
	done
	kill $pid
	wait $pid 2>/dev/null
	head -n 1 /tmp/events | jq -r ".$field"
}

binding()
{
	dsmipctl -n ha -j binding show dev dsmip0 |
		jq -c '.[0] | del(.left, .rx, .tx, .drops, .last_rx)'
}

both_ways()
{
	local what=$1

	check "$what: IPv4, mn to cn" ping_all mn $CN4
	check "$what: IPv6, mn to cn" ping_all mn $CN6
	check "$what: IPv4, cn to mn" ping_all cn $HOA4
	check "$what: IPv6, cn to mn" ping_all cn $HOA6
}

no_way()
{
	local what=$1

	check_fail "$what: IPv4, mn to cn" ping_ok mn $CN4 -c 2 -W 1
	check_fail "$what: IPv6, mn to cn" ping_ok mn $CN6 -c 2 -W 1
	check_fail "$what: IPv4, cn to mn" ping_ok cn $HOA4 -c 2 -W 1
}

must module_load
topo_home
topo_public
topo_nat 40000-40999
mn_via mn1
ha_device

# Linux's own tunnel behind the NAT.
modprobe fou
must ip -n mn fou add port 4191 gue
must ip -n mn link add peer0 type sit mode any local $PRIV4 remote $HA4 \
	encap fou encap-sport 4191 encap-dport 4191
ip -n mn link set peer0 mtu 1280 up
mn_home peer0

# The port before the NAT is not the one behind it.
must ha_bind $NAT4 udp
no_way "port 4191 on the outside"
check_match "the home agent counts a wrong port" '^[1-9]' "$(drops ha rx_port)"
check_match "the binding counts it too" '^[1-9]' \
	"$(binding_drops ha $HOA4 rx_port)"
port=$(learn outer_port)
check_match "the reported port is one of the NAT's" '^40[0-9]{3}$' "$port"
must ha_bind $NAT4 udp port "$port"
both_ways "port $port on the outside"
check "TCP through the NAT, cn to mn" tcp_ok cn mn $HOA6
check "TCP through the NAT, mn to cn" tcp_ok mn cn $CN4

# All outer packets are between these ports, whatever is inside.
capture ha ha1 /tmp/nat.pcap udp
ping_ok cn $HOA4 >/dev/null
ping_ok mn $CN6 >/dev/null
capture_stop
check_eq "one pair of addresses and ports each way" \
	"$HA4 4191 $NAT4 $port $NAT4 $port $HA4 4191" \
	"$(tcpdump -nr /tmp/nat.pcap 2>/dev/null | sed -nE \
		's/^[^ ]+ IP ([0-9.]+)\.([0-9]+) > ([0-9.]+)\.([0-9]+): .*/\1 \2 \3 \4/p' |
		sort -u | xargs)"

# The NAT gives another port: data does not move the binding.
nat_masquerade 42000-42999
before=$(binding)
count=$(drops ha rx_port)
no_way "after the mapping has changed"
check "packets with another port are counted" \
	[ "$(drops ha rx_port)" -ge $((count + 4)) ]
check_eq "data does not move the binding" "$before" "$(binding)"
port=$(learn outer_port)
check_match "the new port is reported" '^42[0-9]{3}$' "$port"
check_eq "the report does not move it either" "$before" "$(binding)"
must ha_bind $NAT4 udp port "$port"
both_ways "after a registration with port $port"

# The NAT gives another address.
addr nat nat0 198.51.100.195/26
nat_snat 198.51.100.195:43000-43999
count=$(drops ha rx_coa)
before=$(binding)
no_way "after the NAT's address has changed"
check "packets with another address are counted" \
	[ "$(drops ha rx_coa)" -ge $((count + 4)) ]
check_eq "data does not move the binding" "$before" "$(binding)"
check_eq "the new address is reported" 198.51.100.195 "$(learn outer_src)"
port=$(learn outer_port)
must ha_bind 198.51.100.195 udp port "$port"
both_ways "after a registration with the new address"

# dsmip behind the NAT.
ip -n mn link del peer0
must ip -n mn fou del port 4191
nat_masquerade 44000-44999
mn_device
must mn_bind $PRIV4 udp
port=$(learn outer_port)
check_match "dsmip behind the NAT: the port is reported" '^44[0-9]{3}$' "$port"
must ha_bind $NAT4 udp port "$port"
both_ways "dsmip behind the NAT"

# And it takes nothing from others than its home agent's port.
count=$(drops mn rx_port)
must dsmipctl -n mn binding replace dev dsmip0 home 0.0.0.0/0 home ::/0 \
	coa $HA4 port 4192 local $PRIV4 encap udp
ping_ok cn $HOA4 -c 2 -W 1 >/dev/null
check_eq "dsmip behind the NAT: the home agent's port counts" 2 \
	$(($(drops mn rx_port) - count))

test_done
