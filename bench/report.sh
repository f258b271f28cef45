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
		grep '^{' "$file" |
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
		 spread: (.spread * 100 | round / 100)} end)' |
	jq 'sort_by(.mitigations)'
}

# Columns: systems, and last how the best of the switches compares.
tables() {
	local file=$1 m=$2

	jq -r --arg m "$m" '
	def peers: ["bridge", "bridge-vlan", "bridge-vxlan", "ovs", "ovs-vxlan",
		    "ovs-normal"];
	(["wire", "mirred"] + peers + ["vsw", "vsw-early"]) as $systems |
	map(select(.mitigations == $m and .system != "sink")) |
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

failures() {
	jq -r '[.[] | select(.failed) |
		"\(.scenario) \(.system): \(.failed)"] | join("; ")' "$1"
}

# Runs that differ: a hash table had bad luck, or something else went on. First
# packets differ for good reasons.
spread_report() {
	local list

	list=$(jq -r '[.[] | select((.spread // 0) > 1 and (.scenario | startswith("first") | not)) |
		"\(.scenario) \(.system) \(.spread) %"] | join(", ")' "$1")
	[ -z "$list" ] || say "runs differ by more than 1 %: $list"
}
