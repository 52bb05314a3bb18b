#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What bash offers at the end of a command line.  The devices and bindings that
# there are come from a dsmipctl of our own, so that no module is needed.

build=$(cd "$(dirname "$0")/.." && pwd)
number=0 failed=0

if [ ! -r /usr/share/bash-completion/bash_completion ]; then
	echo "1..0 # SKIP bash-completion is not installed"
	exit 0
fi
# shellcheck source=/dev/null
. /usr/share/bash-completion/bash_completion
# shellcheck source=/dev/null
. "$build/dsmipctl.bash"

bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
cat >"$bin/dsmipctl" <<'FAKE'
#!/bin/sh
case "$*" in
"-o link show") echo "dev dsmip0 ifindex 3 port 4191"; echo "dev home7 ifindex 4" ;;
"-n blue -o link show") echo "dev blue0 ifindex 3" ;;
"-o binding show")
	echo "dev dsmip0 id 1 home 203.0.113.7 home 2001:db8:100::7 coa 9.9.9.9"
	echo "dev dsmip0 id 2 home 2001:db8:100::8 coa 9.9.9.9" ;;
esac
FAKE
cat >"$bin/ip" <<'FAKE'
#!/bin/sh
case "$*" in
"-o link show")
	echo "2: up0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500"
	echo "3: lan7@if4: <BROADCAST,MULTICAST> mtu 1500" ;;
"-n blue -o link show") echo "2: blue1: <BROADCAST,MULTICAST> mtu 1500" ;;
esac
FAKE
chmod 755 "$bin/dsmipctl" "$bin/ip"
PATH=$bin:$PATH

# complete_line LINE: what is offered at its end, sorted, on one line
complete_line() {
	local -a COMPREPLY=()

	COMP_LINE="$bin/$1"
	COMP_POINT=${#COMP_LINE}
	# As bash splits it, with : and = as words of their own.
	mapfile -t COMP_WORDS < <(printf '%s\n' "$COMP_LINE" |
		sed 's/[:=]\+/ & /g' | tr -s ' ' '\n' | sed '/^$/d')
	[[ $COMP_LINE != *' ' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	_dsmipctl 2>/dev/null
	printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' '
}

# offers LINE EXPECTED
offers() {
	local got

	number=$((number + 1))
	got=$(complete_line "$1")
	if [ "$got" = "$2" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		echo "# expected: $2"
		echo "# got:      $got"
		failed=1
	fi
}

offers 'dsmipctl ' 'binding check completion config fastpath help link log monitor origin pool service stats subscriber version'
offers 'dsmipctl b' 'binding'
offers 'dsmipctl -j c' 'check completion config'
offers 'dsmipctl -n blue st' 'stats'
offers 'dsmipctl -ti' '-timestamps'
offers 'dsmipctl link -n' '-n -netns'
offers 'dsmipctl link ' 'add del dsmip0 help home7 set show'
offers 'dsmipctl link d' 'del dsmip0'
offers 'dsmipctl link del ' 'dsmip0 home7'
offers 'dsmipctl link del d' 'dsmip0'
offers 'dsmipctl -n blue link del ' 'blue0'
offers 'dsmipctl link del dsmip0 ' ''
offers 'dsmipctl link add ' \
	'decap-dscp dev dscp group-time local max-bindings origin-mark origins pmtudisc port'
offers 'dsmipctl link add dsmip1 ' \
	'decap-dscp dscp group-time local max-bindings origin-mark origins pmtudisc port'
offers 'dsmipctl link add dsmip1 port 4191 ' \
	'decap-dscp dscp group-time local max-bindings origin-mark origins pmtudisc'
offers 'dsmipctl link add dsmip1 local 192.0.2.1 l' 'local'
offers 'dsmipctl link set dsmip0 pmtudisc ' 'off on'
offers 'dsmipctl li se dsmip0 pm o' 'off on'
offers 'dsmipctl binding ' 'add change coa del dev encap flush help home id replace show'
offers 'dsmipctl binding add ' \
	'access agent all-scopes broadcast coa copy csum dev encap home home-tunnel home-tunnel-local home-tunnel-mld ikey key lifetime local local-port multicast okey origin port zero-csum6'
offers 'dsmipctl binding add home 203.0.113.9 coa 9.9.9.9 csum ' \
	'access agent all-scopes broadcast copy dev encap home home-tunnel home-tunnel-local home-tunnel-mld ikey key lifetime local local-port multicast okey origin port zero-csum6'
offers 'dsmipctl binding add encap ' 'gre ip minimal mipudp udp'
offers 'dsmipctl b a e u' 'udp'
offers 'dsmipctl binding add coa ' ''
offers 'dsmipctl binding show dev ' 'dsmip0 home7'
offers 'dsmipctl binding del home ' '2001:db8:100::7 2001:db8:100::8 203.0.113.7'
offers 'dsmipctl binding del home 20' '2001:db8:100::7 2001:db8:100::8 203.0.113.7'
offers 'dsmipctl binding home ' '2001:db8:100::7 2001:db8:100::8 203.0.113.7'
# What is before the last colon is on the line already.
offers 'dsmipctl binding del home 2001:db8:100::' '7 8'
offers 'dsmipctl origin ' 'dev help show tag'
offers 'dsmipctl origin dev ' 'dsmip0 home7'
offers 'dsmipctl stats ' 'dsmip0 help home7 show'
offers 'dsmipctl fastpath ' 'add del help lan7 on show up0'
offers 'dsmipctl fastpath add ' 'lan7 on up0'
offers 'dsmipctl fastpath add dev ' 'lan7 up0'
offers 'dsmipctl fastpath add up0 ' 'on'
offers 'dsmipctl fastpath del dev up0 on ' 'dsmip0 home7'
offers 'dsmipctl -n blue fastpath del dev ' 'blue1'
offers 'dsmipctl monitor ' 'all binding dev help packet'
offers 'dsmipctl monitor packet dev ' 'dsmip0 home7'
offers 'dsmipctl check ' 'dsmip0 home7'
offers 'dsmipctl help ' \
	'binding check completion config fastpath help link log monitor origin pool service stats subscriber version'
offers 'dsmipctl subscriber add mn7 security ' 'auth ipsec none'
offers 'dsmipctl subscriber set mn7 enabled o' 'off on'
offers 'dsmipctl subscriber add mn7 home 1.2.3.4 p' 'pool4 pool4-prefix prefix'
offers 'dsmipctl log level w' 'warning'
offers 'dsmipctl config ' 'check help reload show'
offers 'dsmipctl version ' ''
offers 'dsmipctl nonsense ' ''
echo "1..$number"
exit "$failed"
