#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Timeout: 600
#
# Prefixes of mobile routers reach the rest of the world: dsmipd makes routes
# with a protocol number of its own, BIRD announces them by BGP to another BIRD,
# and takes them back.
#
#   cn ── cn0 ─ ha0 ── ha: dsmipd, BIRD ── ...          (topology of lib.sh)
#   BIRD, AS 65002     AS 65001
#
# Covers: R5555-4.5-04

here=$(dirname "$0")
# shellcheck source=selftests/dsmipd.sh
. "$here/dsmipd.sh"

PREFIX=2001:db8:700::/56

# bird_start NS: with the configuration on stdin
bird_start()
{
	cat >"$AGENT_DIR/bird-$1.conf"
	run "$1" bird -c "$AGENT_DIR/bird-$1.conf" \
		-s "$AGENT_DIR/bird-$1.ctl" -P "$AGENT_DIR/bird-$1.pid"
}

# Whether the correspondent knows the way to a prefix by its BIRD.
announced()
{
	ip -n cn -6 route show "$1" proto bird | grep -q "via 2001:db8:1::1"
}

withdrawn()
{
	! announced "$1"
}

must module_load
topo_home
topo_public
must agent_start ha "$(ha_config)"
must subscriber ha mr home 2001:db8:100::c prefix $PREFIX router on spi 259

must bird_start ha <<-BIRD
	router id 192.0.2.1;
	protocol device { }
	protocol kernel {
		ipv6 { import all; export none; };
		learn;
		scan time 2;
	}
	filter mobile { if krt_source = 191 then accept; reject; }
	protocol bgp {
		local 2001:db8:1::1 as 65001;
		neighbor 2001:db8:1::2 as 65002;
		ipv6 { import none; export filter mobile; next hop self; };
	}
BIRD
must bird_start cn <<-BIRD
	router id 192.0.2.2;
	protocol device { }
	protocol kernel { ipv6 { import none; export all; }; }
	protocol bgp {
		local 2001:db8:1::2 as 65002;
		neighbor 2001:db8:1::1 as 65001;
		ipv6 { import all; export none; };
	}
BIRD

check "the home prefix is announced" busywait 200 announced 2001:db8:100::/48
check "the prefix of a router that is not registered is not" \
	withdrawn $PREFIX
check_table "$here/dsmipd_ha.py" router
check_eq "the route has the protocol of dsmipd" "proto 191" \
	"$(ip -n ha -6 route show $PREFIX | grep -o 'proto [0-9a-z]*')"
check "the router registers, and its prefix is announced" \
	busywait 60 announced $PREFIX
check "a deregistration" "$here/dsmipd_ha.py" leave
check "takes it back" busywait 60 withdrawn $PREFIX
check "the home prefix stays" announced 2001:db8:100::/48

test_done
