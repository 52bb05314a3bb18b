#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Signalling through the tunnel: where did it come from, and there the answer
# goes.
#
#   agent ─── ha ═══ dsmip0 ═══ r ─── nat ─── peer0, sit over fou ═══ mn
#  MH socket  ESP                └─────────── peer1, sit over fou ═══  │ ESP
#             2001:db8:1::1                            2001:db8:100::7 │ MH socket
#
# The mobile node is not ours: Linux's own tunnels, IPsec and raw sockets.
#
# Covers: R5555-5.2.1-04 R5555-5.1-05 R5555-5.1-06 R5555-4.2-07
# Covers: R5555-4.5.1-05

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
HAADDR=2001:db8:1::1
HOA6B=2001:db8:100::8
FOU=(encap fou encap-sport 4191 encap-dport 4191)

# esp_state SRC DST SPI [MODE]: one direction of IPsec, in both namespaces
esp_state()
{
	local ns

	for ns in ha mn; do
		must ip -n $ns xfrm state add src "$1" dst "$2" proto esp \
			spi "$3" reqid "$3" mode "${4:-transport}" \
			auth 'hmac(sha256)' "0x$(printf '11%.0s' {1..32})" \
			enc 'cbc(aes)' "0x$(printf '22%.0s' {1..16})"
	done
}

# esp_policy NS DIR SRC DST REQID: for mobility headers. Never by the type of the
# message: only 6.1 would look at it.
esp_policy()
{
	must ip -n "$1" xfrm policy add src "$3" dst "$4" proto 135 dir "$2" \
		tmpl proto esp reqid "$5" mode transport
}

ipsec()
{
	local ns

	for ns in ha mn; do
		ip -n $ns xfrm policy flush
		ip -n $ns xfrm state flush
	done
	esp_state $HOA6 $HAADDR 0x100
	esp_state $HAADDR $HOA6 0x101
	esp_policy mn out $HOA6 $HAADDR 0x100
	esp_policy mn in $HAADDR $HOA6 0x101
	esp_policy ha in $HOA6 $HAADDR 0x100
	esp_policy ha out $HAADDR $HOA6 0x101
}

# device ORIGINS: the home agent's, with the route of what is marked
device()
{
	must dsmipctl -n ha link add dsmip0 local $HA4 local $HA6 \
		origins "$1" origin-mark 0xd5000000
	ip -n ha link set dsmip0 up
	ip -n ha route add 203.0.113.0/24 dev dsmip0
	# Nothing is routed there but what is marked, or has a binding.
	ip -n ha route add default via fe80::1 dev dsmip0 table 4191
}

# Of no use to what is marked.
home_route()
{
	ip -n ha route add 2001:db8:100::/48 via fe80::1 dev dsmip0
}

# signal_by DEV: the mobile node sends its signalling by this tunnel
signal_by()
{
	ip -n mn route replace $HAADDR dev "$1" src $HOA6
}

# exchange NAME COA ENCAP PORTS [HOME]
exchange()
{
	check_table "$here/origin.py" exchange "$@"
}

must module_load
modprobe -a fou fou6 esp6 xfrm_user
modprobe -r esp6_offload
topo_home
topo_public
topo_nat 40000-40999
device 1024
must ip -n ha -6 rule add fwmark 0xd5000000/0xff000000 lookup 4191
check_match "the device tells of its origins" \
	'^\[1024,3573547008\]$' "$(dsmipctl -n ha -j link show dsmip0 |
		jq -c '.[0] | [.origins, .origin_mark]')"

# Linux looks for routers and reports groups on its tunnels, from addresses that
# are nobody's home address.
must run mn nft -f - <<-NFT
	table ip6 quiet {
		chain output {
			type filter hook output priority 0;
			oifname "peer*" ip6 saddr { ::, fe80::/10 } drop
		}
	}
NFT

# Two interfaces of the mobile node are in use at once.
must ip -n mn rule add from $PRIV4 lookup 100
must ip -n mn route add default via 10.0.0.1 table 100
must ip -n mn fou add port 4191 gue
must ip -n mn link add peer0 type sit mode any local $PRIV4 remote $HA4 \
	"${FOU[@]}"
must ip -n mn link add peer1 type sit mode any local $MN4 remote $HA4 \
	"${FOU[@]}"
ip -n mn link set peer0 mtu 1280 up
ip -n mn link set peer1 mtu 1280 up
mn_home peer1
addr mn peer1 $HOA6B/128
ipsec

# No binding at all, and nothing of the node's is routed to the tunnel.
signal_by peer0
capture ha ha1 /tmp/first.pcap udp port 4191
exchange "no binding" $NAT4 udp 40000-40999
capture_stop
check_eq "ESP both ways, between the home agent's port and that of the NAT" \
	"$NAT4 $HA4 4191 0x00000100 $HA4 4191 $NAT4 0x00000101" \
	"$(tshark -r /tmp/first.pcap -d udp.port==4191,ipv6 -Y esp -T fields \
		-E separator=' ' -e ip.src -e udp.srcport -e ip.dst \
		-e udp.dstport -e esp.spi 2>/dev/null |
		sed -E 's/ 40[0-9]{3}//' | xargs)"

# The node's binding points elsewhere, and carries data all the time.
home_route
must ha_bind $MN4 udp
binding=$(dsmipctl -n ha -j binding show)
check "a binding to another place carries data" ping_all cn $HOA6
stream cn $HOA6 /tmp/data -i 0.1
capture ha ha1 /tmp/moved.pcap ip dst host $NAT4
exchange "binding to another place" $NAT4 udp 40000-40999
capture_stop
stream_end /tmp/data
check_eq "data went on meanwhile" 0 "$lost"
check_eq "none of it to where the update came from" 1 \
	"$(tcpdump -nr /tmp/moved.pcap 2>/dev/null | wc -l)"
check_eq "the binding is as it was" "$binding" "$(dsmipctl -n ha -j binding show)"

# A binding of what the kernel has written down.
tag=$("$here/origin.py" tag)
check_match "a tag" '^0xd5[0-9a-f]{6}$' "$tag"
shown=$(dsmipctl -n ha -j origin show dev dsmip0 tag "$tag")
check_eq "dsmipctl shows it" "[\"$NAT4\",\"$HA4\",4191,\"udp\",\"$HOA6\",256]" \
	"$(jq -c '.[0] | [.coa, .local, .local_port, .encap, .inner_src, .spi]' \
		<<<"$shown")"
check_match "on one line" \
	"^dev dsmip0 tag $tag coa $NAT4 port 40[0-9]{3} local $HA4 local-port 4191 encap udp inner-src $HOA6 spi 0x00000100 age [0-9.]+$" \
	"$(dsmipctl -n ha -o origin show tag "$tag")"
check_match "in a few lines" \
	"care-of $NAT4:40[0-9]{3}  local $HA4:4191  encap udp inner source $HOA6" \
	"$(dsmipctl -n ha origin show dev dsmip0 tag "$tag" | xargs -d '\n' |
		sed 's/  *inner/ inner/')"
check "a binding is made of it" dsmipctl -n ha binding replace dev dsmip0 \
	home $HOA4 home $HOA6 origin "$tag" lifetime 300
check_eq "with its end point" "$(jq -c '.[0] | [.coa, .port, .local, .encap]' \
	<<<"$shown")" "$(dsmipctl -n ha -j binding show |
		jq -c '.[0] | [.coa, .port, .local, .encap]')"
ip -n mn route replace default dev peer0 src $HOA6
ip -n mn route replace default dev peer0 src $HOA4
check "it carries IPv6" ping_all cn $HOA6
check "it carries IPv4" ping_all mn $CN4
check_fail "an origin does not go with another end point" dsmipctl -n ha \
	binding replace dev dsmip0 home $HOA6 origin "$tag" encap udp
ip -n mn route replace default dev peer1 src $HOA6
ip -n mn route replace default dev peer1 src $HOA4

# All formats, with IPsec and without; and with ESP taken by GRO.
addr mn mn0 198.51.100.131/26 2001:db8:3::131/64
must ip -n mn -6 fou add port 4191 gue
must ip -n mn link add peer2 type sit mode any local 198.51.100.131 remote $HA4
must ip -n mn link add peer3 type ip6tnl mode any local $MN6 remote $HA6 \
	encaplimit none
must ip -n mn link add peer4 type ip6tnl mode any local 2001:db8:3::131 \
	remote $HA6 "${FOU[@]}" encap-udp6-csum encaplimit none
for dev in peer2 peer3 peer4; do
	ip -n mn link set $dev mtu 1280 up
done
formats()
{
	local how=$1 dev coa encap ports
	shift

	while read -r dev coa encap ports; do
		signal_by "$dev"
		exchange "$how, $encap from $coa" "$coa" "$encap" "$ports" "$@"
	done <<-TABLE
		peer0 $NAT4 udp 40000-40999
		peer1 $MN4 udp 4191-4191
		peer2 198.51.100.131 ip 0-0
		peer3 $MN6 ip 0-0
		peer4 2001:db8:3::131 udp 4191-4191
	TABLE
}

# Received ESP that a hook of netfilter has seen.
must run ha nft -f - <<-NFT
	table ip6 seen {
		counter encrypted { }
		chain prerouting {
			type filter hook prerouting priority -300;
			iifname dsmip0 ip6 nexthdr esp counter name encrypted
		}
	}
NFT
esp_seen()
{
	run ha nft -j reset counter ip6 seen encrypted |
		jq '.nftables[] | .counter | values | .packets'
}

dsmipctl -n ha binding flush dev dsmip0
formats "without IPsec" $HOA6B
formats "IPsec"
check_eq "ESP passes netfilter" 5 "$(esp_seen)"
if modprobe esp6_offload; then
	ipsec
	formats "IPsec with esp6_offload"
	# Behind the tunnel only TCP goes through GRO, where ESP would be taken.
	check_eq "ESP passes netfilter with it, too" 5 "$(esp_seen)"
	must ha_bind $MN4 udp
	signal_by peer0
	exchange "IPsec with esp6_offload, binding to another place" \
		$NAT4 udp 40000-40999
else
	test_skip "IPsec with esp6_offload" "this kernel does not have it"
fi

# Only signalling comes in by this way.
must ha_bind $MN4 udp
esp_state $HOA6 $HAADDR 0x108 tunnel
check_table "$here/origin.py" spoof

# What somebody else has marked so is data like any other.
must run ha nft -f - <<-NFT
	table inet marks {
		chain prerouting {
			type filter hook prerouting priority -150;
			iifname ha0 meta mark set 0xd5000001
		}
	}
NFT
check "forwarded packets with such a mark go by the binding" ping_all cn $HOA6
run ha nft delete table inet marks

# Slots that are overwritten.
ip -n ha link del dsmip0
device 4
home_route
must ha_bind $MN4 udp
signal_by peer0
check_table "$here/origin.py" ring

# A flood; the node's own end point is registered.
signal_by peer1
stream cn $HOA6 /tmp/data -i 0.1
check_table "$here/origin.py" flood
stream_end /tmp/data
check_eq "nobody else's packets were lost in the flood" 0 "$lost"

# dsmip at the mobile node: a device for each of its networks, and a rule for
# what is signalling. To the home agent goes both.
for dev in peer0 peer1 peer2 peer3 peer4; do
	ip -n mn link del $dev
done
must ip -n mn fou del port 4191
must ip -n mn -6 fou del port 4191
must dsmipctl -n mn link add dsmip0 local $MN4
must dsmipctl -n mn link add dsmip1 local $PRIV4
ip -n mn link set dsmip0 up
ip -n mn link set dsmip1 up
mn_home dsmip0
must dsmipctl -n mn binding add dev dsmip0 home 0.0.0.0/0 home ::/0 \
	coa $HA4 encap udp
must dsmipctl -n mn binding add dev dsmip1 home $HAADDR coa $HA4 encap udp
must ip -n mn -6 rule add ipproto 135 lookup 135
must ip -n mn -6 route add default via fe80::1 dev dsmip1 table 135
capture ha ha1 /tmp/node.pcap ip host $NAT4
exchange "dsmip at the node" $NAT4 udp 40000-40999
check "data to the home agent has its old tunnel" ping_all mn $HAADDR
check "and data to others" ping_all cn $HOA6
capture_stop
check_eq "the new one had two packets" 2 \
	"$(tcpdump -nr /tmp/node.pcap 2>/dev/null | wc -l)"

# A device that keeps none lets nothing in.
ip -n ha link del dsmip0
# shellcheck disable=SC2119
ha_device
check_eq "without origins there are no tags" none "$("$here/origin.py" tag)"
check_eq "and signalling is as data" 1 "$(drops ha rx_no_binding)"

test_done
