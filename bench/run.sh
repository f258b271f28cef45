#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: run.sh [-k KERNEL] [-n PACKETS] [-r RUNS] [-j] [PATTERN]
# Instructions per packet of vsw and its peers, all in one guest; see README.
#  -k  kernel: 6.12 (default)
#  -n  packets of a run: 4000
#  -r  runs of a case, each with a set-up of its own: 5; the median counts,
#      and all but the lowest and the highest must agree within 1 %
#  -j  write build/bench.json too
# PATTERN limits the cases, by a part of GROUP_CASE as guest.sh names them.
. "$(dirname "$0")/../tests/qemu/common.sh"
# shellcheck source=tests/qemu/kernel.sh
. "$QEMU_DIR/kernel.sh"

BENCH=$VSW_TOP/bench
kernel=6.12 packets=4000 runs=5 json=0
while getopts k:n:r:j opt; do
	case $opt in
	k) kernel=$OPTARG ;;
	n) packets=$OPTARG ;;
	r) runs=$OPTARG ;;
	j) json=1 ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
pattern=${1:-}
PROBE=$VSW_BUILD/bench-probe.$kernel

# Away from the tree, as the module is.
probe_build() {
	mkdir -p "$PROBE"
	cp -u "$BENCH"/probe/* "$PROBE/"
	make -C "$(kernel_kdir "$kernel")" M="$PROBE" modules \
		> "$PROBE/build.log" 2>&1 ||
		die "the probe does not build, see $PROBE/build.log"
}

# One CPU whose clock is its instruction counter.
guest() {
	VSW_QEMU_ACCEL="-accel tcg -icount shift=0,sleep=off -cpu max" \
	VSW_QEMU_SMP=1 "$QEMU_DIR/run.sh" -k "$kernel" -l 1800 \
		-a "$BENCH/guest.sh" -a "$PROBE/vsw_probe.ko" \
		-c "PACKETS=$packets RUNS=$runs ./guest.sh '$pattern'"
}

# The guest's lines, each shown as it comes: this takes a minute or two.
progress() {
	local line

	while IFS= read -r line; do
		case $line in
		"result "*) say "${line#result }" ;;
		*) say "$line" ;;
		esac
		printf '%s\n' "$line"
	done
}

# "net" is without the sink; "spread" is between the runs, in percent.
to_json() {
	jq -nR --arg kernel "$(kernel_release "$kernel")" --argjson n "$packets" '
	def median: sort | .[length / 2 | floor];
	[inputs | select(startswith("result ")) | split(" ") |
		{group: .[1], case: .[2], runs: (.[3:] | map(tonumber))} |
		.instructions = (.runs | median) |
		.spread = (.runs | sort | if length > 3 then .[1:-1] else . end |
			(max - min) * 100 / min)] |
	(map(select(.case == "sink") | {(.group): .instructions}) | add) as $sink |
	(map(select(.case == "vsw") |
		{(.group): (.instructions - $sink[.group])}) | add) as $vsw |
	{kernel: $kernel, packets: $n, unit: "instructions per packet",
	 cases: map(.net = (.instructions - $sink[.group]) |
		.ratio = (if $vsw[.group] then .net / $vsw[.group] else null end))}'
}

table() {
	jq -r '
	{plain: "one network", vlan: "VLAN trunk to access port",
	 encap: "into VXLAN", decap: "out of VXLAN"} as $title |
	.cases | group_by(.group) | sort_by(.[0].group |
		{plain: 0, vlan: 1, encap: 2, decap: 3}[.])[] |
	("= \($title[.[0].group])"),
	(sort_by(.net)[] | [.case, .net, .ratio // "-", .spread] | @tsv)' "$1" |
	awk -F'\t' '
	/^= / { printf "\n%-28s %8s %8s %9s\n", substr($0, 3), "instr.",
		"to vsw", "spread %"; next }
	$1 == "sink" { next }
	{ printf "  %-26s %8.0f %8s %9.2f\n", $1, $2,
		$3 == "-" ? $3 : sprintf("%.2f", $3), $4 }'
}

main() {
	local tmp lines file

	probe_build
	tmp=$(mktemp -d)
	# shellcheck disable=SC2064 # its value now
	trap "rm -rf '$tmp'" EXIT
	lines=$tmp/lines file=$tmp/json
	guest | progress > "$lines"
	to_json < "$lines" > "$file"
	echo "Instructions per packet, 60-byte UDP, without the sink's"
	echo "Linux $(kernel_release "$kernel"), $packets packets, median of $runs"
	table "$file"
	[ "$json" = 0 ] || install -m 644 "$file" "$VSW_BUILD/bench.json"
	! grep -q '^failed ' "$lines" || die "cases failed, see above"
	jq -e 'all(.cases[]; .spread < 1)' "$file" > /dev/null ||
		die "runs of a case differ by more than 1 %"
}

main
