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
# shellcheck source=tests/user/headers.sh
. "$TOP/tests/user/headers.sh"
SOURCES=("$FUZZ/guard-fuzz.c" "$TOP/kmod/parse.c" "$TOP/kmod/guard_check.c")

build() {
	rm -rf "$OUT/include"
	user_headers "$OUT/include" "$TOP"/kmod/{parse,guard,drop}.h \
		"$TOP"/kmod/{parse,guard_check}.c
	"$CC" -std=gnu11 -O1 -g -Wall -Werror -fno-strict-aliasing \
		-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
		-include "$TOP/tests/user/kernel.h" -I "$TOP" -I "$OUT/include" \
		-o "$OUT/guard-fuzz" "${SOURCES[@]}"
}

mkdir -p "$OUT/corpus"
build
"$FUZZ/seeds.sh" "$OUT/seeds"
"$OUT/guard-fuzz" -max_len=1200 -artifact_prefix="$OUT/" "$@" \
	"$OUT/corpus" "$OUT/seeds"
