#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The fuzzers of the codecs: so many inputs, the same ones every time, from
# what the codec builds.  "make fuzz" goes on for longer, and keeps what it has
# found of interest.
#
#   fuzz.sh [SECONDS CORPUS]

build=$(cd "$(dirname "$0")/.." && pwd)
number=0 failed=0
limit=(-runs=500000 -seed=1)
corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT
if [ $# = 2 ]; then
	rm -rf "$corpus"
	limit=("-max_total_time=$1") corpus=$2
fi

# fuzz_seeds PROTOCOL: one file for each message
fuzz_seeds()
{
	local proto name data

	mkdir -p "$corpus/$1"
	while read -r proto name data; do
		[ "$proto" != "$1" ] || sed 's/../\\x&/g' <<<"$data" |
			xargs -0 printf '%b' >"$corpus/$1/$name"
	done < <("$build/tools/codec" build; "$build/tools/codec4" build)
}

# fuzz_run PROTOCOL TEXT
fuzz_run()
{
	local log="$corpus/$1.log" not=

	fuzz_seeds "$1"
	number=$((number + 1))
	if ! "$build/fuzz/$1" "${limit[@]}" -max_len=2064 -timeout=60 \
		-artifact_prefix="$build/fuzz/" "$corpus/$1" >"$log" 2>&1; then
		failed=1 not="not "
		tail -n 40 "$log" | sed 's/^/# /'
	fi
	sed -n 's/^Done /# /p' "$log"
	echo "${not}ok $number - $2"
}

fuzz_run mh "mobility headers"
fuzz_run icmp6 "ICMPv6 messages"
fuzz_run mip4 "Mobile IPv4 messages"
fuzz_run mip4_advert "agent advertisements"
echo "1..$number"
exit $failed
