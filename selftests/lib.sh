# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the tests share: TAP, namespaces, the topology, the judges.
#
# A test runs alone in a guest, so that names need not be unique and nothing
# has to be cleaned up; what it starts in the background ends with the guest.

set -u

test_count=0
test_failed=0

# ---- TAP ----------------------------------------------------------------

test_log()
{
	local text=$1

	while IFS= read -r line; do
		echo "# $line"
	done <<<"$text"
}

# test_ok RC TEXT: one test point
test_ok()
{
	local rc=$1 text=$2

	test_count=$((test_count + 1))
	if [ "$rc" -eq 0 ]; then
		echo "ok $test_count - $text"
	else
		test_failed=$((test_failed + 1))
		echo "not ok $test_count - $text"
	fi
}

# check TEXT COMMAND...: passes if the command does; shows its output if not
check()
{
	local text=$1 out rc=0
	shift

	out=$("$@" 2>&1) || rc=1
	[ $rc -eq 0 ] || test_log "$*"$'\n'"$out"
	test_ok $rc "$text"
}

# check_fail TEXT COMMAND...: passes if the command does not
check_fail()
{
	local text=$1 out rc=1
	shift

	out=$("$@" 2>&1) || rc=0
	[ $rc -eq 0 ] || test_log "$*"$'\n'"$out"
	test_ok $rc "$text"
}

# check_eq TEXT WANTED GOT
check_eq()
{
	[ "$2" = "$3" ] || test_log "wanted: $2"$'\n'"got:    $3"
	[ "$2" = "$3" ]
	test_ok $? "$1"
}

# check_match TEXT PATTERN GOT: the extended regular expression matches
check_match()
{
	local rc=0

	grep -Eq -- "$2" <<<"$3" || rc=1
	[ $rc -eq 0 ] || test_log "wanted: $2"$'\n'"got:    $3"
	test_ok $rc "$1"
}

# check_table COMMAND...: a program that makes test points, a line for each: the
# text, what is wanted and what there is, with tabs between; "-" for nothing
check_table()
{
	local rc=0 text wanted got

	"$@" >/tmp/table || rc=1
	while IFS=$'\t' read -r text wanted got; do
		check_eq "$text" "$wanted" "$got"
	done </tmp/table
	test_ok $rc "all of ${*##*/}"
}

test_skip()
{
	test_count=$((test_count + 1))
	echo "ok $test_count - $1 # SKIP $2"
}

# The last line of every test.
test_done()
{
	[ -z "${DSMIP_FASTPATH:-}" ] || fastpath_log
	echo "1..$test_count"
	[ $test_failed -eq 0 ]
	exit
}

# What took the fast path, for who wonders if it was used.
fastpath_log()
{
	local ns

	for ns in $(ip netns list | cut -d' ' -f1); do
		test_log "$(command dsmipctl -n "$ns" -s -o fastpath)"
	done
}

# What a test cannot go on without.
must()
{
	"$@" && return
	test_log "failed: $*"
	test_ok 1 "set-up: $*"
	test_done
}

# Seconds that pings wait for what they get no answer to at all.
ping_wait=20

# busywait SECONDS COMMAND...: until it succeeds. The clock of a guest goes on while
# its host does not let it run: so many tries there are besides. Pings try again
# soon then.
busywait()
{
	local end=$((EPOCHSECONDS + $1)) tries=$1 ping_wait=2
	shift

	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ $EPOCHSECONDS -lt $end ] || [ $tries -gt 0 ] || return 1
		sleep 0.1
	done
}

# ---- module and namespaces ----------------------------------------------

module_load()
{
	local depends

	IFS=, read -ra depends <<<"$(modinfo -F depends "$DSMIP_KO")"
	modprobe -a "${depends[@]}"
	insmod "$DSMIP_KO"
}

# With DSMIP_FASTPATH=1 every device that is made gets a fast path at once, at
# all cables that its namespace has by then: the same test is then one of both
# ways. See "# Fastpath:" in Documentation/testing.rst.
dsmipctl()
{
	command dsmipctl "$@" || return
	[ -z "${DSMIP_FASTPATH:-}" ] || fastpath_follow "$@"
}

# fastpath_follow ARGUMENTS...: of a dsmipctl that has made a device
fastpath_follow()
{
	local where=() dev cable

	[ "$1" != -n ] || { where=(-n "$2"); shift 2; }
	[ "${1:-} ${2:-}" = "link add" ] || return 0
	dev=$3
	[ "$dev" != dev ] || dev=$4
	for cable in $(ip "${where[@]}" -o link show type veth |
		sed -E 's/^[0-9]+: ([^:@]+).*/\1/'); do
		must command dsmipctl "${where[@]}" fastpath add "$cable" on "$dev"
	done
}

# run NS COMMAND...
run()
{
	local ns=$1
	shift

	ip netns exec "$ns" "$@"
}

setup_ns()
{
	local ns conf=/proc/sys/net/ipv4/conf

	# A new namespace has what the first one has.
	echo 0 >"$conf/all/rp_filter"
	echo 0 >"$conf/default/rp_filter"
	printf 'netns add %s\n' "$@" | ip -batch -
	for ns; do
		ip -n "$ns" link set lo up
	done
}

# link NS1 DEV1 NS2 DEV2: a cable
link()
{
	ip link add "$2" up netns "$1" type veth peer name "$4" netns "$3"
	ip -n "$3" link set "$4" up
}

# addr NS DEV ADDRESS...
addr()
{
	local ns=$1 dev=$2 a
	shift 2

	for a; do
		case $a in
		*:*) echo "addr add $a dev $dev nodad" ;;
		*) echo "addr add $a dev $dev" ;;
		esac
	done | ip -n "$ns" -force -batch -
}

# route_add NS ROUTE...: each in one word
route_add()
{
	local ns=$1
	shift

	printf 'route add %s\n' "$@" | ip -n "$ns" -force -batch -
}

forwarding()
{
	run "$1" sysctl -qw net.ipv4.ip_forward=1 \
		net.ipv6.conf.all.forwarding=1
}

# ---- topology -----------------------------------------------------------
#
#   cn ── cn0 ─ ha0 ── ha ── ha1 ─ r0 ── r ── r1 ─ mn0 ── mn     public
#                                        r ── r2 ─ nat0 ── nat ── nat1 ─ mn1 ── mn
#                                                                  behind NAT
#   cn   192.0.2.0/25      2001:db8:1::/64       .2 and ::2
#   ha   192.0.2.1         2001:db8:1::1         towards the correspondent
#        198.51.100.1      2001:db8:2::1         tunnel end, towards r
#   r    198.51.100.2      2001:db8:2::2         router of the Internet
#   mn0  198.51.100.130    2001:db8:3::130       public visited network
#   nat0 198.51.100.194                          outside of the NAT
#   mn1  10.0.0.130                              private visited network
#
#   home addresses 203.0.113.7, 2001:db8:100::7; home networks 203.0.113.0/24,
#   2001:db8:100::/48

HA4=198.51.100.1
HA6=2001:db8:2::1
MN4=198.51.100.130
MN6=2001:db8:3::130
NAT4=198.51.100.194
PRIV4=10.0.0.130
CN4=192.0.2.2
CN6=2001:db8:1::2
HOA4=203.0.113.7
HOA6=2001:db8:100::7

topo_home()
{
	setup_ns cn ha
	link cn cn0 ha ha0
	addr cn cn0 $CN4/25 $CN6/64
	addr ha ha0 192.0.2.1/25 2001:db8:1::1/64
	route_add cn "default via 192.0.2.1" "default via 2001:db8:1::1"
	forwarding ha
}

topo_public()
{
	setup_ns r mn
	link ha ha1 r r0
	link r r1 mn mn0
	addr ha ha1 $HA4/26 $HA6/64
	addr r r0 198.51.100.2/26 2001:db8:2::2/64
	addr r r1 198.51.100.129/26 2001:db8:3::1/64
	addr mn mn0 $MN4/26 $MN6/64
	route_add ha "198.51.100.128/25 via 198.51.100.2" \
		"2001:db8:3::/64 via 2001:db8:2::2"
	route_add mn "$HA4 via 198.51.100.129" "$HA6 via 2001:db8:3::1"
	forwarding r
}

# After topo_public: the same mobile node has a second interface behind a NAT.
# topo_nat [PORTS]: range of ports that the NAT gives out
topo_nat()
{
	setup_ns nat
	link r r2 nat nat0
	link nat nat1 mn mn1
	addr r r2 198.51.100.193/26
	addr nat nat0 $NAT4/26
	addr nat nat1 10.0.0.1/24
	addr mn mn1 $PRIV4/24
	ip -n nat route add default via 198.51.100.193
	forwarding nat
	nat_masquerade "${1:-40000-40999}"
	# A mapping that nobody uses lives for half a minute, which may not be long.
	run nat sysctl -qw net.netfilter.nf_conntrack_udp_timeout=600 \
		net.netfilter.nf_conntrack_udp_timeout_stream=600
}

# nat_masquerade PORTS, nat_snat ADDRESS:PORTS: begin anew, with no mapping left
nat_masquerade()
{
	nat_rules "masquerade to :$1" masquerade
}

nat_snat()
{
	nat_rules "snat to $1" "snat to ${1%:*}"
}

nat_rules()
{
	run nat nft -f - <<-NFT
		table ip nat
		delete table ip nat
		table ip nat {
			chain postrouting {
				type nat hook postrouting priority 100;
				oifname nat0 meta l4proto udp $1
				oifname nat0 $2
			}
		}
	NFT
	nat_forget
}

# The kernel forgets connections when asked by ctnetlink; this saves the need
# for conntrack-tools.
nat_forget()
{
	modprobe nf_conntrack_netlink
	run nat /usr/bin/python3 -c '
import socket, struct
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
# IPCTNL_MSG_CT_DELETE without attributes, REQUEST | ACK, for IPv4
s.send(struct.pack("=IHHIIBBH", 20, 0x102, 5, 1, 0, 2, 0, 0))
assert struct.unpack_from("=i", s.recv(4096), 16)[0] == 0
'
}

# mn_via mn0|mn1: which of its networks the mobile node is in
mn_via()
{
	case $1 in
	mn0) ip -n mn route replace $HA4 via 198.51.100.129 ;;
	mn1) ip -n mn route replace $HA4 via 10.0.0.1 ;;
	esac
}

# The home agent's device, and the routes of the home networks to it. IPv6 has
# one next hop for all, else each destination were a neighbour of its own.
ha_device()
{
	must dsmipctl -n ha link add dsmip0 local $HA4 local $HA6 "$@"
	ip -n ha link set dsmip0 up
	route_add ha "203.0.113.0/24 dev dsmip0" \
		"2001:db8:100::/48 via fe80::1 dev dsmip0"
}

# The mobile node's device with its home addresses: all its own traffic goes
# through the tunnel, but for that of the tunnel itself.
mn_device()
{
	must dsmipctl -n mn link add dsmip0 "$@"
	ip -n mn link set dsmip0 up
	mn_home dsmip0
}

# mn_home DEV: home addresses and routes of the mobile node are on this device
mn_home()
{
	addr mn "$1" $HOA4/32 $HOA6/128
	route_add mn "default dev $1 src $HOA4" "default dev $1 src $HOA6"
}

# ha_bind COA ENCAP [KEY VALUE]...: register the mobile node
ha_bind()
{
	local coa=$1 encap=$2
	shift 2

	dsmipctl -n ha binding replace dev dsmip0 home $HOA4 home $HOA6 \
		coa "$coa" encap "$encap" "$@"
}

# mn_bind LOCAL ENCAP [KEY VALUE]...: the other end, when it is dsmip too
mn_bind()
{
	local local=$1 encap=$2 ha=$HA4
	shift 2

	case $local in
	*:*) ha=$HA6 ;;
	esac
	dsmipctl -n mn binding replace dev dsmip0 home 0.0.0.0/0 home ::/0 \
		coa $ha local "$local" encap "$encap" "$@"
}

# both_bind COA ENCAP: home agent and mobile node agree
both_bind()
{
	ha_bind "$1" "$2" && mn_bind "$1" "$2"
}

# ---- judges -------------------------------------------------------------

# ping_ok NS ADDRESS [OPTIONS]
ping_ok()
{
	local ns=$1 to=$2
	shift 2

	run "$ns" ping -q -c 3 -i 0.2 -W $ping_wait "$@" "$to"
}

# ping_all NS ADDRESS [OPTIONS]: ping is content with one answer, this is not.  It
# sends all at once and then waits: once ping has an answer, it waits for the rest
# for no longer than an interval, which a busy host can take from a guest.
ping_all()
{
	local out

	out=$(ping_ok "$@" -l 8 -i 3 2>&1)
	echo "$out"
	grep -q ' 0% packet loss' <<<"$out"
}

declare -A stream_pids=()

# stream NS ADDRESS FILE [OPTIONS]: pings in the background until stream_end
stream()
{
	local ns=$1 to=$2 file=$3
	shift 3

	ip netns exec "$ns" ping "$@" "$to" >"$file" 2>&1 &
	stream_pids[$file]=$!
}

# stream_answered FILE: numbers of those that were
stream_answered()
{
	sed -nE 's/.* bytes from .* icmp_seq=([0-9]+) .*/\1/p' "$1"
}

stream_beyond()
{
	[ "$(stream_answered "$1" | tail -n 1)" -gt "$2" ]
}

# stream_end FILE: when one more is answered; sets lost, how many before that were
# not. Those behind it may be on their way, which ping itself would call lost.
stream_end()
{
	local file=$1 last alive=1

	last=$(stream_answered "$file" | tail -n 1)
	busywait 60 stream_beyond "$file" "${last:-0}" || alive=0
	kill -INT "${stream_pids[$file]}"
	wait "${stream_pids[$file]}"
	lost=$(stream_answered "$file" | sort -nu |
		awk '{ last = $1 } END { print last - NR }')
	[ $alive = 1 ] || lost+=", and all since"
}

# echo_replies NS: that have come, whether ping has waited for them or not
echo_replies()
{
	run "$1" nstat -asz IcmpInEchoReps Icmp6InEchoReplies |
		awk '!/#/ { sum += $2 } END { print sum }'
}

# json_number JSON OBJECT KEY: of the first object of that name, 0 if it has no such
# key; to start jq for that took longer than all else
json_number()
{
	if [[ $1 =~ \"$2\":\{([^}]*,)?\"$3\":([0-9]+) ]]; then
		echo "${BASH_REMATCH[2]}"
	else
		echo 0
	fi
}

# drops NS CAUSE: of its dsmip0; the cause as in "dsmipctl stats -j"
drops()
{
	json_number "$(dsmipctl -n "$1" -j stats show dev dsmip0)" drops "$2"
}

# binding_drops NS HOME CAUSE
binding_drops()
{
	json_number "$(dsmipctl -n "$1" -s -j binding show dev dsmip0 \
		home "$2")" drops "$3"
}

# forget NS...: what was learnt of paths
forget()
{
	local ns

	for ns; do
		ip -n "$ns" route flush cache
		ip -n "$ns" -6 route flush cache
	done
}

# told NS ADDRESS SIZE: the MTU that the sender is told when it sends a packet
# of this size, headers included, that must not be fragmented; empty if it gets
# through
told()
{
	local ns=$1 to=$2 size=$3

	forget "$ns"
	case $to in
	*:*) size=$((size - 48)) ;;
	*) size=$((size - 28)) ;;
	esac
	run "$ns" ping -c 3 -i 0.1 -W 1 -M "do" -s $size "$to" 2>&1 |
		sed -nE 's/.*mtu ?= ?([0-9]+).*/\1/p' | head -n 1
}

# narrow MTU: of the last link; IPv6 wants 1280 of it
narrow()
{
	ip -n r link set r1 mtu "$1"
	ip -n mn link set mn0 mtu "$1"
	forget ha mn
}

# large WHAT SIZE: what may be fragmented arrives
large()
{
	local what=$1 size=$2

	# The sender learns from the first ones of IPv6.
	busywait 60 run cn ping -q -c 1 -W 1 -s "$size" $HOA6
	check "$what: $size bytes of IPv4 in fragments" \
		ping_ok cn $HOA4 -M dont -s "$size" -c 2
	check "$what: $size bytes of IPv6 in fragments" \
		ping_ok cn $HOA6 -s "$size" -c 2
}

# net_idle: no packet waits for a processor, so that what was sent has got where it
# goes. Behind the backlog of each there is its ksoftirqd.
net_idle()
{
	local pid stat line

	[ ${#ksoftirqd[@]} -gt 0 ] ||
		mapfile -t ksoftirqd < <(pgrep '^ksoftirqd/')
	for pid in "${ksoftirqd[@]}"; do
		read -r stat <"/proc/$pid/stat"
		[[ $stat == *') S '* ]] || return 1
	done
	while read -ra line; do
		[ $((16#${line[11]})) -eq 0 ] || return 1
	done </proc/net/softnet_stat
}

ksoftirqd=()
declare -A capture_logs=()

# capture NS DEV FILE [FILTER]: in the background, until capture_stop
capture()
{
	local ns=$1 dev=$2 file=$3
	shift 3

	rm -f "$file.log"
	# Else packets wait for a second in a ring, and are lost at the end. Each
	# has a place of 64 kB there: 2 MB as usual are soon full.
	ip netns exec "$ns" tcpdump --immediate-mode -B 16384 -i "$dev" -U \
		-w "$file" -s 0 "$@" 2>>"$file.log" &
	capture_pid=$!
	capture_logs[$capture_pid]=$file.log
	busywait 60 grep -q "listening on" "$file.log"
}

# capture_answers LOG: sets answers, how often tcpdump has said what it has, and
# counts, what it has said last
capture_answers()
{
	local text rest

	text=$(<"$1")
	rest=${text//captured,/}
	answers=$(((${#text} - ${#rest}) / 9)) counts=''
	[[ $text =~ .*[^0-9]([0-9]+)\ packets?\ captured,\ ([0-9]+)\  ]] || return
	counts="${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
}

# capture_answered LOG ANSWERS: more than that
capture_answered()
{
	capture_answers "$1"
	[ "$answers" -gt "$2" ]
}

# capture_complete PID: tcpdump says how many packets it has, and how many the kernel
# has had for it. The two are not the same everywhere, but where nothing comes any
# more they stay.
capture_complete()
{
	local log=${capture_logs[$1]} before answers counts

	net_idle || return
	capture_answers "$log"
	before=$counts
	kill -USR1 "$1" 2>/dev/null || return 0
	busywait 60 capture_answered "$log" "$answers"
	[ -n "$counts" ] && { [ "$counts" = "$before" ] ||
		[ "${counts% *}" = "${counts#* }" ]; }
}

# capture_stop [PID]: that one, else the last one
capture_stop()
{
	local pid=${1:-$capture_pid}

	busywait 60 capture_complete "$pid"
	kill "$pid"
	wait "$pid" 2>/dev/null
	return 0
}

# chains FILE: how many packets have which headers, as tcpdump names them
chains()
{
	tcpdump -nr "$1" 2>/dev/null | awk '{
		chain = ""
		for (i = 2; i <= NF; i++)
			if ($i ~ /^(IP6?|HBH|ICMP6?,?|dhcp6)$/)
				chain = chain ":" $i
		gsub(",", "", chain)
		print substr(chain, 2)
	}' | sort | uniq -c | xargs
}

# binding_count NS HOME FIELD: a counter of a binding, as in tx.packets
binding_count()
{
	dsmipctl -n "$1" -s -j binding show dev dsmip0 home "$2" |
		jq -r ".[0].$3 // 0"
}

# no_drops NS [CAUSE]: its dsmip0 has not dropped anything, but for this cause
no_drops()
{
	local got

	got=$(dsmipctl -n "$1" -j stats show dev dsmip0)
	[[ $got =~ \"drops\":(\{[^}]*\}) ]] || return
	got=${BASH_REMATCH[1]}
	echo "drops: $got"
	[ "$got" = '{}' ] || [[ -n ${2:-} && $got =~ ^\{\"$2\":[0-9]+\}$ ]]
}

# tcp_ok CLIENT-NS SERVER-NS ADDRESS [KIB]: what is sent arrives as it was
tcp_ok()
{
	local client=$1 server=$2 to=$3 kib=${4:-200} family=4 pid rc=0

	case $to in
	*:*) family=6 to="[$to]" ;;
	esac
	head -c "${kib}k" /dev/urandom >/tmp/tcp.sent
	ip netns exec "$server" timeout 200 socat -u -T 60 \
		"TCP$family-LISTEN:5001,reuseaddr" \
		OPEN:/tmp/tcp.got,creat,trunc &
	pid=$!
	run "$client" timeout 200 socat -u -T 60 OPEN:/tmp/tcp.sent \
		"TCP$family:$to:5001,retry=600,interval=0.1" || rc=1
	wait $pid || rc=1
	cmp /tmp/tcp.sent /tmp/tcp.got || rc=1
	return $rc
}
