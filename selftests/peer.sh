#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The mobile node is not ours: Linux's own tunnels, and for MIP Tunnel Data and
# minimal encapsulation, which Linux does not have, a program on a TUN device.
#
#   cn ─── ha ═══ dsmip0 ═══ r ═══ sit, ipip, ip6tnl, fou, gre, TUN ═══ mn
#
# Covers: R5555-2.3.1-03 R5555-2.3.2.1-05 R5555-4.1-01 R5555-4.1-02
# Covers: R5555-4.1-06 R5555-4.4.3-01 R5555-4.4.3-02 R5555-4.4.3-03
# Covers: R5555-4.4.3-04 R5555-4.5.1-01 R5555-4.5.1-02 R5555-4.5.1-03
# Covers: R5454-3.3.2-03 R5454-3.3.2-11 R5454-3.3.2-12 R5454-3.5-08
# Covers: D4-01-4.3.2-06 D4-01-4.3.2-07 D4-01-4.5-08
# Covers: R5454-3.3.2-02 R5454-3.3.2-04 R5454-3.9-01 R5454-3.9-02
# Covers: R5454-3.3.2-05 R5555-4.1-09 D4-01-4.8-01 NAV-3.2.1-08 NAV-3.2.1-09 NAV-3.2.1-10
# Covers: NAV-3.1.1-07 NAV-3.1.2-05 NAV-5.4.3-01 NAV-5.4.3-02
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"
here=$(dirname "$0")

# peer DEV TYPE-AND-OPTIONS...: the mobile node's tunnel
peer()
{
	local dev=$1
	shift

	must ip -n mn link add "$dev" type "$@"
	ip -n mn link set "$dev" mtu 1280 up
}

# traffic WHAT [HOME]...: both ways, for the home addresses that are given
traffic()
{
	local what=$1 home size to
	shift

	for home; do
		to=$CN4
		[ "$home" = $HOA4 ] || to=$CN6
		for size in 56 1200; do
			check "$what: cn to $home, $size bytes" \
				ping_all cn "$home" -s $size -c 2
		done
		check "$what: $home to cn, 4000 bytes" \
			ping_all mn $to -s 4000 -c 2
	done
	# Linux looks for routers and reports groups on its tunnels, from
	# addresses that are nobody's home address.
	check "$what: nothing else dropped" no_drops ha rx_bad_source
}

# linux TYPE-AND-OPTIONS...: peer0 is one of Linux's tunnels
linux()
{
	peer peer0 "$@"
}

linux_end()
{
	ip -n mn link del peer0
}

# program MODE [PORT]: peer0 is a TUN device, and a program makes the headers
program()
{
	local mode=$1
	shift

	rm -f /tmp/peer.log
	ip netns exec mn "$here/mip_peer.py" "$mode" peer0 $MN4 $HA4 "$@" \
		>/tmp/peer.log 2>&1 &
	program_pid=$!
	must busywait 60 grep -q ready /tmp/peer.log
	ip -n mn link set peer0 mtu 1280 up
}

program_end()
{
	local what=$1

	kill $program_pid
	wait $program_pid
	check_eq "$what: the peer had nothing to complain of" ready \
		"$(cat /tmp/peer.log)"
}

# one WHAT COA ENCAP ... -- linux|program ARGUMENTS...: a peer for both families
one()
{
	local what=$1 bind=()
	shift

	while [ "$1" != -- ]; do
		bind+=("$1")
		shift
	done
	shift
	must ha_bind "${bind[@]}"
	"$@"
	mn_home peer0
	traffic "$what" $HOA4 $HOA6
	check "$what: TCP, cn to mn" tcp_ok cn mn $HOA6 100
	check "$what: TCP, mn to cn" tcp_ok mn cn $CN4 100
	"${1}_end" "$what"
}

must module_load
topo_home
topo_public
ha_device
# Path MTUs are learnt per destination, and are in mtu.sh.
ip -n cn route replace default via 192.0.2.1 mtu lock 1280
ip -n cn route replace default via 2001:db8:1::1 mtu 1280
IP4=(local "$MN4" remote "$HA4" ttl 64)
IP6=(local "$MN6" remote "$HA6" hoplimit 64)
FOU=(encap fou encap-sport 4191 encap-dport 4191)

# Protocols 4 and 41 over IPv4: one device for both, and one for each.
one "sit, any" $MN4 ip -- linux sit mode any "${IP4[@]}"
peer ipip0 ipip mode ipip "${IP4[@]}"
peer sit1 sit mode ip6ip "${IP4[@]}"
addr mn ipip0 $HOA4/32
addr mn sit1 $HOA6/128
ip -n mn route add default dev ipip0 src $HOA4
ip -n mn route add default dev sit1 src $HOA6
traffic "ipip and sit" $HOA4 $HOA6
ip -n mn link del ipip0
ip -n mn link del sit1

# Next headers 4 and 41 over IPv6; by default each packet has a destination
# option of RFC 2473, section 4.1.1.
one "ip6tnl, no limit" $MN6 ip -- linux \
	ip6tnl mode any "${IP6[@]}" encaplimit none
one "ip6tnl, with encapsulation limit" $MN6 ip -- linux \
	ip6tnl mode any "${IP6[@]}"
capture ha ha1 /tmp/limit.pcap "src host $MN6 and ip6 proto 60"
peer peer0 ip6tnl mode any "${IP6[@]}"
mn_home peer0
ping_ok mn $CN6 >/dev/null
capture_stop
check_match "that option was there" '^[1-9]' \
	"$(tcpdump -nr /tmp/limit.pcap 2>/dev/null | wc -l)"
ip -n mn link del peer0

# UDP. GUE of variant 1 is a bare IP header behind the UDP header, which is how
# fou tells IPv4 from IPv6.
modprobe -a fou fou6
must ip -n mn fou add port 4191 gue
one "fou" $MN4 udp -- linux sit mode any "${IP4[@]}" "${FOU[@]}"
one "fou with checksum" $MN4 udp csum -- linux \
	sit mode any "${IP4[@]}" "${FOU[@]}" encap-csum
must ip -n mn -6 fou add port 4191 gue
one "fou6 without checksum" $MN6 udp zero-csum6 -- linux ip6tnl mode any \
	"${IP6[@]}" "${FOU[@]}" noencap-udp6-csum encaplimit none
one "fou6 with checksum" $MN6 udp -- linux \
	ip6tnl mode any "${IP6[@]}" "${FOU[@]}" encap-udp6-csum encaplimit none

# GRE, also with keys, one for each direction, and with the checksum that we
# need not send but have to understand. IPv6's adds an option by default.
one "gre" $MN4 gre -- linux gre "${IP4[@]}"
one "gre with key" $MN4 gre key 7 -- linux gre "${IP4[@]}" key 7
one "gre with two keys" $MN4 gre ikey 8 okey 9 -- linux \
	gre "${IP4[@]}" ikey 9 okey 8
one "gre with a key one way" $MN4 gre ikey 0 -- linux gre "${IP4[@]}" okey 0
one "gre with checksum" $MN4 gre -- linux gre "${IP4[@]}" ocsum
one "gre over IPv6" $MN6 gre -- linux ip6gre "${IP6[@]}" encaplimit none
one "gre over IPv6 with key and encapsulation limit" $MN6 gre key 10 -- linux \
	ip6gre "${IP6[@]}" key 10

modprobe tun
# A cable that leaves checksums to its other end has none for a program to see.
run ha ethtool -K ha1 tx off >/dev/null
one "MIP Tunnel Data" $MN4 mipudp -- program mipudp 434
one "MIP Tunnel Data, another port" $MN4 mipudp port 5000 -- program mipudp 5000
one "MIP Tunnel Data with checksum" $MN4 mipudp csum -- program mipudp 434
one "minimal encapsulation" $MN4 minimal -- program minimal

# What is not data goes on to the agent, as does all of the NAT traversal of
# IPsec on port 4500.
messages()
{
	local port=$1 kind

	rm -f /tmp/agent
	ip netns exec ha timeout 600 /usr/bin/python3 -c '
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", int(sys.argv[1])))
print("ready", flush=True)
while True:
    print(s.recv(2000)[:2].hex(), flush=True)' "$port" >/tmp/agent 2>&1 &
	must busywait 60 grep -q ready /tmp/agent
	for kind in 01 03 07 04 0f; do
		run mn /usr/bin/python3 -c '
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(bytes([int(sys.argv[3], 16), 41]) + bytes(46),
         (sys.argv[1], int(sys.argv[2])))' $HA4 "$port" $kind
	done
	busywait 60 grep -q "0f29" /tmp/agent
	xargs </tmp/agent
}
must ha_bind $MN4 mipudp
check_eq "port 434: all messages but data reach the agent" \
	"ready 0129 0329 0729 0f29" "$(messages 434)"
check_eq "port 4500 is untouched" "ready 0129 0329 0729 0429 0f29" \
	"$(messages 4500)"

# RFC 6935: without a checksum only where that was agreed upon.
must ha_bind $MN6 udp
peer peer0 ip6tnl mode any "${IP6[@]}" "${FOU[@]}" noencap-udp6-csum \
	encaplimit none
mn_home peer0
check_fail "fou6 without checksum, not agreed upon" ping_ok mn $CN6 -c 2 -W 1
check_eq "that is counted" 2 "$(drops ha rx_csum)"

test_done
