#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: smoke.sh [KERNEL]
# That the bench works: each scenario of vsw with few packets and one run, in
# under a minute. One line for each says whether every packet was delivered.
. "$(dirname "$0")/guests.sh"

kernel=${1:-6.12}

verdicts() {
	jq -r '
	if .failed then
		"#   \(.failed)", "not ok - bench: \(.scenario), \(.system)"
	else "ok - bench: \(.scenario), \(.system), \(.delivered) delivered" end'
}

main() {
	local lines

	probes_build "$kernel"
	lines=$(guest_measure "$kernel" "" "SMOKE=1" 2>&1) ||
		lines+=$'\n{"scenario":"guest","system":"all","failed":"stopped early"}'
	grep '^{' <<< "$lines" | verdicts
}

main
