#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Icount: 1
# Timeout: 900
#
# Offloads: what ethtool says is so, and TCP through the device is no slower
# than through the kernel's own tunnel of the same format, to the same other end
# and in the same guest. The guest's clock counts instructions, so that what
# else the machine does makes no difference.
#
#   cn ─── ha ═══ dsmip0, or sit, fou, gre, ip6tnl ═══ r ═══ the same ═══ mn

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"
here=$(dirname "$0")

# It is 0.99 and more; without offloads it were less than half.
LEAST=0.95

# feature NAME: of the home agent's device
feature()
{
	run ha ethtool -k dsmip0 | sed -n "s/^$1: \([a-z]*\).*/\1/p"
}

# large_out: packets larger than any link would take that go into the tunnel
large_out()
{
	capture ha ha1 /tmp/out.pcap "src host $HA4"
	tcp_ok cn mn $HOA6 100
	capture_stop
	tcpdump -nr /tmp/out.pcap 'greater 2000' 2>/dev/null | wc -l
}

# rate FROM TO ADDRESS: bytes a second
rate()
{
	"$here/offload.py" "$@"
}

# tunnel NAME TYPE-AND-OPTIONS...: at both ends; %L and %R stand for addresses
tunnel()
{
	local name=$1 args ns
	shift

	for ns in ha mn; do
		args="$*"
		if [ $ns = ha ]; then
			args=${args//%L/$HA4} args=${args//%R/$MN4}
			args=${args//%l/$HA6} args=${args//%r/$MN6}
		else
			args=${args//%L/$MN4} args=${args//%R/$HA4}
			args=${args//%l/$MN6} args=${args//%r/$HA6}
		fi
		# shellcheck disable=SC2086
		must ip -n $ns link add "$name" type $args
		ip -n $ns link set "$name" mtu 1400 up
	done
}

# fou_to DEV: the mobile node's UDP goes to the port of that one
fou_to()
{
	local port=4191

	[ "$1" = dsmip0 ] || port=4192
	must ip -n mn link set t_fou type sit encap fou encap-sport 4192 \
		encap-dport $port
}

# compare NAME: each way, by dsmip0 and by the tunnel in turn
compare()
{
	local name=$1 way from to dev ratio
	local -A rates=()

	ip -n mn route replace default dev "$name" src $HOA6
	for dev in dsmip0 "$name"; do
		ip -n ha -6 route replace $HOA6/128 dev "$dev"
		[ "$name" != t_fou ] || fou_to "$dev"
		for way in "cn mn $HOA6" "mn cn $CN6"; do
			# shellcheck disable=SC2086 # words
			rates[$dev $way]=$(rate $way)
		done
	done
	for way in "cn mn $HOA6" "mn cn $CN6"; do
		read -r from to _ <<<"$way"
		ratio=$(awk "BEGIN { printf \"%.2f\",
			${rates[dsmip0 $way]} / ${rates[$name $way]} }")
		check "$name: TCP from $from to $to, dsmip0 has $ratio of it" \
			awk "BEGIN { exit !($ratio >= $LEAST) }"
	done
	ip -n ha -6 route del $HOA6/128
	ip -n ha link del "$name"
	ip -n mn link del "$name"
}

must module_load
topo_home
topo_public
ha_device
ip -n ha link set dsmip0 mtu 1400
mn_device
must both_bind $MN4 ip

for name in tx-checksumming scatter-gather tcp-segmentation-offload \
	generic-segmentation-offload generic-receive-offload rx-checksumming; do
	check_eq "ethtool: $name" on "$(feature $name)"
done
for name in tx-checksumming scatter-gather tcp-segmentation-offload; do
	check "$name can be switched off" \
		run ha ethtool -K dsmip0 "${name/tcp-segmentation-offload/tso}" off
	check_eq "and is then" off "$(feature $name)"
	run ha ethtool -K dsmip0 "${name/tcp-segmentation-offload/tso}" on >/dev/null
done
check_match "segments are cut behind the device" '^[1-9]' "$(large_out)"
run ha ethtool -K dsmip0 tso off gso off >/dev/null
check_eq "or before it" 0 "$(large_out)"
run ha ethtool -K dsmip0 tx off >/dev/null
check_eq "without checksums too" 0 "$(large_out)"
run ha ethtool -K dsmip0 tx on tso on gso on >/dev/null
check_match "and behind it again" '^[1-9]' "$(large_out)"

if [ -e /sys/kernel/debug/kmemleak ]; then
	test_skip "TCP" "a debug kernel says nothing of speed"
	test_done
fi

# The mobile node is Linux's own tunnel in all of these.
ip -n mn link del dsmip0
addr mn lo $HOA4/32 $HOA6/128
modprobe -a sit ip_gre ip6_gre ip6_tunnel fou
for ns in mn ha; do
	must ip -n $ns fou add port 4192 gue
done

must ha_bind $MN4 ip
tunnel t_sit sit mode any local %L remote %R ttl 64
compare t_sit
must ha_bind $MN4 gre
tunnel t_gre gre local %L remote %R ttl 64
compare t_gre
must ha_bind $MN6 ip
tunnel t_ip6tnl ip6tnl mode any local %l remote %r encaplimit none
compare t_ip6tnl
must ha_bind $MN4 udp port 4192
tunnel t_fou sit mode any local %L remote %R ttl 64 encap fou \
	encap-sport 4192 encap-dport 4192
compare t_fou

test_done
