#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs in the guest: usage main.sh [PATTERN]. Measures each scenario with each
# system that it is for; see README. Prints one line of JSON for each.
#
#                      +---------------+
#   frames --> d0 -----| what is under |----- d1
#           (ingress)  |  measurement  |----- d2  (must stay silent)
#                      +-------+-------+----- o1 to oN, to flood to
#                              | VXLAN
#                              u0  192.0.2.1/24, neighbour 192.0.2.2 static
#
# In vxlan-decap and gso-decap frames come in on u0 and leave on d1.

PACKETS=${PACKETS:-4000}
RUNS=${RUNS:-5}
WARM_UP=${WARM_UP:-300}
LAB=$(cd "$(dirname "$0")/.." && pwd)
LOG=/tmp/setup.log
. "$LAB/guest/inject.sh"
. "$LAB/guest/frames.sh"
. "$LAB/guest/systems.sh"
. "$LAB/guest/forward.sh"

# FAMILY-NUMBER: sets FAMILY and N.
scenario_split() {
	FAMILY=$1 N=1
	case $1 in
	flood-*|macs-*)
		FAMILY=${1%-*} N=${1##*-}
		N=${N/k/000}
		;;
	esac
}

# text JSON-STRING: what may be in a message of ours.
text() {
	local s=${1//\\/\\\\}

	printf '"%s"' "${s//\"/\\\"}"
}

# failed SCENARIO SYSTEM WHY
failed() {
	printf '{"scenario":"%s","system":"%s","failed":%s}\n' "$1" "$2" \
		"$(text "$3")"
	head -n 10 "$LOG" | sed 's/^/# /'
}

skipped() {
	printf '# %s %s: left out, takes too long\n' "$1" "$2"
}

# The daemon's cases come last: one start serves all.
main() {
	local scenario system daemon

	modprobe -a dummy bridge vxlan openvswitch vport-vxlan act_mirred \
		cls_matchall sch_ingress
	# Nothing may send by itself: what is counted is what was injected.
	echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
	echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
	insmod "$LAB/vsw_inject.ko" || return
	for daemon in 0 1; do
		for scenario in $FORWARD; do
			[[ $scenario == *${1:-}* ]] || continue
			for system in $SYSTEMS; do
				[ $((daemon)) = $((${#system} == 10)) ] || continue
				forward_case "$scenario" "$system"
			done
		done
	done
	ovs_daemon_stop
}

main "$@"
