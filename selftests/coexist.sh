#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's own tunnels go on working beside us, with our address.
#
#   ha  198.51.100.1, 2001:db8:2::1         mn  198.51.100.130, 2001:db8:3::130
#   ├── sit      2001:db8:a1::1      ═══    2001:db8:a1::2      and HOA6
#   ├── ipip     10.1.1.1            ═══    10.1.1.2            and HOA4
#   ├── ip6tnl   10.1.2.1, ...a2::1  ═══    10.1.2.2, ...a2::2
#   ├── gre      10.1.3.1            ═══    10.1.3.2            and 203.0.113.17
#   ├── ip6gre   10.1.5.1            ═══    10.1.5.2            and 203.0.113.18
#   ├── fou      10.1.4.1            ═══    10.1.4.2            port 5555
#   └── dsmip0   home networks       ═══    on sit, ipip, gre and ip6gre above
#
# The mobile node sends home traffic and other traffic through the same devices,
# so that outer headers are the same to the last bit.
#
# At last the home agent's own way to the IPv6 Internet is a tunnel, too: 6to4,
# with the correspondent as its relay.
#
# Covers: R5555-4.6-01 NAV-1-02 NAV-3.1.1.1-12 NAV-5.5.3-01 NAV-5.5.3-02

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

MN4B=198.51.100.131

# pair NAME TYPE-AND-OPTIONS...: at both ends; %L and %R stand for addresses
pair()
{
	local name=$1 args
	shift

	args=${*//%L/$HA4} args=${args//%R/$MN4}
	args=${args//%l/$HA6} args=${args//%r/$MN6}
	# shellcheck disable=SC2086
	ip -n ha link add "$name" type $args || return
	args=${*//%L/$MN4} args=${args//%R/$HA4}
	args=${args//%l/$MN6} args=${args//%r/$HA6}
	# shellcheck disable=SC2086
	ip -n mn link add "$name" type $args || return
	up "$name"
}

# up NAME: with the addresses of the drawing
up()
{
	local name=$1 net

	case $name in
	t_sit) net='2001:db8:a1::' ;;
	t_ipip) net=10.1.1. ;;
	t_ip6tnl) net='10.1.2. 2001:db8:a2::' ;;
	t_gre) net=10.1.3. ;;
	t_fou) net=10.1.4. ;;
	t_gre6) net=10.1.5. ;;
	esac
	ip -n ha link set "$name" up
	ip -n mn link set "$name" up
	for net in $net; do
		case $net in
		*:) addr ha "$name" "${net}1/64"; addr mn "$name" "${net}2/64" ;;
		*) addr ha "$name" "${net}1/24"; addr mn "$name" "${net}2/24" ;;
		esac
	done
}

# gre_home DEV ADDRESS TABLE: the mobile node has another home address there
gre_home()
{
	addr mn "$1" "$2/32"
	ip -n mn route replace default dev "$1" src "$2" table "$3"
	ip -n mn rule del from "$2" 2>/dev/null
	ip -n mn rule add from "$2" lookup "$3"
}

tunnels_add()
{
	must pair t_sit sit mode ip6ip local %L remote %R ttl 64
	must pair t_ipip ipip mode ipip local %L remote %R ttl 64
	must pair t_ip6tnl ip6tnl mode any local %l remote %r
	must pair t_gre gre local %L remote %R ttl 64
	must pair t_gre6 ip6gre local %l remote %r
	gre_home t_gre 203.0.113.17 17
	gre_home t_gre6 203.0.113.18 18
	must ip -n ha fou add port 5555 ipproto 4
	must ip -n mn fou add port 5555 ipproto 4
	must ip -n ha link add t_fou type ipip local $HA4 remote $MN4B \
		encap fou encap-sport 5555 encap-dport 5555 ttl 64
	must ip -n mn link add t_fou type ipip local $MN4B remote $HA4 \
		encap fou encap-sport 5555 encap-dport 5555 ttl 64
	up t_fou
	addr mn t_sit $HOA6/128
	addr mn t_ipip $HOA4/32
	ip -n mn route add default dev t_ipip src $HOA4
	ip -n mn route add default dev t_sit src $HOA6
}

tunnels_del()
{
	local name

	for name in t_sit t_ipip t_ip6tnl t_gre t_gre6 t_fou; do
		ip -n ha link del $name
		ip -n mn link del $name
	done
	ip -n ha fou del port 5555
	ip -n mn fou del port 5555
}

targets=(2001:db8:a1::2 10.1.1.2 10.1.2.2 2001:db8:a2::2 10.1.3.2 10.1.5.2
	10.1.4.2)
tunnels_work()
{
	local when=$1 target

	for target in "${targets[@]}"; do
		check "$when: $target" ping_all ha "$target" -c 4 -s 1000
	done
}

# One address of each family is a mobile node's, all others are not.
device_add()
{
	ha_device
	must ha_bind $MN4 ip
	must dsmipctl -n ha binding add dev dsmip0 home 203.0.113.17 \
		coa $MN4 encap gre
	must dsmipctl -n ha binding add dev dsmip0 home 203.0.113.18 \
		coa $MN6 encap gre
}

device_works()
{
	check "$1: IPv4 by dsmip0" ping_all cn $HOA4 -c 4
	check "$1: IPv6 by dsmip0" ping_all cn $HOA6 -c 4
	check "$1: in GRE by dsmip0" ping_all cn 203.0.113.17 -c 4
	check "$1: in GRE over IPv6 by dsmip0" \
		ping_all cn 203.0.113.18 -c 4
}

# 6to4 of 192.0.2.1, and of 192.0.2.2, which has a native network behind it.
RELAYED=2001:db8:6::1
HOA_6TO4=2002:c000:201:100::7
sixtofour()
{
	must ip -n ha link add t_6to4 type sit remote any local 192.0.2.1 ttl 64
	must ip -n cn link add t_6to4 type sit remote any local $CN4 ttl 64
	ip -n ha link set t_6to4 up
	ip -n cn link set t_6to4 up
	addr ha t_6to4 2002:c000:201::1/16
	addr cn t_6to4 2002:c000:202::1/16
	addr cn lo $RELAYED/128
	must ip -n ha route add 2001:db8:6::/64 via ::$CN4 dev t_6to4
	must ip -n ha route add 2002:c000:201:100::/64 via fe80::1 dev dsmip0
	must dsmipctl -n ha binding add dev dsmip0 home $HOA_6TO4 coa $MN4 \
		encap ip
	addr mn t_sit $HOA_6TO4/128
}

# crossed: packets of the binding to and from the mobile node, and packets of
# the relay's and for it
crossed()
{
	echo "$(binding_count ha $HOA_6TO4 tx.packets)" \
		"$(binding_count ha $HOA_6TO4 rx.packets)" \
		"$(tcpdump -nr /tmp/6to4.pcap src $CN4 2>/dev/null | wc -l)" \
		"$(tcpdump -nr /tmp/6to4.pcap dst $CN4 2>/dev/null | wc -l)"
}

sixtofour_works()
{
	capture ha ha0 /tmp/6to4.pcap ip proto 41
	check "from 6to4 into the tunnel, and back" ping_all cn $HOA_6TO4 \
		-I $RELAYED -c 3
	check "from the tunnel to 6to4, and back" ping_all mn $RELAYED \
		-I $HOA_6TO4 -c 4
	capture_stop
	check_eq "all of it by dsmip0 and by 6to4" "7 7 7 7" "$(crossed)"
}

must module_load
rmmod dsmip
topo_home
topo_public
addr mn mn0 $MN4B/26
modprobe -a fou fou6

# The others first.
tunnels_add
tunnels_work "without dsmip"
must module_load
tunnels_work "dsmip loaded after the others"
device_add
tunnels_work "dsmip0 up"
device_works "dsmip0 up"

# All at the same time.
before=$(echo_replies cn)
for target in $HOA4 $HOA6; do
	run cn ping -q -i 0.02 -c 150 $target >/dev/null &
done
tunnels_work "with traffic on dsmip0"
wait
replies()
{
	[ $(($(echo_replies cn) - before)) -ge "$1" ]
}
busywait 60 replies 300
check_eq "dsmip0 loses nothing meanwhile" 300 $(($(echo_replies cn) - before))
check "nor does it take anything of the others" no_drops ha rx_bad_source
check_eq "what it counts is its own" true "$(dsmipctl -n ha -s -j binding show |
	jq '.[0] | .rx.packets == 308 and .tx.packets == 308')"

# The port is that of one.
check_fail "fou on the port of dsmip0" ip -n ha fou add port 4191 gue
check_fail "fou6 on the port of dsmip0" ip -n ha -6 fou add port 4191 gue
ip -n ha link set dsmip0 down
check "fou on the port while dsmip0 is down" ip -n ha fou add port 4191 gue
check_match "then dsmip0 cannot go up, and says why" 'Address already in use' \
	"$(ip -n ha link set dsmip0 up 2>&1)"
must ip -n ha fou del port 4191
check "fou6 on the port while dsmip0 is down" ip -n ha -6 fou add port 4191 gue
check_match "then dsmip0 cannot go up either" 'Address already in use' \
	"$(ip -n ha link set dsmip0 up 2>&1)"
check "and keeps nothing of the port" ip -n ha fou add port 4191 gue
must ip -n ha fou del port 4191
must ip -n ha -6 fou del port 4191
check "dsmip0 goes up when the port is free" ip -n ha link set dsmip0 up
ip -n ha route replace 203.0.113.0/24 dev dsmip0
ip -n ha route replace 2001:db8:100::/48 via fe80::1 dev dsmip0
device_works "dsmip0 up again"

check "rmmod with dsmip0 up" rmmod dsmip
tunnels_work "dsmip unloaded"
tunnels_del

# dsmip first.
modprobe -r fou6 fou sit ipip ip6_gre ip6_tunnel ip_gre
check_eq "none of the others is loaded" '' \
	"$(lsmod | grep -oE '^(sit|ipip|ip6_tunnel|ip_gre) ')"
must module_load
device_add
modprobe -a fou fou6
tunnels_add
tunnels_work "dsmip loaded before the others"
device_works "dsmip loaded before the others"
sixtofour
sixtofour_works
check "the others can be removed" tunnels_del
check "rmmod after that" rmmod dsmip

test_done
