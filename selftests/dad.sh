#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A home agent on a home link: it looks for duplicates before the first
# acknowledgement, draws the packets of nodes that are away, and lets go of
# them when they come home.
#
#   cn ── cn0 ─ home link 2001:db8:1::/64 ─ ha0 ── ha ── r ── mn
#
# Covers: R5555-1-02 R5555-4.5-03

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

LINK=2001:db8:1::

# neighbour ADDRESS: what the correspondent takes for its link-layer address
neighbour()
{
	ip -n cn neigh flush dev cn0
	run cn ping -c 1 -W 2 "$1" >/dev/null 2>&1
	ip -n cn -j neigh show "$1" dev cn0 | jq -r '.[0].lladdr // "none"'
}

# drawn ADDRESS: to the home agent
drawn()
{
	[ "$(neighbour "$1")" = "$HAMAC" ]
}

# taken ADDRESS: the correspondent cannot have this address. It tries again where it
# could: a machine that stands still for a second hears no answer.
taken()
{
	local text

	text=$(ip -n cn -6 addr show dev cn0 to "$1")
	case $text in
	*dadfailed*) return 0 ;;
	*tentative*) return 1 ;;
	esac
	ip -n cn addr del "$1/64" dev cn0
	ip -n cn addr add "$1/64" dev cn0
	return 1
}

must module_load
modprobe tun
check "the same on a device of its own" "$DSMIP_TOP/build/tests/ctl-dad_link"

topo_home
topo_public
must agent_start ha "$(ha_config "
      - prefix: ${LINK}/64
        interface: ha0")"
for number in 66 77 78 88 99; do
	must subscriber ha mn$number home $LINK$number home 192.0.2.$number spi $((256 + 0x$number))
done
must subscriber ha mraa home ${LINK}aa prefix 2001:db8:700::/56 router on \
	spi $((256 + 0xaa))
addr cn cn0 ${LINK}88/64
HAMAC=$(ip -n ha -j link show ha0 | jq -r '.[0].address')

check_table "$here/dad.py" unique
check "packets to the home address come to the home agent" \
	busywait 60 drawn ${LINK}77
check "those to the IPv4 home address" busywait 60 drawn 192.0.2.77
check "and those to the link-local address" busywait 60 drawn fe80::77
ip -n cn addr add ${LINK}77/64 dev cn0
check "nobody else can take the address" busywait 60 taken ${LINK}77
ip -n cn addr del ${LINK}77/64 dev cn0

check_table "$here/dad.py" adverts
check_table "$here/dad.py" duplicate
check_table "$here/dad.py" again
check_table "$here/dad.py" router
check_table "$here/dad.py" leave
check_eq "a node that is not away is not defended" "none" \
	"$(neighbour ${LINK}66)"

agent_stop ha
test_log "$(grep -v debug $AGENT_DIR/ha.log | tail -n 40)"
test_done
