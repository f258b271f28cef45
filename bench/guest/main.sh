#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs in the guest: usage main.sh [PATTERN]. Measures each scenario with each
# system that it is for; see README. Prints one line of JSON for each. With FEW,
# what takes long to set up is left out.
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
. "$LAB/guest/policy.sh"
. "$LAB/guest/forward.sh"
. "$LAB/guest/first.sh"
. "$LAB/guest/iperf.sh"
. "$LAB/guest/config.sh"
. "$LAB/guest/memory.sh"
. "$LAB/guest/profile.sh"

# [COUNTING-]FAMILY[-NUMBER]: sets COUNTING, FAMILY and N.
scenario_split() {
	COUNTING=- FAMILY=$1 N=1 WHERE=""
	case $1 in
	locked-*|allocs-*) COUNTING=${1%%-*} FAMILY=${1#*-} ;;
	esac
	case $FAMILY in
	flood-*|macs-*|ct-new-*|ct-remote-*|ct-set-*|ct-sets-*)
		N=${FAMILY##*-} FAMILY=${FAMILY%-*}
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

# result SCENARIO SYSTEM UNIT COPIES SENT DELIVERED STRAY VALUE...
result() {
	local values

	values=$(printf ',%s' "${@:8}")
	printf '{"scenario":"%s","system":"%s","unit":"%s","copies":%d,"sent":%d,"delivered":%d,"stray":%d,"values":[%s]%s}\n' \
		"${@:1:7}" "${values#,}" "${WHERE:+,\"where\":$WHERE}"
}

skipped() {
	printf '# %s %s: left out\n' "$1" "$2"
}

LONG="flood-1000 macs-1k macs-100k gso-tcp gso-tcp-vxlan
	ct-new-10k ct-remote-10k ct-set-10k"

wanted() {
	[[ $1 == *$PATTERN* ]] && { [ -z "${FEW:-}" ] || ! in_list "$1" "$LONG"; }
}

# in_list WORD LIST
in_list() {
	local word

	for word in $2; do
		[ "$word" != "$1" ] || return 0
	done
	return 1
}

# cases FUNCTION SCENARIOS SYSTEMS
cases() {
	local scenario system

	for scenario in $2; do
		wanted "$scenario" || continue
		for system in $3; do
			"$1" "$scenario" "$system"
		done
	done
}

prepare() {
	modprobe -a dummy bridge vxlan openvswitch vport-vxlan act_mirred \
		cls_matchall sch_ingress
	# Nothing may send by itself: what is counted is what was injected.
	echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
	echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
	insmod "$LAB/vsw_inject.ko" && devices_add
}

# --- parts: each is a guest's, and they take about as long ------------------

# All that mitigations have a bearing on, but for policy.
part_packets() {
	cases forward_case "$FORWARD" "$others"
	cases first_case "$FIRST" "${FIRST_SYSTEMS/ $daemon/}"
	cases iperf_case "$IPERF" "$others"
}

part_policy() {
	cases forward_case "$POLICY" "$others"
}

# The daemon's cases come last: one start serves all. What is locked and
# allocated is the datapath's, which "ovs" has without it.
part_rest() {
	local all="$COUNTED $POLICY_COUNTED" counted

	[[ $PATTERN != *full* ]] || CONFIG+=" $CONFIG_FULL"
	counted="$(printf 'locked-%s ' $all)$(printf 'allocs-%s ' $all)"
	cases forward_case "$counted" "$others"
	cases config_case "$CONFIG" "$others"
	cases memory_case "$MEMORY" "$others"
	cases forward_case "$FORWARD" "$daemon"
	cases first_case "$FIRST" "$daemon"
	cases iperf_case "$IPERF" "$daemon"
	cases config_case "$CONFIG" "$daemon"
	ovs_daemon_stop
}

# That all of it works, with little of each.
measure_little() {
	PACKETS=200 RUNS=1 WARM_UP=20
	cases forward_case "port-port" "wire mirred bridge bridge-vlan ovs"
	cases forward_case "$FORWARD_QUICK locked-port-port allocs-flood-10" vsw
	cases forward_case "$POLICY_QUICK" vsw
	cases first_case "$FIRST" vsw
}

PATTERN=${1:-}
daemon=ovs-normal others=${SYSTEMS/ ovs-normal/}
prepare || exit
if [ -n "${SMOKE:-}" ]; then
	measure_little
elif [ -n "${PROFILE:-}" ]; then
	profile "$PATTERN" "$PROFILE"
	exit
else
	"part_$PART"
fi
# A case that failed says so; this is about having come to the end.
true
