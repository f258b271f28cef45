#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: smoke.sh [KERNEL]
# That the bench works: each scenario of vsw with few packets and one run, and the
# pure parts with few keys if valgrind is there, in about a minute. One line for
# each says whether every packet was delivered.
. "$(dirname "$0")/guests.sh"

kernel=${1:-6.12}

verdicts() {
	jq -r '
	if .failed then
		"#   \(.failed)", "not ok - bench: \(.scenario), \(.system)"
	elif .there then
		"ok - bench: \(.scenario), \(.there) of \(.keys) keys there"
	else "ok - bench: \(.scenario), \(.system), \(.delivered) delivered" end'
}

main() {
	local lines

	probes_build "$kernel"
	lines=$(guest_measure "$kernel" "" "SMOKE=1" 2>&1) ||
		lines+=$'\n{"scenario":"guest","system":"all","failed":"stopped early"}'
	if command -v valgrind > /dev/null; then
		lines+=$'\n'$("$BENCH/cache.sh" -q)
	fi
	grep '^{' <<< "$lines" | verdicts
}

main
