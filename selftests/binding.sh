#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Bindings: made, exchanged and deleted as asked for, whole or not at all, one
# or twenty thousand; an exchange loses no packet and sends none the old way.
#
# Covers: R5555-2.3.2.2-05 R5555-4.4.2.1-03 R5454-3.3.2-01 R5454-3.8-03
# Covers: NAV-1-03

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")

binding()
{
	dsmipctl -n ha binding "$@"
}

# show FIELDS [KEY VALUE]...: as JSON, one line for all
show()
{
	local fields=$1
	shift

	dsmipctl -n ha -j binding show dev dsmip0 "$@" |
		jq -c "map(.home |= sort | $fields)"
}

# counts: bindings and prefixes of the device
counts()
{
	dsmipctl -n ha -j stats show dev dsmip0 |
		jq -r '.[0] | "\(.bindings) \(.prefixes)"'
}

must module_load
topo_home
topo_public
ha_device

# What is asked for is what is there; what is left out has its default.
while IFS='|' read -r asked wanted; do
	# shellcheck disable=SC2086
	check "add $asked" binding add dev dsmip0 $asked
	check_eq "shown: $asked" "$wanted" \
		"$(show '[.home, .coa, .port, .local, .encap, .flags, .lifetime]')"
	check "del ${asked%% coa*}" binding del dev dsmip0 \
		home "$(cut -d ' ' -f 2 <<<"$asked")"
	check_eq "gone: $asked" "[]" "$(show .)"
done <<TABLE
home $HOA4 coa $MN4 encap udp|[[["$HOA4"],"$MN4",4191,"$HA4","udp",[],null]]
home $HOA4 home $HOA6 coa $MN6 encap udp port 40123 zero-csum6|[[["$HOA6","$HOA4"],"$MN6",40123,"$HA6","udp",["zero-csum6"],null]]
home 203.0.113.64/26 coa $MN4 encap ip|[[["203.0.113.64/26"],"$MN4",null,"$HA4","ip",[],null]]
home 0.0.0.0/0 home ::/0 coa $MN6 local $HA6 encap ip lifetime 262140|[[["0.0.0.0/0","::/0"],"$MN6",null,"$HA6","ip",[],262140]]
home 2001:db8:100:700::/64 coa $MN4 encap udp csum|[[["2001:db8:100:700::/64"],"$MN4",4191,"$HA4","udp",["csum"],null]]
TABLE
check_eq "nothing is left" "0 0" "$(counts)"
check_table run ha "$here/bindings.py" echo
binding flush dev dsmip0

# Exchange: by home, by id, with more homes or fewer.
to=(dev dsmip0 coa "$MN4" encap udp)
via=(dev dsmip0 coa "$MN6" encap ip)
must binding add "${to[@]}" home $HOA4 home $HOA6
id=$(show .id | tr -d '[]')
all="[.home, .coa, .id]"
replaced()
{
	check_eq "$1" "[[$2,\"$3\",$id]]" "$(show "$all")"
}
check "replace by one home" binding replace "${via[@]}" home $HOA4
replaced "the other home is gone" "[\"$HOA4\"]" $MN6
check "replace with another home" binding replace "${to[@]}" home $HOA4 \
	home 203.0.113.8 home 2001:db8:100:700::/64
replaced "it has come" \
	"[\"2001:db8:100:700::/64\",\"203.0.113.7\",\"203.0.113.8\"]" $MN4
check_eq "three prefixes" "1 3" "$(counts)"
check "replace by id alone" binding replace "${via[@]}" id "$id"
replaced "homes stay" \
	"[\"2001:db8:100:700::/64\",\"203.0.113.7\",\"203.0.113.8\"]" $MN6
check "replace by id with new homes only" binding replace "${to[@]}" id "$id" \
	home 203.0.113.9
replaced "old homes are gone" '["203.0.113.9"]' $MN4
check "change" binding change "${via[@]}" home 203.0.113.9
replaced "changed" '["203.0.113.9"]' $MN6
check_fail "change what is not there" binding change "${to[@]}" home $HOA4
check_fail "add what is there" binding add "${to[@]}" home 203.0.113.9
check "replace what is not there" binding replace "${to[@]}" home $HOA6
check_eq "a second binding" "2 2" "$(counts)"
before=$(show .)
check_fail "a home of another binding, behind a new one" binding replace \
	"${to[@]}" home 203.0.113.9 home 203.0.113.10 home $HOA6
check_fail "a home of another binding, by id" binding replace "${to[@]}" \
	id "$id" home 203.0.113.10 home $HOA6
check_eq "nothing has changed" "$before" "$(show .)"

# Delete: by id; all; those in one place.
check "del by id" binding del dev dsmip0 id "$id"
check_eq "the other one is left" '[["2001:db8:100::7"]]' "$(show .home)"
for host in 11 12 13; do
	binding add "${to[@]}" home 203.0.113.$host
	binding add "${via[@]}" home 2001:db8:100::$host
done
check_eq "seven" "7 7" "$(counts)"
check "flush a care-of address" binding flush dev dsmip0 coa $MN6
check_eq "four have another" "[\"$MN4\",\"$MN4\",\"$MN4\",\"$MN4\"]" \
	"$(show .coa)"
check "flush a care-of address that nobody has" binding flush dev dsmip0 \
	coa 198.51.100.77
check_eq "still four" "4 4" "$(counts)"
check "flush" binding flush dev dsmip0
check_eq "none" "0 0" "$(counts)"

# Limits.
must dsmipctl -n ha link set dsmip0 max-bindings 2
binding add "${to[@]}" home 203.0.113.1
binding add "${to[@]}" home 203.0.113.2
check_fail "a third of two" binding add "${to[@]}" home 203.0.113.3
check "an exchange needs no room" binding replace "${via[@]}" home 203.0.113.2
must dsmipctl -n ha link set dsmip0 max-bindings 1
check_eq "a lower limit takes nothing away" "2 2" "$(counts)"
binding del dev dsmip0 home 203.0.113.1
check_fail "one of one" binding add "${to[@]}" home 203.0.113.3
must dsmipctl -n ha link set dsmip0 max-bindings 1048576
check "no limit" binding add "${to[@]}" home 203.0.113.3
binding flush dev dsmip0

for len in 24 25 26 27 28 29 30 31; do
	binding add "${to[@]}" home 10.$len.0.0/$len
done
check_fail "nine lengths" binding add "${to[@]}" home $HOA4
binding del dev dsmip0 home 10.28.0.0/28
check "eight lengths again" binding add "${to[@]}" home $HOA4
check_eq "the longest prefix serves an address" '["10.31.0.0/31"]' \
	"$(dsmipctl -n ha -j binding show dev dsmip0 home 10.31.0.1 |
		jq -c '.[0].home')"
binding flush dev dsmip0

mapfile -t homes < <(printf 'home\n2001:db8:100::%d\n' {101..200})
check "a hundred homes" binding add "${to[@]}" "${homes[@]}" lifetime 600
check_eq "are one binding" "1 100" "$(counts)"
check_eq "and all shown" 100 "$(show '.home[]' | jq length)"
check "all exchanged" binding replace "${via[@]}" "${homes[@]}"
check_fail "and one more" binding replace "${via[@]}" "${homes[@]}" home $HOA4
check_eq "a hundred are left" "1 100" "$(counts)"
binding flush dev dsmip0

# While packets flow.
must binding add "${to[@]}" home $HOA4
check_table run ha "$here/bindings.py" handover 2000
check "nothing was dropped" no_drops ha
check_table run ha "$here/bindings.py" ended 200
check "nothing was dropped but what came after the end" no_drops ha tx_no_binding
binding flush dev dsmip0

# Many.
awk 'BEGIN {
	for (i = 0; i < 20000; i++)
		printf "binding add dev dsmip0 home 10.%d.%d.%d coa 198.51.100.130 encap udp port %d\n",
			i / 65536, i / 256 % 256, i % 256, 1024 + i
}' >/tmp/batch
check "20000 bindings" dsmipctl -n ha -force -b /tmp/batch
check_eq "are there" "20000 20000" "$(counts)"
check_eq "are shown" 20000 "$(dsmipctl -n ha -o binding show dev dsmip0 | wc -l)"
check_table run ha "$here/bindings.py" churn 20000
check "flush them" binding flush dev dsmip0
check_eq "none is left" "0 0" "$(counts)"

test_done
