#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The fast path: the same packets with it as without it, what is left to the
# device path, and how it comes and goes.
#
#   cn ─── ha0 ─ ha ─ ha1 ═══ r ═══ mn
#          └ down ┘ └ up ┘
#
# Covers: R5555-4.1-01 R5555-4.4.3-01 R5454-4-03
# Timeout: 900

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"
here=$(dirname "$0")
tool=$here/fastpath.py
devs=(ha0 ha1)

mac()
{
	ip -n "$1" -j link show "$2" | jq -r '.[0].address' | tr -d :
}

on()
{
	local dev

	for dev in "${devs[@]}"; do
		must dsmipctl -n ha fastpath add "$dev" on dsmip0
	done
}

off()
{
	local dev

	for dev in "${devs[@]}"; do
		must dsmipctl -n ha fastpath del "$dev"
	done
}

# took DEV FIELD: of the counters, as in rx.packets
took()
{
	dsmipctl -n ha -s -j fastpath show "$1" on dsmip0 | jq ".[0].$2"
}

# All that arrived: "took_all": encapsulated, decapsulated, passed
took_all()
{
	dsmipctl -n ha -s -j fastpath | jq -c 'map(.tx.packets) as $tx |
		map(.rx.packets) as $rx | map(.passed) as $passed |
		[($tx | add), ($rx | add), ($passed | add)]'
}

# ---- the same packets -----------------------------------------------------

# Format, and binding of both ends.
formats="
4.ip	$MN4 ip
4.udp0	$MN4 udp
4.udp	$MN4 udp csum
6.ip	$MN6 ip
6.udp	$MN6 udp
6.udp0	$MN6 udp zero-csum6
"

# Neighbours and routes are known before, as they would be in a network that has
# been up for a second.
warm_up()
{
	run ha ping -q -c 1 $CN4 >/dev/null
	run ha ping -q -c 1 $CN6 >/dev/null
	run ha ping -q -c 1 $MN4 >/dev/null
	run ha ping -q -c 1 $MN6 >/dev/null
	busywait 60 ping_all cn $HOA4 -c 1
	busywait 60 ping_all cn $HOA6 -c 1
}

# exchange MODE: all formats both ways; what arrives goes to /tmp/MODE.*
exchange()
{
	local mode=$1 name args down

	must ha_bind $MN4 udp
	must mn_bind $MN4 udp
	warm_up
	while read -r name args; do
		[ -n "$name" ] || continue
		read -ra binding <<<"$args"
		must ha_bind "${binding[@]}"
		capture mn mn0 "/tmp/$mode.$name.down.pcap" \
			"(src host $HA4 or src host $HA6) and not icmp6"
		down=$capture_pid
		capture cn cn0 "/tmp/$mode.$name.up.pcap" \
			"src host $HOA4 or src host $HOA6"
		must run cn "$tool" down "$mac"
		must run mn "$tool" up "$name"
		must mn_bind "${binding[@]}"
		must run mn "$tool" segments $CN4 $CN6
		capture_stop
		capture_stop "$down"
	done <<<"$formats"
}

same()
{
	local name=$1 way=$2 mode

	for mode in off on; do
		"$tool" show "/tmp/$mode.$name.$way.pcap" >"/tmp/$mode.txt"
	done
	test_log "$name $way: $(wc -l </tmp/on.txt) packets"
	[ "$(wc -l </tmp/off.txt)" -ge 90 ] || return 1
	diff /tmp/off.txt /tmp/on.txt
}

must module_load
topo_home
topo_public
ha_device
mn_device
# Who has no use for a packet would say so, and not of every one.
for dev in "cn cn0" "mn dsmip0"; do
	run "${dev% *}" nft "add table inet quiet;
		add chain inet quiet in { type filter hook input priority 0; };
		add rule inet quiet in iif ${dev#* } meta l4proto != { icmp, icmpv6 } drop"
done
run mn sysctl -qw net.ipv4.conf.all.forwarding=0
# Segments and checksums are made before the wire.
run ha ethtool -K ha1 tx off tso off gso off >/dev/null
run ha ethtool -K ha0 tx off tso off gso off >/dev/null

mac=$(mac ha ha0)
check_eq "nothing has a fast path" "[]" "$(dsmipctl -n ha -j fastpath)"
exchange off
on
exchange on
while read -r name _; do
	[ -n "$name" ] || continue
	check "$name, down: the same packets" same "$name" down
	check "$name, up: the same packets" same "$name" up
done <<<"$formats"
check "packets went down by the fast path" [ "$(took ha0 tx.packets)" -gt 400 ]
check "and up" [ "$(took ha1 rx.packets)" -gt 400 ]
check "none was dropped" no_drops ha
check_eq "the device counts what the other way does" \
	"$(dsmipctl -n ha -j stats | jq '.[0].tx.packets')" \
	"$(ip -n ha -s -j link show dsmip0 | jq '.[0].stats64.tx.packets')"

# ---- what is left to the device path ----------------------------------------

# unusual WAY MAC NS DEV FILTER: each case, off and on; what is sent on gets there
unusual()
{
	local way=$1 mac=$2 to=$3 todev=$4 filter=$5 mode name fast drops
	local -A dropped=()

	for mode in off on; do
		[ $mode = off ] || on
		capture "$to" "$todev" "/tmp/$mode.pcap" "$filter"
		run ha "$tool" unusual "$way" "$mac" >"/tmp/$mode.unusual"
		check_eq "$way, fast path $mode: all cases" 0 $?
		capture_stop
	done
	while IFS=$'\t' read -r name fast drops; do
		dropped[$name]=$drops
	done </tmp/off.unusual
	while IFS=$'\t' read -r name fast drops; do
		check_eq "$way, $name: not by the fast path" 0 "$fast"
		check_eq "$way, $name: the same end" "${dropped[$name]}" "$drops"
	done </tmp/on.unusual
	check "$way: what was sent on is the same" same_unusual
}

same_unusual()
{
	local mode

	for mode in off on; do
		"$tool" show "/tmp/$mode.pcap" >"/tmp/$mode.txt"
	done
	test_log "$(wc -l </tmp/on.txt) packets"
	[ -s /tmp/off.txt ] && diff /tmp/off.txt /tmp/on.txt
}

off
must ha_bind $MN4 udp
dsmipctl -n mn binding flush dev dsmip0
ip -n mn link del dsmip0
dsmipctl -n ha binding add dev dsmip0 home 203.0.113.8 coa $MN4 port 9 encap udp
# A narrow way on, for what comes out of the tunnel.
ip -n ha link add narrow mtu 1000 type dummy
addr ha narrow 192.0.2.129/25
ip -n ha link set narrow up
ip -n ha neigh add 192.0.2.130 lladdr 02:00:00:00:00:01 dev narrow
unusual down "$(mac ha ha0)" mn mn0 "src host $HA4 and proto 17"
off
unusual up "$(mac r r1)" cn cn0 \
	"src net 203.0.113.0/24 or src net 2001:db8:100::/48"

# ---- what the fast path has to notice ---------------------------------------

# ways DOWN UP ADDRESS: of two pings that go through, how many take the fast
# path there, and back
ways()
{
	local down=$1 up=$2 to=$3 before after

	before=$(took_all)
	ping_all cn "$to" -c 2 || return 1
	after=$(took_all)
	echo "$before, $after"
	jq -en --argjson a "$before" --argjson b "$after" \
		"\$b[0] - \$a[0] == $down and \$b[1] - \$a[1] == $up"
}

by_fast_path()
{
	ways 2 2 "$1"
}

by_device_path()
{
	ways 0 0 "$1"
}

# It does not go through at all.
by_none()
{
	local to=$1 before

	before=$(took_all | jq -c '.[:1]')
	run cn ping -q -c 2 -i 0.05 -W 1 "$to" && return 1
	[ "$(took_all | jq -c '.[:1]')" = "$before" ]
}

ping_all_cn()
{
	ping_all cn "$1" -c 2
}

both_ways()
{
	"$1" $HOA4 && "$1" $HOA6
}

# IPsec: what a policy may be for takes the device path, the rest does not.
policy()
{
	must ip -n ha xfrm policy add "$@"
}

protected()
{
	local ns

	for ns in ha mn; do
		must ip -n $ns xfrm state add src $HA4 dst $MN4 proto esp \
			spi 0x100 mode transport reqid 1 \
			enc "ecb(cipher_null)" ""
	done
	policy src $HA4 dst $MN4 dir out tmpl proto esp reqid 1 mode transport
}

policies()
{
	local dir i

	for dir in in out fwd; do
		policy src ::/0 dst ::/0 proto 135 dir $dir \
			tmpl proto esp mode transport
		policy src ::/0 dst ::/0 proto ipv6-icmp type 146 dir $dir \
			tmpl proto esp mode transport
	done
	check "policies for signalling are for nothing here" \
		both_ways by_fast_path
	policy src 10.9.0.0/24 dst 10.9.1.0/24 dir fwd action block
	check "nor is one for other addresses" \
		busywait 60 both_ways by_fast_path
	policy src $CN4 dst $HOA4 dir fwd action block
	check "one that blocks is followed" by_none $HOA4
	check "it is not for IPv6" busywait 60 by_fast_path $HOA6
	must ip -n ha xfrm policy delete src $CN4 dst $HOA4 dir fwd
	check "until it is gone" busywait 60 both_ways by_fast_path
	policy src $HOA4 dst 0.0.0.0/0 dir fwd action allow
	check "one for packets from the node" busywait 60 ways 2 0 $HOA4
	must ip -n ha xfrm policy delete src $HOA4 dst 0.0.0.0/0 dir fwd
	policy src $MN4 dst $HA4 dir in action allow
	check "one for the tunnel" busywait 60 ways 2 0 $HOA4
	must ip -n ha xfrm policy delete src $MN4 dst $HA4 dir in
	protected
	check "the tunnel towards the node in ESP" busywait 60 ways 0 2 $HOA4
	for ((i = 0; i < 17; i++)); do
		policy src 10.8.$i.0/24 dst 10.8.0.0/24 dir fwd action block
	done
	check "more than can be compared" both_ways by_device_path
	must ip -n ha xfrm policy flush
	check "none of them" busywait 60 both_ways by_fast_path
	must ip -n ha xfrm policy setdefault fwd block
	check "nothing is forwarded that no policy allows" both_ways by_none
	must ip -n ha xfrm policy setdefault fwd accept
	check "all is again" busywait 60 both_ways by_fast_path
}

off
on
mn_device
must both_bind $MN4 udp
check "what is usual takes the fast path" busywait 60 both_ways by_fast_path
for format in gre mipudp; do
	must both_bind $MN4 $format
	check "$format does not" both_ways by_device_path
done
must both_bind $MN4 minimal
check "nor does minimal encapsulation" by_device_path $HOA4
must ha_bind $MN4 ip home-tunnel $HOA4
check "nor does the tunnel to the home address" by_none $HOA6
must both_bind $MN4 ip
check "IP in IP does" busywait 60 both_ways by_fast_path

ip -n ha route del 203.0.113.0/24 dev dsmip0
ip -n ha route del 2001:db8:100::/48 dev dsmip0
check "no home route, nothing is forwarded" both_ways by_none
ip -n ha route add 203.0.113.0/24 dev dsmip0
ip -n ha route add 2001:db8:100::/48 via fe80::1 dev dsmip0
check "with it again, all is" busywait 60 both_ways by_fast_path
ip -n ha route add blackhole $HOA4/32
ip -n ha route add blackhole $HOA6/128
check "a longer route elsewhere is followed" both_ways by_none
ip -n ha route del blackhole $HOA4/32
ip -n ha route del blackhole $HOA6/128
check "until it is gone" busywait 60 both_ways by_fast_path
run ha sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
check "no forwarding, nothing is forwarded" both_ways by_none
forwarding ha
ip -n ha route replace 2001:db8:3::/64 via 2001:db8:2::2
busywait 60 both_ways by_fast_path
run ha sysctl -qw net.ipv4.conf.ha0.forwarding=0
check "nor is what a device receives that does not" by_none $HOA4
run ha sysctl -qw net.ipv4.conf.ha0.forwarding=1
check "with it again, all is" busywait 60 both_ways by_fast_path
policies
ip -n ha link set dsmip0 down
check "nothing goes through a device that is down" both_ways by_none
ip -n ha link set dsmip0 up
ip -n ha route add 203.0.113.0/24 dev dsmip0 2>/dev/null
ip -n ha route add 2001:db8:100::/48 via fe80::1 dev dsmip0 2>/dev/null
check "it is up again" busywait 60 both_ways by_fast_path
ip -n ha neigh flush dev ha0
ip -n ha neigh flush dev ha1
check "neighbours are found anew" ping_all cn $HOA4
must dsmipctl -n ha binding replace dev dsmip0 home 203.0.113.0/24 \
	home 2001:db8:100::/48 coa $MN4 encap ip
check "a prefix takes the fast path like an address" busywait 60 both_ways by_fast_path
addr ha dsmip0 203.0.113.1/32
check "but not what is our own in it" by_device_path 203.0.113.1
run ha nft -f - <<-NFT
	table netdev filter {
		chain ha0 {
			type filter hook ingress device ha0 priority 0;
			ip daddr $HOA4 drop
		}
	}
NFT
check "filters of the device come before" by_none $HOA4
check "and let through what they do" busywait 60 by_fast_path $HOA6
run ha nft delete table netdev filter

# ---- coming and going ---------------------------------------------------------

must both_bind $MN4 udp
must dsmipctl -n ha link add dsmip1 local 198.51.100.99
check_eq "two pairs so far" 2 "$(dsmipctl -n ha -j fastpath | jq length)"
check "a second device at the same place" \
	dsmipctl -n ha fastpath add ha0 on dsmip1
check_eq "has counters of its own" '[0,0]' "$(dsmipctl -n ha -s -j fastpath \
	show ha0 on dsmip1 | jq -c '.[0] | [.rx.packets, .tx.packets]')"
check "the first goes on" busywait 60 both_ways by_fast_path
check "one of two ends" dsmipctl -n ha fastpath del ha0 on dsmip1
check_fail "and does not end twice" dsmipctl -n ha fastpath del ha0 on dsmip1
check_fail "what is on cannot be put on" dsmipctl -n ha fastpath add ha0 on dsmip0
must dsmipctl -n ha fastpath add ha1 on dsmip1
dsmipctl -n ha link del dsmip1
check_eq "a tunnel device takes its pairs with it" 2 \
	"$(dsmipctl -n ha -j fastpath | jq length)"
off
must dsmipctl -n ha fastpath add ha0
must dsmipctl -n ha fastpath add ha1
check_eq "without a name, all tunnel devices there are" \
	'["ha0 dsmip0","ha1 dsmip0"]' \
	"$(dsmipctl -n ha -j fastpath | jq -c 'map("\(.ifname) \(.on)")')"
check_eq "in words" "dev ha0 on dsmip0" "$(dsmipctl -n ha fastpath show ha0)"
check_match "in one line" \
	'^dev ha1 on dsmip0 rx-packets [0-9]+ rx-bytes .* passed [0-9]+$' \
	"$(dsmipctl -n ha -s -o fastpath show ha1)"
check_eq "other namespaces see nothing of it" "[]" "$(dsmipctl -n cn -j fastpath)"

# traffic [OPTION...]: both ways, until it is stopped.  No flood: that leaves a
# slow guest no time for what is to happen under it.
traffic()
{
	run cn ping -q -i 0.002 -W 10 "$@" $HOA4 >/tmp/traffic4 2>&1 &
	pids=($!)
	run cn ping -q -i 0.002 -W 10 "$@" $HOA6 >/tmp/traffic6 2>&1 &
	pids+=($!)
}

traffic_stop()
{
	kill "${pids[@]}"
	wait "${pids[@]}" 2>/dev/null
}

before=$(echo_replies cn)
traffic -c 2000
turns=0
while kill -0 "${pids[0]}" 2>/dev/null || kill -0 "${pids[1]}" 2>/dev/null; do
	off
	on
	turns=$((turns + 1))
done
wait "${pids[@]}"
replies()
{
	[ $(($(echo_replies cn) - before)) -ge "$1" ]
}
test_log "on and off $turns times"
busywait 60 replies 4000
check_eq "on and off under traffic: no packet is lost" 4000 \
	$(($(echo_replies cn) - before))
traffic
for ((i = 0; i < 10; i++)); do
	dsmipctl -n ha link del dsmip0
	ha_device
	dsmipctl -n ha fastpath del ha0 2>/dev/null
	on
	ha_bind $MN4 udp
done
check "the tunnel device ten times" busywait 60 both_ways ping_all_cn
check_eq "with its pairs" 2 "$(dsmipctl -n ha -j fastpath | jq length)"
for ((i = 0; i < 5; i++)); do
	ip -n ha link del ha0
	link cn cn0 ha ha0
	addr cn cn0 $CN4/25 $CN6/64
	addr ha ha0 192.0.2.1/25 2001:db8:1::1/64
	ip -n cn route replace default via 192.0.2.1
	ip -n cn route replace default via 2001:db8:1::1
	must dsmipctl -n ha fastpath add ha0 on dsmip0
done
check "the device that receives five times" busywait 60 both_ways ping_all_cn
ip -n ha link set ha1 netns r
check_eq "one that moves to another namespace leaves its pair" '["ha0"]' \
	"$(dsmipctl -n ha -j fastpath | jq -c 'map(.ifname)')"
ip -n r link set ha1 netns ha
ip -n ha link set ha1 up
addr ha ha1 $HA4/26 $HA6/64
ip -n ha route add 198.51.100.128/25 via 198.51.100.2
ip -n ha route add 2001:db8:3::/64 via 2001:db8:2::2
must dsmipctl -n ha fastpath add ha1
check "it is back" busywait 60 both_ways ping_all_cn
traffic_stop
traffic
check "the module can be removed under traffic" rmmod dsmip
traffic_stop
must module_load
ha_device
on
must ha_bind $MN4 udp
traffic
check "and the namespace" ip netns del ha
traffic_stop
check "and then the module" busywait 60 rmmod dsmip

test_done
