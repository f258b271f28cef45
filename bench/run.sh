#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: run.sh [-k KERNEL] [-n PACKETS] [-r RUNS] [-m "off on"] [PATTERN]
# What vsw and its peers cost, side by side in one guest; see README. Prints a
# table and writes bench/out/results.json; a run of everything makes the plots
# and the tables in Documentation/bench too.
#  -k  kernel: 6.12 (default)
#  -n  packets of a run: 4000
#  -r  runs of a case, each with a set-up of its own: 3; the median counts
#  -m  mitigations of the CPU's bugs, on or off
# That mitigations are on changes next to nothing, and is run once to show that, without
# what takes long to set up.
# PATTERN limits the scenarios, by a part of their name.
. "$(dirname "$0")/guests.sh"
. "$(dirname "$0")/report.sh"

kernel=6.12 packets=4000 runs=3 mitigations="off on"
while getopts k:n:r:m: opt; do
	case $opt in
	k) kernel=$OPTARG ;;
	n) packets=$OPTARG ;;
	r) runs=$OPTARG ;;
	m) mitigations=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
pattern=${1:-}
OUT=$BENCH/out

# Each case is shown when it is done: all of them take minutes.
progress() {
	local line

	while IFS= read -r line; do
		say "$SECONDS s, $1: $(cut -c1-150 <<< "${line#\# }")"
		printf '%s\n' "$line"
	done
}

# measure MITIGATIONS PART: a guest; guest/main.sh has the parts. One that stops
# early has printed less than it was asked for.
measure() {
	local m=$1 part=$2 n=$runs few=""

	[[ " $mitigations " == *" $m "* ]] || return 0
	[ "$m" = off ] || n=1 few=1
	mkdir -p "$tmp/$part"
	# The kernel's word for on is auto.
	guest_measure "$kernel" "mitigations=${m/on/auto}" \
		"PACKETS=$packets RUNS=$n PART=$part FEW=$few" "$pattern" |
		progress "mitigations=$m" > "$tmp/$part/$m.lines" ||
		touch "$tmp/stopped"
}

# Needs no guest, and does not mind what runs beside it.
measure_cache() {
	"$BENCH/cache.sh" "$pattern" | progress cache > "$tmp/cache.extra" ||
		touch "$tmp/stopped"
}

# Needs the machine for itself.
measure_smp() {
	"$BENCH/smp.sh" -k "$kernel" "$pattern" | progress smp > "$tmp/smp.extra" ||
		touch "$tmp/stopped"
}

# Two at a time, the longest first.
measure_all() {
	local job

	for job in "measure off packets" "measure off rest" "measure off policy" \
		   "measure on packets" "measure on policy" measure_cache; do
		[ "$(jobs -pr | wc -l)" -lt 2 ] || wait -n
		$job &
	done
	wait
	measure_smp
}

report() {
	local m

	for m in $mitigations; do
		tables "$OUT/results.json" "$m"
		conn_table "$OUT/results.json" "$m"
	done
	cache_table "$OUT/results.json"
	smp_table "$OUT/results.json"
}

# What Documentation/performance.rst shows.
document() {
	"$BENCH/plot.sh" "$OUT/results.json"
	cp "$OUT/tables.txt" "$BENCH/../Documentation/bench/"
}

main() {
	local release

	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	"$QEMU_DIR/build-module.sh" "$kernel" > /dev/null
	probes_build "$kernel"
	measure_all
	mkdir -p "$OUT"
	release=$(kernel_release "$kernel")
	results "$release" "$tmp"/*/*.lines > "$tmp/results"
	merge "$release" "$tmp/results" "$tmp"/*.extra > "$OUT/results.json"
	report > "$OUT/tables.txt"
	cat "$OUT/tables.txt"
	[ -n "$pattern" ] || document
	flatness_report "$OUT/results.json"
	spread_report "$OUT/results.json"
	[ ! -e "$tmp/stopped" ] || die "a guest stopped early"
	jq -e 'all(.[]; has("failed") | not)' "$OUT/results.json" > /dev/null ||
		die "cases failed: $(failures "$OUT/results.json")"
}

main
