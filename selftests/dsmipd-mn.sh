#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 900
#
# dsmipd as a mobile node, and its home agent: IPv6, NAT, plain IPv4 and back,
# with traffic all the time; the fallback to IPv4; signalling that gets lost.
#
# Covers: R5555-2.3.2.2-07 R5555-4.1-07 R5555-4.2-09 R5555-4.2-10
# Covers: R5555-4.2-11 R5555-4.2-12 R5555-4.4.1-01 R5555-4.4.1-03
# Covers: R5555-4.4.2.1-01 R5555-4.4.3-01 R5555-4.4.3-03 R5555-4.4.3-04
# Covers: R5555-4.4.3-05 R5555-4.4.3-06 R5555-5.1-04 R5555-5.1-05 R5555-5.1-06
# Covers: R5555-5.1-07 R5555-4.5.1-07 R5555-1.3-02 R5555-1.3-03 R5555-1.3-05

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

mn_config()
{
	cat <<-YAML
	control:
	  socket: $(agent_socket mn)
	store: $AGENT_DIR/mn.db
	log:
	  level: debug
	mobile-nodes:
	  - name: mn7
	    device: dsmip0
	    identifier: mn7@example.net
	    home-address: $HOA6/64
	    home-agent: $HA6
	    home-agent4: $HA4
	    home4: [$HOA4]
	    security: auth
	    auth:
	      spi: 256
	      key: $AGENT_KEY
	${1:-}
	YAML
}

# shows KEY: of the mobile node
shows()
{
	agent mn -j service show mn7 | jq -r ".[0].$1"
}

# is_at COA ENCAP: registered there
is_at()
{
	[ "$(shows '[.state, .coa, .encap] | join(" ")')" = "registered $1 $2" ]
}

# The networks of the node: one at a time.
leave()
{
	ip -n mn link set mn0 down
	ip -n mn link set mn1 down
}

in_ipv6()
{
	ip -n mn link set mn0 up
	addr mn mn0 $MN6/64
	ip -n mn route replace default via 2001:db8:3::1 dev mn0 metric 1024
}

in_ipv4()
{
	ip -n mn link set mn0 up
	ip -n mn route replace default via 198.51.100.129 dev mn0 metric 100
}

in_nat()
{
	ip -n mn link set mn1 up
	ip -n mn route replace default via 10.0.0.1 dev mn1 metric 200
}

# data_begin, data_end: pings from the correspondent every 10 ms
data_begin()
{
	ip netns exec cn ping -q -i 0.01 $HOA6 >/tmp/data6 2>&1 &
	data6=$!
	ip netns exec cn ping -q -i 0.01 $HOA4 >/tmp/data4 2>&1 &
	data4=$!
}

data_end()
{
	kill -INT $data6 $data4
	wait $data6 $data4
}

# lost FILE: how many packets
lost()
{
	sed -nE 's/^([0-9]+) packets transmitted, ([0-9]+) received.*/\1 \2/p' \
		"$1" | awk '{ print $1 - $2 }'
}

# moved WHAT COA ENCAP COMMAND...: to a network, with data, both networks being
# there
moved()
{
	local what=$1 coa=$2 encap=$3 n4 n6
	shift 3

	data_begin
	sleep 0.5
	"$@"
	check "$what: registered" busywait 30 is_at "$coa" "$encap"
	sleep 0.5
	data_end
	n6=$(lost /tmp/data6)
	n4=$(lost /tmp/data4)
	test_log "$what: $(shows last_handover_ms) ms from the update to the tunnel, lost $n6 of IPv6 and $n4 of IPv4 at 10 ms"
	check "$what: no more than 200 ms of it" \
		test "$n6" -le 20 -a "$n4" -le 20
	check "$what: IPv6 from the correspondent" ping_all cn $HOA6
	check "$what: IPv4 from the correspondent" ping_all cn $HOA4
	check "$what: IPv6 of the node's own" ping_all mn $CN6
	check "$what: IPv4 of the node's own" ping_all mn $CN4
}

must module_load
topo_home
topo_public
topo_nat 40000-40999
for route in $HA4 $HA6; do
	ip -n mn route del "$route"
done
leave
must agent_start ha "$(ha_config)"
(umask 077; echo $AGENT_KEY >/tmp/key)
must agent ha subscriber add mn7@example.net home $HOA6 home $HOA4 \
	security auth spi 256 key-file /tmp/key
must agent_start mn "$(mn_config)"
check_eq "no network" no-network "$(shows state)"

in_ipv6
check "registered by IPv6" busywait 30 is_at $MN6 ip
check "the home addresses are on the device" \
	sh -c "ip -n mn addr show dev dsmip0 | grep -q $HOA6 &&
	       ip -n mn addr show dev dsmip0 | grep -q $HOA4"
check_eq "what is bound to nothing goes from the home address" $HOA6 \
	"$(ip -n mn -j route get $CN6 | jq -r '.[0].prefsrc')"
check_eq "also of IPv4" $HOA4 \
	"$(ip -n mn -j route get $CN4 | jq -r '.[0].prefsrc')"
check_eq "but not to neighbours" mn0 \
	"$(ip -n mn -j route get 2001:db8:3::1 | jq -r '.[0].dev')"
check_eq "nor from the care-of address" mn0 \
	"$(ip -n mn -j route get $HA6 from $MN6 | jq -r '.[0].dev')"
check "IPv6" ping_all cn $HOA6
check "IPv4" ping_all cn $HOA4

# Make before break: the new network is there before the old one is gone.
to_nat()
{
	in_nat
	ip -n mn addr del $MN6/64 dev mn0
	ip -n mn addr del $MN4/26 dev mn0
}

to_ipv4()
{
	addr mn mn0 $MN4/26
	in_ipv4
	ip -n mn link set mn1 down
}

to_ipv6()
{
	in_ipv6
}

moved "IPv6 to NAT" $PRIV4 udp to_nat
moved "NAT to IPv4" $MN4 ip to_ipv4
moved "IPv4 to IPv6" $MN6 ip to_ipv6

agent_stop mn
agent_stop ha
test_done
