#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every cause for which a packet is dropped is brought about, and is counted
# once for each packet: on the device, and on the binding where it can be laid
# to one. What is wrong with a received packet is not told to its sender; what
# cannot be sent is. Nobody else's packets are lost meanwhile.
#
# Covers: R5555-4.1-04 R5555-4.5.1-05 R5454-3.3.2-14 R5454-3.3.2-15
# Covers: R5454-3.3.2-16 R5454-4-03 D4-01-4.3.2-11 D4-01-4.3.2-12
# Covers: D4-01-4.3.2-13 R5555-4.5.1-07
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
tested=''

# The causes that this test is about, to be compared with those that there are.
about()
{
	tested+=" $*"
}

# bind DEV HOST COA ENCAP [KEY VALUE]...
bind()
{
	local dev=$1 host=$2 coa=$3 encap=$4
	shift 4

	echo "binding add dev $dev home 203.0.113.$host" \
		"home 2001:db8:100::$host coa $coa encap $encap $*"
}

bindings()
{
	bind dsmip0 11 "$MN4" udp
	bind dsmip0 12 "$MN6" udp
	bind dsmip0 13 "$MN4" ip
	bind dsmip0 14 "$MN6" ip
	bind dsmip0 15 "$MN6" udp zero-csum6
	bind dsmip0 16 "$MN4" mipudp port 5000
	bind dsmip0 17 "$MN4" gre
	bind dsmip0 18 "$MN6" gre
	bind dsmip0 19 "$MN4" gre key $((0x80000009))
	bind dsmip0 20 "$MN6" gre key $((0x80000009))
	bind dsmip0 21 "$MN4" mipudp
	bind dsmip0 22 "$MN4" minimal
	bind dsmip0 23 "$MN4" udp port 5017 multicast
	bind dsmip1 65 "$MN4" udp local 198.51.100.3
	bind dsmip1 66 "$MN6" udp local 2001:db8:2::3
	bind dsmip1 67 "$MN4" ip local 198.51.100.3
	bind dsmip1 68 "$MN6" ip local 2001:db8:2::3
	bind dsmip1 69 "$MN4" gre local 198.51.100.3
	bind dsmip1 70 "$MN6" gre local 2001:db8:2::3
	bind dsmip1 71 "$MN4" gre key $((0x80000009)) local 198.51.100.3
	bind dsmip1 72 "$MN6" gre key $((0x80000009)) local 2001:db8:2::3
	bind dsmip1 73 "$MN4" mipudp local 198.51.100.3
	bind dsmip1 74 "$MN4" minimal local 198.51.100.3
	bind dsmip0 31 192.0.2.130 udp
	bind dsmip0 32 2001:db8:9::1 udp
	bind dsmip0 41 203.0.113.42 udp
	bind dsmip0 42 203.0.113.41 udp
	bind dsmip0 43 2001:db8:100::44 ip
	bind dsmip0 44 2001:db8:100::43 ip
	bind dsmip0 51 "$MN4" ip
}

# ha_drops: of its dsmip0 and all its bindings by cause, on one line
ha_drops()
{
	dsmipctl -n ha -j stats show dev dsmip0 >/tmp/stats
	dsmipctl -n ha -s -j binding show dev dsmip0 >/tmp/bindings
	jq -c --slurpfile b /tmp/bindings \
		'[.[0].drops, ([$b[0][].drops | to_entries[]] |
		 group_by(.key) | map({key: .[0].key, value: map(.value) | add}) |
		 from_entries)]' /tmp/stats
}

# tx_drop TEXT CAUSE COUNT LAID ANSWER PING...: so many packets of the
# correspondent are dropped for one cause, and the correspondent is told, or not
tx_drop()
{
	local text="$1: $2" cause=${2//-/_} count=$3 laid=$4 answer=$5
	local before after got
	shift 5

	before=$(ha_drops)
	run cn ping -n -c "$count" -i 0.2 -W 1 "$@" >/tmp/ping 2>&1
	after=$(ha_drops)
	got=$(jq -nc --argjson a "$after" --argjson b "$before" '
		def delta(x; y): x | to_entries |
			map(.value -= (y[.key] // 0) | select(.value != 0)) |
			from_entries;
		[delta($a[0]; $b[0]), delta($a[1]; $b[1])]')
	if [ "$laid" = laid ]; then
		laid="{\"$cause\":$count}"
	else
		laid='{}'
	fi
	check_eq "$text" "[{\"$cause\":$count},$laid]" "$got"
	if [ -n "$answer" ]; then
		check_match "$text: the sender is told" "$answer" "$(cat /tmp/ping)"
	else
		check_eq "$text: silence" "" "$(grep -iE 'from|mtu' /tmp/ping)"
	fi
}

must module_load
topo_home
topo_public
addr ha ha1 198.51.100.3/26 198.51.100.4/26 2001:db8:2::3/64 2001:db8:2::4/64
ip -n mn route add 198.51.100.0/26 via 198.51.100.129
ip -n mn route add 2001:db8:2::/64 via 2001:db8:3::1
ha_device origins 4
must dsmipctl -n ha link add dsmip1
ip -n ha link set dsmip1 up
ip -n ha route add 203.0.113.64/28 dev dsmip1
ip -n ha route add 2001:db8:100::60/123 via fe80::1 dev dsmip1
mn_device
must ha_bind "$MN4" udp
must mn_bind "$MN4" udp
# What it has no use for it would complain about, and the home agent would pass
# that on: errors are in errors.sh.
must run mn nft -f - <<-NFT
	table inet out {
		chain output {
			type filter hook output priority 0;
			icmp type destination-unreachable drop
			icmpv6 type { destination-unreachable, parameter-problem } drop
		}
	}
NFT
bindings >/tmp/batch
must dsmipctl -n ha -b /tmp/batch

about rx-malformed rx-bad-source rx-no-binding rx-encap rx-local rx-coa \
	rx-port rx-csum rx-ecn rx-key rx-group-limit
stream cn "$HOA4" /tmp/good4 -i 0.2
stream cn "$HOA6" /tmp/good6 -i 0.2
check_table run mn "$here/drops.py" rx
stream_end /tmp/good4
check_eq "meanwhile nobody else's IPv4 was lost" 0 "$lost"
stream_end /tmp/good6
check_eq "meanwhile nobody else's IPv6 was lost" 0 "$lost"

check_table run r "$here/drops.py" node

about tx-malformed tx-multicast
check_table run ha "$here/drops.py" tx

about tx-no-binding tx-no-route tx-loop tx-too-big
tx_drop "IPv4 to nobody" tx-no-binding 3 none 'Destination Host Unreachable' \
	203.0.113.99
tx_drop "IPv6 to nobody" tx-no-binding 3 none 'Address unreachable' \
	2001:db8:100::99
tx_drop "no route to an IPv4 care-of address" tx-no-route 3 laid \
	'Destination Host Unreachable' 203.0.113.31
tx_drop "no route to an IPv6 care-of address" tx-no-route 3 laid \
	'Address unreachable' 2001:db8:100::32
tx_drop "two bindings in each other, UDP over IPv4" tx-loop 3 laid '' 203.0.113.41
tx_drop "two bindings in each other, IPv6" tx-loop 3 laid '' 2001:db8:100::44

about tx-output
must run ha nft -f - <<-NFT
	table inet out {
		chain output {
			type filter hook output priority 0;
			ip daddr $MN4 drop
			ip6 daddr $MN6 drop
		}
	}
NFT
# The fast path passes by the firewall.
if [ -z "${DSMIP_FASTPATH:-}" ]; then
	tx_drop "refused by the firewall, over IPv4" tx-output 3 laid '' \
		203.0.113.11
	tx_drop "refused by the firewall, over IPv6" tx-output 3 laid '' \
		2001:db8:100::14
fi
run ha nft delete table inet out

# The stack itself would refuse what is larger than the device's MTU.
ip -n ha link set dsmip0 mtu 1500
must dsmipctl -n ha link set dsmip0 pmtudisc on
tx_drop "IPv4 larger than the path, with DF" tx-too-big 1 laid \
	'Frag needed.*mtu = 1472' -M 'do' -W 20 -s 1450 203.0.113.11
tx_drop "IPv6 larger than the path" tx-too-big 1 laid \
	'Packet too big: mtu=1472' -M 'do' -W 20 -s 1450 2001:db8:100::11

# With NAPI on the way, what is sent in one go comes in one go.
about rx-nomem
run mn ethtool -K mn0 tso off tx-udp-segmentation off
run r ethtool -K r0 tso off
run r ethtool -K r1 gro on
run ha ethtool -K ha1 gro on
sysctl -qw net.core.netdev_max_backlog=0
check_table run mn "$here/drops.py" burst
sysctl -qw net.core.netdev_max_backlog=1000

about rx-origin-limit tx-origin
check_table run mn "$here/drops.py" origin

about tx-nomem
if [ -d /sys/kernel/debug/failslab ]; then
	# Not by "ip netns exec", which has a /sys of its own.
	check_table nsenter --net=/run/netns/ha "$here/drops.py" nomem
else
	test_skip "no memory for a route: tx-nomem" \
		"this kernel cannot make allocations fail"
fi

causes=$(awk '$1 == "name-prefix:" { set = $2 }
	/^        name:/ && set == "dsmip-drop-" && $2 != "pad" { print $2 }' \
	"$here/../Documentation/netlink/specs/dsmip.yaml" | sort | xargs)
check_eq "every cause that there is has been tested" "$causes" \
	"$(xargs -n 1 <<<"$tested" | sort | xargs)"

test_done
