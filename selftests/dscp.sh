#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# DSCP by the uniform and by the pipe model of RFC 2983, with ECN by RFC 6040 in
# each of them; and the TTL, of which forwarding takes one and the tunnel none.
#
#   cn ─── ha ═══ dsmip0 ═══ r ═══ dsmip0 ═══ mn
#                        └ capture
#
# Covers: R5555-4.1.1-03 R5555-4.1.1-04 R5555-4.1.1-06 R5454-3.6-07
# Covers: R5454-3.6-08 R5454-3.6-04
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")

must module_load
topo_home
topo_public
ha_device
mn_device

# Outside of inner 0xba of both families and 0xb9 there is what the uniform model,
# the pipe model with DSCP 10, and with 0 want; then a packet of which the path has
# changed the outer mark comes out.
check_table "$here/dscp.py" "$MN4 ip" "$MN4 udp" "$MN4 gre" "$MN4 mipudp" \
	"$MN6 ip" "$MN6 udp" "$MN6 gre"

check_eq "the setting is shown" '[63,true]' "$(
	dsmipctl -n ha link set dsmip0 dscp 63 decap-dscp on
	dsmipctl -n ha -j link show dsmip0 | jq -c '.[0] | [.dscp, .decap_dscp]')"

test_done
