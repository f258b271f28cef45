#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: cache.sh [-q] [PATTERN]
# How the pure parts of the module treat the cache: bench/cache/cache.c under
# valgrind's cachegrind, whose caches are given here, so that the figures are
# the same on any machine. One line of JSON for each case and number of keys.
#  -q  few keys and rounds: whether it works
# PATTERN limits the scenarios, cache-CASE-KEYS, by a part of their name.
set -eEuo pipefail
BENCH=$(cd "$(dirname "$0")" && pwd)
TOP=$(dirname "$BENCH")
# shellcheck source=tests/user/headers.sh
. "$TOP/tests/user/headers.sh"
OUT=${VSW_BUILD:-$TOP/build}/bench.cache

CASES="fdb fdb-unknown learn classify inner4 inner6 vxlan-build vxlan-parse"
KEYS="1 1k 100k 1M"
ROUNDS=200000
# A core of a server: 32 KB of L1, and its share of the last level.
CACHES="--I1=32768,8,64 --D1=32768,8,64 --LL=8388608,16,64"

build() {
	user_headers "$OUT/include" "$TOP"/kmod/*.[ch]
	"${CC:-cc}" -std=gnu11 -O2 -g -Wall -Werror -fno-strict-aliasing \
		-include "$TOP/tests/user/kernel.h" -I "$TOP" -I "$OUT/include" \
		-o "$OUT/cache" "$BENCH/cache/cache.c" "$TOP"/kmod/fdb*.c "$TOP/kmod/target.c"
}

# Sums of cachegrind's events over what begins with a name, in its own order:
# Ir I1mr ILmr Dr D1mr DLmr Dw D1mw DLmw.
events() {
	awk -v prefix="$1" '
	/^fn=/ { wanted = index($0, "fn=" prefix) == 1 }
	wanted && /^[0-9]/ { for (i = 2; i <= NF; i++) sum[i] += $i }
	END { for (i = 2; i <= 10; i++) printf "%d ", sum[i] }' "$2"
}

result() {
	local scenario=$1 keys=$2 there=$3 file=$4 base work

	read -ra base <<< "$(events baseline "$file")"
	read -ra work <<< "$(events measured_ "$file")"
	awk -v scenario="$scenario" -v keys="$keys" -v there="$there" \
		-v rounds="$ROUNDS" -v base="${base[*]}" -v work="${work[*]}" '
	function per(i) {
		return (w[i] - b[i]) / rounds
	}
	BEGIN {
		split(base, b, " ")
		split(work, w, " ")
		printf "{\"scenario\":\"%s\",\"system\":\"vsw\",\"unit\":\"insn/lookup\"," \
			"\"keys\":%d,\"there\":%d,\"insn\":%.1f,\"cost\":%.1f," \
			"\"l1_misses\":%.2f,\"ll_misses\":%.2f}\n", scenario, keys,
			there, w[1] / rounds, per(1), per(5) + per(8),
			per(6) + per(9)
	}'
}

run() {
	local what=${1% *} keys=${1#* } there n
	local scenario=cache-$what-$keys
	local file=$OUT/$scenario.out

	n=${keys/k/000} n=${n/M/000000}
	# shellcheck disable=SC2086 # words
	if there=$(valgrind --tool=cachegrind --cache-sim=yes $CACHES \
			--cachegrind-out-file="$file" --log-file="$OUT/$scenario.log" \
			"$OUT/cache" "$what" "$n" "$ROUNDS"); then
		result "$scenario" "$n" "$there" "$file"
	else
		printf '{"scenario":"%s","system":"vsw","failed":"see %s"}\n' \
			"$scenario" "$OUT/$scenario.log"
	fi
	rm -f "$file"
}

# "CASE KEYS" of each scenario that is wanted.
wanted() {
	local what keys

	for what in $CASES; do
		for keys in $KEYS; do
			[[ cache-$what-$keys != *$pattern* ]] || echo "$what $keys"
		done
	done
}

while getopts q opt; do
	case $opt in
	q) KEYS=1k ROUNDS=1000 ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
pattern=${1:-}
mapfile -t list < <(wanted)
[ "${#list[@]}" != 0 ] || exit 0
build
for scenario in "${list[@]}"; do
	run "$scenario"
done
