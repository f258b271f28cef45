# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The guest's part of bench/profile.sh: one scenario, and packets without end.

# Functions of the kernel and of modules: address, name, module.
profile_symbols() {
	echo 0 > /proc/sys/kernel/kptr_restrict
	awk '$2 ~ /[tTwW]/ { print "symbol", $1, $3, $4 }' /proc/kallsyms
}

# profile SCENARIO SYSTEM: does not return, the host ends it.
profile() {
	local setup=$2

	scenario_split "$1"
	[ "$2" = sink ] || setup=$2.$FAMILY
	IN=d0 OUT=d1 VARY=() TAGGED=0 GSO=0 WARM=$WARM_UP COUNT=$PACKETS
	"frames.$FAMILY" && "$setup" || return
	inject "$IN" "$FRAME" "$WARM" "${VARY[@]}" && profile_symbols || return
	echo "profile: ready"
	inject "$IN" "$FRAME" 4000000000 "${VARY[@]}"
}
