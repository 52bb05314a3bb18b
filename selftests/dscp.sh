#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# DSCP by the uniform and by the pipe model of RFC 2983, with ECN by RFC 6040 in
# each of them; and the TTL.
#
#   cn ─── ha ═══ dsmip0 ═══ r ═══ dsmip0 ═══ mn
#                        └ capture
#
# Covers: R5555-4.1.1-03 R5555-4.1.1-04 R5555-4.1.1-06 R5454-3.6-07
# Covers: R5454-3.6-08 R5454-3.6-04
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

# marks FILE: TOS or traffic class of all headers of each packet, IPv4's first;
# a line each
marks()
{
	tshark -r "$1" -Y 'icmp.type == 8 or icmpv6.type == 128' \
		-d udp.port==4191,ip -T fields -e ip.dsfield -e ipv6.tclass \
		-E separator=, 2>/dev/null |
		sed 's/0x0*\(..\)\>/0x\1/g; s/^,//; s/,$//; s/,/ /g'
}

# request FAMILY TOS: an echo request of the correspondent
request()
{
	local to=$HOA4

	[ "$1" = 4 ] || to=$HOA6
	run cn ping -q -c 1 -W 1 -Q "$2" $to >/dev/null
}

# What the routers on the path make of outer headers.
path_marks()
{
	run r nft -f - <<-NFT
		table inet onpath {
		}
		delete table inet onpath
		table inet onpath {
			chain forward {
				type filter hook forward priority 0;
				ip saddr $HA4 ip dscp set cs5 ip ecn set $1
				ip6 saddr $HA6 ip6 dscp set cs5 ip6 ecn set $1
			}
		}
	NFT
}

# sent: marks on the wire of requests with 0xba of both families and 0xb9, with
# the outer DSCP inherited, 10 and 0
sent()
{
	local dscp

	capture r r0 /tmp/dscp.pcap "src host $HA4 or src host $HA6"
	for dscp in inherit 10 0; do
		must dsmipctl -n ha link set dsmip0 dscp $dscp
		request 4 0xba
		request 6 0xba
		request 4 0xb9
	done
	capture_stop
	must dsmipctl -n ha link set dsmip0 dscp inherit
	marks /tmp/dscp.pcap | xargs -d '\n'
}

# received: marks of what comes out at the mobile node, without and with the
# outer DSCP; outer headers have CS5, which is 40, and ECT(0), ECT(1) and CE
received()
{
	local copy ecn

	capture mn dsmip0 /tmp/inner.pcap
	for copy in off on; do
		must dsmipctl -n mn link set dsmip0 decap-dscp $copy
		for ecn in ect0 ect1 ce; do
			must path_marks $ecn
			request 4 0xba
			request 6 0xba
		done
	done
	must path_marks ect0
	request 4 0xb8
	capture_stop
	run r nft delete table inet onpath
	must dsmipctl -n mn link set dsmip0 decap-dscp off
	marks /tmp/inner.pcap | xargs -d '\n'
}

must module_load
topo_home
topo_public
ha_device
mn_device

for format in "$MN4 ip" "$MN4 udp" "$MN4 gre" "$MN4 mipudp" "$MN6 ip" \
	"$MN6 udp" "$MN6 gre"; do
	must both_bind $format
	ping_ok cn $HOA4 >/dev/null
	ping_ok cn $HOA6 >/dev/null
	# Uniform model, pipe model with DSCP 10, and with 0. Outer IPv6 is behind
	# inner IPv4 in this list.
	uniform="0xba 0xba 0xba 0xba 0xb9 0xb9"
	case $format in
	*:*) pipe="0xba 0x2a 0x2a 0xba 0xb9 0x29"
		zero="0xba 0x02 0x02 0xba 0xb9 0x01" ;;
	*) pipe="0x2a 0xba 0x2a 0xba 0x29 0xb9"
		zero="0x02 0xba 0x02 0xba 0x01 0xb9" ;;
	esac
	check_eq "$format: into the tunnel" "$uniform $pipe $zero" "$(sent)"

	# ECT(1) outside of ECT(0) becomes ECT(1) inside (RFC 6040).
	check_eq "$format: out of the tunnel" \
		"0xba 0xba 0xb9 0xb9 0xbb 0xbb 0xa2 0xa2 0xa1 0xa1 0xa3 0xa3 0xa0" \
		"$(received)"
done
check_eq "the setting is shown" '[63,true]' "$(
	dsmipctl -n ha link set dsmip0 dscp 63 decap-dscp on
	dsmipctl -n ha -j link show dsmip0 | jq -c '.[0] | [.dscp, .decap_dscp]')"
check "headers that were written to are right: nothing was dropped" no_drops mn
# Not capable of ECN, and CE outside.
must path_marks ce
request 4 0xb8
check_eq "CE around what is not capable of ECN is dropped" 1 "$(drops mn rx_ecn)"

test_done
