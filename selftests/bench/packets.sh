#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Instructions per packet, of each format, both ways.
#
#   packets.sh COUNTS PEERS [FORMAT...]
#
# COUNTS: numbers of bindings, PEERS: numbers of tunnel devices; both rising and
# with commas. All formats if none is named.

here=$(dirname "$0")
# shellcheck source=selftests/bench/lib.sh
. "$here/lib.sh"

SIZES=(128 1400)
IFS=, read -ra counts <<<"$1"
IFS=, read -ra tunnels <<<"$2"
[ $# -eq 2 ] || FORMATS=("${@:3}")

# sizes N COUNT...: the large packets go to the fewest and the most nodes only
sizes()
{
	local n=$1
	shift

	if [ "$n" = "$1" ] || [ "$n" = "${!#}" ]; then
		echo "${SIZES[@]}"
	else
		echo "${SIZES[0]}"
	fi
}

# Without a tunnel there is one direction; its flows have to lead back to where
# they came from.
forwarding_figures()
{
	local family size net

	world plain
	ip -n plain route add 10.0.0.0/9 via 192.0.2.254
	ip -n plain route add 2001:db8:e000::/48 via 2001:db8:1::fe
	for net in 203.0.113.2 2001:db8:3::2; do
		ip -n plain neigh add $net lladdr 02:00:00:00:00:98 dev h0 \
			nud permanent
		ip -n plain route add $net dev h0
	done
	for family in IPv4 IPv6; do
		for size in "${SIZES[@]}"; do
			record peer forwarding 1 plain down "$family" "$size"
		done
	done
	progress "flowtable"
	run plain nft -f - <<-'NFT'
		table inet filter {
			flowtable ft {
				hook ingress priority 0; devices = { h0, h1 };
			}
			chain forward {
				type filter hook forward priority 0;
				meta l4proto udp flow add @ft
			}
		}
	NFT
	for family in IPv4 IPv6; do
		for size in "${SIZES[@]}"; do
			record peer flowtable 1 plain down "$family" "$size"
		done
	done
}

peer_figures()
{
	local peer=$1 format n last=0 s

	peer_world "$peer" "$peer"
	for n in "${tunnels[@]}"; do
		progress "$peer: $n devices"
		peer_add "$peer" "$peer" $((last + 1)) "$n"
		last=$n
		for format in "${FORMATS[@]}"; do
			[ "${PEER[$format]}" = "$peer" ] || continue
			read -ra s <<<"$(sizes "$n" "${tunnels[@]}")"
			both peer "$peer" "$n" "$peer" "$format" "${s[@]}"
		done
	done
}

dsmip_figures()
{
	local format n last=0 s

	must module_load
	dsmip_world dsmip
	for n in "${counts[@]}"; do
		progress "dsmip: $n bindings"
		run dsmip "$BENCH" put dsmip0 6-in-UDP $((last + 1)) "$n" \
			forever >/dev/null
		last=$n
		settle
		for format in "${FORMATS[@]}"; do
			run dsmip "$BENCH" drawn dsmip0 "$format" "$n"
			read -ra s <<<"$(sizes "$n" "${counts[@]}")"
			both device "${PEER[$format]}" "$n" dsmip "$format" \
				"${s[@]}"
			fast_on dsmip || continue
			both fastpath "${PEER[$format]}" "$n" dsmip "$format" \
				"${s[@]}"
			fast_off dsmip
		done
	done
}

bench_modules
progress "floor"
floors IPv4 IPv6 "${FORMATS[@]}"
progress "plain forwarding"
forwarding_figures
for peer in $(for format in "${FORMATS[@]}"; do
	echo "${PEER[$format]}"
done | sort -u); do
	peer_figures "$peer"
done
dsmip_figures
