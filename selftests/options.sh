#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Options of IPv4 and extension headers of IPv6 before the header of the tunnel,
# for every format: what comes out of the tunnel is the packet that went in.

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")

must module_load
topo_home
topo_public
ha_device
while read -r host coa encap; do
	[ -n "$host" ] || continue
	echo "binding add dev dsmip0 home 203.0.113.$host" \
		"home 2001:db8:100::$host coa $coa encap $encap"
done >/tmp/bindings <<-TABLE
	11 $MN4 udp
	12 $MN6 udp
	13 $MN4 ip
	14 $MN6 ip
	17 $MN4 gre
	18 $MN6 gre
	19 $MN4 gre key $((0x80000009))
	20 $MN6 gre key $((0x80000009))
	21 $MN4 mipudp
	22 $MN4 minimal
	30 $MN4 udp port 5030 home-tunnel 203.0.113.30
TABLE
must dsmipctl -n ha -b /tmp/bindings

# What is delivered is seen on the device, and goes no further: nobody answers.
must run ha nft -f - <<-NFT
	table inet quiet {
		chain forward {
			type filter hook forward priority 0; policy drop;
		}
	}
NFT
# A source route that has been gone to its end; the home agent is asked twice.
run r sysctl -qw net.ipv4.conf.all.accept_source_route=1 \
	net.ipv4.conf.r1.accept_source_route=1
run ha sysctl -qw net.ipv4.conf.ha1.accept_source_route=1
check_table run mn "$here/options.py"

test_done
