#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 600
#
# DHCPv6 prefix delegation through the tunnel (RFC 5454, section 3.7.1): a mobile
# router that has no prefix registers its link-local address, and asks Kea, which
# runs at the home agent, for one.  dsmipd is home agent and mobile router.  The
# tunnel is a link, whose ends answer each other's probes.
#
#   cn ── ha ── ha1 ─ r0 ── r ── r1 ─ mn0 ── mn ── mnl ─ lan0 ── lan
#                           └── nat ─ mn1 ───┘
#
#   mn   fe80::cb00:7107 in the tunnel, of 203.0.113.7
#   ha   fe80::c633:6401 in the tunnel, of 198.51.100.1
#   lan  2001:db8:700:1::2, in the prefix that Kea has for the router
#
# Covers: R5454-3.7.1-01 R5454-3.7.1-02 R5454-3.7.1-03 R5454-3.7.1-04
# Covers: R5454-3.6-02 R5454-3.6-03 R5454-3.7.1-05 R5454-3.7.1-06 R5454-2.2-02
# Covers: D4-01-4.6.2-01 D4-01-4.6.2-02 D4-01-4.6.2-03

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

PREFIX=2001:db8:700::/56
HA_LINK=fe80::c633:6401
MN_LINK=fe80::cb00:7107
DUID=00:03:00:01:02:00:00:00:00:07

# The prefix is the subscriber's, as the home agent knows.
kea_config()
{
	cat <<-JSON
	{ "Dhcp6": {
	  "interfaces-config": { "interfaces": [ "dsmip0" ] },
	  "server-id": { "type": "EN", "persist": false },
	  "lease-database": { "type": "memfile", "persist": false },
	  "loggers": [ { "name": "kea-dhcp6", "severity": "INFO",
	    "output_options": [ { "output": "stdout" } ] } ],
	  "subnet6": [ {
	    "id": 1, "subnet": "2001:db8:700::/40", "interface": "dsmip0",
	    "reservations": [ { "duid": "$DUID", "prefixes": [ "$PREFIX" ] } ]
	  } ]
	} }
	JSON
}

kea_start()
{
	kea_config >/tmp/kea.json
	mkdir -p /run/kea
	# A device of points has no multicast unless it is told to.
	ip -n ha link set dsmip0 multicast on
	KEA_PIDFILE_DIR=/run/kea KEA_LOCKFILE_DIR=/run/kea \
		ip netns exec ha kea-dhcp6 -c /tmp/kea.json >/tmp/kea.log 2>&1 &
	busywait 60 grep -q DHCP6_STARTED /tmp/kea.log && return
	cat /tmp/kea.log
	return 1
}

# client ARGUMENTS...: what the mobile router's DHCPv6 client gets
client()
{
	local what=$1
	shift

	run mn "$here/dhcp6.py" "$what" dsmip0 $MN_LINK "$@"
}

# probe NS SOURCE TARGET [ADDRESS]: Neighbor Unreachability Detection
probe()
{
	local ns=$1
	shift

	run "$ns" "$here/nud.py" dsmip0 "$@"
}

homes()
{
	agent ha -j binding show | jq -r '.[0].home | sort | join(" ")'
}

has()
{
	[ "$(homes)" = "$1" ]
}

must module_load
mn_topo
topo_lan6
must agent_start ha "$(ha4_home "")"
must agent ha subscriber add mn7@example.net home $HOA4 prefix $PREFIX \
	router on mip4-spi 256 mip4-key-file $AGENT_DIR/key
check_match "the home agent has one link-local address in the tunnel" \
	"^$HA_LINK/64$" "$(ip -n ha -6 -o addr show dev dsmip0 | awk '{ print $4 }')"
must kea_start
must agent_start mn "$(mn4_router "    link-local: yes")"
in_ipv4
check "registered" busywait 60 is_at $MN4 ip
check "with the link-local address" busywait 60 has "$HOA4 $MN_LINK"

check_eq "the home agent answers probes" "solicited none" \
	"$(probe mn $MN_LINK $HA_LINK)"
check_eq "and the node" "solicited none" "$(probe ha $HA_LINK $MN_LINK)"
check_eq "a link-layer address in it is of no interest" "solicited none" \
	"$(probe mn $MN_LINK $HA_LINK 020000000009)"
check_eq "and nowhere kept" "" "$(ip -n ha neigh show dev dsmip0 |
	grep 02:00:00:00:00:09)"

capture ha ha1 /tmp/pd.pcap ip proto 4
read -r prefix server <<<"$(client delegate)"
capture_stop
check_eq "Kea delegates the prefix" $PREFIX "$prefix"
check_eq "by way of the home address, in both directions" \
	IP:IP:IP6:dhcp6 "$(chains /tmp/pd.pcap | grep -o '[A-Z0-9:]*:dhcp6' |
		sort -u | xargs)"
check_eq "all four of them" "advertise reply request solicit" \
	"$(tcpdump -nr /tmp/pd.pcap 2>/dev/null | sed -n 's/.*dhcp6 //p' |
		sort -u | xargs)"
agent_now mn "$(mn4_router "    link-local: yes
    prefixes: [\"$prefix\"]")"
check "the prefix is registered, and still the link-local address" \
	busywait 60 has "$PREFIX $HOA4 $MN_LINK"
check_match "and has a route" "^$PREFIX via .* dev dsmip0" \
	"$(ip -n ha -6 route show $PREFIX)"
check "to the network with the prefix" ping_all cn $LAN6
check "and from there" ping_all lan $CN6

in_nat
ip -n mn link set mn0 down
check "behind a NAT: registered" busywait 60 is_at $PRIV4 mipudp
check_eq "the same homes" "$PREFIX $HOA4 $MN_LINK" "$(homes)"
check_eq "Kea renews the prefix" "$PREFIX $server" \
	"$(client renew "$prefix" "$server")"
check "to the network with the prefix" ping_all cn $LAN6
agent_stop mn
check_eq "deregistered" 0 "$(dsmipctl -n ha -j binding show | jq length)"
[ $test_failed -eq 0 ] || cat /tmp/kea.log $AGENT_DIR/*.log
test_done
