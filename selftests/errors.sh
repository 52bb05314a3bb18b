#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ICMP errors from inside the path: what the sender of the inner packet is told
# of them, and what not.
#
#   cn ─── ha ═══ dsmip0 ═══ r ═══ mn
#                            └ errors of all kinds
#
# Covers: R5555-4.1.1-01
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")

must module_load
topo_home
topo_public
ha_device
ip -n ha link set dsmip0 mtu 1480
modprobe -a fou ip_gre ip6_gre 2>/dev/null
rmmod ip_gre ip6_gre gre 2>/dev/null
# It has no tunnel, so that it does not answer; and it says nothing itself.
must run mn nft -f - <<-NFT
	table inet in {
		chain input {
			type filter hook input priority 0;
			ip saddr $HA4 drop
			ip6 saddr $HA6 drop
		}
	}
NFT
# The rate limits are the kernel's, and not what this is about.
run ha sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0 \
	net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=100000

# name, binding
formats="
ip4	$MN4 ip
ip6	$MN6 ip
udp4	$MN4 udp
udp6	$MN6 udp
gre4	$MN4 gre
key4	$MN4 gre ikey 5 okey 6
gre6	$MN6 gre
mipudp	$MN4 mipudp
minimal	$MN4 minimal
home	$MN4 ip home-tunnel $HOA4
homeudp	$MN4 udp home-tunnel $HOA4
homemld	$MN4 ip home-tunnel $HOA4 home-tunnel-mld
"
while IFS=$'\t' read -r name args; do
	[ -n "$name" ] || continue
	read -ra coa <<<"$args"
	must ha_bind "${coa[@]}"
	for pmtudisc in off on; do
		must dsmipctl -n ha link set dsmip0 pmtudisc $pmtudisc
		check_table "$here/errors.py" "$name" $pmtudisc
	done
done <<<"$formats"

test_done
