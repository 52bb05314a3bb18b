#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What happens to bindings, and which packets are refused, is told to those who
# listen: with what there is to say, not too often, and who missed something
# learns that. Tracepoints tell the rest.
#
# Covers: R5454-4-04 R5555-4.5.1-06

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
log=/tmp/events

# listen [OPTIONS]: in the background until listen_stop
listen()
{
	ip netns exec ha dsmipctl -j "$@" >$log 2>$log.err &
	listener=$!
	busywait 60 listening
}

# What comes is only heard from then on.
listening()
{
	dsmipctl -n ha binding replace dev dsmip0 home 203.0.113.250 coa $MN4 \
		encap ip
	sleep 0.1
	grep -q '"203.0.113.250"' $log
}

listen_stop()
{
	kill $listener
	wait $listener
	check_eq "the listener ends well" 0 $?
}

# events FILTER: of what was heard, but for that of listening
events()
{
	jq -c 'select(.home != ["203.0.113.250"]) | '"$1" $log
}

heard()
{
	[ "$(grep -c "$1" $log)" -ge "$2" ]
}

binding()
{
	dsmipctl -n ha binding "$@"
}

must module_load
topo_home
topo_public
ha_device

# ---- bindings

listen monitor
must binding add dev dsmip0 home $HOA4 home $HOA6 coa $MN4 encap udp
id=$(binding_count ha $HOA4 id)
binding replace dev dsmip0 home $HOA4 coa $MN6 encap ip lifetime 600
binding del dev dsmip0 id "$id"
id2=$(dsmipctl -n ha -j binding add dev dsmip0 home $HOA4 coa $MN4 encap udp \
	port 5000 lifetime 1 | jq '.[0].id')
check "the end of a lifetime is heard" busywait 60 heard '"expired"' 1
binding add dev dsmip0 home 203.0.113.8 coa $MN4 encap ip
binding add dev dsmip0 home 203.0.113.9 coa $MN6 encap ip
check_fail "what is refused" binding add dev dsmip0 home 203.0.113.9 coa $MN4 \
	encap ip
binding flush dev dsmip0 coa $MN6
check "a flush is heard" busywait 60 heard '"deleted"' 2
check_eq "what happened to bindings" \
	"created changed deleted created expired created created deleted" \
	"$(events .event | xargs)"
check_eq "to which" "$id $id $id $id2 $id2" "$(events .id | head -n 5 | xargs)"
while IFS='|' read -r text n wanted; do
	check_eq "$text" "$wanted" "$(events \
		'[.ifname, (.home | sort), .coa, .port, .local, .encap, .lifetime]' |
		sed -n "${n}p")"
done <<TABLE
created|1|["dsmip0",["$HOA6","$HOA4"],"$MN4",4191,"$HA4","udp",null]
changed|2|["dsmip0",["$HOA4"],"$MN6",null,"$HA6","ip",600]
deleted, as it was|3|["dsmip0",["$HOA4"],"$MN6",null,"$HA6","ip",600]
expired, as it was|5|["dsmip0",["$HOA4"],"$MN4",5000,"$HA4","udp",1]
flushed|8|["dsmip0",["203.0.113.9"],"$MN6",null,"$HA6","ip",null]
TABLE
check_eq "nothing is left of what has expired" 0 \
	"$(events 'select(.event == "expired") | .left')"
listen_stop

# ---- packets

must binding add dev dsmip0 home $HOA4 home $HOA6 coa $MN4 encap udp
must binding replace dev dsmip0 home 203.0.113.8 coa $MN6 encap udp
id=$(binding_count ha $HOA4 id)
id2=$(binding_count ha 203.0.113.8 id)
listen -ts monitor
must run mn "$here/events.py" kinds
busywait 60 heard outer_src 7
names='.event, .id, .cause, .encap, .inner_src, .inner_dst, .outer_src'
names+=', .outer_dst, .outer_port, .suppressed'
# Those in IPv6 may be late: they wait for a neighbour.
check_eq "packets that were refused" "$(sort <<-TABLE
	["source-violation",null,"rx_bad_source","udp","127.0.0.1","$CN4","$MN4","$HA4",4191,0]
	["source-violation",null,"rx_no_binding","udp","2001:db8:100::99","$CN6","$MN4","$HA4",4191,0]
	["source-violation",null,"rx_no_binding","ip","2001:db8:100::99","$CN6","$MN6","$HA6",null,0]
	["endpoint-mismatch",$id,"rx_coa","udp","$HOA4","$CN4","198.51.100.131","$HA4",4191,0]
	["endpoint-mismatch",$id,"rx_port","udp","$HOA6","$CN6","$MN4","$HA4",4192,0]
	["endpoint-mismatch",$id,"rx_encap","ip","$HOA6","$CN6","$MN4","$HA4",null,0]
	["endpoint-mismatch",$id2,"rx_csum","udp","203.0.113.8","$CN4","$MN6","$HA6",4191,0]
	TABLE
)" "$(events "select(.cause) | [$names]" | sort)"
check_match "with the time" '^"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"$' \
	"$(events .ts | tail -n 1)"
check_eq "data has not moved the binding" "\"$MN4\" 4191" \
	"$(binding show dev dsmip0 home $HOA4 >/dev/null
	dsmipctl -n ha -j binding show dev dsmip0 home $HOA4 |
	jq -c '.[0] | .coa, .port' | xargs -d '\n' | xargs -d '\n')"
listen_stop

# ---- a flood of them

suppressed()
{
	dsmipctl -n ha -j stats show dev dsmip0 | jq '.[0].suppressed'
}
sleep 2
before=$(suppressed)
dropped=$(drops ha rx_no_binding)
listen monitor packet
start=$EPOCHSECONDS
must run mn "$here/events.py" flood 400
took=$((EPOCHSECONDS - start + 1))
sleep 2
must run mn "$here/events.py" flood 1
# Each is told or counted, and the last one tells of those that were not told.
all_known()
{
	sent=$(events .event | wc -l)
	[ $((sent + $(suppressed) - before)) -eq 401 ]
}
busywait 60 all_known
check_eq "all were dropped" 401 $(($(drops ha rx_no_binding) - dropped))
check "at most twenty a second are told" [ "$sent" -le $((20 * took + 21)) ]
check "but some are" [ "$sent" -ge 20 ]
check_eq "the others are counted" 401 $((sent + $(suppressed) - before))
check_eq "and told of afterwards" $((401 - sent)) \
	"$(events .suppressed | jq -s add)"
listen_stop

# ---- packets alone: the module makes no events of bindings then

ip netns exec ha "$here/events.py" packets >/tmp/packets &
pid=$!
busywait 60 grep -q changed /tmp/packets
must run mn "$here/events.py" flood 1
wait $pid
check_eq "who listens to packets hears of them alone" "changed 10" \
	"$(xargs </tmp/packets)"

# ---- a slow listener

listen monitor binding
kill -STOP $listener
must run ha "$here/events.py" exchange 5000
kill -CONT $listener
all=$(dsmipctl -n ha -j stats show dev dsmip0 | jq '.[0].bindings')
busywait 120 heard '"resync"' "$all"
check "a listener that is too slow is told so" heard '"event":"lost"' 1
check_eq "and then what there is, each once" "$all" \
	"$(jq 'select(.event == "resync") | .id' $log | sort -u | wc -l)"
must binding add dev dsmip0 home 203.0.113.77 coa $MN4 encap ip
check "and goes on" busywait 60 heard '203.0.113.77' 1
listen_stop
binding flush dev dsmip0

# ---- tracepoints

tracing=/sys/kernel/tracing
[ -d $tracing/events ] || mount -t tracefs tracefs $tracing
check_eq "tracepoints" \
	"dsmip_binding_del dsmip_binding_set dsmip_drop dsmip_rcv dsmip_xmit" \
	"$(cd $tracing/events/dsmip && echo dsmip_*)"
echo 1 >$tracing/events/dsmip/enable
echo >$tracing/trace
mn_device
must ha_bind $MN4 udp lifetime 600
must mn_bind $MN4 udp
check "packets pass with tracing on" ping_ok cn $HOA4
must ha_bind $MN6 udp
must run mn "$here/events.py" flood 1
must binding del dev dsmip0 home $HOA4
index=$(run ha cat /sys/class/net/dsmip0/ifindex)
echo 0 >$tracing/events/dsmip/enable
cp $tracing/trace /tmp/trace
while IFS='|' read -r pattern; do
	check "traced: $pattern" grep -Eq "$pattern" /tmp/trace
done <<TABLE
dsmip_binding_set: ifindex=$index id=[0-9]+ lifetime=600000ms replaced=0
dsmip_binding_set: ifindex=$index id=[0-9]+ lifetime=0ms replaced=1
dsmip_binding_del: ifindex=$index id=[0-9]+
dsmip_xmit: ifindex=$index id=[0-9]+ skbaddr=.* len=84 protocol=0x0800
dsmip_rcv: ifindex=$index id=[0-9]+ skbaddr=.* len=84 protocol=0x0800
dsmip_drop: ifindex=$index id=0 skbaddr=.* cause=4
TABLE

test_done
