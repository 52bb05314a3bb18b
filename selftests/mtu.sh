#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Static tunnel MTU: that of the device. The sender is told so, and what does
# not fit into the path is fragmented outside.
#
#   cn ─── ha ═══ dsmip0 ═══ r ══════════ mn
#               1280              narrow
#
# Covers: R5454-3.6-05
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

# count_fragments FILE
count_fragments()
{
	tcpdump -nr "$1" '(ip[6:2] & 0x3fff != 0) or (ip6[6] == 44)' \
		2>/dev/null | wc -l
}

must module_load
topo_home
topo_public
ha_device
mn_device
formats=("$MN4 ip" "$MN4 udp" "$MN6 ip" "$MN6 udp")

# Static tunnel MTU on a wide path.
for format in "${formats[@]}"; do
	must both_bind $format
	check_eq "static, $format: IPv4 sender is told" 1280 \
		"$(told cn $HOA4 1281)"
	check_eq "static, $format: IPv6 sender is told" 1280 \
		"$(told cn $HOA6 1281)"
	check "static, $format: 1280 bytes of IPv4 fit" \
		ping_ok cn $HOA4 -M "do" -s 1252 -c 1
	check "static, $format: 1280 bytes of IPv6 fit" \
		ping_ok cn $HOA6 -M "do" -s 1232 -c 1
	large "static, $format" 4000
done
ip -n ha link set dsmip0 mtu 1400
check_eq "static, 1400: IPv4 sender is told" 1400 "$(told cn $HOA4 1500)"
check_eq "static, 1400: IPv6 sender is told" 1400 "$(told cn $HOA6 1500)"
ip -n ha link set dsmip0 mtu 1280

# Static tunnel MTU on a narrow path. Outer IPv4 is fragmented by the router
# for the want of Don't Fragment; outer IPv6 by us, once we know.
for format in "${formats[@]}"; do
	must both_bind $format
	narrow 1290
	run cn ping -q -c 2 -i 0.2 -W 1 -s 1232 $HOA6 >/dev/null
	capture mn mn0 /tmp/frag.pcap src host $HA4 or src host $HA6
	check "static, narrow, $format: 1280 bytes of IPv6 fit" \
		ping_ok cn $HOA6 -M "do" -s 1232 -c 2
	capture_stop
	check_eq "static, narrow, $format: each in two outer fragments" 4 \
		"$(count_fragments /tmp/frag.pcap)"
	narrow 1500
done
# Don't Fragment of an inner IPv4 packet goes outwards, and what the router says
# comes back to the sender.
for format in "$MN4 ip 1270" "$MN4 udp 1262"; do
	must both_bind ${format% *}
	narrow 1290
	check_eq "static, narrow, $format: IPv4 sender is told" \
		"${format##* }" "$(told cn $HOA4 1280)"
	narrow 1500
done

test_done
