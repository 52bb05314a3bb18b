#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is on the wire, as an independent judge (tshark) sees it.
#
#   cn ─── ha ═══╤═══ r ═══ mn
#                └ capture
#
#   ┌──────────┬───────────┬──────────┬──────┐
#   │ IPv4 or  │ UDP 4191, │ IPv4 or  │ ICMP │
#   │ IPv6     │ or none   │ IPv6     │ echo │
#   └──────────┴───────────┴──────────┴──────┘
#
# Covers: R5555-2.3.1-03 R5555-2.3.2.1-05 R5555-2.3.2.2-01 R5555-4.1-01
# Covers: R5555-4.1-02 R5555-4.1.1-03 R5555-4.1.1-04 R5555-4.1.1-05
# Covers: R5555-4.1.1-06 R5555-4.2-07 R5555-4.2-10 R5555-4.2-11
# Covers: R5555-4.5.1-01 R5555-4.5.1-02 R5555-4.5.1-03
# Covers: R5454-3.3.2-03 R5454-3.6-01 R5454-3.6-04 R5454-3.6-05
# Covers: R5454-3.6-06 R5454-3.6-07 R5454-3.6-08
# Timeout: 600
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"
here=$(dirname "$0")

# fields FILE FIELD...: one line a packet; both headers' values have a comma
# between them. tshark's dissector "ip" calls that of IPv6 for version 6, and
# both are in the list of headers then.
fields()
{
	local file=$1 args=() f
	shift

	for f; do
		args+=(-e "$f")
	done
	tshark -r "$file" -d udp.port==4191,ip -o udp.check_checksum:TRUE \
		-o ip.check_checksum:TRUE -T fields -E 'separator=|' \
		-E occurrence=a "${args[@]}" 2>"$file.err" |
		sed -e 's/0x000000\([0-9a-f][0-9a-f]\)/0x\1/g' \
			-e 's/udp:ip:ipv6/udp:ipv6/'
}

# both OUTER-FAMILY VALUE INNER-FAMILY VALUE: as tshark has them, those of IPv4
# headers/those of IPv6 headers
both()
{
	local values=([4]='' [6]='')

	values[$1]=$2
	values[$3]+=${values[$3]:+,}$4
	echo "${values[4]}/${values[6]}"
}

# One echo request of each family through the home agent: DSCP 46, ECT(0), TTL
# 33. Of IPv4 also one that may be fragmented.
requests()
{
	run cn ping -q -c 1 -Q 0xba -t 33 -M "do" $HOA4 >/dev/null
	run cn ping -q -c 1 -Q 0xba -t 33 -M dont $HOA4 >/dev/null
	run cn ping -q -c 1 -Q 0xba -t 33 $HOA6 >/dev/null
}

# expect NAME OUTER ENCAP CSUM INNER DF: what is expected of the next packet
expect()
{
	expected+=("$*")
}

# judge_one NAME OUTER ENCAP CSUM INNER DF, against the fields of a packet
judge_one()
{
	local what="$1, IPv$5" outer=$2 encap=$3 csum=$4 inner=$5 df=$6
	local chain=eth:ethertype:ip icmp=icmp ports='' i=$inner
	local from=$HA4 to=$MN4 cn=$CN4 home=$HOA4

	[ "$outer" = 4 ] || chain=eth:ethertype:ipv6 from=$HA6 to=$MN6
	[ "$encap" = ip ] || chain+=:udp ports=4191
	if [ "$inner" = 4 ]; then
		chain+=:ip
	else
		chain+=:ipv6 icmp=icmpv6 cn=$CN6 home=$HOA6
	fi

	check_eq "$what: headers" "$chain:$icmp:data" "$p_chain"
	check_eq "$what: sources" "$(both "$outer" $from "$i" $cn)" \
		"$p_src4/$p_src6"
	check_eq "$what: destinations" "$(both "$outer" $to "$i" $home)" \
		"$p_dst4/$p_dst6"
	check_eq "$what: ports" "$ports $ports" "$p_sport $p_dport"
	case $encap$csum in
	udp0) check_eq "$what: no UDP checksum" 0x0000 "$p_sum" ;;
	udp1) check_match "$what: right UDP checksum" \
		'^0x(0*[1-9a-f]).* 1$' "$p_sum $p_sumok" ;;
	esac
	check_match "$what: right IPv4 checksums" '^(1(,1)?)?$' "$p_ipok"
	check_eq "$what: DSCP and ECN in both headers" \
		"$(both "$outer" 0xba "$i" 0xba)" "$p_tos4/$p_tos6"
	check_eq "$what: TTL of its own outside, one hop less inside" \
		"$(both "$outer" 64 "$i" 32)" "$p_ttl4/$p_ttl6"
	[ "$outer" = 6 ] ||
		check_eq "$what: Don't Fragment is $df outside" "$df" \
			"${p_df%%,*}"
	[ "$outer" = 4 ] ||
		check_eq "$what: flow label 0 outside" 0x000000 "${p_flow%%,*}"
}

judge()
{
	local file=$1 n=0 lines line

	mapfile -t lines < <(fields "$file" frame.protocols ip.src ipv6.src \
		ip.dst ipv6.dst udp.srcport udp.dstport udp.checksum \
		udp.checksum.status ip.checksum.status ip.dsfield ipv6.tclass \
		ip.ttl ipv6.hlim ip.flags.df ipv6.flow)
	check_eq "a packet for each request" "${#expected[@]}" "${#lines[@]}"
	[ "${#expected[@]}" = "${#lines[@]}" ] || return
	for line in "${lines[@]}"; do
		IFS='|' read -r p_chain p_src4 p_src6 p_dst4 p_dst6 p_sport \
			p_dport p_sum p_sumok p_ipok p_tos4 p_tos6 p_ttl4 \
			p_ttl6 p_df p_flow <<<"$line"
		# tshark writes a boolean as 0 and 1, or as words.
		p_df=${p_df//True/1} p_df=${p_df//False/0}
		# shellcheck disable=SC2086
		judge_one ${expected[n]}
		n=$((n + 1))
	done
}

must module_load
topo_home
topo_public
ha_device
mn_device
# Checksums are in the packets, not left to a network card.
run ha ethtool -K ha1 tx off >/dev/null
expected=()
capture ha ha1 /tmp/down.pcap \
	"not arp and (src host $HA4 or src host $HA6) and not icmp6"

# name      outer encap checksum  binding
table="
4-in-4_or_6-in-4   4 ip  -  $MN4 ip
4-in-6_or_6-in-6   6 ip  -  $MN6 ip
UDP_over_IPv4      4 udp 0  $MN4 udp
the_same,_csum     4 udp 1  $MN4 udp csum
UDP_over_IPv6      6 udp 1  $MN6 udp
same,_zero-csum6   6 udp 0  $MN6 udp zero-csum6
"
while read -r name outer encap csum args; do
	[ -n "$name" ] || continue
	read -ra coa <<<"$args"
	must ha_bind "${coa[@]}"
	must mn_bind "${coa[@]}"
	requests
	expect "$name" "$outer" "$encap" "$csum" 4 1
	expect "$name" "$outer" "$encap" "$csum" 4 0
	# RFC 4213, section 3.2.1: static tunnel MTU.
	expect "$name" "$outer" "$encap" "$csum" 6 0
done <<<"$table"

# RFC 4213, section 3.2.2: dynamic tunnel MTU.
dsmipctl -n ha link set dsmip0 pmtudisc on
for encap in ip udp; do
	must ha_bind $MN4 $encap
	must mn_bind $MN4 $encap
	requests
	expect "pmtudisc_$encap" 4 $encap 0 4 1
	expect "pmtudisc_$encap" 4 $encap 0 4 0
	expect "pmtudisc_$encap" 4 $encap 0 6 1
done
capture_stop
judge /tmp/down.pcap

# terse FILE: TOS and TTL of each packet's first header
terse()
{
	tcpdump -vnr "$1" 2>/dev/null | sed -nE \
		's/^.* \((tos|class) (0x[0-9a-f]+).*(ttl|hlim) ([0-9]+),.*/\2 \4/p'
}

# An inner packet is the same behind the tunnel as it was before it, and each
# outer IPv4 header has an identification of its own.
dsmipctl -n ha link set dsmip0 pmtudisc off
must ha_bind $MN4 udp
must mn_bind $MN4 udp
capture ha ha1 /tmp/outer.pcap udp and src host $HA4
outer=$capture_pid
capture mn dsmip0 /tmp/inner.pcap dst host $HOA4 or dst host $HOA6
run cn ping -q -c 4 -i 0.02 -Q 0xba -t 33 $HOA4 >/dev/null
run cn ping -q -c 4 -i 0.02 -Q 0xba -t 33 $HOA6 >/dev/null
capture_stop
capture_stop "$outer"
check_eq "TOS and TTL out of the tunnel as into it" "8 0xba 32" \
	"$(terse /tmp/inner.pcap | sort | uniq -c | xargs)"
check_eq "no IPv4 identification twice" 8 \
	"$(tcpdump -vnr /tmp/outer.pcap 2>/dev/null | grep -o ' id [0-9]*,' |
		sort -u | wc -l)"

# The way up. Who encapsulates its own packets does not touch the TTL; who
# forwards them out of the tunnel does, once.
capture ha ha0 /tmp/up.pcap src host $HOA4 or src host $HOA6
run mn ping -q -c 1 -Q 0xba -t 33 $CN4 >/dev/null
run mn ping -q -c 1 -Q 0xba -t 33 $CN6 >/dev/null
capture_stop
check_eq "own packets lose no hop in the tunnel, and one behind it" \
	"2 0xba 32" "$(terse /tmp/up.pcap | sort | uniq -c | xargs)"

# ECN out of the tunnel, RFC 6040, section 4.2: outer marks along the lines,
# inner along the columns. DSCP is the inner one's.
#
#                inner: Not-ECT  ECT(1)  ECT(0)  CE
ecn_table="
Not-ECT	0	0 1 2 3
ECT(1)	1	0 1 1 3
ECT(0)	2	0 1 2 3
CE	3	- 3 3 3
"
formats=("4 4 ip" "4 6 udp" "6 4 udp" "6 6 ip")
ip -n mn link del dsmip0
for n in 0 1 2 3; do
	read -r outer inner encap <<<"${formats[n]}"
	care_of=$MN4
	[ "$outer" = 4 ] || care_of=$MN6
	echo "binding add dev dsmip0 home 203.0.113.2$n" \
		"home 2001:db8:100::2$n coa $care_of encap $encap"
done >/tmp/bindings
must dsmipctl -n ha -b /tmp/bindings

# Two processors may change the order of packets: their length is their number.
capture ha ha0 /tmp/ecn.pcap src net 203.0.113.20/30 or \
	src net 2001:db8:100::20/126
run mn /usr/bin/python3 - "$here" "${formats[@]}" <<-PYTHON
	import sys
	sys.path.insert(0, sys.argv[1])
	import packet
	sender = packet.Sender()
	for n, format in enumerate(sys.argv[2:]):
	    outer, inner, encap = format.split()
	    ends = ("$MN4", "$HA4") if outer == "4" else ("$MN6", "$HA6")
	    home, cn = (f"203.0.113.2{n}", "$CN4") if inner == "4" else \
	        (f"2001:db8:100::2{n}", "$CN6")
	    for mark in range(16):
	        data = packet.echo(home, cn, tos=0xb8 | mark & 3,
	                           size=100 + 100 * n + mark)
	        proto = 4 if inner == "4" else 41
	        if encap == "udp":
	            data = packet.udp(*ends, 4191, 4191, data)
	            proto = 17
	        sender.send(packet.ip(*ends, proto, data, tos=mark >> 2))
PYTHON
capture_stop
mapfile -t got < <(fields /tmp/ecn.pcap frame.len ip.dsfield ipv6.tclass |
	sort -n | tr -d '|' | cut -c 4-)
n=0
for format in "${formats[@]}"; do
	while read -r name _ row; do
		[ -n "$name" ] || continue
		for wanted in $row; do
			[ "$wanted" != - ] || continue
			check_eq "$format: outer $name, inner becomes $wanted" \
				"$(printf '0x%x' $((0xb8 | wanted)))" "${got[n]:-}"
			n=$((n + 1))
		done
	done <<<"$ecn_table"
done
check_eq "outer CE on what is not ECN-capable is dropped" 60 ${#got[@]}
check_eq "and counted" 4 "$(drops ha rx_ecn)"

test_done
