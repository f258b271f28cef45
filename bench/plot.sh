#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: plot.sh RESULTS [DIR]
# Plots of bench/out/results.json for Documentation/bench. What is plotted is
# the cost with mitigations=off, or with those that there are.
set -eEuo pipefail
BENCH=$(cd "$(dirname "$0")" && pwd)
results=$1 dir=${2:-$BENCH/../Documentation/bench}
SYSTEMS="wire mirred bridge bridge-vlan bridge-vxlan nft-bridge ovs ovs-vxlan"
SYSTEMS+=" ovs-normal vsw"

# rows SCENARIO...: a line for each scenario, a column for each system that is
# in one of them; what is missing is "?".
rows() {
	all_rows "$@" | awk -F'\t' '
	{ for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (NR > 1 && $i != "?") used[i] } }
	END {
		for (r = 1; r <= NR; r++) {
			line = cell[r, 1]
			for (i = 2; i <= NF; i++)
				if (i in used)
					line = line "\t" cell[r, i]
			print line
		}
	}'
}

all_rows() {
	jq -r --arg systems "$SYSTEMS" '
	(if any(.[]; .mitigations == "off") then "off" else "on" end) as $m |
	. as $all | ($systems | split(" ")) as $s |
	(["scenario"] + $s), ($ARGS.positional[] as $scenario |
		[$scenario] + [$s[] as $system | first(($all[] |
			select(.scenario == $scenario and .system == $system and
				.mitigations == $m) | .cost), "?") // "?"]) |
	@tsv' "$results" --args "$@"
}

# Where the horizontal axis is a number, it is the one in the scenario's name.
numbers() {
	rows "$@" | sed -E 's/^[a-z-]+-([0-9]+)/\1/; s/^([0-9]+)k/\1000/'
}

# plot NAME TYPE TITLE LABEL [LABEL-BELOW]: data on stdin, TYPE is bars, logbars
# or lines.
plot() {
	local data=$tmp/$1.tsv kind=$2

	cat > "$data"
	# Nothing but names of scenarios: nobody was measured in them.
	[ "$(head -n 1 "$data" | wc -w)" -gt 1 ] || return 0
	gnuplot -e "data='$data'; out='$dir/$1.svg'; headline='$3'" \
		-e "label='$4'; below='${5:-}'" \
		-e "all='$SYSTEMS'; plots='$BENCH/plots'" "$BENCH/plots/style.gp" "$BENCH/plots/$kind.gp"
}

# cache_rows FIELD CASE...: a line for each number of keys, a column for each case.
cache_rows() {
	jq -r --arg field "$1" '
	. as $all | def keys: .scenario | sub(".*-"; "");
	def case: .scenario | sub("^cache-"; "") | sub("-[0-9]+[kM]?$"; "");
	(["keys"] + $ARGS.positional), (["1", "1k", "100k", "1M"][] as $n |
		[$n] + [$ARGS.positional[] as $case | first(($all[] |
			select(.l1_misses and keys == $n and case == $case) |
			.[$field]), "?")]) |
	@tsv' "$results" --args "${@:2}" |
		sed -E 's/^([0-9]+)k/\1000/; s/^([0-9]+)M/\1000000/'
}

# cache_plot NAME FIELD TITLE: where a colour stands in the list is its number.
cache_plot() {
	local SYSTEMS="- classify - inner4 - - fdb-unknown - inner6 fdb"

	cache_rows "$2" fdb fdb-unknown classify inner4 |
		plot "$1" lines "$3" "misses for each" keys
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$dir"
rows port-port access-trunk trunk-access vxlan-encap vxlan-decap |
	plot forward bars "Forwarding a 60-byte packet" "instructions"
rows gso gso-encap gso-decap |
	plot gso bars "Forwarding a 64 KB packet, whole" "instructions"
numbers flood-10 flood-100 flood-1000 |
	plot flood lines "Flooding: one copy" "instructions" ports
numbers macs-1 macs-1k macs-100k |
	plot macs lines "Random destinations in a large FDB" "instructions" \
		addresses
rows ct-udp ct-tcp ct-ipv6 ct-random ct-new-1 ct-ipv6-new ct-denied | sed 's/^ct-//' |
	plot policy bars "Policy: a 60-byte packet" "instructions"
rows ct-new-1 ct-new-100 ct-new-10k ct-remote-100 ct-set-10k ct-sets-100 ct-full | sed 's/^ct-//' |
	plot policy-new logbars "Policy: a new connection" "instructions"
rows first-packet first-again first-unknown |
	plot first logbars "The first packet to a destination" "instructions"
rows config-ports-100 config-ports-1000 config-fdb-1000 config-fdb-10000 \
	config-del-100 config-del-1000 | sed 's/^config-//' |
	plot config logbars "Configuration, kernel and user space" \
		"instructions for each object"
rows memory-fdb memory-port memory-network memory-attachment | sed 's/^memory-//' |
	plot memory bars "Kernel memory" "bytes for each object"
rows locked-port-port locked-access-trunk locked-trunk-access locked-vxlan-encap \
	locked-vxlan-decap | sed 's/^locked-//' |
	plot locked bars "Locked instructions of a packet" "instructions"
cache_plot cache-l1 l1_misses "Pure parts: misses of L1 (32 KB)"
cache_plot cache-ll ll_misses "Pure parts: misses of all levels (8 MB)"
