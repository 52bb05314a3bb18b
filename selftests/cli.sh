#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What scripts hold on to: the JSON of every command, exit codes, batches and
# their errors, what the kernel has to say, the check, completion and manual.

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

# code WANTED TEXT [OPTIONS...]: exit code of dsmipctl; its output is in
# /tmp/out and /tmp/err
code()
{
	local wanted=$1 text=$2 got
	shift 2

	dsmipctl "$@" >/tmp/out 2>/tmp/err </dev/null
	got=$?
	[ $got -eq "$wanted" ] || test_log "dsmipctl $*"$'\n'"$(cat /tmp/err)"
	check_eq "$text: exit code" "$wanted" $got
}

# json TEXT FIELDS OPTIONS...: an array of objects with just these fields, sorted
json()
{
	local text=$1 fields=$2
	shift 2

	code 0 "$text" -j "$@"
	check_eq "$text: JSON" "$fields" \
		"$(jq -r 'if type == "array" then .[0] | keys | join(" ")
		   else "no array" end' /tmp/out)"
}

must module_load
setup_ns ha
link ha ha1 ha ha2
addr ha ha1 $HA4/26 $HA6/64

# ---- nothing there yet

code 0 "no device" -n ha -j link show
check_eq "an empty list" "[]" "$(cat /tmp/out)"
code 0 "no binding" -n ha -j binding
check_eq "another one" "[]" "$(cat /tmp/out)"
code 0 "no counters" -n ha -j stats
check_eq "and another one" "[]" "$(cat /tmp/out)"

# ---- JSON

binding="coa encap flags home id ifname left lifetime local port"
link="decap_dscp dscp group_time ifindex ifname local4 local6 max_bindings mtu"
link+=" origin_mark origins pmtudisc port state"
counters="drops groups ifname last_rx rx tx"
to=(coa "$MN4" encap udp)
json "link add" "$link" -n ha link add dsmip0 local $HA4 local $HA6
json "link set" "$link" -n ha link set dsmip0 max-bindings 1000
check_eq "its limit" 1000 "$(jq '.[0].max_bindings' /tmp/out)"
json "link show" "$link" -n ha link show dsmip0
ip -n ha link set dsmip0 up
json "binding add" "$binding" -n ha binding add home $HOA4 "${to[@]}"
check_eq "its id is a number" number "$(jq -r '.[0].id | type' /tmp/out)"
json "binding replace" "$binding" -n ha binding replace home $HOA4 home $HOA6 \
	"${to[@]}" port 40123 lifetime 300
json "binding change" "$binding" -n ha binding change home $HOA4 home $HOA6 \
	"${to[@]}" port 40124 lifetime 300 csum
json "binding show" "$binding" -n ha binding show
check_eq "types" "array string number string string array number number" \
	"$(jq -r '.[0] | [.home, .coa, .port, .local, .encap, .flags, .lifetime,
	.left] | map(type) | join(" ")' /tmp/out)"
json "binding show -s" "$(tr ' ' '\n' <<<"$binding $counters" | sort -u |
	xargs)" -n ha -s binding show
check_eq "counters" '{"packets":0,"bytes":0}' "$(jq -c '.[0].rx' /tmp/out)"
json "stats" "bindings drops ifname prefixes rx suppressed tx" -n ha stats
json "version" "family_version json_schema module_version version" version
check_eq "of the module" "$(modinfo -F version "$DSMIP_KO")" \
	"$(jq -r '.[0].module_version' /tmp/out)"
code 0 "pretty" -n ha -j -p binding show
check "is the same JSON, on many lines" test "$(wc -l </tmp/out)" -gt 10
check_eq "in other words" "$HOA4" "$(jq -r '.[0].home | sort | .[1]' /tmp/out)"
dsmipctl -n ha -j monitor >/tmp/monitor &
monitor=$!
# It hears nothing of what was before it.
told()
{
	dsmipctl -n ha binding add home 203.0.113.21 "${to[@]}"
	dsmipctl -n ha binding del home 203.0.113.21
	[ "$(grep -c . /tmp/monitor)" -ge 2 ]
}
busywait 60 told
kill $monitor
wait $monitor
check_eq "monitor: an object a line" "created deleted" \
	"$(jq -r .event /tmp/monitor | head -n 4 | sort -u | xargs)"
code 0 "a monitor with an end" -n ha -w 0.2 monitor
code 0 "binding del" -n ha -j binding del home $HOA4
code 0 "binding flush" -n ha -j binding flush dev dsmip0
code 0 "link del" -n ha -j link del dsmip0

# ---- exit codes, and what the kernel says

must dsmipctl -n ha link add dsmip0 local $HA4 local $HA6
ip -n ha link set dsmip0 up
must dsmipctl -n ha binding add home $HOA4 "${to[@]}"
while IFS='|' read -r wanted text words pattern; do
	# shellcheck disable=SC2086
	code "$wanted" "$text" -n ha $words
	check_match "$text: what is said" "$pattern" "$(cat /tmp/err)"
done <<TABLE
1|not there|binding del home 203.0.113.9|^Error: .*No binding has this home address
1|there already|binding add home $HOA4 coa $MN4 encap udp|^Error: .*Home address is in a binding already
1|nonsense to the kernel|binding add home 127.0.0.1 coa $MN4 encap udp|^Error: .*Not an address that can be a home address
1|out of range for the kernel|binding add home 10.0.0.1 coa $HA4 encap udp|^Error: .*Care-of address is the local address
1|no such device|link del nothing|^Error:
1|no such device for a binding|binding show dev nothing|^Error:
1|a device that is none of ours|binding show dev lo|^Error:
1|device there already|link add dsmip0|^Error:
1|another with the same address|link add dsmip1 local $HA4|^Error: .*Another dsmip device has this local address
2|no such object|nonsense|^Error: .*nonsense
2|misspelt object|bindign show|^Hint: .*binding
2|no such verb|binding frobnicate|^Error: .*frobnicate
2|no such key|binding add house $HOA4|^Error: .*house
2|no value|binding add home|^Error:
2|no address|binding add home 300.1.1.1 coa $MN4 encap udp|^Error: .*300.1.1.1
1|host bits|binding add home 203.0.113.1/24 coa $MN4 encap udp|^Error: .*Home prefix has host bits set
2|no port|binding add home 10.0.0.1 coa $MN4 encap udp port 70000|^Error: .*70000
2|no such encapsulation|binding add home 10.0.0.1 coa $MN4 encap warp|^Error: .*warp
2|no lifetime|binding add home 10.0.0.1 coa $MN4 encap udp lifetime soon|^Error: .*soon
2|twice|binding add home 10.0.0.1 coa $MN4 coa $MN4 encap udp|^Error: .*coa
2|missing|binding add home 10.0.0.1 encap udp|^Error: .*coa
2|ambiguous|binding a home 10.0.0.1 e udp c $MN4|^Error: .*ambiguous
2|no such option|-frobnicate link show|^Error:
TABLE
code 1 "no such namespace" -n nowhere link show
check_match "no such namespace: what is said" "^Error: .*nowhere" "$(cat /tmp/err)"
code 1 "an error in JSON" -n ha -j binding del home 203.0.113.9
check_match "an error in JSON: the text" "No binding has this home address" \
	"$(jq -r .error.message /tmp/out)"
check_eq "an error in JSON: the name" ENOENT "$(jq -r .error.name /tmp/out)"
code 0 "help" help
code 0 "version" -V

# Words may be shortened as long as they are unique.
code 0 "short words" -n ha b a ho 203.0.113.30 coa $MN4 en udp lif 600
code 0 "shorter" -n ha b s ho 203.0.113.30
check_match "what they have made" "203.0.113.30" "$(cat /tmp/out)"
code 0 "the default verb" -n ha b
check_match "shows all" "$HOA4" "$(cat /tmp/out)"
code 0 "one object a line" -n ha -o binding show
check_eq "two lines" 2 "$(wc -l </tmp/out)"
code 0 "IPv6 care-of addresses only" -n ha -6 -j binding show
check_eq "there are none" "[]" "$(cat /tmp/out)"
dsmipctl -n ha binding del home 203.0.113.30

# ---- batches

batch()
{
	cat >/tmp/batch
}

there()
{
	dsmipctl -n ha -j binding show | jq -r '.[].home[]' | sort | xargs
}

batch <<BATCH
# a comment
binding add home 203.0.113.31 \
	coa $MN4 encap udp

binding add home "203.0.113.32" coa $MN4 encap udp
BATCH
code 0 "a batch" -n ha -b /tmp/batch
check_eq "a batch: done" "203.0.113.31 203.0.113.32 $HOA4" "$(there)"

batch <<BATCH
binding del home 203.0.113.31
binding del home 203.0.113.99
binding del home 203.0.113.32
BATCH
code 1 "a batch that fails" -n ha -b /tmp/batch
check_match "a batch that fails: where" "/tmp/batch:2" "$(cat /tmp/err)"
check_eq "a batch that fails: not beyond" "203.0.113.32 $HOA4" "$(there)"

batch <<BATCH
binding del home 203.0.113.99
binding add home 203.0.113.33 coa $MN4 encap udp
binding add home nonsense coa $MN4 encap udp
binding del home 203.0.113.98
binding del home 203.0.113.32
BATCH
code 4 "a batch with -force" -n ha -force -b /tmp/batch
check_eq "a batch with -force: where" "1 3 4" \
	"$(grep -o '/tmp/batch:[0-9]*' /tmp/err | cut -d : -f 2 | sort -n | xargs)"
check_match "a batch with -force: what the kernel says" \
	"No binding has this home address" "$(cat /tmp/err)"
check_eq "a batch with -force: all the rest" "203.0.113.33 $HOA4" "$(there)"

batch <<BATCH
binding frobnicate
BATCH
check_fail "a batch with a wrong command" dsmipctl -n ha -b /tmp/batch
code 1 "no such batch" -n ha -b /tmp/nothing
check_eq "from standard input" 0 "$(echo "link show" |
	dsmipctl -n ha -b - >/dev/null; echo $?)"

# ---- check

checked()
{
	dsmipctl -n ha -j check | jq -r '.[] | select(.status == "'"$1"'").check' |
		sort -u | xargs
}

forwarding ha
dsmipctl -n ha binding flush dev dsmip0
json "a machine that is set up" "check hint message status" -n ha check
check_eq "a machine that is set up: nothing fails" "" "$(checked fail)"
ip -n ha link set dsmip0 down
code 1 "a device that is down" -n ha check
check_match "a device that is down: it fails" "device" "$(checked fail)"
check_match "a device that is down: and there is a hint" "ip link set" \
	"$(cat /tmp/out /tmp/err)"
ip -n ha link set dsmip0 up
ip -n ha addr del $HA4/26 dev ha1
code 1 "a local address that is not there" -n ha check
check_match "a local address that is not there: it fails" "local" \
	"$(checked fail)"
addr ha ha1 $HA4/26
dsmipctl -n ha binding add home $HOA4 "${to[@]}"
code 1 "a home address without a route" -n ha check
check_match "a home address without a route: it fails" "routes" \
	"$(checked fail)"
ip -n ha route add 203.0.113.0/24 dev dsmip0
ip -n ha route add default via 198.51.100.2
code 0 "with a route" -n ha check
run ha sysctl -qw net.ipv4.ip_forward=0
code 0 "without forwarding" -n ha check
check_match "without forwarding: a warning" "forwarding" "$(checked warn)"

# ---- completion

# offered LINE: what bash offers at its end
# shellcheck disable=SC2034 # read by the completion
offered()
{
	local -a COMPREPLY=()

	COMP_LINE=$1
	COMP_POINT=${#COMP_LINE}
	read -ra COMP_WORDS <<<"$COMP_LINE"
	[[ $COMP_LINE != *' ' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	_dsmipctl 2>/dev/null
	printf '%s\n' "${COMPREPLY[@]}" | sort | xargs
}

completion=/usr/share/bash-completion/bash_completion
if [ -r $completion ]; then
	dsmipctl completion >/tmp/completion
	# shellcheck disable=SC1090,SC1091
	. $completion
	# shellcheck disable=SC1091
	. /tmp/completion
	check_eq "completed: an object" "binding" "$(offered 'dsmipctl bi')"
	check_eq "completed: verbs" "add change del flush help replace show" \
		"$(offered 'dsmipctl binding ' | tr ' ' '\n' |
		grep -xE 'add|change|del|flush|help|replace|show' | xargs)"
	check_eq "completed: a device in a namespace" "dsmip0" \
		"$(offered 'dsmipctl -n ha stats show dev ds')"
	check_eq "completed: a home address in a namespace" "$HOA4" \
		"$(offered 'dsmipctl -n ha binding del home 203')"
	check_eq "completed: encapsulations" "gre ip minimal mipudp udp" \
		"$(offered 'dsmipctl binding add encap ')"
else
	test_skip "completion" "bash-completion is not installed"
fi

# ---- manual

man=$(dirname "$0")/../Documentation/man/dsmipctl.8
dsmipctl completion >/tmp/completion
# shellcheck disable=SC1091
. /tmp/completion
_dsmipctl_objects=${_dsmipctl_objects:?} _dsmipctl_options=${_dsmipctl_options:?}
missing=''
set -f # "*on" is a key that may be given again
for object in $_dsmipctl_objects; do
	section=$(awk -v object="$object" '/^\.S[sh]/ {
		here = index($0, object) && $1 == ".Ss" } here' "$man")
	[ -n "$section" ] || missing+=" $object"
	for verb in $(_dsmipctl_verbs "$object"); do
		[ "$verb" = help ] || grep -qxE "\.(It )?Cm $verb ?[,.]?" \
			<<<"$section" || grep -qx "\.Cm $object $verb" "$man" ||
			missing+=" $object-$verb"
		for key in $(_dsmipctl_keys "$object" "$verb"); do
			grep -qE "^\.It Cm ${key//[+*]/}( |$)" "$man" ||
				missing+=" ${key//[+*]/}"
		done
	done
done
for option in $_dsmipctl_options; do
	grep -qE "^\.It Fl (\S+ , )?${option#-}( |$)" "$man" ||
		missing+=" $option"
done
check_eq "the manual has every object, verb, key and option" "" "$missing"

test_done
