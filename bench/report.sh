# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# From what guests print to results and tables.

# results RELEASE FILE...: the flat list, of FILEs named after their guest's
# mitigations. "cost" is without the sink of the same scenario, if it has one.
# "spread" is between the runs, in percent, without the lowest and the highest.
results() {
	local release=$1 file
	shift

	for file; do
		{ grep '^{' "$file" || true; } |
			jq -c --arg m "$(basename "$file" .lines)" '.mitigations = $m'
	done | jq -s --arg kernel "$release" '
	def median: sort | .[length / 2 | floor];
	def spread: sort | if length > 3 then .[1:-1] else . end |
		if min > 0 then (max - min) * 100 / min else 0 end;
	def round1: . * 10 | round / 10;
	map(.kernel = $kernel | if .failed then . else
		.insn = (.values | median) | .spread = (.values | spread) end) |
	(map(select(.system == "sink" and .insn) |
		{"\(.scenario) \(.mitigations)": .insn}) | add // {}) as $sink |
	map(if .failed then . else
		.cost = .insn - ($sink["\(.scenario) \(.mitigations)"] // 0) |
		{scenario, system, kernel, mitigations, unit,
		 insn: (.insn / .copies | round1), cost: (.cost / .copies | round1),
		 sent, delivered, stray, copies, runs: (.values | length),
		 spread: (.spread * 100 | round / 100)} +
		(if .where then {where} else {} end) end)' |
	jq 'sort_by(.mitigations)'
}

# merge RELEASE RESULTS FILE...: RESULTS and those that FILEs have in lines, which
# are about no guest with one or the other mitigations.
merge() {
	local release=$1 file=$2
	shift 2

	cat "$@" | { grep '^{' || true; } |
		jq -s --arg kernel "$release" --slurpfile guests "$file" \
			'$guests[0] + map(.kernel = $kernel)'
}

# Columns: systems, and last how the best of the switches compares.
tables() {
	local file=$1 m=$2

	jq -r --arg m "$m" '
	def peers: ["bridge", "bridge-vlan", "bridge-vxlan", "nft-bridge", "ovs",
		    "ovs-vxlan", "ovs-normal"];
	(["wire", "mirred"] + peers + ["vsw", "vsw-early"]) as $systems |
	map(select(.mitigations == $m and .system != "sink")) |
	if length == 0 then empty else . end |
	(reduce .[] as $r ([]; if any(.[]; . == $r.scenario) then . else
		. + [$r.scenario] end)) as $scenarios |
	(["= \($m)", .[0].kernel] + $systems + ["peer/vsw"]),
	(. as $all | $scenarios[] as $s | [$all[] | select(.scenario == $s)] |
		(map({(.system): (.cost // "FAILED")}) | add) as $row |
		([$row | to_entries[] | select(.key as $k | peers | index($k)) |
			.value | numbers] | min) as $best |
		[$s, .[0].unit // "-"] + ($systems | map($row[.] // "-")) +
		[if $best and $best > 0 and ($row.vsw | type) == "number" and $row.vsw > 0 then
			$best / $row.vsw else "-" end]) | @tsv' "$file" |
	awk -F'\t' '
	function cell(v) {
		if (v !~ /^-?[0-9.]+$/) return v
		return v >= 100 ? sprintf("%.0f", v) : sprintf("%.1f", v)
	}
	$1 ~ /^= / {
		printf "\nmitigations=%s, Linux %s: cost without the sink\n%-17s %-12s",
			substr($1, 3), $2, "", ""
	}
	$1 !~ /^= / { printf "%-17s %-12s", $1, $2 }
	{
		for (i = 3; i < NF; i++)
			printf " %11s", cell($i)
		printf " %8s\n", $NF ~ /^[0-9.]+$/ ? sprintf("%.2f", $NF) : $NF
	}'
}

# Columns of TAB-separated text.
columns() {
	awk -F'\t' '{
		printf "%-18s", $1
		for (i = 2; i <= NF; i++)
			printf " %16s", $i
		print ""
	}'
}

# What a lookup costs in user space: instructions, and lines that were not in
# the first level or in any level of the cache.
cache_table() {
	local table

	table=$(jq -r '
	map(select(.l1_misses)) |
	def case: .scenario | sub("-[0-9]+[kM]?$"; "");
	def keys: .scenario | sub(".*-"; "");
	(map(keys) | reduce .[] as $k ([]; if index($k) then . else . + [$k] end)) as $keys |
	(["keys"] + $keys),
	(group_by(case)[] | . as $rows |
		[.[0] | case] + [$keys[] as $k | first(($rows[] |
			select(keys == $k) |
			"\(.cost) \(.l1_misses) \(.ll_misses)"), "-")]) | @tsv' "$1")
	[ -n "${table#keys}" ] || return 0
	printf '\nfor each: instructions, misses of L1, misses of all levels\n'
	columns <<< "$table"
}

# What one CPU gets through that does so many instructions a second, the injector's
# way to the switch included.
conn_table() {
	local table

	table=$(jq -r --arg m "$2" '
	map(select(.mitigations == $m and .insn and .system != "sink" and
		(.scenario | test("^ct-new-")))) |
	if length == 0 then empty else . end |
	["nft-bridge", "ovs", "vsw"] as $systems |
	["10^9 insn/s"] + $systems,
	(group_by(.scenario)[] | . as $rows | [.[0].scenario] +
		[$systems[] as $s | first(($rows[] | select(.system == $s) |
			1e9 / .insn | round), "-")]) | @tsv' "$1")
	[ -n "$table" ] || return 0
	printf '\nnew connections per second, mitigations=%s\n' "$2"
	columns <<< "$table"
}

smp_table() {
	local table

	table=$(jq -r '
	map(select(.ratio)) | if length == 0 then empty else . end |
	["packets/s", "system", "1 CPU", "2 CPUs", "ratio"],
	(.[] | [.scenario, .system, .one, .two, .ratio]) | @tsv' "$1")
	[ -n "$table" ] || return 0
	echo
	columns <<< "$table"
}

# How far the cost of one packet depends on the number of addresses.
flatness_report() {
	local list

	list=$(jq -r '
	map(select((.scenario | test("^macs-")) and .cost and .cost > 0)) |
	group_by([.mitigations, .system])[] | select(length > 1) |
	"\(.[0].system) \(((map(.cost) | max) / (map(.cost) | min) - 1) * 1000 | round / 10) % (mitigations=\(.[0].mitigations))"' "$1" | paste -s -d ';' | sed 's/;/, /g')
	[ -z "$list" ] || say "from the cheapest to the dearest of macs-*: $list"
}

failures() {
	jq -r '[.[] | select(.failed) |
		"\(.scenario) \(.system): \(.failed)"] | join("; ")' "$1"
}

# Runs that differ: a hash table had bad luck, or something else went on. First
# packets, and those with which something is counted by single steps, differ for
# good reasons.
spread_report() {
	local list

	list=$(jq -r '[.[] | select((.spread // 0) > 1 and (.scenario | test("^(first|locked)") | not)) |
		"\(.scenario) \(.system) \(.spread) %"] | join(", ")' "$1")
	[ -z "$list" ] || say "runs differ by more than 1 %: $list"
}
