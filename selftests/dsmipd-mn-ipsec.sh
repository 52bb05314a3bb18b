#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 600
#
# dsmipd as a mobile node whose signalling is under ESP, with manual
# associations, and that finds its home agent by DNS.
#
# Covers: R5555-2-02 R5555-2.1-01 R5555-2.1-03 R5555-2.1-05 R5555-2.1-06
# Covers: R5555-2.1-07 R5555-4.2-03 R5555-4.2-14 R5555-4.2-15 R5555-4.2-16
# Covers: R5555-4.4.2-04 R5555-5-05 R5555-5-06 R5555-5.1-04 R5555-5.2.1-02
# Covers: R5555-5.2.1-03

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

CIPHER=0x$(printf '22%.0s' {1..16})
AUTH=0x$(printf '11%.0s' {1..32})
MN_ESP="    security: ipsec
    esp:
      in: {spi: 257, cipher-key: $CIPHER, auth-key: $AUTH}
      out: {spi: 256, cipher-key: $CIPHER, auth-key: $AUTH}"

esp_json()
{
	local one='"cipher":"aes-cbc","auth":"hmac-sha256"'

	one+=",\"cipher_key\":\"$CIPHER\",\"auth_key\":\"$AUTH\""
	echo "{\"in\":{\"spi\":256,$one},\"out\":{\"spi\":257,$one}}"
}

# seen FILE: for each packet with a mobility header or ESP its protocols, source of
# IPv6, and port of UDP that it goes to
seen()
{
	tshark -r "$1" -d udp.port==4191,ipv6 -Y 'mipv6 or esp' -T fields \
		-E separator=' ' -e frame.protocols -e ipv6.src -e udp.dstport \
		2>/dev/null
}

must module_load
mn_topo
(umask 077; esp_json >/tmp/esp)
# shellcheck disable=SC2119
must agent_start ha "$(ha_config)"
must agent ha subscriber add mn7@example.net home $HOA6 home $HOA4 \
	security ipsec esp-file /tmp/esp

mkdir -p /etc/netns/mn
echo "nameserver 198.51.100.2" >/etc/netns/mn/resolv.conf
ip netns exec r "$here/dns.py" 198.51.100.2 \
	_mip6._ipv6.example.net=SRV:20:ha2.example.net \
	_mip6._ipv6.example.net=SRV:10:none.example.net \
	_mip6._ipv6.example.net=SRV:10:ha1.example.net \
	ha1.example.net=AAAA:$HA6 ha1.example.net=A:$HA4 \
	ha2.example.net=AAAA:2001:db8:2::99 &
must agent_start mn \
	"$(mn_config "    home-agent-domain: example.net"$'\n'"$MN_ESP")"
check_eq "nobody knows the home agent without a network" no-home-agent \
	"$(shows .state)"

capture ha ha1 /tmp/esp.pcap
in_nat
check "found by DNS, and registered behind a NAT" busywait 60 is_at $PRIV4 udp
check_eq "the home agent's addresses" "$HA6 $HA4" \
	"$(shows '"\(.home_agent) \(.home_agent4)"')"
check "IPv6" ping_all cn $HOA6
check "IPv4" ping_all cn $HOA4
to_ipv6()
{
	in_ipv6
	ip -n mn link set mn1 down
}
to_ipv6
check "registered by IPv6" busywait 60 is_at $MN6 ip
check "IPv6" ping_all cn $HOA6
check "IPv4" ping_all cn $HOA4
ip -n mn addr del $MN6/64 dev mn0
in_ipv4
check "registered by IPv4" busywait 60 is_at $MN4 ip
check "IPv6" ping_all cn $HOA6
capture_stop
seen /tmp/esp.pcap >/tmp/seen
check_eq "no mobility header can be read on the way" "" \
	"$(grep mipv6 /tmp/seen)"
check "they are in UDP to port 4191" grep -q ':udp:.*:esp.* 4191$' /tmp/seen
native()
{
	grep -v :udp: /tmp/seen | grep -q ":esp[^ ]* .*$MN6"
}
check "and in IPv6" native

agent_stop mn
agent_stop ha
test_done
