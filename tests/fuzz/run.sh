#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: run.sh [libFuzzer options, -max_total_time=3600]
# Build the parser and the check of a guard as they are, in user space, and let
# libFuzzer find frames for them. What it has found to be worth trying is kept
# in build/fuzz/corpus, and what breaks one is left in build/fuzz.
set -euo pipefail

FUZZ=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$FUZZ/../.." && pwd)
OUT=${VSW_BUILD:-$TOP/build}/fuzz
CC=${CLANG:-clang-14}
SOURCES=("$FUZZ/guard-fuzz.c" "$TOP/kmod/parse.c" "$TOP/kmod/guard_check.c")

# All that they are for is in kernel.h.
headers_make() {
	local header

	cat "$TOP"/kmod/{parse,guard,guard_check,drop}.[ch] 2> /dev/null |
		sed -n 's/^#include <\(.*\)>.*/\1/p' | sort -u |
		while read -r header; do
			[ ! -e "/usr/include/$header" ] || continue
			[ ! -e "$TOP/$header" ] || continue
			mkdir -p "$OUT/include/$(dirname "$header")"
			: > "$OUT/include/$header"
		done
}

build() {
	rm -rf "$OUT/include"
	headers_make
	"$CC" -std=gnu11 -O1 -g -Wall -Werror -fno-strict-aliasing \
		-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
		-include "$FUZZ/kernel.h" -I "$TOP" -I "$OUT/include" \
		-o "$OUT/guard-fuzz" "${SOURCES[@]}"
}

mkdir -p "$OUT/corpus"
build
"$FUZZ/seeds.sh" "$OUT/seeds"
"$OUT/guard-fuzz" -max_len=1200 -artifact_prefix="$OUT/" "$@" \
	"$OUT/corpus" "$OUT/seeds"
