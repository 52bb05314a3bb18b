#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Dynamic tunnel MTU: path MTU without the outer headers, but not below 1280 for
# IPv6. The sender is told.
#
#   cn ─── ha ═══ dsmip0 ═══ r ══════════ mn
#            1480                 narrow
#
#   20 bytes of outer IPv4, 28 with UDP; 40 of IPv6, 48 with UDP
#
# Covers: R5555-4.1.1-01 R5555-4.1.1-02 R5454-3.6-06
# Timeout: 600
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

# fragments: that the home agent has made
fragments()
{
	run ha nstat -asz IpFragCreates Ip6FragCreates | grep -v '#'
}

must module_load
topo_home
topo_public
ha_device
mn_device

# Dynamic tunnel MTU.
dsmipctl -n ha link set dsmip0 pmtudisc on
ip -n ha link set dsmip0 mtu 1480
for format in "$MN4 ip 1380" "$MN4 udp 1372" "$MN6 ip 1360" "$MN6 udp 1352"; do
	must both_bind ${format% *}
	mtu=${format##* }
	narrow 1400
	before=$(fragments)
	check_eq "dynamic, $format: IPv4 sender is told" "$mtu" \
		"$(told cn $HOA4 $((mtu + 100)))"
	check "dynamic, $format: that much IPv4 fits" \
		ping_ok cn $HOA4 -M "do" -s $((mtu - 28)) -c 1
	forget ha
	check_eq "dynamic, $format: IPv6 sender is told" "$mtu" \
		"$(told cn $HOA6 $((mtu + 100)))"
	check "dynamic, $format: that much IPv6 fits" \
		ping_ok cn $HOA6 -M "do" -s $((mtu - 48)) -c 1
	check_eq "dynamic, $format: nothing of it is fragmented" "$before" \
		"$(fragments)"
	forget ha cn
	check "dynamic, $format: TCP finds the MTU" tcp_ok cn mn $HOA6
	large "dynamic, $format" 4000
done

# With another format comes another MTU, and the path need not be learnt anew.
must both_bind $MN4 ip
told cn $HOA6 1460 >/dev/null
check_eq "IP in IP on a known path" 1380 "$(told cn $HOA6 1381)"
must both_bind $MN4 udp
check_eq "UDP on the same path" 1372 "$(told cn $HOA6 1373)"
check "not a packet was lost for it" ping_ok cn $HOA6 -M "do" -s 1324 -c 1

# Never below 1280 for IPv6: then the outer packet may be fragmented.
for format in "$MN4 ip 1270" "$MN4 udp 1262"; do
	must both_bind ${format% *}
	narrow 1290
	check_eq "dynamic, too narrow, $format: IPv4 sender is told" \
		"${format##* }" "$(told cn $HOA4 1472)"
	check_eq "dynamic, too narrow, $format: IPv6 sender is told" 1280 \
		"$(told cn $HOA6 1472)"
	check "dynamic, too narrow, $format: 1280 bytes of IPv6 fit" \
		ping_ok cn $HOA6 -M "do" -s 1232 -c 2
done
for encap in ip udp; do
	must both_bind $MN6 $encap
	narrow 1290
	check_eq "dynamic, too narrow, $MN6 $encap: IPv6 sender is told" 1280 \
		"$(told cn $HOA6 1452)"
	check "dynamic, too narrow, $MN6 $encap: 1280 bytes of IPv6 fit" \
		ping_ok cn $HOA6 -M "do" -s 1232 -c 2
done

# A router need not quote more of a packet than its header and eight bytes.
quote()
{
	run r /usr/bin/python3 - "$(dirname "$0")" "$@" <<-'PYTHON'
		import struct
		import sys
		sys.path.insert(0, sys.argv[1])
		import packet
		src, ha, coa, proto, mtu = sys.argv[2:]
		ports = struct.pack("!HHHH", 4191, 4191, 1400, 0)
		body = ports if proto == "17" else b"\x45" + bytes(7)
		if packet.is_ip6(ha):
		    body = packet.ip6(ha, coa, int(proto), body, payload_len=1400)
		    body = packet.icmp6(src, ha, 2, 0, int(mtu), body)
		    packet.Sender().send(packet.ip6(src, ha, 58, body))
		else:
		    body = packet.ip4(ha, coa, int(proto), body, tot_len=1400,
		                      df=True)
		    body = packet.icmp4(3, 4, int(mtu), body)
		    packet.Sender().send(packet.ip4(src, ha, 1, body))
	PYTHON
}
narrow 1500
for format in "$MN4 ip 41 1330" "$MN4 udp 17 1322" "$MN6 ip 41 1310" \
	"$MN6 udp 17 1302"; do
	read -r coa encap proto mtu <<<"$format"
	must both_bind "$coa" "$encap"
	forget ha
	case $coa in
	*:*) must quote 2001:db8:2::2 $HA6 "$coa" "$proto" 1350 ;;
	*) must quote 198.51.100.2 $HA4 "$coa" "$proto" 1350 ;;
	esac
	check_eq "learnt from eight bytes, $coa $encap" "$mtu" \
		"$(told cn $HOA6 $((mtu + 1)))"
done

# The mobile node does the same for what it sends itself.
narrow 1500
dsmipctl -n mn link set dsmip0 pmtudisc on
ip -n mn link set dsmip0 mtu 1480
ip -n r link set r0 mtu 1400
ip -n ha link set ha1 mtu 1400
must both_bind $MN4 udp
forget ha mn
check_eq "mobile node: IPv4 is told" 1372 "$(told mn $CN4 1472)"
check_eq "mobile node: IPv6 is told" 1372 "$(told mn $CN6 1472)"
forget mn
check "mobile node: TCP finds the MTU" tcp_ok mn cn $CN4

test_done
