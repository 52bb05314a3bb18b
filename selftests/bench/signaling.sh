#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Registrations at dsmipd: instructions each, how long nodes wait, and what many
# subscribers take.
#
#   signaling.sh NODES SUBSCRIBERS

# shellcheck source=selftests/bench/agent.sh
. "$(dirname "$0")/agent.sh"

nodes=$1 subscribers=$2

# signaling OPERATION COUNT INSNS [AGENT-INSNS]
signaling()
{
	printf '{"signaling":"%s","subscribers":%d,"insns":%d,"agent":%s}\n' \
		"$1" "$2" "$3" "${4:-null}"
}

# registered OPERATION SUBSCRIBERS REQUESTS KEY VALUE...: what one takes, of all
# in a window, and what of that is the agent's own
registered()
{
	local operation=$1 count=$2 requests=$3 before
	shift 3

	before=$(agent_insns)
	load window 64 requests "$requests" "$@"
	signaling "$operation" "$count" "$(load_insns)" \
		$((($(agent_insns) - before) / requests))
}

# wait_of LOAD RATE REQUESTS: how long nodes wait, in units of 1000 instructions
wait_of()
{
	load rate "$2" requests "$3" refresh 8 handover 1 deregister 1
	jq -c "{wait: \"$1\", rate: $2} + (.latency_usec | {p50, p99})" \
		/run/load.json
}

operations()
{
	registered refresh "$1" $((4 * nodes))
	registered handover "$1" $((4 * nodes)) refresh 0 handover 1
}

[ "$subscribers" -gt "$nodes" ] || {
	progress "more subscribers than nodes are needed"
	exit 1
}
must module_load
agent_world
progress "$nodes subscribers"
must agent_start
must agent_subscribers "$nodes"
registered register "$nodes" "$nodes"
operations "$nodes"
rate=$(jq '.rate | floor' /run/load.json)
progress "waiting"
wait_of unloaded 100 500
wait_of half $((rate / 2)) $((4 * nodes))

progress "$subscribers subscribers"
before=$(agent_insns)
must agent_subscribers "$subscribers"
signaling subscribe "$subscribers" \
	$((($(agent_insns) - before) / (subscribers - nodes)))
agent_kill
must agent_start
signaling start "$subscribers" "$(agent_insns)" "$(agent_insns)"
operations "$subscribers"
