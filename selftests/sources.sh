#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Inner sources that are nobody's home address: refused, but for what the
# specifications make an exception for, and that only from the one tunnel whose
# binding allows it. An address of the host itself is refused, too.
#
# Covers: R5454-3.3.3-01 R5454-3.7.1-04 NAV-3.2.2-22 D4-01-4.3.2-09 D4-01-4.3.2-10
# Fastpath: 1

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")

must module_load
topo_home
topo_public
addr ha ha1 198.51.100.3/26 2001:db8:2::3/64
ip -n mn route add 198.51.100.0/26 via 198.51.100.129
ip -n mn route add 2001:db8:2::/64 via 2001:db8:3::1
ha_device
must dsmipctl -n ha link add dsmip1
ip -n ha link set dsmip1 up


# The host itself answers some of what it gets; that is not counted here.
must run ha nft -f - <<-NFT
	table inet quiet {
		chain output {
			type filter hook output priority 0;
			oifname "dsmip*" drop
		}
	}
NFT
check_table run mn "$here/sources.py"
run ha nft delete table inet quiet
dsmipctl -n ha binding flush dev dsmip0

# To a link-local address that no node has registered.
addr ha dsmip0 fe80::2/64
before=$(drops ha tx_no_binding)
check_match "to a link-local address of nobody: the sender is told" \
	'Address unreachable' "$(run ha ping -c 1 -W 20 fe80::99%dsmip0 2>&1)"
check_eq "and it is not sent" 1 "$(($(drops ha tx_no_binding) - before))"
test_done
