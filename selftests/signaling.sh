#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The sockets of signalling, and what XFRM is told: Home Address option, type 2
# routing header, ESP, and the mark of what came through the tunnel.
#
#   signaling_peer ── ha ── ha1 ─ r0 ── r ── r1 ─ mn0 ── mn ── signaling_peer
#                     2001:db8:2::1                 2001:db8:3::130, ::131
#                                                   2001:db8:100::7, home
#
# Both ends are dsmipd's own code; the wire is looked at by tshark.
#
# Covers: R5555-4.2-14 R5555-4.2-16 R5555-5-05 R5555-5-06 R5555-5.1-04
# Covers: R5555-5.1-07 R5555-5.1-08 R5555-5.2.1-03 R5555-5.2.1-04
# Covers: R5555-5.2.1-05

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")

# wire FILE: a line for each packet, as signaling.py has it
wire()
{
	tshark -r "$1" -Y 'mipv6 or esp or icmpv6.type in {146, 147}' -T fields \
		-E occurrence=f -E separator='|' -e ipv6.src -e ipv6.dst \
		-e ipv6.nxt -e ipv6.opt.mipv6.home_address \
		-e ipv6.dstopts.nxt -e ipv6.routing.mipv6.home_address \
		-e ipv6.routing.nxt -e esp.spi -e mip6.mhtype -e icmpv6.type \
		2>/dev/null | awk -F'|' -v OFS='|' \
		'{ print $1, $2, $3, $4, $5, $6, $7, $8 $9 $10 }'
}

must module_load
modprobe -a esp6 xfrm_user fou
topo_home
topo_public
addr mn mn0 2001:db8:3::131/64
ip -n mn link add home type dummy
ip -n mn link set home up
ip -n mn addr add $HOA6/128 dev home home nodad
# At home the node's packets come as they are.
ip -n ha route add $HOA6 via 2001:db8:2::2
ip -n r route add $HOA6 via $MN6

capture ha ha1 /tmp/native.pcap ip6 proto 135 or ip6 proto 50 or ip6 proto 60 \
	or ip6 proto 43 or icmp6
check_table "$here/signaling.py" native
capture_stop
n=0
while IFS= read -r got; do
	n=$((n + 1))
	check_eq "packet $n on the wire" "$(sed -n ${n}p /tmp/wire)" "$got"
done < <(wire /tmp/native.pcap | head -n "$(wc -l </tmp/wire)")
check_eq "all packets were on the wire" "$(wc -l </tmp/wire)" "$n"
check_eq "tshark has nothing to say against them" "" \
	"$(tshark -r /tmp/native.pcap -o esp.do_esp_sequence_analysis:FALSE \
		-Y '_ws.malformed or _ws.expert.severity >= warning' 2>&1 |
		grep -v '^Running as')"
for ns in ha mn; do
	check_eq "$ns: no policy is left" "" "$(ip -n $ns xfrm policy)"
	check_eq "$ns: no state is left" "" "$(ip -n $ns xfrm state)"
done

# From an IPv4 network.
must dsmipctl -n ha link add dsmip0 local $HA4 origins 64 origin-mark 0xd5000000
ip -n ha link set dsmip0 up
ip -n ha route del $HOA6
ip -n ha route add default via fe80::1 dev dsmip0 table 4191
must ip -n ha -6 rule add fwmark 0xd5000000/0xff000000 lookup 4191
must ip -n mn fou add port 4191 gue
must ip -n mn link add peer0 type sit mode any local $MN4 remote $HA4 \
	encap fou encap-sport 4191 encap-dport 4191
ip -n mn link set peer0 mtu 1280 up
ip -n mn route replace $HA6 dev peer0 src $HOA6
capture ha ha1 /tmp/tunnel.pcap udp port 4191
check_table "$here/signaling.py" tunnel
capture_stop
check_eq "no option and no routing header in the tunnel" \
	"mipv6 mipv6 esp esp" \
	"$(tshark -r /tmp/tunnel.pcap -d udp.port==4191,ipv6 -Y 'mipv6 or esp' \
		-T fields -e frame.protocols 2>/dev/null |
		sed 's/^eth:ethertype:ip:udp:ipv6://' | xargs)"
test_done
