# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A home agent with two cards, h0 and h2, one for each processor; all frames
# leave by h1.

# shellcheck source=selftests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

pair_card()
{
	ip -n "$1" tuntap add dev h2 mode tap
	ip -n "$1" link set h2 up
}

# pair_floor NS: from device to device
pair_floor()
{
	local dev

	world "$1"
	pair_card "$1"
	for dev in h0 h2; do
		run "$1" tc qdisc add dev $dev clsact
		run "$1" tc filter add dev $dev ingress matchall \
			action mirred egress redirect dev h1
	done
}

# pair_dsmip NS: the device
pair_dsmip()
{
	dsmip_world "$1"
	pair_card "$1"
}

# pair_peer NS PEER NODES: a tunnel device for each node
pair_peer()
{
	peer_world "$1" "$2"
	pair_card "$1"
	peer_add "$1" "$2" 1 "$3"
}

pair_fast_on()
{
	must dsmipctl -n "$1" fastpath add dev h0
	must dsmipctl -n "$1" fastpath add dev h2
}

pair_fast_off()
{
	must dsmipctl -n "$1" fastpath del dev h0
	must dsmipctl -n "$1" fastpath del dev h2
}
