#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# dsmipd as its administrator meets it: configuration and its errors, start and
# end, privileges, the control socket and who may use it, subscribers, reloading,
# and that nobody ever sees a key.

# shellcheck source=selftests/lib.sh
. "$(dirname "$0")/lib.sh"

dir=/tmp/dsmipd
sock=$dir/run/sock
secret=5ec12e75ec12e75ec12e75ec12e75ec1
umask 022
mkdir -p $dir

# config [LINES]: writes the configuration
config()
{
	cat >$dir/dsmipd.yaml <<-EOF
	control: {socket: $sock, group: daemon}
	store: $dir/db
	pools:
	  - {name: v4, range: 203.0.113.0/24}
	home-agents:
	  - name: home
	    device: dsmip0
	    address: 2001:db8:100::1
	    local4: 198.51.100.1
	    links: [{prefix: 2001:db8:100::/64}]
	${1-}
	EOF
}

# ctl CODE TEXT ARGS...: exit code of dsmipctl; output in /tmp/out and /tmp/err
ctl()
{
	local wanted=$1 text=$2 got
	shift 2

	dsmipctl -S $sock "$@" >/tmp/out 2>/tmp/err </dev/null
	got=$?
	[ $got -eq "$wanted" ] || test_log "dsmipctl $*"$'\n'"$(cat /tmp/err)"
	check_eq "$text: exit code" "$wanted" $got
}

# as GROUP COMMAND...: as a user without rights, in that group
as()
{
	local group=$1
	shift

	setpriv --reuid nobody --regid "$group" --clear-groups "$@"
}

# The log of one run after the other; $pid is the process.
start()
{
	dsmipd -c $dir/dsmipd.yaml 2>>$dir/log &
	pid=$!
	# Each subscriber has IPsec policies that are made at the start.
	busywait 240 dsmipctl -S $sock log level && return
	test_log "$(cat $dir/log)"
	return 1
}

stop()
{
	kill -TERM $pid
	wait $pid
}

must module_load
addr_dev()
{
	ip link add home0 type dummy && ip link set home0 up &&
		ip addr add 198.51.100.1/24 dev home0 &&
		ip addr add 2001:db8:100::1/64 dev home0 nodad
}
must addr_dev

# ---- without a daemon

ctl 3 "no daemon" subscriber
check_match "it says so" "not reachable at .*No such file" "$(cat /tmp/err)"
ctl 3 "no daemon, JSON" -j pool
check_eq "its error" ENOENT "$(jq -r .error.name /tmp/out)"
ctl 0 "bindings do without" binding

# ---- the configuration

config
check "a good configuration" dsmipd --check -c $dir/dsmipd.yaml
check_match "version" '^dsmipd [0-9]+\.' "$(dsmipd --version)"
dsmipd --example >$dir/example.yaml
check "the example is one" dsmipd --check -c $dir/example.yaml
config "    port: 70000"
dsmipd --check -c $dir/dsmipd.yaml >/tmp/out 2>/tmp/err
check_eq "a bad one" 1 $?
check_eq "what and where" \
	"$dir/dsmipd.yaml:11:11: error: port: \"70000\" is not a number from 1 to 65535" \
	"$(head -n 1 /tmp/err)"
check_eq "shown" "       |           ^~~~~" "$(sed -n 3p /tmp/err)"
dsmipd -c $dir/dsmipd.yaml 2>/tmp/err
check_eq "no start with it" 1 $?
check_match "and why" "dsmipd.yaml:11:11: port: " "$(cat /tmp/err)"
config
check_eq "words too many" 2 "$(dsmipd too many 2>/dev/null; echo $?)"
as nogroup dsmipd -c $dir/dsmipd.yaml 2>/tmp/err
check_eq "no start without privileges" 1 $?

# ---- start

socat -u UNIX-RECV:$dir/notify "CREATE:$dir/notified" &
busywait 60 test -S $dir/notify
export NOTIFY_SOCKET=$dir/notify
must start
unset NOTIFY_SOCKET
check "the agent starts" kill -0 $pid
check "systemd is told" busywait 60 grep READY=1 $dir/notified
check_eq "the socket is the group's" "660 root daemon" \
	"$(stat -c '%a %U %G' $sock)"
check_eq "three privileges are left" 0000000000003400 \
	"$(awk '/^CapEff/ { print $2 }' /proc/$pid/status)"
check_eq "none more can come" 0000000000003400 \
	"$(awk '/^CapBnd/ { print $2 }' /proc/$pid/status)"
check_eq "by no program" 1 \
	"$(awk '/^NoNewPrivs/ { print $2 }' /proc/$pid/status)"
check_eq "one thread speaks" 1 \
	"$(awk '/^Threads/ { print $2 }' /proc/$pid/status)"
dsmipd -c $dir/dsmipd.yaml 2>/tmp/err
check_eq "a second agent" 1 $?
check_match "is told of the first" "another|already|use" "$(cat /tmp/err)"
check "the first still answers" dsmipctl -S $sock service

# ---- who may use it

check "a member of the group may" as daemon dsmipctl -S $sock subscriber
as nogroup dsmipctl -S $sock subscriber 2>/tmp/err
check_eq "another user may not" 3 $?
check_match "and is told" "Permission denied" "$(cat /tmp/err)"

# ---- subscribers

echo 0x$secret >$dir/key
ctl 1 "a key that all can read" subscriber add mn7@example.net \
	home 2001:db8:100::7 security auth spi 256 key-file $dir/key
check_match "is refused" "can be read or written by others" "$(cat /tmp/err)"
chmod 600 $dir/key
ctl 0 "subscriber add" subscriber add mn7@example.net home 2001:db8:100::7 \
	home 192.0.2.7 security auth spi 256 key-file $dir/key
check_eq "a key by standard input" 0 "$(dsmipctl -S $sock subscriber add mn8 \
	home 2001:db8:100::8 router on prefix 2001:db8:800::/56 \
	security auth spi 257 key-file - <$dir/key; echo $?)"
ctl 1 "the same name" subscriber add mn8 home 2001:db8:100::9
check_match "is named" "mn8: there is a subscriber of that name" "$(cat /tmp/err)"
ctl 1 "the same address" subscriber add mn9 home 2001:db8:100::7
ctl 1 "the same SPI" subscriber add mn9 home 2001:db8:100::9 \
	security auth spi 257 key-file $dir/key
ctl 1 "a prefix within another" subscriber add mn9 home 2001:db8:100::9 \
	router on prefix 2001:db8:800:1::/64
check_match "whose it is" "belongs to subscriber mn8" "$(cat /tmp/err)"
ctl 1 "an address of a pool" subscriber add mn9 home 2001:db8:100::9 \
	home 203.0.113.9
ctl 1 "no home address" subscriber add mn9 home 2001:db8:900::9
ctl 2 "two home addresses" subscriber add mn9 home 2001:db8:100::9 \
	home 2001:db8:100::a
ctl 0 "subscriber show" -j subscriber show mn8
check_eq "its fields" \
	"enabled hoa home4 id name prefix router security spi" \
	"$(jq -r '.[0] | keys | join(" ")' /tmp/out)"
ctl 0 "subscriber set" -j subscriber set mn8 enabled off prefix none
check_eq "it is changed" "false 0" \
	"$(jq -r '.[0] | "\(.enabled) \(.prefix | length)"' /tmp/out)"
ctl 0 "all of them" -j subscriber
check_eq "are two" 2 "$(jq length /tmp/out)"
ctl 0 "subscriber del" subscriber del mn8
ctl 1 "subscriber del again" subscriber del mn8
ctl 0 "by address" subscriber show home 2001:db8:100::7
check_match "in a table" '^mn7@example.net +2001:db8:100::7 +192.0.2.7 ' \
	"$(tail -n 1 /tmp/out)"
ctl 0 "pool" -j pool
check_eq "of addresses" "v4 254 0" \
	"$(jq -r '.[0] | "\(.name) \(.size) \(.used)"' /tmp/out)"
ctl 0 "service" -j service show home
check_eq "home agent" "home ha6" "$(jq -r '.[0] | "\(.name) \(.kind)"' /tmp/out)"

# ---- many

for ((i = 1; i <= 1010; i++)); do
	printf 'subscriber add node%d home 2001:db8:100::1:%x\n' $i $i
done >$dir/batch
ctl 0 "a batch of subscribers" -b $dir/batch
ctl 0 "they are there" -j subscriber
check_eq "all of them" 1011 "$(jq length /tmp/out)"
sed -i '1005,1006s/node/more/; 1s/.*/# nothing/' $dir/batch
ctl 1 "a batch that stops" -b $dir/batch
check_match "at its line" "Command failed $dir/batch:2\$" "$(tail -n 1 /tmp/err)"
sed -i 's/::1:/::2:/' $dir/batch
ctl 4 "one that goes on" -force -b $dir/batch
check_eq "says each line" 1007 "$(grep -c "Command failed" /tmp/err)"
ctl 0 "what was new" subscriber show more1005

# ---- reloading

cp $dir/dsmipd.yaml $dir/good.yaml
sed 's/203.0.113.0/203.0.113.300/' $dir/good.yaml >$dir/dsmipd.yaml
ctl 1 "reload of a bad configuration" config reload
check_match "says where" "dsmipd.yaml:4:23: error: range: " "$(cat /tmp/err)"
ctl 0 "nothing has changed" config show
check_match "at all" "range: 203.0.113.0/24" "$(cat /tmp/out)"
sed "s|$dir/db|$dir/other|" $dir/good.yaml >$dir/dsmipd.yaml
ctl 1 "reload of another store" config reload
check_match "is refused" "restart" "$(cat /tmp/err)"
sed 's|^  - {name: v4.*|&\n  - {name: more, range: 192.0.2.128/25}|' \
	$dir/good.yaml >$dir/dsmipd.yaml
ctl 0 "reload of a good one" config reload
ctl 0 "a new pool" pool show more
cp $dir/good.yaml $dir/dsmipd.yaml
kill -HUP $pid
check "SIGHUP reloads as well" busywait 60 bash -c \
	"! dsmipctl -S $sock pool show more"
check "systemd is told" busywait 60 grep RELOADING=1 $dir/notified
sed 's/device: dsmip0/device: dsmip9/' $dir/good.yaml >$dir/dsmipd.yaml
ctl 1 "what a service refuses" config reload
check_match "says which" home "$(cat /tmp/err)"
cp $dir/good.yaml $dir/dsmipd.yaml
sed 's/local4: .*/local4: nonsense/' $dir/good.yaml >$dir/bad.yaml
ctl 1 "config check" config check $dir/bad.yaml
check_match "a caret" '\^~~~' "$(cat /tmp/err)"
ctl 0 "config check of a good one" config check $dir/good.yaml

# ---- the log

ctl 0 "log level" log level debug
ctl 0 "log level" log level
check_eq "is set" debug "$(cat /tmp/out)"
ctl 0 "log show" log show 1000
check_match "who changed what" \
	"control: uid 0, pid [0-9]+: subscriber mn7@example.net added" \
	"$(cat /tmp/out)"
check_match "by whom" "subscriber mn8 deleted" "$(cat $dir/log)"

# ---- keys

ctl 0 "everything that can be seen" -d subscriber show mn7@example.net
cp /tmp/out $dir/seen
for command in "-j subscriber" "config show" "-j config show" "log show 1024" \
	"service" "-j -d subscriber"; do
	# shellcheck disable=SC2086
	dsmipctl -S $sock $command >>$dir/seen 2>&1
done
ps axww >>$dir/seen
cat $dir/log $dir/notified "/proc/$pid/cmdline" >>$dir/seen
tr -d '\0' <"/proc/$pid/environ" >>$dir/seen
check_eq "no key in any of it" "" "$(grep -aio "${secret:0:8}" $dir/seen)"
check_eq "nobody can read the memory" 1 \
	"$(as daemon cat "/proc/$pid/mem" >/dev/null 2>&1; echo $?)"
check_eq "the store is its user's" 600 "$(stat -c %a $dir/db)"

# ---- bad clients

head -c 100000 /dev/urandom | socat -u - UNIX-CONNECT:$sock
printf '{"jsonrpc":"2.0","id":1,"method":"subscriber.del"}\nnonsense\n' |
	socat -t 5 - UNIX-CONNECT:$sock >/tmp/out
check_eq "bad requests get errors" "-32602 -32700" \
	"$(jq -r .error.code /tmp/out | xargs)"
check "the agent is still there" dsmipctl -S $sock service

# ---- the end

ip link show dsmip0 >/dev/null
check_eq "there is a device" 0 $?
stop
check_eq "a clean end" 0 $?
check "the socket is gone" test ! -e $sock
check "the device stays" ip link show dsmip0
start
kill -KILL $pid
wait $pid 2>/dev/null
check "a socket that nobody listens to" test -S $sock
start
check "is taken over" dsmipctl -S $sock service
ctl 0 "subscribers are still there" subscriber show mn7@example.net
stop
check_eq "and a clean end again" 0 $?
test_done
